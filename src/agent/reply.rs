//! An answer on its way into the log: a pure reducer from what an agent says to what is appended, and when.
//!
//! The first word of each speaker goes out at once; after that, text is gathered for a moment, so that a fast agent
//! makes a few full frames a second instead of many small ones.

use std::time::Duration;

use tokio::time::Instant;

use super::Utterance;
use crate::bus::{Batch, Claim, Fence};
use crate::domain::{
    Author, Change, Choice, Event, Job, Message, MessageId, MessageStatus, ModelUsage, Outcome, Patch, Photo,
    RunErrorCode, TurnId, TurnUsage, UnixMillis,
};

/// The answer of one attempt at a turn.
pub struct Reply {
    fence: Fence,
    /// When the turn was claimed.
    begun: Instant,
    coalesce: Duration,
    most_bytes: usize,
    /// What the agents have said, the last one perhaps still speaking.
    speeches: Vec<Said>,
    /// Events that are complete but not appended, before `held`.
    events: Vec<Event>,
    /// Text of the last speech that is not appended.
    held: String,
    bytes: usize,
    /// What is to be done afterwards.
    job: Option<Job>,
    /// What the models have taken that were asked; `None` while none has told.
    used: Option<ModelUsage>,
    /// When the first text was handed out.
    first_text_at: Option<Instant>,
    /// When text was last handed out, or was due to be.
    flushed_at: Option<Instant>,
}

/// An agent elsewhere may call its model anything; a longer name than this is none.
const MOST_OF_A_NAME: usize = 128;

/// Messages of one turn. Each is a message of the history, however short it is.
pub const MOST_MESSAGES: usize = 1000;

struct Said {
    id: MessageId,
    name: String,
    /// The text handed out so far.
    text: String,
    /// The pictures handed out so far.
    attachments: Vec<Photo>,
    /// What is offered with it: told when it has ended.
    choices: Vec<Choice>,
    ended: bool,
}

impl Said {
    const fn new(id: MessageId, name: String) -> Self {
        Self { id, name, text: String::new(), attachments: Vec::new(), choices: Vec::new(), ended: false }
    }

    /// What tells that answers are offered with it, if any are.
    fn offer(&self) -> Option<Event> {
        let choices = self.choices.clone();
        (!choices.is_empty()).then_some(Event::ChoicesOffered { message_id: self.id, choices })
    }

    /// An agent that has neither said a word nor shown a picture yet has begun nothing.
    const fn is_silent(&self) -> bool {
        self.text.is_empty() && self.attachments.is_empty()
    }
}

/// What is to be done after an utterance.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Nothing before this moment; then [`Reply::flush`].
    Until(Instant),
    /// Append these now.
    Append(Box<Batch>),
    /// There is nothing to append.
    Nothing,
    /// The answer is longer than it may be: end the turn.
    TooLong,
}

/// How a turn ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Success,
    Cancelled,
    Failed(RunErrorCode, String),
}

impl Reply {
    /// An answer with nothing said yet, of a turn that was claimed when it had `begun`.
    #[must_use]
    pub const fn new(claim: &Claim, begun: Instant, coalesce: Duration, most_bytes: usize) -> Self {
        Self {
            fence: claim.fence,
            begun,
            coalesce,
            most_bytes,
            speeches: Vec::new(),
            events: Vec::new(),
            held: String::new(),
            bytes: 0,
            job: None,
            used: None,
            first_text_at: None,
            flushed_at: None,
        }
    }

    /// Takes in one utterance.
    pub fn on(&mut self, utterance: Utterance, now: Instant) -> Step {
        match utterance {
            Utterance::Start { name } => {
                if self.speeches.len() >= MOST_MESSAGES {
                    return Step::TooLong;
                }
                self.end_speech();
                let index = u32::try_from(self.speeches.len()).unwrap_or(u32::MAX);
                let Fence { session, turn, attempt, tag } = self.fence;
                let id = MessageId::of_agent(session, turn, tag, attempt, index);
                self.speeches.push(Said::new(id, name));
            }
            Utterance::Delta(delta) => {
                self.bytes += delta.len();
                if self.bytes > self.most_bytes {
                    return Step::TooLong;
                }
                self.held.push_str(&delta);
            }
            Utterance::End => self.end_speech(),
            Utterance::Suggest(choices) => {
                let choices = Choice::offered(choices);
                self.bytes += choices.iter().map(Choice::bytes).sum::<usize>();
                if self.bytes > self.most_bytes {
                    return Step::TooLong;
                }
                self.suggest(choices);
            }
            Utterance::Afterwards(job) => self.job = Some(job),
            Utterance::Used(mut usage) => {
                usage.model = usage.model.filter(|name| name.len() <= MOST_OF_A_NAME);
                self.used.get_or_insert(ModelUsage::NONE).add(usage);
            }
            // Nobody is told before it is kept: then it comes as `picture`. What a state changes comes as `change`.
            Utterance::Picture(_) | Utterance::State(_) => {}
        }
        self.due(now)
    }

    /// Takes in a picture that is kept: it goes with what is being said.
    pub fn picture(&mut self, photo: Photo, now: Instant) -> Step {
        self.release_text();
        let Some(speech) = self.speeches.last_mut().filter(|speech| !speech.ended) else { return self.due(now) };
        if speech.attachments.iter().any(|shown| shown.id == photo.id) {
            return self.due(now);
        }
        let message_id = speech.id;
        if speech.is_silent() {
            self.events.push(Event::MessageStart { message_id, name: speech.name.clone() });
        }
        speech.attachments.push(photo);
        self.events.push(Event::ImageReady { photo, prompt: None, message_id: Some(message_id) });
        Step::Append(Box::new(self.flush(now)))
    }

    /// Takes in a change of the state, with the patch for readers if they see it.
    pub fn change(&mut self, change: Change, patch: Option<Patch>) -> Step {
        self.release_text();
        let mut events = std::mem::take(&mut self.events);
        if patch.is_some() {
            events.push(Event::StateChanged { change: Box::new(change.clone()), patch });
        }
        Step::Append(Box::new(Batch { events, state: Some(change), ..Batch::default() }))
    }

    /// Offers answers with what is being said, when that has ended; or with what was said last.
    fn suggest(&mut self, choices: Vec<Choice>) {
        let Some(speech) = self.speeches.last_mut().filter(|_| !choices.is_empty()) else { return };
        speech.choices = choices;
        if speech.ended {
            self.events.extend(speech.offer());
        }
    }

    /// When what is held must go out.
    fn due(&mut self, now: Instant) -> Step {
        if self.held.is_empty() && self.events.is_empty() {
            return Step::Nothing;
        }
        let first_word = self.speeches.last().is_some_and(|speech| speech.text.is_empty() && !self.held.is_empty());
        match self.flushed_at.map(|at| at + self.coalesce) {
            Some(due) if due > now && !first_word => Step::Until(due),
            _ => Step::Append(Box::new(self.flush(now))),
        }
    }

    /// Everything that is held, to be appended now.
    pub fn flush(&mut self, now: Instant) -> Batch {
        self.release_text();
        if self.first_text_at.is_none() && self.speeches.iter().any(|speech| !speech.text.is_empty()) {
            self.first_text_at = Some(now);
        }
        // Counted from when it was due, so that timers that fire late do not add up over a reply.
        let due =
            self.flushed_at.map(|at| at + self.coalesce).filter(|due| (*due..*due + self.coalesce).contains(&now));
        self.flushed_at = Some(due.unwrap_or(now));
        Batch { events: std::mem::take(&mut self.events), ..Batch::default() }
    }

    /// What is left to be said before the turn comes to this end. Handed out apart from the last batch, which is taken even
    /// when somebody has cancelled the turn by now.
    pub fn last_words(&mut self, end: &End, now: Instant) -> Batch {
        self.conclude(end);
        self.flush(now)
    }

    /// Whoever has spoken to a good end has finished.
    fn conclude(&mut self, end: &End) {
        if *end == End::Success {
            self.end_speech();
        }
        self.release_text();
    }

    /// The last batch of the turn, of what is the time `at` and the moment `now`. A cancelled turn keeps only what has
    /// been handed out already.
    #[must_use]
    pub fn end(mut self, end: End, at: UnixMillis, now: Instant) -> Batch {
        if end == End::Cancelled {
            self.held.clear();
            self.take_back();
        }
        self.conclude(&end);
        let cut = match &end {
            End::Success => MessageStatus::Complete,
            End::Cancelled => MessageStatus::Cancelled,
            End::Failed(..) => MessageStatus::Failed,
        };
        let turn = self.fence.turn;
        let mut messages = Vec::new();
        for speech in &self.speeches {
            if speech.is_silent() {
                continue;
            }
            if !speech.ended {
                self.events.push(Event::MessageEnd { message_id: speech.id });
            }
            messages.push(Message {
                id: speech.id,
                at,
                utc_offset: None,
                author: Author::Agent { name: speech.name.clone() },
                text: speech.text.clone(),
                attachments: speech.attachments.clone(),
                // What was cut short is not to be answered as if it were whole.
                choices: if speech.ended { speech.choices.clone() } else { Vec::new() },
                turn,
                status: if speech.ended { MessageStatus::Complete } else { cut },
            });
        }
        if let Some(job) = self.job.filter(|_| end == End::Success && !messages.is_empty()) {
            let turn = TurnId::of_job(self.fence.session, turn.get(), &job);
            self.events.push(Event::JobQueued { turn, job });
        }
        let since_claim = |moment: Instant| millis(moment.saturating_duration_since(self.begun));
        let usage = Some(TurnUsage {
            model: self.used,
            // What was handed out and then refused was never shown.
            time_to_first_token_ms: self.first_text_at.filter(|_| !messages.is_empty()).map(since_claim),
            duration_ms: since_claim(now),
        });
        self.events.push(match end {
            End::Success if messages.is_empty() => {
                let message = "the agent gave an empty answer".into();
                Event::RunError { code: RunErrorCode::EmptyAnswer, message, usage }
            }
            End::Success => Event::RunFinished { outcome: Outcome::Success, usage },
            End::Cancelled => Event::RunFinished { outcome: Outcome::Cancelled, usage },
            End::Failed(code, message) => Event::RunError { code, message, usage },
        });
        Batch { events: self.events, messages, settle: true, ..Batch::default() }
    }

    /// Takes back a batch that was refused.
    pub fn refused(&mut self, batch: Batch) {
        self.events.splice(..0, batch.events);
    }

    /// Unsays what has not been handed out.
    fn take_back(&mut self) {
        for event in std::mem::take(&mut self.events) {
            match event {
                Event::MessageContent { message_id, delta } => {
                    if let Some(speech) = self.speeches.iter_mut().find(|speech| speech.id == message_id) {
                        let shown = speech.text.len().saturating_sub(delta.len());
                        speech.text.truncate(shown);
                        speech.ended = false;
                    }
                }
                Event::ImageReady { photo, message_id: Some(message_id), .. } => {
                    if let Some(speech) = self.speeches.iter_mut().find(|speech| speech.id == message_id) {
                        speech.attachments.retain(|shown| shown.id != photo.id);
                        speech.ended = false;
                    }
                }
                Event::ChoicesOffered { message_id, .. } => {
                    if let Some(speech) = self.speeches.iter_mut().find(|speech| speech.id == message_id) {
                        speech.choices.clear();
                    }
                }
                // The end of a text that was shown in full.
                Event::MessageEnd { message_id } => {
                    let whole = self.speeches.iter().any(|speech| speech.id == message_id && speech.ended);
                    if whole {
                        self.events.push(Event::MessageEnd { message_id });
                    }
                }
                _ => {}
            }
        }
    }

    fn end_speech(&mut self) {
        self.release_text();
        if let Some(speech) = self.speeches.last_mut().filter(|speech| !speech.ended && !speech.is_silent()) {
            speech.ended = true;
            self.events.push(Event::MessageEnd { message_id: speech.id });
            self.events.extend(speech.offer());
        }
    }

    /// Turns the held text into events.
    fn release_text(&mut self) {
        let Some(speech) = self.speeches.last_mut().filter(|_| !self.held.is_empty()) else { return };
        let message_id = speech.id;
        if speech.is_silent() {
            self.events.push(Event::MessageStart { message_id, name: speech.name.clone() });
        }
        speech.text.push_str(&self.held);
        self.events.push(Event::MessageContent { message_id, delta: std::mem::take(&mut self.held) });
    }
}

/// A time in whole milliseconds, as usage is told.
#[must_use]
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
