//! Time as a parameter.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixMillis(pub i64);

/// How far the clock of somebody's place is ahead of UTC, in minutes: -720 to 840, as places of the world are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// `None` where no place has such a clock.
    #[must_use]
    pub fn of_minutes(minutes: i64) -> Option<Self> {
        i16::try_from(minutes).ok().filter(|minutes| (-720..=840).contains(minutes)).map(Self)
    }

    #[must_use]
    pub const fn minutes(self) -> i16 {
        self.0
    }
}

/// Where wall-clock time comes from.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time now.
    fn now(&self) -> UnixMillis;

    /// Microseconds since 1970-01-01T00:00:00Z, for measuring; in steps of a millisecond where the clock has no finer.
    fn now_micros(&self) -> i64 {
        self.now().0.saturating_mul(1000)
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixMillis {
        UnixMillis(i64::try_from(since_epoch().as_millis()).unwrap_or(i64::MAX))
    }

    fn now_micros(&self) -> i64 {
        i64::try_from(since_epoch().as_micros()).unwrap_or(i64::MAX)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
