//! Where the proper name of an enterprise, a school, a hospital or a newspaper ends: «Công ty TNHH | Ánh Dương - ADC».

use std::ops::Range;

use super::field::{is_branch, is_task, number, quoted};
use super::gazetteer::Level;
use super::host::{tail, trade};
use super::lexicon::Class;
use super::mention::Scan;
use super::naming::{FieldRole, Guide, HeadRole, KindRole, TitleRole, Trait};
use super::organization::Organization;
use super::place;
use super::place_name::{self, day};
use super::text::{Gap, Kind};

/// The proper name of an enterprise, a school, a hospital or a newspaper.
pub(super) fn with_name(scan: &Scan, body: &mut Organization, titled: bool, depth: usize) -> bool {
    let start = body.range.end;
    let mut at = start;
    let (mut proper, mut spelled_field) = (false, false);
    let mut named = start;
    if titled && is_holder(scan, body, at) {
        return false;
    }
    // «Trang thông tin điện tử | Thành ủy»
    let committee = scan.head(at).is_some_and(|(head, end)| {
        matches!(
            head.data.role,
            HeadRole::Seat | HeadRole::Part | HeadRole::Whole
        ) && end > at + 1
    });
    if committee && body.is(scan, "bao") && tail(scan, body, start, depth) {
        return true;
    }
    if let Some(end) =
        trade(scan, at).filter(|&end| body.is(scan, "clb") && scan.kind(end).is_some())
    {
        body.range.end = end;
        return tail(scan, body, end, depth);
    }
    while scan.continues(at) && at < start + 14 {
        if proper && titled && at > start && ends_before_person(scan, named, at) {
            break;
        }
        if let Some(end) = work(scan, body, at, spelled_field) {
            (at, proper, spelled_field) = (end, true, false);
        } else if let Some((role, end)) = scan.field(at)
            && (role != FieldRole::Stop || is_task(scan, at))
            && (!proper
                || scan.is_capital(at)
                || scan.is_small_field(at)
                || spelled_field && goes_on(scan, end))
        {
            proper |= tells(scan, body, role, at..end);
            // «CLB Thép xanh Nam Định»
            let spelled = role == FieldRole::Field
                && scan.is_capital(at)
                && (end == at + 1 || !scan.is_verb(end));
            spelled_field = true;
            at = if spelled && scan.field(end).is_none() {
                product(scan, body, end).unwrap_or_else(|| after_small(scan, end))
            } else {
                end
            };
        } else if scan.is_capital(at)
            && !scan.is_shouted(at)
            && scan.title(at).is_none_or(|(_, end)| end == at + 1)
        {
            // «Điện lực | Quận 5», but «Thép Miền Đông», «Chè Suối Giàng»
            let areal = scan.kind(at).is_some_and(|(_, kind, _)| {
                matches!(kind.role, KindRole::Unit | KindRole::Village)
            });
            if proper && areal && place::area(scan, at).is_some_and(|area| area.name.is_some()) {
                break;
            }
            if !proper {
                named = at;
            }
            (proper, spelled_field) = (true, false);
            // «Siêu thị | Co.opmart»
            let brand = scan
                .head(at)
                .filter(|(head, _)| head.data.has(Trait::Proper))
                .map_or(at, |(_, end)| end - 1);
            at = brand;
            at = product(scan, body, at + 1).unwrap_or_else(|| after_small(scan, at + 1));
        } else if let Some(next) = inner_joint(scan, at, proper) {
            at = next;
        } else if number(scan, at) && scan.continues_capital(at + 2) && !titled {
            // «Trường Tiểu học số 1 Nam Phước»
            at += 2;
        } else if let Some(next) = short_name(scan, body, at).filter(|_| proper) {
            at = next;
            break;
        } else if let Some(next) = quoted(scan, at).filter(|_| !proper) {
            // «CLB | “Ông bà cháu”»
            (at, proper) = (next, true);
            break;
        } else {
            break;
        }
    }
    (at, proper) = with_number(scan, body, start..at, proper);
    body.range.end = at;
    let tailed = scan.kind(at).is_some()
        && place::bare_area(scan, at).is_some_and(|area| {
            body.range.end = area.range.end;
            body.area = Some(area);
            true
        });
    let end = body.range.end;
    // «Ngân hàng Nông nghiệp và Phát triển nông thôn | chi nhánh tỉnh Phú Thọ»
    if proper && is_branch(scan, end) {
        tail(scan, body, end, depth);
    }
    proper
        || at > start && (tailed || tail(scan, body, end, depth))
        || tailed && scan.is_capital(body.range.start)
}

/// «Bệnh viện | 30-4», «Bệnh viện | 103», «Công ty CP Cơ khí | số 7»: the day or the number that ends a name, or is one; where
/// the name ends, and whether it is a proper one.
fn with_number(
    scan: &Scan,
    body: &Organization,
    name: Range<usize>,
    mut proper: bool,
) -> (usize, bool) {
    let mut at = name.end;
    if let Some(end) = day(scan, at).filter(|_| !proper && scan.is_capital(body.range.start)) {
        (at, proper) = (end, true);
    }
    // «Bệnh viện 103»
    let hospital = at == name.start && body.is(scan, "benh_vien");
    let spelled = hospital || (name.start..at).any(|i| scan.is_capital(i) && !scan.is_all_caps(i));
    if (proper || spelled)
        && scan.continues(at)
        && scan.is(at, Kind::Number)
        && scan.word(at).len() <= 3
        && !scan.counts(at + 1)
        // «Công ty Bình Minh | 30 tỷ đồng»
        && scan.text.hit(at + 1, Class::Numeral).is_none()
        && !(matches!(scan.sign(at + 1), '-' | '–') && scan.is(at + 2, Kind::Number))
    {
        (at, proper) = (at + 1, true);
    }
    if number(scan, at) && (!proper || is_last(scan, at + 1)) {
        (at, proper) = (at + 2, true);
    }
    (at, proper)
}

/// «Tổng Giám đốc Công ty | Hồ Viết Lâm», «Giám đốc HTX | Trần Đình Lam»: three syllables of a person behind a bare company or
/// cooperative are who leads it.
fn is_holder(scan: &Scan, body: &Organization, at: usize) -> bool {
    // «bà Trần Thị An, Chủ tịch | Tập đoàn Vạn Thịnh Phát,»
    let told = scan
        .title_ending(body.range.start, TitleRole::Office)
        .is_some_and(|title| {
            let comma = title.wrapping_sub(1);
            scan.text.is_sign(comma, ',')
                && scan.is_capital(comma.wrapping_sub(1))
                && scan.text.is_sign(at + 3, ',')
        });
    (body.is(scan, "cong_ty") || body.is(scan, "nha_may"))
        && !told
        && scan.begins_full_name(at)
        && scan.continues_capital(at + 2)
        && (scan.name(at + 2).is_some() || matches!(scan.word(at + 1), "Văn" | "Thị"))
        && !scan.continues_capital(at + 3)
}

/// «Công ty CP BOT | Quốc lộ 19», «Công ty CP Thủy điện | sông Ba Hạ»: past the road, the water or the site that a company is
/// named by, in small letters behind what it does.
fn work(scan: &Scan, body: &Organization, at: usize, spelled_field: bool) -> Option<usize> {
    let company = body.is(scan, "cong_ty") && scan.is_capital(body.range.start);
    let (_, kind, end) = scan.kind(at).filter(|_| company && scan.continues(at))?;
    let told = spelled_field || scan.is_all_caps(at - 1);
    let fits = if scan.is_capital(at) {
        end > at + 1
    } else {
        told
    };
    let area = place::area(scan, at)
        .filter(|area| fits && kind.role.is_feature() && area.name.is_some())?;
    Some(area.range.end)
}

/// «Công ty CP Cơ khí | số 7»: whether the number at `i` ends a name; «số 7 Lê Lợi», «số 7 đường Lê Lợi» tell where it is.
fn is_last(scan: &Scan, i: usize) -> bool {
    let next = i + 1;
    let address = scan.continues_capital(next)
        || scan.continues(next) && scan.kind(next).is_some()
        || scan.text.is_sign(next, '/');
    scan.word(i).len() <= 2 && !address && !scan.counts(next)
}

/// «Công ty Thương mại | dịch vụ | Tân Tiến»: whether a name goes on behind a field in small letters.
fn goes_on(scan: &Scan, end: usize) -> bool {
    scan.continues_capital(end)
        && scan.text.hit(end, Class::Organization).is_none()
        && scan.kind(end).is_none()
}

/// «Công ty Ánh Dương | - ADC»: the short name of an enterprise behind a dash; «Công ty Than Mạo Khê | - TKV»: that of the group it
/// belongs to.
fn short_name(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let next = at + 1;
    let dash = matches!(scan.sign(at), '-' | '–') && scan.continues(next);
    let group = scan
        .head(next)
        .filter(|(head, _)| dash && body.is(scan, "cong_ty") && head.data.has(Trait::Proper))
        .map(|(_, end)| end)
        .filter(|&end| end == next + 1 && !matches!(scan.sign(end), '-' | '–' | ':'));
    if group.is_some() {
        return group;
    }
    let code = scan.code_end(next).is_some_and(|end| end == next + 1)
        && scan.word(next).chars().count() > 2
        && scan.text.hit(next, Class::Organization).is_none()
        && scan.kind(next).is_none()
        && !scan.continues_capital(next + 1);
    (dash && code && !matches!(scan.sign(next + 1), '-' | '–')).then_some(next + 1)
}

/// Past a small syllable between two capitals of one name: «Trường Quốc | học | Huế».
fn after_small(scan: &Scan, at: usize) -> usize {
    let small = scan.continues(at) && scan.is(at, Kind::Word) && !scan.is_capital(at);
    // «CLB Khánh Hòa | thắng …», «Công ty Giày Việt Nam | thưởng Tết»: the name of a province or a country is whole
    let whole = || {
        let province = |start| {
            place_name::known_name(scan, start, |unit| unit.level() == Level::Province)
                .is_some_and(|known| known.end == at)
        };
        at > 1
            && (province(at - 2)
                || scan.is_country(at - 2)
                    && scan
                        .text
                        .hit(at - 2, Class::Place)
                        .is_some_and(|hit| hit.end() == at))
    };
    // «Supe Phốt | phát | và Hóa chất»
    let joined = || {
        let next = scan.guide_is(at + 1, Guide::And)?;
        let field = scan.field(next).filter(|_| scan.continues_capital(next))?;
        (field.0 == FieldRole::Field).then_some(next)
    };
    let inner = small
        && (scan.continues_capital(at + 1) || joined().is_some())
        && !scan.is_stop(at)
        && is_inner(scan, at)
        && scan.text.hit(at + 1, Class::Organization).is_none()
        && !whole();
    if inner { at + 1 } else { at }
}

/// «HTX Dâu | tây sạch | Mộc Châu», «Công ty CP Giống | bò sữa | Mộc Châu»: past two small words, or a firm's three, of what it
/// makes.
fn product(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let plain = |i: usize| {
        scan.continues(i)
            && scan.is(i, Kind::Word)
            && !scan.is_capital(i)
            && !scan.is_stop(i)
            && !scan.is_verb(i)
            && is_inner(scan, i)
    };
    let most = if body.is(scan, "cong_ty") {
        3
    } else {
        2 * usize::from(body.is(scan, "nha_may"))
    };
    let end = (at..at + most).take_while(|&i| plain(i)).last()? + 1;
    (end > at + 1 && scan.continues_capital(end) && scan.head(end).is_none()).then_some(end)
}

/// Whether a small word has no part of its own in a sentence.
fn is_inner(scan: &Scan, at: usize) -> bool {
    scan.guide(at).is_none() && scan.title(at).is_none() && scan.kind(at).is_none()
}

/// Whether a person's name begins at `at`, behind a proper name that began at `named`; in a long run the later of two family
/// names begins it: «Ánh Dương | Trần Văn An»; not «chuyên Hoàng Lê Kha».
fn ends_before_person(scan: &Scan, named: usize, at: usize) -> bool {
    let run = (at..at + 5)
        .take_while(|&i| i == at || scan.continues_capital(i))
        .count();
    let one_name = at == named + 1 && run <= 2;
    scan.begins_person(at) && !one_name && !(scan.begins_person(at + 1) && run > 3)
}

/// Whether words of the table name one enterprise, school or paper by themselves: «Chợ Rẫy», «Báo | Nhân Dân»,
/// «Tổng công ty | Điện lực miền Bắc»; not «cổ phần» and not «THCS».
fn tells(scan: &Scan, body: &Organization, role: FieldRole, words: Range<usize>) -> bool {
    let naming = &scan.lexicon.naming;
    if !scan.is_capital(words.start) {
        return false;
    }
    if role == FieldRole::Field {
        return true;
    }
    let head = body.head.map(|head| naming.organizations[head].id.as_str());
    let form = matches!(head, Some("cong_ty" | "ngan_hang"))
        && scan
            .text
            .hit(words.start, Class::Organization)
            .filter(|hit| naming.organizations[hit.entry()].data.role != HeadRole::None)
            .is_some_and(|hit| hit.end() == words.end);
    let media = scan.text.hit(words.start, Class::Field).is_some_and(|hit| {
        matches!(
            naming.fields[hit.entry()].id.as_str(),
            "media" | "school_names"
        )
    });
    if !media && (scan.is_all_caps(words.start) || form) {
        return false;
    }
    let unique = match head {
        // «Bệnh viện K»
        Some("benh_vien") if words.len() == 1 => scan.word(words.start).chars().count() == 1,
        Some("cong_ty" | "ngan_hang") => words.len() > 1,
        Some("benh_vien") => words.len() > 2,
        // «Trường ĐH Ngoại thương», not «Trường Tiểu học»
        Some("truong") => words.len() > 1 && body.head_range.len() > 1,
        _ => false,
    };
    let spelled = words.len() > 1
        && words.clone().all(|i| scan.is_capital(i))
        && !scan.is_shouted(words.start);
    media || spelled || unique
}

/// Most trades in small letters before a name.
const TRADES: usize = 4;

/// A sign or conjunction inside a proper name: «Kinh tế & Đô thị», «Sài Gòn - Hà Nội», «Đầu tư và Xây dựng».
fn inner_joint(scan: &Scan, at: usize, proper: bool) -> Option<usize> {
    let token = scan.text.token(at);
    let next = at + 1;
    let glued = token.gap == Gap::None && scan.text.is_glued(next);
    let other = scan
        .head(next)
        .is_some_and(|(head, _)| head.data.role != HeadRole::None);
    let joins = matches!(token.sign, '&')
        || matches!(token.sign, '-' | '–')
            && (glued
                || proper
                    && !other
                    && (scan.field(next).is_some()
                        || place::bare(scan, next).is_some()
                        // «BOT Pháp Vân | - Cầu Giẽ»
                        || scan.kind(next).is_some_and(|(_, kind, end)| kind.role == KindRole::Road && end == next + 1)
                        || place_name::known_name(scan, next, |_| true)
                            .is_some_and(|name| name.len() > 1 && !scan.begins_person(next))))
        || matches!(token.sign, '.' | '\'' | '’') && glued;
    // «Trường Tiểu học và | THCS Nà Tấu», «Trường TH, | THCS và THPT Lê Lợi»
    let list = scan.guide_is(at, Guide::And) == Some(next) || matches!(token.sign, ',' | '-' | '–');
    let schools = !proper
        && list
        && scan
            .text
            .hit(next, Class::Field)
            .is_some_and(|hit| scan.lexicon.naming.fields[hit.entry()].id == "schools");
    let conjunction = scan.guide_is(at, Guide::And).is_some_and(|end| end == next)
        && scan
            .field(next)
            .is_some_and(|(role, _)| role != FieldRole::Stop && scan.is_capital(next));
    // «Sản xuất | , Thương mại và Dịch vụ Thạch Thất»
    let trades = scan.field(next).is_some_and(|(role, end)| {
        let goes_on = scan.guide_is(end, Guide::And).is_some() || scan.continues_capital(end);
        let behind = scan.text.hits_ending(at, Class::Field).next().is_some();
        scan.text.is_sign(at, ',') && !other && behind && goes_on && role != FieldRole::Stop
    });
    let joined = joins || schools || conjunction && !other || trades;
    if joined && scan.continues(next) && scan.is_capital(next) {
        return Some(next);
    }
    small_trades(scan, at)
}

/// «Sản xuất | và kinh doanh rau quả | Bình An»: where trades in small letters end before the name proper; not «Sản xuất và ông Ba».
fn small_trades(scan: &Scan, at: usize) -> Option<usize> {
    let joint = |at| scan.guide_is(at, Guide::And) == Some(at + 1) || scan.text.is_sign(at, ',');
    if !joint(at) || scan.text.hits_ending(at, Class::Field).next().is_none() {
        return None;
    }
    let trade = |&at: &usize| {
        let next = at + usize::from(joint(at));
        let small = scan.continues(next) && !scan.is_capital(next);
        let field = scan
            .field(next)
            .filter(|(role, _)| *role != FieldRole::Stop);
        field.filter(|_| small).map(|(_, end)| end)
    };
    let mut ends = std::iter::successors(Some(at), trade).skip(1).take(TRADES);
    ends.find(|&end| scan.continues_capital(end))
}
