//! Who answers, and how turns are run.

use super::kinds::{Millis, OneOf, Seconds, Whole};
use super::setting::{Section, Setting};

/// An agent that can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentName {
    /// Hera, who interviews.
    Hera,
    /// Words at a given rate, for `hera bench`.
    Load,
}

pub static NAME: Setting<OneOf<AgentName>> = Setting {
    key: "agent.name",
    env: "AGENT",
    flag: "agent",
    default: "hera",
    kind: OneOf { words: &[("hera", AgentName::Hera), ("load", AgentName::Load)], refused: &[] },
    doc: "Who answers: `hera`, or `load`, which streams words for `hera bench`",
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

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "agent",
    title: "Agent",
    settings: &[&NAME, &REPLY_PACE, &COALESCE, &TURNS_AT_ONCE, &TURN_TIME_LIMIT, &REPLY_BYTES, &HISTORY],
};
