//! Articles in, what becomes of them on the screen: the whole service on private servers that are gone afterwards.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, ensure};
use async_nats::jetstream::Context;
use async_nats::jetstream::consumer::PullConsumer;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use solieu::config::Config;
use solieu::extraction::{Entity, Extraction, Statistic};
use solieu::local::{self, Lifetime, Nats, Postgres};
use solieu::service::Service;
use solieu::store::Store;
use solieu::{file, render, table};
use sqlx::{Connection as _, PgConnection, Row as _, ValueRef as _};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::operate::{self, Signals};
use crate::{print, read, style};

/// Where the articles are when none are named.
const SAMPLES: &str = "samples";
/// The work may take this long, and a little longer for each article.
const PATIENCE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(20);

/// What an analyst might ask first.
const QUESTIONS: [(&str, &str); 2] = [
    (
        "The largest sums of money, and what they are about",
        "SELECT figure, value, indicator_label AS indicator, subject_label AS subject, period_start\n\
         FROM reporting.statistic\n\
         WHERE unit_code = 'VND'\n\
         ORDER BY value DESC\n\
         LIMIT 5",
    ),
    (
        "Who holds which office, in the words of the article",
        "SELECT person, title, quotation, source\n\
         FROM reporting.position_statement\n\
         ORDER BY person\n\
         LIMIT 5",
    ),
];

/// An enriched event, as far as it is shown.
#[derive(Deserialize)]
struct Event {
    article: Article,
    #[serde(flatten)]
    extraction: Extraction,
}

#[derive(Deserialize)]
struct Article {
    url: String,
    source: String,
    revision: u32,
    title: Option<String>,
    published_at: Option<String>,
}

impl Event {
    /// What the article is called: its headline, or where it is.
    fn name(&self) -> &str {
        self.article.title.as_ref().unwrap_or(&self.article.url)
    }
}

/// An event about a rejected message, as far as it is shown.
#[derive(Deserialize)]
struct Refusal {
    reason: String,
    detail: String,
}

/// The private servers and their folder, in the order in which they end.
struct Servers {
    nats: Nats,
    postgres: Postgres,
    folder: tempfile::TempDir,
}

/// Whether the servers outlive the demo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Everything is gone.
    Stop,
    /// Servers and service go on; how to reach and to stop them is printed.
    Keep,
}

/// Shows the given files, or the samples.
pub async fn demo(
    mut config: Config,
    files: Vec<PathBuf>,
    after: After,
) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let articles = articles(files)?;
    // a signal waits until the servers are there to be stopped
    let mut signals = Signals::new()?;
    let mut servers = spawn_blocking(move || start(after)).await??;
    let shown = tokio::select! {
        shown = tell(&mut config, &servers, articles) => shown,
        () = signals.next() => Err(anyhow!("interrupted")),
    };
    if let Err(error) = shown {
        servers.nats.stop();
        servers.postgres.stop();
        return Err(error);
    }
    print(&format!("\nAll of it took {:.1?}.", begun.elapsed()))?;
    if after == After::Keep {
        return keep(&config, servers);
    }
    Ok(ExitCode::SUCCESS)
}

/// Everything between the start and the end of the servers.
async fn tell(
    config: &mut Config,
    servers: &Servers,
    articles: Vec<Vec<u8>>,
) -> anyhow::Result<()> {
    config.nats.url = servers.nats.url().into();
    config.postgres.url = servers.postgres.create_database("solieu").await?.into();
    heading("Setting up")?;
    operate::setup(config).await?;

    let context = operate::connect(config).await?;
    let service = Service::start(config.clone(), config.lexicon.load()?).await?;
    let (stop, stopped) = oneshot::channel::<()>();
    let service = tokio::spawn(service.run(async {
        let _ = stopped.await;
    }));
    let published = Instant::now();
    let count = articles.len();
    for article in articles {
        operate::publish_message(&context, article).await?;
    }
    until_done(config, &context, count).await?;
    let taken = published.elapsed();
    let _ = stop.send(());
    service.await??;

    let events: Vec<Event> = bodies(&context, &config.nats.enriched_stream).await?;
    let (published, announced) = (counted(count, "article"), counted(events.len(), "event"));
    heading(&format!("{published}, {announced} after {taken:.2?}"))?;
    show_events(&events)?;
    let refusals: Vec<Refusal> = bodies(&context, &config.nats.rejected_stream).await?;
    for Refusal { reason, detail } in refusals {
        print(&format!("rejected as {reason}: {detail}"))?;
    }
    for event in &events {
        show_article(event)?;
    }
    let mut connection = PgConnection::connect(config.postgres.url.expose()).await?;
    for (question, sql) in QUESTIONS {
        heading(question)?;
        print(&format!("{sql};\n"))?;
        print(&ask(&mut connection, sql).await?)?;
    }
    Ok(())
}

/// The messages that the files stand for.
fn articles(mut files: Vec<PathBuf>) -> anyhow::Result<Vec<Vec<u8>>> {
    if files.is_empty() {
        let samples = std::fs::read_dir(SAMPLES).with_context(|| {
            format!("there is no folder {SAMPLES} here; name files with articles")
        })?;
        files = samples
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<_>>()?;
        files.sort();
    }
    let mut articles = Vec::new();
    for path in files {
        articles.extend(file::messages(&path.to_string_lossy(), &read(&path)?)?);
    }
    Ok(articles)
}

fn start(after: After) -> anyhow::Result<Servers> {
    let lifetime = match after {
        After::Stop => Lifetime::Process,
        After::Keep => Lifetime::Kept,
    };
    let begun = Instant::now();
    let folder = local::folder()?;
    let mut nats = Nats::start(folder.path(), lifetime)?;
    let postgres = Postgres::start(folder.path(), lifetime, &[]).inspect_err(|_| nats.stop())?;
    heading(&format!(
        "Private servers, started in {:.1?}",
        begun.elapsed()
    ))?;
    print(&format!("NATS      {}", nats.url()))?;
    print(&format!("Postgres  {}", postgres.url("solieu")))?;
    Ok(Servers {
        nats,
        postgres,
        folder,
    })
}

/// Waits until every message is settled and every event announced.
async fn until_done(config: &Config, context: &Context, articles: usize) -> anyhow::Result<()> {
    let nats = &config.nats;
    let store = Store::connect(&config.postgres).await?;
    let patience = PATIENCE + Duration::from_millis(100) * u32::try_from(articles)?;
    let deadline = Instant::now() + patience;
    loop {
        let consumer: PullConsumer = context
            .get_consumer_from_stream(&nats.consumer, &nats.articles_stream)
            .await?;
        let info = consumer.cached_info();
        if info.num_pending == 0 && info.num_ack_pending == 0 && store.unsent().await?.events == 0 {
            if std::io::stderr().is_terminal() {
                eprint!("\x1b[K");
            }
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "not done after {patience:?}");
        if std::io::stderr().is_terminal() {
            // gone with the next line
            eprint!("\x1b[K{} of {articles} articles wait\r", info.num_pending);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Everything in a stream, read as JSON.
async fn bodies<T: DeserializeOwned>(context: &Context, stream: &str) -> anyhow::Result<Vec<T>> {
    let stream = context.get_stream(stream).await?;
    let state = &stream.cached_info().state;
    let mut events = Vec::new();
    // an empty stream begins at 0
    for sequence in state.first_sequence.max(1)..=state.last_sequence {
        let message = stream.get_raw_message(sequence).await?;
        events.push(serde_json::from_slice(&message.payload)?);
    }
    Ok(events)
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

fn heading(text: &str) -> anyhow::Result<ExitCode> {
    print(&if style().color {
        format!("\n\x1b[1m{text}\x1b[0m")
    } else {
        format!("\n{text}")
    })
}

fn show_events(events: &[Event]) -> anyhow::Result<ExitCode> {
    let rows: Vec<_> = events
        .iter()
        .map(|event| {
            [
                event.article.source.clone(),
                event.article.revision.to_string(),
                event.article.published_at.clone().unwrap_or_default(),
                event.extraction.statistics.len().to_string(),
                event.extraction.entities.len().to_string(),
                event.name().to_owned(),
            ]
        })
        .collect();
    let header = [
        "source",
        "revision",
        "published",
        "figures",
        "entities",
        "article",
    ];
    print(table::draw(header, &rows, style().width).trim_end())
}

fn show_article(event: &Event) -> anyhow::Result<ExitCode> {
    heading(event.name())?;
    let Extraction {
        statistics,
        entities,
        ..
    } = &event.extraction;
    let rows: Vec<_> = statistics.iter().map(figure).collect();
    let header = ["figure", "value", "unit", "indicator", "subject", "period"];
    print(&table::draw(header, &rows, style().width))?;
    let rows: Vec<_> = entities.iter().map(entity).collect();
    let header = ["entity", "type", "mentions", "attributes"];
    print(table::draw(header, &rows, style().width).trim_end())
}

fn figure(statistic: &Statistic) -> [String; 6] {
    [
        statistic.figure.clone(),
        render::value(statistic),
        statistic.unit.label.clone(),
        statistic.indicator.label.clone(),
        statistic
            .subject
            .as_ref()
            .map_or_else(String::new, |subject| subject.label.clone()),
        statistic
            .period
            .as_ref()
            .map_or_else(String::new, render::period),
    ]
}

fn entity(entity: &Entity) -> [String; 4] {
    let attributes: Vec<String> = entity
        .attributes
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{name} {}", render::plain(value)))
        .collect();
    [
        entity.name.clone(),
        entity.kind.as_str().to_owned(),
        entity.mentions.len().to_string(),
        attributes.join("; "),
    ]
}

/// The answer to a query as a table.
async fn ask(connection: &mut PgConnection, sql: &'static str) -> anyhow::Result<String> {
    // the simple protocol answers every type as text
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await?;
    let Some(first) = rows.first() else {
        return Ok("(no rows)".to_owned());
    };
    let header = first
        .columns()
        .iter()
        .map(sqlx::Column::name)
        .collect::<Vec<_>>();
    let mut cells = Vec::new();
    for row in &rows {
        let mut line = Vec::new();
        for column in 0..row.len() {
            let value = row.try_get_raw(column)?;
            line.push(if value.is_null() {
                String::new()
            } else {
                value
                    .as_str()
                    .map_err(anyhow::Error::from_boxed)?
                    .to_owned()
            });
        }
        cells.push(line);
    }
    Ok(table::draw(header, &cells, style().width)
        .trim_end()
        .to_owned())
}

/// Leaves servers and service running and says how to reach and how to stop them.
fn keep(config: &Config, servers: Servers) -> anyhow::Result<ExitCode> {
    let Servers {
        nats,
        postgres,
        folder,
    } = servers;
    let folder = folder.keep();
    let log = std::fs::File::create(folder.join("solieu.log"))?;
    // the usual port may belong to another service
    let http = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let service = Command::new(std::env::current_exe()?)
        .arg("run")
        .env("SOLIEU__NATS__URL", config.nats.url.expose())
        .env("SOLIEU__POSTGRES__URL", config.postgres.url.expose())
        .env("SOLIEU__HTTP__LISTEN", http.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .process_group(0)
        .spawn()
        .context("cannot start the service")?;
    let processes = [Some(service.id()), nats.pid(), postgres.pid()].map(Option::unwrap_or_default);
    let [service, nats_server, postgres_server] = processes;
    heading("Everything keeps running")?;
    print(&format!(
        "NATS      {}\n\
         Postgres  {}\n\
         metrics   http://{http}/metrics\n\
         log       {}\n\n\
         To use the commands of solieu with them:\n\
         \x20 export SOLIEU__NATS__URL='{}' SOLIEU__POSTGRES__URL='{}'\n\
         To stop it all:\n\
         \x20 kill -INT {service} {nats_server} {postgres_server}; \
         while [ -e {folder}/postgres/data/postmaster.pid ]; do sleep 0.1; done; rm -r {folder}",
        nats.url(),
        postgres.url("solieu"),
        folder.join("solieu.log").display(),
        nats.url(),
        postgres.url("solieu"),
        folder = folder.display(),
    ))
}
