//! What is said behind a figure, up to the next boundary: «86 | quần chúng ưu tú [vào Đảng], …».

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::Clause;
use super::lexicon::{Class, Cue, Phrase, Sort};
use super::phrase::{Part, Piece};
use super::quantity::{Dimension, Quantity};
use super::text::{Gap, Kind};
use crate::extraction::EntityType;

/// What is said of the counted things ends before this many tokens.
const FARTHEST: usize = 20;
/// An item that shares its predicate has no more pieces than this.
const SHORT_ITEM: usize = 3;
/// An item of such a list has fewer words than this.
const LONGEST_ITEM: usize = 5;

/// What is said of those counted begins with one of these.
const SAID_OF: &[&str] = &["được", "bị", "đã", "đang", "chưa", "có"];

impl Clause<'_> {
    /// «kết nạp 80 đảng viên trở lên», «95% trở lên | cơ sở hội vững mạnh»: behind the bound that begins at a token, else the token.
    pub(super) fn behind_bound(&self, at: usize) -> usize {
        match self.cue_at(at) {
            Some((Cue::AtLeastAfter | Cue::AtMostAfter, end)) => end,
            _ => at,
        }
    }

    /// The pieces behind a figure's unit up to the next boundary.
    pub(super) fn chunk_behind(&self) -> Vec<Piece> {
        let mut own = self.chunk_behind_token(self.quantity.tokens.end);
        own.extend(self.shared_predicate(&own));
        // «7 thôn | với 346 hộ bị cô lập» says nothing of its own
        let says = !own.iter().all(Piece::is_edge);
        if says || self.quantity.dimension != Dimension::Count || self.is_harmed() {
            return own;
        }
        // «5 tập thể, 7 cá nhân | được khen thưởng» says it of both
        let joined = |from: usize, to: usize| {
            to <= from + 1
                && (from..to).all(|i| {
                    matches!(self.text().token(i).sign, ',' | '/')
                        || self.word_is(i, &["và", "với"])
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
        // «41 vụ, 57 đối tượng | phạm tội về ma túy», «97 hộ/541 khẩu | đồng bào Mông»
        let of_cases = || {
            let first = shared.first().map(|first| first.tokens.start);
            end > self.quantity.tokens.end
                && first.is_some_and(|at| {
                    self.word_is(self.quantity.noun.start, &["vụ"])
                        && self.word_is(at, &["phạm", "về", "vi", "liên"])
                        || self.text().is_sign(self.quantity.tokens.end, '/')
                })
        };
        if self.tells(&shared) || of_cases() {
            shared
        } else {
            own
        }
    }

    /// «92% hộ dân, 88% thôn và 97% cơ quan | đạt chuẩn văn hóa», «30 ha lúa, 20 ha ngô | bị ngập»: what the last item says
    /// of all.
    fn shared_predicate(&self, own: &[Piece]) -> Vec<Piece> {
        let relative = matches!(
            self.quantity.dimension,
            Dimension::Percent | Dimension::Measure
        );
        let told = |pieces: &[Piece]| (0..pieces.len()).find(|&i| self.tells(&pieces[i..]));
        // «giảm 5% số người chết, 80% hộ dân | có nước sạch»: a number that changes is told of nothing else
        let turns = |cue: &Cue| matches!(cue, Cue::Increase | Cue::Decrease);
        let number = own
            .first()
            .is_some_and(|first| self.word_is(first.tokens.start, &["số"]));
        let changes = || number && self.lead().cues.iter().any(turns);
        let Some(last) = own
            .last()
            .filter(|_| relative && told(own).is_none() && !changes())
        else {
            return Vec::new();
        };
        let mut end = last.tokens.end;
        let own = self.quantity.figure.start;
        for next in self.figures.iter().filter(|next| next.figure.start > own) {
            let joint = next.figure.start == end + 1
                && (self.text().is_sign(end, ',') || self.word_is(end, &["và"]));
            if !joint || next.dimension != self.quantity.dimension {
                break;
            }
            let mut pieces = self.chunk_behind_token(next.tokens.end);
            match (told(&pieces), pieces.last()) {
                (Some(0), _) | (None, None) => break,
                (Some(at), _) => return pieces.split_off(at),
                (None, Some(last)) => end = last.tokens.end,
            }
        }
        Vec::new()
    }

    /// «7 người chết», «bị thương 12 người»: what happened to them is told, that of the next item is its own.
    fn is_harmed(&self) -> bool {
        let figure = self.quantity.figure.start;
        let harm = |i: usize| matches!(self.phrase_at(i), Some((Phrase::Casualty, _)));
        self.quantity.noun.clone().any(harm) || self.ends_casualty(figure)
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
        let mut said = self.written(&pieces[from..], most);
        // «5 tấn | hàng», which is the article of goods elsewhere
        let end = self.quantity.tokens.end;
        let goods = said.is_empty() && self.quantity.dimension == Dimension::Measure;
        let closed = |i: usize| i >= self.sentence.end || self.text().token(i).kind != Kind::Word;
        if goods && self.word_is(end, &["hàng"]) && closed(end + 1) {
            said.push_str("hàng");
        }
        // «trường mầm non | , tiểu học và trung học cơ sở»
        let noun = &self.quantity.noun;
        let listed = pieces
            .first()
            .is_some_and(|first| first.tokens.start == noun.end + 1);
        if listed && !noun.is_empty() && self.text().is_sign(noun.end, ',') && !said.is_empty() {
            return [", ", &said].concat();
        }
        said
    }

    /// The pieces from a token on, past a bracket, up to the next boundary.
    pub(super) fn chunk_behind_token(&self, start: usize) -> Vec<Piece> {
        let text = self.text();
        let mut start = self.behind_bound(start);
        if text.is_sign(start, '(')
            && let Some(close) =
                (start..(start + 30).min(self.sentence.end)).find(|&i| text.is_sign(i, ')'))
        {
            start = close + 1;
        }
        let listed = text.is_sign(start, ',') && self.quantity.noun.end == start;
        // «3 vụ khiếu nại | , tố cáo vượt cấp»
        let inner = listed && self.in_compound(start);
        // «20 tập thể | , cá nhân có thành tích»
        let coordinated = listed
            && !inner
            && (self.is_noun(start + 1) || self.is_joined_item(start + 1))
            && !matches!(self.phrase_at(start + 1), Some((Phrase::Actor, _)))
            && self.name_at(start + 1).is_none();
        start += usize::from(coordinated || inner);
        start = self.names_behind(start).unwrap_or(start);
        // «12 trẻ em dưới 16 tuổi | bị đuối nước»: how old they are
        let age = |other: &Quantity| {
            let above = usize::from(self.word_is(other.tokens.end, &["trở"]));
            other.dimension == Dimension::Time
                && self.word_is(other.tokens.end - 1, &["tuổi"])
                && self.word_is(other.tokens.end + 2 * above, SAID_OF)
        };
        let limit = self
            .figures
            .iter()
            .find(|other| other.figure.start >= start && !age(other))
            .map_or(self.sentence.end, |other| other.figure.start)
            .min(start + FARTHEST);
        let mut pieces = self.without_builder(self.pieces(start.min(limit)..limit));
        let end = (0..pieces.len())
            .find(|&i| self.ends(&pieces, i))
            .or_else(|| {
                self.next_statement(&pieces)
                    .filter(|_| limit < self.sentence.end)
            });
        // «2 vụ thiệt hại 8 ha», «3.500 suất quà | trị giá hơn 2 tỷ đồng»: the next figure's own head
        let said = pieces.iter().rposition(|piece| !piece.is_edge());
        if let Some(last) = said.filter(|_| end.is_none() && limit < self.sentence.end)
            && (pieces[last].is(Phrase::BareHead) || last == 0 && pieces[0].is(Phrase::Head))
        {
            pieces.truncate(last);
            return pieces;
        }
        // «nhập 4 xã | thành 2 xã mới»
        let made = said.filter(|&last| self.piece_is(&pieces[last], &["thành"]));
        if let Some(last) = made.filter(|_| end.is_none() && limit < self.sentence.end) {
            pieces.truncate(last);
            return pieces;
        }
        let own = (0..pieces.len()).find(|&i| self.begins_next_item(pieces[i].tokens.start, limit));
        if let Some(comma) = own.filter(|&comma| end.is_none_or(|end| comma < end)) {
            pieces.truncate(comma);
            return pieces;
        }
        // «85 hộ, cấp huyện là 52 hộ» says it of the next figure
        let of_next = match end {
            Some(end) => pieces[end].part != Part::Sign,
            None => limit < self.sentence.end,
        };
        // «12 xe, anh em rất vui»: a statement of its own
        let states = |piece: &Piece| {
            let how = [
                "rất", "quá", "khá", "lúc", "từng", "vẫn", "càng", "lại", "hơn",
            ];
            self.piece_is(piece, &how)
        };
        let said = &pieces[..end.unwrap_or(pieces.len())];
        pieces.truncate(if coordinated && (of_next || said.iter().any(states)) {
            0
        } else {
            end.unwrap_or(pieces.len())
        });
        pieces
    }

    /// «2km đường bê tông | , hộ nghèo chiếm 14%», «38.000 hộ thiếu nước | , độ mặn lên tới 8‰»: a comma behind which the figure at
    /// `figure` is told of something else.
    pub(super) fn begins_next_item(&self, comma: usize, figure: usize) -> bool {
        let next = comma + 1;
        if !self.text().is_sign(comma, ',') || next >= figure || self.name_at(next).is_some() {
            return false;
        }
        let words = || (next..figure).all(|i| self.text().token(i).kind == Kind::Word);
        let head = matches!(
            self.phrase_at(next),
            Some((Phrase::Head | Phrase::BareHead, _))
        );
        let sort = |sort| {
            self.context
                .lexicon
                .sort(self.text(), next, &[sort])
                .is_some()
        };
        if head || self.word_is(next, &["mỗi"]) || sort(Sort::Mean) {
            return words();
        }
        let share = (next..figure).any(|i| matches!(self.cue_at(i), Some((Cue::Share, _))));
        let noun = |i: usize| {
            let hit = self.text().hit(i, Class::Noun).filter(|_| self.is_noun(i));
            hit.map(|hit| (hit.entry(), self.text().token(i).key))
        };
        let from = comma.saturating_sub(LONGEST_ITEM);
        let told = (from..comma).rev().find_map(noun);
        let other = noun(next)
            .is_some_and(|(entry, key)| told.is_none_or(|(of, first)| entry != of || key == first));
        share && other && words()
    }

    /// «hai xã | Ea Tul, Quảng Phước | được công nhận»: the token behind the names of all that are counted.
    fn names_behind(&self, start: usize) -> Option<usize> {
        let named = |i: usize| {
            let token = self.text().tokens().get(i)?;
            let one = i < self.sentence.end && token.kind == Kind::Word && token.capital;
            one.then_some(i + 1)
        };
        let counted = self.quantity.dimension == Dimension::Count
            && self.quantity.noun.end == start
            && self.quantity.denominator.is_none()
            && self.quantity.value > Decimal::ONE;
        let (mut end, mut joints) = (named(start).filter(|_| counted)?, 0);
        loop {
            let joint = self.text().is_sign(end, ',') || self.word_is(end, &["và"]);
            end = match named(end + usize::from(joint)) {
                Some(next) => next,
                None => break,
            };
            joints += usize::from(joint);
        }
        let all = Decimal::from(joints + 1) == self.quantity.value;
        // «hai huyện Yên Định, Nga Sơn | mới đạt 62%»
        all.then_some(end + usize::from(self.word_is(end, &["mới"])))
    }

    /// «77 trường mầm non, | tiểu học và trung học cơ sở»: plain words up to «và» and behind it.
    fn is_joined_item(&self, start: usize) -> bool {
        let plain = |i: usize| {
            i < self.sentence.end
                && self.text().token(i).kind == Kind::Word
                && self.cue_at(i).is_none()
                && self.time_at(i).is_none()
                && matches!(self.phrase_at(i), None | Some((Phrase::Compound, _)))
        };
        let and = (start..start + LONGEST_ITEM).find(|&i| self.word_is(i, &["và"]));
        and.is_some_and(|and| and > start && (start..and).all(plain) && plain(and + 1))
    }

    /// «giúp 12 hộ thoát nghèo | , tạo việc làm cho 20 lao động»: what stands behind a comma and has a figure of its own.
    fn next_statement(&self, pieces: &[Piece]) -> Option<usize> {
        (1..pieces.len().saturating_sub(1))
            .rfind(|&i| self.text().is_sign(pieces[i].tokens.start, ',') && pieces[i + 1].is_verb())
    }

    /// Whether what is said of the counted things ends before piece `i`.
    fn ends(&self, pieces: &[Piece], i: usize) -> bool {
        let (piece, at) = (&pieces[i], pieces[i].tokens.start);
        if self.text().is_sign(at, '.') || self.text().token(at).gap == Gap::Line {
            return true;
        }
        if piece.part == Part::Sign {
            return self.parts(pieces, i) && !self.shares_predicate(pieces, i);
        }
        let turns = match self.cue_at(at) {
            // «12 hộ | còn hơn 5 hộ», but «12 hộ còn dư nợ»
            Some((Cue::ToLevel, _)) if self.piece_is(piece, &["còn"]) => {
                let bounds = |piece: &Piece| self.cue_at(piece.tokens.start).is_some();
                !self.ends_at_boundary(pieces, i) && pieces[i + 1..].iter().all(bounds)
            }
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
            // «sau 2 buổi thương lượng | có sự chứng kiến của công đoàn»
            || self.word_is(at, &["có"]) && self.word_is(at + 1, &["sự"])
            // «xử lý 45 vụ | trên tổng số 60 vụ»
            || self.word_is(at, &["trên", "trong"]) && self.word_is(at + 1, &["tổng"])
            || i == 0 && self.piece_is(piece, &["và", "hoặc", "nhưng", "mà", "thì"])
            // «phạt 230 trường hợp | với số tiền 1,2 tỷ đồng»
            || self.piece_is(piece, &["với"])
                && pieces
                    .get(i + 1)
                    .is_some_and(|next| next.is(Phrase::BareHead))
            // «52 doanh nghiệp | cho biết 71% …»
            || i == 0
                && piece.is(Phrase::Report)
                && pieces.get(1).is_none_or(|next| next.part == Part::Sign)
            // «tinh giản 423 người | theo Nghị định số 108/2014/NĐ-CP»
            || self.word_is(at, &["theo"])
                && pieces
                    .get(i + 1)
                    .is_some_and(|next| next.part == Part::Name(EntityType::Document))
            // «huy động 900 người | gồm bộ đội, công an»: who they are
            || self.piece_is(piece, &["gồm"])
            || i > 0
                && (piece.is(Phrase::Joint)
                    // «114 tổ được | đánh giá tốt» reports nothing
                    || piece.is(Phrase::Report) && !self.piece_is(&pieces[i - 1], &["được", "bị"])
                    || self.piece_is(piece, &["nên", "thì", "rồi", "mà", "song"])
                    // «3 km đường | rộng 4 m»: the next figure's own
                    || self.piece_is(piece, &["dài", "rộng", "dày", "sâu", "cao"])
                        && self.after.is_some_and(|after| after.figure.start <= at + 2)
                    // «thu 3 kg ma túy | cùng nhiều tang vật»: what is told without a number
                    || self.word_is(at, &["cùng"])
                        && self.word_is(at + 1, &["các", "một", "nhiều"])
                    || self.piece_is(piece, &["là"]) && !self.is_part_told()
                    // «12 người chết | do tai nạn giao thông» says what they died of
                    || self.piece_is(piece, &["do"])
                        && !pieces[i - 1].is(Phrase::Casualty)
                        && !self.is_part_told()
                    || self.piece_is(piece, &["với"])
                        && pieces.get(i + 1).is_none_or(Piece::is_head)
                    || self.piece_is(piece, &["và"])
                        && !self.is_noun(at + 1)
                        && !self.ends_at_boundary(pieces, i))
    }

    /// «đường trục xã | , liên xã được trải nhựa»: an item of a word or two shares what is said behind it.
    fn shares_predicate(&self, pieces: &[Piece], comma: usize) -> bool {
        let plain = |piece: &Piece| {
            matches!(
                piece.part,
                Part::Word | Part::Phrase(Phrase::Compound | Phrase::Actor)
            ) && self
                .cue_at(piece.tokens.start)
                .is_none_or(|(cue, _)| matches!(cue, Cue::Neutral | Cue::GroupHead | Cue::NameHead))
        };
        let rest = &pieces[comma + 1..];
        let item = rest.iter().take_while(|piece| plain(piece)).count();
        self.text().is_sign(pieces[comma].tokens.start, ',')
            && pieces[..comma].iter().all(plain)
            && (1..=SHORT_ITEM).contains(&item)
            && rest
                .get(item)
                .is_some_and(|told| self.piece_is(told, &["được", "bị"]))
    }

    /// «98% dân số | là đồng bào La Hủ», «30% số vụ | do đi sai phần đường», «xã có 80% dân số | là người Mông»: a clause begins
    /// with the part of which it tells, or has it.
    fn is_part_told(&self) -> bool {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let plain = |i: usize| {
            self.cue_at(i)
                .is_some_and(|(cue, _)| !matches!(cue, Cue::Attain | Cue::Share | Cue::Rate))
                || self.word_is(i, &["có", "Có", "nơi", "tới"])
        };
        let near = start.max(figure.saturating_sub(3));
        let from = (near..figure).rfind(|&i| !plain(i));
        let from = from.map_or(near, |i| i + 1);
        self.quantity.dimension == Dimension::Percent
            && (from == start && figure <= start + 2
                || (from..figure).any(|i| self.word_is(i, &["có"])))
    }

    /// Whether a boundary comes behind piece `i` before the next figure: «được công nhận và nhân rộng.»
    fn ends_at_boundary(&self, pieces: &[Piece], i: usize) -> bool {
        let last = pieces.last().map_or(0, |last| last.tokens.end);
        let figure = self.figures.iter().any(|other| other.figure.start == last);
        !figure || (i..pieces.len()).any(|i| self.parts(pieces, i))
    }
}
