//! Turns messages of the stream into rows: parse, extract, save, commit, acknowledge.
//!
//! ```text
//! sift ─► fetch ─► extract (all cores) ─► save in batches ─► settle
//!                     └─ messages that come again go all the way alone
//! ```
//!
//! The stages run side by side, joined by bounded channels. A message is answered only after the transaction that holds
//! its rows, or its rejection, has committed. While Postgres is away everything waits where it is, and the server hears
//! that the messages are in progress: it neither delivers them again nor counts an attempt.
//!
//! A message that comes again may be what ended the process before. It is read with nothing beside it, after a durable
//! mark, and only such attempts of its own count against it. Once it is read the mark is taken back: whatever happens
//! while its rows are written (an outage, a deployment) is not its fault, unless Postgres says so.
//!
//! Reading takes at most the deadline. Nothing can stop a thread, so one that goes on after it keeps its place among those
//! that extract; when all are lost that way the process ends, for whoever supervises it to start another.

use std::mem;
use std::sync::Arc;
use std::thread::available_parallelism;

use async_nats::HeaderMap;
use async_nats::jetstream::Context;
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock, Semaphore, mpsc, watch};
use tokio::task::{JoinError, JoinSet, spawn_blocking};
use tokio::time::{Instant, sleep_until, timeout};

use crate::article;
use crate::config::{self, Config};
use crate::crash;
use crate::delivery::{Delivery, InFlight, Settlement};
use crate::event;
use crate::extract::extract;
use crate::extract::lexicon::Lexicon;
use crate::fetch::Fetch;
use crate::message::{self, Invalid, Reason};
use crate::metrics::{Fate, METRICS, number};
use crate::patience::{backoff, patiently};
use crate::sift::Sift;
use crate::store::{Analyzed, Record, Reject, Saved, Store};
use crate::telemetry::chain;

/// Transactions under way at once: while one waits for the disk the next is built.
const SAVING: usize = 2;

/// Takes messages from the stream and answers each when its rows are committed.
#[derive(Debug)]
pub struct Worker {
    config: Config,
    context: Context,
    store: Store,
    lexicon: Arc<Lexicon>,
    in_flight: InFlight,
    /// Told when a transaction has put events into the outbox.
    announce: Arc<Notify>,
    /// Held for reading by ordinary messages until they are settled, for writing by one that must be alone.
    alone: Arc<RwLock<()>>,
    /// Those that extract.
    threads: Arc<Semaphore>,
    /// How many of them go on with a message after its deadline.
    lost: watch::Sender<usize>,
}

/// Why this process can no longer work, though another can.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    /// Every thread that extracts is busy with a message whose deadline is over.
    #[error("all {0} extracting threads are still busy with messages whose deadline is over")]
    Threads(usize),
    /// The client of NATS has ended, as it does at a message that it cannot read, and never connects again.
    #[error("the client of NATS has ended")]
    Client,
}

/// An extracted message on its way to the store.
struct Extracted {
    delivery: Delivery,
    outcome: Outcome,
    /// Keeps those waiting that must be alone.
    beside: OwnedRwLockReadGuard<()>,
}

/// What to save for a message, or how the message itself failed.
type Outcome = Result<Record, String>;

impl Worker {
    /// Nothing happens before [`Worker::run`].
    pub fn new(
        config: Config,
        context: Context,
        store: Store,
        lexicon: Lexicon,
        announce: Arc<Notify>,
    ) -> Self {
        Self {
            context,
            store,
            lexicon: Arc::new(lexicon),
            in_flight: InFlight::default(),
            announce,
            alone: Arc::default(),
            threads: Arc::new(Semaphore::new(threads(&config))),
            lost: watch::Sender::new(0),
            config,
        }
    }

    /// The deliveries that are not yet answered.
    pub fn in_flight(&self) -> &InFlight {
        &self.in_flight
    }

    /// Works until `stop` turns true and everything that was fetched is settled, or until it is [`Lost`].
    pub async fn run(
        self: &Arc<Self>,
        connections: watch::Receiver<u64>,
        stop: watch::Receiver<bool>,
    ) -> Result<(), Lost> {
        let capacity = self.config.worker.max_in_flight;
        let (fetched, deliveries) = mpsc::channel(capacity);
        let (ready, extracted) = mpsc::channel(capacity);
        let mut client_lives = connections.clone();
        let client_end = async { while client_lives.changed().await.is_ok() {} };
        let fetch = Fetch {
            config: self.config.clone(),
            context: self.context.clone(),
            sift: Sift::new(self.clone()),
            in_flight: self.in_flight.clone(),
            connections,
            stop,
            fetched,
        };
        let stages = async {
            tokio::join!(
                fetch.run(),
                self.extract_all(deliveries, ready),
                self.save_all(extracted),
            )
        };
        let client = self.context.client();
        let threads = threads(&self.config);
        let mut lost = self.lost.subscribe();
        tokio::select! {
            _ = stages => Ok(()),
            () = self.in_flight.report_progress(&client, self.config.nats.ack_wait) => Ok(()),
            _ = lost.wait_for(|lost| *lost == threads) => Err(Lost::Threads(threads)),
            () = client_end => Err(Lost::Client),
        }
    }

    /// Extracts on every core, or everything for a message that must be alone.
    async fn extract_all(
        self: &Arc<Self>,
        mut deliveries: mpsc::Receiver<Delivery>,
        ready: mpsc::Sender<Extracted>,
    ) {
        while let Some(delivery) = deliveries.recv().await {
            if delivery.delivered > 1 {
                METRICS.redeliveries.inc();
                let _alone = self.alone.write().await;
                self.process_alone(delivery).await;
                continue;
            }
            let beside = self.alone.clone().read_owned().await;
            let worker = self.clone();
            let ready = ready.clone();
            tokio::spawn(async move {
                let outcome = worker.read(&delivery).await;
                let extracted = Extracted {
                    delivery,
                    outcome,
                    beside,
                };
                // fails only when the service stops at once
                let _ = ready.send(extracted).await;
            });
        }
    }

    /// Saves what is ready, in as many transactions at once as [`SAVING`], and answers.
    ///
    /// A full batch leaves at once. One that is not full waits while another is being saved, or while enough messages are
    /// being read to fill it, but no longer than `batch_wait`: transactions are early and small where little comes, full
    /// under a backlog.
    async fn save_all(self: &Arc<Self>, mut extracted: mpsc::Receiver<Extracted>) {
        let config::Worker {
            batch: size,
            batch_wait: wait,
            ..
        } = self.config.worker;
        let mut saves = JoinSet::new();
        let mut batch = Vec::new();
        let mut since = Instant::now();
        let mut open = true;
        loop {
            // one of the senders belongs to the loop that spawns those that read
            let reading = extracted.sender_strong_count().saturating_sub(1);
            let is_due = batch.len() >= size
                || !open
                || since.elapsed() >= wait
                || (saves.is_empty() && batch.len() + reading < size);
            if is_due && !batch.is_empty() && saves.len() < SAVING {
                let (worker, batch) = (self.clone(), mem::take(&mut batch));
                saves.spawn(async move { worker.save_batch(batch).await });
                continue;
            }
            tokio::select! {
                next = extracted.recv(), if open && batch.len() < size => match next {
                    Some(next) => {
                        if batch.is_empty() {
                            since = Instant::now();
                        }
                        batch.push(next);
                    }
                    None => open = false,
                },
                Some(saved) = saves.join_next() => saved.expect("saving does not panic"),
                () = sleep_until(since + wait), if !batch.is_empty() && since.elapsed() < wait => {}
                else => return,
            }
        }
    }

    /// Saves a batch and answers its messages; if it cannot be saved, each by itself, so that one harms no other.
    async fn save_batch(&self, batch: Vec<Extracted>) {
        let mut waiting = Vec::with_capacity(batch.len());
        let mut records = Vec::with_capacity(batch.len());
        for Extracted {
            delivery,
            outcome,
            beside,
        } in batch
        {
            match outcome {
                Ok(record) => {
                    waiting.push((delivery, beside));
                    records.push(record);
                }
                Err(failure) => self.retry(delivery, 1, &failure).await,
            }
        }
        let together = self.save(&records).await;
        for ((delivery, beside), record) in waiting.into_iter().zip(records) {
            let saved = match &together {
                Ok(()) => Ok(()),
                Err(_) => self.save(std::slice::from_ref(&record)).await,
            };
            match saved {
                Ok(()) => delivery.settle(settlement(&record)).await,
                Err(error) => self.retry(delivery, 1, &chain(&error)).await,
            }
            drop(beside);
        }
    }

    /// Tries a message that came again, with nothing beside it.
    async fn process_alone(&self, delivery: Delivery) {
        let limit = self.config.worker.attempts;
        let (attempts, outcome) = match self.begin_attempt(&delivery).await {
            Ok(attempt) if attempt > limit => {
                let failure = format!("ended the process in each of {limit} attempts of its own");
                (attempt, Err(failure))
            }
            Ok(attempt) => self.attempt(&delivery, attempt).await,
            Err(error) => (1, Err(chain(&error))),
        };
        let settlement = match outcome {
            Ok(settlement) => settlement,
            Err(failure) if attempts < limit => {
                return self.retry(delivery, attempts + 1, &failure).await;
            }
            Err(failure) => {
                let reject = reject(&delivery, Reason::AttemptsExhausted, failure);
                if let Err(error) = self.save(&[reject]).await {
                    return self.retry(delivery, attempts, &chain(&error)).await;
                }
                Settlement::Term
            }
        };
        if attempts > 0 {
            let (stream, sequence) = (&delivery.stream, delivery.sequence);
            let forget = || {
                self.store
                    .forget_attempts(stream, sequence, delivery.received_at)
            };
            if let Err(error) = patiently(forget).await {
                tracing::warn!(error = chain(&error), "cannot forget attempts");
            }
        }
        delivery.settle(settlement).await;
    }

    /// Reads and saves a message whose attempt is noted. The note is taken back between the two: from there on only an
    /// error of Postgres about the message's own data counts. Returns how many attempts are noted in the end.
    async fn attempt(
        &self,
        delivery: &Delivery,
        attempt: u32,
    ) -> (u32, Result<Settlement, String>) {
        let record = match self.read(delivery).await {
            Ok(record) => record,
            Err(failure) => return (attempt, Err(failure)),
        };
        let (stream, sequence) = (&delivery.stream, delivery.sequence);
        let survive = || {
            self.store
                .survive_attempt(stream, sequence, delivery.received_at)
        };
        let saved = match patiently(survive).await {
            Ok(()) => self.save(std::slice::from_ref(&record)).await,
            failed => failed,
        };
        match saved {
            Ok(()) => (attempt - 1, Ok(settlement(&record))),
            Err(error) => {
                let attempt = self.begin_attempt(delivery).await.unwrap_or(attempt);
                (attempt, Err(chain(&error)))
            }
        }
    }

    async fn begin_attempt(&self, delivery: &Delivery) -> Result<u32, sqlx::Error> {
        let (stream, sequence) = (&delivery.stream, delivery.sequence);
        patiently(|| {
            self.store
                .begin_attempt(stream, sequence, delivery.received_at)
        })
        .await
    }

    /// Parses and extracts, off the threads that wait for servers, within the deadline. A panic is the message's own
    /// failure.
    async fn read(&self, delivery: &Delivery) -> Outcome {
        let thread = self.threads.clone().acquire_owned().await;
        let payload = delivery.message().payload.clone();
        let (received_at, limits) = (delivery.received_at, self.config.message.clone());
        let lexicon = self.lexicon.clone();
        let span = delivery.span.clone();
        let mut read = spawn_blocking(move || {
            let _thread = thread;
            let _extract = tracing::info_span!(parent: &span, "extract").entered();
            let article = message::parse(&payload, received_at, &limits)?;
            span.record("article.id", tracing::field::display(article.id));
            crash::point("extract", &article.url);
            let begun = Instant::now();
            let extraction = extract(&article, &lexicon);
            METRICS.extract.observe(begun.elapsed().as_secs_f64());
            tracing::debug!(
                article.id = %article.id,
                extract.duration_ms = begun.elapsed().as_millis(),
                "article extracted"
            );
            let findings = event::fitting_findings(&article, &extraction, limits.max_event_bytes)?;
            Ok((article, extraction, findings))
        });
        let deadline = self.config.worker.deadline;
        let Ok(read) = timeout(deadline, &mut read).await else {
            self.lost.send_modify(|lost| *lost += 1);
            let lost = self.lost.clone();
            tokio::spawn(async move {
                let _ = read.await;
                lost.send_modify(|lost| *lost -= 1);
            });
            return Err(format!("is not read after {deadline:?}"));
        };
        match read {
            Ok(Ok((article, extraction, findings))) => Ok(Record::Article(Box::new(Analyzed {
                article,
                extraction,
                findings: Some(findings),
                traceparent: delivery.traceparent(),
            }))),
            Ok(Err(Invalid { reason, detail })) => Ok(reject(delivery, reason, detail)),
            Err(panic) => Err(panic_text(panic)),
        }
    }

    /// Commits the records, however long Postgres is away; an error is the fault of a record.
    pub async fn save(&self, records: &[Record]) -> Result<(), sqlx::Error> {
        if records.is_empty() {
            return Ok(());
        }
        let saved = patiently(async || {
            let _timer = METRICS.save.start_timer();
            self.store.save(records).await
        });
        let saved = saved.await?;
        METRICS.batch.observe(number(records.len()));
        crash::point("committed", "");
        self.announce.notify_one();
        for (record, saved) in records.iter().zip(saved) {
            count(record, saved);
            log(record, saved);
        }
        Ok(())
    }

    async fn retry(&self, delivery: Delivery, attempt: u32, failure: &str) {
        tracing::warn!(
            message.sequence = delivery.sequence,
            delivery.attempt = delivery.delivered,
            failure,
            "message failed"
        );
        METRICS.count(Fate::Retried);
        delivery.settle(Settlement::Retry(backoff(attempt))).await;
    }
}

/// How many extract at once.
fn threads(config: &Config) -> usize {
    match config.worker.threads {
        0 => available_parallelism().map_or(1, Into::into),
        threads => threads,
    }
}

fn settlement(record: &Record) -> Settlement {
    match record {
        Record::Article(_) => Settlement::Ack,
        Record::Reject(_) => Settlement::Term,
    }
}

fn reject(delivery: &Delivery, reason: Reason, detail: String) -> Record {
    let message = delivery.message();
    let headers = message.headers.iter().flat_map(HeaderMap::iter);
    let headers = headers
        .map(|(name, values)| {
            let values = values.iter().map(ToString::to_string).collect::<Vec<_>>();
            (name.to_string(), values.into())
        })
        .collect::<serde_json::Map<_, _>>();
    Record::Reject(Box::new(Reject {
        reason,
        detail,
        stream: delivery.stream.clone(),
        sequence: delivery.sequence,
        received_at: delivery.received_at,
        subject: message.subject.to_string(),
        headers: headers.into(),
        payload: article::message_without_user(&message.payload).into_owned(),
    }))
}

fn panic_text(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else {
        return "extraction was cancelled".to_owned();
    };
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("extraction panicked: {}", text.unwrap_or("without a text"))
}

fn count(record: &Record, saved: Saved) {
    match (record, saved) {
        (Record::Reject(reject), _) => METRICS.count_reject(reject.reason),
        (_, Saved::Unchanged { .. }) => METRICS.count(Fate::Unchanged),
        _ => METRICS.count(Fate::Stored),
    }
}

fn log(record: &Record, saved: Saved) {
    match record {
        Record::Article(analyzed) => tracing::debug!(
            article.id = %analyzed.article.id,
            statistics = analyzed.extraction.statistics.len(),
            entities = analyzed.extraction.entities.len(),
            ?saved,
            "article saved"
        ),
        Record::Reject(reject) => tracing::warn!(
            reason = reject.reason.as_str(),
            detail = reject.detail,
            message.stream = reject.stream,
            message.sequence = reject.sequence,
            "message rejected"
        ),
    }
}
