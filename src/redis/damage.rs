//! What is kept in Redis is not what it must be: a key of another type, a text that is not JSON. It is found when it is
//! read, and said once; the session takes no more messages until it is repaired or deleted.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::functions::Function;
use super::{Engine, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::SessionId;

/// Damaged sessions that are remembered, so that none of them is said twice.
const REMEMBERED: usize = 1024;

/// The damage that was said.
#[derive(Default)]
pub struct Damages {
    sessions: Mutex<HashSet<SessionId>>,
    /// What was said of the queue of turns; nothing while it is whole.
    queue: Mutex<Option<String>>,
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

    fn said_of_queue(&self) -> MutexGuard<'_, Option<String>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// What was done in a session; says so, once, where it could not be done because what is kept of it is damaged.
    pub async fn noticed<T>(&self, session: SessionId, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error @ StoreError::Damaged(_)) = &done
            && self.damages.is_new(session)
        {
            let found: Vec<String> = self.run(&self.about(Function::Inspect, session)).await.unwrap_or_default();
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
        let mut commands = self.commands.clone();
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

    /// Says why the queue of turns cannot be read, once until something changes.
    pub async fn queue_is_not_read(&self, error: StoreError) {
        let is_damaged = matches!(error, StoreError::Damaged(_));
        // Of damage, the key is told.
        let named = if is_damaged { self.queue_is_sound().await.err() } else { None };
        let error = named.unwrap_or(error).to_string();
        let before = self.damages.said_of_queue().replace(error.clone());
        if before.as_ref() == Some(&error) {
            tracing::debug!(error, "the queue of turns still cannot be read");
        } else if is_damaged {
            tracing::error!(error, "the queue of turns is damaged");
        } else {
            tracing::warn!(error, "the queue of turns cannot be read; it is tried again");
        }
    }

    /// A turn was looked for in the queue: it may be whole again.
    pub async fn queue_is_read(&self) {
        let said = self.damages.said_of_queue().is_some();
        if said && self.queue_is_sound().await.is_ok() {
            *self.damages.said_of_queue() = None;
            tracing::info!("the queue of turns is read again");
        }
    }
}
