//! What holds for every message and every article, whatever they say: for the tests of properties and for fuzzing.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use solieu::article::{self, Article};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::extraction::Extraction;
use solieu::message::{Invalid, Limits, Reason, parse};
use unicode_normalization::is_nfc;

/// The stream's time of every message, so that a finding can be repeated.
pub fn received_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_359_200, 0).expect("2026-03-01T10:00:00Z")
}

/// Parses a message and checks what every article and every refusal must be.
pub fn parsed(payload: &[u8]) -> Result<Article, Invalid> {
    let limits = Limits::default();
    let parsed = parse(payload, received_at(), &limits);
    assert_eq!(parsed, parse(payload, received_at(), &limits));
    match &parsed {
        Ok(article) => {
            assert_eq!(
                article::canonical_url(&article.url).as_ref(),
                Ok(&article.url)
            );
            assert_eq!(article.id, article::id(&article.url));
            assert!(!article.source.trim().is_empty() && !article.subject_token().is_empty());
            let texts = [Some(&article.body), article.title.as_ref()];
            for text in texts.into_iter().flatten() {
                assert!(is_nfc(text) && !text.trim().is_empty() && !text.contains('\0'));
            }
            assert!(article.scraped_at <= received_at() + chrono::TimeDelta::days(2));
        }
        Err(invalid) => {
            assert!(!invalid.detail.trim().is_empty());
            assert!(
                invalid.detail.len() < 1000 && !invalid.detail.contains('\0'),
                "{}",
                invalid.detail
            );
            assert_ne!(invalid.reason, Reason::AttemptsExhausted);
        }
    }
    parsed
}

/// Checks what every extraction must be, and returns it.
pub fn checked(article: &Article, lexicon: &Lexicon) -> Extraction {
    let extraction = extract(article, lexicon);
    let body: Vec<char> = article.body.chars().collect();
    let slice = |start: u32, end: u32| -> String {
        let range = body.get(start as usize..end as usize);
        range
            .unwrap_or_else(|| panic!("no {start}..{end}"))
            .iter()
            .collect()
    };
    let mut last = 0;
    for statistic in &extraction.statistics {
        assert_eq!(slice(statistic.start, statistic.end), statistic.figure);
        assert!(!statistic.figure.trim().is_empty());
        assert!(
            last <= statistic.start,
            "figures overlap or are out of order"
        );
        last = statistic.end;
        let sentence = statistic.sentence;
        slice(sentence.start, sentence.end);
        assert!(sentence.start <= statistic.start && statistic.end <= sentence.end);
        assert!(
            statistic
                .value_max
                .is_none_or(|upper| statistic.value <= upper)
        );
        assert!(
            statistic
                .period
                .as_ref()
                .is_none_or(|period| period.start < period.end)
        );
        assert!(!statistic.rule.is_empty());
    }
    let ids: BTreeSet<_> = extraction.entities.iter().map(|entity| entity.id).collect();
    assert_eq!(
        ids.len(),
        extraction.entities.len(),
        "an entity is there twice"
    );
    for entity in &extraction.entities {
        assert!(!entity.mentions.is_empty());
        for mention in &entity.mentions {
            assert_eq!(slice(mention.start, mention.end), mention.text);
        }
    }
    for position in &extraction.positions {
        slice(position.start, position.end);
        assert!(ids.contains(&position.person), "a position of nobody");
        assert!(position.organization.is_none_or(|id| ids.contains(&id)));
    }
    for subject in extraction
        .statistics
        .iter()
        .filter_map(|statistic| statistic.subject.as_ref())
    {
        assert!(subject.entity_id.is_none_or(|id| ids.contains(&id)));
    }
    extraction
}
