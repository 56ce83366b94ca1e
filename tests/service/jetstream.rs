//! Streams and consumer: created, corrected, and told apart from what they should be.

use std::time::Duration;

use async_nats::jetstream::{self as nats, consumer, stream};
use solieu::config::{Config, Nats};
use solieu::jetstream::{self, Absence, State};
use solieu::local::{self, Lifetime};

fn settings(server: &local::Nats) -> Nats {
    let mut nats = Config::load(None, [], &[]).unwrap().nats;
    nats.url = server.url().into();
    nats
}

#[tokio::test]
async fn setup_creates_what_is_missing_and_corrects_what_differs() {
    let folder = local::folder().unwrap();
    let server = local::Nats::start(folder.path(), Lifetime::Process).unwrap();
    let settings = settings(&server);
    let (client, _) = jetstream::connect(&settings, Absence::Fail).await.unwrap();
    let context = nats::new(client);

    let states = async |findings: Vec<jetstream::Finding>| -> Vec<State> {
        findings.into_iter().map(|finding| finding.state).collect()
    };
    let before = jetstream::setup(&context, &settings).await.unwrap();
    assert_eq!(states(before).await, vec![State::Missing; 4]);
    let after = jetstream::setup(&context, &settings).await.unwrap();
    assert_eq!(states(after).await, vec![State::Right; 4]);

    let mut articles = context.get_stream("ARTICLES").await.unwrap();
    let mut changed = articles.info().await.unwrap().config.clone();
    changed.subjects = vec!["elsewhere.>".to_owned()];
    changed.description = Some("ours".to_owned());
    context.update_stream(&changed).await.unwrap();
    let config = consumer::pull::Config {
        durable_name: Some("solieu".to_owned()),
        ack_policy: consumer::AckPolicy::Explicit,
        max_deliver: 3,
        filter_subjects: vec!["articles.scraped.v1.*".to_owned(), "elsewhere.>".to_owned()],
        headers_only: true,
        max_batch: 1,
        max_bytes: 1000,
        max_expires: Duration::from_secs(1),
        ..Default::default()
    };
    articles.create_consumer(config).await.unwrap();

    let drifted = jetstream::inspect(&context, &settings).await.unwrap();
    let State::Different(stream) = &drifted[0].state else {
        panic!("{drifted:?}")
    };
    assert_eq!(
        stream,
        &[r#"subjects is ["elsewhere.>"] (needed ["elsewhere.>","articles.scraped.v1.>"])"#]
    );
    let State::Different(consumer) = &drifted[3].state else {
        panic!("{drifted:?}")
    };
    for difference in [
        "max_deliver is 3 (needed -1)",
        "headers_only is true (needed null)",
        "max_batch is 1 (needed null)",
        "max_bytes is 1000 (needed null)",
        "max_expires is 1000000000 (needed null)",
    ] {
        assert!(consumer.iter().any(|is| is == difference), "{consumer:?}");
    }

    jetstream::setup(&context, &settings).await.unwrap();
    let corrected = jetstream::inspect(&context, &settings).await.unwrap();
    assert_eq!(states(corrected).await, vec![State::Right; 4]);
    let stream::Config { description, .. } = &articles.info().await.unwrap().config;
    assert_eq!(
        description.as_deref(),
        Some("ours"),
        "what others set stays"
    );
}
