//! Where the client finds hera: by which scheme, at which host, below which path. Proxies hide it, and tell.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use ipnet::IpNet;
use tower::{ServiceExt as _, service_fn};

use super::Settings;
use super::address::Caller;
use super::forwarded::{self, Forwarded, NoPath};
use super::origin::shown;
use crate::operations::hosts;
use crate::telemetry::hourly::Hourly;

/// The path that a setting names, as browsers write it and without a slash at its end; `None` for the root.
///
/// # Errors
/// Why it is none of a place.
pub fn base(text: &str) -> Result<Option<Arc<str>>, NoPath> {
    // hera's own addresses begin so, and it answers at the root as well.
    let own = ["api", "health", "js", "css", "vendor"];
    let path = forwarded::prefix(&as_browsers_write(text))?;
    let is_own = |path: &Arc<str>| path.split('/').nth(1).is_some_and(|first| own.contains(&first));
    if path.as_ref().is_some_and(is_own) { Err(NoPath::Other) } else { Ok(path) }
}

/// A path in the form in which browsers write it: 家 is `%E5%AE%B6` there.
fn as_browsers_write(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for (byte, escaped) in bytes(path) {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if byte.is_ascii() && (plain || !escaped) {
            written.push(char::from(byte));
        } else {
            // A string takes everything.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// The bytes that a path stands for, and whether each was written as `%` and two digits.
fn bytes(path: &str) -> impl Iterator<Item = (u8, bool)> {
    let mut rest = path.as_bytes();
    std::iter::from_fn(move || {
        let (&byte, after) = rest.split_first()?;
        let escaped = after.get(..2).filter(|digits| byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let meant = escaped.and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        rest = if meant.is_some() { &after[2..] } else { after };
        Some((meant.unwrap_or(byte), meant.is_some()))
    })
}

/// The beginning of a path that is `base`, in whichever form it is written.
fn beginning<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    let parts = base.split('/').count();
    let end = path.match_indices('/').nth(parts - 1).map_or(path.len(), |(end, _)| end);
    let meant = |part: &str| bytes(part).map(|(byte, _)| byte).collect::<Vec<_>>();
    let head = path.get(..end)?;
    head.split('/').map(meant).eq(base.split('/').map(meant)).then_some(head)
}

/// Where the client of a request finds hera.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The client's side of the connection is encrypted. hera itself speaks plain HTTP: a trusted proxy says so.
    pub https: bool,
    /// The host that the client has asked, with its port if that is not the scheme's own; `None` where it names none.
    pub host: Option<Authority>,
    /// The port that the client has asked, as a trusted proxy tells it beside the host.
    pub port: Option<u16>,
    /// The path below which hera is: `/hera`; empty at the root.
    pub prefix: Arc<str>,
}

impl Place {
    /// The path of cookies: all of hera, and nothing beside it.
    #[must_use]
    pub fn cookie_path(&self) -> &str {
        if self.prefix.is_empty() { "/" } else { &self.prefix }
    }

    /// Whether browsers take cookies that are `Secure`: by HTTPS, and from their own machine.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.https || self.host.as_ref().is_some_and(|host| hosts::is_loopback(host.host()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// The proxies that are believed.
#[derive(Debug, Clone)]
pub struct Proxies {
    trusted: Arc<[IpNet]>,
    warned: Arc<Hourly>,
}

impl Proxies {
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self { trusted: settings.trusted_proxies.clone().into(), warned: Arc::default() }
    }

    /// Says in the log, once an hour, that a proxy writes no path where it should.
    fn warn(&self, not_a_prefix: &str) {
        if self.warned.is_due("") {
            tracing::warn!(
                "X-Forwarded-Prefix is passed over: {:?} is no path such as /hera, without `.`, `..` and `//`; a proxy in \
                 TRUSTED_PROXIES should write the path that it takes off",
                shown(not_a_prefix)
            );
        }
    }
}

/// Tells all handlers who calls, and where the caller finds hera.
pub async fn name(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let trusted = &proxies.trusted;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let said = peer.map(|peer| Forwarded::of(peer, request.headers(), trusted));
    if let (Some(peer), Some(said)) = (peer, &said) {
        request.extensions_mut().insert(Caller::new(peer, said.client, trusted));
    }
    let asked = hosts::asked(&request).ok().flatten();
    let below = request.extensions().get::<Below>().map(|Below(base)| Arc::clone(base));
    let place = match said {
        // Of no listener: the router was called without one.
        None => Place { host: asked, prefix: below.unwrap_or_default(), ..Place::default() },
        Some(Forwarded { https, host, port, prefix, not_a_prefix, .. }) => {
            if let Some(text) = not_a_prefix {
                proxies.warn(&text);
            }
            let host = host.or(asked);
            Place { https: https.unwrap_or(false), host, port, prefix: public(prefix, below) }
        }
    };
    request.extensions_mut().insert(place);
    next.run(request).await
}

/// The path at which clients find what is below `base` for whoever asks a proxy that has taken `prefix` off. Some name the
/// path that they pass on: it is taken off here, once.
fn public(prefix: Option<Arc<str>>, base: Option<Arc<str>>) -> Arc<str> {
    match (prefix, base) {
        (Some(prefix), Some(base)) if !prefix.ends_with(&*base) => format!("{prefix}{base}").into(),
        (prefix, base) => prefix.or(base).unwrap_or_default(),
    }
}

/// The path below which a request has come, which was taken off.
#[derive(Clone)]
struct Below(Arc<str>);

/// The app below the path `base` as well, which is not empty: for proxies that do not take it off. At the root it goes
/// on answering: probes come there, and proxies that do.
pub fn below(base: Arc<str>, app: Router) -> Router {
    Router::new().fallback_service(service_fn(move |mut request: Request| {
        let (base, app) = (Arc::clone(&base), app.clone());
        async move {
            // As the client writes it, whose cookies are for a path in that form.
            if let Some(base) = beginning(request.uri().path(), &base).map(Arc::<str>::from) {
                if request.uri().path().len() == base.len() {
                    return Ok(with_slash(&base, request.uri().query()));
                }
                if let Some(uri) = without(request.uri(), &base) {
                    *request.uri_mut() = uri;
                    request.extensions_mut().insert(Below(base));
                }
            }
            app.oneshot(request).await
        }
    }))
}

/// The way to the page, whose own addresses are relative to a path with a slash at its end.
fn with_slash(base: &str, query: Option<&str>) -> Response {
    let last = base.rsplit('/').next().unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("{last}/{query}"))]).into_response()
}

fn without(uri: &Uri, base: &str) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(base)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(rest).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_takes_off_stands_before_what_hera_does() {
        for (prefix, base, path) in [
            ("", "", ""),
            ("/a", "", "/a"),
            ("", "/b", "/b"),
            ("/a", "/b", "/a/b"),
            ("/b", "/b", "/b"), // passed on, and named all the same
            ("/a/b", "/b", "/a/b"),
            ("/ab", "/b", "/ab/b"),
        ] {
            let some = |path: &str| (!path.is_empty()).then(|| path.into());
            assert_eq!(&*public(some(prefix), some(base)), path, "{prefix} {base}");
        }
    }

    #[test]
    fn a_path_is_the_same_in_every_form() {
        for (text, path) in [
            ("/%e5%ae%b6", "/%E5%AE%B6"),
            ("/家/", "/%E5%AE%B6"),
            ("/%E5%ae%B6/%41%7e", "/%E5%AE%B6/A~"),
            ("/a%2fb/(x)%28", "/a%2Fb/(x)%28"),
        ] {
            assert_eq!(base(text), Ok(Some(path.into())), "{text}");
        }
        assert_eq!((base("/%61pi"), base("/%2e%2E")), (Err(NoPath::Other), Err(NoPath::Dots)));
        for (path, is) in [
            ("/%E5%AE%B6/x", Some("/%E5%AE%B6")),
            ("/%e5%ae%b6/x", Some("/%e5%ae%b6")),
            ("/家", Some("/家")),
            ("/%E5%AE%B6x/", None),
            ("/%E5%AE/%B6", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(beginning(path, "/%E5%AE%B6"), is, "{path}");
        }
        assert_eq!(beginning("/a/b/c", "/a/b"), Some("/a/b"));
        assert_eq!(beginning("/a%2Fb/c", "/a/b"), None, "another path");
        assert_eq!(beginning("/a", "/a/b"), None);
    }
}
