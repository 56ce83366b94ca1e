//! Migrations and reference data: what `solieu setup` brings a database to, and what `solieu check` compares it with.

use std::sync::LazyLock;

use chrono::NaiveDate;
use postgres_types::{Date, IsNull, ToSql, Type};
use rust_decimal::Decimal;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AssertSqlSafe, PgConnection};

use super::Store;

/// The migrations of this version.
///
/// The list of those that were done has a place of its own: without one it would move with the search path, which looks
/// into schema `solieu` first if that is the user's name.
static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = sqlx::migrate!();
    migrations.create_schema("solieu");
    migrations.dangerous_set_table_name("solieu._sqlx_migrations");
    migrations
});

/// How the database's tables compare with what this binary needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Setup has never run.
    Missing,
    /// Setup of an older version has run: so many migrations are to be done.
    Old {
        /// Migrations to be done.
        pending: usize,
    },
    /// As needed.
    Current,
    /// A newer version of the service has changed the tables.
    Newer,
}

/// Everything `setup` loads.
#[derive(Debug, Clone, Default)]
pub struct Reference<'a> {
    /// Units of measure.
    pub units: Vec<UnitRow<'a>>,
    /// Indicators.
    pub indicators: Vec<IndicatorRow<'a>>,
    /// Administrative units.
    pub places: Vec<PlaceRow<'a>>,
    /// What became of them.
    pub place_links: Vec<PlaceLinkRow<'a>>,
}

/// A row of `solieu.unit`.
#[derive(Debug, Clone, Copy)]
pub struct UnitRow<'a> {
    /// Stable code.
    pub code: &'a str,
    /// How the unit is shown.
    pub label: &'a str,
    /// What can be compared with what.
    pub dimension: &'a str,
    /// Exact factor to the dimension's base unit.
    pub factor: Decimal,
}

/// A row of `solieu.indicator`.
#[derive(Debug, Clone, Copy)]
pub struct IndicatorRow<'a> {
    /// Stable code.
    pub code: &'a str,
    /// Name in Vietnamese.
    pub label: &'a str,
}

/// A row of `solieu.place`.
#[derive(Debug, Clone, Copy)]
pub struct PlaceRow<'a> {
    /// Official code.
    pub code: &'a str,
    /// First day; none where it is older than the sources.
    pub valid_from: Option<NaiveDate>,
    /// Day after the last; none while it holds.
    pub valid_to: Option<NaiveDate>,
    /// province, district or commune.
    pub level: &'a str,
    /// Official kind.
    pub kind: &'a str,
    /// Name without the kind.
    pub name: &'a str,
    /// Name with the kind.
    pub full_name: &'a str,
    /// Code of the unit above.
    pub parent_code: Option<&'a str>,
    /// The act that began the row.
    pub decree: Option<&'a str>,
}

/// A row of `solieu.place_link`.
#[derive(Debug, Clone, Copy)]
pub struct PlaceLinkRow<'a> {
    /// Code of the unit that ended.
    pub old_code: &'a str,
    /// Its first day.
    pub old_valid_from: Option<NaiveDate>,
    /// Code of the unit that took over.
    pub new_code: &'a str,
    /// Its first day.
    pub new_valid_from: Option<NaiveDate>,
    /// Whether only a part went there.
    pub part: bool,
    /// Day of the change.
    pub effective_on: NaiveDate,
    /// The act that made the change.
    pub decree: Option<&'a str>,
}

/// A table that is replaced as a whole by rows encoded in Postgres' binary format.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    columns: &'static [(&'static str, Type)],
}

const UNIT: Table = Table {
    name: "unit",
    key: &["code"],
    columns: &[
        ("code", Type::TEXT),
        ("label", Type::TEXT),
        ("dimension", Type::TEXT),
        ("factor", Type::NUMERIC),
    ],
};

const INDICATOR: Table = Table {
    name: "indicator",
    key: &["code"],
    columns: &[("code", Type::TEXT), ("label", Type::TEXT)],
};

const PLACE: Table = Table {
    name: "place",
    key: &["code", "valid_from"],
    columns: &[
        ("code", Type::TEXT),
        ("valid_from", Type::DATE),
        ("valid_to", Type::DATE),
        ("level", Type::TEXT),
        ("kind", Type::TEXT),
        ("name", Type::TEXT),
        ("full_name", Type::TEXT),
        ("parent_code", Type::TEXT),
        ("decree", Type::TEXT),
    ],
};

const PLACE_LINK: Table = Table {
    name: "place_link",
    key: &["old_code", "old_valid_from", "new_code", "new_valid_from"],
    columns: &[
        ("old_code", Type::TEXT),
        ("old_valid_from", Type::DATE),
        ("new_code", Type::TEXT),
        ("new_valid_from", Type::DATE),
        ("relation", Type::TEXT),
        ("effective_on", Type::DATE),
        ("decree", Type::TEXT),
    ],
};

impl Store {
    /// Brings the tables to this version. Several processes may do so at once: one works, the others wait.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        MIGRATIONS.run(&self.pool).await
    }

    /// Compares the tables with this version.
    pub async fn schema(&self) -> Result<Schema, sqlx::Error> {
        let is_there = sqlx::query_scalar!(
            r#"SELECT to_regclass('solieu._sqlx_migrations') IS NOT NULL AS "is_there!""#
        )
        .fetch_one(&self.pool)
        .await?;
        if !is_there {
            return Ok(Schema::Missing);
        }
        // the table belongs to sqlx, so no migration of ours describes it to the macro
        let done: Vec<i64> =
            sqlx::query_scalar("SELECT version FROM solieu._sqlx_migrations WHERE success")
                .fetch_all(&self.pool)
                .await?;
        let pending = MIGRATIONS
            .iter()
            .filter(|migration| !done.contains(&migration.version))
            .count();
        Ok(match pending {
            _ if done.is_empty() => Schema::Missing,
            _ if done
                .iter()
                .any(|version| !MIGRATIONS.version_exists(*version)) =>
            {
                Schema::Newer
            }
            0 => Schema::Current,
            pending => Schema::Old { pending },
        })
    }

    /// Makes the reference tables equal to `reference` in one transaction; returns how many rows had to be changed.
    pub async fn load_reference(&self, reference: &Reference<'_>) -> Result<u64, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let mut changed = 0;
        let mut rows = Rows::new(&UNIT);
        for unit in &reference.units {
            rows.push(&[&unit.code, &unit.label, &unit.dimension, &unit.factor])?;
        }
        changed += rows.load(&mut transaction).await?;

        let mut rows = Rows::new(&INDICATOR);
        for indicator in &reference.indicators {
            rows.push(&[&indicator.code, &indicator.label])?;
        }
        changed += rows.load(&mut transaction).await?;

        let mut rows = Rows::new(&PLACE);
        for place in &reference.places {
            rows.push(&[
                &place.code,
                &first_day(place.valid_from),
                &place.valid_to,
                &place.level,
                &place.kind,
                &place.name,
                &place.full_name,
                &place.parent_code,
                &place.decree,
            ])?;
        }
        changed += rows.load(&mut transaction).await?;

        let mut rows = Rows::new(&PLACE_LINK);
        for link in &reference.place_links {
            rows.push(&[
                &link.old_code,
                &first_day(link.old_valid_from),
                &link.new_code,
                &first_day(link.new_valid_from),
                &if link.part { "part" } else { "whole" },
                &link.effective_on,
                &link.decree,
            ])?;
        }
        changed += rows.load(&mut transaction).await?;
        transaction.commit().await?;
        Ok(changed)
    }
}

/// An unknown first day is part of a key, so it cannot be null.
fn first_day(valid_from: Option<NaiveDate>) -> Date<NaiveDate> {
    valid_from.map_or(Date::NegInfinity, Date::Value)
}

/// The rows of a table in the format of `COPY … (FORMAT binary)`.
struct Rows {
    table: &'static Table,
    buffer: Vec<u8>,
}

impl Rows {
    fn new(table: &'static Table) -> Self {
        // signature, flags, length of the header's extension
        let mut buffer = b"PGCOPY\n\xff\r\n\0".to_vec();
        buffer.extend_from_slice(&[0; 8]);
        Self { table, buffer }
    }

    /// Appends one row: the number of fields, then each as length and value.
    fn push(&mut self, values: &[&(dyn ToSql + Sync)]) -> Result<(), sqlx::Error> {
        self.buffer
            .extend_from_slice(&(values.len() as i16).to_be_bytes());
        let mut field = bytes::BytesMut::new();
        for (value, (_, kind)) in values.iter().zip(self.table.columns) {
            field.clear();
            match value
                .to_sql_checked(kind, &mut field)
                .map_err(sqlx::Error::Encode)?
            {
                IsNull::Yes => self.buffer.extend_from_slice(&(-1i32).to_be_bytes()),
                IsNull::No => {
                    self.buffer
                        .extend_from_slice(&(field.len() as i32).to_be_bytes());
                    self.buffer.extend_from_slice(&field);
                }
            }
        }
        Ok(())
    }

    /// Copies the rows into a staging table and makes the table equal to it; returns how many rows that changed.
    async fn load(mut self, connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
        self.buffer.extend_from_slice(&(-1i16).to_be_bytes());
        let Table { name, key, columns } = self.table;
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let list = |prefix: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| format!("{prefix}{name}")).collect();
            names.join(", ")
        };
        let (columns, keys) = (list("", &names), list("", key));

        let stage = format!(
            "CREATE TEMPORARY TABLE staged_{name} (LIKE solieu.{name}) ON COMMIT DROP;
            LOCK TABLE solieu.{name} IN SHARE ROW EXCLUSIVE MODE"
        );
        sqlx::raw_sql(AssertSqlSafe(stage))
            .execute(&mut *connection)
            .await?;

        let copy = format!("COPY staged_{name} ({columns}) FROM STDIN (FORMAT binary)");
        let mut copy = connection.copy_in_raw(&copy).await?;
        copy.send(self.buffer).await?;
        copy.finish().await?;

        let merge = format!(
            "WITH removed AS (
                DELETE FROM solieu.{name} WHERE ({keys}) NOT IN (SELECT {keys} FROM staged_{name}) RETURNING 1
            ), merged AS (
                INSERT INTO solieu.{name} AS t ({columns}) SELECT {columns} FROM staged_{name}
                ON CONFLICT ({keys}) DO UPDATE SET ({columns}) = ROW ({excluded})
                WHERE ({stored}) IS DISTINCT FROM ({excluded})
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM merged)",
            excluded = list("excluded.", &names),
            stored = list("t.", &names),
        );
        let changed: i64 = sqlx::query_scalar(AssertSqlSafe(merge))
            .fetch_one(connection)
            .await?;
        Ok(changed.cast_unsigned())
    }
}
