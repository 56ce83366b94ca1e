//! Which way a figure goes, by how much it does, and the two levels of a move: «tăng 5%», «giảm nhiều nhất là», «từ 9 xuống còn 4».

use super::base::BUDGET;
use super::clause::{Clause, Lead};
use super::frame::is_year;
use super::lexicon::{Cue, Phrase, Sort};
use super::measure::LONGEST_THAN;
use super::period::{Role, Span, Time};
use super::phrase::WHOLE;
use super::quantity::Dimension;
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::Measure;

/// Most tokens from a figure to the one of a later time that has taken its place.
const LONGEST_WAY: usize = 24;
/// «41.500 ha | lúa hè thu», «8.742 | học sinh vào lớp 1»: what a figure is of is named in no more words.
const LONGEST_OF: usize = 6;
/// Most words between a percent and «trở lên».
const MOST_ONWARD: usize = 5;

impl Clause<'_> {
    /// «giá gạo đạt 620 USD, cao hơn vụ trước 35 USD», «giá cao su cao hơn đầu năm 2 triệu đồng»: what is compared with
    /// itself at another time.
    pub(super) fn compared_in_time(&self, lead: &Lead, linked: &[Linked]) -> Option<String> {
        if self.quantity.dimension == Dimension::Count {
            return None;
        }
        let start = self.clause_start();
        let from = lead.start.saturating_sub(LONGEST_THAN).max(start);
        let (at, end) = (from..lead.start).find_map(|i| match self.cue_at(i) {
            Some((Cue::Increase | Cue::Decrease, end)) if self.word_is(end - 1, &["hơn"]) => {
                Some((i, end))
            }
            _ => None,
        })?;
        let timed = end < lead.start
            && (end..lead.start)
                .all(|i| self.context.sort(i, &[Sort::Season, Sort::When]).is_some());
        if !timed {
            return None;
        }
        let (subject, _) = self.noun_phrase(&self.pieces(start..at));
        if subject.contains(' ') {
            return Some(subject);
        }
        let inside = |other: &&Linked| other.quantity.figure.start >= self.sentence.start;
        let last = self.alike(linked).or(linked.last()).filter(inside)?;
        Some(last.indicator.label.clone()).filter(|label| !label.is_empty())
    }

    /// «tăng từ 8 - 10%», «giảm từ 2% trở lên»: by so much, not from there on.
    pub(super) fn by_a_range(&self) -> Option<Cue> {
        let figure = self.quantity.figure.start;
        let from = figure > self.sentence.start + 1 && self.word_is(figure - 1, &["từ"]);
        let least = self.quantity.dimension == Dimension::Percent && self.is_onward();
        if !from || self.quantity.value_max.is_none() && !least {
            return None;
        }
        match self.text().word(figure - 2) {
            "tăng" => Some(Cue::Increase),
            "giảm" => Some(Cue::Decrease),
            _ => None,
        }
    }

    /// «mỗi năm giảm từ 6% hộ nghèo | trở lên»
    pub(super) fn is_onward(&self) -> bool {
        let end = self.quantity.tokens.end;
        let onward = |i: usize| matches!(self.cue_at(i), Some((Cue::AtLeastAfter, _)));
        (end..self.ceiling().min(end + MOST_ONWARD)).any(onward)
    }

    /// What a word of growth, fall or excess before the figure makes of it.
    pub(super) fn measure_of_turn(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
        directed: Option<Cue>,
    ) -> Option<(Measure, bool, &'static str)> {
        let percent = self.quantity.dimension == Dimension::Percent;
        // «dự kiến đạt 62 tạ/ha, tăng 3%»: the growth beside what is planned is none of it
        let beside = previous.is_some_and(|previous| {
            previous.measure == Measure::Target
                && (previous.quantity.dimension != Dimension::Percent || self.compare_follows())
                && !self.is_in_brackets_with(lead)
                && (self.is_next_to(lead, previous) || self.is_beside_noun(lead, previous))
        });
        match directed? {
            Cue::Increase if beside => Some((Measure::Change, false, "beside_plan")),
            Cue::Decrease if beside => Some((Measure::Change, true, "beside_plan")),
            // «dự kiến đón 3 triệu khách, vượt 200.000 khách so với kế hoạch»
            Cue::Exceed if beside && self.compare_follows() => {
                Some((Measure::Change, false, "beside_plan"))
            }
            Cue::Increase => Some((Measure::Change, false, "increase")),
            Cue::Decrease => Some((Measure::Change, true, "decrease")),
            Cue::Exceed if percent && self.attains_and_exceeds(lead) => {
                Some((Measure::Index, false, "attained_and_exceeded"))
            }
            Cue::Exceed
                if percent
                    // «COD vượt 17 lần»: by so much over what is allowed
                    || self.quantity.dimension == Dimension::Times
                    || self.plan_follows()
                    || self.compare_follows()
                    || self.exceeds_plan(lead) =>
            {
                Some((Measure::Change, false, "beyond_plan"))
            }
            _ => None,
        }
    }

    /// «dự kiến gieo 41.500 ha lúa, | giảm 1.900 ha so với vụ trước»: a comma behind what the figure before is of.
    fn is_beside_noun(&self, lead: &Lead, previous: &Linked) -> bool {
        let end = previous.quantity.tokens.end;
        let comma = lead.start.saturating_sub(1);
        (end + 1..=end + LONGEST_OF).contains(&comma)
            && self.text().is_sign(comma, ',')
            && (end..comma).all(|i| self.text().token(i).kind == Kind::Word)
            && previous.quantity.dimension != Dimension::Percent
            && self.compare_follows()
    }

    /// «đạt và vượt 50% kế hoạch», «đạt, vượt 100% chỉ tiêu»
    pub(super) fn attains_and_exceeds(&self, lead: &Lead) -> bool {
        let at = lead.start;
        at > self.sentence.start + 1
            && (self.word_is(at - 1, &["và"]) || self.text().is_sign(at - 1, ','))
            && self.word_is(at - 2, &["đạt"])
    }

    /// «vượt chỉ tiêu 9 đảng viên», «vượt thu 5 tỷ đồng»: what is exceeded is named before the figure.
    pub(super) fn exceeds_plan(&self, lead: &Lead) -> bool {
        (lead.start..self.quantity.figure.start).any(|i| {
            matches!(self.cue_at(i), Some((Cue::Exceed, end))
                if end > i + 2 || self.word_is(end - 1, &["thu", "chi"]))
        })
    }

    /// «chi vượt quỹ bảo hiểm 34 tỷ đồng»: the sum that is exceeded stands between; not «vượt mốc», which is the figure.
    pub(super) fn exceeds_a_sum(&self) -> bool {
        let figure = self.quantity.figure.start;
        let sum = |i: usize| self.word_is(i, &["quỹ", "vốn", "nguồn"]);
        self.quantity.dimension == Dimension::Money
            && (self.clause_start().max(figure.saturating_sub(BUDGET))..figure)
                .any(|i| matches!(self.cue_at(i), Some((Cue::Exceed, end)) if sum(end)))
    }

    /// «giảm chi ngân sách khoảng 9,94 tỷ»: a change named at the head of the clause; of a percent, anywhere in it:
    /// «tốc độ tăng trưởng đạt 11,5%».
    pub(super) fn clause_direction(&self, lead: &Lead) -> Option<(Cue, usize)> {
        if self.quantity.dimension == Dimension::Count {
            return None;
        }
        let start = self.start_before_brackets();
        let mut head = start;
        let turns = |i: usize| matches!(self.cue_at(i), Some((Cue::Increase | Cue::Decrease, _)));
        while head < self.quantity.figure.start
            && !turns(head)
            && (self.is_stop(head)
                || matches!(self.cue_at(head), Some((Cue::Done | Cue::Target, _))))
        {
            head += 1;
        }
        let found = self
            .cues_left(start)
            .filter(|(cue, _)| matches!(cue, Cue::Increase | Cue::Decrease))
            .last()?;
        if self.changes_next(lead) {
            return None;
        }
        let arrives =
            (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["còn", "xuống"]));
        let percent = self.quantity.dimension == Dimension::Percent
            && !lead.has(Cue::ToLevel)
            && !lead.has(Cue::Share);
        let told = percent || found.1 == head || self.is_compared_by(found.1, lead);
        (told && !arrives).then_some(found)
    }

    /// The start of the clause, before what only stands in brackets: «tốc độ tăng tổng sản phẩm (GRDP) | đạt 4,6%».
    fn start_before_brackets(&self) -> usize {
        let start = self.clause_start();
        let boundary =
            |i: &usize| matches!(self.text().token(*i).sign, ',' | ';' | ':' | '(' | ')');
        let floor = self.floor();
        let closed = start
            .checked_sub(1)
            .filter(|&i| i > floor && self.text().is_sign(i, ')'));
        let open = closed.and_then(|close| (floor..close).rfind(boundary));
        match open.filter(|&open| self.text().is_sign(open, '(')) {
            Some(open) => (floor..open).rfind(boundary).map_or(floor, |i| i + 1),
            None => start,
        }
    }

    /// «giảm nhiều nhất là cà phê | với 900 tỷ đồng, giảm 50 tỷ đồng»: how much there is, and behind it by how much it fell.
    pub(super) fn changes_next(&self, lead: &Lead) -> bool {
        let end = self.quantity.tokens.end;
        (lead.start.max(1) - 1..self.quantity.figure.start).any(|i| self.word_is(i, &["với"]))
            && self.text().is_sign(end, ',')
            && matches!(
                self.cue_at(end + 1),
                Some((Cue::Increase | Cue::Decrease, after)) if after <= self.ceiling()
            )
            && self
                .after
                .is_some_and(|after| after.figure.start <= end + 4)
    }

    /// «tiếp tục giảm mạnh | đạt 3,5%»: arrives there; not «mức tăng trưởng cao đạt 8%».
    pub(super) fn turns_to(&self, lead: &Lead) -> bool {
        lead.has(Cue::Attain)
            && (self.clause_start()..self.quantity.figure.start).any(|i| {
                self.word_is(i, &["giảm", "tăng"])
                    && self.context.sort(i + 1, &[Sort::Manner]).is_some()
                    && self.word_is(i + 2, &["đạt", "và"])
            })
    }

    /// «thấp hơn mức bình thường từ 2 - 5 m»: by so much; not «cao hơn mức 300 đồng», what it is compared with.
    pub(super) fn is_compared_by(&self, at: usize, lead: &Lead) -> bool {
        let than = self.cue_at(at).map_or(at, |(_, end)| end);
        let from = lead.start.saturating_sub(1);
        let last = lead.start - usize::from(self.word_is(from, &["từ", "là"]));
        self.word_is(than - 1, &["hơn"])
            && last > than
            && !self.word_is(last - 1, &["mức", "số", "lệ", "với", "giá"])
            && !lead.has(Cue::Attain)
    }

    /// A figure that the next one replaces: «từ 827 xuống còn 591», «17 đơn vị xuống còn 9 đơn vị».
    pub(super) fn moves_on(&self) -> bool {
        let Some(after) = self.after else {
            return false;
        };
        // «từ 612 lượt trong 9 tháng năm 2019 | xuống còn 478 lượt», «từ 71 hộ đầu năm | xuống còn 38 hộ»
        let end = self.quantity.tokens.end;
        // «từ 5.120 hộ (năm 2016) | xuống 2.310 hộ»
        let near = end + 2 + usize::from(self.text().is_sign(end + 1, '('));
        let time = (end..near).find_map(|i| self.time_at(i));
        let start = time.map_or(end, |time| {
            time.tokens.end + usize::from(self.context.dates_a_figure(time))
        });
        let from = self.is_from();
        let close = after.figure.start.saturating_sub(start) <= 6;
        let alike = after.dimension == self.quantity.dimension
            && (after.dimension != Dimension::Count
                || self.quantity.noun.is_empty()
                || after.unit.label.starts_with(&self.quantity.unit.label)
                || self.quantity.unit.label.starts_with(&after.unit.label));
        close
            && alike
            && (start..after.figure.start).all(|i| {
                // «từ 58 phòng, ban xuống còn 44», «từ 3,8 thửa, cả xã rút xuống còn 1,6 thửa»
                let goes_on = || {
                    self.is_noun(i + 1)
                        || self.word_is(i + 1, WHOLE)
                        || matches!(self.phrase_at(i + 1), Some((Phrase::Actor, _)))
                };
                let listed = self.text().is_sign(i, ',') && from && goes_on();
                listed || !matches!(self.text().token(i).sign, ',' | ';' | '.' | '(' | ')')
            })
            && (start..after.figure.start).any(|i| {
                matches!(self.cue_at(i), Some((Cue::ToLevel, _)))
                    // «từ 10 lao động trở lên có 300»
                    && !self.word_is(i - 1, &["trở"])
                    && (from || !self.word_is(i, &["còn"]))
                    || self.word_is(i, &["xuống"])
                    // «được kéo từ 2,05% về 1,62%»
                    || from && self.word_is(i, &["về"]) && i + 2 >= after.figure.start
            })
    }

    /// «Từ 24 đơn vị hành chính cấp xã, huyện sẽ sắp xếp còn 8 xã»: what has come of it is told behind a comma.
    pub(super) fn shrinks(&self) -> bool {
        let end = self.quantity.tokens.end;
        let far = self.sentence.end.min(end + LONGEST_WAY);
        let Some(after) = self.after.filter(|after| after.figure.start < far) else {
            return false;
        };
        let next = after.figure.start;
        let plain = |i: usize| !matches!(self.text().token(i).sign, ';' | ':' | '(' | ')');
        self.is_from()
            && after.dimension == self.quantity.dimension
            && (end..next).any(|i| self.text().is_sign(i, ','))
            && (end..next).all(plain)
            && (next - 2..next).any(|i| self.word_is(i, &["còn", "xuống"]))
    }

    /// «có 600 con, nay chỉ còn 120 con», «vớt 12 tấn rác trên rạch, nay chỉ còn 4 tấn»: the first of two levels.
    pub(super) fn gives_way_to_now(&self) -> bool {
        let noun = &self.quantity.noun;
        let far = LONGEST_THAN * if self.is_from() { 2 } else { 1 };
        let Some(after) = self.after.filter(|after| {
            after.dimension == self.quantity.dimension
                && after.figure.start <= self.quantity.tokens.end + far
        }) else {
            return false;
        };
        // «Nếu năm học 2010-2011 đạt 91% | thì năm học này là 99%»
        let head = self.sentence.start;
        let behind = self.quantity.tokens.end..after.figure.start;
        let set_against = self.word_is(head, &["Nếu"]) && self.word_is(behind.start, &["thì"]);
        let dated = |range| self.times_in(range).next().is_some();
        if set_against && dated(head..self.quantity.figure.start) && dated(behind.clone()) {
            return true;
        }
        let words = behind
            .clone()
            .take_while(|&i| self.text().token(i).kind != Kind::Sign);
        let end = words.last().map_or(self.quantity.tokens.end, |i| i + 1);
        // «trước mất 7 tiếng giờ chỉ còn 4 tiếng», «từ 18 câu lạc bộ năm 2010 nay đã có 112»
        let turn = (self.quantity.tokens.end..end)
            .find(|&i| self.word_is(i, &["giờ"]) || self.is_from() && self.word_is(i, &["nay"]));
        if turn.is_none() && !self.text().is_sign(end, ',') {
            return false;
        }
        let mut before = self.floor()..self.quantity.figure.start;
        let two = |i: usize, first: &[&str], second: &[&str]| {
            self.word_is(i, first) && self.word_is(i + 1, second)
        };
        // «mọi năm thu 7.000 quả, vụ này 1 vạn quả», «đầu khóa có 35 người, cuối khóa còn 21»
        let usual = before.clone().any(|i| {
            two(i, &["mọi", "Mọi"], &["năm", "vụ", "khi"]) || two(i, &["ngày", "Ngày"], &["thường"])
        });
        let opened = before
            .clone()
            .any(|i| two(i, &["đầu", "Đầu"], &["khóa", "vụ", "mùa", "đợt"]));
        // «Thành lập năm 1996 với 112 thành viên, nay quỹ có 3.200 thành viên»
        // «Từ 49 làng gốc, nay phong trào lan ra 369 làng»
        // «năm 2016 gửi 214 thư xin lỗi, năm nay còn 40 thư»
        let earlier = || {
            let past = |time: &Time| is_year(time) && time.tokens.start >= self.floor();
            self.own_time().is_some_and(past)
        };
        let begun = self.is_from()
            || usual
            || opened
            || earlier()
            // «bản trước chỉ có 7 đảng viên, nay đã lên 15»
            || before.clone().any(|i| two(i, &["trước"], &["chỉ", "có", "còn"]))
            || before.any(|i| self.context.sort(i, &[Sort::Beginning]).is_some());
        let lead = &["đến", "hiện", "năm", "vụ", "mùa", "lứa", "thì"];
        let present = end + 1 + usize::from(self.word_is(end + 1, lead));
        let present = turn.unwrap_or(present);
        let told = self.word_is(present, &["nay", "giờ"])
            || usual && self.word_is(present, &["này"])
            || opened && self.word_is(end + 1, &["cuối", "sang"]);
        let key = |i: usize| self.text().token(i).key;
        let alike = match (noun.is_empty(), after.noun.is_empty()) {
            (false, false) => key(noun.start) == key(after.noun.start),
            _ => after.unit.label == self.quantity.unit.label,
        };
        let reached = (present..after.figure.start).any(|i| {
            matches!(self.cue_at(i), Some((Cue::ToLevel, _)))
                || begun && self.word_is(i, &["có", "ra", "thành", "lên", "đạt", "được"])
        });
        alike && told && (reached || usual)
    }

    /// «Năm 2015, xe buýt chạy 19 km/giờ, nay giờ cao điểm nhiều tuyến chỉ còn 12 km/giờ», «Năm 2016 xã có 120 hộ nghèo; đến nay còn
    /// 14 hộ»: told of an earlier time, before a clause of a later one that tells what has become of it.
    pub(super) fn is_outlived(&self) -> bool {
        let end = self.quantity.tokens.end;
        let Some(after) = self.after else {
            return false;
        };
        let next = after.figure.start;
        if after.dimension != self.quantity.dimension || next > end + LONGEST_WAY {
            return false;
        }
        let Some((_, then)) = self.past() else {
            return false;
        };
        let parts = |i: usize| matches!(self.text().token(i).sign, ',' | ';');
        let Some(at) = (end..next).rfind(|&i| parts(i) || self.word_is(i, &["thì"])) else {
            return false;
        };
        let time = (at + 1..next.min(at + 3)).find_map(|i| self.time_at(i));
        let later = time.is_some_and(|time| match time.days {
            // «, năm 2016 lên 9 tỷ đồng» goes on with a list of years
            Some((start, _)) => {
                start >= then
                    && (time.role != Role::Period
                        || !parts(at)
                        || self.word_is(time.tokens.end - 1, &["nay"]))
            }
            None => self.word_is(time.tokens.end - 1, &["nay"]),
        });
        let present = (at + 1..next.min(at + 4)).any(|i| self.word_is(i, &["nay", "giờ"]));
        let tells = |i: usize| {
            matches!(self.cue_at(i), Some((Cue::ToLevel, _)))
                || self.word_is(i, &["có", "thành", "là", "đạt"])
                    && self.word_is(i - 1, &["đã", "chỉ", "mới"])
        };
        let noun = &self.quantity.noun;
        let key = |i: usize| self.text().token(i).key;
        let alike = match (noun.is_empty(), after.noun.is_empty()) {
            (false, false) => key(noun.start) == key(after.noun.start),
            _ => after.unit.label == self.quantity.unit.label,
        };
        let bare = time.is_some_and(|time| time.tokens.end == next);
        alike && (later || present) && (bare || (at + 1..next).any(tells))
    }

    /// The days of an earlier time that the figure has in its own sentence.
    fn past(&self) -> Option<Span> {
        let time = self.own_time()?;
        let days = time.days?;
        let over = self.context.published.is_none_or(|day| days.1 <= day);
        let own = time.tokens.start >= self.sentence.start
            && time.tokens.start < self.quantity.figure.start;
        (own && over && time.role == Role::Period).then_some(days)
    }

    /// «Năm 2015, tỉnh được giao 2.208 biên chế. Đến năm 2018, con số này còn 2.052 biên chế»: the next sentence tells what has
    /// become of it.
    pub(super) fn is_told_anew(&self) -> bool {
        let (text, end) = (self.text(), self.sentence.end);
        let line = text.lines()[text.line_of(self.quantity.figure.start)].end;
        let last = self.after.is_none();
        let again = |i: usize| {
            self.word_is(i, &["số"])
                && self.word_is(i + 1, &["này"])
                && self.word_is(i - 1, &["con"])
                && (last || self.word_is(i - 2, &["các", "Các"]))
        };
        let left = |at: usize| {
            (at + 2..line.min(at + 5)).any(|i| matches!(self.cue_at(i), Some((Cue::ToLevel, _))))
        };
        self.past().is_some()
            && (end + 2..line.min(end + LONGEST_WAY))
                .find(|&i| again(i))
                .is_some_and(left)
    }

    /// «từ | 827 xuống còn 591 cán bộ», «từ bình quân | 3,8 thửa»
    pub(super) fn is_from(&self) -> bool {
        let at = self.mean(self.quantity.figure.start).start;
        at > self.sentence.start && self.word_is(at - 1, &["từ", "Từ"])
    }

    /// «nhiều hơn hôm trước 31 ca», «ít hơn năm ngoái 2 vụ»: by so many, and whether there are less.
    pub(super) fn more_than_before(&self, lead: &Lead) -> Option<bool> {
        // «nhiều hơn năm 2021 | là 14 chỉ tiêu»
        let is = |i: usize| i > self.sentence.start && self.word_is(i - 1, &["là"]);
        let to = self.quantity.figure.start;
        let to = to - usize::from(is(to));
        // «nhiều hơn năm 2017 | 3.120 hồ sơ»
        let dated = |i: usize| {
            let times = self.context.times;
            let next = times.partition_point(|time| time.tokens.start < i);
            next > 0 && times[next - 1].tokens.end == i
        };
        // «nhiều hơn trước Tết | khoảng 200 con»
        let time = |i: usize| {
            i > 0
                && (self.word_is(i - 1, &["trước", "ngoái", "kỳ", "qua"])
                    || self.word_is(i - 1, &["Tết", "dịch", "bão", "lũ"])
                        && self.word_is(i.saturating_sub(2), &["trước"])
                    || dated(i))
        };
        if self.quantity.dimension != Dimension::Count || !time(to) && !time(lead.start) {
            return None;
        }
        let from = to.saturating_sub(LONGEST_THAN).max(self.clause_start());
        (from..to).find_map(|i| match self.cue_at(i) {
            Some((Cue::Increase, end)) if self.word_is(end - 1, &["hơn"]) => Some(false),
            Some((Cue::Decrease, end)) if self.word_is(end - 1, &["hơn"]) => Some(true),
            _ => None,
        })
    }
}
