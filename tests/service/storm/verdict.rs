//! The ledger beside what the database and the streams of events hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::message::{Limits, parse};
use sqlx::Row as _;

use super::ledger::Ledger;
use crate::world::{Event, World};

/// Article and hash of its text.
type Key = (String, String);

/// What is not as the ledger says; empty everywhere after a good run.
#[derive(Default)]
pub struct Verdict {
    pub revisions: usize,
    pub statistics: usize,
    pub events: usize,
    pub rejected: usize,
    /// Good articles without their rows or their event, bad ones without their rejection.
    lost: Vec<String>,
    /// More than one row or more than one id where there must be one, rows or events that nothing accounts for.
    doubled: Vec<String>,
    /// Good messages that were rejected.
    wrongly_rejected: Vec<String>,
    /// Another statistic, revision or reason than the right one.
    wrong: Vec<String>,
}

impl Verdict {
    pub fn is_good(&self) -> bool {
        [
            &self.lost,
            &self.doubled,
            &self.wrongly_rejected,
            &self.wrong,
        ]
        .iter()
        .all(|complaints| complaints.is_empty())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            revisions,
            statistics,
            events,
            rejected,
            ..
        } = self;
        writeln!(
            f,
            "{revisions} revisions with {statistics} statistics, {events} events, {rejected} rejected"
        )?;
        for (name, complaints) in [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("wrongly rejected", &self.wrongly_rejected),
            ("wrong", &self.wrong),
        ] {
            writeln!(f, "{:>7} {name}", complaints.len())?;
            for complaint in complaints.iter().take(10) {
                writeln!(f, "          {complaint}")?;
            }
        }
        Ok(())
    }
}

/// What the core makes of one text.
struct Expected {
    /// Which of an article's texts was scraped last.
    scraped_at: i64,
    findings: [Value; 3],
}

pub async fn verdict(world: &World, ledger: &Ledger) -> Verdict {
    let mut verdict = Verdict::default();
    let expected = expected(ledger, &world.config.message);
    let ids = compare_rows(world, &expected, &mut verdict).await;
    compare_events(
        &world.events("ENRICHED").await,
        &expected,
        &ids,
        &mut verdict,
    );
    compare_rejections(world, ledger, &mut verdict).await;
    verdict
}

fn expected(ledger: &Ledger, limits: &Limits) -> BTreeMap<Key, Expected> {
    let lexicon = Lexicon::embedded();
    let articles = ledger.good.iter().map(|payload| {
        let article = parse(payload.as_bytes(), chrono::Utc::now(), limits).unwrap();
        let found = extract(&article, &lexicon);
        let hash = article.content_hash.iter();
        let hash = hash.fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
        let findings = [
            serde_json::to_value(&found.statistics).unwrap(),
            serde_json::to_value(&found.entities).unwrap(),
            serde_json::to_value(&found.positions).unwrap(),
        ];
        let scraped_at = article.scraped_at.timestamp();
        (
            (article.id.to_string(), hash),
            Expected {
                scraped_at,
                findings,
            },
        )
    });
    articles.collect()
}

/// Compares the rows; returns the id under which each revision is announced.
async fn compare_rows(
    world: &World,
    expected: &BTreeMap<Key, Expected>,
    verdict: &mut Verdict,
) -> BTreeMap<Key, String> {
    let rows = sqlx::query(
        r#"SELECT r.article_id::text, encode(r.content_hash, 'hex'), r.event_id::text, r.number = a.revision,
            (SELECT count(*) FROM solieu.mention AS m WHERE m.revision_id = r.id),
            (SELECT count(*) FROM solieu.position AS p WHERE p.revision_id = r.id),
            ARRAY(
                SELECT concat_ws('|', id, start, "end", figure, trim_scale(value), trim_scale(value_max), unit_label, measure,
                    modifier, indicator_label, lower(period), upper(period), baseline, rule)
                FROM solieu.statistic AS s WHERE s.revision_id = r.id ORDER BY start, "end"
            )
        FROM solieu.revision AS r JOIN solieu.article AS a ON a.id = r.article_id"#,
    );
    let rows = rows.fetch_all(&world.database).await.unwrap();
    let mut latest: BTreeMap<&str, i64> = BTreeMap::new();
    for ((article, _), text) in expected {
        let scraped_at = latest.entry(article).or_insert(i64::MIN);
        *scraped_at = text.scraped_at.max(*scraped_at);
    }
    let mut ids = BTreeMap::new();
    for row in rows {
        let key: Key = (row.get(0), row.get(1));
        let statistics: Vec<String> = row.get(6);
        verdict.revisions += 1;
        verdict.statistics += statistics.len();
        let Some(text) = expected.get(&key) else {
            verdict
                .doubled
                .push(format!("revision {key:?} was never sent"));
            continue;
        };
        let [found, entities, positions] = &text.findings;
        let lines: Vec<String> = found.as_array().unwrap().iter().map(line).collect();
        let counts: [i64; 2] = [row.get(4), row.get(5)];
        let wanted = [entities, positions].map(|list| list.as_array().unwrap().len());
        if lines != statistics || counts.map(i64::unsigned_abs) != wanted.map(|count| count as u64)
        {
            verdict.wrong.push(format!(
                "rows of {key:?}: {statistics:?} instead of {lines:?}"
            ));
        }
        if row.get::<bool, _>(3) != (latest[key.0.as_str()] == text.scraped_at) {
            verdict.wrong.push(format!("current revision, at {key:?}"));
        }
        if ids.insert(key.clone(), row.get(2)).is_some() {
            verdict.doubled.push(format!("revision {key:?}"));
        }
    }
    let missing = expected.keys().filter(|key| !ids.contains_key(key));
    verdict
        .lost
        .extend(missing.map(|key| format!("revision {key:?}")));
    ids
}

/// A statistic as the query writes it.
fn line(statistic: &Value) -> String {
    let fields = [
        "/id",
        "/start",
        "/end",
        "/figure",
        "/value",
        "/value_max",
        "/unit/label",
        "/measure",
        "/modifier",
        "/indicator/label",
        "/period/start",
        "/period/end",
        "/baseline",
        "/rule",
    ];
    let fields = fields.map(|field| match statistic.pointer(field) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None => None,
        Some(value) => Some(value.to_string()),
    });
    fields.into_iter().flatten().collect::<Vec<_>>().join("|")
}

fn compare_events(
    events: &[Event],
    expected: &BTreeMap<Key, Expected>,
    ids: &BTreeMap<Key, String>,
    verdict: &mut Verdict,
) {
    verdict.events = events.len();
    let mut announced = BTreeSet::new();
    for event in events {
        let field = |name: &str| event.body["article"][name].as_str().unwrap().to_owned();
        let key = (field("id"), field("content_hash"));
        match ids.get(&key) {
            None => verdict
                .doubled
                .push(format!("event {} has no rows", event.id)),
            Some(id) if *id != event.id || event.body["event_id"] != event.id => {
                verdict
                    .doubled
                    .push(format!("{key:?} is announced as {} and {id}", event.id));
            }
            Some(_) => {}
        }
        let parts = ["statistics", "entities", "positions"].map(|part| event.body[part].clone());
        if expected
            .get(&key)
            .is_some_and(|text| text.findings != parts)
        {
            verdict.wrong.push(format!("event {}", event.id));
        }
        announced.insert(key);
    }
    let silent = ids.keys().filter(|key| !announced.contains(key));
    verdict
        .lost
        .extend(silent.map(|key| format!("event of {key:?}")));
}

async fn compare_rejections(world: &World, ledger: &Ledger, verdict: &mut Verdict) {
    let rows = sqlx::query_as("SELECT sequence, reason FROM solieu.rejected_message");
    let rows: Vec<(i64, String)> = rows.fetch_all(&world.database).await.unwrap();
    verdict.rejected = rows.len();
    let mut recorded: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for (sequence, reason) in rows {
        recorded
            .entry(sequence.unsigned_abs())
            .or_default()
            .push(reason);
    }
    let mut announced: BTreeMap<u64, BTreeSet<(String, String)>> = BTreeMap::new();
    for event in world.events("REJECTED").await {
        let reason = event.body["reason"].as_str().unwrap().to_owned();
        let sequence = event.body["sequence"].as_u64().unwrap();
        announced
            .entry(sequence)
            .or_default()
            .insert((event.id, reason));
    }
    for (sequence, reasons) in &recorded {
        let ids = announced.get(sequence).map_or(0, BTreeSet::len);
        match ledger.bad.get(sequence) {
            None => verdict
                .wrongly_rejected
                .push(format!("{sequence} as {reasons:?}")),
            Some(_) if reasons.len() > 1 || ids > 1 => {
                verdict.doubled.push(format!("rejection of {sequence}"));
            }
            Some(_) if ids == 0 => verdict.lost.push(format!("notice about {sequence}")),
            Some(reason)
                if reasons[0] != reason.as_str()
                    || announced[sequence]
                        .iter()
                        .any(|(_, said)| said != reason.as_str()) =>
            {
                verdict.wrong.push(format!(
                    "{sequence} is rejected as {reasons:?}, not {reason:?}"
                ));
            }
            Some(_) => {}
        }
    }
    let missing = ledger
        .bad
        .keys()
        .filter(|sequence| !recorded.contains_key(sequence));
    verdict
        .lost
        .extend(missing.map(|sequence| format!("rejection of {sequence}")));
    let unaccounted = announced
        .keys()
        .filter(|sequence| !recorded.contains_key(sequence));
    verdict
        .doubled
        .extend(unaccounted.map(|sequence| format!("notice about {sequence} has no row")));
}
