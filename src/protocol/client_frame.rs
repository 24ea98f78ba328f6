//! What a client may say: text frame -> [`ClientFrame`].
//!
//! Unknown fields are ignored and an optional field may be `null`, so that old and new can talk.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error_code::ErrorCode;
use super::photo;
use crate::bus::Busy;
use crate::domain::{BadId, ClientMsgId, EventId, PhotoId, PhotoKind, TurnId, UtcOffset};

/// Longest `nonce` of a `ping`, in bytes.
pub const NONCE_BYTES: usize = 128;
/// Pictures that go with one message, at most.
pub const ATTACHMENTS: usize = 10;

/// A frame from a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientFrame {
    /// The first frame. A `last_id` that is no event id is kept as such: it is answered with a snapshot.
    Hello { last_id: Option<Result<EventId, BadId>>, token: Option<String> },
    /// Say something. The text may be empty.
    Message {
        client_msg_id: ClientMsgId,
        text: String,
        attachments: Vec<PhotoId>,
        busy: Busy,
        /// Of the person's place.
        utc_offset: Option<UtcOffset>,
    },
    /// Stop the running turn, or the named one.
    Cancel { turn_id: Option<TurnId> },
    /// `size` bytes of a picture follow in binary frames.
    Image(Image),
    /// The person types, or no more.
    Typing { on: bool },
    /// To be answered with `pong`.
    Ping { nonce: Option<String> },
}

/// A picture that is announced. What the client calls its media type is not believed: its bytes tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub client_msg_id: ClientMsgId,
    /// [`PhotoKind::User`] or [`PhotoKind::Attachment`].
    pub kind: PhotoKind,
    /// How many bytes follow; not 0.
    pub size: u64,
}

/// Why a text is no frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameError {
    /// Not a JSON object with a `type`: the socket is closed with [`super::Close::BadRequest`].
    NotJson,
    /// Answered with an `error` frame; the socket stays open.
    Refused(Refusal),
}

/// What the `error` frame says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: ErrorCode,
    pub message: String,
    /// The frame's own, if it could be read.
    pub client_msg_id: Option<ClientMsgId>,
}

/// Reads a text frame.
///
/// # Errors
/// What the text is instead of a frame, and whether the socket can stay open.
pub fn parse(text: &str) -> Result<ClientFrame, FrameError> {
    // The fields are left as they are until one is looked at. JSON can say what no value of Rust's holds, half a
    // surrogate or a number without bounds, and what is in a field that nobody knows is nobody's concern.
    let mut fields: Fields<'_> = serde_json::from_str(text).map_err(|_| FrameError::NotJson)?;
    let kind = fields.kind_of_frame()?;
    let client_msg_id = fields.0.get("client_msg_id").and_then(|id| serde_json::from_str::<String>(id.get()).ok());
    let client_msg_id = client_msg_id.and_then(|id| id.parse().ok());
    fields.frame(&kind).map_err(|Complaint { code, message }| {
        FrameError::Refused(Refusal { code, message: format!("{}: {message}", Quoted(&kind)), client_msg_id })
    })
}

/// What is wrong with a frame whose type could be read.
struct Complaint {
    code: ErrorCode,
    message: String,
}

/// The fields of a frame; reading one takes it out.
struct Fields<'a>(HashMap<String, &'a RawValue>);

impl Fields<'_> {
    /// The `type`.
    fn kind_of_frame(&mut self) -> Result<String, FrameError> {
        let kind = self.0.remove("type").ok_or(FrameError::NotJson)?.get();
        serde_json::from_str(kind).map_err(|error| match error.classify() {
            // A text, but with half a surrogate in it.
            Category::Syntax if kind.starts_with('"') => FrameError::Refused(Refusal {
                code: ErrorCode::BadFrame,
                message: unreadable("type", &error).message,
                client_msg_id: None,
            }),
            _ => FrameError::NotJson,
        })
    }

    fn frame(&mut self, kind: &str) -> Result<ClientFrame, Complaint> {
        Ok(match kind {
            "hello" => {
                ClientFrame::Hello { last_id: self.text("last_id")?.map(|id| id.parse()), token: self.text("token")? }
            }
            "message" => {
                let (client_msg_id, Content { texts, attachments }) = (self.client_msg_id()?, self.content()?);
                let (busy, utc_offset) = (self.busy()?, self.utc_offset()?);
                ClientFrame::Message { client_msg_id, text: texts.join("\n"), attachments, busy, utc_offset }
            }
            "cancel" => ClientFrame::Cancel { turn_id: self.turn_id()? },
            "image" => {
                let image = Image { client_msg_id: self.client_msg_id()?, kind: self.kind()?, size: self.size()? };
                self.required("media_type")?;
                ClientFrame::Image(image)
            }
            "typing" => ClientFrame::Typing { on: self.on()? },
            "ping" => ClientFrame::Ping { nonce: self.nonce()? },
            _ => return Err(Complaint { code: ErrorCode::UnknownType, message: "no such frame type".into() }),
        })
    }

    /// The field; `None` when it is left out or null.
    fn take(&mut self, name: &str) -> Result<Option<Value>, Complaint> {
        let Some(value) = self.0.remove(name) else { return Ok(None) };
        // serde_json gives up at 128 levels, so a deeply nested field costs no more stack than that.
        let value: Value = serde_json::from_str(value.get()).map_err(|error| unreadable(name, &error))?;
        Ok(Some(value).filter(|value| !value.is_null()))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Complaint> {
        match self.take(name)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(bad(name, "must be a string")),
        }
    }

    fn required(&mut self, name: &str) -> Result<String, Complaint> {
        self.text(name)?.ok_or_else(|| bad(name, "is missing"))
    }

    fn client_msg_id(&mut self) -> Result<ClientMsgId, Complaint> {
        let text = self.required("client_msg_id")?;
        text.parse().map_err(|_| bad("client_msg_id", "must be 1 to 128 printable ASCII characters"))
    }

    fn turn_id(&mut self) -> Result<Option<TurnId>, Complaint> {
        let Some(text) = self.text("turn_id")? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| bad("turn_id", "is not a well-formed turn id"))
    }

    fn busy(&mut self) -> Result<Busy, Complaint> {
        match self.text("busy")?.as_deref() {
            None | Some("queue") => Ok(Busy::Queue),
            Some("reject") => Ok(Busy::Reject),
            Some("interrupt") => Ok(Busy::Interrupt),
            Some(_) => Err(bad("busy", "must be queue, reject or interrupt")),
        }
    }

    /// What no place has is as if it were left out: nothing that is said is refused for it.
    fn utc_offset(&mut self) -> Result<Option<UtcOffset>, Complaint> {
        Ok(self.take("utc_offset_min")?.and_then(|minutes| minutes.as_i64()).and_then(UtcOffset::of_minutes))
    }

    fn kind(&mut self) -> Result<PhotoKind, Complaint> {
        match self.required("kind")?.as_str() {
            "user" => Ok(PhotoKind::User),
            "attachment" => Ok(PhotoKind::Attachment),
            _ => Err(bad("kind", "must be user or attachment")),
        }
    }

    fn size(&mut self) -> Result<u64, Complaint> {
        let size = self.take("size")?.ok_or_else(|| bad("size", "is missing"))?;
        let size = size.as_u64().filter(|size| *size > 0);
        size.ok_or_else(|| bad("size", "must be a whole number of bytes, at least 1"))
    }

    fn on(&mut self) -> Result<bool, Complaint> {
        match self.take("on")? {
            Some(Value::Bool(on)) => Ok(on),
            None => Err(bad("on", "is missing")),
            Some(_) => Err(bad("on", "must be true or false")),
        }
    }

    fn nonce(&mut self) -> Result<Option<String>, Complaint> {
        let nonce = self.text("nonce")?;
        match nonce {
            Some(nonce) if nonce.len() > NONCE_BYTES => Err(bad("nonce", "must be at most 128 bytes")),
            nonce => Ok(nonce),
        }
    }

    fn content(&mut self) -> Result<Content, Complaint> {
        match self.take("content")? {
            None => Err(bad("content", "is missing")),
            Some(Value::String(text)) => Ok(Content { texts: vec![text], attachments: Vec::new() }),
            Some(Value::Array(parts)) => Content::of(parts),
            Some(_) => Err(bad("content", "must be a string or an array of parts")),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = HashMap::new();
                while let Some((Name(name), value)) = object.next_entry()? {
                    // No field has a name that is no text.
                    if let Ok(name) = String::from_utf8(name) {
                        fields.insert(name, value);
                    }
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// The name of a field. As bytes, for as a text it could not have half a surrogate in it.
struct Name(Vec<u8>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Name, E> {
                Ok(Name(bytes.to_vec()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}

/// What is said in a message.
#[derive(Default)]
struct Content {
    texts: Vec<String>,
    attachments: Vec<PhotoId>,
}

impl Content {
    /// What the AG-UI content parts say.
    fn of(parts: Vec<Value>) -> Result<Self, Complaint> {
        let mut content = Self::default();
        for part in parts {
            let Value::Object(mut part) = part else { return Err(bad("content", "has a part that is not an object")) };
            match part.remove("type") {
                Some(Value::String(kind)) if kind == "text" => match part.remove("text") {
                    Some(Value::String(text)) => content.texts.push(text),
                    _ => return Err(bad("content", "has a text part without a text")),
                },
                Some(Value::String(kind)) if kind == "image" => content.attach(image(&part)?),
                Some(Value::String(kind)) => return Err(unsupported(&format!("of type {}", Quoted(&kind)))),
                _ => return Err(bad("content", "has a part without a type")),
            }
        }
        if content.attachments.len() > ATTACHMENTS {
            return Err(bad("content", "has more than 10 pictures"));
        }
        Ok(content)
    }

    fn attach(&mut self, photo: PhotoId) {
        if !self.attachments.contains(&photo) {
            self.attachments.push(photo);
        }
    }
}

/// The picture that an AG-UI image part names: by the URL at which it is served, or as a file by its id.
fn image(part: &Map<String, Value>) -> Result<PhotoId, Complaint> {
    let source = part.get("source").unwrap_or(&Value::Null);
    match (source["type"].as_str(), source["value"].as_str()) {
        (Some("url" | "file"), Some(value)) => photo::named(value).ok_or_else(|| Complaint {
            code: ErrorCode::UnknownPhoto,
            message: format!("content: {} is no picture of a session; upload it first", Quoted(value)),
        }),
        (Some("data"), _) => Err(unsupported("with the bytes of a picture")),
        _ => Err(bad("content", "has an image part without a source")),
    }
}

fn unsupported(what: &str) -> Complaint {
    let message = format!("content parts {what} are not supported; pictures are uploaded first and then named");
    Complaint { code: ErrorCode::UnsupportedContent, message }
}

/// A field that is JSON and yet no value, such as a text with half a surrogate in it.
fn unreadable(field: &str, error: &serde_json::Error) -> Complaint {
    // The error says what it is and where in the field, and nothing of what stands there.
    bad(field, &format!("cannot be read: {error}"))
}

fn bad(field: &str, problem: &str) -> Complaint {
    Complaint { code: ErrorCode::BadFrame, message: format!("{field} {problem}") }
}

/// What a client wrote, cut short and escaped so that it can be shown again.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.0.chars().take(40).collect();
        write!(f, "{shown:?}")
    }
}

#[cfg(test)]
mod tests;
