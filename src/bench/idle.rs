//! `hera bench idle`: what a socket costs that only waits.

use std::time::Duration;

use clap::Args;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::Common;
use super::check::{Fault, Faults};
use super::process::Processes;
use super::report::Report;
use super::socket::{BenchError, Ended, Socket};
use super::stats::Spread;
use super::target::progress;
use super::{rate, share};

/// Many sockets that say nothing: memory of each, how fast they join, what they cost while they wait.
#[derive(Debug, Args)]
pub struct Idle {
    #[command(flatten)]
    pub common: Common,
    /// Sockets, each joined to a session of its own
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    sockets: u32,
    /// Keep them open for so many seconds, and measure the processor time they cost
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=86_400))]
    hold: u32,
}

/// Memory counts as settled when it changed by less than one part in this many over [`STABLE`].
const STABLE_PART: u64 = 500;
const STABLE: Duration = Duration::from_secs(3);
const SETTLE_AT_MOST: Duration = Duration::from_secs(20);

impl Idle {
    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let deadline = self.common.deadline(Duration::from_secs(u64::from(self.hold)) + SETTLE_AT_MOST * 2);
        let processes = &target.processes;
        let empty = processes.resident_bytes();
        let sessions = target.sessions(self.sockets as usize, deadline).await?;
        let before = settled(processes).await;

        let mut joins = Spread::default();
        let begun = Instant::now();
        let sockets = target.join(&sessions, &mut joins, deadline).await?;
        let joining = begun.elapsed();

        let stop = CancellationToken::new();
        let mut waiting = JoinSet::new();
        for socket in sockets {
            waiting.spawn(wait(socket, stop.clone()));
        }
        let after = settled(processes).await;
        let cpu = self.hold(processes).await;
        stop.cancel();
        let mut faults = Faults::default();
        for Ended(why) in waiting.join_all().await.into_iter().flatten() {
            faults.note(Fault::Broken, || why);
        }

        let count = u64::from(self.sockets);
        let grown = |from: Option<u64>| share(after?.saturating_sub(from?), count).map(|bytes| bytes / 1024.0);
        let mut report = Report::new("idle", faults);
        report.count("sockets", "idle sockets", count);
        report.number("joins_per_s", "joins per second", rate(count, joining));
        report.spread("join_ms", "connect to snapshot, ms", &joins);
        report.number("kib_per_socket", "server memory per socket, KiB", grown(before));
        report.number("kib_per_session", "server memory per socket with its session, KiB", grown(empty));
        report.number("server_mib", "server memory, MiB", super::mib(after));
        if self.hold > 0 {
            let percent = cpu.map(|cpu| cpu.as_secs_f64() * 100.0 / f64::from(self.hold));
            report.number("idle_cpu_percent", "server CPU while idle, % of a core", percent);
        }
        Ok(report)
    }

    /// The processor time the server uses while nothing happens.
    async fn hold(&self, processes: &Processes) -> Option<Duration> {
        let bar = progress("seconds", self.hold as usize);
        let before = processes.cpu();
        for _ in 0..self.hold {
            sleep(Duration::from_secs(1)).await;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Some(processes.cpu()?.saturating_sub(before?))
    }
}

/// Answers pings until told to stop; a socket that ends before is told of.
async fn wait(mut socket: Socket, stop: CancellationToken) -> Option<Ended> {
    let ended = async {
        loop {
            if let Err(ended) = socket.next().await {
                return ended;
            }
        }
    };
    tokio::select! {
        ended = ended => Some(ended),
        () = stop.cancelled() => {
            socket.close().await;
            None
        }
    }
}

/// The memory once it has stopped changing.
async fn settled(processes: &Processes) -> Option<u64> {
    let begun = Instant::now();
    loop {
        let before = processes.resident_bytes()?;
        sleep(STABLE).await;
        let now = processes.resident_bytes()?;
        if now.abs_diff(before) <= now / STABLE_PART || begun.elapsed() >= SETTLE_AT_MOST {
            return Some(now);
        }
    }
}
