//! Turns an outage into waiting: how long, and for what.

use std::time::Duration;

use tokio::time::sleep;

use crate::metrics::METRICS;
use crate::store;
use crate::telemetry::chain;

/// Repeats a statement until the answer is not an outage.
pub async fn patiently<T, F>(mut statement: impl FnMut() -> F) -> Result<T, sqlx::Error>
where
    F: Future<Output = Result<T, sqlx::Error>>,
{
    let mut failures = 0;
    loop {
        match statement().await {
            Err(error) if store::is_transient(&error) => {
                failures += 1;
                METRICS.postgres_failures.inc();
                let wait = backoff(failures);
                tracing::warn!(error = chain(&error), ?wait, "Postgres is away");
                sleep(wait).await;
            }
            answer => return answer,
        }
    }
}

/// How long to wait after so many failures in a row: doubling from 100 ms up to 10 s.
pub fn backoff(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(10);
    Duration::from_millis(100 << doublings).min(Duration::from_secs(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_ten_seconds() {
        let waits = [1, 2, 3, 7, 8, 1_000_000].map(|failures| backoff(failures).as_millis());
        assert_eq!(waits, [100, 200, 400, 6_400, 10_000, 10_000]);
    }
}
