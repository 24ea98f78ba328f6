//! HERA, the first application: its state, and what its clients see of it.
//!
//! Her agents are in [`crate::agent`], her routes in `gateway/hera`; they come here when the engine is a crate.

use crate::application::Application;
use crate::bus::StoreError;
use crate::domain::{Change, Patch, Phase, SessionId, SessionState, State, StateUpdate};
use crate::protocol::state_document;
use crate::record::parts;

pub use crate::record::parts::{AGENT, INTERVIEW};

/// HERA, or a chat with an agent elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Hera {
    /// What a new session begins with.
    pub first_phase: Phase,
}

impl Application for Hera {
    fn first_state(&self) -> State {
        written(&SessionState { phase: self.first_phase, ..SessionState::default() })
    }

    fn document(&self, session: SessionId, state: &State) -> Result<String, StoreError> {
        Ok(state_document::text(session, &read(state)?))
    }

    fn patch(&self, session: SessionId, before: &State, after: &State) -> Result<Option<Patch>, StoreError> {
        Ok(state_document::patch(session, &read(before)?, &read(after)?))
    }

    fn patch_of_older(&self, session: SessionId, change: &Change) -> Result<Patch, StoreError> {
        Ok(state_document::patch_of(session, &parts::update(change)?))
    }
}

/// The state in its parts.
#[must_use]
pub fn written(state: &SessionState) -> State {
    parts::state(state)
}

/// The state that the parts tell of.
///
/// # Errors
/// When one is damaged.
pub fn read(state: &State) -> Result<SessionState, StoreError> {
    Ok(parts::read(state)?)
}

/// A change of the state in its parts.
#[must_use]
pub fn change(update: &StateUpdate) -> Change {
    parts::change(update)
}

/// Makes a change.
///
/// # Errors
/// When a part is damaged: then nothing is changed.
pub fn apply(change: &Change, state: &mut SessionState) -> Result<(), StoreError> {
    parts::update(change)?.apply(state);
    Ok(())
}
