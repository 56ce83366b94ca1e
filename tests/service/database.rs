//! A migrated database per test.

use std::sync::Arc;

use solieu::config::{Config, Postgres};
use solieu::store::Store;
use sqlx::{AssertSqlSafe, PgPool};

use crate::servers::Servers;

/// A migrated database that nobody else uses.
pub struct Database {
    pub settings: Postgres,
    pub store: Store,
    pub pool: PgPool,
    servers: Arc<Servers>,
}

impl Database {
    pub async fn new() -> Self {
        let database = Self::empty().await;
        database.store.migrate().await.unwrap();
        database
    }

    /// Without tables.
    pub async fn empty() -> Self {
        let servers = Servers::shared();
        let url = servers.database().await;
        Self::open(url, servers).await
    }

    async fn open(url: String, servers: Arc<Servers>) -> Self {
        let mut settings = Config::load(None, [], &[]).unwrap().postgres;
        settings.url = url.into();
        Self {
            store: Store::connect(&settings).await.unwrap(),
            pool: PgPool::connect(settings.url.expose()).await.unwrap(),
            settings,
            servers,
        }
    }

    /// The same database as another role sees it.
    pub async fn as_role(&self, role: &str) -> Self {
        let url = format!("{}&options[role]={role}", self.settings.url.expose());
        Self::open(url, self.servers.clone()).await
    }

    /// The same database as a user sees it who owns it and may do nothing else.
    pub async fn as_owner(&self) -> Self {
        let role: String = sqlx::query_scalar("SELECT current_database()::text")
            .fetch_one(&self.pool)
            .await
            .unwrap();
        let grant = format!("CREATE ROLE {role}; ALTER DATABASE {role} OWNER TO {role}");
        sqlx::raw_sql(AssertSqlSafe(grant))
            .execute(&self.pool)
            .await
            .unwrap();
        self.as_role(&role).await
    }

    /// The one number that `sql` asks for.
    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }
}
