//! The half of the agents that uses a model: it understands what a message tells, and finds the words.
//!
//! What follows from a message is not decided here but by [`super::decide::play`]; a model's answer is read strictly and
//! checked value by value before the rules see it. docs/adr/0007-rules-are-ours.md tells why.

mod checked;
mod data;
mod interview;
mod performance;
mod prompts;
mod speech;
mod talk;
mod transcript;
mod voice;

use std::sync::Arc;

use futures::stream::BoxStream;

use super::script::Script;
use super::{AgentError, HeraPrompt as Prompt, Recall, Utterance};
use crate::domain::SessionState;
use crate::model::{LanguageModel, ModelError, Picture};
use crate::photos::{PhotoStore, SIZES, Size};
use performance::Performance;

/// A model that plays the acts.
#[derive(Clone)]
pub struct Mind {
    pub model: Arc<dyn LanguageModel>,
    /// What the model can hold at once, in tokens: instructions, conversation and answer.
    pub window: usize,
    /// Where the pictures are that people send along; without, they are not shown to the model.
    pub photos: Option<PhotoStore>,
}

/// Bytes of a token, at most but for rare ones.
const TOKEN: usize = 4;

impl Mind {
    /// What is shown of a conversation: everything that is not in its summary, as far as it may fit into the window.
    pub(super) fn recalls(&self, state: &SessionState) -> Recall {
        let message = state.interview.summary.as_ref().map(|summary| summary.through);
        Recall::Since { message, bytes: self.window.saturating_mul(TOKEN) }
    }

    /// The answer to `prompt`.
    pub(super) fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let mind = self.clone();
        voice::told(|voice| Performance::new(mind, prompt, voice).answer())
    }

    /// What is known before any model is asked: said in the model's words, but for what is said as it is written.
    pub(super) fn say(&self, prompt: Prompt, script: Script) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let mind = self.clone();
        voice::told(|voice| Performance::new(mind, prompt, voice).perform(script))
    }

    /// The family's first words, to a person who has not said any.
    pub(super) fn greet(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let mind = self.clone();
        voice::told(|voice| Performance::new(mind, prompt, voice).greet())
    }
}

impl Mind {
    /// The pictures that go with the message, small: enough to see what is on them. One that cannot be read is left out,
    /// because the message is more than its pictures.
    async fn pictures(&self, prompt: &Prompt) -> Vec<Picture> {
        let Some(photos) = &self.photos else { return Vec::new() };
        let mut pictures = Vec::new();
        for photo in &prompt.attachments {
            match photos.read(prompt.session, photo.id, Size::Thumbnail(SIZES[SIZES.len() - 1])).await {
                Ok(Some(bytes)) => pictures.push(Picture { media_type: photo.media_type, bytes }),
                Ok(None) => {}
                Err(error) => tracing::warn!(
                    %error,
                    session = %prompt.session.hashed(),
                    "a picture is not shown to the model"
                ),
            }
        }
        pictures
    }
}

impl From<ModelError> for AgentError {
    fn from(error: ModelError) -> Self {
        Self { code: error.code, message: error.message }
    }
}
