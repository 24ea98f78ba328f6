//! Standard error, whoever reads it, and however slowly: a pipe that nobody empties (a stuck collector, a pager, a terminal
//! that is held) must stop nothing but the log. A thread of its own writes; everybody else leaves lines for it and goes on.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stderr;

use super::names;

/// Bytes of lines that wait for the thread. Some thousand lines: a burst is kept, and a collector that looks every few seconds
/// misses nothing.
const ROOM: usize = 1 << 20;
/// Bytes that are written by one call.
const AT_ONCE: usize = 64 << 10;
/// How long the end of the process waits for what is left to be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// The log of this process, once it is begun.
static QUEUE: OnceLock<Queue> = OnceLock::new();

/// What is left for the thread.
enum Left {
    Line(Vec<u8>),
    /// All that was left before it is written.
    Told(Sender<()>),
}

struct Queue {
    left: Sender<Left>,
    load: Arc<Load>,
}

#[derive(Default)]
struct Load {
    /// Of the lines that wait.
    bytes: AtomicUsize,
    /// Lines that were dropped since this was told last.
    dropped: AtomicU64,
}

/// Takes lines of the log, and drops those for which there is no room.
pub struct Log;

/// Whoever lets go of it waits, for a second at most, until the log is written.
#[derive(Debug)]
pub struct Written(());

/// Begins to write the log. The second of two calls in a process changes nothing.
///
/// # Errors
/// When the process may have no more threads.
pub fn start() -> io::Result<Written> {
    let (left, waiting) = mpsc::channel();
    let load = Arc::new(Load::default());
    if QUEUE.set(Queue { left, load: Arc::clone(&load) }).is_ok() {
        thread::Builder::new().name("log".to_owned()).spawn(move || write_all(&waiting, &load))?;
    }
    Ok(Written(()))
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Some(queue) = QUEUE.get() {
            queue.take(line);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if let Some(queue) = QUEUE.get() {
            queue.write();
        }
    }
}

/// Writes a line behind the log, and waits until it is there, for a second at most. `false` if there is no log yet.
pub fn write_last(line: &str) -> bool {
    QUEUE.get().is_some_and(|queue| {
        queue.take(line.as_bytes());
        queue.write();
        true
    })
}

impl Queue {
    /// Waits until all is written that was left, or nobody reads it.
    fn write(&self) {
        let (told, all) = mpsc::channel();
        if self.left.send(Left::Told(told)).is_ok() {
            // In vain where nobody reads.
            let _ = all.recv_timeout(PATIENCE);
        }
    }

    fn take(&self, line: &[u8]) {
        let waiting = self.load.bytes.fetch_add(line.len(), Ordering::Relaxed);
        if waiting + line.len() > ROOM || self.left.send(Left::Line(line.to_vec())).is_err() {
            self.load.bytes.fetch_sub(line.len(), Ordering::Relaxed);
            self.load.dropped.fetch_add(1, Ordering::Relaxed);
            metrics::counter!(names::LOG_LINES_DROPPED).increment(1);
        }
    }
}

fn write_all(waiting: &Receiver<Left>, load: &Load) {
    let mut text = Vec::new();
    while let Ok(first) = waiting.recv() {
        let mut told = None;
        let mut next = Some(first);
        // What came meanwhile goes with it.
        while let Some(left) = next {
            match left {
                Left::Line(line) => text.extend_from_slice(&line),
                Left::Told(all) => told = Some(all),
            }
            next = if told.is_none() && text.len() < AT_ONCE { waiting.try_recv().ok() } else { None };
        }
        put(&text);
        load.bytes.fetch_sub(text.len(), Ordering::Relaxed);
        text.clear();
        let count = load.dropped.swap(0, Ordering::Relaxed);
        if count > 0 {
            tracing::warn!(count, "lines of the log were dropped: nobody read standard error fast enough");
        }
        if let Some(all) = told {
            // Whoever asked may have gone.
            let _ = all.send(());
        }
    }
}

/// Writes to standard error, however long that takes: not by the standard library, whose lock would hold up whoever else
/// has something to say. What is closed takes everything.
fn put(mut text: &[u8]) {
    while !text.is_empty() {
        match rustix::io::write(stderr(), text) {
            Ok(written) if written > 0 => text = &text[written..],
            Err(Errno::INTR) => {}
            // Somebody has made it one that does not wait.
            Err(Errno::AGAIN) => {
                // Where this cannot be asked, writing is tried again.
                let _ = poll(&mut [PollFd::new(&stderr(), PollFlags::OUT)], None);
            }
            _ => return,
        }
    }
}
