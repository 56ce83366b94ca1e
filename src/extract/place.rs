//! Turns class nouns with names («quận Nam Từ Liêm», «sông Tô Lịch»), names of the gazetteer and lists of them into places.
//!
//! The end of a name is the end of the longest name of the gazetteer, so that «phường Láng Thượng Phạm Thị Hồng Hải»
//! parts into a ward and a person.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::gazetteer::{self, Level, UnitId, name_key};
use super::lexicon::{Class, Hit};
use super::mention::{Mention, Named, Scan, is_free, taken};
use super::naming::{Guide, KindRole, KnownRole};
use super::organization;
use super::person::is_syllable;
use super::place_name::{
    LONGEST_UNKNOWN, day, for_each_prefix, joined_name, known_name, road_name, unit_name,
};
use super::text::{Kind, fold};

/// Most words of a village's craft.
const LONGEST_CRAFT: usize = 3;

/// Most words from «xã» to «nhất»: «xã biên giới xa nhất».
const LONGEST_TRAIT: usize = 4;

/// The sides that something may lie on.
const SIDES: [&str; 4] = ["đông", "tây", "nam", "bắc"];

/// A place as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// All its tokens.
    pub range: Range<usize>,
    /// The class noun, if one stands before the name or, in a list, before the first name.
    pub kind: Option<usize>,
    /// The name without the class noun; none for «huyện» in «UBND huyện».
    pub name: Option<Range<usize>>,
}

impl Place {
    /// What its class noun is a class of.
    pub(super) fn role(&self, scan: &Scan) -> Option<KindRole> {
        Some(scan.lexicon.naming.kinds[self.kind?].data.role)
    }

    /// A name without a class noun.
    pub fn bare(name: Range<usize>) -> Self {
        Self {
            range: name.clone(),
            kind: None,
            name: Some(name),
        }
    }
}

/// The place, or the list of places, that begins at `i`.
pub fn recognize(scan: &Scan, i: usize) -> Option<Vec<Mention>> {
    if let Some(place) = with_kind(scan, i) {
        let mut places = vec![Mention::place(place)];
        more(scan, &mut places);
        return Some(places);
    }
    if let Some(places) = listed(scan, i) {
        return Some(places);
    }
    bare(scan, i)
        .or_else(|| shaped(scan, i))
        .map(|place| vec![place])
}

/// «Tháp Mười»: a district whose name begins as that of a site or a hamlet would.
fn shaped(scan: &Scan, i: usize) -> Option<Mention> {
    let (_, kind, end) = scan.kind(i)?;
    let name = known_name(scan, i, |unit| unit.level() == Level::District)?;
    let site = matches!(kind.role, KindRole::Site | KindRole::Village);
    (site && scan.is_capital(i) && name.end > end && is_alone(scan, name.clone()))
        .then(|| Mention::place(Place::bare(name)))
}

/// A class noun and a name.
pub(super) fn with_kind(scan: &Scan, i: usize) -> Option<Place> {
    chained(scan, i, 2).filter(|place| !is_of_many(scan, place))
}

/// «các xã biên giới | Tây Giang»: one name behind a plural of communes is the district that they lie in.
fn is_of_many(scan: &Scan, place: &Place) -> bool {
    let Some((kind, name)) = place.kind.zip(place.name.as_ref()) else {
        return false;
    };
    let commune = scan.lexicon.naming.kinds[kind]
        .data
        .unit
        .is_some_and(|kind| level(kind) == Level::Commune);
    let district = || known_name(scan, name.start, |unit| unit.level() == Level::District);
    // «5 tỉnh | Tây Nguyên»: the provinces of a region
    let unit = scan.lexicon.naming.kinds[kind].data.unit;
    if unit == Some(gazetteer::Kind::Province) && is_region(scan, name.start) {
        return true;
    }
    commune
        && scan.follows(place.range.start, Guide::Plural)
        && joint(scan, name.end).is_none_or(|next| !scan.is_capital(next))
        && district().is_some_and(|district| district == *name)
}

/// A class noun before up to `depth` others and a name.
fn chained(scan: &Scan, i: usize, depth: usize) -> Option<Place> {
    let (entry, kind, end) = scan.kind(i)?;
    if is_no_class(scan, i) {
        return None;
    }
    let place = area(scan, i).filter(|place| place.name.is_some());
    if place.is_some() {
        return place;
    }
    if let Some(name) = craft(scan, i, end) {
        return Some(Place {
            range: i..name.end,
            kind: Some(entry),
            name: Some(name),
        });
    }
    let inner = scan.kind(end).map(|(_, inner, _)| inner.role);
    // «nước | sông Vàng Danh»: water, not a country
    let water = scan.lexicon.naming.kinds[entry].id == "country" && inner.is_some();
    // «khu vực | núi Bà Đen», «khu vực | quốc lộ 6»: where something is, and no name of its own
    if water || kind.vague && inner.is_some_and(KindRole::is_feature) {
        return None;
    }
    // «các khu công nghiệp | tỉnh Thanh Hóa», «ngã ba | thị trấn Mường Khến»: what the area has, and no name of its own
    let in_area = inner == Some(KindRole::Unit);
    if let Some(place) = own_site(scan, i).filter(|_| in_area) {
        return Some(place);
    }
    let many = in_area && (scan.follows(i, Guide::Plural) || kind.role.is_feature());
    let inside = i > 0 && scan.kind(i - 1).is_some_and(|(_, _, end)| end > i);
    let nests = matches!(
        kind.role,
        KindRole::Region | KindRole::Site | KindRole::Road
    );
    if many || inside || !nests {
        return None;
    }
    // «vùng đồng bằng sông Hồng»: a class noun before another, or before a known region
    let inner = depth
        .checked_sub(1)
        .and_then(|depth| chained(scan, end, depth))
        .or_else(|| match bare(scan, end)?.name {
            Named::Place(place) => Some(place),
            _ => None,
        })?;
    Some(Place {
        range: i..inner.range.end,
        kind: Some(entry),
        name: Some(end..inner.range.end),
    })
}

/// «làng hương | Quán Hương», «làng mây tre đan | Phú Vinh»: the name of a village behind its craft; not «làng nhạc Việt Nam».
fn craft(scan: &Scan, i: usize, end: usize) -> Option<Range<usize>> {
    let small = |&at: &usize| {
        let other = scan.is_verb(at) || scan.is_stop(at) || scan.kind(at).is_some();
        let told = scan.guide(at).is_some() || scan.title(at).is_some();
        scan.continues(at) && scan.is(at, Kind::Word) && !scan.is_capital(at) && !other && !told
    };
    let at = (end..end + LONGEST_CRAFT).take_while(small).last()? + 1;
    let name = unit_name(scan, at, None, false).filter(|_| scan.is_capital(at))?;
    let person = scan.begins_full_name(at) || scan.title(at).is_some();
    let known = bare(scan, at).is_some() || scan.is_all_caps(at);
    // «làng nghề chạm bạc Đồng Xâm» is where a trade is
    let village = scan.says(i, &["làng"]) && end == i + 1;
    (village && name.len() <= 3 && !person && !known).then_some(name)
}

/// Whether the class noun at `i` belongs to something else: a person, a team, a name of the gazetteer, or no name at all.
fn is_no_class(scan: &Scan, i: usize) -> bool {
    let Some((entry, kind, end)) = scan.kind(i) else {
        return true;
    };
    // «Hồ Văn Vinh» is no lake
    let person = scan.begins_full_name(i) && scan.is_middle_name(i + 1);
    // «(tổ | Kim Bảng)»: the delegates of a district
    let team = scan.text.is_sign(i.wrapping_sub(1), '(') && scan.folded(i..end) == fold("tổ");
    // «ngõ | vùng Tây Bắc»: a lane somewhere
    let lane = || {
        let inner = scan.kind(end);
        kind.role == KindRole::Road
            && inner.is_some_and(|(_, inner, _)| inner.role == KindRole::Region)
    };
    person
        || kind.vague && is_around(scan, end)
        || team && delegates(scan, end).is_some()
        || begins_unit(scan, i)
        || kind.role == KindRole::Road && ends_unit(scan, i)
        || lane()
        || scan.lexicon.naming.kinds[entry].id == "country" && is_no_country(scan, end)
}

/// «Bến Tre» is a province, no landing; «Sóc Trăng» no hamlet, «Tháp Mười» no tower.
fn begins_unit(scan: &Scan, i: usize) -> bool {
    let Some((_, kind, end)) = scan.kind(i) else {
        return false;
    };
    let district = matches!(kind.role, KindRole::Site | KindRole::Village);
    let known = || {
        known_name(scan, i, |unit| match unit.level() {
            Level::Province => true,
            Level::District => district,
            Level::Commune => false,
        })
    };
    (kind.role == KindRole::Road || district)
        && scan.is_capital(i)
        && scan.is_capital(end)
        && known().is_some_and(|name| !scan.continues_capital(name.end))
}

/// «Cam | Lộ 1 xã»: whether the word at `i` goes on a name of the gazetteer.
fn ends_unit(scan: &Scan, i: usize) -> bool {
    i > 0
        && scan.continues_capital(i)
        && scan.is_capital(i - 1)
        && known_name(scan, i - 1, |_| true).is_some_and(|name| name.end > i)
}

/// «Sân vận động | thị xã»: a site that has a capital inside a sentence is the area's own.
fn own_site(scan: &Scan, i: usize) -> Option<Place> {
    let (entry, kind, end) = scan.kind(i)?;
    let own = kind.role == KindRole::Site
        && end > i + 1
        && scan.is_capital(i)
        && !organization::starts(scan, i)
        && !scan.is_shouted(i);
    let inner = bare_area(scan, end).filter(|_| own)?;
    Some(Place {
        range: i..inner.range.end,
        kind: Some(entry),
        name: Some(end..inner.range.end),
    })
}

/// «khu vực | TP Huế», «khu vực | miền Nam»: where something is, before an area with its own class noun.
fn is_around(scan: &Scan, end: usize) -> bool {
    scan.kind(end).is_some_and(|(_, inner, next)| {
        let part = || scan.folded(end..next) == fold("miền");
        inner.role == KindRole::Unit
            || part()
                && scan
                    .text
                    .hit(end, Class::Place)
                    .is_some_and(|hit| hit.end() > next)
    })
}

/// «các nước | EU»: members of a body; «vài nước | Đông Âu»: those of a region; «cấp nước | Thái Bình»: water.
fn is_no_country(scan: &Scan, end: usize) -> bool {
    scan.is_all_caps(end) && scan.text.hit(end, Class::Organization).is_some()
        || is_region(scan, end)
        || known_name(scan, end, |unit| unit.level() == Level::Province).is_some()
}

/// Whether a part of the world or of the country stands at `i`.
fn is_region(scan: &Scan, i: usize) -> bool {
    let hit = scan.text.hit(i, Class::Place);
    hit.is_some_and(|hit| scan.lexicon.naming.places[hit.entry()].data.role == KnownRole::Region)
}

/// «(tổ | Kim Bảng)»: the district, alone in the bracket, whose delegates are a team.
fn delegates(scan: &Scan, i: usize) -> Option<Range<usize>> {
    known_name(scan, i, |unit| unit.level() == Level::District)
        .filter(|name| name.len() > 1 && scan.text.is_sign(name.end, ')'))
}

/// Most tokens from «giống» to the code of a variety.
const VARIETIES: usize = 12;

/// A class noun of an area with its name, or bare: «huyện» in «UBND huyện».
pub fn area(scan: &Scan, i: usize) -> Option<Place> {
    let (entry, kind, mut end) = scan.kind(i)?;
    let short = scan.is_capital(i) && end <= i + 2 && scan.word(i).chars().count() <= 2;
    if short && scan.text.is_sign(end, '.') {
        end += 1;
    }
    // «Khu công nghiệp (KCN) | Đồng Văn II»
    if let Some(code) =
        organization::bracketed_code(scan, end).filter(|&end| scan.continues_capital(end))
    {
        end = code;
    }
    // «Cửa khẩu quốc tế đường bộ số II | Kim Thành»
    if kind.guarded && scan.word(end) == "số" && scan.continues_capital(end + 2) {
        end += 2;
    }
    // after «TP.» or «P.» only a name that is known: a sentence may end there, or a person begin
    let letter = scan.word(i).chars().count() == 1;
    let abbreviated =
        short && (letter || scan.text.is_sign(end - 1, '.') && !scan.text.is_glued(end));
    // «bãi biển | TP Tuy Hòa»
    let town = scan.is_all_caps(end)
        && scan
            .kind(end)
            .is_some_and(|(_, inner, _)| inner.role == KindRole::Unit);
    let name = match kind.role {
        KindRole::Road if town => between(scan, end),
        role if town && role.is_feature() => None,
        KindRole::Unit => unit_name(scan, end, kind.unit, abbreviated),
        // «khu A» is a part of a site
        KindRole::Village => unit_name(scan, end, None, abbreviated).filter(|_| {
            scan.folded(i..end) != fold("khu")
                || scan.word(end).chars().count() > 1
                || scan.is(end, Kind::Number)
        }),
        // «vùng I» is a class of wages
        // nor is «khu vực FDI» a place
        KindRole::Region => joined_name(scan, end, 3).filter(|name| {
            let code = name.len() == 1
                && scan.is_all_caps(end)
                && !scan.is_shouted(end)
                && scan.text.hit(end, Class::Place).is_none()
                && scan.text.hit(end, Class::Organization).is_none();
            !code && !is_numeral(scan, name)
        }),
        KindRole::Road => road_name(scan, i, end),
        KindRole::None => None,
        KindRole::Site if day(scan, end).is_some() => day(scan, end).map(|last| end..last),
        KindRole::Nature => joined_name(scan, end, LONGEST_UNKNOWN),
        // «Khách sạn Mường Thanh Luxury Quảng Ninh»
        KindRole::Site => joined_name(scan, end, LONGEST_UNKNOWN + 2),
    };
    let name = name.map(|name| side(scan, kind.role, name));
    // «P.V» signs what a reporter wrote
    let name = name.filter(|name| {
        !letter || scan.word(name.end - 1).chars().count() > 1 || scan.is(name.start, Kind::Number)
    });
    // «giống lúa Khang dân 18, | Q5 |»
    let variety = |i: usize| matches!(scan.word(i), "giống" | "Giống" | "lúa");
    let grown = || (i.saturating_sub(VARIETIES)..i).any(variety);
    let name = name.filter(|name| !(letter && scan.text.is_glued(name.start) && grown()));
    if name.is_none() && scan.text.is_sign(end - 1, '.') {
        end -= 1;
    }
    let range = i..name.as_ref().map_or(end, |name| name.end);
    Some(Place {
        range,
        kind: Some(entry),
        name,
    })
}

/// «cao tốc | TP.HCM - Long Thành»: the ends of a road, the first a town with its class noun.
fn between(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let town = area(scan, i).filter(|town| town.name.is_some())?.range;
    let other = town.end + 1;
    let dash = scan.is_dash(town.end) && scan.continues(town.end) && scan.continues_capital(other);
    let last = joined_name(scan, other, LONGEST_UNKNOWN).filter(|_| dash)?;
    Some(i..last.end)
}

/// «Khu đô thị Bắc | sông Tân An», «Khu dân cư Nam | TP Hà Tĩnh»: a site that has its name from the side of what it lies on; not
/// «thôn Đông | xã Vũ Trung».
fn side(scan: &Scan, role: KindRole, name: Range<usize>) -> Range<usize> {
    let sides = name.clone().take_while(|&at| scan.says(at, &SIDES)).count();
    let of = name.start + sides;
    let beside = scan.kind(of).filter(|(_, of, _)| match role {
        KindRole::Site => of.role.is_feature() || of.role == KindRole::Unit,
        KindRole::Village => of.role.is_feature(),
        _ => false,
    });
    let inner = beside
        .filter(|_| sides > 0 && scan.continues(of))
        .and_then(|_| area(scan, of)?.name);
    inner.map_or(name.clone(), |inner| name.start..inner.end.max(name.end))
}

/// Whether a country of the list that goes on at `i` stands right before its joint.
fn follows_country(scan: &Scan, i: usize) -> bool {
    let joint = i.wrapping_sub(1);
    scan.joins(joint, i)
        && (1..=2).any(|words| {
            let country = joint
                .checked_sub(words)
                .and_then(|at| scan.text.hit(at, Class::Place));
            country.is_some_and(|hit| hit.end() == joint && scan.is_country(hit.start as usize))
        })
}

/// «các thị trường EU, | Anh, Hàn Quốc»: whether a short name at `i` stands in a list of countries.
pub(super) fn is_listed_country(scan: &Scan, i: usize) -> bool {
    let next = i + 2;
    let before_country = scan.text.is_sign(i + 1, ',')
        && scan.text.hit(next, Class::Place).is_some_and(|hit| {
            scan.lexicon.naming.places[hit.entry()].data.role == KnownRole::Country
        });
    before_country || scan.is_country(i) && follows_country(scan, i)
}

/// Whether a name is a Roman numeral.
fn is_numeral(scan: &Scan, name: &Range<usize>) -> bool {
    name.len() == 1
        && scan
            .word(name.start)
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// A bare area that belongs to a body: «tỉnh» in «UBND tỉnh», not «xã» in «UBND xã, phường».
pub fn bare_area(scan: &Scan, i: usize) -> Option<Place> {
    let place = area(scan, i)?;
    let (_, kind, _) = scan.kind(i)?;
    if place.name.is_some() {
        return kind.role.is_settlement().then_some(place);
    }
    if kind.role != KindRole::Unit || scan.word(i).chars().count() == 1 {
        return None;
    }
    let next = place.range.end;
    let next = next + usize::from(scan.text.is_sign(next, ','));
    let listed = next > place.range.end
        && scan.kind(next).is_some_and(|(_, kind, end)| {
            let body = scan.text.hit(next, Class::Organization);
            kind.role == KindRole::Unit && body.is_none_or(|body| body.end() <= end)
        })
        && area(scan, next).is_some_and(|place| place.name.is_none());
    (!listed).then_some(place)
}

/// Names that follow in a list: «xã Quảng Tín và Đăk Ru», «các thôn Thuận Hòa, Thuận Tân».
fn more(scan: &Scan, places: &mut Vec<Mention>) {
    let Named::Place(first) = &places[0].name else {
        return;
    };
    let (Some(kind), mut end) = (first.kind, first.range.end) else {
        return;
    };
    let data = scan.lexicon.naming.kinds[kind].data.clone();
    let open = data.role == KindRole::Village;
    // «các khu công nghiệp Hòa Xá, | Bảo Minh»
    let sites = data.role == KindRole::Site && scan.follows(first.range.start, Guide::Plural);
    if !open && !sites && data.role != KindRole::Unit {
        return;
    }
    // «các xã Trung Sơn (huyện Ba Vì), Pú Hồng»: a plural announces names of no table too
    let announced = scan.follows(first.range.start, Guide::Plural)
        || scan.is(first.range.start.wrapping_sub(1), Kind::Number);
    while let Some(start) = bracketed(scan, end, places)
        .or_else(|| joint(scan, end))
        .filter(|&start| scan.continues(start) && !scan.page[start])
    {
        let known = known_name(scan, start, |unit| {
            data.unit.is_none_or(|kind| {
                // «huyện nghèo của tỉnh Thanh Hóa, | Bá Thước»: no province
                let commune = level(kind) != Level::Province && unit.level() == Level::Commune;
                level(kind) == unit.level() || commune
            })
        });
        let village = || {
            let run = unit_name(scan, start, None, false).filter(|run| open && run.len() <= 3)?;
            (!scan.begins_person(start)).then_some(run)
        };
        let body = || {
            matches!(
                organization::recognize(scan, start, false),
                Some(organization::Read::Name(_))
            )
        };
        let unknown = || {
            let run = unit_name(scan, start, data.unit, false).filter(|_| announced && !body())?;
            (run.len() <= 3 && !scan.begins_person(start) && !scan.text.is_sign(run.end, ':'))
                .then_some(run)
        };
        let site = || {
            let run = joined_name(scan, start, 3).filter(|_| sites)?;
            let other = scan.kind(start).is_some()
                || scan.title(start).is_some()
                || scan.begins_person(start)
                || !scan.is_all_caps(start) && body();
            (!other).then_some(run)
        };
        // «Tại thành phố Pleiku, | Thanh tra tỉnh»
        let known =
            known.filter(|name| !scan.continues_capital(name.end) && (name.len() > 1 || !body()));
        let name = village().or_else(site).or(known).or_else(unknown);
        // «huyện Gio Linh, | Quảng Trị»: the province, though a town bears its name too
        let outer =
            |name: &Range<usize>| !announced && province(scan, start).as_ref() == Some(name);
        let name = name.filter(|name| !scan.continues_capital(name.end) && !outer(name));
        let Some(name) = name else {
            return;
        };
        end = name.end;
        places.push(Mention::place(Place {
            range: name.clone(),
            kind: Some(kind),
            name: Some(name),
        }));
    }
}

/// The token where a list goes on behind a bracket that tells where the last name lies; the places in it are read too.
fn bracketed(scan: &Scan, open: usize, places: &mut Vec<Mention>) -> Option<usize> {
    // «Yên Khê, Châu Khê (Con Cuông); Tam Quang»
    let bare =
        || known_name(scan, open + 1, |unit| unit.level() == Level::District).map(Place::bare);
    let inner = with_kind(scan, open + 1)
        .or_else(bare)
        .filter(|place| scan.text.is_sign(open, '(') && scan.text.is_sign(place.range.end, ')'))?;
    let close = inner.range.end;
    let group = scan.text.is_sign(close + 1, ';').then_some(close + 2);
    let next = joint(scan, close + 1)
        .or(group)
        .filter(|&next| scan.is_capital(next))?;
    places.push(Mention::place(inner));
    Some(next)
}

/// A list that its class noun announces: «5 huyện: Tuy Phước, Phù Mỹ», «các huyện vùng cao Mù Cang Chải, Trạm Tấu».
fn listed(scan: &Scan, i: usize) -> Option<Vec<Mention>> {
    let (entry, data, end) = scan.kind(i)?;
    // «14 bản: Nậm Cấu, Nậm Củm»
    if data.role == KindRole::Village && scan.text.is_sign(end, ':') {
        let many = scan.follows(i, Guide::Plural) || scan.is(i.wrapping_sub(1), Kind::Number);
        let first = unit_name(scan, end + 1, None, false).filter(|name| {
            many && name.len() <= 3 && scan.is_capital(end + 1) && !scan.begins_full_name(end + 1)
        })?;
        let mut places = vec![Mention::place(Place {
            range: first.clone(),
            kind: Some(entry),
            name: Some(first),
        })];
        more(scan, &mut places);
        return (places.len() > 1).then_some(places);
    }
    let kind = data.unit?;
    // «huyện miền núi | A Lưới»
    let relief = scan.guide_is(end, Guide::Relief);
    let start = relief.unwrap_or(end + usize::from(scan.text.is_sign(end, ':')));
    if start == end || !scan.continues(start) {
        return None;
    }
    let name = known_name(scan, start, |unit| level(kind) == unit.level()).or_else(|| {
        let run = relief.and_then(|start| unit_name(scan, start, Some(kind), false))?;
        (run.len() > 1 && run.len() <= 3 && scan.is_capital(start)).then_some(run)
    })?;
    let mut place = Place {
        range: i..name.end,
        kind: Some(entry),
        name: Some(name.clone()),
    };
    if is_of_many(scan, &place) {
        return Some(vec![Mention::place(Place::bare(name))]);
    }
    place.range = name;
    let mut places = vec![Mention::place(place)];
    more(scan, &mut places);
    Some(places)
}

/// The token after a comma, «và» or a dash between the names of a list.
fn joint(scan: &Scan, i: usize) -> Option<usize> {
    if !scan.continues(i) {
        return None;
    }
    if matches!(scan.sign(i), ',' | '-' | '–') {
        return Some(i + 1);
    }
    scan.guide_is(i, Guide::And)
}

pub(super) fn level(kind: gazetteer::Kind) -> Level {
    match kind {
        gazetteer::Kind::Province => Level::Province,
        gazetteer::Kind::City
        | gazetteer::Kind::UrbanDistrict
        | gazetteer::Kind::RuralDistrict
        | gazetteer::Kind::Town => Level::District,
        _ => Level::Commune,
    }
}

/// A name of the tables that needs no class noun.
pub fn bare(scan: &Scan, i: usize) -> Option<Mention> {
    let name = of_table(scan, i)
        .or_else(|| scan.is_capital(i).then(|| defined(scan, i)).flatten())
        .or_else(|| district(scan, i))
        .or_else(|| province(scan, i))?;
    Some(Mention::place(Place::bare(name)))
}

/// A country, a region or a city of the table of places.
fn of_table(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let hit = scan
        .text
        .hit(i, Class::Place)
        .filter(|hit| scan.has_capital(i..hit.end()))?;
    let name = i..hit.end();
    let role = scan.lexicon.naming.places[hit.entry()].data.role;
    let sure = match role {
        KnownRole::None => false,
        KnownRole::Short => is_short_country(scan, &name),
        // «Bắc Trung bộ»
        _ => {
            scan.has_capital(name.end - 1..name.end)
                || name.len() > 2
                    && scan.word(name.end - 1) == "bộ"
                    && scan.has_capital(name.end - 2..name.end)
        }
    };
    // «hệ tọa độ VN 2000»
    let code = scan.is_all_caps(i) && name.len() == 1 && scan.is(name.end, Kind::Number)
        || is_domain(scan, i)
        || is_day(scan, i);
    let longer = || {
        known_name(scan, i, |unit| unit.level() == Level::Province)
            .is_some_and(|known| known.end > name.end)
    };
    // «nước Cộng hòa …» begins in a small letter
    let state = role == KnownRole::Country && scan.is_capital(i + 1);
    let capital = scan.is_capital(i) || role == KnownRole::Region || state;
    (sure && !code && capital && !longer()).then_some(name)
}

/// «sang Mỹ», «khách Đức»: whether a country of one syllable, which may be a given name, is meant.
fn is_short_country(scan: &Scan, name: &Range<usize>) -> bool {
    let guests = are_guests(scan, name.start);
    (guests || is_alone(scan, name.clone()))
        && !scan.continues_capital(name.end)
        && !scan.is_shouted(name.start)
        && (guests
            || scan.is_located(name.start)
            || scan.text.is_sign(name.end, ',')
            // «sang Mỹ, Đức và | Pháp»
            || follows_country(scan, name.start)
            || is_market(scan, name.end))
}

/// «chuyển vào | Quy Nhơn», «Ở | Hoài Nhơn», «(tổ | Kim Bảng)»: a district behind a word that leads to it; not «với Thanh Hà».
fn district(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let named = || {
        known_name(scan, i, |unit| unit.level() == Level::District)
            .filter(|name| name.len() > 1 && is_alone(scan, name.clone()) && !scan.begins_person(i))
    };
    let led = scan.is_led_to(i).then(named).flatten();
    let name = led.or_else(|| acting(scan, i)).or_else(|| {
        let team = i > 1 && scan.text.is_sign(i - 2, '(') && fold(scan.word(i - 1)) == fold("tổ");
        team.then(|| delegates(scan, i)).flatten()
    })?;
    let province = known_name(scan, i, |unit| unit.level() == Level::Province);
    province
        .is_none_or(|other| other.end < name.end)
        .then_some(name)
}

/// «Sa Pa | đón 28.500 lượt khách», «trong tháng, Đà Lạt | có …»: a district that opens a clause and does or has something, by
/// a name that no person bears.
fn acting(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let opens = scan.starts_sentence(i) || i > 0 && scan.text.is_sign(i - 1, ',');
    let name = known_name(scan, i, |unit| unit.level() == Level::District)
        .filter(|name| opens && name.len() > 1 && is_alone(scan, name.clone()))?;
    let person = scan.begins_person(i) || name.clone().all(|i| scan.name(i).is_some());
    let end = name.end + usize::from(matches!(scan.word(name.end), "đã" | "hiện" | "đang"));
    let acts = matches!(scan.word(end), "có" | "đạt" | "còn") || scan.is_verb(end);
    (!person && acts && scan.continues(end)).then_some(name)
}

/// A province, where its name is not a part of a person's, a paper's or a district's.
fn province(scan: &Scan, i: usize) -> Option<Range<usize>> {
    // «HàNam - Sáng nay»: so a paper signs
    let glued = || scan.word(i).chars().skip(1).any(char::is_uppercase) && !scan.is_all_caps(i);
    if !scan.continues(i) && scan.is_dash(i + 1) && glued() {
        return None;
    }
    let name = known_name(scan, i, |unit| unit.level() == Level::Province).filter(|name| {
        name.len() > 1 || is_alone(scan, name.clone()) || scan.begins_person(name.end)
    })?;
    let split = scan.begins_person(name.end)
        || !scan.continues_capital(name.end)
        || scan.is_shouted(i)
        || scan.title(name.end).is_some();
    let person = scan.begins_person(i) && scan.continues_capital(i + 2) && !split;
    let code = scan.is_all_caps(i) && name.len() == 1 && scan.word(i).chars().count() < 5;
    // «Điện Biên Đông» is a district
    let longer = known_name(scan, i, |unit| unit.level() == Level::District)
        .is_some_and(|district| district.end > name.end && !scan.continues_capital(district.end));
    (!person && !code && !longer).then_some(name)
}

/// «Khách | Đức»: where those who buy or visit are from.
fn are_guests(scan: &Scan, i: usize) -> bool {
    i > 0 && scan.continues(i) && scan.says(i - 1, &["khách"])
}

/// «ngày Nhà giáo | Việt Nam»: the end of a day's name.
fn is_day(scan: &Scan, i: usize) -> bool {
    (3..=5).any(|back| {
        let day = |start: usize| {
            scan.says(start, &["ngày"])
                && scan.is_capital(start + 1)
                && (start + 1..=i).all(|at| scan.continues(at) && scan.is(at, Kind::Word))
        };
        i.checked_sub(back).is_some_and(day)
    })
}

/// «VOV. | VN»: the end of an address is no country.
fn is_domain(scan: &Scan, i: usize) -> bool {
    let text = scan.text;
    i > 1 && text.is_sign(i - 1, '.') && text.is_glued(i) && text.is_glued(i - 1)
}

/// «Mỹ | (vẫn) là thị trường lớn nhất», «Sơn Động | là huyện vùng cao»: what stands before is told to be an area.
fn is_defined(scan: &Scan, i: usize, area: impl Fn(usize) -> bool) -> bool {
    let still = i + usize::from(matches!(scan.word(i), "vẫn" | "cũng" | "hiện"));
    scan.continues(still) && scan.word(still) == "là" && area(still + 1)
}

/// «Sơn Động | là huyện vùng cao», «Pa Vệ Sủ | là xã biên giới»: the name of an area before its class, in no table perhaps
/// if it is a commune.
fn defined(scan: &Scan, i: usize) -> Option<Range<usize>> {
    let unknown = || {
        let run = i..(i..scan.text.len().min(i + LONGEST_UNKNOWN + 1))
            .skip(1)
            .find(|&j| !scan.continues_capital(j))?;
        let commune = scan.kind(run.end + 1).is_some_and(|(_, kind, _)| {
            use gazetteer::Kind::{Commune, Ward};
            matches!(kind.unit, Some(Commune | Ward)) && scan.word(run.end) == "là"
        });
        (run.len() > 1 && commune && !scan.begins_full_name(i)).then_some(run)
    };
    let name = known_name(scan, i, |unit| unit.level() != Level::Commune).or_else(unknown)?;
    let unit = |at| {
        scan.kind(at)
            .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit)
    };
    (name.len() > 1 && is_alone(scan, name.clone()) && is_defined(scan, name.end, unit))
        .then_some(name)
}

/// «Pa Vệ Sủ | là xã biên giới», «Như Xuân | là một trong những huyện nghèo», «Hang Chú | , xã xa nhất huyện»: the class of area
/// that a name is told to be of; not «Tại Tà Xùa | , huyện đã làm đường».
pub(super) fn class_behind(scan: &Scan, i: usize) -> Option<usize> {
    let among = ["một", "trong", "những", "các"];
    let start = i + 1;
    let many = (start..start + among.len())
        .take_while(|&at| scan.continues(at) && among.contains(&scan.word(at)))
        .count();
    let at = start + many;
    let (kind, data, end) = scan.kind(at)?;
    let most = |from| {
        let mut words = (from..from + LONGEST_TRAIT).take_while(|&i| scan.continues(i));
        words.any(|i| scan.word(i) == "nhất")
    };
    let one = many > 0 && scan.word(start) == "một";
    let beside = scan.text.is_sign(i, ',') && !scan.is_capital(end) && (one || most(end));
    let told = scan.word(i) == "là" && scan.continues(at);
    (data.role == KindRole::Unit && (told || beside)).then_some(kind)
}

fn is_market(scan: &Scan, i: usize) -> bool {
    scan.continues(i) && scan.guide_is(i, Guide::Holds).is_some()
        || is_defined(scan, i, |at| {
            matches!(
                scan.word(at),
                "thị" | "nước" | "quốc" | "nơi" | "đối" | "nhà"
            )
        })
}

/// A country between an office and its holder or where he is posted: «Tổng thống Mỹ Joe Biden», «Đại sứ Mỹ tại Việt Nam».
pub fn country(scan: &Scan, i: usize) -> Option<Mention> {
    let goes_on = |at: usize| {
        scan.continues_capital(at) || scan.continues_capital(at + 1) && scan.says(at, &["tại"])
    };
    let hit = scan
        .text
        .hit(i, Class::Place)
        .filter(|hit| scan.is_capital(i) && goes_on(hit.end()))?;
    let role = scan.lexicon.naming.places[hit.entry()].data.role;
    let range = i..hit.end();
    matches!(role, KnownRole::Country | KnownRole::Short)
        .then(|| Mention::place(Place::bare(range)))
}

/// «Thống đốc tỉnh Kanagawa | Kuroiwa Yuji», «Thị trưởng thành phố San Francisco | Daniel Lurie»: foreign words behind an office
/// are a place of the table, or of one word, and the two of who leads it.
pub(super) fn before_holder(scan: &Scan, mention: Mention) -> Mention {
    let Named::Place(place) = &mention.name else {
        return mention;
    };
    let Some(name) = place.name.clone() else {
        return mention;
    };
    let foreign =
        |i: usize| scan.is(i, Kind::Word) && !is_syllable(scan.word(i)) && scan.name(i).is_none();
    let area = matches!(place.role(scan), Some(KindRole::Unit | KindRole::Region));
    let table = scan.text.hit(name.start, Class::Place).map(Hit::end);
    let unknown = foreign(name.start) && known_name(scan, name.start, |_| true).is_none();
    let end = table.unwrap_or(name.start + 1);
    let fits = area && end + 2 == name.end && (table.is_some() || unknown);
    if !fits || !(end..name.end).any(foreign) {
        return mention;
    }
    Mention::place(Place {
        range: place.range.start..end,
        kind: place.kind,
        name: Some(name.start..end),
    })
}

/// Whether a capital stands before `i`; not the word that opens a sentence: «Riêng | Chiêm Hóa», «Tại | Sa Pa».
fn continues_name(scan: &Scan, i: usize) -> bool {
    if i == 0 || !scan.continues(i) || !scan.is_capital(i - 1) {
        return false;
    }
    let cue = scan.text.hit(i - 1, Class::Stance);
    let leads = cue.is_some_and(|cue| cue.end() == i) || matches!(scan.word(i - 1), "Với" | "Về");
    !(scan.starts_sentence(i - 1) && leads)
}

/// Whether neither neighbor on the line is a capital word.
fn is_alone(scan: &Scan, range: Range<usize>) -> bool {
    let before = range.start > 0
        && scan.continues(range.start)
        && scan.is_capital(range.start - 1)
        && !scan.starts_sentence(range.start - 1);
    !before && !scan.continues_capital(range.end)
}

/// What an article tells of names with which places are meant again without their class noun.
struct Known {
    /// Keys of the names.
    names: FxHashSet<String>,
    /// Keys of the countries of one syllable among them: «Nga».
    short: FxHashSet<String>,
    /// Codes of the districts and provinces that it names.
    codes: FxHashSet<&'static str>,
}

impl Known {
    fn of(scan: &Scan, mentions: &[Mention]) -> Self {
        let key = |range: &Range<usize>| name_key(scan.text.slice(range.clone()));
        // «Núi Thành» again, after a list has told what it is
        let told = |mention: &&Mention| matches!(&mention.name, Named::Place(place) if place.kind.is_none() && place.range.len() > 1);
        // «Nga» stands for the country wherever the article has once said so
        let is_short = |mention: &&Mention| {
            let hit = scan.text.hit(mention.range.start, Class::Place);
            hit.is_some_and(|hit| {
                scan.lexicon.naming.places[hit.entry()].data.role == KnownRole::Short
                    && matches!(mention.name, Named::Place(_))
            })
        };
        let told = mentions.iter().filter(told);
        let short = mentions.iter().filter(is_short);
        let short: FxHashSet<String> = short.map(|mention| key(&mention.range)).collect();
        let mut known = Self {
            names: told.map(|mention| key(&mention.range)).collect(),
            codes: FxHashSet::default(),
            short,
        };
        known.names.extend(known.short.iter().cloned());
        let settlement = |place: &Place| place.role(scan).is_some_and(KindRole::is_settlement);
        for mention in mentions {
            let place = match &mention.name {
                Named::Place(place) => {
                    Some(place).filter(|place| settlement(place) || is_province(scan, place))
                }
                Named::Organization(body) => body.area.as_ref(),
                _ => None,
            };
            if let Some(name) = place.and_then(|place| place.name.as_ref()) {
                known.note(scan, key(name));
            }
        }
        known
    }

    /// Notes a name that a class noun tells, with the units that bear it.
    fn note(&mut self, scan: &Scan, key: String) {
        let gazetteer = &scan.lexicon.gazetteer;
        let units = gazetteer.keyed(&key).iter().map(|&id| gazetteer.unit(id));
        let above = units.filter(|unit| unit.level() != Level::Commune);
        self.codes.extend(above.map(|unit| unit.code));
        if !key.is_empty() && !key.chars().all(|c| c.is_ascii_digit()) {
            self.names.insert(key);
        }
    }

    /// The longest such name at `i`, or that of a unit in a district or province of the article.
    fn name(&self, scan: &Scan, i: usize) -> Option<Range<usize>> {
        let gazetteer = &scan.lexicon.gazetteer;
        let mut best = None;
        for_each_prefix(scan, i, |end, key| {
            let words = (i..end).filter(|&j| scan.is(j, Kind::Word)).count();
            let near = |id: &UnitId| {
                words > 1
                    && gazetteer
                        .outer(*id, None)
                        .any(|outer| self.codes.contains(gazetteer.unit(outer).code))
            };
            let country = self.short.contains(key) && scan.title(i).is_none();
            let single = words == 1 && !scan.is_located(i) && !country;
            if !single && (self.names.contains(key) || gazetteer.keyed(key).iter().any(near)) {
                best = Some(i..end);
            }
        });
        best
    }

    /// Adds the names that the mentions of a text leave out.
    fn complete(&self, scan: &Scan, mentions: &mut Vec<Mention>) {
        let taken = taken(scan, mentions);
        let mut i = 0;
        while i < scan.text.len() {
            let begins = !scan.page[i]
                && !taken[i]
                && scan.is_capital(i)
                && (taken[i.saturating_sub(1)] || !continues_name(scan, i));
            let name = begins.then(|| self.name(scan, i)).flatten();
            match name.filter(|name| !scan.continues_capital(name.end) && is_free(&taken, name)) {
                Some(name) => {
                    i = name.end;
                    mentions.push(Mention::place(Place::bare(name)));
                }
                None => i += 1,
            }
        }
    }
}

/// Bare names of units that the article names elsewhere with their class noun, or that lie in a district it names.
pub fn complete(scan: &Scan, mentions: &mut Vec<Mention>) {
    let known = Known::of(scan, mentions);
    around(scan, mentions);
    known.complete(scan, mentions);
}

/// The same in a headline, of what its article names: «Nông dân | Bù Đăng | hùn vốn» above «huyện Bù Đăng»; and in the text, of
/// what the headline names and the text only calls «huyện».
pub fn complete_headline(
    headline: &Scan,
    above: &mut Vec<Mention>,
    scan: &Scan,
    mentions: &mut Vec<Mention>,
) {
    let mut known = Known::of(scan, mentions);
    if let Some(name) = spoken_of(headline, above, scan) {
        known.note(headline, name_key(headline.text.slice(name)));
        known.complete(scan, mentions);
        mentions.sort_by_key(|mention| mention.range.start);
    }
    known.complete(headline, above);
    above.sort_by_key(|mention| mention.range.start);
}

/// «| Yên Mô | được mùa lúa xuân» above «Vụ này toàn huyện gieo cấy 7.215 ha»: the name of a unit whose class the text tells without
/// its name; of communes there are too many to be sure without «toàn».
fn spoken_of(headline: &Scan, above: &[Mention], scan: &Scan) -> Option<Range<usize>> {
    let gazetteer = &scan.lexicon.gazetteer;
    let told = |unit: &gazetteer::Unit| {
        (0..scan.text.len()).any(|i| {
            let of = scan.kind(i).filter(|(_, kind, end)| {
                kind.unit == Some(unit.kind) && !scan.continues_capital(*end)
            });
            let whole = i > 0 && scan.says(i - 1, &["toàn", "cả"]);
            of.is_some() && !scan.page[i] && (unit.level() != Level::Commune || whole)
        })
    };
    let taken = taken(headline, above);
    (0..headline.text.len()).find_map(|i| {
        let name = known_name(headline, i, |unit| unit.level() != Level::Province)?;
        let fits = name.len() > 1 && is_alone(headline, name.clone()) && is_free(&taken, &name);
        let units = || gazetteer.named(headline.text.slice(name.clone()));
        (fits && units().any(|id| told(gazetteer.unit(id)))).then_some(name)
    })
}

/// «Đảng bộ xã Hợp Tiến (Mỹ Đức, Hà Nội)»: the units around it stand in brackets behind a unit or a body of one.
fn around(scan: &Scan, mentions: &mut Vec<Mention>) {
    let mut found = Vec::new();
    for mention in mentions.iter() {
        let area = match &mention.name {
            Named::Place(place) => Some(place),
            Named::Organization(body) => body.area.as_ref(),
            _ => None,
        };
        let role = area.and_then(|place| place.role(scan));
        let unit = role.is_some_and(KindRole::is_settlement);
        let open = mention.range.end;
        if !unit || !scan.text.is_sign(open, '(') {
            continue;
        }
        let mut names = Vec::new();
        let mut at = open + 1;
        while let Some(name) = known_name(scan, at, |unit| unit.level() != Level::Commune) {
            let end = name.end;
            names.push(name);
            match scan.sign(end) {
                ',' => {}
                ')' => {
                    found.append(&mut names);
                    break;
                }
                _ => break,
            }
            at = end + 1;
        }
    }
    let taken = taken(scan, mentions);
    found.retain(|name| is_free(&taken, name));
    mentions.extend(
        found
            .into_iter()
            .map(|name| Mention::place(Place::bare(name))),
    );
}

fn is_province(scan: &Scan, place: &Place) -> bool {
    let gazetteer = &scan.lexicon.gazetteer;
    place.name.as_ref().is_some_and(|name| {
        gazetteer
            .named(scan.text.slice(name.clone()))
            .any(|id| gazetteer.unit(id).level() == Level::Province)
    })
}
