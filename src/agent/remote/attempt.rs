//! One try at an answer, and what is done when it fails: it is tried again, as long as nothing of it was told.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use tokio::time::sleep;

use super::super::{Agent, AgentError, HeraPrompt, Prompt, Utterance};
use crate::domain::RunErrorCode;

/// The first pause before an agent is asked again, at least; the next ones are twice as long each, up to the longest. All
/// together, some 15 to 30 seconds, they outlast the restart of an agent's server.
const PAUSE: Duration = Duration::from_millis(300);
const LONGEST: Duration = Duration::from_secs(5);
const REPEATS: usize = 6;
/// Repetitions where it answers, and with nothing: that is no restart, and one that has nothing to say is asked in vain.
const REPEATS_OF_NOTHING: usize = 2;
/// An agent that asks for a longer pause is not waited for.
const MOST_ASKED: Duration = Duration::from_secs(15);

/// An agent elsewhere that is asked once.
pub trait Attempt: Send + Sync + 'static {
    /// What operators know it by, in spans.
    fn name(&self) -> &'static str;

    /// The answer to `prompt`, piece by piece; the first error ends it. Dropping the stream closes the connection.
    fn begin(self: Arc<Self>, prompt: HeraPrompt, attempt: Try) -> BoxStream<'static, Result<Utterance, Failure>>;
}

/// Which one of the attempts at an answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    /// Attempts before.
    pub before: usize,
}

impl Try {
    /// Whether there are none after it, if it fails so.
    #[must_use]
    pub const fn is_last(self, code: RunErrorCode) -> bool {
        self.before >= if matches!(code, RunErrorCode::EmptyAnswer) { REPEATS_OF_NOTHING } else { REPEATS }
    }
}

/// Why an attempt came to nothing, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub error: AgentError,
    /// Whether the same may be asked again, while nothing of the answer was told.
    pub passing: bool,
    /// Not before that time has passed.
    pub retry_after: Option<Duration>,
    /// The status it was answered with, if that was an error.
    pub status: Option<u16>,
}

impl Failure {
    /// Whether the request is not what the server takes: another form of it may be.
    #[must_use]
    pub const fn malformed(&self) -> bool {
        matches!(self.status, Some(400 | 413 | 415 | 422))
    }

    /// Whether it is about the size of this request, and of no other.
    #[must_use]
    pub fn too_large(&self) -> bool {
        self.status == Some(413)
    }

    /// Whether the server has stumbled, maybe over the request.
    #[must_use]
    pub const fn stumbled(&self) -> bool {
        matches!(self.status, Some(500 | 501))
    }

    /// Another attempt may go better.
    pub fn passing(code: RunErrorCode, message: impl Into<String>) -> Self {
        Self { passing: true, ..Self::lasting(code, message) }
    }

    /// Another attempt would not go better, or might do harm.
    pub fn lasting(code: RunErrorCode, message: impl Into<String>) -> Self {
        Self { error: AgentError { code, message: message.into() }, passing: false, retry_after: None, status: None }
    }
}

/// An agent elsewhere, asked again while that may help.
pub struct Remote<A>(Arc<A>);

/// An answer on its way.
struct Answer<A> {
    agent: Arc<A>,
    prompt: HeraPrompt,
    /// What comes of the attempt; `None` once the answer has ended.
    pieces: Option<BoxStream<'static, Result<Utterance, Failure>>>,
    pauses: ExponentialBackoff,
    attempt: Try,
    /// From the first piece that was told, nothing can be done about a failure.
    told: bool,
}

impl<A> Remote<A> {
    #[must_use]
    pub fn new(agent: A) -> Self {
        Self(Arc::new(agent))
    }
}

impl<A: Attempt> Agent for Remote<A> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let prompt = match prompt.read() {
            Ok(prompt) => prompt,
            Err(error) => return stream::iter([Err(error)]).boxed(),
        };
        let pauses =
            ExponentialBuilder::default().with_min_delay(PAUSE).with_max_delay(LONGEST).with_max_times(REPEATS);
        let pauses = pauses.with_jitter().build();
        let attempt = Try { before: 0 };
        let pieces = Some(Arc::clone(&self.0).begin(prompt.clone(), attempt));
        let answer = Answer { agent: Arc::clone(&self.0), prompt, pieces, pauses, attempt, told: false };
        stream::unfold(answer, |mut answer| async { answer.next().await.map(|piece| (piece, answer)) }).boxed()
    }
}

impl<A: Attempt> Answer<A> {
    async fn next(&mut self) -> Option<Result<Utterance, AgentError>> {
        loop {
            let failure = match self.pieces.as_mut()?.next().await? {
                Ok(utterance) => {
                    self.told |= !matches!(utterance, Utterance::Used(_));
                    return Some(Ok(utterance));
                }
                Err(failure) => failure,
            };
            self.pieces = None;
            let Some(pause) = self.pause(&failure) else { return Some(Err(self.over(failure))) };
            let (session, error) = (self.prompt.session, &failure.error);
            tracing::warn!(
                session = %session.hashed(),
                code = error.code.name(),
                %error,
                "asking an agent failed; it is asked again"
            );
            sleep(pause).await;
            self.attempt.before += 1;
            self.pieces = Some(Arc::clone(&self.agent).begin(self.prompt.clone(), self.attempt));
        }
    }

    /// How long to wait before the agent is asked again; `None` when it is not to be.
    fn pause(&mut self, failure: &Failure) -> Option<Duration> {
        if self.told || !failure.passing || self.attempt.is_last(failure.error.code) {
            return None;
        }
        let asked = failure.retry_after.unwrap_or_default();
        self.pauses.next().map(|pause| pause.max(asked)).filter(|_| asked <= MOST_ASKED)
    }

    /// How the turn ends: who has begun to answer was there, and broke off.
    fn over(&self, failure: Failure) -> AgentError {
        let AgentError { code, message } = failure.error;
        let broke_off = matches!(code, RunErrorCode::AgentUnavailable | RunErrorCode::AgentFailed);
        AgentError { code: if self.told && broke_off { RunErrorCode::AgentInterrupted } else { code }, message }
    }
}
