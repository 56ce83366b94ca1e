//! What extracting an article costs beside one bare leftmost-longest pass of the lexicon over the same text.
//!
//! `make bench` prints both over articles of real length: megabytes and articles per second of one core, the ratio, the
//! share of each stage, and what a second core adds. Times are those of the thread, which a busy machine changes little.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod corpus;

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use allocation_counter::measure;
use chrono::Utc;
use rustix::time::{ClockId, clock_gettime};
use solieu::article::Article;
use solieu::extract::lexicon::Lexicon;
use solieu::extract::mention::Scan;
use solieu::extract::text::Text;
use solieu::extract::{chrome, entity, extract, mention, period, quantity};
use solieu::message::{Limits, parse};
use unicode_normalization::UnicodeNormalization as _;

/// Bytes of two articles on one line each.
const LINES: [usize; 2] = [100_000, 1_000_000];
/// So many articles, each read so often; the best round counts.
const ARTICLES: usize = 200;
const ROUNDS: u32 = 12;

fn main() {
    let lexicon = Lexicon::embedded();
    let articles: Vec<Article> = corpus::messages(ARTICLES)
        .iter()
        .map(|message| parse(message.as_bytes(), Utc::now(), &Limits::default()).unwrap())
        .collect();
    let bytes: usize = articles.iter().map(|article| article.body.len()).sum();
    let figures = |article| extract(article, &lexicon).statistics.len();
    let figures: Vec<usize> = articles.iter().map(figures).collect();
    println!(
        "{ARTICLES} articles of {} bytes and {} figures on average, {} to {}",
        bytes / ARTICLES,
        figures.iter().sum::<usize>() / ARTICLES,
        figures.iter().min().unwrap(),
        figures.iter().max().unwrap()
    );

    // in turns, so that a busy machine slows all of them down
    let mut best = [Duration::MAX; 9];
    for _ in 0..ROUNDS {
        for (best, time) in best.iter_mut().zip(round(&articles, &lexicon)) {
            *best = time.min(*best);
        }
    }
    let [
        normalization,
        pass,
        chrome,
        names,
        entities,
        times,
        quantities,
        whole,
        _,
    ] = best;
    row("normalization to NFC", normalization, bytes);
    row("pass of the lexicon", pass, bytes);
    row("extraction", whole, bytes);
    println!("extraction costs {} passes", tenths(whole, pass));
    let stages = [
        ("tokens and words", pass),
        ("web page", chrome),
        ("names", names),
        ("entities", entities),
        ("periods", times),
        ("quantities", quantities),
    ];
    let known: Duration = stages.iter().map(|(_, time)| *time).sum();
    let rest = ("statistics", whole.saturating_sub(known));
    for (stage, time) in stages.into_iter().chain([rest]) {
        println!(
            "  {stage:<20} {:>3} %",
            100 * time.as_nanos() / whole.as_nanos()
        );
    }
    let allocated = measure(|| {
        for article in &articles {
            black_box(extract(article, &lexicon));
        }
    });
    println!(
        "{} allocations, {} bytes at most, per article",
        allocated.count_total / ARTICLES as u64,
        allocated.bytes_max
    );
    println!(
        "two threads do {} times the work of one",
        tenths_of(scaling(&articles, &lexicon))
    );
    let lines = LINES.map(|length| one_line(length, &articles[0]));
    let mut best = [Duration::MAX; LINES.len()];
    for _ in 0..ROUNDS {
        for (best, line) in best.iter_mut().zip(&lines) {
            let start = now();
            black_box(extract(line, &lexicon));
            *best = now().saturating_sub(start).min(*best);
        }
    }
    let [short, long] = best;
    println!(
        "1 MB on one line costs {} times 100 KB ({} ms)",
        tenths(long, short),
        long.as_millis()
    );
}

/// An article of so many bytes without a line break.
fn one_line(length: usize, article: &Article) -> Article {
    let mut body = String::with_capacity(length + 12_000);
    for message in corpus::messages(length / 5_000) {
        let message = parse(message.as_bytes(), Utc::now(), &Limits::default()).unwrap();
        body.push_str(&message.body.replace('\n', " "));
        body.push(' ');
        if body.len() >= length {
            break;
        }
    }
    body.truncate(body.floor_char_boundary(length));
    Article {
        body,
        ..article.clone()
    }
}

/// The time of each stage over all articles, in the order of the table.
fn round(articles: &[Article], lexicon: &Lexicon) -> [Duration; 9] {
    let mut times = [Duration::ZERO; 9];
    for article in articles {
        let body = article.body.as_str();
        let mut clock = now();
        let mut lap = |stage: usize| {
            let before = std::mem::replace(&mut clock, now());
            times[stage] += clock.saturating_sub(before);
        };
        black_box(body.nfc().collect::<String>());
        lap(0);
        let text = Text::new(body, lexicon);
        lap(1);
        let page = chrome::chrome(&text, lexicon);
        lap(2);
        let scan = Scan::new(&text, lexicon, page);
        let mentions = mention::recognize(&scan);
        lap(3);
        black_box(entity::join(&scan, article, &mentions, &[]));
        lap(4);
        let published = article.published.map(|published| published.date);
        let title = Text::new("", lexicon);
        black_box(period::times((&title, &text), lexicon, published));
        lap(5);
        black_box(quantity::quantities(&text, lexicon, &scan.page));
        lap(6);
        drop(mentions);
        lap(8);
        black_box(extract(article, lexicon));
        lap(7);
    }
    times
}

/// How much more two threads read than one, in hundredths, by the clock on the wall.
fn scaling(articles: &[Article], lexicon: &Lexicon) -> u128 {
    // whoever is ready takes the next, as in the service
    let read = |next: &AtomicUsize| {
        while let Some(article) = articles.get(next.fetch_add(1, Ordering::Relaxed)) {
            black_box(extract(article, lexicon));
        }
    };
    let mut best = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        read(&AtomicUsize::new(0));
        best[0] = best[0].min(start.elapsed());
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| read(&next));
            scope.spawn(|| read(&next));
        });
        best[1] = best[1].min(start.elapsed());
    }
    best[0].as_nanos() * 100 / best[1].as_nanos()
}

/// What this thread has worked so far.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap(),
        u32::try_from(time.tv_nsec).unwrap(),
    )
}

fn row(name: &str, time: Duration, bytes: usize) {
    // bytes per microsecond are megabytes per second
    let speed = bytes as u128 * 100_000 / time.as_nanos();
    let articles = ARTICLES as u128 * 1_000_000_000 / time.as_nanos();
    println!(
        "{name:<22} {:>7} MB/s {articles:>8} articles/s",
        tenths_of(speed)
    );
}

fn tenths(time: Duration, unit: Duration) -> String {
    tenths_of(time.as_nanos() * 100 / unit.as_nanos())
}

/// Hundredths as a number with one decimal.
fn tenths_of(hundredths: u128) -> String {
    format!("{}.{}", hundredths / 100, hundredths / 10 % 10)
}
