//! Turns digits and number words into exact values: `394 tỷ 581 triệu`, `1,5 nghìn`, `hai mươi mốt`, `hàng trăm`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{Class, Cue, Lexicon, Numeral, NumeralRole};
use super::text::{Gap, Kind, Text};

/// A number in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Digits or number words with their magnitudes.
    pub tokens: Range<usize>,
    /// Exact value.
    pub value: Decimal,
    /// Product of the magnitudes at its end, for a range that shares them: 1 where there is none.
    pub scale: Decimal,
    /// An open number, at least this much: «hàng trăm».
    pub open: bool,
    /// Written in words throughout.
    pub in_words: bool,
    /// Digits that could be read with a comma as a grouping mark: `1,234`.
    pub comma_groups: Option<Decimal>,
}

/// The number that starts at token `i`, as long as it goes.
pub fn number(text: &Text, lexicon: &Lexicon, i: usize) -> Option<Number> {
    if i >= text.len() {
        return None;
    }
    if text.token(i).kind == Kind::Number {
        digits(text, lexicon, i)
    } else {
        words(text, lexicon, i)
    }
}

fn numeral<'l>(text: &Text, lexicon: &'l Lexicon, i: usize) -> Option<&'l Numeral> {
    // «một | tỷ lệ quá thấp»
    let word = || {
        matches!(text.word(i), "tỷ" | "tỉ")
            && i + 1 < text.len()
            && matches!(text.word(i + 1), "lệ" | "trọng" | "suất")
    };
    text.hit(i, Class::Numeral)
        .filter(|_| !word())
        .map(|hit| &lexicon.numerals[hit.entry()].data)
}

/// The magnitude at token `i`: nghìn and above after digits, written on the same line and in small letters.
fn magnitude(text: &Text, lexicon: &Lexicon, i: usize) -> Option<Decimal> {
    let numeral = numeral(text, lexicon, i)?;
    let written = text.token(i).gap != Gap::Line
        && (numeral.value >= Decimal::ONE_HUNDRED || text.word(i) == "chục");
    (numeral.role == NumeralRole::Magnitude && written).then_some(numeral.value)
}

/// Magnitudes that multiply each other: «nghìn tỷ».
fn magnitudes(text: &Text, lexicon: &Lexicon, mut i: usize) -> (Decimal, usize) {
    let mut scale = Decimal::ONE;
    while let Some(next) = magnitude(text, lexicon, i) {
        // «nghìn tỷ» multiplies, «tỷ triệu» does not exist
        if scale > Decimal::ONE && next < Decimal::from(1_000_000) {
            break;
        }
        let Some(product) = scale.checked_mul(next) else {
            break;
        };
        (scale, i) = (product, i + 1);
    }
    (scale, i)
}

fn digits(text: &Text, lexicon: &Lexicon, start: usize) -> Option<Number> {
    let written = text.word(start);
    let (base, comma_groups) = parse_digits(written)?;
    let (mut scale, mut end) = magnitudes(text, lexicon, start + 1);
    let mut value = base.checked_mul(scale)?;
    // «394 tỷ 581 triệu», «1 triệu 200 nghìn», «2 triệu rưỡi»
    while scale > Decimal::ONE && end < text.len() && text.token(end).gap != Gap::Line {
        if numeral(text, lexicon, end).is_some_and(|n| n.role == NumeralRole::Half) {
            let Some(sum) = value.checked_add(scale / Decimal::TWO) else {
                break;
            };
            (value, end) = (sum, end + 1);
            break;
        }
        if text.token(end).kind != Kind::Number {
            break;
        }
        let Some((part, _)) = parse_digits(text.word(end)) else {
            break;
        };
        let (smaller, after) = magnitudes(text, lexicon, end + 1);
        if smaller == Decimal::ONE || smaller >= scale || part >= Decimal::ONE_THOUSAND {
            break;
        }
        let Some(sum) = part
            .checked_mul(smaller)
            .and_then(|part| value.checked_add(part))
        else {
            break;
        };
        (value, scale, end) = (sum, smaller, after);
    }
    let comma_groups = comma_groups.filter(|_| end == start + 1);
    Some(Number {
        tokens: start..end,
        value,
        scale,
        open: false,
        in_words: false,
        comma_groups,
    })
}

/// Digits with their marks: the point groups, the comma parts decimals; slips of either habit are read by their form.
///
/// The second value is the reading with the comma as a grouping mark, where the form allows it.
fn parse_digits(written: &str) -> Option<(Decimal, Option<Decimal>)> {
    if written.len() > 28 {
        return None;
    }
    let grouped = |part: &str, mark: char| {
        let mut groups = part.split(mark);
        groups
            .next()
            .is_some_and(|first| (1..=3).contains(&first.len()) && first != "0")
            && groups.clone().next().is_some()
            && groups.all(|group| group.len() == 3)
    };
    let plain = |text: &str| text.parse::<Decimal>().ok();
    let without = |mark: char| plain(&written.replace(mark, ""));
    match (written.matches('.').count(), written.matches(',').count()) {
        (0, 0) => Some((plain(written)?, None)),
        (0, 1) => {
            let decimal = plain(&written.replace(',', "."))?;
            Some((
                decimal,
                if grouped(written, ',') {
                    without(',')
                } else {
                    None
                },
            ))
        }
        (0, _) => grouped(written, ',')
            .then(|| without(','))?
            .map(|value| (value, None)),
        (1, 0) if !grouped(written, '.') => Some((plain(written)?, None)),
        (_, 0) => grouped(written, '.')
            .then(|| without('.'))?
            .map(|value| (value, None)),
        (_, 1) => {
            // «1.234,5»; «1,234.5» where the comma comes first
            let (whole, fraction) = written.split_once(',')?;
            if grouped(whole, '.') && !fraction.contains('.') {
                return Some((
                    plain(&format!("{}.{fraction}", whole.replace('.', "")))?,
                    None,
                ));
            }
            let (whole, fraction) = written.split_once('.')?;
            (grouped(whole, ',') && !fraction.contains(','))
                .then(|| plain(&format!("{}.{fraction}", whole.replace(',', ""))))?
                .map(|v| (v, None))
        }
        _ => {
            let (whole, fraction) = written.rsplit_once('.')?;
            (grouped(whole, ','))
                .then(|| plain(&format!("{}.{fraction}", whole.replace(',', ""))))?
                .map(|v| (v, None))
        }
    }
}

/// Number words: hundreds, tens and ones, scaled by nghìn, triệu, tỷ.
fn words(text: &Text, lexicon: &Lexicon, start: usize) -> Option<Number> {
    let first = numeral(text, lexicon, start)?;
    let open = first.role == NumeralRole::Open;
    // «nửa triệu»
    let half = first.role == NumeralRole::Half;
    let mut i = start + usize::from(open || half);
    let mut total = Decimal::ZERO;
    // below a thousand: what is complete, and the digit that waits for its place
    let (mut section, mut digit): (Decimal, Option<Decimal>) = (Decimal::ZERO, None);
    let (mut scale, mut place, mut seen) = (Decimal::ONE, Decimal::MAX, false);
    while i < text.len() && (i == start || text.token(i).gap == Gap::Space) {
        let Some(numeral) = numeral(text, lexicon, i) else {
            break;
        };
        let after_tens = place == Decimal::TEN;
        match numeral.role {
            // five after tens is lăm: «mười năm» is ten years
            NumeralRole::Digit
                if digit.is_none() && !(after_tens && numeral.value == Decimal::from(5)) =>
            {
                if numeral.value == Decimal::TEN {
                    if place <= Decimal::TEN {
                        break;
                    }
                    (section, place) = (section + Decimal::TEN, Decimal::TEN);
                } else {
                    digit = Some(numeral.value);
                }
            }
            NumeralRole::Ending if after_tens && digit.is_none() => digit = Some(numeral.value),
            NumeralRole::Joint if seen && digit.is_none() && place >= Decimal::ONE_HUNDRED => {}
            NumeralRole::Half if scale > Decimal::ONE && digit.is_none() && section.is_zero() => {
                let Some(sum) = total.checked_add(scale / Decimal::TWO) else {
                    break;
                };
                (total, i) = (sum, i + 1);
                break;
            }
            NumeralRole::Magnitude if numeral.value <= Decimal::ONE_HUNDRED && !half => {
                let alone = digit.is_none() && section.is_zero();
                if numeral.value >= place
                    || (alone && !(total.is_zero() && (open || follows_cue(text, start))))
                {
                    break;
                }
                section += digit.take().unwrap_or(Decimal::ONE) * numeral.value;
                place = numeral.value;
            }
            NumeralRole::Magnitude if numeral.value > Decimal::ONE_HUNDRED => {
                let mut many = section + digit.take().unwrap_or(Decimal::ZERO);
                if many.is_zero() {
                    if !total.is_zero() && numeral.value > scale {
                        // «hai nghìn tỷ»
                        let Some(product) = total.checked_mul(numeral.value) else {
                            break;
                        };
                        (total, scale) = (product, scale * numeral.value);
                        i += 1;
                        continue;
                    }
                    if !(total.is_zero() && (open || half || follows_cue(text, start))) {
                        break;
                    }
                    many = if half { first.value } else { Decimal::ONE };
                }
                let Some(sum) = many
                    .checked_mul(numeral.value)
                    .and_then(|part| total.checked_add(part))
                else {
                    break;
                };
                (total, scale, section, place) = (sum, numeral.value, Decimal::ZERO, Decimal::MAX);
            }
            _ => break,
        }
        seen = true;
        i += 1;
    }
    total = total.checked_add(section + digit.unwrap_or(Decimal::ZERO))?;
    if total.is_zero() && i == start + 1 && !open && !half && is_alone(text, start) {
        return Some(Number {
            tokens: start..i,
            value: Decimal::ZERO,
            scale: Decimal::ONE,
            open,
            in_words: true,
            comma_groups: None,
        });
    }
    if i == start + usize::from(open || half)
        || total.is_zero()
        || (open && section.is_zero() && scale == Decimal::ONE)
    {
        return None;
    }
    Some(Number {
        tokens: start..i,
        value: total,
        scale,
        open,
        in_words: true,
        comma_groups: None,
    })
}

/// «không» is nought where it fills a line, as in a table; elsewhere it denies.
fn is_alone(text: &Text, i: usize) -> bool {
    let next = text.tokens().get(i + 1);
    text.token(i).gap == Gap::Line && next.is_none_or(|next| next.gap == Gap::Line)
}

/// Whether a number is below zero: «âm» before it, a minus close to it and apart from the word before, or a dash on a
/// line that holds nothing else.
pub fn is_negative(text: &Text, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let start = tokens.start;
    if start == 0 {
        return false;
    }
    // «khai trừ 3 đảng viên» takes nothing away
    let in_word = || {
        start > 1
            && text
                .hit(start - 2, Class::Cue)
                .is_some_and(|hit| hit.len > 1)
    };
    let said = text
        .hit(start - 1, Class::Cue)
        .is_some_and(|hit| hit.len == 1 && lexicon.cues[hit.entry()].data == Cue::Negative)
        && !in_word();
    let dash = matches!(text.token(start - 1).sign, '-' | '−');
    let close = start > 1
        && text.token(start).gap == Gap::None
        && (text.token(start - 1).gap == Gap::Space && text.token(start - 2).kind == Kind::Word
            || text.is_sign(start - 2, '('));
    let next = text.tokens().get(tokens.end);
    let alone = text.token(start - 1).gap == Gap::Line
        && text.token(start).gap != Gap::Line
        && next.is_none_or(|next| next.gap == Gap::Line);
    said || dash && (close || alone)
}

/// The place in an order that starts at token `i`, with the token after it: «đầu tiên», «thứ nhất», «thứ 3», «thứ tư».
pub fn ordinal(text: &Text, lexicon: &Lexicon, i: usize) -> Option<(u32, usize)> {
    let hit = text.hit(i, Class::Numeral)?;
    let said = &lexicon.numerals[hit.entry()].data;
    if said.role != NumeralRole::Ordinal {
        return None;
    }
    if !said.value.is_zero() {
        return Some((u32::try_from(said.value).ok()?, hit.end()));
    }
    let place = number(text, lexicon, hit.end()).filter(|place| !place.open)?;
    let whole = place.value.is_integer() && text.token(hit.end()).gap != Gap::Line;
    Some((
        u32::try_from(place.value).ok().filter(|_| whole)?,
        place.tokens.end,
    ))
}

/// «hơn chục», «gần trăm», «cả nghìn»: a bare magnitude counts as one of it after a word of measure.
fn follows_cue(text: &Text, start: usize) -> bool {
    start > 0
        && matches!(
            text.word(start - 1).to_lowercase().as_str(),
            "hơn" | "gần" | "cả" | "khoảng" | "trên" | "chừng"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus;

    #[test]
    fn the_corpus_of_numbers_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        corpus::check(
            "number.corpus.toml",
            include_str!("number.corpus.toml"),
            |written| {
                let text = Text::new(written, &lexicon);
                let first = (0..text.len()).find_map(|i| number(&text, &lexicon, i))?;
                Some(first.value.normalize().to_string())
            },
        );
    }
}
