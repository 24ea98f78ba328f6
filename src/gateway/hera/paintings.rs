//! Paintings asked for by HTTP: of the partner, and of the children.

use axum::Json;
use axum::extract::State;

use super::interview::of_hera;
use crate::bus::AcceptedJob;
use crate::domain::{Outcome, Painting, PhotoKind, SessionId, SessionState, TurnId};
use crate::family;
use crate::gateway::Gateway;
use crate::gateway::error::ApiError;
use crate::gateway::extract::{Raw, SessionPath};
use crate::gateway::turn_end::{Awaited, TurnEnd};
use crate::protocol::http::{ChildMeta, ChildRequest, Generated, ImageRequest, PartnerMeta};
use crate::protocol::photo;
use crate::protocol::problem::Problem;

/// Paints the partner as they were described, and waits until the picture can be fetched. Open sockets see the turn in
/// which that is done. Asked again while it is done, waits for the same picture.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/generate-image",
    tag = "pictures",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    request_body = ImageRequest,
    responses(
        (status = 200, description = "The picture can be fetched", body = Generated<PartnerMeta>),
        (status = 400, description = "Nobody has said what the partner's face looks like", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "Somebody stopped it, the session has as many pictures as it may have, or it is a
            chat with another agent than Hera", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The painter declines the description; other words may help", body = Problem,
            content_type = "application/problem+json"),
        (status = 502, description = "It could not be painted", body = Problem,
            content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn partner(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    Raw(body): Raw,
) -> Result<Json<Generated<PartnerMeta>>, ApiError> {
    let ImageRequest { target } = read(&body)?;
    if target != "partner" {
        return Err(ApiError::BadRequest("target: only `partner` can be painted here".into()));
    }
    let (_, state) = of_hera(&gateway, session).await?;
    if state.profile.partner_face_description.is_none() {
        let detail = "partner_face_description is missing: say first what the partner's face looks like";
        return Err(not_yet("partner_face_description_missing", detail));
    }
    let (image_url, prompt_used) = painted(&gateway, session, Painting::Partner, &state).await?;
    Ok(Json(Generated::new(image_url, PartnerMeta::new(prompt_used))))
}

/// Paints a child of the person and their partner, and waits until the picture can be fetched.
#[utoipa::path(
    post,
    path = "/api/sessions/{id}/generate-child-image",
    tag = "pictures",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    request_body(content = Option<ChildRequest>, description = "May be left out: the next child without a picture"),
    responses(
        (status = 200, description = "The picture can be fetched", body = Generated<ChildMeta>),
        (status = 400, description = "The picture of the person or of the partner is missing, or there is no such child",
            body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Somebody stopped it, the session has as many pictures as it may have, or it is a
            chat with another agent than Hera", body = Problem, content_type = "application/problem+json"),
        (status = 502, description = "It could not be painted", body = Problem,
            content_type = "application/problem+json"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn child(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    Raw(body): Raw,
) -> Result<Json<Generated<ChildMeta>>, ApiError> {
    let asked = if body.is_empty() { ChildRequest::default() } else { read(&body)? };
    let (_, state) = of_hera(&gateway, session).await?;
    let missing = match (&state.photos.user, &state.photos.partner) {
        (None, _) => Some(("user_photo_missing", "the photo of the person is missing: upload it first")),
        (_, None) => Some(("partner_image_missing", "the picture of the partner is missing: have it painted first")),
        _ => None,
    };
    if let Some((code, detail)) = missing {
        return Err(not_yet(code, detail));
    }
    let number = number(&state, asked.child)?;
    let (image_url, _) = painted(&gateway, session, Painting::Child(number), &state).await?;
    Ok(Json(Generated::new(image_url, ChildMeta::new(number))))
}

/// What is needed first is not there.
fn not_yet(code: &'static str, detail: &str) -> ApiError {
    Problem::new(400, code, "Not yet possible", detail.into()).into()
}

/// Which child: the one that was asked for, or the next without a picture, or else the first again.
fn number(state: &SessionState, asked: Option<u8>) -> Result<u8, ApiError> {
    let most = u8::try_from(state.profile.children.len().max(1)).unwrap_or(u8::MAX);
    match asked {
        Some(number) if (1..=most).contains(&number) => Ok(number),
        Some(_) => Err(ApiError::BadRequest(format!("child: must be 1 to {most}, as there are children"))),
        None => Ok((1..=most).find(|number| state.photos.of(PhotoKind::Child(*number)).is_none()).unwrap_or(1)),
    }
}

/// Has it painted; where the picture is, and what the painter was asked for.
async fn painted(
    gateway: &Gateway,
    session: SessionId,
    painting: Painting,
    state: &SessionState,
) -> Result<(String, String), ApiError> {
    if gateway.lifecycle.draining().is_cancelled() {
        return Err(ApiError::Draining);
    }
    if gateway.photos.is_full(session).await? {
        return Err(ApiError::ImagesFull);
    }
    let job = painting.job();
    let turn = TurnId::of_job(session, rand::random(), &job);
    let AcceptedJob { id, turn, .. } = gateway.log.accept_job(session, turn, job).await?;
    let ended = TurnEnd::of(gateway, session, Awaited::job(turn, id), family::written(state)).await?;
    match (ended.outcome, ended.picture) {
        (Outcome::Cancelled, _) => Err(ApiError::Stopped),
        (Outcome::Success, Some((photo, prompt))) => Ok((photo::url(session, photo.id), prompt)),
        (Outcome::Success, None) => Err(ApiError::Internal("a painting ended without a picture".into())),
    }
}

/// The body, whatever its media type: the original application did not look at it.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::BadRequest(format!("the body: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Child, MediaType, Photo, PhotoId, UnixMillis};

    #[test]
    fn children_are_painted_in_order() {
        let mut state = SessionState::default();
        assert_eq!(number(&state, None).unwrap(), 1);
        state.profile.children = vec![Child::default(); 3];
        for next in [1, 3] {
            assert_eq!(number(&state, None).unwrap(), next);
            for number in [next, 2] {
                state.photos.put(Photo {
                    id: PhotoId::of_digest(&[0; 32]),
                    kind: PhotoKind::Child(number),
                    media_type: MediaType::Png,
                    width: 1,
                    height: 1,
                    bytes: 1,
                    created_at: UnixMillis(0),
                    illustration: true,
                });
            }
        }
        assert_eq!(number(&state, None).unwrap(), 1);
        assert_eq!(number(&state, Some(2)).unwrap(), 2);
        for none in [0, 4] {
            assert!(number(&state, Some(none)).is_err());
        }
    }
}
