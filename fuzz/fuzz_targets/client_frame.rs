//! Whatever a client sends, the parser answers: with a frame that keeps its limits, or with a refusal that can be sent.
#![no_main]

use hera::protocol::client_frame::{ClientFrame, FrameError, NONCE_BYTES, parse};
use libfuzzer_sys::fuzz_target;

/// A refusal tells what is wrong; it must not send back what it was sent.
const REFUSAL_BYTES: usize = 1024;

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    assert_eq!(parsed, parse(text), "the same text must mean the same");
    match parsed {
        Ok(ClientFrame::Message { text: said, .. }) => assert!(said.len() <= text.len()),
        Ok(ClientFrame::Ping { nonce: Some(nonce) }) => assert!(nonce.len() <= NONCE_BYTES),
        Ok(_) | Err(FrameError::NotJson) => {}
        Err(FrameError::Refused(refusal)) => assert!(refusal.message.len() <= REFUSAL_BYTES),
    }
});
