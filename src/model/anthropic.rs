//! Anthropic: `v1/messages`.

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64};
use super::{Line, Request, Role};
use crate::provider::{ErrorDetail, ModelSettings};
use crate::telemetry::genai::Provider;

/// The version of the API that is spoken.
const VERSION: &str = "2023-06-01";
/// Tokens of an answer, which must be bounded. Every model since the third generation writes as many, and no answer of
/// a person's needs more.
const MOST_TOKENS: u32 = 8192;
/// What stands for the person where the model has spoken first: the API wants the person to begin.
const SILENCE: &str = "…";

/// Answers by Anthropic.
#[derive(Debug, Clone)]
pub struct Anthropic {
    settings: ModelSettings,
    url: Url,
}

/// An event by its `type`, which its name says once more; there may be others in time.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Message,
    },
    ContentBlockDelta {
        delta: BlockDelta,
    },
    MessageDelta {
        delta: Stop,
        #[serde(default)]
        usage: Usage,
    },
    MessageStop,
    Error {
        error: ErrorDetail,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Message {
    model: Option<String>,
    #[serde(default)]
    usage: Usage,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    #[serde(rename = "input_tokens")]
    input: Option<u64>,
    /// Written to a cache, or read from one: counted apart from the others.
    #[serde(rename = "cache_creation_input_tokens")]
    cached: Option<u64>,
    #[serde(rename = "cache_read_input_tokens")]
    from_cache: Option<u64>,
    #[serde(rename = "output_tokens")]
    output: Option<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum BlockDelta {
    TextDelta {
        text: String,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Stop {
    stop_reason: Option<String>,
}

impl Anthropic {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let url = settings.base_url.join("v1/messages")?;
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

    fn ask(&self, client: &Client, request: &Request) -> RequestBuilder {
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

    fn read(&self, data: &str) -> Result<Heard, serde_json::Error> {
        let mut heard = Heard::default();
        match serde_json::from_str(data)? {
            Event::MessageStart { message } => {
                let Usage { input, cached, from_cache, .. } = message.usage;
                heard.input_tokens = input.map(|_| [input, cached, from_cache].into_iter().flatten().sum());
                heard.model = message.model;
            }
            Event::ContentBlockDelta { delta: BlockDelta::TextDelta { text } } => heard.text = text,
            Event::MessageDelta { delta, usage } => {
                heard.output_tokens = usage.output;
                heard.finish = delta.stop_reason.map(|reason| match reason.as_str() {
                    "max_tokens" | "model_context_window_exceeded" => Finish::TooLong,
                    "refusal" => Finish::Declined,
                    _ => Finish::Complete,
                });
            }
            Event::MessageStop => heard.done = true,
            Event::Error { error } => heard.error = Some(error),
            Event::ContentBlockDelta { delta: BlockDelta::Other } | Event::Other => {}
        }
        Ok(heard)
    }
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
    parts.push(json!({"type": "text", "text": line.text}));
    json!({"role": role, "content": parts})
}
