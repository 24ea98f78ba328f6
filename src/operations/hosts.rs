//! Which names a listener answers to. A page of anybody's can have its own name resolve to an address of this machine;
//! its requests are then of the same origin to the browser, and only `Host` tells (DNS rebinding).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Request, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use crate::protocol::problem::{MEDIA_TYPE, Problem};
use crate::telemetry::hourly::Hourly;

/// As much of a `Host` is shown in the log, in characters.
const LONGEST: usize = 200;

/// The name that stands for any.
pub const ANY: &str = "*";

/// Which names a listener answers to. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hosts {
    /// Beside addresses and `localhost`, which nobody can make their own. Any name, if `None`.
    names: Option<Arc<[String]>>,
    /// Who has seen to it already, and passes on what names it likes.
    trusted_proxies: Arc<[IpNet]>,
    warned: Arc<Hourly>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Its `Host` is not one host: RFC 9112, section 3.2, asks for 400.
    Malformed(&'static str),
    /// It is not for this listener: RFC 9110, section 15.5.20, has 421 for that.
    Foreign,
}

impl Hosts {
    /// The names of a listener at `address`: those of `allowed` (`*` is any), and the hosts of `origins`. Where none is
    /// allowed by name, a listener of the loopback address answers to loopback names, and any other to any.
    #[must_use]
    pub fn of_listener(address: IpAddr, allowed: &[String], origins: &[String], trusted_proxies: &[IpNet]) -> Self {
        let any = allowed.iter().any(|name| name == ANY) || allowed.is_empty() && !address.is_loopback();
        let of_origin = |origin: &String| {
            let authority = Authority::try_from(origin.split_once("://")?.1).ok()?;
            Some(canonical(authority.host()))
        };
        let named = allowed.iter().map(|name| canonical(name)).chain(origins.iter().filter_map(of_origin));
        Self { names: (!any).then(|| named.collect()), trusted_proxies: trusted_proxies.into(), warned: Arc::default() }
    }

    /// Whether the listener answers this request.
    ///
    /// # Errors
    /// Why it does not. The first time in an hour that it is not for this listener, the log says so.
    pub fn check<B>(&self, request: &Request<B>) -> Result<(), Refused> {
        let host = asked(request).map_err(Refused::Malformed)?;
        let Some(names) = &self.names else { return Ok(()) };
        // Every browser names a host.
        let Some(host) = host else { return Ok(()) };
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        if is_named(names, host.host()) || peer.is_some_and(|peer| is_proxy(peer, &self.trusted_proxies)) {
            return Ok(());
        }
        if self.warned.is_due("") {
            // As much of what others have written as may stand in the log.
            let host: String = host.as_str().chars().take(LONGEST).collect();
            tracing::warn!(
                host,
                "requests are refused with 421: hera does not answer to this Host; if clients may ask for it by this \
                 name, add the name to ALLOWED_HOSTS; if a proxy of yours passed it on, name the proxy in TRUSTED_PROXIES"
            );
        }
        Err(Refused::Foreign)
    }
}

impl Refused {
    const FOREIGN: &str = "hera does not answer to this Host; the operator's ALLOWED_HOSTS names those it answers to, \
        and a proxy in TRUSTED_PROXIES may pass on any";

    /// The problem that tells it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Malformed(detail) => Problem::new(400, "bad_request", "Bad request", (*detail).into()),
            Self::Foreign => Problem::new(421, "host_not_allowed", "Host not allowed", Self::FOREIGN.into()),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body).into_response()
    }
}

/// The host that a request asks: of its target if that is a whole address (RFC 9112, section 3.2.2), or else of its
/// `Host`. `None` where it may name none, and does.
///
/// # Errors
/// What is wrong with it.
pub fn asked<B>(request: &Request<B>) -> Result<Option<Authority>, &'static str> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (_, Some(_)) => return Err("there is more than one Host header"),
        (None, None) if request.version() >= Version::HTTP_11 => return Err("there is no Host header"),
        (None, None) => None,
        (Some(host), None) if host.is_empty() => None,
        (Some(host), None) => Some(read(host).ok_or("the Host header is no host")?),
    };
    Ok(request.uri().authority().cloned().or(host))
}

fn read(host: &HeaderValue) -> Option<Authority> {
    Authority::try_from(host.as_bytes()).ok().filter(|host| !host.as_str().contains('@') && !host.host().is_empty())
}

fn is_named(names: &[String], host: &str) -> bool {
    let host = canonical(host);
    address(&host).is_some() || is_loopback(&host) || names.contains(&host)
}

/// A name as names are compared: lower case, without the dot of the root.
#[must_use]
pub fn canonical(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

fn address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(host) => host.parse::<Ipv6Addr>().ok().map(IpAddr::from),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::from),
    }
}

/// Whether a host is this machine whoever is asked: a loopback address, or `localhost` (RFC 6761, section 6.3).
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let name = canonical(host);
    name == "localhost"
        || name.ends_with(".localhost")
        || address(&name).is_some_and(|ip| ip.to_canonical().is_loopback())
}

/// Whether `peer` is a proxy of one's own.
#[must_use]
pub fn is_proxy(peer: IpAddr, trusted_proxies: &[IpNet]) -> bool {
    let peer = peer.to_canonical();
    trusted_proxies.iter().any(|network| network.contains(&peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(hosts: &Hosts, host: &str) -> bool {
        hosts.check(&Request::builder().header("host", host).body(()).unwrap()).is_ok()
    }

    fn of(address: &str, allowed: &[&str], origins: &[&str]) -> Hosts {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Hosts::of_listener(address.parse().unwrap(), &texts(allowed), &texts(origins), &[])
    }

    #[test]
    fn names_that_nobody_can_make_their_own_are_always_answered() {
        for hosts in [of("127.0.0.1", &[], &[]), of("::1", &[], &[]), of("0.0.0.0", &["hera.example"], &[])] {
            for host in [
                "localhost",
                "LocalHost:8080",
                "localhost.",
                "hera.localhost",
                "127.0.0.1:1",
                "127.9.9.9",
                "[::1]:8080",
                "192.0.2.7:8080",
                "[2001:db8::7]",
            ] {
                assert!(answers(&hosts, host), "{host}");
            }
            for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "x"] {
                assert!(!answers(&hosts, host), "{host}");
            }
        }
    }

    #[test]
    fn what_is_named_is_answered_and_any_name_is_by_default_where_the_network_comes_in() {
        let hosts = of("127.0.0.1", &["Hera.Example"], &["https://family.example:8443"]);
        for host in ["hera.example", "HERA.example.:8080", "family.example", "family.example:8443"] {
            assert!(answers(&hosts, host), "{host}");
        }
        assert!(!answers(&hosts, "a.hera.example"));
        assert!(answers(&of("0.0.0.0", &[], &[]), "evil.example"));
        assert!(answers(&of("0.0.0.0", &[], &["https://family.example"]), "evil.example"));
        assert!(answers(&of("127.0.0.1", &["*"], &[]), "evil.example"));
    }

    #[test]
    fn a_request_asks_one_host() {
        let asked_by = |uri: &str, hosts: &[&str], version| {
            let mut request = Request::builder().uri(uri).version(version);
            for host in hosts {
                request = request.header("host", *host);
            }
            asked(&request.body(()).unwrap()).map(|host| host.map(|host| host.to_string()))
        };
        let one = |host: &str| Ok(Some(host.to_owned()));
        assert_eq!(asked_by("/", &["hera.example:8080"], Version::HTTP_11), one("hera.example:8080"));
        assert_eq!(asked_by("http://evil.example/", &["hera.example"], Version::HTTP_11), one("evil.example"));
        assert_eq!(asked_by("/", &[], Version::HTTP_10), Ok(None));
        assert_eq!(asked_by("/", &[""], Version::HTTP_11), Ok(None));
        assert!(asked_by("/", &[], Version::HTTP_11).is_err());
        assert!(asked_by("/", &["hera.example", "hera.example"], Version::HTTP_11).is_err());
        for host in ["a b", "hera.example, evil.example", "a@hera.example", "hera.example/x", ":80", "[::1"] {
            assert!(asked_by("/", &[host], Version::HTTP_11).is_err(), "{host}");
        }
    }
}
