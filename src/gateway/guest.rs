//! Who is calling: a guest, known by a cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};

use super::origin::Origin;
use super::place::Place;
use crate::domain::OwnerId;
use crate::protocol::problem::Problem;
use crate::sessions::Session;

/// The names of the cookie. Browsers hold to what the first two say (RFC 6265bis, 4.1.3), so that neither a page of a
/// neighbouring host nor one on the way can set them: by HTTPS one of the two is given. All are read, in this order, so
/// that whoever was known by the last one, before there was HTTPS or by a version before, stays the same guest.
const AT_ROOT: &str = "__Host-hera_guest";
const BELOW_A_PATH: &str = "__Secure-hera_guest";
const BY_HTTP: &str = "hera_guest";
const NAMES: [&str; 3] = [AT_ROOT, BELOW_A_PATH, BY_HTTP];

/// 400 days: as long as browsers keep a cookie at most.
const MAX_AGE_S: u32 = 400 * 24 * 3600;

/// The caller. The cookie is set at the first contact and renewed at every later one.
pub struct Guest {
    pub owner: OwnerId,
    /// The name of the cookie that said so.
    known_by: Option<&'static str>,
    place: Place,
    /// A page of another site asks, which may.
    cross_site: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let place = Place::from_request_parts(parts, state).await?;
        let origin = Origin::from_request_parts(parts, state).await?;
        let cross_site = matches!(origin, Origin::Allowed { cross_site: true, .. });
        let known = known(&parts.headers);
        let owner = known.map_or_else(OwnerId::random, |(_, owner)| owner);
        Ok(Self { owner, known_by: known.map(|(name, _)| name), place, cross_site })
    }
}

/// Who a cookie says it is, and the cookie's name. Only a value as it is given here counts: no other spelling of one, and
/// none that is not random. Of two of the same name, the first is for the longer path (RFC 6265, 5.4).
fn known(headers: &HeaderMap) -> Option<(&'static str, OwnerId)> {
    NAMES.iter().find_map(|name| {
        let mut values = values(headers, name).filter_map(|value| str::from_utf8(value).ok());
        Some((*name, values.find_map(|value| OwnerId::of_cookie(value).ok())?))
    })
}

/// What the cookies of that name say, byte for byte: others beside them may be anything.
fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let cookies = headers.get_all(header::COOKIE).iter().flat_map(|all| all.as_bytes().split(|&byte| byte == b';'));
    cookies.filter_map(|cookie| cookie.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

impl Guest {
    /// Whether the session is the caller's own.
    pub fn owns(&self, session: &Session) -> bool {
        session.owner == self.owner
    }

    /// The headers that make the caller known next time. Who came by HTTPS is from now on known by the name for it alone:
    /// the other cookie would be sent in the clear as well.
    pub fn cookie(&self) -> AppendHeaders<Vec<(HeaderName, String)>> {
        let path = self.place.cookie_path();
        let mut cookies = vec![self.set(self.name(), &self.owner.to_string(), path, MAX_AGE_S)];
        if self.place.https && self.known_by == Some(BY_HTTP) {
            cookies.extend(self.places_by_http().map(|path| self.set(BY_HTTP, "", path, 0)));
        }
        AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)).collect())
    }

    /// Where the cookie without a prefix may be: here, and where versions before have put it.
    fn places_by_http(&self) -> impl Iterator<Item = &str> {
        let path = self.place.cookie_path();
        std::iter::once(path).chain((path != "/").then_some("/"))
    }

    /// The headers that make browsers forget the caller, by whichever name they know it, also where versions before have
    /// put it.
    fn forgotten(&self) -> AppendHeaders<Vec<(HeaderName, String)>> {
        // Browsers drop a `__Host-` of another path, and would go on sending the one they have.
        let secure = [(AT_ROOT, "/"), (BELOW_A_PATH, self.place.cookie_path())];
        let secure = secure.into_iter().filter(|_| self.place.https);
        let plain = self.places_by_http().map(|path| (BY_HTTP, path));
        let cookies = secure.chain(plain).map(|(name, path)| (header::SET_COOKIE, self.set(name, "", path, 0)));
        AppendHeaders(cookies.collect())
    }

    fn name(&self) -> &'static str {
        match (self.place.https, self.place.cookie_path()) {
            (true, "/") => AT_ROOT,
            (true, _) => BELOW_A_PATH,
            (false, _) => BY_HTTP,
        }
    }

    fn set(&self, name: &str, value: &str, path: &str, max_age: u32) -> String {
        format!("{name}={value}; HttpOnly; {}; Path={path}; Max-Age={max_age}", self.sent())
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

/// Makes the browser forget whose sessions it has: the next caller is a new guest, on a computer that several people
/// use. The sessions stay, and whoever has a link opens it as before; nobody can list or delete them any more.
#[utoipa::path(
    delete,
    path = "/api/auth/session",
    tag = "sessions",
    responses(
        (status = 204, description = "The guest's cookie is dropped", headers(("set-cookie" = String, description = "The guest's name, gone"))),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn forget(guest: Guest) -> impl IntoResponse {
    (StatusCode::NO_CONTENT, guest.forgotten())
}
