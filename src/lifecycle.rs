//! How the process ends: signals first ask everybody to finish (soft), then make them (hard).

use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Shared by everything that runs: who must hear of the end, and who must be waited for.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    draining: CancellationToken,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Lifecycle {
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

    /// Runs a task that the end of the process waits for.
    pub fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task);
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

/// Ends the process as its operator asks: the first SIGINT or SIGTERM makes everybody drain; when `drain` has passed,
/// or at a second signal, everybody stops.
///
/// Signals are caught from the moment of this call; it fails when they cannot be, and must be made inside the runtime.
/// The future resolves when everything has ended, or at a third signal, and is not to be tracked itself.
pub fn on_signals(lifecycle: Lifecycle, drain: Duration) -> io::Result<impl Future<Output = ()> + Send> {
    let mut signals =
        Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? };
    Ok(async move {
        tokio::select! {
            () = signals.next() => tracing::info!("asked to end: draining"),
            // Somebody else may give the word, such as a store that cannot go on.
            () = lifecycle.draining().cancelled() => tracing::info!("draining"),
        }
        lifecycle.draining().cancel();
        tokio::select! {
            () = lifecycle.ended() => return,
            () = tokio::time::sleep(drain) => tracing::warn!(count = lifecycle.held(), "not drained in time: stopping"),
            () = signals.next() => tracing::warn!(count = lifecycle.held(), "asked again: stopping"),
        }
        lifecycle.stopping().cancel();
        tokio::select! {
            () = lifecycle.ended() => {}
            () = signals.next() => tracing::error!(count = lifecycle.held(), "asked a third time: leaving"),
        }
    })
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_has_ended_is_not_waited_for() {
        let lifecycle = Lifecycle::default();
        let task = lifecycle.clone();
        lifecycle.spawn(async move { task.draining().cancelled().await });
        let ended = on_signals(lifecycle.clone(), Duration::from_secs(10)).unwrap();
        lifecycle.draining().cancel();
        ended.await;
        assert!(!lifecycle.stopping().is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_drain_in_time_is_stopped() {
        let lifecycle = Lifecycle::default();
        let task = lifecycle.clone();
        lifecycle.spawn(async move { task.stopping().cancelled().await });
        let ended = on_signals(lifecycle.clone(), Duration::from_secs(10)).unwrap();
        let begun = tokio::time::Instant::now();
        lifecycle.draining().cancel();
        ended.await;
        assert_eq!(begun.elapsed(), Duration::from_secs(10));
        assert_eq!(lifecycle.held(), 0);
    }
}
