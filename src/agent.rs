//! What an agent is, and the worker that runs one turn after another.

pub mod about;
pub mod acts;
mod album;
pub mod care;
mod classify;
mod cue;
mod decide;
mod family;
mod given_names;
pub mod hera;
pub mod intent;
pub mod load;
mod memory;
pub mod mind;
pub mod pace;
pub mod remote;
pub mod reply;
mod romaji;
mod script;
pub mod studio;
pub mod worker;

use bytes::Bytes;
use futures::stream::BoxStream;

use crate::domain::{
    Change, Choice, Job, Message, MessageId, ModelUsage, Photo, RunErrorCode, SessionId, SessionState, State, TurnId,
    UnixMillis, UtcOffset,
};

/// Something that answers a person.
///
/// An agent is asked again, with the same [`Prompt`], when the worker that ran the turn died; it must not count
/// on having been asked before. What it yields becomes events in the order in which it yields it. Dropping the
/// stream cancels the answer and must release whatever stands behind it.
pub trait Agent: Send + Sync {
    /// What operators know it by, in spans.
    fn name(&self) -> &'static str {
        "agent"
    }

    /// The answer to `prompt`, piece by piece.
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>>;

    /// What it says when the person has gone over to the family without a word: `text` is empty. Nothing if the family
    /// has spoken already, or there is none.
    fn greet(&self, _prompt: Prompt) -> Option<BoxStream<'static, Result<Utterance, AgentError>>> {
        None
    }

    /// Gets ready what its first answer would have to wait for. Called once, in a thread of its own, when the process takes
    /// work already.
    fn prepare(&self) {}

    /// How much of the history it is to be shown, in this state.
    fn recalls(&self, _state: &State) -> Recall {
        Recall::AsSet
    }
}

/// How much of a history an agent is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    /// As many of the newest messages as the settings say.
    AsSet,
    /// What came after this message, or everything: the newest of it, of about so many bytes.
    Since { message: Option<MessageId>, bytes: usize },
}

/// What an agent is told about the turn it is to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt<S = State> {
    pub session: SessionId,
    pub turn: TurnId,
    /// How often the turn has been begun, this time counted: more than 1 when an earlier worker died at it.
    pub attempt: u32,
    /// What the person said: the message this turn answers.
    pub text: String,
    /// When that was; `None` when nothing was said.
    pub at: Option<UnixMillis>,
    /// The clock of the place where it was said, where that is known.
    pub utc_offset: Option<UtcOffset>,
    /// The pictures that go with it.
    pub attachments: Vec<Photo>,
    /// The state of the session when the turn was first taken up.
    pub state: S,
    /// What was said before, oldest first: the newest part of the history, without the message itself.
    pub history: Vec<Message>,
}

/// A prompt whose state is read as that of Hera.
pub type HeraPrompt = Prompt<SessionState>;

impl<S> Prompt<S> {
    /// The same with the state in another form.
    #[must_use]
    pub fn with<T>(self, state: T) -> Prompt<T> {
        let Self { session, turn, attempt, text, at, utc_offset, attachments, state: _, history } = self;
        Prompt { session, turn, attempt, text, at, utc_offset, attachments, state, history }
    }
}

impl Prompt {
    /// The same with its state read as that of Hera.
    ///
    /// # Errors
    /// When a part of it is damaged.
    pub fn read(self) -> Result<HeraPrompt, AgentError> {
        match crate::family::read(&self.state) {
            Ok(state) => Ok(self.with(state)),
            Err(error) => Err(AgentError { code: RunErrorCode::AgentFailed, message: error.to_string() }),
        }
    }
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Utterance {
    /// The state of the session changes now.
    State(Box<Change>),
    /// The agent of that name begins to speak.
    Start { name: String },
    /// More of its text: a word or so.
    Delta(String),
    /// It shows a picture: the bytes of a file, of whatever kind. What is no picture that hera takes is left out.
    Picture(Bytes),
    /// It has finished speaking.
    End,
    /// It offers these answers with what it says, or has said last, in place of those that it offered with it before:
    /// as many, and as long ones, as [`Choice::offered`] says.
    Suggest(Vec<Choice>),
    /// When the answer has been given, this is to be done, in a turn of its own.
    Afterwards(Job),
    /// A model was asked, and this is what it took. Of several in a turn the sum is told.
    Used(ModelUsage),
}

/// The agent cannot answer. The text shown so far stays; the person may ask again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AgentError {
    /// For programs.
    pub code: RunErrorCode,
    /// For people: what happened, without keys, addresses or anything a person said.
    pub message: String,
}
