//! Migrations and reference data: what `solieu setup` brings a database to, and what `solieu check` compares it with.

use std::sync::LazyLock;

use chrono::NaiveDate;
use postgres_types::{Date, Type};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::Store;
use super::copy::{Rows, Table};
use crate::extract::gazetteer::{Gazetteer, Level, Unit};
use crate::extract::lexicon::Lexicon;

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

static UNIT: Table = Table {
    name: "unit",
    key: &["code"],
    columns: &[
        ("code", Type::TEXT),
        ("label", Type::TEXT),
        ("dimension", Type::TEXT),
        ("factor", Type::NUMERIC),
    ],
};

static INDICATOR: Table = Table {
    name: "indicator",
    key: &["code"],
    columns: &[("code", Type::TEXT), ("name", Type::TEXT)],
};

static PLACE: Table = Table {
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
        ("province_code", Type::TEXT),
        ("province_name", Type::TEXT),
        ("decree", Type::TEXT),
    ],
};

static PLACE_LINK: Table = Table {
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
        // a connection of its own, because a migration may take longer than any other statement
        let mut connection = self.pool.acquire().await?.detach();
        sqlx::query!("SET statement_timeout = 0")
            .execute(&mut connection)
            .await?;
        MIGRATIONS.run(&mut connection).await?;
        connection.close().await?;
        Ok(())
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

    /// Makes the reference tables equal to the lexicon in one transaction; returns how many rows had to be changed.
    pub async fn load_reference(&self, lexicon: &Lexicon) -> Result<u64, sqlx::Error> {
        let gazetteer = &lexicon.gazetteer;
        let mut units = Rows::new(&UNIT);
        for unit in &lexicon.units {
            let label = unit.data.label.as_ref().unwrap_or(&unit.surfaces[0]);
            units.push(&[&unit.id, label, &unit.data.dimension, &unit.data.factor])?;
        }
        let mut indicators = Rows::new(&INDICATOR);
        for indicator in &lexicon.indicators {
            indicators.push(&[&indicator.id, &indicator.data.name])?;
        }
        let mut places = Rows::new(&PLACE);
        for unit in gazetteer.units() {
            let province = province(gazetteer, unit);
            places.push(&[
                &unit.code,
                &first_day(unit),
                &unit.valid_to,
                &unit.level().as_str(),
                &unit.kind.noun(),
                &unit.name,
                &unit.full_name(),
                &known(unit.parent),
                &province.code,
                &province.full_name(),
                &known(unit.decree),
            ])?;
        }
        let mut links = Rows::new(&PLACE_LINK);
        for link in gazetteer.links() {
            let (old, new) = (gazetteer.unit(link.old), gazetteer.unit(link.new));
            links.push(&[
                &old.code,
                &first_day(old),
                &new.code,
                &first_day(new),
                &if link.part { "part" } else { "whole" },
                &old.valid_to,
                &known(link.decree),
            ])?;
        }

        let mut transaction = self.pool.begin().await?;
        let mut changed = 0;
        for (table, rows) in [
            (&UNIT, units),
            (&INDICATOR, indicators),
            (&PLACE, places),
            (&PLACE_LINK, links),
        ] {
            changed += load(&mut transaction, table, rows).await?;
        }
        if changed > 0 {
            // whoever reads the view reads on; the planner must not take for empty what setup has just filled
            let refresh = "REFRESH MATERIALIZED VIEW CONCURRENTLY solieu.place_scope;
                ANALYZE solieu.place_scope, solieu.place, solieu.place_link, solieu.unit, solieu.indicator";
            sqlx::raw_sql(refresh).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }
}

/// An unknown first day is part of a key, so it cannot be null.
fn first_day(unit: &Unit) -> Date<NaiveDate> {
    unit.valid_from.map_or(Date::NegInfinity, Date::Value)
}

/// The province above a unit on the unit's last day.
fn province<'a>(gazetteer: &'a Gazetteer, unit: &'a Unit) -> &'a Unit {
    let last = unit.valid_to.and_then(|to| to.pred_opt());
    match gazetteer.near(unit.parent, last) {
        Some(parent) if unit.level() != Level::Province => {
            province(gazetteer, gazetteer.unit(parent))
        }
        _ => unit,
    }
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Makes a table equal to the rows; returns how many of its rows that changed.
async fn load(
    connection: &mut PgConnection,
    table: &'static Table,
    rows: Rows,
) -> Result<u64, sqlx::Error> {
    table.stage(connection, "DROP").await?;
    let lock = format!(
        "LOCK TABLE solieu.{} IN SHARE ROW EXCLUSIVE MODE",
        table.name
    );
    sqlx::raw_sql(AssertSqlSafe(lock))
        .execute(&mut *connection)
        .await?;
    rows.copy(connection).await?;
    let merge = format!(
        "WITH {} SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM merged)",
        table.merge("true", "true AS touched"),
    );
    let changed: i64 = sqlx::query_scalar(AssertSqlSafe(merge))
        .fetch_one(connection)
        .await?;
    Ok(changed.cast_unsigned())
}
