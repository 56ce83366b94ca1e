//! Finds the names of a text in one pass from left to right and keeps one reading of every stretch.
//!
//! Documents come first, then titles and organizations, then persons where a title announces one, then places, then
//! names that announce themselves by a family name. What one recognizer took no other reads again, except that bodies
//! and places inside the name of a document are names too.

use std::ops::Range;

use super::about::ADDRESSES;
use super::bare;
use super::document::{self, Document};
use super::lexicon::{Class, Entry, Hit, Lexicon, NounRole, Phrase, TimeWord};
use super::naming::{
    FieldRole, Guide, Head, HeadRole, KindRole, KnownRole, Name, NameRole, PlaceKind, TitleRole,
};
use super::organization::{self, Organization};
use super::outlet;
use super::person;
use super::place::{self, Place};
use super::place_name;
use super::text::{Gap, Kind, Text, fold};
use crate::extraction::EntityType;

/// A person's name has no more syllables.
const LONGEST_CALLED: usize = 4;

/// Words that lead to a place, and to nothing else when a name stands behind them.
const TO_PLACE: [&str; 11] = [
    "ở", "tại", "từ", "đến", "tới", "ra", "vào", "vô", "qua", "lên", "xuống",
];

/// One occurrence of a name.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Its tokens.
    pub range: Range<usize>,
    /// What it names.
    pub name: Named,
}

/// What a mention names, with its parts.
#[derive(Debug, Clone)]
pub enum Named {
    /// A person; the name is the whole mention.
    Person,
    /// An organization.
    Organization(Organization),
    /// A place.
    Place(Place),
    /// A document.
    Document(Document),
}

impl Mention {
    /// A person's name.
    pub(super) fn person(range: Range<usize>) -> Self {
        Self {
            range,
            name: Named::Person,
        }
    }

    /// A body.
    pub(super) fn organization(body: Organization) -> Self {
        Self {
            range: body.range.clone(),
            name: Named::Organization(body),
        }
    }

    /// A place.
    pub(super) fn place(place: Place) -> Self {
        Self {
            range: place.range.clone(),
            name: Named::Place(place),
        }
    }
}

impl Named {
    /// The type of entity.
    pub fn kind(&self) -> EntityType {
        match self {
            Self::Person => EntityType::Person,
            Self::Organization(_) => EntityType::Organization,
            Self::Place(_) => EntityType::Place,
            Self::Document(_) => EntityType::Document,
        }
    }
}

/// A text under recognition.
#[derive(Debug)]
pub struct Scan<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// The word tables.
    pub lexicon: &'a Lexicon,
    /// For each token, whether it belongs to the web page and not to the article.
    pub page: Vec<bool>,
    /// For each token, whether its sentence is written in capitals.
    shouted: Vec<bool>,
}

impl<'a> Scan<'a> {
    /// Prepares a text.
    pub fn new(text: &'a Text<'a>, lexicon: &'a Lexicon, page: Vec<bool>) -> Self {
        let mut shouted = vec![false; text.len()];
        for line in text.sentences() {
            let words = || line.clone().filter(|&i| text.token(i).kind == Kind::Word);
            let capitals = words().filter(|&i| text.token(i).all_caps).count();
            if capitals > 2 && capitals * 5 > words().count() * 4 {
                shouted[line.clone()].fill(true);
            }
        }
        let mut scan = Self {
            text,
            lexicon,
            page,
            shouted,
        };
        person::open_bylines(&mut scan);
        scan
    }

    /// The sign at `i`; `\0` for words, numbers and beyond the end.
    pub fn sign(&self, i: usize) -> char {
        self.text.tokens().get(i).map_or('\0', |token| token.sign)
    }

    /// Whether the sign at `i` is a dash, be it a short one.
    pub(super) fn is_dash(&self, i: usize) -> bool {
        matches!(self.sign(i), '-' | '–')
    }

    /// The token at `i` as written; empty beyond the end.
    pub fn word(&self, i: usize) -> &'a str {
        if i < self.text.len() {
            self.text.word(i)
        } else {
            ""
        }
    }

    /// Whether one of these words stands at `i`, perhaps with the capital that begins a sentence.
    pub(super) fn says(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        let begins = || self.is_capital(i) && !self.is_all_caps(i);
        words.contains(&word) || begins() && words.contains(&word.to_lowercase().as_str())
    }

    /// Whether token `i` exists and is of a kind.
    pub fn is(&self, i: usize, kind: Kind) -> bool {
        self.text
            .tokens()
            .get(i)
            .is_some_and(|token| token.kind == kind)
    }

    /// Whether token `i` is a word in capitals.
    pub fn is_all_caps(&self, i: usize) -> bool {
        self.text
            .tokens()
            .get(i)
            .is_some_and(|token| token.all_caps)
    }

    /// Whether token `i` is a word that begins with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        i < self.text.len() && self.text.token(i).kind == Kind::Word && self.text.token(i).capital
    }

    /// Whether token `i` exists and stands on the line of the one before it.
    pub fn continues(&self, i: usize) -> bool {
        i < self.text.len() && self.text.token(i).gap != Gap::Line
    }

    /// Whether token `i` is a capital word on the line of the one before it.
    pub fn continues_capital(&self, i: usize) -> bool {
        self.continues(i) && self.is_capital(i)
    }

    /// Whether the sentence of token `i` is written in capitals, so that they say nothing.
    pub fn is_shouted(&self, i: usize) -> bool {
        self.shouted.get(i).copied().unwrap_or(false)
    }

    /// Whether a sentence begins at `i`.
    pub fn starts_sentence(&self, i: usize) -> bool {
        self.text
            .sentences()
            .get(self.text.sentence_of(i))
            .is_some_and(|sentence| sentence.start == i)
    }

    /// The guide word at `i` and the token after it.
    pub fn guide(&self, i: usize) -> Option<(Guide, usize)> {
        let hit = self.text.hit(i, Class::Guide)?;
        Some((self.lexicon.naming.guides[hit.entry()].data, hit.end()))
    }

    /// Whether a guide word of this kind stands at `i`; the token after it.
    pub fn guide_is(&self, i: usize, guide: Guide) -> Option<usize> {
        self.guide(i)
            .filter(|(found, _)| *found == guide)
            .map(|(_, end)| end)
    }

    /// Whether a guide word of this kind ends right before `i`.
    pub fn follows(&self, i: usize, guide: Guide) -> bool {
        let mut guides = self.text.hits_ending(i, Class::Guide);
        guides.any(|(_, hit)| self.lexicon.naming.guides[hit.entry()].data == guide)
    }

    /// Whether nothing but a comma or «và» stands from `end` to `i`, as between the items of a list.
    pub(super) fn joins(&self, end: usize, i: usize) -> bool {
        self.text.is_sign(end, ',') && i == end + 1 || self.guide_is(end, Guide::And) == Some(i)
    }

    /// Whether token `i` never belongs to a name.
    pub fn is_stop(&self, i: usize) -> bool {
        self.field(i)
            .is_some_and(|(role, _)| role == FieldRole::Stop)
    }

    /// Whether the name of a country stands at `i`.
    pub fn is_country(&self, i: usize) -> bool {
        let role = |hit: Hit| self.lexicon.naming.places[hit.entry()].data.role;
        self.text
            .hit(i, Class::Place)
            .is_some_and(|hit| matches!(role(hit), KnownRole::Country | KnownRole::Short))
    }

    /// The field at `i` and the token after it.
    pub fn field(&self, i: usize) -> Option<(FieldRole, usize)> {
        let hit = self.text.hit(i, Class::Field)?;
        Some((self.lexicon.naming.fields[hit.entry()].data.role, hit.end()))
    }

    /// Whether a word at `i` says what is done.
    pub fn is_verb(&self, i: usize) -> bool {
        let hit = self.text.hit(i, Class::Phrase);
        hit.is_some_and(|hit| self.lexicon.phrases[hit.entry()].data == Phrase::Verb)
    }

    /// Whether a field at `i` goes on a name in small letters.
    pub fn is_small_field(&self, i: usize) -> bool {
        let hit = self.text.hit(i, Class::Field);
        hit.is_some_and(|hit| self.lexicon.naming.fields[hit.entry()].data.small)
    }

    /// The token after an abbreviation at `i`, with what is joined to it: «UBKT», «GD&ĐT», «VH-TT&DL».
    pub fn code_end(&self, i: usize) -> Option<usize> {
        if !self.is_all_caps(i) || self.is_shouted(i) {
            return None;
        }
        let mut end = i + 1;
        while matches!(self.sign(end), '&' | '-' | '–')
            && self.text.is_glued(end)
            && self.text.is_glued(end + 1)
            && self.is_all_caps(end + 1)
        {
            end += 2;
        }
        // «PC02»
        let number = self.text.is_glued(end) && self.is(end, Kind::Number);
        Some(end + usize::from(number && self.word(end).len() < 3))
    }

    /// The title at `i` and the token after it.
    pub fn title(&self, i: usize) -> Option<(TitleRole, usize)> {
        let hit = self.text.hit(i, Class::Title)?;
        Some((self.lexicon.naming.titles[hit.entry()].data.role, hit.end()))
    }

    /// The first token of the longest title of a role that ends right before `i`.
    pub fn title_ending(&self, i: usize, wanted: TitleRole) -> Option<usize> {
        let mut titles = self.text.hits_ending(i, Class::Title);
        titles
            .find(|(_, hit)| self.lexicon.naming.titles[hit.entry()].data.role == wanted)
            .map(|(at, _)| at)
    }

    /// The head of a body at `i` and the token after it.
    pub(super) fn head(&self, i: usize) -> Option<(&'a Entry<Head>, usize)> {
        let hit = self.text.hit(i, Class::Organization)?;
        Some((&self.lexicon.naming.organizations[hit.entry()], hit.end()))
    }

    /// The class noun at `i`: its entry, what the table says of it, and the token after it.
    pub fn kind(&self, i: usize) -> Option<(usize, &'a PlaceKind, usize)> {
        let hit = self.text.hit(i, Class::PlaceKind)?;
        let data = &self.lexicon.naming.kinds[hit.entry()].data;
        // «ngành GD-ĐT huyện …», «GD&ĐT»: training, no provincial road
        let in_letters = self.is_all_caps(i)
            && i > 1
            && matches!(self.sign(i - 1), '-' | '–' | '&')
            && self.is_all_caps(i - 2);
        (data.role != KindRole::None && !in_letters).then_some((hit.entry(), data, hit.end()))
    }

    /// The token after a compound at `i` that only looks like a class noun or a place.
    pub(super) fn no_place(&self, i: usize) -> Option<usize> {
        let naming = &self.lexicon.naming;
        let kind = self
            .text
            .hit(i, Class::PlaceKind)
            .filter(|hit| naming.kinds[hit.entry()].data.role == KindRole::None);
        let place = self
            .text
            .hit(i, Class::Place)
            .filter(|hit| naming.places[hit.entry()].data.role == KnownRole::None);
        kind.or(place).map(Hit::end)
    }

    /// Whether a word that leads to a place stands right before `i`: «ở | Pleiku», «chuyển vào | Quy Nhơn».
    pub(super) fn is_led_to(&self, i: usize) -> bool {
        i > 0 && self.continues(i) && self.says(i - 1, &TO_PLACE)
    }

    /// Whether a word of place, belonging or company ends right before `i`.
    pub fn is_located(&self, i: usize) -> bool {
        let located = |at| match self.guide(at) {
            Some((Guide::Locative | Guide::Of | Guide::And, end)) => end == i,
            _ => false,
        };
        (1..=3).any(|back| i >= back && located(i - back))
    }

    /// What the table of names says of syllable `i`.
    fn syllable(&self, i: usize) -> Option<&'a Name> {
        let hit = self.text.hit(i, Class::Name).filter(|hit| hit.len == 1)?;
        Some(&self.lexicon.naming.names[hit.entry()].data)
    }

    /// The place of syllable `i` in persons' names.
    pub fn name(&self, i: usize) -> Option<NameRole> {
        let role = self.syllable(i)?.role;
        (role != NameRole::Hmong).then_some(role)
    }

    /// Whether syllable `i` tells that the family name before it is a person's: «Hồ | Văn | Vinh».
    pub(super) fn is_middle_name(&self, i: usize) -> bool {
        self.is_capital(i) && self.syllable(i).is_some_and(|name| name.middle)
    }

    /// Whether a person's name certainly begins at `i`: a family name and another capital.
    pub fn begins_person(&self, i: usize) -> bool {
        let family = self.is_capital(i)
            && self.name(i) == Some(NameRole::Family)
            && self.continues_capital(i + 1)
            && self.name(i + 1).is_some();
        family || self.begins_hmong(i)
    }

    /// Whether a middle name of the Hmong stands between two syllables: «Vàng A Chứ», «Ly Mí Chơ», not «Hạng A Quốc gia».
    pub fn begins_hmong(&self, i: usize) -> bool {
        let middle = |i: usize| {
            let role = self.syllable(i).map(|name| name.role);
            role == Some(NameRole::Hmong) && !self.is_all_caps(i)
        };
        self.is_capital(i)
            && self.name(i).is_some()
            && self.continues_capital(i + 1)
            && middle(i + 1)
            && self.continues_capital(i + 2)
            && !self.is_all_caps(i)
            && self.text.hit(i + 2, Class::Place).is_none()
            && self.field(i + 2).is_none()
    }

    /// Whether three syllables of persons' names begin at `i`, the first of them a family name, be it a rare one.
    pub fn begins_full_name(&self, i: usize) -> bool {
        let rare = self.name(i) == Some(NameRole::Rare) && self.is_capital(i);
        let given = |i: usize| self.continues_capital(i) && self.name(i).is_some();
        // «Sầm Thị Na»
        let woman = self.name(i).is_some() && self.is_capital(i) && self.word(i + 1) == "Thị";
        self.begins_person(i)
            || rare && given(i + 1) && given(i + 2)
            || woman && self.continues(i + 1) && self.continues_capital(i + 2)
    }

    /// The text of a range in the form names are compared in.
    pub fn folded(&self, range: Range<usize>) -> String {
        fold(self.text.slice(range))
    }

    /// Whether a counted noun, a unit or a word of time stands at `i`, so that a number before it counts.
    pub fn counts(&self, i: usize) -> bool {
        let noun = self
            .text
            .hit(i, Class::Noun)
            .is_some_and(|hit| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop);
        let time = self
            .text
            .hit(i, Class::Time)
            .map(|hit| self.lexicon.times[hit.entry()].data);
        let length = time.is_some_and(|word| {
            matches!(
                word,
                TimeWord::Day
                    | TimeWord::Month
                    | TimeWord::Year
                    | TimeWord::Week
                    | TimeWord::Quarter
            )
        });
        noun && self.kind(i).is_none() || self.text.hit(i, Class::Unit).is_some() || length
    }

    /// Whether any token of the range begins with a capital letter.
    pub fn has_capital(&self, mut range: Range<usize>) -> bool {
        range.any(|i| self.is_capital(i))
    }
}

/// Finds every name outside the web page, in the order of the text.
pub fn recognize(scan: &Scan) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut titled = None;
    let mut i = 0;
    while i < scan.text.len() {
        if scan.page[i] {
            (titled, i) = (None, i + 1);
            continue;
        }
        titled = titled.filter(|&(at, _)| at >= i && scan.continues(i));
        let expected = titled.filter(|&(at, _)| at == i).map(|(_, role)| role);
        if expected.is_none() && !begins_name(scan, i) {
            i += 1;
            continue;
        }
        let Some(found) = next(scan, i, expected, &mentions) else {
            if scan.text.is_sign(i, '(') && expected.is_some() {
                // «Phó Bí thư Huyện ủy (nhiệm kỳ 2015-2020) Phạm Văn An»
                titled = closing(scan, i).map(|end| end + 1).zip(expected);
            } else if scan.text.is_sign(i, ':') && expected.is_some() {
                titled = expected.map(|role| (i + 1, role));
            }
            i += 1;
            continue;
        };
        match found {
            Found::Title(role, end) => (titled, i) = (Some((end, role)), end),
            Found::Skip(end) => (titled, i) = (None, end),
            Found::Mentions(new) => {
                let end = new
                    .iter()
                    .map(|mention| mention.range.end)
                    .max()
                    .unwrap_or(i + 1);
                let person = new
                    .iter()
                    .any(|mention| matches!(mention.name, Named::Person));
                // «Đại sứ Mỹ | tại Việt Nam | Marc Knapper»
                let posted = expected == Some(TitleRole::Office) && scan.says(end, &["tại"]);
                i = end + usize::from(posted && !person && scan.continues(end));
                titled = expected.filter(|_| !person).map(|role| (i, role));
                mentions.extend(new);
            }
        }
    }
    person::complete(scan, &mut mentions);
    outlet::complete(scan, &mut mentions);
    bare::complete(scan, &mut mentions);
    place::complete(scan, &mut mentions);
    mentions.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    mentions
        .dedup_by(|one, other| one.range == other.range && one.name.kind() == other.name.kind());
    mentions
}

/// Whether a name can begin at token `i`: with a capital, a digit, a quote or a bracket, or a word of names in small letters.
fn begins_name(scan: &Scan, i: usize) -> bool {
    const NAMES: [Class; 8] = [
        Class::Document,
        Class::Field,
        Class::Issuer,
        Class::Law,
        Class::Organization,
        Class::Place,
        Class::PlaceKind,
        Class::Title,
    ];
    let token = scan.text.token(i);
    token.kind != Kind::Word && !matches!(token.sign, '.' | ',' | ';')
        || token.capital
        || scan.text.starts_any(i, Class::bits(&NAMES))
}

enum Found {
    Title(TitleRole, usize),
    Skip(usize),
    Mentions(Vec<Mention>),
}

/// What begins at token `i`.
fn next(scan: &Scan, i: usize, expected: Option<TitleRole>, before: &[Mention]) -> Option<Found> {
    if let Some(document) = document::recognize(scan, i, before) {
        return Some(Found::Mentions(with_inner_names(scan, document)));
    }
    if let Some(end) = scan
        .guide_is(i, Guide::Honored)
        .filter(|_| scan.is_capital(i))
    {
        return Some(Found::Mentions(vec![Mention::person(i..end)]));
    }
    if let Some(credit) = person::credited(scan, i) {
        return Some(Found::Mentions(vec![credit]));
    }
    // «Ngoại trưởng Anh James Cleverly»
    if expected == Some(TitleRole::Office)
        && let Some(country) = place::country(scan, i).filter(|_| !scan.begins_person(i))
    {
        return Some(Found::Mentions(vec![country]));
    }
    if let Some(found) = titled_or_body(scan, i, expected) {
        return Some(found);
    }
    // «Bộ trưởng | GD&ĐT | Trần Văn An»: the field of an office before its holder
    if expected == Some(TitleRole::Office)
        && scan.is_capital(i)
        && let Some(end) = scan
            .field(i)
            .map(|(_, end)| end)
            .max(scan.code_end(i).filter(|&end| end > i + 1))
            .filter(|&end| scan.continues(end) && scan.begins_full_name(end))
    {
        return Some(Found::Title(TitleRole::Office, end));
    }
    // «Chi hội trưởng Nông dân | thôn | Lê Hữu Phước»
    if expected == Some(TitleRole::Office)
        && let Some((_, kind, end)) = scan.kind(i)
        && kind.role.is_settlement()
        && !scan.is_capital(i)
        && person::fills(scan, end)
    {
        return Some(Found::Title(TitleRole::Office, end));
    }
    if let Some(role) = expected
        && let Some(new) = announced(scan, i, role)
    {
        return Some(Found::Mentions(vec![new]));
    }
    if let Some(end) = scan.no_place(i) {
        return Some(Found::Skip(end));
    }
    if let Some(firm) = outlet::subsidiary(scan, i) {
        return Some(Found::Mentions(vec![firm]));
    }
    // «anh Lê Văn Bảy, | Hồ Xuân Trường»: in a list of persons «Hồ» begins one, no lake
    let person = scan.is_capital(i) && scan.begins_person(i) && joins_person(scan, i, before);
    if let Some(new) = place::recognize(scan, i).filter(|_| !person) {
        return Some(Found::Mentions(new));
    }
    if let Some(new) = person::listed(scan, i, before) {
        return Some(Found::Mentions(vec![new]));
    }
    person::untitled(scan, i, before)
        .or_else(|| person::aged(scan, i))
        .map(|new| Found::Mentions(vec![new]))
}

/// A title or a body, whichever goes further, or a place that only begins like a title.
fn titled_or_body(scan: &Scan, i: usize, expected: Option<TitleRole>) -> Option<Found> {
    // a given name may be a title's word: «ông Anh»
    let title = scan.title(i).filter(|&(_, end)| {
        expected != Some(TitleRole::Address)
            || end > i + 1
            || !scan.is_capital(i)
            || scan.continues_capital(i + 1) && !is_given(scan, i)
    });
    let body = organization::recognize(scan, i, expected.is_some());
    // «ông | Đoàn Minh Trí»
    let called = i > 0
        && scan.says(i - 1, &ADDRESSES)
        && matches!(&body, Some(organization::Read::Name(body)) if is_called(scan, body));
    let body = body.filter(|_| !called);
    if let Some(organization::Read::Not(end)) = body
        && title.is_none_or(|(_, title_end)| end > title_end)
    {
        return Some(Found::Skip(end));
    }
    if let Some(organization::Read::Name(body)) = body
        && title.is_none_or(|(_, end)| body.range.end > end)
    {
        return Some(Found::Mentions(vec![Mention::organization(body)]));
    }
    // «Bệnh viện» without a name must not leave «viện» to be read as another head
    if title.is_none()
        && let Some(hit) = scan
            .text
            .hit(i, Class::Organization)
            .filter(|hit| hit.len > 1)
        && scan.kind(i).is_none()
    {
        return Some(Found::Skip(hit.end()));
    }
    let (role, end) = title?;
    if scan.is_capital(i)
        && let Some(place) = place::bare(scan, i).filter(|place| {
            place.range.end > end || scan.is_located(i) || place::is_listed_country(scan, i)
        })
    {
        return Some(Found::Mentions(vec![place]));
    }
    Some(split_title(scan, i, role, end))
}

/// Whether what is read as a body is spelled like a person's name: «Đoàn Minh Trí», not «Đoàn Thanh niên».
fn is_called(scan: &Scan, body: &Organization) -> bool {
    let spelled = |i| scan.is_capital(i) && !scan.is_all_caps(i);
    body.head_range.len() == 1
        && body.range.len() <= LONGEST_CALLED
        && body.range.clone().all(spelled)
        && scan.field(body.head_range.end).is_none()
}

/// «nhà văn | Nguyên Hạo», «cụ | Phó Đức Thịnh»: a title's word that begins a name, where no title or body follows it.
fn is_given(scan: &Scan, i: usize) -> bool {
    let office = scan.title(i + 1).is_some_and(|(_, end)| end > i + 2);
    scan.name(i).is_some() && !office && scan.head(i + 1).is_none()
}

/// Whether a comma or «và» joins token `i` to a person before it.
fn joins_person(scan: &Scan, i: usize, before: &[Mention]) -> bool {
    let last = before.last();
    last.is_some_and(|last| {
        scan.joins(last.range.end, i) && matches!(last.name, Named::Person) && last.range.len() > 1
    })
}

/// A title, cut where the name of a body begins inside it: «Trưởng | ban Nội chính Thành ủy».
fn split_title(scan: &Scan, start: usize, role: TitleRole, end: usize) -> Found {
    let is_longer = |at: &usize| {
        // «Phó Bí thư | Thường trực Huyện ủy» is a title with its own second word
        let standing = scan
            .head(*at)
            .is_some_and(|(head, _)| head.id == "thuong_truc");
        // «Bí thư | Chi bộ | Y Thanh»: no ministry
        let inside = (start..*at).any(|i| scan.head(i).is_some_and(|(_, end)| end > *at));
        !standing
            && !inside
            && matches!(organization::recognize(scan, *at, true), Some(organization::Read::Name(body)) if body.range.end > end)
    };
    // «Cán bộ | VHTT» is no ministry
    let compound = scan
        .head(start)
        .is_some_and(|(head, last)| last == end && head.data.role == HeadRole::None);
    // «Trưởng | thôn Thanh Hải», not «già làng Y Blah»
    let village = |at: &usize| {
        scan.kind(*at).is_some_and(|(_, kind, next)| {
            let person = scan.begins_person(next) || scan.begins_full_name(next);
            let named = scan.continues_capital(next) && !person;
            let heads = scan.says(*at - 1, &["trưởng", "phó"]);
            kind.role == KindRole::Village && next == end && named && heads
        })
    };
    let cut = (start + 1..end)
        .find(|at| is_longer(at) || village(at))
        .filter(|_| !compound);
    Found::Title(role, cut.unwrap_or(end))
}

/// The person, or the country before the person, that a title announces at `i`.
fn announced(scan: &Scan, i: usize, role: TitleRole) -> Option<Mention> {
    // «nông dân Tháp Mười»: people of a place, where no family name begins
    let people = |start: usize| {
        scan.text.hit(start, Class::Title).is_some_and(|hit| {
            hit.end() == i && scan.lexicon.naming.titles[hit.entry()].id == "group"
        })
    };
    if i > 1
        && people(i - 2)
        && !scan.begins_person(i)
        && place_name::known_name(scan, i, |_| true).is_some_and(|name| name.len() > 1)
    {
        return place::recognize(scan, i).and_then(|new| new.into_iter().next());
    }
    if role != TitleRole::Address
        && !scan.begins_person(i)
        && let Some(place) = place::recognize(scan, i).and_then(|new| new.into_iter().next())
    {
        return Some(place::before_holder(scan, place));
    }
    if role != TitleRole::Address
        && let Some(country) = place::country(scan, i)
    {
        return Some(country);
    }
    // «Tân | Hoàng Minh» is a firm: no one is new or former but in an office
    let held = role != TitleRole::Modifier;
    held.then(|| person::titled(scan, i, role))
        .flatten()
        .map(Mention::person)
}

/// A document, and the bodies and places in the name that it is cited by.
fn with_inner_names(scan: &Scan, document: Document) -> Vec<Mention> {
    let range = document.range.clone();
    let inner = document.is_named() && !document.whole;
    let mut new = vec![Mention {
        range: range.clone(),
        name: Named::Document(document),
    }];
    if inner {
        new.extend(inside(scan, range.start + 1..range.end));
    }
    new
}

/// Bodies and places inside the name of a document.
fn inside(scan: &Scan, range: Range<usize>) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut i = range.start;
    while i < range.end {
        let new = match organization::recognize(scan, i, false) {
            Some(organization::Read::Name(body)) => vec![Mention::organization(body)],
            Some(organization::Read::Not(end)) => {
                i = end;
                continue;
            }
            None => place::recognize(scan, i).unwrap_or_default(),
        };
        let end = new
            .iter()
            .map(|mention| mention.range.end)
            .max()
            .unwrap_or(i + 1);
        found.extend(
            new.into_iter()
                .filter(|mention| mention.range.end <= range.end),
        );
        i = end;
    }
    found
}

/// The bracket that closes the one at `open`, if it is near.
fn closing(scan: &Scan, open: usize) -> Option<usize> {
    (open + 1..(open + 14).min(scan.text.len()))
        .take_while(|&i| scan.continues(i))
        .find(|&i| scan.text.is_sign(i, ')'))
}

/// For each token, whether a mention holds it; documents cited by a name leave what is inside them free.
pub fn taken(scan: &Scan, mentions: &[Mention]) -> Vec<bool> {
    let mut taken = vec![false; scan.text.len()];
    for mention in mentions.iter().filter(
        |mention| !matches!(&mention.name, Named::Document(document) if document.is_named()),
    ) {
        taken[mention.range.clone()].fill(true);
    }
    taken
}

/// Whether no mention holds any token of a range, by what [`taken`] says.
pub(super) fn is_free(taken: &[bool], range: &Range<usize>) -> bool {
    !taken[range.clone()].contains(&true)
}
