//! Messages by HTTP: the other door to the path that the socket's messages take.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::Gateway;
use super::address::Caller;
use super::error::ApiError;
use super::extract::{Params, SessionPath};
use super::history::{self, Excerpt};
use super::turn_end::{self, Awaited, Ended, TurnEnd};
use crate::bus::{AcceptError, Accepted, Busy, Held, NewMessage};
use crate::domain::{self, ClientMsgId, PhotoId, SessionId, UtcOffset};
use crate::protocol::client_frame::ATTACHMENTS;
use crate::protocol::http::{MessagePage, MessageRequest, PageQuery, message_entry};
use crate::protocol::photo;
use crate::protocol::problem::Problem;
use crate::sessions::{PageLimit, Session};

/// The history, newest page first. A page has fewer messages than asked for when these have more than 1 MiB.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/messages",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session"), PageQuery),
    responses(
        (status = 200, description = "A page of the history", body = MessagePage),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn history(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    Params(page): Params<PageQuery>,
) -> Result<Response, ApiError> {
    let before = page.before.as_deref().map(str::parse::<u64>).transpose();
    let before = before.map_err(|_| ApiError::BadRequest("before: not a next_before of this history".into()))?;
    // The history of no session is empty, but that is not the answer to a wrong id.
    gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    let most = PageLimit { messages: page.limit(), bytes: history::MOST.bytes };
    let page = Excerpt::page(&gateway, session, before, most).await?;
    let around = MessagePage::around(page.next_before);
    page.answer(&gateway, caller.network, 0, around, message_entry)
}

/// A message that was accepted.
pub struct Said {
    pub session: SessionId,
    client_msg_id: ClientMsgId,
    pub accepted: Accepted,
    /// The state as it was before.
    before: domain::State,
}

impl Said {
    /// Says what is requested.
    pub async fn new(
        gateway: &Gateway,
        session: Session,
        client_msg_id: ClientMsgId,
        MessageRequest { message, attachments, utc_offset_min }: MessageRequest,
    ) -> Result<Self, ApiError> {
        let attachments = named(&attachments.unwrap_or_default())?;
        if gateway.lifecycle.draining().is_cancelled() {
            return Err(ApiError::Draining);
        }
        let message = NewMessage {
            client_msg_id: client_msg_id.clone(),
            text: message,
            attachments,
            busy: Busy::Queue,
            utc_offset: utc_offset_min.and_then(UtcOffset::of_minutes),
        };
        let accepted = gateway.log.accept(session.id, message).await.map_err(|error| match error {
            // What was asked may be done all the same: a store that hangs wakes up and does it.
            AcceptError::Store(error) if error.is_temporary() => {
                let name = [("client_msg_id".into(), client_msg_id.to_string().into())];
                ApiError::NotAccepted(error, name.into_iter().collect())
            }
            error => error.into(),
        })?;
        Ok(Self { session: session.id, client_msg_id, accepted, before: session.state })
    }

    /// Waits for the end of its turn.
    pub async fn ended(&self, gateway: &Gateway) -> Result<Ended, ApiError> {
        let awaited = Awaited::message(&self.client_msg_id, &self.accepted);
        TurnEnd::of(gateway, self.session, awaited, self.before.clone()).await
    }

    /// What is answered. Whoever was told that nothing was written would say it twice.
    pub fn or_kept(&self, answered: Result<Response, ApiError>) -> Result<Response, ApiError> {
        answered.map_err(|error| match error {
            ApiError::TooManyOfAddress | ApiError::TooMuchUnread => {
                ApiError::Kept(turn_end::named(&self.client_msg_id, &self.accepted))
            }
            ApiError::Store(error) => {
                let session = self.session;
                tracing::error!(%error, session = %session.hashed(), "the answer to a stored message cannot be read");
                let mut names = turn_end::named(&self.client_msg_id, &self.accepted);
                if error.is_temporary() {
                    turn_end::give_reason(&mut names, Held::from(&error));
                }
                ApiError::Kept(names)
            }
            error => error,
        })
    }
}

/// The pictures that a request names.
fn named(texts: &[String]) -> Result<Vec<PhotoId>, ApiError> {
    if texts.len() > ATTACHMENTS {
        return Err(ApiError::BadRequest(format!("attachments: at most {ATTACHMENTS} pictures go with a message")));
    }
    let mut photos = Vec::new();
    for text in texts {
        let photo = photo::named(text);
        let photo = photo.ok_or_else(|| ApiError::UnknownPhoto("attachments: a text names no picture".into()))?;
        if !photos.contains(&photo) {
            photos.push(photo);
        }
    }
    Ok(photos)
}

/// The `client_msg_id` that a request names, or a new one.
pub fn idempotency_key(headers: &HeaderMap) -> Result<ClientMsgId, ApiError> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(ClientMsgId::random()) };
    let key = key.to_str().ok().and_then(|key| key.parse().ok());
    key.ok_or_else(|| ApiError::BadRequest("Idempotency-Key: must be 1 to 128 printable ASCII characters".into()))
}
