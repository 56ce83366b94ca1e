//! Turns dates and periods into days: `9 tháng năm 2022`, `quý I/2023`, `từ năm 2017 đến nay`, `nhiệm kỳ 2015-2020`.
//!
//! What cannot be resolved keeps its place in the text without days, so that its numbers are not taken for figures.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate};

use super::calendar::{next_day, ymd};
use super::lexicon::{Class, Cue, Hit, Lexicon, TimeWord};
use super::text::{Gap, Kind, Text};

/// Most tokens from «phương hướng» to the year that is planned.
const OUTLOOK: usize = 10;

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
    let reader = |text, report_year| Reader {
        text,
        lexicon,
        published,
        report_year,
        stated_year: None,
        last: None,
        latest: Latest::default(),
        stage: None,
    };
    let mut year = None;
    if published.is_none() {
        let titled = reader(title, None).read(&[]);
        let mut undated = reader(text, None);
        let stated = undated.read(&titled);
        year = undated.reported_year(&stated, &titled);
    }
    let titled = reader(title, year).read(&[]);
    let times = reader(text, year).read(&titled);
    (titled, times)
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
    report_year: Option<i32>,
    /// The last year the text names, with its line.
    stated_year: Option<(i32, usize)>,
    /// The last days the text named, with their line.
    pub(super) last: Option<(Span, usize)>,
    latest: Latest,
    /// The last span of years that the text has named.
    pub(super) stage: Option<Span>,
}

/// The last period of each length that the text has named, for «trong tháng», «trong nhiệm kỳ».
#[derive(Debug, Default)]
struct Latest {
    month: Option<Span>,
    quarter: Option<Span>,
    year: Option<Span>,
    /// From the first of January, some months.
    months: Option<Span>,
    /// From the first of September.
    school: Option<Span>,
    term: Option<Span>,
    any: Option<Span>,
}

impl Latest {
    fn remember(&mut self, time: &Time) {
        let Some((start, end)) = time
            .days
            .filter(|_| !matches!(time.role, Role::Baseline | Role::Now))
        else {
            return;
        };
        if time.role == Role::Period && start.ordinal() == 1 && end.day() == 1 {
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
            _ => &mut self.any,
        };
        *slot = time.days;
        self.any = time.days;
    }
}

impl Reader<'_> {
    fn read(&mut self, earlier: &[Time]) -> Vec<Time> {
        for time in earlier {
            self.latest.remember(time);
            self.stage = time
                .days
                .filter(|days| is_stage(time, *days))
                .or(self.stage);
        }
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
                    if !self.is_compared(i) && !self.names_term(&time) && !self.is_outlook(i) {
                        self.latest.remember(&time);
                        let line = self.text.line_of(i);
                        self.last = time.days.map(|days| (days, line)).or(self.last);
                        self.stage = time
                            .days
                            .filter(|days| is_stage(&time, *days))
                            .or(self.stage);
                    }
                    i = time.tokens.end.max(i + 1);
                    times.push(time);
                }
                None => i += 1,
            }
        }
        times
    }

    /// The year an article without a publication date reports on: the one its headline names, the one after «cùng kỳ năm
    /// 2021», the last one with a month or quarter, or the first one named alone.
    fn reported_year(&self, stated: &[Time], earlier: &[Time]) -> Option<i32> {
        let within = |time: &Time, lengths: Range<i64>| {
            let (start, end) = time.days.filter(|_| time.role == Role::Period)?;
            lengths
                .contains(&(end - start).num_days())
                .then_some(start.year())
        };
        let base = |time: &Time| {
            let last = self.text.word(time.tokens.end - 1);
            let year = match time.days {
                // «so với tháng 10/2019» compares within the year
                Some((start, end))
                    if ((end - start).num_days() >= 300
                        || (start.month(), start.day()) == (12, 31))
                        && self.is_compared(time.tokens.start) =>
                {
                    start.year()
                }
                Some((start, _))
                    if self.is_compared(time.tokens.start)
                        && self.repeats_without_year(time, stated) =>
                {
                    start.year()
                }
                None if time.role == Role::Baseline && last.len() == 4 => last.parse().ok()?,
                _ => return None,
            };
            Some(year + 1)
        };
        earlier
            .iter()
            .find_map(|time| within(time, 28..367))
            .or_else(|| {
                stated
                    .iter()
                    .filter_map(base)
                    .chain(self.base_years())
                    .max()
            })
            .or_else(|| {
                let parts = stated.iter().filter_map(|time| within(time, 28..300));
                parts.max()
            })
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
            .or_else(|| stated.iter().find_map(|time| within(time, 300..367)))
    }

    /// «4 tháng đầu năm … so với 4 tháng đầu năm 2017»: whether the article names the same months without a year.
    fn repeats_without_year(&self, time: &Time, stated: &[Time]) -> bool {
        let written = self.text.slice(time.tokens.clone());
        stated.iter().any(|other| {
            let without = self.text.slice(other.tokens.clone());
            other.days.is_none()
                && other.role == Role::Period
                && !self.is_compared(other.tokens.start)
                && without.len() < written.len()
                && written.to_lowercase().starts_with(&without.to_lowercase())
        })
    }

    /// «9 tháng» behind «9 tháng đầu năm 2021»: the last months since the first of January that the text has named, if they
    /// are so many.
    pub(super) fn named_months(&self, count: u32) -> Option<Span> {
        self.latest
            .months
            .filter(|(start, end)| start.checked_add_months(Months::new(count)) == Some(*end))
    }

    /// The number of the last month that the text has named.
    pub(super) fn named_month(&self) -> Option<u32> {
        self.latest.month.map(|(start, _)| start.month())
    }

    /// The last year that the text has named.
    pub(super) fn latest_year(&self) -> Option<Span> {
        self.latest.year
    }

    pub(super) fn word(&self, i: usize) -> Option<(TimeWord, usize)> {
        if i >= self.text.len() {
            return None;
        }
        self.text
            .hit(i, Class::Time)
            .map(|hit| (self.lexicon.times[hit.entry()].data, hit.end()))
    }

    /// The end of the word at `i` if it plays the part `word`, on the same line.
    pub(super) fn is(&self, i: usize, word: TimeWord) -> Option<usize> {
        self.word(i)
            .filter(|&(found, _)| found == word && self.text.token(i).gap != Gap::Line)
            .map(|(_, end)| end)
    }

    /// «so với 2019»: the years after those that figures are compared with.
    fn base_years(&self) -> impl Iterator<Item = i32> {
        let compares = |hit: &&Hit| {
            hit.class == Class::Cue && self.lexicon.cues[hit.entry()].data == Cue::Compare
        };
        let hits = self.text.hits().iter().filter(compares);
        hits.filter_map(|hit| Some(self.year_number(hit.end())?.0 + 1))
    }

    /// «Đại hội lần thứ XII, nhiệm kỳ 2020-2025»: a term that begins is not the one that «trong nhiệm kỳ» looks back on.
    fn names_term(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let closing =
            self.published.is_some() && time.days.is_some_and(|days| self.is_closing(days));
        time.role == Role::Term
            && !closing
            && start > 0
            && self.text.token(start).gap != Gap::Line
            && (self.text.token(start - 1).kind != Kind::Word
                || self.text.token(start - 1).all_caps)
    }

    /// «tổng kết năm 2021 và đề ra phương hướng, nhiệm vụ năm 2022»: no year that «trong năm» looks back on.
    fn is_outlook(&self, i: usize) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(i)];
        (i.saturating_sub(OUTLOOK).max(sentence.start)..i)
            .any(|at| matches!(self.word(at), Some((TimeWord::Outlook, _))))
    }

    /// Nearer to its end than to its beginning when the article appeared, if that is known.
    fn is_closing(&self, (start, end): Span) -> bool {
        self.published
            .is_none_or(|day| (end - day).num_days().abs() < (start - day).num_days().abs())
    }

    /// «so với năm 2014» is no period that «trong năm» could point back to.
    fn is_compared(&self, i: usize) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(i)];
        (i.saturating_sub(4).max(sentence.start)..i).any(|at| {
            self.text
                .hit(at, Class::Cue)
                .is_some_and(|hit| self.lexicon.cues[hit.entry()].data == Cue::Compare)
        })
    }

    /// The publication's year; without it, the last one stated in this line, or the one the text reports on.
    pub(super) fn default_year(&self, i: usize) -> Option<i32> {
        let line = |&(_, line): &(i32, usize)| line == self.text.line_of(i);
        self.published
            .map(|day| day.year())
            .or_else(|| self.stated_year.filter(line).map(|(year, _)| year))
            .or(self.report_year)
    }

    fn time(&mut self, i: usize) -> Option<Time> {
        let unit = self
            .same(i)
            .or_else(|| self.bounded(i))
            .or_else(|| self.from(i))
            .or_else(|| self.span(i))?;
        if let Some((start, end)) = unit.days
            && matches!(unit.role, Role::Period | Role::AsOf)
            && (end - start).num_days() <= 366
            && !unit.by_publication
            && !self.is_compared(i)
        {
            self.stated_year = Some((start.year(), self.text.line_of(i)));
        }
        Some(Time {
            tokens: i..unit.end,
            days: unit.days,
            role: unit.role,
            by_publication: unit.by_publication,
        })
    }

    /// «trong tháng», «nhiệm kỳ qua»: the month or term the text spoke of last.
    fn same(&mut self, i: usize) -> Option<Unit> {
        let (word, end) = self.word(i)?;
        // «sản lượng cả năm đạt 620 tấn», not «bằng 80% kế hoạch cả năm»
        let whole = word == TimeWord::Year
            && self.text.word(i).eq_ignore_ascii_case("cả")
            && self.text.hit(end, Class::Cue).is_some_and(|hit| {
                let told = self.lexicon.cues[hit.entry()].data;
                matches!(
                    told,
                    Cue::Attain | Cue::About | Cue::Increase | Cue::Decrease
                )
            });
        if word != TimeWord::Same && !whole {
            return None;
        }
        let last = self.text.word(end - 1);
        let term = (i..end).any(|at| self.text.word(at).eq_ignore_ascii_case("nhiệm"));
        let length = if term { "nhiệm" } else { last };
        // «kết thúc năm học 2021-2022»
        let school = (i..end).find(|&at| self.is(at, TimeWord::SchoolYear).is_some());
        if let Some(at) = school {
            let named = self.unit(at).is_some();
            return (!named).then(|| Unit::new(self.latest.school, end));
        }
        if self.unit(i + 1).is_some() || self.unit(i).is_some() || self.bounded(i + 1).is_some() {
            return None;
        }
        Some(match length {
            "tháng" => Unit::new(self.latest.month, end),
            "quý" => Unit::new(self.latest.quarter, end),
            // «trong năm» of a dated article where no year is named: its own
            "năm" if self.latest.year.is_none() => {
                let year = self.published.map(|day| day.year());
                let days = year.and_then(|year| ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)));
                Unit::new(days, end).published()
            }
            "năm" => Unit::new(self.latest.year, end),
            "nhiệm" => {
                let over = self.latest.term.filter(|span| self.is_closing(*span));
                Unit::new(over, end).role(Role::Term)
            }
            _ => Unit::new(self.latest.any, end),
        })
    }

    /// «từ A đến B», «từ A đến nay», «từ A».
    fn from(&mut self, i: usize) -> Option<Unit> {
        let (word, mut at) = self.word(i)?;
        // «Đầu năm đến nay, …»
        let since = word == TimeWord::First
            && self.is(at, TimeWord::Year).is_some_and(|end| {
                let until = self.until(end);
                until.is_some_and(|until| self.is(until, TimeWord::Now).is_some())
            });
        if !since && word != TimeWord::From {
            return None;
        }
        // «từ trưa đến chiều nay»: of one day
        if let Some(end) = self.is(at, TimeWord::DayPart)
            && let Some(until) = self.until(end)
        {
            return self.unit(until);
        }
        let opening = since.then_some(at).or_else(|| self.is(at, TimeWord::First));
        at = opening.unwrap_or_else(|| self.past_clock(at));
        // «từ 01-31/5/2024»
        let days = |reader: &mut Self| reader.days_of_month(at).filter(|days| days.year_stated);
        let first = self.bare_year(at).or_else(|| self.unit(at));
        let first = match first.or_else(|| days(self)) {
            Some(unit) => unit,
            // «từ đầu năm», «từ đầu nhiệm kỳ»
            None => self.opening(at).filter(|_| opening.is_some())?,
        };
        let until = self.until(first.end);
        let Some(until) = until else {
            if first.role == Role::Length {
                return None;
            }
            // «từ năm 2016 – 2018» is one span already
            let open = first.days.filter(|(start, end)| {
                let days = (*end - *start).num_days();
                // «từ ngày 1 đến 31/5»
                let ended = (at..first.end).any(|i| self.until(i).is_some());
                (days == 1 || days >= 28 && !ended) && days <= 366 && opening.is_none()
            });
            return match open {
                Some(_) => Some(Unit {
                    days: None,
                    ..first
                }),
                // «lũy kế từ đầu năm, …»: up to the month that was reported, or to the day of the article
                None if opening.is_some() && first.end == at + 1 => Some(Unit {
                    days: self.so_far(first.days),
                    ..first
                }),
                None => Some(first),
            };
        };
        if self.is(until, TimeWord::Now).is_some() || self.is(until, TimeWord::Today).is_some() {
            let end = self.word(until)?.1;
            let today = self.published.map(|today| (today, next_day(today)));
            let days = join(first.days, today);
            return Some(Unit::new(days, end));
        }
        let until = self.past_clock(until);
        let (start, last) = self.last_of_span(first, at, until)?;
        Some(Unit::new(join(start, last.days), last.end))
    }

    /// «19h ngày 6/9», «7 giờ 30 ngày 8/9»: the token of the day.
    fn past_clock(&self, i: usize) -> usize {
        let hour = self.integer(i).is_some_and(|(hour, end)| {
            hour <= 24 && end < self.text.len() && matches!(self.text.word(end), "h" | "giờ" | "g")
        });
        (i + 2..i + 4)
            .filter(|_| hour)
            .find(|&at| self.is(at, TimeWord::Day).is_some())
            .unwrap_or(i)
    }

    /// The year, month or term that began, without its number: «từ đầu năm».
    fn opening(&self, i: usize) -> Option<Unit> {
        let (word, end) = self.word(i)?;
        let start = |today: NaiveDate| match word {
            TimeWord::Year => ymd(today.year(), 1, 1),
            TimeWord::Month => ymd(today.year(), today.month(), 1),
            _ => None,
        };
        let days = self
            .published
            .and_then(start)
            .map(|day| (day, next_day(day)));
        matches!(word, TimeWord::Year | TimeWord::Month | TimeWord::Term)
            .then(|| Unit::new(days, end))
    }

    /// From a day of this year to the end of the month that the text has named last, or to the day of the article.
    fn so_far(&self, days: Option<Span>) -> Option<Span> {
        let (start, _) = days?;
        let today = next_day(self.published?);
        let month = self.latest.month.map(|(_, end)| end);
        let end = month.filter(|&end| end > start && end <= today && start.month() == 1);
        Some((start, end.unwrap_or(today)))
    }

    /// The token after «đến», a dash, or «tới».
    pub(super) fn until(&self, i: usize) -> Option<usize> {
        if i >= self.text.len() || self.text.token(i).gap == Gap::Line {
            return None;
        }
        if matches!(self.text.token(i).sign, '-' | '–' | '—') {
            return Some(i + 1);
        }
        let (word, end) = self.word(i)?;
        match word {
            TimeWord::Until | TimeWord::UntilEnd => Some(end),
            TimeWord::Future if self.text.word(i) == "tới" => Some(end),
            TimeWord::Now if end > i + 1 => Some(i),
            _ => None,
        }
    }

    /// «tính đến ngày 31/12», «đến hết năm 2016», «đến năm 2020», «cuối năm 2019», «đến nay», «trước năm 2020».
    fn bounded(&mut self, i: usize) -> Option<Unit> {
        let (word, at) = self.word(i)?;
        match word {
            TimeWord::AsOf | TimeWord::UntilEnd => {
                if let Some(end) = self
                    .is(at, TimeWord::Now)
                    .or_else(|| self.is(at, TimeWord::Today))
                {
                    let today = self.today(end).role(Role::AsOf);
                    // without a date it says at least that it is not the year named before
                    let by_publication = today.days.is_some();
                    return Some(Unit {
                        by_publication,
                        ..today
                    });
                }
                if let Some(unit) = self.part(at).or_else(|| self.beginning(at)) {
                    return Some(unit);
                }
                // «đến cuối năm»: the one that the article appeared in
                let bare = self
                    .is(at, TimeWord::Year)
                    .filter(|_| word == TimeWord::UntilEnd);
                if let Some(end) = bare.filter(|&end| self.year_number(end).is_none()) {
                    let year = self.default_year(i)?;
                    let days = ymd(year, 1, 1).zip(ymd(year + 1, 1, 1));
                    return Some(Unit::new(days, end).published().role(Role::AsOf));
                }
                let unit = self.bare_year(at).or_else(|| self.span(at))?;
                // «tính đến năm 2016» speaks of the year, «đến hết năm 2016» of its last day
                let whole = word == TimeWord::AsOf && !self.text.slice(i..at).ends_with("hết");
                let long = unit
                    .days
                    .is_some_and(|(start, end)| (end - start).num_days() > 300);
                Some(if whole && long {
                    unit
                } else {
                    unit.role(Role::AsOf)
                })
            }
            TimeWord::Until => {
                if let Some(end) = self.is(at, TimeWord::Now) {
                    return Some(Unit::new(None, end));
                }
                if self.is(at, TimeWord::Middle).is_some()
                    && let Some(unit) = self.part(at)
                {
                    return Some(unit);
                }
                // «đến năm 2020»: the period a plan ends in; «đến 30 hộ» is none
                let unit = self.span(at).filter(|unit| unit.role != Role::Length)?;
                Some(if unit.role == Role::Period {
                    unit.role(Role::Until)
                } else {
                    unit
                })
            }
            _ => self.part(i),
        }
    }

    /// Whether «tính đến» ends right before `i`.
    pub(super) fn is_as_of(&self, i: usize) -> bool {
        (i.saturating_sub(3)..i)
            .any(|at| matches!(self.word(at), Some((TimeWord::AsOf, end)) if end == i))
    }

    /// The first day of what a state is reported up to: «tính đến đầu tháng 7/2019».
    fn beginning(&mut self, i: usize) -> Option<Unit> {
        let at = self.is(i, TimeWord::First)?;
        let unit = self.unit(at).filter(|unit| unit.role == Role::Period)?;
        let days = unit.days.map(|(start, _)| (start, next_day(start)));
        Some(Unit { days, ..unit }.role(Role::AsOf))
    }

    /// A day or some days of a month or year: «cuối năm 2019», «giữa tháng 2», «trung tuần tháng 4».
    fn part(&mut self, i: usize) -> Option<Unit> {
        let (word, at) = self.word(i)?;
        match word {
            // «trung tuần tháng 4»
            TimeWord::FirstTenDays | TimeWord::SecondTenDays | TimeWord::LastTenDays => {
                let unit = self.month(at)?;
                let days = unit.days.and_then(|(start, end)| {
                    let (eleventh, next) = (start.with_day(11)?, start.with_day(21)?);
                    Some(match word {
                        TimeWord::FirstTenDays => (start, eleventh),
                        TimeWord::SecondTenDays => (eleventh, next),
                        _ => (next, end),
                    })
                });
                Some(Unit { days, ..unit })
            }
            TimeWord::Middle => {
                // of a year only as a bound: «tính đến giữa năm 2013»
                let year = || {
                    let bound = i > 0 && (self.until(i - 1) == Some(i) || self.is_as_of(i));
                    self.is(at, TimeWord::Year)
                        .filter(|_| bound)
                        .and_then(|at| self.year_number(at))
                };
                if let Some((year, end)) = year() {
                    let day = ymd(year, 6, 30);
                    let days = day.map(|day| (day, next_day(day)));
                    return Some(Unit::new(days, end).role(Role::AsOf));
                }
                let unit = self.month(at)?;
                let day = unit.days.and_then(|(start, _)| start.with_day(15));
                let days = day.map(|day| (day, next_day(day)));
                Some(Unit { days, ..unit }.role(Role::AsOf))
            }
            TimeWord::End => {
                let year = self
                    .is(at, TimeWord::Year)
                    .and_then(|at| self.year_number(at))
                    .or_else(|| self.this_or_last_year(at));
                if let Some((year, end)) = year {
                    let last = ymd(year, 12, 31);
                    return Some(
                        Unit::new(last.map(|day| (day, next_day(day))), end).role(Role::AsOf),
                    );
                }
                let unit = self
                    .unit(at)
                    .filter(|unit| unit.role == Role::Period && unit.end > at)?;
                let days = unit
                    .days
                    .and_then(|(_, end)| end.pred_opt())
                    .map(|day| (day, next_day(day)));
                Some(Unit { days, ..unit }.role(Role::AsOf))
            }
            _ => None,
        }
    }

    /// A unit, or two of them joined by a dash or «đến».
    fn span(&mut self, i: usize) -> Option<Unit> {
        let first = self.unit(i)?;
        if first.role != Role::Period || first.end >= self.text.len() {
            return Some(first);
        }
        let Some(at) = self.until(first.end) else {
            return Some(first);
        };
        let Some((start, last)) = self.last_of_span(first, i, at) else {
            return Some(first);
        };
        match last.days.filter(|_| last.role == Role::Period) {
            Some(until) => {
                let joined = join(start, last.days)
                    .filter(|_| start.is_some_and(|(start, _)| start <= until.0));
                Some(joined.map_or(first, |days| Unit::new(Some(days), last.end)))
            }
            None => Some(first),
        }
    }

    /// What ends at `at` the span that `first` begins at `i`, and the days of the first in the light of it.
    fn last_of_span(&mut self, first: Unit, i: usize, at: usize) -> Option<(Option<Span>, Unit)> {
        let last = self.bare_year(at).or_else(|| self.unit(at));
        let last = last.or_else(|| self.dated_as(i..first.end, at))?;
        // «từ 26/1 đến 26/2/2024» has the year at its end
        let year = last
            .days
            .filter(|_| first.days.is_none() && last.year_stated);
        let days = match year {
            Some((end, _)) => self.in_year(end.year(), i).and_then(|unit| unit.days),
            None => first.days,
        };
        let start = if first.year_stated && first.days.is_some() {
            days
        } else {
            days.zip(last.days)
                .and_then(|(days, last)| same_year(days, last))
        };
        Some((start, last))
    }

    /// «từ ngày 4-5 đến 9-6», «từ 21/4 - 5/5»: a day and month at `at`, written as the first date; not «5/5 - 7/12 hộ».
    fn dated_as(&mut self, mut first: Range<usize>, at: usize) -> Option<Unit> {
        let sign = |i: usize| self.text.tokens().get(i).map(|token| token.sign);
        let written = |i: usize| {
            let glued = self.text.is_glued(i) && self.text.is_glued(i + 1);
            sign(i).filter(|sign| matches!(sign, '/' | '-') && glued)
        };
        let alike = first
            .find_map(written)
            .is_some_and(|sign| written(at + 1) == Some(sign));
        let last = alike.then(|| self.dated(at, at, true)).flatten()?;
        (!self.is_counted(last.end)).then_some(last)
    }

    /// The unit at `i`, a day without a year taken for one of `year`.
    fn in_year(&mut self, year: i32, i: usize) -> Option<Unit> {
        let published = std::mem::replace(&mut self.published, ymd(year, 12, 31));
        let unit = self.unit(i);
        self.published = published;
        unit
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

/// Whole years, more than one, that are no term of office.
fn is_stage(time: &Time, (start, end): Span) -> bool {
    time.role == Role::Period
        && !time.by_publication
        && end.year() - start.year() > 1
        && (start.ordinal(), end.ordinal()) == (1, 1)
}

/// A period without a year of its own, in the year of the one that ends the span, or the year before.
fn same_year((start, end): Span, last: Span) -> Option<Span> {
    let year = last.0.year();
    let moved = start
        .with_year(year)
        .filter(|&start| start <= last.0)
        .or_else(|| start.with_year(year - 1))?;
    Some((moved, moved + (end - start)))
}

fn join(first: Option<Span>, last: Option<Span>) -> Option<Span> {
    first
        .zip(last)
        .map(|((start, _), (_, end))| (start, end))
        .filter(|(start, end)| start < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus;

    fn read(text: &Text, lexicon: &Lexicon, published: Option<NaiveDate>) -> Vec<Time> {
        times((&Text::new("", lexicon), text), lexicon, published).1
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
    fn months_past_are_those_that_were_reported() {
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
        ] {
            let text = Text::new(written, &lexicon);
            let last = read(&text, &lexicon, published).pop().unwrap();
            let found = last.days.map(|(start, end)| format!("{start} {end}"));
            assert_eq!(found.as_deref(), days, "{written} of {published:?}");
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
                "Năm nay, 20 thanh niên nhập ngũ. Năm 2020, chỉ tiêu là 19 người.",
                "2020-01-01",
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
        let text = Text::new("Ngày 29/5, xã họp. Năm 2020, xã có 5 thôn.", &lexicon);
        let days = read(&text, &lexicon, None).swap_remove(0).days;
        assert_eq!(
            days, None,
            "a day is of the year of publication, or of none that is known"
        );
    }
}
