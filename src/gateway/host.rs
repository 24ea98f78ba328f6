//! Whether hera answers to the host that is asked.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::page;
use crate::operations::Hosts;
use crate::operations::hosts::Refused;

/// Refuses what is for another host: only health checks are always answered.
///
/// The files of the page are given all the same, for nothing of anybody's is in them: it is the page that tells a
/// person, in the person's language, what the status and the log tell the operator.
pub async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/health/") {
        return next.run(request).await;
    }
    let refused = match hosts.check(&request) {
        Ok(()) => return next.run(request).await,
        Err(refused) => refused,
    };
    let file = !path.starts_with("/api/") && matches!(*request.method(), Method::GET | Method::HEAD);
    let document = page::is_document(path);
    if refused != Refused::Foreign || !file || document && !shows_pages(request.headers()) {
        return refused.into_response();
    }
    let mut response = next.run(request).await;
    if document && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    }
    response
}

/// Whether whoever asks is a browser that goes somewhere.
fn shows_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|types| types.to_str().ok());
    accepted.is_some_and(|types| types.contains("text/html"))
}
