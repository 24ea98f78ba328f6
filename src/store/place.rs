//! A subscriber's place in a session.

use async_trait::async_trait;
use tokio::sync::Notify;

use super::tail::Found;
use crate::bus::{Delivery, EventStream, Opening, Snapshot, SnapshotReason, Start, StoreError, Subscription};
use crate::domain::EventId;

/// Events given at once, at most.
const AT_ONCE: usize = 128;

/// A session that is followed: a store, and what of the session is in memory. It is followed while this lives.
#[async_trait]
pub trait Followed: Send + Sync + 'static {
    /// Wakes those who wait for what comes next.
    fn wake(&self) -> &Notify;

    /// What comes after event `after` and signal `heard`; at most `most` events.
    fn after(&self, after: u64, heard: u64, most: usize) -> Option<Found>;

    /// The number of the newest event that is known.
    fn newest(&self) -> u64;

    /// The number of the newest signal.
    fn heard(&self) -> u64;

    /// What the store has after event `after`, which is not in memory any more; at most `most` events.
    async fn stored_after(&self, after: u64, most: usize) -> Result<Delivery, StoreError>;

    /// Why a reader that last saw `id` cannot simply go on; `None` if it can.
    async fn why_not_after(&self, id: EventId) -> Result<Option<SnapshotReason>, StoreError>;

    /// The newest event, and whether a turn has started and not ended.
    async fn head(&self) -> Result<(EventId, bool), StoreError>;

    async fn snapshot(&self) -> Result<Snapshot, StoreError>;
}

/// See [`crate::bus::EventLog::subscribe`].
///
/// # Errors
/// When the session cannot be read.
pub async fn subscribe(followed: impl Followed, start: Start) -> Result<Subscription, StoreError> {
    let missed = match start {
        Start::Snapshot => Some(None),
        Start::After(id) => followed.why_not_after(id).await?.map(Some),
    };
    let (opening, after) = match (start, missed) {
        (Start::After(id), None) => {
            let (head, running) = followed.head().await?;
            (Opening::Tail { head, running }, id.seq)
        }
        (_, reason) => {
            let snapshot = followed.snapshot().await?;
            let after = snapshot.head.seq;
            (Opening::Snapshot { reason: reason.flatten(), snapshot: Box::new(snapshot) }, after)
        }
    };
    let heard = followed.heard();
    Ok(Subscription { opening, stream: Box::new(Place { followed, after, heard }) })
}

/// What was last given to a subscriber.
struct Place<F> {
    followed: F,
    /// The last event.
    after: u64,
    /// The last signal.
    heard: u64,
}

#[async_trait]
impl<F: Followed> EventStream for Place<F> {
    async fn next(&mut self) -> Result<Delivery, StoreError> {
        loop {
            let found = {
                // Listen before looking, so that nothing that comes in between is missed.
                let mut woken = std::pin::pin!(self.followed.wake().notified());
                woken.as_mut().enable();
                let Some(found) = self.followed.after(self.after, self.heard, AT_ONCE) else {
                    woken.await;
                    continue;
                };
                found
            };
            let delivery = match found {
                Found::Deleted => Delivery::Deleted,
                Found::Diverged => Delivery::Diverged,
                Found::Events(events) => Delivery::Events(events),
                Found::InStore => self.followed.stored_after(self.after, AT_ONCE).await?,
                Found::Signal(number, signal) => {
                    self.heard = number;
                    Delivery::Signal(signal)
                }
            };
            if let Delivery::Events(events) = &delivery {
                self.after = events.last().map_or(self.after, |last| last.id.seq);
            }
            return Ok(delivery);
        }
    }

    fn lag(&self) -> u64 {
        self.followed.newest().saturating_sub(self.after)
    }
}
