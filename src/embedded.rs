//! The embedded store: every trait of the bus and the sessions over one file, for a single process.
//!
//! Numbers are given out in memory, under a lock per session; what must be committed before it is seen goes through
//! the writer thread of [`disk`], everything else is shown at once and flushed a moment later.

mod disk;
mod expiry;
mod followed;
mod jobs;
mod live;
mod log;
mod make;
mod only_read;
mod photos;
mod readers;
mod reserve;
mod rewrite;
mod sessions;
mod tables;
mod turns;
mod writer;

use std::collections::HashSet;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::disk::{Disk, Trouble};
use self::live::{Live, Lives};
use self::reserve::Reserve;
use self::rewrite::Rewritten;
use self::tables::ReadTables;
use self::turns::Ready;
use crate::bus::StoreError;
use crate::domain::{Clock, SessionId, Tag};
use crate::folder::{is_full, is_limit};
use crate::lifecycle::Lifecycle;

/// Locks for bringing sessions to memory. Two sessions that share one are only slower when both are brought at once.
const LOADING: usize = 64;

/// The name of the store file in its folder.
pub const FILE_NAME: &str = "hera.redb";

/// How the embedded store keeps things.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder of the store file.
    pub dir: PathBuf,
    /// Events kept per session, at least; a client that was away for longer gets a snapshot.
    pub events_kept: u64,
    /// How long text on its way to its final message may be seen before it is durable.
    pub flush_interval: Duration,
    /// Turns of one session that may wait behind the running one.
    pub turns_queued: usize,
    /// Messages of one session, at most; then it takes no more.
    pub messages_kept: u64,
    /// Memory for what was read from the file and is about to be written to it, in bytes; repairing it takes no more.
    pub cache_bytes: usize,
    /// After how long a session that nobody has used is let go; `None`: never.
    pub session_ttl: Option<Duration>,
}

/// The embedded store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot make the folder {}", dir.display())]
    Folder { dir: PathBuf, source: std::io::Error },
    #[error("{} is in use by another hera process; give this one another SESSIONS_DIR", path.display())]
    InUse { path: PathBuf },
    #[error("{} cannot be opened: {error}", path.display())]
    Refused { path: PathBuf, error: std::io::Error },
    #[error(
        "{} cannot be opened: {error}. This process may have no more threads, memory or open files: raise that limit and \
         start again; nothing is lost",
        path.display()
    )]
    Limit { path: PathBuf, error: std::io::Error },
    #[error("{} cannot be opened: {trouble}. Make room on its disk and start again; nothing is lost", path.display())]
    NoRoom { path: PathBuf, trouble: StoreError },
    #[error(
        "{} cannot be read: {trouble}. Put a backup of the file in its place, or move it away to start with an empty \
         store",
        path.display()
    )]
    Unreadable { path: PathBuf, trouble: StoreError },
}

/// The store could not be written anew.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    #[error("there is no store at {}; SESSIONS_DIR says where it is", path.display())]
    NoStore { path: PathBuf },
    #[error("{} is as it was: there is no room on its disk for a copy of what is left", path.display())]
    NoRoom { path: PathBuf },
    #[error("{} is as it was: a newer version of hera has written it", path.display())]
    Newer { path: PathBuf },
    #[error("{} is as it was: it was written to meanwhile", path.display())]
    Changed { path: PathBuf },
    #[error("{} is as it was: {why}", path.display())]
    OnlyRead { path: PathBuf, why: StoreError },
    #[error(transparent)]
    Closed(#[from] OpenError),
}

/// The store of a single process. Cheap to clone; clones are the same store.
#[derive(Clone)]
pub struct Embedded(Arc<Engine>);

struct Engine {
    settings: Settings,
    clock: Arc<dyn Clock>,
    lifecycle: Lifecycle,
    /// Of every event this process appends.
    tag: Tag,
    disk: Arc<Disk>,
    lives: Lives,
    /// Held across the reading by whoever brings a session to memory: nobody else may bring the same one meanwhile.
    loading: [tokio::sync::Mutex<()>; LOADING],
    /// Sessions brought to memory since they were last marked as used, where sessions are let go when they are not.
    used: Mutex<HashSet<SessionId>>,
    /// The store knows since when it is counted which sessions are used.
    counted: AtomicBool,
    /// Told when sessions were let go whose pictures are left.
    pictures_left: Notify,
    reserve: Reserve,
    /// Sessions with something to flush. A std mutex: held for moments only.
    dirty: Mutex<Vec<Arc<Live>>>,
    ready: Ready,
    /// The task that flushes, and what ends it: it goes on while the process drains, until the store is closed.
    flushing: TaskTracker,
    closed: CancellationToken,
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Embedded {
    /// Opens the store of `settings.dir`, or makes it, and queues the turns that a former process left. One whose disk takes
    /// no writes is read, until it does.
    ///
    /// # Errors
    /// When the folder or the file cannot be made, another process has the file open, or it cannot be read.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>, lifecycle: Lifecycle) -> Result<Self, OpenError> {
        let dir = settings.dir.clone();
        let path = dir.join(FILE_NAME);
        let refused = |source| OpenError::Folder { dir: dir.clone(), source };
        std::fs::create_dir_all(&dir).map_err(refused)?;
        let new = !path.exists();
        let opened = Disk::open(path.clone(), settings.cache_bytes).await;
        let disk = opened.map_err(|trouble| explain(&path, trouble))?;
        rewrite::clear_up(&path);
        make::clear_up(&path);
        if new {
            sync_names(&dir).map_err(refused)?;
        }
        Self::over(disk, settings, clock, lifecycle).await
    }

    /// The store over a file that is open.
    async fn over(
        disk: Disk,
        settings: Settings,
        clock: Arc<dyn Clock>,
        lifecycle: Lifecycle,
    ) -> Result<Self, OpenError> {
        let path = settings.dir.join(FILE_NAME);
        let reserve = Reserve::in_folder(&settings.dir);
        let engine = Arc::new(Engine {
            settings,
            clock,
            lifecycle,
            tag: Tag::new(rand::random()),
            disk: Arc::new(disk),
            lives: Arc::new(DashMap::new()),
            loading: std::array::from_fn(|_| tokio::sync::Mutex::const_new(())),
            used: Mutex::default(),
            counted: AtomicBool::new(false),
            pictures_left: Notify::new(),
            reserve,
            dirty: Mutex::default(),
            ready: Ready::default(),
            flushing: TaskTracker::new(),
            closed: CancellationToken::new(),
        });
        let recovered = match engine.count_from_now().await {
            // What a disk that takes no writes has of conversations can be read.
            Err(error) if !error.is_temporary() => Err(error),
            _ => turns::recover(&engine).await,
        };
        let deleted = match recovered {
            Ok(()) => engine.disk.read(ReadTables::was_deleted).await,
            Err(error) => Err(error),
        };
        let told = deleted.map(|deleted| engine.disk.deleted.note(deleted));
        told.map_err(|error| explain(&path, Trouble::Other(error)))?;
        // Last: what is left of the disk is the store's first.
        match engine.reserve.keep() {
            Err(error) if is_full(error.kind()) => {
                tracing::warn!(%error, "there is no room for the reserve: when the disk is full, nothing can be deleted");
            }
            Err(error) => {
                tracing::warn!(%error, "the reserve cannot be kept: when the disk is full, nothing can be deleted");
            }
            Ok(()) => {}
        }
        let (closed, every) = (engine.closed.clone(), engine.settings.flush_interval);
        engine.flushing.spawn(Engine::flush_until_closed(Arc::downgrade(&engine), closed.clone(), every));
        engine.flushing.spawn(Engine::rewrite_when_idle(Arc::downgrade(&engine), closed));
        Ok(Self(engine))
    }

    /// Makes everything durable and closes the file. To be called when everything that uses the store has ended.
    ///
    /// # Errors
    /// When the disk does not take what was shown last. What was acknowledged is there all the same.
    pub async fn close(self) -> Result<(), StoreError> {
        self.0.closed.cancel();
        self.0.flushing.close();
        self.0.flushing.wait().await;
        self.0.flush().await;
        let stored = self.0.is_stored();
        self.0.rewrite_at_the_end().await;
        self.0.disk.close().await;
        stored
    }

    /// Writes the store of a folder anew, so that nothing is in it any more that was deleted, while no process runs on it;
    /// how many bytes it took of the disk before, and takes now. `told` hears at once and then every other second how many
    /// bytes are written, and how many these may become at most.
    ///
    /// # Errors
    /// When there is no store, another process has it open, it cannot be read, or there is no room for a copy.
    pub async fn compact(
        settings: &Settings,
        told: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<(u64, u64), CompactError> {
        let path = settings.dir.join(FILE_NAME);
        if !path.exists() {
            return Err(CompactError::NoStore { path });
        }
        let opened = Disk::open(path.clone(), settings.cache_bytes).await;
        let disk = opened.map_err(|trouble| explain(&path, trouble))?;
        match disk.why_only_read() {
            None => {}
            Some(StoreError::Full(_)) => return Err(CompactError::NoRoom { path }),
            Some(why) => return Err(CompactError::OnlyRead { path, why }),
        }
        rewrite::clear_up(&path);
        make::clear_up(&path);
        let progress = rewrite::progress(&path, told);
        let rewritten = disk
            .rewrite(move || {
                progress();
                false
            })
            .await;
        disk.close().await;
        match rewritten.map_err(|trouble| explain(&path, Trouble::Other(trouble)))? {
            Rewritten::Done { before, after } => Ok((before, after)),
            Rewritten::NoRoom => Err(CompactError::NoRoom { path }),
            Rewritten::Unknown => Err(CompactError::Newer { path }),
            // Nobody else writes, and nobody gives it up.
            Rewritten::GivenUp => Err(CompactError::Changed { path }),
        }
    }
}

/// Whether there is a store in the folder that this process may read.
#[must_use]
pub fn is_there(dir: &Path) -> bool {
    let path = dir.join(FILE_NAME);
    // Opened last: what is no file may keep whoever opens it waiting.
    path.metadata().is_ok_and(|there| there.is_file() && there.len() > 0) && std::fs::File::open(path).is_ok()
}

/// Makes durable which names there are in a folder and above it: without, a file that is on the disk may be found nowhere.
/// Above, a folder that may not be read, or of a kind that is not synced, is none that was made just now.
fn sync_names(dir: &Path) -> io::Result<()> {
    let dir = std::path::absolute(dir)?;
    let sync = |folder: &Path| std::fs::File::open(folder)?.sync_all();
    sync(&dir)?;
    let elsewhere = |error: &io::Error| matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::InvalidInput);
    let synced = dir.ancestors().skip(1).map(sync).find(|synced| synced.as_ref().is_err_and(|error| !elsewhere(error)));
    synced.unwrap_or(Ok(()))
}

fn explain(path: &Path, trouble: Trouble) -> OpenError {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    let path = path.to_owned();
    match trouble {
        Trouble::Storage(redb::Error::DatabaseAlreadyOpen) => return OpenError::InUse { path },
        Trouble::Storage(redb::Error::Io(error))
            if !is_full(error.kind()) && !matches!(error.kind(), InvalidData | UnexpectedEof) =>
        {
            return if is_limit(&error) {
                OpenError::Limit { path, error }
            } else {
                OpenError::Refused { path, error }
            };
        }
        _ => {}
    }
    match trouble.into() {
        trouble @ StoreError::Full(_) => OpenError::NoRoom { path, trouble },
        trouble => OpenError::Unreadable { path, trouble },
    }
}

impl Engine {
    /// The session in memory, brought there if need be; `None` when there is no such session.
    async fn live(self: &Arc<Self>, id: SessionId) -> Result<Option<Arc<Live>>, StoreError> {
        let known = match self.in_memory(id) {
            Some(live) => live,
            None => match self.load(id).await? {
                Some(live) => live,
                None => return Ok(None),
            },
        };
        let deleted = known.inner().deleted;
        Ok((!deleted).then_some(known))
    }

    /// Like [`Engine::live`], where no session is an error.
    async fn existing(self: &Arc<Self>, id: SessionId) -> Result<Arc<Live>, StoreError> {
        let live = self.live(id).await?.ok_or(StoreError::NoSession)?;
        // A reader may still hold a session that was deleted meanwhile.
        if live.inner().deleted { Err(StoreError::NoSession) } else { Ok(live) }
    }

    fn in_memory(&self, id: SessionId) -> Option<Arc<Live>> {
        self.lives.get(&id).and_then(|live| live.upgrade())
    }

    /// Brings a session to memory, unless somebody else has just done so. The map is locked for moments only, by
    /// everybody who looks for any session; the reading is held apart by a lock that is waited for without a thread.
    async fn load(&self, id: SessionId) -> Result<Option<Arc<Live>>, StoreError> {
        let _loading = self.loading(id).lock().await;
        if let Some(live) = self.in_memory(id) {
            return Ok(Some(live));
        }
        let lives = Arc::clone(&self.lives);
        let Some(live) = self.disk.read(move |store| Live::load(store, id, lives)).await? else { return Ok(None) };
        let live = Arc::new(live);
        self.lives.insert(id, Arc::downgrade(&live));
        self.note_use(id);
        Ok(Some(live))
    }

    /// What is held by whoever brings this session to memory, or keeps others from it.
    fn loading(&self, id: SessionId) -> &tokio::sync::Mutex<()> {
        &self.loading[usize::from(id.as_bytes()[15]) % LOADING]
    }

    /// Runs work that must not stop half-way when its caller's future is dropped.
    async fn detached<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let (done, result) = oneshot::channel();
        self.lifecycle.spawn(async move {
            // The caller may be gone; the work stands all the same.
            let _ = done.send(work.await);
        });
        result.await.unwrap_or_else(|_| Err(StoreError::Unavailable("a write was cut short".into())))
    }

    /// Puts the session on the list for the next flush.
    fn mark_dirty(&self, live: &Arc<Live>) {
        self.dirty.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(live));
    }

    /// Flushes again and again until the store is closed: turns may run until then.
    async fn flush_until_closed(engine: Weak<Self>, closed: CancellationToken, every: Duration) {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while closed.run_until_cancelled(ticks.tick()).await.is_some() {
            let Some(engine) = engine.upgrade() else { return };
            engine.flush().await;
        }
    }

    /// Stores everything that is only in memory so far.
    async fn flush(&self) {
        let sessions = std::mem::take(&mut *self.dirty.lock().unwrap_or_else(PoisonError::into_inner));
        if sessions.is_empty() {
            return;
        }
        match self.store_unstored(sessions.clone()).await {
            Ok(()) => {}
            Err(StoreError::Damaged(_)) if sessions.len() > 1 => {
                // One of them is damaged, and the others are not to suffer for it.
                for live in sessions {
                    self.flush_alone(live).await;
                }
            }
            Err(error) => self.flush_again(&error, sessions),
        }
    }

    /// Whether nothing is in memory only; why it is, where it is.
    fn is_stored(&self) -> Result<(), StoreError> {
        let dirty = self.dirty.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Some are on the list whose last events were committed with others.
        let unstored = dirty.iter().any(|live| live.inner().has_unstored());
        if unstored { Err(self.disk.trouble()) } else { Ok(()) }
    }

    async fn flush_alone(&self, live: Arc<Live>) {
        match self.store_unstored(vec![Arc::clone(&live)]).await {
            Ok(()) => {}
            // It is left in memory, and refuses more when that is too much.
            Err(error @ StoreError::Damaged(_)) => {
                tracing::error!(%error, session = %live.id.hashed(), "a session cannot be stored");
            }
            Err(error) => self.flush_again(&error, vec![live]),
        }
    }

    fn flush_again(&self, error: &StoreError, sessions: Vec<Arc<Live>>) {
        tracing::debug!(%error, sessions = sessions.len(), "flush failed; it is tried again");
        self.dirty.lock().unwrap_or_else(PoisonError::into_inner).extend(sessions);
    }

    async fn store_unstored(&self, sessions: Vec<Arc<Live>>) -> Result<(), StoreError> {
        let (tag, kept, writing) = (self.tag, self.settings.events_kept, sessions.clone());
        let stored = self.disk.write(move |tables| {
            let mut reached = Vec::with_capacity(writing.len());
            for live in writing {
                let unstored = { live.inner().unstored() };
                // A session that was deleted in an earlier write must not come back.
                if let Some(last) = unstored.last()
                    && tables::session(&tables.sessions, live.id)?.is_some()
                {
                    tables.append_events(live.id, tag, &unstored, kept)?;
                    reached.push((Arc::clone(&live), last.id.seq));
                }
            }
            Ok(reached)
        });
        for (live, seq) in stored.await? {
            let mut inner = live.inner();
            inner.stored = inner.stored.max(seq);
        }
        for live in sessions {
            self.settle_flushed(&live);
        }
        Ok(())
    }

    /// Takes a session off the list, unless more has come meanwhile.
    fn settle_flushed(&self, live: &Arc<Live>) {
        let mut inner = live.inner();
        inner.dirty = inner.has_unstored();
        inner.trim_idle();
        if inner.dirty {
            drop(inner);
            self.mark_dirty(live);
        }
    }
}

#[cfg(test)]
mod tests;
