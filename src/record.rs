//! The stored form of the domain's types: JSON with a version, apart from the wire so that either can change alone.

pub mod choice;
pub mod event;
pub mod family;
pub mod message;
pub mod photo;
pub mod shared;
pub mod state;
pub mod usage;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

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
    use super::state::StateRecord;
    use super::*;
    use crate::domain::{Tag, UnixMillis};

    #[test]
    fn a_list_is_no_object() {
        use super::state::{decode_parts, encode_interview, encode_profile};
        let whole = encode_profile(&crate::domain::UserProfile::default()).unwrap();
        let interview = encode_interview(&crate::domain::Interview::default()).unwrap();
        let family = super::family::FamilyTexts::default();
        let parts =
            |profile: &str| decode_parts("interview", profile.as_bytes(), interview.as_bytes(), &family, &[], "");
        assert!(parts(&whole).is_ok());
        for damaged in ["[]", "null", "7", "\"\"", "", "{", "[1,2]"] {
            assert!(matches!(parts(damaged), Err(RecordError::Malformed(_))), "{damaged}");
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
