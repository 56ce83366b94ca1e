//! Finds whom a person stands for: «gia đình anh Trần Văn An» a family, «ông Lê Văn Sáu (xã Mỹ Quý)» the place he is of.

use std::ops::Range;

use super::about::{ADDRESSES, About, FAMILY, HOUSEHOLDS};
use super::discourse::Builder;
use super::lexicon::Class;
use super::mention::Named;
use super::naming::{Guide, KindRole};
use super::stance;
use super::text::{Kind, QUOTATION};

/// Most tokens from a person to the body that he is of: «ông Lê Văn Ba, Phó Giám đốc | Công ty An Bình».
const OFFICE: usize = 7;

/// Most tokens from «cho biết» to what is said.
const REPORTS: usize = 4;
/// Whoever is only called «ông» was named no more lines before.
const LINES_BACK: usize = 3;
/// Whose office a person holds was told no more names before.
const NAMES_BACK: usize = 200;
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
        self.office_of(self.quoted(i).filter(|_| owned)?)
    }

    /// «ông Lâm cho biết, | đơn vị | sẽ mở 3 lớp»: the body whose officer speaks.
    pub(super) fn spoken_for(&self, i: usize) -> Option<usize> {
        let (scan, mentions) = (self.reader.scan, self.mentions);
        let sentence = scan.text.sentences()[scan.text.sentence_of(i)].start;
        let next = mentions.partition_point(|mention| mention.range.start < i);
        let speaks = |&at: &usize| {
            let mention = &mentions[at];
            let office = mentions.get(at + 1).filter(|office| {
                matches!(office.name, Named::Organization(_))
                    && office.range.start <= mention.range.end + OFFICE
                    && office.range.end < i
            });
            let told = |end: usize| stance::reports(scan, end);
            matches!(mention.name, Named::Person)
                && (told(mention.range.end) || office.is_some_and(|office| told(office.range.end)))
        };
        let in_sentence = |&at: &usize| mentions[at].range.start >= sentence;
        let mut before = (0..next).rev().take_while(in_sentence);
        let person = before.find(speaks)?;
        let same = |&at: &usize| self.joined.of_mention[at] == self.joined.of_mention[person];
        let mut named = (person.saturating_sub(NAMES_BACK)..=person).filter(same);
        named.find_map(|at| self.office_of(at))
    }

    /// «Anh Lê Văn Ba, xã Sơn Long cho biết, | gia đình | có 2 ha tiêu»: the family of whoever says so, if he holds no office.
    pub(super) fn told_family(&mut self, i: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let sentence = scan.text.sentences()[scan.text.sentence_of(i)].start;
        let told = (i.saturating_sub(REPORTS).max(sentence)..i).any(|at| stance::reports(scan, at));
        let next = self
            .mentions
            .partition_point(|mention| mention.range.start < i);
        let person = (0..next)
            .rev()
            .take_while(|&at| self.mentions[at].range.start >= sentence)
            .find(|&at| matches!(self.mentions[at].name, Named::Person))
            .filter(|&at| told && self.heads_speech(i) && !self.is_official(at))?;
        Some(self.family_of(person, FAMILY))
    }

    /// The body that a person holds an office of: index into the abouts.
    fn office_of(&self, person: usize) -> Option<usize> {
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

    /// The family of whoever is quoted, or «tôi» himself.
    pub(super) fn speaker(&mut self, i: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let person = self.quoted(i)?;
        let oneself = matches!(scan.word(i), "tôi" | "Tôi" | "tui" | "Tui");
        if oneself && (self.is_official(person) || !scan.text.is_quoted(i)) {
            return None;
        }
        Some(self.family_of(person, if oneself { "" } else { FAMILY }))
    }

    /// A person as he is called, or his family.
    fn family_of(&mut self, person: usize, of: &str) -> usize {
        let scan = self.reader.scan;
        let range = self.mentions[person].range.clone();
        let start = self.reader.address_before(range.start);
        let called = scan.text.slice(start..range.start).to_lowercase();
        let name = self.full_name(person).to_owned();
        let called = if called.is_empty() {
            called
        } else {
            called + " "
        };
        self.family_named(format!("{of}{called}{name}"))
    }

    /// «Chị Lê Thị Hoa ở thôn Đông … Năm 2016, | chị | vay 30 triệu đồng», «| gia đình ông | nuôi 60 con lợn»: the private
    /// person named last, if that is how he is called.
    pub(super) fn person(&mut self, noun: Range<usize>) -> Option<usize> {
        let scan = self.reader.scan;
        let text = scan.text;
        // «bà con», «anh em» are many
        let many = text.hit(noun.end - 1, Class::Phrase);
        if many.is_some_and(|hit| hit.end() > noun.end) {
            return None;
        }
        let from = text.lines()[text.line_of(noun.start).saturating_sub(LINES_BACK)].start;
        let before = self
            .mentions
            .partition_point(|mention| mention.range.start < noun.start);
        let person = |&at: &usize| matches!(self.mentions[at].name, Named::Person);
        let last = (0..before)
            .rev()
            .take(NAMES_AROUND)
            .take_while(|&at| self.mentions[at].range.start >= from)
            .find(person)?;
        // «Trưởng thôn Lê Văn An nhớ lại … | Gia đình ông | hiến 420 m2 đất»: the household of whoever holds an office
        let of_official = self.is_official(last);
        if of_official && noun.len() == 1 {
            return None;
        }
        let range = self.mentions[last].range.clone();
        let pronoun = scan.word(noun.end - 1).to_lowercase();
        // «CCB Trần Văn An … Trang trại của | ông |»
        let veteran = range.start > 0 && scan.word(range.start - 1) == "CCB";
        let called = veteran || self.address(last).is_some_and(|address| address == pronoun);
        // «Chị Lê Thị Hoa cho hay lương của chị …»: who says so
        let told = text.sentence_of(range.start) == text.sentence_of(noun.start)
            && (range.end..noun.start).any(|i| stance::reports(scan, i));
        // «Chị Lê Thị Hoa cho hay nhà chị có 5 khẩu», «cho hay chị nuôi 5 con bò» tells of her own
        let owned = noun.len() == 1 && noun.start > 0 && scan.word(noun.start - 1) == "của";
        if !called || told && owned {
            return None;
        }
        let household = if noun.len() > 1 { FAMILY } else { "" };
        let own = format!("{pronoun} {}", self.full_name(last));
        // «Gia đình anh Trần Văn An vay vốn, anh nuôi 5 con dê» goes on with the family
        let mut families = self.joined.entities.len()..self.abouts.all.len();
        let known = families.find(|&about| {
            let about = &self.abouts.all[about];
            about.is_person() && about.label.ends_with(&own)
        });
        let family = known.unwrap_or_else(|| self.family_named(format!("{household}{own}")));
        self.abouts.all[family].of_official = of_official;
        Some(family)
    }

    /// «anh Trần Văn An trồng 3 ha xoài», «hộ bà Lê Thị Tư nuôi 60 con lợn»: who speaks of himself; not «ông Trần Văn An cho
    /// biết».
    pub(super) fn private(&mut self, index: usize) -> Option<usize> {
        let scan = self.reader.scan;
        let person = &self.mentions[index].range;
        let start = self.reader.address_before(person.start);
        let mut called = scan.text.slice(start..person.start).to_lowercase();
        if called.is_empty() {
            called = self.address(index)?;
        }
        let household = HOUSEHOLDS
            .iter()
            .find_map(|household| called.strip_prefix(household));
        let addressed = ADDRESSES.contains(&household.unwrap_or(&called));
        // «bà Lê Thị Tư ở ấp 3, xã Phú Hội cho hay, …» tells of others
        let sentence = scan.text.sentences()[scan.text.sentence_of(person.start)].end;
        let mut said = person.end..sentence.min(person.end + TOLD);
        // «ông Ba vừa bán 2 ha lúa, nói: “…”» has acted before
        let counts = |i: usize| scan.is(i, Kind::Number) && scan.kind(i - 1).is_none();
        let acted = said
            .clone()
            .find(|&i| counts(i) && scan.word(i - 1) != "số");
        said.end = acted.unwrap_or(said.end);
        let tells = said
            .clone()
            .any(|i| stance::reports(scan, i) || scan.text.is_sign(i, ':'));
        // «bà Lê Thị Tư tái cử chức danh Chủ tịch»
        let elected = said
            .take(OFFICE)
            .any(|i| matches!(scan.guide(i), Some((Guide::Appoint | Guide::Elected, _))));
        if !addressed || tells || elected && household.is_none() {
            return None;
        }
        Some(self.family_named(format!("{called} {}", self.full_name(index))))
    }

    /// «| Nhà ông | Hiển phá 38 m tường bao»: the household of whoever may hold an office.
    pub(super) fn is_household(&self, index: usize) -> bool {
        let scan = self.reader.scan;
        let person = &self.mentions[index].range;
        let start = self.reader.address_before(person.start);
        let called = scan.text.slice(start..person.start).to_lowercase();
        HOUSEHOLDS.iter().any(|of| called.starts_with(of))
    }

    /// How a person is addressed where he is named, or was in the lines before: «anh Giàng A Páo … Páo nuôi 3 con bò».
    fn address(&self, person: usize) -> Option<String> {
        let scan = self.reader.scan;
        let of = &self.joined.of_mention;
        let from = self.mentions[person].range.start;
        let from = scan.text.lines()[scan.text.line_of(from).saturating_sub(LINES_BACK)].start;
        let addressed = |at: usize| {
            let start = self.mentions[at].range.start;
            let before = self.reader.address_before(start);
            (before < start).then(|| scan.word(start - 1).to_lowercase())
        };
        (person.saturating_sub(NAMES_AROUND)..=person)
            .rev()
            .take_while(|&at| self.mentions[at].range.start >= from)
            .filter(|&at| of[at] == of[person])
            .find_map(addressed)
    }

    /// «Trần Văn An», where only «An» is written.
    fn full_name(&self, index: usize) -> &str {
        &self.joined.entities[self.joined.of_mention[index]].name
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
