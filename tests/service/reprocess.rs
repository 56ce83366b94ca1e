//! Stored texts read again: what an older extractor found gives way, once, however often the run is killed.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;
use solieu::config::{self, Config};
use solieu::extract::lexicon::Lexicon;
use solieu::extract::{self, extract};
use solieu::reprocess::reprocess;
use solieu::store::{Analyzed, Difference, Record, Reread, Selection, Store, Totals};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

use crate::database::Database;
use crate::newspaper::corpus;
use crate::records::{minute, record};
use crate::servers::Servers;
use crate::world::{Process, World, article, until};

/// Makes what is stored look as if an older version had read it: figures missing, others too many or different.
const OLDER: &str = "
    DELETE FROM solieu.statistic WHERE hashtext(id::text) % 5 = 0;
    UPDATE solieu.statistic SET value = value - 1, rule = 'older' WHERE hashtext(id::text) % 7 = 0;
    INSERT INTO solieu.statistic
        SELECT (jsonb_populate_record(s, jsonb_build_object('id', md5(s.id::text)::uuid))).*
        FROM solieu.statistic s WHERE hashtext(s.id::text) % 11 = 0;
    DELETE FROM solieu.position WHERE revision_id % 3 = 0;
    DELETE FROM solieu.mention WHERE hashtext(entity_id::text) % 6 = 0
        AND NOT EXISTS (SELECT FROM solieu.position p WHERE entity_id IN (p.person, p.organization));
    UPDATE solieu.mention SET name = name || '?', start = start || 0, \"end\" = \"end\" || 1 WHERE ordinal = 0;
    DELETE FROM solieu.band;
    UPDATE solieu.revision SET signature = NULL;
    UPDATE solieu.revision SET extractor_version = 'older' WHERE number = 1";

/// What is stored of articles, without the ids of events and the time of writing.
const FINDINGS: &str = "
    SELECT to_jsonb(r) - '{id,event_id,saved_at,story_id}'::text[] FROM solieu.revision r
    UNION ALL SELECT to_jsonb(s) FROM solieu.statistic s
    UNION ALL SELECT to_jsonb(m) FROM solieu.mention m
    UNION ALL SELECT to_jsonb(p) FROM solieu.position p
    UNION ALL SELECT to_jsonb(b) FROM solieu.band b";

/// Everything that a run writes, events included, without the time of writing.
const EVERYTHING: &str = "
    SELECT to_jsonb(r) - 'saved_at' FROM solieu.revision r
    UNION ALL SELECT to_jsonb(s) FROM solieu.statistic s
    UNION ALL SELECT to_jsonb(m) FROM solieu.mention m
    UNION ALL SELECT to_jsonb(p) FROM solieu.position p
    UNION ALL SELECT to_jsonb(b) FROM solieu.band b
    UNION ALL SELECT to_jsonb(e) FROM solieu.entity e
    UNION ALL SELECT to_jsonb(o) - 'created_at' || jsonb_build_object('headers', o.headers - 'ce-time') FROM solieu.outbox o
    UNION ALL SELECT to_jsonb(x) - '{id,started_at,finished_at}'::text[] FROM solieu.reprocess x";

/// One hash over rows in any order.
async fn hash(pool: &PgPool, rows: &str) -> String {
    let query = format!(
        "SELECT md5(string_agg(md5(row::text), '' ORDER BY md5(row::text))) FROM ({rows}) AS t (row)"
    );
    sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Saves articles as the service would.
async fn fill(store: &Store, lexicon: &Lexicon, articles: usize) {
    let records: Vec<Record> = corpus(4, articles * 4 / 5, articles - articles * 4 / 5)
        .iter()
        .enumerate()
        .map(|(number, printed)| {
            let article = printed.article(number);
            let extraction = extract(&article, lexicon);
            record(Analyzed {
                article,
                extraction,
                findings: None,
                traceparent: None,
            })
        })
        .collect();
    for batch in records.chunks(64) {
        store.save(batch).await.unwrap();
    }
}

async fn execute(pool: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
}

async fn again(store: &Store, selection: Selection) -> Totals {
    let config = Config::load(None, [], &[]).unwrap();
    reprocess(&config, store, Lexicon::embedded(), selection, None, |_| {})
        .await
        .unwrap()
}

fn outdated() -> Selection {
    Selection {
        outdated: true,
        ..Selection::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_again_is_what_would_be_read_now() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 120).await;
    let now = hash(&database.pool, FINDINGS).await;
    execute(&database.pool, "DELETE FROM solieu.outbox").await;
    execute(&database.pool, OLDER).await;
    assert_ne!(hash(&database.pool, FINDINGS).await, now);
    let figures = async |sql: &'static str| database.number(sql).await;
    let removed = figures(
        "SELECT count(*) FROM solieu.statistic s WHERE EXISTS (
        SELECT FROM solieu.statistic o WHERE md5(o.id::text)::uuid = s.id)",
    )
    .await;
    let changed = figures(
        "SELECT count(*) FROM solieu.statistic s WHERE rule = 'older' AND NOT EXISTS (
        SELECT FROM solieu.statistic o WHERE md5(o.id::text)::uuid = s.id)",
    )
    .await;
    let before = figures("SELECT count(*) FROM solieu.statistic").await;

    let totals = again(&database.store, Selection::default()).await;
    assert_eq!(hash(&database.pool, FINDINGS).await, now);
    let after = figures("SELECT count(*) FROM solieu.statistic").await;
    assert_eq!((totals.read, totals.skipped), (120, 0));
    assert_eq!(
        (totals.figures.removed, totals.figures.changed),
        (removed, changed)
    );
    assert_eq!(totals.figures.added, after - before + removed);
    assert!(
        totals.figures.added > 50 && removed > 50 && changed > 50,
        "{totals:?}"
    );

    // one event per text that differs, and it says what is stored
    let claim = database.store.claim(1000, usize::MAX).await.unwrap();
    assert_eq!(i64::try_from(claim.events.len()).unwrap(), totals.announced);
    for event in claim.events {
        let body: Value = serde_json::from_slice(&event.payload).unwrap();
        let stored: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM solieu.statistic s JOIN solieu.revision r ON r.id = s.revision_id WHERE r.event_id = $1",
        )
        .bind(event.id)
        .fetch_one(&database.pool)
        .await
        .unwrap();
        let told = body["statistics"].as_array().unwrap().len();
        assert_eq!(i64::try_from(told).unwrap(), stored);
        assert_eq!(body["extractor_version"], extract::VERSION);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_last_of_a_text_is_what_is_stored() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 20).await;
    for _ in 0..2 {
        execute(&database.pool, OLDER).await;
        again(&database.store, Selection::default()).await;
    }
    let claim = database.store.claim(1000, usize::MAX).await.unwrap();
    let mut last = BTreeMap::new();
    for event in &claim.events {
        let body: Value = serde_json::from_slice(&event.payload).unwrap();
        let article = &body["article"];
        let text = format!(
            "{} {}",
            article["id"].as_str().unwrap(),
            article["revision"]
        );
        last.insert(text, event.id);
    }
    let stored: Vec<(String, Uuid)> =
        sqlx::query_as("SELECT article_id || ' ' || number, event_id FROM solieu.revision")
            .fetch_all(&database.pool)
            .await
            .unwrap();
    assert!(claim.events.len() > 2 * stored.len());
    assert_eq!(last, BTreeMap::from_iter(stored));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_waits_for_the_end_of_another_however_long_that_takes() {
    let database = Database::new().await;
    let first = database.store.reprocess(outdated()).await.unwrap();
    let mut settings = database.settings.clone();
    settings.statement_timeout = Duration::from_secs(1);
    let store = Store::connect(&settings).await.unwrap();
    let second = tokio::spawn(async move { store.reprocess(outdated()).await });
    let waits = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'advisory' AND clock_timestamp() - query_start > '1500 ms'";
    until("it waits longer than a statement may take", async || {
        second.is_finished() || database.number(waits).await == 1
    })
    .await;
    first.finish().await.unwrap();
    second.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_current_is_left_alone() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 30).await;
    let everything = EVERYTHING
        .split("UNION ALL SELECT to_jsonb(x)")
        .next()
        .unwrap();
    let before = hash(&database.pool, everything).await;
    assert_eq!(again(&database.store, outdated()).await, Totals::default());
    let totals = again(&database.store, Selection::default()).await;
    assert_eq!(
        totals,
        Totals {
            read: 30,
            ..Totals::default()
        }
    );
    assert_eq!(hash(&database.pool, everything).await, before);
    // not a row was written again
    let moved = "SELECT count(*) FROM solieu.statistic WHERE xmax <> 0";
    assert_eq!(database.number(moved).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_selected_is_read() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 40).await;
    let read = async |selection: Selection| again(&database.store, selection).await.read;
    let count = async |condition: &str| -> i64 {
        let query = format!(
            "SELECT count(*) FROM solieu.revision r JOIN solieu.article a ON a.id = r.article_id WHERE {condition}"
        );
        sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(&database.pool)
            .await
            .unwrap()
    };
    let source = Selection {
        source: Some("bao-b.example".to_owned()),
        ..Selection::default()
    };
    let of_source = count("a.source = 'bao-b.example'").await;
    assert!((1..40).contains(&of_source));
    assert_eq!(read(source).await, of_source);
    let since = Selection {
        since: Some(minute(30)),
        ..Selection::default()
    };
    assert_eq!(read(since).await, 10);
    let article = sqlx::query_scalar("SELECT id FROM solieu.article LIMIT 1")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(
        read(Selection {
            article: Some(article),
            ..Selection::default()
        })
        .await,
        1
    );
    execute(
        &database.pool,
        "UPDATE solieu.revision SET extractor_version = 'older' WHERE id % 4 = 0",
    )
    .await;
    let old = count("extractor_version = 'older'").await;
    assert_eq!(read(outdated()).await, old);
    assert_eq!(read(outdated()).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_has_replaced_meanwhile_is_skipped() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 10).await;
    let mut run = database
        .store
        .reprocess(Selection::default())
        .await
        .unwrap();
    let stored = database
        .store
        .stored(&run.selection, 0, run.last, 100)
        .await
        .unwrap();
    execute(&database.pool, "UPDATE solieu.revision SET event_id = gen_random_uuid(), extractor_version = 'newer' WHERE id % 2 = 0").await;
    let batch: Vec<Reread> = stored
        .into_iter()
        .map(|stored| Reread {
            stored,
            extraction: Some(solieu::extraction::Extraction::default()),
        })
        .collect();
    run.replace(&batch).await.unwrap();
    assert_eq!(
        (run.totals.read, run.totals.skipped, run.totals.announced),
        (10, 5, 5)
    );
    let kept = "SELECT count(DISTINCT revision_id) FROM solieu.statistic WHERE revision_id % 2 = 0";
    assert_eq!(database.number(kept).await, 5);
    let emptied = "SELECT count(*) FROM solieu.statistic WHERE revision_id % 2 <> 0";
    assert_eq!(database.number(emptied).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_whose_event_would_be_too_large_keeps_what_it_has() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 10).await;
    execute(&database.pool, OLDER).await;
    let before = hash(&database.pool, FINDINGS).await;
    let mut config = Config::load(None, [], &[]).unwrap();
    config.message.max_event_bytes = 100;
    let rate = NonZeroU32::new(1000);
    let totals = reprocess(
        &config,
        &database.store,
        Lexicon::embedded(),
        Selection::default(),
        rate,
        |_| {},
    );
    let totals = totals.await.unwrap();
    assert_eq!(
        (totals.read, totals.skipped, totals.figures),
        (10, 10, Difference::default())
    );
    assert_eq!(hash(&database.pool, FINDINGS).await, before);
}

/// The program on a database.
fn solieu(settings: &config::Postgres, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command
        .args(arguments)
        .env("SOLIEU__POSTGRES__URL", settings.url.expose())
        .env("SOLIEU__LOG__FILTER", "info");
    command
}

fn run(command: &mut Command) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    (
        status.code(),
        String::from_utf8([stdout, stderr].concat()).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_three_times_ends_as_an_undisturbed_one() {
    let servers = Servers::shared();
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 650).await;
    execute(&database.pool, OLDER).await;
    // a second database with the same rows, once nobody is connected
    drop(database.store);
    database.pool.close().await;
    let original: String = database.settings.url.expose().to_owned();
    let name = original
        .split(['/', '?'])
        .find(|part| part.starts_with("test_"))
        .unwrap();
    let copy = format!("{name}_copy");
    let maintenance = PgPool::connect(&servers.postgres.url("postgres"))
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!(
        "CREATE DATABASE {copy} TEMPLATE {name}"
    )))
    .execute(&maintenance)
    .await
    .unwrap();
    let mut killed = database.settings.clone();
    killed.url = servers.postgres.url(&copy).into();

    let command = ["reprocess", "--outdated", "--rate", "0"];
    let (code, undisturbed) = run(&mut solieu(&database.settings, &command));
    assert_eq!(code, Some(0), "{undisturbed}");
    let pool = PgPool::connect(killed.url.expose()).await.unwrap();
    for point in ["staged 2", "merged 3", "replaced 1"] {
        let (code, text) = run(solieu(&killed, &command).env("SOLIEU_CRASH", point));
        assert_eq!(code, None, "killed at {point}: {text}");
        let done: i64 = sqlx::query_scalar("SELECT read FROM solieu.reprocess")
            .fetch_one(&pool)
            .await
            .unwrap();
        println!("killed at «{point}»: {done} of 650 texts done");
    }
    let (code, resumed) = run(&mut solieu(&killed, &command));
    assert_eq!(code, Some(0), "{resumed}");
    let report = |text: &str| {
        text.lines()
            .filter(|line| !line.starts_with('{'))
            .collect::<Vec<_>>()
            .join("\n")
    };
    println!("{}", report(&resumed));
    assert_eq!(report(&undisturbed), report(&resumed));

    let original = PgPool::connect(&original).await.unwrap();
    let (undisturbed, resumed) = (
        hash(&original, EVERYTHING).await,
        hash(&pool, EVERYTHING).await,
    );
    println!("hash of the tables: {undisturbed} undisturbed, {resumed} killed three times");
    assert_eq!(undisturbed, resumed);
    let (code, text) = run(&mut solieu(&killed, &command));
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("0 texts read"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_that_are_not_read_in_time_keep_what_they_have() {
    let database = Database::new().await;
    fill(&database.store, &Lexicon::embedded(), 5).await;
    execute(&database.pool, OLDER).await;
    let before = hash(&database.pool, FINDINGS).await;
    let mut command = solieu(&database.settings, &["reprocess"]);
    command
        .env("SOLIEU__WORKER__THREADS", "2")
        .env("SOLIEU__WORKER__DEADLINE", "300ms")
        .env("SOLIEU_CRASH", "hang extract");
    let mut process = Process(command.spawn().unwrap());
    assert_eq!(process.end().await, Some(0));
    let skipped = "SELECT skipped FROM solieu.reprocess WHERE finished_at IS NOT NULL AND read = 5";
    assert_eq!(database.number(skipped).await, 5);
    assert_eq!(hash(&database.pool, FINDINGS).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_beside_a_run_is_not_disturbed() {
    let world = World::new().await;
    let store = Store::connect(&world.config.postgres).await.unwrap();
    fill(&store, &Lexicon::embedded(), 300).await;
    execute(&world.database, OLDER).await;
    let service = world.service().await;
    let mut command = world.solieu(&["reprocess", "--rate", "0"]);
    let mut process = Process(command.spawn().unwrap());
    let mut published = 0;
    until("the run is over", async || {
        // new articles, and new texts of stored ones
        world.publish(article(published)).await;
        world
            .publish(article(published).replace("xa-", "xa-cu-"))
            .await;
        world
            .publish(article(published).replace("12/5", "13/5"))
            .await;
        published += 1;
        process.0.try_wait().unwrap().is_some()
    })
    .await;
    assert_eq!(process.end().await, Some(0));
    world.until_settled().await;
    service.stop().await;

    assert_eq!(world.consumer().await.unwrap().num_redelivered, 0);
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.rejected_message")
            .await,
        0
    );
    assert_eq!(
        world
            .count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .await,
        0
    );
    let revisions = "SELECT count(*) FROM solieu.revision";
    assert_eq!(
        world.count(revisions).await,
        300 + 3 * i64::try_from(published).unwrap()
    );
    let old = "SELECT count(*) FROM solieu.statistic WHERE rule = 'older'";
    assert_eq!(world.count(old).await, 0);
    let announced: i64 = world
        .count("SELECT sum(announced)::bigint FROM solieu.reprocess")
        .await;
    let events = world.events("ENRICHED").await.len();
    assert_eq!(
        i64::try_from(events).unwrap(),
        world.count(revisions).await + announced
    );
}
