//! `hera bench`: puts load on a running server, measures it from outside, and checks that nothing was lost.
//!
//! It speaks the public protocol only, so that any server of hera.v1 can be measured. The server must run the load
//! agent for all but `idle`; docs/BENCHMARKS.md has the commands.

mod check;
mod crew;
mod echo;
mod frame;
mod history;
mod idle;
mod photos;
mod process;
mod redis;
mod report;
mod resume;
mod socket;
mod stats;
mod stream;
mod target;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use tokio::runtime::{Builder, Runtime};
use tokio::time::Instant;

use self::process::{CpuByPart, Process};
use self::report::Report;
pub use self::socket::BenchError;
use self::target::Target;

/// Put load on a running server, measure it, and check that nothing is lost
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    mode: Mode,
}

#[derive(Debug, Subcommand)]
enum Mode {
    Idle(idle::Idle),
    Echo(echo::Echo),
    History(history::History),
    Photos(photos::Photos),
    Resume(resume::Resume),
    Stream(stream::Stream),
}

/// What all modes are told.
#[derive(Debug, Clone, Default, clap::Args)]
struct Common {
    /// Where the server is; several take turns
    #[arg(long = "address", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    addresses: Vec<String>,
    /// A process of the server's, for its memory and processor time, with a name for its part if it is to be told
    /// apart; by default the one that listens on the port, if local
    #[arg(long = "pid", value_name = "[PART=]PID")]
    processes: Vec<Process>,
    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// Give up this many seconds after the load should have ended
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    timeout: u32,
    /// Threads of the load tool
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
}

impl Common {
    fn target(&self) -> Result<Target, BenchError> {
        Target::new(&self.addresses, &self.processes)
    }

    /// When to give up on a load that should last so long.
    fn deadline(&self, expected: Duration) -> Instant {
        Instant::now() + expected + Duration::from_secs(self.timeout.into())
    }

    fn runtime(&self) -> io::Result<Runtime> {
        // One thread needs no synchronisation, and leaves the rest of the machine to the server.
        match self.threads {
            0 | 1 => Builder::new_current_thread().enable_all().build(),
            threads => Builder::new_multi_thread().worker_threads(threads as usize).enable_all().build(),
        }
    }
}

/// Runs the load and prints what it found. A failure when anything was lost, doubled, out of order, refused or late beyond
/// the time given. Must not be called from a runtime.
///
/// # Errors
/// When there was no load to be had.
pub fn run(args: &Args) -> Result<ExitCode, BenchError> {
    let (common, outcome) = match &args.mode {
        Mode::Idle(idle) => (&idle.common, block_on(&idle.common, idle.run())),
        Mode::Echo(echo) => (&echo.common, block_on(&echo.common, echo.run())),
        Mode::History(history) => (&history.common, block_on(&history.common, history.run())),
        Mode::Photos(photos) => (&photos.common, block_on(&photos.common, photos.run())),
        Mode::Resume(resume) => (&resume.common, block_on(&resume.common, resume.run())),
        Mode::Stream(stream) => (&stream.common, block_on(&stream.common, stream.run())),
    };
    let report = outcome?;
    let text = if common.json { report.json().to_string() } else { report.to_string() };
    // When nobody reads what is printed, the exit code still tells.
    let _ = writeln!(io::stdout(), "{text}");
    Ok(if report.faults.none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn block_on(common: &Common, run: impl Future<Output = Result<Report, BenchError>>) -> Result<Report, BenchError> {
    common.runtime()?.block_on(run)
}

/// Figures of every load that lasts.
fn load_figures(
    report: &mut Report,
    lasted: Duration,
    server_cpu: Option<Duration>,
    client_cpu: Option<Duration>,
    resident_bytes: Option<u64>,
) {
    let percent = |cpu: Option<Duration>| Some(cpu?.as_secs_f64() * 100.0 / lasted.as_secs_f64());
    report.number("server_cpu_percent", "server CPU, % of a core", percent(server_cpu));
    report.number("client_cpu_percent", "load tool CPU, % of a core", percent(client_cpu));
    report.number("server_mib", "server memory, MiB", mib(resident_bytes));
    report.number("seconds", "seconds", Some(lasted.as_secs_f64()));
}

#[expect(clippy::cast_precision_loss, reason = "counts of a run are far below 2^52")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// `count` per second.
fn rate(count: u64, lasted: Duration) -> Option<f64> {
    (!lasted.is_zero()).then(|| float(count) / lasted.as_secs_f64())
}

/// `of` divided by `by`.
fn share(of: u64, by: u64) -> Option<f64> {
    (by > 0).then(|| float(of) / float(by))
}

/// Microseconds of `cpu` for each of `count`.
fn per(cpu: Option<Duration>, count: u64) -> Option<f64> {
    (count > 0).then_some(cpu?.as_secs_f64() * 1e6 / float(count))
}

/// The same for each part of the server.
fn per_part(parts: CpuByPart, count: u64) -> Vec<(Box<str>, f64)> {
    parts.into_iter().filter_map(|(part, cpu)| Some((part, per(Some(cpu), count)?))).collect()
}

fn mib(bytes: Option<u64>) -> Option<f64> {
    Some(float(bytes?) / 1024.0 / 1024.0)
}

/// A value parser for rates.
fn not_negative(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number.is_finite() && number >= 0.0 { Ok(number) } else { Err("must be 0 or more".to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        bench: Args,
    }

    #[test]
    fn the_commands_of_the_documentation_parse() {
        for line in include_str!("../docs/BENCHMARKS.md").lines().filter_map(|line| line.strip_prefix("hera bench ")) {
            let line = line.split(" #").next().unwrap_or_default();
            Cli::try_parse_from(std::iter::once("hera").chain(line.split_whitespace())).unwrap();
        }
    }

    #[test]
    fn bounds_are_kept() {
        for line in [
            "idle --sockets 0",
            "stream --rate -1",
            "stream --rate NaN",
            "stream --together --stagger 5",
            "echo --messages 0",
        ] {
            assert!(Cli::try_parse_from(std::iter::once("hera").chain(line.split_whitespace())).is_err(), "{line}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_named() {
        // Port 9 of this machine: nothing listens there, or nothing that speaks HTTP.
        let cli = Cli::try_parse_from(["hera", "echo", "--address", "http://127.0.0.1:9", "--timeout", "5"]).unwrap();
        let Mode::Echo(echo) = &cli.bench.mode else { panic!("not echo") };
        let error = block_on(&echo.common, echo.run()).unwrap_err().to_string();
        assert!(error.contains("http://127.0.0.1:9") && error.contains("Is the server running"), "{error}");
        assert!(run(&cli.bench).is_err());
    }

    #[test]
    fn figures_without_a_measure_are_unknown() {
        assert_eq!((per(None, 5), per(Some(Duration::from_micros(10)), 0), share(1, 0)), (None, None, None));
        assert_eq!(per(Some(Duration::from_micros(10)), 5), Some(2.0));
        assert_eq!(rate(5, Duration::ZERO), None);
    }
}
