//! Turns a configuration into the running service: connections, worker and relay, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Client;
use async_nats::jetstream;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use crate::config::{self, Config};
use crate::extract::lexicon::Lexicon;
use crate::http::Probe;
use crate::jetstream::{Absence, State, connect, inspect};
use crate::patience::{backoff, patiently};
use crate::relay::Relay;
use crate::store::{Schema, Store};
use crate::telemetry::chain;
use crate::worker::{Lost, Worker};

/// The last answers are on their way no longer than this.
const FAREWELL: Duration = Duration::from_secs(2);

/// Worker and relay on their connections.
#[derive(Debug)]
pub struct Service {
    worker: Arc<Worker>,
    relay: Relay,
    client: Client,
    connections: watch::Receiver<u64>,
    grace: Duration,
    nats: config::Nats,
}

/// What keeps the service from starting; waiting would not help.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration names no usable address or credentials.
    #[error("cannot connect to NATS")]
    Nats(#[from] async_nats::ConnectError),
    /// The configuration names no usable address.
    #[error("cannot connect to Postgres")]
    Postgres(#[from] sqlx::Error),
    /// Setup is to be run first.
    #[error("{0}: run «solieu setup»")]
    NotSetUp(String),
}

impl Service {
    /// Connects; waits while a server is away.
    pub async fn start(config: Config, lexicon: Lexicon) -> Result<Self, Error> {
        let store = patiently(|| Store::connect(&config.postgres)).await?;
        let store = store.with_stories(config.stories);
        match patiently(|| store.schema()).await? {
            Schema::Current => {}
            Schema::Newer => tracing::warn!("the tables belong to a newer version"),
            Schema::Missing => {
                return Err(Error::NotSetUp("the database has no tables".to_owned()));
            }
            Schema::Old { pending } => {
                let text = format!("the database is {pending} migrations behind");
                return Err(Error::NotSetUp(text));
            }
        }
        let (client, connections) = connect(&config.nats, Absence::Wait).await?;
        let context = jetstream::new(client.clone());
        let mut failures = 0;
        let findings = loop {
            match inspect(&context, &config.nats).await {
                Ok(findings) => break findings,
                Err(error) => {
                    failures += 1;
                    tracing::warn!(error = chain(&error), "waiting for JetStream");
                    sleep(backoff(failures)).await;
                }
            }
        };
        // the worker makes its consumer itself
        for finding in findings
            .into_iter()
            .filter(|finding| finding.part.starts_with("stream"))
        {
            if finding.state == State::Missing {
                return Err(Error::NotSetUp(format!("{} is missing", finding.part)));
            }
        }
        let announce = Arc::new(Notify::new());
        let relay = Relay {
            config: config.relay.clone(),
            context: context.clone(),
            store: store.clone(),
            announce: announce.clone(),
            connections: connections.clone(),
        };
        Ok(Self {
            grace: config.worker.grace,
            nats: config.nats.clone(),
            worker: Arc::new(Worker::new(config, context, store, lexicon, announce)),
            relay,
            client,
            connections,
        })
    }

    /// What tells its state while it runs.
    pub fn probe(&self) -> Probe {
        Probe {
            context: self.relay.context.clone(),
            store: self.relay.store.clone(),
            nats: self.nats.clone(),
        }
    }

    /// Works until `stop`, then finishes what was fetched and announces it, within the configured grace. Fails when it can
    /// no longer work; another process can.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), Lost> {
        let (stopping, stopped) = watch::channel(false);
        let (finishing, finished) = watch::channel(false);
        let work = async {
            let worked = Box::pin(self.worker.run(self.connections.clone(), stopped)).await;
            finishing.send_replace(true);
            worked
        };
        let relay = async {
            self.relay.run(finished).await;
            Ok(())
        };
        let mut service = Box::pin(async { tokio::try_join!(work, relay) });
        let mut result = Ok(());
        tokio::select! {
            ended = &mut service => result = ended.map(drop),
            () = stop => {
                tracing::info!(in_flight = self.worker.in_flight().count(), "stopping");
                stopping.send_replace(true);
                if timeout(self.grace, &mut service).await.is_err() {
                    let left = self.worker.in_flight().count();
                    tracing::warn!(left, grace = ?self.grace, "not everything is finished; what is left is handed back");
                    let _ = timeout(FAREWELL, self.worker.in_flight().give_back(&self.client)).await;
                }
            }
        }
        // answers are sent in the background
        if !matches!(timeout(FAREWELL, self.client.flush()).await, Ok(Ok(()))) {
            tracing::warn!(
                "the last answers may not have reached NATS; their messages will come again"
            );
        }
        tracing::info!("stopped");
        result
    }
}
