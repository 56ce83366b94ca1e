//! What was saved or rejected in, the event to announce out: CloudEvents 1.0 in the binary mode of the NATS binding.
//!
//! The attributes travel as headers, the body is plain JSON in the form of [`Enriched`] or [`Rejected`].

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use uuid::Uuid;

use crate::article::{Article, Published, PublishedBasis};
use crate::extract::VERSION;
use crate::extraction::Extraction;
use crate::message::{self, Invalid, Message, Reason};

/// An event as it waits in the outbox and is published: the same bytes at every attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `ce-id` and `Nats-Msg-Id`.
    pub id: Uuid,
    /// Where it is published.
    pub subject: String,
    /// Name to value, both ASCII.
    pub headers: BTreeMap<String, String>,
    /// JSON.
    pub payload: Vec<u8>,
}

/// Body of `articles.enriched.v1.<source>`: an article in one state of its text, with everything found in it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("$id" = ENRICHED_SCHEMA))]
pub struct Enriched<'a, E> {
    /// The same at every delivery of this event.
    pub event_id: Uuid,
    /// The article, without its text.
    pub article: EnrichedArticle<'a>,
    /// Version of the extractor that read the text.
    pub extractor_version: &'a str,
    /// Statistics, entities, positions.
    #[serde(flatten)]
    pub extraction: E,
}

/// The article of an enriched event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EnrichedArticle<'a> {
    /// UUIDv5 of the canonical URL.
    pub id: Uuid,
    /// 1 for the first text seen under this URL, one more for each other text.
    #[schemars(range(min = 1))]
    pub revision: i32,
    /// Canonical URL.
    #[schemars(url)]
    pub url: &'a str,
    /// The outlet: as sent, or the host of the URL.
    pub source: &'a str,
    /// Headline.
    pub title: Option<&'a str>,
    /// RFC 3339 instant, or a plain date where only the day is known.
    pub published_at: Option<String>,
    /// Where `published_at` comes from.
    pub published_basis: Option<PublishedBasis>,
    /// When the scraper fetched this text.
    pub scraped_at: DateTime<Utc>,
    /// SHA-256 of the normalized title and body, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub content_hash: String,
}

/// Body of `articles.rejected.v1.<reason>`: a message that will never be an article. The message itself is kept in `solieu.rejected_message`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("$id" = REJECTED_SCHEMA))]
pub struct Rejected<'a> {
    /// The same at every delivery of this event.
    pub event_id: Uuid,
    /// The class of the fault.
    pub reason: Reason,
    /// Names the field, its value and the limit.
    pub detail: &'a str,
    /// Stream of the message.
    pub stream: &'a str,
    /// Its sequence in the stream.
    pub sequence: u64,
    /// Its subject.
    pub subject: &'a str,
    /// When the stream took it.
    pub received_at: DateTime<Utc>,
}

/// Why writing JSON into memory does not fail.
const KEYS_ARE_TEXT: &str = "a body whose keys are all text";

const ENRICHED_SCHEMA: &str = "urn:solieu:schema:article.enriched.v1";
const REJECTED_SCHEMA: &str = "urn:solieu:schema:article.rejected.v1";

/// The event that announces a new revision; `findings` are what [`findings`] made of its extraction.
pub fn enriched(
    id: Uuid,
    time: DateTime<Utc>,
    article: &Article,
    revision: i32,
    extractor_version: &str,
    findings: &[u8],
    traceparent: Option<&str>,
) -> Event {
    let body = Enriched {
        event_id: id,
        article: EnrichedArticle {
            id: article.id,
            revision,
            url: &article.url,
            source: &article.source,
            title: article.title.as_deref(),
            published_at: article.published.as_ref().map(published_at),
            published_basis: article.published.map(|published| published.basis),
            scraped_at: article.scraped_at,
            content_hash: hexadecimal(&article.content_hash),
        },
        extractor_version,
        extraction: (),
    };
    let mut payload = json(&body);
    // the fields of one object behind those of the other
    payload.pop();
    payload.push(b',');
    payload.extend_from_slice(findings.get(1..).unwrap_or_default());
    Event {
        id,
        subject: format!("articles.enriched.v1.{}", article.subject_token()),
        headers: headers(
            id,
            time,
            "solieu.article.enriched.v1",
            ENRICHED_SCHEMA,
            &article.id.to_string(),
            traceparent,
        ),
        payload,
    }
}

/// What was found, as JSON: most of an event, and the same whenever it is announced.
pub fn findings(extraction: &Extraction) -> Vec<u8> {
    // about what they take, so that tens of kilobytes are not moved time and again while they grow
    let figures = 640 * extraction.statistics.len();
    let names = 320 * (extraction.entities.len() + extraction.positions.len());
    let mut findings = Vec::with_capacity(figures + names + 64);
    serde_json::to_writer(&mut findings, extraction).expect(KEYS_ARE_TEXT);
    findings
}

/// The findings; refuses an article whose event no stream would take: it could be stored, but never announced.
pub fn fitting_findings(
    article: &Article,
    extraction: &Extraction,
    limit: usize,
) -> Result<Vec<u8>, Invalid> {
    let findings = findings(extraction);
    let time = DateTime::UNIX_EPOCH;
    let event = enriched(Uuid::nil(), time, article, 1, VERSION, &findings, None);
    message::at_most("enriched event", event.payload.len(), limit)?;
    Ok(findings)
}

/// The event that announces a rejection.
pub fn rejected(time: DateTime<Utc>, body: &Rejected, traceparent: Option<&str>) -> Event {
    Event {
        id: body.event_id,
        subject: format!("articles.rejected.v1.{}", body.reason.as_str()),
        headers: headers(
            body.event_id,
            time,
            "solieu.article.rejected.v1",
            REJECTED_SCHEMA,
            &format!("{}/{}", body.stream, body.sequence),
            traceparent,
        ),
        payload: json(body),
    }
}

/// The JSON Schemas (2020-12) of every message that comes in and goes out, by name.
pub fn schemas() -> BTreeMap<&'static str, Schema> {
    let read = SchemaSettings::draft2020_12();
    let written = SchemaSettings::draft2020_12().for_serialize();
    BTreeMap::from([
        (
            "article.scraped.v1",
            read.into_generator().into_root_schema_for::<Message>(),
        ),
        (
            "article.enriched.v1",
            written
                .clone()
                .into_generator()
                .into_root_schema_for::<Enriched<Extraction>>(),
        ),
        (
            "article.rejected.v1",
            written.into_generator().into_root_schema_for::<Rejected>(),
        ),
    ])
}

fn headers(
    id: Uuid,
    time: DateTime<Utc>,
    kind: &str,
    schema: &str,
    subject: &str,
    traceparent: Option<&str>,
) -> BTreeMap<String, String> {
    let id = id.to_string();
    let time = time.to_rfc3339_opts(SecondsFormat::Micros, true);
    [
        ("Content-Type", "application/json"),
        ("Nats-Msg-Id", &id),
        ("ce-dataschema", schema),
        ("ce-id", &id),
        ("ce-source", "/solieu"),
        ("ce-specversion", "1.0"),
        ("ce-subject", subject),
        ("ce-time", &time),
        ("ce-type", kind),
    ]
    .into_iter()
    .chain(
        traceparent
            .filter(|value| is_traceparent(value))
            .map(|value| ("traceparent", value)),
    )
    .map(|(name, value)| (name.to_owned(), percent_encoded(value)))
    .collect()
}

/// Header values of the binding: printable ASCII, everything else, space, quote and percent as UTF-8 in percent-encoding.
fn percent_encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'"' | b'%' => format!("%{byte:02X}"),
            b'!'..=b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Version 00 of W3C Trace Context; anything else would only mislead whoever follows it.
fn is_traceparent(value: &str) -> bool {
    let lengths = value.split('-').map(str::len);
    lengths.eq([2, 32, 16, 2])
        && value.starts_with("00-")
        && value
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn published_at(published: &Published) -> String {
    match published.at {
        Some(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        None => published.date.to_string(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect(KEYS_ARE_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_values_are_ascii_with_the_rest_percent_encoded() {
        for (value, encoded) in [
            ("ARTICLES/17", "ARTICLES/17"),
            ("a b\"c%", "a%20b%22c%25"),
            ("Đỏ\n", "%C4%90%E1%BB%8F%0A"),
        ] {
            assert_eq!(percent_encoded(value), encoded);
        }
    }

    #[test]
    fn only_a_well_formed_traceparent_is_passed_on() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert!(is_traceparent(good));
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y",
        ] {
            assert!(!is_traceparent(bad), "{bad:?}");
        }
    }
}
