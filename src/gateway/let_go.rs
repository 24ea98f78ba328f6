//! Pictures of sessions that have ended, which are stored elsewhere: whoever deletes a session deletes them, and what a
//! store of pictures does not delete then is deleted later, as are those of sessions that nobody comes to any more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Gateway;
use crate::domain::SessionId;
use crate::photos::PhotoStore;
use crate::sessions::SessionStore;

/// How long to wait after the pictures' store has failed.
const PAUSE: Duration = Duration::from_mins(1);
/// How long whoever deletes a session waits for its pictures to be deleted.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the log has said that pictures are left.
#[derive(Debug, Default)]
pub struct Left(AtomicBool);

impl Left {
    /// Pictures are left: says so, unless it was said since they were last all deleted.
    fn tell(&self, why: &str, session: SessionId) {
        if !self.0.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                error = why,
                session = %session.hashed(),
                "pictures of sessions that have ended cannot be deleted: it is tried again until they are gone"
            );
        }
    }

    fn are_none(&self) {
        if self.0.swap(false, Ordering::Relaxed) {
            tracing::info!("pictures of sessions that have ended can be deleted again");
        }
    }
}

/// Deletes the pictures of sessions that have ended, until the process drains. Several processes may do so at once; what
/// one of them leaves undone is done later.
pub async fn delete_pictures(gateway: Gateway) {
    let draining = gateway.lifecycle.draining().clone();
    let deleting = async {
        loop {
            let ended = gateway.sessions.let_go().await;
            if !sweep(&*gateway.sessions, &gateway.photos.store, &gateway.photos.left, ended).await {
                tokio::time::sleep(PAUSE).await;
            }
        }
    };
    draining.run_until_cancelled(deleting).await;
}

/// Deletes the pictures of these sessions; `false` when some are left.
pub async fn sweep(sessions: &dyn SessionStore, store: &PhotoStore, left: &Left, ended: Vec<SessionId>) -> bool {
    let mut all = true;
    for session in ended {
        match store.delete_session(session).await {
            Ok(count) => {
                if count > 0 {
                    tracing::info!(
                        session = %session.hashed(),
                        count,
                        "the pictures of a session that has ended are deleted"
                    );
                }
                forget(sessions, session).await;
            }
            Err(error) => {
                left.tell(&error.to_string(), session);
                all = false;
            }
        }
    }
    if all {
        left.are_none();
    }
    all
}

/// Deletes the pictures of a session that was deleted just now. What a store does not do in time is left to
/// [`delete_pictures`]: nobody is kept from deleting a session.
pub async fn delete_at_once(gateway: &Gateway, session: SessionId) {
    let left = &gateway.photos.left;
    match tokio::time::timeout(PATIENCE, gateway.photos.store.delete_session(session)).await {
        Ok(Ok(_)) => forget(&*gateway.sessions, session).await,
        Ok(Err(error)) => left.tell(&error.to_string(), session),
        Err(_) => left.tell("the pictures' store does not answer in time", session),
    }
}

async fn forget(sessions: &dyn SessionStore, session: SessionId) {
    if let Err(error) = sessions.forget_pictures(session).await {
        tracing::debug!(%error, session = %session.hashed(), "pictures that are deleted are looked for again");
    }
}
