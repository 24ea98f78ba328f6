//! How the process ends: signals first ask everybody to finish (soft), then make them (hard).

use std::future::Future;

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
