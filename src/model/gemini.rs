//! Gemini: `models/{model}:streamGenerateContent`, as server-sent events.

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64};
use super::{Line, Request, Role};
use crate::provider::{ErrorDetail, ModelSettings};
use crate::telemetry::genai::Provider;

/// Why Gemini ends when it declines.
const DECLINED: [&str; 6] = ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY"];

/// Answers by Gemini.
#[derive(Debug, Clone)]
pub struct Gemini {
    settings: ModelSettings,
    url: Url,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Chunk {
    candidates: Vec<Candidate>,
    prompt_feedback: Feedback,
    usage_metadata: Usage,
    model_version: Option<String>,
    error: Option<ErrorDetail>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Candidate {
    content: Content,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    parts: Vec<Part>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    text: String,
    /// What the model thinks is not what it says.
    thought: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Feedback {
    block_reason: Option<String>,
}

/// Counted anew in every chunk; some leave something out.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    #[serde(rename = "promptTokenCount")]
    prompt: Option<u64>,
    #[serde(rename = "candidatesTokenCount")]
    candidates: Option<u64>,
    #[serde(rename = "thoughtsTokenCount")]
    thoughts: Option<u64>,
}

impl Gemini {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let path = format!("v1beta/models/{}:streamGenerateContent?alt=sse", settings.model);
        let url = settings.base_url.join(&path)?;
        Ok(Self { settings, url })
    }
}

impl Wire for Gemini {
    fn provider(&self) -> Provider {
        Provider::Gemini
    }

    fn settings(&self) -> &ModelSettings {
        &self.settings
    }

    fn ask(&self, client: &Client, request: &Request) -> RequestBuilder {
        let mut body = json!({
            "systemInstruction": {"parts": [{"text": request.instructions}]},
            "contents": request.lines.iter().map(content).collect::<Vec<_>>(),
        });
        if let Some(schema) = &request.schema {
            body["generationConfig"] =
                json!({"responseMimeType": "application/json", "responseJsonSchema": schema.schema});
        }
        let asked = client.post(self.url.clone()).json(&body);
        match &self.settings.key {
            Some(key) => asked.header("x-goog-api-key", key.expose_secret()),
            None => asked,
        }
    }

    fn read(&self, data: &str) -> Result<Heard, serde_json::Error> {
        let chunk: Chunk = serde_json::from_str(data)?;
        let Usage { prompt, candidates, thoughts } = chunk.usage_metadata;
        let mut heard = Heard {
            model: chunk.model_version,
            input_tokens: prompt,
            // While it only thinks, there are no candidates to be counted.
            output_tokens: [candidates, thoughts].into_iter().flatten().reduce(u64::saturating_add),
            error: chunk.error,
            ..Heard::default()
        };
        if chunk.prompt_feedback.block_reason.is_some() {
            heard.finish = Some(Finish::Declined);
        }
        if let Some(candidate) = chunk.candidates.into_iter().next() {
            let parts = candidate.content.parts.into_iter().filter(|part| !part.thought);
            heard.text = parts.map(|part| part.text).collect();
            heard.finish = candidate.finish_reason.map(|reason| match reason.as_str() {
                "MAX_TOKENS" => Finish::TooLong,
                reason if DECLINED.contains(&reason) => Finish::Declined,
                _ => Finish::Complete,
            });
        }
        Ok(heard)
    }
}

fn content(line: &Line) -> Value {
    let role = match line.role {
        Role::User => "user",
        Role::Assistant => "model",
    };
    let pictures = line.pictures.iter();
    let mut parts = pictures
        .map(|picture| json!({"inlineData": {"mimeType": picture.media_type.name(), "data": base64(picture)}}))
        .collect::<Vec<_>>();
    parts.push(json!({"text": line.text}));
    json!({"role": role, "parts": parts})
}
