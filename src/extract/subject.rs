//! Whom or what area a figure is about: names in the text in, the subject of a clause out.
//!
//! A clause's own subject comes first, then the place it happens in, then the subject before it, then the article's topic.
//! A short or bare name («Huyện ủy», «huyện») stands for the fullest one that the article gives.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::clause::{Clause, Named};
use super::lexicon::Phrase;
use super::mention::{self, Mention, Scan};
use super::statistic::Linked;
use super::text::{Kind, fold};
use crate::extraction::EntityType;

/// The names of an article as figures need them, and the one the article is about.
pub fn names(scan: &Scan, mentions: &[Mention]) -> Vec<Named> {
    let bare: Vec<(usize, String)> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| is_body_or_place(mention))
        .map(|(index, mention)| (index, fold(scan.text.slice(mention.range.clone()))))
        .collect();
    let fullest = Fullest::new(scan, mentions, &bare);
    mentions
        .iter()
        .enumerate()
        .map(|(index, mention)| Named {
            tokens: mention.range.clone(),
            kind: mention.name.kind(),
            name: fullest.of(scan, mentions, index),
        })
        .collect()
}

fn is_body_or_place(mention: &Mention) -> bool {
    matches!(
        mention.name,
        mention::Named::Organization(_) | mention::Named::Place(_)
    )
}

/// For each form of a name, the mention that writes it most fully.
struct Fullest {
    by_form: FxHashMap<String, usize>,
}

impl Fullest {
    fn new(scan: &Scan, mentions: &[Mention], forms: &[(usize, String)]) -> Self {
        let mut by_form: FxHashMap<String, usize> = FxHashMap::default();
        let mut offer = |form: &str, index: usize| {
            let longer = |known: &usize| mentions[index].range.len() > mentions[*known].range.len();
            match by_form.get_mut(form) {
                Some(known) if longer(known) => *known = index,
                Some(_) => {}
                None => {
                    by_form.insert(form.to_owned(), index);
                }
            }
        };
        for (index, form) in forms {
            offer(form, *index);
            match &mentions[*index].name {
                // «huyện Sóc Sơn» is also «Sóc Sơn» and, where no other is named, «huyện»
                mention::Named::Place(place) => {
                    if let Some(name) = place.name.clone() {
                        offer(&scan.folded(name.clone()), *index);
                        if name.start > place.range.start {
                            offer(&scan.folded(place.range.start..name.start), *index);
                        }
                    }
                }
                // «Huyện ủy Sóc Sơn» is also «Huyện ủy»
                mention::Named::Organization(body) if body.head_range.end < body.range.end => {
                    offer(&scan.folded(body.head_range.clone()), *index);
                }
                _ => {}
            }
        }
        Self { by_form }
    }

    fn of(&self, scan: &Scan, mentions: &[Mention], index: usize) -> String {
        let form = fold(scan.text.slice(mentions[index].range.clone()));
        let full = self.by_form.get(&form).copied().unwrap_or(index);
        scan.text.slice(mentions[full].range.clone()).to_owned()
    }
}

/// The name that the headline and the text speak of most: index into the names.
pub fn topic(names: &[Named], title: &[String]) -> Option<usize> {
    let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (index, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| is_subject(name))
    {
        counts.entry(&name.name).or_insert((0, index)).0 += 1;
    }
    let in_title = |name: &str| {
        let name = fold(name);
        title.iter().any(|form| {
            name == *form
                || name.ends_with(&format!(" {form}"))
                || name.starts_with(&format!("{form} "))
        })
    };
    let mut ranked: Vec<(bool, usize, std::cmp::Reverse<usize>)> = counts
        .iter()
        .map(|(name, &(count, first))| (in_title(name), count, std::cmp::Reverse(first)))
        .collect();
    ranked.sort_unstable();
    ranked.last().map(|&(_, _, std::cmp::Reverse(first))| first)
}

fn is_subject(name: &Named) -> bool {
    matches!(name.kind, EntityType::Place | EntityType::Organization)
}

impl Clause<'_> {
    /// The name a figure is about.
    pub(super) fn subject(&self, previous: Option<&Linked>) -> Option<usize> {
        let figure = self.quantity.figure.start;
        self.agent(self.sentence.start..figure)
            .or_else(|| self.location(self.clause_start()..self.ceiling()))
            .or_else(|| previous.and_then(|previous| previous.subject))
            .or(self.context.topic)
    }

    fn names_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        let names = self.context.names;
        let first = names.partition_point(|name| name.tokens.start < range.start);
        let last = names.partition_point(|name| name.tokens.start < range.end);
        (first..last).filter(move |&index| is_subject(&names[index]))
    }

    /// The last body or place that opens a clause and does not merely report: «Huyện ủy đã kiểm tra …».
    fn agent(&self, range: Range<usize>) -> Option<usize> {
        self.names_in(range).rev().find(|&index| {
            let tokens = &self.context.names[index].tokens;
            let start = tokens.start;
            let opens = start == self.sentence.start
                || self.text().token(start - 1).kind == Kind::Sign
                    && !self.text().is_sign(start - 1, '/')
                || self.word_is(start - 1, &["toàn", "Toàn", "và", "của"]);
            let reports = self
                .phrase_at(tokens.end)
                .is_some_and(|(phrase, _)| phrase == Phrase::Report);
            let listed = self.text().is_sign(tokens.end, ',')
                && !self.word_is(start - 1, &["của"])
                && start != self.sentence.start;
            opens && !reports && !listed && tokens.end < self.quantity.figure.start
        })
    }

    /// The place a clause happens in: «tại huyện Sóc Sơn», «trên địa bàn quận».
    fn location(&self, range: Range<usize>) -> Option<usize> {
        self.names_in(range).find(|&index| {
            let start = self.context.names[index].tokens.start;
            let place = self.context.names[index].kind == EntityType::Place;
            place
                && start > self.sentence.start
                && self.word_is(start - 1, &["tại", "ở", "bàn", "cho", "của", "toàn"])
        })
    }
}
