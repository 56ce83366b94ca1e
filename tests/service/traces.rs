//! Spans of work, as a collector receives them over HTTP.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use async_nats::HeaderMap;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use solieu::jetstream::SCRAPED;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::world::{Process, World, article};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A collector that remembers every span.
struct Collector {
    endpoint: String,
    spans: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let spans = Arc::<Mutex<Vec<Span>>>::default();
        let received = spans.clone();
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                tokio::spawn(collect(BufReader::new(connection), received.clone()));
            }
        });
        Self { endpoint, spans }
    }

    fn named(&self, name: &str) -> Vec<Span> {
        let spans = self.spans.lock().unwrap();
        let named = spans.iter().filter(|span| span.name == name);
        named.cloned().collect()
    }
}

/// Reads requests of one connection until the client closes it.
async fn collect(mut connection: BufReader<TcpStream>, spans: Arc<Mutex<Vec<Span>>>) {
    loop {
        let mut line = String::new();
        if connection.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        assert_eq!(line, "POST /v1/traces HTTP/1.1\r\n");
        let mut length = 0;
        loop {
            let mut line = String::new();
            connection.read_line(&mut line).await.unwrap();
            match line.to_lowercase().trim().split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        connection.read_exact(&mut body).await.unwrap();
        let request = ExportTraceServiceRequest::decode(&body[..]).unwrap();
        let scopes = request
            .resource_spans
            .into_iter()
            .flat_map(|resource| resource.scope_spans);
        spans
            .lock()
            .unwrap()
            .extend(scopes.flat_map(|scope| scope.spans));
        let answer =
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n";
        connection.write_all(answer).await.unwrap();
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from_digit(digit.into(), 16);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(digit).collect()
}

fn start(world: &World, endpoint: &str) -> Process {
    let mut command = world.solieu(&["run"]);
    command.env("SOLIEU__TRACE__ENDPOINT", endpoint);
    Process(command.stdout(Stdio::null()).spawn().unwrap())
}

async fn publish_traced(world: &World) {
    let mut headers = HeaderMap::new();
    headers.insert("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    let subject = format!("{SCRAPED}.bao_example");
    let published = world
        .context
        .publish_with_headers(subject, headers, article(1).into());
    published.await.unwrap().await.unwrap();
}

async fn traceparent(world: &World) -> String {
    let stream = world.context.get_stream("ENRICHED").await.unwrap();
    let event = stream.get_raw_message(1).await.unwrap();
    event.headers.get("traceparent").unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_from_the_message_through_the_outbox_into_the_event() {
    let world = World::new().await;
    let collector = Collector::start().await;
    let mut process = start(&world, &collector.endpoint);
    publish_traced(&world).await;
    world.until_settled().await;
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    let [message] = &collector.named("message")[..] else {
        panic!("{:?}", collector.named("message"))
    };
    assert_eq!(hexadecimal(&message.trace_id), TRACE);
    assert_eq!(hexadecimal(&message.parent_span_id), PARENT);
    let keys: Vec<_> = message
        .attributes
        .iter()
        .map(|pair| pair.key.as_str())
        .collect();
    for key in [
        "message.sequence",
        "delivery.attempt",
        "article.id",
        "settlement",
    ] {
        assert!(keys.contains(&key), "{key} in {keys:?}");
    }
    for name in ["extract", "announce"] {
        let [span] = &collector.named(name)[..] else {
            panic!("{name}: {:?}", collector.named(name))
        };
        assert_eq!(hexadecimal(&span.trace_id), TRACE, "{name}");
        assert_eq!(span.parent_span_id, message.span_id, "{name}");
    }
    let span = hexadecimal(&message.span_id);
    assert_eq!(traceparent(&world).await, format!("00-{TRACE}-{span}-01"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_collector_the_work_goes_on_and_the_trace_is_passed_on() {
    let world = World::new().await;
    let refusing = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", refusing.local_addr().unwrap());
    drop(refusing);
    let mut process = start(&world, &endpoint);
    publish_traced(&world).await;
    world.until_settled().await;
    let passed_on = traceparent(&world).await;
    assert!(
        passed_on.starts_with(&format!("00-{TRACE}-")),
        "{passed_on}"
    );
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    let mut command = world.solieu(&["check"]);
    let output = command
        .env("SOLIEU__TRACE__ENDPOINT", "https://collector")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(78));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("trace.endpoint is https://collector (as http://127.0.0.1:4318)"),
        "{text}"
    );
}
