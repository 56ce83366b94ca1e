//! Turns kinds with numbers («Nghị quyết số 15-NQ/TU», «Nghị định 27/2019/NĐ-CP»), named laws and resolutions of
//! congresses into documents.
//!
//! Numbering: party papers `15-NQ/TU` (Hướng dẫn 36-HD/VPTW), normative acts `97/2019/QH14` and administrative ones
//! `941/QĐ-UBND` (Nghị định 34/2016 and 30/2020). A party number restarts every term, so it is no key by itself.

use std::ops::Range;

use super::lexicon::{Class, Hit};
use super::mention::{Mention, Named, Scan};
use super::naming::{DocumentRole, Guide, Trait};
use super::organization::{self, Read};
use super::text::{Kind, fold};

/// A document as cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// All its tokens.
    pub range: Range<usize>,
    /// Entry of the kind; in a list, of the kind before the first number.
    pub kind: usize,
    /// The number, normalized: «15-NQ/TU», «15», «97/2019/QH14».
    pub number: Option<String>,
    /// The number ends in a code, so that it stands for itself.
    pub coded: bool,
    /// A name with nothing inside it: «Nghị quyết TW4».
    pub whole: bool,
}

impl Document {
    /// Cited by a name, inside which bodies and places are names too.
    pub fn is_named(&self) -> bool {
        self.number.is_none()
    }
}

/// A phrase longer than this is no document's name.
const LONGEST_NAME: usize = 32;
/// More tokens than this tell what a scheme is to do.
const SHORTEST_SCHEME: usize = 3;
/// Most tokens that tell what a paper is about before its number.
const LONGEST_SUBJECT: usize = 10;
/// Most tokens from the kind of a treaty to the dash between those who made it.
const LONGEST_TREATY: usize = 14;

/// The document that begins at `i`; `before` are the names to its left.
pub fn recognize(scan: &Scan, i: usize, before: &[Mention]) -> Option<Document> {
    if let Some(document) = next_in_list(scan, i, before) {
        return Some(document);
    }
    let hit = scan.text.hit(i, Class::Document)?;
    let data = &scan.lexicon.naming.documents[hit.entry()].data;
    let (kind, end) = (hit.entry(), hit.end());
    let named = |range: Range<usize>| Document {
        range,
        kind,
        number: None,
        coded: false,
        whole: false,
    };
    // «Tờ trình | hỏa tốc | số 12/UBND-VX»
    let urgent = scan
        .guide_is(end, Guide::Urgent)
        .filter(|_| scan.continues(end));
    let numbered = || by_number(scan, i, urgent.unwrap_or(end), kind, data.bare);
    let capital = scan.is_capital(i);
    match data.role {
        DocumentRole::Numbered => numbered()
            .or_else(|| about(scan, i, end, kind))
            .or_else(|| congress(scan, i, end).map(named))
            .or_else(|| {
                session(scan, i, end).map(|(range, whole)| Document {
                    whole,
                    ..named(range)
                })
            })
            .or_else(|| approved(scan, i, end).map(|end| named(i..end)))
            .or_else(|| scheme(scan, i, end).map(|end| named(i..end))),
        DocumentRole::Law => numbered()
            .filter(|document| document.coded)
            .or_else(|| law(scan, i, end).map(|end| named(i..end))),
        DocumentRole::Named => scan.has_capital(i..end).then(|| named(i..year(scan, end))),
        DocumentRole::Rule => capital.then(|| named(i..phrase(scan, end))),
        DocumentRole::Plan => until_years(scan, end)
            .filter(|&years| capital && years > end + 7)
            .map(|end| named(i..end)),
        DocumentRole::Treaty => treaty(scan, end).map(|end| named(i..end)),
    }
}

/// A number after the kind.
fn by_number(scan: &Scan, start: usize, end: usize, kind: usize, bare: bool) -> Option<Document> {
    let sign = scan
        .guide_is(end, Guide::Number)
        .filter(|_| scan.continues(end));
    let mut at = sign.unwrap_or(end);
    at += usize::from(sign.is_some() && scan.text.is_sign(at, ':'));
    let (after, number, coded) = number(scan, at, kind)?;
    let digits = scan.word(at);
    let document = Document {
        range: start..after,
        kind,
        number: Some(number),
        coded,
        whole: false,
    };
    if coded {
        return Some(document);
    }
    let plain = digits.len() <= 5 && !digits.contains(['.', ',']);
    // «qua kiểm tra kết luận 14/19 tổ chức đảng có vi phạm»
    let part = scan.text.is_sign(after, '/') && scan.is(after + 1, Kind::Number);
    let counts = counts_something(scan, after) || scan.text.is_sign(after, '%') || part;
    let small = !scan.is_capital(start)
        && scan.continues(after)
        && scan.is(after, Kind::Word)
        && !scan.is_stop(after)
        && scan.guide(after).is_none()
        && scan.text.hit(after, Class::Time).is_none();
    let fits = plain && (sign.is_some() || bare && !counts && !small);
    fits.then_some(document)
}

/// «Quyết định | phê duyệt dự án | số 45/QĐ-UBND»: what a paper is about, in small letters, before a number with the code of
/// its kind.
fn about(scan: &Scan, start: usize, end: usize, kind: usize) -> Option<Document> {
    let told = |&at: &usize| {
        let small = scan.is(at, Kind::Word) && !scan.is_capital(at);
        let other = scan.text.hit(at, Class::Document).is_some();
        let guide = scan
            .guide(at)
            .is_some_and(|(guide, _)| guide != Guide::Approve);
        scan.continues(at) && small && !other && !guide
    };
    let at = (end..end + LONGEST_SUBJECT).take_while(told).last()? + 1;
    scan.guide_is(at, Guide::Number)?;
    let document = by_number(scan, at, at, kind, false)?;
    let codes = &scan.lexicon.naming.documents[kind].data.codes;
    let number = document.number.as_deref().unwrap_or_default();
    let own = number
        .split(['/', '-'])
        .any(|part| codes.iter().any(|code| code == part));
    let range = start..document.range.end;
    own.then_some(Document { range, ..document })
}

/// Whether a magnitude, a counted noun, a unit or a time follows a number, as in «đề án 1 triệu ha», «Nghị quyết 6 tháng đầu
/// năm».
fn counts_something(scan: &Scan, at: usize) -> bool {
    // «Nghị quyết 15 ngày 5/5/2022»: a date is no count
    let date = scan.continues(at + 1) && scan.is(at + 1, Kind::Number);
    let magnitude = scan.text.hit(at, Class::Numeral).is_some();
    scan.continues(at) && !date && (magnitude || scan.counts(at))
}

/// A number with its code from `at`: the token after it, the normalized number, whether it has a code.
fn number(scan: &Scan, at: usize, kind: usize) -> Option<(usize, String, bool)> {
    if !scan.continues(at) || !scan.is(at, Kind::Number) {
        return None;
    }
    let mut normal = scan.word(at).to_owned();
    let mut end = at + 1;
    if scan.text.is_glued(end)
        && scan.is(end, Kind::Word)
        && scan.word(end).chars().count() == 1
        && !scan.is_capital(end)
    {
        normal.push_str(scan.word(end));
        end += 1;
    }
    let mut coded = false;
    let mut slash = false;
    while let Some((part, next)) = code_part(scan, end, kind, slash) {
        coded |= part.chars().any(char::is_alphabetic);
        slash |= part.starts_with('/');
        normal.push_str(&part);
        end = next;
    }
    Some((end, normal, coded))
}

/// A sign and what stands after it inside a number: «-NQ», «/2019», « – CT», «/TW».
fn code_part(scan: &Scan, at: usize, kind: usize, slash: bool) -> Option<(String, usize)> {
    if !scan.continues(at) || at == 0 {
        return None;
    }
    let token = scan.text.token(at);
    let (sign, next) = match token.sign {
        '-' | '–' | '—' => ('-', at + 1),
        '/' => ('/', at + 1),
        // «19 – NQ, TW»
        ',' if !slash
            && scan.text.hit(at + 1, Class::Issuer).is_some()
            && scan.is(at - 1, Kind::Word) =>
        {
            ('/', at + 1)
        }
        // «05 CT/TW»
        _ if token.kind == Kind::Word
            && scan.is(at - 1, Kind::Number)
            && is_kind_code(scan, at, kind) =>
        {
            ('-', at)
        }
        _ => return None,
    };
    if !scan.continues(next) {
        return None;
    }
    let after = scan.text.token(next);
    let word = scan.word(next);
    let mut end = next + 1;
    let part = match after.kind {
        // «19-2017/NQ-CP» is written as «19/2017/NQ-CP» too
        Kind::Number if word.len() == 4 && !slash_year_only(scan, next) => {
            format!("{sign}{word}")
        }
        Kind::Word if is_code(word) => {
            // «Ð» of old keyboards is the same letter in a number that serves as a key
            let code = word.replace('Ð', "Đ");
            let mut part = format!("{sign}{}", if code == "TƯ" { "TW" } else { &code });
            if scan.text.is_glued(end) && scan.is(end, Kind::Number) && scan.word(end).len() <= 2 {
                part.push_str(scan.word(end));
                end += 1;
            }
            part
        }
        _ => return None,
    };
    Some((part, end))
}

/// «12/2021» with no code behind it is a month and a year.
fn slash_year_only(scan: &Scan, year: usize) -> bool {
    !matches!(scan.sign(year + 1), '/' | '-' | '–')
}

/// Capitals, perhaps with a small letter: «NQ», `QĐi`, `TTg`, «UBND».
fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    letters.next().is_some_and(char::is_uppercase)
        && (capitals >= 2 || word.chars().count() == 1)
        && word.chars().count() <= 12
}

fn is_kind_code(scan: &Scan, at: usize, kind: usize) -> bool {
    scan.lexicon.naming.documents[kind]
        .data
        .codes
        .iter()
        .any(|code| *code == scan.word(at).replace('Ð', "Đ"))
}

/// «…, 03-CTr/QU» and «…,19 – NQ, TW»: a number that follows a document in a list.
fn next_in_list(scan: &Scan, i: usize, before: &[Mention]) -> Option<Document> {
    let Named::Document(last) = &before.last()?.name else {
        return None;
    };
    let end = last.range.end;
    let joined = i == end + 1 && scan.joins(end, i);
    if !joined || last.number.is_none() || !scan.is(i, Kind::Number) {
        return None;
    }
    let (after, number, coded) = number(scan, i, last.kind)?;
    coded.then_some(Document {
        range: i..after,
        kind: last.kind,
        number: Some(number),
        coded,
        whole: false,
    })
}

/// «Nghị quyết Đại hội Đảng bộ huyện lần thứ XI»: the token range.
fn congress(scan: &Scan, start: usize, end: usize) -> Option<Range<usize>> {
    let mut at = scan
        .guide_is(end, Guide::Congress)
        .filter(|_| scan.continues(end))?;
    let (mut ordinal, mut party) = (false, false);
    let mut last = None;
    while scan.continues(at) {
        if let Some(next) = scan.guide_is(at, Guide::Congress) {
            at = next;
        } else if !ordinal && is_ordinal(scan, at) {
            (ordinal, at) = (true, at + 1);
            last = Some(at);
        } else if let Some(next) = organization_at(scan, at) {
            party |= next == at + 1;
            at = next;
            last = Some(at);
        } else if let Some(next) = scan
            .guide_is(at, Guide::Of)
            .filter(|&next| ordinal && organization_at(scan, next) == Some(next + 1))
        {
            at = next;
        } else if let Some(next) = scan
            .guide_is(at, Guide::Level)
            .filter(|_| party && !ordinal)
        {
            (last, at) = (Some(next), next);
        } else {
            break;
        }
    }
    // «Đại hội Đảng nhiệm kỳ 2015-2020»; of an area's committee the term is told beside its name
    if party && !ordinal {
        last = term(scan, at).or(last);
    }
    // «Nghị quyết Đại hội» alone
    let alone = scan.is_capital(start) && scan.is_capital(end) && !scan.continues_capital(at);
    if last.is_none() && alone {
        last = Some(at);
    }
    last.map(|end| start..end)
}

fn organization_at(scan: &Scan, at: usize) -> Option<usize> {
    match organization::recognize(scan, at, true)? {
        Read::Name(body) => Some(body.range.end),
        Read::Not(_) => None,
    }
}

/// Arabic or Roman, up to two digits or six letters.
fn is_ordinal(scan: &Scan, at: usize) -> bool {
    let word = scan.word(at);
    match scan.text.tokens().get(at).map(|token| token.kind) {
        Some(Kind::Number) => word.len() <= 2,
        Some(Kind::Word) => {
            word.len() <= 6 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
        }
        _ => false,
    }
}

/// Whether a number of four digits stands at `i`.
fn is_year(scan: &Scan, i: usize) -> bool {
    scan.is(i, Kind::Number) && scan.word(i).len() == 4
}

/// «nhiệm kỳ 2015-2020» after a congress that has no ordinal.
fn term(scan: &Scan, at: usize) -> Option<usize> {
    let next = scan.guide_is(at, Guide::Term)?;
    years(scan, next)
}

/// «2015-2020», «2025»: the token after it.
fn years(scan: &Scan, at: usize) -> Option<usize> {
    if !scan.continues(at) || !is_year(scan, at) {
        return None;
    }
    let range = scan.is_dash(at + 1) && is_year(scan, at + 2);
    Some(if range { at + 3 } else { at + 1 })
}

/// «Nghị quyết Trung ương 4 (khóa XI, XII)», «Nghị quyết TW4»; whether the number is glued on.
fn session(scan: &Scan, start: usize, end: usize) -> Option<(Range<usize>, bool)> {
    let mut at = scan.guide_is(end, Guide::Session).unwrap_or(end);
    let numbered = |at: usize| scan.continues(at) && is_ordinal(scan, at);
    let numbered_before = numbered(at);
    at += usize::from(numbered_before);
    scan.head(at)
        .filter(|(head, _)| head.data.has(Trait::Sessions) && scan.continues(at))?;
    at = organization_at(scan, at)?;
    // «TW4», not «Trung ương, khóa XI»
    let glued = numbered(at) && scan.text.is_glued(at);
    if numbered(at) {
        at += 1;
    } else if !numbered_before {
        return None;
    }
    let bracket = scan.text.is_sign(at, '(');
    if let Some(intake) = scan.guide_is(at + usize::from(bracket), Guide::Intake) {
        let close =
            (intake..(intake + 8).min(scan.text.len())).find(|&i| scan.text.is_sign(i, ')'));
        at = match close.filter(|_| bracket) {
            Some(close) => close + 1,
            None if !bracket && is_ordinal(scan, intake) => intake + 1,
            None => at,
        };
    }
    Some((start..at, glued))
}

/// The name of a law and its year.
fn law(scan: &Scan, start: usize, end: usize) -> Option<usize> {
    if let Some(hit) = scan
        .text
        .hit(end, Class::Law)
        .filter(|hit| scan.continues(end) && scan.has_capital(hit.start as usize..hit.end()))
    {
        return Some(year(scan, hit.end()));
    }
    // a law of no table: capitals, each with the small syllable that may follow it
    let mut at = end;
    while scan.continues_capital(at)
        && at < end + 8
        && scan.is_capital(start)
        && !scan.is_shouted(start)
        && !scan.begins_person(at)
    {
        at += 1;
        let small = scan.continues(at)
            && scan.is(at, Kind::Word)
            && !scan.is_capital(at)
            && !scan.is_stop(at)
            && scan.guide(at).is_none();
        at += usize::from(small);
    }
    (at > end + 1).then(|| year(scan, at))
}

/// «2013», «năm 2013» and brackets around it, if it follows.
fn year(scan: &Scan, end: usize) -> usize {
    let bracket = scan.text.is_sign(end, '(');
    let at = end + usize::from(bracket);
    let at = scan
        .guide_is(at, Guide::Term)
        .filter(|_| scan.continues(at))
        .unwrap_or(at);
    let near = is_year(scan, at) && scan.word(at).starts_with(['1', '2']);
    let closed = !bracket || scan.text.is_sign(at + 1, ')');
    if near && scan.continues(at) && closed {
        at + 1 + usize::from(bracket)
    } else {
        end
    }
}

/// The rest of a phrase that names a rule of conduct, to its punctuation or the next document.
fn phrase(scan: &Scan, end: usize) -> usize {
    let open = scan
        .guide_is(end, Guide::Of)
        .is_some_and(|next| scan.is_capital(next));
    let mut at = end;
    while !open && scan.continues(at) && at < end + LONGEST_NAME {
        let sign = scan.sign(at);
        let next_document = scan
            .guide_is(at, Guide::And)
            .is_some_and(|next| scan.text.hit(next, Class::Document).is_some());
        if matches!(sign, '.' | ';' | ':' | '"' | '”' | '(' | ')' | '–') || next_document {
            return at;
        }
        at += 1;
    }
    if at == end + LONGEST_NAME { end } else { at }
}

/// The name of a treaty: its abbreviation («Hiệp định CPTPP»), or all up to those who made it («… tự do Việt Nam - EU»).
fn treaty(scan: &Scan, end: usize) -> Option<usize> {
    let code =
        |i: usize| scan.continues(i) && scan.is_all_caps(i) && scan.word(i).chars().count() > 2;
    if code(end) {
        return Some(end + 1);
    }
    let sides = (end..end + LONGEST_TREATY)
        .take_while(|&i| scan.continues(i))
        .find(|&i| scan.is_dash(i) && scan.is_capital(i - 1) && scan.is_capital(i + 1))?;
    let plain = (end..sides).all(|i| scan.is(i, Kind::Word));
    (plain && scan.has_capital(end..sides)).then(|| side(scan, sides + 1))
}

/// «Hàn Quốc», «Liên minh châu Âu»: the token after one of those who made a treaty.
fn side(scan: &Scan, at: usize) -> usize {
    let named = |class| scan.text.hit(at, class).map_or(at, Hit::end);
    let goes_on = |&i: &usize| scan.continues_capital(i) && !scan.is_shouted(i);
    let run = (at + 1..scan.text.len()).take_while(goes_on).count();
    (at + 1 + run)
        .max(named(Class::Place))
        .max(named(Class::Organization))
}

/// A phrase that ends in years: «… giai đoạn 2021 - 2030», «… vào năm 2025».
fn until_years(scan: &Scan, end: usize) -> Option<usize> {
    let mut at = end;
    while scan.continues(at) && at < end + LONGEST_NAME {
        if matches!(scan.sign(at), '.' | ';' | ':' | '"' | '“' | '”' | '(' | ',') {
            return None;
        }
        if let Some(end) = scan
            .guide_is(at, Guide::Term)
            .and_then(|next| years(scan, next))
        {
            return Some(end);
        }
        at += 1;
    }
    None
}

/// A plan that a body has approved by name: «thông qua chương trình phát triển nhà ở giai đoạn 2026 - 2035».
fn approved(scan: &Scan, start: usize, end: usize) -> Option<usize> {
    scan.follows(start, Guide::Approve)
        .then(|| until_years(scan, end))?
        // «thông qua kế hoạch lợi nhuận năm 2024» sets a figure, «chương trình … giai đoạn 2021-2025» is a paper
        .filter(|&years| years > end + 3)
        .filter(|&years| scan.is_capital(start) || scan.is_dash(years - 2))
}

/// «tham gia Đề án phát triển cây dược liệu», «theo Đề án 1 triệu héc-ta …»: a scheme and what it is to do, up to the next sign
/// or to what is told of it.
fn scheme(scan: &Scan, start: usize, end: usize) -> Option<usize> {
    let before = start.wrapping_sub(1);
    let told = scan.continues(start)
        && scan.is(before, Kind::Word)
        && !scan.is_capital(before)
        && scan.word(before) != "về"
        && !scan.follows(start, Guide::Plural);
    if scan.folded(start..end) != fold("đề án") || !scan.is_capital(start) || !told {
        return None;
    }
    // «nhà | ở»
    let in_compound = |at: usize| {
        let (first, second) = (scan.folded(at - 1..at), scan.folded(at..at + 1));
        scan.lexicon.is_compound(&first, &second)
    };
    let mut at = end;
    while scan.continues(at) && at < end + LONGEST_NAME {
        if let Some(last) = scan
            .guide_is(at, Guide::Term)
            .and_then(|next| years(scan, next))
        {
            at = last;
            break;
        }
        // «các dân tộc Mảng, La Hủ»
        let list = scan.text.is_sign(at, ',') && scan.is_capital(at - 1) && scan.is_capital(at + 1);
        let inner = list || scan.is_dash(at) && at > end;
        let other = scan.is(at, Kind::Sign) && !inner
            || scan.is_stop(at) && !in_compound(at)
            || scan.guide_is(at, Guide::Of).is_some()
            || scan
                .guide_is(at, Guide::And)
                .is_some_and(|next| scan.is_capital(next));
        if other {
            break;
        }
        at += 1;
    }
    (at > end + SHORTEST_SCHEME && !scan.is_capital(end)).then_some(at)
}
