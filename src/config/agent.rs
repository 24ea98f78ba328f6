//! Who answers, and how turns are run.

use url::Url;

use super::kinds::{File, Millis, OneOf, Seconds, Secret, Text, WebAddress, Whole};
use super::mistake::Mistake;
use super::photos::IMAGE_BYTES;
use super::setting::{Section, Setting};
use super::values::Values;
use crate::agent::remote::Settings as RemoteSettings;
use crate::domain::Phase;

/// An agent that can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentName {
    /// Hera, who interviews.
    Hera,
    /// Words at a given rate, for `hera bench`.
    Load,
    /// An app of ADK's server.
    Adk,
    /// Whatever speaks AG-UI.
    AgUi,
}

/// Who answers, with what is needed for it.
#[derive(Debug, Clone)]
pub enum AgentChoice {
    Hera,
    Load,
    /// The app may be left out where the server has only one.
    Adk {
        server: RemoteSettings,
        app: Option<String>,
    },
    AgUi(RemoteSettings),
}

pub static NAME: Setting<OneOf<AgentName>> = Setting {
    key: "agent.name",
    env: "AGENT",
    flag: "agent",
    default: "hera",
    kind: OneOf {
        words: &[
            ("hera", AgentName::Hera),
            ("adk", AgentName::Adk),
            ("ag-ui", AgentName::AgUi),
            ("load", AgentName::Load),
        ],
        refused: &[],
    },
    doc: "Who answers: `hera`; an agent elsewhere, `adk` on an ADK server or `ag-ui` at an AG-UI endpoint; or `load`, which streams words for `hera bench`",
};

pub static URL: Setting<WebAddress> = Setting {
    key: "agent.url",
    env: "AGENT_URL",
    flag: "agent-url",
    default: "",
    kind: WebAddress,
    doc: "Where an agent elsewhere is: with `adk` the server, `http://localhost:8000`; with `ag-ui` the endpoint itself, `http://localhost:8000/agent`",
};

pub static ADK_APP: Setting<Text> = Setting {
    key: "agent.adk_app",
    env: "ADK_APP",
    flag: "adk-app",
    default: "",
    kind: Text,
    doc: "Which app of the ADK server answers; may be left out where it has only one",
};

pub static TOKEN: Setting<Secret> = Setting {
    key: "agent.token",
    env: "AGENT_TOKEN",
    flag: "agent-token",
    default: "",
    kind: Secret { shortest: 1 },
    doc: "Sent to an agent elsewhere as its bearer token; never shown",
};

pub static IDLE: Setting<Seconds> = Setting {
    key: "agent.idle_s",
    env: "AGENT_IDLE_S",
    flag: "agent-idle-s",
    default: "60",
    kind: Seconds { min: 1, max: 3600 },
    doc: "An agent elsewhere that sends nothing for so long is given up",
};

pub static REPLY_PACE: Setting<Millis> = Setting {
    key: "agent.reply_pace_ms",
    env: "REPLY_PACE_MS",
    flag: "reply-pace-ms",
    default: "45",
    kind: Millis { min: 0, max: 10_000 },
    doc: "Pause between the words of Hera's replies; 0 for full speed",
};

pub static COALESCE: Setting<Millis> = Setting {
    key: "agent.coalesce_ms",
    env: "COALESCE_MS",
    flag: "coalesce-ms",
    default: "40",
    kind: Millis { min: 0, max: 1000 },
    doc: "How long text is gathered into one event; the first word is never held back",
};

pub static TURNS_AT_ONCE: Setting<Whole<usize>> = Setting {
    key: "agent.turns_at_once",
    env: "TURNS_AT_ONCE",
    flag: "turns-at-once",
    default: "2048",
    kind: Whole { min: 1, max: 1_000_000 },
    doc: "Turns run at the same time, over all sessions",
};

pub static TURN_TIME_LIMIT: Setting<Seconds> = Setting {
    key: "agent.turn_time_limit_s",
    env: "TURN_TIME_LIMIT_S",
    flag: "turn-time-limit-s",
    default: "300",
    kind: Seconds { min: 1, max: 86_400 },
    doc: "A turn that takes longer ends in an error",
};

pub static REPLY_BYTES: Setting<Whole<usize>> = Setting {
    key: "agent.reply_bytes",
    env: "REPLY_BYTES",
    flag: "reply-bytes",
    default: "262144",
    kind: Whole { min: 1024, max: 16_777_216 },
    doc: "A turn that says more than this ends in an error",
};

pub static HISTORY: Setting<Whole<usize>> = Setting {
    key: "agent.history",
    env: "HISTORY",
    flag: "history",
    default: "50",
    kind: Whole { min: 0, max: 1000 },
    doc: "Earlier messages the agent is shown; with a model, `MODEL_WINDOW` says how much",
};

pub static HELP_LINES: Setting<File> = Setting {
    key: "agent.help_lines",
    env: "HELP_LINES_FILE",
    flag: "help-lines-file",
    default: "",
    kind: File,
    doc: "Where people in danger get help, by country, instead of the built-in table: a TOML file like `src/agent/care/help.toml`",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "agent",
    title: "Agent",
    settings: &[
        &NAME,
        &URL,
        &ADK_APP,
        &TOKEN,
        &IDLE,
        &REPLY_PACE,
        &COALESCE,
        &TURNS_AT_ONCE,
        &TURN_TIME_LIMIT,
        &REPLY_BYTES,
        &HISTORY,
        &HELP_LINES,
    ],
};

/// Who answers; `None` when a value is wrong.
pub(super) fn choice(values: &Values) -> Option<AgentChoice> {
    Some(match values.get(&NAME)? {
        AgentName::Hera => AgentChoice::Hera,
        AgentName::Load => AgentChoice::Load,
        AgentName::Adk => AgentChoice::Adk { server: elsewhere(values)?, app: values.get(&ADK_APP)? },
        AgentName::AgUi => AgentChoice::AgUi(elsewhere(values)?),
    })
}

fn elsewhere(values: &Values) -> Option<RemoteSettings> {
    Some(RemoteSettings {
        // As it was written: to an endpoint a slash at the end makes a difference.
        url: Url::parse(values.text(&URL).0).ok()?,
        token: values.get(&TOKEN)?,
        idle: values.get(&IDLE)?,
        picture_bytes: usize::try_from(values.get(&IMAGE_BYTES)?).ok()?,
    })
}

/// What a new session begins with.
pub(super) const fn first_phase(agent: AgentName) -> Phase {
    match agent {
        AgentName::Hera | AgentName::Load => Phase::Interview,
        AgentName::Adk | AgentName::AgUi => Phase::Chat,
    }
}

/// An agent elsewhere is somewhere.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let elsewhere = matches!(values.get(&NAME), Some(AgentName::Adk | AgentName::AgUi));
    if !elsewhere || values.get(&URL) != Some(None) {
        return Vec::new();
    }
    let (name, source) = values.text(&NAME);
    vec![Mistake::new(source, format!("{} = {name} needs {}; {} sets it", NAME.key, URL.key, URL.env))]
}
