//! The story and the letter, in the lengths that they are to have.

use serde_json::Value;

use super::super::data::{self, Data};
use super::super::prompts::Page;
use super::super::speech::{Limit, Measure, Speech, first_sentences};
use super::super::transcript::{Spoken, View};
use super::Performance;
use crate::agent::AgentError;
use crate::domain::Language;
use crate::model::Request;

/// How often a story or a letter that ends too early is continued.
const CONTINUATIONS: usize = 2;
/// Bytes of the last sentences of a text that would not have ended.
const MOST_CLOSE: usize = 2_000;

impl Performance {
    /// Writes the story, or the letter, in its length, with so much put `below` it. What was shown stays: when it ends too
    /// early, the model goes on; when it would become too long, it is stopped, and asked for a close that fits.
    pub(super) async fn write(
        &mut self,
        page: Page,
        name: &str,
        below: usize,
        text: &mut String,
    ) -> Result<(), AgentError> {
        let measure = Measure::of(self.language);
        let (least, most) = length(page, self.language);
        let (least, most) = (least.saturating_sub(below), most.saturating_sub(below));
        // Asked for is a length well between the two: hardly any model counts.
        let margin = most.saturating_sub(least) / 4;
        let aim = (least + margin, most.saturating_sub(margin));
        let mut cut = false;
        for attempt in 0..=CONTINUATIONS {
            let written = measure.length(text);
            if cut || (attempt > 0 && written >= least) {
                break;
            }
            let rest = |whole: usize| whole.saturating_sub(written);
            let part = (attempt > 0).then_some("more");
            let request = self.writing(page, aim, part, (rest(aim.0), rest(aim.1)), name, text);
            let mut speech = Speech::new([], [], Limit { measure, enough: rest(aim.1), most: rest(most) });
            match self.say(request, &mut speech, text).await {
                Err(error) if attempt == 0 => return Err(error),
                Err(error) => {
                    self.keep_short(&error);
                    break;
                }
                Ok(()) => cut = speech.is_cut(),
            }
        }
        let left = most.saturating_sub(measure.length(text));
        if cut && left > 0 {
            let request = self.writing(page, aim, Some("close"), (0, left), name, text);
            match self.whole(request, MOST_CLOSE).await {
                Ok(close) => {
                    let close = first_sentences(&close, measure, left).to_owned();
                    self.go_on(close, text.len(), text).await;
                }
                Err(error) => self.keep_short(&error),
            }
        }
        let written = measure.length(text);
        if !(least..=most).contains(&written) {
            let (session, turn) = (self.prompt.session, self.prompt.turn);
            tracing::warn!(
                session = %session.hashed(),
                %turn,
                "{page:?} has a length of {written}, and should have {least} to {most}"
            );
        }
        Ok(())
    }

    /// What was written is kept without what was asked for in addition.
    fn keep_short(&self, error: &AgentError) {
        let (session, turn) = (self.prompt.session, self.prompt.turn);
        tracing::warn!(session = %session.hashed(), %turn, code = error.code.name(), "a text was not continued");
    }

    /// Asks for the story, or the letter, of about the length `aim`; or for this `part` of it, of this `length`, after the
    /// `text` that was written so far.
    fn writing(
        &self,
        page: Page,
        aim: (usize, usize),
        part: Option<&str>,
        length: (usize, usize),
        name: &str,
        text: &str,
    ) -> Request {
        let number = |(least, most): (usize, usize)| (least.to_string(), most.to_string());
        let (least, most) = number(aim);
        let mut instructions = page.begin(self.language, &[("least", &least), ("most", &most)]);
        let mut spoken = self.spoken.clone();
        if let Some(part) = part {
            let (least, most) = number(length);
            instructions = instructions.with(part, &[("least", &least), ("most", &most)]);
            spoken.push(Spoken { speaker: Some(name.to_owned()), text: text.to_owned() });
        }
        let family = self.state.family.members.iter().map(|member| Value::from(data::persona(member)));
        let person = Data::default().with("name", self.state.profile.name.as_deref());
        let data = Data::default()
            .with("person", Value::from(person))
            .with("family", family.collect::<Vec<_>>())
            .with("outing", Value::from(data::outing(&self.state.family.trip)));
        self.request(instructions, data, &spoken, View::Among { own: Some(name), language: self.language })
    }
}

/// How long a text is to be: characters of Japanese, words of English.
const fn length(page: Page, language: Language) -> (usize, usize) {
    match (page, language) {
        (Page::Letter, Language::Japanese) => (600, 900),
        (Page::Letter, Language::English) => (300, 450),
        (_, Language::Japanese) => (800, 1_200),
        (_, Language::English) => (400, 600),
    }
}
