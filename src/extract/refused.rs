//! Says which numbers count nothing: parts of names, class limits, times of day, years, varieties.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{Class, Cue, Hit, NounRole, Sort, TimeWord};
use super::naming::HeadRole;
use super::number::Number;
use super::person::is_syllable;
use super::quantity::{Beside, Dimension, Reader, text_is_any};
use super::text::{Gap, Kind};

/// Most tokens of a noun before the slash of a pair.
const LONGEST_PAIRED: usize = 8;
/// Most tokens from one figure of a list to its like: «khởi tố một vụ, chuyển cơ quan công an khởi tố 4 vụ».
const LONGEST_LISTED: usize = 16;
/// Most words of the head of a body before the number of its levels.
const LONGEST_HEAD: usize = 5;
/// The name of a program goes on for no more tokens up to a number in it.
const LONGEST_PROGRAM: usize = 12;
/// Most tokens between the number of a class and what limits it.
const LONGEST_CLASS: usize = 9;
/// Most words from the figure of a rate to its base: «28 giường bệnh trên».
const LONGEST_BASE: usize = 9;
/// Most tokens of what a price is of, up to what its things make up: «/m2 | chiếm».
const LONGEST_RATE: usize = 4;

/// Before «năm» where it is the year: «mọi năm khách về đông».
const YEARS: &[&str] = &[
    "mọi", "các", "những", "mấy", "mỗi", "từng", "nhiều", "hằng", "hàng", "bao",
];

impl Reader<'_> {
    /// Digits that name something: `Covid-19`, `B2`, `15-NQ/TU`, `4G`, phone numbers, list markers, clock times.
    pub(super) fn is_part_of_a_name(&self, number: &Number) -> bool {
        let (start, end) = (number.tokens.start, number.tokens.end);
        let text = self.text;
        if text.token(start).kind != Kind::Number {
            return false;
        }
        let written = text.word(start);
        if written.starts_with('0')
            && written.len() > 3
            && !written.starts_with("0,")
            && !written.starts_with("0.")
        {
            return true;
        }
        if text.is_glued(start) && start > 0 {
            let before = text.token(start - 1);
            let joins = match before.kind {
                // «Đức Linh571 ca»
                Kind::Word if self.is_glued_to_a_place(number) => false,
                Kind::Word => {
                    before.capital
                        || text.hits_at(start - 1).is_empty()
                        || text.slice(start - 1..start).chars().count() < 2
                }
                Kind::Number => true,
                Kind::Sign if before.sign == '/' && self.is_second_of_pair(number) => false,
                Kind::Sign => match before.sign {
                    '(' | '[' | '"' | '“' | '‘' | '\'' | ',' | ';' | '…' | ':' | '~' | '≈'
                    | '>' | '<' | '≥' | '≤' | '*' | '•' | '|' | '=' | '»' | '”' => {
                        before.sign == ':'
                            && text.is_glued(start - 1)
                            && start > 1
                            && text.token(start - 2).kind == Kind::Number
                    }
                    '-' | '–' | '—' | '+' | '.' => {
                        text.is_glued(start - 1)
                            && start > 1
                            && !matches!(text.token(start - 2).sign, '%' | '(')
                            || before.sign == '.'
                    }
                    _ => true,
                },
            };
            if joins {
                return true;
            }
        }
        if self.is_free_of_charge(number) {
            return true;
        }
        let Some(after) = text.tokens().get(end) else {
            return false;
        };
        if after.gap == Gap::None {
            let marker = matches!(after.sign, '.' | ')') && text.token(start).gap == Gap::Line;
            let glued_word = after.kind == Kind::Word
                && text.hit(end, Class::Unit).is_none()
                && text.hit(end, Class::Noun).is_none()
                && (after.capital || text.hits_at(end).is_empty());
            let joined = matches!(after.sign, ':' | '-' | '_' | '@' | '/')
                && text.is_glued(end + 1)
                && text.tokens().get(end + 1).is_some_and(|next| {
                    next.capital
                        || (after.sign == ':' && next.kind == Kind::Number)
                        || next.all_caps
                });
            return marker || glued_word || joined;
        }
        false
    }

    /// «bếp ăn | 0 đồng», «phiên chợ 0 đồng»: for nothing; not «học phí 0 đồng».
    fn is_free_of_charge(&self, number: &Number) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let priced = text
            .hit(number.tokens.end, Class::Unit)
            .is_some_and(|hit| self.lexicon.units[hit.entry()].data.dimension == "money");
        let mut nouns = text.hits_ending(start, Class::Noun);
        number.value.is_zero()
            && priced
            && nouns.any(|(_, hit)| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
    }

    /// «lúc 19 giờ | 30»
    pub(super) fn is_of_a_clock(&self, start: usize) -> bool {
        start > 1
            && text_is_any(self.text, start - 1, &["giờ", "h"])
            && self.text.token(start - 2).kind == Kind::Number
    }

    /// «Hàm Thuận Bắc 688 ca, Đức Linh|571 ca»: a count of several digits behind two syllables with capitals.
    fn is_glued_to_a_place(&self, number: &Number) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let syllable = |i: usize| {
            let token = text.token(i);
            token.capital && !token.all_caps && is_syllable(text.word(i))
        };
        start > 1
            && text.word(start).len() > 2
            && syllable(start - 1)
            && syllable(start - 2)
            && text
                .hit(number.tokens.end, Class::Noun)
                .is_some_and(|hit| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
    }

    /// «khởi tố 9 vụ/17 bị can», «vay vốn 120 hộ/500 triệu đồng», «dư nợ 20 tỷ đồng/310 hộ», «187 mã tăng/191 mã giảm»:
    /// counted beside what stands before the slash; not the base of a rate («2 giáo viên/1 lớp», «50 triệu đồng/3 năm»), nor
    /// the same thing again («12 xã/15 xã»).
    fn is_second_of_pair(&self, number: &Number) -> bool {
        let (text, slash) = (self.text, number.tokens.start - 1);
        let noun = (slash.saturating_sub(LONGEST_PAIRED)..slash)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word && !text.token(i).capital)
            .last();
        let counted = |i: usize| {
            text.hit(i, Class::Noun)
                .is_some_and(|hit| self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop)
        };
        let money = |i: usize| {
            text.hit(i, Class::Unit)
                .is_some_and(|hit| self.lexicon.units[hit.entry()].data.dimension == "money")
        };
        let base = matches!(text.word(slash + 1), "1" | "01") || self.round_number(slash + 1) > 0;
        let end = number.tokens.end;
        let (left, right) = (slash > 0 && money(slash - 1), money(end));
        let Some(noun) = noun.filter(|&noun| {
            noun > 0 && text.token(noun - 1).kind == Kind::Number && !base && !(left && right)
        }) else {
            return false;
        };
        if !(left || counted(noun)) || !(right || counted(end)) {
            return false;
        }
        let key = |i: usize| text.tokens().get(i).map(|token| token.key);
        // the same things in another state
        let apart = || noun + 1 < slash && key(noun + 1) != key(end + 1);
        left || right || key(noun) != key(end) || apart()
    }

    /// «khách sạn 4 - 5 sao», «đường dây 110kV», «tôm cỡ 30 con/kg», «hạng cân 72 - 75kg»: which of the things, not how many or
    /// how much.
    pub(super) fn names_a_class(&self, number: &Number) -> bool {
        let (text, mut start, mut end) = (self.text, number.tokens.start, number.tokens.end);
        let dash = |i: usize| {
            matches!(
                text.tokens().get(i).map(|token| token.sign),
                Some('-' | '–')
            )
        };
        let digits = |i: usize| {
            text.tokens()
                .get(i)
                .is_some_and(|token| token.kind == Kind::Number)
        };
        if dash(end) && digits(end + 1) {
            end += 2;
        }
        if start > 1 && dash(start - 1) && digits(start - 2) {
            start -= 2;
        }
        let cue = self.cue_before(start).map(|(cue, _)| cue);
        let behind = |hit: Hit| self.lexicon.cues[hit.entry()].data == Cue::ClassBehind;
        // «đạt 110kV» measures
        let named = matches!(
            cue,
            None | Some(Cue::About | Cue::GroupHead | Cue::NameHead | Cue::Neutral)
        );
        // «một xe khách 45 chỗ»
        if text_is_any(text, end, &["chỗ"])
            && start > 0
            && text_is_any(text, start - 1, &["xe", "Xe", "khách", "tô", "buýt", "tải"])
        {
            return true;
        }
        // «đường dây 110kV 3 vị trí, | 22kV 11 vị trí»
        let listed = start > 0 && text.is_sign(start - 1, ',') && digits(end + 1);
        let percent = text.is_sign(end, '%');
        let things = start > 0 && named && (percent || text.token(start - 1).kind == Kind::Word);
        cue == Some(Cue::ClassHead)
            || (things || listed)
                && text.token(start).gap != Gap::Line
                && text.hit(end, Class::Cue).is_some_and(behind)
    }

    /// Whether the place of a number says that it counts nothing, whatever stands behind it.
    pub(super) fn is_refused(&self, number: &Number, beside: &Beside) -> bool {
        let start = number.tokens.start;
        let text = self.text;
        let symbol = matches!(
            beside.dimension,
            Dimension::Money | Dimension::Percent | Dimension::Measure
        );
        match self.cue_before(start) {
            // «tước | giấy phép | 4 công ty», «giấy phép 19»
            Some((Cue::Contact, at)) if !beside.known || !self.follows_a_verb(at) => return true,
            // «cả thôn | 212 hộ» has no number
            Some((Cue::NameHead, at))
                if beside.known
                    && at > 0
                    && text_is_any(text, at - 1, &["cả", "Cả", "toàn", "Toàn"]) => {}
            Some((Cue::NameHead, _)) if !symbol && !self.are_sent(start, beside) => return true,
            Some((Cue::GroupHead, _)) if !symbol && !beside.known => return true,
            // «học sinh lớp 3 trở lên»
            Some((Cue::GroupHead, _)) if text_is_any(text, number.tokens.end, &["trở"]) => {
                return true;
            }
            _ => {}
        }
        // «nhiều căn nhà "3 chung"»
        let quote = |i: usize| matches!(text.token(i).sign, '"' | '“' | '”');
        if start > 0 && quote(start - 1) && !beside.known && !symbol {
            let close = number.tokens.end + 1..text.len().min(number.tokens.end + 3);
            if close.into_iter().any(quote) {
                return true;
            }
        }
        // «tiếp dân vào ngày 15 hằng tháng»
        let end = number.tokens.end;
        let monthly = start > 0
            && text_is_any(text, start - 1, &["ngày"])
            && text_is_any(text, end, &["hằng", "hàng", "mỗi"])
            && text_is_any(text, end + 1, &["tháng"]);
        if monthly
            || self.is_a_dotted_date(number, beside)
            || self.is_in_the_name_of_a_program(number, beside)
            || self.is_a_variety(number)
            || self.is_a_kind_by_size(start, beside)
            || self.is_half_a_year(number)
            || !symbol && self.goes_on_a_name(start, beside)
            || self.counts_levels(number, beside)
            || self.limits_a_class(number, beside)
            || self.is_a_condition(start, beside)
            || self.is_a_limit_of_some(start, beside)
            || self.is_a_class_of_places(number, beside)
            || self.is_a_class_of_damage(start, beside)
            || self.is_a_base(number, beside)
            || self.is_an_order(number)
        {
            return true;
        }
        // «hoàn thành trước | 10 giờ»
        let before_hour = || start > 0 && text_is_any(text, start - 1, &["trước", "Trước"]);
        if beside.unit.code.as_deref() == Some("hour")
            && (self.is_clock(beside.end) || before_hour())
        {
            return true;
        }
        // «đi đến năm lần | bảy lượt», «5 lần | 7 lượt», «hai bàn tay trắng»
        let idiom = |i: usize| self.lexicon.sort(text, i, &[Sort::Idiom]);
        if (start.saturating_sub(2)..=start)
            .any(|i| idiom(i).is_some_and(|end| end >= number.tokens.end))
        {
            return true;
        }
        if number.in_words {
            let small = number.value < Decimal::TEN || number.tokens.len() == 1;
            let inside_name = text.token(start).capital
                && text.token(start).gap != Gap::Line
                && start > 0
                && text.token(start - 1).kind == Kind::Word
                && text.sentences()[text.sentence_of(start)].start != start;
            // «một» is the article, but not in «ít nhất một huyện»; a single word counts only before a noun of the table
            let least = || matches!(self.cue_before(start), Some((Cue::AtLeast, _)));
            let one = number.value == Decimal::ONE && !number.open;
            // «lãnh ba năm tù», «thử thách năm năm»
            let term = || {
                beside.dimension == Dimension::Time
                    && (text_is_any(text, beside.end, &["tù", "cải"])
                        || matches!(self.cue_before(start), Some((Cue::Term, _))))
            };
            let each = !one || least() || self.is_one_of_each(start);
            return !each && !self.is_one_of_a_list(number, beside)
                || inside_name
                || small
                    && (!beside.known
                        || matches!(beside.dimension, Dimension::Time) && !term()
                        || one && !self.is_one_of_each(start) && beside.unit.label == "lần"
                        || beside.unit.label == "điểm")
                || number.tokens.len() == 1
                    && text.word(start) == "năm"
                    && (self.could_be_year(start)
                        || start > 0 && YEARS.contains(&&*text.word(start - 1).to_lowercase()));
        }
        // a bare year before a noun is a year
        let written = text.word(start);
        let year_like = number.tokens.len() == 1
            && written.len() == 4
            && (Decimal::from(1900)..=Decimal::from(2100)).contains(&number.value);
        year_like && !symbol
    }

    /// «làm | một người chết, hai người bị thương», «8 cuộc thanh tra theo kế hoạch và | một cuộc đột xuất»: counted as its
    /// neighbors are.
    fn is_one_of_a_list(&self, number: &Number, beside: &Beside) -> bool {
        let text = self.text;
        let key = |i: usize| text.token(i).key;
        let sentence = &text.sentences()[text.sentence_of(number.tokens.start)];
        let from = sentence
            .start
            .max(number.tokens.start.saturating_sub(LONGEST_LISTED))
            + 1;
        let to = sentence.end.min(beside.end + LONGEST_LISTED);
        let counted = |i: usize| {
            text.token(i - 1).kind == Kind::Number
                || text.hit(i - 1, Class::Numeral).is_some() && text.word(i - 1) != "một"
        };
        let joined = |gap: Range<usize>| {
            gap.into_iter()
                .any(|i| text.is_sign(i, ',') || text_is_any(text, i, &["và"]))
        };
        let noun = &beside.noun;
        let same = |i: usize| key(i) == key(noun.start) && counted(i);
        !noun.is_empty()
            && ((from..number.tokens.start).any(|i| same(i) && joined(i..number.tokens.start))
                || (beside.end..to).any(|i| same(i) && joined(beside.end..i)))
    }

    /// «mỗi đảng viên giúp | một hộ nghèo», «mỗi tổ có một cán bộ»; not «mỗi tháng một lần», «mỗi người là một tấm gương».
    fn is_one_of_each(&self, start: usize) -> bool {
        let text = self.text;
        let words = (start.saturating_sub(LONGEST_PAIRED)..start)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word);
        let each = words
            .into_iter()
            .find(|&i| text_is_any(text, i, &["mỗi", "Mỗi"]));
        let who = each.is_some_and(|each| text.hit(each + 1, Class::Time).is_none());
        // «mỗi khi có một đoàn khách đến»
        let own = each
            .is_some_and(|each| start > each + 2 && !text_is_any(text, each + 1, &["khi", "lần"]));
        who && own && !text_is_any(text, start - 1, &["là", "như", "thành"])
    }

    /// «tòa án nhân dân | hai cấp», «2 cấp | TAND thành phố», «chính quyền địa phương | 2 cấp», «Quỹ “Vì người nghèo” | ba cấp»:
    /// the levels of one body.
    fn counts_levels(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start, end) = (self.text, number.tokens.start, number.tokens.end);
        let body = |i: usize| {
            let seat = |hit: &Hit| {
                self.lexicon.naming.organizations[hit.entry()].data.role == HeadRole::Seat
            };
            text.hit(i, Class::Organization).filter(seat)
        };
        let ends = |i: usize| body(i).is_some_and(|hit| (start..=end + 1).contains(&hit.end()));
        let named = || {
            let last = start - 1;
            matches!(text.token(last).sign, '”' | '"')
                || !self.ends_noun(last) && !self.follows_a_verb(start)
        };
        text_is_any(text, end, &["cấp"])
            && (body(end + 1).is_some()
                || start > 1 && text_is_any(text, start - 1, &["phương", "quyền"])
                || (start.saturating_sub(LONGEST_HEAD)..start).any(ends)
                || start > 0 && beside.unit.label == "cấp" && named())
    }

    /// «Ước đến 30.9 giải ngân 5 tỷ đồng»: a day and a month.
    fn is_a_dotted_date(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let dated = || {
            let (day, month) = text.word(start).split_once('.')?;
            let read = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
            Some(matches!((read(day)?, read(month)?), (1..=31, 1..=12)))
        };
        beside.dimension == Dimension::Count
            && start > 0
            && text_is_any(
                text,
                start - 1,
                &["đến", "ngày", "từ", "trước", "sau", "hết"],
            )
            && dated() == Some(true)
    }

    /// «Đề án xây dựng ít nhất 1 triệu căn hộ», «chương trình “Một triệu sáng kiến”», «đề án trồng 1 tỷ cây xanh»: a round
    /// number in the name of a program; not «kinh phí thực hiện đề án 5 tỷ đồng», what it costs.
    fn is_in_the_name_of_a_program(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let million = Decimal::from(1_000_000);
        let round = || {
            let count = number.value / number.scale;
            number.scale >= million && count.fract().is_zero() && count < Decimal::TEN
        };
        if number.value < million || beside.dimension == Dimension::Money || !round() {
            return false;
        }
        let from = start.saturating_sub(LONGEST_PROGRAM);
        (from..start)
            .rev()
            .take_while(|&i| {
                text.token(i).kind == Kind::Word
                    || matches!(text.token(i).sign, '“' | '"' | '‘' | '\'')
            })
            .take_while(|&i| {
                !text_is_any(
                    text,
                    i,
                    &["đã", "sẽ", "với", "là", "có", "đạt", "gần", "hơn", "trên"],
                )
            })
            .any(|i| {
                let quoted = || (i..start).any(|i| matches!(text.token(i).sign, '“' | '"' | '‘'));
                text_is_any(text, i, &["Đề", "đề"]) && text_is_any(text, i + 1, &["án"])
                    || text_is_any(text, i, &["Chương", "chương"])
                        && text_is_any(text, i + 1, &["trình"])
                        && quoted()
            })
    }

    /// «lúa OM 5451 giá …», «giống IR 50404»: a number that belongs to the code before it.
    fn is_a_variety(&self, number: &Number) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let code = |i: usize| {
            text.token(i).all_caps && text.word(i).chars().count() < 4 && text.hits_at(i).is_empty()
        };
        // a sentence begins with a capital: «Tàu KN 290 lai dắt …»
        let thing = |i: usize| {
            text.token(i).kind == Kind::Word
                && (!text.token(i).capital || text.sentences()[text.sentence_of(i)].start == i)
        };
        number.tokens.len() == 1
            && start > 1
            && code(start - 1)
            && text.token(start).gap == Gap::Space
            && text.word(start).bytes().all(|byte| byte.is_ascii_digit())
            && text.word(start).len() > 1
            && thing(start - 2)
    }

    /// «loại | 350ml | chiếm 62%», «bao loại | 50 kg»: which kind it is; not «thải loại 5 tấn», «xăng dầu các loại 497 nghìn tấn».
    fn is_a_kind_by_size(&self, start: usize, beside: &Beside) -> bool {
        let text = self.text;
        let other = [
            "thải", "bị", "đã", "phải", "phân", "các", "mọi", "nhiều", "đủ",
        ];
        beside.dimension == Dimension::Measure
            && start > 0
            && text_is_any(text, start - 1, &["loại"])
            && !(start > 1 && text_is_any(text, start - 2, &other))
    }

    /// «trong | nửa năm | xã chỉ nhận 14 đơn»: no half of five communes.
    fn is_half_a_year(&self, number: &Number) -> bool {
        let at = number.tokens.start;
        let half = text_is_any(self.text, at, &["nửa", "Nửa"]);
        half && number.tokens.len() == 2 && text_is_any(self.text, at + 1, &["năm"])
    }

    /// «Boeing», «Games»: a word with a capital that is no syllable of Vietnamese.
    pub(super) fn is_foreign_name(&self, i: usize) -> bool {
        let token = self.text.token(i);
        token.kind == Kind::Word
            && token.capital
            && !token.all_caps
            && !is_syllable(self.text.word(i))
    }

    /// «Boeing 787 hạ cánh», «0905 123 456 trực», «khoản 1 Điều 5»: a number behind a foreign name or a number, before what
    /// is no noun; or before the name of a part of a document.
    fn goes_on_a_name(&self, start: usize, beside: &Beside) -> bool {
        let text = self.text;
        if start == 0
            || text.token(start).gap != Gap::Space
            || text.token(start).kind != Kind::Number
        {
            return false;
        }
        let named = match text.token(start - 1).kind {
            Kind::Word => self.is_foreign_name(start - 1),
            Kind::Number => !self.masked[start - 1],
            Kind::Sign => false,
        };
        named && !beside.known
            || matches!(beside.unit.label.as_str(), "Điều" | "điều")
                && text_is_any(text, start - 1, &["khoản", "Khoản"])
    }

    /// «Hộ nuôi trên 50 con phải đăng ký», «Nếu mưa trên 100 mm, …», «hộ có thu nhập dưới 700.000 đồng»: a bound that says
    /// whom a rule is for; not «Sau bão, trên 50 hộ phải di dời».
    fn is_a_condition(&self, start: usize, beside: &Beside) -> bool {
        let text = self.text;
        let is = |i: usize, words: &[&str]| text_is_any(text, i, words);
        if start < 2 || !is(start - 1, &["dưới", "trên", "từ", "quá"]) {
            return false;
        }
        if is(start - 1, &["dưới"])
            && beside.dimension == Dimension::Money
            && start > 3
            && is(start - 2, &["nhập"])
            && is(start - 4, &["có"])
        {
            return true;
        }
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let clause = (sentence.max(start.saturating_sub(LONGEST_CLASS))..start - 1)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word);
        let begins = |&from: &usize| from == sentence || text.token(from - 1).kind == Kind::Sign;
        let Some(from) = clause.last().filter(begins) else {
            return false;
        };
        let told = || {
            const TOLD: &[&str] = &["có", "Có", "đã", "còn", "Còn", "được", "đến", "nay", "là"];
            (from..start - 1).any(|i| is(i, TOLD))
        };
        let ruled = is(beside.end, &["phải", "thì"])
            || is(beside.end, &["không"]) && is(beside.end + 1, &["được"]);
        let members = beside.dimension == Dimension::Count || beside.dimension == Dimension::Money;
        is(from, &["nếu", "Nếu"]) || members && from == sentence && ruled && !told()
    }

    /// «căn hộ dưới 2 tỷ đồng», «doanh nghiệp từ 25 lao động trở lên»: money or members that say which of the things are meant;
    /// money with «trên» may as well tell a sum.
    fn limits_a_class(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let limit = start > 1 && text_is_any(text, start - 1, &["dưới"]);
        let things = (start.saturating_sub(4)..start.saturating_sub(1)).any(|i| {
            text.hit(i, Class::Noun).is_some_and(|hit| {
                hit.end() == start - 1
                    && self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop
            })
        });
        // «34 gia trại quy mô từ 100 con trở lên»
        let scale = start > 3
            && text_is_any(text, start - 1, &["từ", "trên", "dưới"])
            && text_is_any(text, start - 2, &["mô"])
            && text_is_any(text, start - 3, &["quy"]);
        let onward = || text_is_any(text, beside.end, &["trở"]);
        let bound = start > 3 && text_is_any(text, start - 1, &["từ", "trên", "dưới"]);
        // «căn hộ có giá trên 60 triệu đồng/m2 chiếm 87%»
        let priced = bound
            && text_is_any(text, start - 2, &["giá"])
            && text_is_any(text, start - 3, &["có"])
            && (beside.end..beside.end + LONGEST_RATE).any(|i| text_is_any(text, i, &["chiếm"]));
        // «doanh nghiệp có từ 25 lao động trở lên»
        let holds = || {
            let end = start - 1 - usize::from(text_is_any(text, start - 2, &["có"]));
            let holder =
                |i: usize| self.lexicon.sort(text, i, &[Sort::Group, Sort::Holder]) == Some(end);
            (end.saturating_sub(3)..end).any(holder)
        };
        // «số chi bộ dưới 5 đảng viên giảm còn 3»
        let of_few = || {
            (start.saturating_sub(LONGEST_RATE)..start - 1)
                .any(|i| text_is_any(text, i, &["số", "Số"]))
                && text_is_any(text, start - 1, &["dưới"])
        };
        let has =
            bound && beside.dimension == Dimension::Count && (onward() || of_few()) && holds();
        has || priced && beside.dimension == Dimension::Money
            || limit && things && beside.dimension == Dimension::Money
            || scale && onward()
            || (beside.dimension == Dimension::Measure || beside.unit.label == "điểm")
                && self.bounds_a_class(number, beside)
    }

    /// «tàu có chiều dài từ 15 m trở lên», «từ 15 m đến dưới 24 m: 30 chiếc», «dưới 6 m: 20 chiếc»; not «đạt từ 60 tạ/ha
    /// trở lên», «còn dưới 6 m».
    fn bounds_a_class(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start, end) = (self.text, number.tokens.start, beside.end);
        let word = |back: usize, words: &[&str]| {
            start
                .checked_sub(back)
                .is_some_and(|i| text_is_any(text, i, words))
        };
        let attained = matches!(
            self.cue_before(start.saturating_sub(1)),
            Some((Cue::Attain | Cue::ToLevel | Cue::Target, _))
        );
        let from = word(1, &["từ", "Từ", "trên", "Trên", "hơn"]) && !attained;
        let below =
            |i: usize| text_is_any(text, i, &["đến", "và"]) && text_is_any(text, i + 1, &["dưới"]);
        let onward = text_is_any(text, end, &["trở"])
            && text_is_any(text, end + 1, &["lên", "xuống"])
            && word(1, &["từ", "Từ"]);
        let least = word(1, &["dưới", "Dưới"]);
        from && (onward || below(end))
            || least && word(2, &["đến", "và"])
            || least && !attained && text.is_sign(end, ':')
    }

    /// «31/32 người có trên 50% số phiếu», «6 hồ dung tích từ 2 - 8 triệu m³», «không có xã nào dưới 50%»: which of the
    /// things are counted, or that there are none.
    fn is_a_limit_of_some(&self, start: usize, beside: &Beside) -> bool {
        const BOUNDS: &[&str] = &["từ", "trên", "dưới", "hơn"];
        let text = self.text;
        let is = |i: usize, words: &[&str]| text_is_any(text, i, words);
        // the upper end of a range is bounded with the lower one
        let upper = start > 2
            && text.token(start - 2).kind == Kind::Number
            && (matches!(text.token(start - 1).sign, '-' | '–') || is(start - 1, &["đến"]));
        let start = if upper { start - 2 } else { start };
        if start == 0 || !is(start - 1, BOUNDS) {
            return false;
        }
        let end = start - 1 - usize::from(start > 1 && is(start - 2, BOUNDS));
        let words = (end.saturating_sub(LONGEST_CLASS)..end)
            .rev()
            .take_while(|&i| {
                text.token(i).kind == Kind::Word && text.token(i + 1).gap != Gap::Line
            });
        let Some(from) = words.last() else {
            return false;
        };
        // «không còn xã dưới 5 tiêu chí»
        if beside.unit.label == "tiêu chí" && is(end - 1, &["xã", "thôn", "phường", "bản", "huyện"])
        {
            return true;
        }
        let none = (from..end).find(|&i| is(i, &["không", "Không"]) && is(i + 1, &["có", "còn"]));
        if let Some(none) = none {
            let rest = none + 2..end;
            return rest.clone().any(|i| is(i, &["nào", "có", "đạt"]))
                && !rest
                    .into_iter()
                    .any(|i| is(i, &["nhưng", "vẫn", "mà", "nên"]));
        }
        // «đơn vị nào đến 30/11 giải ngân dưới 30% sẽ bị cắt vốn»: on condition; not «năm nào cũng trên 30 ca»
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let clause = (sentence.max(end.saturating_sub(LONGEST_CLASS))..end)
            .rev()
            .take_while(|&i| !matches!(text.token(i).sign, ',' | ';' | ':' | '.'));
        let clause = clause.last().unwrap_or(end)..end;
        if clause.clone().any(|i| is(i, &["nào"])) && !clause.into_iter().any(|i| is(i, &["cũng"]))
        {
            return true;
        }
        let property = match beside.dimension {
            Dimension::Percent => {
                is(end - 1, &["có", "đạt"]) && is(beside.end, &["số", "phiếu", "tổng"])
                    // «9 chủ đầu tư giải ngân dưới 30%»
                    || end > 1 && is(end - 2, &["giải"]) && is(end - 1, &["ngân"])
            }
            // «412 trường hợp chạy quá tốc độ trên 35 km/h»
            Dimension::Measure => {
                is(end - 1, &["tích", "suất", "tải"])
                    // «9 dự án với diện tích trên 200 ha»: of all
                    && !(end > 2 && is(end - 3, &["với", "trên", "tổng"]))
                    || is(end - 1, &["độ"]) && is(end - 2, &["tốc"])
            }
            // «8 mặt hàng đạt kim ngạch trên 1 tỷ USD»
            Dimension::Money => {
                end > 2
                    && is(end - 3, &["có", "đạt"])
                    && is(end - 2, &["kim", "doanh", "thu"])
                    && is(end - 1, &["ngạch", "thu", "nhập"])
                    // «40 đơn vị nợ từ 500 triệu đồng trở lên»
                    || (from..end).any(|i| is(i, &["nợ"])) && is(beside.end, &["trở"])
            }
            _ => false,
        };
        let counted =
            from > 0 && text.token(from - 1).kind == Kind::Number && !self.masked[from - 1];
        // «xây 1 hồ dung tích trên 3 triệu m³» is one of which so much is told
        let class = || text.word(from - 1) != "1" || from > 1 && is(from - 2, &["và", ","]);
        property && counted && end - from > 1 && class()
    }

    /// «7 xã đạt 10 - 14 tiêu chí», «5/9 huyện đạt tỷ lệ dưới 3%»: which of the places are counted; not «mỗi xã đạt 10 -
    /// 14 tiêu chí», «xã đạt trên 3%».
    fn is_a_class_of_places(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let dash = |i: usize| {
            let sign = text.tokens().get(i).map(|token| token.sign);
            matches!(sign, Some('-' | '–'))
        };
        let digits = |i: usize| {
            let token = text.tokens().get(i);
            token.is_some_and(|token| token.kind == Kind::Number)
        };
        let upper = start > 2 && dash(start - 1) && digits(start - 2);
        let start = if upper { start - 2 } else { start };
        let bound = start > 0 && text_is_any(text, start - 1, &["dưới", "từ", "trên"]);
        let end = number.tokens.end;
        let range = upper || dash(end) && digits(end + 1);
        let count = beside.dimension == Dimension::Count && (bound || range);
        // «15 - 18 tiêu chí: 27 xã», «Số xã hoàn thành 19 tiêu chí: 18 xã»; not «hoàn thành 17 tiêu chí: 5 tiêu chí về …»
        let place = |i: usize| text_is_any(text, i, &["xã", "phường", "huyện", "thôn"]);
        let headed = text.is_sign(beside.end, ':')
            && digits(beside.end + 1)
            && (range || place(beside.end + 2))
            && text.token(beside.end + 1).gap != Gap::Line
            && beside.unit.label == "tiêu chí";
        if headed {
            return true;
        }
        let percent = beside.dimension == Dimension::Percent && bound;
        if !count && !percent {
            return false;
        }
        let end = start - usize::from(bound);
        let from = end.saturating_sub(LONGEST_CLASS);
        let Some(attains) = (from..end).rfind(|&i| text_is_any(text, i, &["đạt"])) else {
            return false;
        };
        let words = (from..attains)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word || text.is_sign(i, ','));
        let Some(from) = words.last().filter(|&from| from > 0) else {
            return false;
        };
        if count {
            let counted = digits(from - 1) || text_is_any(text, from, &["số", "Số"]);
            return end == attains + 1 && counted && place(attains - 1);
        }
        // a part of a whole: those of which it is true
        from > 2
            && !self.masked[from - 1]
            && digits(from - 1)
            && text.is_sign(from - 2, '/')
            && digits(from - 3)
    }

    /// «nhà thiệt hại một phần (dưới 30%)», «thiệt hại nặng (từ 50 - 70%)»: how much a word of damage stands for.
    fn is_a_class_of_damage(&self, start: usize, beside: &Beside) -> bool {
        let text = self.text;
        let upper = start > 2 && text.token(start - 2).kind == Kind::Number;
        let start = start - if upper { 2 } else { 0 };
        beside.dimension == Dimension::Percent
            && start > 2
            && text_is_any(text, start - 1, &["dưới", "trên", "từ"])
            && text.is_sign(start - 2, '(')
            && text.is_sign(beside.end, ')')
            && (start.saturating_sub(LONGEST_CLASS)..start - 2).any(|i| {
                text_is_any(text, i, &["thiệt", "hư"])
                    && text_is_any(text, i + 1, &["hại", "hỏng"])
                    && (i + 2..start - 2).all(|i| text.token(i).kind == Kind::Word)
            })
    }

    /// «28 giường bệnh trên | 10.000 dân», «giá trị sản xuất trên | 1 ha»: what a rate is of; and the idiom «tăng trưởng hai con
    /// số».
    fn is_a_base(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start, end) = (self.text, number.tokens.start, number.tokens.end);
        let is = |i: usize, words: &[&str]| text_is_any(text, i, words);
        if is(end, &["con"]) && is(end + 1, &["số"]) {
            return true;
        }
        // «Cứ | 100 doanh nghiệp thì có 42 doanh nghiệp», not «Cứ 40 m lại có một bóng»
        if start > 0 && is(start - 1, &["Cứ"]) && beside.dimension == Dimension::Count {
            return true;
        }
        let words = (start.saturating_sub(LONGEST_BASE)..start)
            .rev()
            .take_while(|&i| {
                text.token(i).kind == Kind::Word && text.token(i + 1).gap != Gap::Line
            });
        let Some(from) = words.last() else {
            return false;
        };
        // «trên 1ha», «bình quân 1 ha»
        let of_one = number.value == Decimal::ONE
            && beside.dimension == Dimension::Measure
            && is(start - 1, &["trên", "quân", "mỗi"])
            && (from..start)
                .any(|i| is(i, &["trị", "nhập", "thu", "nhuận", "suất", "phẩm", "lãi"]));
        let counted = from > 0 && text.token(from - 1).kind == Kind::Number;
        let of_many = number.value >= Decimal::ONE_HUNDRED
            && is(start - 1, &["trên"])
            && counted
            && self.round_number(start) > 0
            && is(end, &["dân", "người", "trẻ", "phụ", "hộ"]);
        of_one || of_many
    }

    /// «điều | 5 xe tới hiện trường»: a verb in small letters, where people or things are counted and no article of a law.
    fn are_sent(&self, start: usize, beside: &Beside) -> bool {
        let text = self.text;
        let id = |hit: Hit| self.lexicon.nouns[hit.entry()].id.as_str();
        let noun = text.hit(beside.noun.start, Class::Noun).map(id);
        start > 0
            && text_is_any(text, start - 1, &["điều"])
            && (noun == Some("people")
                || text_is_any(text, beside.noun.start, &["xe", "tàu", "ca", "máy"]))
    }

    /// «xếp thứ | 2 cả nước»: an order; not «xếp thứ 2/63».
    pub(super) fn is_an_order(&self, number: &Number) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        start > 0 && text_is_any(text, start - 1, &["thứ"]) && !text.is_sign(number.tokens.end, '/')
    }

    /// «19h30», «7 giờ 30»: minutes behind the hour that are not called so.
    fn is_clock(&self, at: usize) -> bool {
        let minutes = self.text.tokens().get(at);
        minutes.is_some_and(|token| token.kind == Kind::Number && token.gap != Gap::Line)
            && self.text.hit(at + 1, Class::Unit).is_none()
    }

    /// «trong năm công ty đạt…»: the year, not the number.
    fn could_be_year(&self, i: usize) -> bool {
        const BEFORE: [&str; 19] = [
            "trong", "mỗi", "hàng", "hằng", "cả", "từng", "qua", "đầu", "cuối", "nửa", "giữa",
            "của", "các", "những", "một", "mấy", "vài", "nhiều", "theo",
        ];
        let text = self.text;
        i == 0
            || BEFORE.contains(&text.word(i - 1).to_lowercase().as_str())
            // «Năm 2016 là | năm khối lượng việc tăng cao»
            || i > 1 && text.word(i - 1) == "là" && text.token(i - 2).kind == Kind::Number
            || text.token(i - 1).kind == Kind::Number
    }

    /// «tuần 42», «tháng 6», «vòng 3»: a word of time right before a number names it.
    pub(super) fn follows_time(&self, start: usize) -> bool {
        self.text.hits_ending(start, Class::Time).any(|(_, hit)| {
            matches!(
                self.lexicon.times[hit.entry()].data,
                TimeWord::Week
                    | TimeWord::Month
                    | TimeWord::Quarter
                    | TimeWord::Year
                    | TimeWord::Day
                    | TimeWord::Term
                    | TimeWord::Stage
                    | TimeWord::SchoolYear
            )
        })
    }
}
