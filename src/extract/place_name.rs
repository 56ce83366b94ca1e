//! How far the name of a place goes: the longest name of the gazetteer, a run of capitals, a number.

use std::ops::Range;

use super::gazetteer::{self, name_key};
use super::lexicon::Class;
use super::mention::Scan;
use super::naming::Guide;
use super::place::level;
use super::text::{Gap, Kind, fold};

/// The longest run of capitals that is a name when no table knows it.
pub(super) const LONGEST_UNKNOWN: usize = 4;

/// The longest name of the gazetteer at `i` of which some unit is wanted.
pub fn known_name(
    scan: &Scan,
    i: usize,
    wanted: impl Fn(&gazetteer::Unit) -> bool,
) -> Option<Range<usize>> {
    if !scan.is_capital(i) {
        return None;
    }
    let gazetteer = &scan.lexicon.gazetteer;
    let mut best = None;
    for_each_prefix(scan, i, |end, key| {
        if gazetteer
            .keyed(key)
            .iter()
            .any(|&id| wanted(gazetteer.unit(id)))
        {
            best = Some(i..end);
        }
    });
    // «Chủ tịch UBND xã | Phan Bá Ngọc», though there is a xã Phan
    best.filter(|name| name.len() > 1 || !scan.begins_full_name(i))
}

/// Calls with every run of words from `i` that may be a name, as its end and its folded key.
pub(super) fn for_each_prefix(scan: &Scan, i: usize, mut each: impl FnMut(usize, &str)) {
    let mut key = String::new();
    let mut words = 0;
    let mut j = i;
    while j < scan.text.len()
        && words <= scan.lexicon.gazetteer.longest_name()
        && (j == i || scan.continues(j))
    {
        let token = scan.text.token(j);
        let glued = j > i && token.gap == Gap::None && matches!(scan.sign(j - 1), '\'' | '’' | '‘');
        match token.kind {
            Kind::Word if token.capital || glued => {}
            // «Hà Tĩnh | 0-2»
            Kind::Number if !name_key(scan.word(j)).is_empty() => {}
            Kind::Sign if j > i && matches!(token.sign, '\'' | '’' | '‘' | '-' | '–' | '.') =>
            {
                j += 1;
                continue;
            }
            _ => return,
        }
        let word = scan.word(j);
        // in a word there is nothing but letters
        key.push_str(&match token.kind {
            Kind::Word => fold(word),
            _ => name_key(word),
        });
        words += 1;
        j += 1;
        let cut = j < scan.text.len()
            && matches!(scan.sign(j), '\'' | '’')
            && scan.text.is_glued(j)
            && scan.text.is_glued(j + 1);
        if !cut {
            each(j, &key);
        }
    }
}

/// The name after the class noun of an administrative unit or a village.
pub(super) fn unit_name(
    scan: &Scan,
    i: usize,
    kind: Option<gazetteer::Kind>,
    known_only: bool,
) -> Option<Range<usize>> {
    if !scan.continues(i) {
        return None;
    }
    let team = kind.is_none() && scan.says(i - 1, &["tổ"]);
    if scan.is(i, Kind::Number) {
        return number_name(scan, i, kind).filter(|_| !team);
    }
    // «tổ dân phố số 6», «thôn số 2»; «tổ số 6» may be a team
    let spelled = kind.is_none()
        && scan.guide_is(i, Guide::Number) == Some(i + 1)
        && scan.is(i + 1, Kind::Number)
        && !team
        && !scan.says(i - 1, &["khối"]);
    if spelled {
        return number_name(scan, i + 1, kind).map(|name| i..name.end);
    }
    if !scan.is_capital(i) {
        return None;
    }
    let exact = kind.and_then(|kind| known_name(scan, i, |unit| unit.kind == kind));
    let wanted = |unit: &gazetteer::Unit| kind.is_none_or(|kind| level(kind) == unit.level());
    let known = exact.or_else(|| {
        known_name(scan, i, wanted)
            .filter(|name| !scan.begins_person(i) || !scan.continues_capital(name.end))
    });
    let run = capital_run(scan, i, LONGEST_UNKNOWN).filter(|run| {
        let person = scan.begins_person(i) || run.len() == 3 && scan.begins_full_name(i);
        !is_other_name(scan, run.clone()) && (kind.is_none() || !person)
    });
    // «huyện Đô Lương 7»: how many are there; of units a ward has a number behind its name
    let numbered = |name| match kind {
        None | Some(gazetteer::Kind::Ward) => with_number(scan, name),
        Some(_) => name,
    };
    match (known, run) {
        // a village bears any name, also one that goes on after a known one
        (Some(known), Some(run)) if kind.is_none() && run.end > known.end => Some(numbered(run)),
        (Some(known), _) => Some(numbered(known)),
        (None, run) if !known_only && !scan.is_shouted(i) => run.map(numbered),
        _ => None,
    }
}

/// Whether a run after a class noun is something else: an abbreviation, a body, a field of work.
fn is_other_name(scan: &Scan, run: Range<usize>) -> bool {
    let abbreviation = run.len() == 1 && scan.is_all_caps(run.start);
    let body = scan
        .text
        .hit(run.start, Class::Organization)
        .is_some_and(|hit| hit.len > 1 || scan.is_all_caps(run.start) || hit.end() == run.end);
    let field = scan
        .field(run.start)
        .is_some_and(|(_, end)| end > run.start + 1 && end > run.end);
    let other = scan
        .kind(run.start)
        .is_some_and(|(_, _, end)| end > run.start + 1)
        || scan
            .text
            .hit(run.start, Class::Place)
            .is_some_and(|hit| hit.end() > run.end);
    abbreviation || body || field || other
}

/// «Mỹ Đình 1», «Thuận Tân 2»: a number that belongs to the name.
pub(super) fn with_number(scan: &Scan, name: Range<usize>) -> Range<usize> {
    let number = scan.continues(name.end)
        && scan.is(name.end, Kind::Number)
        && scan.word(name.end).len() <= 2;
    // «Gò Quao 37 tỷ đồng»
    let sum = scan.text.hit(name.end + 1, Class::Numeral).is_some();
    // «Hà Nội 2:1», not «Cầu Rạch Già 2: Vốn đã đội gấp rưỡi»
    let sign = name.end + 1;
    let score = scan.text.is_sign(sign, ':') && scan.is(sign + 1, Kind::Number);
    let counts =
        sum || score || scan.counts(sign) || matches!(scan.sign(sign), '%' | '/' | '-' | '–');
    // «phường Bảo Vinh 3 khu, phường Suối Tre 2 khu»; not «thôn Mỹ Lộc 2 | xã Bình An»
    let areas = || {
        let at = name.end + 1;
        scan.kind(at).is_some_and(|(_, _, end)| {
            scan.continues(at)
                && !scan.is_capital(at)
                && !scan.continues_capital(end)
                && !scan.is(end, Kind::Number)
        })
    };
    if number
        && !counts
        && !areas()
        && !scan.continues_capital(name.end + 1)
        && known_name(scan, name.start, |_| true).is_none_or(|known| known.end <= name.end)
    {
        name.start..name.end + 1
    } else {
        name
    }
}

/// «quận 2», «thôn 4-5», «tổ 3B».
fn number_name(scan: &Scan, i: usize, kind: Option<gazetteer::Kind>) -> Option<Range<usize>> {
    let allowed = matches!(
        kind,
        None | Some(gazetteer::Kind::UrbanDistrict | gazetteer::Kind::Ward)
    );
    if !allowed || scan.word(i).len() > 3 || scan.word(i).contains(['.', ',']) {
        return None;
    }
    let mut end = i + 1;
    while end + 1 < scan.text.len()
        && matches!(scan.sign(end), '-' | '–' | '/')
        && scan.text.is_glued(end)
        && scan.text.is_glued(end + 1)
    {
        end += 2;
    }
    if scan.text.is_glued(end) && scan.is(end, Kind::Word) && scan.word(end).chars().count() == 1 {
        end += 1;
    }
    // «khối | 4 - 5 sao»
    let range = scan.is_dash(end) && scan.is(end + 1, Kind::Number);
    let stars = range && scan.word(end + 2) == "sao";
    // «chuyển về bản | 436 triệu đồng»
    let large = scan.text.hit(end, Class::Numeral).is_some();
    // «Cảnh sát quận 4 | điều 5 xe»: a verb before another number
    let sends = scan.word(end) == "điều" && scan.is(end + 1, Kind::Number);
    let counts = stars || scan.continues(end) && (large || scan.counts(end) && !sends);
    (!counts).then_some(i..end)
}

/// A run of capitals, cut where a person begins or a title, a body or another place.
fn capital_run(scan: &Scan, i: usize, longest: usize) -> Option<Range<usize>> {
    // «lăng Chủ tịch Hồ Chí Minh»
    if scan.title(i).is_some_and(|(_, title)| title > i + 1) {
        return None;
    }
    let mut end = i;
    let mut limit = i + longest;
    let mut pieces = i + 1;
    while end < limit && (end == i || scan.continues(end)) {
        // «Bô-ly-khăm-xay»
        if end == pieces && is_piece(scan, end) {
            end += 2;
            limit += 2;
            pieces = end;
            continue;
        }
        let token = scan.text.token(end);
        let glued = end > i && token.gap == Gap::None && matches!(scan.sign(end - 1), '\'' | '’');
        if end > i
            && matches!(token.sign, '\'' | '’')
            && token.gap == Gap::None
            && scan.text.is_glued(end + 1)
        {
            end += 1;
            continue;
        }
        if !(token.kind == Kind::Word && (token.capital || glued)) {
            break;
        }
        if end > i
            && (scan.begins_person(end)
                || scan.no_place(end).is_some()
                || scan.title(end).is_some_and(|(_, title)| title > end + 1))
        {
            break;
        }
        end += 1;
        if end >= scan.text.len() {
            break;
        }
    }
    let name = i..end;
    let blocked = name.len() == 1
        && (scan.is_all_caps(i) && scan.word(i).chars().count() > 3
            || scan.word(i).chars().count() == 1 && !scan.text.token(i).capital);
    (!name.is_empty() && !blocked).then_some(name)
}

/// Whether a dash at `i` joins one more syllable in small letters to a foreign name.
fn is_piece(scan: &Scan, i: usize) -> bool {
    let next = i + 1;
    scan.text.is_sign(i, '-')
        && scan.text.is_glued(i)
        && scan.text.is_glued(next)
        && scan.continues(next)
        && scan.is(next, Kind::Word)
        && !scan.is_capital(next)
        && scan.kind(next).is_none()
        && scan.title(next).is_none()
}

/// A name that may hold a dash: «Tham Lương - Bến Cát», «Bắc - Nam».
pub(super) fn joined_name(scan: &Scan, i: usize, longest: usize) -> Option<Range<usize>> {
    if !scan.continues(i) || scan.is_shouted(i) {
        return None;
    }
    // «KCN | VSIP Nam Định»
    let site_code = |run: &Range<usize>| {
        let body = scan.text.hit(run.start, Class::Organization);
        scan.is_all_caps(run.start) && (run.len() == 1 || body.is_some_and(|body| body.len == 1))
    };
    let first = capital_run(scan, i, longest)
        .filter(|run| site_code(run) || !is_other_name(scan, run.clone()))?;
    let mut name = with_number(scan, first);
    // «Vinh - Hưng | Nguyên» is no «Vinh Hưng»
    let whole = |known: &Range<usize>| known.end > name.end && !scan.continues_capital(known.end);
    if let Some(known) = known_name(scan, i, |_| true).filter(whole) {
        name = known;
    }
    while scan.is_dash(name.end) && scan.continues(name.end) && scan.continues(name.end + 1) {
        let Some(next) = capital_run(scan, name.end + 1, longest).filter(|next| !next.is_empty())
        else {
            break;
        };
        name.end = next.end;
    }
    Some(name)
}

/// «quốc lộ 1A», «đường 72», «Vành đai 3», «cầu Nhật Tân».
pub(super) fn road_name(scan: &Scan, noun: usize, i: usize) -> Option<Range<usize>> {
    if !scan.continues(i) {
        return None;
    }
    if !scan.is(i, Kind::Number) {
        let mut name = joined_name(scan, i, LONGEST_UNKNOWN)?;
        // «đường ĐT741», «đường ĐT.782»
        let dot = name.end + usize::from(scan.text.is_sign(name.end, '.'));
        let code = scan.is_all_caps(name.end - 1) && scan.is(dot, Kind::Number);
        // «Tỉnh lộ | ĐT 616»
        let road = || {
            scan.kind(name.start).is_some()
                && dot == name.end
                && scan.continues(dot)
                && !scan.counts(dot + 1)
        };
        if code && ((name.end..=dot).all(|at| scan.text.is_glued(at)) || road()) {
            // «đường ĐT 719B»
            let letter = scan.text.is_glued(dot + 1) && scan.is_capital(dot + 1);
            name.end = dot + 1 + usize::from(letter);
        }
        return Some(name);
    }
    if let Some(end) = day(scan, i) {
        return Some(i..end);
    }
    let mut end = i + 1;
    if scan.text.is_glued(end) && scan.is(end, Kind::Word) {
        end += 1;
    }
    let short = scan.word(i).len() <= 3 && !scan.word(i).contains([',', '.']);
    if let Some(name) = alley(scan, noun, end).filter(|_| short) {
        return Some(i..name);
    }
    let counts = scan.continues(end) && scan.counts(end);
    (short && !counts && (i > noun + 1 || scan.is_capital(noun))).then_some(i..end)
}

/// «hẻm 51 | Cao Thắng», «ngõ 192/8 | Lê Trọng Tấn»: past the street that an alley with a number leaves.
fn alley(scan: &Scan, noun: usize, at: usize) -> Option<usize> {
    let (kind, _, _) = scan.kind(noun)?;
    let glued =
        scan.text.is_sign(at, '/') && scan.text.is_glued(at) && scan.is(at + 1, Kind::Number);
    let street = at + if glued { 2 } else { 0 };
    let run = (street..street + LONGEST_UNKNOWN)
        .take_while(|&i| scan.continues_capital(i))
        .count();
    let own = scan.lexicon.naming.kinds[kind].id == "alley" && (2..=3).contains(&run);
    (own && scan.kind(street).is_none() && scan.title(street).is_none()).then_some(street + run)
}

/// «đường | 3/2», «Trường Mầm non | 19/5», «Bệnh viện | 30-4»: past a day of the calendar that a name is given for.
pub(super) fn day(scan: &Scan, i: usize) -> Option<usize> {
    let number = |at: usize, most: usize| {
        let value = scan
            .is(at, Kind::Number)
            .then(|| scan.word(at).parse().ok());
        value
            .flatten()
            .is_some_and(|value: usize| (1..=most).contains(&value))
    };
    let (sign, month, end) = (i + 1, i + 2, i + 3);
    let glued = (sign..=month).all(|at| scan.text.is_glued(at));
    let written = scan.continues(i) && matches!(scan.sign(sign), '/' | '-') && glued;
    let whole = !matches!(scan.sign(end), '/' | '-' | '%') && !scan.counts(end);
    // «trạm 24/7» is open at all hours
    let open = scan.word(i) == "24" && scan.word(month) == "7";
    (written && number(i, 31) && number(month, 12) && whole && !open).then_some(end)
}
