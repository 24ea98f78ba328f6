//! What is logged, and how it is written.

use crate::telemetry::LogFormat;

use super::kinds::{Directives, OneOf};
use super::setting::{Section, Setting};

pub static LEVEL: Setting<Directives> = Setting {
    key: "log.level",
    env: "LOG_LEVEL",
    flag: "log-level",
    default: "info",
    kind: Directives,
    doc: "What is logged, to standard error",
};

pub static FORMAT: Setting<OneOf<LogFormat>> = Setting {
    key: "log.format",
    env: "LOG_FORMAT",
    flag: "log-format",
    default: "text",
    kind: OneOf { words: &[("text", LogFormat::Text), ("json", LogFormat::Json)], refused: &[] },
    doc: "How it is written: lines for people, or JSON, one object a line",
};

/// In the order of the help.
pub static SECTION: Section = Section { name: "log", title: "Logs", settings: &[&LEVEL, &FORMAT] };
