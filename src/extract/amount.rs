//! What a sum, a measure or a percent is of.

use super::clause::{Clause, Lead};
use super::indicator::{Before, Indicator, LONGEST, LONGEST_BEHIND, Link, join, words};
use super::lexicon::{Class, Cue, Entry, Phrase, Sort};
use super::phrase::{Part, Piece};
use super::quantity::{Dimension, Quantity};
use super::statistic::Linked;
use super::text::{Gap, Kind};
use crate::extraction::Measure;

/// What is told of so many percent of those counted begins with one of these.
const PREDICATES_OF_ALL: &[&str] = &[
    "đạt", "có", "trên", "dưới", "chưa", "được", "đã", "biết", "sử", "thuộc", "không",
];
/// So many shares of one whole stand in a list.
const LONGEST_SHARES: usize = 8;

/// What a part of something is told by begins with one of these.
const PREDICATES: &[&str] = &["đang", "bị", "đã", "được", "chưa", "ở", "thuộc"];

impl Clause<'_> {
    /// «[diện tích] mỏ», of which «công suất» is told next: what was measured, without the word of its measure.
    fn without_measure<'l>(&self, said: &'l str) -> &'l str {
        let is_measure = |head: &str| {
            self.is_bare_head(head) || head.starts_with("chiều ") && self.is_of(head, Phrase::Head)
        };
        let spaces = said.match_indices(' ').map(|(at, _)| at);
        let ends = spaces.chain([said.len()]);
        let parts = ends.filter_map(|at| said.split_at_checked(at));
        let measured = parts.rev().find(|&(head, _)| is_measure(head));
        measured.map_or(said, |(_, rest)| rest.trim_start())
    }

    /// Of a sum, a measure, a percent.
    pub(super) fn of_amount(
        &self,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
        linked: &[Linked],
    ) -> Indicator {
        if let Some(label) = self.made_known().or_else(|| self.of_two(linked)) {
            return Indicator::of(label);
        }
        let said = self.said_before(before, lead, previous);
        let said = said.or_else(|| self.divided(before, previous));
        let said = said.or_else(|| self.of_first_end(before, lead, previous));
        if let Some(label) = said.or_else(|| self.of_fund(lead)) {
            return Indicator::of(label);
        }
        let (mut subject, aside) = self.noun_phrase(&before.chunk);
        if let Some(label) = self.what_they_are(&subject, linked) {
            return Indicator::of(label);
        }
        if let Some(head) = self.worth_of_counted(before, previous) {
            subject = head;
        }
        // «3,4 nghìn tấn, tương đương kim ngạch 1,6 triệu USD»
        let worth = subject.strip_prefix("tương đương ");
        if let Some(worth) = worth.filter(|worth| self.is_bare_head(worth)) {
            subject = String::from(worth);
        }
        let behind = self.of_what_behind(&subject, before, lead, previous);
        if let Some(label) = self.of_people(&subject, &behind, lead, previous) {
            return Indicator::of(label);
        }
        let end = self.quantity.tokens.end;
        if lead.has(Cue::Share) && (!behind.is_empty() || self.word_is(end, &["tổng"])) {
            let of = previous.map_or("", |previous| &previous.indicator.label);
            let of = if subject.is_empty() { of } else { &subject };
            return Indicator::of(self.share_of(of, lead));
        }
        if let Some(label) = self.multiple_of(&subject, &behind, lead, previous) {
            return Indicator::of(label);
        }
        // «Công an phấn đấu giảm 5% | số vụ tai nạn»
        let turned = lead.has(Cue::Increase) || lead.has(Cue::Decrease);
        if turned && self.quantity.dimension == Dimension::Percent && !behind.is_empty() {
            return Indicator::of(behind);
        }
        if subject == "giá"
            && let Some(head) = before.chunk.iter().rfind(|piece| piece.is_head())
            && let Some(of) = self.priced(head.tokens.start)
        {
            return Indicator::of(join(&[&subject, &of]));
        }
        // «tuyến đường có chiều dài», «vụ cháy rừng làm thiệt hại»
        let short = words(&subject) <= 3 && !aside.is_empty() && !subject.is_empty();
        if short || self.says_too_little(&subject, &behind) {
            let of = [&behind, &aside]
                .into_iter()
                .find(|of| !of.is_empty())
                .or(previous.map(|previous| &previous.indicator.label));
            // «tăng mạnh nhất là nhóm giao thông với mức 1,96%» is of the group
            let grows = measure == Measure::Change && subject == "mức" && of.is_some();
            let head = if grows { "" } else { &subject };
            let of = of.map_or("", |of| of);
            let measured = |other: &Linked| other.quantity.dimension != Dimension::Count;
            let of = if behind.is_empty() && aside.is_empty() && previous.is_some_and(measured) {
                self.without_measure(of)
            } else {
                of
            };
            // «giá khởi điểm là 27 tỷ đồng, sau ba lần giảm giá còn 14 tỷ đồng» says it twice
            let again = of
                .strip_prefix(head)
                .is_some_and(|rest| rest.starts_with(' '));
            return Indicator::of(join(&[if again { "" } else { head }, of]));
        }
        let verb = || {
            let verb = self.action(&before.chunk);
            Indicator {
                head: verb.clone(),
                label: verb,
            }
        };
        // «đối với | 100% các chi bộ», «cải tạo | 10 km sông»
        if !behind.is_empty() && (before.link != Link::Copula || !before.has_head) {
            // a list shares its verb: «xây dựng 90 km đường, 83 m cầu»
            let listed = before.words.is_empty() && self.continues_list();
            // «các hộ hiến | 2.000 m2 đất»
            let done = before.chunk.last().is_some_and(Piece::is_verb);
            let head = match (before.link, previous) {
                _ if done => verb().label,
                (Link::Verb, _) => verb().label,
                // «kết nạp 80 đảng viên, 100% chi bộ sinh hoạt đúng quy định» tells of something else
                (_, Some(previous)) if listed && self.goes_with(previous) => {
                    previous.indicator.head.clone()
                }
                _ => String::new(),
            };
            let area = head.is_empty() && self.is_of_an_area(before, previous);
            return Indicator {
                label: join(&[if area { "diện tích" } else { &head }, &behind]),
                head,
            };
        }
        if before.link == Link::Verb && !before.has_head {
            let given = self.given_to().filter(|_| behind.is_empty());
            let purpose = given.unwrap_or_else(|| {
                let purpose = self.purpose(before).unwrap_or_else(|| self.chunk_behind());
                self.with_counted(self.wording(&purpose, LONGEST_BEHIND), &purpose)
            });
            let verb = verb();
            return Indicator {
                label: join(&[&verb.label, &purpose]),
                ..verb
            };
        }
        self.of_little_said(subject, before, lead, measure, previous)
    }

    /// «chiều dài», «tổng số tiền»; not «hiến 45 ha đất, | đóng góp | 78 tỷ đồng», which is something else than the land.
    fn says_too_little(&self, subject: &str, behind: &str) -> bool {
        let money = self.quantity.dimension == Dimension::Money;
        let gives = subject == "đóng góp" && money && behind.is_empty();
        self.is_bare_head(subject) && !gives
    }

    /// «kênh mương mới | đáp ứng 55% | nhu cầu tưới», «có 9 điểm đỗ xe, đáp ứng 15% nhu cầu»: with what meets the need.
    fn met(&self, behind: &str, previous: Option<&Linked>) -> Option<String> {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let near = start.max(figure.saturating_sub(LONGEST));
        let meets = |&i: &usize| self.word_is(i, &["đáp"]) && self.word_is(i + 1, &["ứng"]);
        let need = behind == "nhu cầu" || behind.starts_with("nhu cầu ");
        if !need || self.quantity.dimension != Dimension::Percent {
            return None;
        }
        let at = (near..figure).rfind(meets)?;
        // «kênh mương | mới, phấn đấu | đáp ứng»
        let joins = |i: &usize| self.word_is(*i, &["mới", "chỉ", "đã", "sẽ", "phấn", "đấu"]);
        let end = at - (start..at).rev().take_while(joins).count();
        let what = self.wording(self.trimmed(&self.pieces(start..end)), LONGEST);
        let told = previous.map_or("", |other| &other.indicator.label);
        let what = if what.is_empty() { told } else { &what };
        Some(join(&[what, "đáp ứng", behind]))
    }

    /// «412.000 người tham gia BHYT, đạt 87% | dân số»: how many of all these are, or how much of what they need is there.
    fn of_people(
        &self,
        subject: &str,
        behind: &str,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<String> {
        if let Some(met) = self.met(behind, previous) {
            return Some(met);
        }
        let whole = ["dân số", "lực lượng lao động", "tổng số "];
        let counted = previous.filter(|previous| {
            let behind = previous.quantity.tokens.end..lead.start.max(1) - 1;
            previous.quantity.dimension == Dimension::Count
                && self.text().is_sign(behind.end, ',')
                && behind
                    .into_iter()
                    .all(|i| self.text().token(i).kind == Kind::Word)
        })?;
        let told = subject.is_empty()
            && self.quantity.dimension == Dimension::Percent
            && lead.has(Cue::Attain)
            && whole.iter().any(|whole| behind.starts_with(whole));
        let label = &counted.indicator.label;
        (told && !label.is_empty()).then(|| join(&["tỷ lệ", label.trim_start_matches("số ")]))
    }

    /// «Giá xăng | được Bộ Công Thương công bố ở mức 23.000 đồng/lít»: what somebody makes known.
    fn made_known(&self) -> Option<String> {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let made = |i: usize| {
            self.word_is(i, &["công", "thông", "niêm"])
                && self.word_is(i + 1, &["bố", "báo", "yết"])
        };
        let by = |&i: &usize| {
            let named = || self.name_at(i + 1).is_some_and(|who| made(who.tokens.end));
            self.word_is(i, &["được"]) && named()
        };
        let by = (start..figure).find(by)?;
        let what = self.wording(&self.pieces(start..by), LONGEST);
        (!what.is_empty()).then_some(what)
    }

    /// «doanh thu 120 tỷ đồng, lãi 8 tỷ đồng, hoàn thành | 60% và 47% | kế hoạch»: one percent of each of two sums.
    fn of_two(&self, linked: &[Linked]) -> Option<String> {
        let own = self.quantity;
        let joined = |one: &Quantity, other: &Quantity| {
            one.dimension == Dimension::Percent
                && other.dimension == Dimension::Percent
                && one.tokens.end + 1 == other.figure.start
                && self.word_is(one.tokens.end, &["và"])
        };
        let second = self.before.is_some_and(|before| joined(before, own));
        if !second && !self.after.is_some_and(|after| joined(own, after)) {
            return None;
        }
        let sums = &linked[..linked.len() - usize::from(second)];
        let [.., one, other] = sums else {
            return None;
        };
        let sum = |of: &Linked| {
            of.quantity.dimension != Dimension::Percent
                && of.measure == Measure::Level
                && !of.indicator.label.is_empty()
        };
        let apart = one.indicator.label != other.indicator.label
            && one.quantity.dimension == other.quantity.dimension
            && other.quantity.figure.start <= one.quantity.tokens.end + LONGEST_BEHIND;
        let told = if second { other } else { one };
        (sum(one) && sum(other) && apart).then(|| told.indicator.label.clone())
    }

    /// «bờ biển dài 307 km, trong đó 198 km | đang sạt lở, 62 km ở mức nguy hiểm», «cấy 500 ha lúa, trong đó 120 ha bị ngập»: a
    /// part of the whole before, told by what is the matter with it.
    fn divided(&self, before: &Before, previous: Option<&Linked>) -> Option<String> {
        let whole = previous.filter(|whole| {
            whole.quantity.dimension == Dimension::Measure
                && whole.quantity.unit.label == self.quantity.unit.label
                && self.quantity.value <= whole.quantity.value
        })?;
        let (from, end) = (whole.quantity.tokens.end, self.quantity.tokens.end);
        if !before.chunk.is_empty() || !self.word_is(end, PREDICATES) {
            return None;
        }
        let label = &whole.indicator.label;
        let again = PREDICATES
            .iter()
            .find_map(|predicate| Some(label.split_once(&format!(" {predicate} "))?.0));
        let among = (from..self.quantity.figure.start)
            .any(|i| self.word_is(i, &["trong"]) && self.word_is(i + 1, &["đó"]));
        if !(among || again.is_some() && self.continues_list()) {
            return None;
        }
        let predicate = self.written(&self.chunk_behind(), LONGEST_BEHIND);
        let of = again.unwrap_or(label);
        let of = ["chiều dài ", "diện tích ", "tổng "]
            .iter()
            .find_map(|extent| of.strip_prefix(extent))
            .unwrap_or(of);
        (words(&predicate) > 1).then(|| join(&[of, &predicate]))
    }

    /// Of an amount before which a word or nothing says what it is of: what the figure before is of, or what stands behind.
    fn of_little_said(
        &self,
        subject: String,
        before: &Before,
        lead: &Lead,
        measure: Measure,
        previous: Option<&Linked>,
    ) -> Indicator {
        let carried = |previous: &Linked| {
            let label = &previous.indicator.label;
            let share = self.quantity.dimension == Dimension::Percent && lead.has(Cue::Share);
            if share && !label.starts_with("tỷ lệ") {
                let bare = label.trim_start_matches("tổng ").trim_start_matches("số ");
                join(&["tỷ lệ", bare])
            } else {
                label.clone()
            }
        };

        let leans = !matches!(measure, Measure::Level | Measure::Previous) || self.is_in_brackets();
        let acts = |subject: &str| self.is_of(subject, Phrase::Verb);
        match previous {
            Some(previous) if subject.is_empty() => Indicator::of(carried(previous)),
            // «VCB tăng 2,1%, CTG tăng 1,4%»
            Some(_) if leans && self.is_short_name(before) => Indicator::of(subject),
            // «trong đó tôm chiếm 35%»: which of them
            Some(previous) if leans && words(&subject) < 2 && lead.has(Cue::Share) => {
                Indicator::of(join(&[&carried(previous), &subject]))
            }
            // «thu 5 tỷ đồng, | chi | vượt định mức 96 triệu đồng»
            Some(previous) if leans && words(&subject) < 2 && !acts(&subject) => Indicator::of(
                self.class_beside(before, lead, previous)
                    .unwrap_or_else(|| carried(previous)),
            ),
            _ if subject.is_empty() => Indicator::of(self.wording_behind(LONGEST)),
            // «các hộ bỏ ra 2 triệu đồng | để mua đồng hồ nước»
            _ if !before.has_head && words(&subject) <= 3 => {
                let purpose = self.purpose(before);
                let purpose = purpose.map_or(String::new(), |pieces| {
                    self.wording(&pieces, LONGEST_BEHIND)
                });
                Indicator::of(join(&[&subject, &purpose]))
            }
            _ => Indicator::of(subject),
        }
    }

    /// «gồm 87 học sinh, 100% | là con em đồng bào Mông», «1.214 giáo viên, 92% | đạt chuẩn, 41% trên chuẩn»: of those that were
    /// counted.
    fn what_they_are(&self, subject: &str, linked: &[Linked]) -> Option<String> {
        let end = self.quantity.tokens.end;
        let bare = subject.is_empty() && self.quantity.dimension == Dimension::Percent;
        // the shares of a list are all of the same
        let near = linked.iter().rev().take(LONGEST_SHARES);
        let mut near = near.skip_while(|other| other.quantity.dimension == Dimension::Percent);
        let counted = near
            .next()
            .filter(|counted| bare && counted.quantity.dimension == Dimension::Count)?;
        let of = &counted.quantity.unit.label;
        if self.word_is(end, &["là"]) {
            let what = self.wording(&self.chunk_behind_token(end + 1), LONGEST_BEHIND);
            return (!what.is_empty()).then(|| join(&[of, "là", &what]));
        }
        let told = self.words_to_a_sign()?;
        let planned = |i: usize| matches!(self.cue_at(i), Some((Cue::Plan | Cue::Compare, _)));
        let tells = self.word_is(end, PREDICATES_OF_ALL) && !told.clone().any(planned);
        tells.then(|| join(&[of, self.text().slice(told)]))
    }

    /// What the words behind an amount say it is of.
    fn of_what_behind(
        &self,
        subject: &str,
        before: &Before,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> String {
        // «tiết kiệm được 8 triệu kWh, bằng 2% sản lượng»: of the figure before
        // nor «phần đóng của doanh nghiệp | bằng 40% số thu toàn tỉnh», of which something is said before
        let equal = (lead.start..self.quantity.figure.start)
            .chain(before.words.clone())
            .any(|i| self.word_is(i, &["bằng"]));
        let told = equal
            && if before.chunk.is_empty() {
                previous.is_some()
            } else {
                self.quantity.dimension == Dimension::Percent && words(subject) > 1
            };
        // «trên tổng số 2.310 tỷ đồng | có điều kiện»
        if !told && !self.is_a_way() && (self.noun_follows() || subject == "tổng số") {
            self.with_counted(self.wording_behind(LONGEST), &self.chunk_behind())
        } else {
            String::new()
        }
    }

    /// «cách trung tâm 35 km | đường rừng»: how far it is, by what way.
    fn is_a_way(&self) -> bool {
        self.word_is(self.quantity.tokens.end, &["đường"]) && self.is_far().is_some()
    }

    /// «nồng độ bụi cao gấp 1,6 lần | quy chuẩn»: with what it is compared with.
    fn multiple_of(
        &self,
        subject: &str,
        behind: &str,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let times = self.quantity.dimension == Dimension::Times && lead.has(Cue::Times);
        let degree = ["cao", "nhiều", "lớn"];
        let own = degree.iter().find_map(|word| subject.strip_suffix(word));
        let own = own.unwrap_or(subject).trim_end();
        let carried = previous.map_or("", |previous| &previous.indicator.label);
        let of = if own.is_empty() { carried } else { own };
        (times && !behind.is_empty() && !of.is_empty()).then(|| join(&[of, "so với", behind]))
    }

    /// «cả nước có 50.000 ha | tiêu»: an area of which only the crop is told; not «ngập 30 ha lúa», «giao 20 ha đất».
    fn is_of_an_area(&self, before: &Before, previous: Option<&Linked>) -> bool {
        let behind = self.chunk_behind();
        let crop = behind.iter().all(|piece| {
            !piece.is_verb() && !piece.is_head() && !self.piece_is(piece, &["bị", "đất"])
        });
        let had = before
            .words
            .clone()
            .any(|i| self.word_is(i, &["có", "còn", "gồm", "với"]));
        let beside = previous.is_some_and(|other| other.indicator.label.starts_with("diện tích "));
        matches!(self.quantity.unit.label.as_str(), "ha" | "m2")
            && crop
            && (had || before.words.is_empty() && self.continues_list() && beside)
    }

    /// «20 bộ bàn ghế | học sinh trị giá 30 triệu đồng»: the head of a sum behind the end of what was counted.
    fn worth_of_counted(&self, before: &Before, previous: Option<&Linked>) -> Option<String> {
        let (head, rest) = before.chunk.split_last()?;
        let counted = &previous?.quantity;
        let follows = counted.dimension == Dimension::Count
            && counted.tokens.end == before.chunk[0].tokens.start;
        let tail = rest.iter().all(|piece| piece.part == Part::Word);
        (follows && tail && head.is(Phrase::BareHead))
            .then(|| self.text().slice(head.tokens.clone()).to_owned())
    }

    /// «chiếm 38% | tổng số đơn vị cấp huyện»: with the whole that it is a share of.
    fn share_of(&self, of: &str, lead: &Lead) -> String {
        let whole = self.wording_behind(LONGEST);
        // «bảo đảm tỷ lệ giảm tối thiểu 10% biên chế»
        let turn = (lead.start..self.quantity.figure.start)
            .find(|&i| self.word_is(i, &["giảm", "tăng"]))
            .filter(|_| self.word_is(lead.start, &["tỷ", "tỉ", "Tỷ", "Tỉ"]));
        if let Some(turn) = turn {
            return join(&[self.text().slice(lead.start..turn + 1), &whole]);
        }
        // «hộ nghèo chiếm 3% tổng số hộ»: how many of their own kind
        let kind = |label: &str| {
            let words = label.split(' ').find(|word| !["tổng", "số"].contains(word));
            words.map(str::to_owned)
        };
        if kind(of) == kind(&whole) {
            join(&["tỷ lệ", of.trim_start_matches("số ")])
        } else {
            join(&[of, "chiếm", &whole])
        }
    }

    /// Only words between a token and the bracket that opens right before the figure.
    fn is_one_clause(&self, from: usize) -> bool {
        let open = self.quantity.figure.start - 1;
        (from..open).all(|i| self.text().token(i).kind == Kind::Word)
    }

    /// «VCB», «CPI»: capitals that are all that stands before the figure.
    fn is_short_name(&self, before: &Before) -> bool {
        let [only] = before.chunk.as_slice() else {
            return false;
        };
        before.adjacent && only.tokens.len() == 1 && self.text().token(only.tokens.start).all_caps
    }

    /// «học sinh xếp loại giỏi chiếm 38%, | khá 44%»: a class beside the one before.
    fn class_beside(&self, before: &Before, lead: &Lead, previous: &Linked) -> Option<String> {
        let only = before.chunk.last().filter(|_| before.chunk.len() < 3)?;
        let alike = self.quantity.dimension == Dimension::Percent
            && previous.quantity.dimension == Dimension::Percent
            && previous.measure == Measure::Share
            && lead.cues.is_empty()
            && before.adjacent;
        let sorts = &self.context.lexicon.sorts;
        let grade = |sort: &Entry<Sort>| matches!(sort.data, Sort::Grade | Sort::Mean);
        let mut own = self.text().hits_ending(only.tokens.end, Class::Sort);
        own.find(|(_, hit)| grade(&sorts[hit.entry()]))?;
        let grades = sorts.iter().filter(|sort| grade(sort));
        let mut last = grades
            .flat_map(|sort| &sort.surfaces)
            .filter_map(|last| previous.indicator.label.strip_suffix(last.as_str()));
        let kept = last.find_map(|kept| kept.strip_suffix(' '))?;
        (alike && words(kept) > 1).then(|| join(&[kept, &self.written(&before.chunk, LONGEST)]))
    }

    /// Whether a verb may stand for both figures: a percent is done to as another percent is.
    fn goes_with(&self, previous: &Linked) -> bool {
        let percent = |quantity: &Quantity| quantity.dimension == Dimension::Percent;
        percent(self.quantity) == percent(&previous.quantity)
    }

    /// What the words around a sum, a measure or a percent leave to the figure before.
    fn said_before(
        &self,
        before: &Before,
        lead: &Lead,
        previous: Option<&Linked>,
    ) -> Option<String> {
        let label = |other: &Linked| other.indicator.label.clone();
        if previous.is_some() && self.is_in_brackets_of_plan(lead) {
            return previous.map(label);
        }
        // «có 9 tổ chức hoàn thành tốt nhiệm vụ (20%)»: the part that was counted
        let named = |piece: &Piece| matches!(piece.part, Part::Name(_));
        if self.is_alone_in_brackets(self.quantity)
            && lead.cues.is_empty()
            && !before.chunk.iter().any(named)
            && let Some(part) = previous.filter(|part| {
                part.quantity.dimension == Dimension::Count
                    && self
                        .before
                        .is_some_and(|last| last.figure.start == part.quantity.figure.start)
                    && self.clause_start() == self.quantity.figure.start
                    && self.is_one_clause(part.quantity.tokens.end)
            })
        {
            return Some(label(part));
        }
        if let Some(regard) = self.regard() {
            // «tăng 14% về lượng» of what was said before
            let head = self.is_bare_head(&regard) || self.is_of(&regard, Phrase::Head);
            let bare = words(&regard) < 2 || head;
            // «đã thi hành xong 73% | về việc»
            let verb = || {
                let acts = !before.has_head && before.chunk.iter().any(Piece::is_verb);
                acts.then(|| self.action(&before.chunk))
            };
            let said = || {
                let said = self.regarded(&regard, previous)?;
                Some(said).filter(|said| !said.contains(|c: char| c.is_ascii_digit()))
            };
            let of = bare.then(|| said().or_else(verb));
            let of = of.flatten();
            return Some(match of {
                Some(of) => join(&[&of, "về", &regard]),
                None => regard,
            });
        }
        // «đạt 24%, thấp hơn mục tiêu 30%»: the plan for what was said before
        let plan = before.chunk.last().filter(|last| {
            matches!(self.cue_at(last.tokens.start), Some((Cue::Plan, _)))
                && matches!(
                    self.cue_before(last.tokens.start, self.sentence.start),
                    Some((Cue::Increase | Cue::Decrease | Cue::Compare | Cue::Exceed, at))
                        if at <= before.chunk[0].tokens.start
                )
        });
        if previous.is_some() && plan.is_some() {
            return previous.map(label);
        }
        // «đoàn kiểm toán xác định | tăng thu 9 tỷ đồng»
        if self.quantity.dimension == Dimension::Money
            && before.adjacent
            && !before.has_head
            && before.chunk.last().is_some_and(Piece::is_verb)
            && let Some((Cue::Increase, end)) = self.cue_at(lead.start)
            && self.word_is(end - 1, &["thu"])
        {
            return Some(self.text().slice(lead.start..end).to_owned());
        }
        // «bằng 58% dự toán, 52% nghị quyết»
        let listed = measure_before_is_index(previous) && self.continues_list();
        let whole = self.is_percent_of_whole(before, listed || lead.has(Cue::Attain));
        previous.filter(|_| whole).map(label)
    }

    /// «tăng 15% | về số doanh nghiệp»: which of the things named before a percent or a multiple is of.
    fn regard(&self) -> Option<String> {
        let relative = matches!(
            self.quantity.dimension,
            Dimension::Percent | Dimension::Times
        );
        let end = self.quantity.tokens.end;
        let Some((Phrase::Regarding, from)) = self.phrase_at(end).filter(|_| relative) else {
            return None;
        };
        let regard = self.wording(&self.chunk_behind_token(from), LONGEST);
        (self.word_is(end, &["về"]) && !regard.is_empty()).then_some(regard)
    }

    /// Whether a noun stands right behind a percent or a measure: «25% cán bộ, công chức», «20 triệu m2 sàn nhà ở».
    pub(super) fn noun_follows(&self) -> bool {
        let end = self.behind_bound(self.quantity.tokens.end);
        // «86% chiều dài tuyến», «100% đại biểu có mặt»: of what is named by more words than one of time
        let longest = |class| self.text().hit(end, class).map_or(0, |hit| hit.len);
        let dated = || {
            let (time, named) = (
                longest(Class::Time),
                longest(Class::Noun).max(longest(Class::Phrase)),
            );
            time > 0 && (named < 2 || time > named)
        };
        end < self.ceiling()
            && self.text().token(end).kind == Kind::Word
            && self.text().token(end).gap == Gap::Space
            && !self.is_stop(end)
            && self
                .cue_at(end)
                .is_none_or(|(cue, _)| matches!(cue, Cue::Neutral | Cue::GroupHead | Cue::NameHead))
            && !dated()
    }

    /// «(kế hoạch cả năm 12%-13%)»: the plan for what the figure before measured.
    fn is_in_brackets_of_plan(&self, lead: &Lead) -> bool {
        let open = (self.floor()..lead.start)
            .rev()
            .find(|&i| matches!(self.text().token(i).sign, '(' | ')' | ',' | ';'));
        open.is_some_and(|i| {
            // «so với kế hoạch tổng công ty giao (15 triệu kWh)»
            let from = self.before.map_or(i, |before| before.tokens.end);
            let planned = || (from..i).any(|at| matches!(self.cue_at(at), Some((Cue::Plan, _))));
            let opens = i + 1 == self.quantity.figure.start && planned();
            let plan = matches!(self.cue_at(i + 1), Some((Cue::Plan, _)));
            self.text().is_sign(i, '(') && (plan || opens)
        })
    }

    /// «giải ngân 68 tỷ đồng | cho 1.230 lao động vay vốn»: to whom the sum goes, though they are counted.
    fn given_to(&self) -> Option<String> {
        let end = self.quantity.tokens.end;
        let next = self.after.filter(|next| {
            self.quantity.dimension == Dimension::Money
                && self.word_is(end, &["cho"])
                && next.dimension == Dimension::Count
                && !next.noun.is_empty()
                && next.figure.start <= end + 2
        })?;
        let behind = self.written(&self.chunk_behind_token(next.tokens.end), LONGEST_BEHIND);
        Some(join(&[
            "cho",
            self.text().slice(next.noun.clone()),
            &behind,
        ]))
    }

    /// «bố trí 5 tỷ đồng | để xây dựng 3 trường học»; what money is for that was come to says nothing of it: «bán lúa được 20
    /// triệu đồng để trả nợ».
    fn purpose(&self, before: &Before) -> Option<Vec<Piece>> {
        let gain = |piece: &Piece| self.context.sort(piece.tokens.start, &[Sort::Gain]);
        let gains = || before.chunk.iter().any(|piece| gain(piece).is_some());
        self.purpose_behind().filter(|_| !gains())
    }

    /// «đầu tư 38 tỷ đồng | xây mới 46 phòng học»: with what is counted behind the verb of a purpose.
    fn with_counted(&self, said: String, pieces: &[Piece]) -> String {
        let verb = pieces.last().filter(|last| last.is_verb());
        let counted = self.after.filter(|next| {
            self.quantity.dimension == Dimension::Money
                && next.dimension == Dimension::Count
                && verb.is_some_and(|verb| verb.tokens.end == next.figure.start)
        });
        match counted {
            Some(next) => join(&[&said, self.text().slice(next.noun.clone())]),
            None => said,
        }
    }
}

fn measure_before_is_index(previous: Option<&Linked>) -> bool {
    previous.is_some_and(|previous| previous.measure == Measure::Index)
}
