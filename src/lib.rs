//! solieu (*số liệu*: figures) turns scraped Vietnamese news articles from NATS JetStream into the statistics they report and
//! the entities they name, stores both in Postgres and announces each article with an enriched event.
//!
//! ```text
//! message ─► article ─► text ─► mentions ─► statistics, entities ─► rows ─► event
//! ```
//!
//! # The way through the house
//!
//! The modules stand below in the order in which data flows through them. Two layers:
//!
//! - The **core** has no I/O and no clock, is deterministic, and cannot fail once a message is parsed.
//!   [`message`] checks the bytes of a scraper with the help of [`language`] and [`dateline`] and makes an [`article`];
//!   [`extract`](mod@extract) reads it with the words of a [`Lexicon`](extract::lexicon::Lexicon) and fills an
//!   [`extraction`]; [`event`] writes what is announced.
//! - The **shell** moves data: [`sift`], [`fetch`], [`delivery`] and [`worker`] take messages from JetStream, [`store`] holds every
//!   SQL statement, [`relay`] publishes the events that wait in the outbox, [`service`] runs all of them; [`metrics`] counts
//!   what they do and [`http`] tells their state. [`reprocess`] reads again what is stored. [`jetstream`]
//!   says what streams and consumer look like, [`patience`] how an outage is waited out, [`config`] what can be set. [`render`] and its neighbors draw for people.
//!
//! ```
//! use solieu::extract::{extract, lexicon::Lexicon};
//! use solieu::message::{Limits, parse};
//!
//! let message = r#"{"url": "https://bao.example/1", "body": "Năm 2022, huyện thu ngân sách 394 tỷ 581 triệu đồng."}"#;
//! let article = parse(message.as_bytes(), chrono::Utc::now(), &Limits::default())?;
//! let extraction = extract(&article, &Lexicon::embedded());
//! assert_eq!(extraction.statistics[0].value.to_string(), "394581000000");
//! # Ok::<(), solieu::message::Invalid>(())
//! ```
//!
//! # What always holds
//!
//! - A message is acknowledged after the transaction with its rows, or with its rejection, has committed; an event leaves
//!   through the outbox of that transaction.
//! - Words are data under `config/`, grammar is code in [`extract`](mod@extract). A word is written once.
//! - Offsets count code points of the stored body, which is the received one in NFC. Only [`extract::text`] slices it.
//! - Figures are exact decimals. No float holds one.
//!
//! `tests/tidy.rs` keeps the parts of this that a program can check.

// core
pub mod message;

pub mod language;

pub mod dateline;

pub mod article;

pub mod extract;

pub mod extraction;

pub mod story;

pub mod event;

// shell
pub mod config;

pub mod secret;

pub mod telemetry;

pub mod metrics;

pub mod http;

pub mod jetstream;

pub mod sift;

pub mod fetch;

pub mod delivery;

pub mod worker;

pub mod store;

pub mod patience;

pub mod relay;

pub mod service;

pub mod reprocess;

pub mod crash;

pub mod local;

pub mod file;

pub mod render;

pub mod underline;

pub mod table;
