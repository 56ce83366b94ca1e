//! The words around one figure as pieces — names, times, verbs, heads, signs — and the phrases that are cut out of them.
//!
//! A chunk is what stands between two boundaries: «[Trong 6 năm], [quận đã tiếp nhận và giải quyết] 86 [đơn của công dân]».

use std::ops::Range;

use super::clause::Clause;
use super::lexicon::{Class, Cue, Phrase, Sort};
use super::naming::TitleRole;
use super::person::is_syllable;
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
                        | Phrase::Distributive
                        | Phrase::Adjunct
                        | Phrase::Regarding
                        | Phrase::Area
                )
        )
    }

    pub(super) fn opens_aside(&self) -> bool {
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
        if let Some(end) = self.unknown_place(i) {
            return (Part::Name(EntityType::Place), end);
        }
        // «cơn bão | số | 5» heads nothing
        let ordinal = self.word_is(i, &["số"])
            && !self.word_is(i.saturating_sub(1), &["thiểu", "đa"])
            && i + 1 < self.text().len()
            && self.text().token(i + 1).kind == Kind::Number;
        let phrase = self
            .phrase_at(i)
            .filter(|&(phrase, end)| !(ordinal && phrase == Phrase::Head && end == i + 1));
        let noun = self.text().hit(i, Class::Noun).filter(|_| self.is_noun(i));
        // «Hội | quản lý | 12 hộ», not «lãnh đạo, quản lý»
        let counts = |end: usize| {
            let number = end < self.text().len() && self.text().token(end).kind == Kind::Number;
            number && self.quantity.dimension == Dimension::Count
        };
        let wins = |phrase: Phrase, end: usize| {
            noun.is_none_or(|noun| {
                noun.end() < end
                    || noun.end() == end && (phrase != Phrase::Verb || noun.len > 1 && counts(end))
            })
        };
        // «trên địa bàn | tỉnh Phú Thọ»: the class noun belongs to the name
        if let Some((Phrase::Area, end)) = phrase {
            let name = (i + 1..end).find(|&at| self.name_at(at).is_some());
            return (Part::Phrase(Phrase::Area), name.unwrap_or(end));
        }
        // «các cấp | Hội Nông dân huyện Yên Định»: the name that its last word begins
        if let Some((Phrase::Actor, end)) = phrase
            && let Some(name) = (i + 1..end).find_map(|at| self.name_at(at))
        {
            return (Part::Phrase(Phrase::Actor), name.tokens.end.max(end));
        }
        // «đoàn | kiểm tra 14 cơ sở»: the last word of the actor is what it does
        let does = |end: usize| {
            let figure = end < self.text().len() && self.text().token(end).kind == Kind::Number;
            figure && matches!(self.phrase_at(i + 1), Some((Phrase::Verb, close)) if close == end)
        };
        match (phrase, noun) {
            (Some((Phrase::Actor, end)), _) if does(end) => (Part::Phrase(Phrase::Actor), i + 1),
            (Some((phrase, end)), _) if wins(phrase, end) => (Part::Phrase(phrase), end),
            (_, Some(noun)) => (Part::Word, noun.end()),
            _ => (Part::Word, i + 1),
        }
    }

    /// «mực nước tại | Phú Ốc»: the end of words with capitals that only say where.
    fn unknown_place(&self, i: usize) -> Option<usize> {
        let text = self.text();
        let known = Class::Noun.bit() | Class::Organization.bit() | Class::PlaceKind.bit();
        let capital = |i: usize| {
            let token = text.token(i);
            token.kind == Kind::Word
                && token.capital
                && !token.all_caps
                && is_syllable(text.word(i))
        };
        let placed = i > 0 && self.word_is(i - 1, &["tại", "ở"]);
        if !placed || !capital(i) || text.starts_any(i, known) {
            return None;
        }
        let end = (i..self.sentence.end).find(|&at| !capital(at));
        Some(end.unwrap_or(self.sentence.end))
    }

    pub(super) fn piece_is(&self, piece: &Piece, words: &[&str]) -> bool {
        piece.tokens.len() == 1 && self.word_is(piece.tokens.start, words)
    }

    /// A heading before a colon is the phrase as a whole: «Ngành chế biến, chế tạo: | tăng 5%», «Xe máy: tháng 10 | đạt 9 chiếc»;
    /// one that only ranks says nothing of those counted: «Xã này có khối lượng lớn nhất: | 297 hộ bị thu hồi đất».
    fn heading_before(&self, pieces: &[Piece]) -> Option<Vec<Piece>> {
        let end = pieces.len();
        let dated = pieces
            .iter()
            .rev()
            .take_while(|piece| piece.part == Part::Time);
        let told = end - dated.count();
        if told == 0 || !self.text().is_sign(pieces[told - 1].tokens.start, ':') {
            return None;
        }
        let open = pieces
            .iter()
            .rposition(|piece| self.text().is_sign(piece.tokens.start, '('));
        let heading = statement(&pieces[open.map_or(0, |open| open + 1)..told - 1]);
        // but for its bullet
        let plain = || !heading.iter().skip(1).any(|piece| piece.part == Part::Sign);
        let item = told == end || heading.len() <= LONGEST_ITEM && plain();
        let ranks = heading
            .last()
            .is_some_and(|last| self.word_is(last.tokens.end - 1, &["nhất"]));
        if ranks && (self.says_what() || self.is_counter()) {
            return Some(Vec::new());
        }
        (item && heading.len() <= LONGEST_HEADING).then(|| heading.to_vec())
    }

    /// «Chỉ tiêu tỉnh giao là | thu 120 tỷ đồng»: what is to be done; all of «kế hoạch là | 5 xã».
    fn behind_aim<'p>(&self, chunk: &'p [Piece]) -> &'p [Piece] {
        let plan = |first: &Piece| {
            let at = first.tokens.start;
            let task = self.word_is(at, &["nhiệm", "Nhiệm"]) && self.word_is(at + 1, &["vụ"]);
            task || self.cue_at(at).is_some_and(|(cue, _)| cue == Cue::Plan)
        };
        let aim = chunk.first().is_some_and(plan);
        let is = chunk
            .iter()
            .position(|piece| aim && self.piece_is(piece, &["là"]));
        let told = is.map(|is| &chunk[is + 1..]);
        let says = |piece: &Piece| piece.is_verb() || piece.is_head();
        told.filter(|told| told.iter().any(says)).unwrap_or(chunk)
    }

    /// The chunk before token `end` that says what is measured, and whether it reaches up to that token.
    ///
    /// The words of the figure before end at `linked_end`.
    pub(super) fn chunk_before(&self, linked_end: Option<usize>, end: usize) -> (Vec<Piece>, bool) {
        let floor = self.own_floor(linked_end, end);
        let pieces = self.without_builder(self.without_brackets(self.pieces(floor..end)));
        let mut end = pieces.len();
        if let Some(heading) = self.heading_before(&pieces) {
            return (heading, true);
        }
        let mut aside: &[Piece] = &[];
        // «Điểm sáng là xóm Đông, nơi | 100% số hộ hiến đất»
        if end > 1
            && self.piece_is(&pieces[end - 1], &["nơi"])
            && self.text().is_sign(pieces[end - 2].tokens.start, ',')
        {
            return (Vec::new(), true);
        }
        loop {
            let start = (0..end)
                .rev()
                .find(|&i| self.parts(&pieces, i))
                .map_or(0, |i| i + 1);
            // not «vụ rồi bán 5 tấn»
            let then = |piece: &Piece| {
                let at = piece.tokens.start;
                let dated = |at| self.context.sort(at, &[Sort::When]).is_some();
                self.piece_is(piece, &["rồi"]) && !at.checked_sub(1).is_some_and(dated)
            };
            let chunk = self.behind_aim(last_done(statement(&pieces[start..end]), then));
            let adjacent = end == pieces.len();
            // «Theo Cục trưởng Lê Văn Ba, để tăng trưởng …», «ông Lê Văn Ba, Chủ tịch UBND xã, …»: who says it
            let person = |piece: &Piece| piece.part == Part::Name(EntityType::Person);
            let named = chunk.last().is_some_and(person);
            // not «lương của cô giáo | Hà»: what is told of her, without her name
            let of = || {
                chunk
                    .iter()
                    .position(|piece| self.piece_is(piece, &["của"]))
            };
            let owned = |of: usize| chunk[..of].iter().any(Piece::is_head);
            let (chunk, named) = match of() {
                Some(of) if named && owned(of) => (&chunk[..chunk.len() - 1], false),
                _ => (chunk, named),
            };
            // «ra quyết định | phạt | ông Tý 45 triệu đồng»: what is done to somebody, without his name
            let done = chunk.iter().rposition(Piece::is_verb);
            if let Some(verb) = done.filter(|_| adjacent && named) {
                let called = |piece: &&Piece| person(piece) || piece.is(Phrase::Actor);
                let name = chunk[verb + 1..].iter().rev().take_while(called).count();
                return (chunk[verb..chunk.len() - name].to_vec(), true);
            }
            // not what he tells: «Chủ tịch Hội Khuyến học xã cho biết | quỹ của xã có 320 triệu đồng»
            let tells = chunk.len() < end - start;
            let says = named || !tells && self.is_office(&pieces, start);
            // «Cả trạm | có 5 người»: whoever has them
            if adjacent && self.is_whole(chunk) && (self.says_what() || self.is_counter()) {
                return (Vec::new(), false);
            }
            if !says && !self.trimmed(chunk).is_empty() {
                // «Sau sắp xếp, quận giảm …»: says where, when or how
                // «thu nhập của công nhân, cộng cả tăng ca, bình quân 9 triệu đồng»
                let at = chunk[0].tokens.start;
                let adds = self.word_is(at, &["cộng", "Cộng"]) && self.word_is(at + 1, &["cả"]);
                if adjacent || !(adds || chunk[0].opens_aside()) {
                    return (chunk.to_vec(), adjacent);
                }
                // «nhận 90 cuộc gọi, chủ yếu về giá vé, tăng 5%» says no more of what grew
                let inserted =
                    linked_end.is_some() && self.word_is(chunk[0].tokens.start, &["chủ"]);
                if aside.is_empty() && !inserted {
                    aside = chunk;
                }
            }
            // «Nhờ huy động các nguồn lực, | xã đã hoàn thành 17 tiêu chí»: whoever did it has a clause of its own
            let agent = |piece: &Piece| {
                piece.is(Phrase::Actor)
                    || matches!(piece.part, Part::Name(kind) if kind != EntityType::Document)
            };
            // «có xã lên tới 12 con» goes on
            let some = chunk
                .first()
                .is_some_and(|first| self.piece_is(first, &["có"]));
            // «Kiểm tra hồ sơ, | đoàn xác định có tới 29 hộ kê khai thiếu»: all of it reports
            let acts = if chunk.is_empty() {
                &pieces[start..end]
            } else {
                chunk
            };
            if adjacent && !some && self.says_what() && acts.iter().any(agent) {
                return (Vec::new(), false);
            }
            // «giảm 5% số vụ, số người chết; | 100% trường ký cam kết» begins a statement of its own
            let apart = end > 0 && self.text().is_sign(pieces[end - 1].tokens.start, ';');
            if adjacent && apart && self.says_what() {
                return (Vec::new(), false);
            }
            // «mưa lũ khiến | 3 nhà bị ngập»
            let cut = chunk.is_empty() && start < end;
            if start == 0 || cut {
                return (aside.to_vec(), false);
            }
            end = start - 1;
        }
    }

    /// «cả trạm», «toàn ngành»: the whole of something, in plain words.
    fn is_whole(&self, chunk: &[Piece]) -> bool {
        let whole = |first: &Piece| self.word_is(first.tokens.start, WHOLE);
        chunk.first().is_some_and(whole)
            && chunk.len() <= LONGEST_WHOLE
            && chunk.iter().all(|piece| piece.part == Part::Word)
    }

    /// Whether what stands behind a figure says of what it is: «17 tiêu chí», «8 km đường».
    pub(super) fn says_what(&self) -> bool {
        let counted = self.quantity.dimension == Dimension::Count
            && !self.quantity.noun.is_empty()
            && !self.is_counter();
        counted || self.noun_follows()
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

    /// Leaves out who builds a thing: «tuyến đường | do UBND huyện làm chủ đầu tư, | dài 4 km», not «vốn do Nhà nước đầu tư».
    pub(super) fn without_builder(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        let by = pieces
            .iter()
            .position(|piece| self.piece_is(piece, &["do"]));
        let Some(by) = by else {
            return pieces;
        };
        // «tỷ giá trung tâm | do Ngân hàng Nhà nước công bố | là 23.113 đồng»
        let told = |piece: &&Piece| piece.is(Phrase::Report) || piece.is_verb();
        let told = pieces[by..].iter().find(told);
        let announced = told.is_some_and(|piece| piece.is(Phrase::Report));
        if !announced && pieces[..by].iter().any(Piece::is_head) {
            return pieces;
        }
        let works = [
            ("chủ", "đầu"),
            ("đầu", "tư"),
            ("thi", "công"),
            ("quản", "lý"),
            ("tổ", "chức"),
            ("phát", "động"),
        ];
        let said = |at: usize, (first, second)| {
            self.word_is(at, &[first]) && self.word_is(at + 1, &[second])
        };
        let builds = |piece: &Piece| {
            announced && piece.is(Phrase::Report)
                || works.iter().any(|&work| said(piece.tokens.start, work))
        };
        let named = |piece: &Piece| piece.part == Part::Name(EntityType::Organization);
        let verb = (by..pieces.len()).find(|&i| builds(&pieces[i]));
        let Some(verb) = verb.filter(|&verb| pieces[by..verb].iter().any(named)) else {
            return pieces;
        };
        // «, dài 4 km» is told of the thing
        let extent = |piece: &Piece| self.piece_is(piece, &["dài", "rộng", "cao"]);
        let comma = pieces.get(verb + 2).is_some_and(extent)
            && self.text().is_sign(pieces[verb + 1].tokens.start, ',');
        pieces.drain(by..=verb + usize::from(comma));
        pieces
    }

    /// Whether piece `i` ends a chunk.
    pub(super) fn parts(&self, pieces: &[Piece], i: usize) -> bool {
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
                    && !self.is_one_name(pieces, i)
                    && (quoted
                        // «số lợn trong diện tiêm - | một tỷ lệ quá thấp»
                        || self.word_is(at + 1, &["một"])
                        || pieces
                            .get(i + 1)
                            .is_none_or(|next| self.text().token(next.tokens.start).capital))
            }
            ',' => !self.joins(pieces, i),
            _ => false,
        }
    }

    /// «giá trị công nghiệp - TTCN», «lượng khách đến Phong Nha - Kẻ Bàng»: a dash inside what is named, not «Quảng Nam - UBND
    /// tỉnh có» at the head of a sentence.
    fn is_one_name(&self, pieces: &[Piece], dash: usize) -> bool {
        let (Some(before), Some(next)) = (dash.checked_sub(1), pieces.get(dash + 1)) else {
            return false;
        };
        let (own, other) = (
            self.text().token(pieces[before].tokens.end - 1),
            self.text().token(next.tokens.start),
        );
        if own.kind != Kind::Word || other.kind != Kind::Word {
            return false;
        }
        let abbreviated = other.all_caps && next.part == Part::Word && !own.capital;
        let capital = |piece: &Piece| {
            piece.part != Part::Sign && self.text().token(piece.tokens.end - 1).capital
        };
        let named = pieces[..dash]
            .iter()
            .rev()
            .take_while(|piece| capital(piece));
        let inner = dash - named.count();
        let placed = own.capital
            && inner > 0
            && pieces[inner - 1].part != Part::Sign
            && matches!(next.part, Part::Word | Part::Name(EntityType::Place));
        abbreviated || placed
    }

    /// «ông Lê Văn Ba, | Chủ tịch UBND xã»: what a person is.
    fn is_office(&self, pieces: &[Piece], i: usize) -> bool {
        let person = |piece: &Piece| piece.part == Part::Name(EntityType::Person);
        let titles = &self.context.lexicon.naming.titles;
        i > 1
            && person(&pieces[i - 2])
            && pieces.get(i).is_some_and(|piece| {
                let hit = self.text().hit(piece.tokens.start, Class::Title);
                hit.is_some_and(|hit| titles[hit.entry()].data.role == TitleRole::Office)
            })
    }

    /// «đồng bào Thái | , Mông | , Ơ Đu chiếm 90% dân số»: a comma between words with capitals, in what begins at piece `start`.
    fn lists_peoples(&self, pieces: &[Piece], start: usize, comma: usize) -> bool {
        let capital = |piece: &Piece| {
            piece.part == Part::Word && self.text().token(piece.tokens.start).capital
        };
        let goes_on = comma - start > 1 || start > 1 && capital(&pieces[start - 2]);
        goes_on && capital(&pieces[comma - 1]) && pieces.get(comma + 1).is_some_and(capital)
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
            || self.is_office(pieces, start)
            || last.is(Phrase::Report)
            || next.is(Phrase::Vacant)
            || next.is(Phrase::Distributive)
            // «Mỗi tháng, | huyện vận động thêm 50 người»
            || before.len() < 3
                && self.word_is(before[0].tokens.start, &["mỗi", "Mỗi"])
                && self.word_is(last.tokens.end - 1, &["ngày", "tuần", "tháng", "quý", "năm"])
            // «có 50 hộ đăng ký, | cuối năm có 30 hộ đạt», «trồng tiêu, | vụ rồi thu 3 tấn»
            || self.word_is(next.tokens.start, &["cuối", "đầu", "vụ"])
            // «vướng nhiều khe suối, | suất đầu tư lên 1,2 tỷ đồng»: what is measured after what is done
            || next.is_head() && before.iter().any(Piece::is_verb)
            // «kỷ luật Bí thư Đảng ủy, | yêu cầu thu hồi 640 triệu đồng», not «đơn khiếu nại, | kiến nghị»
            || self.context.sort(next.tokens.start, &[Sort::Request]).is_some()
                && (self.word_is(next.tokens.start, &["yêu"])
                    || pieces.get(comma + 2).is_some_and(Piece::is_verb))
        {
            return false;
        }
        // «trồng 17 ha ngô, | Hội Phụ nữ ủng hộ …», «gặt 3 ha lúa, | ông Lê Văn Tâm nói»: who acts next
        let name = |piece: &Piece| matches!(piece.part, Part::Name(_));
        let titled = self.text().hit(next.tokens.start, Class::Title).is_some()
            && pieces.get(comma + 2).is_some_and(name);
        if (titled || name(next)) && !name(last) || self.has_own_object(before, next) {
            return false;
        }
        // «1.200 ha mía ở Sơn Hòa, Sông Hinh bị khô lá»
        let place = |piece: &Piece| piece.part == Part::Name(EntityType::Place);
        let bare = place(next) && self.text().token(next.tokens.start).capital;
        let listed = (before.iter().rev()).find(|piece| !place(piece) && piece.part != Part::Sign);
        let located = listed.is_some_and(|at| self.piece_is(at, &["ở", "tại"]));
        if bare && place(last) && located || self.lists_peoples(pieces, start, comma) {
            return true;
        }
        if !last.is(Phrase::Actor) && self.agent_acts(&pieces[comma + 1..]) {
            return false;
        }
        let (left, right) = (last.tokens.end - 1, next.tokens.start);
        // «đối chiếu hồ sơ của doanh nghiệp, | Đoàn kiểm tra xác định …»
        let (own, other) = (self.text().token(right), self.text().token(left));
        if own.capital && !own.all_caps && !other.capital && next.part == Part::Word {
            return false;
        }
        // «đặt bàn tiếp dân ở trụ sở cũ, | trang bị 4 máy tính»: a verb that a noun begins
        let noun = self.text().hit(right, Class::Noun);
        let verbal =
            next.is_verb() && noun.is_some_and(|noun| usize::from(noun.len) < next.tokens.len());
        if self.is_noun(right) && !verbal && !next.opens_aside() {
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
        if self.is_plain_list(pieces, comma)
            || self.goes_on_behind(before, rest)
            || self.goes_on_listing(pieces, comma)
        {
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

    /// «kiểm tra tại huyện Lộc Bình, | xử phạt 8 cơ sở»: a verb that names its object shares none with the next verb.
    fn has_own_object(&self, before: &[Piece], next: &Piece) -> bool {
        let verb = before.iter().rposition(Piece::is_verb);
        let name = |piece: &Piece| matches!(piece.part, Part::Name(_));
        let acts = matches!(self.phrase_at(next.tokens.start), Some((Phrase::Verb, _)));
        acts && verb.is_some_and(|verb| before[verb..].iter().any(name))
    }

    /// «Học xong nghề hàn, | anh vay 100 triệu đồng», «Khám xét căn nhà, | công an thu 8 xe máy»: somebody who does something.
    fn agent_acts(&self, pieces: &[Piece]) -> bool {
        let [who, acts, ..] = pieces else {
            return false;
        };
        let people = || {
            let noun = self.text().hit(who.tokens.start, Class::Noun);
            noun.is_some_and(|noun| self.context.lexicon.nouns[noun.entry()].id == "people")
        };
        self.acts_now(acts) && (who.is(Phrase::Actor) || people())
    }

    /// A verb, or what stands before one: «đã», «thường xuyên».
    fn acts_now(&self, piece: &Piece) -> bool {
        piece.is_verb()
            || piece.is(Phrase::Opener)
            || self.piece_is(piece, MARKERS)
            || self.piece_is(piece, &["không", "chưa"])
            || self
                .context
                .sort(piece.tokens.start, &[Sort::Request])
                .is_some()
    }

    /// «doanh thu tại các điểm tham quan, | du lịch»: a noun phrase of which nothing is said before the comma goes on with a
    /// word or two up to what is said of it.
    fn goes_on_behind(&self, before: &[Piece], rest: &[Piece]) -> bool {
        let says = |piece: &Piece| {
            self.cue_at(piece.tokens.start).is_some_and(|(cue, _)| {
                !matches!(cue, Cue::Neutral | Cue::Share | Cue::NameHead | Cue::Term)
            }) || matches!(piece.part, Part::Time | Part::Name(_) | Part::Sign)
                || piece.is(Phrase::Adjunct)
                || self.piece_is(piece, MARKERS)
                || self.piece_is(piece, &["là", "có", "được", "bị", "cũng", "đều", "vẫn"])
        };
        let plain = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Word | Part::Phrase(Phrase::Compound | Phrase::Verb)
            )
        };
        let counted = before.len() > 2
            && self.word_is(
                before[0].tokens.start,
                &["số", "Số", "tỷ", "Tỷ", "tỉ", "Tỉ"],
            );
        (before[0].is_head() || counted)
            && (1..=GOES_ON).contains(&rest.len())
            && rest.iter().all(plain)
            && !before.iter().any(says)
            && !rest.iter().any(says)
    }

    /// «doanh thu từ dịch vụ lưu trú, ăn uống, | bãi tắm»: the same, behind more of its words.
    fn goes_on_listing(&self, pieces: &[Piece], comma: usize) -> bool {
        let is_comma = |&at: &usize| self.text().is_sign(pieces[at].tokens.start, ',');
        let sign = |at: usize| pieces[at].part == Part::Sign;
        let mut from = comma;
        while let Some(before) = (0..from).rev().find(|&at| sign(at)) {
            if !is_comma(&before) || !(1..=GOES_ON).contains(&(from - before - 1)) {
                break;
            }
            from = before;
        }
        let start = (0..from).rev().find(|&at| sign(at)).map_or(0, |at| at + 1);
        let mut items = pieces[from + 1..].split(|piece| piece.part == Part::Sign);
        start < from
            && pieces[from + 1..].iter().all(|piece| {
                piece.part != Part::Sign || self.text().is_sign(piece.tokens.start, ',')
            })
            && items.all(|item| self.goes_on_behind(&pieces[start..from], item))
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
        let opens = from.is_none_or(|at| {
            pieces[at].part == Part::Sign || pieces[at].is_head() || pieces[at].is_verb()
        });
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
        // «| 22 | kV 11 vị trí»
        let class = |end: usize| matches!(self.cue_at(end), Some((Cue::ClassBehind, _)));
        let silent = |piece: &Piece| {
            piece.is_edge()
                || piece.is(Phrase::Actor)
                || piece.is(Phrase::Opener)
                || self.text().token(piece.tokens.start).kind == Kind::Number
                    && !class(piece.tokens.end)
                || matches!(piece.part, Part::Name(kind) if kind != EntityType::Document)
        };
        if let Some(planned) = self.planned_head(pieces) {
            return self.trimmed(&pieces[planned..]);
        }
        // «6 tháng đầu năm Cục Hải quan | vẫn thu nộp ngân sách»
        let dated = pieces.iter().take_while(|piece| piece.part == Part::Time);
        // «dân góp 96 triệu đồng, sang 6 tháng đầu năm 2012 | được 121 triệu đồng»
        let into = matches!(pieces, [into, time, ..] if time.part == Part::Time && self.piece_is(into, &["sang", "Sang"]));
        let dated = if into { 2 } else { dated.count() };
        // «Chủ tịch UBND xã Lê Văn Ba | kêu gọi»
        let who = self.officer_end(pieces).max(dated);
        let from = (who..pieces.len()).find(|&i| !silent(&pieces[i]));
        let Some(mut from) = from else { return &[] };
        // «xã Yên Đồng | do nước mặn xâm nhập, | năng suất bình quân»
        let comma = |piece: &Piece| self.text().is_sign(piece.tokens.start, ',');
        if self.piece_is(
            &pieces[from],
            &["do", "Do", "vì", "Vì", "nhờ", "Nhờ", "bởi", "Bởi"],
        ) && let Some(behind) = pieces[from..].iter().position(comma)
        {
            return self.trimmed(&pieces[from + behind + 1..]);
        }
        // «khoa | thường xuyên phải kê», «chi nhánh | ủng hộ»: a body that acts, not «ngành chế biến»
        let start = pieces[from].tokens.start;
        // «cục | thu», not «quỹ thiếu hụt», «thuế bảo vệ môi trường»
        let office = || {
            let head = self.text().hit(start, Class::Organization);
            head.filter(|head| head.len == 1 && !pieces[from].is_head())
        };
        let body = self.text().hit(start, Class::StandIn).or_else(office);
        let passive = |piece: &Piece| self.piece_is(piece, &["được", "bị"]);
        if body.is_some_and(|body| body.end() == pieces[from].tokens.end)
            && let Some(acts) = pieces[from + 1..].iter().position(|piece| !silent(piece))
            && !pieces[from + 1..][..acts].iter().any(passive)
            && (acts > 0 && pieces[from + 1 + acts].is_verb() || self.acts_now(&pieces[from + 1]))
        {
            from += 1 + acts;
        }
        let to = pieces.iter().rposition(|piece| !piece.is_edge());
        &pieces[from..to.map_or(from, |to| to + 1)]
    }

    /// «Đại hội thông qua kế hoạch | sản lượng tiêu thụ»: what a plan that was agreed on is of.
    fn planned_head(&self, pieces: &[Piece]) -> Option<usize> {
        let agreed = |piece: &Piece| {
            let sorts = [Sort::Adopted, Sort::Agreed];
            self.context.sort(piece.tokens.start, &sorts).is_some()
        };
        let verb = pieces.iter().position(agreed)?;
        let plan = |piece: &Piece| matches!(self.cue_at(piece.tokens.start), Some((Cue::Plan, _)));
        let mut pairs = pieces[verb..].windows(2);
        let at = pairs.position(|pair| plan(&pair[0]) && pair[1].is_head())?;
        Some(verb + at + 1)
    }

    /// Behind the name of a person whose office opens the pieces; 0 if none does.
    fn officer_end(&self, pieces: &[Piece]) -> usize {
        let titles = &self.context.lexicon.naming.titles;
        let office = pieces.first().and_then(|first| {
            let hit = self.text().hit(first.tokens.start, Class::Title);
            hit.filter(|hit| titles[hit.entry()].data.role == TitleRole::Office)
        });
        let person = |piece: &Piece| piece.part == Part::Name(EntityType::Person);
        let near = &pieces[..pieces.len().min(OFFICER)];
        office
            .and_then(|_| near.iter().position(person))
            .map_or(0, |at| at + 1)
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
                    self.piece_is(
                        last,
                        &["của", "tại", "ở", "thuộc", "do", "bởi", "trên", "là"],
                    )
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
            // «tuyến đường | đi Khánh Bình dài», «cầu | nối xã An Hòa với xã Bình Lâm»
            while kept.last().is_some_and(|last| {
                last.is_edge() || self.piece_is(last, &["đi", "nối", "dưới", "từ"])
            }) {
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
        // «TNGT ở cả | ba tiêu chí»
        while kept.last().is_some_and(|last| {
            last.is_edge() || last.part == Part::Sign || self.piece_is(last, &["cả"])
        }) {
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
        let figure = self.quantity.figure.start;
        // what stands in brackets says nothing of the next figure
        let bracketed = |i: usize| {
            let close = (i..end).find(|&at| matches!(self.text().token(at).sign, '(' | ')'));
            let open = (floor..i).rfind(|&at| matches!(self.text().token(at).sign, '(' | ')'));
            close.is_some_and(|at| self.text().is_sign(at, ')'))
                && open.is_some_and(|at| self.text().is_sign(at, '('))
        };
        let joint = |&i: &usize| {
            let sign = self.text().token(i).sign;
            if bracketed(i) && sign != ')' || sign == ',' && self.in_compound(i) || self.in_name(i)
            {
                return false;
            }
            // «Với 2 ha sầu riêng trồng xen, | gia đình ông Ba thu 30 tấn»: who acts next
            let acts = self.is_noun(i + 1)
                && (i + 2..(i + LONGEST_AGENT).min(end)).any(
                    |at| matches!(self.name_at(at), Some(name) if name.kind == EntityType::Person),
                );
            let joins = sign == ','
                && !acts
                && !self.begins_next_item(i, figure)
                && self.is_noun(i + 1)
                && self.text().token(i - 1).kind == Kind::Word;
            // «100% đường trục xã, | liên xã được nhựa hóa, 82% kênh mương»: still of the figure before
            let told = |at: usize| self.word_is(at, &["được", "bị"]);
            let shares = sign == ','
                && self
                    .before
                    .is_some_and(|before| before.dimension == Dimension::Percent)
                && (i + 2..(i + 5).min(end))
                    .find(|&at| told(at))
                    .is_some_and(|at| {
                        (i + 1..at).all(|at| self.text().token(at).kind == Kind::Word)
                    });
            let joins = joins || shares;
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
/// A noun phrase goes on behind a comma with no more pieces than this.
const GOES_ON: usize = 2;
/// Most pieces from an office to who holds it: «Phó Chủ tịch UBND tỉnh | Nguyễn Văn An».
const OFFICER: usize = 6;

/// «gia đình anh | Lê Văn Ba» names a person within so many tokens.
const LONGEST_AGENT: usize = 6;
/// A heading has no more pieces than this.
const LONGEST_HEADING: usize = 24;
/// The heading of an item whose time stands behind it has no more pieces: «Xe máy: tháng 10 đạt 9 chiếc».
const LONGEST_ITEM: usize = 6;
/// «cả trạm» has no more pieces than this.
const LONGEST_WHOLE: usize = 3;
/// What begins the whole of something.
pub(super) const WHOLE: &[&str] = &["cả", "Cả", "toàn", "Toàn"];

/// «bán bê trả nợ rồi xin vay tiếp, | trồng»: what was done last.
fn last_done(chunk: &[Piece], then: impl Fn(&Piece) -> bool) -> &[Piece] {
    let acts = |&at: &usize| chunk[at + 1..].iter().any(Piece::is_verb);
    let Some(then) = chunk.iter().rposition(then).filter(acts) else {
        return chunk;
    };
    let sign = chunk.iter().rposition(|piece| piece.part == Part::Sign);
    &chunk[sign.filter(acts).unwrap_or(then).max(then) + 1..]
}

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
