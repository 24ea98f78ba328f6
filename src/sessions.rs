//! The sessions of the store: who owns them, what was said in them.

#[cfg(test)]
pub mod conformance;

use async_trait::async_trait;

use crate::bus::StoreError;
use crate::domain::{Message, OwnerId, SessionId, State, UnixMillis};

/// The sessions and their history.
///
/// Guarantees of every backend: what [`SessionStore::create`] returned is durable; a deleted session is gone with
/// everything it had, and nothing can be written to it any more. Not found is `Ok(None)`.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Makes a new session, which begins with that state.
    async fn create(&self, owner: OwnerId, state: State) -> Result<Session, StoreError>;

    /// The session, if there is one.
    async fn find(&self, id: SessionId) -> Result<Option<Session>, StoreError>;

    /// The owner's sessions, the newest first, at most `limit`, older than `before` if that is given.
    async fn list(&self, owner: OwnerId, before: Option<SessionId>, limit: usize) -> Result<Vec<Session>, StoreError>;

    /// Deletes the session with everything it has; `false` when there was none. Subscribers are told.
    async fn delete(&self, id: SessionId) -> Result<bool, StoreError>;

    /// A page of the history: the newest messages before position `before` (or the end) that fit, oldest first. The
    /// messages of a session stand at positions 0, 1, 2 and so on.
    async fn history(&self, id: SessionId, before: Option<u64>, most: PageLimit) -> Result<Page, StoreError>;

    /// A picture of the session is about to be stored elsewhere. When the session has
    /// ended, however that was, [`SessionStore::let_go`] gives it until [`SessionStore::forget_pictures`] is called.
    /// Nothing to a store that knows by itself which sessions have ended.
    async fn expect_pictures(&self, _id: SessionId) -> Result<(), StoreError> {
        Ok(())
    }

    /// Whether processes share the store that find pictures by the session's id only, as versions did before they named
    /// them by its hash. What they are to find is put where they look, too.
    fn shared_with_older(&self) -> bool {
        false
    }

    /// Waits for sessions that have ended, and of which pictures may still be there; some of them, the same ones again
    /// when they are not forgotten. One that is deleted is among them soon.
    async fn let_go(&self) -> Vec<SessionId>;

    /// Pictures may be there of a session that has ended: [`SessionStore::let_go`] gives it again.
    async fn leave_pictures(&self, id: SessionId) -> Result<(), StoreError>;

    /// No picture is there any more of a session that has ended.
    async fn forget_pictures(&self, id: SessionId) -> Result<(), StoreError>;
}

/// What a page of a history has, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit {
    pub messages: usize,
    /// As the store keeps them. The newest message of a page is there even if it has more.
    pub bytes: usize,
}

impl PageLimit {
    /// So many messages, however long they are.
    #[must_use]
    pub const fn messages(messages: usize) -> Self {
        Self { messages, bytes: usize::MAX }
    }

    /// Whether a message of `size` bytes still fits after `messages` that have `bytes` in all.
    #[must_use]
    pub const fn fits(self, messages: usize, bytes: usize, size: usize) -> bool {
        messages < self.messages && (messages == 0 || bytes.saturating_add(size) <= self.bytes)
    }
}

/// A session, as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub id: SessionId,
    pub owner: OwnerId,
    pub created_at: UnixMillis,
    /// When the last message was stored.
    pub updated_at: UnixMillis,
    pub state: State,
    /// Grows with every change of the state.
    pub version: u64,
}

/// Part of a history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Oldest first.
    pub messages: Vec<Message>,
    /// The position before which older messages are, if there are any.
    pub next_before: Option<u64>,
}
