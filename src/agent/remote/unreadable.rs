//! Events of an answer that cannot be read: passed over once words were shown, so that nobody loses the rest of an answer
//! for one of them.

use super::Failure;
use super::server::{broke_off, not_understood};
use crate::telemetry::names;

/// As many are passed over in one answer.
const MOST: usize = 16;

/// Those of one answer.
pub struct Unreadable {
    /// What operators know the agent by.
    agent: &'static str,
    events: usize,
    /// What the last one was.
    last: &'static str,
}

impl Unreadable {
    pub const fn of(agent: &'static str) -> Self {
        Self { agent, events: 0, last: "" }
    }

    /// Passes over an event, which is `what`, when `spoken` words would be lost otherwise.
    ///
    /// # Errors
    /// When nothing was shown yet, or too many were passed over.
    pub fn pass_over(&mut self, what: &'static str, spoken: bool) -> Result<(), Failure> {
        self.events += 1;
        self.last = what;
        metrics::counter!(names::AGENT_UNREADABLE, "agent" => self.agent).increment(1);
        if spoken && self.events <= MOST { Ok(()) } else { Err(not_understood(what)) }
    }

    /// What it means that an answer stops without saying that it is at its end: that may have been in what was passed over.
    pub fn ended(&self) -> Failure {
        if self.events == 0 { broke_off() } else { not_understood(self.last) }
    }
}
