//! Hera, goddess of the family: the interview, without a model.
//!
//! A finite-state dialogue. The state is the profile and [`Interview`]; [`respond`] is the transition. What a message
//! tells is read by [`extract()`], what is still open follows from the profile ([`needs`]), and the reply is put together
//! from tables of phrases ([`phrases`]) by choices that the session's seed determines.

mod choose;
pub(super) mod dice;
pub mod extract;
mod needs;
pub(super) mod phrases;
mod piece;
mod speak;
pub(super) mod text;
mod vocabulary;

use futures::stream::{BoxStream, StreamExt};

pub use extract::{Entrusted, Extraction, extract};

use super::pace::{Pace, words};
use super::{Agent, AgentError, Prompt, Utterance};
use crate::domain::{Field, Interview, Job, Language, Message, SessionState, StateUpdate, UserProfile};
use dice::Dice;

/// The name Hera speaks under, in every language.
pub const NAME: &str = "Hera";

/// What Hera answers, and what changes by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub update: StateUpdate,
    pub text: String,
    /// What is to be done when she has said so.
    pub job: Option<Job>,
}

/// Hera's answer to `text` in `state`, after `history`. The same arguments give the same answer for ever; `seed` is the
/// session's.
#[must_use]
pub fn respond(state: &SessionState, history: &[Message], text: &str, seed: u64) -> Reply {
    let memory = &state.interview;
    let language = text::language_of(text).or(memory.language).unwrap_or(Language::Japanese);
    let phrases = phrases::of(language);
    let turn = memory.turns.saturating_add(1);
    let mut dice = Dice::new(seed, turn);
    let first = memory.turns == 0 && history.is_empty();
    // Who begins with "33, male" answers what everybody is asked.
    let asked = if first { [Field::Age, Field::Gender].into() } else { memory.asked.clone() };
    let mut told = extract(&state.profile, &asked, text);
    let chosen = choose::choose(&mut told.profile, &told.entrusted, phrases, &mut dice);
    let needs = needs::next(&needs::open(&told.profile), turn);
    let paints = paints_partner(state, &told.profile);
    let scene = speak::Scene {
        phrases,
        text: &text::normalise(text),
        before: &state.profile,
        told: &told,
        chosen,
        needs: &needs,
        first,
        was_complete: state.profile.missing().is_empty(),
        last_phrase: memory.last_phrase,
        paints,
    };
    let (text, last_phrase) = speak::speak(&scene, &mut dice);
    let asked = needs::fields(&needs, &told.profile);
    let interview = Interview { language: Some(language), turns: turn, asked, last_phrase };
    let profile = (told.profile != state.profile).then_some(told.profile);
    let job = paints.then_some(Job::PaintPartner);
    Reply { update: StateUpdate { profile, interview: Some(interview), ..StateUpdate::default() }, text, job }
}

/// Whether the partner is to be painted now: as soon as all is known, and again when their looks are told anew.
fn paints_partner(before: &SessionState, now: &UserProfile) -> bool {
    let looks = now.partner_face_description.as_deref();
    let told_now = looks != before.profile.partner_face_description.as_deref();
    let first = !before.profile.missing().is_empty() && before.photos.partner.is_none();
    now.missing().is_empty() && looks.is_some() && (told_now || first)
}

/// The interviewing agent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hera {
    /// How fast she speaks.
    pub pace: Pace,
}

impl Agent for Hera {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let reply = respond(&prompt.state, &prompt.history, &prompt.text, prompt.session.seed());
        let pace = self.pace;
        let before = [Utterance::State(Box::new(reply.update)), Utterance::Start { name: NAME.to_owned() }];
        let spoken = pace.timed(words(&reply.text)).map(Utterance::Delta);
        let after = [Utterance::End].into_iter().chain(reply.job.map(Utterance::Afterwards));
        futures::stream::iter(before).chain(spoken).chain(futures::stream::iter(after)).map(Ok).boxed()
    }
}
