//! The queue of turns in a cluster, where it is in another place than the sessions: what the sessions' functions do on
//! one server is done here before and after them, so that a crash in between costs time, but no turn.

use ::redis::AsyncCommands;

use super::functions::Function;
use super::{Engine, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::SessionId;

impl Engine {
    /// The session is about to have a turn: it is looked at after a lease at the latest, whatever happens now.
    pub async fn expect_turn(&self, session: SessionId) -> Result<(), StoreError> {
        if !self.names.clustered {
            return Ok(());
        }
        let mut expect = self.functions.call(Function::Expect, &[keys::DUE]);
        expect.arg(session.to_string()).arg(self.lease_ms());
        self.run::<u8>(&expect).await.map(drop)
    }

    /// The session has a turn for whom comes first.
    pub async fn turn_ready(&self, session: SessionId) {
        if !self.names.clustered {
            return;
        }
        let mut ready = self.functions.call(Function::Ready, &[keys::READY, keys::DUE]);
        ready.arg(session.to_string()).arg(self.lease_ms());
        if let Err(error) = self.run::<u8>(&ready).await {
            tracing::warn!(%error, session = %session.hashed(), "a turn waits until its session is looked at again");
        }
    }

    /// The session's turn is claimed, or still claimed, for so many milliseconds.
    pub async fn turn_claimed(&self, session: SessionId, milliseconds: u64) {
        if !self.names.clustered {
            return;
        }
        if let Err(error) = self.look_again(session, milliseconds).await {
            tracing::warn!(%error, session = %session.hashed(), "a session is looked at again too early");
        }
    }

    /// When the session is to be looked at again.
    pub async fn due_at(&self, session: SessionId) -> Result<Option<String>, StoreError> {
        if !self.names.clustered {
            return Ok(None);
        }
        let mut commands = self.reads.clone();
        commands.zscore(keys::DUE, session.to_string()).await.map_err(unavailable)
    }

    /// The session had no turn, after it was known to be due at `before`.
    pub async fn no_turn(&self, session: SessionId, before: Option<String>) {
        let Some(before) = before else { return };
        let mut idle = self.functions.call(Function::Idle, &[keys::DUE]);
        idle.arg(session.to_string()).arg(before);
        if let Err(error) = self.run::<u8>(&idle).await {
            tracing::debug!(%error, session = %session.hashed(), "a session is looked at again for nothing");
        }
    }

    /// A session that someone follows has waited for long: had its place in the queue been lost, it would get one.
    pub async fn heal_queue(&self, session: SessionId) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let options = ::redis::SortedSetAddOptions::add_only();
        commands.zadd_options(keys::DUE, session.to_string(), 0, &options).await.map_err(unavailable)
    }

    async fn look_again(&self, session: SessionId, milliseconds: u64) -> Result<(), StoreError> {
        let mut due = self.functions.call(Function::Due, &[keys::DUE]);
        due.arg(session.to_string()).arg(milliseconds);
        self.run::<u8>(&due).await.map(drop)
    }
}
