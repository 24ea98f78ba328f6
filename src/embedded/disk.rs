//! The store file: one writer thread that commits in groups, any number of readers.
//!
//! A failed write leaves the database unusable until it is opened again, so the writer closes and reopens it; what
//! was not committed is reported as failed to whoever waits for it, and nothing that was committed is lost.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use redb::Database;
use tokio::sync::{mpsc, oneshot};

use super::tables::{ReadTables, Tables};
use crate::bus::StoreError;
use crate::record::RecordError;
use crate::telemetry::names;

/// Writes waiting for the writer thread, at most; further writers wait for room.
const WAITING_WRITES: usize = 4096;
/// Writes of one commit, at most.
const GROUP: usize = 512;
/// How long a failed store is left alone before it is tried again.
const REOPEN_EVERY: Duration = Duration::from_millis(250);

/// The store file of this process.
pub struct Disk {
    file: Arc<File>,
    orders: mpsc::Sender<Order>,
}

/// What the writer thread is told.
enum Order {
    Write(Write),
    Close(oneshot::Sender<()>),
}

/// A write on its way: changes the tables, and returns what to do when the commit has succeeded or failed.
///
/// It must not change anything before it has read everything, so that a damaged record fails only this write.
type Write = Box<dyn FnOnce(&mut Tables<'_>) -> Result<Finish, StoreError> + Send>;
type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The file, and the open database while there is one.
struct File {
    path: PathBuf,
    open: Mutex<State>,
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
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        match trouble {
            Trouble::Other(error) => error,
            Trouble::Record(error) => Self::Damaged(error.to_string().into()),
            Trouble::Storage(error) => {
                let text = error.to_string().into();
                match error {
                    redb::Error::Io(io) if matches!(io.kind(), StorageFull | QuotaExceeded | FileTooLarge) => {
                        Self::Full(text)
                    }
                    redb::Error::Corrupted(_) => Self::Damaged(text),
                    _ => Self::Unavailable(text),
                }
            }
        }
    }
}

impl Disk {
    /// Opens the file, or makes it, and starts the writer.
    pub fn open(path: PathBuf) -> Result<Self, Trouble> {
        let database = open_database(&path)?;
        let file = Arc::new(File {
            path,
            open: Mutex::new(State {
                database: Some(Arc::new(database)),
                trouble: StoreError::Unavailable("the store is closed".into()),
            }),
        });
        let (orders, waiting) = mpsc::channel(WAITING_WRITES);
        let thread = std::thread::Builder::new().name("hera-store".into());
        let started = thread.spawn({
            let file = Arc::clone(&file);
            move || write_until_closed(&file, waiting)
        });
        started.map_err(|error| Trouble::Other(StoreError::Unavailable(error.to_string().into())))?;
        Ok(Self { file, orders })
    }

    /// Reads on a thread where waiting for the disk harms nobody.
    pub async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&ReadTables) -> Result<T, Trouble> + Send + 'static,
    {
        let file = Arc::clone(&self.file);
        let reading = tokio::task::spawn_blocking(move || file.read(read));
        reading.await.map_err(|error| StoreError::Unavailable(error.to_string().into()))?
    }

    /// Reads here and now; for short reads outside of async code.
    pub fn read_now<T>(&self, read: impl FnOnce(&ReadTables) -> Result<T, Trouble>) -> Result<T, StoreError> {
        self.file.read(read)
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
        let (done, committed) = oneshot::channel();
        let write: Write = Box::new(move |tables| {
            let value = match work(tables) {
                Err(Trouble::Storage(error)) => {
                    let error = StoreError::from(Trouble::Storage(error));
                    let _ = done.send(Err(error.clone()));
                    return Err(error);
                }
                other => other.map_err(StoreError::from),
            };
            Ok(Box::new(move |outcome| {
                // The waiter may be gone; the write stands all the same.
                let _ = done.send(outcome.and(value));
            }))
        });
        self.orders.send(Order::Write(write)).await.map_err(|_| self.file.trouble())?;
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

impl File {
    fn read<T>(&self, read: impl FnOnce(&ReadTables) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let database = self.database()?;
        let tables = ReadTables::now(&database)?;
        Ok(read(&tables)?)
    }

    fn database(&self) -> Result<Arc<Database>, StoreError> {
        let state = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        state.database.clone().ok_or_else(|| state.trouble.clone())
    }

    fn trouble(&self) -> StoreError {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).trouble.clone()
    }

    /// Closes the database and waits for its last reader, so that its lock on the file is free.
    fn close(&self) {
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
    fn note(&self, trouble: StoreError) {
        tracing::error!(error = %trouble, path = %self.path.display(), "the store cannot be used");
        self.open.lock().unwrap_or_else(PoisonError::into_inner).trouble = trouble;
    }

    /// Opens the file again if it is closed; `true` when it is open.
    fn reopen(&self) -> bool {
        if self.database().is_ok() {
            return true;
        }
        match open_database(&self.path) {
            Ok(database) => {
                tracing::info!(path = %self.path.display(), "the store is open again");
                self.open.lock().unwrap_or_else(PoisonError::into_inner).database = Some(Arc::new(database));
                true
            }
            Err(trouble) => {
                self.note(trouble.into());
                false
            }
        }
    }
}

fn open_database(path: &Path) -> Result<Database, Trouble> {
    // redb asserts some of what it reads: a damaged file must end in an error all the same.
    let opened = std::panic::catch_unwind(|| Database::create(path));
    let database = opened
        .map_err(|_| Trouble::Other(StoreError::Damaged("the file is not a store, or it is cut short".into())))??;
    Ok(database)
}

/// The writer thread: commits what is waiting, again and again, until it is told to close.
fn write_until_closed(file: &File, mut waiting: mpsc::Receiver<Order>) {
    let mut closed_at = None::<Instant>;
    let mut closing = None;
    while closing.is_none()
        && let Some(first) = waiting.blocking_recv()
    {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(order) = next.take() {
            match order {
                Order::Write(write) => group.push(write),
                Order::Close(done) => closing = Some(done),
            }
            if group.len() < GROUP && closing.is_none() {
                next = waiting.try_recv().ok();
            }
        }
        if closed_at.is_some_and(|at| at.elapsed() > REOPEN_EVERY) {
            closed_at = (!file.reopen()).then(Instant::now);
        }
        let started = Instant::now();
        let mut finishes = Vec::with_capacity(group.len());
        let outcome = commit(file, group, &mut finishes);
        metrics::histogram!(names::COMMIT_SECONDS).record(started.elapsed());
        if outcome.is_err() && closed_at.is_none() {
            file.close();
            closed_at = (!file.reopen()).then(Instant::now);
        }
        for finish in finishes {
            finish(outcome.clone());
        }
    }
    file.close();
    if let Some(done) = closing {
        // Nobody may be waiting any more; the file is closed all the same.
        let _ = done.send(());
    }
}

fn commit(file: &File, group: Vec<Write>, finishes: &mut Vec<Finish>) -> Result<(), StoreError> {
    if group.is_empty() {
        return Ok(());
    }
    let database = file.database()?;
    let noted = |trouble: Trouble| {
        let error = StoreError::from(trouble);
        file.note(error.clone());
        error
    };
    let transaction = database.begin_write().map_err(|error| noted(error.into()))?;
    let mut tables = Tables::open(&transaction).map_err(noted)?;
    let mut group = group.into_iter();
    for write in group.by_ref() {
        // The writes that are dropped with `group` on the way out ask the file what is wrong: it must know by then.
        finishes.push(write(&mut tables).inspect_err(|error| file.note(error.clone()))?);
    }
    drop(tables);
    transaction.commit().map_err(|error| noted(error.into()))
}
