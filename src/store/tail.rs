//! The newest events and signals of a session, for readers that are a little behind.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::bus::{Logged, Signal};

/// Events kept in memory for readers that are a little behind; older ones are read from the store.
pub const EVENTS: usize = 256;
/// Signals kept for them.
const SIGNALS: usize = 16;

/// The newest events of a session, without a gap up to its newest one, and the newest signals, numbered.
#[derive(Default)]
pub struct Tail {
    events: VecDeque<Arc<Logged>>,
    signals: VecDeque<(u64, Signal)>,
}

/// What a reader finds after its place, if there is anything.
pub enum Found {
    Events(Vec<Arc<Logged>>),
    Signal(u64, Signal),
    /// What comes next is not in memory any more.
    InStore,
    Deleted,
    /// The log went another way than what was shown.
    Diverged,
}

impl Tail {
    /// What comes after event `after` and signal `heard`, `newest` being the session's newest event; at most `most` events.
    #[must_use]
    pub fn after(&self, newest: u64, after: u64, heard: u64, most: usize) -> Option<Found> {
        if after < newest {
            let first = newest + 1 - self.events.len() as u64;
            let Some(skip) = (after + 1).checked_sub(first) else { return Some(Found::InStore) };
            let skip = usize::try_from(skip).unwrap_or(usize::MAX);
            return Some(Found::Events(self.events.iter().skip(skip).take(most).cloned().collect()));
        }
        let signal = self.signals.iter().find(|(number, _)| *number > heard);
        signal.map(|&(number, signal)| Found::Signal(number, signal))
    }

    /// The newest event.
    pub fn push(&mut self, logged: Arc<Logged>) {
        self.events.push_back(logged);
    }

    /// Lets go of the oldest events until there are `keep`; of those up to event `stored`, which can be read elsewhere.
    pub fn trim(&mut self, keep: usize, stored: u64) {
        while self.events.len() > keep && self.events.front().is_some_and(|first| first.id.seq <= stored) {
            self.events.pop_front();
        }
        if keep == 0 {
            self.events.shrink_to_fit();
        }
    }

    /// Lets go of all events.
    pub fn clear(&mut self) {
        self.events.clear();
    }

    /// The events that are in memory, from the oldest on.
    pub fn events(&self) -> impl Iterator<Item = &Arc<Logged>> {
        self.events.iter()
    }

    /// The event with that number, if it is in memory.
    #[must_use]
    pub fn find(&self, seq: u64) -> Option<&Arc<Logged>> {
        let first = self.events.front()?.id.seq;
        self.events.get(usize::try_from(seq.checked_sub(first)?).ok()?)
    }

    /// One more signal.
    pub fn signal(&mut self, signal: Signal) {
        let number = self.heard() + 1;
        if self.signals.len() == SIGNALS {
            self.signals.pop_front();
        }
        self.signals.push_back((number, signal));
    }

    /// The number of the newest signal.
    #[must_use]
    pub fn heard(&self) -> u64 {
        self.signals.back().map_or(0, |(number, _)| *number)
    }
}
