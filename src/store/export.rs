//! A view of schema `reporting` in, its rows as texts out: what `solieu export` reads.

use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _};

use super::Store;

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as `information_schema` calls it: text, numeric, integer, bigint, date, timestamp with time zone,
    /// boolean or uuid.
    pub kind: String,
}

impl Store {
    /// The views of schema `reporting`, sorted.
    pub async fn views(&self) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar!(
            r#"SELECT viewname::text AS "name!" FROM pg_views WHERE schemaname = 'reporting' ORDER BY 1"#
        )
        .fetch_all(&self.pool)
        .await
    }

    /// The columns of one of these views, in their order.
    pub async fn columns(&self, view: &str) -> Result<Vec<Column>, sqlx::Error> {
        sqlx::query_as!(
            Column,
            r#"SELECT a.attname::text AS "name!", format_type(a.atttypid, NULL) AS "kind!"
            FROM pg_attribute AS a
            WHERE a.attrelid = format('reporting.%I', $1::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum"#,
            view,
        )
        .fetch_all(&self.pool)
        .await
    }

    /// Passes each row of a view to `row`, every value as Postgres prints it; only those that meet `condition`, which goes
    /// into the WHERE clause as it is.
    ///
    /// The condition is run with the rights of `solieu_reader` in a transaction that cannot write, and as one statement
    /// with the rest of the query, so it can do what a reader can. Rows come as fast as they are taken: neither side ever
    /// holds more than a few.
    pub async fn read<E: From<sqlx::Error>>(
        &self,
        view: &str,
        columns: &[Column],
        condition: Option<&str>,
        mut row: impl FnMut(&[Option<&str>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let list: Vec<_> = columns
            .iter()
            .map(|column| format!("{}::text", quote(&column.name)))
            .collect();
        let mut query = format!("SELECT {} FROM reporting.{}", list.join(", "), quote(view));
        if let Some(condition) = condition {
            // the line break ends a comment
            query = format!("{query} WHERE ({condition}\n)");
        }
        let mut transaction = self.pool.begin().await?;
        let begin = "SET TRANSACTION READ ONLY; SET LOCAL ROLE solieu_reader; SET LOCAL statement_timeout = 0";
        sqlx::raw_sql(begin).execute(&mut *transaction).await?;
        let mut rows = sqlx::query(AssertSqlSafe(query)).fetch(&mut *transaction);
        while let Some(next) = rows.try_next().await? {
            let values: Result<Vec<_>, _> = (0..columns.len()).map(|i| next.try_get(i)).collect();
            row(&values?)?;
        }
        Ok(())
    }
}
