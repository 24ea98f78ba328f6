//! How many sockets and event streams may be open: in all, and of one session, one owner and one address.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Settings;
use super::address::Network;
use super::shares::{Share, Shares};
use crate::domain::{OwnerId, SessionId};
use crate::telemetry::names;

/// The seats of all sessions. Sockets and event streams take one each.
#[derive(Debug)]
pub struct Seats {
    most: usize,
    taken: AtomicUsize,
    sessions: Arc<Shares<SessionId>>,
    owners: Arc<Shares<OwnerId>>,
    addresses: Arc<Shares<Network>>,
}

/// A place taken, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    _session: Share<SessionId>,
    _owner: Share<OwnerId>,
    _address: Share<Network>,
}

/// Who has as many seats as it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeat {
    Server,
    Session,
    Owner,
    Address,
}

impl Seats {
    /// All seats free. One address has no more than half of them, unless its seats are not counted.
    #[must_use]
    pub fn new(settings: &Settings) -> Arc<Self> {
        let of_address = settings.sockets_per_address.min((settings.sockets / 2).max(1));
        Arc::new(Self {
            most: settings.sockets,
            taken: AtomicUsize::new(0),
            sessions: Shares::new(settings.sockets_per_session),
            owners: Shares::new(settings.sockets_per_owner),
            addresses: Shares::new(of_address),
        })
    }

    /// A seat on the session.
    ///
    /// # Errors
    /// Who has as many as it may have.
    pub fn take(self: &Arc<Self>, session: SessionId, owner: OwnerId, address: Network) -> Result<Seat, NoSeat> {
        let taken = self.shares(session, owner, address).and_then(|(session, owner, address)| {
            let next = |taken| (taken < self.most).then_some(taken + 1);
            self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).map_err(|_| NoSeat::Server)?;
            Ok(Seat { seats: Arc::clone(self), _session: session, _owner: owner, _address: address })
        });
        if let Err(full) = &taken {
            metrics::counter!(names::RATE_LIMITED, "limit" => full.limit()).increment(1);
        }
        taken
    }

    #[expect(clippy::type_complexity, reason = "the three shares of a seat, on their way into it")]
    fn shares(
        &self,
        session: SessionId,
        owner: OwnerId,
        address: Network,
    ) -> Result<(Share<SessionId>, Share<OwnerId>, Share<Network>), NoSeat> {
        let address = self.addresses.take(address, 1).ok_or(NoSeat::Address)?;
        let owner = self.owners.take(owner, 1).ok_or(NoSeat::Owner)?;
        let session = self.sessions.take(session, 1).ok_or(NoSeat::Session)?;
        Ok((session, owner, address))
    }

    /// How many are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }
}

impl NoSeat {
    /// The limit's name in metrics.
    const fn limit(self) -> &'static str {
        match self {
            Self::Server => "sockets",
            Self::Session => "sockets_per_session",
            Self::Owner => "sockets_per_owner",
            Self::Address => "sockets_per_address",
        }
    }

    /// For people; short enough for a close frame, which has room for 123 bytes.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Server => "too many connections are open",
            Self::Session => "the session has as many connections as it may have",
            Self::Owner => "this guest has as many connections as it may have",
            Self::Address => "too many connections of this address; a proxy of one's own belongs in TRUSTED_PROXIES",
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(most: usize, of_session: usize, of_owner: usize, of_address: usize) -> Arc<Seats> {
        Arc::new(Seats {
            most,
            taken: AtomicUsize::new(0),
            sessions: Shares::new(of_session),
            owners: Shares::new(of_owner),
            addresses: Shares::new(of_address),
        })
    }

    #[test]
    fn seats_are_limited_and_given_back() {
        let seats = seats(5, 2, 3, 4);
        let (one, two) = (SessionId::random(), SessionId::random());
        let (owner, stranger) = (OwnerId::random(), OwnerId::random());
        let (here, there): (Network, Network) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let mut taken = vec![seats.take(one, owner, here).unwrap(), seats.take(one, owner, here).unwrap()];
        assert_eq!(seats.take(one, owner, here).err(), Some(NoSeat::Session));
        taken.push(seats.take(two, owner, here).unwrap());
        assert_eq!(seats.take(two, owner, here).err(), Some(NoSeat::Owner));
        taken.push(seats.take(two, stranger, here).unwrap());
        let third = SessionId::random();
        assert_eq!(seats.take(third, stranger, here).err(), Some(NoSeat::Address));
        taken.push(seats.take(third, stranger, there).unwrap());
        assert_eq!(seats.take(third, stranger, there).err(), Some(NoSeat::Server));
        assert_eq!(seats.taken(), 5);
        drop(taken);
        let holders = [seats.sessions.holders(), seats.owners.holders(), seats.addresses.holders()];
        assert_eq!((seats.taken(), holders), (0, [0; 3]), "who was refused holds nothing either");
        assert!(seats.take(one, owner, here).is_ok());
    }

    #[test]
    fn a_reason_fits_into_a_close_frame() {
        for full in [NoSeat::Server, NoSeat::Session, NoSeat::Owner, NoSeat::Address] {
            assert!(full.reason().len() <= 123, "{full:?}");
        }
    }
}
