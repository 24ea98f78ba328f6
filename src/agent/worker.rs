//! Runs turns: claims one, asks the agent, and appends what it says; or does the job that the turn is about.

mod changes;
mod ended;
mod job;
mod outgoing;
mod prompt;
mod turn;

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::album::{Album, Heard};
use super::reply::{End, MOST_MESSAGES, Reply, Step, millis};
use super::studio::Studio;
use super::{Agent, AgentError, Utterance};
use crate::application::Application;
use crate::bus::{Batch, Claim, Earlier, EventLog, Input, TurnQueue};
use crate::domain::{Clock, Event, GREET_FAMILY, Job, Message, Outcome, Painting, RunErrorCode};
use crate::lifecycle::Lifecycle;
use crate::sessions::SessionStore;
use crate::telemetry::genai;
use crate::telemetry::names;

use changes::Changes;
use ended::Ended;
use outgoing::Outgoing;
pub use turn::{Left, Turn};

/// A turn that took its worker down this often is given up.
const MOST_ATTEMPTS: u32 = 16;

/// Turns that are asked for at the same time, while there is room to run them: a queue elsewhere gives many turns at once
/// then, instead of one for each way there and back.
const CLAIMS_AT_ONCE: usize = 32;

/// Who does jobs, as operators know it.
const PAINTER: &str = "painter";

/// How turns are run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Turns run at the same time, at most.
    pub turns_at_once: usize,
    /// How long text is gathered before it is appended; the first word of a reply is never held back.
    pub coalesce: Duration,
    /// A turn that takes longer ends in an error.
    pub turn_time_limit: Duration,
    /// A reply longer than this many bytes ends its turn in an error.
    pub reply_bytes: usize,
    /// Messages of the history an agent is shown.
    pub history: usize,
}

/// Runs turns until the process drains.
pub struct Worker {
    pub log: Arc<dyn EventLog>,
    pub turns: Arc<dyn TurnQueue>,
    pub sessions: Arc<dyn SessionStore>,
    pub clock: Arc<dyn Clock>,
    pub agent: Arc<dyn Agent>,
    pub application: Arc<dyn Application>,
    pub studio: Studio,
    pub lifecycle: Lifecycle,
    pub settings: Settings,
}

impl Worker {
    /// Claims turns and runs each in a task of its own, as many at a time as the settings allow.
    pub async fn run(self: Arc<Self>) {
        let free = Arc::new(Semaphore::new(self.settings.turns_at_once));
        futures::future::join_all((0..CLAIMS_AT_ONCE).map(|_| self.claim_and_run(&free))).await;
    }

    async fn claim_and_run(self: &Arc<Self>, free: &Arc<Semaphore>) {
        let draining = self.lifecycle.draining();
        loop {
            // Nothing is claimed before there is room to run it.
            let next = async { (Arc::clone(free).acquire_owned().await, self.turns.claim().await) };
            let Some((permit, claim)) = draining.run_until_cancelled(next).await else { return };
            let worker = Arc::clone(self);
            self.lifecycle.spawn(async move {
                let _permit = permit;
                let _running = Running::new();
                worker.run_turn(claim).await;
            });
        }
    }

    async fn run_turn(&self, claim: Claim) {
        let (session, turn, attempt) = (claim.fence.session, claim.fence.turn, claim.fence.attempt);
        tracing::debug!(session = %session.hashed(), %turn, attempt, "turn begins");
        let turn_now = Turn::new(&claim, &*self.log, &self.lifecycle);
        let painting = match &claim.input {
            Input::Job(job) => Painting::of(job),
            Input::Message(_) => None,
        };
        let agent = if painting.is_some() { PAINTER } else { self.agent.name() };
        let span = genai::turn(agent, session.hashed(), turn, attempt);
        let ran = async {
            match (&claim.input, painting) {
                (Input::Message(message), _) => self.answer(&turn_now, Some(message)).await,
                (Input::Job(_), Some(painting)) => self.paint_picture(&turn_now, painting).await,
                (Input::Job(job), None) if *job == GREET_FAMILY => self.answer(&turn_now, None).await,
                (Input::Job(job), None) => self.refuse(&turn_now, job).await,
            }
        };
        let ran = ran.instrument(span.clone()).await;
        if ran.is_err() {
            genai::turn_ended(&span, "left", false);
        }
        match ran {
            Ok(ended) => {
                ended.measure();
                ended.trace(&span);
                let (outcome, elapsed_ms) = (ended.outcome, millis(turn_now.begun.elapsed()));
                tracing::info!(session = %session.hashed(), %turn, attempt, outcome, elapsed_ms, "turn ended");
            }
            Err(Left::Stopping) => tracing::info!(
                session = %session.hashed(),
                %turn,
                attempt,
                "turn kept for the next start"
            ),
            Err(Left::NotOurs | Left::Cancelled) => {
                tracing::info!(session = %session.hashed(), %turn, attempt, "turn dropped: it is no longer ours");
            }
            Err(Left::Broken(error)) => {
                tracing::error!(
                    %error,
                    session = %session.hashed(),
                    %turn,
                    attempt,
                    "turn cannot be ended; it is left for the next start"
                );
                claim.release.keep();
            }
        }
    }

    /// Ends a turn whose job is of another version of hera.
    async fn refuse(&self, turn: &Turn<'_>, job: &Job) -> Result<Ended, Left> {
        turn.append(opening(turn.claim)).await?;
        let (code, message) = (RunErrorCode::AgentFailed, "this version of hera does not know what is to be done");
        failed(turn, code, &format!("no job is called {job}"));
        let last = Event::RunError { code, message: message.into(), usage: Some(turn.usage()) };
        self.end(turn, Batch { events: vec![last], settle: true, ..Batch::default() }).await
    }

    /// Answers the message; without one, has the agent greet.
    async fn answer(&self, turn: &Turn<'_>, message: Option<&Message>) -> Result<Ended, Left> {
        let claim = turn.claim;
        turn.append(opening(claim)).await?;
        let mut reply = Reply::new(claim, turn.begun, self.settings.coalesce, self.settings.reply_bytes);
        let end = if claim.fence.attempt > MOST_ATTEMPTS {
            End::Failed(RunErrorCode::AttemptsExhausted, "every attempt at an answer was cut short".into())
        } else if claim.cancelled.is_cancelled() {
            End::Cancelled
        } else {
            match self.prompt(turn, message).await {
                Ok(prompt) => {
                    let answer = match message {
                        Some(_) => Some(self.agent.answer(prompt)),
                        None => self.agent.greet(prompt),
                    };
                    let Some(answer) = answer else { return self.say_nothing(turn).await };
                    let answer = self.album(claim).keep_all(answer);
                    self.converse(turn, answer, &mut reply).await?
                }
                Err(Left::Broken(error)) => {
                    tracing::error!(
                        %error,
                        session = %claim.fence.session.hashed(),
                        "the history of a turn cannot be read"
                    );
                    End::Failed(RunErrorCode::AgentFailed, "what was said before cannot be read".into())
                }
                Err(left) => return Err(left),
            }
        };
        if let End::Failed(code, message) = &end {
            failed(turn, *code, message);
        }
        self.end(turn, reply.end(end, self.clock.now(), Instant::now())).await
    }

    /// Appends the last batch of a turn.
    async fn end(&self, turn: &Turn<'_>, batch: Batch) -> Result<Ended, Left> {
        let ended = Ended::as_told_by(batch.events.last());
        turn.append(batch).await.map(|()| ended)
    }

    /// Ends a turn in which there is nothing to be said.
    async fn say_nothing(&self, turn: &Turn<'_>) -> Result<Ended, Left> {
        let events = vec![Event::RunFinished { outcome: Outcome::Success, usage: Some(turn.usage()) }];
        self.end(turn, Batch { events, settle: true, ..Batch::default() }).await
    }

    /// Appends what the agent says until it ends or is ended; all of it, but for what a cancelled turn had not shown.
    async fn converse(
        &self,
        turn: &Turn<'_>,
        answer: BoxStream<'static, Result<Heard, AgentError>>,
        reply: &mut Reply,
    ) -> Result<End, Left> {
        let mut outgoing = Outgoing::new(turn, !self.settings.coalesce.is_zero());
        let end = self.listen(turn, answer, reply, &mut outgoing).await?;
        if end == End::Cancelled {
            outgoing.stop(reply).await?;
            return Ok(end);
        }
        outgoing.add(reply.last_words(&end, Instant::now()));
        Ok(if outgoing.drain(reply).await? { end } else { End::Cancelled })
    }

    /// Hears the agent out. It is let go as soon as the turn ends, whatever is on its way into the log.
    async fn listen(
        &self,
        turn: &Turn<'_>,
        mut answer: BoxStream<'static, Result<Heard, AgentError>>,
        reply: &mut Reply,
        outgoing: &mut Outgoing<'_>,
    ) -> Result<End, Left> {
        let limit = self.settings.turn_time_limit;
        let mut time_is_up = std::pin::pin!(tokio::time::sleep(limit));
        // Made once: each listens on a list that others share.
        let mut cancelled = std::pin::pin!(turn.claim.cancelled.cancelled());
        let mut lost = std::pin::pin!(turn.claim.lost.cancelled());
        let mut stopping = std::pin::pin!(self.lifecycle.stopping().cancelled());
        let mut flush = std::pin::pin!(tokio::time::sleep(Duration::ZERO));
        let mut holding = false;
        let mut changes: Option<Changes<'_>> = None;
        loop {
            tokio::select! {
                biased;
                () = &mut cancelled => return Ok(End::Cancelled),
                () = &mut lost => return Err(Left::NotOurs),
                () = &mut stopping => return Err(Left::Stopping),
                () = &mut time_is_up => {
                    return Ok(End::Failed(RunErrorCode::TimeLimit, format!("no end after {limit:?}")));
                }
                appended = outgoing.appended(reply) => {
                    if !appended? {
                        return Ok(End::Cancelled);
                    }
                }
                () = &mut flush, if holding => {
                    holding = false;
                    outgoing.add(reply.flush(Instant::now()));
                }
                said = answer.next(), if !outgoing.is_full() => {
                    let step = match said {
                        None => return Ok(End::Success),
                        Some(Err(AgentError { code, message })) => return Ok(End::Failed(code, message)),
                        Some(Ok(Heard::Utterance(Utterance::State(change)))) => {
                            let changes = changes.get_or_insert_with(|| Changes::new(&*self.application, turn.claim));
                            match changes.of(&change)? {
                                Some((change, patch)) => reply.change(change, patch),
                                None => Step::Nothing,
                            }
                        }
                        Some(Ok(Heard::Utterance(utterance))) => reply.on(utterance, Instant::now()),
                        Some(Ok(Heard::Picture(photo))) => reply.picture(photo, Instant::now()),
                    };
                    match step {
                        Step::Nothing => {}
                        Step::Until(due) if holding => debug_assert!(due == flush.deadline()),
                        Step::Until(due) => {
                            flush.as_mut().reset(due);
                            holding = true;
                        }
                        Step::Append(batch) => {
                            holding = false;
                            outgoing.add(*batch);
                        }
                        Step::TooLong => {
                            let most = self.settings.reply_bytes;
                            let message = format!("more than {most} bytes or {MOST_MESSAGES} messages");
                            return Ok(End::Failed(RunErrorCode::ReplyTooLong, message));
                        }
                    }
                }
            }
        }
    }

    fn album(&self, claim: &Claim) -> Album {
        Album {
            session: claim.fence.session,
            darkroom: self.studio.darkroom.clone(),
            photos: self.studio.photos.clone(),
            sessions: Arc::clone(&self.sessions),
            clock: Arc::clone(&self.clock),
            lifecycle: self.lifecycle.clone(),
        }
    }
}

fn failed(turn: &Turn<'_>, code: RunErrorCode, message: &str) {
    let (session, turn) = (turn.claim.fence.session, turn.claim.fence.turn);
    tracing::warn!(session = %session.hashed(), %turn, code = code.name(), error = %message, "turn failed");
}

/// The events that open a turn: its start, or its starting over, before which what was begun is ended.
fn opening(claim: &Claim) -> Batch {
    let events = match &claim.earlier {
        None => vec![Event::RunStarted],
        Some(Earlier { begun, open, .. }) => {
            let ended = open.iter().map(|&message_id| Event::MessageEnd { message_id });
            let restarted = Event::TurnRestarted { attempt: claim.fence.attempt, discarded: begun.clone() };
            ended.chain([restarted]).collect()
        }
    };
    Batch { events, ..Batch::default() }
}

/// Counts a turn as running while it lives.
struct Running;

impl Running {
    fn new() -> Self {
        metrics::gauge!(names::TURNS_RUNNING).increment(1);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        metrics::gauge!(names::TURNS_RUNNING).decrement(1);
    }
}

#[cfg(test)]
mod tests;
