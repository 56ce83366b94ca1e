//! Times counted from the day an article appeared: `hiện nay`, `năm ngoái`, `tháng tới`, `5 năm qua`, `9 tháng`.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::{next_day, ymd};
use super::lexicon::{Class, Cue, Phrase, TimeWord};
use super::period::{Reader, Role, Span, Unit};
use super::text::{Gap, Kind, Token};

/// «3 năm nay», not «2021 năm nay».
const MANY_YEARS: u32 = 100;
/// So many months later half a year and three quarters are still reported on.
const REPORTED: u32 = 3;

impl Reader<'_> {
    /// «từ 3 giờ còn 20 phút», «sau hai giờ đã», «mỗi giờ chỉ đạt 40 km»: hours, not now.
    fn counts_hours(&self, i: usize) -> bool {
        let many = |at: usize| {
            self.text.hit(at, Class::Numeral).is_some()
                || matches!(self.text.word(at), "mỗi" | "nhiều" | "mấy" | "vài" | "từng")
        };
        self.text.word(i) == "giờ" && (self.follows_a_number(i) || i > 0 && many(i - 1))
    }

    /// `hiện nay`, `năm nay`, `tháng trước`, `cùng kỳ`.
    pub(super) fn deictic(&mut self, i: usize) -> Option<Unit> {
        let (word, end) = self.word(i)?;
        let today = self.published;
        let shifted = |days: i64| {
            today
                .and_then(|today| today.checked_add_signed(chrono::TimeDelta::days(days)))
                .map(|day| (day, next_day(day)))
        };
        let year = |year: i32| ymd(year, 1, 1).zip(ymd(year + 1, 1, 1));
        let year_from_now = |shift: i32| today.and_then(|today| year(today.year() + shift));
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
            TimeWord::Now if self.counts_hours(i) => return None,
            TimeWord::Now => {
                // «hiện» before a noun or a verb: now; «nay» inside «đến nay» was read before
                let alone = self.text.word(i).chars().count() > 3
                    || end > i + 1
                    || self.is_contrasted(i, end);
                // «đến thời điểm này» leaves open since when, like «đến nay»
                let since = self.is(i, TimeWord::Until).is_some()
                    || matches!(self.text.word(i), "đến" | "Đến");
                return match () {
                    () if since => Some(Unit::new(None, end)),
                    () => alone.then(|| self.today(end)),
                };
            }
            TimeWord::ThatTime => return self.that_time(i, end),
            TimeWord::Indefinite => return Some(Unit::new(None, end).role(Role::Length)),
            TimeWord::Today => return Some(self.today(end)),
            TimeWord::Yesterday => shifted(-1),
            TimeWord::DayBeforeYesterday => shifted(-2),
            TimeWord::Tomorrow if self.text.word(i).chars().count() > 3 => shifted(1),
            TimeWord::DayAfterTomorrow => shifted(2),
            // «những năm trước», «mấy năm nay» are many
            TimeWord::ThisYear | TimeWord::LastYear if self.is_one_of_many(i) => None,
            TimeWord::ThisYear => self
                .school_year()
                .or_else(|| self.default_year(i).and_then(year)),
            // «Năm 2018 có 12 hộ, | năm trước đó | 20 hộ»
            TimeWord::LastYear if end < self.text.len() && self.text.word(end) == "đó" => {
                let (start, _) = self.latest_year()?;
                return Some(Unit::new(year(start.year() - 1), end + 1));
            }
            TimeWord::LastYear => self.last_year(i, end),
            // «Bước sang | năm học 2023-2024», «bước sang | năm 2024»
            TimeWord::NextYear
                if self.is(i + 1, TimeWord::SchoolYear).is_some()
                    || self.text.word(i).eq_ignore_ascii_case("sang")
                        && self.year_number(end).is_some() =>
            {
                return None;
            }
            TimeWord::NextYear => {
                let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
                let reported = self.report_year.filter(|_| i == sentence);
                year_from_now(1).or_else(|| year(reported? + 1))
            }
            TimeWord::ThisMonth if today.is_none() => self.latest.month,
            TimeWord::ThisMonth => self
                .goes_on(i, self.latest.month, month(-1, 1))
                .or(month(0, 1)),
            // «Quý II/2023 đạt 90 tỷ đồng, | quý trước | đạt 80 tỷ đồng»
            TimeWord::LastMonth => self.before_the_last(i, self.latest.month, month(-1, 1)),
            TimeWord::NextMonth => month(1, 1),
            TimeWord::ThisQuarter => self
                .goes_on(i, self.latest.quarter, quarter(-1))
                .or(quarter(0)),
            TimeWord::LastQuarter => self.before_the_last(i, self.latest.quarter, quarter(-1)),
            TimeWord::NextQuarter => quarter(1),
            TimeWord::ThisWeek => week(0),
            TimeWord::LastWeek => week(-1),
            TimeWord::NextWeek => week(1),
            // «Cùng thời điểm, xã có …» goes on, «so với cùng thời điểm» compares
            TimeWord::SamePeriod
                if self.text.word(end - 1) == "điểm"
                    && self.text.is_sign(end, ',')
                    && self.text.sentences()[self.text.sentence_of(i)].start == i =>
            {
                return Some(Unit::new(self.last.map(|(days, _)| days), end));
            }
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

    /// «Năm 2015 đạt 5 tỷ đồng, | năm trước | đạt 4 tỷ đồng», not «năm ngoái»
    fn last_year(&self, i: usize, end: usize) -> Option<Span> {
        let past = || {
            let year = self.published?.year();
            ymd(year - 1, 1, 1).zip(ymd(year, 1, 1))
        };
        let last = self.year_looked_back_on(end).or_else(past);
        let named = self
            .latest
            .year
            .filter(|_| self.text.word(end - 1) == "trước");
        self.before_the_last(i, named, last)
    }

    /// The month, the quarter or the year before the one that the sentence has named last, else `last`.
    fn before_the_last(&self, i: usize, named: Option<Span>, last: Option<Span>) -> Option<Span> {
        let told = named.filter(|&days| {
            self.last.map(|(days, _)| days) == Some(days) && self.is_in_sentence(i)
        });
        let Some((start, end)) = told else {
            return last;
        };
        let months = match (end - start).num_days() {
            0..=31 => 1,
            32..=92 => 3,
            _ => 12,
        };
        Some((start.checked_sub_months(Months::new(months))?, start))
    }

    /// «Cùng ngày, …», «đến cùng thời điểm, …», «tính đến thời điểm trên, …»: the day that was named last. «Khi đó, …», «thời điểm này»: what the paragraph has
    /// named, or today.
    fn that_time(&self, i: usize, end: usize) -> Option<Unit> {
        let text = self.text;
        // not «trong thời gian trên», which is that of the paragraph
        let above = text.word(end - 1) == "trên" && text.word(end - 2) != "gian";
        if above || text.word(end - 1) == "ngày" || (i..end).any(|at| text.word(at) == "cùng") {
            return Some(Unit::new(self.last_day, end));
        }
        let named = self.last.filter(|(_, line)| *line == text.line_of(i));
        // «Tại thời điểm kiểm tra, …» of a check on a day that is told
        if matches!(text.word(end - 1), "tra" | "toán") {
            let day = named.map(|(days, _)| days);
            return Some(Unit::new(day.filter(|_| day == self.last_day), end));
        }
        let today = || (text.word(end - 1) == "này").then(|| self.today(end));
        named.map_or_else(today, |(days, _)| Some(Unit::new(Some(days), end)))
    }

    /// «năm học | này», «năm học | vừa qua», «năm học | tới»: by the day of the article, or the one that the text has named.
    pub(super) fn school_year_from_now(&self, at: usize) -> Option<Unit> {
        let text = self.text;
        let end = at + usize::from(at + 1 < text.len() && text.word(at) == "vừa");
        let shift = match text.tokens().get(end).map(|_| text.word(end))? {
            "này" | "nay" => 0,
            "qua" | "trước" | "ngoái" => -1,
            "tới" | "sau" => 1,
            _ => return None,
        };
        // «năm học vừa qua» is the one that has ended in June
        let running = |day: NaiveDate| match day.month() {
            9.. => day.year(),
            6.. if shift < 0 => day.year(),
            _ => day.year() - 1,
        };
        let named = self.latest.school.map(|(start, _)| start.year());
        // while pupils rest «năm học này» is the one that the text has named
        let counted = self
            .published
            .filter(|day| shift != 0 || named.is_none() || !(6..9).contains(&day.month()));
        let past = text.word(end) == "qua";
        let year = match counted {
            Some(day) => running(day) + shift,
            None if past => named?,
            None => named? + shift,
        };
        let days = ymd(year, 9, 1).zip(ymd(year + 1, 9, 1));
        let unit = Unit::new(days, end + 1);
        Some(if counted.is_some() {
            unit.published()
        } else {
            unit
        })
    }

    /// «năm nay» behind «năm học 2016-2017» where no date says otherwise.
    fn school_year(&self) -> Option<Span> {
        self.latest_year()
            .filter(|(start, _)| self.published.is_none() && start.month() > 1)
    }

    /// «Năm qua» in a report on 2019, be it of December or of January: the year that was named.
    fn year_looked_back_on(&self, end: usize) -> Option<Span> {
        let (start, ends) = self
            .latest_year()
            .filter(|_| self.text.word(end - 1) == "qua")?;
        let Some(day) = self.published else {
            let reported = self.report_year == Some(start.year());
            return reported.then_some((start, ends));
        };
        let over = ends <= day + Days::new(31) && day.year() - start.year() <= 1;
        over.then_some((start, ends))
    }

    fn is_one_of_many(&self, i: usize) -> bool {
        let counted = |i: usize| {
            self.integer(i)
                .is_some_and(|(count, _)| count <= MANY_YEARS)
        };
        // «hơn 3 năm nay»
        i > 0
            && (counted(i - 1)
                || ["những", "các", "nhiều", "mấy", "chục", "trăm"]
                    .contains(&self.text.word(i - 1).to_lowercase().as_str()))
    }

    /// «Tình hình tháng 10 … Doanh thu | tháng này | đạt …» in November: the month that is reported on; not «Tháng này, …», which
    /// sets it apart.
    fn goes_on(&self, i: usize, named: Option<Span>, last: Option<Span>) -> Option<Span> {
        let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
        named.filter(|_| i > sentence && named == last)
    }

    /// `5 năm qua`, `3 tháng tới`, and lengths without a place in the calendar: `trong 6 năm`.
    pub(super) fn length(&mut self, i: usize) -> Option<Unit> {
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
        // «10 năm trước, xã chỉ có 2 km đường», «cách đây 5 năm»: a point of the past that is told roughly
        let ago = i > 1
            && self.text.word(i - 1) == "đây"
            && matches!(self.text.word(i - 2), "cách" | "Cách");
        let before = matches!(word, TimeWord::LastYear | TimeWord::LastMonth)
            && self.text.word(at - 1) == "trước";
        if before || ago && matches!(word, TimeWord::Year | TimeWord::Month) {
            return Some(Unit::new(None, at));
        }
        if word == TimeWord::Month && self.reports_months(i, at, count) {
            return Some(Unit::new(self.months_so_far(i, count), at).published());
        }
        // «lũy kế 8 tháng qua»: since the year began
        let mut cues = self.text.hits_ending(i, Class::Cue);
        let cumulative =
            cues.any(|(_, hit)| self.lexicon.cues[hit.entry()].data == Cue::Cumulative);
        let past = self.is(at, TimeWord::Past);
        let months = matches!(word, TimeWord::Month | TimeWord::LastMonth);
        if months && cumulative && count <= 12 {
            let end = past.unwrap_or(at);
            return Some(Unit::new(self.months_so_far(i, count), end).published());
        }
        let back = word == TimeWord::LastMonth || past.is_some();
        if months && back {
            return Some(self.months_past(i, count, past.unwrap_or(at)));
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
        // «giai đoạn 2013-2023 … Trong 10 năm, …»: the years named before, if they are so many
        let years = self.stage.filter(|(start, end)| {
            let years = end.year() - start.year();
            word == TimeWord::Year && (years - 1..=years).contains(&count.cast_signed())
        });
        if years.is_some()
            && i > 0
            && matches!(
                self.text.word(i - 1),
                "qua" | "Qua" | "sau" | "Sau" | "trong" | "Trong"
            )
        {
            return Some(Unit::new(years, self.is(at, TimeWord::Past).unwrap_or(at)));
        }
        // «Ngày 18/10, … Một ngày sau, …»: behind the day that was named last
        if word == TimeWord::Day
            && self.text.is_sign(at + 1, ',')
            && self.text.word(at) == "sau"
            && self.text.sentences()[self.text.sentence_of(i)].start == i
        {
            let (day, _) = self.last_day?;
            let day = day.checked_add_days(Days::new(count.into()))?;
            return Some(Unit::new(Some((day, next_day(day))), at + 1));
        }
        // «Sau 8 năm, xã đã huy động …»
        if word == TimeWord::Year && self.follows_after(i) {
            return Some(Unit::new(None, at).role(Role::Length));
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

    /// «9 tháng qua» in November: those that are still reported; else so many before the month of the article.
    pub(super) fn months_past(&self, i: usize, count: u32, end: usize) -> Unit {
        let report = match self.published {
            Some(day) => {
                [6, 9].contains(&count)
                    && (1..=REPORTED).contains(&day.month().saturating_sub(count))
            }
            // in a report that bears no date, or behind «tháng 7/2022»
            None => [3, 6, 9].contains(&count) || self.named_month() == Some(count),
        };
        // «sơ kết 6 tháng đầu năm 2021 … 6 tháng qua, …»
        if report || self.named_months(count).is_some() {
            return Unit::new(self.months_so_far(i, count), end).published();
        }
        self.relative(count, TimeWord::LastMonth, end)
    }

    /// «9 tháng, tỉnh thu …»: the months of the year so far, if so many have just ended or are commonly reported.
    pub(super) fn reports_months(&self, i: usize, end: usize, count: u32) -> bool {
        let due = match self.published.map(|today| today.month()) {
            Some(month) => {
                [3, 6, 9].contains(&count) && count < month
                    || count + 1 == month
                    || count == month && count > 2
            }
            None => [3, 6, 9, 11].contains(&count),
        };
        let predicate = self.text.hit(end, Class::Cue).is_some_and(|hit| {
            matches!(
                self.lexicon.cues[hit.entry()].data,
                Cue::Attain | Cue::About | Cue::Increase | Cue::Decrease | Cue::Done | Cue::ToLevel
            )
        });
        // «giá gạo bình quân 7 tháng đạt 487 USD» in a report on eight
        let within = || self.named_more_months(count) && predicate;
        let named = self.named_months(count).is_some() || self.named_month() == Some(count);
        // «bình quân 6 tháng CPI tăng …» in a report on them, «Tháng 8/2021 … Tính chung 8 tháng, …» in November
        let before = i.saturating_sub(1 + usize::from(i > 1 && self.text.word(i - 1) == "trong"));
        let summed = named && i > 0 && matches!(self.text.word(before), "quân" | "chung" | "kế");
        let due = due || self.named_months(count).is_some() || summed || within();
        // «Sau ba tháng, con đường hoàn thành»: since it was begun
        let after = i > 0 && matches!(self.text.word(i - 1), "sau" | "Sau");
        if after && !named {
            return false;
        }
        // «Xuất khẩu gạo 7 tháng: …» in August
        let last = || {
            let month = self.published.map(|today| today.month());
            month == Some(count + 1) && !after
        };
        let closed = self.text.tokens().get(end).is_none_or(|token| {
            let heads = || {
                let counts = |next: &Token| next.kind == Kind::Number;
                self.text.token(i).gap == Gap::Line
                    || self.text.tokens().get(end + 1).is_some_and(counts)
            };
            token.gap == Gap::Line
                || token.sign == ','
                || token.sign == ':' && (last() || heads())
                || predicate
                // «9 tháng thực hiện được», «thu 9 tháng là 89 tỷ đồng»
                // «giá bình quân 9 tháng ở mức 6.160 USD», «nhập khẩu 9 tháng lên tới 2 triệu tấn»
                || matches!(self.text.word(end), "là" | "được" | "ở" | "lên" | "vẫn" | "chỉ" | "mới")
                || matches!(self.word(end), Some((TimeWord::Other, after))
                    if self.text.word(after - 1) == "hiện" && self.text.word(end) == "thực")
        });
        let closed = closed || summed || (named || last()) && self.opens_report(i, end);
        // «thời hạn là 6 tháng»
        let told = i > 0 && self.text.word(i - 1) == "là";
        // «kỳ hạn 6 tháng», «cách ly 6 tháng»
        let length = self.text.hits_ending(i, Class::Cue).any(|(_, hit)| {
            !matches!(
                self.lexicon.cues[hit.entry()].data,
                Cue::Done | Cue::Neutral
            )
        });
        due && closed && !length && !told
    }

    /// «Song song đó, 8 tháng tuyển sinh 1.200 người», «Trong 8 tháng toàn huyện …», «cho biết 8 tháng thu nội địa đạt …», not «8 tháng
    /// tuổi».
    fn opens_report(&self, i: usize, end: usize) -> bool {
        const LENGTHS: &[&str] = &[
            "tuổi", "tù", "thai", "trở", "liên", "liền", "kể", "nữa", "tới", "sau", "trước", "gần",
            "một", "nay", "qua",
        ];
        let text = self.text;
        let start = text.sentences()[text.sentence_of(i)].start;
        let told = |i: usize| {
            let mut phrases = text.hits_ending(i, Class::Phrase);
            phrases.any(|(_, hit)| self.lexicon.phrases[hit.entry()].data == Phrase::Report)
        };
        let heads = |i: usize| i == start || text.is_sign(i - 1, ',') || told(i);
        let within = i > start && matches!(text.word(i - 1), "trong" | "Trong") && heads(i - 1);
        let goes_on = text
            .tokens()
            .get(end)
            .is_some_and(|token| token.kind == Kind::Word);
        (heads(i) || within) && goes_on && !LENGTHS.contains(&text.word(end))
    }

    /// «9 tháng» behind «9 tháng đầu năm 2021»: the last months since the first of January that the text has named, if they
    /// are so many.
    fn named_months(&self, count: u32) -> Option<Span> {
        self.latest
            .months
            .filter(|(start, end)| start.checked_add_months(Months::new(count)) == Some(*end))
    }

    /// «7 tháng» behind «8 tháng đầu năm 2020».
    fn named_more_months(&self, count: u32) -> bool {
        let months = self.latest.months;
        months.is_some_and(|(start, end)| {
            start
                .checked_add_months(Months::new(count))
                .is_some_and(|last| last < end)
        })
    }

    /// The number of the last month that the text has named.
    fn named_month(&self) -> Option<u32> {
        self.latest.month.map(|(start, _)| start.month())
    }

    /// The last year that the text has named.
    fn latest_year(&self) -> Option<Span> {
        self.latest.year
    }

    fn months_so_far(&self, i: usize, count: u32) -> Option<Span> {
        if let Some(named) = self.named_months(count) {
            return Some(named);
        }
        let start = ymd(self.default_year(i)?, 1, 1)?;
        Some((start, start.checked_add_months(Months::new(count))?))
    }

    /// So many whole units before or after the present one.
    pub(super) fn relative(&self, count: u32, word: TimeWord, end: usize) -> Unit {
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

    /// «Sau | 8 năm», «Qua hơn | 3 năm»: years that a sentence begins with.
    fn follows_after(&self, i: usize) -> bool {
        let text = self.text;
        let start = text.sentences()[text.sentence_of(i)].start;
        let words = start + 1..=start + 2;
        words.contains(&i) && matches!(text.word(start), "Sau" | "Qua")
    }

    /// «3 năm qua»: the span of so many years that the text has named, else those before the year of the article.
    pub(super) fn years_back(&self, count: u32, end: usize) -> Unit {
        let named = self.stage.filter(|(start, end)| {
            let years = i64::from(end.year() - start.year()) - i64::from(count);
            // «nhiệm kỳ 2015-2020» are five years as terms are counted
            let counted = self.published.is_some() || self.stage == self.latest.term;
            (years == 0 || years == 1 && counted)
                && self
                    .published
                    .is_none_or(|day| *end <= day + Days::new(366))
        });
        if named.is_some() {
            return Unit::new(named, end);
        }
        let days = self.published.and_then(|today| {
            ymd(today.year() - i32::try_from(count).ok()?, 1, 1).zip(ymd(today.year(), 1, 1))
        });
        Unit::new(days, end).published()
    }

    /// «Nay xã có …», «Thư viện nay đã có …»: now as against before; not «lâu nay», «phường Hà An (nay là phường Hà Tu)».
    fn is_contrasted(&self, i: usize, end: usize) -> bool {
        let told = |words: &[&str]| end < self.text.len() && words.contains(&self.text.word(end));
        let text = self.text;
        let opens = text.sentences()[text.sentence_of(i)].start == i;
        // «Nếu năm 2015 có 120 hộ nghèo thì | nay | chỉ còn 12 hộ»
        let pauses = opens
            || matches!(text.token(i - 1).sign, ',' | ';' | '“' | '"' | '«')
            || matches!(text.word(i - 1), "thì" | "nhưng" | "song");
        pauses && !told(&["là", "thuộc"])
            || !opens
                && told(&["có", "đã", "còn", "đạt"])
                && self.word(i - 1).is_none()
                && !matches!(self.text.word(i - 1), "lâu" | "xưa")
    }

    pub(super) fn today(&self, end: usize) -> Unit {
        Unit::new(self.published.map(|today| (today, next_day(today))), end)
            .published()
            .role(Role::Now)
    }

    pub(super) fn this_or_last_year(&self, i: usize) -> Option<(i32, usize)> {
        let (word, end) = self.word(i)?;
        let year = self.default_year(i)?;
        match word {
            TimeWord::ThisYear => Some((year, end)),
            TimeWord::LastYear => Some((year - 1, end)),
            _ => None,
        }
    }
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
