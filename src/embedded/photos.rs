//! What pictures a session has; their bytes are elsewhere.

use std::sync::Arc;

use redb::ReadableTable as _;

use super::Engine;
use super::disk::Trouble;
use super::live::Live;
use super::tables::{self, Tables};
use crate::bus::{AcceptError, AddPhotoError, MOST_ATTACHMENTS, StoreError};
use crate::domain::{Change, Event, Patch, Photo, PhotoId, SessionId};
use crate::record::{self, photo::PhotoRecord};

/// What came of a picture that was to be added.
enum Added {
    Now,
    Before,
    Full,
}

impl Engine {
    pub async fn add_photo(&self, live: &Arc<Live>, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError> {
        let order = live.order.lock().await;
        let change = Change::of(photo);
        let placed = photo.kind.place().is_some();
        let changed = patch.map(|patch| Event::StateChanged { change: Box::new(change.clone()), patch: Some(patch) });
        let (events, mut chunk) = {
            let inner = live.inner();
            if inner.deleted {
                return Err(StoreError::NoSession.into());
            }
            let events =
                changed.into_iter().chain([Event::ImageReady { photo, prompt: None, message_id: None }]).collect();
            (self.numbered(&inner, None, events), inner.unstored())
        };
        chunk.extend(events.iter().cloned());
        let (id, tag, kept) = (live.id, self.tag, self.settings.events_kept);
        let written = self.disk.write(move |tables| {
            if placed {
                let stored = tables::state(&tables.states, id)?;
                if stored.1.photos.of(photo.kind).is_some_and(|there| there.id == photo.id) {
                    return Ok(Added::Before);
                }
                tables.change_state(id, stored, &change, None)?;
            } else {
                match tables.offer_attachment(id, photo)? {
                    Added::Now => tables.insert_attachment(id, photo)?,
                    other => return Ok(other),
                }
            }
            tables.append_events(id, tag, &chunk, kept)?;
            Ok(Added::Now)
        });
        match written.await? {
            Added::Full => return Err(AddPhotoError::Full),
            Added::Before => return Ok(()),
            Added::Now => {}
        }
        live.inner().push(events, true);
        drop(order);
        live.wake.notify_waiters();
        Ok(())
    }

    /// The pictures that go with a message.
    pub async fn attachments(&self, session: SessionId, ids: Vec<PhotoId>) -> Result<Vec<Photo>, AcceptError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.disk.read(move |store| {
            let of = |id: &PhotoId| {
                let bytes = store.attachments.get((session.as_bytes(), id.as_bytes()))?;
                let photo = bytes.map(|bytes| record::decode::<PhotoRecord>(bytes.value())).transpose()?;
                Ok(photo.map(|photo| photo.0).ok_or(AcceptError::UnknownPhoto(*id)))
            };
            ids.iter().map(of).collect::<Result<Vec<_>, Trouble>>()
        });
        found.await?.into_iter().collect()
    }
}

impl Tables<'_> {
    fn offer_attachment(&self, id: SessionId, photo: Photo) -> Result<Added, Trouble> {
        if self.attachments.get((id.as_bytes(), photo.id.as_bytes()))?.is_some() {
            return Ok(Added::Before);
        }
        let full = self.attachments.range(tables::photos_of(&id))?.nth(MOST_ATTACHMENTS - 1).is_some();
        Ok(if full { Added::Full } else { Added::Now })
    }

    fn insert_attachment(&mut self, id: SessionId, photo: Photo) -> Result<(), Trouble> {
        let bytes = record::encode(&PhotoRecord(photo))?;
        self.attachments.insert((id.as_bytes(), photo.id.as_bytes()), bytes.as_slice())?;
        Ok(())
    }
}
