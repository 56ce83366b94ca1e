//! The questions of `docs/sql.md`, put to the articles of `samples/` and `reporting.jsonl` as a reader: the answers stand
//! below each question in the document. `UPDATE_SNAPSHOTS=1` writes them there.

use std::fmt::Write as _;
use std::path::Path;

use futures::TryStreamExt as _;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::file;
use solieu::message::{self, Limits};
use solieu::store::Analyzed;
use sqlx::{AssertSqlSafe, PgPool, Row as _, ValueRef as _};

use crate::database::Database;
use crate::records::record;

const DOCUMENT: &str = "docs/sql.md";

/// The samples, one of them republished word for word by a second outlet, and the articles written for the questions.
fn messages() -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir("samples")
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    paths.push("tests/service/reporting.jsonl".into());
    let mut messages: Vec<Vec<u8>> = paths.iter().flat_map(|path| read(path)).collect();
    let original = read(Path::new("samples/ngan-sach-quan-hai-an.json")).remove(0);
    let mut copy: serde_json::Value = serde_json::from_slice(&original).unwrap();
    copy["url"] = "https://diem-bao.example/hai-an-thu-ngan-sach".into();
    copy["source"] = "Điểm Báo".into();
    copy["published_at"] = "2023-10-13".into();
    messages.push(serde_json::to_vec(&copy).unwrap());
    messages
}

fn read(path: &Path) -> Vec<Vec<u8>> {
    let content = std::fs::read(path).unwrap();
    file::messages(&path.to_string_lossy(), &content).unwrap()
}

/// A database with those articles, as the worker stores them one by one.
pub async fn filled() -> Database {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    database.store.load_reference(&lexicon).await.unwrap();
    for message in messages() {
        let article = message::parse(&message, chrono::Utc::now(), &Limits::default()).unwrap();
        let extraction = extract(&article, &lexicon);
        let analyzed = Analyzed {
            article,
            extraction,
            findings: None,
            traceparent: None,
        };
        database.store.save(&[record(analyzed)]).await.unwrap();
    }
    database
}

/// The rows as a table of Markdown, every value as Postgres prints it.
async fn answer(pool: &PgPool, question: &str) -> String {
    let rows: Vec<_> = sqlx::raw_sql(AssertSqlSafe(question.to_owned()))
        .fetch(pool)
        .try_collect()
        .await
        .unwrap_or_else(|error| panic!("{error}\n{question}"));
    let first = rows
        .first()
        .unwrap_or_else(|| panic!("no rows:\n{question}"));
    let names: Vec<&str> = first.columns().iter().map(sqlx::Column::name).collect();
    let mut table = format!(
        "| {} |\n|{}\n",
        names.join(" | "),
        " --- |".repeat(names.len())
    );
    for row in &rows {
        let values: Vec<String> = (0..names.len())
            .map(|index| {
                let value = row.try_get_raw(index).unwrap();
                if value.is_null() {
                    return String::new();
                }
                value
                    .as_str()
                    .unwrap()
                    .replace(['\n', '\r'], " ")
                    .replace('|', "\\|")
            })
            .collect();
        writeln!(table, "| {} |", values.join(" | ")).unwrap();
    }
    table
}

#[tokio::test]
async fn the_questions_of_the_document_have_the_answers_of_the_document() {
    let reader = filled().await.as_role("solieu_reader").await;
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let mut renewed = String::new();
    let mut parts = document.split("```sql\n");
    renewed.push_str(parts.next().unwrap());
    let mut questions = 0;
    for part in parts {
        let (question, rest) = part.split_once("```\n").unwrap();
        // the table below the question, up to the next paragraph
        let rest = rest.trim_start_matches('\n');
        let rest = match rest.strip_prefix('|') {
            Some(table) => table.split_once("\n\n").map_or("", |(_, rest)| rest),
            None => rest,
        };
        let answer = answer(&reader.pool, question).await;
        write!(renewed, "```sql\n{question}```\n\n{answer}\n{rest}").unwrap();
        questions += 1;
    }
    assert!(questions >= 10, "{questions} questions");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(DOCUMENT, renewed.trim_end().to_owned() + "\n").unwrap();
        return;
    }
    pretty(&document, &renewed);
}

/// Fails at the first line that differs.
fn pretty(document: &str, renewed: &str) {
    let lines = renewed
        .trim_end()
        .lines()
        .map(Some)
        .chain(std::iter::once(None));
    let written = document
        .trim_end()
        .lines()
        .map(Some)
        .chain(std::iter::once(None));
    for (number, (expected, found)) in lines.zip(written).enumerate() {
        assert_eq!(
            found,
            expected,
            "{DOCUMENT}:{}: UPDATE_SNAPSHOTS=1 writes the answers",
            number + 1
        );
    }
}
