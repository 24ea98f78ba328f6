//! What a request can fail with, and the problem document that tells it. Making the document logs nothing: the cause
//! travels in the response's extensions to the one place that logs requests.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::photos::intake::NotKept;
use super::seats::NoSeat;
use crate::bus::{AcceptError, StoreError};
use crate::domain::RunErrorCode;
use crate::photos::{Refusal, Trouble};
use crate::protocol::problem::{MEDIA_TYPE, Members, Problem};

/// Why a request was not answered as asked.
#[derive(Debug)]
pub enum ApiError {
    /// The id names no session, or is no session id.
    NoSession,
    /// There is nothing at this path.
    NotFound,
    MethodNotAllowed,
    /// The body or a parameter is not what it must be.
    BadRequest(String),
    TooLarge,
    UnsupportedMediaType,
    /// The body has a `Content-Encoding`.
    Packed,
    /// The message names a picture that the session does not have.
    UnknownPhoto(String),
    /// The caller may see the session, and may not do this to it.
    Forbidden,
    /// The page's origin may not do this.
    Origin,
    /// The address asks too often.
    TooManyRequests {
        retry_after: Duration,
    },
    /// As many turns of the session are waiting as may wait.
    QueueFull,
    SessionFull,
    /// As many connections are open as may be; who has as many as it may have.
    TooManyConnections(NoSeat),
    /// The address has as many requests under way, or as much of the answers unread, as it may have.
    TooManyOfAddress,
    /// As much of all answers is unread, or of all bodies not whole, as may be.
    TooMuchUnread,
    /// The `Idempotency-Key` was used for another message.
    IdConflict,
    /// There is no such turn to cancel.
    NoTurn,
    /// What the application says of its own.
    Application(Box<Problem>),
    /// The turn failed.
    TurnFailed {
        code: RunErrorCode,
        message: String,
    },
    /// Somebody stopped what this request waits for.
    Stopped,
    /// The process is about to end.
    Draining,
    /// The message is stored, but its answer cannot be given now: the process ends before its turn does, or the store
    /// cannot be read, or takes nothing. The members of the problem name it.
    Kept(Members),
    /// It took too long.
    Timeout,
    /// The session's state changed faster than it could be read.
    Contended,
    Store(StoreError),
    /// The store did not take the message, or did not say that it had: the members of the problem name it, and sent again
    /// under that name it is said once.
    NotAccepted(StoreError, Members),
    /// The session has no such picture.
    NoPhoto,
    /// The picture is not taken.
    Image(Refusal),
    /// The pictures' store did not do what it was asked.
    Photos(Trouble),
    /// The session has as many pictures as it may have.
    ImagesFull,
    /// The URL of a picture is not signed, or its time is over.
    BadSignature,
    /// Something broke; the cause is for the log.
    Internal(Arc<str>),
}

/// Why a request failed, for the log.
#[derive(Debug, Clone)]
pub struct Cause(pub Arc<str>);

/// Status, code and title of a problem.
struct Kind(StatusCode, &'static str, &'static str);

impl ApiError {
    fn kind(&self) -> Kind {
        use StatusCode as S;
        match self {
            Self::NoSession | Self::Store(StoreError::NoSession) => Kind(S::NOT_FOUND, "no_session", "No such session"),
            Self::NotFound => Kind(S::NOT_FOUND, "not_found", "Not found"),
            Self::MethodNotAllowed => Kind(S::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed"),
            Self::BadRequest(_) => Kind(S::BAD_REQUEST, "bad_request", "Bad request"),
            Self::TooLarge => Kind(S::PAYLOAD_TOO_LARGE, "too_large", "Body too large"),
            Self::UnsupportedMediaType | Self::Packed => {
                Kind(S::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Unsupported media type")
            }
            Self::UnknownPhoto(_) => Kind(S::BAD_REQUEST, "unknown_photo", "No such attachment"),
            Self::Forbidden => Kind(S::FORBIDDEN, "forbidden", "Not allowed"),
            Self::Origin => Kind(S::FORBIDDEN, "origin_not_allowed", "Origin not allowed"),
            Self::TooManyRequests { .. } => Kind(S::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests"),
            Self::QueueFull => Kind(S::TOO_MANY_REQUESTS, "queue_full", "Too many messages waiting"),
            Self::SessionFull => Kind(S::CONFLICT, "session_full", "Session full"),
            Self::TooManyConnections(_) | Self::TooManyOfAddress | Self::TooMuchUnread => {
                Kind(S::SERVICE_UNAVAILABLE, "too_many_connections", "Too many connections")
            }
            Self::IdConflict => Kind(S::CONFLICT, "id_conflict", "Key used for another message"),
            Self::NoTurn => Kind(S::CONFLICT, "no_turn", "No such turn"),
            Self::Application(told) => {
                Kind(S::from_u16(told.status).unwrap_or(S::INTERNAL_SERVER_ERROR), told.code, told.title)
            }
            Self::Stopped => Kind(S::CONFLICT, "stopped", "Stopped"),
            Self::TurnFailed { code: RunErrorCode::PaintingRefused, .. } => {
                Kind(S::UNPROCESSABLE_ENTITY, "painting_refused", "The painter declines")
            }
            Self::TurnFailed { .. } => Kind(S::BAD_GATEWAY, "turn_failed", "The turn failed"),
            Self::Draining => Kind(S::SERVICE_UNAVAILABLE, "draining", "Draining"),
            Self::Kept(_) => Kind(S::SERVICE_UNAVAILABLE, "kept", "Stored, answered later"),
            Self::Timeout => Kind(S::SERVICE_UNAVAILABLE, "timeout", "Timed out"),
            Self::Contended => Kind(S::SERVICE_UNAVAILABLE, "contended", "Busy session"),
            Self::NoPhoto => Kind(S::NOT_FOUND, "no_photo", "No such picture"),
            Self::Image(Refusal::Unsupported { .. }) => {
                Kind(S::UNSUPPORTED_MEDIA_TYPE, "image_unsupported", "Picture of another kind")
            }
            Self::Image(
                Refusal::TooManyBytes { .. }
                | Refusal::TooManyPixels { .. }
                | Refusal::TooDeep { .. }
                | Refusal::TooLong { .. },
            ) => Kind(S::PAYLOAD_TOO_LARGE, "image_too_large", "Picture too large"),
            Self::Image(Refusal::Damaged) => Kind(S::UNPROCESSABLE_ENTITY, "image_damaged", "Picture damaged"),
            Self::Image(Refusal::Busy) => Kind(S::SERVICE_UNAVAILABLE, "image_busy", "Too many pictures at once"),
            Self::ImagesFull => Kind(S::CONFLICT, "images_full", "Too many pictures"),
            Self::Store(StoreError::Full(_))
            | Self::NotAccepted(StoreError::Full(_), _)
            | Self::Photos(Trouble::Full(_)) => Kind(S::INSUFFICIENT_STORAGE, "store_full", "Store full"),
            Self::Photos(_) => Kind(S::SERVICE_UNAVAILABLE, "photos_unavailable", "Pictures unavailable"),
            Self::BadSignature => Kind(S::FORBIDDEN, "bad_signature", "Signature not valid"),
            Self::Store(StoreError::Unavailable(_) | StoreError::OnlyRead(_)) | Self::NotAccepted(..) => {
                Kind(S::SERVICE_UNAVAILABLE, "store_unavailable", "Store unavailable")
            }
            Self::Store(StoreError::Fenced | StoreError::Damaged(_)) | Self::Internal(_) => {
                Kind(S::INTERNAL_SERVER_ERROR, "internal", "Internal error")
            }
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoSession | Self::Store(StoreError::NoSession) => "there is no such session".into(),
            Self::NotFound => "there is nothing here".into(),
            Self::MethodNotAllowed => "this path does not take that method".into(),
            Self::BadRequest(detail) | Self::UnknownPhoto(detail) => detail.clone(),
            Self::TooLarge => "the body is larger than this server takes".into(),
            Self::UnsupportedMediaType => "the body must be application/json".into(),
            Self::Packed => "the body is packed (Content-Encoding), which is not taken here: send it as it is".into(),
            Self::Forbidden => {
                "the link of a session opens it; only whoever made the session may do that to it".into()
            }
            Self::Origin => "pages of this origin may not do that; the operator's ALLOWED_ORIGINS names those that may, and a proxy must pass Host on".into(),
            Self::TooManyRequests { .. } => "this address asks too often; a proxy of one's own belongs in TRUSTED_PROXIES".into(),
            Self::QueueFull => "too many messages are waiting for an answer".into(),
            Self::SessionFull => "the session takes no more messages; begin another one".into(),
            Self::TooManyConnections(full) => full.reason().into(),
            Self::TooManyOfAddress => NoSeat::Address.reason().into(),
            Self::TooMuchUnread => "too much is under way that is not read, or not sent, to its end".into(),
            Self::IdConflict => "this Idempotency-Key was used for another message".into(),
            Self::NoTurn => "no such turn is running or waiting".into(),
            Self::Application(told) => told.detail.clone(),
            Self::TurnFailed { message, .. } => message.clone(),
            Self::Stopped => "it was stopped before it had ended".into(),
            Self::Draining => "the server is about to stop; try again".into(),
            Self::Kept(names) if names.contains_key("reason") => "it is stored, and goes on when the store takes writes again; to wait for it, ask again, a message under its client_msg_id as Idempotency-Key".into(),
            Self::Kept(names) if names.contains_key("client_msg_id") => "the message is stored and its answer will be in the history; to wait for it, send it again with its client_msg_id as Idempotency-Key".into(),
            Self::Kept(_) => "it is stored and will be done; to wait for it, ask again".into(),
            Self::Timeout => "the answer took too long; try again".into(),
            Self::Contended => "the session changes too fast; try again".into(),
            Self::NoPhoto => "the session has no such picture".into(),
            Self::Image(refusal) => refusal.to_string(),
            Self::ImagesFull => "the session has as many pictures as it may have; begin another one".into(),
            Self::Store(StoreError::Full(_))
            | Self::NotAccepted(StoreError::Full(_), _)
            | Self::Photos(Trouble::Full(_)) => "the store is full; nothing was written".into(),
            Self::Photos(_) => "the pictures' store is unavailable; try again".into(),
            Self::BadSignature => "the URL is not signed, or its time is over; ask for the picture again".into(),
            Self::Store(StoreError::Unavailable(_)) => "the store is unavailable; try again".into(),
            Self::Store(refused @ StoreError::OnlyRead(_)) | Self::NotAccepted(refused @ StoreError::OnlyRead(_), _) => {
                refused.to_string()
            }
            Self::NotAccepted(..) => {
                "the store is unavailable; send it again with its client_msg_id as Idempotency-Key, and it is said once".into()
            }
            Self::Store(StoreError::Fenced | StoreError::Damaged(_)) | Self::Internal(_) => {
                "the server failed; nothing was written".into()
            }
        }
    }

    /// When to try again, where that makes sense.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::QueueFull | Self::Draining | Self::Timeout | Self::Contended | Self::Image(Refusal::Busy) => {
                Some(Duration::from_secs(1))
            }
            Self::Store(error) | Self::NotAccepted(error, _) if error.is_temporary() => Some(Duration::from_secs(5)),
            Self::Kept(names) if names.contains_key("reason") => Some(Duration::from_secs(5)),
            Self::TooManyConnections(_) | Self::TooManyOfAddress | Self::TooMuchUnread | Self::Photos(_) => {
                Some(Duration::from_secs(5))
            }
            _ => None,
        }
    }

    fn cause(&self) -> Option<Cause> {
        match self {
            Self::Store(StoreError::NoSession) => None,
            Self::Store(error) | Self::NotAccepted(error, _) => Some(Cause(error.to_string().into())),
            Self::Photos(trouble) => Some(Cause(trouble.to_string().into())),
            Self::Internal(cause) => Some(Cause(Arc::clone(cause))),
            Self::TurnFailed { code, .. } => Some(Cause(code.name().into())),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Kind(status, code, title) = self.kind();
        let mut problem = Problem::new(status.as_u16(), code, title, self.detail());
        let (retry_after, cause) = (self.retry_after(), self.cause());
        let packed = matches!(self, Self::Packed);
        match self {
            Self::Application(told) => problem.more = told.more,
            Self::Kept(more) | Self::NotAccepted(_, more) => problem.more = more,
            Self::TurnFailed { code, .. } => problem = problem.with("run_error_code", code.name().into()),
            _ => {}
        }
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if let Some(wait) = retry_after {
            // Whole seconds, rounded up: a client that waits as told is not refused again.
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(u64::try_from(seconds).unwrap_or(1)));
        }
        if packed {
            // Which codings are taken: RFC 9110, section 12.5.3.
            response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        if let Some(cause) = cause {
            response.extensions_mut().insert(cause);
        }
        response
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Image(refusal)
    }
}

impl From<Trouble> for ApiError {
    fn from(trouble: Trouble) -> Self {
        Self::Photos(trouble)
    }
}

impl From<NotKept> for ApiError {
    fn from(why: NotKept) -> Self {
        match why {
            NotKept::Refused(refusal) => Self::Image(refusal),
            NotKept::Full => Self::ImagesFull,
            NotKept::Photos(trouble) => Self::Photos(trouble),
            NotKept::Session(error) => Self::Store(error),
        }
    }
}

impl From<Problem> for ApiError {
    fn from(told: Problem) -> Self {
        Self::Application(Box::new(told))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AcceptError> for ApiError {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::Conflict => Self::IdConflict,
            AcceptError::UnknownPhoto(_) => Self::UnknownPhoto(error.to_string()),
            // These requests queue; a store that says Busy all the same means that the queue is closed to them.
            AcceptError::Busy | AcceptError::QueueFull => Self::QueueFull,
            AcceptError::SessionFull => Self::SessionFull,
            AcceptError::Store(error) => Self::Store(error),
        }
    }
}
