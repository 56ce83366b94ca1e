//! Periods made of others: bounded by days («từ … đến …», «tính đến …», «đến hết năm 2016») or the same again («trong tháng»).

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate};

use super::calendar::{month_days, next_day, ymd};
use super::lexicon::{Class, Cue, Hit, TimeWord};
use super::period::{Reader, Role, Span, Unit};
use super::text::{Gap, Kind};

/// The month before the one of the article is reported on for so many days.
const REPORTED: u64 = 31;

/// Most tokens from «từ khi» to the time of what began then.
const EVENT: usize = 18;

/// Most tokens from «chỉ tiêu» to the «cả năm» that it is of.
const PLANNED: usize = 6;

/// Most tokens from «dự báo» to the «cả năm» of its next clause.
const FORETOLD: usize = 14;

/// Most tokens of «qua quý khác».
const OTHER: usize = 3;

/// Most tokens from «từ» to when the first level of a move was.
const LEVEL: usize = 8;

/// Most tokens from the end of a year to what there is then: «, tổng tài sản».
const STOCK: usize = 6;

impl Reader<'_> {
    /// The year that a part of it named before `i` in the sentence belongs to.
    fn year_of_part(&self, i: usize) -> Option<Span> {
        let ((start, end), _) = self.last.filter(|_| self.is_in_sentence(i))?;
        let year = start.year();
        let whole = (ymd(year, 1, 1)?, ymd(year + 1, 1, 1)?);
        ((start, end) != whole && end <= whole.1).then_some(whole)
    }

    /// «trong tháng», «nhiệm kỳ qua»: the month or term the text spoke of last.
    pub(super) fn same(&mut self, i: usize) -> Option<Unit> {
        let (word, end) = self.word(i)?;
        let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
        // «sản lượng cả năm đạt 620 tấn», not «bằng 80% kế hoạch cả năm»
        let cue = |hit: &Hit| self.lexicon.cues[hit.entry()].data;
        // «dự báo cả năm, xuất khẩu đạt …»
        let foretold = || {
            let mut cues = self.text.hits_ending(i, Class::Cue);
            cues.any(|(_, hit)| cue(&hit) == Cue::Target)
        };
        // «Hiệp hội dự báo đơn hàng sẽ tăng, cả năm xuất khẩu đạt …»
        let outlook = || {
            let mut cues = (i.saturating_sub(FORETOLD).max(sentence)..i)
                .filter_map(|at| self.text.hit(at, Class::Cue));
            i > sentence
                && self.text.is_sign(i - 1, ',')
                && cues.any(|hit| cue(&hit) == Cue::Target)
        };
        // «bằng 80% kế hoạch cả năm», «đạt 53% chỉ tiêu Thành ủy giao cả năm», not «mục tiêu GRDP cả năm tăng 8%»
        let of_a_plan = || {
            let from = i.saturating_sub(PLANNED).max(sentence);
            let words = (from..i)
                .rev()
                .take_while(|&at| self.text.token(at).kind == Kind::Word);
            let mut plans = words.filter(|&at| {
                self.text
                    .hit(at, Class::Cue)
                    .is_some_and(|hit| cue(&hit) == Cue::Plan)
            });
            plans.any(|at| {
                let before = at.saturating_sub(1).max(sentence);
                at + 2 >= i
                    || self.text.is_sign(before, '%')
                    || matches!(self.text.word(before), "vượt" | "với" | "thành")
            })
        };
        let whole = word == TimeWord::Year
            && self.text.word(i).eq_ignore_ascii_case("cả")
            && (self.tells_a_plan(i, end) || !of_a_plan());
        // «trong Năm An toàn giao thông 2020» is a name
        let named = !self.text.token(i).capital && self.text.token(end - 1).capital;
        if word != TimeWord::Same && !whole || named {
            return None;
        }
        // «kết thúc năm 2018, tổng tài sản đạt …»: at its end; «kết thúc năm 2018, huyện thu 90 tỷ đồng»: in it
        let closes =
            self.text.word(i).eq_ignore_ascii_case("kết") && self.text.word(end - 1) == "năm";
        if let Some((year, end)) = self.year_number(end).filter(|_| closes) {
            let mut told = end..self.text.len().min(end + STOCK);
            if !told.any(|at| matches!(self.text.word(at), "sản" | "dư" | "nợ")) {
                return Some(Unit::new(ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)), end));
            }
            let last = ymd(year, 12, 31).map(|day| (day, next_day(day)));
            return Some(Unit::new(last, end).role(Role::AsOf));
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
        let part = self.year_of_part(i).filter(|_| whole);
        Some(match length {
            // «Sáng 25/3, tỉnh đoàn tổng kết … Trong tháng, …»
            "tháng" => {
                let day = self
                    .latest
                    .any
                    .filter(|(start, end)| (*end - *start).num_days() < 7);
                let around = || day.and_then(|(start, _)| month_days(start.year(), start.month()));
                Unit::new(self.latest.month.or_else(around), end)
            }
            "quý" => Unit::new(self.latest.quarter, end),
            // «6 tháng cuối năm có thể đạt 8 tỷ USD, đưa cả năm lên 14 tỷ USD»: the year of the part before
            "năm" if part.is_some() => Unit::new(part, end),
            // «trong năm» of a dated article where no year is named: its own
            // so is «cả năm» behind a school year
            "năm"
                if self
                    .latest
                    .year
                    .is_none_or(|(start, _)| whole && start.month() > 1) =>
            {
                let year = self.published.map(|day| day.year()).or(self.report_year);
                let days = year.and_then(|year| ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)));
                Unit::new(days, end).published()
            }
            "năm" => Unit::new(self.year_gone_on_to().or(self.latest.year), end),
            "nhiệm" if matches!(last, "tới" | "mới" | "theo") => {
                Unit::new(self.coming, end).role(Role::Term)
            }
            _ if (i..end).any(|at| self.text.word(at) == "đoạn") => Unit::new(self.stage, end),
            "nhiệm" => {
                let over = self.latest.term.filter(|span| self.is_closing(*span));
                Unit::new(over, end).role(Role::Term)
            }
            // «Năm công tác 2021 … Theo báo cáo sáng 4/11, trong kỳ tòa thụ lý …»
            "kỳ" => Unit::new(self.latest.long.or(self.latest.any), end),
            _ => Unit::new(self.latest.any, end),
        })
        .map(|unit| {
            if foretold() || whole && outlook() {
                unit.role(Role::Until)
            } else {
                unit
            }
        })
    }

    /// «Năm 2021, … Tính đến 31/12/2023, dư nợ đạt … Trong năm, …»: the year whose last day was
    /// named, behind another one.
    fn year_gone_on_to(&self) -> Option<Span> {
        let ((start, end), (_, over)) = self.last_day.zip(self.latest.year)?;
        let year = start.year();
        let later = over < end && end.ordinal() == 1;
        later.then(|| ymd(year, 1, 1).zip(ymd(year + 1, 1, 1)))?
    }

    /// «(kế hoạch cả năm 12%)», «mục tiêu cả năm là 12%», «mục tiêu cả năm: …»: what a plan says for the «cả năm» at `i`.
    fn tells_a_plan(&self, i: usize, end: usize) -> bool {
        let plan = |hit: Hit| hit.end() >= i && self.lexicon.cues[hit.entry()].data == Cue::Plan;
        let mut cues = (i.saturating_sub(2)..i).filter_map(|at| self.text.hit(at, Class::Cue));
        let told = self.text.tokens().get(end).is_some_and(|token| {
            token.kind == Kind::Number || token.sign == ':' || self.text.word(end) == "là"
        });
        told && cues.any(plan)
    }

    /// From the time of what began, told behind it, to the present or to another day.
    fn since_event(&mut self, at: usize) -> Option<Unit> {
        let text = self.text;
        // «tăng 5% kể từ khi |»
        let sentence = text.sentences().get(text.sentence_of(at))?.end;
        let mut days = at..sentence.min(at + EVENT);
        let since = days.find_map(|at| {
            let since = self.unit(at).or_else(|| self.bare_day(at));
            since.filter(|since| {
                self.until(since.end).is_some() || self.text.is_sign(since.end, ',')
            })
        })?;
        let Some(until) = self.until(since.end) else {
            // «từ khi tách huyện năm 1997, …»
            let today = self.published.map(|today| (today, next_day(today)));
            let begun = since.role == Role::Period;
            return begun.then(|| Unit::new(join(since.days, today), since.end));
        };
        if let Some(end) = self.is(until, TimeWord::Now) {
            let today = self.published.map(|today| (today, next_day(today)));
            return Some(Unit::new(join(since.days, today), end));
        }
        let last = self.unit(until)?;
        Some(Unit::new(join(since.days, last.days), last.end))
    }

    /// «2/4 | đến 25/6/2019»: a day of the calendar where a span begins.
    fn bare_day(&mut self, at: usize) -> Option<Unit> {
        let digits = self.text.token(at).kind == Kind::Number;
        let day = digits.then(|| self.dated(at, at, true)).flatten()?;
        let until = self.until(day.end)?;
        let ends = self.is(until, TimeWord::Now).is_some() || self.unit(until).is_some();
        ends.then_some(day)
    }

    /// «từ A đến B», «từ A đến nay», «từ A».
    pub(super) fn from(&mut self, i: usize) -> Option<Unit> {
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
        // «Ngay từ đầu năm, chi cục đã giao …» says how soon, not since when
        if i > 0 && matches!(self.text.word(i - 1), "Ngay" | "ngay") {
            return self.soon(at);
        }
        // as does «chỉ tiêu đề ra từ đầu năm»
        if i > 0
            && matches!(self.text.word(i - 1), "ra" | "giao")
            && let Some(soon) = self.soon(at)
        {
            return Some(soon);
        }
        // «từ trưa đến chiều nay»: of one day
        if let Some(end) = self.is(at, TimeWord::DayPart)
            && let Some(until) = self.until(end)
        {
            return self.unit(until);
        }
        if let Some(since) = self.since(i, at) {
            return Some(since);
        }
        // «từ nay đến cuối năm»
        if let Some(end) = self.is(at, TimeWord::Now)
            && let Some(last) = self.bounded(end)
        {
            let today = self.published.map(|today| (today, next_day(today)));
            return Some(Unit::new(join(today, last.days), last.end));
        }
        let opening = since.then_some(at).or_else(|| self.is(at, TimeWord::First));
        at = opening.unwrap_or_else(|| self.past_clock(at));
        // «từ 01-31/5/2024», «từ 20 đến 26/1», not «từ 3 đến 5/9 huyện»
        let days = |reader: &mut Self| {
            // «từ đầu năm đến ngày 10/9» begins with no day
            let digits = reader.text.tokens().get(at)?.kind == Kind::Number;
            let days = digits.then(|| reader.days_of_month(at)).flatten()?;
            (days.year_stated || !reader.is_counted(days.end)).then_some(days)
        };
        let first = self.bare_year(at).or_else(|| self.unit(at));
        let first = match first.or_else(|| days(self)) {
            Some(unit) => unit,
            // «từ đầu năm», «từ đầu nhiệm kỳ»
            None => self.opening(at).filter(|_| opening.is_some())?,
        };
        // «từ đầu nhiệm kỳ 2020-2025 đến nay»: the term that is spoken of
        if first.role == Role::Term {
            self.latest.term = first.days;
        }
        let until = self.until(first.end);
        let Some(until) = until else {
            if first.role == Role::Length {
                return None;
            }
            // «từ năm 2016 – 2018» is one span already
            let open = first.days.filter(|(start, end)| {
                let days = (*end - *start).num_days();
                // «từ ngày 1 đến 31/5»
                let ended = (at..first.end).any(|i| {
                    // «từ tháng 9-2018» ends nowhere
                    let year = self.year_number(i + 1).is_some() && self.text.is_glued(i + 1);
                    self.until(i).is_some() && !year
                });
                (days == 1 || days >= 28 && !ended) && days <= 366 && opening.is_none()
            });
            if self.took_effect(i, first) {
                return Some(first);
            }
            return match open {
                // «từ năm 2012, lúc đó huyện có 7 xã làm điểm»
                Some(_) => {
                    self.last = first
                        .days
                        .map(|days| (days, self.text.line_of(i)))
                        .or(self.last);
                    // «Từ tháng 9/2018, xã rà soát 120 hộ»: up to the day of the article
                    let month = first.days.filter(|(start, end)| {
                        (28..=31).contains(&(*end - *start).num_days())
                            && self.text.sentences()[self.text.sentence_of(i)].start == i
                            && self.text.is_sign(first.end, ',')
                    });
                    let today = self.published.map(|today| (today, next_day(today)));
                    Some(Unit {
                        days: join(month, today),
                        ..first
                    })
                }
                // «lũy kế từ đầu năm, …»: up to the month that was reported, or to the day of the article
                None if opening.is_some() && (first.end == at + 1 || starts_a_year(first)) => {
                    let days = self.so_far(first.days);
                    Some(Unit {
                        days: days.filter(|_| first.end == at + 1 || self.is_this_year(first)),
                        ..first
                    })
                }
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

    /// Since something that the words behind «từ» tell of.
    fn since(&mut self, i: usize, at: usize) -> Option<Unit> {
        // «thành lập năm 2012, từ đó đến nay …»
        if at < self.text.len()
            && self.text.word(at) == "đó"
            && let Some(until) = self.until(at + 1)
            && let Some(end) = self.is(until, TimeWord::Now)
        {
            let today = self.published.map(|today| (today, next_day(today)));
            let named = self.last.filter(|(_, line)| *line == self.text.line_of(i));
            return Some(Unit::new(join(named.map(|(days, _)| days), today), end));
        }
        // «từ khi tái lập tỉnh năm 1997 đến nay», «từ khi phát hiện ổ dịch ngày 2/4 đến ngày 25/6»
        if at < self.text.len() && self.text.word(at) == "khi" {
            return self.since_event(at + 1);
        }
        let tokens = self.text.tokens();
        let worded = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Word);
        // «Kể từ ổ dịch đầu tiên hồi tháng 5, …»
        if self.text.word(i).eq_ignore_ascii_case("kể") && self.word(at).is_none() && worded(at) {
            return self.since_event(at);
        }
        // «từ ngày phát hiện ca bệnh đầu tiên 2/4 đến 25/6»
        if let Some(end) = self.is(at, TimeWord::Day)
            && self.unit(at).is_none()
            && worded(end)
            && let Some(since) = self.since_event(end)
        {
            return Some(since);
        }
        None
    }

    /// «Từ 0h ngày 10/5, huyện phong tỏa hai thôn»: the day when something was done.
    fn took_effect(&self, i: usize, first: Unit) -> bool {
        first
            .days
            .is_some_and(|(start, end)| next_day(start) == end)
            && self.text.is_sign(first.end, ',')
            // not «hoạt động từ ngày 1/7, xã có 26 km2»
            && (i == 0
                || self.text.token(i).gap == Gap::Line
                || self.text.token(i - 1).kind == Kind::Sign)
            && (i..first.end).any(|i| self.is(i, TimeWord::Day).is_some())
    }

    /// «ngay từ | đầu năm», «ngay từ | những tháng đầu năm»: no end is meant.
    fn soon(&mut self, at: usize) -> Option<Unit> {
        let first = self.is(at, TimeWord::First)?;
        let opening = self.opening(first)?;
        let ended = self.until(opening.end).is_some();
        (!ended).then(|| Unit::new(None, opening.end).role(Role::Length))
    }

    /// «19h ngày 6/9», «7 giờ 30 ngày 8/9»: the token of the day.
    pub(super) fn past_clock(&self, i: usize) -> usize {
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
            // «từ đầu nhiệm kỳ đến nay»: of the term that the text has named
            TimeWord::Term => {
                let runs = |&(start, end): &Span| start <= today && today < end;
                let named = self.latest.term.filter(|(start, _)| *start <= today);
                let coming = self.coming.filter(runs);
                named
                    .filter(runs)
                    .or(coming)
                    .or(named)
                    .map(|(start, _)| start)
            }
            _ => None,
        };
        // of an article without a date, the year that it reports on
        let reported = || ymd(self.report_year?, 1, 1).filter(|_| word == TimeWord::Year);
        let days = self
            .published
            .and_then(start)
            .or_else(reported)
            .map(|day| (day, next_day(day)));
        matches!(word, TimeWord::Year | TimeWord::Month | TimeWord::Term)
            .then(|| Unit::new(days, end))
    }

    /// From a day of this year to the end of the month that the text has named last, or to the day of the article.
    fn so_far(&self, days: Option<Span>) -> Option<Span> {
        let (start, _) = days?;
        let today = next_day(self.published?);
        let month = self.latest.month.map(|(_, end)| end);
        // what was reported of a month long past goes on up to the day of the article
        let near = |end: NaiveDate| end + Days::new(REPORTED) > today;
        let end =
            month.filter(|&end| end > start && end <= today && start.month() == 1 && near(end));
        Some((start, end.unwrap_or(today)))
    }

    /// «từ đầu năm 2018 huyện nhập 68 thôn»: up to no day that is told, unless the article is of that year.
    fn is_this_year(&self, first: Unit) -> bool {
        let year = first.days.map(|(start, _)| start.year());
        self.published.map(|day| day.year()) == year
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
    pub(super) fn bounded(&mut self, i: usize) -> Option<Unit> {
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
                let at = self.past_clock(at);
                // «đến cuối năm»: the one that the article appeared in; «Tháng 1/2019 có 142 con, đến hết năm còn 63 con»: that one
                let bare = self
                    .is(at, TimeWord::Year)
                    .filter(|_| word == TimeWord::UntilEnd && self.text.word(at) != "niên");
                if let Some(end) = bare.filter(|&end| self.year_number(end).is_none()) {
                    // not «theo Chỉ thị ngày 18/5/2012, từ nay đến cuối năm …»
                    let told = self.last.filter(|((start, end), _)| {
                        (*end - *start).num_days() >= 28 && self.is_in_sentence(i)
                    });
                    let told = told.and_then(|((_, end), _)| Some(end.pred_opt()?.year()));
                    let year = told.or_else(|| self.default_year(i))?;
                    let days = ymd(year, 1, 1).zip(ymd(year + 1, 1, 1));
                    return Some(Unit::new(days, end).published().role(Role::AsOf));
                }
                let unit = self.bare_year(at).or_else(|| self.span(at));
                // «đến hết nhiệm kỳ tới»
                let unit = unit.or_else(|| self.same(at))?;
                // «khất hết quý này qua quý khác»
                if (unit.end..self.text.len().min(unit.end + OTHER))
                    .any(|i| self.text.word(i) == "khác")
                    && matches!(self.text.word(unit.end), "qua" | "sang" | "đến")
                {
                    return Some(Unit::new(None, unit.end).role(Role::Length));
                }
                // «ba tháng nữa là hết năm 2023»: the year that still runs
                if i > 1 && self.text.word(i - 1) == "là" && self.text.word(i - 2) == "nữa" {
                    return Some(unit);
                }
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
                let at = self.past_clock(at);
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
        self.words_ending(i).any(|word| word == TimeWord::AsOf)
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
            // «từ 90 em đầu năm xuống 30 em»
            TimeWord::First => {
                let bare = self.is(at, TimeWord::Year)?;
                let stated = self.year_number(bare);
                let (year, end) = stated.or_else(|| Some((self.default_year(i)?, bare)))?;
                let day = ymd(year, 1, 1).filter(|_| {
                    self.is_between_levels(i, end) || self.is_state_of(end, stated.is_some())
                })?;
                Some(Unit::new(Some((day, next_day(day))), end).role(Role::AsOf))
            }
            TimeWord::Middle => {
                let bound = i > 0 && (self.until(i - 1) == Some(i) || self.is_as_of(i));
                let point = i > 0 && self.text.word(i - 1) == "vào";
                // of a year only as a bound: «tính đến giữa năm 2013»
                let year = || {
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
                // «đợt mưa lũ giữa tháng 10»: which days is not said
                if !bound && !point {
                    return Some(unit);
                }
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
                // «những ngày cuối tháng 4»
                if i > 0 && self.text.word(i - 1) == "ngày" {
                    return Some(unit);
                }
                let days = unit
                    .days
                    .and_then(|(_, end)| end.pred_opt())
                    .map(|day| (day, next_day(day)));
                Some(Unit { days, ..unit }.role(Role::AsOf))
            }
            _ => None,
        }
    }

    /// «đầu năm 2019 | còn 45 hộ nghèo»: how many there were then.
    /// Without its year «đầu năm có 43.200 hộ đăng ký» can be a flow.
    fn is_state_of(&self, end: usize, year_stated: bool) -> bool {
        let tokens = self.text.tokens();
        let counts = tokens
            .get(end + 1)
            .is_some_and(|token| token.kind == Kind::Number);
        counts && (self.text.word(end) == "còn" || year_stated && self.text.word(end) == "có")
    }

    /// «từ 90 em | đầu năm | xuống 30 em»: between the ends of a move.
    fn is_between_levels(&self, i: usize, end: usize) -> bool {
        let text = self.text;
        let floor = text.sentences()[text.sentence_of(i)]
            .start
            .max(i.saturating_sub(LEVEL));
        let cue = text
            .hit(end, Class::Cue)
            .map(|hit| self.lexicon.cues[hit.entry()].data);
        let from = (floor..i).rfind(|&at| text.word(at) == "từ");
        matches!(cue, Some(Cue::ToLevel | Cue::Increase | Cue::Decrease))
            && from.is_some_and(|from| {
                text.token(from + 1).kind == Kind::Number
                    && (from..i)
                        .all(|at| text.token(at).kind != Kind::Sign || text.is_sign(at, '%'))
            })
    }

    /// A unit, or two of them joined by a dash or «đến».
    pub(super) fn span(&mut self, i: usize) -> Option<Unit> {
        let first = self.unit(i)?;
        if first.role != Role::Period || first.end >= self.text.len() {
            return Some(first);
        }
        let until = self
            .until(first.end)
            .map(|at| self.last_of_span(first, i, at));
        let last = until.unwrap_or_else(|| self.next_of_two(first, i));
        let Some((start, last)) = last else {
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
        let mut last = last.or_else(|| self.dated_as(i..first.end, at))?;
        // «từ đầu năm 2018 đến hết tháng 9», «từ tháng 10/2017 đến tháng 3» go on from the year at their beginning
        let begins = first.days.filter(|(start, end)| {
            let opens = i > 0 && self.text.word(i - 1) == "đầu";
            first.year_stated && !last.year_stated && (opens || (*end - *start).num_days() < 300)
        });
        if let (Some((start, _)), Some((from, until))) = (begins, last.days) {
            let year = |year| {
                Some((
                    from.with_year(year)?,
                    until.with_year(year + until.year() - from.year())?,
                ))
            };
            let own = year(start.year()).filter(|days| days.0 >= start);
            last.days = own.or_else(|| year(start.year() + 1));
        }
        // «từ 26/1 đến 26/2/2024» has the year at its end
        let year = last
            .days
            .filter(|_| first.days.is_none() && last.year_stated);
        let days = match year {
            Some((end, _)) => self.in_year(end.year(), i),
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

    /// «ngày 30/4 và 1/5», «tháng 6 và tháng 7/2017», «quý I và quý II», «năm 2022 và 10 tháng năm 2023»: two that follow one another.
    fn next_of_two(&mut self, first: Unit, i: usize) -> Option<(Option<Span>, Unit)> {
        let joined = self.text.word(first.end) == "và";
        let at = first.end + 1;
        let year = |(start, end): &Span| start.ordinal() == 1 && end.ordinal() == 1;
        if joined && first.days.as_ref().is_some_and(year) && at < self.text.len() {
            let months = self.months_of_year(at)?;
            let (start, _) = months.days.filter(|days| !year(days))?;
            let goes_on = first.days.is_some_and(|(_, end)| end == start);
            return goes_on.then_some((first.days, months));
        }
        let same = [TimeWord::Month, TimeWord::Quarter]
            .into_iter()
            .any(|unit| {
                self.word(i).is_some_and(|(word, _)| word == unit) && self.is(at, unit).is_some()
            });
        if joined && same {
            let (start, last) = self.last_of_span(first, i, at)?;
            // the first quarter of a leap year is a day longer
            let adjacent = start
                .zip(last.days)
                .is_some_and(|(first, last)| (last.0 - first.1).num_days().abs() <= 1);
            return adjacent.then_some((start, last));
        }
        let day = first.days.filter(|(start, end)| next_day(*start) == *end);
        let joined = day.is_some() && self.text.word(first.end) == "và";
        let at = joined.then_some(first.end + 1)?;
        let at = self.is(at, TimeWord::Day).unwrap_or(at);
        let last = self.dated_as(i..first.end, at)?;
        let adjacent = day
            .zip(last.days)
            .is_some_and(|(day, last)| day.1 == last.0);
        adjacent.then_some((first.days, last))
    }

    /// «từ ngày 4-5 đến 9-6», «từ 21/4 - 5/5»: a day and month at `at`, written as the first date; not «5/5 - 7/12 hộ».
    fn dated_as(&mut self, mut first: Range<usize>, at: usize) -> Option<Unit> {
        let sign = |i: usize| self.text.tokens().get(i).map(|token| token.sign);
        let written = |i: usize| {
            let glued = self.text.is_glued(i) && self.text.is_glued(i + 1);
            sign(i).filter(|sign| matches!(sign, '/' | '-') && glued)
        };
        // «từ ngày 14.5 đến 18.5»
        let dotted = |i: usize| {
            let token = self.text.tokens().get(i);
            token.is_some_and(|token| token.kind == Kind::Number)
                && self.text.word(i).matches('.').count() == 1
        };
        if dotted(at) && first.clone().any(dotted) {
            return self
                .dotted_date(at)
                .filter(|last| !self.is_counted(last.end));
        }
        let alike = first
            .find_map(written)
            .is_some_and(|sign| written(at + 1) == Some(sign));
        let last = alike.then(|| self.dated(at, at, true)).flatten()?;
        (!self.is_counted(last.end)).then_some(last)
    }

    /// The days of the unit at `i`, or from «đầu năm», taken for one of `year`.
    fn in_year(&mut self, year: i32, i: usize) -> Option<Span> {
        let published = std::mem::replace(&mut self.published, ymd(year, 12, 31));
        let unit = self.unit(i).or_else(|| self.opening(i));
        self.published = published;
        unit?.days
    }
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

/// A year of the calendar that is no term.
fn starts_a_year(unit: Unit) -> bool {
    let year = |(start, end): Span| start.ordinal() == 1 && (end - start).num_days() >= 365;
    unit.role == Role::Period && unit.days.is_some_and(year)
}
