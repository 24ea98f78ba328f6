//! `OpenAI`'s images API, and whatever speaks it: `images/generations`, and `images/edits` with the parents' pictures.

use async_trait::async_trait;
use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::call::Caller;
use super::{Limits, from_base64, media_type, observed, painted};
use crate::paint::prompt::{Prompt, pictured};
use crate::paint::{PaintError, Painted, Painter, Wish};
use crate::provider::ModelSettings;
use crate::telemetry::genai::Provider;

const SIZE: &str = "1024x1024";

/// Pictures by `OpenAI` or something like it.
#[derive(Debug, Clone)]
pub struct OpenAi {
    caller: Caller,
    settings: ModelSettings,
    generations: Url,
    edits: Url,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    prompt: &'a str,
    n: u8,
    size: &'static str,
}

/// A picture as it is answered.
enum Given<'a> {
    Base64(&'a str),
    /// Where it is.
    Address(&'a str),
}

/// The first picture of an answer.
fn given(answer: &Value) -> Option<Given<'_>> {
    answer["data"].as_array()?.iter().find_map(|picture| {
        let text = |name: &str| picture[name].as_str().map(str::trim).filter(|text| !text.is_empty());
        match (text("b64_json"), text("url")) {
            (Some(base64), _) => Some(Given::Base64(base64)),
            (None, Some(url)) if url.starts_with("data:") => Some(Given::Base64(url)),
            (None, Some(url)) => Some(Given::Address(url)),
            (None, None) => None,
        }
    })
}

impl OpenAi {
    /// # Errors
    /// When the address cannot hold a path, or the system's certificates cannot be read.
    pub fn new(settings: ModelSettings, limits: Limits) -> anyhow::Result<Self> {
        let (generations, edits) = (settings.address("images/generations")?, settings.address("images/edits")?);
        Ok(Self { caller: Caller::new(limits)?, settings, generations, edits })
    }

    fn post(&self, url: &Url) -> RequestBuilder {
        self.settings.with_key(self.caller.client().post(url.clone()))
    }

    fn generate(&self, prompt: &str) -> RequestBuilder {
        self.post(&self.generations).json(&Request { model: &self.settings.model, prompt, n: 1, size: SIZE })
    }

    fn edit(&self, prompt: &str, pictures: &[Bytes]) -> RequestBuilder {
        let form = Form::new().text("model", self.settings.model.clone()).text("prompt", prompt.to_owned());
        let form = form.text("n", "1").text("size", SIZE);
        let form = pictures.iter().enumerate().fold(form, |form, (number, picture)| {
            let part = Part::stream(picture.clone()).file_name(format!("parent_{}", number + 1));
            match part.mime_str(media_type(picture)) {
                Ok(part) => form.part("image[]", part),
                Err(_) => form,
            }
        });
        self.post(&self.edits).multipart(form)
    }

    async fn ask(&self, prompt: &Prompt, pictures: &[Bytes]) -> Result<Painted, PaintError> {
        let text = prompt.text();
        let request = || if pictures.is_empty() { self.generate(&text) } else { self.edit(&text, pictures) };
        let answer = self.caller.json(request).await?;
        let limits = self.caller.limits();
        match given(&answer) {
            Some(Given::Base64(text)) => from_base64(text, prompt, limits),
            Some(Given::Address(url)) => painted(self.fetch(url).await?, prompt, limits),
            None => Err(PaintError::BadAnswer("the answer has no picture in it".into())),
        }
    }

    /// A picture that was answered as an address. It gets no key; without TLS it is asked for only where the provider
    /// itself is.
    async fn fetch(&self, url: &str) -> Result<Bytes, PaintError> {
        let url = self
            .settings
            .base_url
            .join(url)
            .map_err(|_| PaintError::BadAnswer("the picture's address is none".into()))?;
        let plain = url.scheme() == "http" && url.origin() == self.settings.base_url.origin();
        if url.scheme() != "https" && !plain {
            return Err(PaintError::BadAnswer("the picture's address is not one to be followed".into()));
        }
        self.caller.bytes(|| self.caller.client().get(url.clone()), self.caller.limits().picture).await
    }
}

#[async_trait]
impl Painter for OpenAi {
    async fn paint(&self, wish: Wish) -> Result<Painted, PaintError> {
        let prompt = Prompt::of(&wish);
        let pictures = pictured(&wish).cloned().collect::<Vec<_>>();
        let painting = self.caller.in_time(self.ask(&prompt, &pictures));
        observed(Provider::OpenAi, &self.settings, painting).await
    }
}
