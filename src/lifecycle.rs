//! How the process ends: signals first ask everybody to finish (soft), then make them (hard).

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Shared by everything that runs: who must hear of the end, and who must be waited for.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    leaving: CancellationToken,
    draining: CancellationToken,
    stopping: CancellationToken,
    tasks: TaskTracker,
    kept: Arc<AtomicBool>,
}

impl Lifecycle {
    /// Whether the process is about to end: from the first signal on, or since it drains. Who sends clients here is told,
    /// and all else goes on until it drains.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_cancelled() || self.draining.is_cancelled()
    }

    /// Fires when no new work is to be taken up and running work is to be finished.
    #[must_use]
    pub const fn draining(&self) -> &CancellationToken {
        &self.draining
    }

    /// Fires when what still runs is to stop where it is.
    #[must_use]
    pub const fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }

    /// The store is closed, with all that was shown: whatever is left of the process holds nothing that is to be kept.
    pub fn all_is_kept(&self) {
        self.kept.store(true, Ordering::SeqCst);
    }

    /// Runs a task that the end of the process waits for.
    pub fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task);
    }

    /// The same, but a task that is let go where it is when [`Lifecycle::stopping`] fires: for what others may keep waiting.
    pub fn spawn_until_stopped<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let stopping = self.stopping.clone();
        self.spawn(async move {
            stopping.run_until_cancelled(task).await;
        });
    }

    /// Makes the end of the process wait until the token is dropped: for work that runs in tasks of others, such as
    /// a socket that axum has upgraded.
    pub fn hold(&self) -> TaskTrackerToken {
        self.tasks.token()
    }

    /// How many tasks and holds there are.
    #[must_use]
    pub fn held(&self) -> usize {
        self.tasks.len()
    }

    /// Resolves when [`Lifecycle::draining`] has fired and everything tracked has ended.
    pub async fn ended(&self) {
        self.draining.cancelled().await;
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// How long what was told to stop may take, and how long the store may then take to be closed: together less than the
/// 3 s that whoever ends the process by force gives it beyond the drain. What waits for a neighbour that does not answer
/// is left.
const STOPPED: Duration = Duration::from_millis(1800);
pub const CLOSED: Duration = Duration::from_secs(1);

/// How long after the drain the process is there at the latest. What may hold it up, one after the other, is more than that:
/// tasks, the store, threads that wait for a name server, the last spans, a log that nobody reads.
const LEFT: Duration = Duration::from_millis(2900);
/// How long the log has for what is said then.
const TOLD: Duration = Duration::from_millis(50);

/// Ends the process in time, whatever holds it up: everything that was acknowledged is stored. It has ended in order when
/// the store is closed, whatever comes after that; otherwise not. For whoever owns the process.
pub async fn leave_in_time(lifecycle: &Lifecycle, drain: Duration) -> Infallible {
    lifecycle.draining().cancelled().await;
    let kept = Arc::clone(&lifecycle.kept);
    // No thread of the runtime, which may be gone by then.
    let waiting = std::thread::Builder::new().name("leaving".into()).spawn(move || {
        std::thread::sleep(drain + LEFT);
        let kept = kept.load(Ordering::SeqCst);
        if !kept {
            tracing::error!("left in the middle: the store has not taken what was said last");
            std::thread::sleep(TOLD);
        }
        std::process::exit(i32::from(!kept));
    });
    if let Err(error) = waiting {
        tracing::warn!(%error, "no thread to end the process in time");
    }
    std::future::pending().await
}

/// How long each part of the end may take.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Between the first signal and the drain: whoever sends clients here has so long to see that it must no more.
    pub lame_duck: Duration,
    /// For running work to finish.
    pub drain: Duration,
}

/// Ends the process as its operator asks: the first SIGINT, SIGTERM or SIGHUP makes everybody drain, after a lame-duck
/// time; when `drain` has passed, or at a second signal at any time, everybody stops.
///
/// Signals are caught from the moment of this call; it fails when they cannot be, and must be made inside the runtime.
/// The future resolves when everything has ended, when it has not ended some time after it was told to stop, or at a third
/// signal; it is not to be tracked itself.
pub fn on_signals(lifecycle: Lifecycle, times: Times) -> io::Result<impl Future<Output = ()> + Send> {
    let signals = Signals::catch()?;
    Ok(end(lifecycle, times, signals))
}

async fn end(lifecycle: Lifecycle, Times { lame_duck, drain }: Times, mut signals: Signals) {
    let asked = tokio::select! {
        () = signals.next() => true,
        // Somebody else may give the word, such as a store that cannot go on.
        () = lifecycle.draining().cancelled() => false,
    };
    let mut again = false;
    if asked && !lame_duck.is_zero() {
        tracing::info!("asked to end: not ready any more, draining in {} s", lame_duck.as_secs());
        lifecycle.leaving.cancel();
        tokio::select! {
            () = tokio::time::sleep(lame_duck) => {}
            () = lifecycle.draining().cancelled() => {}
            () = signals.next() => again = true,
        }
    }
    tracing::info!("{}", if asked { "asked to end: draining" } else { "draining" });
    lifecycle.draining().cancel();
    if !again {
        tokio::select! {
            () = lifecycle.ended() => return,
            () = tokio::time::sleep(drain) => tracing::warn!(count = lifecycle.held(), "not drained in time: stopping"),
            () = signals.next() => again = true,
        }
    }
    if again {
        tracing::warn!(count = lifecycle.held(), "asked again: stopping");
    }
    lifecycle.stopping().cancel();
    tokio::select! {
        () = lifecycle.ended() => {}
        () = tokio::time::sleep(STOPPED) => tracing::error!(count = lifecycle.held(), "not stopped in time: leaving"),
        () = signals.next() => tracing::error!(count = lifecycle.held(), "asked a third time: leaving"),
    }
}

/// Makes a file that may not grow any more (`ulimit -f`) an error to whoever writes it, as a full disk is, and no signal
/// that ends the process. To be called inside the runtime.
///
/// # Errors
/// When the signal cannot be caught.
pub fn outlive_full_files() -> io::Result<()> {
    // It stays caught when nobody listens.
    signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw())).map(drop)
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
    /// None where whoever started the process wants it to outlive its terminal (`nohup`).
    hangup: Option<Signal>,
}

impl Signals {
    fn catch() -> io::Result<Self> {
        let hangup = (!ignores_hangup()).then(|| signal(SignalKind::hangup())).transpose()?;
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())?, hangup })
    }

    async fn next(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = hangup => {}
        }
    }
}

/// Whether SIGHUP was ignored when the process began, which catching it would undo: of the mask of ignored signals
/// (`proc_pid_status(5)`), the first bit. Where there is no /proc, it counts as not ignored.
fn ignores_hangup() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: Times = Times { lame_duck: Duration::from_secs(5), drain: Duration::from_secs(10) };

    #[tokio::test(start_paused = true)]
    async fn what_has_ended_is_not_waited_for() {
        let lifecycle = Lifecycle::default();
        let task = lifecycle.clone();
        lifecycle.spawn(async move { task.draining().cancelled().await });
        let ended = on_signals(lifecycle.clone(), TIMES).unwrap();
        lifecycle.draining().cancel();
        ended.await;
        assert!(!lifecycle.stopping().is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_stop_either_is_left() {
        let lifecycle = Lifecycle::default();
        lifecycle.spawn(std::future::pending());
        let ended = on_signals(lifecycle.clone(), TIMES).unwrap();
        let begun = tokio::time::Instant::now();
        lifecycle.draining().cancel();
        ended.await;
        assert_eq!(begun.elapsed(), Duration::from_secs(10) + STOPPED);
        assert!(STOPPED + CLOSED < LEFT && LEFT + TOLD < Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_drain_in_time_is_stopped() {
        let lifecycle = Lifecycle::default();
        let task = lifecycle.clone();
        lifecycle.spawn(async move { task.stopping().cancelled().await });
        let ended = on_signals(lifecycle.clone(), TIMES).unwrap();
        let begun = tokio::time::Instant::now();
        lifecycle.draining().cancel();
        ended.await;
        assert_eq!(begun.elapsed(), Duration::from_secs(10));
        assert_eq!(lifecycle.held(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn what_others_keep_waiting_is_let_go_when_all_is_stopped() {
        let lifecycle = Lifecycle::default();
        let (_never, answer) = tokio::sync::oneshot::channel::<()>();
        let (ended, came) = tokio::sync::oneshot::channel();
        lifecycle.spawn_until_stopped(async { drop(answer.await) });
        lifecycle.spawn_until_stopped(async { ended.send("ended").unwrap() });
        let ending = on_signals(lifecycle.clone(), TIMES).unwrap();
        lifecycle.draining().cancel();
        let begun = tokio::time::Instant::now();
        ending.await;
        assert_eq!((came.await, begun.elapsed()), (Ok("ended"), Duration::from_secs(10)));
    }
}
