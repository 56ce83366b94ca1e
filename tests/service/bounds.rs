//! What a full stream and a slow database do to memory: nothing.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::{Process, World, article, until};

/// The most that the process has had in memory so far, in bytes.
fn peak(process: &Process) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", process.0.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kilobytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

/// An article with another field that makes it `bytes` long.
fn padded(number: usize, bytes: usize) -> String {
    let mut message: Value = serde_json::from_str(&article(number)).unwrap();
    let length = message.to_string().len();
    message["html"] = "x".repeat(bytes - length - ",\"html\":\"\"".len()).into();
    message.to_string()
}

/// One with as long a body as may be.
fn long(number: usize) -> String {
    let mut message: Value = serde_json::from_str(&article(number)).unwrap();
    let body = message["body"].as_str().unwrap();
    let more = "\nCán bộ và nhân dân trong xã cùng nhau giữ gìn đường làng ngõ xóm sạch đẹp.";
    message["body"] = json!(format!(
        "{body}{}",
        more.repeat((524_288 - body.len()) / more.len())
    ));
    message.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_stream_and_a_slow_database_fill_no_memory() {
    const MEGABYTE: usize = 1 << 20;
    // 10,000 for the figures of a release
    let waiting = std::env::var("WAITING").map_or(1_000, |count| count.parse().unwrap());
    let world = World::new().await;
    let mut rejected = 0;
    for number in 0..waiting {
        world
            .publish(match number % 100 {
                0 if number % 500 == 0 => long(number),
                2 | 12 | 22 | 32 | 42 | 52 | 62 | 72 => padded(number, MEGABYTE),
                7 => {
                    rejected += 1;
                    padded(number, MEGABYTE + 1)
                }
                _ => article(number),
            })
            .await;
    }

    let mut lock = world.database.begin().await.unwrap();
    sqlx::raw_sql("LOCK TABLE solieu.article IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *lock)
        .await
        .unwrap();
    let mut command = world.solieu(&["run"]);
    command
        .env("SOLIEU__NATS__ACK_WAIT", "20s")
        .stdout(Stdio::null());
    let mut process = Process(command.spawn().unwrap());
    let pending = async || {
        world
            .consumer()
            .await
            .map_or(0, |consumer| consumer.num_ack_pending)
    };
    let (mut before, mut since) = (0, Instant::now());
    until("nothing more is fetched", async || {
        let now = pending().await;
        if now != before {
            (before, since) = (now, Instant::now());
        }
        before > 0 && since.elapsed() > Duration::from_secs(4)
    })
    .await;
    assert!(before < 513, "{before} messages in flight");
    let blocked = peak(&process);
    lock.rollback().await.unwrap();
    world.until_settled().await;
    let peak = peak(&process);
    eprintln!(
        "{waiting} messages waited: {before} were in flight with {} MB while the database stood still, {} MB at most",
        blocked / MEGABYTE,
        peak / MEGABYTE
    );
    process.terminate();
    assert_eq!(process.end().await, Some(0));

    assert!(peak < 500 * MEGABYTE, "{peak} bytes");
    assert_eq!(world.consumer().await.unwrap().num_redelivered, 0);
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.rejected_message")
            .await,
        rejected
    );
    let stored = world.count("SELECT count(*) FROM solieu.revision").await;
    assert_eq!(usize::try_from(stored + rejected).unwrap(), waiting);
}
