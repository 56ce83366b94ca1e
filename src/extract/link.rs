//! Turns the names of places into official units: by the article's day, the class noun, the units around it and the
//! outlet's province. What stays ambiguous stays unlinked, and the reason says so.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::gazetteer::{Gazetteer, Kind, Level, UnitId, name_key};
use super::mention::Scan;
use super::naming::KindRole;
use super::place::Place;

/// The last day of the three levels: what an article without a date is read by.
const UNDATED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 6, 30);

/// A province counts for so many mentions where the headline names it.
const IN_HEADLINE: usize = 2;

/// Why a place is linked to a unit, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// One unit of that kind and name held on the day.
    Unique,
    /// The only one in a unit the article names.
    Parent,
    /// The only one in the outlet's province.
    Outlet,
    /// Named elsewhere in the article with its class noun.
    Named,
    /// None held on the day; the nearest in time.
    Former,
    /// Several units bear the name and nothing tells them apart.
    Ambiguous,
    /// No unit of that kind bears the name.
    Unknown,
}

impl Reason {
    /// The name used in attributes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Parent => "parent",
            Self::Outlet => "outlet",
            Self::Named => "named",
            Self::Former => "former",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
        }
    }
}

/// The units that bear a place's name.
#[derive(Debug, Default)]
struct Bearers {
    /// At any time, of a name without its class noun: one that the article names elsewhere is meant.
    bare: Vec<UnitId>,
    /// On the day, else nearest to it.
    then: Vec<UnitId>,
    /// Whether on the day.
    held: bool,
    /// Communes that bore it once.
    former: Vec<UnitId>,
}

/// What an article tells about where it takes place.
#[derive(Debug)]
pub struct Linker<'a> {
    scan: &'a Scan<'a>,
    day: NaiveDate,
    /// Codes of the units the article names, with how often, most named first.
    named: Vec<(UnitId, usize)>,
    outlet: Option<UnitId>,
    /// Whether it names a province that the gazetteer does not have.
    elsewhere: bool,
}

impl<'a> Linker<'a> {
    /// Reads the places of an article, the units of its headline, its day and the host of its outlet.
    pub fn new(
        scan: &'a Scan<'a>,
        places: &[&Place],
        above: &[Option<UnitId>],
        day: Option<NaiveDate>,
        host: &str,
    ) -> Self {
        let mut linker = Self {
            scan,
            day: day.or(UNDATED).unwrap_or_default(),
            named: Vec::new(),
            outlet: None,
            elsewhere: false,
        };
        linker.outlet = linker.province_of_host(host);
        // «Bến Tre: …» above a text that only says «toàn tỉnh»
        let province = |id: &UnitId| linker.gazetteer().unit(*id).level() == Level::Province;
        let headed = above.iter().flatten().copied().filter(province);
        linker.named = headed.map(|id| (id, IN_HEADLINE)).collect();
        // provinces first: they tell districts apart, and these communes
        let known: Vec<(bool, Bearers)> = places
            .iter()
            .map(|place| (place.kind.is_some(), linker.bearers(place)))
            .collect();
        let kinds = &scan.lexicon.naming.kinds;
        let province = |place: &Place| {
            let unit = place.kind.and_then(|kind| kinds[kind].data.unit);
            place.name.is_some() && unit == Some(Kind::Province)
        };
        let mut read = places.iter().zip(&known);
        linker.elsewhere =
            read.any(|(place, (_, bearers))| province(place) && bearers.then.is_empty());
        for level in [Level::Province, Level::District, Level::Commune] {
            for kinded in [true, false] {
                for (_, bearers) in known.iter().filter(|(kind, _)| *kind == kinded) {
                    let (id, _) = linker.choose(bearers);
                    let Some(id) = id.filter(|&id| linker.gazetteer().unit(id).level() == level)
                    else {
                        continue;
                    };
                    match linker.named.iter_mut().find(|(known, _)| *known == id) {
                        Some((_, count)) => *count += 1,
                        None => linker.named.push((id, 1)),
                    }
                }
            }
        }
        linker
    }

    fn gazetteer(&self) -> &'a Gazetteer {
        &self.scan.lexicon.gazetteer
    }

    /// The official unit of a place.
    pub fn link(&self, place: &Place) -> (Option<UnitId>, Reason) {
        self.choose(&self.bearers(place))
    }

    /// The units whose name a place may be.
    fn bearers(&self, place: &Place) -> Bearers {
        let Some(name) = &place.name else {
            return Bearers::default();
        };
        let kind = place
            .kind
            .map(|kind| &self.scan.lexicon.naming.kinds[kind].data);
        if kind.is_some_and(|kind| kind.role != KindRole::Unit) {
            return Bearers::default();
        }
        let kind = kind.and_then(|kind| kind.unit);
        let gazetteer = self.gazetteer();
        let key = name_key(self.scan.text.slice(name.clone()));
        let fits = |id: &UnitId| kind.is_none_or(|kind| gazetteer.unit(*id).kind == kind);
        let all: Vec<UnitId> = gazetteer.keyed(&key).iter().copied().filter(fits).collect();
        let mut then: Vec<UnitId> = all
            .iter()
            .copied()
            .filter(|&id| gazetteer.unit(id).holds_on(self.day))
            .collect();
        let held = !then.is_empty();
        if !held {
            let distance = |id: UnitId| gazetteer.unit(id).distance(self.day);
            let nearest = all.iter().map(|&id| distance(id)).min();
            then.clone_from(&all);
            then.retain(|&id| Some(distance(id)) == nearest);
        }
        // a name without its class noun is the greatest of its bearers
        if let Some(level) = then
            .iter()
            .map(|&id| gazetteer.unit(id).level())
            .min()
            .filter(|&level| kind.is_none() || level == Level::Province)
        {
            then.retain(|&id| gazetteer.unit(id).level() == level);
        }
        let former = all.iter().copied().filter(|&id| {
            let unit = gazetteer.unit(id);
            unit.level() == Level::Commune && unit.valid_to.is_some_and(|to| to <= self.day)
        });
        Bearers {
            former: former.collect(),
            bare: if kind.is_none() { all } else { Vec::new() },
            then,
            held,
        }
    }

    fn choose(&self, bearers: &Bearers) -> (Option<UnitId>, Reason) {
        let bare = |(id, _): &&(UnitId, usize)| bearers.bare.contains(id);
        if let Some((id, _)) = self.named.iter().find(bare) {
            return (Some(*id), Reason::Named);
        }
        let sure = |reason| if bearers.held { reason } else { Reason::Former };
        match bearers.then.as_slice() {
            [] => (None, Reason::Unknown),
            [one] => match self.merged(*one, &bearers.former) {
                Some(former) => (Some(former), Reason::Former),
                None => (Some(*one), sure(Reason::Unique)),
            },
            several => {
                let gazetteer = self.gazetteer();
                let day = Some(self.day);
                for level in [Level::District, Level::Province] {
                    let mut outer = self
                        .named
                        .iter()
                        .filter(|(id, _)| gazetteer.unit(*id).level() == level)
                        .peekable();
                    if outer.peek().is_none() {
                        continue;
                    }
                    let outer: Vec<UnitId> = outer.map(|(id, _)| *id).collect();
                    let inside = |id: &&UnitId| {
                        outer.iter().any(|&outer| {
                            gazetteer.is_within(**id, gazetteer.unit(outer).code, day)
                        })
                    };
                    let mut within = several.iter().filter(inside);
                    if let (Some(one), None) = (within.next(), within.next()) {
                        return (Some(*one), sure(Reason::Parent));
                    }
                }
                if let Some(outlet) = self.outlet {
                    let mut within = several
                        .iter()
                        .filter(|&&id| gazetteer.is_within(id, gazetteer.unit(outlet).code, day));
                    if let (Some(one), None) = (within.next(), within.next()) {
                        return (Some(*one), sure(Reason::Outlet));
                    }
                }
                (None, Reason::Ambiguous)
            }
        }
    }

    /// «xã Hoàng Hanh» of huyện Ninh Giang once it is merged: the former commune of a district that the article names, where the
    /// one of its name today lies in none of these.
    fn merged(&self, one: UnitId, former: &[UnitId]) -> Option<UnitId> {
        let gazetteer = self.gazetteer();
        let is_district = |id| gazetteer.unit(id).level() == Level::District;
        let inside = |id: UnitId| {
            let mut named = self.named.iter().filter(|&&(outer, _)| is_district(outer));
            named.any(|&(outer, _)| gazetteer.is_within(id, gazetteer.unit(outer).code, None))
        };
        // there are no districts since 2025
        let of_district = || gazetteer.outer(one, None).any(is_district);
        if former.is_empty() || !of_district() || inside(one) {
            return None;
        }
        let mut within = former.iter().copied().filter(|&id| inside(id));
        within.next().filter(|_| within.next().is_none())
    }

    /// The unit of a kind that the article is most about: what «huyện» means in it.
    pub fn main(&self, wanted: impl Fn(Kind, Level) -> bool) -> Option<UnitId> {
        let gazetteer = self.gazetteer();
        let fits = |(id, _): &&(UnitId, usize)| {
            let unit = gazetteer.unit(*id);
            wanted(unit.kind, unit.level())
        };
        let most = self
            .named
            .iter()
            .filter(fits)
            .map(|(_, count)| *count)
            .max()?;
        self.named
            .iter()
            .filter(fits)
            .find(|(_, count)| *count == most)
            .map(|(id, _)| *id)
    }

    /// The province the article is most about: named, around what it names, or the outlet's.
    pub fn province(&self) -> Option<UnitId> {
        let gazetteer = self.gazetteer();
        let around = || {
            let mut at = self.main(|_, level| level == Level::District)?;
            while gazetteer.unit(at).level() != Level::Province {
                at = gazetteer.parent(at, Some(self.day))?;
            }
            Some(at)
        };
        // a district of the same name elsewhere tells nothing of «tỉnh Quảng Đông»
        let around = || around().filter(|_| !self.elsewhere);
        self.main(|_, level| level == Level::Province)
            .or_else(around)
            .or(self.outlet)
    }

    /// The province whose name without marks is part of a host: «baobinhdinh.vn».
    fn province_of_host(&self, host: &str) -> Option<UnitId> {
        let host: String = host
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let gazetteer = self.gazetteer();
        gazetteer
            .provinces()
            .filter(|(id, name)| {
                name.len() > 3 && gazetteer.unit(*id).holds_on(self.day) && host.contains(name)
            })
            .max_by_key(|(id, name)| (name.len(), Reverse(*id)))
            .map(|(id, _)| id)
    }
}
