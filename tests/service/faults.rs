//! What is left after crashes and outages, and what a message does that kills the process.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::servers::Servers;
use crate::world::{Process, World, article, until};

const REVISIONS: &str = "SELECT count(*) FROM solieu.revision";
const REJECTED: &str = "SELECT count(*) FROM solieu.rejected_message";

/// Ends a service at the point, lets another go on, and returns how many events there were at the crash.
async fn crash_and_go_on(world: &World, point: &str) -> usize {
    for number in 0..3 {
        world.publish(article(number)).await;
    }
    let mut crashing = world.process(point);
    assert_eq!(crashing.end().await, None, "ended by a signal");
    let ids = "SELECT id::text FROM solieu.outbox ORDER BY id";
    let ids: Vec<String> = sqlx::query_scalar(ids)
        .fetch_all(&world.database)
        .await
        .unwrap();
    assert!(!ids.is_empty(), "the rows were committed");
    let announced = world.events("ENRICHED").await.len();

    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.count(REVISIONS).await, 3);
    let events = world.events("ENRICHED").await;
    assert_eq!(events.len(), 3);
    for id in ids {
        assert!(
            events.iter().any(|event| event.id == id),
            "{id} is announced under its id"
        );
    }
    announced
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_commit_and_acknowledgement_doubles_nothing() {
    let world = World::new().await;
    crash_and_go_on(&world, "committed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_commit_and_publication_loses_no_event() {
    let world = World::new().await;
    assert_eq!(crash_and_go_on(&world, "announce").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_publication_repeats_no_event() {
    let world = World::new().await;
    assert_ne!(crash_and_go_on(&world, "announced").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_kills_the_process_is_rejected_after_three_deliveries_of_its_own() {
    let world = World::new().await;
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let mut deaths = 0;
    while !world.is_settled().await {
        let mut process = world.process("extract https://bao.example/xa-4");
        until("dead or done", async || {
            process.0.try_wait().unwrap().is_some() || world.is_settled().await
        })
        .await;
        deaths += i32::from(process.0.try_wait().unwrap().is_some());
    }
    // once with the others beside it, then three times alone
    assert_eq!(deaths, 4);
    assert_eq!(world.count(REVISIONS).await, 9);
    assert_eq!(world.events("ENRICHED").await.len(), 9);
    let notices = world.events("REJECTED").await;
    assert_eq!(notices.len(), 1);
    assert_eq!(
        notices[0].subject,
        "articles.rejected.v1.attempts_exhausted"
    );
    assert_eq!(world.count("SELECT count(*) FROM solieu.attempt").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_makes_the_extraction_panic_is_rejected_and_the_process_lives() {
    let world = World::new().await;
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let mut process = world.process("panic extract https://bao.example/xa-4");
    world.until_settled().await;
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    assert_eq!(world.events("ENRICHED").await.len(), 9);
    let notices = world.events("REJECTED").await;
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].body["reason"], "attempts_exhausted");
    let detail = notices[0].body["detail"].as_str().unwrap();
    assert_eq!(detail, "extraction panicked: asked for by SOLIEU_CRASH");
}

/// Ten articles, at the fifth of which the extraction never ends.
fn hanging(world: &World, threads: &str) -> Process {
    let mut command = world.solieu(&["run"]);
    command
        .env("SOLIEU_CRASH", "hang extract https://bao.example/xa-4")
        .env("SOLIEU__WORKER__DEADLINE", "1s")
        .env("SOLIEU__WORKER__THREADS", threads)
        .stdout(Stdio::null());
    Process(command.spawn().unwrap())
}

async fn only_the_fifth_is_rejected(world: &World) -> String {
    assert_eq!(world.events("ENRICHED").await.len(), 9);
    assert_eq!(world.count(REVISIONS).await, 9);
    let notices = world.events("REJECTED").await;
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].body["reason"], "attempts_exhausted");
    assert_eq!(world.count("SELECT count(*) FROM solieu.attempt").await, 0);
    notices[0].body["detail"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_not_read_within_the_deadline_is_rejected_and_the_process_lives() {
    let world = World::new().await;
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let mut process = hanging(&world, "8");
    world.until_settled().await;
    process.terminate();
    assert_eq!(process.end().await, Some(0), "no thread holds up the end");
    let detail = only_the_fifth_is_rejected(&world).await;
    assert_eq!(detail, "is not read after 1s");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_whose_threads_all_hang_ends_for_another_to_go_on() {
    let world = World::new().await;
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let mut ends = Vec::new();
    while !world.is_settled().await {
        let mut process = hanging(&world, "1");
        until("dead or done", async || {
            process.0.try_wait().unwrap().is_some() || world.is_settled().await
        })
        .await;
        ends.extend(process.0.try_wait().unwrap().map(|status| status.code()));
    }
    assert!(ends.len() >= 3, "{ends:?}");
    assert!(ends.iter().all(|code| *code == Some(1)), "{ends:?}");
    only_the_fifth_is_rejected(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_ends_while_it_saves_has_made_no_attempt() {
    let world = World::new().await;
    world.publish(article(0)).await;
    // once among others, then alone more often than a message may fail
    for _ in 0..5 {
        let mut process = world.process("saving");
        assert_eq!(process.end().await, None, "ended by a signal");
    }
    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.count(REVISIONS).await, 1);
    assert_eq!(world.count(REJECTED).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_saved_leaves_its_batch_and_is_rejected() {
    let world = World::new().await;
    sqlx::raw_sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE 'no place for it' USING ERRCODE = 'data_exception'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON solieu.revision
         FOR EACH ROW WHEN (NEW.title LIKE '%số 4 %') EXECUTE FUNCTION refuse()",
    )
    .execute(&world.database)
    .await
    .unwrap();
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;

    assert_eq!(world.events("ENRICHED").await.len(), 9);
    let notices = world.events("REJECTED").await;
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].body["reason"], "attempts_exhausted");
    let detail = notices[0].body["detail"].as_str().unwrap();
    assert!(detail.contains("no place for it"), "{detail}");
}

/// Publishes articles, with the outage in their midst, and checks that each came through at its first delivery.
async fn through_an_outage(world: &mut World, stop: fn(&mut World), resume: fn(&mut World)) {
    let service = world.service().await;
    for number in 0..150 {
        world.publish(article(number)).await;
    }
    until("work is under way", async || {
        world.count(REVISIONS).await > 20
    })
    .await;
    stop(world);
    let stopped = Instant::now();
    until("twice the time to acknowledge is over", async || {
        stopped.elapsed() > 2 * world.config.nats.ack_wait
    })
    .await;
    resume(world);
    for number in 150..200 {
        world.publish(article(number)).await;
    }
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.count(REVISIONS).await, 200);
    assert_eq!(world.count(REJECTED).await, 0);
    let events = world.events("ENRICHED").await;
    let ids: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!((events.len(), ids.len()), (200, 200));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_postgres_rejects_and_redelivers_nothing() {
    let mut world = World::on(Arc::new(Servers::start())).await;
    // long enough for a busy machine; the service corrects the consumer
    world.config.nats.ack_wait = Duration::from_secs(4);
    through_an_outage(
        &mut world,
        |world| Arc::get_mut(&mut world.servers).unwrap().postgres.stop(),
        |world| {
            let postgres = &mut Arc::get_mut(&mut world.servers).unwrap().postgres;
            postgres.resume().unwrap();
        },
    )
    .await;
    assert_eq!(world.consumer().await.unwrap().num_redelivered, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_nats_rejects_and_loses_nothing() {
    let mut world = World::new().await;
    through_an_outage(
        &mut world,
        |world| world.nats.stop(),
        |world| world.nats.resume().unwrap(),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_consumer_comes_back_and_doubles_nothing() {
    let world = World::new().await;
    let service = world.service().await;
    world.publish(article(1)).await;
    world.until_settled().await;
    let articles = world.context.get_stream("ARTICLES").await.unwrap();
    articles.delete_consumer("solieu").await.unwrap();
    world.publish(article(2)).await;
    until("the second article is stored", async || {
        world.count(REVISIONS).await == 2
    })
    .await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.events("ENRICHED").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_finishes_what_is_in_flight() {
    let world = World::new().await;
    for number in 0..300 {
        world.publish(article(number)).await;
    }
    let mut process = world.process("");
    until("work is under way", async || {
        world.count(REVISIONS).await > 0
    })
    .await;
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    let consumer = world.consumer().await.unwrap();
    assert_eq!(consumer.num_ack_pending, 0, "what was fetched is settled");
    let stored = world.count(REVISIONS).await;
    assert_eq!(stored.unsigned_abs() + consumer.num_pending, 300);
    let announced = world.events("ENRICHED").await.len();
    assert_eq!(i64::try_from(announced).unwrap(), stored);
}

/// A process with one message in flight that it cannot save.
async fn stuck_without_postgres(world: &mut World, grace: &str) -> Process {
    let mut command = world.solieu(&["run"]);
    command
        .env("SOLIEU__WORKER__GRACE", grace)
        .stdout(Stdio::null());
    let process = Process(command.spawn().unwrap());
    world.publish(article(0)).await;
    world.until_settled().await;
    Arc::get_mut(&mut world.servers).unwrap().postgres.stop();
    world.publish(article(1)).await;
    until("the message is in flight", async || {
        world.consumer().await.unwrap().num_ack_pending == 1
    })
    .await;
    process
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_during_an_outage_hands_messages_back_after_the_grace() {
    let mut world = World::on(Arc::new(Servers::start())).await;
    let mut process = stuck_without_postgres(&mut world, "500ms").await;
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    let postgres = &mut Arc::get_mut(&mut world.servers).unwrap().postgres;
    postgres.resume().unwrap();
    let service = world.service().await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.count(REVISIONS).await, 2);
    assert_eq!(world.count(REJECTED).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sigterm_ends_the_process_at_once() {
    let mut world = World::on(Arc::new(Servers::start())).await;
    let mut process = stuck_without_postgres(&mut world, "1h").await;
    process.terminate();
    let signalled = Instant::now();
    until("the first signal alone does not end it", async || {
        signalled.elapsed() > Duration::from_millis(500)
    })
    .await;
    assert!(process.0.try_wait().unwrap().is_none());
    process.terminate();
    assert_eq!(process.end().await, Some(1));
}
