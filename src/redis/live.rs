//! A session that somebody here follows: its newest events, and whom to wake.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::entry::Entry;
use crate::bus::{Logged, Signal};
use crate::domain::{Event, EventId, SessionId};
use crate::store::{Found, Tail, tail};

pub type Lives = Arc<DashMap<SessionId, Weak<Live>>>;

/// A session that somebody here follows. Dropped with its last reader.
pub struct Live {
    pub id: SessionId,
    pub wake: Notify,
    /// Held by whoever reads what was missed.
    pub catching_up: tokio::sync::Mutex<()>,
    inner: Mutex<Inner>,
    pub lives: Lives,
}

/// What changes about it.
#[derive(Default)]
pub struct Inner {
    /// The newest event known; `None` before the log was read.
    pub head: Option<EventId>,
    /// There is more in the log than is here.
    pub behind: bool,
    /// How long the session had to live when it was first read, in milliseconds.
    pub left: i64,
    /// Turns that run or wait: more is to come. May be wrong until the session is next compared with its log.
    pub turns: u64,
    /// The newest event known when it was last looked at, and for how many looks there was no newer one.
    quiet: (u64, u32),
    /// When the newest event became known.
    since: Option<Instant>,
    pub tail: Tail,
    pub deleted: bool,
    /// The log went another way than what was shown here.
    pub diverged: bool,
}

impl Live {
    pub fn new(id: SessionId, lives: Lives) -> Self {
        Self { id, wake: Notify::new(), catching_up: tokio::sync::Mutex::default(), inner: Mutex::default(), lives }
    }

    pub fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What comes after event `after` and signal `heard`; at most `most` events.
    pub fn after(&self, after: u64, heard: u64, most: usize) -> Option<Found> {
        let inner = self.inner();
        if inner.deleted {
            return Some(Found::Deleted);
        }
        if inner.diverged {
            return Some(Found::Diverged);
        }
        inner.tail.after(inner.head?.seq, after, heard, most)
    }

    pub fn signal(&self, signal: Signal) {
        self.inner().tail.signal(signal);
        self.wake.notify_waiters();
    }

    /// For how many looks there was nothing new.
    pub fn quiet_for(&self) -> u32 {
        let mut inner = self.inner();
        let newest = inner.head.map_or(0, |head| head.seq);
        let (seen, looks) = inner.quiet;
        inner.quiet = (newest, if seen == newest { looks + 1 } else { 0 });
        inner.quiet.1
    }

    /// Whether a turn is to go on of which nothing has come for so long.
    pub fn waits_for(&self, long: Duration) -> bool {
        let inner = self.inner();
        inner.turns > 0 && inner.since.is_none_or(|since| since.elapsed() >= long)
    }

    /// Whether a turn is to go on, and whether there is more in the log than is known here.
    pub fn awaits(&self) -> (bool, bool) {
        let inner = self.inner();
        (inner.turns > 0, inner.behind)
    }

    /// The session was deleted.
    pub fn delete(&self) {
        self.inner().deleted = true;
        self.wake.notify_waiters();
    }

    /// Takes in what was published or read; whether the log must be read because something before it is missing.
    pub fn take(&self, entry: &Entry) -> bool {
        let mut inner = self.inner();
        let Some(head) = inner.head else {
            inner.behind = true;
            return false;
        };
        if entry.last <= head.seq {
            return false;
        }
        if entry.before() > head.seq {
            inner.behind = true;
            return true;
        }
        // What was shown ends where an entry ended. One that goes on in another place is of another history.
        if entry.before() < head.seq || entry.tag_before != head.tag {
            inner.diverged = true;
        } else if entry.is_empty() {
            inner.behind = true;
            return true;
        } else {
            match entry.events() {
                Ok(events) => inner.push(events),
                Err(error) => {
                    tracing::error!(%error, session = %self.id.hashed(), "an event cannot be read");
                    inner.diverged = true;
                }
            }
        }
        drop(inner);
        self.wake.notify_waiters();
        false
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.lives.remove_if(&self.id, |_, live| live.strong_count() == 0);
    }
}

impl Inner {
    fn push(&mut self, events: Vec<Arc<Logged>>) {
        self.since = Some(Instant::now());
        for logged in events {
            self.head = Some(logged.id);
            if matches!(logged.event, Event::UserMessage { .. } | Event::JobQueued { .. }) {
                self.turns += 1;
            } else if logged.event.ends_turn() {
                self.turns = self.turns.saturating_sub(1);
            }
            self.tail.push(logged);
        }
        self.tail.trim(tail::EVENTS, u64::MAX);
    }

    /// What is in memory no longer reaches up to the log's head.
    pub fn skip_to(&mut self, head: EventId) {
        self.tail.clear();
        self.head = Some(head);
        self.since = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Tag;
    use crate::record::event::encode_run;

    #[test]
    fn an_entry_of_another_history_is_told_apart() {
        let taken = |last: u64, count: usize, tag_before: u32| {
            let live = Live::new(SessionId::random(), Arc::default());
            live.inner().skip_to(EventId { seq: 10, tag: Tag::new(1) });
            let mut entry = format!("e{last} {count} 2 {tag_before} 0 - ").into_bytes();
            entry.extend(encode_run(&vec![Event::RunStarted; count]).unwrap());
            live.take(&Entry::read(entry).unwrap());
            let inner = live.inner();
            (inner.diverged, inner.behind, inner.head.unwrap().seq)
        };
        assert_eq!(taken(12, 2, 1), (false, false, 12), "it follows");
        assert_eq!(taken(10, 2, 1), (false, false, 10), "it is known");
        assert_eq!(taken(13, 2, 1), (false, true, 10), "something before it is missing");
        assert_eq!(taken(12, 2, 7), (true, false, 10), "it follows something else");
        assert_eq!(taken(12, 3, 1), (true, false, 10), "it begins before the end of what was shown");
    }
}
