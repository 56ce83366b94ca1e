//! The part of a sentence around one figure: what the rules of measure, indicator, period and subject look at.

use std::cell::OnceCell;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::discourse::{Discourse, Referent};
use super::lexicon::{Class, Cue, Lexicon, NounRole, Phrase, Sort};
use super::period::Time;
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::{Kind, Text};
use crate::extraction::{EntityType, Measure, Modifier, Period};

/// Whoever something is told of is named no more names before it.
const NAMES_BACK: usize = 40;

/// A name in the text, as far as figures need it.
#[derive(Debug, Clone)]
pub struct Named {
    /// Where it stands.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: EntityType,
}

/// What the linker reads.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The article's text.
    pub text: &'a Text<'a>,
    /// The word tables.
    pub lexicon: &'a Lexicon,
    /// Dates and periods, in order.
    pub times: &'a [Time],
    /// Names, in order.
    pub names: &'a [Named],
    /// What the article speaks of.
    pub discourse: &'a Discourse,
    /// For each line, whether it is an item of a list of what is planned.
    pub planned: &'a [bool],
    /// For each sentence, the time that frames it from before: index into the times.
    pub held: &'a [Option<usize>],
    /// The day of the meeting that the article reports: index into the times.
    pub event: Option<usize>,
    /// The period the article as a whole reports on.
    pub period: Option<&'a Period>,
    /// When the works that it plans are carried out, where it reports on no period.
    pub works: Option<&'a Period>,
    /// The day the article appeared.
    pub published: Option<NaiveDate>,
}

/// The words right before a figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    /// Cues from the figure leftwards.
    pub(super) cues: Vec<Cue>,
    pub(super) modifier: Option<Modifier>,
    /// First token of the words.
    pub(super) start: usize,
}

/// Before «cấp trên» where it is those above, and nothing is granted: «nộp cấp trên», «cơ quan cấp trên».
const SUPERIORS: &[&str] = &[
    "nộp", "quan", "hội", "gửi", "cho", "lên", "của", "chuyển", "từ", "trình", "ủy", "đoàn", "tòa",
    "án", "do",
];

impl Lead {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }
}

/// A figure with the part of the sentence around it.
pub(super) struct Clause<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) sentence: Range<usize>,
    pub(super) before: Option<&'a Quantity>,
    pub(super) after: Option<&'a Quantity>,
    pub(super) quantity: &'a Quantity,
    /// The figures of the sentence.
    pub(super) figures: &'a [Quantity],
    floor: usize,
    start: usize,
    /// Asked for by measure and period.
    pub(super) own_time: OnceCell<Option<&'a Time>>,
}

impl Context<'_> {
    pub(super) fn cue_at(&self, i: usize) -> Option<(Cue, usize)> {
        self.text
            .hit(i, Class::Cue)
            .map(|hit| (self.lexicon.cues[hit.entry()].data, hit.end()))
    }

    pub(super) fn is_stop(&self, i: usize) -> bool {
        self.text.hit(i, Class::Noun).is_some_and(|hit| {
            hit.len == 1 && self.lexicon.nouns[hit.entry()].data.role == NounRole::Stop
        })
    }

    /// The token after a word at token `i` that is of one of these sorts.
    pub(super) fn sort(&self, i: usize, of: &[Sort]) -> Option<usize> {
        self.lexicon.sort(self.text, i, of)
    }

    /// What is spoken of in a range.
    pub(super) fn referents(&self, range: Range<usize>) -> &[Referent] {
        let all = &self.discourse.referents;
        let first = all.partition_point(|referent| referent.tokens.start < range.start);
        let last = all.partition_point(|referent| referent.tokens.start < range.end);
        &all[first..last.max(first)]
    }

    /// «Anh Páo lùa bò lên nương. Năm 2021, được vay 80 triệu đồng, …»: what stands at `i` is told of a person or a family.
    pub(super) fn is_private(&self, i: usize) -> bool {
        let line = self.text.lines()[self.text.line_of(i)].start;
        let mut before = self.referents(line..i).iter().rev().take(NAMES_BACK);
        let told = before.find(|referent| referent.stance.opens());
        told.and_then(|told| told.about)
            .is_some_and(|about| self.discourse.abouts[about].is_private())
    }
}

impl<'a> Clause<'a> {
    /// The clause of one of an article's quantities.
    pub(super) fn at(context: &'a Context<'a>, quantities: &'a [Quantity], index: usize) -> Self {
        let quantity = &quantities[index];
        let text = context.text;
        let sentence = text.sentences()[text.sentence_of(quantity.figure.start)].clone();
        let of_sentence = |from: usize| quantities.partition_point(|q| q.figure.start < from);
        let figures = &quantities[of_sentence(sentence.start)..of_sentence(sentence.end)];
        let before = index
            .checked_sub(1)
            .map(|i| &quantities[i])
            .filter(|q| q.figure.start >= sentence.start);
        let after = quantities
            .get(index + 1)
            .filter(|q| q.figure.start < sentence.end);
        let mut clause = Self {
            floor: sentence.start,
            start: sentence.start,
            own_time: OnceCell::new(),
            context,
            sentence,
            before,
            after,
            quantity,
            figures,
        };
        clause.floor = clause.find_floor();
        clause.start = clause.find_start();
        clause
    }
}

impl Clause<'_> {
    pub(super) fn text(&self) -> &Text<'_> {
        self.context.text
    }

    pub(super) fn cue_at(&self, i: usize) -> Option<(Cue, usize)> {
        self.context.cue_at(i)
    }

    /// The longest cue that ends right before token `i`.
    pub(super) fn cue_before(&self, i: usize, floor: usize) -> Option<(Cue, usize)> {
        let mut cues = self.text().hits_ending(i, Class::Cue);
        cues.find(|&(at, _)| at >= floor)
            .map(|(at, hit)| (self.context.lexicon.cues[hit.entry()].data, at))
    }

    /// The word of a phrase that begins at token `i`, and the token after it.
    pub(super) fn phrase_at(&self, i: usize) -> Option<(Phrase, usize)> {
        self.text()
            .hit(i, Class::Phrase)
            .map(|hit| (self.context.lexicon.phrases[hit.entry()].data, hit.end()))
    }

    pub(super) fn is_stop(&self, i: usize) -> bool {
        self.context.is_stop(i)
    }

    /// Ends a noun phrase and says nothing of what is measured: «được», not «chết».
    fn is_function_word(&self, i: usize) -> bool {
        let edge = self.text().hit(i, Class::Phrase).is_some_and(|hit| {
            hit.len == 1
                && matches!(
                    self.context.lexicon.phrases[hit.entry()].data,
                    Phrase::Edge | Phrase::Adverbial
                )
        });
        edge && self.is_stop(i)
    }

    /// Whether a word is part of one that an edge word only seems to end: «ra» of «xảy ra».
    pub(super) fn in_compound(&self, i: usize) -> bool {
        self.covered(i.saturating_sub(2)..i + 1, i)
    }

    /// Whether a compound that starts at one of `starts` goes on to token `i`.
    fn covered(&self, mut starts: Range<usize>, i: usize) -> bool {
        starts.any(|start| {
            self.phrase_at(start).is_some_and(|(phrase, end)| {
                matches!(
                    phrase,
                    Phrase::Casualty
                        | Phrase::Compound
                        | Phrase::Growth
                        | Phrase::Head
                        | Phrase::Vacant
                        | Phrase::Verb
                ) && end > i
            })
        })
    }

    pub(super) fn is_noun(&self, i: usize) -> bool {
        self.text()
            .hit(i, Class::Noun)
            .is_some_and(|hit| self.context.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
    }

    pub(super) fn word_is(&self, i: usize, words: &[&str]) -> bool {
        i < self.text().len() && words.contains(&self.text().word(i))
    }

    /// Token after the figure before, or the start of the sentence.
    ///
    /// A plan or a comparison right behind that figure still belongs to it: «đạt 89% dự toán, bằng 117%».
    pub(super) fn floor(&self) -> usize {
        self.floor
    }

    fn find_floor(&self) -> usize {
        let Some(before) = self.before else {
            return self.sentence.start;
        };
        let mut floor = before.tokens.end.max(self.sentence.start);
        while let Some((Cue::Plan | Cue::Compare, end)) = self
            .cue_at(floor)
            .filter(|&(_, end)| end <= self.quantity.figure.start)
        {
            floor = end;
        }
        floor
    }

    /// Token of the figure behind, or the end of the sentence.
    pub(super) fn ceiling(&self) -> usize {
        self.after
            .map_or(self.sentence.end, |after| after.figure.start)
    }

    /// Walks left over cues and function words.
    pub(super) fn lead(&self) -> Lead {
        let floor = self.floor();
        let mut lead = Lead {
            start: self.quantity.figure.start,
            ..Lead::default()
        };
        let mut skipped = 0;
        while lead.start > floor {
            if let Some((cue, at)) = self.cue_before(lead.start, floor) {
                let cue = self.as_bound(cue, at);
                // «nước ngoài» holds no «ngoài», «nông thôn mới» no «mới»; «đã cấp | trên 194.000 bộ» no «cấp trên»
                let granted = cue == Cue::Over
                    && self.word_is(at.saturating_sub(1), &["cấp"])
                    && !self.word_is(at.saturating_sub(2), SUPERIORS);
                let covered = !granted && self.covered(at.saturating_sub(2)..at, at);
                if !LEADS.contains(&cue) || covered {
                    break;
                }
                let modifier = match cue {
                    Cue::About => Some(Modifier::About),
                    Cue::Nearly => Some(Modifier::Nearly),
                    Cue::Over => Some(Modifier::Over),
                    Cue::Under => Some(Modifier::Under),
                    Cue::AtLeast => Some(Modifier::AtLeast),
                    Cue::AtMost => Some(Modifier::AtMost),
                    _ => None,
                };
                // «4 xã | trên có 87 cán bộ» are those named above
                let superior = self.word_is(at.saturating_sub(1), &["cấp"]) && !granted;
                let above = superior
                    || self.word_is(at, &["trên"]) && self.word_is(at + 1, &["có", "còn", "đạt"]);
                let modifier = modifier.filter(|_| cue != Cue::Over || !above && !self.is_on(at));
                lead.modifier = lead.modifier.or(modifier);
                lead.cues.push(cue);
                lead.start = at;
                continue;
            }
            if self.moves_back(lead.start - 1) {
                lead.cues.push(Cue::ToLevel);
                lead.start -= 1;
                continue;
            }
            // «tăng, lần lượt | 4 và 2 người»
            if let Some(at) = self.turn_before_order(lead.start).filter(|&at| at > floor) {
                lead.start = at;
                continue;
            }
            if skipped < 3
                && !self.in_compound(lead.start - 1)
                && self.is_function_word(lead.start - 1)
                && !self.word_is(lead.start - 1, &["và"])
                && !self.joins_figures(lead.start - 1)
            {
                skipped += 1;
                lead.start -= 1;
                continue;
            }
            break;
        }
        lead
    }

    /// «kéo từ 2,05% hồi cuối năm 2017 | về 1,62%»: before the second level of a move.
    fn moves_back(&self, at: usize) -> bool {
        let from = self.before.filter(|before| {
            let start = before.figure.start;
            before.dimension == self.quantity.dimension
                && start > self.sentence.start
                && self.word_is(start - 1, &["từ", "Từ"])
        });
        let plain = |i: usize| self.text().token(i).kind != Kind::Sign;
        self.word_is(at, &["về"])
            && from.is_some_and(|from| {
                at <= from.tokens.end + MOST_BACK && (from.tokens.end..at).all(plain)
            })
    }

    /// Where a word of growth or fall ends right before a word of order: «tăng | , lần lượt».
    fn turn_before_order(&self, end: usize) -> Option<usize> {
        let ordered = |&at: &usize| matches!(self.phrase_at(at), Some((Phrase::Distributive, after)) if after == end);
        let at = (end.saturating_sub(4)..end).find(ordered)?;
        let at = at.checked_sub(1).filter(|&i| self.text().is_sign(i, ','))?;
        let turn = self.cue_before(at, self.sentence.start)?;
        matches!(turn.0, Cue::Increase | Cue::Decrease).then_some(at)
    }

    /// «đột phá trên 3 lĩnh vực», «lát vỉa hè trên 16 tuyến đường», «khảo sát trên 1.236 trẻ»: where or on whom something takes
    /// place; not «có trên 16 tuyến đường».
    fn is_on(&self, at: usize) -> bool {
        let value = self.quantity.value;
        let ground = || {
            let ground = self.context.sort(self.quantity.noun.start, &[Sort::Ground]);
            value < Decimal::ONE_HUNDRED && ground.is_some_and(|end| end <= self.quantity.noun.end)
        };
        let studied = || {
            let exact = !(value / Decimal::TEN).fract().is_zero();
            exact
                && self.quantity.dimension == Dimension::Count
                && (self.floor()..at).any(|i| self.context.sort(i, &[Sort::Study]).is_some())
        };
        // «Trên | 3 tàu | có 7 người»: so few and so exact
        let aboard = at == self.sentence.start
            && self.word_is(at, &["Trên"])
            && value < Decimal::ONE_HUNDRED
            && !(value / Decimal::TEN).fract().is_zero()
            && self.word_is(self.quantity.noun.end, &["có", "này", "đang", "mọc"]);
        aboard
            || self.word_is(at, &["trên"])
                && !(at > self.sentence.start && self.word_is(at - 1, &["có", "được", "với"]))
                && (ground() || studied())
    }

    /// Said by a sign («đạt ≥ 95%»), by «vượt mức 3 tỷ USD», or by «ước» farther off: «ước thu ngân sách 6 tháng là …».
    pub(super) fn modifier_afar(&self, lead: &Lead, measure: Measure) -> Option<Modifier> {
        let figure = self.quantity.figure.start;
        let sign = figure.checked_sub(1).filter(|&i| i >= self.floor);
        match sign.map(|i| self.text().token(i).sign) {
            Some('≥') => return Some(Modifier::AtLeast),
            Some('≤') => return Some(Modifier::AtMost),
            Some('>') => return Some(Modifier::Over),
            Some('<') => return Some(Modifier::Under),
            Some('~' | '≈') => return Some(Modifier::About),
            _ => {}
        }
        // «phấn đấu đạt, vượt 650 triệu đồng» leaves both open
        let open = lead.start > self.floor + 1 && self.word_is(lead.start - 2, &["đạt"]);
        let level = matches!(measure, Measure::Level | Measure::Target);
        // «phấn đấu thu vượt 5% dự toán» goes beyond by so much
        let by = self.quantity.dimension == Dimension::Percent && self.plan_follows();
        if lead.has(Cue::Exceed) && level && !open && !by {
            return Some(Modifier::Over);
        }
        self.cues_left(self.floor)
            .any(|(cue, at)| cue == Cue::About && self.word_is(at, &["ước", "Ước"]))
            .then_some(Modifier::About)
    }

    /// «thu giữ 3 bánh heroin | cùng | 2 xe máy»; not «bắt Lê Văn Tí cùng 3 đồng bọn».
    fn joins_figures(&self, i: usize) -> bool {
        let ends = |before: &Quantity| before.noun.end.max(before.tokens.end) == i;
        self.word_is(i, &["cùng"]) && self.before.is_some_and(ends)
    }

    /// «ít hơn 7.000 đồng», «cao hơn 5 m» bound the figure where nothing is named that would be less or more.
    fn as_bound(&self, cue: Cue, at: usize) -> Cue {
        // «miễn, giảm lãi 5 tỷ đồng»: so much is granted
        let joint = at.saturating_sub(1);
        let joined = self.word_is(joint, &["và"]) || self.text().is_sign(joint, ',');
        let waived = self.word_is(
            at.saturating_sub(1 + usize::from(joined)),
            &["miễn", "Miễn"],
        );
        if cue == Cue::Decrease && waived {
            return Cue::Neutral;
        }
        let end = || self.cue_at(at).map_or(at, |(_, end)| end);
        let bound = match cue {
            Cue::Increase => Cue::Over,
            Cue::Decrease => Cue::Under,
            // «nhiều nhất với 33 ca», «thành phố nợ | nhiều nhất | 38,6 tỷ đồng» rank
            Cue::AtLeast | Cue::AtMost if self.word_is(end(), &["với"]) => return Cue::Neutral,
            Cue::AtMost if self.ranks_highest(at) => return Cue::Neutral,
            cue => return cue,
        };
        let than = self.word_is(end().saturating_sub(1), &["hơn"]);
        if !than || at > self.sentence.start || self.compare_follows() {
            return cue;
        }
        bound
    }

    /// «thành phố nợ | nhiều nhất | 38,6 tỷ đồng», not «mỗi đoàn | nhiều nhất | 5 người».
    fn ranks_highest(&self, at: usize) -> bool {
        let start = self.clause_start();
        self.word_is(at, &["nhiều"]) && at > start && !(start..at).any(|i| self.word_is(i, LIMITED))
    }

    /// «Trong tổng số 335 vụ, có 49 vụ …», «Trong 335 vụ này có 49 vụ …»: the figure of an earlier sentence that this one takes
    /// up again.
    pub(super) fn whole<'l>(&self, earlier: &'l [Linked]) -> Option<&'l Linked> {
        let start = self.sentence.start;
        let resumed = |first: &Quantity| {
            let end = first.noun.end.max(first.tokens.end);
            let again = |i: usize| i < self.sentence.end && self.word_is(i, AGAIN);
            first.figure.start == start + 1 && (again(end) || again(end - 1))
        };
        let opens = self.word_is(start, &["Trong"])
            && ((start + 1..start + 3).any(|i| self.word_is(i, &["số"]))
                || self.figures.first().is_some_and(resumed));
        let first = self.figures.first().filter(|_| opens)?;
        let noun = |quantity: &Quantity| {
            let noun = quantity.noun.start;
            (!quantity.noun.is_empty()).then(|| self.text().token(noun).key)
        };
        earlier.iter().rfind(|linked| {
            let other = &linked.quantity;
            other.figure.start < start
                && other.value == first.value
                && other.dimension == first.dimension
                && noun(other) == noun(first)
        })
    }

    /// «trở lên», «trở xuống» behind the unit.
    pub(super) fn modifier_after(&self) -> Option<Modifier> {
        let end = self.quantity.tokens.end;
        // «từ 2 mô hình hợp tác xã kiểu mới trở lên»
        let start = self.quantity.figure.start;
        let from = start > self.sentence.start && self.word_is(start - 1, &["từ", "Từ"]);
        let reach = if from { 8 } else { 4 };
        (end..(end + reach).min(self.sentence.end))
            .take_while(|&i| !matches!(self.text().token(i).sign, ',' | ';'))
            // «12 người từ 18 tuổi trở lên» says it of another number
            .take_while(|&i| self.text().token(i).kind != Kind::Number)
            .find_map(|i| match self.cue_at(i) {
                Some((Cue::AtLeastAfter, _)) => Some(Modifier::AtLeast),
                Some((Cue::AtMostAfter, _)) => Some(Modifier::AtMost),
                _ => None,
            })
    }

    /// The date or period that begins at token `i`.
    pub(super) fn time_at(&self, i: usize) -> Option<&Time> {
        let times = self.context.times;
        let index = times.partition_point(|time| time.tokens.start < i);
        times.get(index).filter(|time| time.tokens.start == i)
    }

    /// The name that begins at token `i`.
    pub(super) fn name_at(&self, i: usize) -> Option<&Named> {
        let names = self.context.names;
        let index = names.partition_point(|name| name.tokens.start < i);
        names.get(index).filter(|name| name.tokens.start == i)
    }

    /// Whether token `i` stands inside a name: «Sở Tài nguyên | và | Môi trường».
    pub(super) fn in_name(&self, i: usize) -> bool {
        let names = self.context.names;
        let index = names.partition_point(|name| name.tokens.start < i);
        index > 0 && names[index - 1].tokens.end > i
    }

    /// Whether a name ends right before token `i`.
    pub(super) fn ends_name(&self, i: usize) -> bool {
        let names = self.context.names;
        let index = names.partition_point(|name| name.tokens.start < i);
        index > 0 && names[index - 1].tokens.end == i
    }

    /// «bình quân», «trung bình» that end right before token `end`; nothing where they do not.
    pub(super) fn mean(&self, end: usize) -> Range<usize> {
        let start = end.saturating_sub(2).max(self.sentence.start);
        let found = self.context.sort(start, &[Sort::Mean]) == Some(end);
        if found { start..end } else { end..end }
    }

    /// Cues between `from` and the figure.
    pub(super) fn cues_left(&self, from: usize) -> impl Iterator<Item = (Cue, usize)> + '_ {
        let mut end = from;
        (from..self.quantity.figure.start).filter_map(move |i| {
            // «không ít hơn» holds no «ít hơn»
            let (cue, after) = self.cue_at(i).filter(|_| i >= end)?;
            end = after;
            Some((self.as_bound(cue, i), i))
        })
    }

    /// The start of the figure's clause: after the last comma, semicolon, colon or bracket outside names, or the figure before.
    pub(super) fn clause_start(&self) -> usize {
        self.start
    }

    fn find_start(&self) -> usize {
        let floor = self.floor;
        (floor..self.quantity.figure.start)
            .rev()
            // «của Ngân hàng Chính sách xã hội (NHCSXH) tỉnh»: a sign of a name ends no clause
            .find(|&i| {
                matches!(self.text().token(i).sign, ',' | ';' | ':' | '(' | ')') && !self.in_name(i)
            })
            .map_or(floor, |i| i + 1)
    }

    pub(super) fn is_in_brackets(&self) -> bool {
        let start = self.quantity.figure.start;
        // «(-16,7%)»
        let minus = start > 1 && matches!(self.text().token(start - 1).sign, '-' | '−');
        let start = start - usize::from(minus);
        start > self.sentence.start && self.text().is_sign(start - 1, '(')
    }
}

/// Beside one of these «nhiều nhất» is a limit.
const LIMITED: &[&str] = &[
    "mỗi", "Mỗi", "từng", "được", "chỉ", "phép", "cho", "sẽ", "cũng", "phải",
];

/// What says that things were counted before: «Trong 37 ca | mới».
const AGAIN: &[&str] = &["mới", "này", "đó", "ấy", "trên"];

/// Most tokens between the levels of a move: «từ 2,05% | hồi cuối năm 2017 | về 1,62%».
const MOST_BACK: usize = 6;

/// Cues that can stand right before a figure and say what kind of number it is.
const LEADS: &[Cue] = &[
    Cue::About,
    Cue::Added,
    Cue::Apposition,
    Cue::AtLeast,
    Cue::AtMost,
    Cue::Attain,
    Cue::Decrease,
    Cue::Done,
    Cue::Exceed,
    Cue::Increase,
    Cue::Nearly,
    Cue::Negative,
    Cue::Over,
    Cue::Rank,
    Cue::Share,
    Cue::Target,
    Cue::Times,
    Cue::ToLevel,
    Cue::Under,
];
