//! Keeps pictures, wherever their place is.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::iter;
use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::try_join_all;
use futures::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutOptions, PutPayload,
};
use thiserror::Error;

use super::develop::Developed;
use super::explain::Cloud;
use super::key::{self, Folder, SIZES, Size};
use super::place::{Place, Reached};
use crate::domain::{MediaType, PhotoId, SessionId};
use crate::folder::is_full;
use crate::telemetry::cause;

/// How often a directory is removed that others still write into, and a file written whose directory others remove; each
/// upload writes three files.
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

/// Where a picture was found.
struct Found {
    path: Path,
    media_type: MediaType,
    bytes: u64,
    /// Under the name that versions before have given it.
    as_before: bool,
}

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, Error)]
pub enum Trouble {
    /// Nothing of the file lies in the range.
    #[error("the file has no such range")]
    NoSuchRange { bytes: u64 },
    /// The disk or the quota is full.
    #[error("the pictures' store is full: {0}")]
    Full(Arc<str>),
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
        let folder = Folder::from(session);
        self.put_files(&folder.name(), picture).await.map_err(|error| self.about(folder, &error))
    }

    /// Keeps a picture also where versions before this one look for it: for the time in which processes of theirs share
    /// the store.
    ///
    /// # Errors
    /// As [`PhotoStore::put`].
    pub async fn put_as_before(&self, session: SessionId, picture: &Developed) -> Result<(), Trouble> {
        let put = self.put_files(&session.to_string(), picture).await;
        put.map_err(|error| self.about(session.into(), &error))
    }

    async fn put_files(&self, folder: &str, picture: &Developed) -> object_store::Result<()> {
        // The original comes last: where it is, its thumbnails are.
        for (size, file) in &picture.thumbnails {
            let path = key::path(folder, picture.id, picture.media_type, Size::Thumbnail(*size));
            self.put_file(&path, picture.media_type, file.clone()).await?;
        }
        let path = key::path(folder, picture.id, picture.media_type, Size::Original);
        self.put_file(&path, picture.media_type, picture.original.clone()).await?;
        // What says yes to everything keeps nothing.
        if self.0.disk.is_none() && self.0.objects.head(&path).await?.size != picture.original.len() as u64 {
            return Err(object_store::Error::Generic { store: "cloud", source: "it has not kept the picture".into() });
        }
        Ok(())
    }

    async fn put_file(&self, path: &Path, media_type: MediaType, file: Bytes) -> object_store::Result<()> {
        let mut options = PutOptions::default();
        if self.0.disk.is_none() {
            // For whoever reads it from the cloud by a signed URL.
            options.attributes = Attributes::from_iter([(Attribute::ContentType, media_type.name())]);
        }
        let file = PutPayload::from(file);
        let mut tries = 0;
        loop {
            tries += 1;
            match self.0.objects.put_opts(path, file.clone(), options.clone()).await {
                // The directory was removed between two steps, by whoever deletes the session: it is made anew. Whoever
                // puts looks afterwards whether the session is still there.
                Err(error)
                    if self.0.disk.is_some()
                        && of_disk(&error) == Some(io::ErrorKind::NotFound)
                        && tries < REMOVALS => {}
                done => return done.map(drop),
            }
        }
    }

    /// A picture, or a part of it; `None` if the session has none of that id.
    ///
    /// # Errors
    /// When the store cannot be read, or the range lies outside of the file.
    pub async fn get(
        &self,
        session: impl Into<Folder>,
        id: PhotoId,
        size: Size,
        range: Option<GetRange>,
    ) -> Result<Option<Stored>, Trouble> {
        let folder = session.into();
        // Asked before its content: clouds do not agree in how they refuse a range.
        let Some(Found { path, media_type, bytes, .. }) = self.look(folder, id, size).await? else { return Ok(None) };
        let range = match &range {
            None => 0..bytes,
            Some(range) => range.as_range(bytes).map_err(|_| Trouble::NoSuchRange { bytes })?,
        };
        // The last no bytes, say (RFC 9110, 14.1.2).
        if range.is_empty() {
            return Err(Trouble::NoSuchRange { bytes });
        }
        let options = GetOptions { range: Some(GetRange::Bounded(range.clone())), ..GetOptions::default() };
        let got = self.0.objects.get_opts(&path, options).await.map_err(|error| self.about(folder, &error))?;
        let cloud = self.0.cloud;
        let content = got.into_stream().map_err(move |error| Trouble::about(cloud, folder, &error)).boxed();
        Ok(Some(Stored { media_type, bytes, range, content }))
    }

    /// Looks for a picture under every name that it may have.
    async fn look(&self, folder: Folder, id: PhotoId, size: Size) -> Result<Option<Found>, Trouble> {
        for (place, name) in folder.names().enumerate() {
            for media_type in MediaType::ALL {
                let path = key::path(&name, id, media_type, size);
                match self.0.objects.head(&path).await {
                    Ok(meta) => return Ok(Some(Found { path, media_type, bytes: meta.size, as_before: place > 0 })),
                    Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(self.about(folder, &error)),
                }
            }
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

    /// The media type of a picture; `None` if the session has none of that id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn find(
        &self,
        session: impl Into<Folder>,
        id: PhotoId,
        size: Size,
    ) -> Result<Option<MediaType>, Trouble> {
        Ok(self.look(session.into(), id, size).await?.map(|found| found.media_type))
    }

    /// Makes a picture ready to be given away by a URL, which names it by its name of today: one that lies where versions
    /// before have put it is copied. Its media type, and whether it was copied just now; `None` if the session has none
    /// of that id. Like [`PhotoStore::put`], a copy may come too late for a deletion.
    ///
    /// # Errors
    /// When the store cannot be read, or does not take the copy.
    pub async fn find_to_sign(
        &self,
        session: SessionId,
        id: PhotoId,
        size: Size,
    ) -> Result<Option<(MediaType, bool)>, Trouble> {
        let folder = Folder::from(session);
        let Some(Found { path, media_type, as_before, .. }) = self.look(folder, id, size).await? else {
            return Ok(None);
        };
        if as_before {
            // By way of hera: clouds do not agree in how they copy.
            let copied = async {
                let file = self.0.objects.get(&path).await?.bytes().await?;
                self.put_file(&key::path(&folder.name(), id, media_type, size), media_type, file).await
            };
            copied.await.map_err(|error| self.about(folder, &error))?;
        }
        Ok(Some((media_type, as_before)))
    }

    /// How many pictures of the session there are, those that were replaced by newer ones included.
    ///
    /// # Errors
    /// When the store cannot be listed.
    pub async fn count(&self, session: SessionId) -> Result<usize, Trouble> {
        // One that lies under both names counts once.
        let files = self.files(session.into()).await?;
        let names: HashSet<&str> = files.iter().filter_map(Path::filename).collect();
        Ok(names.len() / (1 + SIZES.len()))
    }

    /// The names of everything that lies in a folder.
    async fn files(&self, folder: Folder) -> Result<Vec<Path>, Trouble> {
        let lists = folder.names().map(|name| async move {
            let files = self.0.objects.list(Some(&Path::from(name))).map_ok(|meta| meta.location);
            files.try_collect::<Vec<_>>().await
        });
        let files = try_join_all(lists).await.map_err(|error| self.about(folder, &error))?;
        Ok(files.concat())
    }

    /// Deletes a picture with its thumbnails. Nothing of it may be left of an earlier try.
    ///
    /// # Errors
    /// When the store cannot be reached; some files may be gone then.
    pub async fn delete(&self, session: SessionId, id: PhotoId, media_type: MediaType) -> Result<(), Trouble> {
        let thumbnails = SIZES.map(Size::Thumbnail);
        // The original goes first: where it is, its thumbnails are.
        let folder = Folder::from(session);
        for name in folder.names() {
            for size in [Size::Original].into_iter().chain(thumbnails) {
                match self.0.objects.delete(&key::path(&name, id, media_type, size)).await {
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(self.about(folder, &error)),
                }
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
        let folder = Folder::from(session);
        let found = self.files(folder).await?;
        let count = found.len();
        if let Some(disk) = &self.0.disk {
            // Also what a crash may have left half written, which no listing shows.
            for name in folder.names() {
                let removed = remove(&disk.join(name)).await;
                removed.map_err(|error| Trouble::of_disk(&disk.join(folder.name()), &error))?;
            }
            return Ok(count);
        }
        let deleted = self.0.objects.delete_stream(stream::iter(found).map(Ok).boxed());
        let deleted = deleted.try_for_each(|_| async { Ok(()) }).await;
        deleted.map_err(|error| self.about(folder, &error))?;
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
        let nowhere = Path::from("ping");
        let listed = self.0.objects.list(Some(&nowhere)).next().await.transpose();
        listed.map(drop).map_err(|error| Trouble::Store(told(self.0.cloud, &error).into()))
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
        let path = key::path(&Folder::from(session).name(), id, media_type, size);
        let url = signer.signed_url(reqwest::Method::GET, &path, lifetime).await?;
        Ok(Some(url))
    }

    /// Whether the pictures lie on a local disk.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        self.0.disk.is_some()
    }

    /// What went wrong with a session's pictures.
    fn about(&self, folder: Folder, error: &object_store::Error) -> Trouble {
        Trouble::about(self.0.cloud, folder, error)
    }
}

/// What an error says, as it is told.
fn told(cloud: Option<Cloud>, error: &object_store::Error) -> String {
    cloud.map_or_else(|| cause::with_innermost(error), |cloud| cloud.explained(error))
}

/// What a disk has said, if an error comes from one.
fn of_disk(error: &object_store::Error) -> Option<io::ErrorKind> {
    iter::successors(Some(error as &dyn std::error::Error), |error| error.source())
        .find_map(|error| error.downcast_ref::<io::Error>())
        .map(io::Error::kind)
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
    /// What went wrong with a session's pictures. Its id is not told: names that versions before have given hold it.
    fn about(cloud: Option<Cloud>, folder: Folder, error: &object_store::Error) -> Self {
        let told = folder.without_id(&told(cloud, error)).into();
        if of_disk(error).is_some_and(is_full) { Self::Full(told) } else { Self::Store(told) }
    }

    pub(super) fn of_disk(path: &FilePath, error: &io::Error) -> Self {
        Self::Store(format!("{}: {error}", path.display()).into())
    }
}

impl From<object_store::Error> for Trouble {
    fn from(error: object_store::Error) -> Self {
        // The text names the place and what it said; credentials are in headers, which it does not show.
        Self::Store(cause::with_innermost(&error).into())
    }
}
