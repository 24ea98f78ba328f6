//! A session as one document, to take along.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream, StreamExt as _};

use super::Gateway;
use super::error::ApiError;
use super::extract::SessionPath;
use crate::bus::StoreError;
use crate::domain::{Message, SessionId};
use crate::protocol::ag_ui::MessageEntry;
use crate::protocol::http::{Export, ExportHead};
use crate::protocol::problem::Problem;
use crate::protocol::shown::{Rfc3339, Shown};
use crate::protocol::state_document::StateDocument;
use crate::sessions::{Page, Session};

/// Messages in memory at once, at most twice.
const PAGE: usize = 50;

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
pub async fn export(State(gateway): State<Gateway>, SessionPath(session): SessionPath) -> Result<Response, ApiError> {
    let session = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    // What is said while the export runs is not part of it.
    let newest = gateway.sessions.history(session.id, None, PAGE).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"hera-{}.json\"", session.id)),
    ];
    Ok((headers, Body::from_stream(document(gateway, &session, newest))).into_response())
}

/// The positions before which the pages end that are older than the newest page, the oldest first. The messages of a
/// session stand at 0, 1, 2 and so on.
fn places(older_before: Option<u64>) -> impl Iterator<Item = u64> + use<> {
    let page = PAGE as u64;
    // The oldest page takes what does not fill one; all others are full.
    let pages = older_before.map(|last| ((last.saturating_sub(1) % page + 1)..=last).step_by(PAGE));
    pages.into_iter().flatten()
}

/// The document, a page at a time.
fn document(
    gateway: Gateway,
    session: &Session,
    newest: Page,
) -> impl Stream<Item = Result<Bytes, StoreError>> + use<> {
    let id = session.id;
    let older = stream::iter(places(newest.next_before)).then(move |before| {
        let sessions = std::sync::Arc::clone(&gateway.sessions);
        async move { sessions.history(id, Some(before), PAGE).await }
    });
    let mut first = true;
    let messages = older.chain(stream::iter([Ok(newest)])).map(move |page| {
        page.map(|page| {
            let text = entries(id, &page.messages, first);
            first &= page.messages.is_empty();
            text
        })
    });
    let head = stream::iter([Ok(head(session))]);
    head.chain(messages).chain(stream::iter([Ok(Bytes::from_static(b"]}"))]))
}

/// The document up to its first message.
fn head(session: &Session) -> Bytes {
    let head = ExportHead {
        session_id: Shown(session.id),
        created_at: Rfc3339(session.created_at),
        updated_at: Rfc3339(session.updated_at),
        state: StateDocument::new(session.id, &session.state),
    };
    let mut text = serde_json::to_vec(&head).unwrap_or_default();
    // Its closing brace comes at the end of the document.
    text.pop();
    text.extend_from_slice(b",\"messages\":[");
    text.into()
}

fn entries(session: SessionId, messages: &[Message], mut first: bool) -> Bytes {
    let mut text = Vec::new();
    for message in messages {
        if !std::mem::take(&mut first) {
            text.push(b',');
        }
        text.extend(serde_json::to_vec(&MessageEntry::new(session, message)).unwrap_or_default());
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_meet_without_a_gap() {
        let all = |before| places(before).collect::<Vec<_>>();
        assert_eq!(all(None), [0; 0]);
        assert_eq!(all(Some(1)), [1]);
        assert_eq!(all(Some(50)), [50]);
        assert_eq!(all(Some(51)), [1, 51]);
        assert_eq!(all(Some(120)), [20, 70, 120]);
    }
}
