//! Pictures on their way out: whole, in parts or as thumbnails; or the way to where they are given away.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::headers::{self, ETag, HeaderMapExt as _, IfNoneMatch, IfRange};
use object_store::GetRange;

use super::{Pictures, Signing};
use crate::domain::{MediaType, PhotoId, PhotoKind, SessionHash, SessionId, UnixMillis};
use crate::gateway::Gateway;
use crate::gateway::error::ApiError;
use crate::gateway::extract::Params;
use crate::gateway::let_go;
use crate::photos::{Folder, SIZES, Size, Stored, Trouble};
use crate::protocol::http::{PhotoQuery, SignedQuery};
use crate::protocol::problem::Problem;

/// A picture is no document: nothing in it runs, whatever a browser takes it for.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; sandbox";
/// A picture named by its id never changes.
const FOREVER: &str = "private, max-age=31536000, immutable";
/// The newest picture of a kind changes: caches ask whether it has.
const ASK: &str = "private, no-cache";

/// A picture of the session: the newest of its kind, or the one of an id.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/photos/{filename}",
    tag = "pictures",
    params(
        ("id" = uuid::Uuid, Path, description = "The session"),
        ("filename" = String, Path, description = "`user.png`, `partner.png`, `child_1.png` and so on, whatever their media type is; or a picture's id"),
        PhotoQuery,
    ),
    responses(
        (status = 200, description = "The picture", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")),
            headers(("etag" = String, description = "To ask again with `If-None-Match`"))),
        (status = 206, description = "The part of it that `Range` asks for"),
        (status = 304, description = "The client has it already"),
        (status = 307, description = "Where it is given away, for a while; only where PHOTO_URLS is `signed`"),
        (status = 416, description = "The picture has no such range"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn photo(
    State(gateway): State<Gateway>,
    Path((session, file)): Path<(String, String)>,
    Params(query): Params<PhotoQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let session: SessionId = session.parse().map_err(|_| ApiError::NoSession)?;
    tracing::Span::current().record("session", tracing::field::display(session.hashed()));
    let known = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    let size = size(query.size)?;
    let (id, cached) = match kind(&file) {
        Some(kind) => (known.state.photos.of(kind).ok_or(ApiError::NoPhoto)?.id, ASK),
        None => (file.parse().map_err(|_| ApiError::NoPhoto)?, FOREVER),
    };
    match &gateway.photos.signing {
        Some(signing) => redirected(&gateway, signing, session, id, size).await,
        None => Asked { folder: session.into(), id, size, cached }.served(&gateway.photos, &headers).await,
    }
}

/// A picture on the local disk, by a URL that `GET /api/sessions/{id}/photos/{filename}` has signed.
#[utoipa::path(
    get,
    path = "/api/photos/{session}/{photo}",
    tag = "pictures",
    params(
        ("session" = String, Path, description = "The hash of the session's id"),
        ("photo" = String, Path, description = "The picture's id"),
        SignedQuery,
    ),
    responses(
        (status = 200, description = "The picture", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
        (status = 403, description = "`bad_signature`: the URL is not signed, or its time is over", body = Problem, content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn signed(
    State(gateway): State<Gateway>,
    Path((session, photo)): Path<(String, String)>,
    Params(query): Params<SignedQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Some(Signing { key: Some(key), .. }) = &gateway.photos.signing else { return Err(ApiError::NotFound) };
    // Processes of versions before this one sign URLs that name the session by its id.
    let folder: Folder = match session.parse::<SessionHash>() {
        Ok(hash) => hash.into(),
        Err(_) => session.parse::<SessionId>().map_err(|_| ApiError::NoPhoto)?.into(),
    };
    let id: PhotoId = photo.parse().map_err(|_| ApiError::NoPhoto)?;
    let size = size(query.size)?;
    let until = UnixMillis(query.until);
    if !key.is_right(&session, &name(id, size), until, gateway.clock.now(), &query.signature) {
        return Err(ApiError::BadSignature);
    }
    Asked { folder, id, size, cached: FOREVER }.served(&gateway.photos, &headers).await
}

/// The picture that is asked for.
struct Asked {
    folder: Folder,
    id: PhotoId,
    size: Size,
    cached: &'static str,
}

impl Asked {
    async fn served(&self, pictures: &Pictures, headers: &HeaderMap) -> Result<Response, ApiError> {
        let tag: ETag = format!("\"{}\"", name(self.id, self.size)).parse().map_err(|_| ApiError::NoPhoto)?;
        let unchanged = headers.typed_get::<IfNoneMatch>().is_some_and(|seen| !seen.precondition_passes(&tag));
        let mut response = if unchanged {
            let known = pictures.store.find(self.folder, self.id, self.size).await?;
            known.ok_or(ApiError::NoPhoto).map(|_| StatusCode::NOT_MODIFIED.into_response())?
        } else {
            match pictures.store.get(self.folder, self.id, self.size, range(headers, &tag)).await {
                Ok(stored) => content(stored.ok_or(ApiError::NoPhoto)?, self.id),
                Err(Trouble::NoSuchRange { bytes }) => return Ok(outside(bytes)),
                Err(trouble) => return Err(trouble.into()),
            }
        };
        let headers = response.headers_mut();
        headers.typed_insert(tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cached));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
        Ok(response)
    }
}

/// Sends the client to where the picture is given away for a while. The URL does not name the session by its id: who is
/// given one picture is given no more.
async fn redirected(
    gateway: &Gateway,
    signing: &Signing,
    session: SessionId,
    id: PhotoId,
    size: Size,
) -> Result<Response, ApiError> {
    let store = &gateway.photos.store;
    let (media_type, copied) = store.find_to_sign(session, id, size).await?.ok_or(ApiError::NoPhoto)?;
    if copied && gateway.sessions.find(session).await?.is_none() {
        gateway.sessions.leave_pictures(session).await?;
        let_go::delete_at_once(gateway, session).await;
        return Err(ApiError::NoSession);
    }
    let url = if let Some(key) = &signing.key {
        let until = UnixMillis(gateway.clock.now().0.saturating_add(millis(signing.lifetime)));
        // A process of a version before this one may be asked for it, and finds it by the id only.
        let older = gateway.sessions.shared_with_older();
        let folder = if older { session.to_string() } else { session.hashed().to_string() };
        let signature = key.sign(&folder, &name(id, size), until);
        let size = match size {
            Size::Original => String::new(),
            Size::Thumbnail(size) => format!("size={size}&"),
        };
        // From `/api/sessions/{id}/photos/{filename}` on, wherever a proxy has put that.
        format!("../../../photos/{folder}/{id}?{size}until={}&signature={signature}", until.0)
    } else {
        let url = store.signed_url(session, id, media_type, size, signing.lifetime).await?;
        url.ok_or(ApiError::NoPhoto)?.into()
    };
    // The next one who asks gets a fresh one.
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url)]).into_response())
}

fn content(stored: Stored, id: PhotoId) -> Response {
    let Stored { media_type, bytes, range, content } = stored;
    let whole = range == (0..bytes);
    let status = if whole { StatusCode::OK } else { StatusCode::PARTIAL_CONTENT };
    let mut response = (status, Body::from_stream(content)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type.name()));
    headers.typed_insert(headers::ContentLength(range.end - range.start));
    headers.typed_insert(headers::AcceptRanges::bytes());
    let end = match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::WebP => "webp",
    };
    if let Ok(name) = HeaderValue::try_from(format!("inline; filename=\"{id}.{end}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    if !whole && let Ok(part) = headers::ContentRange::bytes(range, bytes) {
        headers.typed_insert(part);
    }
    response
}

fn outside(bytes: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    response.headers_mut().typed_insert(headers::ContentRange::unsatisfied_bytes(bytes));
    response
}

/// The one range that is asked for. Several at once are answered with the whole, as is one of another picture.
fn range(headers: &HeaderMap, tag: &ETag) -> Option<GetRange> {
    let same = headers.typed_get::<IfRange>().is_none_or(|seen| !seen.is_modified(Some(tag), None));
    let asked = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=").filter(|_| same)?;
    let (from, to) = asked.split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    match (from.trim(), to.trim()) {
        ("", last) => Some(GetRange::Suffix(number(last)?)),
        (from, "") => Some(GetRange::Offset(number(from)?)),
        (from, to) => {
            let (from, to) = (number(from)?, number(to)?);
            // What makes no sense is as good as nothing.
            (from <= to).then(|| GetRange::Bounded(from..to.saturating_add(1)))
        }
    }
}

/// The kind whose newest picture has this name.
fn kind(file: &str) -> Option<PhotoKind> {
    match file.strip_suffix(".png")? {
        "user" => Some(PhotoKind::User),
        "partner" => Some(PhotoKind::Partner),
        child => child.strip_prefix("child_")?.parse().ok().map(PhotoKind::Child),
    }
}

fn size(asked: Option<u32>) -> Result<Size, ApiError> {
    match asked {
        None => Ok(Size::Original),
        Some(size) if SIZES.contains(&size) => Ok(Size::Thumbnail(size)),
        Some(_) => {
            let sizes = SIZES.map(|size| size.to_string()).join(" or ");
            Err(ApiError::BadRequest(format!("size: must be {sizes}; without it, the original is given")))
        }
    }
}

/// What is signed and compared: the picture in this size.
fn name(id: PhotoId, size: Size) -> String {
    match size {
        Size::Original => id.to_string(),
        Size::Thumbnail(size) => format!("{id}-{size}"),
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 2)
}
