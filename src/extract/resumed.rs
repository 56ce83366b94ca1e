//! Whom a sentence without a subject goes on about: the sentences before it in, what it resumes out.
//!
//! «Huyện Yên Định có 12 hộ. | Đã hỗ trợ 3 tỷ đồng» goes on with the district; behind figures of several parts, behind words
//! such as «đến nay» and where a group of the whole acts, the whole comes back.

use std::ops::Range;

use super::chrome;
use super::clause::Clause;
use super::discourse::Referent;
use super::lexicon::{Class, Phrase, Sort};
use super::naming::{Guide, KindRole};
use super::stance::Stance;
use super::statistic::Linked;
use super::subject::{Reach, Told};
use super::text::Kind;

/// How many sentences back a clause without a subject looks for one.
const SENTENCES_BACK: usize = 3;
/// How many names back the area in hand is looked for.
const NAMES_BACK: usize = 40;

/// Most tokens from a figure to the end of the speech that it stands in.
const LONGEST_SPEECH: usize = 150;
/// Most tokens from that end to who said it.
const SPEAKER: usize = 24;
/// Most tokens from the village that somebody leads to what he says: «Trưởng thôn Đông | Lê Văn Ba cho biết».
const SAYS: usize = 6;
/// Most tokens from the beginning of a paragraph to the case that it tells of: «Trước đây, | việc mở ngõ».
const CASE: usize = 6;
/// An item stands no more lines below the one that opens its list.
const ITEMS: usize = 12;
/// An answer has no more paragraphs.
const ANSWER: usize = 3;

impl Clause<'_> {
    /// What the sentences before this one in its paragraph speak of, the heading, or the topic.
    pub(super) fn carried(&self, earlier: &[Linked]) -> Told {
        let text = self.text();
        let sentence = text.sentence_of(self.quantity.figure.start);
        let line = text.lines()[text.line_of(self.quantity.figure.start)].clone();
        let mut end = self.sentence.start;
        let hit = text.hit(end, Class::Guide);
        let returns = hit.is_some_and(|hit| {
            self.context.lexicon.naming.guides[hit.entry()].data == Guide::Return
        }) || self.is_group(end);
        let people = self.are_people(end);
        // «Cấp ủy, ủy ban kiểm tra các cấp đã kỷ luật 34 đảng viên»: not what the committee before has done
        let levels = self.word_is(end, &["Cấp"]) && self.word_is(end + 1, &["ủy"]);
        // what is told of a family in its own words ends with these
        let in_line = |figure: &usize| *figure >= line.start;
        let last = earlier.last().map(|last| last.quantity.figure.start);
        let told_apart = !text.is_quoted(self.quantity.figure.start)
            && last
                .filter(in_line)
                .is_some_and(|last| text.is_quoted(last));
        for back in (sentence.saturating_sub(SENTENCES_BACK)..sentence).rev() {
            let range = text.sentences()[back].clone();
            if range.start < line.start {
                break;
            }
            let figures = earlier
                .iter()
                .rev()
                .skip_while(|linked| linked.quantity.figure.start >= end)
                .take_while(|linked| linked.quantity.figure.start >= range.start);
            let over = self.are_parts(figures.clone());
            let holds = |told: Told| {
                let ends = |about: usize| {
                    (over || returns) && self.is_inner(about)
                        || over && self.is_below(about)
                        || people && !self.is_inner(about)
                        || levels && self.is_inspector(about)
                        || self.context.discourse.abouts[about].of_official
                        || told_apart && self.context.discourse.abouts[about].is_person()
                };
                told.reach == Reach::Paragraph && !told.about.is_some_and(ends)
            };
            if let Some(linked) = figures.clone().find(|linked| holds(linked.told)) {
                return linked.told;
            }
            end = range.start;
            let goes_on = |agent: &Referent| agent.about.is_some() && holds(self.told(agent));
            if let Some(agent) = self.opening_that(range.clone(), goes_on) {
                return self.told(agent);
            }
            if text.is_quoted(self.quantity.figure.start)
                && let Some(village) = self.led(range.clone())
            {
                return Told {
                    about: Some(village),
                    reach: Reach::Sentence,
                };
            }
            // «“Nhà mình nghèo lắm. Năm 2017 vay 50 triệu đồng”»
            if text.is_quoted(self.quantity.figure.start)
                && let Some(family) = self.household(self.referents(range))
            {
                return Told {
                    about: family.about,
                    reach: Reach::Sentence,
                };
            }
        }
        if let Some(told) = self.listed_under(earlier).or_else(|| self.said_behind()) {
            return told;
        }
        if let Some(told) = self.case_above().filter(|_| !returns && !people) {
            return told;
        }
        let about =
            (self.section().or_else(|| self.headed_in_hand())).or(self.context.discourse.topic);
        Told {
            about,
            reach: Reach::Paragraph,
        }
    }

    /// «Xuất khẩu cả nước đạt 5 tỷ USD. Trong đó: | • Tôm: 2 tỷ USD»: what the paragraph that opens the list of this item tells of.
    fn listed_under(&self, earlier: &[Linked]) -> Option<Told> {
        let text = self.text();
        let own = text.line_of(self.quantity.figure.start);
        let lines = &text.lines()[own.saturating_sub(ITEMS)..=own];
        let items = lines.iter().rev().take_while(|line| text.is_bulleted(line));
        let (opening, _) = lines.split_at(lines.len() - items.count());
        let opening = opening
            .last()
            .filter(|line| text.is_sign(line.end - 1, ':'))?;
        let above = earlier.partition_point(|told| told.quantity.figure.start < opening.end);
        let inside = |told: &&Linked| told.quantity.figure.start >= opening.start;
        if opening.end > self.sentence.start {
            return None;
        }
        if let Some(told) = earlier[..above].last().filter(inside) {
            return Some(told.told).filter(|told| told.reach == Reach::Paragraph);
        }
        // «Thiệt hại tại huyện Yên Định: | • 12 nhà», «Giá rau ở chợ Mơ: | • Rau muống: 9.000 đồng»
        let all = &self.context.discourse.abouts;
        let place = |of: &&Referent| {
            let placed = |about: usize| all[about].is_area || all[about].kind.is_some();
            let whose = matches!(of.stance, Stance::Place | Stance::Owner | Stance::Frame);
            whose && of.about.is_some_and(placed)
        };
        let place = self.referents(opening.clone()).iter().rfind(place)?;
        Some(Told {
            about: place.about,
            reach: Reach::Paragraph,
        })
    }

    /// «“Dân đông, địa bàn dài hơn 7 km”, ông Lê Văn Ba, Chủ tịch UBND xã An Hòa nói»: the area of the officer who is named behind
    /// what he says.
    fn said_behind(&self) -> Option<Told> {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let line = text.lines()[text.line_of(figure)].end;
        let closes = |&i: &usize| matches!(text.token(i).sign, '”' | '»' | '"');
        let close = (figure..line.min(figure + LONGEST_SPEECH)).find(closes)?;
        let all = &self.context.discourse.abouts;
        let of = |about: usize| all[about].area.unwrap_or(about);
        let behind = self.referents(close..line.min(close + SPEAKER));
        let speaker = behind
            .iter()
            .find(|speaker| speaker.stance.is_apart() || speaker.stance == Stance::Source)?;
        let about = speaker
            .about
            .map(of)
            .filter(|&about| !all[about].label.is_empty())?;
        // in an article about a road, a bridge he speaks of that
        let thing = self
            .context
            .discourse
            .topic
            .is_some_and(|topic| all[topic].is_thing);
        (text.is_quoted(figure) && !thing).then_some(Told {
            about: Some(about),
            reach: Reach::Sentence,
        })
    }

    /// «Trưởng thôn Đông kể: | “Dân hiến 400 m2 đất”»: the village that whoever speaks leads.
    pub(super) fn of_village(&self) -> Option<Told> {
        let range = self.sentence.start..self.quantity.figure.start;
        let about = self.led(range.start.min(range.end)..range.end)?;
        Some(Told {
            about: Some(about),
            reach: Reach::Sentence,
        })
    }

    fn led(&self, range: Range<usize>) -> Option<usize> {
        let all = &self.context.discourse.abouts;
        let kinds = &self.context.lexicon.naming.kinds;
        let quoted = self.text().is_quoted(self.quantity.figure.start);
        let village = |of: &Referent| {
            let kind = of.about.and_then(|about| all[about].kind);
            kind.is_some_and(|kind| kinds[kind].data.role == KindRole::Village)
        };
        let says = |end: usize| {
            let mut behind = end..range.end.min(end + SAYS);
            behind.any(|i| matches!(self.phrase_at(i), Some((Phrase::Report, _))))
        };
        let mut told = self.referents(range.clone()).iter().rev();
        let head = told.find(|head| {
            matches!(head.stance, Stance::Office | Stance::Source)
                && village(head)
                && (quoted || says(head.tokens.end))
        });
        head?.about
    }

    /// A committee of inspection, which the article is not about.
    fn is_inspector(&self, about: usize) -> bool {
        let discourse = self.context.discourse;
        let naming = &self.context.lexicon.naming;
        discourse.topic != Some(about) && naming.is(discourse.abouts[about].head, "ubkt")
    }

    /// «Các chốt kiểm soát đã dừng 1.200 lượt xe», «Ngành y tế cần thêm 150 bác sĩ»: of the whole, not of the area in hand.
    fn is_group(&self, start: usize) -> bool {
        self.word_is(start, &["Ngành"])
            || self.word_is(start, &["Các"])
                && self.context.sort(start + 1, &[Sort::Group]).is_some()
    }

    /// «Huyện bố trí cho xã 12 tỷ đồng. | Người dân góp 3 tỷ đồng»: those of the area that the article is about.
    fn are_people(&self, start: usize) -> bool {
        let next = |words: &[&str]| self.word_is(start + 1, words);
        self.word_is(start, &["Bà"]) && next(&["con"])
            || self.word_is(start, &["Người", "Nhân"]) && next(&["dân"])
    }

    /// «Xã An Hòa có 12 hộ, xã Bình Lâm 9 hộ. | Ước thiệt hại …»: figures of several parts, behind which the whole is told of.
    fn are_parts<'l>(&self, mut figures: impl Iterator<Item = &'l Linked>) -> bool {
        let Some(first) = figures.next().and_then(|linked| linked.told.about) else {
            return false;
        };
        self.is_below(first)
            && figures
                .filter_map(|linked| linked.told.about)
                .any(|other| other != first && self.is_below(other))
    }

    /// An area within the one that the article is about, or a body where that is an area; one who speaks goes on with his own.
    fn is_below(&self, about: usize) -> bool {
        let discourse = self.context.discourse;
        let body = || {
            let area = |topic: usize| discourse.abouts[topic].is_area;
            let speaks = self.text().is_quoted(self.quantity.figure.start);
            discourse.topic.is_some_and(area) && discourse.abouts[about].head.is_some() && !speaks
        };
        self.is_inner(about) || body()
    }

    /// «- Ngành thuế giao cao. | Chúng tôi | thu 9 tỷ đồng», «kết luận | chúng tôi | thu sai 2 tỷ đồng»: the body one of
    /// whose officers answers, else the one that the article is about; what is quoted may be of any.
    pub(super) fn we(&self) -> Option<Told> {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let own = (self.sentence.start + 1..figure).rfind(|&i| self.word_is(i, &["tôi"]))? - 1;
        if !self.word_is(own, &["Chúng", "chúng"]) || text.is_quoted(figure) {
            return None;
        }
        let discourse = self.context.discourse;
        let body = |&about: &usize| {
            let about = &discourse.abouts[about];
            about.head.is_some() && !about.label.is_empty()
        };
        let line = text.line_of(figure);
        let asked = || {
            let mut before = text.lines()[line.saturating_sub(ANSWER)..line].iter();
            before.any(|line| text.is_sign(line.end - 1, '?'))
        };
        let answers = || {
            let offices = self.referents(0..figure).iter();
            let mut offices = offices.filter(|office| office.stance == Stance::Office);
            offices.find_map(|office| office.about.filter(body))
        };
        let answers = asked().then(answers).flatten();
        let we = answers.or(discourse.topic.filter(body))?;
        let dated = |i: usize| {
            let times = self.context.times;
            times[..times.partition_point(|time| time.tokens.start < i)]
                .last()
                .is_some_and(|time| time.tokens.end == i)
        };

        let begins = own == self.sentence.start
            || text.token(own - 1).kind == Kind::Sign
            // «Bộ cho phép | chúng tôi | tuyển 1.650 chỉ tiêu»
            || self.word_is(own - 1, &["luận", "rằng", "phép"])
            || dated(own);
        // «Ví dụ ở thị xã Bỉm Sơn, chúng tôi có một vụ» tells of there
        let inner = |at: &Referent| at.about.is_some_and(|about| self.is_inner(about));
        let mut before = self.referents(self.sentence.start..own).iter();
        let acts = self
            .referents(own..figure)
            .iter()
            .any(|other| other.stance.opens());
        (begins && !acts && !before.any(inner)).then_some(Told {
            about: Some(we),
            reach: Reach::Paragraph,
        })
    }

    /// «Điển hình là vụ 23 hộ dân | xã An Hòa | khiếu nại giá đền bù. Sau ba cuộc đối thoại, 21 hộ rút đơn»: where the case is that
    /// the paragraph begins with.
    fn case_above(&self) -> Option<Told> {
        let text = self.text();
        let line = text.lines()[text.line_of(self.quantity.figure.start)].start;
        let first = &text.sentences()[text.sentence_of(line)];
        if first.end > self.sentence.start {
            return None;
        }
        let case = |i: usize| {
            let is = i > line && self.word_is(i - 1, &["là"]);
            let begins = i == line || text.is_sign(i - 1, ',');
            self.word_is(i, &["việc", "Việc"]) && (is || begins)
                || self.word_is(i, &["vụ"]) && is
                || self.word_is(i, &["Vụ"]) && begins && self.word_is(i + 1, &["việc"])
        };
        let at = (line..first.end.min(line + CASE)).find(|&i| case(i))?;
        let mut told = self.referents(at..first.end).iter();
        let place = told.find(|of| of.about.is_some() && !of.stance.is_apart())?;
        let located = matches!(
            place.stance,
            Stance::Place | Stance::Modifier | Stance::Owner
        );
        let inner = |about: &usize| {
            let about = &self.context.discourse.abouts[*about];
            about.is_area && !about.label.is_empty() && !about.is_abroad
        };
        let about = place.about.filter(inner)?;
        (located && self.is_spoken_of_apart(place)).then_some(Told {
            about: Some(about),
            reach: Reach::Paragraph,
        })
    }

    /// «Huyện Yên Định | Thu ngân sách đạt 5 tỷ đồng.»: the area that the last heading names.
    fn section(&self) -> Option<usize> {
        let text = self.text();
        let own = text.line_of(self.quantity.figure.start);
        let area = chrome::area_above(text, self.context.lexicon, own)?;
        self.referents(area).first()?.about
    }

    /// Of several areas that the headline names together, the one spoken of last.
    fn headed_in_hand(&self) -> Option<usize> {
        let headed = &self.context.discourse.headed;
        if headed.is_empty() {
            return None;
        }
        let all = &self.context.discourse.abouts;
        let before = self.referents(0..self.sentence.start).iter().rev();
        before.take(NAMES_BACK).find_map(|referent| {
            let about = referent.about?;
            let area = all[about].area.unwrap_or(about);
            headed.contains(&area).then_some(area)
        })
    }
}
