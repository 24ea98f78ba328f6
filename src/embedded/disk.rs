//! The store file: who reads it, who hands writes to its [`writer`](super::writer), and what goes wrong with it.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redb::Database;
use tokio::sync::{Notify, mpsc, oneshot};

use super::readers::Readers;
use super::rewrite;
use super::tables::{ReadTables, Tables};
use super::writer::{Job, Order, Writer};
use crate::bus::StoreError;
use crate::record::RecordError;

/// Writes waiting for the writer thread, at most; further writers wait for room.
const WAITING_WRITES: usize = 4096;

/// The store file of this process.
pub struct Disk {
    pub(super) file: Arc<File>,
    readers: Readers,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) deleted: Arc<Deleted>,
}

/// Whether something was deleted that is still in the file.
#[derive(Default)]
pub struct Deleted {
    still_there: AtomicBool,
    told: Notify,
}

/// How a file becomes a database.
pub(super) type Opener = dyn Fn(&Path) -> Result<Database, Trouble> + Send + Sync;

/// The file, and the open database while there is one.
pub(super) struct File {
    path: PathBuf,
    open_by: Box<Opener>,
    open: Mutex<State>,
    /// How often the store was changed, or a change was tried.
    changes: AtomicU64,
}

struct State {
    database: Option<Arc<Database>>,
    trouble: StoreError,
}

/// What can go wrong below.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Storage(redb::Error),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error("{0}")]
    Other(StoreError),
}

impl Trouble {
    /// Something that must be in the store is not.
    pub fn lost(what: &str) -> Self {
        Self::Other(StoreError::Damaged(format!("{what} is missing").into()))
    }
}

macro_rules! storage_trouble {
    ($($error:ty),+) => {
        $(impl From<$error> for Trouble {
            fn from(error: $error) -> Self {
                Self::Storage(error.into())
            }
        })+
    };
}

storage_trouble!(redb::StorageError, redb::TableError, redb::TransactionError, redb::CommitError, redb::DatabaseError);

impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Other(error) => error,
            Trouble::Record(error) => Self::Damaged(error.to_string().into()),
            Trouble::Storage(error) => {
                let text = error.to_string().into();
                match error {
                    redb::Error::Io(io) if is_full(io.kind()) => Self::Full(text),
                    redb::Error::Corrupted(_) => Self::Damaged(text),
                    _ => Self::Unavailable(text),
                }
            }
        }
    }
}

/// Whether the disk, the quota or the process may hold no more.
pub const fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

impl Disk {
    /// Opens the file, or makes it, and starts its threads.
    ///
    /// redb's own default is a cache of 1 GiB, which a file that has grown fills, and a repair at once.
    pub fn open(path: PathBuf, cache_bytes: usize) -> Result<Self, Trouble> {
        Self::open_by(path, Box::new(move |path| Ok(Database::builder().set_cache_size(cache_bytes).create(path)?)))
    }

    /// Opens the file in a way of its own, now and whenever it must be opened again.
    pub fn open_by(path: PathBuf, open_by: Box<Opener>) -> Result<Self, Trouble> {
        let database = open_database(&path, &*open_by)?;
        let file = Arc::new(File {
            path,
            open_by,
            open: Mutex::new(State { database: Some(Arc::new(database)), trouble: closed() }),
            changes: AtomicU64::new(0),
        });
        let (orders, waiting) = mpsc::channel(WAITING_WRITES);
        let thread = std::thread::Builder::new().name("hera-store".into());
        let started = thread.spawn({
            let file = Arc::clone(&file);
            move || Writer::new(file, waiting).run()
        });
        let no_thread = |error: std::io::Error| Trouble::Other(StoreError::Unavailable(error.to_string().into()));
        started.map_err(no_thread)?;
        let readers = Readers::start().map_err(no_thread)?;
        Ok(Self { file, readers, orders, deleted: Arc::default() })
    }

    /// Reads on a thread where waiting for the disk harms nobody.
    pub async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&ReadTables) -> Result<T, Trouble> + Send + 'static,
    {
        let file = Arc::clone(&self.file);
        self.readers.read(move || file.read(read)).await
    }

    /// Hands a write to the writer thread and waits for the commit. When this future is dropped the write may still
    /// take place.
    ///
    /// `work` must not change anything before it has read everything it needs.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tables<'_>) -> Result<T, Trouble> + Send + 'static,
    {
        self.order(work, true).await
    }

    /// The same for what changes nothing that is to be kept.
    pub async fn try_write<F>(&self, work: F) -> Result<(), StoreError>
    where
        F: FnOnce(&mut Tables<'_>) -> Result<(), Trouble> + Send + 'static,
    {
        self.order(work, false).await
    }

    async fn order<T, F>(&self, work: F, changes: bool) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tables<'_>) -> Result<T, Trouble> + Send + 'static,
    {
        let (done, committed) = oneshot::channel();
        let job = Box::new(Work { change: Some(work), changes, value: None, done });
        self.orders.send(Order::Write(job)).await.map_err(|_| self.file.trouble())?;
        committed.await.unwrap_or_else(|_| Err(self.file.trouble()))
    }

    /// Waits for the writes handed over so far, and closes the file. Further writes fail.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.orders.send(Order::Close(done)).await.is_ok() {
            // An error means the thread is gone, and the file with it.
            let _ = closed.await;
        }
    }
}

impl Disk {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// How often the store was changed, or a change was tried.
    pub fn changes(&self) -> u64 {
        self.file.changes()
    }
}

impl Deleted {
    /// Something was deleted that is still in the file; or nothing is any more.
    pub fn note(&self, still_there: bool) {
        self.still_there.store(still_there, Ordering::Relaxed);
        if still_there {
            self.told.notify_one();
        }
    }

    /// Whether something was deleted that is still in the file.
    pub fn is_there(&self) -> bool {
        self.still_there.load(Ordering::Relaxed)
    }

    /// Waits until something was deleted that is still in the file.
    pub async fn wait(&self) {
        while !self.is_there() {
            self.told.notified().await;
        }
    }
}

/// A write whose outcome somebody waits for.
struct Work<F, T> {
    change: Option<F>,
    /// Whether what it changes is to be kept.
    changes: bool,
    value: Option<Result<T, StoreError>>,
    done: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Work<F, T>
where
    T: Send,
    F: FnOnce(&mut Tables<'_>) -> Result<T, Trouble> + Send,
{
    fn run(&mut self, tables: &mut Tables<'_>) -> Result<(), StoreError> {
        let Some(change) = self.change.take() else { return Ok(()) };
        match change(tables) {
            Err(trouble @ Trouble::Storage(_)) => Err(trouble.into()),
            value => {
                self.value = Some(value.map_err(StoreError::from));
                Ok(())
            }
        }
    }

    fn changes(&self) -> bool {
        self.changes
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let never_ran = || Err(StoreError::Unavailable("the write was not made".into()));
        let value = self.value.unwrap_or_else(never_ran);
        // The waiter may be gone; the write stands all the same.
        let _ = self.done.send(outcome.and(value));
    }
}

impl File {
    fn read<T>(&self, read: impl FnOnce(&ReadTables) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let database = self.database()?;
        let tables = ReadTables::now(&database)?;
        Ok(read(&tables)?)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// The store was changed, or a change was tried.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// Makes a file like this one, with nothing in it.
    pub fn make(&self, path: &Path) -> Result<Database, Trouble> {
        open_database(path, &*self.open_by)
    }

    /// Puts the copy, which is open, in the place of the file; the database that was open before. Who reads from that one
    /// goes on.
    pub fn replace(&self, draft: &Path, copy: Database) -> Result<Option<Arc<Database>>, (Database, Trouble)> {
        let mut state = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        match rewrite::move_over(draft, &self.path) {
            Ok(()) => Ok(state.database.replace(Arc::new(copy))),
            Err(error) => Err((copy, Trouble::Storage(redb::Error::Io(error)))),
        }
    }

    pub fn database(&self) -> Result<Arc<Database>, StoreError> {
        let state = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        state.database.clone().ok_or_else(|| state.trouble.clone())
    }

    pub fn trouble(&self) -> StoreError {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).trouble.clone()
    }

    /// Closes the database and waits for its last reader, so that its lock on the file is free.
    pub fn close(&self) {
        let database = self.open.lock().unwrap_or_else(PoisonError::into_inner).database.take();
        let Some(mut database) = database else { return };
        loop {
            match Arc::try_unwrap(database) {
                Ok(last) => return drop(last),
                Err(shared) => database = shared,
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Remembers what is wrong, for those who ask next.
    pub fn note(&self, trouble: &StoreError) {
        let mut state = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // The same trouble again is no news.
        if state.trouble.to_string() != trouble.to_string() {
            tracing::error!(error = %trouble, path = %self.path.display(), "the store cannot be used");
            state.trouble = trouble.clone();
        }
    }

    /// Forgets what was wrong.
    pub fn recovered(&self) {
        tracing::info!(path = %self.path.display(), "the store takes writes again");
        self.open.lock().unwrap_or_else(PoisonError::into_inner).trouble = closed();
    }

    /// Opens the file again if it is closed; `true` when it is open.
    pub fn reopen(&self) -> bool {
        if self.database().is_ok() {
            return true;
        }
        match open_database(&self.path, &*self.open_by) {
            Ok(database) => {
                tracing::debug!(path = %self.path.display(), "the store is open again");
                self.open.lock().unwrap_or_else(PoisonError::into_inner).database = Some(Arc::new(database));
                true
            }
            Err(trouble) => {
                self.note(&trouble.into());
                false
            }
        }
    }
}

fn open_database(path: &Path, open_by: &Opener) -> Result<Database, Trouble> {
    // redb asserts some of what it reads: a damaged file must end in an error all the same.
    let database = catch_unwind(AssertUnwindSafe(|| open_by(path)));
    database.unwrap_or_else(|_| {
        Err(Trouble::Other(StoreError::Damaged("the file is not a store, or it is cut short".into())))
    })
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".into())
}
