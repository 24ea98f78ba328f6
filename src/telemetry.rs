//! What hera tells about itself: logs on standard error, metrics for Prometheus, spans for OpenTelemetry, and the names
//! of all three.

pub mod cause;
pub mod genai;
pub mod hourly;
pub mod json;
pub mod metrics;
pub mod names;
mod process;
pub mod stderr;
pub mod traces;

use std::io::{self, IsTerminal as _};
use std::panic::{self, PanicHookInfo};

use opentelemetry_otlp::ExporterBuildError;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _, fmt, registry};
use url::Url;

pub use metrics::Metrics;
pub use traces::Traces;

/// The target of hera's own lines, and what those of its modules begin with.
const OWN: &str = env!("CARGO_CRATE_NAME");

/// What is told, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What is logged, as directives of [`EnvFilter`].
    pub filter: String,
    pub format: LogFormat,
    /// Where spans are sent, with a slash at the end; without it there are none.
    pub collector: Option<Url>,
    /// What the process is called there.
    pub service: String,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

/// Neither log nor spans could be set up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the log filter: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    #[error("the log is already set up: {0}")]
    Twice(#[from] TryInitError),
    #[error("the spans: {0}")]
    Traces(#[from] ExporterBuildError),
    #[error("the log: {0}")]
    Thread(#[from] io::Error),
}

/// Logging and spans. When it is dropped, the last spans are sent, and the last lines written.
#[derive(Debug)]
pub struct Telling {
    _traces: Option<Traces>,
    _log: stderr::Written,
}

/// Starts logging to standard error, and sending spans if there is somewhere to send them; once in a process. From then
/// on a panic is a line of the log.
///
/// # Errors
/// When a setting makes no sense to the libraries, or it was called before.
pub fn start(settings: &Settings) -> Result<Telling, StartError> {
    let filter = EnvFilter::try_new(&settings.filter)?.and(filter_fn(may_tell));
    let lines = fmt::layer().with_writer(|| stderr::Log);
    let lines = match settings.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.event_format(json::Json).fmt_fields(JsonFields::new()).boxed(),
    };
    let log = registry().with(lines.with_filter(filter));
    let traces = settings.collector.as_ref().map(|to| Traces::to(to, &settings.service)).transpose()?;
    match &traces {
        Some(traces) => log.with(traces.layer().with_filter(filter_fn(is_for_collector))).try_init()?,
        None => log.try_init()?,
    }
    panic::set_hook(Box::new(tell_panic));
    Ok(Telling { _traces: traces, _log: stderr::start()? })
}

/// Whether this is a span for the collector. It gets no lines of the log, and the log gets no such span.
fn is_for_collector(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == genai::TARGET
}

/// Whether a line may be written at all, whatever the operator asks for. hera never logs what is said; the libraries
/// know nothing of that, and log whole frames and bodies at their finer levels. The one that serves the page names each
/// of its files at every start.
fn may_tell(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    let of = |library: &str| target.strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    let finest = if of(OWN) {
        Level::TRACE
    } else if of("memory_serve") || of("object_store") {
        // hera itself says what is wrong with a cloud; what speaks with it tells of each time that it asks again.
        Level::WARN
    } else if of("redis") {
        // hera itself says what is wrong with Redis; its driver tells of each attempt to reach a node.
        Level::ERROR
    } else {
        Level::INFO
    };
    *metadata.level() <= finest && !is_for_collector(metadata)
}

/// Tells where a panic came from. Not what it says: that may hold what was said.
fn tell_panic(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "a panic");
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_tells_its_place_only() {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let before = panic::take_hook();
        panic::set_hook(Box::new(tell_panic));
        let ended = tracing::subscriber::with_default(log, || panic::catch_unwind(|| panic!("I am {}", "zerzura")));
        panic::set_hook(before);
        assert!(ended.is_err());
        let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(told.contains("a panic location=\"src/telemetry.rs:"), "{told}");
        assert!(!told.contains("zerzura"), "{told}");
    }
}
