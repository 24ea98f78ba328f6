//! Agents elsewhere: asked over HTTP, heard as server-sent events, within limits.
//!
//! A [`Remote`] is what answers: it makes one [`Attempt`] after the other, until something of an answer has come. An
//! attempt asks a [`Server`], and maps what it hears to what agents of hera say.

pub mod adk;
pub mod ag_ui;
mod attempt;
mod events;
mod kept;
mod server;

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

pub use adk::Adk;
pub use ag_ui::AgUi;
pub use attempt::{Attempt, Failure, Remote};
pub use events::Events;
pub use kept::Kept;
pub use server::Server;

/// Bytes of one event of an agent, at most, beside a picture in it.
const EVENT_BYTES: usize = 1024 * 1024;

/// Where an agent is, and how long it is waited for.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As the operator wrote it.
    pub url: Url,
    /// Sent as the bearer token, and written nowhere.
    pub token: Option<SecretString>,
    /// How long it may send nothing.
    pub idle: Duration,
    /// The largest picture it may show.
    pub picture_bytes: usize,
}

impl Settings {
    /// Bytes that the agent may send at once, about: an event with a picture, in Base64, and what stands around it.
    const fn event_bytes(&self) -> usize {
        self.picture_bytes / 3 * 4 + EVENT_BYTES
    }
}
