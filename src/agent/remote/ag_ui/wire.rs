//! What an AG-UI endpoint sends, as far as hera listens to it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::tokens;

/// An event. Those that are not named here show how an agent works and not what it says (reasoning, tool calls, steps,
/// activities), or are not of the protocol.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Event {
    RunStarted,
    RunFinished {
        outcome: Option<Outcome>,
        usage: Option<Vec<TokenUsage>>,
    },
    RunError {
        code: Option<String>,
        usage: Option<Vec<TokenUsage>>,
    },
    TextMessageStart {
        message_id: String,
        #[serde(flatten)]
        author: Author,
    },
    TextMessageContent {
        message_id: String,
        delta: String,
    },
    TextMessageEnd {
        message_id: String,
    },
    /// Start, content and end in one; what is left out is as it was in the one before.
    TextMessageChunk {
        message_id: Option<String>,
        delta: Option<String>,
        #[serde(flatten)]
        author: Author,
    },
    ToolCallResult {
        content: Content,
    },
    StateSnapshot {
        snapshot: Value,
    },
    StateDelta {
        delta: json_patch::Patch,
    },
    MessagesSnapshot {
        messages: Vec<Message>,
    },
    SubagentStarted {
        subagent_run_id: String,
        name: String,
    },
    Custom(Custom),
    #[serde(other)]
    Other,
}

/// What AG-UI has no event for.
#[derive(Debug, Deserialize)]
pub struct Custom {
    #[serde(default)]
    pub name: Value,
    #[serde(default)]
    pub value: Value,
}

/// Who says something.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Author {
    /// The agent, when there is none.
    pub role: Option<String>,
    pub name: Option<String>,
    /// The agent that works for another one.
    pub subagent_run_id: Option<String>,
}

/// Why a run has ended.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Outcome {
    Interrupt {
        #[serde(default)]
        interrupts: Vec<Interrupt>,
    },
    Cancelled,
    /// Success; what is not of the protocol counts as such.
    #[serde(other)]
    Success,
}

/// What the agent waits for.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Interrupt {
    pub id: String,
}

/// What one model took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenUsage {
    pub model: Option<String>,
    #[serde(default, deserialize_with = "tokens")]
    pub input_tokens: Option<u64>,
    #[serde(default, deserialize_with = "tokens")]
    pub output_tokens: Option<u64>,
}

/// What a tool has returned.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Content {
    Parts(Vec<Part>),
    /// For the agent, and not to be shown.
    Text(IgnoredAny),
}

/// A part of it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Part {
    Image {
        source: Source,
    },
    #[serde(other)]
    Other,
}

/// Where a picture is. hera fetches none from elsewhere.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Source {
    /// In Base64.
    Data { value: String },
    #[serde(other)]
    Elsewhere,
}

/// A message of the conversation, as the endpoint has it.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub role: String,
    pub name: Option<String>,
    content: Option<Value>,
}

impl Message {
    /// Its text.
    pub fn text(&self) -> &str {
        self.content.as_ref().and_then(Value::as_str).unwrap_or_default()
    }
}
