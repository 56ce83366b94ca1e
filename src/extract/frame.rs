//! When a figure holds: the dates and periods around it in, its period out.
//!
//! Asked of its clause, its sentence, its paragraph, the heading above it and the article, in this order.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::next_day;
use super::clause::{Clause, Context};
use super::lexicon::{Class, Cue, TimeWord};
use super::period::{Role, Span, Time};
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::{Kind, Text};
use crate::extraction::{Basis, EntityType, Measure, Period};

/// So many dates of the lead are looked at for what an article reports.
pub(super) const LEAD_TIMES: usize = 20;

/// So many first paragraphs can report the event an article is about.
const EVENT_PARAGRAPHS: usize = 3;
/// Most tokens from «đánh giá» to the period that is looked back on.
const REVIEW: usize = 24;

/// Most tokens of «lũy kế» and what stands between it and its date.
const CUMULATES: usize = 4;

/// Most words of a season of crops: «vụ đông xuân sớm».
const SEASON: usize = 4;

/// A line of more tokens is a paragraph.
pub(super) const SHORTEST_PARAGRAPH: usize = 14;
/// How many lines below it a period still frames what follows.
const LINES_BELOW: usize = 12;
/// A heading has at most so many tokens.
const LONGEST_HEADING: usize = 14;

/// The same days one year earlier.
fn year_before(period: &Period) -> Option<Period> {
    Some(Period {
        start: period.start.checked_sub_months(Months::new(12))?,
        end: period.end.checked_sub_months(Months::new(12))?,
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

/// For each sentence, the time that the text before it has set and that still holds: index into the times.
///
/// It holds up to the end of its paragraph, a plan's also for further items in paragraphs of their own, and what stands in a
/// heading for the lines below.
pub(super) fn held(context: &Context, page: &[bool]) -> Vec<Option<usize>> {
    let (text, times) = (context.text, context.times);
    let mut held = Vec::with_capacity(text.sentences().len());
    let (mut current, mut heading): (Option<usize>, Option<(usize, usize)>) = (None, None);
    // of the line, which the items of a plan go back to
    let mut first = None;
    let mut so_far = SoFar::default();
    let (mut line, mut next) = (0, 0);
    for sentence in text.sentences() {
        let of = text.line_of(sentence.start);
        if of > line {
            line = of;
            heading = heading.filter(|(_, at)| line - at <= LINES_BELOW);
            first = first.filter(|&time| {
                context.is_ahead(text, &times[time]) && context.is_elliptic(sentence.start)
            });
            current = first.or(heading.map(|(time, _)| time)).or(so_far.told);
        }
        held.push(current);
        while let Some(time) = times
            .get(next)
            .filter(|time| time.tokens.start < sentence.end)
        {
            if time.tokens.start >= sentence.start && !page[time.tokens.start] {
                if !context.is_compared(time) {
                    so_far.begin(time);
                }
                if context.is_heading(sentence) && is_long(time) {
                    heading = Some((next, line));
                } else if context.frames(time) {
                    current = Some(next);
                    first = first.or(current);
                    let opens = context.opens(time)
                        || time.tokens.start <= sentence.start + 2
                        || context.is_cumulative(time);
                    so_far.tell(time, opens.then_some(next));
                }
            }
            next += 1;
        }
    }
    held
}

/// «Tháng 7, … Tính chung 7 tháng, …»: where an article that began with a month goes on to the months since January, what
/// follows is of these.
#[derive(Debug, Default)]
struct SoFar {
    /// The month that the article speaks of first, if it does.
    month: Option<Span>,
    /// Whether it has spoken of any time yet.
    begun: bool,
    /// The months up to its end, while nothing else is told.
    told: Option<usize>,
}

impl SoFar {
    fn begin(&mut self, time: &Time) {
        let is_month = |(start, end): &Span| (28..=31).contains(&(*end - *start).num_days());
        if !self.begun {
            self.month = time.days.filter(is_month);
        }
        self.begun = true;
    }

    fn tell(&mut self, time: &Time, opening: Option<usize>) {
        let since = time.days.is_some_and(|(start, end)| {
            start.ordinal() == 1
                && self
                    .month
                    .is_some_and(|month| month.1 == end && month.0 > start)
        });
        self.told = opening.filter(|_| since && time.role == Role::Period);
    }
}

/// The day of the meeting or ceremony that the first paragraphs report: index into the times.
pub(super) fn event(context: &Context, page: &[bool]) -> Option<usize> {
    let text = context.text;
    let paragraphs = text
        .lines()
        .iter()
        .filter(|line| line.len() > SHORTEST_PARAGRAPH && !page[line.start])
        .take(EVENT_PARAGRAPHS);
    let mut held = paragraphs.filter(|line| {
        (line.start..line.end).any(|i| context.time_word(i) == Some(TimeWord::Event))
    });
    held.find_map(|line| {
        let first = context
            .times
            .partition_point(|time| time.tokens.start < line.start);
        (first..context.times.len())
            .take_while(|&time| context.times[time].tokens.start < line.end)
            .take(LEAD_TIMES)
            .find(|&time| context.is_day(&context.times[time]))
    })
}

impl Context<'_> {
    /// «Ngày 22/3», «sáng 14/9»: a day or a few, in the calendar or without its year.
    pub(super) fn is_day(&self, time: &Time) -> bool {
        let days = time
            .days
            .is_none_or(|(start, end)| (end - start).num_days() <= 7);
        let one = time
            .days
            .is_some_and(|(start, end)| (end - start).num_days() == 1);
        let word = self
            .time_word(time.tokens.start)
            .filter(|&word| word != TimeWord::From || one);
        days && matches!(time.role, Role::Period | Role::Now)
            && matches!(
                word,
                Some(
                    TimeWord::Day
                        | TimeWord::DayPart
                        | TimeWord::From
                        | TimeWord::Today
                        | TimeWord::Yesterday
                )
            )
            && !self.is_compared(time)
            && !self.belongs_to_a_name(time)
    }

    /// Whether a time holds for the sentences behind its own: «Năm 2022, …», «… trong 9 tháng đầu năm».
    pub(super) fn frames(&self, time: &Time) -> bool {
        if matches!(time.role, Role::Baseline | Role::Length)
            || self.is_compared(time)
            || self.belongs_to_a_name(time)
            || self.is_attribute(time)
            || self.is_aside(time)
            || self.is_of_an_item(time)
            || self.is_vague(time)
            || self.dates_a_signature(time)
        {
            return false;
        }
        let (start, end) = (time.tokens.start, time.tokens.end);
        let led = self.time_word(start).is_some_and(|word| {
            matches!(
                word,
                TimeWord::From | TimeWord::AsOf | TimeWord::Same | TimeWord::UntilEnd
            )
        }) || self.text.token(start).kind == Kind::Number
            || self.is_cumulative(time)
            || self.dates_an_incident(time);
        // «lực lượng lao động quý II/2024 ước tính là …»: the time of the main clause
        let told = self.cue_at(end).is_some_and(|(cue, _)| {
            matches!(
                cue,
                Cue::About | Cue::Attain | Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Done
            )
        }) || end < self.text.len() && matches!(self.text.word(end), "là" | "có");
        self.opens(time) || led || told
    }

    /// «lũy kế đến ngày 20/9»: what is counted since the beginning of the year.
    fn is_cumulative(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        (start.saturating_sub(CUMULATES).max(sentence)..start)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Cumulative, _))))
    }

    /// «Ngày 10/6, Chủ tịch UBND tỉnh ký ban hành Nghị quyết số 12/NQ-HĐND …»: the day a document is of, not what it tells.
    pub(super) fn dates_a_signature(&self, time: &Time) -> bool {
        let (text, from) = (self.text, time.tokens.end);
        let end = text.sentences()[text.sentence_of(time.tokens.start)].end;
        let behind = self.names.partition_point(|name| name.tokens.start < from);
        let document = self.names[behind..]
            .iter()
            .take_while(|name| name.tokens.start < end)
            .find(|name| name.kind == EntityType::Document);
        document.is_some_and(|document| (from..document.tokens.start).any(|i| text.word(i) == "ký"))
    }

    /// «Vụ cháy ngày 18/6 tại huyện Quốc Oai …»: the day of what the sentence begins with.
    fn dates_an_incident(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let incident = matches!(self.text.word(sentence), "Vụ" | "Trận" | "Đợt" | "Cơn");
        incident
            && self.is_day(time)
            && (sentence..start).all(|i| self.text.token(i).kind == Kind::Word)
    }

    /// «Những năm trước, …»: years that nothing counts from.
    fn is_vague(&self, time: &Time) -> bool {
        time.days.is_none() && self.time_word(time.tokens.start) == Some(TimeWord::LastYear)
    }

    /// «(năm 2017 đạt 93,9%)»: what stands in brackets frames nothing behind them, unless a time is all they say.
    fn is_aside(&self, time: &Time) -> bool {
        !self.text.is_sign(time.tokens.end, ')') && self.is_bracketed(time.tokens.start)
    }

    /// «…; tổng đàn gà tại thời điểm 1/7 là 120 nghìn con; …»: the day of one item of a list.
    fn is_of_an_item(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let planned = time.role == Role::Until;
        let day = matches!(time.role, Role::AsOf | Role::Period) && !is_long(time);
        (planned || day)
            && !self.opens(time)
            && (sentence..start)
                .any(|i| self.text.is_sign(i, ';') || planned && self.text.is_sign(i, ':'))
    }

    /// Behind a bracket of its sentence that is still open.
    fn is_bracketed(&self, i: usize) -> bool {
        let bracket = |i: &usize| matches!(self.text.token(*i).sign, '(' | ')');
        (self.text.sentences()[self.text.sentence_of(i)].start..i)
            .rfind(bracket)
            .is_some_and(|i| self.text.is_sign(i, '('))
    }

    /// Whether a time stands at the head of a clause: «Năm 2022, …», «Trong quý I, …», «phấn đấu đến năm 2030 …».
    fn opens(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let heads = |i: usize| i == sentence || text.token(i - 1).kind == Kind::Sign;
        if heads(start) {
            // behind a comma a term belongs to the name before: «Đại hội lần thứ XII, nhiệm kỳ 2020 - 2025»
            return time.role != Role::Term || start == sentence;
        }
        // «vụ đông xuân năm nay toàn tỉnh gieo trồng …»: a season of crops, no incident
        let season = is_long(time)
            && (start.saturating_sub(SEASON).max(sentence)..start).any(|i| {
                matches!(text.word(i), "vụ" | "Vụ")
                    && matches!(
                        text.word(i + 1),
                        "đông" | "xuân" | "hè" | "thu" | "mùa" | "chiêm"
                    )
                    && heads(i)
            });
        if season {
            return true;
        }
        let planned = (sentence..=start)
            .rev()
            .take(3)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Target, end)) if end >= start));
        self.time_word(start - 1) == Some(TimeWord::Of)
            || self.is_stop(start - 1) && heads(start - 1)
            || planned
    }

    /// «chương trình … giai đoạn 2016-2020», «khóa XII, nhiệm kỳ 2020-2025»: the years of what is named before.
    pub(super) fn is_attribute(&self, time: &Time) -> bool {
        let staged =
            time.role == Role::Term || self.time_word(time.tokens.start) == Some(TimeWord::Stage);
        staged && !self.opens(time)
    }

    /// A month to a year that is over, or nearly.
    pub(super) fn is_past(&self, text: &Text, time: &Time) -> bool {
        let days = time
            .days
            .filter(|(start, end)| (28..=366).contains(&(*end - *start).num_days()));
        time.role == Role::Period
            && (!time.by_publication || self.published.is_none())
            && !self.is_ahead(text, time)
            && days
                .is_some_and(|(_, end)| self.published.is_none_or(|day| end <= day + Days::new(31)))
    }

    /// «từ ngày 8/2 đến 14/2»: some days together that are over.
    pub(super) fn is_run_of_days(&self, text: &Text, time: &Time) -> bool {
        let days = time
            .days
            .filter(|(start, end)| (2..28).contains(&(*end - *start).num_days()));
        time.role == Role::Period
            && !time.by_publication
            && self.time_word(time.tokens.start) == Some(TimeWord::From)
            && !self.is_ahead(text, time)
            && days
                .is_some_and(|(_, end)| self.published.is_none_or(|day| end <= day + Days::new(1)))
    }

    /// A period that begins, or a day it is bounded by that comes, after the article appeared; «6 tháng cuối năm» where no
    /// date says otherwise.
    pub(super) fn is_ahead(&self, text: &Text, time: &Time) -> bool {
        match self.published {
            Some(day) => time.days.is_some_and(|(start, end)| match time.role {
                // in December «đến hết năm» is as good as over
                Role::AsOf | Role::Until => end > day + Days::new(31),
                _ => start > day,
            }),
            None => time.role == Role::Period && text.slice(time.tokens.clone()).contains("cuối"),
        }
    }

    /// A term that ends about when the article appeared.
    pub(super) fn is_closing(&self, time: &Time) -> bool {
        let end = time.days.filter(|_| time.role == Role::Term);
        end.zip(self.published)
            .is_some_and(|((_, end), day)| (end - day).num_days().abs() <= 366)
    }

    /// «Có 60% viên chức đạt …», «20% cán bộ …» at the head of a paragraph: one more item of what was said before it.
    fn is_elliptic(&self, start: usize) -> bool {
        let text = self.text;
        text.token(start).kind == Kind::Number
            || text.word(start).eq_ignore_ascii_case("có")
                && text
                    .tokens()
                    .get(start + 1)
                    .is_some_and(|token| token.kind == Kind::Number)
    }

    /// A short line without a full stop: «Về năm học 2021-2022».
    fn is_heading(&self, sentence: &Range<usize>) -> bool {
        let line = &self.text.lines()[self.text.line_of(sentence.start)];
        line == sentence && line.len() <= LONGEST_HEADING && !self.text.is_sign(line.end - 1, '.')
    }

    /// A date behind «so với» is what a figure is compared with.
    pub(super) fn is_compared(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = &self.text.sentences()[self.text.sentence_of(start)];
        let floor = start.saturating_sub(8).max(sentence.start);
        // «gấp 1,4 lần năm 2023», «cao hơn năm 2011 khoảng 1,4 triệu»
        if start > 0 && matches!(self.text.word(start - 1), "lần" | "hơn") {
            return true;
        }
        for i in (floor..start).rev() {
            if matches!(self.text.token(i).sign, ',' | ';' | '.' | '(' | ')' | ':')
                || self.text.token(i).kind == Kind::Number
            {
                return false;
            }
            if matches!(self.cue_at(i), Some((Cue::Compare, _))) {
                return true;
            }
            if self.time_word(i) == Some(TimeWord::SamePeriod) {
                return true;
            }
        }
        false
    }

    /// «kế hoạch năm 2022», «Nghị quyết … ngày 27/2/2012», «14/07/2023 - 14:58»: the date of a plan, a document or a page.
    fn belongs_to_a_name(&self, time: &Time) -> bool {
        let (start, end) = (time.tokens.start, time.tokens.end);
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let floor = start.saturating_sub(4).max(sentence);
        let plan = (floor..start)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Plan, after)) if after <= start + 1))
            && (floor..start)
                .all(|i| !matches!(self.text.token(i).sign, ',' | ';' | ':' | '(' | '.'))
            // «Mục tiêu năm 2024, toàn tỉnh …» heads what follows
            && !(floor == sentence && (self.text.is_sign(end, ',') || self.text.is_sign(end, ':')));
        let staged = self.time_word(start) == Some(TimeWord::Stage);
        let names = self.names;
        let next = names.partition_point(|name| name.tokens.start <= start);
        let document = names[next.saturating_sub(3)..next]
            .iter()
            .any(|name| name.kind == EntityType::Document && name.tokens.end >= start);
        let led = self.time_word(start) == Some(TimeWord::From);
        let clock = (end..end + 3).any(|i| self.text.is_sign(i, ':') && self.text.is_glued(i))
            && !self.text.is_sign(end, ':');
        document && !led || plan && time.role != Role::Until && !staged || clock
    }

    /// «sơ kết công tác 6 tháng đầu năm».
    pub(super) fn is_reviewed(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = &self.text.sentences()[self.text.sentence_of(start)];
        (start.saturating_sub(REVIEW).max(sentence.start)..start)
            .any(|i| self.time_word(i) == Some(TimeWord::Review))
    }

    pub(super) fn time_word(&self, i: usize) -> Option<TimeWord> {
        self.text
            .hit(i, Class::Time)
            .map(|hit| self.lexicon.times[hit.entry()].data)
    }
}

/// Longer than a day.
fn is_long(time: &Time) -> bool {
    time.days
        .is_some_and(|(start, end)| (end - start).num_days() > 1)
}

impl<'a> Clause<'a> {
    /// The dates and periods of a range that figures can be about.
    fn times_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &'a Time> {
        let times = self.context.times;
        let first = times.partition_point(|time| time.tokens.start < range.start);
        let last = times.partition_point(|time| time.tokens.start < range.end);
        times[first..last.max(first)].iter().filter(|time| {
            // «năm qua» without a date to count from; «5 năm qua» says at least that it is not the year named before
            let unresolved = time.days.is_none()
                && time.by_publication
                && time.role != Role::Now
                && self.text().token(time.tokens.start).kind != Kind::Number;
            !unresolved
                && !matches!(time.role, Role::Baseline | Role::Length)
                && !self.is_quoted_apart(time)
                && !self.is_bracketed_apart(time)
                && !self.is_of_another_item(time)
                && !self.context.is_compared(time)
                && (!self.context.belongs_to_a_name(time) || self.is_said_of(time))
        })
    }

    /// The period stated for the figure in its own sentence: before it, or behind it in its clause; the years that a
    /// programme or a term of office bears in its name where there is no other.
    pub(super) fn own_time(&self) -> Option<&'a Time> {
        let named = |time: &Time| self.context.is_attribute(time) && !self.is_said_of(time);
        *self.own_time.get_or_init(|| {
            self.nearest_time(|time| !named(time))
                .or_else(|| self.nearest_time(named))
        })
    }

    /// «chiếm 2,4% tổng số phải thu trong năm 2025»: when the whole holds, not its part.
    fn is_of_the_whole(&self, time: &Time) -> bool {
        self.quantity.dimension == Dimension::Percent
            && (self.quantity.tokens.end..time.tokens.start).any(|i| self.word_is(i, &["tổng"]))
    }

    /// «đạt 89 triệu USD, đưa kim ngạch quý I đạt …»: a verb between says that another figure begins.
    fn is_of_what_follows(&self, time: &Time) -> bool {
        (self.quantity.tokens.end..time.tokens.start)
            .any(|i| self.word_is(i, &["đưa", "nâng", "khiến"]))
    }

    /// A time with neither a comma nor a figure between it and this one.
    fn is_beside(&self, time: &Time) -> bool {
        time.tokens.start >= self.floor()
            && (time.tokens.end..self.quantity.figure.start)
                .all(|i| !matches!(self.text().token(i).sign, ',' | ';' | ')'))
    }

    /// «kế hoạch năm 2019 là 650 tấn»: the figure is what the plan of that year says.
    fn is_said_of(&self, time: &Time) -> bool {
        let figure = self.quantity.figure.start;
        let end = time.tokens.end;
        end <= figure
            && figure - end <= 3
            && (end..figure).all(|i| self.is_stop(i) || self.cue_at(i).is_some())
    }

    fn nearest_time(&self, asked: impl Fn(&Time) -> bool) -> Option<&'a Time> {
        let start = self.quantity.figure.start;
        let behind = self.quantity.tokens.end..self.ceiling().min(self.quantity.tokens.end + 14);
        let clause = self.clause_start().min(start);
        // «từ 3,4% năm 2020 xuống còn 0,9% năm 2024»
        let end = self.quantity.tokens.end;
        let next = self.times_in(end..(end + 1).min(self.ceiling())).next();
        let taken = |time: &&Time| {
            let follows = |before: &&Quantity| time.tokens.start == before.tokens.end;
            self.before.filter(follows).is_some_and(|before| {
                let from = before.figure.start > self.sentence.start
                    && self.word_is(before.figure.start - 1, &["từ"]);
                from || next.is_some()
            })
        };
        let earlier = || {
            self.times_in(self.sentence.start..clause)
                .rfind(|time| asked(time))
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
                        && !self.is_of_what_follows(time)
                        && (self.quantity.tokens.end..time.tokens.start).all(|i| {
                            !matches!(self.text().token(i).sign, ';' | '.' | ',' | ')' | '(')
                        })
                })
            })
            .or_else(earlier)
    }

    /// When the figure holds: by its clause, its sentence, its paragraph, the article.
    ///
    /// `whole` is what a sentence such as «Trong tổng số 335 vụ, …» takes up again.
    pub(super) fn period(
        &self,
        measure: Measure,
        previous: Option<&Linked>,
        whole: Option<&Linked>,
    ) -> Option<Period> {
        let start = self.quantity.figure.start;
        if let Some(previous) = previous.filter(|_| self.is_of_the_base_period()) {
            return previous.period.as_ref().and_then(year_before);
        }
        let own = self.own_time().filter(|time| {
            // «giai đoạn 2016-2017, tỷ lệ giảm từ 19% xuống còn 15%»: when it was 19% is not said
            (measure != Measure::Previous || self.is_beside(time))
                // «… đến năm 2030; bố trí thêm 6.000 tỷ đồng»: what has happened is not of a time to come
                && (measure == Measure::Target
                    || time.tokens.start >= self.clause_start()
                    || !self.context.is_ahead(self.text(), time))
        });
        if let Some(previous) = previous
            && measure == Measure::Change
            && own.is_none_or(|time| {
                time.tokens.end <= previous.quantity.figure.start || time.tokens.start > start
            })
        {
            return previous.period.clone();
        }
        let event = self.context.event.filter(|_| {
            let named = own
                .is_some_and(|time| self.context.is_attribute(time) && time.tokens.start < start);
            let delegates =
                self.context.time_word(self.quantity.figure.end) == Some(TimeWord::EventAct);
            named && delegates
        });
        if let Some(event) = event {
            return self.resolve(&self.context.times[event], measure, Basis::Inherited);
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
        // «… đang cách ly là 9.175 người (công suất 12.380 giường)»: brackets explain the figure before them
        if let Some(previous) = previous.filter(|_| self.is_bracketed()) {
            return previous.period.clone();
        }
        let present = self.present().filter(|_| measure == Measure::Level);
        if let Some((today, at)) = self.context.published.zip(present) {
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
        if self.is_of_the_event() {
            let event = &self.context.times[self.context.event?];
            return self.resolve(event, measure, Basis::Inherited);
        }
        // what is said of the months to come goes on for plans only
        let held = self
            .held()
            .filter(|time| measure == Measure::Target || !self.context.is_ahead(self.text(), time));
        if let Some(time) = held {
            let period = self.resolve(time, measure, Basis::Inherited);
            return match self.context.published {
                Some(day) if self.is_balance() => period.map(|period| at_its_end(period, day)),
                _ => period,
            };
        }
        let topic = self.context.period.as_ref()?;
        // a plan for the reported year keeps it, an outlook does not
        let outlook = measure == Measure::Target
            && self
                .cues_left(self.sentence.start)
                .any(|(cue, _)| cue == Cue::Target);
        // «thu ngân sách lũy kế ước đạt …» in a report on June
        let mut topic = (*topic).clone();
        // «các công trình thực hiện trong năm học này»: of what is planned
        let works = std::mem::replace(&mut topic.basis, Basis::Inherited) == Basis::Stated;
        if self.is_cumulative() {
            topic.start = NaiveDate::from_ymd_opt(topic.start.year(), 1, 1)?;
        }
        let ahead = measure != Measure::Target
            && self.context.published.is_some_and(|day| topic.start > day);
        (works || !outlook && !ahead).then_some(topic)
    }

    /// «số người đang cách ly là 175», «lãi suất đang ở mức 4,8%»: the word that says it is so on the day of the article.
    fn present(&self) -> Option<usize> {
        let figure = self.quantity.figure.start;
        let told = figure > 0 && self.word_is(figure - 1, &["là", "mức", "có", "còn"])
            || self
                .cues_left(self.floor())
                .next()
                .is_some_and(|(cue, _)| cue == Cue::Attain);
        // «đang được theo dõi (cách ly) là 175 người»
        let floor = self.floor();
        let start = (floor..figure)
            .rev()
            .find(|&i| matches!(self.text().token(i).sign, ',' | ';' | ':'))
            .map_or(floor, |i| i + 1);
        (start..figure)
            .rfind(|&i| self.context.time_word(i) == Some(TimeWord::Present))
            .filter(|_| told)
    }

    /// «số dư», «nợ quá hạn»: what there is on a day, not what came in since another.
    fn is_balance(&self) -> bool {
        (self.clause_start()..self.quantity.figure.start).any(|i| match self.text().word(i) {
            "dư" | "Dư" => true,
            "nợ" | "Nợ" => self.word_is(i + 1, &["xấu", "quá"]),
            _ => false,
        })
    }

    /// «… (công suất 12.380 giường)»
    pub(super) fn is_bracketed(&self) -> bool {
        self.context.is_bracketed(self.quantity.figure.start)
    }

    /// «Đại hội đã bầu 15 ủy viên», «Tại kỳ họp, các đại biểu thông qua 12 nghị quyết», «163 đại biểu dự hội nghị».
    pub(super) fn is_of_the_event(&self) -> bool {
        let figure = self.quantity.figure.start;
        let end = self.ceiling().min(self.quantity.tokens.end + 12);
        let word = |i: usize, asked: TimeWord| self.context.time_word(i) == Some(asked);
        let named = |range: Range<usize>| range.into_iter().any(|i| word(i, TimeWord::Event));
        // «Tại hội nghị, 25 tập thể được khen thưởng»
        let opening = self.sentence.start..(self.sentence.start + 3).min(figure);
        let until = if named(opening) {
            self.sentence.end.min(self.quantity.tokens.end + 12)
        } else {
            self.quantity.tokens.end
        };
        let act = (self.sentence.start..until).any(|i| word(i, TimeWord::EventAct));
        // «bầu Ban Chấp hành gồm 15 ủy viên»: a committee serves its term
        let serves = figure > 0 && self.word_is(figure - 1, &["gồm"]);
        // «Tham dự có 150 đại biểu»
        let delegates = word(self.quantity.figure.end, TimeWord::EventAct);
        !serves && act && (delegates || named(self.sentence.start..figure))
            || word(self.quantity.figure.end, TimeWord::EventAct)
                && (self.quantity.tokens.end..end).any(|i| word(i, TimeWord::EventAct))
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

    /// The day of an item of a list that ends before the figure.
    fn is_of_another_item(&self, time: &Time) -> bool {
        self.context.is_of_an_item(time)
            && (time.tokens.end..self.quantity.figure.start).any(|i| self.text().is_sign(i, ';'))
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

    /// The time that frames the figure's sentence from before it.
    pub(super) fn held(&self) -> Option<&Time> {
        let sentence = self.text().sentence_of(self.quantity.figure.start);
        self.context.held[sentence].map(|time| &self.context.times[time])
    }

    /// «lũy kế», «cộng dồn»: since the beginning of the year.
    pub(super) fn is_cumulative(&self) -> bool {
        self.cues_left(self.sentence.start)
            .any(|(cue, _)| cue == Cue::Cumulative)
    }

    pub(super) fn resolve(&self, time: &Time, measure: Measure, basis: Basis) -> Option<Period> {
        let (mut start, end) = time.days?;
        if (self.is_cumulative() || self.context.is_cumulative(time))
            && matches!(
                time.role,
                Role::AsOf | Role::Now | Role::Period | Role::Until
            )
        {
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
