//! A session in memory, while somebody uses it: its newest events, its waiting turns, and whom to wake.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use dashmap::DashMap;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::disk::Trouble;
use super::tables::{self, ReadTables};
use crate::bus::{Fence, Logged, Running, Signal, StoreError, fold};
use crate::domain::{EventId, Job, SessionId, Tag, TurnId};
use crate::store::{Found, Tail, tail};
use crate::telemetry::names;

/// Events that may wait for the store before writers are refused.
const UNSTORED: u64 = 8192;
/// Events of an unended turn that are read at once when its session is brought to memory.
const FOLDED_AT_ONCE: usize = 1024;

/// Every session in memory.
pub type Lives = Arc<DashMap<SessionId, Weak<Live>>>;

/// A session in memory. Dropped with its last user.
pub struct Live {
    pub id: SessionId,
    /// The tag of the place before the first event.
    pub base: Tag,
    /// Held by whoever gives out the next numbers, across the commit where there is one: so numbers are given out
    /// in order, without a hole when a commit fails, and a session that commits holds up no other.
    pub order: tokio::sync::Mutex<()>,
    pub wake: Notify,
    /// Held for moments only, never across an await: hence a std mutex.
    inner: Mutex<Inner>,
    lives: Lives,
}

/// What changes about a session in memory.
pub struct Inner {
    pub head: EventId,
    /// The newest event that is durable.
    pub stored: u64,
    /// Everything after `stored` is here.
    pub tail: Tail,
    /// The turn that has started and not ended.
    pub running: Option<Box<Running>>,
    /// The turns that have not ended, in order.
    pub turns: VecDeque<Waiting>,
    /// The claim of the first turn.
    pub claimed: Option<Claimed>,
    pub deleted: bool,
    /// It is on the list of sessions to be flushed.
    pub dirty: bool,
}

/// A turn that has not ended.
pub struct Waiting {
    pub turn: TurnId,
    /// The number of its message's or its job's event: its place in the order.
    pub seq: u64,
    pub due: Due,
    /// Claims so far.
    pub attempts: u32,
    pub cancelled: CancellationToken,
}

/// What a turn is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The message at this position of the history.
    Message(u64),
    /// With the tag of its event.
    Job(Job, Tag),
}

impl Waiting {
    /// A turn that nobody has claimed yet.
    pub fn new(turn: TurnId, seq: u64, due: Due) -> Self {
        Self { turn, seq, due, attempts: 0, cancelled: CancellationToken::new() }
    }
}

/// The newest claim of a turn.
pub struct Claimed {
    pub attempt: u32,
    /// Batches appended by it.
    pub batches: u32,
}

impl Live {
    /// The session as it is in the store.
    pub fn load(store: &ReadTables, id: SessionId, lives: Lives) -> Result<Option<Self>, Trouble> {
        let Some(session) = tables::session(&store.sessions, id)? else { return Ok(None) };
        let base = Tag::new(session.tag);
        let head = tables::last_events(&store.events, id)?.last().map_or(EventId { seq: 0, tag: base }, |last| last.id);
        let mut inner = Inner {
            head,
            stored: head.seq,
            tail: Tail::default(),
            running: None,
            turns: VecDeque::new(),
            claimed: None,
            deleted: false,
            dirty: false,
        };
        for (seq, record) in tables::turns(&store.turns, id)? {
            let cancelled = CancellationToken::new();
            if record.cancelled {
                cancelled.cancel();
            }
            let due = match &record.job {
                Some(job) => Due::Job(job.name.parse().map_err(|_| Trouble::lost("a job"))?, Tag::new(job.tag)),
                None => Due::Message(record.position),
            };
            let turn = TurnId::from_number(record.turn);
            inner.turns.push_back(Waiting { turn, seq, due, attempts: record.attempts, cancelled });
        }
        if let Some(first) = inner.turns.front() {
            let mut from = first.seq;
            loop {
                let told = tables::events_from(&store.events, id, from, FOLDED_AT_ONCE)?;
                let Some(last) = told.last() else { break };
                from = last.id.seq + 1;
                for logged in &told {
                    fold(&mut inner.running, logged);
                }
            }
        }
        metrics::gauge!(names::SESSIONS_LIVE).increment(1);
        Ok(Some(Self {
            id,
            base,
            order: tokio::sync::Mutex::const_new(()),
            wake: Notify::const_new(),
            inner: Mutex::new(inner),
            lives,
        }))
    }

    /// The session's state in memory.
    pub fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What comes after event `after` and signal `heard`; at most `most` events.
    pub fn after(&self, after: u64, heard: u64, most: usize) -> Option<Found> {
        let inner = self.inner();
        if inner.deleted {
            return Some(Found::Deleted);
        }
        inner.tail.after(inner.head.seq, after, heard, most)
    }

    /// Tells the session's readers; see [`crate::bus::EventLog::signal`].
    pub fn signal(&self, signal: Signal) {
        self.inner().tail.signal(signal);
        self.wake.notify_waiters();
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        metrics::gauge!(names::SESSIONS_LIVE).decrement(1);
        // Another one may have taken the place since the last user let go of this one.
        self.lives.remove_if(&self.id, |_, live| live.strong_count() == 0);
    }
}

impl Inner {
    /// Shows events to the readers, who are to be woken after.
    pub fn push(&mut self, events: Vec<Arc<Logged>>, stored: bool) {
        for logged in events {
            fold(&mut self.running, &logged);
            self.head = logged.id;
            self.tail.push(logged);
        }
        if stored {
            self.stored = self.head.seq;
        }
        self.tail.trim(tail::EVENTS, self.stored);
    }

    /// Lets go of stored events that no reader is likely to ask for.
    pub fn trim_idle(&mut self) {
        if self.turns.is_empty() {
            self.tail.trim(0, self.stored);
        }
    }

    /// The session is gone: nothing of it may be stored any more.
    pub fn delete(&mut self) {
        self.deleted = true;
        // What was not stored yet is never to be.
        self.stored = self.head.seq;
        self.tail.clear();
        self.running = None;
        self.turns.drain(..).for_each(|turn| turn.cancelled.cancel());
    }

    /// Whether there are events that are not durable yet, and are to be.
    pub fn has_unstored(&self) -> bool {
        self.head.seq > self.stored && !self.deleted
    }

    /// Events that are not durable yet.
    pub fn unstored(&self) -> Vec<Arc<Logged>> {
        self.tail.events().filter(|logged| logged.id.seq > self.stored).cloned().collect()
    }

    /// Refuses when too much waits for the store.
    pub fn check_room(&self) -> Result<(), StoreError> {
        if self.head.seq - self.stored > UNSTORED {
            return Err(StoreError::Unavailable("too much waits to be stored".into()));
        }
        Ok(())
    }

    /// Refuses a writer whose claim is not the newest one of the turn that runs.
    pub fn check(&self, fence: &Fence) -> Result<(), StoreError> {
        if self.deleted {
            return Err(StoreError::NoSession);
        }
        let holds = self.turns.front().is_some_and(|first| first.turn == fence.turn);
        let newest = self.claimed.as_ref().is_some_and(|claimed| claimed.attempt == fence.attempt);
        if holds && newest { Ok(()) } else { Err(StoreError::Fenced) }
    }

    /// Whether the batch with this number is there already; refuses it when one before it is not.
    pub fn check_number(&self, number: u32) -> Result<bool, StoreError> {
        let batches = self.claimed.as_ref().map_or(0, |claimed| claimed.batches);
        if number > batches + 1 { Err(StoreError::Fenced) } else { Ok(number <= batches) }
    }

    /// One more batch of the claim is there.
    pub fn count_batch(&mut self) {
        if let Some(claimed) = &mut self.claimed {
            claimed.batches += 1;
        }
    }

    /// Refuses what a cancelled turn would still say.
    pub fn check_wanted(&self) -> Result<(), StoreError> {
        let cancelled = self.turns.front().is_some_and(|first| first.cancelled.is_cancelled());
        if cancelled { Err(StoreError::Fenced) } else { Ok(()) }
    }
}
