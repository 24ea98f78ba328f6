//! Language models: asked with instructions and a conversation, one answers piece by piece.
//!
//! A [`Chain`] is what answers: it asks one [`Attempt`] after the other, within its [`Settings`]. An attempt is one
//! request to one [`Endpoint`], which speaks the [`Wire`] of a provider.

mod anthropic;
mod attempt;
mod body;
mod chain;
mod endpoint;
mod features;
mod gemini;
mod openai;
mod refusal;
mod schema;
mod shorter;
mod thoughts;
mod wire;

#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;

use crate::domain::{MediaType, ModelUsage, RunErrorCode};

pub use anthropic::Anthropic;
pub use attempt::Attempt;
pub use chain::Chain;
pub use endpoint::Endpoint;
pub use features::Features;
pub use gemini::Gemini;
pub use openai::OpenAi;
pub use wire::Wire;

/// What stands for somebody who says nothing: no model is sent a text without a word.
pub const SILENCE: &str = "…";

/// How models are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long a model may send nothing.
    pub idle: Duration,
    /// How long an answer may take, with every attempt at it.
    pub total: Duration,
    /// How often each model is asked again, as long as nothing of its answer has been shown.
    pub retries: usize,
}

/// A model that continues a conversation.
///
/// Dropping the stream closes the connection to the model. An error ends the stream; before the first
/// [`Piece::Delta`] an implementation may have tried again, after it never: what was shown stays. An answer is never
/// empty. One for which a [`Schema`] was given comes as a single delta, and is a JSON value of that schema.
pub trait LanguageModel: Send + Sync {
    /// The answer to `request`, piece by piece.
    fn reply(&self, request: Request) -> BoxStream<'static, Result<Piece, ModelError>>;
}

/// What a model is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// What the model is to be and to do. Never what a person said: that is only in `lines`.
    pub instructions: String,
    /// The conversation, oldest first; the last line is what is to be answered.
    pub lines: Vec<Line>,
    /// The answer is to be a JSON value of this schema.
    pub schema: Option<Schema>,
}

/// Something said in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub role: Role,
    pub text: String,
    /// Pictures that go with it, of a kind that models take.
    pub pictures: Vec<Picture>,
    /// Where in the text each thing begins that was said: several may have been said one after the other. What stands before
    /// the first of them is no part of the conversation.
    pub said: Vec<usize>,
}

impl Line {
    /// One thing that was said.
    #[must_use]
    pub fn new(role: Role, text: impl Into<String>, pictures: Vec<Picture>) -> Self {
        Self { role, text: text.into(), pictures, said: vec![0] }
    }
}

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// A picture, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub media_type: MediaType,
    pub bytes: Bytes,
}

/// What a JSON answer is to look like.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Letters, digits and `_`, as providers ask for.
    pub name: &'static str,
    /// JSON Schema, in the part of it that every provider takes: objects with all members required and none beside
    /// them, arrays, enums, strings, numbers, `null`.
    pub schema: serde_json::Value,
}

/// A piece of a model's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// More of the text; never empty.
    Delta(String),
    /// What the request took since the last such piece, every attempt counted, as soon as the provider tells: some do in
    /// every event, others only in the last one. What it does not tell before the answer is dropped is not known.
    Used(ModelUsage),
}

/// A model cannot answer, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ModelError {
    /// The code that the turn ends with, if nobody else answers.
    pub code: RunErrorCode,
    /// What happened, without keys, addresses or anything a person said.
    pub message: String,
}

impl ModelError {
    fn new(code: RunErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}
