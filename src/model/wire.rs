//! How a provider wants to be asked, and what the events of its answers mean.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, RequestBuilder};

use super::{Picture, Request};
use crate::provider::{ErrorDetail, ModelSettings};
use crate::telemetry::genai::Provider;

/// The form in which a provider is asked, and answers: as server-sent events.
pub trait Wire: Send + Sync + 'static {
    /// Whose format this is.
    fn provider(&self) -> Provider;

    /// Which model is asked, and where.
    fn settings(&self) -> &ModelSettings;

    /// The request, with its key.
    fn ask(&self, client: &Client, request: &Request) -> RequestBuilder;

    /// What the data of one event says.
    ///
    /// # Errors
    /// When it is not what the provider sends.
    fn read(&self, data: &str) -> Result<Heard, serde_json::Error>;
}

/// What one event of an answer says; most say one thing or two.
#[derive(Debug, Default)]
pub struct Heard {
    /// More of the text.
    pub text: String,
    /// Why there will be no more text.
    pub finish: Option<Finish>,
    /// There will be no more events.
    pub done: bool,
    /// What the provider calls the model that answers.
    pub model: Option<String>,
    /// Tokens, up to here.
    pub input_tokens: Option<u64>,
    pub output_tokens: Option<u64>,
    /// The provider has failed in the middle.
    pub error: Option<ErrorDetail>,
}

/// Why a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// The model has said all it had to say.
    Complete,
    /// It has said as much as it may.
    TooLong,
    /// It, or somebody who watches over it, declines to say more.
    Declined,
}

impl Finish {
    /// The word for it in traces: what most providers say.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Complete => "stop",
            Self::TooLong => "length",
            Self::Declined => "content_filter",
        }
    }
}

/// A picture as base64, as every provider takes it.
pub fn base64(picture: &Picture) -> String {
    STANDARD.encode(&picture.bytes)
}
