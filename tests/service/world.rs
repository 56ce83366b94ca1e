//! One test's world: a NATS server and a database of its own, set up, with the service running in this process or in others.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::jetstream::{self as nats, Context};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use solieu::config::Config;
use solieu::extract::lexicon::Lexicon;
use solieu::jetstream::{self, Absence};
use solieu::local::{self, Lifetime, Nats};
use solieu::service::Service;
use solieu::store::Store;
use sqlx::PgPool;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::servers::Servers;

/// No condition takes longer to come true.
const DEADLINE: Duration = Duration::from_mins(1);

pub struct World {
    pub nats: Nats,
    pub config: Config,
    pub context: Context,
    pub database: PgPool,
    pub servers: Arc<Servers>,
    _folder: tempfile::TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::on(Servers::shared()).await
    }

    /// With the database on these servers.
    pub async fn on(servers: Arc<Servers>) -> Self {
        let folder = local::folder().unwrap();
        let nats = Nats::start(folder.path(), Lifetime::Process).unwrap();
        let mut config = Config::load(None, [], &[]).unwrap();
        config.nats.url = nats.url().into();
        config.nats.ack_wait = Duration::from_secs(2);
        config.postgres.url = servers.database().await.into();
        config.relay.poll = Duration::from_millis(100);

        let (client, _) = jetstream::connect(&config.nats, Absence::Fail)
            .await
            .unwrap();
        let context = nats::new(client);
        jetstream::setup(&context, &config.nats).await.unwrap();
        let store = Store::connect(&config.postgres).await.unwrap();
        store.migrate().await.unwrap();
        Self::with(nats, config, context, servers, folder)
    }

    /// Of parts that are set up; `context` may look into every stream.
    pub fn with(
        nats: Nats,
        config: Config,
        context: Context,
        servers: Arc<Servers>,
        folder: tempfile::TempDir,
    ) -> Self {
        Self {
            nats,
            database: PgPool::connect_lazy(config.postgres.url.expose()).unwrap(),
            config,
            context,
            servers,
            _folder: folder,
        }
    }

    /// The service inside this process.
    pub async fn service(&self) -> Running {
        let service = Service::start(self.config.clone(), Lexicon::embedded());
        let service = service.await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async {
            let stopped = async {
                let _ = stopped.await;
            };
            service.run(stopped).await.unwrap();
        });
        Running { stop, task }
    }

    /// The program in this world.
    pub fn solieu(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
        command
            .args(arguments)
            .env("SOLIEU__NATS__URL", self.config.nats.url.expose())
            .env("SOLIEU__NATS__ACK_WAIT", "2s")
            .env("SOLIEU__POSTGRES__URL", self.config.postgres.url.expose())
            .env("SOLIEU__HTTP__LISTEN", "127.0.0.1:0")
            .env("SOLIEU__LOG__FILTER", "error");
        command
    }

    /// The service as a process of its own, which crashes at a point of `solieu::crash`.
    pub fn process(&self, crash: &str) -> Process {
        let mut command = self.solieu(&["run"]);
        command.env("SOLIEU_CRASH", crash).stdout(Stdio::null());
        Process(command.spawn().unwrap())
    }

    pub async fn publish(&self, message: impl Into<Vec<u8>>) {
        let message: Vec<u8> = message.into();
        let subject = format!("{}.bao_example", jetstream::SCRAPED);
        let acknowledgement = self.context.publish(subject, message.into());
        acknowledgement.await.unwrap().await.unwrap();
    }

    /// A number from the database.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(&self.database)
            .await
            .unwrap()
    }

    /// Everything in a stream of events: subject, id, body.
    pub async fn events(&self, stream: &str) -> Vec<Event> {
        let mut stream = self.context.get_stream(stream).await.unwrap();
        let state = stream.info().await.unwrap().state.clone();
        let mut events = Vec::new();
        // an empty stream begins at 0
        for sequence in state.first_sequence.max(1)..=state.last_sequence {
            let message = stream.get_raw_message(sequence).await.unwrap();
            events.push(Event {
                subject: message.subject.to_string(),
                id: message.headers.get("Nats-Msg-Id").unwrap().to_string(),
                body: serde_json::from_slice(&message.payload).unwrap(),
            });
        }
        events
    }

    /// What the server knows of the consumer, once there is one.
    pub async fn consumer(&self) -> Option<nats::consumer::Info> {
        let (stream, consumer) = (
            &self.config.nats.articles_stream,
            &self.config.nats.consumer,
        );
        let stream = self.context.get_stream(stream).await.ok()?;
        stream.consumer_info(consumer).await.ok()
    }

    /// Whether every message of the stream is settled and every event announced.
    pub async fn is_settled(&self) -> bool {
        let unsent = "SELECT count(*) FROM solieu.outbox WHERE sent_at IS NULL";
        self.consumer()
            .await
            .is_some_and(|consumer| consumer.num_pending == 0 && consumer.num_ack_pending == 0)
            && self.count(unsent).await == 0
    }

    pub async fn until_settled(&self) {
        until("everything is settled", async || self.is_settled().await).await;
    }
}

pub struct Event {
    pub subject: String,
    pub id: String,
    pub body: Value,
}

/// The service inside this process.
pub struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }
}

/// The service as a process, killed when dropped.
pub struct Process(pub Child);

impl Process {
    pub fn terminate(&self) {
        kill_process(Pid::from_child(&self.0), Signal::TERM).unwrap();
    }

    /// Waits for its end; none for a signal.
    pub async fn end(&mut self) -> Option<i32> {
        until("the process ends", async || {
            self.0.try_wait().unwrap().is_some()
        })
        .await;
        self.0.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A scraped article about a commune, with a figure that tells it from the others.
pub fn article(number: usize) -> String {
    json!({
        "url": format!("https://bao.example/xa-{number}"),
        "title": format!("Xã số {number} tổng kết phong trào thi đua"),
        "body": format!(
            "Sáng 12/5, Đảng ủy xã tổ chức hội nghị tổng kết công tác năm 2023.\n\
             Toàn xã có {} đảng viên, thu ngân sách đạt {},5 tỷ đồng, bằng 104% so với cùng kỳ.",
            number + 100,
            number + 3,
        ),
        "scraped_at": "2024-05-13T08:00:00+07:00",
    })
    .to_string()
}

/// Polls until the condition holds.
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !condition().await {
        assert!(Instant::now() < deadline, "not in {DEADLINE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
