//! The service on real servers: a private NATS and Postgres for this binary, a database and an account of streams per test.

#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod bounds;
mod commands;
mod database;
mod delivery;
mod faults;
mod findings;
mod health;
mod hostile;
mod jetstream;
mod local;
mod newspaper;
mod outbox;
mod records;
mod reporting;
mod reprocess;
mod revisions;
mod rights;
mod schema;
mod secrets;
mod servers;
mod store;
mod stories;
mod storm;
mod tls;
mod tools;
mod traces;
mod world;
