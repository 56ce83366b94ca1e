//! Refused messages, and how often a suspected one was tried alone.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::outbox::interval;
use super::rows::column;
use super::{Reject, Store};

/// A refused message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedSummary {
    /// Its number.
    pub id: i64,
    /// Why, as a word.
    pub reason: String,
    /// Why, as a sentence.
    pub detail: String,
    /// Its subject.
    pub subject: String,
    /// Bytes of its body.
    pub bytes: u64,
    /// When it was refused.
    pub rejected_at: DateTime<Utc>,
    /// When it was last published again.
    pub replayed_at: Option<DateTime<Utc>>,
}

/// A refused message as received.
#[derive(Debug, Clone, PartialEq)]
pub struct RejectedMessage {
    /// What a list says of it.
    pub summary: RejectedSummary,
    /// The stream it came from.
    pub stream: String,
    /// Its sequence there.
    pub sequence: u64,
    /// When the stream took it.
    pub received_at: DateTime<Utc>,
    /// Its headers: an object, name to list of values.
    pub headers: serde_json::Value,
    /// Its body.
    pub payload: Vec<u8>,
}

impl Store {
    /// The latest refused messages, newest first; of one reason or of any.
    pub async fn rejected(
        &self,
        reason: Option<&str>,
        limit: u32,
    ) -> Result<Vec<RejectedSummary>, sqlx::Error> {
        sqlx::query!(
            r#"SELECT id, reason, detail, subject, octet_length(payload) AS "bytes!", rejected_at, replayed_at
            FROM solieu.rejected_message
            WHERE $1::text IS NULL OR reason = $1
            ORDER BY id DESC
            LIMIT $2"#,
            reason,
            i64::from(limit),
        )
        .map(|row| RejectedSummary {
            id: row.id,
            reason: row.reason,
            detail: row.detail,
            subject: row.subject,
            bytes: u64::from(row.bytes.cast_unsigned()),
            rejected_at: row.rejected_at,
            replayed_at: row.replayed_at,
        })
        .fetch_all(&self.pool)
        .await
    }

    /// One refused message with its body.
    pub async fn rejected_message(&self, id: i64) -> Result<Option<RejectedMessage>, sqlx::Error> {
        sqlx::query!(
            r#"SELECT
                id, reason, detail, subject, rejected_at, replayed_at,
                stream, sequence, received_at, headers, payload
            FROM solieu.rejected_message
            WHERE id = $1"#,
            id,
        )
        .map(|row| RejectedMessage {
            summary: RejectedSummary {
                id: row.id,
                reason: row.reason,
                detail: row.detail,
                subject: row.subject,
                bytes: row.payload.len() as u64,
                rejected_at: row.rejected_at,
                replayed_at: row.replayed_at,
            },
            stream: row.stream,
            sequence: row.sequence.cast_unsigned(),
            received_at: row.received_at,
            headers: row.headers,
            payload: row.payload,
        })
        .fetch_optional(&self.pool)
        .await
    }

    /// Notes that a refused message was published again.
    pub async fn mark_replayed(&self, id: i64) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE solieu.rejected_message SET replayed_at = now() WHERE id = $1",
            id
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes, before the work begins, that a suspected message is tried alone once more; returns how often it was, this
    /// time included. The note survives whatever the message does to the process.
    pub async fn begin_attempt(
        &self,
        stream: &str,
        sequence: u64,
        received_at: DateTime<Utc>,
    ) -> Result<u32, sqlx::Error> {
        let attempts = sqlx::query_scalar!(
            r#"INSERT INTO solieu.attempt AS a (stream, sequence, received_at, attempts)
            VALUES ($1, $2, $3, 1)
            ON CONFLICT (stream, sequence, received_at) DO UPDATE SET attempts = a.attempts + 1, last_at = now()
            RETURNING attempts"#,
            stream,
            sequence.cast_signed(),
            received_at,
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(attempts.cast_unsigned())
    }

    /// Takes back the note of an attempt that neither the process nor the message has suffered from.
    pub async fn survive_attempt(
        &self,
        stream: &str,
        sequence: u64,
        received_at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            r#"WITH last AS (
                DELETE FROM solieu.attempt
                WHERE stream = $1 AND sequence = $2 AND received_at = $3 AND attempts = 1
            )
            UPDATE solieu.attempt SET attempts = attempts - 1
            WHERE stream = $1 AND sequence = $2 AND received_at = $3 AND attempts > 1"#,
            stream,
            sequence.cast_signed(),
            received_at,
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets the attempts of a message that is saved, or whose failure was not its own fault.
    pub async fn forget_attempts(
        &self,
        stream: &str,
        sequence: u64,
        received_at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "DELETE FROM solieu.attempt WHERE stream = $1 AND sequence = $2 AND received_at = $3",
            stream,
            sequence.cast_signed(),
            received_at,
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets attempts that began longer ago than `keep`; returns how many. Their messages came back as new, because the
    /// consumer was created again, and were saved among others; or they left the stream.
    pub async fn forget_old_attempts(&self, keep: Duration) -> Result<u64, sqlx::Error> {
        let result = sqlx::query!(
            "DELETE FROM solieu.attempt WHERE last_at < now() - $1::interval",
            interval(keep)
        )
        .execute(&self.pool)
        .await?;
        Ok(result.rows_affected())
    }
}

/// Records refused messages, sorted by stream and sequence; returns those that no earlier delivery had recorded.
pub(super) async fn insert<'a>(
    connection: &mut PgConnection,
    rejects: &[&'a Reject],
) -> Result<Vec<&'a Reject>, sqlx::Error> {
    let added: HashSet<(String, i64)> = sqlx::query!(
        r#"INSERT INTO solieu.rejected_message (
            stream, sequence, received_at, subject, headers, payload, reason, detail
        )
        SELECT stream, sequence, received_at, subject, headers::json, payload, reason, detail
        FROM unnest(
            $1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[]
        ) AS u (stream, sequence, received_at, subject, headers, payload, reason, detail)
        ORDER BY stream, sequence
        ON CONFLICT (stream, sequence, received_at) DO NOTHING
        RETURNING stream, sequence"#,
        &column(rejects, |reject| reject.stream.as_str()) as &[&str],
        &column(rejects, |reject| reject.sequence.cast_signed()),
        &column(rejects, |reject| reject.received_at),
        &column(rejects, |reject| without_nul(&reject.subject)),
        // as text, because sqlx sends any JSON as jsonb, which has no NUL either
        &column(rejects, |reject| reject.headers.to_string()),
        &column(rejects, |reject| reject.payload.as_slice()) as &[&[u8]],
        &column(rejects, |reject| reject.reason.as_str()) as &[&str],
        &column(rejects, |reject| without_nul(&reject.detail)),
    )
    .map(|row| (row.stream, row.sequence))
    .fetch_all(connection)
    .await?
    .into_iter()
    .collect();
    let is_added =
        |reject: &&&Reject| added.contains(&(reject.stream.clone(), reject.sequence.cast_signed()));
    Ok(rejects.iter().filter(is_added).copied().collect())
}

/// Postgres stores no NUL in a text, and whatever is wrong with a message must not keep it from being recorded.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
