//! What a shared store keeps in a form that its operator reads.

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::choice::{self, ChoiceRecord};
use super::parts::{AGENT, INTERVIEW, MEMBERS, PHASE, PLAN, PROFILE, TALK, TRIP};
use super::photo::{self, PhotoRecord};
use crate::domain::{Author, ClientMsgId, Message, MessageStatus, State, UnixMillis, UtcOffset};

/// The `_meta` of a session.
#[derive(Debug, Serialize, Deserialize)]
pub struct MetaRecord {
    pub session_id: String,
    pub owner: String,
    /// Unix milliseconds.
    pub created_at: i64,
    pub phase: String,
    /// Grows with every change of the state.
    pub version: u64,
    /// The version of the stored form: none in the first.
    #[serde(default, skip_serializing)]
    v: Option<u8>,
}

impl MetaRecord {
    /// Of a session that begins.
    #[must_use]
    pub const fn new(session_id: String, owner: String, created_at: i64, phase: String) -> Self {
        Self { session_id, owner, created_at, phase, version: 0, v: None }
    }
}

/// The `_meta` in stored bytes.
pub fn decode_meta(bytes: &[u8]) -> Result<MetaRecord, RecordError> {
    let meta: MetaRecord = super::object(bytes)?;
    match meta.v {
        Some(v) if v > super::VERSION => Err(RecordError::TooNew(v)),
        _ => Ok(meta),
    }
}

/// The state that its parts tell of, in the order in which a running turn keeps them: the phase, the profile, the members of
/// the family, their outing, its plan, the memory of Hera and that of the family, and what an agent elsewhere keeps. Of what
/// was never written there is an empty text.
pub fn state(texts: [String; 8], photos: &[Vec<u8>]) -> Result<State, RecordError> {
    let [phase, profile, members, trip, plan, interview, talk, agent] = texts;
    let mut parts = super::v1::first().parts;
    parts.set(PHASE, serde_json::to_string(&phase)?);
    parts.set(PROFILE, profile);
    parts.set(INTERVIEW, interview);
    let optional = [(MEMBERS, members), (TRIP, trip), (PLAN, plan), (TALK, talk), (AGENT, agent)];
    for (name, text) in optional.into_iter().filter(|(_, text)| !text.is_empty()) {
        parts.set(name, text);
    }
    let photos = photos.iter().map(|photo| photo::decode(photo)).collect::<Result<_, _>>()?;
    let state = State { parts, photos };
    // What cannot be read is damage, here and not only where it is shown.
    super::parts::read(&state)?;
    Ok(state)
}

/// What a JSON string says: the phase is kept without quotation marks.
pub fn bare(json: &str) -> Result<String, RecordError> {
    Ok(serde_json::from_str(json)?)
}

/// A message of the `conversation_history`.
#[derive(Debug, Serialize, Deserialize)]
struct SpokenRecord {
    speaker: String,
    message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<PhotoRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceRecord>,
    /// Unix milliseconds.
    at: i64,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    utc_offset_min: Option<i16>,
    id: String,
    turn: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_msg_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

/// The name under which a person speaks.
const USER: &str = "user";

/// The stored form of a message.
pub fn encode_message(message: &Message) -> Result<Vec<u8>, RecordError> {
    let (speaker, client_msg_id) = match &message.author {
        Author::User { client_msg_id } => (USER.to_owned(), Some(client_msg_id.to_string())),
        Author::Agent { name } => (name.clone(), None),
    };
    let status = match message.status {
        MessageStatus::Complete => None,
        MessageStatus::Cancelled => Some("cancelled".to_owned()),
        MessageStatus::Failed => Some("failed".to_owned()),
    };
    Ok(serde_json::to_vec(&SpokenRecord {
        speaker,
        message: message.text.clone(),
        attachments: photo::records(&message.attachments),
        choices: choice::records(&message.choices),
        at: message.at.0,
        utc_offset_min: message.utc_offset.map(UtcOffset::minutes),
        id: message.id.to_string(),
        turn: message.turn.to_string(),
        client_msg_id,
        status,
    })?)
}

/// The message in stored bytes.
pub fn decode_message(bytes: &[u8]) -> Result<Message, RecordError> {
    let malformed = |what: &str| RecordError::Malformed(serde::de::Error::custom(what));
    let record: SpokenRecord = super::object(bytes)?;
    let client_msg_id =
        record.client_msg_id.map(|id| id.parse::<ClientMsgId>().map_err(|_| malformed("client_msg_id")));
    Ok(Message {
        id: record.id.parse().map_err(|_| malformed("message id"))?,
        at: UnixMillis(record.at),
        utc_offset: record.utc_offset_min.and_then(|minutes| UtcOffset::of_minutes(minutes.into())),
        author: match client_msg_id.transpose()? {
            Some(client_msg_id) => Author::User { client_msg_id },
            None => Author::Agent { name: record.speaker },
        },
        text: record.message,
        attachments: photo::photos(record.attachments),
        choices: choice::choices(record.choices),
        turn: record.turn.parse().map_err(|_| malformed("turn id"))?,
        status: match record.status.as_deref() {
            None => MessageStatus::Complete,
            Some("cancelled") => MessageStatus::Cancelled,
            Some("failed") => MessageStatus::Failed,
            Some(_) => return Err(malformed("status")),
        },
    })
}
