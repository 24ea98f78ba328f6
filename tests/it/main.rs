//! Tests through the front door.

mod harness;
mod house;
mod http;
mod interview;
mod protocol_doc;
mod resume;
mod socket;
mod start;
