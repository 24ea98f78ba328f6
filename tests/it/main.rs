//! Tests through the front door.

mod http;
