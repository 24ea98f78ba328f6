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

/// The names of the cookie, one for each way to hera, of which only that one is read. Browsers hold to what the first two say
/// (RFC 6265bis, 4.1.3), so that by HTTPS no page on the way, which came in the clear, makes the caller a guest whose name
/// it knows; and no neighbouring host does either, unless hera is below a path.
const AT_ROOT: &str = "__Host-hera_guest";
const BELOW_A_PATH: &str = "__Secure-hera_guest";
const BY_HTTP: &str = "hera_guest";

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
        let place = Place::from_request_parts(parts, state).await?;
        let origin = Origin::from_request_parts(parts, state).await?;
        let cross_site = matches!(origin, Origin::Allowed { cross_site: true, .. });
        let owner = known(&parts.headers, name(&place)).unwrap_or_else(OwnerId::random);
        Ok(Self { owner, place, cross_site })
    }
}

/// What the cookie is called for who finds hera there.
fn name(place: &Place) -> &'static str {
    match (place.https, place.cookie_path()) {
        (true, "/") => AT_ROOT,
        (true, _) => BELOW_A_PATH,
        (false, _) => BY_HTTP,
    }
}

/// Who the cookie of that name says it is. Only a value as it is given here counts: no other spelling of one, and none that
/// is not random. Of two, the first is for the longer path (RFC 6265, 5.4).
fn known(headers: &HeaderMap, name: &str) -> Option<OwnerId> {
    let mut values = values(headers, name).filter_map(|value| str::from_utf8(value).ok());
    values.find_map(|value| OwnerId::of_cookie(value).ok())
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

    /// The header that makes the caller known next time.
    pub fn cookie(&self) -> AppendHeaders<[(HeaderName, String); 1]> {
        AppendHeaders([self.set(name(&self.place), &self.owner.to_string(), MAX_AGE_S)])
    }

    /// The headers that make browsers forget the caller, also the one who has come in the clear.
    fn forgotten(&self) -> AppendHeaders<Vec<(HeaderName, String)>> {
        let own = name(&self.place);
        let names = std::iter::once(own).chain((own != BY_HTTP).then_some(BY_HTTP));
        AppendHeaders(names.map(|name| self.set(name, "", 0)).collect())
    }

    fn set(&self, name: &str, value: &str, max_age: u32) -> (HeaderName, String) {
        let (sent, path) = (self.sent(), self.place.cookie_path());
        (header::SET_COOKIE, format!("{name}={value}; HttpOnly; {sent}; Path={path}; Max-Age={max_age}"))
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
