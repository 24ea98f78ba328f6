//! Starts hera: reads the command line, loads the settings, starts telemetry, hands over to a role.
#![forbid(unsafe_code)]

use std::num::NonZero;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use hera::bench;
use hera::boot::{Parts, WrongSettings};
use hera::cli::{self, Check, Health, Role, SessionHash};
use hera::config::{self, Config, Environment, Flags, Values};
use hera::folder::Unwritable;
use hera::lifecycle;
use hera::operations::probe;
use hera::telemetry::{self, LogFormat};
use tokio::runtime::Runtime;
use tracing::Level;
use url::Url;

/// Gives memory back to the system and stays fast under many threads, where the system's own does neither well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code for wrong settings, as for a wrong command line, and for a folder of theirs that cannot be written:
/// starting again does not help.
const WRONG_SETTINGS: u8 = 2;

/// Threads beside those of the runtime: the log's, those of the store, and some for what waits for the disk.
const THREADS_BESIDE: usize = 8;

/// How long files that are still being written are waited for at the end. Everything that was acknowledged is written by
/// then; a thread that waits for a name server, or for a disk that hangs, may wait for much longer.
const LEAVING: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let role = match Role::from_command_line() {
        Ok(role) => role,
        Err(error) => return not_understood(&error),
    };
    let ended = match role {
        Role::Serve(flags) => return serve(flags, Parts::ALL),
        Role::Backend(flags) => return serve(flags, Parts::BACKEND),
        Role::Adk(flags) => return serve(flags, Parts::ADK),
        Role::CheckConfig(asked) => check_config(asked),
        Role::Compact(flags) => compact(flags),
        Role::Health(asked) => health(asked),
        Role::SessionHash(asked) => session_hash(&asked),
        Role::Bench(args) => return bench(&args),
    };
    // The causes in one line.
    ended.unwrap_or_else(|error| failed(log_format(), &error))
}

/// How what is wrong is to be told, by the environment, the command line and the settings file, whatever else they say.
fn log_format() -> LogFormat {
    config::log_format(&Values::gather(config::log_flags(), Environment::of_this_process()))
}

/// Help is for people; a wrong command line is told as the log would be written.
fn not_understood(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && log_format() == LogFormat::Json {
        cli::fail(LogFormat::Json, error.to_string().trim_end());
        return ExitCode::from(WRONG_SETTINGS);
    }
    error.exit()
}

fn failed(format: LogFormat, error: &anyhow::Error) -> ExitCode {
    cli::fail(format, format!("{error:#}").trim_end());
    let wrong = error.is::<Unwritable>() || error.is::<WrongSettings>();
    if wrong { WRONG_SETTINGS.into() } else { ExitCode::FAILURE }
}

fn serve(flags: Flags, parts: Parts) -> ExitCode {
    let values = Values::gather(flags, Environment::of_this_process());
    let format = config::log_format(&values);
    let config = match Config::from_values(&values) {
        Ok(config) => config,
        Err(mistakes) => return refuse(format, &mistakes),
    };
    if parts != Parts::ALL && config.shared.is_none() {
        cli::fail(format, "this needs sessions in Redis: set STORAGE_MODE=redis, and REDIS_URL");
        return ExitCode::from(WRONG_SETTINGS);
    }
    match run(config, parts, &values) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(format, &error),
    }
}

fn run(config: Config, parts: Parts, values: &Values) -> anyhow::Result<()> {
    // The allocator asks for huge pages. Of each, most is free again after a peak, and the kernel fills such holes up to
    // whole ones in the background: for an hour memory grows by what nobody uses. Not every kernel knows the call.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    try_threads()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")?;
    // Before anything is written: the log may be a file as well.
    outlive_full_files(&runtime)?;
    // Dropped last: the lines and spans of what ends with the runtime are told, too.
    let _telling =
        telemetry::start(&config.telemetry).map_err(|error| config::certificates::explained(error.into()))?;
    for warning in config::certificates::warnings() {
        tracing::warn!("{warning}");
    }
    for warning in values.warnings() {
        tracing::warn!("{warning}");
    }
    for note in values.notes() {
        tracing::info!("{note}");
    }
    let served = runtime.block_on(hera::boot::serve(config, parts));
    runtime.shutdown_timeout(LEAVING);
    served
}

/// Tries to have as many threads as will be needed at least. Without one of them something would be waited for without end.
fn try_threads() -> anyhow::Result<()> {
    let wanted = thread::available_parallelism().map_or(1, NonZero::get) + THREADS_BESIDE;
    let gate = Mutex::new(());
    thread::scope(|scope| {
        let _closed = gate.lock();
        (0..wanted).try_for_each(|_| thread::Builder::new().spawn_scoped(scope, || drop(gate.lock())).map(drop))
    })
    .with_context(|| {
        format!(
            "this process may have fewer than {wanted} threads: raise that limit (ulimit -u, of a container its pids)"
        )
    })
}

fn outlive_full_files(runtime: &Runtime) -> anyhow::Result<()> {
    let _inside = runtime.enter();
    lifecycle::outlive_full_files().context("catching SIGXFSZ")
}

/// The settings in effect are for people and for files; what is wrong with them is told as the log would be written.
fn check_config(Check { settings, probe }: Check) -> anyhow::Result<ExitCode> {
    let values = Values::gather(settings, Environment::of_this_process());
    let format = config::log_format(&values);
    for warning in values.warnings() {
        cli::tell(format, Level::WARN, &warning.to_string())?;
    }
    let config = match Config::from_values(&values) {
        Ok(config) => config,
        Err(mistakes) => return Ok(refuse(format, &mistakes)),
    };
    for warning in config::certificates::warnings() {
        cli::tell(format, Level::WARN, &warning)?;
    }
    for note in values.notes() {
        cli::tell(format, Level::INFO, &format!("note: {note}"))?;
    }
    hera::boot::check_settings(&config)?;
    hera::boot::check_disk(&config)?;
    for warning in hera::boot::disk_warnings(&config) {
        cli::tell(format, Level::WARN, &warning)?;
    }
    cli::print(&config::effective(&values))?;
    if probe {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the runtime")?;
        let answered = runtime.block_on(hera::boot::probe(&config));
        runtime.shutdown_background();
        let (answered, warnings) = answered?;
        for warning in warnings {
            cli::tell(format, Level::WARN, &warning)?;
        }
        let answered = if answered.is_empty() { "nobody is asked".to_owned() } else { answered.join(", ") };
        cli::print(&format!("\n# over the network: {answered}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn session_hash(asked: &SessionHash) -> anyhow::Result<ExitCode> {
    cli::print(&format!("{}\n", asked.id.hashed()))?;
    Ok(ExitCode::SUCCESS)
}

fn compact(flags: Flags) -> anyhow::Result<ExitCode> {
    let values = Values::gather(flags, Environment::of_this_process());
    let format = config::log_format(&values);
    let config = match Config::from_values(&values) {
        Ok(config) => config,
        Err(mistakes) => return Ok(refuse(format, &mistakes)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the runtime")?;
    outlive_full_files(&runtime)?;
    let told = move |written, most| {
        // Nobody may be there to read it.
        let _ = cli::tell(format, Level::INFO, &format!("{written} bytes are written, of {most} at most"));
    };
    let (before, after) = runtime.block_on(hera::boot::compact(&config, told))?;
    cli::print(&format!("hera: the store takes {after} bytes of the disk, and took {before}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Only the exit codes 0 and 1 mean anything to those who run health checks.
fn health(asked: Health) -> anyhow::Result<ExitCode> {
    let url = probe::door(match asked.url {
        Some(url) => url,
        None => own_door()?,
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the runtime")?;
    let asked = runtime.block_on(probe::ask(url.clone()));
    // Not waited for is a name server that has not answered.
    runtime.shutdown_background();
    asked.with_context(|| format!("not healthy: {url}"))?;
    cli::print(&format!("hera: healthy: {url}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn own_door() -> anyhow::Result<Url> {
    let config = Config::from_values(&Values::gather(Flags::default(), Environment::of_this_process()))?;
    let address = config.operations.context("METRICS_ADDR is off, so nothing answers there: name a URL to ask")?;
    Ok(probe::own(address)?)
}

/// A failure of the measuring itself is told from one that was measured.
fn bench(args: &bench::Args) -> ExitCode {
    bench::run(args).unwrap_or_else(|error| {
        cli::fail(log_format(), &format!("nothing could be measured: {error}"));
        ExitCode::from(2)
    })
}

fn refuse(format: LogFormat, mistakes: &config::Mistakes) -> ExitCode {
    match format {
        // Standard error may be closed: then there is nobody to tell.
        LogFormat::Text => drop(cli::complain(&mistakes.to_string())),
        LogFormat::Json => mistakes.0.iter().for_each(|mistake| cli::fail(format, &mistake.to_string())),
    }
    ExitCode::from(WRONG_SETTINGS)
}
