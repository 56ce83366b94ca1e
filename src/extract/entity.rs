//! Joins the mentions of an article into entities: one record per person, organization, place or document, with a key
//! that is the same in every article, and never on a name alone.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde_json::Value;
use uuid::Uuid;

use super::gazetteer::{Kind, Level, UnitId};
use super::link::Linker;
use super::mention::{Mention, Named, Scan};
use super::naming::{Guide, HeadRole, KindRole};
use super::organization::Organization;
use super::place::Place;
use super::position;
use super::refer;
use super::text::fold;
use crate::article::Article;
use crate::extraction::{Entity, Mention as Occurrence, PlaceRef, Position};

/// Ids of entities are made in this name space from type and key.
const NAMESPACE: Uuid = Uuid::from_u128(0x7d1f_3f1c_52c0_5a55_9e0b_6a1d_0c5a_11e5);

/// Most bodies of a list that share the area of the last.
const LONGEST_LIST: usize = 8;

/// The entities of an article and where each is meant.
#[derive(Debug)]
pub struct Joined {
    /// One record per entity, in the order of their first mentions.
    pub entities: Vec<Entity>,
    /// The entity of each mention.
    pub of_mention: Vec<usize>,
    /// The official unit of each entity that is or serves one.
    pub places: Vec<Option<UnitId>>,
    /// Who holds which office.
    pub positions: Vec<Position>,
}

/// What a key that holds in one article only has before the article's id.
const OWN: &str = "|article ";

/// What a mention is joined by.
struct Identity {
    key: String,
    name: String,
    unit: Option<UnitId>,
    attributes: BTreeMap<String, Value>,
}

struct Joiner<'a> {
    scan: &'a Scan<'a>,
    article: &'a Article,
    mentions: &'a [Mention],
    linker: Linker<'a>,
    /// For each mention the fullest one of the same thing.
    fullest: Vec<usize>,
}

/// Joins the mentions of an article's text below a headline that names the units `above`.
pub fn join<'a>(
    scan: &'a Scan<'a>,
    article: &'a Article,
    mentions: &'a [Mention],
    above: &[Option<UnitId>],
) -> Joined {
    let places: Vec<&Place> = mentions
        .iter()
        .filter_map(|mention| match &mention.name {
            Named::Place(place) => Some(place),
            Named::Organization(body) => body.area.as_ref().filter(|area| area.name.is_some()),
            _ => None,
        })
        .collect();
    let linker = Linker::new(
        scan,
        &places,
        above,
        article.published.map(|published| published.date),
        &article.source,
    );
    let reader = Joiner {
        scan,
        article,
        mentions,
        linker,
        fullest: refer::fullest(scan, mentions),
    };
    let mut entities: Vec<Entity> = Vec::new();
    let mut units = Vec::new();
    let mut of_mention = Vec::with_capacity(mentions.len());
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (index, mention) in mentions.iter().enumerate() {
        let found = reader.identity(index);
        let kind = mention.name.kind();
        let key = format!("{}|{}", kind.as_str(), found.key);
        let place = scan.text.span(mention.range.clone());
        let text = scan.text.slice(mention.range.clone()).to_owned();
        let occurrence = Occurrence {
            start: place.start,
            end: place.end,
            text,
        };
        let entity = *known.entry(key.clone()).or_insert(entities.len());
        if entity == entities.len() {
            units.push(found.unit);
            entities.push(Entity {
                id: Uuid::new_v5(&NAMESPACE, key.as_bytes()),
                kind,
                key: found.key,
                name: found.name,
                attributes: found.attributes,
                mentions: vec![occurrence],
            });
        } else {
            let record: &mut Entity = &mut entities[entity];
            if found.name.chars().count() > record.name.chars().count() {
                record.name = found.name;
            }
            for (name, value) in found.attributes {
                record.attributes.entry(name).or_insert(value);
            }
            record.mentions.push(occurrence);
        }
        of_mention.push(entity);
    }
    let mut joined = Joined {
        entities,
        of_mention,
        places: units,
        positions: Vec::new(),
    };
    reader.hold_offices(&mut joined);
    joined
}

impl Joiner<'_> {
    fn identity(&self, index: usize) -> Identity {
        let mention = &self.mentions[index];
        match &mention.name {
            Named::Person => self.person(index),
            Named::Organization(body) => self.organization(index, body),
            Named::Place(place) => self.place(place),
            Named::Document(_) => self.document(index),
        }
    }

    fn text(&self, range: Range<usize>) -> String {
        clean(self.scan.text.slice(range))
    }

    /// A name that nothing ties to a place stays the article's own.
    fn own(&self, name: &str) -> String {
        format!("{name}{OWN}{}", self.article.id)
    }

    fn unit_key(&self, id: UnitId) -> String {
        self.scan.lexicon.gazetteer.unit(id).key()
    }

    /// A person is his full name in this article.
    fn person(&self, index: usize) -> Identity {
        let range = self.mentions[self.fullest[index]].range.clone();
        let folded = self.scan.folded(range.clone());
        let honored = self.scan.guide_is(range.start, Guide::Honored) == Some(range.end);
        let key = if honored { folded } else { self.own(&folded) };
        Identity {
            key,
            name: self.text(range),
            unit: None,
            attributes: BTreeMap::new(),
        }
    }

    fn place(&self, place: &Place) -> Identity {
        let name = self.text(place.range.clone());
        let (unit, reason) = self.linker.link(place);
        let mut attributes = BTreeMap::new();
        if let Some(id) = unit {
            let data = self.scan.lexicon.gazetteer.unit(id);
            attributes.insert("code".into(), data.code.into());
            attributes.insert(
                "valid_from".into(),
                data.valid_from
                    .map_or(Value::Null, |day| day.to_string().into()),
            );
            attributes.insert("official_name".into(), data.full_name().into());
            attributes.insert("level".into(), data.level().as_str().into());
            attributes.insert("link".into(), reason.as_str().into());
            return Identity {
                key: self.unit_key(id),
                name,
                unit,
                attributes,
            };
        }
        let role = place.role(self.scan);
        if role.is_none_or(|role| role == KindRole::Unit) && self.known_place(place).is_none() {
            attributes.insert("link".into(), reason.as_str().into());
        }
        let folded = self.in_short(place).unwrap_or_else(|| fold(&name));
        let key = match role {
            None if self.known_place(place).is_some() => {
                self.known_place(place).unwrap_or_default()
            }
            Some(KindRole::Region) => folded,
            Some(role) if role.is_feature() => match self.linker.province() {
                Some(province) => format!("{folded}|{}", self.unit_key(province)),
                None => self.own(&folded),
            },
            Some(KindRole::Village) => match self.linker.main(|_, level| level == Level::Commune) {
                Some(commune) => format!("{folded}|{}", self.unit_key(commune)),
                None => self.own(&folded),
            },
            _ => self.own(&folded),
        };
        Identity {
            key,
            name,
            unit: None,
            attributes,
        }
    }

    /// «Khu công nghiệp (KCN) Đồng Văn», «KCN Đồng Văn»: a name with the letters of its class noun, where these are three or more.
    fn in_short(&self, place: &Place) -> Option<String> {
        let (scan, start) = (self.scan, place.range.start);
        let (_, _, end) = scan
            .kind(start)
            .filter(|(_, kind, _)| kind.role.is_feature())?;
        let first = |i: usize| scan.word(i).chars().next();
        let abbreviated = end == start + 1 && scan.is_all_caps(start);
        let letters = if abbreviated {
            scan.word(start).to_owned()
        } else {
            (start..end).filter_map(first).collect()
        };
        let name = self.text(place.name.clone()?);
        (letters.chars().count() > 2).then(|| fold(&format!("{letters} {name}")))
    }

    /// The entry of a country, a region or a city that needs no class noun, if it has one name only.
    fn known_place(&self, place: &Place) -> Option<String> {
        let hit = self
            .scan
            .text
            .hit(place.range.start, super::lexicon::Class::Place)
            .filter(|hit| hit.end() == place.range.end)?;
        let entry = &self.scan.lexicon.naming.places[hit.entry()];
        Some(if entry.id == "vietnam" {
            entry.id.clone()
        } else {
            self.scan.folded(place.range.clone())
        })
    }

    fn organization(&self, index: usize, body: &Organization) -> Identity {
        let written = self.text(body.range.clone());
        if let Some(area) = self.shared_area(index, body) {
            let name = format!("{written} {}", self.text(area.range.clone()));
            let area = Some(area.clone());
            return self.organization_of(
                &Organization {
                    area,
                    ..body.clone()
                },
                name,
            );
        }
        match &self.mentions[self.fullest[index]].name {
            Named::Organization(full) if full.head.is_some() => self.organization_of(full, written),
            _ => Identity {
                key: fold(&written),
                name: written,
                unit: None,
                attributes: BTreeMap::new(),
            },
        }
    }

    /// «HĐND, UBND xã Hợp Tiến»: bodies of one list share the area of the last.
    fn shared_area(&self, index: usize, body: &Organization) -> Option<&Place> {
        let seat = |body: &Organization| {
            body.entry(self.scan)
                .is_some_and(|head| head.data.role == HeadRole::Seat)
        };
        if body.area.is_some() || body.host.is_some() || !seat(body) {
            return None;
        }
        let mut end = body.range.end;
        for next in self.mentions[index + 1..].iter().take(LONGEST_LIST) {
            let Named::Organization(next) = &next.name else {
                return None;
            };
            let joint = matches!(self.scan.sign(end), ',' | '-' | '–')
                || self.scan.guide_is(end, Guide::And).is_some();
            if !joint || next.range.start != end + 1 || !seat(next) {
                return None;
            }
            if next.area.is_some() {
                return next.area.as_ref();
            }
            end = next.range.end;
        }
        None
    }

    fn organization_of(&self, body: &Organization, written: String) -> Identity {
        let (key, unit, added) = self.body_key(body);
        let mut name = self.text(body.range.clone());
        if let Some(added) = added {
            name = format!("{name} {added}");
        }
        if name.chars().count() < written.chars().count() {
            name = written;
        }
        let mut attributes = BTreeMap::new();
        if let Some(id) = unit {
            attributes.insert(
                "place_code".into(),
                self.scan.lexicon.gazetteer.unit(id).code.into(),
            );
        }
        Identity {
            key,
            name,
            unit,
            attributes,
        }
    }

    /// Key, official unit, and the name to add where only its class noun is written.
    fn body_key(&self, body: &Organization) -> (String, Option<UnitId>, Option<String>) {
        let naming = &self.scan.lexicon.naming;
        let Some(head) = body.entry(self.scan) else {
            return (self.scan.folded(body.range.clone()), None, None);
        };
        let mut name = fold(
            head.data
                .name
                .as_deref()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| self.scan.text.slice(body.head_range.clone())),
        );
        let middle = refer::middle(self.scan, body);
        if !middle.is_empty() {
            name = format!("{name} {middle}");
        }
        if head.data.role == HeadRole::Whole {
            return (name, None, None);
        }
        if let Some(host) = &body.host {
            let (key, unit, added) = self.body_key(host);
            return (format!("{name} < {key}"), unit, added);
        }
        let gazetteer = &self.scan.lexicon.gazetteer;
        let (unit, added) = match &body.area {
            // «Quận ủy Bắc Thành» is of no xã Bắc Thành
            Some(area) if area.name.is_some() => match self.linker.link(area).0 {
                Some(unit)
                    if (head.data.level).is_none_or(|level| gazetteer.unit(unit).kind == level) =>
                {
                    (Some(unit), None)
                }
                _ => {
                    return (
                        self.scoped(
                            &format!("{name} {}", self.scan.folded(area.range.clone())),
                            area,
                        ),
                        None,
                        None,
                    );
                }
            },
            Some(area) => {
                let kind = area.kind.and_then(|kind| naming.kinds[kind].data.unit);
                let unit = self
                    .linker
                    .main(|of, _| Some(of) == kind)
                    .or_else(|| self.outer(kind));
                (unit, unit.map(|unit| gazetteer.unit(unit).name.to_owned()))
            }
            None => {
                let unit = head.data.level.and_then(|level| self.of_level(level));
                (unit, unit.map(|unit| gazetteer.unit(unit).name.to_owned()))
            }
        };
        if let Some(unit) = unit {
            return (
                format!("{name} @ {}", self.unit_key(unit)),
                Some(unit),
                added,
            );
        }
        let named = body.range.len() > body.head_range.len() || body.head_range.len() > 2;
        if head.data.country && named && body.area.is_none() {
            return (name, None, None);
        }
        (self.own(&name), None, None)
    }

    /// A body whose area no table knows belongs to the province the article is about.
    fn scoped(&self, name: &str, area: &Place) -> String {
        let known = self.known_place(area);
        match (known, self.linker.province()) {
            (Some(_), _) => name.to_owned(),
            (None, Some(province)) => format!("{name} | {}", self.unit_key(province)),
            (None, None) => self.own(name),
        }
    }

    /// «tỉnh» and «thành phố» where the article names only what lies inside.
    fn outer(&self, kind: Option<Kind>) -> Option<UnitId> {
        let province = self.linker.province()?;
        let unit = self.scan.lexicon.gazetteer.unit(province);
        (kind == Some(unit.kind)).then_some(province)
    }

    /// The unit whose committee a bare «Quận ủy», «Huyện ủy», «Thành ủy» is.
    fn of_level(&self, kind: Kind) -> Option<UnitId> {
        // «Xã ủy»: of communes one article has many
        if kind == Kind::Commune {
            return None;
        }
        let provincial = matches!(kind, Kind::Province | Kind::City);
        let outer = || provincial.then(|| self.outer(Some(kind))).flatten();
        self.linker.main(|of, _| of == kind).or_else(outer)
    }

    /// Adds the positions and the persons' titles; a person is known by the place or body he first acts in.
    fn hold_offices(&self, joined: &mut Joined) {
        let statements = position::statements(self.scan, self.mentions);
        let mut rekeyed = vec![false; joined.entities.len()];
        for statement in &statements {
            let person = joined.of_mention[statement.person];
            let Some(body) = statement.body.map(|body| joined.of_mention[body]) else {
                continue;
            };
            let own = joined.entities[body].key.contains(OWN);
            let acts_in = match joined.places[body] {
                Some(unit) => self.unit_key(unit),
                None if !own => joined.entities[body].key.clone(),
                None => continue,
            };
            let record = &mut joined.entities[person];
            if !rekeyed[person] && record.key.contains(OWN) {
                rekeyed[person] = true;
                record.key = format!("{}|{acts_in}", fold(&record.name));
                let key = format!("{}|{}", record.kind.as_str(), record.key);
                record.id = Uuid::new_v5(&NAMESPACE, key.as_bytes());
            }
        }
        for statement in statements {
            let person = joined.of_mention[statement.person];
            let title = self.text(statement.title.clone());
            let titles = joined.entities[person]
                .attributes
                .entry("titles".to_owned())
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(titles) = titles
                && !titles.iter().any(|known| known == title.as_str())
            {
                titles.push(title.as_str().into());
            }
            let span = self.scan.text.span(statement.title);
            joined.positions.push(Position {
                person: joined.entities[person].id,
                title,
                organization: statement
                    .body
                    .map(|body| joined.entities[joined.of_mention[body]].id),
                start: span.start,
                end: span.end,
            });
        }
    }

    fn document(&self, index: usize) -> Identity {
        super::citation::identify(self.scan, self.mentions, self.fullest[index], |name| {
            self.own(name)
        })
        .into()
    }
}

impl From<super::citation::Citation> for Identity {
    fn from(citation: super::citation::Citation) -> Self {
        Self {
            key: citation.key,
            name: citation.name,
            unit: None,
            attributes: citation.attributes,
        }
    }
}

/// The official unit of an entity in the published form.
pub fn place_ref(scan: &Scan, unit: UnitId) -> PlaceRef {
    let unit = scan.lexicon.gazetteer.unit(unit);
    PlaceRef {
        code: unit.code.to_owned(),
        valid_from: unit.valid_from,
        name: unit.full_name(),
    }
}

/// One space for any white space.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
