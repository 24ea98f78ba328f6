//! The store file is made whole or not at all: under another name, which it loses when all is in it. A start that is cut
//! off, by a kill or a full disk, leaves nothing that a later one would take for a store that is damaged.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::Database;
use rustix::fs::OFlags;

use super::disk::{Opener, Trouble, no_store, open_database};
use super::rewrite::move_over;
use super::tables::{Tables, make_tables};

/// The end of the name of a file that is being made.
const UNFINISHED: &str = "unfinished";

/// Opens the file, or makes it, with its tables.
pub fn open_or_make(path: &Path, open_by: &Opener) -> Result<Database, Trouble> {
    if is_there(path)? {
        return open(path, open_by);
    }
    let unfinished = unfinished(path);
    clear(&unfinished)?;
    let made = open(&unfinished, open_by).and_then(|database| {
        // It is held while it is moved: whoever else makes one holds this one, or comes when there is one.
        if is_there(path)? {
            return Err(Trouble::Storage(redb::Error::DatabaseAlreadyOpen));
        }
        move_over(&unfinished, path).map_err(refused)?;
        Ok(database)
    });
    made.inspect_err(|trouble| {
        // Somebody else was faster, and has the file.
        if !matches!(trouble, Trouble::Storage(redb::Error::DatabaseAlreadyOpen)) {
            // An error is told already.
            let _ = fs::remove_file(&unfinished);
        }
    })
}

/// Removes what a start has left that was cut off. Only whoever has the store may do so.
pub fn clear_up(store: &Path) {
    let _ = fs::remove_file(unfinished(store));
}

fn unfinished(store: &Path) -> PathBuf {
    store.with_extension(UNFINISHED)
}

/// Whether there is a store. An empty file is none: an earlier version was cut off before it had written anything.
pub fn is_there(path: &Path) -> Result<bool, Trouble> {
    match fs::metadata(path) {
        Ok(found) => Ok(!found.is_file() || found.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(refused(error)),
    }
}

/// Makes an empty file, also of one that a start has left, unless somebody is at work on it. What no start of this user has
/// made is taken away: a link leads to what is none of ours.
fn clear(unfinished: &Path) -> Result<(), Trouble> {
    let open = || {
        let alone = OFlags::NOFOLLOW.bits().cast_signed();
        File::options().write(true).create(true).truncate(false).custom_flags(alone).open(unfinished)
    };
    if fs::symlink_metadata(unfinished).is_ok_and(|found| !found.is_file() || found.nlink() > 1) {
        take_away(unfinished)?;
    }
    let file = match open() {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            take_away(unfinished)?;
            open()
        }
        opened => opened,
    };
    let file = file.map_err(refused)?;
    let in_use = || Trouble::Storage(redb::Error::DatabaseAlreadyOpen);
    // A disk that knows no locks has nobody else at work, as far as can be told; redb looks for itself.
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        return Err(in_use());
    }
    // It may have become the store between these two.
    let same = fs::metadata(unfinished).and_then(|there| Ok(there.ino() == file.metadata()?.ino())).unwrap_or(false);
    if same { file.set_len(0).map_err(refused) } else { Err(in_use()) }
}

fn take_away(unfinished: &Path) -> Result<(), Trouble> {
    fs::remove_file(unfinished).map_err(|error| {
        let why = format!("{} is in the way, and cannot be removed: {error}", unfinished.display());
        refused(io::Error::new(error.kind(), why))
    })
}

/// Opens the file, with its tables.
pub fn open(path: &Path, open_by: &Opener) -> Result<Database, Trouble> {
    let database = open_database(path, open_by)?;
    // redb asserts some of what it reads: a damaged file must end in an error all the same.
    catch_unwind(AssertUnwindSafe(|| prepare(&database))).unwrap_or_else(|_| Err(no_store()))?;
    Ok(database)
}

/// Makes the tables that are missing, and refuses a file of a newer format.
fn prepare(database: &Database) -> Result<(), Trouble> {
    let transaction = database.begin_write()?;
    make_tables(&transaction)?;
    let mut tables = Tables::open(&transaction)?;
    tables.stamp()?;
    tables.count_commit()?;
    drop(tables);
    Ok(transaction.commit()?)
}

fn refused(error: io::Error) -> Trouble {
    Trouble::Storage(error.into())
}
