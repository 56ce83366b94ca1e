//! What extracting an article costs beside one bare leftmost-longest pass of the lexicon over the same text.
//!
//! `make bench` prints the time of both over articles of real length, megabytes per second, and their ratio.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::Utc;
use solieu::article::Article;
use solieu::extract::extract;
use solieu::extract::lexicon::Lexicon;
use solieu::extract::text::Text;
use solieu::message::{Limits, parse};

/// Each measurement is the best of so many runs over all articles.
const RUNS: u32 = 100;

fn main() {
    let lexicon = Lexicon::embedded();
    let articles = articles();
    let bytes: usize = articles.iter().map(|article| article.body.len()).sum();
    println!("{} articles, {bytes} bytes", articles.len());
    // in turns, so that a busy machine slows both down
    let (mut pass, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        pass = pass.min(time(&articles, |article| {
            black_box(Text::new(&article.body, &lexicon).hits().len());
        }));
        whole = whole.min(time(&articles, |article| {
            black_box(extract(article, &lexicon));
        }));
    }
    row("pass of the lexicon", pass, bytes);
    row("extraction", whole, bytes);
    let tenths = whole.as_nanos() * 10 / pass.as_nanos().max(1);
    println!("extraction costs {}.{} passes", tenths / 10, tenths % 10);
}

/// The samples, and one article as long as all of them on one line.
fn articles() -> Vec<Article> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |message: Vec<u8>| parse(&message, Utc::now(), &Limits::default()).unwrap();
    let mut articles: Vec<Article> = paths
        .iter()
        .flat_map(|path| {
            let content = fs::read(path).unwrap();
            solieu::file::messages(&path.to_string_lossy(), &content).unwrap()
        })
        .map(read)
        .collect();
    let mut long = articles[0].clone();
    let bodies: Vec<_> = articles
        .iter()
        .map(|article| article.body.replace('\n', " "))
        .collect();
    long.body = bodies.join(" ");
    articles.push(long);
    articles
}

fn time(articles: &[Article], read: impl Fn(&Article)) -> Duration {
    let start = Instant::now();
    for article in articles {
        read(black_box(article));
    }
    start.elapsed()
}

fn row(name: &str, time: Duration, bytes: usize) {
    // bytes per microsecond are megabytes per second
    let tenths = bytes as u128 * 10_000 / time.as_nanos().max(1);
    let micros = time.as_micros();
    println!(
        "{name:<20} {micros:>7} µs  {:>4}.{} MB/s",
        tenths / 10,
        tenths % 10
    );
}
