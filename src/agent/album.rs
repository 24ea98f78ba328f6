//! Pictures that an agent shows: developed and kept like an upload, before anybody is told of them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use tokio::sync::oneshot;

use super::{AgentError, Utterance};
use crate::bus::StoreError;
use crate::domain::{Clock, Photo, PhotoKind, SessionId};
use crate::lifecycle::Lifecycle;
use crate::photos::retry::{self, again};
use crate::photos::{Darkroom, MOST_PICTURES, PhotoStore, Refusal, Trouble};
use crate::sessions::SessionStore;

/// Pictures of one turn; the others are left out.
const MOST_SHOWN: usize = 10;
/// How long a picture may keep the words that follow it waiting.
const KEEPING: Duration = Duration::from_secs(15);

/// Where the pictures of a session go.
#[derive(Clone)]
pub struct Album {
    pub session: SessionId,
    pub darkroom: Darkroom,
    pub photos: PhotoStore,
    pub sessions: Arc<dyn SessionStore>,
    pub clock: Arc<dyn Clock>,
    pub lifecycle: Lifecycle,
}

/// What comes of an agent.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Anything but a picture.
    Utterance(Utterance),
    /// A picture, which can be fetched.
    Picture(Photo),
}

/// Why a picture is not shown.
#[derive(Debug, thiserror::Error)]
enum NotShown {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Photos(#[from] Trouble),
    #[error(transparent)]
    Session(#[from] StoreError),
    #[error("the pictures' store: no answer within {KEEPING:?}")]
    TooSlow,
    #[error("the turn has as many pictures as it may have")]
    TooMany,
    #[error("the session has as many pictures as it may have")]
    Full,
    #[error("the session is gone, or the process ends")]
    Over,
}

impl Album {
    /// What the agent says, with its pictures kept. One that cannot be is left out, and the answer goes on.
    pub fn keep_all(
        self,
        answer: BoxStream<'static, Result<Utterance, AgentError>>,
    ) -> BoxStream<'static, Result<Heard, AgentError>> {
        let heard = stream::unfold((answer, self, MOST_SHOWN), |(mut answer, album, mut left)| async move {
            loop {
                let said = match answer.next().await? {
                    Ok(Utterance::Picture(file)) => match album.take_in(file, &mut left).await {
                        Ok(photo) => Ok(Heard::Picture(photo)),
                        Err(error) => {
                            tracing::warn!(
                                %error,
                                session = %album.session.hashed(),
                                "a picture of the agent is left out"
                            );
                            continue;
                        }
                    },
                    said => said.map(Heard::Utterance),
                };
                return Some((said, (answer, album, left)));
            }
        });
        heard.boxed()
    }

    async fn take_in(&self, file: Bytes, left: &mut usize) -> Result<Photo, NotShown> {
        *left = left.checked_sub(1).ok_or(NotShown::TooMany)?;
        let (told, kept) = oneshot::channel();
        let album = self.clone();
        // A task of its own: what is on its way to the store gets there also when the turn ends meanwhile, and can be
        // taken back only when it has.
        self.lifecycle.spawn(async move {
            let stopping = album.lifecycle.stopping();
            let in_time = tokio::time::timeout(KEEPING, album.keep(file));
            let kept = stopping.run_until_cancelled(in_time).await.unwrap_or(Ok(Err(NotShown::Over)));
            // Nobody may wait for it any more.
            let _ = told.send(kept.unwrap_or(Err(NotShown::TooSlow)));
        });
        kept.await.unwrap_or(Err(NotShown::Over))
    }

    async fn keep(&self, file: Bytes) -> Result<Photo, NotShown> {
        if self.photos.count(self.session).await? >= MOST_PICTURES {
            return Err(NotShown::Full);
        }
        let picture = retry::develop(&self.darkroom, &file).await?;
        self.sessions.expect_pictures(self.session).await?;
        again(|| self.photos.put(self.session, &picture)).await?;
        if self.sessions.shared_with_older() {
            again(|| self.photos.put_as_before(self.session, &picture)).await?;
        }
        // Leaves no picture of a session that was deleted meanwhile.
        if matches!(self.sessions.find(self.session).await, Ok(None)) {
            self.sessions.leave_pictures(self.session).await?;
            again(|| self.photos.delete_session(self.session)).await?;
            return Err(NotShown::Over);
        }
        Ok(picture.photo(PhotoKind::Attachment, self.clock.now(), false))
    }
}
