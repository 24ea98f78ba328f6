//! The second and the third act, and whole conversations through all three.

mod conversation;
mod http;
mod transcripts;
mod understanding;
mod variety;
