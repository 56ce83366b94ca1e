//! Settings in; log lines on standard error, and spans of work to an OpenTelemetry collector out.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{TraceContextExt as _, TracerProvider as _};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt, registry};

use crate::config::{Log, LogFormat, Trace};

/// The collector may take this long for what is left when the process ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Name of the header with the trace that a message belongs to (W3C Trace Context).
pub const TRACEPARENT: &str = "traceparent";

static SPANS: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Logging or tracing cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter cannot be read.
    #[error("log.filter")]
    Filter(#[from] ParseError),
    /// The address of the collector cannot be used.
    #[error("trace.endpoint")]
    Endpoint(#[from] ExporterBuildError),
}

/// Starts logging, and exporting where a collector is configured, for the whole process; later calls change nothing.
///
/// Not to be called on a thread of an asynchronous runtime.
pub fn start(log: &Log, trace: &Trace) -> Result<(), Error> {
    let filter = EnvFilter::builder().parse(&log.filter)?;
    let terminal = std::io::stderr().is_terminal();
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = match log.format {
        LogFormat::Auto | LogFormat::Text if terminal => lines.with_ansi(true).boxed(),
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json | LogFormat::Auto => {
            let lines = lines.json().flatten_event(true);
            // a line names what it is about itself
            lines.with_current_span(false).with_span_list(false).boxed()
        }
    };
    let spans = match &trace.endpoint {
        None => None,
        Some(endpoint) => {
            let provider = provider(endpoint.expose())?;
            let tracer = provider.tracer("solieu");
            let _ = SPANS.set(provider);
            let layer = tracing_opentelemetry::layer().with_tracer(tracer);
            Some(layer.with_filter(Targets::new().with_target("solieu", Level::INFO)))
        }
    };
    let started = registry()
        .with(lines.with_filter(filter))
        .with(spans)
        .try_init();
    // a second start in one process (tests) keeps the first subscriber
    drop(started);
    Ok(())
}

/// Sends the spans that are left; for the end of the process.
pub fn finish() {
    if let Some(spans) = SPANS.get()
        && let Err(error) = spans.shutdown_with_timeout(FAREWELL)
    {
        tracing::warn!(%error, "the last spans have not reached the collector");
    }
}

fn provider(endpoint: &str) -> Result<SdkTracerProvider, ExporterBuildError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .build()?;
    let resource = Resource::builder()
        .with_service_name("solieu")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource)
        .build())
}

/// Makes a span, before anything else is done with it, part of the trace that a header names.
pub fn follow(span: &Span, traceparent: Option<&str>) {
    if let (Some(_), Some(header)) = (SPANS.get(), traceparent) {
        let carrier = HashMap::from([(TRACEPARENT.to_owned(), header.to_owned())]);
        let context = TraceContextPropagator::new().extract(&carrier);
        // fails only for a span that nobody records
        let _ = span.set_parent(context);
    }
}

/// The header that names a span; nothing while spans are not exported.
pub fn traceparent(span: &Span) -> Option<String> {
    let context = span.context();
    let span = context.span();
    let span = span.span_context();
    span.is_valid().then(|| {
        format!(
            "00-{}-{}-{:02x}",
            span.trace_id(),
            span.span_id(),
            span.trace_flags().to_u8()
        )
    })
}

/// An error and everything that led to it, in one line. What an error already says of its cause is not said again.
pub fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_names_every_cause_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("{text}")]
        struct Link {
            text: &'static str,
            source: Option<Box<Link>>,
        }
        let refused = Link {
            text: "refused",
            source: None,
        };
        let io = Link {
            text: "i/o error: refused",
            source: Some(Box::new(refused)),
        };
        let error = Link {
            text: "cannot connect",
            source: Some(Box::new(io)),
        };
        assert_eq!(chain(&error), "cannot connect: i/o error: refused");
    }
}
