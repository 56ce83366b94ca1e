//! Whose a body is: the body it is part of or the area it serves, each as far as the tables reach.

use super::field::{
    is_before_host, is_branch, is_company_of, movement, number, quoted, up_to_area,
};
use super::lexicon::{Class, Hit};
use super::mention::{Named, Scan};
use super::naming::{
    Alone, FieldRole, Guide, Head, HeadRole, KindRole, KnownRole, PlaceKind, Trait,
};
use super::organization::{Organization, Read, country, nested};
use super::phrase::MARKERS;
use super::place::{self, Place};
use super::place_name;
use super::text::{Kind, fold};

/// Most words of what a cooperative group lives on.
const MOST_TRADE: usize = 4;

/// The host or the area of a body; whether the name is complete.
pub(super) fn with_host(scan: &Scan, body: &mut Organization, head: &Head, depth: usize) -> bool {
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
    // «Đội CSGT | số 6»
    if body.is(scan, "canh_sat") && number(scan, at) {
        at += 2;
    }
    body.range.end = at;
    // «Ngân hàng Nhà nước | Khu vực 8»
    if zone(scan, at).is_some() {
        return tail(scan, body, at, depth);
    }
    if let Some(end) = quoted(scan, at)
        .or_else(|| movement(scan, at))
        .filter(|_| body.is(scan, "ban_van_dong"))
        .or_else(|| {
            trade(scan, at)
                .filter(|_| body.is(scan, "to_hop_tac") || body.is(scan, "chi_hoi"))
                .filter(|_| scan.is_capital(body.range.start))
        })
    {
        body.range.end = end;
        tail(scan, body, end, depth);
        return true;
    }
    let board = body.is(scan, "ban_quan_ly");
    let checks = board || body.is(scan, "canh_sat");
    let topic = scan
        .field(at)
        // «Đoàn kiểm tra tỉnh» is no union, and a board and the police do check
        .filter(|_| !(body.is(scan, "doan_co_so") || checks && is_deed(scan, at)))
        .filter(|&(role, _)| role == FieldRole::Field && scan.continues(at))
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
        in_commune(scan, body);
        return true;
    }
    if let Some(end) = up_to_area(scan, at).filter(|_| topic.is_none() && board) {
        body.range.end = end;
        return tail(scan, body, end, depth);
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
        let long = topic.len() > 1;
        // «Đoàn chủ tịch | điều hành»: one small word is no field; nor are two in «Ban giám đốc | đầu tư»
        let (part, capital) = (head.role == HeadRole::Part, scan.has_capital(topic.clone()));
        let told = scan.is_capital(body.range.start)
            && (long || scan.word(topic.start).chars().count() > 1)
            && (part && (long && !body.is(scan, "hdqt") || capital) || long && capital);
        if told {
            return true;
        }
        body.range.end = body.head_range.end;
        if tail(scan, body, body.head_range.end, depth) {
            return true;
        }
    }
    if let Some(end) = of_company(scan, body) {
        body.range.end = end;
        return true;
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

/// «Chi bộ thôn Đông | , xã Vũ Trung»: a cell is told by its hamlet and the commune where that lies.
fn in_commune(scan: &Scan, body: &mut Organization) {
    let hamlet = body.area.as_ref().and_then(|area| area.role(scan)) == Some(KindRole::Village);
    let at = body.range.end + 1;
    if !hamlet || !body.is(scan, "chi_bo") || !scan.text.is_sign(at - 1, ',') || !scan.continues(at)
    {
        return;
    }
    let unit = scan
        .kind(at)
        .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit);
    if let Some(commune) = place::area(scan, at).filter(|area| unit && area.name.is_some()) {
        body.range.end = commune.range.end;
    }
}

/// Past what a cooperative group or a club does, up to the name of its area: «Tổ hợp tác | trồng nấm rơm | ấp Bình Hòa», «CLB |
/// Phụ nữ tiết kiệm | xã Nam Hồng»; not «Tổ hợp tác | đã bán nấm ở …».
pub(super) fn trade(scan: &Scan, at: usize) -> Option<usize> {
    // «Tổ hợp tác nuôi ong | Cát Bà»
    let bare = || {
        let small = |&i: &usize| {
            scan.continues(i) && scan.is(i, Kind::Word) && !scan.is_capital(i) && !scan.is_stop(i)
        };
        let end = (at..at + MOST_TRADE).take_while(small).last()? + 1;
        (scan.continues(end) && place::bare(scan, end).is_some()).then_some(end)
    };
    let end = movement(scan, at)
        .filter(|&end| !scan.has_capital(at + 1..end))
        .or_else(bare)?;
    // «Chi hội | trưởng phụ nữ xóm 5» is a title
    let told = matches!(scan.word(at), "trưởng" | "phó")
        || (at..end).any(|i| {
            MARKERS.contains(&scan.word(i)) || scan.guide_is(i, Guide::Locative).is_some()
        });
    let named = place::bare(scan, end).is_some()
        || place::bare_area(scan, end).is_some_and(|area| area.name.is_some());
    (named && !told).then_some(end)
}

/// «HĐTV | tập đoàn», «Công đoàn | Công ty»: the board, the union or the party of the company that is spoken of.
fn of_company(scan: &Scan, body: &Organization) -> Option<usize> {
    let own = body.has(scan, Trait::Company);
    let at = body.range.end;
    let (company, end) = scan.head(at)?;
    let named = company.id == "cong_ty" && scan.continues(at);
    let field = scan
        .field(end)
        .is_some_and(|(role, _)| role != FieldRole::Stop);
    let bare = !scan.continues_capital(end) && !field;
    (own && named && bare && scan.is_capital(body.range.start)).then_some(end)
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
pub(super) fn works(scan: &Scan, body: &Organization, mut at: usize) -> usize {
    let board = body.is(scan, "ban_quan_ly");
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
    // «Chủ tịch UBND tỉnh | Đoàn Văn Thạnh» is no committee of «Tỉnh đoàn»
    let holder = scan
        .text
        .hit(at, Class::Organization)
        .is_some_and(|hit| !scan.is_capital(at) && scan.begins_full_name(hit.end() - 1));
    if let Some(Read::Name(host)) = depth
        .checked_sub(1)
        .filter(|_| !holder)
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
    if let Some(area) = of_members(scan, body, at)
        .or_else(|| place::bare_area(scan, at))
        .or_else(|| region(scan, body, at))
        .or_else(|| gate(scan, body, at))
        .or_else(|| two_areas(scan, at))
    {
        body.range.end = area.range.end;
        body.area = Some(area);
        return true;
    }
    bare_area(scan, body, at)
}

/// «TAND | khu vực 3», «Kiểm toán Nhà nước | khu vực II», «… | chuyên ngành III»: the number of the zone a body serves or of the
/// branch it looks after.
pub(super) fn zone(scan: &Scan, at: usize) -> Option<usize> {
    let number = at + 2;
    let words = || {
        let told = || {
            ["khu vực", "liên huyện"]
                .map(fold)
                .contains(&scan.folded(at..number))
        };
        scan.continues(at) && scan.continues(number) && told()
    };
    let branch = || {
        scan.continues(number)
            && scan.is_all_caps(number)
            && scan.folded(at..number) == fold("chuyên ngành")
    };
    let roman = || {
        scan.word(number)
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X'))
    };
    let digits = || scan.is(number, Kind::Number) && !scan.counts(number + 1);
    if scan.word(number).len() < 5 && ((digits() || roman()) && words() || roman() && branch()) {
        return Some(number + 1);
    }
    // «Chi cục Thuế | khu vực Vị Thủy - Long Mỹ»
    let named = scan.is_capital(number) && words();
    let name = named.then(|| place_name::joined_name(scan, number, 3))??;
    let joined = name.clone().any(|i| matches!(scan.sign(i), '-' | '–'));
    // «Đội Cảnh sát PCCC và CNCH | khu vực Sông Mã»
    let known = || scan.text.hit(number, Class::Place).is_none() && !scan.counts(name.end);
    (joined || known()).then_some(name.end)
}

/// «Hiệp hội Doanh nghiệp | châu Âu tại Việt Nam»: the part of the world that an association's members are from, and where
/// they are.
fn of_members(scan: &Scan, body: &Organization, at: usize) -> Option<Place> {
    let association = body.has(scan, Trait::Members);
    let part = |hit: &Hit| {
        let role = scan.lexicon.naming.places[hit.entry()].data.role;
        matches!(role, KnownRole::Country | KnownRole::Region)
            && scan.has_capital(hit.end() - 1..hit.end())
    };
    let from = scan.text.hit(at, Class::Place).filter(part)?.end();
    let place = from + 1;
    let there = scan
        .text
        .hit(place, Class::Place)
        .filter(|hit| part(hit) && scan.continues(from) && scan.word(from) == "tại");
    let end = there.map_or(from, Hit::end);
    // «Hội Nông dân Việt Nam | tỉnh …» has no members abroad
    let abroad = there.is_some() || !scan.is_capital(at);
    (association && abroad && !scan.continues_capital(end)).then_some(Place {
        range: at..end,
        kind: None,
        name: Some(at..end),
    })
}

/// «Viện Khoa học xã hội | vùng Trung Bộ», «Cảng vụ Hàng không | miền Nam», «Ủy ban … | lưu vực sông Nhuệ - sông Đáy»: the part of
/// the country where an agency works.
fn region(scan: &Scan, body: &Organization, at: usize) -> Option<Place> {
    let head = body.entry(scan)?;
    let agency = matches!(head.data.role, HeadRole::Agency | HeadRole::Venture);
    let named = agency && scan.is_capital(body.range.start) && body.range.end > body.head_range.end;
    let vast =
        |(_, kind, _): &(usize, &PlaceKind, usize)| kind.role == KindRole::Region && !kind.vague;
    scan.kind(at).filter(|kind| named && vast(kind))?;
    let mut part = place::with_kind(scan, at)?;
    let next = part.range.end + 1;
    if scan.is_dash(next - 1)
        && scan.continues(next)
        && let Some(second) = place::with_kind(scan, next)
    {
        part.range.end = second.range.end;
    }
    (!scan.continues_capital(part.range.end)).then_some(part)
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
    let second = place_name::known_name(scan, next, |_| true)?;
    let one_line = scan.continues(end) && scan.continues(next);
    (one_line && !scan.continues_capital(second.end)).then_some(Place {
        range: at..second.end,
        kind: Some(kind),
        name: Some(first),
    })
}

/// The border gate, port, airport or forest that a customs office, a border post or rangers guard: «Đồn Biên phòng | cửa khẩu
/// Cha Lo»; the market, the estate or the water that a board looks after: «Ban Quản lý | chợ Tân Hiệp»; the stream or the beach that
/// a station or a post is named by: «Trạm Kiểm lâm | Khe Giữa».
pub(super) fn gate(scan: &Scan, body: &Organization, at: usize) -> Option<Place> {
    let guards = body.has(scan, Trait::Guards);
    let board = body.is(scan, "ban_quan_ly");
    scan.kind(at).filter(|(_, kind, _)| {
        let feature = kind.role.is_feature();
        guards && (kind.guarded || feature && scan.is_capital(at)) || board && feature
    })?;
    place::with_kind(scan, at)
}

/// The name of an area without its class noun: «Quận ủy Nam Từ Liêm», «NHCSXH Thái Bình», «MTTQ Việt Nam».
pub(super) fn bare_area(scan: &Scan, body: &mut Organization, at: usize) -> bool {
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
        let name = place_name::known_name(scan, at, |_| true).filter(|name| {
            let alone =
                of_level && (!scan.continues_capital(name.end) || scan.begins_full_name(name.end));
            name.len() > 1 && (alone || !scan.begins_person(at))
        })?;
        Some(Place::bare(name))
    };
    // «Đại sứ quán | Mỹ»
    let abroad = || {
        let name = at..country(scan, at).filter(|_| scan.continues(at))?;
        Some(Place::bare(name))
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
    // «Ban Quản lý rừng phòng hộ Nam Đông | - Phú Lộc»
    let looks_after = body.has(scan, Trait::Forest);
    let next = area.range.end + 1;
    let second = place_name::known_name(scan, next, |_| true).filter(|name| {
        matches!(scan.sign(next - 1), '-' | '–')
            && looks_after
            && (next - 1..=next).all(|at| scan.continues(at))
            && !scan.begins_full_name(next)
            && !scan.continues_capital(name.end)
    });
    if let Some(name) = second {
        area.range.end = name.end;
    }
    body.range.end = area.range.end;
    body.area = Some(area);
    // «Agribank Chi nhánh Phú Thọ | II»
    let second =
        scan.continues(body.range.end) && matches!(scan.word(body.range.end), "I" | "II" | "III");
    body.range.end += usize::from(second && is_branch(scan, body.range.start));
    true
}
