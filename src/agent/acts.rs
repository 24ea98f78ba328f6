//! Which act is played, and so who answers: Hera, the family, or the family after all is told.
//!
//! The rules are the same with a model and without. First it is made out what a message tells: by the tables, or by a
//! model. What follows from that, [`play`] decides. Then it is said, in the words of the tables or of the model.

use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::{self, BoxStream};

use super::about;
use super::care::{self, Help};
use super::decide::{by_tables, is_for_the_family, play};
use super::mind::Mind;
use super::pace::Pace;
use super::{Agent, AgentError, HeraPrompt, Prompt, Recall, Utterance, family, hera, romaji};
use crate::domain::{Phase, State};

/// The agents that come with hera, one for each act.
#[derive(Clone, Default)]
pub struct Acts {
    /// How fast they speak without a model.
    pub pace: Pace,
    /// Who understands and finds the words; without, that is done by tables.
    pub mind: Option<Mind>,
    /// Where people in danger get help.
    pub help: Arc<Help>,
}

impl Agent for Acts {
    fn name(&self) -> &'static str {
        "hera"
    }

    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let prompt = match prompt.read() {
            Ok(prompt) => prompt,
            Err(error) => return stream::iter([Err(error)]).boxed(),
        };
        let by_model = self.mind.is_some();
        // A model reads what was typed.
        let prompt = match romaji::as_japanese(&prompt.history, &prompt.text) {
            Some(text) if !by_model => HeraPrompt { text, ..prompt },
            _ => prompt,
        };
        let plain = about::only_asks(&prompt) || family::only_amends(&prompt);
        let cared = if plain { None } else { care::listen(&prompt, &self.help) };
        let cared = cared.map(|script| hera::keep_status(&prompt, script));
        let about = || if is_for_the_family(&prompt) { None } else { about::answer(&prompt, by_model) };
        let answer = cared.or_else(about);
        match (answer, &self.mind) {
            (Some(script), Some(mind)) => mind.say(prompt, script),
            (Some(script), None) => script.spoken(self.pace),
            (None, Some(mind)) => mind.answer(prompt),
            (None, None) => play(&prompt, by_tables(&prompt)).spoken(self.pace),
        }
    }

    fn greet(&self, prompt: Prompt) -> Option<BoxStream<'static, Result<Utterance, AgentError>>> {
        let prompt = match prompt.read() {
            Ok(prompt) => prompt,
            Err(error) => return Some(stream::iter([Err(error)]).boxed()),
        };
        let state = &prompt.state;
        let waits = state.phase == Phase::Family && state.family.talk.turns == 0;
        waits.then(|| match &self.mind {
            Some(mind) => mind.greet(prompt),
            None => family::enter(&prompt).spoken(self.pace),
        })
    }

    fn prepare(&self) {
        care::prepare(&self.help);
        about::prepare();
    }

    fn recalls(&self, state: &State) -> Recall {
        let read = self.mind.as_ref().zip(crate::family::read(state).ok());
        read.map_or(Recall::AsSet, |(mind, state)| mind.recalls(&state))
    }
}
