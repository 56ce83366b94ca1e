//! The bytes of a scraped message in, a checked article or the reason for its rejection out.
//!
//! ```
//! use solieu::message::{Limits, Reason, parse};
//!
//! let now = chrono::Utc::now();
//! let message = r#"{"url": "https://bao.example/a?utm_source=x#top", "body": "Xã có 12 thôn."}"#;
//! let article = parse(message.as_bytes(), now, &Limits::default()).unwrap();
//! assert_eq!(article.url, "https://bao.example/a");
//!
//! let invalid = parse(br#"{"body": "x"}"#, now, &Limits::default()).unwrap_err();
//! assert_eq!(invalid.reason, Reason::InvalidField);
//! assert_eq!(invalid.detail, "url is missing");
//! ```

use chrono::{DateTime, Days, FixedOffset, NaiveDate, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{self, Article, Published, PublishedBasis};
use crate::{dateline, language};

/// A scraped article as it travels on `articles.scraped.v1.<source>`. Unknown fields are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("$id" = "urn:solieu:schema:article.scraped.v1"))]
pub struct Message {
    /// Absolute http(s) address; its canonical form identifies the article.
    #[schemars(required, url, length(min = 1, max = 2048))]
    pub url: Option<String>,
    /// The article's text as scraped: paragraphs separated by line breaks if the scraper has them, page chrome and all.
    #[schemars(required, length(min = 1))]
    pub body: Option<String>,
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The outlet; the host of `url` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Byline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// RFC 3339 instant or a plain date (YYYY-MM-DD); a dateline of the body is used where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
    /// RFC 3339 instant of the scraper's visit; the time in the stream by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scraped_at: Option<String>,
    /// BCP 47 tag; anything but Vietnamese is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What an incoming message may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the whole message.
    pub max_bytes: usize,
    /// Bytes of the body in UTF-8.
    pub max_body_bytes: usize,
    /// Bytes of the body of the event that announces the article.
    pub max_event_bytes: usize,
}

impl Default for Limits {
    /// As in `config/default.toml`.
    fn default() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_body_bytes: 1 << 19,
            max_event_bytes: 1_000_000,
        }
    }
}

/// Why a message is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not a JSON object.
    InvalidJson,
    /// A field is missing, has the wrong type or a value that cannot be.
    InvalidField,
    /// The message or its body is over the limit.
    TooLarge,
    /// The article is not Vietnamese.
    UnsupportedLanguage,
    /// UTF-8 that somebody read as Latin-1.
    Mojibake,
    /// It failed alone as often as the configuration allows.
    AttemptsExhausted,
}

impl Reason {
    /// Every reason there is.
    pub const ALL: [Self; 6] = [
        Self::InvalidJson,
        Self::InvalidField,
        Self::TooLarge,
        Self::UnsupportedLanguage,
        Self::Mojibake,
        Self::AttemptsExhausted,
    ];

    /// The name in subjects, in events and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidJson => "invalid_json",
            Self::InvalidField => "invalid_field",
            Self::TooLarge => "too_large",
            Self::UnsupportedLanguage => "unsupported_language",
            Self::Mojibake => "mojibake",
            Self::AttemptsExhausted => "attempts_exhausted",
        }
    }
}

/// A message that will never be an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", .reason.as_str())]
pub struct Invalid {
    /// The class of the fault.
    pub reason: Reason,
    /// Names the field, its value and the limit.
    pub detail: String,
}

/// Checks a message and turns it into an article.
///
/// `received_at` is the message's time in the stream: it stands in for an absent `scraped_at`, and no date may lie more than a day after it.
pub fn parse(
    payload: &[u8],
    received_at: DateTime<Utc>,
    limits: &Limits,
) -> Result<Article, Invalid> {
    at_most("message", payload.len(), limits.max_bytes)?;
    let message = read(payload)?;
    let url = required("url", message.url)?;
    let url = article::canonical_url(&url).map_err(|why| {
        let url = shown(&article::without_user(&url));
        invalid_field(format!("url is {url}: {why}"))
    })?;
    let body = required("body", message.body)?;
    at_most("body", body.len(), limits.max_body_bytes)?;
    let title = optional("title", message.title)?;
    let author = optional("author", message.author)?;
    let source = optional("source", message.source)?;
    let tag = optional("language", message.language)?;
    check_language(tag.as_deref(), title.as_deref(), &body)?;

    let body = article::composed(&body).into_owned();
    let title = title.map(|title| article::composed(&title).into_owned());
    let scraped_at = match optional("scraped_at", message.scraped_at)? {
        Some(text) => scraped_at(&text, received_at)?,
        None => received_at,
    };
    let published = match optional("published_at", message.published_at)? {
        Some(text) => Some(published_at(&text, received_at)?),
        None => dateline::find(&body, last_day(received_at)),
    };
    Ok(Article {
        id: article::id(&url),
        source: source.unwrap_or_else(|| article::host(&url).to_owned()),
        content_hash: article::content_hash(title.as_deref(), &body),
        url,
        title,
        author,
        body,
        published,
        scraped_at: scraped_at.trunc_subsecs(MICROSECONDS),
    })
}

/// What Postgres keeps of an instant.
const MICROSECONDS: u16 = 6;

/// No newspaper that could be scraped is older.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");

fn read(payload: &[u8]) -> Result<Message, Invalid> {
    let payload = payload.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(payload);
    // a derived struct would also be read from an array, field by field
    let opening = payload.iter().find(|byte| !byte.is_ascii_whitespace());
    let mut json = serde_json::Deserializer::from_slice(payload);
    if opening.is_some_and(|byte| *byte != b'{') {
        return Err(Invalid {
            reason: Reason::InvalidJson,
            detail: match serde::de::IgnoredAny::deserialize(&mut json).and(json.end()) {
                Ok(()) => "message is not a JSON object".to_owned(),
                Err(error) => error.to_string(),
            },
        });
    }
    let message = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        Invalid {
            reason: if error.is_data() {
                Reason::InvalidField
            } else {
                Reason::InvalidJson
            },
            detail: match path.as_str() {
                "." | "?" => error.to_string(),
                field => format!("{field}: {error}"),
            },
        }
    })?;
    json.end().map_err(|error| Invalid {
        reason: Reason::InvalidJson,
        detail: error.to_string(),
    })?;
    Ok(message)
}

fn invalid_field(detail: String) -> Invalid {
    Invalid {
        reason: Reason::InvalidField,
        detail,
    }
}

/// A value in quotes, short enough for a log line.
pub fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    let mut head: String = value.chars().take(LONGEST).collect();
    if head.len() < value.len() {
        head.push('…');
    }
    format!("{head:?}")
}

/// Refuses what is larger than its limit, with both in the detail.
pub fn at_most(what: &str, bytes: usize, limit: usize) -> Result<(), Invalid> {
    if bytes <= limit {
        return Ok(());
    }
    Err(Invalid {
        reason: Reason::TooLarge,
        detail: format!("{what} is {bytes} bytes (limit {limit})"),
    })
}

fn required(field: &str, value: Option<String>) -> Result<String, Invalid> {
    match value {
        None => Err(invalid_field(format!("{field} is missing"))),
        Some(text) => {
            optional(field, Some(text))?.ok_or_else(|| invalid_field(format!("{field} is empty")))
        }
    }
}

/// A blank field counts as absent; one that Postgres cannot hold is refused.
fn optional(field: &str, value: Option<String>) -> Result<Option<String>, Invalid> {
    let Some(text) = value else { return Ok(None) };
    if text.contains('\0')
        && let Some(position) = text.chars().position(|character| character == '\0')
    {
        return Err(invalid_field(format!(
            "{field} holds U+0000 at code point {position}, which cannot be stored"
        )));
    }
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn check_language(tag: Option<&str>, title: Option<&str>, body: &str) -> Result<(), Invalid> {
    if let Some(tag) = tag {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if !primary.eq_ignore_ascii_case("vi") {
            return Err(Invalid {
                reason: Reason::UnsupportedLanguage,
                detail: format!("language is {} (only vi)", shown(tag)),
            });
        }
    }
    let evidence = language::read(title.into_iter().chain([body]));
    if evidence.is_mojibake() {
        return Err(Invalid {
            reason: Reason::Mojibake,
            detail: format!(
                "title and body hold {} characters of UTF-8 read as Latin-1 or lost, and {} Vietnamese ones",
                evidence.damaged, evidence.vietnamese
            ),
        });
    }
    if tag.is_none() && evidence.is_foreign() {
        return Err(Invalid {
            reason: Reason::UnsupportedLanguage,
            detail: format!(
                "body has {} letters that only Vietnamese uses among {} letters, and no language is given",
                evidence.vietnamese, evidence.letters
            ),
        });
    }
    Ok(())
}

/// The day after `received_at` in Vietnam: clocks differ, and so do time zones.
fn last_day(received_at: DateTime<Utc>) -> NaiveDate {
    let today = vietnam(received_at);
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}

fn vietnam(instant: DateTime<Utc>) -> NaiveDate {
    const SEVEN_HOURS: FixedOffset = FixedOffset::east_opt(7 * 3600).expect("an offset");
    instant.with_timezone(&SEVEN_HOURS).date_naive()
}

fn in_bounds(field: &str, text: &str, date: NaiveDate, last: NaiveDate) -> Result<(), Invalid> {
    if (FIRST_DAY..=last).contains(&date) {
        return Ok(());
    }
    Err(invalid_field(format!(
        "{field} is {} (from {FIRST_DAY} to {last}, the day after the message came)",
        shown(text)
    )))
}

fn scraped_at(text: &str, received_at: DateTime<Utc>) -> Result<DateTime<Utc>, Invalid> {
    let at = instant(text).ok_or_else(|| {
        invalid_field(format!(
            "scraped_at is {} (expected RFC 3339, as 2022-10-23T15:37:00+07:00)",
            shown(text)
        ))
    })?;
    in_bounds("scraped_at", text, vietnam(at), last_day(received_at))?;
    Ok(at)
}

fn published_at(text: &str, received_at: DateTime<Utc>) -> Result<Published, Invalid> {
    let at = instant(text).map(|at| at.trunc_subsecs(MICROSECONDS));
    let date = at
        .map(vietnam)
        .or_else(|| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok())
        .ok_or_else(|| {
            invalid_field(format!(
                "published_at is {} (expected RFC 3339, as 2022-10-23T15:37:00+07:00, or a date, as 2022-10-23)",
                shown(text)
            ))
        })?;
    in_bounds("published_at", text, date, last_day(received_at))?;
    Ok(Published {
        date,
        at,
        basis: PublishedBasis::Message,
    })
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(text.trim()).ok()?.to_utc())
}
