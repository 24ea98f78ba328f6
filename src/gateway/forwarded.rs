//! What the operator's own proxies say about a request: who has sent it, and how hera was asked.
//!
//! Two ways of writing it are read: the `X-Forwarded-*` headers, and `Forwarded` of RFC 7239. Each proxy adds to the
//! right of what came to it, or puts its own in its place; so of a list as much is believed, from the right, as proxies
//! of one's own have passed the request on. What stands further left was written by the client.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue};
use ipnet::IpNet;

use crate::operations::hosts::is_proxy;

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";
const HOST: &str = "x-forwarded-host";
const PORT: &str = "x-forwarded-port";
const PREFIX: &str = "x-forwarded-prefix";
const FORWARDED: &str = "forwarded";

/// Longest path that a proxy may have taken off, in bytes.
const PREFIX_BYTES: usize = 256;

/// What is believed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// Who asks: the peer, unless it is a proxy of one's own; then the nearest address that is none.
    pub client: IpAddr,
    /// Whether the client came by HTTPS; `None` where nobody says.
    pub https: Option<bool>,
    /// The host that the client has asked.
    pub host: Option<Authority>,
    /// The port at which it has asked, which not every proxy writes into the host.
    pub port: Option<u16>,
    /// The path that was taken off: `/hera`.
    pub prefix: Option<Arc<str>>,
    /// What was written in place of such a path, and is none.
    pub not_a_prefix: Option<Box<str>>,
}

impl Forwarded {
    /// What is believed of these headers of a request that came from `peer`: of a stranger's, nothing.
    #[must_use]
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpNet]) -> Self {
        let peer = peer.to_canonical();
        if !is_proxy(peer, trusted_proxies) {
            return Self { client: peer, https: None, host: None, port: None, prefix: None, not_a_prefix: None };
        }
        // A proxy that writes the one passes on what a client has written of the other. Most write `X-Forwarded-*`;
        // one that writes `Forwarded` must take those off.
        let said = if [FOR, PROTO, HOST].iter().any(|name| headers.contains_key(*name)) {
            Said { from: list(headers, FOR), proto: list(headers, PROTO), host: list(headers, HOST) }
        } else {
            Said::by_elements(headers)
        };
        let (mut client, mut passed) = (peer, 0);
        while is_proxy(client, trusted_proxies) {
            passed += 1;
            let Some(from) = said.from.get(passed - 1).and_then(|from| node(from)) else { break };
            client = from.to_canonical();
        }
        let proto = farthest(&said.proto, passed);
        let port = farthest(&list(headers, PORT), passed).and_then(|port| port.parse().ok());
        let (prefix, not_a_prefix) = match farthest(&list(headers, PREFIX), passed).map(|text| (prefix(text), text)) {
            None => (None, None),
            Some((Ok(prefix), _)) => (prefix, None),
            Some((Err(_), text)) => (None, Some(text.into())),
        };
        Self {
            client,
            https: proto.map(|proto| ["https", "wss"].iter().any(|secure| proto.eq_ignore_ascii_case(secure))),
            host: farthest(&said.host, passed).and_then(authority),
            port: port.filter(|port| *port != 0),
            prefix,
            not_a_prefix,
        }
    }
}

/// What was written, the nearest proxy's first; empty where a proxy says nothing.
#[derive(Default)]
struct Said<'a> {
    from: Vec<&'a str>,
    proto: Vec<&'a str>,
    host: Vec<&'a str>,
}

impl<'a> Said<'a> {
    /// As RFC 7239, section 4, has it: `for=192.0.2.60;proto=https;host=hera.example, for="[2001:db8::1]"`.
    fn by_elements(headers: &'a HeaderMap) -> Self {
        let mut said = Self::default();
        for value in headers.get_all(FORWARDED).iter().rev().map(text) {
            for element in unquoted(value, ',').into_iter().rev() {
                let (mut from, mut proto, mut host) = ("", "", "");
                for pair in unquoted(element, ';') {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
                    match name {
                        name if name.eq_ignore_ascii_case("for") => from = value,
                        name if name.eq_ignore_ascii_case("proto") => proto = value,
                        name if name.eq_ignore_ascii_case("host") => host = value,
                        _ => {}
                    }
                }
                said.from.push(from);
                said.proto.push(proto);
                said.host.push(host);
            }
        }
        said
    }
}

/// The parts of a list, the last one first. A header that comes twice is one list.
fn list<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers.get_all(name).iter().rev().flat_map(|value| text(value).rsplit(',')).map(str::trim).collect()
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}

/// The parts between separators that stand in no quotes.
fn unquoted(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(move |letter| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    });
    parts.map(str::trim).collect()
}

/// What the farthest of the proxies says that have passed the request on, of those that say something.
fn farthest<'a>(said: &[&'a str], passed: usize) -> Option<&'a str> {
    said.iter().take(passed).rev().find(|said| !said.is_empty()).copied()
}

/// An address as proxies write it: some add the port, and with it brackets. `unknown` and made-up names are none.
fn node(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// A host as it stands in `Host`.
#[must_use]
pub fn authority(text: &str) -> Option<Authority> {
    Authority::try_from(text).ok().filter(|authority| !authority.as_str().contains('@'))
}

/// Why a text is no path below which hera can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPath {
    /// Browsers go up at them (RFC 3986, section 5.2.4), and the path of a cookie would be another one.
    Dots,
    /// Two slashes at its beginning would name a host.
    Slashes,
    /// It has more in it than a path, is too long, or begins in another way.
    Other,
}

impl NoPath {
    /// What a path must be, to follow "a path", where that is one thing.
    #[must_use]
    pub const fn what(self) -> Option<&'static str> {
        match self {
            Self::Dots => Some("without `.` and `..` in it"),
            Self::Slashes => Some("with one slash between its parts"),
            Self::Other => None,
        }
    }
}

/// A path without a slash at its end that can stand in a cookie, in a header and in an address as it is; `None` for the
/// root.
///
/// # Errors
/// Why it is none.
pub fn prefix(text: &str) -> Result<Option<Arc<str>>, NoPath> {
    let path = text.strip_suffix('/').unwrap_or(text);
    if path.is_empty() {
        return Ok(None);
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%!$&()*+:@=".contains(&byte);
    let escaped = |after: &str| after.get(..2).is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if path.len() > PREFIX_BYTES
        || !path.starts_with('/')
        || !path.bytes().all(plain)
        || !path.split('%').skip(1).all(escaped)
    {
        return Err(NoPath::Other);
    }
    if text.contains("//") {
        return Err(NoPath::Slashes);
    }
    let dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(dots) { Err(NoPath::Dots) } else { Ok(Some(path.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(peer: &str, headers: &[(&str, &str)]) -> Forwarded {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8::1/128".parse().unwrap()];
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Forwarded::of(peer.parse().unwrap(), &headers, &trusted)
    }

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let headers: Vec<_> = forwarded.iter().map(|value| ("x-forwarded-for", *value)).collect();
        said(peer, &headers).client.to_string()
    }

    #[test]
    fn only_proxies_are_believed() {
        assert_eq!(client("192.0.2.1", &["198.51.100.1"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.9, 198.51.100.1,10.0.0.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.9", "198.51.100.1", "2001:db8::1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(client("10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(client("2001:db8::1", &["[2001:db8::2]:4711"]), "2001:db8::2");
        assert_eq!(client("10.0.0.1", &["[2001:db8::2]"]), "2001:db8::2");
    }

    #[test]
    fn a_stranger_says_nothing_of_the_place() {
        let headers = [
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "hera.example"),
            ("x-forwarded-prefix", "/hera"),
            ("x-forwarded-port", "8443"),
            ("forwarded", "for=198.51.100.1;proto=https;host=hera.example"),
        ];
        let client = "192.0.2.1".parse().unwrap();
        let nothing = Forwarded { client, https: None, host: None, port: None, prefix: None, not_a_prefix: None };
        assert_eq!(said("192.0.2.1", &headers), nothing);
    }

    #[test]
    fn as_much_is_believed_as_proxies_have_passed_on() {
        let place = |headers: &[(&str, &str)]| {
            let Forwarded { https, host, prefix, .. } = said("10.0.0.1", headers);
            (https, host.map(|host| host.to_string()), prefix.map(|prefix| prefix.to_string()))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(place(&[("x-forwarded-proto", "https")]), (Some(true), None, None), "without an address as well");
        assert_eq!(place(&[("x-forwarded-proto", "WSS")]).0, Some(true));
        assert_eq!(place(&[("x-forwarded-proto", "http")]).0, Some(false));
        // One proxy: what stands left of its own was the client's.
        let one = [
            ("x-forwarded-for", "203.0.113.9, 198.51.100.1"),
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", "evil.example, hera.example:8443"),
            ("x-forwarded-prefix", "/evil, /hera/"),
        ];
        assert_eq!(place(&one), (Some(false), some("hera.example:8443"), some("/hera")));
        // Two: what the first one said counts, where it said something.
        let two = [
            ("x-forwarded-for", "198.51.100.1, 10.0.0.2"),
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", ", inner"),
        ];
        assert_eq!(place(&two), (Some(true), some("inner"), None));
        // Two, of which the second puts its own in the place of what came.
        let overwritten = [("x-forwarded-for", "198.51.100.1, 10.0.0.2"), ("x-forwarded-proto", "http")];
        assert_eq!(place(&overwritten).0, Some(false));
    }

    #[test]
    fn the_standard_header_is_read_by_elements() {
        let place = |value: &str| said("10.0.0.1", &[("forwarded", value)]);
        let one =
            place("for=203.0.113.9;proto=http, For=\"198.51.100.1:4711\"; Proto=https;host=\"hera.example:8443\"");
        assert_eq!(one.client.to_string(), "198.51.100.1");
        assert_eq!((one.https, one.host.unwrap().as_str()), (Some(true), "hera.example:8443"));
        let two = place("for=\"[2001:db8::7]\";proto=https;host=hera.example, for=10.0.0.2;proto=http;by=_inner");
        assert_eq!(two.client.to_string(), "2001:db8::7");
        assert_eq!((two.https, two.host.unwrap().as_str()), (Some(true), "hera.example"));
        // A quoted separator separates nothing, and a hidden client is nobody.
        let odd = place("for=\"_a,b;c\";proto=https");
        assert_eq!((odd.client.to_string().as_str(), odd.https), ("10.0.0.1", Some(true)));
        // Beside the headers of most proxies, it is the client's.
        let both = [("forwarded", "for=203.0.113.9;proto=https"), ("x-forwarded-for", "198.51.100.1")];
        let both = said("10.0.0.1", &both);
        assert_eq!((both.client.to_string().as_str(), both.https), ("198.51.100.1", None));
    }

    #[test]
    fn what_is_no_host_and_no_path_is_not_believed() {
        for host in ["a b", "user@hera.example", "hera.example/x", "[::1", ""] {
            assert_eq!(said("10.0.0.1", &[("x-forwarded-host", host)]).host, None, "{host}");
        }
        for (path, why) in [
            ("hera", NoPath::Other),
            ("//evil.example", NoPath::Slashes),
            ("/a//b", NoPath::Slashes),
            ("/a//", NoPath::Slashes),
            ("/a;b", NoPath::Other),
            ("/a\\b", NoPath::Other),
            ("/a\"b", NoPath::Other),
            ("/a'b", NoPath::Other),
            ("/a b", NoPath::Other),
            ("/a\tb", NoPath::Other),
            ("/a?b", NoPath::Other),
            ("/a%", NoPath::Other),
            ("/a%2", NoPath::Other),
            ("/a%zz", NoPath::Other),
            ("/..", NoPath::Dots),
            ("/../x", NoPath::Dots),
            ("/a/./b", NoPath::Dots),
            ("/a/%2E%2e", NoPath::Dots),
            ("/a/.%2e/b", NoPath::Dots),
        ] {
            let Forwarded { prefix: believed, not_a_prefix, .. } = said("10.0.0.1", &[("x-forwarded-prefix", path)]);
            assert_eq!((believed, not_a_prefix.as_deref()), (None, Some(path)));
            assert_eq!(prefix(path), Err(why), "{path}");
        }
        assert_eq!(prefix("/eine/家"), Err(NoPath::Other));
        assert_eq!(prefix(&format!("/{}", "a".repeat(300))), Err(NoPath::Other));
        assert_eq!((prefix("/"), prefix("")), (Ok(None), Ok(None)));
        for path in ["/...", "/.well-known", "/a..b", "/%E5%AE%B6"] {
            assert_eq!(prefix(path), Ok(Some(path.into())));
        }
        for (port, believed) in [("8443", Some(8443)), ("1, 443", Some(443)), ("0", None), ("x", None), ("70000", None)]
        {
            assert_eq!(said("10.0.0.1", &[("x-forwarded-port", port)]).port, believed, "{port}");
        }
    }
}
