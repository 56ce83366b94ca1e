//! What was read from an article, as rows and as an event.

use serde_json::{Value, json};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::file;
use solieu::message::{self, Limits};
use solieu::store::Analyzed;

use crate::database::Database;
use crate::records::{article, count, minute, new, record, rich};

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

    let row: Value = sqlx::query_scalar(
        "SELECT to_jsonb(a) - 'body' - 'saved_at' - 'story_id' FROM reporting.article a",
    )
    .fetch_one(&database.pool)
    .await
    .unwrap();
    assert_eq!(
        row,
        json!({
            "id": analyzed.article.id,
            "revision": 1,
            "is_copy": false,
            "url": "https://bao.example/kinh-te/1",
            "source": "bao.example",
            "title": "Hải Đông thu vượt dự toán",
            "author": "Lê Thị Thử",
            "published_date": "2023-03-28",
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
                findings: None,
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
    let claim = database.store.claim(10, usize::MAX).await.unwrap();
    let event = &claim.events[0];
    assert_eq!(event.id, event_id);
    assert_eq!(event.headers["ce-id"], event_id.to_string());
    assert_eq!(event.headers["traceparent"], analyzed.traceparent.unwrap());
    let body: Value = serde_json::from_slice(&event.payload).unwrap();
    assert_eq!(body["article"]["id"], json!(analyzed.article.id));
    assert_eq!(body["article"]["revision"], json!(revision));
    assert_eq!(body["statistics"], json!(analyzed.extraction.statistics));
}
