//! Stored messages, sessions and turns.

use serde::{Deserialize, Serialize};

use super::choice::{self, ChoiceRecord};
use super::photo::{self, PhotoRecord};
use super::v1::StateRecord;
use crate::domain::{Author, ClientMsgId, Job, Message, MessageId, MessageStatus, Tag, TurnId, UnixMillis, UtcOffset};

/// What never changes of a session.
#[derive(Debug, Serialize, Deserialize)]
pub struct SessionRecord {
    pub owner: [u8; 16],
    pub created_at: i64,
    /// The tag of the place before the first event.
    pub tag: u32,
}

/// A turn that has not ended. Its place in the order is the `seq` of the event that tells of its message or its job.
#[derive(Debug, Serialize, Deserialize)]
pub struct TurnRecord {
    pub turn: u64,
    /// Position of its message in the history; 0 for a job.
    pub position: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<JobRecord>,
    /// Claims that a dead process held.
    pub attempts: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// The state before the turn changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<StateRecord>,
}

impl TurnRecord {
    /// A turn that answers the message at `position`.
    #[must_use]
    pub const fn of_message(turn: TurnId, position: u64) -> Self {
        Self { turn: turn.get(), position, job: None, attempts: 0, cancelled: false, base: None }
    }

    /// A turn in which `job` is done; `tag` is that of its event.
    #[must_use]
    pub fn of_job(turn: TurnId, job: &Job, tag: Tag) -> Self {
        let job = Some(JobRecord { name: job.to_string(), tag: tag.get() });
        Self { turn: turn.get(), position: 0, job, attempts: 0, cancelled: false, base: None }
    }
}

/// What a turn without a message is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct JobRecord {
    pub name: String,
    /// Of the event that tells of it.
    pub tag: u32,
}

/// What is remembered of a `client_msg_id`.
#[derive(Debug, Serialize, Deserialize)]
pub struct SentRecord {
    pub position: u64,
    pub seq: u64,
    pub tag: u32,
}

/// A message of the history.
#[derive(Debug, Serialize, Deserialize)]
pub struct MessageRecord {
    id: u64,
    at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    utc_offset_min: Option<i16>,
    turn: u64,
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<PhotoRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_msg_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Cut>,
}

/// Why a text is not all that was to be said.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cut {
    Cancelled,
    Failed,
}

impl From<&Message> for MessageRecord {
    fn from(message: &Message) -> Self {
        let (client_msg_id, name) = match &message.author {
            Author::User { client_msg_id } => (Some(client_msg_id.to_string()), None),
            Author::Agent { name } => (None, Some(name.clone())),
        };
        Self {
            id: message.id.get(),
            at: message.at.0,
            utc_offset_min: message.utc_offset.map(UtcOffset::minutes),
            turn: message.turn.get(),
            text: message.text.clone(),
            attachments: photo::records(&message.attachments),
            choices: choice::records(&message.choices),
            client_msg_id,
            name,
            status: match message.status {
                MessageStatus::Complete => None,
                MessageStatus::Cancelled => Some(Cut::Cancelled),
                MessageStatus::Failed => Some(Cut::Failed),
            },
        }
    }
}

impl From<MessageRecord> for Message {
    fn from(record: MessageRecord) -> Self {
        let client_msg_id = record.client_msg_id.and_then(|id| id.parse::<ClientMsgId>().ok());
        Self {
            id: MessageId::from_number(record.id),
            at: UnixMillis(record.at),
            utc_offset: record.utc_offset_min.and_then(|minutes| UtcOffset::of_minutes(minutes.into())),
            turn: TurnId::from_number(record.turn),
            text: record.text,
            attachments: photo::photos(record.attachments),
            choices: choice::choices(record.choices),
            author: match client_msg_id {
                Some(client_msg_id) => Author::User { client_msg_id },
                None => Author::Agent { name: record.name.unwrap_or_default() },
            },
            status: match record.status {
                None => MessageStatus::Complete,
                Some(Cut::Cancelled) => MessageStatus::Cancelled,
                Some(Cut::Failed) => MessageStatus::Failed,
            },
        }
    }
}
