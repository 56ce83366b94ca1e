//! A storm: two workers, a publisher that remembers everything, and one fault after another. At the end nothing is lost,
//! doubled or wrongly rejected.
//!
//! The seed decides what is published and which faults come in which order: `make faults FAULTS=200 ARTICLES=20000 SEED=1`.

mod dice;
mod disk;
mod fault;
mod ledger;
mod verdict;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use solieu::local::Postgres;

use crate::servers::Servers;
use crate::world::{Process, World};
use dice::Dice;
use disk::Disk;
use fault::Fault;
use ledger::{Ledger, Letter};

/// No condition takes longer to come true.
const DEADLINE: Duration = Duration::from_mins(4);

/// What the messages of `Fault::Poison` do to whoever reads them.
const TRIGGERS: &str = "extract https://bao.example/kills/;panic extract https://bao.example/panics/;hang extract https://bao.example/hangs/";

/// A few connections, so that they can run out; commits that survive the end of the server.
const POSTGRES: [&str; 5] = [
    "fsync=off",
    "full_page_writes=off",
    "max_connections=40",
    "deadlock_timeout=500ms",
    "checkpoint_timeout=30s",
];

/// Fails on the articles whose title says so.
const REFUSE: &str = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE 'no place for it' USING ERRCODE = 'data_exception'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON solieu.revision
    FOR EACH ROW WHEN (starts_with(NEW.title, 'Bài không lưu được')) EXECUTE FUNCTION refuse()";

pub struct Storm {
    world: World,
    ledger: Ledger,
    dice: Dice,
    workers: Vec<Process>,
    /// Where each says that it is ready.
    sockets: Vec<UnixDatagram>,
    /// How often a worker was found to have been killed.
    deaths: usize,
    /// What no worker should have done.
    complaints: Vec<String>,
    /// Messages of the present fault.
    share: usize,
    disk: Option<Disk>,
}

impl Storm {
    async fn new(seed: u64, share: usize) -> Self {
        let mut world = World::on(Arc::new(Servers::start_with(&POSTGRES))).await;
        world.context.set_timeout(Duration::from_secs(2));
        sqlx::raw_sql(REFUSE)
            .execute(&world.database)
            .await
            .unwrap();
        let mut storm = Self {
            disk: Disk::mount(&world).await,
            world,
            ledger: Ledger::new(seed),
            dice: Dice(!seed),
            workers: Vec::new(),
            sockets: Vec::new(),
            deaths: 0,
            complaints: Vec::new(),
            share,
        };
        for worker in 0..2 {
            let socket = UnixDatagram::bind(storm.socket(worker)).unwrap();
            socket.set_nonblocking(true).unwrap();
            storm.sockets.push(socket);
            storm.workers.push(storm.process(worker, ""));
        }
        storm
    }

    fn socket(&self, worker: usize) -> PathBuf {
        self.world
            .servers
            .folder
            .path()
            .join(format!("notify-{worker}"))
    }

    fn process(&self, worker: usize, crash: &str) -> Process {
        let log = self
            .world
            .servers
            .folder
            .path()
            .join(format!("worker-{worker}.log"));
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut command = self.world.solieu(&["run"]);
        command
            .env("NOTIFY_SOCKET", self.socket(worker))
            .env("SOLIEU_CRASH", format!("{TRIGGERS};{crash}"))
            .env("SOLIEU__LOG__FILTER", "warn")
            .env("SOLIEU__MESSAGE__MAX_BYTES", ledger::MAX_BYTES.to_string())
            .env(
                "SOLIEU__MESSAGE__MAX_BODY_BYTES",
                ledger::MAX_BODY_BYTES.to_string(),
            )
            .env("SOLIEU__POSTGRES__ACQUIRE_TIMEOUT", "1s")
            .env("SOLIEU__POSTGRES__STATEMENT_TIMEOUT", "10s")
            .env("SOLIEU__RELAY__POLL", "200ms")
            .env("SOLIEU__WORKER__BATCH", "16")
            .env("SOLIEU__WORKER__DEADLINE", "2s")
            .env("SOLIEU__WORKER__MAX_IN_FLIGHT", "64")
            .stdout(Stdio::null())
            .stderr(log);
        Process(command.spawn().unwrap())
    }

    /// A fresh process, which ends at the point if one is named.
    fn start(&mut self, worker: usize, crash: &str) {
        // what the one before has said is no longer true
        while self.sockets[worker].recv(&mut [0; 64]).is_ok() {}
        self.workers[worker] = self.process(worker, crash);
    }

    fn signal(&self, worker: usize, signal: Signal) {
        kill_process(Pid::from_child(&self.workers[worker].0), signal).unwrap();
    }

    /// Starts workers that have ended again.
    fn supervise(&mut self) {
        for worker in 0..2 {
            let Some(status) = self.workers[worker].0.try_wait().unwrap() else {
                continue;
            };
            // with 1 ends a process whose threads all hang
            if status.code().is_some_and(|code| code != 1) {
                self.complaints
                    .push(format!("worker {worker} ended with {status}"));
            }
            self.deaths += 1;
            self.start(worker, "");
        }
    }

    /// Ends a worker as a deployment does, and starts another.
    async fn restart(&mut self, worker: usize) {
        self.until("the worker is ready", async |storm| {
            let mut state = [0; 64];
            storm.sockets[worker]
                .recv(&mut state)
                .is_ok_and(|length| &state[..length] == b"READY=1")
        })
        .await;
        self.signal(worker, Signal::TERM);
        let status = self.workers[worker].end().await;
        if status != Some(0) {
            self.complaints.push(format!(
                "worker {worker} ended with {status:?} after SIGTERM"
            ));
        }
        self.start(worker, "");
    }

    async fn until(&mut self, what: &str, mut condition: impl AsyncFnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !condition(self).await {
            self.supervise();
            assert!(
                Instant::now() < deadline,
                "not in {DEADLINE:?}: {what}\n{}",
                self.logs()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn hold(&mut self, time: Duration) {
        let begun = Instant::now();
        self.until("the time is over", async |_| begun.elapsed() > time)
            .await;
    }

    async fn until_settled(&mut self) {
        self.until("everything is settled", async |storm| {
            storm.world.is_settled().await
        })
        .await;
    }

    /// Waits until some of the present messages, a random number, are on their way.
    async fn until_delivered(&mut self) {
        let delivered = async |storm: &mut Self| {
            let consumer = storm.world.consumer().await;
            consumer.map_or(0, |consumer| consumer.delivered.stream_sequence)
        };
        let wanted = 1 + self.dice.roll(1 + self.share / 3) as u64 + delivered(self).await;
        self.until("messages are delivered", async |storm| {
            delivered(storm).await >= wanted || storm.world.is_settled().await
        })
        .await;
    }

    async fn send(&mut self, letters: Vec<Letter>) {
        let sent = ledger::send(&self.world.context, letters).await;
        self.ledger.note(sent);
    }

    fn postgres(&mut self) -> &mut Postgres {
        &mut Arc::get_mut(&mut self.world.servers).unwrap().postgres
    }

    fn database_name(&self) -> String {
        let url = self.world.config.postgres.url.expose();
        url.split(['/', '?']).nth(3).unwrap().to_owned()
    }

    /// How often the server has written this into its log.
    fn postgres_says(&self, text: &str) -> usize {
        let log = self.world.servers.folder.path().join("postgres.log");
        fs::read_to_string(log).unwrap().matches(text).count()
    }

    /// The last lines of every log.
    fn logs(&self) -> String {
        let mut tail = String::new();
        for name in ["worker-0.log", "worker-1.log", "postgres.log", "nats/log"] {
            let text =
                fs::read_to_string(self.world.servers.folder.path().join(name)).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let last = lines[lines.len().saturating_sub(15)..].join("\n");
            tail.extend(["--- ", name, "\n", &last, "\n"]);
        }
        tail
    }

    /// Every kind in turn, each round in another order.
    fn schedule(&mut self, count: usize) -> Vec<Fault> {
        let mut kinds = fault::ALL.to_vec();
        if self.disk.is_none() {
            kinds.retain(|kind| *kind != Fault::FillDisk);
        }
        let mut schedule = Vec::new();
        while schedule.len() < count {
            self.dice.shuffle(&mut kinds);
            schedule.extend(kinds.iter().take(count - schedule.len()));
        }
        schedule
    }

    /// One fault in the midst of its share of messages; returns how long it took until everything was settled.
    async fn weather(&mut self, fault: Fault) -> Duration {
        let before = self.ledger.letters(self.share / 2);
        let during = self.ledger.letters(self.share - self.share / 2);
        self.send(before).await;
        let context = self.world.context.clone();
        let strike = async {
            fault.strike(self).await;
            Instant::now()
        };
        let (sent, gone) = tokio::join!(ledger::send(&context, during), strike);
        self.ledger.note(sent);
        self.until_settled().await;
        gone.elapsed()
    }
}

fn setting(name: &str, default: usize) -> usize {
    let value = std::env::var(name).unwrap_or_default();
    value.parse().unwrap_or(default)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_faults_loses_doubles_and_wrongly_rejects_nothing() {
    let count = setting("FAULTS", fault::ALL.len());
    let articles = setting("ARTICLES", 20 * count);
    let seed = setting("SEED", 1) as u64;
    let mut storm = Storm::new(seed, articles.div_ceil(count)).await;

    let mut times: BTreeMap<Fault, Vec<Duration>> = BTreeMap::new();
    for (number, fault) in storm.schedule(count).into_iter().enumerate() {
        let time = storm.weather(fault).await;
        eprintln!(
            "{:>4}  {:<46} {:>6} ms",
            number + 1,
            fault.name(),
            time.as_millis()
        );
        times.entry(fault).or_default().push(time);
    }
    for worker in 0..2 {
        storm.restart(worker).await;
    }
    let verdict = verdict::verdict(&storm.world, &storm.ledger).await;
    eprintln!("\n{}\n", table(&times));
    let Ledger {
        good,
        bad,
        duplicates,
        revisions,
        ..
    } = &storm.ledger;
    eprintln!(
        "seed {seed}: {} messages: {} texts ({revisions} of them later or earlier revisions), {duplicates} exact duplicates, {} bad",
        good.len() + duplicates + bad.len(),
        good.len(),
        bad.len(),
    );
    eprintln!("{} deaths of workers\n{verdict}", storm.deaths);
    assert!(storm.complaints.is_empty(), "{:?}", storm.complaints);
    assert!(verdict.is_good(), "{verdict}");
    assert!(storm.world.is_settled().await);
}

fn table(times: &BTreeMap<Fault, Vec<Duration>>) -> String {
    let row = |name, count: &str, recovered: &str, median: &str, longest: &str| {
        format!("{name:<46} {count:>5} {recovered:>9} {median:>9} {longest:>9}")
    };
    let head = row("fault", "count", "recovered", "median", "longest");
    let rows = times.iter().map(|(fault, times)| {
        let mut times: Vec<String> = times
            .iter()
            .map(|time| format!("{:>6} ms", time.as_millis()))
            .collect();
        times.sort();
        let count = times.len().to_string();
        // a fault without recovery ends the run
        row(
            fault.name(),
            &count,
            &count,
            &times[times.len() / 2],
            &times[times.len() - 1],
        )
    });
    [head]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}
