//! hera: a real-time conversation server for AI agents.
#![forbid(unsafe_code)]

pub mod domain;

pub mod agent;
