//! Turns outstanding messages that the client cannot read into rejections, so that nothing stands in the way of fetching.
//!
//! A header outside the grammar of the client makes it drop the connection, and a carriage return within a value ends it for
//! good. Whoever fetches never sees such a message, what came behind it on the connection is lost until it comes again, and
//! so does the message itself. The API of JetStream tells of a message in JSON, its headers in base64: every message that
//! was delivered and not answered is looked at there, once, before anything is fetched, and what the client cannot read is
//! rejected and then removed from the stream, as nobody can fetch it for an answer.
//!
//! Several workers may sift the same messages: a rejection is recorded once, and what is removed is no longer found.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_nats::jetstream::Context;
use async_nats::jetstream::stream::RawMessage;
use async_nats::{HeaderName, HeaderValue};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::article;
use crate::config::Nats;
use crate::jetstream;
use crate::message::{Reason, shown};
use crate::store::{Record, Reject};
use crate::worker::Worker;

/// Messages after which the consumer is asked again how far everything is answered.
const STRIDE: usize = 100;

/// The line that a block of headers begins with; a status behind it belongs to answers of the server.
const VERSION: &str = "NATS/1.0";

/// How far the stream has been sifted.
#[derive(Debug)]
pub struct Sift {
    worker: Arc<Worker>,
    /// When the consumer was created: another may read another stream of that name.
    consumer: Option<DateTime<Utc>>,
    /// Up to here every message is answered or can be read.
    sequence: u64,
}

impl Sift {
    /// Nothing is sifted yet; the worker is to record rejections.
    pub fn new(worker: Arc<Worker>) -> Self {
        Self {
            worker,
            consumer: None,
            sequence: 0,
        }
    }

    /// Sifts what is outstanding now.
    pub async fn run(&mut self, context: &Context, nats: &Nats) -> Result<(), async_nats::Error> {
        let last = self.last_outstanding(context, nats).await?;
        while self.sequence < last {
            for _ in 0..STRIDE {
                let next = jetstream::next_scraped(context, nats, self.sequence + 1).await?;
                let Some(message) = next.filter(|message| message.sequence <= last) else {
                    self.sequence = last;
                    break;
                };
                let sequence = message.sequence;
                if let Some(reject) = unreadable(message, nats)? {
                    let record = Record::Reject(Box::new(reject));
                    self.worker.save(&[record]).await?;
                    jetstream::remove_scraped(context, nats, sequence).await?;
                }
                self.sequence = sequence;
            }
            self.last_outstanding(context, nats).await?;
        }
        Ok(())
    }

    /// The last message that may be outstanding; passes over those that are answered.
    async fn last_outstanding(
        &mut self,
        context: &Context,
        nats: &Nats,
    ) -> Result<u64, jetstream::Error> {
        let Some(info) = jetstream::consumer_info(context, nats).await? else {
            return Ok(0);
        };
        if self.consumer != Some(info.created) {
            self.consumer = Some(info.created);
            self.sequence = 0;
        }
        self.sequence = self.sequence.max(info.ack_floor.stream_sequence);
        Ok(info.delivered.stream_sequence)
    }
}

/// The rejection of a message that the client cannot read; nothing for one that it can.
fn unreadable(message: RawMessage, nats: &Nats) -> Result<Option<Reject>, base64::DecodeError> {
    let (headers, mut faults) = match &message.headers {
        None => <_>::default(),
        Some(block) => read(&BASE64_STANDARD.decode(block)?),
    };
    // JSON has a replacement for what is not UTF-8; before headers the client takes any white space for the subject's end
    let ends = |c: char| c == '\u{fffd}' || message.headers.is_some() && c.is_whitespace();
    if message.subject.contains(ends) {
        let subject = shown(&message.subject);
        faults.push(format!(
            "subject {subject} is not UTF-8, or holds white space"
        ));
    }
    let Some(detail) = faults.into_iter().next() else {
        return Ok(None);
    };
    let payload = BASE64_STANDARD.decode(message.payload)?;
    Ok(Some(Reject {
        reason: Reason::InvalidField,
        detail,
        stream: nats.articles_stream.clone(),
        sequence: message.sequence,
        received_at: message.time,
        subject: message.subject,
        headers: headers.into(),
        payload: article::message_without_user(&payload).into_owned(),
    }))
}

/// The headers of a block as the client would take them, and everything in it at which the client fails.
fn read(block: &[u8]) -> (Map<String, Value>, Vec<String>) {
    let mut faults = Vec::new();
    if str::from_utf8(block).is_err() {
        faults.push("headers are not UTF-8".to_owned());
    }
    let text = String::from_utf8_lossy(block);
    let mut lines = text.lines().peekable();
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != VERSION {
        let first = shown(first);
        faults.push(format!("headers begin with {first} (expected {VERSION:?})"));
    }
    let mut headers = BTreeMap::<&str, Vec<String>>::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or_else(|| {
            faults.push(format!("header {} has no colon", shown(line)));
            (line, "")
        });
        let mut value = value.trim_start().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with(char::is_whitespace)) {
            value.push_str(more);
        }
        value.truncate(value.trim_end().len());
        let header = shown(name);
        if name.parse::<HeaderName>().is_err() {
            faults.push(format!(
                "header {header} has a name that is not printable ASCII"
            ));
        }
        if value.parse::<HeaderValue>().is_err() {
            faults.push(format!(
                "header {header} has a carriage return in its value"
            ));
        }
        headers.entry(name).or_default().push(value);
    }
    let headers = headers.into_iter();
    let headers = headers.map(|(name, values)| (name.to_owned(), values.into()));
    (headers.collect(), faults)
}
