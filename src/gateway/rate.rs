//! How often an address may ask.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

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
    trusted_proxies: Vec<IpNet>,
}

impl Addresses {
    /// Nobody has asked yet. With a rate of 0 nothing is counted.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let burst = NonZeroU32::new(settings.requests_burst).unwrap_or(NonZeroU32::MIN);
        let rate = NonZeroU32::new(settings.requests_per_second);
        Self(rate.map(|rate| {
            let limiter = RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst));
            let trusted_proxies = settings.trusted_proxies.clone();
            Arc::new(Counted { limiter, clock: DefaultClock::default(), asked: AtomicU32::new(0), trusted_proxies })
        }))
    }

    /// Counts a request that came from `peer`; if it is one too many, how long to wait.
    ///
    /// # Errors
    /// The wait, when the address has used up its requests.
    pub fn admit(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), Duration> {
        let Some(counted) = &self.0 else { return Ok(()) };
        if counted.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            counted.limiter.retain_recent();
            counted.limiter.shrink_to_fit();
        }
        let address = client(peer, headers, &counted.trusted_proxies);
        counted.limiter.check_key(&network(address)).map_err(|until| until.wait_time_from(counted.clock.now()))
    }
}

/// Who asks: the peer, unless it is a trusted proxy. Then the last of the addresses in `X-Forwarded-For` that is none
/// itself; each proxy appends who came to it, so only what trusted proxies wrote is believed.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpNet]) -> IpAddr {
    let values = headers.get_all("x-forwarded-for").iter().rev().map(HeaderValue::to_str);
    let mut hops = values.flat_map(|value| value.unwrap_or_default().rsplit(',')).map(hop);
    let mut nearest = peer.to_canonical();
    while trusted_proxies.iter().any(|network| network.contains(&nearest)) {
        let Some(Some(next)) = hops.next() else { break };
        nearest = next.to_canonical();
    }
    nearest
}

/// An address as proxies write it: some add the port, and with it brackets.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// Whom an address stands for: a household has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// Refuses requests of addresses that ask too often. Only the API is counted: a probe of the process must not be told to
/// wait, and a page with its pictures is many requests at once, each cheaper than the counting is worth.
pub async fn limit(State(addresses): State<Addresses>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    // Absent only where the router is called without a listener.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    match peer.map_or(Ok(()), |peer| addresses.admit(peer, request.headers())) {
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

    fn asked(peer: &str, forwarded: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8::1/128".parse().unwrap()];
        let headers = forwarded.iter().map(|value| ("x-forwarded-for".parse().unwrap(), value.parse().unwrap()));
        client(peer.parse().unwrap(), &headers.collect(), &trusted).to_string()
    }

    #[test]
    fn only_proxies_are_believed() {
        assert_eq!(asked("192.0.2.1", &["198.51.100.1"]), "192.0.2.1");
        assert_eq!(asked("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(asked("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(asked("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(asked("10.0.0.1", &["203.0.113.9, 198.51.100.1,10.0.0.2"]), "198.51.100.1");
        assert_eq!(asked("10.0.0.1", &["203.0.113.9", "198.51.100.1", "2001:db8::1"]), "198.51.100.1");
        assert_eq!(asked("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(asked("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(asked("10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(asked("2001:db8::1", &["[2001:db8::2]:4711"]), "2001:db8::2");
        assert_eq!(asked("10.0.0.1", &["[2001:db8::2]"]), "2001:db8::2");
    }

    #[test]
    fn a_network_counts_as_one() {
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff".parse().unwrap()));
        assert_ne!(network("2001:db8::1".parse().unwrap()), network("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), network("10.0.0.1".parse().unwrap()));
    }
}
