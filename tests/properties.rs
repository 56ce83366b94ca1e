//! What holds for the core whatever the text is: no panic, spans that slice to what they say, one result per text.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::json;
use solieu::article::Article;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::extraction::Extraction;
use solieu::message::{Limits, parse};
use unicode_normalization::UnicodeNormalization;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// Pieces that rules look for, in every order that chance gives them.
const PIECES: [&str; 64] = [
    "Đảng bộ huyện Yên Thành",
    "quận Hải An",
    "xã Thọ Thành",
    "TP",
    "Hà Nội",
    "UBND",
    "HĐND TP",
    "ông",
    "bà Lê Thị Thanh",
    "Nguyễn Văn An",
    "Chủ tịch",
    "Phó Bí thư Thường trực",
    "Nghị quyết số 15-NQ/TU",
    "Chỉ thị 15",
    "(khóa XII)",
    "ngày 25/10/2021",
    "năm 2022",
    "9 tháng năm 2022",
    "quý I/2023",
    "nhiệm kỳ 2020 - 2025",
    "đến nay",
    "hiện nay",
    "từ",
    "xuống còn",
    "tăng",
    "giảm",
    "đạt",
    "bằng",
    "so với cùng kỳ",
    "gần",
    "hơn",
    "trên",
    "dưới",
    "tối thiểu",
    "hàng trăm",
    "một",
    "hai mươi mốt",
    "rưỡi",
    "1.284,6",
    "12%-13%",
    "14/14",
    "213/210",
    "6,5 điểm phần trăm",
    "tỷ",
    "triệu",
    "nghìn",
    "đồng",
    "ha",
    "m2",
    "đảng viên",
    "hộ",
    "buổi/tuần",
    "đạt868 tỷ",
    "591cán bộ",
    ",",
    ".",
    ";",
    "\n",
    "“",
    "”",
    "- ",
    "Lượt xem: 1126",
    "Ðại hội",
    "\u{a0}",
];

fn article(body: &str) -> Option<Article> {
    let received_at: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().unwrap();
    let message = json!({"url": "http://a.vn/1", "body": body, "published_at": "2022-10-23", "language": "vi"});
    parse(
        message.to_string().as_bytes(),
        received_at,
        &Limits::default(),
    )
    .ok()
}

/// Checks what every extraction must be, and returns it.
fn checked(article: &Article) -> Extraction {
    let extraction = extract(article, &LEXICON);
    let body: Vec<char> = article.body.chars().collect();
    let slice = |start: u32, end: u32| -> String {
        let range = body.get(start as usize..end as usize);
        range
            .unwrap_or_else(|| panic!("no {start}..{end}"))
            .iter()
            .collect()
    };
    let mut last = 0;
    for statistic in &extraction.statistics {
        assert_eq!(slice(statistic.start, statistic.end), statistic.figure);
        assert!(!statistic.figure.trim().is_empty());
        assert!(
            last <= statistic.start,
            "figures overlap or are out of order"
        );
        last = statistic.end;
        let sentence = statistic.sentence;
        slice(sentence.start, sentence.end);
        assert!(sentence.start <= statistic.start && statistic.end <= sentence.end);
        assert!(
            statistic
                .value_max
                .is_none_or(|upper| statistic.value <= upper)
        );
        assert!(
            statistic
                .period
                .as_ref()
                .is_none_or(|period| period.start < period.end)
        );
        assert!(!statistic.rule.is_empty());
    }
    let ids: BTreeSet<_> = extraction.entities.iter().map(|entity| entity.id).collect();
    assert_eq!(
        ids.len(),
        extraction.entities.len(),
        "an entity is there twice"
    );
    for entity in &extraction.entities {
        assert!(!entity.mentions.is_empty());
        for mention in &entity.mentions {
            assert_eq!(slice(mention.start, mention.end), mention.text);
        }
    }
    for position in &extraction.positions {
        slice(position.start, position.end);
        assert!(ids.contains(&position.person), "a position of nobody");
        assert!(position.organization.is_none_or(|id| ids.contains(&id)));
    }
    for subject in extraction
        .statistics
        .iter()
        .filter_map(|statistic| statistic.subject.as_ref())
    {
        assert!(subject.entity_id.is_none_or(|id| ids.contains(&id)));
    }
    extraction
}

#[test]
fn the_samples_keep_every_invariant() {
    let samples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/samples")).unwrap();
    for sample in samples {
        let path = sample.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        for message in solieu::file::messages(&path.to_string_lossy(), &content).unwrap() {
            let article = parse(&message, Utc::now(), &Limits::default()).unwrap();
            let extraction = checked(&article);
            assert!(extraction.statistics.len() > 30, "{}", path.display());
        }
    }
}

proptest! {
    #[test]
    fn any_text_at_all_keeps_every_invariant(body in "(?s).{1,300}") {
        if let Some(article) = article(&body) {
            checked(&article);
        }
    }

    #[test]
    fn any_order_of_telling_pieces_keeps_every_invariant(
        pieces in proptest::collection::vec((proptest::sample::select(&PIECES[..]), "|\\PC| "), 1..60),
    ) {
        let body: String = pieces.iter().flat_map(|(piece, gap)| [piece, " ", gap]).collect();
        if let Some(article) = article(&body) {
            let first = checked(&article);
            prop_assert_eq!(&first, &extract(&article, &LEXICON));
        }
    }

    #[test]
    fn nfd_gives_what_nfc_gives(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..60)) {
        let body = format!("đ {}", pieces.join(" "));
        let nfd = body.nfd().collect::<String>();
        if let (Some(nfc), Some(nfd)) = (article(&body), article(&nfd)) {
            prop_assert_eq!(checked(&nfc), checked(&nfd));
        }
    }
}

/// The ids of what an article names.
fn named(body: &str) -> BTreeSet<uuid::Uuid> {
    let extraction = checked(&article(body).unwrap());
    extraction.entities.iter().map(|entity| entity.id).collect()
}

const NAMING: &str = "Chủ tịch UBND huyện Hòa Vang Đỗ Thúy Hòa và Bí thư Huyện ủy Đặng Văn Quý dự lễ tại phường Thủy \
    Xuân, thành phố Huế. Quận ủy Đống Đa ban hành Quyết định số 15-QĐ/TU.";

#[test]
fn an_old_keyboard_names_the_same() {
    let expected = named(NAMING);
    assert!(expected.len() >= 6, "{expected:?}");
    assert_eq!(named(&NAMING.replace('Đ', "Ð")), expected, "Ð for Đ");
    let mut old = NAMING.to_owned();
    for (new, earlier) in [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ủy", "uỷ"),
        ("úy", "uý"),
        ("Ủy", "Uỷ"),
    ] {
        old = old.replace(new, earlier);
    }
    assert_ne!(old, NAMING);
    assert_eq!(named(&old), expected, "the tone mark on the last vowel");
}

/// A text of about so many bytes that repeats a sample with other numbers and names, without a line break.
fn long_line(bytes: usize) -> String {
    let mut line = String::with_capacity(bytes + 400);
    for round in 0.. {
        if line.len() >= bytes {
            break;
        }
        let _ = write!(
            line,
            "9 tháng năm 2022, quận Hải An thu ngân sách đạt {}.868,5 tỷ đồng, bằng 117% so với cùng kỳ, tăng 2% - 3%. \
             Ông Nguyễn Văn An, Phó Bí thư Quận ủy, cho biết xã Thọ Thành {round} có {round} hộ nghèo, giảm từ 827 xuống \
             còn 591 hộ; bà Trần Thị Bình {round} trao 50 suất quà. Nghị quyết số {round}-NQ/TU nêu 14/14 chỉ tiêu, Công ty \
             TNHH Hòa Bình {round} nộp 20 đến 30 triệu đồng, ",
            round % 900 + 1,
        );
    }
    line
}

fn cost(article: &Article) -> Duration {
    let run = || {
        let start = Instant::now();
        let extraction = extract(article, &LEXICON);
        assert!(!extraction.statistics.is_empty());
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap()
}

#[test]
fn cost_grows_with_the_length_of_the_text() {
    // an unoptimized build is slow enough to measure on less
    let bytes = if cfg!(debug_assertions) {
        20_000
    } else {
        100_000
    };
    let limits = Limits {
        max_bytes: 4 << 20,
        max_body_bytes: 4 << 20,
        ..Limits::default()
    };
    let of = |bytes: usize| {
        let message = json!({"url": "http://a.vn/1", "body": long_line(bytes), "published_at": "2022-10-23", "language": "vi"});
        parse(message.to_string().as_bytes(), Utc::now(), &limits).unwrap()
    };
    let (short, long) = (of(bytes), of(10 * bytes));
    // a busy machine spoils a measurement, never betters it
    let ratios: Vec<u128> = (0..4)
        .map(|_| cost(&long).as_micros() / cost(&short).as_micros().max(1))
        .scan(false, |done, ratio| {
            (!std::mem::replace(done, ratio <= 12)).then_some(ratio)
        })
        .collect();
    assert!(
        ratios.iter().any(|&ratio| ratio <= 12),
        "ten times the text costs {ratios:?} times as much"
    );
}
