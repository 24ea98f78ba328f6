//! What a turn changes of the state, and what readers are told of it.

use crate::application::Application;
use crate::bus::Claim;
use crate::domain::{Patch, SessionId, SessionState, StateUpdate};

/// The state as the store has it and as the agent has it: they part when a turn is run again, because the agent begins with
/// the state before the turn, and the store has what came of the attempt before.
pub struct Changes<'a> {
    application: &'a dyn Application,
    session: SessionId,
    stored: SessionState,
    now: SessionState,
}

impl<'a> Changes<'a> {
    pub fn new(application: &'a dyn Application, claim: &Claim) -> Self {
        let now = claim.state.clone();
        let stored = claim.stored.as_deref().cloned().unwrap_or_else(|| now.clone());
        Self { application, session: claim.fence.session, stored, now }
    }

    /// What an update of the agent's changes in the store, and the patch for readers; `None` when all is as it was.
    pub fn of(&mut self, update: &StateUpdate) -> Option<(StateUpdate, Option<Patch>)> {
        update.apply(&mut self.now);
        let changed = StateUpdate { photo: update.photo, ..StateUpdate::between(&self.stored, &self.now) };
        if changed == StateUpdate::default() {
            return None;
        }
        let mut stored = self.stored.clone();
        changed.apply(&mut stored);
        let patch = self.application.patch(self.session, &self.stored, &stored);
        self.stored = stored;
        Some((changed, patch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AgentState, Phase, Trip};

    /// Readers see all of the state.
    struct Whole;

    impl Application for Whole {
        fn patch(&self, _: SessionId, before: &SessionState, after: &SessionState) -> Option<Patch> {
            (before != after).then(|| Patch::new(format!("{:?} {:?}", after.phase, after.family.trip.destination)))
        }
    }

    fn update(phase: Option<Phase>, place: Option<&str>) -> StateUpdate {
        let trip = place.map(|place| Trip { destination: Some(place.into()), ..Trip::default() });
        StateUpdate { phase, trip, ..StateUpdate::default() }
    }

    fn state(phase: Phase, place: &str) -> SessionState {
        let mut state = SessionState::default();
        update(Some(phase), Some(place)).apply(&mut state);
        state
    }

    fn changes(now: SessionState, stored: SessionState) -> Changes<'static> {
        Changes { application: &Whole, session: SessionId::from_bytes([7; 16]), stored, now }
    }

    #[test]
    fn what_stays_as_it_was_is_neither_written_nor_told() {
        let state = state(Phase::Family, "京都");
        let mut changes = changes(state.clone(), state);
        assert_eq!(changes.of(&update(Some(Phase::Family), Some("京都"))), None);
        let told = Some(Patch::new("Family Some(\"箱根\")".into()));
        assert_eq!(changes.of(&update(Some(Phase::Family), Some("箱根"))), Some((update(None, Some("箱根")), told)));
        assert_eq!(changes.of(&update(None, Some("箱根"))), None);
    }

    #[test]
    fn a_turn_that_is_run_again_takes_back_what_it_had_changed() {
        let mut changes = changes(state(Phase::Interview, "京都"), state(Phase::Family, "箱根"));
        let agent = AgentState::new("{}".into());
        let kept = StateUpdate { agent: agent.clone(), ..StateUpdate::default() };
        let expected = StateUpdate { agent, ..update(Some(Phase::Interview), Some("京都")) };
        let told = Some(Patch::new("Interview Some(\"京都\")".into()));
        assert_eq!(changes.of(&kept), Some((expected, told)));
        assert_eq!(changes.of(&kept), None);
    }
}
