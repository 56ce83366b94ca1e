//! Turns capitals into persons: after a title, by a family name, in bylines, and again wherever a known name returns.
//!
//! Family, middle and given names are data; the length of a name, initials and the place of bylines are rules.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::{Class, Hit};
use super::mention::{Mention, Named, Scan, is_free, taken};
use super::naming::{Guide, HeadRole, KindRole, NameRole, TitleRole};
use super::organization::{self, Read};
use super::outlet;
use super::place;
use super::place_name;
use super::text::{Gap, Kind, fold};

/// Longest name in syllables.
const LONGEST: usize = 5;
/// Initials and pieces with hyphens in one name; a text of thousands is none.
const MOST_PIECES: usize = 16;
/// Lines with more tokens are no bylines.
const BYLINE: usize = 14;
/// Most tokens of the area of a body: «tỉnh Vĩnh Phúc».
const AREA: usize = 3;
/// Who wrote an article signs so many lines below it.
const SIGNATURE: usize = 2;

/// The name that a title announces at `i`.
pub fn titled(scan: &Scan, i: usize, role: TitleRole) -> Option<Range<usize>> {
    let mut name = run(scan, i)?;
    // «nước bạn | Campuchia»
    let country = scan.is_country(i) && scan.follows(i, Guide::Locative);
    // «ngày Nhà giáo | Việt Nam», «học sinh | Ba Na»
    if country || scan.guide_is(i, Guide::NoPerson) == Some(name.end) {
        return None;
    }
    // «Trưởng bản Nà Hạ Lò Văn Ún»: a place of no table between the office and its holder
    if role == TitleRole::Office && scan.begins_person(name.end) && scan.continues(name.end) {
        name = run(scan, name.end)?;
    }
    let i = name.start;
    let abbreviation = scan.is_all_caps(i) && !scan.is_shouted(i) && !scan.is_all_caps(i + 1);
    if abbreviation && scan.word(i).chars().count() > 2 {
        return None;
    }
    if name.len() > 1 {
        let body = matches!(organization::recognize(scan, i, true), Some(Read::Name(_)));
        return (!body || scan.begins_person(i)).then_some(name);
    }
    let syllable = scan.name(i).is_some() || scan.word(i).chars().count() == 1;
    let foreign =
        !is_syllable(scan.word(i)) && scan.word(i).chars().count() > 3 && !scan.is_all_caps(i);
    // «bệnh nhân Covid-19» is ill with it
    let foreign =
        foreign && !(scan.text.is_sign(name.end, '-') && scan.is(name.end + 1, Kind::Number));
    let fits = match role {
        TitleRole::Address => {
            (syllable || foreign)
                // «Phóng viên: Chương trình»: what is asked
                && !scan.text.is_sign(i.wrapping_sub(1), ':')
                && (i == 0
                    || !scan.is_capital(i - 1)
                    || foreign && scan.is_all_caps(i - 1)
                    || starts_sentence(scan, i - 1))
        }
        TitleRole::Office | TitleRole::Modifier => foreign,
    };
    fits.then_some(name)
}

fn starts_sentence(scan: &Scan, i: usize) -> bool {
    scan.starts_sentence(i)
        || matches!(
            scan.sign(i.saturating_sub(1)),
            '"' | '“' | '(' | ':' | '.' | '-' | '–'
        )
}

/// Whether the capitals at `i` are three or four syllables of a person's full name and no more.
pub(super) fn fills(scan: &Scan, i: usize) -> bool {
    let run = (i..=i + LONGEST)
        .take_while(|&at| scan.continues_capital(at))
        .count();
    let known = (i..i + run).all(|at| scan.name(at).is_some());
    (3..=4).contains(&run) && known && scan.begins_full_name(i)
}

/// Capitals that may be one name, with initials («P.Ngân»), apostrophes («H'Thủy») and foreign hyphens.
fn run(scan: &Scan, i: usize) -> Option<Range<usize>> {
    if !scan.is_capital(i) {
        return None;
    }
    let mut end = i + 1;
    let mut syllables = 1;
    while scan.continues(end) {
        let token = scan.text.token(end);
        let initial = scan.word(end - 1).chars().count() == 1 && scan.is_capital(end - 1);
        let glued = token.gap == Gap::None;
        let sign = match token.sign {
            '.' => {
                glued
                    && initial
                    && scan.continues_capital(end + 1)
                    && (scan.text.is_glued(end + 1) || scan.word(end + 1).chars().count() == 1)
            }
            // «Puih Hơn-Chủ tịch UBND xã»: a dash without its spaces
            '\'' | '’' | '-' => {
                glued
                    && scan.text.is_glued(end + 1)
                    && scan.is(end + 1, Kind::Word)
                    && scan
                        .title(end + 1)
                        .is_none_or(|(_, title)| title == end + 2)
            }
            _ => false,
        };
        // «Thích nữ Huệ Liên»
        let nun = end == i + 1
            && scan.word(end) == "nữ"
            && scan.says(i, &["thích"])
            && scan.continues_capital(end + 1);
        if (sign || nun) && syllables < MOST_PIECES {
            syllables += 1;
            end += 2;
            continue;
        }
        let stops = syllables >= LONGEST
            || !scan.is_capital(end)
            || scan.title(end).is_some_and(|(_, title)| title > end + 1)
            // «Cao | Xuân Thành» is no company of that name
            || begins_other(scan, end) && !(end == i + 1 && scan.begins_full_name(i))
            || scan.begins_person(end)
                && !matches!(scan.name(i), Some(NameRole::Family | NameRole::Rare));
        if stops || token.kind != Kind::Word || glued {
            break;
        }
        syllables += 1;
        end += 1;
    }
    Some(i..last_stop(scan, &(i..end)))
}

/// «Chị N.T.H. (28 tuổi)», «Đỗ Văn Q., Lê Thị Th. và …»: the full stop of the initial that ends a name, where the sentence
/// goes on.
fn last_stop(scan: &Scan, name: &Range<usize>) -> usize {
    let end = name.end;
    let initials = name.len() > 1 && is_initial(scan.word(end - 1));
    let goes_on = scan.continues(end + 1)
        && (matches!(scan.sign(end + 1), ',' | '(')
            || scan.is(end + 1, Kind::Word) && !scan.is_capital(end + 1));
    let stop = scan.text.is_sign(end, '.') && scan.text.is_glued(end);
    end + usize::from(initials && stop && goes_on)
}

/// Whether a body or a place with a class noun begins at a capital inside the run.
fn begins_other(scan: &Scan, i: usize) -> bool {
    let body = scan.head(i).is_some_and(|(head, end)| {
        head.data.role != HeadRole::None && end > i + 1
            || scan.is_all_caps(i) && !scan.is_shouted(i)
    });
    let area = scan.kind(i).is_some_and(|(_, kind, _)| {
        kind.role == KindRole::Unit && place::area(scan, i).is_some_and(|area| area.name.is_some())
    });
    body || area && scan.name(i).is_none()
}

/// A name without a title: a family name and what follows it.
pub fn untitled(scan: &Scan, i: usize, before: &[Mention]) -> Option<Mention> {
    // «cô gái người | Mông | Thao Thị Dợ»
    let people = i > 0 && scan.continues(i) && scan.says(i - 1, &["người", "tộc"]);
    if people && scan.is_capital(i) && scan.begins_full_name(i + 1) {
        return run(scan, i + 1).map(Mention::person);
    }
    let role = scan.name(i)?;
    let ended = before.last().is_some_and(|mention| mention.range.end == i);
    // «KS | Võ Xuân Hòa»: letters of no table tell what someone is
    let letters = i > 0
        && scan.is_all_caps(i - 1)
        && scan.word(i - 1).chars().count() == 2
        && scan
            .text
            .hits_ending(i, Class::Organization)
            .next()
            .is_none()
        && scan.kind(i - 1).is_none()
        && fills(scan, i);
    let joined = i > 0
        && scan.continues(i)
        && scan.is_capital(i - 1)
        && !ended
        && !letters
        && !scan.is_shouted(i);
    if joined
        || scan.is_shouted(i)
        || scan.follows(i, Guide::Street)
        || scan
            .guide(i)
            .is_some_and(|(guide, _)| matches!(guide, Guide::Zodiac | Guide::NoPerson))
    {
        return None;
    }
    let name = run(scan, i)?;
    let words = name.clone().filter(|&j| !scan.text.is_sign(j, '.'));
    let syllables = words.clone().all(|j| scan.name(j).is_some());
    let len = words.count();
    // «H'Bia Niê», «K'Tam»
    let highland = matches!(scan.word(i), "H" | "K")
        && matches!(scan.sign(i + 1), '\'' | '’')
        && scan.text.is_glued(i + 1)
        && name.len() > 2;
    // «Y Thịnh Êban», with a clan of no table
    let clan = scan.word(i) == "Y"
        && name.len() == 3
        && (scan.name(i + 1).is_some() || scan.name(i + 2).is_some());
    let fits = match role {
        _ if highland || clan => true,
        _ if scan.begins_hmong(i) => name.len() <= 5,
        NameRole::Family => {
            (2..=4).contains(&len) && scan.name(i + 1).is_some() && (syllables || len > 2)
        }
        NameRole::Rare => (3..=4).contains(&len) && syllables,
        NameRole::Given | NameRole::Hmong => false,
    };
    let is_place = || {
        place_name::known_name(scan, i, |_| true).is_some_and(|known| known == name)
            || place::bare(scan, i).is_some()
    };
    (fits && !is_place()).then_some(Mention::person(name))
}

/// «Và Bá Dềnh | (SN 1993)», «Kpă Hlơi | (45 tuổi»: capitals of no table behind which the year of a birth or an age stands.
pub fn aged(scan: &Scan, i: usize) -> Option<Mention> {
    // «Bắt Kpă Hlơi (45 tuổi»
    let verb = scan.starts_sentence(i) && scan.name(i).is_none() && scan.is_verb(i);
    let name = run(scan, i).filter(|name| !verb && (2..=4).contains(&name.len()))?;
    let inside = i > 0 && scan.continues_capital(i) && scan.is_capital(i - 1);
    let at = name.end + 1;
    let born = scan
        .guide_is(at, Guide::Born)
        .is_some_and(|year| scan.is(year, Kind::Number))
        || scan.is(at, Kind::Number) && scan.says(at + 1, &["tuổi"]);
    let behind = matches!(scan.sign(name.end), '(' | ',') && scan.continues(at + 1);
    (behind && born && !inside && !scan.is_shouted(i)).then_some(Mention::person(name))
}

/// «cầu thủ Quang Hải, | Tiến Linh»: a name without a family name in the list that another one opens.
pub fn listed(scan: &Scan, i: usize, before: &[Mention]) -> Option<Mention> {
    let last = before.last()?;
    let stage = |name: &Range<usize>| name.len() == 2 && !scan.begins_person(name.start);
    if !scan.joins(last.range.end, i) || !matches!(last.name, Named::Person) || !stage(&last.range)
    {
        return None;
    }
    let name = run(scan, i).filter(|name| stage(name) && is_pen_name(scan, name, false))?;
    let place = place_name::known_name(scan, i, |_| true).is_some_and(|known| known == name);
    (!place && scan.continues(i)).then_some(Mention::person(name))
}

/// Bylines, names in brackets after a picture, and names known from elsewhere in the article.
pub fn complete(scan: &Scan, mentions: &mut Vec<Mention>) {
    bylines(scan, mentions);
    credits(scan, mentions);
    signature(scan, mentions);
    again(scan, mentions);
    given(scan, mentions);
}

/// The person or the outlet behind «Ảnh:» at `i`.
pub fn credited(scan: &Scan, i: usize) -> Option<Mention> {
    let colon = i
        .checked_sub(1)
        .filter(|&colon| scan.text.is_sign(colon, ':'))?;
    let begins = |start: usize| {
        let picture = scan.folded(start..colon).ends_with(&fold("ảnh"));
        // «BT: Mỹ Tiến» on a line of its own
        let signs = !scan.continues(start) && start > 0;
        signs
            || picture && (scan.is_capital(start) || scan.text.is_sign(start.wrapping_sub(1), '('))
    };
    let photo = (1..=4).any(|back| {
        colon >= back
            && scan.guide_is(colon - back, Guide::Photo) == Some(colon)
            && begins(colon - back)
    });
    // «Ảnh: Anh Thư», but «Ảnh: Ông | Trần Văn Lý»
    let title = |(_, end): (TitleRole, usize)| {
        end > i + 1 || !scan.continues_capital(end) || scan.begins_full_name(end)
    };
    let other = scan.text.hit(i, Class::Organization).is_some() || scan.title(i).is_some_and(title);
    if !photo || other || !scan.is_capital(i) {
        return None;
    }
    let name = pen_name(scan, i)?;
    // «Ảnh: Reuters», «Ảnh: Moet»: no Vietnamese word
    let outlet = name.len() == 1
        && scan.word(i).chars().count() > 3
        && !is_syllable(scan.word(i))
        && scan.guide(i).is_none()
        && !scan.continues(name.end + 1);
    if outlet {
        return Some(outlet::simple(name, None));
    }
    let ends =
        !scan.continues(name.end) || !scan.is(name.end, Kind::Word) || scan.is_capital(name.end);
    let known = is_pen_name(scan, &name, true);
    (ends && known).then_some(Mention::person(name))
}

/// The run at `i`, also behind an initial apart («H. Đức»), and with the full stop of initials in brackets («A.H.»).
fn pen_name(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let mut name = run(scan, i)?;
    let letter = |i: usize| is_initial(scan.word(i));
    let end = name.end;
    if letter(end - 1) && scan.text.is_sign(end, '.') {
        let given = scan.continues_capital(end + 1) && scan.name(end + 1).is_some();
        let closes = scan.text.is_glued(end) && scan.text.is_sign(end + 1, ')');
        if name.len() == 1 && given {
            name.end = run(scan, end + 1)?.end;
        } else if closes && name.len() > 1 {
            name.end += 1;
        }
    }
    Some(name)
}

/// «H.», «Ph.», «Ngh.»: the consonants that a name begins with.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && (letters.clone().count() <= 2
            && letters.all(|c| matches!(c, 'h' | 'g' | 'r' | 'i' | 'u')))
}

/// Whether the run looks like a Vietnamese or abbreviated name; where a picture's credit announces it, also one with
/// syllables of no table or of two letters.
fn is_pen_name(scan: &Scan, name: &Range<usize>, credit: bool) -> bool {
    let words = name.clone().filter(|&i| scan.is(i, Kind::Word));
    let initials = words.clone().any(|i| is_initial(scan.word(i)));
    let unknown = credit && scan.name(name.start).is_some();
    let known = words.clone().all(|i| {
        scan.name(i).is_some() || is_initial(scan.word(i)) || unknown && is_syllable(scan.word(i))
    });
    let count = words.count();
    let other = scan.guide_is(name.start, Guide::NoPerson) == Some(name.end)
        || scan
            .field(name.start)
            .is_some_and(|(_, end)| end >= name.end && name.len() > 1);
    if other {
        return false;
    }
    if credit && name.len() == 1 {
        return scan.is_all_caps(name.start) && scan.word(name.start).chars().count() == 2;
    }
    let is_place = || {
        place_name::known_name(scan, name.start, |unit| unit.code.len() < 5)
            .is_some_and(|known| known == *name)
            || place::bare(scan, name.start).is_some_and(|place| place.range.end >= name.end)
    };
    known && (2..=4).contains(&count) && (!initials || name.len() > 1) && !is_place()
}

/// Takes the lines that are nothing but names near the article's text out of the page.
pub fn open_bylines(scan: &mut Scan) {
    let mut open: Vec<Range<usize>> = byline_lines(scan)
        .into_iter()
        .map(|(line, _)| line)
        .collect();
    // «Bí thư Đảng ủy phường Trung Tự Nguyễn Văn An»: who said the paragraph above
    let is_office = |line: &&Range<usize>| {
        let office = scan
            .title(line.start)
            .is_some_and(|(role, _)| role == TitleRole::Office);
        let plain = (line.start..line.end).all(|i| !scan.is(i, Kind::Sign));
        office
            && plain
            && line.len() <= BYLINE
            && (2..=4).any(|back| scan.begins_person(line.end.saturating_sub(back)))
    };
    let lines = scan.text.lines();
    let last = lines
        .iter()
        .rposition(|line| line.len() > BYLINE * 2 && !scan.page[line.start])
        .unwrap_or(0);
    open.extend(lines.iter().take(last + 4).filter(is_office).cloned());
    // «Theo TTXVN», «Nguồn tin: Báo Hà Nam» below the text
    let is_source = |line: &&Range<usize>| {
        let named = scan.guide_is(line.start, Guide::Source).is_some_and(|end| {
            scan.is_capital(end) || scan.text.is_sign(end, ':') && scan.is_capital(end + 1)
        });
        named && line.len() <= BYLINE / 2
    };
    let below = lines.iter().skip(last + 1);
    let signs = |line: &&Range<usize>| is_body(scan, (*line).clone());
    open.extend(below.clone().take(SIGNATURE).filter(signs).cloned());
    open.extend(below.take(4).filter(is_source).cloned());
    for line in open {
        scan.page[line].fill(false);
    }
}

fn bylines(scan: &Scan, mentions: &mut Vec<Mention>) {
    let signed: Vec<Range<usize>> = byline_lines(scan)
        .into_iter()
        .flat_map(|(_, names)| names)
        .collect();
    // «Quỳnh Lưu» signs, wherever it may lie
    let place = |mention: &Mention| matches!(mention.name, Named::Place(_));
    // «- Anh | Thư» signs, and is no one who is called «anh»
    let part = |mention: &Mention| {
        let Range { start, end } = mention.range;
        let longer = |name: &Range<usize>| name.start < start && name.end == end;
        matches!(mention.name, Named::Person) && signed.iter().any(longer)
    };
    mentions
        .retain(|mention| !(place(mention) && signed.contains(&mention.range) || part(mention)));
    let taken = taken(scan, mentions);
    let free = |name: &Range<usize>| is_free(&taken, name);
    let names = signed.into_iter().filter(free);
    mentions.extend(names.map(Mention::person));
}

/// Lines that are nothing but names, near the article's text, with the names.
fn byline_lines(scan: &Scan) -> Vec<(Range<usize>, Vec<Range<usize>>)> {
    let lines = scan.text.lines();
    let prose: Vec<bool> = lines
        .iter()
        .map(|line| line.len() > BYLINE * 2 && !scan.page[line.start])
        .collect();
    let Some(first) = prose.iter().position(|&prose| prose) else {
        return Vec::new();
    };
    let last = prose.iter().rposition(|&prose| prose).unwrap_or(first);
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let near = index < first && first - index <= 4
            || index > last && index - last <= 4
            || index > first && index < last && prose[index - 1];
        if prose[index] || !near || line.len() > BYLINE {
            continue;
        }
        let (at, announced) = author_cue(scan, line.start);
        let sure = announced || index > last && index - last <= SIGNATURE;
        let mut names = name_list(scan, at, line.end, sure);
        names.extend(partner(scan, &names, line.end));
        let Some(end) = names.last().map(|name| name.end) else {
            continue;
        };
        // «Nguyên Hoa | 23/10/2022 15:37», «Lệ Sương (Đài Truyền thanh huyện)», «Lê Hoa 15:37», «Lê Hoa - Cán bộ …»
        let titled = scan.title(end + 1).is_some() || is_body(scan, end + 1..line.end);
        let closed = end == line.end
            || scan.is(end, Kind::Number)
            || (scan.is_dash(end) || scan.text.is_sign(end, '/')) && titled
            // «QUỐC THỊNH | thực hiện»
            || scan.guide_is(end, Guide::Photo) == Some(line.end)
            || matches!(scan.sign(end), '|' | '(' | '.' | '/' | '-' | '–')
                && (end + 1 == line.end
                    || !scan.is_capital(end + 1)
                    || scan.text.is_sign(end, '('));
        if closed {
            found.push((line.clone(), names));
        }
    }
    found
}

/// «Thanh Hùng - | Văn Tẻo»: whoever signs behind a dash that ends a line, with a syllable of no table.
fn partner(scan: &Scan, names: &[Range<usize>], end: usize) -> Option<Range<usize>> {
    let dash = names.last()?.end;
    let name = dash + 1..end;
    let syllable = |i: usize| scan.is_capital(i) && is_syllable(scan.word(i));
    let signs = scan.is_dash(dash) && (2..=3).contains(&name.len()) && name.clone().all(syllable);
    let other = || {
        scan.text.hit(name.start, Class::Organization).is_some()
            || scan.title(name.start).is_some()
            || place::recognize(scan, name.start).is_some()
            || place_name::known_name(scan, name.start, |_| true).is_some()
    };
    (signs && scan.name(name.start).is_some() && !other()).then_some(name)
}

/// Where the names of a line that begins at `start` begin, and whether words announce them: «Bài, ảnh: | Lan Anh»,
/// «Ghi chép của | Lan Anh».
fn author_cue(scan: &Scan, start: usize) -> (usize, bool) {
    if let Some(end) = scan.guide_is(start, Guide::Author) {
        return (end, true);
    }
    let Some(end) = scan.guide_is(start, Guide::Photo) else {
        return (start, false);
    };
    let colon = scan.text.is_sign(end, ':');
    (end + usize::from(colon), colon)
}

/// «Khả Lê», «Cẩm Lệ - Đài TT-TH huyện» behind words that announce who signs or right below the text: whatever it is called
/// elsewhere, it signs.
fn signed(scan: &Scan, start: usize, limit: usize) -> Option<Range<usize>> {
    let capitals = (start..limit).take_while(|&i| scan.is_capital(i));
    let end = start + capitals.count();
    let name = start..end;
    let syllable = |i: usize| is_syllable(scan.word(i)) && scan.word(i).chars().count() > 1;
    let province = place_name::known_name(scan, start, |unit| unit.code.len() == 2);
    // «ĐOÀN NHẠN»: a family name too
    let body = |hit: &Hit| hit.end() > start + 1 || scan.name(start) != Some(NameRole::Family);
    let other = scan.text.hit(start, Class::Chrome).is_some()
        || scan
            .text
            .hit(start, Class::Organization)
            .is_some_and(|hit| body(&hit))
        || scan
            .title(start)
            .is_some_and(|(_, title)| title > start + 1 || scan.name(start).is_none())
        || scan.is_stop(start)
        || scan
            .text
            .hit(start, Class::Place)
            .is_some_and(|hit| hit.end() >= end)
        || scan.guide_is(start, Guide::NoPerson) == Some(end)
        || province.is_some_and(|province| province == name);
    let known = !scan.is_shouted(start) || scan.name(start).is_some();
    let signs = (2..=3).contains(&name.len()) && name.clone().all(syllable);
    (signs && known && !other).then_some(name)
}

/// Whether a range is one body; its area may not be read as long as the line counts as one of the page.
fn is_body(scan: &Scan, range: Range<usize>) -> bool {
    let body = organization::recognize(scan, range.start, true);
    matches!(body, Some(Read::Name(body)) if range.end.saturating_sub(body.range.end) <= AREA)
}

/// Pen names joined by dashes, commas or «và»; where it is `sure` that names stand there, also those of places.
fn name_list(scan: &Scan, start: usize, limit: usize, sure: bool) -> Vec<Range<usize>> {
    let name_at = |at: usize| {
        pen_name(scan, at)
            .filter(|name| name.end <= limit && is_pen_name(scan, name, false))
            .or_else(|| signed(scan, at, limit).filter(|_| sure))
    };
    let mut names = Vec::new();
    let mut at = start;
    while at < limit {
        let Some(name) = name_at(at) else {
            break;
        };
        at = name.end;
        names.push(name);
        let next = if at < limit && matches!(scan.sign(at), '-' | '–' | ',') {
            at + 1
        } else {
            scan.guide_is(at, Guide::And).unwrap_or(limit)
        };
        at = next;
    }
    names
}

/// «Ảnh: Trọng Đức/TTXVN», «(ảnh: Vân Sơn)».
fn credits(scan: &Scan, mentions: &mut Vec<Mention>) {
    let taken = taken(scan, mentions);
    let mut found = Vec::new();
    for i in 0..scan.text.len() {
        let Some(end) = scan
            .guide_is(i, Guide::Photo)
            .filter(|&end| scan.text.is_sign(end, ':'))
        else {
            continue;
        };
        found.extend(
            name_list(scan, end + 1, scan.text.len(), false)
                .into_iter()
                .filter(|name| is_free(&taken, name)),
        );
    }
    mentions.extend(found.into_iter().map(Mention::person));
}

/// The author's name after the last full stop of a text that came on one line.
fn signature(scan: &Scan, mentions: &mut Vec<Mention>) {
    let taken = taken(scan, mentions);
    for line in scan
        .text
        .lines()
        .iter()
        .filter(|line| line.len() > BYLINE && !scan.page[line.start])
    {
        let from = line.end.saturating_sub(BYLINE);
        let is_initial = |i: usize| {
            scan.text.is_sign(i, '.')
                && scan.is(i - 1, Kind::Word)
                && scan.word(i - 1).chars().count() == 1
        };
        let stop = (from..line.end).rev().find(|&i| {
            matches!(scan.sign(i), '.' | '…' | '"' | '”' | '?' | '!')
                && i + 1 < line.end
                && scan.is_capital(i + 1)
                && !scan.text.is_glued(i + 1)
                && !is_initial(i)
        });
        let Some(stop) = stop else { continue };
        let names = name_list(scan, stop + 1, line.end, false);
        let Some(end) = names.last().map(|name| name.end) else {
            continue;
        };
        if end == line.end
            || scan.text.is_sign(end, '(')
            || scan.text.is_sign(end, '/')
            || end + 1 == line.end
        {
            let free = |name: &Range<usize>| is_free(&taken, name);
            mentions.extend(names.into_iter().filter(free).map(Mention::person));
        }
    }
}

/// Every other place where a full name of the article is written.
fn again(scan: &Scan, mentions: &mut Vec<Mention>) {
    let full =
        |mention: &&Mention| matches!(mention.name, Named::Person) && mention.range.len() > 1;
    let names = mentions.iter().filter(full);
    let known: FxHashSet<String> = names.map(|name| scan.folded(name.range.clone())).collect();
    let first: FxHashSet<u32> = mentions
        .iter()
        .filter(full)
        .map(|name| scan.text.token(name.range.start).key)
        .collect();
    let taken = taken(scan, mentions);
    let begins = |i: &usize| {
        scan.is_capital(*i)
            && first.contains(&scan.text.token(*i).key)
            && !scan.page[*i]
            && !taken[*i]
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for i in (0..scan.text.len()).filter(begins) {
        let is_known = |range: &Range<usize>| {
            let one_line = range.clone().skip(1).all(|j| scan.continues(j));
            let free = range.end <= scan.text.len() && is_free(&taken, range);
            free && one_line && known.contains(&scan.folded(range.clone()))
        };
        let after_last = found.last().is_none_or(|last| last.end <= i);
        let longest = (2..=LONGEST)
            .rev()
            .map(|len| i..i + len)
            .filter(|_| after_last);
        found.extend(longest.into_iter().find(is_known));
    }
    mentions.extend(found.into_iter().map(Mention::person));
}

/// The last two syllables of a full name, apart from other capitals: «Đức Anh» after «Đỗ Đức Anh».
fn pairs(scan: &Scan, mentions: &mut Vec<Mention>) {
    let full = mentions
        .iter()
        .filter(|mention| matches!(mention.name, Named::Person) && mention.range.len() > 2);
    let known: FxHashSet<(&str, &str)> = full
        .map(|name| (scan.word(name.range.end - 2), scan.word(name.range.end - 1)))
        .collect();
    let taken = taken(scan, mentions);
    let fits = |i: &usize| {
        let i = *i;
        scan.is_capital(i)
            && scan.continues_capital(i + 1)
            && known.contains(&(scan.word(i), scan.word(i + 1)))
            && !taken[i]
            && !taken[i + 1]
            && !scan.page[i]
            && !scan.continues_capital(i + 2)
            && (i == 0 || !scan.continues(i) || !scan.is_capital(i - 1))
            && (i == 0 || scan.kind(i - 1).is_none())
            && !scan.follows(i, Guide::Street)
            && place::bare(scan, i).is_none()
            && scan.text.hit(i, Class::Organization).is_none()
    };
    let found: Vec<usize> = (0..scan.text.len()).filter(fits).collect();
    mentions.extend(found.into_iter().map(|i| Mention::person(i..i + 2)));
}

/// The given name alone, inside a sentence and apart from other capitals: «Hưng khai nhận» after «Trần Quốc Hưng».
fn given(scan: &Scan, mentions: &mut Vec<Mention>) {
    let full = mentions
        .iter()
        .filter(|mention| matches!(mention.name, Named::Person) && mention.range.len() > 1);
    // «Theo Q., …» behind «Đỗ Văn Q.»
    let stop = |i: usize| scan.text.is_sign(i, '.') && scan.text.is_glued(i);
    let given = full.map(|name| {
        let stopped = stop(name.range.end - 1);
        (
            scan.word(name.range.end - 1 - usize::from(stopped)),
            stopped,
        )
    });
    let known: FxHashMap<&str, bool> = given.collect();
    pairs(scan, mentions);
    let taken = taken(scan, mentions);
    let fits = |i: &usize| {
        let i = *i;
        // «247 đảng viên nhận | Huy hiệu»: a term of several words
        let term = || {
            let longer = |hit: &Hit| hit.end() > i + 1;
            !scan.is_capital(i + 1) && scan.text.hits_at(i).iter().any(longer)
        };
        if !scan.is_capital(i) || !known.contains_key(scan.word(i)) || term() {
            return false;
        }
        // «Hưng khai nhận» also where a sentence begins, for a verb follows
        let opens = (scan.starts_sentence(i) || i > 0 && scan.text.is_sign(i - 1, ';'))
            && scan.is_stop(i + 1);
        let inside = i > 0
            && scan.continues(i)
            && (scan.is(i - 1, Kind::Word)
                || scan.text.is_sign(i - 1, ',') && scan.is(i + 1, Kind::Word));
        let leads = |at: usize| {
            let cue = scan.text.hit(at, Class::Stance);
            cue.is_some_and(|cue| cue.end() == i)
        };
        let apart = (inside || opens)
            && i > 0
            // «Anh Pao», «Theo Pao» at the beginning of a sentence
            && (!scan.is_capital(i - 1)
                || scan.starts_sentence(i - 1)
                    && (scan.title_ending(i, TitleRole::Address) == Some(i - 1) || leads(i - 1)))
            && !scan.continues_capital(i + 1)
            && scan.kind(i - 1).is_none()
            && scan.kind(i).is_none()
            && !scan.follows(i, Guide::Street);
        apart
            && !scan.is_all_caps(i)
            && !taken[i]
            && !scan.page[i]
            && scan.text.hit(i, Class::Organization).is_none()
            && scan.text.hit(i, Class::Place).is_none()
    };
    let found: Vec<usize> = (0..scan.text.len()).filter(fits).collect();
    mentions.extend(found.into_iter().map(|i| {
        let stopped = known[scan.word(i)] && stop(i + 1);
        Mention::person(i..i + 1 + usize::from(stopped))
    }));
}

/// Whether a word can be one Vietnamese syllable: consonants, one group of vowels, a final consonant.
pub(super) fn is_syllable(word: &str) -> bool {
    let folded = super::text::fold(word);
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| {
        matches!(
            c,
            'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
        )
    };
    let first = letters.iter().position(vowel).unwrap_or(letters.len());
    let vowels = letters[first..].iter().take_while(|c| vowel(c)).count();
    let rest: String = letters[first + vowels..].iter().collect();
    let foreign = letters.iter().any(|c| matches!(c, 'f' | 'j' | 'w' | 'z'));
    !foreign
        && first <= 3
        && (1..=3).contains(&vowels)
        && matches!(
            rest.as_str(),
            "" | "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t"
        )
}
