//! Finds whom a person stands for: «gia đình anh Trần Văn An» a family, «ông Lê Văn Sáu (xã Mỹ Quý)» the place he is of.

use std::ops::Range;

use super::about::{ADDRESSES, About, FAMILY};
use super::discourse::Builder;
use super::frame::QUOTATION;
use super::mention::Named;
use super::naming::{Guide, KindRole};
use super::stance;

/// Most tokens from a person to the body that he is of: «ông Lê Văn Ba, Phó Giám đốc | Công ty An Bình».
const OFFICE: usize = 7;

/// Whoever is quoted is one of so many names on either side.
const NAMES_AROUND: usize = 40;
/// Most tokens from a person to what he says: «bà Lê Thị Tư ở ấp 3, xã Phú Hội | cho hay».
const TOLD: usize = 16;

impl Builder<'_> {
    /// «“Nhà tôi có 3 ha”, ông Trần Văn An nói»: whoever is quoted, in the same line; index into the mentions.
    fn quoted(&self, i: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let line = &scan.text.lines()[scan.text.line_of(i)];
        let next = self
            .mentions
            .partition_point(|mention| mention.range.start < i);
        let in_line = |&at: &usize| line.contains(&self.mentions[at].range.start);
        let person = |&at: &usize| matches!(self.mentions[at].name, Named::Person);
        let quoted = |&at: &usize| {
            let closes = |at| matches!(scan.sign(at), '”' | '"');
            (i..self.mentions[at].range.start.min(i + QUOTATION)).any(closes)
        };
        // «Chị Lê Thị Tám cho biết: “…”»
        let opens = (line.start.max(i.saturating_sub(QUOTATION))..i)
            .rfind(|&at| matches!(scan.sign(at), '“' | '"'));
        let announced = opens.is_some_and(|at| at > line.start && scan.sign(at - 1) == ':');
        let behind = (next..self.mentions.len())
            .take(NAMES_AROUND)
            .take_while(in_line)
            .find(person)
            .filter(|at| !announced && quoted(at));
        let before = || (0..next).rev().take(NAMES_AROUND).take_while(in_line);
        behind.or_else(|| before().find(person))
    }

    /// «Kho của | chúng tôi |»: the body whose officer is quoted.
    pub(super) fn office(&self, i: usize) -> Option<usize> {
        // «chúng tôi cần 3 triệu m3 cát» may speak of what is built
        let owned = i > 0 && self.scan().word(i - 1) == "của";
        let person = self.quoted(i).filter(|_| owned)?;
        let (start, end) = (
            self.mentions[person].range.start,
            self.mentions[person].range.end,
        );
        let body = |&at: &usize| {
            let body = self.mentions.get(at);
            body.is_some_and(|body| matches!(body.name, Named::Organization(_)))
        };
        let behind = Some(person + 1).filter(body);
        let behind = behind.filter(|&at| self.mentions[at].range.start <= end + OFFICE);
        let before = || {
            let before = person.checked_sub(1).filter(body);
            before.filter(|&at| self.mentions[at].range.end == start)
        };
        let about = self.joined.of_mention[behind.or_else(before)?];
        (!self.abouts.all[about].label.is_empty()).then_some(about)
    }

    /// The family of whoever is quoted.
    pub(super) fn speaker(&mut self, i: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let range = self.mentions[self.quoted(i)?].range.clone();
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

    /// «anh Trần Văn An trồng 3 ha xoài»: who speaks of himself; not «ông Trần Văn An cho biết».
    pub(super) fn private(&mut self, person: &Range<usize>) -> Option<usize> {
        let scan = self.reader.scan;
        let start = self.reader.address_before(person.start);
        let addressed = ADDRESSES.contains(&scan.word(start).to_lowercase().as_str());
        // «bà Lê Thị Tư ở ấp 3, xã Phú Hội cho hay, …» tells of others
        let sentence = scan.text.sentences()[scan.text.sentence_of(person.start)].end;
        let tells = (person.end..sentence.min(person.end + TOLD))
            .any(|i| stance::reports(scan, i) || scan.text.is_sign(i, ':'));
        if start + 1 != person.start || !addressed || tells {
            return None;
        }
        let label = scan.text.slice(start..person.end);
        Some(self.family_named(label.to_owned()))
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

    /// The place a person is told to be of: «ông Lê Văn Sáu (xã Mỹ Quý)», «bà Lê Thị Tư, ngụ ấp 3, xã Phú Hội».
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
