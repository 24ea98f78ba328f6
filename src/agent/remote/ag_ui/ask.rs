//! What an AG-UI endpoint is asked: a `RunAgentInput`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Number, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::super::{Kept, PICTURE, SILENCE};
use crate::agent::HeraPrompt as Prompt;
use crate::domain::{Author, InterruptId, Message, Photo, SessionId, is_blank};
use crate::photos::{PhotoStore, Size};

/// The version of the protocol that hera speaks.
const PROTOCOL_VERSION: &str = "1.0";

/// A form of the protocol. What parses a run may refuse whatever it does not know, as the published SDKs before 1.0 do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Version 1.0.
    Current,
    /// Of before: a run names no version, and a picture is a `binary` part.
    Earlier,
    /// Of before that: what is said is a text.
    Texts,
}

impl Form {
    /// Those in which the run of `prompt` is not the same, the newest first.
    pub fn all(prompt: &Prompt) -> &'static [Self] {
        if shows(prompt) { &[Self::Current, Self::Earlier, Self::Texts] } else { &[Self::Current, Self::Earlier] }
    }
}

/// Whether there are pictures in the conversation.
pub fn shows(prompt: &Prompt) -> bool {
    let of_a_person = |said: &&Message| matches!(said.author, Author::User { .. });
    !prompt.attachments.is_empty() || prompt.history.iter().filter(of_a_person).any(|said| !said.attachments.is_empty())
}

/// The input of a run that answers `prompt`, in this `form`, with the newest pictures of the conversation, as many as have
/// `room` bytes. What the agent waits for is cancelled if it `resumes` from that: a person cannot decide it here.
pub async fn run_agent_input(
    prompt: &Prompt,
    kept: &Kept,
    photos: &PhotoStore,
    room: usize,
    form: Form,
    resumes: bool,
) -> Value {
    let mut album = Album { session: prompt.session, photos, room, form };
    let asked = album.content(&prompt.text, &prompt.attachments).await;
    // The turn stands for the message that began it.
    let mut messages = vec![json!({ "id": prompt.turn.to_string(), "role": "user", "content": asked })];
    for said in prompt.history.iter().rev() {
        messages.push(album.message(said).await);
    }
    messages.reverse();
    let mut input = json!({
        "threadId": thread(prompt.session),
        // A turn that is begun anew is another run: the endpoint may have heard of the one before.
        "runId": Uuid::new_v4().to_string(),
        "state": kept.object(),
        "messages": messages,
        "tools": [],
        "context": [],
        "forwardedProps": {},
    });
    if form == Form::Current {
        input["protocolVersion"] = PROTOCOL_VERSION.into();
    }
    if resumes {
        // All of them, and each once: AG-UI 1.0, interrupts and resume.
        let ids = kept.interrupts().iter().map(as_it_came);
        let cancelled = ids.map(|id| json!({ "interruptId": id, "status": "cancelled" }));
        input["resume"] = cancelled.collect();
    }
    input
}

/// The id of an interrupt, as the agent has told it.
fn as_it_came(id: &InterruptId) -> Value {
    match id {
        InterruptId::Text(id) => id.as_str().into(),
        InterruptId::Number(id) => id.parse::<Number>().map_or_else(|_| id.as_str().into(), Value::Number),
    }
}

/// The name of a session there. Who may read a session knows its id, so the id itself stays here.
fn thread(session: SessionId) -> String {
    let digest = Sha256::digest(session.to_string());
    let hex = digest.iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("hera-{hex}")
}

/// The pictures that go along, the newest first.
struct Album<'a> {
    session: SessionId,
    photos: &'a PhotoStore,
    /// Bytes that may still be sent.
    room: usize,
    form: Form,
}

impl Album<'_> {
    /// A message of the history. An agent's is only text in AG-UI, and one that is only pictures says that.
    async fn message(&mut self, said: &Message) -> Value {
        let id = said.id.to_string();
        match &said.author {
            Author::User { .. } => {
                json!({ "id": id, "role": "user", "content": self.content(&said.text, &said.attachments).await })
            }
            Author::Agent { name } => {
                let text = if is_blank(&said.text) { PICTURE } else { &said.text };
                json!({ "id": id, "role": "assistant", "name": name, "content": text })
            }
        }
    }

    /// What a person has said and shown: a text, or parts.
    async fn content(&mut self, text: &str, attachments: &[Photo]) -> Value {
        if attachments.is_empty() {
            return if is_blank(text) { SILENCE } else { text }.into();
        }
        if self.form == Form::Texts {
            let pictures = attachments.iter().map(|_| PICTURE);
            let said = Some(text).filter(|text| !is_blank(text));
            return said.into_iter().chain(pictures).collect::<Vec<_>>().join("\n").into();
        }
        let mut parts: Vec<Value> =
            (!is_blank(text)).then(|| json!({ "type": "text", "text": text })).into_iter().collect();
        for photo in attachments {
            parts.push(self.part(photo).await.unwrap_or_else(|| json!({ "type": "text", "text": PICTURE })));
        }
        parts.into()
    }

    /// A picture with its bytes; `None` when there is no room for it, or it is gone.
    async fn part(&mut self, photo: &Photo) -> Option<Value> {
        let session = self.session;
        let left = usize::try_from(photo.bytes).ok().and_then(|bytes| self.room.checked_sub(bytes))?;
        let bytes = match self.photos.read(session, photo.id, Size::Original).await {
            Ok(bytes) => bytes?,
            Err(error) => {
                tracing::warn!(
                    %error,
                    session = %session.hashed(),
                    "a picture cannot be read: the agent does not see it"
                );
                return None;
            }
        };
        self.room = left;
        let (data, media_type) = (STANDARD.encode(bytes), photo.media_type.name());
        Some(match self.form {
            Form::Current => {
                json!({ "type": "image", "source": { "type": "data", "value": data, "mimeType": media_type } })
            }
            _ => json!({ "type": "binary", "mimeType": media_type, "data": data }),
        })
    }
}
