//! Every setting of hera: read from flags, the environment and a file, checked in one pass, all mistakes reported
//! together. docs/CONFIGURATION.md lists them; a test holds it to the table here.
//!
//! This is the only module that reads the environment.

pub mod agent;
pub mod certificates;
pub mod file;
pub mod kinds;
pub mod limits;
pub mod log;
mod misspelt;
pub mod mistake;
pub mod model;
pub mod painter;
pub mod photos;
pub mod server;
pub mod setting;
pub mod socket;
pub mod storage;
pub mod traces;
pub mod values;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

pub use agent::AgentChoice;
pub use mistake::{Mistake, Mistakes};
pub use model::ModelChoice;
pub use painter::PainterChoice;
pub use setting::{Described, Form, Section};
pub use values::{CONFIG_FLAG, Environment, FILE_ENV, Flags, Source, Values};

use crate::domain::Phase;
use crate::telemetry::LogFormat;

/// Everything an operator can set, ready to be handed to whom it concerns.
#[derive(Debug, Clone)]
pub struct Config {
    pub gateway: crate::gateway::Settings,
    pub worker: crate::agent::worker::Settings,
    /// Where and how sessions are kept.
    pub store: crate::embedded::Settings,
    /// The Redis that keeps them instead, for any number of processes.
    pub shared: Option<crate::redis::Settings>,
    /// Where pictures are kept and what they may be.
    pub photos: crate::photos::Settings,
    pub telemetry: crate::telemetry::Settings,
    /// Where operators are answered; nowhere if `None`.
    pub operations: Option<SocketAddr>,
    /// Where a worker answers health checks as well; nowhere if `None`.
    pub worker_health: Option<SocketAddr>,
    /// Who answers.
    pub agent: AgentChoice,
    /// The phase that a new session begins with.
    pub first_phase: Phase,
    /// The language models that are asked, in their order; none for hera's own scripts.
    pub models: Vec<ModelChoice>,
    /// How they are asked.
    pub model_limits: crate::model::Settings,
    /// Tokens that a model takes in at a time, its answer included.
    pub model_window: usize,
    /// Where people in danger get help; the built-in table if `None`.
    pub help_lines: Option<std::path::PathBuf>,
    /// Who paints.
    pub painter: PainterChoice,
    /// Whether the built-in painter stands in for a model that fails.
    pub painter_fallback: bool,
    /// Pause between the words of Hera's replies.
    pub reply_pace: Duration,
    /// How long it serves on, unready, once the end has been asked for, before it drains.
    pub lame_duck: Duration,
    /// How long running turns may take to finish once it drains.
    pub drain: Duration,
}

/// How long a claimed turn stays with a worker that is not heard of. Long against a pause, short against a person's
/// patience: a turn of a dead worker goes on elsewhere after this.
const LEASE: Duration = Duration::from_secs(10);

/// The table of all settings.
pub static SECTIONS: [&Section; 10] = [
    &server::SECTION,
    &storage::SECTION,
    &photos::SECTION,
    &agent::SECTION,
    &model::SECTION,
    &painter::SECTION,
    &limits::SECTION,
    &socket::SECTION,
    &log::SECTION,
    &traces::SECTION,
];

/// All settings, in the order of the table.
pub fn settings() -> impl Iterator<Item = &'static dyn Described> {
    SECTIONS.iter().flat_map(|section| section.settings.iter().copied())
}

impl Config {
    /// Makes sense of what was gathered, or tells everything that is wrong with it.
    pub fn from_values(values: &Values) -> Result<Self, Mistakes> {
        let mut mistakes = values.mistakes();
        mistakes.extend(server::rules(values));
        mistakes.extend(storage::rules(values));
        mistakes.extend(photos::rules(values));
        mistakes.extend(agent::rules(values));
        mistakes.extend(model::rules(values));
        mistakes.extend(painter::rules(values));
        mistakes.extend(limits::rules(values));
        mistakes.extend(socket::rules(values));
        match assemble(values) {
            Some(config) if mistakes.is_empty() => Ok(config),
            _ => Err(Mistakes(mistakes)),
        }
    }
}

/// The configuration; `None` when a value is wrong.
fn assemble(values: &Values) -> Option<Config> {
    let shared = crate::redis::Settings {
        server: values.get(&storage::REDIS_URL)?,
        session_ttl: values.get(&storage::SESSION_TTL)?,
        events_kept: values.get(&storage::EVENTS_KEPT)?,
        turns_queued: values.get(&storage::TURNS_QUEUED)?,
        messages_kept: values.get(&storage::MESSAGES_KEPT)?,
        lease: LEASE,
    };
    Some(Config {
        gateway: gateway(values)?,
        worker: crate::agent::worker::Settings {
            turns_at_once: values.get(&agent::TURNS_AT_ONCE)?,
            coalesce: values.get(&agent::COALESCE)?,
            turn_time_limit: values.get(&agent::TURN_TIME_LIMIT)?,
            reply_bytes: values.get(&agent::REPLY_BYTES)?,
            history: values.get(&agent::HISTORY)?,
        },
        store: crate::embedded::Settings {
            dir: values.get(&storage::SESSIONS_DIR)?,
            events_kept: values.get(&storage::EVENTS_KEPT)?,
            flush_interval: values.get(&storage::FLUSH)?,
            turns_queued: values.get(&storage::TURNS_QUEUED)?,
            messages_kept: values.get(&storage::MESSAGES_KEPT)?,
            cache_bytes: values.get(&storage::STORE_CACHE)?,
            session_ttl: storage::file_ttl(values)?,
        },
        shared: storage::in_redis(values)?.then_some(shared),
        photos: photos::settings(values)?,
        telemetry: crate::telemetry::Settings {
            filter: values.get(&log::LEVEL)?,
            format: values.get(&log::FORMAT)?,
            collector: values.get(&traces::COLLECTOR)?,
            service: values.get(&traces::SERVICE)?.unwrap_or_default(),
        },
        operations: values.get(&server::METRICS)?,
        worker_health: server::worker_health(values),
        agent: agent::choice(values)?,
        models: model::chain(values)?,
        model_limits: crate::model::Settings {
            idle: values.get(&model::IDLE)?,
            total: values.get(&model::TIMEOUT)?,
            retries: values.get(&model::RETRIES)?,
        },
        model_window: values.get(&model::WINDOW)?,
        help_lines: values.get(&agent::HELP_LINES)?,
        painter: painter::choice(values)?,
        painter_fallback: values.get(&painter::FALLBACK)?,
        reply_pace: values.get(&agent::REPLY_PACE)?,
        first_phase: agent::first_phase(values.get(&agent::NAME)?),
        lame_duck: values.get(&server::LAME_DUCK)?,
        drain: values.get(&server::DRAIN)?,
    })
}

fn gateway(values: &Values) -> Option<crate::gateway::Settings> {
    Some(crate::gateway::Settings {
        listen: SocketAddr::new(values.get(&server::HOST)?, values.get(&server::PORT)?),
        allowed_origins: values.get(&server::ALLOWED_ORIGINS)?,
        trusted_proxies: values.get(&server::TRUSTED_PROXIES)?,
        allowed_hosts: values.get(&server::ALLOWED_HOSTS)?,
        base_path: values.get(&server::BASE_PATH)?,
        api_url: values.get(&server::API_URL)?,
        frame_bytes: values.get(&limits::FRAME_BYTES)?,
        upload_bytes: values.get(&photos::UPLOAD_BYTES)?,
        uploads_per_owner: values.get(&photos::UPLOADS_PER_OWNER)?,
        uploads_per_address: values.get(&photos::UPLOADS_PER_ADDRESS)?,
        sockets_per_session: values.get(&limits::SOCKETS_PER_SESSION)?,
        sockets_per_owner: values.get(&limits::SOCKETS_PER_OWNER)?,
        sockets_per_address: values.get(&limits::SOCKETS_PER_ADDRESS)?,
        connections_per_address: values.get(&limits::CONNECTIONS_PER_ADDRESS)?,
        sockets: values.get(&limits::SOCKETS)?,
        frames_per_second: values.get(&limits::FRAMES_PER_SECOND)?,
        frames_burst: values.get(&limits::FRAMES_BURST)?,
        requests_per_second: values.get(&limits::REQUESTS_PER_SECOND)?,
        requests_burst: values.get(&limits::REQUESTS_BURST)?,
        hello_timeout: values.get(&socket::HELLO_TIMEOUT)?,
        ping_interval: values.get(&socket::PING_INTERVAL)?,
        pong_timeout: values.get(&socket::PONG_TIMEOUT)?,
        write_timeout: values.get(&socket::WRITE_TIMEOUT)?,
        lag_events: values.get(&limits::LAG_EVENTS)?,
        reconnect_min: values.get(&socket::RECONNECT_MIN)?,
        reconnect_max: values.get(&socket::RECONNECT_MAX)?,
    })
}

/// How the log is to be written, also by settings that are wrong. Who asks for a format that there is not does not ask for
/// the default, and a program may be reading.
#[must_use]
pub fn log_format(values: &Values) -> LogFormat {
    values.get(&log::FORMAT).unwrap_or(LogFormat::Json)
}

/// What the command line of this process says of how the log is to be written, though it may not be understood otherwise: the
/// format, and the file that may tell it.
#[must_use]
pub fn log_flags() -> Flags {
    let mut arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let mut flags = Flags::default();
    while let Some(argument) = arguments.next() {
        let Some(flag) = argument.strip_prefix("--") else { continue };
        let (flag, text) = flag.split_once('=').map_or((flag, None), |(flag, text)| (flag, Some(text.to_owned())));
        if flag != CONFIG_FLAG && flag != log::FORMAT.flag {
            continue;
        }
        let Some(text) = text.or_else(|| arguments.next()) else { continue };
        if flag == CONFIG_FLAG {
            flags.file = Some(text.into());
        } else {
            flags.texts.insert(log::FORMAT.key, text);
        }
    }
    flags
}

/// The settings in effect, as a settings file that says where each came from.
#[must_use]
pub fn effective(values: &Values) -> String {
    let mut text = String::new();
    for section in SECTIONS {
        let gap = if text.is_empty() { "" } else { "\n" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{gap}[{}]", section.name);
        for setting in section.settings {
            let (value, source) = values.text(*setting);
            let name = setting.key().rsplit('.').next().unwrap_or_default();
            let line = format!("{name} = {}", written(setting.form(), &setting.shown(value)));
            let _ = writeln!(text, "{line:<44} # {source}");
        }
    }
    text
}

/// A value as the file writes it.
fn written(form: Form, text: &str) -> String {
    match form {
        Form::Number => text.to_owned(),
        Form::Text => toml::Value::from(text).to_string(),
        Form::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            toml::Value::Array(items.map(toml::Value::from).collect()).to_string()
        }
    }
}

#[cfg(test)]
mod tests;
