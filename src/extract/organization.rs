//! Turns heads of bodies and what they want after them into organizations: «UBND | huyện Sóc Sơn», «Sở | Y tế | TPHCM».
//!
//! A name is a head, then a field or a proper name, then the body it is part of or the area it serves, each as far as
//! the tables reach; nested bodies make one name.

use std::ops::Range;

use super::gazetteer::Level;
use super::lexicon::{Class, Hit, Phrase};
use super::mention::{Named, Scan};
use super::naming::{Alone, FieldRole, Guide, Head, HeadRole, KindRole, KnownRole};
use super::place::{self, Place};
use super::text::{Kind, fold};
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

fn nested(scan: &Scan, i: usize, titled: bool, depth: usize) -> Option<Read> {
    let hit = scan.text.hit(i, Class::Organization)?;
    let head = &scan.lexicon.naming.organizations[hit.entry()].data;
    if head.role == HeadRole::None {
        return Some(Read::Not(hit.end()));
    }
    // «Hội An»: a city that begins like a body
    if !titled
        && place::known_name(scan, i, |unit| unit.level() != Level::Commune)
            .is_some_and(|name| name.end > hit.end() && !scan.continues_capital(name.end))
    {
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
    let complete = match head.role {
        HeadRole::Whole => {
            channel(scan, &mut body);
            of_state(scan, &mut body);
            (scan.has_capital(body.range.clone()) || head.lower && scan.follows(i, Guide::Of))
                && !(scan.is_shouted(i) && hit.len == 1 && !scan.is_all_caps(i))
                // «Tư vấn» is no «TƯ»
                && !(hit.len == 1 && scan.is_capital(i) && scan.word(i).chars().count() < 3 && !scan.is_all_caps(i))
        }
        HeadRole::Seat | HeadRole::Part => with_host(scan, &mut body, head, depth),
        HeadRole::Agency => with_field(scan, &mut body, titled, depth),
        HeadRole::Venture => with_name(scan, &mut body, titled, depth),
        HeadRole::Numbered => with_number(scan, &mut body, depth),
        HeadRole::None => false,
    };
    // «Bảo hiểm xã hội (BHXH) | tỉnh» is a name through its area alone
    if !after_code(scan, &mut body, head.role, depth) && !complete {
        return None;
    }
    let named = body.area.as_ref().is_some_and(|area| area.name.is_some());
    // a small head needs a capital of its own name; the area's does for seats: «công an tỉnh Nam Định», not «trung tâm xã Hợp Tiến»
    let own = match head.role {
        HeadRole::Agency | HeadRole::Venture => body
            .host
            .as_ref()
            .map(|host| host.range.start)
            .or(body.area.as_ref().map(|area| area.range.start))
            .unwrap_or(body.range.end),
        _ => body.range.end,
    };
    let capital = scan.is_capital(i) && !starts(scan, i)
        || head.lower
        || scan.has_capital(body.head_range.end..own)
        || body.head_range.len() > 3
            && scan.is_capital(i)
            && scan.has_capital(i + 1..body.head_range.end)
        || scan.is_capital(i)
            && (!matches!(head.role, HeadRole::Agency | HeadRole::Venture) || named)
        || scan.is_capital(i) && is_spelled(scan, &body);
    let word = scan.word(i).chars().count() <= 2 && !scan.is_all_caps(i) && body.range.len() == 1;
    if !capital
        || is_of_many(scan, &body, head, named, titled)
        || word && head.role != HeadRole::Whole && !(titled && scan.begins_full_name(i + 1))
    {
        return None;
    }
    Some(Read::Name(body))
}

/// «VTV | 8»: the number of a station's channel.
fn channel(scan: &Scan, body: &mut Organization) {
    let end = body.range.end;
    let station = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].id == "news_agencies");
    let number = scan.text.is_glued(end) && scan.is(end, Kind::Number) && scan.word(end).len() < 3;
    body.range.end += usize::from(station && number && scan.is_all_caps(body.range.start));
}

/// «Chính phủ | Nhật Bản», «Quốc hội | Lào»: the state whose it is.
fn of_state(scan: &Scan, body: &mut Organization) {
    let state = body.head.is_some_and(|head| {
        let id = scan.lexicon.naming.organizations[head].id.as_str();
        matches!(id, "chinh_phu" | "quoc_hoi")
    });
    if let Some(end) = country(scan, body.range.end).filter(|_| state) {
        body.area = Some(Place {
            range: body.range.end..end,
            kind: None,
            name: Some(body.range.end..end),
        });
        body.range.end = end;
    }
}

/// The token after a country at `at`, where no other capital follows.
fn country(scan: &Scan, at: usize) -> Option<usize> {
    let hit = scan.text.hit(at, Class::Place).filter(|hit| {
        let role = scan.lexicon.naming.places[hit.entry()].data.role;
        matches!(role, KnownRole::Country | KnownRole::Short) && scan.continues_capital(at)
    })?;
    (!scan.continues_capital(hit.end())).then_some(hit.end())
}

/// «Sở giáo dục và đào tạo»: a long field says what the capital of a sentence's first word does not.
fn is_spelled(scan: &Scan, body: &Organization) -> bool {
    let ministry = body.head.is_some_and(|head| {
        let id = scan.lexicon.naming.organizations[head].id.as_str();
        matches!(id, "bo" | "phong" | "so")
    });
    let field = scan.field(body.head_range.end);
    ministry && field.is_some_and(|(_, end)| end > body.head_range.end + 2)
}

/// Whether the words speak of many bodies of a class: «các Sở», «24 UBND», «UBND các xã», «các Huyện ủy, Thành ủy».
fn is_of_many(scan: &Scan, body: &Organization, head: &Head, named: bool, titled: bool) -> bool {
    let Range { start: i, end } = body.range;
    let bare =
        body.range == body.head_range || !named && !scan.has_capital(body.head_range.end..end);
    let association = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].id == "hoi_doan_the");
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
    let listed = heads && !titled && in_plural_list(scan, i)
        || bare && body.area.is_none() && body.host.is_none() && in_counted_list(scan, i, end);
    let one_of_many = i > 0 && !scan.is_capital(i) && counts_what_follows(scan, i - 1);
    let generic = bare
        && (scan.guide_is(end, Guide::Plural).is_some()
            || scan.guide_is(end, Guide::Level).is_some()
            || counted(scan, body)
            || scan
                .kind(end)
                .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit));
    // «cơ quan thi hành án dân sự TP» is of any town
    let nameless = bare || !named && body.head_range.len() > 3;
    // «phòng LĐ-TB&XH», «các phòng GD-ĐT» are of any district
    let id = body.head.map_or("", |head| {
        scan.lexicon.naming.organizations[head].id.as_str()
    });
    let office = id == "phong" && !titled && body.area.is_none() && body.host.is_none();
    let coded = scan.code_end(body.head_range.end).is_some();
    let small = !scan.is_capital(i) && !head.lower && (nameless || office && coded)
        || office && scan.follows(i, Guide::Plural);
    small || one_of_many || head.role != HeadRole::Whole && (plural || listed || generic)
}

/// «12 trường mầm non, tiểu học, Trung tâm | giáo dục thường xuyên»: a class in a list of what a number counts.
fn in_counted_list(scan: &Scan, i: usize, end: usize) -> bool {
    if i == 0
        || scan.has_capital(i + 1..end)
        || !scan.text.is_sign(i - 1, ',') && scan.guide_is(i - 1, Guide::And) != Some(i)
    {
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
    let code = scan.code_end(open + 1).filter(|&close| {
        let free = body.area.is_none() && body.host.is_none() && scan.is_capital(body.range.start);
        free && scan.sign(open) == '(' && scan.sign(close) == ')' && scan.continues(close + 1)
    });
    let Some(at) = code.map(|close| close + 1) else {
        return false;
    };
    if matches!(role, HeadRole::Seat | HeadRole::Part) {
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
    let number = scan.continues(at)
        && scan.is(at, Kind::Number)
        && scan.word(at).len() <= 4
        && !scan.counts(at + 1);
    body.range.end = if number { at + 1 } else { at };
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
    scan.text.hit(i, Class::Organization).is_some_and(|hit| {
        scan.lexicon.naming.organizations[hit.entry()].data.role == HeadRole::Numbered
    })
}

/// «UBND 24 quận, huyện»: a number after a bare body counts other bodies.
fn counted(scan: &Scan, body: &Organization) -> bool {
    body.range == body.head_range
        && scan.continues(body.range.end)
        && scan.is(body.range.end, Kind::Number)
}

/// The host or the area of a body; whether the name is complete.
fn with_host(scan: &Scan, body: &mut Organization, head: &Head, depth: usize) -> bool {
    let mut at = body.range.end;
    // «Ban Quản lý dự án 6»
    if head.alone == Alone::Long
        && body.head_range.len() > 2
        && scan.continues(at)
        && scan.is(at, Kind::Number)
        && scan.word(at).len() <= 2
        && scan.is_capital(body.range.start)
        && !scan.counts(at + 1)
    {
        body.range.end = at + 1;
        return true;
    }
    at = works(scan, body, at);
    body.range.end = at;
    let id = body.head.map_or("", |head| {
        scan.lexicon.naming.organizations[head].id.as_str()
    });
    let topic = scan
        .field(at)
        // «Đoàn kiểm tra tỉnh» is no union, and a board does check
        .filter(|_| id != "doan_co_so" && !(id == "ban_quan_ly" && is_deed(scan, at)))
        .filter(|&(role, end)| role == FieldRole::Field && scan.continues(at) && end > at)
        // «Phòng Giao dịch | Ngân hàng Chính sách xã hội» has a host
        .filter(|&(_, end)| {
            let hit = scan.text.hit(at, Class::Organization);
            hit.is_none_or(|hit| hit.end() <= end || !scan.is_capital(at))
        });
    if let Some((_, end)) = topic {
        at = works(scan, body, end);
        body.range.end = at;
    }
    if tail(scan, body, at, depth) {
        return true;
    }
    // «Đảng bộ cơ quan Tạp chí»
    if let Some(hit) = topic
        .and_then(|_| scan.text.hit(at, Class::Organization))
        .filter(|_| scan.continues(at) && scan.is_capital(at))
    {
        body.range.end = hit.end();
        return true;
    }
    if topic.is_some() {
        // «Ban Chỉ đạo thi hành án dân sự» is a name, «Đảng ủy khối» is not
        let topic = body.head_range.end..body.range.end;
        let told = scan.is_capital(body.range.start)
            && scan.word(topic.start).chars().count() > 1
            && (head.role == HeadRole::Part || topic.len() > 1 && scan.has_capital(topic));
        if told {
            return true;
        }
        body.range.end = body.head_range.end;
        if tail(scan, body, body.head_range.end, depth) {
            return true;
        }
    }
    let words = body.head_range.len();
    let capitals = body
        .head_range
        .clone()
        .filter(|&i| scan.is_capital(i))
        .count();
    let abbreviation = scan.is_all_caps(body.head_range.start);
    match head.alone {
        Alone::Yes => true,
        Alone::No => false,
        Alone::TitleCase => capitals > 1,
        // «Viện KSND», «BQLDA», «Tòa án nhân dân»
        Alone::Long => {
            let spelled = words == 1 || scan.is_capital(body.head_range.start);
            words > 2 && capitals > 0
                || spelled && body.head_range.clone().any(|i| scan.is_all_caps(i))
        }
        Alone::Abbreviation => abbreviation || words > 3 && capitals > 1,
    }
}

/// «kiểm tra», «thanh tra» in small letters are deeds rather than fields.
fn is_deed(scan: &Scan, at: usize) -> bool {
    let hit = scan.text.hit(at, Class::Field);
    !scan.is_capital(at)
        && hit.is_some_and(|hit| {
            scan.lexicon.naming.fields[hit.entry()].id == "administration" && hit.len == 2
        })
}

/// Past the works a project board builds, in small letters: «… đầu tư xây dựng | các công trình giao thông | và nông nghiệp».
fn works(scan: &Scan, body: &Organization, mut at: usize) -> usize {
    let board = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].id == "ban_quan_ly");
    let built = |at: usize| {
        let hit = scan
            .text
            .hit(at, Class::Field)
            .filter(|_| board && scan.continues(at))?;
        let id = scan.lexicon.naming.fields[hit.entry()].id.as_str();
        matches!(id, "agriculture" | "construction" | "industry").then_some(hit.end())
    };
    while let Some(end) = built(at).or_else(|| built(scan.guide_is(at, Guide::And)?)) {
        at = end;
    }
    at
}

/// What may end the name of any body: another body, an area, a country; whether something was added.
pub(super) fn tail(scan: &Scan, body: &mut Organization, at: usize, depth: usize) -> bool {
    if let Some(end) = zone(scan, at) {
        body.range.end = end;
        tail(scan, body, end, depth);
        return true;
    }
    if !scan.continues(at)
        || scan.page[at]
        || scan.title(at).is_some_and(|(_, end)| {
            end > at + 1
                && scan
                    .text
                    .hit(at, Class::Organization)
                    .is_none_or(|hit| hit.end() <= end)
        })
    {
        return false;
    }
    if let Some(Read::Name(host)) = depth
        .checked_sub(1)
        .and_then(|depth| nested(scan, at, true, depth))
        .filter(|_| {
            scan.is_capital(at)
                || is_before_host(scan, body, at)
                || is_branch(scan, at)
                || is_company_of(scan, body, at)
                || scan
                    .text
                    .hit(at, Class::Organization)
                    .is_some_and(|hit| scan.lexicon.naming.organizations[hit.entry()].data.lower)
        })
    {
        body.range.end = host.range.end;
        body.area.clone_from(&host.area);
        body.host = Some(Box::new(host));
        return true;
    }
    if let Some(area) = place::bare_area(scan, at)
        .or_else(|| gate(scan, body, at))
        .or_else(|| two_areas(scan, at))
    {
        body.range.end = area.range.end;
        body.area = Some(area);
        return true;
    }
    bare_area(scan, body, at)
}

/// «TAND | khu vực 3», «Kiểm toán Nhà nước | khu vực II»: the number of the zone a body serves.
fn zone(scan: &Scan, at: usize) -> Option<usize> {
    let number = at + 2;
    let words = || {
        scan.continues(at) && scan.continues(number) && scan.folded(at..number) == fold("khu vực")
    };
    let roman = || {
        scan.word(number)
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X'))
    };
    let digits = || scan.is(number, Kind::Number) && !scan.counts(number + 1);
    (scan.word(number).len() < 5 && (digits() || roman()) && words()).then_some(number + 1)
}

/// «Bộ đội Biên phòng | hai tỉnh Quảng Trị, Quảng Bình»: two areas that one name serves.
fn two_areas(scan: &Scan, at: usize) -> Option<Place> {
    let two = matches!(scan.word(at), "hai" | "2") && scan.continues(at + 1);
    let (kind, _, end) = scan.kind(at + 1).filter(|_| two)?;
    let first = place::area(scan, at + 1)?.name?;
    let next = if scan.text.is_sign(first.end, ',') {
        first.end + 1
    } else {
        scan.guide_is(first.end, Guide::And)?
    };
    let second = place::known_name(scan, next, |_| true)?;
    let one_line = scan.continues(end) && scan.continues(next);
    (one_line && !scan.continues_capital(second.end)).then_some(Place {
        range: at..second.end,
        kind: Some(kind),
        name: Some(first),
    })
}

/// The border gate, port, airport or forest that a customs office, a border post or rangers guard: «Đồn Biên phòng | cửa khẩu Cha Lo».
fn gate(scan: &Scan, body: &Organization, at: usize) -> Option<Place> {
    let guards = body.head.is_some_and(|head| {
        let id = scan.lexicon.naming.organizations[head].id.as_str();
        matches!(id, "cuc" | "hat" | "quan_su" | "tram")
    });
    if !guards {
        return None;
    }
    let noun = scan.folded(at..(at + 2).min(scan.text.len()));
    let gate = [
        "cửa khẩu",
        "cảng biển",
        "cảng hàng",
        "sân bay",
        "rừng đặc",
        "rừng phòng",
        "vườn quốc",
        "khu bảo",
    ]
    .iter()
    .any(|kind| noun == fold(kind));
    gate.then(|| place::area(scan, at))?
        .filter(|place| place.name.is_some())
}

/// The name of an area without its class noun: «Quận ủy Nam Từ Liêm», «NHCSXH Thái Bình», «MTTQ Việt Nam».
fn bare_area(scan: &Scan, body: &mut Organization, at: usize) -> bool {
    if !scan.is_capital(at) {
        return false;
    }
    let known = place::bare(scan, at).and_then(|mention| match mention.name {
        Named::Place(place) => Some(place),
        _ => None,
    });
    // «Huyện ủy Nông Sơn»: a committee of a level has the name of its area, even one that a person might bear
    let of_level = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].data.level.is_some());
    let any = || {
        let name = place::known_name(scan, at, |_| true).filter(|name| {
            let alone = of_level && !scan.continues_capital(name.end);
            name.len() > 1 && (alone || !scan.begins_person(at))
        })?;
        Some(Place {
            range: name.clone(),
            kind: None,
            name: Some(name),
        })
    };
    // «Đại sứ quán | Mỹ»
    let abroad = || {
        let name = at..country(scan, at)?;
        Some(Place {
            range: name.clone(),
            kind: None,
            name: Some(name),
        })
    };
    let Some(mut area) = known.or_else(abroad).or_else(any) else {
        return false;
    };
    // «Mặt trận Tổ quốc Việt Nam | tỉnh Nghệ An»
    if let Some(inner) = place::bare_area(scan, area.range.end) {
        area = Place {
            range: area.range.start..inner.range.end,
            kind: inner.kind,
            name: inner.name,
        };
    }
    body.range.end = area.range.end;
    body.area = Some(area);
    true
}

/// The field of an agency, then what it is part of.
fn with_field(scan: &Scan, body: &mut Organization, titled: bool, depth: usize) -> bool {
    let capital = scan.is_capital(body.range.start);
    let mut at = body.range.end;
    let (mut fields, mut joint) = (0, false);
    let shouted = scan.is_shouted(body.range.start);
    loop {
        if !scan.continues(at) || at >= body.range.start + 16 {
            break;
        }
        if let Some(next) = regarding(scan, at).filter(|_| fields == 0) {
            // «Ban Chỉ đạo Trung ương | về | Phòng, chống thiên tai»
            at = next;
        } else if let Some((role, end)) = scan.field(at) {
            let other = scan
                .text
                .hit(at, Class::Organization)
                .is_some_and(|hit| hit.end() > end && scan.is_capital(at));
            if role == FieldRole::Stop
                || other && fields > 0
                || !capital && !scan.has_capital(at..end)
                || fields > 0
                    && !joint
                    && !scan.is_capital(at)
                    && !scan.is_small_field(at)
                    && !is_before_host(scan, body, end)
            {
                break;
            }
            joint = false;
            (at, fields) = (end, fields + 1);
        } else if fields > 0
            && let Some(next) = joined(scan, at)
        {
            (at, joint) = (next, true);
        } else if capital
            && !shouted
            && let Some(next) = unknown_field(scan, at)
        {
            (at, fields) = (next, fields + 1);
        } else {
            break;
        }
    }
    let long_head = body.head_range.len() > 1;
    if fields == 0 && !long_head {
        // «Giám đốc Sở Thái Văn Thành»
        return titled && scan.begins_full_name(at);
    }
    body.range.end = at;
    if number(scan, at) {
        body.range.end = at + 2;
    }
    let end = body.range.end;
    let tailed = tail(scan, body, end, depth);
    fields > 0 || tailed || scan.has_capital(body.head_range.start + 1..body.head_range.end)
}

/// «Khoa Cơ khí | xây dựng | Trường Đại học …»: all words up to the school or the hospital name its faculty.
fn is_before_host(scan: &Scan, body: &Organization, at: usize) -> bool {
    let faculty = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].id == "khoa");
    let host = scan.text.hit(at, Class::Organization).is_some_and(|hit| {
        scan.lexicon.naming.organizations[hit.entry()].data.role == HeadRole::Venture
    });
    let name = scan.text.hit(at, Class::Organization).map_or(at, Hit::end);
    faculty && host && scan.continues(at) && scan.has_capital(at..name)
}

/// «Ngân hàng Nhà nước | chi nhánh tỉnh Gia Lai»
fn is_branch(scan: &Scan, at: usize) -> bool {
    let hit = scan.text.hit(at, Class::Organization);
    hit.is_some_and(|hit| scan.lexicon.naming.organizations[hit.entry()].id == "chi_nhanh")
}

/// «Đoàn Thanh niên | công ty Ánh Dương»: a company written small whose union or party cell it is.
fn is_company_of(scan: &Scan, body: &Organization, at: usize) -> bool {
    let id = |entry: usize| scan.lexicon.naming.organizations[entry].id.as_str();
    let hit = scan.text.hit(at, Class::Organization);
    let company = hit.is_some_and(|hit| id(hit.entry()) == "cong_ty");
    let union = body.head.is_some_and(|head| {
        matches!(
            id(head),
            "chi_bo"
                | "cong_doan"
                | "dang_bo"
                | "dang_uy"
                | "doan_co_so"
                | "doan_thanh_nien_cong_san"
        )
    });
    company && union
}

/// «về» before a field with a capital: the token after it.
fn regarding(scan: &Scan, at: usize) -> Option<usize> {
    let hit = scan.text.hit(at, Class::Phrase)?;
    let about = scan.lexicon.phrases[hit.entry()].data == Phrase::Regarding && hit.end() == at + 1;
    let field = scan
        .field(at + 1)
        .is_some_and(|(role, _)| role == FieldRole::Field && scan.is_capital(at + 1));
    (about && field && scan.continues(at + 1)).then_some(at + 1)
}

/// A conjunction between two fields, if a field with a capital follows it.
fn joined(scan: &Scan, at: usize) -> Option<usize> {
    let sign = matches!(scan.sign(at), '&' | '-' | '–' | ',');
    let next = if sign {
        at + 1
    } else {
        scan.guide_is(at, Guide::And)?
    };
    let comma = scan.text.is_sign(at, ',');
    let field = scan.field(next).is_some_and(|(role, end)| {
        role == FieldRole::Field && scan.is_capital(next) && (!comma || end > next + 1)
    });
    let head =
        scan.text.hit(next, Class::Organization).is_some() || place::bare(scan, next).is_some();
    // «Bộ Chỉ huy Biên phòng và | Công an tỉnh» are two
    let other = scan.text.hit(next, Class::Organization).is_some_and(|hit| {
        let seat = scan.lexicon.naming.organizations[hit.entry()].data.role == HeadRole::Seat;
        seat && !sign && scan.kind(hit.end()).is_some()
    });
    (field && scan.continues(next) && !(comma && head) && !other).then_some(next)
}

/// A word with a capital and the small syllable after it: «Cục | Việc làm».
fn unknown_field(scan: &Scan, at: usize) -> Option<usize> {
    let starts_other = scan.begins_full_name(at)
        || scan.text.hit(at, Class::Organization).is_some()
        || scan.kind(at).is_some()
        || place::bare(scan, at).is_some()
        || scan.title(at).is_some();
    if !scan.is_capital(at)
        || starts_other
        || place::known_name(scan, at, |_| true).is_some_and(|name| name.len() > 1)
    {
        return None;
    }
    let next = at + 1;
    let small = scan.continues(next) && scan.is(next, Kind::Word) && !scan.text.token(next).capital;
    let word = small && !scan.is_stop(next) && scan.guide(next).is_none() && !scan.is_all_caps(at);
    Some(if word { next + 1 } else { next })
}

/// «số 4» after the name of a team.
pub(super) fn number(scan: &Scan, at: usize) -> bool {
    scan.guide_is(at, Guide::Number).is_some()
        && scan.continues(at + 1)
        && scan.is(at + 1, Kind::Number)
}
