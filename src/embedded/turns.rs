//! The queue of turns.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use redb::ReadableTable as _;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::disk::Trouble;
use super::live::{Claimed, Due, Live};
use super::{Embedded, Engine, tables};
use crate::bus::{Cancel, Claim, Earlier, Fence, Input, Release, StoreError, TurnQueue};
use crate::domain::{SessionId, State, TurnId};
use crate::record;

/// How long a session whose turn cannot be read is left alone.
const SET_ASIDE: Duration = Duration::from_secs(1);

/// The sessions whose first turn waits for a worker. Unbounded by itself; bounded by the turns in the store.
#[derive(Default)]
pub struct Ready {
    sessions: Mutex<VecDeque<Arc<Live>>>,
    come: Notify,
}

impl Ready {
    /// The session has a turn that nobody has claimed.
    pub fn push(&self, live: Arc<Live>) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).push_back(live);
        self.come.notify_one();
    }

    fn pop_now(&self) -> Option<Arc<Live>> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let first = sessions.pop_front()?;
        if !sessions.is_empty() {
            // Several pushes may have left one wake-up only: whoever takes one passes it on.
            self.come.notify_one();
        }
        Some(first)
    }

    async fn pop(&self) -> Arc<Live> {
        loop {
            let come = self.come.notified();
            if let Some(first) = self.pop_now() {
                return first;
            }
            come.await;
        }
    }
}

#[async_trait]
impl TurnQueue for Embedded {
    async fn claim(&self) -> Claim {
        loop {
            let live = self.0.ready.pop().await;
            if let Some(claim) = self.0.claim(live).await {
                return claim;
            }
        }
    }

    async fn cancel(&self, session: SessionId, turn: Option<TurnId>) -> Result<Cancel, StoreError> {
        let live = self.0.existing(session).await?;
        let engine = Arc::clone(&self.0);
        self.0.detached(async move { engine.cancel(&live, turn).await }).await
    }
}

impl Engine {
    /// Claims the session's first turn, if it still has one that is not claimed.
    async fn claim(self: &Arc<Self>, live: Arc<Live>) -> Option<Claim> {
        let (fence, seq, due, cancelled, earlier) = {
            let mut inner = live.inner();
            if inner.deleted || inner.claimed.is_some() {
                return None;
            }
            let begun = inner.running.as_deref().map(|running| (running.turn, Earlier::from(running)));
            let first = inner.turns.front_mut()?;
            first.attempts += 1;
            let fence = Fence { session: live.id, turn: first.turn, attempt: first.attempts, tag: self.tag };
            let (seq, due, cancelled) = (first.seq, first.due.clone(), first.cancelled.clone());
            inner.claimed = Some(Claimed { attempt: fence.attempt, batches: 0 });
            let earlier = begun.filter(|(turn, _)| *turn == fence.turn).map(|(_, earlier)| earlier);
            (fence, seq, due, cancelled, earlier)
        };
        // From here on the turn is handed out again if this future is dropped.
        let release = self.release_of(&live, fence);
        let session = live.id;
        let read = self.disk.read(move |store| {
            let base = store.turns.get((session.as_bytes(), seq))?;
            let turn = base.map(|bytes| record::decode::<record::message::TurnRecord>(bytes.value())).transpose()?;
            let now = tables::state(&store.states, session)?.1;
            let (state, stored) = match turn.and_then(|turn| turn.base) {
                // A picture that was made or given is not unmade.
                Some(base) => {
                    let base = State { photos: now.photos.clone(), ..State::try_from(base)? };
                    (base, Some(Box::new(now)))
                }
                None => (now, None),
            };
            let input = match due {
                Due::Job(job, _) => Input::Job(job),
                Due::Message(position) => {
                    let message = tables::message(&store.messages, session, position)?;
                    Input::Message(message.ok_or_else(|| Trouble::lost("the message of a turn"))?)
                }
            };
            Ok((input, state, stored))
        });
        match read.await {
            Ok((input, state, stored)) => {
                // One process holds the store: nobody else can take a claim away.
                let lost = CancellationToken::new();
                Some(Claim { fence, input, state, stored, earlier, cancelled, lost, release })
            }
            Err(_) if live.inner().deleted => None,
            Err(error) if !error.is_temporary() => {
                let turn = fence.turn;
                tracing::error!(
                    %error,
                    session = %session.hashed(),
                    %turn,
                    "a turn cannot be read; it is left for the next start"
                );
                release.keep();
                None
            }
            Err(error) => {
                tracing::warn!(%error, session = %session.hashed(), "a turn cannot be read; it is tried again");
                // Nobody has tried to answer it.
                if let Some(first) = live.inner().turns.front_mut().filter(|first| first.turn == fence.turn) {
                    first.attempts -= 1;
                }
                self.lifecycle.spawn({
                    let draining = self.lifecycle.draining().clone();
                    async move {
                        // Hands the turn out again when it is dropped.
                        let _release = release;
                        draining.run_until_cancelled(tokio::time::sleep(SET_ASIDE)).await;
                    }
                });
                None
            }
        }
    }

    fn release_of(self: &Arc<Self>, live: &Arc<Live>, fence: Fence) -> Release {
        let (engine, live) = (Arc::clone(self), Arc::clone(live));
        Release::new(move || {
            let mut inner = live.inner();
            if inner.check(&fence).is_ok() {
                inner.claimed = None;
                drop(inner);
                engine.ready.push(live);
            }
        })
    }

    async fn cancel(&self, live: &Arc<Live>, turn: Option<TurnId>) -> Result<Cancel, StoreError> {
        let order = live.order.lock().await;
        let (turn, seq, cancelled) = {
            let inner = live.inner();
            let asked = match turn {
                Some(turn) => inner.turns.iter().find(|waiting| waiting.turn == turn),
                None => inner.turns.front(),
            };
            let Some(asked) = asked else { return Ok(Cancel::NoTurn) };
            (asked.turn, asked.seq, asked.cancelled.clone())
        };
        let id = live.id;
        self.disk.write(move |tables| tables.change_turn(id, seq, |turn| turn.cancelled = true)).await?;
        // Before the next writer has its turn: from here on no text of this turn is appended.
        cancelled.cancel();
        drop(order);
        Ok(Cancel::Asked(turn))
    }
}

/// Queues the turns that a former process left, and counts the attempts that died with it.
pub async fn recover(engine: &Arc<Engine>) -> Result<(), StoreError> {
    let sessions = engine.disk.read(|store| {
        let mut sessions = Vec::new();
        for entry in store.turns.iter()? {
            let session = SessionId::from_bytes(*entry?.0.value().0);
            if sessions.last() != Some(&session) {
                sessions.push(session);
            }
        }
        Ok(sessions)
    });
    for session in sessions.await? {
        let live = match engine.live(session).await {
            Ok(Some(live)) => live,
            Ok(None) => continue,
            Err(error @ StoreError::Damaged(_)) => {
                // The others are served all the same; whoever asks for this one is told.
                tracing::error!(
                    %error,
                    session = %session.hashed(),
                    "a session that waits for an answer cannot be read"
                );
                continue;
            }
            Err(error) => return Err(error),
        };
        let died = {
            let mut inner = live.inner();
            let running = inner.running.as_ref().map(|running| running.turn);
            inner.turns.front_mut().filter(|first| Some(first.turn) == running).map(|first| {
                first.attempts += 1;
                (first.seq, first.attempts)
            })
        };
        if let Some((seq, attempts)) = died {
            let counted =
                engine.disk.write(move |tables| tables.change_turn(session, seq, |turn| turn.attempts = attempts));
            match counted.await {
                // It is counted in memory.
                Err(error) if error.is_temporary() => tracing::debug!(%error, "an attempt is not counted in the store"),
                counted => counted?,
            }
        }
        engine.ready.push(live);
    }
    Ok(())
}
