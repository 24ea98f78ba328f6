//! Which act is played, and so who answers: Hera, the family, or the family after all is told.

use futures::stream::BoxStream;

use super::hera::Hera;
use super::pace::Pace;
use super::{Agent, AgentError, Prompt, Utterance, family, memory};
use crate::domain::Phase;

/// The agents that come with hera, one for each act.
#[derive(Debug, Clone, Copy, Default)]
pub struct Acts {
    /// How fast they speak.
    pub pace: Pace,
}

impl Agent for Acts {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let script = match prompt.state.phase {
            Phase::Interview if family::is_asked_for(&prompt) => family::enter(&prompt),
            // Begun with an agent elsewhere: whoever answers now has everything still to ask.
            Phase::Interview | Phase::Chat => return Hera { pace: self.pace }.answer(prompt),
            Phase::Family => family::respond(&prompt),
            Phase::Complete if prompt.state.family.plan.is_none() => memory::write(&prompt),
            Phase::Complete => memory::respond(&prompt),
        };
        script.spoken(self.pace)
    }
}
