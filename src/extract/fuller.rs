//! What a label of a word or two leaves to the words around its figure.

use super::clause::{Clause, Lead, Named};
use super::counted::FIGURES_BACK;
use super::indicator::{Before, LONGEST, Link, join, uncapitalize, words};
use super::lexicon::{Class, Cue, Phrase, Sort};
use super::quantity::Dimension;
use super::statistic::Linked;
use super::text::{Kind, fold};
use crate::extraction::{EntityType, Measure};

/// The two sides of a price.
const SIDES: [&str; 2] = ["mua vào", "bán ra"];
/// Works are told no more tokens before their cost.
const LONGEST_BACK: usize = 40;
/// Works are named with no more tokens: «dự án cải tạo, nạo vét sông».
const LONGEST_WORKS: usize = 8;
/// What was counted and is now told of each is said in no more words.
const LONGEST_WHOLE: usize = 8;
/// From the word of a source to its name: «từ nguồn vốn của Quỹ».
const LONGEST_SOURCE: usize = 6;
/// «mỗi hộ dân» is no longer.
const LONGEST_EACH: usize = 4;
/// A verb that says too little alone has no more words than this.
const SHORT: usize = 2;

impl Clause<'_> {
    /// «vay 80 triệu đồng | từ Ngân hàng Chính sách xã hội», «ủng hộ 5 triệu đồng vào Quỹ Vì người nghèo»: from where a sum
    /// comes, or where it goes.
    pub(super) fn with_source(&self, before: &Before, label: &str) -> Option<String> {
        let end = self.quantity.tokens.end;
        if !self.word_is(end, &["từ", "của", "qua", "vào", "cho"]) {
            return None;
        }
        let short = (before.link == Link::Verb || label == "vay")
            && self.quantity.dimension == Dimension::Money
            && (1..=SHORT).contains(&words(label));
        // «từ | nguồn vốn của | Ngân hàng»
        let within = end + 1..self.sentence.end.min(end + LONGEST_SOURCE);
        let mut within =
            within.take_while(|&i| i == end + 1 || self.word_is(i - 1, &["nguồn", "vốn", "của"]));
        let name = within.find_map(|i| self.name_at(i)).filter(|_| short)?;
        let text = self.text();
        (name.kind == EntityType::Organization)
            .then(|| join(&[label, text.slice(end..name.tokens.end)]))
    }

    /// «Hội Phụ nữ | bảo lãnh cho chị | vay 20 triệu đồng»: whoever helps to it is not what is borrowed.
    pub(super) fn borrowed(&self, before: &Before, label: &str) -> Option<String> {
        let helps = label.strip_suffix(" vay")?;
        if self.quantity.dimension != Dimension::Money || before.has_head {
            return None;
        }
        let (helps, whom) = helps.rsplit_once(" cho").unwrap_or((helps, ""));
        let loan = if whom.is_empty() { "cho vay" } else { "vay" };
        let helped = label.contains(" cho ") && !helps.is_empty() && words(whom) <= SHORT;
        helped.then(|| loan.to_owned())
    }

    /// «đạt 58%, | nghị quyết giao | 65%», «kiến nghị thu hồi 9 tỷ đồng, | thu được | 7 tỷ đồng», «nợ xây dựng cơ bản 80 tỷ đồng,
    /// xã An Hòa | nợ | 5 tỷ đồng»: what is set, collected or owed of what its paragraph told.
    pub(super) fn of_what_was_told(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let line = self.text().line_of(self.quantity.figure.start);
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let mut told = near.iter().rev().filter(|other| {
            other.quantity.unit.label == self.quantity.unit.label
                && self.text().line_of(other.quantity.figure.start) == line
        });
        let plans = [
            "chỉ tiêu ",
            "Chỉ tiêu ",
            "kế hoạch ",
            "Kế hoạch ",
            "nghị quyết ",
            "Nghị quyết ",
        ];
        let set = label.ends_with(" giao") && plans.iter().any(|plan| label.starts_with(plan));
        let money = self.quantity.dimension == Dimension::Money;
        // «đạt 36,8%, | kế hoạch | 40%»
        let plan = matches!(label, "kế hoạch" | "Kế hoạch" | "chỉ tiêu" | "Chỉ tiêu");
        if set || plan && self.quantity.dimension != Dimension::Count {
            let said = &told.next()?.indicator.label;
            return (!said.is_empty()).then(|| said.clone());
        }
        match label {
            // «giao thu 95 tỷ đồng tiền sử dụng đất, chỉ thu được 52 tỷ đồng» is of the same
            "thu được" | "Thu được" if money => {
                // «tiền sử dụng đất mới | thu được | 166 tỷ đồng»
                let (start, figure) = (self.clause_start(), self.quantity.figure.start);
                let start = start + usize::from(self.word_is(start, &["riêng", "Riêng"]));
                let ends = |&i: &usize| self.word_is(i, &["mới", "đã", "chỉ", "thu"]);
                let sources = ["tiền", "Tiền", "thuế", "Thuế", "phí", "Phí", "lệ", "Lệ"];
                if self.word_is(start, &sources)
                    && let Some(end) = (start + 2..figure).find(ends)
                {
                    let source = self.wording(&self.pieces(start..end), LONGEST);
                    return (!source.is_empty()).then(|| join(&["thu", &source]));
                }
                let said = &told.next()?.indicator.label;
                let (before, due) = said.split_once("thu ")?;
                // not «thuế thu nhập»
                let income = before.ends_with("doanh ")
                    || before.ends_with("nguồn ")
                    || due.starts_with("nhập");
                let again = due.starts_with("hồi") || before.ends_with("truy ");
                let label = if again {
                    join(&[label, "tiền", said])
                } else {
                    join(&["thu", due])
                };
                (!income && due != "được").then_some(label)
            }
            "nợ" | "Nợ" if money => {
                let said = told.find(|other| other.indicator.label.starts_with("nợ "))?;
                Some(said.indicator.label.clone())
            }
            _ => None,
        }
    }

    /// «thương lái đã cắt 31.000 ha»: where only a verb is said, an area is said to be one.
    pub(super) fn with_area(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let surface = matches!(
            self.quantity.unit.label.as_str(),
            "ha" | "m2" | "km2" | "sào" | "công"
        );
        let bare = words(label) == 1 && self.is_of(label, Phrase::Verb);
        if !surface || !bare {
            return None;
        }
        // «được giao trồng 7.500 ha rừng; đến nay trồng được | 4.136 ha»
        let near = linked[linked.len().saturating_sub(FIGURES_BACK)..].iter();
        let told = near.rev().map(|other| &other.indicator.label).find(|told| {
            let rest = told.strip_prefix(label);
            rest.is_some_and(|rest| rest.starts_with(' ') && words(rest) == 1)
        });
        Some(told.cloned().unwrap_or_else(|| join(&["diện tích", label])))
    }

    /// «nâng công suất từ 180.000 tấn lên | 500.000 tấn phân đạm»: both ends of a move are of the same.
    pub(super) fn of_first_end(
        &self,
        before: &Before,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let first = previous.filter(|other| other.measure == Measure::Previous)?;
        let moved = lead.has(Cue::ToLevel)
            && before.chunk.is_empty()
            && first.quantity.dimension == self.quantity.dimension;
        let label = &first.indicator.label;
        (moved && !label.is_empty()).then(|| label.clone())
    }

    /// «Tổng mức đầu tư là 46 tỷ đồng, sau điều chỉnh lên 71 tỷ đồng»: of the sum that is changed.
    pub(super) fn adjusted(&self, label: &str, lead: &Lead, linked: &[Linked]) -> Option<String> {
        let turned = self.quantity.dimension == Dimension::Money
            && label.ends_with("điều chỉnh")
            && lead.has(Cue::ToLevel);
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let sum = |other: &&Linked| other.quantity.unit.label == self.quantity.unit.label;
        let last = near.iter().rfind(sum).filter(|_| turned)?;
        Some(last.indicator.label.clone()).filter(|label| !label.is_empty())
    }

    /// «Số hộ dùng nước cứ giảm, từ 540 hộ xuống còn 73 hộ»: both ends of a move are of what the clause before says.
    pub(super) fn of_both_ends(
        &self,
        label: &str,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let noun = self.text().slice(self.quantity.noun.clone());
        if self.quantity.dimension != Dimension::Count || noun.is_empty() || label != noun {
            return None;
        }
        if measure != Measure::Previous {
            let first = previous.filter(|other| other.measure == Measure::Previous)?;
            let same = lead.has(Cue::ToLevel) && first.quantity.unit.label == noun;
            return same.then(|| first.indicator.label.clone());
        }
        let comma = lead.start.checked_sub(1)?;
        if comma < self.floor() || !self.text().is_sign(comma, ',') {
            return None;
        }
        let (said, _) = self.noun_phrase(&self.chunk_before(None, comma).0);
        let of_it = said
            .split(' ')
            .any(|word| noun.split(' ').next() == Some(word));
        (of_it && words(&said) <= LONGEST).then_some(said)
    }

    /// «được giao 134 biên chế nhưng chỉ có 128 người», «tinh giản 76 biên chế; cả giai đoạn tinh giản 423 người»: a word
    /// that only counts people stands for those that were counted before.
    pub(super) fn of_whom(&self, label: &str, lead: &Lead, linked: &[Linked]) -> Option<String> {
        let noun = &self.quantity.noun;
        let counts =
            (1..=2).contains(&noun.len()) && self.word_is(noun.start, &["người", "đồng", "em"]);
        let own = self.text().slice(noun.clone());
        let head = label.strip_suffix(own)?.trim_end();
        if self.quantity.dimension != Dimension::Count || noun.is_empty() {
            return None;
        }
        let near = &linked[linked.len().saturating_sub(FIGURES_BACK)..];
        let named = |other: &&Linked| {
            let (own, of) = (self.text().token(noun.start).key, &other.quantity.noun);
            counts
                && other.quantity.dimension == Dimension::Count
                && !of.is_empty()
                && self.text().token(of.start).key != own
        };
        let inside = |other: &&Linked| other.quantity.figure.start >= self.sentence.start;
        // «đón 900 lượt khách, bình quân mỗi ngày 30 lượt»
        let each = if head.is_empty() { self.each() } else { head };
        if each.starts_with("mỗi ") || each.starts_with("bình quân mỗi ") {
            let fuller = |other: &&Linked| {
                let rest = other.quantity.unit.label.strip_prefix(own);
                rest.is_some_and(|rest| rest.starts_with(' '))
            };
            let last = near.last().filter(inside)?;
            let whole = &last.indicator.label;
            // not «xây 12 lớp học, bình quân mỗi lớp 32 em»
            let of = last.quantity.unit.label.split(' ').next();
            let own = each.split(' ').any(|word| Some(word) == of);
            let done = named(&last) && !last.indicator.head.is_empty();
            let told = (done || fuller(&last)) && !own && words(whole) <= LONGEST_WHOLE;
            return told.then(|| join(&[whole, each]));
        }
        if !counts {
            return None;
        }
        // «kết nạp 54 đảng viên, tăng 17 đồng chí so với năm 2017», «vượt chỉ tiêu 9 đồng chí»
        let turns = self.compare_follows() && matches!(head, "tăng" | "giảm");
        if turns || lead.has(Cue::Exceed) && head.is_empty() {
            let last = near.last().filter(named)?;
            return Some(last.indicator.label.clone());
        }
        if head.is_empty() {
            let last = near.last().filter(named)?;
            let from = last.quantity.tokens.end.max(self.sentence.start);
            let turns = |i: usize| self.word_is(i, &["nhưng", "song", "nay"]);
            let turned = (from..self.quantity.figure.start).any(turns);
            return (turned && inside(&last)).then(|| last.quantity.unit.label.clone());
        }
        let done = |other: &&Linked| {
            let rest = other.indicator.label.strip_prefix(head);
            named(other) && rest.is_some_and(|rest| rest.starts_with(' '))
        };
        near.iter()
            .rfind(done)
            .map(|other| other.indicator.label.clone())
    }

    /// «, bình quân | mỗi năm | 172 đồng chí»: of each of what a figure is, where its clause says no more.
    fn each(&self) -> &str {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let near = start.max(figure.saturating_sub(LONGEST_EACH));
        let each = (near..figure).find(|&i| self.word_is(i, &["mỗi"]));
        let plain = |from: usize| (from..figure).all(|i| self.text().token(i).kind == Kind::Word);
        each.filter(|&from| plain(from))
            .map_or("", |from| self.text().slice(from..figure))
    }

    /// «phê duyệt dự án nạo vét sông với | tổng mức đầu tư | 612 tỷ đồng», «bố trí 3 khu tập thể, | tổng diện tích | 40 ha»: the
    /// works, or the things counted, whose size or cost it is.
    pub(super) fn of_works(&self, label: &str, linked: &[Linked]) -> Option<String> {
        let lexicon = self.context.lexicon;
        let (text, figure) = (self.text(), self.quantity.figure.start);
        if matches!(
            self.quantity.dimension,
            Dimension::Count | Dimension::Percent
        ) || !lexicon.is_sort(label, &[Sort::Extent])
        {
            return None;
        }
        let from = self.sentence.start.max(figure.saturating_sub(LONGEST_BACK));
        let ends = |&i: &usize| matches!(text.token(i).sign, ';' | ':' | '(' | ')');
        let from = (from..figure).rfind(ends).unwrap_or(from);
        let inside = linked.iter().rev().map(|other| &other.quantity);
        let counted: Vec<_> = inside
            .take_while(|other| other.figure.start >= from)
            .map(|other| other.noun.clone())
            .filter(|noun| !noun.is_empty() && !self.has_no_extent(noun.start))
            .collect();
        let begins = |i: usize| {
            let built = lexicon.sort(text, i, &[Sort::Works]);
            // «sông | Cầu | Bây»
            let one =
                |end: usize| end == i + 1 && text.token(i).capital && text.token(i + 1).capital;
            let built = built.filter(|&end| !one(end));
            let noun = counted.iter().find(|noun| noun.start == i);
            built.or(noun.map(|noun| noun.end)).map(|end| i..end)
        };
        let named = (from..figure).rev().find_map(begins)?;
        let capital = |i: usize| text.token(i).capital;
        let goes_on = |&i: &usize| {
            // «cải | tạo», «cao | su», «liên xã», not «làng | Đen», «| công suất»
            let pair = |i: usize| {
                lexicon.is_compound(&fold(text.word(i)), &fold(text.word(i + 1)))
                    || self.word_is(i, &["liên"])
            };
            let inner = pair(i - 1) || pair(i);
            let head = matches!(
                self.phrase_at(i),
                Some((Phrase::Head | Phrase::BareHead, _))
            );
            let place = text.hit(i, Class::PlaceKind).is_some() && capital(i + 1);
            text.token(i).kind == Kind::Word
                && !capital(i)
                && (inner || !self.context.is_stop(i))
                && !(head || place && !inner || self.word_is(i, &["dài", "rộng", "vừa", "hoàn"]))
        };
        let rest = (named.end..figure.min(named.start + LONGEST_WORKS)).take_while(goes_on);
        let end = rest.last().map_or(named.end, |last| last + 1);
        let mut works = text.slice(named.start..end).to_owned();
        uncapitalize(&mut works);
        (!works.contains(label)).then(|| join(&[label, &works]))
    }

    /// «lập 12 tổ hợp tác với | 180 thành viên»: of what was counted right before.
    pub(super) fn members_of(&self, label: &str, previous: Option<&Linked>) -> Option<String> {
        let group = &previous?.quantity.noun;
        let joined = !group.is_empty()
            && self.word_is(group.end, &["với", "gồm", "có"])
            && self.quantity.figure.start <= group.end + 2;
        let member = self.context.lexicon.is_sort(label, &[Sort::Member]);
        (member && joined).then(|| join(&[label, self.text().slice(group.clone())]))
    }

    /// Nouns of people, families and areas: their number has no cost.
    fn has_no_extent(&self, noun: usize) -> bool {
        let nouns = &self.context.lexicon.nouns;
        let hit = self.text().hit(noun, Class::Noun);
        let id = hit.map_or("", |hit| nouns[hit.entry()].id.as_str());
        let area = id == "area_unit" && !self.word_is(noun, &["khu", "tuyến"]);
        area || id == "people" || self.word_is(noun, &["hộ", "gia", "tầng"])
    }

    /// «nhập 4 xã thành 2 xã mới»: what is made by what was done to the figure before.
    pub(super) fn made_of(&self, behind: &str, previous: Option<&Linked>) -> Option<String> {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let previous = previous.filter(|other| other.quantity.dimension == Dimension::Count)?;
        let from = previous.quantity.tokens.end;
        let plain = |i: usize| text.token(i).kind == Kind::Word;
        let made = figure > from
            && self.word_is(figure - 1, &["thành"])
            && figure - from <= LONGEST
            && (from..figure).all(plain);
        let head = previous.indicator.head.as_str();
        let noun = text.slice(self.quantity.noun.clone());
        (made && !head.is_empty()).then(|| join(&[head, "thành", noun, behind]))
    }

    /// «Quỹ Hỗ trợ nông dân huyện tăng 940 triệu đồng, đạt 2,6 tỷ đồng»: a fund is what grows.
    pub(super) fn of_fund(&self, lead: &Lead) -> Option<String> {
        let grows = lead
            .cues
            .iter()
            .any(|cue| matches!(cue, Cue::Increase | Cue::Decrease | Cue::Attain));
        // «Quỹ khuyến học hiện có 486 triệu đồng»
        let (sentence, figure) = (self.sentence.start, self.quantity.figure.start);
        let has = figure > sentence && self.word_is(figure - 1, &["có", "còn"]);
        let grows = grows || has;
        let adverbs = ["hiện", "đang", "đã", "vẫn", "chỉ"];
        let start = match has {
            true if figure > sentence + 1 && self.word_is(figure - 2, &adverbs) => figure - 2,
            true => figure - 1,
            false => lead.start,
        };
        let amount = matches!(
            self.quantity.dimension,
            Dimension::Money | Dimension::Percent
        );
        // not «nguồn vốn hoạt động của Quỹ Hỗ trợ nông dân tỉnh»
        let owned = |name: &&Named| {
            let of = name.tokens.start.checked_sub(1);
            of.is_some_and(|of| self.word_is(of, &["của", "cho", "từ", "tại"]))
        };
        let named = (self.clause_start()..start).filter_map(|i| self.name_at(i));
        let fund = named
            .filter(|name| {
                // «Quỹ Hỗ trợ nông dân các cấp đạt 8,7 tỷ đồng»
                let end = name.tokens.end;
                let levels = self.word_is(end, &["các"]) && self.word_is(end + 1, &["cấp"]);
                end + 2 * usize::from(levels) == start && grows && amount && !owned(name)
            })
            .find(|name| self.word_is(name.tokens.start, &["Quỹ"]))?;
        Some(self.text().slice(fund.tokens.clone()).to_owned())
    }

    /// «phấn đấu thu | thêm | 80 tỷ đồng», «sinh | thêm | 4 con»: a verb says that it is done beyond what there is.
    pub(super) fn added(&self, label: &str) -> Option<String> {
        let figure = self.quantity.figure.start;
        let verb = self.text().word(figure.checked_sub(2)?);
        if !self.word_is(figure - 1, &["thêm"]) {
            return None;
        }
        let mut ends = label.match_indices(' ').map(|(at, _)| at);
        let last = |&at: &usize| label.get(..at).is_some_and(|said| ends_in(said, verb));
        let (said, rest) = label.split_at(ends.find(last).unwrap_or(label.len()));
        let rest = rest.trim_start();
        // «phát hành | thêm 240 triệu cổ phiếu»
        let whole = rest.split(' ').next() == Some("thêm");
        (!whole && ends_in(said, verb)).then(|| join(&[said, "thêm", rest]))
    }

    /// «Quỹ Vì người nghèo huyện vận động được 9 tỷ đồng»: with the fund for which money is raised.
    pub(super) fn raised(&self, label: &str) -> Option<String> {
        let raises = matches!(
            label,
            "vận động" | "vận động được" | "huy động" | "huy động được"
        );
        if !raises || self.quantity.dimension != Dimension::Money {
            return None;
        }
        let figure = self.quantity.figure.start;
        let from = figure.saturating_sub(LONGEST).max(self.sentence.start);
        let fund = (from..figure)
            .filter(|&i| self.word_is(i, &["Quỹ", "quỹ"]))
            .find_map(|i| self.name_at(i))?;
        let verb = label.trim_end_matches(" được");
        Some(join(&[verb, self.text().slice(fund.tokens.clone())]))
    }

    /// «giá vàng 60,2 triệu đồng/lượng | mua vào | và 60,9 triệu đồng/lượng | (bán ra)»: the side of the price is told behind it.
    pub(super) fn with_side(&self, label: &str) -> Option<String> {
        let (text, end) = (self.text(), self.quantity.tokens.end);
        let at = end + usize::from(text.is_sign(end, '('));
        let at = at + usize::from(self.word_is(at, &["chiều", "giá"]));
        if self.quantity.dimension != Dimension::Money || at + 2 > self.sentence.end {
            return None;
        }
        let side = text.slice(at..at + 2);
        // not «mua vào 3 xe», «(mua vào - bán ra)»
        let next = at + 2;
        let ends = next >= self.sentence.end
            || self.word_is(next, &["và"])
            || matches!(text.token(next).sign, ',' | ';' | '.' | ')');
        let other = SIDES.iter().find_map(|side| label.strip_suffix(side));
        let of = other.unwrap_or(label).trim_end();
        (ends && SIDES.contains(&side) && !of.is_empty()).then(|| join(&[of, side]))
    }
}

/// Whether a word is the last of a label.
fn ends_in(label: &str, word: &str) -> bool {
    label.rsplit(' ').next() == Some(word)
}

/// «tiếp 3.287 lượt người», «tiếp 2.148 lượt»: whoever receives visits receives citizens.
pub(super) fn received(label: &str) -> Option<String> {
    let rest = label.strip_prefix("tiếp lượt")?;
    let visits = matches!(rest.trim_start(), "" | "người");
    visits.then(|| String::from("tiếp lượt công dân"))
}
