//! A session as one document, to take along.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, StreamExt as _};

use super::Gateway;
use super::address::Caller;
use super::error::ApiError;
use super::extract::SessionPath;
use super::history::{self, Parts};
use super::unread::streamed;
use crate::bus::StoreError;
use crate::protocol::ag_ui::Written;
use crate::protocol::http::{Export, ExportHead, message_entry};
use crate::protocol::problem::Problem;
use crate::protocol::shown::{Rfc3339, Shown};
use crate::sessions::{PageLimit, Session};

/// The session, its state and all its messages, as a file.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/export",
    tag = "sessions",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 200, description = "Everything there is of the session", body = Export, headers(("content-disposition" = String, description = "A file name"))),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn export(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
) -> Result<Response, ApiError> {
    let session = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    // What is said while the export runs is not part of it.
    let newest = gateway.sessions.history(session.id, None, PageLimit::messages(1)).await?;
    let end = newest.next_before.unwrap_or(0) + newest.messages.len() as u64;
    let document = gateway.application.document(session.id, &session.state)?;
    let head = head(&session, &document);
    let lease = gateway.unread.lease(caller.network, head.len() + history::IN_MEMORY)?;
    let entries = Parts::new(gateway.sessions, session.id, 0, end).texts(true, message_entry);
    let document =
        stream::iter([Ok(head)]).chain(entries).chain(stream::iter([Ok::<_, StoreError>(Bytes::from_static(b"]}"))]));
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"hera-{}.json\"", session.id)),
    ];
    Ok((headers, streamed(lease, document)).into_response())
}

/// The document up to its first message.
fn head(session: &Session, document: &str) -> Bytes {
    let head = ExportHead {
        session_id: Shown(session.id),
        created_at: Rfc3339(session.created_at),
        updated_at: Rfc3339(session.updated_at),
        state: Written(document),
    };
    let mut text = serde_json::to_vec(&head).unwrap_or_default();
    // Its closing brace comes at the end of the document.
    text.pop();
    text.extend_from_slice(b",\"messages\":[");
    text.into()
}
