//! Tells an article's own text from the page around it: counters, menus, related headlines, footers.
//!
//! Judged by form and place: a paragraph is long and ends like a sentence; a short line belongs to the article if it
//! speaks of the same things as its paragraphs.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::gazetteer::Level;
use super::lexicon::{Class, Hit, Lexicon};
use super::naming::Guide;
use super::text::{Gap, Kind, Text};

/// Lines with at least so many words can be paragraphs.
const PARAGRAPH_WORDS: usize = 12;
/// Lines with at least so many are paragraphs whatever they end with.
const LONG_WORDS: usize = 28;
/// A sentence that reports a count has at least so many.
const SENTENCE_WORDS: usize = 6;
/// A table's cell with at least so many is a caption, with a credit half of them are enough.
const CAPTION_WORDS: usize = 8;
/// What stands before the area of a section: «2.», «*».
const SECTION_MARK: usize = 2;
/// Most tokens of a heading up to the colon behind its area: «3. Thành phố Hồ Chí Minh:».
const LONGEST_AREA: usize = 9;
/// The heading of a section stands no more lines above.
const LINES_BELOW: usize = 8;
/// A sentence with a phrase of web pages is chrome as a whole up to this many tokens.
const SHORT_SENTENCE: usize = 30;

/// For each token, whether it belongs to the page and not to the article.
pub fn chrome(text: &Text, lexicon: &Lexicon) -> Vec<bool> {
    let mut page = vec![false; text.len()];
    mark_phrases(text, lexicon, &mut page);
    let lines = text.lines();
    let prose: Vec<bool> = lines.iter().map(|line| is_paragraph(text, line)).collect();
    let Some(last) = prose.iter().rposition(|&prose| prose) else {
        return page;
    };
    // few pages that come as paragraphs alone are asked about it
    let pairs = LazyCell::new(|| {
        let paragraphs = lines.iter().zip(&prose).filter(|(_, prose)| **prose);
        word_pairs(text, paragraphs.map(|(line, _)| line))
    });
    let items = text.items();
    let mut below_section = false;
    // where short sentences that report something stop, one below the other
    let mut goes_on = last + 1;
    for (index, line) in lines.iter().enumerate() {
        if prose[index] {
            below_section = false;
            continue;
        }
        let section = section(text, lexicon, line);
        below_section |= section.is_some_and(|end| only_signs(text, end..line.end));
        let repeated = index > 0
            && lines[index - 1].len() == line.len()
            && line.len() > 3
            && text.slice(lines[index - 1].clone()) == text.slice(line.clone());
        if !below_section && !repeated && items[index] && !page[lines[index - 1].start] {
            continue;
        }
        // «Một số chỉ tiêu năm 2015 | + Thu ngân sách: 110 tỷ đồng»: above figures of the article
        let heads = items.get(index + 1) == Some(&true) && counts(text, &lines[index + 1]);
        // «Huyện Yên Định», «ĐÀ NẴNG» above what is told of it
        let next = lines.get(index + 1);
        let above = next.is_some_and(|next| prose[index + 1] || counts(text, next));
        let told = index > 0 && above && !page[lines[index - 1].start];
        if told && !below_section && !repeated && section_area(text, lexicon, line).is_some() {
            continue;
        }
        // «Hạ giá ba lần vẫn ế», «Tình hình kinh tế - xã hội năm 2020» between two paragraphs
        let between = !points(text, line)
            && index > 0
            && prose[index - 1]
            && prose.get(index + 1) == Some(&true);
        if !below_section && !repeated && index < last && (heads || between) {
            continue;
        }
        // below the last paragraph stand other articles' headlines; among the paragraphs, headings and captions
        let least_percent = if index > last { 60 } else { 25 };
        let told = || is_caption(text, lexicon, line) || reports(text, line);
        if !below_section && !repeated && index <= goes_on && !points(text, line) && told() {
            goes_on = goes_on.max(index + 1);
            continue;
        }
        if below_section
            || section.is_some()
            || repeated
            || points(text, line)
            || is_banner(text, line)
            || percent_shared(text, line, &pairs) < least_percent
        {
            page[line.clone()].fill(true);
        }
    }
    page
}

fn words(text: &Text, line: &Range<usize>) -> usize {
    text.tokens()[line.clone()]
        .iter()
        .filter(|token| token.kind != Kind::Sign)
        .count()
}

/// Long, and ending like a sentence or very long.
fn is_paragraph(text: &Text, line: &Range<usize>) -> bool {
    let count = words(text, line);
    // the colon of «(05.08.2019 16:32)» closes nothing
    let stops = |i: usize| {
        let sign = matches!(text.token(i).sign, '.' | '!' | '?' | '…' | ';' | ':');
        sign && !(i + 1 < line.end && text.token(i + 1).kind == Kind::Number)
    };
    let closed = (line.start..line.end).rev().take(3).any(stops);
    let list = (line.start..line.end)
        .filter(|&i| text.is_sign(i, '|'))
        .count()
        > 2;
    !list
        && !is_banner(text, line)
        && !points(text, line)
        && (count >= LONG_WORDS || count >= PARAGRAPH_WORDS && closed)
}

/// «Huyện Yên Định:», «2. ĐÀ NẴNG», «* TP Vinh»: the area that a line names and nothing else.
fn section_area(text: &Text, lexicon: &Lexicon, line: &Range<usize>) -> Option<Range<usize>> {
    let word = |i: &usize| text.token(*i).kind == Kind::Word;
    let start = line.clone().find(word)?;
    let end = line.clone().rfind(word)? + 1;
    let plain =
        (start..end).all(|i| word(&i) && text.token(i).capital || text.token(i).gap == Gap::None);
    let kind = text.hit(start, Class::PlaceKind).map(Hit::end);
    let name = kind.unwrap_or(start)..end;
    let known = |id| kind.is_some() || lexicon.gazetteer.unit(id).level() != Level::Commune;
    let short = start - line.start <= SECTION_MARK && line.end - end <= 1;
    let named = !name.is_empty()
        && short
        && plain
        && (kind.is_some() || name.len() > 1)
        && lexicon.gazetteer.named(text.slice(name)).any(known);
    named.then_some(start..end)
}

/// The area of the section that a line stands in: the last heading that names nothing else, else the last heading where it names
/// one before its colon («3. Sơn La: Chuyến xoài đầu tiên»).
pub(super) fn area_above(text: &Text, lexicon: &Lexicon, own: usize) -> Option<Range<usize>> {
    let lines = &text.lines()[own.saturating_sub(LINES_BELOW)..own];
    let alone = |line: &Range<usize>| section_area(text, lexicon, line);
    let heads = |line: &&Range<usize>| {
        let closed = matches!(
            text.token(line.end - 1).sign,
            '.' | '!' | '?' | '…' | ';' | ':' | '”' | '"'
        );
        line.len() < SHORT_SENTENCE && !closed
    };
    let titled = |line: &Range<usize>| {
        let mut first = line.start..line.end.min(line.start + LONGEST_AREA);
        let colon = first.find(|&i| text.is_sign(i, ':'))?;
        // «Yên Định: 12 hộ» is an item
        let counts = (colon..line.end).any(|i| text.token(i).kind == Kind::Number);
        section_area(text, lexicon, &(line.start..colon + 1)).filter(|_| !counts)
    };
    let mut above = lines.iter().rev();
    above
        .clone()
        .find_map(alone)
        .or_else(|| above.find(heads).and_then(titled))
}

/// «>> Sóc Trăng: 5 tháng, xuất khẩu tôm đạt 230 triệu USD»: the headline of another article.
fn points(text: &Text, line: &Range<usize>) -> bool {
    matches!(text.token(line.start).sign, '>' | '»' | '→' | '►')
}

/// «NHIỆT LIỆT CHÀO MỪNG …!»: nothing but capitals and an exclamation mark.
fn is_banner(text: &Text, line: &Range<usize>) -> bool {
    text.is_sign(line.end - 1, '!')
        && text.tokens()[line.clone()]
            .iter()
            .all(|token| token.kind != Kind::Word || token.capital)
        && text.token(line.start).all_caps
}

/// «… cấy lúa. (Ảnh: Lê Hùng)», or a sentence in a table's last cell: what stands under a picture of the article.
pub(super) fn is_caption(text: &Text, lexicon: &Lexicon, line: &Range<usize>) -> bool {
    let credit = |i: usize| {
        let photo = |hit: &Hit| lexicon.naming.guides[hit.entry()].data == Guide::Photo;
        let begins = text.token(i).capital || text.is_sign(i - 1, '(');
        text.hit(i, Class::Guide)
            .filter(|hit| begins && photo(hit))
            .is_some_and(|hit| text.is_sign(hit.end(), ':') && hit.end() < line.end)
    };
    let cell = text.is_sign(line.end - 1, '|')
        && !(line.start..line.end - 1).any(|i| text.is_sign(i, '|'));
    let long = |least: usize| words(text, line) >= least;
    cell && long(CAPTION_WORDS) || (line.start + 1..line.end).any(credit) && long(CAPTION_WORDS / 2)
}

/// «Huyện hỗ trợ nhà ở cho 204 hộ.»: a short sentence that counts something, not «Giấy phép số 45/GP-BTTTT.»
fn reports(text: &Text, line: &Range<usize>) -> bool {
    text.is_sign(line.end - 1, '.')
        && text.token(line.start).capital
        && words(text, line) >= SENTENCE_WORDS
        && counts(text, line)
}

/// Whether a line has a number with what it counts behind its first word.
fn counts(text: &Text, line: &Range<usize>) -> bool {
    let counted = Class::Noun.bit() | Class::Unit.bit() | Class::Numeral.bit();
    (line.start + 1..line.end - 1).any(|i| {
        let spaced = text.token(i + 1).gap == Gap::Space && text.starts_any(i + 1, counted);
        text.token(i).kind == Kind::Number && (spaced || text.is_sign(i + 1, '%'))
    })
}

fn mark_phrases(text: &Text, lexicon: &Lexicon, page: &mut [bool]) {
    let named = |hit: &&Hit| {
        let at = hit.start as usize;
        let sentence = &text.sentences()[text.sentence_of(at)];
        hit.class == Class::Chrome
            && at > sentence.start
            && text.token(at).capital
            && !matches!(text.token(sentence.end - 1).sign, '.' | '!' | '?' | '…')
    };
    // «… Quốc Bảo | Từ khóa: … Bình luận (27) Mới nhất …»: the end of a page that came as one line, without a full stop
    let mut last: Option<&Hit> = None;
    for hit in text.hits().iter().filter(named) {
        let sentence = text.sentences()[text.sentence_of(hit.start as usize)].clone();
        if let Some(first) = last.filter(|first| sentence.contains(&(first.start as usize))) {
            page[first.start as usize..sentence.end].fill(true);
        } else {
            last = Some(hit);
        }
    }
    for hit in text.hits().iter().filter(|hit| hit.class == Class::Chrome) {
        if lexicon.chrome[hit.entry()].id == "section" {
            continue;
        }
        let at = hit.start as usize;
        let sentence = text.sentences()[text.sentence_of(at)].clone();
        // «Cả tỉnh còn 400 người theo dõi tại nhà …»: a sentence of the article
        // as is «Lượt đọc tại chỗ từ 31.000 xuống 15.400 lượt.»
        let beside = (at.saturating_sub(2)..hit.end() + 2)
            .any(|i| i < text.len() && text.token(i).kind == Kind::Number);
        let told =
            reports(text, &sentence) && (words(text, &sentence) >= PARAGRAPH_WORDS || !beside);
        if told && lexicon.chrome[hit.entry()].id == "counter" {
            continue;
        }
        if sentence.len() <= SHORT_SENTENCE {
            page[sentence].fill(true);
        } else {
            // the counter beside the phrase, in a page that came as one line
            page[at.saturating_sub(3)..(hit.end() + 2).min(text.len())].fill(true);
        }
    }
}

/// The end of the heading of a list of other articles, where a line begins with one.
fn section(text: &Text, lexicon: &Lexicon, line: &Range<usize>) -> Option<usize> {
    let start = line.start + usize::from(text.token(line.start).kind == Kind::Sign);
    let hit = text.hit(start, Class::Chrome)?;
    (lexicon.chrome[hit.entry()].id == "section").then_some(hit.end())
}

fn only_signs(text: &Text, mut range: Range<usize>) -> bool {
    range.all(|i| text.token(i).kind == Kind::Sign)
}

/// Pairs of words that stand side by side.
fn word_pairs<'a>(text: &Text, lines: impl Iterator<Item = &'a Range<usize>>) -> FxHashSet<u64> {
    let mut known = FxHashSet::with_capacity_and_hasher(text.len(), FxBuildHasher);
    for line in lines {
        known.extend(pairs(text, line).map(|(_, pair)| pair));
    }
    known
}

/// Words that stand side by side, and numbers of two digits or more with the word behind them; whether it is a number's.
fn pairs<'a>(text: &'a Text, line: &Range<usize>) -> impl Iterator<Item = (bool, u64)> + 'a {
    let (start, end) = (line.start, line.end);
    (start + 1..end).filter_map(move |i| {
        let (a, b) = (text.token(i - 1), text.token(i));
        let number = a.kind == Kind::Number && a.span.end - a.span.start > 1;
        ((a.kind == Kind::Word || number) && b.kind == Kind::Word && b.gap == Gap::Space)
            .then(|| (number, u64::from(a.key) << 32 | u64::from(b.key)))
    })
}

/// How many of a line's word pairs the paragraphs use too, in percent; all of them where it repeats a figure of theirs.
fn percent_shared(text: &Text, line: &Range<usize>, known: &FxHashSet<u64>) -> usize {
    let (mut all, mut shared) = (0, 0);
    for (number, pair) in pairs(text, line) {
        let found = known.contains(&pair);
        if number && found {
            return 100;
        }
        all += usize::from(!number);
        shared += usize::from(found);
    }
    // one pair of words is no evidence: «36 đánh giá»
    if all < 2 { 0 } else { shared * 100 / all }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use serde_json::json;

    use crate::extract::{extract, lexicon::Lexicon};
    use crate::message::{Limits, parse};

    const ARTICLE: [&str; 5] = [
        "Huyện Tân Lạc hoàn thành 12 công trình nước sạch",
        "Sáng 14/9, UBND huyện Tân Lạc họp đánh giá chương trình nước sạch nông thôn, với sự tham dự của các phòng, ban và lãnh đạo các xã.",
        "Theo báo cáo, huyện đã hoàn thành 12 công trình nước sạch, cấp nước cho 3.450 hộ dân ở 7 xã vùng cao.",
        "12 công trình nước sạch được bàn giao cho các xã",
        "Trong thời gian tới, huyện tiếp tục vận động người dân đóng góp ngày công để bảo vệ các công trình nước sạch đã bàn giao.",
    ];

    fn figures(body: &str, lexicon: &Lexicon) -> Vec<String> {
        let message = json!({"url": "http://a.vn/1", "body": body, "language": "vi"});
        let limits = Limits::default();
        let article = parse(message.to_string().as_bytes(), Utc::now(), &limits).unwrap();
        let extraction = extract(&article, lexicon);
        let figures = extraction.statistics.into_iter();
        figures.map(|statistic| statistic.figure).collect()
    }

    #[test]
    fn headings_and_captions_of_the_article_itself_count() {
        let lexicon = Lexicon::embedded();
        let found = figures(&ARTICLE.join("\n"), &lexicon);
        assert_eq!(found, ["12", "12", "3.450", "7", "12"]);
    }

    #[test]
    fn the_end_of_a_page_that_came_as_one_line_counts_nothing() {
        let lexicon = Lexicon::embedded();
        let page = "Xã có 12 hộ nghèo. Lê Hùng Từ khóa: Sơn Long, ba xã, nông thôn mới Bình luận (27) Mới nhất Quan tâm nhất \
                    10 quán cà phê ven sông nên ghé Giá xăng tăng 410 đồng/lít 1 2 3 Thích 1,2K";
        assert_eq!(figures(page, &lexicon), ["12"]);
        let text = "Xã có 12 hộ nghèo, là nơi làm ra chương trình Thời sự và Video của huyện với 3 máy quay.";
        assert_eq!(figures(text, &lexicon), ["12", "3"]);
    }

    #[test]
    fn captions_count_with_a_credit_or_as_the_cell_of_a_table() {
        let lexicon = Lexicon::embedded();
        for (line, counts) in [
            (
                "Nông dân bản Nà Lốc trao 15 con bò giống. Ảnh: Lê Hùng",
                true,
            ),
            (
                "Chủ tịch Hội Phụ nữ xã trao 15 suất quà cho học sinh nghèo |",
                true,
            ),
            (
                "Trang chủ | Khuyến mãi 15 ngày vàng dành cho bạn đọc thân thiết |",
                false,
            ),
            ("Giá cà phê sáng nay tăng 15 đồng mỗi ký ở Buôn Hồ", false),
        ] {
            let body = ARTICLE.map(str::to_owned);
            let found = figures(&body.join(&format!("\n{line}\n")), &lexicon);
            assert_eq!(found.contains(&"15".to_owned()), counts, "{line}");
        }
    }

    #[test]
    fn a_long_sentence_may_count_readers_and_watchers_itself() {
        let lexicon = Lexicon::embedded();
        for (line, counts) in [
            (
                "Đến tối qua, cả huyện còn 75 người theo dõi tại nhà và bốn chốt kiểm dịch ở đầu bản.",
                true,
            ),
            (
                "Đoạn phim về chợ phiên Tân Lạc do hội làm đã có hơn 75 nghìn lượt xem sau một tuần.",
                true,
            ),
            ("Bài này có 75 lượt xem.", false),
            ("75 người theo dõi", false),
        ] {
            let found = figures(&format!("{}\n{line}", ARTICLE.join("\n")), &lexicon);
            let found = found.iter().any(|figure| figure.starts_with("75"));
            assert_eq!(found, counts, "{line}");
        }
    }

    #[test]
    fn one_line_between_two_paragraphs_counts() {
        let lexicon = Lexicon::embedded();
        let above = "Vào vụ thu, trạm khuyến nông mở lớp cho bà con ba bản và phát giống ngô lai ngắn ngày.";
        let below =
            "Theo chị Lò Thị Xuân ở bản Pọng, ngô lai cho bắp to hơn hẳn so với giống cũ của bản.";
        let heading = "Rao bán 7 lần không ai hỏi";
        for (lines, counts) in [
            (vec![above, heading, below], true),
            (vec![above, below, heading], false),
            (vec![above, heading, "Giá vàng quay đầu", below], false),
            (vec![above, "Tin liên quan", heading, below], false),
        ] {
            let found = figures(&lines.join("\n"), &lexicon);
            assert_eq!(found.contains(&"7".to_owned()), counts, "{lines:?}");
        }
    }

    #[test]
    fn the_last_line_counts_where_it_is_a_sentence_with_a_figure() {
        let lexicon = Lexicon::embedded();
        for (line, counts) in [
            ("Thị trường này chiếm 57% kim ngạch của huyện.", true),
            ("Thị trường này chiếm 57% kim ngạch của huyện", false),
            ("Giảm giá 57%.", false),
        ] {
            let found = figures(&format!("{}\n{line}", ARTICLE.join("\n")), &lexicon);
            assert_eq!(found.contains(&"57%".to_owned()), counts, "{line}");
        }
    }

    #[test]
    fn last_lines_count_while_one_sentence_with_a_figure_follows_another() {
        let lexicon = Lexicon::embedded();
        for (between, counts) in [
            ("Hội kết nạp được 34 hội viên mới.", true),
            ("Hội tổng kết phong trào thi đua năm", false),
        ] {
            let last = "Thị trường này chiếm 57% kim ngạch của huyện.";
            let found = figures(
                &format!("{}\n{between}\n{last}", ARTICLE.join("\n")),
                &lexicon,
            );
            assert_eq!(found.contains(&"57%".to_owned()), counts, "{between}");
        }
    }

    #[test]
    fn items_count_below_the_line_that_opens_their_list() {
        let lexicon = Lexicon::embedded();
        let opening = "Trong năm, các hội và đoàn thể của huyện còn làm được những việc sau đây cho hội viên:";
        for (above, item, counts) in [
            (opening, "- Dạy nghề may cho 15 chị.", true),
            (opening, "a) Dạy nghề may cho 15 chị.", true),
            (opening, "Dạy nghề may cho 15 chị;", true),
            (opening, "Dạy nghề may cho 15 chị", false),
            (ARTICLE[4], "- Dạy nghề may cho 15 chị.", false),
            ("Tin mới:", "- Dạy nghề may cho 15 chị.", false),
            (
                ARTICLE[4],
                "Xem thêm: Huyện Tân Lạc dạy nghề may cho 15 chị",
                false,
            ),
        ] {
            let body = ARTICLE.map(str::to_owned);
            let found = figures(&format!("{}\n{above}\n{item}", body.join("\n")), &lexicon);
            assert_eq!(found.contains(&"15".to_owned()), counts, "{above} {item}");
        }
    }

    #[test]
    fn the_page_around_an_article_yields_no_figure() {
        let lexicon = Lexicon::embedded();
        let own = figures(&ARTICLE.join("\n"), &lexicon);
        let pages: [(&str, &str); 13] = [
            (
                ">>> Lạc Sơn: Thu ngân sách 9 tháng đạt 320 tỷ đồng",
                ">> Mai Châu: 9 tháng đón 145.000 lượt khách, doanh thu đạt trên 130 tỷ đồng, tăng 12% so với cùng kỳ năm trước\n» Đà Bắc trồng 200 ha rừng.",
            ),
            (
                "Trang chủ | Thời sự | Kinh tế 24h | Top 10 | Video",
                "Lượt xem: 12.845\n4,5/5 (36 đánh giá)\nIn trang",
            ),
            (
                "Thứ Tư, 14/09/2022 | 15:30 GMT+7",
                "1.126 lượt xem\n28 người đã bình chọn\nGửi bình luận (0)",
            ),
            (
                "Hotline: 0912 345 678\nCỡ chữ: 12 14 16",
                "Tin liên quan\nPhá đường dây buôn lậu 30 kg vàng\nGiá xăng giảm 500 đồng/lít từ 15 giờ\n10 món ngon ngày hè",
            ),
            (
                "4 phút đọc",
                "Chia sẻ 35 Thích 1,2K Tweet\nTheo dõi chúng tôi: 250.000 người theo dõi",
            ),
            (
                "Giá vàng SJC: 66.800.000 đồng/lượng - USD: 23.650 - Hòa Bình 32°C",
                "Xem thêm:\n3 người tử vong trong vụ lật thuyền\nBão số 4 giật cấp 14, sóng cao 8 m",
            ),
            (
                "Đang online: 1.204 | Hôm nay: 35.668 | Tổng: 9.870.221",
                "Giấy phép số 112/GP-TTĐT cấp ngày 3/5/2019. Bản quyền thuộc Cổng thông tin điện tử.\nĐịa chỉ: 25 Trần Phú. ĐT: 0218 3855 123",
            ),
            (
                "Nghe bài viết 2:45\nGiọng nữ miền Bắc 1x 1.5x 2x",
                "ĐỌC NHIỀU\n1 Nữ sinh đạt 29,75 điểm khối C\n2 Lãi suất tiền gửi vượt 8%/năm\n3 Hơn 2.000 tỷ đồng làm cao tốc",
            ),
            (
                "Bình luận 12\nChia sẻ Facebook 120",
                "Tags: nước sạch, Tân Lạc, 2022\nBạn đọc gửi phản hồi về tòa soạn, tối đa 500 ký tự",
            ),
            (
                "10:15 14/09/2022 - 2 giờ trước",
                "Tin cùng chuyên mục\n(13/09/2022) Lạc Sơn trồng mới 120 ha keo\n(12/09/2022) Mai Châu đón 45.000 lượt khách\n(11/09/2022) Khai giảng 15 lớp dạy nghề",
            ),
            (
                "Đánh giá bài viết: 5 sao trên tổng số 18 đánh giá",
                "Thống kê truy cập\nĐang truy cập: 87\nTháng hiện tại: 120.560\nTổng lượt truy cập: 5.640.002",
            ),
            (
                "VN-Index 1.234,56 ▲ 5,6 (0,45%) HNX 280,1 ▼ 1,2 (0,4%)",
                "Quảng cáo\nCăn hộ cao cấp chỉ từ 1,5 tỷ đồng, chiết khấu 10%\nVay ưu đãi lãi suất 0% trong 24 tháng",
            ),
            (
                "Đăng ký nhận tin: 15.000 bạn đọc đã đăng ký",
                "Tổng biên tập: Trần Văn Bách. Cơ quan chủ quản: Sở Thông tin. Giấy phép 45/GP-BTTTT.\n© 2022. 2 triệu lượt tải ứng dụng",
            ),
        ];
        let mut misses = Vec::new();
        for (above, below) in pages {
            let found = figures(
                &format!("{above}\n{}\n{below}", ARTICLE.join("\n")),
                &lexicon,
            );
            if found != own {
                misses.push(format!("{above} … {below}: {found:?}"));
            }
        }
        assert!(misses.is_empty(), "\n{}", misses.join("\n"));
    }
}
