//! Runs turns: claims one, asks the agent, and appends what it says.

use std::time::Duration;

/// How turns are run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Turns run at the same time, at most.
    pub turns_at_once: usize,
    /// How long text is gathered before it is appended; the first word of a reply is never held back.
    pub coalesce: Duration,
    /// A turn that takes longer ends in an error.
    pub turn_time_limit: Duration,
    /// A reply longer than this many bytes ends its turn in an error.
    pub reply_bytes: usize,
    /// Messages of the history an agent is shown.
    pub history: usize,
}
