//! Turns a message of the stream into a delivery: what is known of it, and the one answer it will get.
//!
//! Until it is answered the server hears every now and then that it is in progress.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_nats::jetstream::{AckKind, Message};
use async_nats::{Client, Subject};
use chrono::{DateTime, Utc};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tracing::Span;
use tracing::field::Empty;

use crate::fetch::Taken;
use crate::metrics::METRICS;
use crate::telemetry::{self, TRACEPARENT};

/// A message that waits for its answer.
#[derive(Debug)]
pub struct Delivery {
    message: Message,
    /// Stream that holds the message.
    pub stream: String,
    /// Its number in the stream.
    pub sequence: u64,
    /// When the stream took it.
    pub received_at: DateTime<Utc>,
    /// How often it was delivered, this time included.
    pub delivered: i64,
    /// The work on it.
    pub span: Span,
    arrived: Instant,
    _entry: Entry,
    _place: Taken,
}

/// The one answer a delivery gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Its rows are committed.
    Ack,
    /// Its rejection is committed: never again.
    Term,
    /// It failed; once more after this time.
    Retry(Duration),
}

impl Delivery {
    /// Fails when the message does not come from a consumer.
    pub fn new(
        message: Message,
        in_flight: &InFlight,
        place: Taken,
    ) -> Result<Self, async_nats::Error> {
        let info = message.info()?;
        let (stream, sequence) = (info.stream.to_owned(), info.stream_sequence);
        let (received_at, delivered) = (info.published, info.delivered);
        let span = tracing::info_span!(
            "message",
            otel.kind = "consumer",
            message.stream = stream,
            message.sequence = sequence,
            delivery.attempt = delivered,
            article.id = Empty,
            settlement = Empty,
        );
        telemetry::follow(&span, header(&message, TRACEPARENT));
        Ok(Self {
            _entry: in_flight.enter(message.reply.clone()),
            _place: place,
            message,
            stream,
            sequence,
            received_at,
            delivered,
            span,
            arrived: Instant::now(),
        })
    }

    /// The message: subject, headers, bytes.
    pub fn message(&self) -> &async_nats::Message {
        &self.message
    }

    /// The trace that its event belongs to: that of the work on it, or, while nobody records that, its own.
    pub fn traceparent(&self) -> Option<String> {
        telemetry::traceparent(&self.span)
            .or_else(|| header(&self.message, TRACEPARENT).map(str::to_owned))
    }

    /// Answers. A lost answer is no harm: the message comes again and is found to be done.
    pub async fn settle(self, settlement: Settlement) {
        self.span
            .record("settlement", tracing::field::debug(settlement));
        METRICS.settle.observe(self.arrived.elapsed().as_secs_f64());
        let answer = match settlement {
            Settlement::Ack => AckKind::Ack,
            // Without a reason: a server of 2.9 does not understand one and would deliver again. The reason is in the row.
            Settlement::Term => AckKind::Term,
            Settlement::Retry(delay) => AckKind::Nak(Some(delay)),
        };
        if let Err(error) = self.message.ack_with(answer).await {
            tracing::warn!(message.sequence = self.sequence, %error, "cannot answer");
        }
    }
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    Some(message.headers.as_ref()?.get(name)?.as_str())
}

/// The deliveries that are not yet answered.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Mutex<Replies>>);

#[derive(Debug, Default)]
struct Replies {
    next: u64,
    subjects: BTreeMap<u64, Subject>,
}

/// A delivery's place among those in flight.
#[derive(Debug)]
struct Entry {
    key: u64,
    in_flight: InFlight,
}

impl InFlight {
    fn enter(&self, reply: Option<Subject>) -> Entry {
        let mut replies = self.lock();
        let key = replies.next;
        replies.next += 1;
        replies.subjects.extend(reply.map(|reply| (key, reply)));
        Entry {
            key,
            in_flight: self.clone(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Replies> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, client: &Client, answer: AckKind) {
        let subjects: Vec<Subject> = self.lock().subjects.values().cloned().collect();
        for subject in subjects {
            if let Err(error) = client.publish(subject, answer.into()).await {
                tracing::warn!(%error, "cannot answer");
            }
        }
    }

    /// Tells the server, well within `ack_wait`, that the deliveries are being worked on. Never ends.
    pub async fn report_progress(&self, client: &Client, ack_wait: Duration) {
        let mut ticks = interval((ack_wait / 3).max(Duration::from_millis(10)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.answer(client, AckKind::Progress).await;
        }
    }

    /// Hands the deliveries back, for another worker to take at once.
    pub async fn give_back(&self, client: &Client) {
        self.answer(client, AckKind::Nak(None)).await;
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().subjects.len()
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.in_flight.lock().subjects.remove(&self.key);
    }
}
