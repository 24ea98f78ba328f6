//! What is kept in Redis is not what it must be: a key of another type, a text that is not JSON. It is found when it is
//! read, and said once; the session takes no more messages until it is repaired or deleted. A list that belongs to no
//! session is done without.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::functions::Function;
use super::{Engine, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::SessionId;

/// Damaged sessions that are remembered, so that none of them is said twice.
const REMEMBERED: usize = 1024;
/// How long a cluster that does not answer is waited for before its nodes are asked what is wrong.
const SOON: Duration = Duration::from_secs(1);
/// Between two lines of the log that say the same of a command.
const TOLD: Duration = Duration::from_mins(1);

/// The damage that was said.
#[derive(Default)]
pub struct Damages {
    sessions: Mutex<HashSet<SessionId>>,
    /// Keys that belong to no session, as they are told.
    keys: Mutex<HashSet<String>>,
    /// What was said of the queue of turns, by who uses it; nothing while it is whole.
    queue: Mutex<HashMap<QueueUse, String>>,
    /// Why no turn can be taken, where waiting does not help.
    no_turns: Mutex<Option<String>>,
    /// When it was last said of a command that Redis does not run it for a function.
    refused: Mutex<HashMap<String, Instant>>,
    /// The store is open. Before that, whoever opens it tells what is wrong, and tries again.
    is_open: AtomicBool,
}

/// What the queue of turns is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueueUse {
    Take,
    Sweep,
}

impl Damages {
    fn is_new(&self, session: SessionId) -> bool {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= REMEMBERED {
            sessions.clear();
        }
        sessions.insert(session)
    }

    /// The session is gone.
    pub fn is_over(&self, session: SessionId) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }

    /// What was done with a key that belongs to no session, such as a list: a key of another type is said once, under
    /// the name by which it is told, and is like one with nothing in it.
    ///
    /// # Errors
    /// Whatever else went wrong.
    pub fn spared<T: Default>(&self, told: &str, done: Result<T, StoreError>) -> Result<T, StoreError> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            Err(error @ StoreError::Damaged(_)) => {
                if keys.len() >= REMEMBERED {
                    keys.clear();
                }
                if keys.insert(told.to_owned()) {
                    let error = format!("{told}: {error}");
                    tracing::error!(error, "a key in Redis is damaged: delete it, and hera makes it again");
                }
                Ok(T::default())
            }
            done => {
                keys.remove(told);
                done
            }
        }
    }

    /// From now on what Redis does not run is said here.
    pub fn opened(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    /// Redis did not run this command for a function: says why, once a minute. Whoever asked is only told to try again.
    pub fn refused(&self, command: &str, why: &str) {
        if !self.is_open.load(Ordering::Relaxed) {
            return;
        }
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.get(command).is_none_or(|told| told.elapsed() >= TOLD) {
            refused.insert(command.to_owned(), Instant::now());
            tracing::error!(error = why, "Redis does not run a command that hera needs");
        }
    }

    /// No turn can be taken, and waiting does not help: why.
    pub fn takes_no_turns(&self, why: Option<String>) {
        *self.no_turns.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    /// Why no turn can be taken, where waiting does not help.
    pub fn why_no_turns(&self) -> Option<String> {
        self.no_turns.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn said_of_queue(&self) -> MutexGuard<'_, HashMap<QueueUse, String>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// What was done in a session; says so, once, where it could not be done because what is kept of it is damaged.
    pub async fn noticed<T>(&self, session: SessionId, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error @ StoreError::Damaged(_)) = &done
            && self.damages.is_new(session)
        {
            let found: Vec<String> = self.read(&self.about(Function::Inspect, session)).await.unwrap_or_default();
            let hash = session.hashed();
            // Keys are named by the session's id.
            let found = found.join("; ").replace(&session.to_string(), &hash.to_string());
            let error = format!("{error} ({})", if found.is_empty() { "unknown where" } else { &found });
            tracing::error!(
                error,
                session = %hash,
                "what is kept of a session is damaged: repair it, or delete the session"
            );
        }
        done
    }

    /// The session's turn cannot be begun: it takes no messages that would not be answered either, until it can.
    pub async fn mark(&self, session: SessionId, is_damaged: bool) {
        let mut mark = self.about(Function::Mark, session);
        mark.arg(u8::from(is_damaged));
        if let Err(error) = self.run::<u8>(&mark).await {
            // Its `live` hash is damaged: then nothing else can be written to it either.
            tracing::debug!(%error, session = %session.hashed(), "a session cannot be marked as damaged or whole");
        }
    }

    /// Whether the queue of turns can be read.
    pub async fn queue_is_sound(&self) -> Result<(), StoreError> {
        let mut commands = self.reads.clone();
        for (length, key) in [("LLEN", keys::READY), ("ZCARD", keys::DUE)] {
            let read = ::redis::cmd(length).arg(key).query_async::<u64>(&mut commands).await.map_err(unavailable);
            if let Err(StoreError::Damaged(_)) = read {
                let told = format!("no turns can be taken from {key}, which is of another type: delete it in Redis");
                return Err(StoreError::Damaged(told.into()));
            }
            read?;
        }
        Ok(())
    }

    /// Whether the queue of turns can be read; of a cluster that does not answer soon, what its nodes say.
    pub async fn queue_answers(&self) -> Result<(), StoreError> {
        let mut sound = std::pin::pin!(self.queue_is_sound());
        if let Ok(sound) = tokio::time::timeout(SOON, &mut sound).await {
            return sound;
        }
        match Box::pin(self.commands.why_down()).await {
            Some(down) => Err(unavailable(down)),
            None => sound.await,
        }
    }

    /// Says why the queue of turns cannot be read, once until something changes.
    pub async fn queue_is_not_read(&self, used: QueueUse, error: StoreError) {
        let is_damaged = matches!(error, StoreError::Damaged(_));
        let down = if is_damaged { None } else { Box::pin(self.commands.why_down()).await };
        let error = down.map_or(error, unavailable);
        // Of damage, the key is told.
        let named = if is_damaged { self.queue_is_sound().await.err() } else { None };
        let error = named.unwrap_or(error).to_string();
        let before = self.damages.said_of_queue().insert(used, error.clone());
        if before.as_ref() == Some(&error) {
            tracing::debug!(error, "the queue of turns still cannot be read");
        } else if is_damaged {
            tracing::error!(error, "the queue of turns is damaged");
        } else {
            tracing::warn!(error, "the queue of turns cannot be read; it is tried again");
        }
    }

    /// The queue was read: it may be whole again.
    pub async fn queue_is_read(&self, used: QueueUse) {
        let said = self.damages.said_of_queue().contains_key(&used);
        if said && self.queue_is_sound().await.is_ok() {
            let mut said = self.damages.said_of_queue();
            said.remove(&used);
            if said.is_empty() {
                tracing::info!("the queue of turns is read again");
            }
        }
    }
}
