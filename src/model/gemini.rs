//! Gemini: `models/{model}:streamGenerateContent`, as server-sent events.

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64, first, said, text};
use super::{Features, Line, Request, Role};
use crate::provider::{ModelSettings, plain};
use crate::telemetry::genai::Provider;

/// Answers by Gemini.
#[derive(Debug, Clone)]
pub struct Gemini {
    settings: ModelSettings,
    url: Url,
}

impl Gemini {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let path = format!("v1beta/models/{}:streamGenerateContent?alt=sse", settings.model);
        let url = settings.address(&path)?;
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

    fn features(&self) -> Features {
        Features::SCHEMA | Features::PICTURES | Features::SYSTEM
    }

    fn ask(&self, client: &Client, request: &Request, _: Features) -> RequestBuilder {
        let mut body = json!({"contents": request.lines.iter().map(content).collect::<Vec<_>>()});
        if !request.instructions.is_empty() {
            body["systemInstruction"] = json!({"parts": [{"text": request.instructions}]});
        }
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

    fn read(&self, chunk: &Value) -> Heard {
        // Counted anew in every chunk; some leave something out, and while it only thinks there are no candidates.
        let counted = |name: &str| chunk["usageMetadata"][name].as_u64();
        let written = [counted("candidatesTokenCount"), counted("thoughtsTokenCount")];
        let candidate = first(&chunk["candidates"]);
        let reason = text(&chunk["promptFeedback"]["blockReason"]);
        let declined = reason.filter(|reason| reason != "BLOCK_REASON_UNSPECIFIED").map(|_| Finish::Declined);
        Heard {
            text: spoken(candidate["content"].get("parts").unwrap_or(&candidate["content"])),
            whole: false,
            finish: declined.or_else(|| Finish::of(&candidate["finishReason"])),
            done: false,
            model: text(&chunk["modelVersion"]),
            input_tokens: counted("promptTokenCount"),
            output_tokens: written.into_iter().flatten().reduce(u64::saturating_add),
        }
    }

    fn names_its_end(&self) -> bool {
        false
    }
}

/// The words of parts: of a list of them, or of one that stands in its place. What the model thinks is not what it says.
fn spoken(parts: &Value) -> String {
    match parts {
        Value::Array(parts) => parts.iter().map(spoken).collect(),
        Value::String(text) => text.clone(),
        part if part["thought"] == true => String::new(),
        part => plain(&part["text"]).unwrap_or_default(),
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
    parts.extend(said(line).map(|text| json!({"text": text})));
    json!({"role": role, "parts": parts})
}
