//! hera: a real-time conversation server for AI agents.
#![forbid(unsafe_code)]

pub mod domain;
pub mod lifecycle;

pub mod bus;
pub mod embedded;
pub mod record;
pub mod sessions;

pub mod protocol;

pub mod agent;
pub mod gateway;
