//! What indicators are read from sentences, and that every label reads as a phrase.

use std::sync::LazyLock;

use chrono::Utc;
use proptest::prelude::*;
use serde_json::json;

use super::lexicon::Lexicon;
use super::{corpus, extract};
use crate::message::{Limits, parse};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// Words that join a phrase to something else, so that none begins or ends with them.
const JOINING: [&str; 22] = [
    "của", "với", "cho", "và", "là", "thì", "mà", "tại", "ở", "trong", "hoặc", "nhưng", "để",
    "nhằm", "vì", "khoảng", "gần", "các", "những", "từ", "theo", "khi",
];

fn labels(body: &str) -> Vec<String> {
    let message = json!({"url": "http://a.vn/1", "body": body, "published_at": "2022-10-23", "language": "vi"});
    let article = parse(
        message.to_string().as_bytes(),
        Utc::now(),
        &Limits::default(),
    );
    let found = article.map(|article| extract(&article, &LEXICON).statistics);
    found
        .unwrap_or_default()
        .into_iter()
        .map(|statistic| statistic.indicator.label)
        .collect()
}

fn debris(label: &str) -> Option<&'static str> {
    let words: Vec<&str> = label.split(' ').collect();
    let (first, last) = (words.first()?, words.last()?);
    if label.is_empty() {
        return None;
    }
    if words.iter().any(|word| word.is_empty()) {
        return Some("two spaces");
    }
    if JOINING.contains(first) || JOINING.contains(last) {
        return Some("a joining word at its edge");
    }
    let sign = |c: char| {
        matches!(
            c,
            ',' | ';' | ':' | '(' | ')' | '.' | '-' | '–' | '"' | '“' | '”'
        )
    };
    if label.starts_with(sign) || label.ends_with(sign) {
        return Some("a sign at its edge");
    }
    // «gạo 5% tấm» is a class
    let class = |at: usize| words.get(at + 1) == Some(&"tấm");
    let percent = |at: usize, word: &str| word.ends_with('%') && !class(at);
    if words.iter().enumerate().any(|(at, word)| percent(at, word)) {
        return Some("a figure in it");
    }
    None
}

#[test]
fn indicators_are_read_as_their_corpus_says() {
    corpus::check(
        "indicator.corpus.toml",
        include_str!("indicator.corpus.toml"),
        |sentence| {
            let labels = labels(sentence);
            let said = labels.iter().any(|label| !label.is_empty());
            said.then(|| labels.join("; "))
        },
    );
}

#[test]
fn every_label_of_our_own_articles_reads_as_a_phrase() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/articles");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let article = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let article: serde_json::Value = serde_json::from_str(&article).unwrap();
        for label in labels(article["body"].as_str().unwrap()) {
            assert_eq!(debris(&label), None, "«{label}»");
            read += 1;
        }
    }
    assert!(read > 300, "only {read} labels");
}

#[test]
fn a_label_that_is_no_phrase_is_known_as_debris() {
    for label in [
        "sản lượng của",
        "và doanh thu",
        "diện tích,",
        "hộ  nghèo",
        "đạt 5% kế hoạch",
    ] {
        assert!(debris(label).is_some(), "«{label}»");
    }
}

/// Words that chance puts in any order.
const WORDS: [&str; 24] = [
    "huyện Yên Thành",
    "đã",
    "kết nạp",
    "5",
    "đảng viên",
    ",",
    "và",
    "của",
    "tăng",
    "12%",
    "thu ngân sách",
    "đạt",
    "40 tỷ đồng",
    "(",
    ")",
    "trong đó",
    "với",
    "số",
    "hộ",
    ":",
    "để",
    "năm 2021",
    "các",
    "là",
];

proptest! {
    #[test]
    fn no_order_of_words_gives_debris(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 1..25)) {
        for label in labels(&words.join(" ")) {
            prop_assert_eq!(debris(&label), None, "«{}»", label);
        }
    }
}
