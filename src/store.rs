//! Articles with what was read from them in, rows of Postgres out: this module holds every SQL statement of the service.
//!
//! A batch is one transaction with a fixed number of statements, whatever its size. Transactions take their locks in the
//! same order (articles, entities, rejected messages, each sorted by key; stories), so workers wait for each other but
//! never in a circle.
//!
//! Batches go by `unnest` and not by COPY: that knows ON CONFLICT, and sqlx 0.9 leaves Nagle's algorithm on, which holds
//! the end of a small COPY back for 40 ms on a TCP connection. The bulk of reference data, and what is read again from
//! stored texts, goes by COPY.

mod copy;
mod export;
mod findings;
mod outbox;
mod rejected;
mod reprocess;
mod rows;
mod setup;
mod stories;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SubsecRound as _, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, PgPool};
use uuid::Uuid;

pub use export::Column;
pub use findings::Difference;
pub use outbox::{Claim, Unsent};
pub use rejected::{RejectedMessage, RejectedSummary};
pub use reprocess::{Reread, Run, Selection, Stored, Totals};
pub use setup::Schema;

use crate::article::Article;
use crate::config;
use crate::crash;
use crate::event::{self, Event};
use crate::extract;
use crate::extraction::Extraction;
use crate::message::Reason;

/// What counts as a copy where nothing else is set: as in `config/default.toml`.
const STORIES: config::Stories = config::Stories { repeated: 60 };

/// Entities remembered as stored: 16 bytes each, a few megabytes in all.
const KNOWN_ENTITIES: usize = 200_000;

/// The database. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    /// Entities that are certainly stored: most articles name the same ones again.
    known: Arc<Mutex<HashSet<Uuid>>>,
    stories: config::Stories,
}

/// What is to be saved of one message.
#[derive(Debug, Clone)]
pub enum Record {
    /// A good one.
    Article(Box<Analyzed>),
    /// A refused one.
    Reject(Box<Reject>),
}

/// An article with what was read from it.
#[derive(Debug, Clone)]
pub struct Analyzed {
    /// The article.
    pub article: Article,
    /// What was read from it.
    pub extraction: Extraction,
    /// The same for its event, where that was made already: `event::findings`.
    pub findings: Option<Vec<u8>>,
    /// The message's `traceparent` header, passed on with the event.
    pub traceparent: Option<String>,
}

/// A refused message, as received.
#[derive(Debug, Clone, PartialEq)]
pub struct Reject {
    /// Why, as a word.
    pub reason: Reason,
    /// Why, as a sentence.
    pub detail: String,
    /// The stream it came from.
    pub stream: String,
    /// Its sequence there.
    pub sequence: u64,
    /// When the stream took it.
    pub received_at: DateTime<Utc>,
    /// Its subject.
    pub subject: String,
    /// Its headers: an object, name to list of values.
    pub headers: serde_json::Value,
    /// Its body.
    pub payload: Vec<u8>,
}

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// A new state of an article, announced by an event.
    New {
        /// Number of the revision.
        revision: i32,
        /// Id of the event.
        event_id: Uuid,
    },
    /// The same text as a stored revision: nothing was written.
    Unchanged {
        /// Number of that revision.
        revision: i32,
    },
    /// Recorded as rejected, now or by an earlier delivery.
    Rejected,
}

/// A revision that a batch adds.
struct New<'a> {
    analyzed: &'a Analyzed,
    number: i32,
    event_id: Uuid,
}

impl<'a> New<'a> {
    fn article(&self) -> &'a Article {
        &self.analyzed.article
    }
}

/// What the database knows of a revision.
struct Known {
    number: i32,
    content_hash: Vec<u8>,
    scraped_at: DateTime<Utc>,
}

impl Store {
    /// Tries the settings once; connections are opened when they are needed.
    pub async fn connect(settings: &config::Postgres) -> Result<Self, sqlx::Error> {
        let mut options: PgConnectOptions = settings.url.expose().parse()?;
        if let Some(password) = &settings.password {
            options = options.password(password.expose());
        }
        let timeout = settings.statement_timeout.as_millis();
        let options = options.application_name("solieu").options([
            ("statement_timeout", timeout),
            // a process that hangs while it holds events or articles lets go of them
            ("idle_in_transaction_session_timeout", timeout),
        ]);
        // a pool that cannot connect waits, and then does not say why
        let first = PgConnection::connect_with(&options);
        let first = tokio::time::timeout(settings.acquire_timeout, first).await;
        first
            .map_err(|_| sqlx::Error::PoolTimedOut)??
            .close()
            .await?;
        let pool = PgPoolOptions::new()
            .max_connections(settings.max_connections)
            .acquire_timeout(settings.acquire_timeout)
            .connect_lazy_with(options);
        Ok(Self {
            pool,
            known: Arc::default(),
            stories: STORIES,
        })
    }

    /// The same database with another measure of what counts as a copy.
    #[must_use]
    pub fn with_stories(self, stories: config::Stories) -> Self {
        Self { stories, ..self }
    }

    /// Writes a batch and the events that announce it in one transaction: all of it or nothing.
    ///
    /// The answers stand in the order of the records. Saving a record again changes nothing.
    pub async fn save(&self, records: &[Record]) -> Result<Vec<Saved>, sqlx::Error> {
        let result = self.try_save(records).await;
        if result.is_err() {
            // should somebody have removed entities, the next attempt writes them again
            self.known().clear();
        }
        result
    }

    async fn try_save(&self, records: &[Record]) -> Result<Vec<Saved>, sqlx::Error> {
        let now = Utc::now();
        let mut articles: BTreeMap<Uuid, Vec<(usize, &Analyzed)>> = BTreeMap::new();
        let mut rejects: BTreeMap<(&str, u64), &Reject> = BTreeMap::new();
        for (index, record) in records.iter().enumerate() {
            match record {
                Record::Article(analyzed) => {
                    let revisions = articles.entry(analyzed.article.id).or_default();
                    revisions.push((index, analyzed.as_ref()));
                }
                Record::Reject(reject) => {
                    rejects.insert((&reject.stream, reject.sequence), reject.as_ref());
                }
            }
        }

        let mut transaction = self.pool.begin().await?;
        let mut saved = vec![Saved::Rejected; records.len()];
        let mut events = Vec::new();
        let (mut entities, mut told) = (Vec::new(), Vec::new());
        if !articles.is_empty() {
            let new = save_revisions(&mut transaction, &articles, &mut saved).await?;
            entities = self.save_findings(&mut transaction, &new).await?;
            events.extend(new.iter().map(|(_, new)| announce(new, now)));
            told.extend(new.iter().map(|(id, new)| stories::Told {
                revision: *id,
                story: new.article().state_id(),
                signature: &new.analyzed.extraction.signature,
            }));
        }
        if !rejects.is_empty() {
            let rejects: Vec<&Reject> = rejects.into_values().collect();
            let new = rejected::insert(&mut transaction, &rejects).await?;
            events.extend(new.into_iter().map(|reject| announce_reject(reject, now)));
        }
        if !events.is_empty() {
            outbox::insert(&mut transaction, &events).await?;
        }
        // the last lock, because all writers wait for it
        stories::join(&mut transaction, &told, self.stories).await?;
        crash::point("saving", "");
        transaction.commit().await?;
        self.remember(entities);
        Ok(saved)
    }

    /// Writes the entities, statistics, mentions and positions of new revisions; returns the entities that were not known.
    async fn save_findings(
        &self,
        connection: &mut PgConnection,
        new: &[(i64, New<'_>)],
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        let mut statistics = Vec::new();
        let mut mentions = Vec::new();
        let mut positions = Vec::new();
        let mut entities = BTreeMap::new();
        for (id, new) in new {
            let found = &new.analyzed.extraction;
            let (listed, stated) = ((0..).zip(&found.entities), (0..).zip(&found.positions));
            statistics.extend(found.statistics.iter().map(|row| (*id, row)));
            mentions.extend(listed.map(|(ordinal, row)| (*id, ordinal, row)));
            positions.extend(stated.map(|(ordinal, row)| (*id, ordinal, row)));
            entities.extend(found.entities.iter().map(|entity| (entity.id, entity)));
        }
        {
            let known = self.known();
            entities.retain(|id, _| !known.contains(id));
        }
        if !entities.is_empty() {
            let entities: Vec<_> = entities.values().copied().collect();
            rows::insert_entities(connection, &entities).await?;
        }
        if !statistics.is_empty() {
            rows::insert_statistics(connection, &statistics).await?;
        }
        if !mentions.is_empty() {
            rows::insert_mentions(connection, &mentions).await?;
        }
        if !positions.is_empty() {
            rows::insert_positions(connection, &positions).await?;
        }
        Ok(entities.into_keys().collect())
    }

    fn remember(&self, entities: Vec<Uuid>) {
        let mut known = self.known();
        if known.len() + entities.len() > KNOWN_ENTITIES {
            // the frequent ones are back after a few batches
            known.clear();
        }
        known.extend(entities);
    }

    fn known(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds the revisions that are not stored yet, with their ids, and notes what became of every article of the batch.
async fn save_revisions<'a>(
    connection: &mut PgConnection,
    articles: &BTreeMap<Uuid, Vec<(usize, &'a Analyzed)>>,
    saved: &mut [Saved],
) -> Result<Vec<(i64, New<'a>)>, sqlx::Error> {
    let firsts: Vec<&Article> = articles
        .values()
        .map(|states| &states[0].1.article)
        .collect();
    rows::lock_articles(connection, &firsts).await?;
    let mut histories = rows::read_revisions(connection, &firsts).await?;

    let mut new = Vec::new();
    let mut moved = Vec::new();
    for (id, states) in articles {
        let (before, mut history) = histories.remove(id).unwrap_or_default();
        let mut current = before;
        for (index, analyzed) in states {
            let (outcome, added) = resolve(analyzed, &mut history, &mut current);
            saved[*index] = outcome;
            new.extend(added);
        }
        // a new article was made with its first revision as the current one
        if current != before.max(1) {
            moved.push((*id, current));
        }
    }
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows::insert_revisions(connection, &new).await?;
    if !moved.is_empty() {
        rows::move_articles(connection, &moved).await?;
    }
    Ok(ids.into_iter().zip(new).collect())
}

/// Finds the revision a text is, or makes one of it; `current` is the number of the one with the latest `scraped_at`, which
/// is that of the first message with its text.
fn resolve<'a>(
    analyzed: &'a Analyzed,
    history: &mut Vec<Known>,
    current: &mut i32,
) -> (Saved, Option<New<'a>>) {
    let article = &analyzed.article;
    if let Some(known) = history
        .iter()
        .find(|known| known.content_hash == article.content_hash)
    {
        return (
            Saved::Unchanged {
                revision: known.number,
            },
            None,
        );
    }
    let number = history.iter().map(|known| known.number).max().unwrap_or(0) + 1;
    // as precise as the database, so that a batch and two transactions come to the same result
    let scraped_at = article.scraped_at.trunc_subsecs(6);
    let latest = history.iter().find(|known| known.number == *current);
    if latest.is_none_or(|latest| scraped_at > latest.scraped_at) {
        *current = number;
    }
    history.push(Known {
        number,
        content_hash: article.content_hash.to_vec(),
        scraped_at,
    });
    let event_id = Uuid::now_v7();
    let new = New {
        analyzed,
        number,
        event_id,
    };
    (
        Saved::New {
            revision: number,
            event_id,
        },
        Some(new),
    )
}

fn announce(new: &New<'_>, now: DateTime<Utc>) -> Event {
    let Analyzed {
        article,
        extraction,
        findings,
        traceparent,
    } = new.analyzed;
    let findings = findings
        .as_deref()
        .map_or_else(|| event::findings(extraction).into(), Cow::Borrowed);
    event::enriched(
        new.event_id,
        now,
        article,
        new.number,
        extract::VERSION,
        &findings,
        traceparent.as_deref(),
    )
}

fn announce_reject(reject: &Reject, now: DateTime<Utc>) -> Event {
    let body = event::Rejected {
        event_id: Uuid::now_v7(),
        reason: reject.reason,
        detail: &reject.detail,
        stream: &reject.stream,
        sequence: reject.sequence,
        subject: &reject.subject,
        received_at: reject.received_at,
    };
    event::rejected(now, &body, reject.headers["traceparent"][0].as_str())
}

/// Whether the same batch may succeed later, unchanged. If not, one of its records is at fault: save them one by one.
///
/// Only an error about the data itself blames a record. Everything else (connection, deadlock, resources, shutdown,
/// missing rights, an old schema) is an outage: whoever asks waits, and no message suffers.
pub fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_none_or(|code| is_transient_state(&code)),
        // an address that cannot be read will not get better
        sqlx::Error::Encode(_) | sqlx::Error::Configuration(_) => false,
        _ => true,
    }
}

/// Of the classes of SQLSTATE (Postgres manual, appendix A) the ones about data: 21 cardinality, 22 data exception,
/// 23 integrity constraint, 54 program limit.
fn is_transient_state(code: &str) -> bool {
    !["21", "22", "23", "54"]
        .iter()
        .any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_measured_as_the_default_configuration_says() {
        let config = config::Config::load(None, [], &[]).unwrap();
        assert_eq!(config.stories.repeated, STORIES.repeated);
    }

    #[test]
    fn only_errors_about_the_data_blame_a_record() {
        for (code, is_transient) in [
            ("08006", true),  // connection failure
            ("40001", true),  // serialization failure
            ("40P01", true),  // deadlock
            ("53100", true),  // disk full
            ("53300", true),  // too many connections
            ("55P03", true),  // lock not available
            ("57014", true),  // statement timeout
            ("57P01", true),  // shutdown by an administrator
            ("57P03", true),  // starting up
            ("25006", true),  // a standby that became the server
            ("28P01", true),  // wrong password
            ("42501", true),  // missing rights
            ("42P01", true),  // missing table: setup has not run
            ("XX000", true),  // internal
            ("21000", false), // the same row twice
            ("22003", false), // number out of range
            ("22P05", false), // NUL in a JSON text
            ("23503", false), // position of a person who is no entity
            ("23514", false), // check
            ("54000", false), // row too large for an index
        ] {
            assert_eq!(is_transient_state(code), is_transient, "{code}");
        }
        for (error, transient) in [
            (sqlx::Error::PoolTimedOut, true),
            (sqlx::Error::PoolClosed, true),
            (sqlx::Error::WorkerCrashed, true),
            (
                sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into()),
                true,
            ),
            (sqlx::Error::Protocol("closed".into()), true),
            (sqlx::Error::Encode("too long".into()), false),
        ] {
            assert_eq!(is_transient(&error), transient, "{error}");
        }
    }
}
