//! How far the interview has come, and its end.

use axum::extract::State;
use axum::response::Response;

use crate::bus::{AcceptError, StoreError};
use crate::domain::{GREET_FAMILY, Language, Phase, SessionId, SessionState, StateUpdate, TurnId};
use crate::family;
use crate::gateway::Gateway;
use crate::gateway::address::Caller;
use crate::gateway::error::ApiError;
use crate::gateway::extract::SessionPath;
use crate::gateway::guest::Guest;
use crate::gateway::history::{self, Excerpt};
use crate::protocol::caller::CallerObject;
use crate::protocol::http::{Around, Completed, Status, StatusAnswer, history_entry};
use crate::protocol::problem::{self, Problem};
use crate::sessions::Session;

/// How often `complete` tries again when the state changes under it.
const TRIES: usize = 16;

/// What is known, what was said, and what is missing.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/status",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 200, description = "How far the interview has come", body = StatusAnswer),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn status(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    guest: Guest,
) -> Result<Response, ApiError> {
    let session = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    let history = Excerpt::page(&gateway, session.id, None, history::MOST).await?;
    let state = family::read(&session.state)?;
    let status = Status::new(&state, &[], history.is_truncated());
    let status = StatusAnswer { status, caller: CallerObject::guest(guest.owns(&session)) };
    let around = Around::list(&status, "conversation_history");
    history.answer(&gateway, caller.network, 0, around, history_entry)
}

/// Ends the interview, if nothing is missing any more; the family comes next, and says hello. May be repeated.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/complete",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 200, description = "The interview is complete", body = Completed),
        (status = 400, description = "Fields are missing; the problem names them in `missing_fields` and carries the \
            other members of the status", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The session is a chat with another agent than Hera", body = Problem,
            content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn complete(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
) -> Result<Response, ApiError> {
    for _ in 0..TRIES {
        let (session, state) = of_hera(&gateway, session).await?;
        if !state.profile.missing().is_empty() {
            return Err(incomplete(&gateway, &session, &state).await?);
        }
        let history = Excerpt::page(&gateway, session.id, None, history::MOST).await?;
        if state.phase != Phase::Interview || begin_family(&gateway, &session).await? {
            greet(&gateway, session.id, &state).await?;
            let around = Around::list(&completed(&state, history.is_truncated()), "conversation_history");
            return history.answer(&gateway, caller.network, 0, around, history_entry);
        }
    }
    Err(ApiError::Contended)
}

/// The session, if it is one of Hera's: one with an agent elsewhere is refused.
pub async fn of_hera(gateway: &Gateway, session: SessionId) -> Result<(Session, SessionState), ApiError> {
    let session = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?;
    let state = family::read(&session.state)?;
    if state.phase != Phase::Chat {
        return Ok((session, state));
    }
    let detail = "this session is a chat with another agent than Hera: it has no interview and no family";
    Err(Problem::new(409, "no_interview", "No interview", detail.into()).into())
}

/// `false` when the state has changed since it was read.
async fn begin_family(gateway: &Gateway, session: &Session) -> Result<bool, StoreError> {
    let change = family::change(&StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() });
    let mut after = session.state.clone();
    change.apply(&mut after);
    let patch = gateway.application.patch(session.id, &session.state, &after)?;
    gateway.log.update(session.id, session.version, change, patch).await
}

/// Has the family say hello, unless it has done so. When too much waits already, it does with its first answer.
async fn greet(gateway: &Gateway, session: SessionId, state: &SessionState) -> Result<(), ApiError> {
    if state.family.talk.turns > 0 {
        return Ok(());
    }
    let turn = TurnId::of_job(session, rand::random(), &GREET_FAMILY);
    match gateway.log.accept_job(session, turn, GREET_FAMILY).await {
        Ok(_) | Err(AcceptError::QueueFull) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn completed(state: &SessionState, history_truncated: bool) -> Completed<'_> {
    let Status { user_profile, conversation_history, information_progress, missing_fields, profile_complete, .. } =
        Status::new(state, &[], history_truncated);
    Completed {
        message: match state.interview.language {
            Some(Language::Japanese) => "ご家族がお待ちです。すぐに声が聞こえてきますよ。",
            _ => "The interview is complete, and your family is about to say hello.",
        },
        user_profile,
        conversation_history,
        history_truncated,
        information_progress,
        missing_fields,
        information_complete: profile_complete,
    }
}

/// What is answered while fields are missing.
///
/// # Errors
/// When the history cannot be read.
pub async fn incomplete(gateway: &Gateway, session: &Session, state: &SessionState) -> Result<ApiError, StoreError> {
    let history = Excerpt::page(gateway, session.id, None, history::IN_PROBLEM).await?;
    let status = Status::new(state, &history.messages, history.is_truncated());
    let detail = "some required fields are still missing";
    let mut problem = Problem::new(400, "profile_incomplete", "Profile incomplete", detail.into());
    problem.more = problem::unfinished(&status);
    Ok(problem.into())
}
