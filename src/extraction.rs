//! The result of reading one article: figures, entities and the offices people hold, in the form that is stored and published.
//!
//! Offsets count Unicode code points of the stored body, end exclusive. Values are exact decimals, written as strings.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::story::Signature;

/// Everything the core found in one article, each list in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// One record per figure that reports how much or how many.
    pub statistics: Vec<Statistic>,
    /// One record per person, organization, place or document named.
    pub entities: Vec<Entity>,
    /// Who holds which office, as the article states it.
    pub positions: Vec<Position>,
    /// What copies of the article are recognized by; not published.
    #[serde(skip)]
    pub signature: Signature,
}

impl Extraction {
    /// The same extraction with its offsets counted in a text that was not in NFC: `offsets` gives, for each code point
    /// of the NFC form and for its end, the code point of that text.
    #[must_use]
    pub fn counted_in(mut self, offsets: &[u32]) -> Self {
        let place = |offset: &mut u32| {
            if let Some(&counted) = offsets.get(*offset as usize) {
                *offset = counted;
            }
        };
        for statistic in &mut self.statistics {
            for offset in [
                &mut statistic.start,
                &mut statistic.end,
                &mut statistic.sentence.start,
                &mut statistic.sentence.end,
            ] {
                place(offset);
            }
        }
        for mention in self
            .entities
            .iter_mut()
            .flat_map(|entity| &mut entity.mentions)
        {
            place(&mut mention.start);
            place(&mut mention.end);
        }
        for position in &mut self.positions {
            place(&mut position.start);
            place(&mut position.end);
        }
        self
    }
}

/// One figure that reports how much or how many of something in the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statistic {
    /// Stable for the article, its content and the figure's place in it.
    pub id: Uuid,
    /// First code point of the figure in the body.
    pub start: u32,
    /// Code point after the figure's last.
    pub end: u32,
    /// The figure as written, with its multiplier and an attached unit symbol.
    pub figure: String,
    /// The exact value after the multiplier; of a range, the lower bound.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// Upper bound of a range.
    #[schemars(with = "Option<String>")]
    pub value_max: Option<Decimal>,
    /// What a ratio a/b is out of.
    #[schemars(with = "Option<String>")]
    pub denominator: Option<Decimal>,
    /// What the value counts or measures.
    pub unit: Unit,
    /// What kind of number it is.
    pub measure: Measure,
    /// How exact the article says the number is.
    pub modifier: Option<Modifier>,
    /// What is measured.
    pub indicator: Indicator,
    /// Whom or what area the figure is about.
    pub subject: Option<Subject>,
    /// The administrative unit the subject is or belongs to.
    pub place: Option<PlaceRef>,
    /// When the figure holds.
    pub period: Option<Period>,
    /// What a change or an index is compared with, as written.
    pub baseline: Option<String>,
    /// The sentence that holds the figure.
    pub sentence: Span,
    /// The chain of rules that produced the record, `a > b`.
    pub rule: String,
}

/// A range of code points in the body, end exclusive.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
}

/// A unit of measure or a counted noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// The lexicon's stable code, where the unit is in the lexicon.
    pub code: Option<String>,
    /// ISO 4217 code, `%`, `pp`, symbol, or the counted noun phrase as written.
    pub label: String,
    /// The lexicon's dimension: `money`, `ratio`, `area`, …; `count` for counted nouns.
    pub dimension: String,
}

/// What kind of number a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A plain level or flow.
    Level,
    /// An increase (positive) or a decrease (negative) by this much.
    Change,
    /// This percent or multiple of a base period or a plan.
    Index,
    /// A part of a whole.
    Share,
    /// Planned, expected or required.
    Target,
    /// An earlier level given for comparison.
    Previous,
}

impl Measure {
    /// The name used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Change => "change",
            Self::Index => "index",
            Self::Share => "share",
            Self::Target => "target",
            Self::Previous => "previous",
        }
    }
}

/// How exact the article says a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// khoảng, ước, chừng
    About,
    /// gần, xấp xỉ
    Nearly,
    /// hơn, trên, quá
    Over,
    /// dưới, chưa đến
    Under,
    /// ít nhất, tối thiểu, trở lên
    AtLeast,
    /// tối đa, không quá
    AtMost,
}

impl Modifier {
    /// The name used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::Over => "over",
            Self::Under => "under",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// The indicator lexicon's code, where a pattern matches.
    pub code: Option<String>,
    /// A short phrase of the sentence, without number, area and period.
    pub label: String,
}

/// Whom or what area a figure is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// The fullest name the article gives.
    pub label: String,
    /// The entity of that name in this article.
    pub entity_id: Option<Uuid>,
}

/// An official administrative unit; codes are reused over time, so the key is code and start.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct PlaceRef {
    /// Official code of 2, 3 or 5 digits.
    pub code: String,
    /// First day of the unit under this name and kind; null where it is older than the gazetteer (31 August 2004).
    pub valid_from: Option<NaiveDate>,
    /// Full official name: «Quận Nam Từ Liêm».
    pub name: String,
}

/// When a figure holds: days, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    pub start: NaiveDate,
    /// Day after the last.
    pub end: NaiveDate,
    /// The words the period was read from.
    pub text: String,
    /// Where the period comes from.
    pub basis: Basis,
}

/// Where a period comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Stated in the figure's own sentence.
    Stated,
    /// Carried from an earlier sentence, the lead or a heading.
    Inherited,
    /// Resolved by the publication date («hiện nay»).
    Published,
}

impl Basis {
    /// The name used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Inherited => "inherited",
            Self::Published => "published",
        }
    }
}

/// One person, organization, place or document, with every mention of it in the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// UUIDv5 of type and key: the same for the same thing in every article.
    pub id: Uuid,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// What makes it the same thing in another article; not published.
    #[serde(skip)]
    pub key: String,
    /// The fullest name the article gives.
    pub name: String,
    /// By type: document kind, number, issuer, `issued_on`, title; place code, `valid_from`, level; person titles.
    pub attributes: BTreeMap<String, serde_json::Value>,
    /// Every occurrence, in the order of the text.
    pub mentions: Vec<Mention>,
}

/// The four types of entity.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EntityType {
    /// A named person, without the title.
    Person,
    /// A named organization or definite body.
    Organization,
    /// A named place or administrative unit.
    Place,
    /// A cited legal or party document.
    Document,
}

impl EntityType {
    /// The name used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Document => "document",
        }
    }
}

/// One occurrence of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// First code point in the body.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
    /// The text as written.
    pub text: String,
}

/// An office held: person, title and organization as one statement of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Entity of the person.
    pub person: Uuid,
    /// The title as written, with its body: «Phó Bí thư Thành ủy».
    pub title: String,
    /// Entity of the organization, where the title names one.
    pub organization: Option<Uuid>,
    /// First code point of the statement in the body.
    pub start: u32,
    /// Code point after its last.
    pub end: u32,
}
