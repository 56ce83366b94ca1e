//! Bodies that their own words do not tell, but the article does: abbreviations it explains, the outlet's name before the
//! lead and below the text, and heads that stand for a body named before.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::Class;
use super::mention::{Mention, Named, Scan, is_free, taken};
use super::naming::{FieldRole, Guide, HeadRole, Trait};
use super::organization::{Organization, bracketed_code, starts};
use super::person::is_syllable;
use super::text::{Kind, fold};

/// Most words of an outlet's name in brackets.
const LONGEST_OUTLET: usize = 4;

/// Most tokens of the name of a make.
const LONGEST_MAKE: usize = 5;

/// Abbreviations the article explains, the outlet's name before the lead and at the end, and heads that stand for a
/// body named before: «Cục», «Tạp chí».
pub fn complete(scan: &Scan, mentions: &mut Vec<Mention>) {
    menus(scan, mentions);
    shortened(scan, mentions);
    explained(scan, mentions);
    outlets(scan, mentions);
    referring(scan, mentions);
}

/// A body alone on a line between other short lines stands in a menu of the page.
fn menus(scan: &Scan, mentions: &mut Vec<Mention>) {
    let lines = scan.text.lines();
    let short = |index: Option<usize>| {
        index
            .and_then(|index| lines.get(index))
            .is_some_and(|line| line.len() < 8)
    };
    mentions.retain(|mention| {
        let index = scan.text.line_of(mention.range.start);
        let alone = lines.get(index).is_some_and(|line| *line == mention.range);
        let body = matches!(mention.name, Named::Organization(_));
        !(alone && body && short(index.checked_sub(1)) && short(Some(index + 1)))
    });
}

/// «Viện Đông Á» after «Viện Nghiên cứu Kinh tế Đông Á»: the head and the last two words of a body named before.
fn shortened(scan: &Scan, mentions: &mut Vec<Mention>) {
    let mut short: FxHashMap<String, usize> = FxHashMap::default();
    for mention in mentions.iter() {
        let Named::Organization(body) = &mention.name else {
            continue;
        };
        let (head, end) = (body.head_range.clone(), mention.range.end);
        let long = body.entry(scan).is_some_and(|entry| {
            matches!(entry.data.role, HeadRole::Agency | HeadRole::Venture) && end > head.end + 3
        });
        let Some(entry) = body.head.filter(|_| long) else {
            continue;
        };
        let unit = body.area.as_ref().is_some_and(|area| area.kind.is_some());
        if !unit && scan.is_capital(end - 2) && scan.is_capital(end - 1) {
            let key = format!("{} {}", scan.folded(head), scan.folded(end - 2..end));
            short.entry(key).or_insert(entry);
        }
    }
    if short.is_empty() {
        return;
    }
    let mut taken = taken(scan, mentions);
    let ranges: FxHashSet<Range<usize>> = mentions
        .iter()
        .map(|mention| mention.range.clone())
        .collect();
    let mut found = Vec::new();
    // «Đông Á» alone, which the longer names hold
    let mut held = FxHashSet::default();
    for i in 0..scan.text.len() {
        let Some(hit) = scan
            .text
            .hit(i, Class::Organization)
            .filter(|_| scan.is_capital(i) && !scan.page[i])
        else {
            continue;
        };
        let (name, end) = (hit.end(), hit.end() + 2);
        let whole = scan.continues_capital(name)
            && scan.continues_capital(name + 1)
            && !scan.continues_capital(end);
        if !whole {
            continue;
        }
        let key = format!("{} {}", scan.folded(i..name), scan.folded(name..end));
        let Some(&head) = short.get(&key) else {
            continue;
        };
        if is_free(&taken, &(i..name))
            && (ranges.contains(&(name..end)) || is_free(&taken, &(name..end)))
        {
            taken[i..end].fill(true);
            held.insert(name..end);
            found.push(simple(i..end, Some(head)));
        }
    }
    mentions.retain(|mention| !held.contains(&mention.range));
    mentions.extend(found);
}

/// A body told by its name alone.
pub fn simple(range: Range<usize>, head: Option<usize>) -> Mention {
    Mention::organization(Organization {
        range: range.clone(),
        head,
        head_range: range,
        area: None,
        host: None,
    })
}

/// «VASEP», «Vinafruit»: letters or a word that is no syllable.
pub(super) fn is_code(scan: &Scan, i: usize) -> bool {
    scan.is(i, Kind::Word)
        && !scan.is_shouted(i)
        && scan.word(i).chars().count() > 1
        && (scan.is_all_caps(i) || scan.is_capital(i) && !is_syllable(scan.word(i)))
}

/// «Toyota | Việt Nam», «Mercedes-Benz | Việt Nam»: a foreign make before the country is the firm that it has there; not
/// «Robocon Việt Nam 2020», «GDP Việt Nam».
pub(super) fn subsidiary(scan: &Scan, i: usize) -> Option<Mention> {
    let make = |i: usize| is_code(scan, i) && !scan.is_all_caps(i);
    let known = [Class::Field, Class::Guide, Class::Place, Class::Title];
    let inside =
        i > 0 && scan.continues(i) && scan.is_capital(i - 1) && !scan.starts_sentence(i - 1);
    let apart = !inside && !scan.follows(i, Guide::Street);
    if !make(i) || !apart || scan.text.starts_any(i, Class::bits(&known)) {
        return None;
    }
    let mut at = i + 1;
    while scan.continues(at) && at < i + LONGEST_MAKE {
        let glued =
            scan.text.is_sign(at, '-') && scan.text.is_glued(at) && scan.text.is_glued(at + 1);
        let next = at + usize::from(glued);
        if !make(next) {
            break;
        }
        at = next + 1;
    }
    let country = scan.text.hit(at, Class::Place)?;
    let here =
        scan.lexicon.naming.places[country.entry()].id == "vietnam" && scan.continues_capital(at);
    let end = country.end();
    let goes_on = scan.continues_capital(end) || scan.continues(end) && scan.is(end, Kind::Number);
    (here && end <= at + 2 && !goes_on).then(|| simple(i..end, None))
}

/// «VASEP (Hiệp hội …)», «Ngân hàng … (NHCS)»: an abbreviation beside a name in brackets is the same body.
fn explained(scan: &Scan, mentions: &mut Vec<Mention>) {
    let is_code = |i: usize| is_code(scan, i);
    let mut codes: FxHashSet<String> = FxHashSet::default();
    for mention in mentions
        .iter()
        .filter(|mention| matches!(mention.name, Named::Organization(_)) && mention.range.len() > 1)
    {
        let Range { start, end } = mention.range;
        let code = ticker(scan, end);
        if scan.text.is_sign(end, '(') && is_code(code) && scan.text.is_sign(code + 1, ')') {
            codes.insert(scan.folded(code..code + 1));
        }
        if start > 1
            && scan.text.is_sign(start - 1, '(')
            && is_code(start - 2)
            && scan.text.is_sign(end, ')')
        {
            codes.insert(scan.folded(start - 2..start - 1));
        }
    }
    // «Bộ … (NN&PTNT)»: one that may name a field elsewhere
    let fields: Vec<Range<usize>> = mentions
        .iter()
        .filter(|mention| matches!(mention.name, Named::Organization(_)))
        .filter_map(|mention| {
            let start = mention.range.end + 1;
            let close = bracketed_code(scan, mention.range.end)? - 1;
            (close > start + 1).then_some(start..close)
        })
        .collect();
    mentions.extend(fields.into_iter().map(|code| simple(code, None)));
    if codes.is_empty() {
        return;
    }
    let taken = taken(scan, mentions);
    let found = (0..scan.text.len()).filter(|&i| {
        !taken[i] && !scan.page[i] && is_code(i) && codes.contains(&scan.folded(i..i + 1))
    });
    let found: Vec<usize> = found.collect();
    let open = |mention: &Mention| match &mention.name {
        Named::Organization(body) => body.host.is_none() && body.area.is_none(),
        _ => false,
    };
    let ends: FxHashMap<usize, usize> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| open(mention))
        .map(|(index, mention)| (mention.range.end, index))
        .collect();
    for i in found {
        // «100% Ban đại diện HĐQT NHCSXH | cấp tỉnh» are many
        let many = scan.guide_is(i + 1, Guide::Level).is_some();
        let host = ends.get(&i).filter(|_| scan.continues(i) && !many);
        // «Đảng ủy | VICEM»: whose committee it is
        match host.and_then(|&index| mentions.get_mut(index)) {
            Some(Mention {
                range,
                name: Named::Organization(body),
            }) => {
                range.end = i + 1;
                body.range.end = i + 1;
            }
            _ => mentions.push(simple(i..i + 1, None)),
        }
    }
}

/// The token in the bracket at `open` where an abbreviation may stand: «(mã | DCM)», «(mã CK: | GAS)».
pub fn ticker(scan: &Scan, open: usize) -> usize {
    let first = open + 1;
    let Some(close) = (first + 1..first + 6).find(|&i| scan.text.is_sign(i, ')')) else {
        return first;
    };
    let exchange = scan.text.is_sign(close - 2, ':')
        && scan
            .word(first)
            .chars()
            .filter(|c| c.is_uppercase())
            .count()
            > 2;
    let named = scan.is(first, Kind::Word) && scan.folded(first..first + 1) == fold("mã");
    if exchange || named { close - 1 } else { first }
}

/// «(HNM) - Những năm qua», «Kinhtedothi - Sau 6 năm», «/KD&PL» under the author's name.
fn outlets(scan: &Scan, mentions: &mut Vec<Mention>) {
    let taken = taken(scan, mentions);
    for line in scan.text.lines() {
        let mut at = line.start;
        let bracket = scan.text.is_sign(at, '(');
        at += usize::from(bracket);
        let free = |name: &Range<usize>| is_free(&taken, name);
        let Some(name) = outlet_name(scan, at, line.end)
            .or_else(|| bracketed_outlet(scan, line))
            .filter(free)
        else {
            continue;
        };
        let after = name.end + usize::from(bracket && scan.text.is_sign(name.end, ')'));
        let dash = after < line.end
            && scan.is_dash(after)
            // «VN-Index»
            && !(scan.text.is_glued(after) && scan.text.is_glued(after + 1));
        let closed = !bracket || after > name.end;
        // «(VTC News) -» on a line of its own
        let whole = bracket && after + 1 == line.end;
        if dash && closed && (line.len() > 12 || whole)
            || closed && bracket && line.len() > 12 && scan.is_capital(after)
        {
            mentions.push(simple(name, None));
        }
    }
    let taken = self::taken(scan, mentions);
    for line in scan.text.lines() {
        let slash = scan.text.is_sign(line.start, '/').then_some(line.start + 1);
        let source = || {
            let end = scan.guide_is(line.start, Guide::Source)?;
            Some(end + usize::from(scan.text.is_sign(end, ':')))
        };
        if line.len() <= 6
            && let Some(start) = slash.or_else(source)
            && let Some(name) = outlet_name(scan, start, line.end)
                .filter(|name| name.end == line.end && is_free(&taken, name))
        {
            mentions.push(simple(name, None));
        }
    }
}

/// One word, in capitals, with a capital inside or longer than any syllable, or such words joined by «&», or
/// the address of a site.
fn outlet_name(scan: &Scan, start: usize, limit: usize) -> Option<Range<usize>> {
    let is_name = |i: usize| {
        let token = scan.text.token(i);
        let word = scan.word(i);
        let inner = || word.chars().skip(1).any(char::is_uppercase);
        let site = || i + 2 < limit && scan.text.is_sign(i + 1, '.') && scan.text.is_glued(i + 1);
        token.kind == Kind::Word
            && (token.capital && (token.all_caps || inner() || word.chars().count() > 7)
                || site() && matches!(scan.word(i + 2), "vn" | "com"))
    };
    if start >= limit || !is_name(start) {
        return None;
    }
    let mut end = start + 1;
    while end + 1 < limit
        && scan.text.is_sign(end, '&')
        && scan.text.is_glued(end)
        && is_name(end + 1)
    {
        end += 2;
    }
    // «(Baonghean.vn) -»
    while end + 1 < limit
        && scan.text.is_sign(end, '.')
        && scan.text.is_glued(end)
        && scan.text.is_glued(end + 1)
        && scan.is(end + 1, Kind::Word)
    {
        end += 2;
    }
    Some(start..end)
}

/// «(VTC News) - …»: what stands in brackets before a dash at the head of a paragraph.
fn bracketed_outlet(scan: &Scan, line: &Range<usize>) -> Option<Range<usize>> {
    let start = line.start + 1;
    let end = (start..line.end.min(start + LONGEST_OUTLET + 1))
        .find(|&i| !scan.is(i, Kind::Word))
        .filter(|&end| end > start && scan.text.is_sign(end, ')'))?;
    let opens = scan.text.is_sign(line.start, '(') && scan.is_capital(start);
    let dash = end + 1 < line.end && scan.is_dash(end + 1);
    (opens && dash).then_some(start..end)
}

/// A head with a capital inside a sentence, where the article names a body of that head: «Cục đã ra quyết định».
fn referring(scan: &Scan, mentions: &mut Vec<Mention>) {
    let heads: FxHashSet<usize> = mentions
        .iter()
        .filter_map(|mention| match &mention.name {
            Named::Organization(body) => body.head,
            _ => None,
        })
        .collect();
    let organizations = &scan.lexicon.naming.organizations;
    let associations = heads
        .iter()
        .any(|&head| organizations[head].data.has(Trait::Members));
    let taken = taken(scan, mentions);
    let mut found = Vec::new();
    for i in 0..scan.text.len() {
        let Some(hit) = scan
            .text
            .hit(i, Class::Organization)
            .filter(|_| scan.is_capital(i) && !taken[i] && !scan.page[i])
        else {
            continue;
        };
        let head = &organizations[hit.entry()];
        let (role, id) = (head.data.role, head.id.as_str());
        // «Hội» stands for any association
        let association =
            id == "hiep_hoi" && scan.folded(i..hit.end()) == fold("hội") && associations;
        let told = starts(scan, i) && !(association && scan.is_stop(hit.end()));
        let fits = (matches!(role, HeadRole::Agency | HeadRole::Venture) || id == "chi_nhanh")
            && !scan.is_shouted(i)
            && !told
            && (heads.contains(&hit.entry()) || id == "bo" || association);
        let alone = !scan.continues_capital(hit.end())
            && !scan.is_capital(i.wrapping_sub(1))
            && scan.title(i).is_none()
            && !taken.get(hit.end()).copied().unwrap_or(false)
            && !scan.is_all_caps(i);
        let plural = scan.follows(i, Guide::Plural) || scan.is(i.wrapping_sub(1), Kind::Number);
        let field = scan
            .field(hit.end())
            .is_some_and(|(role, _)| role != FieldRole::Stop);
        // «ngành | Thuế»: the branch and not the office
        let branch = i > 0 && scan.says(i - 1, &["ngành"]);
        if fits && alone && !plural && !field && !branch {
            found.push(simple(i..hit.end(), Some(hit.entry())));
        }
    }
    mentions.extend(found);
}
