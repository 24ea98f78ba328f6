//! The state of a session as the engine carries it: named parts, which belong to the application.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::photo::{Photo, Photos};

/// Texts by name, each a JSON value that the engine does not look into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts(BTreeMap<Cow<'static, str>, Arc<str>>);

/// The state of a session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    pub parts: Parts,
    pub photos: Photos,
}

/// A change of the state: parts that take the place of those of their names. Applying it twice is applying it once.
///
/// A picture replaces the one in its place only, so that an upload and a painting never undo one another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    pub parts: Parts,
    /// A picture that has a place; see [`Photos::put`].
    pub photo: Option<Photo>,
}

impl Parts {
    /// The part of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| &**text)
    }

    /// Puts a part in its place.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, json: impl Into<Arc<str>>) {
        self.0.insert(name.into(), json.into());
    }

    /// All parts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text))
    }
}

impl State {
    /// The state with that picture in its place.
    #[must_use]
    pub fn with(mut self, photo: Photo) -> Self {
        self.photos.put(photo);
        self
    }
}

impl Change {
    /// A change of one picture.
    #[must_use]
    pub fn of(photo: Photo) -> Self {
        Self { parts: Parts::default(), photo: Some(photo) }
    }

    /// What makes `after` of `before`, but for pictures: they are put in their places one by one. A part that is gone stays.
    #[must_use]
    pub fn between(before: &State, after: &State) -> Self {
        let differs = |(name, text): &(&Cow<'static, str>, &Arc<str>)| before.parts.get(name) != Some(&***text);
        let parts = after.parts.0.iter().filter(differs).map(|(name, text)| (name.clone(), Arc::clone(text)));
        Self { parts: Parts(parts.collect()), photo: None }
    }

    /// Makes the change.
    pub fn apply(&self, state: &mut State) {
        state.parts.0.extend(self.parts.0.iter().map(|(name, text)| (name.clone(), Arc::clone(text))));
        if let Some(photo) = self.photo {
            state.photos.put(photo);
        }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.0.is_empty() && self.photo.is_none()
    }
}
