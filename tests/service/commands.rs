//! The commands that talk to servers, from outside.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::world::{World, article, until};

/// What the program printed, and its exit code.
fn run(command: &mut Command) -> (String, i32) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = [stdout, stderr].concat();
    (String::from_utf8(text).unwrap(), status.code().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn check_says_what_is_wrong_and_what_to_do() {
    let world = World::new().await;
    let check = || world.solieu(&["check"]);
    let (text, code) = run(&mut check());
    assert_eq!(code, 0, "{text}");

    let (text, code) = run(check().env("SOLIEU__POSTGRES__URL", "postgresql:///x?host=/nowhere"));
    assert_eq!(code, 1);
    assert!(
        text.contains("FAIL  Postgres: cannot connect to postgresql:///x?host=/nowhere (start it"),
        "{text}"
    );
    assert!(text.contains("ok    NATS"), "{text}");

    let (text, code) = run(check().env("SOLIEU__NATS__URL", "nats://127.0.0.1:1"));
    assert_eq!(code, 1);
    assert!(
        text.contains("FAIL  NATS: cannot connect to nats://127.0.0.1:1 (start it"),
        "{text}"
    );
    assert!(text.contains("ok    Postgres"), "{text}");

    world.context.delete_stream("ENRICHED").await.unwrap();
    let (text, code) = run(&mut check());
    assert_eq!(code, 1);
    assert!(
        text.contains("FAIL  stream ENRICHED: it is missing; run «solieu setup»"),
        "{text}"
    );

    let (text, code) = run(&mut world.solieu(&["run"]));
    assert_eq!(code, 1);
    assert!(
        text.ends_with("solieu: stream ENRICHED is missing: run «solieu setup»\n"),
        "{text}"
    );

    let last = "DELETE FROM solieu._sqlx_migrations
        WHERE version = (SELECT max(version) FROM solieu._sqlx_migrations)";
    sqlx::raw_sql(last).execute(&world.database).await.unwrap();
    let (text, code) = run(&mut check());
    assert_eq!(code, 1);
    assert!(
        text.contains("FAIL  tables: they are 1 migrations behind; run «solieu setup»"),
        "{text}"
    );

    let (text, code) = run(check().env("SOLIEU__WORKER__BACH", "1"));
    assert_eq!(code, 78, "{text}");
    assert!(text.contains("SOLIEU__WORKER__BACH"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn setup_may_be_repeated() {
    let world = World::new().await;
    let (text, code) = run(&mut world.solieu(&["setup"]));
    assert_eq!(code, 0, "{text}");
    let (text, code) = run(&mut world.solieu(&["setup"]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("stream ARTICLES: as needed"), "{text}");
    assert!(text.contains("tables: as needed"), "{text}");
    assert!(text.contains("reference data: 0 rows changed"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_version_works_on_with_newer_tables_and_sets_nothing_up() {
    let world = World::new().await;
    let newer = "INSERT INTO solieu._sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (99991231000000, 'newer', true, '', 0)";
    sqlx::raw_sql(newer).execute(&world.database).await.unwrap();
    let (text, code) = run(&mut world.solieu(&["check"]));
    assert_eq!(code, 0, "{text}");

    world.context.delete_stream("ENRICHED").await.unwrap();
    let (text, code) = run(&mut world.solieu(&["setup"]));
    assert_eq!(code, 1, "{text}");
    assert_eq!(
        text,
        "solieu: the tables belong to a newer version; install it\n"
    );
    assert!(world.context.get_stream("ENRICHED").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_published_twice_is_one_article() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two.jsonl");
    std::fs::write(&file, format!("{}\n{}\n", article(1), article(2))).unwrap();
    let file = file.to_str().unwrap();
    let (text, code) = run(&mut world.solieu(&["publish", file]));
    assert_eq!(code, 0, "{text}");
    assert_eq!(
        text.matches("articles.scraped.v1.bao_example\n").count(),
        2,
        "{text}"
    );
    let (text, _) = run(&mut world.solieu(&["publish", file]));
    assert_eq!(text.matches("(already there)").count(), 2, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_message_can_be_seen_and_replayed() {
    let world = World::new().await;
    let service = world.service().await;
    let message =
        json!({"url": "https://bao.example/a", "body": "Xã có 12 thôn.", "language": "en"});
    world.publish(message.to_string()).await;
    world.until_settled().await;

    let (list, _) = run(&mut world.solieu(&["rejected", "list"]));
    assert!(list.contains("unsupported_language"), "{list}");
    let (shown, _) = run(&mut world.solieu(&["rejected", "show", "1"]));
    assert!(shown.contains(&message.to_string()), "{shown}");
    let (replayed, code) = run(&mut world.solieu(&["rejected", "replay", "1"]));
    assert_eq!(code, 0, "{replayed}");
    until("it is rejected once more", async || {
        world
            .count("SELECT count(*) FROM solieu.rejected_message")
            .await
            == 2
    })
    .await;
    // it says when it came first: by then another text may be current
    let articles = world.context.get_stream("ARTICLES").await.unwrap();
    let again = articles.get_raw_message(2).await.unwrap();
    let again: Value = serde_json::from_slice(&again.payload).unwrap();
    let first: DateTime<Utc> =
        sqlx::query_scalar("SELECT received_at FROM solieu.rejected_message WHERE id = 1")
            .fetch_one(&world.database)
            .await
            .unwrap();
    let mut expected = message;
    expected["scraped_at"] = json!(first);
    assert_eq!(again, expected);
    let (replayed, code) = run(&mut world.solieu(&["rejected", "replay", "2"]));
    assert_eq!(code, 0, "{replayed}");
    let same = articles.get_raw_message(3).await.unwrap();
    let same: Value = serde_json::from_slice(&same.payload).unwrap();
    assert_eq!(same, expected);

    let (missing, code) = run(&mut world.solieu(&["rejected", "show", "77"]));
    assert_eq!(code, 1);
    assert!(
        missing.contains("there is no rejected message 77"),
        "{missing}"
    );
    service.stop().await;
}

fn demo(arguments: &[&str]) -> (String, i32) {
    run(&mut demo_command(arguments))
}

/// The demo on one article, without servers of anybody else.
fn demo_command(arguments: &[&str]) -> Command {
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/samples/xay-dung-dang-huyen-yen-thanh.txt"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command.arg("demo").args(arguments).arg(sample);
    command
}

/// The folder of private servers that is named after «host=» in an address.
fn folder(text: &str) -> PathBuf {
    let (_, rest) = text.split_once("host=").unwrap();
    PathBuf::from(rest.split('&').next().unwrap())
        .parent()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn the_demo_shows_an_article_and_leaves_nothing_behind() {
    let (text, code) = demo(&[]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 event after"), "{text}");
    assert!(text.contains("indicator"), "{text}");
    assert!(!folder(&text).exists());
}

#[tokio::test]
async fn a_demo_that_is_killed_takes_its_servers_along() {
    let mut demo = demo_command(&[]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let mut line = |name| {
        lines
            .find(|line| line.as_ref().unwrap().starts_with(name))
            .unwrap()
            .unwrap()
    };
    let nats = line("NATS").replace("NATS      nats://", "");
    let folder = folder(&line("Postgres"));
    demo.kill().unwrap();
    demo.wait().unwrap();
    until("the servers are gone", async || {
        TcpStream::connect(&nats).is_err() && !folder.join("postgres/data/postmaster.pid").exists()
    })
    .await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_demo_goes_on_until_it_is_stopped() {
    let (text, code) = demo(&["--keep"]);
    assert_eq!(code, 0, "{text}");
    let stop = text
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("kill "));
    let stop = stop.unwrap();
    let address = text.split("SOLIEU__POSTGRES__URL='").nth(1).unwrap();
    let address = address.split('\'').next().unwrap();
    let database = sqlx::PgPool::connect(address).await.unwrap();
    let articles: i64 = sqlx::query_scalar("SELECT count(*) FROM reporting.article")
        .fetch_one(&database)
        .await
        .unwrap();
    assert_eq!(articles, 1);
    assert!(
        Command::new("sh")
            .args(["-c", stop])
            .status()
            .unwrap()
            .success()
    );
    until("the database is gone", async || {
        sqlx::PgPool::connect(address).await.is_err()
    })
    .await;
    assert!(!folder(&text).exists());
}
