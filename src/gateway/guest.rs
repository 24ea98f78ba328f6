//! Who is calling: a guest, known by a cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::CookieJar;

use crate::domain::OwnerId;

/// The cookie's name.
pub const COOKIE: &str = "hera_guest";

/// 400 days: as long as browsers keep a cookie at most.
const MAX_AGE_S: u32 = 400 * 24 * 3600;

/// The caller. The cookie is set at the first contact and renewed at every later one.
pub struct Guest {
    pub owner: OwnerId,
    secure: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let known = cookies.get(COOKIE).and_then(|cookie| cookie.value().parse().ok());
        Ok(Self { owner: known.unwrap_or_else(OwnerId::random), secure: came_by_https(&parts.headers) })
    }
}

impl Guest {
    /// The header that makes the caller known next time.
    pub fn cookie(&self) -> AppendHeaders<[(HeaderName, String); 1]> {
        let secure = if self.secure { "; Secure" } else { "" };
        let owner = self.owner;
        let cookie = format!("{COOKIE}={owner}; HttpOnly; SameSite=Lax; Path=/; Max-Age={MAX_AGE_S}{secure}");
        AppendHeaders([(header::SET_COOKIE, cookie)])
    }
}

/// Whether the client's side of the connection is encrypted: hera itself speaks plain HTTP, behind a proxy that tells.
fn came_by_https(headers: &HeaderMap) -> bool {
    let proto = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    proto.and_then(|list| list.split(',').next()).is_some_and(|proto| proto.trim().eq_ignore_ascii_case("https"))
}
