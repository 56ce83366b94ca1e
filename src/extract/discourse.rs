//! What the figures of an article can be about, and where it is spoken of: names and the nouns that stand for them in, one
//! list of referents with their stances out.
//!
//! A short or bare name («Huyện ủy», «toàn huyện», «công ty», «đơn vị này») stands for the fullest one of its kind.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::about::{self, About, Abouts};
use super::clause;
use super::entity::Joined;
use super::gazetteer::Level;
use super::lexicon::Class;
use super::mention::{Mention, Named, Scan};
use super::naming::{Guide, KindRole, StandsFor, Trait};
use super::organization::{self, Organization};
use super::period::Time;
use super::place::Place;
use super::refer;
use super::stance::{self, Reader, Stance};
use super::text::Kind;
use super::topic;
use crate::extraction::EntityType;

/// An address has no more parts: «ấp 5, xã Mỹ Quý, huyện Tháp Mười, tỉnh Đồng Tháp».
const LONGEST_ADDRESS: usize = 5;
/// What a person is also called, in brackets, has no more tokens.
const LONGEST_GLOSS: usize = 6;
/// The area of an article's own Party organization is one of so many names that it begins with.
const FIRST_NAMES: usize = 100;
/// How many names back a short name was told in full.
const FULL_NAMES: usize = 40;
/// What a clause begins with before a list of areas has at least so many tokens: «Lớp trẻ đi | Bình Dương, Đồng Nai».
const CLAUSE: usize = 3;
/// How many names back whoever has partners stands.
const NAMES_BACK: usize = 12;
/// What a medal is for is said in no more tokens.
const LONGEST_MEDAL: usize = 12;
/// Who somebody is stands in brackets of no more tokens.
const LONGEST_BRACKETS: usize = 40;

/// One place where something is spoken of.
#[derive(Debug, Clone)]
pub struct Referent {
    /// The name or the noun.
    pub tokens: Range<usize>,
    /// What it is: index into the abouts; none for a person.
    pub about: Option<usize>,
    /// Its part in the sentence.
    pub stance: Stance,
}

/// What an article speaks of.
#[derive(Debug, Default)]
pub struct Discourse {
    /// One for each entity, then those that are named only as part of other names.
    pub abouts: Vec<About>,
    /// In the order of the text.
    pub referents: Vec<Referent>,
    /// What the article as a whole is about.
    pub topic: Option<usize>,
    /// The headline names it.
    pub is_headed: bool,
    /// Areas of one level that the headline names together, none where it names one.
    pub headed: Vec<usize>,
}

/// The names of a text and what they are joined to.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The text with its tables.
    pub scan: &'a Scan<'a>,
    /// In the order of the text.
    pub mentions: &'a [Mention],
    /// The entities.
    pub joined: &'a Joined,
}

pub(super) struct Builder<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) joined: &'a Joined,
    pub(super) abouts: Abouts,
    pub(super) referents: Vec<Referent>,
    /// For each class of areas the one that the article names most.
    pub(super) most: FxHashMap<Option<usize>, Option<usize>>,
    /// The end of a group of bodies, whose members are not spoken of for themselves.
    pub(super) inside: usize,
    /// The last partner of whoever acts.
    partners: Range<usize>,
    /// Branches of service that act.
    pub(super) branches: Vec<Range<usize>>,
}

/// Reads the names of an article and of its headline.
pub fn read(names: Names, headline: Names, times: &[Time]) -> Discourse {
    let Names {
        scan,
        mentions,
        joined,
    } = names;
    let mut builder = Builder {
        reader: Reader { scan, times },
        mentions,
        joined,
        abouts: about::read(names, headline),
        referents: Vec::with_capacity(mentions.len()),
        most: FxHashMap::default(),
        inside: 0,
        partners: 0..0,
        branches: Vec::new(),
    };
    let mut free = 0;
    for (index, mention) in mentions.iter().enumerate() {
        builder.stand_ins(free.max(builder.inside)..mention.range.start);
        free = free.max(mention.range.end);
        if mention.range.start >= builder.inside {
            builder.name(index);
        }
    }
    builder.stand_ins(free.max(builder.inside)..scan.text.len());
    builder.name_country();
    builder.lists();
    builder.abouts.name_province(scan);
    let mut topic = topic::topic(scan, &builder.abouts, &builder.referents);
    let unnamed = topic.is_none_or(|topic| builder.abouts.all[topic].label.is_empty());
    if unnamed {
        let speaking = topic.is_none().then(|| builder.speaking()).flatten();
        topic = speaking
            .or(builder.speak())
            .or_else(|| builder.telling())
            .or(topic);
    }
    // «toàn tỉnh» is that of «Công an tỉnh», not of «lực lượng công an toàn tỉnh»
    if let Some(topic) = topic {
        builder.abouts.serve_unnamed(scan, topic);
    }
    builder.at_home(topic);
    let is_headed = builder
        .abouts
        .headline
        .iter()
        .any(|&(about, _)| Some(about) == topic);
    let headed = builder.abouts.headed_together(scan, topic);
    Discourse {
        headed,
        abouts: builder.abouts.all,
        referents: builder.referents,
        topic,
        is_headed,
    }
}

/// Every name, every bare class noun of an area and every group of bodies, in order: what no indicator contains.
pub fn names(scan: &Scan, mentions: &[Mention], discourse: &Discourse) -> Vec<clause::Named> {
    let bare = discourse.referents.iter().filter_map(|referent| {
        let about = &discourse.abouts[referent.about?];
        let noun = scan
            .kind(referent.tokens.start)
            .is_some_and(|(_, _, end)| end == referent.tokens.end);
        match about.label.as_str() {
            "" => None,
            _ if noun => Some((referent.tokens.clone(), EntityType::Place)),
            // «khối cơ quan Đảng, MTTQ»
            _ if about.is_thing && about.entity.is_none() => {
                Some((referent.tokens.clone(), EntityType::Organization))
            }
            _ => None,
        }
    });
    let mut names: Vec<clause::Named> = bare
        .chain(
            mentions
                .iter()
                .map(|mention| (mention.range.clone(), mention.name.kind())),
        )
        .map(|(tokens, kind)| clause::Named { tokens, kind })
        .collect();
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    names
}

/// The body that a committee of it is named by: «BTV | Hội Phụ nữ huyện», not «Ban Chấp hành | Trung ương».
fn steered<'b>(scan: &Scan, body: &'b Organization) -> Option<&'b Organization> {
    let host = body.host.as_deref();
    host.filter(|host| body.has(scan, Trait::Committee) && !host.has(scan, Trait::Sessions))
}

impl<'a> Builder<'a> {
    pub(super) fn scan(&self) -> &'a Scan<'a> {
        self.reader.scan
    }

    /// «phối hợp với Phòng CSGT Công an tỉnh … | Phòng CSGT | đã lập 12 chốt»: the last one whose full name begins so.
    fn begun(&self, short: &Range<usize>) -> Option<usize> {
        if short.len() < 2 {
            return None;
        }
        let named = self.scan().text.slice(short.clone()).to_lowercase();
        let begins = |&about: &usize| {
            let label = self.abouts.all[about].label.to_lowercase();
            let rest = label.strip_prefix(&named);
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        let before = self.referents.iter().rev().take(FULL_NAMES);
        let mut before = before.filter_map(|referent| referent.about);
        before.find(begins)
    }

    /// «Đoàn Thanh niên Công ty Than Hòn Gai …, | Đoàn Thanh niên Công ty |», «| Hội Nông dân |»: a body or whose body it is by the
    /// head alone.
    fn cut_short(&self, index: usize) -> Option<usize> {
        let Named::Organization(body) = &self.mentions[index].name else {
            return None;
        };
        let (scan, head) = (self.scan(), body.head_range.end);
        let of = || {
            scan.head(head)
                .is_some_and(|(_, end)| end == body.range.end)
        };
        let bare = body.range.end == head && body.has(scan, Trait::Proper) || of();
        bare.then(|| self.begun(&body.range))?
    }

    /// A name of the text.
    fn name(&mut self, index: usize) {
        let mention = &self.mentions[index];
        if let Some(end) = self.sentenced(index) {
            self.inside = end;
            return;
        }
        let about = match &mention.name {
            Named::Document(_) => return,
            Named::Place(site) if self.is_of_its_area(site) || self.is_of_a_medal(index) => return,
            Named::Person if self.is_credit(index) => return,
            Named::Person if self.is_official(index) && !self.is_household(index) => return,
            Named::Person => self.home(index),
            Named::Organization(_) | Named::Place(_) => {
                let entity = self.joined.of_mention[index];
                if organization::is_of_levels(self.scan(), mention.range.end) {
                    self.levels(mention.range.clone());
                    return;
                }
                if self.is_many(index) {
                    return;
                }
                let own = self
                    .of_area_in_hand(index)
                    .or_else(|| self.steered(index))
                    .or_else(|| self.whole_party(index))
                    .or_else(|| self.hosting(index))
                    .or_else(|| self.cut_short(index));
                let about = &self.abouts.all[entity];
                if own.is_some() {
                    own
                } else if about.label.is_empty() {
                    // «HĐND» is the last one that was named in full
                    let head = about.head;
                    let full = self.last(mention.range.start, |about| {
                        !about.label.is_empty() && head.is_some() && about.head == head
                    });
                    // «các cấp | Hội» is not the last one of that name
                    let all = self.begins(index) < mention.range.start;
                    let full = full.filter(|_| !all);
                    let full = self.begun(&mention.range).or(full);
                    let full = full.or_else(|| self.called(&mention.range));
                    let Some(full) = full else { return };
                    Some(full)
                } else {
                    Some(entity)
                }
            }
        };
        if self.is_address(index) {
            return self.add(mention.range.clone(), about, Stance::Apart);
        }
        let person = matches!(mention.name, Named::Person);
        let stance = self.stance_of(index);
        if stance == Stance::Agent && self.is_fund(index) {
            return self.add(mention.range.clone(), about, Stance::Passing);
        }
        if self.is_route(index) {
            return self.add(mention.range.clone(), about, Stance::Passing);
        }
        // «các xã An Hòa, | Bình Lâm»: one of many opens nothing
        let listed = matches!(&mention.name, Named::Place(place)
            if place.kind.is_some() && place.name.as_ref().is_some_and(|name| name.start == place.range.start));
        let listed = listed || self.follows_many(mention.range.start);
        let stance = if listed && matches!(stance, Stance::Agent | Stance::Asked | Stance::Modifier)
        {
            Stance::Passing
        } else {
            stance
        };
        let example = person && self.is_example(&mention.range);
        let stance =
            if example && matches!(stance, Stance::Passing | Stance::Item | Stance::Modifier) {
                Stance::Agent
            } else {
                stance
            };
        // «căn nhà của chị Y Thoan», not «nhà của chị Hường nằm trong số 236 mái ấm»
        let owns = stance == Stance::Owner && mention.range.len() > 1;
        let acts = matches!(stance, Stance::Agent | Stance::Asked | Stance::Item);
        let about = if person && (acts || owns) {
            self.private(index).or(about)
        } else {
            about
        };
        // «Nhà của chị Hường nằm trong số 236 mái ấm»: of nobody that counts
        if person && about.is_none() && stance == Stance::Owner {
            return;
        }
        let stance = if stance == Stance::Agent
            && (self.goes_on(&mention.range) || self.helps_too(&mention.range))
        {
            Stance::Apart
        } else if matches!(stance, Stance::Agent | Stance::Passing | Stance::Modifier)
            && self.notes(self.joined.of_mention[index], mention.range.end)
        {
            Stance::Source
        } else {
            stance
        };
        if stance == Stance::Apart
            && (self.helps_too(&mention.range) || self.reader.helps(&mention.range))
        {
            self.partners = mention.range.clone();
        }
        self.add(mention.range.clone(), about, stance);
    }

    /// The part that a name of the text has in its sentence.
    fn stance_of(&self, index: usize) -> Stance {
        let mention = &self.mentions[index];
        let person = matches!(mention.name, Named::Person);
        let among = stance::among(self.scan(), self.mentions, index);
        let range = self.begins(index)..mention.range.end;
        match among.unwrap_or_else(|| self.reader.read(&range, person)) {
            Stance::Agent if person && self.is_told_aside(index) => Stance::Asked,
            stance => stance,
        }
    }

    /// «Nhà ông Hiển phá 38 m tường bao»: the household of whoever leads a village, told by the way.
    fn is_told_aside(&self, index: usize) -> bool {
        let text = self.scan().text;
        let start = self.reader.address_before(self.mentions[index].range.start);
        self.is_official(index) && text.lines()[text.line_of(start)].start != start
    }

    /// «Điển hình như | gia đình ông Hữu | ở xã Yên Từ, mỗi năm lãi 180 triệu đồng», «trường hợp ông Thịnh»; not «Không ai được
    /// như ông Ba».
    fn is_example(&self, person: &Range<usize>) -> bool {
        let scan = self.scan();
        let start = self.reader.address_before(person.start);
        let compared =
            start > 1 && matches!(scan.word(start - 2), "được" | "cũng" | "Cũng" | "giống");
        start > 0 && matches!(scan.word(start - 1), "như" | "Như" | "hợp") && !compared
    }

    /// «ông Trần Văn An, ở | ấp 5 |, | xã Mỹ Quý |, trồng 3 ha xoài»: where a person is at home.
    fn is_address(&self, index: usize) -> bool {
        let (scan, mentions) = (self.scan(), self.mentions);
        let mut at = index;
        for _ in 0..LONGEST_ADDRESS {
            let Some(before) = at.checked_sub(1) else {
                return false;
            };
            let place = |index: usize| matches!(mentions[index].name, Named::Place(_));
            let start = mentions[at].range.start;
            let person = matches!(mentions[before].name, Named::Person);
            let end = mentions[before].range.end;
            // «Ông Trần Văn Hùng (Sáu Hùng), | ấp 3»
            let explained = person && scan.sign(end) == '(';
            let mut gloss = end..start.min(end + LONGEST_GLOSS);
            let close = gloss.find(|&i| explained && scan.sign(i) == ')');
            let end = close.map_or(end, |close| close + 1);
            let resides = |i: usize| {
                scan.guide_is(i, Guide::Resides) == Some(start)
                    || i + 1 == start && scan.word(i) == "ở"
            };
            let comma = end + usize::from(scan.text.is_sign(end, ','));
            let near = start == comma || person && (end..=comma).any(resides);
            if !place(at) || !near || !(end..=start).all(|i| scan.continues(i)) {
                return false;
            }
            if person {
                return !self.is_official(before);
            }
            at = before;
        }
        false
    }

    /// «Tại Sân vận động thị xã, hàng nghìn khán giả …»: a site that its area names alone says where.
    fn is_of_its_area(&self, site: &Place) -> bool {
        let named = |name: &Range<usize>| {
            let kind = self.scan().kind(name.start);
            kind.is_some_and(|(_, kind, _)| kind.role == KindRole::Unit)
        };
        let kinds = &self.scan().lexicon.naming.kinds;
        let is_site = site
            .kind
            .is_some_and(|kind| kinds[kind].data.role == KindRole::Site);
        is_site && site.name.as_ref().is_some_and(named)
    }

    /// «Sở Du lịch ghi nhận 4.200 lượt khách»: an office counts what is others', a hospital what is its own.
    pub(super) fn notes(&self, about: usize, end: usize) -> bool {
        let scan = self.scan();
        let head = self.abouts.all[about].head;
        let serves = head.is_some_and(|head| {
            let head = &scan.lexicon.naming.organizations[head].data;
            !head.tells_of_itself()
        });
        // «Kiểm toán Nhà nước kiến nghị thu hồi 9 tỷ đồng»: what inspectors find is of those they inspect
        let inspects = scan.lexicon.naming.has(head, Trait::Inspects);
        serves && stance::notes(scan, end) || inspects && stance::finds(scan, end)
    }

    /// «ủy thác với Ngân hàng An Bình với dư nợ 3 tỷ; | Ngân hàng Hòa Phát | với dư nợ 5 tỷ»: the next item of a list
    /// without a verb of its own has the part of the item before.
    fn goes_on(&self, range: &Range<usize>) -> bool {
        let scan = self.scan();
        let item = |end: usize| scan.word(end) == "với";
        range.start > 0
            && scan.text.is_sign(range.start - 1, ';')
            && item(range.end)
            && self.referents.last().is_some_and(|last| {
                last.stance == Stance::Apart
                    && item(last.tokens.end)
                    && scan.text.sentence_of(last.tokens.start)
                        == scan.text.sentence_of(range.start)
            })
    }

    /// «Hội Nông dân phối hợp với Sở Y tế, | Sở Nội vụ | mở 3 lớp»: the next one of several partners of who acts.
    fn helps_too(&self, range: &Range<usize>) -> bool {
        let text = self.scan().text;
        let follows = range.start > 0 && text.is_sign(range.start - 1, ',');
        let Some((last, before)) = self.referents.split_last().filter(|_| follows) else {
            return false;
        };
        let sentence = text.sentence_of(range.start);
        let acts = |before: &Referent| {
            before.stance == Stance::Agent && text.sentence_of(before.tokens.start) == sentence
        };
        last.tokens.end + 1 == range.start
            && last.stance == Stance::Apart
            && self.partners.end == last.tokens.end
            && before.iter().rev().take(NAMES_BACK).any(acts)
    }

    /// Where «các | tỉnh An Hòa, Bình Lâm» begins: several areas that are spoken of together.
    fn plural(&self, index: usize) -> usize {
        let (scan, start) = (self.scan(), self.mentions[index].range.start);
        let many = (1..=2).find(|&back| {
            start >= back
                && scan.continues(start)
                && (scan.guide_is(start - back, Guide::Plural) == Some(start)
                    || back == 1 && scan.text.hit(start - 1, Class::Numeral).is_some())
        });
        let Some(back) = many.filter(|_| self.next_of_list(index)) else {
            return start;
        };
        start - back
    }

    /// Where «các cấp | Hội», «HĐXX | TAND tỉnh An Hòa» or a plural begins.
    fn begins(&self, index: usize) -> usize {
        let (scan, Mention { range, name, .. }) = (self.scan(), &self.mentions[index]);
        let body = matches!(name, Named::Organization(_)) && scan.continues(range.start);
        let stand_ins = &scan.lexicon.naming.stand_ins;
        let acting = scan.text.hits_ending(range.start, Class::StandIn);
        let acting =
            acting.filter(|(_, hit)| body && stand_ins[hit.entry()].data.of == StandsFor::Head);
        let called = scan.text.hits_ending(range.end, Class::StandIn);
        let first = called.chain(acting).map(|(at, _)| at).min();
        self.plural(index).min(first.unwrap_or(range.start))
    }

    /// Whether the next name is one of the same plural: «các xã An Hòa, | Bình Lâm».
    fn next_of_list(&self, index: usize) -> bool {
        let Some([one, next]) = self.mentions.get(index..index + 2) else {
            return false;
        };
        let kind = |mention: &Mention| match &mention.name {
            Named::Place(place) => place.kind,
            _ => None,
        };
        kind(one).is_some() && kind(one) == kind(next) && next.range.start == one.range.end + 1
    }

    /// «Quỹ Hỗ trợ nông dân | đạt 3 tỷ đồng», «Quỹ Đền ơn đáp nghĩa | của huyện vận động được 4 tỷ đồng»: what has been collected, unless
    /// the headline speaks of it.
    fn is_fund(&self, index: usize) -> bool {
        let scan = self.scan();
        let about = self.joined.of_mention[index];
        let end = self.mentions[index].range.end;
        let fund = scan.lexicon.naming.is(self.abouts.all[about].head, "quy");
        let headed = self
            .abouts
            .headline
            .iter()
            .any(|&(above, _)| above == about);
        let collects = scan.guide_is(end, Guide::Of).is_some()
            || matches!(
                scan.word(end),
                "đạt" | "vận" | "huy" | "thu" | "được" | "tăng"
            );
        fund && !headed && scan.continues(end) && collects
    }

    /// «đường bay | Hà Nội - Quy Nhơn»: the ends of a way are not what is told of.
    fn is_route(&self, index: usize) -> bool {
        let bare = |index: usize| {
            let own = &self.abouts.all[self.joined.of_mention[index]];
            let place = &self.mentions[index].name;
            matches!(place, Named::Place(place) if place.kind.is_none()) && !own.is_abroad
        };
        let begins = |first: usize| {
            let Some([one, next]) = self.mentions.get(first..first + 2) else {
                return false;
            };
            let dash = matches!(self.scan().sign(one.range.end), '-' | '–');
            let joint = dash && next.range.start == one.range.end + 1;
            joint && self.scan().continues(next.range.start) && bare(first) && bare(first + 1)
        };
        begins(index) || index.checked_sub(1).is_some_and(begins)
    }

    /// «Trung tâm Văn hóa | các xã, phường»: as many bodies as there are areas.
    fn is_many(&self, index: usize) -> bool {
        let (scan, mention) = (self.scan(), &self.mentions[index]);
        let unnamed = matches!(&mention.name, Named::Organization(body) if body.area.is_none());
        unnamed
            && scan
                .guide_is(mention.range.end, Guide::Plural)
                .is_some_and(|end| scan.kind(end).is_some())
    }

    /// «12 quận, huyện và | TP Thủ Đức | có dịch»: a name beside others that are only counted.
    fn follows_many(&self, start: usize) -> bool {
        let scan = self.scan();
        let joint = start > 1 && scan.guide_is(start - 1, Guide::And) == Some(start);
        // «hội nông dân các quận, huyện, | TP Thủ Đức»
        let comma = start > 1 && scan.text.is_sign(start - 1, ',');
        (joint || comma)
            && (start.saturating_sub(4)..start - 1).any(|at| {
                let noun = scan.kind(at).is_some_and(|(_, _, end)| end == start - 1);
                noun && (joint || self.is_counted(at))
            })
    }

    /// «HĐND TP» is that of the city the sentences before speak of.
    fn of_area_in_hand(&mut self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let Named::Organization(body) = &mention.name else {
            return None;
        };
        let kind = body
            .area
            .as_ref()
            .filter(|area| area.name.is_none())?
            .kind?;
        let area = self.area_in_hand(mention.range.start, Some(kind))?;
        let abouts = &self.abouts.all;
        let own = self.joined.of_mention[index];
        if abouts[own].area == Some(area) || abouts[area].label.is_empty() {
            return None;
        }
        let body = steered(self.scan(), body).unwrap_or(body);
        let field = refer::middle(self.scan(), body);
        let known = |about: &About| {
            about.head == body.head && about.area == Some(area) && about.field == field
        };
        let known = abouts.iter().position(known);
        let written = self.reader.scan.text.slice(body.range.clone());
        let new = About {
            label: format!("{written} {}", abouts[area].bare),
            unit: abouts[area].unit,
            head: body.head,
            field,
            area: Some(area),
            ..About::default()
        };
        Some(known.unwrap_or_else(|| self.abouts.add(new)))
    }

    /// «Ban Thường vụ | Hội Phụ nữ huyện Ba Bể»: the body that a committee steers.
    fn steered(&mut self, index: usize) -> Option<usize> {
        let Named::Organization(body) = &self.mentions[index].name else {
            return None;
        };
        let led = steered(self.scan(), body)?;
        let field = refer::middle(self.scan(), led);
        let written = self.reader.scan.text.slice(led.range.clone());
        let own = &self.abouts.all[self.joined.of_mention[index]];
        let (area, unit) = (own.area, own.unit);
        // «Ban Thường vụ | Tỉnh ủy Yên Bái», where «Ban Thường vụ Tỉnh ủy» is written
        let full = own.label.find(written).and_then(|at| own.label.get(at..));
        let label = full.unwrap_or(written).to_owned();
        let known = self.abouts.all.iter().position(|about| {
            let same = area.is_some() && about.area == area || about.label == label;
            let named = about.head.is_some() && !about.label.is_empty();
            named && about.head == led.head && about.field == field && same
        });
        let new = About {
            label,
            head: led.head,
            field,
            area,
            unit,
            ..About::default()
        };
        Some(known.unwrap_or_else(|| self.abouts.add(new)))
    }

    /// «Chi bộ Công ty An Bình họp. Năm 2019, | Công ty | lãi 3 tỷ đồng»: the firm inside the name of its part, where no other one
    /// was named since.
    fn hosting(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let Named::Organization(body) = &mention.name else {
            return None;
        };
        let venture = self.scan().lexicon.naming.is_venture(body.head);
        let bare = body.range == body.head_range && venture;
        let same = |about: &About| about.head == body.head;
        let last = bare.then(|| self.last(mention.range.start, same))??;
        (self.abouts.all[last].entity.is_none()).then_some(last)
    }

    /// «toàn Đảng bộ» is that of the area whose body the article names first: «Huyện ủy Yên Định».
    fn whole_party(&mut self, index: usize) -> Option<usize> {
        let Named::Organization(body) = &self.mentions[index].name else {
            return None;
        };
        if !refer::is_whole_party(self.scan(), body) {
            return None;
        }
        let of = &self.abouts;
        let above = of.headline.iter().map(|&(about, _)| about);
        let named = || self.joined.of_mention.iter().copied().take(FIRST_NAMES);
        // «Đảng bộ huyện có 48 tổ chức … Toàn Đảng bộ kết nạp 812 đảng viên»
        let party = named().filter(|&about| of.all[about].head == body.head);
        // «Đảng bộ Tổng công ty Xi măng»
        let own = party.clone().next().filter(|&about| {
            let own = &of.all[about];
            own.area.is_none() && own.unit.is_none() && !own.label.is_empty()
        });
        if own.is_some() {
            return own;
        }
        let area = above.chain(party).chain(named()).find_map(|about| {
            let own = &of.all[about];
            let area = own
                .area
                .or((own.is_area && own.unit.is_some()).then_some(about))?;
            (!of.all[area].label.is_empty()).then_some(area)
        })?;
        let head = body.head;
        let known = |about: &About| about.head == head && about.area == Some(area);
        if let Some(known) = of.all.iter().position(known) {
            return Some(known);
        }
        let unit = of.all[area].unit;
        let name = unit.map_or_else(
            || of.all[area].label.clone(),
            |unit| {
                let unit = self.scan().lexicon.gazetteer.unit(unit);
                format!("{} {}", unit.kind.noun().to_lowercase(), unit.name)
            },
        );
        Some(self.abouts.add(About {
            label: format!("Đảng bộ {name}"),
            unit,
            head,
            area: Some(area),
            ..About::default()
        }))
    }

    /// Who holds an office speaks for others than himself: «Chủ tịch UBND xã An Hòa Trần Văn An», later «ông An».
    pub(super) fn is_official(&self, index: usize) -> bool {
        let person = &self.joined.entities[self.joined.of_mention[index]];
        person.attributes.contains_key("titles")
    }

    /// «tuyên phạt Trần Văn Bình (trú huyện Ea Kar) 12 năm tù; | Lê Thị Mai | 7 năm tù»: where it ends what is said of a person whom a
    /// court has sentenced, and of whom nothing else is told.
    fn sentenced(&self, index: usize) -> Option<usize> {
        let (scan, mention) = (self.scan(), &self.mentions[index]);
        if !matches!(mention.name, Named::Person) {
            return None;
        }
        let end = mention.range.end;
        let close = || (end..end + LONGEST_BRACKETS).find(|&i| scan.sign(i) == ')');
        let end = match scan.sign(end) {
            '(' => close()? + 1,
            _ => end,
        };
        let led = (end..end + 3).find(|&i| {
            !matches!(
                scan.word(i),
                "lĩnh" | "nhận" | "chịu" | "bị" | "phạt" | "mức" | "án"
            )
        })?;
        let term = scan.is(led, Kind::Number) && matches!(scan.word(led + 1), "năm" | "tháng");
        (term && (led + 2..led + 5).any(|i| scan.word(i) == "tù")).then_some(end)
    }

    /// «Kỷ niệm chương “Vì sự phát triển của phụ nữ | Việt Nam”»: part of what is given.
    fn is_of_a_medal(&self, index: usize) -> bool {
        let (scan, range) = (self.scan(), &self.mentions[index].range);
        let quoted = |&i: &usize| matches!(scan.sign(i), '“' | '"');
        let mut before = range.start.saturating_sub(LONGEST_MEDAL)..range.start;
        matches!(scan.sign(range.end), '”' | '"')
            && before
                .rfind(quoted)
                .is_some_and(|open| scan.word(open + 1) == "Vì")
    }

    /// «Ảnh: Lê Hùng» names nobody that acts, nor does «Ông Lê Hùng: Năm qua, …» of an interview.
    fn is_credit(&self, index: usize) -> bool {
        let (text, range) = (self.scan().text, &self.mentions[index].range);
        let first = self.reader.address_before(range.start);
        range.start > 0 && text.is_sign(range.start - 1, ':')
            || text.is_sign(range.end, ':') && text.lines()[text.line_of(first)].start == first
    }

    /// Where nothing is named otherwise, the body whose officer speaks.
    fn speaking(&self) -> Option<usize> {
        let abouts = &self.abouts.all;
        self.referents
            .iter()
            .filter(|referent| referent.stance == Stance::Office)
            .filter_map(|referent| referent.about)
            .find(|&about| abouts[about].head.is_some() && !abouts[about].label.is_empty())
    }

    /// «Công an tỉnh cho biết, …» where the province is never named: the office tells of its own area.
    fn telling(&self) -> Option<usize> {
        let abouts = &self.abouts.all;
        let told = |referent: &&Referent| referent.stance == Stance::Source;
        self.referents
            .iter()
            .filter(told)
            .filter_map(|referent| referent.about)
            .find(|&about| {
                let area = abouts[about].area;
                area.is_none_or(|area| abouts[area].label.is_empty())
                    && abouts[about].serves_unnamed(self.scan())
            })
    }

    pub(super) fn add(&mut self, tokens: Range<usize>, about: Option<usize>, stance: Stance) {
        // «Sở Y tế và Sở Nội vụ»: what is joined to a name shares its part
        let joined = self.referents.last().filter(|last| {
            stance == Stance::Passing
                && last.tokens.end + 1 == tokens.start
                && self
                    .reader
                    .scan
                    .guide_is(last.tokens.end, Guide::And)
                    .is_some()
        });
        let stance = joined.map_or(stance, |last| last.stance);
        let stance = match self.listed_behind(&tokens, about) {
            Some(listed) if stance == Stance::Agent => listed,
            _ => stance,
        };
        // «trong đó có Hưng Long, | Lương Sơn |.»: an area that ends a list and its sentence does nothing in it
        let ends = {
            let scan = self.scan();
            let (start, end) = (tokens.start, tokens.end);
            about.is_some_and(|about| self.abouts.all[about].is_area)
                && scan.text.is_sign(end, '.')
                && start > 1
                && scan.text.is_sign(start - 1, ',')
                && scan.is_capital(start - 2)
        };
        let stance = match stance {
            Stance::Agent if ends => Stance::Passing,
            _ => stance,
        };
        let stance = if self.is_gloss(&tokens, about) {
            Stance::Apart
        } else {
            stance
        };
        self.referents.push(Referent {
            tokens,
            about,
            stance,
        });
    }

    /// «Lớp trẻ đi Bình Dương, | Đồng Nai | làm công nhân», «nhiều xã như Liên Hà, | Xuân Canh | có trường»: the stance of the area
    /// before a comma, which the next one of its level shares.
    fn listed_behind(&self, tokens: &Range<usize>, about: Option<usize>) -> Option<Stance> {
        let (scan, abouts) = (self.scan(), &self.abouts.all);
        let last = self.referents.last()?;
        let listed = last.tokens.end + 1 == tokens.start
            && scan.text.is_sign(last.tokens.end, ',')
            && matches!(
                last.stance,
                Stance::Passing | Stance::Modifier | Stance::Item
            );
        let bare = |at: &Range<usize>| scan.kind(at.start).is_none_or(|(_, _, end)| end > at.end);
        if !listed || !bare(tokens) || !bare(&last.tokens) {
            return None;
        }
        // «Sau Hà Nội, | Bắc Giang | thu 9 tỷ đồng»
        let sentence = scan.text.sentences()[scan.text.sentence_of(tokens.start)].start;
        let gazetteer = &scan.lexicon.gazetteer;
        let level = |about: Option<usize>| {
            let about = &abouts[about?];
            let unit = about.unit.map(|unit| gazetteer.unit(unit).level());
            about.is_area.then_some(unit)
        };
        // the table may know only one of them
        let alike = |one: Option<Level>, next: Option<Level>| {
            one.zip(next).is_none_or(|(one, next)| one == next)
        };
        let alike = level(last.about)
            .zip(level(about))
            .is_some_and(|(one, next)| alike(one, next));
        (alike && last.tokens.start >= sentence + CLAUSE).then_some(last.stance)
    }

    /// «xã An Hòa, huyện Yên Định»: the area around the one named before.
    fn is_gloss(&self, tokens: &Range<usize>, about: Option<usize>) -> bool {
        let Some(last) = self.referents.last() else {
            return false;
        };
        let abouts = &self.abouts.all;
        let follows = last.tokens.end + 1 == tokens.start
            && matches!(self.scan().sign(last.tokens.end), ',' | '-' | '–');
        // «HTX An Bình, | huyện Yên Định | có 56 thành viên»: where the body is at home
        // «Tổ hợp tác ấp Hòa Bắc, | xã Hòa Phú»
        let address = || {
            let body = &abouts[last.about?];
            let place = &abouts[about?];
            let own = body.head.is_some() && body.unit.is_none();
            let kinds = &self.scan().lexicon.naming.kinds;
            let unit = |kind: usize| kinds[kind].data.role == KindRole::Unit;
            let known = place.unit.is_some() || place.kind.is_some_and(unit);
            (own && last.stance == Stance::Agent && known)
                .then_some(place.is_area && place.kind.is_some())
        };
        if follows && self.scan().continues(tokens.start) && address() == Some(true) {
            return true;
        }
        let gazetteer = &self.scan().lexicon.gazetteer;
        // «tại thành phố Tuy Hòa, | HĐND tỉnh Phú Yên | họp»: who acts there
        let around = about.filter(|&about| abouts[about].is_area);
        let units = around.and_then(|about| abouts[about].unit).zip(
            last.about
                .filter(|&about| abouts[about].is_area)
                .and_then(|about| abouts[about].unit),
        );
        follows
            && units.is_some_and(|(outer, inner)| {
                gazetteer.is_within(inner, gazetteer.unit(outer).code, None)
            })
    }

    /// «tỉnh có 800 người đi làm việc ở nước ngoài, chủ yếu là | Nhật Bản | 450 người»: in an article about an area of one's
    /// own, other countries only tell where to and where from, unless it speaks of Việt Nam and its markets.
    fn at_home(&mut self, topic: Option<usize>) {
        let all = &self.abouts.all;
        let scan = self.reader.scan;
        // «trên sàn HoSE, cổ phiếu của ngân hàng dừng ở 12.000 đồng»
        if topic.is_some_and(|topic| all[topic].head.is_some()) {
            for referent in &mut self.referents {
                if topic::is_exchange(scan, referent) {
                    referent.stance = Stance::Passing;
                }
            }
        }
        let country = self
            .abouts
            .country
            .is_some_and(|country| self.abouts.named[country] > 0);
        let headed = |topic: usize| {
            self.abouts
                .headline
                .iter()
                .any(|&(above, _)| above == topic)
        };
        let home = |topic: usize| {
            all[topic].is_area && all[topic].unit.is_some() && (headed(topic) || !country)
        };
        if !topic.is_some_and(home) {
            return;
        }
        for referent in &mut self.referents {
            let abroad = referent.about.is_some_and(|about| all[about].is_abroad);
            if abroad && (referent.stance.opens() || referent.stance == Stance::Item) {
                referent.stance = Stance::Passing;
            }
        }
    }

    /// «xã An Hòa và xã Bình Lâm» are spoken of together.
    fn lists(&mut self) {
        let scan = self.reader.scan;
        let (own, mentions) = (self.abouts.all.len(), self.mentions);
        let mut joined: Vec<Referent> = Vec::with_capacity(self.referents.len());
        for next in std::mem::take(&mut self.referents) {
            let abouts = &self.abouts.all;
            // whoever is of an area is none: «ông Lê Văn Sáu, thôn 4, xã Mỹ Quý»
            let is_person = |referent: &Referent| {
                let start = referent.tokens.start;
                let at = mentions.partition_point(|mention| mention.range.start < start);
                mentions.get(at).is_some_and(|mention| {
                    mention.range.start == start && matches!(mention.name, Named::Person)
                })
            };
            let is_area = |referent: &Referent| {
                let about = referent.about.map(|about| &abouts[about]);
                about.is_some_and(|about| about.is_area && !about.label.is_empty())
                    && !is_person(referent)
            };
            let Some(last) = joined.last_mut().filter(|last| {
                let end = last.tokens.end;
                // «Trung Quốc - Hồng Kông» is one market
                let market = |referent: &Referent| {
                    referent.about.is_some_and(|about| abouts[about].is_abroad)
                };
                let dash = matches!(scan.sign(end), '-' | '–') && market(last) && market(&next);
                let joint = scan.text.is_sign(end, ',')
                    || scan.guide_is(end, Guide::And) == Some(end + 1)
                    || dash;
                // «thị trấn Nếnh | và hai | xã Quang Châu, Tăng Tiến»
                let counted = scan.guide_is(end, Guide::And) == Some(end + 1)
                    && end + 2 == next.tokens.start
                    && (scan.is(end + 1, Kind::Number)
                        || scan.text.hit(end + 1, Class::Numeral).is_some()
                        || scan.follows(end + 2, Guide::Plural));
                (counted || joint && end + 1 == next.tokens.start)
                    && scan.continues(next.tokens.start)
                    && !next.stance.is_apart()
                    && last.about != next.about
                    && is_area(last)
                    && is_area(&next)
            }) else {
                joined.push(next);
                continue;
            };
            last.tokens.end = next.tokens.end;
            let list = last.about.filter(|&about| about >= own);
            let is_abroad = last
                .about
                .is_some_and(|about| self.abouts.all[about].is_abroad);
            let first = last.about.and_then(|about| self.abouts.all[about].unit);
            let list = list.unwrap_or_else(|| {
                self.abouts.add(About {
                    is_area: true,
                    is_abroad,
                    first,
                    ..About::default()
                })
            });
            let members = [last.about.filter(|&about| about != list), next.about];
            let several = &mut self.abouts.all[list];
            several.members.extend(members.into_iter().flatten());
            scan.text
                .slice(last.tokens.clone())
                .clone_into(&mut several.label);
            last.about = Some(list);
        }
        self.referents = joined;
    }
}
