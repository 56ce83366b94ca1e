//! The faults: each is brought about, bites and is put right again.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use super::Storm;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A worker ends at a point of `solieu::crash`.
    Crash(&'static str),
    KillWorker,
    PauseWorker,
    RestartWorkers,
    KillNats,
    KillPostgres,
    RefuseConnections,
    ExhaustConnections,
    Deadlock,
    CancelStatements,
    FillDisk,
    DeleteConsumer,
    /// A message does to every process that reads it what `TRIGGERS` says.
    Poison(&'static str),
}

pub const ALL: [Fault; 19] = [
    Fault::Crash("fetched"),
    Fault::Crash("saving"),
    Fault::Crash("committed"),
    Fault::Crash("announce"),
    Fault::Crash("announced"),
    Fault::KillWorker,
    Fault::PauseWorker,
    Fault::RestartWorkers,
    Fault::KillNats,
    Fault::KillPostgres,
    Fault::RefuseConnections,
    Fault::ExhaustConnections,
    Fault::Deadlock,
    Fault::CancelStatements,
    Fault::FillDisk,
    Fault::DeleteConsumer,
    Fault::Poison("kills"),
    Fault::Poison("panics"),
    Fault::Poison("hangs"),
];

impl Fault {
    pub fn name(self) -> &'static str {
        match self {
            Self::Crash("fetched") => "worker killed after the fetch",
            Self::Crash("saving") => "worker killed in the transaction",
            Self::Crash("committed") => "worker killed between commit and ack",
            Self::Crash("announce") => "worker killed between commit and publication",
            Self::Crash(_) => "worker killed between publication and mark",
            Self::KillWorker => "worker killed at random",
            Self::PauseWorker => "worker stopped for longer than ack_wait",
            Self::RestartWorkers => "both workers restarted in turn",
            Self::KillNats => "NATS killed and restarted",
            Self::KillPostgres => "Postgres killed and restarted",
            Self::RefuseConnections => "Postgres refuses connections",
            Self::ExhaustConnections => "Postgres has no connection left",
            Self::Deadlock => "deadlock in Postgres",
            Self::CancelStatements => "statements cancelled",
            Self::FillDisk => "disk of Postgres full",
            Self::DeleteConsumer => "consumer deleted, stream purged",
            Self::Poison("kills") => "message that kills the process",
            Self::Poison("panics") => "message that panics the extraction",
            Self::Poison(_) => "message that hangs the extraction",
        }
    }

    /// Returns when the cause is gone and everything may recover.
    pub async fn strike(self, storm: &mut Storm) {
        let worker = storm.dice.roll(2);
        match self {
            Self::Crash(point) => crash(storm, worker, point).await,
            Self::KillWorker => {
                storm.until_delivered().await;
                let deaths = storm.deaths;
                storm.signal(worker, Signal::KILL);
                storm
                    .until("it is dead", async |storm| storm.deaths > deaths)
                    .await;
            }
            Self::PauseWorker => {
                storm.until_delivered().await;
                storm.signal(worker, Signal::STOP);
                storm.hold(storm.world.config.nats.ack_wait * 3 / 2).await;
                storm.signal(worker, Signal::CONT);
            }
            Self::RestartWorkers => {
                for worker in 0..2 {
                    storm.restart(worker).await;
                }
            }
            Self::KillNats => {
                storm.until_delivered().await;
                storm.world.nats.kill();
                storm.hold(storm.world.config.nats.ack_wait).await;
                storm.world.nats.resume().unwrap();
            }
            Self::KillPostgres => {
                storm.until_delivered().await;
                storm.postgres().kill();
                storm.hold(Duration::from_secs(1)).await;
                storm
                    .until("Postgres starts again", async |storm| {
                        storm.postgres().resume().is_ok()
                    })
                    .await;
            }
            Self::RefuseConnections => refuse_connections(storm).await,
            Self::ExhaustConnections => exhaust_connections(storm).await,
            Self::Deadlock => deadlock(storm).await,
            Self::CancelStatements => cancel_statements(storm).await,
            Self::FillDisk => fill_disk(storm).await,
            Self::DeleteConsumer => delete_consumer(storm).await,
            Self::Poison(trigger) => {
                let letter = storm.ledger.poison(trigger);
                storm.send(vec![letter]).await;
            }
        }
    }
}

/// A worker that ends at the point in place of a healthy one, and work until it has.
async fn crash(storm: &mut Storm, worker: usize, point: &str) {
    let deaths = storm.deaths;
    storm.start(worker, point);
    while storm.deaths == deaths {
        let letters = storm.ledger.letters(10);
        storm.send(letters).await;
        storm
            .until("the worker is dead or has nothing to do", async |storm| {
                storm.deaths > deaths || storm.world.is_settled().await
            })
            .await;
    }
}

async fn delete_consumer(storm: &mut Storm) {
    storm.until_delivered().await;
    let (stream, consumer) = ("ARTICLES", "solieu");
    let stream = storm.world.context.get_stream(stream).await.unwrap();
    let settled = storm
        .world
        .consumer()
        .await
        .unwrap()
        .ack_floor
        .stream_sequence;
    stream.delete_consumer(consumer).await.unwrap();
    // purging is up to the sequence, and without it
    stream.purge().sequence(settled + 1).await.unwrap();
}

async fn admin(storm: &Storm, database: &str) -> PgConnection {
    PgConnection::connect(&storm.world.servers.postgres.url(database))
        .await
        .unwrap()
}

async fn execute(connection: &mut PgConnection, statement: &str) {
    let statement = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(statement).execute(connection).await.unwrap();
}

const TERMINATE: &str =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'solieu'";

async fn refuse_connections(storm: &mut Storm) {
    let mut admin = admin(storm, "postgres").await;
    let database = storm.database_name();
    storm.until_delivered().await;
    let refused = storm.postgres_says("is not currently accepting connections");
    execute(
        &mut admin,
        &format!("ALTER DATABASE {database} ALLOW_CONNECTIONS false"),
    )
    .await;
    execute(&mut admin, TERMINATE).await;
    storm
        .until("connections are refused", async |storm| {
            storm.postgres_says("is not currently accepting connections") > refused + 2
        })
        .await;
    execute(
        &mut admin,
        &format!("ALTER DATABASE {database} ALLOW_CONNECTIONS true"),
    )
    .await;
}

async fn exhaust_connections(storm: &mut Storm) {
    let mut admin = admin(storm, "postgres").await;
    storm.until_delivered().await;
    let url = storm.world.servers.postgres.url("postgres");
    let mut taken = Vec::new();
    let begun = Instant::now();
    // whatever the workers let go of is taken, until none of them has been connected for a while
    while begun.elapsed() < Duration::from_secs(2) {
        execute(&mut admin, TERMINATE).await;
        while let Ok(connection) = PgConnection::connect(&url).await {
            taken.push(connection);
        }
        storm.supervise();
    }
    let none_left = storm.postgres_says("too many clients already");
    assert!(none_left > 0, "connections are left");
}

async fn cancel_statements(storm: &mut Storm) {
    let database = storm.database_name();
    let mut lock = admin(storm, &database).await;
    let mut admin = admin(storm, "postgres").await;
    let cancelled = storm.postgres_says("canceling statement due to user request");
    // so that there is a statement to cancel
    execute(&mut lock, "BEGIN; LOCK TABLE solieu.revision IN SHARE MODE").await;
    let cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'solieu' AND state = 'active'";
    while storm.postgres_says("canceling statement due to user request") < cancelled + 4 {
        execute(&mut admin, cancel).await;
        storm.hold(Duration::from_millis(20)).await;
        if storm.world.is_settled().await {
            let letters = storm.ledger.letters(10);
            storm.send(letters).await;
        }
    }
    execute(&mut lock, "ROLLBACK").await;
}

/// Holds the last article of a batch and asks for the first ones, which the batch holds: a circle.
async fn deadlock(storm: &mut Storm) {
    let database = storm.database_name();
    let deadlocks = storm.postgres_says("deadlock detected");
    while storm.postgres_says("deadlock detected") == deadlocks {
        let letters: Vec<_> = (0..12).map(|_| storm.ledger.another_revision()).collect();
        let ids: BTreeSet<Uuid> = letters
            .iter()
            .filter_map(super::ledger::Letter::article)
            .collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut circle = admin(storm, &database).await;
        let lock = "SELECT FROM solieu.article WHERE id = ANY ($1) FOR UPDATE";
        let lock_last =
            "SELECT id FROM solieu.article WHERE id = ANY ($1) ORDER BY id DESC LIMIT 1 FOR UPDATE";
        execute(&mut circle, "BEGIN").await;
        // an article whose every text was rejected is not there
        let last: Option<Uuid> = sqlx::query_scalar(lock_last)
            .bind(&ids)
            .fetch_optional(&mut circle)
            .await
            .unwrap();
        storm.send(letters).await;
        let Some(last) = last else { continue };
        let first: Vec<Uuid> = ids.into_iter().filter(|id| *id != last).collect();
        storm.until("a worker waits", async |storm| {
            let waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'solieu' AND wait_event_type = 'Lock'";
            storm.world.count(waiting).await > 0
        })
        .await;
        // ends in an error where Postgres chooses us
        let _ = sqlx::query(lock).bind(first).execute(&mut circle).await;
        let _ = circle.close().await;
    }
}

async fn fill_disk(storm: &mut Storm) {
    storm.until_delivered().await;
    let full = storm.postgres_says("No space left on device");
    storm.disk.as_ref().unwrap().fill();
    while storm.postgres_says("No space left on device") < full + 2 {
        let letters = storm.ledger.letters(20);
        storm.send(letters).await;
        storm.hold(Duration::from_millis(300)).await;
    }
    storm.disk.as_ref().unwrap().empty();
}
