//! Health and metrics, asked for over HTTP as an orchestrator and a Prometheus do.

use std::net::{SocketAddr, TcpListener};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::{Process, World, article, until};

/// The service as a process that answers on a port of its own.
struct Answering {
    process: Process,
    address: SocketAddr,
}

impl Answering {
    async fn start(world: &World) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut command = world.solieu(&["run"]);
        command.env("SOLIEU__HTTP__LISTEN", address.to_string());
        command.stdout(std::process::Stdio::null());
        let process = Process(command.spawn().unwrap());
        let answering = Self { process, address };
        until("it answers", async || {
            TcpStream::connect(address).await.is_ok()
        })
        .await;
        answering
    }

    /// Status and body.
    async fn get(&self, path: &str) -> (u16, String) {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    async fn until_ready(&self) {
        until("it is ready", async || self.get("/readyz").await.0 == 200).await;
    }

    /// The value of one line of the metrics; nothing where there is no such line.
    async fn metric(&self, name: &str) -> Option<String> {
        let (_, text) = self.get("/metrics").await;
        let mut values = text.lines().filter_map(|line| line.rsplit_once(' '));
        let (_, value) = values.find(|(line, _)| *line == name)?;
        Some(value.to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loaded_run_is_counted_in_every_metric() {
    let world = World::new().await;
    let mut service = Answering::start(&world).await;
    service.until_ready().await;
    for number in 0..60 {
        world.publish(article(number)).await;
    }
    // the same article again, and two that are none
    world.publish(format!("{} ", article(1))).await;
    world.publish("{").await;
    world.publish(r#"{"url": "https://bao.example/x"}"#).await;
    world.until_settled().await;

    for (name, value) in [
        (r#"solieu_messages_total{outcome="stored"}"#, "60"),
        (r#"solieu_messages_total{outcome="unchanged"}"#, "1"),
        (r#"solieu_messages_total{outcome="rejected"}"#, "2"),
        (r#"solieu_messages_total{outcome="retried"}"#, "0"),
        (r#"solieu_rejects_total{reason="invalid_json"}"#, "1"),
        (r#"solieu_rejects_total{reason="invalid_field"}"#, "1"),
        (r#"solieu_rejects_total{reason="mojibake"}"#, "0"),
        ("solieu_redeliveries_total", "0"),
        ("solieu_nats_reconnects_total", "0"),
        ("solieu_nats_connected", "1"),
        ("solieu_postgres_failures_total", "0"),
        ("solieu_announce_failures_total", "0"),
        // of the articles, and of the two rejections
        ("solieu_events_total", "62"),
        ("solieu_batch_messages_sum", "63"),
        (
            r#"solieu_processing_duration_seconds_count{stage="extract"}"#,
            "61",
        ),
        (
            r#"solieu_processing_duration_seconds_count{stage="settle"}"#,
            "63",
        ),
        ("solieu_outbox_unsent", "0"),
        ("solieu_outbox_oldest_age_seconds", "0"),
        ("solieu_consumer_pending", "0"),
        ("solieu_consumer_ack_pending", "0"),
    ] {
        assert_eq!(service.metric(name).await.as_deref(), Some(value), "{name}");
    }
    let (status, text) = service.get("/metrics").await;
    assert_eq!(status, 200);
    assert!(text.contains("solieu_build_info{"), "{text}");
    for words in ["bao.example", "xa-1", "articles.scraped"] {
        assert!(!text.contains(words), "a label without bounds: {words}");
    }
    let samples = text.lines().filter(|line| !line.starts_with('#')).count();
    assert!(samples < 120, "{samples} samples");

    service.process.terminate();
    assert_eq!(service.process.end().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_and_not_ready_while_a_server_is_away() {
    let mut world = World::on(std::sync::Arc::new(crate::servers::Servers::start())).await;
    let service = Answering::start(&world).await;
    service.until_ready().await;
    let (_, text) = service.get("/readyz").await;
    assert_eq!(text, "ok    NATS\nok    Postgres\n");

    let port = world.nats.url();
    world.nats.stop();
    until("it notices", async || service.get("/readyz").await.0 == 503).await;
    let (_, text) = service.get("/readyz").await;
    assert_eq!(text, "FAIL  NATS: not connected\nok    Postgres\n");
    assert_eq!(service.get("/livez").await, (200, "ok\n".to_owned()));
    assert_eq!(
        service.metric("solieu_nats_connected").await.as_deref(),
        Some("0")
    );
    // unknown, and so not there
    assert_eq!(service.metric("solieu_consumer_pending").await, None);
    world.nats.resume().unwrap();
    assert_eq!(world.nats.url(), port);
    service.until_ready().await;
    assert_eq!(
        service
            .metric("solieu_nats_reconnects_total")
            .await
            .as_deref(),
        Some("1")
    );

    let last = "UPDATE solieu._sqlx_migrations SET success = false
        WHERE version = (SELECT max(version) FROM solieu._sqlx_migrations)";
    sqlx::raw_sql(last).execute(&world.database).await.unwrap();
    let (status, text) = service.get("/readyz").await;
    assert_eq!(status, 503);
    assert_eq!(
        text,
        "ok    NATS\nFAIL  Postgres: 1 migrations behind; run «solieu setup»\n"
    );

    std::sync::Arc::get_mut(&mut world.servers)
        .unwrap()
        .postgres
        .stop();
    let (status, text) = service.get("/readyz").await;
    assert_eq!(status, 503, "{text}");
    assert!(text.starts_with("ok    NATS\nFAIL  Postgres: "), "{text}");
    assert_eq!(service.metric("solieu_outbox_unsent").await, None);
    assert_eq!(service.get("/livez").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_while_it_waits_and_while_it_stops() {
    let mut world = World::new().await;
    world.nats.stop();
    let mut service = Answering::start(&world).await;
    assert_eq!(service.get("/readyz").await, (503, "starting\n".to_owned()));
    assert_eq!(service.get("/livez").await.0, 200);
    assert_eq!(
        service.metric("solieu_redeliveries_total").await.as_deref(),
        Some("0")
    );
    world.nats.resume().unwrap();
    service.until_ready().await;

    // a transaction of another session keeps a message unsettled
    let mut lock = world.database.begin().await.unwrap();
    sqlx::raw_sql("LOCK TABLE solieu.article")
        .execute(&mut *lock)
        .await
        .unwrap();
    world.publish(article(1)).await;
    until("it is fetched", async || {
        service
            .metric("solieu_consumer_ack_pending")
            .await
            .as_deref()
            == Some("1")
    })
    .await;
    service.process.terminate();
    until("it stops", async || {
        service.get("/readyz").await == (503, "stopping\n".to_owned())
    })
    .await;
    lock.rollback().await.unwrap();
    assert_eq!(service.process.end().await, Some(0));
    assert!(world.is_settled().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_cannot_share_a_port() {
    let world = World::new().await;
    let first = Answering::start(&world).await;
    let mut command = world.solieu(&["run"]);
    command.env("SOLIEU__HTTP__LISTEN", first.address.to_string());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let expected = format!(
        "solieu: cannot answer on {}: give each process",
        first.address
    );
    assert!(text.contains(&expected), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_the_server_is_too_small_for_are_in_nobodys_way() {
    let world = World::new().await;
    // older than any other, and as much as one claim holds
    let too_large = "INSERT INTO solieu.outbox (id, subject, headers, payload)
        SELECT gen_random_uuid(), 'articles.enriched.v1.bao_example', '{}', convert_to(repeat('x', 9 << 20), 'UTF8')
        FROM generate_series(1, 2)";
    sqlx::raw_sql(too_large)
        .execute(&world.database)
        .await
        .unwrap();
    let service = Answering::start(&world).await;
    service.until_ready().await;
    world.publish(article(1)).await;
    until("the article is announced", async || {
        !world.events("ENRICHED").await.is_empty()
    })
    .await;
    until("the others are counted as a failure", async || {
        let failures = service.metric("solieu_announce_failures_total").await;
        failures.as_deref() == Some("1")
    })
    .await;
    // the announced one is written down as sent a moment after it can be seen
    until("no more than the others are unsent", async || {
        let unsent = service.metric("solieu_outbox_unsent").await;
        unsent.as_deref() == Some("2")
    })
    .await;
}
