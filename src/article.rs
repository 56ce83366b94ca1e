//! A checked article: what the core reads and the store keeps.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// One article in one state of its text, checked and in NFC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// UUIDv5 of the canonical URL.
    pub id: Uuid,
    /// Canonical URL.
    pub url: String,
    /// The outlet: the message's `source`, or the host of the URL.
    pub source: String,
    /// Headline, in NFC.
    pub title: Option<String>,
    /// Byline as sent.
    pub author: Option<String>,
    /// The received body in NFC and nothing else.
    pub body: String,
    /// When the article appeared, if known.
    pub published: Option<Published>,
    /// When the scraper fetched it.
    pub scraped_at: DateTime<Utc>,
    /// SHA-256 of the normalized title and body.
    pub content_hash: [u8; 32],
}

/// When an article appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The day in Vietnam (UTC+7).
    pub date: NaiveDate,
    /// The instant, where more than the day is known.
    pub at: Option<DateTime<Utc>>,
    /// Where the date comes from.
    pub basis: PublishedBasis,
}

/// Where a publication date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedBasis {
    /// `published_at` of the message.
    Message,
    /// A dateline in the first or last lines of the body.
    Dateline,
}

impl PublishedBasis {
    /// The name used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Dateline => "dateline",
        }
    }
}
