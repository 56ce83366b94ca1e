//! Reads the unit behind a number: of the tables, compound, or the noun that a share is of.

use rust_decimal::Decimal;

use super::lexicon::{self, Class, Cue, Entry, Hit, NounRole, Phrase, Sort};
use super::naming::TitleRole;
use super::number::{Number, number};
use super::quantity::{Beside, Dimension, Quantity, Reader, text_is_any};
use super::text::{Gap, Kind};
use crate::extraction::Unit;

/// Medals, the best first, as they are written.
const MEDALS: [(&str, &str); 3] = [("vàng", "Vàng"), ("bạc", "Bạc"), ("đồng", "Đồng")];

/// A word of heat stands within so many tokens before its degrees.
const FARTHEST_HEAT: usize = 12;

/// An amount is at most so many times another one that shares its scale.
const FARTHEST_SIZE: u32 = 50;

/// A bracket that divides a count has no more tokens up to a number in it.
const LONGEST_BRACKET: usize = 40;

/// Most tokens from «con số này» to what it is: «con số này đã tăng lên tới».
const LONGEST_ANEW: usize = 8;

/// Most tokens from the name of a scale to what it shows.
const LONGEST_SCALE: usize = 12;

/// A bare number is of a verb that stood before one of so many figures before it.
const NEAR: usize = 12;

impl Reader<'_> {
    /// The unit that starts at token `at`, right after a number.
    pub(super) fn unit(&self, at: usize, number: &Number) -> Option<Beside> {
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
        let is_place = |hit: &Hit| {
            let score = self.lexicon.units[hit.entry()].data.dimension == "score";
            score && noun_hit.is_some() && self.acts(hit.end())
        };
        if let Some(medal) = self.medal(at, number) {
            return Some(medal);
        }
        if let Some(hit) = self
            .text
            .hit(at, Class::Unit)
            .filter(|hit| noun_hit.is_none_or(|noun| noun.len <= hit.len))
            // «26 điểm | chữa cháy»: a place where something is done
            .filter(|hit| !is_place(hit))
            && let Some(beside) = self.table_unit(at, hit.end(), &self.lexicon.units[hit.entry()])
        {
            return Some(beside);
        }
        if let Some(noun) = self.noun_phrase(at, number.in_words)
            && (!bare_money || noun.known)
        {
            return Some(noun);
        }
        if let Some(said) = self.office(at).or_else(|| self.said_to_be(at, number)) {
            return Some(said);
        }
        bare_money.then(|| money(self.per(at).map_or(at, |(_, end)| end)))
    }

    /// «trong đó 29 | là phụ nữ», «198 trẻ chào đời thì 112 | là bé trai»: what some of those told of are.
    fn said_to_be(&self, at: usize, number: &Number) -> Option<Beside> {
        let text = self.text;
        let before = number.tokens.start.checked_sub(1)?;
        let led = text_is_any(text, before, &["đó", "thì", "có", "hơn", "gần"]);
        let told = led && !number.in_words && text_is_any(text, at, &["là"]);
        let noun = told.then(|| self.noun_phrase(at + 1, true))??;
        Some(Beside {
            figure_end: at,
            ..noun
        })
    }

    /// «132/156 bí thư chi bộ», «4 chủ tịch UBND xã»: those who hold an office, in small letters.
    pub(super) fn office(&self, at: usize) -> Option<Beside> {
        let text = self.text;
        text.tokens().get(at)?;
        let hit = text
            .hit(at, Class::Title)
            .filter(|hit| self.lexicon.naming.titles[hit.entry()].data.role == TitleRole::Office)?;
        let body = text.hit(hit.end(), Class::Organization).map(Hit::end);
        let end = body.unwrap_or(hit.end());
        let small = (at..end).all(|i| !text.token(i).capital || text.token(i).all_caps);
        (small && text.token(at).gap != Gap::Line).then(|| self.counted(at..end, end, true))
    }

    /// Whether a verb begins at `i`, behind a space.
    fn acts(&self, i: usize) -> bool {
        let next = self.text.tokens().get(i);
        next.is_some_and(|next| next.gap == Gap::Space)
            && self
                .text
                .hit(i, Class::Phrase)
                .is_some_and(|hit| self.lexicon.phrases[hit.entry()].data == Phrase::Verb)
    }

    /// «4 vàng, 6 bạc, 8 đồng»: medals, told by their company.
    fn medal(&self, at: usize, number: &Number) -> Option<Beside> {
        let text = self.text;
        let metal = |i: usize| {
            let word = text.tokens().get(i).map_or("", |_| text.word(i));
            MEDALS
                .iter()
                .position(|(small, large)| word == *small || word == *large)
        };
        let own = metal(at)?;
        let joint = |i: usize| text.is_sign(i, ',') || text_is_any(text, i, &["và"]);
        let start = number.tokens.start;
        let before = || {
            let better =
                start > 2 && joint(start - 1) && metal(start - 2).is_some_and(|other| other < own);
            better && text.token(start - 3).kind == Kind::Number
        };
        let after = || {
            joint(at + 1)
                && text
                    .tokens()
                    .get(at + 2)
                    .is_some_and(|token| token.kind == Kind::Number)
                && metal(at + 3).is_some_and(|other| other > own)
        };
        if !before() && !after() {
            return None;
        }
        let mut medal = self.counted(at..at + 1, at + 1, true);
        medal.unit.label.insert_str(0, "huy chương ");
        Some(medal)
    }

    /// «20 euro 43»: hundredths of a currency that has them, where nothing is counted.
    pub(super) fn hundredths(&self, beside: &Beside) -> Option<Decimal> {
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
        let mut unit = unit_of(self.of_heat(at, entry).unwrap_or(entry));
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

    /// «sốt 39 độ», «nhiệt độ lên tới 38 độ»: degrees of heat, behind a word of it; not «áp thấp nhiệt đới ở 15,5 độ vĩ Bắc».
    fn of_heat(&self, at: usize, entry: &Entry<lexicon::Unit>) -> Option<&Entry<lexicon::Unit>> {
        let text = self.text;
        if entry.id != "degree" {
            return None;
        }
        let sentence = &text.sentences()[text.sentence_of(at)];
        let heat = |i: usize| {
            text_is_any(text, i, &["sốt", "Sốt"])
                || text_is_any(text, i, &["nhiệt", "Nhiệt"]) && text_is_any(text, i + 1, &["độ"])
        };
        let from = sentence.start.max(at.saturating_sub(FARTHEST_HEAT));
        let mut clause = (from..at).rev().take_while(|&i| text.token(i).sign != ',');
        // «Nhiệt độ ở Sa Pa là 13 độ, Đà Lạt | 15 độ»: a further item
        let degrees = |i: usize| {
            let unit = text.hit(i, Class::Unit);
            unit.is_some_and(|hit| {
                matches!(
                    self.lexicon.units[hit.entry()].id.as_str(),
                    "degree" | "celsius"
                )
            })
        };
        let listed = || (from..at).any(degrees) && (sentence.start..at).any(heat);
        let told = clause.any(heat) || listed();
        let celsius = || self.lexicon.units.iter().find(|unit| unit.id == "celsius");
        told.then(celsius).flatten()
    }

    /// `/năm`, `/người/tháng`: what a rate is divided by, as the last unit's label and the token after it.
    pub(super) fn per(&self, mut at: usize) -> Option<(String, usize)> {
        let mut label: Option<String> = None;
        // not «12 ha/» at the end of a line
        let inline = |i: usize| {
            self.text
                .tokens()
                .get(i)
                .is_some_and(|next| next.gap != Gap::Line)
        };
        while self.text.is_sign(at, '/') && inline(at + 1) {
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
    pub(super) fn round_number(&self, i: usize) -> usize {
        let written = self.text.tokens().get(i).map_or("", |_| self.text.word(i));
        let digits = written.strip_prefix('1').is_some_and(|zeros| {
            zeros.len() > 1 && zeros.bytes().all(|byte| b"0.".contains(&byte))
        });
        usize::from(digits || matches!(written, "trăm" | "nghìn" | "vạn" | "triệu"))
    }

    /// Whether a number without a unit may share one with a neighbor.
    pub(super) fn may_share(&self, number: &Number) -> bool {
        let start = number.tokens.start;
        let digits = self.text.token(start).kind == Kind::Number;
        let year_like = digits
            && self.text.word(start).len() == 4
            && (Decimal::from(1900)..=Decimal::from(2100)).contains(&number.value);
        // «… 125 bạc và 116 đồng tại SEA Games | 31»
        let named = start > 0
            && self.text.token(start).gap == Gap::Space
            && self.is_foreign_name(start - 1);
        digits
            && !named
            && !self.is_an_order(number)
            && !year_like
            && !self.follows_time(start)
            && !self.is_of_a_clock(start)
            && (self.ends_indicator(start)
                || !matches!(
                    self.cue_before(start),
                    Some((Cue::NameHead | Cue::GroupHead | Cue::Contact, _))
                ))
    }

    /// «231 và 48 cuộc», «từ 640 xuống còn 512 cán bộ»: a number takes the unit of the one that follows it at once.
    pub(super) fn share_unit(
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
            let second = next.dimension == Dimension::Count
                && self.is_of_the_second_verb(number.tokens.clone(), start);
            let joined = second
                || reach <= 3
                    && reach > 0
                    && self.text.sentence_of(number.tokens.start) == self.text.sentence_of(start)
                    && (number.tokens.end..start).all(|i| {
                        // not «27, với 312 phương tiện»
                        self.text.is_sign(i, ',') && !text_is_any(self.text, i + 1, &["với"])
                        // «312 trong tổng số 405 vụ», not «1 trong số 5 huyện»
                        || number.value > Decimal::ONE
                            && text_is_any(self.text, i, &["trong", "tổng", "số"])
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

    /// «tiếp nhận 39 đơn, giải quyết 37»: the noun is left out where the clause ends after the number.
    pub(super) fn leave_out_unit(&self, found: &mut Vec<Quantity>, pending: Vec<(usize, Number)>) {
        let with_units = found.len();
        for (before, number) in pending {
            let (start, end) = (number.tokens.start, number.tokens.end);
            let clause_ends = self.text.tokens().get(end).is_none_or(|token| {
                token.gap == Gap::Line
                    || matches!(token.sign, '.' | ',' | ';' | ')')
                    || text_is_any(self.text, end, &["và", "trong", "so"])
            });
            let listed = self.is_of_a_listed_name(start, end);
            let among = self.divided_before(start, end);
            let ranked = self.is_of_a_ranked_place(start, end);
            let again = self.tells_this_number(start);
            let specified = clause_ends && self.opens_with_parts(start);
            // «thụ lý 7.600 vụ, giải quyết 6.500. … Án hành chính: thụ lý | 146, giải quyết 98»
            let near = found[..before].iter().rev().take(NEAR);
            let near = near.chain(found[with_units..].iter().rev().take(NEAR));
            let repeated = near
                .filter(|of| clause_ends && self.follows_the_verb_of(start, of.figure.start))
                .max_by_key(|of| of.figure.start);
            // «112 đảng viên (khiển trách | 74, cảnh cáo 25)» divides those right before it
            let divided = found[..before]
                .iter()
                .rev()
                .find(|of| self.opens_bracket_of(of, start));
            let repeated = divided.filter(|_| clause_ends).or(repeated);
            let shared = listed
                || self.has_its_share(end)
                || ranked
                || again
                || specified
                || among.is_some()
                || repeated.is_some();
            let led = shared
                || start > 0
                    && self.text.token(start - 1).kind == Kind::Word
                    && self.text.token(start).gap == Gap::Space
                    && (self.text.hit(start - 1, Class::Noun).is_none_or(|hit| {
                        self.lexicon.nouns[hit.entry()].data.role == NounRole::Stop
                    }) || self.ends_in_compound(start));
            let sentence = self.text.sentence_of(start);
            let mut models = found[..before].iter().rev();
            let told = |quantity: &&Quantity| {
                among.is_none_or(|among| quantity.tokens.end <= among)
                    && (quantity.dimension == Dimension::Count && !quantity.unit.label.is_empty()
                        || listed && quantity.dimension == Dimension::Measure)
            };
            let price = self.last_price(&found[..before], &number);
            let model = repeated
                .or(price.filter(|_| clause_ends))
                .or_else(|| models.find(told))
                // a part is no greater than its whole, nor than the first of the list
                .filter(|quantity| !(listed || specified) || quantity.value >= number.value)
                .filter(|quantity| {
                    let of = self.text.sentence_of(quantity.figure.start);
                    of == sentence || shared && of + 2 >= sentence
                })
                .cloned();
            // «giảm 12 đơn vị sự nghiệp (từ | 74 xuống 62)»
            let aside = start > 1 && matches!(self.text.token(start - 2).sign, '(' | ',');
            let shared = shared || aside && self.moves(start);
            let closed = clause_ends || self.text.is_sign(end, '(') || self.moves(start);
            let ranked = || {
                self.is_of_a_ranked_place(start, end)
                    .then(|| self.noun_ranked(start))
            };
            let counted = |noun: u32| {
                found[..with_units].iter().any(|of| {
                    let same = of.noun.clone().next().map(|i| self.text.token(i).key) == Some(noun);
                    same && self.text.sentence_of(of.figure.start) == sentence
                })
            };
            let beside = self
                .noun_before(start)
                .or_else(|| self.of_a_scale(start))
                .or_else(|| {
                    self.noun_of_item(start)
                        .filter(|noun| counted(self.text.token(noun.noun.start).key))
                })
                .filter(|_| closed);
            if let Some(beside) = beside.or_else(|| ranked().flatten()) {
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

impl Reader<'_> {
    /// «Tuổi bình quân của Ban Chấp hành là | 45,3», «chỉ số AQI tại Hà Nội là | 168», «điểm chuẩn | 24,5»: the unit of a scale that
    /// is named right before, with words of a place or a time.
    fn of_a_scale(&self, start: usize) -> Option<Beside> {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let from = sentence.max(start.saturating_sub(LONGEST_SCALE));
        let words = (from..start)
            .rev()
            .take_while(|&i| text.token(i).kind == Kind::Word || self.masked[i]);
        let from = words.last()?;
        let named = |of| (from..start).any(|i| self.lexicon.sort(text, i, &[of]).is_some());
        let id = if named(Sort::Age) {
            "age_year"
        } else if named(Sort::Scale) {
            "point"
        } else {
            return None;
        };
        let unit = self.lexicon.units.iter().find(|unit| unit.id == id)?;
        Some(Beside {
            unit: unit_of(unit),
            dimension: if id == "age_year" {
                Dimension::Time
            } else {
                Dimension::Count
            },
            end: start + 1,
            figure_end: start + 1,
            noun: start..start,
            known: true,
            rule: "number.of_a_scale",
        })
    }

    /// «năm ngoái bán 8.200 đồng, năm nay | 5.700»: the price said last in the sentence, where this is of its size.
    fn last_price<'f>(&self, found: &'f [Quantity], number: &Number) -> Option<&'f Quantity> {
        let start = number.tokens.start;
        let size = Decimal::from(FARTHEST_SIZE);
        let same =
            |of: &&Quantity| self.text.sentence_of(of.figure.start) == self.text.sentence_of(start);
        let last = found.last().filter(same)?;
        let alike = |a: Decimal, b: Decimal| a.checked_mul(size).is_some_and(|most| most >= b);
        let priced = last.dimension == Dimension::Money
            && number.tokens.len() == 1
            && self.text.word(start).contains('.')
            && alike(last.value, number.value)
            && alike(number.value, last.value);
        priced.then_some(last)
    }

    /// «90 công trình, trong đó 41 công trình bền vững, | 35 kém hiệu quả»: the «trong đó» before a part of which only what it
    /// does is told.
    fn divided_before(&self, start: usize, end: usize) -> Option<usize> {
        let tells = ["kém", "không", "chưa", "đã", "đang", "bị", "được"];
        let told =
            start > 0 && self.text.is_sign(start - 1, ',') && text_is_any(self.text, end, &tells);
        let sentence = self.text.sentences()[self.text.sentence_of(start)].start;
        (sentence..start).rfind(|&i| {
            let among = text_is_any(self.text, i, &["trong", "Trong"]);
            told && among && text_is_any(self.text, i + 1, &["đó"])
        })
    }

    /// «Năm 2015 tỉnh có 2.208 biên chế. Đến năm 2018, con số này còn | 2.052»: the number said before, at another time.
    fn tells_this_number(&self, start: usize) -> bool {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        let this = |&i: &usize| {
            text_is_any(text, i, &["con"])
                && text_is_any(text, i + 1, &["số"])
                && text_is_any(text, i + 2, &["này"])
        };
        let from = start.saturating_sub(LONGEST_ANEW).max(sentence);
        let this = (from..start).rfind(this);
        this.is_some_and(|this| (this + 3..start).all(|i| text.token(i).kind == Kind::Word))
    }

    /// «Huyện xử lý 76 trường hợp. Cụ thể, xây không phép | 29, sai phép 34»: a sentence that tells the parts of the one before.
    fn opens_with_parts(&self, start: usize) -> bool {
        let text = self.text;
        let sentence = text.sentences()[text.sentence_of(start)].start;
        text_is_any(text, sentence, &["Cụ", "Trong"])
            && text_is_any(text, sentence + 1, &["thể", "đó"])
            && (text.is_sign(sentence + 2, ',') || text.is_sign(sentence + 2, ':'))
            && start > sentence + 3
            && text.token(start - 1).kind == Kind::Word
    }

    /// Whether a number stands in the bracket that opens right behind a count.
    fn opens_bracket_of(&self, count: &Quantity, start: usize) -> bool {
        let text = self.text;
        let open = count.tokens.end.max(count.noun.end);
        count.dimension == Dimension::Count
            && text.is_sign(open, '(')
            && open < start
            && start < open + LONGEST_BRACKET
            && (open + 1..start).all(|i| !matches!(text.token(i).sign, '(' | ')'))
    }

    /// «văn hóa - xã hội | 29», «hồ sơ trực tuyến | 210»: the noun before a number is only the end of a longer word.
    fn ends_in_compound(&self, start: usize) -> bool {
        let ends = |class: Class| {
            start > 1
                && self
                    .text
                    .hit(start - 2, class)
                    .is_some_and(|hit| hit.end() == start)
        };
        ends(Class::Phrase) || ends(Class::Noun) || self.ends_indicator(start)
    }

    /// Whether an indicator of several words ends right before token `i`.
    fn ends_indicator(&self, i: usize) -> bool {
        let mut named = self.text.hits_ending(i, Class::Indicator);
        named.any(|(at, _)| at + 1 < i)
    }
}

pub(super) fn unit_of(entry: &Entry<lexicon::Unit>) -> Unit {
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
