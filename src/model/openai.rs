//! `OpenAI`'s chat completions, and whatever speaks them: Ollama, vLLM, llama.cpp.

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64};
use super::{Line, Picture, Request, Role};
use crate::provider::{ErrorDetail, ModelSettings};
use crate::telemetry::genai::Provider;

/// Answers by `OpenAI` or something like it.
#[derive(Debug, Clone)]
pub struct OpenAi {
    settings: ModelSettings,
    url: Url,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chunk {
    model: Option<String>,
    choices: Vec<Choice>,
    usage: Option<Usage>,
    error: Option<ErrorDetail>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice {
    delta: Delta,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Delta {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

impl OpenAi {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let url = settings.base_url.join("chat/completions")?;
        Ok(Self { settings, url })
    }
}

impl Wire for OpenAi {
    fn provider(&self) -> Provider {
        Provider::OpenAi
    }

    fn settings(&self) -> &ModelSettings {
        &self.settings
    }

    fn ask(&self, client: &Client, request: &Request) -> RequestBuilder {
        let mut messages = vec![json!({"role": "system", "content": request.instructions})];
        messages.extend(request.lines.iter().map(message));
        let mut body = json!({
            "model": self.settings.model,
            "messages": messages,
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        if let Some(schema) = &request.schema {
            let named = json!({"name": schema.name, "schema": schema.schema, "strict": true});
            body["response_format"] = json!({"type": "json_schema", "json_schema": named});
        }
        let asked = client.post(self.url.clone()).json(&body);
        match &self.settings.key {
            Some(key) => asked.bearer_auth(key.expose_secret()),
            None => asked,
        }
    }

    fn read(&self, data: &str) -> Result<Heard, serde_json::Error> {
        if data == "[DONE]" {
            return Ok(Heard { done: true, ..Heard::default() });
        }
        let chunk: Chunk = serde_json::from_str(data)?;
        let mut heard = Heard { model: chunk.model, error: chunk.error, ..Heard::default() };
        if let Some(usage) = chunk.usage {
            heard.input_tokens = usage.prompt_tokens;
            heard.output_tokens = usage.completion_tokens;
        }
        if let Some(choice) = chunk.choices.into_iter().next() {
            heard.text = choice.delta.content.unwrap_or_default();
            heard.finish = choice.finish_reason.map(|reason| match reason.as_str() {
                "length" => Finish::TooLong,
                "content_filter" => Finish::Declined,
                _ => Finish::Complete,
            });
            if choice.delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
                heard.finish = Some(Finish::Declined);
            }
        }
        Ok(heard)
    }
}

fn message(line: &Line) -> Value {
    let role = match line.role {
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    // Small servers take nothing but a text where there are no pictures.
    if line.pictures.is_empty() {
        return json!({"role": role, "content": line.text});
    }
    let picture = |picture: &Picture| {
        let media_type = picture.media_type.name();
        json!({"type": "image_url", "image_url": {"url": format!("data:{media_type};base64,{}", base64(picture))}})
    };
    let mut parts = line.pictures.iter().map(picture).collect::<Vec<_>>();
    parts.push(json!({"type": "text", "text": line.text}));
    json!({"role": role, "content": parts})
}
