//! Whether a figure is planned, expected or required.

use chrono::Datelike;

use super::clause::{Clause, Lead};
use super::lexicon::Cue;
use super::period::Role;
use super::quantity::Dimension;

impl Clause<'_> {
    /// «Dự toán được giao là 650 tỷ đồng; thực hiện được | 480 tỷ đồng»: what has come of a plan that has its own figure; not
    /// «Mục tiêu: thu ngân sách đạt 650 tỷ đồng; …».
    fn is_answered(&self, plan: usize, lead: &Lead) -> bool {
        let figure = self.quantity.figure.start;
        let sign = |sign: char| (plan..figure).any(|i| self.text().is_sign(i, sign));
        let given = (plan..(plan + 4).min(figure)).any(|i| self.word_is(i, &["giao"]));
        let done = lead.has(Cue::Attain) || self.word_is(lead.start, &["được"]);
        given && done && sign(';') && !sign(':')
    }

    /// Planned, expected or required: said by a word before the figure, or by a period that has not begun.
    pub(super) fn is_target(&self, lead: &Lead) -> bool {
        let clause = self.clause_start();
        let count = self.quantity.dimension == Dimension::Count;
        let mut target = false;
        for (cue, at) in self.cues_left(self.sentence.start) {
            match cue {
                Cue::Target => target = true,
                Cue::Done if at >= clause && !self.is_newly(at) && !self.in_compound(at) => {
                    target = false;
                }
                // «theo kế hoạch», «mục tiêu là» speak for the whole sentence; «dự toán chi … là» for its figure
                Cue::Plan if self.is_answered(at, lead) => {}
                Cue::Plan
                    if at == self.sentence.start
                        || at == self.sentence.start + 1 && self.word_is(at - 1, &["Theo"]) =>
                {
                    target = true;
                }
                Cue::Plan | Cue::Required
                    if at >= clause
                        && self.clause_is_open(at)
                        && (!count || self.equals_plan(at))
                        && !self.is_carried_out(at) =>
                {
                    target = true;
                }
                _ => {}
            }
        }
        let must =
            (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["phải", "cần"]));
        let told = self.cues_left(clause).any(|(cue, _)| cue == Cue::Done);
        let quota = self.is_quota();
        // «không quá 3 Phó Chủ tịch», «tối thiểu 10 mâm»: what a rule allows or asks for
        let limit = !told
            && (lead.has(Cue::AtMost)
                || (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["tối"])));
        (target || limit || must || quota || !told && self.is_ahead()) && !self.is_done_after()
    }

    /// «mục tiêu của đề án là 500 căn»: what a plan is, said of a count.
    fn equals_plan(&self, at: usize) -> bool {
        self.word_is(at, &["mục"])
            && self.cue_before(at, self.floor()).is_none()
            && (at..self.quantity.figure.start).any(|i| self.word_is(i, &["là"]))
    }

    /// «giải ngân | kế hoạch vốn đạt 5 tỷ đồng»: how much of the plan has been carried out.
    fn is_carried_out(&self, at: usize) -> bool {
        at >= self.floor() + 2
            && matches!(
                self.text().slice(at - 2..at).to_lowercase().as_str(),
                "giải ngân" | "thanh toán"
            )
    }

    /// «xã được giao 270 chỉ tiêu», «giao …, tổng số 1.800 chỉ tiêu»: so many are to be reached.
    fn is_quota(&self) -> bool {
        self.quantity.dimension == Dimension::Count
            && self.quantity.unit.label == "chỉ tiêu"
            && (self.sentence.start..self.quantity.figure.start).any(|i| self.word_is(i, &["giao"]))
    }

    /// «xây mới 65 căn»: new ones, not done just now.
    fn is_newly(&self, at: usize) -> bool {
        let end = at + 1;
        self.word_is(at, &["mới"])
            && (end == self.quantity.figure.start
                || matches!(
                    self.cue_at(end),
                    Some((Cue::About | Cue::Nearly | Cue::Over, _))
                ))
    }

    /// The figure's own period begins after the article appeared, or is one that a plan ends in.
    pub(super) fn is_ahead(&self) -> bool {
        let framed = || self.held().filter(|_| !self.is_of_the_event());
        self.own_time().or_else(framed).is_some_and(|time| {
            if self.context.published.is_some() {
                return self.context.is_ahead(self.text(), time);
            }
            // «đến ngày 31/3/2021 có 12 tổ» reports; plans are made for months and years
            let planned = time.days.is_some_and(|(start, end)| {
                (end - start).num_days() > 1 || (start.day(), start.month()) == (31, 12)
            });
            planned && time.role == Role::Until && !self.is_cumulative()
        })
    }
}
