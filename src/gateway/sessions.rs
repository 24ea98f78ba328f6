//! Sessions: made, listed, deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tokio::sync::oneshot;

use super::Gateway;
use super::error::ApiError;
use super::extract::{Params, SessionPath};
use super::guest::Guest;
use super::let_go;
use crate::bus::StoreError;
use crate::domain::SessionId;
use crate::family;
use crate::protocol::http::{Created, CreatedStatus, PageQuery, SessionEntry, SessionList};
use crate::protocol::problem::Problem;
use crate::protocol::shown::{Rfc3339, Shown};
use crate::sessions::Session;

/// Makes a new session of the caller's.
#[utoipa::path(
    post,
    path = "/api/sessions",
    tag = "sessions",
    responses(
        (status = 201, description = "The session is made", body = Created, headers(("set-cookie" = String, description = "The guest's name"))),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(State(gateway): State<Gateway>, guest: Guest) -> Result<impl IntoResponse, ApiError> {
    let session = gateway.sessions.create(guest.owner, gateway.application.first_state()).await?;
    let created = Created {
        session_id: Shown(session.id),
        created_at: Rfc3339(session.created_at),
        status: CreatedStatus::Created,
    };
    Ok((StatusCode::CREATED, guest.cookie(), Json(created)))
}

/// The caller's own sessions, the newest first.
#[utoipa::path(
    get,
    path = "/api/sessions",
    tag = "sessions",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of the list", body = SessionList),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(gateway): State<Gateway>,
    guest: Guest,
    Params(page): Params<PageQuery>,
) -> Result<impl IntoResponse, ApiError> {
    let limit = page.limit();
    let before = page.before.as_deref().map(str::parse::<SessionId>).transpose();
    let before = before.map_err(|error| ApiError::BadRequest(format!("before: {error}")))?;
    // One more than asked for tells whether there are more.
    let mut sessions = gateway.sessions.list(guest.owner, before, limit + 1).await?;
    let more = sessions.len() > limit;
    sessions.truncate(limit);
    let next_before = sessions.last().filter(|_| more).map(|last| last.id.to_string());
    let list = SessionList { sessions: sessions.iter().map(entry).collect::<Result<_, _>>()?, next_before };
    Ok((guest.cookie(), Json(list)))
}

fn entry(session: &Session) -> Result<SessionEntry, StoreError> {
    Ok(SessionEntry::new(session, &family::read(&session.state)?))
}

/// Deletes the session with everything it has, for whoever made it: its link opens a session, and does not delete it.
/// Open connections are closed. What has begun here is ended, whether or
/// not the client waits for it, unless the process is told to stop.
#[utoipa::path(
    delete,
    path = "/api/sessions/{id}",
    tag = "sessions",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 204, description = "The session is gone"),
        (status = 403, description = "`forbidden`: somebody else made it", body = Problem, content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn delete(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    guest: Guest,
) -> Result<StatusCode, ApiError> {
    match gateway.sessions.find(session).await {
        Ok(Some(found)) if !guest.owns(&found) => return Err(ApiError::Forbidden),
        // Of a damaged one it cannot be read whose it is, and nothing can be done with it but to delete it.
        Ok(Some(_)) | Err(StoreError::Damaged(_)) => {}
        Ok(None) => return Err(ApiError::NoSession),
        Err(error) => return Err(error.into()),
    }
    let ((answer, deleted), (done, cleared)) = (oneshot::channel(), oneshot::channel::<()>());
    let task = gateway.clone();
    gateway.lifecycle.spawn_until_stopped(async move {
        let deleted = task.sessions.delete(session).await.map_err(ApiError::from);
        let is_gone = deleted.is_ok();
        // Where the client is gone, nobody else tells of it.
        if let Err(Err(error)) = answer.send(deleted) {
            tracing::error!(?error, session = %session.hashed(), "a session cannot be deleted");
        }
        if is_gone {
            // The pictures go last: if this breaks off in between, they are known as left. What comes later finds no
            // session and takes itself back.
            let_go::delete_at_once(&task, session).await;
        }
        drop(done);
    });
    let deleted = deleted.await.unwrap_or_else(|_| {
        let stopped = gateway.lifecycle.stopping().is_cancelled();
        Err(if stopped { ApiError::Draining } else { ApiError::Internal("a deletion broke off".into()) })
    })?;
    // It ends without a word, whenever the task does.
    let _ = cleared.await;
    if deleted { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NoSession) }
}
