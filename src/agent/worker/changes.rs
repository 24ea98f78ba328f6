//! What a turn changes of the state, and what readers are told of it.

use crate::application::Application;
use crate::bus::{Claim, StoreError};
use crate::domain::{Change, Patch, SessionId, State};

/// The state as the store has it and as the agent has it: they part when a turn is run again, because the agent begins with
/// the state before the turn, and the store has what came of the attempt before.
pub struct Changes<'a> {
    application: &'a dyn Application,
    session: SessionId,
    stored: State,
    now: State,
}

impl<'a> Changes<'a> {
    pub fn new(application: &'a dyn Application, claim: &Claim) -> Self {
        let now = claim.state.clone();
        let stored = claim.stored.as_deref().cloned().unwrap_or_else(|| now.clone());
        Self { application, session: claim.fence.session, stored, now }
    }

    /// What a change of the agent's changes in the store, and the patch for readers; `None` when all is as it was.
    ///
    /// # Errors
    /// When the application cannot read a part.
    pub fn of(&mut self, change: &Change) -> Result<Option<(Change, Option<Patch>)>, StoreError> {
        change.apply(&mut self.now);
        let changed = Change { photo: change.photo, ..Change::between(&self.stored, &self.now) };
        if changed.is_empty() {
            return Ok(None);
        }
        let mut stored = self.stored.clone();
        changed.apply(&mut stored);
        let patch = self.application.patch(self.session, &self.stored, &stored)?;
        self.stored = stored;
        Ok(Some((changed, patch)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Readers see all of the state.
    struct Whole;

    impl Application for Whole {
        fn first_state(&self) -> State {
            State::default()
        }

        fn document(&self, _: SessionId, state: &State) -> Result<String, StoreError> {
            Ok(format!("{:?}", state.parts.iter().collect::<Vec<_>>()))
        }

        fn patch(&self, session: SessionId, before: &State, after: &State) -> Result<Option<Patch>, StoreError> {
            let after = self.document(session, after)?;
            Ok((self.document(session, before)? != after).then(|| Patch::new(after)))
        }

        fn patch_of_older(&self, _: SessionId, _: &Change) -> Result<Patch, StoreError> {
            Ok(Patch::new("[]".into()))
        }
    }

    fn change(parts: &[(&'static str, &'static str)]) -> Change {
        let mut change = Change::default();
        for (name, part) in parts {
            change.parts.set(*name, *part);
        }
        change
    }

    fn state(parts: &[(&'static str, &'static str)]) -> State {
        State { parts: change(parts).parts, ..State::default() }
    }

    fn changes(now: State, stored: State) -> Changes<'static> {
        Changes { application: &Whole, session: SessionId::from_bytes([7; 16]), stored, now }
    }

    fn told(parts: &[(&'static str, &'static str)]) -> Patch {
        Patch::new(Whole.document(SessionId::from_bytes([7; 16]), &state(parts)).unwrap())
    }

    #[test]
    fn what_stays_as_it_was_is_neither_written_nor_told() {
        let state = state(&[("act", "1"), ("place", "\"京都\"")]);
        let mut changes = changes(state.clone(), state);
        assert_eq!(changes.of(&change(&[("act", "1"), ("place", "\"京都\"")])).unwrap(), None);
        let moved = change(&[("place", "\"箱根\"")]);
        let both = change(&[("act", "1"), ("place", "\"箱根\"")]);
        let told = told(&[("act", "1"), ("place", "\"箱根\"")]);
        assert_eq!(changes.of(&both).unwrap(), Some((moved.clone(), Some(told))));
        assert_eq!(changes.of(&moved).unwrap(), None);
    }

    #[test]
    fn a_turn_that_is_run_again_takes_back_what_it_had_changed() {
        let (before, left) = ([("act", "1"), ("place", "2")], [("act", "3"), ("place", "4")]);
        let mut changes = changes(state(&before), state(&left));
        let kept = change(&[("notes", "{}")]);
        let expected = change(&[("act", "1"), ("notes", "{}"), ("place", "2")]);
        let told = told(&[("act", "1"), ("notes", "{}"), ("place", "2")]);
        assert_eq!(changes.of(&kept).unwrap(), Some((expected, Some(told))));
        assert_eq!(changes.of(&kept).unwrap(), None);
    }
}
