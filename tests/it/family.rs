//! The second and the third act, and whole conversations through all three.

pub mod conversation;
mod http;
pub mod transcripts;
mod understanding;
mod variety;
