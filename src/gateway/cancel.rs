//! Stopping a turn.

use axum::Json;
use axum::extract::State;

use super::Gateway;
use super::error::ApiError;
use super::extract::{Raw, SessionPath};
use crate::bus::Cancel;
use crate::domain::TurnId;
use crate::protocol::http::{CancelRequest, CancelStatus, Cancelling};
use crate::protocol::problem::Problem;
use crate::protocol::shown::Shown;

/// Stops the running turn, or the named one. The turn's `RUN_FINISHED` follows on the event streams.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/cancel",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    request_body(content = Option<CancelRequest>, description = "May be left out"),
    responses(
        (status = 200, description = "The turn is being stopped", body = Cancelling),
        (status = 409, description = "No such turn is running or waiting", body = Problem,
            content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn cancel(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    Raw(body): Raw,
) -> Result<Json<Cancelling>, ApiError> {
    match gateway.turns.cancel(session, asked_for(&body)?).await? {
        Cancel::Asked(turn) => Ok(Json(Cancelling { status: CancelStatus::Cancelling, turn_id: Shown(turn) })),
        Cancel::NoTurn => Err(ApiError::NoTurn),
    }
}

/// The turn that the body names, whatever its media type: an empty body names none.
fn asked_for(body: &[u8]) -> Result<Option<TurnId>, ApiError> {
    if body.is_empty() {
        return Ok(None);
    }
    let request: CancelRequest =
        serde_json::from_slice(body).map_err(|error| ApiError::BadRequest(format!("the body: {error}")))?;
    let turn = request.turn_id.map(|turn| turn.parse()).transpose();
    turn.map_err(|error| ApiError::BadRequest(format!("turn_id: {error}")))
}
