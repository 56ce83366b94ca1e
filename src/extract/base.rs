//! What a percent is of: an index where it says how much of a plan or of an earlier level there is, else a share or a rate.

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::{Clause, Lead};
use super::lexicon::{Class, Cue, Phrase, Sort, TimeWord};
use super::measure::makes;
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::Measure;

/// Most tokens between «ngân sách» or «giải ngân» and the sum.
pub(super) const BUDGET: usize = 16;
/// «so với | chỉ tiêu» names the plan within so many tokens.
const PLANNED: usize = 5;

/// A whole that was held against a plan stands no more tokens before its parts.
const LONGEST_WHOLE: usize = 120;

/// «riêng chương trình giảm nghèo bền vững mới | 37%»: an item of what is spent is no longer.
const ITEM: usize = 8;

/// Most tokens from a turn to the brackets that say by how much: «tăng chậm hơn».
const TURN: usize = 4;

impl Clause<'_> {
    /// Of a percent that neither grows nor falls: an index, a change in brackets, a rate or a share.
    pub(super) fn measure_of_percent(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> (Measure, bool, &'static str) {
        // «đạt 51% dự toán và 92% so với cùng kỳ»: one more of a list
        let listed = lead.cues.is_empty()
            && previous.is_some_and(|previous| previous.measure == Measure::Index)
            && self.continues_list();
        // «chỉ bằng 62% năm trước», «bằng 72% của cùng kỳ»
        let end = self.quantity.tokens.end;
        let of = end + usize::from(self.word_is(end, &["của"]));
        let earlier = (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["bằng"]))
            && (self.time_at(end).is_some()
                || self.time_at(of).is_some()
                || self.season_before(of));
        let compared = earlier
            || self.plan_follows()
            || (lead.has(Cue::Attain) || listed) && self.compare_follows()
            || self.equals_compared(lead);
        if compared && (lead.has(Cue::Attain) || lead.cues.is_empty() || lead.modifier.is_some()) {
            return (Measure::Index, false, "attainment");
        }
        if self.is_rate_of_plan(lead, previous) {
            return (Measure::Index, false, "rate_of_plan");
        }
        // «đạt dưới 50% dự toán gồm: thị trấn A (49%), xã B (48%)»
        if lead.cues.is_empty()
            && self.is_alone_in_brackets(self.quantity)
            && previous.is_some_and(|previous| {
                previous.measure == Measure::Index
                    && previous.quantity.dimension == Dimension::Percent
            })
        {
            return (Measure::Index, false, "each_in_brackets");
        }
        if lead.has(Cue::Attain) && self.ends_clause() && self.shares_plan(lead, previous) {
            return (Measure::Index, false, "base_shared");
        }
        if lead.has(Cue::Attain) && self.ends_clause() && self.lists_a_plan(previous) {
            return (Measure::Index, false, "plan_listed");
        }
        // «giải ngân 2.994 tỷ đồng, đạt 51%»
        if lead.has(Cue::Attain) && self.ends_clause() && self.is_of_a_budget(lead, previous) {
            return (Measure::Index, false, "budget_attained");
        }
        if let Some(found) = self.equals_level(lead, previous) {
            return found;
        }
        // «Tăng mạnh nhất là nhóm giáo dục (2,85%), tiếp đến là nhóm giao thông (1,2%)»
        if lead.cues.is_empty()
            && self.is_alone_in_brackets(self.quantity)
            && let Some(turn) = self.turn_ranked()
        {
            return (Measure::Change, turn == Cue::Decrease, "ranked_turn");
        }
        if lead.cues.is_empty() && self.is_of_those_who_spend() {
            return (Measure::Index, false, "budget_listed");
        }
        if self.is_spent(lead) || self.goes_on_spending(lead, previous) {
            return (Measure::Index, false, "spent");
        }
        // «Lợi nhuận giảm mạnh (62%)»
        if lead.cues.is_empty()
            && let Some(turn) = self.turn_before_brackets()
        {
            return (Measure::Change, turn == Cue::Decrease, "turn_in_brackets");
        }
        if lead.cues.is_empty() && self.is_of_another_one(previous) {
            let own = self.quantity.figure.start;
            let mut before = self.figures.iter().filter(|other| other.figure.start < own);
            let planned = before.any(|other| self.is_of_a_plan(other));
            let measure = if planned {
                Measure::Index
            } else {
                Measure::Share
            };
            return (measure, false, "of_another_one");
        }
        if self.is_in_brackets()
            && lead.cues.is_empty()
            && let Some(previous) =
                previous.filter(|previous| matches!(previous.measure, Measure::Change))
        {
            return (
                Measure::Change,
                previous.quantity.value < Decimal::ZERO,
                "bracket",
            );
        }
        // «công suất sử dụng giường đạt 160%»: as much as it is made for
        let (from, figure) = (self.clause_start(), self.quantity.figure.start);
        let capacity = |i: usize| self.word_is(i, &["suất"]) && self.word_is(i + 1, &["sử"]);
        if lead.has(Cue::Attain) && (from..figure).any(capacity) {
            return (Measure::Index, false, "use_of_capacity");
        }
        let in_use = |i: usize| self.word_is(i, &["suất"]);
        // «biên lợi nhuận cải thiện từ 9,1% lên 11,3%»: of both levels
        let moved = lead.has(Cue::ToLevel)
            && previous.is_some_and(|previous| previous.measure == Measure::Previous);
        let from = if moved { self.sentence.start } else { from };
        let rate = self.cues_left(from).any(|(cue, _)| cue == Cue::Rate);
        if rate || self.is_per_time() {
            (Measure::Level, false, "rate")
        } else if self.quantity.value > Decimal::ONE_HUNDRED && !(from..figure).any(in_use) {
            // «vượt tiến độ, như: lệ phí trước bạ 112%»: no part is more than the whole; not «công suất giường bệnh là 137%»
            (Measure::Index, false, "beyond_whole")
        } else {
            (Measure::Share, false, "share")
        }
    }

    /// «giảm | (8%)», «tăng chậm hơn | (3%)»: the turn, with how it went, right before brackets around the figure alone.
    fn turn_before_brackets(&self) -> Option<Cue> {
        if !self.is_alone_in_brackets(self.quantity) {
            return None;
        }
        let open = self.quantity.figure.start - 1;
        let from = open.saturating_sub(TURN).max(self.floor());
        let turn = |i: usize| {
            self.cue_at(i)
                .filter(|(cue, _)| matches!(cue, Cue::Increase | Cue::Decrease))
        };
        let (first, end) = (from..open).find_map(turn)?;
        let manner = |i: usize| self.context.sort(i, &[Sort::Manner]).is_some();
        let how = |i: usize| turn(i).is_some() || manner(i);
        (end..open).all(how).then_some(first)
    }

    /// «Tăng mạnh nhất là …», «các nhóm giảm sâu nhất: …»: what a sentence ranks by.
    fn turn_ranked(&self) -> Option<Cue> {
        let ranked = |(cue, at): &(Cue, usize)| {
            matches!(cue, Cue::Increase | Cue::Decrease)
                && (at + 1..at + 4).any(|i| self.word_is(i, &["nhất"]))
        };
        self.cues_left(self.sentence.start)
            .find(ranked)
            .map(|(cue, _)| cue)
    }

    /// «ngắn hạn 7%/năm»: a percent of each year is part of no whole; not «số hộ thoát nghèo 5%/năm», where they are counted.
    fn is_per_time(&self) -> bool {
        let slash = self.quantity.figure.end;
        let counted = |i: usize| self.word_is(i, &["số"]) && self.is_noun(i + 1);
        self.text().is_sign(slash, '/')
            && !(self.sentence.start..slash).any(counted)
            && self.word_is(slash + 1, &["năm", "tháng", "quý", "tuần", "ngày"])
    }

    /// «… đạt 78% kế hoạch; dịch tả lợn 11.300 liều, đạt 52%», «thu nội địa đạt 21%; thu xuất khẩu đạt 12% dự toán»: the
    /// base that another item of the list names; more than all is no share.
    fn shares_plan(&self, lead: &Lead, previous: Option<&Linked>) -> bool {
        let planned = |quantity: &Quantity| self.is_of_a_plan(quantity);
        let own = self.quantity.figure.start;
        let of_sum = previous.is_some_and(|previous| {
            matches!(previous.measure, Measure::Level)
                && previous.quantity.denominator.is_none()
                && previous.quantity.dimension != Dimension::Percent
                && self.is_next_to(lead, previous)
        });
        if of_sum {
            let whole = self.quantity.value > Decimal::ONE_HUNDRED;
            let said = |other: &&Quantity| other.figure.start < own && planned(other);
            return whole
                || self.figures.iter().rev().any(|other| said(&other))
                || self.divides_a_plan();
        }
        // only items with a percent each up to the one that names the base
        let rate = self
            .cues_left(self.clause_start())
            .any(|(cue, _)| cue == Cue::Share);
        let start = self.clause_start();
        let item =
            start == self.sentence.start || matches!(self.text().token(start - 1).sign, ';' | ':');
        let semicolon = item && !rate && self.text().is_sign(self.quantity.tokens.end, ';');
        let behind = self
            .figures
            .iter()
            .skip_while(|other| other.figure.start <= own);
        let mut items = behind.take_while(|other| other.dimension == Dimension::Percent);
        semicolon && items.any(planned)
    }

    /// «… đạt 71,2% kế hoạch; thương mại đạt | 68,5%; …»: a further item of a list of which the first one names the base.
    fn lists_a_plan(&self, previous: Option<&Linked>) -> bool {
        let start = self.clause_start();
        let rate = |(cue, _): (Cue, usize)| matches!(cue, Cue::Share | Cue::Rate);
        let item = start > self.sentence.start && self.text().is_sign(start - 1, ';');
        item && !self.cues_left(start).any(rate)
            && previous.is_some_and(|previous| {
                previous.measure == Measure::Index
                    && previous.quantity.dimension == Dimension::Percent
                    && (self.is_of_a_plan(&previous.quantity)
                        || previous.rule.ends_with("plan_listed"))
            })
    }

    /// «… đạt 71,8% dự toán. Trong đó, thu nội địa 4.201 tỷ đồng, đạt | 72,6%»: an item or a part of what was held against a
    /// plan before.
    fn divides_a_plan(&self) -> bool {
        let (text, start) = (self.text(), self.sentence.start);
        let line = &text.lines()[text.line_of(start)];
        let opens = self.word_is(start, &["Riêng"])
            || self.word_is(start, &["Trong"]) && self.word_is(start + 1, &["đó"])
            || text.is_bulleted(line);
        let planned =
            |i: usize| text.is_sign(i - 1, '%') && matches!(self.cue_at(i), Some((Cue::Plan, _)));
        opens && (start.saturating_sub(LONGEST_WHOLE).max(1)..start).any(planned)
    }

    /// «đạt 78% | kế hoạch»
    fn is_of_a_plan(&self, percent: &Quantity) -> bool {
        let (from, end) = (percent.figure.start, percent.tokens.end);
        percent.dimension == Dimension::Percent
            && from > 0
            && matches!(
                self.cue_before(from, self.sentence.start),
                Some((Cue::Attain | Cue::Over | Cue::Nearly | Cue::About, _))
            )
            && (end..(end + 3).min(self.sentence.end))
                .take_while(|&i| self.text().token(i).kind == Kind::Word)
                .any(|i| matches!(self.cue_at(i), Some((Cue::Plan, _))))
    }

    /// «thấp hơn bình quân cả nước | (47,3%)»: the level of another one that a turn compares with, alone in brackets.
    fn is_of_another_one(&self, previous: Option<&Linked>) -> bool {
        let (from, open) = (self.floor(), self.quantity.figure.start.max(1) - 1);
        let from = previous.map_or(from, |previous| previous.quantity.tokens.end.min(open));
        let turn = (from..open).rfind(|&i| {
            let cue = self.cue_at(i);
            matches!(cue, Some((Cue::Increase | Cue::Decrease, end)) if self.word_is(end - 1, &["hơn"]))
        });
        let words =
            |mut range: Range<usize>| range.all(|i| self.text().token(i).kind == Kind::Word);
        self.is_alone_in_brackets(self.quantity) && turn.is_some_and(|turn| words(turn..open))
    }

    /// «thu ngân sách 86 tỷ đồng, đạt 51%», «giải ngân vốn đầu tư công đạt 64%»: of the plan that such money has.
    fn is_of_a_budget(&self, lead: &Lead, previous: Option<&Linked>) -> bool {
        let of_sum = previous.filter(|previous| {
            previous.quantity.dimension == Dimension::Money
                && previous.measure == Measure::Level
                && self.is_next_to(lead, previous)
        });
        let end = of_sum.map_or(lead.start, |sum| sum.quantity.figure.start);
        let floor = of_sum.map_or(self.clause_start(), |_| self.sentence.start);
        // «giải ngân 2.810 tỷ đồng, đạt 51%; vốn kéo dài 602 tỷ đồng, đạt 71%»
        let listed =
            of_sum.is_some() && (self.sentence.start..end).any(|i| self.text().is_sign(i, ';'));
        let back = if listed { end } else { BUDGET };
        let from = end.saturating_sub(back).max(floor);
        // «Theo kế hoạch, huyện được giao thu 262 tỷ đồng; 7 tháng thu 148 tỷ đồng, đạt 57%»
        // «Chi cục được giao dự toán thu 42 tỷ đồng. 10 tháng thu được 38 tỷ đồng, đạt 91%»
        let text = self.text();
        let line = text.lines()[text.line_of(self.sentence.start)].start;
        let last = text.sentence_of(self.sentence.start).saturating_sub(1);
        let told = text.sentences()[last].start.max(line);
        let planned = |(cue, at): (Cue, usize)| cue == Cue::Plan && at < end;
        if of_sum.is_some() && self.cues_left(told).any(planned) {
            return true;
        }
        (from..end).any(|i| match self.text().word(i) {
            "giải" | "Giải" => self.word_is(i + 1, &["ngân"]),
            "ngân" => of_sum.is_some() && self.word_is(i + 1, &["sách"]),
            _ => false,
        })
    }

    /// «48 nghìn tấn, chỉ bằng | 96%»: of an earlier level that is not told; «tiếp nhận 245 đơn, đã giải quyết 228 đơn, bằng | 93%»:
    /// of the whole that is.
    fn equals_level(
        &self,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<(Measure, bool, &'static str)> {
        let equals = (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["bằng"]));
        let level = previous.filter(|previous| {
            previous.measure == Measure::Level
                && previous.quantity.dimension != Dimension::Percent
                && self.is_next_to(lead, previous)
        })?;
        if !equals || !self.ends_clause() {
            return None;
        }
        Some(if self.has_whole_told(level) {
            (Measure::Share, false, "part_told")
        } else {
            (Measure::Index, false, "equals")
        })
    }

    /// The sentence tells the whole that the part makes so much of.
    fn has_whole_told(&self, part: &Linked) -> bool {
        let part = &part.quantity;
        let whole = |other: &&Quantity| {
            other.figure.start < part.figure.start
                && other.dimension == part.dimension
                && makes(part.value, other.value, self.quantity.value)
        };
        self.figures.iter().any(|other| whole(&other))
    }

    /// «đến 30/9 giải ngân | 51%», «giải ngân đầu tư công chỉ | 29%», «giải ngân vốn vay, đến hết tháng 9 chỉ đạt | 8%»: of the
    /// money there is to spend; not «tỷ lệ giải ngân là 91%».
    fn is_spent(&self, lead: &Lead) -> bool {
        let bounds = |cue: &Cue| !matches!(cue, Cue::Over | Cue::Under | Cue::About | Cue::Nearly);
        if !self.ends_clause()
            || lead
                .cues
                .iter()
                .any(|cue| bounds(cue) && *cue != Cue::Attain)
        {
            return false;
        }
        let start = self.clause_start();
        // a time may stand between
        let mut dated = (start..start + 2).filter_map(|i| self.time_at(i));
        let dated = dated.any(|time| time.tokens.end + 1 >= lead.start);
        let floor = if dated { self.floor() } else { start };
        let spends =
            |i: usize| self.word_is(i, &["giải", "Giải"]) && self.word_is(i + 1, &["ngân"]);
        let rate = |i: usize| self.word_is(i, &["tỷ", "tỉ", "Tỷ", "Tỉ"]);
        let at = (lead.start.saturating_sub(BUDGET).max(floor)..lead.start).rfind(|&i| spends(i));
        at.is_some_and(|at| !(at.saturating_sub(2).max(floor)..at).any(rate))
    }

    /// «Sở Y tế giải ngân 62%, Sở Xây dựng | 48%»: a further item of a list of what is spent.
    fn goes_on_spending(&self, lead: &Lead, previous: Option<&Linked>) -> bool {
        let (start, own) = (self.clause_start(), self.quantity.figure.start);
        let spent = previous.is_some_and(|previous| {
            previous.rule.ends_with("spent")
                && previous.quantity.figure.start >= self.sentence.start
                && previous.quantity.tokens.end + 1 == start
        });
        let neutral = |cue: &Cue| matches!(cue, Cue::Done | Cue::Neutral);
        let plain =
            || lead.cues.iter().all(neutral) && self.cues_left(start).all(|(cue, _)| neutral(&cue));
        spent && own <= start + ITEM && plain() && self.ends_clause()
    }

    /// «bằng 93% | dịp Tết năm trước», «bằng 70% | vụ trước»: an earlier season at `i`.
    fn season_before(&self, i: usize) -> bool {
        let near = i + 1..self.ceiling().min(i + PLANNED);
        self.word_is(i, &["dịp", "vụ", "mùa"])
            && near
                .take_while(|&i| self.text().token(i).kind == Kind::Word)
                .any(|i| self.word_is(i, &["trước", "ngoái"]))
    }

    /// «Một số huyện giải ngân thấp như: Nam Giang | 48%, Tây Giang | (42%)»: «dẫn đầu là Công an tỉnh | (96%)»:
    /// a list of nothing but percents of their budgets.
    fn is_of_those_who_spend(&self) -> bool {
        let (start, own) = (self.sentence.start, self.quantity.figure.start);
        let spends =
            |i: usize| self.word_is(i, &["giải", "Giải"]) && self.word_is(i + 1, &["ngân"]);
        let aside = self.is_alone_in_brackets(self.quantity);
        let list = |i: usize| {
            self.text().is_sign(i, ':')
                || self.word_is(i, &["như", "gồm"])
                || aside && self.word_is(i, &["là"])
        };
        let Some(head) = (start..own).find(|&i| spends(i)) else {
            return false;
        };
        (head..own).any(list)
            && self
                .figures
                .iter()
                .filter(|of| (head..own).contains(&of.figure.start))
                .all(|of| of.dimension == Dimension::Percent)
    }

    /// The clause ends right behind the figure.
    pub(super) fn ends_clause(&self) -> bool {
        let end = self.quantity.tokens.end;
        end >= self.sentence.end
            || matches!(
                self.text().token(end).sign,
                ',' | ';' | '.' | ')' | '(' | ':'
            )
    }

    /// «gấp 3 lần», «cao hơn 3 lần so với năm trước», «gấp 3 lần tỉnh A và 5 lần tỉnh B»; not «qua 12 lần điều chỉnh», which
    /// counts what has happened.
    pub(super) fn is_multiple(&self, lead: &Lead, previous: Option<&Linked>) -> bool {
        let turns = |cue: &Cue| {
            matches!(
                cue,
                Cue::Attain | Cue::Decrease | Cue::Exceed | Cue::Increase | Cue::Times
            )
        };
        let listed = previous.is_some_and(|previous| {
            previous.quantity.dimension == Dimension::Times && previous.measure == Measure::Index
        });
        listed
            || lead.cues.iter().any(turns)
            || self.compare_follows()
            || self
                .cues_left(self.clause_start())
                .any(|(cue, _)| matches!(cue, Cue::Times | Cue::Exceed))
    }

    /// «còn thiếu 12% so với chỉ tiêu»: below the plan by so much; «còn thiếu 12 giáo viên» counts those that lack.
    pub(super) fn falls_short(&self, lead: &Lead) -> bool {
        let end = self.quantity.tokens.end;
        matches!(
            self.quantity.dimension,
            Dimension::Money | Dimension::Percent
        ) && lead.start > self.floor()
            && self.word_is(lead.start - 1, &["thiếu"])
            && (self.compare_follows() || self.plan_follows())
            && !self.word_is(end, &["trong"])
    }

    /// «được đạt tỷ lệ 92% so với chỉ tiêu», «vượt chỉ tiêu tỉnh giao (1.420 căn), tương đương 113%», «so với chỉ tiêu
    /// (1.420 căn) đạt 91%»: of the plan.
    fn is_rate_of_plan(&self, lead: &Lead, previous: Option<&Linked>) -> bool {
        let end = self.quantity.tokens.end;
        let planned = |i: usize| matches!(self.cue_at(i), Some((Cue::Plan, _)));
        let attained = || {
            (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["đạt"]))
                && self.compare_follows()
                && (end..(end + PLANNED).min(self.sentence.end)).any(planned)
        };
        let restated = (lead.has(Cue::Apposition) || lead.has(Cue::Attain))
            && previous.is_some_and(|previous| {
                previous.measure == Measure::Target
                    && previous.rule.ends_with("base_in_brackets")
                    && previous.quantity.dimension != Dimension::Percent
            });
        // «tương ứng 80,8% dự toán»
        let of_plan = || lead.has(Cue::Apposition) && self.plan_follows();
        restated || of_plan() || lead.has(Cue::Share) && attained()
    }

    /// «89% dự toán», «98% so với kế hoạch», «104% Nghị quyết»; not «100% xã lập kế hoạch», «có 100% quyết định».
    pub(super) fn plan_follows(&self) -> bool {
        let end = self.quantity.tokens.end;
        let ends = |i: usize| {
            matches!(self.text().token(i).sign, ',' | ';' | '.' | '(')
                || matches!(self.phrase_at(i), Some((Phrase::Verb, _)))
                || self.word_is(i, &["có"])
        };
        let attained = || {
            let mut cues = self.cues_left(self.sentence.start);
            cues.any(|(cue, _)| cue == Cue::Attain)
        };
        // «đạt 131% DT»: dự toán
        let abbreviated = || {
            self.word_is(end, &["DT"])
                && matches!(
                    self.cue_before(self.quantity.figure.start, self.floor()),
                    Some((Cue::Attain, _))
                )
        };
        (end..(end + 4).min(self.sentence.end))
            .take_while(|&i| !ends(i))
            .any(|i| matches!(self.cue_at(i), Some((Cue::Plan, _))))
            || abbreviated()
            || self.text().hit(end, Class::Document).is_some() && attained()
    }

    pub(super) fn compare_follows(&self) -> bool {
        let end = self.end_of_run();
        let mut near = (end..(end + 2).min(self.sentence.end))
            .take_while(|&i| !matches!(self.text().token(i).sign, ';' | '.'));
        near.any(|i| {
            matches!(self.cue_at(i), Some((Cue::Compare, _)))
                || self.context.time_word(i) == Some(TimeWord::SamePeriod)
        })
    }

    /// «bằng | 121% và 88% | so với cùng kỳ»: the token after the last of figures of one kind that a conjunction joins.
    fn end_of_run(&self) -> usize {
        let mut end = self.quantity.tokens.end;
        let behind = (self.figures).partition_point(|other| other.figure.start < end);
        for next in &self.figures[behind..] {
            let joined = next.figure.start == end + 1 && self.word_is(end, &["và"]);
            if !joined || next.dimension != self.quantity.dimension {
                break;
            }
            end = next.tokens.end;
        }
        end
    }

    /// «so với cùng kỳ, số dự án bằng 100%», «so dự toán giao đạt 42%».
    fn equals_compared(&self, lead: &Lead) -> bool {
        let figure = self.quantity.figure.start;
        let so = |i: usize| self.word_is(i, &["so"]);
        // «So chỉ tiêu đề ra, số nhà xây mới đạt 114%»
        let opens = self.word_is(self.sentence.start, &["So"]);
        if lead.has(Cue::Attain) && (opens || (self.clause_start()..figure).any(so)) {
            return true;
        }
        // «chỉ bằng 61% ước thực hiện năm 2018»
        let done = self.word_is(self.quantity.tokens.end, &["ước", "thực"]);
        let mut cues = self.cues_left(self.sentence.start);
        (lead.start..figure).any(|i| self.word_is(i, &["bằng"]))
            && (done || cues.any(|(cue, _)| cue == Cue::Compare))
    }
}
