//! A picture that comes in over a socket.

use std::pin::Pin;

use bytes::Bytes;
use tokio::time::Sleep;

use crate::domain::{ClientMsgId, PhotoKind};
use crate::gateway::photos::intake::Arrival;
use crate::protocol::server_frame::ControlFrame;

/// After how many more bytes of a picture its client is told.
const PROGRESS: u64 = 256 * 1024;

/// A picture whose bytes are coming, and how long the next ones may take.
pub struct Coming {
    pub arrival: Arrival,
    pub client_msg_id: ClientMsgId,
    pub kind: PhotoKind,
    size: u64,
    /// How many bytes the client has been told of.
    told: u64,
    deadline: Pin<Box<Sleep>>,
}

impl Coming {
    pub fn new(arrival: Arrival, client_msg_id: ClientMsgId, kind: PhotoKind, size: u64) -> Self {
        let deadline = Box::pin(tokio::time::sleep_until(arrival.deadline()));
        Self { arrival, client_msg_id, kind, size, told: 0, deadline }
    }

    /// Bytes have come: what to say about it, now and then.
    pub fn progress(&mut self) -> Option<Bytes> {
        self.deadline.as_mut().reset(self.arrival.deadline());
        let (received, size) = (self.arrival.received(), self.size);
        if received < size && received - self.told < PROGRESS {
            return None;
        }
        self.told = received;
        Some(ControlFrame::ImageProgress { client_msg_id: self.client_msg_id.as_str(), received, size }.encode())
    }
}

/// The bytes of a picture have not come in time; waits for ever when none is coming.
pub async fn stalled(coming: &mut Option<Box<Coming>>) {
    match coming {
        Some(coming) => coming.deadline.as_mut().await,
        None => std::future::pending().await,
    }
}
