//! solieu (*số liệu*: figures) turns scraped Vietnamese news articles into statistics and entities.
//!
//! ```text
//! message ─► article ─► text ─► mentions ─► statistics, entities ─► rows ─► event
//! ```

pub mod article;
pub mod dateline;
pub mod extraction;
pub mod language;
pub mod message;

pub mod extract;

pub mod event;

pub mod config;
pub mod crash;
pub mod delivery;
pub mod jetstream;
pub mod local;
pub mod store;
pub mod telemetry;
