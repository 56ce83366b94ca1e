//! What an article changed in its figures: rows of `reporting.revision_change`.

use serde_json::{Value, json};
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::message::{self, Limits};
use solieu::store::{Analyzed, Record};

use crate::database::Database;
use crate::records::{minute, record};

/// A text of one article as the service would read it.
fn state(lexicon: &Lexicon, path: &str, body: &str, scraped: i64) -> Record {
    let message = json!({
        "url": format!("https://bao.example/{path}"), "body": body, "scraped_at": minute(scraped), "published_at": "2023-03-28",
    });
    let article = message::parse(
        message.to_string().as_bytes(),
        minute(0),
        &Limits::default(),
    )
    .unwrap();
    let extraction = extract(&article, lexicon);
    record(Analyzed {
        article,
        extraction,
        findings: None,
        traceparent: None,
    })
}

/// Revision, change, label, value before and after, and the difference; in the order of the text.
async fn changes(database: &Database) -> Vec<Value> {
    sqlx::query_scalar(
        "SELECT jsonb_build_array(revision, previous_revision, change, unit_label, previous_figure, figure, difference::text, read_alike)
        FROM reporting.revision_change ORDER BY scraped_at, unit_label, figure NULLS LAST",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_corrected_figure_is_told_from_added_and_removed_ones() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let save = async |body: &str, scraped: i64| {
        let record = state(&lexicon, "a", body, scraped);
        database.store.save(&[record]).await.unwrap();
    };
    let first = "Năm 2022, huyện Tân Sơn trồng mới 340 ha rừng. Toàn huyện có 12 hợp tác xã và 45 trang trại.";
    save(first, 10).await;
    assert_eq!(changes(&database).await, Vec::<Value>::new());

    save(&first.replace("340", "430"), 20).await;
    let corrected = json!([2, 1, "changed", "ha", "340", "430", "90", true]);
    let seen = changes(&database).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0][6], "90");
    assert_eq!(
        (&seen[0][0], &seen[0][2], &seen[0][7]),
        (&corrected[0], &corrected[2], &corrected[7])
    );

    save("Năm 2022, huyện Tân Sơn trồng mới 430 ha rừng. Toàn huyện có 12 hợp tác xã. Huyện đã xóa 87 nhà tạm.", 30).await;
    let seen = changes(&database).await;
    let kinds: Vec<(&Value, &Value, &Value)> = seen[1..]
        .iter()
        .map(|row| (&row[2], &row[4], &row[5]))
        .collect();
    assert_eq!(kinds.len(), 2, "{seen:?}");
    assert!(
        kinds.contains(&(&json!("added"), &Value::Null, &json!("87"))),
        "{kinds:?}"
    );
    assert!(
        kinds.contains(&(&json!("removed"), &json!("45"), &Value::Null)),
        "{kinds:?}"
    );
    let quotations: i64 = database
        .number(
            "SELECT count(*) FROM reporting.revision_change
            WHERE figure IS NOT NULL AND strpos(quotation, figure) = 0
                OR previous_figure IS NOT NULL AND strpos(previous_quotation, previous_figure) = 0",
        )
        .await;
    assert_eq!(quotations, 0);
}

#[tokio::test]
async fn texts_are_compared_in_the_order_they_were_scraped() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    for (villages, scraped) in [(10, 10), (30, 30), (20, 20)] {
        let body = format!("Toàn huyện có {villages} hợp tác xã.");
        database
            .store
            .save(&[state(&lexicon, "a", &body, scraped)])
            .await
            .unwrap();
    }
    let seen = changes(&database).await;
    let steps: Vec<(&Value, &Value, &Value)> =
        seen.iter().map(|row| (&row[4], &row[5], &row[6])).collect();
    let expected = [
        (json!("10"), json!("20"), json!("10")),
        (json!("20"), json!("30"), json!("10")),
    ];
    assert_eq!(
        steps,
        expected
            .each_ref()
            .map(|(before, after, by)| (before, after, by))
    );
}

#[tokio::test]
async fn a_figure_that_stands_twice_changes_once() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let body = "Toàn huyện có 12 hợp tác xã. Cuối năm, toàn huyện có 12 hợp tác xã.";
    for (body, scraped) in [
        (body.to_owned(), 10),
        (body.replacen("12", "15", 1), 20),
        (format!("{} Hết.", body.replacen("12", "15", 1)), 30),
    ] {
        database
            .store
            .save(&[state(&lexicon, "a", &body, scraped)])
            .await
            .unwrap();
    }
    let seen = changes(&database).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((&seen[0][4], &seen[0][5]), (&json!("12"), &json!("15")));
}

#[tokio::test]
async fn a_difference_that_may_be_the_extractors_is_marked() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    for (figure, scraped) in [(12, 10), (15, 20)] {
        let body = format!("Toàn huyện có {figure} hợp tác xã.");
        database
            .store
            .save(&[state(&lexicon, "a", &body, scraped)])
            .await
            .unwrap();
    }
    sqlx::raw_sql("UPDATE solieu.revision SET extractor_version = 'older' WHERE number = 1")
        .execute(&database.pool)
        .await
        .unwrap();
    let seen = changes(&database).await;
    assert_eq!((seen.len(), &seen[0][7]), (1, &json!(false)));
}
