//! Pictures: checked and made fit to keep, and kept.
//!
//! What a client sends is looked at by its bytes ([`inspect`]), decoded, turned upright, freed of everything but its
//! pixels and encoded anew ([`develop`]) by a few threads of low priority ([`Darkroom`]), and kept on a local disk or
//! in a cloud ([`PhotoStore`]).

mod answers;
pub mod darkroom;
pub mod develop;
mod explain;
pub mod inspect;
mod jpeg;
mod key;
pub mod place;
pub mod refusal;
pub mod retry;
pub mod signed;
pub mod store;

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

pub use darkroom::Darkroom;
pub use develop::{Developed, Limits};
pub use key::{Folder, SIZES, Size};
pub use place::Place;
pub use refusal::Refusal;
pub use store::{MOST_PICTURES, PhotoStore, Stored, Trouble};

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
    pub url_key: Option<SecretString>,
    pub key_file: PathBuf,
}
