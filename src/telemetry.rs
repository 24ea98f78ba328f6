//! What hera tells about itself: logs on standard error, metrics for Prometheus, and the names of both.

pub mod metrics;
pub mod names;
mod process;

use std::io::IsTerminal;
use std::net::SocketAddr;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use metrics::Metrics;

/// What is told, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What is logged, as directives of [`EnvFilter`].
    pub filter: String,
    pub format: LogFormat,
    /// Where `GET /metrics` answers; nowhere if `None`.
    pub metrics: Option<SocketAddr>,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

/// The log could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the log filter: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    #[error("the log is already set up: {0}")]
    Twice(#[from] TryInitError),
}

/// Starts logging to standard error; once in a process.
pub fn log(settings: &Settings) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(&settings.filter)?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).finish().try_init()?,
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).finish().try_init()?,
    }
    Ok(())
}
