//! Turns dates and periods into days: `9 tháng năm 2022`, `quý I/2023`, `từ năm 2017 đến nay`, `nhiệm kỳ 2015-2020`.
//!
//! What cannot be resolved keeps its place in the text without days, so that its numbers are not taken for figures.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::lexicon::{Class, Cue, Lexicon, TimeWord};
use super::number::{number, ordinal};
use super::text::{Gap, Kind, Text};

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

/// All dates and periods, in the order of the text.
///
/// `earlier` are the periods of the headline, which «trong tháng» may point back to.
pub fn times(
    text: &Text,
    lexicon: &Lexicon,
    published: Option<NaiveDate>,
    earlier: &[Time],
) -> Vec<Time> {
    let mut reader = Reader {
        text,
        lexicon,
        published,
        stated_year: None,
        latest: Latest::default(),
    };
    for time in earlier {
        reader.latest.remember(time);
    }
    let mut times = Vec::new();
    let mut i = 0;
    while i < text.len() {
        if let Some((TimeWord::Other, end)) = reader.word(i) {
            i = end;
            continue;
        }
        match reader.time(i) {
            Some(time) => {
                if !reader.is_compared(i) {
                    reader.latest.remember(&time);
                }
                i = time.tokens.end.max(i + 1);
                times.push(time);
            }
            None => i += 1,
        }
    }
    times
}

/// A calendar unit with the token after it.
#[derive(Debug, Clone, Copy)]
struct Unit {
    days: Option<Span>,
    end: usize,
    role: Role,
    by_publication: bool,
    /// The year stands beside it, not taken from elsewhere.
    year_stated: bool,
}

impl Unit {
    fn new(days: Option<Span>, end: usize) -> Self {
        Self {
            days,
            end,
            role: Role::Period,
            by_publication: false,
            year_stated: true,
        }
    }

    fn without_year(self) -> Self {
        Self {
            year_stated: false,
            ..self
        }
    }

    fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    fn published(self) -> Self {
        Self {
            by_publication: true,
            ..self
        }
    }
}

struct Reader<'a> {
    text: &'a Text<'a>,
    lexicon: &'a Lexicon,
    published: Option<NaiveDate>,
    /// The last year the text names, with its token.
    stated_year: Option<(i32, usize)>,
    latest: Latest,
}

/// The last period of each length that the text has named, for «trong tháng», «trong nhiệm kỳ».
#[derive(Debug, Default)]
struct Latest {
    month: Option<Span>,
    quarter: Option<Span>,
    year: Option<Span>,
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
    fn word(&self, i: usize) -> Option<(TimeWord, usize)> {
        if i >= self.text.len() {
            return None;
        }
        self.text
            .hit(i, Class::Time)
            .map(|hit| (self.lexicon.times[hit.entry()].data, hit.end()))
    }

    /// The end of the word at `i` if it plays the part `word`, on the same line.
    fn is(&self, i: usize, word: TimeWord) -> Option<usize> {
        self.word(i)
            .filter(|&(found, _)| found == word && self.text.token(i).gap != Gap::Line)
            .map(|(_, end)| end)
    }

    /// «so với năm 2014» is no period that «trong năm» could point back to.
    fn is_compared(&self, i: usize) -> bool {
        (i.saturating_sub(4)..i).any(|at| {
            self.text
                .hit(at, Class::Cue)
                .is_some_and(|hit| self.lexicon.cues[hit.entry()].data == Cue::Compare)
        })
    }

    fn time(&mut self, i: usize) -> Option<Time> {
        let unit = self
            .same(i)
            .or_else(|| self.bounded(i))
            .or_else(|| self.from(i))
            .or_else(|| self.span(i))?;
        if let Some((start, _)) = unit.days
            && unit.role != Role::Baseline
            && !unit.by_publication
        {
            self.stated_year = Some((start.year(), i));
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
        let (TimeWord::Same, end) = self.word(i)? else {
            return None;
        };
        let last = self.text.word(end - 1);
        let length = if self.text.slice(i..end).contains("nhiệm") {
            "nhiệm"
        } else {
            last
        };
        if self.unit(i + 1).is_some() || self.unit(i).is_some() || self.bounded(i + 1).is_some() {
            return None;
        }
        Some(match length {
            "tháng" => Unit::new(self.latest.month, end),
            "quý" => Unit::new(self.latest.quarter, end),
            "năm" => Unit::new(self.latest.year, end),
            "nhiệm" => Unit::new(self.latest.term, end).role(Role::Term),
            _ => Unit::new(self.latest.any, end),
        })
    }

    /// «từ A đến B», «từ A đến nay», «từ A».
    fn from(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::From, mut at) = self.word(i)? else {
            return None;
        };
        let opening = self.is(at, TimeWord::First);
        at = opening.unwrap_or_else(|| self.past_clock(at));
        let first = match self.bare_year(at).or_else(|| self.unit(at)) {
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
            let open = first
                .days
                .filter(|(start, end)| (*end - *start).num_days() <= 366 && opening.is_none());
            return match open {
                Some(_) => Some(Unit {
                    days: None,
                    ..first
                }),
                None => Some(first),
            };
        };
        if self.is(until, TimeWord::Now).is_some() || self.is(until, TimeWord::Today).is_some() {
            let end = self.word(until)?.1;
            let days = first
                .days
                .zip(self.published)
                .map(|((start, _), today)| (start, next_day(today)));
            return Some(Unit::new(days, end));
        }
        let until = self.past_clock(until);
        let last = self.bare_year(until).or_else(|| self.unit(until))?;
        let start = if first.year_stated {
            first.days
        } else {
            first
                .days
                .zip(last.days)
                .and_then(|(days, last)| same_year(days, last))
        };
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

    /// The token after «đến», a dash, or «tới».
    fn until(&self, i: usize) -> Option<usize> {
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
                    return Some(self.today(end).role(Role::AsOf));
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
                // «đến năm 2020»: the period a plan ends in; «đến 30 hộ» is none
                let unit = self.span(at).filter(|unit| unit.role != Role::Length)?;
                Some(if unit.role == Role::Period {
                    unit.role(Role::Until)
                } else {
                    unit
                })
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

    fn this_or_last_year(&self, i: usize) -> Option<(i32, usize)> {
        let (word, end) = self.word(i)?;
        let year = self.published?.year();
        match word {
            TimeWord::ThisYear => Some((year, end)),
            TimeWord::LastYear => Some((year - 1, end)),
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
        let Some(last) = self.unit(at).or_else(|| self.bare_year(at)) else {
            return Some(first);
        };
        match (first.days, last.days) {
            (Some(days), Some(until)) if last.role == Role::Period => {
                let start = if first.year_stated {
                    Some(days)
                } else {
                    same_year(days, until)
                };
                let joined = join(start, last.days)
                    .filter(|_| start.is_some_and(|(start, _)| start <= until.0));
                Some(joined.map_or(first, |days| Unit::new(Some(days), last.end)))
            }
            _ => Some(first),
        }
    }

    /// One calendar unit.
    fn unit(&mut self, i: usize) -> Option<Unit> {
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

    /// `ngày 29/10/1999`, `29.10.1999`, `sáng 12/7`, `ngày 12 tháng 10 năm 2017`, `29/10/99`.
    fn date(&mut self, i: usize) -> Option<Unit> {
        let (mut at, mut marked) = (i, false);
        if let Some((word, end)) = self.word(i)
            && matches!(word, TimeWord::Day | TimeWord::DayPart)
        {
            (at, marked) = (end, true);
            // «chiều tối ngày», «sáng ngày»
            while let Some((TimeWord::Day, end)) = self.word(at) {
                at = end;
            }
        }
        if at >= self.text.len() || (at > i && self.text.token(at).gap == Gap::Line) {
            return None;
        }
        let written = self.text.word(at);
        if self.text.token(at).kind == Kind::Number
            && (written.matches('.').count() == 2
                || written.matches(',').count() == 0 && marked && written.matches('.').count() == 1)
        {
            return self.dotted_date(at);
        }
        let (day, after) = self.integer(at).filter(|(day, _)| (1..=31).contains(day))?;
        // «12 tháng 10 năm 2017»
        if let Some(month_at) = self.is(after, TimeWord::Month)
            && let Some((month, end)) = self.month_number(month_at)
            && (marked || self.year_after(end).is_some())
        {
            let stated = self.year_after(end);
            let (year, end) = stated.map_or((self.year_for_month(month), end), |(year, end)| {
                (Some(year), end)
            });
            let day = year.and_then(|year| ymd(year, month, day));
            let unit = Unit::new(day.map(|day| (day, next_day(day))), end);
            return Some(if stated.is_some() {
                unit
            } else {
                unit.without_year()
            });
        }
        let sign = self.text.tokens().get(after)?.sign;
        if !matches!(sign, '/' | '-' | '–') || self.text.token(after).gap == Gap::Line {
            return None;
        }
        let (month, end) = self
            .integer(after + 1)
            .filter(|(month, _)| (1..=12).contains(month))?;
        if self.text.is_sign(end, sign)
            && let Some((year, end)) = self.integer(end + 1).and_then(|(year, end)| {
                full_year(year, self.text.word(end - 1).len()).map(|year| (year, end))
            })
        {
            let day = ymd(year, month, day);
            return day.map(|day| Unit::new(Some((day, next_day(day))), end));
        }
        // day and month alone are a date only after a word that says so, or between brackets
        let bracketed = i > 0 && self.text.is_sign(i - 1, '(') && self.text.is_sign(end, ')');
        let follows = i > 0
            && matches!(self.word(i - 1), Some((TimeWord::Until | TimeWord::AsOf | TimeWord::From | TimeWord::Day, end)) if end == i);
        // «ngày 8-7» where the dash is glued; «ngày 5-7/10» is a span of days
        let dashed =
            sign == '-' && marked && self.text.is_glued(after) && self.text.is_glued(after + 1);
        if !(sign == '/' || dashed)
            || !(marked || bracketed || follows)
            || self.text.is_sign(end, '/')
        {
            return None;
        }
        let stated = self.year_after(end);
        let (year, end) = stated.map_or((self.year_for_month(month), end), |(year, end)| {
            (Some(year), end)
        });
        let unit = Unit::new(
            year.and_then(|year| ymd(year, month, day))
                .map(|day| (day, next_day(day))),
            end,
        );
        Some(if stated.is_some() {
            unit
        } else {
            unit.without_year()
        })
    }

    /// `23.10.2022` and, after «ngày», `23.10`.
    fn dotted_date(&self, i: usize) -> Option<Unit> {
        let mut parts = self
            .text
            .word(i)
            .split('.')
            .map(|part| part.parse::<u32>().ok());
        let (day, month) = (parts.next()??, parts.next()??);
        let day = match parts.next() {
            Some(year) => ymd(full_year(year?, 4)?, month, day)?,
            None if (1..=31).contains(&day) && (1..=12).contains(&month) => {
                return Some(Unit::new(
                    self.year_for_month(month)
                        .and_then(|year| ymd(year, month, day))
                        .map(|d| (d, next_day(d))),
                    i + 1,
                ));
            }
            None => return None,
        };
        Some(Unit::new(Some((day, next_day(day))), i + 1))
    }

    /// `9 tháng năm 2022`, `6 tháng đầu năm`, `6 tháng cuối năm 2017`, `hai quý đầu năm`.
    fn months_of_year(&mut self, i: usize) -> Option<Unit> {
        if i < self.text.len()
            && matches!(self.text.word(i), "những" | "các" | "mấy" | "Những" | "Các")
        {
            // «những tháng đầu năm 2017»: how many is not said
            let at = self.is(i + 1, TimeWord::Month)?;
            let at = self
                .is(at, TimeWord::First)
                .or_else(|| self.is(at, TimeWord::End))?;
            let at = self.is(at, TimeWord::Year)?;
            return Some(Unit::new(
                None,
                self.year_number(at).map_or(at, |(_, end)| end),
            ));
        }
        let (count, at) = self.integer(i)?;
        let (word, mut at) = self
            .word(at)
            .filter(|(word, _)| matches!(word, TimeWord::Month | TimeWord::Quarter))?;
        let months = if word == TimeWord::Month {
            count
        } else {
            count * 3
        };
        if !(1..=12).contains(&months) {
            return None;
        }
        let mut from_end = false;
        if let Some(end) = self.is(at, TimeWord::First) {
            at = end;
        } else if let Some(end) = self.is(at, TimeWord::End) {
            (at, from_end) = (end, true);
        } else if self.is(at, TimeWord::Year).is_none() && self.is(at, TimeWord::Of).is_none() {
            return None;
        }
        at = self.is(at, TimeWord::Of).unwrap_or(at);
        let year_word = self.is(at, TimeWord::Year);
        let (year, end) = match year_word
            .and_then(|at| self.year_number(at))
            .or_else(|| self.this_or_last_year(at))
        {
            Some((year, end)) => (Some(year), end),
            None if self.text.is_sign(at, '/') => self
                .year_number(at + 1)
                .map(|(year, end)| (Some(year), end))?,
            None => {
                let end = year_word.unwrap_or(at);
                (self.default_year(end), end)
            }
        };
        let days = year.and_then(|year| {
            if from_end {
                Some((ymd(year, 13 - months, 1)?, ymd(year + 1, 1, 1)?))
            } else {
                let start = ymd(year, 1, 1)?;
                Some((start, start.checked_add_months(Months::new(months))?))
            }
        });
        Some(Unit::new(days, end))
    }

    /// `tháng 6/2019`, `tháng 10 năm 2017`, `tháng 6.2019`, `tháng 6`.
    fn month(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Month, at) = self.word(i)? else {
            return None;
        };
        if at >= self.text.len() || self.text.token(at).gap == Gap::Line {
            return None;
        }
        if let Some((month, year)) = self.text.word(at).split_once('.')
            && let (Ok(month), Ok(year)) = (month.parse::<u32>(), year.parse::<u32>())
            && let Some(year) = full_year(year, 4)
        {
            return Some(Unit::new(month_days(year, month), at + 1));
        }
        let (month, end) = self.month_number(at)?;
        let part = self.month_part(i);
        match self.year_after(end).or_else(|| self.this_or_last_year(end)) {
            Some((year, end)) => Some(Unit::new(month_days(year, month), end)),
            None if part.is_some() => None,
            None => {
                let coming = self
                    .is(end, TimeWord::Future)
                    .filter(|_| self.text.word(end) == "tới");
                let year = self.year_for_month(month);
                Some(
                    Unit::new(
                        year.and_then(|year| month_days(year, month)),
                        coming.unwrap_or(end),
                    )
                    .without_year(),
                )
            }
        }
    }

    /// A month number that is a part of «6 tháng 5 ngày»: none.
    fn month_part(&self, i: usize) -> Option<()> {
        (i > 0
            && self.text.token(i - 1).kind == Kind::Number
            && self.text.token(i).gap != Gap::Line)
            .then_some(())
    }

    /// `quý I/2022`, `quý 4 năm 2018`, `quý 3`.
    fn quarter(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Quarter, at) = self.word(i)? else {
            return None;
        };
        if at >= self.text.len() || self.text.token(at).gap == Gap::Line {
            return None;
        }
        let (quarter, end) = match self.text.word(at) {
            "I" => (1, at + 1),
            "II" => (2, at + 1),
            "III" => (3, at + 1),
            "IV" => (4, at + 1),
            _ => self
                .integer(at)
                .filter(|(quarter, _)| (1..=4).contains(quarter))?,
        };
        let stated = self.year_after(end).or_else(|| self.this_or_last_year(end));
        let (year, end) = stated.map_or((self.year_for_month(quarter * 3), end), |(year, end)| {
            (Some(year), end)
        });
        let days = year.and_then(|year| {
            let start = ymd(year, quarter * 3 - 2, 1)?;
            Some((start, start.checked_add_months(Months::new(3))?))
        });
        let unit = Unit::new(days, end);
        Some(if stated.is_some() {
            unit
        } else {
            unit.without_year()
        })
    }

    /// `nửa đầu năm 2016`, `nửa cuối năm`.
    fn half(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Half, at) = self.word(i)? else {
            return None;
        };
        let first = self.is(at, TimeWord::First);
        let at = first.or_else(|| self.is(at, TimeWord::End))?;
        let at = self.is(at, TimeWord::Year)?;
        let (year, end) = self
            .year_number(at)
            .map_or((self.default_year(at), at), |(year, end)| (Some(year), end));
        let days = year.and_then(|year| {
            if first.is_some() {
                Some((ymd(year, 1, 1)?, ymd(year, 7, 1)?))
            } else {
                Some((ymd(year, 7, 1)?, ymd(year + 1, 1, 1)?))
            }
        });
        Some(Unit::new(days, end))
    }

    /// `năm 2021`, `các năm 2020, 2021`, `giai đoạn 2021-2025`, `nhiệm kỳ 2015-2020`, `năm học 2015-2016`, `2016-2020`.
    fn year(&mut self, i: usize) -> Option<Unit> {
        let (word, mut at) = match self.word(i) {
            Some((
                word @ (TimeWord::Year | TimeWord::Stage | TimeWord::Term | TimeWord::SchoolYear),
                at,
            )) => (word, at),
            Some(_) => return None,
            None => (TimeWord::Stage, i),
        };
        if at > i
            && let Some(end) = self
                .is(at, TimeWord::From)
                .or_else(|| self.is(at, TimeWord::Year))
        {
            at = self.is(end, TimeWord::Year).unwrap_or(end);
        }
        if at > i && at < self.text.len() && self.text.token(at).gap == Gap::Line {
            return None;
        }
        let (first, mut end) = self.year_number(at)?;
        let mut last = None;
        if let Some(to) = self.until(end) {
            let to = self.is(to, TimeWord::Year).unwrap_or(to);
            if let Some((year, after)) = self
                .year_number(to)
                .filter(|&(year, _)| year > first && year - first <= 60)
            {
                (last, end) = (Some(year), after);
            }
        } else if at > i && word == TimeWord::Year {
            // «các năm 2020, 2021», «năm 2020 và 2021»
            while self.text.is_sign(end, ',')
                || self
                    .text
                    .tokens()
                    .get(end)
                    .is_some_and(|token| token.gap == Gap::Space)
                    && self.text.word(end) == "và"
            {
                let Some((year, after)) = self
                    .year_number(end + 1)
                    .filter(|&(year, _)| year == last.unwrap_or(first) + 1)
                else {
                    break;
                };
                (last, end) = (Some(year), after);
            }
        }
        match word {
            TimeWord::SchoolYear => {
                let last = last.unwrap_or(first + 1);
                Some(Unit::new(ymd(first, 9, 1).zip(ymd(last, 9, 1)), end))
            }
            // a bare year is one only beside another
            _ if at == i && last.is_none() => None,
            TimeWord::Term | TimeWord::Stage if last.is_none() => None,
            _ => {
                let days = ymd(first, 1, 1).zip(ymd(last.unwrap_or(first) + 1, 1, 1));
                let role = if word == TimeWord::Term {
                    Role::Term
                } else {
                    Role::Period
                };
                Some(Unit::new(days, end).role(role))
            }
        }
    }

    /// A year without its word, after «từ», «đến», «hết».
    fn bare_year(&mut self, i: usize) -> Option<Unit> {
        let (year, end) = self.year_number(i)?;
        if let Some(to) = self.until(end)
            && let Some((last, end)) = self.year_number(to).filter(|&(last, _)| last > year)
        {
            return Some(Unit::new(ymd(year, 1, 1).zip(ymd(last + 1, 1, 1)), end));
        }
        Some(Unit::new(ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)), end))
    }

    /// `tuần đầu tiên của tháng 9 năm 2017`, `tuần thứ 2 của tháng 9`: a week that begins in the month.
    fn week(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Week, at) = self.word(i)? else {
            return None;
        };
        let (place, at) =
            ordinal(self.text, self.lexicon, at).filter(|(place, _)| (1..=5).contains(place))?;
        let at = self.is(at, TimeWord::Of)?;
        let month = self.month(at)?;
        let days = month.days.map(|(start, _)| {
            let monday =
                start + Days::new(u64::from((7 - start.weekday().num_days_from_monday()) % 7));
            let monday = monday + Days::new(7 * u64::from(place - 1));
            (monday, monday + Days::new(7))
        });
        Some(Unit { days, ..month })
    }

    /// `mùa hè năm nay`, `mùa đông này`, `mùa đông năm 2001`: from solstice or equinox to the next.
    fn season(&mut self, i: usize) -> Option<Unit> {
        let (season, at) = self.word(i)?;
        let ((from_month, from_day), (to_month, to_day)) = match season {
            TimeWord::Spring => ((3, 20), (6, 21)),
            TimeWord::Summer => ((6, 21), (9, 24)),
            TimeWord::Autumn => ((9, 23), (12, 22)),
            TimeWord::Winter => ((12, 21), (3, 21)),
            _ => return None,
        };
        let stated = self
            .is(at, TimeWord::Year)
            .and_then(|at| self.year_number(at))
            .or_else(|| self.this_or_last_year(at));
        let (mut year, end) = match stated {
            Some(stated) => stated,
            None => (self.published?.year(), self.is(at, TimeWord::This)?),
        };
        if season == TimeWord::Winter && stated.is_none() && self.published?.month() < 6 {
            year -= 1;
        }
        let next = if season == TimeWord::Winter {
            year + 1
        } else {
            year
        };
        Some(Unit::new(
            ymd(year, from_month, from_day).zip(ymd(next, to_month, to_day)),
            end,
        ))
    }

    /// `hiện nay`, `năm nay`, `tháng trước`, `cùng kỳ`.
    fn deictic(&mut self, i: usize) -> Option<Unit> {
        let (word, end) = self.word(i)?;
        let today = self.published;
        let shifted = |days: i64| {
            today
                .and_then(|today| today.checked_add_signed(chrono::TimeDelta::days(days)))
                .map(|day| (day, next_day(day)))
        };
        let year = |shift: i32| {
            today.and_then(|today| {
                ymd(today.year() + shift, 1, 1).zip(ymd(today.year() + shift + 1, 1, 1))
            })
        };
        let month = |shift: i32, count: u32| {
            today.and_then(|today| shift_months(ymd(today.year(), today.month(), 1)?, shift, count))
        };
        let quarter = |shift: i32| {
            today.and_then(|today| {
                shift_months(
                    ymd(today.year(), (today.month() - 1) / 3 * 3 + 1, 1)?,
                    shift * 3,
                    3,
                )
            })
        };
        let week = |shift: i64| {
            let monday = today
                .map(|today| today - Days::new(u64::from(today.weekday().num_days_from_monday())));
            monday
                .and_then(|monday| monday.checked_add_signed(chrono::TimeDelta::weeks(shift)))
                .map(|monday| (monday, monday + Days::new(7)))
        };
        let days = match word {
            TimeWord::Now => {
                // «hiện» before a noun or a verb: now; «nay» inside «đến nay» was read before
                let alone = self.text.word(i).chars().count() > 3 || end > i + 1;
                return alone.then(|| self.today(end));
            }
            TimeWord::Today => return Some(self.today(end)),
            TimeWord::Yesterday => shifted(-1),
            TimeWord::DayBeforeYesterday => shifted(-2),
            TimeWord::Tomorrow if self.text.word(i).chars().count() > 3 => shifted(1),
            TimeWord::DayAfterTomorrow => shifted(2),
            TimeWord::ThisYear => year(0),
            TimeWord::LastYear => year(-1),
            TimeWord::NextYear => year(1),
            TimeWord::ThisMonth => month(0, 1),
            TimeWord::LastMonth => month(-1, 1),
            TimeWord::NextMonth => month(1, 1),
            TimeWord::ThisQuarter => quarter(0),
            TimeWord::LastQuarter => quarter(-1),
            TimeWord::NextQuarter => quarter(1),
            TimeWord::ThisWeek => week(0),
            TimeWord::LastWeek => week(-1),
            TimeWord::NextWeek => week(1),
            TimeWord::SamePeriod => {
                let end = self
                    .year(end)
                    .or_else(|| self.bare_year(end))
                    .map_or(end, |year| year.end);
                return Some(Unit::new(None, end).role(Role::Baseline));
            }
            _ => return None,
        };
        Some(Unit::new(days, end).published())
    }

    /// `5 năm qua`, `3 tháng tới`, and lengths without a place in the calendar: `trong 6 năm`.
    fn length(&mut self, i: usize) -> Option<Unit> {
        let (count, at) = self
            .integer(i)
            .filter(|(count, _)| (1..=200).contains(count))?;
        let (word, mut at) = self
            .word(at)
            .filter(|_| self.text.token(at).gap != Gap::Line)?;
        if word == TimeWord::LastYear && self.text.word(at - 1) == "qua" {
            // «5 năm qua» holds «năm qua»
            return Some(self.years_back(count, at));
        }
        if word == TimeWord::Month && self.reports_months(i, at, count) {
            let days = self.published.and_then(|today| {
                let start = ymd(today.year(), 1, 1)?;
                Some((start, start.checked_add_months(Months::new(count))?))
            });
            return Some(Unit::new(days, at).published());
        }
        // «cấm hành nghề 3 năm sau khi mãn hạn tù» is a length
        let next = |end: usize| end < self.text.len() && self.text.word(end) == "khi";
        if next(at) || next(at + 1) && self.text.word(at) == "sau" {
            return None;
        }
        if !matches!(
            word,
            TimeWord::Day | TimeWord::Month | TimeWord::Year | TimeWord::Week
        ) {
            return match word {
                TimeWord::LastMonth
                | TimeWord::NextMonth
                | TimeWord::NextYear
                | TimeWord::LastYear
                | TimeWord::LastWeek
                | TimeWord::NextWeek => Some(self.relative(count, word, at)),
                _ => None,
            };
        }
        let back = self.is(at, TimeWord::Past);
        let ahead = self.is(at, TimeWord::Future);
        let end = back.or(ahead)?;
        at = end;
        let past = back.is_some();
        let word = match (word, past) {
            (TimeWord::Year, true) => TimeWord::LastYear,
            (TimeWord::Year, false) => TimeWord::NextYear,
            (TimeWord::Month, true) => TimeWord::LastMonth,
            (TimeWord::Month, false) => TimeWord::NextMonth,
            (TimeWord::Week, true) => TimeWord::LastWeek,
            (TimeWord::Week, false) => TimeWord::NextWeek,
            (_, true) => TimeWord::Yesterday,
            (_, false) => TimeWord::Tomorrow,
        };
        Some(self.relative(count, word, at))
    }

    /// «9 tháng, tỉnh thu …»: the months of the year so far, if so many have just ended or are commonly reported.
    fn reports_months(&self, i: usize, end: usize, count: u32) -> bool {
        let Some(today) = self.published else {
            return false;
        };
        let due = [3, 6, 9].contains(&count) && count < today.month()
            || count + 1 == today.month()
            || count == today.month() && count > 2;
        let closed = self.text.tokens().get(end).is_none_or(|token| {
            token.gap == Gap::Line
                || token.sign == ','
                || self.text.hit(end, Class::Cue).is_some_and(|hit| {
                    matches!(
                        self.lexicon.cues[hit.entry()].data,
                        Cue::Attain | Cue::About | Cue::Increase | Cue::Decrease | Cue::Done
                    )
                })
        });
        let length = i > 0
            && self.text.hit(i - 1, Class::Cue).is_some_and(|hit| {
                !matches!(
                    self.lexicon.cues[hit.entry()].data,
                    Cue::Done | Cue::Neutral
                )
            });
        due && closed && !length
    }

    /// So many whole units before or after the present one.
    fn relative(&self, count: u32, word: TimeWord, end: usize) -> Unit {
        let count_i64 = i64::from(count);
        let days = self.published.and_then(|today| {
            let month = ymd(today.year(), today.month(), 1)?;
            match word {
                TimeWord::LastYear => self.years_back(count, end).days,
                TimeWord::NextYear => {
                    let next = today.year() + 1;
                    ymd(next, 1, 1).zip(ymd(next + i32::try_from(count).ok()?, 1, 1))
                }
                TimeWord::LastMonth => Some((month.checked_sub_months(Months::new(count))?, month)),
                TimeWord::NextMonth => {
                    let next = month.checked_add_months(Months::new(1))?;
                    Some((next, next.checked_add_months(Months::new(count))?))
                }
                TimeWord::LastWeek => Some((
                    today.checked_sub_days(Days::new(7 * u64::from(count)))?,
                    today,
                )),
                TimeWord::NextWeek => Some((
                    next_day(today),
                    next_day(today).checked_add_days(Days::new(7 * u64::from(count)))?,
                )),
                TimeWord::Yesterday => Some((
                    today.checked_add_signed(chrono::TimeDelta::days(-count_i64))?,
                    today,
                )),
                _ => Some((
                    next_day(today),
                    next_day(today).checked_add_days(Days::new(u64::from(count)))?,
                )),
            }
        });
        Unit::new(days, end).published()
    }

    fn years_back(&self, count: u32, end: usize) -> Unit {
        let days = self.published.and_then(|today| {
            ymd(today.year() - i32::try_from(count).ok()?, 1, 1).zip(ymd(today.year(), 1, 1))
        });
        Unit::new(days, end).published()
    }

    fn today(&self, end: usize) -> Unit {
        Unit::new(self.published.map(|today| (today, next_day(today))), end)
            .published()
            .role(Role::Now)
    }

    /// A whole number in digits or words, on the same line as the token before it.
    fn integer(&self, i: usize) -> Option<(u32, usize)> {
        if i >= self.text.len() {
            return None;
        }
        if self.text.token(i).kind == Kind::Number {
            return self.text.word(i).parse().ok().map(|value| (value, i + 1));
        }
        if self.text.word(i) == "tư" {
            return Some((4, i + 1));
        }
        let number = number(self.text, self.lexicon, i).filter(|number| !number.open)?;
        u32::try_from(number.value)
            .ok()
            .map(|value| (value, number.tokens.end))
    }

    fn month_number(&self, i: usize) -> Option<(u32, usize)> {
        self.integer(i)
            .filter(|(month, _)| (1..=12).contains(month))
    }

    /// Four digits between 1900 and 2100.
    fn year_number(&mut self, i: usize) -> Option<(i32, usize)> {
        self.text
            .tokens()
            .get(i)
            .filter(|token| token.kind == Kind::Number)?;
        let written = self.text.word(i);
        if written.len() != 4 {
            return None;
        }
        written
            .parse()
            .ok()
            .filter(|year| (1900..=2100).contains(year))
            .map(|year| (year, i + 1))
    }

    /// `/2019`, `năm 2019`, `của năm 2018`, `-2019`.
    fn year_after(&mut self, i: usize) -> Option<(i32, usize)> {
        let at = self.is(i, TimeWord::Of).unwrap_or(i);
        if self.text.is_sign(at, '/') || self.text.is_sign(at, '-') || self.text.is_sign(at, ',') {
            return self
                .year_number(at + 1)
                .filter(|_| !self.text.is_sign(at, ','));
        }
        let at = self.is(at, TimeWord::Year)?;
        self.year_number(at)
    }

    /// The year meant by a month without one: the publication's, or the year before for the last months read in the first.
    fn year_for_month(&self, month: u32) -> Option<i32> {
        match self.published {
            Some(day) if day.month() <= 3 && month >= 10 => Some(day.year() - 1),
            Some(day) => Some(day.year()),
            None => self.default_year(0),
        }
    }

    /// The publication's year; without it, the last year stated in this line or the one before.
    fn default_year(&self, _at: usize) -> Option<i32> {
        self.published
            .map(|day| day.year())
            .or_else(|| self.stated_year.map(|(year, _)| year))
    }
}

fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn full_year(year: u32, digits: usize) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match digits {
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        4 => Some(year).filter(|year| (1800..=2200).contains(year)),
        _ => None,
    }
}

fn month_days(year: i32, month: u32) -> Option<Span> {
    let start = ymd(year, month, 1)?;
    Some((start, start.checked_add_months(Months::new(1))?))
}

fn shift_months(start: NaiveDate, shift: i32, count: u32) -> Option<Span> {
    let by = Months::new(shift.unsigned_abs());
    let start = if shift < 0 {
        start.checked_sub_months(by)?
    } else {
        start.checked_add_months(by)?
    };
    Some((start, start.checked_add_months(Months::new(count))?))
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

    #[test]
    fn the_corpus_of_periods_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        let published = ymd(2017, 2, 2);
        corpus::check(
            "period.corpus.toml",
            include_str!("period.corpus.toml"),
            |written| {
                let text = Text::new(written, &lexicon);
                let (start, end) = times(&text, &lexicon, published, &[])
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
            let times = times(&text, &lexicon, None, &[]);
            assert!(
                times.iter().all(|time| time.days.is_none()),
                "{written}: {times:?}"
            );
            assert_eq!(times.len(), 1, "{written} still masks its number");
        }
    }
}
