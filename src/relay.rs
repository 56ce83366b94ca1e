//! Turns events of the outbox into messages of JetStream: claim, publish, wait for the acknowledgements, mark.
//!
//! An event keeps its id through every attempt, so that the stream and whoever reads it recognize a repetition. Several
//! relays may run: each passes over what another has claimed.

use std::sync::Arc;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::PublishError;
use async_nats::jetstream::message::PublishMessage;
use futures::future::join_all;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use crate::config;
use crate::crash;
use crate::event::Event;
use crate::metrics::METRICS;
use crate::patience::backoff;
use crate::store::Store;
use crate::telemetry::{self, TRACEPARENT, chain};

/// How long after the last time sent events and attempts that are old enough are removed again.
const CLEANING: Duration = Duration::from_mins(10);

/// Sent events removed between two passes: a moment's work, however many there are in all.
const PORTION: u32 = 1000;

/// More than the headers of an event ever take.
const HEADERS: usize = 1024;

/// Announces what was saved.
#[derive(Debug)]
pub struct Relay {
    /// Settings.
    pub config: config::Relay,
    /// Where events are published.
    pub context: Context,
    /// Holds the outbox.
    pub store: Store,
    /// Says that there are new events.
    pub announce: Arc<Notify>,
    /// Changes with every new connection to the server.
    pub connections: watch::Receiver<u64>,
}

/// Some events of a pass stay unsent; they are tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The outbox cannot be read or written.
    #[error("Postgres is away")]
    Postgres(#[from] sqlx::Error),
    /// The stream did not take an event.
    #[error("cannot publish event {id} on {subject}")]
    Publish {
        /// The event.
        id: uuid::Uuid,
        /// Its subject.
        subject: String,
        /// Why.
        source: PublishError,
    },
}

impl Relay {
    /// Announces until `finished` is true and nothing is left, or cannot be announced now.
    pub async fn run(&self, mut finished: watch::Receiver<bool>) {
        let mut connections = self.connections.clone();
        let mut failures = 0;
        let mut too_large = 0;
        let mut next_cleaning = Instant::now();
        loop {
            let last = *finished.borrow_and_update();
            connections.borrow_and_update();
            if next_cleaning <= Instant::now() && !self.clean().await {
                next_cleaning = Instant::now() + CLEANING;
            }
            let pass = tokio::select! {
                pass = self.pass() => pass,
                // the acknowledgements it waits for went with the old connection
                Ok(()) = connections.changed() => continue,
            };
            let wait = match pass {
                Ok(0) => {
                    failures = 0;
                    too_large = self.left_out(too_large).await;
                    self.config.poll
                }
                Ok(_) => continue,
                Err(error) => {
                    failures += 1;
                    METRICS.announce_failures.inc();
                    tracing::warn!(error = chain(&error), "cannot announce");
                    backoff(failures)
                }
            };
            if last {
                return;
            }
            tokio::select! {
                () = sleep(wait) => {}
                // while the stream is away new events do not make it come back
                () = self.announce.notified(), if failures == 0 => {}
                _ = finished.changed() => {}
                Ok(()) = connections.changed() => failures = 0,
            }
        }
    }

    /// Publishes one claim of events; returns how many.
    async fn pass(&self) -> Result<usize, Error> {
        let claim = self.store.claim(self.config.batch, self.largest()).await?;
        if claim.events.is_empty() {
            return Ok(0);
        }
        crash::point("announce", "");
        let _timer = METRICS.announce.start_timer();
        let answers = join_all(claim.events.iter().map(|event| self.publish(event))).await;
        let mut sent = Vec::with_capacity(answers.len());
        let mut failure = None;
        for (event, answer) in claim.events.iter().zip(answers) {
            match answer {
                Ok(()) => sent.push(event.id),
                Err(source) => {
                    failure.get_or_insert(Error::Publish {
                        id: event.id,
                        subject: event.subject.clone(),
                        source,
                    });
                }
            }
        }
        crash::point("announced", "");
        METRICS.events.inc_by(sent.len() as u64);
        claim.mark_sent(&sent).await?;
        failure.map_or(Ok(sent.len()), Err)
    }

    /// Bytes of the largest event that the server takes now.
    fn largest(&self) -> usize {
        let limit = self.context.client().server_info().max_payload;
        limit.saturating_sub(HEADERS)
    }

    /// Returns how many events the server is too small for, and says so when they have become more: they wait for an
    /// operator, and no claim is filled with them.
    async fn left_out(&self, before: u64) -> u64 {
        let largest = self.largest();
        let events = match self.store.too_large(largest).await {
            Ok(events) => events,
            Err(error) => {
                tracing::warn!(
                    error = chain(&error),
                    "cannot ask for events that are too large"
                );
                return before;
            }
        };
        if events > before {
            METRICS.announce_failures.inc();
            tracing::error!(
                events,
                limit = largest,
                "cannot announce events that are too large: raise max_payload of the server"
            );
        }
        events
    }

    /// Returns when the stream has acknowledged the event, as new or as known.
    async fn publish(&self, event: &Event) -> Result<(), PublishError> {
        let span = tracing::info_span!(
            "announce",
            otel.kind = "producer",
            event.id = %event.id,
            event.subject = event.subject,
        );
        let traceparent = event.headers.get(TRACEPARENT);
        telemetry::follow(&span, traceparent.map(String::as_str));
        let mut headers = HeaderMap::new();
        for (name, value) in &event.headers {
            headers.insert(name.as_str(), value.as_str());
        }
        let message = PublishMessage::build()
            .headers(headers)
            .payload(event.payload.clone().into());
        let acknowledgement = self.context.send_publish(event.subject.clone(), message);
        async { acknowledgement.await?.await }
            .instrument(span)
            .await?;
        Ok(())
    }

    /// Removes a portion of what is old enough; returns whether there may be more.
    async fn clean(&self) -> bool {
        match self.store.forget_old_attempts(self.config.keep_sent).await {
            Ok(0) => {}
            Ok(attempts) => tracing::info!(attempts, "forgot old attempts"),
            Err(error) => tracing::warn!(error = chain(&error), "cannot forget old attempts"),
        }
        let removed = self.store.forget_sent(self.config.keep_sent, PORTION).await;
        match &removed {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "removed sent events from the outbox"),
            Err(error) => tracing::warn!(error = chain(error), "cannot remove sent events"),
        }
        removed.is_ok_and(|events| events == u64::from(PORTION))
    }
}
