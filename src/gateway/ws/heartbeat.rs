//! When the client must be heard: its `hello` in time, then a sign of life after every ping.

use std::time::Duration;

use tokio::time::Instant;

use crate::protocol::Close;

/// The clock of one socket. It has one deadline at a time.
pub struct Heartbeat {
    state: Waiting,
    ping_interval: Duration,
    pong_timeout: Duration,
}

enum Waiting {
    Hello { until: Instant },
    ToPing { at: Instant },
    Pong { until: Instant },
}

/// What to do when the deadline has passed.
#[derive(Debug, PartialEq, Eq)]
pub enum Beat {
    Ping,
    Close(Close),
}

impl Heartbeat {
    /// Waits for the hello.
    pub fn new(now: Instant, hello: Duration, ping_interval: Duration, pong_timeout: Duration) -> Self {
        Self { state: Waiting::Hello { until: now + hello }, ping_interval, pong_timeout }
    }

    /// When [`Heartbeat::beat`] is to be called.
    pub const fn deadline(&self) -> Instant {
        match self.state {
            Waiting::Hello { until } | Waiting::Pong { until } => until,
            Waiting::ToPing { at } => at,
        }
    }

    /// The client said hello. The first ping comes after half to a whole interval (`random` is 0 to 1), so that
    /// sockets that were opened together are not pinged together.
    pub fn joined(&mut self, now: Instant, random: f64) {
        self.state = Waiting::ToPing { at: now + self.ping_interval.mul_f64(0.5 + random / 2.0) };
    }

    /// Something came from the client.
    pub fn heard(&mut self, now: Instant) {
        if matches!(self.state, Waiting::Pong { .. }) {
            self.state = Waiting::ToPing { at: now + self.ping_interval };
        }
    }

    /// The deadline has passed.
    pub fn beat(&mut self, now: Instant) -> Beat {
        match self.state {
            Waiting::Hello { .. } => Beat::Close(Close::NoHello),
            Waiting::Pong { .. } => Beat::Close(Close::NoPong),
            Waiting::ToPing { .. } => {
                self.state = Waiting::Pong { until: now + self.pong_timeout };
                Beat::Ping
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_client_that_never_says_hello_is_closed() {
        let now = Instant::now();
        let mut heartbeat = Heartbeat::new(now, 10 * SECOND, 25 * SECOND, 10 * SECOND);
        heartbeat.heard(now + SECOND);
        assert_eq!(heartbeat.deadline(), now + 10 * SECOND, "other frames are no hello");
        assert_eq!(heartbeat.beat(now + 10 * SECOND), Beat::Close(Close::NoHello));
    }

    #[test]
    fn a_silent_client_is_pinged_and_then_closed() {
        let now = Instant::now();
        let mut heartbeat = Heartbeat::new(now, 10 * SECOND, 25 * SECOND, 10 * SECOND);
        heartbeat.joined(now, 0.0);
        assert_eq!(heartbeat.deadline(), now + Duration::from_millis(12_500));
        let pinged = heartbeat.deadline();
        assert_eq!(heartbeat.beat(pinged), Beat::Ping);
        assert_eq!(heartbeat.deadline(), pinged + 10 * SECOND);
        heartbeat.heard(pinged + SECOND);
        assert_eq!(heartbeat.deadline(), pinged + 26 * SECOND);
        assert_eq!(heartbeat.beat(pinged + 26 * SECOND), Beat::Ping);
        assert_eq!(heartbeat.beat(pinged + 36 * SECOND), Beat::Close(Close::NoPong));
    }
}
