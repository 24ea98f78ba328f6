//! A model that answers what it is told to.

use std::sync::{Arc, Mutex};

use futures::stream::{BoxStream, StreamExt as _, iter};
use hera::agent::acts::Acts;
use hera::agent::mind::Mind;
use hera::domain::{ModelUsage, RunErrorCode};
use hera::model::{LanguageModel, ModelError, Piece, Request};

use crate::family::conversation::Conversation;

type Answer = Box<dyn Fn(&Request, usize) -> Vec<Result<Piece, ModelError>> + Send + Sync>;

/// Answers by a function of the request and of how many there were before; notes the requests.
pub struct Double {
    answer: Answer,
    requests: Mutex<Vec<Request>>,
}

impl LanguageModel for Double {
    fn reply(&self, request: Request) -> BoxStream<'static, Result<Piece, ModelError>> {
        let mut requests = self.requests.lock().unwrap();
        let answer = (self.answer)(&request, requests.len());
        requests.push(request);
        iter(answer).boxed()
    }
}

impl Double {
    pub fn new(
        answer: impl Fn(&Request, usize) -> Vec<Result<Piece, ModelError>> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), requests: Mutex::default() })
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

/// A conversation with the acts on this model.
pub fn conversation(model: &Arc<Double>, window: usize) -> Conversation {
    let mut conversation = Conversation::of("6f2c1c3e-5b0a-4a56-9a0e-0d6a1b9d3c11".parse().unwrap());
    let model = Arc::clone(model) as Arc<dyn LanguageModel>;
    conversation.acts = Acts { mind: Some(Mind { model, window, photos: None }), ..Acts::default() };
    conversation
}

/// The text in pieces of a few characters, and what it took.
pub fn pieces(text: &str) -> Vec<Result<Piece, ModelError>> {
    let letters: Vec<char> = text.chars().collect();
    let deltas = letters.chunks(7).map(|piece| Ok(Piece::Delta(piece.iter().collect())));
    let usage = ModelUsage { model: Some("double".into()), input_tokens: 10, output_tokens: 1 };
    deltas.chain([Ok(Piece::Used(usage))]).collect()
}

/// A failure with this code.
pub fn failure(code: RunErrorCode) -> Vec<Result<Piece, ModelError>> {
    vec![Err(ModelError { code, message: "the double fails".into() })]
}

/// The data that a request carries.
pub fn data(request: &Request) -> serde_json::Value {
    let text = &request.lines[0].text;
    let data = text.strip_prefix("<data>\n").and_then(|rest| rest.split_once("\n</data>")).expect("data first");
    serde_json::from_str(data.0).expect("the data are JSON")
}
