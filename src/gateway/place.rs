//! Where the client finds hera: by which scheme, at which host, below which path. Proxies hide it, and tell.

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

/// The path that a setting names, without a slash at its end; `None` for the root.
///
/// # Errors
/// Why it is none of a place.
pub fn base(text: &str) -> Result<Option<Arc<str>>, NoPath> {
    // hera's own addresses begin so, and it answers at the root as well.
    let own = ["api", "health", "js", "css", "vendor"];
    let path = forwarded::prefix(text)?;
    let is_own = |path: &Arc<str>| path.split('/').nth(1).is_some_and(|first| own.contains(&first));
    if path.as_ref().is_some_and(is_own) { Err(NoPath::Other) } else { Ok(path) }
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
            Place { https: https.unwrap_or(false), host, port, prefix: below.or(prefix).unwrap_or_default() }
        }
    };
    request.extensions_mut().insert(place);
    next.run(request).await
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
            let rest =
                request.uri().path().strip_prefix(&*base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            if let Some(rest) = rest {
                if rest.is_empty() {
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
