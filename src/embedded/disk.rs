//! The store file: who reads it, who hands writes to its [`writer`](super::writer), and what goes wrong with it.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redb::Database;
use tokio::sync::{Notify, mpsc, oneshot};

use super::readers::Readers;
use super::tables::{ReadTables, Tables};
use super::writer::{Job, Order, Writer};
use super::{make, only_read, rewrite};
use crate::bus::StoreError;
use crate::folder::{is_full, is_limit};
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
    /// For the database that is only read.
    cache_bytes: usize,
    open: Mutex<State>,
    /// Told when the database is no longer about to be opened again.
    opened: Condvar,
    /// Somebody has taken the file away: set once, for as long as the process runs.
    taken_away: AtomicBool,
    /// How often the store was changed, or a change was tried.
    changes: AtomicU64,
}

struct State {
    database: Option<Arc<Database>>,
    /// It was closed to be opened again at once: who reads waits for that.
    opening: bool,
    /// It takes no writes, and was opened to be read.
    only_read: bool,
    /// It has all its tables: not yet where it took no writes from the beginning.
    prepared: bool,
    trouble: StoreError,
    /// Which file was opened.
    identity: Identity,
}

/// The device and the number of a file: what tells it from another of its name.
type Identity = (u64, u64);

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

impl Disk {
    /// Opens the file, or makes it, and starts its threads. One whose disk takes no writes is opened to be read.
    ///
    /// redb's own default is a cache of 1 GiB, which a file that has grown fills, and a repair at once.
    pub async fn open(path: PathBuf, cache_bytes: usize) -> Result<Self, Trouble> {
        let opener = move |path: &Path| Ok(Database::builder().set_cache_size(cache_bytes).create(path)?);
        Self::open_by(path, cache_bytes, Box::new(opener)).await
    }

    /// Opens the file in a way of its own, now and whenever it must be opened again.
    pub async fn open_by(path: PathBuf, cache_bytes: usize, open_by: Box<Opener>) -> Result<Self, Trouble> {
        let (orders, waiting) = mpsc::channel(WAITING_WRITES);
        let (opened, told) = oneshot::channel();
        let no_thread = |error: io::Error| Trouble::Storage(error.into());
        // To repair a large file takes its time, in which the process hears others.
        let thread = std::thread::Builder::new().name("hera-store".into()).spawn(move || {
            let opening = File::open(path, cache_bytes, open_by).map(Arc::new);
            let file = opening.as_ref().ok().map(Arc::clone);
            // Nobody may wait for it any more: then nobody has orders, either.
            let _ = opened.send(opening);
            if let Some(file) = file {
                Writer::new(file, waiting).run();
            }
        });
        thread.map_err(no_thread)?;
        let file = told.await.unwrap_or_else(|_| Err(no_store()))?;
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

    /// Whether the file is still the one that was opened.
    pub fn is_in_place(&self) -> bool {
        self.file.is_in_place().is_ok()
    }

    /// What went wrong last.
    pub fn trouble(&self) -> StoreError {
        self.file.trouble()
    }

    /// Why the file takes no writes, where it was opened to be read.
    pub fn why_only_read(&self) -> Option<StoreError> {
        self.file.is_only_read().then(|| self.trouble())
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
    fn open(path: PathBuf, cache_bytes: usize, open_by: Box<Opener>) -> Result<Self, Trouble> {
        let (database, refused) = match make::open_or_make(&path, &*open_by) {
            Ok(database) => (database, None),
            Err(refused) => match open_what_is_there(&path, cache_bytes, &refused) {
                Some(database) => (database, Some(refused)),
                None => return Err(refused),
            },
        };
        let identity = identity(&path).map_err(|error| Trouble::Storage(error.into()))?;
        let only_read = refused.is_some();
        let database = Some(Arc::new(database));
        let state = State { database, opening: false, only_read, prepared: !only_read, trouble: closed(), identity };
        let file = Self {
            path,
            open_by,
            cache_bytes,
            open: Mutex::new(state),
            opened: Condvar::new(),
            taken_away: AtomicBool::new(false),
            changes: AtomicU64::new(0),
        };
        if let Some(refused) = refused {
            file.note(&refused.into());
        }
        Ok(file)
    }

    fn read<T>(&self, read: impl FnOnce(&ReadTables) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let state = self.opened.wait_while(self.state(), |state| state.opening);
        let state = state.unwrap_or_else(PoisonError::into_inner);
        let database = state.database.clone().ok_or_else(|| state.trouble.clone());
        drop(state);
        let tables = ReadTables::now(&*database?)?;
        Ok(read(&tables)?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
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
        // What somebody has put there is not to be lost.
        if let Err(error) = self.is_in_place() {
            return Err((copy, Trouble::Other(error)));
        }
        let mut state = self.state();
        match rewrite::move_over(draft, &self.path).and_then(|()| identity(&self.path)) {
            Ok(identity) => {
                state.identity = identity;
                Ok(state.database.replace(Arc::new(copy)))
            }
            Err(error) => Err((copy, Trouble::Storage(redb::Error::Io(error)))),
        }
    }

    /// Tells whether the file is still the one that was opened. One that was removed, moved away or replaced by another
    /// can be written as before, and nobody would ever find what was written.
    ///
    /// # Errors
    /// When it is not, or once was not: what to do.
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        let opened = self.state().identity;
        let taken_away = match identity(&self.path) {
            Ok(found) => found != opened,
            // Whatever else a disk says is no word of that.
            Err(error) => matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
        };
        if taken_away {
            self.taken_away.store(true, Ordering::Relaxed);
        }
        if !self.taken_away.load(Ordering::Relaxed) {
            return Ok(());
        }
        let why = format!(
            "{} was removed or replaced while hera runs, and what is said now would be lost. Put the file back if it was \
             moved, and restart hera: it begins with what is there then",
            self.path.display()
        );
        Err(StoreError::Unavailable(why.into()))
    }

    pub fn database(&self) -> Result<Arc<Database>, StoreError> {
        let state = self.state();
        state.database.clone().ok_or_else(|| state.trouble.clone())
    }

    /// What went wrong last.
    pub fn trouble(&self) -> StoreError {
        let state = self.state();
        match &state.trouble {
            StoreError::Unavailable(why) if state.only_read => StoreError::OnlyRead(Arc::clone(why)),
            trouble => trouble.clone(),
        }
    }

    /// Whether it takes no writes, and was opened to be read.
    pub fn is_only_read(&self) -> bool {
        self.state().only_read
    }

    /// Tells whether a file that is only read takes writes again, as far as one can see without closing it; remembers why
    /// it does not.
    pub fn takes_writes_again(&self) -> bool {
        let tried = only_read::try_to_write(&self.path);
        tried.map_err(|error| self.note(&Trouble::Storage(error.into()).into())).is_ok()
    }

    #[cfg(test)]
    pub fn is_closed(&self) -> bool {
        self.state().database.is_none()
    }

    /// Closes the database and waits for its last reader, so that its lock on the file is free. Who comes to read waits
    /// until [`File::reopen`] has been tried.
    pub fn close_to_reopen(&self) {
        self.state().opening = true;
        self.close();
    }

    /// Closes the database and waits for its last reader, so that its lock on the file is free.
    pub fn close(&self) {
        let database = self.state().database.take();
        let Some(mut database) = database else { return };
        loop {
            match Arc::try_unwrap(database) {
                Ok(last) => {
                    // redb asserts some of what it writes at the end: over a damaged page it is closed all the same.
                    let _ = catch_unwind(AssertUnwindSafe(|| drop(last)));
                    return;
                }
                Err(shared) => database = shared,
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Remembers what is wrong, for those who ask next.
    pub fn note(&self, trouble: &StoreError) {
        let mut state = self.state();
        // The same trouble again is no news.
        if state.trouble.to_string() != trouble.to_string() {
            tracing::error!(error = %trouble, path = %self.path.display(), "the store cannot be used");
            state.trouble = trouble.clone();
        }
    }

    /// Forgets what was wrong.
    pub fn recovered(&self) {
        tracing::info!(path = %self.path.display(), "the store takes writes again");
        self.state().trouble = closed();
    }

    /// Opens the file again if it is closed; `true` when it is open.
    pub fn reopen(&self) -> bool {
        let open = self.database().is_ok() || self.try_reopen();
        self.state().opening = false;
        self.opened.notify_all();
        open
    }

    fn try_reopen(&self) -> bool {
        // Opening would make a new file where there is none.
        let prepared = self.state().prepared;
        let opened =
            self.is_in_place().map_err(Trouble::Other).and_then(|()| self.open_again(prepared, &*self.open_by));
        match opened {
            Ok(database) => {
                tracing::debug!(path = %self.path.display(), "the store is open again");
                let mut state = self.state();
                (state.database, state.only_read, state.prepared) = (Some(Arc::new(database)), false, true);
                true
            }
            Err(trouble) => {
                // A disk that takes no writes may be read all the same.
                let may_read = matches!(trouble, Trouble::Storage(redb::Error::Io(_) | redb::Error::PreviousIo));
                self.note(&trouble.into());
                may_read && self.open_to_read(prepared)
            }
        }
    }

    /// Opens the file in this way, with the tables that it lacks if it is not prepared.
    fn open_again(&self, prepared: bool, open_by: &Opener) -> Result<Database, Trouble> {
        if prepared { open_database(&self.path, open_by) } else { make::open(&self.path, open_by) }
    }

    fn open_to_read(&self, prepared: bool) -> bool {
        let cache_bytes = self.cache_bytes;
        let opened = self.open_again(prepared, &move |path: &Path| only_read::open(path, cache_bytes));
        let Ok(database) = opened.inspect_err(|error| tracing::debug!(%error, "the store cannot be read either"))
        else {
            return false;
        };
        let mut state = self.state();
        state.database = Some(Arc::new(database));
        if !std::mem::replace(&mut state.only_read, true) {
            tracing::warn!(path = %self.path.display(), "the store takes no writes; what is in it can be read");
        }
        true
    }
}

/// The store of a disk that takes no writes, opened to be read, with what its tables lack in memory alone; `None` where
/// there is none, or it cannot be read either.
fn open_what_is_there(path: &Path, cache_bytes: usize, refused: &Trouble) -> Option<Database> {
    let takes_no_writes = match refused {
        Trouble::Storage(redb::Error::Io(error)) => {
            !is_limit(error) && !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
        }
        Trouble::Storage(redb::Error::PreviousIo) => true,
        _ => false,
    };
    if !takes_no_writes || !make::is_there(path).unwrap_or(false) {
        return None;
    }
    let opened = make::open(path, &move |path: &Path| only_read::open(path, cache_bytes));
    let opened = opened.inspect_err(|error| tracing::debug!(%error, "the store cannot be read either")).ok()?;
    tracing::warn!(path = %path.display(), "the store takes no writes; what is in it can be read");
    Some(opened)
}

/// Which file is at the path now.
fn identity(path: &Path) -> io::Result<Identity> {
    let found = fs::metadata(path)?;
    Ok((found.dev(), found.ino()))
}

pub fn open_database(path: &Path, open_by: &Opener) -> Result<Database, Trouble> {
    // redb asserts some of what it reads: a damaged file must end in an error all the same.
    let database = catch_unwind(AssertUnwindSafe(|| open_by(path)));
    database.unwrap_or_else(|_| Err(no_store()))
}

pub fn no_store() -> Trouble {
    Trouble::Other(StoreError::Damaged("the file is not a store, or it is cut short".into()))
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".into())
}
