//! Tests through the front door.

mod checker;
mod harness;
mod house;
mod http;
mod interview;
mod killed;
mod socket;
