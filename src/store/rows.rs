//! Rows of a batch as columns: each statement takes one array per column and unnests them.
//!
//! In a FROM clause every array of `unnest` is written into a store of its own and read from it again; in a SELECT list
//! they are read side by side, which matters where rows are many and wide.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Known, New};
use crate::article::Article;
use crate::extract;
use crate::extraction::{Entity, Modifier, Position, Statistic};

/// One value of every row.
pub(super) fn column<'r, R, T>(rows: &'r [R], value: impl Fn(&'r R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// Makes the articles that are new and locks all of them, in the order given, which must be the order of their ids.
pub(super) async fn lock_articles(
    connection: &mut PgConnection,
    articles: &[&Article],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.article (id, url, source, revision)
        SELECT id, url, source, 1
        FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u (id, url, source)
        ORDER BY id
        ON CONFLICT (id) DO NOTHING"#,
        &column(articles, |article| article.id),
        &column(articles, |article| article.url.as_str()) as &[&str],
        &column(articles, |article| article.source.as_str()) as &[&str],
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "SELECT id FROM solieu.article WHERE id = ANY ($1) ORDER BY id FOR UPDATE",
        &column(articles, |article| article.id),
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// The number of the current revision and all revisions of each article; after the lock, and in a statement of its own,
/// so that it sees what the previous holder of the lock wrote.
pub(super) async fn read_revisions(
    connection: &mut PgConnection,
    articles: &[&Article],
) -> Result<HashMap<Uuid, (i32, Vec<Known>)>, sqlx::Error> {
    let stored = sqlx::query!(
        r#"SELECT a.id, a.revision, r.number, r.content_hash, r.scraped_at
        FROM solieu.article AS a
        JOIN solieu.revision AS r ON r.article_id = a.id
        WHERE a.id = ANY ($1)"#,
        &column(articles, |article| article.id),
    )
    .fetch_all(connection)
    .await?;
    let mut histories: HashMap<Uuid, (i32, Vec<Known>)> = HashMap::new();
    for row in stored {
        let (current, history) = histories.entry(row.id).or_default();
        *current = row.revision;
        history.push(Known {
            number: row.number,
            content_hash: row.content_hash,
            scraped_at: row.scraped_at,
        });
    }
    Ok(histories)
}

/// Adds revisions, sorted by article and number; returns their ids in the same order.
pub(super) async fn insert_revisions(
    connection: &mut PgConnection,
    new: &[New<'_>],
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"WITH added AS (
            INSERT INTO solieu.revision (
                article_id, number, content_hash, title, author, body,
                published_on, published_at, published_basis, scraped_at, extractor_version, event_id, story_id, signature
            )
            SELECT
                article_id, number, content_hash, title, author, body,
                published_on, published_at, published_basis, scraped_at, $12, event_id, story_id, signature
            FROM unnest(
                $1::uuid[], $2::int[], $3::bytea[], $4::text[], $5::text[], $6::text[],
                $7::date[], $8::timestamptz[], $9::text[], $10::timestamptz[], $11::uuid[], $13::uuid[], $14::bytea[]
            ) AS u (
                article_id, number, content_hash, title, author, body,
                published_on, published_at, published_basis, scraped_at, event_id, story_id, signature
            )
            RETURNING id, article_id, number
        )
        SELECT id FROM added ORDER BY article_id, number"#,
        &column(new, |new| new.article().id),
        &column(new, |new| new.number),
        &column(new, |new| new.article().content_hash.as_slice()) as &[&[u8]],
        &column(new, |new| new.article().title.as_deref()) as &[Option<&str>],
        &column(new, |new| new.article().author.as_deref()) as &[Option<&str>],
        &column(new, |new| new.article().body.as_str()) as &[&str],
        &column(new, |new| new
            .article()
            .published
            .map(|published| published.date)) as &[Option<NaiveDate>],
        &column(new, |new| new
            .article()
            .published
            .and_then(|published| published.at)) as &[Option<_>],
        &column(new, |new| new
            .article()
            .published
            .map(|published| published.basis.as_str())) as &[Option<&str>],
        &column(new, |new| new.article().scraped_at),
        &column(new, |new| new.event_id),
        extract::VERSION,
        // a story of its own, as long as it is no copy
        &column(new, |new| new.article().state_id()),
        &column(new, |new| new.analyzed.extraction.signature.to_bytes()) as &[Option<Vec<u8>>],
    )
    .fetch_all(connection)
    .await
}

/// Makes other revisions the current ones.
pub(super) async fn move_articles(
    connection: &mut PgConnection,
    moved: &[(Uuid, i32)],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"UPDATE solieu.article AS a
        SET revision = u.revision
        FROM unnest($1::uuid[], $2::int[]) AS u (id, revision)
        WHERE a.id = u.id"#,
        &column(moved, |(id, _)| *id),
        &column(moved, |(_, revision)| *revision),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds the entities that no other article named yet; sorted by id, so that two workers wait in the same order.
pub(super) async fn insert_entities(
    connection: &mut PgConnection,
    entities: &[&Entity],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.entity (id, type, key, name)
        SELECT id, type, key, name
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS u (id, type, key, name)
        ORDER BY id
        ON CONFLICT (id) DO NOTHING"#,
        &column(entities, |entity| entity.id),
        &column(entities, |entity| entity.kind.as_str()) as &[&str],
        &column(entities, |entity| entity.key.as_str()) as &[&str],
        &column(entities, |entity| entity.name.as_str()) as &[&str],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds statistics to their revisions.
pub(super) async fn insert_statistics(
    connection: &mut PgConnection,
    rows: &[(i64, &Statistic)],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.statistic (
            revision_id, id, start, "end", figure, value, value_max, denominator,
            unit_code, unit_label, unit_dimension, measure, modifier, indicator_code, indicator_label,
            subject_label, subject_entity_id, place_code, place_valid_from, place_name,
            period, period_text, period_basis, baseline, sentence_start, sentence_end, rule
        )
        SELECT
            revision_id, id, start, "end", figure, value, value_max, denominator,
            unit_code, unit_label, unit_dimension, measure, modifier, indicator_code, indicator_label,
            subject_label, subject_entity_id,
            place_code, CASE WHEN place_code IS NOT NULL THEN coalesce(place_valid_from, '-infinity') END, place_name,
            CASE WHEN period_basis IS NOT NULL THEN daterange(period_start, period_end) END, period_text, period_basis,
            baseline, sentence_start, sentence_end, rule
        FROM (
            SELECT
                unnest($1::bigint[]) AS revision_id, unnest($2::uuid[]) AS id, unnest($3::int[]) AS start,
                unnest($4::int[]) AS "end", unnest($5::text[]) AS figure, unnest($6::numeric[]) AS value,
                unnest($7::numeric[]) AS value_max, unnest($8::numeric[]) AS denominator,
                unnest($9::text[]) AS unit_code, unnest($10::text[]) AS unit_label,
                unnest($11::text[]) AS unit_dimension, unnest($12::text[]) AS measure,
                unnest($13::text[]) AS modifier, unnest($14::text[]) AS indicator_code,
                unnest($15::text[]) AS indicator_label, unnest($16::text[]) AS subject_label,
                unnest($17::uuid[]) AS subject_entity_id, unnest($18::text[]) AS place_code,
                unnest($19::date[]) AS place_valid_from, unnest($20::text[]) AS place_name,
                unnest($21::date[]) AS period_start, unnest($22::date[]) AS period_end,
                unnest($23::text[]) AS period_text, unnest($24::text[]) AS period_basis,
                unnest($25::text[]) AS baseline, unnest($26::int[]) AS sentence_start,
                unnest($27::int[]) AS sentence_end, unnest($28::text[]) AS rule
        ) AS u"#,
        &column(rows, |(revision, _)| *revision),
        &column(rows, |(_, row)| row.id),
        &column(rows, |(_, row)| row.start.cast_signed()),
        &column(rows, |(_, row)| row.end.cast_signed()),
        &column(rows, |(_, row)| row.figure.as_str()) as &[&str],
        &column(rows, |(_, row)| row.value),
        &column(rows, |(_, row)| row.value_max) as &[Option<Decimal>],
        &column(rows, |(_, row)| row.denominator) as &[Option<Decimal>],
        &column(rows, |(_, row)| row.unit.code.as_deref()) as &[Option<&str>],
        &column(rows, |(_, row)| row.unit.label.as_str()) as &[&str],
        &column(rows, |(_, row)| row.unit.dimension.as_str()) as &[&str],
        &column(rows, |(_, row)| row.measure.as_str()) as &[&str],
        &column(rows, |(_, row)| row.modifier.map(Modifier::as_str)) as &[Option<&str>],
        &column(rows, |(_, row)| row.indicator.code.as_deref()) as &[Option<&str>],
        &column(rows, |(_, row)| row.indicator.label.as_str()) as &[&str],
        &column(rows, |(_, row)| row.subject.as_ref().map(|subject| subject.label.as_str())) as &[Option<&str>],
        &column(rows, |(_, row)| row.subject.as_ref().and_then(|subject| subject.entity_id)) as &[Option<Uuid>],
        &column(rows, |(_, row)| row.place.as_ref().map(|place| place.code.as_str())) as &[Option<&str>],
        &column(rows, |(_, row)| row.place.as_ref().and_then(|place| place.valid_from)) as &[Option<NaiveDate>],
        &column(rows, |(_, row)| row.place.as_ref().map(|place| place.name.as_str())) as &[Option<&str>],
        &column(rows, |(_, row)| row.period.as_ref().map(|period| period.start)) as &[Option<NaiveDate>],
        &column(rows, |(_, row)| row.period.as_ref().map(|period| period.end)) as &[Option<NaiveDate>],
        &column(rows, |(_, row)| row.period.as_ref().map(|period| period.text.as_str())) as &[Option<&str>],
        &column(rows, |(_, row)| row.period.as_ref().map(|period| period.basis.as_str())) as &[Option<&str>],
        &column(rows, |(_, row)| row.baseline.as_deref()) as &[Option<&str>],
        &column(rows, |(_, row)| row.sentence.start.cast_signed()),
        &column(rows, |(_, row)| row.sentence.end.cast_signed()),
        &column(rows, |(_, row)| row.rule.as_str()) as &[&str],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds what revisions say of entities and where: revision, place in its list, entity.
pub(super) async fn insert_mentions(
    connection: &mut PgConnection,
    rows: &[(i64, i32, &Entity)],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        // arrays of arrays cannot be unnested one by one, so the offsets travel in the text form of an array
        r#"INSERT INTO solieu.mention (revision_id, ordinal, entity_id, name, attributes, start, "end")
        SELECT revision_id, ordinal, entity_id, name, attributes, start::int[], "end"::int[]
        FROM (
            SELECT
                unnest($1::bigint[]) AS revision_id, unnest($2::int[]) AS ordinal, unnest($3::uuid[]) AS entity_id,
                unnest($4::text[]) AS name, unnest($5::jsonb[]) AS attributes,
                unnest($6::text[]) AS start, unnest($7::text[]) AS "end"
        ) AS u"#,
        &column(rows, |(revision, _, _)| *revision),
        &column(rows, |(_, ordinal, _)| *ordinal),
        &column(rows, |(_, _, entity)| entity.id),
        &column(rows, |(_, _, entity)| entity.name.as_str()) as &[&str],
        &column(rows, |(_, _, entity)| Json(&entity.attributes)) as &[Json<&_>],
        &column(rows, |(_, _, entity)| array(entity.mentions.iter().map(|mention| mention.start))),
        &column(rows, |(_, _, entity)| array(entity.mentions.iter().map(|mention| mention.end))),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// `{101,300}`
fn array(numbers: impl Iterator<Item = u32>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    format!("{{{}}}", numbers.join(","))
}

/// Adds the offices that revisions state: revision, place in its list, position.
pub(super) async fn insert_positions(
    connection: &mut PgConnection,
    rows: &[(i64, i32, &Position)],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"INSERT INTO solieu.position (revision_id, ordinal, person, title, organization, start, "end")
        SELECT * FROM unnest($1::bigint[], $2::int[], $3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::int[])"#,
        &column(rows, |(revision, _, _)| *revision),
        &column(rows, |(_, ordinal, _)| *ordinal),
        &column(rows, |(_, _, position)| position.person),
        &column(rows, |(_, _, position)| position.title.as_str()) as &[&str],
        &column(rows, |(_, _, position)| position.organization) as &[Option<Uuid>],
        &column(rows, |(_, _, position)| position.start.cast_signed()),
        &column(rows, |(_, _, position)| position.end.cast_signed()),
    )
    .execute(connection)
    .await?;
    Ok(())
}
