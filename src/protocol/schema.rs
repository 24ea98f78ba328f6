//! The JSON Schema of the frames, served at `/api/schema`.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::server_frame::{ControlFrame, EventFrame};

/// The schema document: `$defs` has `ClientFrame` and `ServerFrame`, and a frame of either matches the root.
#[must_use]
pub fn document() -> Value {
    let mut reading = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let client = reading.subschema_for::<ClientFrame>();
    // As written: a field that is left out when empty is optional, all others are required.
    let mut writing = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let server = writing.subschema_for::<ServerFrame<'static>>();
    let mut definitions = reading.take_definitions(true);
    definitions.extend(writing.take_definitions(true));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hera.v1 frames",
        "anyOf": [client, server],
        "$defs": definitions,
    })
}

/// A frame from a client. Unknown fields are ignored.
#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum ClientFrame {
    /// The first frame.
    Hello {
        /// The last event id the client has processed.
        last_id: Option<String>,
        /// Who is calling; this server version knows guests by their cookie only.
        token: Option<String>,
    },
    /// Say something.
    Message {
        /// The client's name for the message; sending it again is harmless.
        #[schemars(extend("pattern" = "^[ -~]{1,128}$"))]
        client_msg_id: String,
        content: Content,
        busy: Option<Busy>,
    },
    /// Stop the running turn, or the named one.
    Cancel {
        #[schemars(extend("pattern" = "^t[0-9a-f]{16}$"))]
        turn_id: Option<String>,
    },
    /// `size` bytes of a picture follow in binary frames.
    Image {
        #[schemars(extend("pattern" = "^[ -~]{1,128}$"))]
        client_msg_id: String,
        kind: ImageKind,
        media_type: String,
        /// Bytes that follow.
        size: u64,
    },
    /// The person types, or no more.
    Typing { on: bool },
    /// To be answered with `pong`.
    Ping {
        #[schemars(length(max = 128))]
        nonce: Option<String>,
    },
}

/// What is said: a text, or AG-UI content parts.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum Content {
    Text(String),
    Parts(Vec<ContentPart>),
}

/// An AG-UI content part.
#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum ContentPart {
    Text { text: String },
}

/// What to do with a message while a turn is running.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum Busy {
    Queue,
    Reject,
    Interrupt,
}

/// What a picture is for.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum ImageKind {
    User,
    Attachment,
}

/// A frame from the server: an event with its id, or a control frame with a type.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "described here, written by server_frame")]
enum ServerFrame<'a> {
    Event(EventFrame<'a>),
    Control(ControlFrame<'a>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_defined() {
        let document = document();
        let types = document["$defs"]["ClientFrame"]["oneOf"].as_array().unwrap();
        assert_eq!(types.len(), 6);
        assert!(document["$defs"]["ServerFrame"].is_object());
    }
}
