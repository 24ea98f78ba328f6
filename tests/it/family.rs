//! The second and the third act, and whole conversations through all three.

pub mod conversation;
mod games;
mod http;
mod scenes;
mod talks;
pub mod transcripts;
pub mod understanding;
mod variety;
