//! What the figures of an article can be about: one for each entity, and the areas that only the names of bodies or the
//! headline tell.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::discourse::Names;
use super::gazetteer::{self, Level, UnitId};
use super::lexicon::{Class, Sort};
use super::mention::{Mention, Named, Scan};
use super::naming::{KindRole, StandsFor, Trait};
use super::organization::Organization;
use super::place;
use super::refer;
use super::stance;
use super::text::fold;
use crate::extraction::EntityType;

/// So many provinces stand for the country.
const MANY: u32 = 5;
/// A name of so many words tells its body without an area.
const LONG_NAME: usize = 6;
/// How a private person is called.
pub(super) const ADDRESSES: [&str; 5] = ["ông", "bà", "anh", "chị", "em"];
/// How a family is called, which is never what a whole article is about.
pub(super) const FAMILY: &str = "gia đình ";
/// How a household is called before its head: «hộ ông Trần Văn An».
pub(super) const HOUSEHOLDS: [&str; 5] = [FAMILY, "hộ ", "nhà ", "vợ chồng ", "mẹ con "];
/// The union of countries that others trade with.
const MARKET: &str = "EU";
/// Key of the country itself.
const COUNTRY: &str = "vietnam";

/// Something that figures can be about.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells something of its own"
)]
pub struct About {
    /// The fullest name the article gives; empty for what figures are never about and for an area it does not name.
    pub label: String,
    /// The entity of that name.
    pub entity: Option<usize>,
    /// The official unit it is or serves.
    pub unit: Option<UnitId>,
    /// Administrative units, countries and other areas.
    pub is_area: bool,
    /// Another country, or several.
    pub is_abroad: bool,
    /// Roads, buildings, waters: what is only seldom spoken of for itself.
    pub is_thing: bool,
    /// Entry of the class noun of a place.
    pub(super) kind: Option<usize>,
    /// Entry of the head of a body.
    pub(super) head: Option<usize>,
    /// The first of several areas that are spoken of together.
    pub(super) first: Option<UnitId>,
    /// All of them.
    pub(super) members: Vec<usize>,
    /// The area a body serves.
    pub(super) area: Option<usize>,
    /// The firm, school or hospital it is part of, where its name tells that.
    pub(super) host: Option<usize>,
    /// A place's name without its class noun.
    pub(super) bare: String,
    /// A body's field of work, in the form names are compared in.
    pub(super) field: String,
    /// The letters that shorten it.
    pub(super) letters: Option<String>,
    /// A household whose head speaks for others: it is spoken of in passing.
    pub(super) of_official: bool,
}

impl About {
    /// One whose days are not those that a report speaks of.
    pub(super) fn is_private(&self) -> bool {
        self.is_person() && !self.of_official
    }

    /// A family, or a person who holds no office: «gia đình ông Lê Văn Ba», «chị Lê Thị Hai».
    pub(super) fn is_person(&self) -> bool {
        let head = HOUSEHOLDS
            .iter()
            .find_map(|household| self.label.strip_prefix(household))
            .unwrap_or(&self.label);
        let first = head.split(' ').next().unwrap_or_default();
        self.entity.is_none() && ADDRESSES.contains(&first.to_lowercase().as_str())
    }

    /// Several areas that are spoken of together.
    pub(super) fn is_several(&self) -> bool {
        let nameless = self.entity.is_none() && self.unit.is_none() && self.bare.is_empty();
        self.is_area && nameless && !self.label.is_empty()
    }
}

impl About {
    /// «Hội Nông dân | thành phố»: a body whose name ends with a class noun of areas.
    fn is_named_by(&self, scan: &Scan, kind: usize) -> bool {
        let mut nouns = scan.lexicon.naming.kinds[kind].surfaces.iter();
        let before = |noun: &String| {
            Some(
                self.label
                    .to_lowercase()
                    .strip_suffix(noun.as_str())?
                    .ends_with(' '),
            )
        };
        nouns.any(|noun| before(noun) == Some(true))
    }

    /// «Công an tỉnh»: a body of an area that it does not name, whose figures are those of its own work; an office of
    /// statistics or taxes counts what is others'.
    pub(super) fn serves_unnamed(&self, scan: &Scan) -> bool {
        let kinds = &scan.lexicon.naming.kinds;
        let is_unit = |&kind: &usize| kinds[kind].data.role == KindRole::Unit;
        let acts = |head: usize| scan.lexicon.naming.organizations[head].data.acts;
        self.head.is_some_and(acts)
            && (0..kinds.len())
                .filter(is_unit)
                .any(|kind| self.is_named_by(scan, kind))
    }
}

/// All that the figures of an article can be about.
#[derive(Debug, Default)]
pub(super) struct Abouts {
    /// Those of the entities first, with the entities' indexes.
    pub(super) all: Vec<About>,
    /// The country, if the article names it.
    pub(super) country: Option<usize>,
    /// The words that stand for the country are those of a statement about it.
    pub(super) country_told: bool,
    /// What the headline names, each with its first token there; `usize::MAX` for a place before a colon, which says only where.
    pub(super) headline: Vec<(usize, usize)>,
    /// The headline tells of what is sold abroad.
    pub(super) is_trade: bool,
    /// How often each is named, an area also inside the names of bodies.
    pub(super) named: Vec<usize>,
    areas: FxHashMap<Area, usize>,
}

/// What two names of one area have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Area {
    Unit(UnitId),
    Name(String),
}

/// Reads the names of an article and of its headline.
pub(super) fn read(names: Names, headline: Names) -> Abouts {
    let told: FxHashSet<String> = [names, headline].into_iter().flat_map(places_of).collect();
    let mut abouts = Abouts::default();
    abouts.entities(names, &told);
    abouts.serve(names, &told);
    abouts.named_above(names, headline, &told);
    abouts
}

/// The names of places in a text, by themselves and inside the names of bodies, in the form names are compared in.
fn places_of(names: Names<'_>) -> impl Iterator<Item = String> + '_ {
    names.mentions.iter().filter_map(move |mention| {
        let place = match &mention.name {
            Named::Place(place) => place,
            Named::Organization(body) => body.area.as_ref()?,
            Named::Person | Named::Document(_) => return None,
        };
        Some(names.scan.folded(place.name.clone()?))
    })
}

/// «Agribank Phú Thọ» above a text on «Ngân hàng … (Agribank) Chi nhánh tỉnh Phú Thọ».
fn coded(names: Names, headline: &Scan, body: &Organization) -> Option<usize> {
    let area = refer::area_name(headline, body)?;
    let wanted = Some((headline.folded(body.head_range.clone()), area));
    let same = |mention: &Mention| match &mention.name {
        Named::Organization(body) => refer::inner_name(names.scan, body) == wanted,
        _ => false,
    };
    let at = names.mentions.iter().position(same)?;
    Some(names.joined.of_mention[at])
}

/// Whether figures can be about what a mention names: a body with a name or an area, a place.
fn is_able(scan: &Scan, mention: &Mention) -> bool {
    match &mention.name {
        Named::Organization(body) => {
            body.head_range.end < body.range.end
                || body.area.is_some()
                || body.head.is_none()
                || scan.word(body.range.start) == MARKET
                || body.range.len() > 3
                // «TAND hai cấp»
                || body.head_range.len() > 2 && scan.is_all_caps(body.range.start)
                || is_short(scan, body)
                // «Petrolimex», «Hội Nông dân»
                || body.has(scan, Trait::Proper)
        }
        Named::Place(_) => true,
        Named::Person | Named::Document(_) => false,
    }
}

/// «NHCSXH»: the letters of a name so long that it is one body's only.
fn is_short(scan: &Scan, body: &Organization) -> bool {
    let name = body
        .head
        .and_then(|head| scan.lexicon.naming.organizations[head].data.name.as_ref());
    body.range.len() == 1
        && scan.is_all_caps(body.range.start)
        && name.is_some_and(|name| name.split(' ').count() >= LONG_NAME)
}

/// The fullest name of an entity that the article gives: without the area that only its outlet tells.
fn label(names: Names, entity: usize, told: &FxHashSet<String>) -> String {
    let record = &names.joined.entities[entity];
    let written = || record.mentions.iter().map(|mention| mention.text.as_str());
    let gazetteer = &names.scan.lexicon.gazetteer;
    let is_told = names.joined.places[entity]
        .is_none_or(|unit| told.contains(&fold(gazetteer.unit(unit).name)));
    let longest = || written().rev().max_by_key(|text| text.chars().count());
    let fullest = if is_told || written().any(|text| text == record.name) {
        &record.name
    } else {
        longest().unwrap_or_default()
    };
    // «ĐÀ NẴNG» of a heading
    let shouted = |text: &str| text.contains(' ') && text == text.to_uppercase();
    let unit = names.joined.places[entity].map(|unit| gazetteer.unit(unit).name);
    let alike = |text: &&str| !shouted(text) && fold(text) == fold(fullest);
    let spoken = || written().chain(unit).find(alike);
    let label = if shouted(fullest) { spoken() } else { None };
    label.unwrap_or(fullest).to_owned()
}

/// Where a text speaks of «cả nước».
fn country_in(scan: &Scan) -> Option<Range<usize>> {
    let stand_ins = &scan.lexicon.naming.stand_ins;
    let whole = scan.text.hits().iter().find(|hit| {
        hit.class == Class::StandIn && stand_ins[hit.entry()].data.of == StandsFor::Country
    })?;
    Some(whole.start as usize..whole.end())
}

/// «17 tỉnh, thành»: more than a few, and not those of one region («5 tỉnh miền Trung»).
fn counts_provinces(headline: &Scan) -> bool {
    (1..headline.text.len()).any(|i| {
        let many = || {
            headline
                .word(i - 1)
                .parse()
                .is_ok_and(|count: u32| count >= MANY)
        };
        let all = || {
            i + 1 == headline.text.len()
                || matches!(headline.sign(i + 1), ',' | ':' | '.' | ';')
                || headline.word(i + 1) == "thành"
        };
        headline.word(i) == "tỉnh" && many() && all()
    })
}

/// The kind of area that a head begins with: «huyện» of «Huyện ủy».
fn implied_kind(scan: &Scan, head: usize) -> Option<(usize, String)> {
    let head = &scan.lexicon.naming.organizations[head].data;
    let (noun, _) = head.name.as_ref()?.split_once(' ')?;
    let noun = noun.to_lowercase();
    let kinds = &scan.lexicon.naming.kinds;
    let kind = kinds
        .iter()
        .position(|kind| kind.data.role == KindRole::Unit && kind.surfaces.contains(&noun))?;
    Some((kind, noun))
}

/// A unit, under its official name.
fn official(scan: &Scan, id: UnitId) -> About {
    let unit = scan.lexicon.gazetteer.unit(id);
    let kinds = &scan.lexicon.naming.kinds;
    About {
        label: format!("{} {}", unit.kind.noun().to_lowercase(), unit.name),
        unit: Some(id),
        is_area: true,
        kind: kinds
            .iter()
            .position(|kind| kind.data.unit == Some(unit.kind)),
        bare: unit.name.to_owned(),
        ..About::default()
    }
}

impl Abouts {
    /// «toàn thành phố» in an article about «Hội Nông dân thành phố» that never says which: what the body reports.
    pub(super) fn serve_unnamed(&mut self, scan: &Scan, topic: usize) {
        let body = self.all[topic].clone();
        if body.is_area || body.head.is_none() || body.label.is_empty() {
            return;
        }
        for about in &mut self.all {
            let unnamed = about.is_area && about.label.is_empty();
            if unnamed && about.kind.is_some_and(|kind| body.is_named_by(scan, kind)) {
                *about = body.clone();
            }
        }
    }

    /// «toàn tỉnh» in an article that names several districts of one province and never the province.
    pub(super) fn name_province(&mut self, scan: &Scan) {
        let gazetteer = &scan.lexicon.gazetteer;
        let is_province = |kind: usize| {
            scan.lexicon.naming.kinds[kind].data.unit == Some(gazetteer::Kind::Province)
        };
        let unnamed = |about: &About| about.is_area && about.label.is_empty();
        let Some(kind) = self
            .all
            .iter()
            .filter(|about| unnamed(about))
            .find_map(|about| about.kind.filter(|&kind| is_province(kind)))
        else {
            return;
        };
        let districts = self
            .all
            .iter()
            .filter(|about| about.is_area && about.entity.is_some());
        let districts = districts
            .filter_map(|about| about.unit)
            .filter(|&unit| gazetteer.unit(unit).level() == Level::District);
        let province = |district: UnitId| {
            gazetteer
                .outer(district, None)
                .find(|&outer| gazetteer.unit(outer).level() == Level::Province)
        };
        let around: Vec<Option<UnitId>> = districts.map(province).collect();
        let Some((&Some(unit), rest)) = around.split_first() else {
            return;
        };
        if rest.is_empty() || rest.iter().any(|&other| other != Some(unit)) {
            return;
        }
        let named = official(scan, unit);
        // only a name that the article gives: that of its town
        let told = |about: &About| about.entity.is_some() && fold(&about.bare) == fold(&named.bare);
        if !self.all.iter().any(told) {
            return;
        }
        for about in &mut self.all {
            if unnamed(about) && about.kind == Some(kind) {
                about.label.clone_from(&named.label);
                about.unit = named.unit;
            }
        }
    }

    /// «Các huyện An Hòa, Bình Lâm vào vụ»: the areas of the headline that are of the topic's level, where they are several.
    pub(super) fn headed_together(&self, scan: &Scan, topic: Option<usize>) -> Vec<usize> {
        let Some(topic) = topic
            .map(|topic| &self.all[topic])
            .filter(|topic| topic.is_area)
        else {
            return Vec::new();
        };
        let level = |about: &About| Some(scan.lexicon.gazetteer.unit(about.unit?).level());
        let alike = |&about: &usize| {
            let about = &self.all[about];
            about.is_area
                && (about.kind.is_some() && about.kind == topic.kind
                    || about.unit.is_some() && level(about) == level(topic))
        };
        let above = self.headline.iter().map(|&(about, _)| about);
        let mut headed: Vec<usize> = above.filter(alike).collect();
        headed.sort_unstable();
        headed.dedup();
        if headed.len() < 2 {
            headed.clear();
        }
        headed
    }

    /// One more; its index.
    pub(super) fn add(&mut self, about: About) -> usize {
        self.all.push(about);
        self.named.push(0);
        self.all.len() - 1
    }

    /// One for each entity; `told` are the names of places that the article gives.
    fn entities(&mut self, names: Names, told: &FxHashSet<String>) {
        let naming = &names.scan.lexicon.naming;
        self.all = vec![About::default(); names.joined.entities.len()];
        self.named = vec![0; self.all.len()];
        for (mention, &entity) in names.mentions.iter().zip(&names.joined.of_mention) {
            let about = &mut self.all[entity];
            self.named[entity] += 1;
            about.entity = Some(entity);
            about.unit = names.joined.places[entity];
            if about.label.is_empty() && is_able(names.scan, mention) {
                about.label = label(names, entity, told);
            }
            match &mention.name {
                Named::Place(place) => {
                    if let Some(name) = &place.name {
                        names
                            .scan
                            .text
                            .slice(name.clone())
                            .clone_into(&mut about.bare);
                    }
                    // «Hang Chú, xã xa nhất huyện» is no cave
                    let told = place::class_behind(names.scan, mention.range.end);
                    about.kind = told.or(about.kind).or(place.kind);
                    about.is_thing = about
                        .kind
                        .is_some_and(|kind| naming.kinds[kind].data.role.is_feature());
                    about.is_area = !about.is_thing;
                    // «Nga Thủy» is a commune
                    about.is_abroad = about.unit.is_none()
                        && names.joined.entities[entity].key != COUNTRY
                        && names.scan.is_country(place.range.start);
                }
                Named::Organization(body) => {
                    about.head = body.head.or(about.head);
                    about.is_thing =
                        body.has(names.scan, Trait::Proper) && body.range == body.head_range;
                    about.is_abroad |= names.scan.word(body.range.start) == MARKET;
                    if about.field.is_empty() {
                        about.field = refer::middle(names.scan, body);
                        about.letters = refer::letters(names.scan, body, false);
                    }
                }
                Named::Person | Named::Document(_) => {}
            }
        }
        for (index, about) in self
            .all
            .iter()
            .enumerate()
            .filter(|(_, about)| about.is_area)
        {
            let unit = about.unit.map(Area::Unit);
            let keys = unit.into_iter().chain([Area::Name(fold(&about.label))]);
            for key in keys {
                self.areas.entry(key).or_insert(index);
            }
        }
        let entities = &names.joined.entities;
        self.country = entities
            .iter()
            .position(|entity| entity.kind == EntityType::Place && entity.key == COUNTRY);
        // «Xuất khẩu cả nước …, Công ty Sao Ta (FIMEX VN)»
        if let Some(country) = self.country.map(|country| &mut self.all[country])
            && country.label.chars().all(char::is_uppercase)
            && let Some(whole) = country_in(names.scan)
        {
            names.scan.text.slice(whole).clone_into(&mut country.label);
        }
    }

    /// The areas that bodies serve and the ventures they are part of: named apart, or only inside the bodies' names.
    fn serve(&mut self, names: Names, told: &FxHashSet<String>) {
        for (mention, &entity) in names.mentions.iter().zip(&names.joined.of_mention) {
            if let Named::Organization(body) = &mention.name {
                if self.all[entity].area.is_none() {
                    self.all[entity].area =
                        self.served(names.scan, body, self.all[entity].unit, told);
                }
                if let Some(area) = self.all[entity].area {
                    self.named[area] += 1;
                }
                // not «BTV | Huyện ủy», which the discourse knows in full
                let naming = &names.scan.lexicon.naming;
                let venture = |host: &&Organization| naming.is_venture(host.head);
                if let Some(host) = body.host.as_deref().filter(venture) {
                    self.all[entity].host = Some(self.hosting(names.scan, host, entity));
                }
            }
        }
    }

    fn served(
        &mut self,
        scan: &Scan,
        body: &Organization,
        unit: Option<UnitId>,
        told: &FxHashSet<String>,
    ) -> Option<usize> {
        let written = body.area.as_ref().filter(|area| area.name.is_some());
        let (key, new) = if let Some(unit) = unit {
            let mut new = official(scan, unit);
            match written.and_then(|area| area.name.clone()) {
                // «TPHCM» is as full as the article says it
                Some(name) if scan.folded(name.clone()) != fold(&new.bare) => {
                    // «TP.HCM», not «HCM»
                    let short = name.clone().all(|i| scan.is_all_caps(i));
                    let whole = written.filter(|_| short).map(|area| area.range.clone());
                    scan.text
                        .slice(whole.unwrap_or(name))
                        .clone_into(&mut new.label);
                }
                None if !told.contains(&fold(&new.bare)) => new.label.clear(),
                _ => {}
            }
            (Area::Unit(unit), new)
        } else {
            let area = written?;
            let label = scan.text.slice(area.range.clone());
            // «Huyện ủy Phong Điền», of which there are two
            let implied = || implied_kind(scan, body.head?);
            let (kind, label) = match area.kind {
                Some(kind) => (kind, label.to_owned()),
                None => implied().map(|(kind, noun)| (kind, format!("{noun} {label}")))?,
            };
            let bare = area.name.clone().map(|name| scan.text.slice(name));
            let new = About {
                label,
                bare: bare.unwrap_or_default().to_owned(),
                is_area: true,
                kind: Some(kind),
                ..About::default()
            };
            (Area::Name(fold(&new.label)), new)
        };
        if let Some(&known) = self.areas.get(&key) {
            return Some(known);
        }
        let index = self.add(new);
        self.areas.insert(key, index);
        Some(index)
    }

    /// «Chi bộ | Công ty CP Hoa Mai»: the firm inside the name of its part.
    fn hosting(&mut self, scan: &Scan, host: &Organization, part: usize) -> usize {
        let label = scan.text.slice(host.range.clone());
        let same = |about: &About| about.head == host.head && about.label == label;
        let known = self.all.iter().position(same);
        let (area, unit) = (self.all[part].area, self.all[part].unit);
        known.unwrap_or_else(|| {
            self.add(About {
                label: label.to_owned(),
                head: host.head,
                area,
                unit,
                ..About::default()
            })
        })
    }

    /// What the headline names: the same as the text does, or something that only it names.
    fn named_above(&mut self, names: Names, headline: Names, told: &FxHashSet<String>) {
        let kinds = &headline.scan.lexicon.naming.kinds;
        for (mention, &entity) in headline.mentions.iter().zip(&headline.joined.of_mention) {
            // «Hội đồng Bầu cử công bố kết quả»: who reports is not whom it is about
            let reports = matches!(mention.name, Named::Organization(_))
                && (stance::reports(headline.scan, mention.range.end)
                    || stance::notes(headline.scan, mention.range.end));
            if !is_able(headline.scan, mention) || reports {
                continue;
            }
            let record = &headline.joined.entities[entity];
            let unit = headline.joined.places[entity];
            let written = headline.scan.folded(mention.range.clone());
            let is_place = record.kind == EntityType::Place;
            let is_same = |about: &About| {
                let same = about.entity.is_some_and(|own| {
                    let own = &names.joined.entities[own];
                    // «Agribank Phú Thọ» above, which the text explains
                    let so_called = || {
                        let mut mentions = own.mentions.iter();
                        !is_place && mentions.any(|mention| fold(&mention.text) == written)
                    };
                    own.kind == record.kind && (own.key == record.key || so_called())
                });
                let place = is_place && about.head.is_none();
                !about.label.is_empty()
                    && (same
                        || place
                            && (unit.is_some() && about.unit == unit
                                || (unit.is_none() || about.unit.is_none())
                                    && (fold(&about.bare) == written
                                        || fold(&about.label) == written)))
            };
            let known = self.all.iter().position(is_same);
            let full = match &mention.name {
                Named::Organization(body) if unit.is_none() => self
                    .in_full(headline.scan, body)
                    .or_else(|| self.spelled(headline.scan, body)),
                Named::Organization(body) => coded(names, headline.scan, body),
                _ => None,
            };
            let known = full.or(known);
            let new = match (&mention.name, unit) {
                (Named::Place(_), Some(unit)) => Some(official(headline.scan, unit)),
                (Named::Place(_), None) if record.key == COUNTRY => Some(About {
                    label: record.name.clone(),
                    is_area: true,
                    ..About::default()
                }),
                // «Xã Quảng Lưu đón chuẩn», of which there are several; a village
                (Named::Place(place), None) => place
                    .name
                    .clone()
                    .zip(place.kind)
                    .filter(|&(_, kind)| kinds[kind].data.role.is_settlement())
                    .map(|(name, kind)| About {
                        label: record.name.clone(),
                        bare: headline.scan.text.slice(name).to_owned(),
                        is_area: true,
                        kind: Some(kind),
                        ..About::default()
                    }),
                (Named::Organization(body), _) => Some(About {
                    label: record.name.clone(),
                    unit,
                    head: body.head,
                    area: self.served(headline.scan, body, unit, told),
                    ..About::default()
                }),
                _ => None,
            };
            let about = known.or_else(|| Some(self.add(new?)));
            // «Quảng Ninh: …» says where, not what; as does «Quảng Ninh: nhiều xã ở Ba Chẽ ngập»
            let place = headline.scan.text.is_sign(mention.range.end, ':');
            let prefixed = self.headline.iter().any(|&(_, at)| at == usize::MAX);
            let before = mention.range.start.checked_sub(1);
            let located = prefixed && before.is_some_and(|i| headline.scan.word(i) == "ở");
            // «Nông dân | Bù Đăng | hùn vốn»
            let opens = stance::is_wrapper(headline.scan, 0) == Some(mention.range.start);
            // «Khu công nghiệp Đồng Văn II: …» is about it
            let area = about.is_some_and(|about| self.all[about].is_area);
            let at = if (place || located) && is_place && area {
                usize::MAX
            } else if opens {
                0
            } else {
                mention.range.start
            };
            self.headline.extend(about.map(|about| (about, at)));
            if record.key == COUNTRY {
                self.country = self.country.or(about);
            }
        }
        let title = headline.scan;
        let trade = |i: usize| title.lexicon.sort(title.text, i, &[Sort::Trade]).is_some();
        self.is_trade = (0..title.text.len()).any(trade);
        self.country_above(headline.scan, names.scan);
        self.named_in_short(headline);
    }

    /// «UBND huyện họp» above a text on «UBND huyện Yên Định»: the body that the text names most of those whose area the headline
    /// leaves out.
    fn in_full(&self, headline: &Scan, body: &Organization) -> Option<usize> {
        let area = body.area.as_ref();
        if area.is_some_and(|area| area.name.is_some()) {
            return None;
        }
        let kind = area.and_then(|area| area.kind);
        let field = refer::middle(headline, body);
        let same = |&about: &usize| {
            let about = &self.all[about];
            let area = about.area.map(|area| &self.all[area]);
            let named = area.is_some_and(|area| !area.label.is_empty());
            about.head.is_some()
                && about.head == body.head
                && about.field == field
                && named
                && (kind.is_none() || kind == area.and_then(|area| area.kind))
        };
        (0..self.all.len())
            .filter(same)
            .max_by_key(|&about| (self.named[about], Reverse(about)))
    }

    /// «Bộ NN&PTNT» above a text on «Bộ Nông nghiệp và Phát triển nông thôn».
    fn spelled(&self, headline: &Scan, body: &Organization) -> Option<usize> {
        let letters = refer::letters(headline, body, true)?;
        let area = body.area.is_some();
        let same = |about: &About| {
            about.head == body.head
                && about.letters.as_ref() == Some(&letters)
                && (!area || about.area.is_some())
        };
        self.all.iter().position(same)
    }

    /// «Xuất khẩu thủy sản cả nước …», «Dịch lan ra 17 tỉnh, thành»: the headline speaks of the country, which the text then
    /// calls so.
    fn country_above(&mut self, headline: &Scan, text: &Scan) {
        let above = country_in(headline).map(|tokens| (headline, tokens.start, tokens));
        let told = || country_in(text).map(|tokens| (text, 1, tokens));
        let counted = || counts_provinces(headline).then(told).flatten();
        let Some((scan, start, tokens)) = above.or_else(counted) else {
            return;
        };
        let country = self.country.unwrap_or_else(|| {
            self.add(About {
                label: scan.text.slice(tokens).to_lowercase(),
                is_area: true,
                ..About::default()
            })
        });
        self.country = Some(country);
        self.country_told = true;
        self.headline.push((country, start));
    }

    /// Areas that only the text tells to be such: «Pa Vệ Sủ ngày mới» above «Pa Vệ Sủ là xã biên giới».
    fn places_above(&mut self, headline: Names) {
        let scan = headline.scan;
        let text = scan.text;
        let free = |i: usize| {
            let named = |mention: &Mention| mention.range.contains(&i);
            let leads =
                i == 0 || matches!(scan.word(i - 1), "ở" | "tại" | "về" | "của" | "Ở" | "Về");
            leads && scan.is_capital(i) && !headline.mentions.iter().any(named)
        };
        for start in (0..text.len()).filter(|&i| free(i)) {
            let capital = |&i: &usize| scan.continues_capital(i);
            let end = start + 1 + (start + 1..text.len()).take_while(capital).count();
            let name = text.slice(start..end);
            let told =
                |about: &About| about.is_area && about.entity.is_some() && about.bare == name;
            if let Some(index) = self.all.iter().position(told) {
                self.headline.push((index, start));
            }
        }
    }

    /// A body without an area by the end of its name («Thép Miền Đông» for «Công ty CP Thép Miền Đông»), another by its
    /// field of work («thi hành án dân sự»).
    fn named_in_short(&mut self, headline: Names) {
        let text = headline.scan.text;
        self.places_above(headline);
        let written = format!(" {} ", headline.scan.folded(0..text.len()));
        for (index, about) in self.all.iter().enumerate() {
            if about.head.is_none() || about.label.is_empty() {
                continue;
            }
            let words: Vec<&str> = about.label.split(' ').collect();
            let end = &words[words.len().saturating_sub(2)..];
            let proper = |word: &&str| word.starts_with(char::is_uppercase);
            let told = if about.area.is_some() {
                about.field.clone()
            } else if words.len() > 2 && end.iter().all(proper) {
                fold(&end.join(" "))
            } else {
                continue;
            };
            let long = about.area.is_none() || told.split(' ').count() > 2;
            // «Trường Tiểu học Pa Vệ Sủ» is not what «Pa Vệ Sủ» above stands for
            let place = |area: &About| area.is_area && fold(&area.bare).ends_with(&told);
            if long && written.contains(&format!(" {told} ")) && !self.all.iter().any(place) {
                self.headline.push((index, 0));
            }
        }
    }
}
