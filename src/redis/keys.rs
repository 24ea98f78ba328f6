//! The names of everything in Redis.

use crate::domain::{OwnerId, SessionId};

/// Sessions whose first turn waits for a worker. The braces keep the queue's keys together in a cluster.
pub const READY: &str = "{turns}:ready";
/// Sessions with a turn, by the time at which they are to be looked at again.
pub const DUE: &str = "{turns}:due";
/// Sessions with pictures, by the time at which they may have ended.
pub const PICTURES: &str = "pictures:due";
/// Written to see whether Redis takes writes.
pub const PING: &str = "{turns}:ping";
/// The `live` hash of no session, in the slot of the queue.
pub const NOBODY: &str = "live:{turns}";

/// What a session has beside its `live` hash.
pub const PARTS: [&str; 12] = [
    "events",
    "turns",
    "conversation_history",
    "sent",
    "_meta",
    "user_profile",
    "family_conversation",
    "family_members",
    "family_trip_info",
    "family_plan",
    "photos",
    "attachments",
];

/// Names what sessions have. In a cluster, the session's id is in braces: they keep all that it has in one slot.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    pub clustered: bool,
}

impl Names {
    /// The channel of a session: what happens in it is published there.
    #[must_use]
    pub fn channel(self, session: SessionId) -> String {
        if self.clustered { format!("session:{{{session}}}") } else { format!("session:{session}") }
    }

    /// The session of a channel.
    #[must_use]
    pub fn session(self, channel: &[u8]) -> Option<SessionId> {
        let id = std::str::from_utf8(channel).ok()?.strip_prefix("session:")?;
        let id = if self.clustered { id.strip_prefix('{')?.strip_suffix('}')? } else { id };
        id.parse().ok()
    }

    /// The hash of what changes all the time: the head of the log and the claim of the running turn. A short name,
    /// because it goes over the wire with every flush of text.
    #[must_use]
    pub fn live(self, session: SessionId) -> String {
        if self.clustered { format!("live:{{{session}}}") } else { format!("live:{session}") }
    }

    /// The keys that a function about a session is given. A cluster is told of all: while their slot moves to another node
    /// key by key, it refuses for the moment what would find some of them here and others there.
    #[must_use]
    pub fn declared(self, session: SessionId) -> Vec<String> {
        let parts = if self.clustered { &PARTS[..] } else { &[] };
        std::iter::once(self.live(session)).chain(parts.iter().map(|part| self.part(session, part))).collect()
    }

    /// Another key of a session.
    #[must_use]
    pub fn part(self, session: SessionId, part: &str) -> String {
        format!("{}:{part}", self.channel(session))
    }
}

/// The channel of a worker process.
#[must_use]
pub fn worker(name: &str) -> String {
    format!("worker:{name}")
}

/// What the list of an owner is called in the log: the id of an owner is the cookie of a guest.
#[must_use]
pub fn owned_told(owner: OwnerId) -> String {
    format!("owner:{}:sessions", owner.hashed())
}

/// The sessions of an owner, by the time they were made.
#[must_use]
pub fn owned(owner: OwnerId) -> String {
    format!("owner:{owner}:sessions")
}
