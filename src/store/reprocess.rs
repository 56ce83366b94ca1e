//! Stored texts in, what the current extractor reads from them in the place of what an older one read.
//!
//! A run locks nothing that a worker writes: a worker only adds revisions, a run only changes their findings. Runs of
//! several processes take turns.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::findings::Difference;
use super::rows::column;
use super::{Store, findings, outbox, rows, stories};
use crate::article::{Article, Published, PublishedBasis};
use crate::crash;
use crate::event::{self, Event};
use crate::extract;
use crate::extraction::Extraction;

/// Key of the advisory lock that a run holds: `reread` in ASCII.
const LOCK: i64 = 0x7265_7265_6164;

/// Which revisions to read again: those that fulfill all conditions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Scraped at this instant or later.
    pub since: Option<DateTime<Utc>>,
    /// Of this outlet.
    pub source: Option<String>,
    /// Of this article.
    pub article: Option<Uuid>,
    /// Read by another version of the extractor.
    pub outdated: bool,
}

/// As it is kept with a run.
impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.outdated {
            "outdated texts"
        } else {
            "texts"
        })?;
        if let Some(since) = self.since {
            write!(f, " scraped since {}", since.to_rfc3339())?;
        }
        if let Some(source) = &self.source {
            write!(f, " of source {source:?}")?;
        }
        if let Some(article) = self.article {
            write!(f, " of article {article}")?;
        }
        Ok(())
    }
}

/// A stored revision, as it was when it was read.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its id in the database.
    pub revision_id: i64,
    /// Its number among those of the article.
    pub number: i32,
    /// The article in this state of its text.
    pub article: Article,
    event_id: Uuid,
    story_id: Uuid,
    signature: Option<Vec<u8>>,
}

/// A stored revision and what the current extractor reads from it; nothing if it cannot be read, or that not be stored.
#[derive(Debug, Clone)]
pub struct Reread {
    /// The revision.
    pub stored: Stored,
    /// What was read.
    pub extraction: Option<Extraction>,
}

/// What a run has done so far, its earlier processes included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Revisions read.
    pub read: i64,
    /// Revisions left as they were.
    pub skipped: i64,
    /// Revisions whose findings differ, and events that say so.
    pub announced: i64,
    /// What became of figures.
    pub figures: Difference,
}

/// A run under way.
#[derive(Debug)]
pub struct Run {
    /// What it reads.
    pub selection: Selection,
    /// Revisions up to this id are done.
    pub done_to: i64,
    /// The last revision it reads.
    pub last: i64,
    /// Revisions left when this process began.
    pub left: i64,
    /// Done so far.
    pub totals: Totals,
    id: i64,
    batches: u32,
    store: Store,
    connection: PgConnection,
}

impl Store {
    /// Begins a run, or goes on with the one that was told the same and did not end.
    pub async fn reprocess(&self, selection: Selection) -> Result<Run, sqlx::Error> {
        let mut connection = self.pool.acquire().await?.detach();
        let is_free = sqlx::query_scalar!(r#"SELECT pg_try_advisory_lock($1) AS "is_free!""#, LOCK);
        if !is_free.fetch_one(&mut connection).await? {
            tracing::info!("another reprocess is under way: waiting for its end");
            // however long that takes
            sqlx::query!("SET statement_timeout = 0")
                .execute(&mut connection)
                .await?;
            sqlx::query!("SELECT pg_advisory_lock($1)", LOCK)
                .execute(&mut connection)
                .await?;
            sqlx::query!("RESET statement_timeout")
                .execute(&mut connection)
                .await?;
        }
        let named = selection.to_string();
        sqlx::query!(
            r#"INSERT INTO solieu.reprocess (selection, extractor_version, last)
            SELECT $1, $2, coalesce(max(id), 0) FROM solieu.revision
            ON CONFLICT (selection, extractor_version) WHERE finished_at IS NULL DO NOTHING"#,
            named,
            extract::VERSION,
        )
        .execute(&mut connection)
        .await?;
        let run = sqlx::query!(
            r#"SELECT id, done_to, last, read, skipped, announced, added, removed, changed
            FROM solieu.reprocess
            WHERE selection = $1 AND extractor_version = $2 AND finished_at IS NULL"#,
            named,
            extract::VERSION,
        )
        .fetch_one(&mut connection)
        .await?;
        findings::stage(&mut connection).await?;
        Ok(Run {
            left: self.count_stored(&selection, run.done_to, run.last).await?,
            selection,
            done_to: run.done_to,
            last: run.last,
            totals: Totals {
                read: run.read,
                skipped: run.skipped,
                announced: run.announced,
                figures: Difference {
                    added: run.added,
                    removed: run.removed,
                    changed: run.changed,
                },
            },
            id: run.id,
            batches: 0,
            store: self.clone(),
            connection,
        })
    }

    async fn count_stored(
        &self,
        selection: &Selection,
        after: i64,
        last: i64,
    ) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!"
            FROM solieu.revision AS r
            JOIN solieu.article AS a ON a.id = r.article_id
            WHERE r.id > $1 AND r.id <= $2
                AND ($3::timestamptz IS NULL OR r.scraped_at >= $3)
                AND ($4::text IS NULL OR a.source = $4)
                AND ($5::uuid IS NULL OR r.article_id = $5)
                AND ($6::text IS NULL OR r.extractor_version <> $6)"#,
            after,
            last,
            selection.since,
            selection.source.as_deref(),
            selection.article,
            selection.outdated.then_some(extract::VERSION),
        )
        .fetch_one(&self.pool)
        .await
    }

    /// The next revisions of a selection, up to `limit`, in the order of their ids.
    pub async fn stored(
        &self,
        selection: &Selection,
        after: i64,
        last: i64,
        limit: i64,
    ) -> Result<Vec<Stored>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT
                r.id, r.number, r.article_id, a.url, a.source, r.title, r.author, r.body,
                r.published_on, r.published_at, r.published_basis, r.scraped_at, r.content_hash,
                r.event_id, r.story_id, r.signature
            FROM solieu.revision AS r
            JOIN solieu.article AS a ON a.id = r.article_id
            WHERE r.id > $1 AND r.id <= $2
                AND ($3::timestamptz IS NULL OR r.scraped_at >= $3)
                AND ($4::text IS NULL OR a.source = $4)
                AND ($5::uuid IS NULL OR r.article_id = $5)
                AND ($6::text IS NULL OR r.extractor_version <> $6)
            ORDER BY r.id
            LIMIT $7"#,
            after,
            last,
            selection.since,
            selection.source.as_deref(),
            selection.article,
            selection.outdated.then_some(extract::VERSION),
            limit,
        )
        .fetch_all(&self.pool)
        .await?;
        let stored = rows.into_iter().map(|row| Stored {
            revision_id: row.id,
            number: row.number,
            article: Article {
                id: row.article_id,
                url: row.url,
                source: row.source,
                title: row.title,
                author: row.author,
                body: row.body,
                published: row.published_on.map(|date| Published {
                    date,
                    at: row.published_at,
                    basis: match row.published_basis.as_deref() {
                        Some("dateline") => PublishedBasis::Dateline,
                        _ => PublishedBasis::Message,
                    },
                }),
                scraped_at: row.scraped_at,
                // the table holds 32 bytes
                content_hash: row.content_hash.try_into().unwrap_or_default(),
            },
            event_id: row.event_id,
            story_id: row.story_id,
            signature: row.signature,
        });
        Ok(stored.collect())
    }
}

impl Run {
    /// Replaces the findings of revisions, announces those that differ, and notes how far the run is: all in one
    /// transaction. What another process has replaced since it was read is left alone.
    pub async fn replace(&mut self, batch: &[Reread]) -> Result<(), sqlx::Error> {
        let Some(done_to) = batch.last().map(|reread| reread.stored.revision_id) else {
            return Ok(());
        };
        self.batches += 1;
        let step = self.batches.to_string();
        let mut transaction = self.connection.begin().await?;
        let found = lock(&mut transaction, batch).await?;
        self.store.add_entities(&mut transaction, &found).await?;
        let staged: Vec<_> = found
            .iter()
            .map(|(stored, extraction)| (stored.revision_id, *extraction))
            .collect();
        findings::copy(&mut transaction, &staged).await?;
        crash::point("staged", &step);
        let revisions = column(&found, |(stored, _)| stored.revision_id);
        let differences = findings::merge(&mut transaction, &revisions).await?;
        let events = announce(&found, &differences);
        sign(&mut transaction, &found, &events).await?;

        let mut totals = self.totals;
        totals.read += batch.len().cast_signed() as i64;
        totals.skipped += (batch.len() - found.len()).cast_signed() as i64;
        totals.announced += events.len().cast_signed() as i64;
        for difference in differences.values() {
            totals.figures.added += difference.added;
            totals.figures.removed += difference.removed;
            totals.figures.changed += difference.changed;
        }
        note(&mut transaction, self.id, done_to, &totals).await?;
        let events: Vec<Event> = events.into_values().collect();
        if !events.is_empty() {
            outbox::insert(&mut transaction, &events).await?;
        }
        join(&mut transaction, &found, &self.store).await?;
        crash::point("merged", &step);
        transaction.commit().await?;
        crash::point("replaced", &step);
        (self.totals, self.done_to) = (totals, done_to);
        Ok(())
    }

    /// Ends the run: the same command begins another one.
    pub async fn finish(mut self) -> Result<Totals, sqlx::Error> {
        sqlx::query!(
            "UPDATE solieu.reprocess SET finished_at = now(), done_to = last WHERE id = $1",
            self.id
        )
        .execute(&mut self.connection)
        .await?;
        self.connection.close().await?;
        Ok(self.totals)
    }
}

type Found<'a> = (&'a Stored, &'a Extraction);

/// Locks the revisions in the order of their ids; returns those that are still as they were read, and can be stored.
async fn lock<'a>(
    connection: &mut PgConnection,
    batch: &'a [Reread],
) -> Result<Vec<Found<'a>>, sqlx::Error> {
    let locked = sqlx::query!(
        "SELECT id, event_id FROM solieu.revision WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
        &column(batch, |reread| reread.stored.revision_id),
    )
    .fetch_all(connection)
    .await?;
    let events: BTreeMap<i64, Uuid> = locked
        .into_iter()
        .map(|row| (row.id, row.event_id))
        .collect();
    let found = batch.iter().filter_map(|Reread { stored, extraction }| {
        let is_same = events.get(&stored.revision_id) == Some(&stored.event_id);
        is_same.then_some((stored, extraction.as_ref()?))
    });
    Ok(found.collect())
}

impl Store {
    /// Adds the entities that are not stored yet.
    async fn add_entities(
        &self,
        connection: &mut PgConnection,
        found: &[Found<'_>],
    ) -> Result<(), sqlx::Error> {
        let mut entities: BTreeMap<Uuid, _> = found
            .iter()
            .flat_map(|(_, extraction)| &extraction.entities)
            .map(|entity| (entity.id, entity))
            .collect();
        {
            let known = self.known();
            entities.retain(|id, _| !known.contains(id));
        }
        if entities.is_empty() {
            return Ok(());
        }
        let entities: Vec<_> = entities.into_values().collect();
        rows::insert_entities(connection, &entities).await
    }
}

/// The events of revisions that differ. An id is made of the event before and what is said now, so that it is the same
/// whoever reads the text again, and how often, until it is stored.
fn announce(found: &[Found<'_>], differences: &BTreeMap<i64, Difference>) -> BTreeMap<i64, Event> {
    let now = Utc::now();
    let differ = found
        .iter()
        .filter(|(stored, _)| differences.contains_key(&stored.revision_id));
    differ
        .map(|(stored, extraction)| {
            let findings = event::findings(extraction);
            let event = |id| {
                let Stored {
                    article, number, ..
                } = stored;
                event::enriched(id, now, article, *number, extract::VERSION, &findings, None)
            };
            let id = Uuid::new_v5(&stored.event_id, &event(Uuid::nil()).payload);
            (stored.revision_id, event(id))
        })
        .collect()
}

/// Writes into revisions by which extractor they were read, what copies are recognized by, and the event if there is one.
async fn sign(
    connection: &mut PgConnection,
    found: &[Found<'_>],
    events: &BTreeMap<i64, Event>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"UPDATE solieu.revision AS r
        SET extractor_version = $4, event_id = u.event_id, signature = u.signature
        FROM unnest($1::bigint[], $2::uuid[], $3::bytea[]) AS u (id, event_id, signature)
        WHERE r.id = u.id
            AND (r.extractor_version, r.event_id, r.signature) IS DISTINCT FROM ($4, u.event_id, u.signature)"#,
        &column(found, |(stored, _)| stored.revision_id),
        &column(found, |(stored, _)| events
            .get(&stored.revision_id)
            .map_or(stored.event_id, |event| event.id)),
        &column(found, |(_, extraction)| extraction.signature.to_bytes()) as &[Option<Vec<u8>>],
        extract::VERSION,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn note(
    connection: &mut PgConnection,
    run: i64,
    done_to: i64,
    totals: &Totals,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"UPDATE solieu.reprocess
        SET done_to = $2, read = $3, skipped = $4, announced = $5, added = $6, removed = $7, changed = $8
        WHERE id = $1"#,
        run,
        done_to,
        totals.read,
        totals.skipped,
        totals.announced,
        totals.figures.added,
        totals.figures.removed,
        totals.figures.changed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Looks for the stories of revisions that are signed otherwise than before; what is no copy stays where it was.
async fn join(
    connection: &mut PgConnection,
    found: &[Found<'_>],
    store: &Store,
) -> Result<(), sqlx::Error> {
    let resigned: Vec<_> = found
        .iter()
        .filter(|(stored, extraction)| extraction.signature.to_bytes() != stored.signature)
        .collect();
    let before: Vec<(i64, &[u8])> = resigned
        .iter()
        .filter_map(|(stored, _)| Some((stored.revision_id, stored.signature.as_deref()?)))
        .collect();
    stories::forget_bands(connection, &before).await?;
    let told: Vec<_> = resigned
        .iter()
        .map(|(stored, extraction)| stories::Told {
            revision: stored.revision_id,
            story: stored.story_id,
            signature: &extraction.signature,
        })
        .collect();
    stories::join(connection, &told, store.stories).await
}
