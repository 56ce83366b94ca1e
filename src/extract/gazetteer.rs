//! Turns the tables of administrative units into answers to «which unit was that, on that day?».
//!
//! Codes are reused over time and names over levels: a unit is its code and first day, and every question carries a
//! date.
//!
//! ```
//! use chrono::NaiveDate;
//! use solieu::extract::gazetteer::{Gazetteer, Kind};
//!
//! let gazetteer = Gazetteer::embedded();
//! let day = |year| NaiveDate::from_ymd_opt(year, 8, 1);
//! let found: Vec<String> = gazetteer.named("Đống Đa").filter(|&id| gazetteer.unit(id).holds_on(day(2026).unwrap()))
//!     .filter(|&id| gazetteer.unit(id).kind == Kind::Ward).map(|id| gazetteer.unit(id).full_name()).collect();
//! assert_eq!(found, ["Phường Đống Đa"]);
//! ```

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::text::fold;

/// The administrative units of Vietnam since 2003, with what became of them.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Sorted by code, then by first day.
    units: Vec<Unit>,
    /// For each unit the states of its parent's code over time.
    parents: Vec<Range<u32>>,
    /// Sorted by the old unit.
    links: Vec<Link>,
    /// Every unit that ever bore a folded name.
    names: FxHashMap<Box<str>, Vec<UnitId>>,
    /// Number of words of the longest name.
    longest: usize,
    /// Provinces with their names in plain letters.
    provinces: Vec<(UnitId, String)>,
}

/// Index of a unit in [`Gazetteer::units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(u32);

/// One unit in one state: its name, kind and parent from one day to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Official code of 2, 3 or 5 digits.
    pub code: &'static str,
    /// First day; none where it is older than the gazetteer (31 August 2004).
    pub valid_from: Option<NaiveDate>,
    /// Day after the last; none where it still holds.
    pub valid_to: Option<NaiveDate>,
    /// The official class.
    pub kind: Kind,
    /// Name without the class noun.
    pub name: &'static str,
    /// Code of the parent; empty for provinces. Look it up at the day in question.
    pub parent: &'static str,
    /// The act that began this state; empty where not known.
    pub decree: &'static str,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The unit that ended.
    pub old: UnitId,
    /// The unit that took over, on the day the old one ended.
    pub new: UnitId,
    /// Only a part went there.
    pub part: bool,
    /// The act; empty where not known.
    pub decree: &'static str,
}

/// Official class of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tỉnh
    Province,
    /// Thành phố, of the central government, a province or another city
    City,
    /// Quận
    UrbanDistrict,
    /// Huyện
    RuralDistrict,
    /// Thị xã
    Town,
    /// Phường
    Ward,
    /// Xã
    Commune,
    /// Thị trấn
    Township,
    /// Đặc khu
    SpecialZone,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Province,
        Self::City,
        Self::UrbanDistrict,
        Self::RuralDistrict,
        Self::Town,
        Self::Ward,
        Self::Commune,
        Self::Township,
        Self::SpecialZone,
    ];

    /// The class noun.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh",
            Self::City => "Thành phố",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
        }
    }
}

/// Height of a unit in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Right below the country.
    Province,
    /// Between the two, until 30 June 2025.
    District,
    /// The lowest.
    Commune,
}

impl Level {
    /// The name used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }
}

impl Unit {
    /// Told by the length of the code.
    pub fn level(&self) -> Level {
        match self.code.len() {
            2 => Level::Province,
            3 => Level::District,
            _ => Level::Commune,
        }
    }

    /// Class noun and name: «Quận Nam Từ Liêm».
    pub fn full_name(&self) -> String {
        [self.kind.noun(), " ", self.name].concat()
    }

    /// Whether the unit had this name, kind and parent on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }

    /// Days between `day` and the nearest day on which the unit held; 0 if it held on `day`.
    pub fn distance(&self, day: NaiveDate) -> i64 {
        let early = self.valid_from.map_or(0, |from| (from - day).num_days());
        let late = self.valid_to.map_or(0, |to| (day - to).num_days() + 1);
        early.max(late).max(0)
    }

    /// Code and first day: «019@2014-04-01»; the code alone where the first day is not known.
    pub fn key(&self) -> String {
        match self.valid_from {
            Some(from) => format!("{}@{from}", self.code),
            None => self.code.to_owned(),
        }
    }
}

/// A line of the tables that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name.
    pub file: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for Fault {}

impl Gazetteer {
    /// The tables in the binary, read once.
    pub fn embedded() -> Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| {
            let gazetteer = Gazetteer::parse(
                include_str!("../../config/gazetteer/units.tsv"),
                include_str!("../../config/gazetteer/links.tsv"),
                include_str!("../../config/gazetteer/aliases.tsv"),
            );
            Arc::new(gazetteer.expect("the embedded tables are read by the tests"))
        });
        Arc::clone(&EMBEDDED)
    }

    /// Reads the three tables; their text stays in memory for the life of the process.
    pub fn parse(
        units: &'static str,
        links: &'static str,
        aliases: &'static str,
    ) -> Result<Self, Fault> {
        let units = rows("units.tsv", units)
            .map(|row| row.and_then(|row| Unit::parse(&row)))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(i) = (1..units.len()).find(|&i| units[i - 1].order() >= units[i].order()) {
            return Err(Fault {
                file: "units.tsv",
                line: i + 2,
                problem: "not sorted by code and valid_from".into(),
            });
        }
        let mut gazetteer = Self {
            units,
            parents: Vec::new(),
            links: Vec::new(),
            names: FxHashMap::default(),
            longest: 0,
            provinces: Vec::new(),
        };
        let parents = gazetteer.units.iter();
        gazetteer.parents = parents.map(|unit| gazetteer.states(unit.parent)).collect();
        for row in rows("links.tsv", links) {
            let row = row?;
            let link = Link {
                old: gazetteer.key(&row, 0)?,
                new: gazetteer.key(&row, 1)?,
                part: row.cell(2)? == "part",
                decree: row.cell(3)?,
            };
            gazetteer.links.push(link);
        }
        gazetteer.links.sort_by_key(|link| (link.old, link.new));
        let mut names: FxHashMap<Box<str>, Vec<UnitId>> = FxHashMap::default();
        names.reserve(gazetteer.units.len());
        let mut add = |name: &str, id: UnitId| {
            let ids = names.entry(name_key(name).into()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        };
        for (i, unit) in gazetteer.units.iter().enumerate() {
            add(unit.name, UnitId(u32_from(i)));
        }
        for row in rows("aliases.tsv", aliases) {
            let row = row?;
            add(row.cell(0)?, gazetteer.key(&row, 1)?);
        }
        let words = |name: &str| {
            name.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .count()
        };
        gazetteer.longest = gazetteer
            .units
            .iter()
            .map(|unit| words(unit.name))
            .max()
            .unwrap_or(0);
        gazetteer.names = names;
        gazetteer.provinces = (0..gazetteer.units.len())
            .filter(|&i| gazetteer.units[i].level() == Level::Province)
            .map(|i| (UnitId(u32_from(i)), ascii(gazetteer.units[i].name)))
            .collect();
        Ok(gazetteer)
    }

    fn key(&self, row: &Row, cell: usize) -> Result<UnitId, Fault> {
        let key = row.cell(cell)?;
        let (code, from) = key.split_once('@').unwrap_or((key, ""));
        let from = row.day(from)?;
        self.units
            .binary_search_by(|unit| unit.order().cmp(&(code, from)))
            .map(|i| UnitId(u32_from(i)))
            .map_err(|_| row.fault(format!("{key} is not in units.tsv")))
    }

    /// All units, sorted by code and first day.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Every state of every province, with its name as addresses on the web write it: «binhdinh».
    pub fn provinces(&self) -> impl Iterator<Item = (UnitId, &str)> {
        self.provinces.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// The unit of an id.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// What became of units, sorted by the old one.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Number of words of the longest name.
    pub fn longest_name(&self) -> usize {
        self.longest
    }

    /// Every unit that ever bore a name, written in any case, tone placement or with another hyphen.
    pub fn named(&self, name: &str) -> impl Iterator<Item = UnitId> + '_ {
        self.keyed(&name_key(name)).iter().copied()
    }

    /// [`Self::named`] for a name that [`name_key`] has folded.
    pub fn keyed(&self, key: &str) -> &[UnitId] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }

    /// The unit of a code on a day.
    pub fn at(&self, code: &str, day: NaiveDate) -> Option<UnitId> {
        self.of_code(code).find(|&id| self.unit(id).holds_on(day))
    }

    /// The unit of a code on the day nearest to `day`; on the last day of all without one.
    pub fn near(&self, code: &str, day: Option<NaiveDate>) -> Option<UnitId> {
        self.nearest(self.states(code), day)
    }

    fn nearest(&self, states: Range<u32>, day: Option<NaiveDate>) -> Option<UnitId> {
        let mut states = states.map(UnitId);
        match day {
            Some(day) => states.min_by_key(|&id| self.unit(id).distance(day)),
            None => states.next_back(),
        }
    }

    /// The states of a code over time.
    pub fn of_code(&self, code: &str) -> impl Iterator<Item = UnitId> + '_ {
        self.states(code).map(UnitId)
    }

    fn states(&self, code: &str) -> Range<u32> {
        let start = self.units.partition_point(|unit| unit.code < code);
        let end = start + self.units[start..].partition_point(|unit| unit.code == code);
        u32_from(start)..u32_from(end)
    }

    /// The parent on a day; without one, on the unit's last day.
    pub fn parent(&self, id: UnitId, day: Option<NaiveDate>) -> Option<UnitId> {
        let unit = self.unit(id);
        let last = unit.valid_to.and_then(|to| to.pred_opt());
        let states = self.parents[id.0 as usize].clone();
        self.nearest(states, day.filter(|&day| unit.holds_on(day)).or(last))
    }

    /// The units around a unit on a day, the nearest first.
    pub fn outer(&self, id: UnitId, day: Option<NaiveDate>) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(self.parent(id, day), move |&at| self.parent(at, day))
    }

    /// Whether `inner` lies in a unit with the code `outer` on a day.
    pub fn is_within(&self, inner: UnitId, outer: &str, day: Option<NaiveDate>) -> bool {
        self.outer(inner, day).any(|id| self.unit(id).code == outer)
    }
}

/// The form in which place names are compared: letters, tones and digits, without leading zeros, spaces and signs;
/// «Đắk R’lấp» and «ĐẮK R'LẤP», «Phường 01» and «Phường 1» are one.
pub fn name_key(name: &str) -> String {
    let mut key = fold(name);
    let mut in_number = false;
    key.retain(|c| {
        let is_digit = c.is_ascii_digit();
        if (is_digit && !in_number && c == '0')
            || !(c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c))
        {
            return false;
        }
        in_number = is_digit;
        true
    });
    key
}

/// Letters without marks, in lower case, without spaces.
fn ascii(name: &str) -> String {
    let plain = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain
        .map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c })
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

impl Unit {
    fn parse(row: &Row) -> Result<Self, Fault> {
        let kind = row.cell(3)?;
        Ok(Self {
            code: row.cell(0)?,
            valid_from: row.day(row.cell(1)?)?,
            valid_to: row.day(row.cell(2)?)?,
            kind: Kind::ALL
                .into_iter()
                .find(|one| one.noun() == kind)
                .ok_or_else(|| row.fault(format!("{kind} is no kind of unit")))?,
            name: row.cell(4)?,
            parent: row.cell(5)?,
            decree: row.cell(6)?,
        })
    }

    fn order(&self) -> (&str, Option<NaiveDate>) {
        (self.code, self.valid_from)
    }
}

struct Row {
    file: &'static str,
    line: usize,
    cells: [&'static str; 7],
    len: usize,
}

impl Row {
    fn cell(&self, i: usize) -> Result<&'static str, Fault> {
        if i < self.len {
            Ok(self.cells[i])
        } else {
            Err(self.fault(format!("column {} is missing", i + 1)))
        }
    }

    fn day(&self, text: &str) -> Result<Option<NaiveDate>, Fault> {
        if text.is_empty() {
            return Ok(None);
        }
        // the tables hold 35,000 dates of one form: digits at fixed places
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        let date = || {
            let year = i32::try_from(number(0..4)?).ok()?;
            NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
        };
        date()
            .filter(|_| text.len() == 10)
            .map(Some)
            .ok_or_else(|| self.fault(format!("{text} is not a date like 2025-07-01")))
    }

    fn fault(&self, problem: String) -> Fault {
        Fault {
            file: self.file,
            line: self.line,
            problem,
        }
    }
}

/// The lines of a table after its header.
fn rows(file: &'static str, table: &'static str) -> impl Iterator<Item = Result<Row, Fault>> {
    table.lines().enumerate().skip(1).map(move |(i, line)| {
        let mut row = Row {
            file,
            line: i + 1,
            cells: [""; 7],
            len: 0,
        };
        for cell in line.split('\t') {
            if row.len == row.cells.len() {
                return Err(row.fault("more than 7 columns".into()));
            }
            row.cells[row.len] = cell;
            row.len += 1;
        }
        Ok(row)
    })
}

fn u32_from(i: usize) -> u32 {
    u32::try_from(i).expect("the tables have far fewer rows")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named_on(gazetteer: &Gazetteer, name: &str, kind: Kind, on: &str) -> Vec<String> {
        let units = gazetteer.named(name).map(|id| gazetteer.unit(id));
        units
            .filter(|unit| unit.kind == kind && unit.holds_on(day(on)))
            .map(Unit::key)
            .collect()
    }

    #[test]
    fn the_counts_are_the_official_ones() {
        let gazetteer = Gazetteer::embedded();
        let count = |on: &str| {
            let on = day(on);
            let mut counts = [0; 3];
            for unit in gazetteer.units().iter().filter(|unit| unit.holds_on(on)) {
                counts[unit.level() as usize] += 1;
            }
            counts
        };
        assert_eq!(count("2022-01-01"), [63, 705, 10599]);
        assert_eq!(count("2025-06-30"), [63, 696, 10035]);
        assert_eq!(count("2025-07-01"), [34, 0, 3321]);
    }

    #[test]
    fn a_name_means_another_unit_on_another_day() {
        let gazetteer = Gazetteer::embedded();
        let table = [
            (
                "Nam Từ Liêm",
                Kind::UrbanDistrict,
                "2014-06-01",
                &["019@2014-04-01"] as &[&str],
            ),
            ("Nam Từ Liêm", Kind::UrbanDistrict, "2013-06-01", &[]),
            ("Từ Liêm", Kind::RuralDistrict, "2013-06-01", &["019"]),
            ("Đống Đa", Kind::UrbanDistrict, "2022-05-01", &["006"]),
            ("Đống Đa", Kind::UrbanDistrict, "2026-01-01", &[]),
            ("ĐỐNG ĐA", Kind::Ward, "2026-01-01", &["00235@2025-07-01"]),
            ("Hoàn Kiếm", Kind::UrbanDistrict, "2022-05-01", &["002"]),
            ("Hoàn Kiếm", Kind::Ward, "2025-08-01", &["00070@2025-07-01"]),
            (
                "Long Biên",
                Kind::UrbanDistrict,
                "2023-03-28",
                &["004@2003-11-06"],
            ),
            ("Sóc Sơn", Kind::RuralDistrict, "2020-09-09", &["016"]),
            (
                "Sóc Sơn",
                Kind::Commune,
                "2025-08-01",
                &["00376@2025-07-01"],
            ),
            ("Thủ Đức", Kind::City, "2022-01-01", &["769@2021-01-01"]),
            ("Hà Tây", Kind::Province, "2006-01-01", &["28"]),
            ("Hà Tây", Kind::Province, "2010-01-01", &[]),
        ];
        for (name, kind, on, expected) in table {
            assert_eq!(
                named_on(&gazetteer, name, kind, on),
                expected,
                "{name} on {on}"
            );
        }
    }

    #[test]
    fn what_became_of_a_unit_is_known() {
        let gazetteer = Gazetteer::embedded();
        let one = |name: &str, kind: Kind, on: &str| {
            let on = day(on);
            gazetteer
                .named(name)
                .find(|&id| gazetteer.unit(id).kind == kind && gazetteer.unit(id).holds_on(on))
                .unwrap()
        };
        let heirs = |id| -> Vec<String> {
            let links = gazetteer.links().iter();
            links
                .filter(|link| link.old == id)
                .map(|link| gazetteer.unit(link.new).full_name())
                .collect()
        };
        assert_eq!(
            heirs(one("Trung Tự", Kind::Ward, "2022-06-01")),
            ["Phường Phương Liên - Trung Tự"]
        );
        assert_eq!(
            heirs(one("Bồ Đề", Kind::Ward, "2023-03-28")),
            ["Phường Hồng Hà", "Phường Bồ Đề", "Phường Long Biên"]
        );
        let new = one("Bồ Đề", Kind::Ward, "2025-08-01");
        let mut links = gazetteer.links().iter().filter(|link| link.new == new);
        assert!(links.any(|link| gazetteer.unit(link.old).name == "Bồ Đề"));
        assert_eq!(
            gazetteer
                .unit(gazetteer.parent(new, None).unwrap())
                .full_name(),
            "Thành phố Hà Nội"
        );
    }

    #[test]
    fn a_name_is_found_in_every_spelling() {
        let gazetteer = Gazetteer::embedded();
        let first = |name: &str| {
            gazetteer
                .named(name)
                .next()
                .map(|id| gazetteer.unit(id).code)
        };
        for name in ["Đắk R'lấp", "ĐẮK R’LẤP", "Đăk R’Lấp", "Ðắk R'Lấp"] {
            assert_eq!(first(name), Some("666"), "{name}");
        }
        assert_eq!(first("Hoà Bình"), first("Hòa Bình"));
        assert_eq!(first("Thừa Thiên-Huế"), Some("46"));
        assert_eq!(gazetteer.named("Láng Thượng Phạm").count(), 0);
        assert!(gazetteer.named("1").eq(gazetteer.named("01")));
    }

    #[test]
    fn a_faulty_table_is_named_with_its_line() {
        let header = "code\tvalid_from\tvalid_to\tkind\tname\tparent\tdecree\n";
        let table =
            |row: &str| -> &'static str { Box::leak(format!("{header}{row}\n").into_boxed_str()) };
        let fault = |row: &str, links: &'static str| {
            Gazetteer::parse(table(row), links, "")
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            fault("01\t\t\tLàng\tX\t\t", ""),
            "units.tsv line 2: Làng is no kind of unit"
        );
        assert_eq!(
            fault("01\t1.1.2020\t\tXã\tX\t\t", ""),
            "units.tsv line 2: 1.1.2020 is not a date like 2025-07-01"
        );
        assert_eq!(
            fault("01\t\t\tXã\tX\t\t", "old\tnew\n01\t02\t\t"),
            "links.tsv line 2: 02 is not in units.tsv"
        );
    }
}
