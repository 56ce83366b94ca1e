//! Whether a sentence tells how something is rather than what happened: «Xã An Hòa có 780 hộ», «Tuyến đường dài 12 km».
//!
//! Such a fact has no part in the period of what is told around it; nor has a case out of many: «Ở xã An Phú, cầu vướng 27 hộ».

use std::ops::Range;

use chrono::Datelike;

use super::clause::Clause;
use super::lexicon::{Cue, Phrase, Sort, TimeWord};
use super::period::{Role, Span, Time};
use super::phrase::Part;
use super::quantity::Dimension;
use super::text::Kind;
use crate::extraction::{EntityType, Measure};

/// Most tokens from «cách» to how far it is: «cách trung tâm huyện Mường Lát hơn 50 km».
const DISTANT: usize = 8;
/// Most words behind a measure that say what it is of: «145.000 ha | rừng đặc dụng».
const MEASURED: usize = 4;
/// What one out of many is, behind the «có» that opens a clause: «có xóm chỉ đạt 40%».
const ONE_OF_MANY: &[Sort] = &[Sort::Instance, Sort::Group, Sort::Holder, Sort::Works];
/// What can stand behind things that are there: «8 trạm | thì 7 trạm có bác sĩ».
const JOINS: &[&str] = &[
    "và", "với", "như", "thì", "là", "ở", "tại", "thuộc", "nhưng", "mà", "gồm", "trên", "của",
    "làm", "giáp",
];
/// Most tokens from «quy định» to the bracket with what it is: «quy định của Quốc hội».
const RULER: usize = 6;
/// A whole stands no more tokens before what is told of its parts.
const WHOLE: usize = 300;
/// Most tokens from «có nơi» to its figure.
const INSTANCE: usize = 10;
/// News are of so many days.
const NEWS: i64 = 7;
/// A quarter has no more days.
const QUARTER: i64 = 92;

/// Most tokens from «có» to «tự nhiên»: «có tổng diện tích đất tự nhiên».
const NATURAL: usize = 7;

impl Clause<'_> {
    /// «Năm 2018, dự án được phê duyệt. Xã có | 780 hộ, trong đó | 410 hộ làm ruộng»: no figure of the year before it. A school year,
    /// the day of a state, what a meeting looks back on and, in its paragraph, a month or a quarter have such figures of their own.
    pub(super) fn is_standing(&self, measure: Measure) -> bool {
        let text = self.text();
        let held = self.held();
        let line = text.lines()[text.line_of(self.sentence.start)].start;
        let days = held.and_then(|time| time.days);
        let days = days.or(self.context.period.map(|period| (period.start, period.end)));
        let of_a_state = held.is_some_and(|time| {
            let near = time.tokens.start >= line;
            let short = |(start, end): Span| (end - start).num_days() <= QUARTER;
            !matches!(time.role, Role::Period | Role::Term)
                || near && days.is_some_and(short)
                || self.context.is_reviewed(time)
                || near && self.dates_a_state(time)
        }) || days
            .is_some_and(|(start, _)| (start.month(), start.day()) == (9, 1));
        if of_a_state || !matches!(measure, Measure::Level | Measure::Share) {
            return false;
        }
        let (start, own) = (self.sentence.start, self.quantity.figure.start);
        // «huyện có 21 xã, thu ngân sách đạt 9 tỷ đồng»: what happened behind it
        let first = self.figures.first().map_or(own, |first| first.figure.end);
        let happened = (first..own).any(|i| {
            matches!(
                self.cue_at(i),
                Some((Cue::Attain | Cue::Done | Cue::ToLevel, _))
            )
        });
        let listed = (start..own).any(|i| text.is_sign(i, ';'));
        // «hợp tác xã có 40 thành viên, lãi 3 tỷ đồng», not «thu nhập 5 triệu đồng/tháng»
        let rate = text.is_sign(self.quantity.figure.end, '/');
        let earned = self.quantity.dimension == Dimension::Money && !rate;
        !happened && !listed && !earned && Clause::at(self.context, self.figures, 0).states(start)
    }

    /// «Ở xã An Phú, cầu Bến Đò vướng 27 hộ», «có nơi chỉ đạt 40%», «Ví dụ, …»: one case out of many, whose time nobody tells;
    /// not one place of the whole that its paragraph counts, nor news of a day.
    pub(super) fn is_a_case(&self) -> bool {
        let text = self.text();
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let line = text.lines()[text.line_of(start)].start;
        let noun = self.quantity.noun.clone().next();
        let noun = noun.map(|noun| text.token(noun).key);
        let counts = |i: usize| text.token(i - 1).kind == Kind::Number;
        let near = (line + 1).max(start.saturating_sub(WHOLE))..start;
        let part = || {
            let mut near = near.clone();
            near.any(|i| counts(i) && noun == Some(text.token(i).key))
        };
        let placed = self.word_is(start, &["Ở", "Tại"])
            && self.name_at(start + 1).is_some_and(|name| {
                name.kind == EntityType::Place
                    && (text.is_sign(name.tokens.end, ',') || text.is_sign(name.tokens.end, '('))
            });
        // «tại xã An Phú, …; tại xã An Hòa, …» divides what is reported
        let listed = || {
            let mut own = start..self.sentence.end - 1;
            own.any(|i| text.is_sign(i, ';') && self.word_is(i + 1, &["tại", "ở"]))
        };
        let example = self.word_is(start, &["Ví"]) && self.word_is(start + 1, &["dụ"])
            || self.word_is(start, &["Chẳng"]) && self.word_is(start + 1, &["hạn"]);
        let from = (start..figure)
            .rfind(|&i| matches!(text.token(i).sign, ',' | ';' | ':' | '('))
            .map_or(start, |i| i + 1)
            .max(figure.saturating_sub(INSTANCE));
        let one = |i: usize| {
            let counted =
                || self.word_is(i, &["vụ"]) || self.context.sort(i, ONE_OF_MANY).is_some();
            self.word_is(i, &["nơi", "lúc", "chỗ", "hôm"]) || i == from + 1 && counted()
        };
        // «Có vụ ở huyện Yên Lâm, lô đất sau bảy lần hạ giá chỉ còn 3,9 tỷ đồng» tells of one up to its semicolon
        let opens = || {
            let counted = self.context.sort(start + 1, ONE_OF_MANY).is_some()
                || self.word_is(start + 1, &["vụ", "nơi", "lúc", "chỗ", "hôm"]);
            counted && !(start..figure).any(|i| text.is_sign(i, ';'))
        };
        let instance = (from + 1..figure).any(|i| self.word_is(i - 1, &["có", "Có"]) && one(i))
            || self.word_is(start, &["Có"]) && opens();
        (placed && !listed() && !part() && !self.is_of_news()) || example || instance
    }

    /// «trong khi định mức là | 1,9 giáo viên/lớp», «cao hơn quy định của Bộ (không quá | 5%)»: what has been laid down, whatever is reported
    /// on; not «năm 2020, xã quy hoạch 3 khu», nor «thu sai quy định 640 triệu đồng».
    pub(super) fn is_a_norm(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let mut at = figure;
        while at > start {
            at = match self.cue_before(at, start) {
                Some((
                    Cue::About | Cue::AtLeast | Cue::AtMost | Cue::Nearly | Cue::Over | Cue::Under,
                    cue,
                )) => cue,
                _ if self.word_is(at - 1, &["là", "chỉ", "phải"]) => at - 1,
                _ => break,
            };
        }
        let said =
            at < figure || (figure..=self.quantity.tokens.end).any(|i| self.text().is_sign(i, '/'));
        let opens = at > start && self.text().is_sign(at - 1, '(');
        let (end, back) = if opens { (at - 1, RULER) } else { (at, 0) };
        let norm = (end.saturating_sub(back + 2).max(start)..end).rfind(|&i| {
            self.context
                .sort(i, &[Sort::Norm])
                .is_some_and(|norm| norm == end || opens && norm < end)
        });
        said && norm.is_some_and(|norm| {
            let plain = |i: usize| self.text().token(i).kind == Kind::Word;
            let broken = ["sai", "trái", "ngoài", "đúng", "vượt", "quá", "dưới"];
            (norm..end).all(plain) && !(norm > start && self.word_is(norm - 1, &broken))
        })
    }

    /// «Theo Nghị định số 02/2017/NĐ-CP, hộ dân được hỗ trợ | 38.000 đồng/kg»: what a rule gives or takes; not what has been done by it.
    pub(super) fn is_by_a_rule(&self) -> bool {
        let start = self.sentence.start;
        self.word_is(start, &["Theo"])
            && (self.context.sort(start + 1, &[Sort::Norm]).is_some()
                || self
                    .name_at(start + 1)
                    .is_some_and(|name| name.kind == EntityType::Document))
            && !self.cues_left(start).any(|(cue, _)| cue == Cue::Done)
    }

    /// «Khảo sát tại | 12 xã cho thấy | 30% người học làm đúng nghề»: whom a survey has asked and what it shows, whose time nobody tells.
    pub(super) fn is_of_a_survey(&self) -> bool {
        let asks = |i: usize| self.word_is(i, &["Khảo", "khảo"]) && self.word_is(i + 1, &["sát"]);
        let survey = (self.sentence.start..self.quantity.figure.start).find(|&i| asks(i));
        let shows = |i: usize| self.word_is(i, &["cho"]) && self.word_is(i + 1, &["thấy"]);
        survey.is_some_and(|survey| (survey..self.sentence.end).any(shows))
    }

    /// «Sau sắp xếp, huyện còn 31 xã»: what a change has left, whose time nobody tells.
    pub(super) fn is_behind_a_merger(&self) -> bool {
        let figure = self.quantity.figure.start;
        let merger = |i: usize| {
            let at = i + 1 + usize::from(self.word_is(i + 1, &["khi"]));
            self.word_is(i, &["Sau", "sau"]) && self.context.sort(at, &[Sort::Merger]).is_some()
        };
        (self.sentence.start..figure).any(merger)
    }

    /// «Năm 2020, huyện có 12 trường. Huyện có | 40 lớp»: the year is when the like of it was so.
    fn dates_a_state(&self, time: &Time) -> bool {
        let text = self.text();
        let end = text.sentences()[text.sentence_of(time.tokens.start)].end;
        let number = (time.tokens.end..end).find(|&i| text.token(i).kind == Kind::Number);
        number.is_some_and(|at| (at.saturating_sub(2)..at).any(|i| self.word_is(i, &["có"])))
    }

    /// Whether what begins at `from` says what its subject has, or how long or how far it is.
    fn states(&self, from: usize) -> bool {
        let mut at = self.quantity.figure.start;
        while let Some((Cue::About | Cue::AtLeast | Cue::Nearly | Cue::Over | Cue::Under, start)) =
            self.cue_before(at, from)
        {
            at = start;
        }
        let said = |i: usize| matches!(self.phrase_at(i), Some((Phrase::Report, _)));
        // «Trưởng bản cho biết | bản có 68 hộ»
        let report = (from..at)
            .rfind(|&i| said(i))
            .and_then(|i| self.phrase_at(i));
        let from = report.map_or(from, |(_, end)| end);
        let from = from + usize::from(matches!(self.text().token(from).sign, ',' | ':'));
        // «Cái khó là thiếu người: | trạm chỉ có 6 người»
        let colon = (from..at).rfind(|&i| self.text().is_sign(i, ':'));
        let from = colon.map_or(from, |colon| colon + 1);
        if at <= from {
            return false;
        }
        let verb = at - 1;
        // «Huyện có tổng diện tích tự nhiên 146.351 ha»
        let natural = self.word_is(verb, &["nhiên"]).then(|| {
            let near = verb.saturating_sub(NATURAL).max(from)..verb;
            near.into_iter().rfind(|&i| self.word_is(i, &["có"]))
        });
        let verb = natural.flatten().unwrap_or(verb);
        let dimension = self.quantity.unit.dimension.as_str();
        let found = if self.word_is(verb, &["có"]) {
            let extent = matches!(dimension, "area" | "length");
            let counted = self.quantity.dimension == Dimension::Count || extent;
            (counted && self.is_of_things()).then_some(verb)
        } else if verb > from && self.word_is(verb, &["trong"]) && self.word_is(verb - 1, &["một"])
        {
            // «Mường Lát là một trong | 7 huyện nghèo»
            let is = verb.checked_sub(2).filter(|&is| is > from);
            is.filter(|&is| self.word_is(is, &["là"]))
        } else if matches!(dimension, "length" | "area") && !self.is_of_a_day() {
            let wide = self.word_is(verb, &["dài", "rộng", "sâu", "dày", "cao"]);
            wide.then_some(verb)
                .or_else(|| self.is_far().filter(|&far| far >= from))
        } else {
            None
        };
        let adverb = |i: usize| self.word_is(i, &["hiện", "đang", "chỉ"]);
        found.is_some_and(|verb| {
            let end = verb - usize::from(verb > from && adverb(verb - 1));
            // «Mường Lát | là huyện vùng cao, có 8 xã»
            let is = (from + 1..end).find(|&i| self.word_is(i, &["là"]));
            let end = is
                .filter(|_| self.text().is_sign(end - 1, ','))
                .unwrap_or(end);
            self.is_subject(from..end)
        })
    }

    /// The «cách» of «cách trung tâm huyện hơn 50 km».
    pub(super) fn is_far(&self) -> Option<usize> {
        let figure = self.quantity.figure.start;
        let near = figure.saturating_sub(DISTANT + 1).max(self.floor())..figure;
        let far = || near.into_iter().rfind(|&i| self.word_is(i, &["cách"]));
        far().filter(|_| self.quantity.unit.dimension == "length")
    }

    /// News of a day, not a state on it.
    fn is_of_news(&self) -> bool {
        let state = |time: &Time| matches!(time.role, Role::AsOf | Role::Until);
        self.is_of_a_day() && !self.held().is_some_and(state)
    }

    /// «Vết trượt dài 26 m»: what was seen on the day that is told of.
    fn is_of_a_day(&self) -> bool {
        let held = self.held().and_then(|time| time.days);
        let reported = || self.context.period.map(|period| (period.start, period.end));
        held.or_else(reported)
            .is_some_and(|(start, end)| (end - start).num_days() <= NEWS)
    }

    /// «780 hộ, …», «33 buôn đồng bào dân tộc thiểu số», «145.000 ha rừng»: nothing that those counted have done, as «12 hộ thoát
    /// nghèo», and nothing that was done or won, as «12 sáng kiến».
    fn is_of_things(&self) -> bool {
        let behind = self.chunk_behind();
        if (0..behind.len()).any(|first| self.tells(&behind[first..])) || self.counts_events() {
            return false;
        }
        let noun = &self.quantity.noun;
        let end = noun.end.max(self.quantity.tokens.end);
        let stops = |i: usize| i >= self.sentence.end || self.text().token(i).kind != Kind::Word;
        if self.quantity.dimension != Dimension::Count {
            return (end..end + MEASURED)
                .any(|i| stops(i) || self.name_at(i).is_some() || self.word_is(i, JOINS));
        }
        let added = noun.end > noun.start && self.word_is(noun.end - 1, &["mới"]);
        let deed = added || self.context.sort(noun.start, &[Sort::Deed]).is_some();
        let harmed = noun.clone().any(|i| {
            self.phrase_at(i)
                .is_some_and(|(phrase, _)| phrase == Phrase::Casualty)
        });
        let kind =
            self.word_is(end, &["đồng", "dân", "biên", "miền"]) || self.name_at(end).is_some();
        !deed && !harmed && (stops(end) || self.word_is(end, JOINS) || kind)
    }

    /// «Cả huyện», «Tuyến BRT Kim Mã - Yên Nghĩa»: a noun or a name alone, not «Tham dự», «Qua kiểm tra».
    fn is_subject(&self, words: Range<usize>) -> bool {
        let plain = |i: usize| {
            self.text().token(i).kind == Kind::Word
                && !matches!(self.cue_at(i), Some((Cue::Done | Cue::Target, _)))
                && !matches!(
                    self.context.time_word(i),
                    Some(TimeWord::Event | TimeWord::EventAct)
                )
        };
        let pieces = self.pieces(words.clone());
        let acts = pieces
            .iter()
            .any(|piece| piece.is_verb() || piece.part == Part::Time);
        pieces.first().is_some_and(|first| {
            first.is(Phrase::Area)
                || self.word_is(words.start, &["Toàn"])
                || !first.is_edge() && !first.is_head()
        }) && !acts
            && words.into_iter().all(plain)
    }
}
