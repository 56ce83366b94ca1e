//! What the whole service does with a backlog, beside a bare mover that moves the same messages, rows and events.
//!
//! `make bench` runs it; `ARTICLES=` says how many (20,000 without). All servers are private ones of this run. The mover
//! writes precomputed results with the service's own statements and announces them with its relay: what is left of the
//! service's time beside it is parsing, extracting and asking about every message.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod corpus;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_nats::jetstream::{self as nats, Context};
use chrono::Utc;
use futures::{StreamExt as _, future::join_all};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use serde_json::Value;
use solieu::config::Config;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::jetstream::{self, Absence, SCRAPED};
use solieu::local::{self, Lifetime, Nats, Postgres};
use solieu::message::{Limits, parse};
use solieu::relay::Relay;
use solieu::store::{Analyzed, Record, Store};
use tokio::sync::{Notify, watch};
use tokio::time::{interval, sleep, timeout};

/// Publications under way at once.
const PUBLISHING: usize = 256;
/// Transactions of the mover under way at once, as the service has.
const SAVING: usize = 2;
/// How long articles are published at a fixed rate.
const SUSTAINED: Duration = Duration::from_secs(20);
/// The run whose texts are read again.
const AGAIN: &str = "service, two cores";
/// Nothing takes longer.
const DEADLINE: Duration = Duration::from_mins(10);

#[tokio::main]
async fn main() {
    let number = std::env::var("ARTICLES").map_or(20_000, |number| number.parse().unwrap());
    let messages = corpus::messages(number);
    let bytes: usize = messages.iter().map(String::len).sum();
    println!("{number} messages of {} bytes on average", bytes / number);

    let moved = move_all(&messages).await;
    let mover = moved.speed;
    println!("{:<26} {moved}", "bare mover");
    let mut best = 0;
    for (name, workers, cores) in [
        (AGAIN, 1, "0,1"),
        ("service, one core", 1, "0"),
        ("two services, two cores", 2, "0,1"),
    ] {
        let World {
            servers,
            moved,
            memory,
        } = serve(&messages, workers, cores).await;
        best = best.max(moved.speed);
        println!(
            "{name:<26} {moved}  {:>3} % of the mover  peak {} MB",
            100 * moved.speed / mover,
            memory / 1024
        );
        if name == AGAIN {
            let reread = reread(&servers, messages.len(), cores);
            println!("{:<26} {reread}", "reprocess, two cores");
        }
    }
    for percent in [25, 50, 75] {
        let latency = sustain(&messages, best * percent / 100).await;
        println!("published at {percent} % of that: {latency}");
    }
}

/// What one run over the backlog came to.
struct World {
    servers: Servers,
    moved: Moved,
    /// Peak resident memory of the largest worker, in KiB.
    memory: usize,
}

/// How fast articles went from stream to stream, and what that cost.
struct Moved {
    /// Articles per second.
    speed: usize,
    /// Processor time per article in microseconds: our own, Postgres, NATS.
    costs: [usize; 3],
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [own, postgres, nats] = self.costs;
        write!(
            f,
            "{:>5} articles/s, each {own:>5} µs of its own, {postgres:>5} of Postgres, {nats:>4} of NATS",
            self.speed
        )
    }
}

/// Times since a run began.
struct Meter<'s> {
    servers: &'s Servers,
    own: Vec<u32>,
    start: Instant,
    before: [usize; 3],
}

impl<'s> Meter<'s> {
    /// `own`: the processes that move or serve.
    fn start(servers: &'s Servers, own: Vec<u32>) -> Self {
        let mut meter = Self {
            servers,
            own,
            start: Instant::now(),
            before: [0; 3],
        };
        meter.before = meter.used();
        meter
    }

    /// Processor time used so far.
    fn used(&self) -> [usize; 3] {
        let own = self.own.iter().map(|process| processor_time(*process));
        [
            own.sum(),
            processor_time(self.servers.postgres.pid().unwrap()),
            processor_time(self.servers.nats.pid().unwrap()),
        ]
    }

    fn stop(&self, articles: usize) -> Moved {
        let speed = articles * 1000 / usize::try_from(self.start.elapsed().as_millis()).unwrap();
        let used = self.used().into_iter().zip(self.before);
        let costs: Vec<usize> = used
            .map(|(after, before)| (after - before) / articles)
            .collect();
        Moved {
            speed,
            costs: costs.try_into().unwrap(),
        }
    }
}

/// Of a process with its children, living and dead, in microseconds.
fn processor_time(process: u32) -> usize {
    let ticks = fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let entry = entry.ok()?;
        // not `self` and `thread-self`, which are this process once more
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let text = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (_, rest) = text.split_once(" (")?;
        let fields: Vec<&str> = rest.rsplit_once(") ")?.1.split(' ').collect();
        let number = |field: usize| fields[field].parse::<usize>().unwrap();
        let own = number(11) + number(12);
        match number(1) == process as usize {
            _ if id == process => Some(own + number(13) + number(14)),
            true => Some(own),
            false => None,
        }
    });
    ticks.sum::<usize>() * 10_000
}

/// Private servers with streams and tables, durable as in production.
struct Servers {
    config: Config,
    context: Context,
    connections: watch::Receiver<u64>,
    store: Store,
    nats: Nats,
    postgres: Postgres,
    _folder: tempfile::TempDir,
}

impl Servers {
    async fn start() -> Self {
        let folder = local::folder().unwrap();
        let nats = Nats::start(folder.path(), Lifetime::Process).unwrap();
        let settings = ["shared_buffers=512MB", "max_wal_size=4GB"];
        let postgres = Postgres::start(folder.path(), Lifetime::Process, &settings).unwrap();
        let mut config = Config::load(None, [], &[]).unwrap();
        config.nats.url = nats.url().into();
        config.postgres.url = postgres.create_database("bench").await.unwrap().into();
        let (client, connections) = jetstream::connect(&config.nats, Absence::Fail)
            .await
            .unwrap();
        let context = nats::new(client);
        jetstream::setup(&context, &config.nats).await.unwrap();
        let store = Store::connect(&config.postgres).await.unwrap();
        store.migrate().await.unwrap();
        Self {
            config,
            context,
            connections,
            store,
            nats,
            postgres,
            _folder: folder,
        }
    }

    /// Puts every message into the stream.
    async fn publish(&self, messages: &[String]) {
        for chunk in messages.chunks(PUBLISHING) {
            let sent = chunk.iter().map(async |message| {
                let subject = format!("{SCRAPED}.bao_example");
                let sent = self.context.publish(subject, message.clone().into()).await;
                sent.unwrap().await.unwrap();
            });
            join_all(sent).await;
        }
    }

    /// Waits until so many events are in the stream.
    async fn until_announced(&self, events: usize) {
        let stream = &self.config.nats.enriched_stream;
        let mut stream = self.context.get_stream(stream).await.unwrap();
        let all = async {
            while stream.info().await.unwrap().state.messages < events as u64 {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(DEADLINE, all).await.unwrap();
    }

    /// A command of the program as a process on `cores`.
    fn program(&self, cores: &str, name: &str) -> Child {
        let mut command = Command::new("taskset");
        command
            .args(["-c", cores, env!("CARGO_BIN_EXE_solieu"), name])
            .env("SOLIEU__NATS__URL", self.config.nats.url.expose())
            .env("SOLIEU__POSTGRES__URL", self.config.postgres.url.expose())
            .env("SOLIEU__HTTP__LISTEN", "127.0.0.1:0")
            .env("SOLIEU__LOG__FILTER", "error")
            .stdout(Stdio::null());
        command.spawn().unwrap()
    }
}

/// Articles per second of a loop that only moves: pull, save what was computed before, announce, acknowledge.
async fn move_all(messages: &[String]) -> Moved {
    let servers = Servers::start().await;
    let lexicon = Lexicon::embedded();
    let records: Vec<Option<Record>> = messages
        .iter()
        .map(|message| {
            let limits = Limits::default();
            let article = parse(message.as_bytes(), Utc::now(), &limits).unwrap();
            let extraction = extract(&article, &lexicon);
            Some(Record::Article(Box::new(Analyzed {
                article,
                extraction,
                findings: None,
                traceparent: None,
            })))
        })
        .collect();
    let records = Mutex::new(records);
    servers.publish(messages).await;

    let announce = Arc::new(Notify::new());
    let relay = Relay {
        config: servers.config.relay.clone(),
        context: servers.context.clone(),
        store: servers.store.clone(),
        announce: announce.clone(),
        connections: servers.connections.clone(),
    };
    let (finish, finished) = watch::channel(false);
    let consumer = jetstream::consumer(&servers.context, &servers.config.nats)
        .await
        .unwrap();
    let batch = servers.config.worker.batch;
    let meter = Meter::start(&servers, vec![std::process::id()]);
    let savers = (0..SAVING).map(async |_| {
        loop {
            let fetch = consumer.fetch().max_messages(batch);
            let mut pulled = fetch.messages().await.unwrap();
            let mut batch = Vec::new();
            while let Some(message) = pulled.next().await {
                batch.push(message.unwrap());
            }
            if batch.is_empty() {
                return;
            }
            let rows: Vec<Record> = batch
                .iter()
                .map(|message| {
                    let sequence =
                        usize::try_from(message.info().unwrap().stream_sequence).unwrap();
                    records.lock().unwrap()[sequence - 1].take().unwrap()
                })
                .collect();
            servers.store.save(&rows).await.unwrap();
            announce.notify_one();
            for message in batch {
                message.ack().await.unwrap();
            }
        }
    });
    let moved = async {
        join_all(savers).await;
        finish.send_replace(true);
    };
    tokio::join!(moved, relay.run(finished));
    servers.until_announced(messages.len()).await;
    meter.stop(messages.len())
}

/// The service over a waiting backlog, from its start to the last event.
async fn serve(messages: &[String], workers: usize, cores: &str) -> World {
    let servers = Servers::start().await;
    servers.publish(messages).await;
    let workers: Vec<Child> = (0..workers)
        .map(|_| servers.program(cores, "run"))
        .collect();
    let meter = Meter::start(&servers, workers.iter().map(Child::id).collect());
    servers.until_announced(messages.len()).await;
    let moved = meter.stop(messages.len());
    let memory = workers.iter().map(peak_memory).max().unwrap();
    workers.into_iter().for_each(stop);
    World {
        servers,
        moved,
        memory,
    }
}

/// The stored texts read again with the same result, from the start of the command to its end.
fn reread(servers: &Servers, texts: usize, cores: &str) -> Moved {
    let mut reprocess = servers.program(cores, "reprocess");
    let meter = Meter::start(servers, vec![reprocess.id()]);
    // whoever is waited for in the usual way leaves no times
    let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(Pid::from_child(&reprocess)), ended).unwrap();
    let moved = meter.stop(texts);
    assert!(reprocess.wait().unwrap().success());
    moved
}

/// The times from a publication to its event, at a fixed rate, as text.
async fn sustain(messages: &[String], rate: usize) -> String {
    let servers = Servers::start().await;
    let worker = servers.program("0,1", "run");
    let events = servers.context.client();
    let mut events = events
        .subscribe(format!("{}.>", jetstream::ENRICHED))
        .await
        .unwrap();
    // the service has started when an article is announced
    let (first, messages) = messages.split_first().unwrap();
    servers.publish(std::slice::from_ref(first)).await;
    timeout(DEADLINE, events.next()).await.unwrap().unwrap();
    let number = messages
        .len()
        .min(rate * usize::try_from(SUSTAINED.as_secs()).unwrap());
    let published = async {
        let mut published: HashMap<String, Instant> = HashMap::new();
        let mut ticks = interval(Duration::from_secs(1) / u32::try_from(rate).unwrap());
        for message in &messages[..number] {
            ticks.tick().await;
            let parsed: Value = serde_json::from_str(message).unwrap();
            published.insert(parsed["url"].as_str().unwrap().to_owned(), Instant::now());
            let subject = format!("{SCRAPED}.bao_example");
            let sent = self::publish(&servers.context, subject, message.clone());
            sent.await;
        }
        published
    };
    let announced = async {
        let mut announced = Vec::with_capacity(number);
        while announced.len() < number {
            let event = timeout(DEADLINE, events.next()).await.unwrap().unwrap();
            let at = Instant::now();
            announced.push((event.payload, at));
        }
        announced
    };
    let (published, announced) = tokio::join!(published, announced);
    let mut latencies: Vec<Duration> = announced
        .iter()
        .map(|(payload, at)| {
            let event: Value = serde_json::from_slice(payload).unwrap();
            *at - published[event["article"]["url"].as_str().unwrap()]
        })
        .collect();
    latencies.sort();
    let memory = resident_memory(&worker) / 1024;
    stop(worker);
    let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100].as_millis();
    format!(
        "{rate} articles/s, p50 {} ms, p95 {} ms, p99 {} ms, resident {memory} MB",
        at(50),
        at(95),
        at(99)
    )
}

/// Publishes without waiting for the acknowledgement, which would lower the rate.
async fn publish(context: &Context, subject: String, message: String) {
    context
        .client()
        .publish(subject, message.into())
        .await
        .unwrap();
}

/// In KiB.
fn peak_memory(process: &Child) -> usize {
    status(process, "VmHWM:")
}

/// In KiB.
fn resident_memory(process: &Child) -> usize {
    status(process, "VmRSS:")
}

fn status(process: &Child, name: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn stop(mut process: Child) {
    kill_process(Pid::from_child(&process), Signal::TERM).unwrap();
    process.wait().unwrap();
}
