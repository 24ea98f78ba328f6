//! Which language models answer, and the keys of their makers, which the painter uses as well.

use secrecy::SecretString;
use url::Url;

use super::kinds::{Kind, ModelAddress, ModelName, Seconds, Secret, Whole};
use super::mistake::Mistake;
use super::setting::{Form, Section, Setting};
use super::values::Values;
use crate::provider::ModelSettings;

/// A way to ask a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    Gemini,
    /// `OpenAI`, or whatever speaks its chat completions.
    OpenAi,
    Anthropic,
}

/// A model that is asked, with what is needed for it.
#[derive(Debug, Clone)]
pub enum ModelChoice {
    Gemini(ModelSettings),
    OpenAi(ModelSettings),
    Anthropic(ModelSettings),
}

/// A model as `MODEL` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Written out before the name.
    provider: Option<Provider>,
    name: String,
    /// Written out behind the name.
    base_url: Option<Url>,
}

impl Provider {
    const WORDS: [(&'static str, Self); 3] =
        [("gemini", Self::Gemini), ("openai", Self::OpenAi), ("anthropic", Self::Anthropic)];

    /// Whose model that is, if its name tells.
    fn of(name: &str) -> Option<Self> {
        let reasons = name.strip_prefix('o').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let makers = [("gemini-", Self::Gemini), ("claude-", Self::Anthropic), ("gpt-", Self::OpenAi)];
        let maker = makers.into_iter().find(|(start, _)| name.starts_with(start));
        maker.map(|(_, provider)| provider).or(reasons.then_some(Self::OpenAi))
    }

    /// Its maker's address, below which the paths of its API are.
    pub(super) fn address(self) -> Option<Url> {
        let address = match self {
            Self::Gemini => "https://generativelanguage.googleapis.com/",
            Self::OpenAi => "https://api.openai.com/v1/",
            Self::Anthropic => "https://api.anthropic.com/",
        };
        Url::parse(address).ok()
    }

    /// The settings that may hold its key; the first one counts.
    fn keys(self) -> Vec<&'static Setting<Secret>> {
        match self {
            Self::Gemini => vec![&GEMINI_KEY, &GOOGLE_KEY],
            Self::OpenAi => vec![&OPENAI_KEY],
            Self::Anthropic => vec![&ANTHROPIC_KEY],
        }
    }

    pub(super) fn key(self, values: &Values) -> Option<SecretString> {
        self.keys().into_iter().find_map(|key| values.get(key).flatten())
    }

    /// The variable that sets its key, if nobody has given one, right or wrong.
    pub(super) fn lacks(self, values: &Values) -> Option<&'static str> {
        let given = self.keys().into_iter().any(|key| !values.text(key).0.is_empty());
        self.keys().first().filter(|_| !given).map(|key| key.env)
    }
}

/// The models that are asked, one after the other.
pub struct Chain;

impl Kind for Chain {
    type Value = Vec<Named>;

    fn parse(&self, text: &str) -> Result<Vec<Named>, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| named(part).ok_or_else(|| self.refuse(part))).collect()
    }

    fn accepts(&self) -> String {
        "names of models such as `gemini-2.5-flash`, `openai:NAME`, `anthropic:NAME`, `gemini:NAME` or `NAME@URL`, \
         separated by commas"
            .to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "MODELS"
    }

    fn form(&self) -> Form {
        Form::List
    }

    /// What is no address may hold a password.
    fn refuse(&self, text: &str) -> String {
        let name = text.split('@').next().unwrap_or_default();
        format!("must be {}, not `{}`", self.accepts(), name.escape_debug())
    }

    fn shown(&self, text: &str) -> String {
        if self.parse(text).is_err() {
            return "(hidden)".to_owned();
        }
        // The query of an address may hold a secret.
        let address =
            |part: &str| part.split_once('?').map_or(part.to_owned(), |(address, _)| format!("{address}?(hidden)"));
        text.split(',').map(address).collect::<Vec<_>>().join(",")
    }
}

fn named(text: &str) -> Option<Named> {
    let (name, base_url) = match text.split_once('@') {
        Some((name, address)) => (name, Some(ModelAddress.parse(address).ok()??)),
        None => (text, None),
    };
    let written = Provider::WORDS.iter().find_map(|(word, provider)| {
        let name = name.strip_prefix(word)?.strip_prefix(':')?;
        Some((*provider, name))
    });
    let name = ModelName.parse(written.map_or(name, |(_, name)| name)).ok()??;
    Some(Named { provider: written.map(|(provider, _)| provider), name, base_url })
}

pub static MODEL: Setting<Chain> = Setting {
    key: "model.name",
    env: "MODEL",
    flag: "model",
    default: "",
    kind: Chain,
    doc: "The language model that speaks for Hera and the family, or several: the next one is asked when one fails. Without it hera answers from its own scripts. `gemini-…`, `gpt-…`, `o3` and `claude-…` are known by their names; others are asked at `MODEL_BASE_URL`, as OpenAI's are",
};

pub static BASE_URL: Setting<ModelAddress> = Setting {
    key: "model.base_url",
    env: "MODEL_BASE_URL",
    flag: "model-base-url",
    default: "",
    kind: ModelAddress,
    doc: "Where the models answer, if not at their makers': Ollama, vLLM, llama.cpp or anything else that speaks as the provider does: `http://localhost:11434/v1`. A query in it goes along, as Azure wants one",
};

pub static IDLE: Setting<Seconds> = Setting {
    key: "model.idle_s",
    env: "MODEL_IDLE_S",
    flag: "model-idle-s",
    default: "60",
    kind: Seconds { min: 1, max: 3600 },
    doc: "How long a model may send nothing, before its answer and within it",
};

pub static TIMEOUT: Setting<Seconds> = Setting {
    key: "model.timeout_s",
    env: "MODEL_TIMEOUT_S",
    flag: "model-timeout-s",
    default: "180",
    kind: Seconds { min: 1, max: 86_400 },
    doc: "How long an answer may take in all, with every attempt and every model of the chain",
};

pub static RETRIES: Setting<Whole<usize>> = Setting {
    key: "model.retries",
    env: "MODEL_RETRIES",
    flag: "model-retries",
    default: "2",
    kind: Whole { min: 0, max: 20 },
    doc: "How often each model is asked again, as long as nothing of its answer has been shown",
};

pub static WINDOW: Setting<Whole<usize>> = Setting {
    key: "model.window",
    env: "MODEL_WINDOW",
    flag: "model-window",
    default: "32768",
    kind: Whole { min: 1024, max: 10_000_000 },
    doc: "Tokens that a model takes in at a time, its answer included; of a longer conversation it is told a summary",
};

pub static GEMINI_KEY: Setting<Secret> = Setting {
    key: "model.gemini_api_key",
    env: "GEMINI_API_KEY",
    flag: "gemini-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key for Gemini; never shown. Everybody on the machine can read flags: the environment or the file is the place for it",
};

pub static GOOGLE_KEY: Setting<Secret> = Setting {
    key: "model.google_api_key",
    env: "GOOGLE_API_KEY",
    flag: "google-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "Another usual name of `GEMINI_API_KEY`, which counts before it",
};

pub static OPENAI_KEY: Setting<Secret> = Setting {
    key: "model.openai_api_key",
    env: "OPENAI_API_KEY",
    flag: "openai-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key for OpenAI, or for what stands at `MODEL_BASE_URL` or `PAINTER_BASE_URL`; never shown",
};

pub static ANTHROPIC_KEY: Setting<Secret> = Setting {
    key: "model.anthropic_api_key",
    env: "ANTHROPIC_API_KEY",
    flag: "anthropic-api-key",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "The key for Anthropic; never shown",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "model",
    title: "Model",
    settings: &[
        &MODEL,
        &BASE_URL,
        &IDLE,
        &TIMEOUT,
        &RETRIES,
        &WINDOW,
        &GEMINI_KEY,
        &GOOGLE_KEY,
        &OPENAI_KEY,
        &ANTHROPIC_KEY,
    ],
};

/// The models to ask, in their order; `None` when a value is wrong.
pub(super) fn chain(values: &Values) -> Option<Vec<ModelChoice>> {
    let elsewhere = values.get(&BASE_URL)?;
    let choice = |named: Named| {
        let base_url = named.base_url.or_else(|| elsewhere.clone());
        let known = named.provider.or_else(|| Provider::of(&named.name));
        let provider = known.or_else(|| base_url.is_some().then_some(Provider::OpenAi))?;
        let base_url = base_url.or_else(|| provider.address())?;
        let settings = ModelSettings { model: named.name, base_url, key: provider.key(values) };
        Some(match provider {
            Provider::Gemini => ModelChoice::Gemini(settings),
            Provider::OpenAi => ModelChoice::OpenAi(settings),
            Provider::Anthropic => ModelChoice::Anthropic(settings),
        })
    };
    values.get(&MODEL)?.into_iter().map(choice).collect()
}

/// Who a model's maker is must be known, and a maker's own address takes nobody without a key.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let (Some(chain), Some(elsewhere)) = (values.get(&MODEL), values.get(&BASE_URL)) else { return Vec::new() };
    let at_its_makers = chain.iter().filter(|named| named.base_url.is_none() && elsewhere.is_none());
    let wrong = at_its_makers.filter_map(|Named { provider, name, .. }| {
        let Some(provider) = provider.or_else(|| Provider::of(name)) else {
            return Some(format!(
                "holds `{name}`, whose maker its name does not tell: write openai:{name}, anthropic:{name} or \
                 gemini:{name}, or set MODEL_BASE_URL to the server that has it"
            ));
        };
        provider.lacks(values).map(|key| format!("holds `{name}`, which needs a key; {key} sets it"))
    });
    wrong.map(|says| Mistake::new(values.text(&MODEL).1, format!("{} {says}", MODEL.key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_named_with_provider_and_address_or_without() {
        let read = |text: &str| Chain.parse(text).unwrap();
        let plain = |provider, name: &str| Named { provider, name: name.to_owned(), base_url: None };
        assert_eq!(
            read("gemini-2.5-flash, openai:gpt-4.1-mini,llama3.2:3b,"),
            [
                plain(None, "gemini-2.5-flash"),
                plain(Some(Provider::OpenAi), "gpt-4.1-mini"),
                plain(None, "llama3.2:3b"),
            ]
        );
        let local = read("openai:org/model@http://localhost:8000/v1");
        assert_eq!(local[0].base_url.as_ref().map(Url::as_str), Some("http://localhost:8000/v1/"));
        assert_eq!((local[0].provider, local[0].name.as_str()), (Some(Provider::OpenAi), "org/model"));
        assert_eq!(read(""), []);
        let shown = Chain.shown("gpt-4o@https://a.example/openai?api-version=1&code=secret, o3");
        assert_eq!(shown, "gpt-4o@https://a.example/openai?(hidden), o3");
        for bad in ["a b", "openai:", "m@", "m@ftp://host", "m@http://me:secret@host/"] {
            let said = Chain.parse(bad).unwrap_err();
            assert!(said.contains("must be names of models") && !said.contains("secret"), "{said}");
            assert_eq!(Chain.shown(bad), "(hidden)");
        }
    }

    #[test]
    fn makers_are_known_by_the_names_of_their_models() {
        let makers = ["gemini-2.5-pro", "claude-sonnet-4-5", "gpt-4.1-mini", "o3", "o4-mini"].map(Provider::of);
        let [gemini, claude, gpt, o3, o4] = makers;
        assert_eq!((gemini, claude), (Some(Provider::Gemini), Some(Provider::Anthropic)));
        assert_eq!([gpt, o3, o4], [Some(Provider::OpenAi); 3]);
        assert_eq!((Provider::of("llama3"), Provider::of("olmo"), Provider::of("")), (None, None, None));
    }
}
