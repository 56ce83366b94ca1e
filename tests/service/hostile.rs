//! Content that means harm, or might: each with the one outcome it has, side by side with good articles.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use serde_json::{Value, json};
use solieu::jetstream::SCRAPED;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::world::{World, article, until};

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

/// Puts an article into the stream, byte for byte, with headers and a subject that no client would send.
async fn publish_raw(world: &World, source: &[u8], headers: &[u8]) {
    let url = world.config.nats.url.expose();
    let address = url.strip_prefix("nats://").unwrap();
    let mut connection = BufReader::new(TcpStream::connect(address).await.unwrap());
    let body = article(1000);
    let lengths = format!(" {} {}\r\n", headers.len(), headers.len() + body.len());
    let message = [
        b"CONNECT {\"verbose\":false,\"headers\":true}\r\nHPUB ",
        SCRAPED.as_bytes(),
        b".",
        source,
        lengths.as_bytes(),
        headers,
        body.as_bytes(),
        b"\r\nPING\r\n",
    ];
    connection.write_all(&message.concat()).await.unwrap();
    let mut lines = connection.lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        assert!(!line.starts_with("-ERR"), "{line}");
        if line == "PONG" {
            return;
        }
    }
    panic!("the server has ended the connection");
}

/// Refused messages in the order of the stream: why, and their headers.
async fn refused(world: &World) -> Vec<(String, Value)> {
    sqlx::query_as(
        "SELECT reason || ': ' || detail, headers FROM solieu.rejected_message ORDER BY sequence",
    )
    .fetch_all(&world.database)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_the_client_cannot_read_is_refused_and_harms_no_other() {
    const SOURCE: &[u8] = b"bao_example";
    let world = World::new().await;
    let service = world.service().await;
    let cases: &[(&[u8], &[u8], &str, Value)] = &[
        (
            SOURCE,
            b"NATS/1.0\r\nX-A: 1\r\nTac gia: Th\xe1\xbb\xad\r\n\r\n",
            r#"header "Tac gia" has a name that is not printable ASCII"#,
            json!({"X-A": ["1"], "Tac gia": ["Thử"]}),
        ),
        (
            SOURCE,
            "NATS/1.0\r\nTác-giả: a\r\n\r\n".as_bytes(),
            r#"header "Tác-giả" has a name that is not printable ASCII"#,
            json!({"Tác-giả": ["a"]}),
        ),
        (
            SOURCE,
            b"NATS/1.0\r\nX-A: b\xff\r\n\r\n",
            "headers are not UTF-8",
            json!({"X-A": ["b\u{fffd}"]}),
        ),
        (
            SOURCE,
            b"NATS/1.0\r\nX-A\r\n\r\n",
            r#"header "X-A" has no colon"#,
            json!({"X-A": [""]}),
        ),
        (
            SOURCE,
            b"NATS/2.0\r\nX-A: b\r\n\r\n",
            r#"headers begin with "NATS/2.0" (expected "NATS/1.0")"#,
            json!({"X-A": ["b"]}),
        ),
        (
            b"bao\xff",
            b"NATS/1.0\r\nX-A: b\r\n\r\n",
            r#"subject "articles.scraped.v1.bao�" is not UTF-8, or holds white space"#,
            json!({"X-A": ["b"]}),
        ),
        (
            "bao\u{3000}example".as_bytes(),
            b"NATS/1.0\r\nX-A: b\r\n\r\n",
            r#"subject "articles.scraped.v1.bao\u{3000}example" is not UTF-8, or holds white space"#,
            json!({"X-A": ["b"]}),
        ),
    ];
    for (number, (source, headers, ..)) in cases.iter().enumerate() {
        publish_raw(&world, source, headers).await;
        world.publish(article(number)).await;
    }
    // no line break at the end, a line that goes on, no name: odd, and readable
    publish_raw(&world, SOURCE, b"NATS/1.0\n: b\r\nX-A: b\r\n c\r\r\n").await;
    world.until_settled().await;
    service.stop().await;

    let expected: Vec<_> = cases
        .iter()
        .map(|(.., detail, headers)| (format!("invalid_field: {detail}"), headers.clone()))
        .collect();
    assert_eq!(refused(&world).await, expected);
    assert_eq!(world.events("REJECTED").await.len(), cases.len());
    assert_eq!(world.events("ENRICHED").await.len(), cases.len() + 1);

    // what can be written of it goes into the stream again
    let replay = world.solieu(&["rejected", "replay", "1"]).output().unwrap();
    assert!(replay.status.success(), "{replay:?}");
    let mut articles = world.context.get_stream("ARTICLES").await.unwrap();
    let last = articles.info().await.unwrap().state.last_sequence;
    let again = articles.get_raw_message(last).await.unwrap();
    assert_eq!(again.payload, article(1000));
    assert_eq!(again.headers.get("X-A").unwrap().as_str(), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_ends_the_client_ends_one_process_and_is_refused_by_the_next() {
    let world = World::new().await;
    let mut process = world.process("");
    for number in 0..5 {
        world.publish(article(number)).await;
    }
    publish_raw(&world, b"bao_example", b"NATS/1.0\r\nX-A: a\rb\r\n\r\n").await;
    for number in 5..10 {
        world.publish(article(number)).await;
    }
    assert_eq!(process.end().await, Some(1));

    let mut next = world.process("");
    world.until_settled().await;
    next.terminate();
    assert_eq!(next.end().await, Some(0));
    let detail = r#"invalid_field: header "X-A" has a carriage return in its value"#;
    assert_eq!(
        refused(&world).await,
        [(detail.to_owned(), json!({"X-A": ["a\rb"]}))]
    );
    assert_eq!(world.events("ENRICHED").await.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_message_that_cannot_be_removed_holds_up_no_other() {
    let world = World::new().await;
    let mut articles = world.context.get_stream("ARTICLES").await.unwrap();
    let mut config = articles.info().await.unwrap().config.clone();
    config.deny_delete = true;
    world.context.update_stream(&config).await.unwrap();
    let service = world.service().await;
    publish_raw(&world, b"bao_example", b"NATS/1.0\r\nX-A\r\n\r\n").await;
    until("it is refused", async || refused(&world).await.len() == 1).await;
    for number in 0..10 {
        world.publish(article(number)).await;
    }
    let stored = "SELECT count(*) FROM solieu.article";
    until("the others are stored", async || {
        world.count(stored).await == 10
    })
    .await;
    service.stop().await;
    assert_eq!(refused(&world).await.len(), 1);
}
