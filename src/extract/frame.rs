//! Which dates and periods hold for what follows them: for their sentence, their paragraph, the lines below a heading.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate};

use super::clause::Context;
use super::lexicon::{Class, Cue, Hit, Lexicon, Phrase, Sort, TimeWord};
use super::period::{REVIEW, Role, Span, Time, is_told, opens_condition};
use super::text::{Kind, Text};
use crate::extraction::EntityType;

/// So many dates of the lead are looked at for what an article reports.
pub(super) const LEAD_TIMES: usize = 20;

/// So many first paragraphs can report the event an article is about.
const EVENT_PARAGRAPHS: usize = 3;
/// The days of a year or a quarter are as many as those of its months, or nearly: «quý I, từ ngày 15/12 đến 14/3».
const ROUNDED: i64 = 3;

/// Most tokens from «mức thấp nhất» to how long it was so.
const SUPERLATIVE: usize = 4;

/// Most tokens of «lũy kế» and what stands between it and its date.
const CUMULATES: usize = 4;
/// How far before «sang năm 2022» what is carried over stands: «chuyển nguồn của tỉnh sang».
const CARRIED_OVER: usize = 6;

/// Most tokens from «so với» to the time that a figure is compared with.
const COMPARED: usize = 8;
/// To a time in brackets, behind what happened then.
const COMPARED_FAR: usize = 14;

/// Most tokens of whose plan it is: «của huyện Sóc Sơn».
const PLANNER: usize = 8;

/// Most tokens from the percentage of a plan to its year: «41% chỉ tiêu giao năm 2022».
const SHARE: usize = 6;

/// An item that says what there is now has no more tokens.
const LONGEST_ITEM: usize = 40;

/// What is done stands so near to the beginning of an item.
const NEXT_ITEM: usize = 6;

/// Most tokens of the name of an event: «Hội chợ thương mại và sản phẩm OCOP».
const EVENT_NAME: usize = 10;

/// Most tokens from «họp» to the part of the year that a session is of: «họp thường lệ».
const SESSION: usize = 3;

/// Most tokens from «thành lập» to its date: «thành lập từ tháng 3/2017».
const BEGINNING: usize = 4;

/// Most tokens from «từ» to the year of a first level: «từ 11 triệu đồng/người năm 2010».
const START: usize = 8;
/// Most tokens from the year that a change begins in to how far it goes: «đã mở rộng lên».
const TURN: usize = 5;

/// Most words from an earlier time to its figure, and one more: «năm 2015 chỉ có 417 hộ».
const TOLD: usize = 4;
/// A year has so many days more than another one.
const LEAP: i64 = 1;

/// Most tokens from a figure to the bracket that dates it: «32 triệu đồng/người».
const DATED: usize = 5;

/// Most tokens from «Vào một ngày» to the time of a scene.
const SCENE: usize = 4;

/// A sentence that sets a scene is no longer.
const LONGEST_SCENE: usize = 60;

/// Most words of a season of crops: «vụ đông xuân sớm».
const SEASON: usize = 4;

/// A line of more tokens is a paragraph.
pub(super) const SHORTEST_PARAGRAPH: usize = 14;
/// How many lines below it a period still frames what follows.
const LINES_BELOW: usize = 12;
/// Most tokens from a bracket to what stands in it.
const LONGEST_BRACKET: usize = 80;
/// A heading has at most so many tokens.
const LONGEST_HEADING: usize = 14;
/// As one has that says who reports on a time.
const LONGEST_REPORT: usize = 28;

/// For each sentence, the time that the text before it has set and that still holds: index into the times.
///
/// It holds up to the end of its paragraph and of the list that this opens, a plan's also for further items in paragraphs of
/// their own, and what stands in a heading for the lines below.
pub(super) fn held(context: &Context, page: &[bool]) -> Vec<Option<usize>> {
    let (text, times) = (context.text, context.times);
    let mut held = Vec::with_capacity(text.sentences().len());
    let (mut current, mut heading): (Option<usize>, Option<(usize, usize)>) = (None, None);
    // of the line, which the items of a plan go back to
    let mut first = None;
    let mut so_far = SoFar::default();
    let items = text.items();
    let mut opened = None;
    let (mut line, mut next) = (0, 0);
    for sentence in text.sentences() {
        let of = text.line_of(sentence.start);
        if of > line {
            if !items[line] {
                opened = current;
            }
            line = of;
            heading = heading.filter(|(_, at)| line - at <= LINES_BELOW);
            first = first.filter(|&time| {
                context.is_ahead(text, &times[time]) && context.is_elliptic(sentence.start)
            });
            // «Năm học 2021-2022, tỉnh thiếu 1.046 giáo viên. | Trong đó, bậc mầm non thiếu 412 người»
            let divided = text.word(sentence.start) == "Trong"
                && sentence.start + 1 < text.len()
                && text.word(sentence.start + 1) == "đó";
            current = first
                .or(current.filter(|&time| divided && !context.is_day(&times[time])))
                .or_else(|| asked(context, of - 1))
                .or(opened.filter(|_| items[line]))
                .or(heading.map(|(time, _)| time))
                .or(so_far.told);
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
                // «báo cáo tình hình 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm. Theo đó, …»
                let agenda = context.is_to_come(text, time)
                    && !context.opens(time)
                    && current.is_some_and(|held| {
                        times[held].tokens.start >= sentence.start
                            && context.is_past(text, &times[held])
                    });
                // «Trong quý, huyện kết nạp 34 đảng viên, đến nay có 6.120 đảng viên»: the sentences behind are of the quarter
                // so does «Giai đoạn 2021 - 2023, huyện được cấp 3 tỷ đồng, đến hết tháng 10/2023 giải ngân 61%»
                let state =
                    time.role == Role::AsOf && time.tokens.start > sentence.start + NEXT_ITEM;
                // as is «tính đến ngày 31/10, tỉnh còn nợ 186 tỷ đồng theo cơ chế đã ban hành từ năm 2013»
                let open = time.days.is_none()
                    && (text.word(time.tokens.end - 1) == "nay"
                        || context.time_word(time.tokens.start) == Some(TimeWord::From));
                // «Năm 2019, tỉnh cấp mới 168 dự án; năm 2018 cấp mới 174 dự án»: what the sentence goes back to
                let earlier = current.is_some_and(|held| {
                    let later = times[held].days.zip(time.days);
                    later.is_some_and(|((start, last), (_, end))| {
                        end <= start && (last - start).num_days() >= 28
                    })
                });
                // «Trong tháng sửa 14 nhà, lũy kế từ đầu năm sửa 87 nhà»: what goes on since before
                let since = context.time_word(time.tokens.start) == Some(TimeWord::From)
                    && time.tokens.start > sentence.start + NEXT_ITEM
                    && current.is_some_and(|held| {
                        let within = times[held].days.zip(time.days);
                        times[held].role != Role::Now
                            && within.is_some_and(|((from, _), (start, _))| start < from)
                            && !are_days_of(time, &times[held])
                    });
                let level = current.is_some_and(|held| context.is_of_one_level(time, &times[held]));
                let aside = (open || state || earlier || since)
                    && current.is_some_and(|held| {
                        times[held].tokens.start >= sentence.start && times[held].days.is_some()
                    });
                let heads = context.is_heading(sentence) || context.heads_a_report(sentence, time);
                if heads && is_long(time) {
                    let event = sentence.start..time.tokens.start;
                    if !context.tells_of_an_event(event) && !context.ends_a_plan(time) {
                        heading = Some((next, line));
                        // the items right below are its own
                        current = Some(next);
                    }
                } else if context.frames(time)
                    && !agenda
                    && !aside
                    && !level
                    && !context.is_beside_the_present(time)
                {
                    current = Some(next);
                    first = first.or(current);
                    // «Kết quả công tác năm 2021» above «(từ 01/10/2020 đến 30/9/2021)»
                    heading = heading.map(|(above, at)| {
                        let exact = are_days_of(time, &times[above]);
                        (if exact { next } else { above }, at)
                    });
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

/// A year is nearly over so many days before its end: reports on it begin in November.
const NEARLY: u64 = 61;

/// «Vậy năm 2023, ngành đặt ra mục tiêu gì?»: the time that a line asks about, of the answer below.
fn asked(context: &Context, line: usize) -> Option<usize> {
    let (text, times) = (context.text, context.times);
    let line = text.lines()[line].clone();
    let first = times.partition_point(|time| time.tokens.start < line.start);
    let last = times.partition_point(|time| time.tokens.start < line.end);
    let told = |&time: &usize| {
        let time = &times[time];
        // «Mục tiêu của nhiệm kỳ 2020 - 2025 là gì?»
        let spans = matches!(time.role, Role::Period | Role::Term);
        time.days.is_some() && spans && !context.is_compared(time)
    };
    (first..last)
        .rev()
        .find(told)
        .filter(|_| text.is_sign(line.end - 1, '?'))
}

/// «Một số chỉ tiêu chủ yếu đến năm 2030: | - …»: for each line, whether it is an item of a list that a line of plans opens.
pub(super) fn planned(text: &Text, lexicon: &Lexicon) -> Vec<bool> {
    let mut plans = false;
    let lines = text.items().into_iter().zip(text.lines());
    lines
        .map(|(item, line)| {
            if !item {
                let last = text.sentences()[text.sentence_of(line.end - 1)].start;
                let cue = |i: usize| Some(lexicon.cues[text.hit(i, Class::Cue)?.entry()].data);
                let told = |wanted: &[Cue]| {
                    (last.max(line.start)..line.end)
                        .any(|i| cue(i).is_some_and(|cue| wanted.contains(&cue)))
                };
                // «Kết quả thực hiện các chỉ tiêu năm 2022: …»
                let results = (last.max(line.start)..line.end).any(|i| text.word(i) == "quả");
                // «Nhiệm vụ năm 2023»
                let task = lexicon
                    .sort(text, last.max(line.start), &[Sort::Task])
                    .is_some();
                plans = (task || told(&[Cue::Plan, Cue::Target]))
                    && !told(&[Cue::Done, Cue::Attain])
                    && !results;
            }
            item && plans
        })
        .collect()
}

/// «Tháng 7, … Tính chung 7 tháng, …», «Tuần từ 15 đến 21/8, … Từ đầu năm đến 21/8, …»: where an article that began with a week, a
/// month or a quarter goes on to all since January, what follows is of that.
#[derive(Debug, Default)]
struct SoFar {
    /// The part of a year that the article speaks of first, if it does.
    part: Option<Span>,
    /// Whether it has spoken of any time yet.
    begun: bool,
    /// The year up to its end, while nothing else is told.
    told: Option<usize>,
}

impl SoFar {
    fn begin(&mut self, time: &Time) {
        let is_part = |(start, end): &Span| (5..=92).contains(&(*end - *start).num_days());
        if !self.begun {
            self.part = time.days.filter(is_part);
        }
        self.begun = true;
    }

    fn tell(&mut self, time: &Time, opening: Option<usize>) {
        let since = time.days.is_some_and(|(start, end)| {
            start.ordinal() == 1
                && self
                    .part
                    .is_some_and(|part| part.1 == end && part.0 > start)
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
    // «Chiều 3/3, huyện tổng kết phong trào …» is a meeting too
    let mut held = paragraphs.filter(|line| {
        let event = |i| {
            matches!(
                context.time_word(i),
                Some(TimeWord::Event | TimeWord::Review)
            )
        };
        (line.start..line.end).any(event)
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

    /// «Một ngày đầu tháng 9, chúng tôi về xã Tân Tiến.», «Mới tháng 5, gió chướng đã lặng.»: when somebody came by; not «Những ngày
    /// đầu tháng 9, xã có 12 ca mắc».
    pub(super) fn sets_a_scene(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = &text.sentences()[text.sentence_of(start)];
        let word = |at: usize| text.word(sentence.start + at);
        let near = start > sentence.start && start <= sentence.start + SCENE;
        let told =
            |i: usize| text.token(i).kind == Kind::Number || text.hit(i, Class::Numeral).is_some();
        near && (word(0) == "Mới"
            || matches!(
                (word(0), word(1)),
                ("Một" | "một", "ngày" | "buổi" | "sáng" | "chiều" | "tối")
                    | ("Những", "ngày")
                    | ("Vào", "một" | "những")
            ))
            && sentence.len() < LONGEST_SCENE
            && !(time.tokens.end..sentence.end).any(told)
    }

    /// «Hiện huyện có 186 chi hội; | năm 2017 | chỉ có 141 chi hội»: what the clause goes back to; not what has gone on since.
    pub(super) fn is_beside_the_present(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let before = self
            .times
            .partition_point(|other| other.tokens.start < start);
        let present = before > 0
            && self.times[before - 1].role == Role::Now
            && self.times[before - 1].tokens.start == sentence;
        let over = time.days.zip(self.published);
        let over = over.is_some_and(|((_, end), today)| end < today);
        present && over && text.is_sign(start - 1, ';')
    }

    /// «Nhiệm kỳ 2015-2020, … Đảng bộ | hiện | có 44 tổ chức. Ủy ban Kiểm tra đã kiểm tra 528 tổ chức», «9 tháng, quỹ lãi 3 tỷ đồng.
    /// Vốn điều lệ | đến 30/9 | là 4 tỷ đồng. Quỹ nộp thuế 412 triệu đồng»: in a paragraph that reports on `held`.
    fn is_of_one_level(&self, time: &Time, held: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let level = match time.role {
            Role::Now => held.role != Role::Now && held.days.is_some(),
            Role::AsOf | Role::Until => {
                let within = held.days.zip(time.days);
                held.role == Role::Period
                    && start > text.sentences()[text.sentence_of(start)].start
                    && text.token(start - 1).kind == Kind::Word
                    && !text.is_sign(time.tokens.end, ',')
                    && within.is_some_and(|((from, to), (start, end))| from <= start && end <= to)
            }
            _ => false,
        };
        level && !self.opens(time) && text.line_of(held.tokens.start) == text.line_of(start)
    }

    /// Whether a time holds for the sentences behind its own: «Năm 2022, …», «… trong 9 tháng đầu năm».
    pub(super) fn frames(&self, time: &Time) -> bool {
        if matches!(time.role, Role::Baseline | Role::Length)
            || self.next_item(time).is_some()
            || self.is_compared(time)
            || opens_condition(self.text, time)
            || self.belongs_to_a_name(time) && !self.heads_a_list(time)
            // «Đại hội đánh giá kết quả nhiệm kỳ 2011 - 2016: …» looks back on a term
            || self.is_attribute(time)
                && !(time.role == Role::Term && self.is_reviewed(time) || self.carries_out(time))
            || self.is_of_an_item(time)
            || self.is_of_a_start(time)
            || self.dates_a_beginning(time)
            || self.is_of_a_superlative(time)
            || self.is_singled_out(time)
            || self.dates_a_signature(time)
            || self.is_of_a_contract(time)
            || self.names_an_event(time)
            || self.is_of_an_extent(time)
            || self.dates_a_report(time)
            // «chiếm 21,6% (năm 2018 là 14,2%). …», not «(từ ngày 16/12 đến 15/3)»
            || self.is_bracketed(time.tokens.start) && !self.text.is_sign(time.tokens.end, ')')
            || self.dates_a_figure(time)
            || self.sets_a_scene(time)
            // «thư viện nay có …», «dự báo cả năm đạt …»
            || self.text.word(time.tokens.start) == "nay"
            || time.role == Role::Until && self.text.word(time.tokens.start) == "cả"
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
            || self.carries_out(time)
            // «thống kê tới cuối tháng 7/2022»
            || time.role == Role::AsOf && start > 0 && matches!(self.text.word(start - 1), "tới" | "đến")
            || self.is_cumulative(time)
            || self.dates_an_incident(time);
        // «lực lượng lao động quý II/2024 ước tính là …»: the time of the main clause
        let told = self.cue_at(end).is_some_and(|(cue, _)| {
            matches!(
                cue,
                Cue::About | Cue::Attain | Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Done
            )
        }) || end < self.text.len() && matches!(self.text.word(end), "là" | "có");
        // «Sáng 3/9, huyện tổng kết phong trào năm 2021. …»
        let reviewed =
            || (time.role == Role::Term || self.is_past(self.text, time)) && self.is_reviewed(time);
        // «Một số chỉ tiêu đến năm 2030: …»
        let heads = self.text.is_sign(end, ':') || self.heads_a_list(time);
        self.opens(time) || led || told || heads || reviewed()
    }

    /// «Nghị quyết về nhiệm vụ năm 2023, gồm các chỉ tiêu: | - …»: the year of the items below.
    fn heads_a_list(&self, time: &Time) -> bool {
        let (text, end) = (self.text, time.tokens.end);
        let line = text.lines()[text.line_of(time.tokens.start)].end;
        end + 1 < line
            && text.is_sign(end, ',')
            && text.word(end + 1) == "gồm"
            && text.is_sign(line - 1, ':')
    }

    /// «lũy kế đến ngày 20/9»: what is counted since the beginning of the year.
    pub(super) fn is_cumulative(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        (start.saturating_sub(CUMULATES).max(sentence)..start)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Cumulative, _))))
    }

    /// «tăng 2,79%, mức thấp nhất trong 3 năm gần đây»: how long nothing was like it.
    fn is_of_a_superlative(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        // «ba thị trường lớn nhất trong 8 tháng» of a report on them
        let reported = self.text.word(time.tokens.end - 1) == "tháng"
            && time.days.is_some_and(|(start, _)| start.ordinal() == 1);
        // «ngày cao nhất | (30/5) | là 14,9 triệu kWh»
        let bracketed = start > sentence + 1
            && self.text.is_sign(start - 1, '(')
            && self.text.word(start - 2) == "nhất";
        bracketed
            || time.by_publication
                && !reported
                && (start.saturating_sub(SUPERLATIVE).max(sentence)..start)
                    .any(|i| matches!(self.text.word(i), "mức" | "nhất" | "lục"))
    }

    /// «cà phê kỳ hạn giao tháng 12 tăng 40 USD»: when it will be handed over, at the price of today; when a contract was signed;
    /// the year that money is carried over to.
    pub(super) fn is_of_a_contract(&self, time: &Time) -> bool {
        let at = time.tokens.start;
        let word = |i: usize, words: &[&str]| words.contains(&self.text.word(i));
        // «theo hợp đồng ký hồi tháng 5»
        let signed = |i: usize| word(i, &["ký"]) && word(i - 1, &["đồng"]);
        if at > 2 && (signed(at - 1) || word(at - 1, &["hồi", "từ", "vào"]) && signed(at - 2))
        {
            return true;
        }
        // «số chuyển nguồn của tỉnh sang năm 2022 là …» is what this year has left
        let over = at - usize::from(at > 0 && word(at - 1, &["sang"]));
        if word(over, &["sang"])
            && (over.saturating_sub(CARRIED_OVER)..over).any(|i| word(i, &["chuyển"]))
        {
            return true;
        }
        let handed = |i: usize| word(i, &["giao", "hạn"]);
        at > 1
            && word(at, &["tháng"])
            && (handed(at - 1) || word(at - 1, &["trong", "vào"]) && handed(at - 2))
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

    /// «Tối 12/11, tỉnh khai mạc Hội chợ OCOP | năm 2021 | với 120 gian hàng»: a year that the event of a day has in its name.
    pub(super) fn names_an_event(&self, time: &Time) -> bool {
        if !is_year(time) {
            return false;
        }
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let from = start.saturating_sub(EVENT_NAME).max(sentence + 1);
        let named = (from..start)
            .rfind(|&i| text.token(i).capital && self.sort(i, &[Sort::Gathering]).is_some());
        let first = self
            .times
            .partition_point(|other| other.tokens.start < sentence);
        let day = || {
            self.times[first..]
                .iter()
                .take_while(|other| other.tokens.end <= start)
                .any(|other| self.is_day(other) && self.opens(other))
        };
        named.is_some_and(|at| (at..start).all(|i| text.token(i).kind == Kind::Word))
            && !self.is_reviewed(time)
            && day()
    }

    /// «Theo báo cáo tại hội nghị sáng 4/11, tòa đã thụ lý …»: when something was reported.
    pub(super) fn dates_a_report(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        text.word(sentence) == "Theo"
            && text.is_sign(time.tokens.end, ',')
            && self.is_day(time)
            && self.tells_of_an_event(sentence..start)
    }

    /// «Xã được thành lập năm 1986 với 120 hộ»: when something began, not what is reported on.
    pub(super) fn dates_a_beginning(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let told = |i: usize| self.sort(i, &[Sort::Beginning]).is_some();
        // «Sinh năm 1988», «chị Mai, sinh năm 1988», «anh Ba sinh năm 1988», not «học sinh năm 2020»
        let born = start > sentence
            && matches!(text.word(start - 1), "sinh" | "Sinh" | "SN")
            && (start - 1 == sentence
                || text.token(start - 2).kind == Kind::Sign
                || text.token(start - 2).capital);
        // «công trình hoàn thành | năm 2019», «dự án được phê duyệt | vào tháng 3»
        let beside = start
            - usize::from(
                start > sentence && matches!(text.word(start - 1), "vào" | "trong" | "trước"),
            );
        let done = |i: usize| matches!(self.sort(i, &[Sort::Adopted, Sort::Completed]), Some(end) if end == start || end == beside);
        let completed = (beside.saturating_sub(BEGINNING).max(sentence)..beside).any(done);
        let mut near = start.saturating_sub(BEGINNING).max(sentence)..start.saturating_sub(1);
        born || time.days.is_some() && (completed || near.any(told))
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

    /// «9 tháng tăng 6,9%; riêng quý III tăng 7%»: one part of what the sentence tells of.
    fn is_singled_out(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        // «riêng trong tháng 7»
        let before = start.saturating_sub(1);
        let start =
            start - usize::from(start > 0 && matches!(self.text.word(before), "trong" | "ở"));
        // «Nhờ đó, chỉ tính riêng 9 tháng năm 2019, huyện đã kết nạp …» tells of no other part
        start > 1 && self.text.word(start - 1) == "riêng" && self.text.word(start - 2) != "tính"
    }

    /// «…, mưa kéo dài | từ tháng 3 đến hết tháng 6»: how long something has lasted, told in passing.
    fn is_of_an_extent(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        start > sentence + NEXT_ITEM
            && self.time_word(start) == Some(TimeWord::From)
            && self.text.word(start - 1) == "dài"
    }

    /// «…; tổng đàn gà tại thời điểm 1/7 là 120 nghìn con; thu nhập năm 2021 đạt …; …»: the day or the year of one item of a list.
    pub(super) fn is_of_an_item(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let planned = time.role == Role::Until;
        let short = !is_long(time) || is_year(time);
        let dated = matches!(time.role, Role::AsOf | Role::Period) && short;
        (planned || dated)
            && !self.opens(time)
            && (sentence..start)
                .any(|i| self.text.is_sign(i, ';') || planned && self.text.is_sign(i, ':'))
    }

    /// «Quỹ hội hiện có 3 tỷ đồng; | hội đã thực hiện 17 dự án»: where what has been done begins behind what there is now.
    pub(super) fn next_item(&self, time: &Time) -> Option<usize> {
        if time.role != Role::Now || self.opens(time) {
            return None;
        }
        let end = self.text.sentences()[self.text.sentence_of(time.tokens.start)].end;
        let last = end.min(time.tokens.end + LONGEST_ITEM);
        let next = (time.tokens.end..last).find(|&i| self.text.is_sign(i, ';'))?;
        let done = |i: usize| matches!(self.cue_at(i), Some((Cue::Done, _)));
        (next..end.min(next + NEXT_ITEM)).any(done).then_some(next)
    }

    /// Behind a bracket of its sentence that is still open.
    pub(super) fn is_bracketed(&self, i: usize) -> bool {
        let bracket = |i: &usize| matches!(self.text.token(*i).sign, '(' | ')');
        let sentence = self.text.sentences()[self.text.sentence_of(i)].start;
        (i.saturating_sub(LONGEST_BRACKET).max(sentence)..i)
            .rfind(bracket)
            .is_some_and(|i| self.text.is_sign(i, '('))
    }

    /// «giảm từ 12,1% | (năm 2016) còn 3,2%»: alone in brackets behind a figure, which alone it dates.
    pub(super) fn dates_a_figure(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let alone = start > sentence
            && text.is_sign(start - 1, '(')
            && text.is_sign(time.tokens.end, ')')
            && time.role == Role::Period;
        let open = start.saturating_sub(1);
        let near = open.saturating_sub(DATED).max(sentence)..open;
        let number = near.clone().rfind(|&i| text.token(i).kind == Kind::Number);
        // «tuần 36 (từ ngày 4/9 đến 10/9)», «năm 2023 (…)»
        let dates = |number: usize| {
            let behind = self
                .times
                .partition_point(|time| time.tokens.start <= number);
            let calendar = |i: usize| {
                use TimeWord::{Day, Month, Quarter, Week, Year};
                matches!(self.time_word(i), Some(Day | Month | Quarter | Week | Year))
            };
            behind > 0 && self.times[behind - 1].tokens.end > number
                || calendar(number.saturating_sub(1))
                || calendar(number + 1)
        };
        alone
            && number.is_some_and(|number| {
                !dates(number)
                    && (number..open).all(|i| matches!(text.token(i).sign, '\0' | '%' | '/'))
            })
    }

    /// «năm 2016 còn 389 hộ nghèo, | năm 2015 là 417 hộ»: an earlier time of the same length, right before its figure.
    pub(super) fn is_set_beside(&self, time: &Time) -> bool {
        let (text, start, end) = (self.text, time.tokens.start, time.tokens.end);
        let sentence = &text.sentences()[text.sentence_of(start)];
        let Some((first, last)) = time
            .days
            .filter(|_| start > sentence.start && matches!(text.token(start - 1).sign, ',' | ';'))
        else {
            return false;
        };
        let tells = |i: &usize| match self.cue_at(*i) {
            Some((cue, _)) => matches!(cue, Cue::Attain | Cue::ToLevel | Cue::Done),
            None => self.is_stop(*i),
        };
        let told = (end..sentence.end).take(TOLD).find(|i| !tells(i));
        let from = self
            .times
            .partition_point(|other| other.tokens.start < sentence.start);
        told.is_some_and(|i| text.token(i).kind == Kind::Number)
            && self.times[from..]
                .iter()
                .take_while(|other| other.tokens.start < start)
                .filter(|other| other.role == time.role)
                .filter_map(|other| other.days)
                .any(|(begin, over)| {
                    begin > first && (over - begin - (last - first)).num_days().abs() <= LEAP
                })
    }

    /// Whether a time stands at the head of a clause: «Năm 2022, …», «Trong quý I, …», «phấn đấu đến năm 2030 …».
    pub(super) fn opens(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let heads = |i: usize| i == sentence || text.token(i - 1).kind == Kind::Sign;
        if heads(start) {
            // behind a comma a term belongs to the name before: «Đại hội lần thứ XII, nhiệm kỳ 2020 - 2025», unless it is
            // told: «báo cáo nêu rõ, nhiệm kỳ 2015-2020, …»
            return time.role != Role::Term
                || start == sentence
                || is_told(text, self.lexicon, start);
        }
        // «vụ đông xuân năm nay toàn tỉnh gieo trồng …»: a season of crops, no incident
        let season = is_long(time)
            && (start.saturating_sub(SEASON).max(sentence)..start)
                .any(|i| self.sort(i, &[Sort::Season]).is_some() && heads(i));
        if season {
            return true;
        }
        // «Bước vào | năm học 2018 - 2019, …», «bước | sang năm 2021, …»
        let into = usize::from(matches!(text.word(start.saturating_sub(1)), "vào" | "sang"));
        let step = start.saturating_sub(1 + into);
        if step >= sentence && matches!(text.word(step), "bước" | "Bước") && heads(step) {
            return true;
        }
        let planned = (sentence..=start)
            .rev()
            .take(3)
            .any(|i| matches!(self.cue_at(i), Some((Cue::Target, end)) if end >= start));
        // «Sau hai | ngày 7 và 8/6, …»
        let counted = self.time_word(start) == Some(TimeWord::Day)
            && (text.token(start - 1).kind == Kind::Number
                || text.hit(start - 1, Class::Numeral).is_some());
        let start = start - usize::from(counted && start > sentence + 1);
        // «Khoảng 2h | ngày 16/11, …», «Trước đó, lúc 22 giờ 30 | ngày 16/11, …»
        let clock = |i: &usize| {
            text.token(*i).kind == Kind::Number
                || matches!(
                    text.word(*i),
                    "h" | "g"
                        | "giờ"
                        | "phút"
                        | "khoảng"
                        | "Khoảng"
                        | "lúc"
                        | "Lúc"
                        | "vào"
                        | "Vào"
                )
        };
        let hour = matches!(text.word(start - 1), "h" | "g" | "giờ" | "phút")
            || start > sentence + 1 && matches!(text.word(start - 2), "h" | "g" | "giờ");
        let told = (sentence..start).rev().take_while(clock).last();
        // «Cách đây | 5 năm, …»
        let ago = start > sentence + 1 && text.word(start - 1) == "đây" && heads(start - 2);
        if ago || hour && told.is_some_and(heads) {
            return true;
        }
        // «cho biết dịp lễ 30/4, tỉnh đón …»
        text.word(start - 1) == "biết"
            || self.time_word(start - 1) == Some(TimeWord::Of)
            || self.is_stop(start - 1) && heads(start - 1)
            || planned
    }

    /// «chương trình … giai đoạn 2016-2020», «khóa XII, nhiệm kỳ 2020-2025»: the years of what is named before.
    pub(super) fn is_attribute(&self, time: &Time) -> bool {
        let staged =
            time.role == Role::Term || self.time_word(time.tokens.start) == Some(TimeWord::Stage);
        staged && !self.opens(time)
    }

    /// «Thực hiện chương trình giảm nghèo giai đoạn 2016 - 2020, huyện đã … Cụ thể, …»: the years of what is carried out.
    fn carries_out(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let begins = |words| {
            matches!(
                words,
                ("Thực", "hiện") | ("Triển", "khai") | ("Trong", "khuôn")
            )
        };
        if !text.is_sign(time.tokens.end, ',') {
            return false;
        }
        // «Báo cáo chính trị khẳng định: Thực hiện Nghị quyết Đại hội XXVI, nhiệm kỳ 2015-2020, …»
        let from = (sentence..start).rfind(|&i| text.is_sign(i, ':'));
        let from = from.map_or(sentence, |colon| colon + 1);
        start > from + 1
            && begins((text.word(from), text.word(from + 1)))
            && !self.is_ahead(text, time)
    }

    /// A month to a year that is over, or nearly.
    pub(super) fn is_past(&self, text: &Text, time: &Time) -> bool {
        let days = time
            .days
            .filter(|(start, end)| (28..=366).contains(&(*end - *start).num_days()));
        // «7 tháng qua» of a report in August, «tháng qua»
        let reported = || {
            let told = |(start, end): (NaiveDate, NaiveDate)| {
                start.ordinal() == 1 && end.day() == 1
                    || (end - start).num_days() < 93 && self.published.is_some_and(|day| end <= day)
            };
            !is_year(time) && time.days.is_some_and(told)
        };
        // «Những ngày giữa tháng 8, giá lúa tăng»: some days of it, which are not what is reported on
        let vague = matches!(
            text.word(time.tokens.start),
            "giữa" | "Giữa" | "cuối" | "Cuối"
        );
        // «Trước năm 2010, cả bản nghèo»: all that was before it
        let before = time.tokens.start.checked_sub(1);
        let open = before.is_some_and(|i| matches!(text.word(i), "trước" | "Trước"));
        time.role == Role::Period
            && !vague
            && !open
            && (!time.by_publication || self.published.is_none() || reported())
            && !self.is_ahead(text, time)
            && days.is_some_and(|(_, end)| {
                self.published
                    .is_none_or(|day| end <= day + Days::new(NEARLY))
            })
    }

    /// «từ ngày 8/2 đến 14/2», «trong 4 ngày (1 - 4/8)»: some days together that are over.
    pub(super) fn is_run_of_days(&self, text: &Text, time: &Time) -> bool {
        let days = time
            .days
            .filter(|(start, end)| (2..28).contains(&(*end - *start).num_days()));
        time.role == Role::Period
            && !time.by_publication
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
                // «từ nay đến năm 2030»
                _ => start > day || start == day && end > day + Days::new(1),
            }),
            None => time.role == Role::Period && text.slice(time.tokens.clone()).contains("cuối"),
        }
    }

    /// Ahead, or begun not long ago: «6 tháng cuối năm» in July.
    fn is_to_come(&self, text: &Text, time: &Time) -> bool {
        let lasts = |(_, end): Span| self.published.is_some_and(|day| end > day + Days::new(31));
        self.is_ahead(text, time) || time.days.is_some_and(lasts)
    }

    /// A term, or the years of a programme that is looked back on, that end about when the article appeared.
    pub(super) fn is_closing(&self, time: &Time) -> bool {
        let staged = || self.time_word(time.tokens.start) == Some(TimeWord::Stage);
        // «Báo cáo chính trị nêu rõ, nhiệm kỳ 2015-2020, …»
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let report = |i: usize| self.text.word(i) == "chính" && self.text.word(i + 1) == "trị";
        let reported = || {
            let told = (sentence..start).any(report);
            time.role == Role::Term && told && self.opens(time)
        };
        let told = || self.is_reviewed(time) || self.carries_out(time) || reported();
        let over = time.role == Role::Term || staged() && told();
        if self.published.is_none() {
            return time.days.is_some() && over && told();
        }
        let end = time.days.filter(|_| over);
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
        // «4. Nhiệm vụ năm 2019»
        let numbered = sentence.start <= line.start + 2 && sentence.end == line.end;
        numbered && line.len() <= LONGEST_HEADING && !self.text.is_sign(line.end - 1, '.')
    }

    /// «10h15: Phó Chủ tịch UBND tỉnh báo cáo tình hình kinh tế - xã hội năm 2023», a line without a full stop.
    fn heads_a_report(&self, sentence: &Range<usize>, time: &Time) -> bool {
        let line = &self.text.lines()[self.text.line_of(sentence.start)];
        time.tokens.end == line.end && line.len() <= LONGEST_REPORT && self.is_reviewed(time)
    }

    /// «Toàn tỉnh kết nạp 412 đảng viên, đạt 41% chỉ tiêu năm 2022»: the year of the plan that a figure is a part of.
    pub(super) fn ends_a_plan(&self, time: &Time) -> bool {
        let share = |i: usize| self.text.is_sign(i, '%');
        self.belongs_to_a_name(time)
            && (time.tokens.start.saturating_sub(SHARE)..time.tokens.start).any(share)
    }

    /// «Quang cảnh hội nghị giao ban tháng 7»: what stands below a picture.
    fn tells_of_an_event(&self, mut range: Range<usize>) -> bool {
        range.any(|i| self.time_word(i) == Some(TimeWord::Event))
    }

    /// «tăng từ 11 triệu đồng năm 2010 lên 27 triệu đồng»: the year a change begins in.
    pub(super) fn is_of_a_start(&self, time: &Time) -> bool {
        let text = self.text;
        let start = time.tokens.start;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let floor = start.saturating_sub(START).max(sentence);
        let from = (floor..start)
            .rfind(|&i| matches!(text.word(i), "từ" | "Từ"))
            .filter(|&from| from + 1 < start && text.token(from + 1).kind == Kind::Number);
        let end = time.tokens.end;
        let cue = |i: usize, wanted: &[Cue]| {
            let cue = self.cue_at(i);
            cue.is_some_and(|(cue, _)| wanted.contains(&cue))
        };
        // «từ 120 ha năm 2011 | đã mở rộng lên | 1.450 ha»
        let words =
            (end..text.len().min(end + TURN)).take_while(|&i| text.token(i).kind == Kind::Word);
        let onwards = words.clone().any(|i| cue(i, &[Cue::ToLevel]))
            || cue(end, &[Cue::Increase, Cue::Decrease]);
        // «lên mức 62%, từ 45% năm 2011; …»
        let back = |from: usize| {
            let floor = from.saturating_sub(START).max(sentence);
            from > sentence
                && text.is_sign(from - 1, ',')
                && (floor..from).any(|i| cue(i, &[Cue::ToLevel, Cue::Attain]))
        };
        let turns = onwards || from.is_some_and(back) || text.word(end.min(text.len() - 1)) == "về";
        // «từ 900 thợ nay còn 400 thợ»: now is when it ends
        turns
            && time.role != Role::Now
            && from.is_some_and(|from| {
                (from..start).all(|i| !matches!(text.token(i).sign, ',' | ';' | '(' | ')'))
            })
    }

    /// A date behind «so với» is what a figure is compared with.
    pub(super) fn is_compared(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = &self.text.sentences()[self.text.sentence_of(start)];
        // «so với phiên trước ngày Ấn Độ ra lệnh cấm (20/7)»
        let bracketed = start > sentence.start
            && self.text.is_sign(start - 1, '(')
            && self.text.is_sign(time.tokens.end, ')');
        let (start, back) = if bracketed {
            (start - 1, COMPARED_FAR)
        } else {
            (start, COMPARED)
        };
        let floor = start.saturating_sub(back).max(sentence.start);
        // «gấp 1,4 lần năm 2023», «cao hơn năm 2011 khoảng 1,4 triệu»
        // «gấp 2,5 lần Tết năm trước», «cao hơn cùng vụ năm ngoái»; not «gấp 2 lần. Năm 2022, …»
        let before = |back: usize| {
            let at = start.checked_sub(back).filter(|&at| at >= sentence.start);
            at.map_or("", |at| self.text.word(at))
        };
        // «gấp đôi năm 2017»
        if matches!(before(2), "lần" | "cùng" | "gấp") || matches!(before(1), "lần" | "hơn")
        {
            return true;
        }
        // «bằng 96% nợ đến cuối năm trước | chuyển sang»
        let end = time.tokens.end;
        if end + 1 < sentence.end
            && (floor..start).any(|i| self.text.is_sign(i, '%'))
            && self.text.word(end) == "chuyển"
            && matches!(self.text.word(end + 1), "sang" | "qua")
        {
            return true;
        }
        // «chỉ bằng 62% năm trước», «bằng 64% của 9 tháng năm ngoái»
        let percent = |back: usize| back < start && self.text.is_sign(start - back, '%');
        if percent(1) && before(3) == "bằng" || before(1) == "của" && percent(2) {
            return true;
        }
        // «so với mức 26,4% của năm 2022»
        let of = self.text.word(start) == "của" || before(1) == "của";
        for i in (floor..start).rev() {
            if matches!(self.text.token(i).sign, ',' | ';' | '.' | '(' | ')' | ':')
                || !of && self.text.token(i).kind == Kind::Number
            {
                return false;
            }
            // «cao hơn mức 5,7% của năm 2014»
            let than = of && i > floor && self.text.word(i) == "mức";
            if matches!(self.cue_at(i), Some((Cue::Compare, _)))
                || than && matches!(self.text.word(i - 1), "hơn" | "với" | "bằng")
            {
                return true;
            }
            if self.time_word(i) == Some(TimeWord::SamePeriod)
                || i > floor && is_more(self.text, self.lexicon, i)
            {
                return true;
            }
        }
        false
    }

    /// «bầu cử đại biểu HĐND các cấp nhiệm kỳ 2021 - 2026»: the term of those who are elected.
    pub(super) fn is_of_the_elected(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let elects = |i: usize| self.text.word(i) == "bầu" && self.text.word(i + 1) == "cử";
        time.role == Role::Term && (sentence..start).any(elects)
    }

    /// «kế hoạch năm 2022», «Nghị quyết … ngày 27/2/2012», «14/07/2023 - 14:58»: the date of a plan, a document or a page.
    pub(super) fn belongs_to_a_name(&self, time: &Time) -> bool {
        let (start, end) = (time.tokens.start, time.tokens.end);
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        let floor = start.saturating_sub(4).max(sentence);
        let cue = |i: usize, asked: Cue| {
            let found = self.cue_at(i).filter(|(cue, _)| *cue == asked);
            found.map(|(_, after)| after)
        };
        // «đạt 95% kế hoạch năm», not «đặt mục tiêu năm 2023 trồng 12 ha»
        let plan = (floor..start).any(|i| {
            cue(i, Cue::Plan).is_some_and(|after| {
                // «thấp hơn chỉ tiêu 92% của năm 2022»
                let figured = (after..start).any(|at| self.text.token(at).kind == Kind::Number);
                after <= start + 1
                    && !figured
                    && !(floor..i).any(|at| cue(at, Cue::Target) == Some(after))
            })
        }) && (floor..start)
            .all(|i| !matches!(self.text.token(i).sign, ',' | ';' | ':' | '(' | '.'))
            // «đề ra 11 chỉ tiêu cho | nhiệm kỳ 2021 - 2026»
            && self.text.word(start - 1) != "cho"
            && !(floor == sentence && self.heads_a_plan(end))
            // «tập trung cho mục tiêu cả năm: …»
            && !(self.text.word(start) == "cả"
                && end < self.text.len()
                && (self.text.is_sign(end, ':') || self.text.word(end) == "là"))
            // «thông qua kế hoạch năm 2019 với doanh thu …», not «đạt 95% kế hoạch năm 2019 với …»
            // as do «Trước mắt là kế hoạch năm 2018: …», «Để đạt mục tiêu năm 2022 tạo việc làm …»
            && !(end < self.text.len()
                && (matches!(self.text.word(end), "với" | "phải")
                    || self.text.is_sign(end, ':')
                    // «quyết nghị 20 chỉ tiêu nhiệm kỳ 2020 - 2025, trong đó …»
                    || self.text.is_sign(end, ',')
                        && end + 1 < self.text.len()
                        && self.text.word(end + 1) == "trong"
                    || self.is_verb(end))
                && (sentence..start).all(|i| {
                    self.text.token(i).kind != Kind::Number || cue(i + 1, Cue::Plan).is_some()
                }));
        let staged = self.time_word(start) == Some(TimeWord::Stage);
        let names = self.names;
        let next = names.partition_point(|name| name.tokens.start <= start);
        let document = names[next.saturating_sub(3)..next].iter().any(|name| {
            let end = name.tokens.end;
            // «Tại Kết luận số 21/KL-TTr, | ngày 5/11/2018, …»
            let day = self.time_word(start) == Some(TimeWord::Day);
            let apart = || end + 1 == start && self.text.is_sign(end, ',') && day;
            name.kind == EntityType::Document && (end >= start || apart())
        });
        let led = self.time_word(start) == Some(TimeWord::From);
        // not «Năm 2022 huyện có: 120 hộ»
        let clock = (end + 1..end + 3).any(|i| {
            let hour = || self.text.token(i - 1).kind == Kind::Number;
            self.text.is_sign(i, ':') && self.text.is_glued(i) && hour()
        });
        // «Nghị quyết Đại hội Hội Nông dân phường nhiệm kỳ 2020 - 2025 đề ra …»
        document && !led && time.role != Role::Term
            || plan && time.role != Role::Until && !staged
            || clock
            || self.is_of_the_elected(time)
            || self.names_a_session(time)
    }

    fn is_verb(&self, i: usize) -> bool {
        let hit = self.text.hit(i, Class::Phrase);
        hit.is_some_and(|hit| self.lexicon.phrases[hit.entry()].data == Phrase::Verb)
    }

    /// «kỳ họp thường lệ | giữa năm 2023»: which session of the year it is.
    fn names_a_session(&self, time: &Time) -> bool {
        let (text, start) = (self.text, time.tokens.start);
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let part = matches!(text.word(start), "giữa" | "cuối" | "đầu");
        let session = |i: usize| text.word(i) == "họp" && text.word(i - 1) == "kỳ";
        let mut near = start.saturating_sub(SESSION).max(sentence + 1)..start;
        part && near.any(session)
    }

    /// «Mục tiêu năm 2024, toàn tỉnh …», «Kế hoạch năm 2024 của huyện là trồng …»: whether a plan that ends its year at `end`
    /// and opens its sentence tells what follows.
    fn heads_a_plan(&self, end: usize) -> bool {
        let text = self.text;
        let last = (end + PLANNER).min(text.sentences()[text.sentence_of(end - 1)].end);
        let stop = (end..last).find(|&i| {
            matches!(text.token(i).sign, ',' | ':' | ';') || matches!(text.word(i), "là" | "sẽ")
        });
        // «Chỉ tiêu năm 2023 toàn tỉnh tạo việc làm …»
        let actor =
            || text.hit(end, Class::StandIn).is_some() || text.hit(end, Class::PlaceKind).is_some();
        stop.is_some_and(|stop| {
            stop == end && !text.is_sign(stop, ';') || matches!(text.word(stop), "là" | "sẽ")
        }) || end < last && actor()
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

/// One year.
pub(super) fn is_year(time: &Time) -> bool {
    time.days
        .is_some_and(|(start, end)| (365..=366).contains(&(end - start).num_days()))
}

/// Whether a time tells the days of a year, a quarter or a month that an office counts otherwise than the calendar:
/// «từ ngày 1/10/2019 đến 30/9/2020» of 2020.
pub(super) fn are_days_of(time: &Time, round: &Time) -> bool {
    let days = time
        .days
        .zip(round.days)
        .filter(|_| time.role == Role::Period);
    days.is_some_and(|((start, end), (begins, ends))| {
        let length = (ends - begins).num_days();
        let apart = ((end - start).num_days() - length).abs();
        (28..=366).contains(&length) && apart <= ROUNDED && start < begins && begins < end
    })
}

/// «cao | hơn», «thấp | hơn»: a comparison; not «đạt hơn».
pub(super) fn is_more(text: &Text, lexicon: &Lexicon, i: usize) -> bool {
    let turns = |hit: Hit| {
        let cue = lexicon.cues[hit.entry()].data;
        hit.end() == i + 1 && matches!(cue, Cue::Increase | Cue::Decrease)
    };
    text.word(i) == "hơn" && text.hit(i - 1, Class::Cue).is_some_and(turns)
}

/// Longer than a day.
fn is_long(time: &Time) -> bool {
    time.days
        .is_some_and(|(start, end)| (end - start).num_days() > 1)
}
