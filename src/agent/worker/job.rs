//! Runs the turn of a painting: a picture is painted, kept, and told of in the batch that ends the turn.

use std::time::Duration;

use super::{Changes, End, Ended, Left, MOST_ATTEMPTS, Turn, Worker, opening};
use crate::agent::studio::Canvas;
use crate::bus::Batch;
use crate::domain::{Change, Event, Language, Outcome, Painting, Photo, RunErrorCode, SessionId};
use crate::family;
use crate::paint::PaintError;

/// How long a picture may take to be kept. A store that answers takes seconds, with a request that is tried again; one
/// that does not would hold the turn, and all that wait behind it, for as long as its tries add up to.
pub(super) const KEEPING: Duration = Duration::from_mins(1);

impl Worker {
    pub(super) async fn paint_picture(&self, turn: &Turn<'_>, painting: Painting) -> Result<Ended, Left> {
        let done = self.paint_and_tell(turn, painting).await;
        if matches!(done, Err(Left::NotOurs)) {
            self.take_back(turn.claim.fence.session).await;
        }
        done
    }

    async fn paint_and_tell(&self, turn: &Turn<'_>, painting: Painting) -> Result<Ended, Left> {
        let claim = turn.claim;
        let mut begins = opening(claim);
        let begun = claim.earlier.as_ref().is_some_and(|earlier| earlier.steps.contains(&painting.step()));
        if !begun {
            begins.events.push(Event::StepStarted { name: painting.step() });
        }
        turn.append(begins).await?;
        let painted = self.paint(turn, painting).await?;
        let usage = Some(turn.usage());
        let batch = match painted {
            Ok((photo, prompt)) => {
                let change = Change::of(photo);
                let changed = Changes::new(&*self.application, claim).of(&change)?;
                let patch = changed.and_then(|(_, patch)| patch);
                let changed =
                    patch.map(|patch| Event::StateChanged { change: Box::new(change.clone()), patch: Some(patch) });
                let told = Event::ImageReady { photo, prompt: Some(prompt), message_id: None };
                let ended = over(painting, Event::RunFinished { outcome: Outcome::Success, usage });
                let events = changed.into_iter().chain([told]).chain(ended.events).collect();
                // It is put in its place, told, and the turn is settled, all at once.
                Batch { events, state: Some(change), ..ended }
            }
            Err(End::Failed(code, message)) => {
                super::failed(turn, code, &message);
                over(painting, Event::RunError { code, message, usage })
            }
            Err(_) => over(painting, Event::RunFinished { outcome: Outcome::Cancelled, usage }),
        };
        self.end(turn, batch).await
    }

    /// Paints the picture and keeps it; or how the turn ends without.
    async fn paint(&self, turn: &Turn<'_>, painting: Painting) -> Result<Result<(Photo, String), End>, Left> {
        let claim = turn.claim;
        let (session, limit) = (claim.fence.session, self.settings.turn_time_limit);
        let state = family::read(&claim.state)?;
        let language = state.interview.language.unwrap_or(Language::Japanese);
        let end = |code, error: &PaintError| Ok(Err(End::Failed(code, error.told(language).to_owned())));
        if claim.fence.attempt > MOST_ATTEMPTS {
            return end(RunErrorCode::AttemptsExhausted, &PaintError::TimeLimit(limit));
        }
        let painted = tokio::select! {
            biased;
            () = claim.cancelled.cancelled() => return Ok(Err(End::Cancelled)),
            () = claim.lost.cancelled() => return Err(Left::NotOurs),
            () = self.lifecycle.stopping().cancelled() => return Err(Left::Stopping),
            () = tokio::time::sleep(limit) => Err(PaintError::TimeLimit(limit)),
            painted = self.studio.paint(session, painting, &state) => painted,
        };
        let canvas = match painted {
            Ok(canvas) => canvas,
            Err(error) => {
                tracing::warn!(%error, session = %session.hashed(), turn = %claim.fence.turn, "nothing was painted");
                let code = match &error {
                    PaintError::Refused => RunErrorCode::PaintingRefused,
                    PaintError::TimeLimit(_) => RunErrorCode::TimeLimit,
                    PaintError::Unavailable { .. } | PaintError::BadAnswer(_) => RunErrorCode::PaintingFailed,
                };
                return end(code, &error);
            }
        };
        let Canvas { prompt, .. } = &canvas;
        // From here on the picture is there, and a cancel comes too late.
        match self.keep(session, &canvas).await? {
            Ok(photo) => Ok(Ok((photo, prompt.clone()))),
            Err(error) => end(RunErrorCode::PaintingFailed, &error),
        }
    }

    /// Keeps the picture, also when the turn is somebody else's by now: what is on its way to the store would get there
    /// all the same, and can be taken back only when it has.
    async fn keep(&self, session: SessionId, canvas: &Canvas) -> Result<Result<Photo, PaintError>, Left> {
        let keeping = async {
            self.sessions.expect_pictures(session).await.map_err(|error| error.to_string())?;
            let older = self.sessions.shared_with_older();
            let kept = self.studio.keep(session, canvas, self.clock.now(), older).await;
            kept.map_err(|trouble| trouble.to_string())
        };
        let keeping = tokio::time::timeout(KEEPING, keeping);
        let kept = tokio::select! {
            kept = keeping => kept,
            () = self.lifecycle.stopping().cancelled() => return Err(Left::Stopping),
        };
        let trouble = match kept {
            Ok(Ok(photo)) => return Ok(Ok(photo)),
            Ok(Err(trouble)) => trouble,
            Err(_) => format!("the pictures' store: no answer within {KEEPING:?}"),
        };
        tracing::error!(error = %trouble, session = %session.hashed(), "a painting cannot be kept");
        Ok(Err(PaintError::Unavailable { reason: trouble, retry_after: None }))
    }

    /// Leaves no picture of a session that was deleted meanwhile. One that lives keeps all it has: what was put there
    /// may be its next painter's as well.
    async fn take_back(&self, session: SessionId) {
        if matches!(self.sessions.find(session).await, Ok(None)) {
            if let Err(error) = self.sessions.leave_pictures(session).await {
                tracing::debug!(%error, session = %session.hashed(), "pictures that are left are looked for later");
            }
            self.lifecycle.stopping().run_until_cancelled(self.studio.clear(session)).await;
        }
    }
}

/// The end of a turn, with the end of its step.
fn over(painting: Painting, last: Event) -> Batch {
    Batch { events: vec![Event::StepFinished { name: painting.step() }, last], settle: true, ..Batch::default() }
}
