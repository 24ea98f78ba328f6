//! Pictures: checked and made fit to keep, and kept.
//!
//! What a client sends is looked at by its bytes ([`inspect`]), decoded, turned upright, freed of everything but its
//! pixels and encoded anew ([`develop`]) by a few threads of low priority ([`Darkroom`]), and kept on a local disk or
//! in a cloud ([`PhotoStore`]).

pub mod conformance;
pub mod darkroom;
pub mod develop;
pub mod inspect;
mod jpeg;
mod key;
pub mod place;
pub mod refusal;
pub mod signed;
pub mod store;

use std::path::PathBuf;
use std::time::Duration;

pub use darkroom::Darkroom;
pub use develop::{Developed, Limits};
pub use key::{SIZES, Size};
pub use place::Place;
pub use refusal::Refusal;
pub use store::{PhotoStore, Stored, Trouble};

/// A text that is never shown: its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for whoever must have it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Where pictures are kept and what they may be.
#[derive(Debug, Clone)]
pub struct Settings {
    pub place: Place,
    pub limits: Limits,
    /// Threads that decode; each may take the memory of one picture.
    pub threads: usize,
    /// How long a signed URL works; `None` where pictures are read through hera.
    pub signed_for: Option<Duration>,
    /// Signs the URLs of pictures on the local disk; without it, a key is made and kept in `key_file`.
    pub url_key: Option<Secret>,
    pub key_file: PathBuf,
}
