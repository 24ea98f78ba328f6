//! `OpenAI`'s chat completions, and whatever speaks them: Azure, Ollama, vLLM, llama.cpp.

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

use super::wire::{Finish, Heard, Wire, base64, first, said, text};
use super::{Features, Line, Picture, Request, Role};
use crate::provider::{ModelSettings, plain, words};
use crate::telemetry::genai::Provider;

/// Answers by `OpenAI` or something like it.
#[derive(Debug, Clone)]
pub struct OpenAi {
    settings: ModelSettings,
    url: Url,
}

impl OpenAi {
    /// # Errors
    /// When the address cannot hold a path.
    pub fn new(settings: ModelSettings) -> Result<Self, url::ParseError> {
        let url = settings.address("chat/completions")?;
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

    fn features(&self) -> Features {
        Features::SCHEMA | Features::PICTURES | Features::SYSTEM | Features::USAGE | Features::STREAM
    }

    fn ask(&self, client: &Client, request: &Request, without: Features) -> RequestBuilder {
        let instructions = Some(&request.instructions).filter(|instructions| !instructions.is_empty());
        let system = instructions.map(|instructions| json!({"role": "system", "content": instructions}));
        let mut body = json!({
            "model": self.settings.model,
            "messages": system.into_iter().chain(request.lines.iter().map(message)).collect::<Vec<_>>(),
            "stream": !without.has(Features::STREAM),
        });
        // What is not streamed tells it in any case, and may not be asked.
        if !without.has(Features::USAGE) && !without.has(Features::STREAM) {
            body["stream_options"] = json!({"include_usage": true});
        }
        if let Some(schema) = &request.schema {
            let named = json!({"name": schema.name, "schema": schema.schema, "strict": true});
            body["response_format"] = json!({"type": "json_schema", "json_schema": named});
        }
        self.settings.with_key(client.post(self.url.clone()).json(&body))
    }

    fn read(&self, chunk: &Value) -> Heard {
        if chunk.get("choices").is_none() && chunk["message"].is_object() {
            return heard_of_ollama(chunk);
        }
        let choice = first(&chunk["choices"]);
        // What is not streamed comes as one message.
        let (said, whole) = match &choice["delta"] {
            delta @ (Value::Object(_) | Value::String(_)) => (delta, false),
            _ => (&choice["message"], true),
        };
        let content = if said.is_object() { &said["content"] } else { said };
        let declined = text(&said["refusal"]).map(|_| Finish::Declined);
        // Servers that know only completions have the text beside the index.
        let completed = || plain(&choice["text"]);
        Heard {
            text: Some(words(content)).filter(|text| !text.is_empty()).or_else(completed).unwrap_or_default(),
            whole,
            finish: declined.or_else(|| Finish::of(&choice["finish_reason"])),
            done: false,
            model: text(&chunk["model"]),
            input_tokens: chunk["usage"]["prompt_tokens"].as_u64(),
            output_tokens: chunk["usage"]["completion_tokens"].as_u64(),
        }
    }
}

/// An answer in the form of Ollama's own API, which some put behind the path of `OpenAI`'s.
fn heard_of_ollama(line: &Value) -> Heard {
    let done = line["done"] == true;
    Heard {
        text: words(&line["message"]["content"]),
        whole: false,
        finish: Finish::of(&line["done_reason"]).or(done.then_some(Finish::Complete)),
        done,
        model: text(&line["model"]),
        input_tokens: line["prompt_eval_count"].as_u64(),
        output_tokens: line["eval_count"].as_u64(),
    }
}

fn message(line: &Line) -> Value {
    let role = match line.role {
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    // Small servers take nothing but a text where there are no pictures.
    if line.pictures.is_empty() {
        return json!({"role": role, "content": said(line)});
    }
    let picture = |picture: &Picture| {
        let media_type = picture.media_type.name();
        json!({"type": "image_url", "image_url": {"url": format!("data:{media_type};base64,{}", base64(picture))}})
    };
    let mut parts = line.pictures.iter().map(picture).collect::<Vec<_>>();
    parts.extend(said(line).map(|text| json!({"type": "text", "text": text})));
    json!({"role": role, "content": parts})
}
