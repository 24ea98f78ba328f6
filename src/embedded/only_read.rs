//! A store whose disk takes no writes, opened to be read. What redb writes when it opens a file, such as the repair of one
//! that was not closed, stays in memory and is forgotten.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Error, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use redb::{Database, StorageBackend};

use super::disk::Trouble;

/// What is kept in memory is kept in pieces of so many bytes.
const PIECE: usize = 4096;

/// Opens the file to be read, as far as this is possible while nothing can be written.
pub fn open(path: &Path, cache_bytes: usize) -> Result<Database, Trouble> {
    let refused = |error: Error| Trouble::Storage(error.into());
    let file = File::open(path).map_err(refused)?;
    // Held with the file: nobody else may write it meanwhile.
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(Trouble::Storage(redb::Error::DatabaseAlreadyOpen)),
        // A disk that knows no locks has nobody else at work, as far as can be told.
        Ok(()) | Err(TryLockError::Error(_)) => {}
    }
    let there = file.metadata().map_err(refused)?.len();
    let layer = RwLock::new(Layer { len: there, there, pieces: BTreeMap::new() });
    Ok(Database::builder().set_cache_size(cache_bytes).create_with_backend(Layered { file, layer })?)
}

/// Tells whether the file takes a write: of its first bytes, which never change, as they are.
///
/// # Errors
/// Why it does not.
pub fn try_to_write(path: &Path) -> io::Result<()> {
    let file = File::options().read(true).write(true).open(path)?;
    let mut first = [0; 4];
    file.read_exact_at(&mut first, 0)?;
    file.write_all_at(&first, 0)?;
    file.sync_data()
}

/// A file, and what would have been written to it.
#[derive(Debug)]
struct Layered {
    file: File,
    layer: RwLock<Layer>,
}

#[derive(Debug)]
struct Layer {
    len: u64,
    /// How much of the file is still what it was: beyond, there are zeros.
    there: u64,
    /// By number.
    pieces: BTreeMap<u64, Box<[u8; PIECE]>>,
}

impl Layered {
    fn layer(&self) -> RwLockReadGuard<'_, Layer> {
        self.layer.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn layer_mut(&self) -> RwLockWriteGuard<'_, Layer> {
        self.layer.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is in the file, up to where it is still what it was.
    fn read_file(&self, there: u64, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let most = usize::try_from(there.saturating_sub(offset)).unwrap_or(usize::MAX).min(out.len());
        let (known, beyond) = out.split_at_mut(most);
        beyond.fill(0);
        self.file.read_exact_at(known, offset)
    }
}

/// The pieces in which these bytes are: of each its number, where in it, and where among the bytes.
fn pieces(offset: u64, bytes: usize) -> impl Iterator<Item = (u64, usize, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes {
            return None;
        }
        let place = offset + at as u64;
        // Less than a piece: the cast keeps it.
        let within = usize::try_from(place % PIECE as u64).unwrap_or_default();
        let end = bytes.min(at + PIECE - within);
        let range = at..end;
        at = end;
        Some((place / PIECE as u64, within, range))
    })
}

impl StorageBackend for Layered {
    fn len(&self) -> io::Result<u64> {
        Ok(self.layer().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let layer = self.layer();
        if offset.saturating_add(out.len() as u64) > layer.len {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.read_file(layer.there, offset, out)?;
        for (number, within, range) in pieces(offset, out.len()) {
            if let Some(piece) = layer.pieces.get(&number) {
                let length = range.len();
                out[range].copy_from_slice(&piece[within..within + length]);
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut layer = self.layer_mut();
        layer.there = layer.there.min(len);
        let (whole, rest) = (len / PIECE as u64, usize::try_from(len % PIECE as u64).unwrap_or_default());
        layer.pieces.retain(|number, piece| {
            if *number == whole {
                piece[rest..].fill(0);
            }
            *number <= whole
        });
        layer.len = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut layer = self.layer_mut();
        let there = layer.there;
        for (number, within, range) in pieces(offset, data.len()) {
            let mut piece = if let Some(piece) = layer.pieces.remove(&number) {
                piece
            } else {
                let mut piece = Box::new([0; PIECE]);
                self.read_file(there, number * PIECE as u64, &mut piece[..])?;
                piece
            };
            piece[within..within + range.len()].copy_from_slice(&data[range]);
            layer.pieces.insert(number, piece);
        }
        layer.len = layer.len.max(offset + data.len() as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_file_stays_as_it_is() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("file");
        let first: Vec<u8> = (0..10_000_usize).map(|place| u8::try_from(place % 251).unwrap()).collect();
        std::fs::write(&path, &first).unwrap();
        let layer = RwLock::new(Layer { len: 10_000, there: 10_000, pieces: BTreeMap::new() });
        let layered = Layered { file: File::open(&path).unwrap(), layer };
        let mut expected = first.clone();
        let is = |expected: &[u8]| {
            assert_eq!(layered.len().unwrap(), expected.len() as u64);
            for (from, to) in [(0, expected.len()), (4000, 4200.min(expected.len())), (0, 1)] {
                let mut read = vec![7; to - from];
                layered.read(from as u64, &mut read).unwrap();
                assert!(read == expected[from..to], "{from} to {to} of {}", expected.len());
            }
            assert!(layered.read(expected.len() as u64, &mut [0]).is_err());
        };
        is(&expected);
        layered.write(4090, &[255; 5000]).unwrap();
        expected[4090..9090].fill(255);
        is(&expected);
        layered.set_len(5000).unwrap();
        layered.set_len(20_000).unwrap();
        expected.truncate(5000);
        expected.resize(20_000, 0);
        is(&expected);
        layered.write(12_345, &[9; 10]).unwrap();
        expected[12_345..12_355].fill(9);
        is(&expected);
        assert!(std::fs::read(&path).unwrap() == first);
    }
}
