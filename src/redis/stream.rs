//! A reader's place in a session.

use std::sync::Arc;

use async_trait::async_trait;

use super::Engine;
use super::live::{Found, Live};
use crate::bus::{Delivery, EventStream, StoreError};

/// Events given at once, at most.
const AT_ONCE: usize = 128;

/// A reader's place. The session is followed while it lives.
pub struct Place {
    pub engine: Arc<Engine>,
    pub live: Arc<Live>,
    /// The last event given.
    pub after: u64,
    /// The last signal given.
    pub heard: u64,
}

#[async_trait]
impl EventStream for Place {
    async fn next(&mut self) -> Result<Delivery, StoreError> {
        loop {
            let found = {
                // Listen before looking, so that nothing that comes in between is missed.
                let mut woken = std::pin::pin!(self.live.wake.notified());
                woken.as_mut().enable();
                let Some(found) = self.live.after(self.after, self.heard, AT_ONCE) else {
                    woken.await;
                    continue;
                };
                found
            };
            return match found {
                Found::Deleted => Ok(Delivery::Deleted),
                Found::Diverged => Ok(Delivery::Diverged),
                Found::InStore => self.next_from_store().await,
                Found::Signal(number, signal) => {
                    self.heard = number;
                    Ok(Delivery::Signal(signal))
                }
                Found::Events(events) => {
                    self.after = events.last().map_or(self.after, |last| last.id.seq);
                    Ok(Delivery::Events(events))
                }
            };
        }
    }

    fn lag(&self) -> u64 {
        self.live.inner().head.map_or(0, |head| head.seq.saturating_sub(self.after))
    }
}

impl Place {
    async fn next_from_store(&mut self) -> Result<Delivery, StoreError> {
        let mut events = self.engine.events_from(self.live.id, self.after + 1, AT_ONCE).await?;
        events.retain(|logged| logged.id.seq > self.after);
        match (events.first(), events.last()) {
            (Some(first), Some(last)) if first.id.seq == self.after + 1 => {
                self.after = last.id.seq;
                Ok(Delivery::Events(events))
            }
            (Some(_), _) => Ok(Delivery::Gap),
            // There were such events, and there are none: the log ends before them.
            (None, _) => Ok(Delivery::Diverged),
        }
    }
}
