//! A picture as clients see it, and how they name one.

use schemars::JsonSchema;
use serde::Serialize;
use utoipa::ToSchema;

use super::shown::{Rfc3339, Shown};
use crate::domain::{MediaType, Photo, PhotoId, PhotoKind, SessionId};

/// A picture of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[schemars(rename = "Photo")]
#[schema(as = Photo)]
pub struct PhotoObject {
    /// Unique in its session: the same picture has the same id.
    #[schema(value_type = String)]
    pub id: Shown<PhotoId>,
    pub kind: PhotoKindName,
    /// Which child it shows, counted from 1; of a child's picture only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u8>,
    /// Where it is, for whoever may read the session.
    pub url: String,
    pub media_type: MediaTypeName,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    /// Length of the file.
    pub bytes: u64,
    /// When it was given or painted.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Rfc3339,
    /// It was painted without a model, and is to be labelled as an illustration.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(extend("const" = true))]
    pub illustration: bool,
}

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhotoKindName {
    User,
    Attachment,
    Partner,
    Child,
}

/// How a picture is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, ToSchema)]
pub enum MediaTypeName {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    WebP,
}

impl PhotoObject {
    /// The wire form of a picture of `session`.
    #[must_use]
    pub fn new(session: SessionId, photo: &Photo) -> Self {
        let number = if let PhotoKind::Child(number) = photo.kind { Some(number) } else { None };
        Self {
            id: Shown(photo.id),
            kind: photo.kind.into(),
            number,
            url: url(session, photo.id),
            media_type: photo.media_type.into(),
            width: photo.width,
            height: photo.height,
            bytes: photo.bytes,
            created_at: Rfc3339(photo.created_at),
            illustration: photo.illustration,
        }
    }

    /// The wire forms of several.
    #[must_use]
    pub fn all(session: SessionId, photos: &[Photo]) -> Vec<Self> {
        photos.iter().map(|photo| Self::new(session, photo)).collect()
    }
}

/// The path at which a picture is served.
#[must_use]
pub fn url(session: SessionId, photo: PhotoId) -> String {
    format!("/api/sessions/{session}/photos/{photo}")
}

/// The picture that a client means by its id, or by a URL at which it is served.
#[must_use]
pub fn named(text: &str) -> Option<PhotoId> {
    let path = text.split(['?', '#']).next()?;
    path.rsplit_once("/photos/").map_or(path, |(_, id)| id).parse().ok()
}

impl From<PhotoKind> for PhotoKindName {
    fn from(kind: PhotoKind) -> Self {
        match kind {
            PhotoKind::User => Self::User,
            PhotoKind::Attachment => Self::Attachment,
            PhotoKind::Partner => Self::Partner,
            PhotoKind::Child(_) => Self::Child,
        }
    }
}

impl From<MediaType> for MediaTypeName {
    fn from(media_type: MediaType) -> Self {
        match media_type {
            MediaType::Jpeg => Self::Jpeg,
            MediaType::Png => Self::Png,
            MediaType::WebP => Self::WebP,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::UnixMillis;

    const SESSION: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    #[test]
    fn a_picture_is_named_by_its_id_or_its_url() {
        let id = PhotoId::of_digest(&[0xab; 32]);
        let url = url(SESSION.parse().unwrap(), id);
        for text in [id.to_string(), url.clone(), format!("https://hera.example{url}?size=320")] {
            assert_eq!(named(&text), Some(id), "{text}");
        }
        for text in ["", "user.png", "/photos/", "data:image/png;base64,AAAA", &format!("{url}/x")] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_picture_is_has_the_names_of_the_domain() {
        let photo = Photo {
            id: PhotoId::of_digest(&[0xab; 32]),
            kind: PhotoKind::Child(2),
            media_type: MediaType::Png,
            width: 512,
            height: 640,
            bytes: 70_000,
            created_at: UnixMillis(1_795_456_647_990),
            illustration: true,
        };
        let session = SESSION.parse().unwrap();
        assert_eq!(
            serde_json::to_value(PhotoObject::new(session, &photo)).unwrap(),
            json!({"id": "ab".repeat(16), "kind": "child", "number": 2,
                "url": format!("/api/sessions/{SESSION}/photos/{}", "ab".repeat(16)), "media_type": "image/png",
                "width": 512, "height": 640, "bytes": 70_000, "created_at": "2026-11-23T17:57:27.990Z",
                "illustration": true})
        );
        for kind in [PhotoKind::User, PhotoKind::Attachment, PhotoKind::Partner] {
            let shown = serde_json::to_value(PhotoObject::new(session, &Photo { kind, illustration: false, ..photo }));
            let shown = shown.unwrap();
            assert_eq!((shown["kind"].as_str(), shown.get("number")), (Some(kind.name()), None));
            assert_eq!(shown.get("illustration"), None);
        }
        for media_type in MediaType::ALL {
            assert_eq!(serde_json::to_value(MediaTypeName::from(media_type)).unwrap(), media_type.name());
        }
    }
}
