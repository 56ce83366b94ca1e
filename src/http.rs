//! The state of the service in, answers over HTTP out: `/livez`, `/readyz` and `/metrics`.
//!
//! - `/livez`: the process answers, whatever happens to the servers it needs. To be restarted when it does not.
//! - `/readyz`: connected to NATS and Postgres, with the right tables, and not stopping; else 503, with the reason.
//! - `/metrics`: the text format of Prometheus. What cannot be asked for now is left out rather than stale.

use std::time::Duration;

use async_nats::connection::State as Connection;
use async_nats::jetstream::{Context, consumer};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use chrono::Utc;
use prometheus::proto::MetricFamily;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::config::Nats;
use crate::jetstream;
use crate::metrics::{METRICS, number, state};
use crate::store::{Schema, Store, Unsent};
use crate::telemetry::chain;

/// A server that answers later than this is away: whoever asks has little patience.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the service is between start and end.
#[derive(Debug, Clone)]
pub enum Phase {
    /// Connecting, perhaps waiting for a server.
    Starting,
    /// Working.
    Running(Probe),
    /// Finishing what it has fetched.
    Stopping(Probe),
}

/// What tells the state of the service: its connections.
#[derive(Debug, Clone)]
pub struct Probe {
    /// JetStream.
    pub context: Context,
    /// Postgres.
    pub store: Store,
    /// Names of streams and consumer.
    pub nats: Nats,
}

/// Answers until the process ends.
pub async fn serve(listener: TcpListener, phases: watch::Receiver<Phase>) -> std::io::Result<()> {
    let routes = Router::new()
        .route("/livez", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(phases);
    axum::serve(listener, routes).await
}

async fn ready(State(phases): State<watch::Receiver<Phase>>) -> (StatusCode, String) {
    let phase = phases.borrow().clone();
    let probe = match phase {
        Phase::Running(probe) => probe,
        Phase::Starting => return (StatusCode::SERVICE_UNAVAILABLE, "starting\n".to_owned()),
        Phase::Stopping(_) => return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned()),
    };
    let (nats, postgres) = tokio::join!(probe.check_nats(), probe.check_postgres());
    let checks = [("NATS", nats), ("Postgres", postgres)];
    let status = if checks.iter().all(|(_, result)| result.is_ok()) {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let lines = checks.map(|(part, result)| match result {
        Ok(()) => format!("ok    {part}\n"),
        Err(why) => format!("FAIL  {part}: {why}\n"),
    });
    (status, lines.concat())
}

async fn metrics(State(phases): State<watch::Receiver<Phase>>) -> impl IntoResponse {
    let phase = phases.borrow().clone();
    let states = match phase {
        Phase::Starting => Vec::new(),
        Phase::Running(probe) | Phase::Stopping(probe) => probe.states().await,
    };
    let kind = [(CONTENT_TYPE, prometheus::TEXT_FORMAT)];
    (kind, METRICS.text(states))
}

impl Probe {
    fn is_connected(&self) -> bool {
        self.context.client().connection_state() == Connection::Connected
    }

    /// Asks for the consumer; a worker makes one that is missing.
    async fn consumer(&self) -> Result<Option<consumer::Info>, String> {
        if !self.is_connected() {
            return Err("not connected".to_owned());
        }
        match timeout(
            PATIENCE,
            jetstream::consumer_info(&self.context, &self.nats),
        )
        .await
        {
            Ok(Ok(info)) => Ok(info),
            Ok(Err(error)) => Err(chain(&error)),
            Err(_) => Err(format!("no answer in {PATIENCE:?}")),
        }
    }

    async fn check_nats(&self) -> Result<(), String> {
        self.consumer().await.map(drop)
    }

    async fn check_postgres(&self) -> Result<(), String> {
        match timeout(PATIENCE, self.store.schema()).await {
            Ok(Ok(Schema::Current | Schema::Newer)) => Ok(()),
            Ok(Ok(Schema::Missing)) => Err("no tables; run «solieu setup»".to_owned()),
            Ok(Ok(Schema::Old { pending })) => {
                Err(format!("{pending} migrations behind; run «solieu setup»"))
            }
            Ok(Err(error)) => Err(chain(&error)),
            Err(_) => Err(format!("no answer in {PATIENCE:?}")),
        }
    }

    async fn states(&self) -> Vec<MetricFamily> {
        let (consumer, unsent) =
            tokio::join!(self.consumer(), timeout(PATIENCE, self.store.unsent()));
        let mut states = state(
            "solieu_nats_connected",
            "Whether there is a connection to NATS.",
            f64::from(u8::from(self.is_connected())),
        );
        if let Ok(Some(info)) = consumer {
            states.extend(state(
                "solieu_consumer_pending",
                "Messages of the stream that nobody has fetched yet.",
                number(info.num_pending),
            ));
            states.extend(state(
                "solieu_consumer_ack_pending",
                "Messages that were fetched, by any worker, and are not yet answered.",
                number(info.num_ack_pending),
            ));
        }
        if let Ok(Ok(Unsent { events, since })) = unsent {
            let age = since.and_then(|since| (Utc::now() - since).to_std().ok());
            states.extend(state(
                "solieu_outbox_unsent",
                "Events that wait to be announced.",
                number(events),
            ));
            states.extend(state(
                "solieu_outbox_oldest_age_seconds",
                "How long the oldest of them has waited; 0 where none does.",
                age.unwrap_or_default().as_secs_f64(),
            ));
        }
        states
    }
}
