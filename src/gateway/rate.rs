//! How often an address may ask.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Settings;
use super::error::ApiError;
use crate::telemetry::names;

/// After so many requests, addresses that have been quiet are forgotten: the table holds those that asked lately and
/// at most this many more.
const FORGET_EVERY: u32 = 1024;

/// The requests of every address, counted.
#[derive(Clone)]
pub struct Addresses(Option<Arc<Counted>>);

struct Counted {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    asked: AtomicU32,
}

impl Addresses {
    /// Nobody has asked yet. With a rate of 0 nothing is counted.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let burst = NonZeroU32::new(settings.requests_burst).unwrap_or(NonZeroU32::MIN);
        let rate = NonZeroU32::new(settings.requests_per_second);
        Self(rate.map(|rate| {
            let limiter = RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst));
            Arc::new(Counted { limiter, clock: DefaultClock::default(), asked: AtomicU32::new(0) })
        }))
    }

    /// Counts a request; if it is one too many, how long to wait.
    ///
    /// # Errors
    /// The wait, when the address has used up its requests.
    pub fn admit(&self, address: IpAddr) -> Result<(), Duration> {
        let Some(counted) = &self.0 else { return Ok(()) };
        if counted.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            counted.limiter.retain_recent();
            counted.limiter.shrink_to_fit();
        }
        counted.limiter.check_key(&network(address)).map_err(|until| until.wait_time_from(counted.clock.now()))
    }
}

/// Whom an address stands for: a household has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// Refuses requests of addresses that ask too often.
pub async fn limit(State(addresses): State<Addresses>, request: Request, next: Next) -> Response {
    // Absent only where the router is called without a listener.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    match peer.map_or(Ok(()), |peer| addresses.admit(peer)) {
        Ok(()) => next.run(request).await,
        Err(retry_after) => {
            metrics::counter!(names::RATE_LIMITED, "limit" => "requests").increment(1);
            ApiError::TooManyRequests { retry_after }.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_counts_as_one() {
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff".parse().unwrap()));
        assert_ne!(network("2001:db8::1".parse().unwrap()), network("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), network("10.0.0.1".parse().unwrap()));
    }
}
