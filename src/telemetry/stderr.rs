//! Standard error, whoever reads it: a pipe that nobody empties (a stuck collector, a pager, a terminal that is held) must stop
//! nothing but the log.

use std::io::{self, Stderr, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::names;

/// Bytes that a pipe takes without waiting once it takes any (POSIX, `PIPE_BUF`).
const AT_ONCE: usize = 4096;
/// How long a line waits for who reads to catch up, once; until something was read again, the next ones do not wait.
const PATIENCE: Duration = Duration::from_secs(1);

/// Lines that were not written since the last one that was.
static DROPPED: AtomicU64 = AtomicU64::new(0);
/// A line was begun and not ended.
static CUT: AtomicBool = AtomicBool::new(false);

/// Writes lines to standard error, and drops those for which there is no room.
pub struct Log;

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let stderr = io::stderr();
        {
            // Nobody else writes between the look and the writing.
            let mut lock = stderr.lock();
            for (index, piece) in line.chunks(AT_ONCE - 1).enumerate() {
                let patience = if DROPPED.load(Ordering::Relaxed) == 0 { PATIENCE } else { Duration::ZERO };
                if !is_read(&stderr, patience) {
                    CUT.fetch_or(index > 0, Ordering::Relaxed);
                    DROPPED.fetch_add(1, Ordering::Relaxed);
                    metrics::counter!(names::LOG_LINES_DROPPED).increment(1);
                    return Ok(line.len());
                }
                if index == 0 && CUT.swap(false, Ordering::Relaxed) {
                    lock.write_all(b"\n")?;
                }
                lock.write_all(piece)?;
            }
        }
        let count = DROPPED.swap(0, Ordering::Relaxed);
        if count > 0 {
            tracing::warn!(count, "lines of the log were dropped: nobody read standard error");
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether standard error takes a piece now, or within `patience`. What is closed takes everything, and says so itself.
fn is_read(stderr: &Stderr, patience: Duration) -> bool {
    let Ok(patience) = Timespec::try_from(patience) else { return true };
    let mut looked_at = [PollFd::new(stderr, PollFlags::OUT)];
    !matches!(poll(&mut looked_at, Some(&patience)), Ok(0))
}
