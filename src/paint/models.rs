//! Painters that ask a model elsewhere: Gemini, and whatever speaks `OpenAI`'s images API.

mod call;
mod gemini;
mod openai;

#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;
use image::ImageFormat;

pub use gemini::Gemini;
pub use openai::OpenAi;

use super::{PaintError, Painted, prompt::Prompt};
use crate::domain::MediaType;
use crate::provider::{ModelSettings, decoded};
use crate::telemetry::genai::{ModelRequest, Operation, Provider};

/// What is waited for, and how much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// Between two pieces of an answer, once it has begun.
    pub idle: Duration,
    /// For everything, repetitions included.
    pub total: Duration,
    /// Bytes of a picture.
    pub picture: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            total: Duration::from_mins(2),
            picture: 20 * 1024 * 1024,
        }
    }
}

/// Paints, and lets operators see the request.
async fn observed(
    provider: Provider,
    settings: &ModelSettings,
    painting: impl Future<Output = Result<Painted, PaintError>>,
) -> Result<Painted, PaintError> {
    let request = ModelRequest::begin(Operation::GenerateContent, provider, &settings.model, &settings.base_url);
    let painted = painting.await;
    match &painted {
        Ok(_) => request.end(),
        Err(PaintError::Refused) => request.fail("refused"),
        Err(PaintError::TimeLimit(_)) => request.fail("time_limit"),
        Err(PaintError::Unavailable { .. }) => request.fail("unavailable"),
        Err(PaintError::BadAnswer(_)) => request.fail("bad_answer"),
    }
    painted
}

/// A picture that came as base64.
fn from_base64(text: &str, prompt: &Prompt, limits: &Limits) -> Result<Painted, PaintError> {
    let bytes = decoded(text).map_err(|_| PaintError::BadAnswer("the picture is not base64".into()))?;
    painted(bytes, prompt, limits)
}

/// A picture, by what its bytes are, whatever the answer says of them.
fn painted(bytes: Bytes, prompt: &Prompt, limits: &Limits) -> Result<Painted, PaintError> {
    if bytes.len() > limits.picture {
        return Err(PaintError::BadAnswer(format!("the picture is larger than {} bytes", limits.picture)));
    }
    let media_type = match image::guess_format(&bytes) {
        Ok(ImageFormat::Png) => MediaType::Png,
        Ok(ImageFormat::Jpeg) => MediaType::Jpeg,
        Ok(ImageFormat::WebP) => MediaType::WebP,
        _ => return Err(PaintError::BadAnswer("what came as a picture is no JPEG, PNG or WebP".into())),
    };
    Ok(Painted { bytes, media_type, illustration: false, prompt_used: prompt.text() })
}

/// What the bytes of a parent's picture are, as HTTP names it.
fn media_type(picture: &[u8]) -> &'static str {
    image::guess_format(picture).map_or("application/octet-stream", |format| format.to_mime_type())
}
