//! Tests of the word tables: each entry is found in its own examples and not in its own rejects.
//!
//! Those of names are tested in `names_test.rs`.

use super::lexicon::{Class, Entry, Lexicon, Unit};
use super::text::Text;
use super::{extract, quantity};
use crate::article::Article;
use chrono::DateTime;
use uuid::Uuid;

/// What an entry is found by.
type Finds<'a> = &'a dyn Fn(&str, usize) -> bool;

/// The examples in which entries of a table are not found and the rejects in which they are.
fn misses<T>(file: &str, entries: &[Entry<T>], finds: Finds) -> Vec<String> {
    let mut misses = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let id = &entry.id;
        let unfound = entry.examples.iter().filter(|text| !finds(text, i));
        misses.extend(unfound.map(|text| format!("{file}: `{id}` is not found in «{text}»")));
        let found = entry.rejects.iter().filter(|text| finds(text, i));
        misses.extend(found.map(|text| format!("{file}: `{id}` is found in its reject «{text}»")));
    }
    misses
}

fn has_hit(lexicon: &Lexicon, class: Class, text: &str, entry: usize) -> bool {
    Text::new(text, lexicon)
        .hits()
        .iter()
        .any(|hit| hit.class == class && hit.entry() == entry)
}

fn report(misses: &[String]) {
    assert!(
        misses.is_empty(),
        "{} misses\n{}",
        misses.len(),
        misses.join("\n")
    );
}

fn article(body: &str) -> Article {
    Article {
        id: Uuid::nil(),
        url: "https://bao.example/tin".to_owned(),
        source: "bao.example".to_owned(),
        title: None,
        author: None,
        body: body.to_owned(),
        published: None,
        scraped_at: DateTime::UNIX_EPOCH,
        content_hash: [0; 32],
    }
}

#[test]
fn every_indicator_is_found_in_its_examples_and_not_in_its_rejects() {
    let lexicon = Lexicon::embedded();
    let finds = |text: &str, entry: usize| {
        let id = Some(lexicon.indicators[entry].id.as_str());
        extract(&article(text), &lexicon)
            .statistics
            .iter()
            .any(|statistic| statistic.indicator.code.as_deref() == id)
    };
    report(&misses("indicators.toml", &lexicon.indicators, &finds));
}

#[test]
fn every_indicator_has_examples_and_rejects_and_dimensions_of_the_units() {
    let lexicon = Lexicon::embedded();
    let faults: Vec<String> = lexicon
        .indicators
        .iter()
        .filter_map(|entry| {
            let unknown = entry.data.dimensions.iter().find(|&dimension| {
                let of_unit = |unit: &Entry<Unit>| unit.data.dimension == *dimension;
                dimension != "count" && !lexicon.units.iter().any(of_unit)
            });
            match unknown {
                Some(dimension) => Some(format!(
                    "`{}`: no unit has dimension `{dimension}`",
                    entry.id
                )),
                None if entry.examples.is_empty() => Some(format!("`{}` has no example", entry.id)),
                None if entry.rejects.is_empty() => Some(format!("`{}` has no reject", entry.id)),
                None => None,
            }
        })
        .collect();
    report(&faults);
}

#[test]
fn every_unit_is_found_in_its_examples_and_not_in_its_rejects() {
    let lexicon = Lexicon::embedded();
    let finds = |body: &str, entry: usize| {
        let text = Text::new(body, &lexicon);
        let id = Some(lexicon.units[entry].id.as_str());
        quantity::quantities(&text, &lexicon, &vec![false; text.len()])
            .iter()
            .any(|quantity| quantity.unit.code.as_deref() == id)
    };
    report(&misses("units.toml", &lexicon.units, &finds));
}

#[test]
fn every_word_is_found_in_its_examples_and_not_in_its_rejects() {
    let lexicon = Lexicon::embedded();
    let mut all = Vec::new();
    macro_rules! check {
        ($($file:literal $class:ident $entries:expr;)*) => {$(
            let finds = |text: &str, i: usize| has_hit(&lexicon, Class::$class, text, i);
            all.extend(misses($file, &$entries, &finds));
        )*};
    }
    check! {
        "abbreviations.toml" Abbreviation lexicon.abbreviations;
        "chrome.toml" Chrome lexicon.chrome;
        "cues.toml" Cue lexicon.cues;
        "nouns.toml" Noun lexicon.nouns;
        "numerals.toml" Numeral lexicon.numerals;
        "phrases.toml" Phrase lexicon.phrases;
        "sorts.toml" Sort lexicon.sorts;
        "times.toml" Time lexicon.times;
    }
    report(&all);
}
