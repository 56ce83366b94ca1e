//! Stories: whether a revision that was just written is a copy of another one, and then of which story.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::rows::column;
use crate::config::Stories;
use crate::story::Signature;

/// Key of the advisory lock that lets one transaction at a time look for copies: `story` in ASCII.
const LOCK: i64 = 0x73_746f_7279;
/// Of the revisions that share a band, the latest are looked at: what is copied is copied within days.
const LATEST: i64 = 20;
/// Of the revisions that share bands with a text, the ones that share most are compared with it.
const COMPARED: i64 = 10;

/// A revision that this transaction has written.
pub(super) struct Told<'a> {
    pub(super) revision: i64,
    /// The story it belongs to as long as it is no copy.
    pub(super) story: Uuid,
    pub(super) signature: &'a Signature,
}

/// A stored revision that shares bands with a new one.
struct Candidate {
    revision: i64,
    story: Uuid,
    signature: Signature,
}

/// Gives revisions the story of the text they repeat most of, if they are copies.
///
/// Two workers that bring copies of each other agree, because the second one looks after the first one has committed.
/// What can be written before is written before, so that the lock is held for two statements and the commit.
pub(super) async fn join(
    connection: &mut PgConnection,
    told: &[Told<'_>],
    stories: Stories,
) -> Result<(), sqlx::Error> {
    let mut told: Vec<_> = told
        .iter()
        .filter(|told| !told.signature.is_empty())
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    told.sort_by_key(|told| told.revision);
    let bands: Vec<(i64, i64)> = told
        .iter()
        .flat_map(|told| {
            told.signature
                .bands()
                .into_iter()
                .map(|hash| (told.revision, hash))
        })
        .collect();
    insert_bands(connection, &bands).await?;
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", LOCK)
        .execute(&mut *connection)
        .await?;
    let mut candidates = read_candidates(connection, &told, &bands).await?;

    let mut joined: BTreeMap<i64, Uuid> = BTreeMap::new();
    for told in &told {
        let candidates = candidates.remove(&told.revision).unwrap_or_default();
        let copied = candidates
            .iter()
            .map(|candidate| (told.signature.repeated(&candidate.signature), candidate))
            .filter(|(repeated, _)| *repeated >= u64::from(stories.repeated))
            .max_by_key(|(repeated, candidate)| (*repeated, Reverse(candidate.revision)));
        if let Some((_, copied)) = copied {
            // a text of the same batch may have found its story a moment ago
            let story = joined
                .get(&copied.revision)
                .copied()
                .unwrap_or(copied.story);
            if story != told.story {
                joined.insert(told.revision, story);
            }
        }
    }
    if joined.is_empty() {
        return Ok(());
    }
    let joined: Vec<_> = joined.into_iter().collect();
    sqlx::query!(
        r#"UPDATE solieu.revision AS r
        SET story_id = u.story_id
        FROM unnest($1::bigint[], $2::uuid[]) AS u (id, story_id)
        WHERE r.id = u.id"#,
        &column(&joined, |(revision, _)| *revision),
        &column(&joined, |(_, story)| *story),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds rows of revision and hash.
async fn insert_bands(
    connection: &mut PgConnection,
    bands: &[(i64, i64)],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.band (hash, revision_id)
        SELECT hash, revision_id FROM unnest($1::bigint[], $2::bigint[]) AS u (revision_id, hash)
        ORDER BY hash
        ON CONFLICT DO NOTHING"#,
        &column(bands, |(revision, _)| *revision),
        &column(bands, |(_, hash)| *hash),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the bands of revisions, given their stored signatures.
pub(super) async fn forget_bands(
    connection: &mut PgConnection,
    signatures: &[(i64, &[u8])],
) -> Result<(), sqlx::Error> {
    let bands: Vec<(i64, i64)> = signatures
        .iter()
        .flat_map(|(revision, signature)| {
            let bands = Signature::from_bytes(signature).bands();
            bands.into_iter().map(|hash| (*revision, hash))
        })
        .collect();
    if bands.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"DELETE FROM solieu.band AS b
        USING unnest($1::bigint[], $2::bigint[]) AS u (revision_id, hash)
        WHERE b.hash = u.hash AND b.revision_id = u.revision_id"#,
        &column(&bands, |(revision, _)| *revision),
        &column(&bands, |(_, hash)| *hash),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// For each revision the stored ones that share most bands with it; of its own batch only those before it.
async fn read_candidates(
    connection: &mut PgConnection,
    told: &[&Told<'_>],
    bands: &[(i64, i64)],
) -> Result<BTreeMap<i64, Vec<Candidate>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"WITH pair AS (
            SELECT u.revision_id, b.revision_id AS candidate, count(*) AS shared
            FROM unnest($1::bigint[], $2::bigint[]) AS u (revision_id, hash)
            CROSS JOIN LATERAL (
                SELECT revision_id
                FROM solieu.band
                WHERE hash = u.hash AND (revision_id < u.revision_id OR revision_id <> ALL ($3::bigint[]))
                ORDER BY revision_id DESC
                LIMIT $4
            ) AS b
            GROUP BY u.revision_id, b.revision_id
        ), closest AS (
            SELECT revision_id, candidate,
                row_number() OVER (PARTITION BY revision_id ORDER BY shared DESC, candidate) AS place
            FROM pair
        )
        SELECT c.revision_id AS "revision_id!", r.id AS "id!", r.story_id AS "story_id!", r.signature
        FROM closest AS c
        JOIN solieu.revision AS r ON r.id = c.candidate
        WHERE c.place <= $5"#,
        &column(bands, |(revision, _)| *revision),
        &column(bands, |(_, hash)| *hash),
        &column(told, |told| told.revision),
        LATEST,
        COMPARED,
    )
    .fetch_all(connection)
    .await?;
    let mut candidates: BTreeMap<i64, Vec<Candidate>> = BTreeMap::new();
    for row in rows {
        candidates
            .entry(row.revision_id)
            .or_default()
            .push(Candidate {
                revision: row.id,
                story: row.story_id,
                signature: Signature::from_bytes(&row.signature.unwrap_or_default()),
            });
    }
    Ok(candidates)
}
