//! Recognizes the same report in another paper or under another address: a text becomes a short signature, and two
//! signatures tell how much of the shorter text the longer one repeats.
//!
//! A text is the set of all runs of eight words («shingles») outside the page's own chrome, and of all runs of three
//! words with a figure among them; the headline stays out, because papers write their own. A report made from the same
//! pattern with other names and figures shares few of the runs, a copy that was cut or put in another order keeps most.
//! Of that set a signature keeps a sample (`MinHash`; Broder, «On the resemblance and containment of documents», 1997): one
//! hash function throws the runs into 128 bins, and the least value in each is kept; an empty bin takes the value of
//! another, in an order of its own (Shrivastava, «Optimal densification for fast and accurate minwise hashing», 2017). The
//! part of them that is equal in two signatures estimates how alike the sets are. Texts that share no band, two neighboring
//! values, need not be compared at all.
//!
//! ```
//! use solieu::extract::lexicon::Lexicon;
//! use solieu::story::Signature;
//!
//! let lexicon = Lexicon::embedded();
//! let body = "Sáng 12/5, Đảng ủy xã Hòa Xuân tổ chức hội nghị tổng kết công tác năm 2023 với sự có mặt của toàn thể \
//!             cán bộ chủ chốt. Toàn xã có 312 đảng viên, thu ngân sách đạt 8,5 tỷ đồng, bằng 104% so với cùng kỳ.";
//! let signature = Signature::read(body, &lexicon);
//! let cut = Signature::read(body.split_inclusive('.').next().unwrap(), &lexicon);
//! assert!(signature.repeated(&cut) >= 60);
//! assert_eq!(signature.repeated(&Signature::read("Giá xăng tăng 500 đồng mỗi lít.", &lexicon)), 0);
//! ```

use std::iter;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::extract::chrome::chrome;
use crate::extract::lexicon::Lexicon;
use crate::extract::text::{Kind, Text};

/// Words of a run.
const RUN: usize = 8;
/// Words of a run that a figure is in: three more runs for every figure.
const FIGURE_RUN: usize = 3;
/// A text with fewer runs says too little to be told from others.
const LEAST_RUNS: usize = 12;
/// Values of a signature: the error of an estimate is about 4 percent, more where a text has fewer runs.
const BINS: usize = 128;
/// The value of a bin that no run falls into.
const EMPTY: u32 = u32::MAX;
/// Bands of two values: of texts with a third of their runs in common, 97 in 100 share one; of texts with a twentieth, 8.
const BANDS: usize = 32;
/// Texts with less in common, in percent of all their runs, are no copies, however short one of them is: a digest
/// repeats many reports.
const LEAST_ALIKE: u64 = 18;

/// What is kept of a text to compare it with others; empty for a text that says too little.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Different runs in the text.
    runs: u32,
    /// The least value of each bin, or nothing.
    minima: Vec<u32>,
}

impl Signature {
    /// The signature of a body.
    pub fn read(body: &str, lexicon: &Lexicon) -> Self {
        let text = Text::new(body, lexicon);
        Self::of(&text, &chrome(&text, lexicon))
    }

    /// The signature of a text; `page` says of each token whether it belongs to the page and not to the article.
    pub fn of(text: &Text, page: &[bool]) -> Self {
        let words: Vec<(u32, Kind)> = text
            .tokens()
            .iter()
            .zip(page)
            .filter(|(token, page)| token.kind != Kind::Sign && !**page)
            .map(|(token, _)| (token.key, token.kind))
            .collect();
        let figures = words
            .windows(FIGURE_RUN)
            .filter(|run| run.iter().any(|(_, kind)| *kind == Kind::Number));
        let mut runs = FxHashSet::with_capacity_and_hasher(2 * words.len(), FxBuildHasher);
        let mut least = [EMPTY; BINS];
        for run in words.windows(RUN).chain(figures).map(hash_run) {
            runs.insert(run);
            let value = u32::try_from(run >> 32).unwrap_or(EMPTY).min(EMPTY - 1);
            let least = &mut least[bin(run)];
            *least = value.min(*least);
        }
        if runs.len() < LEAST_RUNS {
            return Self::default();
        }
        let borrowed = |of: u64| {
            iter::successors(Some(of), |&at| Some(mix(at)))
                .map(|at| least[bin(at)])
                .find(|&value| value != EMPTY)
        };
        Self {
            runs: u32::try_from(runs.len()).unwrap_or(u32::MAX),
            minima: (0..).take(BINS).filter_map(borrowed).collect(),
        }
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.minima.is_empty()
    }

    /// How much of the shorter text the longer one repeats, in percent; 0 where they have too little in common.
    pub fn repeated(&self, other: &Self) -> u64 {
        if self.is_empty() || self.minima.len() != other.minima.len() {
            return 0;
        }
        let all = self.minima.len() as u64;
        let pairs = self.minima.iter().zip(&other.minima);
        let alike = pairs.filter(|(a, b)| a == b).count() as u64;
        if 100 * alike < LEAST_ALIKE * all {
            return 0;
        }
        // alike/all = common/(a + b - common), and common/min(a, b) is asked for
        let (a, b) = (u64::from(self.runs), u64::from(other.runs));
        (100 * alike * (a + b) / ((all + alike) * a.min(b))).min(100)
    }

    /// What texts must share to be compared: 32 hashes, or none.
    pub fn bands(&self) -> Vec<i64> {
        let pairs = (0..BANDS).zip(self.minima.chunks_exact(2));
        pairs
            .map(|(band, pair)| hash([u32::try_from(band).unwrap_or(0), pair[0], pair[1]]))
            .map(u64::cast_signed)
            .collect()
    }

    /// The form that is stored: the number of runs and the minima, big-endian; nothing for an empty one.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let numbers = [self.runs].into_iter().chain(self.minima.iter().copied());
        (!self.is_empty()).then(|| numbers.flat_map(u32::to_be_bytes).collect())
    }

    /// Reads the stored form; other bytes give an empty signature.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|number| u32::from_be_bytes(*number));
        match numbers.next() {
            Some(runs) if rest.is_empty() && numbers.len() == BINS => Self {
                runs,
                minima: numbers.collect(),
            },
            _ => Self::default(),
        }
    }
}

/// Stored signatures hold its results: another function would recognize no copy of an older text.
fn hash(numbers: impl IntoIterator<Item = u32>) -> u64 {
    let fold = |hash, number| mix(hash ^ u64::from(number));
    numbers.into_iter().fold(0, fold)
}

fn hash_run(words: &[(u32, Kind)]) -> u64 {
    hash(words.iter().map(|(key, _)| *key))
}

/// The bin of a hash, by its lower half; the upper one is its value there.
fn bin(hash: u64) -> usize {
    usize::from(hash.to_le_bytes()[0]) % BINS
}

/// The step of the generator `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    const REPORT: [&str; 4] = [
        "Chiều 7/9, UBND huyện Tân Sơn họp đánh giá kết quả phát triển kinh tế - xã hội 8 tháng đầu năm, với sự tham dự của lãnh đạo các phòng, ban và các xã.",
        "Theo báo cáo, tổng thu ngân sách trên địa bàn đạt 212 tỷ đồng, bằng 71% dự toán; giá trị sản xuất công nghiệp tăng 9,4% so với cùng kỳ.",
        "Toàn huyện đã giải quyết việc làm cho 1.860 lao động, đưa 214 người đi làm việc ở nước ngoài, mở 23 lớp dạy nghề cho lao động nông thôn.",
        "Kết luận hội nghị, Chủ tịch UBND huyện yêu cầu các đơn vị tập trung tháo gỡ khó khăn về mặt bằng, đẩy nhanh tiến độ giải ngân vốn đầu tư công.",
    ];

    fn signature(lines: &[&str]) -> Signature {
        Signature::read(&lines.join("\n"), &Lexicon::embedded())
    }

    #[test]
    fn a_cut_or_rearranged_text_in_another_page_is_a_copy() {
        let [first, second, third, fourth] = REPORT;
        let whole = signature(&REPORT);
        for copy in [
            vec![first, second],
            vec![first, third, second, fourth],
            vec![
                "Trang chủ | Thời sự",
                first,
                second,
                third,
                fourth,
                "Lượt xem: 1.204",
            ],
            vec![
                first,
                second,
                third,
                "Tin liên quan",
                "Giá xăng giảm 500 đồng từ 15 giờ chiều nay",
            ],
        ] {
            let repeated = whole.repeated(&signature(&copy));
            assert!(repeated >= 70, "{repeated}: {copy:?}");
        }
    }

    #[test]
    fn another_report_of_the_same_pattern_is_none() {
        let replaced = REPORT.map(|line| {
            [
                ("7/9", "6/10"),
                ("Tân Sơn", "Yên Lập"),
                ("8 tháng", "9 tháng"),
                ("212", "347"),
                ("71%", "83%"),
                ("9,4%", "11,2%"),
                ("1.860", "2.015"),
                ("214", "96"),
                ("23", "31"),
            ]
            .iter()
            .fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
        });
        let other = signature(&replaced.each_ref().map(String::as_str));
        let repeated = signature(&REPORT).repeated(&other);
        assert!(repeated < 60, "{repeated}");
    }

    #[test]
    fn an_estimate_is_near_the_truth_for_short_texts_and_long_ones() {
        let lexicon = Lexicon::embedded();
        let words = |range: Range<u32>| {
            let words: Vec<String> = range
                .map(|number| format!("w{}e", letters(number)))
                .collect();
            Signature::read(&words.join(" "), &lexicon)
        };
        for (length, error) in [(80, 15), (400, 10), (4000, 8)] {
            // the runs that both hold, of those of one
            for shared in [length / 2, length * 3 / 4] {
                let (one, other) = (
                    words(0..length),
                    words(length - shared..2 * length - shared),
                );
                let truth = u64::from(100 * (shared - 7) / (length - 7));
                let repeated = one.repeated(&other);
                assert!(
                    repeated.abs_diff(truth) <= error,
                    "{length}: {repeated} for {truth}"
                );
            }
            assert_eq!(words(0..length).repeated(&words(length..2 * length)), 0);
        }
    }

    /// A number in letters only.
    fn letters(number: u32) -> String {
        number
            .to_string()
            .bytes()
            .map(|digit| char::from(digit + b'a' - b'0'))
            .collect()
    }

    #[test]
    fn too_short_a_text_is_like_no_other() {
        let short =
            signature(&["Nội dung đang được cập nhật, mời bạn đọc quay lại sau ít phút nữa."]);
        assert_eq!(short, Signature::default());
        assert_eq!(short.repeated(&short), 0);
        assert!(short.bands().is_empty());
        assert_eq!(short.to_bytes(), None);
    }

    #[test]
    fn a_digest_is_no_copy_of_a_report_it_repeats() {
        let others: Vec<String> = (0..12)
            .map(|number| format!(
                "Tại xã số {number}, {} hộ dân đã hiến {} m2 đất để mở rộng đường liên thôn, nhiều hơn năm trước {} hộ và {} m2 như kế hoạch đề ra.",
                number + 20, number * 31 + 400, number + 3, number * 7 + 11
            ))
            .collect();
        let digest: Vec<&str> = others
            .iter()
            .map(String::as_str)
            .chain([REPORT[1]])
            .collect();
        assert_eq!(signature(&digest).repeated(&signature(&REPORT[1..2])), 0);
    }

    #[test]
    fn a_stored_signature_reads_back_and_stays_what_it_was() {
        let whole = signature(&REPORT);
        let bytes = whole.to_bytes().unwrap();
        assert_eq!(bytes.len(), 4 + 4 * BINS);
        assert_eq!(Signature::from_bytes(&bytes), whole);
        assert_eq!(Signature::from_bytes(&bytes[1..]), Signature::default());
        assert_eq!(Signature::from_bytes(&[]), Signature::default());
        // a new hash would recognize no copy of what is stored: change it only with `solieu reprocess`
        assert_eq!(
            (whole.runs, whole.minima[0], whole.bands()[0]),
            (144, 1_426_010_340, -7_755_552_316_880_777_351)
        );
    }
}
