//! What a figure takes from the words and the figures before its clause: the event that people came to harm in, the whole
//! that a list divides, what a word points back to.

use std::ops::Range;

use super::clause::{Clause, Lead};
use super::counted::FIGURES_BACK;
use super::indicator::{Before, LONGEST, Link, join, words};
use super::lexicon::{Class, Cue, Phrase, Sort};
use super::phrase::{MARKERS, Part, Piece};
use super::quantity::Dimension;
use super::stance;
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::{Measure, Period};

/// The part of a label that names an event stands behind one of these.
const EVENTS: [&str; 2] = [" vụ ", " do "];

/// Behind a place in an order: what it is a place among.
const RANKED: [&str; 4] = [" các ", " cả ", " toàn ", " trong "];

/// The event that people came to harm in is told no more figures, or tokens, before.
const EVENT_BACK: usize = 60;
const NAMED_BACK: usize = 1_000;

/// An index is named no more tokens before its points.
const INDEX_BACK: usize = 40;

/// What is divided into kinds, and each kind, is told in no more words.
const LONGEST_KIND: usize = 6;

/// What is sold is told in no more words: «thu hoạch lúa».
const LONGEST_GOODS: usize = 4;

/// The noun of a part has no more words: «trường tiểu học».
const LONGEST_PART: usize = 4;

/// «Giá xuất khẩu bình quân 5.400 USD/tấn. Hoa Kỳ là thị trường lớn nhất, chiếm 19%»: a price that was told before has no
/// parts; what a share is of was said before it.
pub(super) fn no_price(label: &str, linked: &[Linked]) -> Option<String> {
    let near = &linked[linked.len().saturating_sub(POINTS_BACK)..];
    let price = |label: &str| label.starts_with("giá ") && !label.starts_with("giá trị");
    let carried = price(label) && near.iter().any(|other| other.indicator.label == label);
    let levels = near.iter().filter(|other| other.measure == Measure::Level);
    let mut said = levels.rev().map(|other| &other.indicator.label);
    said.find(|said| carried && !said.is_empty() && !price(said))
        .cloned()
}

/// «xếp thứ hai», «vị trí thứ ba», «xếp cuối»
pub(super) fn is_place_in_order(phrase: &str) -> bool {
    let ranks = ["xếp ", "Xếp ", "đứng ", "Đứng ", "vị trí ", "Vị trí "];
    let order = ranks.iter().find_map(|rank| phrase.strip_prefix(rank));
    order.is_some_and(|order| {
        let place = order.strip_prefix("thứ ");
        place.is_some_and(|place| !place.contains(' ')) || matches!(order, "cuối" | "chót")
    })
}

/// A word points back no more than so many figures.
const POINTS_BACK: usize = 6;

impl Clause<'_> {
    /// Whether a phrase says nothing of what is measured: «con số này», «mức tăng trưởng», «thực hiện».
    pub(super) fn is_vacant(&self, phrase: &str) -> bool {
        // «con số này chỉ đáp ứng»
        let points_back = |end: usize| {
            let first = phrase.get(..end).unwrap_or_default();
            ["này", "ấy", "đó"].iter().any(|word| first.ends_with(word))
                && self.is_of(first, Phrase::Vacant)
        };
        let whole = self.context.lexicon.phrase(phrase);
        // «con số đau lòng ấy»
        let number = phrase.starts_with("con số ")
            && ["này", "ấy", "đó"]
                .iter()
                .any(|word| phrase.ends_with(word));
        number
            || matches!(whole, Some(Phrase::Vacant | Phrase::Growth))
            || self.only_ranks(phrase)
            || phrase.match_indices(' ').any(|(end, _)| points_back(end))
    }

    /// «đứng đầu các thị trường», «dẫn đầu cả nước»: a place among others.
    fn only_ranks(&self, phrase: &str) -> bool {
        if is_place_in_order(phrase) {
            return true;
        }
        // «thị trường tiếp nhận nhiều nhất»
        let kind = ["thị trường ", "địa phương ", "nước ", "quốc gia "];
        let ranked = [" nhất", " dẫn đầu", " đứng đầu"];
        // of a percent it is the market's own share
        let percent = self.quantity.dimension == Dimension::Percent;
        if !percent
            && ranked.iter().any(|rank| phrase.ends_with(rank))
            && kind.iter().any(|kind| phrase.starts_with(kind))
        {
            return true;
        }
        RANKED.iter().any(|among| {
            phrase
                .split_once(among)
                .is_some_and(|(rank, _)| self.is_of(rank, Phrase::Vacant))
        })
    }

    /// What a figure that says nothing of it is of: what was said of one before it in its paragraph.
    pub(super) fn goes_on(&self, linked: &[Linked]) -> Option<String> {
        let figure = self.quantity.figure.start;
        let text = self.text();
        let lines = &text.lines()[..=text.line_of(figure)];
        let line = lines.last()?.start;
        // «Dẫn đầu là Hội Nông dân với 534 tỷ đồng»: a paragraph that ranks what the one above tells
        let stances = &self.context.lexicon.naming.stances;
        let ranks = text
            .hit(line, Class::Stance)
            .is_some_and(|hit| stances[hit.entry()].data == stance::Cue::Apiece && hit.len > 1);
        // «Dẫn đầu vụ này là huyện Văn Yên với 1.210 ha»
        let ranks = ranks || self.word_is(line, &["Dẫn"]) && self.word_is(line + 1, &["đầu"]);
        let above = lines.iter().rev().nth(1).filter(|_| ranks);
        let line = above.map_or(line, |above| above.start);
        let inside = |other: &&Linked| other.quantity.figure.start >= line;
        let last = self.alike(linked).filter(inside);
        let last = last.or(linked.last().filter(inside))?;
        let label = &last.indicator.label;
        (!label.is_empty()).then(|| label.clone())
    }

    /// «112 ca, trong đó 68 ca cộng đồng, 44 ca trong khu phong tỏa. | TP Tam Kỳ 36 ca»: the places of a new sentence divide the
    /// whole, not its last part.
    pub(super) fn whole_of_places(
        &self,
        lead: &Lead,
        label: &str,
        linked: &[Linked],
    ) -> Option<String> {
        let text = self.text();
        let near = &linked[linked.len().saturating_sub(POINTS_BACK)..];
        let part = near.iter().rfind(|other| other.indicator.label == label)?;
        let told = &text.sentences()[text.sentence_of(part.quantity.figure.start)];
        let own = label.is_empty() || !self.wording_behind(LONGEST).is_empty();
        if own || !self.ends_name(lead.start) || told.start == self.sentence.start {
            return None;
        }
        let among = (told.start..part.quantity.figure.start).find(|&i| {
            self.word_is(i, &["trong"]) && self.word_is(i + 1, &["đó"]) || self.word_is(i, &["gồm"])
        })?;
        let first = |noun: &Range<usize>| noun.clone().next().map(|i| text.token(i).key);
        let before = linked.partition_point(|other| other.quantity.figure.start < among);
        let before = linked[..before].iter().rev();
        let mut before = before.take_while(|other| other.quantity.figure.start >= told.start);
        let whole = before.find(|other| {
            let one = &other.quantity;
            one.dimension == self.quantity.dimension
                && first(&one.noun) == first(&self.quantity.noun)
                && (!one.noun.is_empty() || one.unit.label == self.quantity.unit.label)
        })?;
        let said = &whole.indicator.label;
        (whole.quantity.value >= self.quantity.value && !said.is_empty()).then(|| said.clone())
    }

    /// The last figure before in the same unit.
    pub(super) fn alike<'l>(&self, linked: &'l [Linked]) -> Option<&'l Linked> {
        let near = &linked[linked.len().saturating_sub(POINTS_BACK)..];
        let ahead = self.is_ahead();
        // «Tháng 6 đạt 652 triệu kWh; ngày cao nhất 24 triệu kWh. Lũy kế 6 tháng đạt 3,2 tỷ kWh»: no day is added up
        let added = self.is_cumulative();
        let of_a_day = |other: &Linked| {
            let days = |period: &Period| (period.end - period.start).num_days();
            added
                && other
                    .period
                    .as_ref()
                    .is_some_and(|period| days(period) == 1)
        };
        near.iter().rfind(|other| {
            other.quantity.dimension == self.quantity.dimension
                && other.quantity.unit.label == self.quantity.unit.label
                && (other.measure == Measure::Target) == ahead
                && !other.indicator.label.is_empty()
                && !of_a_day(other)
        })
    }

    /// «con số này», «tỷ lệ ấy»
    pub(super) fn points_back(&self, piece: &Piece) -> bool {
        piece.is(Phrase::Vacant) && self.word_is(piece.tokens.end - 1, &["này", "ấy", "đó"])
    }

    /// Where a chunk points back with nothing to say before: not «nhập khẩu | mặt hàng này».
    pub(super) fn back_at(&self, chunk: &[Piece]) -> Option<usize> {
        let back = chunk.iter().position(|piece| self.points_back(piece))?;
        self.trimmed(&chunk[..back]).is_empty().then_some(back)
    }

    /// «công bố Chỉ số cải cách hành chính. Tỉnh | đạt 84,5 điểm»: of the index that was
    /// named before.
    pub(super) fn of_index(&self, label: &str, linked: &[Linked]) -> Option<String> {
        if self.quantity.unit.label != "điểm" {
            return None;
        }
        let bare = matches!(label, "" | "đạt" | "Đạt") || self.is_vacant(label);
        if !bare {
            return None;
        }
        let figure = self.quantity.figure.start;
        // not the one that brackets explain: «Chỉ số cải cách hành chính (PAR Index)»
        let known = |i: usize| {
            let end = self.context.sort(i, &[Sort::Index])?;
            (i == 0 || !self.text().is_sign(i - 1, '(')).then_some(end)
        };
        let index = |&i: &usize| {
            self.word_is(i, &["Chỉ", "chỉ"]) && self.word_is(i + 1, &["số"]) || known(i).is_some()
        };
        let Some(at) = (figure.saturating_sub(INDEX_BACK)..figure).rfind(index) else {
            let told = self.alike(linked)?;
            return Some(told.indicator.label.clone());
        };
        // «Theo báo cáo PCI 2020, tỉnh đạt 63 điểm»
        if let Some(end) = known(at) {
            return Some(self.text().slice(at..end).to_owned());
        }
        let pieces = self.pieces(at..figure.min(at + LONGEST));
        let ends = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Sign | Part::Time | Part::Phrase(Phrase::Edge | Phrase::Adverbial)
            ) || self.piece_is(piece, &["do"])
        };
        let end = pieces.iter().position(ends).unwrap_or(pieces.len());
        let named = self.wording(&pieces[..end], LONGEST);
        (words(&named) > 2).then_some(named)
    }

    /// «xuất khẩu | mặt hàng này»: what was told before of the same verb.
    pub(super) fn of_goods(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let mut ends = label.match_indices(' ').map(|(at, _)| label.split_at(at));
        let back = |goods: &str| goods.ends_with(" này") && self.is_of(goods, Phrase::Vacant);
        let (verb, _) = ends.find(|(_, goods)| back(goods.trim_start()))?;
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let mut said = near.iter().rev().map(|other| &other.indicator.label);
        let whole = |said: &&String| {
            let rest = said.strip_prefix(verb);
            rest.is_some_and(|rest| rest.starts_with(' ') && !rest.ends_with(" này"))
        };
        said.find(whole).cloned()
    }

    /// What is measured where the words right before the figure say nothing of it.
    pub(super) fn said_instead(&self, before: &Before, linked: &[Linked]) -> Option<String> {
        let chunk = &before.chunk;
        // «con số này | chỉ đáp ứng được 12% nhu cầu»
        let back = self.back_at(chunk);
        if let Some(back) = back {
            let (rest, behind) = (&chunk[back + 1..], self.wording_behind(LONGEST));
            let turns = rest
                .iter()
                .any(|piece| self.cue_at(piece.tokens.start).is_some());
            if !behind.is_empty() && !turns {
                return Some(join(&[&self.wording(rest, LONGEST), &behind]));
            }
            // «tỷ lệ này» points back to a percent
            let alike = |other: &&Linked| other.quantity.dimension == self.quantity.dimension;
            let near = &linked[linked.len().saturating_sub(POINTS_BACK)..];
            let at = chunk[back].tokens.start;
            // «khoản này» points back to a sum of its paragraph
            let line = self.text().line_of(at);
            let apart = |last: &Linked| self.text().line_of(last.quantity.figure.start) != line;
            if self.word_is(at, &["khoản", "Khoản"]) && self.alike(linked).is_none_or(apart) {
                return None;
            }
            // «mặt hàng này» points back to what was told last
            let goods = self.word_is(at, &["mặt", "nhóm"]) || self.word_is(at + 1, &["phẩm"]);
            let alike = near.iter().rfind(alike).filter(|_| !goods);
            let last = alike.or(linked.last());
            let last = last.map(|other| &other.indicator.label);
            if let Some(label) = last.filter(|label| !label.is_empty()) {
                return Some(label.clone());
            }
        }
        // «xuất khẩu tôm đạt | tăng trưởng 16%»
        let head = chunk
            .iter()
            .rposition(|piece| piece.is(Phrase::Growth) || piece.is(Phrase::Vacant));
        if let Some(head) = head.filter(|&head| head > 0)
            && self.piece_is(&chunk[head - 1], &["đạt", "có", "với"])
        {
            let (subject, _) = self.noun_phrase(&chunk[..head - 1]);
            if !subject.is_empty() {
                return Some(subject);
            }
        }
        // a figure without a clause of its own joins the one before: «bứt phá, | với mức tăng 16%»
        let first = self.trimmed(chunk).first().or(chunk.first())?;
        let joined = self.piece_is(first, &["với"])
            || first.tokens.start > self.sentence.start
                && self.word_is(first.tokens.start - 1, &["với"])
            || !first.is(Phrase::Growth);
        if !joined {
            return None;
        }
        let end = linked.last().map(|other| other.quantity.tokens.end);
        let inside = end.filter(|&end| end > self.sentence.start);
        let (left, _) = self.chunk_before(inside, first.tokens.start);
        let (subject, _) = self.noun_phrase(&left);
        if words(&subject) > 1 && !self.is_vacant(&subject) {
            return Some(subject);
        }
        // people are counted as people were
        let near = &linked[linked.len().saturating_sub(POINTS_BACK)..];
        let counted = || {
            let count = |other: &&Linked| {
                other.quantity.dimension == Dimension::Count && other.measure == Measure::Level
            };
            (self.quantity.dimension == Dimension::Count && self.is_counter())
                .then(|| near.iter().rfind(count))
                .flatten()
        };
        let previous = counted().or_else(|| self.alike(linked)).or(linked.last());
        let previous = previous.map(|other| other.indicator.label.clone());
        previous.filter(|label| !label.is_empty())
    }

    /// What a figure is of that only says «về việc»: what was said of the figure before, or of the same word before it.
    pub(super) fn regarded(&self, regard: &str, previous: Option<&Linked>) -> Option<String> {
        if let Some(previous) = previous {
            let label = previous.indicator.label.as_str();
            // «60% về việc, 44% về tiền»: each has its own
            let own = self.word_is(previous.quantity.tokens.end, &["về"]);
            if !own {
                let of = label.strip_prefix("thu về ");
                return Some(of.unwrap_or(label).to_owned());
            }
            return label.rsplit_once(" về ").map(|(base, _)| base.to_owned());
        }
        let text = self.text();
        let sentence = text.sentence_of(self.quantity.figure.start);
        let from = text.sentences()[sentence.saturating_sub(1)].start;
        let figure = self.quantity.figure.start;
        let said = |i: &usize| {
            self.word_is(*i, &["về"])
                && (i + 1..figure.min(i + 6)).any(|at| text.slice(at..at + 1) == regard)
        };
        let at = (from..figure).rev().find(said)?;
        let start = (from..at)
            .rev()
            .find(|&i| matches!(text.token(i).sign, ',' | ';' | ':' | '.' | '…' | '('))
            .map_or(from, |i| i + 1);
        let pieces = self.pieces(start..at);
        let head = pieces.iter().rposition(Piece::is_head);
        let purpose = || Some(pieces.iter().rposition(|piece| piece.is(Phrase::Adjunct))? + 1);
        let phrase = self.wording(&pieces[head.or_else(purpose).unwrap_or(0)..], LONGEST);
        (!phrase.is_empty()).then_some(phrase)
    }

    /// «mua lúa tươi tại ruộng với giá 5.000 đồng», «thu hoạch lúa bán được giá»: what the price is of.
    pub(super) fn priced(&self, head: usize) -> Option<String> {
        let text = self.text();
        let start = (self.sentence.start..head)
            .rev()
            .find(|&i| matches!(text.token(i).sign, ',' | ';' | ':' | '('))
            .map_or(self.sentence.start, |i| i + 1);
        let deal = (start..head)
            .rev()
            .find(|&i| self.word_is(i, &["mua", "bán"]))?;
        let pieces = self.pieces(deal + 1..head);
        let ends = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Sign | Part::Time | Part::Phrase(Phrase::Edge | Phrase::Adverbial)
            )
        };
        let end = pieces.iter().position(ends).unwrap_or(pieces.len());
        let object = self.wording(&pieces[..end], LONGEST);
        if !object.is_empty() {
            return Some(object);
        }
        // «thương lái đến tận vườn | thu mua với giá» tells who buys
        let whole = self.wording(&self.pieces(start..deal), LONGEST);
        (!whole.is_empty() && words(&whole) <= LONGEST_GOODS).then_some(whole)
    }

    /// «làm chết 5 người», «bị thương 9 người»: «người chết do tai nạn giao thông».
    pub(super) fn casualties(&self, before: &Before, linked: &[Linked]) -> Option<String> {
        let noun = self.text().slice(self.quantity.noun.clone());
        let behind = self.chunk_behind();
        let harmed = |piece: &Piece| piece.is(Phrase::Casualty);
        let in_noun = self
            .quantity
            .noun
            .clone()
            .any(|i| matches!(self.phrase_at(i), Some((Phrase::Casualty, _))));
        let chunk = self.trimmed(&before.chunk);
        let what = if in_noun && behind.is_empty() {
            noun.to_owned()
        } else if !behind.is_empty() && behind.iter().all(harmed) {
            join(&[noun, &self.written(&behind, LONGEST)])
        } else if behind.is_empty()
            && before.adjacent
            && chunk.last().is_some_and(harmed)
            && !noun.is_empty()
        {
            let last = chunk.iter().rposition(|piece| !harmed(piece));
            let harm = &chunk[last.map_or(0, |at| at + 1)..];
            join(&[noun, &self.written(harm, LONGEST)])
        } else {
            return None;
        };
        let event = self
            .cause_of_harm()
            .or_else(|| self.event(linked, true))
            .or_else(|| self.event_named());
        match event {
            Some(event) => Some(join(&[&what, "do", &event])),
            None => Some(what),
        }
    }

    /// «11 vụ phạm pháp; tai nạn giao thông | làm chết 2 người»: what its own clause says has done harm.
    fn cause_of_harm(&self) -> Option<String> {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let makes = (start..figure).find(|&i| self.word_is(i, &["làm", "khiến"]))?;
        let pieces = self.pieces(start..makes);
        let said = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Word | Part::Phrase(Phrase::Compound | Phrase::Verb)
            ) && !self.piece_is(piece, &["này", "trên", "đó"])
        };
        let cause = self.wording(&pieces, LONGEST);
        let event = cause.strip_prefix("vụ ").unwrap_or(&cause);
        (pieces.iter().all(said) && words(event) > 2).then(|| event.to_owned())
    }

    /// The event that figures before speak of: «[xảy ra 12 vụ] tai nạn giao thông»; the nearest, or what all have in common.
    fn event(&self, linked: &[Linked], nearest: bool) -> Option<String> {
        let line = self.text().lines()[self.text().line_of(self.quantity.figure.start)].start;
        let of = |other: &Linked| {
            if other.quantity.dimension != Dimension::Count {
                return None;
            }
            let label = &other.indicator.label;
            let spaced = [" ", label].concat();
            if !EVENTS.iter().any(|marker| spaced.contains(marker)) {
                return None;
            }
            let harmed = self.context.lexicon.phrases.iter().any(|entry| {
                entry.data == Phrase::Casualty
                    && entry.surfaces.iter().any(|surface| label.contains(surface))
            });
            let marker = if harmed { EVENTS[1] } else { EVENTS[0] };
            let here = harmed || other.quantity.figure.start >= line;
            let (_, event) = spaced.split_once(marker)?;
            let event = event.split(" xảy ra").next()?.to_owned();
            (here && words(&event) > 1).then_some(event)
        };
        let linked = &linked[linked.len().saturating_sub(EVENT_BACK)..];
        let before = linked.partition_point(|other| other.quantity.figure.start < line);
        // «tai nạn giao thông xảy ra 24 vụ, làm chết 14 người»
        let occurs = |other: &Linked| {
            let (figure, label) = (other.quantity.figure.start, &other.indicator.label);
            let named = figure >= self.sentence.start.max(1)
                && self.word_is(figure - 1, &["ra"])
                && other.quantity.unit.label == "vụ"
                && !label.contains("vụ")
                && words(label) > 1;
            named.then(|| label.clone())
        };
        let here = linked[before..].iter().rev();
        let said = here.clone().find_map(of);
        let occurred = || here.filter(|_| nearest).find_map(occurs);
        let last = said
            .or_else(occurred)
            .or_else(|| linked[..before].iter().rev().find_map(of))?;
        if nearest {
            return Some(last);
        }
        let common = linked
            .iter()
            .filter_map(of)
            .find(|event| last.starts_with(event.as_str()));
        Some(common.unwrap_or(last))
    }

    /// The event that words before the figure name: «vụ cháy nhà trọ» of its paragraph, «chết do tai nạn giao thông» of any.
    fn event_named(&self) -> Option<String> {
        let figure = self.quantity.figure.start;
        let line = self.text().lines()[self.text().line_of(figure)].start;
        let of = |i: usize| {
            let of_harm = self.word_is(i, &["do"]) && self.ends_casualty(i);
            let counted = i > 0 && self.text().token(i - 1).kind == Kind::Number;
            let named = i >= line && self.word_is(i, &["vụ", "Vụ"]) && !counted;
            if !of_harm && !named {
                return None;
            }
            let pieces = self.pieces(i + 1..figure.min(i + 1 + LONGEST));
            let said = |piece: &&Piece| {
                matches!(
                    piece.part,
                    Part::Word | Part::Phrase(Phrase::Compound | Phrase::Verb)
                ) && self.cue_at(piece.tokens.start).is_none()
                    // «một vụ cháy | xảy ra tại khu trọ»
                    && !self.word_is(piece.tokens.start, &["xảy"])
            };
            let end = pieces.iter().take_while(said).count();
            let event = self.written(&pieces[..end], LONGEST);
            (words(&event) > 1).then_some(event)
        };
        let from = figure.saturating_sub(NAMED_BACK);
        (from..figure).rev().find_map(of)
    }

    /// «ghi nhận 4.200 ca mắc sốt xuất huyết. … số ca mắc | tăng 2 lần», «Số mắc tập trung ở thị xã A (90 ca)», «- Huyện B: 38 ca»:
    /// of which disease the cases are was told before.
    pub(super) fn of_disease(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let noun = self.quantity.noun.start;
        let counts = !self.quantity.noun.is_empty() && self.word_is(noun, &["ca"]);
        let (front, rest) = match label.split_once("ca mắc") {
            Some(parts) => parts,
            None if counts && (label == "ca" || label.starts_with("số mắc")) => ("", ""),
            None => return None,
        };
        if !(rest.is_empty() || rest.starts_with(" trong ")) {
            return None;
        }
        let near = &linked[linked.len().saturating_sub(EVENT_BACK)..];
        let disease = near.iter().rev().find_map(|other| {
            let (_, disease) = other.indicator.label.split_once("ca mắc ")?;
            let of = disease.split(" trong ").next()?;
            let told = ["trong", "mới", "được", "tại", "ở"];
            let first = disease.split(' ').next()?;
            (!told.contains(&first) && words(of) <= LONGEST_KIND).then_some(of)
        })?;
        Some(join(&[
            front.trim_end(),
            "ca mắc",
            disease,
            rest.trim_start(),
        ]))
    }

    /// Whether a word of harm ends right before token `i`.
    pub(super) fn ends_casualty(&self, i: usize) -> bool {
        let mut phrases = self.text().hits_ending(i, Class::Phrase);
        phrases.any(|(_, hit)| self.context.lexicon.phrases[hit.entry()].data == Phrase::Casualty)
    }

    /// «xảy ra 12 vụ», «giảm 3 vụ» where what happened was said before: «vụ tai nạn giao thông [đường sắt]».
    pub(super) fn incidents(
        &self,
        before: &Before,
        measure: Measure,
        linked: &[Linked],
    ) -> Option<String> {
        let noun = self.text().slice(self.quantity.noun.clone());
        if noun != "vụ" || !self.chunk_behind().is_empty() {
            return None;
        }
        let from = before.chunk.first().map(|first| first.tokens.start);
        let happens = (from.unwrap_or(before.words.start)..self.quantity.figure.start)
            .any(|i| self.word_is(i, &["xảy"]) && self.word_is(i + 1, &["ra"]));
        if happens {
            let (subject, _) = self.noun_phrase(&before.chunk);
            // «Cháy rừng xảy ra 6 vụ»
            let incident = |i: usize| self.context.sort(i, &[Sort::Incident]).is_some();
            if from.is_some_and(incident) && !subject.is_empty() {
                return Some(join(&["vụ", &subject]));
            }
            let event = self.event(linked, false).or_else(|| self.event_named())?;
            if words(&subject) > 3 {
                return None;
            }
            return Some(join(&["vụ", &event, &subject]));
        }
        // «xảy ra 5 vụ trộm, giảm 2 vụ» takes the label of its own sentence
        let said = linked.iter().any(|other| {
            other.quantity.figure.start >= self.sentence.start
                && self.word_is(other.quantity.noun.start, &["vụ"])
                && words(&other.indicator.label) > 1
        });
        let turned =
            !said && (measure == Measure::Change || self.trimmed(&before.chunk).is_empty());
        turned
            .then(|| self.event(linked, true).or_else(|| self.event_named()))?
            .map(|event| join(&["vụ", &event]))
    }

    /// «Có 1.350 nhà bị ngập. Theo đó, xã Định Long có 310 hộ, …»: the items of what the sentence before has counted.
    pub(super) fn in_detail(
        &self,
        before: &Before,
        behind: &str,
        linked: &[Linked],
        sentence: usize,
    ) -> Option<String> {
        let start = self.sentence.start;
        let detailed =
            self.word_is(start, &["Theo", "Cụ"]) && self.word_is(start + 1, &["đó", "thể"]);
        let whole = linked[..sentence]
            .last()
            .filter(|whole| whole.quantity.dimension == Dimension::Count)?;
        let near = self.text().sentence_of(whole.quantity.figure.start) + 1
            == self.text().sentence_of(start);
        let bare = behind.is_empty() && self.noun_phrase(&before.chunk).0.is_empty();
        let label = &whole.indicator.label;
        (detailed && near && bare && self.is_counter() && words(label) > 1).then(|| label.clone())
    }

    /// What divides a whole that was counted before: «52 cử tri … (21 cụ ông», «trong đó, cấp huyện là 52 hộ».
    pub(super) fn part_of_whole(
        &self,
        before: &Before,
        behind: &str,
        linked: &[Linked],
        sentence: usize,
    ) -> Option<String> {
        if words(behind) > 1 || self.quantity.noun.len() > LONGEST_PART {
            return None;
        }
        let figure = self.quantity.figure.start;
        let text = self.text();
        let own = text.slice(self.quantity.noun.clone());
        let open = (self.sentence.start..figure)
            .rev()
            .find(|&i| matches!(text.token(i).sign, '(' | ')'))
            .filter(|&i| text.is_sign(i, '('));
        let counts_up =
            |other: &&Linked| other.measure != Measure::Change || other.rule.ends_with("added");
        let whole_before = |at: usize| {
            // «95 đơn, tăng 12 đơn; trong đó …» divides the first
            let whole = linked[sentence..].iter().rfind(|other| {
                other.quantity.tokens.end <= at && (open.is_some() || counts_up(other))
            })?;
            let count = whole.quantity.dimension == Dimension::Count;
            (count && words(&whole.indicator.label) > self.quantity.noun.len()).then_some(whole)
        };
        let (subject, _) = self.noun_phrase(&before.chunk);
        // «tập trung tại thị xã A (tăng 3)»: where, not which
        let located = before.chunk.windows(2).any(|pair| {
            self.piece_is(&pair[0], &["tại", "ở"]) && matches!(pair[1].part, Part::Name(_))
        });
        let item = if words(&subject) < 5 && !located {
            subject.as_str()
        } else {
            ""
        };
        if let Some(open) = open.filter(|_| self.quantity.noun.len() <= 2) {
            let whole = whole_before(open)?;
            let apart = |i: usize| matches!(text.token(i).sign, ')' | ';' | ':');
            if (whole.quantity.tokens.end..open).any(apart) {
                return None;
            }
            let label = &whole.indicator.label;
            // «nhận 95 đơn (đơn kỳ trước chuyển sang là 32 đơn)»
            if behind.is_empty()
                && before.link == Link::Copula
                && !own.is_empty()
                && subject
                    .strip_prefix(own)
                    .is_some_and(|rest| rest.starts_with(' '))
            {
                return Some(subject);
            }
            // «3.321 đơn (khiếu nại 76, tố cáo 143)»: the noun of the whole is theirs
            if behind.is_empty() && (self.quantity.noun.is_empty() || label.contains(own)) {
                return Some(self.narrowed(whole, item));
            }
            let opens = |i: usize| self.word_is(i, &["trong", "đó", "có", "gồm"]);
            let first = matches!(text.token(figure - 1).sign, '(' | ',')
                || self.word_is(figure - 1, &["và"])
                || (open + 1..figure).all(opens) && self.is_a_trait();
            let plain = first && (open..figure).all(|i| self.cue_at(i).is_none());
            return plain.then(|| join(&[own, behind, label]));
        }
        let inside = (self.sentence.start..figure)
            .rev()
            .find(|&i| self.word_is(i, &["trong"]) && self.word_is(i + 1, &["đó"]))?;
        let whole = whole_before(inside)?;
        // «kết nạp 50 đảng viên, trong đó có 22 nữ»
        if behind.is_empty() && item.is_empty() && self.is_a_trait() {
            return Some(join(&[&whole.indicator.label, own]));
        }
        if behind.is_empty() && item.is_empty() && before.link != Link::Verb {
            return self.with_predicate_of(whole);
        }
        if self.quantity.noun.len() > 2 {
            return None;
        }
        let label = format!(" {} ", whole.indicator.label);
        let same = !own.is_empty() && label.contains(&format!(" {own} "));
        let divides = same
            && behind.is_empty()
            && !item.is_empty()
            && !(inside..figure).any(|i| self.word_is(i, MARKERS))
            && !format!(" {item} ").contains(&format!(" {own} "));
        divides.then(|| self.narrowed(whole, item))
    }

    /// What some of the people that were counted are: «29 nữ».
    fn is_a_trait(&self) -> bool {
        let noun = &self.quantity.noun;
        noun.len() == 1 && self.word_is(noun.start, &["nữ", "nam"])
    }

    /// «kỷ luật 187 đảng viên: khiển trách 121 trường hợp, …»: cases of what was counted.
    pub(super) fn kind_of_whole(
        &self,
        before: &Before,
        behind: &str,
        linked: &[Linked],
    ) -> Option<String> {
        let text = self.text();
        if text.slice(self.quantity.noun.clone()) != "trường hợp" || !behind.is_empty() {
            return None;
        }
        let item = self.wording(&before.chunk, LONGEST_KIND);
        let divides = |&i: &usize| {
            text.is_sign(i, ':')
                || self.word_is(i, &["trong", "Trong"]) && self.word_is(i + 1, &["đó"])
        };
        let mark = (self.sentence.start..self.quantity.figure.start).rfind(divides)?;
        let line = text.lines()[text.line_of(mark)].start;
        let whole = linked
            .iter()
            .rfind(|other| other.quantity.tokens.end <= mark && other.measure != Measure::Change)?;
        let count = whole.quantity.dimension == Dimension::Count
            && whole.quantity.figure.start >= line
            && self.quantity.value <= whole.quantity.value;
        let short = !item.is_empty() && words(&whole.indicator.label) <= LONGEST_KIND;
        (count && short).then(|| join(&[&whole.indicator.label, &item]))
    }

    /// «96 trường học được công nhận, trong đó có 80 trường tiểu học»: what is told of the whole is told of its part.
    fn with_predicate_of(&self, whole: &Linked) -> Option<String> {
        let (noun, of) = (&self.quantity.noun, &whole.quantity.noun);
        if noun.is_empty() || of.is_empty() || self.quantity.value > whole.quantity.value {
            return None;
        }
        let alike = self.text().token(noun.start).key == self.text().token(of.start).key;
        let rest = whole
            .indicator
            .label
            .split_once(self.text().slice(of.clone()))?
            .1;
        let first = rest.trim_start().split(' ').next()?;
        let told = ["được", "bị", "đạt", "đã", "chưa"].contains(&first);
        let own = self.text().slice(noun.clone());
        (alike && told).then(|| join(&[own, rest.trim_start()]))
    }

    /// The label of a whole, its noun narrowed to one part: «đơn | tố cáo | đủ điều kiện xử lý».
    fn narrowed(&self, whole: &Linked, part: &str) -> String {
        let label = &whole.indicator.label;
        let own = &self.quantity.noun;
        let noun = if own.is_empty() {
            &whole.quantity.noun
        } else {
            own
        };
        let noun = self.text().slice(noun.clone());
        let spaced = format!(" {label} ");
        match spaced
            .split_once(&format!(" {noun} "))
            .filter(|_| !noun.is_empty())
        {
            // «đón 400 lượt khách, trong đó khách quốc tế 30 lượt» says «khách» once
            Some((front, back)) if part.starts_with(back.trim()) => {
                join(&[front.trim(), noun, part])
            }
            Some((front, back)) => join(&[front.trim(), noun, part, back.trim()]),
            None => join(&[label, part]),
        }
    }

    /// «đạt 99% | số kiến nghị»: the whole behind a percent of what the figure before measured.
    pub(super) fn is_percent_of_whole(&self, before: &Before, attained: bool) -> bool {
        let end = self.quantity.tokens.end;
        let whole = self.word_is(end, &["số", "tổng", "nghị", "KH"])
            || self.word_is(end, &["Nghị"])
            || matches!(self.cue_at(end), Some((Cue::Plan, _)));
        attained
            && self.quantity.dimension == Dimension::Percent
            && before.chunk.is_empty()
            && whole
    }
}
