//! Gemini: `models/{model}:generateContent`, asked for an image.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use secrecy::ExposeSecret as _;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::call::Caller;
use super::{Limits, from_base64, media_type, observed};
use crate::paint::prompt::{Prompt, pictured};
use crate::paint::{PaintError, Painted, Painter, Wish};
use crate::provider::ModelSettings;
use crate::telemetry::genai::Provider;

/// Why Gemini ends without a picture when it declines the wish.
const REFUSALS: [&str; 8] = [
    "SAFETY",
    "IMAGE_SAFETY",
    "PROHIBITED_CONTENT",
    "IMAGE_PROHIBITED_CONTENT",
    "BLOCKLIST",
    "SPII",
    "RECITATION",
    "IMAGE_RECITATION",
];

/// Pictures by Gemini.
#[derive(Debug, Clone)]
pub struct Gemini {
    caller: Caller,
    settings: ModelSettings,
    url: Url,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    contents: [Content<'a>; 1],
    generation_config: Config,
}

#[derive(Serialize)]
struct Content<'a> {
    role: &'static str,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(&'a str),
    InlineData(Picture),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Picture {
    mime_type: &'static str,
    data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    response_modalities: [&'static str; 1],
    image_config: ImageConfig,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageConfig {
    aspect_ratio: &'static str,
}

impl Gemini {
    /// # Errors
    /// When the address cannot hold a path, or the system's certificates cannot be read.
    pub fn new(settings: ModelSettings, limits: Limits) -> anyhow::Result<Self> {
        let url = settings.address(&format!("v1beta/models/{}:generateContent", settings.model))?;
        Ok(Self { caller: Caller::new(limits)?, settings, url })
    }

    fn request(&self, body: &Request<'_>) -> RequestBuilder {
        let mut request =
            self.caller.client().post(self.url.clone()).header(CONTENT_TYPE, "application/json").json(body);
        if let Some(key) = &self.settings.key {
            request = request.header("x-goog-api-key", key.expose_secret());
        }
        request
    }
}

#[async_trait]
impl Painter for Gemini {
    async fn paint(&self, wish: Wish) -> Result<Painted, PaintError> {
        let prompt = Prompt::of(&wish);
        let mut parts = vec![Part::Text(&prompt.instructions)];
        let described = prompt.described_in_its_place();
        parts.push(Part::Text(&described));
        parts.extend(pictured(&wish).map(|picture| {
            Part::InlineData(Picture { mime_type: media_type(picture), data: STANDARD.encode(picture) })
        }));
        let body = Request {
            contents: [Content { role: "user", parts }],
            generation_config: Config {
                response_modalities: ["IMAGE"],
                image_config: ImageConfig { aspect_ratio: "1:1" },
            },
        };
        let painting = async {
            let asked = self.caller.json(|| self.request(&body));
            picture(&self.caller.in_time(asked).await?, &prompt, self.caller.limits())
        };
        observed(Provider::Gemini, &self.settings, painting).await
    }
}

/// The picture of an answer, which may come as a list of what would have been events; or why it has none.
fn picture(answer: &Value, prompt: &Prompt, limits: &Limits) -> Result<Painted, PaintError> {
    let documents = answer.as_array().map_or(std::slice::from_ref(answer), Vec::as_slice);
    let candidates = || documents.iter().filter_map(|document| document["candidates"].as_array()).flatten();
    let parts = candidates().filter_map(|candidate| candidate["content"]["parts"].as_array()).flatten();
    // What the model paints while it thinks is not what it answers.
    let data = parts.filter(|part| part["thought"] != true).find_map(|part| {
        let data = [&part["inlineData"]["data"], &part["inline_data"]["data"]];
        data.into_iter().filter_map(Value::as_str).find(|data| !data.is_empty())
    });
    if let Some(data) = data {
        return from_base64(data, prompt, limits);
    }
    let blocked = documents.iter().any(|document| {
        let reason = document["promptFeedback"]["blockReason"].as_str().unwrap_or_default();
        !reason.is_empty() && reason != "BLOCK_REASON_UNSPECIFIED"
    });
    let refused = |candidate: &Value| candidate["finishReason"].as_str().is_some_and(|word| REFUSALS.contains(&word));
    if blocked || candidates().any(refused) {
        return Err(PaintError::Refused);
    }
    Err(PaintError::BadAnswer("the answer has no picture in it".into()))
}
