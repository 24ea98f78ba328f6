//! What an ADK server sends: the fields that hera looks at.

use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::super::lenient::{member, parts, word, words};
use super::super::tokens;
use crate::provider::{decoded, settle};

/// An event of a run; or, with `error`, its end because the agent raised an exception.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Event {
    #[serde(deserialize_with = "word")]
    pub id: Option<String>,
    /// `user`, or the name of an agent.
    #[serde(deserialize_with = "member")]
    pub author: String,
    /// Where in a tree of agents that work at the same time.
    #[serde(deserialize_with = "word")]
    pub branch: Option<String>,
    /// A part of the text of an event that is to come whole.
    #[serde(deserialize_with = "member")]
    pub partial: bool,
    #[serde(deserialize_with = "content")]
    pub content: Content,
    #[serde(deserialize_with = "member")]
    pub actions: Actions,
    /// What the agent tells beside what it says, named as it likes.
    pub custom_metadata: Value,
    #[serde(deserialize_with = "word")]
    pub error_code: Option<String>,
    #[serde(deserialize_with = "member")]
    pub usage_metadata: Option<UsageMetadata>,
    #[serde(deserialize_with = "member")]
    pub model_version: Option<String>,
    pub error: Option<Value>,
    #[serde(rename = "error_details", deserialize_with = "member")]
    pub error_details: ErrorDetails,
}

impl Event {
    /// The event that such data is.
    ///
    /// # Errors
    /// What it is, when it cannot be read.
    pub fn read(data: &str) -> Result<Self, &'static str> {
        // A list would be read as the members in their order.
        let event = serde_json::from_str(data).ok().filter(Value::is_object).map(|mut event: Value| {
            // What is said may be a piece of a text; all else is all there.
            let content = event.get_mut("content").map(Value::take);
            settle(&mut event);
            if let Some(content) = content {
                event["content"] = content;
            }
            event
        });
        event.and_then(|event| Self::deserialize(event).ok()).ok_or("an event that is no JSON object")
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ErrorDetails {
    #[serde(deserialize_with = "member")]
    pub error_type: String,
}

/// What is said: in parts, or in nothing but these.
fn content<'de, D: Deserializer<'de>>(value: D) -> Result<Content, D::Error> {
    Ok(match Value::deserialize(value)? {
        content @ Value::Object(_) => Content::deserialize(content).unwrap_or_default(),
        content => Content { parts: parts(content).unwrap_or_default() },
    })
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    #[serde(deserialize_with = "parts")]
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Part {
    /// Halves of letters are noted in it.
    #[serde(deserialize_with = "words")]
    pub text: String,
    /// It is not for the person.
    #[serde(deserialize_with = "member")]
    pub thought: bool,
    #[serde(deserialize_with = "member")]
    pub inline_data: Option<Blob>,
    /// The agent lets something be done: what comes of it follows.
    pub function_call: Value,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Blob {
    #[serde(deserialize_with = "member")]
    pub mime_type: Option<String>,
    /// Base64.
    #[serde(deserialize_with = "member")]
    pub data: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Actions {
    #[serde(deserialize_with = "member")]
    pub state_delta: Map<String, Value>,
    /// Versions by the name of the artifact.
    #[serde(deserialize_with = "versions")]
    pub artifact_delta: std::collections::BTreeMap<String, u64>,
}

/// Those that are versions.
fn versions<'de, D: Deserializer<'de>>(value: D) -> Result<std::collections::BTreeMap<String, u64>, D::Error> {
    let versions: Map<String, Value> = member(value)?;
    Ok(versions.into_iter().filter_map(|(name, version)| Some((name, version.as_u64()?))).collect())
}

/// Tokens that a model took.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct UsageMetadata {
    #[serde(rename = "promptTokenCount", deserialize_with = "tokens")]
    pub prompt: Option<u64>,
    #[serde(rename = "candidatesTokenCount", deserialize_with = "tokens")]
    pub candidates: Option<u64>,
    #[serde(rename = "thoughtsTokenCount", deserialize_with = "tokens")]
    pub thoughts: Option<u64>,
}

/// A session, without its events.
#[derive(Debug, Clone, Deserialize)]
pub struct Session {
    pub id: String,
    #[serde(default, deserialize_with = "member")]
    pub state: Map<String, Value>,
}

impl Part {
    /// The bytes of a picture, if it is one for the person.
    ///
    /// # Errors
    /// When they are not Base64.
    pub fn picture(self) -> Result<Option<Bytes>, base64::DecodeError> {
        let Some(Blob { mime_type: Some(mime_type), data }) = self.inline_data else { return Ok(None) };
        if self.thought || !mime_type.starts_with("image/") {
            return Ok(None);
        }
        decoded(&data).map(Some)
    }

    /// What is to be read, if it is for the person.
    pub fn text(&self) -> &str {
        if self.thought { "" } else { &self.text }
    }
}
