//! A message to whoever of Hera's listens, answered with how far the interview has come.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::family;
use crate::gateway::Gateway;
use crate::gateway::address::{Caller, Network};
use crate::gateway::error::ApiError;
use crate::gateway::extract::{Body, SessionPath};
use crate::gateway::history::Excerpt;
use crate::gateway::messages::{Said, idempotency_key};
use crate::gateway::turn_end::Ended;
use crate::protocol::http::{
    Answer, Around, Fields, MessageRequest, SessionStatus, Status, changed_fields, history_entry,
};
use crate::protocol::problem::Problem;

/// Says something, and waits until it has been answered. Open sockets see the same turn as it goes on.
///
/// A request that is repeated with the same `Idempotency-Key` says it once.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/messages",
    tag = "conversation",
    params(
        ("id" = uuid::Uuid, Path, description = "The session"),
        ("Idempotency-Key" = Option<String>, Header, description = "The message's `client_msg_id`"),
    ),
    request_body = MessageRequest,
    responses(
        (status = 200, description = "The turn has ended, or was cancelled", body = Answer),
        (status = 503, description = "`draining`: send it again; `kept`: it is stored, its answer comes later",
            body = Problem, content_type = "application/problem+json"),
        (status = 502, description = "The turn failed", body = Problem, content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn say(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    headers: HeaderMap,
    Body(request): Body<MessageRequest>,
) -> Result<Response, ApiError> {
    let client_msg_id = idempotency_key(&headers)?;
    let session = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    let said = Said::new(&gateway, session, client_msg_id, request).await?;
    said.or_kept(answered(&gateway, &said, caller.network).await)
}

/// The answer to an accepted message, when its turn has ended.
async fn answered(gateway: &Gateway, said: &Said, network: Network) -> Result<Response, ApiError> {
    let ended = said.ended(gateway).await?;
    let session = gateway.sessions.find(said.session).await?.ok_or(ApiError::NoSession)?;
    let history = Excerpt::of_turn(gateway, session.id, &said.accepted).await?;
    let state = family::read(&session.state)?;
    let status = Status::new(&state, &[], history.is_truncated());
    let learnt = match &ended.state {
        Some((before, now)) => changed_fields(&family::read(before)?.profile, &family::read(now)?.profile),
        None => Fields::new(),
    };
    let around = Around::list(&answer(&ended, status, learnt), "conversation_history");
    history.answer(gateway, network, 0, around, history_entry)
}

fn answer<'a>(ended: &'a Ended, status: Status<'a>, learnt: Fields) -> Answer<'a> {
    let complete = status.profile_complete;
    Answer {
        reply: &ended.reply,
        status,
        session_status: if complete { SessionStatus::Completed } else { SessionStatus::Collecting },
        completion_message: complete.then_some(ended.reply.as_str()),
        last_extracted_fields: learnt,
    }
}
