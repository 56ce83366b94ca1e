//! Events that wait for a relay, and the messages that were refused.

use std::sync::Arc;
use std::time::{Duration, Instant};

use solieu::relay::Relay;
use solieu::store::{self, Record, Saved, Store};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::database::Database;
use crate::records::{article, minute, new, record, reject, rich};
use crate::world::World;

#[tokio::test]
async fn a_refused_message_is_kept_as_received_and_announced_once() {
    let database = Database::new().await;
    let records = [record(rich()), Record::Reject(Box::new(reject(7)))];
    for _ in 0..2 {
        let saved = database.store.save(&records).await.unwrap();
        assert_eq!(saved[1], Saved::Rejected);
    }
    let claim = database.store.claim(10, usize::MAX).await.unwrap();
    let subjects: Vec<&str> = claim
        .events
        .iter()
        .map(|event| event.subject.as_str())
        .collect();
    assert_eq!(
        subjects,
        [
            "articles.enriched.v1.bao_example",
            "articles.rejected.v1.invalid_field"
        ]
    );
    assert!(claim.events[1].headers.contains_key("traceparent"));

    let list = database.store.rejected(None, 10).await.unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(
        database.store.rejected(Some("mojibake"), 10).await.unwrap(),
        []
    );
    let message = database
        .store
        .rejected_message(list[0].id)
        .await
        .unwrap()
        .unwrap();
    let sent = reject(7);
    assert_eq!(message.summary, list[0]);
    assert_eq!(message.summary.reason, "invalid_field");
    assert_eq!(message.summary.bytes, sent.payload.len() as u64);
    assert_eq!(message.payload, sent.payload);
    assert_eq!(message.headers, sent.headers);
    assert_eq!(
        (message.stream, message.sequence, message.received_at),
        (sent.stream, 7, sent.received_at)
    );

    assert_eq!(message.summary.replayed_at, None);
    database.store.mark_replayed(list[0].id).await.unwrap();
    assert!(
        database.store.rejected(None, 1).await.unwrap()[0]
            .replayed_at
            .is_some()
    );
    assert_eq!(
        database
            .store
            .rejected_message(list[0].id + 1)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_stream_that_is_created_again_counts_its_messages_from_one_again() {
    let database = Database::new().await;
    let mut later = reject(1);
    later.received_at = minute(90);
    database
        .store
        .save(&[Record::Reject(Box::new(reject(1)))])
        .await
        .unwrap();
    database
        .store
        .save(&[Record::Reject(Box::new(later))])
        .await
        .unwrap();
    assert_eq!(database.store.rejected(None, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn attempts_are_counted_for_each_message_apart() {
    let database = Database::new().await;
    let store = &database.store;
    assert_eq!(
        store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap(),
        1
    );
    assert_eq!(
        store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap(),
        2
    );
    assert_eq!(
        store.begin_attempt("ARTICLES", 2, minute(0)).await.unwrap(),
        1
    );
    assert_eq!(
        store.begin_attempt("ARTICLES", 1, minute(1)).await.unwrap(),
        1
    );
    // one that was survived does not count
    for _ in 0..5 {
        store
            .survive_attempt("ARTICLES", 1, minute(0))
            .await
            .unwrap();
        let again = store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap();
        assert_eq!(again, 2);
    }
    store
        .forget_attempts("ARTICLES", 1, minute(0))
        .await
        .unwrap();
    assert_eq!(
        store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap(),
        1
    );
    let hour = Duration::from_hours(1);
    assert_eq!(store.forget_old_attempts(hour).await.unwrap(), 0);
    assert_eq!(store.forget_old_attempts(Duration::ZERO).await.unwrap(), 3);
}

#[tokio::test]
async fn relays_claim_different_events_and_lose_none() {
    let database = Database::new().await;
    let records: Vec<Record> = (0..10)
        .map(|number| record(article(&number.to_string(), "x", minute(0))))
        .collect();
    let saved = database.store.save(&records).await.unwrap();
    let announced: Vec<Uuid> = saved.iter().map(|saved| new(saved).1).collect();
    assert_eq!(database.store.unsent().await.unwrap().events, 10);

    let ids =
        |claim: &store::Claim| -> Vec<Uuid> { claim.events.iter().map(|event| event.id).collect() };
    let first = database.store.claim(4, usize::MAX).await.unwrap();
    let second = database.store.claim(100, usize::MAX).await.unwrap();
    let mut claimed = [ids(&first), ids(&second)].concat();
    claimed.sort();
    let mut expected = announced.clone();
    expected.sort();
    assert_eq!(claimed, expected);
    assert!(
        database
            .store
            .claim(100, usize::MAX)
            .await
            .unwrap()
            .events
            .is_empty()
    );

    // one is acknowledged, the second relay ends without a word
    let sent = first.events[0].id;
    first.mark_sent(&[sent]).await.unwrap();
    drop(second);
    let deadline = Instant::now() + Duration::from_secs(10);
    let rest = loop {
        let claim = database.store.claim(100, usize::MAX).await.unwrap();
        if claim.events.len() == 9 {
            break claim;
        }
        assert!(Instant::now() < deadline, "{} are free", claim.events.len());
    };
    assert!(!ids(&rest).contains(&sent));
    let all = ids(&rest);
    rest.mark_sent(&all).await.unwrap();
    assert_eq!(
        database.store.unsent().await.unwrap(),
        store::Unsent {
            events: 0,
            since: None
        }
    );

    assert_eq!(
        database
            .store
            .forget_sent(Duration::from_hours(1), 10)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        database.store.forget_sent(Duration::ZERO, 4).await.unwrap(),
        4
    );
    assert_eq!(
        database
            .store
            .forget_sent(Duration::ZERO, 10)
            .await
            .unwrap(),
        6
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_removes_what_was_sent_long_ago_in_portions_between_its_passes() {
    let world = World::new().await;
    let store = Store::connect(&world.config.postgres).await.unwrap();
    store.save(&[record(rich())]).await.unwrap();
    let sent = "INSERT INTO solieu.outbox (id, subject, headers, payload, sent_at)
        SELECT gen_random_uuid(), 'x', '{}', '', now() - interval '30 days' FROM generate_series(1, 1500)";
    sqlx::raw_sql(sent).execute(&world.database).await.unwrap();

    let relay = Relay {
        config: world.config.relay.clone(),
        context: world.context.clone(),
        store,
        announce: Arc::new(Notify::new()),
        connections: watch::channel(0).1,
    };
    // one pass announces the event, the next finds none
    relay.run(watch::channel(true).1).await;
    assert_eq!(world.events("ENRICHED").await.len(), 1);
    let left = "SELECT count(*) FROM solieu.outbox WHERE subject = 'x'";
    assert_eq!(world.count(left).await, 0);
}
