//! Which pages may use the API: hera's own, and those of `ALLOWED_ORIGINS`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Gateway;
use super::error::ApiError;

/// How long a browser may remember the answer to a preflight, in seconds.
const PREFLIGHT_AGE_S: &str = "600";

/// What a request says about the page it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// None: no page, or a page of hera's own that only reads.
    Absent,
    /// The page was served under the host that is asked now.
    Same,
    /// Another one that is allowed.
    Allowed(HeaderValue),
    /// Any other.
    Foreign,
}

impl Origin {
    /// The origin of a request with these headers.
    #[must_use]
    pub fn of(headers: &HeaderMap, allowed: &[String]) -> Self {
        let Some(value) = headers.get(header::ORIGIN) else { return Self::Absent };
        let Ok(origin) = value.to_str() else { return Self::Foreign };
        // The scheme is not compared: behind a proxy that ends TLS, hera cannot know its own.
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        if let Some((_, authority)) = origin.split_once("://")
            && host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
        {
            return Self::Same;
        }
        if allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin)) {
            return Self::Allowed(value.clone());
        }
        Self::Foreign
    }
}

/// Refuses changes from foreign pages, and tells browsers what allowed pages may do.
pub async fn check(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let origin = Origin::of(request.headers(), &gateway.settings.allowed_origins);
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = match &origin {
        Origin::Foreign if changes || preflight => ApiError::Origin.into_response(),
        Origin::Absent | Origin::Same | Origin::Allowed(_) if preflight => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Origin::Allowed(origin) = origin {
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
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_told_apart() {
        let allowed = ["https://app.example:8443".to_owned()];
        let of = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("hera.example:8080"));
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            Origin::of(&headers, &allowed)
        };
        assert_eq!(Origin::of(&HeaderMap::new(), &allowed), Origin::Absent);
        assert_eq!(of("http://hera.example:8080"), Origin::Same);
        assert_eq!(of("https://HERA.example:8080"), Origin::Same);
        assert!(matches!(of("https://app.example:8443"), Origin::Allowed(_)));
        for foreign in [
            "http://hera.example",
            "http://hera.example:8080.evil.example",
            "https://app.example",
            "null",
            "http://evil.example",
        ] {
            assert_eq!(of(foreign), Origin::Foreign, "{foreign}");
        }
    }
}
