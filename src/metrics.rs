//! What the service counts and measures in, the text format of Prometheus out.
//!
//! ```
//! use solieu::metrics::METRICS;
//!
//! METRICS.redeliveries.inc();
//! assert!(METRICS.text(vec![]).contains("\nsolieu_redeliveries_total 1\n"));
//! ```
//!
//! Every label has a few known values, all of them there from the start, so that a rate over them begins at zero.

use std::sync::LazyLock;

use prometheus::core::Collector;
use prometheus::proto::MetricFamily;
use prometheus::{
    Error, Gauge, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGaugeVec,
    Opts, Registry, TextEncoder,
};

use crate::extract;
use crate::message::Reason;

/// The numbers of this process.
pub static METRICS: LazyLock<Metrics> =
    LazyLock::new(|| Metrics::new().expect("names that are valid and different"));

/// Upper bounds in seconds: from a short article to the longest statement.
const SECONDS: [f64; 12] = [
    0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 300.0,
];
/// Upper bounds of the messages in a batch.
const MESSAGES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A new revision was stored.
    Stored,
    /// Its text was stored before.
    Unchanged,
    /// Recorded as rejected.
    Rejected,
    /// It failed and comes again.
    Retried,
}

impl Fate {
    const ALL: [Self; 4] = [Self::Stored, Self::Unchanged, Self::Rejected, Self::Retried];

    /// The value of the label.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Retried => "retried",
        }
    }
}

/// Counters and histograms; what has a present state is asked for when it is drawn.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    messages: IntCounterVec,
    rejects: IntCounterVec,
    /// Deliveries that were not the first of their message.
    pub redeliveries: IntCounter,
    /// Connections to NATS after the first.
    pub reconnects: IntCounter,
    /// Events that the stream has acknowledged.
    pub events: IntCounter,
    /// Passes of the relay that failed.
    pub announce_failures: IntCounter,
    /// Statements that failed because Postgres was away; each was repeated.
    pub postgres_failures: IntCounter,
    /// Messages in one transaction.
    pub batch: Histogram,
    /// Parsing and extraction of one message.
    pub extract: Histogram,
    /// One attempt of a transaction, from its begin to its commit.
    pub save: Histogram,
    /// Publishing a claim of events, until they are marked as sent.
    pub announce: Histogram,
    /// One message, from its arrival to its answer.
    pub settle: Histogram,
}

impl Metrics {
    fn new() -> Result<Self, Error> {
        let registry = Registry::new();
        let counter = |name: &str, help: &str| {
            IntCounter::new(name, help).and_then(|counter| registered(&registry, counter))
        };
        let counters = |name: &str, help: &str, label: &str, values: Vec<&str>| {
            let counters = IntCounterVec::new(Opts::new(name, help), &[label])?;
            for value in values {
                counters.with_label_values(&[value]);
            }
            registered(&registry, counters)
        };

        let batch = HistogramOpts::new("solieu_batch_messages", "Messages in one transaction.");
        let batch = Histogram::with_opts(batch.buckets(MESSAGES.to_vec()))?;
        let stages = HistogramOpts::new(
            "solieu_processing_duration_seconds",
            "Time by stage: extract (one message), save (one attempt of a transaction), announce (one claim of events), settle (one message from its arrival to its answer).",
        );
        let stages = HistogramVec::new(stages.buckets(SECONDS.to_vec()), &["stage"])?;
        let stage = |name: &str| stages.with_label_values(&[name]);

        let build = Opts::new("solieu_build_info", "Versions of the program; always 1.");
        let build = IntGaugeVec::new(build, &["version", "extractor_version"])?;
        let versions = [env!("CARGO_PKG_VERSION"), extract::VERSION];
        build.with_label_values(&versions).set(1);
        registered(&registry, build)?;

        Ok(Self {
            messages: counters(
                "solieu_messages_total",
                "Messages by what became of them.",
                "outcome",
                Fate::ALL.map(Fate::as_str).to_vec(),
            )?,
            rejects: counters(
                "solieu_rejects_total",
                "Rejected messages by reason.",
                "reason",
                Reason::ALL.map(Reason::as_str).to_vec(),
            )?,
            redeliveries: counter(
                "solieu_redeliveries_total",
                "Deliveries that were not the first of their message.",
            )?,
            reconnects: counter(
                "solieu_nats_reconnects_total",
                "Connections to NATS after the first.",
            )?,
            events: counter(
                "solieu_events_total",
                "Events that their stream has acknowledged.",
            )?,
            announce_failures: counter(
                "solieu_announce_failures_total",
                "Passes of the relay that failed or left out events that are too large; these events wait.",
            )?,
            postgres_failures: counter(
                "solieu_postgres_failures_total",
                "Statements that failed because Postgres was away, and were repeated.",
            )?,
            batch: registered(&registry, batch)?,
            extract: stage("extract"),
            save: stage("save"),
            announce: stage("announce"),
            settle: stage("settle"),
            registry: {
                registry.register(Box::new(stages))?;
                registry
            },
        })
    }

    /// Counts what became of a message.
    pub fn count(&self, outcome: Fate) {
        self.messages.with_label_values(&[outcome.as_str()]).inc();
    }

    /// Counts a rejected message.
    pub fn count_reject(&self, reason: Reason) {
        self.count(Fate::Rejected);
        self.rejects.with_label_values(&[reason.as_str()]).inc();
    }

    /// Everything, with `states` beside it.
    pub fn text(&self, states: Vec<MetricFamily>) -> String {
        let mut families = self.registry.gather();
        families.extend(states);
        // fails only for a family without a metric, which neither source yields
        TextEncoder::new()
            .encode_to_string(&families)
            .unwrap_or_default()
    }
}

/// A count as Prometheus takes it.
#[expect(
    clippy::cast_precision_loss,
    reason = "Prometheus knows no other number"
)]
pub fn number(count: impl TryInto<u64>) -> f64 {
    count.try_into().unwrap_or(u64::MAX) as f64
}

/// A number that has a present state.
pub fn state(name: &str, help: &str, value: f64) -> Vec<MetricFamily> {
    let gauge = Gauge::new(name, help).expect("a valid name");
    gauge.set(value);
    gauge.collect()
}

fn registered<C: Collector + Clone + 'static>(
    registry: &Registry,
    collector: C,
) -> Result<C, Error> {
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}
