//! What an agency is responsible for: «Sở | Y tế», «Ban | Tuyên giáo và Dân vận», «Phòng | Quản lý xuất nhập cảnh».

use super::host::{gate, tail, zone};
use super::lexicon::{Class, Hit, Phrase};
use super::mention::Scan;
use super::naming::{FieldRole, Guide, HeadRole, NameRole, Trait};
use super::organization::Organization;
use super::person::is_syllable;
use super::text::{Kind, fold};
use super::{place, place_name};

/// Most tokens of a body before what it is part of.
const MOST_WORDS: usize = 16;

/// Most words in small letters that one with a capital begins.
const MOST_SMALL: usize = 8;

/// Most tokens of a name in quotes or of a movement.
const MOST_QUOTED: usize = 16;

/// The field of an agency, then what it is part of.
pub(super) fn with_field(scan: &Scan, body: &mut Organization, titled: bool, depth: usize) -> bool {
    let start = body.range.end;
    if let Some(end) = desk(scan, body) {
        body.range.end = end;
        return true;
    }
    let (mut at, count) = fields(scan, body, titled);
    if scan.is_capital(body.range.start) && count > 0 {
        at = national(scan, body, at).unwrap_or(at);
    }
    let long_head = body.head_range.len() > 1;
    if count == 0 && !long_head {
        // «Giám đốc Sở Thái Văn Thành»
        return titled && scan.begins_full_name(at);
    }
    body.range.end = at;
    if number(scan, at) {
        body.range.end = at + 2;
    }
    let end = body.range.end;
    let tailed = tail(scan, body, end, depth);
    // «Đội Thuế liên xã | số 2»
    let team = body.area.as_ref().is_some_and(|area| area.name.is_none()) && body.is(scan, "doi");
    if team && number(scan, body.range.end) {
        body.range.end += 2;
        body.area = None;
    }
    // «Cục | kiểm tra đột xuất 86 cửa hàng» does so; «Cục kiểm tra tỉnh»
    let acts = count == 1
        && end <= start + 2
        && !long_head
        && !scan.is_capital(start)
        && scan.is_verb(start);
    if acts && !tailed {
        return false;
    }
    count > 0 || tailed || scan.has_capital(body.head_range.start + 1..body.head_range.end)
}

/// How far the fields behind the head of an agency go: the token after the last, and how many there are.
fn fields(scan: &Scan, body: &Organization, titled: bool) -> (usize, usize) {
    let capital = scan.is_capital(body.range.start);
    let open = capital && !scan.is_shouted(body.range.start);
    let (mut at, mut count, mut joint) = (body.range.end, 0, false);
    // «Viện Nghiên cứu | phát triển thành phố» is named by what others do
    let institute = body.is(scan, "vien");
    while scan.continues(at) && at < body.range.start + MOST_WORDS {
        // «Hạt Kiểm lâm | Vườn quốc gia Bến En», «Chi cục Thuế | khu vực Sơn Tây - Ba Vì - Phúc Thọ»
        if gate(scan, body, at).is_some() || zone(scan, at).is_some() {
            break;
        }
        if let Some(next) = regarding(scan, body, at).filter(|_| count == 0) {
            // «Ban Chỉ đạo Trung ương | về | Phòng, chống thiên tai»
            at = next;
        } else if let Some(next) = quoted(scan, at).filter(|_| capital && count == 0) {
            (at, count) = (next, 1);
        } else if let Some(next) = task(scan, at).filter(|_| open) {
            (at, count, joint) = (next, count + 1, false);
        } else if let Some((role, end)) = scan.field(at) {
            // «VH-TT-DL»
            let end = scan.code_end(at).map_or(end, |code| code.max(end));
            let other = scan
                .text
                .hit(at, Class::Organization)
                .is_some_and(|hit| hit.end() > end && scan.is_capital(at));
            if role == FieldRole::Stop
                || other && count > 0
                || !capital && !scan.has_capital(at..end)
                || count > 0
                    && !joint
                    && !scan.is_capital(at)
                    && !scan.is_small_field(at)
                    && !is_before_host(scan, body, end)
                    && !(capital
                        && (institute || !scan.is_verb(at))
                        && small_on(scan, at).is_some())
            {
                break;
            }
            (at, count, joint) = (end, count + 1, false);
        } else if count > 0
            && let Some(next) = joined(scan, at).or_else(|| joined_unknown(scan, at, capital))
        {
            (at, joint) = (next, true);
        } else if count > 0
            && let Some(next) = friends(scan, at)
        {
            (at, joint) = (next, false);
        } else if titled && count > 0 && is_holder(scan, at) {
            break;
        } else if let Some(next) = patron(scan, body, at).filter(|_| open && !titled) {
            (at, count) = (next, count + 1);
            break;
        } else if open && let Some(next) = unknown_field(scan, at) {
            (at, count) = (next, count + 1);
        } else if open
            && count > 0
            && !scan.is_verb(at)
            && let Some(next) = small_on(scan, at)
        {
            at = next;
        } else {
            break;
        }
    }
    // what a conjunction or a sign joins must be there
    let sign = || matches!(scan.sign(at - 1), '&' | '-' | '–' | ',');
    let left = joint && (scan.guide_is(at - 1, Guide::And) == Some(at) || sign());
    (at - usize::from(left), count)
}

/// «Trung tâm | Quản lý | Di sản Hội An»: two words that tell a task where they have a capital, and elsewhere a deed.
pub(super) fn is_task(scan: &Scan, at: usize) -> bool {
    let told = scan.field(at) == Some((FieldRole::Stop, at + 2));
    told && scan.is_capital(at) && !scan.is_shouted(at)
}

/// Past a task and what it is done to: «Trung tâm | Quản lý đường hầm sông Sài Gòn», «… | Quản lý di tích và danh thắng | tỉnh»;
/// one alone is no name.
fn task(scan: &Scan, at: usize) -> Option<usize> {
    let next = at + 2;
    if !is_task(scan, at) || !scan.continues(next) {
        return None;
    }
    let work = || Some(place::with_kind(scan, next)?.range.end);
    let capital = || scan.continues_capital(next) || joined(scan, next).is_some();
    work()
        .or_else(|| capital().then_some(next))
        .or_else(|| movement(scan, next).filter(|&end| !scan.has_capital(next..end)))
}

/// «Ban | Tạp chí điện tử»: a section that has its name from the paper it makes.
fn desk(scan: &Scan, body: &Organization) -> Option<usize> {
    let at = body.range.end;
    let (paper, end) = scan.head(at)?;
    let section = body.is(scan, "ban") && scan.is_capital(body.range.start);
    let named = paper.id == "bao" && end > at + 1 && scan.continues_capital(at);
    (section && named).then_some(end)
}

/// The token after the words behind the field of a center or an institute that say that it is the country's: «Trung tâm
/// Giám định gỗ | quốc gia».
fn national(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let center = body.has(scan, Trait::National);
    let words = (at..at + 2).all(|i| scan.continues(i) && scan.is(i, Kind::Word));
    (center && words && scan.folded(at..at + 2) == fold("quốc gia")).then_some(at + 2)
}

/// Past the person after whom a theater, a museum or a library is named: «Nhà hát Cải lương | Trần Hữu Trang».
fn patron(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let named = body.has(scan, Trait::Patron) && scan.begins_full_name(at);
    let run = (at..at + 5)
        .take_while(|&i| scan.continues_capital(i))
        .count();
    (named && (2..=4).contains(&run)).then_some(at + run)
}

/// Past the two peoples of a league of friendship: «Hội Hữu nghị | Việt - Lào».
fn friends(scan: &Scan, at: usize) -> Option<usize> {
    let country = |at: usize| {
        scan.text
            .hit(at, Class::Place)
            .filter(|_| scan.is_country(at) && scan.continues_capital(at))
    };
    let first = country(at).map_or(at + 1, Hit::end);
    let known = first > at + 1 || scan.says(at, &["việt"]);
    let second =
        country(first + 1).filter(|_| known && scan.is_capital(at) && scan.is_dash(first))?;
    Some(second.end())
}

/// «Giám đốc Sở Y tế | Đỗ Khả Vĩ»: three or four capitals in a row of which the first is a family name; a field has a capital
/// on its first syllable alone.
fn is_holder(scan: &Scan, at: usize) -> bool {
    let capital =
        |&i: &usize| scan.continues_capital(i) && !scan.is_all_caps(i) && is_syllable(scan.word(i));
    let run = (at..at + 5).take_while(capital).count();
    let family = matches!(scan.name(at), Some(NameRole::Family | NameRole::Rare));
    family && (3..=4).contains(&run) && place_name::known_name(scan, at, |_| true).is_none()
}

/// «Khoa Cơ khí | xây dựng | Trường Đại học …»: all words up to the school or the hospital name its faculty.
pub(super) fn is_before_host(scan: &Scan, body: &Organization, at: usize) -> bool {
    let host = scan.head(at).is_some_and(|(head, end)| {
        head.data.role == HeadRole::Venture && scan.has_capital(at..end)
    });
    body.is(scan, "khoa") && host && scan.continues(at)
}

/// «Ngân hàng Nhà nước | chi nhánh tỉnh Gia Lai»
pub(super) fn is_branch(scan: &Scan, at: usize) -> bool {
    scan.head(at)
        .is_some_and(|(head, _)| head.id == "chi_nhanh")
}

/// «Đoàn Thanh niên | công ty Ánh Dương»: a company written small whose union or party cell it is.
pub(super) fn is_company_of(scan: &Scan, body: &Organization, at: usize) -> bool {
    body.has(scan, Trait::Company) && scan.head(at).is_some_and(|(head, _)| head.id == "cong_ty")
}

/// «về» before a field with a capital: the token after it.
fn regarding(scan: &Scan, body: &Organization, at: usize) -> Option<usize> {
    let task = body.is(scan, "ban_chi_dao_trung_uong");
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
    // «Bộ Chỉ huy Biên phòng và | Công an tỉnh», «Thanh tra Bộ Xây dựng và | Thanh tra Sở Y tế» are two
    let other = scan.head(next).is_some_and(|(head, end)| {
        let whose = scan.kind(end).is_some() || scan.head(end).is_some();
        head.data.role == HeadRole::Seat && !sign && whose
    });
    (field && scan.continues(next) && !(comma && head) && !other).then_some(next)
}

/// Whether an area with its class noun, or one of the gazetteer, stands at `at`.
fn is_before_area(scan: &Scan, at: usize) -> bool {
    scan.continues(at)
        && (scan.kind(at).is_some() && place::bare_area(scan, at).is_some()
            || scan.is_capital(at) && place::bare(scan, at).is_some())
}

/// A conjunction before words of no table that an area ends: «Di tích | và | Danh thắng tỉnh».
fn joined_unknown(scan: &Scan, at: usize, capital: bool) -> Option<usize> {
    let next = scan.guide_is(at, Guide::And)?;
    let open = capital && scan.is_capital(next) && !starts_other(scan, next);
    let end = small_words(scan, next + 1);
    (open && is_before_area(scan, end)).then_some(next)
}

/// Past words of no table with a capital and those behind them, up to an area: «Ban Quản lý | Di tích và Danh thắng | tỉnh».
pub(super) fn up_to_area(scan: &Scan, at: usize) -> Option<usize> {
    if !scan.continues_capital(at) || starts_other(scan, at) {
        return None;
    }
    let end = small_words(scan, at + 1);
    if is_before_area(scan, end) {
        return Some(end);
    }
    // «Di tích và | danh thắng | tỉnh»
    let next = scan.guide_is(end, Guide::And)?;
    let end = small_words(scan, next + 1);
    is_before_area(scan, end).then_some(end)
}

/// Past a name in quotes that begins with a capital: «Quỹ | “Vì người nghèo” | tỉnh».
pub(super) fn quoted(scan: &Scan, at: usize) -> Option<usize> {
    let close = match scan.sign(at) {
        '“' => '”',
        '"' => '"',
        _ => return None,
    };
    let inside = |&i: &usize| scan.continues(i) && scan.sign(i) != close;
    let end = (at + 1..at + MOST_QUOTED).take_while(inside).last()? + 1;
    let whole = scan.continues(end) && scan.sign(end) == close;
    (whole && scan.continues_capital(at + 1)).then_some(end + 1)
}

/// Past what a movement is called, up to the class noun of the area where it is led: «Phong trào | Toàn dân bảo vệ an ninh Tổ
/// quốc | huyện».
pub(super) fn movement(scan: &Scan, at: usize) -> Option<usize> {
    let area = |i: usize| scan.kind(i).is_some() && place::bare_area(scan, i).is_some();
    let named = |&i: &usize| {
        let told =
            scan.guide_is(i, Guide::Of).is_none() && scan.guide_is(i, Guide::Plural).is_none();
        scan.continues(i) && scan.is(i, Kind::Word) && told && !scan.is_stop(i) && !area(i)
    };
    let end = (at..at + MOST_QUOTED).take_while(named).last()? + 1;
    (scan.continues(end) && area(end)).then_some(end)
}

/// Past words in small letters that go on a name up to an area or one more field: «Viện Nghiên cứu | phát triển kinh tế -
/// xã hội | Đà Nẵng».
fn small_on(scan: &Scan, at: usize) -> Option<usize> {
    let end = small_words(scan, at);
    let goes_on = || joined(scan, end).or_else(|| joined_unknown(scan, end, true));
    (end > at && (is_before_area(scan, end) || goes_on().is_some())).then_some(end)
}

/// Past the words in small letters from `at` on that can belong to a name.
fn small_words(scan: &Scan, mut at: usize) -> usize {
    let first = at;
    let small = |at: usize| {
        scan.continues(at)
            && scan.is(at, Kind::Word)
            && !scan.text.token(at).capital
            && scan.kind(at).is_none()
            && !scan.is_stop(at)
            && ![
                Guide::And,
                Guide::Of,
                Guide::Whole,
                Guide::Level,
                Guide::Plural,
            ]
            .iter()
            .any(|&guide| scan.guide_is(at, guide).is_some())
    };
    while at < first + MOST_SMALL {
        // «kinh tế - xã hội»
        let dash = at > first && scan.is_dash(at) && small(at + 1);
        if !dash && !small(at) {
            break;
        }
        at += 1 + usize::from(dash);
    }
    at
}

/// Whether a person, a body or a place begins at `at`.
fn starts_other(scan: &Scan, at: usize) -> bool {
    scan.begins_full_name(at)
        || scan
            .head(at)
            .is_some_and(|(head, _)| head.data.role != HeadRole::None)
        || scan.kind(at).is_some() && place::area(scan, at).is_none_or(|area| area.name.is_some())
        || place::bare(scan, at).is_some()
        || scan.title(at).is_some()
}

/// A word with a capital and the small syllable after it: «Cục | Việc làm»; as many as there are up to an area or to one
/// more field: «Trung tâm | Nước sinh hoạt | và Vệ sinh môi trường».
fn unknown_field(scan: &Scan, at: usize) -> Option<usize> {
    // «Trung tâm | TT&VH»
    let code = scan.code_end(at).is_some_and(|end| end > at + 1);
    if !scan.is_capital(at)
        // «Bộ Ngoại giao | Nga»
        || scan.is_country(at)
        || !code && starts_other(scan, at)
        || place_name::known_name(scan, at, |_| true).is_some_and(|name| name.len() > 1)
    {
        return None;
    }
    // «LĐ-TB-XH»
    let next = scan.code_end(at).unwrap_or(at + 1);
    let small = scan.continues(next) && scan.is(next, Kind::Word) && !scan.text.token(next).capital;
    if let Some(end) = small_on(scan, next).filter(|&end| end > next + 1) {
        return Some(end);
    }
    // «Trạm Bảo vệ rừng Đắk Rin | bắt»: behind two capitals a deed
    let deed = scan.is_capital(at - 1) && scan.is_verb(next);
    let word = small
        && !deed
        && !scan.is_stop(next)
        && scan.guide(next).is_none()
        && !scan.is_all_caps(at);
    Some(if word { next + 1 } else { next })
}

/// «số 4» after the name of a team.
pub(super) fn number(scan: &Scan, at: usize) -> bool {
    scan.guide_is(at, Guide::Number).is_some()
        && scan.continues(at + 1)
        && scan.is(at + 1, Kind::Number)
}
