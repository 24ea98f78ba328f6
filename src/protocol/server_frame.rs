//! What the server says: events and snapshots with their ids, and control frames without.
//!
//! Every function here gives valid UTF-8 JSON.

use bytes::Bytes;
use schemars::JsonSchema;
use serde::Serialize;

use super::ag_ui::{AgUi, MessageEntry, Metadata, PageMetadata, Written};
use super::caller::CallerObject;
use super::error_code::ErrorCode;
use super::photo::PhotoObject;
use super::shown::Shown;
use crate::bus::{Held, Logged, Snapshot, SnapshotReason, Speech};
use crate::domain::{ConnectionId, EventId, MessageId, Patch, SessionId, TurnId};
use crate::sessions::Page;

/// An event in its place: what a client counts and resumes by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EventFrame<'a> {
    /// `<seq>-<tag>`; of a snapshot frame, the head of the session when the snapshot was taken.
    pub id: Shown<EventId>,
    /// This frame is part of a snapshot: it describes what was before `id` and has no place of its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(extend("const" = true))]
    pub snapshot: bool,
    /// The turn it belongs to, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<Shown<TurnId>>,
    /// When it happened, in Unix milliseconds; snapshot frames have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<i64>,
    pub event: AgUi<'a>,
}

/// A frame without an id: about the connection, not about the session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ControlFrame<'a> {
    /// The answer to `hello`.
    Welcome(Welcome),
    /// The message is durable and its turn is queued.
    Accepted(AcceptedFrame<'a>),
    /// So many bytes of the picture have come.
    ImageProgress {
        /// The picture's own.
        client_msg_id: &'a str,
        received: u64,
        size: u64,
    },
    /// The picture is kept, and every socket of the session hears of it.
    ImageAccepted {
        /// The picture's own.
        client_msg_id: &'a str,
        photo: Box<PhotoObject>,
    },
    /// A frame was not acted upon, or the running turn cannot go on for now; the socket stays open.
    Error(ErrorFrame<'a>),
    /// The server is draining.
    Goodbye {
        /// Reconnect after that long.
        retry_after_ms: u64,
    },
    /// Somebody on another socket of the session types, or no more.
    Typing { who: Shown<ConnectionId>, on: bool },
    /// The answer to `ping`.
    Pong {
        /// The ping's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        nonce: Option<&'a str>,
    },
}

/// How things stand as the socket joins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Welcome {
    /// The version of the protocol.
    pub protocol: u32,
    pub session_id: Shown<SessionId>,
    /// This socket's name, as other sockets see it in `typing`.
    pub connection_id: Shown<ConnectionId>,
    /// Who has opened this socket.
    pub caller: CallerObject,
    pub resumed: Resumed,
    /// Why a snapshot follows although `last_id` was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The id of the newest event.
    pub head_id: Shown<EventId>,
    /// How often the server pings.
    pub ping_interval_ms: u64,
    pub limits: Limits,
    pub reconnect: Reconnect,
}

/// What follows the welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resumed {
    /// No `last_id` was sent: a snapshot.
    Fresh,
    /// The events after `last_id`, all of them.
    Tail,
    /// A snapshot, for the reason given.
    Snapshot,
}

/// Why a snapshot follows although `last_id` was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The log no longer goes back that far.
    Trimmed,
    /// The event belongs to a history that was lost.
    Diverged,
    /// There never was such an event, or it is no event id.
    UnknownId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limits {
    /// Largest text frame, in bytes.
    pub frame_bytes: u64,
    /// Largest picture, in bytes.
    pub image_bytes: u64,
}

/// Bounds of the time a client waits before it reconnects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reconnect {
    pub min_ms: u64,
    pub max_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AcceptedFrame<'a> {
    /// The message's own.
    pub client_msg_id: &'a str,
    /// The id of the message's event.
    pub id: Shown<EventId>,
    pub message_id: Shown<MessageId>,
    /// The turn that answers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn_id: Option<Shown<TurnId>>,
    /// Turns ahead of that one.
    pub queued: usize,
    /// The message had been accepted before.
    pub duplicate: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErrorFrame<'a> {
    pub code: ErrorCode,
    /// For people.
    pub message: &'a str,
    /// The same frame may succeed later.
    pub temporary: bool,
    /// Try again after that long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The refused frame's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_msg_id: Option<&'a str>,
}

impl<'a> ControlFrame<'a> {
    /// An `error` frame; whether it is temporary follows from the code.
    #[must_use]
    pub const fn error(
        code: ErrorCode,
        message: &'a str,
        client_msg_id: Option<&'a str>,
        retry_after_ms: Option<u64>,
    ) -> Self {
        Self::Error(ErrorFrame { code, message, temporary: code.is_temporary(), retry_after_ms, client_msg_id })
    }

    /// The frame's text.
    #[must_use]
    pub fn encode(&self) -> Bytes {
        encode(256, self)
    }
}

impl From<SnapshotReason> for Reason {
    fn from(reason: SnapshotReason) -> Self {
        match reason {
            SnapshotReason::Trimmed => Self::Trimmed,
            SnapshotReason::Diverged => Self::Diverged,
            SnapshotReason::UnknownId => Self::UnknownId,
        }
    }
}

/// The frame that tells that the store takes nothing of the running turn for now.
#[must_use]
pub fn turn_held(held: Held) -> Bytes {
    let (code, why) = held_for(held);
    ControlFrame::error(code, why, None, None).encode()
}

/// Why a turn cannot go on for now: the code, and what people are told.
#[must_use]
pub const fn held_for(held: Held) -> (ErrorCode, &'static str) {
    match held {
        Held::Full => (
            ErrorCode::StoreFull,
            "the answer cannot be kept, because the store is full: it goes on when there is room, and nothing is lost",
        ),
        Held::Unavailable => (
            ErrorCode::StoreUnavailable,
            "the answer cannot be kept, because the store takes no writes: it goes on when it does, and nothing is lost",
        ),
    }
}

/// The frame of an event: `{"id","turn"?,"ts","event"}`. Written straight into one buffer; see [`Logged::encoded`]. `made` is
/// the patch of a change that was stored without one.
#[must_use]
pub fn event_frame(session: SessionId, logged: &Logged, made: Option<&Patch>) -> Bytes {
    let frame = EventFrame {
        id: Shown(logged.id),
        snapshot: false,
        turn: logged.turn.map(Shown),
        ts: Some(logged.at.0),
        event: made.map_or_else(|| AgUi::new(session, logged.turn, &logged.event), |made| AgUi::delta(Some(made))),
    };
    encode(256, &frame)
}

/// The frames that stand for everything up to `snapshot.head`: the messages, the state, which is the text of the document,
/// and the running turn as far as it has come.
#[must_use]
pub fn snapshot_frames(session: SessionId, snapshot: &Snapshot, document: &str, newest: &Page) -> Vec<Bytes> {
    let frame = |turn: Option<TurnId>, event: AgUi<'_>| {
        let (id, turn) = (Shown(snapshot.head), turn.map(Shown));
        encode(512, &EventFrame { id, snapshot: true, turn, ts: None, event })
    };
    let metadata = newest.next_before.map(|before| Metadata { hera: PageMetadata { next_before: before.to_string() } });
    let messages = newest.messages.iter().map(|message| MessageEntry::new(session, message)).collect();
    let mut frames = vec![
        frame(None, AgUi::MessagesSnapshot { messages, metadata }),
        frame(None, AgUi::StateSnapshot { snapshot: Written(document) }),
    ];
    if let Some(running) = &snapshot.running {
        let turn = Some(running.turn);
        frames.push(frame(turn, AgUi::RunStarted { thread_id: Shown(session), run_id: Shown(running.turn) }));
        for step_name in &running.steps {
            frames.push(frame(turn, AgUi::StepStarted { step_name }));
        }
        for speech in &running.messages {
            frames.extend(speech_so_far(session, speech).into_iter().map(|event| frame(turn, event)));
        }
    }
    frames
}

/// What one speaker has said so far, as events.
fn speech_so_far(session: SessionId, speech: &Speech) -> Vec<AgUi<'_>> {
    let mut events = vec![AgUi::start(speech.message_id, &speech.name)];
    if !speech.text.is_empty() {
        events.push(AgUi::content(speech.message_id, &speech.text));
    }
    let message_id = Some(speech.message_id);
    events.extend(speech.attachments.iter().map(|photo| AgUi::image(session, photo, None, message_id)));
    if speech.ended {
        events.push(AgUi::TextMessageEnd { message_id: Shown(speech.message_id) });
    }
    if !speech.choices.is_empty() {
        events.push(AgUi::suggestions(speech.message_id, &speech.choices));
    }
    events
}

#[expect(clippy::expect_used, reason = "these types have only string keys, and writing to memory does not fail")]
fn encode(capacity: usize, frame: &impl Serialize) -> Bytes {
    let mut buffer = Vec::with_capacity(capacity);
    serde_json::to_writer(&mut buffer, frame).expect("frames serialise");
    buffer.into()
}

#[cfg(test)]
mod tests;
