//! Who paints the partner and the children.

use url::Url;

use super::kinds::{ModelName, OneOf, Secret, WebAddress};
use super::mistake::Mistake;
use super::setting::{Section, Setting};
use super::values::Values;

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
    Gemini(crate::paint::ModelSettings),
    OpenAi(crate::paint::ModelSettings),
}

/// What holds for a provider, unless the settings say otherwise.
struct Provider {
    model: &'static str,
    address: &'static str,
    key: &'static Setting<Secret>,
}

static GEMINI: Provider = Provider {
    model: "gemini-2.5-flash-image",
    address: "https://generativelanguage.googleapis.com/",
    key: &GEMINI_KEY,
};

static OPENAI: Provider = Provider { model: "gpt-image-1", address: "https://api.openai.com/v1/", key: &OPENAI_KEY };

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

pub static BASE_URL: Setting<WebAddress> = Setting {
    key: "painter.base_url",
    env: "PAINTER_BASE_URL",
    flag: "painter-base-url",
    default: "",
    kind: WebAddress,
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

pub static GEMINI_KEY: Setting<Secret> = Setting {
    key: "painter.gemini_api_key",
    env: "GEMINI_API_KEY",
    flag: "gemini-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key for Gemini; never shown. Everybody on the machine can read flags: the environment or the file is the place for it",
};

pub static OPENAI_KEY: Setting<Secret> = Setting {
    key: "painter.openai_api_key",
    env: "OPENAI_API_KEY",
    flag: "openai-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key for OpenAI, or for what stands at `PAINTER_BASE_URL`; never shown",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "painter",
    title: "Painter",
    settings: &[&NAME, &MODEL, &BASE_URL, &FALLBACK, &GEMINI_KEY, &OPENAI_KEY],
};

/// Who paints, and the model that is asked; `None` when a value is wrong.
pub(super) fn choice(values: &Values) -> Option<PainterChoice> {
    Some(match values.get(&NAME)? {
        PainterName::BuiltIn => PainterChoice::BuiltIn,
        PainterName::Gemini => PainterChoice::Gemini(model(values, &GEMINI)?),
        PainterName::OpenAi => PainterChoice::OpenAi(model(values, &OPENAI)?),
    })
}

fn model(values: &Values, provider: &Provider) -> Option<crate::paint::ModelSettings> {
    Some(crate::paint::ModelSettings {
        model: values.get(&MODEL)?.unwrap_or_else(|| provider.model.to_owned()),
        base_url: values.get(&BASE_URL)?.or_else(|| Url::parse(provider.address).ok())?,
        key: values.get(provider.key)?,
    })
}

/// A provider's own address takes nobody without a key.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let at_its_own = values.get(&BASE_URL).is_some_and(|url| url.is_none());
    let needs = |provider: &Provider, name| {
        values.rule(&NAME, provider.key, "needs a key:", |painter, key| painter != name || !at_its_own || key.is_some())
    };
    needs(&GEMINI, PainterName::Gemini).into_iter().chain(needs(&OPENAI, PainterName::OpenAi)).collect()
}
