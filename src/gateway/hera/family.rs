//! The family's conversation, under the endpoints of the original application.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::interview::{incomplete, of_hera};
use crate::domain::{Phase, SessionState};
use crate::family;
use crate::gateway::Gateway;
use crate::gateway::address::{Caller, Network};
use crate::gateway::error::ApiError;
use crate::gateway::extract::{Body, SessionPath};
use crate::gateway::history::{self, Excerpt};
use crate::gateway::messages::{Said, idempotency_key};
use crate::protocol::http::{Around, FamilyAnswer, FamilyStatus, MessageRequest, before_family, history_entry};
use crate::protocol::problem::Problem;
use crate::sessions::Session;

/// What was said with the family, and how far the outing has come.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/family/status",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 200, description = "How far the family has come", body = FamilyStatus),
        (status = 400, description = "The interview has not all it needs; the problem names what is missing",
            body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The interview is not over: `POST .../complete` ends it; or the session is a chat with
            another agent than Hera", body = Problem,
            content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn status(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
) -> Result<Response, ApiError> {
    let (session, state) = of_hera(&gateway, session).await?;
    check(&gateway, &session, &state).await?;
    let history = Excerpt::page(&gateway, session.id, None, history::MOST).await?;
    let status = FamilyStatus::new(&state, history.is_truncated());
    let around = Around::list(&status, "conversation_history");
    let skip = before_family(&state, &history.messages);
    history.answer(&gateway, caller.network, skip, around, history_entry)
}

/// Says something to the family, and waits until those who are meant have answered. Open sockets see the same turn.
///
/// A request that is repeated with the same `Idempotency-Key` says it once.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/family/messages",
    tag = "conversation",
    params(
        ("id" = uuid::Uuid, Path, description = "The session"),
        ("Idempotency-Key" = Option<String>, Header, description = "The message's `client_msg_id`"),
    ),
    request_body = MessageRequest,
    responses(
        (status = 200, description = "The turn has ended, or was cancelled", body = FamilyAnswer),
        (status = 400, description = "The interview has not all it needs; the problem names what is missing",
            body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The interview is not over: `POST .../complete` ends it; or the session is a chat with
            another agent than Hera", body = Problem,
            content_type = "application/problem+json"),
        (status = 502, description = "The turn failed", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`draining`: send it again; `kept`: it is stored, its answer comes later",
            body = Problem, content_type = "application/problem+json"),
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
    let (session, state) = of_hera(&gateway, session).await?;
    check(&gateway, &session, &state).await?;
    let said = Said::new(&gateway, session, client_msg_id, request).await?;
    said.or_kept(answered(&gateway, &said, caller.network).await)
}

async fn answered(gateway: &Gateway, said: &Said, network: Network) -> Result<Response, ApiError> {
    said.ended(gateway).await?;
    let session = gateway.sessions.find(said.session).await?.ok_or(ApiError::NoSession)?;
    let state = family::read(&session.state)?;
    let history = Excerpt::of_turn(gateway, session.id, &said.accepted).await?;
    let status = FamilyStatus::new(&state, history.is_truncated());
    let answer = FamilyAnswer::new(status, &history.messages, said.accepted.turn);
    let around = Around::list(&answer, "conversation_history");
    let skip = before_family(&state, &history.messages);
    history.answer(gateway, network, skip, around, history_entry)
}

/// Refuses what comes before the family does.
async fn check(gateway: &Gateway, session: &Session, state: &SessionState) -> Result<(), ApiError> {
    if state.phase != Phase::Interview {
        return Ok(());
    }
    if state.profile.missing().is_empty() {
        let detail = "the interview is not over: POST .../complete ends it";
        return Err(Problem::new(409, "interview_not_over", "Interview not over", detail.into()).into());
    }
    Err(incomplete(gateway, session, state).await?)
}
