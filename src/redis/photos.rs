//! What pictures a session has; their bytes are elsewhere.

use ::redis::AsyncCommands as _;

use super::functions::Function;
use super::log::{random, refusal};
use super::{Engine, damaged, unavailable};
use crate::bus::{AcceptError, AddPhotoError, MOST_ATTACHMENTS};
use crate::domain::{Change, Event, Patch, Photo, PhotoId, SessionId};
use crate::record::event::encode_run;
use crate::record::photo;

impl Engine {
    pub async fn add_photo(&self, session: SessionId, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError> {
        let place = photo.kind.place();
        let change = Box::new(Change::of(photo));
        let changed = patch.map(|patch| Event::StateChanged { change, patch: Some(patch) });
        let events: Vec<Event> =
            changed.into_iter().chain([Event::ImageReady { photo, prompt: None, message_id: None }]).collect();
        let mut add = self.about(Function::AddPhoto, session);
        add.arg(place.unwrap_or_default()).arg(photo.id.to_string()).arg(photo::encode(&photo).map_err(damaged)?);
        add.arg(events.len()).arg(random()).arg(encode_run(&events).map_err(damaged)?);
        add.arg(MOST_ATTACHMENTS).arg(self.settings.events_kept);
        match self.run::<i64>(&add).await? {
            1 => Ok(()),
            0 => Err(AddPhotoError::Full),
            other => Err(refusal(other).into()),
        }
    }

    /// The pictures that go with a message.
    pub async fn attachments(&self, session: SessionId, ids: &[PhotoId]) -> Result<Vec<Photo>, AcceptError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut commands = self.reads.clone();
        let (key, names) = (self.names.part(session, "attachments"), ids.iter().map(PhotoId::to_string));
        let found: Vec<Option<Vec<u8>>> = commands.hmget(key, names.collect::<Vec<_>>()).await.map_err(unavailable)?;
        let known = |(id, bytes): (&PhotoId, Option<Vec<u8>>)| {
            let bytes = bytes.ok_or(AcceptError::UnknownPhoto(*id))?;
            Ok(photo::decode(&bytes).map_err(damaged)?)
        };
        ids.iter().zip(found).map(known).collect()
    }
}
