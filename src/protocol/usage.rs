//! What a turn took, as its last event tells.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::TurnUsage;

/// Our part of the metadata of a turn's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TurnMetadata<'a> {
    pub usage: UsageObject<'a>,
}

/// What a turn took. What is said of a model is there only when one was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UsageObject<'a> {
    /// The model that answered last, as its provider calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'a str>,
    /// Tokens that models have read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<u64>,
    /// Tokens that models have written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
    /// From the claim of the turn by its worker to the first text of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<u64>,
    /// From the claim of the turn by its worker to its end.
    pub duration_ms: u64,
}

impl<'a> From<&'a TurnUsage> for TurnMetadata<'a> {
    fn from(usage: &'a TurnUsage) -> Self {
        let TurnUsage { model, time_to_first_token_ms, duration_ms } = usage;
        let usage = UsageObject {
            model: model.as_ref().and_then(|asked| asked.model.as_deref()),
            input_tokens: model.as_ref().map(|asked| asked.input_tokens),
            output_tokens: model.as_ref().map(|asked| asked.output_tokens),
            time_to_first_token_ms: *time_to_first_token_ms,
            duration_ms: *duration_ms,
        };
        Self { usage }
    }
}
