//! Batches of articles and refused messages, as rows.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use solieu::article::{Published, PublishedBasis};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::extraction::{
    Basis, EntityType, Extraction, Measure, Mention, Modifier, Period, PlaceRef, Position, Subject,
};
use solieu::file;
use solieu::message::{self, Limits, Reason};
use solieu::store::{self, Analyzed, Record, Reject, Saved, Store};
use uuid::Uuid;

use crate::database::{Database, article, count, day, entity, minute, record, span};

/// An article in which every field of every record is filled at least once, and left out at least once.
fn rich() -> Analyzed {
    let body = "Đảng bộ quận Hải Đông có 345 chi bộ. Bí thư Quận ủy Trần Văn Mẫu cho biết, 9 tháng năm 2022, \
        thu ngân sách đạt hơn 6.203,637 tỷ đồng, tăng 12%-13% so với cùng kỳ; 14/14 chỉ tiêu hoàn thành \
        theo Nghị quyết số 15-NQ/TU. Quận Hải Đông giảm 1.950 biên chế.";
    let mut analyzed = article("kinh-te/1", body, minute(0));
    analyzed.article.title = Some("Hải Đông thu vượt dự toán".to_owned());
    analyzed.article.author = Some("Lê Thị Thử".to_owned());
    analyzed.article.published = Some(Published {
        date: day(2023, 3, 28),
        at: Some(minute(-30)),
        basis: PublishedBasis::Dateline,
    });

    let person = entity(EntityType::Person, body, "Trần Văn Mẫu");
    let mut committee = entity(EntityType::Organization, body, "Quận ủy");
    committee.name = "Quận ủy Hải Đông".into();
    let mut place = entity(EntityType::Place, body, "quận Hải Đông");
    let again = span(body, "Quận Hải Đông");
    place.mentions.push(Mention {
        start: again.start,
        end: again.end,
        text: "Quận Hải Đông".to_owned(),
    });
    place.attributes = BTreeMap::from([("code".to_owned(), json!("901"))]);
    let mut document = entity(EntityType::Document, body, "Nghị quyết số 15-NQ/TU");
    document.attributes = BTreeMap::from([
        ("kind".to_owned(), json!("Nghị quyết")),
        ("number".to_owned(), json!("15-NQ/TU")),
    ]);

    let branches = count(body, "345", "chi bộ");
    let mut revenue = count(body, "6", "");
    let figure = span(body, "6.203,637 tỷ đồng");
    (revenue.start, revenue.end) = (figure.start, figure.end);
    revenue.figure = "6.203,637 tỷ đồng".into();
    revenue.value = "6203637000000".parse().unwrap();
    revenue.unit.code = Some("VND".to_owned());
    revenue.unit.label = "VND".into();
    revenue.unit.dimension = "money".into();
    revenue.modifier = Some(Modifier::Over);
    revenue.indicator.code = Some("budget.revenue".to_owned());
    revenue.indicator.label = "thu ngân sách".into();
    revenue.subject = Some(Subject {
        label: "quận Hải Đông".to_owned(),
        entity_id: Some(place.id),
    });
    revenue.place = Some(PlaceRef {
        code: "901".to_owned(),
        valid_from: Some(day(2014, 4, 1)),
        name: "Quận Hải Đông".to_owned(),
    });
    revenue.period = Some(Period {
        start: day(2022, 1, 1),
        end: day(2022, 10, 1),
        text: "9 tháng năm 2022".to_owned(),
        basis: Basis::Stated,
    });
    let mut growth = revenue.clone();
    growth.id = Uuid::now_v7();
    let figure = span(body, "12%-13%");
    (growth.start, growth.end) = (figure.start, figure.end);
    growth.figure = "12%-13%".into();
    growth.value = "12".parse().unwrap();
    growth.value_max = Some("13".parse().unwrap());
    growth.measure = Measure::Change;
    growth.baseline = Some("so với cùng kỳ".to_owned());
    growth.place.as_mut().unwrap().valid_from = None;
    growth.subject.as_mut().unwrap().entity_id = None;
    let mut targets = count(body, "14", "chỉ tiêu");
    targets.figure = "14/14".into();
    targets.end += 3;
    targets.denominator = Some("14".parse().unwrap());
    targets.measure = Measure::Share;
    let mut posts = count(body, "1", "biên chế");
    let figure = span(body, "1.950");
    (posts.start, posts.end) = (figure.start, figure.end);
    posts.figure = "1.950".into();
    posts.value = "-1950".parse().unwrap();
    posts.measure = Measure::Change;

    let statement = span(body, "Bí thư Quận ủy Trần Văn Mẫu");
    let position = |organization| Position {
        person: person.id,
        title: "Bí thư Quận ủy".to_owned(),
        organization,
        start: statement.start,
        end: statement.end,
    };
    analyzed.extraction = Extraction {
        statistics: vec![branches, revenue, growth, targets, posts],
        positions: vec![position(Some(committee.id)), position(None)],
        entities: vec![place, committee, person, document],
    };
    analyzed
}

/// The extraction of an article's current revision as the database holds it, in the form of the event.
const EXTRACTION: &str = r#"
    WITH current AS (
        SELECT r.id, r.body FROM solieu.article a JOIN solieu.revision r ON r.article_id = a.id AND r.number = a.revision
        WHERE a.id = $1
    )
    SELECT jsonb_build_object(
        'statistics', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', s.id, 'start', s.start, 'end', s."end", 'figure', s.figure,
                'value', s.value::text, 'value_max', s.value_max::text, 'denominator', s.denominator::text,
                'unit', jsonb_build_object('code', s.unit_code, 'label', s.unit_label, 'dimension', s.unit_dimension),
                'measure', s.measure, 'modifier', s.modifier,
                'indicator', jsonb_build_object('code', s.indicator_code, 'label', s.indicator_label),
                'subject', CASE WHEN s.subject_label IS NOT NULL THEN
                    jsonb_build_object('label', s.subject_label, 'entity_id', s.subject_entity_id) END,
                'place', CASE WHEN s.place_code IS NOT NULL THEN jsonb_build_object(
                    'code', s.place_code, 'valid_from', nullif(s.place_valid_from, '-infinity'), 'name', s.place_name) END,
                'period', CASE WHEN s.period IS NOT NULL THEN jsonb_build_object(
                    'start', lower(s.period), 'end', upper(s.period), 'text', s.period_text, 'basis', s.period_basis) END,
                'baseline', s.baseline,
                'sentence', jsonb_build_object('start', s.sentence_start, 'end', s.sentence_end),
                'rule', s.rule) ORDER BY s.start), '[]')
            FROM solieu.statistic s JOIN current c ON c.id = s.revision_id
        ),
        'entities', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', e.id, 'type', e.type, 'name', m.name, 'attributes', m.attributes,
                'mentions', (
                    SELECT jsonb_agg(jsonb_build_object(
                        'start', o.start, 'end', o."end", 'text', substr(c.body, o.start + 1, o."end" - o.start)))
                    FROM unnest(m.start, m."end") AS o (start, "end")
                )) ORDER BY m.ordinal), '[]')
            FROM solieu.mention m JOIN solieu.entity e ON e.id = m.entity_id JOIN current c ON c.id = m.revision_id
        ),
        'positions', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'person', p.person, 'title', p.title, 'organization', p.organization,
                'start', p.start, 'end', p."end") ORDER BY p.ordinal), '[]')
            FROM solieu.position p JOIN current c ON c.id = p.revision_id
        )
    )"#;

/// The rows hold every record of the extraction, and every figure is the text at its offsets.
async fn assert_stored(database: &Database, analyzed: &Analyzed) {
    let id = analyzed.article.id;
    let stored: Value = sqlx::query_scalar(EXTRACTION)
        .bind(id)
        .fetch_one(&database.pool)
        .await
        .unwrap();
    let expected = serde_json::to_value(&analyzed.extraction).unwrap();
    for list in ["statistics", "entities", "positions"] {
        let (stored, expected) = (
            stored[list].as_array().unwrap(),
            expected[list].as_array().unwrap(),
        );
        for (stored, expected) in stored.iter().zip(expected) {
            assert_eq!(stored, expected);
        }
        assert_eq!(stored.len(), expected.len());
    }
    let unlike = database
        .number(
            r#"SELECT count(*) FROM solieu.statistic s JOIN solieu.revision r ON r.id = s.revision_id
            WHERE substr(r.body, s.start + 1, s."end" - s.start) <> s.figure"#,
        )
        .await;
    assert_eq!(unlike, 0);
}

fn new(saved: &Saved) -> (i32, Uuid) {
    match saved {
        Saved::New { revision, event_id } => (*revision, *event_id),
        other => panic!("{other:?} is not new"),
    }
}

#[tokio::test]
async fn an_extraction_reads_back_field_by_field() {
    let database = Database::new().await;
    let analyzed = rich();
    let saved = database
        .store
        .save(&[record(analyzed.clone())])
        .await
        .unwrap();
    let (revision, event_id) = new(&saved[0]);
    assert_eq!(revision, 1);

    assert_stored(&database, &analyzed).await;

    let row: Value =
        sqlx::query_scalar("SELECT to_jsonb(a) - 'body' - 'saved_at' FROM reporting.article a")
            .fetch_one(&database.pool)
            .await
            .unwrap();
    assert_eq!(
        row,
        json!({
            "id": analyzed.article.id,
            "revision": 1,
            "url": "https://bao.example/kinh-te/1",
            "source": "bao.example",
            "title": "Hải Đông thu vượt dự toán",
            "author": "Lê Thị Thử",
            "published_on": "2023-03-28",
            "published_at": "2023-03-28T06:30:00+00:00",
            "published_basis": "dateline",
            "scraped_at": "2023-03-28T07:00:00+00:00",
            "extractor_version": solieu::extract::VERSION,
            "event_id": event_id,
        })
    );
}

#[tokio::test]
async fn the_samples_are_stored_as_they_are_read() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let mut samples = 0;
    for file in std::fs::read_dir("samples").unwrap() {
        let path = file.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        for message in file::messages(&path.to_string_lossy(), &content).unwrap() {
            let article = message::parse(&message, chrono::Utc::now(), &Limits::default()).unwrap();
            let analyzed = Analyzed {
                extraction: extract(&article, &lexicon),
                article,
                traceparent: None,
            };
            new(&database
                .store
                .save(&[record(analyzed.clone())])
                .await
                .unwrap()[0]);
            assert_stored(&database, &analyzed).await;
            samples += 1;
        }
    }
    assert!(samples >= 5);
}

#[tokio::test]
async fn values_keep_every_digit() {
    let database = Database::new().await;
    let body = "Tổng cộng 7 đồng.";
    let mut analyzed = article("so-lon", body, minute(0));
    let values = [
        "1234567890123456789012345.678",
        "-0.0000000000000000000000001",
        "79228162514264337593543950335",
        "0.10",
    ];
    analyzed.extraction.statistics = values
        .iter()
        .map(|value| {
            let mut statistic = count(body, "7", "đồng");
            statistic.value = value.parse().unwrap();
            statistic
        })
        .collect();
    database.store.save(&[record(analyzed)]).await.unwrap();
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT value::text FROM solieu.statistic ORDER BY id")
            .fetch_all(&database.pool)
            .await
            .unwrap();
    assert_eq!(stored, values);
}

#[tokio::test]
async fn the_same_text_again_adds_nothing() {
    let database = Database::new().await;
    let analyzed = rich();
    let first = database
        .store
        .save(&[record(analyzed.clone())])
        .await
        .unwrap();
    let mut again = analyzed;
    again.article.scraped_at = minute(60);
    let second = database
        .store
        .save(&[record(again.clone()), record(again)])
        .await
        .unwrap();
    new(&first[0]);
    assert_eq!(
        second,
        [
            Saved::Unchanged { revision: 1 },
            Saved::Unchanged { revision: 1 }
        ]
    );
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.revision")
            .await,
        1
    );
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        5
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        1
    );
}

#[tokio::test]
async fn another_text_becomes_current_only_if_it_was_scraped_later() {
    let database = Database::new().await;
    let save = async |body: &str, scraped| {
        let mut analyzed = article("a", body, minute(scraped));
        analyzed
            .extraction
            .statistics
            .push(count(body, body.split(' ').next().unwrap(), "thôn"));
        database.store.save(&[record(analyzed)]).await.unwrap()[0]
    };
    let shown = async || -> Vec<String> {
        sqlx::query_scalar("SELECT figure FROM reporting.statistic")
            .fetch_all(&database.pool)
            .await
            .unwrap()
    };
    assert_eq!(new(&save("1 thôn", 10).await).0, 1);
    assert_eq!(new(&save("2 thôn", 20).await).0, 2);
    assert_eq!(shown().await, ["2"]);
    // the old text, found in an older visit
    assert_eq!(save("1 thôn", 5).await, Saved::Unchanged { revision: 1 });
    assert_eq!(shown().await, ["2"]);
    // a text between the two, which arrives late
    assert_eq!(new(&save("3 thôn", 15).await).0, 3);
    assert_eq!(shown().await, ["2"]);
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        3
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        3
    );
}

#[tokio::test]
async fn one_batch_may_hold_several_states_of_an_article_in_any_order() {
    let database = Database::new().await;
    let records = [("b", 20), ("a", 10), ("b", 30), ("c", 15)]
        .map(|(body, scraped)| record(article("x", body, minute(scraped))));
    let saved = database.store.save(&records).await.unwrap();
    assert_eq!(new(&saved[0]).0, 1);
    assert_eq!(new(&saved[1]).0, 2);
    assert_eq!(saved[2], Saved::Unchanged { revision: 1 });
    assert_eq!(new(&saved[3]).0, 3);
    let current: String = sqlx::query_scalar("SELECT body FROM reporting.article")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(current, "b");

    let later = record(article("x", "d", minute(40)));
    database.store.save(&[later]).await.unwrap();
    let current: String = sqlx::query_scalar("SELECT body FROM reporting.article")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(current, "d");
}

#[tokio::test]
async fn writers_that_race_in_opposite_order_neither_deadlock_nor_double() {
    const ARTICLES: usize = 40;
    let database = Database::new().await;
    let body = "Phường Một, Phường Hai, Phường Ba và Phường Bốn có 12 tổ dân phố.";
    let names = ["Phường Một", "Phường Hai", "Phường Ba", "Phường Bốn"];
    let batch = |order: &mut dyn Iterator<Item = usize>| -> Vec<Record> {
        order
            .map(|number| {
                let mut analyzed = article(&number.to_string(), body, minute(0));
                analyzed
                    .extraction
                    .statistics
                    .push(count(body, "12", "tổ dân phố"));
                let mut entities: Vec<_> = names
                    .map(|name| entity(EntityType::Place, body, name))
                    .into();
                entities.rotate_left(number % names.len());
                analyzed.extraction.entities = entities;
                record(analyzed)
            })
            .collect()
    };
    for round in 0..5 {
        let range = round * ARTICLES..(round + 1) * ARTICLES;
        let batches = [
            batch(&mut range.clone()),
            batch(&mut range.clone().rev()),
            batch(&mut range.clone().rev()),
        ];
        // stores that do not share what they know
        let mut stores = Vec::new();
        for _ in &batches {
            stores.push(Store::connect(&database.settings).await.unwrap());
        }
        let saving = stores
            .iter()
            .zip(&batches)
            .map(|(store, batch)| store.save(batch));
        let outcomes: Vec<Saved> = futures::future::try_join_all(saving)
            .await
            .unwrap()
            .concat();
        let added = outcomes
            .iter()
            .filter(|saved| matches!(saved, Saved::New { .. }))
            .count();
        assert_eq!(added, ARTICLES);
    }
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        200
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.entity").await,
        4
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.mention").await,
        800
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        200
    );
}

#[tokio::test]
async fn a_record_that_cannot_be_stored_fails_its_batch_and_leaves_no_trace() {
    let database = Database::new().await;
    let mut bad = article("bad", "12 thôn", minute(0));
    let mut statistic = count("12 thôn", "12", "thôn");
    statistic.end = statistic.start;
    bad.extraction.statistics.push(statistic);
    let good = record(rich());
    let error = database
        .store
        .save(&[good.clone(), record(bad)])
        .await
        .unwrap_err();
    assert!(!store::is_transient(&error), "{error}");
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.article").await,
        0
    );
    // what the failed batch had learnt of entities is forgotten
    new(&database.store.save(&[good]).await.unwrap()[0]);
}

#[tokio::test]
async fn a_server_that_goes_away_is_an_outage_and_not_the_fault_of_a_record() {
    let database = Database::new().await;
    let ended = sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())")
        .execute(&database.pool)
        .await;
    assert!(store::is_transient(&ended.unwrap_err()));
    sqlx::raw_sql("DROP TABLE solieu.outbox")
        .execute(&database.pool)
        .await
        .unwrap();
    let old = database.store.save(&[record(rich())]).await;
    assert!(store::is_transient(&old.unwrap_err()));
}

fn reject(sequence: u64) -> Reject {
    Reject {
        reason: Reason::InvalidField,
        detail: "body holds a NUL at byte 3: \0".to_owned(),
        stream: "ARTICLES".to_owned(),
        sequence,
        received_at: minute(0),
        subject: "articles.scraped.v1.bao_example".to_owned(),
        headers: json!({
            "traceparent": ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
            "X-Note": ["a \0 b", "c"],
        }),
        payload: b"{\"body\": \"a\\u0000\xff\0\"}".to_vec(),
    }
}

#[tokio::test]
async fn a_refused_message_is_kept_as_received_and_announced_once() {
    let database = Database::new().await;
    let records = [record(rich()), Record::Reject(Box::new(reject(7)))];
    for _ in 0..2 {
        let saved = database.store.save(&records).await.unwrap();
        assert_eq!(saved[1], Saved::Rejected);
    }
    let claim = database.store.claim(10).await.unwrap();
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
    store
        .forget_attempts("ARTICLES", 1, minute(0))
        .await
        .unwrap();
    assert_eq!(
        store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap(),
        1
    );
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
    let first = database.store.claim(4).await.unwrap();
    let second = database.store.claim(100).await.unwrap();
    let mut claimed = [ids(&first), ids(&second)].concat();
    claimed.sort();
    let mut expected = announced.clone();
    expected.sort();
    assert_eq!(claimed, expected);
    assert!(database.store.claim(100).await.unwrap().events.is_empty());

    // one is acknowledged, the second relay ends without a word
    let sent = first.events[0].id;
    first.mark_sent(&[sent]).await.unwrap();
    drop(second);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let rest = loop {
        let claim = database.store.claim(100).await.unwrap();
        if claim.events.len() == 9 {
            break claim;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "{} are free",
            claim.events.len()
        );
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
            .forget_sent(std::time::Duration::from_hours(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        database
            .store
            .forget_sent(std::time::Duration::ZERO)
            .await
            .unwrap(),
        10
    );
}

#[tokio::test]
async fn the_event_holds_what_the_rows_hold() {
    let database = Database::new().await;
    let mut analyzed = rich();
    analyzed.traceparent =
        Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned());
    let saved = database
        .store
        .save(&[record(analyzed.clone())])
        .await
        .unwrap();
    let (revision, event_id) = new(&saved[0]);
    let claim = database.store.claim(10).await.unwrap();
    let event = &claim.events[0];
    assert_eq!(event.id, event_id);
    assert_eq!(event.headers["ce-id"], event_id.to_string());
    assert_eq!(event.headers["traceparent"], analyzed.traceparent.unwrap());
    let body: Value = serde_json::from_slice(&event.payload).unwrap();
    assert_eq!(body["article"]["id"], json!(analyzed.article.id));
    assert_eq!(body["article"]["revision"], json!(revision));
    assert_eq!(body["statistics"], json!(analyzed.extraction.statistics));
}
