//! JSON goes out compressed to whoever takes it: whole and at once, because a compressor that waits for its reader costs
//! more memory than most answers, and answers that are sent piece by piece have no end to wait for.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::error::ApiError;
use super::unread::{Lease, leased};

/// Answers that are worth it and take no longer than others would wait for, in bytes.
const WORTH: std::ops::RangeInclusive<u64> = 512..=256 * 1024;

/// Compresses the answer, where that is worth it.
pub async fn pack(request: Request, next: Next) -> Response {
    let takes = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    let size = response.body().size_hint().exact();
    let headers = response.headers_mut();
    let json =
        headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|it| it.contains("json"));
    if !json || headers.contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !takes || !size.is_some_and(|size| WORTH.contains(&size)) {
        return response;
    }
    let lease = response.extensions_mut().remove::<Arc<Lease>>();
    let (mut parts, body) = response.into_parts();
    let Ok(plain) = axum::body::to_bytes(body, usize::MAX).await else {
        return ApiError::Internal("an answer that was whole cannot be read".into()).into_response();
    };
    let packed = gzip(&plain);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    let packed = match lease {
        Some(lease) => leased(packed, lease),
        None => packed,
    };
    Response::from_parts(parts, Body::from(packed))
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 4), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default().into()
}

/// Whether the client takes gzip, as RFC 9110, section 12.5.3 has it say so.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut any = false;
    for coding in values.flat_map(|value| value.split(',')) {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        match name.trim() {
            name if name.eq_ignore_ascii_case("gzip") => return !refused,
            "*" => any = !refused,
            _ => {}
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_gzip_says_so() {
        let takes = |value: &'static str| {
            takes_gzip(&[(header::ACCEPT_ENCODING, HeaderValue::from_static(value))].into_iter().collect())
        };
        assert!(!takes_gzip(&HeaderMap::new()));
        for value in ["gzip", "br, gzip", "GZIP;q=0.5", "deflate, *", "gzip, *;q=0", "*;q=0, gzip"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "br", "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "identity"] {
            assert!(!takes(value), "{value}");
        }
    }
}
