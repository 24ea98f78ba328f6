//! The embedded store: every trait of the bus and the sessions over one file, for a single process.
//!
//! Numbers are given out in memory, under a lock per session; what must be committed before it is seen goes through
//! the writer thread of [`disk`], everything else is shown at once and flushed a moment later.

mod disk;
mod live;
mod log;
mod sessions;
mod stream;
mod tables;
mod turns;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::oneshot;

use self::disk::{Disk, Trouble};
use self::live::{Live, Lives};
use self::tables::Tables;
use self::turns::Ready;
use crate::bus::StoreError;
use crate::domain::{Clock, SessionId, Tag};
use crate::lifecycle::Lifecycle;
use crate::record::event;

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
}

/// The embedded store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot make the folder {}", dir.display())]
    Folder { dir: PathBuf, source: std::io::Error },
    #[error("{} is in use by another hera process; give this one another SESSIONS_DIR", path.display())]
    InUse { path: PathBuf },
    #[error(
        "{} cannot be read: {trouble}. Put a backup of the file in its place, or move it away to start with an empty \
         store",
        path.display()
    )]
    Unreadable { path: PathBuf, trouble: StoreError },
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
    /// Sessions with something to flush. A std mutex: held for moments only.
    dirty: Mutex<Vec<Arc<Live>>>,
    ready: Ready,
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Embedded {
    /// Opens the store of `settings.dir`, or makes it, and queues the turns that a former process left.
    ///
    /// # Errors
    /// When the folder cannot be made, another process has the file open, or the file cannot be read.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>, lifecycle: Lifecycle) -> Result<Self, OpenError> {
        let dir = settings.dir.clone();
        std::fs::create_dir_all(&dir).map_err(|source| OpenError::Folder { dir: dir.clone(), source })?;
        let path = dir.join(FILE_NAME);
        let disk = Disk::open(path.clone()).map_err(|trouble| explain(&path, trouble))?;
        let engine = Arc::new(Engine {
            settings,
            clock,
            lifecycle,
            tag: Tag::new(rand::random()),
            disk: Arc::new(disk),
            lives: Arc::new(DashMap::new()),
            dirty: Mutex::default(),
            ready: Ready::default(),
        });
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself is for one lifetime only")]
        let stamped = engine.disk.write(|tables| tables.stamp()).await;
        let recovered = match stamped {
            Ok(()) => turns::recover(&engine).await,
            Err(error) => Err(error),
        };
        recovered.map_err(|error| explain(&path, Trouble::Other(error)))?;
        let flushing = Arc::clone(&engine);
        engine.lifecycle.spawn(async move { flushing.flush_until_stopped().await });
        Ok(Self(engine))
    }

    /// Makes everything durable and closes the file. To be called when everything that uses the store has ended.
    pub async fn close(self) {
        self.0.flush().await;
        self.0.disk.close().await;
    }
}

fn explain(path: &Path, trouble: Trouble) -> OpenError {
    let path = path.to_owned();
    match trouble {
        Trouble::Storage(redb::Error::DatabaseAlreadyOpen) => OpenError::InUse { path },
        other => OpenError::Unreadable { path, trouble: other.into() },
    }
}

impl Engine {
    /// The session in memory, brought there if need be; `None` when there is no such session.
    async fn live(self: &Arc<Self>, id: SessionId) -> Result<Option<Arc<Live>>, StoreError> {
        if let Some(live) = self.in_memory(id) {
            return Ok(Some(live));
        }
        let engine = Arc::clone(self);
        let loading = tokio::task::spawn_blocking(move || engine.load(id));
        loading.await.map_err(|error| StoreError::Unavailable(error.to_string().into()))?
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

    /// Loads under the lock of the map's entry: nobody else may bring the same session to memory meanwhile.
    fn load(&self, id: SessionId) -> Result<Option<Arc<Live>>, StoreError> {
        let entry = self.lives.entry(id);
        if let Entry::Occupied(occupied) = &entry
            && let Some(live) = occupied.get().upgrade()
        {
            return Ok(Some(live));
        }
        let lives = Arc::clone(&self.lives);
        let Some(live) = self.disk.read_now(|store| Live::load(store, id, lives))? else { return Ok(None) };
        let live = Arc::new(live);
        entry.insert(Arc::downgrade(&live));
        Ok(Some(live))
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

    async fn flush_until_stopped(self: Arc<Self>) {
        let stopping = self.lifecycle.stopping().clone();
        let draining = self.lifecycle.draining().clone();
        let mut ticks = tokio::time::interval(self.settings.flush_interval);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // While draining, others still write; `close` flushes what they leave.
        while !stopping.is_cancelled() && !draining.is_cancelled() {
            tokio::select! {
                _ = ticks.tick() => self.flush().await,
                () = draining.cancelled() => {}
            }
        }
    }

    /// Stores everything that is only in memory so far.
    async fn flush(&self) {
        let sessions = std::mem::take(&mut *self.dirty.lock().unwrap_or_else(PoisonError::into_inner));
        if sessions.is_empty() {
            return;
        }
        let writing = sessions.clone();
        let (tag, kept) = (self.tag, self.settings.events_kept);
        let stored = self.disk.write(move |tables| {
            let mut reached = Vec::with_capacity(writing.len());
            for live in writing {
                // Whoever gives out numbers for a commit takes what is not stored yet along with it. Here it would
                // overwrite that commit's chunk with a shorter one, so the session is left for the next flush.
                let Ok(_order) = live.order.try_lock() else { continue };
                let unstored = { live.inner().unstored() };
                if let Some(last) = unstored.last() {
                    tables.append_chunk(live.id, tag, &unstored, kept)?;
                    reached.push((Arc::clone(&live), last.id.seq));
                }
            }
            Ok(reached)
        });
        match stored.await {
            Ok(reached) => {
                for (live, seq) in reached {
                    let mut inner = live.inner();
                    inner.stored = inner.stored.max(seq);
                }
                for live in sessions {
                    self.settle_flushed(&live);
                }
            }
            Err(error) => {
                tracing::warn!(%error, sessions = sessions.len(), "flush failed; it is tried again");
                self.dirty.lock().unwrap_or_else(PoisonError::into_inner).extend(sessions);
            }
        }
    }

    /// Takes a session off the list, unless more has come meanwhile.
    fn settle_flushed(&self, live: &Arc<Live>) {
        let mut inner = live.inner();
        inner.dirty = inner.head.seq > inner.stored;
        inner.trim_idle();
        if inner.dirty {
            drop(inner);
            self.mark_dirty(live);
        }
    }
}

impl Tables<'_> {
    /// Stores a run of events, and lets go of the oldest ones of the session when it has more than `kept`.
    fn append_chunk(
        &mut self,
        id: SessionId,
        tag: Tag,
        events: &[Arc<crate::bus::Logged>],
        kept: u64,
    ) -> Result<(), Trouble> {
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
        let chunk = event::encode_chunk(tag, events)?;
        self.events.insert((id.as_bytes(), first.id.seq), chunk.as_slice())?;
        self.trim_events(id, last.id.seq, kept)
    }
}
