//! Frames that make no message: the transport puts the pieces of a message together by itself, and an empty piece adds
//! nothing to it, so that a client could send them without end and nobody would be told.
//!
//! They are counted by what they cost. Of the bytes that have come over the connection, those of whole messages are taken
//! away, each with the shortest head that its frame can have; every piece more has a head of its own.

use super::READ_BUFFER;
use super::transport::Received;

/// The head of a client's frame, at least: two bytes and the mask.
const HEAD: u64 = 6;
/// Bytes that have come and that the transport has not looked at yet, at most.
const UNREAD: u64 = READ_BUFFER as u64 + 14;

/// The pieces that have come over one socket.
pub struct Fragments {
    received: Received,
    /// The bytes of a message that may still be coming, at most.
    most: u64,
    /// Bytes that are accounted for: all up to the last whole message.
    accounted: u64,
    /// Pieces of the message that is coming that have been told of.
    told: u64,
    /// Pieces of whole messages that have not been told of yet.
    untold: u64,
}

impl Fragments {
    /// Nothing has come yet over the socket; a message has `most` bytes at most.
    pub fn new(received: Received, most: usize) -> Self {
        let accounted = received.bytes();
        Self { received, most: most as u64, accounted, told: 0, untold: 0 }
    }

    /// A whole message of so many bytes has come.
    pub fn whole(&mut self, bytes: usize) {
        let long = match bytes {
            ..126 => 0,
            126..65_536 => 2,
            _ => 8,
        };
        self.accounted += HEAD + long + bytes as u64;
        self.untold += self.pieces(UNREAD).saturating_sub(std::mem::take(&mut self.told));
        self.accounted = self.accounted.max(self.received.bytes());
    }

    /// How many bytes have come of what is not whole yet, or has not been looked at.
    pub fn coming(&self) -> u64 {
        self.received.bytes().saturating_sub(self.accounted)
    }

    /// How many pieces have come beside whole frames that have not been told of yet.
    pub fn new_ones(&mut self) -> u64 {
        let coming = self.pieces(UNREAD + self.most).saturating_sub(self.told);
        self.told += coming;
        coming + std::mem::take(&mut self.untold)
    }

    /// How many pieces make up the bytes beyond those that may be there for another reason.
    fn pieces(&self, other: u64) -> u64 {
        self.received.bytes().saturating_sub(self.accounted + other) / HEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 1000;

    fn fragments() -> (Received, Fragments) {
        let received = Received::default();
        received.add(500);
        (received.clone(), Fragments::new(received, MOST))
    }

    #[test]
    fn whole_messages_are_no_pieces() {
        let (received, mut fragments) = fragments();
        for (size, head) in [(0, 6), (125, 6), (126, 8), (65_535, 8), (65_536, 14)] {
            for _ in 0..1000 {
                received.add(size + head);
                fragments.whole(size);
                assert_eq!(fragments.new_ones(), 0, "{size}");
            }
        }
        received.add(MOST + 100);
        assert_eq!(fragments.new_ones(), 0, "a message that is still coming");
    }

    #[test]
    fn a_few_pieces_are_not_counted_however_many_messages_come_so() {
        let (received, mut fragments) = fragments();
        for _ in 0..100_000 {
            for piece in [400, 500, 100] {
                received.add(8 + piece);
                assert_eq!(fragments.new_ones(), 0);
            }
            fragments.whole(MOST);
        }
    }

    #[test]
    fn empty_pieces_are_counted_once() {
        let (received, mut fragments) = fragments();
        received.add(6 * 10_000);
        let first = fragments.new_ones();
        assert!((9000..10_000).contains(&first), "{first}");
        assert_eq!(fragments.new_ones(), 0);
        received.add(6 * 10);
        assert_eq!(fragments.new_ones(), 10);
        // The message that they are part of ends: those that could have been its bytes were none.
        received.add(7);
        fragments.whole(1);
        let rest = fragments.new_ones();
        assert!((9800..10_010).contains(&(first + 10 + rest)), "{rest}");
        assert_eq!(fragments.new_ones(), 0);
    }

    #[test]
    fn pieces_of_messages_that_come_at_once_are_counted() {
        let (received, mut fragments) = fragments();
        for _ in 0..10 {
            received.add(6 * 1000 + 7);
            fragments.whole(1);
        }
        let counted = fragments.new_ones();
        assert!((9000..10_000).contains(&counted), "{counted}");
    }
}
