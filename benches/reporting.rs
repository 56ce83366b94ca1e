//! The questions of `docs/sql.md` against a private Postgres filled with figures: `make report-bench ROWS=10000000`.
//!
//! Prints, for each question put as `solieu_reader`, the time of its first run after a restart of the server (cold: nothing
//! in the server's own cache, while the system may still hold the files), the best of five more (warm) and the processor
//! time of that one, which other work on the machine does not change; then the sizes of tables and indexes. With
//! `PLANS=1` also the plans.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first failure and prints its findings"
)]

use std::time::{Duration, Instant};

use solieu::config::Config;
use solieu::extract::lexicon::Lexicon;
use solieu::local::{self, Lifetime, Postgres};
use solieu::store::Store;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Nobody needs the data afterwards.
const SETTINGS: [&str; 9] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=8GB",
    "shared_buffers=2GB",
    "maintenance_work_mem=512MB",
    // the processor time is then that of one process
    "max_parallel_workers_per_gather=0",
];

#[tokio::main]
async fn main() {
    // cargo adds --bench
    let rows = std::env::args().find_map(|argument| argument.parse::<u64>().ok());
    let rows = rows.unwrap_or(1_000_000);
    let folder = local::folder().unwrap();
    let mut postgres = Postgres::start(folder.path(), Lifetime::Process, &SETTINGS).unwrap();
    let url = postgres.create_database("bench").await.unwrap();
    let reader = url.replace("user=solieu", "user=solieu_reader");

    let started = Instant::now();
    fill(&url, rows).await;
    println!(
        "{rows} figures drawn and stored in {:.0?}\n",
        started.elapsed()
    );

    println!("| question | cold ms | warm ms | processor ms |\n| --- | --- | --- | --- |");
    let document = std::fs::read_to_string("docs/sql.md").unwrap();
    let mut plans = String::new();
    for (number, question) in (1..).zip(document.split("```sql\n").skip(1)) {
        let question = question.split("```").next().unwrap();
        postgres.stop();
        postgres.resume().unwrap();
        let mut reader = PgConnection::connect(&reader).await.unwrap();
        let (cold, _) = time(&mut reader, question).await;
        let mut warm = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            warm = warm.min(time(&mut reader, question).await);
        }
        let [cold, wall, processor] = [cold, warm.0, warm.1].map(milliseconds);
        println!("| {number} | {cold} | {wall} | {processor} |");
        if std::env::var_os("PLANS").is_some() {
            let analyze = format!("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {question}");
            let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(analyze))
                .fetch_all(&mut reader)
                .await
                .unwrap();
            plans = format!("{plans}\n{number}\n{}\n", lines.join("\n"));
        }
    }
    sizes(&url).await;
    println!("{plans}");
}

/// Tables, reference data and drawn rows, as vacuumed and analyzed as they would be after a night.
async fn fill(url: &str, rows: u64) {
    let mut settings = Config::load(None, [], &[]).unwrap().postgres;
    settings.url = url.to_owned().into();
    let store = Store::connect(&settings).await.unwrap();
    store.migrate().await.unwrap();
    store.load_reference(&Lexicon::embedded()).await.unwrap();
    let mut connection = PgConnection::connect(url).await.unwrap();
    let draw = format!(
        "SET bench.rows = {rows};\n{}",
        include_str!("reporting.sql")
    );
    sqlx::raw_sql(AssertSqlSafe(draw))
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::raw_sql("ALTER ROLE solieu_reader LOGIN")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::raw_sql("VACUUM ANALYZE")
        .execute(&mut connection)
        .await
        .unwrap();
}

/// How long the answer takes, its rows fetched, and how much of that the server's process worked.
async fn time(connection: &mut PgConnection, question: &str) -> (Duration, Duration) {
    let process: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    let worked = || {
        let text = std::fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap();
        let nanoseconds = text.split(' ').next().unwrap();
        Duration::from_nanos(nanoseconds.parse().unwrap())
    };
    let (started, before) = (Instant::now(), worked());
    let rows = sqlx::raw_sql(AssertSqlSafe(question.to_owned()))
        .fetch_all(connection)
        .await;
    let elapsed = (started.elapsed(), worked().saturating_sub(before));
    rows.unwrap();
    elapsed
}

fn milliseconds(time: Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

async fn sizes(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let lines: Vec<String> = sqlx::query_scalar(
        "WITH million AS (SELECT count(*) / 1000000.0 AS figures FROM solieu.statistic)
        SELECT format('| %s | %s | %s |', c.oid::regclass, pg_size_pretty(pg_relation_size(c.oid)),
            pg_size_pretty((pg_relation_size(c.oid) / m.figures)::bigint))
        FROM pg_class AS c, million AS m
        WHERE c.relnamespace = 'solieu'::regnamespace AND c.relkind IN ('r', 'i') AND pg_relation_size(c.oid) > 1 << 20
        ORDER BY c.relkind DESC, pg_relation_size(c.oid) DESC",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    println!(
        "\n| table or index | size | per million figures |\n| --- | --- | --- |\n{}",
        lines.join("\n")
    );
}
