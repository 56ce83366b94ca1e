//! What an item of an enumeration shares with the figures before it: «tỷ lệ … mẫu giáo 97%, | tiểu học 98%» leaves out the
//! head, «trong đó: | keo 160 ha» the whole that it is a part of, «ước thực hiện 9 tháng là» all that is measured.

use super::clause::{Clause, Lead};
use super::counted::FIGURES_BACK;
use super::indicator::{Before, Indicator, LONGEST_BEHIND, LONGEST_VERB, join, words};
use super::lexicon::{Cue, Phrase};
use super::phrase::{MARKERS, Part, Piece};
use super::quantity::Dimension;
use super::statistic::Linked;
use super::text::{Kind, fold};
use crate::extraction::Measure;

/// An item that leaves something out says no more than so many words.
const LONGEST_ITEM: usize = 5;
/// The head of a phrase has no more words than this.
const LONGEST_HEAD: usize = 4;
/// A whole that is said again with each of its parts.
const LONGEST_WHOLE: usize = 10;
/// What is counted is said in no more words where its topic is said apart.
const LONGEST_BARE: usize = 4;
/// A verb had its object no more tokens before its sentence.
const LONGEST_BACK: usize = 400;
/// How the extent of a thing is told, and what it is called.
const EXTENTS: [(&str, &str); 3] = [
    ("dài", "chiều dài"),
    ("rộng", "chiều rộng"),
    ("dày", "chiều dày"),
];
/// The words that open a list of parts stand no farther before a figure.
const LONGEST_LIST: usize = 80;

impl Clause<'_> {
    /// The label of an item with what it leaves out; none where it says all.
    pub(super) fn shared(
        &self,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        label: &str,
        linked: &[Linked],
    ) -> Option<String> {
        if self.quantity.dimension == Dimension::Count || label.is_empty() || before.has_head {
            return None;
        }
        let done = self.without_light(label);
        let item = done.unwrap_or(label);
        if words(item) > LONGEST_ITEM || lead.has(Cue::Share) {
            return None;
        }
        let among = self.among();
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let alike = |other: &&Linked| {
            other.measure == measure
                && other.quantity.unit.label == self.quantity.unit.label
                && other.quantity.figure.start >= self.shares_from(among)
        };
        if let Some(among) = among.filter(|_| done.is_some() || self.is_plain_item(before, item)) {
            let whole = near
                .iter()
                .rfind(|other| alike(other) && other.quantity.tokens.end <= among)?;
            let whole = &whole.indicator.label;
            let whole = self.without_light(whole).unwrap_or(whole);
            // «tỷ lệ hồ sơ trực tuyến | trên tổng số hồ sơ giải quyết»
            let rate = whole
                .split_once(" trên ")
                .filter(|_| words(whole) > LONGEST_WHOLE);
            let whole = rate.map_or(whole, |(rate, _)| rate);
            let fits = !whole.is_empty() && words(whole) <= LONGEST_WHOLE;
            // «trồng | rừng» + «rừng phòng hộ»
            let first = item.split(' ').next().unwrap_or(item);
            let again = whole.strip_suffix(first).filter(|rest| rest.ends_with(' '));
            return fits.then(|| join(&[again.unwrap_or(whole).trim_end(), item]));
        }
        let other = &near.iter().rfind(alike)?.indicator.label;
        // «… trong tháng 9 là A, ước thực hiện 9 tháng là B»
        if item.is_empty() {
            return Some(other.clone());
        }
        if !self.is_plain_item(before, item) {
            return None;
        }
        // «tổng vốn 30 tỷ đồng, gồm | ngân sách tỉnh 10 tỷ đồng»
        if self.is_bare_head(other) {
            let whole = other.strip_prefix("tổng ").unwrap_or(other);
            return Some(join(&[whole, item]));
        }
        let head = self.head_of(other)?;
        let kept = if measure == Measure::Change {
            head
        } else {
            self.without_half_noun(kept_before(other, head, item), (head, item), other)
        };
        Some(join(&[kept, item]))
    }

    /// «tỷ lệ lao | động qua đào tạo»: what is kept of a label, without half of a noun at its end, or with the whole of it where
    /// only the head is left.
    fn without_half_noun<'l>(
        &self,
        kept: &'l str,
        (head, item): (&str, &str),
        label: &'l str,
    ) -> &'l str {
        let (front, last) = kept.rsplit_once(' ').unwrap_or(("", kept));
        let rest = label.get(kept.len()..).unwrap_or_default().trim_start();
        let next = rest.split(' ').next().unwrap_or_default();
        let lexicon = self.context.lexicon;
        // «doanh số | hộ nghèo», «hộ cận nghèo»
        let again = item.split(' ').next() == Some(next);
        if again || next.is_empty() || !lexicon.is_compound(&fold(last), &fold(next)) {
            kept
        } else if front.len() > head.len() {
            front
        } else {
            label.get(..=kept.len() + next.len()).unwrap_or(kept)
        }
    }

    /// «Trong đó, xã An Hòa có 27 chỉ tiêu», «với tổng số 90 chỉ tiêu»: what was said of the bare noun before.
    pub(super) fn counted_before(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let noun = &self.quantity.noun;
        let said = label
            .strip_suffix(self.text().slice(noun.clone()))?
            .trim_end();
        let total = said == "tổng số";
        // «tiếp đến lần lượt là An Hòa 25, An Bình 18»
        let bare = said.is_empty() || total || self.is_of(said, Phrase::Distributive);
        if noun.is_empty() || self.is_counter() || !bare {
            return None;
        }
        let key = |i: usize| self.text().token(i).key;
        if self.among_from(self.sentence.start) {
            let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
            let same = |other: &&Linked| {
                let said = &other.quantity.noun;
                said.len() == noun.len()
                    && said
                        .clone()
                        .zip(noun.clone())
                        .all(|(i, at)| key(i) == key(at))
                    && words(&other.indicator.label) > noun.len()
            };
            let whole = &near.iter().rfind(same)?.indicator.label;
            return Some(whole.strip_prefix("tổng số ").unwrap_or(whole).to_owned());
        }
        if !total {
            return None;
        }
        let from = self
            .sentence
            .start
            .max(noun.start.saturating_sub(LONGEST_LIST));
        let said = |&i: &usize| {
            noun.clone()
                .enumerate()
                .all(|(n, at)| key(i + n) == key(at))
        };
        let at = (from..self.quantity.figure.start).rev().find(said)?;
        let rest = self.written(&self.chunk_behind_token(at + noun.len()), LONGEST_BEHIND);
        (!rest.is_empty()).then(|| join(&[label, &rest]))
    }

    /// Whether the figure is the first of a sentence that opens with «Trong đó».
    pub(super) fn divides_the_last(&self) -> bool {
        self.before.is_none() && self.among_from(self.sentence.start)
    }

    fn among_from(&self, i: usize) -> bool {
        self.word_is(i, &["Trong", "trong"]) && self.word_is(i + 1, &["đó"])
    }

    /// Whether all that stands before a figure are nouns: «tiểu học», «rau các loại».
    fn is_plain_item(&self, before: &Before, item: &str) -> bool {
        let plain =
            |piece: &Piece| !piece.is_verb() && !matches!(piece.part, Part::Name(_) | Part::Sign);
        // «quỹ vận động được 9 tỷ đồng, …, mỗi nhà 60 triệu đồng» shares nothing
        before.adjacent
            && !item.starts_with("mỗi ")
            && !before.chunk.is_empty()
            && before.chunk.iter().all(plain)
            && self.noun_phrase(&before.chunk).0 == item
    }

    /// The token of «trong đó» that opens the list of parts.
    fn among(&self) -> Option<usize> {
        let figure = self.quantity.figure.start;
        let from = self.sentence.start.max(figure.saturating_sub(LONGEST_LIST));
        (from..figure).rev().find(|&i| self.among_from(i))
    }

    /// Where what an item may share begins: its sentence, or the one before where it opens with «Trong đó».
    fn shares_from(&self, among: Option<usize>) -> usize {
        let start = self.sentence.start;
        if among != Some(start) {
            return start;
        }
        let at = self.text().sentence_of(start);
        self.text().sentences()[at.saturating_sub(1)].start
    }

    /// What stands before a verb at the end of a label that says nothing: «doanh nghiệp địa phương | thực hiện».
    fn without_light<'l>(&self, label: &'l str) -> Option<&'l str> {
        if self.is_of(label, Phrase::Light) {
            return Some("");
        }
        let light = |at: usize| {
            let end = label.get(at + 1..);
            end.is_some_and(|end| self.is_of(end, Phrase::Light))
        };
        let mut ends = label.match_indices(' ').map(|(at, _)| at);
        let at = ends.find(|&at| light(at))?;
        label.get(..at)
    }

    /// The longest word at the beginning of a label that can be the first of what is measured.
    pub(super) fn head_of<'l>(&self, label: &'l str) -> Option<&'l str> {
        let ends = label.match_indices(' ').map(|(at, _)| at);
        let heads = ends.take(LONGEST_HEAD).filter_map(|at| label.get(..at));
        let is_head = |head: &&str| {
            matches!(
                self.context.lexicon.phrase(head),
                Some(Phrase::Head | Phrase::BareHead)
            )
        };
        heads.filter(is_head).last()
    }

    /// «bình quân mỗi xã | có 9 tổ», «trung bình mỗi hộ đã đóng góp | 7 triệu đồng», «mỗi ca | phục vụ 900 suất»: of whom the
    /// mean is, or who does so much.
    pub(super) fn of_each(&self, before: &Before, label: &str) -> Option<String> {
        let figure = self.quantity.figure.start;
        let start = self.clause_start();
        let each = (start + 2..figure).find(|&i| self.word_is(i, &["mỗi"]))?;
        let mean = self.mean(each);
        let to = before.words.start;
        let noun = self.text().slice(self.quantity.noun.clone());
        let own = self.quantity.dimension == Dimension::Count
            && !noun.is_empty()
            && !label.contains(noun);
        // «bãi rác mỗi ngày tiếp nhận 700 tấn rác», not «phía sau mỗi nhà xưởng là 30 con người»
        let alone = mean.is_empty();
        let counted = matches!(
            self.quantity.dimension,
            Dimension::Count | Dimension::Measure
        );
        if alone && (!counted || self.word_is(each - 1, &["cho", "sau", "với", "ở"]))
            || to <= each + 1
            || label.contains("mỗi ") && !own
        {
            return None;
        }
        let whole = self.written(&self.pieces(mean.start..to), LONGEST_VERB);
        if self.quantity.dimension == Dimension::Count || alone {
            // «bình quân mỗi xã đạt 15 | tiêu chí»
            if label.contains("mỗi ") {
                return Some(join(&[&whole, noun]));
            }
            // «trung bình mỗi ngày ghi nhận | ghi nhận 22 ca mắc»
            let mut ends = whole.match_indices(' ').map(|(at, _)| at + 1);
            let said = ends.find(|&at| whole.get(at..).is_some_and(|end| label.starts_with(end)));
            let front = whole.get(..said.unwrap_or(whole.len())).unwrap_or(&whole);
            return Some(join(&[front.trim_end(), label]));
        }
        Some(whole)
    }

    /// «Giải ngân vốn đầu tư công vẫn chậm. … mới | giải ngân 58 tỷ đồng»: a verb alone has the object that it had before.
    pub(super) fn with_object(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let length = words(label);
        let bare = self.quantity.dimension != Dimension::Count && self.is_of(label, Phrase::Verb);
        if length < 2 || !bare {
            return None;
        }
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let whole = |other: &&Linked| {
            let rest = other.indicator.label.strip_prefix(label);
            other.quantity.dimension != Dimension::Count
                && rest.is_some_and(|rest| rest.starts_with(' ') && words(rest) <= LONGEST_WHOLE)
        };
        if let Some(last) = near.iter().rfind(whole) {
            let last = &last.indicator.label;
            // «trồng mới 420 ha rừng, trong đó rừng phòng hộ 120 ha»: the whole rather than its part
            let mut wholes = near
                .iter()
                .filter(whole)
                .map(|other| &other.indicator.label);
            let first = wholes.find(|label| last.starts_with(label.as_str()));
            return first.cloned();
        }
        let from = self.sentence.start.saturating_sub(LONGEST_BACK);
        let said = |i: &usize| {
            let mut parts = label.split(' ').enumerate();
            parts.all(|(n, word)| self.text().word(i + n).eq_ignore_ascii_case(word))
        };
        let object = |i: usize| {
            let pieces =
                self.pieces(i + length..(i + length + LONGEST_WHOLE).min(self.text().len()));
            let stops = |piece: &Piece| {
                matches!(
                    piece.part,
                    Part::Sign | Part::Time | Part::Name(_) | Part::Phrase(Phrase::Adverbial)
                ) || self.piece_is(piece, MARKERS)
                    || piece.is(Phrase::Edge) && !self.piece_is(piece, &["của"])
                    || self.text().token(piece.tokens.start).kind == Kind::Number
                    || self
                        .cue_at(piece.tokens.start)
                        .is_some_and(|(cue, _)| cue != Cue::Plan)
            };
            let end = pieces.iter().position(stops).unwrap_or(0);
            let object = self.wording(&pieces[..end], LONGEST_VERB);
            (words(&object) > 1).then_some(object)
        };
        let object = (from..self.sentence.start)
            .rev()
            .filter(said)
            .find_map(object)?;
        Some(join(&[label, &object]))
    }

    /// «cầu dài 657 m»: its length; «khu đất rộng 4,5 ha»: its area.
    pub(super) fn extent(&self, label: &str, previous: Option<&Linked>) -> Option<String> {
        let (of, quality) = label.rsplit_once(' ').unwrap_or(("", label));
        let surface = matches!(
            self.quantity.unit.label.as_str(),
            "ha" | "m2" | "km2" | "sào"
        );
        let (_, extent) = EXTENTS.iter().find(|(word, _)| *word == quality)?;
        let extent = if surface { &"diện tích" } else { extent };
        let told = self.quantity.dimension == Dimension::Measure && words(of) <= LONGEST_ITEM;
        // «cầu dài 657 m, | rộng 9 m» shares the bridge, no length
        let comma = self.quantity.figure.start.checked_sub(2);
        let beside = comma.is_some_and(|i| self.text().is_sign(i, ','));
        let rest = behind_extent(of);
        if told && beside && rest.unwrap_or(of).is_empty() {
            let same = previous.and_then(|other| behind_extent(&other.indicator.label));
            return Some(join(&[extent, same.unwrap_or_default()]));
        }
        if let Some(rest) = rest {
            // not «chiều dài mở rộng»
            let verb = self.is_of(&join(&[rest, quality]), Phrase::Verb);
            return (told && !verb).then(|| join(&[extent, rest]));
        }
        let said = self.is_bare_head(label) || self.head_of(&[label, " "].concat()).is_some();
        // «dự án giai đoạn 1 dài 117 km»
        let of = if of.contains(char::is_numeric) {
            ""
        } else {
            of
        };
        (told && !said).then(|| join(&[extent, of]))
    }

    /// «Đối với tội phạm về ma túy, cơ quan điều tra đã khởi tố 21 vụ»: what the clause right before the figure's says that
    /// it is about.
    pub(super) fn topic_before(&self, indicator: &Indicator) -> Option<String> {
        if indicator.head.is_empty() || words(&indicator.label) > LONGEST_BARE {
            return None;
        }
        let boundary =
            |&i: &usize| matches!(self.text().token(i).sign, ',' | ';' | ':' | '(' | ')');
        let figure = self.quantity.figure.start;
        // «21 vụ/34 bị can» is told of together
        let pair = self.before.filter(|_| self.continues_list());
        let figure = pair.map_or(figure, |pair| pair.figure.start);
        let floor = self.sentence.start.max(figure.saturating_sub(LONGEST_LIST));
        let comma = (floor..figure).rev().find(boundary)?;
        if !self.text().is_sign(comma, ',') {
            return None;
        }
        let from = (floor..comma).rev().find(boundary);
        let from = from.map_or(floor, |i| i + 1);
        let from = if self.word_is(from, &["đối", "Đối"]) && self.word_is(from + 1, &["với"])
        {
            from + 2
        } else if self.word_is(from, &["về", "Về"]) {
            from + 1
        } else {
            return None;
        };
        let topic = self.wording(&self.pieces(from..comma), LONGEST_VERB);
        (!topic.is_empty()).then_some(topic)
    }
}

/// «chiều dài | cầu»: what an extent is of.
fn behind_extent(label: &str) -> Option<&str> {
    let mut own = EXTENTS
        .iter()
        .filter_map(|(_, extent)| label.strip_prefix(extent));
    own.next().map(str::trim_start)
}

/// «hỗ trợ làm nhà cho 412 hộ, | mỗi hộ 44 triệu đồng»: what each of those just counted has been given.
pub(super) fn given_each(label: &str, previous: Option<&Linked>) -> Option<String> {
    let noun = label.strip_prefix("mỗi ")?;
    let previous = previous?;
    let unit = &previous.quantity.unit.label;
    let rest = unit.strip_prefix(noun);
    let same = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let head = &previous.indicator.head;
    let to = [" cho", " của"].iter().find_map(|to| head.strip_suffix(to));
    // «hỗ trợ vốn cho 45 hội viên, mỗi người 10 triệu đồng»
    let given = same || noun == "người" && to.is_some();
    let head = to.unwrap_or(head);
    (given && !head.is_empty()).then(|| join(&[head, label]))
}

/// What the item before shares with this one: its words up to the one that is repeated («lớp 1», «lớp 6»), else all but as
/// many as this item has, and at least its head.
fn kept_before<'l>(label: &'l str, head: &'l str, item: &str) -> &'l str {
    let first = item.split(' ').next().unwrap_or(item);
    let repeated = [" ", first, " "].concat();
    let at = label.find(&repeated).unwrap_or_else(|| {
        let last = words(item).saturating_sub(1);
        label.rmatch_indices(' ').nth(last).map_or(0, |(at, _)| at)
    });
    label.get(..at.max(head.len())).unwrap_or(head)
}
