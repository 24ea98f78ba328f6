//! How fast a client may send.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::protocol::Close;
use crate::telemetry::names;

/// The frames of one client, counted.
pub struct Pace {
    limiter: DefaultDirectRateLimiter,
    /// Frames refused, less those that passed meanwhile: grows when more are refused than pass.
    refused: u32,
    most_refused: u32,
}

impl Pace {
    /// Nothing has been sent yet; `None` where any number of frames may be.
    pub fn new(per_second: u32, burst: u32) -> Option<Self> {
        let rate = NonZeroU32::new(per_second)?;
        let burst = NonZeroU32::new(burst).unwrap_or(rate);
        let limiter = RateLimiter::direct(Quota::per_second(rate).allow_burst(burst));
        Some(Self { limiter, refused: 0, most_refused: burst.get() })
    }

    /// Counts frames that nobody waits for an answer to; an error if there are too many.
    pub fn count(&mut self, frames: u64) -> Result<(), Close> {
        for _ in 0..frames {
            self.check()?;
        }
        Ok(())
    }

    /// Counts a frame; how long to wait if it is one too many, and an error if the client does not stop.
    pub fn check(&mut self) -> Result<Option<Duration>, Close> {
        match self.limiter.check() {
            Ok(()) => {
                self.refused = self.refused.saturating_sub(1);
                Ok(None)
            }
            Err(until) => {
                metrics::counter!(names::RATE_LIMITED, "limit" => "frames").increment(1);
                self.refused += 1;
                if self.refused > self.most_refused {
                    return Err(Close::TooManyRequests);
                }
                Ok(Some(until.wait_time_from(DefaultClock::default().now())))
            }
        }
    }
}
