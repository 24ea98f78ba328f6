//! What the engine asks of an application.

use crate::domain::{Patch, Photo, SessionId, SessionState, StateUpdate};

/// An application: what a session's state is to its clients.
pub trait Application: Send + Sync {
    /// How whoever has seen the state document of `before` comes to see that of `after`; `None` when they read the same.
    fn patch(&self, session: SessionId, before: &SessionState, after: &SessionState) -> Option<Patch>;

    /// The same for a picture that is put in its place, whatever else the state is; `None` when it has no place there.
    fn patch_of(&self, session: SessionId, photo: Photo) -> Option<Patch> {
        let (before, mut after) = (SessionState::default(), SessionState::default());
        StateUpdate { photo: Some(photo), ..StateUpdate::default() }.apply(&mut after);
        self.patch(session, &before, &after)
    }
}
