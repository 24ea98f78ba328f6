//! A picture on its way in: room first, then its bytes, then the darkroom, the store and the session's state.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Pictures;
use crate::bus::{AddPhotoError, StoreError};
use crate::domain::{OwnerId, Photo, PhotoKind, SessionId};
use crate::gateway::address::Network;
use crate::gateway::let_go;
use crate::gateway::shares::{Share, Shares};
use crate::gateway::{Gateway, Settings};
use crate::photos::{Developed, MOST_PICTURES, Refusal, Trouble};
use crate::telemetry::names;

/// In what steps room is made for bytes that come.
const STEP: usize = 64 * 1024;
/// How long the next bytes may take, and how long all of them.
const PAUSE: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_mins(2);
/// How fast the bytes come at least, in bytes a second, and from when on that is looked at.
const LEAST_RATE: u64 = 8 * 1024;
const HEAD_START: Duration = Duration::from_secs(5);

/// What pictures take from when they are announced until they are kept.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// In bytes.
    room: Arc<Shares<()>>,
    owners: Arc<Shares<OwnerId>>,
    addresses: Arc<Shares<Network>>,
}

/// A picture whose bytes are coming. Dropping it lets it go.
pub struct Arrival {
    /// In steps: a place for all of it would take memory that its bytes may never come for.
    steps: Vec<Vec<u8>>,
    received: usize,
    most: u64,
    begun: Instant,
    held: Held,
}

/// What a picture takes until it is kept.
struct Held {
    room: Share<()>,
    _owner: Share<OwnerId>,
    _address: Share<Network>,
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
            Self::Photos(Trouble::Full(_)) => "store_full",
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

    /// Makes room for a picture of `size` bytes, where that is known. What the client said about it is held to.
    ///
    /// # Errors
    /// When it is too large, its owner or address sends as many as it may, or there is no room for it.
    pub fn arrive(&self, size: Option<u64>, owner: OwnerId, address: Network) -> Result<Arrival, Refusal> {
        let most = self.limits.bytes;
        if size.is_some_and(|size| size > most) {
            return Err(Refusal::TooManyBytes { most });
        }
        let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
        let held = self.arrivals.hold(size, owner, address)?;
        Ok(Arrival { steps: Vec::new(), received: 0, most, begun: Instant::now(), held })
    }
}

impl Arrivals {
    /// Nothing is on its way.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            room: Shares::new(settings.upload_bytes),
            owners: Shares::new(settings.uploads_per_owner),
            addresses: Shares::new(settings.uploads_per_address),
        }
    }

    /// Lets a picture come that has been announced with so many bytes. They are counted when they come, for it may never
    /// send them; but one for which there is no room now is not begun.
    fn hold(&self, size: usize, owner: OwnerId, address: Network) -> Result<Held, Refusal> {
        let address = self.addresses.take(address, 1).ok_or_else(|| too_many("uploads_per_address"))?;
        let owner = self.owners.take(owner, 1).ok_or_else(|| too_many("uploads_per_owner"))?;
        if self.room.left(&()) < size {
            return Err(too_many("upload_bytes"));
        }
        let room = self.room.take((), 0).ok_or_else(|| too_many("upload_bytes"))?;
        Ok(Held { room, _owner: owner, _address: address })
    }
}

fn too_many(limit: &'static str) -> Refusal {
    metrics::counter!(names::RATE_LIMITED, "limit" => limit).increment(1);
    Refusal::Busy
}

impl Held {
    /// Makes room for `more` bytes beside the first `come`, in steps.
    fn make_room(&mut self, come: usize, more: usize) -> Result<(), Refusal> {
        let steps = (come + more).div_ceil(STEP) - come.div_ceil(STEP);
        if steps == 0 || self.room.grow(steps * STEP) { Ok(()) } else { Err(too_many("upload_bytes")) }
    }
}

impl Arrival {
    /// Adds bytes that have come.
    ///
    /// # Errors
    /// When they are more than a picture may have, or than there is room for.
    pub fn push(&mut self, more: &[u8]) -> Result<(), Refusal> {
        if self.received() + more.len() as u64 > self.most {
            return Err(Refusal::TooManyBytes { most: self.most });
        }
        self.held.make_room(self.received, more.len())?;
        self.received += more.len();
        let mut rest = more;
        while !rest.is_empty() {
            match self.steps.last_mut().filter(|step| step.len() < STEP) {
                Some(step) => {
                    let (now, later) = rest.split_at(rest.len().min(STEP - step.len()));
                    step.extend_from_slice(now);
                    rest = later;
                }
                None => self.steps.push(Vec::with_capacity(STEP)),
            }
        }
        Ok(())
    }

    /// Until when the next bytes must have come: soon, and before all that have come are fewer than [`LEAST_RATE`] tells.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        let at_least_rate = self.begun + HEAD_START + Duration::from_millis(self.received() * 1000 / LEAST_RATE);
        at_least_rate.min(self.begun + WHOLE).min(Instant::now() + PAUSE)
    }

    /// How many bytes have come.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.received as u64
    }

    /// All that has come, in one piece.
    fn whole(steps: Vec<Vec<u8>>, received: usize) -> Bytes {
        let mut whole = Vec::with_capacity(received);
        for step in steps {
            whole.extend_from_slice(&step);
        }
        whole.into()
    }
}

/// Develops the picture that has come and keeps it; every socket of the session hears of it. What has begun here is
/// ended, whether or not the client waits for it, unless the process is told to stop.
///
/// # Errors
/// When it is no picture that can be taken, or cannot be kept. Nothing shows it then; where a store failed in the
/// middle, files of it may lie there until the session is deleted, and count among its pictures. They are not taken
/// away: the session may have been told of the picture all the same, or show it since earlier.
pub async fn keep(gateway: &Gateway, session: SessionId, kind: PhotoKind, arrival: Arrival) -> Result<Photo, NotKept> {
    let (answer, kept) = oneshot::channel();
    let task = gateway.clone();
    gateway.lifecycle.spawn_until_stopped(async move {
        let Arrival { steps, received, held, .. } = arrival;
        let kept = develop_and_put(&task, session, kind, Arrival::whole(steps, received)).await;
        drop(held);
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
    gateway.sessions.expect_pictures(session).await?;
    if let Err(trouble) = put(gateway, session, &picture).await {
        // A deletion of the session may have taken its place away in the middle.
        return match gateway.sessions.find(session).await? {
            None => take_back(gateway, session).await,
            Some(_) => Err(trouble.into()),
        };
    }
    let photo = picture.photo(kind, gateway.clock.now(), false);
    match gateway.log.add_photo(session, photo, gateway.application.patch_of(session, photo)?).await {
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

async fn put(gateway: &Gateway, session: SessionId, picture: &Developed) -> Result<(), Trouble> {
    let store = &gateway.photos.store;
    store.put(session, picture).await?;
    if gateway.sessions.shared_with_older() { store.put_as_before(session, picture).await } else { Ok(()) }
}

/// The session was deleted while the picture came: what was put of it goes as well.
async fn take_back(gateway: &Gateway, session: SessionId) -> Result<Photo, NotKept> {
    gateway.sessions.leave_pictures(session).await?;
    let_go::delete_at_once(gateway, session).await;
    Err(StoreError::NoSession.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(bytes: usize) -> Arrivals {
        Arrivals { room: Shares::new(bytes), owners: Shares::new(2), addresses: Shares::new(4) }
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_must_come_at_a_rate() {
        let arrivals = arrivals(1 << 20);
        let held = arrivals.hold(1 << 20, OwnerId::random(), [192, 0, 2, 1].into()).unwrap();
        let begun = Instant::now();
        let mut arrival = Arrival { steps: Vec::new(), received: 0, most: 1 << 20, begun, held };
        assert_eq!(arrival.deadline(), begun + HEAD_START);
        arrival.push(&[0; 4096]).unwrap();
        assert_eq!(arrival.deadline(), begun + HEAD_START + Duration::from_millis(500));
        arrival.push(&vec![7; 1_000_000]).unwrap();
        assert_eq!(arrival.deadline(), begun + PAUSE, "whoever was fast may pause, but not for long");
        tokio::time::advance(Duration::from_secs(119)).await;
        assert_eq!(arrival.deadline(), begun + WHOLE);
        let file = Arrival::whole(arrival.steps, arrival.received);
        assert_eq!((file.len(), file[4095], file[4096], file[1_004_095]), (1_004_096, 0, 7, 7));
    }

    #[test]
    fn room_is_taken_by_what_has_come() {
        let arrivals = arrivals(4 * STEP);
        let from = |number: u8| arrivals.hold(4 * STEP, OwnerId::random(), [192, 0, 2, number].into());
        let mut slow: Vec<_> = (0..100).map(|number| from(number).unwrap()).collect();
        for held in &mut slow[..3] {
            held.make_room(0, 1).unwrap();
            held.make_room(1, 10).unwrap();
        }
        assert_eq!(arrivals.room.left(&()), STEP);
        assert_eq!(from(100).err(), Some(Refusal::Busy), "there is no room for all of it");
        slow[3].make_room(0, STEP).unwrap();
        assert_eq!(slow[4].make_room(0, 1), Err(Refusal::Busy));
        drop(slow);
        assert_eq!((arrivals.room.holders(), arrivals.owners.holders(), arrivals.addresses.holders()), (0, 0, 0));
    }

    #[test]
    fn an_owner_and_an_address_send_so_many_at_once() {
        let arrivals = arrivals(4 * STEP);
        let (owner, here): (OwnerId, Network) = (OwnerId::random(), [192, 0, 2, 1].into());
        let mut held = vec![arrivals.hold(1, owner, here).unwrap(), arrivals.hold(1, owner, here).unwrap()];
        assert!(arrivals.hold(1, owner, here).is_err());
        held.extend((0..2).map(|_| arrivals.hold(1, OwnerId::random(), here).unwrap()));
        assert!(arrivals.hold(1, OwnerId::random(), here).is_err());
        assert!(arrivals.hold(1, OwnerId::random(), [192, 0, 2, 2].into()).is_ok());
    }
}
