//! The HTTP endpoints, over a real listener and a real store; the test itself runs the turns.

mod house;

mod access;
mod attachments;
mod conversation;
mod event_stream;
mod guests;
mod log;
mod long_history;
mod operations;
mod session_list;
