//! Turns the durable consumer into deliveries, whatever happens to the server, the connection and the consumer.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{AckKind, Context};
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::sleep;

use crate::config::{self, Config};
use crate::crash;
use crate::delivery::{Delivery, InFlight};
use crate::jetstream;
use crate::patience::backoff;
use crate::sift::Sift;
use crate::telemetry::chain;

/// Pull requests that share the room for unsettled messages: while the messages of one are worked on, the next is open.
const PULLS: usize = 4;
/// A pull request that got lost is noticed a few seconds after this.
const PULL_EXPIRES: Duration = Duration::from_secs(5);
/// What the server adds to a message when it counts bytes: subject, reply subject, headers of its own.
const MESSAGE_OVERHEAD: usize = 4096;

/// Where deliveries come from and go to.
#[derive(Debug)]
pub struct Fetch {
    /// Settings of streams and worker.
    pub config: Config,
    /// The connection.
    pub context: Context,
    /// Rejects what the client cannot read.
    pub sift: Sift,
    /// Where deliveries are entered until they are answered.
    pub in_flight: InFlight,
    /// Changes with every new connection to the server.
    pub connections: watch::Receiver<u64>,
    /// True when nothing more is to be fetched.
    pub stop: watch::Receiver<bool>,
    /// Has room for as many as may be in flight.
    pub fetched: mpsc::Sender<Delivery>,
}

impl Fetch {
    /// Fetches until `stop` turns true.
    pub async fn run(mut self) {
        let room = Room::new(&self.config.worker);
        let mut consumer = None;
        let mut failures = 0;
        while !*self.stop.borrow() {
            let share = tokio::select! {
                share = room.share() => share,
                _ = self.stop.wait_for(|stop| *stop) => return,
            };
            match self.pull(&mut consumer, share).await {
                // not every server says that the consumer is gone: it just stays silent
                Ok(0) => consumer = None,
                Ok(_) => failures = 0,
                Err(error) => {
                    // it may have been deleted or changed
                    consumer = None;
                    failures += 1;
                    tracing::warn!(error = chain(error.as_ref()), "cannot fetch");
                    tokio::select! {
                        () = sleep(backoff(failures)) => {}
                        _ = self.stop.wait_for(|stop| *stop) => return,
                    }
                }
            }
        }
    }

    /// Asks once for as much as there is room for and passes it on as it comes; returns how many messages came.
    async fn pull(
        &mut self,
        consumer: &mut Option<PullConsumer>,
        mut room: Taken,
    ) -> Result<usize, async_nats::Error> {
        self.connections.borrow_and_update();
        let consumer = match consumer {
            Some(consumer) => consumer,
            none => tokio::select! {
                consumer = sifted(&self.context, &self.config.nats, &mut self.sift) => none.insert(consumer?),
                changed = self.connections.changed() => return Ok(changed.map(|()| 0)?),
                _ = self.stop.wait_for(|stop| *stop) => return Ok(0),
            },
        };
        let mut messages = consumer
            .batch()
            .max_messages(room.messages.num_permits())
            .max_bytes(room.bytes.num_permits().max(self.largest()))
            .expires(PULL_EXPIRES)
            .messages()
            .await?;
        let mut taken = 0;
        loop {
            let message = tokio::select! {
                biased;
                message = messages.next() => message,
                // the request is forgotten with the connection
                changed = self.connections.changed() => return Ok(changed.map(|()| taken)?),
                _ = self.stop.wait_for(|stop| *stop) => break,
            };
            match message {
                Some(Ok(message)) => {
                    let place = room.split(message.length);
                    let delivery = Delivery::new(message, &self.in_flight, place)?;
                    crash::point("fetched", "");
                    self.fetched.send(delivery).await?;
                    taken += 1;
                }
                // a request also ends in an error when the next message is larger than what is left of it
                Some(Err(error)) if taken == 0 => return Err(error),
                Some(Err(_)) | None => return Ok(taken),
            }
        }
        // what came in the meantime goes to another worker at once
        while let Some(Some(Ok(message))) = messages.next().now_or_never() {
            message.ack_with(AckKind::Nak(None)).await?;
        }
        Ok(taken)
    }

    /// The largest message that the server takes: a request for less might never be answered.
    fn largest(&self) -> usize {
        self.context.client().server_info().max_payload + MESSAGE_OVERHEAD
    }
}

/// The consumer, with nothing outstanding that would end the connection when it comes again.
async fn sifted(
    context: &Context,
    nats: &config::Nats,
    sift: &mut Sift,
) -> Result<PullConsumer, jetstream::Error> {
    let consumer = jetstream::consumer(context, nats).await?;
    if let Err(error) = sift.run(context, nats).await {
        let error = chain(error.as_ref());
        tracing::warn!(error, "cannot sift the outstanding messages");
    }
    Ok(consumer)
}

/// Room for unsettled messages, by number and by bytes.
struct Room {
    messages: Arc<Semaphore>,
    bytes: Arc<Semaphore>,
    share: (u32, u32),
}

/// A part of the room, until it is dropped.
#[derive(Debug)]
pub struct Taken {
    messages: OwnedSemaphorePermit,
    bytes: OwnedSemaphorePermit,
}

impl Room {
    fn new(settings: &config::Worker) -> Self {
        let messages = settings.max_in_flight;
        let bytes = settings.max_in_flight_bytes.min(u32::MAX as usize);
        let share = |room: usize| u32::try_from(room.div_ceil(PULLS)).unwrap_or(u32::MAX);
        Self {
            messages: Arc::new(Semaphore::new(messages)),
            bytes: Arc::new(Semaphore::new(bytes)),
            share: (share(messages), share(bytes)),
        }
    }

    /// Waits for what one request may bring.
    async fn share(&self) -> Taken {
        let (messages, bytes) = self.share;
        let messages = self.messages.clone().acquire_many_owned(messages).await;
        let bytes = self.bytes.clone().acquire_many_owned(bytes).await;
        Taken {
            messages: messages.expect("never closed"),
            bytes: bytes.expect("never closed"),
        }
    }
}

impl Taken {
    /// The place of one message; one that is larger than what is left takes all of it.
    fn split(&mut self, bytes: usize) -> Self {
        let split = |room: &mut OwnedSemaphorePermit, size: usize| {
            let size = size.min(room.num_permits());
            room.split(size).expect("not more than is left")
        };
        Self {
            messages: split(&mut self.messages, 1),
            bytes: split(&mut self.bytes, bytes),
        }
    }
}
