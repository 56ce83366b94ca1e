//! What part a name plays in its sentence: the words around it in, its stance out.
//!
//! Figures are about whoever opens a clause, about the area a statement is made for, about whom something belongs to; not
//! about who merely says it, speaks in an office, issued a document or is compared with.

use std::ops::Range;

use serde::Deserialize;

use super::lexicon::{Class, Hit, Phrase, Sort};
use super::mention::{Mention, Named, Scan};
use super::naming::{Guide, StandsFor, TitleRole};
use super::period::Time;
use super::text::{Gap, Kind as TokenKind};

/// A name's part in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Opens a clause: «Huyện ủy | đã kiểm tra …».
    Agent,
    /// Acts in another one's clause, for that clause only: «giao | Sở Y tế | rà soát 15 cơ sở».
    Asked,
    /// The area or body that a statement is made for, at its beginning: «Tại huyện Sóc Sơn, …».
    Frame,
    /// The same inside a clause: «… tại huyện Sóc Sơn».
    Place,
    /// Singled out for one statement: «riêng Quốc lộ 51 xảy ra 61 vụ».
    Item,
    /// Whom what is measured belongs to: «doanh thu của Công ty An Bình».
    Owner,
    /// The same without a word between: «thu ngân sách TP Hà Nội».
    Modifier,
    /// Says what follows: «theo Cục Thống kê», «Sở Y tế cho biết».
    Source,
    /// Whose officer speaks: «Giám đốc | Sở Y tế | Trần Văn An».
    Office,
    /// Not part of the statement: the issuer of a document, the outlet, what is compared with,
    /// a partner.
    Apart,
    /// Anything else.
    Passing,
}

impl Stance {
    /// Whether what is told in the clause is told of him.
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Agent | Self::Asked | Self::Frame)
    }

    /// Whether it is no part of the statement.
    pub(super) fn is_apart(self) -> bool {
        matches!(self, Self::Apart | Self::Office)
    }

    /// Whether what is named so stays in hand: «huyện» may mean it.
    pub(super) fn holds(self) -> bool {
        !matches!(self, Self::Passing | Self::Place | Self::Owner)
    }
}

/// The part of a word around a name: the ids of `stances.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained by its words in stances.toml"
)]
pub enum Cue {
    Accounts,
    Aims,
    Apiece,
    Asked,
    Award,
    Compared,
    Frame,
    Giver,
    Grants,
    Opener,
    Owner,
    Partner,
    Reports,
    Scene,
    Setter,
    Source,
    Statement,
    Wrapper,
}

/// Most tokens from a document to whose it is: «Nghị quyết | Đại hội | Đảng bộ xã».
const LONGEST_OCCASION: usize = 2;
/// Most names that introduce somebody in brackets.
const INTRODUCED: usize = 4;
/// «là huyện nghèo | nhất»: most tokens before the word of a rank.
const LONGEST_RANK: usize = 4;
/// «phiên giao dịch việc làm lưu động | do»: most tokens from what is held to who holds it.
const EVENT: usize = 10;
/// «Đại hội đồng cổ đông thường niên»: most words of a meeting before whose it is.
const MEETING: usize = 7;
/// Most tokens of what explains a name in brackets.
const LONGEST_GLOSS: usize = 8;
/// «số liệu tổng hợp mới nhất | từ | Sở Y tế»: no more words stand between a statement and who makes it.
const LONGEST_STATEMENT: usize = 7;

/// Reads stances; needs the dates because a clause may open with one.
pub struct Reader<'a> {
    /// The text with its tables.
    pub scan: &'a Scan<'a>,
    /// Dates and periods, in order.
    pub times: &'a [Time],
}

impl Reader<'_> {
    /// The stance of a name or noun at `range`, from the words around it. A person who holds no office speaks of himself.
    pub fn read(&self, range: &Range<usize>, person: bool) -> Stance {
        let scan = self.scan;
        let mut start = range.start;
        let mut whole = scan.text.hit(start, Class::StandIn).is_some_and(|hit| {
            let of = scan.lexicon.naming.stand_ins[hit.entry()].data.of;
            of == StandsFor::Country
                || of == StandsFor::Branch && matches!(scan.word(start), "toàn" | "cả")
        });
        while let Some((Cue::Wrapper, at)) = self.cue_before(start) {
            whole |= scan.guide_is(at, Guide::Whole).is_some();
            start = at;
        }
        if person {
            start = self.address_before(start);
        }
        // «trên địa bàn» says itself that it is a place
        let framed = scan.text.hit(start, Class::Stance).is_some_and(|hit| {
            hit.end() < range.end && scan.lexicon.naming.stances[hit.entry()].data == Cue::Frame
        });
        let stance = match self.cue_before(start) {
            _ if framed && !self.opens(start) => Stance::Place,
            Some((Cue::Apiece, _)) => return Stance::Item,
            // «cho biết, nguồn vốn của | chi nhánh | đạt 9 tỷ đồng», not «vay từ nguồn vốn của Ngân hàng»
            Some((Cue::Partner, at)) if scan.says(at, &["nguồn"]) && self.opens(at) => {
                Stance::Owner
            }
            Some((Cue::Award | Cue::Compared | Cue::Partner, _)) => return Stance::Apart,
            Some((Cue::Source | Cue::Statement, _)) => return Stance::Source,
            Some((Cue::Owner, at)) if self.is_stated(at) => return Stance::Source,
            Some((Cue::Owner, at)) if self.is_compared_with(at) || self.is_followed(at) => {
                return Stance::Apart;
            }
            None if start > 0 && scan.word(start - 1) == "từ" && self.is_stated(start - 1) => {
                return Stance::Source;
            }
            Some((Cue::Owner, _)) => Stance::Owner,
            Some((Cue::Frame, at)) if self.opens(at) && !self.ends_sentence(at, range.end) => {
                Stance::Frame
            }
            Some((Cue::Scene, at)) if scan.starts_sentence(at) => Stance::Frame,
            Some((Cue::Frame, _)) => Stance::Place,
            Some((Cue::Asked, at)) if self.is_asked_to_grant(at, range.end) => {
                return Stance::Apart;
            }
            Some((Cue::Asked, _)) => Stance::Asked,
            Some((Cue::Opener, _)) => Stance::Agent,
            // «một số xã làm tốt như: | xã An Hòa»
            _ if scan.sign(start.wrapping_sub(1)) == ':'
                && scan.continues(start)
                && matches!(self.cue_before(start - 1), Some((Cue::Apiece, _))) =>
            {
                Stance::Item
            }
            _ if self.opens(start) || self.meets(start) => Stance::Agent,
            // «vụ đông toàn tỉnh gieo trồng 300 ha»
            _ if whole => Stance::Frame,
            // «thu ngân sách | TP Hà Nội | đạt …», not «chuyển sang | Sở Y tế»
            _ if scan.is(start - 1, TokenKind::Word)
                && self.cue_before(start).is_none()
                && !matches!(
                    scan.guide(start - 1),
                    Some((Guide::Locative | Guide::And, _))
                ) =>
            {
                Stance::Modifier
            }
            _ => Stance::Passing,
        };
        let may_report = matches!(
            stance,
            Stance::Agent | Stance::Asked | Stance::Passing | Stance::Modifier
        );
        if may_report && !person && reports(scan, range.end) && !self.accounts_for_itself(range) {
            return Stance::Source;
        }
        // «VASEP | kỳ vọng xuất khẩu đạt …»: an association expects it of its branch
        let expects = matches!(
            (scan.word(range.end), scan.word(range.end + 1)),
            ("kỳ", "vọng") | ("dự", "kiến") | ("ước", "tính")
        );
        let association = scan
            .head(range.start)
            .is_some_and(|(head, _)| matches!(head.id.as_str(), "associations" | "hiep_hoi"));
        if may_report && association && expects && scan.continues(range.end) {
            return Stance::Source;
        }
        self.within(stance, range, start, person)
    }

    /// Who plans, builds, gives or speaks by the way is apart; who holds an event acts.
    fn within(&self, stance: Stance, range: &Range<usize>, start: usize, person: bool) -> Stance {
        let scan = self.scan;
        let within = matches!(stance, Stance::Owner | Stance::Passing | Stance::Modifier);
        // «21,4% dự toán | HĐND tỉnh | giao»
        let sets = || {
            let cue = cue_at(scan, range.end);
            scan.continues(range.end) && matches!(cue, Some(Cue::Asked | Cue::Setter))
        };
        // «mục tiêu mà | HĐND tỉnh | giao»
        let clause = || start > 0 && scan.word(start - 1) == "mà" && scan.continues(start);
        // «công trình do | UBND huyện | làm chủ đầu tư»
        let builds = || {
            let words = (scan.word(range.end), scan.word(range.end + 1));
            start > 0
                && scan.word(start - 1) == "do"
                && words == ("làm", "chủ")
                && scan.continues(range.end)
        };
        // «khu nhà mà | chị Thắm | nói là cao 7 tầng»
        let told = matches!(scan.word(range.end), "nói" | "kể" | "nhắc" | "khoe");
        let mentions = || person && clause() && told;
        if !person && builds() || mentions() {
            return Stance::Apart;
        }
        if !person && self.gathers(start, range.end) {
            return Stance::Agent;
        }
        if !person && ((within || clause()) && sets() || within && self.gives(range)) {
            return Stance::Apart;
        }
        stance
    }

    /// «Vinamilk công bố | kết quả kinh doanh», «Công ty Ánh Dương cho biết | doanh thu đạt 9 tỷ đồng»: a firm that tells of its
    /// own accounts.
    fn accounts_for_itself(&self, range: &Range<usize>) -> bool {
        let scan = self.scan;
        let firm = scan
            .head(range.start)
            .is_some_and(|(head, _)| head.data.tells_of_itself());
        let verb = scan.text.hit(told_at(scan, range.end), Class::Phrase);
        // not «dự báo lợi nhuận của Vinamilk đạt 9 tỷ đồng»
        let own = |at: usize| {
            let hit = scan.text.hit(at, Class::Stance)?;
            Some(cue_at(scan, at)? == Cue::Accounts && scan.word(hit.end()) != "của")
        };
        let told = verb.map(Hit::end);
        firm && told.and_then(own) == Some(true)
            || told.is_some_and(|at| self.goes_on_acting(at, firm))
    }

    /// «Công ty Ánh Dương cho biết | trong tháng 10 tiêu thụ 9 tấn», «Sở Y tế cho biết | đã tiêm 9 liều»: a verb without a subject
    /// of its own right behind what is said.
    fn goes_on_acting(&self, at: usize, firm: bool) -> bool {
        let scan = self.scan;
        let mut at = at + usize::from(scan.word(at) == "rằng");
        let led = at + usize::from(scan.guide_is(at, Guide::Locative) == Some(at + 1));
        let next = self.times.partition_point(|time| time.tokens.start < at);
        let time = self
            .times
            .get(next)
            .filter(|time| time.tokens.start == at || time.tokens.start == led);
        at = time.map_or(at, |time| time.tokens.end);
        at += usize::from(scan.text.is_sign(at, ',') && time.is_some());
        let done = matches!(scan.word(at), "đã" | "vừa" | "đang" | "sẽ");
        at += usize::from(done);
        // «cho biết có 9 vụ» tells of others
        let acts = scan
            .text
            .hit(at, Class::Phrase)
            .is_some_and(|hit| scan.lexicon.phrases[hit.entry()].data == Phrase::Verb);
        let acts =
            acts || done && scan.is(at, TokenKind::Word) && !matches!(scan.word(at), "có" | "được");
        (firm || done) && acts && scan.continues(at) && !scan.is_capital(at)
    }

    /// «cao hơn bình quân chung | của tỉnh», «là huyện nghèo nhất | của tỉnh»; not «nhà máy thứ hai | của công ty», «cái được lớn
    /// nhất | của xã».
    fn is_compared_with(&self, of: usize) -> bool {
        let scan = self.scan;
        let one_of = |at: usize| {
            let mut before = (at.saturating_sub(LONGEST_RANK)..at).map(|i| scan.word(i));
            before.any(|word| matches!(word, "là" | "những" | "các"))
        };
        match self.cue_before(of) {
            Some((Cue::Compared, at)) => match scan.word(at) {
                "thứ" => false,
                "nhất" => one_of(at),
                _ => true,
            },
            _ => false,
        }
    }

    /// «Tổng cục vừa công bố sáng nay | tại Hà Nội |.»: what ends a sentence sets no scene, unless it is all of it.
    fn ends_sentence(&self, start: usize, end: usize) -> bool {
        let text = self.scan.text;
        let stops = end == text.len() || text.is_sign(end, '.');
        stops && !self.scan.starts_sentence(start)
    }

    /// «theo bộ tiêu chí | của Bộ Y tế |»: whose rules something is told by.
    fn is_followed(&self, of: usize) -> bool {
        let scan = self.scan;
        let inner = (of.saturating_sub(LONGEST_STATEMENT)..of).rev();
        let mut phrase =
            inner.take_while(|&at| scan.continues(at + 1) && scan.is(at, TokenKind::Word));
        phrase.any(|at| scan.word(at) == "theo")
    }

    /// «đề nghị | tỉnh | hỗ trợ 40 tỷ đồng», not «giao Sở Y tế bố trí 40 tỷ đồng».
    fn is_asked_to_grant(&self, asked: usize, end: usize) -> bool {
        let scan = self.scan;
        let grants = || scan.continues(end) && cue_at(scan, end) == Some(Cue::Grants);
        match scan.word(asked) {
            "xin" => true,
            "đề" | "kiến" => grants(),
            _ => false,
        }
    }

    /// «Theo số liệu tổng hợp | từ | Cục Thuế tỉnh»: what is stated is told right before whose statement it is.
    fn is_stated(&self, i: usize) -> bool {
        let scan = self.scan;
        let floor = i.saturating_sub(LONGEST_STATEMENT);
        (floor..=i)
            .rev()
            .take_while(|&at| {
                at == i || scan.continues(at + 1) && !matches!(scan.sign(at), ',' | ';' | ':')
            })
            .any(|at| {
                cue_at(scan, at) == Some(Cue::Statement)
                    && (self.opens(at) || matches!(self.cue_before(at), Some((Cue::Source, _))))
            })
    }

    /// «phối hợp với | Sở Y tế»: whether a name is that of a partner.
    pub(super) fn helps(&self, range: &Range<usize>) -> bool {
        matches!(self.cue_before(range.start), Some((Cue::Partner, _)))
    }

    /// «huyện được | UBND tỉnh | tặng cờ», «bằng khen của | UBND tỉnh»: whether a name is that of who gives a prize.
    pub(super) fn gives(&self, range: &Range<usize>) -> bool {
        let (scan, start) = (self.scan, range.start);
        let passive = start > 0 && scan.continues(start) && scan.word(start - 1) == "được";
        passive && scan.continues(range.end) && cue_at(scan, range.end) == Some(Cue::Giver)
            || matches!(self.cue_before(start), Some((Cue::Award, _)))
    }

    /// «Phiên giao dịch do | Trung tâm Việc làm | tổ chức thu hút 32 doanh nghiệp»: who holds what its clause begins with.
    fn gathers(&self, start: usize, end: usize) -> bool {
        let scan = self.scan;
        let by = start.wrapping_sub(1);
        let verb = (scan.word(end), scan.word(end + 1));
        let holds = matches!(verb, ("tổ", "chức") | ("phát", "động") | ("mở", _));
        let event = |i: usize| {
            let event = scan
                .lexicon
                .sort(scan.text, i, &[Sort::Gathering, Sort::Deed])
                .is_some();
            event && self.opens(i) && !(i..by).any(|at| matches!(scan.sign(at), ',' | ';' | ':'))
        };
        holds && start > 0 && scan.word(by) == "do" && (by.saturating_sub(EVENT)..by).any(event)
    }

    /// «Đại hội đồng cổ đông | Công ty An Bình | thông qua kế hoạch»: whose meeting opens the clause.
    fn meets(&self, start: usize) -> bool {
        let scan = self.scan;
        let words = (start.saturating_sub(MEETING)..start)
            .rev()
            .take_while(|&i| scan.is(i, TokenKind::Word));
        let meeting = |i: usize| {
            matches!((scan.word(i), scan.word(i + 1)), ("Đại" | "đại", "hội")) && self.opens(i)
        };
        words.into_iter().any(meeting)
    }

    /// Whether a date or a period ends right before `i`: «đến hết năm 2018 | cả nước có …».
    pub(super) fn is_dated(&self, i: usize) -> bool {
        let next = self.times.partition_point(|time| time.tokens.start < i);
        next.checked_sub(1)
            .is_some_and(|last| self.times[last].tokens.end == i)
    }

    /// Before «ông», «bị cáo» and the like.
    pub(super) fn address_before(&self, i: usize) -> usize {
        self.scan.title_ending(i, TitleRole::Address).unwrap_or(i)
    }

    /// Whether a clause opens at `i`: behind a sign, or behind a date that opens it.
    fn opens(&self, i: usize) -> bool {
        let scan = self.scan;
        if scan.starts_sentence(i) || !scan.continues(i) {
            return true;
        }
        if matches!(
            scan.sign(i - 1),
            ',' | ';' | ':' | '(' | '“' | '"' | '-' | '–' | '”' | ')' | '+' | '*' | '•'
        ) {
            return true;
        }
        // «mỗi ngày | bãi rác | tiếp nhận 750 tấn»
        let every = i > 1
            && scan.says(i - 2, &["mỗi", "hằng", "hàng"])
            && matches!(
                scan.word(i - 1),
                "ngày" | "tuần" | "tháng" | "quý" | "năm" | "vụ"
            );
        if every && scan.continues(i - 1) && self.opens(i - 2) {
            return true;
        }
        let next = self.times.partition_point(|time| time.tokens.start < i);
        let time = next.checked_sub(1).map(|last| &self.times[last]);
        time.is_some_and(|time| {
            time.tokens.end == i && time.tokens.start < i && {
                let mut at = match self.scan.guide(time.tokens.start.saturating_sub(1)) {
                    Some((Guide::Locative, end)) if end == time.tokens.start => end - 1,
                    _ => time.tokens.start,
                };
                // «chỉ riêng năm 2017 | cả xã | có 17 hộ», «tính đến tháng 6, …»
                while at > 0 && scan.says(at - 1, &["chỉ", "ngay", "riêng", "tính"]) {
                    at -= 1;
                }
                self.opens(at)
            }
        }) || matches!(self.cue_before(i), Some((Cue::Opener, at)) if at < i)
    }

    /// The longest word of `stances.toml` that ends right before `i`, and where it starts.
    fn cue_before(&self, i: usize) -> Option<(Cue, usize)> {
        let scan = self.scan;
        let on_one_line = |at: usize| (at..i).all(|at| scan.continues(at + 1));
        // «dịch xuất | hiện | tại 3 xã» does not tell when
        let in_verb = |at: usize| {
            at > 0
                && scan.word(at) == "hiện"
                && matches!(scan.word(at - 1), "phát" | "thể" | "thực" | "xuất")
        };
        let mut hits = scan.text.hits_ending(i, Class::Stance);
        let (at, hit) = hits.find(|&(at, _)| on_one_line(at) && !in_verb(at))?;
        Some((scan.lexicon.naming.stances[hit.entry()].data, at))
    }
}

/// The word of `stances.toml` at `i`.
fn cue_at(scan: &Scan, i: usize) -> Option<Cue> {
    let hit = scan.text.hit(i, Class::Stance)?;
    Some(scan.lexicon.naming.stances[hit.entry()].data)
}

/// «toàn địa bàn | huyện Yên Định», «nông dân | Yên Định»: the token behind a noun at `i` that a name follows.
pub(super) fn is_wrapper(scan: &Scan, i: usize) -> Option<usize> {
    let hit = scan.text.hit(i, Class::Stance)?;
    let wraps = scan.lexicon.naming.stances[hit.entry()].data == Cue::Wrapper;
    wraps.then_some(hit.end())
}

/// «Sở Du lịch | ghi nhận | 4.200 lượt khách»: a body that serves others has counted what is theirs; it does not thank them
/// («ghi nhận những đóng góp»).
pub(super) fn notes(scan: &Scan, end: usize) -> bool {
    let end = told_at(scan, end);
    let Some(hit) = scan.text.hit(end, Class::Stance) else {
        return false;
    };
    let notes = scan.lexicon.naming.stances[hit.entry()].data == Cue::Reports;
    let thanks = scan.guide_is(hit.end(), Guide::And).is_some()
        || scan.guide_is(hit.end(), Guide::Plural).is_some()
        || matches!(scan.word(hit.end()), "sự");
    notes && scan.continues(end) && !thanks
}

/// «Cục Trồng trọt | (Bộ Nông nghiệp)»: past what explains a name in brackets.
fn behind_gloss(scan: &Scan, end: usize) -> usize {
    let mut bracket = end..(end + LONGEST_GLOSS).min(scan.text.len());
    let close = bracket.find(|&i| scan.text.is_sign(i, ')'));
    let opened = scan.text.is_sign(end, '(');
    close.filter(|_| opened).map_or(end, |close| close + 1)
}

/// «Cục Trồng trọt | vừa | ước tính»: the verb of a name.
fn told_at(scan: &Scan, end: usize) -> usize {
    let end = behind_gloss(scan, end);
    let when = matches!(
        scan.word(end),
        "đã" | "cũng" | "còn" | "vừa" | "sẽ" | "đang" | "thì"
    );
    end + usize::from(when)
}

/// «Thanh tra tỉnh | (đã) kiến nghị | thu hồi 9 tỷ đồng».
pub(super) fn finds(scan: &Scan, end: usize) -> bool {
    let end = told_at(scan, end);
    let told = (scan.word(end), scan.word(end + 1));
    // «vừa ban hành | Kết luận số 24/KL-TTr về việc quản lý ngân sách tại huyện Đức Cơ»
    let concludes = || {
        let at = end + if told.0 == "có" { 1 } else { 2 };
        matches!(told, ("ban", "hành") | ("công", "bố") | ("có", _))
            && scan.says(at, &["kết"])
            && scan.word(at + 1) == "luận"
    };
    // «kiến nghị xử lý tài chính 163 tỷ đồng» sums up the auditors' own work
    let sums_up = told.0 == "kiến" && scan.word(end + 2) == "xử" && scan.word(end + 4) == "tài";
    scan.continues(end)
        && !sums_up
        && (matches!(
            told,
            ("kiến", "nghị") | ("phát", "hiện") | ("chỉ", "ra") | ("xác", "định")
        ) || concludes())
}

/// The stance of a name that its neighbors among the names settle, if they do.
pub fn among(scan: &Scan, mentions: &[Mention], index: usize) -> Option<Stance> {
    let range = &mentions[index].range;
    let before = index.checked_sub(1).map(|before| &mentions[before]);
    let before_person = mentions
        .get(index + 1)
        .is_some_and(|next| next.range.start == range.end && matches!(next.name, Named::Person));
    // the body in a title says who speaks («Bí thư Thành ủy Nguyễn Văn An»)
    let behind_title = (range.start.saturating_sub(4)..range.start).any(|i| {
        scan.title(i).is_some_and(|(role, end)| {
            // «Chủ nhiệm Ủy ban | Kiểm tra» reaches into it
            (range.start..range.end).contains(&end) && role != TitleRole::Address
        })
    });
    // the one behind a document who issued it
    let behind_document = before.is_some_and(|before| {
        matches!(before.name, Named::Document(_))
            && range.start <= before.range.end + 1
            && !scan.text.is_sign(before.range.end, ',')
    });
    // «(PĐO) - …»: the outlet in a dateline
    let outlet = range.end < scan.text.len() && {
        let close = range.end + usize::from(scan.text.is_sign(range.end, ')'));
        let opens =
            range.start - usize::from(range.start > 0 && scan.text.is_sign(range.start - 1, '('));
        // «(PĐO) Ngày 5/3, …»
        let bracket = opens < range.start
            && close > range.end
            && matches!(mentions[index].name, Named::Organization(_));
        scan.text.token(opens).gap == Gap::Line
            && (bracket
                || matches!(scan.sign(close), '-' | '–' | '—') && !scan.is_country(close + 1))
    };
    // «Cục Thống kê (Bộ Tài chính)», «ông An (Chủ nhiệm HTX Giao Xuân, | huyện Giao Thủy |)»: whom the one before belongs to, or where
    let gloss = || {
        let told = mentions[..index].iter().rev().take(INTRODUCED);
        let mut told = told.filter(|named| scan.text.is_sign(named.range.end, '('));
        told.next().is_some_and(|named| {
            let open = named.range.end;
            let within = |i: usize| !scan.text.is_sign(i, ')') && !scan.text.is_sign(i, ':');
            (open..range.start).all(within)
                && scan.text.sentence_of(open) == scan.text.sentence_of(range.start)
        })
    };
    // «Nghị quyết Đại hội Đảng bộ xã xác định …» speaks of the commune
    let resolves = matches!(scan.word(range.end), "xác" | "đề" | "đặt")
        && scan.continues(range.end)
        && before.is_some_and(|document| {
            matches!(document.name, Named::Document(_))
                && scan.starts_sentence(document.range.start)
                && range.start <= document.range.end + LONGEST_OCCASION
        });
    if resolves {
        return Some(Stance::Agent);
    }
    if before_person || behind_title {
        return Some(Stance::Office);
    }
    (behind_document || outlet || gloss()).then_some(Stance::Apart)
}

/// «Cục Thống kê cho biết»: who reports is not whom the figures are about.
pub(super) fn reports(scan: &Scan, end: usize) -> bool {
    let end = behind_gloss(scan, end);
    let report = |at: usize| {
        scan.text
            .hit(at, Class::Phrase)
            .is_some_and(|hit| scan.lexicon.phrases[hit.entry()].data == Phrase::Report)
    };
    // «huyện đặt mục tiêu thu 12 tỷ đồng» speaks of itself
    if cue_at(scan, end) == Some(Cue::Aims) {
        return false;
    }
    // «Cục Thống kê cũng vừa báo cáo»
    (end..end + 3)
        .find(|&at| report(at) || at >= scan.text.len() || !scan.is_stop(at))
        .is_some_and(report)
}
