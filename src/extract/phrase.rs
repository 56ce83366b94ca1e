//! The words around one figure as pieces — names, times, verbs, heads, signs — and the phrases that are cut out of them.
//!
//! A chunk is what stands between two boundaries: «[Trong 6 năm], [quận đã tiếp nhận và giải quyết] 86 [đơn của công dân]».

use std::ops::Range;

use super::clause::Clause;
use super::lexicon::{Class, Cue, Phrase};
use super::quantity::Dimension;
use super::text::{Gap, Kind};
use crate::extraction::EntityType;

/// What a piece of a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Name(EntityType),
    Phrase(Phrase),
    Sign,
    Time,
    Word,
}

/// One or more tokens that belong together.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) part: Part,
    pub(super) tokens: Range<usize>,
}

impl Piece {
    pub(super) fn is(&self, phrase: Phrase) -> bool {
        self.part == Part::Phrase(phrase)
    }

    /// A word that can be the first of what is measured.
    pub(super) fn is_head(&self) -> bool {
        self.is(Phrase::Head) || self.is(Phrase::BareHead) || self.is(Phrase::Growth)
    }

    pub(super) fn is_verb(&self) -> bool {
        self.is(Phrase::Verb) || self.is(Phrase::Light)
    }

    /// Says nothing of what is measured at the edge of a phrase.
    pub(super) fn is_edge(&self) -> bool {
        matches!(
            self.part,
            Part::Sign
                | Part::Time
                | Part::Phrase(
                    Phrase::Edge
                        | Phrase::Adverbial
                        | Phrase::Adjunct
                        | Phrase::Regarding
                        | Phrase::Area
                )
        )
    }

    fn opens_aside(&self) -> bool {
        matches!(
            self.part,
            Part::Time | Part::Phrase(Phrase::Adverbial | Phrase::Adjunct | Phrase::Regarding)
        )
    }
}

impl Clause<'_> {
    /// Cuts a range into pieces, the longest first.
    pub(super) fn pieces(&self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(range.len());
        let mut i = range.start;
        while i < range.end {
            let (part, end) = self.piece_at(i);
            let end = end.clamp(i + 1, range.end);
            pieces.push(Piece {
                part,
                tokens: i..end,
            });
            i = end;
        }
        pieces
    }

    fn piece_at(&self, i: usize) -> (Part, usize) {
        if let Some(time) = self.time_at(i) {
            return (Part::Time, time.tokens.end);
        }
        // a figure that is no statistic: «6 tháng»
        let figure = self.figures.iter().find(|other| other.figure.start == i);
        if let Some(figure) = figure {
            return (Part::Time, figure.tokens.end);
        }
        if let Some(name) = self.name_at(i) {
            return (Part::Name(name.kind), name.tokens.end);
        }
        if self.text().token(i).kind == Kind::Sign {
            return (Part::Sign, i + 1);
        }
        let phrase = self.phrase_at(i);
        let noun = self.text().hit(i, Class::Noun).filter(|_| self.is_noun(i));
        let wins = |phrase: Phrase, end: usize| {
            noun.is_none_or(|noun| noun.end() < end || noun.end() == end && phrase != Phrase::Verb)
        };
        // «trên địa bàn | tỉnh Phú Thọ»: the class noun belongs to the name
        if let Some((Phrase::Area, end)) = phrase {
            let name = (i + 1..end).find(|&at| self.name_at(at).is_some());
            return (Part::Phrase(Phrase::Area), name.unwrap_or(end));
        }
        match (phrase, noun) {
            (Some((phrase, end)), _) if wins(phrase, end) => (Part::Phrase(phrase), end),
            (_, Some(noun)) => (Part::Word, noun.end()),
            _ => (Part::Word, i + 1),
        }
    }

    pub(super) fn piece_is(&self, piece: &Piece, words: &[&str]) -> bool {
        piece.tokens.len() == 1 && self.word_is(piece.tokens.start, words)
    }

    /// The chunk before token `end` that says what is measured, and whether it reaches up to that token.
    ///
    /// The words of the figure before end at `linked_end`.
    pub(super) fn chunk_before(&self, linked_end: Option<usize>, end: usize) -> (Vec<Piece>, bool) {
        let floor = self.own_floor(linked_end, end);
        let pieces = self.without_brackets(self.pieces(floor..end));
        let mut end = pieces.len();
        // a heading before a colon is the phrase as a whole: «Ngành chế biến, chế tạo: tăng 5%»
        if pieces
            .last()
            .is_some_and(|last| self.text().is_sign(last.tokens.start, ':'))
        {
            let open = pieces
                .iter()
                .rposition(|piece| self.text().is_sign(piece.tokens.start, '('));
            let heading = statement(&pieces[open.map_or(0, |open| open + 1)..end - 1]);
            if heading.len() <= LONGEST_HEADING {
                return (heading.to_vec(), true);
            }
        }
        let mut aside: &[Piece] = &[];
        loop {
            let start = (0..end)
                .rev()
                .find(|&i| self.parts(&pieces, i))
                .map_or(0, |i| i + 1);
            let chunk = statement(&pieces[start..end]);
            let adjacent = end == pieces.len();
            // «Theo Cục trưởng Lê Văn Ba, để tăng trưởng …»: who says it
            let says = chunk
                .last()
                .is_some_and(|last| last.part == Part::Name(EntityType::Person));
            if !says && !self.trimmed(chunk).is_empty() {
                // «Sau sắp xếp, quận giảm …»: says where, when or how
                if adjacent || !chunk[0].opens_aside() {
                    return (chunk.to_vec(), adjacent);
                }
                if aside.is_empty() {
                    aside = chunk;
                }
            }
            // «mưa lũ khiến | 3 nhà bị ngập»
            let cut = chunk.is_empty() && start < end;
            if start == 0 || cut {
                return (aside.to_vec(), false);
            }
            end = start - 1;
        }
    }

    /// Leaves out what stands in brackets: «chỉ số giá tiêu dùng (CPI) tăng».
    fn without_brackets(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let sign = |piece: &Piece, sign| self.text().is_sign(piece.tokens.start, sign);
        let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let open = sign(&piece, ')')
                .then(|| kept.iter().rposition(|piece| sign(piece, '(')))
                .flatten();
            match open {
                Some(open) => kept.truncate(open),
                None => kept.push(piece),
            }
        }
        kept
    }

    /// Whether piece `i` ends a chunk.
    fn parts(&self, pieces: &[Piece], i: usize) -> bool {
        if pieces[i].part != Part::Sign {
            return false;
        }
        let at = pieces[i].tokens.start;
        match self.text().token(at).sign {
            ';' | ':' | '(' | ')' | '…' | '!' | '?' => true,
            // «nông - lâm nghiệp - thủy sản» is one thing
            '-' | '–' => {
                let quoted = at > 0 && matches!(self.text().token(at - 1).sign, '”' | '"');
                self.text().token(at).gap == Gap::Space
                    && (quoted
                        || pieces
                            .get(i + 1)
                            .is_none_or(|next| self.text().token(next.tokens.start).capital))
            }
            ',' => !self.joins(pieces, i),
            _ => false,
        }
    }

    /// A comma inside a list: «công chức, viên chức», «kiểm tra, giám sát», «BHXH, BHYT», «điện, khí đốt và nước».
    fn joins(&self, pieces: &[Piece], comma: usize) -> bool {
        let start = (0..comma)
            .rev()
            .find(|&i| pieces[i].part == Part::Sign)
            .map_or(0, |i| i + 1);
        let before = &pieces[start..comma];
        // «trong đó | ngành chế biến, chế tạo»
        let connects = |piece: &&Piece| {
            piece.is(Phrase::Adverbial) && self.word_is(piece.tokens.end - 1, &["đó"])
        };
        let before = &before[before.iter().take_while(connects).count()..];
        let (Some(last), Some(next)) = (before.last(), pieces.get(comma + 1)) else {
            return false;
        };
        if matches!(last.part, Part::Time | Part::Sign)
            || before[0].opens_aside()
            || last.is(Phrase::Report)
            || next.is(Phrase::Vacant)
        {
            return false;
        }
        // «trồng 17 ha ngô, | Hội Phụ nữ ủng hộ …», «gặt 3 ha lúa, | ông Lê Văn Tâm nói»: who acts next
        let name = |piece: &Piece| matches!(piece.part, Part::Name(_));
        let titled = self.text().hit(next.tokens.start, Class::Title).is_some()
            && pieces.get(comma + 2).is_some_and(name);
        if (titled || name(next)) && !name(last) {
            return false;
        }
        let (left, right) = (last.tokens.end - 1, next.tokens.start);
        if self.is_noun(right) && !next.opens_aside() {
            return self.text().token(left).kind == Kind::Word;
        }
        // «bảo hiểm xã hội, bảo hiểm y tế», «tiền phạt, tiền chậm nộp»
        if self.repeats(&before[before.len().saturating_sub(REPEATED)..], next) {
            return true;
        }
        let verb = before.iter().rposition(Piece::is_verb);
        if next.is_verb() {
            return verb.is_some_and(|verb| before.len() - verb <= 3);
        }
        if self.text().token(left).all_caps && self.text().token(right).all_caps {
            return true;
        }
        let rest = &pieces[comma + 1..];
        // «hưởng chế độ, chính sách theo quy định»: the verb's objects
        let stands_alone = |piece: &Piece| {
            piece.is_verb()
                || piece.is_head()
                || matches!(piece.part, Part::Name(_) | Part::Sign | Part::Time)
                || self.piece_is(piece, MARKERS)
        };
        if verb.is_some()
            && rest.len() <= 5
            && !next.opens_aside()
            && !next.is_edge()
            && !rest.iter().any(stands_alone)
        {
            return true;
        }
        if self.is_plain_list(pieces, comma) {
            return true;
        }
        // «điện, khí đốt, nước nóng và hơi nước»
        let and = rest
            .iter()
            .take(6)
            .position(|piece| self.piece_is(piece, &["và"]));
        and.is_some_and(|and| {
            and > 0
                && rest[..and].iter().all(|piece| {
                    matches!(
                        piece.part,
                        Part::Word | Part::Phrase(Phrase::Casualty | Phrase::Compound)
                    )
                })
        })
    }

    /// Whether an item begins with the word that one of the pieces before it begins or ends with.
    fn repeats(&self, before: &[Piece], next: &Piece) -> bool {
        let key = |i: usize| self.text().token(i).key;
        let (first, said) = (next.tokens.start, next.part);
        let nominal = |part| {
            matches!(
                part,
                Part::Word | Part::Phrase(Phrase::Compound | Phrase::Head)
            )
        };
        nominal(said)
            && before.iter().any(|piece| {
                let ends = [piece.tokens.start, piece.tokens.end - 1];
                nominal(piece.part) && ends.iter().any(|&i| key(i) == key(first))
            })
    }

    /// «tỷ lệ | đại học, cao đẳng, trung cấp»: a comma among three short nouns or more.
    fn is_plain_list(&self, pieces: &[Piece], comma: usize) -> bool {
        let plain =
            |piece: &Piece| matches!(piece.part, Part::Word | Part::Phrase(Phrase::Compound));
        let is_comma = |piece: &Piece| self.text().is_sign(piece.tokens.start, ',');
        let from = (0..comma)
            .rev()
            .find(|&i| !plain(&pieces[i]) && !is_comma(&pieces[i]));
        // what stands before the first must part it from the rest, or be its head
        let opens = from.is_none_or(|at| pieces[at].part == Part::Sign || pieces[at].is_head());
        let from = from.map_or(0, |at| at + 1);
        let behind = pieces[comma..]
            .iter()
            .take_while(|piece| plain(piece) || is_comma(piece));
        let to = comma + behind.count();
        let items = pieces[from..to].split(is_comma);
        let short = |item: &[Piece]| (1..=3).contains(&item.len());
        // «; thiết bị điện, điện tử tăng 5%»: two of them where they are an item of a list
        let start = pieces[from].tokens.start;
        let listed = start > 0
            && to == pieces.len()
            && matches!(self.text().token(start - 1).sign, ';' | ':');
        let least = if listed { 2 } else { 3 };
        opens && items.clone().count() >= least && items.clone().all(short)
    }

    /// Without the pieces at both edges that say nothing of what is measured.
    pub(super) fn trimmed<'p>(&self, pieces: &'p [Piece]) -> &'p [Piece] {
        let silent = |piece: &Piece| {
            piece.is_edge()
                || piece.is(Phrase::Actor)
                || piece.is(Phrase::Opener)
                || self.text().token(piece.tokens.start).kind == Kind::Number
                || matches!(piece.part, Part::Name(kind) if kind != EntityType::Document)
        };
        let from = pieces.iter().position(|piece| !silent(piece));
        let Some(from) = from else { return &[] };
        let to = pieces.iter().rposition(|piece| !piece.is_edge());
        &pieces[from..to.map_or(from, |to| to + 1)]
    }

    /// Writes pieces without dates and areas and without what says nothing at the edges, no more than `most` words.
    pub(super) fn wording(&self, pieces: &[Piece], most: usize) -> String {
        self.written(self.trimmed(pieces), most)
    }

    /// Writes pieces without dates and areas, no more than `most` words.
    pub(super) fn written(&self, pieces: &[Piece], most: usize) -> String {
        let mut kept: Vec<&Piece> = Vec::with_capacity(pieces.len());
        let mut agent = 0..0;
        for (i, piece) in pieces.iter().enumerate() {
            if self.piece_is(piece, &["được", "bị"]) {
                agent = passive_agent(pieces, i + 1);
            }
            if agent.contains(&i) {
                continue;
            }
            let dropped = match piece.part {
                Part::Time | Part::Phrase(Phrase::Area) => true,
                Part::Phrase(Phrase::Actor) => kept.last().is_some_and(|last| {
                    self.piece_is(last, &["của", "tại", "ở", "trong", "thuộc"])
                }),
                Part::Name(EntityType::Place) => !kept
                    .last()
                    .is_some_and(|last| self.piece_is(last, &["sang", "từ"])),
                Part::Name(EntityType::Organization) => kept.last().is_none_or(|last| {
                    self.piece_is(last, &["của", "tại", "ở", "thuộc", "do", "bởi", "trên"])
                }),
                _ => false,
            };
            if !dropped {
                // «huyện Yên Thành và số hộ»: what joined the name joins nothing without it
                if i == 0 || !kept.is_empty() || !piece.is_edge() {
                    kept.push(piece);
                }
                continue;
            }
            while kept.last().is_some_and(|last| last.is_edge()) {
                kept.pop();
            }
        }
        let mut count = 0;
        let fits = kept.iter().take_while(|piece| {
            count += piece.tokens.len();
            count <= most
        });
        let fits = fits.count();
        if fits < kept.len() {
            // no half of a word or clause at the end
            let whole = (fits * 3 / 4..fits).rev().find(|&i| kept[i].is_edge());
            kept.truncate(whole.unwrap_or(fits));
        }
        while kept
            .last()
            .is_some_and(|last| last.is_edge() || last.part == Part::Sign)
        {
            kept.pop();
        }
        let mut label =
            String::with_capacity(kept.iter().map(|piece| WORD * piece.tokens.len()).sum());
        let mut end = None;
        for i in kept.iter().flat_map(|piece| piece.tokens.clone()) {
            let token = self.text().token(i);
            if token.kind == Kind::Sign
                && !matches!(token.sign, ',' | '-' | '–' | '&' | '/' | '.' | '%')
            {
                continue;
            }
            let spaced = token.gap != Gap::None || end != Some(i);
            if end.is_some() && spaced && !matches!(token.sign, ',' | '%') {
                label.push(' ');
            }
            let word = self.text().word(i);
            // a word in the middle of a label is small though it began a sentence
            let began = i == self.sentence.start && !token.all_caps && self.name_at(i).is_none();
            if began {
                label.push_str(&word.to_lowercase());
            } else {
                label.push_str(word);
            }
            end = Some(i + 1);
        }
        label
    }

    /// The pieces behind a figure's unit up to the next boundary.
    pub(super) fn chunk_behind(&self) -> Vec<Piece> {
        let own = self.chunk_behind_token(self.quantity.tokens.end);
        if !own.is_empty() || self.quantity.dimension != Dimension::Count {
            return own;
        }
        // «5 tập thể, 7 cá nhân | được khen thưởng» says it of both
        let joined = |from: usize, to: usize| {
            to <= from + 1
                && (from..to).all(|i| {
                    matches!(self.text().token(i).sign, ',' | '/') || self.word_is(i, &["và"])
                })
        };
        let mut end = self.quantity.tokens.end;
        for next in self.figures {
            if next.figure.start >= end {
                // «32 ca xâm nhập và 17 ca trong cộng đồng» says it of each
                let first = |noun: &Range<usize>| noun.clone().next().map(|i| self.text().word(i));
                let own = first(&self.quantity.noun);
                let count = next.dimension == Dimension::Count && own.is_some();
                if !count || first(&next.noun) == own || !joined(end, next.figure.start) {
                    break;
                }
                end = next.tokens.end;
            }
        }
        let shared = self.chunk_behind_token(end);
        if self.tells(&shared) {
            shared
        } else {
            Vec::new()
        }
    }

    /// Whether pieces behind a counted noun say what is done with it: «| được khen thưởng».
    pub(super) fn tells(&self, pieces: &[Piece]) -> bool {
        pieces.first().is_some_and(|first| {
            first.is_verb()
                || self.piece_is(first, &["được", "bị", "có", "đã", "chưa", "đạt", "liên"])
        })
    }

    /// What follows the figure and its noun, in no more than `most` words.
    pub(super) fn wording_behind(&self, most: usize) -> String {
        let pieces = self.chunk_behind();
        let joins = |piece: &&Piece| piece.is_edge() && self.quantity.noun.is_empty();
        let from = pieces.iter().take_while(joins).count();
        self.written(&pieces[from..], most)
    }

    /// The pieces from a token on, past a bracket, up to the next boundary.
    pub(super) fn chunk_behind_token(&self, mut start: usize) -> Vec<Piece> {
        let text = self.text();
        if text.is_sign(start, '(')
            && let Some(close) =
                (start..(start + 30).min(self.sentence.end)).find(|&i| text.is_sign(i, ')'))
        {
            start = close + 1;
        }
        // «20 tập thể | , cá nhân có thành tích»
        let coordinated = text.is_sign(start, ',')
            && self.quantity.noun.end == start
            && self.is_noun(start + 1)
            && !matches!(self.phrase_at(start + 1), Some((Phrase::Actor, _)))
            && self.name_at(start + 1).is_none();
        start += usize::from(coordinated);
        let limit = self
            .figures
            .iter()
            .map(|quantity| quantity.figure.start)
            .find(|&figure| figure >= start)
            .unwrap_or(self.sentence.end)
            .min(start + FARTHEST);
        let mut pieces = self.pieces(start.min(limit)..limit);
        let end = (0..pieces.len()).find(|&i| self.ends(&pieces, i));
        // «2 vụ thiệt hại 8 ha»: the next figure's own head
        if end.is_none()
            && limit < self.sentence.end
            && matches!(pieces.as_slice(), [only] if only.is(Phrase::Head))
        {
            return Vec::new();
        }
        // «85 hộ, cấp huyện là 52 hộ» says it of the next figure
        let of_next = coordinated
            && match end {
                Some(end) => pieces[end].part != Part::Sign,
                None => limit < self.sentence.end,
            };
        pieces.truncate(if of_next {
            0
        } else {
            end.unwrap_or(pieces.len())
        });
        pieces
    }

    /// Whether what is said of the counted things ends before piece `i`.
    fn ends(&self, pieces: &[Piece], i: usize) -> bool {
        let (piece, at) = (&pieces[i], pieces[i].tokens.start);
        if self.text().is_sign(at, '.') || self.text().token(at).gap == Gap::Line {
            return true;
        }
        if piece.part == Part::Sign {
            return self.parts(pieces, i);
        }
        let turns = match self.cue_at(at) {
            Some((Cue::Apposition | Cue::Compare | Cue::ToLevel, _)) => true,
            // «5/9 huyện | đạt tỷ lệ 90%», but «5/9 huyện đạt tỷ lệ dưới 3%»
            Some((Cue::Share, _)) => !self.ends_at_boundary(pieces, i),
            // «3 nhóm hàng | tăng 5%», but «3 nhóm hàng giảm giá»
            Some((Cue::Increase | Cue::Decrease, end)) => {
                end >= pieces.last().map_or(0, |last| last.tokens.end)
                    || !self.ends_at_boundary(pieces, i)
            }
            Some((Cue::Plan, _)) => i == 0,
            _ => false,
        };
        if turns
            && !matches!(
                piece.part,
                Part::Phrase(Phrase::Casualty | Phrase::Compound)
            )
        {
            return true;
        }
        piece.is(Phrase::Adjunct)
            || self.word_is(at, &["trong"]) && self.word_is(at + 1, &["đó"])
            || i == 0 && self.piece_is(piece, &["và", "hoặc", "nhưng", "mà", "thì"])
            // «phạt 230 trường hợp | với số tiền 1,2 tỷ đồng»
            || self.piece_is(piece, &["với"])
                && pieces
                    .get(i + 1)
                    .is_some_and(|next| next.is(Phrase::BareHead))
            || i > 0
                && (piece.is(Phrase::Joint)
                    // «114 tổ được | đánh giá tốt» reports nothing
                    || piece.is(Phrase::Report) && !self.piece_is(&pieces[i - 1], &["được", "bị"])
                    || self.piece_is(piece, &["là", "nên", "thì"])
                    // «12 người chết | do tai nạn giao thông» says what they died of
                    || self.piece_is(piece, &["do"]) && !pieces[i - 1].is(Phrase::Casualty)
                    || self.piece_is(piece, &["với"])
                        && pieces.get(i + 1).is_none_or(Piece::is_head)
                    || self.piece_is(piece, &["và"])
                        && !self.is_noun(at + 1)
                        && !self.ends_at_boundary(pieces, i))
    }

    /// Whether a boundary comes behind piece `i` before the next figure: «được công nhận và nhân rộng.»
    fn ends_at_boundary(&self, pieces: &[Piece], i: usize) -> bool {
        let last = pieces.last().map_or(0, |last| last.tokens.end);
        let figure = self.figures.iter().any(|other| other.figure.start == last);
        !figure || (i..pieces.len()).any(|i| self.parts(pieces, i))
    }

    /// Where a figure's own words begin: behind the comma or «và» that ends those of the figure before.
    fn own_floor(&self, linked_end: Option<usize>, end: usize) -> usize {
        let Some(linked_end) = linked_end else {
            return self.sentence.start;
        };
        let floor = if self
            .before
            .is_some_and(|before| before.tokens.end == linked_end)
        {
            self.floor()
        } else {
            linked_end
        };
        let headed = (floor..end).find(|&i| {
            self.word_is(i, &["với"])
                && matches!(
                    self.phrase_at(i + 1),
                    Some((Phrase::Head | Phrase::BareHead, _))
                )
        });
        if let Some(with) = headed {
            return with + 1;
        }
        // what stands in brackets says nothing of the next figure
        let bracketed = |i: usize| {
            let close = (i..end).find(|&at| matches!(self.text().token(at).sign, '(' | ')'));
            let open = (floor..i).rfind(|&at| matches!(self.text().token(at).sign, '(' | ')'));
            close.is_some_and(|at| self.text().is_sign(at, ')'))
                && open.is_some_and(|at| self.text().is_sign(at, '('))
        };
        let joint = |&i: &usize| {
            let sign = self.text().token(i).sign;
            if bracketed(i) && sign != ')' || sign == ',' && self.in_compound(i) {
                return false;
            }
            let joins =
                sign == ',' && self.is_noun(i + 1) && self.text().token(i - 1).kind == Kind::Word;
            let closes = sign == ')' && !(floor..i).any(|open| self.text().is_sign(open, '('));
            // a colon right before the figure ends its heading
            let stops = matches!(sign, ',' | ';') || sign == ':' && i + 1 < end;
            (closes || stops) && !joins || self.word_is(i, &["và"]) && !self.is_noun(i + 1)
        };
        (floor.max(1)..end).find(joint).map_or(floor, |i| i + 1)
    }
}

/// Words that say a verb follows.
pub(super) const MARKERS: &[&str] = &["đã", "đang", "sẽ", "vừa", "phải", "cần", "mới"];
/// A word is repeated in the next item within so many pieces.
const REPEATED: usize = 5;
/// Most words take fewer bytes, with the space before them.
const WORD: usize = 8;
/// A heading has no more pieces than this.
const LONGEST_HEADING: usize = 24;
/// What is said of the counted things ends before this many tokens.
const FARTHEST: usize = 20;

/// What stands behind the last word that reports or joins statements.
fn statement(chunk: &[Piece]) -> &[Piece] {
    let cut = chunk
        .iter()
        .rposition(|piece| piece.is(Phrase::Report) || piece.is(Phrase::Joint));
    &chunk[cut.map_or(0, |at| at + 1)..]
}

/// Who does it: «được | Thủ tướng Chính phủ | công nhận».
fn passive_agent(pieces: &[Piece], from: usize) -> Range<usize> {
    let verb = (from..pieces.len().min(from + 5)).find(|&i| pieces[i].is_verb());
    let to = verb.unwrap_or(from);
    let named = |piece: &Piece| matches!(piece.part, Part::Name(_)) || piece.is(Phrase::Actor);
    if pieces[from..to].iter().any(named) {
        from..to
    } else {
        from..from
    }
}
