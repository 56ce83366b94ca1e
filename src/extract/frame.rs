//! When a figure holds: the dates and periods around it in, its period out.
//!
//! Asked of its clause, its sentence, its paragraph, the heading above it and the article, in this order.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::clause::Clause;
use super::lexicon::{Class, Cue, TimeWord};
use super::period::{Role, Time};
use super::quantity::Quantity;
use super::statistic::Linked;
use super::text::{Kind, Text};
use crate::extraction::{Basis, EntityType, Measure, Period};

/// So many dates of the lead are looked at for the period an article reports on.
const LEAD_TIMES: usize = 20;

/// How many sentences back a figure looks for the period that frames it.
const SENTENCES_BACK: usize = 20;

/// How many lines a heading such as «Về năm học 2021-2022» reaches.
const LINES_UNDER_HEADING: usize = 12;
/// A heading has at most so many tokens.
const LONGEST_HEADING: usize = 14;

/// The period that the headline or the lead speaks of, or the term that is closing: what a report's figures hold for
/// where nothing else is said.
pub(super) fn topic_period(
    text: &Text,
    page: &[bool],
    (times, quantities): (&[Time], &[Quantity]),
    title: (&Text, &[Time]),
    published: Option<NaiveDate>,
) -> Option<Period> {
    let past = |time: &&Time| {
        let days = time
            .days
            .filter(|(start, end)| (28..=366).contains(&(*end - *start).num_days()));
        time.role == Role::Period
            && !time.by_publication
            && days.is_some_and(|(_, end)| {
                published.is_none_or(|day| {
                    // the year of a headline may still be running
                    let running =
                        title.1.contains(*time) && time.days.is_some_and(|(start, _)| start <= day);
                    running || end <= day + Days::new(31)
                })
            })
    };
    let closing = |time: &&Time| {
        time.role == Role::Term
            && time
                .days
                .zip(published)
                .is_some_and(|((_, end), day)| (end - day).num_days().abs() <= 366)
    };
    let of = |text: &Text, time: &Time| {
        let (start, end) = time.days?;
        Some(Period {
            start,
            end,
            text: text.slice(time.tokens.clone()).to_owned(),
            basis: Basis::Inherited,
        })
    };
    // «6 tháng cuối năm» looks ahead where no date says otherwise
    let ahead = |text: &Text, time: &Time| {
        published.is_none() && text.slice(time.tokens.clone()).contains("cuối")
    };
    if let Some(time) = title
        .1
        .iter()
        .filter(|time| !ahead(title.0, time))
        .find(past)
    {
        return of(title.0, time);
    }
    let lead = text
        .lines()
        .iter()
        .find(|line| line.len() > 30 && !page[line.start])?;
    let counts = |time: &&Time| {
        let sentence = &text.sentences()[text.sentence_of(time.tokens.start)];
        let next = quantities.partition_point(|quantity| quantity.figure.start < sentence.start);
        quantities
            .get(next)
            .is_some_and(|quantity| quantity.figure.start < sentence.end)
    };
    let in_lead = times
        .iter()
        .filter(|time| lead.contains(&time.tokens.start))
        .take(LEAD_TIMES)
        .filter(counts)
        .filter(|time| !ahead(text, time))
        .find(past);
    of(
        text,
        in_lead.or_else(|| {
            times
                .iter()
                .filter(|time| !page[time.tokens.start])
                .find(closing)
        })?,
    )
}

/// The same days one year earlier.
fn year_before(period: &Period) -> Option<Period> {
    Some(Period {
        start: period.start.checked_sub_months(Months::new(12))?,
        end: period.end.checked_sub_months(Months::new(12))?,
        ..period.clone()
    })
}

impl Clause<'_> {
    /// The dates and periods of a range that figures can be about.
    fn times_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &Time> {
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < range.start);
        let last = times.partition_point(|time| time.tokens.start < range.end);
        times[first..last.max(first)].iter().filter(|time| {
            let unresolved = time.days.is_none() && time.by_publication && time.role != Role::Now;
            !unresolved
                && !matches!(time.role, Role::Baseline | Role::Length)
                && !self.is_compared(time)
                && !self.is_quoted_apart(time)
                && !self.is_bracketed_apart(time)
                && !self.belongs_to_a_plan(time)
        })
    }

    /// The period stated for the figure in its own sentence: before it, or behind it in its clause.
    pub(super) fn own_time(&self) -> Option<&Time> {
        let start = self.quantity.figure.start;
        let behind = self.quantity.tokens.end..self.ceiling().min(self.quantity.tokens.end + 14);
        let clause = self.clause_start().min(start);
        // «từ 3,4% năm 2020 xuống còn 0,9% năm 2024»
        let end = self.quantity.tokens.end;
        let next = self.times_in(end..(end + 1).min(self.ceiling())).next();
        let taken = |time: &&Time| {
            next.is_some()
                && self
                    .before
                    .is_some_and(|before| time.tokens.start == before.tokens.end)
        };
        self.times_in(clause..start)
            .next_back()
            .filter(|time| !taken(time))
            .or_else(|| {
                self.times_in(behind).find(|time| {
                    time.role != Role::Now
                        && (self.quantity.tokens.end..time.tokens.start).all(|i| {
                            !matches!(self.text().token(i).sign, ';' | '.' | ',' | ')' | '(')
                        })
                })
            })
            .or_else(|| self.times_in(self.sentence.start..clause).next_back())
    }

    /// When the figure holds: by its clause, its sentence, its paragraph, the article.
    pub(super) fn period(&self, measure: Measure, previous: Option<&Linked>) -> Option<Period> {
        let start = self.quantity.figure.start;
        if let Some(previous) = previous.filter(|_| self.is_of_the_base_period()) {
            return previous.period.as_ref().and_then(year_before);
        }
        let own = self.own_time();
        if let Some(previous) = previous
            && measure == Measure::Change
            && own.is_none_or(|time| {
                time.tokens.end <= previous.quantity.figure.start || time.tokens.start > start
            })
        {
            return previous.period.clone();
        }
        if let Some(time) = own {
            let basis = if time.by_publication {
                Basis::Published
            } else {
                Basis::Stated
            };
            return self.resolve(time, measure, basis);
        }
        if measure == Measure::Previous {
            return None;
        }
        let text = self.text();
        let line = text.lines()[text.line_of(start)].start;
        let back = text.sentences()[text.sentence_of(start).saturating_sub(SENTENCES_BACK)].start;
        let carried = self
            .times_in(line.max(back)..self.sentence.start)
            .rfind(|time| self.carries(time));
        if let Some(time) = carried {
            return self.resolve(time, measure, Basis::Inherited);
        }
        if let Some(time) = self.heading_time() {
            return self.resolve(time, measure, Basis::Inherited);
        }
        let topic = self.context.period.as_ref()?;
        // a plan for the reported year keeps it, an outlook does not
        let outlook = measure == Measure::Target
            && self
                .cues_left(self.sentence.start)
                .any(|(cue, _)| cue == Cue::Target);
        (!outlook).then(|| (*topic).clone())
    }

    /// A period holds for the sentences behind it if it frames its own: «Năm 2022, …», «… trong 9 tháng đầu năm».
    /// Single days, the present and the end of a plan hold for their own sentence only.
    pub(super) fn carries(&self, time: &Time) -> bool {
        let long = time
            .days
            .is_none_or(|(start, end)| (end - start).num_days() > 1);
        let start = time.tokens.start;
        let opens = start == 0
            || self.text().sentences()[self.text().sentence_of(start)].start == start
            || self.text().token(start - 1).kind == Kind::Sign
            || self.is_stop(start - 1);
        let led = self.text().hit(start, Class::Time).is_some_and(|hit| {
            matches!(
                self.context.lexicon.times[hit.entry()].data,
                TimeWord::From | TimeWord::AsOf | TimeWord::Same | TimeWord::UntilEnd
            )
        }) || self.text().token(start).kind == Kind::Number;
        // «lực lượng lao động quý II/2024 ước tính là …»: the time of the main clause
        let told = self.cue_at(time.tokens.end).is_some_and(|(cue, _)| {
            matches!(
                cue,
                Cue::About | Cue::Attain | Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Done
            )
        }) || self.word_is(time.tokens.end, &["là", "có"]);
        match time.role {
            Role::Now | Role::Term | Role::Until => false,
            Role::AsOf => true,
            _ => long && (opens || led || told),
        }
    }

    /// The period of the heading that the figure's line stands under: a short line without a figure of its own.
    fn heading_time(&self) -> Option<&Time> {
        let text = self.text();
        let line = text.line_of(self.quantity.figure.start);
        let headings = text.lines()[line.saturating_sub(LINES_UNDER_HEADING)..line]
            .iter()
            .rev();
        headings
            .filter(|heading| {
                heading.len() <= LONGEST_HEADING && !text.is_sign(heading.end - 1, '.')
            })
            .find_map(|heading| self.times_in(heading.clone()).next_back())
            .filter(|time| {
                time.days
                    .is_some_and(|(start, end)| (end - start).num_days() > 1)
                    && time.role != Role::Now
            })
    }

    /// A period between quotation marks that open after it or close before the figure belongs to what is quoted.
    pub(super) fn is_quoted_apart(&self, time: &Time) -> bool {
        if time.tokens.start < self.sentence.start {
            return false;
        }
        let (from, to) = if time.tokens.start < self.quantity.figure.start {
            (time.tokens.end, self.quantity.figure.start)
        } else {
            (self.quantity.tokens.end, time.tokens.start)
        };
        (from..to).any(|i| matches!(self.text().token(i).sign, '”' | '»'))
            && (self.sentence.start..time.tokens.start)
                .any(|i| matches!(self.text().token(i).sign, '“' | '«'))
    }

    /// «99,03% (năm 2021: 98,41%), hệ THPT 99,27%»: a period in brackets with a figure holds inside them; alone in them it
    /// dates the word before: «tuần 36 (từ ngày 4/9 đến 10/9) có thêm 312 ca».
    fn is_bracketed_apart(&self, time: &Time) -> bool {
        let (start, figure) = (time.tokens.start, self.quantity.figure.start);
        if start < self.sentence.start || start > figure {
            return false;
        }
        let bracket = |i: &usize| matches!(self.text().token(*i).sign, '(' | ')');
        let opened = (self.sentence.start..start).rev().find(bracket);
        let closed = (time.tokens.end..figure).find(bracket);
        opened.zip(closed).is_some_and(|(opened, closed)| {
            let inside = |other: &Quantity| (opened..closed).contains(&other.figure.start);
            self.text().is_sign(opened, '(')
                && self.text().is_sign(closed, ')')
                && self.figures.iter().any(inside)
        })
    }

    /// «kế hoạch năm 2022», «Nghị quyết … ngày 27/2/2012»: the plan's or document's own date.
    pub(super) fn belongs_to_a_plan(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let floor = start.saturating_sub(4);
        let plan = (floor..start)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Plan, end)) if end <= start))
            && (floor..start)
                .all(|i| !matches!(self.text().token(i).sign, ',' | ';' | ':' | '(' | '.'));
        let names = self.context.names;
        let next = names.partition_point(|name| name.tokens.start <= start);
        let document = names[next.saturating_sub(3)..next]
            .iter()
            .any(|name| name.kind == EntityType::Document && name.tokens.end >= start);
        document || plan && time.role != Role::Until
    }

    /// «trong khi cùng kỳ năm trước đạt 5 tỷ đồng»: a figure of the period that others are compared with.
    pub(super) fn is_of_the_base_period(&self) -> bool {
        let start = self.clause_start();
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < start);
        let figure = self.quantity.figure.start;
        let mut before = times[first..]
            .iter()
            .take_while(|time| time.tokens.end <= figure);
        let base = before.find(|time| time.role == Role::Baseline);
        base.is_some_and(|base| {
            (start..base.tokens.start).all(|i| self.cue_at(i).is_none())
                && self.cues_left(base.tokens.end).all(|(cue, _)| {
                    !matches!(
                        cue,
                        Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::Times
                    )
                })
        })
    }

    pub(super) fn resolve(&self, time: &Time, measure: Measure, basis: Basis) -> Option<Period> {
        let (mut start, end) = time.days?;
        let cumulative = self
            .cues_left(self.sentence.start)
            .any(|(cue, _)| cue == Cue::Cumulative);
        if cumulative && matches!(time.role, Role::AsOf | Role::Now | Role::Period) {
            start = NaiveDate::from_ymd_opt(start.year(), 1, 1)?;
        } else if time.role == Role::AsOf && measure != Measure::Target {
            start = end.pred_opt()?;
        }
        Some(Period {
            start,
            end,
            text: self.text().slice(time.tokens.clone()).to_owned(),
            basis,
        })
    }

    /// A date behind «so với» is what a figure is compared with.
    pub(super) fn is_compared(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let floor = start.saturating_sub(8);
        // «gấp 1,4 lần năm 2023»
        if start > 0 && self.word_is(start - 1, &["lần"]) {
            return true;
        }
        for i in (floor..start).rev() {
            if matches!(self.text().token(i).sign, ',' | ';' | '.' | '(' | ')' | ':')
                || self.text().token(i).kind == Kind::Number
            {
                return false;
            }
            if matches!(self.cue_at(i), Some((Cue::Compare, _))) {
                return true;
            }
            if self.text().hit(i, Class::Time).is_some_and(|hit| {
                self.context.lexicon.times[hit.entry()].data == TimeWord::SamePeriod
            }) {
                return true;
            }
        }
        false
    }

    /// «so với cùng kỳ»: what a change is measured against.
    pub(super) fn baseline(&self) -> Option<String> {
        let end = self.quantity.tokens.end;
        let start = (end..(end + 3).min(self.sentence.end))
            .find(|&i| matches!(self.cue_at(i), Some((Cue::Compare, _))))?;
        let (_, mut stop) = self.cue_at(start)?;
        while stop < self.ceiling()
            && stop < start + 10
            && !matches!(
                self.text().token(stop).sign,
                ',' | ';' | '.' | '(' | ')' | ':'
            )
        {
            stop += 1;
        }
        Some(self.text().slice(start..stop).to_owned())
    }
}
