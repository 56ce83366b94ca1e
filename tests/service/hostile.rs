//! Content that means harm, or might: each with the one outcome it has, side by side with good articles.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use serde_json::{Value, json};
use solieu::jetstream::SCRAPED;

use crate::world::{World, article};

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Stored, with so many figures.
    Stored(i64),
    /// Refused for this reason.
    Rejected(&'static str),
}
use Outcome::{Rejected, Stored};

const SQL: &str = "x'); DROP TABLE solieu.article; -- \" \\ %s";
const HTML: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;";

/// A message about number `index` with these fields besides, or instead.
fn message(index: usize, fields: Value) -> Vec<u8> {
    let mut message = json!({
        "url": format!("https://bao.example/{index}"),
        "body": "Năm 2022, xã có 12 thôn.",
        "language": "vi",
    });
    let Value::Object(fields) = fields else {
        panic!("{fields}")
    };
    message.as_object_mut().unwrap().extend(fields);
    message.to_string().into_bytes()
}

/// The same with a piece of JSON that no writer of JSON would write.
fn raw(index: usize, fields: &str) -> Vec<u8> {
    format!(r#"{{"url": "https://bao.example/{index}", "language": "vi", {fields}}}"#).into_bytes()
}

fn with_body(index: usize, body: &str) -> Vec<u8> {
    message(index, json!({ "body": body }))
}

type Case = (&'static str, fn(usize) -> Vec<u8>, Outcome);

const CASES: &[Case] = &[
    (
        "NUL in the body",
        |i| with_body(i, "12 thôn\0"),
        Rejected("invalid_field"),
    ),
    (
        "NUL in the title",
        |i| message(i, json!({"title": "a\0"})),
        Rejected("invalid_field"),
    ),
    (
        "NUL in the language",
        |i| message(i, json!({"language": "vi\0"})),
        Rejected("invalid_field"),
    ),
    (
        "NUL itself",
        |i| raw(i, "\"body\": \"12 thôn\0\""),
        Rejected("invalid_json"),
    ),
    (
        "a lone surrogate",
        |i| raw(i, r#""body": "12 thôn \ud83d""#),
        Rejected("invalid_json"),
    ),
    (
        "surrogates the wrong way round",
        |i| raw(i, r#""body": "12 thôn \ude00\ud83d""#),
        Rejected("invalid_json"),
    ),
    (
        "surrogates that belong together",
        |i| raw(i, r#""body": "\ud83d\ude00 Xã có 12 thôn.""#),
        Stored(1),
    ),
    (
        "bytes that are no UTF-8",
        |_| b"{\"body\": \"\xff\xfe\"}".to_vec(),
        Rejected("invalid_json"),
    ),
    (
        "a surrogate in UTF-8",
        |_| b"{\"body\": \"\xed\xa0\xbd\"}".to_vec(),
        Rejected("invalid_json"),
    ),
    (
        "a byte order mark",
        |i| [b"\xEF\xBB\xBF".to_vec(), message(i, json!({}))].concat(),
        Stored(1),
    ),
    (
        "bidirectional controls",
        |i| with_body(i, "\u{202e}Xã\u{2066} có 12 thôn\u{2069}.\u{200f}"),
        Stored(1),
    ),
    (
        "noncharacters",
        |i| with_body(i, "Xã có 12 thôn.\u{fffe}\u{10ffff}\u{fdd0}"),
        Stored(1),
    ),
    ("nothing", |_| Vec::new(), Rejected("invalid_json")),
    ("null", |_| b"null".to_vec(), Rejected("invalid_json")),
    (
        "a list",
        |_| br#"["https://bao.example/", "x"]"#.to_vec(),
        Rejected("invalid_json"),
    ),
    (
        "a field twice",
        |i| raw(i, r#""body": "12 thôn", "body": "13 thôn""#),
        Rejected("invalid_field"),
    ),
    (
        "a number of 10^6 digits in the body",
        |i| with_body(i, &"9".repeat(1_000_000)),
        Rejected("too_large"),
    ),
    (
        "a number of 10^5 digits in the body",
        |i| with_body(i, &format!("Xã thu {} đồng.", "9".repeat(100_000))),
        Stored(0),
    ),
    (
        "a number of 10^6 digits in a field nobody knows",
        |i| {
            raw(
                i,
                &format!(
                    r#""body": "Xã có 12 thôn.", "x": {}"#,
                    "9".repeat(1_000_000)
                ),
            )
        },
        Stored(1),
    ),
    (
        "a number with an exponent of 10^6 digits",
        |i| {
            raw(
                i,
                &format!(
                    r#""body": "Xã có 12 thôn.", "x": 1e{}"#,
                    "9".repeat(900_000)
                ),
            )
        },
        Stored(1),
    ),
    (
        "10^5 brackets in a field nobody knows",
        |i| {
            raw(
                i,
                &format!(
                    r#""body": "Xã có 12 thôn.", "x": {}{}"#,
                    "[".repeat(100_000),
                    "]".repeat(100_000)
                ),
            )
        },
        Stored(1),
    ),
    (
        "10^5 brackets for a body",
        |i| raw(i, &format!(r#""body": {}"#, "[".repeat(100_000))),
        Rejected("invalid_field"),
    ),
    (
        "10^5 brackets for a message",
        |_| vec![b'['; 100_000],
        Rejected("invalid_json"),
    ),
    (
        "10^5 objects in one another",
        |_| br#"{"x":"#.repeat(100_000),
        Rejected("invalid_json"),
    ),
    (
        "10^5 brackets in the text",
        |i| {
            with_body(
                i,
                &format!(
                    "{} Xã có 12 thôn. {}",
                    "(".repeat(50_000),
                    ")".repeat(50_000)
                ),
            )
        },
        Stored(1),
    ),
    (
        "10^5 quotes in the text",
        |i| with_body(i, &format!("{} Xã có 12 thôn.", "“”\"".repeat(30_000))),
        Stored(1),
    ),
    (
        "SQL in every field",
        |i| {
            message(
                i,
                json!({"title": SQL, "source": SQL, "author": SQL, "body": format!("{SQL} Xã có 12 thôn.")}),
            )
        },
        Stored(1),
    ),
    (
        "SQL in the date",
        |i| message(i, json!({"published_at": SQL})),
        Rejected("invalid_field"),
    ),
    (
        "SQL in the language",
        |i| message(i, json!({"language": SQL})),
        Rejected("unsupported_language"),
    ),
    (
        "HTML in every field",
        |i| {
            message(
                i,
                json!({"title": HTML, "source": HTML, "author": HTML, "body": format!("{HTML} Xã có 12 thôn.")}),
            )
        },
        Stored(1),
    ),
    (
        "year 0",
        |i| message(i, json!({"published_at": "0000-01-01"})),
        Rejected("invalid_field"),
    ),
    (
        "year 9999",
        |i| message(i, json!({"published_at": "9999-12-31T23:59:59Z"})),
        Rejected("invalid_field"),
    ),
    (
        "a year of six digits",
        |i| message(i, json!({"published_at": "+262142-12-31"})),
        Rejected("invalid_field"),
    ),
    (
        "scraped in year 0",
        |i| message(i, json!({"scraped_at": "0000-01-01T00:00:00Z"})),
        Rejected("invalid_field"),
    ),
    (
        "scraped in year 9999",
        |i| message(i, json!({"scraped_at": "9999-12-31T23:59:59+23:59"})),
        Rejected("invalid_field"),
    ),
    (
        "years 0 and 9999 in the text",
        |i| with_body(i, "Ngày 31/12/9999 và ngày 1/1/0000, xã có 12 thôn."),
        Stored(1),
    ),
    (
        "a URL with credentials",
        |i| {
            message(
                i,
                json!({"url": format!("https://nguoi-dung:geheim@bao.example/{i}")}),
            )
        },
        Stored(1),
    ),
    (
        "a wrong URL with credentials",
        |_| message(0, json!({"url": "ftp://nguoi-dung:geheim@bao.example/"})),
        Rejected("invalid_field"),
    ),
    (
        "a URL with credentials in broken JSON",
        |_| br#"{"url": "https:\/\/nguoi-dung:geheim@bao.example\/", "#.to_vec(),
        Rejected("invalid_json"),
    ),
    (
        "a URL of 10^5 characters",
        |_| {
            message(
                0,
                json!({"url": format!("https://bao.example/{}", "a".repeat(100_000))}),
            )
        },
        Rejected("invalid_field"),
    ),
    (
        "a script for a URL",
        |_| message(0, json!({"url": "javascript:alert(1)"})),
        Rejected("invalid_field"),
    ),
    (
        "one figure 10^4 times",
        |i| with_body(i, &"Xã thu 12 tỷ đồng. ".repeat(10_000)),
        Rejected("too_large"),
    ),
    (
        "one letter 10^5 times",
        |i| with_body(i, &"đ".repeat(100_000)),
        Stored(0),
    ),
    (
        "10^5 lines",
        |i| with_body(i, &format!("{}Xã có 12 thôn.", "\n".repeat(100_000))),
        Stored(1),
    ),
    (
        "10^5 marks on one letter",
        |i| {
            with_body(
                i,
                &format!("Xã có 12 thôn a{}.", "\u{301}\u{323}".repeat(50_000)),
            )
        },
        Stored(1),
    ),
    (
        "a title of 10^5 characters",
        |i| message(i, json!({"title": "thôn ".repeat(20_000)})),
        Stored(1),
    ),
    (
        "UTF-8 read as Latin-1",
        |i| with_body(i, "Ä‘á»“ng bÃ o xÃ£ cÃ³ 12 thÃ´n"),
        Rejected("mojibake"),
    ),
];

/// What the database knows of the messages: figures by URL, reasons by sequence.
async fn outcomes(world: &World) -> (BTreeMap<String, i64>, BTreeMap<i64, String>) {
    let stored: Vec<(String, i64)> = sqlx::query_as(
        "SELECT a.url, count(s) FROM solieu.article a JOIN solieu.revision r ON r.article_id = a.id
        LEFT JOIN solieu.statistic s ON s.revision_id = r.id GROUP BY a.url",
    )
    .fetch_all(&world.database)
    .await
    .unwrap();
    let rejected: Vec<(i64, String)> =
        sqlx::query_as("SELECT sequence, reason FROM solieu.rejected_message")
            .fetch_all(&world.database)
            .await
            .unwrap();
    (stored.into_iter().collect(), rejected.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_hostile_message_has_its_outcome_and_harms_no_other() {
    let world = World::new().await;
    let service = world.service().await;
    for (index, (_, payload, _)) in (1..).zip(CASES) {
        world.publish(payload(index)).await;
    }
    for number in 0..20 {
        world.publish(article(number)).await;
    }
    world.until_settled().await;
    service.stop().await;

    let (stored, rejected) = outcomes(&world).await;
    let mut wrong = Vec::new();
    for (index, (name, _, expected)) in (1i64..).zip(CASES) {
        let figures = stored.get(&format!("https://bao.example/{index}"));
        let is = (figures.copied(), rejected.get(&index).map(String::as_str));
        let wanted = match *expected {
            Stored(figures) => (Some(figures), None),
            Rejected(reason) => (None, Some(reason)),
        };
        if is != wanted {
            wrong.push(format!("{name}: {is:?} (wanted {expected:?})"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let good = stored
        .keys()
        .filter(|url| url.starts_with("https://bao.example/xa-"));
    assert_eq!(good.count(), 20);

    // every event is there, and a consumer can read it
    assert_eq!(world.events("ENRICHED").await.len(), stored.len());
    assert_eq!(world.events("REJECTED").await.len(), rejected.len());
    let longest = "SELECT max(length(detail))::bigint FROM solieu.rejected_message";
    assert!(world.count(longest).await < 500);
    for column in ["title", "author"] {
        let kept = format!("SELECT count(*) FROM solieu.revision WHERE {column} IN ($1, $2)");
        let kept: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(kept))
            .bind(SQL)
            .bind(HTML)
            .fetch_one(&world.database)
            .await
            .unwrap();
        assert_eq!(kept, 2, "{column} as it was sent");
    }
    // what is kept and what is announced knows nothing of user and password
    let leaks = "SELECT count(*) FROM (
            SELECT a::text FROM solieu.article a
            UNION ALL SELECT detail || encode(payload, 'escape') FROM solieu.rejected_message
            UNION ALL SELECT o.headers::text || encode(o.payload, 'escape') FROM solieu.outbox o
        ) AS everything (row) WHERE row LIKE '%geheim%' OR row LIKE '%nguoi-dung%'";
    assert_eq!(world.count(leaks).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_of_any_kind_are_kept_and_lead_nobody_astray() {
    let world = World::new().await;
    let service = world.service().await;
    for payload in [article(1), "{".to_owned()] {
        let mut headers = HeaderMap::new();
        headers.insert("traceparent", "đường-đi");
        headers.insert("X-Tac-Gia", "Lê Thị Thử \u{202e}");
        headers.append("X-Tac-Gia", SQL);
        headers.insert("ce-id", "of somebody else");
        let subject = format!("{SCRAPED}.bao_example");
        let published = world
            .context
            .publish_with_headers(subject, headers, payload.into());
        published.await.unwrap().await.unwrap();
    }
    world.until_settled().await;
    service.stop().await;

    for stream in ["ENRICHED", "REJECTED"] {
        let stream = world.context.get_stream(stream).await.unwrap();
        let event = stream.get_raw_message(1).await.unwrap();
        assert!(event.headers.get("traceparent").is_none());
        assert_ne!(
            event.headers.get("ce-id").unwrap().as_str(),
            "of somebody else"
        );
        let mut values = event.headers.iter().flat_map(|(_, values)| values);
        let printable = |value: &async_nats::HeaderValue| {
            value
                .as_str()
                .bytes()
                .all(|byte| (b'!'..=b'~').contains(&byte))
        };
        assert!(values.all(printable), "{:?}", event.headers);
    }
    let headers: Value = sqlx::query_scalar("SELECT headers FROM solieu.rejected_message")
        .fetch_one(&world.database)
        .await
        .unwrap();
    assert_eq!(headers["X-Tac-Gia"], json!(["Lê Thị Thử \u{202e}", SQL]));
}
