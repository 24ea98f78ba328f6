//! Turns without a message.

use std::sync::Arc;

use super::Engine;
use super::disk::Trouble;
use super::live::{Due, Live, Waiting};
use super::tables::{self, Tables};
use crate::bus::{AcceptError, AcceptedJob, StoreError};
use crate::domain::{Event, EventId, Job, SessionId, TurnId};
use crate::record;
use crate::record::message::TurnRecord;

impl Engine {
    pub async fn accept_job(&self, live: &Arc<Live>, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError> {
        let order = live.order.lock().await;
        let (events, queued, mut chunk) = {
            let inner = live.inner();
            if inner.deleted {
                return Err(StoreError::NoSession.into());
            }
            for (queued, waiting) in inner.turns.iter().enumerate() {
                match &waiting.due {
                    Due::Job(known, tag) if *known == job => {
                        let tag = *tag;
                        let id = EventId { seq: waiting.seq, tag };
                        return Ok(AcceptedJob { id, turn: waiting.turn, queued, duplicate: true });
                    }
                    _ => {}
                }
            }
            if inner.turns.len() > self.settings.turns_queued {
                return Err(AcceptError::QueueFull);
            }
            let events = self.numbered(&inner, Some(turn), vec![Event::JobQueued { turn, job: job.clone() }]);
            (events, inner.turns.len(), inner.unstored())
        };
        let event = events[0].id;
        chunk.extend(events.iter().cloned());
        let (id, kept) = (live.id, self.settings.events_kept);
        let due = Due::Job(job.clone(), event.tag);
        let written = self.disk.write(move |tables| {
            if tables::session(&tables.sessions, id)?.is_none() {
                return Ok(false);
            }
            tables.insert_job(id, turn, event, &job)?;
            tables.append_events(id, event.tag, &chunk, kept)?;
            Ok(true)
        });
        if !written.await? {
            return Err(StoreError::NoSession.into());
        }
        let mut inner = live.inner();
        inner.push(events, true);
        inner.turns.push_back(Waiting::new(turn, event.seq, due));
        drop(inner);
        drop(order);
        live.wake.notify_waiters();
        if queued == 0 {
            self.ready.push(Arc::clone(live));
        }
        Ok(AcceptedJob { id: event, turn, queued, duplicate: false })
    }
}

impl Tables<'_> {
    /// Stores a turn in which a job is done.
    pub fn insert_job(&mut self, id: SessionId, turn: TurnId, event: EventId, job: &Job) -> Result<(), Trouble> {
        let waiting = record::encode(&TurnRecord::of_job(turn, job, event.tag))?;
        self.turns.insert((id.as_bytes(), event.seq), waiting.as_slice())?;
        Ok(())
    }
}
