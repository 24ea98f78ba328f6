//! A disk that fails in the middle of a commit, at every place in turn: what was told to be stored is, what was told
//! not to be is not, and the store comes back by itself.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use redb::{Database, StorageBackend};

use crate::bus::conformance::{Backend, append, claim, ending, head, opening, read_to, say, texts, whole_log};
use crate::bus::{AcceptError, Batch, Busy, Claim, EventLog as _, Start, StoreError};
use crate::domain::{Event, OwnerId, SystemClock};
use crate::embedded::disk::{Disk, Trouble};
use crate::embedded::tables::ReadTables;
use crate::embedded::{Embedded, FILE_NAME, Settings};
use crate::lifecycle::Lifecycle;
use crate::sessions::SessionStore as _;

/// Which of the operations that change the file fail: `.0` more succeed, then `.1` fail.
#[derive(Debug)]
struct Plan(AtomicI64, AtomicI64);

/// A file whose disk fails by plan. A failed sync leaves everything in place, as a disk that only seems broken does.
#[derive(Debug)]
struct Flaky {
    file: File,
    plan: Arc<Plan>,
}

impl Plan {
    fn step(&self) -> io::Result<()> {
        let healthy = self.0.fetch_sub(1, Ordering::SeqCst) > 0;
        if healthy || self.1.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Ok(());
        }
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    fn fail(&self, after: i64, times: i64) {
        self.1.store(times, Ordering::SeqCst);
        self.0.store(after, Ordering::SeqCst);
    }
}

impl StorageBackend for Flaky {
    fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(out, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.plan.step()?;
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.plan.step()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.plan.step()?;
        self.file.write_all_at(data, offset)
    }
}

fn settings(dir: &tempfile::TempDir) -> Settings {
    super::settings(dir.path(), Duration::from_millis(2))
}

async fn over(dir: &tempfile::TempDir, plan: &Arc<Plan>) -> Embedded {
    let plan = Arc::clone(plan);
    let opener = move |path: &std::path::Path| {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| Trouble::Storage(error.into()))?;
        Ok(Database::builder().create_with_backend(Flaky { file, plan: Arc::clone(&plan) })?)
    };
    let disk = Disk::open_by(dir.path().join(FILE_NAME), 1 << 20, Box::new(opener)).await.unwrap();
    Embedded::over(disk, settings(dir), Arc::new(SystemClock), Lifecycle::default()).await.unwrap()
}

/// Who comes to read while a store whose write has failed is opened again waits for that, and is not told that it fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_waits_while_the_store_is_opened_again() {
    let dir = tempfile::TempDir::new().unwrap();
    let plan = Arc::new(Plan(AtomicI64::new(i64::MAX), AtomicI64::new(0)));
    let (go_on, opening) = std::sync::mpsc::channel::<()>();
    let (failing, opening) = (Arc::clone(&plan), std::sync::Mutex::new(opening));
    let times = AtomicI64::new(0);
    let opener = move |path: &std::path::Path| {
        if times.fetch_add(1, Ordering::SeqCst) > 0 {
            opening.lock().unwrap().recv().unwrap();
        }
        let file = File::options().read(true).write(true).open(path).map_err(|error| Trouble::Storage(error.into()))?;
        Ok(Database::builder().create_with_backend(Flaky { file, plan: Arc::clone(&failing) })?)
    };
    let disk = Disk::open_by(dir.path().join(FILE_NAME), 1 << 20, Box::new(opener)).await.unwrap();
    plan.fail(0, 1);
    let (disk, writing) = (Arc::new(disk), Arc::new(AtomicI64::new(0)));
    let mut work = tokio::task::JoinSet::new();
    let (writer, began) = (Arc::clone(&disk), Arc::clone(&writing));
    work.spawn(async move {
        let written = writer.write(move |tables| {
            began.store(1, Ordering::SeqCst);
            tables.note_deleted()
        });
        assert!(written.await.is_err(), "the disk fails");
    });
    while writing.load(Ordering::SeqCst) == 0 || !disk.file.is_closed() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut reading = std::pin::pin!(disk.read(ReadTables::last_commit));
    let early = tokio::time::timeout(Duration::from_millis(50), &mut reading).await;
    assert!(early.is_err(), "it is told {early:?} while the store is not open");
    go_on.send(()).unwrap();
    assert!(reading.await.unwrap() > 0);
    while let Some(done) = work.join_next().await {
        done.unwrap();
    }
    disk.close().await;
}

/// Appends until it is stored, as a worker does.
async fn insist(store: &dyn Backend, claim: &Claim, batch: Batch) {
    while let Err(error) = append(store, claim, batch.clone()).await {
        assert!(error.is_temporary(), "{error}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_anywhere_is_told_as_it_is() {
    let mut rounds = tokio::task::JoinSet::new();
    for after in 0..24 {
        for times in [1, 4] {
            rounds.spawn(fail(after, times));
        }
    }
    let refused: usize = rounds.join_all().await.into_iter().sum();
    assert!(refused >= 24, "only {refused} messages were refused");
}

/// A conversation of two messages over a disk that fails so many times after so many operations; how often a message
/// was refused.
async fn fail(after: i64, times: i64) -> usize {
    let mut refused = 0;
    let dir = tempfile::TempDir::new().unwrap();
    let plan = Arc::new(Plan(AtomicI64::new(i64::MAX), AtomicI64::new(0)));
    let store = over(&dir, &plan).await;
    let session = store.create(OwnerId::random(), crate::record::v1::first()).await.unwrap().id;
    let base = head(&store, session).await;
    let mut reader = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    plan.fail(after, times);
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        let accepted = loop {
            match say(&store, session, name, Busy::Queue).await {
                Ok(accepted) => break accepted,
                Err(AcceptError::Store(StoreError::Full(_) | StoreError::Unavailable(_) | StoreError::OnlyRead(_))) => {
                    refused += 1;
                }
                Err(other) => panic!("failing {times} times after {after}: {other}"),
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        assert!(!accepted.duplicate, "failing {times} times after {after}: it was stored, and told not to be");
        ids.push(accepted.id);
    }
    for id in ids {
        let running = claim(&store).await;
        insist(&store, &running, opening(&running)).await;
        insist(&store, &running, ending(&running, "so ")).await;
        assert!(id.seq > 0);
    }
    let last = head(&store, session).await.seq;
    let seen = read_to(&mut *reader, 0, last).await;
    let messages = seen.iter().filter(|logged| matches!(logged.event, Event::UserMessage { .. })).count();
    let ends = seen.iter().filter(|logged| logged.event.ends_turn()).count();
    assert_eq!((messages, ends), (2, 2), "failing {times} times after {after}");
    drop(reader);
    store.close().await.unwrap();
    let store = Embedded::open(settings(&dir), Arc::new(SystemClock), Lifecycle::default()).await.unwrap();
    let stored = whole_log(&store, session, base, last).await;
    assert_eq!(
        stored.iter().map(|logged| logged.id).collect::<Vec<_>>(),
        seen.iter().map(|logged| logged.id).collect::<Vec<_>>(),
    );
    assert_eq!(texts(&store, session).await, ["text of a", "text of b", "so ", "so "]);
    store.close().await.unwrap();
    refused
}
