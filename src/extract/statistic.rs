//! Links each quantity to what it measures, for whom and when: quantities, periods and names in, statistics out.
//!
//! Every question is answered from the clause first: the words right before a figure say what kind of number it is, the
//! phrase before them what is measured; what a clause leaves out is carried from the one before.

use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::lexicon::{Class, Cue, Lexicon, NounRole, TimeWord};
use super::period::{Role, Time};
use super::quantity::{Dimension, Quantity};
use super::text::{Gap, Kind, Text};
use crate::extraction::{Basis, EntityType, Measure, Modifier, Period};

/// A name in the text, as far as figures need it.
#[derive(Debug, Clone)]
pub struct Named {
    /// Where it stands.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: EntityType,
    /// Index of the entity.
    pub entity: usize,
    /// The fullest name the article gives.
    pub name: String,
}

/// A quantity with everything the article says of it.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The figure and its unit; the value signed.
    pub quantity: Quantity,
    /// What kind of number it is.
    pub measure: Measure,
    /// How exact it is said to be.
    pub modifier: Option<Modifier>,
    /// What is measured.
    pub indicator: String,
    /// The name it is about: index into the names, or none.
    pub subject: Option<usize>,
    /// When it holds.
    pub period: Option<Period>,
    /// What it is compared with.
    pub baseline: Option<String>,
    /// How the record came about.
    pub rule: String,
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
    /// The name the article as a whole is about: index into the names.
    pub topic: Option<usize>,
    /// The day the article appeared.
    pub published: Option<NaiveDate>,
}

/// Links all quantities of an article.
pub fn link(context: &Context, quantities: Vec<Quantity>) -> Vec<Linked> {
    let mut linked: Vec<Linked> = Vec::with_capacity(quantities.len());
    let mut leads: Vec<Lead> = Vec::with_capacity(quantities.len());
    for index in 0..quantities.len() {
        let quantity = &quantities[index];
        let sentence =
            context.text.sentences()[context.text.sentence_of(quantity.figure.start)].clone();
        let before = index
            .checked_sub(1)
            .map(|i| &quantities[i])
            .filter(|q| q.figure.start >= sentence.start);
        let after = quantities
            .get(index + 1)
            .filter(|q| q.figure.start < sentence.end);
        let clause = Clause {
            context,
            sentence,
            before,
            after,
            quantity,
        };
        let lead = clause.lead();
        if clause.is_no_statistic(&lead) {
            // keeps its place so that its neighbors see the same clause
            leads.push(lead);
            continue;
        }
        let previous = before.and_then(|_| linked.last());
        let (measure, negative, why) = clause.measure(&lead, previous);
        let mut quantity = quantity.clone();
        if negative && quantity.value > Decimal::ZERO {
            quantity.value = -quantity.value;
            quantity.value_max = quantity.value_max.map(|max| -max);
            if let Some(max) = quantity.value_max.as_mut() {
                std::mem::swap(max, &mut quantity.value);
            }
        }
        let modifier = lead
            .modifier
            .or(clause.modifier_after())
            .or(quantity.open.then_some(Modifier::AtLeast));
        let indicator = clause.indicator(&lead, measure, previous);
        let (period, baseline) = (clause.period(measure, previous), clause.baseline());
        let subject = clause.subject(previous);
        let rule = format!("{} > measure.{why}", quantity.rule);
        linked.push(Linked {
            quantity,
            measure,
            modifier,
            indicator,
            subject,
            period,
            baseline,
            rule,
        });
        leads.push(lead);
    }
    linked
}

/// The words right before a figure.
#[derive(Debug, Clone, Default)]
struct Lead {
    /// Cues from the figure leftwards.
    cues: Vec<Cue>,
    modifier: Option<Modifier>,
    /// First token of the words.
    start: usize,
}

impl Lead {
    fn has(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }
}

/// A figure with the part of the sentence around it.
struct Clause<'a> {
    context: &'a Context<'a>,
    sentence: Range<usize>,
    before: Option<&'a Quantity>,
    after: Option<&'a Quantity>,
    quantity: &'a Quantity,
}

impl Clause<'_> {
    fn text(&self) -> &Text<'_> {
        self.context.text
    }

    fn cue_at(&self, i: usize) -> Option<(Cue, usize)> {
        self.text()
            .hit(i, Class::Cue)
            .map(|hit| (self.context.lexicon.cues[hit.entry()].data, hit.end()))
    }

    /// The longest cue that ends right before token `i`.
    fn cue_before(&self, i: usize, floor: usize) -> Option<(Cue, usize)> {
        (i.saturating_sub(5).max(floor)..i).find_map(|at| {
            self.cue_at(at)
                .filter(|&(_, end)| end == i)
                .map(|(cue, _)| (cue, at))
        })
    }

    fn is_stop(&self, i: usize) -> bool {
        self.text().hit(i, Class::Noun).is_some_and(|hit| {
            hit.len == 1 && self.context.lexicon.nouns[hit.entry()].data.role == NounRole::Stop
        })
    }

    fn word_is(&self, i: usize, words: &[&str]) -> bool {
        i < self.text().len() && words.contains(&self.text().word(i))
    }

    /// Token after the figure before, or the start of the sentence.
    fn floor(&self) -> usize {
        self.before
            .map_or(self.sentence.start, |before| before.tokens.end)
            .max(self.sentence.start)
    }

    /// Token of the figure behind, or the end of the sentence.
    fn ceiling(&self) -> usize {
        self.after
            .map_or(self.sentence.end, |after| after.figure.start)
    }

    /// Walks left over cues and function words.
    fn lead(&self) -> Lead {
        let floor = self.floor();
        let mut lead = Lead {
            start: self.quantity.figure.start,
            ..Lead::default()
        };
        let mut skipped = 0;
        while lead.start > floor {
            if let Some((cue, at)) = self.cue_before(lead.start, floor) {
                if matches!(
                    cue,
                    Cue::Neutral | Cue::NameHead | Cue::GroupHead | Cue::Contact
                ) {
                    break;
                }
                let modifier = match cue {
                    Cue::About => Some(Modifier::About),
                    Cue::Nearly => Some(Modifier::Nearly),
                    Cue::Over => Some(Modifier::Over),
                    Cue::AtLeast => Some(Modifier::AtLeast),
                    Cue::AtMost => Some(Modifier::AtMost),
                    _ => None,
                };
                lead.modifier = lead
                    .modifier
                    .or(modifier)
                    .or_else(|| self.under(at, lead.start));
                lead.cues.push(cue);
                lead.start = at;
                continue;
            }
            if skipped < 3 && self.is_stop(lead.start - 1) {
                skipped += 1;
                lead.start -= 1;
                continue;
            }
            break;
        }
        lead
    }

    /// «dưới», «chưa đến».
    fn under(&self, at: usize, end: usize) -> Option<Modifier> {
        matches!(
            self.text().slice(at..end),
            "dưới" | "chưa đến" | "chưa tới" | "chưa đầy" | "không đến" | "không tới"
        )
        .then_some(Modifier::Under)
    }

    /// «trở lên», «trở xuống» behind the unit.
    fn modifier_after(&self) -> Option<Modifier> {
        let end = self.quantity.tokens.end;
        (end..(end + 4).min(self.sentence.end)).find_map(|i| match self.cue_at(i) {
            Some((Cue::AtLeastAfter, _)) => Some(Modifier::AtLeast),
            Some((Cue::AtMostAfter, _)) => Some(Modifier::AtMost),
            _ => None,
        })
    }

    /// Lengths of time in passing, conditions, class limits.
    fn is_no_statistic(&self, lead: &Lead) -> bool {
        if self.quantity.dimension != Dimension::Time {
            return false;
        }
        let measured = lead.has(Cue::ToLevel) || lead.has(Cue::Decrease) || lead.has(Cue::Attain);
        let age = self.text().word(self.quantity.tokens.end - 1) == "tuổi";
        let end = self.quantity.tokens.end;
        let term = self.word_is(end, &["tù", "tù.", "cải"])
            || (self.floor()..lead.start)
                .any(|i| self.word_is(i, &["phạt", "hành", "cách", "thọ"]));
        !(measured && !age || term)
    }

    /// Cues between `from` and the figure.
    fn cues_left(&self, from: usize) -> impl Iterator<Item = (Cue, usize)> + '_ {
        (from..self.quantity.figure.start).filter_map(|i| self.cue_at(i).map(|(cue, _)| (cue, i)))
    }

    /// The start of the figure's clause: after the last comma, semicolon, colon or bracket, or the figure before.
    fn clause_start(&self) -> usize {
        let floor = self.floor();
        (floor..self.quantity.figure.start)
            .rev()
            .find(|&i| matches!(self.text().token(i).sign, ',' | ';' | ':' | '(' | ')'))
            .map_or(floor, |i| i + 1)
    }

    /// The start of the statement: after the last semicolon, or of the sentence.
    fn statement_start(&self) -> usize {
        (self.sentence.start..self.quantity.figure.start)
            .rev()
            .find(|&i| self.text().is_sign(i, ';'))
            .map_or(self.sentence.start, |i| i + 1)
    }

    /// Measure, whether the value is a decrease, and the rule's name.
    fn measure(&self, lead: &Lead, previous: Option<&Linked>) -> (Measure, bool, &'static str) {
        let percent = self.quantity.dimension == Dimension::Percent;
        let target = self.is_target();
        let expected = |measure, negative, why| {
            if target {
                (Measure::Target, negative, "target")
            } else {
                (measure, negative, why)
            }
        };
        if self
            .cues_left(self.clause_start())
            .any(|(cue, _)| cue == Cue::Previous)
        {
            return (Measure::Previous, false, "previous");
        }
        if let Some(denominator) = self.quantity.denominator {
            let rank = self.quantity.figure.start > 0
                && self.word_is(self.quantity.figure.start - 1, &["thứ", "hạng"]);
            return match () {
                () if rank => (Measure::Level, false, "rank"),
                () if self.quantity.value > denominator => (Measure::Index, false, "beyond_target"),
                () => expected(Measure::Share, false, "part_of_whole"),
            };
        }
        let directed = lead.cues.iter().find(|cue| {
            matches!(
                cue,
                Cue::Increase | Cue::Decrease | Cue::ToLevel | Cue::Exceed
            )
        });
        match directed {
            Some(Cue::Increase) => return expected(Measure::Change, false, "increase"),
            Some(Cue::Decrease) => return expected(Measure::Change, true, "decrease"),
            Some(Cue::Exceed) if percent || self.plan_follows() => {
                return expected(Measure::Change, false, "beyond_plan");
            }
            _ => {}
        }
        if self.quantity.dimension == Dimension::Times {
            return (Measure::Index, false, "multiple");
        }
        if self.moves_on() {
            return (Measure::Previous, false, "from_to");
        }
        if directed.is_none()
            && let Some((direction, _)) = self.clause_direction(lead)
        {
            let negative = direction == Cue::Decrease;
            return expected(Measure::Change, negative, "change_of");
        }
        if percent {
            let compared = self.plan_follows() || lead.has(Cue::Attain) && self.compare_follows();
            if compared
                && (lead.has(Cue::Attain) || lead.cues.is_empty() || lead.modifier.is_some())
            {
                return (Measure::Index, false, "attainment");
            }
            if self.is_in_brackets()
                && lead.cues.is_empty()
                && let Some(previous) =
                    previous.filter(|previous| matches!(previous.measure, Measure::Change))
            {
                return (
                    Measure::Change,
                    previous.quantity.value < Decimal::ZERO,
                    "bracket",
                );
            }
            return expected(Measure::Share, false, "share");
        }
        expected(Measure::Level, false, "level")
    }

    /// «giảm chi ngân sách khoảng 9,94 tỷ», «tốc độ tăng … đạt 11,5%»: a change named at the head of the clause.
    fn clause_direction(&self, lead: &Lead) -> Option<(Cue, usize)> {
        if self.quantity.dimension == Dimension::Count {
            return None;
        }
        let found = self
            .cues_left(self.clause_start())
            .filter(|(cue, _)| matches!(cue, Cue::Increase | Cue::Decrease | Cue::ToLevel))
            .last()?;
        let levels = lead.has(Cue::ToLevel);
        (found.0 != Cue::ToLevel && !levels).then_some(found)
    }

    /// A figure that the next one replaces: «từ 827 xuống còn 591», «17 đơn vị xuống còn 9 đơn vị».
    fn moves_on(&self) -> bool {
        let Some(after) = self.after else {
            return false;
        };
        let start = self.quantity.tokens.end;
        let close = after.figure.start.saturating_sub(start) <= 6;
        close
            && (start..after.figure.start)
                .all(|i| !matches!(self.text().token(i).sign, ',' | ';' | '.' | '(' | ')'))
            && (start..after.figure.start).any(|i| {
                matches!(self.cue_at(i), Some((Cue::ToLevel, _))) && !self.word_is(i, &["còn"])
                    || self.word_is(i, &["xuống"])
            })
    }

    fn plan_follows(&self) -> bool {
        let end = self.quantity.tokens.end;
        (end..(end + 4).min(self.sentence.end))
            .take_while(|&i| !matches!(self.text().token(i).sign, ',' | ';' | '.' | '('))
            .any(|i| matches!(self.cue_at(i), Some((Cue::Plan, _))))
    }

    fn compare_follows(&self) -> bool {
        let end = self.quantity.tokens.end;
        (end..(end + 2).min(self.sentence.end))
            .any(|i| matches!(self.cue_at(i), Some((Cue::Compare, _))))
    }

    fn is_in_brackets(&self) -> bool {
        let start = self.quantity.figure.start;
        start > self.sentence.start && self.text().is_sign(start - 1, '(')
    }

    /// Planned, expected or required: said by a word before the figure that no «đã» has overtaken, or by the period.
    fn is_target(&self) -> bool {
        let mut target = false;
        for (cue, at) in self.cues_left(self.statement_start()) {
            match cue {
                Cue::Target => target = true,
                Cue::Done if target => target = false,
                Cue::Plan | Cue::Required
                    if at >= self.clause_start() && self.clause_is_open(at) =>
                {
                    target = true
                }
                _ => {}
            }
        }
        target
    }

    /// No other figure between a word and this one.
    fn clause_is_open(&self, at: usize) -> bool {
        self.before.is_none_or(|before| before.figure.start < at)
    }

    /// What is measured: the phrase before the verb; of a count, the verb, the noun and what follows.
    fn indicator(&self, lead: &Lead, measure: Measure, previous: Option<&Linked>) -> String {
        let left = self.phrase_before(lead);
        if self.quantity.dimension == Dimension::Count {
            let noun = self.text().slice(self.quantity.noun.clone());
            let behind = self.phrase_after();
            let parts: Vec<&str> = [left.as_str(), noun, behind.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            return parts.join(" ");
        }
        let dependent = matches!(
            measure,
            Measure::Change | Measure::Index | Measure::Target | Measure::Share
        ) || self.is_in_brackets();
        if left.split(' ').filter(|word| !word.is_empty()).count() >= 2 {
            return left;
        }
        match previous {
            Some(previous) if dependent || left.is_empty() => previous.indicator.clone(),
            _ if left.is_empty() => self.phrase_after(),
            _ => left,
        }
    }

    /// The words before the figure's lead, back to the last boundary, without dates, names and connectives.
    fn phrase_before(&self, lead: &Lead) -> String {
        let floor = self.floor();
        let mut end = lead.start;
        while end > floor {
            let start = (floor..end)
                .rev()
                .find(|&i| {
                    matches!(
                        self.text().token(i).sign,
                        ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '-' | '–'
                    ) && !self.joins_nouns(i)
                })
                .map_or(floor, |i| i + 1);
            let phrase = self.clean(start..end);
            if phrase.split(' ').filter(|word| !word.is_empty()).count() >= 2 {
                return phrase;
            }
            if start <= floor {
                return phrase;
            }
            end = start - 1;
        }
        String::new()
    }

    /// A comma between nouns of a list is no boundary: «công chức, viên chức».
    fn joins_nouns(&self, i: usize) -> bool {
        self.text().is_sign(i, ',')
            && self.text().hit(i + 1, Class::Noun).is_some_and(|hit| {
                self.context.lexicon.nouns[hit.entry()].data.role != NounRole::Stop
                    && i > 0
                    && self.text().token(i - 1).kind == Kind::Word
            })
    }

    /// The words behind a figure's unit, up to the next boundary.
    fn phrase_after(&self) -> String {
        let start = self.quantity.tokens.end;
        let mut end = start;
        while end < self.ceiling() && end < start + 10 {
            let sign = self.text().token(end).sign;
            if matches!(
                sign,
                ',' | ';' | '.' | ':' | '(' | ')' | '"' | '“' | '”' | '…' | '-' | '–'
            ) || self.text().token(end).gap == Gap::Line
            {
                break;
            }
            if matches!(
                self.cue_at(end),
                Some((
                    Cue::Compare | Cue::ToLevel | Cue::Increase | Cue::Decrease,
                    _
                ))
            ) || self.word_is(end, &["và", "với", "nhằm", "để"])
            {
                break;
            }
            end += 1;
        }
        self.clean(start..end)
    }

    /// The words of a range without dates, names of bodies and places, and the connectives around them.
    fn clean(&self, range: Range<usize>) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut i = range.start;
        while i < range.end {
            if let Some(time) = self
                .context
                .times
                .iter()
                .find(|time| time.tokens.contains(&i) || time.tokens.start == i)
            {
                while words.last().is_some_and(|last| CONNECTIVES.contains(last)) {
                    words.pop();
                }
                i = time.tokens.end.max(i + 1);
                continue;
            }
            if let Some(name) = self.context.names.iter().find(|name| {
                name.tokens.start == i
                    && matches!(name.kind, EntityType::Place | EntityType::Organization)
            }) {
                while words.last().is_some_and(|last| CONNECTIVES.contains(last)) {
                    words.pop();
                }
                i = name.tokens.end;
                continue;
            }
            if self.text().token(i).kind != Kind::Sign
                || self.text().is_sign(i, ',')
                || self.text().is_sign(i, '-')
            {
                words.push(self.text().word(i));
            }
            i += 1;
        }
        let edge = |word: &&str| CONNECTIVES.contains(word) || matches!(*word, "," | "-");
        while words
            .first()
            .is_some_and(|word| edge(word) || LEADING.contains(word))
        {
            words.remove(0);
        }
        while words.last().is_some_and(edge) {
            words.pop();
        }
        words.join(" ").replace(" ,", ",")
    }

    /// When the figure holds: by its clause, its sentence, its paragraph.
    fn period(&self, measure: Measure, previous: Option<&Linked>) -> Option<Period> {
        let times = self.context.times;
        let in_sentence: Vec<&Time> = times
            .iter()
            .filter(|time| {
                self.sentence.contains(&time.tokens.start)
                    && time.role != Role::Baseline
                    && !self.is_compared(time)
            })
            .collect();
        let start = self.quantity.figure.start;
        let before = in_sentence
            .iter()
            .rev()
            .find(|time| time.tokens.end <= start);
        let after = in_sentence.iter().find(|time| {
            time.tokens.start >= start
                && time.tokens.end <= self.ceiling().max(self.sentence.end.min(start + 12))
                && self
                    .after
                    .is_none_or(|after| time.tokens.start < after.figure.start)
        });
        if let Some(previous) = previous
            && measure == Measure::Change
            && before.is_none_or(|time| time.tokens.end <= previous.quantity.figure.start)
        {
            return previous.period.clone();
        }
        if let Some(time) = before.or(after) {
            let basis = if time.by_publication {
                Basis::Published
            } else {
                Basis::Stated
            };
            return self.resolve(time, measure, basis);
        }
        // carried from the sentences before in the same paragraph
        let line = self.text().lines()[self.text().line_of(start)].clone();
        let earlier = times.iter().rev().find(|time| {
            time.tokens.end <= self.sentence.start
                && line.contains(&time.tokens.start)
                && time.role != Role::Baseline
                && !self.is_compared(time)
        });
        if let Some(time) = earlier {
            return self.resolve(time, measure, Basis::Inherited);
        }
        let term = times
            .iter()
            .find(|time| time.role == Role::Term && time.tokens.start < start)?;
        self.resolve(term, measure, Basis::Inherited)
    }

    fn resolve(&self, time: &Time, measure: Measure, basis: Basis) -> Option<Period> {
        let (mut start, end) = time.days?;
        if time.role == Role::AsOf && measure != Measure::Target {
            start = end.pred_opt()?;
        }
        Some(Period {
            start,
            end,
            text: self.text().slice(time.tokens.clone()).to_owned(),
            basis,
        })
    }

    /// A date behind «so với» is what a figure is compared with.
    fn is_compared(&self, time: &Time) -> bool {
        let start = time.tokens.start;
        (start.saturating_sub(4).max(self.sentence.start.min(start))..start).any(|i| {
            matches!(self.cue_at(i), Some((Cue::Compare, _)))
                || self.text().hit(i, Class::Time).is_some_and(|hit| {
                    self.context.lexicon.times[hit.entry()].data == TimeWord::SamePeriod
                })
        })
    }

    /// «so với cùng kỳ»: what a change is measured against.
    fn baseline(&self) -> Option<String> {
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

    /// Whom the figure is about: a body or place named before it in the sentence, else the one before, else the article's.
    fn subject(&self, previous: Option<&Linked>) -> Option<usize> {
        let named = |range: Range<usize>| {
            self.context
                .names
                .iter()
                .enumerate()
                .filter(move |(_, name)| {
                    range.contains(&name.tokens.start)
                        && matches!(name.kind, EntityType::Place | EntityType::Organization)
                })
                .map(|(index, _)| index)
        };
        named(self.sentence.start..self.quantity.figure.start)
            .next()
            .or_else(|| previous.and_then(|previous| previous.subject))
            .or(self.context.topic)
    }
}

/// Function words that do not begin or end an indicator.
const CONNECTIVES: &[&str] = &[
    "của",
    "tại",
    "ở",
    "trong",
    "trên",
    "từ",
    "đến",
    "với",
    "cho",
    "và",
    "là",
    "đạt",
    "có",
    "đã",
    "được",
    "do",
    "theo",
    "thì",
    "mà",
    "sẽ",
    "về",
    "vào",
    "tính",
    "khoảng",
    "ước",
    "còn",
    "hơn",
    "gần",
    "năm",
    "lên",
    "mới",
    "cũng",
    "đều",
    "bị",
    "tới",
    "để",
    "sau",
    "qua",
    "địa",
    "bàn",
    "toàn",
    "tổng cộng",
    "ước tính",
    "khi",
];

/// Words that open a sentence and say nothing of what is measured.
const LEADING: &[&str] = &[
    "Trong", "Theo", "Cụ", "thể", "Đến", "Ngoài", "ra", "đó", "Riêng", "riêng", "Tính", "Qua",
    "Với", "Có", "Hiện", "nay", "này", "Đồng", "thời", "cụ", "Bên", "cạnh", "nay", "hiện", "Còn",
    "Đáng", "chú", "ý", "Tuy", "nhiên",
];
