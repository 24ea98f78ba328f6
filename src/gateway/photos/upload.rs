//! Pictures that come in by HTTP, as forms of a browser send them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;

use super::intake::{self, Arrival};
use crate::bus::Start;
use crate::domain::{PhotoKind, SessionId};
use crate::gateway::address::Caller;
use crate::gateway::error::ApiError;
use crate::gateway::extract::SessionPath;
use crate::gateway::{Gateway, opening};
use crate::protocol::http::{UploadForm, Uploaded};
use crate::protocol::problem::Problem;

/// What a form has beside the picture, at most: its other fields and the lines between them.
pub const BESIDE: usize = 32 * 1024;

/// A form whose picture is read as it comes.
pub struct Form {
    fields: Multipart,
    beside: Beside,
}

/// How much has come of a form that is not of its picture: until a field begins, the reader of forms keeps all of it.
#[derive(Clone, Default)]
struct Beside(Arc<AtomicUsize>);

impl Beside {
    fn come(&self, bytes: usize) -> Result<(), TooMuchBeside> {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        if before + bytes > BESIDE { Err(TooMuchBeside) } else { Ok(()) }
    }

    /// So many bytes were the picture's.
    fn was_picture(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn is_too_much(&self) -> bool {
        self.0.load(Ordering::Relaxed) > BESIDE
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the form has more beside its picture than {BESIDE} bytes")]
struct TooMuchBeside;

impl FromRequest<Gateway> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, ApiError> {
        let beside = Beside::default();
        let (parts, body) = request.into_parts();
        let come = beside.clone();
        let body = body.into_data_stream().map(move |more| {
            let more = more?;
            come.come(more.len()).map_err(axum::Error::new)?;
            Ok::<_, axum::Error>(more)
        });
        let fields = Multipart::from_request(Request::from_parts(parts, Body::from_stream(body)), gateway).await;
        let fields = fields.map_err(|_| ApiError::BadRequest("the body must be multipart/form-data".into()))?;
        Ok(Self { fields, beside })
    }
}

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
    form: Result<Form, ApiError>,
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
    form: Result<Form, ApiError>,
) -> Result<Response, ApiError> {
    take(&gateway, session, PhotoKind::Attachment, caller, &headers, form).await
}

async fn take(
    gateway: &Gateway,
    session: SessionId,
    kind: PhotoKind,
    caller: Caller,
    headers: &HeaderMap,
    form: Result<Form, ApiError>,
) -> Result<Response, ApiError> {
    if gateway.lifecycle.draining().is_cancelled() {
        return Err(ApiError::Draining);
    }
    let form = form?;
    let owner = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?.owner;
    // The whole form is a little larger than its picture.
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let size = length.map(|length| length.saturating_sub(BESIDE as u64));
    let arrival = gateway.photos.arrive(size, owner, caller.network)?;
    // Whoever follows a session keeps it alive: a picture may take longer to come than it would live.
    let _followed = opening::in_time(gateway.log.subscribe(session, Start::Snapshot)).await?.stream;
    let arrival = receive(form, arrival).await?;
    let photo = intake::keep(gateway, session, kind, arrival).await?;
    Ok(Json(Uploaded::new(session, &photo)).into_response())
}

/// The picture of the form, as it comes. Nothing of what is too much is kept.
async fn receive(form: Form, mut arrival: Arrival) -> Result<Arrival, ApiError> {
    let Form { mut fields, beside } = form;
    while let Some(mut field) = in_time(&arrival, &beside, fields.next_field()).await? {
        if field.name() != Some("file") {
            continue;
        }
        while let Some(more) = in_time(&arrival, &beside, field.chunk()).await? {
            beside.was_picture(more.len());
            arrival.push(&more)?;
        }
        return Ok(arrival);
    }
    Err(ApiError::BadRequest("file: is missing; it must be a field of the form".into()))
}

async fn in_time<T>(
    arrival: &Arrival,
    beside: &Beside,
    coming: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T, ApiError> {
    let come = tokio::time::timeout_at(arrival.deadline(), coming).await;
    come.map_err(|_| ApiError::BadRequest("the picture stopped coming, or comes too slowly".into()))?.map_err(|error| {
        if beside.is_too_much() {
            ApiError::BadRequest(TooMuchBeside.to_string())
        } else if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ApiError::TooLarge
        } else {
            ApiError::BadRequest(error.body_text())
        }
    })
}
