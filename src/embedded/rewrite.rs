//! What is deleted is gone from the file, too.
//!
//! redb leaves the bytes of what was removed where they are until their pages are used again. So after a deletion, when
//! nobody writes, all that is left is copied into a new file, which then takes the place of the old one. Whoever writes
//! meanwhile does not wait: the copy is given up and made later. What the disk itself does with the blocks of a file that
//! is gone is not in hera's hands.

use std::cell::Cell;
use std::fs::{self, File as DiskFile};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use redb::{Database, ReadableDatabase as _};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::disk::{Disk, File, Trouble};
use super::tables;
use super::writer::Order;
use crate::bus::StoreError;

/// The end of the name of a copy that is being made.
const DRAFT: &str = "rewritten";
/// A store that takes more of the disk is rewritten on request only.
pub const MOST_BYTES: u64 = 1_000_000_000;
/// What must be left on the disk beside the copy: others write as well.
const ROOM_BESIDE: u64 = 16 << 20;
/// For how long nobody must have written before a copy is begun; at most, after copies that had to be given up.
const IDLE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));
/// A copy may take so much of the time, as one part of how many.
const SHARE: u32 = 50;
/// The longest pause between copies.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// How often is looked whether there is room for a copy again.
const LOOK_FOR_ROOM: Duration = Duration::from_secs(2);
/// Whoever waits for a copy hears so often how far it is.
const TOLD: Duration = Duration::from_secs(2);
/// How long a process that ends works on a copy. What it does not get done, the next one does.
const ENDING: Duration = Duration::from_secs(2);

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rewritten {
    /// The file takes so many bytes of the disk, and took so many before.
    Done { before: u64, after: u64 },
    /// Somebody has written meanwhile, or it took too long.
    GivenUp,
    /// There is not enough room on the disk for a copy.
    NoRoom,
    /// The file has tables of which this version knows nothing.
    Unknown,
}

/// A copy that is whole, on its way to the place of the file.
pub struct Replacement {
    pub draft: PathBuf,
    pub database: Database,
    /// How many changes the store had seen when the copy was begun.
    pub changes: u64,
    pub done: oneshot::Sender<Replaced>,
}

/// What became of a replacement.
pub struct Replaced {
    /// Whether the copy is in the place of the file now; if not, it came too late.
    pub outcome: Result<bool, StoreError>,
    /// The database that is used no more: the former one, or the copy. To be closed by whoever waits.
    pub unused: Option<Arc<Database>>,
}

impl Disk {
    /// Copies the store into a new file and puts that in the place of the old one, unless somebody writes meanwhile;
    /// given up when `until` is over. To be called by one caller at a time.
    ///
    /// # Errors
    /// When the store cannot be read, or the copy cannot be written. The store is as it was.
    pub async fn rewrite(&self, until: impl Fn() -> bool + Send + 'static) -> Result<Rewritten, StoreError> {
        let (file, orders) = (Arc::clone(&self.file), self.orders.clone());
        let rewriting = tokio::task::spawn_blocking(move || {
            let draft = draft(file.path());
            let rewritten = Copy { file: &file, draft: &draft, over: &until }.make(&orders);
            // Others have taken the room meanwhile.
            let rewritten = match rewritten {
                Err(StoreError::Full(_)) => Ok(Rewritten::NoRoom),
                rewritten => rewritten,
            };
            if !matches!(rewritten, Ok(Rewritten::Done { .. })) {
                // There may be none.
                let _ = fs::remove_file(&draft);
            }
            rewritten
        });
        rewriting.await.unwrap_or_else(|_| Err(StoreError::Damaged("a page of the store makes no sense".into())))
    }
}

struct Copy<'a> {
    file: &'a File,
    draft: &'a Path,
    /// Whether it is to be given up.
    over: &'a dyn Fn() -> bool,
}

/// What became of a copy before it is in its place.
enum Copied {
    Whole(Database),
    GivenUp,
    Unknown,
}

impl Copy<'_> {
    fn make(&self, orders: &tokio::sync::mpsc::Sender<Order>) -> Result<Rewritten, StoreError> {
        let refused = |error: std::io::Error| Trouble::Storage(redb::Error::Io(error));
        let before = bytes_on_disk(self.file.path()).map_err(refused)?;
        if !has_room(self.file.path()) {
            return Ok(Rewritten::NoRoom);
        }
        let _ = fs::remove_file(self.draft);
        // Counted before it is read: what is written in between is in the copy, or makes it too late.
        let changes = self.file.changes();
        let database = match self.copy(changes)? {
            Copied::Whole(database) => database,
            Copied::GivenUp => return Ok(Rewritten::GivenUp),
            Copied::Unknown => return Ok(Rewritten::Unknown),
        };
        let (done, replaced) = oneshot::channel();
        let replacement = Replacement { draft: self.draft.to_owned(), database, changes, done };
        orders.blocking_send(Order::Replace(Box::new(replacement))).map_err(|_| self.file.trouble())?;
        let Replaced { outcome, unused } = replaced.blocking_recv().map_err(|_| self.file.trouble())?;
        // Closed here, or by its last reader: that takes a moment, and no writer waits for it.
        drop(unused);
        if !outcome? {
            return Ok(Rewritten::GivenUp);
        }
        Ok(Rewritten::Done { before, after: bytes_on_disk(self.file.path()).map_err(refused)? })
    }

    fn copy(&self, changes: u64) -> Result<Copied, Trouble> {
        // Held while it is read: a store that has failed waits for its readers before it is opened again.
        let database = self.file.database().map_err(Trouble::Other)?;
        let from = database.begin_read()?;
        if !tables::knows_all(&from)? {
            return Ok(Copied::Unknown);
        }
        let copy = self.file.make(self.draft)?;
        let into = copy.begin_write()?;
        let goes_on = || self.file.changes() == changes && !(self.over)();
        if !tables::copy_all(&from, &into, &goes_on)? {
            into.abort()?;
            return Ok(Copied::GivenUp);
        }
        drop((from, database));
        into.commit()?;
        Ok(Copied::Whole(copy))
    }
}

/// How far the copy of a store is; `told` hears of it now and then, however often it is asked.
pub fn progress<F: Fn(u64, u64) + Send>(store: &Path, told: F) -> impl Fn() + Send + use<F> {
    let (draft, most) = (draft(store), bytes_on_disk(store).unwrap_or_default());
    let next = Cell::new(Instant::now());
    move || {
        if Instant::now() >= next.get() {
            told(bytes_on_disk(&draft).unwrap_or_default(), most);
            next.set(Instant::now() + TOLD);
        }
    }
}

/// Removes what a copy has left that was cut off by the end of its process. Only whoever has the store may do so.
pub fn clear_up(store: &Path) {
    let _ = fs::remove_file(draft(store));
}

fn draft(store: &Path) -> PathBuf {
    store.with_extension(DRAFT)
}

/// What a file takes of the disk: it may have holes.
pub fn bytes_on_disk(path: &Path) -> std::io::Result<u64> {
    Ok(fs::metadata(path)?.blocks() * 512)
}

/// Waits until there is room for a copy, and for so long in any case.
async fn room_for_copy(path: &Path, least: Duration) {
    tokio::time::sleep(least.min(LONGEST_PAUSE)).await;
    while !has_room(path) {
        tokio::time::sleep(LOOK_FOR_ROOM).await;
    }
}

/// Whether there is room for a copy of the file beside it, as far as the system tells.
fn has_room(path: &Path) -> bool {
    let needed = bytes_on_disk(path).unwrap_or_default() + ROOM_BESIDE;
    room_beside(path).is_none_or(|room| room >= needed)
}

/// What is free on the disk of the file, where the system tells.
fn room_beside(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Puts the file in the place of the other, and makes that durable.
pub fn move_over(draft: &Path, path: &Path) -> std::io::Result<()> {
    fs::rename(draft, path)?;
    path.parent().map_or(Ok(()), |dir| DiskFile::open(dir)?.sync_all())
}

impl Engine {
    /// Rewrites the store after deletions, when nobody writes, until it is closed.
    pub async fn rewrite_when_idle(engine: Weak<Self>, closed: CancellationToken) {
        let mut idle = IDLE.0;
        loop {
            // What is waited for keeps nobody from closing the store.
            let Some(deleted) = engine.upgrade().map(|engine| Arc::clone(&engine.disk.deleted)) else { return };
            if closed.run_until_cancelled(deleted.wait()).await.is_none() {
                return;
            }
            let changes = || engine.upgrade().map(|engine| engine.disk.changes());
            let before = changes();
            if closed.run_until_cancelled(tokio::time::sleep(idle)).await.is_none() {
                return;
            }
            if changes() != before {
                continue;
            }
            let Some(engine) = engine.upgrade() else { return };
            let (over, started) = (closed.clone(), Instant::now());
            let rewritten = engine.rewrite(move || over.is_cancelled()).await;
            if rewritten == Some(Rewritten::NoRoom) {
                let path = engine.disk.path().to_owned();
                drop(engine);
                if closed.run_until_cancelled(room_for_copy(&path, started.elapsed() * SHARE)).await.is_none() {
                    return;
                }
                continue;
            }
            let pause = match rewritten {
                Some(Rewritten::GivenUp) => {
                    idle = (idle * 2).min(IDLE.1);
                    Duration::ZERO
                }
                Some(Rewritten::Done { .. }) => {
                    idle = IDLE.0;
                    started.elapsed() * SHARE
                }
                _ => LONGEST_PAUSE,
            };
            drop(engine);
            if closed.run_until_cancelled(tokio::time::sleep(pause.min(LONGEST_PAUSE))).await.is_none() {
                return;
            }
        }
    }

    /// Rewrites the store before it is closed, if something was deleted and it takes no time.
    pub async fn rewrite_at_the_end(&self) {
        if self.disk.deleted.is_there() {
            let until = Instant::now() + ENDING;
            self.rewrite(move || Instant::now() >= until).await;
        }
    }

    /// Rewrites the store if it is not too large, and tells what came of it; `None` when it is not tried, or fails.
    async fn rewrite(&self, over: impl Fn() -> bool + Send + 'static) -> Option<Rewritten> {
        let path = self.disk.path();
        let bytes = bytes_on_disk(path).unwrap_or_default();
        let stays =
            |why: &str| tracing::warn!(path = %path.display(), bytes, "what was deleted stays in the store: {why}");
        if bytes > MOST_BYTES {
            stays("it is large; stop hera, and run `hera compact`");
            return None;
        }
        // What is deleted from now on is deleted after the copy.
        self.disk.deleted.note(false);
        let rewritten = self.disk.rewrite(over).await;
        match &rewritten {
            Ok(Rewritten::Done { after, .. }) => {
                tracing::info!(path = %path.display(), bytes = after, "what was deleted is gone from the store");
                return rewritten.ok();
            }
            Ok(Rewritten::GivenUp) => {}
            Ok(Rewritten::NoRoom) => stays("there is no room on the disk to copy what is left"),
            Ok(Rewritten::Unknown) => stays("a newer version of hera has written it"),
            Err(error) => stays(&format!("what is left cannot be copied: {error}")),
        }
        self.disk.deleted.note(true);
        rewritten.ok()
    }
}
