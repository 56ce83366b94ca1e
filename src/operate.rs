//! The commands of an operator: run the service, set it up, check it, publish, look after rejected messages.

pub mod reprocess;

use std::io::Write as _;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self as nats, Context};
use async_nats::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::{Value, json};
use solieu::article;
use solieu::config::Config;
use solieu::http::{self, Phase};
use solieu::jetstream::{self, Absence, Finding, SCRAPED, State};
use solieu::message::Message;
use solieu::service::Service;
use solieu::store::{RejectedMessage, Schema, Store};
use solieu::telemetry::chain;
use solieu::{file, table};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{export, print, read, style};

/// The service, until SIGTERM or Ctrl-C; a second one ends it at once.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    print(&format!("# effective configuration\n{config}"))?;
    let mut signals = Signals::new()?;
    let listen = config.http.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("cannot answer on {listen}: give each process of a machine its own [http] listen")
    })?;
    tracing::info!(address = %listener.local_addr()?, "health and metrics");
    let (phase, phases) = watch::channel(Phase::Starting);
    tokio::spawn(http::serve(listener, phases));
    let lexicon = config.lexicon.load()?;
    let service = tokio::select! {
        service = Service::start(config, lexicon) => service?,
        () = signals.next() => return Ok(ExitCode::SUCCESS),
    };
    tracing::info!("running");
    let probe = service.probe();
    phase.send_replace(Phase::Running(probe.clone()));
    notify("READY=1");
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = service.run(async {
        let _ = stopped.await;
    });
    let twice = async {
        signals.next().await;
        phase.send_replace(Phase::Stopping(probe));
        notify("STOPPING=1");
        let _ = stopping.send(());
        signals.next().await;
    };
    tokio::select! {
        result = service => result.map(|()| ExitCode::SUCCESS).map_err(Into::into),
        () = twice => bail!("stopped at once"),
    }
}

/// Tells the supervisor how the service is, where one listens: `sd_notify(3)` of systemd.
fn notify(state: &str) {
    let Some(address) = std::env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    let address = match address.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&address),
    };
    let sent = address.and_then(|address| {
        let socket = UnixDatagram::unbound()?;
        socket.send_to_addr(state.as_bytes(), &address)
    });
    if let Err(error) = sent {
        tracing::warn!(state, %error, "cannot notify the supervisor");
    }
}

/// SIGTERM, and Ctrl-C at a terminal.
pub struct Signals([Signal; 2]);

impl Signals {
    /// From now on they no longer end the process.
    pub fn new() -> std::io::Result<Self> {
        let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
        let [terminate, interrupt] = kinds.map(signal);
        Ok(Self([terminate?, interrupt?]))
    }

    /// Returns when one has come.
    pub async fn next(&mut self) {
        let [terminate, interrupt] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

/// Streams, consumer, tables and reference data, created or corrected.
pub async fn setup(config: &Config) -> anyhow::Result<ExitCode> {
    let lexicon = config.lexicon.load()?;
    let store = open(config).await?;
    let tables = match store.schema().await? {
        Schema::Missing => "tables: created",
        Schema::Old { .. } => "tables: migrated",
        Schema::Current => "tables: as needed",
        Schema::Newer => bail!("the tables belong to a newer version; install it"),
    };
    let context = connect(config).await?;
    for Finding { part, state } in jetstream::setup(&context, &config.nats).await? {
        print(&match state {
            State::Right => format!("{part}: as needed"),
            State::Missing => format!("{part}: created"),
            State::Different(settings) => format!("{part}: corrected; {}", settings.join("; ")),
        })?;
    }
    store
        .migrate()
        .await
        .context("cannot migrate the database")?;
    print(tables)?;
    let rows = store.load_reference(&lexicon).await?;
    print(&format!("reference data: {rows} rows changed"))
}

/// Says of everything the service needs whether it is there, and what to do where it is not.
pub async fn check(config: &Config) -> anyhow::Result<ExitCode> {
    let mut results = vec![check_lexicon(config)];
    results.extend(check_postgres(config).await);
    results.extend(check_nats(config).await);
    let mut code = ExitCode::SUCCESS;
    for (part, result) in results {
        match result {
            Ok(()) => print(&format!("ok    {part}"))?,
            Err(advice) => {
                code = ExitCode::FAILURE;
                print(&format!("FAIL  {part}: {advice}"))?
            }
        };
    }
    Ok(code)
}

/// A part of the installation, and what to do where it is not as it should be.
type Check = (String, Result<(), String>);

fn check_lexicon(config: &Config) -> Check {
    let result = config.lexicon.load().map(drop);
    ("lexicon".to_owned(), result.map_err(|error| chain(&error)))
}

async fn check_postgres(config: &Config) -> Vec<Check> {
    let part = "Postgres".to_owned();
    let store = match open(config).await {
        Ok(store) => store,
        Err(error) => return vec![(part, Err(chain(error.as_ref())))],
    };
    let tables = match store.schema().await {
        // those of a newer version do for the workers that it takes the place of
        Ok(Schema::Current | Schema::Newer) => Ok(()),
        Ok(Schema::Missing) => Err("they are missing; run «solieu setup»".to_owned()),
        Ok(Schema::Old { pending }) => Err(format!(
            "they are {pending} migrations behind; run «solieu setup»"
        )),
        Err(error) => Err(format!("{error}; may this user read the schema?")),
    };
    vec![(part, Ok(())), ("tables".to_owned(), tables)]
}

async fn check_nats(config: &Config) -> Vec<Check> {
    let part = "NATS".to_owned();
    let context = match connect(config).await {
        Ok(context) => context,
        Err(error) => return vec![(part, Err(chain(error.as_ref())))],
    };
    let mut checks = vec![(part, Ok(()))];
    match jetstream::inspect(&context, &config.nats).await {
        Ok(findings) => checks.extend(findings.into_iter().map(|Finding { part, state }| {
            let result = match state {
                State::Right => Ok(()),
                State::Missing => Err("it is missing; run «solieu setup»".to_owned()),
                State::Different(settings) => {
                    Err(format!("{}; run «solieu setup»", settings.join("; ")))
                }
            };
            (part, result)
        })),
        Err(error) => {
            let advice = format!("{}; start the server with JetStream (-js)", chain(&error));
            checks.push(("JetStream".to_owned(), Err(advice)));
        }
    }
    let largest = context.client().server_info().max_payload;
    // the headers of an event count, too
    let needed = (config.message.max_event_bytes + 4096).max(config.message.max_bytes);
    let result = if largest < needed {
        Err(format!(
            "it is {largest} bytes; raise max_payload of the server to {needed}, or lower [message] max_bytes and max_event_bytes"
        ))
    } else {
        Ok(())
    };
    checks.push(("largest message of the server".to_owned(), result));
    checks
}

/// Publishes articles as a scraper would; the same article again is recognized by the stream.
pub async fn publish(config: &Config, files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let context = connect(config).await?;
    for path in files {
        let name = path.to_string_lossy();
        for payload in file::messages(&name, &read(path)?)? {
            let (subject, duplicate) = publish_message(&context, payload).await?;
            let note = if duplicate { " (already there)" } else { "" };
            print(&format!("{name}: {subject}{note}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the subject, and whether the stream knew the message.
pub async fn publish_message(
    context: &Context,
    payload: Vec<u8>,
) -> anyhow::Result<(String, bool)> {
    let url = serde_json::from_slice::<Message>(&payload)
        .ok()
        .and_then(|message| message.url);
    let url = url.and_then(|url| article::canonical_url(&url).ok());
    // published all the same: the service will reject it and say why
    let source = url.map_or_else(|| "unknown".to_owned(), |url| article::subject_token(&url));
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, &payload).to_string();
    let message = PublishMessage::build()
        .message_id(id)
        .payload(payload.into());
    let subject = format!("{SCRAPED}.{source}");
    let acknowledgement = context.send_publish(subject.clone(), message).await?.await;
    let acknowledgement =
        acknowledgement.context("no stream has taken the article; run «solieu setup»")?;
    Ok((subject, acknowledgement.duplicate))
}

#[derive(Subcommand)]
pub enum Rejected {
    /// The latest rejected messages
    List {
        /// Only those of this reason
        #[arg(long)]
        reason: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// One rejected message as it was received
    Show {
        /// Its number in the list
        id: i64,
    },
    /// Publish rejected messages again, on the subjects they came from
    Replay {
        /// Their numbers in the list
        #[arg(required = true)]
        ids: Vec<i64>,
    },
}

pub async fn rejected(config: &Config, command: &Rejected) -> anyhow::Result<ExitCode> {
    let store = open(config).await?;
    match command {
        Rejected::List { reason, limit } => {
            let rows: Vec<_> = store
                .rejected(reason.as_deref(), *limit)
                .await?
                .into_iter()
                .map(|message| {
                    [
                        message.id.to_string(),
                        message.rejected_at.format("%F %T").to_string(),
                        message.reason,
                        message.detail,
                        message.subject,
                        message
                            .replayed_at
                            .map_or_else(String::new, |at| at.format("%F %T").to_string()),
                    ]
                })
                .collect();
            let header = [
                "id",
                "rejected (UTC)",
                "reason",
                "detail",
                "subject",
                "replayed (UTC)",
            ];
            print(table::draw(header, &rows, style().width).trim_end())
        }
        Rejected::Show { id } => show(&find_rejected(&store, *id).await?),
        Rejected::Replay { ids } => {
            let context = connect(config).await?;
            for id in ids {
                let message = find_rejected(&store, *id).await?;
                let subject = message.summary.subject.clone();
                replay(&context, message).await?;
                store.mark_replayed(*id).await?;
                print(&format!("{id}: {subject}"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn find_rejected(store: &Store, id: i64) -> anyhow::Result<RejectedMessage> {
    let message = store.rejected_message(id).await?;
    message
        .with_context(|| format!("there is no rejected message {id}; see «solieu rejected list»"))
}

/// What is known as a head of lines, then the body byte for byte.
fn show(message: &RejectedMessage) -> anyhow::Result<ExitCode> {
    let summary = &message.summary;
    print(&format!(
        "id: {}\nreason: {}\ndetail: {}\nrejected: {}\nstream: {} {}\nreceived: {}\nsubject: {}\nheaders: {}\n",
        summary.id,
        summary.reason,
        summary.detail,
        summary.rejected_at,
        message.stream,
        message.sequence,
        message.received_at,
        summary.subject,
        message.headers,
    ))?;
    std::io::stdout().write_all(&message.payload)?;
    print("")
}

/// Publishes the message as it came, but under no id that the stream may remember, without headers that cannot be written,
/// and with the time at which it came first where it does not say when it was scraped: a text that was stored meanwhile is
/// newer.
async fn replay(context: &Context, message: RejectedMessage) -> anyhow::Result<()> {
    let mut headers = HeaderMap::new();
    for (name, values) in message.headers.as_object().into_iter().flatten() {
        if name.to_ascii_lowercase().starts_with("nats-") {
            continue;
        }
        for value in values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str())
        {
            let header = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
            if let (Ok(name), Ok(value)) = header {
                headers.append(name, value);
            }
        }
    }
    let payload = scraped(message.payload, message.received_at)?;
    let publish = PublishMessage::build()
        .headers(headers)
        .payload(payload.into());
    context
        .send_publish(message.summary.subject, publish)
        .await?
        .await?;
    Ok(())
}

/// A message with `scraped_at`, if it is one; any other byte for byte.
fn scraped(payload: Vec<u8>, received_at: DateTime<Utc>) -> serde_json::Result<Vec<u8>> {
    let lacks_it = |message: Message| message.scraped_at.unwrap_or_default().trim().is_empty();
    if serde_json::from_slice(&payload).is_ok_and(lacks_it)
        && let Ok(Value::Object(mut message)) = serde_json::from_slice(&payload)
    {
        message.insert("scraped_at".to_owned(), json!(received_at));
        return serde_json::to_vec(&message);
    }
    Ok(payload)
}

/// The rows of a view of schema reporting, on standard output.
pub async fn export(
    config: &Config,
    view: &str,
    format: export::Format,
    condition: Option<&str>,
) -> anyhow::Result<ExitCode> {
    export::export(&open(config).await?, view, format, condition).await
}

/// A connection for a command that somebody waits for.
pub async fn connect(config: &Config) -> anyhow::Result<Context> {
    let (client, _) = jetstream::connect(&config.nats, Absence::Fail)
        .await
        .with_context(|| {
            let url = &config.nats.url;
            format!("cannot connect to {url} (start it, or correct [nats] url and credentials)")
        })?;
    Ok(nats::new(client))
}

/// The database for a command that somebody waits for.
async fn open(config: &Config) -> anyhow::Result<Store> {
    Store::connect(&config.postgres).await.with_context(|| {
        let url = &config.postgres.url;
        format!("cannot connect to {url} (start it, or correct [postgres] url and password)")
    })
}
