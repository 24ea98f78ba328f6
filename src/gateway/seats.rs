//! How many connections may be open, in all and on one session.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dashmap::DashMap;

use super::Settings;
use crate::domain::SessionId;

/// The seats of all sessions. Sockets and event streams take one each.
#[derive(Debug)]
pub struct Seats {
    most: usize,
    most_per_session: usize,
    taken: AtomicUsize,
    sessions: DashMap<SessionId, usize>,
}

/// A place taken, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    session: SessionId,
}

impl Seats {
    /// All seats free.
    #[must_use]
    pub fn new(settings: &Settings) -> Arc<Self> {
        Arc::new(Self {
            most: settings.sockets,
            most_per_session: settings.sockets_per_session,
            taken: AtomicUsize::new(0),
            sessions: DashMap::new(),
        })
    }

    /// A seat on the session; `None` when all are taken.
    #[must_use]
    pub fn take(self: &Arc<Self>, session: SessionId) -> Option<Seat> {
        self.taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |taken| (taken < self.most).then_some(taken + 1))
            .ok()?;
        let mut of_session = self.sessions.entry(session).or_default();
        if *of_session >= self.most_per_session {
            let empty = *of_session == 0;
            drop(of_session);
            if empty {
                self.sessions.remove_if(&session, |_, taken| *taken == 0);
            }
            self.taken.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        *of_session += 1;
        Some(Seat { seats: Arc::clone(self), session })
    }

    /// How many are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.sessions.remove_if_mut(&self.session, |_, taken| {
            *taken -= 1;
            *taken == 0
        });
        self.seats.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_limited_and_given_back() {
        let seats =
            Arc::new(Seats { most: 3, most_per_session: 2, taken: AtomicUsize::new(0), sessions: DashMap::new() });
        let (one, two) = (SessionId::random(), SessionId::random());
        let first = seats.take(one).unwrap();
        let second = seats.take(one).unwrap();
        assert!(seats.take(one).is_none(), "the session is full");
        let third = seats.take(two).unwrap();
        assert!(seats.take(two).is_none(), "the house is full");
        assert_eq!(seats.taken(), 3);
        drop((first, second, third));
        assert_eq!((seats.taken(), seats.sessions.len()), (0, 0));
        assert!(seats.take(one).is_some());
    }
}
