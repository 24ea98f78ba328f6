//! Tests through the front door.

mod house;
mod http;
mod interview;
mod protocol_doc;
