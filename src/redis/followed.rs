//! A session that is followed over Redis, as its readers see it.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::Engine;
use super::live::Live;
use super::read::Head;
use crate::bus::{Delivery, Snapshot, SnapshotReason, StoreError};
use crate::domain::EventId;
use crate::store::{Followed, Found};

/// A session that is followed while this lives.
pub struct InMemory {
    pub engine: Arc<Engine>,
    pub live: Arc<Live>,
}

#[async_trait]
impl Followed for InMemory {
    fn wake(&self) -> &Notify {
        &self.live.wake
    }

    fn after(&self, after: u64, heard: u64, most: usize) -> Option<Found> {
        self.live.after(after, heard, most)
    }

    fn newest(&self) -> u64 {
        self.live.inner().head.map_or(0, |head| head.seq)
    }

    fn heard(&self) -> u64 {
        self.live.inner().tail.heard()
    }

    async fn stored_after(&self, after: u64, most: usize) -> Result<Delivery, StoreError> {
        let mut events = self.engine.events_from(self.live.id, after + 1, most).await?;
        events.retain(|logged| logged.id.seq > after);
        Ok(match events.first() {
            Some(first) if first.id.seq == after + 1 => Delivery::Events(events),
            Some(_) => Delivery::Gap,
            // There were such events, and there are none: the log ends before them.
            None => Delivery::Diverged,
        })
    }

    async fn why_not_after(&self, id: EventId) -> Result<Option<SnapshotReason>, StoreError> {
        self.engine.why_not_after(self.live.id, id).await
    }

    async fn head(&self) -> Result<(EventId, bool), StoreError> {
        let Head { id, run, .. } = self.engine.head(self.live.id).await?;
        Ok((id, run.is_some()))
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.engine.snapshot(self.live.id).await
    }
}
