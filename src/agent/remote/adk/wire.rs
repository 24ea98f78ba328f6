//! What an ADK server sends: the fields that hera looks at.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::tokens;

/// An event of a run; or, with `error`, its end because the agent raised an exception.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Event {
    pub id: String,
    /// `user`, or the name of an agent.
    pub author: String,
    /// Where in a tree of agents that work at the same time.
    pub branch: Option<String>,
    /// A part of the text of an event that is to come whole.
    pub partial: Option<bool>,
    pub content: Option<Content>,
    pub actions: Actions,
    /// What the agent tells beside what it says, named as it likes.
    pub custom_metadata: Value,
    pub error_code: Option<String>,
    pub usage_metadata: Option<UsageMetadata>,
    pub model_version: Option<String>,
    pub error: Option<Value>,
    #[serde(rename = "error_details")]
    pub error_details: ErrorDetails,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ErrorDetails {
    pub error_type: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    pub parts: Option<Vec<Part>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Part {
    pub text: Option<String>,
    /// It is not for the person.
    pub thought: Option<bool>,
    pub inline_data: Option<Blob>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Blob {
    pub mime_type: Option<String>,
    /// Base64.
    pub data: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Actions {
    pub state_delta: Map<String, Value>,
    /// Versions by the name of the artifact.
    pub artifact_delta: std::collections::BTreeMap<String, u64>,
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
    #[serde(default)]
    pub state: Map<String, Value>,
}

/// Python writes the alphabet for URLs in some places and the other one in others; padded or not, both are read.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

impl Part {
    /// The bytes of a picture, if it is one for the person.
    ///
    /// # Errors
    /// When they are not Base64.
    pub fn picture(self) -> Result<Option<Bytes>, base64::DecodeError> {
        let Some(Blob { mime_type: Some(mime_type), data }) = self.inline_data else { return Ok(None) };
        if self.thought == Some(true) || !mime_type.starts_with("image/") {
            return Ok(None);
        }
        let bytes = if data.contains(['-', '_']) { URL_SAFE.decode(data) } else { STANDARD.decode(data) };
        bytes.map(|bytes| Some(bytes.into()))
    }

    /// What is to be read, if it is for the person.
    pub fn text(&self) -> &str {
        if self.thought == Some(true) { "" } else { self.text.as_deref().unwrap_or_default() }
    }
}
