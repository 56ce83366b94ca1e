//! Turns the phrase that says what a figure measures into the code of an indicator, which is the same in all articles.
//!
//! `indicators.toml` says which words mean which indicator and which dimensions its figures have; the longest words win,
//! then those nearest the head of the phrase, which in Vietnamese comes first.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::lexicon::{Class, IndicatorEntry, Lexicon, Phrase};
use super::text::{Kind, Text, Token, tokenize};
use crate::extraction::{Measure, Unit};

/// What is known of the words of sentences with figures, by their spelling.
pub(super) struct Words<'a> {
    lexicon: &'a Lexicon,
    known: FxHashMap<&'a str, &'a Token>,
}

impl<'a> Words<'a> {
    /// `figures` are their first tokens, in order.
    pub(super) fn of(
        text: &'a Text,
        lexicon: &'a Lexicon,
        figures: impl Iterator<Item = usize>,
    ) -> Self {
        let mut known = FxHashMap::default();
        let mut read = 0;
        for figure in figures {
            if figure >= read {
                let sentence = text.sentences()[text.sentence_of(figure)].clone();
                read = sentence.end;
                let words = sentence.filter(|&i| text.token(i).kind == Kind::Word);
                known.extend(words.map(|i| (text.word(i), text.token(i))));
            }
        }
        Self { lexicon, known }
    }

    /// Cuts a phrase into tokens. Nearly all of its words stand in its sentence.
    fn cut(&self, phrase: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(phrase.len() / 3);
        for word in phrase.split_ascii_whitespace() {
            match self.known.get(word) {
                Some(token) => tokens.push(**token),
                None => tokens.extend(tokenize(word, |word| self.lexicon.word_id(word))),
            }
        }
        tokens
    }
}

/// The code of the indicator that `label` names, for a figure of `unit`.
pub(super) fn code<'a>(
    words: &Words<'a>,
    label: &str,
    unit: &Unit,
    measure: Measure,
) -> Option<&'a str> {
    let lexicon = words.lexicon;
    let dimension = unit.dimension.as_str();
    // «32 giường bệnh/vạn dân»: what a rate is divided by says what it measures
    let rate = Some(unit.label.as_str()).filter(|label| label.contains('/'));
    // a surface that begins or ends with | stands at the edge of the phrase
    let phrase = ["| ", label, " | ", rate.unwrap_or_default(), " |"].concat();
    let tokens = words.cut(&phrase);
    let relative = matches!(dimension, "ratio" | "ratio_points" | "multiple");
    // «tăng 5%», «đạt 89% dự toán»: percents of whatever the indicator measures
    let of_base = relative && matches!(measure, Measure::Change | Measure::Index);
    let own = |indicator: &IndicatorEntry| indicator.dimensions.iter().any(|d| d == dimension);
    let fits = |indicator: &IndicatorEntry| {
        indicator.dimensions.is_empty()
            || own(indicator)
            || of_base
            || relative && measure == Measure::Target
    };
    // «ban hành quyết định thành lập 6 đơn vị sự nghiệp» counts bodies, not decisions; a word that names nothing
    // («trường hợp») and one that something is done for («tiêm vắc xin cho 50 trẻ em») count what the other words mean
    let noun = if dimension == "count" {
        words.cut(&unit.label)
    } else {
        Vec::new()
    };
    let said = |token: &Token| noun.iter().any(|word| word.key == token.key);
    let named = tokens.iter().any(said)
        && !label.contains(&["cho ", &unit.label].concat())
        && !counts_anything(lexicon, &noun);
    let counted = |start: usize, end: usize| !named || tokens[start..end].iter().any(said);
    let patterns = lexicon.patterns(&tokens, 0..tokens.len(), Class::Indicator);
    let named = patterns.into_iter().filter(|pattern| {
        fits(&lexicon.indicators[pattern.entry].data) && counted(pattern.start, pattern.end)
    });
    let longest = named.max_by_key(|pattern| {
        let own = own(&lexicon.indicators[pattern.entry].data);
        (pattern.words, Reverse(pattern.start), own != of_base)
    });
    longest.map(|pattern| lexicon.indicators[pattern.entry].id.as_str())
}

/// Whether a counted noun begins with a word that only counts: «lượt», «vụ», «đồng chí».
fn counts_anything(lexicon: &Lexicon, noun: &[Token]) -> bool {
    let is_counter = |entry: usize| lexicon.phrases[entry].data == Phrase::Counter;
    noun.is_empty()
        || lexicon
            .patterns(noun, 0..1, Class::Phrase)
            .iter()
            .any(|pattern| is_counter(pattern.entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lexicon: &Lexicon) -> Words<'_> {
        let known = FxHashMap::default();
        Words { lexicon, known }
    }

    fn unit(dimension: &str) -> Unit {
        Unit {
            code: None,
            label: String::new(),
            dimension: dimension.to_owned(),
        }
    }

    #[test]
    fn the_longest_surface_wins_and_then_the_first() {
        let lexicon = Lexicon::embedded();
        let code = |label, dimension| {
            code(&words(&lexicon), label, &unit(dimension), Measure::Level).unwrap_or("none")
        };
        assert_eq!(code("tổng thu ngân sách", "money"), "budget.revenue");
        assert_eq!(
            code("thu ngân sách từ dầu thô", "money"),
            "budget.revenue_oil"
        );
        assert_eq!(
            code("doanh thu thuần và lợi nhuận ròng", "money"),
            "enterprise.revenue"
        );
    }

    #[test]
    fn a_surface_with_a_gap_or_an_edge_is_found_as_written() {
        let lexicon = Lexicon::embedded();
        let code = |label| code(&words(&lexicon), label, &unit("count"), Measure::Level);
        let resolved = Some("complaints.petitions_resolved");
        assert_eq!(code("giải quyết đơn"), resolved);
        assert_eq!(code("giải quyết dứt điểm các loại đơn"), resolved);
        assert_eq!(code("đảng viên"), Some("party.members"));
        assert_eq!(code("đảng viên của chi hội"), None);
    }

    #[test]
    fn a_figure_of_another_dimension_is_refused() {
        let lexicon = Lexicon::embedded();
        let code =
            |dimension, measure| code(&words(&lexicon), "thu ngân sách", &unit(dimension), measure);
        assert_eq!(code("money", Measure::Level), Some("budget.revenue"));
        assert_eq!(code("area", Measure::Level), None);
        assert_eq!(code("count", Measure::Level), None);
        assert_eq!(code("ratio", Measure::Share), None);
        for measure in [Measure::Change, Measure::Index, Measure::Target] {
            assert_eq!(code("ratio", measure), Some("budget.revenue"));
        }
    }

    #[test]
    fn words_of_the_text_are_known_and_others_looked_up() {
        let lexicon = Lexicon::embedded();
        let text = Text::new("Tổng thu ngân sách đạt868 tỷ đồng, tăng 5,2%.", &lexicon);
        let of_text = Words::of(&text, &lexicon, [5].into_iter());
        let read = |words: &Words, phrase| -> Vec<_> {
            let tokens = words.cut(phrase).into_iter();
            tokens
                .map(|token| (token.word, token.key, token.kind))
                .collect()
        };
        for phrase in [
            "| tổng thu ngân sách |",
            "tăng thu, đạt 868/900",
            "ngân sách/người đạt868",
            "",
        ] {
            assert_eq!(
                read(&of_text, phrase),
                read(&words(&lexicon), phrase),
                "{phrase}"
            );
        }
    }

    #[test]
    fn the_words_must_speak_of_what_is_counted() {
        let lexicon = Lexicon::embedded();
        let code = |label, noun: &str| {
            let unit = Unit {
                label: noun.to_owned(),
                ..unit("count")
            };
            code(&words(&lexicon), label, &unit, Measure::Level)
        };
        let (issued, merit) = (
            "administration.documents_issued",
            "award.certificates_of_merit",
        );
        assert_eq!(code("ban hành quyết định", "quyết định"), Some(issued));
        assert_eq!(
            code("ban hành quyết định thành lập bệnh viện", "bệnh viện"),
            None
        );
        assert_eq!(code("tặng bằng khen cho tập thể", "tập thể"), Some(merit));
        assert_eq!(code("tổng số đảng viên", "đồng chí"), Some("party.members"));
    }

    #[test]
    fn entries_that_share_a_surface_are_told_apart_by_the_dimension() {
        let lexicon = Lexicon::embedded();
        let code =
            |dimension, measure| code(&words(&lexicon), "hộ nghèo", &unit(dimension), measure);
        assert_eq!(code("count", Measure::Level), Some("poverty.households"));
        assert_eq!(code("ratio", Measure::Share), Some("poverty.rate"));
        // «số hộ nghèo giảm 5%» is said of the households
        assert_eq!(code("ratio", Measure::Change), Some("poverty.households"));
    }
}
