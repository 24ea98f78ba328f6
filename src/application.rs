//! What the engine asks of an application.

use crate::bus::StoreError;
use crate::domain::{Change, Patch, Photo, SessionId, State};

/// An application: what a session's state is, and what its clients see of it.
///
/// Every call fails with [`StoreError::Damaged`] when a part is none that the application has written.
pub trait Application: Send + Sync {
    /// What a new session begins with.
    fn first_state(&self) -> State;

    /// What clients see: the text of a JSON object.
    ///
    /// # Errors
    /// When a part cannot be read.
    fn document(&self, session: SessionId, state: &State) -> Result<String, StoreError>;

    /// How whoever has seen the document of `before` comes to see that of `after`; `None` when they read the same.
    ///
    /// # Errors
    /// When a part cannot be read.
    fn patch(&self, session: SessionId, before: &State, after: &State) -> Result<Option<Patch>, StoreError>;

    /// The same for a picture that is put in its place, whatever else the state is; `None` when it has no place there.
    ///
    /// # Errors
    /// When a part cannot be read.
    fn patch_of(&self, session: SessionId, photo: Photo) -> Result<Option<Patch>, StoreError> {
        let before = self.first_state();
        self.patch(session, &before, &before.clone().with(photo))
    }

    /// The patch of a change that a version stored which left it to the readers to make one.
    ///
    /// # Errors
    /// When a part cannot be read.
    fn patch_of_older(&self, session: SessionId, change: &Change) -> Result<Patch, StoreError>;
}
