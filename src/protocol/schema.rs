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
    let mut written = writing.take_definitions(true);
    written.values_mut().for_each(never_null);
    definitions.extend(written);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hera.v1 frames",
        "anyOf": [client, server],
        "$defs": definitions,
    })
}

/// Takes null from the types of all properties: the server leaves out what is not there.
fn never_null(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.values_mut().for_each(without_null);
            }
            members.values_mut().for_each(never_null);
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(never_null),
        _ => {}
    }
}

fn without_null(property: &mut Value) {
    let Value::Object(members) = property else { return };
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = &mut types[..] {
            let only = only.take();
            members.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(schemas)) = members.get_mut("anyOf") {
        schemas.retain(|schema| schema["type"] != "null");
        if let [Value::Object(only)] = &mut schemas[..] {
            let only = std::mem::take(only);
            members.remove("anyOf");
            members.extend(only);
        }
    }
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
        /// How many minutes the clock of the person's place is ahead of UTC.
        #[schemars(range(min = -720, max = 840))]
        utc_offset_min: Option<i16>,
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
    Text {
        text: String,
    },
    /// A picture that was uploaded as an attachment.
    Image {
        source: ImageSource,
    },
}

/// Which picture.
#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by client_frame::parse")]
enum ImageSource {
    /// By its URL.
    Url { value: String },
    /// By its id.
    File { value: String },
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

    #[test]
    fn the_server_never_sends_null() {
        let document = document();
        let event = &document["$defs"]["EventFrame"]["properties"];
        assert_eq!((&event["ts"]["type"], &event["turn"]["$ref"]), (&json!("integer"), &json!("#/$defs/TurnId")));
        let definitions = document["$defs"].as_object().unwrap();
        let clients = ["ClientFrame", "Content", "ContentPart"];
        for (name, definition) in definitions.iter().filter(|(name, _)| !clients.contains(&name.as_str())) {
            assert!(!definition.to_string().contains("null"), "{name}: {definition}");
        }
    }
}
