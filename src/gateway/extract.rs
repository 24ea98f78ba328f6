//! What handlers take out of a request; whatever is wrong with it becomes a problem document.

use std::time::Duration;

use axum::Json;
use axum::body::{Bytes, HttpBody as _};
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use futures::StreamExt as _;
use serde::de::DeserializeOwned;

use super::Gateway;
use super::address::Caller;
use super::error::ApiError;
use crate::domain::SessionId;

/// How long a body may take to come.
const BODY: Duration = Duration::from_secs(10);

/// The session of the path. An id that is none names no session.
pub struct SessionPath(pub SessionId);

impl<S: Send + Sync> FromRequestParts<S> for SessionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSession)?;
        let session: SessionId = id.parse().map_err(|_| ApiError::NoSession)?;
        tracing::Span::current().record("session", tracing::field::display(session.hashed()));
        Ok(Self(session))
    }
}

/// The parameters after the `?`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(params) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| ApiError::BadRequest(rejection.body_text()))?;
        Ok(Self(params))
    }
}

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Gateway> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, ApiError> {
        let request = in_time(whole(request, gateway)).await??;
        let read = Json::from_request(request, gateway).await;
        let Json(body) = read.map_err(|rejection: JsonRejection| refused(rejection.status(), rejection.body_text()))?;
        Ok(Self(body))
    }
}

/// A body as it came, whatever its media type.
pub struct Raw(pub Bytes);

impl FromRequest<Gateway> for Raw {
    type Rejection = ApiError;

    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, ApiError> {
        let request = in_time(whole(request, gateway)).await??;
        let read = Bytes::from_request(request, gateway).await;
        read.map(Self).map_err(|rejection| refused(rejection.status(), rejection.body_text()))
    }
}

/// The request with all of its body, which may have `frame_bytes`.
async fn whole(request: Request, gateway: &Gateway) -> Result<Request, ApiError> {
    let (parts, body) = request.into_parts();
    let most = gateway.settings.frame_bytes;
    if body.size_hint().lower() > most as u64 {
        return Err(ApiError::TooLarge);
    }
    let network = parts.extensions.get().copied().unwrap_or(Caller::NOBODY).network;
    let mut lease = gateway.unread.lease(network, 0)?;
    let (mut bytes, mut body) = (Vec::new(), body.into_data_stream());
    while let Some(more) = body.next().await {
        let more = more.map_err(|_| ApiError::BadRequest("the body broke off".into()))?;
        if bytes.len() + more.len() > most {
            return Err(ApiError::TooLarge);
        }
        lease.grow(more.len())?;
        // Copied, so that what it came in is free for the next.
        bytes.extend_from_slice(&more);
    }
    Ok(Request::from_parts(parts, bytes.into()))
}

async fn in_time<T>(body: impl Future<Output = T>) -> Result<T, ApiError> {
    let read = tokio::time::timeout(BODY, body).await;
    read.map_err(|_| ApiError::BadRequest("the body did not come in time".into()))
}

fn refused(status: StatusCode, text: String) -> ApiError {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::UnsupportedMediaType,
        _ => ApiError::BadRequest(text),
    }
}
