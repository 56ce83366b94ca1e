//! Batches of articles: what is new, what is current, what a failure leaves behind.

use solieu::extraction::EntityType;
use solieu::store::{self, Record, Saved, Store};

use crate::database::Database;
use crate::records::{article, count, entity, minute, new, record, rich};

#[tokio::test]
async fn the_same_text_again_adds_nothing() {
    let database = Database::new().await;
    let analyzed = rich();
    let first = database
        .store
        .save(&[record(analyzed.clone())])
        .await
        .unwrap();
    let mut again = analyzed;
    again.article.scraped_at = minute(60);
    let second = database
        .store
        .save(&[record(again.clone()), record(again)])
        .await
        .unwrap();
    new(&first[0]);
    assert_eq!(
        second,
        [
            Saved::Unchanged { revision: 1 },
            Saved::Unchanged { revision: 1 }
        ]
    );
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.revision")
            .await,
        1
    );
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        5
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        1
    );
}

#[tokio::test]
async fn another_text_becomes_current_only_if_it_was_scraped_later() {
    let database = Database::new().await;
    let save = async |body: &str, scraped| {
        let mut analyzed = article("a", body, minute(scraped));
        analyzed
            .extraction
            .statistics
            .push(count(body, body.split(' ').next().unwrap(), "thôn"));
        database.store.save(&[record(analyzed)]).await.unwrap()[0]
    };
    let shown = async || -> Vec<String> {
        sqlx::query_scalar("SELECT figure FROM reporting.statistic")
            .fetch_all(&database.pool)
            .await
            .unwrap()
    };
    assert_eq!(new(&save("1 thôn", 10).await).0, 1);
    assert_eq!(new(&save("2 thôn", 20).await).0, 2);
    assert_eq!(shown().await, ["2"]);
    // the old text, found in an older visit
    assert_eq!(save("1 thôn", 5).await, Saved::Unchanged { revision: 1 });
    assert_eq!(shown().await, ["2"]);
    // and the old text once more, in a later one
    assert_eq!(save("1 thôn", 30).await, Saved::Unchanged { revision: 1 });
    assert_eq!(shown().await, ["2"]);
    // a text between the two, which arrives late
    assert_eq!(new(&save("3 thôn", 15).await).0, 3);
    assert_eq!(shown().await, ["2"]);
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        3
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        3
    );
}

#[tokio::test]
async fn one_batch_may_hold_several_states_of_an_article_in_any_order() {
    let database = Database::new().await;
    let records = [("b", 20), ("a", 10), ("b", 30), ("c", 15)]
        .map(|(body, scraped)| record(article("x", body, minute(scraped))));
    let saved = database.store.save(&records).await.unwrap();
    assert_eq!(new(&saved[0]).0, 1);
    assert_eq!(new(&saved[1]).0, 2);
    assert_eq!(saved[2], Saved::Unchanged { revision: 1 });
    assert_eq!(new(&saved[3]).0, 3);
    let current: String = sqlx::query_scalar("SELECT body FROM reporting.article")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(current, "b");

    let later = record(article("x", "d", minute(40)));
    database.store.save(&[later]).await.unwrap();
    let current: String = sqlx::query_scalar("SELECT body FROM reporting.article")
        .fetch_one(&database.pool)
        .await
        .unwrap();
    assert_eq!(current, "d");
}

#[tokio::test]
async fn writers_that_race_in_opposite_order_neither_deadlock_nor_double() {
    const ARTICLES: usize = 40;
    let database = Database::new().await;
    let body = "Phường Một, Phường Hai, Phường Ba và Phường Bốn có 12 tổ dân phố.";
    let names = ["Phường Một", "Phường Hai", "Phường Ba", "Phường Bốn"];
    let batch = |order: &mut dyn Iterator<Item = usize>| -> Vec<Record> {
        order
            .map(|number| {
                let mut analyzed = article(&number.to_string(), body, minute(0));
                analyzed
                    .extraction
                    .statistics
                    .push(count(body, "12", "tổ dân phố"));
                let mut entities: Vec<_> = names
                    .map(|name| entity(EntityType::Place, body, name))
                    .into();
                entities.rotate_left(number % names.len());
                analyzed.extraction.entities = entities;
                record(analyzed)
            })
            .collect()
    };
    for round in 0..5 {
        let range = round * ARTICLES..(round + 1) * ARTICLES;
        let batches = [
            batch(&mut range.clone()),
            batch(&mut range.clone().rev()),
            batch(&mut range.clone().rev()),
        ];
        // stores that do not share what they know
        let mut stores = Vec::new();
        for _ in &batches {
            stores.push(Store::connect(&database.settings).await.unwrap());
        }
        let saving = stores
            .iter()
            .zip(&batches)
            .map(|(store, batch)| store.save(batch));
        let outcomes: Vec<Saved> = futures::future::try_join_all(saving)
            .await
            .unwrap()
            .concat();
        let added = outcomes
            .iter()
            .filter(|saved| matches!(saved, Saved::New { .. }))
            .count();
        assert_eq!(added, ARTICLES);
    }
    assert_eq!(
        database
            .number("SELECT count(*) FROM solieu.statistic")
            .await,
        200
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.entity").await,
        4
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.mention").await,
        800
    );
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.outbox").await,
        200
    );
}

#[tokio::test]
async fn a_record_that_cannot_be_stored_fails_its_batch_and_leaves_no_trace() {
    let database = Database::new().await;
    let mut bad = article("bad", "12 thôn", minute(0));
    let mut statistic = count("12 thôn", "12", "thôn");
    statistic.end = statistic.start;
    bad.extraction.statistics.push(statistic);
    let good = record(rich());
    let error = database
        .store
        .save(&[good.clone(), record(bad)])
        .await
        .unwrap_err();
    assert!(!store::is_transient(&error), "{error}");
    assert_eq!(
        database.number("SELECT count(*) FROM solieu.article").await,
        0
    );
    // what the failed batch had learnt of entities is forgotten
    new(&database.store.save(&[good]).await.unwrap()[0]);
}

#[tokio::test]
async fn a_server_that_goes_away_is_an_outage_and_not_the_fault_of_a_record() {
    let database = Database::new().await;
    let ended = sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())")
        .execute(&database.pool)
        .await;
    assert!(store::is_transient(&ended.unwrap_err()));
    sqlx::raw_sql("DROP TABLE solieu.outbox")
        .execute(&database.pool)
        .await
        .unwrap();
    let old = database.store.save(&[record(rich())]).await;
    assert!(store::is_transient(&old.unwrap_err()));
}
