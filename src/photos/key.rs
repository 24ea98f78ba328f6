//! Where a picture lies in the store: `<session>/<photo id>.jpg`, its thumbnails `<session>/<photo id>.96.jpg`. The end
//! of the name tells the media type, because local files keep no attributes.

use object_store::path::Path;

use crate::domain::SessionId;
use crate::domain::photo::{MediaType, PhotoId};

/// The longest sides of the thumbnails, in pixels.
pub const SIZES: [u32; 2] = [96, 320];

/// Which form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    Original,
    /// One of [`SIZES`].
    Thumbnail(u32),
}

/// The name of an object.
pub fn path(session: SessionId, id: PhotoId, media_type: MediaType, size: Size) -> Path {
    let end = extension(media_type);
    match size {
        Size::Original => Path::from(format!("{session}/{id}.{end}")),
        Size::Thumbnail(size) => Path::from(format!("{session}/{id}.{size}.{end}")),
    }
}

/// What all objects of a session lie under.
pub fn prefix(session: SessionId) -> Path {
    Path::from(session.to_string())
}

/// The end of a file name.
pub const fn extension(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::WebP => "webp",
    }
}
