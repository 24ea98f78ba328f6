//! What is kept in memory of answers that their clients have not taken yet, and of bodies and messages that have not
//! come to their end: so much of one address and so much in all, for whoever asks and does not read, or begins and does not end, fills
//! the memory of all.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures::stream::{Stream, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::address::Network;
use super::error::ApiError;
use super::shares::{Share, Shares};
use crate::bus::{Logged, StoreError};
use crate::telemetry::names;

/// Bytes of one address, and in all.
pub const OF_ADDRESS: usize = 6 << 20;
const OF_ALL: usize = 16 << 20;
/// Pages of histories that may be whole in memory at once, until it is known what of them is sent.
const PAGES: usize = 4;
/// How long the store may take for a page before others are read beside it, so many at most.
const PROMPT: Duration = Duration::from_millis(500);
const BESIDE: usize = 16;

/// What all answers and bodies take.
#[derive(Debug)]
pub struct Unread {
    all: Arc<Shares<()>>,
    addresses: Arc<Shares<Network>>,
    pages: Arc<Semaphore>,
    /// For pages that the store lets wait: of one node of a cluster that does not answer, while the others do.
    beside: Arc<Semaphore>,
}

/// What one of them takes, until it is dropped.
#[derive(Debug)]
pub struct Lease {
    all: Share<()>,
    address: Share<Network>,
}

/// Bytes of an answer with what they take.
struct Leased {
    bytes: Bytes,
    _lease: Arc<Lease>,
}

impl AsRef<[u8]> for Leased {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Unread {
    /// Everything has been read.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            all: Shares::new(OF_ALL),
            addresses: Shares::new(OF_ADDRESS),
            pages: Arc::new(Semaphore::new(PAGES)),
            beside: Arc::new(Semaphore::new(BESIDE)),
        })
    }

    /// A page of a history, read as soon as one more may be in memory, and leave to have it there.
    ///
    /// # Errors
    /// As of the reading; and when the store lets it wait, as it does so many already.
    pub async fn page<T>(
        &self,
        reading: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<(T, Option<OwnedSemaphorePermit>), StoreError> {
        // The semaphore is never closed.
        let leave = Arc::clone(&self.pages).acquire_owned().await.ok();
        let mut reading = std::pin::pin!(reading);
        if let Ok(page) = tokio::time::timeout(PROMPT, &mut reading).await {
            return Ok((page?, leave));
        }
        let Ok(beside) = Arc::clone(&self.beside).try_acquire_owned() else {
            return Err(StoreError::Unavailable("it lets too many readings wait".into()));
        };
        drop(leave);
        Ok((reading.await?, Some(beside)))
    }

    /// So many bytes for an answer to that address. One that alone is more than there may be goes out when there is no
    /// other.
    ///
    /// # Errors
    /// When too much is unread, of the address or in all.
    pub fn lease(&self, address: Network, bytes: usize) -> Result<Lease, ApiError> {
        let of_address = self.addresses.take(address, bytes.min(OF_ADDRESS));
        let address = of_address.ok_or_else(|| refused("unread_per_address", ApiError::TooManyOfAddress))?;
        let of_all = self.all.take((), bytes.min(OF_ALL));
        let all = of_all.ok_or_else(|| refused("unread", ApiError::TooMuchUnread))?;
        Ok(Lease { all, address })
    }
}

impl Lease {
    /// So many bytes more.
    ///
    /// # Errors
    /// As of [`Unread::lease`].
    pub fn grow(&mut self, bytes: usize) -> Result<(), ApiError> {
        if !self.address.grow(bytes) {
            return Err(refused("unread_per_address", ApiError::TooManyOfAddress));
        }
        if !self.all.grow(bytes) {
            return Err(refused("unread", ApiError::TooMuchUnread));
        }
        Ok(())
    }
}

fn refused(limit: &'static str, error: ApiError) -> ApiError {
    metrics::counter!(names::RATE_LIMITED, "limit" => limit).increment(1);
    error
}

/// Whether the event is in memory for one reader alone, who is so far behind that it was read from the store.
#[must_use]
pub fn is_alone(logged: &Arc<Logged>) -> bool {
    Arc::strong_count(logged) == 1
}

/// Bytes that count as unread until the last copy of them is dropped.
pub fn leased(bytes: Bytes, lease: Arc<Lease>) -> Bytes {
    Bytes::from_owner(Leased { bytes, _lease: lease })
}

/// A body that takes as much as its lease says, however much of it has been read.
pub fn streamed(lease: Lease, parts: impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static) -> Body {
    Body::from_stream(parts.map(move |part| {
        let _held = &lease;
        part
    }))
}

#[cfg(test)]
mod tests {
    use futures::stream::FuturesUnordered;

    use super::*;

    #[test]
    fn so_much_is_unread_and_no_more() {
        let unread = Unread::new();
        let address = |number: u8| Network::from([192, 0, 2, number]);
        let mut leases = vec![unread.lease(address(1), OF_ADDRESS - 1).unwrap()];
        assert!(matches!(unread.lease(address(1), 2), Err(ApiError::TooManyOfAddress)));
        leases.push(unread.lease(address(1), 1).unwrap());
        leases.push(unread.lease(address(2), OF_ALL - 2 * OF_ADDRESS).unwrap());
        leases.push(unread.lease(address(3), OF_ADDRESS).unwrap());
        assert!(matches!(unread.lease(address(5), 1), Err(ApiError::TooMuchUnread)));
        let mut body = unread.lease(address(5), 0).unwrap();
        assert!(matches!(body.grow(1), Err(ApiError::TooMuchUnread)));
        drop(body);
        leases.pop();
        let mut body = unread.lease(address(6), 0).unwrap();
        body.grow(OF_ADDRESS).unwrap();
        assert!(matches!(body.grow(1), Err(ApiError::TooManyOfAddress)));
        leases.push(body);
        drop(leases);
        assert_eq!((unread.all.holders(), unread.addresses.holders()), (0, 0));
        let _large = unread.lease(address(1), OF_ALL * 2).unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn pages_that_the_store_lets_wait_keep_no_others_waiting() {
        let unread = Unread::new();
        let (more, mut waiting) = (2 * PAGES, FuturesUnordered::new());
        for _ in 0..BESIDE + more {
            waiting.push(unread.page(std::future::pending::<Result<(), StoreError>>()));
        }
        let others = async {
            for page in 0..100 {
                assert_eq!(unread.page(async { Ok(page) }).await.unwrap().0, page);
            }
        };
        let refused = async {
            for _ in 0..more {
                let refused = waiting.next().await.unwrap();
                assert!(matches!(refused, Err(StoreError::Unavailable(_))), "none of them is ever read");
            }
            waiting.next().await
        };
        let begun = tokio::time::Instant::now();
        tokio::select! {
            // First those that wait, or nobody waits yet.
            biased;
            _ = refused => unreachable!("the rest waits"),
            () = others => {}
        }
        assert!(begun.elapsed() <= PROMPT * 7, "others are read after {:?}", begun.elapsed());
        assert_eq!(unread.pages.available_permits(), PAGES);
        assert_eq!((waiting.len(), unread.beside.available_permits()), (BESIDE, 0));
    }

    #[test]
    fn bytes_are_unread_until_the_last_of_them_is_dropped() {
        let unread = Unread::new();
        let lease = unread.lease([192, 0, 2, 1].into(), 5).unwrap();
        let bytes = leased(Bytes::from_static(b"bytes"), Arc::new(lease));
        let rest = bytes.slice(3..);
        drop(bytes);
        assert_eq!((rest.as_ref(), unread.all.holders()), (&b"es"[..], 1));
        drop(rest);
        assert_eq!(unread.all.holders(), 0);
    }
}
