//! The wire format from outside: golden messages and events against the schemas, refusals by reason, any bytes at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, NaiveDate, Utc};
use jsonschema::Validator;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use solieu::article::{Article, Published, PublishedBasis};
use solieu::event::{self, Rejected};
use solieu::extraction::{
    Basis, Entity, EntityType, Extraction, Indicator, Measure, Mention, Modifier, Period, PlaceRef,
    Position, Span, Statistic, Subject, Unit,
};
use solieu::message::{Invalid, Limits, Reason, parse};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

const FULL: &str = include_str!("messages/scraped.full.json");
const LEAST: &str = include_str!("messages/scraped.least.json");

fn received_at() -> DateTime<Utc> {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

fn read(payload: &[u8]) -> Result<Article, Invalid> {
    parse(payload, received_at(), &Limits::default())
}

fn schema(name: &str) -> Validator {
    let schema = event::schemas().remove(name).unwrap();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema.as_value())
        .unwrap()
}

#[test]
fn a_full_message_becomes_an_article_with_every_field() {
    let article = read(FULL.as_bytes()).unwrap();
    assert_eq!(
        article.url,
        "https://bao.example/chinh-tri/xa-moi-tinh-gon.html?id=7"
    );
    assert_eq!(
        article.id,
        Uuid::new_v5(&Uuid::NAMESPACE_URL, article.url.as_bytes())
    );
    assert_eq!(article.source, "Báo Ví dụ");
    assert_eq!(article.author.as_deref(), Some("Lan Anh"));
    assert_eq!(
        article.title.as_deref(),
        Some("Xã Tân Lập tinh gọn bộ máy sau sắp xếp")
    );
    assert!(article.body.starts_with("Sau sắp xếp, xã Tân Lập"));
    assert_eq!(
        article.published,
        Some(Published {
            date: NaiveDate::from_ymd_opt(2025, 7, 15).unwrap(),
            at: Some("2025-07-15T01:30:00Z".parse().unwrap()),
            basis: PublishedBasis::Message,
        })
    );
    assert_eq!(
        article.scraped_at,
        "2025-07-15T02:00:00.123456Z"
            .parse::<DateTime<Utc>>()
            .unwrap()
    );
}

#[test]
fn the_least_message_takes_its_defaults() {
    let article = read(LEAST.as_bytes()).unwrap();
    assert_eq!(article.source, "bao.example");
    assert_eq!(article.scraped_at, received_at());
    assert_eq!(
        (article.title, article.author, article.published),
        (None, None, None)
    );
}

#[test]
fn a_date_of_the_message_wins_over_a_dateline() {
    let with = |published_at: Value| {
        let message = json!({
            "url": "http://a.vn/1",
            "body": "Ngày đăng 28/03/2023 | 14:04\nXã có 12 thôn.",
            "published_at": published_at,
        });
        read(message.to_string().as_bytes())
            .unwrap()
            .published
            .unwrap()
    };
    for (sent, date, basis) in [
        (json!("2023-03-27"), "2023-03-27", PublishedBasis::Message),
        // late in the evening in UTC is the next day in Vietnam
        (
            json!("2023-03-27T20:00:00Z"),
            "2023-03-28",
            PublishedBasis::Message,
        ),
        (json!(null), "2023-03-28", PublishedBasis::Dateline),
        (json!("  "), "2023-03-28", PublishedBasis::Dateline),
    ] {
        let published = with(sent);
        assert_eq!(
            (published.date.to_string().as_str(), published.basis),
            (date, basis)
        );
    }
}

/// The least message with one field changed; null takes it away.
fn with(field: &str, value: Value) -> String {
    let mut message: Value = serde_json::from_str(LEAST).unwrap();
    message[field] = value;
    message.to_string()
}

/// Reports every payload that is not refused in exactly these words.
fn refused<'a>(cases: impl IntoIterator<Item = (String, Reason, &'a str)>) {
    let misses: Vec<_> = cases
        .into_iter()
        .filter_map(|(payload, reason, detail)| {
            let shown: String = payload.chars().take(80).collect();
            match read(payload.as_bytes()) {
                Err(invalid) if (invalid.reason, invalid.detail.as_str()) == (reason, detail) => {
                    None
                }
                other => Some(format!("{shown}\n  {other:?}")),
            }
        })
        .collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn what_is_no_json_object_is_refused_with_the_place_of_the_fault() {
    let cases = [
        (
            String::new(),
            "EOF while parsing a value at line 1 column 0",
        ),
        ("xin chào".into(), "expected value at line 1 column 1"),
        ("[1, 2]".into(), "message is not a JSON object"),
        ("\"x\"".into(), "message is not a JSON object"),
        (
            "{\"url\": \"http://a.vn\",\n \"body\" \"x\"}".into(),
            "expected `:` at line 2 column 9",
        ),
        (
            format!("{LEAST} x"),
            "trailing characters at line 2 column 2",
        ),
        (
            r#"{"url": "http://a.vn/", "body": "a\ud83d b"}"#.into(),
            "body: unexpected end of hex escape at line 1 column 41",
        ),
        (
            r#"{"url": "http://a.vn/", "body": "a\udc00 b"}"#.into(),
            "body: lone leading surrogate in hex escape at line 1 column 40",
        ),
    ];
    refused(cases.map(|(payload, detail): (String, _)| (payload, Reason::InvalidJson, detail)));
}

#[test]
fn a_bad_field_is_refused_with_its_name_its_value_and_what_it_should_be() {
    let cases = [
        (with("url", json!(null)), "url is missing"),
        (with("url", json!(" ")), "url is empty"),
        (with("body", json!("\n \u{a0}")), "body is empty"),
        (
            with("url", json!("ftp://a.vn/1")),
            "url is \"ftp://a.vn/1\": scheme ftp is not http or https",
        ),
        (
            with("url", json!(7)),
            "url: invalid type: integer `7`, expected a string at line 1 column 35",
        ),
        (
            with("body", json!(["x"])),
            "body: invalid type: sequence, expected a string at line 1 column 8",
        ),
        (
            r#"{"url": "a", "url": "b"}"#.into(),
            "duplicate field `url` at line 1 column 18",
        ),
        (
            with("body", json!("ab\0c")),
            "body holds U+0000 at code point 2, which cannot be stored",
        ),
        (
            with("title", json!("\0")),
            "title holds U+0000 at code point 0, which cannot be stored",
        ),
        (
            with("published_at", json!("hôm qua")),
            "published_at is \"hôm qua\" (expected RFC 3339, as 2022-10-23T15:37:00+07:00, or a date, as 2022-10-23)",
        ),
        (
            with("published_at", json!("2023-02-29")),
            "published_at is \"2023-02-29\" (expected RFC 3339, as 2022-10-23T15:37:00+07:00, or a date, as 2022-10-23)",
        ),
        (
            with("published_at", json!("0000-01-01")),
            "published_at is \"0000-01-01\" (from 1900-01-01 to 2026-03-02, the day after the message came)",
        ),
        (
            with("published_at", json!("9999-12-31T23:59:59Z")),
            "published_at is \"9999-12-31T23:59:59Z\" (from 1900-01-01 to 2026-03-02, the day after the message came)",
        ),
        (
            with("scraped_at", json!("2026-02-28")),
            "scraped_at is \"2026-02-28\" (expected RFC 3339, as 2022-10-23T15:37:00+07:00)",
        ),
        (
            with("scraped_at", json!("2036-02-28T00:00:00Z")),
            "scraped_at is \"2036-02-28T00:00:00Z\" (from 1900-01-01 to 2026-03-02, the day after the message came)",
        ),
        (r#"{"url": "http://a.vn/"}"#.into(), "body is missing"),
        (r#"{"body": "x"}"#.into(), "url is missing"),
    ];
    refused(cases.map(|(payload, detail): (String, _)| (payload, Reason::InvalidField, detail)));
}

#[test]
fn what_is_too_large_or_not_vietnamese_is_refused_with_the_evidence() {
    let english = "The district collected more taxes than planned this year. ".repeat(10);
    let mojibake: String = "Đảng bộ huyện đã kết nạp đảng viên mới"
        .bytes()
        .map(char::from)
        .collect();
    refused([
        (
            with("body", json!("a".repeat(1 << 20))),
            Reason::TooLarge,
            "message is 1048620 bytes (limit 1048576)",
        ),
        (
            with("body", json!("a".repeat(600_000))),
            Reason::TooLarge,
            "body is 600000 bytes (limit 524288)",
        ),
        (
            with("language", json!("en-US")),
            Reason::UnsupportedLanguage,
            "language is \"en-US\" (only vi)",
        ),
        (
            with("body", json!(english)),
            Reason::UnsupportedLanguage,
            "body has 0 letters that only Vietnamese uses among 480 letters, and no language is given",
        ),
        (
            with("body", json!(mojibake)),
            Reason::Mojibake,
            "title and body hold 12 characters of UTF-8 read as Latin-1 or lost, and 0 Vietnamese ones",
        ),
    ]);
}

#[test]
fn what_cannot_be_utf_8_is_invalid_json() {
    let invalid = read(b"{\"url\": \"http://a.vn/\", \"body\": \"\xC4\x90\xFF\"}").unwrap_err();
    assert_eq!(invalid.reason, Reason::InvalidJson);
    assert!(invalid.detail.starts_with("body: "), "{}", invalid.detail);
}

#[test]
fn deep_nesting_is_refused_and_not_recursed_into() {
    let deep = format!(
        "{{\"url\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(
        read(deep.as_bytes()).unwrap_err().reason,
        Reason::InvalidField
    );
    let ignored = deep.replace("\"url\"", "\"unknown\"");
    assert_eq!(
        read(ignored.as_bytes()).unwrap_err().detail,
        "url is missing"
    );
}

#[test]
fn a_refused_value_is_quoted_in_few_words() {
    let message = json!({"url": format!("x{}", "\u{7}y".repeat(5000)), "body": "x"});
    let detail = read(message.to_string().as_bytes()).unwrap_err().detail;
    assert!(detail.len() < 700 && !detail.contains('\u{7}'), "{detail}");
}

#[test]
fn golden_messages_are_valid_by_the_schema_and_broken_ones_are_not() {
    let schema = schema("article.scraped.v1");
    for golden in [FULL, LEAST] {
        let golden: Value = serde_json::from_str(golden).unwrap();
        assert!(schema.is_valid(&golden));
        for (field, wrong) in [
            ("url", json!(null)),
            ("url", json!("tin/1")),
            ("body", json!("")),
            ("body", json!(7)),
            ("title", json!(["x"])),
        ] {
            let mut message = golden.clone();
            message[field] = wrong;
            assert!(!schema.is_valid(&message), "{message}");
            assert!(read(message.to_string().as_bytes()).is_err(), "{message}");
        }
        for field in ["url", "body"] {
            let mut message = golden.clone();
            message.as_object_mut().unwrap().remove(field);
            assert!(!schema.is_valid(&message));
        }
    }
}

/// One record of each kind with every field filled.
fn extraction() -> Extraction {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let id = |number| Uuid::from_u128(number);
    Extraction {
        statistics: vec![Statistic {
            id: id(1),
            start: 80,
            end: 92,
            figure: "12,5 tỷ đồng".into(),
            value: Decimal::from(12_500_000_000_i64),
            value_max: Some(Decimal::from(13_000_000_000_i64)),
            denominator: Some(Decimal::ONE),
            unit: Unit {
                code: Some("VND".into()),
                label: "VND".into(),
                dimension: "money".into(),
            },
            measure: Measure::Level,
            modifier: Some(Modifier::AtLeast),
            indicator: Indicator {
                code: Some("budget.revenue".into()),
                label: "thu ngân sách".into(),
            },
            subject: Some(Subject {
                label: "xã Tân Lập".into(),
                entity_id: Some(id(2)),
            }),
            place: Some(PlaceRef {
                code: "00001".into(),
                valid_from: Some(date("2025-07-01")),
                name: "Xã Tân Lập".into(),
            }),
            period: Some(Period {
                start: date("2025-01-01"),
                end: date("2025-07-01"),
                text: "6 tháng".into(),
                basis: Basis::Stated,
            }),
            baseline: Some("so với cùng kỳ".into()),
            sentence: Span { start: 54, end: 93 },
            rule: "number.magnitude > unit.money".into(),
        }],
        entities: vec![Entity {
            id: id(2),
            kind: EntityType::Place,
            key: "not published".into(),
            name: "xã Tân Lập".into(),
            attributes: [("code".to_owned(), json!("00001"))].into(),
            mentions: vec![Mention {
                start: 13,
                end: 23,
                text: "xã Tân Lập".into(),
            }],
        }],
        positions: vec![Position {
            person: id(3),
            title: "Chủ tịch UBND xã".into(),
            organization: Some(id(4)),
            start: 30,
            end: 60,
        }],
        ..Extraction::default()
    }
}

#[test]
fn the_enriched_event_is_the_golden_one_and_valid_by_its_schema() {
    let article = read(FULL.as_bytes()).unwrap();
    let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let event = event::enriched(
        Uuid::from_u128(9),
        received_at(),
        &article,
        2,
        "1",
        &event::findings(&extraction()),
        Some(traceparent),
    );
    assert_eq!(event.subject, "articles.enriched.v1.bao_example");
    let id = "00000000-0000-0000-0000-000000000009";
    let article_id = article.id.to_string();
    let headers: Vec<(&str, &str)> = vec![
        ("Content-Type", "application/json"),
        ("Nats-Msg-Id", id),
        ("ce-dataschema", "urn:solieu:schema:article.enriched.v1"),
        ("ce-id", id),
        ("ce-source", "/solieu"),
        ("ce-specversion", "1.0"),
        ("ce-subject", &article_id),
        ("ce-time", "2026-03-01T10:00:00.000000Z"),
        ("ce-type", "solieu.article.enriched.v1"),
        ("traceparent", traceparent),
    ];
    let sent: Vec<_> = event
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(sent, headers);

    let body: Value = serde_json::from_slice(&event.payload).unwrap();
    let golden: Value = serde_json::from_str(include_str!("messages/enriched.json")).unwrap();
    assert_eq!(body, golden, "{body:#}");
    let schema = schema("article.enriched.v1");
    assert!(schema.is_valid(&body));
    for pointer in [
        "/article/content_hash",
        "/statistics/0/value",
        "/statistics/0/measure",
        "/entities/0/type",
    ] {
        let mut broken = body.clone();
        *broken.pointer_mut(pointer).unwrap() = json!(1.5);
        assert!(!schema.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn an_article_whose_event_is_too_large_is_refused_with_both_sizes() {
    let article = read(FULL.as_bytes()).unwrap();
    let fits = |limit| event::fitting_findings(&article, &extraction(), limit).map(|_| ());
    let detail = fits(1000).unwrap_err().detail;
    let size: usize = detail.split(' ').nth(3).unwrap().parse().unwrap();
    assert_eq!(
        detail,
        format!("enriched event is {size} bytes (limit 1000)")
    );
    assert_eq!(fits(size), Ok(()));
}

#[test]
fn the_rejected_event_is_valid_by_its_schema_and_points_to_the_message() {
    let body = Rejected {
        event_id: Uuid::from_u128(9),
        reason: Reason::TooLarge,
        detail: "body is 600000 bytes (limit 524288)",
        stream: "ARTICLES",
        sequence: 17,
        subject: "articles.scraped.v1.a_vn",
        received_at: received_at(),
    };
    let event = event::rejected(received_at(), &body, Some("nonsense"));
    assert_eq!(event.subject, "articles.rejected.v1.too_large");
    assert_eq!(event.headers["ce-subject"], "ARTICLES/17");
    assert!(!event.headers.contains_key("traceparent"));
    let body: Value = serde_json::from_slice(&event.payload).unwrap();
    assert_eq!(
        body,
        json!({
            "event_id": "00000000-0000-0000-0000-000000000009",
            "reason": "too_large",
            "detail": "body is 600000 bytes (limit 524288)",
            "stream": "ARTICLES",
            "sequence": 17,
            "subject": "articles.scraped.v1.a_vn",
            "received_at": "2026-03-01T10:00:00Z",
        })
    );
    assert!(schema("article.rejected.v1").is_valid(&body));
}

proptest! {
    #[test]
    fn any_bytes_are_parsed_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(read(&payload));
    }

    #[test]
    fn any_text_is_parsed_or_refused_with_a_short_reason(
        url in "(https?://)?\\PC{0,20}",
        body in "(?s).{0,200}",
        published_at in proptest::option::of("[0-9T:+Z-]{0,25}|\\PC{0,10}"),
        language in proptest::option::of("vi|en|\\PC{0,5}"),
    ) {
        let message = json!({"url": url, "body": body, "published_at": published_at, "language": language});
        match read(message.to_string().as_bytes()) {
            Ok(article) => {
                let nfc: String = body.nfc().collect();
                prop_assert_eq!(&article.body, &nfc);
                prop_assert!(article.subject_token().is_ascii());
                // what identifies the article does not change when it is sent again
                let again = json!({"url": article.url, "body": body});
                let again = read(again.to_string().as_bytes());
                prop_assert!(again.is_ok_and(|again| again.id == article.id));
            }
            Err(invalid) => prop_assert!(invalid.detail.len() < 1000),
        }
    }

    #[test]
    fn nfd_and_nfc_are_the_same_revision(
        title in "[ăâđêôơưạảẹẽếềỳỷĐẦ a-z]{1,20}",
        body in "[ăâđêôơưạảẹẽếềỳỷĐẦ a-z\n]{1,100}",
    ) {
        let message = |title: String, body: String| {
            json!({"url": "http://a.vn/1", "title": title, "body": format!("đ{body}")}).to_string()
        };
        let nfc = read(message(title.nfc().collect(), body.nfc().collect()).as_bytes());
        let nfd = read(message(title.nfd().collect(), body.nfd().collect()).as_bytes());
        prop_assert_eq!(nfc, nfd);
    }
}
