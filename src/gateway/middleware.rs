//! What happens to every request on its way in and to every answer on its way out.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::HttpBody as _;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;
use tracing::{Instrument, field};
use uuid::Uuid;

use super::error::{ApiError, Cause};
use crate::operations::hosts::is_proxy;
use crate::telemetry::names;

/// How long a short route may take.
const SHORT: Duration = Duration::from_secs(10);

/// Longest request id taken over from a proxy.
const REQUEST_ID_BYTES: usize = 64;

/// Of a UUID.
const UUID_DIGITS: usize = 32;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request, measures it, and logs it once: with its id and its session's, never with what was said.
pub async fn observe(State(trusted_proxies): State<Arc<[IpNet]>>, request: Request, next: Next) -> Response {
    let id = request_id(&request, &trusted_proxies);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    let span = tracing::info_span!("request", request = id.to_str().unwrap_or_default(), session = field::Empty);
    let (method, begun) = (request.method().clone(), Instant::now());
    let mut response = next.run(request).instrument(span.clone()).await;
    let elapsed = begun.elapsed();
    span.in_scope(|| log(&method, route, elapsed, &response));
    let status = response.status().as_str().to_owned();
    metrics::counter!(names::HTTP_REQUESTS, "route" => route.to_owned(), "status" => status).increment(1);
    metrics::histogram!(names::HTTP_REQUEST_SECONDS, "route" => route.to_owned()).record(elapsed);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn log(method: &Method, route: &str, elapsed: Duration, response: &Response) {
    let status = response.status().as_u16();
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    match response.extensions().get::<Cause>() {
        Some(Cause(error)) => tracing::error!(%method, route, status, elapsed_ms, %error, "{method} {route} failed"),
        None if status >= 500 => tracing::warn!(%method, route, status, elapsed_ms, "{method} {route} not answered"),
        // Probes and pages are asked for again and again.
        None if route == "/api/health" || !route.starts_with("/api/") => {
            tracing::debug!(%method, route, status, elapsed_ms, "{method} {route} answered");
        }
        None => tracing::info!(%method, route, status, elapsed_ms, "{method} {route} answered"),
    }
}

/// The id that a proxy gave the request, if it is fit for a log; a fresh one otherwise.
fn request_id(request: &Request, trusted_proxies: &[IpNet]) -> HeaderValue {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let by_proxy = peer.is_some_and(|ConnectInfo(peer)| is_proxy(peer.ip(), trusted_proxies));
    let opens = |id: &str| if by_proxy { names_what_is_asked(id, request.uri()) } else { has_uuid(id) };
    let given = request.headers().get(REQUEST_ID).filter(|id| id.to_str().is_ok_and(|id| is_plain(id) && !opens(id)));
    given.cloned().or_else(|| Uuid::new_v4().to_string().try_into().ok()).unwrap_or(HeaderValue::from_static("none"))
}

fn is_plain(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !id.is_empty() && id.len() <= REQUEST_ID_BYTES && id.bytes().all(is_plain)
}

/// Whether an id that anybody may have written may be that of a session, which opens it to whoever reads the log: in
/// whichever form, and with other words around it.
fn has_uuid(id: &str) -> bool {
    uuids(&digits(id)).next().is_some()
}

/// Whether an id that a proxy has written, or passed on, is that of the session that is asked for.
fn names_what_is_asked(id: &str, uri: &Uri) -> bool {
    let asked = digits(uri.path_and_query().map_or("", PathAndQuery::as_str));
    uuids(&digits(id)).any(|uuid| asked.contains(uuid))
}

/// The letters and digits alone.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|digit| digit.to_ascii_lowercase()).collect()
}

/// Whatever may be a UUID among them.
fn uuids(digits: &str) -> impl Iterator<Item = &str> {
    let ends = UUID_DIGITS..=digits.len();
    let parts = ends.filter_map(|end| digits.get(end - UUID_DIGITS..end));
    parts.filter(|part| part.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Tells browsers to be careful with what hera serves.
pub async fn secure(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// What is said in a session is not for caches.
pub async fn uncached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refuses a body that is packed, and would be misread: RFC 9110, section 15.5.16.
pub async fn unpacked(request: Request, next: Next) -> Response {
    let plain = |coding: &str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    let codings = request.headers().get_all(header::CONTENT_ENCODING);
    let packed =
        codings.iter().any(|value| !value.to_str().is_ok_and(|list| list.split(',').map(str::trim).all(plain)));
    if packed && !request.body().is_end_stream() {
        return ApiError::Packed.into_response();
    }
    next.run(request).await
}

/// Gives up on an answer that takes too long.
pub async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(SHORT, next.run(request)).await.unwrap_or_else(|_| ApiError::Timeout.into_response())
}

/// The answer where a handler panicked. What the panic says may hold what was said, so it stays out of the answer.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    drop(panic);
    ApiError::Internal("a handler panicked".into()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const SESSION: &str = "6f9619ff-8b86-4d01-b42d-00c04fc964ff";

    /// What becomes of that id of a request for that path.
    fn taken(id: &str, path: &str, peer: [u8; 4]) -> bool {
        let mut request = Request::builder().uri(path).header(REQUEST_ID, id).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4000))));
        request_id(&request, &["10.0.0.0/8".parse().unwrap()]) == id
    }

    #[test]
    fn an_id_that_opens_a_session_is_not_logged() {
        let (proxy, stranger) = ([10, 1, 2, 3], [192, 0, 2, 1]);
        let asked = format!("/hera/api/sessions/{SESSION}/messages");
        let another = "0d5c2a9e-3b7f-4c11-9e5a-7f1b2c3d4e5f";
        for id in ["r-1", "proxy-7", "a.b_c-1", "0123456789abcdef"] {
            assert!(taken(id, &asked, stranger) && taken(id, &asked, proxy), "{id}");
        }
        // A proxy's own ids look like those of sessions: Envoy's are UUIDs, those of nginx and of AWS as long.
        for id in [another, &another.replace('-', ""), "1-67891233-abcdef012345678912345678"] {
            assert!(taken(id, &asked, proxy) && !taken(id, &asked, stranger), "{id}");
        }
        for form in [
            SESSION,
            &SESSION.to_uppercase(),
            &SESSION.replace('-', ""),
            &SESSION.replace('-', "_"),
            &SESSION.replace('-', "."),
        ] {
            for id in [form.to_owned(), format!("r-{form}"), format!("session.{form}_x"), format!("z{form}")] {
                assert!(!taken(&id, &asked, proxy) && !taken(&id, "/api/health", stranger), "{id}");
            }
        }
        for id in ["a b", "a\"b", "", &"a-".repeat(33)] {
            assert!(!taken(id, &asked, proxy) && !taken(id, &asked, stranger), "{id}");
        }
    }
}
