//! One request to a provider over HTTP: sent, and its answer read as it arrives, within limits.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use reqwest::{Client, RequestBuilder, Response};
use sse_stream::{Error, SseByteStream};
use tokio::time::timeout;

use super::attempt::{Attempt, Failure, Remedy};
use super::wire::{Finish, Heard, Wire};
use super::{ModelError, Piece, Request};
use crate::domain::{ModelUsage, RunErrorCode};
use crate::provider::{self, ErrorAnswer, ModelSettings, Unread};
use crate::telemetry::genai::{ModelRequest, Operation};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// Bytes of an answer, events around the text included.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// How long the end of an answer is waited for once it has been announced: only a connection that has been read to its
/// end serves the next request.
const TAIL: Duration = Duration::from_millis(100);

/// A provider's model.
pub struct Endpoint {
    client: Client,
    wire: Arc<dyn Wire>,
    /// How long it may send nothing.
    idle: Duration,
}

type Body = BoxStream<'static, Result<Bytes, Unread>>;

/// How far an attempt has come.
enum Stage {
    Asking(RequestBuilder),
    Answering(SseByteStream<Body>),
    Ended,
}

/// An answer on its way.
struct Answer {
    stage: Stage,
    wire: Arc<dyn Wire>,
    idle: Duration,
    /// What the operators are told of it, from when it is asked for to its end.
    told: Option<ModelRequest>,
    /// Read, and not handed on yet.
    ready: VecDeque<Result<Piece, Failure>>,
    /// Events so far.
    events: u64,
    /// Whether there was a text.
    spoken: bool,
    finish: Option<Finish>,
    used: ModelUsage,
}

impl Endpoint {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(wire: impl Wire, idle: Duration) -> Result<Self, reqwest::Error> {
        Ok(Self { client: provider::client(CONNECT)?, wire: Arc::new(wire), idle })
    }
}

impl Attempt for Endpoint {
    fn model(&self) -> &str {
        &self.wire.settings().model
    }

    fn begin(&self, request: &Request) -> BoxStream<'static, Result<Piece, Failure>> {
        let answer = Answer {
            stage: Stage::Asking(self.wire.ask(&self.client, request)),
            wire: Arc::clone(&self.wire),
            idle: self.idle,
            told: None,
            ready: VecDeque::new(),
            events: 0,
            spoken: false,
            finish: None,
            used: ModelUsage::NONE,
        };
        stream::unfold(answer, |mut answer| async { answer.next().await.map(|piece| (piece, answer)) }).boxed()
    }
}

impl Answer {
    async fn next(&mut self) -> Option<Result<Piece, Failure>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Some(piece);
            }
            match std::mem::replace(&mut self.stage, Stage::Ended) {
                Stage::Ended => return None,
                Stage::Asking(request) => {
                    let ModelSettings { model, base_url, .. } = self.wire.settings();
                    // Here, and not where the stream is made: this is polled within the turn that it belongs to.
                    self.told = Some(ModelRequest::begin(Operation::Chat, self.wire.provider(), model, base_url));
                    match ask(request, self.idle).await {
                        Ok(answer) => self.stage = Stage::Answering(SseByteStream::new(body(answer, self.idle))),
                        Err(failure) => self.close(Some(failure)),
                    }
                }
                Stage::Answering(mut events) => match events.next().await {
                    // An event without data, which keeps the connection open.
                    Some(Ok(event)) if event.data.is_none() => self.stage = Stage::Answering(events),
                    Some(Ok(event)) => {
                        if self.hear(&event.data.unwrap_or_default()) {
                            self.stage = Stage::Answering(events);
                        } else {
                            let _ = timeout(TAIL, events.next()).await;
                        }
                    }
                    Some(Err(error)) => self.end(Some(self.cut(&error))),
                    None if self.events == 0 => {
                        let message = "the model's answer is no stream of events";
                        self.end(Some(Failure::lasting(RunErrorCode::BadAnswer, message)));
                    }
                    None => self.end(None),
                },
            }
        }
    }

    /// Takes in an event; whether there may be more.
    fn hear(&mut self, data: &str) -> bool {
        self.events += 1;
        let Ok(heard) = self.wire.read(data) else {
            self.end(Some(Failure::lasting(RunErrorCode::BadAnswer, "the model sent what cannot be understood")));
            return false;
        };
        let Heard { text, finish, done, model, input_tokens, output_tokens, error } = heard;
        if !text.is_empty() {
            self.spoken = true;
            if let Some(told) = &mut self.told {
                told.chunk();
            }
            self.ready.push_back(Ok(Piece::Delta(text)));
        }
        self.count(model, input_tokens, output_tokens);
        if let Some(error) = error {
            let (spoken, word) = (self.spoken, error.word());
            let code = if spoken { RunErrorCode::AgentInterrupted } else { RunErrorCode::AgentUnavailable };
            self.end(Some(Failure::passing(code, format!("the model broke off: {word}"))));
            return false;
        }
        self.finish = finish.or(self.finish);
        if self.finish == Some(Finish::Declined) {
            self.end(Some(Failure::declined()));
        } else if done {
            self.finish = self.finish.or(Some(Finish::Complete));
            self.end(None);
        } else {
            return true;
        }
        false
    }

    /// Takes in what the answer took up to here, and hands on what is new of it.
    fn count(&mut self, model: Option<String>, input_tokens: Option<u64>, output_tokens: Option<u64>) {
        let (input, output) = (self.used.input_tokens, self.used.output_tokens);
        self.used.model = model.or(self.used.model.take());
        self.used.input_tokens = input_tokens.unwrap_or(input).max(input);
        self.used.output_tokens = output_tokens.unwrap_or(output).max(output);
        let (input_tokens, output_tokens) = (self.used.input_tokens - input, self.used.output_tokens - output);
        if input_tokens > 0 || output_tokens > 0 {
            let model = self.used.model.clone().or_else(|| Some(self.wire.settings().model.clone()));
            self.ready.push_back(Ok(Piece::Used(ModelUsage { model, input_tokens, output_tokens })));
        }
    }

    /// Tells the operators what the answer took, as far as the provider has told.
    fn tell_used(&self) {
        let ModelUsage { model, input_tokens, output_tokens } = &self.used;
        if let Some(told) = self.told.as_ref().filter(|_| *input_tokens > 0 || *output_tokens > 0) {
            let model = model.as_deref().unwrap_or(&self.wire.settings().model);
            told.used(Some(model), *input_tokens, *output_tokens);
        }
    }

    /// The end of an answer: what cut it, unless all of the text had come.
    fn end(&mut self, cut: Option<Failure>) {
        let whole = matches!(self.finish, Some(Finish::Complete | Finish::TooLong));
        if self.finish == Some(Finish::TooLong) {
            tracing::warn!(model = %self.wire.settings().model, "the model's answer ends where its limit is");
        }
        if let (Some(told), Some(finish)) = (&self.told, self.finish) {
            told.finish_reason(finish.reason());
        }
        self.close((!whole).then(|| cut.unwrap_or_else(unfinished)));
    }

    /// There will be no more of it.
    fn close(&mut self, failure: Option<Failure>) {
        self.tell_used();
        match (self.told.take(), &failure) {
            (Some(told), None) => told.end(),
            (Some(told), Some(failure)) => told.fail(failure.error.code.name()),
            (None, _) => {}
        }
        self.ready.extend(failure.map(Err));
    }

    /// Why an answer ends before its end.
    fn cut(&self, error: &Error) -> Failure {
        let unread = match error {
            Error::Body(error) => error.downcast_ref::<Unread>(),
            _ => None,
        };
        match unread {
            Some(Unread::Halted) => stalled(self.idle),
            Some(Unread::BrokeOff) => unfinished(),
            Some(Unread::TooLarge) => Failure::lasting(RunErrorCode::BadAnswer, "the model's answer has no end"),
            None => Failure::lasting(RunErrorCode::BadAnswer, "the model sent what is no text"),
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // One that was closed has told already.
        self.tell_used();
    }
}

fn unfinished() -> Failure {
    Failure::passing(RunErrorCode::AgentInterrupted, "the connection to the model broke in the middle")
}

/// Sends the request, up to the answer's status.
async fn ask(request: RequestBuilder, idle: Duration) -> Result<Response, Failure> {
    let answer = match timeout(idle, request.send()).await {
        Err(_) => return Err(stalled(idle)),
        Ok(Err(error)) => {
            let reason = format!("the model is not available: {}", provider::unreachable(&error));
            return Err(Failure::passing(RunErrorCode::AgentUnavailable, reason));
        }
        Ok(Ok(answer)) => answer,
    };
    if answer.status().is_success() {
        return Ok(answer);
    }
    let said = ErrorAnswer::read(answer, idle).await;
    if said.declines() {
        return Err(Failure::declined());
    }
    if said.later() {
        let message = format!("the model is not available: {}", said.reason());
        let error = ModelError::new(RunErrorCode::AgentUnavailable, message);
        return Err(Failure { error, remedy: Remedy::Repeat { not_before: said.retry_after } });
    }
    let message = format!("the model was not asked: {}: {}", said.reason(), said.advice("MODEL or MODEL_BASE_URL"));
    Err(Failure::lasting(RunErrorCode::AgentRefused, message))
}

/// The bytes of an answer, until there are too many of them or none come.
fn body(answer: Response, idle: Duration) -> Body {
    let bytes = answer.bytes_stream().boxed();
    let read = stream::unfold((Some(bytes), 0), move |(bytes, so_far)| async move {
        let mut bytes = bytes?;
        Some(match timeout(idle, bytes.next()).await {
            Err(_) => (Err(Unread::Halted), (None, so_far)),
            Ok(None) => return None,
            Ok(Some(Err(_))) => (Err(Unread::BrokeOff), (None, so_far)),
            Ok(Some(Ok(more))) if so_far + more.len() > MOST_BYTES => (Err(Unread::TooLarge), (None, so_far)),
            Ok(Some(Ok(more))) => {
                let so_far = so_far + more.len();
                (Ok(more), (Some(bytes), so_far))
            }
        })
    });
    read.boxed()
}

fn stalled(idle: Duration) -> Failure {
    Failure::passing(RunErrorCode::AgentStalled, format!("the model sent nothing for {} s", idle.as_secs()))
}
