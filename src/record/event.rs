//! Stored events, in chunks: all that one commit appended to a session's log is one value.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::RecordError;
use super::choice::{self, ChoiceRecord};
use super::photo::{self, PhotoRecord};
use super::usage::UsageRecord;
use super::v1::ChangeRecord;
use crate::bus::Logged;
use crate::domain::{ClientMsgId, Event, EventId, MessageId, Outcome, Patch, RunErrorCode, Tag, TurnId, UnixMillis};

/// A run of events with consecutive numbers and one tag.
#[derive(Debug, Serialize, Deserialize)]
struct Chunk<'a> {
    tag: u32,
    #[serde(borrow)]
    events: Vec<EventRecord<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct EventRecord<'a> {
    at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    turn: Option<u64>,
    #[serde(borrow)]
    event: Kind<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind<'a> {
    User {
        id: u64,
        #[serde(borrow)]
        text: Cow<'a, str>,
        client_msg_id: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<PhotoRecord>,
    },
    RunStarted,
    Start {
        id: u64,
        name: Cow<'a, str>,
    },
    Content {
        id: u64,
        delta: Cow<'a, str>,
    },
    End {
        id: u64,
    },
    Choices {
        id: u64,
        choices: Vec<ChoiceRecord>,
    },
    State {
        update: Box<ChangeRecord>,
        #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
        patch: Option<&'a RawValue>,
    },
    StepStarted {
        name: Cow<'a, str>,
    },
    StepFinished {
        name: Cow<'a, str>,
    },
    Image {
        photo: Box<PhotoRecord>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        prompt: Option<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<u64>,
    },
    Job {
        turn: u64,
        job: String,
    },
    Restarted {
        attempt: u32,
        discarded: Vec<u64>,
    },
    Finished {
        cancelled: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usage: Option<UsageRecord<'a>>,
    },
    Error {
        code: Cow<'a, str>,
        message: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usage: Option<UsageRecord<'a>>,
    },
}

/// The stored form of events that are appended together, without their numbers, their time and their turn: a shared store
/// gives those.
pub fn encode_run(events: &[Event]) -> Result<Vec<u8>, RecordError> {
    let events: Vec<Kind<'_>> = events.iter().map(Kind::from).collect();
    Ok(serde_json::to_vec(&events)?)
}

/// The events of a stored run whose last event has the number `last`: a list, or `t`, the id of a message, a space and
/// more of its text.
pub fn decode_run(
    last: u64,
    tag: Tag,
    at: UnixMillis,
    turn: Option<TurnId>,
    bytes: &[u8],
) -> Result<Vec<Arc<Logged>>, RecordError> {
    if let Some(text) = bytes.strip_prefix(b"t") {
        let text = std::str::from_utf8(text).map_err(|_| malformed("text"))?;
        let (message, delta) = text.split_once(' ').ok_or_else(|| malformed("text"))?;
        let message_id = message.parse().map_err(|_| malformed("message id"))?;
        let event = Event::MessageContent { message_id, delta: delta.into() };
        return Ok(vec![Arc::new(Logged::new(EventId { seq: last, tag }, turn, at, event))]);
    }
    let events: Vec<Kind<'_>> = super::read(bytes)?;
    let before = last.checked_sub(events.len() as u64);
    let first = 1 + before.ok_or_else(|| malformed("more events than there are numbers"))?;
    (first..)
        .zip(events)
        .map(|(seq, kind)| Ok(Arc::new(Logged::new(EventId { seq, tag }, turn, at, kind.try_into()?))))
        .collect()
}

/// The stored form of a run of events of one tag.
pub fn encode_chunk(tag: Tag, events: &[Arc<Logged>]) -> Result<Vec<u8>, RecordError> {
    let events = events
        .iter()
        .map(|logged| EventRecord {
            at: logged.at.0,
            turn: logged.turn.map(TurnId::get),
            event: Kind::from(&logged.event),
        })
        .collect();
    super::encode(&Chunk { tag: tag.get(), events })
}

/// The events of a stored chunk whose last event has the number `last`.
pub fn decode_chunk(last: u64, bytes: &[u8]) -> Result<Vec<Arc<Logged>>, RecordError> {
    let chunk: Chunk<'_> = super::decode(bytes)?;
    let tag = Tag::new(chunk.tag);
    let before = last.checked_sub(chunk.events.len() as u64);
    let first = 1 + before.ok_or_else(|| malformed("more events than there are numbers"))?;
    (first..)
        .zip(chunk.events)
        .map(|(seq, record)| {
            let turn = record.turn.map(TurnId::from_number);
            Ok(Arc::new(Logged::new(EventId { seq, tag }, turn, UnixMillis(record.at), record.event.try_into()?)))
        })
        .collect()
}

/// A patch is an array; what is in it was put there by whoever wrote the change.
fn read_patch(json: &RawValue) -> Result<Patch, RecordError> {
    if json.get().starts_with('[') { Ok(Patch::new(json.get().into())) } else { Err(malformed("patch")) }
}

fn malformed(what: &str) -> RecordError {
    RecordError::Malformed(serde::de::Error::custom(what))
}

impl<'a> From<&'a Event> for Kind<'a> {
    fn from(event: &'a Event) -> Self {
        match event {
            Event::UserMessage { message_id, text, client_msg_id, attachments } => Self::User {
                id: message_id.get(),
                text: text.into(),
                client_msg_id: client_msg_id.as_str().into(),
                attachments: photo::records(attachments),
            },
            Event::RunStarted => Self::RunStarted,
            Event::MessageStart { message_id, name } => Self::Start { id: message_id.get(), name: name.into() },
            Event::MessageContent { message_id, delta } => Self::Content { id: message_id.get(), delta: delta.into() },
            Event::MessageEnd { message_id } => Self::End { id: message_id.get() },
            Event::ChoicesOffered { message_id, choices } => {
                Self::Choices { id: message_id.get(), choices: choice::records(choices) }
            }
            Event::StateChanged { change, patch } => Self::State {
                update: Box::new(change.as_ref().into()),
                // A patch is JSON.
                patch: patch.as_ref().and_then(|patch| serde_json::from_str(patch.as_str()).ok()),
            },
            Event::StepStarted { name } => Self::StepStarted { name: name.into() },
            Event::StepFinished { name } => Self::StepFinished { name: name.into() },
            Event::ImageReady { photo, prompt, message_id } => Self::Image {
                photo: Box::new(PhotoRecord(*photo)),
                prompt: prompt.as_deref().map(Into::into),
                message: message_id.map(MessageId::get),
            },
            Event::JobQueued { turn, job } => Self::Job { turn: turn.get(), job: job.to_string() },
            Event::TurnRestarted { attempt, discarded } => {
                Self::Restarted { attempt: *attempt, discarded: discarded.iter().map(|id| id.get()).collect() }
            }
            Event::RunFinished { outcome, usage } => {
                Self::Finished { cancelled: *outcome == Outcome::Cancelled, usage: usage.as_ref().map(Into::into) }
            }
            Event::RunError { code, message, usage } => {
                Self::Error { code: code.name().into(), message: message.into(), usage: usage.as_ref().map(Into::into) }
            }
        }
    }
}

impl TryFrom<Kind<'_>> for Event {
    type Error = RecordError;

    fn try_from(kind: Kind<'_>) -> Result<Self, RecordError> {
        Ok(match kind {
            Kind::User { id, text, client_msg_id, attachments } => Self::UserMessage {
                message_id: MessageId::from_number(id),
                text: text.into_owned(),
                client_msg_id: client_msg_id.parse::<ClientMsgId>().map_err(|_| malformed("client_msg_id"))?,
                attachments: photo::photos(attachments),
            },
            Kind::RunStarted => Self::RunStarted,
            Kind::Start { id, name } => {
                Self::MessageStart { message_id: MessageId::from_number(id), name: name.into_owned() }
            }
            Kind::Content { id, delta } => {
                Self::MessageContent { message_id: MessageId::from_number(id), delta: delta.into_owned() }
            }
            Kind::End { id } => Self::MessageEnd { message_id: MessageId::from_number(id) },
            Kind::Choices { id, choices } => {
                Self::ChoicesOffered { message_id: MessageId::from_number(id), choices: choice::choices(choices) }
            }
            Kind::State { update, patch } => {
                Self::StateChanged { change: Box::new((*update).into()), patch: patch.map(read_patch).transpose()? }
            }
            Kind::StepStarted { name } => Self::StepStarted { name: name.into_owned() },
            Kind::StepFinished { name } => Self::StepFinished { name: name.into_owned() },
            Kind::Image { photo, prompt, message } => Self::ImageReady {
                photo: photo.0,
                prompt: prompt.map(Cow::into_owned),
                message_id: message.map(MessageId::from_number),
            },
            Kind::Job { turn, job } => {
                Self::JobQueued { turn: TurnId::from_number(turn), job: job.parse().map_err(|_| malformed("job"))? }
            }
            Kind::Restarted { attempt, discarded } => {
                Self::TurnRestarted { attempt, discarded: discarded.into_iter().map(MessageId::from_number).collect() }
            }
            Kind::Finished { cancelled, usage } => Self::RunFinished {
                outcome: if cancelled { Outcome::Cancelled } else { Outcome::Success },
                usage: usage.map(Into::into),
            },
            Kind::Error { code, message, usage } => Self::RunError {
                code: RunErrorCode::ALL
                    .into_iter()
                    .find(|known| known.name() == code)
                    .ok_or_else(|| malformed("error code"))?,
                message: message.into_owned(),
                usage: usage.map(Into::into),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Change, ModelUsage, TurnUsage};

    /// An event alone in a run, as it is read again.
    fn read(stored: &[u8]) -> Event {
        let tag = Tag::new(1);
        decode_run(1, tag, UnixMillis(0), None, stored).unwrap()[0].event.clone()
    }

    #[test]
    fn an_end_is_read_with_what_the_turn_took() {
        let model = Some(ModelUsage { model: Some("m-1".into()), input_tokens: 7, output_tokens: 9 });
        let usage = TurnUsage { model, time_to_first_token_ms: Some(412), duration_ms: 1800 };
        let plain = TurnUsage { duration_ms: 5, ..TurnUsage::default() };
        let (outcome, code, message) = (Outcome::Cancelled, RunErrorCode::TimeLimit, "too slow".to_owned());
        for usage in [Some(usage), Some(plain), None] {
            let finished = Event::RunFinished { outcome, usage: usage.clone() };
            assert_eq!(read(&encode_run(std::slice::from_ref(&finished)).unwrap()), finished);
            let failed = Event::RunError { code, message: message.clone(), usage };
            assert_eq!(read(&encode_run(std::slice::from_ref(&failed)).unwrap()), failed);
        }
    }

    #[test]
    fn a_change_is_read_with_its_patch_or_without() {
        let mut change = Change::default();
        change.parts.set("phase", "\"family\"");
        let told = Patch::new(r#"[{"op": "replace","path":"/phase","value":"family"}]"#.into());
        for patch in [Some(told), None] {
            let changed = Event::StateChanged { change: Box::new(change.clone()), patch };
            assert_eq!(read(&encode_run(std::slice::from_ref(&changed)).unwrap()), changed);
        }
        let before = br#"[{"state":{"update":{"phase":"family"}}}]"#;
        assert_eq!(read(before), Event::StateChanged { change: Box::new(change), patch: None });
        for damaged in [r#"{"op":"add"}"#, "7", "\"[]\""] {
            let stored = format!(r#"[{{"state":{{"update":{{}},"patch":{damaged}}}}}]"#);
            let told = decode_run(1, Tag::new(1), UnixMillis(0), None, stored.as_bytes());
            assert!(matches!(told, Err(RecordError::Malformed(_))), "{damaged}");
        }
    }

    #[test]
    fn an_end_of_another_version_is_read() {
        let before = br#"[{"finished":{"cancelled":false}}]"#;
        assert_eq!(read(before), Event::RunFinished { outcome: Outcome::Success, usage: None });
        let later = br#"[{"finished":{"cancelled":false,"mood":1,"usage":{"duration":5,"cost":2}}}]"#;
        let usage = Some(TurnUsage { duration_ms: 5, ..TurnUsage::default() });
        assert_eq!(read(later), Event::RunFinished { outcome: Outcome::Success, usage });
    }
}
