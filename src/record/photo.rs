//! Stored pictures: what they are, not their bytes. The same form in every store, for an operator to read.

use serde::{Deserialize, Serialize};

use super::RecordError;
use crate::domain::{MediaType, Photo, PhotoKind, UnixMillis};

/// A stored [`Photo`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "Fields", try_from = "Fields")]
pub struct PhotoRecord(pub Photo);

#[derive(Debug, Serialize, Deserialize)]
struct Fields {
    id: String,
    kind: String,
    /// Of a child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u8>,
    media_type: String,
    width: u32,
    height: u32,
    bytes: u64,
    /// Unix milliseconds.
    created_at: i64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    illustration: bool,
}

/// The stored form of a picture by itself.
pub fn encode(photo: &Photo) -> Result<String, RecordError> {
    Ok(serde_json::to_string(&PhotoRecord(*photo))?)
}

/// The picture in stored bytes.
pub fn decode(bytes: &[u8]) -> Result<Photo, RecordError> {
    Ok(super::object::<PhotoRecord>(bytes)?.0)
}

/// The stored form of several pictures.
#[must_use]
pub fn records(photos: &[Photo]) -> Vec<PhotoRecord> {
    photos.iter().copied().map(PhotoRecord).collect()
}

/// The pictures in their stored form.
#[must_use]
pub fn photos(records: Vec<PhotoRecord>) -> Vec<Photo> {
    records.into_iter().map(|record| record.0).collect()
}

impl From<PhotoRecord> for Fields {
    fn from(PhotoRecord(photo): PhotoRecord) -> Self {
        let number = if let PhotoKind::Child(number) = photo.kind { Some(number) } else { None };
        Self {
            id: photo.id.to_string(),
            kind: photo.kind.name().into(),
            number,
            media_type: photo.media_type.name().into(),
            width: photo.width,
            height: photo.height,
            bytes: photo.bytes,
            created_at: photo.created_at.0,
            illustration: photo.illustration,
        }
    }
}

impl TryFrom<Fields> for PhotoRecord {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, &'static str> {
        let kinds = [PhotoKind::User, PhotoKind::Attachment, PhotoKind::Partner];
        let kind = kinds.into_iter().chain(fields.number.map(PhotoKind::Child)).find(|kind| kind.name() == fields.kind);
        let media_type = MediaType::ALL.into_iter().find(|media_type| media_type.name() == fields.media_type);
        Ok(Self(Photo {
            id: fields.id.parse().map_err(|_| "the id of a photo")?,
            kind: kind.ok_or("the kind of a photo")?,
            media_type: media_type.ok_or("the media type of a photo")?,
            width: fields.width,
            height: fields.height,
            bytes: fields.bytes,
            created_at: UnixMillis(fields.created_at),
            illustration: fields.illustration,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PhotoId;

    #[test]
    fn a_picture_reads_back() {
        let photo = Photo {
            id: PhotoId::of_digest(&[7; 32]),
            kind: PhotoKind::Child(2),
            media_type: MediaType::Png,
            width: 512,
            height: 640,
            bytes: 70_000,
            created_at: UnixMillis(5),
            illustration: true,
        };
        for photo in [photo, Photo { kind: PhotoKind::User, media_type: MediaType::Jpeg, illustration: false, ..photo }]
        {
            assert_eq!(decode(encode(&photo).unwrap().as_bytes()).unwrap(), photo);
        }
        let text = encode(&photo).unwrap();
        assert!(text.contains(r#""kind":"child","number":2,"media_type":"image/png""#), "{text}");
        for bad in [text.replace("png", "tiff"), text.replace("\"number\":2,", ""), text.replace("child", "cat")] {
            assert!(decode(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
