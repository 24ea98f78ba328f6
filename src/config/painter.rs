//! Who paints the partner and the children.

use super::kinds::{ModelAddress, ModelName, OneOf};
use super::mistake::Mistake;
use super::model::Provider;
use super::setting::{Section, Setting};
use super::values::Values;
use crate::provider::ModelSettings;

/// A painter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PainterName {
    /// hera itself, without a model and without a network.
    BuiltIn,
    Gemini,
    /// `OpenAI`, or whatever speaks its images API.
    OpenAi,
}

/// Who paints, with what is needed for it.
#[derive(Debug, Clone)]
pub enum PainterChoice {
    BuiltIn,
    Gemini(ModelSettings),
    OpenAi(ModelSettings),
}

pub static NAME: Setting<OneOf<PainterName>> = Setting {
    key: "painter.name",
    env: "PAINTER",
    flag: "painter",
    default: "built-in",
    kind: OneOf {
        words: &[("built-in", PainterName::BuiltIn), ("gemini", PainterName::Gemini), ("openai", PainterName::OpenAi)],
        refused: &[],
    },
    doc: "Who paints: `built-in` draws portraits without a model; `gemini` and `openai` ask a model, which sees the descriptions and, for a child, the parents' pictures",
};

pub static MODEL: Setting<ModelName> = Setting {
    key: "painter.model",
    env: "PAINTER_MODEL",
    flag: "painter-model",
    default: "",
    kind: ModelName,
    doc: "The model that paints; without it `gemini-2.5-flash-image` or `gpt-image-1`",
};

pub static BASE_URL: Setting<ModelAddress> = Setting {
    key: "painter.base_url",
    env: "PAINTER_BASE_URL",
    flag: "painter-base-url",
    default: "",
    kind: ModelAddress,
    doc: "Where the model answers, if not at its maker's; with `openai`, anything that speaks OpenAI's images API: `http://localhost:8000/v1`",
};

pub static FALLBACK: Setting<OneOf<bool>> = Setting {
    key: "painter.fallback",
    env: "PAINTER_FALLBACK",
    flag: "painter-fallback",
    default: "true",
    kind: OneOf { words: &[("true", true), ("false", false)], refused: &[] },
    doc: "Whether the built-in painter stands in for a model that fails; a model's refusal is told to the person in any case",
};

/// In the order of the help.
pub static SECTION: Section =
    Section { name: "painter", title: "Painter", settings: &[&NAME, &MODEL, &BASE_URL, &FALLBACK] };

/// Who paints, and the model that is asked; `None` when a value is wrong.
pub(super) fn choice(values: &Values) -> Option<PainterChoice> {
    let model = |usual: &str, provider: Provider| -> Option<ModelSettings> {
        Some(ModelSettings {
            model: values.get(&MODEL)?.unwrap_or_else(|| usual.to_owned()),
            base_url: values.get(&BASE_URL)?.or_else(|| provider.address())?,
            key: provider.key(values),
        })
    };
    Some(match values.get(&NAME)? {
        PainterName::BuiltIn => PainterChoice::BuiltIn,
        PainterName::Gemini => PainterChoice::Gemini(model("gemini-2.5-flash-image", Provider::Gemini)?),
        PainterName::OpenAi => PainterChoice::OpenAi(model("gpt-image-1", Provider::OpenAi)?),
    })
}

/// A provider's own address takes nobody without a key.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let at_its_own = values.get(&BASE_URL).is_some_and(|url| url.is_none());
    let provider = match values.get(&NAME) {
        Some(PainterName::Gemini) if at_its_own => Provider::Gemini,
        Some(PainterName::OpenAi) if at_its_own => Provider::OpenAi,
        _ => return Vec::new(),
    };
    let (name, source) = values.text(&NAME);
    let says = |key| format!("{} = {name} needs a key; {key} sets it", NAME.key);
    provider.lacks(values).map(|key| Mistake::new(source, says(key))).into_iter().collect()
}
