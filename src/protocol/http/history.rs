//! The history in the bodies of the endpoints, which may be written a part at a time.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Author, Message, MessageId, SessionId};
use crate::protocol::ag_ui::{MessageEntry, Role, StatusName};
use crate::protocol::shown::{Rfc3339, Shown};

/// A message, under the names of the original application.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry<'a> {
    pub role: Role,
    /// `user`, or the name the agent speaks by.
    pub speaker: &'a str,
    pub message: &'a str,
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Rfc3339,
    #[schema(value_type = String)]
    pub message_id: Shown<MessageId>,
    pub status: StatusName,
}

impl<'a> From<&'a Message> for HistoryEntry<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            role: match message.author {
                Author::User { .. } => Role::User,
                Author::Agent { .. } => Role::Assistant,
            },
            speaker: message.author.speaker(),
            message: &message.text,
            timestamp: Rfc3339(message.at),
            message_id: Shown(message.id),
            status: message.status.into(),
        }
    }
}

/// The text of a body before and after the items of one of its lists, which are written between them.
#[derive(Debug)]
pub struct Around {
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

impl Around {
    /// The body around its list `name`, which must be empty in it.
    #[must_use]
    pub fn list(body: &impl Serialize, name: &str) -> Self {
        let text = serde_json::to_string(body).unwrap_or_default();
        // Within a text, quotes are escaped: this can only be the member itself.
        let list = format!("\"{name}\":[");
        let middle = text.find(&list).map_or(text.len(), |at| at + list.len());
        let (before, after) = text.split_at(middle);
        Self { before: before.into(), after: after.into() }
    }
}

/// Writes a message of `conversation_history`.
pub fn history_entry(_: SessionId, message: &Message, text: &mut Vec<u8>) {
    write(&HistoryEntry::from(message), text);
}

/// Writes a message of a page of the history.
pub fn message_entry(session: SessionId, message: &Message, text: &mut Vec<u8>) {
    write(&MessageEntry::new(session, message), text);
}

#[expect(clippy::expect_used, reason = "these types have only string keys, and writing to memory does not fail")]
fn write(entry: &impl Serialize, text: &mut Vec<u8>) {
    serde_json::to_writer(text, entry).expect("entries serialise");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_parted_at_its_list_and_at_no_text() {
        #[derive(Serialize)]
        struct Body {
            said: &'static str,
            list: [u8; 0],
            more: u8,
        }
        let body = Body { said: r#""list":[ and \"list":["#, list: [], more: 7 };
        let Around { before, after } = Around::list(&body, "list");
        let whole = [&before[..], b"1,2", &after[..]].concat();
        let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
        assert_eq!(whole, serde_json::json!({"said": body.said, "list": [1, 2], "more": 7}));
    }
}
