//! The wire: what a client and the server say to each other. Nothing else in the crate knows this JSON.
//!
//! docs/PROTOCOL.md describes every frame; a test holds the two together.

pub mod ag_ui;
pub mod caller;
pub mod client_frame;
pub mod close;
pub mod document;
pub mod error_code;
pub mod family;
pub mod http;
pub mod photo;
pub mod problem;
pub mod schema;
pub mod server_frame;
pub mod shown;
pub mod state_document;
pub mod usage;

pub use client_frame::{ClientFrame, FrameError};
pub use close::Close;
pub use error_code::ErrorCode;
pub use server_frame::ControlFrame;

/// The version of the protocol, as `welcome` tells it.
pub const VERSION: u32 = 1;

/// The WebSocket subprotocol.
pub const SUBPROTOCOL: &str = "hera.v1";
