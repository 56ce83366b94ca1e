//! Turns heads of bodies and what they want after them into organizations: «UBND | huyện Sóc Sơn», «Sở | Y tế | TPHCM».
//!
//! A name is a head, then a field or a proper name, then the body it is part of or the area it serves, each as far as
//! the tables reach; nested bodies make one name.

use std::ops::Range;

use super::field::{self, is_branch, with_field};
use super::gazetteer::Level;
use super::host::{tail, with_host};
use super::lexicon::{Class, Entry};
use super::mention::Scan;
use super::naming::{FieldRole, Guide, Head, HeadRole, KindRole, KnownRole, Trait};
use super::person::is_syllable;
use super::place::{self, Place};
use super::place_name;
use super::text::Kind;
use super::venture::with_name;

/// An organization as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// All its tokens.
    pub range: Range<usize>,
    /// Entry of the head; none for a name that an abbreviation or the outlet's line gives.
    pub head: Option<usize>,
    /// The head's tokens.
    pub head_range: Range<usize>,
    /// The area it serves; of nested bodies, the innermost one's.
    pub area: Option<Place>,
    /// The body it is part of.
    pub host: Option<Box<Organization>>,
}

impl Organization {
    /// What the table says of its head.
    pub(super) fn entry<'a>(&self, scan: &Scan<'a>) -> Option<&'a Entry<Head>> {
        Some(&scan.lexicon.naming.organizations[self.head?])
    }

    /// Whether its head is the entry `id`.
    pub(super) fn is(&self, scan: &Scan, id: &str) -> bool {
        scan.lexicon.naming.is(self.head, id)
    }

    /// Whether its head has a trait.
    pub(super) fn has(&self, scan: &Scan, wanted: Trait) -> bool {
        scan.lexicon.naming.has(self.head, wanted)
    }
}

/// What begins at a token.
#[derive(Debug, Clone)]
pub enum Read {
    /// An organization.
    Name(Organization),
    /// Words that look like one and are none, up to this token.
    Not(usize),
}

/// The organization that begins at `i`; `titled` where a title stands before it.
pub fn recognize(scan: &Scan, i: usize, titled: bool) -> Option<Read> {
    nested(scan, i, titled, DEEPEST)
}

/// Deepest nesting of bodies: «Ban Thường vụ | Đảng ủy | cơ quan | Tạp chí …».
const DEEPEST: usize = 5;

pub(super) fn nested(scan: &Scan, i: usize, titled: bool, depth: usize) -> Option<Read> {
    let hit = scan.text.hit(i, Class::Organization)?;
    let head = &scan.lexicon.naming.organizations[hit.entry()].data;
    if head.role == HeadRole::None {
        return Some(Read::Not(hit.end()));
    }
    if begins_area(scan, i, hit.end(), titled) {
        return None;
    }
    let range = i..hit.end();
    let mut body = Organization {
        range: range.clone(),
        head: Some(hit.entry()),
        head_range: range,
        area: None,
        host: None,
    };
    // «Hợp tác xã (HTX) | Nông nghiệp Tân Tiến»
    let code = bracketed_code(scan, hit.end()).filter(|&end| scan.continues_capital(end));
    if let Some(end) = code.filter(|_| head.role == HeadRole::Venture) {
        body.range.end = end;
    }
    let complete = match head.role {
        HeadRole::Whole => whole(scan, &mut body, head),
        HeadRole::Seat | HeadRole::Part => with_host(scan, &mut body, head, depth),
        HeadRole::Agency => with_field(scan, &mut body, titled, depth),
        HeadRole::Venture => with_name(scan, &mut body, titled, depth),
        HeadRole::Numbered => with_number(scan, &mut body, depth),
        HeadRole::None => false,
    };
    if titled {
        without_holder(scan, &mut body);
    }
    // «Bảo hiểm xã hội (BHXH) | tỉnh» is a name through its area alone
    if !after_code(scan, &mut body, head.role, depth) && !complete {
        return None;
    }
    let named = body.area.as_ref().is_some_and(|area| area.name.is_some());
    let word = scan.word(i).chars().count() <= 2 && !scan.is_all_caps(i) && body.range.len() == 1;
    // «Agribank | chi nhánh tỉnh»
    let branch = depth < DEEPEST && is_branch(scan, i) && body.area.is_some();
    if !branch
        && (!is_capitalized(scan, &body, head, named)
            || is_of_many(scan, &body, head, named, titled))
        || word && head.role != HeadRole::Whole && !(titled && scan.begins_full_name(i + 1))
    {
        return None;
    }
    Some(Read::Name(body))
}

/// «Đài Loan», «Hội An»: a country or a city that begins like a body whose head ends at `end`.
fn begins_area(scan: &Scan, i: usize, end: usize, titled: bool) -> bool {
    let city = || {
        place_name::known_name(scan, i, |unit| unit.level() != Level::Commune)
            .is_some_and(|name| name.end > end && !scan.continues_capital(name.end))
    };
    // «Giám đốc Hội An …»
    let short = end == i + 1;
    country(scan, i).is_some_and(|country| country > end) || (!titled || short) && city()
}

/// What may follow a name that is complete by itself; whether it is written as one.
fn whole(scan: &Scan, body: &mut Organization, head: &Head) -> bool {
    let i = body.range.start;
    let word = body.head_range.len() == 1 && !scan.is_all_caps(i);
    channel(scan, body);
    of_state(scan, body);
    (scan.has_capital(body.range.clone()) || head.lower && scan.follows(i, Guide::Of))
        && !(word && scan.is_shouted(i))
        // «Tư vấn» is no «TƯ»
        && !(word && scan.is_capital(i) && scan.word(i).chars().count() < 3)
}

/// Whether capitals tell that a name is meant, and not the class: a small head needs one in its own name; the area's does
/// for seats: «công an tỉnh Nam Định», not «trung tâm xã Hợp Tiến».
fn is_capitalized(scan: &Scan, body: &Organization, head: &Head, named: bool) -> bool {
    let i = body.range.start;
    let own = match head.role {
        HeadRole::Agency | HeadRole::Venture => body
            .host
            .as_ref()
            .map(|host| host.range.start)
            .or(body.area.as_ref().map(|area| area.range.start))
            .unwrap_or(body.range.end),
        _ => body.range.end,
    };
    scan.is_capital(i) && !starts(scan, i)
        || head.lower
        || scan.has_capital(body.head_range.end..own)
        // «Cục Thuế | tỉnh giải trình»
        || (body.head_range.len() > 3 || body.area.is_some())
            && scan.is_capital(i)
            && scan.has_capital(i + 1..body.head_range.end)
        || scan.is_capital(i)
            && (!matches!(head.role, HeadRole::Agency | HeadRole::Venture) || named)
        // «Trang thông tin điện tử | Thành ủy»
        || scan.is_capital(i) && body.is(scan, "bao") && body.host.is_some()
        // «Bệnh viện | 30-4»
        || scan.is_capital(i) && own > body.head_range.end && scan.is(own - 1, Kind::Number)
        || scan.is_capital(i) && is_spelled(scan, body)
        // «ngân hàng CSXH»
        || body.head_range.len() > 1 && scan.is_all_caps(body.head_range.end - 1)
}

/// «(UBKT)»: the token after an abbreviation in the brackets that open at `open`.
pub(super) fn bracketed_code(scan: &Scan, open: usize) -> Option<usize> {
    let close = scan.code_end(open + 1)?;
    (scan.text.is_sign(open, '(') && scan.text.is_sign(close, ')')).then_some(close + 1)
}

/// «Phó Chủ tịch UBND huyện | Mẫu Thái Sang»: three syllables that no area is called by, behind an office and its body, are who
/// holds it.
fn without_holder(scan: &Scan, body: &mut Organization) {
    let Some(area) = body.area.as_mut().filter(|area| area.kind.is_some()) else {
        return;
    };
    let Some(name) = area.name.clone().filter(|name| name.end == body.range.end) else {
        return;
    };
    let capitals = name.clone().all(|i| scan.is_capital(i));
    let unknown = place_name::known_name(scan, name.start, |_| true).is_none();
    if capitals && unknown && (3..=4).contains(&name.len()) && name.start > area.range.start {
        area.name = None;
        area.range.end = name.start;
        body.range.end = name.start;
    }
}

/// «VTV | 8»: the number of a station's channel.
fn channel(scan: &Scan, body: &mut Organization) {
    let end = body.range.end;
    let station = body.is(scan, "news_agencies");
    let number = scan.text.is_glued(end) && scan.is(end, Kind::Number) && scan.word(end).len() < 3;
    body.range.end += usize::from(station && number && scan.is_all_caps(body.range.start));
}

/// «Chính phủ | Nhật Bản», «Quốc hội | Lào»: the state whose it is.
fn of_state(scan: &Scan, body: &mut Organization) {
    let goes_on = body.has(scan, Trait::Abroad) && scan.continues(body.range.end);
    if let Some(end) = country(scan, body.range.end).filter(|_| goes_on) {
        body.area = Some(Place::bare(body.range.end..end));
        body.range.end = end;
    }
}

/// The token after a country at `at`, where no other capital follows.
pub(super) fn country(scan: &Scan, at: usize) -> Option<usize> {
    let hit = scan.text.hit(at, Class::Place).filter(|hit| {
        let role = scan.lexicon.naming.places[hit.entry()].data.role;
        matches!(role, KnownRole::Country | KnownRole::Short) && scan.is_capital(at)
    })?;
    (!scan.continues_capital(hit.end())).then_some(hit.end())
}

/// «Sở giáo dục và đào tạo»: a long field says what the capital of a sentence's first word does not.
fn is_spelled(scan: &Scan, body: &Organization) -> bool {
    let field = scan.field(body.head_range.end);
    body.has(scan, Trait::Ministry) && field.is_some_and(|(_, end)| end > body.head_range.end + 2)
}

/// «UBND | các cấp», not «UBND tỉnh | cấp bổ sung 3 tỷ đồng»: whether what ends before `i` is of every level.
pub(super) fn is_of_levels(scan: &Scan, i: usize) -> bool {
    // «Điện lực Lào Cai | cấp điện»: a verb where no level is named
    let grants = |end: usize| {
        let level =
            scan.kind(end).is_some() || matches!(scan.word(end), "cơ" | "trên" | "dưới" | "trung");
        scan.word(i) == "cấp" && end == i + 1 && !level
    };
    scan.guide_is(i, Guide::Level)
        .is_some_and(|end| !grants(end))
}

/// Whether the words speak of many bodies of a class: «các Sở», «24 UBND», «UBND các xã», «các Huyện ủy, Thành ủy».
fn is_of_many(scan: &Scan, body: &Organization, head: &Head, named: bool, titled: bool) -> bool {
    let Range { start: i, end } = body.range;
    let bare =
        body.range == body.head_range || !named && !scan.has_capital(body.head_range.end..end);
    let association = body.has(scan, Trait::Members);
    let plural = bare
        && i > 0
        && scan.continues(i)
        && !titled
        && (scan.follows(i, Guide::Plural)
            || scan.follows(i, Guide::Level) && !association
            || counts_what_follows(scan, i - 1));
    let heads = body.area.is_none()
        && body
            .host
            .as_ref()
            .map_or(end == body.head_range.end, |host| {
                host.range == host.head_range
            });
    let listed = heads && !titled && (in_plural_list(scan, i) || in_short_list(scan, i))
        || bare && body.area.is_none() && body.host.is_none() && in_counted_list(scan, i, end);
    let one_of_many = i > 0 && !scan.is_capital(i) && counts_what_follows(scan, i - 1);
    // «Ủy ban Kiểm tra (UBKT) | các cấp»
    let behind = bracketed_code(scan, end).unwrap_or(end);
    let generic = bare
        && (scan.guide_is(behind, Guide::Plural).is_some()
            || is_of_levels(scan, behind)
            || counted(scan, body, head)
            || scan
                .kind(end)
                .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit));
    // «cơ quan thi hành án dân sự TP» is of any town
    let nameless = bare || !named && body.head_range.len() > 3;
    // «phòng LĐ-TB&XH», «các phòng GD-ĐT» are of any district
    let alone = !titled && body.area.is_none() && body.host.is_none();
    let office = body.is(scan, "phong") && alone;
    // «các ban | xây dựng Đảng»
    let boards = body.is(scan, "ban") && alone && !scan.is_capital(body.head_range.end);
    let coded = scan.code_end(body.head_range.end).is_some();
    let small = !scan.is_capital(i) && !head.lower && (nameless || office && coded)
        || (office || boards) && scan.follows(i, Guide::Plural);
    small || one_of_many || head.role != HeadRole::Whole && (plural || listed || generic)
}

/// «12 trường mầm non, tiểu học, Trung tâm | giáo dục thường xuyên»: a class in a list of what a number counts.
fn in_counted_list(scan: &Scan, i: usize, end: usize) -> bool {
    if i == 0 || scan.has_capital(i + 1..end) || !scan.joins(i - 1, i) {
        return false;
    }
    let belongs = |&at: &usize| {
        scan.continues(at + 1) && (scan.text.is_sign(at, ',') || scan.is(at, Kind::Word))
    };
    let first = (i.saturating_sub(LONGEST_LIST)..i)
        .rev()
        .take_while(belongs)
        .last();
    first.is_some_and(|first| {
        first > 0
            && scan.is(first - 1, Kind::Number)
            && scan.text.hit(first, Class::Organization).is_some()
    })
}

/// «các huyện, thị, | thành ủy»: the last one of a list that leaves the committee out before.
fn in_short_list(scan: &Scan, i: usize) -> bool {
    let joint = i > 1 && scan.joins(i - 1, i);
    joint && !scan.is_capital(i) && matches!(scan.word(i - 2), "huyện" | "thị" | "quận" | "tỉnh")
}

/// Most tokens of a list that one plural announces.
const LONGEST_LIST: usize = 16;

/// «các Huyện ủy, Thành ủy, Ban Thường vụ | Huyện ủy»: a head in a list of bare heads whose first one follows a plural;
/// «các xã, Huyện ủy» is none.
fn in_plural_list(scan: &Scan, i: usize) -> bool {
    let mut at = i;
    while at > 0 && i - at < LONGEST_LIST && scan.continues(at) {
        if scan.follows(at, Guide::Plural) {
            return at < i
                && scan.is_capital(at)
                && scan.text.hit(at, Class::Organization).is_some();
        }
        let ends = |back: &usize| {
            let Some(start) = at.checked_sub(*back) else {
                return false;
            };
            let head = scan.text.hit(start, Class::Organization);
            scan.guide_is(start, Guide::And) == Some(at)
                || scan.is_capital(start) && head.is_some_and(|hit| hit.end() == at)
        };
        let back = if scan.text.is_sign(at - 1, ',') {
            Some(1)
        } else {
            (1..=5).rev().find(ends)
        };
        let Some(back) = back else { return false };
        at -= back;
    }
    false
}

/// «Trung tâm Kiểm soát bệnh tật (CDC) | tỉnh», «Ủy ban Kiểm tra (UBKT) | Huyện ủy»: the area or the host may stand
/// behind the abbreviation in brackets; whether one does.
fn after_code(scan: &Scan, body: &mut Organization, role: HeadRole, depth: usize) -> bool {
    let open = body.range.end;
    // «(Agribank)»
    let word = || {
        let name = scan.is_capital(open + 1) && !is_syllable(scan.word(open + 1));
        name.then_some(open + 2)
    };
    // «(PTDS và TKCN)»
    let codes = || {
        let end = scan.code_end(open + 1)?;
        let second = scan
            .guide_is(end, Guide::And)
            .and_then(|next| scan.code_end(next));
        Some(second.unwrap_or(end))
    };
    let code = codes().or_else(word).filter(|&close| {
        let free = body.area.is_none() && body.host.is_none() && scan.is_capital(body.range.start);
        free && scan.sign(open) == '(' && scan.sign(close) == ')' && scan.continues(close + 1)
    });
    let Some(at) = code.map(|close| close + 1) else {
        return false;
    };
    if matches!(role, HeadRole::Seat | HeadRole::Part) || is_branch(scan, at) {
        return tail(scan, body, at, depth);
    }
    let area = place::bare_area(scan, at);
    if let Some(area) = &area {
        body.range.end = area.range.end;
    }
    body.area = area;
    body.area.is_some()
}

/// Whether a capital at `i` says no more than that a sentence begins.
pub(super) fn starts(scan: &Scan, i: usize) -> bool {
    scan.starts_sentence(i)
        || matches!(
            scan.sign(i.wrapping_sub(1)),
            '"' | '“' | ':' | '.' | '-' | '–'
        )
}

/// «24 UBND» counts them, «năm 2020 UBND tỉnh đã quyết định» does not.
fn counts_what_follows(scan: &Scan, i: usize) -> bool {
    let dated = scan
        .text
        .hit(i.wrapping_sub(1), Class::Time)
        .is_some_and(|hit| hit.end() == i)
        || i > 0 && matches!(scan.sign(i - 1), '/' | '-' | '.') && scan.text.is_glued(i);
    scan.is(i, Kind::Number) && !dated
}

/// The arm of service and the number of a unit, then the unit it belongs to; whether one of the first two is there.
fn with_number(scan: &Scan, body: &mut Organization, depth: usize) -> bool {
    let mut at = body.range.end;
    if let Some((FieldRole::Field, end)) = scan.field(at).filter(|_| scan.continues(at)) {
        at = end;
    }
    let arm = at > body.range.end && scan.has_capital(body.range.end..at);
    // «Cụm thi đua | số | 3»
    at += usize::from(scan.continues(at) && field::number(scan, at));
    let number = scan.continues(at)
        && scan.is(at, Kind::Number)
        && scan.word(at).len() <= 4
        // «Quân khu 9 | điều xe»: too few to be soldiers
        && (scan.word(at).len() == 1 || !scan.counts(at + 1));
    if number || arm {
        body.range.end = if number { at + 1 } else { at };
    }
    // «Sư đoàn 320 | A»
    let letter = number && scan.text.is_glued(at + 1) && scan.is_capital(at + 1);
    body.range.end += usize::from(letter && scan.word(at + 1).chars().count() == 1);
    // «Sư đoàn 968 | Quân khu 4»
    let end = body.range.end;
    let host = number && scan.continues_capital(end) && is_numbered(scan, end);
    if host
        && let Some(Read::Name(host)) = depth
            .checked_sub(1)
            .and_then(|depth| nested(scan, end, true, depth))
    {
        body.range.end = host.range.end;
        body.host = Some(Box::new(host));
    }
    number || arm
}

fn is_numbered(scan: &Scan, i: usize) -> bool {
    scan.head(i)
        .is_some_and(|(head, _)| head.data.role == HeadRole::Numbered)
}

/// «UBND 24 quận, huyện»: areas that a number counts after a bare body have one each; «Hội Nông dân 59 tổ» tells what it has,
/// «Ban Thường vụ 11 đồng chí» how many sit there.
fn counted(scan: &Scan, body: &Organization, head: &Head) -> bool {
    let end = body.range.end;
    let areas = || {
        scan.kind(end + 1)
            .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit)
    };
    body.range == body.head_range
        && scan.continues(end)
        && scan.is(end, Kind::Number)
        && scan.continues(end + 1)
        && (areas() || head.role == HeadRole::Part && !head.acts)
}
