//! What kind of number a figure is: a level, a change, a share, an index, a target or an earlier level.
//!
//! Judged by the words right before it, then by the head of its clause, then by the figure before it.

use std::ops::Range;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::base::BUDGET;
use super::clause::{Clause, Lead};
use super::lexicon::{Cue, Phrase, Sort, TimeWord};
use super::period::Role;
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::{Measure, Period};

/// Most tokens from «nhiều hơn» to the end of the time that it is compared with.
pub(super) const LONGEST_THAN: usize = 7;
/// Most words between an earlier time in brackets and its figure.
const LONGEST_DATED: usize = 3;

/// «thấp hơn mức khống chế | 1,5%»: a level is named in no more tokens.
const LONGEST_LEVEL: usize = 6;
/// Most tokens from «Ban đầu» to how many there were.
const AT_FIRST: usize = 5;
/// «trong khi cuối năm 2014 | có lúc lên tới | 4 tỷ đồng»: most words between the time and its figure.
const LONGEST_TOLD: usize = 4;
/// «so với | chỉ tiêu giao của Ủy ban nhân dân tỉnh» is no longer.
const LONGEST_BASE: usize = 12;

/// «trong khi | định mức của Bộ Giáo dục và Đào tạo là» is no longer.
const LONGEST_NORM: usize = 14;

/// Most tokens from the start of a sentence to «trước khi sắp xếp», and from there to what there was.
const EVENT: usize = 24;
/// «, khối chính quyền | 1.751 người»: what an item of a list is of is said in no more words.
const LONGEST_ITEM: usize = 7;
/// Most tokens from «tăng» to its figure: «tăng mạnh nhất, với».
const LONGEST_TURN: usize = 5;
/// Most tokens from one age to the next of a list: «, nam».
const LISTED_AGE: usize = 3;
/// Whoever tells what there was before: «Trước | tôi quản 118 hộ».
const SPEAKERS: &[&str] = &["tôi", "bà", "ông", "anh", "chị", "em", "mình"];

/// Most tokens from «lên» to how far something has come.
const MOVED: usize = 3;

impl Clause<'_> {
    /// Ages and other lengths of time that only tell of something: «Nguyễn Văn An (54 tuổi)»; not «xuống còn 5 ngày», «12 năm tù».
    pub(super) fn is_no_statistic(&self, lead: &Lead) -> bool {
        if self.quantity.dimension != Dimension::Time {
            return false;
        }
        let measured = lead.has(Cue::ToLevel)
            || lead.has(Cue::Decrease)
            || lead.has(Cue::Attain)
            || self.moves_on()
            || self.is_shortened()
            || self.takes_time(lead)
            || self.is_of_last_year(self.clause_start())
            || self.is_late(lead);
        // «54 dự án chậm tiến độ trên 24 tháng»: which of them are counted
        let class = lead.cues == [Cue::Over]
            && self.is_late(lead)
            && self.before.is_some_and(|before| {
                let words = before.tokens.end..lead.start;
                before.dimension == Dimension::Count
                    && words
                        .into_iter()
                        .all(|i| self.text().token(i).kind == Kind::Word)
            });
        if class {
            return true;
        }
        let age = self.text().word(self.quantity.tokens.end - 1) == "tuổi";
        let end = self.quantity.tokens.end;
        // «tuổi kết hôn trung bình là 26,4 tuổi, nam | 28,9 tuổi»
        let listed = self.before.is_some_and(|before| {
            age && self.word_is(before.tokens.end - 1, &["tuổi"])
                && self.quantity.figure.start - before.tokens.end <= LISTED_AGE
        });
        let floor = if listed {
            self.sentence.start
        } else {
            self.floor()
        };
        let term = self.word_is(end, &["tù", "cải"])
            || self.is_first_of_two_terms()
            || self.cues_left(floor).any(|(cue, _)| cue == Cue::Term);
        // «Nguyễn Văn An (54 tuổi)»
        let aside = age && self.is_in_brackets();
        !(measured && !age || term) || aside
    }

    /// «trước đi mất | 7 giờ | giờ chỉ còn hơn 4 giờ»
    fn is_shortened(&self) -> bool {
        self.after.is_some_and(|after| {
            let mut between = self.quantity.tokens.end..after.figure.start;
            after.unit.label == self.quantity.unit.label
                && after.figure.start < self.sentence.end
                && between.any(|i| matches!(self.cue_at(i), Some((Cue::ToLevel, end)) if end + 1 >= after.figure.start))
        })
    }

    /// «thời gian mất điện trung bình của khách hàng là | 1.186 phút», «ngày điều trị bình quân | 5,2 ngày»: a length of time that is
    /// what is measured.
    fn takes_time(&self, lead: &Lead) -> bool {
        let (from, figure) = (self.floor(), self.quantity.figure.start);
        let time = |i: usize| {
            self.word_is(i, &["thời", "Thời"]) && self.word_is(i + 1, &["gian", "hạn"])
                || self.word_is(i, &["ngày", "Ngày"]) && self.word_is(i + 1, &["điều"])
        };
        let is = (lead.start.max(from + 1) - 1..figure).any(|i| self.word_is(i, &["là"]));
        (from..figure).find(|&i| time(i)).is_some_and(|at| {
            (is || (at..=figure).any(|i| !self.mean(i).is_empty()))
                && (at..figure).all(|i| self.text().token(i).kind == Kind::Word)
        })
    }

    /// «lãnh | 8 năm | và 6 năm tù»
    pub(super) fn is_first_of_two_terms(&self) -> bool {
        let end = self.quantity.tokens.end;
        self.after.is_some_and(|after| {
            after.dimension == Dimension::Time
                && after.figure.start == end + 1
                && (self.word_is(end, &["và"]) || self.text().is_sign(end, ','))
                && self.word_is(after.tokens.end, &["tù", "cải"])
        })
    }

    /// «chậm tiến độ 14 tháng», «chậm 4,5 tháng so với kế hoạch»; not «chậm nhất 5 ngày».
    fn is_late(&self, lead: &Lead) -> bool {
        // «chậm | tới | 26 tháng»
        let to = lead.start > self.sentence.start && self.word_is(lead.start - 1, &["tới", "đến"]);
        let start = lead.start - usize::from(to);
        let progress = start > self.sentence.start + 1
            && self.word_is(start - 1, &["độ"])
            && self.word_is(start - 2, &["tiến"]);
        let at = start.saturating_sub(1 + 2 * usize::from(progress));
        at >= self.sentence.start && self.word_is(at, &["chậm", "trễ"])
    }

    /// Measure, whether the value is a decrease, and the rule's name.
    pub(super) fn measure(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> (Measure, bool, &'static str) {
        let percent = self.quantity.dimension == Dimension::Percent;
        if let Some(found) = self.measure_by_neighbors(lead, previous) {
            return found;
        }
        let bounds = |cue: &Cue| {
            matches!(
                cue,
                Cue::About | Cue::AtLeast | Cue::AtMost | Cue::Nearly | Cue::Over | Cue::Under
            )
        };
        let part = lead.cues.iter().all(bounds)
            && previous.is_some_and(|previous| self.is_part_of(previous));
        let target = part || self.is_target(lead);
        let fallen = previous.is_some_and(|previous| self.goes_on_falling(previous));
        let expected = |measure, negative, why| {
            let negative = negative || fallen;
            if part {
                (Measure::Target, negative, "part_of_plan")
            } else if target {
                (
                    Measure::Target,
                    negative && !self.is_a_plan_told(lead),
                    "target",
                )
            } else {
                (measure, negative, why)
            }
        };
        if let Some(denominator) = self.quantity.denominator {
            let told = self.rank_or_index(denominator);
            return told.unwrap_or_else(|| expected(Measure::Share, false, "part_of_whole"));
        }
        // «gấp 3 lần», «tăng 3 lần so với cùng kỳ»: so many times as much
        let times = self.quantity.dimension == Dimension::Times;
        if times && lead.has(Cue::Times) {
            return (Measure::Index, false, "multiple");
        }
        if times && lead.has(Cue::Increase) {
            return expected(Measure::Index, false, "multiple");
        }
        let arrives = self.turns_to(lead) || self.attains_in_all(lead);
        let directed = lead.cues.iter().find(|cue| {
            matches!(
                cue,
                Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Exceed
            )
        });
        let directed = directed
            .filter(|_| !arrives)
            .map(|cue| self.by_a_range().unwrap_or(*cue));
        match self.measure_of_turn(lead, previous, directed) {
            Some((measure, negative, "beside_plan")) => {
                return (measure, negative, "beside_plan");
            }
            Some((measure, negative, why)) => return expected(measure, negative, why),
            None => {}
        }
        if self.is_raised_by() || lead.has(Cue::Added) && !self.counts_events() {
            return expected(Measure::Change, false, "added");
        }
        if times && self.is_multiple(lead, previous) {
            return (Measure::Index, false, "multiple");
        }
        if times {
            return expected(Measure::Level, false, "level");
        }
        if lead.cues.is_empty() && self.exceeds_a_sum() {
            return expected(Measure::Change, false, "beyond_sum");
        }
        if self.moves_on() {
            return (Measure::Previous, false, "from_to");
        }
        if directed.is_none()
            && !arrives
            && let Some((direction, _)) = self.clause_direction(lead)
        {
            let negative = direction == Cue::Decrease;
            return expected(Measure::Change, negative, "change_of");
        }
        if self.quantity.unit.dimension == "ratio_points" {
            return expected(Measure::Change, false, "points");
        }
        let signed = self.sign_in_brackets().or_else(|| self.falls_in_list());
        if let Some(negative) = signed {
            return expected(Measure::Change, negative, "signed");
        }
        if percent {
            let (measure, negative, why) = self.measure_of_percent(lead, previous);
            return match measure {
                Measure::Level | Measure::Share => expected(measure, negative, why),
                Measure::Index if matches!(why, "beyond_whole" | "spent") => {
                    expected(measure, negative, why)
                }
                // «phấn đấu đạt 95% kế hoạch»
                Measure::Index if why.contains("attain") && self.is_striven_for(lead) => {
                    (Measure::Target, negative, "target")
                }
                _ => (measure, negative, why),
            };
        }
        expected(Measure::Level, false, "level")
    }

    /// «phấn đấu giảm 30 hộ nghèo, | 45 hộ cận nghèo»
    fn goes_on_falling(&self, previous: &Linked) -> bool {
        let end = previous.quantity.tokens.end.max(previous.quantity.noun.end);
        previous.measure == Measure::Target
            && previous.quantity.value < Decimal::ZERO
            && previous.quantity.dimension == self.quantity.dimension
            && end + 1 == self.quantity.figure.start
            && (self.text().is_sign(end, ',') || self.word_is(end, &["và"]))
    }

    /// «thấp hơn chỉ tiêu … là 10%», «vượt mục tiêu đề ra là 5 tỷ đồng»: the plan that a result is compared with.
    fn is_plan_compared(&self, lead: &Lead) -> bool {
        let figure = self.quantity.figure.start;
        let told = (lead.start.saturating_sub(1).max(self.floor())..figure)
            .any(|i| self.word_is(i, &["là"]));
        told && self.cues_left(self.clause_start()).any(|(cue, at)| {
            let turns = matches!(cue, Cue::Increase | Cue::Decrease | Cue::Exceed);
            let end = self.cue_at(at).map_or(at, |(_, end)| end);
            // «thấp hơn mức quy định là 1,5%»
            let set = self.word_is(end, &["mức"])
                && (self.word_is(end + 1, &["quy", "khống", "cho", "tối"])
                    || matches!(self.cue_at(end + 1), Some((Cue::Plan | Cue::Required, _))));
            turns && (set || matches!(self.cue_at(end), Some((Cue::Plan, _))))
        })
    }

    /// «cao hơn mức bình quân chung của huyện là | 47 triệu đồng»: the level of another one; what a rule sets is a plan.
    fn is_level_compared(&self) -> bool {
        let figure = self.quantity.figure.start;
        let level = |(cue, at): (Cue, usize)| {
            let end = self.cue_at(at).map_or(at, |(_, end)| end);
            matches!(cue, Cue::Increase | Cue::Decrease)
                && self.word_is(end - 1, &["hơn"])
                && self.word_is(end, &["mức"])
        };
        figure > self.floor()
            && self.word_is(figure - 1, &["là"])
            && self.cues_left(self.clause_start()).any(level)
    }

    /// «vốn cấp mới và tăng thêm đạt 1,1 tỷ USD»: what has been added is a part of the sum.
    fn attains_in_all(&self, lead: &Lead) -> bool {
        let mut turns = lead.cues.iter().filter(|cue| {
            matches!(
                cue,
                Cue::Attain | Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Exceed
            )
        });
        self.quantity.dimension == Dimension::Money
            && turns.next() == Some(&Cue::Attain)
            && turns.next() == Some(&Cue::Increase)
    }

    /// What the figure before or a comparison says of it.
    fn measure_by_neighbors(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<(Measure, bool, &'static str)> {
        // «giảm 12 hộ, từ 81 hộ xuống còn 69 hộ»
        if self.moves_on() && self.is_from() || self.shrinks() {
            return Some((Measure::Previous, false, "from_to"));
        }
        if let Some(previous) = previous.filter(|previous| self.continues(lead, previous)) {
            return Some((
                previous.measure,
                previous.quantity.value < Decimal::ZERO,
                "as_before",
            ));
        }
        if let Some(negative) =
            previous.and_then(|previous| self.is_of_all_criteria(lead, previous))
        {
            return Some((Measure::Change, negative, "of_all_criteria"));
        }
        if self.is_compared_limit() {
            return Some((Measure::Target, false, "limit_compared"));
        }
        if self.tells_of_before()
            || self.is_compared_level()
            || self.is_compared_count()
            || self.is_told_behind()
            || self.is_at_first()
            || self.is_meanwhile()
            || !(lead.has(Cue::Increase) || lead.has(Cue::Decrease))
                && (self.gives_way_to_now() || self.is_outlived())
            || self.is_told_anew()
            || self.is_replaced()
            || previous.is_some_and(|previous| self.comes_from(previous))
        {
            return Some((Measure::Previous, false, "previous"));
        }
        // «đạt 61%, chậm 5% so với kế hoạch»
        let late = self.quantity.dimension == Dimension::Percent
            && self.is_late(lead)
            && (self.compare_follows() || self.plan_follows());
        if late || self.falls_short(lead) {
            return Some((Measure::Change, true, "short_of_plan"));
        }
        // «thấp hơn | chỉ tiêu cả năm mà nghị quyết đề ra là 10%»
        if self.is_plan_compared(lead) {
            return Some((Measure::Target, false, "plan_compared"));
        }
        // «cao hơn mức bình quân của huyện là 47 triệu đồng»
        if self.is_level_compared() {
            let measure = match self.quantity.dimension {
                Dimension::Percent => Measure::Share,
                _ => Measure::Level,
            };
            return Some((measure, false, "level_compared"));
        }
        if previous.is_some_and(|previous| self.is_set_against(previous)) {
            return Some((Measure::Previous, false, "previous"));
        }
        if let Some(less) = self.more_than_before(lead) {
            return Some((Measure::Change, less, "more_than_before"));
        }
        let base = previous.and_then(|previous| self.base_in_brackets(lead, previous));
        base.map(|base| (base, false, "base_in_brackets"))
    }

    /// «đạt tỷ lệ 81,3%; năm 2015 tỷ lệ này là | 72%»: the same at an earlier time.
    fn is_set_against(&self, previous: &Linked) -> bool {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let Some(time) = self.times_in(start..figure).last() else {
            return false;
        };
        let again = matches!(self.phrase_at(time.tokens.end), Some((Phrase::Vacant, _)));
        let earlier = |period: &Period| time.days.is_some_and(|(_, end)| end <= period.start);
        let alike = previous.quantity.unit.label == self.quantity.unit.label;
        // not «phấn đấu 100% hộ …, trong khi hiện nay tỷ lệ này mới là 58%»
        let then = time.role != Role::Now && previous.measure != Measure::Target;
        again && alike && then && previous.period.as_ref().is_none_or(earlier)
    }

    /// «điều chỉnh tăng vốn thêm 144 triệu USD»
    fn is_raised_by(&self) -> bool {
        let figure = self.quantity.figure.start;
        let from = figure
            .saturating_sub(LONGEST_LEVEL)
            .max(self.clause_start());
        let Some(added) = (from..figure).rfind(|&i| self.word_is(i, &["thêm"])) else {
            return false;
        };
        let bounds = |i: usize| self.cue_at(i).is_some();
        // «tăng thêm» alone may say what kind of sum it is
        self.quantity.dimension == Dimension::Money
            && (added + 1..figure).all(bounds)
            && (from..added.saturating_sub(1))
                .any(|i| matches!(self.cue_at(i), Some((Cue::Increase, end)) if end < added))
    }

    /// «xếp thứ 3/63», «213/210», «bằng 2/3 so với năm trước»: a place in an order, more than was planned, a part of an earlier
    /// level.
    fn rank_or_index(&self, denominator: Decimal) -> Option<(Measure, bool, &'static str)> {
        let from = self.clause_start().saturating_sub(5);
        let mut cues = self.cues_left(from.max(self.sentence.start));
        // «vươn lên thứ | 2/9»
        let figure = self.quantity.figure.start;
        let ordinal = figure > self.sentence.start && self.word_is(figure - 1, &["thứ"]);
        if ordinal || cues.any(|(cue, _)| cue == Cue::Rank) {
            return Some((Measure::Level, false, "rank"));
        }
        if self.quantity.value > denominator {
            return Some((Measure::Index, false, "beyond_target"));
        }
        let equals = self.word_is(self.quantity.figure.start.max(1) - 1, &["bằng"]);
        (equals && self.compare_follows()).then_some((Measure::Index, false, "attainment"))
    }

    /// «thấp hơn chỉ tiêu 7,5%»: the figure is the plan's own, not by how much it was missed.
    fn is_a_plan_told(&self, lead: &Lead) -> bool {
        let from = lead.start.saturating_sub(2).max(self.floor());
        let told = |&i: &usize| {
            matches!(
                self.cue_at(i),
                Some((Cue::Plan | Cue::Increase | Cue::Decrease, _))
            )
        };
        let last = (from..self.quantity.figure.start).rfind(told);
        last.is_some_and(|i| matches!(self.cue_at(i), Some((Cue::Plan, _))))
    }

    /// «có thêm 47 ca mắc»: what happened in a period adds to nothing that there was before.
    pub(super) fn counts_events(&self) -> bool {
        let noun = self.quantity.noun.start;
        self.word_is(noun, &["ca", "vụ"])
            || self.word_is(noun, &["trường"]) && self.word_is(noun + 1, &["hợp"])
    }

    /// «tăng 23 điểm (+1,4%)», «(-118)»: a sign tells which way it went.
    fn sign_in_brackets(&self) -> Option<bool> {
        let sign = self.quantity.figure.start.checked_sub(1)?;
        let opens = sign > 0 && self.text().is_sign(sign - 1, '(');
        match self.text().token(sign).sign {
            '+' if opens => Some(false),
            '-' | '−' | '–' if opens => Some(true),
            _ => None,
        }
    }

    /// «Các thị trường tăng mạnh là Hàn Quốc (19,4%) và Ai Cập (6%)»: whether all items of a list fell, where all
    /// of them changed.
    fn falls_in_list(&self) -> Option<bool> {
        let bracketed = |of: &Quantity| {
            let (start, end) = (of.figure.start, of.tokens.end);
            start > 0 && self.text().is_sign(start - 1, '(') && self.text().is_sign(end, ')')
        };
        let alone = |of: &Quantity| of.dimension == Dimension::Percent && bracketed(of);
        if !alone(self.quantity) {
            return None;
        }
        let (last, at) = self.cues_left(self.sentence.start).last()?;
        let figure = self.quantity.figure.start;
        let lists = (at..figure)
            .any(|i| self.word_is(i, &["là", "như", "gồm"]) || self.text().is_sign(i, ':'));
        let mut between = self
            .figures
            .iter()
            .filter(|of| (at..figure).contains(&of.figure.start));
        let changed = matches!(last, Cue::Increase | Cue::Decrease) && lists && between.all(alone);
        changed.then_some(last == Cue::Decrease)
    }

    /// «(tăng 5%»
    pub(super) fn is_in_brackets_with(&self, lead: &Lead) -> bool {
        lead.start > self.sentence.start && self.text().is_sign(lead.start - 1, '(')
    }

    /// Nothing but a sign between the figure before and the words that lead to this one.
    pub(super) fn is_next_to(&self, lead: &Lead, previous: &Linked) -> bool {
        let end = previous.quantity.tokens.end;
        end == lead.start
            || end + 1 == lead.start && matches!(self.text().token(end).sign, ',' | '(' | '-' | '–')
    }

    /// «thấp hơn 0,3% so với kế hoạch tỉnh giao (2,8%)», «giảm 41 ổ dịch so với tuần trước (380 ổ dịch)»: what the figure
    /// before is compared with; not the same change in another unit: «tăng 12 vụ so với cùng kỳ (8%)».
    fn base_in_brackets(&self, lead: &Lead, previous: &Linked) -> Option<Measure> {
        let (from, figure) = (previous.quantity.tokens.end, self.quantity.figure.start);
        // «xây 1.605 căn, vượt chỉ tiêu Chính phủ giao (1.420 căn)», «84,6%, thấp hơn chỉ tiêu của năm nay (86,2%)»
        if lead.cues.is_empty()
            && figure > from + 2
            && self.text().is_sign(figure - 1, '(')
            && self.text().is_sign(self.quantity.tokens.end, ')')
            && previous.quantity.dimension == self.quantity.dimension
            && (matches!(previous.measure, Measure::Level | Measure::Share)
                || previous.measure == Measure::Change && self.word_is(figure - 2, &["hoạch", "tiêu", "toán"]))
            && (from..figure - 1).any(|i| {
                matches!(self.cue_at(i), Some((Cue::Plan | Cue::Exceed, end)) if self.word_is(end - 1, &["tiêu", "hoạch", "toán"]))
            })
        {
            return Some(Measure::Target);
        }
        if !lead.cues.is_empty() || figure < from + 2 || !self.text().is_sign(figure - 1, '(') {
            return None;
        }
        if self.is_of_the_same_period(previous) || self.is_of_the_compared_time(previous) {
            return Some(Measure::Previous);
        }
        if !matches!(previous.measure, Measure::Change | Measure::Index) {
            return self.base_of_comparison(previous);
        }
        let joined = (from..figure - 1).all(|i| self.text().token(i).sign == '\0');
        let cue = |asked: Cue| {
            (from..figure - 1).any(|i| matches!(self.cue_at(i), Some((cue, _)) if cue == asked))
        };
        let level = self.quantity.dimension != Dimension::Percent;
        let alike = self.quantity.dimension == previous.quantity.dimension
            && (level || previous.measure == Measure::Change)
            && self.quantity.unit.label == previous.quantity.unit.label;
        match (joined, self.quantity.denominator) {
            (false, _) => None,
            // «đạt 41,4% kế hoạch (207/500 đoàn viên)», not «đạt 62% kế hoạch (7/20 huyện hoàn thành)»
            (true, Some(whole)) if cue(Cue::Plan) => {
                let percent = previous.quantity.value;
                makes(self.quantity.value, whole, percent).then_some(Measure::Index)
            }
            _ if cue(Cue::Plan) && (alike || level) => Some(Measure::Target),
            // «giảm 41 vụ so với cùng kỳ (297/338 vụ)»
            _ if !cue(Cue::Compare) || !alike => None,
            (true, Some(_)) => Some(Measure::Index),
            _ => Some(Measure::Previous),
        }
    }

    /// «248.630 lượt, giảm 17,4% so với năm 2019 (301.000 lượt)», «800 triệu đồng, gấp đôi năm 2017 (400 triệu đồng)»: how many
    /// there were then; not «tăng 15% so với năm 2019 (20 triệu đồng)», where nothing of that unit grew.
    fn is_of_the_compared_time(&self, previous: &Linked) -> bool {
        let own = self.quantity;
        let grown = |other: &Quantity| {
            other.figure.start >= self.sentence.start
                && other.figure.start < own.figure.start
                && other.unit.label == own.unit.label
        };
        let relative = match previous.measure {
            Measure::Change => previous.quantity.dimension == Dimension::Percent,
            measure => measure == Measure::Level,
        };
        own.dimension != Dimension::Percent
            && own.denominator.is_none()
            && relative
            && self.text().is_sign(own.tokens.end, ')')
            && (self.compared_before_brackets().is_some() || self.base_before_brackets().is_some())
            && self.figures.iter().any(grown)
    }

    /// «4.526 ca, gấp 3 lần so với cùng kỳ năm 2021 (1.331 ca)», «đạt 51% kế hoạch, thấp hơn cùng kỳ (58%)»: what the same
    /// period had.
    fn is_of_the_same_period(&self, previous: &Linked) -> bool {
        let (text, own) = (self.text(), self.quantity);
        let bracket = own.figure.start - 1;
        let from = (self.sentence.start..bracket)
            .rev()
            .find(|&i| text.token(i).sign != '\0')
            .map_or(self.sentence.start, |i| i + 1);
        let compared = (from..bracket).any(|i| {
            matches!(
                self.cue_at(i),
                Some((Cue::Compare | Cue::Increase | Cue::Decrease, _))
            )
        });
        let same = (from..bracket).any(|i| self.context.time_word(i) == Some(TimeWord::SamePeriod));
        let alike = if own.dimension == Dimension::Percent {
            previous.quantity.dimension == Dimension::Percent
                && matches!(previous.measure, Measure::Index | Measure::Share)
        } else {
            self.figures.iter().any(|other| {
                other.figure.start < own.figure.start
                    && other.dimension == own.dimension
                    && other.unit.label.starts_with(&own.unit.label)
            }) && previous.measure != Measure::Change
        };
        own.denominator.is_none() && text.is_sign(own.tokens.end, ')') && compared && same && alike
    }

    /// «71.842 người so với cùng kỳ (65.310 người); so với chỉ tiêu (78.600 người) đạt 91,4%»: how many the base is.
    fn base_of_comparison(&self, previous: &Linked) -> Option<Measure> {
        let (from, bracket) = (previous.quantity.tokens.end, self.quantity.figure.start - 1);
        let compared = |i: &usize| matches!(self.cue_at(*i), Some((Cue::Compare, _)));
        let base = (from.max(bracket.saturating_sub(LONGEST_BASE))..bracket).rfind(compared)?;
        let closed = self.text().is_sign(self.quantity.tokens.end, ')');
        let alike = self.quantity.dimension == Dimension::Count
            && self.quantity.unit.label == previous.quantity.unit.label;
        if !closed || !alike || (base..bracket).any(|i| self.text().token(i).sign != '\0') {
            return None;
        }
        let planned = (base..bracket).any(|i| matches!(self.cue_at(i), Some((Cue::Plan, _))));
        Some(if planned {
            Measure::Target
        } else {
            Measure::Previous
        })
    }

    /// «thấp hơn mức 3% do Trung ương quy định»: what a rule sets, beside which a result is held.
    fn is_compared_limit(&self) -> bool {
        let (figure, end) = (self.quantity.figure.start, self.quantity.tokens.end);
        // «thấp hơn mức 3% do cấp trên quy định», «thấp hơn mức khống chế 1,5% mà tòa cấp trên đề ra»
        let from = figure.saturating_sub(LONGEST_LEVEL).max(self.floor());
        let than = (from + 1..figure)
            .any(|i| self.word_is(i, &["mức"]) && self.word_is(i - 1, &["hơn", "với"]));
        let sets = |i: usize| {
            matches!(self.cue_at(i), Some((Cue::Plan | Cue::Required, _)))
                || self.word_is(i, &["đề", "đặt"]) && self.word_is(i + 1, &["ra"])
        };
        self.is_norm_beside()
            || than
                && self.word_is(end, &["do", "mà", "theo"])
                && (end + 1..self.ceiling().min(end + LONGEST_THAN)).any(sets)
    }

    /// «chỉ dày 12cm, trong khi thiết kế là | 16cm», «mới đạt 58%, trong khi nghị quyết giao | 65%»: the norm that a result is set
    /// beside.
    fn is_norm_beside(&self) -> bool {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let led = |i: usize| self.word_is(i, &["trong"]) && self.word_is(i + 1, &["khi"]);
        // «đạt 34,9% so với kế hoạch năm là | 1.500 lô»
        let planned = |end: usize| matches!(self.cue_at(end), Some((Cue::Plan, _)));
        let base = |i: usize| matches!(self.cue_at(i), Some((Cue::Compare, end)) if planned(end));
        let near = figure.saturating_sub(LONGEST_NORM).max(self.sentence.start)..figure;
        let words = |mut range: Range<usize>| range.all(|i| self.text().token(i).sign == '\0');
        if figure > near.start
            && self.word_is(figure - 1, &["là"])
            && near
                .clone()
                .rfind(|&i| base(i))
                .is_some_and(|i| words(i..figure))
        {
            return true;
        }
        let from = figure.saturating_sub(LONGEST_NORM).max(start);
        let Some(led) = (from..figure).rfind(|&i| led(i)) else {
            return false;
        };
        let at = led + 2 + usize::from(self.word_is(led + 2, &["theo"]));
        let norm = self.context.sort(at, &[Sort::Norm]);
        norm.is_some_and(|end| {
            end < figure
                && self.word_is(figure - 1, &["là", "chỉ", "giao", "phép"])
                && !(end..figure).any(|i| {
                    matches!(self.cue_at(i), Some((Cue::Attain | Cue::Done, _)))
                        || self.word_is(i, &["chưa", "không"])
                })
        })
    }

    /// «so với mức 43,3% của năm 2017», «cao hơn mức tăng 5,7% của năm 2014»: the level that another is compared with.
    pub(super) fn is_compared_level(&self) -> bool {
        let figure = self.quantity.figure.start;
        if figure < self.sentence.start + 2 {
            return false;
        }
        let grown =
            self.word_is(figure - 1, &["tăng", "giảm"]) && self.word_is(figure - 2, &["mức"]);
        // «so với mức kỷ lục 10,9 tỷ USD của năm 2022»
        let record =
            self.word_is(figure - 1, &["lục", "điểm"]) && self.word_is(figure - 2, &["kỷ", "đỉnh"]);
        let level = figure - usize::from(grown) - 2 * usize::from(record);
        if level <= self.sentence.start {
            return false;
        }
        // «thấp hơn con số 1,59% của năm 2019»
        let than = |end: usize| {
            let named = self.word_is(end, &["mức"]) && end + 1 == level
                || self.word_is(end, &["con"]) && end + 2 == level;
            self.word_is(end - 1, &["hơn"])
                && named
                && self.word_is(self.quantity.tokens.end, &["của", "năm", "cùng", "hồi"])
        };
        // «vượt xa con số 3 tỷ USD của năm 2022»
        let beyond = |end: usize| {
            let far = end + usize::from(self.word_is(end, &["xa"]));
            let from = far + usize::from(self.word_is(far, &["con"]));
            from + 1 == level && self.word_is(self.quantity.tokens.end, &["của", "năm", "cùng"])
        };
        self.word_is(level - 1, &["mức", "số", "lệ"])
            && (level.saturating_sub(4).max(self.sentence.start)..level).any(|i| {
                match self.cue_at(i) {
                    Some((Cue::Compare, end)) => end + 2 >= level,
                    Some((Cue::Increase | Cue::Decrease, end)) => than(end),
                    Some((Cue::Exceed, end)) => beyond(end),
                    _ => false,
                }
            })
    }

    /// «đã lên mức 62%, từ | 45% năm 2011»: the level that a move began with, told behind where it ended.
    fn is_told_behind(&self) -> bool {
        let from = self.quantity.figure.start.saturating_sub(1);
        let end = self.before.filter(|end| {
            end.dimension == self.quantity.dimension
                && end.unit == self.quantity.unit
                && end.tokens.end + 1 == from
                && end.figure.start > self.sentence.start
        });
        end.is_some_and(|end| {
            let start = end.figure.start.saturating_sub(MOVED);
            let mut before = start.max(self.sentence.start)..end.figure.start;
            let moved = |i| matches!(self.cue_at(i), Some((Cue::ToLevel | Cue::Attain, _)));
            self.word_is(from, &["từ"]) && self.text().is_sign(from - 1, ',') && before.any(moved)
        })
    }

    /// «hiện còn 68 đơn vị, so với | 77 đơn vị hồi cuối năm trước»: how many there were, right behind the word of comparison.
    pub(super) fn is_compared_count(&self) -> bool {
        let (figure, noun) = (self.quantity.figure.start, &self.quantity.noun);
        let compared = (figure.saturating_sub(2).max(self.sentence.start)..figure)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Compare, end)) if end == figure));
        let end = noun.end.max(self.quantity.tokens.end);
        let then = ["hồi", "của", "năm", "cùng", "vào", "cuối", "đầu"];
        compared
            && (self.word_is(end, &then)
                || self.word_is(end, &["tháng", "quý", "vụ", "niên"])
                    && self.word_is(end + 1, &["trước", "ngoái"]))
    }

    /// «còn 0,62%, trong khi cuối năm 2014 là | 0,85%»: at a time beside which another one is told of.
    fn is_meanwhile(&self) -> bool {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        if !self.word_is(start, &["trong"]) || !self.word_is(start + 1, &["khi"]) {
            return self.is_of_last_year(start);
        }
        let told = |i: usize| self.is_told_of(i);
        // «trong khi hồi cuối năm 2015 chỉ là 58 tỷ»
        let start = start + usize::from(self.word_is(start + 2, &["hồi", "vào"]));
        let earlier = |end: usize| {
            let then = usize::from(self.word_is(end - 1, &["đó", "đây", "kia"]));
            self.word_is(end - 1 - then, &["trước", "ngoái"])
        };
        // «vụ trước», «mùa trước» are no times of the calendar; «trong khi trước đó là 150 xe»
        let end = match self.time_at(start + 2) {
            Some(time) if time.days.is_some() || earlier(time.tokens.end) => time.tokens.end,
            None if self.word_is(start + 2, &["vụ", "mùa"]) && earlier(start + 4) => start + 4,
            // «trong khi đầu nhiệm kỳ là 7 xóm»
            None if self.word_is(start + 2, &["đầu", "hồi"]) => {
                let kinds = ["nhiệm", "năm", "vụ", "kỳ", "quý"];
                let at = start + 3 + usize::from(self.word_is(start + 3, &["đầu"]));
                if !self.word_is(at, &kinds) {
                    return false;
                }
                at + 1 + usize::from(self.word_is(at, &["nhiệm"]))
            }

            _ => return false,
        };
        let alike = |before: &Quantity| before.dimension == self.quantity.dimension;
        self.before.is_some_and(alike)
            && (1..=LONGEST_TOLD).contains(&figure.saturating_sub(end))
            && (end..figure).all(told)
    }

    /// A word between a time and the level it had: «năm ngoái | lãi | 4 tỷ đồng», not «tăng».
    fn is_told_of(&self, i: usize) -> bool {
        let turn = matches!(
            self.cue_at(i),
            Some((Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::Plan, _))
        );
        self.text().token(i).kind == Kind::Word && !turn
    }

    /// «chạy 2 ca thay vì | 3 ca»: what there was, or would be, instead.
    fn is_replaced(&self) -> bool {
        let figure = self.quantity.figure.start;
        let at =
            figure - usize::from(self.word_is(figure.max(1) - 1, &["phải", "chỉ", "mất", "có"]));
        at > self.sentence.start + 1
            && self.word_is(at - 1, &["vì"])
            && self.word_is(at - 2, &["thay", "Thay"])
    }

    /// «vụ này được 4 tấn, năm ngoái được | 4,6 tấn»: at an earlier time, right behind the like of it.
    fn is_of_last_year(&self, start: usize) -> bool {
        let figure = self.quantity.figure.start;
        let like = |other: &&Quantity| {
            other.dimension != Dimension::Percent
                && other.unit.label.starts_with(&self.quantity.unit.label)
        };
        // «năm 2016 còn 389 hộ nghèo, chiếm 60,6%, năm 2015 là | 417 hộ»
        if let Some(time) = self.time_at(start)
            && self.context.is_set_beside(time)
            && time.tokens.end + LONGEST_TOLD > figure
        {
            let from = self
                .figures
                .partition_point(|other| other.figure.start < self.sentence.start);
            let mut earlier = self.figures[from..]
                .iter()
                .take_while(|other| other.figure.start < start);
            let share = |before: &Quantity| {
                before.dimension == Dimension::Percent
                    && self.quantity.dimension == Dimension::Percent
            };
            return earlier.any(|other| like(&other)) || self.before.is_some_and(share);
        }
        let Some(end) = (start + 2..=figure.min(start + LONGEST_TOLD))
            .find(|&i| self.word_is(i - 1, &["ngoái", "trước"]))
        else {
            return false;
        };
        let end = end + usize::from(end < figure && self.word_is(end, &["đó"]));
        self.word_is(start, &["năm", "vụ", "mùa", "tháng", "quý", "tết", "Tết"])
            && (end..figure).all(|i| self.is_told_of(i))
            && self.before.is_some_and(|before| {
                let words = before.tokens.end..start - 1;
                words.len() < LONGEST_TOLD
                    && words
                        .into_iter()
                        .all(|i| self.text().token(i).kind == Kind::Word)
                    && matches!(self.text().token(start - 1).sign, ',' | ';')
                    && like(&before)
            })
    }

    /// «Từ | 9 thành viên ban đầu, đến nay tổ có 31 thành viên»: how many it began with.
    fn is_at_first(&self) -> bool {
        let (figure, end) = (
            self.quantity.figure.start,
            self.quantity.noun.end.max(self.quantity.tokens.end),
        );
        // «giá khởi điểm là 27 tỷ đồng, sau 9 lần giảm chỉ còn 14 tỷ đồng»
        let start = |i: usize| self.word_is(i, &["khởi"]) && self.word_is(i + 1, &["điểm"]);
        let first = |i: usize| {
            self.word_is(i, &["ban", "lúc"]) && self.word_is(i + 1, &["đầu"]) || start(i)
        };
        // «định giá ban đầu | 5,2 tỷ đồng, giảm 11 lần chỉ còn 1,1 tỷ»
        let reduced = || {
            let left = |i: usize| matches!(self.cue_at(i), Some((Cue::ToLevel, _)));
            (self.quantity.tokens.end..self.sentence.end).any(left)
        };
        // «Ban đầu chỉ có | 12 chị»
        let opens =
            self.word_is(self.sentence.start, &["Ban"]) && figure <= self.sentence.start + AT_FIRST;
        opens && self.word_is(self.sentence.start + 1, &["đầu"])
            || figure > self.sentence.start + 1 && first(figure - 2) && reduced()
            || self.quantity.dimension == Dimension::Money
                && (self.clause_start()..figure).any(start)
                && reduced()
            || self.is_from() && first(end)
    }

    /// «còn 0,07%, giảm từ | 0,15% của năm 2016»: where the level told before has come from; not «giảm từ 2% trở lên».
    fn comes_from(&self, previous: &Linked) -> bool {
        let mut end = self.mean(self.quantity.figure.start).start;
        end -= usize::from(end > self.sentence.start && self.word_is(end - 1, &["mức"]));
        let from = end
            .saturating_sub(LONGEST_TURN)
            .max(previous.quantity.tokens.end);
        let turns = |i| match self.cue_at(i) {
            Some((Cue::ToLevel, after)) => after == end,
            Some((Cue::Increase | Cue::Decrease, after)) => after + 1 == end,
            _ => false,
        };
        previous.quantity.dimension == self.quantity.dimension
            && previous.quantity.figure.start >= self.sentence.start
            && self.quantity.value_max.is_none()
            && !self.is_onward()
            && end > from
            && self.word_is(end - 1, &["từ"])
            && (from..end - 1).any(turns)
    }

    /// «nhiệm kỳ trước là …» in the clause, or «Trước đây, …» at the head of the sentence.
    fn tells_of_before(&self) -> bool {
        let clause = self.clause_start();
        if self.is_before_an_event() || self.is_dated_in_brackets() || self.opens_with_before() {
            return true;
        }
        self.cues_left(self.sentence.start).any(|(cue, at)| {
            let overtaken = || {
                // not «thu chưa đến 50 triệu đồng»
                let is_present = |i: usize| {
                    matches!(
                        self.context.time_word(i),
                        Some(TimeWord::Now | TimeWord::Until)
                    ) && !(i > 0 && self.word_is(i - 1, &["chưa"]))
                };
                self.cues_left(at + 1)
                    .any(|(cue, _)| matches!(cue, Cue::Done | Cue::ToLevel))
                    || (at..self.quantity.figure.start).any(is_present)
            };
            // «Từ chỗ chỉ trồng lúa, | xã chuyển 86 ha sang trồng chè»
            let behind = || {
                let mut between = at..self.quantity.figure.start.min(at + EVENT);
                self.word_is(at, &["từ", "Từ"]) && between.any(|i| self.text().is_sign(i, ','))
            };
            // «(nhiệm kỳ trước là 130 đảng viên, tỷ lệ | 87%)», «cho hay: “Trước đây …, năng suất chỉ đạt | 6 tấn/ha”»
            let opens = || {
                let sign = at.checked_sub(1).map(|i| self.text().token(i).sign);
                matches!(sign, Some('(' | '"' | '“')) && !self.is_closed_off(at)
            };
            let head = || at <= self.sentence.start + 8 || opens();
            let told = at >= clause || head() && !overtaken();
            // «So với nhiệm kỳ trước, số đảng viên bị kỷ luật tăng 11%»
            // «cao hơn nhiệm kỳ trước 0,12%»
            let base = || {
                let near = at.saturating_sub(2).max(self.sentence.start);
                let than = |i: usize| {
                    matches!(self.cue_at(i), Some((Cue::Increase | Cue::Decrease, end)) if end == at)
                };
                (near..at).any(|i| self.cue_at(i) == Some((Cue::Compare, at)) || than(i))
            };
            cue == Cue::Previous && told && !behind() && !base()
        }) || self.is_of_the_base_period()
    }

    /// «Trước tôi quản | 118 hộ», «Trước, quýt bán | 5.000 đồng/kg», «Trước năm 2018, lòng sông rộng | 5 m», «chị kể: “Hồi mới làm
    /// chỉ có | 7 nhà”» at the head of the sentence or of what is quoted: how long before is not said; not «Trước mắt».
    pub(super) fn opens_with_before(&self) -> bool {
        let figure = self.quantity.figure.start;
        let quote = |&i: &usize| matches!(self.text().token(i).sign, '“' | '"' | '«');
        let quoted = (self.sentence.start..figure).rfind(quote);
        let at = quoted.map_or(self.sentence.start, |quote| quote + 1);
        if at + 2 >= figure {
            return false;
        }
        let then = self.word_is(at, &["Trước"])
            && (self.word_is(at + 1, SPEAKERS)
                || self.word_is(at + 1, &["chỉ"])
                || self.text().is_sign(at + 1, ',')
                || self.word_is(at + 1, &["năm"])
                    && self.text().token(at + 2).kind == Kind::Number);
        // not «Ngày mới», which may be the next one
        let first = self.word_is(at, &["Hồi", "Hôm", "Lúc", "Khi"])
            && self.word_is(at + 1, &["mới"])
            || self.word_is(at, &["Hồi"]) && self.word_is(at + 1, &["trước", "đầu"])
            || self.word_is(at, &["Buổi", "Lứa"]) && self.word_is(at + 1, &["đầu"]);
        let present = |i: usize| self.word_is(i, &["nay", "này", "sau", "giờ", "đã"]);
        (then || first) && !(at + 2..figure).any(present)
    }

    /// The token after «lúc mới thành lập», «ngày mới chia tách» at `i`.
    pub(super) fn beginning(&self, i: usize) -> Option<usize> {
        let new = self.word_is(
            i,
            &["Khi", "khi", "Lúc", "lúc", "Ngày", "ngày", "Hồi", "hồi"],
        ) && self.word_is(i + 1, &["mới"]);
        self.context.sort(i + 2, &[Sort::Beginning]).filter(|_| new)
    }

    /// «Trước khi sắp xếp, huyện có | 33 xã», «theo Phòng Nội vụ, trước khi sắp xếp, huyện có | 33 xã».
    fn is_before_an_event(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let before = |&i: &usize| {
            let opens = i == start || self.text().is_sign(i - 1, ',');
            opens
                && (self.word_is(i, &["Trước", "trước"]) && self.word_is(i + 1, &["khi"])
                    // «Ngày mới thành lập, chi bộ có | 3 đảng viên»
                    || self.beginning(i).is_some())
        };
        let Some(event) = (start..figure.min(start + EVENT)).find(before) else {
            return false;
        };
        // not «Trước khi ra về, đoàn tặng 12 suất quà»
        let has = |i: usize| self.word_is(i, &["có", "còn", "chỉ", "là"]);
        // «…; năm học 2018 - 2019, số trường còn | 36»
        let present = |i: usize| {
            self.word_is(i, &["nay", "sau", "giờ"])
                // «thì đến hết năm chỉ còn | 63 con»
                || self.word_is(i, &["thì"]) && self.time_at(i + 1).is_some()
                || self.text().is_sign(i, ';')
                    && (i + 1..=i + 2).any(|i| i < figure && self.time_at(i).is_some())
        };
        let end = figure.min(event + EVENT);
        (event..end).any(has) && !(event..end).any(present)
    }

    /// «99,03% (năm 2021: 98,41%)», «tăng 5% so với cùng kỳ (năm 2017 đạt 90%)»: an earlier year between a bracket and the
    /// figure.
    fn is_dated_in_brackets(&self) -> bool {
        let start = self.quantity.figure.start;
        let open = (self.floor()..start).rfind(|&i| self.text().is_sign(i, '('));
        let time = open.and_then(|open| self.time_at(open + 1));
        time.is_some_and(|time| {
            let between = time.tokens.end..start;
            // «tăng 13 đơn (6 tháng đầu năm 2019 tiếp nhận 95 đơn)»
            let earlier = self.context.published.is_none_or(|day| {
                time.days
                    .is_some_and(|(start, _)| start.year() < day.year())
            });
            let base = (1..=LONGEST_DATED).contains(&between.len())
                && between
                    .clone()
                    .all(|i| self.text().token(i).kind == Kind::Word)
                && earlier
                && self.changed_before();
            base || between.len() == 1
                && (self.text().is_sign(between.start, ':')
                    || self.compared_before() && self.word_is(between.start, &["đạt", "là"]))
                || earlier && between.len() <= LONGEST_DATED && self.is_alone_in(between)
        })
    }

    /// «tỷ lệ hộ nghèo còn 7,9% (cuối năm 2016 là | 8,6%)», «kết nạp 132 đảng viên (năm 2020 kết nạp | 171 đảng viên)»: all that
    /// a bracket tells, behind the like of it.
    fn is_alone_in(&self, told: Range<usize>) -> bool {
        let (text, own) = (self.text(), self.quantity);
        let words = |mut range: Range<usize>| range.all(|i| text.token(i).kind == Kind::Word);
        let end = own.tokens.end.max(own.noun.end);
        let close = (end..text.len().min(end + LONGEST_DATED)).find(|&i| text.is_sign(i, ')'));
        let alike = self.before.is_some_and(|before| {
            before.dimension == own.dimension && before.unit.label == own.unit.label
        });
        alike && words(told) && close.is_some_and(|close| words(end..close))
    }

    /// «so với cùng kỳ tăng 13 đơn | (…)»
    fn changed_before(&self) -> bool {
        self.before.is_some_and(|before| {
            let from = before.figure.start;
            let near = from.saturating_sub(LONGEST_THAN).max(self.sentence.start)..from;
            let cue = |i: usize, asked: &[Cue]| {
                self.cue_at(i)
                    .is_some_and(|(cue, end)| asked.contains(&cue) && end <= from)
            };
            near.clone().any(|i| cue(i, &[Cue::Compare]))
                && (from.saturating_sub(2).max(near.start)..from)
                    .any(|i| cue(i, &[Cue::Increase, Cue::Decrease]))
        })
    }

    /// Whether the figure before is compared with another time: «tăng 5% so với cùng kỳ | (…)».
    fn compared_before(&self) -> bool {
        self.before.is_some_and(|before| {
            (before.tokens.end..self.quantity.figure.start).any(|i| {
                self.context.time_word(i) == Some(TimeWord::SamePeriod)
                    || matches!(self.cue_at(i), Some((Cue::Compare, _)))
            })
        })
    }

    /// A further item of a list, or the same change said in another unit: «giảm 35 trưởng phòng, 136 phó phòng»,
    /// «tăng 12% so với cùng kỳ và 3% so với tháng trước», «tăng 20%, tức 50 tỷ đồng».
    pub(super) fn continues(&self, lead: &Lead, previous: &Linked) -> bool {
        // «tăng 29 vụ = 7% so với cùng kỳ»
        let equal = lead.cues.is_empty()
            && lead.start == previous.quantity.tokens.end + 1
            && self.text().is_sign(lead.start - 1, '=');
        if lead.has(Cue::Apposition) || equal || self.equals_change(lead, previous) {
            // «đạt 101 tỷ đồng, tương ứng 80,8% dự toán»
            let of_plan = self.quantity.dimension == Dimension::Percent && self.plan_follows();
            return previous.measure == Measure::Change && !of_plan;
        }
        if !matches!(previous.measure, Measure::Change | Measure::Previous) || !lead.cues.is_empty()
        {
            return false;
        }
        let figure = self.quantity.figure.start;
        // «thấp hơn mức 15 tỷ USD của năm trước và xa mục tiêu | 17 tỷ USD»
        // «từ 9 thành viên ban đầu, đến nay có | 31 thành viên»
        // «Nếu năm 2010 đạt 91% thì năm 2020 là | 99%»
        // «Từ chỗ mỗi năm cấp được 800 giấy, năm 2023 đã cấp 4.215 giấy»
        let present = |i: usize| {
            self.word_is(i, &["nay", "thì"])
                // «“Trước tôi bán 40 bánh, giờ | 200 bánh”», «lứa đầu bán 30 con, lứa này | 70 con»
                || previous.measure == Measure::Previous
                    && (self.word_is(i, &["giờ", "này"])
                        || matches!(self.cue_at(i), Some((Cue::Done, _))))
        };
        if matches!(self.cue_before(figure, self.floor()), Some((Cue::Plan, _)))
            || (previous.quantity.tokens.end..figure).any(present)
        {
            return false;
        }
        // «giảm 4,7%/năm; 100% số xã có đường ô tô» is a statement of its own
        let own = || {
            let behind = self.chunk_behind();
            (0..behind.len()).any(|first| self.tells(&behind[first..]))
        };
        if self.quantity.dimension == Dimension::Percent && own() {
            return false;
        }
        // «giảm 3 vụ, làm 2 người chết»: what the events brought about
        let caused = |i: usize| {
            self.word_is(i, &["làm", "khiến", "gây"]) && previous.measure == Measure::Change
        };
        if (previous.quantity.tokens.end..figure).any(caused) {
            return false;
        }
        if self.is_item_of_turn(previous) || self.is_in_bracket_of_turn(previous) {
            return true;
        }
        // «giảm 71 vụ (14,6%), 52 bị can (7,9%)»: each with its percentage
        let paired = self.is_alone_in_brackets(&previous.quantity)
            && self
                .after
                .is_some_and(|after| self.is_alone_in_brackets(after))
            && self.text().is_sign(self.quantity.tokens.end, '(');
        let same = previous.quantity.dimension == self.quantity.dimension || paired;
        let mut i = previous.quantity.tokens.end + usize::from(paired);
        // «giảm 15 phòng thuộc 3 sở» counts the offices
        let listed = (i..self.quantity.figure.start)
            .any(|i| matches!(self.text().token(i).sign, ',' | ';') || self.word_is(i, &["và"]));
        if previous.measure == Measure::Change && !listed && !self.is_in_brackets() {
            return false;
        }
        // «giảm 203 chỉ tiêu biên chế hành chính và 58 chỉ tiêu biên chế sự nghiệp»
        let joined = lead.start > i
            && (self.word_is(lead.start - 1, &["và"]) || self.text().is_sign(lead.start - 1, ','));
        let alike = joined && head(self.quantity).eq(head(&previous.quantity));
        if alike && self.is_of_the_level_before(previous) {
            return false;
        }
        // «giảm 32 đầu mối cấp phòng, | 9 đơn vị sự nghiệp»
        let modified = joined && lead.start == figure && self.is_modified(i..lead.start - 1);
        let plain = |i: usize| self.text().token(i).sign == '\0' && self.cue_at(i).is_none();
        if lead.start <= i + 6 && (modified || alike && (i..lead.start - 1).all(plain)) {
            return same;
        }
        while i < lead.start {
            if let Some((Cue::Compare, end)) = self.cue_at(i) {
                // what it is compared with goes on up to the joint
                i = end;
                while i < lead.start && !self.text().is_sign(i, ',') && !self.word_is(i, &["và"]) {
                    if matches!(self.text().token(i).sign, '(' | ')' | ';' | '.') {
                        return false;
                    }
                    i += 1;
                }
            } else if self.word_is(i, &["về", "số"])
                && self.quantity.dimension == Dimension::Percent
            {
                // «tăng 18,7% về lượng và 29,6% về giá trị», «tăng 12% số vụ, 15% số đối tượng»
                while i < lead.start && !self.text().is_sign(i, ',') && !self.word_is(i, &["và"]) {
                    i += 1;
                }
            } else if self.text().is_sign(i, ',')
                || self.word_is(i, &["và"])
                || self.text().is_sign(i, ';') && i + 1 == self.quantity.figure.start
                || self.text().is_sign(i - 1, ',') && self.is_noun(i)
                || previous.measure == Measure::Previous && self.text().token(i).sign == '\0'
            {
                i += 1;
            } else {
                return false;
            }
        }
        same
    }

    /// «giảm 156 người, bằng | 7%», «tăng 42 đơn (bằng | 12%)»: the change itself in percent; more than half says how much there
    /// is: «giảm 12 vụ, bằng 88%».
    fn equals_change(&self, lead: &Lead, change: &Linked) -> bool {
        self.quantity.dimension == Dimension::Percent
            && change.quantity.dimension != Dimension::Percent
            && change.measure == Measure::Change
            && lead.cues.first() == Some(&Cue::Attain)
            && self.word_is(lead.start, &["bằng"])
            && self.quantity.value + self.quantity.value < Decimal::ONE_HUNDRED
            && self.ends_clause()
            && lead.start <= change.quantity.tokens.end.max(change.quantity.noun.end) + 1
    }

    /// «Nhóm giao thông tăng 2,51%, nhóm đồ uống | 0,5%», «khối Đảng giảm 96 người, khối chính quyền | 1.751 người»: an item of a
    /// list that leaves out the turn of the first one; not «lạm phát tăng 2,5%, tỷ lệ thất nghiệp 3%», which is a level.
    fn is_item_of_turn(&self, previous: &Linked) -> bool {
        let (text, own) = (self.text(), self.quantity);
        let (end, figure) = (previous.quantity.tokens.end, own.figure.start);
        // «giảm 6 thôn, xã Ea Tam 5 thôn, buôn»
        let (unit, before) = (&own.unit.label, &previous.quantity.unit.label);
        let alike = own.dimension == previous.quantity.dimension
            && (unit == before || !before.is_empty() && unit.starts_with(&format!("{before},")));
        let listed = previous.measure == Measure::Change
            && (text.is_sign(end, ',') || text.is_sign(end, ';'))
            && (1..=LONGEST_ITEM).contains(&figure.saturating_sub(end + 1));
        let plain = |i: usize| {
            let acts = i == end + 1 && matches!(self.phrase_at(i), Some((Phrase::Verb, _)));
            let named = matches!(
                self.cue_at(i),
                None | Some((Cue::GroupHead | Cue::NameHead | Cue::Neutral, _))
            );
            text.token(i).kind == Kind::Word
                && named
                && !acts
                && !self.word_is(i, &["lãi", "mức", "giá", "số", "tổng", "có", "đóng"])
        };
        // what goes up or down is named before the turn
        let named = || {
            let first = previous.quantity.figure.start;
            let turn = (first.saturating_sub(LONGEST_TURN).max(self.sentence.start)..first)
                .find(|&i| matches!(self.cue_at(i), Some((Cue::Increase | Cue::Decrease, _))));
            previous.rule.ends_with("as_before")
                || turn.is_some_and(|turn| {
                    turn > self.sentence.start && text.token(turn - 1).kind == Kind::Word
                })
        };
        listed && alike && (end + 1..figure).all(plain) && named() && self.ends_item()
    }

    /// The figure ends its item.
    fn ends_item(&self) -> bool {
        let end = self.quantity.tokens.end.max(self.quantity.noun.end);
        end >= self.sentence.end
            || matches!(self.text().token(end).sign, ',' | ';' | '.' | '…' | ')')
            || self.word_is(end, &["và"])
    }

    /// «(tăng 46 việc và | 38 tỷ đồng so với cùng kỳ)»: all that a bracket lists behind its turn.
    fn is_in_bracket_of_turn(&self, previous: &Linked) -> bool {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let end = previous.quantity.tokens.end.max(previous.quantity.noun.end);
        let open =
            (self.sentence.start..figure).rfind(|&i| matches!(text.token(i).sign, '(' | ')'));
        let turned = open
            .filter(|&open| text.is_sign(open, '('))
            .is_some_and(|open| {
                matches!(
                    self.cue_at(open + 1),
                    Some((Cue::Increase | Cue::Decrease, _))
                )
            });
        let joined = end + 1 == figure && (text.is_sign(end, ',') || self.word_is(end, &["và"]));
        let listed = self.quantity.dimension != Dimension::Percent;
        previous.measure == Measure::Change && turned && joined && listed
    }

    /// «32 đầu mối | cấp phòng |, …»: words behind a counted noun that only say more of it.
    fn is_modified(&self, words: Range<usize>) -> bool {
        !words.is_empty()
            && words.clone().all(|i| {
                let named = matches!(
                    self.cue_at(i),
                    None | Some((Cue::GroupHead | Cue::NameHead | Cue::Neutral, _))
                );
                // «phòng chuyên môn thuộc các sở, ngành và | 162 đơn vị»
                let listed = self.text().is_sign(i, ',') && self.is_noun(i + 1);
                let joins = self.word_is(i, &["thuộc", "các", "của"]);
                (self.text().token(i).kind == Kind::Word || listed)
                    && (joins || !self.is_stop(i))
                    && named
            })
    }

    /// «có 120 việc, giảm 12 việc và 30 việc chưa có điều kiện»: two kinds of things, the change between them is of the first.
    fn is_of_the_level_before(&self, change: &Linked) -> bool {
        let at = change.quantity.figure.start;
        let level = self
            .figures
            .iter()
            .rfind(|other| other.figure.start < at)
            .filter(|level| level.unit.label == self.quantity.unit.label);
        level.is_some_and(|level| at - level.tokens.end <= LONGEST_THAN)
            && self.word_is(
                self.quantity.tokens.end,
                &["chưa", "không", "đã", "đang", "được", "bị", "có"],
            )
    }

    /// «(15,4%)»
    pub(super) fn is_alone_in_brackets(&self, quantity: &Quantity) -> bool {
        quantity.dimension == Dimension::Percent
            && quantity.figure.start > 0
            && self.text().is_sign(quantity.figure.start - 1, '(')
            && self.text().is_sign(quantity.tokens.end, ')')
    }

    /// «giảm cả ba tiêu chí với 56 vụ, 35 người chết»: what the criteria are, and whether they fell.
    fn is_of_all_criteria(&self, lead: &Lead, previous: &Linked) -> Option<bool> {
        let (from, end) = (previous.quantity.figure.start, previous.quantity.tokens.end);
        let told = previous.quantity.unit.label == "tiêu chí"
            && end + 1 == self.quantity.figure.start
            && lead.cues.is_empty()
            && (self.word_is(end, &["với", "gồm"])
                || matches!(self.text().token(end).sign, ':' | '('));
        if !told || from < self.sentence.start + 2 || !self.word_is(from - 1, &["cả"]) {
            return None;
        }
        match self.cue_at(from - 2) {
            Some((Cue::Increase, _)) => Some(false),
            Some((Cue::Decrease, _)) => Some(true),
            _ => None,
        }
    }

    /// «trong đó»: a part of the figure before, planned if that is.
    fn is_part_of(&self, previous: &Linked) -> bool {
        let listed = || {
            previous.quantity.dimension == Dimension::Money
                && self.quantity.dimension == Dimension::Money
                && previous.rule.ends_with("part_of_plan")
        };
        // «phải tăng thêm 120 người … và trên 500 người …», «mục tiêu là 26 tỷ đồng doanh thu và 9 tỷ đồng lợi nhuận»
        let joined = || {
            let (from, to) = (previous.quantity.tokens.end, self.quantity.figure.start);
            previous.quantity.dimension == self.quantity.dimension
                && matches!(
                    previous.quantity.dimension,
                    Dimension::Count | Dimension::Money
                )
                && to < from + BUDGET
                && self.word_is(self.and_before(), &["và"])
                && (from..to).all(|i| self.text().token(i).kind == Kind::Word)
        };
        previous.measure == Measure::Target
            && (listed()
                || joined()
                || (previous.quantity.tokens.end..self.quantity.figure.start).any(|i| {
                    self.word_is(i, &["đó"]) && i > 0 && self.word_is(i - 1, &["trong", "Trong"])
                        // «kế hoạch vốn là 5 tỷ đồng, gồm: vốn trung ương 3 tỷ đồng», not «gồm 80% vốn trung ương»
                        || self.word_is(i, &["gồm"])
                            && (previous.quantity.dimension == Dimension::Money
                                && self.quantity.dimension != Dimension::Percent
                                // «được giao 185 chỉ tiêu, gồm 160 quân sự và 25 công an»
                                || previous.quantity.unit.label == "chỉ tiêu"
                                    && i + 1 == self.quantity.figure.start)
                }))
            && !self.is_done_after()
    }

    /// Where «và» stands before the figure and a word that bounds it: «và trên 500 người».
    fn and_before(&self) -> usize {
        let at = self.quantity.figure.start.saturating_sub(1);
        at.saturating_sub(usize::from(self.cue_at(at).is_some()))
    }

    /// «đã» behind the noun: «trong đó 2 khu đã được quy hoạch».
    pub(super) fn is_done_after(&self) -> bool {
        let end = self.quantity.tokens.end;
        (end..(end + 2).min(self.ceiling()))
            .take_while(|&i| !self.text().is_sign(i, ',') && !self.word_is(i, &["nhưng", "song"]))
            .any(|i| matches!(self.cue_at(i), Some((Cue::Done, _))) && !self.is_new(i))
    }

    /// «10 kỹ thuật | mới |»: of new things, not of what has just been done: «2 khu | mới | đạt».
    fn is_new(&self, i: usize) -> bool {
        let done = || self.cue_at(i + 1).is_some() || self.phrase_at(i + 1).is_some();
        self.word_is(i, &["mới"]) && (i + 1 >= self.sentence.end || !done())
    }

    /// No other figure between a word and this one.
    pub(super) fn clause_is_open(&self, at: usize) -> bool {
        self.before.is_none_or(|before| before.figure.start < at)
    }
}

/// «chỉ tiêu | biên chế»: the first two words of what is counted.
fn head(quantity: &Quantity) -> impl Iterator<Item = &str> {
    quantity.unit.label.split(' ').take(2)
}

/// Whether a part of a whole makes so many percent, as they are rounded.
pub(super) fn makes(part: Decimal, whole: Decimal, percent: Decimal) -> bool {
    let exact = part
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|part| part.checked_div(whole));
    let tolerance = Decimal::new(1, percent.scale());
    exact.is_some_and(|exact| (exact - percent).abs() < tolerance)
}
