//! What both stores have: a session's newest events in memory, and a subscriber's place in it.

mod place;
pub mod tail;

pub use place::{Followed, subscribe};
pub use tail::{Found, Tail};
