//! A turn being run, and how what is said in it comes into the log.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use tokio::time::Instant;

use crate::agent::reply::millis;
use crate::bus::{Batch, Claim, EventLog, Held, Signal, StoreError};
use crate::domain::TurnUsage;
use crate::lifecycle::Lifecycle;

/// Whoever waits for a turn is told that the store takes nothing of it when that goes on for so long, and again and again.
const TOLD_AFTER: Duration = Duration::from_secs(1);

/// A turn being run.
pub struct Turn<'c> {
    pub claim: &'c Claim,
    /// When it was claimed.
    pub begun: Instant,
    log: &'c dyn EventLog,
    lifecycle: &'c Lifecycle,
    /// Batches appended. Written by one task only; atomic so that the turn can move between threads.
    appended: AtomicU32,
}

/// Why a turn is left as it is, for another claim or for nobody.
pub enum Left {
    /// The process stops: the turn is run again at the next start.
    Stopping,
    /// The turn is somebody else's by now, or its session is gone.
    NotOurs,
    /// The turn is cancelled, and what it would still have said was refused.
    Cancelled,
    /// What the store has of the session cannot be read or written. Trying again would not help.
    Broken(StoreError),
}

impl From<StoreError> for Left {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Fenced | StoreError::NoSession => Self::NotOurs,
            error => Self::Broken(error),
        }
    }
}

impl<'c> Turn<'c> {
    /// A turn that begins now.
    pub fn new(claim: &'c Claim, log: &'c dyn EventLog, lifecycle: &'c Lifecycle) -> Self {
        Self { claim, begun: Instant::now(), log, lifecycle, appended: AtomicU32::new(0) }
    }

    /// What it took so far, of a turn that asks no agent.
    pub fn usage(&self) -> TurnUsage {
        TurnUsage { duration_ms: millis(self.begun.elapsed()), ..TurnUsage::default() }
    }

    /// Appends, and while the store takes nothing, tries again: a turn that was accepted is not given up for that.
    ///
    /// # Errors
    /// When the turn is left, see [`Left`].
    pub async fn append(&self, batch: Batch) -> Result<(), Left> {
        if batch.events.is_empty() && !batch.must_commit() {
            return Ok(());
        }
        let claim = self.claim;
        let batch = Batch { number: self.appended.load(Ordering::Relaxed) + 1, ..batch };
        let appending = async {
            match self.log.append(&claim.fence, batch.clone()).await {
                Err(error) if error.is_temporary() => {
                    tracing::warn!(%error, session = %claim.fence.session.hashed(), "append failed; it is tried again");
                    self.insist(|| self.log.append(&claim.fence, batch.clone())).await
                }
                Err(error) => Err(error.into()),
                Ok(id) => Ok(id),
            }
        };
        let appended = claim.lost.run_until_cancelled(appending).await.unwrap_or(Err(Left::NotOurs));
        match appended {
            Ok(_) => {
                self.appended.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Err(Left::NotOurs) if claim.lost.is_cancelled() => Err(Left::NotOurs),
            Err(Left::NotOurs) if claim.cancelled.is_cancelled() && !batch.settle => Err(Left::Cancelled),
            Err(left) => Err(left),
        }
    }

    /// Tries for as long as it may help, and tells whoever waits for the turn when it does not help soon.
    ///
    /// # Errors
    /// When the turn is left, see [`Left`].
    pub async fn insist<T, F>(&self, mut attempt: impl FnMut() -> F) -> Result<T, Left>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(50))
            .with_max_delay(Duration::from_secs(2))
            .with_jitter()
            .without_max_times();
        let (claim, begun) = (self.claim, Instant::now());
        let tell = |error: &StoreError, _: Duration| {
            if begun.elapsed() >= TOLD_AFTER {
                self.log.signal(claim.fence.session, Signal::Held(Held::from(error)));
            }
        };
        let insisting = (|| attempt()).retry(pauses).when(StoreError::is_temporary).notify(tell);
        let insisting = async { claim.lost.run_until_cancelled(insisting).await.ok_or(Left::NotOurs) };
        let done = self.lifecycle.stopping().run_until_cancelled(insisting).await;
        Ok(done.ok_or(Left::Stopping)???)
    }
}
