//! Copies: one story for the same report in several papers, however they edit it and whoever stores it first.

use std::collections::{BTreeMap, BTreeSet};

use solieu::config::Stories;
use solieu::extract::lexicon::Lexicon;
use solieu::store::{Analyzed, Record, Store};
use solieu::story::Signature;
use uuid::Uuid;

use crate::database::Database;
use crate::newspaper::{Printed, corpus};
use crate::records::{article, minute, record};

/// An article with its signature and nothing else read from it.
fn signed(lexicon: &Lexicon, number: usize, printed: &Printed) -> Record {
    let article = printed.article(number);
    let mut analyzed = Analyzed {
        extraction: solieu::extraction::Extraction::default(),
        article,
        findings: None,
        traceparent: None,
    };
    analyzed.extraction.signature = Signature::read(&analyzed.article.body, lexicon);
    record(analyzed)
}

fn written(lexicon: &Lexicon, path: &str, body: &str, scraped: i64) -> Record {
    let mut analyzed = article(path, body, minute(scraped));
    analyzed.extraction.signature = Signature::read(body, lexicon);
    record(analyzed)
}

/// The story of every article in its current revision, by the number in its address.
async fn stories(database: &Database) -> BTreeMap<String, Uuid> {
    sqlx::query_as::<_, (String, Uuid)>(
        "SELECT a.url, r.story_id FROM solieu.article a JOIN solieu.revision r ON r.article_id = a.id AND r.number = a.revision",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap()
    .into_iter()
    .map(|(url, story)| (url.rsplit(['-', '/']).next().unwrap().to_owned(), story))
    .collect()
}

/// A part of a thousand as a decimal.
fn share(thousandths: usize) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// How many pairs of articles there are in groups of these sizes.
fn pairs(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.map(|size| size * (size - 1) / 2).sum()
}

/// Prints and checks how well stories are told apart in 2,000 articles, stored by two writers at once.
#[tokio::test(flavor = "multi_thread")]
async fn copies_are_recognized_among_reports_of_the_same_pattern() {
    let lexicon = Lexicon::embedded();
    let articles = corpus(6, 1600, 400);
    let records: Vec<Record> = articles
        .iter()
        .enumerate()
        .map(|(number, printed)| signed(&lexicon, number, printed))
        .collect();
    let database = Database::new().await;
    let other = Store::connect(&database.settings).await.unwrap();
    for two in records.chunks(64) {
        let (first, second) = two.split_at(two.len() / 2);
        tokio::try_join!(database.store.save(first), other.save(second)).unwrap();
    }

    let stories = stories(&database).await;
    let story = |number: usize| stories[&number.to_string()];
    let mut together: BTreeMap<(Uuid, usize), usize> = BTreeMap::new();
    let (mut by_story, mut by_report) = (BTreeMap::new(), BTreeMap::new());
    for (number, printed) in articles.iter().enumerate() {
        *together.entry((story(number), printed.report)).or_default() += 1;
        *by_story.entry(story(number)).or_default() += 1;
        *by_report.entry(printed.report).or_default() += 1;
    }
    let right = pairs(together.values().copied());
    let (found, real) = (
        pairs(by_story.into_values()),
        pairs(by_report.into_values()),
    );
    let thousandths = |of: usize| right * 1000 / of;
    let (precision, recall) = (thousandths(found), thousandths(real));

    let original: BTreeMap<usize, usize> = articles
        .iter()
        .enumerate()
        .filter(|(_, printed)| printed.edits.is_empty())
        .map(|(number, printed)| (printed.report, number))
        .collect();
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (number, printed) in articles.iter().enumerate() {
        let same = story(number) == story(original[&printed.report]);
        let all = (!printed.edits.is_empty()).then_some("any");
        for edit in printed.edits.iter().copied().chain(all) {
            let (copies, found) = table.entry(edit).or_default();
            *copies += 1;
            *found += usize::from(same);
        }
    }
    println!("edit   copies  found");
    for (edit, (copies, found)) in table {
        println!("{edit:6} {copies:6} {found:6}");
    }
    println!("pairs: {real} real, {found} found, {right} right");
    println!("precision {}, recall {}", share(precision), share(recall));
    assert!(precision >= 990 && recall >= 950);
}

const REPORT: &str = "Chiều 7/9, UBND huyện Tân Sơn họp đánh giá kết quả phát triển kinh tế - xã hội 8 tháng đầu năm.\n\
    Theo báo cáo, tổng thu ngân sách trên địa bàn đạt 212 tỷ đồng, bằng 71% dự toán; giá trị sản xuất công nghiệp tăng 9,4%.\n\
    Toàn huyện đã giải quyết việc làm cho 1.860 lao động, đưa 214 người đi làm việc ở nước ngoài, mở 23 lớp dạy nghề.";
const ANOTHER: &str = "Đêm qua, một cơn lốc kèm mưa đá đã làm tốc mái 86 ngôi nhà và gãy đổ nhiều cây xanh ở hai xã vùng cao.\n\
    Chính quyền địa phương đã huy động dân quân giúp các gia đình che lại mái nhà, di chuyển 14 hộ đến nơi an toàn ngay trong đêm.";

#[tokio::test]
async fn a_rewritten_text_leaves_its_story_and_a_corrected_one_stays() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let save = async |path: &str, body: &str, scraped: i64| {
        let record = written(&lexicon, path, body, scraped);
        database.store.save(&[record]).await.unwrap();
        stories(&database).await
    };
    save("a", REPORT, 0).await;
    let copied = save("b", &REPORT.replace("Chiều 7/9", "Hôm qua"), 1).await;
    assert_eq!(copied["a"], copied["b"]);
    let corrected = save("b", &REPORT.replace("212", "221"), 2).await;
    assert_eq!(corrected["b"], copied["b"]);
    let rewritten = save("b", ANOTHER, 3).await;
    assert_ne!(rewritten["b"], rewritten["a"]);
    // what was only announced at first joins the story it turns out to tell
    save("c", "Nội dung đang được cập nhật.", 4).await;
    let joined = save("c", ANOTHER, 5).await;
    assert_eq!(joined["c"], joined["b"]);
    let all: BTreeSet<_> = joined.values().collect();
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn one_batch_of_copies_is_one_story() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let records: Vec<Record> = (0..60)
        .map(|number| {
            written(
                &lexicon,
                &format!("x-{number}"),
                &format!("{REPORT}\nTin số {number}."),
                0,
            )
        })
        .chain([written(&lexicon, "y-60", ANOTHER, 0)])
        .collect();
    database.store.save(&records).await.unwrap();
    let stories = stories(&database).await;
    let all: BTreeSet<_> = stories.values().collect();
    assert_eq!((stories.len(), all.len()), (61, 2));
}

#[tokio::test]
async fn writers_that_race_with_copies_of_each_other_agree() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    for round in 0..20 {
        let figure = (200 + round).to_string();
        let body = REPORT
            .replace("212", &figure)
            .replace("1.860", &figure)
            .replace("214", &figure)
            .replace("Tân Sơn", &figure);
        let record = |paper: &str| written(&lexicon, &format!("{paper}{round}"), &body, 0);
        let (first, second) = (
            [
                record("a"),
                written(&lexicon, &format!("c{round}"), ANOTHER, 0),
            ],
            [
                written(&lexicon, &format!("d{round}"), ANOTHER, 0),
                record("b"),
            ],
        );
        let other = Store::connect(&database.settings).await.unwrap();
        tokio::try_join!(database.store.save(&first), other.save(&second)).unwrap();
        let stories = stories(&database).await;
        assert_eq!(stories[&format!("a{round}")], stories[&format!("b{round}")]);
        assert_eq!(stories[&format!("c{round}")], stories[&format!("d{round}")]);
        assert_ne!(stories[&format!("a{round}")], stories[&format!("c{round}")]);
    }
}

#[tokio::test]
async fn what_counts_as_a_copy_can_be_set() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let longer = format!("{REPORT}\n{ANOTHER}");
    let half: Vec<&str> = REPORT
        .lines()
        .take(2)
        .chain(ANOTHER.lines().take(1))
        .collect();
    let half = half.join("\n");
    let strict = database
        .store
        .clone()
        .with_stories(Stories { repeated: 100 });
    strict
        .save(&[written(&lexicon, "a", &longer, 0)])
        .await
        .unwrap();
    strict
        .save(&[written(&lexicon, "b", &half, 0)])
        .await
        .unwrap();
    database
        .store
        .save(&[written(&lexicon, "c", &half, 0)])
        .await
        .unwrap();
    let loose = database
        .store
        .clone()
        .with_stories(Stories { repeated: 50 });
    loose
        .save(&[written(
            &lexicon,
            "d",
            &format!(
                "{half}\nBạn đọc quan tâm có thể xem thêm các số liệu khác trong báo cáo đầy đủ."
            ),
            0,
        )])
        .await
        .unwrap();
    let stories = stories(&database).await;
    assert_ne!(stories["a"], stories["b"], "strict");
    assert_eq!(stories["d"], stories["b"], "loose");
}
