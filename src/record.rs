//! The stored form of the domain's types: JSON with a version, apart from the wire so that either can change alone.

pub mod choice;
pub mod event;
pub mod family;
pub mod message;
pub mod parts;
pub mod photo;
pub mod shared;
pub mod state;
pub mod usage;
pub mod v1;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::bus::StoreError;

/// The version of the stored form written by this code. Older ones are read, newer ones refused.
pub const VERSION: u8 = 1;

/// A stored value cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Told without what was found there: it may be what a person said.
    #[error("not a record: {} (column {})", what_is_wrong(.0), .0.column())]
    Malformed(#[from] serde_json::Error),
    #[error("written by a newer version of hera (record version {0})")]
    TooNew(u8),
}

impl From<RecordError> for StoreError {
    fn from(error: RecordError) -> Self {
        match error {
            // What a newer version has written is no damage: its own processes read it.
            RecordError::TooNew(_) => Self::Unavailable(error.to_string().into()),
            RecordError::Malformed(_) => Self::Damaged(error.to_string().into()),
        }
    }
}

fn what_is_wrong(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        Category::Syntax => "not JSON",
        Category::Eof => "JSON that is cut off",
        Category::Data => "JSON of something else",
        Category::Io => "unreadable",
    }
}

/// A record with the version it was written by.
#[derive(Debug, Serialize, Deserialize)]
struct Versioned<T> {
    v: u8,
    record: T,
}

/// The version alone, whatever else is there.
#[derive(Debug, Deserialize)]
struct Version {
    v: u8,
}

/// The bytes to store.
///
/// # Errors
/// None in practice: records hold nothing that JSON lacks.
pub fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, RecordError> {
    Ok(serde_json::to_vec(&Versioned { v: VERSION, record })?)
}

/// The record in stored bytes.
///
/// # Errors
/// When the bytes are no such record, or of a newer version.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordError> {
    let Versioned { v, record } = read(bytes)?;
    if v > VERSION { Err(RecordError::TooNew(v)) } else { Ok(record) }
}

/// Reads JSON that may have a version. A newer one may also have another shape, which is no damage.
fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordError> {
    serde_json::from_slice(bytes).map_err(|error| match serde_json::from_slice(bytes) {
        Ok(Version { v }) if v > VERSION => RecordError::TooNew(v),
        _ => RecordError::Malformed(error),
    })
}

/// Reads a JSON object, and nothing else: a struct would be read from a list as well, by the order of its members.
fn object<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordError> {
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(RecordError::Malformed(serde::de::Error::custom("no object")));
    }
    read(bytes)
}

#[cfg(test)]
mod tests {
    use super::event::{decode_chunk, decode_run};
    use super::shared::{decode_message, decode_meta};
    use super::v1::StateRecord;
    use super::*;
    use crate::domain::{Tag, UnixMillis};

    #[test]
    fn a_list_is_no_object() {
        let read = |profile: &str| {
            let mut state = super::v1::first();
            state.parts.set(super::parts::PROFILE, profile);
            super::parts::read(&state)
        };
        assert!(read("{}").is_ok());
        for damaged in ["[]", "null", "7", "\"\"", "", "{", "[1,2]"] {
            assert!(matches!(read(damaged), Err(RecordError::Malformed(_))), "{damaged}");
        }
    }

    #[test]
    fn what_a_newer_version_has_written_is_told_whatever_its_shape() {
        for bytes in [r#"{"v":2,"record":{}}"#, r#"{"v":2,"record":[1]}"#, r#"{"parts":{},"v":2}"#] {
            let bytes = bytes.as_bytes();
            let told = [
                decode::<StateRecord>(bytes).err(),
                decode_chunk(1, bytes).err(),
                decode_run(1, Tag::new(1), UnixMillis(0), None, bytes).err(),
                decode_message(bytes).err(),
                decode_meta(bytes).err(),
            ];
            assert!(told.iter().all(|error| matches!(error, Some(RecordError::TooNew(2)))), "{told:?}");
        }
    }

    #[test]
    fn what_this_version_cannot_have_written_is_damage() {
        for bytes in [r#"{"v":1,"record":7}"#, r#"{"v":256}"#, r#"{"v":2"#, "2", ""] {
            let told = decode::<StateRecord>(bytes.as_bytes()).err();
            assert!(matches!(told, Some(RecordError::Malformed(_))), "{bytes}: {told:?}");
        }
    }
}
