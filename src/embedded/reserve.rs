//! Room on the disk that is let go when the disk is full, so that something can be deleted: a deletion writes, too, before
//! it frees anything.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::Engine;
use super::disk::Trouble;
use super::tables::Tables;
use crate::bus::StoreError;

/// The name of the file in the folder of the store.
pub const FILE_NAME: &str = "hera.reserve";

/// How much room.
const BYTES: usize = 1024 * 1024;

/// How often a write is tried again when the reserve has been let go: a store whose write has failed is opened anew first.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(250);
/// How often is looked whether there is room for the reserve again.
const KEEP_AGAIN: Duration = Duration::from_mins(1);

/// A file beside the store that says nothing and takes room.
pub struct Reserve(PathBuf);

impl Reserve {
    /// The reserve in the folder of a store; see [`Reserve::keep`].
    pub fn in_folder(dir: &Path) -> Self {
        Self(dir.join(FILE_NAME))
    }

    /// Takes the room, unless it is taken.
    ///
    /// # Errors
    /// When there is no room, and nothing is left of it then; or when something else is in its place.
    pub fn keep(&self) -> io::Result<()> {
        match fs::symlink_metadata(&self.0) {
            // To open a pipe, say, takes for ever; and a link takes no room.
            Ok(there) if !there.is_file() => {
                return Err(io::Error::other(format!("{} is no file: move it away", self.0.display())));
            }
            Ok(there) if there.len() == BYTES as u64 => return Ok(()),
            _ => {}
        }
        // Bytes by chance: zeros would take no room where the file system packs them.
        let mut bytes = vec![0; BYTES];
        rand::fill(&mut bytes[..]);
        let written = File::create(&self.0).and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()));
        written.inspect_err(|_| _ = fs::remove_file(&self.0))
    }

    /// Frees the room; `false` when there was none.
    pub fn let_go(&self) -> bool {
        fs::remove_file(&self.0).is_ok()
    }
}

impl Engine {
    /// A write that frees more than it takes: when the disk is full, the reserve is let go for it.
    pub async fn write_from_reserve<T, F>(self: &Arc<Self>, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&mut Tables<'_>) -> Result<T, Trouble> + Copy + Send + 'static,
    {
        let mut written = self.disk.write(work).await;
        if matches!(written, Err(StoreError::Full(_))) && self.reserve.let_go() {
            tracing::warn!("the disk is full: the reserve is let go, so that something can be deleted");
            self.keep_reserve_again();
            for _ in 0..TRIES {
                tokio::time::sleep(PAUSE).await;
                written = self.disk.write(work).await;
                if !written.as_ref().is_err_and(StoreError::is_temporary) {
                    break;
                }
            }
        }
        written
    }

    /// Takes the room again, as soon as there is some.
    fn keep_reserve_again(self: &Arc<Self>) {
        let engine = Arc::clone(self);
        self.lifecycle.spawn(async move {
            let draining = engine.lifecycle.draining();
            while draining.run_until_cancelled(tokio::time::sleep(KEEP_AGAIN)).await.is_some() {
                let keeping = Arc::clone(&engine);
                if matches!(tokio::task::spawn_blocking(move || keeping.reserve.keep()).await, Ok(Ok(()))) {
                    tracing::info!("there is room on the disk again for the reserve");
                    return;
                }
            }
        });
    }
}
