//! The page: its files, and what the server writes into the first of them.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum_extra::headers::{ETag, HeaderMapExt as _, IfNoneMatch};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use memory_serve::CacheControl;
use sha2::{Digest as _, Sha256};
use url::Url;

/// The first file, and what stands in it before whatever is written into it.
const INDEX: &str = include_str!("../../static/index.html");
const AFTER: &str = "<meta charset=\"utf-8\">";

/// The files, each with an `ETag`: browsers ask again, so that a page never mixes two versions. With `api`, the page is
/// told to use the API there and not where it comes from.
pub fn files<S: Clone + Send + Sync + 'static>(api: Option<&Url>) -> Router<S> {
    let files = memory_serve::load!()
        .index_file(Some("/index.html"))
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::NoCache)
        .into_router();
    match api {
        None => files,
        Some(api) => files.layer(from_fn_with_state(Index::pointed_at(api), Index::in_its_place)),
    }
}

/// Whether this is where the first file is.
#[must_use]
pub fn is_document(path: &str) -> bool {
    matches!(path, "/" | "/index.html")
}

/// Pages may load what hera serves itself, and nothing else but pictures from where these are kept, and the API where
/// that is elsewhere.
#[must_use]
pub fn content_security_policy(pictures: Option<&str>, api: Option<&Url>) -> HeaderValue {
    let [requests, sockets] = api.map(both_ways).unwrap_or_default();
    let list = |sources: &[&str]| {
        let sources: Vec<&str> = sources.iter().copied().filter(|source| !source.is_empty()).collect();
        sources.join(" ")
    };
    let connections = list(&["'self'", &requests, &sockets]);
    let images = list(&["'self'", "data:", pictures.unwrap_or_default(), &requests]);
    let policy = format!(
        "default-src 'self'; connect-src {connections}; img-src {images}; style-src 'self'; script-src 'self'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    );
    // An origin is a scheme, a host and a port.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// The origin of requests, and that of sockets.
fn both_ways(api: &Url) -> [String; 2] {
    let requests = api.origin().ascii_serialization();
    let sockets = requests.replacen("http", "ws", 1);
    [requests, sockets]
}

/// The first file as it is given away.
#[derive(Clone)]
struct Index {
    html: Bytes,
    tag: ETag,
}

impl Index {
    fn pointed_at(api: &Url) -> Option<Self> {
        // An address is written without quotes and without angle brackets.
        let meta = format!("{AFTER}\n    <meta name=\"hera-api\" content=\"{}\">", api.as_str().replace('&', "&amp;"));
        let html = INDEX.replacen(AFTER, &meta, 1);
        let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&html))).parse().ok()?;
        Some(Self { html: html.into(), tag })
    }

    async fn in_its_place(State(index): State<Option<Self>>, request: Request, next: Next) -> Response {
        let asked = is_document(request.uri().path()) && matches!(*request.method(), Method::GET | Method::HEAD);
        let Some(Self { html, tag }) = index.filter(|_| asked) else { return next.run(request).await };
        let seen = request.headers().typed_get::<IfNoneMatch>();
        let mut response = match seen {
            Some(seen) if !seen.precondition_passes(&tag) => StatusCode::NOT_MODIFIED.into_response(),
            _ => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        };
        response.headers_mut().typed_insert(tag);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_pointed_elsewhere_may_go_there() {
        let api: Url = "https://api.example:8443/hera/".parse().unwrap();
        let policy = content_security_policy(Some("https://pictures.example"), Some(&api));
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("connect-src 'self' https://api.example:8443 wss://api.example:8443;"), "{policy}");
        let images = "img-src 'self' data: https://pictures.example https://api.example:8443;";
        assert!(policy.contains(images), "{policy}");
        let own = content_security_policy(None, None);
        assert!(own.to_str().unwrap().contains("connect-src 'self'; img-src 'self' data:; "), "{own:?}");
        let html = String::from_utf8(Index::pointed_at(&api).unwrap().html.to_vec()).unwrap();
        assert!(html.contains("<meta name=\"hera-api\" content=\"https://api.example:8443/hera/\">"), "{html}");
    }
}
