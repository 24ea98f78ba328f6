//! Who is calling: a guest, known by a cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum_extra::extract::cookie::CookieJar;

use super::origin::Origin;
use super::place::Place;
use crate::domain::OwnerId;
use crate::protocol::problem::Problem;
use crate::sessions::Session;

/// The names of the cookie. Browsers hold to what the first two say (RFC 6265bis, 4.1.3), so that neither a page of a
/// neighbouring host nor one on the way can set them: by HTTPS one of the two is given. All are read, in this order.
const AT_ROOT: &str = "__Host-hera_guest";
const BELOW_A_PATH: &str = "__Secure-hera_guest";
const BY_HTTP: &str = "hera_guest";
const NAMES: [&str; 3] = [AT_ROOT, BELOW_A_PATH, BY_HTTP];

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
        Ok(Self { owner: known(&parts.headers).unwrap_or_else(OwnerId::random), place, cross_site })
    }
}

/// Who the cookie says it is. Only a name as it is given here counts: no other spelling of one, and none that is not
/// random.
fn known(headers: &HeaderMap) -> Option<OwnerId> {
    let cookies = CookieJar::from_headers(headers);
    NAMES.iter().find_map(|name| OwnerId::of_cookie(cookies.get(name)?.value()).ok())
}

impl Guest {
    /// Whether the session is the caller's own.
    pub fn owns(&self, session: &Session) -> bool {
        session.owner == self.owner
    }

    /// The header that makes the caller known next time.
    pub fn cookie(&self) -> AppendHeaders<[(HeaderName, String); 1]> {
        let cookie = self.set(self.name(), &self.owner.to_string(), self.place.cookie_path(), MAX_AGE_S);
        AppendHeaders([(header::SET_COOKIE, cookie)])
    }

    /// The headers that make browsers forget the caller, by whichever name they know it, also where versions before have
    /// put it.
    fn forgotten(&self) -> AppendHeaders<Vec<(HeaderName, String)>> {
        let path = self.place.cookie_path();
        let names = NAMES.into_iter().filter(|name| self.place.https || *name == BY_HTTP);
        // Browsers drop a `__Host-` of another path, and would go on sending the one they have.
        let names = names.map(|name| (name, if name == AT_ROOT { "/" } else { path }));
        let before = (path != "/").then_some((BY_HTTP, "/"));
        let cookies = names.chain(before).map(|(name, path)| (header::SET_COOKIE, self.set(name, "", path, 0)));
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
