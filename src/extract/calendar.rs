//! Units of the calendar as they are written: `29/10/1999`, `tháng 6/2019`, `quý I`, `9 tháng năm 2022`, `năm học 2015-2016`.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::lexicon::{Class, Cue, Hit, NounRole, Sort, TimeWord};
use super::number::{number, ordinal};
use super::period::{Reader, Role, SEASON, Span, Unit};
use super::text::{Gap, Kind, Token};

/// Words for a day before its number.
const MOST_DAY_WORDS: usize = 3;

/// Most tokens of «Phương hướng, nhiệm vụ trọng tâm».
const PLAN: usize = 8;

/// A day so many months ahead is one of the year that the article looks back on.
const AHEAD: u32 = 2;

/// Most words of the name of a day.
const LONGEST_DAY: usize = 3;

/// Months of half a year.
const HALF_YEAR: u32 = 6;
/// The day that the second half of a month begins with.
const MID_MONTH: u32 = 16;

/// Most tokens from «tính đến» to its day: «tính đến hết ngày».
const STATE: usize = 4;

impl Reader<'_> {
    /// `ngày 29/10/1999`, `29.10.1999`, `sáng 12/7`, `ngày 12 tháng 10 năm 2017`, `29/10/99`.
    pub(super) fn date(&mut self, i: usize) -> Option<Unit> {
        let (mut at, mut marked) = (i, false);
        if let Some((word, end)) = self.word(i)
            && matches!(word, TimeWord::Day | TimeWord::DayPart)
        {
            (at, marked) = (end, true);
            // «chiều tối ngày», «sáng ngày»
            for _ in 0..MOST_DAY_WORDS {
                let Some((TimeWord::Day, end)) = self.word(at) else {
                    break;
                };
                at = end;
            }
        }
        if marked {
            at = self.named_day(at).unwrap_or(at);
        }
        if at >= self.text.len() || (at > i && self.text.token(at).gap == Gap::Line) {
            return None;
        }
        // «Tết Dương lịch (30 và 31/12)»
        let bracketed = i > 0 && self.text.is_sign(i - 1, '(');
        if (marked || bracketed)
            && let Some(days) = self.days_of_month(at)
            && (marked || self.text.is_sign(days.end, ')'))
        {
            return Some(days);
        }
        self.dated(i, at, marked)
    }

    /// «ngày bầu cử 22/5», «ngày Quốc khánh 2/9»: where the date of a day with a name stands, not «ngày có 3/5 xã».
    fn named_day(&self, at: usize) -> Option<usize> {
        let tokens = self.text.tokens().get(at..)?;
        let words = tokens
            .iter()
            .take(LONGEST_DAY + 1)
            .take_while(|token| token.kind == Kind::Word && token.gap == Gap::Space);
        let date = at + words.count();
        let plain = |i: usize| {
            self.text.hit(i, Class::Cue).is_none()
                && self.text.hit(i, Class::Time).is_none()
                && self
                    .text
                    .hit(i, Class::Noun)
                    .is_none_or(|hit| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
        };
        let (_, slash) = self.integer(date)?;
        let (_, end) = self
            .text
            .is_sign(slash, '/')
            .then(|| self.integer(slash + 1))??;
        ((at + 1..=at + LONGEST_DAY).contains(&date)
            && (at..date).all(plain)
            && !self.is_counted(end))
        .then_some(date)
    }

    /// «25 và 26.5», «20 đến 22-8», «(18 - 19/7)» after «ngày»: days of one month.
    pub(super) fn days_of_month(&mut self, at: usize) -> Option<Unit> {
        let at = at + usize::from(self.text.is_sign(at, '('));
        let (day, after) = self.integer(at).filter(|(day, _)| (1..=31).contains(day))?;
        let joint = self.text.is_sign(after, ',')
            || self
                .text
                .tokens()
                .get(after)
                .is_some_and(|token| token.gap == Gap::Space)
                && self.text.word(after) == "và";
        let last = if joint { after + 1 } else { self.until(after)? };
        // «từ 7 giờ ngày 16 đến 7 giờ ngày 19-10»
        let last = self.past_clock(last);
        // «từ đêm 11 đến trưa 13/7»
        let worded = self
            .is(last, TimeWord::Day)
            .or_else(|| self.is(last, TimeWord::DayPart));
        let last = worded.unwrap_or(last);
        let unit = self.dated(last, last, true)?;
        let days = unit.days.and_then(|(start, end)| {
            let first = start.with_day(day).filter(|first| *first < start)?;
            Some((first, end))
        });
        (unit.days.is_none() || days.is_some()).then_some(Unit { days, ..unit })
    }

    /// A date whose day stands at `at`; `marked` by a word before it that begins at `i`.
    pub(super) fn dated(&mut self, i: usize, at: usize, marked: bool) -> Option<Unit> {
        if at >= self.text.len() {
            return None;
        }
        let written = self.text.word(at);
        if self.text.token(at).kind == Kind::Number
            && (written.matches('.').count() == 2
                || written.matches(',').count() == 0
                    && (marked || self.is_dotted_bound(at))
                    && written.matches('.').count() == 1)
        {
            return self.dotted_date(at);
        }
        // «bão số 3 tháng 9/2024»
        if at > 0 && self.text.word(at - 1) == "số" {
            return None;
        }
        let (day, after) = self.integer(at).filter(|(day, _)| (1..=31).contains(day))?;
        // «12 tháng 10 năm 2017»
        if let Some(month_at) = self.is(after, TimeWord::Month)
            && let Some((month, end)) = self.month_number(month_at)
            && (marked || self.year_after(end).is_some())
        {
            let stated = self.year_after(end);
            let (year, end) = stated.map_or((self.year_for_day(month, at), end), |(year, end)| {
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
        let closed = |end: usize| self.text.is_sign(end, ')');
        let spans = || self.bare_end_of_span(end, sign).is_some_and(closed);
        let bracketed = i > 0 && self.text.is_sign(i - 1, '(') && (closed(end) || spans());
        let follows = i > 0
            && matches!(self.word(i - 1), Some((TimeWord::Until | TimeWord::UntilEnd | TimeWord::AsOf | TimeWord::From | TimeWord::Day, end)) if end == i);
        // «ngày 8-7» where the dash is glued; «ngày 5-7/10» is a span of days
        let glued = sign == '-' && self.text.is_glued(after) && self.text.is_glued(after + 1);
        // «lễ 30/4 và 1/5 năm 2023»
        let in_year = self.is(end, TimeWord::Year).is_some() && self.year_after(end).is_some();
        let dashed = glued && (marked || follows && self.is_state(i, day, month, end));
        // «có đến 5/9 huyện», «từ 3 đến 5/9 huyện» are a part and its whole
        let part = || {
            let told = i > 1
                && (matches!(self.text.word(i - 2), "có" | "Có")
                    || self.text.token(i - 2).kind == Kind::Number);
            told && day <= month && self.text.hit(end, Class::Noun).is_some()
        };
        if !(sign == '/' || dashed)
            || !(marked || bracketed || follows || in_year)
            || self.text.is_sign(end, '/')
            || !marked && !in_year && part()
        {
            return None;
        }
        let stated = self.year_after(end).or_else(|| self.this_or_last_year(end));
        let (year, end) = stated.map_or((self.year_for_day(month, at), end), |(year, end)| {
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

    /// «30/8 - 2/9», «30/4 - 1/5/2022»: the token after the second date, where the first ends at `end`.
    fn bare_end_of_span(&self, end: usize, sign: char) -> Option<usize> {
        let at = self.until(end)?;
        let (_, slash) = self.integer(at).filter(|(day, _)| (1..=31).contains(day))?;
        let month = || {
            self.integer(slash + 1)
                .filter(|(month, _)| (1..=12).contains(month))
        };
        let (_, end) = self.text.is_sign(slash, sign).then(month)??;
        let year = || self.integer(end + 1).map(|(_, end)| end);
        Some(
            self.text
                .is_sign(end, sign)
                .then(year)
                .flatten()
                .unwrap_or(end),
        )
    }

    /// «tính đến 20-11», «lũy kế đến 20-11 được …»: the day of a state, not «từ 5 đến 10-12 hộ».
    fn is_state(&self, i: usize, day: u32, month: u32, end: usize) -> bool {
        self.is_as_of(i)
            || day > month && !self.is_counted(end) && self.text.token(i).gap != Gap::Line
    }

    /// Whether a counted noun or a unit stands at `i`, so that what is before it is a number.
    pub(super) fn is_counted(&self, i: usize) -> bool {
        let noun = self
            .text
            .hit(i, Class::Noun)
            .is_some_and(|hit| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop);
        noun || self.text.hit(i, Class::Unit).is_some()
    }

    /// «Ước đến 30.9, …»: the day of a state, not «tăng đến 30.9 tỷ đồng».
    fn is_dotted_bound(&self, i: usize) -> bool {
        let until = |word| matches!(word, TimeWord::Until | TimeWord::UntilEnd | TimeWord::AsOf);
        self.words_ending(i).any(until)
            && self.text.is_sign(i + 1, ',')
            && !self.text.is_glued(i + 1 + 1)
    }

    /// `23.10.2022` and, after «ngày» or «đến», `23.10`.
    pub(super) fn dotted_date(&self, i: usize) -> Option<Unit> {
        let mut parts = self
            .text
            .word(i)
            .split('.')
            .map(|part| part.parse::<u32>().ok());
        let (day, month) = (parts.next()??, parts.next()??);
        let day = match parts.next() {
            Some(year) => ymd(full_year(year?, 4)?, month, day)?,
            None if (1..=31).contains(&day) && (1..=12).contains(&month) => {
                let stated = self
                    .year_after(i + 1)
                    .or_else(|| self.this_or_last_year(i + 1));
                let (year, end) = stated
                    .map_or((self.year_for_day(month, i), i + 1), |(year, end)| {
                        (Some(year), end)
                    });
                let day = year.and_then(|year| ymd(year, month, day));
                return Some(Unit::new(day.map(|day| (day, next_day(day))), end));
            }
            None => return None,
        };
        Some(Unit::new(Some((day, next_day(day))), i + 1))
    }

    /// `9 tháng năm 2022`, `6 tháng đầu năm`, `6 tháng cuối năm 2017`, `hai quý đầu năm`.
    pub(super) fn months_of_year(&mut self, i: usize) -> Option<Unit> {
        if i < self.text.len()
            && matches!(self.text.word(i), "những" | "các" | "mấy" | "Những" | "Các")
        {
            // «những tháng đầu năm 2017»: how many is not said; «những tháng đầu năm»: as many as the text has named
            let at = self.is(i + 1, TimeWord::Month)?;
            let first = self.is(at, TimeWord::First);
            let at = first.or_else(|| self.is(at, TimeWord::End))?;
            let at = self.is(at, TimeWord::Year)?;
            let year = self.year_number(at);
            let named = self
                .latest
                .months
                .filter(|_| first.is_some() && year.is_none());
            return Some(Unit::new(named, year.map_or(at, |(_, end)| end)));
        }
        let (count, at) = self.first_month(i).or_else(|| self.integer(i))?;
        let (word, mut at) = self
            .word(at)
            .filter(|(word, _)| matches!(word, TimeWord::Month | TimeWord::Quarter))?;
        let months = if word == TimeWord::Month {
            count
        } else {
            count.checked_mul(3)?
        };
        if !(1..=12).contains(&months) {
            return None;
        }
        let mut from_end = false;
        if let Some(end) = self.is(at, TimeWord::First) {
            at = end;
        } else if let Some(end) = self.is(at, TimeWord::End).or_else(|| self.rest(at)) {
            (at, from_end) = (end, true);
        } else if self.is(at, TimeWord::Year).is_none()
            && self.is(at, TimeWord::Of).is_none()
            // «9 tháng năm nay», «mười tháng năm ngoái»
            && !matches!(self.word(at), Some((TimeWord::ThisYear | TimeWord::LastYear, end)) if end == at + 2)
        {
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
                (self.default_year(i), end)
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

    /// «kim ngạch | tháng đầu năm», not «vài tháng đầu năm»: one month, without its number.
    fn first_month(&self, i: usize) -> Option<(u32, usize)> {
        let (_, at) = self.word(i).filter(|(word, _)| *word == TimeWord::Month)?;
        let year = self.is(self.is(at, TimeWord::First)?, TimeWord::Year);
        let many = i > 0 && {
            let before = self.text.word(i - 1).to_lowercase();
            matches!(before.as_str(), "vài" | "nhiều" | "mỗi" | "mấy")
        };
        year.filter(|_| !many).map(|_| (1, i))
    }

    /// «2 tháng | còn lại |, …», «2 tháng | còn lại | của năm 2021»: of the year, not «3 tháng còn lại của hợp đồng».
    fn rest(&self, i: usize) -> Option<usize> {
        let rest =
            i + 2 < self.text.len() && self.text.word(i) == "còn" && self.text.word(i + 1) == "lại";
        let other = self
            .is(i + 2, TimeWord::Of)
            .is_some_and(|of| self.is(of, TimeWord::Year).is_none());
        (rest && !other).then_some(i + 2)
    }

    /// `tháng 6/2019`, `tháng 10 năm 2017`, `tháng 6.2019`, `tháng 6`.
    pub(super) fn month(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Month, at) = self.word(i)? else {
            return None;
        };
        if at >= self.text.len() || self.text.token(at).gap == Gap::Line {
            return None;
        }
        if let Some((month, year)) = self.dotted_year(at) {
            return Some(Unit::new(month_days(year, month), at + 1));
        }
        let (month, end) = self.month_number(at)?;
        // «mỗi tháng một lần», «hằng tháng hai xã họp»: how many, not which
        let each = i > 0
            && matches!(
                self.text.word(i - 1).to_lowercase().as_str(),
                "mỗi" | "hằng" | "hàng"
            );
        if each && self.text.token(at).kind != Kind::Number {
            return None;
        }
        match self.year_after(end).or_else(|| self.this_or_last_year(end)) {
            Some((year, end)) => Some(Unit::new(month_days(year, month), end)),
            // «6 tháng 5 ngày»
            None if self.follows_a_number(i) => None,
            None => {
                let coming = self
                    .is(end, TimeWord::Future)
                    .filter(|_| self.text.word(end) == "tới");
                let year = self.year_for_month(month, i);
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

    /// «6.2019»: the number of a month or a quarter with its year.
    fn dotted_year(&self, i: usize) -> Option<(u32, i32)> {
        let (number, year) = self.text.word(i).split_once('.')?;
        Some((number.parse().ok()?, full_year(year.parse().ok()?, 4)?))
    }

    pub(super) fn follows_a_number(&self, i: usize) -> bool {
        i > 0 && self.text.token(i - 1).kind == Kind::Number && self.text.token(i).gap != Gap::Line
    }

    /// `quý I/2022`, `quý 4 năm 2018`, `quý 2.2022`, `quý 3`.
    pub(super) fn quarter(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Quarter, at) = self.word(i)? else {
            return None;
        };
        if at >= self.text.len() || self.text.token(at).gap == Gap::Line {
            return None;
        }
        if let Some((quarter, year)) = self
            .dotted_year(at)
            .filter(|(quarter, _)| (1..=4).contains(quarter))
        {
            return Some(Unit::new(quarter_days(year, quarter), at + 1));
        }
        let (quarter, end) = match self.text.word(at) {
            "I" => (1, at + 1),
            "II" => (2, at + 1),
            "III" => (3, at + 1),
            "IV" => (4, at + 1),
            // «quý cuối năm»
            "cuối" if self.is(at + 1, TimeWord::Year).is_some() => (4, at + 1),
            _ => self
                .integer(at)
                .filter(|(quarter, _)| (1..=4).contains(quarter))?,
        };
        let stated = self.year_after(end).or_else(|| self.this_or_last_year(end));
        let (year, end) = stated
            .map_or((self.year_for_month(quarter * 3, i), end), |(year, end)| {
                (Some(year), end)
            });
        let days = year.and_then(|year| quarter_days(year, quarter));
        let unit = Unit::new(days, end);
        Some(if stated.is_some() {
            unit
        } else {
            unit.without_year()
        })
    }

    /// `nửa đầu năm 2016`, `nửa cuối năm`.
    pub(super) fn half(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Half, at) = self.word(i)? else {
            return None;
        };
        // «nửa năm qua»: six months
        if let Some((TimeWord::LastYear, end)) = self.word(at)
            && self.text.word(end - 1) == "qua"
        {
            return Some(self.months_past(i, HALF_YEAR, end));
        }
        // «bán niên 2022»
        let named = self.text.word(at - 1) == "niên";
        let first = self.is(at, TimeWord::First).or(named.then_some(at));
        let at = first.or_else(|| self.is(at, TimeWord::End))?;
        // «nửa đầu tháng 5»
        if self.is(at, TimeWord::Month).is_some() {
            let month = self.month(at)?;
            let days = month.days.and_then(|(start, end)| {
                let middle = start.with_day(MID_MONTH)?;
                Some(if first.is_some() {
                    (start, middle)
                } else {
                    (middle, end)
                })
            });
            return Some(Unit { days, ..month });
        }
        let year = self.is(at, TimeWord::Year);
        let at = year.or(named.then_some(at))?;
        let (year, end) = self
            .year_number(at)
            .map_or((self.default_year(i), at), |(year, end)| (Some(year), end));
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
    pub(super) fn year(&mut self, i: usize) -> Option<Unit> {
        let (word, mut at) = match self.word(i) {
            Some((
                word @ (TimeWord::Year | TimeWord::Stage | TimeWord::Term | TimeWord::SchoolYear),
                at,
            )) => (word, at),
            Some(_) => return None,
            // «trong 3 năm 2016 - 2018»
            None if self.is_count_of_years(i) => {
                (TimeWord::Year, self.integer(i).map_or(i, |(_, at)| at + 1))
            }
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
        if word == TimeWord::SchoolYear
            && let Some(unit) = self.school_year_from_now(at)
        {
            return Some(unit);
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
                // «trong năm 2018 và năm 2019»
                let both = i > 0 && matches!(self.text.word(i - 1), "trong" | "Trong");
                let again = self.is(end + 1, TimeWord::Year).filter(|_| both);
                let Some((year, after)) = self
                    .year_number(again.unwrap_or(end + 1))
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
            // a bare year is one only beside another, or as that of a plan: «Nhiệm vụ trọng tâm 2020, …»
            _ if at == i && last.is_none() => self
                .is_year_of_plan(i, end)
                .then(|| Unit::new(ymd(first, 1, 1).zip(ymd(first + 1, 1, 1)), end)),
            TimeWord::Term | TimeWord::Stage if last.is_none() => None,
            // «vụ đông xuân 2014-2015» is neither year: what months it has differs from place to place
            _ if last == Some(first + 1) && self.is_of_crops(i) => Some(Unit::new(None, end)),
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

    /// Whether a season of crops ends before `i`: «vụ đông xuân | 2014-2015», not «niên vụ».
    fn is_of_crops(&self, i: usize) -> bool {
        (i.saturating_sub(SEASON)..i).any(|at| {
            matches!(self.text.word(at), "vụ" | "Vụ")
                && (self.lexicon.sort(self.text, at, &[Sort::Season])).is_some_and(|end| end <= i)
        })
    }

    /// «3 năm | 2016 - 2018»: how many years stand behind.
    fn is_count_of_years(&self, i: usize) -> bool {
        let years = || {
            let (count, at) = self.integer(i)?;
            let (first, end) = self.year_number(self.is(at, TimeWord::Year)?)?;
            let (last, _) = self.year_number(self.until(end)?)?;
            Some(last - first + 1 == count.cast_signed())
        };
        years().unwrap_or(false)
    }

    /// «Phương hướng 2020: …», «Kế hoạch 2021, …»: the year behind what is planned at the head of a sentence.
    fn is_year_of_plan(&self, i: usize, end: usize) -> bool {
        let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
        let planned = i > sentence
            && i - sentence <= PLAN
            && matches!(
                self.text.word(i - 1),
                "vụ" | "tâm" | "hướng" | "hoạch" | "tiêu"
            );
        planned && (self.text.is_sign(end, ',') || self.text.is_sign(end, ':'))
    }

    /// A year without its word, after «từ», «đến», «hết».
    pub(super) fn bare_year(&mut self, i: usize) -> Option<Unit> {
        let (year, end) = self.year_number(i)?;
        if let Some(to) = self.until(end)
            && let Some((last, end)) = self.year_number(to).filter(|&(last, _)| last > year)
        {
            return Some(Unit::new(ymd(year, 1, 1).zip(ymd(last + 1, 1, 1)), end));
        }
        Some(Unit::new(ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)), end))
    }

    /// `2012 là một năm chật vật`, `tới 2015 còn 965 thẻ`, `hồi 2015 là 4 giờ`; not `vận động tới 2015 hộ`
    pub(super) fn told_year(&self, i: usize) -> Option<Unit> {
        let (year, end) = self.year_number(i)?;
        let tokens = self.text.tokens();
        let is =
            |at: usize, words: &[&str]| at < tokens.len() && words.contains(&self.text.word(at));
        let one = end + 1 + usize::from(is(end + 1, &["một"]));
        let then = i > 0
            && is(i - 1, &["hồi", "Hồi", "tới", "vào", "Vào"])
            && is(end, &["là", "còn", "có", "chỉ", "mới", "đã", "đạt", ","]);
        (then || is(end, &["là"]) && is(one, &["năm"]))
            .then(|| Unit::new(ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)), end))
    }

    /// `tuần đầu tiên của tháng 9 năm 2017`, `tuần thứ 2 của tháng 9`: a week that begins in the month.
    pub(super) fn week(&mut self, i: usize) -> Option<Unit> {
        let (TimeWord::Week, at) = self.word(i)? else {
            return None;
        };
        if let Some(week) = self.week_of_year(at) {
            return Some(week);
        }
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

    /// `tuần 45`, `tuần thứ 45 năm 2021`, `tuần 45/2021`: the week of ISO 8601, as those who report on diseases count them; not
    /// `mỗi tuần 3 buổi`.
    fn week_of_year(&mut self, i: usize) -> Option<Unit> {
        let at = i + usize::from(self.text.tokens().len() > i && self.text.word(i) == "thứ");
        let number = |token: &&Token| token.kind == Kind::Number;
        self.text.tokens().get(at).filter(number)?;
        let week: u32 = self.text.word(at).parse().ok()?;
        let stated = self.year_after(at + 1);
        let next = self.text.tokens().get(at + 1);
        let alone = week > 9 && next.is_none_or(|next| next.kind == Kind::Sign);
        if stated.is_none() && !alone {
            return None;
        }
        let monday = |year| NaiveDate::from_isoywd_opt(year, week, Weekday::Mon);
        let last = || {
            let published = self.published?;
            let over = |start: &NaiveDate| *start <= published;
            let start = monday(published.year()).filter(over);
            start.or_else(|| monday(published.year() - 1))
        };
        let (start, end) = if let Some((year, end)) = stated {
            (monday(year)?, end)
        } else {
            (last()?, at + 1)
        };
        Some(Unit::new(Some((start, start + Days::new(7))), end))
    }

    /// `mùa hè năm nay`, `mùa đông này`, `mùa đông năm 2001`: from solstice or equinox to the next.
    pub(super) fn season(&mut self, i: usize) -> Option<Unit> {
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

    /// A whole number in digits or words, on the same line as the token before it.
    pub(super) fn integer(&self, i: usize) -> Option<(u32, usize)> {
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

    pub(super) fn month_number(&self, i: usize) -> Option<(u32, usize)> {
        self.integer(i)
            .filter(|(month, _)| (1..=12).contains(month))
    }

    /// Four digits between 1900 and 2100.
    pub(super) fn year_number(&self, i: usize) -> Option<(i32, usize)> {
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
    pub(super) fn year_after(&self, i: usize) -> Option<(i32, usize)> {
        let at = self.is(i, TimeWord::Of).unwrap_or(i);
        if self.text.is_sign(at, '/') || self.text.is_sign(at, '-') {
            return self.year_number(at + 1);
        }
        let at = self.is(at, TimeWord::Year)?;
        self.year_number(at)
    }

    /// The year meant by a month without one: the publication's, or the year before for the last months read in the first, and for
    /// what is said to be past: «hồi tháng 12».
    pub(super) fn year_for_month(&self, month: u32, i: usize) -> Option<i32> {
        let past = i > 0 && matches!(self.text.word(i - 1), "hồi" | "Hồi");
        let day = self.published.map(|day| {
            let coming = past && month > day.month();
            year_before(day, month).min(day.year() - i32::from(coming))
        });
        day.or_else(|| self.default_year(i))
    }

    /// The year meant by a day without one at `i`, known from the publication; «tính đến 31/12» of an article without a date is
    /// of the year that it reports on.
    fn year_for_day(&self, month: u32, i: usize) -> Option<i32> {
        let bound = |at: usize| {
            let word = self.word(at).map(|(word, _)| word);
            matches!(
                word,
                Some(TimeWord::AsOf | TimeWord::Until | TimeWord::UntilEnd | TimeWord::From)
            )
        };
        let day = self.published.map(|day| {
            let last = self.latest.year.map(|(start, _)| start.year());
            let reported = last == Some(day.year() - 1) && month > day.month() + AHEAD;
            if reported && !self.is_to_come(i) {
                day.year() - 1
            } else {
                year_before(day, month)
            }
        });
        day.or_else(|| {
            let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
            let state = (i.saturating_sub(STATE).max(sentence)..i).any(bound);
            let named = || {
                self.latest.days.filter(|(start, _)| {
                    // «Sau hai ngày 7 và 8/6/2024, … Sáng 7/6, …»
                    start.month() == month
                })
            };
            self.default_year(i)
                .filter(|_| state)
                .or_else(|| named().map(|(start, _)| start.year()))
        })
    }

    /// Whether the sentence of `i` plans: «sẽ», «dự kiến», «đến», «trước».
    fn is_to_come(&self, i: usize) -> bool {
        let sentence = self.text.sentences()[self.text.sentence_of(i)].clone();
        sentence.into_iter().any(|at| {
            let planned = |hit: Hit| self.lexicon.cues[hit.entry()].data == Cue::Target;
            self.text.hit(at, Class::Cue).is_some_and(planned)
                || at < i && matches!(self.text.word(at), "sẽ" | "đến" | "trước")
        })
    }
}

/// The year of the last day of a month before an article of `day` that can be meant: October to December in the first months.
fn year_before(day: NaiveDate, month: u32) -> i32 {
    let before = day.month() <= 3 && month >= 10;
    day.year() - i32::from(before)
}

pub(super) fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

pub(super) fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

pub(super) fn full_year(year: u32, digits: usize) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match digits {
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        4 => Some(year).filter(|year| (1800..=2200).contains(year)),
        _ => None,
    }
}

fn quarter_days(year: i32, quarter: u32) -> Option<Span> {
    let start = ymd(year, quarter * 3 - 2, 1)?;
    Some((start, start.checked_add_months(Months::new(3))?))
}

pub(super) fn month_days(year: i32, month: u32) -> Option<Span> {
    let start = ymd(year, month, 1)?;
    Some((start, start.checked_add_months(Months::new(1))?))
}
