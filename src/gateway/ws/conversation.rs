//! What a frame from the client means: a state machine that decides and says so, and does nothing itself.

use bytes::Bytes;

use super::pipe::Inbound;
use crate::bus::{AcceptError, Accepted, Cancel, NewMessage, SnapshotReason, Start, StoreError};
use crate::domain::{ClientMsgId, Photo, SessionId, TurnId};
use crate::gateway::photos::intake::NotKept;
use crate::photos::{Refusal, Trouble};
use crate::protocol::Close;
use crate::protocol::client_frame::{self, ClientFrame, FrameError, Image};
use crate::protocol::error_code::ErrorCode;
use crate::protocol::photo::PhotoObject;
use crate::protocol::server_frame::{AcceptedFrame, ControlFrame};
use crate::protocol::shown::Shown;

/// How long a client is asked to wait before it tries a temporary error's frame again.
const RETRY_AFTER_MS: u64 = 1000;

/// A binary frame with so many bytes costs no more than they do.
const FAIR_PIECE: u64 = 4096;

/// So many of the largest pictures may be thrown away before a client has to take notice that they are refused.
const PICTURES_UNWANTED: u64 = 4;

/// How far the conversation with one client has come.
#[derive(Debug)]
pub struct Conversation {
    joined: bool,
    draining: bool,
    picture: Picture,
    /// Bytes of pictures that were refused after they had been announced: the client may have sent them already, so
    /// they are thrown away.
    unwanted: u64,
    /// No more than that, whatever was announced.
    most_unwanted: u64,
}

/// How far the picture has come that the client has announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    None,
    /// So many bytes are still to come.
    Coming(u64),
    /// It is worked on.
    Working,
}

/// What is to be done about a frame.
#[derive(Debug)]
pub enum Action {
    Nothing,
    Say(Bytes),
    /// Subscribe from there; the reason is for a `last_id` that is no event id.
    Join(Start, Option<SnapshotReason>),
    Accept(NewMessage),
    Cancel(Option<TurnId>),
    Signal(bool),
    /// Get ready for a picture, or [`Conversation::refuse_picture`] it.
    Receive(Image),
    /// These bytes are the picture's; whether they are its last.
    Take(Bytes, bool),
    Close(Close),
}

impl Conversation {
    /// The client has not said anything yet; `image_bytes` is the size of the largest picture that it may send.
    pub const fn new(image_bytes: u64) -> Self {
        let most_unwanted = image_bytes.saturating_mul(PICTURES_UNWANTED);
        Self { joined: false, draining: false, picture: Picture::None, unwanted: 0, most_unwanted }
    }

    /// No new messages are taken from now on.
    pub const fn drain(&mut self) {
        self.draining = true;
    }

    /// Decides about what came in.
    pub fn on(&mut self, inbound: Inbound) -> Option<Action> {
        Some(match inbound {
            Inbound::Life | Inbound::Fragments(_) => Action::Nothing,
            Inbound::Gone => return None,
            Inbound::Bad => Action::Close(Close::BadRequest),
            Inbound::NoRoom => Action::Close(Close::TooManyRequests),
            Inbound::Binary(bytes) => self.on_binary(bytes),
            Inbound::Text(text) => match client_frame::parse(&text) {
                Ok(frame) => self.on_frame(frame),
                Err(FrameError::NotJson) => Action::Close(Close::BadRequest),
                Err(FrameError::Refused(client_frame::Refusal { code, message, client_msg_id })) => {
                    refuse(code, &message, client_msg_id.as_ref())
                }
            },
        })
    }

    /// The answer to a frame that came too soon after the others.
    pub fn too_fast(inbound: &Inbound, retry_after_ms: u64) -> Bytes {
        let client_msg_id = match inbound {
            Inbound::Text(text) => match client_frame::parse(text) {
                Ok(ClientFrame::Message { client_msg_id, .. } | ClientFrame::Image(Image { client_msg_id, .. })) => {
                    Some(client_msg_id)
                }
                _ => None,
            },
            _ => None,
        };
        let client_msg_id = client_msg_id.as_ref().map(ClientMsgId::as_str);
        let message = "frames come faster than they may; this one was not acted upon";
        ControlFrame::error(ErrorCode::RateLimited, message, client_msg_id, Some(retry_after_ms)).encode()
    }

    fn on_frame(&mut self, frame: ClientFrame) -> Action {
        match frame {
            ClientFrame::Hello { .. } if self.joined => {
                refuse(ErrorCode::AlreadyJoined, "hello was said already", None)
            }
            ClientFrame::Hello { last_id, .. } => {
                self.joined = true;
                match last_id {
                    None => Action::Join(Start::Snapshot, None),
                    Some(Ok(id)) => Action::Join(Start::After(id), None),
                    Some(Err(_)) => Action::Join(Start::Snapshot, Some(SnapshotReason::UnknownId)),
                }
            }
            ClientFrame::Ping { nonce } => Action::Say(ControlFrame::Pong { nonce: nonce.as_deref() }.encode()),
            ClientFrame::Message { client_msg_id, .. } | ClientFrame::Image(Image { client_msg_id, .. })
                if !self.joined =>
            {
                refuse(ErrorCode::HelloExpected, "the first frame must be hello", Some(&client_msg_id))
            }
            _ if !self.joined => refuse(ErrorCode::HelloExpected, "the first frame must be hello", None),
            ClientFrame::Message { client_msg_id, .. } if self.draining => refuse(
                ErrorCode::Draining,
                "the server is about to stop; send it again after reconnecting",
                Some(&client_msg_id),
            ),
            ClientFrame::Message { client_msg_id, text, attachments, busy, utc_offset } => {
                Action::Accept(NewMessage { client_msg_id, text, attachments, busy, utc_offset })
            }
            ClientFrame::Cancel { turn_id } => Action::Cancel(turn_id),
            ClientFrame::Typing { on } => Action::Signal(on),
            ClientFrame::Image(image) if self.draining => {
                self.throw_away(image.size);
                refuse(
                    ErrorCode::Draining,
                    "the server is about to stop; send it again after reconnecting",
                    Some(&image.client_msg_id),
                )
            }
            ClientFrame::Image(image) if self.picture != Picture::None => {
                self.throw_away(image.size);
                refuse(
                    ErrorCode::ImagePending,
                    "another picture is on its way; send this one when that is accepted or refused",
                    Some(&image.client_msg_id),
                )
            }
            ClientFrame::Image(image) => {
                self.picture = Picture::Coming(image.size);
                Action::Receive(image)
            }
        }
    }

    /// Whether a frame that brings so many bytes of a picture is a fair piece of it, and not to be counted among the
    /// frames that may not come too fast: how many of these there can be, the size of the picture says.
    pub const fn is_fair_piece(&self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        match self.picture {
            Picture::Coming(left) => bytes >= FAIR_PIECE || bytes == left,
            _ => bytes >= FAIR_PIECE && bytes <= self.unwanted,
        }
    }

    /// The picture that was announced is not taken, for a reason that is said elsewhere; what of it is still to come
    /// is thrown away.
    pub fn refuse_picture(&mut self) {
        if let Picture::Coming(left) = self.picture {
            self.throw_away(left);
        }
        self.picture = Picture::None;
    }

    /// So many more bytes may come that nobody wants.
    fn throw_away(&mut self, bytes: u64) {
        self.unwanted = self.unwanted.saturating_add(bytes).min(self.most_unwanted);
    }

    /// The picture that was worked on is kept or refused: another one may come.
    pub const fn picture_done(&mut self) {
        self.picture = Picture::None;
    }

    fn on_binary(&mut self, bytes: Bytes) -> Action {
        let size = bytes.len() as u64;
        match self.picture {
            Picture::Coming(left) if size < left => {
                self.picture = Picture::Coming(left - size);
                Action::Take(bytes, false)
            }
            Picture::Coming(left) if size == left => {
                self.picture = Picture::Working;
                Action::Take(bytes, true)
            }
            Picture::None | Picture::Working if size <= self.unwanted => {
                self.unwanted -= size;
                Action::Nothing
            }
            // Nobody has announced them, or they were refused and are too many.
            _ => Action::Close(Close::BadRequest),
        }
    }
}

/// The answer to a picture that has been worked on.
pub fn kept(session: SessionId, client_msg_id: &ClientMsgId, kept: Result<Photo, NotKept>) -> Result<Bytes, Close> {
    match kept {
        Ok(photo) => {
            let photo = Box::new(PhotoObject::new(session, &photo));
            Ok(ControlFrame::ImageAccepted { client_msg_id: client_msg_id.as_str(), photo }.encode())
        }
        Err(NotKept::Session(StoreError::NoSession)) => Err(Close::SessionDeleted),
        Err(NotKept::Session(trouble)) => Ok(error(code_of(&trouble), &trouble.to_string(), Some(client_msg_id))),
        Err(NotKept::Refused(refusal)) => Ok(refused(client_msg_id, &refusal)),
        Err(NotKept::Full) => {
            let message = "the session has as many pictures as it may have; begin another one";
            Ok(error(ErrorCode::ImagesFull, message, Some(client_msg_id)))
        }
        Err(NotKept::Photos(Trouble::Full(_))) => {
            Ok(error(ErrorCode::StoreFull, "the store is full; nothing was written", Some(client_msg_id)))
        }
        Err(NotKept::Photos(_)) => {
            let message = "the pictures' store is unavailable; try again";
            Ok(error(ErrorCode::PhotosUnavailable, message, Some(client_msg_id)))
        }
    }
}

/// The answer to a picture that is not taken.
pub fn refused(client_msg_id: &ClientMsgId, refusal: &Refusal) -> Bytes {
    let code = match refusal {
        Refusal::Unsupported { .. } => ErrorCode::ImageUnsupported,
        Refusal::TooManyBytes { .. }
        | Refusal::TooManyPixels { .. }
        | Refusal::TooDeep { .. }
        | Refusal::TooLong { .. } => ErrorCode::ImageTooLarge,
        Refusal::Damaged => ErrorCode::ImageDamaged,
        Refusal::Busy => ErrorCode::ImageBusy,
    };
    error(code, &refusal.to_string(), Some(client_msg_id))
}

/// The answer to a picture whose bytes do not come in time.
pub fn incomplete(client_msg_id: &ClientMsgId) -> Bytes {
    let message = "the picture's bytes stopped coming, or come too slowly; send it again";
    error(ErrorCode::ImageIncomplete, message, Some(client_msg_id))
}

/// The answer to a picture that comes in too many small pieces.
pub fn crumbs(client_msg_id: &ClientMsgId) -> Bytes {
    let message = "the picture's bytes come in pieces too small; send it again in frames of 4096 bytes or more";
    error(ErrorCode::ImageIncomplete, message, Some(client_msg_id))
}

/// The answer to a message.
pub fn accepted(client_msg_id: &ClientMsgId, outcome: Result<Accepted, AcceptError>) -> Result<Bytes, Close> {
    let (code, message) = match outcome {
        Ok(accepted) => {
            return Ok(ControlFrame::Accepted(AcceptedFrame {
                client_msg_id: client_msg_id.as_str(),
                id: Shown(accepted.id),
                message_id: Shown(accepted.message_id),
                turn_id: Some(Shown(accepted.turn)),
                queued: accepted.queued,
                duplicate: accepted.duplicate,
            })
            .encode());
        }
        Err(AcceptError::Store(StoreError::NoSession)) => return Err(Close::SessionDeleted),
        Err(AcceptError::Store(error)) => (code_of(&error), error.to_string()),
        Err(error @ AcceptError::Conflict) => (ErrorCode::IdConflict, error.to_string()),
        Err(error @ AcceptError::UnknownPhoto(_)) => (ErrorCode::UnknownPhoto, error.to_string()),
        Err(error @ AcceptError::Busy) => (ErrorCode::Busy, error.to_string()),
        Err(error @ AcceptError::QueueFull) => (ErrorCode::QueueFull, error.to_string()),
        Err(error @ AcceptError::SessionFull) => (ErrorCode::SessionFull, error.to_string()),
    };
    Ok(error(code, &message, Some(client_msg_id)))
}

/// The answer to a wish to cancel, where there is one: a cancelled turn answers by its last event.
pub fn cancelled(outcome: Result<Cancel, StoreError>) -> Result<Option<Bytes>, Close> {
    match outcome {
        Ok(Cancel::Asked(_)) => Ok(None),
        Ok(Cancel::NoTurn) => Ok(Some(error(ErrorCode::NoTurn, "no such turn is running or waiting", None))),
        Err(StoreError::NoSession) => Err(Close::SessionDeleted),
        Err(trouble) => Ok(Some(error(code_of(&trouble), &trouble.to_string(), None))),
    }
}

const fn code_of(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Full(_) => ErrorCode::StoreFull,
        StoreError::Unavailable(_) | StoreError::OnlyRead(_) => ErrorCode::StoreUnavailable,
        StoreError::Damaged(_) | StoreError::Fenced | StoreError::NoSession => ErrorCode::Internal,
    }
}

fn refuse(code: ErrorCode, message: &str, client_msg_id: Option<&ClientMsgId>) -> Action {
    Action::Say(error(code, message, client_msg_id))
}

fn error(code: ErrorCode, message: &str, client_msg_id: Option<&ClientMsgId>) -> Bytes {
    metrics::counter!(crate::telemetry::names::FRAMES_REFUSED, "code" => code.name()).increment(1);
    let retry_after_ms = code.is_temporary().then_some(RETRY_AFTER_MS);
    ControlFrame::error(code, message, client_msg_id.map(ClientMsgId::as_str), retry_after_ms).encode()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &'static str) -> Inbound {
        Inbound::Text(text.into())
    }

    fn says(action: Option<Action>, part: &str) {
        let Some(Action::Say(frame)) = action else { panic!("{action:?} says nothing") };
        let frame = String::from_utf8(frame.to_vec()).unwrap();
        assert!(frame.contains(part), "{frame} has no {part}");
    }

    #[test]
    fn nothing_but_ping_comes_before_hello() {
        let mut conversation = Conversation::new(100);
        says(conversation.on(text(r#"{"type":"message","client_msg_id":"a","content":"x"}"#)), "hello_expected");
        says(conversation.on(text(r#"{"type":"cancel"}"#)), "hello_expected");
        says(conversation.on(text(r#"{"type":"ping","nonce":"n"}"#)), r#""pong","nonce":"n""#);
        assert!(matches!(conversation.on(text(r#"{"type":"hello"}"#)), Some(Action::Join(Start::Snapshot, None))));
        says(conversation.on(text(r#"{"type":"hello"}"#)), "already_joined");
    }

    #[test]
    fn a_last_id_that_is_none_leads_to_a_snapshot() {
        let action = Conversation::new(100).on(text(r#"{"type":"hello","last_id":"yesterday"}"#));
        assert!(matches!(action, Some(Action::Join(Start::Snapshot, Some(SnapshotReason::UnknownId)))));
    }

    const IMAGE: &str = r#"{"type":"image","client_msg_id":"i","kind":"user","media_type":"image/png","size":10}"#;

    fn binary(size: usize) -> Inbound {
        Inbound::Binary(Bytes::from(vec![7; size]))
    }

    fn joined() -> Conversation {
        let mut conversation = Conversation::new(100);
        conversation.on(text(r#"{"type":"hello"}"#));
        conversation
    }

    #[test]
    fn a_picture_comes_in_pieces() {
        let mut conversation = joined();
        assert!(matches!(conversation.on(text(IMAGE)), Some(Action::Receive(Image { size: 10, .. }))));
        assert!(matches!(conversation.on(binary(4)), Some(Action::Take(_, false))));
        // Other frames may come in between; another picture may not.
        says(conversation.on(text(r#"{"type":"ping"}"#)), "pong");
        says(conversation.on(text(IMAGE)), "image_pending");
        assert!(matches!(conversation.on(binary(6)), Some(Action::Take(_, true))));
        // While it is worked on, the bytes of the one that was refused are thrown away.
        says(conversation.on(text(IMAGE)), "image_pending");
        assert!(matches!(conversation.on(binary(20)), Some(Action::Nothing)));
        conversation.picture_done();
        assert!(matches!(conversation.on(text(IMAGE)), Some(Action::Receive(_))));
    }

    #[test]
    fn only_announced_bytes_are_taken() {
        assert!(matches!(joined().on(binary(1)), Some(Action::Close(Close::BadRequest))));
        assert!(matches!(Conversation::new(100).on(binary(1)), Some(Action::Close(Close::BadRequest))));
        let mut conversation = joined();
        conversation.on(text(IMAGE));
        assert!(matches!(conversation.on(binary(11)), Some(Action::Close(Close::BadRequest))));
        let mut conversation = joined();
        conversation.on(text(IMAGE));
        conversation.on(binary(4));
        conversation.refuse_picture();
        assert!(matches!(conversation.on(binary(6)), Some(Action::Nothing)));
        assert!(matches!(conversation.on(binary(1)), Some(Action::Close(Close::BadRequest))));
    }

    #[test]
    fn what_is_thrown_away_has_an_end() {
        let mut conversation = joined();
        conversation
            .on(text(r#"{"type":"image","client_msg_id":"i","kind":"user","media_type":"image/png","size":10000}"#));
        conversation.refuse_picture();
        assert!(matches!(conversation.on(binary(399)), Some(Action::Nothing)));
        assert!(matches!(conversation.on(binary(2)), Some(Action::Close(Close::BadRequest))));
    }

    #[test]
    fn small_pieces_are_not_fair() {
        let mut conversation = joined();
        assert!(!conversation.is_fair_piece(5000), "nobody announced it");
        conversation
            .on(text(r#"{"type":"image","client_msg_id":"i","kind":"user","media_type":"image/png","size":10000}"#));
        assert!(conversation.is_fair_piece(4096));
        assert!(!conversation.is_fair_piece(4095));
        conversation.on(binary(9999));
        assert!(conversation.is_fair_piece(1), "it is the last");
    }

    #[test]
    fn what_is_no_frame_closes_and_what_is_no_known_frame_does_not() {
        let mut conversation = Conversation::new(100);
        conversation.on(text(r#"{"type":"hello"}"#));
        says(conversation.on(text(r#"{"type":"dance"}"#)), "unknown_type");
        assert!(matches!(conversation.on(text("[]")), Some(Action::Close(Close::BadRequest))));
        assert!(matches!(conversation.on(Inbound::Bad), Some(Action::Close(Close::BadRequest))));
        assert!(conversation.on(Inbound::Gone).is_none());
    }

    #[test]
    fn a_draining_server_takes_no_messages() {
        let mut conversation = Conversation::new(100);
        conversation.on(text(r#"{"type":"hello"}"#));
        conversation.drain();
        let message = r#"{"type":"message","client_msg_id":"a","content":"x"}"#;
        says(conversation.on(text(message)), r#""draining""#);
    }
}
