//! Tests through the front door.

mod http;
mod protocol_doc;
