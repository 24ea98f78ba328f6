//! A picture on its way in: a permit first, then its bytes, then the darkroom, the store and the session's state.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::Pictures;
use crate::bus::{AddPhotoError, StoreError};
use crate::domain::{Photo, PhotoKind, SessionId};
use crate::gateway::Gateway;
use crate::photos::{MOST_PICTURES, Refusal, Trouble};
use crate::telemetry::names;

/// A picture whose bytes are coming. Dropping it lets it go.
pub struct Arrival {
    bytes: Vec<u8>,
    most: u64,
    permit: OwnedSemaphorePermit,
}

/// Why a picture is not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The pictures' store does not take it.
    #[error(transparent)]
    Photos(#[from] Trouble),
    /// The session has as many pictures as it may have.
    #[error("the session has as many pictures as it may have")]
    Full,
    /// The session is gone, or its state cannot be changed.
    #[error(transparent)]
    Session(#[from] StoreError),
}

impl NotKept {
    const fn name(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.name(),
            Self::Photos(_) => "photos_unavailable",
            Self::Full => "images_full",
            Self::Session(_) => "session",
        }
    }
}

impl Pictures {
    /// Whether the session has as many pictures as it may have.
    ///
    /// # Errors
    /// When the pictures' store does not say.
    pub async fn is_full(&self, session: SessionId) -> Result<bool, Trouble> {
        Ok(self.store.count(session).await? >= MOST_PICTURES)
    }

    /// Takes a permit for a picture of `size` bytes, where that is known. What the client said about it is held to.
    ///
    /// # Errors
    /// When it is too large, or as many pictures are coming as may come.
    pub fn arrive(&self, size: Option<u64>) -> Result<Arrival, Refusal> {
        let most = self.limits.bytes;
        let refused = Refusal::TooManyBytes { most };
        let room = match size {
            Some(size) if size > most => return Err(refused),
            // Memory that is asked for is not taken before bytes lie in it.
            Some(size) => usize::try_from(size).map_err(|_| refused)?,
            None => 0,
        };
        let permit = Arc::clone(&self.arrivals).try_acquire_owned().map_err(|_| Refusal::Busy)?;
        Ok(Arrival { bytes: Vec::with_capacity(room), most, permit })
    }
}

impl Arrival {
    /// Adds bytes that have come.
    ///
    /// # Errors
    /// When they are more than a picture may have.
    pub fn push(&mut self, more: &[u8]) -> Result<(), Refusal> {
        if self.received() + more.len() as u64 > self.most {
            return Err(Refusal::TooManyBytes { most: self.most });
        }
        self.bytes.extend_from_slice(more);
        Ok(())
    }

    /// How many bytes have come.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.bytes.len() as u64
    }
}

/// Develops the picture that has come and keeps it; every socket of the session hears of it. What has begun here is
/// ended, whether or not the client waits for it.
///
/// # Errors
/// When it is no picture that can be taken, or cannot be kept. Nothing shows it then; where a store failed in the
/// middle, files of it may lie there until the session is deleted, and count among its pictures. They are not taken
/// away: the session may have been told of the picture all the same, or show it since earlier.
pub async fn keep(gateway: &Gateway, session: SessionId, kind: PhotoKind, arrival: Arrival) -> Result<Photo, NotKept> {
    let (answer, kept) = oneshot::channel();
    let task = gateway.clone();
    gateway.lifecycle.spawn(async move {
        let Arrival { bytes, permit, .. } = arrival;
        let kept = develop_and_put(&task, session, kind, bytes.into()).await;
        drop(permit);
        let outcome = kept.as_ref().err().map_or("kept", NotKept::name);
        metrics::counter!(names::IMAGES, "outcome" => outcome).increment(1);
        // The client may be gone.
        let _ = answer.send(kept);
    });
    // A task that was lost has left nothing that the session knows of.
    kept.await.unwrap_or(Err(NotKept::Refused(Refusal::Busy)))
}

async fn develop_and_put(
    gateway: &Gateway,
    session: SessionId,
    kind: PhotoKind,
    file: Bytes,
) -> Result<Photo, NotKept> {
    if gateway.photos.is_full(session).await? {
        return Err(NotKept::Full);
    }
    let picture = gateway.photos.darkroom.develop(file).await?;
    if let Err(trouble) = gateway.photos.store.put(session, &picture).await {
        // A deletion of the session may have taken its place away in the middle.
        return match gateway.sessions.find(session).await? {
            None => take_back(gateway, session).await,
            Some(_) => Err(trouble.into()),
        };
    }
    let photo = picture.photo(kind, gateway.clock.now(), false);
    match gateway.log.add_photo(session, photo).await {
        Ok(()) => Ok(photo),
        Err(AddPhotoError::Store(StoreError::NoSession)) => take_back(gateway, session).await,
        Err(AddPhotoError::Full) => {
            let session = gateway.sessions.find(session).await?.ok_or(StoreError::NoSession)?;
            // The same picture may be the person's.
            if session.state.photos.user.is_none_or(|user| user.id != photo.id) {
                gateway.photos.store.delete(session.id, photo.id, photo.media_type).await?;
            }
            Err(NotKept::Full)
        }
        Err(AddPhotoError::Store(error)) => Err(error.into()),
    }
}

/// The session was deleted while the picture came: what was put of it goes as well.
async fn take_back(gateway: &Gateway, session: SessionId) -> Result<Photo, NotKept> {
    gateway.photos.store.delete_session(session).await?;
    Err(StoreError::NoSession.into())
}
