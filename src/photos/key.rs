//! Where a picture lies in the store: `<hash of the session>/<photo id>.jpg`, its thumbnails beside it,
//! `<photo id>.96.jpg`. The end of the name tells the media type, because local files keep no attributes.

use object_store::path::Path;

use crate::domain::photo::{MediaType, PhotoId};
use crate::domain::{SessionHash, SessionId};

/// The longest sides of the thumbnails, in pixels.
pub const SIZES: [u32; 2] = [96, 320];

/// Which form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    Original,
    /// One of [`SIZES`].
    Thumbnail(u32),
}

/// Where the pictures of a session lie: under the hash of its id, for whoever is given the address of a picture is not to
/// have the session. Versions before named them by the id itself; what they have put is found there.
#[derive(Debug, Clone, Copy)]
pub struct Folder {
    hash: SessionHash,
    /// Where the session is known by its id.
    id: Option<SessionId>,
}

impl From<SessionId> for Folder {
    fn from(session: SessionId) -> Self {
        Self { hash: session.hashed(), id: Some(session) }
    }
}

impl From<SessionHash> for Folder {
    fn from(hash: SessionHash) -> Self {
        Self { hash, id: None }
    }
}

impl Folder {
    /// The names under which pictures may lie: the one of today, and the one of before.
    pub fn names(self) -> impl Iterator<Item = String> {
        std::iter::once(self.hash.to_string()).chain(self.id.map(|id| id.to_string()))
    }

    /// The name of today.
    #[must_use]
    pub fn name(self) -> String {
        self.hash.to_string()
    }

    /// What the store says of a picture, without the session's id.
    #[must_use]
    pub fn without_id(self, said: &str) -> String {
        let Some(id) = self.id.map(|id| id.to_string()) else { return said.to_owned() };
        // Some clouds are sent names in which a hyphen is encoded.
        let forms = [id.replace('-', "%2D"), id.replace('-', "%2d"), id];
        forms.iter().fold(said.to_owned(), |said, form| said.replace(form, &self.hash.to_string()))
    }
}

/// The name of an object in a folder.
pub fn path(folder: &str, id: PhotoId, media_type: MediaType, size: Size) -> Path {
    let end = extension(media_type);
    match size {
        Size::Original => Path::from(format!("{folder}/{id}.{end}")),
        Size::Thumbnail(size) => Path::from(format!("{folder}/{id}.{size}.{end}")),
    }
}

/// The end of a file name.
pub const fn extension(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::WebP => "webp",
    }
}
