//! Scores the extractor against annotated articles: floors that only rise.
//!
//! Shares are counted in thousandths. A figure is found when its span overlaps one of the gold's; `core` asks for its
//! value, unit and measure too; the fields are shares of the figures found. Entities count once per surface and type.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::Utc;
use rust_decimal::Decimal;
use serde_json::Value;
use solieu::article::received_offsets;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::message::{Limits, parse};
use unicode_normalization::UnicodeNormalization;

/// What is scored, in the order of the floors.
const MEASURES: [&str; 10] = [
    "figures",
    "core",
    "value",
    "unit",
    "measure",
    "modifier",
    "period",
    "indicator",
    "subject",
    "entities",
];
const OWN_FLOORS: [usize; 10] = [992, 954, 1000, 994, 964, 1000, 921, 931, 893, 981];
const SHARED_FLOORS: [usize; 10] = [987, 949, 996, 998, 965, 996, 915, 893, 965, 989];

/// Unit labels that are equal or wrong; others are nouns and compared by their words.
const SYMBOLS: [&str; 23] = [
    "vnd", "usd", "eur", "%", "pp", "ha", "km", "m", "m2", "m3", "km2", "kg", "g", "t", "kwh",
    "mw", "°c", "day", "year", "month", "hour", "l", "",
];

#[test]
fn our_own_articles_are_read_no_worse_than_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    println!("{}", hold("own", &folder, OWN_FLOORS));
}

#[test]
fn the_shared_articles_are_read_no_worse_than_before() {
    let mut parents = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    match parents.find_map(|parent| Some(parent.join("shared/corpus")).filter(|it| it.is_dir())) {
        Some(folder) => println!("{}", hold("shared", &folder, SHARED_FLOORS)),
        None => println!("skipped: no shared/corpus beside the repository"),
    }
}

/// The table of scores, none below its floor.
fn hold(name: &str, folder: &Path, floors: [usize; 10]) -> String {
    let scores = score(folder).shares();
    let mut table = format!("{name}: thousandths, floor in brackets\n");
    let mut sunk = Vec::new();
    for ((measure, score), floor) in MEASURES.iter().zip(scores).zip(floors) {
        let _ = writeln!(table, "  {measure:<10} {score:>4} ({floor})");
        if score < floor {
            sunk.push(*measure);
        }
    }
    assert!(sunk.is_empty(), "{sunk:?} below the floor\n{table}");
    table
}

/// What was counted over a folder of articles.
#[derive(Default)]
struct Counts {
    gold: usize,
    got: usize,
    found: usize,
    core: usize,
    fields: [usize; 7],
    entities: [usize; 3],
}

impl Counts {
    fn shares(&self) -> [usize; 10] {
        let f1 = |right: usize, gold: usize, got: usize| (2000 * right) / (gold + got).max(1);
        let [right, gold, got] = self.entities;
        let mut shares = [0; 10];
        shares[0] = f1(self.found, self.gold, self.got);
        shares[1] = f1(self.core, self.gold, self.got);
        for (share, right) in shares[2..9].iter_mut().zip(self.fields) {
            *share = 1000 * right / self.found.max(1);
        }
        shares[9] = f1(right, gold, got);
        shares
    }
}

fn score(folder: &Path) -> Counts {
    let lexicon = Lexicon::embedded();
    let mut counts = Counts::default();
    for file in fs::read_dir(folder.join("gold")).unwrap() {
        let gold: Value =
            serde_json::from_slice(&fs::read(file.as_ref().unwrap().path()).unwrap()).unwrap();
        let path = folder.join("articles").join(file.unwrap().file_name());
        let payload =
            solieu::file::messages(&path.to_string_lossy(), &fs::read(&path).unwrap()).unwrap();
        let article = parse(&payload[0], Utc::now(), &Limits::default()).unwrap();
        let mut extraction = extract(&article, &lexicon);
        // the gold counts in the file's own characters
        let received: Value = serde_json::from_slice(&payload[0]).unwrap();
        if let Some(offsets) = received_offsets(received["body"].as_str().unwrap()) {
            extraction = extraction.counted_in(&offsets);
        }
        let got = serde_json::to_value(extraction).unwrap();
        count_figures(&gold, &got, &mut counts);
        let (gold, got) = (surfaces(&gold), surfaces(&got));
        counts.entities[0] += gold.intersection(&got).count();
        counts.entities[1] += gold.len();
        counts.entities[2] += got.len();
    }
    counts
}

fn count_figures(gold: &Value, got: &Value, counts: &mut Counts) {
    let list = |of: &Value| of["statistics"].as_array().unwrap().clone();
    let (gold, got) = (list(gold), list(got));
    counts.gold += gold.len();
    counts.got += got.len();
    let mut pairs = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in got.iter().enumerate() {
            let at = |of: &Value, end: &str| of[end].as_i64().unwrap();
            let overlap = at(a, "end").min(at(b, "end")) - at(a, "start").max(at(b, "start"));
            if overlap > 0 {
                let excess = (at(a, "end") - at(a, "start") - at(b, "end") + at(b, "start")).abs();
                pairs.push((-overlap, excess, i, j));
            }
        }
    }
    pairs.sort_unstable();
    let (mut used_gold, mut used_got) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, i, j) in pairs {
        if used_gold.contains(&i) || used_got.contains(&j) {
            continue;
        }
        used_gold.insert(i);
        used_got.insert(j);
        let right = fields(&gold[i], &got[j]);
        counts.found += 1;
        counts.core += usize::from(right[0] && right[1] && right[2]);
        for (count, right) in counts.fields.iter_mut().zip(right) {
            *count += usize::from(right);
        }
    }
}

/// Value, unit, measure, modifier, period, indicator, subject: whether each is right.
fn fields(gold: &Value, got: &Value) -> [bool; 7] {
    let decimal = |of: &Value| {
        of.as_str()
            .map(|text| text.parse::<Decimal>().unwrap().normalize())
    };
    let value = ["value", "value_max", "denominator"]
        .iter()
        .all(|field| decimal(&gold[field]) == decimal(&got[field]));
    let (unit, labelled) = (label(&gold["unit"]), label(&got["unit"]));
    let symbol = SYMBOLS.contains(&unit.as_str()) || SYMBOLS.contains(&labelled.as_str());
    let period = match &got["period"] {
        Value::Null => gold["period"].is_null(),
        period => gold["period"][0] == period["start"] && gold["period"][1] == period["end"],
    };
    [
        value,
        if symbol {
            unit == labelled
        } else {
            is_alike(&unit, &labelled)
        },
        gold["measure"] == got["measure"],
        gold["modifier"] == got["modifier"],
        period,
        is_alike(&label(&gold["indicator"]), &label(&got["indicator"])),
        is_alike(&label(&gold["subject"]), &label(&got["subject"])),
    ]
}

/// The text of a field, or of its label, in NFC and small letters.
fn label(of: &Value) -> String {
    let text = of.get("label").unwrap_or(of).as_str().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect::<String>().to_lowercase()
}

/// At least half of the words in common, counted over both.
fn is_alike(gold: &str, got: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let split = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        split.filter(|word| !word.is_empty()).map(fold).collect()
    };
    let (gold, mut got) = (words(gold), words(got));
    let all = gold.len() + got.len();
    let mut shared = 0;
    for word in gold {
        if let Some(at) = got.iter().position(|other| *other == word) {
            got.swap_remove(at);
            shared += 1;
        }
    }
    4 * shared >= all
}

/// One tone placement for both habits: «uỷ», «ủy».
fn fold(word: &str) -> String {
    let pairs = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let mut word = word.to_owned();
    for (old, new) in pairs {
        word = word.replace(old, new);
    }
    word
}

/// Type and folded surface of every entity, of the gold's flat form or of an extraction.
fn surfaces(of: &Value) -> BTreeSet<(String, String)> {
    let mut surfaces = BTreeSet::new();
    for entity in of["entities"].as_array().unwrap() {
        let own = std::slice::from_ref(entity);
        for mention in entity["mentions"].as_array().map_or(own, Vec::as_slice) {
            let kind = entity["type"].as_str().unwrap().to_owned();
            surfaces.insert((kind, fold(&label(&mention["text"]))));
        }
    }
    surfaces
}
