//! What a turn has to append: one batch is on its way into the log, the others wait behind it and grow together, so
//! that a slow store never keeps the worker from listening to the agent.

use std::collections::VecDeque;
use std::future::pending;

use futures::future::BoxFuture;

use super::{Left, Turn};
use crate::agent::reply::Reply;
use crate::bus::Batch;
use crate::domain::Event;

/// A batch that waits grows to about so many events.
const MOST_EVENTS: usize = 512;
/// An event that waits grows to about so many bytes of text.
const MOST_TEXT: usize = 4096;

/// Batches that wait, at most, before the agent is kept waiting. Text grows together and never comes so far, but each change of
/// the state is a batch of its own.
pub const MOST_WAITING: usize = 32;

/// The batches of a turn that are not appended yet. Of text no more than one reply may hold, which `reply_bytes` bounds.
pub struct Outgoing<'t> {
    turn: &'t Turn<'t>,
    /// Whether text is gathered at all.
    gathered: bool,
    on_its_way: Option<BoxFuture<'t, (Batch, Result<(), Left>)>>,
    waiting: VecDeque<Batch>,
}

impl<'t> Outgoing<'t> {
    pub const fn new(turn: &'t Turn<'t>, gathered: bool) -> Self {
        Self { turn, gathered, on_its_way: None, waiting: VecDeque::new() }
    }

    /// Appends the batch as soon as those before it are.
    pub fn add(&mut self, batch: Batch) {
        match self.waiting.back_mut() {
            Some(last) if !last.must_commit() && !batch.must_commit() && last.events.len() < MOST_EVENTS => {
                join(&mut last.events, batch.events, self.gathered);
            }
            _ => self.waiting.push_back(batch),
        }
        self.go_on();
    }

    /// Whether the agent is not to say more before something is appended.
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= MOST_WAITING
    }

    fn go_on(&mut self) {
        if self.on_its_way.is_none()
            && let Some(batch) = self.waiting.pop_front()
        {
            let turn = self.turn;
            self.on_its_way = Some(Box::pin(async move {
                let appended = turn.append(batch.clone()).await;
                (batch, appended)
            }));
        }
    }

    /// Waits until the batch on its way is appended, for ever if there is none; `false` when it was refused because the
    /// turn is cancelled: `reply` has it back then, and what waited behind it. Cancel-safe.
    pub async fn appended(&mut self, reply: &mut Reply) -> Result<bool, Left> {
        let Some(on_its_way) = &mut self.on_its_way else { return pending().await };
        let (batch, appended) = on_its_way.await;
        self.on_its_way = None;
        match appended {
            Ok(()) => {
                self.go_on();
                Ok(true)
            }
            Err(Left::Cancelled) => {
                self.take_back(reply);
                reply.refused(batch);
                Ok(false)
            }
            Err(left) => Err(left),
        }
    }

    /// Appends everything; `false` when the turn is cancelled before.
    pub async fn drain(mut self, reply: &mut Reply) -> Result<bool, Left> {
        while self.on_its_way.is_some() {
            if !self.appended(reply).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Waits only for what is on its way, and gives the rest back to the reply.
    pub async fn stop(mut self, reply: &mut Reply) -> Result<(), Left> {
        self.take_back(reply);
        self.drain(reply).await.map(drop)
    }

    fn take_back(&mut self, reply: &mut Reply) {
        for batch in self.waiting.drain(..).rev() {
            reply.refused(batch);
        }
    }
}

/// Puts events behind others; if text is gathered at all, one that goes on becomes one event.
fn join(events: &mut Vec<Event>, more: Vec<Event>, gathered: bool) {
    for event in more {
        match (events.last_mut(), event) {
            (
                Some(Event::MessageContent { message_id, delta }),
                Event::MessageContent { message_id: same, delta: further },
            ) if gathered && *message_id == same && delta.len() < MOST_TEXT => delta.push_str(&further),
            (_, event) => events.push(event),
        }
    }
}
