//! Where pictures are developed: a few threads of low priority, so that however many pictures come, the words of
//! others go on.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::develop::{Developed, Limits, develop};
use super::refusal::Refusal;
use crate::telemetry::names;

/// Pictures that may wait for a thread. Beyond that they are refused for now: whoever takes them in holds a permit
/// each, so this is reached only where the permits are more than this.
const WAITING: usize = 64;
/// How nice the threads are to all others: a thread that others want a processor with has a tenth of it. Less would leave
/// nothing where many want it: at 15, pictures took ten seconds and more beside eight busy processes on two cores.
const NICE: i32 = 10;

/// Threads that develop pictures. Cheap to clone; the threads end with the last clone.
#[derive(Debug, Clone)]
pub struct Darkroom {
    jobs: SyncSender<Job>,
    limits: Limits,
}

#[derive(Debug)]
struct Job {
    file: Bytes,
    answer: oneshot::Sender<Result<Developed, Refusal>>,
}

impl Darkroom {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub fn open(limits: Limits, threads: usize) -> io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 1..=threads.max(1) {
            let waiting = Arc::clone(&waiting);
            let thread = thread::Builder::new().name(format!("darkroom-{number}"));
            thread.spawn(move || work(&waiting, limits))?;
        }
        Ok(Self { jobs, limits })
    }

    /// What pictures may be.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        self.limits
    }

    /// Makes a picture of a file, when its turn comes. A future that is dropped before takes its file away.
    ///
    /// # Errors
    /// When it is no picture that can be taken, or too many wait.
    pub async fn develop(&self, file: Bytes) -> Result<Developed, Refusal> {
        let (answer, developed) = oneshot::channel();
        self.jobs.try_send(Job { file, answer }).map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Refusal::Busy,
        })?;
        developed.await.unwrap_or(Err(Refusal::Damaged))
    }
}

fn work(waiting: &Mutex<Receiver<Job>>, limits: Limits) {
    lower_priority();
    loop {
        // Whoever holds the lock waits for the next job, and the others wait for the lock.
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { file, answer }) = job else { return };
        if answer.is_closed() {
            continue;
        }
        // A file that makes a decoder panic is damaged, and no more than that.
        let begun = Instant::now();
        let developed = catch_unwind(AssertUnwindSafe(|| develop(&file, limits)));
        metrics::histogram!(names::IMAGE_SECONDS).record(begun.elapsed());
        // Nobody may wait for it any more.
        let _ = answer.send(developed.unwrap_or(Err(Refusal::Damaged)));
    }
}

/// On Linux a thread has a priority of its own.
fn lower_priority() {
    if cfg!(target_os = "linux")
        && let Err(error) = rustix::process::setpriority_process(None, NICE)
    {
        tracing::debug!(%error, "pictures are developed at full priority");
    }
}
