//! What a figure measures, as a short phrase of its sentence without the number, the area and the period.
//!
//! Of a sum, a measure or a percent it is the phrase before the verb («thu ngân sách … đạt»), of a count the verb, the noun
//! and what follows it («kết nạp … quần chúng ưu tú vào Đảng»); a clause that leaves it out takes that of the figure before.

use std::ops::Range;

use super::clause::{Clause, Lead};
use super::lexicon::{Class, Cue, Phrase};
use super::quantity::Dimension;
use super::statistic::Linked;
use super::text::{Gap, Kind};
use crate::extraction::{EntityType, Measure};

/// An indicator says no more than this many words.
const LONGEST: usize = 16;

/// What is measured, and the part of it that a further figure of a list shares.
#[derive(Debug, Clone, Default)]
pub(super) struct Indicator {
    /// The whole phrase.
    pub(super) label: String,
    /// The words before the noun of a count: «đã giải quyết».
    pub(super) head: String,
}

impl Clause<'_> {
    /// What is measured.
    pub(super) fn indicator(
        &self,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
    ) -> Indicator {
        if let Some(label) = self.distributed(lead, previous) {
            return Indicator {
                label,
                head: String::new(),
            };
        }
        let before = self.with_topic(self.phrase_before(lead));
        if self.quantity.dimension == Dimension::Count {
            return self.of_count(&before, lead, measure, previous);
        }
        let behind = self.phrase_behind();
        let head = before.clone();
        let named = words(&before) >= 2;
        let label = match previous {
            Some(previous) if self.is_bare_head(&before) => {
                join(&[&before, &previous.indicator.label])
            }
            Some(previous) if self.is_in_brackets_of_plan(lead) => previous.indicator.label.clone(),
            Some(previous)
                if !named
                    && lead.has(Cue::Share)
                    && self.quantity.dimension == Dimension::Percent =>
            {
                join(&[
                    "tỷ lệ",
                    previous
                        .indicator
                        .label
                        .trim_start_matches("tổng ")
                        .trim_start_matches("số "),
                ])
            }
            _ if named && words(&behind) >= 2 && (self.noun_follows() || words(&before) < 3) => {
                join(&[&last_words(&before, 4), &behind])
            }
            _ if named => before,
            _ if self.noun_follows() && !behind.is_empty() => join(&[&before, &behind]),
            Some(previous) if self.leans_on_previous(measure) || before.is_empty() => {
                previous.indicator.label.clone()
            }
            _ if words(&behind) >= 2 => join(&[&before, &behind]),
            _ if before.is_empty() => behind,
            _ => before,
        };
        Indicator {
            label: last_words(&label, LONGEST),
            head: last_words(&head, 7),
        }
    }

    /// «Về thi hành án, toàn ngành đã thụ lý …»: a short phrase with what the sentence says it is about.
    fn with_topic(&self, before: String) -> String {
        let start = self.sentence.start;
        let Some((Phrase::Regarding, from)) = self.phrase_at(start) else {
            return before;
        };
        let comma = (from..self.quantity.figure.start).find(|&i| self.text().is_sign(i, ','));
        match comma.filter(|&comma| comma < from + 14 && words(&before) <= 3) {
            Some(comma) if !before.is_empty() => join(&[&before, &self.clean(from..comma)]),
            _ => before,
        }
    }

    /// A word that says nothing alone: «số tiền», «kết dư».
    fn is_bare_head(&self, phrase: &str) -> bool {
        let entries = &self.context.lexicon.phrases;
        let phrase = phrase.to_lowercase();
        entries
            .iter()
            .filter(|entry| entry.data == Phrase::BareHead)
            .any(|entry| entry.surfaces.contains(&phrase))
    }

    /// «(kế hoạch cả năm 12%-13%)»: the plan for what the figure before measured.
    fn is_in_brackets_of_plan(&self, lead: &Lead) -> bool {
        let open = (self.floor()..lead.start)
            .rev()
            .find(|&i| matches!(self.text().token(i).sign, '(' | ')' | ',' | ';'));
        open.is_some_and(|i| {
            self.text().is_sign(i, '(') && matches!(self.cue_at(i + 1), Some((Cue::Plan, _)))
        })
    }

    /// Changes, shares and figures in brackets say more of what the figure before measured.
    fn leans_on_previous(&self, measure: Measure) -> bool {
        !matches!(measure, Measure::Level | Measure::Previous) || self.is_in_brackets()
    }

    fn of_count(
        &self,
        before: &str,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
    ) -> Indicator {
        let text = self.text();
        let noun = text.slice(self.quantity.noun.clone());
        let behind = self.phrase_behind();
        let turn = match measure {
            Measure::Change if self.quantity_is_less(previous) => "giảm",
            Measure::Change => "tăng",
            _ => "",
        };
        if before.is_empty()
            && let Some(previous) = previous
        {
            // «1.890 người …, chỉ có 117 người có chứng chỉ»: the same things, more closely said
            let same = previous.quantity.dimension == Dimension::Count
                && previous.quantity.unit.label == self.quantity.unit.label;
            if same && !self.quantity.noun.is_empty() && words(&previous.indicator.label) > 1 {
                return Indicator {
                    label: last_words(&join(&[&previous.indicator.label, &behind]), LONGEST),
                    head: String::new(),
                };
            }
            // a change has its own verb; a new statement has its own words
            let own = lead.has(Cue::Increase)
                || lead.has(Cue::Decrease)
                || self.statement_start() > previous.quantity.figure.start;
            let head = if own {
                String::new()
            } else {
                previous.indicator.head.clone()
            };
            return Indicator {
                label: last_words(&join(&[&head, turn, noun, &behind]), LONGEST),
                head,
            };
        }
        let head = last_words(before, 7);
        // «tổng số hộ nghèo là 7.876 hộ»: the noun is said already
        let said = format!(" {head} ").contains(&format!(" {noun} "));
        let noun = if said { "" } else { noun };
        Indicator {
            label: join(&[&head, turn, noun, &first_words(&behind, 8)]),
            head,
        }
    }

    fn quantity_is_less(&self, previous: Option<&Linked>) -> bool {
        let lead = self.lead();
        lead.has(Cue::Decrease)
            || lead.cues.is_empty()
                && previous.is_some_and(|previous| previous.quantity.value.is_sign_negative())
    }

    /// «doanh thu và lợi nhuận lần lượt là 13 và 2 tỷ»: the things named before, in their order.
    fn distributed(&self, lead: &Lead, previous: Option<&Linked>) -> Option<String> {
        let figure = self.quantity.figure.start;
        let at = (self.sentence.start..figure).rev().find(|&i| {
            self.phrase_at(i)
                .is_some_and(|(phrase, _)| phrase == Phrase::Distributive)
        })?;
        let boundary = |i: usize| {
            matches!(self.text().token(i).sign, ';' | ':' | '(' | ')')
                || self
                    .phrase_at(i)
                    .is_some_and(|(phrase, _)| matches!(phrase, Phrase::Report | Phrase::Joint))
        };
        let start = (self.sentence.start..at)
            .rev()
            .find(|&i| boundary(i))
            .map_or(self.sentence.start, |i| i + 1);
        let mut items: Vec<Range<usize>> = Vec::new();
        let mut from = start;
        for i in start..=at {
            if i == at || self.text().is_sign(i, ',') || self.word_is(i, &["và"]) {
                if from < i {
                    items.push(from..i);
                }
                from = i + 1;
            }
        }
        // figures in brackets and changes say more of the item before
        if self.is_in_brackets() || lead.has(Cue::Increase) || lead.has(Cue::Decrease) {
            return previous.map(|previous| previous.indicator.label.clone());
        }
        let labels: Vec<String> = items
            .into_iter()
            .map(|item| self.clean(item))
            .filter(|label| !label.is_empty())
            .collect();
        let asked = self.figures_since(at);
        (labels.len() > 1)
            .then(|| labels.get(asked).cloned())
            .flatten()
    }

    /// How many figures outside brackets stand between a token and this figure.
    fn figures_since(&self, at: usize) -> usize {
        self.figures
            .iter()
            .map(|quantity| &quantity.figure)
            .filter(|figure| figure.start > at && figure.start < self.quantity.figure.start)
            .filter(|figure| {
                let opened = (at..figure.start)
                    .rev()
                    .find(|&i| matches!(self.text().token(i).sign, '(' | ')'));
                opened.is_none_or(|i| self.text().is_sign(i, ')'))
            })
            .count()
    }

    /// Whether a noun stands right behind a percent or a measure: «25% cán bộ, công chức», «20 triệu m2 sàn nhà ở».
    fn noun_follows(&self) -> bool {
        let end = self.quantity.tokens.end;
        end < self.ceiling()
            && self.text().token(end).kind == Kind::Word
            && self.text().token(end).gap == Gap::Space
            && !self.is_stop(end)
            && self
                .cue_at(end)
                .is_none_or(|(cue, _)| matches!(cue, Cue::Neutral | Cue::GroupHead | Cue::NameHead))
            && self.text().hit(end, Class::Time).is_none()
    }

    pub(super) fn phrase_at(&self, i: usize) -> Option<(Phrase, usize)> {
        self.text()
            .hit(i, Class::Phrase)
            .map(|hit| (self.context.lexicon.phrases[hit.entry()].data, hit.end()))
    }

    /// The words before the figure's lead, back to the last boundary that leaves a phrase.
    fn phrase_before(&self, lead: &Lead) -> String {
        let floor = self.own_floor(lead);
        let mut end = lead.start;
        // a heading before a colon is the phrase as a whole: «Ngành chế biến, chế tạo: tăng 5%»
        if end > floor && self.text().is_sign(end - 1, ':') {
            let heading = self.clean(floor..end - 1);
            if words(&heading) <= LONGEST + 8 {
                return heading;
            }
        }
        // what is left if every chunk says where, when or how
        // a verb of one syllable is enough before a count: «tiếp 7.677 lượt công dân»
        let enough = if self.quantity.dimension == Dimension::Count {
            1
        } else {
            2
        };
        let (mut shortest, mut aside) = (String::new(), String::new());
        while end > floor {
            let start = (floor..end)
                .rev()
                .find(|&i| self.is_boundary(i))
                .map_or(floor, |i| i + 1);
            let opener = self.phrase_at(start).map(|(phrase, _)| phrase);
            let adverbial = matches!(
                opener,
                Some(Phrase::Adverbial | Phrase::Adjunct | Phrase::Regarding)
            ) && start != lead.start;
            let phrase = self.clean(self.statement(start..end));
            if adverbial && (start > floor || self.before.is_none() && end < lead.start) {
                if aside.is_empty() {
                    aside = phrase;
                }
            } else if words(&phrase) >= enough {
                return phrase;
            } else if shortest.is_empty() {
                shortest = phrase;
            }
            if start <= floor {
                break;
            }
            end = start - 1;
        }
        if words(&shortest) >= 2 || words(&aside) < 3 || self.quantity.dimension == Dimension::Count
        {
            shortest
        } else {
            aside
        }
    }

    /// Where a figure's own words begin: behind the comma or «và» that ends those of the figure before.
    fn own_floor(&self, lead: &Lead) -> usize {
        let floor = self.floor();
        if self.before.is_none() {
            return floor;
        }
        let joint = |&i: &usize| {
            matches!(self.text().token(i).sign, ',' | ';' | ':' | ')') && !self.joins_nouns(i)
                || self.word_is(i, &["và"]) && !self.is_noun(i + 1)
        };
        (floor..lead.start).find(joint).map_or(floor, |i| i + 1)
    }

    /// What stands behind the last word that reports or joins statements.
    fn statement(&self, range: Range<usize>) -> Range<usize> {
        let cut = range.clone().rev().find_map(|i| {
            let (phrase, end) = self.phrase_at(i)?;
            (matches!(phrase, Phrase::Report | Phrase::Joint) && end + 1 < range.end).then_some(end)
        });
        let start = cut.unwrap_or(range.start);
        // of a count the verb is enough: «Huyện ủy đã | kiểm tra»
        let done = (start..range.end).rev().find_map(|i| match self.cue_at(i) {
            Some((Cue::Done, end)) if end < range.end => Some(end),
            _ => None,
        });
        let start = done
            .filter(|_| self.quantity.dimension == Dimension::Count)
            .unwrap_or(start);
        // a purpose or an occasion behind what is measured: «nguồn vốn ủy thác | để bổ sung …»
        let end = (start + 3..range.end)
            .find(|&i| {
                self.phrase_at(i)
                    .is_some_and(|(phrase, _)| phrase == Phrase::Adjunct)
            })
            .filter(|_| self.quantity.dimension != Dimension::Count)
            .unwrap_or(range.end);
        start..end
    }

    fn is_boundary(&self, i: usize) -> bool {
        let sign = self.text().token(i).sign;
        let dash = matches!(sign, '-' | '–')
            && self.text().token(i).gap == Gap::Space
            && !self.is_noun(i + 1);
        (matches!(
            sign,
            ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '«' | '»' | '…'
        ) || dash)
            && !self.joins_nouns(i)
            && !self.is_inside_name(i)
    }

    /// «Chỉ thị số 40 – CT/TW»: a sign of a name.
    fn is_inside_name(&self, i: usize) -> bool {
        let names = self.context.names;
        let next = names.partition_point(|name| name.tokens.start <= i);
        names[next.saturating_sub(2)..next]
            .iter()
            .any(|name| name.tokens.end > i)
    }

    /// A comma between nouns of a list is no boundary: «công chức, viên chức».
    fn joins_nouns(&self, i: usize) -> bool {
        self.text().is_sign(i, ',')
            && self.is_noun(i + 1)
            && i > 0
            && self.text().token(i - 1).kind == Kind::Word
    }

    /// The words behind a figure's unit, past a bracket, up to the next boundary.
    fn phrase_behind(&self) -> String {
        let mut start = self.quantity.tokens.end;
        if self.text().is_sign(start, '(')
            && let Some(close) =
                (start..(start + 8).min(self.sentence.end)).find(|&i| self.text().is_sign(i, ')'))
        {
            start = close + 1;
        }
        let limit = self
            .figures
            .iter()
            .map(|quantity| quantity.figure.start)
            .find(|&figure| figure >= start)
            .unwrap_or(self.sentence.end);
        let mut end = start;
        while end < limit && end < start + 14 {
            if self.is_boundary(end)
                || self.text().is_sign(end, '.')
                || self.text().token(end).gap == Gap::Line
            {
                break;
            }
            let turns = matches!(
                self.cue_at(end),
                Some((
                    Cue::Compare
                        | Cue::ToLevel
                        | Cue::Increase
                        | Cue::Decrease
                        | Cue::Attain
                        | Cue::Plan,
                    _
                ))
            );
            let joins = self
                .phrase_at(end)
                .is_some_and(|(phrase, _)| phrase == Phrase::Joint);
            if end > start && joins
                || turns && !self.word_is(end, &["đạt"])
                || self.word_is(end, &["và"]) && !self.is_noun(end + 1)
            {
                break;
            }
            end += 1;
        }
        self.clean(start..end)
    }

    /// The words of a range without dates, places and bodies, and the words at its edges that say nothing of it.
    fn clean(&self, range: Range<usize>) -> String {
        let mut kept: Vec<usize> = Vec::with_capacity(range.len());
        let mut i = range.start;
        while i < range.end {
            let time = self.time_at(i).map(|time| time.tokens.end);
            let name = self
                .name_at(i)
                .filter(|name| matches!(name.kind, EntityType::Place | EntityType::Organization));
            if let Some(end) = time.or(name.map(|name| name.tokens.end)) {
                while kept.last().is_some_and(|&last| self.is_edge(last)) {
                    kept.pop();
                }
                i = end.max(i + 1);
                continue;
            }
            let sign = self.text().token(i).sign;
            if self.text().token(i).kind != Kind::Sign
                || matches!(sign, ',' | '-' | '–' | '&' | '/')
            {
                kept.push(i);
            }
            i += 1;
        }
        let mut from = 0;
        while from < kept.len()
            && (self.is_edge(kept[from]) || self.text().token(kept[from]).kind == Kind::Sign)
        {
            from += 1;
        }
        while kept.len() > from
            && (self.is_edge(kept[kept.len() - 1])
                || self.text().token(kept[kept.len() - 1]).kind == Kind::Sign)
        {
            kept.pop();
        }
        let mut label = String::new();
        for (place, &i) in kept[from..].iter().enumerate() {
            if place > 0
                && self.text().token(i).sign != ','
                && (self.text().token(i).gap != Gap::None || i != kept[from + place - 1] + 1)
            {
                label.push(' ');
            }
            label.push_str(self.text().word(i));
        }
        label
    }

    /// Whether a word says nothing of what is measured; «toàn» does in «kiện toàn».
    fn is_edge(&self, i: usize) -> bool {
        let covers = |start: usize| {
            self.phrase_at(start).is_some_and(|(phrase, end)| {
                end > i && matches!(phrase, Phrase::Edge | Phrase::Adverbial | Phrase::Adjunct)
            })
        };
        (i.saturating_sub(2)..=i).any(covers) && !self.in_compound(i)
    }
}

fn words(phrase: &str) -> usize {
    phrase.split_whitespace().count()
}

fn join(parts: &[&str]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

fn last_words(phrase: &str, count: usize) -> String {
    let all: Vec<&str> = phrase.split_whitespace().collect();
    all[all.len().saturating_sub(count)..].join(" ")
}

fn first_words(phrase: &str, count: usize) -> String {
    phrase
        .split_whitespace()
        .take(count)
        .collect::<Vec<_>>()
        .join(" ")
}
