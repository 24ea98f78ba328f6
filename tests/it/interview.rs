//! The interview with Hera: what she understands, what she says, and that it can be repeated.

mod answers;
mod beside;
mod japanese;
mod ordinary;
mod people;
mod phone;
mod properties;
mod read_out;
mod small;
mod transcripts;
