//! What was said.

use super::choice::Choice;
use super::clock::{UnixMillis, UtcOffset};
use super::ids::{ClientMsgId, MessageId, TurnId};
use super::photo::Photo;

/// A message of the history, in the form every reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Unique in its session.
    pub id: MessageId,
    /// When it was stored.
    pub at: UnixMillis,
    /// The clock of the place where a person said it, where their client told it.
    pub utc_offset: Option<UtcOffset>,
    /// Who said it.
    pub author: Author,
    /// The whole text.
    pub text: String,
    /// Pictures that go with it.
    pub attachments: Vec<Photo>,
    /// Answers that an agent offers with it, until the next message.
    pub choices: Vec<Choice>,
    /// The turn it started (a person's) or belongs to (an agent's).
    pub turn: TurnId,
    /// Whether the text is all that was to be said.
    pub status: MessageStatus,
}

/// Who said a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The person, with the name their client gave the message.
    User { client_msg_id: ClientMsgId },
    /// An agent, under the name it speaks by (`Hera`).
    Agent { name: String },
}

impl Author {
    /// `user`, or the name the agent speaks by.
    #[must_use]
    pub const fn speaker(&self) -> &str {
        match self {
            Self::User { .. } => "user",
            Self::Agent { name } => name.as_str(),
        }
    }
}

/// Whether a stored text is all that was to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// Said to its end.
    Complete,
    /// The turn was cancelled after this much.
    Cancelled,
    /// The agent failed after this much.
    Failed,
}
