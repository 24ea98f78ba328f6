//! Anthropic: `v1/messages`.

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64, said, text};
use super::{Features, Line, Request, Role, SILENCE};
use crate::provider::{ModelSettings, words};
use crate::telemetry::genai::Provider;

/// The version of the API that is spoken.
const VERSION: &str = "2023-06-01";
/// Tokens of an answer, which must be bounded. Every model since the third generation writes as many, and no answer of
/// a person's needs more.
const MOST_TOKENS: u32 = 8192;

/// Answers by Anthropic.
#[derive(Debug, Clone)]
pub struct Anthropic {
    settings: ModelSettings,
    url: Url,
}

impl Anthropic {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let url = settings.address("v1/messages")?;
        Ok(Self { settings, url })
    }
}

impl Wire for Anthropic {
    fn provider(&self) -> Provider {
        Provider::Anthropic
    }

    fn settings(&self) -> &ModelSettings {
        &self.settings
    }

    fn features(&self) -> Features {
        Features::SCHEMA | Features::PICTURES
    }

    fn ask(&self, client: &Client, request: &Request, _: Features) -> RequestBuilder {
        // The API wants the person to begin.
        let model_began = request.lines.first().is_some_and(|line| line.role == Role::Assistant);
        let silence = model_began.then(|| json!({"role": "user", "content": SILENCE}));
        let mut body = json!({
            "model": self.settings.model,
            "max_tokens": MOST_TOKENS,
            "system": request.instructions,
            "messages": silence.into_iter().chain(request.lines.iter().map(message)).collect::<Vec<_>>(),
            "stream": true,
        });
        if let Some(schema) = &request.schema {
            body["output_config"] = json!({"format": {"type": "json_schema", "schema": schema.schema}});
        }
        let asked = client.post(self.url.clone()).header("anthropic-version", VERSION).json(&body);
        match &self.settings.key {
            Some(key) => asked.header("x-api-key", key.expose_secret()),
            None => asked,
        }
    }

    fn read(&self, event: &Value) -> Heard {
        let mut heard = Heard::default();
        match event["type"].as_str().unwrap_or_default() {
            "message_start" => {
                let message = &event["message"];
                heard.input_tokens = read(&message["usage"]);
                heard.model = text(&message["model"]);
            }
            "content_block_start" => heard.text = words(&event["content_block"]),
            "content_block_delta" if event["delta"]["type"] == "text_delta" => {
                heard.text = words(&event["delta"]["text"]);
            }
            "message_delta" => {
                heard.output_tokens = event["usage"]["output_tokens"].as_u64();
                heard.finish = Finish::of(&event["delta"]["stop_reason"]);
            }
            "message_stop" => heard.done = true,
            // What is not streamed comes as one.
            "message" => {
                (heard.text, heard.whole) = (words(&event["content"]), true);
                heard.model = text(&event["model"]);
                heard.input_tokens = read(&event["usage"]);
                heard.output_tokens = event["usage"]["output_tokens"].as_u64();
                heard.finish = Finish::of(&event["stop_reason"]);
            }
            // There may be others in time.
            _ => {}
        }
        heard
    }
}

/// Tokens that were read: those written to a cache, or read from one, are counted apart from the others.
fn read(usage: &Value) -> Option<u64> {
    let input = usage["input_tokens"].as_u64()?;
    let cached = ["cache_creation_input_tokens", "cache_read_input_tokens"].map(|name| usage[name].as_u64());
    Some(cached.into_iter().flatten().fold(input, u64::saturating_add))
}

fn message(line: &Line) -> Value {
    let role = match line.role {
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    let pictures = line.pictures.iter();
    let mut parts = pictures
        .map(|picture| {
            let source = json!({"type": "base64", "media_type": picture.media_type.name(), "data": base64(picture)});
            json!({"type": "image", "source": source})
        })
        .collect::<Vec<_>>();
    parts.extend(said(line).map(|text| json!({"type": "text", "text": text})));
    json!({"role": role, "content": parts})
}
