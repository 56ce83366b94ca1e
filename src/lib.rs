//! solieu (*số liệu*: figures) turns scraped Vietnamese news articles into statistics and entities.
//!
//! ```text
//! message ─► article ─► text ─► mentions ─► statistics, entities ─► rows ─► event
//! ```

pub mod article;
pub mod extraction;

pub mod extract;
pub mod local;
