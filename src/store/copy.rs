//! Typed values in, a staging table that is merged into the real one out: `COPY … (FORMAT binary)`, which is the
//! fastest way in from some 500 rows on, but knows no `ON CONFLICT`.

use bytes::BytesMut;
use chrono::NaiveDate;
use postgres_types::{IsNull, ToSql, Type, to_sql_checked};
use sqlx::error::BoxDynError;
use sqlx::{AssertSqlSafe, PgConnection};

/// A table that is filled through `staged_<name>`, a temporary table like it.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) key: &'static [&'static str],
    pub(super) columns: &'static [(&'static str, Type)],
}

/// Rows of a table in Postgres' binary format.
pub(super) struct Rows {
    table: &'static Table,
    buffer: Vec<u8>,
}

impl Table {
    /// Makes the staging table, which is emptied or dropped at the end of each transaction.
    pub(super) async fn stage(
        &self,
        connection: &mut PgConnection,
        at_commit: &str,
    ) -> Result<(), sqlx::Error> {
        let name = self.name;
        let stage = format!(
            "CREATE TEMPORARY TABLE staged_{name} (LIKE solieu.{name}) ON COMMIT {at_commit}"
        );
        sqlx::raw_sql(AssertSqlSafe(stage))
            .execute(connection)
            .await?;
        Ok(())
    }

    /// The two common table expressions that make the rows of `scope` equal to the staged ones: `removed`, and `merged`
    /// with whether each of its rows was `added`. Both tell `returning` of the rows they touched (`t` is the table).
    pub(super) fn merge(&self, scope: &str, returning: &str) -> String {
        let Self { name, key, columns } = self;
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        format!(
            "removed AS (
                DELETE FROM solieu.{name} AS t
                WHERE {scope}
                    AND NOT EXISTS (SELECT FROM staged_{name} AS s WHERE ({staged_key}) = ({stored_key}))
                RETURNING {returning}
            ), merged AS (
                INSERT INTO solieu.{name} AS t ({columns})
                SELECT {columns} FROM staged_{name} AS s
                -- ON CONFLICT alone would lock, and so write, every row that is the same
                WHERE NOT EXISTS (
                    SELECT FROM solieu.{name} AS o
                    WHERE ({other_key}) = ({staged_key}) AND ({other}) IS NOT DISTINCT FROM ({staged})
                )
                ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW ({excluded})
                RETURNING {returning}, t.xmax = 0 AS added
            )",
            columns = list("", &names),
            excluded = list("excluded.", &names),
            staged = list("s.", &names),
            other = list("o.", &names),
            key = list("", key),
            staged_key = list("s.", key),
            stored_key = list("t.", key),
            other_key = list("o.", key),
        )
    }
}

/// `t."a", t."b"`
fn list(prefix: &str, names: &[&str]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("{prefix}\"{name}\""))
        .collect();
    names.join(", ")
}

impl Rows {
    pub(super) fn new(table: &'static Table) -> Self {
        // signature, flags, length of the header's extension
        let mut buffer = b"PGCOPY\n\xff\r\n\0".to_vec();
        buffer.extend_from_slice(&[0; 8]);
        Self { table, buffer }
    }

    /// Appends one row: the number of fields, then each as length and value.
    pub(super) fn push(&mut self, values: &[&(dyn ToSql + Sync)]) -> Result<(), sqlx::Error> {
        let count = i16::try_from(values.len()).map_err(encode)?;
        self.buffer.extend_from_slice(&count.to_be_bytes());
        let mut field = BytesMut::new();
        for (value, (_, kind)) in values.iter().zip(self.table.columns) {
            field.clear();
            match value.to_sql_checked(kind, &mut field).map_err(encode)? {
                IsNull::Yes => self.buffer.extend_from_slice(&(-1i32).to_be_bytes()),
                IsNull::No => {
                    let length = i32::try_from(field.len()).map_err(encode)?;
                    self.buffer.extend_from_slice(&length.to_be_bytes());
                    self.buffer.extend_from_slice(&field);
                }
            }
        }
        Ok(())
    }

    /// Copies the rows into the staging table.
    pub(super) async fn copy(mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        self.buffer.extend_from_slice(&(-1i16).to_be_bytes());
        let Table { name, columns, .. } = self.table;
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let columns = list("", &names);
        let copy = format!("COPY staged_{name} ({columns}) FROM STDIN (FORMAT binary)");
        let mut copy = connection.copy_in_raw(&copy).await?;
        copy.send(self.buffer).await?;
        copy.finish().await?;
        Ok(())
    }
}

fn encode(error: impl Into<BoxDynError>) -> sqlx::Error {
    sqlx::Error::Encode(error.into())
}

/// Days from the first to the one after the last, as `daterange`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days(pub(super) NaiveDate, pub(super) NaiveDate);

impl ToSql for Days {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, BoxDynError> {
        // the lower bound is part of the range, the upper one is not
        out.extend_from_slice(&[0x02]);
        let mut bound = BytesMut::new();
        for day in [self.0, self.1] {
            bound.clear();
            day.to_sql(&Type::DATE, &mut bound)?;
            let length = i32::try_from(bound.len())?;
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(&bound);
        }
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::DATE_RANGE
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_days_is_written_as_postgres_reads_it() {
        let day = |text: &str| text.parse().unwrap();
        let mut field = BytesMut::new();
        Days(day("2000-01-02"), day("2000-02-01"))
            .to_sql_checked(&Type::DATE_RANGE, &mut field)
            .unwrap();
        assert_eq!(
            field[..],
            [2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 31]
        );
        assert!(
            Days(day("2000-01-02"), day("2000-02-01"))
                .to_sql_checked(&Type::DATE, &mut field)
                .is_err()
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_refused_before_it_is_sent() {
        static TABLE: Table = Table {
            name: "unit",
            key: &["code"],
            columns: &[("code", Type::TEXT)],
        };
        let mut rows = Rows::new(&TABLE);
        assert!(rows.push(&[&7_i32]).is_err());
        let mut rows = Rows::new(&TABLE);
        rows.push(&[&"ha"]).unwrap();
        assert_eq!(rows.buffer[19..], [0, 1, 0, 0, 0, 2, b'h', b'a']);
    }
}
