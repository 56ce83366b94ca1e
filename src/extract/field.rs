//! What an agency is responsible for: «Sở | Y tế», «Ban | Tuyên giáo và Dân vận», «Phòng | Quản lý xuất nhập cảnh».

use super::host::tail;
use super::lexicon::{Class, Hit, Phrase};
use super::mention::Scan;
use super::naming::{FieldRole, Guide, HeadRole};
use super::organization::Organization;
use super::text::Kind;
use super::{place, place_name};

/// The field of an agency, then what it is part of.
pub(super) fn with_field(scan: &Scan, body: &mut Organization, titled: bool, depth: usize) -> bool {
    let capital = scan.is_capital(body.range.start);
    let start = body.range.end;
    let mut at = start;
    let (mut fields, mut joint) = (0, false);
    let shouted = scan.is_shouted(body.range.start);
    loop {
        if !scan.continues(at) || at >= body.range.start + 16 {
            break;
        }
        if let Some(next) = regarding(scan, body, at).filter(|_| fields == 0) {
            // «Ban Chỉ đạo Trung ương | về | Phòng, chống thiên tai»
            at = next;
        } else if let Some((role, end)) = scan.field(at) {
            // «VH-TT-DL»
            let end = scan.code_end(at).map_or(end, |code| code.max(end));
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
    // «Cục | kiểm tra đột xuất 86 cửa hàng» does so; «Cục kiểm tra tỉnh»
    let acts = fields == 1
        && end <= start + 2
        && !long_head
        && !scan.is_capital(start)
        && scan.is_verb(start);
    if acts && !tailed {
        return false;
    }
    fields > 0 || tailed || scan.has_capital(body.head_range.start + 1..body.head_range.end)
}

/// «Khoa Cơ khí | xây dựng | Trường Đại học …»: all words up to the school or the hospital name its faculty.
pub(super) fn is_before_host(scan: &Scan, body: &Organization, at: usize) -> bool {
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
pub(super) fn is_branch(scan: &Scan, at: usize) -> bool {
    let hit = scan.text.hit(at, Class::Organization);
    hit.is_some_and(|hit| scan.lexicon.naming.organizations[hit.entry()].id == "chi_nhanh")
}

/// «Đoàn Thanh niên | công ty Ánh Dương»: a company written small whose union or party cell it is.
pub(super) fn is_company_of(scan: &Scan, body: &Organization, at: usize) -> bool {
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
fn regarding(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let task = body
        .head
        .is_some_and(|head| scan.lexicon.naming.organizations[head].id == "ban_chi_dao_trung_uong");
    let hit = scan.text.hit(at, Class::Phrase)?;
    let about = scan.lexicon.phrases[hit.entry()].data == Phrase::Regarding && hit.end() == at + 1;
    // a committee of the state is named by its task, also in small letters
    let field = scan
        .field(at + 1)
        .is_some_and(|(role, _)| role == FieldRole::Field && (scan.is_capital(at + 1) || task));
    (about && field && scan.continues(at + 1)).then_some(at + 1)
}

/// A conjunction between two fields, if a field with a capital follows it.
pub(super) fn joined(scan: &Scan, at: usize) -> Option<usize> {
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
        || place_name::known_name(scan, at, |_| true).is_some_and(|name| name.len() > 1)
    {
        return None;
    }
    // «LĐ-TB-XH»
    let next = scan.code_end(at).unwrap_or(at + 1);
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
