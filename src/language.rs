//! A text in, evidence out: is it Vietnamese, another language, or Vietnamese that was decoded wrongly.
//!
//! ```
//! use solieu::language::read;
//!
//! assert!(read(["Äáº£ng bá»™ huyá»‡n cÃ³ 28 chi bá»™ má»›i"]).is_mojibake());
//! assert!(!read(["Đảng bộ huyện có 28 chi bộ mới"]).is_mojibake());
//! ```

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::article::composed;

/// Counts of characters that tell what a text is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Letters of any script.
    pub letters: usize,
    /// Letters that no other language with a large press uses: đ, ơ, ư, hook above, dot below, circumflex or breve with a tone.
    pub vietnamese: usize,
    /// Letters that appear as two or three characters of Latin-1 or Windows-1252, and replacement characters.
    pub damaged: usize,
}

impl Evidence {
    /// The text was UTF-8 and somebody read it as something else.
    pub fn is_mojibake(self) -> bool {
        self.damaged >= 3 && self.damaged > self.vietnamese
    }

    /// Long enough to tell, and plainly not Vietnamese: there every fifth letter is of its own, and hardly a sentence has none.
    pub fn is_foreign(self) -> bool {
        self.letters >= 40 && self.vietnamese * 50 < self.letters
    }
}

/// Counts the evidence in the parts of one text.
pub fn read<'a>(parts: impl IntoIterator<Item = &'a str>) -> Evidence {
    let mut evidence = Evidence::default();
    for part in parts {
        let damaged = part.char_indices().filter(|&(at, c)| {
            // what UTF-8 begins a Latin letter with, in Windows-1252
            let begins = matches!(c, 'Ã'..='Æ' | 'á');
            c == '\u{FFFD}' || begins && part.get(at..).is_some_and(begins_with_utf8_letter)
        });
        evidence.damaged += damaged.count();
        for letter in composed(part).chars().filter(|c| is_letter(*c)) {
            evidence.letters += 1;
            evidence.vietnamese += usize::from(is_vietnamese(letter));
        }
    }
    evidence
}

/// Latin letters without a look at the tables of all scripts.
fn is_letter(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | 'Ḁ'..='ỿ') || c.is_alphabetic()
}

/// A letter that Vietnamese alone uses, of those below U+1F00; it uses none above.
fn is_vietnamese(letter: char) -> bool {
    static LETTERS: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let letters = (0..0x1f00_u32).map(char::from_u32);
        letters.map(|c| c.is_some_and(is_marked)).collect()
    });
    LETTERS.get(letter as usize).copied().unwrap_or(false)
}

fn is_marked(letter: char) -> bool {
    const DOUBLY_MARKED: &str = "đắằẵấầẫếềễốồỗĐẮẰẴẤẦẪẾỀỄỐỒỖ";
    const HOOK: char = '\u{309}';
    const DOT: char = '\u{323}';
    const HORN: char = '\u{31B}';
    let has_mark = || {
        let mut parts = std::iter::once(letter).nfd();
        parts.any(|part| matches!(part, HOOK | DOT | HORN))
    };
    // none of these in Latin-1
    letter > 'ÿ' && (DOUBLY_MARKED.contains(letter) || has_mark())
}

/// Whether two or three single-byte characters are together the UTF-8 of one Latin letter (U+00C0–U+01BF, U+1E00–U+1EFF).
fn begins_with_utf8_letter(text: &str) -> bool {
    let mut bytes = text.chars().map(windows_1252);
    let mut next = || bytes.next().flatten();
    match next() {
        Some(0xC3..=0xC6) => matches!(next(), Some(0x80..=0xBF)),
        Some(0xE1) => matches!(next(), Some(0xB8..=0xBB)) && matches!(next(), Some(0x80..=0xBF)),
        _ => false,
    }
}

/// The byte of a character in Windows-1252, with Latin-1 where that has none.
fn windows_1252(character: char) -> Option<u8> {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    u8::try_from(character).ok().or_else(|| {
        let offset = FROM_80.iter().position(|other| *other == character)?;
        u8::try_from(0x80 + offset).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWS: &str = "Trong 9 tháng, Đảng bộ huyện đã kết nạp 86 đảng viên mới; thu ngân sách đạt 6.203 tỷ đồng.";

    fn read_as_windows_1252(text: &str) -> String {
        text.bytes()
            .map(|byte| {
                char::from_u32(0)
                    .into_iter()
                    .chain('\u{1}'..='\u{2122}')
                    .find(|character| windows_1252(*character) == Some(byte))
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn utf8_read_as_latin_1_or_windows_1252_is_mojibake_once_and_twice() {
        let latin_1: String = NEWS.bytes().map(char::from).collect();
        let windows = read_as_windows_1252(NEWS);
        let twice: String = windows.bytes().map(char::from).collect();
        let lost = NEWS.replace(|c: char| !c.is_ascii(), "\u{FFFD}");
        for text in [latin_1, windows, twice, lost] {
            assert!(read([text.as_str()]).is_mojibake(), "{text}");
        }
    }

    #[test]
    fn vietnamese_in_nfc_or_nfd_is_neither_mojibake_nor_foreign() {
        let nfd: String = NEWS.repeat(4).nfd().collect();
        for text in [NEWS.repeat(4), nfd, NEWS.repeat(4).to_uppercase()] {
            let evidence = read([text.as_str()]);
            assert!(
                !evidence.is_mojibake() && !evidence.is_foreign(),
                "{evidence:?}"
            );
        }
    }

    #[test]
    fn a_vietnamese_article_that_quotes_mojibake_is_kept() {
        let text = format!("Trang tin hiện «Äáº£ng bá»™ huyá»‡n» thay cho tên gọi. {NEWS}");
        assert!(!read([text.as_str()]).is_mojibake());
    }

    #[test]
    fn other_languages_are_foreign_when_long_enough_to_tell() {
        for text in [
            "The district collected 6.2 trillion dong in nine months, a rise of 11.5 percent. ",
            "Le département a créé près de 3 000 emplois à l'été, où la hausse était élevée. ",
            "Consiliul județean a aprobat bugetul și a alocat bani pentru școli în această lună. ",
            "За девять месяцев район собрал шесть миллиардов рублей налогов. ",
        ] {
            assert!(read([text]).is_foreign(), "{text}");
            let short: String = text.chars().take(40).collect();
            assert!(!read([short.as_str()]).is_foreign(), "{short}");
        }
    }
}
