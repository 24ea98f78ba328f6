//! Tests through the front door.

mod harness;
mod house;
mod http;
mod interview;
mod socket;
