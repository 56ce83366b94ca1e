//! Finds for each mention the one that names the same thing most fully: «Cục» → «Cục Thi hành án dân sự», «ông An» →
//! «Trần Văn An», «Chỉ thị 15» → «Chỉ thị số 15-CT/TU», «NHCSXH» → the name beside it in brackets.
//!
//! A short mention stands for the last full one before it, else for the first behind it; the cost is linear.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::citation;
use super::document::Document;
use super::lexicon::Class;
use super::mention::{Mention, Named, Scan};
use super::naming::{Guide, HeadRole, Trait};
use super::organization::{Organization, bracketed_code};
use super::outlet;
use super::text::{Kind, fold};

/// Most tokens of the brand that a firm is called by alone.
const LONGEST_BRAND: usize = 3;

/// A field in words has at least so many tokens.
const SPELLED: usize = 3;

/// Most tokens of «(sau đây gọi tắt là».
const LONGEST_CALL: usize = 6;

/// For each mention the index of the fullest mention of the same thing; its own where there is none.
pub fn fullest(scan: &Scan, mentions: &[Mention]) -> Vec<usize> {
    let persons = persons(scan, mentions);
    let bodies = Bodies::new(scan, mentions);
    let documents = documents(scan, mentions);
    let target = |(index, mention): (usize, &Mention)| match &mention.name {
        Named::Person => {
            let name = scan.folded(mention.range.clone());
            nearest(persons.get(&name), index)
        }
        Named::Organization(body) => bodies.fuller(scan, index, body),
        Named::Document(_) => documents.get(&index).copied(),
        Named::Place(_) => None,
    };
    let targets = mentions.iter().enumerate().map(|at| (at.0, target(at)));
    targets
        .map(|(index, target)| target.unwrap_or(index))
        .collect()
}

/// The last of the sorted indexes before `index`, else the first.
fn nearest(sorted: Option<&Vec<usize>>, index: usize) -> Option<usize> {
    let sorted = sorted?;
    let before = sorted.partition_point(|&at| at < index);
    before
        .checked_sub(1)
        .map_or(sorted.first(), |last| sorted.get(last))
        .copied()
}

/// Mentions of full names by every shorter form they may take: the words at their end.
fn persons(scan: &Scan, mentions: &[Mention]) -> FxHashMap<String, Vec<usize>> {
    let mut persons: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, mention) in mentions.iter().enumerate() {
        if !matches!(mention.name, Named::Person) {
            continue;
        }
        let full = scan.folded(mention.range.clone());
        let mut rest = full.as_str();
        while let Some((_, shorter)) = rest.split_once(' ') {
            persons.entry(shorter.to_owned()).or_default().push(index);
            rest = shorter;
        }
    }
    persons
}

struct Bodies {
    /// Bodies with more than their head, by the head.
    by_head: FxHashMap<(usize, bool), Vec<usize>>,
    /// The same by the head and its first word: «Công ty» rather than «Tập đoàn».
    by_noun: FxHashMap<(usize, String), Vec<usize>>,
    /// Bodies with a named area, by head and what stands between.
    with_area: FxHashMap<(usize, String), Vec<usize>>,
    /// Bodies with an abbreviation in brackets beside them, by the abbreviation.
    by_code: FxHashMap<String, usize>,
    /// Bodies with a short name in brackets behind them, by that: «(gọi tắt là Ban Quản lý)», «(PC Yên Bái)».
    by_short: FxHashMap<String, usize>,
    /// The first firm whose name ends in these words.
    by_brand: FxHashMap<String, usize>,
    /// Bodies with an abbreviation inside or behind their name, by it and their area («Ngân hàng … (Agribank) chi nhánh tỉnh
    /// Phú Thọ») or their head («Đảng ủy Tổng công ty … (VICEM)»).
    by_inner: FxHashMap<(String, String), usize>,
    /// Bodies with a field in words, by head, the letters that shorten it («NNPTNT») and the name of their area, or none.
    by_letters: FxHashMap<(usize, String, String), Vec<usize>>,
}

impl Bodies {
    fn new(scan: &Scan, mentions: &[Mention]) -> Self {
        let mut bodies = Self {
            by_head: FxHashMap::default(),
            by_noun: FxHashMap::default(),
            with_area: FxHashMap::default(),
            by_code: FxHashMap::default(),
            by_short: FxHashMap::default(),
            by_brand: FxHashMap::default(),
            by_inner: FxHashMap::default(),
            by_letters: FxHashMap::default(),
        };
        for (index, mention) in mentions.iter().enumerate() {
            let Named::Organization(body) = &mention.name else {
                continue;
            };
            // «Vụ Cải cách hành chính (Bộ Nội vụ)»: «Bộ» is not the one that explains another body
            let gloss = body.range.start > 0
                && body.range.len() > 1
                && scan.sign(body.range.start - 1) == '('
                && scan.sign(body.range.end) == ')';
            if let Some(head) = body
                .head
                .filter(|_| body.range != body.head_range && !gloss)
            {
                let noun = scan.word(body.range.start);
                let key = (head, is_branch(noun));
                bodies.by_head.entry(key).or_default().push(index);
                let key = (head, fold(noun));
                bodies.by_noun.entry(key).or_default().push(index);
                if body.area.as_ref().is_some_and(|area| area.name.is_some()) {
                    let key = (head, middle(scan, body));
                    bodies.with_area.entry(key).or_default().push(index);
                }
            }
            if let Some(head) = body.head
                && let Some(letters) = letters(scan, body, false)
            {
                for area in area_name(scan, body).into_iter().chain([String::new()]) {
                    let key = (head, letters.clone(), area);
                    bodies.by_letters.entry(key).or_default().push(index);
                }
            }
            if let Some(key) = inner_name(scan, body) {
                bodies.by_inner.entry(key).or_insert(index);
            }
            if let Some(before) = index.checked_sub(1)
                && let Named::Organization(full) = &mentions[before].name
                && (is_called(scan, full.range.end..body.range.start)
                    || gloss
                        && full.range.end + 1 == body.range.start
                        && ends_alike(scan, body, full)
                    || is_head_alone(scan, full, body))
            {
                let short = scan.folded(body.range.clone());
                bodies.by_short.entry(short).or_insert(before);
            }
            // «Tập đoàn Hòa Phát … | Hòa Phát | lãi 27 tỷ đồng»
            let firm = body
                .entry(scan)
                .is_some_and(|head| head.data.role == HeadRole::Venture);
            let named = if firm {
                body.range.len() - body.head_range.len()
            } else {
                0
            };
            for length in 1..=named.min(LONGEST_BRAND) {
                let brand = scan.folded(body.range.end - length..body.range.end);
                bodies.by_brand.entry(brand).or_insert(index);
            }
            for code in codes_beside(scan, body).into_iter().flatten() {
                let key = (code.clone(), scan.folded(body.head_range.clone()));
                bodies.by_inner.entry(key).or_insert(index);
                bodies.by_code.entry(code).or_insert(index);
            }
        }
        bodies
    }

    fn fuller(&self, scan: &Scan, index: usize, body: &Organization) -> Option<usize> {
        if body.range.len() == 1
            && let Some(&explained) = self.by_code.get(&scan.folded(body.range.clone()))
        {
            return Some(explained);
        }
        if let Some(&full) = self.by_short.get(&scan.folded(body.range.clone())) {
            return Some(full);
        }
        if body.head_range.len() == 1
            && let Some(area) = area_name(scan, body)
            && let Some(&full) = self
                .by_inner
                .get(&(scan.folded(body.head_range.clone()), area))
        {
            return Some(full);
        }
        // «Đảng ủy | VICEM»
        let code = scan.folded(body.range.end - 1..body.range.end);
        if body.range.len() > body.head_range.len()
            && let Some(&full) = self
                .by_inner
                .get(&(code, scan.folded(body.head_range.clone())))
        {
            return Some(full);
        }
        let head = body.head?;
        if body.range == body.head_range && body.has(scan, Trait::Proper) {
            return self.by_brand.get(&scan.folded(body.range.clone())).copied();
        }
        if is_whole_party(scan, body) {
            return None;
        }
        let role = scan.lexicon.naming.organizations[head].data.role;
        if body.range == body.head_range && matches!(role, HeadRole::Agency | HeadRole::Venture) {
            let noun = scan.word(body.range.start);
            let alike = nearest(self.by_noun.get(&(head, fold(noun))), index);
            let last = nearest(self.by_head.get(&(head, is_branch(noun))), index);
            return alike.or(last).filter(|&at| at < index);
        }
        let local = body.area.is_some() || body.host.is_some();
        let alike = || nearest(self.with_area.get(&(head, middle(scan, body))), index);
        alike().filter(|_| !local).or_else(|| {
            // «Sở TN&MT», «Phòng TN&MT huyện Sóc Sơn»
            let area = area_name(scan, body).unwrap_or_default();
            let key = (head, letters(scan, body, true)?, area);
            nearest(self.by_letters.get(&key), index)
        })
    }
}

/// «Trung tâm Giống vật nuôi tỉnh Trà Vinh (Trung tâm)»: the head that a body is called by from there on.
fn is_head_alone(scan: &Scan, full: &Organization, body: &Organization) -> bool {
    let alone = body.range == body.head_range && body.head == full.head;
    let start = full.range.end;
    alone
        && scan.text.is_sign(start, '(')
        && start + 1 == body.range.start
        && scan.text.is_sign(body.range.end, ')')
}

/// «(gọi tắt là», «(sau đây gọi là»: what leads from a body to its short name.
fn is_called(scan: &Scan, between: Range<usize>) -> bool {
    let words = |i: usize| matches!(scan.word(i), "sau" | "đây" | "gọi" | "viết" | "tắt" | "là");
    between.len() > 2
        && between.len() <= LONGEST_CALL
        && scan.sign(between.start) == '('
        && (between.start + 1..between.end).all(words)
}

/// «Chi cục», of which a «Cục» has several.
pub(super) fn is_branch(word: &str) -> bool {
    matches!(word, "Chi" | "chi")
}

/// «toàn Đảng bộ»: not the one of a commune named somewhere else.
pub(super) fn is_whole_party(scan: &Scan, body: &Organization) -> bool {
    body.range == body.head_range
        && scan.follows(body.range.start, Guide::Whole)
        && body.is(scan, "dang_bo")
}

/// Abbreviations in brackets behind a body, or before it where the body itself stands in brackets.
fn codes_beside(scan: &Scan, body: &Organization) -> [Option<String>; 2] {
    let (start, end) = (body.range.start, body.range.end);
    let is_code = |i: usize| outlet::is_code(scan, i);
    let code = outlet::ticker(scan, end);
    let behind = body.range.len() > 1
        && scan.sign(end) == '('
        && scan.sign(code + 1) == ')'
        && is_code(code);
    let before = body.range.len() > 1
        && start > 1
        && scan.sign(start - 1) == '('
        && scan.sign(end) == ')'
        && is_code(start - 2);
    [
        behind.then(|| scan.folded(code..code + 1)),
        before.then(|| scan.folded(start - 2..start - 1)),
    ]
}

/// The first letters of the words of a field, as an abbreviation puts them: «NNPTNT» of «Nông nghiệp và Phát triển nông thôn»,
/// and of «NN&PTNT» where that is asked for.
pub(super) fn letters(scan: &Scan, body: &Organization, short: bool) -> Option<String> {
    let start = body.head_range.end;
    let host = body.host.as_ref().map(|host| host.range.start);
    let area = body.area.as_ref().map(|area| area.range.start);
    let end = host.or(area).unwrap_or(body.range.end).min(body.range.end);
    let is_short = start < end && scan.code_end(start) == Some(end);
    if is_short != short || end < start + if short { 1 } else { SPELLED } {
        return None;
    }
    let mut letters = String::new();
    for i in (start..end).filter(|&i| scan.is(i, Kind::Word)) {
        let word = scan.word(i);
        if scan.is_all_caps(i) {
            letters.push_str(word);
        } else if scan.guide_is(i, Guide::And).is_none() {
            letters.extend(word.chars().next()?.to_uppercase());
        }
    }
    Some(letters)
}

/// The abbreviation in brackets inside a name.
fn inner_code(scan: &Scan, body: &Organization) -> Option<String> {
    let code = body
        .range
        .clone()
        .find(|&i| scan.sign(i) == '(' && scan.sign(i + 2) == ')' && i + 3 < body.range.end)?
        + 1;
    Some(scan.folded(code..code + 1))
}

/// Whether two names end in the same two words: «Công ty Điện lực Yên Bái (PC Yên Bái)».
fn ends_alike(scan: &Scan, one: &Organization, other: &Organization) -> bool {
    let last = |body: &Organization| scan.folded(body.range.end.saturating_sub(2)..body.range.end);
    one.range.len() > 2 && last(one) == last(other)
}

/// «Ngân hàng … (Agribank) Chi nhánh tỉnh Phú Thọ»: the abbreviation inside a name, with the area.
pub(super) fn inner_name(scan: &Scan, body: &Organization) -> Option<(String, String)> {
    inner_code(scan, body).zip(area_name(scan, body))
}

/// The name of the area that a body serves.
pub(super) fn area_name(scan: &Scan, body: &Organization) -> Option<String> {
    let name = body.area.as_ref()?.name.clone()?;
    Some(scan.folded(name))
}

/// What stands between a body's head and its area or host, in the form words are compared in.
pub fn middle(scan: &Scan, body: &Organization) -> String {
    let inner = |start: usize| start < body.range.end;
    let host = body.host.as_ref().map(|host| host.range.start);
    let area = body
        .area
        .as_ref()
        .map(|area| area.range.start)
        .filter(|&start| inner(start));
    let end = host.or(area).unwrap_or(body.range.end);
    // «Hợp tác xã (HTX) | Tân Tiến»
    let head = body.head_range.end;
    // «Trung tâm Kiểm soát bệnh tật (CDC) tỉnh» is one name, «CDC tỉnh» another
    let venture = scan.lexicon.naming.is_venture(body.head);
    let other = || scan.text.hit(head + 1, Class::Organization).is_some();
    let code = bracketed_code(scan, head).filter(|_| venture || !other());
    let start = code.unwrap_or(head);
    fold(scan.text.slice(start..end.max(start)))
}

/// For each document the mention that cites it with its code, and with its date where one does.
fn documents(scan: &Scan, mentions: &[Mention]) -> FxHashMap<usize, usize> {
    let cited = || {
        mentions
            .iter()
            .enumerate()
            .filter_map(|(index, mention)| match &mention.name {
                Named::Document(document) => Some((index, document, document.number.as_deref()?)),
                _ => None,
            })
    };
    let mut by_number: FxHashMap<(usize, &str), usize> = FxHashMap::default();
    let mut first_coded: FxHashMap<(usize, &str), usize> = FxHashMap::default();
    for (index, document, number) in cited() {
        let key = (document.kind, number);
        let dated = |index: usize| citation::issued_on(scan, mentions[index].range.end).is_some();
        match by_number.get(&key) {
            Some(&known) if dated(known) || !dated(index) => {}
            _ => {
                by_number.insert(key, index);
            }
        }
        if document.coded {
            first_coded
                .entry((document.kind, serial(number)))
                .or_insert(index);
        }
    }
    let mut last_coded = first_coded;
    let mut targets = FxHashMap::default();
    for (index, document, number) in cited() {
        let coded = if document.coded {
            last_coded.insert((document.kind, serial(number)), index);
            Some(number)
        } else {
            let known = last_coded.get(&(document.kind, number)).copied();
            known.and_then(|known| number_of(&mentions[known].name))
        };
        let key = (document.kind, coded.unwrap_or(number));
        targets.insert(index, by_number.get(&key).copied().unwrap_or(index));
    }
    targets
}

fn number_of(name: &Named) -> Option<&str> {
    match name {
        Named::Document(Document { number, .. }) => number.as_deref(),
        _ => None,
    }
}

/// «15» of «15-NQ/TU».
fn serial(number: &str) -> &str {
    number.split(['-', '/']).next().unwrap_or(number)
}
