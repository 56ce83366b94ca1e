//! What the word tables of `config/lexicon/` say of an entry; each table is explained in its own file.

use rust_decimal::Decimal;
use serde::Deserialize;

/// One entry of a table.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// Unique in its table.
    pub id: String,
    /// How it is written.
    pub surfaces: Vec<String>,
    /// Texts in which the entry must be recognized.
    pub examples: Vec<String>,
    /// Texts in which it must not.
    pub rejects: Vec<String>,
    /// What the table says of it.
    pub data: T,
}

/// What `numerals.toml` says of a numeral.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numeral {
    /// Its value.
    pub value: Decimal,
    /// How it joins its neighbors.
    pub role: NumeralRole,
}

/// How a numeral joins its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumeralRole {
    /// một … chín, mười: stands alone or before a magnitude.
    Digit,
    /// mốt, tư, lăm: only after mươi.
    Ending,
    /// mươi, chục, trăm, nghìn, triệu, tỷ: multiplies what stands before it.
    Magnitude,
    /// linh, lẻ: joins hundreds and ones.
    Joint,
    /// rưỡi, nửa: half of the magnitude beside it.
    Half,
    /// hàng, vài: makes a magnitude of an open number.
    Open,
    /// đầu tiên, thứ nhất: a place in an order; of value 0, the place is the number behind it.
    Ordinal,
}

/// What `units.toml` says of a unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The definition's unit: `VND`, `ha`, `%`; the first surface where absent.
    pub label: Option<String>,
    /// money, ratio, area, …
    pub dimension: String,
    /// Exact factor to the dimension's base unit.
    pub factor: Decimal,
    /// Written close to the number or a magnitude and part of the figure's span: money and signs.
    #[serde(default)]
    pub in_figure: bool,
}

/// What `nouns.toml` says of a group of counted nouns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// How the noun phrase goes on after it.
    pub role: NounRole,
}

/// How a counted noun phrase goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NounRole {
    /// A classifier or collective that wants a noun after it: lượt, tổ chức, vụ.
    Classifier,
    /// Complete by itself: đảng viên, hộ nghèo.
    Noun,
    /// Ends a noun phrase: a verb, a preposition, a conjunction.
    Stop,
}

/// The part of a word in the grammar of dates and periods: the ids of `times.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words in times.toml")]
pub enum TimeWord {
    AsOf,
    Autumn,
    Day,
    DayAfterTomorrow,
    DayBeforeYesterday,
    DayPart,
    End,
    Event,
    EventAct,
    First,
    FirstTenDays,
    From,
    Future,
    Half,
    Indefinite,
    LastMonth,
    LastQuarter,
    LastTenDays,
    LastWeek,
    LastYear,
    Middle,
    Month,
    NextMonth,
    NextQuarter,
    NextWeek,
    NextYear,
    Now,
    Of,
    Other,
    Outlook,
    Past,
    Present,
    Quarter,
    Review,
    Same,
    SamePeriod,
    SchoolYear,
    SecondTenDays,
    Spring,
    Stage,
    Summer,
    Term,
    ThatTime,
    This,
    ThisMonth,
    ThisQuarter,
    ThisWeek,
    ThisYear,
    Today,
    Tomorrow,
    Until,
    UntilEnd,
    Week,
    Winter,
    Year,
    Yesterday,
}

/// The part of a word in the phrase that says what is measured: the ids of `phrases.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained by its words in phrases.toml"
)]
pub enum Phrase {
    Actor,
    Adjunct,
    Adverbial,
    Area,
    BareHead,
    Casualty,
    Compound,
    Counter,
    Distributive,
    Edge,
    Growth,
    Head,
    Joint,
    Light,
    Opener,
    Regarding,
    Report,
    Vacant,
    Verb,
}

/// The part of a word around a figure: the ids of `cues.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words in cues.toml")]
pub enum Cue {
    About,
    Added,
    AtLeast,
    AtLeastAfter,
    AtMost,
    AtMostAfter,
    Apposition,
    Attain,
    ClassBehind,
    ClassHead,
    Compare,
    Contact,
    Cumulative,
    Decrease,
    Done,
    Exceed,
    GroupHead,
    Increase,
    NameHead,
    Nearly,
    Negative,
    Neutral,
    Over,
    Plan,
    Previous,
    Rank,
    Rate,
    Required,
    Share,
    Target,
    Term,
    Times,
    ToLevel,
    Under,
}

/// A sort of words that a rule asks for: the ids of `sorts.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words in sorts.toml")]
pub enum Sort {
    Adopted,
    Age,
    Agreed,
    Awarded,
    Beginning,
    Business,
    Committee,
    Completed,
    Deed,
    Extent,
    Field,
    Gain,
    Gathering,
    Goal,
    Grade,
    Ground,
    Group,
    Holder,
    Idiom,
    Incident,
    Index,
    Instance,
    Kept,
    Manner,
    Mean,
    Member,
    Merger,
    Norm,
    Owner,
    Population,
    Request,
    Scale,
    Season,
    Study,
    Task,
    Trade,
    Weather,
    When,
    Works,
}

/// What `indicators.toml` says of an indicator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorEntry {
    /// What it measures, in English.
    pub name: String,
    /// Dimensions its figures may have; any where empty.
    #[serde(default)]
    pub dimensions: Vec<String>,
}

/// Tables that are lists of words and nothing else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {}
