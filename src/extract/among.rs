//! Whom a figure is about where what it counts or sets says more than the names around it: the whole of which others are
//! parts, the State, each of several names in their order.

use std::ops::Range;

use super::clause::Clause;
use super::discourse::Referent;
use super::gazetteer::{self, Level};
use super::lexicon::Class;
use super::place::level;
use super::quantity::{Dimension, Quantity};
use super::stance::Stance;
use super::statistic::Linked;
use super::subject::{Reach, Told};
use super::text::Kind;
use crate::extraction::{EntityType, Measure};

/// Most tokens from «theo» to the document that has set something, and from it to «quy định».
const LONGEST_REFERENCE: usize = 6;
/// Most tokens from «được hỗ trợ» to the figure.
const LONGEST_HELP: usize = 4;
/// Most words that round a number: «trong tổng số hơn».
const ROUNDS: usize = 3;
/// How many names back in its paragraph a person's home is looked for.
const NAMES_BACK: usize = 40;
/// Most tokens from «hàm lượng» to the last figure that it is told of.
const MEASURED: usize = 60;
/// Most tokens from «lần lượt» to the last figure of its series.
const LONGEST_SERIES: usize = 30;

impl Clause<'_> {
    /// «Nhà chị Tư tốn 65 triệu đồng, Quỹ Vì người nghèo hỗ trợ 40 triệu đồng»: the family that is helped.
    pub(super) fn of_helped(&self, told: Told, earlier: &[Linked]) -> Option<Told> {
        let all = &self.context.discourse.abouts;
        let person = |told: Told| told.about.is_some_and(|about| all[about].is_person());
        // «Hội Phụ nữ bảo lãnh cho | chị | vay 40 triệu đồng»
        let borrows = |at: &&Referent| {
            let before = at.tokens.start.saturating_sub(1);
            at.about.is_some_and(|about| all[about].is_person())
                && self.word_is(before, &["cho", "giúp"])
                && self.word_is(at.tokens.end, &["vay", "mượn"])
        };
        let clause = self.referents(self.clause_start()..self.quantity.figure.start);
        if let Some(borrower) = clause.iter().rfind(borrows) {
            return Some(Told {
                about: borrower.about,
                reach: Reach::Sentence,
            });
        }
        let figure = self.quantity.figure.start;
        let from = figure.saturating_sub(LONGEST_HELP).max(self.sentence.start);
        let gives = |i: usize| {
            // not «đóng góp»
            self.word_is(i, &["trợ", "giúp", "tặng"])
                || self.word_is(i, &["góp"]) && i > 0 && !self.word_is(i - 1, &["đóng"])
                || self.word_is(i, &["mượn", "vay"]) && i > 0 && self.word_is(i - 1, &["cho"])
        };
        if person(told) || !(from..figure).any(gives) {
            return None;
        }
        let last = earlier
            .last()
            .map(|last| (last.quantity.figure.start, last.told));
        let same = last.filter(|&(start, told)| start >= self.sentence.start && person(told));
        same.map(|(_, told)| told).or_else(|| self.of_speaker())
    }

    /// «“Nhà tôi mất 300 m2 đất. Xã hỗ trợ 15 triệu đồng”»: the family that speaks in its own words.
    fn of_speaker(&self) -> Option<Told> {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        if !text.is_quoted(figure) {
            return None;
        }
        let all = &self.context.discourse.abouts;
        let before = &text.sentences()[text.sentence_of(figure).saturating_sub(1)];
        let speaks = |at: &&Referent| {
            let person = at.about.is_some_and(|about| all[about].is_person());
            let closes = |i: usize| matches!(text.token(i).sign, '”' | '"');
            person && text.is_quoted(at.tokens.start) && !(at.tokens.end..figure).any(closes)
        };
        let range = before.start..self.sentence.end;
        let family = self.referents(range).iter().rfind(speaks)?;
        Some(Told {
            about: family.about,
            reach: Reach::Sentence,
        })
    }

    /// Of whom a figure is that counts those it would be told of.
    pub(super) fn of_counted(&self, told: Told) -> Option<Told> {
        let discourse = self.context.discourse;
        let about = told.about?;
        // «Thị trấn Nếnh và | hai | xã Quang Châu, Tăng Tiến»: so many of those that the list names
        let figure = self.quantity.figure.start;
        let before = self.referents(figure.saturating_sub(LONGEST_SERIES)..figure);
        let inside = || before.last().is_some_and(|list| list.tokens.end > figure);
        if discourse.abouts[about].is_several() && inside() {
            return Some(Told {
                about: discourse.topic,
                reach: Reach::Item,
            });
        }
        // «dịch tại xã An Hòa đã lan ra 9 xã» tells of what has so many
        if self.is_one_of_these(about) {
            return Some(Told {
                about: discourse.topic,
                reach: Reach::Item,
            });
        }
        // «Gia đình bà Tư là một trong 87 hộ được giúp»: of whom all of these are
        if self.is_among_these(about) {
            let around = self.counted_in(about);
            return Some(Told {
                about: self.counted_at().or(around).or(discourse.topic),
                reach: around.map_or(Reach::Paragraph, |_| Reach::Item),
            });
        }
        if let Some(told) = self.around_person(about) {
            return Some(told);
        }
        // «68/88 xã không nợ quá hạn» in a text on a bank of the province
        let body = &discourse.abouts[about];
        let all = self.quantity.denominator.is_some() && self.counted_units().is_some();
        let served = body.area.filter(|_| all && body.head.is_some())?;
        Some(Told {
            about: Some(served),
            reach: Reach::Item,
        })
    }

    /// «Noi gương ông An, 43 hộ hiến đất», «Chị Tư, cộng tác viên dân số thôn Đông, phụ trách 246 hộ»: households are no one
    /// person's, but of where he was said to be.
    fn around_person(&self, about: usize) -> Option<Told> {
        let all = &self.context.discourse.abouts;
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let noun = &self.quantity.noun;
        if !all[about].is_person() || noun.is_empty() || !self.word_is(noun.start, &["hộ"]) {
            return None;
        }
        // «Ông giúp 4 hộ», «Hợp tác xã của ông có 84 hộ»
        let own = |at: &Referent| {
            at.about == Some(about) && (at.stance.opens() || at.stance == Stance::Owner)
        };
        if self.referents(self.clause_start()..figure).iter().any(own) {
            return None;
        }
        let area = |at: &Referent| at.about.filter(|&at| all[at].is_area && !all[at].is_abroad);
        let line = text.lines()[text.line_of(figure)].start;
        let mut before = self.referents(line..figure).iter().rev().take(NAMES_BACK);
        let last = before.find(|at| area(at).is_some());
        // «ở | thôn Đông |, xã An Hòa»
        let parts = before.scan(last.map_or(0, |last| last.tokens.start), |start, at| {
            let part = at.tokens.end + 1 == *start && text.is_sign(at.tokens.end, ',');
            *start = at.tokens.start;
            area(at).filter(|_| part)
        });
        let home = parts.last().or(last.and_then(area));
        Some(Told {
            about: home.or(self.context.discourse.topic),
            reach: Reach::Sentence,
        })
    }

    /// «Mực nước | sông Vệ | tại trạm An Chỉ đạt 6,8 m», «nước sông Vệ có hàm lượng COD gấp 12 lần quy chuẩn»: how high or how
    /// clean the water of a river is; not «nước sông Vệ làm ngập 2 m».
    pub(super) fn of_water(&self) -> Option<Told> {
        let unit = self.quantity.unit.label.as_str();
        let high = matches!(unit, "m" | "cm" | "mg/l" | "mg/lít");
        if !high && self.quantity.dimension != Dimension::Times {
            return None;
        }
        let all = &self.context.discourse.abouts;
        let kinds = &self.context.lexicon.naming.kinds;
        let (text, figure) = (self.text(), self.quantity.figure.start);
        // «nước sông Vệ xuống chậm; | lúc 13 giờ | còn ở mức 2,8 m»
        let ends = |&i: &usize| {
            let dated = self.time_at(i + 1).is_some() || self.word_is(i + 1, &["lúc", "đến"]);
            matches!(text.token(i).sign, ',' | ';' | ':') && !dated
        };
        let start = (self.sentence.start..figure).rfind(ends);
        let start = start.map_or(self.sentence.start, |at| at + 1);
        let inside = self.referents(start..figure);
        let at = inside.iter().rposition(|river| {
            let kind = river.about.and_then(|about| all[about].kind);
            let before = river.tokens.start.saturating_sub(1);
            kind.is_some_and(|kind| kinds[kind].id == "water")
                && before >= start
                && self.word_is(before, &["nước", "Nước", "lũ", "Lũ"])
        })?;
        let river = &inside[at];
        let floods = |i: usize| self.word_is(i, &["ngập", "tràn", "qua", "làm", "sạt", "cuốn"]);
        let other = inside[at + 1..].iter().any(|other| other.stance.opens())
            || (river.tokens.end..figure).any(floods);
        (!other).then_some(Told {
            about: river.about,
            reach: Reach::Sentence,
        })
    }

    /// «Tại | cầu An Chỉ |, hàm lượng BOD5 là 86 mg/l, gấp 3 lần quy chuẩn»: what is dissolved in the water of the river spoken
    /// of last, wherever that is measured; not «nước thải có hàm lượng COD gấp 9 lần», «nồng độ bụi gấp 2 lần».
    pub(super) fn of_dissolved(&self) -> Option<Told> {
        let litre = |of: &Quantity| matches!(of.unit.label.as_str(), "mg/l" | "mg/lít");
        if !litre(self.quantity) && self.quantity.dimension != Dimension::Times {
            return None;
        }
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let floor = self.sentence.start.max(figure.saturating_sub(MEASURED));
        let start = (floor..figure)
            .rfind(|&i| text.is_sign(i, ';'))
            .unwrap_or(floor);
        let start = if (start..figure).any(|i| self.dissolves(i)) {
            start
        } else {
            floor
        };
        let at = (start..figure).find(|&i| self.dissolves(i))?;
        let other = ["thải", "giếng", "bụi", "khí", "khói", "máu", "thịt"];
        let of_river = || {
            let near = self.figures.iter().rev();
            let mut near = near.skip_while(|of| of.figure.start >= figure);
            let water = |i: usize| self.word_is(i, &["nước", "Nước", "sông", "Sông"]);
            near.next()
                .is_some_and(|last| last.figure.start > at && litre(last))
                || (floor..figure).any(water)
        };
        if (start..figure).any(|i| self.word_is(i, &other)) || !litre(self.quantity) && !of_river()
        {
            return None;
        }
        let all = &self.context.discourse.abouts;
        let kinds = &self.context.lexicon.naming.kinds;
        let body = |of: &Referent| {
            let body = of.about.is_some_and(|about| all[about].head.is_some());
            body && of.stance == Stance::Agent
        };
        if self.referents(start..figure).iter().any(body) {
            return None;
        }
        let water = |about: &usize| {
            all[*about]
                .kind
                .is_some_and(|kind| kinds[kind].id == "water")
        };
        let told = |range: Range<usize>| {
            let told = self.referents(range).iter().rev().take(NAMES_BACK);
            told.filter_map(|of| of.about).find(water)
        };
        let river = told(floor..figure)
            .or(self.context.discourse.topic.filter(water))
            .or_else(|| told(0..floor))?;
        Some(Told {
            about: Some(river),
            reach: Reach::Item,
        })
    }

    /// «hàm lượng», «nồng độ»
    fn dissolves(&self, i: usize) -> bool {
        self.word_is(i, &["hàm", "Hàm"]) && self.word_is(i + 1, &["lượng"])
            || self.word_is(i, &["nồng", "Nồng"]) && self.word_is(i + 1, &["độ"])
    }

    /// Whether something is an area such as the figure counts, within the one that the article is about.
    fn is_one_of_these(&self, about: usize) -> bool {
        let kinds = &self.context.lexicon.naming.kinds;
        let place = &self.context.discourse.abouts[about];
        let unit = place.kind.and_then(|kind| kinds[kind].data.unit);
        // «dịch tại xã An Hòa đã lan ra 8 huyện»
        let districts = || {
            let gazetteer = &self.context.lexicon.gazetteer;
            let commune = |unit| gazetteer.unit(unit).level() == Level::Commune;
            let district = |many| level(many) == Level::District;
            place.is_area
                && place.unit.is_some_and(commune)
                && self.counted_units().is_some_and(district)
        };
        // «xã Sơn Long được nhập từ 3 xã», «xã Sơn Long giáp 3 xã»
        let merged = (self.clause_start()..self.quantity.figure.start)
            .any(|i| self.word_is(i, &["nhập", "tách", "chia", "giáp"]));
        let alike = unit.is_some() && unit == self.counted_units() || districts();
        alike && !merged && self.is_inner(about)
    }

    /// Whether something within what the article is about is told to be one of those that the figure counts.
    fn is_among_these(&self, about: usize) -> bool {
        let figure = self.quantity.figure.start;
        // «một trong | hơn | 6.200 khách hàng»
        let rounds = ["số", "hơn", "gần", "khoảng", "trên", "tổng"];
        let before = (figure.saturating_sub(ROUNDS)..figure)
            .rfind(|&i| !self.word_is(i, &rounds))
            .unwrap_or(figure);
        self.word_is(before, &["trong"])
            && self.word_is(before.saturating_sub(1), &["một", "nằm"])
            && (self.is_inner(about)
                || self.context.discourse.abouts[about].is_person()
                || self.counted_units().is_some() && self.counted_in(about).is_some())
    }

    /// «Yên Định là một trong 7 huyện nghèo của | tỉnh Thanh Hóa»: the area around one of those that the figure counts.
    fn counted_in(&self, about: usize) -> Option<usize> {
        let all = &self.context.discourse.abouts;
        let gazetteer = &self.context.lexicon.gazetteer;
        let inner = all[about].unit?;
        let around = |of: &&Referent| {
            let unit = of.about.and_then(|about| all[about].unit);
            let whose = matches!(of.stance, Stance::Place | Stance::Owner);
            let contains = |outer| {
                inner != outer && gazetteer.is_within(inner, gazetteer.unit(outer).code, None)
            };
            whose && unit.is_some_and(contains)
        };
        let behind = self.referents(self.quantity.tokens.end..self.ceiling());
        let of = behind.iter().find(around)?.about?;
        all[of].is_area.then_some(of)
    }

    /// «một trong 6.200 khách hàng đang vay vốn tại | Ngân hàng An Bình»: the body whose they all are.
    fn counted_at(&self) -> Option<usize> {
        let all = &self.context.discourse.abouts;
        let end = self.quantity.tokens.end;
        let behind = self.referents(end..self.ceiling());
        let whose = behind.iter().find(|body| {
            matches!(body.stance, Stance::Place | Stance::Owner)
                && body.about.is_some_and(|about| all[about].head.is_some())
                && (end..body.tokens.start).all(|i| self.text().token(i).kind == Kind::Word)
        });
        whose?.about
    }

    /// The kind of administrative units that the figure counts.
    fn counted_units(&self) -> Option<gazetteer::Kind> {
        let noun = &self.quantity.noun;
        let kinds = &self.context.lexicon.naming.kinds;
        let start = (!noun.is_empty()).then_some(noun.start)?;
        let hit = self.text().hit(start, Class::PlaceKind)?;
        kinds[hit.entry()].data.unit
    }

    /// «Theo Nghị định 49/2021/NĐ-CP, chủ đầu tư phải dành 20% quỹ đất»: what the State has set is told of nobody.
    pub(super) fn normed(&self, measure: Measure) -> Option<Told> {
        let names = self.context.names;
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let first = names.partition_point(|name| name.tokens.start < start);
        let text = self.text();
        let state = |tokens: &Range<usize>| {
            matches!(text.word(tokens.start), "Nghị" | "Thông" | "Luật" | "Bộ")
                && !self.word_is(tokens.start + 1, &["quyết"])
                || matches!(text.word(tokens.end - 1), "CP" | "TTg" | "TW" | "TƯ")
        };
        let set = names[first..]
            .iter()
            .take_while(|name| name.tokens.end <= figure)
            .filter(|name| name.kind == EntityType::Document && state(&name.tokens))
            .any(|name| {
                let before = name
                    .tokens
                    .start
                    .saturating_sub(LONGEST_REFERENCE)
                    .max(start);
                let end = (name.tokens.end + LONGEST_REFERENCE).min(figure);
                (before..name.tokens.start).any(|i| {
                    // «theo tinh thần Thông tư 4» does what it wants
                    self.word_is(i, &["Theo", "theo"]) && !self.word_is(i + 1, &["tinh"])
                }) || (name.tokens.end..end)
                    .any(|i| self.word_is(i, &["quy"]) && self.word_is(i + 1, &["định"]))
            });
        let obliged = |i: usize| self.word_is(i, &["phải"]);
        let rule = measure == Measure::Target || (start..figure).any(obliged);
        let set = set && measure == Measure::Target || rule && self.begins_with_a_rule();
        set.then_some(Told {
            about: None,
            reach: Reach::Item,
        })
    }

    /// «Theo quy định, người lao động phải đóng 8%», «Điều lệ trường tiểu học quy định mỗi lớp không quá 35 học sinh».
    fn begins_with_a_rule(&self) -> bool {
        let figure = self.quantity.figure.start;
        let mut at = self.sentence.start;
        while at < figure && self.text().token(at).kind == Kind::Sign {
            at += 1;
        }
        let next = |words: &[&str]| self.word_is(at + 1, words);
        let own = |i: usize| self.text().is_sign(i, ',') || self.word_is(i, &["hiện", "chung"]);
        let followed = || self.word_is(at + 2, &["định"]) && own(at + 3);
        self.word_is(at, &["Theo"]) && next(&["quy"]) && followed()
            || self.word_is(at, &["Điều"]) && next(&["lệ"])
            || self.word_is(at, &["Nguyên"]) && next(&["tắc"])
    }

    /// «Yên Định và Thọ Xuân tăng | lần lượt | 4 và 2 vụ»: as many figures as names, in the same order.
    pub(super) fn respective(&self) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let mut words = (self
            .sentence
            .start
            .max(figure.saturating_sub(LONGEST_SERIES))..figure)
            .rev();
        let at = words.find(|&i| self.word_is(i, &["lần"]) && self.word_is(i + 1, &["lượt"]))?;
        let text = self.text();
        let end = (figure..self.sentence.end)
            .find(|&i| matches!(text.token(i).sign, ';' | '.'))
            .unwrap_or(self.sentence.end);
        let series = || {
            let figures = self.figures.iter().map(|other| other.figure.start);
            figures.filter(move |&start| (at..end).contains(&start))
        };
        let mut names: Vec<usize> = Vec::new();
        let mut next = None;
        for referent in self.referents(self.sentence.start..at).iter().rev() {
            let end = referent.tokens.end;
            let joint = next.is_none_or(|next| {
                end + 1 == next && (text.is_sign(end, ',') || self.word_is(end, &["và"]))
            });
            let Some(about) = referent.about.filter(|_| joint) else {
                break;
            };
            let members = &self.context.discourse.abouts[about].members;
            let members = if members.is_empty() {
                &vec![about]
            } else {
                members
            };
            names.splice(0..0, members.iter().copied());
            next = Some(referent.tokens.start);
        }
        let index = series().filter(|&start| start < figure).count();
        let about = *names.get(index)?;
        (names.len() > 1 && series().count() == names.len()).then_some(Told {
            about: Some(about),
            reach: Reach::Item,
        })
    }
}
