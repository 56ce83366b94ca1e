//! Turns the word tables of `config/lexicon/` into one automaton over words, and says which entries start at a word.
//!
//! A linguist edits the tables; everything here is the same for all of them: an entry has an `id`, the `surfaces` it is
//! written as, `examples` in which it must be recognized and `rejects` in which it must not. Other keys belong to the table.
//!
//! ```
//! use solieu::extract::{lexicon::{Class, Lexicon}, text::Text};
//!
//! let lexicon = Lexicon::embedded();
//! let text = Text::new("hơn 500 héc-ta lúa", &lexicon);
//! let hit = text.hit(2, Class::Unit).unwrap();
//! assert_eq!(lexicon.units[hit.entry()].id, "hectare");
//! ```

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeOwned, IntoDeserializer};

pub use super::entry::{
    Cue, Entry, IndicatorEntry, Noun, NounRole, Numeral, NumeralRole, Phrase, Sort, TimeWord, Unit,
    Words,
};
use super::gazetteer::Gazetteer;
use super::naming::{self, Naming};
use super::text::{Gap, Starts, Text, Token, fold, tokenize};

/// A word of the lexicon, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct WordId(u32);

impl WordId {
    /// A word that no entry uses.
    pub const UNKNOWN: Self = Self(0);

    /// One of 64 bits, to hold several words in a number.
    fn bit(self) -> u64 {
        1 << (self.0 % u64::BITS)
    }
}

/// Which table an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// `numerals.toml`
    Numeral,
    /// `times.toml`
    Time,
    /// `units.toml`
    Unit,
    /// `nouns.toml`
    Noun,
    /// `cues.toml`
    Cue,
    /// `indicators.toml`
    Indicator,
    /// `phrases.toml`
    Phrase,
    /// `chrome.toml`
    Chrome,
    /// `abbreviations.toml`
    Abbreviation,
    /// `organizations.toml`
    Organization,
    /// `fields.toml`
    Field,
    /// `titles.toml`
    Title,
    /// `names.toml`
    Name,
    /// `place_kinds.toml`
    PlaceKind,
    /// `places.toml`
    Place,
    /// `documents.toml`
    Document,
    /// `laws.toml`
    Law,
    /// `issuers.toml`
    Issuer,
    /// `guides.toml`
    Guide,
    /// `stances.toml`
    Stance,
    /// `stand_ins.toml`
    StandIn,
    /// `sorts.toml`
    Sort,
}

impl Class {
    /// One bit of its own, to hold several classes in a number.
    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The sum of the bits of several.
    pub(super) fn bits(classes: &[Self]) -> u32 {
        classes.iter().fold(0, |bits, class| bits | class.bit())
    }
}

/// An entry found at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First token.
    pub start: u32,
    /// Number of tokens.
    pub len: u16,
    /// Table of the entry.
    pub class: Class,
    entry: u16,
}

impl Hit {
    /// Index of the entry in its table.
    pub fn entry(self) -> usize {
        usize::from(self.entry)
    }

    /// Token after the last.
    pub fn end(self) -> usize {
        self.start as usize + usize::from(self.len)
    }
}

/// Words of an entry found among tokens, perhaps with others between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    /// Index of the entry in its table.
    pub(super) entry: usize,
    /// How many words of its own it has.
    pub(super) words: usize,
    /// First token.
    pub(super) start: usize,
    /// Token after the last.
    pub(super) end: usize,
}

/// A fault in a table, with the file, the entry and what to write.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct LexiconError {
    /// Name of the file.
    pub file: String,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// How many words « … » in a surface of an indicator stands for at most.
const GAP: usize = 4;

/// Most words of a surface that rules look for before what it belongs to.
pub(super) const LONGEST_SURFACE: usize = 8;

/// The compiled word tables.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    /// First node by the id of the first word; 0 where no entry starts with it.
    first: Vec<u32>,
    /// Sum of the [`Class::bit`] of the entries that start with a word, by its id.
    opens: Vec<u32>,
    edges: FxHashMap<(u32, WordId), u32>,
    /// The [`WordId::bit`]s of the words that lead on from each node, so that most words need no look at the edges.
    leads: Vec<u64>,
    /// Where « … » leads from each node; 0 where no pattern has a gap.
    gaps: Vec<u32>,
    /// What ends at each node; node 0 is none.
    ends: Vec<Vec<(Class, u16)>>,
    /// The words of `phrases.toml` as written there.
    spelled: FxHashMap<Box<str>, Phrase>,
    /// Bytes of the longest of them.
    longest: usize,
    /// File and ids of the entries, for whoever asks where a word is from.
    sources: FxHashMap<Class, (String, Vec<String>)>,
    /// Numerals and magnitudes.
    pub numerals: Vec<Entry<Numeral>>,
    /// Units of measure.
    pub units: Vec<Entry<Unit>>,
    /// Counted nouns.
    pub nouns: Vec<Entry<Noun>>,
    /// Words of dates and periods.
    pub times: Vec<Entry<TimeWord>>,
    /// Words around figures.
    pub cues: Vec<Entry<Cue>>,
    /// Words by which the phrase that says what is measured is found.
    pub phrases: Vec<Entry<Phrase>>,
    /// What can be measured.
    pub indicators: Vec<Entry<IndicatorEntry>>,
    /// Phrases of web pages.
    pub chrome: Vec<Entry<Words>>,
    /// Abbreviations with a full stop that ends no sentence.
    pub abbreviations: Vec<Entry<Words>>,
    /// Words that a rule asks for.
    pub sorts: Vec<Entry<Sort>>,
    /// Words and heads of names.
    pub naming: Naming,
    /// Administrative units.
    pub gazetteer: Arc<Gazetteer>,
}

/// Name and content of the embedded tables.
pub const EMBEDDED: &[(&str, &str)] = &[
    (
        "abbreviations.toml",
        include_str!("../../config/lexicon/abbreviations.toml"),
    ),
    (
        "chrome.toml",
        include_str!("../../config/lexicon/chrome.toml"),
    ),
    ("cues.toml", include_str!("../../config/lexicon/cues.toml")),
    (
        "indicators.toml",
        include_str!("../../config/lexicon/indicators.toml"),
    ),
    (
        "nouns.toml",
        include_str!("../../config/lexicon/nouns.toml"),
    ),
    (
        "numerals.toml",
        include_str!("../../config/lexicon/numerals.toml"),
    ),
    (
        "phrases.toml",
        include_str!("../../config/lexicon/phrases.toml"),
    ),
    (
        "sorts.toml",
        include_str!("../../config/lexicon/sorts.toml"),
    ),
    (
        "times.toml",
        include_str!("../../config/lexicon/times.toml"),
    ),
    (
        "units.toml",
        include_str!("../../config/lexicon/units.toml"),
    ),
];

impl Lexicon {
    /// The tables embedded in the binary.
    #[expect(
        clippy::missing_panics_doc,
        clippy::expect_used,
        reason = "the embedded tables are checked by every test run"
    )]
    pub fn embedded() -> Self {
        Self::parse(|name| {
            EMBEDDED
                .iter()
                .chain(naming::EMBEDDED)
                .find(|(file, _)| *file == name)
                .map(|(_, text)| *text)
        })
        .expect("embedded lexicon")
    }

    /// Compiles the tables; `file` gives the content of a file by its name.
    pub fn parse<'a>(file: impl Fn(&str) -> Option<&'a str>) -> Result<Self, LexiconError> {
        let mut lexicon = Self {
            first: vec![0],
            opens: vec![0],
            leads: vec![0],
            gaps: vec![0],
            ends: vec![Vec::new()],
            ..Self::default()
        };
        lexicon.numerals = lexicon.table(&file, "numerals.toml", "numeral", Class::Numeral)?;
        lexicon.units = lexicon.table(&file, "units.toml", "unit", Class::Unit)?;
        lexicon.nouns = lexicon.table(&file, "nouns.toml", "noun", Class::Noun)?;
        lexicon.times = lexicon.roles(&file, "times.toml", "time", Class::Time)?;
        lexicon.cues = lexicon.roles(&file, "cues.toml", "cue", Class::Cue)?;
        lexicon.phrases = lexicon.roles(&file, "phrases.toml", "phrase", Class::Phrase)?;
        let spelled = lexicon.phrases.iter().flat_map(|entry| {
            let surfaces = entry.surfaces.iter();
            surfaces.map(|surface| (surface.as_str().into(), entry.data))
        });
        lexicon.spelled = spelled.collect();
        let lengths = lexicon.spelled.keys().map(|surface| surface.len());
        lexicon.longest = lengths.max().unwrap_or(0);
        lexicon.indicators =
            lexicon.table(&file, "indicators.toml", "indicator", Class::Indicator)?;
        check_patterns(&lexicon.indicators)?;
        lexicon.sorts = lexicon.roles(&file, "sorts.toml", "sort", Class::Sort)?;
        lexicon.chrome = lexicon.table(&file, "chrome.toml", "phrase", Class::Chrome)?;
        lexicon.abbreviations = lexicon.table(
            &file,
            "abbreviations.toml",
            "abbreviation",
            Class::Abbreviation,
        )?;
        lexicon.naming = Naming::read(&mut lexicon, &file)?;
        lexicon.gazetteer = Gazetteer::embedded();
        Ok(lexicon)
    }

    /// File and id of the entry that was found.
    pub fn source(&self, hit: Hit) -> (&str, &str) {
        let known = self.sources.get(&hit.class);
        known.map_or(("", ""), |(file, ids)| (file, &ids[hit.entry()]))
    }

    /// The number of a folded word.
    pub fn word_id(&self, folded: &str) -> WordId {
        self.words.get(folded).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The entry of `class` that a folded word is by itself.
    pub(super) fn entry_of(&self, folded: &str, class: Class) -> Option<usize> {
        let node = self.first[self.word_id(folded).0 as usize];
        let mut ends = self.ends[node as usize].iter();
        ends.find(|(known, _)| *known == class)
            .map(|&(_, entry)| usize::from(entry))
    }

    /// The part in the grammar of a phrase that is written as in `phrases.toml`, perhaps at the start of a sentence.
    pub(super) fn phrase(&self, written: &str) -> Option<Phrase> {
        // a small letter of Vietnamese takes as many bytes as its capital
        if written.len() > self.longest {
            return None;
        }
        let known = if written.starts_with(char::is_uppercase) {
            self.spelled.get(written.to_lowercase().as_str())
        } else {
            self.spelled.get(written)
        };
        known.copied()
    }

    /// The token after a word at token `i` that is of one of these sorts.
    pub(super) fn sort(&self, text: &Text, i: usize, of: &[Sort]) -> Option<usize> {
        let hit = text.hit(i, Class::Sort)?;
        of.contains(&self.sorts[hit.entry()].data)
            .then_some(hit.end())
    }

    /// Whether `written` as a whole is of one of these sorts.
    pub(super) fn is_sort(&self, written: &str, of: &[Sort]) -> bool {
        let small = written.to_lowercase();
        let mut sorts = self.sorts.iter().filter(|sort| of.contains(&sort.data));
        sorts.any(|sort| sort.surfaces.contains(&small))
    }

    /// Whether two folded words are an entry of any class together: «trực thuộc».
    pub(super) fn is_compound(&self, first: &str, second: &str) -> bool {
        let node = self.first[self.word_id(first).0 as usize];
        let node = self.next(node, self.word_id(second));
        !self.ends[node as usize].is_empty()
    }

    /// The node to which a word leads from another; 0 for none.
    fn next(&self, node: u32, word: WordId) -> u32 {
        if self.leads[node as usize] & word.bit() == 0 {
            return 0;
        }
        self.edges.get(&(node, word)).copied().unwrap_or(0)
    }

    /// The longest entry of each class at every token, and where each token's entries begin; one more for the end.
    pub(super) fn matches(&self, tokens: &[Token]) -> (Vec<Hit>, Vec<Starts>) {
        let mut hits: Vec<Hit> = Vec::with_capacity(tokens.len() / 2);
        let mut starts = Vec::with_capacity(tokens.len() + 1);
        for (i, token) in tokens.iter().enumerate() {
            let begin = hits.len();
            let mut classes = 0;
            let mut node = self.first[token.word.0 as usize];
            let mut len = 1_u16;
            while node != 0 {
                for &(class, entry) in &self.ends[node as usize] {
                    classes |= class.bit();
                    let hit = Hit {
                        start: u32::try_from(i).unwrap_or(u32::MAX),
                        len,
                        class,
                        entry,
                    };
                    match hits[begin..].iter_mut().find(|known| known.class == class) {
                        // of entries that share a surface the first is shown
                        Some(known) if known.len < len => *known = hit,
                        Some(_) => {}
                        None => hits.push(hit),
                    }
                }
                let Some(next) = tokens
                    .get(i + usize::from(len))
                    .filter(|next| next.gap != Gap::Line)
                else {
                    break;
                };
                node = self.next(node, next.word);
                len += 1;
            }
            starts.push(Starts {
                first_hit: u32::try_from(begin).unwrap_or(u32::MAX),
                classes,
            });
        }
        starts.push(Starts {
            first_hit: u32::try_from(hits.len()).unwrap_or(u32::MAX),
            classes: 0,
        });
        (hits, starts)
    }

    /// The entries of `class` whose words stand in `tokens` from one of `starts` on.
    ///
    /// « … » inside a surface stands for up to [`GAP`] other words: «giải quyết … đơn khiếu nại».
    pub(super) fn patterns(
        &self,
        tokens: &[Token],
        starts: Range<usize>,
        class: Class,
    ) -> Vec<Pattern> {
        let mut found = Vec::new();
        for start in starts {
            let word = tokens[start].word.0 as usize;
            if self.opens[word] & class.bit() != 0 {
                let begun = Pattern {
                    entry: 0,
                    words: 1,
                    start,
                    end: start + 1,
                };
                self.follow((tokens, class), self.first[word], begun, &mut found);
            }
        }
        found
    }

    /// The patterns that go on from a node behind what is `read` of them; the widest gap first.
    fn follow(&self, of: (&[Token], Class), node: u32, read: Pattern, found: &mut Vec<Pattern>) {
        let (tokens, class) = of;
        let ends = self.ends[node as usize].iter();
        let ends = ends.filter(|(known, _)| *known == class);
        found.extend(ends.map(|&(_, entry)| Pattern {
            entry: usize::from(entry),
            ..read
        }));
        let gap = self.gaps[node as usize];
        let widest = if gap == 0 {
            read.end
        } else {
            read.end + GAP + 1
        };
        let gaps = (read.end..widest).rev().map(|at| (gap, at));
        for (node, at) in gaps.chain([(node, read.end)]) {
            let node = tokens
                .get(at)
                .map_or(0, |token| self.next(node, token.word));
            if node != 0 {
                let read = Pattern {
                    words: read.words + 1,
                    end: at + 1,
                    ..read
                };
                self.follow(of, node, read, found);
            }
        }
    }

    /// Reads a table and adds its surfaces to the automaton.
    pub(super) fn table<'a, T: DeserializeOwned>(
        &mut self,
        file: &impl Fn(&str) -> Option<&'a str>,
        name: &str,
        table: &str,
        class: Class,
    ) -> Result<Vec<Entry<T>>, LexiconError> {
        let fault = |problem: String| LexiconError {
            file: name.to_owned(),
            problem,
        };
        let text = file(name).ok_or_else(|| {
            fault("no such file; every table must be there, even if empty".to_owned())
        })?;
        let mut document: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| fault(error.to_string()))?;
        let rows = match document.remove(table) {
            Some(toml::Value::Array(rows)) => rows,
            Some(_) => {
                return Err(fault(format!(
                    "`{table}` is not a list: write [[{table}]] before each entry"
                )));
            }
            None => Vec::new(),
        };
        if let Some(key) = document.keys().next() {
            return Err(fault(format!(
                "unknown table `{key}`: write [[{table}]] before each entry"
            )));
        }
        let mut entries: Vec<Entry<T>> = Vec::with_capacity(rows.len());
        let mut owners: FxHashMap<String, (usize, bool)> = FxHashMap::default();
        for row in rows {
            let toml::Value::Table(row) = row else {
                return Err(fault(format!("an entry of `{table}` is not a table")));
            };
            let (entry, shared) = parse_entry::<T>(row).map_err(fault)?;
            if let Some(last) = entries.last().filter(|last| last.id >= entry.id) {
                return Err(fault(format!(
                    "`{}` stands after `{}`: sort the entries by id, each id once",
                    entry.id, last.id
                )));
            }
            for surface in &entry.surfaces {
                if let Some((owner, also)) = owners.insert(fold(surface), (entries.len(), shared))
                    && !(shared && also)
                {
                    let owner = entries
                        .get(owner)
                        .map_or(entry.id.as_str(), |owner| owner.id.as_str());
                    return Err(fault(format!(
                        "`{surface}` belongs to `{owner}` and to `{}`: take it out of one, or write shared = true in both",
                        entry.id
                    )));
                }
                self.add(surface, class, entries.len())
                    .map_err(|problem| fault(format!("`{}`: {problem}", entry.id)))?;
            }
            entries.push(entry);
        }
        let ids = entries.iter().map(|entry| entry.id.clone()).collect();
        self.sources.insert(class, (name.to_owned(), ids));
        Ok(entries)
    }

    /// Reads a table whose ids are parts of the grammar.
    pub(super) fn roles<'a, R: DeserializeOwned>(
        &mut self,
        file: &impl Fn(&str) -> Option<&'a str>,
        name: &str,
        table: &str,
        class: Class,
    ) -> Result<Vec<Entry<R>>, LexiconError> {
        let entries = self.table::<Words>(file, name, table, class)?;
        let role = |id: &str| {
            R::deserialize(id.into_deserializer())
                .map_err(|error: serde::de::value::Error| error.to_string())
        };
        entries
            .into_iter()
            .map(
                |Entry {
                     id,
                     surfaces,
                     examples,
                     rejects,
                     ..
                 }| match role(&id) {
                    Ok(data) => Ok(Entry {
                        id,
                        surfaces,
                        examples,
                        rejects,
                        data,
                    }),
                    Err(problem) => Err(LexiconError {
                        file: name.to_owned(),
                        problem: format!("`{id}` is no part of the grammar: {problem}"),
                    }),
                },
            )
            .collect()
    }

    fn add(&mut self, surface: &str, class: Class, entry: usize) -> Result<(), String> {
        let entry = u16::try_from(entry).map_err(|_| "more than 65535 entries".to_owned())?;
        let words = &mut self.words;
        let tokens = tokenize(surface, |word| {
            let next = WordId(u32::try_from(words.len()).unwrap_or(u32::MAX) + 1);
            *words.entry(word.into()).or_insert(next)
        });
        let looked_back = matches!(
            class,
            Class::Cue
                | Class::Guide
                | Class::Phrase
                | Class::Sort
                | Class::Stance
                | Class::Time
                | Class::Title
        );
        if looked_back && tokens.len() > LONGEST_SURFACE {
            return Err(format!(
                "surface `{surface}` has {} words and signs: at most {LONGEST_SURFACE} are read",
                tokens.len()
            ));
        }
        self.first.resize(self.words.len() + 1, 0);
        self.opens.resize(self.words.len() + 1, 0);
        let mut tokens = tokens.into_iter();
        let Some(first) = tokens.next() else {
            return Err(format!("surface `{surface}` has no word"));
        };
        let word = first.word.0 as usize;
        self.opens[word] |= class.bit();
        let mut node = self.first[word];
        if node == 0 {
            node = self.new_node();
            self.first[word] = node;
        }
        for token in tokens {
            self.leads[node as usize] |= token.word.bit();
            node = if let Some(&next) = self.edges.get(&(node, token.word)) {
                next
            } else {
                let next = self.new_node();
                self.edges.insert((node, token.word), next);
                if token.sign == '…' {
                    self.gaps[node as usize] = next;
                }
                next
            };
        }
        self.ends[node as usize].push((class, entry));
        Ok(())
    }

    fn new_node(&mut self) -> u32 {
        self.ends.push(Vec::new());
        self.leads.push(0);
        self.gaps.push(0);
        u32::try_from(self.ends.len() - 1).unwrap_or(0)
    }
}

/// A gap stands between words and an edge before or after all of them.
fn check_patterns(entries: &[Entry<IndicatorEntry>]) -> Result<(), LexiconError> {
    for entry in entries {
        for surface in &entry.surfaces {
            let words: Vec<&str> = surface.split_whitespace().collect();
            let is_word =
                |word: Option<&&str>| word.is_some_and(|word| !matches!(*word, "…" | "|"));
            let wrong = (0..words.len()).any(|i| match words[i] {
                "…" => i == 0 || !is_word(words.get(i - 1)) || !is_word(words.get(i + 1)),
                "|" => i != 0 && i + 1 != words.len() || words.len() == 1,
                word => word.contains(['…', '|']),
            });
            if wrong {
                return Err(LexiconError {
                    file: "indicators.toml".to_owned(),
                    problem: format!(
                        "`{}`: surface `{surface}`: write … between words and | before the first or after the last, parted by spaces",
                        entry.id
                    ),
                });
            }
        }
    }
    Ok(())
}

fn parse_entry<T: DeserializeOwned>(mut row: toml::Table) -> Result<(Entry<T>, bool), String> {
    let id = match row.remove("id") {
        Some(toml::Value::String(id)) if !id.is_empty() => id,
        _ => return Err("an entry has no id: write id = \"…\"".to_owned()),
    };
    let mut list = |key: &str| match row.remove(key) {
        None => Ok(Vec::new()),
        Some(value) => value
            .try_into::<Vec<String>>()
            .map_err(|_| format!("`{id}`: {key} must be a list of strings")),
    };
    let (surfaces, examples, rejects) = (list("surfaces")?, list("examples")?, list("rejects")?);
    let shared = match row.remove("shared") {
        None => false,
        Some(toml::Value::Boolean(shared)) => shared,
        Some(_) => return Err(format!("`{id}`: shared must be true or false")),
    };
    if surfaces.is_empty() {
        return Err(format!("`{id}` has no surface: write surfaces = [\"…\"]"));
    }
    if let Some(surface) = surfaces
        .iter()
        .find(|surface| !unicode_normalization::is_nfc(surface))
    {
        return Err(format!(
            "`{id}`: surface `{surface}` is not in NFC: type it again with composed letters"
        ));
    }
    let data = toml::Value::Table(row)
        .try_into()
        .map_err(|error| format!("`{id}`: {error}"))?;
    Ok((
        Entry {
            id,
            surfaces,
            examples,
            rejects,
            data,
        },
        shared,
    ))
}
