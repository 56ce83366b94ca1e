//! Who came: «Về dự Đại hội có đồng chí A, lãnh đạo huyện B cùng 118 đại biểu thay mặt cho 312 đảng viên».
//!
//! Whoever is named in such a sentence is a guest: those who are counted came to the occasion of the sentences before.

use super::clause::Clause;
use super::lexicon::{Class, TimeWord};
use super::quantity::Dimension;

/// «Cùng về tham | dự …»: a sentence tells who came within so many tokens.
const OPENING: usize = 4;
/// «Cùng», «Về | dự hội nghị có …»
const LEADING: &[&str] = &[
    "cùng", "Cùng", "về", "Về", "đến", "Đến", "tới", "Tới", "tham", "Tham",
];
/// Most tokens from «dự» to «có».
const LONGEST_OCCASION: usize = 12;
/// Longest description of those who came, in words.
const LONGEST: usize = 8;

impl Clause<'_> {
    /// Whether the figure counts some of those who came, or for whom they came.
    pub(super) fn counts_who_came(&self) -> bool {
        self.attended().is_some()
    }

    /// «đại biểu dự Đại hội», «đảng viên đang sinh hoạt tại chi bộ».
    pub(super) fn who_came(&self) -> Option<String> {
        let from = self.attended()?;
        let figure = self.quantity.figure.start;
        let noun = self.text().slice(self.quantity.noun.clone());
        // «118 đại biểu đại diện cho gần | 312 đảng viên», «128 đảng viên đến từ | 13 chi bộ»
        let mut near = figure.saturating_sub(2).max(self.sentence.start)..figure;
        if near.any(|i| self.word_is(i, &["cho", "từ", "tại", "ở"])) {
            let told = [noun, &self.wording_behind(LONGEST)].join(" ");
            return Some(told.trim_end().to_owned());
        }
        let tokens = from..figure.min(from + LONGEST_OCCASION);
        let event = |&i: &usize| self.context.time_word(i) == Some(TimeWord::Event);
        let Some(occasion) = tokens.clone().find(event) else {
            return Some([noun, "tham dự"].join(" "));
        };
        let end = (occasion..tokens.end).find(|&i| self.word_is(i, &["có", "gồm", "của"]))?;
        Some([noun, "dự", self.text().slice(occasion..end)].join(" "))
    }

    /// What is behind «dự» in a sentence that tells who came to something, if the figure counts some of them.
    fn attended(&self) -> Option<usize> {
        let figure = self.quantity.figure.start;
        if self.quantity.dimension != Dimension::Count {
            return None;
        }
        // «Ông Ba chủ trì hội nghị; | dự có lãnh đạo các sở; đại diện Hội cùng 180 đại biểu»
        let behind = |i: usize| self.text().is_sign(i, ';').then_some(i + 1);
        let starts = (self.sentence.start..figure).filter_map(behind);
        std::iter::once(self.sentence.start)
            .chain(starts)
            .find_map(|start| self.attended_from(start))
    }

    fn attended_from(&self, start: usize) -> Option<usize> {
        // «dự án», «dự báo», «dự thi» are words of their own
        let other = Class::bits(&[Class::Cue, Class::Noun, Class::Phrase]);
        let attends =
            |&i: &usize| self.word_is(i, &["dự", "Dự"]) && !self.text().starts_any(i, other);
        let leads = |i: usize| self.word_is(i, LEADING);
        let figure = self.quantity.figure.start;
        let at = (start..figure.min(start + OPENING)).find(attends)?;
        let mut occasion = at + 1..figure.min(at + LONGEST_OCCASION);
        let told = occasion.any(|i| self.word_is(i, &["có", "gồm"]));
        ((start..at).all(leads) && told).then_some(at + 1)
    }
}
