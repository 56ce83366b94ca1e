//! Whether a figure is planned, expected or required.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::clause::{Clause, Lead};
use super::lexicon::{Class, Cue, Hit, Phrase, Sort};
use super::period::{Role, Time};
use super::quantity::Dimension;
use super::text::Kind;

/// What opens a sentence is said in so many tokens: «Trong 24 đến 48 giờ tới».
const OPENING: usize = 7;
/// Who is asked to do something is told at the head of the sentence.
const ORDER: usize = 30;
/// Most tokens from «có thể» to the figure's own words: «có thể chạm mốc».
const MAY: usize = 4;
/// «nhu cầu tuyển dụng thêm tới | 300 người» is no longer.
const HIRED: usize = 6;
/// A month, before whose last days nobody looks back on the year.
const MONTH: u64 = 31;
/// Words of what has been found, behind a request: «yêu cầu xử lý tình trạng 30% hộ chưa có nước», «kiến nghị giảm thuế, bởi có
/// 35% doanh nghiệp lỗ».
const FOUND: &[&str] = &["trạng", "việc", "vì", "do", "bởi", "hiện", "rõ"];

impl Clause<'_> {
    /// «Dự toán được giao là 650 tỷ đồng; thực hiện được | 480 tỷ đồng»: what has come of a plan that has its own figure; not
    /// «Mục tiêu: thu ngân sách đạt 650 tỷ đồng; …».
    fn is_answered(&self, plan: usize, lead: &Lead) -> bool {
        let figure = self.quantity.figure.start;
        let sign = |sign: char| (plan..figure).any(|i| self.text().is_sign(i, sign));
        let given = (plan..(plan + 4).min(figure)).any(|i| self.word_is(i, &["giao"]));
        let reached = figure > plan && self.word_is(figure - 1, &["được"]);
        let done = lead.has(Cue::Attain) || self.word_is(lead.start, &["được"]);
        // «mục tiêu 380 km, thực hiện được | 241 km»: the figure before is the plan's own
        let own = self.before.is_some_and(|before| before.figure.start > plan);
        (given && done && sign(';') || reached && own && sign(',')) && !sign(':')
    }

    /// Planned, expected or required: said by a word before the figure, or by a period that has not begun.
    pub(super) fn is_target(&self, lead: &Lead) -> bool {
        let clause = self.clause_start();
        let count = self.quantity.dimension == Dimension::Count;
        let line = self.text().line_of(self.quantity.figure.start);
        let mut target = self.context.planned[line];
        for (cue, at) in self.cues_left(self.sentence.start) {
            match cue {
                // «412 cơ quan ký cam kết tiết kiệm 10% điện; thành phố giảm được 18.500 kWh»
                Cue::Target if at < clause && at > 0 && self.word_is(at - 1, &["ký"]) => {}
                Cue::Target
                    if self.is_of_one_item(at) || self.is_named(at) || self.is_contradicted(at) => {
                }
                Cue::Target | Cue::Plan if self.is_overtaken(at) || self.is_answered(at, lead) => {}
                Cue::Plan | Cue::Required if self.is_missed_by(at) => {}
                Cue::Target => target = true,
                Cue::Done if target && self.is_new_to_come(at) => {}
                Cue::Done if at >= clause && !self.is_newly(at) && !self.in_compound(at) => {
                    target = false;
                }
                // «theo kế hoạch», «mục tiêu là» speak for the whole sentence; «dự toán chi … là» for its figure
                Cue::Plan if at == self.sentence.start || self.is_followed(at) => target = true,
                Cue::Plan if at >= clause && self.is_to_be_reached(at) => target = true,
                // «đại hội thông qua các nhóm chỉ tiêu chủ yếu, trong đó: kết nạp từ 20 đảng viên mới trở lên»
                Cue::Plan if self.is_adopted(at) => target = true,
                // «được giao bảo vệ 1.120 ha rừng»: it is in their hands
                Cue::Required if self.is_in_hand(at) => {}
                // «tuyến đường có tổng mức đầu tư 14 tỷ đồng, đưa vào sử dụng từ năm 2018»: it has been paid
                Cue::Required if self.word_is(at, &["tổng", "Tổng"]) && self.is_in_use() => {}
                // «được giao hoàn thành 500 căn»
                Cue::Required if at >= clause && self.is_given_to_do(at) => target = true,
                Cue::Plan | Cue::Required
                    if at >= clause
                        && self.clause_is_open(at)
                        && (!count || self.is_quota_told(at, lead))
                        && !self.is_inside_compound(at)
                        && !self.is_carried_out(at) =>
                {
                    target = true;
                }
                _ => {}
            }
        }
        let must =
            (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["phải", "cần"]));
        let must = must || self.is_needed(lead);
        // «đến năm 2021 | chỉ còn 37 vụ» has come so far
        let only = |i: usize| self.word_is(i, &["chỉ"]) && self.word_is(i + 1, &["còn"]);
        let told = self.cues_left(clause).any(|(cue, _)| cue == Cue::Done)
            || (lead.start..self.quantity.figure.start).any(only);
        let quota = self.is_quota() || !told && (self.is_asked_for(lead) || self.may_reach(lead));
        // «không quá 3 Phó Chủ tịch», «tối thiểu 10 mâm»: what a rule allows or asks for
        let limit = !told
            && (lead.has(Cue::AtMost)
                || (lead.start..self.quantity.figure.start).any(|i| self.word_is(i, &["tối"])));
        let sought = quota || self.is_sought() || self.is_asked_of();
        self.is_prescribed()
            || self.is_a_task()
            || (target || limit || must || sought || !told && self.is_ahead())
                && !self.is_done_after()
    }

    /// «giá trúng thầu cao hơn giá | kế hoạch 1,4 tỷ đồng», «thu thấp hơn dự toán | được giao 6 tỷ đồng»: a sum by which a plan was
    /// missed; not «thấp hơn mức dự toán 6 tỷ đồng», the plan's own.
    fn is_missed_by(&self, plan: usize) -> bool {
        // «tỷ lệ tổn thất 5,1%, thấp hơn kế hoạch | 0,2%»: no plan is so far from what came of it
        let little = self.before.is_some_and(|before| {
            let own = self.quantity.value * Decimal::TEN;
            self.quantity.dimension == Dimension::Percent
                && before.dimension == Dimension::Percent
                && before.figure.start >= self.sentence.start
                && own < before.value
        });
        (little || self.quantity.dimension == Dimension::Money)
            && self.cues_left(self.clause_start()).any(|(cue, at)| {
                let than = self.cue_at(at).map_or(at, |(_, end)| end);
                let from = than + usize::from(self.word_is(than, &["giá"]));
                matches!(cue, Cue::Increase | Cue::Decrease)
                    && self.word_is(than - 1, &["hơn"])
                    && from <= plan
                    && matches!(self.cue_at(from), Some((Cue::Plan, _)))
            })
    }

    /// «Theo | kế hoạch, huyện làm 12 km đường», «ông Ba cho biết, theo | kế hoạch vốn, huyện làm 12 km đường»
    fn is_followed(&self, plan: usize) -> bool {
        let start = self.sentence.start;
        plan > start
            && self.word_is(plan - 1, &["Theo", "theo"])
            && (plan - 1 == start || matches!(self.text().token(plan - 2).sign, ',' | ':' | '“'))
    }

    /// «kết nạp 4 đảng viên, trong khi chỉ tiêu được giao | là 7»; not «số xã chưa có kế hoạch là 5».
    fn is_quota_told(&self, at: usize, lead: &Lead) -> bool {
        let end = lead.start;
        let told = end > at && self.word_is(end - 1, &["là"]) || self.word_is(end, &["là"]);
        let reached = |i: usize| {
            matches!(
                self.cue_at(i),
                Some((Cue::Attain | Cue::Done | Cue::Exceed, _))
            ) || self.word_is(i, &["hoàn", "chưa", "không"])
        };
        let opens = at == self.sentence.start
            || matches!(self.text().token(at - 1).sign, ',' | ';')
            || self.word_is(at - 1, &["khi", "mà", "nhưng", "song", "với"]);
        told && opens && self.word_is(at, &["chỉ", "kế", "Chỉ", "Kế"]) && !(at..end).any(reached)
    }

    /// «Trung tâm | Dự báo khí tượng thủy văn», «bằng 104% dự toán | phấn đấu»: part of the name of a body or of a plan.
    fn is_named(&self, at: usize) -> bool {
        let body = at > self.sentence.start && self.text().token(at).capital && self.in_name(at);
        let plan = matches!(
            self.cue_before(at, self.sentence.start),
            Some((Cue::Plan, plan)) if self.text().is_sign(plan.saturating_sub(1), '%')
        );
        body || plan
    }

    /// «huyện cần tuyển 120 giáo viên», «công ty cần thêm 600 lao động», «có nhu cầu tuyển 300 người»: what is not there yet; not
    /// «nhu cầu tuyển dụng của 30 công ty».
    fn is_needed(&self, lead: &Lead) -> bool {
        let before = |end: usize| {
            end > self.floor() && self.word_is(end - 1, &["cần"]) && !self.in_compound(end - 1)
        };
        let added = lead.start > 0 && self.word_is(lead.start - 1, &["thêm"]);
        let to = lead.start - usize::from(added);
        let verb = (to.saturating_sub(3).max(self.floor())..to)
            .find(|&i| matches!(self.phrase_at(i), Some((Phrase::Verb, end)) if end == to));
        let figure = self.quantity.figure.start;
        let told = |i: usize| {
            self.word_is(i, &["dụng", "thêm", "tới", "là"])
                || matches!(
                    self.cue_at(i),
                    Some((Cue::About | Cue::Nearly | Cue::Over, _))
                )
        };
        let sought = |i: usize| {
            self.word_is(i, &["nhu", "đăng"])
                && self.word_is(i + 1, &["cầu", "ký"])
                && self.word_is(i + 2, &["tuyển"])
                && (i + 3..figure).all(told)
        };
        let near = figure.saturating_sub(HIRED).max(self.floor())..figure;
        before(to) || verb.is_some_and(before) || near.into_iter().any(sought)
    }

    /// «Theo phương án, huyện phải xây 6 khu tái định cư», «Theo quy định, người lao động phải đóng 8%», «quý IV phải thu 570 tỷ
    /// đồng thì mới đạt dự toán», «Để hoàn thành kế hoạch, mỗi tháng xã phải thu 2 tỷ đồng»: what has to be done by a plan or a rule;
    /// «phải» alone may tell what was done.
    fn is_prescribed(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let must = |&i: &usize| self.word_is(i, &["phải"]);
        let Some(must) = (figure.saturating_sub(ORDER).max(start)..figure).rfind(must) else {
            return false;
        };
        let end = self.quantity.tokens.end;
        let only = |i: usize| {
            self.word_is(i, &["thì"]) && self.word_is(i + 1, &["mới"])
                || self.word_is(i, &["mới"]) && self.word_is(i + 1, &["cán", "đạt", "đủ"])
        };
        if must >= self.clause_start() && (end..self.ceiling().min(end + MAY)).any(only) {
            return true;
        }
        let ruled = |at: usize| {
            matches!(self.cue_at(at), Some((Cue::Plan | Cue::Required, _)))
                || self.context.sort(at, &[Sort::Norm]).is_some()
        };
        let aimed = |i: usize| matches!(self.cue_at(i), Some((Cue::Plan | Cue::Target, _)));
        self.word_is(start, &["Theo"]) && (ruled(start + 1) || ruled(start + 2))
            || self.word_is(start, &["Để", "Muốn"])
                && (start + 1..must.min(start + ORDER)).any(aimed)
    }

    /// «thu sai | quy định 218 triệu đồng» plans nothing.
    fn is_inside_compound(&self, i: usize) -> bool {
        let mut before = i.saturating_sub(2)..i;
        before.any(|at| matches!(self.phrase_at(at), Some((Phrase::Compound, end)) if end > i))
    }

    /// Whether a plan that a colon spells out was agreed on: «thống nhất thông qua các chỉ tiêu, gồm: …».
    fn is_adopted(&self, plan: usize) -> bool {
        let figure = self.quantity.figure.start;
        let agreed = |i: usize| {
            self.context
                .sort(i, &[Sort::Adopted, Sort::Agreed])
                .is_some()
        };
        // «thông qua kế hoạch năm 2019 với doanh thu 9 tỷ đồng», not «với 95% số phiếu»
        let sum = self.quantity.dimension != Dimension::Percent;
        // «quyết nghị 20 chỉ tiêu, trong đó kết nạp 45 đảng viên»
        let among = |i: usize| self.word_is(i, &["trong"]) && self.word_is(i + 1, &["đó"]);
        let told =
            |i: usize| self.text().is_sign(i, ':') || sum && self.word_is(i, &["với"]) || among(i);
        // «thông qua kế hoạch sản lượng 4 triệu tấn, doanh thu 90 tỷ đồng»
        let headed = |&(_, end): &(Cue, usize)| {
            sum && matches!(
                self.phrase_at(end),
                Some((Phrase::Head | Phrase::BareHead, _))
            )
        };
        let listed = self.cue_at(plan).filter(headed).map(|(_, end)| end);
        let colon = listed.or_else(|| (plan..figure).find(|&i| told(i)));
        colon.is_some_and(|colon| colon <= plan + ORDER / 2)
            && (self.sentence.start.max(plan.saturating_sub(ORDER))..plan).any(agreed)
    }

    /// «đề ra phương hướng, nhiệm vụ năm 2022: trồng mới | 30 ha chè»; not «thông qua kết quả thực hiện nhiệm vụ: …».
    fn is_a_task(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let colon = (start..figure).find(|&i| self.text().is_sign(i, ':'));
        let results = |i: usize| self.word_is(i, &["quả"]);
        // «5. Nhiệm vụ 6 tháng cuối năm: thu hút thêm 20 dự án»
        let opens = |task: usize| {
            task <= start + 2 && (start..task).all(|i| self.text().token(i).kind != Kind::Word)
        };
        colon.is_some_and(|colon| {
            let task = |&i: &usize| self.context.sort(i, &[Sort::Task]).is_some();
            let task = (start..colon).rfind(task);
            task.is_some_and(|task| {
                (opens(task) || self.is_adopted(task)) && !(start..task).any(results)
            })
        })
    }

    /// «phấn đấu đạt 95% kế hoạch», «yêu cầu đạt ít nhất 60% kế hoạch»: a word of striving before the figure.
    pub(super) fn is_striven_for(&self, lead: &Lead) -> bool {
        let strives = |(cue, at): (Cue, usize)| {
            // «Mục tiêu là giải ngân ít nhất 95% kế hoạch»
            cue == Cue::Plan && at == self.sentence.start && self.word_is(at, &["Mục", "Chỉ"])
                || cue == Cue::Target && self.word_is(at, &["phấn", "quyết", "đặt"])
        };
        self.is_asked_for(lead)
            || self.cues_left(self.sentence.start).any(strives) && self.is_target(lead)
    }

    /// «phấn đấu trồng 300 ha; đến nay trồng được | 210 ha»: what there is at present follows the plan.
    fn is_overtaken(&self, plan: usize) -> bool {
        let figure = self.quantity.figure.start;
        let present = |i: usize| {
            self.word_is(i, &["nay", "hiện"])
                || self.word_is(i, &["đến", "tới"]) && self.word_is(i + 1, &["nay"])
        };
        let near = figure.saturating_sub(ORDER).max(plan + 1)..figure;
        near.into_iter().any(|i| {
            // «theo kế hoạch, công trình hoàn thành năm 2017 nhưng | đến nay còn | 2 km»
            let turns = matches!(self.text().token(i).sign, ',' | ';')
                || self.word_is(i, &["nhưng", "song"]);
            turns && present(i + 1)
        })
    }

    /// «Trái với | kỳ vọng, đảo đón 121.000 lượt khách», «không như | dự kiến»: it came otherwise.
    fn is_contradicted(&self, at: usize) -> bool {
        at > self.sentence.start + 1
            && self.word_is(at - 1, &["với", "như"])
            && self.word_is(at - 2, &["Trái", "trái", "Khác", "khác", "Không", "không"])
    }

    /// «sản lượng dự kiến 17 tấn; tổng thu …»: what stands right before a figure ends with its item.
    fn is_of_one_item(&self, at: usize) -> bool {
        let Some((_, end)) = self.cue_at(at).filter(|_| self.word_is(at, &["dự"])) else {
            return false;
        };
        // «tổng mức đầu tư dự kiến 3 tỷ đồng; xây dựng 2 phòng học» plans all of it
        let before = self.cue_before(at, self.sentence.start);
        if matches!(before, Some((Cue::Required | Cue::Plan, _))) {
            return false;
        }
        let figure = self.quantity.figure.start;
        let ended = (end..figure).find(|&i| self.text().is_sign(i, ';'));
        let of = self.figures.iter().find(|other| other.figure.start >= end);
        ended.is_some()
            && of.is_some_and(|of| {
                of.figure.start < figure && (end..of.figure.start).all(|i| self.cue_at(i).is_some())
            })
    }

    /// «được giao | hoàn thành 500 căn», «được giao bổ sung 12 biên chế»
    fn is_given_to_do(&self, at: usize) -> bool {
        let Some((_, end)) = self.cue_at(at).filter(|_| self.word_is(at + 1, &["giao"])) else {
            return false;
        };
        // «được giao 2.350 căn»: what is to be reached, not what has been handed over
        if end == self.quantity.figure.start {
            let noun = &self.quantity.noun;
            let goal = |i: usize, end: usize| self.context.sort(i, &[Sort::Goal]) == Some(end);
            // «biên chế được giao 215 đồng chí»
            let from = at.saturating_sub(2).max(self.sentence.start);
            return goal(noun.start, noun.end) || (from..at).any(|i| goal(i, at));
        }
        let verb = self
            .phrase_at(end)
            .filter(|(phrase, _)| *phrase == Phrase::Verb);
        verb.is_some_and(|(_, end)| end == self.quantity.figure.start)
    }

    /// The token after «đề nghị», «kiến nghị», «yêu cầu» at `i`; not «thực hiện kiến nghị», «các yêu cầu».
    fn request(&self, i: usize) -> Option<usize> {
        let noun = i > 0 && self.word_is(i - 1, &["các", "những", "số", "hiện", "quyết"]);
        // «4.862 ý kiến, kiến nghị; …»
        let ends = |end: usize| end < self.sentence.end && self.text().is_sign(end, ';');
        self.context
            .sort(i, &[Sort::Request])
            .filter(|&end| !noun && !ends(end))
    }

    /// «phải vận động thêm ít nhất 500 người», «đề nghị mỗi xã xây dựng ít nhất 2 mô hình», «Trong 24 giờ tới, …»
    fn is_asked_for(&self, lead: &Lead) -> bool {
        let asks = |i: usize| self.word_is(i, &["phải", "cần"]) || self.request(i).is_some();
        let ahead = |i: usize| {
            self.word_is(i, &["tới"])
                && self.word_is(i - 1, &["giờ", "ngày", "tuần", "tháng", "năm", "gian"])
        };
        let start = self.sentence.start;
        // «yêu cầu các sở hoàn thành 100% kế hoạch; mỗi sở tự kiểm tra ít nhất 2 đơn vị»
        // not «kiến nghị thu hồi 9 tỷ đồng, đã thu 7 tỷ đồng, đạt 76%»
        let done = |(cue, at): (Cue, usize)| {
            cue == Cue::Done && matches!(self.text().token(at - 1).sign, ',' | ';')
        };
        let ordered = |i: usize| self.request(i).is_some() && !self.cues_left(i).any(done);
        let percent = self.quantity.dimension == Dimension::Percent
            && (lead.has(Cue::Attain) || self.is_ordered());
        // «phải giải ngân 100%»
        let due = |i: usize| {
            self.word_is(i, &["phải"])
                && (self.word_is(i + 1, &["dành", "đạt"])
                    || self.word_is(i + 1, &["giải", "bố", "hoàn", "tiết", "cắt"])
                        && self.word_is(i + 2, &["ngân", "trí", "thành", "kiệm", "giảm"]))
        };
        lead.has(Cue::AtLeast) && (self.clause_start()..lead.start).any(asks)
            || self.quantity.dimension != Dimension::Count
                && (self.clause_start()..self.quantity.figure.start).any(due)
            || (percent || lead.has(Cue::AtLeast))
                && (start..lead.start.min(start + ORDER)).any(ordered)
            || self.word_is(start, &["Trong", "Thời", "Những"])
                && (start + 1..(start + OPENING).min(lead.start)).any(ahead)
    }

    /// «Chủ tịch huyện | yêu cầu các xã tập trung giảm nghèo; 100% trường học đạt chuẩn»: who asks is told right before, and
    /// nothing that has been found stands between: «yêu cầu xử lý tình trạng 30% hộ chưa có nước».
    fn is_ordered(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let asks = |&i: &usize| {
            let who = i > start
                && (self.ends_name(i)
                    || matches!(self.phrase_at(i - 1), Some((Phrase::Actor, _)))
                    || self.word_is(i - 1, &["đã", "tịch", "đạo", "thư", "cũng"]));
            who && self.request(i).is_some()
        };
        let found = |i: usize| self.word_is(i, FOUND);
        let from = (start..figure.min(start + ORDER)).find(asks);
        from.is_some_and(|from| !(self.clause_start().max(from)..figure).any(found))
    }

    /// «đề nghị tỉnh hỗ trợ 40 tỷ đồng», «xin 85 triệu đồng», «kiến nghị bổ sung 8 biên chế»: what has not been given; not
    /// «kiến nghị thu hồi 5 tỷ đồng».
    fn is_sought(&self) -> bool {
        let (start, figure) = (self.clause_start(), self.quantity.figure.start);
        let asks = |&i: &usize| {
            self.word_is(i, &["xin"])
                || (self.request(i)).is_some_and(|end| !self.word_is(end, &["của"]))
        };
        let gives = |i: usize| {
            let first = self.word_is(i, &["hỗ", "bố", "bổ", "cấp"]);
            first && matches!(self.phrase_at(i), Some((Phrase::Verb, end)) if end <= figure)
        };
        let money = self.quantity.dimension == Dimension::Money;
        // «bổ sung», not «bổ nhiệm»
        let adds = |i: usize| gives(i) && !self.word_is(i + 1, &["nhiệm"]);
        let given = |from: usize| {
            let directly = |i: usize| matches!(self.phrase_at(i), Some((_, end)) if end == figure);
            money
                && (self.word_is(from, &["xin"]) && from + 1 == figure
                    || (from + 1..figure).any(gives))
                || self.quantity.dimension == Dimension::Count
                    && (from + 1..figure).any(|i| adds(i) && directly(i))
        };
        (start..figure).find(asks).is_some_and(|from| {
            given(from) && !self.cues_left(from).any(|(cue, _)| cue == Cue::Done)
        })
    }

    /// «kiến nghị | UBND tỉnh | chỉ đạo thu hồi 5 tỷ đồng»: what somebody is asked to do; not «đã kiến nghị thu hồi 5 tỷ đồng»,
    /// which counts what an inspection has come to.
    fn is_asked_of(&self) -> bool {
        let (start, figure) = (self.sentence.start, self.quantity.figure.start);
        let asked = |i: usize| {
            let end = self.request(i)?;
            let of = end + usize::from(self.word_is(end, &["các", "với"]));
            let actor = match self.phrase_at(of) {
                Some((Phrase::Actor, end)) => Some(end),
                _ => None,
            };
            let titled = self.text().hit(of, Class::Title).map(Hit::end);
            let whom = self.name_at(of).map(|name| name.tokens.end);
            // «đề nghị các ngân hàng giãn nợ cho 18 chủ tàu»
            let several = || {
                self.text()
                    .hit(of, Class::Noun)
                    .filter(|_| of > end)
                    .map(Hit::end)
            };
            whom.or(actor).or(titled).or_else(several)
        };
        // «đề nghị Thành ủy tặng Huy hiệu cho 214 đảng viên» counts who is proposed
        let found = |i: usize| {
            self.word_is(i, FOUND)
                || self.word_is(i, &["đang", "đã", "còn", "bị", "của", "tặng", "khen"])
                || matches!(self.text().token(i).sign, ';' | ':')
        };
        let verb = |i: usize| {
            matches!(self.phrase_at(i), Some((Phrase::Verb | Phrase::Light, _)))
                || matches!(self.cue_at(i), Some((Cue::Increase | Cue::Decrease, _)))
                // «đề nghị TP cho ứng 150 tỷ đồng», «kéo thêm 14 km»
                || self.word_is(i, &["thêm", "ứng"])
                || self.word_is(i, &["cho"]) && self.phrase_at(i).is_none()
        };
        let from = (figure.saturating_sub(ORDER).max(start)..figure).find_map(asked);
        from.is_some_and(|from| {
            // «kiến nghị UBND tỉnh | xuất 12,5 tỷ đồng»
            let first = self.text().token(from);
            let acts = self.ends_name(from)
                && first.kind == Kind::Word
                && !first.capital
                && self.text().hit(from, Class::Stance).is_none()
                && !self.word_is(from, &["là", "có", "và", "về"]);
            (acts || (from..figure).any(verb)) && !(from..figure).any(found)
        })
    }

    /// «xuất khẩu có thể đạt 14 tỷ USD», «có thể chạm mốc 5 tỷ USD»
    fn may_reach(&self, lead: &Lead) -> bool {
        let from = lead.start.saturating_sub(MAY).max(self.clause_start());
        let may = |i: usize| {
            self.word_is(i, &["có"])
                && (self.word_is(i + 1, &["thể"])
                    || self.word_is(i + 1, &["khả"])
                        && self.word_is(i + 3, &["đạt", "vượt", "chạm"]))
        };
        self.quantity.dimension != Dimension::Count && (from..=lead.start).any(may)
    }

    /// «…, đã bàn giao, đưa vào sử dụng từ năm 2018», «Hồ đưa vào sử dụng năm 2019, …»: what the sentence tells of is in use.
    fn is_in_use(&self) -> bool {
        let (start, end) = (self.sentence.start, self.sentence.end);
        let used = |&i: &usize| {
            self.word_is(i, &["đưa"]) && self.context.sort(i, &[Sort::Beginning]).is_some()
        };
        let from = self.quantity.figure.start;
        let used = (from.saturating_sub(ORDER).max(start)..end.min(from + ORDER)).find(used);
        let coming = |i: usize| {
            self.word_is(i, &["chưa", "để", "sẽ"])
                || matches!(self.cue_at(i), Some((Cue::Target, _)))
        };
        used.is_some_and(|used| !(used.saturating_sub(ORDER).max(start)..used).any(coming))
    }

    /// «được giao | bảo vệ 1.120 ha rừng», «giao khoán 300 ha»: what is kept, not what is to be reached.
    fn is_in_hand(&self, at: usize) -> bool {
        let end = self.cue_at(at).map_or(at, |(_, end)| end);
        self.word_is(end - 1, &["giao"]) && self.context.sort(end, &[Sort::Kept]).is_some()
    }

    /// «giải ngân | kế hoạch vốn đạt 5 tỷ đồng»: how much of the plan has been carried out.
    fn is_carried_out(&self, at: usize) -> bool {
        at >= self.floor() + 2
            && matches!(
                self.text().slice(at - 2..at).to_lowercase().as_str(),
                "giải ngân" | "thanh toán"
            )
    }

    /// «xã được giao 270 chỉ tiêu», «giao …, tổng số 1.800 chỉ tiêu»: so many are to be reached; not «đại hội thống nhất 24 chỉ
    /// tiêu», which there are.
    fn is_quota(&self) -> bool {
        let figure = self.quantity.figure.start;
        self.quantity.dimension == Dimension::Count
            && self.quantity.unit.label.starts_with("chỉ tiêu")
            && (self.sentence.start..figure).any(|i| self.word_is(i, &["giao"]))
    }

    /// «Để đạt mục tiêu cả năm 2022 tạo việc làm cho 27.000 lao động, …»: the plan's own figure, in one run of words.
    fn is_to_be_reached(&self, plan: usize) -> bool {
        let from = plan.saturating_sub(3).max(self.sentence.start);
        (from..plan).any(|i| self.word_is(i, &["Để", "để"]))
            && self.clause_is_open(plan)
            && (from..plan).any(|i| self.word_is(i, &["đạt", "thành", "hiện"]))
    }

    /// «dự kiến khởi công chung cư | mới cao 20 tầng», «phấn đấu phát triển | mới từ 400 hội viên»: behind a word of what is to
    /// come, in one run of words, it says what is new.
    fn is_new_to_come(&self, at: usize) -> bool {
        let turns = |i: usize| {
            self.text().token(i).kind != Kind::Word
                || self.word_is(i, &["nhưng", "song", "mà", "nay", "hiện", "chỉ"])
        };
        let words = (at.saturating_sub(ORDER).max(self.sentence.start)..at)
            .rev()
            .take_while(|&i| !turns(i));
        let planned = |i: usize| matches!(self.cue_at(i), Some((Cue::Target, _)));
        self.word_is(at, &["mới"]) && words.into_iter().any(planned)
    }

    /// «xây mới 65 căn»: new ones, not done just now.
    fn is_newly(&self, at: usize) -> bool {
        let end = at + 1;
        self.word_is(at, &["mới"])
            && (end == self.quantity.figure.start
                || matches!(
                    self.cue_at(end),
                    Some((
                        Cue::About | Cue::Nearly | Cue::Over | Cue::AtLeast | Cue::AtMost,
                        _
                    ))
                ))
    }

    /// «3 tháng cuối năm, huyện tập trung hoàn thành | 8 công trình», «2 tháng còn lại, …» of an article that appeared in them: what
    /// is still to be done.
    fn is_of_the_rest(&self, time: &Time, day: NaiveDate) -> bool {
        let rest = |i: usize| self.word_is(i, &["cuối", "lại"]);
        let runs = time
            .days
            .is_some_and(|(start, end)| start <= day && end > day + Days::new(MONTH));
        let done = self
            .cues_left(self.sentence.start)
            .any(|(cue, _)| cue == Cue::Done);
        runs && !done
            && time.role == Role::Period
            && self.context.opens(time)
            && time.tokens.clone().any(rest)
    }

    /// The figure's own period begins after the article appeared, or is one that a plan ends in.
    pub(super) fn is_ahead(&self) -> bool {
        let framed = || self.held().filter(|_| !self.is_of_the_event());
        let own = self.own_time();
        if own.is_some_and(|time| self.is_of_the_agenda(time)) {
            return false;
        }
        own.or_else(framed).is_some_and(|time| {
            if let Some(day) = self.context.published {
                return self.context.is_ahead(self.text(), time) || self.is_of_the_rest(time, day);
            }
            // «đến ngày 31/3/2021 có 12 tổ» reports; plans are made for months and years
            // «đến 31/12/2023 còn nợ 9 tỷ đồng» in a report on that year
            let reported = self.context.period.is_some_and(|period| {
                time.days
                    .is_some_and(|(start, _)| period.start < start && period.end >= start)
            });
            // «Đến tháng 10/2018 đã có 26 vị trí nứt; riêng đoạn này 150 m»
            let done = |(cue, at): (Cue, usize)| cue == Cue::Done && at >= time.tokens.end;
            let reported = reported || self.cues_left(self.sentence.start).any(done);
            // «đến 31/12/2023» is the day of a state, «đến cuối năm 2023» may be that of a plan
            let written = time.tokens.clone().any(|i| self.text().is_sign(i, '/'));
            let planned = !reported
                && time.days.is_some_and(|(start, end)| {
                    (end - start).num_days() > 1
                        || !written && (start.day(), start.month()) == (31, 12)
                });
            planned && time.role == Role::Until && !self.is_cumulative()
        })
    }
}
