//! Tests through the front door.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod addresses;
mod ag_ui;
mod care;
mod checker;
mod conformance;
mod crowd;
mod deleted;
mod deploy;
mod drain;
mod family;
mod faults;
mod harness;
mod health;
mod hostile;
mod house;
mod http;
mod interview;
mod jobs;
mod killed;
mod limits;
mod lookups;
mod minds;
mod models;
mod neighbours;
mod own_agent;
mod photos;
mod places;
mod portraits;
mod protocol_doc;
mod remote_adk;
mod replicas;
mod resume;
mod socket;
mod start;
mod usage;
