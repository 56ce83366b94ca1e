//! solieu (*số liệu*: figures) turns scraped Vietnamese news articles into statistics and entities.
//!
//! ```text
//! message ─► article ─► text ─► mentions ─► statistics, entities ─► rows ─► event
//! ```

// core: no I/O, no clock, the same result for the same input
pub mod article;
pub mod dateline;
pub mod extraction;
pub mod language;
pub mod message;

pub mod extract;

pub mod event;

// shell: files, terminal, NATS, Postgres
pub mod config;
pub mod crash;
pub mod delivery;
pub mod fetch;
pub mod file;
pub mod jetstream;
pub mod local;
pub mod relay;
pub mod render;
pub mod service;
pub mod store;
pub mod table;
pub mod telemetry;
pub mod worker;
