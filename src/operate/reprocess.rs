//! `solieu reprocess`: which stored texts to read again, how fast, and how far it has come.

use std::io::{IsTerminal as _, Write as _};
use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::Args;
use solieu::article;
use solieu::config::Config;
use solieu::reprocess::reprocess;
use solieu::store::{Run, Selection};
use uuid::Uuid;

use super::open;
use crate::print;

/// Log lines are written this often where there is no terminal.
const LOG: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct Reprocess {
    /// Only texts scraped on or after this day (YYYY-MM-DD, in Vietnam)
    #[arg(long, value_name = "DAY")]
    since: Option<NaiveDate>,
    /// Only articles of this outlet
    #[arg(long)]
    source: Option<String>,
    /// Only this article: its address or its id
    #[arg(long, value_name = "URL|ID", value_parser = article_id)]
    article: Option<Uuid>,
    /// Only texts that another version of the extractor has read
    #[arg(long)]
    outdated: bool,
    /// At most so many texts a second; 0: as many as possible
    #[arg(long, default_value_t = 200)]
    rate: u32,
}

fn article_id(text: &str) -> Result<Uuid, String> {
    match text.parse() {
        Ok(id) => Ok(id),
        Err(_) => Ok(article::id(&article::canonical_url(text)?)),
    }
}

/// The instant at which a day begins in Vietnam (UTC+7).
fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let evening_before = NaiveTime::from_hms_opt(17, 0, 0)?;
    Some(
        day.checked_sub_days(Days::new(1))?
            .and_time(evening_before)
            .and_utc(),
    )
}

/// Reads stored texts again and says what became of their figures.
pub async fn run(config: &Config, arguments: &Reprocess) -> anyhow::Result<ExitCode> {
    let lexicon = config.lexicon.load()?;
    let store = open(config).await?.with_stories(config.stories);
    let selection = Selection {
        since: arguments.since.and_then(midnight),
        source: arguments.source.clone(),
        article: arguments.article,
        outdated: arguments.outdated,
    };
    let mut progress = Progress::new();
    let rate = NonZeroU32::new(arguments.rate);
    let totals = reprocess(config, &store, lexicon, selection, rate, |run| {
        progress.show(run);
    })
    .await;
    progress.end();
    let totals = totals.context("stopped; the same command goes on from here")?;
    let figures = totals.figures;
    print(&format!(
        "{} texts read, {} of them read otherwise than before, {} left as they were\nfigures: {} added, {} removed, {} changed",
        totals.read,
        totals.announced,
        totals.skipped,
        figures.added,
        figures.removed,
        figures.changed,
    ))
}

/// One line that is overwritten on a terminal, log lines elsewhere.
struct Progress {
    on_terminal: bool,
    began: Instant,
    read_before: Option<i64>,
    logged: Instant,
}

impl Progress {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            on_terminal: std::io::stderr().is_terminal(),
            began: now,
            read_before: None,
            logged: now,
        }
    }

    fn show(&mut self, run: &Run) {
        let read = run.totals.read;
        let before = *self.read_before.get_or_insert(read);
        let milliseconds = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let here = read - before;
        let rate = here * 1000 / milliseconds.max(1);
        let left = (run.left - here).max(0);
        let figures = run.totals.figures;
        if self.on_terminal {
            let text = format!(
                "\r{read} texts read, {left} to go, {rate} a second; figures: {} added, {} removed, {} changed\x1b[K",
                figures.added, figures.removed, figures.changed
            );
            let _ = std::io::stderr().write_all(text.as_bytes());
        } else if self.logged.elapsed() >= LOG || here == 0 {
            self.logged = Instant::now();
            tracing::info!(
                read,
                left,
                rate,
                added = figures.added,
                removed = figures.removed,
                changed = figures.changed,
                selection = %run.selection,
                "reprocessing"
            );
        }
    }

    fn end(&self) {
        if self.on_terminal {
            let _ = std::io::stderr().write_all(b"\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_named_by_its_address_or_its_id() {
        let id = article::id("https://bao.example/tin");
        assert_eq!(article_id("HTTPS://bao.example/tin#cuoi"), Ok(id));
        assert_eq!(article_id(&id.to_string()), Ok(id));
        assert!(article_id("tin").is_err());
    }

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let day = NaiveDate::from_ymd_opt(2024, 5, 1);
        let begins = day.and_then(midnight).map(|instant| instant.to_rfc3339());
        assert_eq!(begins.as_deref(), Some("2024-04-30T17:00:00+00:00"));
    }
}
