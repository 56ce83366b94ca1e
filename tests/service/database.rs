//! A migrated database per test, and records to put into it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, TimeZone as _, Utc};
use solieu::article::{self, Article};
use solieu::config::{Config, Postgres};
use solieu::extraction::{Entity, EntityType, Extraction, Mention};
use solieu::extraction::{Indicator, Measure, Span, Statistic, Unit};
use solieu::store::{Analyzed, Record, Store};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

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

/// The start of all test time.
pub fn minute(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 3, 28, 7, 0, 0).unwrap() + Duration::minutes(minute)
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An article without findings.
pub fn article(path: &str, body: &str, scraped_at: DateTime<Utc>) -> Analyzed {
    let url = format!("https://bao.example/{path}");
    Analyzed {
        article: Article {
            id: article::id(&url),
            url,
            source: "bao.example".to_owned(),
            title: None,
            author: None,
            body: body.to_owned(),
            published: None,
            scraped_at,
            content_hash: article::content_hash(None, body),
        },
        extraction: Extraction::default(),
        traceparent: None,
    }
}

pub fn record(analyzed: Analyzed) -> Record {
    Record::Article(Box::new(analyzed))
}

/// Where `text` stands in `body` for the first time, in code points.
pub fn span(body: &str, text: &str) -> Span {
    let start = length(body.split(text).next().unwrap());
    let end = start + length(text);
    Span { start, end }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap()
}

/// A count of `figure` things, and nothing else known of it.
pub fn count(body: &str, figure: &str, unit: &str) -> Statistic {
    let Span { start, end } = span(body, figure);
    Statistic {
        id: Uuid::now_v7(),
        start,
        end,
        figure: figure.to_owned(),
        value: figure.parse().unwrap(),
        value_max: None,
        denominator: None,
        unit: Unit {
            code: None,
            label: unit.to_owned(),
            dimension: "count".to_owned(),
        },
        measure: Measure::Level,
        modifier: None,
        indicator: Indicator {
            code: None,
            label: unit.to_owned(),
        },
        subject: None,
        place: None,
        period: None,
        baseline: None,
        sentence: Span {
            start: 0,
            end: length(body),
        },
        rule: "number.digits > count".to_owned(),
    }
}

/// An entity named once.
pub fn entity(kind: EntityType, body: &str, name: &str) -> Entity {
    let Span { start, end } = span(body, name);
    Entity {
        id: Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{kind:?} {name}").as_bytes()),
        kind,
        key: name.to_lowercase(),
        name: name.to_owned(),
        attributes: BTreeMap::new(),
        mentions: vec![Mention {
            start,
            end,
            text: name.to_owned(),
        }],
    }
}
