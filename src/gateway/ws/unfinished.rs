//! What has come of a message that is not whole yet counts as the bodies of requests do: whoever begins and does not end
//! fills the memory of all.

use std::sync::Arc;

use crate::gateway::Unread;
use crate::gateway::address::Network;
use crate::gateway::unread::{Lease, OF_ADDRESS};

/// In what steps bytes are counted. A message that is smaller, as nearly all are, is never counted: it is whole by its
/// first read or the next.
const STEP: usize = 8 * 1024;

/// What one socket has of a message that is coming.
pub struct Unfinished {
    unread: Arc<Unread>,
    network: Network,
    /// On the heap: most sockets never need it.
    lease: Option<Box<Lease>>,
    counted: usize,
}

impl Unfinished {
    /// Nothing has come yet over a socket from that address.
    pub const fn new(unread: Arc<Unread>, network: Network) -> Self {
        Self { unread, network, lease: None, counted: 0 }
    }

    /// So many bytes are there of a message that is not whole; `false` when that is more than may be, of the address or
    /// in all.
    pub fn holds(&mut self, bytes: u64) -> bool {
        let steps = usize::try_from(bytes).unwrap_or(usize::MAX) / STEP;
        // One that alone is more than there may be comes when there is no other.
        let wanted = steps.saturating_mul(STEP).min(OF_ADDRESS);
        if wanted <= self.counted {
            return true;
        }
        let more = wanted - self.counted;
        let held = match &mut self.lease {
            Some(lease) => lease.grow(more).is_ok(),
            None => self.unread.lease(self.network, more).map(|lease| self.lease = Some(Box::new(lease))).is_ok(),
        };
        if held {
            self.counted = wanted;
        }
        held
    }

    /// The message is whole.
    pub fn whole(&mut self) {
        (self.lease, self.counted) = (None, 0);
    }
}
