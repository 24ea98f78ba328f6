//! How a reader without a place in the log begins: with a snapshot, the same on a socket and on an event stream.

use bytes::Bytes;

use super::Gateway;
use crate::bus::{Snapshot, StoreError};
use crate::domain::SessionId;
use crate::protocol::server_frame;
use crate::sessions::PageLimit;

/// Messages in a snapshot: the newest page of the history. A socket keeps the size of the most it had to write for as
/// long as it is open, so a page of long messages is short.
const MOST: PageLimit = PageLimit { messages: 50, bytes: 64 * 1024 };

/// The frames of a snapshot, in the order to be sent.
///
/// The messages are read from the history after the snapshot was taken, so they may hold some whose events are yet
/// to come; readers know a message again by its id.
///
/// # Errors
/// When the history cannot be read, or the session was deleted meanwhile.
pub async fn frames(gateway: &Gateway, session: SessionId, snapshot: &Snapshot) -> Result<Vec<Bytes>, StoreError> {
    let newest = gateway.sessions.history(session, None, MOST).await?;
    Ok(server_frame::snapshot_frames(session, snapshot, &newest))
}
