//! What happens in a session, in order: the log that clients follow.

use super::choice::Choice;
use super::ids::{ClientMsgId, MessageId, TurnId};
use super::job::Job;
use super::parts::Change;
use super::patch::Patch;
use super::photo::Photo;
use super::usage::TurnUsage;

/// One thing that happened. The wire names of AG-UI are given by `protocol::ag_ui`.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A person's message was stored and its turn queued.
    UserMessage { message_id: MessageId, text: String, client_msg_id: ClientMsgId, attachments: Vec<Photo> },
    /// A worker took the turn up. Once per turn, however many attempts it takes.
    RunStarted,
    /// An agent begins to speak.
    MessageStart { message_id: MessageId, name: String },
    /// More of its text.
    MessageContent { message_id: MessageId, delta: String },
    /// It has finished speaking.
    MessageEnd { message_id: MessageId },
    /// It offers answers with that message, in place of those that it may have offered with it before.
    ChoicesOffered { message_id: MessageId, choices: Vec<Choice> },
    /// The state document changed. The patch is missing in what versions stored that left it to the reader.
    StateChanged { change: Box<Change>, patch: Option<Patch> },
    /// Long work begins; the name is for programs.
    StepStarted { name: String },
    /// It is over, whatever came of it.
    StepFinished { name: String },
    /// A picture exists: it can be fetched. Of one that was painted, what the painter was asked for; of one that an agent
    /// shows, the message it goes with.
    ImageReady { photo: Photo, prompt: Option<String>, message_id: Option<MessageId> },
    /// A job waits to be done, in the turn of that id.
    JobQueued { turn: TurnId, job: Job },
    /// The turn starts over: texts of the earlier attempt are void.
    TurnRestarted { attempt: u32, discarded: Vec<MessageId> },
    /// The turn ended. Exactly one of this and [`Event::RunError`] per turn. Turns of long ago have no usage.
    RunFinished { outcome: Outcome, usage: Option<TurnUsage> },
    /// The turn ended in an error.
    RunError { code: RunErrorCode, message: String, usage: Option<TurnUsage> },
}

/// Why a turn failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunErrorCode {
    /// The agent could not answer.
    AgentFailed,
    /// The agent, or the model behind it, cannot be reached or takes no more requests now.
    AgentUnavailable,
    /// It was reached and will not answer: the key, the model's name or what was asked is not accepted.
    AgentRefused,
    /// It said nothing for too long.
    AgentStalled,
    /// It broke off in the middle of its answer.
    AgentInterrupted,
    /// It answered with nothing.
    EmptyAnswer,
    /// What it answered cannot be understood.
    BadAnswer,
    /// The turn took longer than it may.
    TimeLimit,
    /// The agent said more than a reply may hold.
    ReplyTooLong,
    /// Every attempt at the turn was cut short.
    AttemptsExhausted,
    /// The painter will not paint what was described; other words may help.
    PaintingRefused,
    /// The picture could not be painted or kept.
    PaintingFailed,
}

/// How a turn that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The agent said all it had to say.
    Success,
    /// Somebody stopped it; what was shown stays.
    Cancelled,
}

impl Outcome {
    /// Its name in metrics and in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Event {
    /// Whether a person reads it as part of what an agent says: nothing of the kind follows a cancel.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        matches!(
            self,
            Self::MessageContent { .. } | Self::ChoicesOffered { .. } | Self::ImageReady { message_id: Some(_), .. }
        )
    }

    /// Whether this event ends its turn.
    #[must_use]
    pub const fn ends_turn(&self) -> bool {
        matches!(self, Self::RunFinished { .. } | Self::RunError { .. })
    }
}

impl RunErrorCode {
    /// Every code there is.
    pub const ALL: [Self; 12] = [
        Self::AgentFailed,
        Self::AgentUnavailable,
        Self::AgentRefused,
        Self::AgentStalled,
        Self::AgentInterrupted,
        Self::EmptyAnswer,
        Self::BadAnswer,
        Self::TimeLimit,
        Self::ReplyTooLong,
        Self::AttemptsExhausted,
        Self::PaintingRefused,
        Self::PaintingFailed,
    ];

    /// Its name on the wire and in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgentFailed => "agent_failed",
            Self::AgentUnavailable => "agent_unavailable",
            Self::AgentRefused => "agent_refused",
            Self::AgentStalled => "agent_stalled",
            Self::AgentInterrupted => "agent_interrupted",
            Self::EmptyAnswer => "empty_answer",
            Self::BadAnswer => "bad_answer",
            Self::TimeLimit => "time_limit",
            Self::ReplyTooLong => "reply_too_long",
            Self::AttemptsExhausted => "attempts_exhausted",
            Self::PaintingRefused => "painting_refused",
            Self::PaintingFailed => "painting_failed",
        }
    }
}
