//! Turns a number and the unit beside it into a quantity: `6.203,637 tỷ đồng`, `12%-13%`, `14/14 chỉ tiêu`, `86 quần chúng`.

use std::ops::Range;

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::lexicon::{Class, Cue, Lexicon, NounRole};
use super::number::{Number, is_negative, number};
use super::text::{Gap, Kind, Text};
use super::unit::unit_of;
use crate::extraction::Unit;

/// A noun that is said in short has no more words.
const LONGEST_SHORTENED: usize = 4;
/// The upper end of a range is at most so many times the lower one where both are written out.
const FARTHEST_END: Decimal = Decimal::from_parts(100, 0, 0, false, 0);
/// A part and its whole stand behind these, no day and month.
pub(super) const COUNTED_BEHIND: &[&str] = &[
    "có", "Có", "hiện", "Hiện", "còn", "Còn", "thấy", "với", "khoảng", "hơn", "gần",
];
const AMONG: &[&str] = &["trong", "Trong"];
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

/// All quantities outside the tokens that `masked` takes for something else.
pub fn quantities(text: &Text, lexicon: &Lexicon, masked: &[bool]) -> Vec<Quantity> {
    let reader = Reader {
        text,
        lexicon,
        masked,
        comma_groups: comma_groups(text),
        shortened: shortened(text, lexicon),
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
pub(super) struct Beside {
    pub(super) unit: Unit,
    pub(super) dimension: Dimension,
    /// Token after the unit.
    pub(super) end: usize,
    /// Token after what belongs to the figure's span.
    pub(super) figure_end: usize,
    pub(super) noun: Range<usize>,
    /// Found in a table, not guessed from its place.
    pub(super) known: bool,
    pub(super) rule: &'static str,
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) masked: &'a [bool],
    /// The article writes «36,812 tỷ đồng» for 36 812.
    comma_groups: bool,
    /// What it says in short for a noun: «đảng viên (ĐV)».
    pub(super) shortened: FxHashSet<u32>,
}

/// The keys of capitals in brackets behind a counted noun, which count like it from then on.
fn shortened(text: &Text, lexicon: &Lexicon) -> FxHashSet<u32> {
    let noun_ends = |end: usize| {
        (end.saturating_sub(LONGEST_SHORTENED)..end).any(|at| {
            text.hit(at, Class::Noun).is_some_and(|hit| {
                hit.end() == end && lexicon.nouns[hit.entry()].data.role == NounRole::Noun
            })
        })
    };
    let defines = |&i: &usize| {
        text.token(i).all_caps
            && text.is_sign(i - 1, '(')
            && text.is_sign(i + 1, ')')
            && text.hit(i, Class::Organization).is_none()
            && noun_ends(i - 1)
    };
    let inner = 1..text.len().saturating_sub(1);
    inner.filter(defines).map(|i| text.token(i).key).collect()
}

/// Whether an article writes decimals with a point: «92.03%», and none with a comma.
fn comma_groups(text: &Text) -> bool {
    let fraction = |i: usize, mark: char| {
        let parts = text.word(i).split_once(mark);
        matches!(parts, Some((_, fraction)) if matches!(fraction.len(), 1 | 2))
    };
    let mut percents = (1..text.len()).filter(|&i| text.is_sign(i, '%'));
    let mut numbers = (0..text.len()).filter(|&i| text.token(i).kind == Kind::Number);
    percents.any(|i| fraction(i - 1, '.')) && !numbers.any(|i| fraction(i, ','))
}

impl Reader<'_> {
    /// What a number is worth beside a unit: «1,200 người» are 1200, and so is a sum whose comma groups thousands.
    fn value_of(&self, number: &Number, dimension: Dimension) -> Decimal {
        let grouped = match dimension {
            Dimension::Count => number.comma_groups,
            Dimension::Money => self.with_comma_groups(number),
            _ => None,
        };
        grouped.unwrap_or(number.value)
    }

    /// A sum whose comma groups thousands.
    fn with_comma_groups(&self, number: &Number) -> Option<Decimal> {
        const LONGEST: usize = 3;
        let (whole, group) = self.text.word(number.tokens.start).split_once(',')?;
        let groups = self.comma_groups
            && group.len() == 3
            && group.bytes().all(|byte| byte.is_ascii_digit())
            && whole != "0"
            && number.tokens.len() <= LONGEST;
        groups.then(|| number.value.checked_mul(Decimal::ONE_THOUSAND))?
    }

    fn at(&self, i: usize) -> Read {
        if let Some(quantity) = self.currency_first(i) {
            return Read::Quantity(Box::new(quantity));
        }
        let Some(first) = number(self.text, self.lexicon, i) else {
            return Read::Nothing(i + 1);
        };
        if first.tokens.clone().any(|i| self.masked[i])
            || self.is_part_of_a_name(&first)
            || self.names_a_class(&first)
        {
            return Read::Nothing(first.tokens.end);
        }
        if let Some(end) = self.slogan(&first) {
            return Read::Nothing(end);
        }
        if let Some(ratio) = self.ratio(&first) {
            return ratio;
        }
        if let Some(part) = self
            .ratio_of_measures(&first)
            .or_else(|| self.parts(&first))
        {
            return Read::Quantity(Box::new(part));
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
                let mut value = self.value_of(&first, beside.dimension);
                let part = self.hundredths(&beside);
                let part = part.or_else(|| self.half(&first, &beside));
                if let Some(sum) = part.and_then(|part| value.checked_add(part)) {
                    value = sum;
                    (beside.end, beside.figure_end) = (beside.end + 1, beside.end + 1);
                }
                Read::Quantity(Box::new(self.quantity(&first, value, None, None, beside)))
            }
            None if self.may_share(&first) => Read::Bare(first),
            None => Read::Nothing(first.tokens.end),
        }
    }

    /// «2 ngày rưỡi», «4 tấn rưỡi»: half of the unit more.
    fn half(&self, first: &Number, beside: &Beside) -> Option<Decimal> {
        let (text, end) = (self.text, beside.end);
        let measured = matches!(beside.dimension, Dimension::Measure | Dimension::Time);
        let whole = first.scale == Decimal::ONE && first.value.fract().is_zero();
        (measured
            && whole
            && text_is_any(text, end, &["rưỡi"])
            && text.token(end).gap == Gap::Space)
            .then(|| Decimal::new(5, 1))
    }

    pub(super) fn quantity(
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
    pub(super) fn cue_before(&self, i: usize) -> Option<(Cue, usize)> {
        // «nguồn vốn trung ương 3 dự án»: whose money it is
        let funds = i > 2
            && text_is_any(self.text, i - 1, &["ương"])
            && text_is_any(self.text, i - 3, &["vốn", "sách", "quỹ"]);
        // «thành phố 56 ca, huyện An Lão 34 ca»: no street
        let city = i > 1
            && text_is_any(self.text, i - 1, &["phố"])
            && text_is_any(self.text, i - 2, &["thành", "Thành"]);
        // «nông thôn 490 hộ»: no hamlet
        let country = i > 1
            && text_is_any(self.text, i - 1, &["thôn"])
            && text_is_any(self.text, i - 2, &["nông", "Nông"]);
        // «mỗi số | 450 bản»: of each issue
        let each = i > 1
            && text_is_any(self.text, i - 1, &["số"])
            && text_is_any(self.text, i - 2, &["mỗi", "Mỗi"]);
        if funds || city || country || each {
            return None;
        }
        let (at, hit) = self.text.hits_ending(i, Class::Cue).next()?;
        Some((self.lexicon.cues[hit.entry()].data, at))
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

    /// `14/14 chỉ tiêu`, `213/210`: a part and its whole, not a date, not a map's scale.
    fn ratio(&self, first: &Number) -> Option<Read> {
        let text = self.text;
        let slash = first.tokens.end;
        if first.tokens.len() != 1 || first.in_words || !text.is_sign(slash, '/') {
            return None;
        }
        // on one line
        if (slash..slash + 2).any(|i| i < text.len() && text.token(i).gap == Gap::Line) {
            return None;
        }
        let second = number(text, self.lexicon, slash + 1).filter(|second| !second.in_words)?;
        let end = second.tokens.end;
        // «4.512/13.230 tỷ đồng»: one magnitude for both
        if (slash + 2..end).any(|i| text.token(i).kind == Kind::Number) {
            return None;
        }
        let noun = self
            .unit(end, &second)
            .filter(|unit| matches!(unit.dimension, Dimension::Money | Dimension::Measure))
            .or_else(|| self.part_of(first, end))
            .or_else(|| self.office(end))
            .or_else(|| self.noun_behind_percent(end))
            .or_else(|| self.unlisted_noun(first.tokens.start, end))
            .or_else(|| self.noun_told_before(first.tokens.start, end));
        let dimension = noun
            .as_ref()
            .map_or(Dimension::Count, |noun| noun.dimension);
        let part = self.value_of(first, dimension).checked_mul(second.scale)?;
        let whole = self.value_of(&second, dimension);
        // «phục vụ 24/24», «trực 24/7»
        let idiom = part == Decimal::from(24) && (whole == Decimal::from(7) || whole == part);
        if text.is_sign(end, '/')
            || whole.is_zero()
            || noun.is_none() && idiom
            || part == Decimal::ONE
                && (is_scale_of_a_map(whole) || noun.is_none() && whole >= Decimal::ONE_HUNDRED)
        {
            return Some(Read::Nothing(end));
        }
        let led = matches!(
            self.cue_before(first.tokens.start),
            Some((
                Cue::Attain
                    | Cue::Share
                    | Cue::Done
                    | Cue::ToLevel
                    | Cue::Over
                    | Cue::About
                    | Cue::Nearly
                    | Cue::Under,
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

    /// «Có 6/9 | sắc thuế vượt tiến độ», «trong đó 6/8 | bãi quá tải»: what no table knows, behind a word that no date stands behind
    /// and before what is told of it.
    fn unlisted_noun(&self, start: usize, end: usize) -> Option<Beside> {
        let text = self.text;
        let dated = (start..end).all(|i| text.word(i).len() <= 2);
        let led = !dated
            || start.checked_sub(1).is_some_and(|i| {
                text_is_any(text, i, COUNTED_BEHIND)
                    || text_is_any(text, i, &["đó"]) && i > 0 && text_is_any(text, i - 1, AMONG)
            });
        let noun = self
            .noun_phrase(end, false)
            .filter(|_| led && text.hit(end, Class::Phrase).is_none())?;
        let told = text
            .tokens()
            .get(noun.end)
            .is_some_and(|next| next.kind == Kind::Word);
        told.then_some(noun)
    }

    /// «Số trạm có bác sĩ là | 9/14»: what the item begins with.
    fn noun_told_before(&self, start: usize, end: usize) -> Option<Beside> {
        let told = start > 0 && text_is_any(self.text, start - 1, &["là", "đạt"]);
        let noun = told.then(|| self.noun_before(start)).flatten()?;
        Some(Beside {
            end,
            figure_end: end,
            ..noun
        })
    }

    /// `1.200 ha/1.500 ha`, `45 triệu đồng/60 triệu đồng`: a part and its whole, each with its unit.
    fn ratio_of_measures(&self, first: &Number) -> Option<Quantity> {
        let text = self.text;
        let left = self.unit(first.tokens.end, first).filter(|unit| {
            matches!(unit.dimension, Dimension::Money | Dimension::Measure)
                && text.is_sign(unit.end, '/')
                && text.is_glued(unit.end + 1)
        })?;
        let second = number(text, self.lexicon, left.end + 1)?;
        let right = self
            .unit(second.tokens.end, &second)
            .filter(|right| right.unit.label == left.unit.label)?;
        // «3 triệu đồng/1 triệu đồng vốn» is a rate
        let base = text.word(second.tokens.start) == "1" || second.value.is_zero();
        let ratio = || self.quantity(first, first.value, None, Some(second.value), right);
        (!base && !second.in_words)
            .then(ratio)
            .map(|ratio| Quantity {
                rule: "number.ratio",
                ..ratio
            })
    }

    /// «14/14 | chỉ tiêu», «1/3 | số phòng», «2/3 | tổng số xã»: what a part is of.
    fn part_of(&self, first: &Number, end: usize) -> Option<Beside> {
        let number = end + usize::from(text_is_any(self.text, end, &["tổng"]));
        let number = text_is_any(self.text, number, &["số"]).then_some(number + 1);
        let whole = self.noun_phrase(number.unwrap_or(end), true)?;
        // «đất đai chiếm 3/4 số hồ sơ»: what stands before is measured
        let takes = matches!(self.cue_before(first.tokens.start), Some((Cue::Share, _)));
        let noun = if takes && number.is_some() {
            end..end
        } else {
            whole.noun
        };
        Some(Beside {
            figure_end: end,
            noun,
            ..whole
        })
    }

    /// «ba phần tư số đơn», «một phần ba diện tích»: a part of a whole in words; not «một phần hai bên góp».
    fn parts(&self, first: &Number) -> Option<Quantity> {
        let text = self.text;
        let at = first.tokens.end;
        if !first.in_words || first.tokens.len() > 1 || !text_is_any(text, at, &["phần"]) {
            return None;
        }
        // «tư» is four behind «phần» too
        let (whole, end) = if text_is_any(text, at + 1, &["tư"]) {
            (Decimal::from(4), at + 2)
        } else {
            let second = number(text, self.lexicon, at + 1).filter(|second| second.in_words)?;
            (second.value, second.tokens.end)
        };
        let of = text_is_any(text, end, &["số", "tổng", "diện", "dân", "của", "trong"]);
        let noun = self.part_of(first, end);
        if !(of || noun.is_some()) || first.value >= whole {
            return None;
        }
        let noun = noun.unwrap_or_else(|| self.counted(end..end, end, false));
        let ratio = self.quantity(first, first.value, None, Some(whole), noun);
        Some(Quantity {
            figure: first.tokens.start..end,
            rule: "number.ratio",
            ..ratio
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

    /// `hai, ba chiếc`, `ba bốn con`, `năm, bảy người`: where the second of two neighbouring digits in words starts.
    fn next_in_words(&self, first: &Number, joint: usize) -> Option<usize> {
        let at = joint + usize::from(self.text.is_sign(joint, ','));
        let second = number(self.text, self.lexicon, at)?;
        let digits = first.in_words && second.in_words && second.value < Decimal::TEN;
        let step = second.value - first.value;
        let near = step == Decimal::ONE || step == Decimal::TWO && first.value == Decimal::from(5);
        (digits && near && joint == first.tokens.end).then_some(at)
    }

    /// Where the second end of a range starts, if its first number is joined to one at `joint` on the same line.
    fn second_end(&self, first: &Number, joint: usize) -> Option<usize> {
        let text = self.text;
        let here = |i: usize| {
            text.tokens()
                .get(i)
                .is_some_and(|token| token.gap != Gap::Line)
        };
        let before = first.tokens.start.checked_sub(1);
        let between = before.is_some_and(|i| text_is_any(text, i, &["giữa"]));
        let joined = is_dash(text, joint)
            || text_is_any(text, joint, &["đến", "tới"])
            || between && text_is_any(text, joint, &["và"]);
        let at = if joined {
            joint + 1
        } else {
            self.next_in_words(first, joint)?
        };
        (here(joint) && here(at)).then_some(at)
    }

    /// `12%-13%`, `20 đến 30 triệu đồng`, `giữa 1,1 và 1,3 đô la`: two ends, the scale carried back.
    fn range(&self, first: &Number, beside: Option<&Beside>) -> Option<Quantity> {
        let text = self.text;
        let joint = beside.map_or(first.tokens.end, |beside| beside.end);
        let at = self.second_end(first, joint)?;
        let dash = is_dash(text, joint);
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
            // «34 vụ - 45 bị can» are two counts
            (Some(left), Some(right))
                if left.known
                    && !left.noun.is_empty()
                    && text.token(left.noun.start).key
                        != text
                            .tokens()
                            .get(right.noun.start)
                            .map_or(0, |token| token.key) =>
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
        let mut low = self.value_of(first, unit.dimension);
        let scaled = first.scale == Decimal::ONE && second.scale > Decimal::ONE && beside.is_none();
        let mut high = self.value_of(&second, unit.dimension).checked_mul(factor)?;
        if scaled {
            let carried = low.checked_mul(second.scale)?;
            // «20 - 30 triệu đồng», but «800.000 - 1,2 triệu đồng»
            let near = low < high && low.checked_mul(FARTHEST_END)? >= high;
            low = if near && carried >= high {
                low
            } else {
                carried
            };
        }
        if low >= high || self.is_refused(first, &unit) {
            return None;
        }
        // «lỗ âm 2 - 3 tỷ đồng»: both are below zero
        if dash
            && self.text.token(first.tokens.start).gap != Gap::None
            && is_negative(self.text, self.lexicon, &first.tokens)
        {
            (low, high) = (high, -low);
        }
        let mut quantity = self.quantity(first, low, Some(high), None, unit);
        quantity.rule = "number.range";
        Some(quantity)
    }

    /// The token after «5 không, 3 sạch», «3 không», «5 có 3 sạch», «5 điều Bác Hồ dạy», «3 ca, 4 kíp»: maxims counted by their
    /// words; not «tổ 5 có 3 hộ», which counts.
    fn slogan(&self, first: &Number) -> Option<usize> {
        let text = self.text;
        let at = first.tokens.end;
        // «danh hiệu “Sinh viên | 5 tốt”», «Học sinh 3 rèn luyện»
        let title = |i: usize| {
            text.hits_ending(i, Class::Noun)
                .any(|(at, _)| text.token(at).capital)
        };
        if text_is_any(text, at, &["tốt", "rèn"]) && title(first.tokens.start) {
            return Some(at + 1);
        }
        if text_is_any(text, at, &["điều"]) && text_is_any(text, at + 1, &["Bác"]) {
            return Some(at + 1);
        }
        let has = text_is_any(text, at, &["có"]);
        let shifts = text_is_any(text, at, &["ca"]);
        let maxim = has || shifts || text_is_any(text, at, &["không"]);
        if !maxim || text.token(at).gap != Gap::Space {
            return None;
        }
        let joint = text.is_sign(at + 1, ',') || text_is_any(text, at + 1, &["và"]);
        let next = at + 1 + usize::from(joint);
        let second = number(text, self.lexicon, next).map(|second| second.tokens.end);
        if shifts {
            return second.filter(|&end| text_is_any(text, end, &["kíp"]));
        }
        if !has {
            return Some(second.unwrap_or(at + 1));
        }
        let counts = Class::Noun.bit() | Class::Unit.bit() | Class::Numeral.bit();
        second.filter(|&end| {
            let word = text.tokens().get(end).map(|token| token.kind);
            word == Some(Kind::Word) && !text.starts_any(end, counts)
        })
    }
}

/// Maps are drawn at 1/500, 1/2.000, 1/25.000 and the like.
fn is_scale_of_a_map(whole: Decimal) -> bool {
    let written = whole.normalize().to_string();
    whole >= Decimal::from(200) && matches!(written.trim_end_matches('0'), "1" | "2" | "25" | "5")
}

pub(super) fn text_is_any(text: &Text, i: usize, words: &[&str]) -> bool {
    i < text.len() && words.contains(&text.word(i))
}

fn is_dash(text: &Text, i: usize) -> bool {
    ['-', '–', '—'].iter().any(|&dash| text.is_sign(i, dash))
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
