//! Starts hera: reads the command line, loads the settings, starts telemetry, hands over to a role.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use anyhow::Context;
use hera::bench;
use hera::boot::Parts;
use hera::cli::{self, Health, Role};
use hera::config::{self, Config, Environment, Flags, Values};
use hera::folder::Unwritable;
use hera::operations::probe;
use hera::telemetry;
use url::Url;

/// Gives memory back to the system and stays fast under many threads, where the system's own does neither well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code for wrong settings, as for a wrong command line, and for a folder of theirs that cannot be written:
/// starting again does not help.
const WRONG_SETTINGS: u8 = 2;

/// Threads that read from the store, at most. Reads are short; more threads would only hold more memory.
const STORE_READERS: usize = 4;

fn main() -> ExitCode {
    let ended = match Role::from_command_line() {
        Role::Serve(flags) => serve(flags, Parts::ALL),
        Role::Backend(flags) => serve(flags, Parts::BACKEND),
        Role::Adk(flags) => serve(flags, Parts::ADK),
        Role::CheckConfig(flags) => check_config(flags),
        Role::Health(asked) => health(asked),
        Role::Bench(args) => Ok(bench::run(&args)),
    };
    ended.unwrap_or_else(|error| {
        // The causes in one line; standard error may be closed, and then there is nobody to tell.
        let _ = cli::complain(&format!("hera: {error:#}\n"));
        if error.is::<Unwritable>() { WRONG_SETTINGS.into() } else { ExitCode::FAILURE }
    })
}

fn serve(flags: Flags, parts: Parts) -> anyhow::Result<ExitCode> {
    let config = match Config::from_values(&Values::gather(flags, Environment::of_this_process())) {
        Ok(config) => config,
        Err(mistakes) => return refuse(&mistakes),
    };
    if parts != Parts::ALL && config.shared.is_none() {
        cli::complain("hera: this needs sessions in Redis: set STORAGE_MODE=redis, and REDIS_URL\n")?;
        return Ok(ExitCode::from(WRONG_SETTINGS));
    }
    // Dropped last: the spans of what ends with the runtime are sent, too.
    let _traces = telemetry::start(&config.telemetry)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(STORE_READERS)
        .build()
        .context("starting the runtime")?;
    runtime.block_on(hera::boot::serve(config, parts))?;
    Ok(ExitCode::SUCCESS)
}

fn check_config(flags: Flags) -> anyhow::Result<ExitCode> {
    let values = Values::gather(flags, Environment::of_this_process());
    if let Err(mistakes) = Config::from_values(&values) {
        return refuse(&mistakes);
    }
    cli::print(&config::effective(&values))?;
    Ok(ExitCode::SUCCESS)
}

/// Only the exit codes 0 and 1 mean anything to those who run health checks.
fn health(asked: Health) -> anyhow::Result<ExitCode> {
    let url = probe::door(match asked.url {
        Some(url) => url,
        None => own_door()?,
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the runtime")?;
    runtime.block_on(probe::ask(url.clone())).with_context(|| format!("not healthy: {url}"))?;
    cli::print(&format!("hera: healthy: {url}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn own_door() -> anyhow::Result<Url> {
    let config = Config::from_values(&Values::gather(Flags::default(), Environment::of_this_process()))?;
    let address = config.operations.context("METRICS_ADDR is off, so nothing answers there: name a URL to ask")?;
    Ok(probe::own(address)?)
}

fn refuse(mistakes: &config::Mistakes) -> anyhow::Result<ExitCode> {
    cli::complain(&mistakes.to_string())?;
    Ok(ExitCode::from(WRONG_SETTINGS))
}
