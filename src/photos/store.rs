//! Keeps pictures, wherever their place is.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::{
    Attribute, Attributes, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutOptions, PutPayload,
};
use thiserror::Error;

use super::develop::Developed;
use super::key::{self, SIZES, Size};
use super::place::{Place, Reached};
use crate::domain::{MediaType, PhotoId, SessionId};

/// How often a directory is removed that others still write into; each upload writes three files.
const REMOVALS: usize = 16;

/// Pictures of one session, painted ones included, at most, whatever became of them; some more where they come at the
/// same time. What somebody sends again and again would fill the store otherwise.
pub const MOST_PICTURES: usize = 500;

/// The pictures of all sessions. Cheap to clone.
#[derive(Clone)]
pub struct PhotoStore(Arc<Reached>);

/// A picture as it lies in the store, on its way out.
pub struct Stored {
    pub media_type: MediaType,
    /// Length of the whole file.
    pub bytes: u64,
    /// What of it is on its way.
    pub range: Range<u64>,
    pub content: BoxStream<'static, Result<Bytes, Trouble>>,
}

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, Error)]
pub enum Trouble {
    /// Nothing of the file lies in the range.
    #[error("the file has no such range")]
    NoSuchRange { bytes: u64 },
    /// It may go well another time.
    #[error("the pictures' store: {0}")]
    Store(Arc<str>),
}

impl PhotoStore {
    /// Prepares the place.
    ///
    /// # Errors
    /// When the directory cannot be made, or what was said about a cloud makes no sense.
    pub fn open(place: &Place) -> Result<Self, Trouble> {
        place.reach().map(|reached| Self(Arc::new(reached)))
    }

    /// Keeps a picture. Keeping it again changes nothing: its id is made of its bytes. When this returns, it can be
    /// read by everybody and survives a crash.
    ///
    /// # Errors
    /// When the store does not take it; some thumbnails may lie there then.
    pub async fn put(&self, session: SessionId, picture: &Developed) -> Result<(), Trouble> {
        // The original comes last: where it is, its thumbnails are.
        for (size, file) in &picture.thumbnails {
            self.put_file(session, picture, Size::Thumbnail(*size), file.clone()).await?;
        }
        self.put_file(session, picture, Size::Original, picture.original.clone()).await
    }

    async fn put_file(&self, session: SessionId, picture: &Developed, size: Size, file: Bytes) -> Result<(), Trouble> {
        let path = key::path(session, picture.id, picture.media_type, size);
        let mut options = PutOptions::default();
        if self.0.disk.is_none() {
            // For whoever reads it from the cloud by a signed URL.
            options.attributes = Attributes::from_iter([(Attribute::ContentType, picture.media_type.name())]);
        }
        self.0.objects.put_opts(&path, PutPayload::from(file), options).await?;
        Ok(())
    }

    /// A picture, or a part of it; `None` if the session has none of that id.
    ///
    /// # Errors
    /// When the store cannot be read, or the range lies outside of the file.
    pub async fn get(
        &self,
        session: SessionId,
        id: PhotoId,
        size: Size,
        range: Option<GetRange>,
    ) -> Result<Option<Stored>, Trouble> {
        for media_type in MediaType::ALL {
            let path = key::path(session, id, media_type, size);
            // Asked before its content: clouds do not agree in how they refuse a range.
            let bytes = match self.0.objects.head(&path).await {
                Ok(meta) => meta.size,
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            let range = match &range {
                None => 0..bytes,
                Some(range) => range.as_range(bytes).map_err(|_| Trouble::NoSuchRange { bytes })?,
            };
            // The last no bytes, say (RFC 9110, 14.1.2).
            if range.is_empty() {
                return Err(Trouble::NoSuchRange { bytes });
            }
            let content = self.content(&path, range.clone()).await?;
            return Ok(Some(Stored { media_type, bytes, range, content }));
        }
        Ok(None)
    }

    /// The whole of a picture; `None` if the session has none of that id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(&self, session: SessionId, id: PhotoId, size: Size) -> Result<Option<Bytes>, Trouble> {
        let Some(stored) = self.get(session, id, size, None).await? else { return Ok(None) };
        let parts: BytesMut = stored.content.try_collect::<Vec<Bytes>>().await?.into_iter().flatten().collect();
        Ok(Some(parts.freeze()))
    }

    async fn content(
        &self,
        path: &object_store::path::Path,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, Trouble>>, Trouble> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let got = self.0.objects.get_opts(path, options).await?;
        Ok(got.into_stream().map_err(Trouble::from).boxed())
    }

    /// The media type of a picture; `None` if the session has none of that id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn find(&self, session: SessionId, id: PhotoId, size: Size) -> Result<Option<MediaType>, Trouble> {
        for media_type in MediaType::ALL {
            match self.0.objects.head(&key::path(session, id, media_type, size)).await {
                Ok(_) => return Ok(Some(media_type)),
                Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// How many pictures of the session there are, those that were replaced by newer ones included.
    ///
    /// # Errors
    /// When the store cannot be listed.
    pub async fn count(&self, session: SessionId) -> Result<usize, Trouble> {
        let files = self.0.objects.list(Some(&key::prefix(session)));
        let files = files.try_fold(0_usize, |count, _| async move { Ok(count + 1) }).await?;
        Ok(files / (1 + SIZES.len()))
    }

    /// Deletes a picture with its thumbnails. Nothing of it may be left of an earlier try.
    ///
    /// # Errors
    /// When the store cannot be reached; some files may be gone then.
    pub async fn delete(&self, session: SessionId, id: PhotoId, media_type: MediaType) -> Result<(), Trouble> {
        let thumbnails = SIZES.map(Size::Thumbnail);
        // The original goes first: where it is, its thumbnails are.
        for size in [Size::Original].into_iter().chain(thumbnails) {
            match self.0.objects.delete(&key::path(session, id, media_type, size)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Deletes everything of the session; how many files that were. Whoever puts a picture of a session that may be
    /// deleted meanwhile looks afterwards whether the session is still there, and calls this again if it is not.
    ///
    /// # Errors
    /// When the store cannot be reached; some files may be gone then.
    pub async fn delete_session(&self, session: SessionId) -> Result<usize, Trouble> {
        let prefix = key::prefix(session);
        let found: Vec<_> = self.0.objects.list(Some(&prefix)).map_ok(|meta| meta.location).try_collect().await?;
        let count = found.len();
        if let Some(disk) = &self.0.disk {
            // Also what a crash may have left half written, which no listing shows.
            let dir = disk.join(session.to_string());
            return remove(&dir).await.map(|()| count).map_err(|error| Trouble::of_disk(&dir, &error));
        }
        let deleted = self.0.objects.delete_stream(stream::iter(found).map(Ok).boxed());
        deleted.try_for_each(|_| async { Ok(()) }).await?;
        Ok(count)
    }

    /// Whether the store answers and lets itself be listed.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Trouble> {
        if let Some(disk) = &self.0.disk {
            return tokio::fs::metadata(disk).await.map(drop).map_err(|error| Trouble::of_disk(disk, &error));
        }
        let nowhere = object_store::path::Path::from("ping");
        self.0.objects.list(Some(&nowhere)).next().await.transpose()?;
        Ok(())
    }

    /// A URL at which the cloud itself gives the picture away for a while; `None` where the place is no cloud.
    ///
    /// # Errors
    /// When the credentials do not allow to sign.
    pub async fn signed_url(
        &self,
        session: SessionId,
        id: PhotoId,
        media_type: MediaType,
        size: Size,
        lifetime: Duration,
    ) -> Result<Option<url::Url>, Trouble> {
        let Some(signer) = &self.0.signer else { return Ok(None) };
        let path = key::path(session, id, media_type, size);
        let url = signer.signed_url(reqwest::Method::GET, &path, lifetime).await?;
        Ok(Some(url))
    }

    /// Whether the pictures lie on a local disk.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        self.0.disk.is_some()
    }
}

/// Removes a directory, also while somebody writes into it.
async fn remove(dir: &FilePath) -> io::Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        match tokio::fs::remove_dir_all(dir).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty && tries < REMOVALS => {}
            done => return done,
        }
    }
}

impl fmt::Debug for PhotoStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhotoStore({})", self.0.objects)
    }
}

impl Trouble {
    pub(super) fn of_disk(path: &FilePath, error: &io::Error) -> Self {
        Self::Store(format!("{}: {error}", path.display()).into())
    }
}

impl From<object_store::Error> for Trouble {
    fn from(error: object_store::Error) -> Self {
        // The text names the place and what it said; credentials are in headers, which it does not show.
        Self::Store(error.to_string().into())
    }
}
