//! Log settings in, log lines on standard error out.

use std::error::Error;
use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{Log, LogFormat};

/// Starts logging for the whole process; later calls change nothing.
///
/// # Errors
/// The filter cannot be read.
pub fn start(log: &Log) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(&log.filter)?;
    let terminal = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Auto if !terminal => lines.json().flatten_event(true).try_init(),
        LogFormat::Text | LogFormat::Auto => lines.with_ansi(terminal).try_init(),
    };
    // a second start in one process (tests) keeps the first subscriber
    drop(started);
    Ok(())
}

/// An error and everything that led to it, in one line. What an error already says of its cause is not said again.
pub fn chain(error: &dyn Error) -> String {
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
