//! The embedded store keeps what the traits promise, and what only a file can break.

mod broken_disk;
mod faults;
mod readers;
mod rewrite;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tempfile::TempDir;

use super::{Embedded, FILE_NAME, OpenError, Settings};
use crate::bus::conformance::{Backend, Factory, KEPT, MESSAGES, QUEUED};
use crate::domain::SystemClock;
use crate::lifecycle::Lifecycle;

/// A store in a folder of its own.
pub struct Folder {
    flush_interval: Duration,
    now: Mutex<(TempDir, Option<Embedded>)>,
}

impl Folder {
    pub fn new() -> Self {
        Self::flushing(Duration::from_millis(5))
    }

    /// A store that flushes this often.
    pub fn flushing(flush_interval: Duration) -> Self {
        Self { flush_interval, now: Mutex::new((TempDir::new().unwrap(), None)) }
    }

    pub fn file(&self) -> PathBuf {
        self.now.lock().unwrap().0.path().join(FILE_NAME)
    }

    /// Ends the store in an orderly way.
    pub async fn close(&self) {
        let before = self.now.lock().unwrap().1.take();
        if let Some(store) = before {
            store.close().await.unwrap();
        }
    }

    pub async fn try_open(&self) -> Result<Embedded, OpenError> {
        self.close().await;
        let dir = self.now.lock().unwrap().0.path().to_owned();
        let store = open(&dir, self.flush_interval).await?;
        self.now.lock().unwrap().1 = Some(store.clone());
        Ok(store)
    }
}

pub async fn open(dir: &Path, flush_interval: Duration) -> Result<Embedded, OpenError> {
    Embedded::open(settings(dir, flush_interval), Arc::new(SystemClock), Lifecycle::default()).await
}

pub fn settings(dir: &Path, flush_interval: Duration) -> Settings {
    Settings {
        dir: dir.into(),
        events_kept: KEPT,
        flush_interval,
        turns_queued: QUEUED,
        messages_kept: MESSAGES,
        cache_bytes: 1 << 20,
        session_ttl: None,
    }
}

#[async_trait]
impl Factory for Folder {
    async fn open(&self) -> Arc<dyn Backend> {
        Arc::new(self.try_open().await.unwrap())
    }

    /// What a killed process leaves is what is in its file at that moment.
    async fn open_after_kill(&self) -> Arc<dyn Backend> {
        let left = TempDir::new().unwrap();
        std::fs::copy(self.file(), left.path().join(FILE_NAME)).unwrap();
        let killed = { std::mem::replace(&mut *self.now.lock().unwrap(), (left, None)) };
        let store = self.try_open().await.unwrap();
        drop(killed);
        Arc::new(store)
    }
}

mod bus {
    use super::Folder;

    crate::bus_conformance!(Folder::new());
}

/// Where nothing is stored before it must be.
mod bus_flushing_late {
    use super::Folder;

    crate::bus_conformance!(Folder::flushing(std::time::Duration::from_hours(1)));
}

mod sessions {
    use super::Folder;

    crate::sessions_conformance!(Folder::new());
}
