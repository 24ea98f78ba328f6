//! What a turn took, as it is stored with its last event.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::{ModelUsage, TurnUsage};

#[derive(Debug, Serialize, Deserialize)]
pub struct UsageRecord<'a> {
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    asked: Option<AskedRecord<'a>>,
    /// Milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_token: Option<u64>,
    /// Milliseconds.
    duration: u64,
}

/// What asking models took.
#[derive(Debug, Serialize, Deserialize)]
struct AskedRecord<'a> {
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    model: Option<Cow<'a, str>>,
    input: u64,
    output: u64,
}

impl<'a> From<&'a TurnUsage> for UsageRecord<'a> {
    fn from(usage: &'a TurnUsage) -> Self {
        let asked = usage.model.as_ref().map(|asked| AskedRecord {
            model: asked.model.as_deref().map(Into::into),
            input: asked.input_tokens,
            output: asked.output_tokens,
        });
        Self { asked, first_token: usage.time_to_first_token_ms, duration: usage.duration_ms }
    }
}

impl From<UsageRecord<'_>> for TurnUsage {
    fn from(record: UsageRecord<'_>) -> Self {
        let model = record.asked.map(|asked| ModelUsage {
            model: asked.model.map(Cow::into_owned),
            input_tokens: asked.input,
            output_tokens: asked.output,
        });
        Self { model, time_to_first_token_ms: record.first_token, duration_ms: record.duration }
    }
}
