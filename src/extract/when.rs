//! When a figure holds: the dates and periods around it in, its period out.
//!
//! Asked of its clause, its sentence, its paragraph, the heading above it and the article, in this order.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate};

use super::calendar::next_day;
use super::clause::Clause;
use super::frame::is_year;
use super::lexicon::{Cue, Phrase, Sort, TimeWord};
use super::period::{Role, Time};
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::{Basis, EntityType, Measure, Period};

/// Most tokens from «Ban Chấp hành» to how many it has: «Ban Chấp hành Đảng bộ huyện khóa XXIII gồm».
const COMMITTEE: usize = 12;

/// Most tokens from «tham dự» to how many came.
const ATTENDED: usize = 6;

/// Most tokens from «dự» to the «có» of who came: «Về dự và chỉ đạo hội nghị có …».
const CAME: usize = 8;

/// Most tokens from a bound to the «quy định» that sets it.
const RULED: usize = 8;

/// Most tokens from how many were awarded to what they were given: «Nhân dịp này, 12 tập thể … được tặng Bằng khen».
const AWARDED: usize = 24;
/// Most tokens from how many of a list are rewarded to the time of their merits.
const MERIT: usize = 60;
/// Most tokens from a figure to what was done with it at a meeting.
const ACT: usize = 12;

/// A sentence opens with a time in so many tokens: «Bước vào năm học mới, …».
const HEAD: usize = 2;

/// The period that others are compared with opens a sentence in so many tokens: «Trong khi đó, cùng kỳ năm trước, …».
const BASE: usize = 4;
/// Most tokens from the semicolon before it to the figure.
const LONGEST_PART: usize = 24;

/// Most tokens from «nâng» to the «hiện có» of what there is now.
const RAISED: usize = 6;
/// Most tokens from the year of a plan to its sum, where whose it is stands between.
const OWNED: usize = 8;

/// Most tokens from «trong khi» to the time that it sets beside another: «trong khi cả».
const CONTRAST: usize = 3;
/// Most tokens from «dự toán» to its sum: «dự toán cả năm mà tỉnh giao cho huyện là».
const PLANNED: usize = 14;

/// Most tokens from a change to what it is set beside.
const BESIDE: usize = 3;
/// News are of so many days.
const NEWS: i64 = 7;
/// No season of crops has fewer days.
const SEASON: i64 = 31;
/// Most tokens from «xây» to when: «xây dựng trước».
const BUILT: usize = 3;
/// Most tokens from a figure to the time in brackets behind it.
const DATED: usize = 7;

/// The same days one year earlier.
fn year_before(period: &Period) -> Option<Period> {
    Some(Period {
        start: period.start.checked_sub_months(Months::new(12))?,
        end: period.end.checked_sub_months(Months::new(12))?,
        ..period.clone()
    })
}

/// The year of what holds for a part of it: of courts and their like from October.
fn year_of(period: &Period) -> Option<Period> {
    let (start, last) = (period.start, period.end.pred_opt()?);
    let working = start.day() == 1 && start.month() == 10 && start.year() < last.year();
    let begins = if working {
        start
    } else {
        NaiveDate::from_ymd_opt(start.year(), 1, 1)?
    };
    let ends = begins.checked_add_months(Months::new(12))?;
    (last < ends).then(|| Period {
        start: begins,
        end: ends,
        ..period.clone()
    })
}

/// The last day of what goes on up to the day of the article.
fn at_its_end(period: Period, published: NaiveDate) -> Period {
    let start = (period.end == next_day(published)).then_some(published);
    Period {
        start: start.unwrap_or(period.start),
        ..period
    }
}

impl<'a> Clause<'a> {
    /// The dates and periods of a range that figures can be about.
    pub(super) fn times_in(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &'a Time> {
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < range.start);
        let last = times.partition_point(|time| time.tokens.start < range.end);
        times[first..last.max(first)].iter().filter(|time| {
            // «năm qua» without a date to count from; «5 năm qua» says at least that it is not the year named before
            let unresolved = time.days.is_none()
                && time.by_publication
                && time.role != Role::Now
                // «năm ngoái» says as much
                && self.text().word(time.tokens.end - 1) != "ngoái"
                && self.text().token(time.tokens.start).kind != Kind::Number;
            !unresolved
                && !matches!(time.role, Role::Baseline | Role::Length)
                && !self.is_quoted_apart(time)
                && !self.is_bracketed_apart(time)
                && (!self.context.dates_a_figure(time) || self.is_dated_by(time))
                && !self.is_of_another_item(time)
                && !self.is_of_another_start(time)
                && !self.is_behind_an_earlier(time)
                && !self.is_long_before(time)
                && !self.began_apart(time)
                && !self.context.dates_a_report(time)
                && !self.context.is_of_the_elected(time)
                && !self.context.names_an_event(time)
                && (!self.context.is_compared(time) || self.is_right_behind(time))
                && (!self.context.belongs_to_a_name(time) || self.is_said_of(time))
        })
    }

    /// The period stated for the figure in its own sentence: before it, or behind it in its clause; the years that a
    /// programme or a term of office bears in its name where there is no other.
    pub(super) fn own_time(&self) -> Option<&'a Time> {
        let named = |time: &Time| {
            self.context.is_attribute(time)
                && !self.is_said_of(time)
                && !self.is_in_its_brackets(time)
        };
        *self.own_time.get_or_init(|| {
            // «Theo điều tra thời điểm 1/4/2016, đàn trâu hiện có …» of an article without a date
            let stated =
                |time: &Time| time.role != Role::Now && !named(time) && time.days.is_some();
            // not «Năm 2014, chị nuôi 2 con bò, nay có 7 con»
            let undated = |time: &&Time| {
                time.role == Role::Now
                    && time.days.is_none()
                    && self.text().word(time.tokens.start) != "nay"
            };
            let opened = self
                .nearest_time(|time| !named(time))
                .filter(undated)
                .and_then(|_| self.nearest_time(stated))
                .filter(|time| {
                    self.context.opens(time) && time.tokens.start >= self.sentence.start
                });
            if opened.is_some() {
                return opened;
            }
            let dated = || {
                let end = self.quantity.tokens.end;
                let mut times = self.times_in(end..self.ceiling().min(end + DATED));
                times.find(|time| self.context.dates_a_figure(time) && self.is_dated_by(time))
            };
            dated()
                .or_else(|| {
                    self.nearest_time(|time| !named(time) && !self.context.is_of_a_contract(time))
                })
                .or_else(|| {
                    self.nearest_time(|time| named(time) && !self.context.is_of_a_contract(time))
                })
        })
    }

    /// «327 nghị quyết (khóa XVI, nhiệm kỳ 2011 - 2016 ban hành | 206 nghị quyết)»: what the brackets set beside it.
    fn is_in_its_brackets(&self, time: &Time) -> bool {
        let figure = self.quantity.figure.start;
        let bracket = |i: &usize| matches!(self.text().token(*i).sign, '(' | ')');
        let open = (self.sentence.start..figure).rfind(bracket);
        open.is_some_and(|open| {
            self.text().is_sign(open, '(') && (open..figure).contains(&time.tokens.start)
        })
    }

    /// «chiếm 2,4% tổng số phải thu trong năm 2025»: when the whole holds, not its part.
    fn is_of_the_whole(&self, time: &Time) -> bool {
        self.quantity.dimension == Dimension::Percent
            && (self.quantity.tokens.end..time.tokens.start).any(|i| self.word_is(i, &["tổng"]))
    }

    /// «nâng tổng số hiện có lên 9.000»: how many there are now that others have come.
    fn is_of_a_total(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        time.role == Role::Now
            && (start.saturating_sub(RAISED).max(self.sentence.start)..start)
                .any(|i| self.word_is(i, &["nâng", "đưa"]))
    }

    /// «hiện có 3 tỷ đồng; hội đã thực hiện 17 dự án»: now is what another item is of.
    fn is_now_apart(&self, time: &Time) -> bool {
        let next = self.context.next_item(time);
        next.is_some_and(|next| next < self.quantity.figure.start)
    }

    /// A time with neither a comma nor a figure between it and this one.
    fn is_beside(&self, time: &Time) -> bool {
        time.tokens.start >= self.floor()
            && (time.tokens.end..self.quantity.figure.start)
                .all(|i| !matches!(self.text().token(i).sign, ',' | ';' | ')'))
    }

    /// «Năm 2012, số hộ vay lên tới 218 hộ, nay còn …»: an earlier level with its time, no end of a move.
    fn was_then(&self, time: &Time) -> bool {
        let figure = self.quantity.figure.start;
        let from = figure.saturating_sub(2).max(self.sentence.start);
        let start = time.tokens.start;
        // «Ông An: Năm 2015, tỉnh có 208 người», «Trước đó, tháng 3/2017, xã có 11 tòa nhà»
        let opens = (self.sentence.start..=self.sentence.start + HEAD).contains(&start)
            || start > self.sentence.start
                && matches!(self.text().token(start - 1).sign, ',' | ':');
        let alone = start >= self.floor() && time.role == Role::Period && time.days.is_some();
        (is_year(time) || alone) && opens && !(from..figure).any(|i| self.word_is(i, &["từ"]))
    }

    /// «kế hoạch năm 2019 là 650 tấn», «kế hoạch vốn năm 2019 của tỉnh là 5 tỷ đồng»: the figure is what the plan of that year
    /// says; as are its parts, «gồm: vốn của tỉnh 3 tỷ đồng».
    fn is_said_of(&self, time: &Time) -> bool {
        let end = time.tokens.end;
        let joins = |i: usize| self.is_stop(i) || self.cue_at(i).is_some();
        let said = |figure: usize| {
            let words = |i: usize| self.text().token(i).kind == Kind::Word;
            let owned = figure - end <= OWNED
                && self.word_is(end, &["của"])
                && self.word_is(figure - 1, &["là"])
                && (end..figure).all(words);
            figure - end <= 3 && (end..figure).all(joins) || owned
        };
        let figure = self.quantity.figure.start;
        let mut figures = self.figures.iter().map(|whole| &whole.figure);
        let divided = |whole: &Range<usize>| {
            let parts = |i: usize| {
                self.word_is(i, &["gồm"])
                    || self.word_is(i, &["đó"]) && self.word_is(i - 1, &["trong"])
            };
            whole.start < figure && said(whole.start) && (whole.end..figure).any(parts)
        };
        let mut whole = || figures.find(|whole| whole.start >= end);
        end <= figure && (said(figure) || whole().is_some_and(divided))
    }

    fn nearest_time(&self, asked: impl Fn(&Time) -> bool) -> Option<&'a Time> {
        let start = self.quantity.figure.start;
        let behind = self.quantity.tokens.end..self.reach().min(self.quantity.tokens.end + 14);
        let clause = self.clause_start().min(start);
        // «từ 3,4% năm 2020 xuống còn 0,9% năm 2024»
        let end = self.quantity.tokens.end;
        let next = self.times_in(end..(end + 1).min(self.ceiling())).next();
        let taken = |time: &&Time| {
            // «đạt 70% trong tháng 10/2022 và 95% vào ngày 31/1/2023»
            let follows = |before: &&Quantity| {
                let end = before.tokens.end;
                time.tokens.start == end || time.tokens.start == end + 1 && self.is_stop(end)
            };
            // «từ 900 thợ nay còn 400 thợ»: now is not of the first
            let before = self
                .before
                .filter(follows)
                .filter(|_| time.role != Role::Now);
            before.is_some_and(|before| {
                let from = before.figure.start > self.sentence.start
                    && self.word_is(before.figure.start - 1, &["từ"]);
                from || next.is_some()
            })
        };
        // «nâng số sách hiện có lên 9.000 bản; phục vụ 2.600 bạn đọc» says «hiện» of its own clause
        let earlier = || {
            self.times_in(self.sentence.start..clause)
                .rfind(|time| asked(time) && !self.is_of_a_total(time) && !self.is_now_apart(time))
        };
        self.times_in(clause..start)
            .rfind(|time| asked(time))
            .filter(|time| !taken(time))
            .or_else(|| {
                self.times_in(behind).find(|time| {
                    // «đạt 50 tiêu chí, nâng tổng số đến nay lên 404» still speaks of the year it began with
                    let open = time.days.is_none() && earlier().is_some();
                    asked(time)
                        && time.role != Role::Now
                        && !open
                        && !self.is_of_the_whole(time)
                        && (self.quantity.tokens.end..time.tokens.start).all(|i| {
                            // «Nếu năm học trước đạt 91% | thì năm học này là 99%»
                            !matches!(self.text().token(i).sign, ';' | '.' | ',' | ')' | '(')
                                && !self.word_is(i, &["thì"])
                                || self.is_between_names(i)
                                || self.is_carried_out_behind(i)
                        })
                })
            })
            .or_else(earlier)
    }

    /// Where the next figure stands that is no part of what this one counts: «cấp nước cho 2.500 hộ của | hai xã trong quý II».
    fn reach(&self) -> usize {
        let inner = self.after.filter(|after| {
            let at = after.figure.start - 1;
            at >= self.quantity.tokens.end && self.word_is(at, &["của", "cho", "tại", "ở", "thuộc"])
        });
        let Some(inner) = inner else {
            return self.ceiling();
        };
        let mut figures = self.figures.iter().map(|figure| figure.figure.start);
        let next = figures.find(|&start| start > inner.figure.start);
        next.unwrap_or(self.sentence.end)
    }

    /// «dự toán 86 tỷ đồng | , thực hiện từ năm 2010 đến năm 2015»
    fn is_carried_out_behind(&self, i: usize) -> bool {
        let words = |first: &str, second: &str| {
            self.word_is(i + 1, &[first]) && self.word_is(i + 2, &[second])
        };
        // not «, thực hiện nghị quyết từ năm 2016»
        let behind = || (i + 3..i + 6).any(|at| self.time_at(at).is_some());
        self.text().is_sign(i, ',') && (words("thực", "hiện") || words("thời", "gian")) && behind()
    }

    /// «hai xã Thành Minh | , Thành Mỹ»
    fn is_between_names(&self, i: usize) -> bool {
        self.text().is_sign(i, ',') && self.ends_name(i) && self.name_at(i + 1).is_some()
    }

    /// When the figure holds; what is planned for a year holds for all of it.
    ///
    /// `whole` is what a sentence such as «Trong tổng số 335 vụ, …» takes up again.
    pub(super) fn period(
        &self,
        measure: Measure,
        previous: Option<&Linked>,
        whole: Option<&Linked>,
    ) -> Option<Period> {
        if self.is_a_norm() {
            return None;
        }
        if measure == Measure::Previous
            && let Some(time) = self.compared_before_brackets().or_else(|| self.began())
        {
            return self.resolve(time, measure, Basis::Stated);
        }
        let period = self.told_period(measure, previous, whole)?;
        if self.is_planned_for_the_year(measure) {
            return year_of(&period).or(Some(period));
        }
        Some(period)
    }

    /// By its clause, its sentence, its paragraph, the article.
    fn told_period(
        &self,
        measure: Measure,
        previous: Option<&Linked>,
        whole: Option<&Linked>,
    ) -> Option<Period> {
        let start = self.quantity.figure.start;
        if self.is_of_the_year_before(measure)
            && (previous.is_some() || self.base_period().is_some())
        {
            return self.in_the_year_before(measure, previous);
        }
        if let Some(since) = self.each_year_since(measure, previous) {
            return Some(since);
        }
        // «Nhiệm kỳ 2020-2025, … Đến năm 2025 có 9 hợp tác xã; mỗi năm kết nạp 8 đảng viên»: each year of the term
        let yearly = measure == Measure::Target && self.is_regular();
        let own = self.own_time().filter(|time| {
            // «giai đoạn 2016-2017, tỷ lệ giảm từ 19% xuống còn 15%»: when it was 19% is not said

            (measure != Measure::Previous || self.dates_what_was(time))
                // «… đến năm 2030; bố trí thêm 6.000 tỷ đồng»: what has happened is not of a time to come
                && (measure == Measure::Target
                    || time.tokens.start >= self.clause_start()
                    || time.tokens.start <= self.sentence.start + HEAD
                    || !self.context.is_ahead(self.text(), time))
                && !(yearly && self.is_within_the_held(time))
                && (measure == Measure::Target || !self.is_of_a_congress(time))
                && !self.turns_to_this_season(time)
        });
        if let Some(level) = previous.filter(|level| self.changes(measure, level, own)) {
            return level.period.clone();
        }
        let named = own.filter(|time| self.context.is_attribute(time));
        if let Some(time) = named.and_then(|_| self.rewarded()) {
            return self.resolve(time, measure, Basis::Stated);
        }
        if let Some(term) = self
            .term_to_serve()
            .filter(|_| named.is_some() || own.is_none())
        {
            return self.resolve(term, measure, Basis::Inherited);
        }
        let delegates =
            self.context.time_word(self.quantity.figure.end) == Some(TimeWord::EventAct);
        let met =
            named.filter(|time| delegates && time.tokens.start < start || self.is_of_the_event());
        let agenda = || own.is_some_and(|time| self.is_of_the_agenda(time));
        if let Some(event) = self.context.event.filter(|_| met.is_some() || agenda()) {
            return self.resolve(&self.context.times[event], measure, Basis::Inherited);
        }
        // «Đại hội …, nhiệm kỳ 2020-2025 có 248 đại biểu» of no day that is told
        if met.is_some_and(|time| time.role == Role::Term) && measure != Measure::Target {
            return None;
        }
        if own.is_some_and(|time| self.is_up_to_the_report(time)) {
            return self.of_article(measure);
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
            let listed = previous.filter(|previous| previous.measure == measure);
            return listed?.period.clone();
        }
        // «… đang cách ly là 9.175 người (công suất 12.380 giường)»: brackets explain the figure before them
        if let Some(previous) = previous.filter(|_| self.is_bracketed()) {
            return previous.period.clone();
        }
        if let Some(at) = self.present().filter(|_| measure == Measure::Level) {
            let today = self.context.published?;
            return Some(Period {
                start: today,
                end: next_day(today),
                text: self.text().slice(at..at + 1).to_owned(),
                basis: Basis::Published,
            });
        }
        if let Some(whole) = whole {
            return whole.period.clone();
        }
        if let Some(time) = self.rewarded() {
            return self.resolve(time, measure, Basis::Stated);
        }
        if self.is_of_the_event() {
            return self.of_the_event(measure);
        }
        if self.is_of_no_period(measure) {
            return None;
        }
        // what is said of the months to come goes on for plans only
        let held = self
            .held()
            .filter(|time| measure == Measure::Target || !self.context.is_ahead(self.text(), time))
            .filter(|time| !self.is_left_behind(time));
        if let Some(time) = held {
            let period = self.resolve(time, measure, Basis::Inherited);
            let period = period.map(|period| self.at_the_state(self.of_its_month(period)));
            return match self.context.published {
                Some(day) if self.is_balance() => period.map(|period| at_its_end(period, day)),
                _ => period,
            };
        }
        let period = self.of_article(measure).or_else(|| {
            let event = self.context.event.filter(|_| self.is_sentenced())?;
            self.resolve(&self.context.times[event], measure, Basis::Inherited)
        })?;
        Some(self.at_the_state(self.of_its_month(period)))
    }

    /// «9 tháng, … Chế biến tăng | 3,5% so với tháng trước»: what is set beside the month before is of the last month alone.
    fn of_its_month(&self, period: Period) -> Period {
        let end = self.quantity.tokens.end;
        let last = self.sentence.end.min(end + BESIDE);
        let months = (end..last)
            .filter(|&i| matches!(self.cue_at(i), Some((Cue::Compare, _))))
            .find_map(|i| match self.context.time_word(self.cue_at(i)?.1) {
                Some(TimeWord::LastMonth) => Some(1),
                Some(TimeWord::LastQuarter) => Some(3),
                _ => None,
            });
        let start = months.and_then(|months| {
            let start = period.end.checked_sub_months(Months::new(months))?;
            (period.end.day() == 1 && start > period.start).then_some(start)
        });
        Period {
            start: start.unwrap_or(period.start),
            ..period
        }
    }

    /// «Tối 31/10, đại hội bế mạc. Tỉnh đặt mục tiêu giành | 38 huy chương»: planned on a day or some days that are no time of the plan,
    /// unless they are yet to come.
    fn is_planned_on_a_day(&self) -> bool {
        let short = |(start, end): (NaiveDate, NaiveDate)| (end - start).num_days() <= NEWS;
        let start = self.sentence.start;
        let parts = self.word_is(start, &["Trong"]) && self.word_is(start + 1, &["đó"]);
        // «bảo hành 12 tháng» runs from that day
        let term = self.quantity.dimension == Dimension::Time;
        let days = match self.held() {
            Some(time) => time
                .days
                .filter(|_| !self.context.is_ahead(self.text(), time)),
            None => self.context.period.map(|period| (period.start, period.end)),
        };
        days.is_some_and(short) && !parts && !term && !self.is_planned_for_the_year(Measure::Target)
    }

    /// «Khởi công một nhà nhân ái, kinh phí dự kiến | 90 triệu đồng»: what is reckoned with is of no time that is told around it.
    fn is_reckoned_with(&self) -> bool {
        let mut at = self.quantity.figure.start;
        while let Some((Cue::About | Cue::AtLeast | Cue::Nearly | Cue::Over | Cue::Under, cue)) =
            self.cue_before(at, self.sentence.start)
        {
            at = cue;
        }
        // what works will cost is of the time when they are carried out
        self.context.works.is_none()
            && at > self.sentence.start + 1
            && self.word_is(at - 2, &["dự"])
            && self.word_is(at - 1, &["kiến", "tính"])
    }

    /// «Trước kỳ họp, HĐND tổ chức | 36 điểm tiếp xúc cử tri»: not of the day of the meeting, nor of any that is told.
    fn is_before_the_event(&self) -> bool {
        let start = self.sentence.start;
        self.word_is(start, &["Trước"])
            && self.context.time_word(start + 1) == Some(TimeWord::Event)
    }

    /// «Cùng tội danh, 3 bị cáo lĩnh từ | 7 năm đến 12 năm tù», «tòa buộc bị cáo bồi thường | 85 tỷ đồng»: what a court has decided.
    fn is_sentenced(&self) -> bool {
        let mut own = self.sentence.clone();
        let accused = own
            .clone()
            .any(|i| self.word_is(i, &["bị"]) && self.word_is(i + 1, &["cáo"]));
        (accused || self.is_term())
            && own.any(|i| self.word_is(i, &["buộc", "lĩnh", "phạt", "tuyên"]))
    }

    /// «9 năm | tù», «thời gian thử thách | 5 năm»: what a court gives.
    fn is_term(&self) -> bool {
        let start = self.quantity.figure.start;
        self.quantity.dimension == Dimension::Time
            && (self.word_is(self.quantity.tokens.end, &["tù"])
                || start > 0 && self.word_is(start - 1, &["thách"]))
    }

    /// «Đến nay, xã còn 6 hộ nghèo. | Ủy ban Kiểm tra đã kiểm tra 15 tổ chức»: what a meeting is told goes on behind a state that has
    /// no date; not «9 xã còn lại …», which is of it.
    fn is_left_behind(&self, time: &Time) -> bool {
        let since = self.context.time_word(time.tokens.start) == Some(TimeWord::From);
        // «đến thời điểm này», «đến thời điểm hiện tại»
        let last = time.tokens.end - 1;
        let open = self.word_is(last, &["nay"])
            || self.word_is(last, &["này", "tại"]) && self.word_is(last - 1, &["điểm", "hiện"]);
        self.context.event.is_some()
            && time.days.is_none()
            && !since
            && open
            && self.text().token(self.sentence.start).kind != Kind::Number
    }

    /// Whether a change is one of the figure before it, which has no other time; «… bằng 39% kế hoạch năm (157 tỷ đồng), giảm | 22 tỷ
    /// đồng» is not of what the brackets explain.
    fn changes(&self, measure: Measure, level: &Linked, own: Option<&Time>) -> bool {
        let at = level.quantity.figure.start;
        measure == Measure::Change
            && level.measure != Measure::Previous
            && (self.is_bracketed() || !self.context.is_bracketed(at))
            && own.is_none_or(|time| {
                time.tokens.end <= at || time.tokens.start > self.quantity.figure.start
            })
    }

    /// What the text around it tells is not of the figure's time.
    fn is_of_no_period(&self, measure: Measure) -> bool {
        // «Những năm qua, hội đã giúp 90 hộ», «mỗi năm xuất khẩu 35 tấn» tell of no one year
        // unless years together are reported on: «Nhiệm kỳ qua, … Bình quân mỗi năm có 35 hộ thoát nghèo»
        let loose = self.is_of_no_one_year() || self.is_regular();
        let planned = measure == Measure::Target;
        !planned && loose && !self.is_within_years()
            || self.is_before_the_event()
            || self.is_told_apart()
            || planned && self.is_set_by_a_rule()
            || self.is_behind_a_merger()
            || !planned && (self.is_of_a_beginning() || self.is_of_the_last_season())
            || self.is_by_a_rule()
            || self.is_of_a_survey()
            || !planned && (self.is_a_case() || self.is_paid_monthly() || self.is_asked_of_others())
            || self.is_proposed()
            || planned && (self.is_reckoned_with() || self.is_planned_on_a_day())
            || self.is_standing(measure)
    }

    /// «“Chúng tôi mua 12 máy in”», «Chị Mai có 3 con bò» in a report on a year: who is quoted tells when, or nobody does; nor is
    /// the year that of what somebody has, unless it is told of him.
    fn is_told_apart(&self) -> bool {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let held = self.held().map(|time| time.tokens.start);
        let private = |at: usize| self.context.is_private(at);
        if private(figure) && !held.is_some_and(private) {
            return true;
        }
        let outside = |open: usize| held.is_none_or(|time| time < open);
        text.quotation(figure).is_some_and(outside)
    }

    /// «6 tháng đầu năm thu 320 tỷ đồng, đạt 46% dự toán năm là | 700 tỷ đồng»: what a plan says of the year, not «bằng 60% kế hoạch năm
    /// với | 1.200 hồ sơ».
    fn is_planned_for_the_year(&self, measure: Measure) -> bool {
        let figure = self.quantity.figure.start;
        let floor = self.before.map_or(0, |before| before.tokens.end);
        let floor = floor
            .max(self.sentence.start)
            .max(figure.saturating_sub(PLANNED));
        let said = figure > floor && self.word_is(figure - 1, &["là"]);
        if measure != Measure::Target && !said {
            return false;
        }
        let number = |i: usize| self.text().token(i).kind == Kind::Number;
        let joins = |i: usize| !matches!(self.text().token(i).sign, ',' | ';' | ':' | ')');
        // «kế hoạch năm», not «trong năm», «năm học»
        let year = (floor + 1..figure).rfind(|&i| {
            let whole = !self.word_is(i - 1, &["trong", "mỗi", "hằng", "hàng", "những", "nhiều"]);
            self.word_is(i, &["năm"])
                && !number(i - 1)
                && (i + 1 == figure || !number(i + 1))
                && whole
        });
        let plan = |i: usize| matches!(self.cue_at(i), Some((Cue::Plan, _)));
        year.is_some_and(|year| (year..figure).all(joins) && (floor..year).any(plan))
    }

    /// The year that a plan of several years ends in, behind these years.
    fn is_within_the_held(&self, time: &Time) -> bool {
        let years = self.held().and_then(|held| held.days);
        time.role == Role::Until
            && years
                .zip(time.days)
                .is_some_and(|(years, (start, end))| years.0 < start && end <= years.1)
    }

    /// «theo quy định phải đạt từ 8%», «Theo Chỉ thị số 12, mức trích tối thiểu là 10%»: what holds whatever is reported on.
    fn is_set_by_a_rule(&self) -> bool {
        let (start, end) = (self.sentence.start, self.quantity.tokens.end);
        let last = self.sentence.end.min(end + RULED);
        // not «chưa đúng quy định»
        let ruled = (start..last).any(|i| {
            self.word_is(i, &["quy"])
                && self.word_is(i + 1, &["định"])
                && !(i > start && self.word_is(i - 1, &["đúng", "trái", "sai"]))
        });
        let lead = self.lead();
        let bound = lead.has(Cue::AtLeast) || lead.has(Cue::AtMost);
        let names = self.context.names;
        let first = names.partition_point(|name| name.tokens.start < start);
        let mut within = names[first..]
            .iter()
            .take_while(|name| name.tokens.start < last);
        ruled || bound && within.any(|name| name.kind == EntityType::Document)
    }

    /// Whether a time says when an earlier level held; not «Trước năm 2018, lòng sông rộng 5 m».
    fn dates_what_was(&self, time: &Time) -> bool {
        (self.is_beside(time) || self.was_then(time)) && !self.opens_with_before()
    }

    /// «Lúc mới thành lập | năm 2011, HTX chỉ có 9 xã viên»: when it began.
    fn began(&self) -> Option<&Time> {
        (self.sentence.start..self.quantity.figure.start).find_map(|i| {
            let end = self.beginning(i)?;
            self.time_at(end).or_else(|| self.time_at(end + 1))
        })
    }

    /// «lũy kế từ đầu năm đạt 78 tỷ đồng» of an article without a date: up to the end of what it reports on.
    fn is_up_to_the_report(&self, time: &Time) -> bool {
        let since = time.days.is_none() && self.text().word(time.tokens.end - 1) == "năm";
        since && self.is_cumulative() && self.context.period.is_some()
    }

    /// «từ 44,7% năm 2015 xuống còn 26,4% năm 2019, bình quân mỗi năm giảm | 4,6%»: from where the move began to where it ended.
    fn each_year_since(&self, measure: Measure, previous: Option<&Linked>) -> Option<Period> {
        let previous = previous.filter(|_| measure == Measure::Change && self.is_regular())?;
        let last = previous.period.as_ref()?;
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < self.sentence.start);
        let start = times[first..]
            .iter()
            .take_while(|time| time.tokens.start < previous.quantity.figure.start)
            .find(|time| self.context.is_of_a_start(time))?;
        let (start, _) = start.days.filter(|(start, _)| *start < last.start)?;
        Some(Period {
            start,
            ..last.clone()
        })
    }

    /// «mỗi năm xuất khẩu 35 tấn», «Mỗi năm, hợp tác xã lãi 3 tỷ đồng», «mỗi tháng lĩnh 6 triệu đồng»; not «bình quân mỗi đêm giết mổ 350
    /// con», which was reckoned.
    fn is_regular(&self) -> bool {
        let (start, first) = (self.clause_start(), self.sentence.start);
        let mean = |i: usize| i > start && !self.mean(i).is_empty();
        let opened = (first..=first).filter(|_| self.text().is_sign(first + 2, ','));
        (start..self.quantity.figure.start).chain(opened).any(|i| {
            let each = self.word_is(i, &["mỗi", "Mỗi"]);
            each && self.word_is(i + 1, &["năm"])
                || (each || self.word_is(i, &["hằng", "Hằng", "hàng", "Hàng"]))
                    && self.word_is(i + 1, &["tháng", "tuần", "ngày", "đêm", "ca"])
                    && !mean(i)
        })
    }

    /// «thuê trọ 900.000 đồng/tháng» goes on from month to month; not a mean, «thu nhập bình quân đạt 9 triệu đồng/tháng».
    fn is_paid_monthly(&self) -> bool {
        let (start, figure) = (self.clause_start(), &self.quantity.figure);
        let mean = |i: usize| self.context.sort(i, &[Sort::Mean]).is_some();
        self.quantity.dimension == Dimension::Money
            && self.text().is_sign(figure.end, '/')
            && self.word_is(figure.end + 1, &["tháng"])
            && !(start..figure.start).any(mean)
            && !self.cues_left(start).any(|(cue, _)| cue == Cue::Attain)
    }

    /// «Huyện đề nghị tỉnh ứng trước 30 tỷ đồng»: what another body is asked for is not of the time that is reported on; not what has
    /// come of it, «…, đã thu hồi 7 tỷ đồng».
    fn is_proposed(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let first = self
            .figures
            .first()
            .map_or(figure, |first| first.figure.start);
        let asked = (start..first).any(|i| {
            let end = self.context.sort(i, &[Sort::Request]);
            end.filter(|_| !self.word_is(i, &["yêu"]))
                .is_some_and(|end| {
                    self.name_at(end).is_some()
                        || matches!(self.phrase_at(end), Some((Phrase::Actor, _)))
                })
        });
        asked && !self.cues_left(first).any(|(cue, _)| cue == Cue::Done)
    }

    /// «Ông Lê Văn Ba yêu cầu Sở Giao thông lắp đèn tại | 4 nút giao»: what somebody asks for at a meeting.
    fn is_asked_of_others(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let asked = (start..figure).rfind(|&i| self.context.sort(i, &[Sort::Request]).is_some());
        asked.is_some_and(|asked| {
            let names = self.context.names;
            let first = names.partition_point(|name| name.tokens.start < start);
            let mut before = names[first..]
                .iter()
                .take_while(|name| name.tokens.end <= asked);
            before.any(|name| name.kind == EntityType::Person)
                && !self.cues_left(asked).any(|(cue, _)| cue == Cue::Done)
        })
    }

    /// Behind «những năm qua», «sau 8 năm», «Trong 5 năm, …» at the head of its sentence.
    fn is_of_no_one_year(&self) -> bool {
        let start = self.sentence.start;
        let years = self.word_is(start, &["Trong"])
            && self.text().token(start + 1).kind == Kind::Number
            && self.word_is(start + 2, &["năm"])
            && self.text().is_sign(start + 3, ',');
        if years {
            return true;
        }
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < self.sentence.start);
        times[first..]
            .iter()
            .take_while(|time| time.tokens.end <= self.quantity.figure.start)
            .any(|time| {
                time.role == Role::Length && time.days.is_none() && self.context.opens(time)
            })
    }

    /// «Giữa tháng 5, đồng lúa đã gặt xong. Vụ đông xuân vừa qua, xã gieo | 980 ha»: a season is not that of the month before it.
    fn is_of_the_last_season(&self) -> bool {
        let start = self.sentence.start;
        let Some(end) = self.context.sort(start, &[Sort::Season]) else {
            return false;
        };
        let held = self.held().and_then(|time| time.days);
        (end..end + 3).any(|i| self.word_is(i, &["vừa"]))
            && held.is_some_and(|(start, end)| (end - start).num_days() <= SEASON)
    }

    /// Whether more than a year is told of around the sentence.
    fn is_within_years(&self) -> bool {
        let years = |(start, end): (NaiveDate, NaiveDate)| (end - start).num_days() > 366;
        let held = self.held().and_then(|time| time.days);
        let reported = || self.context.period.map(|period| (period.start, period.end));
        held.or_else(reported).is_some_and(years)
    }

    /// The period of the article as a whole, of its works where it has none.
    fn of_article(&self, measure: Measure) -> Option<Period> {
        let Some(reported) = self.context.period else {
            return self.context.works.cloned();
        };
        let mut period = reported.clone();
        // «thu ngân sách lũy kế ước đạt …» in a report on June
        if self.is_cumulative() {
            period.start = NaiveDate::from_ymd_opt(period.start.year(), 1, 1)?;
        }
        // a plan for the reported year keeps it, an outlook does not
        let apart = if measure == Measure::Target {
            self.cues_left(self.sentence.start)
                .any(|(cue, _)| cue == Cue::Target)
        } else {
            let published = self.context.published;
            published.is_some_and(|day| period.start > day)
        };
        (!apart).then_some(period)
    }

    /// «số người đang cách ly là 175», «lãi suất đang ở mức 4,8%»: the word that says it is so on the day of the article.
    fn present(&self) -> Option<usize> {
        let figure = self.quantity.figure.start;
        let told = figure > 0 && self.word_is(figure - 1, &["là", "mức", "có", "còn"])
            || self
                .cues_left(self.floor())
                .next()
                .is_some_and(|(cue, _)| cue == Cue::Attain);
        // «đang được theo dõi (cách ly) là 175 người», «đang có 178 HTX và 1.460 tổ hợp tác»
        let joint = self.before.is_some_and(|before| {
            figure == before.tokens.end + 1 && self.word_is(before.tokens.end, &["và"])
        });
        let floor = if joint {
            self.sentence.start
        } else {
            self.floor()
        };
        let start = (floor..figure)
            .rev()
            .find(|&i| matches!(self.text().token(i).sign, ',' | ';' | ':'))
            .map_or(floor, |i| i + 1);
        (start..figure)
            .rfind(|&i| self.context.time_word(i) == Some(TimeWord::Present))
            .filter(|_| told || joint)
    }

    /// «Đến hết tháng 9, nguồn vốn đạt … Doanh số cho vay 9 tháng đạt … Tổng dư nợ là …»: a balance is that of the day which the
    /// paragraph has told, at the end of the period that holds.
    fn at_the_state(&self, period: Period) -> Period {
        let line = &self.text().lines()[self.text().line_of(self.quantity.figure.start)];
        let first = self
            .context
            .times
            .partition_point(|time| time.tokens.start < line.start);
        let state = self.context.times[first..]
            .iter()
            .take_while(|time| time.tokens.start < self.quantity.figure.start)
            .filter(|time| matches!(time.role, Role::AsOf | Role::Until))
            .any(|time| time.days.is_some_and(|(_, end)| end == period.end));
        let start = period.end.pred_opt().filter(|_| state && self.is_balance());
        Period {
            start: start.unwrap_or(period.start),
            ..period
        }
    }

    /// «số dư», «nợ quá hạn»: what there is on a day, not what came in since another.
    fn is_balance(&self) -> bool {
        let figure = self.quantity.figure.start;
        let item = (self.sentence.start..figure).rfind(|&i| self.text().is_sign(i, ';'));
        (item.unwrap_or(self.sentence.start)..figure).any(|i| match self.text().word(i) {
            "dư" | "Dư" => true,
            "nợ" | "Nợ" => self.word_is(i + 1, &["xấu", "quá"]),
            _ => false,
        })
    }

    /// «… (công suất 12.380 giường)»
    pub(super) fn is_bracketed(&self) -> bool {
        self.context.is_bracketed(self.quantity.figure.start)
    }

    /// «tặng Giấy khen cho | 5 tập thể và 11 cá nhân có thành tích năm 2017»: the year for which all of a list are rewarded.
    fn rewarded(&self) -> Option<&'a Time> {
        let (figure, end) = (self.quantity.figure.start, self.quantity.tokens.end);
        let act = |i: usize| self.context.time_word(i) == Some(TimeWord::EventAct);
        let from = figure.saturating_sub(AWARDED).max(self.sentence.start);
        let until = self.sentence.end.min(end + AWARDED);
        if self.quantity.dimension != Dimension::Count || !(from..until).any(act) {
            return None;
        }
        let last = self.sentence.end.min(end + MERIT);
        // «đã hoàn thành xuất sắc nhiệm vụ giai đoạn 2012-2016»
        let merit = (end..last).find(|&i| {
            self.word_is(i, &["thành"]) && self.word_is(i + 1, &["tích"])
                || self.word_is(i, &["xuất"]) && self.word_is(i + 1, &["sắc"])
        })?;
        self.times_in(merit..last)
            .find(|time| matches!(time.role, Role::Period | Role::Term) && time.days.is_some())
    }

    /// The day of the meeting that the article reports; of a day of news where it tells of none.
    fn of_the_event(&self, measure: Measure) -> Option<Period> {
        let Some(event) = self.context.event else {
            // «Chiều 24/1, hội tổ chức chương trình … Tại buổi lễ, hội trao 40 suất quà»
            let news = |period: &&Period| next_day(period.start) == period.end;
            return self.context.period.filter(news).cloned();
        };
        self.resolve(&self.context.times[event], measure, Basis::Inherited)
    }

    /// «Đại hội bầu Ban Chấp hành khóa XXI gồm | 41 đồng chí»: the term that a congress begins, which those whom it elects serve.
    fn term_to_serve(&self) -> Option<&'a Time> {
        let figure = self.quantity.figure.start;
        let from = figure.saturating_sub(COMMITTEE).max(self.sentence.start);
        let committee =
            (from..figure).rfind(|&i| self.context.sort(i, &[Sort::Committee]).is_some())?;
        let end = self.context.sort(committee, &[Sort::Committee])?;
        let counts = end == figure || self.word_is(figure - 1, &["gồm"]);
        let joined = (end..figure).all(|i| self.text().token(i).sign != ',');
        let (day, _) = self.context.times[self.context.event?].days?;
        let begins = |time: &&Time| {
            let start = time.days.map(|(start, _)| start.year());
            time.role == Role::Term && start == Some(day.year())
        };
        self.context
            .times
            .iter()
            .find(begins)
            .filter(|_| counts && joined)
    }

    /// «Đại hội đã bầu 15 ủy viên», «Tại kỳ họp, các đại biểu thông qua 12 nghị quyết», «163 đại biểu dự hội nghị».
    pub(super) fn is_of_the_event(&self) -> bool {
        let figure = self.quantity.figure.start;
        if self.is_of_those_who_came() {
            return true;
        }
        if self.is_before_the_event() {
            return false;
        }
        let end = self.ceiling().min(self.quantity.tokens.end + ACT);
        let word = |i: usize, asked: TimeWord| self.context.time_word(i) == Some(asked);
        let named = |range: Range<usize>| range.into_iter().any(|i| word(i, TimeWord::Event));
        // «Tại hội nghị, 25 tập thể được khen thưởng»
        let opening = self.sentence.start..(self.sentence.start + 3).min(figure);
        let until = if named(opening) {
            // «… có thành tích trong năm 2018 được tặng Bằng khen»: the year that is rewarded
            let dated = self.times_in(self.sentence.clone()).next().is_some();
            let reach = if dated { ACT } else { AWARDED };
            self.sentence.end.min(self.quantity.tokens.end + reach)
        } else {
            self.quantity.tokens.end
        };
        // «… bầu trực tiếp bí thư tại đại hội; kết nạp 94 đảng viên»: the next item is of no meeting
        let item = (self.sentence.start..figure)
            .rfind(|&i| self.text().is_sign(i, ';'))
            .map_or(self.sentence.start, |i| i + 1);
        // «Tại phiên họp, các đại biểu cho rằng giải ngân mới đạt 58,3%»: nor is what they speak of
        let speakers = |i: usize| i < figure && self.word_is(i, &["đại"]);
        let act = (item..until).any(|i| word(i, TimeWord::EventAct) && !speakers(i));
        // «bầu Ban Chấp hành nhiệm kỳ 2020-2025 gồm 15 ủy viên»: a committee serves its term
        let term = || {
            self.times_in(item..figure)
                .any(|time| time.role == Role::Term)
        };
        let serves = figure > 0 && self.word_is(figure - 1, &["gồm"]) && term();
        // «Tham dự có 150 đại biểu»
        let delegates = word(self.quantity.figure.end, TimeWord::EventAct);
        !serves && act && (delegates || named(self.sentence.start..figure))
            || word(self.quantity.figure.end, TimeWord::EventAct)
                && (self.quantity.tokens.end..end).any(|i| word(i, TimeWord::EventAct))
    }

    /// «Cùng dự có lãnh đạo các phòng, ban và Chủ tịch UBND 27 xã», «dự hội nghị có …; … cùng 120 viên chức»: behind those who
    /// came to a meeting.
    fn is_of_those_who_came(&self) -> bool {
        let figure = self.quantity.figure.start;
        let event = |i: usize| self.context.time_word(i) == Some(TimeWord::Event);
        let list = (self.sentence.start..figure).find(|&i| {
            let last = figure.min(i + CAME);
            let come = self.word_is(i, &["dự", "Dự"]);
            let there = (i + 1..last)
                .find(|&i| self.word_is(i, &["có"]))
                .filter(|_| come);
            there.is_some_and(|there| there == i + 1 || (i + 1..there).any(event))
        });
        list.is_some_and(|list| self.times_in(list..figure).next().is_none())
    }

    /// «… tổng kết năm 2018, bàn phương hướng năm 2019 với sự tham dự của 50 cán bộ»: the years that are spoken of, not the day of
    /// those who came.
    pub(super) fn is_of_the_agenda(&self, time: &Time) -> bool {
        let (from, figure) = (time.tokens.end, self.quantity.figure.start);
        let came = |i: usize| self.context.time_word(i) == Some(TimeWord::EventAct);
        let agenda = || self.context.is_reviewed(time);
        from >= self.sentence.start
            && (figure.saturating_sub(ATTENDED).max(from)..figure).any(came)
            && agenda()
            && self.is_of_the_event()
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

    /// «năm ngoái thu hơn 9 tấn nhưng vụ này mới được | 4 tấn»
    fn turns_to_this_season(&self, time: &Time) -> bool {
        let earlier = self.word_is(time.tokens.end - 1, &["ngoái", "trước"]);
        let turns = |i: usize| {
            self.word_is(i, &["vụ", "mùa", "đợt", "lần"]) && self.word_is(i + 1, &["này", "nay"])
        };
        earlier && (time.tokens.end..self.quantity.figure.start).any(turns)
    }

    /// «báo cáo trình Đại hội lần thứ VI (nhiệm kỳ 2017 - 2022), toàn huyện có | 30 hội cơ sở»: the term that a congress opens.
    fn is_of_a_congress(&self, time: &Time) -> bool {
        let (start, end) = (time.tokens.start, time.tokens.end);
        let bracketed = start > self.sentence.start
            && self.text().is_sign(start - 1, '(')
            && self.text().is_sign(end, ')');
        time.role == Role::Term && bracketed && end < self.quantity.figure.start
    }

    /// «3,2% | (năm 2020)»: a time in brackets right behind the figure and what it counts.
    fn is_dated_by(&self, time: &Time) -> bool {
        let (end, open) = (self.quantity.tokens.end, time.tokens.start - 1);
        end <= open
            && !self
                .figures
                .iter()
                .any(|other| (end..open).contains(&other.figure.start))
    }

    /// The day of an item of a list that ends before the figure.
    fn is_of_another_item(&self, time: &Time) -> bool {
        self.context.is_of_an_item(time)
            && (time.tokens.end..self.quantity.figure.start).any(|i| self.text().is_sign(i, ';'))
    }

    /// «năm 2020 là 81,2 tỷ đồng, năm 2019 là 61,9 tỷ đồng; dư nợ | 84,6 tỷ đồng», «trong khi cả năm 2012 được 1.985 giấy; cấp lại |
    /// 2.706 giấy»: the earlier year is of its own figure.
    fn is_behind_an_earlier(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let near = start.saturating_sub(CONTRAST).max(self.sentence.start)..start;
        let contrast = near.into_iter().any(|i| {
            i > self.sentence.start && self.word_is(i, &["trong"]) && self.word_is(i + 1, &["khi"])
        });
        (contrast || self.context.is_set_beside(time))
            && (time.tokens.end..self.quantity.figure.start).any(|i| self.text().is_sign(i, ';'))
    }

    /// «còn 4.312 thửa, trong đó 2.105 thửa giao trái thẩm quyền trước ngày 1/7/2004»: when it was done, not counted.
    fn is_long_before(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let before =
            self.word_is(start, &["trước"]) || start > 0 && self.word_is(start - 1, &["trước"]);
        let counted = self
            .figures
            .iter()
            .any(|figure| figure.figure.start >= self.sentence.start && figure.tokens.end < start);
        let told = self.context.period.map(|period| period.start);
        let told = told.or(self.context.published);
        let past = |(_, end): (NaiveDate, NaiveDate)| told.is_some_and(|told| end <= told);
        before && counted && time.days.is_some_and(past)
    }

    /// «từ 11 triệu đồng năm 2010 lên 27 triệu đồng»: the year of the level that a change begins with.
    fn is_of_another_start(&self, time: &Time) -> bool {
        time.tokens.start < self.quantity.figure.start && self.context.is_of_a_start(time)
    }

    /// «trong khi cùng kỳ năm trước đạt 5 tỷ đồng»: a figure of the period that others are compared with.
    ///
    /// «cao hơn mức 2% | của cùng kỳ», «thấp hơn cùng kỳ năm 2021 | (61%)»
    pub(super) fn is_of_the_base_period(&self) -> bool {
        let baseline = |at: usize| {
            self.time_at(at)
                .is_some_and(|time| time.role == Role::Baseline)
        };
        let end = self.quantity.tokens.end;
        if self.word_is(end, &["của"]) && baseline(end + 1) {
            return true;
        }
        if self.is_in_brackets() {
            let base = self.base_before_brackets();
            return base.is_some_and(|base| {
                let before = base.tokens.start.checked_sub(1);
                before.is_some_and(|i| self.word_is(i, &["hơn"]))
            });
        }
        self.base_period().is_some()
    }

    /// The period that others are compared with, where it opens the figure's clause or its sentence: «Cùng kỳ năm 2020, huyện thu
    /// 430 tỷ đồng».
    fn base_period(&self) -> Option<&'a Time> {
        let figure = self.quantity.figure.start;
        let (clause, sentence) = (self.clause_start(), self.sentence.start);
        let times = self.context.times;
        let opened = |start: usize| {
            let first = times.partition_point(|time| time.tokens.start < start);
            let mut before = times[first..]
                .iter()
                .take_while(|time| time.tokens.end <= figure);
            before
                .find(|time| time.role == Role::Baseline)
                .filter(|base| {
                    (start..base.tokens.start).all(|i| {
                        // «trong khi cùng kỳ năm 2021 đạt …»
                        self.cue_at(i).is_none_or(|(cue, _)| cue == Cue::Previous)
                    }) && self.cues_left(base.tokens.end).all(|(cue, _)| {
                        !matches!(
                            cue,
                            Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::Times
                        )
                    })
                })
        };
        // «…; cùng kỳ năm 2019, tỷ lệ này là 78%»
        let part = (figure.saturating_sub(LONGEST_PART).max(sentence)..figure)
            .rfind(|&i| self.text().is_sign(i, ';'))
            .map_or(sentence, |i| i + 1);
        let headed = |start: usize| {
            opened(start).filter(|base| {
                // not «Cùng kỳ, thanh tra các sở …», which is of the same days
                let end = base.tokens.end;
                let earlier = self.text().token(end - 1).kind == Kind::Number
                    || self.word_is(end - 1, &["trước", "ngoái"]);
                base.tokens.start <= start + BASE
                    && earlier
                    && self.times_in(end..figure).next().is_none()
            })
        };
        opened(clause)
            .or_else(|| headed(part))
            .or_else(|| headed(sentence))
    }

    /// «so với cùng kỳ năm 2021 (174 ca)», not «tăng 12 vụ so với cùng kỳ (8%)».
    fn is_of_the_year_before(&self, measure: Measure) -> bool {
        self.is_of_the_base_period()
            || measure == Measure::Previous
                && (self.base_before_brackets().is_some() || self.is_said_of_last_year())
    }

    /// «giảm so với 1,12% | của năm trước»
    fn is_said_of_last_year(&self) -> bool {
        let (noun, end) = (&self.quantity.noun, self.quantity.tokens.end);
        let of = noun.end.max(end);
        let year = of + usize::from(self.word_is(of, &["của"]));
        self.is_compared_count()
            && self.word_is(year, &["năm"])
            && self.word_is(year + 1, &["trước", "ngoái"])
    }

    /// The days one year before those of the figure before it or of its paragraph; «Cùng kỳ năm 2020 xảy ra 52 vụ, làm 16 người
    /// chết» has told them once.
    fn in_the_year_before(&self, measure: Measure, previous: Option<&Linked>) -> Option<Period> {
        let base = self.base_period();
        if let Some(previous) = previous {
            let period = previous.period.clone();
            let told = base.is_some_and(|base| base.tokens.end <= previous.quantity.figure.start);
            return if told {
                period
            } else {
                period.as_ref().and_then(year_before)
            };
        }
        let held = self
            .held()
            .and_then(|time| self.resolve(time, measure, Basis::Inherited));
        let held = held.or_else(|| self.of_article(measure));
        let year: Option<i32> = self.text().word(base?.tokens.end - 1).parse().ok();
        let named = |period: &Period| year.is_none_or(|year| year == period.start.year());
        held.as_ref().and_then(year_before).filter(named)
    }

    /// «cùng kỳ năm 2021 | (174 ca)»
    pub(super) fn base_before_brackets(&self) -> Option<&Time> {
        let open = self.quantity.figure.start.checked_sub(1)?;
        let times = self.context.times;
        let last = times.partition_point(|time| time.tokens.start < open);
        let base = &times[last.checked_sub(1)?];
        let beside = base.role == Role::Baseline && base.tokens.end == open;
        (beside && self.is_in_brackets()).then_some(base)
    }

    /// «giảm 412 ha so với năm 2020 | (7.282 ha)»: the time that is compared with, of which the bracket tells.
    pub(super) fn compared_before_brackets(&self) -> Option<&Time> {
        let open = self.quantity.figure.start.checked_sub(1)?;
        let times = self.context.times;
        let last = times.partition_point(|time| time.tokens.start < open);
        let base = &times[last.checked_sub(1)?];
        let beside = base.tokens.end == open && self.context.is_compared(base);
        (beside && base.role == Role::Period && !base.by_publication && self.is_in_brackets())
            .then_some(base)
    }

    /// The time that frames the figure's sentence from before it.
    pub(super) fn held(&self) -> Option<&Time> {
        let sentence = self.text().sentence_of(self.quantity.figure.start);
        let held = self.context.held[sentence].map(|time| &self.context.times[time])?;
        // «Về nhân lực, bệnh viện hiện có 428 viên chức. Đường dây nóng tiếp nhận 29 ý kiến» in a report on a year
        let reported = self
            .context
            .period
            .is_some_and(|period| (period.end - period.start).num_days() >= 28);
        (held.role != Role::Now || !reported).then_some(held)
    }

    /// «lũy kế», «cộng dồn»: since the beginning of the year.
    pub(super) fn is_cumulative(&self) -> bool {
        self.cues_left(self.sentence.start)
            .any(|(cue, _)| cue == Cue::Cumulative)
    }

    pub(super) fn resolve(&self, time: &Time, measure: Measure, basis: Basis) -> Option<Period> {
        let (mut start, end) = time.days?;
        // «lũy kế từ 27/4 đến nay» says since when
        let since = self.context.time_word(time.tokens.start) == Some(TimeWord::From);
        // «lũy kế vốn bố trí đến hết năm 2014» is the state at its end
        // as is «lũy kế đến ngày 31/3, tỉnh có 324 dự án, gồm 120 dự án FDI»
        let figure = self.quantity.figure.start;
        let first = (time.tokens.end..figure).find(|&i| self.text().token(i).kind == Kind::Number);
        let there = self.word_is(first.unwrap_or(figure).saturating_sub(1), &["có", "còn"]);
        let state = matches!(time.role, Role::AsOf | Role::Until);
        let at_end = state && (there || time.role == Role::AsOf && is_year(time));
        let told = self.context.is_cumulative(time);
        // «Lũy kế có 5.874 ca, khỏi 3.102 người (ngày 15/8 có 215 người)»
        let apart = !told && self.is_in_its_brackets(time);
        if !at_end
            && !apart
            && (told && !since || !told && self.is_cumulative())
            && matches!(
                time.role,
                Role::AsOf | Role::Now | Role::Period | Role::Until
            )
        {
            start = NaiveDate::from_ymd_opt(start.year(), 1, 1)?;
        } else if time.role == Role::AsOf
            && (measure != Measure::Target || (end - start).num_days() < 365)
        {
            // of a plan too, «đến hết tháng 9 phải đạt 60%»; «đến hết năm 2025» is the year it is for
            start = end.pred_opt()?;
        }
        Some(Period {
            start,
            end,
            text: self.text().slice(time.tokens.clone()).to_owned(),
            basis,
        })
    }

    /// «so với mức 26,4% | của năm 2022»: when the base of a comparison holds; not «bằng 72% của năm 2020».
    fn is_right_behind(&self, time: &Time) -> bool {
        let (figure, end) = (self.quantity.figure.start, self.quantity.tokens.end);
        (end..=end + 1).contains(&time.tokens.start)
            && self.word_is(end, &["của"])
            && !(figure > 0 && self.word_is(figure - 1, &["bằng"]))
            || self.is_told_of_when(time)
    }

    /// «So với năm 2021, khi tỉnh đứng thứ 23/63, …»: what was so at the time that is compared with.
    fn is_told_of_when(&self, time: &Time) -> bool {
        let (end, figure) = (time.tokens.end, self.quantity.figure.start);
        end + 2 < figure
            && self.text().is_sign(end, ',')
            && self.word_is(end + 1, &["khi"])
            && (end + 2..figure).all(|i| self.text().token(i).kind != Kind::Sign)
    }

    /// «khởi công năm 2013, công suất 350 m3», «474 chung cư xây trước năm 1975»: when something began, told apart.
    fn began_apart(&self, time: &Time) -> bool {
        let (figure, end) = (self.quantity.figure.start, time.tokens.end);
        let built = || {
            let before = time.tokens.start.saturating_sub(BUILT)..time.tokens.start;
            before.into_iter().any(|i| self.word_is(i, &["xây"]))
        };
        // «1.500 căn nhà xây từ những năm 1960, | trong đó | 6 căn đã hỏng»
        let part = self.text().is_sign(end, ',')
            && self.word_is(end + 1, &["trong"])
            && self.word_is(end + 2, &["đó"]);
        if part && built() {
            return true;
        }
        self.context.dates_a_beginning(time)
            && (time.tokens.start > figure && built()
                || (end..figure)
                    .any(|i| self.text().is_sign(i, ',') || self.word_is(i, &["nhưng", "song"])))
    }

    /// «Phường chính thức hoạt động từ ngày 1/7, | diện tích 9,4 km2, dân số 60.000 người»: how something is, told with its beginning;
    /// not «Thành lập năm 2012, hội đã giúp 90 hộ».
    fn is_of_a_beginning(&self) -> bool {
        let (times, figure) = (self.context.times, self.quantity.figure.start);
        let first = times.partition_point(|time| time.tokens.start < self.sentence.start);
        let last = times.partition_point(|time| time.tokens.start < figure);
        let done = |end: usize| {
            self.cues_left(end)
                .any(|(cue, _)| matches!(cue, Cue::Done | Cue::Attain))
        };
        times[first..last.max(first)]
            .iter()
            .any(|time| self.began_apart(time) && !done(time.tokens.end))
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
