//! A session's pictures: what they are, not their bytes.

use std::fmt;
use std::str::FromStr;

use super::clock::UnixMillis;
use super::ids::BadId;

/// A picture of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photo {
    pub id: PhotoId,
    pub kind: PhotoKind,
    pub media_type: MediaType,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
    /// Length of the stored file.
    pub bytes: u64,
    pub created_at: UnixMillis,
    /// Painted by hera itself, without a model: to be labelled as an illustration.
    pub illustration: bool,
}

/// Names a picture within its session: the first half of the SHA-256 of its stored bytes, 32 hex digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoId([u8; 16]);

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PhotoKind {
    /// The person.
    User,
    /// Goes with a message.
    Attachment,
    /// The partner, painted.
    Partner,
    /// A child, painted; they are counted from 1.
    Child(u8),
}

/// How a picture is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    Jpeg,
    Png,
    WebP,
}

/// The pictures that the state of a session shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Photos {
    pub user: Option<Photo>,
    pub partner: Option<Photo>,
    /// By number; there may be a second child's picture before the first one's.
    pub children: Vec<Photo>,
}

impl Photos {
    /// Puts a picture in the place of its kind; an attachment belongs to its message and has none here.
    pub fn put(&mut self, photo: Photo) {
        match photo.kind {
            PhotoKind::User => self.user = Some(photo),
            PhotoKind::Partner => self.partner = Some(photo),
            PhotoKind::Child(_) => {
                self.children.retain(|child| child.kind != photo.kind);
                self.children.push(photo);
                self.children.sort_by_key(|child| child.kind);
            }
            PhotoKind::Attachment => {}
        }
    }

    /// The newest picture of a kind.
    #[must_use]
    pub fn of(&self, kind: PhotoKind) -> Option<&Photo> {
        match kind {
            PhotoKind::User => self.user.as_ref(),
            PhotoKind::Partner => self.partner.as_ref(),
            PhotoKind::Child(_) => self.children.iter().find(|child| child.kind == kind),
            PhotoKind::Attachment => None,
        }
    }
}

impl FromIterator<Photo> for Photos {
    fn from_iter<I: IntoIterator<Item = Photo>>(photos: I) -> Self {
        let mut placed = Self::default();
        photos.into_iter().for_each(|photo| placed.put(photo));
        placed
    }
}

impl PhotoId {
    /// The 16 bytes: the key in stores.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The id of a picture whose stored bytes have this SHA-256.
    #[must_use]
    pub fn of_digest(sha256: &[u8; 32]) -> Self {
        let mut id = [0; 16];
        id.copy_from_slice(&sha256[..16]);
        Self(id)
    }
}

impl fmt::Display for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl FromStr for PhotoId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(hex) {
            return Err(BadId("photo id"));
        }
        u128::from_str_radix(text, 16).map(|id| Self(id.to_be_bytes())).map_err(|_| BadId("photo id"))
    }
}

impl PhotoKind {
    /// The place of the kind's newest picture among those of a session, by its name in stores; attachments have none.
    #[must_use]
    pub fn place(self) -> Option<String> {
        match self {
            Self::User => Some("user".into()),
            Self::Partner => Some("partner".into()),
            Self::Child(number) => Some(format!("child_{number}")),
            Self::Attachment => None,
        }
    }

    /// The name that the original application gave the newest picture of the kind; attachments are named by id alone.
    #[must_use]
    pub fn file_name(self) -> Option<String> {
        self.place().map(|place| format!("{place}.png"))
    }

    /// The kind on the wire and in stores.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Attachment => "attachment",
            Self::Partner => "partner",
            Self::Child(_) => "child",
        }
    }
}

impl MediaType {
    /// Every type there is.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::WebP];

    /// Its name, as in RFC 9110 `Content-Type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        let id = PhotoId::of_digest(&[0x0a; 32]);
        assert_eq!(id.to_string(), "0a".repeat(16));
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "0a", "0A0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", "../../../../../../../../../../etc"] {
            assert!(bad.parse::<PhotoId>().is_err(), "{bad}");
        }
    }
}
