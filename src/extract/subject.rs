//! Whom or what area a figure is about: what the discourse speaks of in, the subject of a figure out.
//!
//! The name right before the figure comes first («xã An Hòa (12 hộ)»), then whoever acts or owns in its clause, then whoever
//! opens an earlier clause of its sentence, then the place behind the figure; a sentence that says nothing goes on with the
//! one before it in its paragraph, and a new paragraph returns to the heading or the topic of the article.

use std::ops::Range;

use super::clause::Clause;
use super::discourse::Referent;
use super::lexicon::{Class, Sort};
use super::naming::{HeadRole, Trait};
use super::quantity::{Dimension, Quantity};
use super::stance::{Cue, Stance};
use super::statistic::Linked;
use super::text::Kind;
use crate::extraction::Measure;

/// Most tokens between a name and the figure in brackets behind it.
const ITEM: usize = 8;
/// Most tokens from a name to the figure that a comma parts from it: «, | chỉ đạt».
const CLOSE: usize = 3;
/// Most tokens between a figure and the place behind it.
const BEHIND: usize = 14;
/// Farthest back in a sentence whoever opens a clause is looked for.
const LONGEST_SENTENCE: usize = 400;
/// How far before a name the colon of its list stands.
const LONGEST_LIST: usize = 60;
/// How many figures before a closed bracket one is looked for.
const BEFORE_BRACKET: usize = 12;
/// Most tokens from what is counted to whose it is: «7 sào ổi nhà tôi», «14 m2 của gia đình anh Thiệp».
const HOUSEHOLD: usize = 6;
/// Most tokens from «hơn» to whose the base of a comparison is: «hơn mức bình quân chung cả nước».
const LONGEST_BASE: usize = 5;
/// «đoạn chạy qua»: most tokens from a road to the area that it crosses.
const LONGEST_WAY: usize = 5;
/// So far from the beginning of its paragraph may stand what that tells of.
const OPENING: usize = 6;
/// A body behind the dateline and the date.
const DATED: usize = 12;
/// Most tokens from «riêng» to what it singles out: «Riêng đối với các».
const SINGLED: usize = 5;
/// Words that begin what stands before whoever acts.
const FRONTED: [&str; 9] = [
    "bằng", "bị", "được", "nhờ", "sau", "từ", "vay", "với", "vừa",
];
/// Most tokens from a comma to a name with its address: «, | vợ chồng anh | Trần Văn An».
const ADDRESS: usize = 4;
/// Most tokens from the beginning of a sentence to who looks at a site: «Kết quả | khảo sát», «Theo ghi nhận».
const SURVEY: usize = 6;
/// Most sentences of what is said before the one that is looked at.
const SPEECH: usize = 3;
/// Most tokens from an example to «là một trong», and from there to how many there are: «chỉ», «số hơn».
const EXAMPLE: usize = 4;
/// Longest name in tokens.
const LONGEST_NAME: usize = 20;

/// How far what a figure is about holds for the figures behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Reach {
    /// Up to the closing bracket or the next item.
    #[default]
    Item,
    /// For its sentence.
    Sentence,
    /// For the sentences behind.
    Paragraph,
}

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// Index into the abouts; none where it is about nobody that counts.
    pub(super) about: Option<usize>,
    /// How far it holds.
    pub(super) reach: Reach,
}

impl Clause<'_> {
    /// What the figure is about; `earlier` are the figures before it, `whole` is the one that its sentence takes up again.
    pub(super) fn subject(
        &self,
        earlier: &[Linked],
        whole: Option<&Linked>,
        measure: Measure,
    ) -> Told {
        let told = self.told_of(earlier, whole, measure);
        self.of_helped(told, earlier)
            .or_else(|| self.of_counted(told))
            .or_else(|| self.of_ground(told, earlier))
            .or_else(|| self.of_population(told))
            .unwrap_or(told)
    }

    /// «tổng dư nợ trên địa bàn đạt 412 tỷ đồng», told by a bank or a committee of the district: the district's; so is what the
    /// sentence goes on with.
    fn of_ground(&self, told: Told, earlier: &[Linked]) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let clause = self.clause_start().min(figure);
        let area = self.context.discourse.abouts[told.about?].area?;
        let ground = |i: usize| {
            let end = i + 3;
            let named = self.text().token(end).capital
                || self.text().hit(end, Class::PlaceKind).is_some()
                || self.word_is(end, &["toàn", "các", "cả"]);
            self.text().slice(i..end) == "trên địa bàn" && !named
        };
        let here = (clause..figure.saturating_sub(2)).any(ground);
        let acts = |agent: &Referent| agent.stance.opens() && agent.about == told.about;
        let own = self.referents(clause..figure).iter().any(acts);
        let goes_on = earlier.last().is_some_and(|last| {
            let from = last.quantity.figure.start;
            let mut named = self.referents(from..figure).iter();
            from >= self.sentence.start
                && last.told.about == Some(area)
                && named.all(|other| other.about != told.about)
        });
        (here && !own || goes_on).then_some(Told {
            about: Some(area),
            ..told
        })
    }

    /// «Hội Nông dân xã giúp 42 hộ. Tỷ lệ hộ nghèo còn 2,1%»: what is told of a whole population is of the area of the body, or
    /// of the one that the article is about; none is a firm's or a person's.
    fn of_population(&self, told: Told) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let discourse = self.context.discourse;
        let all = &discourse.abouts;
        let one = &all[told.about?];
        let topic = || {
            discourse
                .topic
                .filter(|&topic| all[topic].is_area && !one.is_area)
        };
        let area = one.area.or_else(topic)?;
        let lexicon = self.context.lexicon;
        let of = |i: usize| lexicon.sort(self.text(), i, &[Sort::Population]).is_some();
        let whole = (self.clause_start().min(figure)..figure).any(of);
        (whole && !all[area].label.is_empty()).then_some(Told {
            about: Some(area),
            ..told
        })
    }

    fn told_of(&self, earlier: &[Linked], whole: Option<&Linked>, measure: Measure) -> Told {
        self.counts_who_came()
            .then(|| self.carried(earlier))
            .or_else(|| self.respective())
            .or_else(|| self.item())
            .or_else(|| self.beside())
            .or_else(|| self.we())
            .or_else(|| self.inspected())
            .or_else(|| self.of_water().or_else(|| self.of_dissolved()))
            .or_else(|| self.own())
            .or_else(|| self.reported())
            .or_else(|| self.of_item(earlier))
            .or_else(|| self.there())
            .or_else(|| self.singled())
            .or_else(|| self.opened())
            .or_else(|| self.behind())
            .or_else(|| self.fronted())
            .or_else(|| self.before(earlier))
            .or_else(|| self.placed())
            .or_else(|| self.of_village().or_else(|| self.sourced()))
            .or_else(|| whole.map(|whole| whole.told))
            .or_else(|| self.normed(measure))
            .unwrap_or_else(|| self.carried(earlier))
    }

    pub(super) fn referents(&self, range: Range<usize>) -> &[Referent] {
        self.context.referents(range)
    }

    /// The name that the figure stands at: «thị xã Điện Bàn (1.034 ca)», «Quảng La: 421,6 mm», «là xã An Hòa với 12 hộ».
    fn item(&self) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let floor = self.floor().max(figure.saturating_sub(ITEM + 12));
        let last = self.referents(floor..figure).last()?;
        let end = last.tokens.end;
        // «Riêng xã An Hòa, năm 2022 có 12 vụ»
        let dated = self
            .text()
            .is_sign(end, ',')
            .then(|| self.time_at(end + 1))
            .flatten();
        let from = dated.map_or(end, |time| time.tokens.end).min(figure);
        // «cao hơn bình quân cả nước là 46,7%»
        let compared = (last.tokens.start.saturating_sub(LONGEST_BASE)..last.tokens.start)
            .any(|i| self.word_is(i, &["hơn", "với"]));
        let base = last.stance == Stance::Apart
            && compared
            && figure == end + 1
            && (self.word_is(end, &["là"]) || self.text().is_sign(end, '('));
        // «xóm Đồng Xuân, nơi 100% hộ có nhà kiên cố», also «giáp ranh xã An Hòa, nơi còn 86 hộ»
        let there = self.text().is_sign(end, ',') && self.word_is(end + 1, &["nơi"]);
        let within = there && self.is_spoken_of_apart(last);
        if last.about.is_none()
            || (last.stance == Stance::Source || last.stance.is_apart()) && !base && !within
            || end > figure
            || figure - from > ITEM
        {
            return None;
        }
        let between = || (end..figure).map(|i| self.text().token(i).sign);
        // «đứng đầu danh sách là Công ty An Bình, nợ 2 tỷ đồng», «thấp nhất là xã An Hòa, chỉ đạt 81%»
        let body = last
            .about
            .is_some_and(|about| self.context.discourse.abouts[about].head.is_some());
        let close = figure - end <= CLOSE;
        let apart = |i: usize| match self.text().token(i).sign {
            ',' => i > end || !body && !close,
            sign => sign == ';',
        };
        let opened = matches!(self.text().token(end).sign, '(' | ':')
            && !between()
                .skip(1)
                .any(|sign| matches!(sign, ')' | ';' | '.' | '('));
        let told = last.stance == Stance::Item && !(from..figure).any(apart);
        let listed = self.is_named_item(last);
        (opened || told || there || listed || base).then_some(Told {
            about: last.about,
            reach: if told || there {
                Reach::Sentence
            } else {
                Reach::Item
            },
        })
    }

    /// «An Hòa 5 xã, | Bình Lâm 3 xã», «Hội Nông dân 534 tỷ đồng; | Hội Phụ nữ 612 tỷ đồng»: a place or a body right before the
    /// figure in a list of such pairs.
    fn is_named_item(&self, item: &Referent) -> bool {
        let all = &self.context.discourse.abouts;
        let area = |referent: &Referent| {
            let about = referent.about.filter(|&about| !all[about].is_abroad)?;
            Some(all[about].is_area)
        };
        let figure = self.quantity.figure.start;
        let wanted = area(item);
        if item.tokens.end != figure || wanted.is_none() {
            return false;
        }
        let paired = |other: &Quantity| {
            let at = other.figure.start;
            let named = self.referents(at.saturating_sub(LONGEST_NAME)..at).last();
            named.is_some_and(|named| named.tokens.end == at && area(named) == wanted)
        };
        let mut around = [self.before, self.after].into_iter().flatten();
        around.any(paired)
    }

    /// «41.500 đồng/kg (Chư Prông)», «41.500 đồng tại Gia Nghĩa và 41.400 đồng ở Đắk R'lấp»: the place right behind the
    /// figure, alone in a bracket or as the figure before has one too.
    fn beside(&self) -> Option<Told> {
        let text = self.text();
        let located = |end: usize| {
            let place = self.referents(end + 1..end + 2).first()?;
            let area = place
                .about
                .is_some_and(|about| self.context.discourse.abouts[about].is_area);
            area.then_some(place)
        };
        let end = self.quantity.tokens.end;
        let place = located(end)?;
        let bracketed = text.is_sign(end, '(') && text.is_sign(place.tokens.end, ')');
        let is_located = |other: &Quantity| {
            located(other.tokens.end).is_some_and(|place| place.stance == Stance::Place)
        };
        let paired = place.stance == Stance::Place
            && [self.before, self.after]
                .into_iter()
                .flatten()
                .any(is_located);
        (bracketed || paired).then_some(Told {
            about: place.about,
            reach: Reach::Item,
        })
    }

    /// «Thanh tra tỉnh thanh tra tại huyện Yên Định, qua đó phát hiện 12 vụ»: what inspectors find is of where they inspect.
    fn inspected(&self) -> Option<Told> {
        let naming = &self.context.lexicon.naming;
        let all = &self.context.discourse.abouts;
        let figure = self.quantity.figure.start;
        let range = self.sentence.start..figure.max(self.sentence.start);
        let told = self.referents(range);
        let agent = told.iter().rposition(|agent| agent.stance.opens())?;
        let inspects = |about: usize| {
            let head = all[about].head;
            naming.has(head, Trait::Inspects) || naming.is(head, "ubkt")
        };
        told[agent].about.filter(|&about| inspects(about))?;
        let place = |at: &&Referent| at.stance == Stance::Place && at.about.is_some();
        let finds = |i: usize| {
            self.word_is(i, &["phát", "chỉ", "làm", "kết"])
                && self.word_is(i + 1, &["hiện", "ra", "rõ", "luận"])
        };
        let found = |range: Range<usize>| range.into_iter().any(finds);
        // «đã tiến hành 8 cuộc thanh tra tại các xã …, phát hiện» reports on their own work
        let counts = |range: Range<usize>| {
            let mut range = range;
            range.any(|i| self.text().token(i).kind == Kind::Number)
        };
        let acts = told[agent].tokens.end;
        if let Some(behind) = told[agent + 1..].iter().rfind(place) {
            let own = counts(acts..behind.tokens.start);
            return (found(behind.tokens.end..figure) && !own).then_some(Told {
                about: behind.about,
                reach: Reach::Sentence,
            });
        }
        if !found(acts..figure) || counts(acts..figure) {
            return None;
        }
        // «Dân phản ánh khoản thu ở xã An Hòa. UBKT Huyện ủy vào cuộc, làm rõ số tiền 90 triệu đồng»
        let text = self.text();
        let line = text.lines()[text.line_of(figure)].start;
        let last = text.sentence_of(figure).saturating_sub(2);
        let from = text.sentences()[last].start.max(line).min(acts);
        let inner = |at: &&Referent| self.is_spoken_of_apart(at);
        let before = self.referents(from..told[agent].tokens.start).iter();
        Some(Told {
            about: before.filter(place).rfind(inner)?.about,
            reach: Reach::Sentence,
        })
    }

    /// Whoever acts, owns or is located in the figure's own clause.
    fn own(&self) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let clause = self.referents(self.clause_start()..figure);
        let opens =
            |referent: &&Referent| referent.stance.opens() && !self.is_one_of_many(referent);
        let agent = clause.iter().rev().find(opens);
        let inner = clause.iter().enumerate().find(|&(i, referent)| {
            !self.is_one_of_many(referent)
                && matches!(referent.stance, Stance::Owner | Stance::Item)
                || referent.stance == Stance::Place
                    && !self.is_away(&clause[..i], referent)
                    && !self.is_at_body(referent)
        });
        let inner = inner.map(|(_, inner)| inner);
        agent.map(|agent| self.told(agent)).or(inner
            .or_else(|| self.household(clause))
            .or_else(|| self.household_behind())
            .or_else(|| self.market(clause))
            .or_else(|| self.within(clause))
            .map(|inner| Told {
                about: inner.about,
                reach: if self.begins_line()
                    && !self.is_market(inner)
                    && !self.is_served(inner)
                    && inner.stance != Stance::Modifier
                    || self.speaks(inner)
                {
                    Reach::Paragraph
                } else {
                    Reach::Sentence
                },
            }))
    }

    /// «Tỷ lệ lao động Hà Tĩnh cư trú tại Hàn Quốc là 21%»: another country, which only says where those of an area are.
    fn is_away(&self, before: &[Referent], place: &Referent) -> bool {
        let discourse = self.context.discourse;
        let at_home = |before: &Referent| {
            let area = |about: usize| discourse.abouts[about].is_area;
            before.about.is_some_and(area) && !self.is_market(before)
        };
        self.is_market(place) && before.iter().any(at_home)
    }

    /// «Toàn xã có 412 hộ còn dư nợ tại Ngân hàng An Bình»: with whom those of an area deal.
    fn is_at_body(&self, place: &Referent) -> bool {
        let discourse = self.context.discourse;
        let body = |about: usize| discourse.abouts[about].head.is_some();
        place.about.is_some_and(body)
            && self
                .opening(self.sentence.start..place.tokens.start)
                .and_then(|agent| agent.about)
                .is_some_and(|about| discourse.abouts[about].is_area)
    }

    /// «Phó Giám đốc Chi nhánh Yên Bái cho biết, doanh số của chi nhánh đạt …», «Chủ tịch UBND xã An Hòa cho biết, cái được của xã
    /// là …»: the body whose officer speaks, or its area.
    fn speaks(&self, owner: &Referent) -> bool {
        let text = self.text();
        let start = text.sentences()[text.sentence_of(owner.tokens.start)].start;
        let all = &self.context.discourse.abouts;
        let own = |office: &Referent| {
            let area = || office.about.and_then(|about| all[about].area);
            office.about == owner.about || owner.about.is_some() && area() == owner.about
        };
        let mut before = self.referents(start..owner.tokens.start).iter();
        owner.stance == Stance::Owner
            && before.any(|office| office.stance == Stance::Office && own(office))
    }

    /// «dư nợ trên địa bàn tỉnh đạt …» in an article about a bank of the province: its own area.
    fn is_served(&self, place: &Referent) -> bool {
        let discourse = self.context.discourse;
        let area = discourse
            .topic
            .and_then(|topic| discourse.abouts[topic].area);
        area.is_some() && area == place.about
    }

    /// Whether the figure is told of by what its paragraph begins with.
    fn begins_line(&self) -> bool {
        let text = self.text();
        let line = text.opening(text.line_of(self.quantity.figure.start));
        self.sentence.start == line && self.before.is_none_or(|before| before.figure.start < line)
    }

    /// «giá cá tra sang | thị trường Trung Quốc | đạt …», not «xuất khẩu sang Trung Quốc đạt …», which is told of the seller.
    fn market<'r>(&self, clause: &'r [Referent]) -> Option<&'r Referent> {
        let discourse = self.context.discourse;
        let body_acts = discourse
            .topic
            .map(|topic| &discourse.abouts[topic])
            .is_some_and(|topic| !topic.is_area || topic.unit.is_some());
        clause.iter().rev().find(|referent| {
            let abroad = referent
                .about
                .is_some_and(|about| discourse.abouts[about].is_abroad);
            let start = referent.tokens.start;
            // «giá tôm sang Mỹ còn 9 USD», «tôm cỡ lớn sang Mỹ còn 9 USD/kg»
            let end = self.quantity.figure.end;
            let priced = || {
                self.quantity.dimension == Dimension::Money && self.text().is_sign(end, '/')
                    || (self.clause_start()..start).any(|i| self.word_is(i, &["Giá", "giá"]))
            };
            let before = start.saturating_sub(1);
            let partner = discourse.topic.is_some()
                && self.word_is(before, &["sang", "từ", "vào", "và", "trường"])
                && !priced();
            let passing = matches!(referent.stance, Stance::Passing | Stance::Modifier);
            abroad && passing && !partner && !body_acts
        })
    }

    /// «“Vườn tôm | nhà tôi | được đền 65.000 đồng/m2”»: the family that speaks.
    pub(super) fn household<'r>(&self, clause: &'r [Referent]) -> Option<&'r Referent> {
        clause.iter().rev().find(|referent| {
            let person = |about: usize| self.context.discourse.abouts[about].is_person();
            // «Có nhà tôi đi lại 4 lần» tells of another one's
            let other = self.word_is(referent.tokens.start.saturating_sub(1), &["có", "Có"]);
            referent.stance == Stance::Modifier && referent.about.is_some_and(person) && !other
        })
    }

    /// «“7 sào ổi | nhà tôi | đang rộ trái”»: the family whose the counted things are.
    fn household_behind(&self) -> Option<&Referent> {
        let end = self.quantity.figure.end;
        let behind = self.referents(end..(end + HOUSEHOLD).min(self.ceiling()));
        let own = behind.first().filter(|own| {
            let person = |about: usize| self.context.discourse.abouts[about].is_person();
            own.about.is_some_and(person)
                && own.tokens.len() > 1
                && (end..own.tokens.start).all(|i| self.text().token(i).kind == Kind::Word)
        });
        // «căn phòng 14m2 | của gia đình anh Thiệp»
        let whose = |own: &&Referent| own.stance == Stance::Owner;
        own.filter(|own| whose(own) || self.text().is_quoted(self.quantity.figure.start))
    }

    /// «thu ngân sách huyện Yên Định đạt …»: whose it is, without a word between.
    fn within<'r>(&self, clause: &'r [Referent]) -> Option<&'r Referent> {
        let first = clause.first()?;
        let about = &self.context.discourse.abouts[first.about?];
        // a region («khu vực Tây Nguyên») only tells where
        let area = about.is_area && (about.unit.is_some() || about.entity.is_none());
        // «Sản lượng điện | Công ty Nhiệt điện Sơn Động | đạt 586 triệu kWh»
        let (lexicon, text, end) = (self.context.lexicon, self.text(), first.tokens.end);
        let business = |i: usize| lexicon.sort(text, i, &[Sort::Business]).is_some();
        let firm = lexicon.naming.is_venture(about.head)
            && first.stance == Stance::Modifier
            && (end == self.quantity.figure.start || text.hit(end, Class::Cue).is_some())
            && (self.clause_start()..first.tokens.start).any(business);
        // «tủ sách pháp luật xã» is of any commune
        let noun = self.text().hit(first.tokens.start, Class::PlaceKind);
        let bare = noun.is_some_and(|noun| noun.end() == first.tokens.end && noun.len == 1)
            || self
                .text()
                .hit(first.tokens.start, Class::StandIn)
                .is_some();
        let spoken = first.stance == Stance::Modifier && self.is_spoken_of_apart(first);
        (area && spoken && !bare || firm).then_some(first)
    }

    /// «…; riêng xã An Hòa mới có 9 hộ, | đạt 15%»: whoever the item is told of that the figure before stands in.
    fn of_item(&self, earlier: &[Linked]) -> Option<Told> {
        let figure = self.quantity.figure.start;
        let last = earlier.last()?;
        let end = last.quantity.figure.end;
        let stands =
            last.told.reach == Reach::Sentence && last.quantity.figure.start >= self.sentence.start;
        let ends = |i: usize| matches!(self.text().token(i).sign, ')' | ';' | '(');
        if !stands || (end.min(figure)..figure).any(ends) {
            return None;
        }
        let floor = last
            .quantity
            .figure
            .start
            .saturating_sub(ITEM + LONGEST_NAME);
        let of = self
            .referents(floor.max(self.sentence.start)..last.quantity.figure.start)
            .last()?;
        let singled = of.stance == Stance::Item && of.about == last.told.about;
        singled.then_some(last.told)
    }

    /// «…, có 1 người chết ở Quảng Ngãi»: where a clause of its own says it happened.
    fn there(&self) -> Option<Told> {
        let start = self.quantity.figure.start;
        let own = start > self.sentence.start + 1
            && self.word_is(start - 1, &["có"])
            && self.text().is_sign(start - 2, ',');
        let end = self.quantity.tokens.end;
        let text = self.text();
        let limit = self.ceiling().min(end + BEHIND);
        let stop = (end..limit)
            .find(|&i| text.token(i).kind == Kind::Sign)
            .unwrap_or(limit);
        let place = own.then(|| {
            let all = &self.context.discourse.abouts;
            let located = |referent: &&Referent| {
                let unit = |about: usize| all[about].is_area && all[about].unit.is_some();
                referent.stance == Stance::Place && referent.about.is_some_and(unit)
            };
            self.referents(end..stop).iter().find(located)
        });
        Some(Told {
            about: place.flatten()?.about,
            reach: Reach::Item,
        })
    }

    /// «Riêng ở xã An Hòa, nghề nuôi dê tạo việc làm cho 30 hộ»: what a clause singles out before its comma, where nobody acts
    /// behind it.
    fn singled(&self) -> Option<Told> {
        let (text, figure) = (self.text(), self.quantity.figure.start);
        let floor = figure
            .saturating_sub(LONGEST_SENTENCE)
            .max(self.sentence.start);
        let referents = self.referents(floor..figure);
        let at = referents.iter().rposition(|item| {
            let start = item.tokens.start;
            let from = start.saturating_sub(SINGLED).max(self.sentence.start);
            let begins = (from..start).any(|i| {
                let heads = i == self.sentence.start || text.is_sign(i - 1, ';');
                heads && self.word_is(i, &["Riêng", "riêng"])
            });
            begins && item.stance == Stance::Item && text.is_sign(item.tokens.end, ',')
        })?;
        let acts = referents[at + 1..]
            .iter()
            .any(|behind| behind.stance.opens());
        let ended = (referents[at].tokens.end..figure).any(|i| text.is_sign(i, ';'));
        (!acts && !ended).then_some(Told {
            about: Some(referents[at].about?),
            reach: Reach::Sentence,
        })
    }

    /// Whoever opens an earlier clause of the sentence.
    fn opened(&self) -> Option<Told> {
        let range = self.sentence.start..self.quantity.figure.start;
        // «Huyện kiến nghị tỉnh thu hồi dự án, | phấn đấu đưa 5 khu vào khai thác»: the asker goes on
        let over = |agent: &Referent| {
            let behind = agent.tokens.end..self.quantity.figure.start;
            let strives =
                |i: usize| self.text().is_sign(i, ',') && self.word_is(i + 1, &["phấn", "quyết"]);
            agent.stance == Stance::Asked && behind.into_iter().any(strives)
        };
        // «xã nhận 74 đơn, trong đó thôn An Hòa có 29 đơn; | đã giải quyết 68 đơn»: the part ends with its item
        let left = |agent: &Referent| {
            let mut behind = agent.tokens.end..self.quantity.figure.start;
            self.is_part(agent) && behind.any(|i| self.text().is_sign(i, ';'))
        };
        self.opening_that(range, |agent| !over(agent) && !left(agent))
            .map(|agent| self.told(agent))
    }

    /// «Công ty An Bình cho biết, doanh thu đạt 9 tỷ đồng»: the business of whoever tells it, not «doanh thu ngành bán lẻ».
    fn reported(&self) -> Option<Told> {
        let (lexicon, text) = (self.context.lexicon, self.text());
        let figure = self.quantity.figure.start;
        let floor = self
            .sentence
            .start
            .max(figure.saturating_sub(LONGEST_SENTENCE));
        let source = self.referents(floor..figure).last()?;
        let head = self.context.discourse.abouts[source.about?].head?;
        let firm = lexicon.naming.organizations[head].data.tells_of_itself();
        let business = |i: usize| {
            let end = lexicon.sort(text, i, &[Sort::Business])?;
            let free = text.hit(end, Class::Cue).is_some() || self.time_at(end).is_some();
            (free || end == figure).then_some(end)
        };
        let own = || (source.tokens.end..figure).find_map(business).is_some();
        (source.stance == Stance::Source && firm && own()).then_some(Told {
            about: source.about,
            reach: Reach::Paragraph,
        })
    }

    /// «dịch xảy ra tại xã Định Long, huyện Yên Định, làm 6 con trâu chết»: where the sentence says it happened.
    fn placed(&self) -> Option<Told> {
        let range = self.sentence.start..self.quantity.figure.start;
        let all = self.referents(range);
        let (_, place) = all.iter().enumerate().rev().find(|&(i, referent)| {
            referent.stance == Stance::Place
                && (self.is_spoken_of_apart(referent) || self.is_surveyed(referent))
                && !self.is_away(&all[..i], referent)
                && !self.is_one_of_many(referent)
        })?;
        Some(Told {
            about: place.about,
            reach: Reach::Sentence,
        })
    }

    /// «Khảo sát tại | chợ Mơ | cho thấy, rau muống lên 9.000 đồng/mớ»: the site that something is seen at.
    fn is_surveyed(&self, site: &Referent) -> bool {
        let all = &self.context.discourse.abouts;
        let place = site.about.is_some_and(|about| all[about].kind.is_some());
        let looks = |i: usize| {
            self.word_is(i, &["Khảo", "Ghi", "khảo", "ghi"])
                && self.word_is(i + 1, &["sát", "nhận"])
                || self.word_is(i, &["kiểm"]) && self.word_is(i + 1, &["tra"])
        };
        let (start, at) = (self.sentence.start, site.tokens.start);
        place && (start..at.min(start + SURVEY)).any(looks)
    }

    /// «Theo Phòng Kinh tế huyện Yên Định, bão làm sập 12 căn nhà»: a local office tells of its own area.
    fn sourced(&self) -> Option<Told> {
        let discourse = self.context.discourse;
        let range = self.sentence.start..self.quantity.figure.start;
        let told_by = |stances: &'static [Stance]| {
            let said = self.referents(range.clone()).iter().rev();
            let told = said.filter(move |referent| stances.contains(&referent.stance));
            told.filter_map(|referent| referent.about)
        };
        let mut sources = told_by(&[Stance::Source]);
        // «theo báo cáo của các tỉnh An Giang, Kiên Giang, …»
        let together = sources
            .clone()
            .find(|&about| discourse.abouts[about].is_several());
        if together.is_some() && discourse.topic.is_none_or(|topic| Some(topic) == together) {
            return Some(Told {
                about: together,
                reach: Reach::Paragraph,
            });
        }
        // «Theo báo cáo của Chi nhánh Ngân hàng An Bình, dư nợ đạt 9 tỷ đồng»: its own
        // nor «Công ty Điện lực Yên Bái cho biết, 3 trạm mất điện», in an article about the province
        let home = discourse
            .topic
            .and_then(|topic| discourse.abouts[topic].unit);
        let branch = |&about: &usize| {
            let about = &discourse.abouts[about];
            let is = |id| self.context.lexicon.naming.is(about.head, id);
            let own = is("chi_nhanh") || home.is_some() && is("cong_ty");
            own && !about.label.is_empty()
        };
        let branch = told_by(&[Stance::Source, Stance::Office]).find(branch);
        if branch.is_some() {
            return Some(Told {
                about: branch,
                reach: Reach::Paragraph,
            });
        }
        // «VASEP kỳ vọng xuất khẩu đạt 9 tỷ USD» behind what is told of a province, in an article about the country
        let of_branch = |&about: &usize| {
            let about = &discourse.abouts[about];
            let is = |id| self.context.lexicon.naming.is(about.head, id);
            about.unit.is_none() && (is("associations") || is("hiep_hoi"))
        };
        if let Some(topic) = discourse.topic.filter(|_| home.is_none())
            && discourse.abouts[topic].is_area
            && told_by(&[Stance::Source]).any(|about| of_branch(&about))
        {
            return Some(Told {
                about: Some(topic),
                reach: Reach::Sentence,
            });
        }
        let area = |about: usize| {
            let of = &discourse.abouts[about];
            of.area.or(of.is_area.then_some(about))
        };
        // «Trưởng Phòng Kinh tế thị xã Sa Pa cho biết: “Chúng tôi lập 12 tổ”», «Bí thư Đảng ủy xã An Hòa kể, …»: so does an officer of
        // one, in other words than his own not that of an agency
        let quoted = self.text().is_quoted(self.quantity.figure.start);
        let naming = &self.context.lexicon.naming;
        let of_all = |&about: &usize| {
            let head = discourse.abouts[about].head;
            let agency =
                head.is_some_and(|head| naming.organizations[head].data.role == HeadRole::Agency);
            !agency && !naming.has(head, Trait::Inspects)
        };
        let speaks = || {
            let from = if quoted {
                self.speech()
            } else {
                self.sentence.start
            };
            let said = self.referents(from..self.quantity.figure.start).iter();
            let mut offices = said.filter(|at| at.stance == Stance::Office);
            let told = |at: &Referent| area(at.about.filter(|about| quoted || of_all(about))?);
            offices.find_map(told)
        };
        let (office, reach) = match sources.find_map(area) {
            Some(office) => (office, Reach::Sentence),
            None if quoted => (speaks()?, Reach::Paragraph),
            None => (speaks()?, Reach::Sentence),
        };
        let gazetteer = &self.context.lexicon.gazetteer;
        let unit = |about: usize| discourse.abouts[about].unit;
        // an article about a Party organization is about its area, too
        let around = |topic: usize| unit(topic).or_else(|| unit(discourse.abouts[topic].area?));
        let (inner, outer) = unit(office).zip(discourse.topic.and_then(around))?;
        // «Theo Chi cục Thú y tỉnh, dịch xảy ra tại 18 xã», in an article that begins with one of them
        let above =
            gazetteer.is_within(outer, gazetteer.unit(inner).code, None) && !discourse.is_headed;
        let local = inner != outer
            && !discourse.abouts[office].label.is_empty()
            && (above || gazetteer.is_within(inner, gazetteer.unit(outer).code, None));
        local.then_some(Told {
            about: Some(office),
            reach,
        })
    }

    /// Where the sentence begins that what is said began in, a few back.
    fn speech(&self) -> usize {
        let text = self.text();
        let own = text.sentence_of(self.quantity.figure.start);
        let starts = text.sentences()[own.saturating_sub(SPEECH)..=own]
            .iter()
            .rev();
        let first = starts
            .map(|sentence| sentence.start)
            .find(|&start| !text.is_quoted(start));
        first.unwrap_or(self.sentence.start)
    }

    /// One who acts goes on acting; an item of a list, a person and a thing that is not the topic do not.
    pub(super) fn told(&self, agent: &Referent) -> Told {
        let discourse = self.context.discourse;
        let thing = agent.about.is_some_and(|about| {
            // «Tại đảo Hòn Khoai, …» sets the scene
            discourse.abouts[about].is_thing
                && discourse.topic != Some(about)
                && (agent.stance != Stance::Frame || discourse.abouts[about].kind.is_none())
                && !self.opens_line(agent)
        });
        let reach = if self.is_listed(agent) {
            Reach::Item
        } else if thing
            || self.is_market(agent)
            || self.are_together(agent)
            || agent.about.is_none()
            || matches!(agent.stance, Stance::Asked | Stance::Item)
            || self.is_part(agent)
            || self.is_auditor(agent)
            || self.is_example(agent)
            || self.is_foremost(agent)
            || self.is_contrasted(agent)
        {
            Reach::Sentence
        } else {
            Reach::Paragraph
        };
        Told {
            about: self.passed(agent).or(agent.about),
            reach,
        }
    }

    /// «Trên quốc lộ 5 đoạn chạy qua | tỉnh | có 12 vụ»: the area that a road crosses.
    fn passed(&self, road: &Referent) -> Option<usize> {
        let all = &self.context.discourse.abouts;
        let end = road.tokens.end;
        let next = self.referents(end..end + LONGEST_WAY).first()?;
        let through = self.word_is(next.tokens.start.saturating_sub(1), &["qua"]);
        // «Quốc lộ 5 | đoạn | qua xã An Hòa ngập 0,4 m»: in an article about something else than the road
        let part =
            self.word_is(end, &["đoạn", "chảy"]) && self.context.discourse.topic != road.about;
        let area = next.about.filter(|&about| all[about].is_area);
        let thing = road.about.is_some_and(|about| all[about].is_thing);
        let frame = road.stance == Stance::Frame && next.stance == Stance::Place;
        area.filter(|_| (frame || part) && thing && through)
    }

    /// «Bãi rác Khe Gốm tiếp nhận 45 tấn …»: what a paragraph begins with is what it tells of.
    fn opens_line(&self, agent: &Referent) -> bool {
        let text = self.text();
        let start = agent.tokens.start;
        let line = text.opening(text.line_of(start));
        // «Theo thiết kế, | cầu Bến Giằng | dài 190 m»
        let first = || {
            let mut before = self.referents(line..start).iter();
            let all = &self.context.discourse.abouts;
            let near = |about: usize| {
                // «(QNO) - Ngày 17/6, | Hội Nông dân huyện |»
                let body = all[about].head.is_some();
                let most = if body { DATED } else { OPENING };
                start < line + most && (body || all[about].kind.is_some())
            };
            agent.about.is_some_and(near) && before.all(|before| before.stance.is_apart())
        };
        agent.stance == Stance::Agent && (line == start || first())
    }

    /// «Huyện Yên Định là địa phương có dư nợ cao nhất với …»: one of those that the article is about, unless a paragraph
    /// begins with it.
    fn is_foremost(&self, agent: &Referent) -> bool {
        let end = agent.tokens.end;
        !self.opens_line(agent)
            && agent.about.is_some_and(|about| self.is_inner(about))
            && self.word_is(end, &["là"])
            && (end..self.quantity.figure.start.max(end)).any(|i| self.word_is(i, &["nhất"]))
    }

    /// «Ngược lại, huyện Yên Định mới thu được 41 tỷ đồng»: one of those that the article is about, set against the others.
    fn is_contrasted(&self, agent: &Referent) -> bool {
        let start = self.text().sentences()[self.text().sentence_of(agent.tokens.start)].start;
        agent.about.is_some_and(|about| self.is_inner(about))
            && self.word_is(start, &["Ngược", "Trái"])
            && self.word_is(start + 1, &["lại"])
    }

    /// «Kiểm toán Nhà nước đã có báo cáo.»: what is told then is of those it has audited.
    fn is_auditor(&self, agent: &Referent) -> bool {
        let discourse = self.context.discourse;
        agent.about.is_some_and(|about| {
            discourse.topic != Some(about)
                && (self.context.lexicon.naming)
                    .is(discourse.abouts[about].head, "kiem_toan_nha_nuoc")
        })
    }

    /// «Mỹ nhập 12 triệu USD»: another country than the one the article is about.
    fn is_market(&self, agent: &Referent) -> bool {
        let discourse = self.context.discourse;
        let abroad = |about: usize| discourse.abouts[about].is_abroad;
        agent.about.is_some_and(abroad) && discourse.topic.is_none_or(|topic| !abroad(topic))
    }

    /// «Các xã An Hòa, Bình Lâm đã về đích»: several areas within the one that the article is about.
    fn are_together(&self, agent: &Referent) -> bool {
        let several = |about: usize| self.context.discourse.abouts[about].is_several();
        agent
            .about
            .is_some_and(|about| several(about) && self.is_inner(about))
    }

    /// The last one that opens a clause of a range.
    fn opening(&self, range: Range<usize>) -> Option<&Referent> {
        self.opening_that(range, |_| true)
    }

    /// The last one of some kind that opens a clause of a range.
    pub(super) fn opening_that(
        &self,
        range: Range<usize>,
        fits: impl Fn(&Referent) -> bool,
    ) -> Option<&Referent> {
        let mut at = range.end;
        let mut closed = 0;
        let start = range.start.max(at.saturating_sub(LONGEST_SENTENCE));
        self.referents(start..at).iter().rev().find(|referent| {
            // «12 nhà (xã An Hòa 7, xã Bình Lâm 5) và 1 trường»: what a bracket tells ends with it
            closed = self.closed_between(referent.tokens.end.min(at)..at, closed);
            at = referent.tokens.start;
            let opens = referent.stance.opens()
                || self.owns_line(referent)
                || self.speaks(referent)
                || self.is_instance(referent);
            let told = closed == 0 && !self.is_listed(referent) && !self.is_one_of_many(referent);
            opens && told && fits(referent)
        })
    }

    /// «| Chị Hai | chỉ là một trong 1.246 công nhân của Công ty An Bình»: an example, where what follows is of all; an area goes on.
    fn is_one_of_many(&self, example: &Referent) -> bool {
        let text = self.text();
        let area = |about: usize| self.context.discourse.abouts[about].is_area;
        if example.stance.opens() && example.about.is_some_and(area) {
            return false;
        }
        let end = example.tokens.end;
        let words =
            (end..text.len().min(end + EXAMPLE)).take_while(|&i| text.token(i).kind == Kind::Word);
        let mut of = words.filter(|&i| text.slice(i..text.len().min(i + 3)) == "là một trong");
        of.next().is_some_and(|of| {
            let counted = |i: usize| {
                text.token(i).kind == Kind::Number || text.hit(i, Class::Numeral).is_some()
            };
            (of + 3..text.len().min(of + 3 + EXAMPLE))
                .take_while(|&i| text.token(i).kind != Kind::Sign)
                .any(counted)
        })
    }

    /// «… để xảy ra sai phạm như | UBND xã An Hòa (huyện Yên Định) | giao đất cho 7 hộ»: one of those before, of which its
    /// clause goes on telling.
    fn is_instance(&self, referent: &Referent) -> bool {
        let figure = self.quantity.figure.start;
        let mut open = 0;
        let mut goes_on = (referent.tokens.end..figure).map(|i| self.text().token(i).sign);
        referent.stance == Stance::Item
            && referent.tokens.start >= self.sentence.start
            && goes_on.all(|sign| {
                open += i32::from(sign == '(') - i32::from(sign == ')');
                open > 0 || !matches!(sign, ',' | ';' | ':')
            })
            && open == 0
    }

    /// «Nhà máy của | Công ty An Bình | là ví dụ. Khởi công năm ngoái, nay có 90 lao động»: whose what a paragraph begins with
    /// is.
    fn owns_line(&self, referent: &Referent) -> bool {
        let text = self.text();
        let start = referent.tokens.start;
        let line = text.lines()[text.line_of(start)].start;
        let venture = referent.about.is_some_and(|about| {
            let head = self.context.discourse.abouts[about].head;
            self.context.lexicon.naming.is_venture(head)
        });
        // «Điểm trường Tà Cóm của | Trường Tiểu học Trung Lý» tells of itself
        let named = |before: &Referent| before.stance.opens() && before.about.is_some();
        referent.stance == Stance::Owner
            && venture
            && start < line + OPENING
            && !self.referents(line..start).iter().any(named)
    }

    /// How many brackets that are closed behind a range or in it are opened before it, where `closed` are closed behind it.
    fn closed_between(&self, range: Range<usize>, closed: usize) -> usize {
        range
            .rev()
            .fold(closed, |closed, i| match self.text().token(i).sign {
                ')' => closed + 1,
                '(' => closed.saturating_sub(1),
                _ => closed,
            })
    }

    /// «…, trong đó huyện Yên Định có 12 vụ»: a part of what the sentence tells of.
    fn is_part(&self, referent: &Referent) -> bool {
        let text = self.text();
        let start = referent.tokens.start;
        let start = start - usize::from(start > 0 && text.is_sign(start - 1, ','));
        start > self.sentence.start
            && self.word_is(start - 1, &["đó"])
            && self.word_is(start.saturating_sub(2), &["trong", "Trong"])
    }

    /// «Tại huyện Yên Định, dịch xảy ra tại 7 xã, gồm: xã An Hòa; xã Bình Lâm …»: what is listed where another one is told of.
    fn is_example(&self, referent: &Referent) -> bool {
        let text = self.text();
        let sentence = &text.sentences()[text.sentence_of(referent.tokens.start)];
        let floor = sentence
            .start
            .max(referent.tokens.start.saturating_sub(LONGEST_LIST));
        let colon = (floor..referent.tokens.start)
            .rev()
            .find(|&i| text.is_sign(i, ':'));
        colon.is_some_and(|colon| {
            // «một số xã làm tốt như: …»
            self.singles_out(colon)
                || self.referents(floor..colon).iter().any(|before| {
                    before.stance.opens() && before.about.is_some() && before.tokens.end < colon
                })
        })
    }

    /// Whether what follows is singled out: «như: …», «cao nhất là: …».
    fn singles_out(&self, end: usize) -> bool {
        let stances = &self.context.lexicon.naming.stances;
        let mut cues = self.text().hits_ending(end, Class::Stance);
        cues.any(|(_, hit)| stances[hit.entry()].data == Cue::Apiece)
    }

    /// An item of a list has a figure of its own in brackets or stands beside others.
    fn is_listed(&self, referent: &Referent) -> bool {
        let text = self.text();
        let (start, end) = (referent.tokens.start, referent.tokens.end);
        let bracketed = text.is_sign(end, '(')
            && end + 1 < text.len()
            && text.token(end + 1).kind == Kind::Number;
        let all = &self.context.discourse.abouts;
        let area = |of: &Referent| of.about.is_some_and(|about| all[about].is_area);
        let person = |of: &Referent| of.about.is_some_and(|about| all[about].is_person());
        // «Tại thành phố Pleiku, Sở Y tế mở 3 lớp», «qua Hội Phụ nữ, chị vay 30 triệu đồng»: who acts is none of a list
        let joint = |one: &Referent, next: &Referent| {
            let acts = area(one) && !area(next) || person(one) != person(next);
            one.about != next.about && !acts
        };
        let follows = self
            .referents(start.saturating_sub(LONGEST_NAME)..start)
            .last()
            .is_some_and(|before| {
                let near = before.tokens.end + 1 == start && text.is_sign(start - 1, ',');
                near && before.stance != Stance::Source && joint(before, referent)
            });
        let next = self.referents(end + 1..end + 2).first();
        let followed = text.is_sign(end, ',')
            && next.is_some_and(|next| !next.stance.is_apart() && joint(referent, next));
        bracketed || follows && referent.stance != Stance::Frame || followed
    }

    /// The place behind the figure in its clause, or alone in the bracket behind that.
    fn behind(&self) -> Option<Told> {
        let text = self.text();
        let end = self.quantity.tokens.end;
        // «1 người chết và | 2 người bị thương | ở Lạng Sơn»
        let joint = self.after.filter(|after| {
            let start = after.figure.start;
            start > end && start - end < ITEM && self.word_is(start - 1, &["và"])
        });
        let ceiling = joint.map_or(self.ceiling(), |after| after.tokens.end + ITEM);
        let limit = ceiling.min(self.sentence.end).min(end + BEHIND);
        let stop = (end..limit)
            .find(|&i| {
                // «giảm 14,6% | do một số mỏ ở huyện Yên Định hết hạn»: why
                matches!(text.token(i).sign, ',' | ';' | ':' | '.' | '(' | ')')
                    || self.word_is(i, &["do", "vì", "nhờ", "bởi"])
            })
            .unwrap_or(limit);
        // «29% xuất khẩu của cả nước» speaks of a part of it
        let part = self.quantity.dimension == Dimension::Percent;
        // «23 hộ dân | xã An Hòa | khiếu nại»
        let counted = self.quantity.dimension == Dimension::Count;
        let located = |referent: &&Referent| {
            let whose = match referent.stance {
                Stance::Place => true,
                Stance::Owner => !part,
                Stance::Modifier => {
                    counted && referent.tokens.start == end && referent.tokens.len() > 1
                }
                _ => false,
            };
            whose && self.is_spoken_of_apart(referent)
        };
        let place = self.referents(end..stop).iter().find(located);
        let bracketed = || {
            let inside = self.referents(stop + 1..stop + 2).first()?;
            let alone = text.is_sign(stop, '(') && text.is_sign(inside.tokens.end, ')');
            (alone && self.is_spoken_of_apart(inside)).then_some(inside)
        };
        Some(Told {
            about: place.or_else(bracketed)?.about,
            reach: Reach::Item,
        })
    }

    /// Whether a place lies within what the article is about, or is another one in an article whose headline names none.
    pub(super) fn is_spoken_of_apart(&self, referent: &Referent) -> bool {
        let discourse = self.context.discourse;
        let gazetteer = &self.context.lexicon.gazetteer;
        let Some(place) = referent.about.map(|about| &discourse.abouts[about]) else {
            return false;
        };
        let topic = discourse.topic.map(|topic| &discourse.abouts[topic]);
        let units = place.unit.zip(topic.and_then(|topic| topic.unit));
        match units {
            // «tại | Chi nhánh Văn phòng Đăng ký đất đai huyện |, đoàn phát hiện 63 hồ sơ chậm», of a district's own body
            Some((inner, outer)) if inner == outer => {
                let told = place.head.is_some() || !discourse.is_headed;
                told && topic.is_some_and(|topic| topic.is_area)
            }
            Some((inner, outer)) => {
                gazetteer.is_within(inner, gazetteer.unit(outer).code, None)
                    || !discourse.is_headed
                        && topic.is_some_and(|topic| topic.is_area)
                        && !gazetteer.is_within(outer, gazetteer.unit(inner).code, None)
            }
            // several areas together may be what is counted: «tại 2 tỉnh An Giang và Kiên Giang»
            None if place.entity.is_none() && self.counts_areas() => false,
            None => {
                place.is_area && !place.label.is_empty() && topic.is_none_or(|topic| topic.is_area)
            }
        }
    }

    /// «Vay 30 triệu đồng, | anh An | mua bò», «Với 300 ha cam, xã An Hòa dẫn đầu»: what stands before whoever acts, without one
    /// of its own.
    fn fronted(&self) -> Option<Told> {
        let text = self.text();
        let (figure, sentence) = (self.quantity.figure.start, &self.sentence);
        let mut start = sentence.start;
        while start < figure && text.token(start).kind == Kind::Sign {
            start += 1;
        }
        if let Some(time) = self.time_at(start)
            && text.is_sign(time.tokens.end, ',')
        {
            start = time.tokens.end + 1;
        }
        if start >= figure || !FRONTED.contains(&text.word(start).to_lowercase().as_str()) {
            return None;
        }
        let mut behind = self
            .referents(self.quantity.tokens.end..sentence.end)
            .iter();
        let agent = behind.find(|agent| agent.stance.opens())?;
        let comma =
            (self.quantity.tokens.end..agent.tokens.start).rfind(|&i| text.is_sign(i, ','))?;
        let next = agent.tokens.start - comma <= ADDRESS;
        let ended = (figure..comma).any(|i| matches!(text.token(i).sign, ';' | ':' | '”' | ')'));
        (next && !ended && agent.stance == Stance::Agent).then_some(Told {
            about: Some(agent.about?),
            reach: Reach::Sentence,
        })
    }

    fn counts_areas(&self) -> bool {
        let noun = &self.quantity.noun;
        !noun.is_empty() && self.text().hit(noun.start, Class::PlaceKind).is_some()
    }

    /// What the figure before in the sentence is about, as far as it reaches.
    fn before(&self, earlier: &[Linked]) -> Option<Told> {
        let mut at = self.quantity.figure.start;
        let mut is_over = false;
        let mut held = |last: &&Linked| {
            let end = last.quantity.figure.end;
            let ends = |i: usize| matches!(self.text().token(i).sign, ')' | ';');
            is_over |= (end.min(at)..at).any(ends);
            at = end;
            last.told.reach != Reach::Item || !is_over && last.told.about.is_some()
        };
        let sentence = earlier
            .iter()
            .rev()
            .take_while(|last| last.quantity.figure.start >= self.sentence.start);
        // «12 nhà (xã An Hòa 7) và 1 trường»: whoever the bracket is told of does not go on
        let last = sentence.take(BEFORE_BRACKET).find(&mut held)?;
        Some(last.told)
    }

    /// Whether something is, or serves, an area within the one that the article is about.
    pub(super) fn is_inner(&self, about: usize) -> bool {
        let discourse = self.context.discourse;
        let gazetteer = &self.context.lexicon.gazetteer;
        let unit = |about: usize| discourse.abouts[about].unit;
        unit(about)
            .or(discourse.abouts[about].first)
            .zip(discourse.topic.and_then(unit))
            .is_some_and(|(inner, outer)| {
                inner != outer && gazetteer.is_within(inner, gazetteer.unit(outer).code, None)
            })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use serde_json::json;

    use crate::extract::{corpus, extract, lexicon::Lexicon};
    use crate::message::{Limits, parse};

    #[test]
    fn the_corpus_of_subjects_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        let read = |text: &str| {
            let (title, body) = text.split_once("||")?;
            let message = json!({
                "url": "http://a.vn/1", "title": title.trim(), "body": body.trim(),
                "published_at": "2023-12-23", "language": "vi",
            });
            let article = parse(
                message.to_string().as_bytes(),
                Utc::now(),
                &Limits::default(),
            )
            .ok()?;
            let statistics = extract(&article, &lexicon).statistics;
            let found: Vec<String> = statistics
                .iter()
                .map(|statistic| {
                    let subject = statistic.subject.as_ref();
                    let subject = subject.map_or("-", |subject| subject.label.as_str());
                    format!("{}: {subject}", statistic.figure)
                })
                .collect();
            let told = statistics
                .iter()
                .any(|statistic| statistic.subject.is_some());
            told.then(|| found.join("; "))
        };
        corpus::check(
            "subject.corpus.toml",
            include_str!("subject.corpus.toml"),
            read,
        );
    }
}
