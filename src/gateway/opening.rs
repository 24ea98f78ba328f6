//! How a reader begins: at its place in the log or, where it has none, with a snapshot; the same on a socket and on an
//! event stream.

use std::time::Duration;

use bytes::Bytes;

use super::Gateway;
use crate::bus::{Opening, Snapshot, Start, StoreError, Subscription};
use crate::domain::SessionId;
use crate::protocol::server_frame;
use crate::sessions::PageLimit;

/// Messages in a snapshot: the newest page of the history. A socket keeps the size of the most it had to write for as
/// long as it is open, so a page of long messages is short.
const MOST: PageLimit = PageLimit { messages: 50, bytes: 64 * 1024 };

/// How long the store may take. A client that waits for longer had better come back, to here or to another replica.
const PATIENCE: Duration = Duration::from_secs(5);

/// A place in the session's log, and the frames to be sent before its events: those of the snapshot, if it is one.
///
/// # Errors
/// When the session cannot be read in time, or is gone.
pub async fn open(
    gateway: &Gateway,
    session: SessionId,
    start: Start,
) -> Result<(Subscription, Vec<Bytes>), StoreError> {
    in_time(async {
        let subscription = gateway.log.subscribe(session, start).await?;
        let frames = match &subscription.opening {
            Opening::Tail { .. } => Vec::new(),
            Opening::Snapshot { snapshot, .. } => frames(gateway, session, snapshot).await?,
        };
        Ok((subscription, frames))
    })
    .await
}

/// What the store says, if it says so before the client has waited too long.
pub async fn in_time<T>(reading: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let read = tokio::time::timeout(PATIENCE, reading).await;
    read.unwrap_or_else(|_| Err(StoreError::Unavailable("it did not answer in time".into())))
}

/// The frames of a snapshot, in the order to be sent.
///
/// The messages are read from the history after the snapshot was taken, so they may hold some whose events are yet
/// to come; readers know a message again by its id.
async fn frames(gateway: &Gateway, session: SessionId, snapshot: &Snapshot) -> Result<Vec<Bytes>, StoreError> {
    let newest = gateway.sessions.history(session, None, MOST).await?;
    let document = gateway.application.document(session, &snapshot.state)?;
    Ok(server_frame::snapshot_frames(session, snapshot, &document, &newest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_store_that_does_not_answer_is_not_waited_for() {
        let begun = tokio::time::Instant::now();
        let read = in_time(std::future::pending::<Result<(), _>>()).await;
        assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
        assert_eq!(begun.elapsed(), PATIENCE);
    }
}
