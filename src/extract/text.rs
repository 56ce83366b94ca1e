//! Turns an article's body into tokens, lines and sentences, each with its place in the body and its lexicon entries.
//!
//! Matching is blind to case, to NFC or NFD, to the placement of the tone mark (`hoà`, `hòa`) and to `Ð` for `Đ`;
//! offsets are not. Slicing the body happens here and nowhere else.
//!
//! ```
//! use solieu::extract::{lexicon::Lexicon, text::Text};
//!
//! let lexicon = Lexicon::embedded();
//! let text = Text::new("đạt868 tỷ đồng.", &lexicon);
//! let words: Vec<&str> = (0..text.len()).map(|i| text.word(i)).collect();
//! assert_eq!(words, ["đạt", "868", "tỷ", "đồng", "."]);
//! ```

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

use super::lexicon::{Class, Hit, LONGEST_SURFACE, Lexicon, WordId};
use crate::extraction::Span;

/// Most tokens of an outlet that a line begins with: «(Báo Quảng Trị) -».
const LONGEST_DATELINE: usize = 7;

/// A sentence is cut after so many tokens, so that the cost of a rule that reads its sentence is bounded.
const LONGEST_SENTENCE: usize = 400;
/// Quotes and brackets that close one after the other; a text of a hundred thousand of them is none.
const MOST_CLOSING: usize = 8;

/// Letters of the longest HTML entity that is read.
const LONGEST_ENTITY: usize = 7;
/// A quotation is no longer than this; a mark further back belongs to another one.
pub const QUOTATION: usize = 120;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters.
    Word,
    /// Digits with inner points and commas.
    Number,
    /// One sign.
    Sign,
}

/// What separates a token from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: the two are glued.
    None,
    /// White space on the same line.
    Space,
    /// At least one line break, or the start of the text.
    Line,
}

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First code point and the one after the last.
    pub span: Span,
    byte_start: u32,
    byte_end: u32,
    /// The word's number in the lexicon; [`WordId::UNKNOWN`] for words that no entry uses.
    pub word: WordId,
    /// What it is made of.
    pub kind: Kind,
    /// What stands before it.
    pub gap: Gap,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Has at least two letters and no small one.
    pub all_caps: bool,
    /// The sign; `\0` for words and numbers.
    pub sign: char,
    /// Hash of the folded word, to compare words that no entry uses.
    pub key: u32,
}

/// The entries that start at a token.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Starts {
    /// Index of the first.
    pub(super) first_hit: u32,
    /// Sum of the [`Class::bit`] of all, so that most questions need no look at them.
    pub(super) classes: u32,
}

/// A text with its tokens.
#[derive(Debug)]
pub struct Text<'a> {
    body: &'a str,
    tokens: Vec<Token>,
    hits: Vec<Hit>,
    starts: Vec<Starts>,
    lines: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// Reads a text once: tokens, lexicon entries, lines and sentences.
    pub fn new(body: &'a str, lexicon: &Lexicon) -> Self {
        let tokens = tokenize(body, |word| lexicon.word_id(word));
        let (hits, starts) = lexicon.matches(&tokens);
        let mut text = Self {
            body,
            tokens,
            hits,
            starts,
            lines: Vec::new(),
            sentences: Vec::new(),
        };
        text.lines = text.split(|text, _, i| text.tokens[i].gap == Gap::Line);
        text.sentences = text.split(|text, start, i| {
            text.starts_sentence(i)
                || text.ends_a_dateline(start, i)
                || i - start >= LONGEST_SENTENCE
        });
        text
    }

    /// For each line, whether it is an item of a list that a line with a colon or without a sign at its end opens: «- …», «a) …»,
    /// «1. …», or one that ends in a semicolon or goes on behind one.
    pub fn items(&self) -> Vec<bool> {
        let mut items = Vec::with_capacity(self.lines.len());
        let (mut open, mut goes_on) = (false, false);
        for line in &self.lines {
            let end = &self.tokens[line.end - 1];
            let last = end.sign;
            let item = open && (goes_on || last == ';' || self.is_bulleted(line));
            items.push(item);
            open = item || last == ':' || end.kind != Kind::Sign;
            goes_on = item && last == ';';
        }
        items
    }

    /// «- …», «+ …», «a) …», «12. …».
    pub(super) fn is_bulleted(&self, line: &Range<usize>) -> bool {
        let first = &self.tokens[line.start];
        let short = first.kind != Kind::Sign && first.span.end - first.span.start <= 2;
        matches!(first.sign, '-' | '–' | '—' | '+' | '•' | '●' | '▪' | '*')
            || short && line.len() > 2 && matches!(self.tokens[line.start + 1].sign, ')' | '.')
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token at all.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token at `i`.
    pub fn token(&self, i: usize) -> &Token {
        &self.tokens[i]
    }

    /// All tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The token at `i` as written.
    pub fn word(&self, i: usize) -> &'a str {
        let token = &self.tokens[i];
        body_slice(self.body, token.byte_start, token.byte_end)
    }

    /// The tokens of `range` as written, with what stands between them.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        if range.is_empty() {
            return "";
        }
        let (first, last) = (&self.tokens[range.start], &self.tokens[range.end - 1]);
        body_slice(self.body, first.byte_start, last.byte_end)
    }

    /// The code points of `range`.
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            return Span { start: 0, end: 0 };
        }
        Span {
            start: self.tokens[range.start].span.start,
            end: self.tokens[range.end - 1].span.end,
        }
    }

    /// The longest entry of `class` that starts at token `i`.
    pub fn hit(&self, i: usize, class: Class) -> Option<Hit> {
        if self.starts.get(i)?.classes & class.bit() == 0 {
            return None;
        }
        self.hits_at(i)
            .iter()
            .copied()
            .find(|hit| hit.class == class)
    }

    /// The entries of `class` that end right before token `i`, each the longest that starts at its first token; the longest first.
    pub(super) fn hits_ending(&self, i: usize, class: Class) -> impl Iterator<Item = (usize, Hit)> {
        (i.saturating_sub(LONGEST_SURFACE)..i).filter_map(move |at| {
            let hit = self.hit(at, class).filter(|hit| hit.end() == i)?;
            Some((at, hit))
        })
    }

    /// Whether an entry of one of `classes`, a sum of [`Class::bit`], starts at token `i`.
    pub(super) fn starts_any(&self, i: usize, classes: u32) -> bool {
        self.starts
            .get(i)
            .is_some_and(|starts| starts.classes & classes != 0)
    }

    /// The longest entry of each class that starts at token `i`.
    pub fn hits_at(&self, i: usize) -> &[Hit] {
        if i >= self.tokens.len() {
            return &[];
        }
        &self.hits[self.starts[i].first_hit as usize..self.starts[i + 1].first_hit as usize]
    }

    /// All entries found, in the order of the text.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Whether token `i` exists and is the sign `sign`.
    pub fn is_sign(&self, i: usize, sign: char) -> bool {
        self.tokens.get(i).is_some_and(|token| token.sign == sign)
    }

    /// Whether token `i` exists and is glued to the one before it.
    pub fn is_glued(&self, i: usize) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|token| token.gap == Gap::None)
    }

    /// Token ranges between line breaks.
    pub fn lines(&self) -> &[Range<usize>] {
        &self.lines
    }

    /// Token ranges of sentences; a line break always ends one.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Index of the sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= i)
    }

    /// Index of the line that holds token `i`.
    pub fn line_of(&self, i: usize) -> usize {
        self.lines.partition_point(|line| line.end <= i)
    }

    /// Whether a quotation that began in its line is open at token `i`.
    ///
    /// ```
    /// # use solieu::extract::{lexicon::Lexicon, text::Text};
    /// # let lexicon = Lexicon::embedded();
    /// for said in ["\"Tôi lãi 5\", ông nói 6", "“Tôi lãi 5”, ông nói 6", "«Tôi lãi 5», ông nói 6"] {
    ///     let text = Text::new(said, &lexicon);
    ///     let quoted = |word| (0..text.len()).any(|i| text.word(i) == word && text.is_quoted(i));
    ///     assert!(quoted("5") && !quoted("6"), "{said}");
    /// }
    /// ```
    pub fn is_quoted(&self, i: usize) -> bool {
        self.quotation(i).is_some()
    }

    /// The mark that opens the quotation that token `i` stands in.
    pub(super) fn quotation(&self, i: usize) -> Option<usize> {
        let line = self.lines[self.line_of(i)].start;
        let opens = |at: usize| match self.token(at).sign {
            '“' | '«' => Some(true),
            '”' | '»' => Some(false),
            // one mark for both ends
            '"' => Some(at == line || self.token(at).gap != Gap::None),
            _ => None,
        };
        let from = line.max(i.saturating_sub(QUOTATION));
        let (open, at) = (from..i).rev().find_map(|at| Some((opens(at)?, at)))?;
        open.then_some(at)
    }

    fn split(&self, starts: impl Fn(&Self, usize, usize) -> bool) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut start = 0;
        for i in 1..=self.tokens.len() {
            if i == self.tokens.len() || starts(self, start, i) {
                ranges.push(start..i);
                start = i;
            }
        }
        ranges
    }

    /// «(Dân trí) | Sáng nay, …», «BHG - | Sau hai năm, …»: behind the outlet that a line begins with.
    fn ends_a_dateline(&self, start: usize, i: usize) -> bool {
        let (first, next) = (&self.tokens[start], &self.tokens[i]);
        if first.gap != Gap::Line || i - start > LONGEST_DATELINE || !next.capital {
            return false;
        }
        let dash = matches!(self.tokens[i - 1].sign, '-' | '–' | '—') && next.gap == Gap::Space;
        let end = i - usize::from(dash);
        let bracketed = first.sign == '('
            && self.tokens[end - 1].sign == ')'
            && !(dash && end == start + 1)
            && self.tokens[start + 1..end - 1]
                .iter()
                .all(|token| token.kind == Kind::Word);
        bracketed && end > start + 2 || dash && end == start + 1 && first.all_caps
    }

    /// The first token of a line that is no dateline: «BHG - | Kết thúc quý I, …».
    pub fn opening(&self, line: usize) -> usize {
        let start = self.lines[line].start;
        let end = self.sentences[self.sentence_of(start)].end;
        let dated = end < self.lines[line].end && self.ends_a_dateline(start, end);
        if dated { end } else { start }
    }

    /// A sentence starts on a new line, or after a full stop that no abbreviation explains.
    fn starts_sentence(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        if token.gap == Gap::Line {
            return true;
        }
        let mut stop = i - 1;
        while stop > 0
            && i - stop <= MOST_CLOSING
            && matches!(self.tokens[stop].sign, '"' | '”' | '’' | '»' | ')')
            && self.tokens[stop].gap == Gap::None
        {
            stop -= 1;
        }
        let opens = token.capital
            || token.kind == Kind::Number
            || matches!(
                token.sign,
                '"' | '“' | '«' | '(' | '-' | '–' | '+' | '*' | '•'
            );
        match self.tokens[stop].sign {
            '!' | '?' => token.gap == Gap::Space || token.capital,
            '…' => token.gap == Gap::Space && token.capital,
            '.' if stop > 0 && opens => {
                let before = &self.tokens[stop - 1];
                let glued = token.gap == Gap::None;
                if before.sign == '.' {
                    return !glued && token.capital;
                }
                if glued
                    && (token.kind == Kind::Number || before.capital && before.kind == Kind::Word)
                {
                    // «TP.HCM», «Q.1», «P.Ngân»; «Hà Nội.Trong» still parts where the word before is spelled out
                    return token.kind == Kind::Word
                        && !before.all_caps
                        && before.span.end - before.span.start > 2;
                }
                let initial = before.kind == Kind::Word
                    && before.capital
                    && before.span.end - before.span.start == 1;
                let abbreviated = self
                    .hits_at(stop - 1)
                    .iter()
                    .any(|hit| hit.class == Class::Abbreviation && hit.len == 2);
                !initial && !abbreviated
            }
            _ => false,
        }
    }
}

/// Cuts a text into tokens; white space, zero-width characters and left-over HTML entities separate or vanish.
pub(super) fn tokenize(body: &str, mut word_id: impl FnMut(&str) -> WordId) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(body.len() / 4 + 2);
    let mut folded = String::with_capacity(32);
    let mut chars = Chars {
        rest: body,
        byte: 0,
        point: 0,
    };
    let mut gap = Gap::Line;
    while let Some(first) = chars.peek() {
        let (byte_start, start) = (chars.byte, chars.point);
        let mut token = Token {
            span: Span { start, end: start },
            byte_start,
            byte_end: byte_start,
            word: WordId::UNKNOWN,
            kind: Kind::Sign,
            gap,
            capital: false,
            all_caps: false,
            sign: '\0',
            key: 0,
        };
        if first.is_ascii_digit() {
            token.kind = Kind::Number;
            chars.take_number();
            let digits = body_slice(body, byte_start, chars.byte);
            token.word = word_id(digits);
            token.key = key(digits);
        } else if is_letter(first) {
            token.kind = Kind::Word;
            let (letters, small) = chars.take_word(&mut folded);
            token.capital = first.is_uppercase();
            token.all_caps = !small && letters > 1;
            token.word = word_id(&folded);
            token.key = key(&folded);
        } else if let Some(c) = chars.take_entity() {
            if c.is_whitespace() {
                gap = gap.max(Gap::Space);
                continue;
            }
            token.sign = c;
        } else {
            chars.next();
            if is_ignorable(first) {
                continue;
            }
            if first.is_whitespace() || first.is_control() {
                gap = gap.max(if matches!(first, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
                    Gap::Line
                } else {
                    Gap::Space
                });
                continue;
            }
            match first {
                '²' => (token.kind, token.word) = (Kind::Word, word_id("2")),
                '³' => (token.kind, token.word) = (Kind::Word, word_id("3")),
                _ => {
                    token.sign = first;
                    token.word = word_id(first.encode_utf8(&mut [0; 4]));
                }
            }
        }
        token.byte_end = chars.byte;
        token.span.end = chars.point;
        tokens.push(token);
        gap = Gap::None;
    }
    tokens
}

#[expect(
    clippy::string_slice,
    reason = "the one place that slices; both bounds come from the character cursor"
)]
fn body_slice(body: &str, start: u32, end: u32) -> &str {
    &body[start as usize..end as usize]
}

fn key(folded: &str) -> u32 {
    let mut hasher = rustc_hash::FxHasher::default();
    folded.hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or(0)
}

/// A cursor over characters that counts bytes and code points.
struct Chars<'a> {
    rest: &'a str,
    byte: u32,
    point: u32,
}

impl Chars<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.skip(c.len_utf8(), 1);
        Some(c)
    }

    fn skip(&mut self, bytes: usize, points: u32) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.byte += u32::try_from(bytes).unwrap_or(0);
        self.point += points;
    }

    /// Letters, into `folded`: how many they are, and whether one of them is small.
    fn take_word(&mut self, folded: &mut String) -> (u32, bool) {
        folded.clear();
        let (mut letters, mut small, mut tone) = (0, false, None);
        let (mut bytes, mut points) = (0, 0);
        for c in self.rest.chars() {
            // most letters, and the quickest to tell
            if c.is_ascii_alphabetic() {
                letters += 1;
                small |= c.is_ascii_lowercase();
                folded.push(c.to_ascii_lowercase());
            } else if is_letter(c) {
                letters += 1;
                small |= is_small(c);
                tone = fold_char(c, folded).or(tone);
            } else if !is_ignorable(c) {
                break;
            }
            bytes += c.len_utf8();
            points += 1;
        }
        folded.extend(tone);
        self.skip(bytes, points);
        (letters, small)
    }

    /// Digits, and points or commas that stand between two digits.
    fn take_number(&mut self) {
        while let Some(c) = self.peek() {
            let joins = matches!(c, '.' | ',')
                && self.rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
            if !c.is_ascii_digit() && !joins {
                return;
            }
            self.next();
        }
    }

    /// A left-over HTML entity, as the character it stands for.
    fn take_entity(&mut self) -> Option<char> {
        if self.peek() != Some('&') {
            return None;
        }
        let name = &self.rest.as_bytes()[1..];
        let end = name
            .iter()
            .take(LONGEST_ENTITY + 1)
            .position(|&byte| byte == b';')?;
        let name = self.rest.get(1..=end)?;
        let c = match name {
            "nbsp" | "#160" | "#xa0" | "ensp" | "emsp" => ' ',
            "amp" | "#38" => '&',
            "quot" | "#34" => '"',
            "apos" | "#39" => '\'',
            "lt" => '<',
            "gt" => '>',
            "ndash" | "#8211" => '–',
            "mdash" | "#8212" => '—',
            "ldquo" | "#8220" => '“',
            "rdquo" | "#8221" => '”',
            "hellip" | "#8230" => '…',
            _ => return None,
        };
        for _ in 0..name.chars().count() + 2 {
            self.next();
        }
        Some(c)
    }
}

fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        // Latin letters and combining marks, without a look at the tables of all scripts
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{300}'..='\u{36f}' | 'Ḁ'..='ỿ' => {
            true
        }
        _ => c.is_alphabetic(),
    }
}

/// Characters that separate nothing: zero-width ones, soft hyphens, direction marks.
fn is_ignorable(c: char) -> bool {
    // no letter of Vietnamese needs a look at the rest
    c == '\u{ad}'
        || c >= '\u{200b}'
            && matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// What a character is in a word.
#[derive(Clone, Copy)]
struct Letter {
    /// In lower case, without its tone.
    plain: char,
    /// `\0` for none.
    tone: char,
    small: bool,
}

/// The letters up to the end of Vietnamese: `ồ` → `ô`, grave.
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    let characters = (0..0x1f00_u32).map(|code| char::from_u32(code).unwrap_or('\0'));
    characters.map(letter).collect()
});

fn letter(c: char) -> Letter {
    let lower = match c {
        'Ð' | 'ð' => 'đ',
        // a common slip of old keyboards: «xā hội»
        'Ā' | 'ā' => 'ã',
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    let (mut plain, mut tone) = ('\0', '\0');
    decompose_canonical(lower, |part| {
        if TONES.contains(&part) {
            tone = part;
        } else if plain == '\0' {
            plain = part;
        } else {
            plain = unicode_normalization::char::compose(plain, part).unwrap_or(plain);
        }
    });
    let small = c.is_lowercase();
    Letter { plain, tone, small }
}

fn is_small(c: char) -> bool {
    let known = LETTERS.get(c as usize);
    known.map_or_else(|| c.is_lowercase(), |letter| letter.small)
}

/// Appends the character's letter in lower case and returns its tone, if it bears one.
fn fold_char(c: char, folded: &mut String) -> Option<char> {
    if ('\u{300}'..='\u{36f}').contains(&c) {
        return fold_mark(c, folded);
    }
    if is_ignorable(c) {
        return None;
    }
    let Some(letter) = LETTERS.get(c as usize) else {
        folded.push(c);
        return None;
    };
    folded.push(letter.plain);
    (letter.tone != '\0').then_some(letter.tone)
}

/// A mark of NFD: a tone, or one that joins the letter before it.
fn fold_mark(c: char, folded: &mut String) -> Option<char> {
    if TONES.contains(&c) {
        return Some(c);
    }
    let last = folded.pop();
    let joined = last.and_then(|last| unicode_normalization::char::compose(last, c));
    // a macron on `a` is the slip of `letter`
    let slip = joined == Some('ā');
    folded.extend(if slip { last } else { joined.or(last) });
    if joined.is_none() {
        folded.push(c);
    }
    slip.then_some('\u{303}')
}

/// The form in which words are compared: lower case, the tone mark after the syllable wherever it was written,
/// words parted by one space.
///
/// ```
/// use solieu::extract::text::fold;
///
/// assert_eq!(fold("Hoà  Bình"), fold("HÒA BÌNH"));
/// assert_eq!(fold("Quý Ðức"), fold("qúy đức"));
/// assert_ne!(fold("Hoa"), fold("Hoà"));
/// assert_eq!(fold("u\u{31b}\u{309}ng ho\u{323}\u{302}"), fold("ửng hộ"));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    let mut tone = None;
    for c in text.chars() {
        if is_letter(c) || is_ignorable(c) {
            tone = fold_char(c, &mut folded).or(tone);
            continue;
        }
        folded.extend(tone.take());
        if !c.is_whitespace() {
            folded.push(c);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.extend(tone);
    folded.truncate(folded.trim_end().len());
    folded
}
