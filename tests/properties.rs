//! What holds for the core whatever the text is: no panic, spans that slice to what they say, one result per text.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod invariants;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use serde_json::json;
use solieu::article::Article;
use solieu::dateline;
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

/// Words of time that a text breaks off with: «kể từ», «từ khi», «đến hết năm».
fn last_words() -> impl Strategy<Value = String> {
    let entries = LEXICON.times.iter();
    let surfaces: Vec<&str> = entries
        .flat_map(|entry| entry.surfaces.iter().map(String::as_str))
        .collect();
    let word = proptest::sample::select(surfaces);
    let behind = proptest::sample::select(vec!["", " khi", " đó", " năm", " ngày", " 5"]);
    (word, behind).prop_map(|(word, behind)| format!("{word}{behind}"))
}

#[test]
fn a_text_and_a_title_may_begin_or_break_off_anywhere() {
    checked(&article("trên 12 tuyến đường có 3 xe").unwrap());
    for last in ["kể từ khi", "từ khi", "Từ đó", "cùng thời", "đến hết năm"] {
        let body = format!("Thu nhập của xã tăng 5% {last}");
        assert!(!checked(&article(&body).unwrap()).statistics.is_empty());
        let message = json!({"url": "http://a.vn/1", "title": body, "body": "Xã có 12 thôn.", "language": "vi"});
        checked(
            &parse(
                message.to_string().as_bytes(),
                Utc::now(),
                &Limits::default(),
            )
            .unwrap(),
        );
    }
}

/// A sentence of the corpora is cut at one of so many words.
const EVERY: usize = 5;

/// Which words it is cut at, its place in the file chooses.
#[test]
fn a_sentence_cut_anywhere_keeps_every_invariant() {
    for corpus in ["indicator", "quantity", "statistic", "subject"] {
        let path = format!(
            "{}/src/extract/{corpus}.corpus.toml",
            env!("CARGO_MANIFEST_DIR")
        );
        let corpus: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let sentences = corpus.values().filter_map(toml::Value::as_table);
        let mut cut = 0;
        for (at, sentence) in sentences.flat_map(toml::Table::keys).enumerate() {
            let gaps = sentence.match_indices(' ').map(|(gap, _)| gap);
            for gap in gaps.skip(at % EVERY).step_by(EVERY) {
                let (start, end) = sentence.split_at(gap);
                for half in [start, end].into_iter().filter_map(article) {
                    checked(&half);
                    cut += 1;
                }
            }
        }
        assert!(cut > 500, "{cut} halves");
    }
}

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

fn checked(article: &Article) -> Extraction {
    invariants::checked(article, &LEXICON)
}

#[test]
fn the_samples_keep_every_invariant() {
    let samples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/samples")).unwrap();
    for sample in samples {
        let path = sample.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        for message in solieu::file::messages(&path.to_string_lossy(), &content).unwrap() {
            let article = invariants::parsed(&message).unwrap();
            let extraction = checked(&article);
            assert!(extraction.statistics.len() > 30, "{}", path.display());
        }
    }
}

/// What a field of a message may hold: what it should, what it should not, and what nobody thinks of.
const VALUES: [&str; 26] = [
    r#""https://bao.example/a?utm_source=x&id=7#top""#,
    r#""HTTP://Ä.vn:80/../%00""#,
    r#""https://nguoi:mat-khau@bao.example/""#,
    r#""Xã có 12 thôn, thu 1.284,6 tỷ đồng năm 2022.""#,
    r#""Ngày đăng 28/03/2023 | 14:04\n12 thôn""#,
    r#""X\u0061\u0303 co\u0301 \u0000""#,
    r#""\ud83d\ude00 \u202e 12""#,
    r#""\ud83d""#,
    r#""Ä‘á»“ng Ä‘á»“ng Ä‘á»“ng""#,
    r#""2022-10-23""#,
    r#""2022-10-23T15:37:00+07:00""#,
    r#""0000-01-01T00:00:00Z""#,
    r#""9999-12-31T23:59:60-23:59""#,
    r#""+262142-12-31""#,
    r#""vi-VN""#,
    r#""en""#,
    r#"" ""#,
    r#""""#,
    "null",
    "true",
    "-0",
    "1e999999999",
    "[]",
    "[[[[[[[[",
    r#"{"url": {}}"#,
    "",
];

const FIELDS: [&str; 9] = [
    "url",
    "body",
    "title",
    "source",
    "author",
    "published_at",
    "scraped_at",
    "language",
    "khác",
];

proptest! {
    #[test]
    fn any_bytes_are_an_article_or_refused_with_a_reason(payload in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = invariants::parsed(&payload);
    }

    #[test]
    fn any_fields_are_an_article_or_refused_with_a_reason(
        fields in proptest::collection::vec((proptest::sample::select(&FIELDS[..]), proptest::sample::select(&VALUES[..])), 0..9),
    ) {
        let fields: Vec<String> = [("url", VALUES[0]), ("body", VALUES[3])]
            .into_iter()
            .filter(|(name, _)| fields.iter().all(|(other, _)| other != name))
            .chain(fields.iter().copied())
            .map(|(name, value)| format!("{name:?}: {value}"))
            .collect();
        if let Ok(article) = invariants::parsed(format!("{{{}}}", fields.join(", ")).as_bytes()) {
            checked(&article);
        }
    }

    #[test]
    fn any_text_at_all_keeps_every_invariant(body in "(?s).{1,300}") {
        if let Some(article) = article(&body) {
            checked(&article);
        }
    }

    #[test]
    fn any_order_of_telling_pieces_keeps_every_invariant(
        pieces in proptest::collection::vec((proptest::sample::select(&PIECES[..]), "|\\PC| "), 1..60),
        last in last_words(),
    ) {
        let body: String = pieces.iter().flat_map(|(piece, gap)| [piece, " ", gap]).chain([last.as_str()]).collect();
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

/// Microseconds of two pieces of work, the second on eight times as much, where it takes more than its share.
fn steep(short: impl Fn(), long: impl Fn()) -> Option<(u128, u128)> {
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed().as_micros().max(1)
    };
    // a busy machine spoils a measurement, never betters it
    let (mut short_time, mut long_time) = (u128::MAX, u128::MAX);
    for _ in 0..12 {
        short_time = short_time.min(time(&short));
        long_time = long_time.min(time(&long));
        if long_time <= 20 * short_time {
            return None;
        }
    }
    Some((short_time, long_time))
}

#[test]
fn looking_for_the_date_of_an_article_costs_no_more_than_its_length() {
    let last = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    for piece in [
        "ngày 23/10/2022, ",
        "lúc 15:37 ngày 23/10/2022, cập nhật, ",
        "3 tháng 2 năm 2023 ",
        "15:37 ",
        ", ",
    ] {
        let times = 4_000 / piece.len();
        let text = |times| format!("{} 1/1/2022", piece.repeat(times));
        let (short, long) = (text(times), text(8 * times));
        let find = |text: &str| {
            let _ = dateline::find(text, last);
        };
        let steep = steep(|| find(&short), || find(&long));
        assert_eq!(steep, None, "{piece:?}");
    }
}

#[test]
fn nothing_that_is_repeated_costs_more_than_its_length() {
    let of = |piece: &str, times: usize| {
        let text = piece.repeat(times);
        let body = format!("{text} Xã có 12 thôn. {text}");
        let message = json!({"url": "http://a.vn/1", "body": body, "published_at": "2022-10-23", "language": "vi"});
        parse(
            message.to_string().as_bytes(),
            Utc::now(),
            &Limits::default(),
        )
        .unwrap()
    };
    let read = |article: &Article| drop(extract(article, &LEXICON));
    let mut found = Vec::new();
    for piece in [
        "(",
        "&",
        "\"",
        "”",
        ".",
        ",",
        "+",
        "…",
        "1 ",
        "A.",
        "A-",
        "\n",
        "một ",
        "tỷ ",
        "ngày ",
        "năm ",
        "từ ",
        "ông ",
        "An ",
        "xã ",
        "số ",
        "() ",
        "xảy ra 5 vụ, làm chết 3 người. ",
        "toàn Đảng bộ có 5 chi bộ, ",
        "HĐND, UBND, ",
        "Tổ, ",
        "Trạm, ",
        "Tuyến metro, ",
        "xã An Hòa, xã Bình Lâm, ",
        "Ông Ba về đơn vị này lúc tối. ",
    ] {
        let times = 2_000.min(14_000 / piece.len());
        let (short, long) = (of(piece, times), of(piece, 8 * times));
        if let Some((short, long)) = steep(|| read(&short), || read(&long)) {
            found.push(format!(
                "{piece:?}: {short} µs, and {long} µs for eight times as many"
            ));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
