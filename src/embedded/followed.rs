//! A session in memory, as those see it who follow it.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::Engine;
use super::live::Live;
use super::tables;
use crate::bus::{Delivery, Snapshot, SnapshotReason, StoreError};
use crate::domain::EventId;
use crate::store::{Followed, Found};

/// A session that stays in memory while this lives.
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
        self.live.inner().head.seq
    }

    fn heard(&self) -> u64 {
        self.live.inner().tail.heard()
    }

    async fn stored_after(&self, after: u64, most: usize) -> Result<Delivery, StoreError> {
        let (id, from) = (self.live.id, after + 1);
        let events = self.engine.disk.read(move |store| tables::events_from(&store.events, id, from, most)).await?;
        let follows = events.first().is_some_and(|first| first.id.seq == from);
        Ok(if follows { Delivery::Events(events) } else { Delivery::Gap })
    }

    async fn why_not_after(&self, id: EventId) -> Result<Option<SnapshotReason>, StoreError> {
        self.engine.why_not_after(&self.live, id).await
    }

    async fn head(&self) -> Result<(EventId, bool), StoreError> {
        let inner = self.live.inner();
        Ok((inner.head, inner.running.is_some()))
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.engine.snapshot(&self.live).await
    }
}
