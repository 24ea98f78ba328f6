//! Which pages may use the API: hera's own, and those of `ALLOWED_ORIGINS`.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Settings;
use super::error::ApiError;
use super::forwarded::authority;
use super::place::Place;
use crate::operations::hosts::{self, is_loopback};
use crate::telemetry::hourly::Hourly;

/// How long a browser may remember the answer to a preflight, in seconds.
const PREFLIGHT_AGE_S: &str = "600";

/// Where pages ask whether hera is there.
const HEALTH: &str = "/api/health";

/// What a request says about the page it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origin {
    /// None: no page, or a page of hera's own that only reads.
    #[default]
    Absent,
    /// The page was served under the host that is asked now.
    Same,
    /// Another one that is allowed.
    Allowed {
        origin: HeaderValue,
        /// It is of another site: browsers give cookies to its requests only if these say so.
        cross_site: bool,
    },
    /// Any other.
    Foreign,
}

/// Whether a page is of the host that is asked. A port that is the scheme's own may be written or not.
///
/// Where a trusted proxy says that the client came by HTTPS, a page that came in the clear is none of hera's: whoever
/// sits in the network may have written it. Not the other way round: a proxy within, behind one that ends TLS, says that
/// the client came in the clear, and one that says nothing leaves open how.
fn is_same(scheme: &str, page: &Authority, asked: &Authority, place: &Place) -> bool {
    let own = match scheme {
        "https" => 443,
        "http" if !place.https => 80,
        _ => return false,
    };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(own);
    // A port that a proxy tells beside the host may be one of its own, within: it counts as well, and not instead.
    let told = || place.port.filter(|_| asked.port_u16().is_none());
    let same_port = port(page) == port(asked) || told().is_some_and(|told| port(page) == told);
    hosts::canonical(page.host()) == hosts::canonical(asked.host()) && same_port
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// Which pages are allowed.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Beside hera's own.
    allowed: Arc<[String]>,
    /// hera listens for its own machine: there, programs of any port may use it.
    at_home: bool,
    warned: Arc<Hourly>,
}

impl Checks {
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let (allowed, at_home) = (settings.allowed_origins.clone().into(), settings.listen.ip().is_loopback());
        Self { allowed, at_home, warned: Arc::default() }
    }

    /// The origin of a request with these headers, that was sent to `place`.
    fn origin(&self, headers: &HeaderMap, place: &Place) -> Origin {
        let relation = headers.get("sec-fetch-site");
        let mut values = headers.get_all(header::ORIGIN).iter();
        let (origin, text) = match (values.next(), values.next()) {
            // A page of another site that does not say which it is.
            (None, _) if relation.is_some_and(|it| it == "cross-site") => return Origin::Foreign,
            (None, _) => return Origin::Absent,
            (Some(origin), None) => (origin, origin.to_str().unwrap_or_default()),
            (Some(_), Some(_)) => return Origin::Foreign,
        };
        let mut allowed = self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(text));
        if let Some((scheme, page)) = text.split_once("://")
            && let (Some(page), Some(asked)) = (authority(page), &place.host)
        {
            if is_same(scheme, &page, asked, place) {
                return Origin::Same;
            }
            allowed |= self.at_home
                && matches!(scheme, "http" | "https")
                && [&page, asked].iter().all(|host| is_loopback(host.host()));
        }
        if !allowed {
            return Origin::Foreign;
        }
        let cross_site = relation.is_none_or(|it| it == "cross-site");
        Origin::Allowed { origin: origin.clone(), cross_site }
    }

    /// Says in the log that a page was refused: once an hour for each origin.
    fn warn(&self, headers: &HeaderMap, place: &Place) {
        let origin = headers.get(header::ORIGIN).map_or("none", |origin| origin.to_str().unwrap_or("unreadable"));
        let origin = shown(origin);
        if self.warned.is_due(&origin) {
            let host = place.host.as_ref().map_or_else(String::new, |host| shown(host.as_str()));
            tracing::warn!(
                origin,
                host,
                "a page is refused: its Origin is not the Host that was asked, or it came by http where a trusted proxy \
                 says https; if it is another page that may use hera, add its origin to ALLOWED_ORIGINS; if it is hera's \
                 own behind a proxy, let the proxy pass Host on with its port, or send X-Forwarded-Host (or \
                 X-Forwarded-Port) and be named in TRUSTED_PROXIES, and send who comes by http to https"
            );
        }
    }
}

/// As much of what others have written as may stand in the log.
#[must_use]
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    text.chars().take(LONGEST).collect()
}

/// Whether a browser asks what a page may do, before that page does it.
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Looks from which page a request comes, and lets browsers show allowed pages whatever is answered, refusals for the host
/// and for too many requests included. The answer of [`HEALTH`] every page may read: one that is not let in finds out so.
pub async fn share(State(checks): State<Checks>, place: Place, mut request: Request, next: Next) -> Response {
    let origin = checks.origin(request.headers(), &place);
    let (preflight, health) = (is_preflight(&request), request.uri().path() == HEALTH);
    request.extensions_mut().insert(origin.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Origin::Allowed { origin, .. } = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        if preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, DELETE"));
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static("content-type, authorization, idempotency-key, last-event-id"),
            );
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_AGE_S));
        } else {
            headers
                .insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-request-id, retry-after"));
        }
    } else if origin == Origin::Foreign && health {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

/// Refuses changes from foreign pages.
pub async fn check(
    State(checks): State<Checks>,
    place: Place,
    origin: Origin,
    request: Request,
    next: Next,
) -> Response {
    let preflight = is_preflight(&request);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let upgrade = request.headers().contains_key(header::SEC_WEBSOCKET_KEY);
    if origin == Origin::Foreign && (changes || preflight || upgrade) {
        checks.warn(request.headers(), &place);
    }
    match origin {
        Origin::Foreign if changes || preflight => ApiError::Origin.into_response(),
        Origin::Absent | Origin::Same | Origin::Allowed { .. } if preflight => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(checks: &Checks, host: &str, headers: &[(&str, &str)]) -> Origin {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        checks.origin(&headers, &Place { host: Some(host.parse().unwrap()), ..Place::default() })
    }

    #[test]
    fn origins_are_told_apart() {
        let checks = Checks { allowed: ["https://app.example:8443".to_owned()].into(), ..Checks::default() };
        let of = |origin: &str| told(&checks, "hera.example:8080", &[("origin", origin)]);
        assert_eq!(told(&checks, "hera.example", &[]), Origin::Absent);
        assert_eq!(of("http://hera.example:8080"), Origin::Same);
        assert_eq!(of("https://HERA.example:8080"), Origin::Same);
        assert!(matches!(of("https://app.example:8443"), Origin::Allowed { cross_site: true, .. }));
        for foreign in [
            "http://hera.example",
            "http://hera.example:8080.evil.example",
            "http://a@hera.example:8080",
            "https://app.example",
            "http://localhost:8080",
            "null",
            "",
            "http://evil.example",
        ] {
            assert_eq!(of(foreign), Origin::Foreign, "{foreign}");
        }
        let two = [("origin", "http://hera.example:8080"), ("origin", "http://evil.example")];
        assert_eq!(told(&checks, "hera.example:8080", &two), Origin::Foreign);
    }

    #[test]
    fn a_port_of_the_scheme_may_be_written_or_not() {
        let same = |origin: &str, host: &str| told(&Checks::default(), host, &[("origin", origin)]) == Origin::Same;
        assert!(same("https://hera.example", "hera.example:443"));
        assert!(same("http://hera.example", "hera.example:80"));
        assert!(same("https://[2001:db8::7]", "[2001:db8::7]"));
        // The dot of the root may be lost on the way, or come to it.
        assert!(same("https://hera.example.:8443", "hera.example:8443"));
        assert!(same("https://hera.example", "Hera.Example."));
        assert!(!same("https://hera.example..", "hera.example"));
        assert!(!same("https://hera.example", "hera.example:80"));
        assert!(!same("http://hera.example:8080", "hera.example"));
    }

    #[test]
    fn a_page_that_came_in_the_clear_is_not_the_same_as_one_by_https() {
        let same = |https: bool, origin: &str| {
            let place = Place { https, host: Some("hera.example".parse().unwrap()), ..Place::default() };
            let headers = [(header::ORIGIN, origin.parse().unwrap())].into_iter().collect();
            Checks::default().origin(&headers, &place) == Origin::Same
        };
        assert!(same(true, "https://hera.example") && same(false, "https://hera.example"));
        assert!(same(false, "http://hera.example") && !same(true, "http://hera.example"));
        for neither in ["capacitor://hera.example", "chrome-extension://hera.example", "ws://hera.example"] {
            assert!(!same(true, neither) && !same(false, neither), "{neither}");
        }
    }

    #[test]
    fn a_port_that_a_proxy_tells_counts_where_the_host_has_none() {
        let same = |origin: &str, host: &str, port: u16| {
            let place = Place { host: Some(host.parse().unwrap()), port: Some(port), ..Place::default() };
            let headers = [(header::ORIGIN, origin.parse().unwrap())].into_iter().collect();
            Checks::default().origin(&headers, &place) == Origin::Same
        };
        assert!(same("https://hera.example:8443", "hera.example", 8443));
        assert!(same("https://hera.example", "hera.example", 443));
        assert!(same("https://hera.example", "hera.example", 8080), "the port is one within");
        assert!(!same("https://hera.example:9443", "hera.example", 8443));
        assert!(!same("https://hera.example:8443", "hera.example:9443", 8443));
        assert!(!same("https://evil.example:8443", "hera.example", 8443));
    }

    #[test]
    fn programs_of_this_machine_are_allowed_while_hera_is_for_this_machine() {
        let (home, open) = (Checks { at_home: true, ..Checks::default() }, Checks::default());
        for origin in ["http://localhost:3000", "https://localhost", "http://127.0.0.1:3000", "http://[::1]:5173"] {
            let of = |checks, host| told(checks, host, &[("origin", origin)]);
            assert!(matches!(of(&home, "127.0.0.1:8080"), Origin::Allowed { .. }), "{origin}");
            assert_eq!(of(&open, "127.0.0.1:8080"), Origin::Foreign, "{origin}");
            // It is asked for by others: through a proxy on its machine.
            assert_eq!(of(&home, "hera.example"), Origin::Foreign, "{origin}");
        }
        for origin in ["http://localhost.evil.example:3000", "file://localhost", "http://192.0.2.7:8080"] {
            assert_eq!(told(&home, "localhost:8080", &[("origin", origin)]), Origin::Foreign, "{origin}");
        }
    }

    #[test]
    fn browsers_say_of_which_site_a_page_is() {
        let checks = Checks { allowed: ["https://app.example".to_owned()].into(), ..Checks::default() };
        let of = |headers: &[(&str, &str)]| told(&checks, "hera.example", headers);
        assert_eq!(of(&[("sec-fetch-site", "cross-site")]), Origin::Foreign);
        for relation in ["same-origin", "same-site", "none"] {
            assert_eq!(of(&[("sec-fetch-site", relation)]), Origin::Absent, "{relation}");
        }
        let of_site = |relation| of(&[("origin", "https://app.example"), ("sec-fetch-site", relation)]);
        assert!(matches!(of_site("cross-site"), Origin::Allowed { cross_site: true, .. }));
        assert!(matches!(of_site("same-site"), Origin::Allowed { cross_site: false, .. }));
    }
}
