//! The threads that read from the store. They are its own: what fills the runtime's pool of threads, name lookups and files
//! among it, keeps nobody from their conversations.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{mpsc, oneshot};

use crate::bus::StoreError;

/// Threads, so that one read that is long does not hold up the others. Reads are short; more would only hold memory.
pub(super) const THREADS: usize = 4;
/// Reads that may wait for a thread; whoever comes then waits for room.
const WAITING: usize = 1024;

/// Hands reads to the threads, which end when this is dropped.
pub struct Readers(mpsc::Sender<Read>);

type Read = Box<dyn FnOnce() + Send>;

impl Readers {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub fn start() -> io::Result<Self> {
        let (reads, waiting) = mpsc::channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 1..=THREADS {
            let waiting = Arc::clone(&waiting);
            let thread = thread::Builder::new().name(format!("hera-reader-{number}"));
            thread.spawn(move || run(&waiting))?;
        }
        Ok(Self(reads))
    }

    /// Runs `read` when a thread is free. When this future is dropped before, it is not run.
    pub async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, StoreError> + Send + 'static,
    {
        let (done, came) = oneshot::channel();
        let read = Box::new(move || {
            if done.is_closed() {
                return;
            }
            // redb asserts some of what it reads.
            let made = catch_unwind(AssertUnwindSafe(read));
            let nonsense = || Err(StoreError::Damaged("a page of the store makes no sense".into()));
            // Nobody may wait for it any more.
            let _ = done.send(made.unwrap_or_else(|_| nonsense()));
        });
        let gone = || StoreError::Unavailable("the store is closed".into());
        self.0.send(read).await.map_err(|_| gone())?;
        came.await.unwrap_or_else(|_| Err(gone()))
    }
}

fn run(waiting: &Mutex<mpsc::Receiver<Read>>) {
    loop {
        // Whoever holds the lock waits for the next read, and the others wait for the lock.
        let read = waiting.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
        let Some(read) = read else { return };
        read();
    }
}
