//! Reads the counted noun behind a number, or before it: «5 đảng viên», «tổng số cử tri là 5».

use std::ops::Range;

use super::lexicon::{Class, Cue, Hit, LONGEST_SURFACE, NounRole, Phrase};
use super::quantity::{Beside, COUNTED_BEHIND, Dimension, Reader, text_is_any};
use super::text::{Gap, Kind};
use crate::extraction::Unit;

/// Most tokens of a noun in quotation marks.
const LONGEST_QUOTED: usize = 9;
/// Most tokens of an order of places up to one of them.
const LONGEST_ORDER: usize = 60;
/// Most tokens of a bracket that says a ratio in percent.
const LONGEST_ASIDE: usize = 7;
/// Most tokens from one number of a list of places to the next.
const LONGEST_PAIR: usize = 9;
/// More words than stand between the noun of an item and its number.
const LONGEST_OWN: usize = 3;
/// Most tokens from a number to the end of the time that it is of: «530 của 9 tháng năm 2020».
const LONGEST_TIME: usize = 10;
/// Words before the noun of a number that is told of: «tổng số cử tri là …».
const COUNTS: &[&str] = &["tổng", "số", "Tổng", "Số"];

impl Reader<'_> {
    /// The counted noun: a noun of the table, a classifier with what follows, or the two words that stand there.
    pub(super) fn noun_phrase(&self, at: usize, only_known: bool) -> Option<Beside> {
        let same_line = self.text.tokens().get(at)?.gap != Gap::Line;
        same_line.then(|| self.noun_at(at, only_known)).flatten()
    }

    /// The same, wherever it stands.
    fn noun_at(&self, at: usize, only_known: bool) -> Option<Beside> {
        let text = self.text;
        if let Some(close) = self.quoted_noun(at) {
            return Some(Beside {
                figure_end: at,
                ..self.counted(at + 1..close, close + 1, true)
            });
        }
        let token = text
            .tokens()
            .get(at)
            .filter(|token| token.kind == Kind::Word)?;
        let (end, known) = match text.hit(at, Class::Noun) {
            Some(hit) => {
                let entry = &self.lexicon.nouns[hit.entry()];
                match entry.data.role {
                    // «63 vi phạm về trật tự đô thị»: a verb that «về» makes a noun
                    NounRole::Stop if hit.len > 1 && text_is_any(text, hit.end(), &["về"]) => {
                        (hit.end(), true)
                    }
                    NounRole::Stop => return None,
                    NounRole::Noun => (self.coordinated(hit.end(), hit.entry()), true),
                    NounRole::Classifier => {
                        let (end, group) = self.after_classifier(hit.end(), hit.entry());
                        (self.coordinated(end, group), true)
                    }
                }
            }
            None if token.all_caps && self.shortened.contains(&token.key) => (at + 1, true),
            None if let Some(end) = self.of_bodies(at) => (end, true),
            None if only_known || self.ends_noun(at) => return None,
            None if self.is_short_for_people(at) => (at + 1, false),
            None if let Some(end) = self.of_one_sex(at) => (end, true),
            None if token.capital => return None,
            None => {
                let second = text.tokens().get(at + 1).is_some_and(|token| {
                    token.kind == Kind::Word && token.gap == Gap::Space && !token.capital
                });
                (
                    if second && !self.ends_noun(at + 1) {
                        at + 2
                    } else {
                        at + 1
                    },
                    false,
                )
            }
        };
        let end = self.behind_hyphens(at, end);
        Some(self.counted(at..end, end, known))
    }

    /// «10 | TAND cấp huyện», «có 21 | LĐLĐ huyện»: bodies of one kind, of a level or, behind a word that no date
    /// stands behind, of places without a name.
    fn of_bodies(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let small = |i: usize| {
            let token = text.tokens().get(i)?;
            let word = token.kind == Kind::Word && token.gap == Gap::Space && !token.capital;
            word.then_some(i)
        };
        let of = text
            .hit(at, Class::Organization)
            .filter(|hit| hit.len == 1 && text.token(at).all_caps)
            .and_then(|hit| small(hit.end()))?;
        if text_is_any(text, of, &["cấp"]) {
            return small(of + 1).map(|level| level + 1);
        }
        // «ngày 10 TAND huyện xét xử»
        let place = text
            .hit(of, Class::PlaceKind)
            .filter(|_| at > 1 && text_is_any(text, at - 2, COUNTED_BEHIND))?
            .end();
        let named = text
            .tokens()
            .get(place)
            .is_some_and(|next| next.capital || next.kind == Kind::Number);
        (!named).then_some(place)
    }

    /// «3 nữ công nhân», «42 nam thanh niên»: men or women of whom the table knows the noun.
    fn of_one_sex(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let next = text.tokens().get(at + 1)?;
        let people = text
            .hit(at + 1, Class::Noun)
            .filter(|hit| next.gap == Gap::Space && self.lexicon.nouns[hit.entry()].id == "people");
        let sex = text_is_any(text, at, &["nữ", "nam"]);
        people
            .filter(|_| sex)
            .map(|hit| self.coordinated(hit.end(), hit.entry()))
    }

    /// «12 ki-ốt», «3 ô-tô tải»: a word that is spelled with hyphens, and one behind it.
    fn behind_hyphens(&self, at: usize, end: usize) -> usize {
        let text = self.text;
        let small = |i: usize| {
            let token = text.tokens().get(i);
            token.is_some_and(|token| token.kind == Kind::Word && !token.capital)
        };
        let hyphen = |i: usize| {
            text.is_sign(i, '-') && text.is_glued(i) && small(i + 1) && text.is_glued(i + 1)
        };
        // «3.400 lọ vắc-xin»
        let (mut spelled, mut end) = (at + 1, end);
        while hyphen(end) {
            end += 2;
        }
        while hyphen(spelled) {
            spelled += 2;
        }
        let next = spelled > at + 1 && small(spelled) && !self.ends_noun(spelled);
        end.max(spelled + usize::from(next && text.tokens()[spelled].gap == Gap::Space))
    }

    /// «8 nghìn HSSV được vay vốn», «tuyển được 1.286 HSSV»: capitals that no table knows, of which something is said or of
    /// which there are thousands.
    fn is_short_for_people(&self, at: usize) -> bool {
        let text = self.text;
        let letters = text.word(at).chars().count();
        let said = text.tokens().get(at + 1).is_some_and(|token| {
            token.gap == Gap::Space && token.kind == Kind::Word && !token.capital
        });
        let thousands = || {
            let written = text.word(at - 1);
            text.token(at - 1).kind == Kind::Number && written.len() > 4 && written.contains('.')
        };
        let said = said || at > 0 && thousands();
        text.token(at).all_caps
            && (3..=6).contains(&letters)
            && said
            && text.hit(at, Class::Organization).is_none()
            && text.hit(at, Class::Unit).is_none()
    }

    /// «12 “Mái ấm tình thương”»: the closing quotation mark.
    fn quoted_noun(&self, at: usize) -> Option<usize> {
        let text = self.text;
        // «42 “Sinh viên | 5 | tốt”»
        let is_digit = |i: usize| text.token(i).kind == Kind::Number && text.word(i).len() == 1;
        let opens = matches!(text.tokens().get(at)?.sign, '“' | '"' | '«');
        let close = (at + 2..text.len().min(at + LONGEST_QUOTED))
            .find(|&i| text.token(i).kind != Kind::Word && !is_digit(i))
            .filter(|&i| matches!(text.token(i).sign, '”' | '"' | '»'))?;
        // not «phong trào 5 “không”»
        (opens && (text.token(at + 1).capital || close > at + 2)).then_some(close)
    }

    /// A counted noun with what it is divided by.
    pub(super) fn counted(&self, noun: Range<usize>, mut end: usize, known: bool) -> Beside {
        let text = self.text;
        let mut label = text.slice(noun.clone()).to_owned();
        if let Some((_, after)) = self.per(end) {
            label = format!("{label}/{}", text.slice(end + 1..after));
            end = after;
        }
        let unit = Unit {
            code: None,
            label,
            dimension: "count".to_owned(),
        };
        Beside {
            unit,
            dimension: Dimension::Count,
            end,
            figure_end: noun.start,
            noun,
            known,
            rule: "number.count",
        }
    }

    /// Whether token `i` cannot belong to a noun phrase.
    pub(super) fn ends_noun(&self, i: usize) -> bool {
        let text = self.text;
        if text.token(i).kind != Kind::Word || self.masked[i] {
            return true;
        }
        // «hợp nhất 4 cơ quan | thành 2»
        let next = text.tokens().get(i + 1);
        let becomes = text_is_any(text, i, &["thành"])
            && next.is_some_and(|next| next.kind == Kind::Number && next.gap == Gap::Space);
        if becomes {
            return true;
        }
        if text
            .hit(i, Class::Noun)
            .is_some_and(|hit| self.lexicon.nouns[hit.entry()].data.role == NounRole::Stop)
        {
            return true;
        }
        text.hit(i, Class::Time).is_some()
            || text.hit(i, Class::Cue).is_some_and(|hit| {
                !matches!(
                    self.lexicon.cues[hit.entry()].data,
                    Cue::NameHead
                        | Cue::GroupHead
                        | Cue::Neutral
                        | Cue::Contact
                        | Cue::Plan
                        | Cue::Term
                )
            })
    }

    /// «lượt công dân», «tổ chức công đoàn», «trường hợp sốt xuất huyết»: a known noun, or two words. With the group of
    /// the noun that ends it.
    fn after_classifier(&self, mut end: usize, mut group: usize) -> (usize, usize) {
        let text = self.text;
        for taken in 0..2 {
            if text
                .tokens()
                .get(end)
                .is_none_or(|token| token.gap != Gap::Space)
                || self.ends_noun(end)
            {
                break;
            }
            if let Some(hit) = text.hit(end, Class::Noun) {
                (end, group) = (hit.end(), hit.entry());
                if self.lexicon.nouns[group].data.role == NounRole::Noun {
                    break;
                }
                continue;
            }
            // «hai trạm bơm | công suất 3.600 m3/giờ»
            let measured = text.hit(end, Class::Phrase).is_some_and(|hit| {
                let head = self.lexicon.phrases[hit.entry()].data;
                let behind = text.tokens().get(hit.end()).map(|token| token.kind);
                matches!(head, Phrase::Head | Phrase::BareHead) && behind == Some(Kind::Number)
            });
            if measured {
                break;
            }
            // a name is no part of the unit, unless it names the kind: «tổ chức Đảng»
            if text.token(end).capital && taken > 0 {
                break;
            }
            end += 1;
        }
        (end, group)
    }

    /// «xã, thị trấn», «cán bộ, công chức, viên chức»: nouns of one group that share the number.
    fn coordinated(&self, mut end: usize, group: usize) -> usize {
        if self.lexicon.nouns[group].data.role == NounRole::Classifier {
            return end;
        }
        while self.text.is_sign(end, ',') || text_is_any(self.text, end, &["và", "hoặc"]) {
            let joined = self
                .text
                .hit(end + 1, Class::Noun)
                .filter(|hit| hit.entry() == group && self.text.token(end + 1).gap == Gap::Space);
            // «đàn trâu 3.210 con, | đàn bò 12.400 con»: the next item, with its own number
            let listed = self.text.is_sign(end, ',');
            // «giảm 6 thôn, | xã Ea Tam 5 thôn»: a name
            let named = |at: usize| {
                let next = self.text.tokens().get(at);
                let place = || self.text.hit(end + 1, Class::PlaceKind).is_some();
                next.is_some_and(|next| next.capital && next.gap == Gap::Space)
                    && (listed || place())
            };
            // «85 thành viên, | người cao tuổi nhất đã 82 tuổi»: one of them
            let one = |at: usize| (at..at + 3).any(|i| text_is_any(self.text, i, &["nhất"]));
            let other = |at: usize| listed && (self.has_own_number(at) || one(at));
            let own = |hit: &Hit| !(named(hit.end()) || other(hit.end()));
            let Some(hit) = joined.filter(own) else { break };
            end = hit.end();
        }
        end
    }

    /// A number behind a word or two.
    fn has_own_number(&self, at: usize) -> bool {
        let tokens = self.text.tokens();
        let words = tokens[at.min(tokens.len())..]
            .iter()
            .take(LONGEST_OWN)
            .take_while(|token| token.kind == Kind::Word && token.gap == Gap::Space)
            .count();
        // «12 nhà văn hóa, hộ khá | chiếm | 40%»
        let plain =
            |i: usize| !self.ends_noun(i) || i > at && text_is_any(self.text, i, &["chiếm"]);
        (1..LONGEST_OWN).contains(&words)
            && (at..at + words).all(plain)
            && tokens
                .get(at + words)
                .is_some_and(|token| token.kind == Kind::Number && token.gap == Gap::Space)
    }

    /// «tổng số cử tri của huyện là 31.516», «bệnh nhân ngoại trú: 1.290», «số xã có dịch tăng từ 8 lên 10»: the noun that the
    /// item with a bare number begins with.
    pub(super) fn noun_before(&self, start: usize) -> Option<Beside> {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let colon = start > sentence && text.is_sign(start - 1, ':');
        // «số thẻ trùng là hơn | 116.000»
        let bounded = start > sentence && {
            let bound = |cue| matches!(cue, Cue::Over | Cue::Nearly | Cue::About);
            let mut cues = self.text.hits_ending(start, Class::Cue);
            cues.any(|(at, hit)| at + 1 == start && bound(self.lexicon.cues[hit.entry()].data))
        };
        let joint = start.checked_sub(1 + usize::from(colon || bounded))?;
        let turns = joint >= sentence && text_is_any(text, joint, &["giảm", "tăng"]);
        let told = joint >= sentence
            && (self.moves(start)
                || turns
                || text_is_any(text, joint, &["là", "đạt", "lên", "xuống", "còn"]));
        let named = text_is_any(text, joint, &["số", "thứ"]);
        // «số ca khỏi | 86», no number of a card
        let plain = !colon && !told;
        let written = text.word(start);
        if named || plain && written.len() > 3 && !written.contains('.') {
            return None;
        }
        let ends = |i: &usize| matches!(text.token(*i).sign, ',' | ';' | ':' | '(' | ')');
        let item = |end: usize| (sentence..end).rfind(ends).map_or(sentence, |i| i + 1);
        let mut at = item(start - usize::from(colon));
        // «số thôn, tổ dân phố giảm còn 1.676»
        if at > sentence && text.is_sign(at - 1, ',') && text.hit(at, Class::Noun).is_some() {
            let first = item(at - 1);
            let joined = text_is_any(text, first, COUNTS);
            at = if joined { first } else { at };
        }
        // «Tỉnh có | số ca mắc là 142», «nâng | tổng số tuyến lên 27»
        let leads = ["có", "với", "nâng", "đưa", "Nâng", "Đưa"];
        let has =
            (at..joint).find(|&i| text_is_any(text, i, &leads) && text_is_any(text, i + 1, COUNTS));
        at = has.map_or(at, |lead| lead + 1);
        // a bullet, «Và», «Trong đó»
        while at < joint && self.ends_noun(at) && !text_is_any(text, at, COUNTS) {
            at += 1;
        }
        let counted = (at..joint)
            .take_while(|&i| text_is_any(text, i, COUNTS))
            .count();
        let plural = at > sentence && text_is_any(text, at - 1, &["các", "những", "Các", "Những"]);
        // «tổ chức cơ sở đảng giảm từ | 67 xuống còn 58»
        let whole = || {
            let noun = text.hit(at, Class::Noun);
            noun.is_some_and(|noun| {
                self.lexicon.nouns[noun.entry()].data.role == NounRole::Noun && noun.len > 1
            })
        };
        let moved = |i: usize| text.token(i).kind == Kind::Number && self.moves(i);
        let moves = || self.moves(start) || (at..joint).any(moved);
        if plural || counted == 0 && (plain || !(colon || whole() && moves())) {
            return None;
        }
        // «số vụ | giảm 34»: nothing between the noun and its turn
        self.noun_at(at + counted, true)
            .filter(|noun| !turns || noun.end == joint || colon)
            .filter(|noun| !plain || !self.may_be_named(&noun.noun, start))
    }

    /// «Đơn thuộc thẩm quyền | 310, đã giải quyết 287 đơn»: the noun that an item begins with, which the sentence counts elsewhere.
    pub(super) fn noun_of_item(&self, start: usize) -> Option<Beside> {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let words = (sentence..start)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word);
        let from = words.last()?;
        let noun = self.noun_at(from, true)?;
        let near = noun.end < start && start < noun.end + LONGEST_PAIR;
        (near && !self.may_be_named(&noun.noun, start)).then_some(noun)
    }

    /// «số thửa | 34», «số học sinh lớp | 12»: a number right behind a noun alone, or behind another noun, may be its name; not
    /// «số vụ | 34», «số công nhân | 86».
    fn may_be_named(&self, noun: &Range<usize>, start: usize) -> bool {
        let text = self.text;
        if noun.end == start {
            let counter = |hit: Hit| self.lexicon.phrases[hit.entry()].data == Phrase::Counter;
            return noun.len() == 1 && !text.hit(noun.start, Class::Phrase).is_some_and(counter);
        }
        let mut nouns = text.hits_ending(start, Class::Noun);
        nouns.any(|(_, hit)| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
    }

    /// «tăng từ | 5.612 lên 5.790», «từ | 67 giảm còn 58», «giảm từ | 530 của 9 tháng năm 2020 xuống 212»: the first level of a move.
    pub(super) fn moves(&self, start: usize) -> bool {
        let from = start > 0 && text_is_any(self.text, start - 1, &["từ"]);
        let mut to = start + 1;
        if text_is_any(self.text, to, &["của", "vào", "trong"]) {
            to += 1;
            while to < start + LONGEST_TIME && self.is_of_a_time(to) {
                to += 1;
            }
        }
        to += usize::from(text_is_any(self.text, to, &["giảm", "tăng"]));
        from && text_is_any(self.text, to, &["lên", "xuống", "còn"])
    }

    /// Whether token `i` is a number or a word of a time: «9», «tháng», «2020».
    fn is_of_a_time(&self, i: usize) -> bool {
        let token = self.text.tokens().get(i);
        token.is_some_and(|token| token.kind == Kind::Number)
            || self.text.hit(i, Class::Time).is_some()
    }

    /// «46/52 (đạt 88,46%) phiếu»: the noun behind the bracket that says the same in percent.
    pub(super) fn noun_behind_percent(&self, end: usize) -> Option<Beside> {
        let text = self.text;
        let close = (end..text.len().min(end + LONGEST_ASIDE)).find(|&i| text.is_sign(i, ')'))?;
        let percent = text.is_sign(end, '(') && text.is_sign(close - 1, '%');
        let noun = percent.then(|| self.noun_phrase(close + 1, true))??;
        Some(Beside {
            end,
            figure_end: end,
            noun: end..end,
            ..noun
        })
    }

    /// «nhiều ca nhất là Yên Định (981), tiếp đến Nga Sơn (842)», «tăng nhiều nhất là Nga Sơn (+51)»: a bare number in
    /// brackets behind a place of an order.
    pub(super) fn is_of_a_ranked_place(&self, start: usize, end: usize) -> bool {
        let text = self.text;
        let signed = start > 0 && matches!(text.token(start - 1).sign, '+' | '-' | '−' | '–');
        let open = start.checked_sub(1 + usize::from(signed));
        let Some(open) = open.filter(|&i| i > 0 && text.is_sign(i, '(')) else {
            return false;
        };
        let named = self.masked[open - 1] && text.token(open - 1).capital;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        named && text.is_sign(end, ')') && (sentence..open).any(|i| text_is_any(text, i, &["nhất"]))
    }

    /// «gồm: Lạng Sơn (612), Cao Bằng (487)», «(Lạng Sơn: 840, Bắc Giang: 1.935)»: a bare number behind a name of a list.
    pub(super) fn is_of_a_listed_name(&self, start: usize, end: usize) -> bool {
        let text = self.text;
        let named = |i: usize| self.masked[i] && text.token(i).capital;
        let beside = start > 1
            && named(start - 2)
            && match text.token(start - 1).sign {
                '(' => text.is_sign(end, ')'),
                ':' => text
                    .tokens()
                    .get(end)
                    .is_some_and(|token| matches!(token.sign, ',' | ';' | ')')),
                _ => false,
            };
        if !beside {
            return false;
        }
        // another such number stands beside it
        let sign = text.token(start - 1).sign;
        let sentence = text.sentences()[text.sentence_of(start)].clone();
        let from = sentence.start.max(start.saturating_sub(LONGEST_PAIR)) + 1;
        let to = sentence.end.min(end + LONGEST_PAIR);
        (from..start - 1).chain(end + 1..to).any(|i| {
            text.is_sign(i, sign)
                && named(i - 1)
                && text
                    .tokens()
                    .get(i + 1)
                    .is_some_and(|token| token.kind == Kind::Number)
        })
    }

    /// The end of the verb at `i`.
    fn verb(&self, i: usize) -> Option<usize> {
        let hit = self.text.hit(i, Class::Phrase)?;
        self.is_verb(&hit).then_some(hit.end())
    }

    fn is_verb(&self, hit: &Hit) -> bool {
        let phrase = self.lexicon.phrases[hit.entry()].data;
        matches!(phrase, Phrase::Verb | Phrase::Light)
    }

    /// Whether a verb ends right before token `i`.
    pub(super) fn follows_a_verb(&self, i: usize) -> bool {
        let mut phrases = self.text.hits_ending(i, Class::Phrase);
        phrases.any(|(_, hit)| self.is_verb(&hit))
    }

    /// «miễn nhiệm | 1 và bầu bổ sung 2 ủy viên», «xây mới | 12, sửa chữa 9 căn nhà»: a verb on either side counts what stands
    /// behind the second number.
    pub(super) fn is_of_the_second_verb(&self, number: Range<usize>, next: usize) -> bool {
        let text = self.text;
        let before = self.follows_a_verb(number.start);
        let joined =
            text_is_any(text, number.end, &["và", "hoặc"]) || text.is_sign(number.end, ',');
        let plain = |i: usize| text.token(i).kind == Kind::Word && !text.token(i).capital;
        before
            && joined
            && next > number.end + 1
            && next <= number.end + 1 + LONGEST_SURFACE
            && self.verb(number.end + 1).is_some_and(|end| end <= next)
            && (number.end + 1..next).all(plain)
    }

    /// «thụ lý 7.600 vụ, … Án hành chính: thụ lý | 146»: the verbs that end right before a number and before a figure are one.
    pub(super) fn follows_the_verb_of(&self, start: usize, figure: usize) -> bool {
        let text = self.text;
        let mut own = text.hits_ending(start, Class::Phrase);
        own.any(|(from, hit)| {
            let length = start - from;
            self.is_verb(&hit)
                && figure >= length
                && (0..length).all(|i| text.word(from + i) == text.word(figure - length + i))
        })
    }

    /// The tokens of the sentence before a number in which an order of places can be told.
    fn ranking(&self, start: usize) -> Range<usize> {
        let sentence = &self.text.sentences()[self.text.sentence_of(start)];
        sentence.start.max(start.saturating_sub(LONGEST_ORDER))..start
    }

    /// The noun that such an order is of: «nhiều | ca | nhất».
    pub(super) fn noun_ranked(&self, start: usize) -> Option<Beside> {
        let text = self.text;
        let many = self
            .ranking(start)
            .find(|&i| text_is_any(text, i, &["nhiều"]))?;
        let noun = self.noun_phrase(many + 1, true)?;
        text_is_any(text, noun.end, &["nhất"]).then_some(noun)
    }

    /// «phê bình 17 (chiếm 45%)»: a percentage in the bracket behind a number says that it counts a part.
    pub(super) fn has_its_share(&self, end: usize) -> bool {
        let text = self.text;
        text.is_sign(end, '(')
            && (end + 2..text.len().min(end + 5)).any(|i| text.is_sign(i, '%'))
            && (end + 1..end + 3).any(|i| {
                text.tokens()
                    .get(i)
                    .is_some_and(|token| token.kind == Kind::Number)
            })
    }
}
