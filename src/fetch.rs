//! Turns the durable consumer into deliveries, whatever happens to the server, the connection and the consumer.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{AckKind, Context};
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::sleep;

use crate::config::Config;
use crate::delivery::{Delivery, InFlight};
use crate::jetstream;
use crate::patience::backoff;
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
        let room = Arc::new(Semaphore::new(self.config.worker.max_in_flight));
        let size = self.config.worker.max_in_flight.div_ceil(PULLS);
        let permits = u32::try_from(size).unwrap_or(u32::MAX);
        let mut consumer = None;
        let mut failures = 0;
        while !*self.stop.borrow() {
            let slots = tokio::select! {
                Ok(slots) = room.clone().acquire_many_owned(permits) => slots,
                _ = self.stop.wait_for(|stop| *stop) => return,
            };
            match self.pull(&mut consumer, slots).await {
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

    /// Asks once for as many messages as there are slots and passes them on as they come; returns how many came.
    async fn pull(
        &mut self,
        consumer: &mut Option<PullConsumer>,
        mut slots: OwnedSemaphorePermit,
    ) -> Result<usize, async_nats::Error> {
        let consumer = match consumer {
            Some(consumer) => consumer,
            none => tokio::select! {
                consumer = jetstream::consumer(&self.context, &self.config.nats) => none.insert(consumer?),
                _ = self.stop.wait_for(|stop| *stop) => return Ok(0),
            },
        };
        self.connections.borrow_and_update();
        let mut messages = consumer
            .batch()
            .max_messages(slots.num_permits())
            .max_bytes(self.bytes())
            .expires(PULL_EXPIRES)
            .messages()
            .await?;
        let mut taken = 0;
        loop {
            let message = tokio::select! {
                biased;
                message = messages.next() => message,
                // the request is forgotten with the connection
                _ = self.connections.changed() => return Ok(taken),
                _ = self.stop.wait_for(|stop| *stop) => break,
            };
            let Some(slot) = slots.split(1) else { break };
            match message {
                Some(Ok(message)) => {
                    let delivery = Delivery::new(message, &self.in_flight, slot)?;
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

    /// How much one request may bring: its share, or the largest message that the server takes.
    fn bytes(&self) -> usize {
        let largest = self.context.client().server_info().max_payload + MESSAGE_OVERHEAD;
        (self.config.worker.max_in_flight_bytes / PULLS).max(largest)
    }
}
