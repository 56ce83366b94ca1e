//! Events that wait to be announced: written with their rows, claimed by a relay, marked once the stream has them.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::types::PgInterval;
use sqlx::types::Json;
use sqlx::{PgConnection, Postgres, Transaction};
use uuid::Uuid;

use super::Store;
use super::rows::column;
use crate::event::Event;

/// A claim goes on until it holds so much, whatever the number of events.
const CLAIM_BYTES: i64 = 16 << 20;

type Headers = BTreeMap<String, String>;

/// Unsent events that belong to this relay until they are marked or let go; another relay passes over them.
///
/// The claim is a transaction: should the process end, or this value be dropped, the events are free again at once.
#[derive(Debug)]
pub struct Claim {
    /// Oldest first.
    pub events: Vec<Event>,
    transaction: Transaction<'static, Postgres>,
}

/// How far the relays are behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsent {
    /// Events that wait.
    pub events: u64,
    /// Since when the oldest of them waits.
    pub since: Option<DateTime<Utc>>,
}

impl Store {
    /// Claims up to `limit` unsent events of at most `largest` bytes, the oldest first; none may be left.
    pub async fn claim(&self, limit: usize, largest: usize) -> Result<Claim, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let rows = sqlx::query!(
            r#"WITH claimed AS (
                SELECT id, created_at, octet_length(payload) AS bytes
                FROM solieu.outbox
                WHERE sent_at IS NULL AND octet_length(payload) <= $2::bigint
                ORDER BY created_at, id
                LIMIT $1
                FOR UPDATE SKIP LOCKED
            ), counted AS (
                SELECT id, sum(bytes) OVER (ORDER BY created_at, id) - bytes AS before FROM claimed
            )
            SELECT id, subject, headers AS "headers: Json<Headers>", payload
            FROM counted JOIN solieu.outbox USING (id)
            WHERE before < $3
            ORDER BY created_at, id"#,
            i64::try_from(limit).unwrap_or(i64::MAX),
            bytes(largest),
            CLAIM_BYTES,
        )
        .fetch_all(&mut *transaction)
        .await?;
        let events = rows
            .into_iter()
            .map(|row| Event {
                id: row.id,
                subject: row.subject,
                headers: row.headers.0,
                payload: row.payload,
            })
            .collect();
        Ok(Claim {
            events,
            transaction,
        })
    }

    /// How many unsent events have more than `largest` bytes.
    pub async fn too_large(&self, largest: usize) -> Result<u64, sqlx::Error> {
        let events = sqlx::query_scalar!(
            r#"SELECT count(*) AS "events!" FROM solieu.outbox
            WHERE sent_at IS NULL AND octet_length(payload) > $1::bigint"#,
            bytes(largest),
        );
        Ok(events.fetch_one(&self.pool).await?.cast_unsigned())
    }

    /// How many events wait, and since when.
    pub async fn unsent(&self) -> Result<Unsent, sqlx::Error> {
        let row = sqlx::query!(
            r#"SELECT count(*) AS "events!", min(created_at) AS since FROM solieu.outbox WHERE sent_at IS NULL"#
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(Unsent {
            events: row.events.cast_unsigned(),
            since: row.since,
        })
    }

    /// Removes up to `limit` events that were sent longer ago than `keep`; returns how many.
    pub async fn forget_sent(&self, keep: Duration, limit: u32) -> Result<u64, sqlx::Error> {
        let result = sqlx::query!(
            r#"DELETE FROM solieu.outbox WHERE id IN (
                SELECT id FROM solieu.outbox
                WHERE sent_at < now() - $1::interval
                ORDER BY sent_at
                LIMIT $2
                FOR UPDATE SKIP LOCKED
            )"#,
            interval(keep),
            i64::from(limit),
        )
        .execute(&self.pool)
        .await?;
        Ok(result.rows_affected())
    }
}

/// A size for Postgres.
fn bytes(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The same span of time for Postgres, which counts microseconds.
pub(super) fn interval(time: Duration) -> PgInterval {
    PgInterval {
        months: 0,
        days: 0,
        microseconds: i64::try_from(time.as_micros()).unwrap_or(i64::MAX),
    }
}

impl Claim {
    /// Marks the events that the stream has acknowledged and lets the others go.
    pub async fn mark_sent(mut self, sent: &[Uuid]) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE solieu.outbox SET sent_at = now() WHERE id = ANY ($1)",
            sent
        )
        .execute(&mut *self.transaction)
        .await?;
        self.transaction.commit().await
    }
}

/// Adds events.
pub(super) async fn insert(
    connection: &mut PgConnection,
    events: &[Event],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.outbox (id, subject, headers, payload)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::bytea[])"#,
        &column(events, |event| event.id),
        &column(events, |event| event.subject.as_str()) as &[&str],
        &column(events, |event| Json(&event.headers)) as &[Json<&_>],
        &column(events, |event| event.payload.as_slice()) as &[&[u8]],
    )
    .execute(connection)
    .await?;
    Ok(())
}
