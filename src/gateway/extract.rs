//! What handlers take out of a request; whatever is wrong with it becomes a problem document.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

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
        tracing::Span::current().record("session", tracing::field::display(session));
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

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let read = in_time(Json::from_request(request, state)).await?;
        let Json(body) = read.map_err(|rejection: JsonRejection| refused(rejection.status(), rejection.body_text()))?;
        Ok(Self(body))
    }
}

/// A body as it came, whatever its media type.
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let read = in_time(Bytes::from_request(request, state)).await?;
        read.map(Self).map_err(|rejection| refused(rejection.status(), rejection.body_text()))
    }
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
