//! Turns dates and periods into days: `9 tháng năm 2022`, `quý I/2023`, `từ năm 2017 đến nay`, `nhiệm kỳ 2015-2020`.
//!
//! What cannot be resolved keeps its place in the text without days, so that its numbers are not taken for figures.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::frame::{are_days_of, is_more};
use super::lexicon::{Class, Cue, Hit, Lexicon, Phrase, Sort, TimeWord};
use super::text::{Gap, Kind, Text};

/// Most tokens from a holiday to the brackets with its days.
const DAYS_OFF: usize = 6;
/// Most tokens from a round period to the days that it is counted by: «quý I (tính từ ngày 16/12 …)».
const TOLD_EXACTLY: usize = 3;
/// Most tokens from «phương hướng» to the year that is planned.
pub(super) const OUTLOOK: usize = 10;

/// Most tokens from «đánh giá» to the period that is looked back on.
pub(super) const REVIEW: usize = 24;

/// Most tokens of «nêu rõ, ».
const REPORT: usize = 4;

/// Most tokens from «Luật» to its year: «Luật Bảo hiểm xã hội năm».
const LAW: usize = 8;

/// A time opens its sentence in so many tokens.
const HEAD: usize = 2;

/// A report tells the day of the meeting in so many first lines.
const FIRST_LINES: usize = 3;

/// Most tokens from «vụ», «mùa» to its year: «vụ vải thiều năm nay», «mùa khô năm 2020».
pub(super) const SEASON: usize = 4;

/// What is told as news goes on for so many days.
const NEWS: i64 = 7;

/// Holidays are no longer than this many days.
const HOLIDAYS: i64 = 15;

/// Days from the first to the one after the last.
pub type Span = (NaiveDate, NaiveDate);

/// A date or period in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Where it stands.
    pub tokens: Range<usize>,
    /// Its days, where they can be told.
    pub days: Option<Span>,
    /// What it does in the sentence.
    pub role: Role,
    /// Resolved by the publication date.
    pub by_publication: bool,
}

/// What a date or period does in the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A period or date that figures are about.
    Period,
    /// «tính đến», «đến hết»: the state on one day; of a plan, the period it ends.
    AsOf,
    /// «cùng kỳ»: only a comparison.
    Baseline,
    /// «nhiệm kỳ 2015-2020»: holds until another period is stated.
    Term,
    /// «đến năm 2030»: the period a plan ends in.
    Until,
    /// «hiện nay», «hôm nay»: holds for its own sentence only.
    Now,
    /// «kỷ niệm 20 năm», «trong 6 năm»: a length of time without a place in the calendar.
    Length,
}

/// All dates and periods of a headline and of a text, in their order.
///
/// «trong tháng» may point back to the headline. Without a publication date, «6 tháng đầu năm» is of the year that the dates
/// of both report on.
pub fn times(
    (title, text): (&Text, &Text),
    lexicon: &Lexicon,
    published: Option<NaiveDate>,
) -> (Vec<Time>, Vec<Time>) {
    let read = |report_year: Option<i32>| {
        let reader = |text| Reader {
            text,
            lexicon,
            published,
            report_year,
            stated_year: None,
            last: None,
            last_at: 0,
            last_day: None,
            latest: Latest::default(),
            exact: None,
            stage: None,
            coming: None,
        };
        let mut headline = reader(title);
        let titled = headline.read();
        let mut body = Reader {
            latest: headline.latest,
            stage: headline.stage,
            coming: headline.coming,
            ..reader(text)
        };
        let stated = body.read();
        let asked = published.is_none() && report_year.is_none();
        let year = asked.then(|| body.reported_year(&stated, &titled));
        (titled, stated, year.flatten())
    };
    let (titled, stated, year) = read(None);
    match year {
        Some(_) => {
            let (titled, stated, _) = read(year);
            (titled, stated)
        }
        None => (titled, stated),
    }
}

/// A calendar unit with the token after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) days: Option<Span>,
    pub(super) end: usize,
    pub(super) role: Role,
    pub(super) by_publication: bool,
    /// The year stands beside it, not taken from elsewhere.
    pub(super) year_stated: bool,
}

impl Unit {
    pub(super) fn new(days: Option<Span>, end: usize) -> Self {
        Self {
            days,
            end,
            role: Role::Period,
            by_publication: false,
            year_stated: true,
        }
    }

    pub(super) fn without_year(self) -> Self {
        Self {
            year_stated: false,
            ..self
        }
    }

    pub(super) fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    pub(super) fn published(self) -> Self {
        Self {
            by_publication: true,
            ..self
        }
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) published: Option<NaiveDate>,
    /// The year that a text without a publication date reports on.
    pub(super) report_year: Option<i32>,
    /// The last year the text names, with its line.
    stated_year: Option<(i32, usize)>,
    /// The last days the text named, with their line.
    pub(super) last: Option<(Span, usize)>,
    /// Where they stand.
    last_at: usize,
    /// The last single day that the text named.
    pub(super) last_day: Option<Span>,
    pub(super) latest: Latest,
    /// A round period with the days that the text says it is counted by: «quý I (từ 16/12 đến 15/3)».
    exact: Option<(Span, Span)>,
    /// The last span of years that the text has named.
    pub(super) stage: Option<Span>,
    /// The term that a congress begins.
    pub(super) coming: Option<Span>,
}

/// The last period of each length that the text has named, for «trong tháng», «trong nhiệm kỳ».
#[derive(Debug, Default)]
pub(super) struct Latest {
    pub(super) month: Option<Span>,
    pub(super) quarter: Option<Span>,
    pub(super) year: Option<Span>,
    /// Some months from the first of January, or over the turn of a year.
    pub(super) months: Option<Span>,
    /// From the first of September.
    pub(super) school: Option<Span>,
    pub(super) term: Option<Span>,
    /// A month or longer.
    pub(super) long: Option<Span>,
    /// A day or a few.
    pub(super) days: Option<Span>,
    pub(super) any: Option<Span>,
}

impl Latest {
    fn remember(&mut self, time: &Time) {
        let Some((start, end)) = time
            .days
            .filter(|_| !matches!(time.role, Role::Baseline | Role::Now | Role::Until))
        else {
            return;
        };
        // the working year of courts and their like begins in October: «từ 1/10/2019 đến 31/3/2020»
        let across = start.day() == 1 && start.year() < end.year() && end.ordinal() > 1;
        let within = (end - start).num_days() < 365;
        // «giảm từ 3.870 xe của 6 tháng đầu năm ngoái. | Trong 6 tháng, …»: those of this year
        let back = self.months.is_some_and(|(from, _)| start < from);
        let first = start.ordinal() == 1 || across;
        if time.role == Role::Period && within && first && end.day() == 1 && !back {
            self.months = time.days;
        }
        if (start.month(), start.day(), end.month()) == (9, 1, 9) {
            self.school = time.days;
        }
        let slot = match (time.role, (end - start).num_days()) {
            (Role::Term, _) => &mut self.term,
            (_, 28..=31) => &mut self.month,
            (_, 89..=92) => &mut self.quarter,
            (_, 365 | 366) => &mut self.year,
            (_, 1..=NEWS) => &mut self.days,
            _ => &mut self.any,
        };
        *slot = time.days;
        if (end - start).num_days() >= 28 {
            self.long = time.days;
        }
        self.any = time.days;
    }
}

impl Reader<'_> {
    fn read(&mut self) -> Vec<Time> {
        let mut times = Vec::new();
        let mut i = 0;
        while i < self.text.len() {
            // a date begins with digits, a numeral, a word of time, or as «những tháng đầu năm» does
            let begins = self.text.token(i).kind == Kind::Number
                || self
                    .text
                    .starts_any(i, Class::Numeral.bit() | Class::Time.bit())
                || self.is(i + 1, TimeWord::Month).is_some();
            if !begins {
                i += 1;
                continue;
            }
            if let Some((TimeWord::Other, end)) = self.word(i) {
                i = end;
                continue;
            }
            match self.time(i) {
                Some(time) => {
                    let round = times.last().filter(|round: &&Time| {
                        (round.tokens.end..i).len() <= TOLD_EXACTLY
                            && self.text.is_sign(round.tokens.end, '(')
                            && are_days_of(&time, round)
                    });
                    if let Some(round) = round {
                        self.exact = round.days.zip(time.days);
                    }
                    if !self.is_compared(i) && !self.names_term(&time) && !self.is_outlook(i) {
                        if !self.is_contrast(&time) {
                            self.latest.remember(&time);
                        }
                        let line = self.text.line_of(i);
                        let state = |(start, end): Span| match time.role {
                            // «hết năm 2015, cả nước có 1.526 xã, lúc đó huyện …»
                            Role::AsOf => (end.pred_opt().unwrap_or(start), end),
                            _ => (start, end),
                        };
                        self.last = time.days.map(|days| (state(days), line)).or(self.last);
                        self.last_at = i;
                        let day = time.days.filter(|(start, end)| {
                            (*end - *start).num_days() == 1 && time.role != Role::Now
                        });
                        self.last_day = day.or(self.last_day);
                        self.stage = time
                            .days
                            .filter(|days| is_stage(&time, *days) && !self.is_list(&time))
                            .or(self.stage);
                    }
                    if self.names_term(&time) {
                        self.coming = time.days;
                    }
                    i = time.tokens.end.max(i + 1);
                    times.push(time);
                }
                None => i += 1,
            }
        }
        times
    }

    /// «năm 2015, 2016»: two years rather than a stage.
    fn is_list(&self, time: &Time) -> bool {
        time.tokens.clone().any(|i| self.text.is_sign(i, ','))
    }

    /// The year an article without a publication date reports on: the one its headline names, the one after «cùng kỳ năm
    /// 2021», or the last one with a month or quarter.
    fn reported_year(&self, stated: &[Time], earlier: &[Time]) -> Option<i32> {
        let within = |time: &Time, lengths: Range<i64>| {
            let (start, end) = time.days.filter(|_| time.role == Role::Period)?;
            lengths
                .contains(&(end - start).num_days())
                .then_some(start.year())
        };
        // «4 tháng đầu năm … so với 4 tháng đầu năm 2017»: the same months without a year
        let without_year: BTreeSet<String> = stated
            .iter()
            .filter(|time| {
                time.days.is_none()
                    && time.role == Role::Period
                    && !self.is_compared(time.tokens.start)
            })
            .map(|time| self.written(time))
            .collect();
        let repeated = |time: &Time| {
            let written = self.written(time);
            let mut without = without_year.iter();
            without.any(|other| other.len() < written.len() && written.starts_with(other))
        };
        // «tăng 9,4% so với dự toán năm 2018»: of a plan for the year behind it
        let of_plan = |time: &Time| {
            let start = time.tokens.start;
            let cues =
                (start.saturating_sub(3)..start).filter_map(|i| self.text.hit(i, Class::Cue));
            cues.filter(|hit| hit.end() >= start)
                .any(|hit| self.lexicon.cues[hit.entry()].data == Cue::Plan)
        };
        let told = stated.iter().filter(|time| !self.is_planned(time));
        let parts = told.filter_map(|time| within(time, 28..300)).max();
        // «trong 9 tháng năm 2018 … Năm 2019, tỉnh giảm thêm 0,1% so với năm 2018»: a year of plans
        let of_plans = |at: usize, year: i32| {
            let sentence = self.text.sentences()[self.text.sentence_of(at)].start;
            let first = stated.partition_point(|time| time.tokens.start < sentence);
            let last = stated.partition_point(|time| time.tokens.start < at);
            let named = |time: &Time| time.days.is_some_and(|(start, _)| start.year() == year);
            parts == Some(year - 1) && stated[first..last.max(first)].iter().any(named)
        };
        let base = |time: &Time| {
            let last = self.text.word(time.tokens.end - 1);
            let year = match time.days {
                // «so với tháng 10/2019» compares within the year
                Some((start, end))
                    if ((end - start).num_days() >= 300
                        || (start.month(), start.day()) == (12, 31))
                        && self.is_compared(time.tokens.start)
                        && !of_plan(time) =>
                {
                    start.year()
                }
                Some((start, _)) if self.is_compared(time.tokens.start) && repeated(time) => {
                    start.year()
                }
                None if time.role == Role::Baseline && last.len() == 4 => last.parse().ok()?,
                _ => return None,
            };
            Some((time.tokens.start, year + 1))
        };
        earlier
            .iter()
            .find_map(|time| within(time, 28..367))
            .or_else(|| {
                stated
                    .iter()
                    .filter_map(base)
                    .chain(self.base_years())
                    .filter(|&(at, year)| !of_plans(at, year))
                    .map(|(_, year)| year)
                    .max()
            })
            .or(parts)
            // «đến ngày 31/3/2021»
            .or_else(|| {
                let days = stated.iter().filter_map(|time| {
                    let (start, end) = time
                        .days
                        .filter(|_| matches!(time.role, Role::AsOf | Role::Until))?;
                    ((end - start).num_days() == 1 && !self.is_compared(time.tokens.start))
                        .then_some(start.year())
                });
                days.max()
            })
            .or_else(|| stated.iter().find_map(|time| self.begun_year(time)))
            // «Ngày 31/3/2021, huyện họp đánh giá quý I»
            .or_else(|| {
                let first = stated.iter().find(|time| time.role == Role::Period)?;
                let (start, end) = first.days.filter(|_| !first.by_publication)?;
                let day = (end - start).num_days() <= NEWS && start.month() > 2;
                (day && self.text.line_of(first.tokens.start) < FIRST_LINES).then_some(start.year())
            })
    }

    /// «từ đầu năm 2022 đến nay»: the year that runs.
    fn begun_year(&self, time: &Time) -> Option<i32> {
        let tokens = time.tokens.clone();
        let begins = tokens
            .clone()
            .any(|i| self.is(i, TimeWord::First).is_some());
        let runs = self.text.word(tokens.end - 1) == "nay" && time.days.is_none();
        let mut years = tokens.filter_map(|i| self.year_number(i));
        years
            .next()
            .filter(|_| begins && runs)
            .map(|(year, _)| year)
    }

    fn written(&self, time: &Time) -> String {
        self.text.slice(time.tokens.clone()).to_lowercase()
    }

    /// What the words of time that end right before `i` say.
    pub(super) fn words_ending(&self, i: usize) -> impl Iterator<Item = TimeWord> {
        let words = self.text.hits_ending(i, Class::Time);
        words.map(|(_, hit)| self.lexicon.times[hit.entry()].data)
    }

    pub(super) fn word(&self, i: usize) -> Option<(TimeWord, usize)> {
        if i >= self.text.len() {
            return None;
        }
        let hit = self.text.hit(i, Class::Time)?;
        let word = self.lexicon.times[hit.entry()].data;
        // «từ đầu năm | tới nay» holds no «năm tới»
        let end = hit.end();
        let until = self.text.word(end - 1) == "tới"
            && end < self.text.len()
            && self.text.word(end) == "nay";
        let length = match word {
            TimeWord::NextWeek if until => TimeWord::Week,
            TimeWord::NextMonth if until => TimeWord::Month,
            TimeWord::NextQuarter if until => TimeWord::Quarter,
            TimeWord::NextYear if until => TimeWord::Year,
            _ => return Some((word, end)),
        };
        Some((length, end - 1))
    }

    /// The end of the word at `i` if it plays the part `word`, on the same line.
    pub(super) fn is(&self, i: usize, word: TimeWord) -> Option<usize> {
        self.word(i)
            .filter(|&(found, _)| found == word && self.text.token(i).gap != Gap::Line)
            .map(|(_, end)| end)
    }

    /// «so với 2019»: the years after those that figures are compared with.
    fn base_years(&self) -> impl Iterator<Item = (usize, i32)> {
        let compares = |hit: &&Hit| {
            hit.class == Class::Cue && self.lexicon.cues[hit.entry()].data == Cue::Compare
        };
        let hits = self.text.hits().iter().filter(compares);
        hits.filter_map(|hit| Some((hit.end(), self.year_number(hit.end())?.0 + 1)))
    }

    /// «Đại hội lần thứ XII, nhiệm kỳ 2020-2025»: a term that begins is not the one that «trong nhiệm kỳ» looks back on.
    fn names_term(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let closing =
            self.published.is_some() && time.days.is_some_and(|days| self.is_closing(days));
        let range = self.text.sentences()[self.text.sentence_of(start)].clone();
        let sentence = range.start;
        let review = |at: usize| matches!(self.word(at), Some((TimeWord::Review, _)));
        // «sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội, nhiệm kỳ 2018 - 2023»
        let reviewed = || (start.saturating_sub(REVIEW).max(sentence)..start).any(review);
        // «HĐND tỉnh khóa XVII, nhiệm kỳ 2016 - 2021 tổ chức kỳ họp tổng kết», which no congress opens
        let sat = || {
            let behind = time.tokens.end..range.end.min(time.tokens.end + REVIEW);
            let again = behind
                .clone()
                .any(|at| self.text.word(at) == "kỳ" && self.text.word(at - 1) == "nhiệm");
            let congress = (sentence..start).any(|at| {
                matches!(self.text.word(at), "Đại" | "đại") && self.text.word(at + 1) == "hội"
            });
            !again && !congress && behind.into_iter().any(review)
        };
        time.role == Role::Term
            && !closing
            && !is_told(self.text, self.lexicon, start)
            && !reviewed()
            && !sat()
            && start > sentence
            && (self.text.token(start - 1).kind != Kind::Word
                || self.text.token(start - 1).all_caps
                // «tiến hành Đại hội | nhiệm kỳ 2022 - 2025»
                || start > 1
                    && self.text.word(start - 1) == "hội"
                    && matches!(self.text.word(start - 2), "Đại" | "đại"))
    }

    /// «tổng kết năm 2021 và đề ra phương hướng, nhiệm vụ năm 2022»: no year that «trong năm» looks back on.
    fn is_outlook(&self, i: usize) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(i)];
        (i.saturating_sub(OUTLOOK).max(sentence.start)..i)
            .any(|at| matches!(self.word(at), Some((TimeWord::Outlook, _))))
    }

    /// «dự kiến tổ chức trong quý I/2025»: a time that is to come.
    fn is_planned(&self, time: &Time) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(time.tokens.start)];
        let start = time.tokens.start;
        (start.saturating_sub(OUTLOOK).max(sentence.start)..start).any(|at| {
            self.text
                .hit(at, Class::Cue)
                .is_some_and(|hit| self.lexicon.cues[hit.entry()].data == Cue::Target)
        })
    }

    /// Nearer to its end than to its beginning when the article appeared, if that is known.
    pub(super) fn is_closing(&self, (start, end): Span) -> bool {
        self.published
            .is_none_or(|day| (end - day).num_days().abs() < (start - day).num_days().abs())
    }

    /// «Quý III/2023 lãi 9 tỷ đồng, trong khi quý III/2022 lãi 34 tỷ đồng»: an earlier time that the sentence comes back to.
    fn is_contrast(&self, time: &Time) -> bool {
        let sentence = self.text.sentences()[self.text.sentence_of(time.tokens.start)].start;
        let later = |(start, last): Span| {
            let earlier = time.days.is_some_and(|(_, end)| end <= start);
            earlier && (last - start).num_days() >= 28
        };
        let before = self.last.filter(|_| self.last_at >= sentence);
        opens_condition(self.text, time)
            || time.tokens.start > sentence + HEAD && before.is_some_and(|(days, _)| later(days))
    }

    /// «so với năm 2014» is no period that «trong năm» could point back to.
    fn is_compared(&self, i: usize) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(i)];
        // «thấp hơn năm trước», «bằng 70% cùng thời điểm năm trước», «gấp 1,4 lần quý III/2022»
        let beside = matches!(self.text.word(i.saturating_sub(1)), "hơn" | "cùng" | "lần")
            || self
                .words_ending(i)
                .any(|word| word == TimeWord::SamePeriod);
        if i > sentence.start && beside {
            return true;
        }
        let from = i.saturating_sub(4).max(sentence.start);
        (from..i).any(|at| {
            let compares = |hit: Hit| self.lexicon.cues[hit.entry()].data == Cue::Compare;
            self.text.hit(at, Class::Cue).is_some_and(compares)
                || at > sentence.start && is_more(self.text, self.lexicon, at)
        })
    }

    /// The publication's year; without it, the last one stated in this line, or the one the text reports on.
    pub(super) fn default_year(&self, i: usize) -> Option<i32> {
        let line = |&(_, line): &(i32, usize)| line == self.text.line_of(i);
        let stated = self.stated_year.filter(line).map(|(year, _)| year);
        // «từ 85% cuối năm 2021, đến hết tháng 9 đạt 95%» in a report on 2022
        let before = self
            .report_year
            .filter(|&reported| stated == Some(reported - 1) && self.is_in_sentence(i));
        self.published
            .map(|day| day.year())
            .or(before)
            .or(stated)
            .or(self.report_year)
    }

    /// Whether the days named last stand in the sentence of `i`.
    pub(super) fn is_in_sentence(&self, i: usize) -> bool {
        let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
        self.last_at >= sentence
    }

    fn time(&mut self, i: usize) -> Option<Time> {
        let unit = self
            .same(i)
            .or_else(|| self.bounded(i))
            .or_else(|| self.from(i))
            .or_else(|| self.span(i))
            .or_else(|| self.told_year(i))?;
        let exact = self
            .exact
            .filter(|(round, _)| unit.role == Role::Period && unit.days == Some(*round));
        let exact = exact.map(|(_, days)| days);
        let unit = Unit {
            days: exact.or_else(|| self.holidays(i, unit)).or(unit.days),
            ..unit
        };
        if let Some((start, end)) = unit.days
            && matches!(unit.role, Role::Period | Role::AsOf)
            && (end - start).num_days() <= 366
            && !unit.by_publication
            && !self.is_compared(i)
            && !self.is_of_a_law_or_a_birth(i)
        {
            // «từ ngày 16/12/2012 đến 15/9/2013» is of the year that it ends in
            let last = end.pred_opt().unwrap_or(start);
            self.stated_year = Some((last.year(), self.text.line_of(i)));
        }
        Some(Time {
            tokens: i..unit.end,
            days: unit.days,
            role: unit.role,
            by_publication: unit.by_publication,
        })
    }

    /// «Bộ luật Hình sự | năm 2015», «ông Ba sinh | năm 1974»: a year of nothing that is told around it.
    fn is_of_a_law_or_a_birth(&self, i: usize) -> bool {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(i)].start;
        let floor = i.saturating_sub(LAW).max(sentence);
        let word = |at: &usize| text.token(*at).kind == Kind::Word;
        let named = (floor..i).rev().take_while(word);
        let mut named = named
            .filter(|&at| matches!(text.word(at), "Luật" | "luật") && text.word(at + 1) != "sư");
        let born = i > sentence && matches!(text.word(i - 1), "sinh" | "Sinh" | "SN");
        born || named
            .any(|law| text.token(law).capital || law > floor && text.token(law - 1).capital)
    }

    /// «dịp lễ 30/4 - 1/5 (từ 30/4 đến 4/5)»: the days off, told behind it or before.
    fn holidays(&mut self, i: usize, unit: Unit) -> Option<Span> {
        let (begins, ends) = unit.days?;
        let feast = (i..unit.end.min(i + 3)).any(|at| self.text.word(at) == "lễ");
        if !feast {
            return None;
        }
        // «lễ 30/4 kéo dài 4 ngày (từ 30/4 đến 3/5)»
        let last = self.text.len().min(unit.end + DAYS_OFF);
        let bracket = (unit.end..last).find(|&at| self.text.token(at).kind == Kind::Sign);
        let bracket = bracket.filter(|&at| self.text.is_sign(at, '('));
        let behind = bracket.and_then(|at| self.from(at + 1));
        let told = behind.and_then(|unit| unit.days).or(self.latest.any);
        told.filter(|&(start, end)| {
            start <= begins && ends <= end && (end - start).num_days() <= HOLIDAYS
        })
    }

    /// One calendar unit.
    pub(super) fn unit(&mut self, i: usize) -> Option<Unit> {
        if i >= self.text.len() {
            return None;
        }
        self.date(i)
            .or_else(|| self.months_of_year(i))
            .or_else(|| self.month(i))
            .or_else(|| self.quarter(i))
            .or_else(|| self.half(i))
            .or_else(|| self.year(i))
            .or_else(|| self.week(i))
            .or_else(|| self.season(i))
            .or_else(|| self.deictic(i))
            .or_else(|| self.length(i))
    }
}

/// «Báo cáo nêu rõ, | nhiệm kỳ 2015-2020, …»: whether what begins at `start` is what a report says, behind its comma.
pub(super) fn is_told(text: &Text, lexicon: &Lexicon, start: usize) -> bool {
    let sentence = text.sentences()[text.sentence_of(start)].start;
    (start.saturating_sub(REPORT).max(sentence)..start)
        .filter_map(|at| text.hit(at, Class::Phrase))
        .any(|hit| hit.end() + 1 == start && lexicon.phrases[hit.entry()].data == Phrase::Report)
}

/// «Mùa mưa năm 2018 đã cận kề», «giữa cái nắng tháng Tám»: the time of a season or of the weather, not what is reported on.
pub(super) fn is_of_a_season(text: &Text, lexicon: &Lexicon, time: &Time) -> bool {
    let start = time.tokens.start;
    let season = |i: usize| matches!(text.word(i), "vụ" | "Vụ" | "mùa" | "Mùa");
    (start.saturating_sub(SEASON)..start).any(season)
        || start > 0 && lexicon.sort(text, start - 1, &[Sort::Weather]) == Some(start)
}

/// Whole years, more than one, of a program or a term of office.
fn is_stage(time: &Time, (start, end): Span) -> bool {
    matches!(time.role, Role::Period | Role::Term)
        && !time.by_publication
        && end.year() - start.year() > 1
        && (start.ordinal(), end.ordinal()) == (1, 1)
}

/// «Nếu như năm 2015 mới đạt 91% thì nay …»: an earlier time that the sentence begins with.
pub(super) fn opens_condition(text: &Text, time: &Time) -> bool {
    let start = time.tokens.start;
    let sentence = text.sentences()[text.sentence_of(start)].start;
    text.word(sentence) == "Nếu" && start <= sentence + HEAD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{calendar::ymd, corpus};

    fn read(text: &Text, lexicon: &Lexicon, published: Option<NaiveDate>) -> Vec<Time> {
        times((&Text::new("", lexicon), text), lexicon, published).1
    }

    fn last_days(written: &str, lexicon: &Lexicon, published: Option<NaiveDate>) -> Option<String> {
        let last = read(&Text::new(written, lexicon), lexicon, published).pop()?;
        last.days.map(|(start, end)| format!("{start} {end}"))
    }

    #[test]
    fn the_corpus_of_periods_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        let published = ymd(2017, 2, 2);
        corpus::check(
            "period.corpus.toml",
            include_str!("period.corpus.toml"),
            |written| {
                let text = Text::new(written, &lexicon);
                let (start, end) = read(&text, &lexicon, published)
                    .into_iter()
                    .find_map(|time| time.days)?;
                Some(format!("{start} {end}"))
            },
        );
    }

    #[test]
    fn without_a_publication_date_nothing_is_guessed() {
        let lexicon = Lexicon::embedded();
        for written in [
            "hiện nay",
            "6 tháng đầu năm",
            "tháng 6",
            "ngày 8/7",
            "năm ngoái",
            "5 năm qua",
            "từ năm 2017 đến nay",
            "năm trước",
        ] {
            let text = Text::new(written, &lexicon);
            let times = read(&text, &lexicon, None);
            assert!(
                times.iter().all(|time| time.days.is_none()),
                "{written}: {times:?}"
            );
            assert_eq!(times.len(), 1, "{written} still masks its number");
        }
    }

    #[test]
    fn without_a_publication_date_a_state_is_of_the_year_reported_on() {
        let lexicon = Lexicon::embedded();
        for (written, days) in [
            (
                "Năm 2021, xã thu 3 tỷ. Tính đến 31/12, xã có 9 hộ nghèo",
                Some("2021-12-31"),
            ),
            (
                "Từ đầu năm đến ngày 20-11-2019, tỉnh ghi nhận",
                Some("2019-11-20"),
            ),
            (
                "Năm 2021, xã thu 3 tỷ. Từ ngày 16/3 đến ngày 15/4 có 5 vụ",
                Some("2021-04-15"),
            ),
            (
                "Tháng 4/2021, xã thu 3 tỷ. Tháng này chi",
                Some("2021-04-30"),
            ),
            // the plan that a plan is compared with is no year before
            (
                "9 tháng năm 2021, xã thu 3 tỷ. Xã dự kiến thu 5 tỷ, tăng 9% so với dự toán năm 2021. Tháng 6",
                Some("2021-06-30"),
            ),
            // neither the year of a law nor that of a birth
            (
                "Năm 2021, xã thu 3 tỷ. Theo Bộ luật Hình sự năm 2015, án giảm. Đến hết tháng 6, xã thu",
                Some("2021-06-30"),
            ),
            (
                "Năm 2021, xã thu 3 tỷ. Bí thư sinh năm 1974. Đến hết tháng 6, xã thu",
                Some("2021-06-30"),
            ),
            ("Năm 2021, xã thu 3 tỷ. Ngày 31/12, xã họp", None),
            // the days of an event are of one year
            (
                "Hội thi diễn ra ngày 14 và 15/5/2021. Sáng 14/5, xã thắng",
                Some("2021-05-14"),
            ),
            ("Hội thi diễn ra ngày 14/5/2021. Sáng 14/9, xã thắng", None),
            ("Từ đầu năm đến ngày 20-11, tỉnh ghi nhận", None),
        ] {
            let text = Text::new(written, &lexicon);
            let last = read(&text, &lexicon, None).pop().unwrap();
            let last = last.days.and_then(|(_, end)| end.pred_opt());
            assert_eq!(
                last.map(|day| day.to_string()).as_deref(),
                days,
                "{written}"
            );
        }
    }

    #[test]
    fn the_year_of_a_law_or_of_a_birth_is_none_of_a_report() {
        let lexicon = Lexicon::embedded();
        for (written, days) in [
            (
                "Năm 2015, hội họp nhiều. Tháng 3, hội kết nạp",
                Some("2015-03-01 2015-04-01"),
            ),
            (
                "Hội học Bộ luật Hình sự năm 2015. Tháng 3, hội kết nạp",
                None,
            ),
            ("Ông Ba sinh năm 1974. Tháng 3, hội kết nạp", None),
        ] {
            let found = last_days(written, &lexicon, None);
            assert_eq!(found.as_deref(), days, "{written}");
        }
    }

    #[test]
    fn months_and_years_past_are_those_that_were_reported() {
        let lexicon = Lexicon::embedded();
        for (written, published, days) in [
            (
                "9 tháng qua, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2016-01-01 2016-10-01"),
            ),
            (
                "9 tháng qua, hội kết nạp",
                ymd(2017, 2, 2),
                Some("2016-05-01 2017-02-01"),
            ),
            (
                "2 tháng qua, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2016-09-01 2016-11-01"),
            ),
            (
                "Tháng 7/2016, tỉnh xuất khẩu. 7 tháng qua",
                None,
                Some("2016-01-01 2016-08-01"),
            ),
            ("Tháng 7/2016, tỉnh xuất khẩu. 5 tháng qua", None, None),
            (
                "Hội tổng kết năm 2019. Năm qua, hội kết nạp",
                ymd(2019, 12, 30),
                Some("2019-01-01 2020-01-01"),
            ),
            (
                "Quỹ ra đời năm 2014, từ đó đến nay hội kết nạp",
                ymd(2016, 11, 18),
                Some("2014-01-01 2016-11-19"),
            ),
            (
                "10 năm (2005 - 2015) thực hiện. Trong 10 năm, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2005-01-01 2016-01-01"),
            ),
            (
                "Giai đoạn 2011 - 2015 đã qua. Trong giai đoạn này, hội kết nạp",
                None,
                Some("2011-01-01 2016-01-01"),
            ),
            (
                "Nhiệm kỳ 2015-2020 đã qua. Năm năm qua, hội kết nạp",
                None,
                Some("2015-01-01 2021-01-01"),
            ),
            (
                "Giai đoạn 2015-2020 đã qua. Năm năm qua, hội kết nạp",
                None,
                None,
            ),
            (
                "Từ đầu nhiệm kỳ 2014-2019 đến nay, hội lớn mạnh. Từ đầu nhiệm kỳ đến nay, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2014-01-01 2016-11-19"),
            ),
            (
                "Năm học 2016-2017 đã qua. Cả năm, hội kết nạp",
                ymd(2017, 10, 5),
                Some("2017-01-01 2018-01-01"),
            ),
            (
                "Hội kết nạp 10 tháng: thêm nhiều người trẻ",
                ymd(2016, 11, 18),
                Some("2016-01-01 2016-11-01"),
            ),
            (
                "Kế hoạch năm 2011, 2012, 2013 đã xong. Sau 3 năm, hội kết nạp",
                None,
                None,
            ),
            (
                "Hội tổng kết năm 2012. Vụ tai nạn ngày 17/8 làm chết",
                ymd(2013, 1, 9),
                Some("2012-08-17 2012-08-18"),
            ),
            (
                "Hội tổng kết năm 2012. Dự kiến ngày 17/8 hội sẽ họp",
                ymd(2013, 1, 9),
                Some("2013-08-17 2013-08-18"),
            ),
            (
                "Đại hội lần thứ IV, nhiệm kỳ 2013-2018. Đến hết nhiệm kỳ tới",
                ymd(2013, 3, 25),
                Some("2013-01-01 2019-01-01"),
            ),
            (
                "Hội tổng kết năm 2017. Năm qua, hội kết nạp",
                ymd(2019, 12, 30),
                Some("2018-01-01 2019-01-01"),
            ),
        ] {
            let found = last_days(written, &lexicon, published);
            assert_eq!(found.as_deref(), days, "{written} of {published:?}");
        }
    }

    #[test]
    fn months_so_far_are_those_that_were_named_unless_they_are_long_past() {
        let lexicon = Lexicon::embedded();
        for (written, published, days) in [
            (
                "Hội sơ kết 6 tháng đầu năm 2016. 6 tháng qua, hội kết nạp",
                ymd(2017, 2, 2),
                Some("2016-01-01 2016-07-01"),
            ),
            (
                "Hội sơ kết 6 tháng đầu năm 2016. Bình quân trong 6 tháng mỗi hội",
                None,
                Some("2016-01-01 2016-07-01"),
            ),
            (
                "Tháng 9, hội họp. Từ đầu năm, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2016-01-01 2016-11-19"),
            ),
            (
                "Tháng 10, hội họp. Từ đầu năm, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2016-01-01 2016-11-01"),
            ),
        ] {
            let found = last_days(written, &lexicon, published);
            assert_eq!(found.as_deref(), days, "{written} of {published:?}");
        }
    }

    #[test]
    fn a_council_that_sits_for_the_last_time_looks_back_on_its_term() {
        let lexicon = Lexicon::embedded();
        for (written, days) in [
            (
                "HĐND tỉnh khóa XVII, nhiệm kỳ 2016 - 2021 họp tổng kết hoạt động. Trong nhiệm kỳ, hội kết nạp",
                Some("2016-01-01 2022-01-01"),
            ),
            (
                "Đại hội Đảng bộ xã lần thứ V, nhiệm kỳ 2020 - 2025 tổng kết phong trào. Trong nhiệm kỳ, hội kết nạp",
                None,
            ),
            (
                "HĐND tỉnh khóa XVII, nhiệm kỳ 2016 - 2021 bầu Chủ tịch. Trong nhiệm kỳ, hội kết nạp",
                None,
            ),
        ] {
            let found = last_days(written, &lexicon, None);
            assert_eq!(found.as_deref(), days, "{written}");
        }
    }

    #[test]
    fn neither_a_base_of_comparison_nor_a_year_to_come_is_looked_back_on() {
        let lexicon = Lexicon::embedded();
        for (written, published, days) in [
            (
                "Quý III/2016 lãi 9 tỷ, gấp 2 lần quý III/2015. Trong quý, hội kết nạp",
                ymd(2016, 11, 18),
                Some("2016-07-01 2016-10-01"),
            ),
            (
                "Hội tổng kết năm 2016, bước sang năm 2017. Trong năm, hội kết nạp",
                ymd(2017, 1, 5),
                Some("2016-01-01 2017-01-01"),
            ),
        ] {
            let found = last_days(written, &lexicon, published);
            assert_eq!(found.as_deref(), days, "{written} of {published:?}");
        }
    }

    #[test]
    fn a_term_looked_back_on_is_not_the_one_that_a_congress_opens() {
        let lexicon = Lexicon::embedded();
        for (headline, start) in [
            ("Đại hội Đảng bộ xã Hòa An, nhiệm kỳ 2020-2025", None),
            (
                "Nhìn lại nhiệm kỳ 2015-2020 của Đảng bộ xã Hòa An",
                Some("2015-01-01"),
            ),
        ] {
            let title = Text::new(headline, &lexicon);
            let text = Text::new("Trong nhiệm kỳ qua, xã kết nạp 12 đảng viên.", &lexicon);
            let (_, mut found) = times((&title, &text), &lexicon, None);
            let days = found.swap_remove(0).days;
            let found = days.map(|(start, _)| start.to_string());
            assert_eq!(found.as_deref(), start, "{headline}");
        }
    }

    #[test]
    fn without_a_publication_date_the_text_tells_the_year_it_reports_on() {
        let lexicon = Lexicon::embedded();
        for (written, start) in [
            (
                "6 tháng đầu năm, xã thu 5 tỷ đồng, tăng 3% so với cùng kỳ năm 2021.",
                "2022-01-01",
            ),
            (
                "6 tháng đầu năm, xã thu 5 tỷ đồng. So với 2019, số thu tăng.",
                "2020-01-01",
            ),
            (
                "4 tháng đầu năm, xã có 12 vụ. Số vụ giảm 3% so với 4 tháng đầu năm 2021.",
                "2022-01-01",
            ),
            (
                "Đến hết tháng 6, xã có 12 thôn văn hóa. Tháng 3/2018, xã có 11 thôn.",
                "2018-06-01",
            ),
            (
                "6 tháng đầu năm, xã thu 5 tỷ đồng, tăng 3% so với cuối năm 2021.",
                "2022-01-01",
            ),
            (
                "6 tháng qua, xã có 12 đơn. Tháng 3/2023, xã có 5 đơn.",
                "2023-01-01",
            ),
            (
                "6 tháng đầu năm, xã thu 5 tỷ đồng. Năm 2019 thu 9 tỷ. Từ đầu năm 2021 đến nay, xã có 3 hội.",
                "2021-01-01",
            ),
        ] {
            let text = Text::new(written, &lexicon);
            let first = read(&text, &lexicon, None).swap_remove(0);
            let found = first.days.map(|(start, _)| start.to_string());
            assert_eq!(found.as_deref(), Some(start), "{written}");
        }
        let title = Text::new("Hơn 5.600 vụ trong chín tháng đầu năm", &lexicon);
        let text = Text::new("So với cùng kỳ năm 2018, giảm 567 vụ.", &lexicon);
        let (titled, _) = times((&title, &text), &lexicon, None);
        assert_eq!(titled[0].days, ymd(2019, 1, 1).zip(ymd(2019, 10, 1)));
        for (written, why) in [
            (
                "Ngày 29/5, xã họp. Năm 2020, xã có 5 thôn.",
                "a day is of the year of publication, or of none that is known",
            ),
            (
                "Năm nay, xã thu 5 tỷ đồng. Còn nhớ mùa khô năm 2020, xã có 9 hộ nghèo.",
                "a season is looked back on",
            ),
            (
                "Năm nay, 20 thanh niên nhập ngũ. Năm 2020, chỉ tiêu là 19 người.",
                "a year that is only named may be any before",
            ),
        ] {
            let text = Text::new(written, &lexicon);
            let days = read(&text, &lexicon, None).swap_remove(0).days;
            assert_eq!(days, None, "{why}: {written}");
        }
        let later = "Năm 2009, xã có 5 thôn. Năm 2022, xã có 4 thôn. Năm ngoái, xã thu 5 tỷ đồng.";
        let text = Text::new(later, &lexicon);
        let last = read(&text, &lexicon, None).pop().unwrap();
        assert_eq!(
            last.days, None,
            "the text has left the year that it began with"
        );
    }
}
