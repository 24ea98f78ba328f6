//! hera: a real-time conversation server for AI agents.
#![forbid(unsafe_code)]

pub mod cli;
pub mod config;
pub mod lifecycle;
pub mod lookup;
pub mod telemetry;

pub mod application;
pub mod domain;
pub mod folder;

pub mod photos;

pub mod bus;
pub mod embedded;
pub mod record;
pub mod redis;
pub mod sessions;
mod store;

pub mod protocol;

pub mod model;
pub mod paint;
pub mod provider;

pub mod agent;
pub mod bench;
pub mod family;
pub mod gateway;
pub mod operations;

pub mod boot;
