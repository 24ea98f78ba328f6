//! Pictures that come in by HTTP, as forms of a browser send them.

use axum::Json;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::intake::{self, Arrival};
use crate::domain::{PhotoKind, SessionId};
use crate::gateway::Gateway;
use crate::gateway::address::Caller;
use crate::gateway::error::ApiError;
use crate::gateway::extract::SessionPath;
use crate::protocol::http::{UploadForm, Uploaded};
use crate::protocol::problem::Problem;

/// What a form has beside the picture, at most: its other fields and the lines between them.
pub const BESIDE: usize = 65_536;

/// A photo of the person, in place of the one before. Its kind is told by its bytes; it is turned upright, freed of all
/// metadata and encoded anew before it is kept.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/photos/user",
    tag = "pictures",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "It is kept, and every socket of the session hears of it", body = Uploaded),
        (status = 413, description = "`image_too_large`: in bytes or pixels", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "`image_unsupported`: not JPEG, PNG or WebP; the problem says what to do", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`image_damaged`: it cannot be decoded", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`image_busy`: too many are being worked on", body = Problem, content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn user(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    take(&gateway, session, PhotoKind::User, caller, &headers, form).await
}

/// A picture to be sent along with a message, which names it by its id.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/photos",
    tag = "pictures",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "It is kept", body = Uploaded),
        (status = "default", description = "What went wrong, as with the photo of the person", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn attachment(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    take(&gateway, session, PhotoKind::Attachment, caller, &headers, form).await
}

async fn take(
    gateway: &Gateway,
    session: SessionId,
    kind: PhotoKind,
    caller: Caller,
    headers: &HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    if gateway.lifecycle.draining().is_cancelled() {
        return Err(ApiError::Draining);
    }
    let form = form.map_err(|_| ApiError::BadRequest("the body must be multipart/form-data".into()))?;
    let owner = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?.owner;
    // The whole form is a little larger than its picture.
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let size = length.map(|length| length.saturating_sub(BESIDE as u64));
    let arrival = gateway.photos.arrive(size, owner, caller.network)?;
    let arrival = receive(form, arrival).await?;
    let photo = intake::keep(gateway, session, kind, arrival).await?;
    Ok(Json(Uploaded::new(session, &photo)).into_response())
}

/// The picture of the form, as it comes. Nothing of what is too much is kept.
async fn receive(mut form: Multipart, mut arrival: Arrival) -> Result<Arrival, ApiError> {
    while let Some(mut field) = in_time(&arrival, form.next_field()).await? {
        if field.name() != Some("file") {
            continue;
        }
        while let Some(more) = in_time(&arrival, field.chunk()).await? {
            arrival.push(&more)?;
        }
        return Ok(arrival);
    }
    Err(ApiError::BadRequest("file: is missing; it must be a field of the form".into()))
}

async fn in_time<T>(arrival: &Arrival, coming: impl Future<Output = Result<T, MultipartError>>) -> Result<T, ApiError> {
    let come = tokio::time::timeout_at(arrival.deadline(), coming).await;
    come.map_err(|_| ApiError::BadRequest("the picture stopped coming, or comes too slowly".into()))?.map_err(|error| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ApiError::TooLarge
        } else {
            ApiError::BadRequest(error.body_text())
        }
    })
}
