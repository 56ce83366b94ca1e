//! Tells an article's own text from the page around it: counters, menus, related headlines, footers.
//!
//! Judged by form and place: a paragraph is long and ends like a sentence; a short line belongs to the article if it
//! speaks of the same things as its paragraphs.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::lexicon::{Class, Lexicon};
use super::text::{Gap, Kind, Text};

/// Lines with at least so many words can be paragraphs.
const PARAGRAPH_WORDS: usize = 12;
/// Lines with at least so many are paragraphs whatever they end with.
const LONG_WORDS: usize = 28;
/// A sentence with a phrase of web pages is chrome as a whole up to this many tokens.
const SHORT_SENTENCE: usize = 30;

/// For each token, whether it belongs to the page and not to the article.
pub fn chrome(text: &Text, lexicon: &Lexicon) -> Vec<bool> {
    let mut page = vec![false; text.len()];
    mark_phrases(text, lexicon, &mut page);
    let lines = text.lines();
    let prose: Vec<bool> = lines.iter().map(|line| is_paragraph(text, line)).collect();
    let Some(last) = prose.iter().rposition(|&prose| prose) else {
        return page;
    };
    let pairs = word_pairs(
        text,
        lines
            .iter()
            .zip(&prose)
            .filter(|(_, prose)| **prose)
            .map(|(line, _)| line),
    );
    let mut below_section = false;
    for (index, line) in lines.iter().enumerate() {
        if prose[index] {
            below_section = false;
            continue;
        }
        below_section |= is_section(text, lexicon, line);
        let repeated = index > 0
            && lines[index - 1].len() == line.len()
            && line.len() > 3
            && text.slice(lines[index - 1].clone()) == text.slice(line.clone());
        // below the last paragraph stand other articles' headlines; among the paragraphs, headings and captions
        let least_percent = if index > last { 60 } else { 25 };
        if below_section || repeated || percent_shared(text, line, &pairs) < least_percent {
            page[line.clone()].fill(true);
        }
    }
    page
}

fn words(text: &Text, line: &Range<usize>) -> usize {
    text.tokens()[line.clone()]
        .iter()
        .filter(|token| token.kind != Kind::Sign)
        .count()
}

/// Long, and ending like a sentence or very long.
fn is_paragraph(text: &Text, line: &Range<usize>) -> bool {
    let count = words(text, line);
    // the colon of «(05.08.2019 16:32)» closes nothing
    let stops = |i: usize| {
        let sign = matches!(text.token(i).sign, '.' | '!' | '?' | '…' | ';' | ':');
        sign && !(i + 1 < line.end && text.token(i + 1).kind == Kind::Number)
    };
    let closed = (line.start..line.end).rev().take(3).any(stops);
    let list = (line.start..line.end)
        .filter(|&i| text.is_sign(i, '|'))
        .count()
        > 2;
    !list && (count >= LONG_WORDS || count >= PARAGRAPH_WORDS && closed)
}

fn mark_phrases(text: &Text, lexicon: &Lexicon, page: &mut [bool]) {
    for hit in text.hits().iter().filter(|hit| hit.class == Class::Chrome) {
        if lexicon.chrome[hit.entry()].id == "section" {
            continue;
        }
        let at = hit.start as usize;
        let sentence = text.sentences()[text.sentence_of(at)].clone();
        if sentence.len() <= SHORT_SENTENCE {
            page[sentence].fill(true);
        } else {
            // the counter beside the phrase, in a page that came as one line
            page[at.saturating_sub(3)..(hit.end() + 2).min(text.len())].fill(true);
        }
    }
}

/// A line that is the heading of a list of other articles.
fn is_section(text: &Text, lexicon: &Lexicon, line: &Range<usize>) -> bool {
    let start = line.start + usize::from(text.token(line.start).kind == Kind::Sign);
    text.hit(start, Class::Chrome).is_some_and(|hit| {
        lexicon.chrome[hit.entry()].id == "section"
            && (hit.end()..line.end).all(|i| text.token(i).kind == Kind::Sign)
    })
}

/// Pairs of words that stand side by side.
fn word_pairs<'a>(text: &Text, lines: impl Iterator<Item = &'a Range<usize>>) -> FxHashSet<u64> {
    lines
        .flat_map(|line| pairs(text, line).collect::<Vec<_>>())
        .collect()
}

fn pairs<'a>(text: &'a Text, line: &Range<usize>) -> impl Iterator<Item = u64> + 'a {
    let (start, end) = (line.start, line.end);
    (start + 1..end).filter_map(move |i| {
        let (a, b) = (text.token(i - 1), text.token(i));
        (a.kind == Kind::Word && b.kind == Kind::Word && b.gap == Gap::Space)
            .then(|| u64::from(a.key) << 32 | u64::from(b.key))
    })
}

/// How many of a line's word pairs the paragraphs use too, in percent.
fn percent_shared(text: &Text, line: &Range<usize>, known: &FxHashSet<u64>) -> usize {
    let (all, shared) = pairs(text, line).fold((0, 0), |(all, shared), pair| {
        (all + 1, shared + usize::from(known.contains(&pair)))
    });
    (shared * 100).checked_div(all).unwrap_or(0)
}
