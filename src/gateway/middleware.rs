//! What happens to every request on its way in and to every answer on its way out.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::{Instrument, field};
use uuid::Uuid;

use super::error::{ApiError, Cause};
use crate::telemetry::names;

/// How long a short route may take.
const SHORT: Duration = Duration::from_secs(10);

/// Longest request id taken over from a proxy.
const REQUEST_ID_BYTES: usize = 64;

/// So many letters and digits without anything between them are a key or a token, for all that anybody can tell.
const SECRET_BYTES: usize = 20;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request, measures it, and logs it once: with its id and its session's, never with what was said.
pub async fn observe(request: Request, next: Next) -> Response {
    let id = request_id(&request);
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
fn request_id(request: &Request) -> HeaderValue {
    let given = request.headers().get(REQUEST_ID).filter(|id| id.to_str().is_ok_and(is_fit_for_a_log));
    given.cloned().or_else(|| Uuid::new_v4().to_string().try_into().ok()).unwrap_or(HeaderValue::from_static("none"))
}

/// Whether an id that anybody may have written opens no session to whoever reads the log, and no other door.
fn is_fit_for_a_log(id: &str) -> bool {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let has_long_run = id.split(['-', '_', '.']).any(|part| part.len() >= SECRET_BYTES);
    let digits: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    // The ids of sessions and guests, in whichever form; other words may stand around them.
    let has_uuid = digits.as_bytes().windows(32).any(|part| part.iter().all(u8::is_ascii_hexdigit));
    !id.is_empty() && id.len() <= REQUEST_ID_BYTES && is_plain && !has_long_run && !has_uuid
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
    use super::*;

    #[test]
    fn an_id_that_opens_anything_is_not_logged() {
        for id in ["r-1", "proxy-7", "a.b_c-1", "0123456789abcdef"] {
            assert!(is_fit_for_a_log(id), "{id}");
        }
        let session = "6f9619ff-8b86-4d01-b42d-00c04fc964ff";
        for id in [
            session,
            &session.to_uppercase(),
            &session.replace('-', ""),
            &session.replace('-', "_"),
            &session.replace('-', "."),
        ] {
            for id in [id.to_owned(), format!("r-{id}"), format!("session.{id}_x"), format!("z{id}")] {
                assert!(!is_fit_for_a_log(&id), "{id}");
            }
        }
        for id in [
            "",
            "a b",
            "a\"b",
            "é",
            "sk-proj-abcdefghijklmnopqrstuvwx",
            "AKIAIOSFODNN7EXAMPLE",
            "eyJhbGciOiJIUzI1NiJ9.e30.x",
            &"a-".repeat(33),
        ] {
            assert!(!is_fit_for_a_log(id), "{id}");
        }
    }
}
