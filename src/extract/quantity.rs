//! Turns a number and the unit beside it into a quantity: `6.203,637 tỷ đồng`, `12%-13%`, `14/14 chỉ tiêu`, `86 quần chúng`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{Class, Cue, Lexicon, NounRole, TimeWord};
use super::number::{Number, is_negative, number};
use super::text::{Gap, Kind, Text};
use crate::extraction::Unit;

const MONTHS_OF_YEAR: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// An amount of money.
    Money,
    /// Percent or percentage points.
    Percent,
    /// A physical measure.
    Measure,
    /// A length of time.
    Time,
    /// Counted things.
    Count,
    /// A multiple: «gấp 2,3 lần».
    Times,
}

/// A number with its unit.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// Number, multiplier and an attached unit symbol.
    pub figure: Range<usize>,
    /// The figure with its unit and what it is divided by.
    pub tokens: Range<usize>,
    /// The exact value, or the lower bound.
    pub value: Decimal,
    /// The upper bound of a range.
    pub value_max: Option<Decimal>,
    /// What a ratio is out of.
    pub denominator: Option<Decimal>,
    /// The unit; of a number that shares its neighbor's, filled in later.
    pub unit: Unit,
    /// What it measures.
    pub dimension: Dimension,
    /// At least this much: «hàng trăm».
    pub open: bool,
    /// Tokens of the counted noun.
    pub noun: Range<usize>,
    /// How it was read.
    pub rule: &'static str,
}

/// Most tokens of a noun in quotation marks.
const LONGEST_QUOTED: usize = 9;
/// Most tokens of a bracket that says a ratio in percent.
const LONGEST_ASIDE: usize = 7;
/// Most tokens of a noun before the slash of a pair.
const LONGEST_PAIRED: usize = 4;
/// Most tokens between the number of a class and what limits it.
const LONGEST_CLASS: usize = 9;
/// Words before the noun of a number that is told of: «tổng số cử tri là …».
const COUNTS: &[&str] = &["tổng", "số", "Tổng", "Số"];
/// An amount is at most so many times another one that shares its scale.
const FARTHEST_SIZE: u32 = 50;

/// All quantities outside the tokens that `masked` takes for something else.
pub fn quantities(text: &Text, lexicon: &Lexicon, masked: &[bool]) -> Vec<Quantity> {
    let reader = Reader {
        text,
        lexicon,
        masked,
    };
    let mut found: Vec<Quantity> = Vec::new();
    let mut pending: Vec<(usize, Number)> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        if masked[i] {
            i += 1;
            continue;
        }
        match reader.at(i) {
            Read::Quantity(quantity) => {
                i = quantity.tokens.end.max(i + 1);
                reader.share_unit(&mut found, &mut pending, &quantity);
                found.push(*quantity);
            }
            Read::Bare(number) => {
                i = number.tokens.end;
                pending.push((found.len(), number));
            }
            Read::Nothing(end) => i = end.max(i + 1),
        }
    }
    reader.leave_out_unit(&mut found, pending);
    found.sort_by_key(|quantity| quantity.figure.start);
    found
}

enum Read {
    Quantity(Box<Quantity>),
    /// A number without a unit of its own.
    Bare(Number),
    /// No quantity; the next token to look at.
    Nothing(usize),
}

/// A unit beside a number.
struct Beside {
    unit: Unit,
    dimension: Dimension,
    /// Token after the unit.
    end: usize,
    /// Token after what belongs to the figure's span.
    figure_end: usize,
    noun: Range<usize>,
    /// Found in a table, not guessed from its place.
    known: bool,
    rule: &'static str,
}

struct Reader<'a> {
    text: &'a Text<'a>,
    lexicon: &'a Lexicon,
    masked: &'a [bool],
}

impl Reader<'_> {
    fn at(&self, i: usize) -> Read {
        if let Some(quantity) = self.currency_first(i) {
            return Read::Quantity(Box::new(quantity));
        }
        let Some(first) = number(self.text, self.lexicon, i) else {
            return Read::Nothing(i + 1);
        };
        if first.tokens.clone().any(|i| self.masked[i]) || self.is_part_of_a_name(&first) {
            return Read::Nothing(first.tokens.end);
        }
        if let Some(end) = self.slogan(&first) {
            return Read::Nothing(end);
        }
        if let Some(ratio) = self.ratio(&first) {
            return ratio;
        }
        if let Some(term) = self.years_and_months(&first) {
            return Read::Quantity(Box::new(term));
        }
        let beside = self.unit(first.tokens.end, &first);
        if let Some(range) = self.range(&first, beside.as_ref()) {
            return Read::Quantity(Box::new(range));
        }
        match beside {
            Some(mut beside) => {
                if self.is_refused(&first, &beside) {
                    return Read::Nothing(first.tokens.end);
                }
                let mut value = if beside.dimension == Dimension::Count {
                    first.comma_groups.unwrap_or(first.value)
                } else {
                    first.value
                };
                if let Some(hundredths) = self.hundredths(&beside) {
                    value += hundredths;
                    (beside.end, beside.figure_end) = (beside.end + 1, beside.end + 1);
                }
                Read::Quantity(Box::new(self.quantity(&first, value, None, None, beside)))
            }
            None if self.may_share(&first) => Read::Bare(first),
            None => Read::Nothing(first.tokens.end),
        }
    }

    fn quantity(
        &self,
        first: &Number,
        value: Decimal,
        value_max: Option<Decimal>,
        denominator: Option<Decimal>,
        beside: Beside,
    ) -> Quantity {
        let negative = is_negative(self.text, self.lexicon, &first.tokens);
        let start = first.tokens.start;
        Quantity {
            figure: start..beside.figure_end,
            tokens: start..beside.end,
            value: if negative { -value } else { value },
            value_max,
            denominator,
            unit: beside.unit,
            dimension: beside.dimension,
            open: first.open,
            noun: beside.noun,
            rule: beside.rule,
        }
    }

    /// The cue that ends right before token `i`, with its first token.
    fn cue_before(&self, i: usize) -> Option<(Cue, usize)> {
        (i.saturating_sub(5)..i).find_map(|at| {
            self.text
                .hit(at, Class::Cue)
                .filter(|hit| hit.end() == i)
                .map(|hit| (self.lexicon.cues[hit.entry()].data, at))
        })
    }

    /// `$10`, `USD 5 triệu`, `£9`.
    fn currency_first(&self, i: usize) -> Option<Quantity> {
        let hit = self.text.hit(i, Class::Unit)?;
        let entry = &self.lexicon.units[hit.entry()];
        let symbol = self.text.token(i).kind == Kind::Sign || self.text.token(i).all_caps;
        let after_number = i > 0
            && self.text.token(i - 1).kind == Kind::Number
            && self.text.token(i).gap != Gap::Line;
        if entry.data.dimension != "money" || !symbol || after_number {
            return None;
        }
        let amount = number(self.text, self.lexicon, hit.end())
            .filter(|amount| !amount.in_words && self.text.token(hit.end()).gap != Gap::Line)?;
        if amount.tokens.clone().any(|i| self.masked[i]) {
            return None;
        }
        let beside = Beside {
            unit: unit_of(entry),
            dimension: Dimension::Money,
            end: amount.tokens.end,
            figure_end: amount.tokens.end,
            noun: 0..0,
            known: true,
            rule: "number.money",
        };
        let mut quantity = self
            .range(&amount, Some(&beside))
            .unwrap_or_else(|| self.quantity(&amount, amount.value, None, None, beside));
        quantity.figure.start = i;
        quantity.tokens.start = i;
        Some(quantity)
    }

    /// Digits that name something: `Covid-19`, `B2`, `15-NQ/TU`, `4G`, phone numbers, list markers, clock times.
    fn is_part_of_a_name(&self, number: &Number) -> bool {
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

    /// «khởi tố 13 vụ/24 bị can», «di dời 249 hộ/981 khẩu»: counted beside what stands before the slash; not the base of a
    /// rate («2 giáo viên/1 lớp»), nor the same thing again («12 xã/15 xã»).
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
        let base = matches!(text.word(slash + 1), "1" | "01") || self.round_number(slash + 1) > 0;
        noun.is_some_and(|noun| {
            noun > 0
                && text.token(noun - 1).kind == Kind::Number
                && counted(noun)
                && counted(number.tokens.end)
                && !base
                && text.token(noun).key != text.token(number.tokens.end).key
        })
    }

    /// Whether the place of a number says that it counts nothing, whatever stands behind it.
    fn is_refused(&self, number: &Number, beside: &Beside) -> bool {
        let start = number.tokens.start;
        let text = self.text;
        let symbol = matches!(
            beside.dimension,
            Dimension::Money | Dimension::Percent | Dimension::Measure
        );
        match self.cue_before(start) {
            Some((Cue::Contact, _)) => return true,
            Some((Cue::NameHead, _)) if !symbol => return true,
            Some((Cue::GroupHead, _)) if !symbol && !beside.known => return true,
            _ => {}
        }
        if self.is_a_variety(number)
            || self.limits_a_class(number, beside)
            || self.is_a_limit_of_some(start, beside)
        {
            return true;
        }
        if beside.unit.code.as_deref() == Some("hour") && self.is_clock(beside.end) {
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
            return number.value == Decimal::ONE && !number.open && !least()
                || inside_name
                || small
                    && (!beside.known
                        || matches!(beside.dimension, Dimension::Time)
                        || beside.unit.label == "lần"
                        || beside.unit.label == "điểm")
                || number.tokens.len() == 1
                    && text.word(start) == "năm"
                    && self.could_be_year(start);
        }
        // a bare year before a noun is a year
        let written = text.word(start);
        let year_like = number.tokens.len() == 1
            && written.len() == 4
            && (Decimal::from(1900)..=Decimal::from(2100)).contains(&number.value);
        year_like && !symbol
    }

    /// «lúa OM 5451 giá …», «giống IR 50404»: a number that belongs to the code before it.
    fn is_a_variety(&self, number: &Number) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let code = |i: usize| {
            text.token(i).all_caps && text.word(i).chars().count() < 4 && text.hits_at(i).is_empty()
        };
        number.tokens.len() == 1
            && start > 1
            && code(start - 1)
            && text.token(start).gap == Gap::Space
            && text.word(start).bytes().all(|byte| byte.is_ascii_digit())
            && text.word(start).len() > 1
            && text.token(start - 2).kind == Kind::Word
            && !text.token(start - 2).capital
    }

    /// «căn hộ dưới 2 tỷ đồng»: money that says which of the things are meant; with «trên» it may as well tell a sum.
    fn limits_a_class(&self, number: &Number, beside: &Beside) -> bool {
        let (text, start) = (self.text, number.tokens.start);
        let limit = start > 1 && text_is_any(text, start - 1, &["dưới"]);
        let things = (start.saturating_sub(4)..start.saturating_sub(1)).any(|i| {
            text.hit(i, Class::Noun).is_some_and(|hit| {
                hit.end() == start - 1
                    && self.lexicon.nouns[hit.entry()].data.role != NounRole::Stop
            })
        });
        limit && things && beside.dimension == Dimension::Money
            || (beside.dimension == Dimension::Measure || beside.unit.label == "điểm")
                && self.bounds_a_class(number, beside)
    }

    /// «28/29 người có từ trên 50% số phiếu», «6 hồ dung tích từ 2 - 8 triệu m³», «không có xã nào dưới 50%»: which of the
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
        let none = (from..end).find(|&i| is(i, &["không", "Không"]) && is(i + 1, &["có", "còn"]));
        if let Some(none) = none {
            let rest = none + 2..end;
            return rest.clone().any(|i| is(i, &["nào", "có", "đạt"]))
                && !rest
                    .into_iter()
                    .any(|i| is(i, &["nhưng", "vẫn", "mà", "nên"]));
        }
        let property = match beside.dimension {
            Dimension::Percent => {
                is(end - 1, &["có", "đạt"]) && is(beside.end, &["số", "phiếu", "tổng"])
            }
            Dimension::Measure => is(end - 1, &["tích", "suất", "tải"]),
            _ => false,
        };
        let counted =
            from > 0 && text.token(from - 1).kind == Kind::Number && !self.masked[from - 1];
        // «xây 1 hồ dung tích trên 3 triệu m³» is one of which so much is told
        let class = || text.word(from - 1) != "1" || from > 1 && is(from - 2, &["và", ","]);
        property && counted && end - from > 1 && class()
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

    /// «19h30», «7 giờ 30»: minutes behind the hour that are not called so.
    fn is_clock(&self, at: usize) -> bool {
        let minutes = self.text.tokens().get(at);
        minutes.is_some_and(|token| token.kind == Kind::Number && token.gap != Gap::Line)
            && self.text.hit(at + 1, Class::Unit).is_none()
    }

    /// «trong năm công ty đạt…»: the year, not the number.
    fn could_be_year(&self, i: usize) -> bool {
        i == 0
            || text_is_any(
                self.text,
                i - 1,
                &[
                    "trong", "mỗi", "hàng", "hằng", "cả", "từng", "qua", "đầu", "cuối", "nửa",
                    "giữa", "của", "các", "những", "một", "mấy", "vài", "nhiều", "theo",
                ],
            )
            || self.text.token(i - 1).kind == Kind::Number
            || self.text.token(i).capital
    }

    /// «tuần 42», «tháng 6», «vòng 3»: a word of time right before a number names it.
    fn follows_time(&self, start: usize) -> bool {
        (start.saturating_sub(2)..start).any(|at| {
            self.text.hit(at, Class::Time).is_some_and(|hit| {
                hit.end() == start
                    && matches!(
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
        })
    }

    /// Whether a number without a unit may share one with a neighbor.
    fn may_share(&self, number: &Number) -> bool {
        let start = number.tokens.start;
        let digits = self.text.token(start).kind == Kind::Number;
        let year_like = digits
            && self.text.word(start).len() == 4
            && (Decimal::from(1900)..=Decimal::from(2100)).contains(&number.value);
        digits
            && !year_like
            && !self.follows_time(start)
            && !matches!(
                self.cue_before(start),
                Some((Cue::NameHead | Cue::GroupHead | Cue::Contact, _))
            )
    }

    /// `14/14 chỉ tiêu`, `213/210`: a part and its whole, not a date, not a map's scale.
    fn ratio(&self, first: &Number) -> Option<Read> {
        let text = self.text;
        let slash = first.tokens.end;
        if first.tokens.len() != 1 || first.in_words || !text.is_sign(slash, '/') {
            return None;
        }
        let second = number(text, self.lexicon, slash + 1).filter(|second| !second.in_words)?;
        let end = second.tokens.end;
        // «4.512/13.230 tỷ đồng»: one magnitude for both
        if (slash + 2..end).any(|i| text.token(i).kind == Kind::Number) {
            return None;
        }
        let part = first.value.checked_mul(second.scale)?;
        let whole = second.value;
        let idiom = (part, whole) == (Decimal::from(24), Decimal::from(7))
            || (part == whole && whole == Decimal::from(24));
        if text.is_sign(end, '/')
            || idiom
            || whole.is_zero()
            || (part == Decimal::ONE && whole >= Decimal::ONE_HUNDRED)
        {
            return Some(Read::Nothing(end));
        }
        let noun = self
            .unit(end, &second)
            .filter(|unit| matches!(unit.dimension, Dimension::Money | Dimension::Measure))
            .or_else(|| self.noun_phrase(end, true))
            .or_else(|| self.noun_behind_percent(end));
        let led = matches!(
            self.cue_before(first.tokens.start),
            Some((
                Cue::Attain | Cue::Share | Cue::Done | Cue::ToLevel | Cue::Over | Cue::About,
                _
            ))
        ) || first.tokens.start > 0
            && text_is_any(
                text,
                first.tokens.start - 1,
                &["có", "với", "được", "vượt", "thứ"],
            );
        let date_like = part <= Decimal::from(31) && whole <= Decimal::from(12);
        if noun.is_none() && date_like && !led {
            return Some(Read::Nothing(end));
        }
        if matches!(
            self.cue_before(first.tokens.start),
            Some((Cue::NameHead | Cue::Contact, _))
        ) && !led
        {
            return Some(Read::Nothing(end));
        }
        let beside = noun.unwrap_or(Beside {
            unit: Unit {
                code: None,
                label: String::new(),
                dimension: "count".to_owned(),
            },
            dimension: Dimension::Count,
            end,
            figure_end: end,
            noun: end..end,
            known: false,
            rule: "number.ratio",
        });
        let beside = Beside {
            figure_end: beside.figure_end.max(end),
            rule: "number.ratio",
            ..beside
        };
        Some(Read::Quantity(Box::new(self.quantity(
            first,
            part,
            None,
            Some(whole),
            beside,
        ))))
    }

    /// «46/52 (đạt 88,46%) phiếu»: the noun behind the bracket that says the same in percent.
    fn noun_behind_percent(&self, end: usize) -> Option<Beside> {
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

    /// `5 năm 6 tháng`: in months.
    fn years_and_months(&self, first: &Number) -> Option<Quantity> {
        let years = self
            .unit(first.tokens.end, first)
            .filter(|years| years.unit.label == "year")?;
        let second = number(self.text, self.lexicon, years.end)?;
        if second.tokens.clone().any(|i| self.masked[i]) {
            return None;
        }
        let months = self
            .unit(second.tokens.end, &second)
            .filter(|months| months.unit.label == "month")?;
        let value = first
            .value
            .checked_mul(MONTHS_OF_YEAR)?
            .checked_add(second.value)?;
        let mut quantity = self.quantity(first, value, None, None, months);
        quantity.rule = "number.years_and_months";
        Some(quantity)
    }

    /// `12%-13%`, `20 đến 30 triệu đồng`, `giữa 1,1 và 1,3 đô la`: two ends, the scale carried back.
    fn range(&self, first: &Number, beside: Option<&Beside>) -> Option<Quantity> {
        let text = self.text;
        let joint = beside.map_or(first.tokens.end, |beside| beside.end);
        let token = text
            .tokens()
            .get(joint)
            .filter(|token| token.gap != Gap::Line)?;
        let dash = matches!(token.sign, '-' | '–' | '—');
        let between =
            first.tokens.start > 0 && text_is_any(text, first.tokens.start - 1, &["giữa"]);
        if !(dash
            || text_is_any(text, joint, &["đến", "tới"])
            || between && text_is_any(text, joint, &["và"]))
        {
            return None;
        }
        let at = joint + 1;
        text.tokens()
            .get(at)
            .filter(|token| token.gap != Gap::Line)?;
        let (symbol_first, second) = match number(text, self.lexicon, at) {
            Some(second) => (false, second),
            None => (
                true,
                number(text, self.lexicon, self.text.hit(at, Class::Unit)?.end())?,
            ),
        };
        if first.in_words != second.in_words && !dash
            || second.tokens.clone().any(|i| self.masked[i])
        {
            return None;
        }
        let unit = if symbol_first {
            None
        } else {
            self.unit(second.tokens.end, &second)
        };
        let mut factor = Decimal::ONE;
        let unit = match (beside, unit) {
            // «24 tháng đến 6 năm»
            (Some(left), Some(right))
                if left.unit.label == "month" && right.unit.label == "year" =>
            {
                factor = MONTHS_OF_YEAR;
                Beside {
                    unit: left.unit.clone(),
                    ..right
                }
            }
            (Some(left), Some(right))
                if left.unit.label != right.unit.label && left.dimension != Dimension::Count =>
            {
                return None;
            }
            (_, Some(right)) => right,
            (Some(left), None) if left.dimension != Dimension::Count => Beside {
                unit: left.unit.clone(),
                dimension: left.dimension,
                end: second.tokens.end,
                figure_end: second.tokens.end,
                noun: left.noun.clone(),
                known: left.known,
                rule: left.rule,
            },
            _ => return None,
        };
        let mut low = first.value;
        let scaled = first.scale == Decimal::ONE && second.scale > Decimal::ONE && beside.is_none();
        if scaled {
            low = low.checked_mul(second.scale)?;
        }
        let high = second.value.checked_mul(factor)?;
        if low >= high || self.is_refused(first, &unit) {
            return None;
        }
        let mut quantity = self.quantity(first, low, Some(high), None, unit);
        quantity.rule = "number.range";
        Some(quantity)
    }

    /// The unit that starts at token `at`, right after a number.
    fn unit(&self, at: usize, number: &Number) -> Option<Beside> {
        let token = self.text.tokens().get(at);
        let money = |end: usize| Beside {
            unit: Unit {
                code: Some("VND".to_owned()),
                label: "VND".to_owned(),
                dimension: "money".to_owned(),
            },
            dimension: Dimension::Money,
            end,
            figure_end: at,
            noun: 0..0,
            known: true,
            rule: "number.money",
        };
        // «14,7 tỷ», «5 triệu»: money where nothing is counted behind it
        let bare_money = number.scale >= Decimal::from(1_000_000) && !number.open;
        let Some(_) = token.filter(|token| token.gap != Gap::Line) else {
            return bare_money.then(|| money(at));
        };
        let noun_hit = self.text.hit(at, Class::Noun);
        if let Some(hit) = self
            .text
            .hit(at, Class::Unit)
            .filter(|hit| noun_hit.is_none_or(|noun| noun.len <= hit.len))
            && let Some(beside) = self.table_unit(at, hit.end(), &self.lexicon.units[hit.entry()])
        {
            return Some(beside);
        }
        if let Some(noun) = self.noun_phrase(at, number.in_words)
            && (!bare_money || noun.known)
        {
            return Some(noun);
        }
        bare_money.then(|| money(self.per(at).map_or(at, |(_, end)| end)))
    }

    /// The token after «5 không, 3 sạch», «3 không»: maxims counted by their words.
    fn slogan(&self, first: &Number) -> Option<usize> {
        let text = self.text;
        let at = first.tokens.end;
        if !text_is_any(text, at, &["không"]) || text.token(at).gap != Gap::Space {
            return None;
        }
        let joint = text.is_sign(at + 1, ',') || text_is_any(text, at + 1, &["và"]);
        let next = at + 1 + usize::from(joint);
        Some(number(text, self.lexicon, next).map_or(at + 1, |second| second.tokens.end))
    }

    /// «20 euro 43»: hundredths of a currency that has them, where nothing is counted.
    fn hundredths(&self, beside: &Beside) -> Option<Decimal> {
        let (at, text) = (beside.end, self.text);
        let token = text.tokens().get(at)?;
        let next = text.tokens().get(at + 1);
        let alone = next.is_none_or(|next| next.gap == Gap::Line || next.kind == Kind::Sign);
        (beside.dimension == Dimension::Money
            && beside.unit.code.as_deref() != Some("VND")
            && token.kind == Kind::Number
            && token.gap == Gap::Space
            && alone
            && text.word(at).len() == 2)
            .then(|| text.word(at).parse().ok())
            .flatten()
            .map(|hundredths| Decimal::new(hundredths, 2))
    }

    fn table_unit(
        &self,
        at: usize,
        end: usize,
        entry: &super::lexicon::Entry<super::lexicon::Unit>,
    ) -> Option<Beside> {
        let text = self.text;
        let written = text.word(at);
        if end == at + 1 && written.chars().count() == 1 && text.token(at).capital {
            return None;
        }
        let dimension = match entry.data.dimension.as_str() {
            "money" => Dimension::Money,
            "ratio" | "ratio_points" => Dimension::Percent,
            "time" => Dimension::Time,
            "multiple" => Dimension::Times,
            "score" => Dimension::Count,
            _ => Dimension::Measure,
        };
        let mut unit = unit_of(entry);
        let mut figure_end = if entry.data.in_figure { end } else { at };
        let mut after = end;
        if let Some((denominator, per_end)) = self.per(end) {
            after = per_end;
            if dimension == Dimension::Measure {
                unit.label = format!("{}/{denominator}", unit.label);
                unit.code = None;
                figure_end = per_end;
            }
        }
        let rule = match dimension {
            Dimension::Money => "number.money",
            Dimension::Percent => "number.percent",
            Dimension::Time => "number.time",
            _ => "number.measure",
        };
        Some(Beside {
            unit,
            dimension,
            end: after,
            figure_end,
            noun: at..at,
            known: true,
            rule,
        })
    }

    /// `/năm`, `/người/tháng`: what a rate is divided by, as the last unit's label and the token after it.
    fn per(&self, mut at: usize) -> Option<(String, usize)> {
        let mut label: Option<String> = None;
        while self.text.is_sign(at, '/') {
            let next = at + 1 + self.round_number(at + 1);
            let (part, end) = if let Some(hit) = self.text.hit(next, Class::Unit) {
                (unit_of(&self.lexicon.units[hit.entry()]).label, hit.end())
            } else if let Some(hit) = self.text.hit(next, Class::Noun) {
                (self.text.slice(next..hit.end()).to_owned(), hit.end())
            } else if self
                .text
                .tokens()
                .get(next)
                .is_some_and(|token| token.kind == Kind::Word && !token.capital)
            {
                (self.text.word(next).to_owned(), next + 1)
            } else {
                break;
            };
            label = Some(label.map_or(part.clone(), |label| format!("{label}/{part}")));
            at = end;
        }
        label.map(|label| (label, at))
    }

    /// «/vạn dân», «/10.000 dân»: how many tokens a round number takes at `i`.
    fn round_number(&self, i: usize) -> usize {
        let written = self.text.tokens().get(i).map_or("", |_| self.text.word(i));
        let digits = written.strip_prefix('1').is_some_and(|zeros| {
            zeros.len() > 1 && zeros.bytes().all(|byte| b"0.".contains(&byte))
        });
        usize::from(digits || matches!(written, "trăm" | "nghìn" | "vạn" | "triệu"))
    }

    /// The counted noun: a noun of the table, a classifier with what follows, or the two words that stand there.
    fn noun_phrase(&self, at: usize, only_known: bool) -> Option<Beside> {
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
                    // «47 vi phạm về trật tự đô thị»: a verb that «về» makes a noun
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
            None if only_known || token.capital || self.ends_noun(at) => return None,
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
        Some(self.counted(at..end, end, known))
    }

    /// «12 “Mái ấm tình thương”»: the closing quotation mark.
    fn quoted_noun(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let opens = matches!(text.tokens().get(at)?.sign, '“' | '"' | '«');
        let close = (at + 2..text.len().min(at + LONGEST_QUOTED))
            .find(|&i| text.token(i).kind != Kind::Word)
            .filter(|&i| matches!(text.token(i).sign, '”' | '"' | '»'))?;
        (opens && text.token(at + 1).capital).then_some(close)
    }

    /// A counted noun with what it is divided by.
    fn counted(&self, noun: Range<usize>, mut end: usize, known: bool) -> Beside {
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
    fn ends_noun(&self, i: usize) -> bool {
        let text = self.text;
        if text.token(i).kind != Kind::Word || self.masked[i] {
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
            let Some(hit) = joined else { break };
            end = hit.end();
        }
        end
    }

    /// «231 và 48 cuộc», «từ 827 xuống còn 591 cán bộ»: a number takes the unit of the one that follows it at once.
    fn share_unit(
        &self,
        found: &mut Vec<Quantity>,
        pending: &mut Vec<(usize, Number)>,
        next: &Quantity,
    ) {
        let mut start = next.figure.start;
        // «từ 5,2 lên 5,5 triệu đồng»: the scale is carried back, if that makes amounts of one size
        let scale = number(self.text, self.lexicon, start).map_or(Decimal::ONE, |next| next.scale);
        let alike = |value: &Decimal| {
            let size = Decimal::from(FARTHEST_SIZE);
            let reach = |value: Decimal| value.checked_mul(size);
            reach(*value).is_some_and(|most| most >= next.value)
                && reach(next.value).is_some_and(|most| most >= *value)
        };
        while let Some((_, number)) = pending.last() {
            let reach = start.saturating_sub(number.tokens.end);
            let joined = reach <= 3
                && reach > 0
                && self.text.sentence_of(number.tokens.start) == self.text.sentence_of(start)
                && (number.tokens.end..start).all(|i| {
                    self.text.is_sign(i, ',')
                        || text_is_any(
                            self.text,
                            i,
                            &[
                                "và", "lên", "xuống", "còn", "hoặc", "tới", "thành", "đến", "gần",
                                "hơn", "trên", "so", "với",
                            ],
                        )
                });
            if !joined {
                return;
            }
            let Some((_, number)) = pending.pop() else {
                return;
            };
            start = number.tokens.start;
            let mut value = number.value;
            if next.dimension == Dimension::Count {
                value = number.comma_groups.unwrap_or(value);
            }
            if number.scale == Decimal::ONE {
                let scaled = number.value.checked_mul(scale).filter(alike);
                value = scaled.unwrap_or(value);
            }
            found.push(Quantity {
                figure: number.tokens.clone(),
                tokens: number.tokens,
                value,
                value_max: None,
                denominator: None,
                rule: "number.shared_unit",
                ..next.clone()
            });
        }
    }

    /// «tổng số cử tri của huyện là 31.516», «bệnh nhân ngoại trú: 1.290», «số xã có dịch tăng lên 10»: the noun that the
    /// item with a bare number begins with.
    fn noun_before(&self, start: usize) -> Option<Beside> {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let colon = start > sentence && text.is_sign(start - 1, ':');
        let joint = start.checked_sub(1 + usize::from(colon))?;
        let told = joint >= sentence && text_is_any(text, joint, &["là", "lên", "còn"]);
        let named = text_is_any(text, joint, &["số", "thứ"]);
        if !colon && !told || named {
            return None;
        }
        let ends = |i: &usize| matches!(text.token(*i).sign, ',' | ';' | ':' | '(' | ')');
        let mut at = (sentence..start - usize::from(colon))
            .rfind(ends)
            .map_or(sentence, |i| i + 1);
        // a bullet, «Và», «Trong đó»
        while at < joint && self.ends_noun(at) && !text_is_any(text, at, COUNTS) {
            at += 1;
        }
        let counted = (at..joint)
            .take_while(|&i| text_is_any(text, i, COUNTS))
            .count();
        let plural = at > sentence && text_is_any(text, at - 1, &["các", "những", "Các", "Những"]);
        if plural || counted == 0 && !colon {
            return None;
        }
        self.noun_at(at + counted, true)
    }

    /// «phê bình 17 (chiếm 45%)»: a percentage in the bracket behind a number says that it counts a part.
    fn has_its_share(&self, end: usize) -> bool {
        let text = self.text;
        text.is_sign(end, '(')
            && (end + 2..text.len().min(end + 5)).any(|i| text.is_sign(i, '%'))
            && (end + 1..end + 3).any(|i| {
                text.tokens()
                    .get(i)
                    .is_some_and(|token| token.kind == Kind::Number)
            })
    }

    /// «tiếp nhận 39 đơn, giải quyết 37»: the noun is left out where the clause ends after the number.
    fn leave_out_unit(&self, found: &mut Vec<Quantity>, pending: Vec<(usize, Number)>) {
        for (before, number) in pending {
            let (start, end) = (number.tokens.start, number.tokens.end);
            let clause_ends = self.text.tokens().get(end).is_none_or(|token| {
                token.gap == Gap::Line
                    || matches!(token.sign, '.' | ',' | ';' | ')')
                    || text_is_any(self.text, end, &["và", "trong", "so"])
            });
            let shared = self.has_its_share(end);
            let led = shared
                || start > 0
                    && self.text.token(start - 1).kind == Kind::Word
                    && self.text.token(start).gap == Gap::Space
                    && self.text.hit(start - 1, Class::Noun).is_none_or(|hit| {
                        self.lexicon.nouns[hit.entry()].data.role == NounRole::Stop
                    });
            let sentence = self.text.sentence_of(start);
            let model = found[..before.min(found.len())]
                .iter()
                .rev()
                .find(|quantity| {
                    quantity.dimension == Dimension::Count && !quantity.unit.label.is_empty()
                })
                .filter(|quantity| {
                    let of = self.text.sentence_of(quantity.figure.start);
                    of == sentence || shared && of + 2 >= sentence
                })
                .cloned();
            let closed = clause_ends || self.text.is_sign(end, '(');
            if let Some(beside) = self.noun_before(start).filter(|_| closed) {
                let value = number.comma_groups.unwrap_or(number.value);
                found.push(Quantity {
                    figure: start..end,
                    tokens: start..end,
                    rule: "number.noun_before",
                    ..self.quantity(&number, value, None, None, beside)
                });
            } else if let Some(model) = model.filter(|_| (clause_ends || shared) && led) {
                found.push(Quantity {
                    figure: start..end,
                    tokens: start..end,
                    value: number.comma_groups.unwrap_or(number.value),
                    value_max: None,
                    denominator: None,
                    rule: "number.noun_left_out",
                    ..model
                });
            }
        }
    }
}

fn unit_of(entry: &super::lexicon::Entry<super::lexicon::Unit>) -> Unit {
    Unit {
        code: Some(entry.id.clone()),
        label: entry
            .data
            .label
            .clone()
            .unwrap_or_else(|| entry.surfaces[0].clone()),
        dimension: entry.data.dimension.clone(),
    }
}

fn text_is_any(text: &Text, i: usize, words: &[&str]) -> bool {
    i < text.len() && words.contains(&text.word(i))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus;
    use crate::extract::mention::{self, Scan};
    use crate::extract::period;

    #[test]
    fn the_corpus_of_quantities_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        corpus::check(
            "quantity.corpus.toml",
            include_str!("quantity.corpus.toml"),
            |written| {
                let text = Text::new(written, &lexicon);
                let mut masked = vec![false; text.len()];
                let scan = Scan::new(&text, &lexicon, masked.clone());
                let names = mention::recognize(&scan);
                let title = Text::new("", &lexicon);
                let (_, times) = period::times((&title, &text), &lexicon, None);
                let ranges = times.iter().map(|time| &time.tokens);
                for range in ranges.chain(names.iter().map(|name| &name.range)) {
                    masked[range.clone()].fill(true);
                }
                let found: Vec<String> = quantities(&text, &lexicon, &masked)
                    .into_iter()
                    .map(|quantity| drawn(&text, &quantity))
                    .collect();
                (!found.is_empty()).then(|| found.join("; "))
            },
        );
    }

    fn drawn(text: &Text, quantity: &Quantity) -> String {
        let figure = text.slice(quantity.figure.clone());
        let value = quantity.value.normalize();
        let max = quantity
            .value_max
            .map(|max| format!("..{}", max.normalize()));
        let whole = quantity
            .denominator
            .map(|whole| format!("/{}", whole.normalize()));
        let (max, whole) = (max.unwrap_or_default(), whole.unwrap_or_default());
        format!("{figure} | {value}{max}{whole} {}", quantity.unit.label)
    }
}
