//! Sessions whose agent was told that what it waits for is cancelled, and has not ended the run that told it: it may do
//! so never, and be asked without that next time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::SessionId;

/// Sessions that are known at once; beyond that the longest known one is forgotten, and is asked as at first.
const MOST: usize = 1024;

/// Those of an endpoint, while the process lives.
#[derive(Debug, Default)]
pub struct Unresumed(Mutex<VecDeque<SessionId>>);

impl Unresumed {
    /// Whether the last run that resumed in this session has not ended.
    pub fn has(&self, session: SessionId) -> bool {
        self.sessions().contains(&session)
    }

    /// A run begins that resumes.
    pub fn begin(&self, session: SessionId) {
        let mut sessions = self.sessions();
        sessions.retain(|known| *known != session);
        if sessions.len() >= MOST {
            sessions.pop_front();
        }
        sessions.push_back(session);
    }

    /// A run has ended, or was refused.
    pub fn end(&self, session: SessionId) {
        self.sessions().retain(|known| *known != session);
    }

    fn sessions(&self) -> MutexGuard<'_, VecDeque<SessionId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_known_is_forgotten_first() {
        let (unresumed, first) = (Unresumed::default(), SessionId::random());
        unresumed.begin(first);
        let others: Vec<SessionId> = (0..MOST).map(|_| SessionId::random()).collect();
        others[1..].iter().for_each(|session| unresumed.begin(*session));
        assert!(unresumed.has(first) && unresumed.has(others[1]));
        unresumed.begin(first);
        unresumed.begin(others[0]);
        assert!(unresumed.has(first) && !unresumed.has(others[1]) && unresumed.has(others[2]));
        unresumed.end(first);
        assert!(!unresumed.has(first));
    }
}
