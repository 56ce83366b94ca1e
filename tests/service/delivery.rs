//! From the stream to rows and events: the same article again, changed, old, and bad ones among good ones.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{World, article};

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_an_article_is_one_revision_and_one_event() {
    let world = World::new().await;
    let service = world.service().await;
    let state = |body: &str, scraped_at: &str| {
        json!({"url": "https://bao.example/a", "body": body, "scraped_at": scraped_at}).to_string()
    };
    let first = state(
        "Toàn xã có 120 đảng viên và 9 chi bộ.",
        "2024-05-01T00:00:00Z",
    );

    world.publish(first.clone()).await;
    world.publish(first).await;
    world.until_settled().await;
    assert_eq!(world.count("SELECT count(*) FROM solieu.revision").await, 1);

    let changed = state(
        "Toàn xã có 125 đảng viên và 9 chi bộ.",
        "2024-05-02T00:00:00Z",
    );
    world.publish(changed).await;
    world.until_settled().await;
    let older = state(
        "Toàn xã có 120 đảng viên và 9 chi bộ.",
        "2024-04-01T00:00:00Z",
    );
    world.publish(older).await;
    world.until_settled().await;
    service.stop().await;

    assert_eq!(world.count("SELECT count(*) FROM solieu.revision").await, 2);
    let events = world.events("ENRICHED").await;
    let revisions: Vec<&Value> = events
        .iter()
        .map(|event| &event.body["article"]["revision"])
        .collect();
    assert_eq!(revisions, [1, 2]);
    assert_eq!(events[0].subject, "articles.enriched.v1.bao_example");
    assert_eq!(events[0].body["event_id"], events[0].id);
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_are_full_under_a_backlog_and_early_where_little_comes() {
    let mut world = World::new().await;
    // longer than this test may take
    world.config.worker.batch_wait = Duration::from_mins(5);
    let full = world.config.worker.batch;
    for number in 0..3 * full {
        world.publish(article(number)).await;
    }
    let service = world.service().await;
    world.until_settled().await;
    let transactions = "SELECT count(DISTINCT saved_at) FROM solieu.revision";
    // one begins before enough messages are there to wait for, and the last ones wait for it only
    let under_backlog = world.count(transactions).await;
    assert!((3..=8).contains(&under_backlog), "{under_backlog}");

    world.publish(article(3 * full)).await;
    world.until_settled().await;
    assert_eq!(world.count(transactions).await, under_backlog + 1);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_message_harms_only_itself() {
    let world = World::new().await;
    let good: Vec<String> = (0..10).map(article).collect();
    let vietnamese =
        "Đồng bào các dân tộc trong huyện đã đóng góp 12 tỷ đồng xây dựng đường giao thông.";
    let mojibake: String = vietnamese.bytes().map(char::from).collect();
    let url = "https://bao.example/bad";
    let bad = [
        ("invalid_json", "line 1", "{\"url\": ".to_owned()),
        (
            "invalid_field",
            "url",
            json!({"body": vietnamese}).to_string(),
        ),
        (
            "too_large",
            "524288",
            json!({"url": url, "body": "dài ".repeat(150_000)}).to_string(),
        ),
        (
            "unsupported_language",
            "language",
            json!({"url": url, "body": "x", "language": "en"}).to_string(),
        ),
        (
            "mojibake",
            "Latin-1",
            json!({"url": url, "body": mojibake.repeat(3)}).to_string(),
        ),
        (
            "invalid_field",
            "body",
            json!({"url": url, "body": "không\u{0} có"}).to_string(),
        ),
        (
            "invalid_json",
            "body",
            format!(r#"{{"url": "{url}", "body": "lẻ \ud83d đôi"}}"#),
        ),
    ];
    for (index, message) in good.iter().enumerate() {
        world.publish(message.clone()).await;
        if let Some((_, _, message)) = bad.get(index) {
            world.publish(message.clone()).await;
        }
    }

    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;

    assert_eq!(world.events("ENRICHED").await.len(), 10);
    assert_eq!(
        world.count("SELECT count(*) FROM solieu.revision").await,
        10
    );
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT reason, detail FROM solieu.rejected_message ORDER BY sequence")
            .fetch_all(&world.database)
            .await
            .unwrap();
    let mut notices = world.events("REJECTED").await;
    notices.sort_by_key(|notice| notice.body["sequence"].as_u64());
    assert_eq!((rows.len(), notices.len()), (bad.len(), bad.len()));
    for ((row, notice), (reason, part, _)) in rows.iter().zip(&notices).zip(&bad) {
        assert_eq!(row.0, *reason, "{}", row.1);
        assert!(row.1.contains(part), "{} names {part}", row.1);
        assert_eq!(notice.subject, format!("articles.rejected.v1.{reason}"));
        assert_eq!(notice.body["detail"], row.1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_hardly_fit_into_memory_come_one_by_one() {
    let mut world = World::new().await;
    world.config.worker.max_in_flight_bytes = 1;
    for number in 0..5 {
        world.publish("x".repeat(5_000_000)).await;
        world.publish(article(number)).await;
    }
    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.events("ENRICHED").await.len(), 5);
    assert_eq!(world.events("REJECTED").await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_share_a_thousand_articles() {
    let world = World::new().await;
    let (first, second) = tokio::join!(world.service(), world.service());
    let subject = format!("{}.bao_example", solieu::jetstream::SCRAPED);
    let mut acknowledgements = Vec::new();
    for number in 0..1000 {
        let sent = world
            .context
            .publish(subject.clone(), article(number).into());
        acknowledgements.push(sent.await.unwrap());
    }
    for acknowledgement in acknowledgements {
        acknowledgement.await.unwrap();
    }
    world.until_settled().await;
    first.stop().await;
    second.stop().await;

    assert_eq!(
        world.count("SELECT count(*) FROM solieu.revision").await,
        1000
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.rejected_message")
            .await,
        0
    );
    let events = world.events("ENRICHED").await;
    let ids: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!((events.len(), ids.len()), (1000, 1000));
}
