//! What hera tells about itself: logs on standard error, metrics for Prometheus, and the names of both.

pub mod metrics;
pub mod names;
mod process;

use std::io::IsTerminal;
use std::panic::{self, PanicHookInfo};

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use metrics::Metrics;

/// The target of hera's own lines, and what those of its modules begin with.
const OWN: &str = env!("CARGO_CRATE_NAME");

/// What is told, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What is logged, as directives of [`EnvFilter`].
    pub filter: String,
    pub format: LogFormat,
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

/// Starts logging to standard error; once in a process. From then on a panic is a line of the log.
pub fn log(settings: &Settings) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(&settings.filter)?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let own = filter_fn(may_tell);
    match settings.format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).finish().with(own).try_init()?,
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).finish().with(own).try_init()?,
    }
    panic::set_hook(Box::new(tell_panic));
    Ok(())
}

/// Whether a line may be written at all, whatever the operator asks for. hera never logs what is said; the libraries
/// know nothing of that, and log whole frames and bodies at their finer levels.
fn may_tell(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    *metadata.level() <= Level::INFO
        || target == OWN
        || target.strip_prefix(OWN).is_some_and(|rest| rest.starts_with("::"))
}

/// Tells where a panic came from. Not what it says: that may hold what was said.
fn tell_panic(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "a panic");
}

#[cfg(test)]
mod tests {
    use std::io;
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
