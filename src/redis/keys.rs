//! The names of everything in Redis.

use crate::domain::{OwnerId, SessionId};

/// Sessions whose first turn waits for a worker.
pub const READY: &str = "turns:ready";
/// Sessions with a turn, by the time at which they are to be looked at again.
pub const DUE: &str = "turns:due";

/// The channel of a session: what happens in it is published there.
#[must_use]
pub fn channel(session: SessionId) -> String {
    format!("session:{session}")
}

/// The channel of a worker process.
#[must_use]
pub fn worker(name: &str) -> String {
    format!("worker:{name}")
}

/// The sessions of an owner, by the time they were made.
#[must_use]
pub fn owned(owner: OwnerId) -> String {
    format!("owner:{owner}:sessions")
}

/// What a session has, in the order of common.lua.
const PARTS: [&str; 10] = [
    "live",
    "events",
    "turns",
    "conversation_history",
    "sent",
    "_meta",
    "user_profile",
    "family_conversation",
    "family_trip_info",
    "family_plan",
];

/// One key of a session.
#[must_use]
pub fn part(session: SessionId, part: &str) -> String {
    format!("session:{session}:{part}")
}

/// All keys of a session.
pub fn all(session: SessionId) -> impl Iterator<Item = String> {
    PARTS.into_iter().map(move |name| part(session, name))
}
