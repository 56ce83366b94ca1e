//! Finds whom a person stands for: «gia đình anh Trần Văn An» a family, «ông Lê Văn Sáu (xã Mỹ Quý)» the place he is of.

use std::ops::Range;

use super::about::{About, FAMILY};
use super::discourse::Builder;
use super::mention::{Mention, Named};
use super::naming::{Guide, KindRole};

impl Builder<'_> {
    /// «“Nhà tôi có 3 ha”, ông Trần Văn An nói»: the family of whoever is quoted.
    pub(super) fn speaker(&mut self, i: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let line = &scan.text.lines()[scan.text.line_of(i)];
        let next = self
            .mentions
            .partition_point(|mention| mention.range.start < i);
        let (before, behind) = self.mentions.split_at(next);
        let person = |mention: &&Mention| matches!(mention.name, Named::Person);
        let in_line = |mention: &&Mention| line.contains(&mention.range.start);
        let quoted = |mention: &&Mention| {
            (i..mention.range.start).any(|at| matches!(scan.sign(at), '”' | '"'))
        };
        let behind = behind
            .iter()
            .take_while(in_line)
            .find(person)
            .filter(quoted);
        let person = behind.or_else(|| before.iter().rev().take_while(in_line).find(person))?;
        let range = person.range.clone();
        let start = self.reader.address_before(range.start);
        let label = format!("{FAMILY}{}", scan.text.slice(start..range.end));
        Some(self.family_named(label))
    }

    /// «gia đình anh Trần Văn An»: a family that acts, under the words it is written with.
    pub(super) fn family(&mut self, person: &Range<usize>) -> Option<usize> {
        let scan = self.reader.scan;
        let start = person.start.checked_sub(3)?;
        let written = scan.text.slice(start..person.end);
        let label = written.replacen("Gia", "gia", 1);
        if !label.starts_with(FAMILY) || !scan.continues(person.start) {
            return None;
        }
        Some(self.family_named(label))
    }

    fn family_named(&mut self, label: String) -> usize {
        let mut known = self.joined.entities.len()..self.abouts.all.len();
        let known = known.find(|&about| self.abouts.all[about].label == label);
        known.unwrap_or_else(|| {
            self.abouts.add(About {
                label,
                ..About::default()
            })
        })
    }

    /// The place a person is told to be of: «ông Lê Văn Sáu (xã Mỹ Quý)», «bà Lê Thị Tư, ngụ thôn 6, xã Đắk Som».
    pub(super) fn home(&self, index: usize) -> Option<usize> {
        let scan = self.scan();
        let resides = |at: usize| scan.guide_is(at, Guide::Resides);
        let mut end = self.mentions[index].range.end;
        end = resides(end).or_else(|| resides(end + 1)).unwrap_or(end);
        let mut home = None;
        for (next, mention) in self.mentions.iter().enumerate().skip(index + 1) {
            let near = mention.range.start <= end + 1 && scan.continues(mention.range.start);
            if !near || !matches!(mention.name, Named::Place(_)) {
                break;
            }
            let about = self.joined.of_mention[next];
            let place = &self.abouts.all[about];
            let kind = place
                .kind
                .map(|kind| scan.lexicon.naming.kinds[kind].data.role);
            if (place.unit.is_some() || kind == Some(KindRole::Unit)) && home.is_none() {
                home = Some(about);
            }
            end = mention.range.end;
        }
        home
    }
}
