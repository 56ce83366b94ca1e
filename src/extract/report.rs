//! The period that an article as a whole reports on: its headline, its lead and its first figure in, the period out.

use std::ops::Range;

use chrono::{Datelike, Days};

use super::calendar::next_day;
use super::clause::{Clause, Context};
use super::frame::{LEAD_TIMES, SHORTEST_PARAGRAPH, are_days_of, is_year};
use super::lexicon::{Class, Cue, Hit, Phrase, Sort, TimeWord};
use super::period::{OUTLOOK, Role, Span, Time, is_of_a_season};
use super::quantity::Quantity;
use super::text::{Kind, Text};
use crate::extraction::{Basis, Measure, Period};

/// A paragraph opens with its first words.
const OPENING: usize = 8;

/// So many first paragraphs can tell the days that are reported on.
const LEAD_PARAGRAPHS: usize = 2;

/// Most tokens of «chỉ tiêu giao» and what stands between it and its year.
const PLANNED: usize = 4;

/// Most tokens from «phiên» to its month: «phiên họp thường kỳ tháng 10».
const SESSION: usize = 4;

/// Most tokens from «thực hiện» to its time.
const CARRIED_OUT: usize = 7;
/// A sentence on works names them in its first words.
const WORKS: usize = 6;

/// Most tokens of «danh hiệu anh hùng lực lượng vũ trang».
const TITLE: usize = 14;

/// Years together are looked back on so many days before they end.
const NEARLY_OVER: u64 = 183;

/// What was over so many days before is not what an article reports on, unless it begins with it.
const RECENT: i64 = 183;

/// News of a day appear so many days later.
const NEWS: i64 = 3;

/// The period that holds where nothing else is said: the headline's, else the one that frames the first figure, else what the
/// lead tells, else the term that is closing.
pub(super) fn topic_period(
    context: &Context,
    page: &[bool],
    quantities: &[Quantity],
    title: (&Text, &[Time]),
) -> Option<Period> {
    let headed = in_headline(context, title);
    // «hoàn thành sớm chương trình năm 2019» in August, «họp phiên tháng 10»: the lead can say how much is reported
    let running = headed.filter(|time| {
        is_year(time) && !context.is_past(title.0, time) || dates_a_session(title.0, time)
    });
    if let Some(time) = headed.filter(|_| running.is_none()) {
        // «(từ ngày 1/10/2020 đến 30/9/2021)» of the lead
        let lines = context.text.lines().iter();
        let mut lead = lines.filter(|line| !page[line.start] && line.len() > SHORTEST_PARAGRAPH);
        let mut first = lead.by_ref().take(LEAD_PARAGRAPHS);
        let exact = first.find_map(|line| exact_days(context, time, line.clone()));
        return exact
            .and_then(|exact| inherited(context.text, exact))
            .or_else(|| inherited(title.0, time));
    }
    let months = |period: &Period| (period.end - period.start).num_days() >= 28;
    in_text(context, page, quantities, title.0)
        .filter(|period| running.is_none_or(|time| months(period) && is_within(period, time)))
        .or_else(|| inherited(title.0, running?))
}

/// The period that the text itself tells.
fn in_text(
    context: &Context,
    page: &[bool],
    quantities: &[Quantity],
    title: &Text,
) -> Option<Period> {
    let text = context.text;
    let paragraph = |line: &Range<usize>| line.len() > SHORTEST_PARAGRAPH && !page[line.start];
    // the headline can be printed above the text once more
    let headline = title.slice(0..title.len());
    let told = |line: &Range<usize>| paragraph(line) && text.slice(line.clone()) != headline;
    let first = text.lines().iter().find(|line| told(line))?;
    let mut figures = (0..quantities.len())
        .filter(|&index| paragraph(&text.lines()[text.line_of(quantities[index].figure.start)]))
        .map(|index| Clause::at(context, quantities, index))
        .filter(|clause| !clause.is_of_the_event() && !clause.is_no_statistic(&clause.lead()));
    let opening = figures.next();
    // what somebody tells of himself frames nothing
    let told_apart = |clause: &Clause| {
        let figure = clause.quantity.figure.start;
        context.text.is_quoted(figure) || context.is_private(figure)
    };
    let framing_clause = opening.as_ref().filter(|clause| !told_apart(clause));
    let framed = framing_clause.and_then(|clause| {
        let time = framing(context, clause, first)?;
        let period = clause.resolve(time, Measure::Level, Basis::Inherited)?;
        Some((time.role, period))
    });
    if let Some((_, period)) = framed.as_ref().filter(|(role, _)| *role != Role::AsOf) {
        return Some(period.clone());
    }
    let lead = Lead {
        context,
        page,
        quantities,
        line: first.clone(),
    };
    let reported = lead.period().or_else(|| {
        // a summary without a date stands above the lead
        let next = text.lines()[text.line_of(first.start) + 1..].iter();
        let second = next.clone().find(|line| told(line))?;
        let dated = lead.times().next().is_some();
        let lead = Lead {
            line: second.clone(),
            ..lead
        };
        (!dated)
            .then(|| lead.news().or_else(|| lead.examined()))
            .flatten()
    });
    // «… sơ kết 6 tháng đầu năm. | Tính đến ngày 30/6, …»: a state at the end of what the lead looks back on
    if let Some((_, state)) = framed {
        let spans = |time: &&Time| {
            time.days.is_some_and(|(start, end)| {
                start < state.start && state.end <= end && (end - start).num_days() <= 366
            })
        };
        return reported
            .filter(spans)
            .and_then(|time| inherited(text, time))
            .or(Some(state));
    }
    // «Đến ngày 30/6/2015, toàn tỉnh có …» in the first paragraph of a dated article: news of a state
    let reached = || {
        let day = context.published?;
        let inside = |clause: &Clause| first.contains(&clause.quantity.figure.start);
        let opening = opening.into_iter().chain(figures).find(inside);
        let opening = opening.filter(|clause| !told_apart(clause))?;
        let time = opening
            .own_time()
            .filter(|time| !context.is_of_a_start(time))?;
        let (start, end) = time.days?;
        let state = matches!(time.role, Role::AsOf | Role::Until);
        (state && end <= day && (end - start).num_days() == 1).then_some(time)
    };
    inherited(text, reported.or_else(reached)?)
}

fn inherited(text: &Text, time: &Time) -> Option<Period> {
    let (start, end) = time.days?;
    Some(Period {
        start,
        end,
        text: text.slice(time.tokens.clone()).to_owned(),
        basis: Basis::Inherited,
    })
}

/// A period of the headline that is over or, if it is a year, still running.
fn in_headline<'t>(context: &Context, (title, times): (&Text, &'t [Time])) -> Option<&'t Time> {
    let begun = |time: &Time| {
        let start = time.days.zip(context.published);
        start.is_some_and(|((start, _), day)| start <= day)
    };
    let undated = Context {
        published: None,
        ..*context
    };
    // «Vụ án sẽ được xét xử đầu năm 2018»
    let coming = |time: &&Time| !(0..time.tokens.start).any(|i| title.word(i) == "sẽ");
    // «Mưa lũ đầu tháng 8 làm 3 người chết»: which days of it is not said
    let vague = |time: &&Time| {
        let before = time.tokens.start.checked_sub(1);
        before.is_some_and(|i| matches!(title.word(i), "đầu" | "Đầu" | "giữa" | "cuối"))
    };
    // «đạt 41% chỉ tiêu năm 2022»: the year of a plan
    let planned = |time: &&Time| {
        let plan = |hit: Hit| context.lexicon.cues[hit.entry()].data == Cue::Plan;
        let start = time.tokens.start;
        (start.saturating_sub(PLANNED)..start)
            .filter_map(|i| title.hit(i, Class::Cue))
            .any(|hit| hit.end() + 1 >= start && plan(hit))
    };
    // «triển khai nhiệm vụ năm 2020»
    let outlook = |time: &&Time| {
        let word = |hit: Hit| context.lexicon.times[hit.entry()].data == TimeWord::Outlook;
        let start = time.tokens.start;
        (start.saturating_sub(OUTLOOK)..start).any(|i| title.hit(i, Class::Time).is_some_and(word))
    };
    // «Nghĩa tình tháng Bảy»: a month that is a name
    let named = |time: &&Time| {
        let mut last = title.word(time.tokens.end - 1).chars();
        last.next().is_some_and(char::is_uppercase) && last.next().is_some_and(char::is_lowercase)
    };
    // «Giá lúa gạo hôm nay 10/3», not «Nông thôn hôm nay»
    let today = |time: &Time| {
        let start = time.tokens.start;
        let number = |i: usize| title.token(i).kind == Kind::Number;
        let dated = time.tokens.clone().any(number) || matches!(title.word(0), "Giá" | "Tỷ" | "Tỉ");
        let told = (start.saturating_sub(2)..time.tokens.end.saturating_sub(1))
            .any(|i| matches!(title.word(i), "hôm" | "Hôm") && title.word(i + 1) == "nay");
        let days = time.days.zip(context.published);
        dated
            && told
            && days.is_some_and(|((start, end), day)| start == day && end == next_day(day))
    };
    times
        .iter()
        .filter(|time| {
            coming(time) && !vague(time) && !planned(time) && !outlook(time) && !named(time)
        })
        .find(|time| {
            context.is_past(title, time)
                || begun(time) && undated.is_past(title, time)
                || today(time)
        })
}

/// Whether a period is of the year of the headline; a session looks back on any.
fn is_within(period: &Period, headed: &Time) -> bool {
    !is_year(headed) || headed.days.is_some_and(|(start, _)| period.start >= start)
}

/// «phiên họp thường kỳ | tháng 10», «họp phiên | tháng 10»: when a session is held, not what it looks back on.
fn dates_a_session(text: &Text, time: &Time) -> bool {
    let start = time.tokens.start;
    (start.saturating_sub(SESSION)..start).any(|i| matches!(text.word(i), "phiên" | "Phiên"))
}

/// The time that frames the first figure.
fn framing<'c>(
    context: &Context<'c>,
    opening: &'c Clause,
    first: &Range<usize>,
) -> Option<&'c Time> {
    if matches!(
        opening.measure(&opening.lead(), None).0,
        Measure::Previous | Measure::Target
    ) {
        return None;
    }
    let time = opening.own_time().or_else(|| opening.held())?;
    if is_of_weather(context, time)
        || sets_out(context, time)
        || context.dates_a_beginning(time)
        || context.dates_a_figure(time)
        || goes_on(context, time)
        || comes_on(context, time)
    {
        return None;
    }
    let frames = match time.role {
        // a state of one day is news in the first paragraph of a dated article only
        Role::AsOf => context.published.is_some() && first.contains(&time.tokens.start),
        Role::Term => context.frames(time),
        _ => {
            let days = || context.is_run_of_days(context.text, time) && context.frames(time);
            context.is_past(context.text, time) || is_over(context, time, first) || days()
        }
    };
    let exact = || {
        let line = &context.text.lines()[context.text.line_of(time.tokens.start)];
        exact_days(context, time, time.tokens.end..line.end)
    };
    frames.then(|| exact().unwrap_or(time))
}

/// «Mùa lũ năm 2021 sắp tới, người dân hai thôn lại lo»
fn is_of_weather(context: &Context, time: &Time) -> bool {
    let start = time.tokens.start;
    start > 1
        && matches!(context.text.word(start - 2), "mùa" | "Mùa")
        && matches!(context.text.word(start - 1), "lũ" | "mưa" | "bão" | "khô")
}

/// «Bước vào làm chợ mới năm 2011, xã chỉ có 5 quầy»: where something started from; «sau vụ ngộ độc hồi tháng 3»: what is long over.
fn sets_out(context: &Context, time: &Time) -> bool {
    let (text, start) = (context.text, time.tokens.start);
    let sentence = text.sentences()[text.sentence_of(start)].start;
    let long_ago = start > sentence && matches!(text.word(start - 1), "hồi" | "Hồi");
    let opening = |i: usize| (text.word(i), text.word(i + 1));
    let sets_out = || matches!(opening(sentence), ("Bước", "vào") | ("Bắt", "tay"));
    long_ago || start > sentence + 2 && sets_out()
}

/// «Từ tháng 4/2018 đến nay, viện mổ 132 ca»: what has gone on up to now holds for its paragraph.
fn goes_on(context: &Context, time: &Time) -> bool {
    context.time_word(time.tokens.start) == Some(TimeWord::From)
        && context.text.word(time.tokens.end - 1) == "nay"
}

/// «năm 2015 tỉnh có 23.000 biên chế; đến hết năm 2021 còn 20.000»: what a sentence begins with to come to a later year.
fn comes_on(context: &Context, time: &Time) -> bool {
    let text = context.text;
    let sentence = &text.sentences()[text.sentence_of(time.tokens.start)];
    let behind = context
        .times
        .partition_point(|other| other.tokens.start <= time.tokens.start);
    let state = |other: &&Time| matches!(other.role, Role::AsOf | Role::Until);
    is_year(time)
        && context.times[behind..]
            .iter()
            .take_while(|other| other.tokens.start < sentence.end)
            .filter(state)
            .any(|other| {
                let later = other.days.zip(time.days);
                later.is_some_and(|((_, last), (_, end))| {
                    last > end && context.published.is_none_or(|day| last <= day)
                })
            })
}

/// «Trong năm 2020, … (từ ngày 1/10/2019 đến hết ngày 30/9/2020)», «quý I …, từ ngày 15/12 đến 14/3»: the days of the time that
/// a court or an office reports on, which a range of its first paragraphs tells.
fn exact_days<'c>(context: &Context<'c>, round: &Time, range: Range<usize>) -> Option<&'c Time> {
    let behind = context
        .times
        .partition_point(|time| time.tokens.start < range.start);
    context.times[behind..]
        .iter()
        .take(LEAD_TIMES)
        .take_while(|time| time.tokens.start < range.end)
        .find(|time| are_days_of(time, round) && context.frames(time))
}

/// «Dự án thực hiện trong hai năm 2020-2021», «các công trình được thực hiện trong năm học 2020-2021»: when what an
/// article plans is carried out, which holds for its plans too.
pub(super) fn works(context: &Context, page: &[bool]) -> Option<Period> {
    let text = context.text;
    let word = |i: usize, words: &[&str]| words.contains(&text.word(i));
    let named = |range: Range<usize>| {
        range.into_iter().any(|i| {
            word(i, &["dự", "Dự"]) && word(i + 1, &["án"])
                || word(i, &["công", "Công"]) && word(i + 1, &["trình"])
        })
    };
    let carried_out = context.times.iter().find(|time| {
        let start = time.tokens.start;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let floor = start.saturating_sub(CARRIED_OUT).max(sentence);
        let long = time
            .days
            .is_some_and(|(start, end)| (end - start).num_days() >= 28);
        long && time.role == Role::Period
            && !time.by_publication
            && !page[start]
            && (floor..start).any(|i| word(i, &["thực"]) && word(i + 1, &["hiện"]))
            && named(sentence..(sentence + WORKS).min(start))
    });
    inherited(text, carried_out?)
}

/// «Trong 3 năm (2013-2015), …»: years together that are over and that the first paragraph opens with, not «Mùa khô 2019 - 2020».
fn is_over(context: &Context, time: &Time, first: &Range<usize>) -> bool {
    let start = time.tokens.start;
    time.role == Role::Period
        && !time.by_publication
        && (first.start..first.start + OPENING + 1).contains(&start)
        && !is_of_a_season(context.text, context.lexicon, time)
        && context.frames(time)
        && time.days.is_some_and(|(start, end)| {
            (end - start).num_days() > 366
                && context
                    .published
                    .is_none_or(|day| end <= day + Days::new(NEARLY_OVER))
        })
}

/// The first paragraph of an article.
struct Lead<'a> {
    context: &'a Context<'a>,
    page: &'a [bool],
    quantities: &'a [Quantity],
    line: Range<usize>,
}

impl<'a> Lead<'a> {
    fn period(&self) -> Option<&'a Time> {
        let context = self.context;
        // «Đại hội diễn ra trong hai ngày 13 - 14/8» tells of no days that are reported on
        let met = self.meets();
        let run = |time: &Time| {
            let from = context.time_word(time.tokens.start) == Some(TimeWord::From);
            (from || !met) && context.is_run_of_days(context.text, time)
        };
        let term = |time: &Time| time.role == Role::Term && time.days.is_some();
        let past = |time: &Time| {
            (context.is_past(context.text, time) || run(time))
                && !goes_on(context, time)
                && !is_of_weather(context, time)
        };
        let inspected = || self.times().find(|time| self.is_inspected(time));
        let counted = || {
            self.times().filter(|time| self.counts(time)).find(|time| {
                past(time)
                    && !self.is_earlier(time)
                    && !context.is_compared(time)
                    && !self.is_told_later(time)
                    && !context.is_beside_the_present(time)
            })
        };
        inspected()
            .or_else(counted)
            // «6 tháng đầu năm 2016, sản xuất tiếp tục ổn định.»
            .or_else(|| {
                self.times().find(|time| {
                    past(time) && context.frames(time) && !self.is_behind_figures(time)
                })
            })
            .or_else(|| {
                self.of_article()
                    .find(|time| context.is_closing(time) && !context.is_compared(time))
            })
            // «Nhiệm kỳ 2016 - 2021, các cấp hội đã …»
            .or_else(|| {
                let opens = |time: &Time| {
                    let start = time.tokens.start;
                    context.text.sentences()[context.text.sentence_of(start)].start == start
                };
                self.times()
                    .find(|time| term(time) && opens(time) && context.published.is_none())
            })
            // «… họp đánh giá kết quả 6 tháng đầu năm», «… sơ kết giữa nhiệm kỳ 2018 - 2023»
            .or_else(|| {
                self.times().find(|time| {
                    (past(time) || term(time) || self.is_mostly_over(time))
                        && context.is_reviewed(time)
                })
            })
            // «Từ tháng 10/2017 đến hết tháng 11/2019, tỉnh đã …»
            .or_else(|| {
                self.times()
                    .find(|time| is_over(context, time, &self.line) && !goes_on(context, time))
            })
            .or_else(|| self.running())
            .or_else(|| self.mentioned())
            .or_else(|| self.news())
    }

    /// «Thanh tra tỉnh vừa ban hành kết luận thanh tra việc quản lý đất đai giai đoạn 2016-2020, …»: the years that were looked into.
    fn is_inspected(&self, time: &Time) -> bool {
        let (text, start) = (self.context.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let says = |i: usize, first: &str, second: &str| {
            text.word(i).eq_ignore_ascii_case(first) && text.word(i + 1) == second
        };
        let mut before = sentence..start;
        let concluded = before.clone().any(|i| says(i, "kết", "luận"));
        let years = time.days.is_some_and(|(start, end)| {
            let over = self.context.published.is_none_or(|day| end <= day);
            (end - start).num_days() > 366 && over
        });
        years && concluded && before.any(|i| says(i, "thanh", "tra") || says(i, "kiểm", "toán"))
    }

    /// «Theo kết luận thanh tra, thời kỳ thanh tra từ 1/1/2019 đến 31/12/2022, …»: the time that was looked into.
    fn examined(&self) -> Option<&'a Time> {
        let long = |time: &Time| {
            time.days
                .is_some_and(|(start, end)| (end - start).num_days() >= 28)
        };
        self.times()
            .find(|time| time.role == Role::Period && long(time) && self.context.is_reviewed(time))
    }

    /// «tổng kết năm học 2016-2017» in June, «nhìn lại 5 năm 2016-2021»: a school year or years together of which most have gone by.
    fn is_mostly_over(&self, time: &Time) -> bool {
        let long = time
            .days
            .filter(|(start, end)| (*end - *start).num_days() > 366 || start.month() == 9);
        let over = |(start, end): Span| {
            let day = self.context.published;
            day.is_none_or(|day| (end - day).num_days().abs() < (day - start).num_days())
        };
        time.role == Role::Period && !time.by_publication && long.is_some_and(over)
    }

    /// «Bức tranh thị trường thép trong tháng 5/2024 …», «năm qua cảng đón nhiều tàu lớn»: a time that is over, in a lead of one.
    fn mentioned(&self) -> Option<&'a Time> {
        let context = self.context;
        let season = |time: &Time| is_of_a_season(context.text, context.lexicon, time);
        let last_year = |time: &Time| {
            let told = match context.text.word(time.tokens.end - 1) {
                "qua" => true,
                // «Vụ vải năm nay được mùa»
                "nay" => season(time),
                _ => false,
            };
            told && is_year(time) && time.by_publication
        };
        let over = |time: &&Time| {
            (last_year(time) || !season(time))
                && (context.is_past(context.text, time) || last_year(time))
                && !context.is_compared(time)
                && !context.belongs_to_a_name(time)
                && !context.is_attribute(time)
                && !context.is_of_a_start(time)
                && !self.is_earlier(time)
                && !self.is_told_later(time)
                && !goes_on(context, time)
        };
        let mut told = self.times().filter(|time| time.days.is_some());
        told.next().filter(over).filter(|_| told.next().is_none())
    }

    /// «… giao chỉ tiêu năm 2020 cho các huyện»: the year that has begun, of what the lead plans.
    fn running(&self) -> Option<&'a Time> {
        let context = self.context;
        let undated = Context {
            published: None,
            ..*context
        };
        self.times().find(|time| {
            let year = time
                .days
                .filter(|(start, end)| (*end - *start).num_days() > 364);
            let begun = year
                .zip(context.published)
                .is_some_and(|((start, end), day)| start <= day && day < end);
            let planned = (self.line.start..time.tokens.start)
                .any(|i| matches!(context.cue_at(i), Some((Cue::Plan, _))));
            let plans = planned && !context.ends_a_plan(time);
            begun && plans && undated.is_past(context.text, time) && !context.is_attribute(time)
        })
    }

    /// Whether it tells of a meeting or a ceremony.
    fn meets(&self) -> bool {
        (self.line.clone()).any(|i| self.context.time_word(i) == Some(TimeWord::Event))
    }

    fn of_article(&self) -> impl Iterator<Item = &'a Time> {
        let own = |time: &&Time| !self.page[time.tokens.start];
        self.context.times.iter().filter(own)
    }

    fn times(&self) -> impl Iterator<Item = &'a Time> {
        self.of_article()
            .filter(|time| self.line.contains(&time.tokens.start))
            .filter(|time| !self.context.dates_a_beginning(time) && !self.founds(time))
            .filter(|time| !sets_out(self.context, time) && !self.context.sets_a_scene(time))
            .filter(|time| !self.context.dates_a_figure(time))
            .filter(|time| !self.is_of_a_title(time) && !self.is_set_against(time))
            .filter(|time| self.context.published.is_some() || !self.is_planned(time))
            .filter(|time| !self.context.text.is_quoted(time.tokens.start))
            .filter(|time| !self.context.is_private(time.tokens.start))
            .take(LEAD_TIMES)
    }

    /// «xã vừa được công nhận danh hiệu văn hóa năm 2020»: the year that a title is of.
    fn is_of_a_title(&self, time: &Time) -> bool {
        let (text, start) = (self.context.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let from = start.saturating_sub(TITLE).max(sentence);
        let titled = (from..start).any(|i| {
            matches!(
                (text.word(i), text.word(i + 1)),
                ("đạt", "chuẩn") | ("danh", "hiệu")
            )
        });
        // of the year of the article it is its news
        let news = self.context.published.zip(time.days);
        titled
            && news.is_none_or(|(day, (_, end))| end <= day)
            && (sentence..start).any(|i| self.context.sort(i, &[Sort::Awarded]).is_some())
    }

    /// «Năm 2011, dự án cấp nước được tỉnh phê duyệt.»: the sentence tells when something began, and counts nothing.
    fn founds(&self, time: &Time) -> bool {
        let (text, start) = (self.context.text, time.tokens.start);
        let sentence = &text.sentences()[text.sentence_of(start)];
        let passive = (time.tokens.end..sentence.end).find(|&i| text.word(i) == "được");
        let begun = |i: usize| {
            self.context
                .sort(i, &[Sort::Adopted, Sort::Beginning])
                .is_some()
        };
        passive.is_some_and(|passive| (passive + 1..sentence.end - 1).any(begun))
            && self.context.opens(time)
            && !self.counts(time)
    }

    /// «Ủy ban bầu cử tối 24/5 thông tin về cuộc bầu cử ngày 23/5»: the day of who tells it.
    fn is_told_then(&self, time: &Time) -> bool {
        let hit = self.context.text.hit(time.tokens.end, Class::Phrase);
        hit.is_some_and(|hit| self.context.lexicon.phrases[hit.entry()].data == Phrase::Report)
    }

    /// «phấn đấu trong năm 2017 hoàn thành 4 tiêu chí»: what is yet to be done.
    fn is_planned(&self, time: &Time) -> bool {
        let (text, start) = (self.context.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        (start.saturating_sub(OUTLOOK).max(sentence)..start)
            .any(|i| matches!(self.context.cue_at(i), Some((Cue::Target, _))))
    }

    /// Whether the sentence of a time holds a figure.
    fn counts(&self, time: &Time) -> bool {
        let text = self.context.text;
        let sentence = &text.sentences()[text.sentence_of(time.tokens.start)];
        let quantities = self.quantities;
        let next = quantities.partition_point(|quantity| quantity.figure.start < sentence.start);
        quantities
            .get(next)
            .is_some_and(|quantity| quantity.figure.start < sentence.end)
    }

    /// Whether the paragraph has told figures before a time.
    fn is_behind_figures(&self, time: &Time) -> bool {
        let start = self.line.start;
        let first = self
            .quantities
            .partition_point(|quantity| quantity.figure.start < start);
        self.quantities
            .get(first)
            .is_some_and(|quantity| quantity.figure.start < time.tokens.start)
    }

    /// «Xã có 8 bản với 412 hộ. Năm 2019, dịch làm chết 46 con trâu»: whether figures stand in a sentence before its own and it was
    /// over long ago; not «Xã có 8 bản. 9 tháng đầu năm, xã thu 5 tỷ đồng», which is what the article reports on.
    fn is_told_later(&self, time: &Time) -> bool {
        let text = self.context.text;
        let recent = self.context.published.zip(time.days);
        if recent.is_some_and(|(day, (_, end))| (day - end).num_days() < RECENT) {
            return false;
        }
        let sentence = text.sentences()[text.sentence_of(time.tokens.start)].start;
        let quantities = self.quantities;
        let first = quantities.partition_point(|quantity| quantity.figure.start < self.line.start);
        let first = quantities.get(first);
        first.is_some_and(|first| first.figure.start < sentence)
    }

    /// «đã thu hồi 14 tỷ đồng, đạt 81%; năm 2015 tỷ lệ này là 72%»: a clause of its own behind what is told.
    fn is_set_against(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        self.is_behind_figures(time) && self.context.text.is_sign(start - 1, ';')
    }

    /// «giảm từ 11% năm 2011»
    fn is_earlier(&self, time: &Time) -> bool {
        let (quantities, start) = (self.quantities, time.tokens.start);
        let next = quantities.partition_point(|quantity| quantity.tokens.end < start);
        quantities
            .get(next)
            .filter(|quantity| quantity.tokens.end == start)
            .and_then(|quantity| quantity.figure.start.checked_sub(1))
            .is_some_and(|i| self.context.text.word(i) == "từ")
    }

    /// «Tối 26/2, đội nhà thắng …»: news of a day, unless it is that of a meeting.
    fn news(&self) -> Option<&'a Time> {
        let context = self.context;
        let met = self.meets();
        let fresh = |time: &Time| {
            let days = time.days.zip(context.published);
            days.is_some_and(|((start, _), day)| (0..=NEWS).contains(&(day - start).num_days()))
        };
        // «Si Ma Cai hôm nay đã khởi sắc» tells of no day
        let idle =
            |time: &Time| context.text.word(time.tokens.start) == "hôm" && !context.opens(time);
        let mut days = self.times().filter(|time| {
            !met && fresh(time)
                && !idle(time)
                && context.is_day(time)
                && !context.dates_a_signature(time)
        });
        let first = days.next()?;
        // «tối 24/5 thông tin về cuộc bầu cử ngày 23/5»
        let told = self.is_told_then(first).then(|| days.next()).flatten();
        told.or(Some(first))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use serde_json::{Value, json};

    use crate::extract::{extract, lexicon::Lexicon};
    use crate::message::{Limits, parse};

    /// When the period of an article's last figure begins.
    fn last_start(message: &Value, lexicon: &Lexicon) -> Option<String> {
        let message = message.to_string();
        let article = parse(message.as_bytes(), Utc::now(), &Limits::default()).unwrap();
        let last = extract(&article, lexicon).statistics.pop().unwrap();
        last.period.map(|period| period.start.to_string())
    }

    #[test]
    fn a_headline_tells_of_a_year_that_is_over_and_the_lead_of_its_days() {
        let lexicon = Lexicon::embedded();
        let body = "Tòa án thụ lý 12 vụ.";
        let exact = "Năm công tác 2017 (từ 01/10/2016 đến 30/9/2017), tòa án hai cấp của tỉnh gặp không ít trở ngại.\nTòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let title = "Tòa án hai cấp của tỉnh thụ lý 12 vụ, đạt 60% chỉ tiêu năm 2017";
        let printed = format!(
            "{title}\nTính đến ngày 30/6/2017, tòa án hai cấp của tỉnh thụ lý 12 vụ, đạt 60% chỉ tiêu của cả năm."
        );
        let ended = "Tính đến ngày 31/12/2017, tòa án đã xét xử xong 12 vụ án các loại.\nTòa án hai cấp của tỉnh còn phải giải quyết 34 vụ án hình sự, dân sự và hành chính.";
        let mentioned = "Bức tranh xét xử của hai cấp tòa án trong tháng 5/2017 được mô tả là sáng tối đan xen, có cả vui lẫn buồn.\nTòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let anecdote = "Bà Lê Thị Hai ở ven sông vừa cười vừa kể: “Năm 2014, nhà tôi được tòa án xử cho 3 sào đất”.\nTòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let session = "Ngày 9/7, tòa án hai cấp của tỉnh họp đánh giá kết quả công tác 6 tháng đầu năm 2017.\nTòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let below = format!("Kết quả công tác năm 2017\n{exact}");
        let founded = "Năm 2011, dự án xây trụ sở của tòa án hai cấp được tỉnh phê duyệt trên khu đất ở ven sông.\nTòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let cases =
            "Tòa án hai cấp của tỉnh đã thụ lý tất cả 12 vụ án hình sự, dân sự và hành chính.";
        let below_lead = |lead: &str| format!("{lead}\n{cases}");
        let family = below_lead(
            "Sương còn phủ kín bản, anh Lê Văn Ba đã lùa bò lên nương. Năm 2014, được vay vốn, anh mua 3 con bò.",
        );
        let set_out = below_lead(
            "Bước vào xây dựng trụ sở mới năm 2011, tòa án hai cấp của tỉnh mới có 5 phòng xử án và 12 thẩm phán.",
        );
        let span = below_lead(
            "Từ tháng 10/2015 đến hết tháng 11/2017, tòa án hai cấp của tỉnh đã vượt qua không ít trở ngại.",
        );
        let open = below_lead(
            "Từ tháng 10/2015, tòa án hai cấp của tỉnh đã vượt qua không ít trở ngại về nơi làm việc.",
        );
        let watched = below_lead(
            "Qua giám sát việc xây trụ sở tòa án giai đoạn 2012 - 2016, đoàn công tác ghi nhận nhiều chuyển biến.",
        );
        let planned = below_lead(
            "Bàn việc xây trụ sở tòa án giai đoạn 2012 - 2016, đoàn công tác ghi nhận nhiều ý kiến trái ngược.",
        );
        let days = below_lead(
            "Sau hai ngày 7 và 8/6/2017, đợt thi tuyển thư ký của tòa án hai cấp trong tỉnh đã khép lại.",
        );
        for (title, body, start) in [
            ("Hai cấp tòa án", set_out.as_str(), None),
            ("Hai cấp tòa án", span.as_str(), Some("2015-10-01")),
            ("Hai cấp tòa án", open.as_str(), None),
            ("Hai cấp tòa án", watched.as_str(), Some("2012-01-01")),
            ("Hai cấp tòa án", planned.as_str(), None),
            ("Hai cấp tòa án", days.as_str(), Some("2017-06-07")),
            ("Hai vụ án lớn sẽ được xét xử vào đầu năm 2018", body, None),
            (
                "Tòa án xét xử nhiều vụ trong năm 2017",
                body,
                Some("2017-01-01"),
            ),
            (
                "Tòa án xét xử nhiều vụ trong năm 2017",
                exact,
                Some("2016-10-01"),
            ),
            ("Tòa án thụ lý 12 vụ, đạt 60% chỉ tiêu năm 2017", body, None),
            ("Tòa án tỉnh giải quyết án trong năm qua", founded, None),
            ("Tòa án triển khai nhiệm vụ năm 2018", body, None),
            (
                "Tòa án và nghĩa tình tháng Bảy năm 2017",
                body,
                Some("2017-07-01"),
            ),
            ("Tòa án và nghĩa tình tháng Bảy", body, None),
            ("Hai cấp tòa án", mentioned, Some("2017-05-01")),
            ("Hai cấp tòa án", anecdote, None),
            ("Hai cấp tòa án", family.as_str(), None),
            ("Hai cấp tòa án", ended, None),
            ("Tòa án họp phiên tháng 7/2017", session, Some("2017-01-01")),
            ("Tòa án họp phiên tháng 7/2017", body, Some("2017-07-01")),
            (
                "Tòa án xét xử trong tháng 6/2017",
                session,
                Some("2017-06-01"),
            ),
            (title, printed.as_str(), Some("2017-06-30")),
            // a state of one day is no more than its own paragraph's
            ("Tòa án hoàn thành chỉ tiêu trong năm 2017", ended, None),
            (
                "Tòa án xét xử nhiều vụ trong quý I/2017",
                ended,
                Some("2017-01-01"),
            ),
            (
                "Kết quả công tác năm 2017",
                below.as_str(),
                Some("2016-10-01"),
            ),
            (
                "Tòa án xét xử nhiều vụ trong năm 2015",
                exact,
                Some("2015-01-01"),
            ),
        ] {
            let message =
                json!({"url": "http://a.vn/1", "title": title, "body": body, "language": "vi"});
            let found = last_start(&message, &lexicon);
            assert_eq!(found.as_deref(), start, "{title}");
        }
    }

    #[test]
    fn a_headline_of_today_dates_prices_and_no_countryside() {
        let lexicon = Lexicon::embedded();
        for (title, start) in [
            ("Giá tiêu hôm nay 20/11: Đi ngang", Some("2021-11-20")),
            ("Giá tiêu hôm nay đi ngang", Some("2021-11-20")),
            ("Nông thôn hôm nay", None),
        ] {
            let message = json!({
                "url": "http://a.vn/1", "title": title, "language": "vi",
                "published_at": "2021-11-20T08:00:00+07:00",
                "body": "Hạt tiêu đen xô được mua với giá 80.000 đồng/kg tại các kho.",
            });
            let found = last_start(&message, &lexicon);
            assert_eq!(found.as_deref(), start, "{title}");
        }
    }
}
