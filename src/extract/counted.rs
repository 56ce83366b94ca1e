//! What a count counts: the verb, the noun and what follows it, or what stands before the verb where that is all that is measured.

use std::ops::Range;

use super::clause::{Clause, Lead};
use super::indicator::{Before, Indicator, LONGEST, LONGEST_BEHIND, Link, join, words};
use super::lexicon::{Class, Cue, Phrase};
use super::phrase::{MARKERS, Part, Piece};
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::Measure;

/// How many figures back a bare counting word looks for its noun.
pub(super) const FIGURES_BACK: usize = 12;

impl Clause<'_> {
    /// «xuất khẩu cà phê tăng 0,2%, đạt 2,83 triệu bao»: of what has changed.
    fn attained(&self, before: &Before, lead: &Lead, previous: Option<&Linked>) -> Option<String> {
        let changed = previous.filter(|previous| {
            previous.measure == Measure::Change && !previous.indicator.label.is_empty()
        })?;
        let follows = lead.start > 0 && self.text().is_sign(lead.start - 1, ',');
        let bare = follows && before.chunk.is_empty() && lead.has(Cue::Attain);
        bare.then(|| changed.indicator.label.clone())
    }

    /// «đạt 92% (tương đương 1.571.000 người)»: the same in another unit.
    fn restated(&self, lead: &Lead, behind: &str, previous: Option<&Linked>) -> Option<String> {
        let same = lead.has(Cue::Apposition) && self.is_counter() && behind.is_empty();
        let label = &previous.filter(|_| same)?.indicator.label;
        (words(label) > 1).then(|| label.clone())
    }

    /// «Riêng vi phạm nồng độ cồn có 18.305 trường hợp»: of which of them so many were counted.
    fn singled_out(&self, before: &Before, behind: &str) -> Option<String> {
        let first = before.chunk.first()?;
        let alone = self.piece_is(first, &["Riêng", "riêng"]) && before.adjacent;
        let counts = self.is_counter() && before.link == Link::Exists && behind.is_empty();
        let label = self.wording(&before.chunk, LONGEST);
        (alone && counts && words(&label) > 1).then_some(label)
    }

    /// «100% xã có phòng tiếp dân (hiện mới có 14/20 đơn vị)»: how far what the figure before tells is reached so far.
    fn at_present(&self, behind: &str, linked: &[Linked]) -> Option<String> {
        let figure = self.quantity.figure.start;
        let open = (self.floor()..figure).rfind(|&i| self.text().is_sign(i, '('))?;
        let present = self.word_is(open + 1, &["hiện", "nay"]) && behind.is_empty();
        let close = self.text().is_sign(self.quantity.tokens.end, ')');
        let plain = |i: usize| self.is_stop(i) || self.text().hit(i, Class::Time).is_some();
        let told = linked.last()?;
        let said =
            present && close && (open + 2..figure).all(plain) && told.measure == Measure::Target;
        said.then(|| told.indicator.label.clone())
    }

    /// «9 tổ chức đạt loại tốt (20%), 30 tổ chức đạt loại khá»: the last figure; what a bracket says is no item.
    fn last_outside<'l>(&self, linked: &'l [Linked]) -> Option<&'l Linked> {
        let outside = |other: &&Linked| !self.is_closed_off(other.quantity.figure.start);
        let last = linked.last();
        last.filter(|last| outside(last) || !self.is_alone_in_brackets(&last.quantity))
            .or_else(|| linked.iter().rfind(outside))
            .or(last)
    }

    /// «bệnh nhân điều trị ngoại trú: 149», «số thôn từ 2.165 giảm còn 1.351»: the noun stands before its number.
    fn noun_first(&self, before: &Before) -> Option<String> {
        let counted = &self.quantity.noun;
        let own = counted.start >= self.floor() && counted.end <= self.quantity.figure.start;
        if counted.is_empty() || !own {
            return None;
        }
        let mut phrase = self.pieces(counted.start..before.words.start.max(counted.end));
        let moved = phrase.windows(2).position(|pair| {
            self.piece_is(&pair[0], &["từ"])
                && self.text().token(pair[1].tokens.start).kind == Kind::Number
        });
        phrase.truncate(moved.unwrap_or(phrase.len()));
        Some(self.written(&phrase, LONGEST))
    }

    pub(super) fn of_count(
        &self,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        linked: &[Linked],
        sentence: usize,
    ) -> Indicator {
        let noun = self.text().slice(self.quantity.noun.clone());
        let behind = self.wording_behind(LONGEST_BEHIND);
        let previous = self.last_outside(&linked[sentence..]);
        if let Some(label) = self.noun_first(before) {
            return Indicator::of(label);
        }
        let told = self
            .restated(lead, &behind, previous)
            .or_else(|| self.singled_out(before, &behind))
            .or_else(|| self.at_present(&behind, linked))
            .or_else(|| self.attained(before, lead, previous))
            .or_else(|| self.of_those(&behind))
            .or_else(|| self.left_over(&behind, previous))
            .or_else(|| self.casualties(before, linked))
            .or_else(|| self.incidents(before, measure, linked))
            .or_else(|| self.part_of_whole(before, &behind, linked, sentence))
            .or_else(|| self.kind_of_whole(before, &behind, linked))
            .or_else(|| self.in_detail(before, &behind, linked, sentence))
            .or_else(|| self.through_figure(before, lead, previous))
            .or_else(|| self.made_of(&behind, previous))
            .or_else(|| self.taking_part(before, &behind, previous))
            .or_else(|| self.at_places(&behind, previous))
            .or_else(|| self.headed(before, noun, &behind));
        if let Some(label) = told {
            return Indicator::of(label);
        }
        let same = self.same_noun(before, lead, linked, sentence, measure, &behind);
        let subject = self.counted_subject(before, lead, &behind, linked, previous, same.is_some());
        if let Some(subject) = subject {
            let left = before.words.clone().any(|i| self.word_is(i, &["còn"]));
            let listed = (before.link == Link::Exists || left).then(|| subject.clone());
            return Indicator {
                head: listed.unwrap_or_default(),
                label: subject,
            };
        }
        let counter = self.is_counter();
        let bare = (counter || self.quantity.noun.len() == 1) && behind.is_empty();
        // «số học sinh đăng ký là 750, giảm 40 em so với năm trước»
        if same.is_none()
            && before.chunk.is_empty()
            && behind.is_empty()
            && (counter && self.compare_follows()
                // «kết nạp 318 đảng viên, tăng 24 đồng chí», not «lắp 30 công tơ, tăng 24 đồng hồ»
                || matches!(self.text().slice(self.quantity.noun.clone()), "em" | "đồng chí" | "chỉ tiêu")
                    && (measure == Measure::Change || self.compare_follows()))
            && let Some(previous) = linked[sentence..]
                .iter()
                .rfind(|other| !self.is_closed_off(other.quantity.figure.start))
        {
            return previous.indicator.clone();
        }
        if let Some(same) = same {
            return if behind.is_empty() {
                same.indicator.clone()
            } else {
                Indicator::of(join(&[&same.quantity.unit.label, &behind]))
            };
        }
        let taken = self.taken_from(before, lead, &linked[sentence..], bare);
        if let Some(said) = taken.or_else(|| self.given(before, &behind, previous)) {
            return said;
        }
        let mut head = self.head_of_count(before, lead, measure, previous);
        // «Nặng nhất là xã An Hòa | 684 con»
        if bare
            && self.is_vacant(&head)
            && let Some(said) = self.goes_on(linked)
        {
            return Indicator::of(said);
        }
        if counter
            && head.is_empty()
            && behind.is_empty()
            && let Some(label) = self.announced()
        {
            return Indicator::of(label);
        }
        let verb = before.link == Link::Verb;
        if counter && behind.is_empty() && verb && self.head_says_all(before, &head) {
            return Indicator {
                label: head.clone(),
                head,
            };
        }
        if let Some(preposition) = self.preposition(&before.words).filter(|_| !head.is_empty()) {
            head = join(&[&head, preposition]);
        }
        let said = [" ", &head, " "]
            .concat()
            .contains(&[" ", noun, " "].concat());
        if head.is_empty()
            && behind.is_empty()
            && let Some(rate) = self.mean_rate()
        {
            return Indicator::of(rate);
        }
        let noun = join(&[if said { "" } else { noun }, &behind]);
        Indicator {
            label: join(&[&head, &noun]),
            head,
        }
    }

    /// Whether the words before a bare counter say what is counted: «nuôi đàn lợn | 300 con», «khách quốc tế | 30 nghìn lượt».
    fn head_says_all(&self, before: &Before, head: &str) -> bool {
        let animals = self.word_is(self.quantity.noun.start, &["con"]);
        let herd = || animals && head.contains(" đàn ");
        // «thịt heo | 5.200 con»
        let noun = |first: &Piece| animals || self.is_noun(first.tokens.start);
        words(head) > 3
            || herd()
            || before.chunk.first().is_some_and(noun)
                && words(head) > 1
                && self.preposition(&before.words).is_none()
                && self.verb_phrase(&before.chunk).is_none()
    }

    /// What a count that says nothing of its own takes from a figure before in its sentence.
    fn taken_from(
        &self,
        before: &Before,
        lead: &Lead,
        inside: &[Linked],
        bare: bool,
    ) -> Option<Indicator> {
        if !before.chunk.is_empty() {
            return None;
        }
        let previous = self.last_outside(inside);
        let noun = self.text().slice(self.quantity.noun.clone());
        // «PAPI xếp thứ 10 (tăng 34 bậc)», «giảm từ 15 xuống còn 3 phòng»
        let moved = previous.filter(|previous| {
            matches!(noun, "" | "bậc")
                || bare && lead.has(Cue::ToLevel) && previous.measure == Measure::Previous
        });
        if let Some(moved) = moved {
            return Some(Indicator::of(moved.indicator.label.clone()));
        }
        // «ô tô: tháng 10 đạt 3.912 chiếc; 10 tháng | đạt 38.060 chiếc»
        let again = self.alike(inside).filter(|_| bare && lead.has(Cue::Attain));
        again.map(|again| again.indicator.clone())
    }

    /// «thụ lý 512 việc, đã thi hành xong 410 việc, còn lại | 102 việc»: those of which it is not true that it was done.
    fn left_over(&self, behind: &str, previous: Option<&Linked>) -> Option<String> {
        let figure = self.quantity.figure.start;
        let left = figure > self.floor()
            && (self.word_is(figure - 1, &["còn"])
                || self.word_is(figure - 1, &["lại"])
                    && self.word_is(figure.wrapping_sub(2), &["còn"]));
        let noun = self.text().slice(self.quantity.noun.clone());
        let done = previous.filter(|previous| {
            previous.measure == Measure::Level
                && previous.quantity.unit.label == noun
                && !previous.indicator.head.is_empty()
        });
        (left && behind.is_empty() && done.is_some() && !noun.is_empty())
            .then(|| join(&[noun, "còn lại"]))
    }

    /// «Trong số người chết, xã An Hòa có 5 người»: what the head of the sentence says is divided.
    fn of_those(&self, behind: &str) -> Option<String> {
        let (text, start) = (self.text(), self.sentence.start);
        let opens = self.word_is(start, &["Trong"]) && self.word_is(start + 1, &["số"]);
        if !opens || !behind.is_empty() || !self.is_counter() {
            return None;
        }
        let from = start + 2;
        let comma = (from..self.quantity.figure.start.min(from + LONGEST))
            .find(|&i| text.token(i).kind != Kind::Word)
            .filter(|&i| text.is_sign(i, ','))?;
        let back = self.word_is(comma - 1, &["này", "đó", "ấy", "trên"]);
        let whole = self.wording(&self.pieces(from..comma), LONGEST);
        (!back && !whole.is_empty()).then_some(whole)
    }

    /// «hỗ trợ 312 con bò | giống cho 312 hộ»: to whom what was counted goes, of whose noun a word is left.
    fn given(&self, before: &Before, behind: &str, previous: Option<&Linked>) -> Option<Indicator> {
        let previous = previous?;
        let noun = &previous.quantity.noun;
        let rest = before.chunk.first().map(|first| first.tokens.start);
        let given = !noun.is_empty()
            && (rest == Some(noun.end)
                || before.chunk.is_empty() && before.words.start == noun.end)
            && self.preposition(&before.words) == Some("cho")
            && !before.chunk.iter().any(Piece::is_verb);
        let own = self.text().slice(self.quantity.noun.clone());
        given.then(|| Indicator {
            label: join(&[&previous.indicator.label, "cho", own, behind]),
            head: previous.indicator.head.clone(),
        })
    }

    /// «từ bình quân | 3,8 thửa/hộ»
    fn mean_rate(&self) -> Option<String> {
        let unit = &self.quantity.unit.label;
        let mean = self.mean(self.quantity.figure.start);
        (unit.contains('/') && !mean.is_empty())
            .then(|| join(&[&self.text().slice(mean).to_lowercase(), unit]))
    }

    /// What is done to the things counted, or makes them more or less; a list shares it.
    fn head_of_count(
        &self,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
    ) -> String {
        let head = match before.link {
            Link::Verb => self.action(&before.chunk),
            Link::Copula => self.turn(lead, measure),
            Link::Exists => String::new(),
        };
        // «95 đại biểu đại diện cho 1.500 hội viên»: nothing is done to them
        if !head.is_empty() && !head.ends_with("đại diện") {
            return head;
        }
        let Some(previous) = previous else {
            return String::new();
        };
        // «kiểm tra 5 tổ chức đảng, 7 đảng viên»
        let listed =
            before.words.is_empty() && (self.continues_list() || self.continues_items(previous));
        // «xử phạt 48 triệu đồng đối với 12 tổ chức»: to whom the sum goes
        let given = before.chunk.is_empty()
            && previous.quantity.dimension == Dimension::Money
            && previous.quantity.tokens.end == before.words.start
            && self.preposition(&before.words).is_some();
        if listed && !self.tells_something_else(previous) || given {
            previous.indicator.head.clone()
        } else {
            String::new()
        }
    }

    /// «cuốn trôi 3 căn nhà, | 17 hộ | phải di dời»: a statement of its own, not «kiểm tra 5 hộ chưa nộp, 7 hộ đã nộp».
    fn tells_something_else(&self, previous: &Linked) -> bool {
        let predicate = |of: &Quantity| {
            let end = of.noun.end.max(of.tokens.end);
            end < self.sentence.end && self.word_is(end, &["phải", "đang", "vẫn", "đã", "chưa"])
        };
        predicate(self.quantity) && !predicate(&previous.quantity)
    }

    /// «2 xã đạt 15 tiêu chí nông thôn mới»: both figures say how many communes meet how many criteria.
    fn through_figure(
        &self,
        before: &Before,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let (text, end) = (self.text(), self.quantity.tokens.end);
        let noun = text.slice(self.quantity.noun.clone());
        let attains = |i: usize| self.word_is(i, &["đạt"]) || self.word_is(i, &["có"]);
        // «16 tỉnh có 100% số xã đạt chuẩn»
        if let Some(after) = self.after.filter(|_| attains(end) && !noun.is_empty())
            && after.figure.start == end + 1
            && (after.dimension == Dimension::Percent) == self.word_is(end, &["có"])
            && matches!(after.dimension, Dimension::Count | Dimension::Percent)
        {
            let rest = self.chunk_behind_token(after.noun.start.max(after.tokens.start + 1));
            let rest = self.written(&rest, LONGEST_BEHIND);
            return (!rest.is_empty()).then(|| join(&[noun, text.slice(end..end + 1), &rest]));
        }
        let previous = previous.filter(|other| {
            other.quantity.dimension == Dimension::Count
                && !other.quantity.noun.is_empty()
                && other.quantity.tokens.end == lead.start
                && lead.start + 1 == self.quantity.figure.start
        })?;
        let told = lead.has(Cue::Attain) && before.chunk.is_empty();
        told.then(|| previous.indicator.label.clone())
    }

    /// «tiếp 39 lượt công dân với 52 người»: of whom the figure before speaks.
    fn taking_part(
        &self,
        before: &Before,
        behind: &str,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let figure = self.quantity.figure.start;
        let with = before.words.start > 0
            && (before.words.start - 1..figure).any(|i| self.word_is(i, &["với"]));
        let bare = self.is_counter() && behind.is_empty() && before.chunk.is_empty();
        let previous = previous?;
        let label = &previous.indicator.label;
        // «dư nợ 20 tỷ đồng/310 hộ»: whose sum it is
        let whose = previous.quantity.dimension == Dimension::Money
            && previous.quantity.tokens.end + 1 == figure
            && self.text().is_sign(figure - 1, '/')
            && behind.is_empty();
        let noun = self.text().slice(self.quantity.noun.clone());
        // «7 ấp với 1.940 hộ», «còn 0,9% hộ nghèo với 18 hộ»
        let area = self.text().hit(previous.quantity.noun.start, Class::Noun);
        let area = area.is_some_and(|hit| {
            !previous.quantity.noun.is_empty()
                && self.context.lexicon.nouns[hit.entry()].id == "area_unit"
        });
        if !whose && with && bare && area && *label == previous.quantity.unit.label {
            return Some(noun.to_owned());
        }
        let said = label.split(' ').any(|word| word == noun);
        (whose || with && bare)
            .then(|| join(&[if said { "" } else { noun }, label]))
            .filter(|_| !label.is_empty())
    }

    /// «120 cuộc thanh tra | tại 241 đơn vị», «94 xã | thuộc 42 huyện»: where that which was counted is.
    fn at_places(&self, behind: &str, previous: Option<&Linked>) -> Option<String> {
        let previous = previous.filter(|other| other.quantity.dimension == Dimension::Count)?;
        let (from, figure) = (previous.quantity.tokens.end, self.quantity.figure.start);
        let joint = figure - 1;
        let placed = figure > from
            && figure <= from + LONGEST_PLACED
            && self.word_is(joint, &["tại", "ở", "thuộc"])
            && (from..figure).all(|i| self.text().token(i).kind == Kind::Word);
        let label = &previous.indicator.label;
        let noun = self.text().slice(self.quantity.noun.clone());
        let joint = self.text().slice(joint..figure);
        (placed && behind.is_empty() && !noun.is_empty() && !label.is_empty())
            .then(|| join(&[label, joint, noun]))
    }

    /// «Điều trị nội trú: 520 lượt bệnh nhân»: the heading says what is done.
    fn headed(&self, before: &Before, noun: &str, behind: &str) -> Option<String> {
        let heads = self.ends_in_colon(before.words.start) && behind.is_empty();
        let acts = self.trimmed(&before.chunk).first()?.is_verb();
        let heading = self.wording(&before.chunk, LONGEST);
        let told = heads && acts && !self.is_counter() && !heading.contains(noun);
        (told && !heading.is_empty()).then(|| join(&[&heading, noun]))
    }

    /// «PAPI xếp thứ 10», «xếp thứ 7/63 địa phương về chuyển đổi số», «Tỉnh giải ngân 29 tỷ đồng. Tỉnh xếp thứ 3/9 cả vùng»: what
    /// a place in an order is by.
    fn ranked(
        &self,
        chunk: &[Piece],
        previous: Option<&Linked>,
        linked: &[Linked],
    ) -> Option<String> {
        let field = match self.phrase_at(self.quantity.tokens.end) {
            Some((Phrase::Regarding, from)) => {
                self.wording(&self.chunk_behind_token(from), LONGEST)
            }
            _ => String::new(),
        };
        let (subject, _) = self.noun_phrase(chunk);
        // a place or a body is what has the rank
        let named = chunk
            .first()
            .filter(|first| !matches!(first.part, Part::Name(_)));
        let named = named.map_or("", |named| self.text().slice(named.tokens.clone()));
        let carried = previous.map_or("", |previous| &previous.indicator.label);
        // «Về chỉ số cải cách hành chính, An Lão xếp thứ 3/9»
        let start = self.sentence.start;
        let comma = (start..self.quantity.figure.start).find(|&i| self.text().is_sign(i, ','));
        let opening = self.pieces(start..comma.unwrap_or(start));
        let opening = Some(opening).filter(|opening| opening.iter().any(Piece::is_head));
        let opening = opening.map_or(String::new(), |opening| self.noun_phrase(&opening).0);
        let goes_on = self.goes_on(linked).unwrap_or_default();
        let by = [&field, &subject, named, carried, &opening, &goes_on]
            .into_iter()
            .find(|by| !by.is_empty())?;
        Some(join(&["xếp hạng", by.trim_start_matches("xếp hạng ")]))
    }

    /// What stands before a count and is all that is measured: «số hộ nghèo giảm 5 hộ», «bầu Ban Chấp hành gồm 15 đồng chí».
    fn counted_subject(
        &self,
        before: &Before,
        lead: &Lead,
        behind: &str,
        linked: &[Linked],
        previous: Option<&Linked>,
        said_before: bool,
    ) -> Option<String> {
        let says = |word| before.words.clone().any(|i| self.word_is(i, &[word]));
        let chunk = &before.chunk;
        if says("gồm") && self.verb_phrase(chunk).is_some() {
            return Some(self.action(chunk)).filter(|action| !action.is_empty());
        }
        if lead.has(Cue::Rank) {
            return self.ranked(chunk, previous, linked);
        }
        let (subject, _) = self.noun_phrase(chunk);
        // «số còn lại 12 đơn là | đơn phản ánh, kiến nghị»
        let end = self.quantity.tokens.end;
        if subject.ends_with("còn lại") && self.word_is(end, &["là"]) {
            let mut what = self.pieces(end + 1..self.ceiling());
            let ends = |piece: &Piece| {
                piece.part == Part::Sign && !self.text().is_sign(piece.tokens.start, ',')
                    || self.piece_is(piece, MARKERS)
            };
            what.truncate(what.iter().position(ends).unwrap_or(what.len()));
            let what = self.written(&what, LONGEST);
            return Some(what).filter(|what| !what.is_empty());
        }
        if self.is_bare_head(&subject) && before.link != Link::Exists {
            let noun = self.text().slice(self.quantity.noun.clone());
            return Some(join(&[&subject, noun, behind]));
        }
        let named = chunk
            .last()
            .is_some_and(|last| matches!(last.part, Part::Name(_)));
        if self.is_in_brackets() && before.words.is_empty() {
            if let Some(label) = self.announced().filter(|_| behind.is_empty()) {
                return Some(label);
            }
            // «ổ dịch ở huyện A (45 ca | tay chân miệng)»: what is counted has a name of its own
            let noun = self.text().slice(self.quantity.noun.clone());
            if named && (said_before || self.quantity.noun.len() > 1 && !subject.contains(noun)) {
                return None;
            }
            return (!subject.is_empty() && behind.is_empty()).then_some(subject);
        }
        let opens_with_verb = self.trimmed(chunk).first().is_some_and(Piece::is_verb);
        let measured = match before.link {
            Link::Copula => {
                let colon = self.ends_in_colon(before.words.start) && behind.is_empty();
                // «phẩm chất đạo đức, lối sống: 11» shares the noun of a figure before
                let lent = colon && !named && self.quantity.noun.end <= self.floor();
                // «thiệt hại gồm: 9 nhà bị ngập»: only a heading
                let heads = !behind.is_empty()
                    && self.ends_in_colon(before.words.start)
                    && chunk
                        .last()
                        .is_some_and(|last| self.piece_is(last, &["gồm", "thể", "sau"]));
                // «tập trung mọi nguồn lực | hoàn thành 19 tiêu chí»
                let means = opens_with_verb && self.word_is(lead.start, &["hoàn"]);
                !heads && before.has_head && !means
                    || says("là")
                    || lead.has(Cue::Attain) && before.adjacent && !says("thành")
                    || lent
                    || self.is_counter()
                        && (colon || !opens_with_verb)
                        && !lead.has(Cue::Attain)
                        // «tổ 7 còn 12 hộ | chưa nhận tiền» are there
                        && (behind.is_empty()
                            || !says("còn")
                            || lead.has(Cue::Decrease)
                            || self.counts_itself(chunk))
            }
            Link::Exists => {
                let bare = self.is_counter() || self.quantity.noun.len() == 1;
                // «đàn bò của gia đình có 7 con»
                let herd = chunk
                    .iter()
                    .any(|piece| self.word_is(piece.tokens.start, &["đàn", "Đàn"]));
                bare && behind.is_empty() && before.adjacent && (!said_before || herd)
            }
            Link::Verb => false,
        };
        (measured && !subject.is_empty()).then_some(subject)
    }

    /// «cán bộ dôi dư | còn 19 người», «đàn bò»: a noun of people or animals is itself what is counted.
    pub(super) fn counts_itself(&self, chunk: &[Piece]) -> bool {
        let first = self.trimmed(chunk).first();
        let noun = first.and_then(|first| self.text().hit(first.tokens.start, Class::Noun));
        noun.is_some_and(|noun| {
            let id = self.context.lexicon.nouns[noun.entry()].id.as_str();
            matches!(id, "animal" | "people")
        })
    }

    /// «phát hiện nhiều vụ buôn lậu, như: Công an huyện A 14 vụ», «các xã có nhiều hộ nghèo là: xã A 45 hộ»: what a list is of.
    fn announced(&self) -> Option<String> {
        let (text, noun) = (self.text(), &self.quantity.noun);
        if noun.is_empty() {
            return None;
        }
        let key = |i: usize| text.token(i).key;
        let figure = self.quantity.figure.start;
        let from = self
            .sentence
            .start
            .max(figure.saturating_sub(LONGEST_ANNOUNCED));
        let list = (from..figure).rev().find(|&i| {
            // «nhiều ca mắc là | Hoàng Mai (214 ca)»
            let named = || self.is_in_brackets() && text.token(i + 1).capital;
            self.word_is(i, &["như"])
                || self.word_is(i, &["là"]) && (text.is_sign(i + 1, ':') || named())
        })?;
        let at = (from + 1..list).rev().find(|&i| {
            key(i) == key(noun.start) && self.word_is(i - 1, &["nhiều", "các", "số", "những"])
        })?;
        let rest = self.chunk_behind_token(at + noun.len());
        let end = rest.iter().position(|piece| piece.tokens.start >= list);
        let rest = self.wording(&rest[..end.unwrap_or(rest.len())], LONGEST_BEHIND);
        let sign = |&i: &usize| text.token(i).sign != '\0';
        let start = (from..at - 1).rev().find(sign).map_or(from, |i| i + 1);
        let before = self.pieces(start..at - 1);
        let verb = before.last().filter(|last| last.is_verb());
        let verb = verb.map_or("", |verb| text.slice(verb.tokens.clone()));
        let label = join(&[verb, text.slice(noun.clone()), &rest]);
        (words(&label) > noun.len()).then_some(label)
    }

    /// The word that makes the count change or reach something: «giảm», «tinh giản biên chế», «hoàn thành».
    fn turn(&self, lead: &Lead, measure: Measure) -> String {
        (lead.start..self.quantity.figure.start)
            .find_map(|i| match self.cue_at(i) {
                Some((Cue::Attain, end)) => Some(self.text().slice(i..end).to_owned()),
                Some((Cue::Increase | Cue::Decrease, end)) if measure == Measure::Change => {
                    Some(self.text().slice(i..end).to_owned())
                }
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Whether only a comma, a slash or «và» stands between the figure before and this one's lead.
    pub(super) fn continues_list(&self) -> bool {
        let figure = self.quantity.figure.start;
        figure > 0
            && (matches!(self.text().token(figure - 1).sign, ',' | '/')
                || self.word_is(figure - 1, &["và", "hoặc", "cùng"])
                || self
                    .before
                    .is_some_and(|before| before.tokens.end == figure))
    }

    /// «xây dựng 42 công trình, cụ thể: | 1 tủ sách; | 7 cầu dân sinh»: an item that says nothing else of what is done.
    fn continues_items(&self, previous: &Linked) -> bool {
        let figure = self.quantity.figure.start;
        let listed = figure > self.sentence.start + 1
            && match self.text().token(figure - 1).sign {
                ';' => true,
                ':' => self.word_is(figure - 2, &["thể", "gồm"]),
                _ => false,
            };
        let verb = words(&previous.indicator.head) <= LONGEST_SHARED;
        listed && verb && !self.tells(&self.chunk_behind())
    }

    /// What joins the verb to the counted noun: «kiểm tra | đối với».
    pub(super) fn preposition(&self, words: &Range<usize>) -> Option<&str> {
        let text = self.text();
        let whole = text.slice(words.start..words.end.min(words.start + 2));
        if whole == "đối với" {
            return Some(whole);
        }
        words
            .clone()
            .map(|i| text.slice(i..i + 1))
            .find(|word| PREPOSITIONS.contains(word))
    }

    /// A figure before that counts the same things and says more of them.
    fn same_noun<'l>(
        &self,
        before: &Before,
        lead: &Lead,
        linked: &'l [Linked],
        sentence: usize,
        measure: Measure,
        behind: &str,
    ) -> Option<&'l Linked> {
        if self.quantity.noun.is_empty() || before.link == Link::Verb {
            return None;
        }
        let first = self.quantity.noun.start;
        let same = |other: &&Linked| {
            other.quantity.dimension == Dimension::Count
                && !other.quantity.noun.is_empty()
                && self.text().token(first).key == self.text().token(other.quantity.noun.start).key
        };
        // «ghi nhận 312 ca, tăng 57 ca so với tuần trước», not «thành lập 67 xã, giảm 76 xã»
        let compared = self.compare_follows() || self.is_bracketed();
        // «vượt chỉ tiêu 9 đảng viên», «giảm 51 vụ (10%), 37 bị can»: of what was counted
        let compared = compared
            || lead.has(Cue::Exceed)
            || !lead.has(Cue::Increase) && !lead.has(Cue::Decrease) && before.chunk.is_empty();
        // «riêng hai huyện lại tăng, lần lượt 4 và 2 người»: of those that were counted before
        let ordered = (self.sentence.start..self.quantity.figure.start)
            .any(|i| matches!(self.phrase_at(i), Some((Phrase::Distributive, _))));
        if measure == Measure::Change && behind.is_empty() && !ordered {
            // «có 5 đoàn đông người, giảm hai đoàn»
            let carried =
                |other: &&Linked| compared || self.is_counter() || other.indicator.head.is_empty();
            return linked[sentence..].iter().rfind(same).filter(carried);
        }
        let from = linked.len().saturating_sub(FIGURES_BACK);
        let line = self.text().lines()[self.text().line_of(first)].start;
        // «60 hộ bị ngập”. Ông Bình kể: | “Thôn có 90 hộ”»: who is quoted next says nothing of those
        let start = self.sentence.start;
        let quoted = (start + 1..first).any(|i| {
            self.text().is_sign(i - 1, ':') && matches!(self.text().token(i).sign, '“' | '"')
        });
        // «3 người bị thương. Lúc đó, trong xưởng có 28 người»: more than were harmed
        let more = |other: &Linked| {
            other.quantity.figure.start < start
                && self.quantity.value > other.quantity.value
                && self.ends_casualty(other.quantity.noun.end)
        };
        let fuller = |other: &&Linked| {
            same(other)
                && !more(other)
                && (!quoted || other.quantity.figure.start >= start)
                && other.quantity.figure.start >= line
                && if behind.is_empty() {
                    // «có 320 hộ nghèo; cuối năm còn 45 hộ»
                    let apart = || self.text().token(self.clause_start() - 1).kind == Kind::Sign;
                    let later = lead.has(Cue::ToLevel) && apart();
                    let least = if later || self.ends_name(lead.start) {
                        self.quantity.noun.len()
                    } else {
                        2
                    };
                    words(&other.indicator.label) > least
                } else {
                    // «có 3 ca cộng đồng. Lũy kế có 887 ca mắc»: more are no part of those
                    !self.continues_list()
                        && self.quantity.value <= other.quantity.value
                        && words(&other.quantity.unit.label) > self.quantity.noun.len()
                }
        };
        // «Đảng bộ xã A kết nạp 12 đảng viên; Đảng bộ xã B 30 đảng viên»
        let item = behind.is_empty() && self.ends_name(lead.start);
        if item && self.quantity.noun.len() > 1 {
            let unit = &self.quantity.unit.label;
            let told = |other: &&Linked| fuller(other) && other.quantity.unit.label == *unit;
            return linked[sentence..].iter().rfind(told);
        }
        (self.is_counter() || self.quantity.noun.len() == 1 && behind.is_empty())
            .then(|| linked[from..].iter().rfind(fuller))?
    }

    /// A word that only counts and names nothing: «vụ», «trường hợp», «người».
    pub(super) fn is_counter(&self) -> bool {
        let noun = &self.quantity.noun;
        noun.is_empty()
            || self
                .phrase_at(noun.start)
                .is_some_and(|(phrase, end)| phrase == Phrase::Counter && end == noun.end)
    }
}

/// What a list is of stands no farther before an item.
const LONGEST_ANNOUNCED: usize = 60;
/// Most tokens from what was counted to the number of its places.
const LONGEST_PLACED: usize = 8;
/// A verb that the items of a list share has no more words than this.
const LONGEST_SHARED: usize = 3;
/// Words between a verb and the noun that is counted.
const PREPOSITIONS: &[&str] = &["cho", "của", "về", "vào", "tới"];
