//! The service with the rights that the documentation gives it, and no others.

use std::sync::Arc;

use async_nats::jetstream::{self as nats, consumer};
use async_nats::{Client, ConnectOptions};
use futures::StreamExt as _;
use serde_json::json;
use solieu::config::Config;
use solieu::jetstream::{self, Absence};
use solieu::local::{self, Lifetime};
use solieu::store::Store;
use sqlx::{AssertSqlSafe, PgPool};
use tokio::time::{Duration, timeout};
use uuid::Uuid;

use crate::servers::Servers;
use crate::world::{World, article};

/// The only block of the documentation in this language, with passwords in it.
fn documented(language: &str) -> String {
    let text = include_str!("../../docs/operations.md");
    let (_, block) = text.split_once(&format!("```{language}\n")).unwrap();
    let (block, rest) = block.split_once("```").unwrap();
    assert!(!rest.contains(&format!("```{language}\n")));
    block
        .replace("$SCRAPER_PASSWORD", "scraper-pw")
        .replace("$SOLIEU_PASSWORD", "solieu-pw")
        .replace("$SETUP_PASSWORD", "setup-pw")
        .replace("$DOWNSTREAM_PASSWORD", "downstream-pw")
}

/// A user of the database made as the documentation says.
async fn user(world: &World, role: &str) -> PgPool {
    let name = format!("user_{}", Uuid::now_v7().simple());
    let statements = documented("sql");
    let create = statements.lines().find(|line| line.contains(role)).unwrap();
    let (_, create) = create.split_once(" LOGIN").unwrap();
    let create = format!("CREATE ROLE {name} LOGIN{create}");
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&world.database)
        .await
        .unwrap();
    let url = world
        .config
        .postgres
        .url
        .expose()
        .replace("user=solieu", &format!("user={name}"));
    PgPool::connect(&url).await.unwrap()
}

fn address(pool: &PgPool) -> String {
    let options = pool.connect_options();
    let folder = options.get_socket().unwrap().display().to_string();
    let database = options.get_database().unwrap();
    format!(
        "postgresql:///{database}?host={folder}&user={}",
        options.get_username()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_works_as_a_user_who_is_only_a_worker() {
    let mut world = World::new().await;
    let worker = user(&world, "solieu_worker").await;
    world.config.postgres.url = address(&worker).into();
    let service = world.service().await;
    for number in 0..5 {
        world.publish(article(number)).await;
    }
    // transactions run side by side: the correction comes after what it corrects only if that is settled
    world.until_settled().await;
    let corrected = article(1)
        .replace("104%", "105%")
        .replace("-13T08", "-14T08");
    world.publish(corrected).await;
    world.publish("{").await;
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.count("SELECT count(*) FROM solieu.revision").await, 6);
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.rejected_message")
            .await,
        1
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.outbox WHERE sent_at IS NULL")
            .await,
        0
    );
    let moved = "SELECT count(*) FROM solieu.article WHERE revision = 2";
    assert_eq!(world.count(moved).await, 1);
    let store = Store::connect(&world.config.postgres).await.unwrap();
    store
        .begin_attempt("ARTICLES", 1, chrono::Utc::now())
        .await
        .unwrap();
    store.forget_sent(Duration::ZERO, 10).await.unwrap();
    store.forget_old_attempts(Duration::ZERO).await.unwrap();
    assert_eq!(store.rejected(None, 10).await.unwrap().len(), 1);

    for refused in [
        // what was received never changes
        "UPDATE solieu.revision SET body = 'x'",
        "UPDATE solieu.revision SET content_hash = ''",
        "UPDATE solieu.article SET url = 'x'",
        "UPDATE solieu.rejected_message SET payload = ''",
        "UPDATE solieu.outbox SET payload = ''",
        "DELETE FROM solieu.article",
        "DELETE FROM solieu.revision",
        "DELETE FROM solieu.entity",
        "DELETE FROM solieu.rejected_message",
        "UPDATE solieu.entity SET name = 'x'",
        "TRUNCATE solieu.attempt",
        // reference data, the tables themselves, other schemas, the server
        "SELECT * FROM solieu.unit",
        "DELETE FROM solieu.indicator",
        "INSERT INTO solieu.place_link VALUES ('1')",
        "DELETE FROM solieu._sqlx_migrations",
        "ALTER TABLE solieu.statistic ADD COLUMN mine int",
        "DROP TABLE solieu.outbox",
        "CREATE TABLE solieu.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "SELECT * FROM reporting.article",
        "CREATE ROLE mine",
        "COPY solieu.article TO '/tmp/mine'",
        "SELECT pg_read_file('/etc/passwd')",
    ] {
        let error = sqlx::query(refused)
            .execute(&worker)
            .await
            .expect_err(refused);
        let code = error
            .as_database_error()
            .and_then(|error| error.code().map(String::from));
        assert_eq!(code.as_deref(), Some("42501"), "{refused}: {error}");
    }
}

#[tokio::test]
async fn a_documented_analyst_reads_reporting() {
    let world = World::new().await;
    let analyst = user(&world, "solieu_reader").await;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM reporting.article")
        .fetch_one(&analyst)
        .await
        .unwrap();
    assert_eq!(count, 0);
    sqlx::query("SELECT * FROM solieu.article")
        .execute(&analyst)
        .await
        .unwrap_err();
}

/// A client of the server that signs in as a user of the documentation.
async fn client(url: &str, user: &str) -> Client {
    ConnectOptions::with_user_and_password(user.to_owned(), format!("{user}-pw"))
        .custom_inbox_prefix(format!("_INBOX.{user}"))
        .connect(url)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_user_of_nats_has_the_documented_rights_and_no_others() {
    let folder = local::folder().unwrap();
    let server = local::Nats::start_with(folder.path(), Lifetime::Process, &documented("conf"));
    let server = server.unwrap();
    let servers = Servers::shared();
    let mut config = Config::load(None, [], &[]).unwrap();
    let address = server.url();
    config.nats.url = address.replace("nats://", "nats://setup:setup-pw@").into();
    config.postgres.url = servers.database().await.into();
    config.relay.poll = Duration::from_millis(100);

    // setup and check
    let (setup, _) = jetstream::connect(&config.nats, Absence::Fail)
        .await
        .unwrap();
    let setup = nats::new(setup);
    jetstream::setup(&setup, &config.nats).await.unwrap();
    let findings = jetstream::inspect(&setup, &config.nats).await.unwrap();
    assert!(
        findings
            .iter()
            .all(|finding| finding.state == jetstream::State::Right),
        "{findings:?}"
    );
    let store = Store::connect(&config.postgres).await.unwrap();
    store.migrate().await.unwrap();

    // the service, a scraper, and somebody who waits for events
    config.nats.url = address.into();
    config.nats.user = Some("solieu".to_owned());
    config.nats.password = Some("solieu-pw".to_owned().into());
    let world = World::with(server, config, setup, servers, folder);
    let service = world.service().await;
    let url = world.nats.url();
    let scraper = nats::new(client(&url, "scraper").await);
    let subject = format!("{}.bao_example", jetstream::SCRAPED);
    for message in [article(1), "{".to_owned()] {
        let published = scraper
            .publish(subject.clone(), message.into())
            .await
            .unwrap();
        published.await.unwrap();
    }
    let downstream = nats::new(client(&url, "downstream").await);
    let stream = downstream.get_stream("ENRICHED").await.unwrap();
    let durable = consumer::pull::Config {
        durable_name: Some("downstream".to_owned()),
        ..Default::default()
    };
    let consumer = stream.create_consumer(durable).await.unwrap();
    let mut events = consumer.messages().await.unwrap();
    let event = timeout(Duration::from_secs(30), events.next())
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(&event.payload).unwrap();
    assert_eq!(body["article"]["url"], json!("https://bao.example/xa-1"));
    event.double_ack().await.unwrap();
    world.until_settled().await;
    service.stop().await;
    assert_eq!(world.events("REJECTED").await.len(), 1);

    let everyone = [
        ("scraper", vec![subject.as_str()]),
        ("solieu", vec![]),
        ("downstream", vec![]),
    ];
    for (user, allowed) in everyone {
        let context = nats::new(client(&url, user).await);
        for subject in [
            "articles.scraped.v1.bao_example",
            "articles.enriched.v1.bao_example",
            "articles.rejected.v1.invalid_json",
        ] {
            let may =
                allowed.contains(&subject) || (user == "solieu" && !subject.contains("scraped"));
            assert_eq!(
                publishes(&context, subject).await,
                may,
                "{user} on {subject}"
            );
        }
        for request in [
            "STREAM.DELETE.ARTICLES",
            "STREAM.PURGE.ENRICHED",
            "STREAM.MSG.GET.ARTICLES",
            "STREAM.MSG.DELETE.ARTICLES",
            "STREAM.MSG.DELETE.ENRICHED",
        ] {
            let subject = format!("$JS.API.{request}");
            // what its client cannot read
            let may = user == "solieu" && request.contains("MSG") && request.ends_with("ARTICLES");
            assert_eq!(
                publishes(&context, &subject).await,
                may,
                "{user} on {subject}"
            );
        }
    }
    let mut articles = world.context.get_stream("ARTICLES").await.unwrap();
    // the two of the scraper, and its third just now
    assert_eq!(articles.info().await.unwrap().state.messages, 3);
}

/// Whether the server takes a message and answers it.
async fn publishes(context: &nats::Context, subject: &str) -> bool {
    let client = context.client();
    let request = client.request(subject.to_owned(), article(1).into());
    match timeout(Duration::from_millis(700), request).await {
        Ok(Ok(answer)) => !answer.payload.is_empty(),
        Ok(Err(_)) | Err(_) => false,
    }
}

#[tokio::test]
async fn several_databases_of_one_server_make_the_roles_at_the_same_time() {
    let servers = Arc::new(Servers::start());
    let migrate = async || {
        let mut settings = Config::load(None, [], &[]).unwrap().postgres;
        settings.url = servers.database().await.into();
        let store = Store::connect(&settings).await.unwrap();
        store.migrate().await
    };
    let results = tokio::join!(migrate(), migrate(), migrate(), migrate());
    for result in [results.0, results.1, results.2, results.3] {
        result.unwrap();
    }
}
