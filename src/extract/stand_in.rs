//! Finds the nouns that stand for a name told elsewhere: «toàn huyện», «công ty», «đơn vị này», «cả nước».
//!
//! A class noun of areas stands for the one that the sentences before speak of, else for the one that the article names
//! most; the others stand for the last of their kind. What is counted or one of many stands for none.

use std::ops::Range;

use super::about::About;
use super::chrome;
use super::discourse::{Builder, Referent};
use super::lexicon::{Class, Hit, Sort};
use super::mention::Named;
use super::naming::{FieldRole, Guide, HeadRole, KindRole, StandsFor};
use super::organization::is_of_levels;
use super::refer;
use super::stance::Stance;
use super::text::Kind;

/// Most tokens from «Hội nghị» to «toàn quốc».
const EVENT: usize = 6;
/// How many sentences back «huyện» may mean another one than the article's.
const SENTENCES_IN_HAND: usize = 6;
/// «Tới dự và phát biểu tại buổi lễ có …»: who came is told behind so many tokens.
const GUESTS: usize = 12;
/// How many names back the last of a kind is looked for.
const NAMES_BACK: usize = 200;
/// Most tokens from a person to where he is at home: «ông Lê Văn Ba, ngụ tại | ấp 5».
const ADDRESS: usize = 3;
/// Most tokens from «nhập» to the last of those that are merged: «nhập | ba xã Mỹ Lợi, Đông Thọ và Tân Khang».
const MERGED: usize = 12;
/// Most class nouns of a list that is only counted: «các sở, ban, ngành, huyện».
const LONGEST_LIST: usize = 16;

impl Builder<'_> {
    /// The nouns of a stretch without names that stand for a name.
    pub(super) fn stand_ins(&mut self, range: Range<usize>) {
        let nouns = Class::bits(&[Class::StandIn, Class::PlaceKind, Class::Organization]);
        let mut i = range.start;
        while i < range.end {
            if !self.scan().text.starts_any(i, nouns) {
                i += 1;
                continue;
            }
            let found = self.stand_in(i, range.end);
            let Some((end, about)) = found else {
                i += 1;
                continue;
            };
            // «dự án | cao tốc Hòa Lạc», «trên địa bàn | huyện Yên Định»: the noun belongs to the name
            let bound =
                end == range.end && end < self.scan().text.len() && self.scan().continues(end);
            let generic = self.is_counted(i) || is_of_levels(self.scan(), end);
            if let Some(about) = about.filter(|_| !bound && !generic) {
                let mut stance = self.reader.read(&(i..end), false);
                if stance == Stance::Agent && self.notes(about, end) {
                    stance = Stance::Source;
                }
                self.add(i..end, Some(about), stance);
            }
            i = end;
        }
    }

    /// «24 quận», «các xã», «cấp huyện», «ngân sách huyện» are none that the article has in hand.
    pub(super) fn is_counted(&self, i: usize) -> bool {
        let list = std::iter::successors(Some(i), |&at| self.listed_before(at));
        list.take(LONGEST_LIST).any(|at| self.is_one_of_many(at))
    }

    fn is_one_of_many(&self, i: usize) -> bool {
        let scan = self.scan();
        i > 0
            && scan.continues(i)
            && (scan.is(i - 1, Kind::Number) && !self.reader.is_dated(i)
                // «100% | thôn, bản có chi bộ»
                || scan.sign(i - 1) == '%'
                || scan.text.hit(i - 1, Class::Numeral).is_some()
                || scan.follows(i, Guide::Plural)
                || scan.follows(i, Guide::Level)
                || self.is_number_of(i)
                || self.is_purse(i)
                || self.gives_a_share(i)
                || self.lists_more(i)
                || self.is_listed(i) && self.ends_generic(i - 1))
    }

    /// «10 tổ chức cơ sở Hội | xã, thị trấn»: one class noun of several, none of which has a name.
    fn lists_more(&self, i: usize) -> bool {
        let scan = self.scan();
        let unit = |at: usize| {
            let (_, kind, end) = scan.kind(at)?;
            kind.unit.and(Some(end))
        };
        let comma = unit(i).filter(|&end| scan.text.is_sign(end, ','));
        let next = comma.filter(|&end| scan.continues(end + 1));
        let last = next.and_then(|end| unit(end + 1));
        last.is_some_and(|end| !scan.continues_capital(end))
    }

    /// «ngân sách | tỉnh»: the level of a budget.
    fn is_purse(&self, i: usize) -> bool {
        i > 1 && self.scan().word(i - 1) == "sách" && self.scan().says(i - 2, &["ngân"])
    }

    /// «ngân sách tỉnh 20 tỷ đồng, | huyện | 5 tỷ đồng», «xã được tỉnh hỗ trợ 2 tỷ đồng, | huyện | hỗ trợ 1 tỷ đồng»: the level that
    /// gives a further share; «huyện được 9 tiêu chí, | xã | thấp nhất được 5»: one of those that are not told.
    fn gives_a_share(&self, i: usize) -> bool {
        let scan = self.scan();
        let Some((_, _, end)) = scan
            .kind(i)
            .filter(|(_, kind, _)| kind.role == KindRole::Unit)
        else {
            return false;
        };
        let sentence = scan.text.sentences()[scan.text.sentence_of(i)].start;
        let before = i.saturating_sub(LONGEST_LIST).max(sentence)..i;
        let grants = |at: usize| matches!(scan.word(at), "hỗ" | "cấp" | "bố" | "đối");
        let purse = || {
            before
                .clone()
                .any(|at| matches!(scan.word(at), "sách" | "vốn" | "nguồn" | "ương"))
        };
        let granted = || {
            before.clone().any(|at| {
                scan.word(at) == "được" && scan.kind(at + 1).is_some_and(|(_, _, end)| grants(end))
            })
        };
        let listed = scan.text.is_sign(i - 1, ',') || scan.word(i - 1) == "và";
        let foremost = matches!(scan.word(end), "cao" | "thấp" | "nhiều" | "ít")
            && scan.word(end + 1) == "nhất";
        foremost
            || listed
                && scan.continues(end)
                && (scan.is(end, Kind::Number) && purse() || grants(end) && granted())
    }

    /// «nâng số | xã | đạt chuẩn lên 23», «13 tiêu chí/ | xã», «không còn | xã | nào».
    fn is_number_of(&self, i: usize) -> bool {
        let scan = self.scan();
        let without = || i > 1 && scan.says(i - 2, &["không", "chưa"]);
        scan.says(i - 1, &["số"])
            || scan.text.is_sign(i - 1, '/')
            || matches!(scan.word(i - 1), "còn" | "có") && without()
    }

    /// «các xã, phường, | thị trấn»: the class noun before one of a list.
    fn listed_before(&self, i: usize) -> Option<usize> {
        let ends = |&at: &usize| self.scan().kind(at).is_some_and(|(_, _, end)| end == i - 1);
        let listed = i > 0 && self.scan().continues(i) && self.is_listed(i);
        (i.saturating_sub(3)..i.saturating_sub(1)).find(|at| listed && ends(at))
    }

    /// Whether a comma or «và» stands before `i`.
    fn is_listed(&self, i: usize) -> bool {
        self.scan().joins(i - 1, i)
    }

    /// «các bộ, ngành |, địa phương»
    fn ends_generic(&self, i: usize) -> bool {
        let noun = i.checked_sub(1).map(|at| self.scan().word(at));
        noun.is_some_and(|noun| matches!(noun, "ngành" | "cấp" | "đơn" | "vị"))
    }

    /// The noun at `i`: the token after it, and what it stands for.
    fn stand_in(&mut self, i: usize, limit: usize) -> Option<(usize, Option<usize>)> {
        let scan = self.reader.scan;
        if scan.page[i] {
            return None;
        }
        let listed = scan
            .text
            .hit(i, Class::StandIn)
            // «khối | Đảng |, đoàn thể» names the body in it
            .filter(|hit| hit.end() <= limit || self.is_bloc(hit))
            // «giảm hộ nghèo trong | hội viên»
            .filter(|hit| {
                let noun = scan.text.hit(i, Class::Noun);
                hit.len > 1 || noun.is_none_or(|noun| noun.end() <= hit.end())
            });
        let unit = scan
            .kind(i)
            .filter(|(_, kind, end)| {
                kind.role == KindRole::Unit && kind.unit.is_some() && *end <= limit
            })
            // «lãi của mỗi | xã viên»
            .filter(|(_, _, end)| scan.word(*end) != "viên")
            .filter(|(_, _, end)| listed.is_none_or(|hit| hit.end() < *end));
        if let Some((kind, _, end)) = unit {
            if scan.says(end, &["lần"]) && self.is_of_an_event(i) {
                return Some((end, None));
            }
            let known = self.area_in_hand(i, Some(kind));
            return Some((end, known.or_else(|| Some(self.unnamed(kind)))));
        }
        // «tòa án nhân dân | hai cấp», though «tòa án» stands for one
        let body = scan
            .text
            .hit(i, Class::Organization)
            .filter(|hit| hit.end() <= limit);
        if let Some(hit) = body.filter(|hit| self.is_meant(i, hit))
            // not «nhà máy | cấp | nước»
            && (scan
                .guide_is(hit.end(), Guide::Level)
                .is_some_and(|end| listed.is_none() || end > hit.end() + 1)
                || scan.follows(hit.end(), Guide::Level))
        {
            self.levels(i..hit.end());
            return Some((hit.end(), None));
        }
        // «ủy ban kiểm tra | 13 xã»: those of the areas within the one in hand
        if let Some(hit) = body.filter(|hit| hit.len > 1)
            && scan.is(hit.end(), Kind::Number)
            && scan.continues(hit.end())
            && scan
                .kind(hit.end() + 1)
                .is_some_and(|(_, kind, _)| kind.role == KindRole::Unit)
        {
            return Some((hit.end() + 1, self.area_in_hand(i, None)));
        }
        if let Some(hit) = listed {
            return self.listed(i, &hit, limit);
        }
        if body.is_none()
            && let Some((_, _, end)) = scan.kind(i).filter(|(_, kind, end)| {
                matches!(kind.role, KindRole::Village | KindRole::Site) && *end <= limit
            })
        {
            return Some((end, self.so_called(i, end)));
        }
        let hit = body?;
        Some((hit.end(), self.headed(i, &hit)))
    }

    /// «Sở đã mở 3 lớp», «tháng trước, trạm khám cho 300 người»; not «Sở dĩ», «Ban đầu»: whether the head of a body at `i` is
    /// meant as one.
    fn is_meant(&self, i: usize, hit: &Hit) -> bool {
        let scan = self.scan();
        // «HTX của ông có 86 thành viên», not «HTX của ông Sáu»
        let own = |i: usize| {
            scan.word(i) == "của"
                && matches!(scan.word(i + 1), "ông" | "bà" | "anh" | "chị" | "mình")
                && !(scan.continues(i + 2) && scan.is_capital(i + 2))
        };
        let end = hit.end();
        let told = || self.acts(end) || own(end) || matches!(scan.word(end), "có" | "hiện");
        // «cả trạm đỡ đẻ 45 ca»
        let whole = || scan.says(i - 1, &["cả", "toàn"]);
        let opens = || i > 0 && (scan.is(i - 1, Kind::Sign) || whole()) && told();
        let capital = scan.is_capital(i);
        hit.len > 1 || capital && (!scan.starts_sentence(i) || told()) || !capital && opens()
    }

    /// The body that a head alone at `i` stands for.
    fn headed(&self, i: usize, hit: &Hit) -> Option<usize> {
        let scan = self.scan();
        let role = scan.lexicon.naming.organizations[hit.entry()].data.role;
        // «Ban Dân vận | các huyện»
        let many = scan
            .guide_is(hit.end(), Guide::Plural)
            .is_some_and(|end| scan.kind(end).is_some());
        if matches!(role, HeadRole::Whole | HeadRole::None) || many || !self.is_meant(i, hit) {
            return None;
        }
        // «Cục» is not the last «Chi cục»
        let branch = refer::is_branch(scan.word(i));
        let alike = |about: &About| branch == about.label.starts_with("Chi ");
        let same = |about: &About| about.head == Some(hit.entry()) && alike(about);
        // «Viện | đã ban hành 14 kháng nghị», of the «Viện Kiểm sát»
        let word = scan.word(i);
        let begins = |about: &About| {
            let rest = about.label.strip_prefix(word);
            about.head.is_some() && rest.is_some_and(|rest| rest.starts_with(' '))
        };
        // «Tiểu đoàn» is not the last «Trung đoàn»
        let numbered = role == HeadRole::Numbered;
        let same = |about: &About| same(about) && (!numbered || begins(about));
        self.last_or_headed(i, same)
            .or_else(|| self.last_or_headed(i, begins).filter(|_| hit.len == 1))
    }

    /// What a noun of the table at `i` stands for.
    fn listed(&mut self, i: usize, hit: &Hit, limit: usize) -> Option<(usize, Option<usize>)> {
        let scan = self.reader.scan;
        let naming = &scan.lexicon.naming;
        let data = &naming.stand_ins[hit.entry()].data;
        let about = match data.of {
            StandsFor::Country if scan.word(i) == "toàn" && self.is_of_an_event(i) => return None,
            StandsFor::Country => Some(self.country(i..hit.end())),
            StandsFor::Market => self.last(i, |about| about.is_abroad),
            StandsFor::Unit | StandsFor::Body if self.apposed(i, data.of).is_some() => {
                self.apposed(i, data.of)
            }
            StandsFor::Unit => self.area_in_hand(i, None),
            StandsFor::Here => Some(self.here(i)?),
            StandsFor::Bloc => {
                let end = self.end_of_bloc(i, hit.end());
                self.inside = end;
                return Some((end, Some(self.bloc(i..end))));
            }
            StandsFor::Branch => {
                return Some((hit.end(), self.branch_or_whole(i, hit, limit)));
            }
            StandsFor::Person => self.person(i..hit.end()),
            StandsFor::Speaker => self.speaker(i),
            StandsFor::Office => self.office(i),
            StandsFor::Family => self.told_family(i),
            StandsFor::Spoken => self.told_by(i),
            StandsFor::Level => {
                self.levels(i..hit.end());
                return Some((hit.end(), None));
            }
            StandsFor::Body => self
                .spoken_for(i)
                .or_else(|| self.acting_body(i))
                .or_else(|| self.above_last(i)),
            StandsFor::Head => {
                let listed = |head: usize| {
                    let id = &scan.lexicon.naming.organizations[head].id;
                    data.names.contains(id)
                };
                let fits = |&about: &usize| self.abouts.all[about].head.is_some_and(listed);
                // «Giám đốc Công ty An Bình cho biết nhà máy có 420 công nhân»
                let factory = data.names.iter().any(|name| name == "nha_may");
                let firm = |&about: &usize| naming.is(self.abouts.all[about].head, "cong_ty");
                let told = self.told_by(i);
                let told = told.filter(|about| fits(about) || factory && firm(about));
                told.or_else(|| self.of_head(i, hit))
            }
            // «tuyến đường | nối A với B» is one of its own
            StandsFor::Kind if scan.word(hit.end()) == "nối" || self.names_another(hit.end()) => {
                None
            }
            StandsFor::Kind => {
                let of = |about: &About| {
                    let of = |kind: usize| data.names.contains(&naming.kinds[kind].id);
                    // «Khu kinh tế Nam Phú Yên» is none
                    let zone = about.label.starts_with("Khu ");
                    about.is_thing && !zone && about.kind.is_some_and(of)
                };
                // a project is what its paragraph or the headline names, no place in passing
                if scan.says(i, &["dự"]) {
                    self.near_or_headed(i, of)
                } else {
                    self.last(i, of)
                }
            }
        };
        Some((hit.end(), about))
    }

    /// «công trình | kè đầu tư 22 tỷ đồng»: a noun behind «công trình» tells of another one; not «công trình dài 9 km».
    fn names_another(&self, i: usize) -> bool {
        let scan = self.scan();
        let plain = scan.is(i, Kind::Word) && scan.continues(i) && !scan.is_stop(i);
        let bare = || {
            !scan.text.token(i).capital
                && [
                    Class::Cue,
                    Class::Phrase,
                    Class::Time,
                    Class::Stance,
                    Class::StandIn,
                ]
                .iter()
                .all(|&class| scan.text.hit(i, class).is_none())
        };
        plain && bare() && !matches!(scan.word(i), "dài" | "rộng" | "cao" | "dày" | "nằm" | "bắt")
    }

    /// «Chủ tịch Hội Phụ nữ huyện Sơn Hòa cho biết: “| Hội | quản lý 9 tổ”»: the body whose officer speaks, at the head of what
    /// is said; «nhiều doanh nghiệp» are others.
    fn told_by(&self, i: usize) -> Option<usize> {
        let told = self.spoken_for(i).or_else(|| self.source(i));
        told.filter(|_| self.heads_speech(i))
    }

    /// «Theo Công ty Ánh Dương, | doanh nghiệp | tuyển 30 người»: the body that its sentence follows.
    fn source(&self, i: usize) -> Option<usize> {
        let text = self.scan().text;
        let sentence = text.sentences()[text.sentence_of(i)].start;
        let near = self.referents.iter().rev();
        let mut told = near.take_while(|referent| referent.tokens.start >= sentence);
        let body = |about: &usize| self.abouts.all[*about].head.is_some();
        told.find(|referent| referent.stance == Stance::Source)?
            .about
            .filter(body)
    }

    /// «cho biết, | doanh nghiệp», «cho rằng | doanh nghiệp»: behind a sign or «rằng».
    pub(super) fn heads_speech(&self, i: usize) -> bool {
        let scan = self.scan();
        // «cho biết thời gian qua | doanh nghiệp»
        i > 0
            && (scan.is(i - 1, Kind::Sign)
                || scan.says(i - 1, &["rằng", "biết", "hay", "qua", "nay"]))
    }

    /// «BHXH huyện cùng với Hội Nông dân, Phòng Y tế kiểm tra 25 nơi. | Cơ quan này | …»: the body that acts last in the
    /// paragraph.
    fn acting_body(&self, i: usize) -> Option<usize> {
        let text = self.scan().text;
        let line = text.lines()[text.line_of(i)].start;
        let near = self.referents.iter().rev().take(NAMES_BACK);
        let near = near.take_while(|referent| referent.tokens.start >= line);
        let body = |about: usize| self.abouts.all[about].head.is_some();
        near.filter(|referent| referent.stance.opens() && referent.about.is_some_and(body))
            .find(|referent| !self.is_guest(referent))?
            .about
    }

    /// «Cục Thuế tỉnh thu 9 tỷ đồng. Chi cục Thuế huyện An Hòa thu 1 tỷ đồng. | Đơn vị | đã kiểm tra 12 nơi»: the body spoken of last,
    /// at the head of a paragraph the first one where the last serves a part of its area or is one of its own.
    fn above_last(&self, i: usize) -> Option<usize> {
        let (text, all) = (self.scan().text, &self.abouts.all);
        let naming = &self.scan().lexicon.naming;
        // a fund is no unit
        let body = |about: &About| about.head.is_some() && !naming.is(about.head, "quy");
        let last = self.last(i, body)?;
        let opens = text.lines()[text.line_of(i)].start == i;
        let tells = |referent: &&Referent| {
            let told = referent.stance.opens() || referent.stance == Stance::Source;
            told && referent.about.is_some_and(|about| body(&all[about]))
        };
        let first = self
            .referents
            .iter()
            .find(tells)
            .and_then(|first| first.about);
        let gazetteer = &self.scan().lexicon.gazetteer;
        let below = |first: usize| {
            let units = all[last].unit.zip(all[first].unit);
            let inner = units.is_some_and(|(inner, outer)| {
                inner != outer && gazetteer.is_within(inner, gazetteer.unit(outer).code, None)
            });
            inner || all[last].host == Some(first)
        };
        first.filter(|&first| opens && below(first)).or(Some(last))
    }

    /// «ngành thuế cả tỉnh» speaks for itself; «toàn ngành thu 118.000 tỷ đồng» is the body in hand that has branches below it.
    fn branch_or_whole(&mut self, i: usize, hit: &Hit, limit: usize) -> Option<usize> {
        let whole = self.scan().says(i, &["toàn", "cả"]);
        let field = matches!(self.scan().field(hit.end()), Some((FieldRole::Field, _)));
        if !whole || field {
            self.branch(i, hit.end(), limit);
            return None;
        }
        let naming = &self.reader.scan.lexicon.naming;
        let names = &naming.stand_ins[hit.entry()].data.names;
        // «theo số liệu của Tổng cục Hải quan, …»: who only counts what another branch sells
        let counts = |about: usize| {
            let near = self.referents.iter().rev().take(NAMES_BACK);
            let mut told = near.filter(|referent| referent.about == Some(about));
            told.all(|referent| {
                let before = referent.tokens.start.saturating_sub(1);
                referent.stance == Stance::Source
                    && matches!(self.scan().word(before), "của" | "từ")
            })
        };
        let last = self.last(i, |about| {
            let above = |head: usize| names.contains(&naming.organizations[head].id);
            let above = about.head.is_some_and(above);
            above && !about.label.is_empty() && !about.label.starts_with("Chi ")
        });
        // «Sở Giáo dục công bố kết quả. Toàn tỉnh có 1.480 trường. | Toàn ngành | còn thiếu giáo viên»: that of the area
        let of_area = |body: usize| {
            let near = self.referents.iter().rev().take(NAMES_BACK);
            let mut since = near.take_while(|referent| referent.about != Some(body));
            let area = self.abouts.all[body].area;
            area.is_some()
                && since.any(|referent| referent.stance == Stance::Agent && referent.about == area)
        };
        last.filter(|&about| !counts(about) && !of_area(about))
    }

    /// «UBND xã An Hòa, | đơn vị | được chọn làm điểm»: whose name it explains; not «Theo Công an huyện, | trên địa bàn | có …».
    fn apposed(&self, i: usize, of: StandsFor) -> Option<usize> {
        let last = self.referents.last()?;
        let behind = i > 0 && self.scan().text.is_sign(i - 1, ',') && self.scan().continues(i);
        let fits = |&about: &usize| of == StandsFor::Body || self.abouts.all[about].is_area;
        (last.about).filter(|about| behind && last.tokens.end + 1 == i && fits(about))
    }

    /// Whether an area is of a class: by its class noun, or by its unit where it is named without one.
    fn is_of(&self, about: &About, kind: usize) -> bool {
        let lexicon = self.reader.scan.lexicon;
        let official = about.unit.map(|unit| lexicon.gazetteer.unit(unit).kind);
        about.kind == Some(kind)
            || about.kind.is_none()
                && official.is_none_or(|of| lexicon.naming.kinds[kind].data.unit == Some(of))
                && (official.is_some() || !about.bare.is_empty() && about.entity.is_none())
    }

    /// «Hội Nông dân xã An Hòa hoạt động tốt. | Hội | đã kết nạp 9 hội viên»: a name's first word alone.
    pub(super) fn called(&mut self, mention: &Range<usize>) -> Option<usize> {
        let scan = self.scan();
        // «các cấp | Hội»
        let (start, hit) =
            (scan.text.hits_ending(mention.end, Class::StandIn)).min_by_key(|&(at, _)| at)?;
        let of = scan.lexicon.naming.stand_ins[hit.entry()].data.of;
        (of == StandsFor::Head && start <= mention.start).then(|| self.of_head(start, &hit))?
    }

    /// «các cấp hội», «toàn hội»: the one of the headline above those within it; «công ty» the last.
    fn of_head(&mut self, i: usize, hit: &Hit) -> Option<usize> {
        let scan = self.reader.scan;
        let organizations = &scan.lexicon.naming.organizations;
        let entry = &scan.lexicon.naming.stand_ins[hit.entry()];
        let names = &entry.data.names;
        let fits = |about: &About| {
            about
                .head
                .is_some_and(|head| names.contains(&organizations[head].id))
        };
        let whole = scan.says(i, &["các", "toàn"]);
        // «các cấp hội trong huyện»: the one of that area
        let area = if whole {
            let joins = matches!(scan.word(hit.end()), "trong" | "của" | "ở");
            let kind = scan.kind(hit.end() + usize::from(joins));
            self.area_in_hand(i, kind.map(|(kind, ..)| kind))
        } else {
            None
        };
        let of = &self.abouts;
        let mut above = of.headline.iter().map(|&(about, _)| about);
        // «T.Ư Hội ủy thác 2 tỷ đồng. Các cấp hội …»: not that of the country
        let local = |about: &About| {
            fits(about) && about.area.is_some_and(|area| of.all[area].unit.is_some())
        };
        // «Hội LHPN tỉnh họp, Phó Chủ tịch Hội LHPN Việt Nam dự. Các cấp hội …»: not those whose officer came
        let acts = || {
            let before = self.referents.iter().rev().take(NAMES_BACK);
            let acting = before.filter(|referent| referent.stance == Stance::Agent);
            let mut acting = acting.filter_map(|referent| referent.about);
            acting.find(|&about| {
                whole && (local(&of.all[about]) || area.is_none() && fits(&of.all[about]))
            })
        };
        let within = || {
            let own = |about: &About| fits(about) && about.area == area;
            area.and_then(|_| self.last_or_headed(i, own))
        };
        above
            .find(|&about| whole && fits(&of.all[about]))
            .or_else(within)
            .or_else(acts)
            .or_else(|| {
                // none of those further up or down
                if area.is_some() && scan.says(i, &["các"]) {
                    return None;
                }
                let placed = self.last_or_headed(i, local).filter(|_| whole);
                let last = placed
                    .or_else(|| self.acting_before(i, fits))
                    .or_else(|| self.last_or_headed(i, fits))?;
                // «công ty» is not the last «Tập đoàn» where a «Công ty» was named
                let noun = |name: &str| name.split(' ').next().map(str::to_lowercase);
                let (own, called) = (noun(scan.word(i)), noun(&of.all[last].label));
                let other = own != called
                    && entry.surfaces.iter().any(|other| noun(other) == called)
                    || matches!(called.as_deref(), Some("phòng" | "pgd"));
                let alike = |about: &About| fits(about) && noun(&about.label) == own;
                other
                    .then(|| self.last_or_headed(i, alike))
                    .flatten()
                    .or(Some(last))
            })
    }

    /// «Công ty An Bình họp. 10 tỷ đồng là nợ của | Công ty Hiếu Giang |, công ty đã khởi kiện»: whoever acted last, where the last one
    /// named stands behind a figure and owns it.
    fn acting_before(&self, i: usize, fits: impl Fn(&About) -> bool) -> Option<usize> {
        let text = self.scan().text;
        let named = |referent: &&Referent| {
            let about = referent.about.map(|about| &self.abouts.all[about]);
            about.is_some_and(&fits)
        };
        let near = self.referents.iter().rev().take(NAMES_BACK);
        let mut near = near
            .filter(|referent| referent.tokens.start < i)
            .filter(named);
        let last = near.next().filter(|last| last.stance == Stance::Owner)?;
        let start = text.sentences()[text.sentence_of(last.tokens.start)].start;
        let figure = (start..last.tokens.start).any(|i| text.token(i).kind == Kind::Number);
        let acting = near.find(|referent| referent.stance.opens())?;
        acting.about.filter(|_| figure)
    }

    /// «bản giảm được 14 hộ nghèo», «tỷ lệ hộ nghèo của thôn», «chợ có 237 quầy»: the last village, or the last site of that class
    /// noun, that was spoken of, where one acts or owns.
    fn so_called(&self, i: usize, end: usize) -> Option<usize> {
        let (scan, text) = (self.scan(), self.scan().text);
        let class = text.slice(i..end).to_lowercase();
        let end = end
            + usize::from(matches!(
                scan.word(end),
                "vẫn" | "cũng" | "chỉ" | "tôi" | "mình"
            ));
        let acts = self.acts(end)
            || text.hit(end, Class::Cue).is_some()
            || matches!(scan.word(end), "có" | "hiện" | "còn" | "rộng" | "dài")
            // «cả làng 142 hộ»
            || i > 0 && scan.says(i - 1, &["của", "cả", "toàn"]);
        let far = text.sentences()[text.sentence_of(i).saturating_sub(SENTENCES_IN_HAND)].start;
        let role = |kind: usize| scan.lexicon.naming.kinds[kind].data.role;
        let site = scan.kind(i).map(|(kind, ..)| role(kind)) == Some(KindRole::Site);
        let is_so_called = |about: &About| {
            let label = about.label.to_lowercase();
            let called = |own| own == KindRole::Site && label.starts_with(&class);
            (about.kind.map(role)).is_some_and(|own| {
                if site {
                    called(own)
                } else {
                    own == KindRole::Village
                }
            })
        };
        let opens = i == 0 || scan.is(i - 1, Kind::Sign) || scan.says(i - 1, &["cả", "toàn"]);
        let opens = opens || text.lines()[text.line_of(i)].start == i;
        // «Ông Lê Văn Ba ở ấp 5 nói: “| Ấp | có 160 hộ”»: where whoever speaks is at home
        let noun = scan.word(i).to_lowercase();
        let called = |referent: &Referent| {
            let start = referent.tokens.start;
            let next = (self.mentions).partition_point(|mention| mention.range.start < start);
            let person = next.checked_sub(1).map(|before| &self.mentions[before]);
            let address = person.is_some_and(|person| {
                matches!(person.name, Named::Person) && person.range.end + ADDRESS >= start
            });
            let said = text.is_quoted(i) || text.sentence_of(start) == text.sentence_of(i);
            address && said && scan.word(start).to_lowercase() == noun
        };
        let mut before = self.referents.iter().rev();
        before
            .by_ref()
            .take_while(|referent| acts && referent.tokens.start >= far)
            .filter(|referent| referent.stance != Stance::Apart || called(referent))
            .filter_map(|referent| referent.about)
            // «Chi bộ thôn Đông Hòa có 32 đảng viên. | Toàn thôn | có 210 hộ»
            .flat_map(|about| [Some(about), self.abouts.all[about].area.filter(|_| opens)])
            .flatten()
            .find(|&about| is_so_called(&self.abouts.all[about]))
    }

    /// An area that the article never names: its figures are about nobody that can be told.
    fn unnamed(&mut self, kind: usize) -> usize {
        let area = self.abouts.add(About {
            is_area: true,
            kind: Some(kind),
            ..About::default()
        });
        self.most.insert(Some(kind), Some(area));
        area
    }

    /// «Hội nghị Công an | toàn quốc |», «Đại hội đại biểu phụ nữ | huyện | lần thứ XVIII»: a part of what something is called.
    fn is_of_an_event(&self, i: usize) -> bool {
        let scan = self.scan();
        let named = |at: usize| {
            scan.lexicon
                .sort(scan.text, at, &[Sort::Gathering])
                .is_some()
        };
        let words = |at: usize| (at..i).all(|at| scan.is(at, Kind::Word) && scan.continues(at + 1));
        (i.saturating_sub(EVENT)..i.saturating_sub(1)).any(|at| named(at) && words(at))
    }

    /// The country, as the article writes it.
    fn country(&mut self, range: Range<usize>) -> usize {
        if let Some(country) = self.abouts.country {
            return country;
        }
        let country = self.abouts.add(About {
            label: self.scan().text.slice(range).to_lowercase(),
            is_area: true,
            ..About::default()
        });
        self.abouts.country = Some(country);
        country
    }

    /// «Chúng tôi lên Hang Chú, một xã vùng cao. | Ở đây | có 642 hộ»
    fn here(&self, i: usize) -> Option<usize> {
        let text = self.scan().text;
        let line = text.lines()[text.line_of(i)].start;
        let far = text.sentences()[text.sentence_of(i).saturating_sub(1)].start;
        let named = self.referents.iter().rev();
        named
            .take_while(|referent| referent.tokens.start >= line.max(far))
            .filter(|referent| !referent.stance.is_apart())
            .find_map(|referent| referent.about)
    }

    /// «cùng với cả nước, …», «toàn quốc xảy ra 12 vụ»: the country is called what most statements about it call it.
    pub(super) fn name_country(&mut self) {
        let of = &self.abouts;
        let Some(country) = of
            .country
            .filter(|&country| !of.country_told && of.all[country].entity.is_none())
        else {
            return;
        };
        let text = self.reader.scan.text;
        let mut names: Vec<(String, usize)> = Vec::new();
        let told = self
            .referents
            .iter()
            .filter(|referent| referent.about == Some(country) && referent.stance.opens());
        for referent in told {
            let name = text.slice(referent.tokens.clone()).to_lowercase();
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, times)) => *times += 1,
                None => names.push((name, 1)),
            }
        }
        // the first of those that are said most
        if let Some((name, _)) = names.into_iter().rev().max_by_key(|&(_, times)| times) {
            self.abouts.all[country].label = name;
        }
    }

    /// «khối cơ quan Đảng, MTTQ | sẽ giảm …»: up to a verb, a date, or a sign that no name of a body follows.
    fn end_of_bloc(&self, bloc: usize, start: usize) -> usize {
        let scan = self.scan();
        // «Đối với | khối cơ quan huyện |, Huyện ủy đã hợp nhất 3 đơn vị»
        let framed = bloc > 0 && scan.word(bloc - 1) == "với";
        let body = |i: usize| scan.text.hit(i, Class::Organization).is_some();
        let ends = |&i: &usize| {
            let other = scan.word(i) == "có"
                || scan.text.hit(i, Class::Cue).is_some()
                || scan.text.hit(i, Class::Time).is_some()
                || !(scan.is(i, Kind::Word)
                    || !framed && scan.text.is_sign(i, ',') && body(i + 1)
                    // «các tổ chức chính trị - xã hội»
                    || scan.text.is_sign(i, '-') && scan.word(i + 1) == "xã");
            !scan.continues(i) || other && !body(i)
        };
        let end = (start..scan.text.len()).find(ends);
        let end = end.unwrap_or(scan.text.len());
        // «khối Đảng, đoàn thể | của tỉnh»
        let unit = scan.kind(end + 1).filter(|_| scan.word(end) == "của");
        unit.map_or(end, |(_, _, end)| end)
    }

    fn is_bloc(&self, noun: &Hit) -> bool {
        let nouns = &self.scan().lexicon.naming.stand_ins;
        nouns[noun.entry()].data.of == StandsFor::Bloc
    }

    /// A group of bodies, under the words it is written with.
    fn bloc(&mut self, range: Range<usize>) -> usize {
        let label = self.scan().text.slice(range).to_owned();
        let known = self
            .abouts
            .all
            .iter()
            .position(|about| about.label == label);
        known.unwrap_or_else(|| {
            self.abouts.add(About {
                label,
                is_thing: true,
                ..About::default()
            })
        })
    }

    /// The last thing of a kind that was spoken of before `i`.
    pub(super) fn last(&self, i: usize, wanted: impl Fn(&About) -> bool) -> Option<usize> {
        let before = self.referents.iter().rev().take(NAMES_BACK);
        let fits = |about: &usize| wanted(&self.abouts.all[*about]);
        before
            .filter(|referent| referent.tokens.start < i)
            .filter_map(|referent| Some((self.told_in(referent).find(fits)?, referent)))
            .find(|(_, referent)| !self.is_aside(referent))
            .map(|(about, _)| about)
    }

    /// «Tòa án» in a new paragraph is the one of the headline, not the last one that was spoken of as an example.
    fn last_or_headed(&self, i: usize, wanted: impl Fn(&About) -> bool) -> Option<usize> {
        self.near_or_headed(i, &wanted)
            .or_else(|| self.last(i, wanted))
    }

    /// The last of the paragraph, or that of the headline.
    fn near_or_headed(&self, i: usize, wanted: impl Fn(&About) -> bool) -> Option<usize> {
        let text = self.scan().text;
        let line = text.lines()[text.line_of(i)].start;
        let in_line = |referent: &&Referent| referent.tokens.start >= line;
        let near = self.referents.iter().rev().take(NAMES_BACK);
        let near = near.take_while(in_line);
        let mut near = near.flat_map(|referent| self.told_in(referent));
        let of = &self.abouts;
        let mut above = of.headline.iter().map(|&(about, _)| about);
        near.find(|&about| wanted(&of.all[about]))
            .or_else(|| above.find(|&about| wanted(&of.all[about])))
    }

    /// What a name tells of: «Chi bộ Công ty An Bình» also of the company.
    fn told_in(&self, referent: &Referent) -> impl Iterator<Item = usize> + use<> {
        let host = referent.about.and_then(|about| self.abouts.all[about].host);
        referent.about.into_iter().chain(host)
    }

    /// Whoever gave a prize or helped is not in hand: «bằng khen của Bộ Y tế», «phối hợp với Công an xã».
    fn is_aside(&self, referent: &Referent) -> bool {
        referent.stance == Stance::Apart
            && (self.reader.gives(&referent.tokens)
                || self.reader.helps(&referent.tokens)
                || self.is_owner_in_brackets(&referent.tokens))
            || self.is_guest(referent)
    }

    /// «Đồn Biên phòng Thông Thụ (| BĐBP Nghệ An |) …, đơn vị …»: whom the body before the brackets belongs to.
    fn is_owner_in_brackets(&self, range: &Range<usize>) -> bool {
        let text = self.scan().text;
        let open = range.start.wrapping_sub(1);
        let next = self
            .mentions
            .partition_point(|mention| mention.range.start < open);
        let before = next.checked_sub(1).map(|before| &self.mentions[before]);
        text.is_sign(open, '(')
            && text.is_sign(range.end, ')')
            && before.is_some_and(|body| {
                body.range.end == open && matches!(body.name, Named::Organization(_))
            })
    }

    /// «Tới dự có lãnh đạo Đảng ủy Khối»: whoever came is not in hand.
    fn is_guest(&self, referent: &Referent) -> bool {
        let scan = self.scan();
        let start = scan.text.sentences()[scan.text.sentence_of(referent.tokens.start)].start;
        let end = referent.tokens.start.min(start + GUESTS);
        let leads = |i: usize| {
            matches!(
                scan.word(i),
                "Cùng" | "Về" | "Đến" | "Tới" | "Tham" | "tham"
            )
        };
        let at = (start..end).find(|&i| !leads(i));
        at.is_some_and(|at| {
            matches!(scan.word(at), "dự" | "Dự")
                && (at..end).any(|i| matches!(scan.word(i), "có" | "gồm"))
        })
    }

    /// «Xã Hợp Tiến ra đời trên cơ sở nhập ba | xã Mỹ Lợi |, | Đông Thọ |. Xã có 17 thôn»: one of those that it was made of.
    fn is_merged(&self, start: usize) -> bool {
        let scan = self.scan();
        let named = |i: usize| {
            let joint = matches!(scan.guide(i), Some((Guide::Plural | Guide::And, _)));
            scan.is_capital(i)
                || scan.is(i, Kind::Number)
                || scan.text.is_sign(i, ',')
                || joint
                || scan.kind(i).is_some()
                || scan.says(i, &["trấn", "xã"])
        };
        let mut before = (start.saturating_sub(MERGED)..start).rev();
        let verb = before.find(|&i| !named(i));
        verb.is_some_and(|verb| scan.says(verb, &["nhập"]))
    }

    /// «trong đó có | Hưng Long |, | Lương Sơn |. Huyện …», «trụ sở | Ngọc Tảo | cũ»: one of several or whose something is; not
    /// «nhập hai xã thành | xã Hợp Tiến |».
    fn is_by_the_way(&self, referent: &Referent) -> bool {
        let made = self
            .scan()
            .says(referent.tokens.start.wrapping_sub(1), &["thành"]);
        // «ở các | xã Phúc Khoa |, Thân Thuộc. Trên địa bàn …»
        let several = self
            .scan()
            .guide_is(referent.tokens.start.wrapping_sub(1), Guide::Plural)
            .is_some();
        several || matches!(referent.stance, Stance::Item | Stance::Modifier) && !made
    }

    /// The area of a class that the sentences before `i` speak of, else the one the article names most.
    pub(super) fn area_in_hand(&mut self, i: usize, kind: Option<usize>) -> Option<usize> {
        let text = self.scan().text;
        let line = text.lines()[text.line_of(i)].start;
        let far = text.sentences()[text.sentence_of(i).saturating_sub(SENTENCES_IN_HAND)].start;
        let abouts = &self.abouts.all;
        let fits = |area: &usize| {
            abouts[*area].is_area && kind.is_none_or(|kind| self.is_of(&abouts[*area], kind))
        };
        let near = self
            .referents
            .iter()
            .rev()
            .take_while(|referent| referent.tokens.start >= line.max(far))
            .filter(|referent| referent.stance.holds() && referent.stance != Stance::Apart)
            .filter(|referent| !self.is_merged(referent.tokens.start))
            .filter(|referent| !self.is_by_the_way(referent))
            .filter_map(|referent| {
                let about = referent.about?;
                Some(abouts[about].area.unwrap_or(about))
            })
            .find(fits);
        if near.is_some() {
            return near;
        }
        // «Sơn La: Chuyến xoài đầu tiên | Kế hoạch của | tỉnh | là 200 triệu USD»
        let above = chrome::area_above(text, self.scan().lexicon, text.line_of(i));
        let headed = above.and_then(|above| {
            let at = (self.referents).partition_point(|of| of.tokens.start < above.start);
            let of = (self.referents.get(at)).filter(|of| of.tokens.start < above.end)?;
            of.about.filter(fits)
        });
        if headed.is_some() {
            return headed;
        }
        if let Some(known) = self.most.get(&kind) {
            return *known;
        }
        // «trên địa bàn» is the area of the headline
        let mut above = self.abouts.headline.iter().map(|&(about, _)| about);
        let headed =
            above.find(|area| kind.is_none() && fits(area) && abouts[*area].unit.is_some());
        let most = || {
            let named = (0..abouts.len()).filter(fits).rev();
            named.max_by_key(|&area| self.abouts.named[area])
        };
        let most = headed.or_else(most);
        self.most.insert(kind, most);
        most
    }
}
