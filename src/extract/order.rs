//! Things named before and figures that are given in their order: «doanh thu và lợi nhuận lần lượt là 13 và 2 tỷ đồng»,
//! «xuất khẩu sang Mỹ, Nhật Bản và Hàn Quốc tăng tương ứng 5%, 7% và 9%».

use std::ops::Range;

use super::clause::{Clause, Lead};
use super::indicator::{LONGEST, join};
use super::lexicon::{Cue, Phrase};
use super::phrase::{Part, Piece};
use super::quantity::Dimension;
use super::statistic::Linked;
use crate::extraction::EntityType;

impl Clause<'_> {
    /// «doanh thu và lợi nhuận lần lượt là 13 và 2 tỷ»: the things named before, in their order.
    pub(super) fn distributed(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
        linked: &[Linked],
    ) -> Option<String> {
        let figure = self.quantity.figure.start;
        let at = (self.sentence.start..figure).rev().find(|&i| {
            self.phrase_at(i)
                .is_some_and(|(phrase, _)| phrase == Phrase::Distributive)
        })?;
        let boundary = |i: usize| {
            matches!(self.text().token(i).sign, ';' | ':' | '(' | ')')
                || self
                    .phrase_at(i)
                    .is_some_and(|(phrase, _)| matches!(phrase, Phrase::Report | Phrase::Joint))
        };
        let start = (self.sentence.start..at)
            .rev()
            .find(|&i| boundary(i))
            .map_or(self.sentence.start, |i| i + 1);
        let turn = |i: usize| self.word_is(i, &["tăng", "giảm", "mức"]);
        let turns = turn(at) || at > self.sentence.start && turn(at - 1);
        let mut items = self.items(start..at - usize::from(turns && !turn(at)));
        // «tăng lần lượt 5%, 7% và 9%» gives the changes themselves
        let further = !turns || self.figures_since(at) > 0;
        let changes = (lead.has(Cue::Increase) || lead.has(Cue::Decrease)) && further;
        // «xã An Hòa và xã Bình Lâm tăng, lần lượt 4 và 2 hộ»: of what is counted
        if changes && self.quantity.dimension == Dimension::Count {
            return None;
        }
        // figures in brackets and changes say more of the item before
        if self.is_in_brackets() || changes {
            return previous.map(|previous| previous.indicator.label.clone());
        }
        let named = |item: &Range<usize>| {
            let pieces = self.pieces(item.clone());
            let first = pieces.first();
            first.is_some_and(|first| first.part == Part::Name(EntityType::Place))
        };
        // «xuất khẩu sang Mỹ, Nhật Bản và Hàn Quốc»: each of them in its place
        let asked = self.figures_since(at);
        if let Some(label) = self.sent_to(&items, asked) {
            return Some(label);
        }
        // «hai huyện A, B đạt lần lượt 62% và 71%» of what was said before
        if items.len() > 1 && items[1..].iter().all(named) {
            return self
                .alike(linked)
                .map(|other| other.indicator.label.clone());
        }
        // «xơ, sợi dệt và vải mành, vải kỹ thuật»: a comma inside an item
        let figures = self.figures.iter();
        let given = figures.filter(|figure| figure.figure.start > at).count();
        if given == 2 && items.len() > 2 {
            let and = (start..at).rfind(|&i| self.word_is(i, &["và"]))?;
            items = vec![start..and, and + 1..at];
        }
        let labels: Vec<String> = items
            .into_iter()
            .map(|item| self.noun_phrase(&self.pieces(item)).0)
            .filter(|label| !label.is_empty())
            .collect();
        if labels.len() < 2 {
            return None;
        }
        let label = labels.get(asked)?;
        // «xuất khẩu gạo, cà phê và hạt điều»: the head of the first is that of all
        let first = labels.first().filter(|_| asked > 0);
        let head = first.and_then(|first| self.head_of(first));
        match head.filter(|_| self.head_of(label).is_none()) {
            Some(head) => Some(join(&[head, label])),
            None => Some(label.clone()),
        }
    }

    /// «xuất khẩu sang | Mỹ, Nhật Bản và Hàn Quốc»: the phrase with the name that the figure belongs to.
    fn sent_to(&self, items: &[Range<usize>], asked: usize) -> Option<String> {
        let (first, item) = (items.first()?, items.get(asked)?);
        let pieces = self.pieces(first.clone());
        let to = pieces
            .iter()
            .position(|piece| self.piece_is(piece, &["sang"]))?;
        let named = |piece: &Piece| matches!(piece.part, Part::Name(EntityType::Place));
        let own = self.pieces(item.clone());
        let name = if asked == 0 {
            pieces.get(to + 1)
        } else {
            own.first()
        };
        let name = name.filter(|name| named(name))?;
        let front = self.wording(&pieces[..to], LONGEST);
        (!front.is_empty()).then(|| join(&[&front, "sang", self.text().slice(name.tokens.clone())]))
    }

    /// How many figures outside brackets stand between a token and this figure.
    fn figures_since(&self, at: usize) -> usize {
        self.figures
            .iter()
            .map(|quantity| &quantity.figure)
            .filter(|figure| figure.start > at && figure.start < self.quantity.figure.start)
            .filter(|figure| {
                let opened = (at..figure.start)
                    .rev()
                    .find(|&i| matches!(self.text().token(i).sign, '(' | ')'));
                opened.is_none_or(|i| self.text().is_sign(i, ')'))
            })
            .count()
    }

    /// The ranges between commas and «và».
    fn items(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut items: Vec<Range<usize>> = Vec::new();
        let (mut from, end) = (range.start, range.end);
        for i in range.start..=end {
            if i == end || self.text().is_sign(i, ',') || self.word_is(i, &["và"]) {
                if from < i {
                    items.push(from..i);
                }
                from = i + 1;
            }
        }
        items
    }
}
