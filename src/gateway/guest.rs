//! Who is calling: a guest, known by a cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::CookieJar;

use super::origin::Origin;
use super::place::Place;
use crate::domain::OwnerId;

/// The cookie's name.
pub const COOKIE: &str = "hera_guest";

/// 400 days: as long as browsers keep a cookie at most.
const MAX_AGE_S: u32 = 400 * 24 * 3600;

/// The caller. The cookie is set at the first contact and renewed at every later one.
pub struct Guest {
    pub owner: OwnerId,
    place: Place,
    /// A page of another site asks, which may.
    cross_site: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let known = cookies.get(COOKIE).and_then(|cookie| cookie.value().parse().ok());
        let place = Place::from_request_parts(parts, state).await?;
        let origin = Origin::from_request_parts(parts, state).await?;
        let cross_site = matches!(origin, Origin::Allowed { cross_site: true, .. });
        Ok(Self { owner: known.unwrap_or_else(OwnerId::random), place, cross_site })
    }
}

impl Guest {
    /// The header that makes the caller known next time.
    pub fn cookie(&self) -> AppendHeaders<[(HeaderName, String); 1]> {
        let (owner, path, sent) = (self.owner, self.place.cookie_path(), self.sent());
        let cookie = format!("{COOKIE}={owner}; HttpOnly; {sent}; Path={path}; Max-Age={MAX_AGE_S}");
        AppendHeaders([(header::SET_COOKIE, cookie)])
    }

    /// When browsers send the cookie. To requests of another site's pages only if it says so and is `Secure`; and most
    /// of them only if it is `Partitioned`, kept apart for each site whose page asks.
    fn sent(&self) -> &'static str {
        match (self.cross_site && self.place.is_secure(), self.place.https) {
            (true, _) => "SameSite=None; Secure; Partitioned",
            (false, true) => "SameSite=Lax; Secure",
            (false, false) => "SameSite=Lax",
        }
    }
}
