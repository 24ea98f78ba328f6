//! The stored form of the domain's types: JSON with a version, apart from the wire so that either can change alone.

pub mod choice;
pub mod event;
pub mod family;
pub mod message;
pub mod photo;
pub mod shared;
pub mod state;
pub mod usage;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
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
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RecordError> {
    let Versioned { v, record } = serde_json::from_slice(bytes)?;
    if v > VERSION { Err(RecordError::TooNew(v)) } else { Ok(record) }
}
