//! What a figure measures, as a short phrase of its sentence without the number, the area and the period.
//!
//! Of a sum, a measure or a percent it is the noun phrase before the verb («thu ngân sách … đạt»); of a count the verb, the
//! noun and what follows it («kết nạp … quần chúng ưu tú vào Đảng»), or without a verb of its own the noun and what follows;
//! a clause that leaves it out takes that of a figure before.

use std::ops::Range;

use rust_decimal::Decimal;

use super::carried::{is_place_in_order, no_price};
use super::clause::{Clause, Lead};
use super::counted::FIGURES_BACK;
use super::fuller::received;
use super::lexicon::{Class, Cue, NounRole, Phrase, Sort};
use super::measure::makes;
use super::naming::Guide;
use super::phrase::{MARKERS, Part, Piece};
use super::quantity::Dimension;
use super::shared::given_each;
use super::statistic::Linked;
use super::text::{Kind, fold};
use crate::extraction::{EntityType, Measure};

/// A noun phrase before the verb says no more than this many words.
pub(super) const LONGEST: usize = 18;
/// A verb with what stands between it and the figure.
pub(super) const LONGEST_VERB: usize = 14;
/// What follows a counted noun.
pub(super) const LONGEST_BEHIND: usize = 11;

/// Words that a phrase which holds a number does not hold.
const LEADING: &[Cue] = &[
    Cue::Attain,
    Cue::Compare,
    Cue::Decrease,
    Cue::Exceed,
    Cue::Increase,
    Cue::ToLevel,
];

/// What denies that the verb behind it was done.
const DENIALS: &[&str] = &["không", "Không", "chưa", "Chưa"];
/// It stands no more pieces before the verb, itself among them: «không hề được».
const LONGEST_DENIAL: usize = 3;

/// Words that raise, lower or bring about what the head behind them names.
const RAISES: &[&str] = &["nâng", "đưa", "kéo", "hạ", "giúp", "thì"];

/// Behind whoever acts, or what is told of.
const GOES_ON: &[&str] = &["cũng", "đều", "vẫn", "sẽ", "luôn", "cứ"];

/// Before where something is, in no more pieces.
const SCENES: &[&str] = &[
    "trong", "Trong", "trên", "Trên", "dưới", "Dưới", "ngoài", "Ngoài",
];
const LONGEST_SCENE: usize = 4;

/// A place in an order is told in no more pieces: «dẫn đầu các nguồn thu vẫn là».
const LONGEST_RANK: usize = 6;
/// What a list of sentences is for stands no more tokens behind the first of them.
const LONGEST_CHARGE: usize = 80;

/// What is measured, and the part of it that a further figure of a list shares.
#[derive(Debug, Clone, Default)]
pub(super) struct Indicator {
    /// The whole phrase.
    pub(super) label: String,
    /// What is done to the things counted: «đã giải quyết».
    pub(super) head: String,
}

impl Indicator {
    pub(super) fn of(label: String) -> Self {
        Self {
            label,
            ..Self::default()
        }
    }
}

/// How a figure hangs on the words before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// «tổng thu là 5», «dân số đạt 5», «tăng 5»: what stands before is measured.
    Copula,
    /// «có 5», «với 5», «gồm 5»: what stands behind is counted.
    Exists,
    /// «kết nạp 5», «cho 5»: what is done is counted.
    Verb,
}

/// What stands before a figure.
pub(super) struct Before {
    /// What says what is measured.
    pub(super) chunk: Vec<Piece>,
    /// What joins it to the figure.
    pub(super) words: Range<usize>,
    pub(super) link: Link,
    /// The chunk holds a word that can be the first of what is measured.
    pub(super) has_head: bool,
    /// Nothing stands between the chunk and the joining words.
    pub(super) adjacent: bool,
}

/// «án hôn nhân và gia đình» has no more words.
const KIND_OF_CASE: usize = 6;

impl Clause<'_> {
    /// What is measured.
    pub(super) fn indicator(&self, lead: &Lead, measure: Measure, linked: &[Linked]) -> Indicator {
        let sentence = linked
            .iter()
            .rposition(|other| other.quantity.figure.start < self.sentence.start)
            .map_or(0, |at| at + 1);
        let previous = linked[sentence..].last();
        if let Some(label) = self.distributed(lead, previous, linked) {
            return Indicator::of(label);
        }
        if let Some(label) = self.who_came().or_else(|| self.score(lead)) {
            return Indicator::of(label);
        }
        let joint = self.link_words(lead);
        if let Some(label) = self.around_inner(&joint, lead) {
            return Indicator::of(label);
        }
        if let Some(level) = self.level_set_beside(lead, measure, linked) {
            return Indicator::of(level.indicator.label.clone());
        }
        if let Some(label) = self.compared_in_time(lead, linked) {
            return Indicator::of(label);
        }
        let linked_end = previous.map(|previous| previous.quantity.tokens.end);
        let before = self.stands_before(lead, joint, linked_end);
        let mut indicator = if self.quantity.dimension == Dimension::Count {
            self.of_count(&before, lead, measure, linked, sentence)
        } else {
            let outside = linked[sentence..].iter().rfind(|other| {
                !self.is_closed_off(other.quantity.figure.start) && !self.is_a_total(other)
            });
            // «dư nợ đạt 9 tỷ đồng, với 85 khách hàng, tăng 3 tỷ đồng»: money grows by money
            // «Hội Phụ nữ quản lý 9 tỷ đồng, 85 tổ; Hội Nông dân 7 tỷ đồng»: so does an item of a list
            let item = self.ends_name(self.quantity.figure.start) || measure == Measure::Change;
            let money = |other: &&Linked| other.quantity.dimension == Dimension::Money;
            let by_money = self.quantity.dimension == Dimension::Money
                && outside.is_some_and(|last| last.quantity.dimension == Dimension::Count)
                && before.chunk.is_empty()
                && item;
            let aside = matches!(measure, Measure::Index | Measure::Change)
                && before.chunk.is_empty()
                && outside.is_some_and(|last| self.is_aside(last));
            let level = linked[sentence..]
                .iter()
                .rfind(money)
                .filter(|_| by_money || aside);
            let part = outside.and_then(|_| self.part_told(lead, linked));
            let outside = part.or(level).or(outside);
            self.of_amount(&before, lead, measure, outside, &linked[sentence..])
        };
        let points_back =
            self.quantity.dimension != Dimension::Count && self.back_at(&before.chunk).is_some();
        // «3 thị trường» are counted
        let noun = &self.quantity.noun;
        let counted = !noun.is_empty() && indicator.label == self.text().slice(noun.clone());
        let first = linked.len() == sentence;
        if let Some(growth) = self.first_planned(&before, measure).filter(|_| first) {
            indicator = Indicator::of(growth);
        } else if (points_back || !counted && self.is_vacant(&indicator.label))
            && let Some(said) = self.said_instead(&before, linked)
        {
            indicator = Indicator::of(said);
        }
        if indicator.label.is_empty()
            && let Some(said) = self
                .plan_told()
                .or_else(|| self.goes_on(linked))
                .or_else(|| self.grows(lead))
        {
            indicator = Indicator::of(said);
        }

        if let Some(shared) = self.shared(&before, lead, measure, &indicator.label, linked) {
            indicator = Indicator::of(shared);
        }
        if let Some(meant) = self.meant_by(&indicator.label, linked) {
            indicator = Indicator::of(meant);
        }
        // «Số còn lại | 14 vụ»
        if !noun.is_empty() && matches!(indicator.label.as_str(), "số còn lại" | "Số còn lại")
        {
            indicator = Indicator::of(join(&[self.text().slice(noun.clone()), "còn lại"]));
        }
        if let Some(owned) = self.owned(&before, &indicator) {
            indicator.label = owned;
        }
        self.complete(&mut indicator, &before, lead, measure, linked);
        indicator
            .label
            .truncate(self.without_joints(&indicator.label).len());
        if !counted && self.is_empty_talk(&indicator.label) {
            indicator.label.clear();
        }
        // «còn 12 năm tù», not «có 120 tù nhân»
        let term = self.quantity.dimension == Dimension::Time;
        if term && self.is_first_of_two_terms() {
            indicator = Indicator::of("án phạt tù".to_owned());
        } else if term && indicator.label.split(' ').next() == Some("tù") {
            indicator.label.insert_str(0, "án phạt ");
        }
        if term
            && indicator.label.ends_with(" tù")
            && let Some(crime) = self.crime()
        {
            indicator.label = join(&[&indicator.label, &crime]);
        }
        uncapitalize(&mut indicator.label);
        indicator
    }

    /// «0,64%, giảm so với | 1,12% của năm trước», «675 học sinh, ít hơn năm ngoái | 45 em»: the level that it is set beside.
    fn level_set_beside<'l>(
        &self,
        lead: &Lead,
        measure: Measure,
        linked: &'l [Linked],
    ) -> Option<&'l Linked> {
        // «năm 2006 là 109 bé trai/100 bé gái, năm 2000 mới là 105»
        let beside = || {
            let time = self.time_at(self.clause_start());
            time.is_some_and(|time| self.context.is_set_beside(time))
                && self.chunk_behind().is_empty()
        };
        let set = || self.is_compared_count() || self.is_compared_level() || beside();
        if measure == Measure::Previous && set() {
            return self.alike(linked);
        }
        self.more_than_before(lead)?;
        let inside = |other: &&Linked| other.quantity.figure.start >= self.sentence.start;
        self.alike(linked).or_else(|| linked.last().filter(inside))
    }

    /// «Năm 2020, huyện thu 90 tỷ đồng. Năm nay, đơn vị | được giao 120 tỷ đồng»: to bring in as much as was told of before.
    fn given_to_reach(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let given = matches!(label, "được giao" | "đơn vị được giao");
        if !given || self.quantity.dimension != Dimension::Money {
            return None;
        }
        let near = linked[linked.len().saturating_sub(FIGURES_BACK)..].iter();
        let told = near
            .rev()
            .filter(|other| other.quantity.dimension == Dimension::Money)
            .map(|other| other.indicator.label.trim_start_matches("được giao "));
        let of = told.take(1).find(|of| of.starts_with("thu"))?;
        Some(join(&["được giao", of]))
    }

    /// «phạt ông An 9 năm tù, bà Bình 7 năm tù, cùng | về tội “Tham ô tài sản”»: what all of a list are sentenced for.
    fn crime(&self) -> Option<String> {
        let end = self.quantity.tokens.end;
        let near = end..self.sentence.end.min(end + LONGEST_CHARGE);
        let crime = |i: usize| self.word_is(i, &["về"]) && self.word_is(i + 1, &["tội"]);
        // «Cùng tội danh, ông Hà lĩnh 5 năm tù; ông Đạt 2 năm tù về tội …»
        let other = self.word_is(self.sentence.start, &["Cùng"]);
        let at = near.into_iter().find(|&i| !other && crime(i))?;
        let stops = |&i: &usize| matches!(self.text().token(i).sign, ',' | ';' | '.' | ')' | '”');
        let stop = (at..self.sentence.end)
            .find(stops)
            .unwrap_or(self.sentence.end);
        let told = self.written(&self.pieces(at + 1..stop), LONGEST);
        Some(join(&["về", &told]))
    }

    /// «đạt 103% | dự toán», «vượt 5% so với | kế hoạch»: what a percent is set against, or nothing.
    pub(super) fn plan_behind(&self, measure: Measure, lead: &Lead) -> &str {
        let against = match measure {
            Measure::Index => true,
            Measure::Change => lead.has(Cue::Exceed),
            _ => false,
        };
        if self.quantity.dimension != Dimension::Percent || !against {
            return "";
        }
        let own = self.quantity.tokens.end;
        // «hoàn thành 60% | và 47% kế hoạch»
        let twin = self.after.filter(|after| {
            after.dimension == Dimension::Percent
                && after.tokens.start == own + 1
                && self.word_is(own, &["và"])
        });
        let end = twin.map_or(own, |twin| twin.tokens.end);
        let joint = |&i: &usize| self.word_is(i, &["so", "với"]);
        let at = end + (end..end + 2).take_while(joint).count();
        let (text, plan) = (self.text(), self.cue_at(at));
        let plan = plan.filter(|&(cue, _)| cue == Cue::Plan && !text.token(at).all_caps);
        plan.map_or("", |(_, end)| text.slice(at..end))
    }

    /// What stands before the figure, joined to it by the words of `joint`.
    fn stands_before(
        &self,
        lead: &Lead,
        mut joint: Range<usize>,
        linked_end: Option<usize>,
    ) -> Before {
        let (mut chunk, mut adjacent) = self.told_before(linked_end, joint.start);
        if self.is_introduced(&chunk, &joint) {
            chunk.clear();
            (joint.start, adjacent) = (joint.end, false);
        }
        if self.is_cause(&chunk, &joint) || self.asks_to_complete(&chunk, lead) {
            chunk.clear();
        }
        Before {
            has_head: chunk.iter().any(Piece::is_head),
            link: self.link(lead, &joint, &chunk, adjacent),
            chunk,
            words: joint,
            adjacent,
        }
    }

    /// «Em Nguyễn Thị Mai, học sinh Trường THPT Kim Liên đạt 29,5 | điểm khối A1»: whoever scored is not what is measured.
    fn score(&self, lead: &Lead) -> Option<String> {
        let (start, unit) = (self.sentence.start, self.quantity.figure.end);
        let names = self.context.names;
        let first = names.get(names.partition_point(|name| name.tokens.start < start))?;
        let person = first.kind == EntityType::Person && first.tokens.end < unit;
        let measured = (start..unit).any(|i| {
            matches!(
                self.phrase_at(i),
                Some((Phrase::Head | Phrase::BareHead | Phrase::Verb, _))
            )
        });
        if !person || measured || !lead.has(Cue::Attain) || self.quantity.unit.label != "điểm" {
            return None;
        }
        let signs = |&i: &usize| self.text().token(i).kind == Kind::Sign;
        let close = (unit..self.sentence.end.min(unit + LONGEST_BEHIND)).find(signs);
        Some(
            self.text()
                .slice(unit..close.unwrap_or(unit + 1))
                .to_owned(),
        )
    }

    /// «đề ra mục tiêu: | tăng trưởng 9%»: the growth that is planned first.
    fn first_planned(&self, before: &Before, measure: Measure) -> Option<String> {
        let mut words = before.words.clone();
        let (start, (phrase, end)) = words.find_map(|i| Some((i, self.phrase_at(i)?)))?;
        let planned = measure == Measure::Target && !before.has_head && phrase == Phrase::Growth;
        planned.then(|| self.text().slice(start..end).to_owned())
    }

    /// «Tỉnh tăng trưởng 8,5%» of which no more is said.
    fn grows(&self, lead: &Lead) -> Option<String> {
        let figure = self.quantity.figure.start;
        let from = lead
            .start
            .saturating_sub(LONGEST_RANK)
            .max(self.clause_start());
        let at =
            (from..figure).find(|&i| matches!(self.phrase_at(i), Some((Phrase::Growth, _))))?;
        let (_, end) = self.phrase_at(at)?;
        let percent = self.quantity.dimension == Dimension::Percent;
        (percent && end <= figure).then(|| self.text().slice(at..end).to_owned())
    }

    /// «bão số 3 | làm 300 nhà bị ngập»: what brought about what is told of those counted, not whoever builds them.
    fn is_cause(&self, chunk: &[Piece], joint: &Range<usize>) -> bool {
        let acts = |piece: &Piece| {
            piece.is_verb() || piece.is(Phrase::Actor) || matches!(piece.part, Part::Name(_))
        };
        let figure = self.quantity.figure.start;
        figure > joint.start
            && self.word_is(figure - 1, &["làm"])
            && chunk.first().is_some_and(|first| !acts(first))
            && self.tells(&self.chunk_behind())
    }

    /// «rà soát các vụ án, nhất | là 5 vụ phức tạp», «Cùng cảnh với bà | là 11 hộ khác»: those that are counted stand behind.
    fn is_introduced(&self, chunk: &[Piece], joint: &Range<usize>) -> bool {
        let is = joint.clone().take(2).find(|&i| self.word_is(i, &["là"]));
        let count = self.quantity.dimension == Dimension::Count;
        let Some(at) = is.filter(|&at| count && at >= self.floor() + 3) else {
            return false;
        };
        let text = self.text();
        let most = self.word_is(at - 1, &["nhất"]) && text.is_sign(at - 2, ',')
            || self.word_is(at - 1, &["biệt"]) && text.is_sign(at - 3, ',');
        let with = || {
            let first = chunk.first();
            let with = |piece: &Piece| self.piece_is(piece, &["với"]);
            first.is_some_and(|first| self.piece_is(first, &["Cùng", "cùng"]))
                && chunk.iter().any(with)
        };
        most || with()
    }

    /// «yêu cầu các đơn vị | hoàn thành 100% kế hoạch thanh tra»: the plan is what is measured, not what is asked.
    fn asks_to_complete(&self, chunk: &[Piece], lead: &Lead) -> bool {
        let plan = self.cue_at(self.quantity.tokens.end);
        matches!(plan, Some((Cue::Plan, _)))
            && lead.has(Cue::Attain)
            && !chunk.iter().any(Piece::is_head)
            && self.trimmed(chunk).first().is_some_and(|first| {
                let asked = self.context.sort(first.tokens.start, &[Sort::Request]);
                asked.is_some()
            })
    }

    /// «dư nợ 338 tỷ đồng | với 8.914 hộ |, đạt 99% kế hoạch»: how many have the sum.
    fn is_aside(&self, count: &Linked) -> bool {
        let before = count.quantity.figure.start.checked_sub(1);
        count.quantity.dimension == Dimension::Count
            && before.is_some_and(|i| self.word_is(i, &["với"]))
    }

    /// What is said before the joining words, and whether it stands right before them.
    fn told_before(&self, linked_end: Option<usize>, end: usize) -> (Vec<Piece>, bool) {
        let (mut chunk, adjacent) = self.chunk_before(linked_end, end);
        // «Trong số | 25 chỉ tiêu, có 20 chỉ tiêu đạt»
        if let [.., among, number] = &chunk[..]
            && self.piece_is(among, &["Trong", "trong"])
            && self.piece_is(number, &["số"])
        {
            chunk.truncate(chunk.len() - 2);
        }
        // «đón 186.000 lượt khách tham quan, | tắm biển |, tăng 21,5%»: what those do who were counted before
        if !adjacent && self.goes_on_counting(&chunk) {
            return (Vec::new(), false);
        }
        // «| Nhờ nguồn lực này |, 38,6 km đường đã được cứng hóa»
        let means = |first: &Piece| first.opens_aside() || self.piece_is(first, &["Với", "Bằng"]);
        if end > self.sentence.start
            && self.text().is_sign(end - 1, ',')
            && chunk.first().is_some_and(means)
            && self.says_what()
        {
            return (Vec::new(), false);
        }
        // «| trong kho | có 5 tấn hàng», «trên xe có 2 người»: where they are
        if self.quantity.dimension != Dimension::Percent
            && (self.word_is(end, &["có"]) || end > 0 && self.word_is(end - 1, &["có"]))
            && chunk.len() <= LONGEST_SCENE
            && chunk
                .first()
                .is_some_and(|first| self.piece_is(first, SCENES))
            && !chunk.iter().any(|piece| piece.is_verb() || piece.is_head())
        {
            return (Vec::new(), false);
        }
        // «nâng | tổng số trường đạt chuẩn lên 98 trường», «nghề mây đã giúp | thu nhập bình quân đạt 45 triệu đồng»
        let raises = |pair: &[Piece]| self.piece_is(&pair[0], RAISES) && pair[1].is_head();
        let at = chunk.windows(2).rposition(raises);
        if let Some(at) = at.filter(|&at| at == 0 || !self.says_what()) {
            chunk.drain(..=at);
        }
        (chunk, adjacent)
    }

    /// Whether a word or two go on, behind a comma, with those that were counted right before, who become more or fewer.
    fn goes_on_counting(&self, chunk: &[Piece]) -> bool {
        let (Some(first), Some(last)) = (chunk.first(), chunk.last()) else {
            return false;
        };
        let (start, end) = (first.tokens.start, last.tokens.end);
        let plain = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Word | Part::Phrase(Phrase::Compound | Phrase::Verb)
            )
        };
        let words = |i: usize| self.text().token(i).kind == Kind::Word;
        let turn = self.cue_at(end + 1);
        let counted = self.before.is_some_and(|before| {
            before.dimension == Dimension::Count && (before.tokens.end..start - 1).all(words)
        });
        chunk.len() <= 2
            && chunk.iter().all(plain)
            && counted
            && self.text().is_sign(start - 1, ',')
            && self.text().is_sign(end, ',')
            && matches!(turn, Some((Cue::Increase | Cue::Decrease, _)))
    }

    /// «đạt 57 tạ/ha, | thấp hơn vụ trước | 1 tạ»: what is compared was told before. «| nhà bà | có 5 khẩu», «với | tổng cộng
    /// | 10 giường», «| giờ hộ»: who has them, how they are added up and when is not what is counted.
    fn meant_by(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let words: Vec<&str> = label.split(' ').collect();
        let compares = words.get(1) == Some(&"hơn");
        if compares {
            let inside = |other: &&Linked| other.quantity.figure.start >= self.sentence.start;
            let said = &linked.last().filter(inside)?.indicator.label;
            return (!said.is_empty()).then(|| said.clone());
        }
        // «mực nước | đo | được 4,8 m»
        let read = self.quantity.figure.start.checked_sub(1);
        if let Some(level) = label.strip_suffix(" đo")
            && !level.ends_with(" đã")
            && read.is_some_and(|i| self.word_is(i, &["được"]))
        {
            return Some(level.to_owned());
        }
        // «chỉ bán được 5.500 đồng/kg»
        let each = self.text().is_sign(self.quantity.figure.end, '/');
        if self.quantity.dimension == Dimension::Money
            && each
            && matches!(label, "bán" | "mua" | "thu mua")
        {
            return Some(join(&["giá", label]));
        }
        // «nâng lũy kế 10 tháng lên 2,86 tỷ USD», «Trung bình ngày đạt 4,9 triệu kWh»: of what was told before
        let length = label.strip_prefix("mỗi ").unwrap_or(label);
        // «Riêng tuần 36 có thêm 312 ca»
        let week = length.strip_prefix("tuần ");
        let week = week.is_some_and(|week| week.chars().all(char::is_numeric));
        if matches!(label, "nâng" | "đưa" | "kéo")
            || matches!(length, "ngày" | "tuần" | "tháng" | "năm")
            || week
        {
            let line = self.text().line_of(self.quantity.figure.start);
            let said = self
                .alike(linked)
                .filter(|other| self.text().line_of(other.quantity.figure.start) == line);
            let said = said.map(|other| other.indicator.label.clone());
            let said = said.or_else(|| self.goes_on(linked).filter(|_| week));
            return Some(said.unwrap_or_default());
        }
        // «xuất khẩu mặt hàng này»: of what was exported before
        let goods = self.of_goods(label, linked);
        if let Some(said) = goods.or_else(|| self.of_index(label, linked)) {
            return Some(said);
        }
        // «trường đạt 62%», not «doanh nghiệp chiếm 62%»
        let owners = [Sort::Holder, Sort::Owner, Sort::Works];
        if self.quantity.dimension == Dimension::Percent
            && self.context.lexicon.is_sort(label, &owners)
            && self.lead().has(Cue::Attain)
        {
            return Some(self.goes_on(linked).unwrap_or_default());
        }
        // «31,5% số vụ do đi sai làn, | 18,2% do không chú ý»
        if let Some(said) = self.by_another(label) {
            return Some(said);
        }
        let noun = &self.quantity.noun;
        if noun.is_empty() {
            return None;
        }
        let noun = self.text().slice(noun.clone());
        // «Từ chỗ chỉ có 2 HTX»
        if matches!(label, "chỗ" | "Từ chỗ") && noun != "chỗ" {
            return Some(noun.to_owned());
        }
        // «Trường có 14 lớp, 520 học sinh»: whoever has them
        if let Some(said) = self.without_owner(label, noun) {
            return Some(said);
        }
        // «Toàn bộ 45 hộ»
        if let Some(counted) = label.strip_prefix("bộ ")
            && counted.starts_with(noun)
        {
            return Some(counted.to_owned());
        }
        let home = matches!(
            words.as_slice(),
            ["nhà" | "Nhà", _] | ["gia" | "Gia", "đình", _]
        );
        if home && label != noun || matches!(label, "tổng cộng" | "Tổng cộng" | "giờ" | "Giờ")
        {
            return Some(noun.to_owned());
        }
        // «giờ còn 12 hộ», «nhiệm kỳ trước là 900 lượt đảng viên»
        let stripped = ["giờ ", "Giờ ", "nhiệm kỳ trước ", "Nhiệm kỳ trước "]
            .iter()
            .find_map(|first| label.strip_prefix(first));
        let added = label.split_once(" có tổng cộng ");
        stripped
            .or(added.map(|(_, counted)| counted))
            .map(str::to_owned)
    }

    /// «| làng | có 240 hộ», «trường | học sinh»: what is counted, without the bare noun of whoever has it.
    fn without_owner(&self, label: &str, noun: &str) -> Option<String> {
        let spaced = [" ", noun].concat();
        let (owner, behind) = label.split_once(&spaced).unwrap_or((label, ""));
        let lexicon = self.context.lexicon;
        let sorts = [Sort::Group, Sort::Holder, Sort::Owner, Sort::Works];
        // «Tổ tôi có 70 hộ», «Bệnh viện huyện có 150 giường»
        let whose = |&(_, last): &(&str, &str)| self.is_of(last, Phrase::Actor);
        let group = owner.rsplit_once(' ').filter(whose);
        let has = lexicon.is_sort(owner, &sorts)
            || group.is_some_and(|(group, _)| lexicon.is_sort(group, &sorts));
        let acts = matches!(lexicon.phrase(owner), Some(Phrase::Verb | Phrase::Light));
        if owner == noun || !has || acts {
            return None;
        }
        Some(if behind.is_empty() {
            join(&[noun, &self.wording_behind(LONGEST_BEHIND)])
        } else {
            [noun, behind].concat()
        })
    }

    /// «tổ hợp tác | có 15 | người»: what is counted, with whatever has it; not «đàn bò có 8 con», «số hộ nghèo còn 18 hộ»,
    /// «bầu Ban Chấp hành gồm 15 đồng chí», which say it themselves.
    fn owned(&self, before: &Before, indicator: &Indicator) -> Option<String> {
        let owner = &indicator.label;
        let noun = self.text().slice(self.quantity.noun.clone());
        if before.link == Link::Verb
            || indicator.head != *owner
            || noun.is_empty()
            || self.is_in_brackets()
        {
            return None;
        }
        let first = self.trimmed(&before.chunk).first()?;
        let says = first.is_verb()
            || first.is_head()
            || self.word_is(first.tokens.start, &["số", "Số", "tổng", "Tổng"]);
        let said = owner
            .split(' ')
            .any(|word| noun.split(' ').any(|own| own == word));
        let whole = before.words.clone().any(|i| self.word_is(i, &["gồm"]));
        (!self.counts_itself(&before.chunk) && !says && !said && !whole).then(|| {
            let mut owner = owner.clone();
            uncapitalize(&mut owner);
            join(&[noun, &owner])
        })
    }

    /// «31,5% số vụ do đi sai làn, | 18,2% do không chú ý»: the same by another cause or at another place.
    fn by_another(&self, label: &str) -> Option<String> {
        let end = self.quantity.tokens.end;
        let percent = self.quantity.dimension == Dimension::Percent;
        if !percent || !self.word_is(end, &["do", "trên", "tại", "vì"]) {
            return None;
        }
        let word = self.text().word(end);
        let (whole, _) = label.split_once(&format!(" {word} "))?;
        let told = self.words_to_a_sign()?;
        Some(join(&[whole, self.text().slice(told)]))
    }

    /// «92% | đạt chuẩn |, 41% trên chuẩn»: the words behind the figure up to the next sign, where they end a phrase.
    pub(super) fn words_to_a_sign(&self) -> Option<Range<usize>> {
        let end = self.quantity.tokens.end;
        let ends = |&i: &usize| i >= self.sentence.end || self.text().token(i).kind != Kind::Word;
        let close = (end..end + LONGEST_BEHIND).find(ends)?;
        (close > end + 1 && !self.context.is_stop(close - 1)).then_some(end..close)
    }

    /// With what its words leave to what was said before them.
    fn complete(
        &self,
        indicator: &mut Indicator,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        linked: &[Linked],
    ) {
        let inside = |other: &&Linked| other.quantity.figure.start >= self.sentence.start;
        let previous = linked.last().filter(inside);
        // «giao đất cho 7 hộ | với tổng diện tích 2 ha»: of the next figure
        let alone = indicator.label.find(" với tổng ");
        let alone = alone.filter(|_| self.quantity.dimension == Dimension::Count);
        indicator.label.truncate(alone.unwrap_or(usize::MAX));
        // «bị phạt | tổng cộng | 50 triệu đồng»
        let added = indicator.label.trim_end_matches(" tổng cộng").len();
        indicator.label.truncate(added);
        if let Some(fined) = self.fined(&indicator.label, previous) {
            indicator.label = fined;
        }
        // «Lũy kế 7 tháng, kim ngạch đạt 9 tỷ USD»: of what the sentence before told; «6 xã nợ đọng, tổng cộng 80 tỷ đồng»: of
        // what the figure before did
        let total = matches!(indicator.label.as_str(), "tổng cộng" | "tổng tiền");
        let last = previous
            .filter(|_| total)
            .map(|other| &other.indicator.label);
        if (total
            || matches!(
                indicator.label.as_str(),
                "kim ngạch" | "trị giá" | "giá trị" | "tổng trị giá" | "tổng giá trị"
            ))
            && let Some(said) = last.cloned().or_else(|| self.goes_on(linked))
            && said != indicator.label
            && self.quantity.dimension != Dimension::Count
        {
            let of = self.head_of(&said).filter(|head| self.is_bare_head(head));
            let of = of.and_then(|head| said.strip_prefix(head)).unwrap_or(&said);
            indicator.label = join(&[&indicator.label, of.trim_start()]);
        }
        if let Some(said) = self.counted_before(&indicator.label, linked) {
            indicator.label = said;
        }
        if let Some(said) = self.given_to_reach(&indicator.label, linked) {
            indicator.label = said;
        }
        if measure == Measure::Share
            && let Some(said) = no_price(&indicator.label, linked)
        {
            indicator.label = said;
        }
        if let Some(previous) =
            previous.filter(|previous| self.takes_in(&indicator.label, measure, previous))
        {
            indicator.label = join(&[&indicator.label, &previous.indicator.label]);
        }
        if let Some(each) = self.of_each(before, &indicator.label) {
            indicator.label = each;
        }
        let given = given_each(&indicator.label, previous);
        if let Some(said) = given.or_else(|| self.with_object(&indicator.label, linked)) {
            indicator.label = said;
        }
        let extent = self.extent(&indicator.label, previous);
        if let Some(extent) = extent.or_else(|| self.with_area(&indicator.label, linked)) {
            indicator.label = extent;
        }
        if let Some(loan) = self.borrowed(before, &indicator.label) {
            indicator.label = loan;
        }
        if let Some(source) = self.with_source(before, &indicator.label) {
            indicator.label = source;
        }
        let label = &indicator.label;
        let moved = self.of_both_ends(label, lead, measure, previous);
        let said = moved
            .or_else(|| self.of_own_plan())
            .or_else(|| self.whole_of_places(lead, label, linked))
            .or_else(|| self.of_what_was_told(label, linked))
            .or_else(|| self.of_whom(label, lead, linked))
            .or_else(|| self.adjusted(label, lead, linked))
            .or_else(|| received(label))
            .or_else(|| self.members_of(label, previous))
            .or_else(|| self.added(label))
            .or_else(|| self.acted_on(label))
            .or_else(|| self.with_side(label))
            .or_else(|| self.raised(label));
        if let Some(said) = said {
            indicator.label = said;
        }
        let works = self.of_works(&indicator.label, linked);
        if let Some(said) = works.or_else(|| self.of_disease(&indicator.label, linked)) {
            indicator.label = said;
        }
        let topic = self.topic(&indicator.label);
        if let Some(topic) = topic.or_else(|| self.topic_before(indicator)) {
            indicator.label = told_once(&indicator.label, topic);
        }
        if let Some(rest) = self.without_part(&indicator.label) {
            indicator.label = rest;
        }
    }

    /// «xảy ra 96 vụ; điều tra làm rõ 87 vụ, bắt 142 đối tượng, đạt tỷ lệ | 90,6%»: the figure that is so many percent of one
    /// before it.
    fn part_told<'l>(&self, lead: &Lead, linked: &'l [Linked]) -> Option<&'l Linked> {
        let own = self.quantity;
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let told = |part: &&Linked| {
            let part = &part.quantity;
            let of = |whole: Decimal| makes(part.value, whole, own.value);
            let mut wholes = near.iter().map(|whole| &whole.quantity).filter(|whole| {
                whole.figure.start < part.figure.start
                    && whole.dimension == part.dimension
                    && whole.unit.label.split(' ').next() == part.unit.label.split(' ').next()
                    && whole.value > part.value
            });
            part.dimension != Dimension::Percent
                && part
                    .denominator
                    .map_or_else(|| wholes.any(|whole| of(whole.value)), of)
        };
        let exact = own.dimension == Dimension::Percent
            && own.value.scale() > 0
            && (lead.has(Cue::Attain) || lead.has(Cue::Share));
        near.iter().rev().find(told).filter(|_| exact)
    }

    /// «hoàn thành 100% | chỉ tiêu giao quân»: what a plan behind a percent is of.
    fn plan_told(&self) -> Option<String> {
        let end = self.quantity.tokens.end;
        let (cue, plan) = self.cue_at(end)?;
        let said = self.written(&self.chunk_behind_token(plan), LONGEST);
        let percent = self.quantity.dimension == Dimension::Percent && cue == Cue::Plan;
        (percent && !said.is_empty()).then(|| join(&[self.text().slice(end..plan), &said]))
    }

    /// «đạt 78% kế hoạch | doanh thu | và 101% kế hoạch lợi nhuận»: what the plan was for, but for its money.
    fn of_own_plan(&self) -> Option<String> {
        let (cue, plan) = self.cue_at(self.quantity.tokens.end)?;
        let (phrase, _) = self.phrase_at(plan)?;
        let head = cue == Cue::Plan && phrase == Phrase::Head;
        let money = self.word_is(plan, &["vốn", "nguồn", "kinh"]);
        let said = || self.written(&self.chunk_behind_token(plan), LONGEST);
        let percent = self.quantity.dimension == Dimension::Percent;
        (percent && head && !money)
            .then(said)
            .filter(|said| !said.is_empty())
    }

    /// «số thụ lý tăng 640 | vụ, việc»: what an action that is counted was done to.
    fn acted_on(&self, label: &str) -> Option<String> {
        let action = label.strip_prefix("tổng ").unwrap_or(label);
        let action = action.strip_prefix("số ")?;
        let noun = self.text().slice(self.quantity.noun.clone());
        let counted = self.quantity.dimension == Dimension::Count && !noun.is_empty();
        (counted && self.is_of(action, Phrase::Verb)).then(|| join(&["số", noun, action]))
    }

    /// «lập biên bản 6 cơ sở không niêm yết giá, | phạt 39 triệu đồng»: who was fined.
    fn fined(&self, label: &str, previous: Option<&Linked>) -> Option<String> {
        let fine = matches!(label, "phạt" | "bị phạt" | "xử phạt");
        let money = self.quantity.dimension == Dimension::Money;
        let whom = previous.filter(|other| fine && money && !other.quantity.noun.is_empty())?;
        let noun = self.text().slice(whom.quantity.noun.clone());
        let at = whom.indicator.label.find(noun)?;
        let told = whom.indicator.label.get(at..)?;
        let told = if told.contains("phạt") { noun } else { told };
        Some(join(&[label.trim_start_matches("bị "), told]))
    }

    /// «xử phạt 340 vụ với số tiền 7 tỷ đồng, đã | thu 5 tỷ đồng», «xuất 90 tấn gạo, | thu về 2 tỷ đồng»: of the sum, or of
    /// what was sold, before.
    fn takes_in(&self, label: &str, measure: Measure, previous: &Linked) -> bool {
        let of = match label {
            // «bán 3.000 vé, | thu 9 tỷ đồng»
            "thu" if previous.indicator.label.starts_with("bán ") => true,
            // not «kim ngạch 2 triệu USD, | thu 9 tỷ đồng»
            "thu" | "thu nộp" | "nộp" => {
                previous.quantity.unit.label == self.quantity.unit.label
            }
            "thu về" => true,
            _ => false,
        };
        of && label != previous.indicator.label
            && self.quantity.dimension == Dimension::Money
            && measure == Measure::Level
            && words(&previous.indicator.label) > 1
    }

    /// «tổng dư nợ 9 chương trình vay đạt 5 tỷ đồng», «tổng số nhân viên của 12 xã là 140 người»: a phrase that holds
    /// a number of its own.
    fn around_inner(&self, joint: &Range<usize>, lead: &Lead) -> Option<String> {
        let inner = self.before?;
        let told = lead.has(Cue::Attain)
            || lead.has(Cue::Share)
            || joint.clone().any(|i| self.word_is(i, &["là"]));
        // «4 tổ chức hội, đoàn thể»
        let listed = |i: usize| self.text().is_sign(i, ',') && self.is_noun(i + 1);
        let plain = |mut range: Range<usize>| {
            range.all(|i| self.text().token(i).kind == Kind::Word || listed(i))
        };
        if !told
            || inner.dimension != Dimension::Count
            || inner.noun.is_empty()
            || joint.start > inner.tokens.end + LONGEST
            || !plain(inner.noun.end..joint.start)
        {
            return None;
        }
        let figure = inner.figure.start;
        let first = self.sentence.start.max(figure.saturating_sub(LONGEST));
        let signs = |&i: &usize| self.text().token(i).kind == Kind::Sign;
        let from = (first..figure).rev().find(signs).map_or(first, |i| i + 1);
        let pieces = self.pieces(from..figure);
        let head = pieces.iter().position(Piece::is_head)?;
        let parts = |piece: &Piece| {
            piece.is_verb()
                || matches!(
                    piece.part,
                    Part::Time | Part::Phrase(Phrase::Report | Phrase::Joint)
                )
                || self.piece_is(
                    piece,
                    &["có", "là", "đạt", "với", "gồm", "đã", "cho", "được"],
                )
                || self
                    .cue_at(piece.tokens.start)
                    .is_some_and(|(cue, _)| LEADING.contains(&cue))
        };
        // «kinh phí đo đạc 5 xã»: what it is for
        let spent = pieces.get(head + 1).is_some_and(Piece::is_verb);
        let parts_front = |piece: &Piece| !(spent && piece.is_verb()) && parts(piece);
        if pieces[head..].iter().any(parts_front) {
            return None;
        }
        let front = self.written(&pieces[head..], LONGEST);
        let behind = self.pieces(inner.noun.start..joint.start);
        let said = |piece: &Piece| piece.tokens.start >= inner.noun.end && parts(piece);
        if behind.iter().any(said) {
            return None;
        }
        let of = if pieces
            .last()
            .is_some_and(|last| self.piece_is(last, &["của"]))
        {
            String::new()
        } else {
            self.written(&behind, LONGEST)
        };
        Some(join(&[&front, &of])).filter(|label| words(label) > 1)
    }

    /// A label without the joining words at its end, whatever its parts were: «số của» is «số»; nor how much that is: «lương rất thấp».
    fn without_joints<'l>(&self, mut label: &'l str) -> &'l str {
        let lexicon = self.context.lexicon;
        while let Some((rest, last)) = label.rsplit_once(' ') {
            if matches!(last, "cao" | "thấp" | "lớn" | "nhỏ" | "nhiều" | "ít")
                && let Some((of, "rất" | "khá" | "quá")) = rest.rsplit_once(' ')
            {
                label = of;
                continue;
            }
            let (before, last) = (rest.rsplit(' ').next().unwrap_or(rest), fold(last));
            let joint = lexicon.entry_of(&last, Class::Guide).is_some_and(|entry| {
                matches!(lexicon.naming.guides[entry].data, Guide::And | Guide::Of)
            });
            if !joint || lexicon.is_compound(&fold(before), &last) {
                break;
            }
            label = rest;
        }
        label
    }

    /// «giải quyết 45 vụ trên tổng số | 60 vụ, đạt 75%»: the whole of which the figure before is a part.
    fn is_a_total(&self, other: &Linked) -> bool {
        let start = other.quantity.figure.start;
        start > self.sentence.start + 2
            && self.word_is(start - 1, &["số"])
            && self.word_is(start - 2, &["tổng"])
            && self.word_is(start - 3, &["trên", "trong"])
    }

    /// Whether a bracket around a token closes before the figure.
    pub(super) fn is_closed_off(&self, token: usize) -> bool {
        let figure = self.quantity.figure.start;
        let closed = (token..figure).find(|&i| matches!(self.text().token(i).sign, '(' | ')'));
        closed.is_some_and(|i| self.text().is_sign(i, ')'))
    }

    /// «Về thi hành án, toàn ngành đã thụ lý …»: what the sentence says it is about, where a short label leaves it out.
    fn topic(&self, label: &str) -> Option<String> {
        if let Some(kind) = self.kind_of_case().filter(|_| words(label) <= 4) {
            return (!label.contains(&kind)).then_some(kind);
        }
        // a caption in brackets may stand before it
        let start = self.sentence.start;
        let close = (start..self.quantity.figure.start)
            .take_while(|_| self.text().is_sign(start, '('))
            .find(|&i| self.text().is_sign(i, ')'));
        let from = close.map_or(start, |i| i + 1);
        let from = match self.phrase_at(from) {
            Some((Phrase::Regarding, from)) if words(label) <= 3 => from,
            // «Đối với kiến nghị giảm chi, cơ quan đã thực hiện …»
            // «Đối với vốn đầu tư công, kế hoạch năm là 320 tỷ đồng»
            Some((_, end))
                if self.word_is(from, &["Đối"])
                    && (self.ends_light(label) || matches!(label, "kế hoạch" | "dự toán")) =>
            {
                end
            }
            _ => return None,
        };
        let comma = (from..self.quantity.figure.start).find(|&i| self.text().is_sign(i, ','))?;
        let topic = self.wording(&self.pieces(from..comma), LONGEST_VERB);
        // «Về giáo dục, xã có 3 trường đạt chuẩn»
        let lexicon = self.context.lexicon;
        let field = lexicon.sort(self.text(), from, &[Sort::Field]) == Some(comma);
        if field && !label.is_empty() {
            return None;
        }
        // «Về thu chi, thu ngân sách đạt …» says no more
        let first = label.split(' ').next();
        let shorter = topic.split(' ').next() == first && words(&topic) <= words(label);
        (comma < from + LONGEST && !topic.is_empty() && !shorter).then_some(topic)
    }

    /// «Án hình sự: thụ lý 46 vụ, giải quyết 45 vụ; | án dân sự | thụ lý 118 vụ, …»: what kind of case an item of a court is about.
    fn kind_of_case(&self) -> Option<String> {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let part = (start..figure).rfind(|&i| self.text().is_sign(i, ';'));
        let from = part.map_or(start, |i| i + 1);
        // «- Án hình sự», «Trong đó, án hình sự»
        let skipped = match self.phrase_at(from) {
            Some((Phrase::Adverbial, end)) => end,
            _ => from,
        };
        let from = skipped + usize::from(self.text().token(skipped).kind == Kind::Sign);
        if !self.word_is(from, &["án", "Án"]) || self.quantity.dimension != Dimension::Count {
            return None;
        }
        let ends = |&i: &usize| {
            self.text().token(i).kind != Kind::Word
                || self.word_is(i, &["đã", "được", "mới"])
                || matches!(self.phrase_at(i), Some((Phrase::Verb, _)))
        };
        let end = (from + 1..figure).find(ends)?;
        let kind = self.text().slice(from..end).to_lowercase();
        (2..=KIND_OF_CASE).contains(&(end - from)).then_some(kind)
    }

    /// «Nếu loại trừ tiền sử dụng đất thì số thu là 9 tỷ đồng»: a sum without what the head of its sentence takes away.
    fn without_part(&self, label: &str) -> Option<String> {
        let start = self.sentence.start;
        if label.is_empty() || !self.word_is(start, &["Nếu"]) {
            return None;
        }
        let takes = self.word_is(start + 1, &["loại"]) && self.word_is(start + 2, &["trừ"])
            || self.word_is(start + 1, &["không", "chưa"])
                && self.word_is(start + 2, &["tính", "kể"]);
        let from = start + 3;
        let ends = |&i: &usize| self.text().is_sign(i, ',') || self.word_is(i, &["thì"]);
        let end = (from..self.quantity.figure.start.min(from + LONGEST)).find(ends)?;
        let part = self.wording(&self.pieces(from..end), LONGEST_VERB);
        (takes && !part.is_empty() && !label.contains(&part))
            .then(|| join(&[label, "loại trừ", &part]))
    }

    /// The words between what is measured and the figure: «| là hơn», «| đối với».
    fn link_words(&self, lead: &Lead) -> Range<usize> {
        let figure = self.quantity.figure.start;
        let copula = (lead.start..figure).find(|&i| self.word_is(i, &["là"]));
        // «ước thực hiện là 5 tỷ đồng» joins as a whole
        let about =
            matches!(self.cue_at(lead.start), Some((Cue::About, end)) if copula == Some(end));
        let mut start = copula.filter(|_| !about).unwrap_or(lead.start);
        let cut = |at: usize| self.phrase_at(at).is_some_and(|(_, end)| end == at + 2);
        if start > self.floor() && cut(start - 1) {
            start -= 1;
        }
        start..figure
    }

    fn link(&self, lead: &Lead, words: &Range<usize>, chunk: &[Piece], adjacent: bool) -> Link {
        let told = lead.cues.iter().any(|cue| {
            matches!(
                cue,
                Cue::Attain
                    | Cue::ToLevel
                    | Cue::Increase
                    | Cue::Decrease
                    | Cue::Exceed
                    | Cue::Times
                    | Cue::Share
                    | Cue::Rank
                    | Cue::Negative
            )
        });
        let says = |set: &[&str]| words.clone().any(|i| self.word_is(i, set));
        let for_whom = self.preposition(words).is_some();
        let has_head = chunk.iter().any(Piece::is_head);
        let count = self.quantity.dimension == Dimension::Count;
        if told || says(&["là"]) || self.ends_in_colon(words.start) {
            Link::Copula
        } else if !for_whom && (count && !adjacent || says(&["có", "gồm", "với", "thêm", "như"]))
        {
            Link::Exists
        } else if for_whom || self.acts(chunk) || count && !has_head && adjacent {
            Link::Verb
        } else {
            Link::Copula
        }
    }

    /// Whether a chunk says what is done, not only what something is: «quận đã hỗ trợ», not «công trình cấp nước».
    fn acts(&self, chunk: &[Piece]) -> bool {
        let verb = self.verb_phrase(chunk);
        let first = self.trimmed(chunk);
        verb.is_some_and(|verb| {
            self.quantity.dimension == Dimension::Count
                || self.marker(chunk).is_some()
                || first.len() == verb.len()
                || verb
                    .last()
                    .is_some_and(|last| self.piece_is(last, &["được"]))
                || first.len() < verb.len()
        })
    }

    pub(super) fn ends_in_colon(&self, start: usize) -> bool {
        start > self.sentence.start && self.text().is_sign(start - 1, ':')
    }

    /// The pieces from the verb on: «quận đã | kết nạp», «… để | thành lập».
    pub(super) fn verb_phrase<'p>(&self, chunk: &'p [Piece]) -> Option<&'p [Piece]> {
        let is_verb = Piece::is_verb;
        // a purpose behind the main verb is what the figure hangs on
        let from = chunk
            .iter()
            .rposition(|piece| piece.is(Phrase::Adjunct))
            .filter(|&at| chunk[at..].iter().any(is_verb))
            .or_else(|| self.marker(chunk).filter(|&at| at + 1 < chunk.len()))
            .map_or(0, |at| at + 1);
        // «đề nghị UBND xã | bàn giao»: who does it stands before the verb
        let named = (from + 1..chunk.len()).rev().find(|&i| {
            is_verb(&chunk[i])
                && matches!(chunk[i - 1].part, Part::Name(_))
                && i.checked_sub(2).is_none_or(|of| {
                    !self.piece_is(&chunk[of], &["của", "tại", "ở", "thuộc", "trên", "với"])
                })
        });
        // «yêu cầu các đơn vị | hoàn thành»: so do those who are asked to
        let asked = (from..chunk.len()).find(|&i| {
            let sort = self.context.sort(chunk[i].tokens.start, &[Sort::Request]);
            sort.is_some()
                && chunk
                    .get(i + 1)
                    .is_some_and(|next| self.piece_is(next, &["các"]))
        });
        let does = asked.and_then(|at| (at + 2..chunk.len()).find(|&i| is_verb(&chunk[i])));
        let from = named.or(does).unwrap_or(from);
        let verbs = || (from..chunk.len()).filter(|&i| is_verb(&chunk[i]));
        let small = verbs().find(|&i| !self.is_in_a_name(&chunk[i]));
        let mut verb = small.or_else(|| verbs().next())?;
        // «tiến hành | kiểm tra», «thực hiện việc | chi trả»
        while chunk[verb].is(Phrase::Light) {
            let empty =
                |piece: &&Piece| self.piece_is(piece, &["việc"]) || piece.is(Phrase::Regarding);
            let next = verb + 1 + chunk[verb + 1..].iter().take_while(empty).count();
            if chunk.get(next).is_none_or(|piece| !piece.is_verb()) {
                break;
            }
            verb = next;
        }
        verb = self.denial(&chunk[from..verb]).map_or(verb, |at| from + at);
        // «phối hợp với các ngành | tổ chức 138 lớp»: what is done together stands last
        if self.word_is(chunk[verb].tokens.start, &["phối"])
            && let Some(with) = chunk.get(verb + 1)
            && self.piece_is(with, &["với"])
        {
            verb = chunk.iter().rposition(is_verb).unwrap_or(verb);
        }
        Some(&chunk[verb..])
    }

    /// «xã | không | xử lý 9 trường hợp», «chưa | được hỗ trợ»: where it is denied that something is done, up to the verb; not
    /// «không chỉ xây 12 cây cầu».
    fn denial(&self, before: &[Piece]) -> Option<usize> {
        let at = before
            .iter()
            .rposition(|piece| self.piece_is(piece, DENIALS))?;
        let next = before[at].tokens.end;
        let more = self.word_is(next, &["chỉ", "những", "ngừng", "riêng"]);
        (before.len() - at <= LONGEST_DENIAL && !more).then_some(at)
    }

    /// «ngành | Thi hành | án dân sự tỉnh giải quyết»: a capital is a part of a name.
    fn is_in_a_name(&self, piece: &Piece) -> bool {
        let at = piece.tokens.start;
        self.text().token(at).capital && at > self.sentence.start
    }

    /// The last word that says a verb follows: «đã», «sẽ».
    fn marker(&self, chunk: &[Piece]) -> Option<usize> {
        let is_marker = |piece: &Piece| self.piece_is(piece, MARKERS);
        let last = chunk.iter().rposition(is_marker)?;
        // «phát hiện vi phạm | phải xử lý»: said of what the verb before it has found
        let inner = self.piece_is(&chunk[last], &["phải", "cần"])
            && chunk[..last]
                .iter()
                .any(|piece| piece.is_verb() && !self.is_in_a_name(piece));
        if inner {
            chunk[..last].iter().rposition(is_marker)
        } else {
            Some(last)
        }
    }

    /// What a noun phrase before the verb says is measured, and what else its chunk says.
    pub(super) fn noun_phrase(&self, chunk: &[Piece]) -> (String, String) {
        let chunk = self.behind_rank(chunk);
        // «Điều đại biểu băn khoăn nhất vẫn là | giải ngân vốn»
        let matter = chunk
            .first()
            .is_some_and(|first| self.piece_is(first, &["Điều", "điều"]));
        let is = chunk
            .iter()
            .position(|piece| matter && self.piece_is(piece, &["là"]));
        let chunk = is.map_or(chunk, |is| &chunk[is + 1..]);
        // «cho vay vốn | với tổng số tiền»
        let with = (1..chunk.len())
            .rev()
            .find(|&i| chunk[i].is_head() && self.piece_is(&chunk[i - 1], &["với", "có"]));
        let Some(head) = with.or_else(|| chunk.iter().position(Piece::is_head)) else {
            // «toàn ngành đã | thụ lý», «phối hợp với các ban | vận động quỹ»
            let together = |piece: &Piece| self.word_is(piece.tokens.start, &["phối"]);
            let led = self.marker(chunk).is_some() || chunk.iter().any(together);
            let verb = led.then(|| self.verb_phrase(chunk)).flatten();
            let verb = verb.unwrap_or(chunk);
            return (
                self.wording(self.subject_phrase(verb), LONGEST),
                String::new(),
            );
        };
        let rest = self.trimmed(&chunk[..head]);
        let parted = head > 0 && {
            let last = &chunk[head - 1];
            matches!(
                last.part,
                Part::Name(_) | Part::Time | Part::Phrase(Phrase::Adjunct | Phrase::Adverbial)
            ) || last.is(Phrase::Edge) && !self.piece_is(last, &["của", "và"])
                || last.is(Phrase::Light)
                // «ngành nông nghiệp | vẫn giữ | mục tiêu xuất khẩu»
                || chunk[1..head].iter().any(|piece| self.piece_is(piece, GOES_ON))
                || matches!(
                    self.cue_at(last.tokens.start),
                    Some((Cue::Increase | Cue::Decrease, _))
                )
        };
        // «tặng quà cho hộ nghèo, gia đình chính sách | tổng trị giá»
        let worth = chunk[head..].len() == 1
            && chunk[head].is(Phrase::BareHead)
            && rest.iter().any(Piece::is_verb);
        let parted = parted || worth;
        if rest.is_empty() || parted {
            let joined =
                worth || head > 0 && self.piece_is(&chunk[head - 1], &["có", "với", "làm"]);
            let rest = self.subject_phrase(rest);
            let aside = self.verb_phrase(rest).unwrap_or(rest);
            // «một số tỉnh có năng suất»: whoever has it
            let vague = rest
                .first()
                .is_some_and(|first| self.piece_is(first, &["một", "Một", "nhiều", "Nhiều"]));
            let joined = joined && !vague;
            return (
                self.wording(self.subject_phrase(&chunk[head..]), LONGEST),
                if joined {
                    self.wording(aside, LONGEST_VERB)
                } else {
                    String::new()
                },
            );
        }
        (
            self.wording(self.subject_phrase(chunk), LONGEST),
            String::new(),
        )
    }

    /// «đứng đầu vẫn là | thu nội địa»: what takes the place in the order.
    fn behind_rank<'p>(&self, chunk: &'p [Piece]) -> &'p [Piece] {
        let who = |piece: &Piece| matches!(piece.part, Part::Name(_)) || piece.is(Phrase::Actor);
        let rank = chunk
            .iter()
            .position(|piece| !piece.is_edge() && !who(piece));
        let Some(rank) = rank.filter(|&at| chunk[at].is(Phrase::Vacant)) else {
            return chunk;
        };
        let place = &chunk[rank..];
        let joint = |word| {
            let mut near = place.iter().take(LONGEST_RANK);
            near.position(|piece| self.piece_is(piece, &[word]))
        };
        // «dẫn đầu về | thu hút FDI | là Long An»
        let first = self.word_is(place[0].tokens.start, &["dẫn", "Dẫn", "đứng", "Đứng"]);
        let rest = match (joint("về").filter(|_| first), joint("là")) {
            (Some(about), Some(is)) if is > about => &place[about + 1..is],
            (Some(about), _) => &place[about + 1..],
            (None, Some(is)) => &place[is + 1..],
            (None, None) => chunk,
        };
        if rest.is_empty() { chunk } else { rest }
    }

    /// Up to what is said of it: «nguồn vốn | cũng tăng đột biến, đạt», «tỷ lệ tốt nghiệp | đạt khá cao với».
    fn subject_phrase<'p>(&self, pieces: &'p [Piece]) -> &'p [Piece] {
        // «năng suất | giảm nhiều nhất»
        let superlative = |i: usize| {
            let turns = matches!(
                self.cue_at(pieces[i].tokens.start),
                Some((Cue::Increase | Cue::Decrease, _))
            );
            let most = |piece: &Piece| self.word_is(piece.tokens.end - 1, &["nhất"]);
            turns && pieces[i..].iter().take(3).any(most)
        };
        // «giá lúa | lại liên tục tăng»
        let continues = |i: usize| {
            let at = pieces[i].tokens.start;
            let at = at + usize::from(self.word_is(at, &["lại"]));
            self.word_is(at, &["liên"]) && self.word_is(at + 1, &["tục"])
        };
        let end = (1..pieces.len()).find(|&i| {
            // not «năm 2016 Cục Hải quan | vẫn thu nộp ngân sách»
            let dated = pieces[0].part == Part::Time && self.trimmed(&pieces[..i]).is_empty();
            let goes_on = self.piece_is(&pieces[i], GOES_ON) && !dated;
            // «xuất khẩu gạo | có thể chạm mốc»
            let at = pieces[i].tokens.start;
            let may = self.word_is(at, &["có"]) && self.word_is(at + 1, &["thể"]);
            // «công tác giảm nghèo | được chú trọng»
            let cared = self.piece_is(&pieces[i], &["được"])
                && pieces.get(i + 1).is_some_and(|next| {
                    next.is(Phrase::Light)
                        && i + 2 == pieces.len()
                        && !pieces[..i].iter().any(Piece::is_head)
                });
            cared
                || i > 1 && (goes_on || may || continues(i))
                || i > 1 && self.piece_is(&pieces[i], &["đạt"]) && pieces.len() - i <= 4
                || superlative(i)
                // «giá lúa | dao động»
                || pieces[i].is(Phrase::Vacant) && self.word_is(pieces[i].tokens.start, &["dao"])
                // «thành phố nợ | nhiều nhất»
                || pieces[i].is(Phrase::Vacant)
                    && i + 1 == pieces.len()
                    && self.word_is(pieces[i].tokens.start, &["nhiều", "gấp"])
        });
        &pieces[..end.unwrap_or(pieces.len())]
    }

    /// What is done, and with whom if it is done to somebody: «[mỗi gia đình được] hỗ trợ».
    pub(super) fn action(&self, chunk: &[Piece]) -> String {
        let verb = self.verb_phrase(chunk).unwrap_or(chunk);
        // «tội phạm ma túy | phát hiện 9 vụ»: what the verb is about stands before it
        let acts = |piece: &Piece| {
            self.text()
                .hit(piece.tokens.start, Class::StandIn)
                .is_some()
        };
        if self.is_counter()
            && self.quantity.dimension == Dimension::Count
            && !chunk.first().is_some_and(acts)
            && self.marker(chunk).is_none()
            && !chunk.iter().any(|piece| self.piece_is(piece, GOES_ON))
            && verb.len() < 3
            && self.chunk_behind().is_empty()
        {
            return self.wording(chunk, LONGEST_VERB);
        }
        let done_to = &chunk[..chunk.len() - verb.len()];
        let passive = done_to
            .last()
            .is_some_and(|last| self.piece_is(last, &["được"]));
        let whom = if passive {
            self.wording(done_to, LONGEST_VERB)
        } else {
            String::new()
        };
        join(&[&self.wording(verb, LONGEST_VERB), &whom])
    }

    /// «chi 5 tỷ đồng | để xây trường»: what a word of purpose behind the figure opens.
    pub(super) fn purpose_behind(&self) -> Option<Vec<Piece>> {
        let Some((Phrase::Adjunct, end)) = self.phrase_at(self.quantity.tokens.end) else {
            return None;
        };
        let mut pieces = self.pieces(end..self.ceiling().min(end + 12));
        let stop = (0..pieces.len()).find(|&i| self.parts(&pieces, i));
        pieces.truncate(stop.unwrap_or(pieces.len()));
        Some(pieces)
    }

    /// A word that says nothing alone: «số tiền», «kết dư».
    pub(super) fn is_bare_head(&self, phrase: &str) -> bool {
        self.is_of(phrase, Phrase::BareHead)
    }

    /// A verb that says nothing alone: «thực hiện», «số chưa thực hiện».
    fn ends_light(&self, phrase: &str) -> bool {
        let verb = phrase.strip_prefix("số chưa ");
        let verb = verb.or_else(|| phrase.strip_prefix("số đã "));
        self.is_of(verb.unwrap_or(phrase), Phrase::Light)
    }

    /// «con số này», where nothing was said before; «rồi», «thứ hai», «nói»: nothing that is measured.
    fn is_empty_talk(&self, label: &str) -> bool {
        let points = ["này", "ấy", "đó", "đây", "trước"];
        let points_back = || points.iter().any(|word| label.ends_with(word));
        let in_order = || label.starts_with("Thứ ") || label.starts_with("thứ ");
        // «Đạt 131% DT», «18,2% do»: a joining word alone
        let lexicon = self.context.lexicon;
        let noun = lexicon.entry_of(&fold(label), Class::Noun);
        if noun.is_some_and(|noun| lexicon.nouns[noun].data.role == NounRole::Stop)
            && self.quantity.dimension == Dimension::Percent
            && !label.contains(' ')
        {
            return true;
        }

        is_place_in_order(label)
            || matches!(label, "tổng cộng" | "Tổng cộng" | "đạt" | "Đạt")
            || self.is_of(label, Phrase::Vacant)
                && (!label.contains(' ')
                    || label.starts_with("con số")
                    || points_back()
                    || in_order())
    }

    /// Whether a phrase as a whole is a surface of an entry.
    pub(super) fn is_of(&self, phrase: &str, kind: Phrase) -> bool {
        self.context.lexicon.phrase(phrase) == Some(kind)
    }
}

/// Makes the first letter small, unless the word is written in capitals.
pub(super) fn uncapitalize(label: &mut String) {
    let mut chars = label.chars();
    if let (Some(first), Some(second)) = (chars.next(), chars.next())
        && first.is_uppercase()
        && !second.is_uppercase()
        && !second.is_numeric()
    {
        let small: String = first.to_lowercase().collect();
        label.replace_range(..first.len_utf8(), &small);
    }
}

/// A label with the topic of its sentence, the words of both said once: «giải ngân» of «giải ngân vốn đầu tư công», «diện
/// tích trồng» of «trồng rừng», «tiếp lượt công dân» of «tiếp công dân».
fn told_once(label: &str, topic: String) -> String {
    let spaced = [label, " "].concat();
    let said = |word: &str| label.split(' ').any(|own| own == word);
    let (rest, last) = label.rsplit_once(' ').unwrap_or_default();
    if topic.starts_with(&spaced) {
        topic
    } else if topic.split(' ').all(said) {
        label.to_owned()
    } else if topic.split(' ').next() == Some(last) {
        join(&[rest, &topic])
    } else {
        join(&[label, &topic])
    }
}

pub(super) fn words(phrase: &str) -> usize {
    phrase.split_ascii_whitespace().count()
}

/// The parts with a space before each but what a comma opens: «trường mầm non» and «, tiểu học».
pub(super) fn join(parts: &[&str]) -> String {
    let mut joined = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if joined.is_empty() {
            joined.push_str(part.trim_start_matches(", "));
        } else {
            let spaced = !part.starts_with(',');
            joined.extend(spaced.then_some(' '));
            joined.push_str(part);
        }
    }
    joined
}
