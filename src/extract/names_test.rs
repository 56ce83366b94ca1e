//! The corpora of names, the examples of their tables, and what must hold for any text.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::lexicon::{Class, EMBEDDED, Entry, Hit, Lexicon};
use super::mention::{self, Named, Scan};
use super::text::Text;
use super::{corpus, extract, naming, position};
use crate::article::{Article, Published, PublishedBasis};
use crate::extraction::{EntityType, Extraction};

fn names(lexicon: &Lexicon, text: &str, kind: EntityType) -> Option<String> {
    let text = Text::new(text, lexicon);
    let scan = Scan::new(&text, lexicon, vec![false; text.len()]);
    let mentions = mention::recognize(&scan);
    let names: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.name.kind() == kind)
        .map(|mention| match &mention.name {
            Named::Document(document) if document.number.is_some() => format!(
                "{} = {}",
                text.slice(mention.range.clone()),
                document.number.clone().unwrap_or_default()
            ),
            _ => text.slice(mention.range.clone()).to_owned(),
        })
        .collect();
    (!names.is_empty()).then(|| names.join(" | "))
}

fn positions(lexicon: &Lexicon, text: &str) -> Option<String> {
    let text = Text::new(text, lexicon);
    let scan = Scan::new(&text, lexicon, vec![false; text.len()]);
    let mentions = mention::recognize(&scan);
    let held: Vec<String> = position::statements(&scan, &mentions)
        .into_iter()
        .map(|held| {
            let person = mentions[held.person].range.clone();
            format!("{}: {}", text.slice(person), text.slice(held.title))
        })
        .collect();
    (!held.is_empty()).then(|| held.join(" | "))
}

#[test]
fn documents_are_read_as_their_corpus_says() {
    let lexicon = Lexicon::embedded();
    corpus::check(
        "document.corpus.toml",
        include_str!("document.corpus.toml"),
        |text| names(&lexicon, text, EntityType::Document),
    );
}

#[test]
fn organizations_are_read_as_their_corpus_says() {
    let lexicon = Lexicon::embedded();
    corpus::check(
        "organization.corpus.toml",
        include_str!("organization.corpus.toml"),
        |text| names(&lexicon, text, EntityType::Organization),
    );
}

#[test]
fn places_are_read_as_their_corpus_says() {
    let lexicon = Lexicon::embedded();
    corpus::check(
        "place.corpus.toml",
        include_str!("place.corpus.toml"),
        |text| names(&lexicon, text, EntityType::Place),
    );
}

#[test]
fn persons_are_read_as_their_corpus_says() {
    let lexicon = Lexicon::embedded();
    corpus::check(
        "person.corpus.toml",
        include_str!("person.corpus.toml"),
        |text| names(&lexicon, text, EntityType::Person),
    );
}

#[test]
fn positions_are_read_as_their_corpus_says() {
    let lexicon = Lexicon::embedded();
    corpus::check(
        "position.corpus.toml",
        include_str!("position.corpus.toml"),
        |text| positions(&lexicon, text),
    );
}

#[test]
fn who_signs_below_the_text_is_a_person_or_a_body() {
    let lexicon = Lexicon::embedded();
    let prose = "Sáng 5/3, hội nghị tổng kết phong trào thi đua của tỉnh diễn ra tại hội trường lớn với sự tham \
        gia của đông đảo cán bộ, hội viên và những gia đình tiêu biểu đến từ khắp các xã, phường, thị trấn.";
    for (line, persons, bodies) in [
        ("Khả Lê", Some("Khả Lê"), None),
        ("Quỳnh Lưu", Some("Quỳnh Lưu"), None),
        (
            "Cẩm Lệ - Đài TT-TH huyện",
            Some("Cẩm Lệ"),
            Some("Đài TT-TH huyện"),
        ),
        (
            "Cục Thống kê tỉnh Nghệ An",
            None,
            Some("Cục Thống kê tỉnh Nghệ An"),
        ),
        (
            "Ghi chép của Nguyễn Trường Giang",
            Some("Nguyễn Trường Giang"),
            None,
        ),
        ("Bài, ảnh: Đức Hòa", Some("Đức Hòa"), None),
        ("QUỐC THỊNH thực hiện", Some("QUỐC THỊNH"), None),
        ("HOÀNG VƯƠNG - TÂN AN", Some("HOÀNG VƯƠNG | TÂN AN"), None),
        (
            "Thu Hằng/ Báo Hànộimới",
            Some("Thu Hằng"),
            Some("Báo Hànộimới"),
        ),
        (
            "Tác giả: Phòng Thống kê Tổng hợp",
            None,
            Some("Phòng Thống kê Tổng hợp"),
        ),
        ("Ảnh: Tư liệu", None, None),
        ("Hà Nội", None, None),
        ("TIN LIÊN QUAN", None, None),
        ("Bình luận", None, None),
    ] {
        let text = format!("{prose}\n{line}");
        let read = |kind| names(&lexicon, &text, kind);
        assert_eq!(read(EntityType::Person).as_deref(), persons, "{line}");
        assert_eq!(read(EntityType::Organization).as_deref(), bodies, "{line}");
    }
}

/// The examples in which entries of a table are not found and the rejects in which they are.
fn misses<T>(lexicon: &Lexicon, (file, class): (&str, Class), entries: &[Entry<T>]) -> Vec<String> {
    let mut misses = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let id = &entry.id;
        let found = |text: &&String| {
            let hits = |hit: &Hit| hit.class == class && hit.entry() == i;
            Text::new(text, lexicon).hits().iter().any(hits)
        };
        let wrong = |text: &&String| match class {
            Class::Organization => names(lexicon, text, EntityType::Organization).is_some(),
            _ => found(text),
        };
        if entry.examples.is_empty() {
            misses.push(format!("{file}: `{id}` has no example"));
        }
        let unfound = entry.examples.iter().filter(|text| !found(text));
        misses.extend(unfound.map(|text| format!("{file}: `{id}` is not found in «{text}»")));
        let wrong = entry.rejects.iter().filter(wrong);
        misses.extend(wrong.map(|text| format!("{file}: `{id}` is found in its reject «{text}»")));
    }
    misses
}

#[test]
fn every_entry_is_recognized_in_its_examples_and_not_in_its_rejects() {
    let lexicon = Lexicon::embedded();
    let mut all = Vec::new();
    macro_rules! check {
        ($($file:literal $class:ident $entries:ident;)*) => {$(
            all.extend(misses(&lexicon, ($file, Class::$class), &lexicon.naming.$entries));
        )*};
    }
    check! {
        "documents.toml" Document documents;
        "fields.toml" Field fields;
        "guides.toml" Guide guides;
        "issuers.toml" Issuer issuers;
        "laws.toml" Law laws;
        "names.toml" Name names;
        "organizations.toml" Organization organizations;
        "place_kinds.toml" PlaceKind kinds;
        "places.toml" Place places;
        "stances.toml" Stance stances;
        "stand_ins.toml" StandIn stand_ins;
        "titles.toml" Title titles;
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// What the loader says where a table says `new` for `old`.
fn fault(file: &str, old: &str, new: &str) -> String {
    let table = |name: &str| {
        let mut all = EMBEDDED.iter().chain(naming::EMBEDDED);
        all.find(|(known, _)| *known == name).map(|(_, text)| *text)
    };
    let text = table(file).unwrap();
    assert!(text.contains(old), "{file} does not say {old}");
    let faulty = text.replacen(old, new, 1);
    let tables = |name: &str| {
        if name == file {
            Some(faulty.as_str())
        } else {
            table(name)
        }
    };
    Lexicon::parse(tables).unwrap_err().to_string()
}

#[test]
fn what_an_entry_says_of_another_table_must_stand_there() {
    let stand_ins = |old, new| fault("stand_ins.toml", old, new);
    assert_eq!(
        stand_ins("[\"nha_may\"]", "[\"nha_mai\"]"),
        "stand_ins.toml: `factory`: names: `nha_mai` is no id of organizations.toml"
    );
    assert_eq!(
        stand_ins("\"site\", \"water\"]", "\"site\", \"waters\"]"),
        "stand_ins.toml: `project`: names: `waters` is no id of place_kinds.toml"
    );
    assert_eq!(
        stand_ins("of = \"country\"", "of = \"country\"\nnames = [\"city\"]"),
        "stand_ins.toml: `country`: names: `city` is said in vain: only head, branch and kind have names"
    );
    assert_eq!(
        fault("indicators.toml", "[\"count\"]", "[\"counts\"]"),
        "indicators.toml: `administration.civil_servants`: dimensions: no entry of units.toml has dimension `counts`, \
         and counted nouns have `count`"
    );
}

fn read(lexicon: &Lexicon, body: &str, day: Option<&str>) -> Extraction {
    below(lexicon, None, body, day)
}

/// The same below a headline.
fn below(lexicon: &Lexicon, title: Option<&str>, body: &str, day: Option<&str>) -> Extraction {
    let published = day.map(|day| Published {
        date: day.parse().unwrap(),
        at: None,
        basis: PublishedBasis::Message,
    });
    let article = Article {
        id: Uuid::nil(),
        url: "https://example.vn/1".into(),
        source: "example.vn".into(),
        title: title.map(str::to_owned),
        author: None,
        body: body.to_owned(),
        published,
        scraped_at: NaiveDate::default()
            .and_time(chrono::NaiveTime::MIN)
            .and_utc(),
        content_hash: [0; 32],
    };
    extract(&article, lexicon)
}

/// Code, first day and reason of the first place of a text.
fn linked(lexicon: &Lexicon, body: &str, day: Option<&str>) -> String {
    let extraction = read(lexicon, body, day);
    let place = extraction
        .entities
        .iter()
        .find(|entity| entity.kind == EntityType::Place)
        .unwrap();
    let text = |name: &str| {
        place
            .attributes
            .get(name)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    format!("{}@{} {}", text("code"), text("valid_from"), text("link"))
}

#[test]
fn places_are_linked_to_the_unit_of_the_day() {
    let lexicon = Lexicon::embedded();
    let table = [
        (
            "Tại quận Nam Từ Liêm, công tác này được chú trọng.",
            Some("2022-10-23"),
            "019@2014-04-01 unique",
        ),
        (
            "Tại quận Đống Đa, công tác này được chú trọng.",
            Some("2022-10-23"),
            "006@ unique",
        ),
        (
            "Tại phường Đống Đa, công tác này được chú trọng.",
            Some("2026-01-10"),
            "00235@2025-07-01 unique",
        ),
        (
            "Tại quận Hoàn Kiếm, công tác này được chú trọng.",
            Some("2022-05-09"),
            "002@ unique",
        ),
        (
            "Tại quận Long Biên, công tác này được chú trọng.",
            Some("2023-03-28"),
            "004@2003-11-06 unique",
        ),
        (
            "Tại huyện Sóc Sơn, công tác này được chú trọng.",
            Some("2020-09-09"),
            "016@ unique",
        ),
        (
            "Tại xã Sóc Sơn, công tác này được chú trọng.",
            Some("2025-08-01"),
            "00376@2025-07-01 unique",
        ),
        (
            "Tại phường Trung Tự, quận Đống Đa, Hà Nội.",
            Some("2022-06-01"),
            "00226@ unique",
        ),
        (
            "Tại phường Trung Tự, quận Đống Đa, Hà Nội.",
            Some("2025-03-01"),
            "00226@ former",
        ),
        (
            "Tại phường Bồ Đề, quận Long Biên, Hà Nội.",
            Some("2023-03-28"),
            "00139@ unique",
        ),
        (
            "Tại phường Bồ Đề, thành phố Hà Nội.",
            Some("2025-08-01"),
            "00118@2025-07-01 unique",
        ),
        (
            "Tại TP Thủ Đức, công tác này được chú trọng.",
            Some("2022-01-10"),
            "769@2021-01-01 unique",
        ),
        (
            "Tại tỉnh Hà Tây, công tác này được chú trọng.",
            Some("2006-05-01"),
            "28@ unique",
        ),
        (
            "Tại tỉnh Hà Tây, công tác này được chú trọng.",
            Some("2010-05-01"),
            "28@ former",
        ),
        (
            "Tại xã Tân Lập, công tác này được chú trọng.",
            Some("2022-05-01"),
            "@ ambiguous",
        ),
        (
            "Tại xã Tân Lập, huyện Mộc Châu, tỉnh Sơn La.",
            Some("2022-05-01"),
            "03997@ parent",
        ),
        (
            "Tại quận Đống Đa, công tác này được chú trọng.",
            None,
            "006@ unique",
        ),
    ];
    check_links(&lexicon, &table);
}

#[test]
fn a_merged_commune_is_that_of_the_district_the_article_names() {
    let table = [
        (
            "Tại xã Hoàng Hanh, huyện Ninh Giang.",
            Some("2021-05-01"),
            "11191@ former",
        ),
        (
            "Tại xã Hoàng Hanh, huyện Khoái Châu.",
            Some("2021-05-01"),
            "12388@2013-08-07 unique",
        ),
        (
            "Xã Hát Môn nhập 7 xã của huyện Phúc Thọ.",
            Some("2025-10-16"),
            "09772@2025-07-01 unique",
        ),
        (
            "Các xã ven biển Hậu Lộc đã có đường nhựa.",
            Some("2021-05-01"),
            "400@ named",
        ),
    ];
    check_links(&Lexicon::embedded(), &table);
}

fn check_links(lexicon: &Lexicon, table: &[(&str, Option<&str>, &str)]) {
    let misses: Vec<String> = table
        .iter()
        .map(|(body, day, expected)| (body, day, expected, linked(lexicon, body, *day)))
        .filter(|(_, _, expected, got)| got != *expected)
        .map(|(body, day, expected, got)| format!("{body} {day:?}: {got}, not {expected}"))
        .collect();
    assert!(misses.is_empty(), "\n{}", misses.join("\n"));
}

#[test]
fn one_name_is_one_entity_however_it_is_written() {
    let lexicon = Lexicon::embedded();
    let ids = |body: &str| -> Vec<Uuid> {
        read(&lexicon, body, Some("2022-05-01"))
            .entities
            .iter()
            .map(|entity| entity.id)
            .collect()
    };
    let plain = "Bí thư Quận ủy Đống Đa Nguyễn Thị Hòa làm việc với thị xã Hòa Bình theo Nghị quyết số 09-NQ/TU ngày 27/2/2012.";
    assert_eq!(ids(plain).len(), 4);
    assert_eq!(ids(plain), ids(&plain.replace('Đ', "\u{d0}")));
    assert_eq!(
        ids(plain),
        ids(&plain.replace("Hòa", "Hoà").replace("ủy", "uỷ"))
    );
    assert_eq!(
        ids(plain),
        ids(&plain
            .replace("Nguyễn Thị Hòa", "NGUYỄN THỊ HÒA")
            .replace("Quận ủy Đống Đa", "QUẬN ỦY ĐỐNG ĐA"))
    );
}

#[test]
fn bare_bodies_and_given_names_join_the_full_ones() {
    let lexicon = Lexicon::embedded();
    let body = "Quận ủy Long Biên họp. Quận ủy yêu cầu các phường. Ông Trần Văn An nói, theo ông An thì khó. Chỉ thị số 15-CT/TU được triển khai; Chỉ thị 15 có hiệu quả.";
    let extraction = read(&lexicon, body, Some("2022-05-01"));
    let counts: Vec<(&str, usize)> = extraction
        .entities
        .iter()
        .map(|entity| (entity.name.as_str(), entity.mentions.len()))
        .collect();
    assert_eq!(
        counts,
        [
            ("Quận ủy Long Biên", 2),
            ("Trần Văn An", 2),
            ("Chỉ thị số 15-CT/TU", 2)
        ]
    );
}

#[test]
fn a_body_without_an_area_is_of_the_province_of_the_headline() {
    let lexicon = Lexicon::embedded();
    let body = "UBND tỉnh đã thuê 6 sà lan chở nước từ Tiền Giang.";
    for (title, name) in [
        (Some("Bến Tre: Mặn bủa vây"), "UBND tỉnh Bến Tre"),
        (None, "UBND tỉnh Tiền Giang"),
    ] {
        let extraction = below(&lexicon, title, body, Some("2020-03-11"));
        assert_eq!(extraction.entities[0].name, name, "below {title:?}");
    }
}

#[test]
fn a_body_joins_the_one_whose_abbreviation_it_bears() {
    let lexicon = Lexicon::embedded();
    for (body, name, mentions) in [
        (
            "Ngân hàng Nông nghiệp và Phát triển nông thôn (Agribank) chi nhánh tỉnh Phú Thọ họp. Agribank Phú Thọ lãi.",
            "Ngân hàng Nông nghiệp và Phát triển nông thôn (Agribank) chi nhánh tỉnh Phú Thọ",
            2,
        ),
        (
            "Công ty Điện lực Yên Bái (PC Yên Bái) họp. PC Yên Bái cấp điện.",
            "Công ty Điện lực Yên Bái",
            3,
        ),
        (
            "Đảng ủy Tổng công ty Xi măng Việt Nam (VICEM) họp. Đảng ủy VICEM kết nạp.",
            "Đảng ủy Tổng công ty Xi măng Việt Nam",
            3,
        ),
        (
            "Tập đoàn Hóa chất Việt Nam (Vinachem) họp. Vinachem lãi.",
            "Tập đoàn Hóa chất Việt Nam",
            3,
        ),
        (
            "Bộ Nông nghiệp và Phát triển nông thôn (NN&PTNT) họp. Bộ NN&PTNT mở lớp.",
            "Bộ Nông nghiệp và Phát triển nông thôn",
            2,
        ),
        (
            "Phòng Lao động - Thương binh và Xã hội huyện Sóc Sơn họp. Phòng LĐ-TB&XH huyện Sóc Sơn mở lớp.",
            "Phòng Lao động - Thương binh và Xã hội huyện Sóc Sơn",
            2,
        ),
        // of another field or another area
        (
            "Sở Tài nguyên và Môi trường họp. Sở NN&MT mở lớp.",
            "Sở NN&MT",
            1,
        ),
        (
            "Phòng Tài nguyên và Môi trường huyện Sóc Sơn họp. Phòng TN&MT huyện Đông Anh mở lớp.",
            "Phòng TN&MT huyện Đông Anh",
            1,
        ),
        // another area is another branch
        (
            "Ngân hàng Nông nghiệp và Phát triển nông thôn (Agribank) chi nhánh tỉnh Phú Thọ họp. Agribank Hà Nam lãi.",
            "Agribank Hà Nam",
            1,
        ),
    ] {
        let extraction = read(&lexicon, body, Some("2022-05-01"));
        let found = extraction
            .entities
            .iter()
            .find(|entity| entity.name == name);
        assert_eq!(
            found.map(|entity| entity.mentions.len()),
            Some(mentions),
            "{body}"
        );
    }
}

const PIECES: &[&str] = &[
    "Chủ tịch",
    "UBND",
    "phường",
    "Láng Thượng",
    "Phạm Thị Hải",
    "ông",
    "An",
    ",",
    ".",
    "(",
    ")",
    "-",
    "–",
    "/",
    "số",
    "15",
    "NQ",
    "TU",
    "Nghị quyết",
    "Đại hội",
    "lần thứ",
    "XI",
    "Đảng bộ",
    "Sở",
    "Y tế",
    "và",
    "&",
    "Công ty",
    "CP",
    "Hà Nội",
    "TP",
    "huyện",
    "xã",
    ":",
    "Ảnh",
    "\n",
    "'",
    "R",
    "lấp",
    "Luật",
    "Đất đai",
    "2013",
    "nhiệm kỳ",
    "các",
    "Trường",
    "THCS",
    "thôn",
    "9",
    "Cục",
    "của",
    "Trung ương",
    "TW",
    "4",
    "khóa",
    "\"",
];

proptest! {
    #[test]
    fn any_string_gives_names_that_slice_to_themselves(body in any::<String>()) {
        check(&body)?;
    }

    #[test]
    fn any_order_of_words_gives_names_that_slice_to_themselves(words in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..40)) {
        let mut body = String::new();
        for (word, glued) in words {
            if !glued {
                body.push(' ');
            }
            body.push_str(word);
        }
        check(&body)?;
    }
}

fn check(body: &str) -> Result<(), TestCaseError> {
    thread_local! {
        static LEXICON: Lexicon = Lexicon::embedded();
    }
    LEXICON.with(|lexicon| {
        let extraction = read(lexicon, body, None);
        prop_assert_eq!(&extraction, &read(lexicon, body, None));
        for mention in extraction
            .entities
            .iter()
            .flat_map(|entity| &entity.mentions)
        {
            let (start, end) = (mention.start as usize, mention.end as usize);
            let text: String = body.chars().skip(start).take(end - start).collect();
            prop_assert_eq!(&text, &mention.text);
        }
        Ok(())
    })
}
