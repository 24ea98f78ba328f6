//! Which address is calling: the peer, or whom the operator's own proxies name.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use super::Gateway;

/// Whom an address stands for: an IPv4 address, or a /64 of IPv6, which one household has whole. What is limited by
/// address is counted by this.
pub type Network = IpAddr;

/// Who has sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub network: Network,
    /// It came through a proxy of one's own, which has many callers on few connections.
    pub through_proxy: bool,
}

impl Caller {
    /// Of no listener: the router was called without one.
    pub const NOBODY: Self = Self { network: IpAddr::V6(Ipv6Addr::UNSPECIFIED), through_proxy: false };

    /// The caller of a request that came from `peer` with these headers.
    fn of(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpNet]) -> Self {
        let through_proxy = is_proxy(peer, trusted_proxies);
        Self { network: network(client(peer, headers, trusted_proxies)), through_proxy }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().copied().unwrap_or(Self::NOBODY))
    }
}

/// Tells all handlers who calls.
pub async fn name(State(gateway): State<Gateway>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let caller = Caller::of(peer.ip(), request.headers(), &gateway.settings.trusted_proxies);
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}

/// Whether `peer` is a proxy of one's own.
#[must_use]
pub fn is_proxy(peer: IpAddr, trusted_proxies: &[IpNet]) -> bool {
    let peer = peer.to_canonical();
    trusted_proxies.iter().any(|network| network.contains(&peer))
}

/// Who asks: the peer, unless it is a trusted proxy. Then the last of the addresses in `X-Forwarded-For` that is none
/// itself; each proxy appends who came to it, so only what trusted proxies wrote is believed.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpNet]) -> IpAddr {
    let values = headers.get_all("x-forwarded-for").iter().rev().map(HeaderValue::to_str);
    let mut hops = values.flat_map(|value| value.unwrap_or_default().rsplit(',')).map(hop);
    let mut nearest = peer.to_canonical();
    while is_proxy(nearest, trusted_proxies) {
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

/// Whom an address stands for.
#[must_use]
pub fn network(address: IpAddr) -> Network {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
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
