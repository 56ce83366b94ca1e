//! What was read again from stored texts, as rows that take the place of what was read before.

use std::collections::BTreeMap;

use postgres_types::{Date, Json, Type};
use sqlx::{AssertSqlSafe, PgConnection};

use super::copy::{Days, Rows, Table};
use crate::extraction::{Extraction, Modifier, Statistic};

static STATISTIC: Table = Table {
    name: "statistic",
    key: &["revision_id", "id"],
    columns: &[
        ("revision_id", Type::INT8),
        ("id", Type::UUID),
        ("start", Type::INT4),
        ("end", Type::INT4),
        ("figure", Type::TEXT),
        ("value", Type::NUMERIC),
        ("value_max", Type::NUMERIC),
        ("denominator", Type::NUMERIC),
        ("unit_code", Type::TEXT),
        ("unit_label", Type::TEXT),
        ("unit_dimension", Type::TEXT),
        ("measure", Type::TEXT),
        ("modifier", Type::TEXT),
        ("indicator_code", Type::TEXT),
        ("indicator_label", Type::TEXT),
        ("subject_label", Type::TEXT),
        ("subject_entity_id", Type::UUID),
        ("place_code", Type::TEXT),
        ("place_valid_from", Type::DATE),
        ("place_name", Type::TEXT),
        ("period", Type::DATE_RANGE),
        ("period_text", Type::TEXT),
        ("period_basis", Type::TEXT),
        ("baseline", Type::TEXT),
        ("sentence_start", Type::INT4),
        ("sentence_end", Type::INT4),
        ("rule", Type::TEXT),
    ],
};

static MENTION: Table = Table {
    name: "mention",
    key: &["revision_id", "entity_id"],
    columns: &[
        ("revision_id", Type::INT8),
        ("ordinal", Type::INT4),
        ("entity_id", Type::UUID),
        ("name", Type::TEXT),
        ("attributes", Type::JSONB),
        ("start", Type::INT4_ARRAY),
        ("end", Type::INT4_ARRAY),
    ],
};

static POSITION: Table = Table {
    name: "position",
    key: &["revision_id", "ordinal"],
    columns: &[
        ("revision_id", Type::INT8),
        ("ordinal", Type::INT4),
        ("person", Type::UUID),
        ("title", Type::TEXT),
        ("organization", Type::UUID),
        ("start", Type::INT4),
        ("end", Type::INT4),
    ],
};

/// What became of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Difference {
    /// There were none.
    pub added: i64,
    /// There are none any more.
    pub removed: i64,
    /// One field at least is another.
    pub changed: i64,
}

/// Makes the staging tables of a connection, which every transaction leaves empty.
pub(super) async fn stage(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    for table in [&STATISTIC, &MENTION, &POSITION] {
        table.stage(connection, "DELETE ROWS").await?;
    }
    Ok(())
}

/// Copies the findings of revisions into the staging tables.
pub(super) async fn copy(
    connection: &mut PgConnection,
    found: &[(i64, &Extraction)],
) -> Result<(), sqlx::Error> {
    let (mut statistics, mut mentions, mut positions) = (
        Rows::new(&STATISTIC),
        Rows::new(&MENTION),
        Rows::new(&POSITION),
    );
    for (revision, found) in found {
        for statistic in &found.statistics {
            push_statistic(&mut statistics, *revision, statistic)?;
        }
        for (ordinal, entity) in (0_i32..).zip(&found.entities) {
            let (start, end): (Vec<i32>, Vec<i32>) = entity
                .mentions
                .iter()
                .map(|mention| (mention.start.cast_signed(), mention.end.cast_signed()))
                .unzip();
            mentions.push(&[
                revision,
                &ordinal,
                &entity.id,
                &entity.name,
                &Json(&entity.attributes),
                &start,
                &end,
            ])?;
        }
        for (ordinal, position) in (0_i32..).zip(&found.positions) {
            positions.push(&[
                revision,
                &ordinal,
                &position.person,
                &position.title,
                &position.organization,
                &position.start.cast_signed(),
                &position.end.cast_signed(),
            ])?;
        }
    }
    for rows in [statistics, mentions, positions] {
        rows.copy(connection).await?;
    }
    Ok(())
}

fn push_statistic(rows: &mut Rows, revision: i64, row: &Statistic) -> Result<(), sqlx::Error> {
    let (subject, place, period) = (
        row.subject.as_ref(),
        row.place.as_ref(),
        row.period.as_ref(),
    );
    rows.push(&[
        &revision,
        &row.id,
        &row.start.cast_signed(),
        &row.end.cast_signed(),
        &row.figure,
        &row.value,
        &row.value_max,
        &row.denominator,
        &row.unit.code,
        &row.unit.label,
        &row.unit.dimension,
        &row.measure.as_str(),
        &row.modifier.map(Modifier::as_str),
        &row.indicator.code,
        &row.indicator.label,
        &subject.map(|subject| &subject.label),
        &subject.and_then(|subject| subject.entity_id),
        &place.map(|place| &place.code),
        // an unknown first day is part of a key, as in table place
        &place.map(|place| place.valid_from.map_or(Date::NegInfinity, Date::Value)),
        &place.map(|place| &place.name),
        &period.map(|period| Days(period.start, period.end)),
        &period.map(|period| &period.text),
        &period.map(|period| period.basis.as_str()),
        &row.baseline,
        &row.sentence.start.cast_signed(),
        &row.sentence.end.cast_signed(),
        &row.rule,
    ])
}

/// Makes the rows of revisions equal to the staged ones. Returns the revisions of which any row differed, with what
/// became of their statistics.
pub(super) async fn merge(
    connection: &mut PgConnection,
    revisions: &[i64],
) -> Result<BTreeMap<i64, Difference>, sqlx::Error> {
    let mut differences: BTreeMap<i64, Difference> = BTreeMap::new();
    for table in [&STATISTIC, &MENTION, &POSITION] {
        let merge = format!(
            "WITH {}, touched AS (
                SELECT revision_id, 0 AS added, 1 AS removed, 0 AS changed FROM removed
                UNION ALL
                SELECT revision_id, added::int, 0, (NOT added)::int FROM merged
            )
            SELECT revision_id, sum(added), sum(removed), sum(changed) FROM touched GROUP BY revision_id",
            table.merge("t.revision_id = ANY ($1)", "t.revision_id"),
        );
        let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(AssertSqlSafe(merge))
            .bind(revisions)
            .fetch_all(&mut *connection)
            .await?;
        for (revision, added, removed, changed) in rows {
            let difference = differences.entry(revision).or_default();
            if table.name == STATISTIC.name {
                *difference = Difference {
                    added,
                    removed,
                    changed,
                };
            }
        }
    }
    Ok(differences)
}
