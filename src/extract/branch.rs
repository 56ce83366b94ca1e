//! Finds the branches of service that act under no name of their own: «ngành thuế cả tỉnh», «lực lượng cảnh sát giao thông»,
//! «cấp ủy các cấp».
//!
//! They speak for themselves only in an article that says of no named body or area what they do.

use std::ops::Range;

use super::about::About;
use super::discourse::{Builder, Referent};
use super::lexicon::{Class, Phrase};
use super::naming::{FieldRole, Guide, KindRole};
use super::phrase::MARKERS;
use super::stance::Stance;

impl Builder<'_> {
    /// «ngành | thuế | cả tỉnh»: a branch whose noun ends before `at`; `limit` is the next name.
    pub(super) fn branch(&mut self, start: usize, at: usize, limit: usize) {
        let scan = self.reader.scan;
        let Some((FieldRole::Field, field)) = scan.field(at) else {
            return;
        };
        // the police are everywhere: «lực lượng công an», not «lực lượng cảnh sát giao thông»
        let force = scan
            .text
            .hit(at, Class::Organization)
            .filter(|hit| hit.end() == field && scan.word(start).eq_ignore_ascii_case("lực"));
        if force.is_some() {
            return;
        }
        // «ngành Thi hành án dân sự (THA) tỉnh»
        let short = scan.text.is_sign(field, '(') && scan.text.is_sign(field + 2, ')');
        let end = if short { field + 3 } else { field };
        let area = self.end_of_area(end);
        let acts = area > end || self.acts(end);
        let bound = area == limit && scan.continues(area) && limit < scan.text.len();
        let stance = self.reader.read(&(start..area), false);
        if acts && !bound && area <= limit && stance == Stance::Agent {
            self.branches.push(start..area);
        }
    }

    /// «các cấp», «UBKT các cấp»: bodies of every level.
    pub(super) fn levels(&mut self, range: Range<usize>) {
        let scan = self.reader.scan;
        let own = || scan.follows(range.end, Guide::Level).then_some(range.end);
        if let Some(end) = scan.guide_is(range.end, Guide::Level).or_else(own)
            && self.reader.read(&(range.start..end), false) == Stance::Agent
        {
            self.branches.push(range.start..end);
        }
    }

    /// «cả tỉnh», «toàn quốc», «tỉnh» behind a branch.
    fn end_of_area(&self, i: usize) -> usize {
        let scan = self.reader.scan;
        let whole = scan.guide_is(i, Guide::Whole).is_some() || scan.word(i) == "cả";
        let noun = i + usize::from(whole);
        let unit = scan
            .kind(noun)
            .filter(|(_, kind, _)| kind.role == KindRole::Unit)
            .map(|(_, _, end)| end);
        unit.unwrap_or(i)
    }

    /// Whether something is done at `i`: «đã tuần tra», not «tăng 5%».
    pub(super) fn acts(&self, i: usize) -> bool {
        let scan = self.reader.scan;
        let marked = i < scan.text.len() && MARKERS.contains(&scan.word(i));
        let at = i + usize::from(marked);
        let verb = scan
            .text
            .hit(at, Class::Phrase)
            .is_some_and(|hit| scan.lexicon.phrases[hit.entry()].data == Phrase::Verb);
        marked || verb && scan.text.hit(at, Class::Cue).is_none()
    }

    /// Makes the branches speak for themselves; the first that the article can be about.
    pub(super) fn speak(&mut self) -> Option<usize> {
        let scan = self.reader.scan;
        let base = self.abouts.all.len();
        let branches = std::mem::take(&mut self.branches);
        // «cả tỉnh» within the name of a branch is nothing apart
        self.referents.retain(|referent| {
            let next = branches.partition_point(|branch| branch.end <= referent.tokens.start);
            branches
                .get(next)
                .is_none_or(|branch| branch.start > referent.tokens.start)
        });
        let mut first = None;
        for range in branches {
            let label = scan.text.slice(range.clone());
            let mut known = base..self.abouts.all.len();
            let known = known.find(|&about| self.abouts.all[about].label == label);
            let about = known.unwrap_or_else(|| {
                self.abouts.add(About {
                    label: label.to_owned(),
                    is_thing: true,
                    ..About::default()
                })
            });
            // bodies of every level are too many to be what the article is about
            if !scan.follows(range.end, Guide::Level) {
                first = first.or(Some(about));
            }
            self.referents.push(Referent {
                tokens: range,
                about: Some(about),
                stance: Stance::Agent,
            });
        }
        self.referents.sort_by_key(|referent| referent.tokens.start);
        first
    }
}
