//! Stored articles in, what the current extractor reads from them out: read, extract on every core, replace in order.
//!
//! ```text
//! read ─► extract (all cores) ─► replace in batches, in the order of the revisions
//! ```

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep_until, timeout};

use crate::article::Article;
use crate::config::Config;
use crate::crash;
use crate::event;
use crate::extract::extract;
use crate::extract::lexicon::Lexicon;
use crate::extraction::Extraction;
use crate::store::{Reread, Run, Selection, Store, Totals};

/// Revisions replaced in one transaction: with a dozen figures each, enough for COPY to pay, and over within a moment.
const BATCH: usize = 100;
/// Revisions read from the database at once.
const PAGE: i64 = 100;
/// After a pause no more than this is made up for.
const BURST: Duration = Duration::from_secs(1);

/// A revision that is being extracted.
type Reading = JoinHandle<Reread>;

/// Reads the selected revisions again, at most `rate` of them a second, and tells `report` of the run after each batch.
///
/// Ended at any moment, the next call with the same selection goes on where this one was.
pub async fn reprocess(
    config: &Config,
    store: &Store,
    lexicon: Lexicon,
    selection: Selection,
    rate: Option<NonZeroU32>,
    mut report: impl FnMut(&Run),
) -> Result<Totals, sqlx::Error> {
    let mut run = store.reprocess(selection).await?;
    report(&run);
    let (sender, mut readings) = mpsc::channel(2 * BATCH);
    let reader = Reader {
        store: store.clone(),
        lexicon: Arc::new(lexicon),
        selection: run.selection.clone(),
        after: run.done_to,
        last: run.last,
        threads: match config.worker.threads {
            0 => available_parallelism().map_or(1, Into::into),
            threads => threads,
        },
        pause: rate.map(|rate| Duration::from_secs(1) / rate.get()),
        deadline: config.worker.deadline,
        limit: config.message.max_event_bytes,
    };
    let reader = tokio::spawn(reader.read_all(sender));
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(reading) = readings.recv().await {
        batch.push(reading.await.expect("a reading does not panic"));
        if batch.len() == BATCH {
            run.replace(&batch).await?;
            batch.clear();
            report(&run);
        }
    }
    reader.await.expect("the reader does not panic")?;
    run.replace(&batch).await?;
    report(&run);
    run.finish().await
}

/// Takes revisions from the database and has them extracted.
struct Reader {
    store: Store,
    lexicon: Arc<Lexicon>,
    selection: Selection,
    after: i64,
    last: i64,
    threads: usize,
    pause: Option<Duration>,
    deadline: Duration,
    limit: usize,
}

impl Reader {
    async fn read_all(mut self, readings: mpsc::Sender<Reading>) -> Result<(), sqlx::Error> {
        let threads = Arc::new(Semaphore::new(self.threads));
        let mut next = Instant::now();
        loop {
            let (after, last) = (self.after, self.last);
            let page = self
                .store
                .stored(&self.selection, after, last, PAGE)
                .await?;
            let Some(end) = page.last() else {
                return Ok(());
            };
            self.after = end.revision_id;
            for stored in page {
                if let Some(pause) = self.pause {
                    next = next.max(Instant::now() - BURST) + pause;
                    sleep_until(next).await;
                }
                // both fail only when the run has ended with an error
                let Ok(thread) = threads.clone().acquire_owned().await else {
                    return Ok(());
                };
                let (lexicon, limit) = (self.lexicon.clone(), self.limit);
                let deadline = self.deadline;
                let reading = tokio::spawn(async move {
                    let article = stored.article.clone();
                    let read = spawn_blocking(move || read(&article, &lexicon, limit));
                    let extraction = match timeout(deadline, read).await {
                        Ok(read) => read.expect("a panic was caught"),
                        Err(_) => Err(format!("is not read after {deadline:?}")),
                    };
                    // nothing can stop a thread: after the deadline the next text has its place
                    drop(thread);
                    if let Err(failure) = &extraction {
                        let id = stored.article.id;
                        tracing::warn!(article.id = %id, failure, "text left as it was");
                    }
                    Reread {
                        extraction: extraction.ok(),
                        stored,
                    }
                });
                if readings.send(reading).await.is_err() {
                    return Ok(());
                }
            }
        }
    }
}

/// Extracts; says why where the text cannot be read, or announced.
fn read(article: &Article, lexicon: &Lexicon, limit: usize) -> Result<Extraction, String> {
    let extract = || {
        crash::point("extract", &article.url);
        extract(article, lexicon)
    };
    let extraction = catch_unwind(AssertUnwindSafe(extract))
        .map_err(|_| "the extraction panicked".to_owned())?;
    event::fitting_findings(article, &extraction, limit).map_err(|invalid| invalid.to_string())?;
    Ok(extraction)
}
