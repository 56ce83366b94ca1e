//! Bare names of districts and communes that their company tells: «Hà Lam có 350 hộ, Bình Tú 400 hộ, Bình Giang 137 hộ»,
//! «ở Pleiku», «Lục Ngạn: Nhiều hộ thoát nghèo».

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::gazetteer::{Gazetteer, Level, UnitId, name_key};
use super::lexicon::Class;
use super::mention::{Mention, Named, Scan, is_free, taken};
use super::naming::{Guide, KindRole, KnownRole};
use super::place::Place;
use super::place_name::known_name;
use super::text::Kind;

/// Fewest names of a list that tell each other.
const LIST: usize = 3;
/// Longest name that no table knows, in syllables.
const LONGEST_UNKNOWN: usize = 3;
/// Most tokens that say something of one name before the next.
const LONGEST_GAP: usize = 16;
/// Most small words between the comma and the name: «tiếp đến lần lượt là».
const LONGEST_LEAD: usize = 6;

/// A name that may be a place, or surely is one.
#[derive(Debug)]
struct Item<'a> {
    range: Range<usize>,
    sure: bool,
    /// Whether a title or a word of streets, films and prizes announces it.
    announced: bool,
    /// The units of that name; none where it is sure anyway.
    units: &'a [UnitId],
}

impl Item<'_> {
    /// Whether the gazetteer has the name, or an earlier rule read it.
    fn is_known(&self) -> bool {
        self.sure || !self.units.is_empty()
    }

    /// Whether some unit of the name is a district or a province.
    fn is_district(&self, gazetteer: &Gazetteer) -> bool {
        let above = |id: &UnitId| gazetteer.unit(*id).level() != Level::Commune;
        self.units.iter().any(above)
    }

    /// The codes of the provinces that units of the name lie in.
    fn provinces(&self, gazetteer: &Gazetteer) -> FxHashSet<&'static str> {
        let outermost = |&id: &UnitId| gazetteer.outer(id, None).last().unwrap_or(id);
        let units = self.units.iter();
        units.map(|id| gazetteer.unit(outermost(id)).code).collect()
    }
}

/// Adds the bare names that stand in a list of such names or behind a word of place.
pub fn complete(scan: &Scan, mentions: &mut Vec<Mention>) {
    let items = items(scan, mentions);
    let mut by_end: Vec<&Mention> = mentions.iter().collect();
    by_end.sort_by_key(|mention| mention.range.end);
    let mut found = Vec::new();
    let mut start = 0;
    while start < items.len() {
        let linked = items[start..]
            .windows(2)
            .take_while(|pair| links(scan, pair[0].range.end, pair[1].range.start))
            .count();
        let list = &items[start..=start + linked];
        let told = is_told(scan, list) && !follows_other(scan, list, &by_end);
        if !list.iter().any(|item| item.announced)
            && (told || is_located(scan, list) || heads(scan, list))
        {
            found.extend(list.iter().filter(|item| !item.sure));
        }
        start += linked + 1;
    }
    let places = found
        .into_iter()
        .map(|item| Place::bare(item.range.clone()));
    mentions.extend(places.map(Mention::place));
}

/// The places of the text and the names that may be places, in the order of the text.
fn items<'a>(scan: &Scan<'a>, mentions: &[Mention]) -> Vec<Item<'a>> {
    let unit = |place: &Place| {
        let listed = place.role(scan).is_none_or(KindRole::is_settlement);
        // «Tháp Mười» is a district and no tower
        listed
            || known_name(scan, place.range.start, |_| true).is_some_and(|name| name == place.range)
    };
    let mut items: Vec<Item> = mentions
        .iter()
        .filter_map(|mention| match &mention.name {
            Named::Place(place) if place.name.is_some() && unit(place) => {
                Some(item(scan, place.range.clone(), true))
            }
            _ => None,
        })
        .collect();
    let taken = taken(scan, mentions);
    let mut i = 0;
    while i < scan.text.len() {
        let free = !taken[i] && !scan.page[i] && scan.is_capital(i) && !scan.is_shouted(i);
        match free
            .then(|| candidate(scan, i, &taken).or_else(|| unknown(scan, i, &taken)))
            .flatten()
        {
            Some(name) => {
                i = name.end;
                items.push(item(scan, name, false));
            }
            None => i += 1,
        }
    }
    items.sort_by_key(|item| item.range.start);
    items
}

fn item<'a>(scan: &Scan<'a>, range: Range<usize>, sure: bool) -> Item<'a> {
    let key = || name_key(scan.text.slice(range.clone()));
    Item {
        sure,
        announced: !sure && is_announced(scan, range.start),
        units: if sure {
            &[]
        } else {
            scan.lexicon.gazetteer.keyed(&key())
        },
        range,
    }
}

/// «phố Minh Khai», «anh Hòa An»: whether the word before tells that the name is no place of a list.
fn is_announced(scan: &Scan, i: usize) -> bool {
    scan.follows(i, Guide::Street) || scan.text.hits_ending(i, Class::Title).next().is_some()
}

/// Two or three capitals at `i` that no table knows and that a list may show to be a place.
fn unknown(scan: &Scan, i: usize, taken: &[bool]) -> Option<Range<usize>> {
    let limit = scan.text.len().min(i + LONGEST_UNKNOWN + 1);
    let run = i..(i + 1..limit)
        .find(|&j| !scan.continues_capital(j))
        .unwrap_or(limit);
    // «Riêng | Đăk Tô»
    let inner = || known_name(scan, i + 1, |_| true).is_some_and(|name| name.end == run.end);
    let apart = (i == 0 || !scan.continues(i) || !scan.is_capital(i - 1)) && !inner();
    let free = is_free(taken, &run);
    let other = run
        .clone()
        .any(|j| scan.is_all_caps(j) && scan.word(j).chars().count() > 1)
        || scan.begins_full_name(i)
        || scan.title(i).is_some()
        || scan.field(i).is_some()
        || scan.kind(i).is_some()
        || scan.guide(i).is_some()
        || [Class::Organization, Class::Place, Class::Document]
            .iter()
            .any(|&class| scan.text.hit(i, class).is_some());
    ((2..=LONGEST_UNKNOWN).contains(&run.len()) && apart && free && !other).then_some(run)
}

/// A name of the gazetteer at `i` that stands apart from other capitals and is no person, body or street.
fn candidate(scan: &Scan, i: usize, taken: &[bool]) -> Option<Range<usize>> {
    let name = known_name(scan, i, |_| true)?;
    let district = known_name(scan, i, |unit| unit.level() != Level::Commune)
        .is_some_and(|district| district == name);
    let opens =
        |at: usize| (scan.starts_sentence(at) || !scan.continues(at)) && scan.name(at).is_none();
    let before = i > 0 && scan.continues(i) && scan.is_capital(i - 1) && !taken[i - 1];
    let apart = (!before || opens(i - 1)) && !scan.continues_capital(name.end);
    // a family name begins few districts: «Phan Thiết»
    let person = scan.begins_person(i) && !district;
    let other = |hit: Option<super::lexicon::Hit>| hit.is_some_and(|hit| hit.end() >= name.end);
    let spoken =
        other(scan.text.hit(i, Class::Organization))
            || other(scan.text.hit(i, Class::Field))
            || other(scan.text.hit(i, Class::Place).filter(|hit| {
                scan.lexicon.naming.places[hit.entry()].data.role == KnownRole::None
            }));
    // one syllable says too little, unless it is none of Vietnamese names: «Pleiku»
    let long =
        name.len() > 1 || district && scan.name(i).is_none() && scan.word(i).chars().count() > 2;
    let free = is_free(taken, &name);
    (apart && long && free && !person && !spoken).then_some(name)
}

/// Whether the words between two names lead from the one to the other: a comma or «và», each name with its own number
/// or none.
fn links(scan: &Scan, end: usize, start: usize) -> bool {
    let gap = end..start;
    if gap.is_empty() || gap.len() > LONGEST_GAP || scan.has_capital(gap.clone()) {
        return false;
    }
    let splits = |i: usize| {
        matches!(scan.sign(i), ',' | ';')
            || gap.len() == 1 && scan.is_dash(i)
            || scan.guide_is(i, Guide::And).is_some()
    };
    let number = gap.clone().any(|i| scan.is(i, Kind::Number));
    let line = !scan.continues(start);
    let Some(last) = gap.clone().rev().find(|&i| splits(i)) else {
        return line && number;
    };
    let lead = start - last - 1;
    let told = gap.start..last;
    if scan.text.sentence_of(end) != scan.text.sentence_of(start) && !number {
        return false;
    }
    if number {
        lead <= LONGEST_LEAD
    } else {
        told.is_empty() && (lead == 0 || scan.guide_is(last, Guide::And) == Some(start))
    }
}

/// Whether the names of a list tell each other: all are districts, or all lie in one province. A few may be known to no
/// table where each has its number.
fn is_told(scan: &Scan, list: &[Item]) -> bool {
    if list.len() < LIST {
        return false;
    }
    let known = || list.iter().filter(|item| item.is_known());
    let names: FxHashSet<Range<usize>> = known().map(|item| item.range.clone()).collect();
    let few = list.len() - known().count();
    if names.len() < LIST || few > 0 && !(few * 2 < names.len() && are_numbered(scan, list)) {
        return false;
    }
    let gazetteer = &scan.lexicon.gazetteer;
    let provinces = known().filter(|item| !item.sure);
    let provinces: Vec<_> = provinces.map(|item| item.provinces(gazetteer)).collect();
    let shared = |code: &&str| provinces.iter().all(|others| others.contains(*code));
    known().all(|item| item.sure || item.is_district(gazetteer))
        || provinces
            .first()
            .is_some_and(|first| first.iter().any(shared))
}

/// «Trần Văn An 200.000 đồng, | Bảo Lâm 500.000 đồng», «phố Bạch Mai, | Đại La»: whether the list goes on one of
/// persons, streets or schools.
fn follows_other(scan: &Scan, list: &[Item], by_end: &[&Mention]) -> bool {
    let start = list[0].range.start;
    let near = by_end.partition_point(|mention| mention.range.end + LONGEST_GAP < start)
        ..by_end.partition_point(|mention| mention.range.end < start);
    by_end[near].iter().any(|mention| {
        let end = mention.range.end;
        let other = match &mention.name {
            Named::Person => true,
            Named::Organization(_) => start == end + 1,
            Named::Place(place) => place.role(scan).is_some_and(KindRole::is_feature),
            Named::Document(_) => false,
        };
        other && links(scan, end, start)
    })
}

/// Whether a number stands between every two names of a list.
fn are_numbered(scan: &Scan, list: &[Item]) -> bool {
    list.windows(2)
        .all(|pair| (pair[0].range.end..pair[1].range.start).any(|i| scan.is(i, Kind::Number)))
}

/// «Lục Ngạn: Nhiều hộ thoát nghèo»: a district that a headline begins with.
fn heads(scan: &Scan, list: &[Item]) -> bool {
    let name = &list[0].range;
    list.len() == 1
        && name.len() > 1
        && !scan.continues(name.start)
        && scan.text.is_sign(name.end, ':')
        && scan.continues(name.end)
        && list[0].is_district(&scan.lexicon.gazetteer)
}

/// «ở Pleiku», «tại Gia Nghĩa và Cư Jút»: districts behind a word of place, the last one perhaps of no table.
fn is_located(scan: &Scan, list: &[Item]) -> bool {
    let fits = |(index, item): (usize, &Item)| {
        let joined =
            || scan.guide_is(list[index - 1].range.end, Guide::And) == Some(item.range.start);
        item.sure
            || item.is_district(&scan.lexicon.gazetteer)
            || index > 0 && !item.is_known() && joined()
    };
    scan.is_led_to(list[0].range.start) && list.iter().enumerate().all(fits)
}
