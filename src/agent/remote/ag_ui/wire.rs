//! What an AG-UI endpoint sends, as far as hera listens to it.

use json_patch::Patch;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::super::lenient::{interrupt_id, list, member, name, word, words};
use super::super::tokens;
use crate::domain::InterruptId;
use crate::provider;

/// An event. Those that are not named here show how an agent works and not what it says (reasoning, tool calls, steps,
/// activities), or are not of the protocol.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Event {
    RunStarted,
    RunFinished {
        #[serde(default, deserialize_with = "outcome")]
        outcome: Outcome,
        #[serde(default, deserialize_with = "list")]
        usage: Vec<TokenUsage>,
    },
    RunError {
        #[serde(default, deserialize_with = "word")]
        code: Option<String>,
        #[serde(default, deserialize_with = "list")]
        usage: Vec<TokenUsage>,
    },
    TextMessageStart {
        #[serde(deserialize_with = "name")]
        message_id: String,
        #[serde(flatten)]
        author: Author,
    },
    TextMessageContent {
        #[serde(deserialize_with = "name")]
        message_id: String,
        /// Halves of letters are noted in it.
        #[serde(default, deserialize_with = "words")]
        delta: String,
    },
    TextMessageEnd {
        #[serde(deserialize_with = "name")]
        message_id: String,
    },
    /// Start, content and end in one; what is left out is as it was in the one before.
    TextMessageChunk {
        #[serde(default, deserialize_with = "word")]
        message_id: Option<String>,
        #[serde(default, deserialize_with = "words")]
        delta: String,
        #[serde(flatten)]
        author: Author,
    },
    /// Of what a tool has returned, the parts. A text is for the agent, and not to be shown.
    ToolCallResult {
        #[serde(default, deserialize_with = "list")]
        content: Vec<Part>,
    },
    StateSnapshot {
        snapshot: Value,
    },
    StateDelta {
        #[serde(default, deserialize_with = "patch")]
        delta: Patch,
    },
    MessagesSnapshot {
        #[serde(default, deserialize_with = "list")]
        messages: Vec<Message>,
    },
    SubagentStarted {
        #[serde(deserialize_with = "name")]
        subagent_run_id: String,
        #[serde(default, deserialize_with = "member")]
        name: String,
    },
    Custom(Custom),
    #[serde(other)]
    Other,
}

impl Event {
    /// The event that such data is.
    ///
    /// # Errors
    /// What it is, when it cannot be read.
    pub fn read(data: &str) -> Result<Self, &'static str> {
        let mut event =
            serde_json::from_str(data).ok().filter(Value::is_object).ok_or("an event that is no JSON object")?;
        settle_but_for_words(&mut event);
        gather_outcome(&mut event);
        if !event["type"].is_string() {
            return Err("an event without a type");
        }
        Self::deserialize(event).map_err(|_| "an event without what belongs to its type")
    }
}

/// What is no piece of a text is all there.
fn settle_but_for_words(event: &mut Value) {
    let has_words = matches!(event["type"].as_str(), Some("TEXT_MESSAGE_CONTENT" | "TEXT_MESSAGE_CHUNK"));
    let delta = event.get_mut("delta").filter(|_| has_words).map(Value::take);
    provider::settle(event);
    if let Some(delta) = delta {
        event["delta"] = delta;
    }
}

/// Some say the outcome in one word, and what they wait for beside it.
fn gather_outcome(event: &mut Value) {
    if let Value::String(word) = &event["outcome"] {
        event["outcome"] = json!({ "type": word });
    }
    if event["outcome"].is_object() && event["outcome"]["interrupts"].is_null() && !event["interrupts"].is_null() {
        event["outcome"]["interrupts"] = event["interrupts"].take();
    }
}

/// What is not of the protocol counts as success.
fn outcome<'de, D: Deserializer<'de>>(value: D) -> Result<Outcome, D::Error> {
    Ok(Outcome::deserialize(Value::deserialize(value)?).unwrap_or_default())
}

/// Changes; none is none.
fn patch<'de, D: Deserializer<'de>>(value: D) -> Result<Patch, D::Error> {
    Ok(Option::deserialize(value)?.unwrap_or_default())
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
    #[serde(default, deserialize_with = "member")]
    pub role: Option<String>,
    #[serde(default, deserialize_with = "member")]
    pub name: Option<String>,
    /// The agent that works for another one.
    #[serde(default, deserialize_with = "word")]
    pub subagent_run_id: Option<String>,
}

/// Why a run has ended.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Outcome {
    Interrupt {
        #[serde(default, deserialize_with = "list")]
        interrupts: Vec<Interrupt>,
    },
    Cancelled,
    /// Success; what is not of the protocol counts as such.
    #[default]
    #[serde(other)]
    Success,
}

/// What the agent waits for.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Interrupt {
    #[serde(deserialize_with = "interrupt_id")]
    pub id: InterruptId,
}

/// What one model took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenUsage {
    #[serde(default, deserialize_with = "member")]
    pub model: Option<String>,
    #[serde(default, deserialize_with = "tokens")]
    pub input_tokens: Option<u64>,
    #[serde(default, deserialize_with = "tokens")]
    pub output_tokens: Option<u64>,
}

/// A part of what a tool has returned.
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
    #[serde(default, deserialize_with = "member")]
    pub name: Option<String>,
    /// Its text.
    #[serde(default, rename = "content", deserialize_with = "words")]
    pub text: String,
}
