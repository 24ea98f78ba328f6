//! How much of something each of many holds, and no more than it may: the sockets of a session, the connections of an
//! address, the bytes of an owner's pictures.

use std::hash::Hash;
use std::sync::Arc;

use dashmap::DashMap;

/// What each holds of something. Who holds nothing takes no room here.
#[derive(Debug)]
pub struct Shares<K: Eq + Hash> {
    /// How much each may hold; `usize::MAX`: any amount.
    most: usize,
    held: DashMap<K, usize>,
}

/// What is held, until it is dropped.
#[derive(Debug)]
pub struct Share<K: Eq + Hash> {
    shares: Arc<Shares<K>>,
    key: K,
    amount: usize,
}

impl<K: Eq + Hash + Copy> Shares<K> {
    /// Nobody holds anything. `most` is how much each may hold; 0: any amount.
    #[must_use]
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most: if most == 0 { usize::MAX } else { most }, held: DashMap::new() })
    }

    /// So much for `key`; `None` when that is more than it may hold.
    #[must_use]
    pub fn take(self: &Arc<Self>, key: K, amount: usize) -> Option<Share<K>> {
        let mut held = self.held.entry(key).or_default();
        if held.saturating_add(amount) > self.most {
            drop(held);
            self.held.remove_if(&key, |_, held| *held == 0);
            return None;
        }
        *held += amount;
        Some(Share { shares: Arc::clone(self), key, amount })
    }

    /// How much may be had beside what is held.
    #[must_use]
    pub fn left(&self, key: &K) -> usize {
        self.most.saturating_sub(self.held.get(key).map_or(0, |held| *held))
    }

    /// How many hold something.
    #[cfg(test)]
    pub fn holders(&self) -> usize {
        self.held.len()
    }
}

impl<K: Eq + Hash + Copy> Share<K> {
    /// Holds so much more; `false` when that is more than may be held, and nothing has changed.
    #[must_use]
    pub fn grow(&mut self, amount: usize) -> bool {
        let mut held = self.shares.held.entry(self.key).or_default();
        let may = held.saturating_add(amount) <= self.shares.most;
        if may {
            *held += amount;
            self.amount += amount;
        }
        may
    }
}

impl<K: Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        self.shares.held.remove_if_mut(&self.key, |_, held| {
            *held = held.saturating_sub(self.amount);
            *held == 0
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_holds_so_much_and_gives_it_back() {
        let shares = Shares::new(3);
        let first = shares.take('a', 2).unwrap();
        assert!(shares.take('a', 2).is_none());
        let second = shares.take('a', 1).unwrap();
        let other = shares.take('b', 3).unwrap();
        assert!(shares.take('c', 4).is_none());
        assert_eq!(shares.holders(), 2, "who was refused holds nothing");
        drop((second, other));
        assert_eq!(shares.holders(), 1);
        drop(first);
        assert_eq!(shares.holders(), 0);
    }

    #[test]
    fn a_share_may_grow() {
        let shares = Shares::new(10);
        let (mut share, other) = (shares.take('a', 0).unwrap(), shares.take('a', 0).unwrap());
        drop(other);
        assert!(share.grow(8) && share.grow(2) && !share.grow(1));
        assert_eq!((shares.left(&'a'), shares.left(&'b')), (0, 10));
        drop(share);
        assert_eq!((shares.left(&'a'), shares.holders()), (10, 0));
    }

    #[test]
    fn where_any_amount_may_be_held_nobody_is_refused() {
        let shares = Shares::new(0);
        let held = [shares.take('a', usize::MAX / 2).unwrap(), shares.take('a', usize::MAX / 2).unwrap()];
        drop(held);
        assert_eq!(shares.holders(), 0);
    }
}
