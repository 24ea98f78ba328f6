//! Which address is calling: the peer, or whom the operator's own proxies name.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::operations::hosts::is_proxy;

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

    /// The caller of a request that `client` has sent and that came from `peer`.
    #[must_use]
    pub fn new(peer: IpAddr, client: IpAddr, trusted_proxies: &[IpNet]) -> Self {
        Self { network: network(client), through_proxy: is_proxy(peer, trusted_proxies) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().copied().unwrap_or(Self::NOBODY))
    }
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

    #[test]
    fn a_network_counts_as_one() {
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff".parse().unwrap()));
        assert_ne!(network("2001:db8::1".parse().unwrap()), network("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), network("10.0.0.1".parse().unwrap()));
    }
}
