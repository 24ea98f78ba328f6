//! A model asked over HTTP: the request is sent, with less in it if it is refused, and its answer read as it arrives.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};

use super::attempt::{Attempt, Failure, Remedy};
use super::body::{self, Body};
use super::features::{Features, Known, Trial};
use super::shorter::{Room, Shorter, is_too_long};
use super::thoughts::Thoughts;
use super::wire::{Finish, Heard, Wire, first};
use super::{ModelError, Piece, Request};
use crate::domain::{ModelUsage, RunErrorCode};
use crate::provider::{self, Cut, ErrorAnswer, ErrorDetail, Events, Letters, ModelSettings, Unread};
use crate::telemetry::genai::{ModelRequest, Operation};
use crate::telemetry::names;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the end of an answer is waited for once it has been announced: only a connection that has been read to its
/// end serves the next request.
const TAIL: Duration = Duration::from_millis(100);
/// How long more is waited for once the text has ended, and not the answer: what it took is told then.
const AFTERWARDS: Duration = Duration::from_secs(2);
/// Events of an answer that cannot be read and are passed over, once some of its text has been shown.
const MOST_UNREADABLE: usize = 16;

/// A provider's model.
pub struct Endpoint {
    client: Client,
    wire: Arc<dyn Wire>,
    /// How long it may send nothing.
    idle: Duration,
    learnt: Arc<Learnt>,
}

/// What has turned out of a model, while the process lives.
#[derive(Debug, Default)]
struct Learnt {
    features: Known,
    room: Room,
    /// It begins to think without a mark.
    thinks_unmarked: AtomicBool,
}

impl Learnt {
    fn thoughts(&self, request: &Request) -> Thoughts {
        Thoughts::new(self.thinks_unmarked.load(Ordering::Relaxed), request.schema.is_some())
    }
}

/// How far an attempt has come.
enum Stage {
    Asking,
    Answering(Body),
    Ended,
}

/// An answer on its way.
struct Answer {
    stage: Stage,
    client: Client,
    wire: Arc<dyn Wire>,
    idle: Duration,
    learnt: Arc<Learnt>,
    request: Arc<Request>,
    trial: Trial,
    shorter: Shorter,
    /// How the request was refused first: what is told when nothing helped.
    refused: Option<Failure>,
    /// What the operators are told of it, from when it is asked for to its end.
    told: Option<ModelRequest>,
    /// Read, and not handed on yet.
    ready: VecDeque<Result<Piece, Failure>>,
    /// Events so far.
    events: u64,
    /// Those of them that could not be read.
    unreadable: usize,
    /// Whether it says where it ends.
    is_delimited: bool,
    letters: Letters,
    thoughts: Thoughts,
    /// Whether there was a text.
    spoken: bool,
    /// Whether some of it came as a piece, and not as the whole that some send at the end again.
    in_pieces: bool,
    finish: Option<Finish>,
    /// Until when more is waited for after the end of the text.
    until: Option<Instant>,
    used: ModelUsage,
}

/// Why a request came to no answer.
enum Refused {
    /// It may be asked again with less in it.
    Detail {
        status: Option<u16>,
        detail: Box<ErrorDetail>,
        failure: Failure,
    },
    Failure(Failure),
}

impl Endpoint {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(wire: impl Wire, idle: Duration) -> Result<Self, reqwest::Error> {
        Ok(Self { client: provider::client(CONNECT)?, wire: Arc::new(wire), idle, learnt: Arc::default() })
    }
}

impl Attempt for Endpoint {
    fn model(&self) -> &str {
        &self.wire.settings().model
    }

    fn begin(&self, request: &Arc<Request>) -> BoxStream<'static, Result<Piece, Failure>> {
        let answer = Answer {
            stage: Stage::Asking,
            client: self.client.clone(),
            wire: Arc::clone(&self.wire),
            idle: self.idle,
            learnt: Arc::clone(&self.learnt),
            request: Arc::clone(request),
            trial: Trial::begin(self.wire.features().of(request), &self.learnt.features),
            shorter: Shorter::begin(request, &self.learnt.room),
            refused: None,
            told: None,
            ready: VecDeque::new(),
            events: 0,
            unreadable: 0,
            is_delimited: false,
            letters: Letters::default(),
            thoughts: self.learnt.thoughts(request),
            spoken: false,
            in_pieces: false,
            finish: None,
            until: None,
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
                Stage::Asking => self.ask().await,
                Stage::Answering(Body::Document(document)) => self.hear_document(&document),
                Stage::Answering(Body::Events(mut events)) => match self.event(&mut events).await {
                    Some(Ok(data)) => {
                        if data.is_empty() || self.hear(&data) {
                            self.stage = Stage::Answering(Body::Events(events));
                        } else if matches!(self.stage, Stage::Ended) {
                            let _ = timeout(TAIL, events.next()).await;
                        }
                    }
                    Some(Err(cut)) => self.end(Some(self.cut(cut))),
                    None if self.events == 0 => {
                        let message = "the model's answer is no stream of events";
                        self.end(Some(Failure::lasting(RunErrorCode::BadAnswer, message)));
                    }
                    None => self.end_of_stream(),
                },
            }
        }
    }

    /// The data of the next event. Some servers leave the connection open when all has been said.
    async fn event(&mut self, events: &mut Events) -> Option<Result<String, Cut>> {
        if self.finish.is_none() {
            return events.next().await;
        }
        let until = *self.until.get_or_insert_with(|| Instant::now() + AFTERWARDS);
        timeout_at(until, events.next()).await.unwrap_or_else(|_| {
            tracing::debug!("a model's answer has ended, and its connection has not");
            None
        })
    }

    /// Sends the request, without what is left out of it, up to the beginning of its answer.
    async fn ask(&mut self) {
        let ModelSettings { model, base_url, .. } = self.wire.settings();
        // Here, and not where the stream is made: this is polled within the turn that it belongs to.
        self.told = Some(ModelRequest::begin(Operation::Chat, self.wire.provider(), model, base_url));
        let without = self.trial.without;
        let shorter = self.shorter.of(&self.request);
        let request = shorter.as_ref().unwrap_or(&*self.request);
        let request = if without == Features::NONE {
            self.wire.ask(&self.client, request, without)
        } else {
            self.wire.ask(&self.client, &without.left_out_of(request), without)
        };
        match ask(request, self.idle).await {
            Ok((body, is_delimited)) => (self.stage, self.is_delimited) = (Stage::Answering(body), is_delimited),
            Err(Refused::Failure(failure)) => self.close(Some(failure)),
            Err(Refused::Detail { status, detail, failure }) => self.refuse(status, &detail, failure),
        }
    }

    /// Asks again with less in the request, if that may help; otherwise the answer ends as it was refused.
    fn refuse(&mut self, status: Option<u16>, detail: &ErrorDetail, failure: Failure) {
        let (model, error) = (&self.wire.settings().model, &failure.error);
        let asked_again = if is_too_long(status, detail) && self.shorter.shorten(&self.request, &self.learnt.room) {
            tracing::warn!(%model, %error, "a conversation is longer than the model can read; it is asked with less of it");
            true
        } else if self.trial.leave_out(status, detail) {
            let left_out = self.trial.without.names();
            tracing::info!(%model, %error, left_out, "a model's server refuses a request; it is asked with less in it");
            true
        } else {
            false
        };
        if asked_again {
            if let Some(told) = self.told.take() {
                told.fail(failure.error.code.name());
            }
            self.refused.get_or_insert(failure);
            (self.events, self.unreadable, self.finish, self.stage) = (0, 0, None, Stage::Asking);
            (self.in_pieces, self.until, self.letters) = (false, None, Letters::default());
            self.thoughts = self.learnt.thoughts(&self.request);
        } else {
            self.learnt.features.fails(status);
            let first = self.refused.take().filter(|_| failure.remedy == Remedy::Another);
            self.close(Some(first.unwrap_or(failure)));
        }
    }

    /// The server has taken the request: what was left out of it is what it refuses, and it reads as much.
    fn learn(&self) {
        self.shorter.fits(&self.request, &self.learnt.room);
        let refused = self.learnt.features.learn(&self.trial, &self.request);
        if refused != Features::NONE {
            let (model, left_out) = (&self.wire.settings().model, refused.names());
            tracing::warn!(%model, left_out, "a model's server does not take this: it is left out from now on");
        }
    }

    /// Takes in an answer that came in one document, or as a list of what would have been events.
    fn hear_document(&mut self, document: &[u8]) {
        let events = match provider::document(document) {
            Some(Value::Array(events)) => events,
            Some(event @ Value::Object(_)) => vec![event],
            _ => return self.end(Some(not_understood())),
        };
        for event in events {
            if !self.take_in(&event) {
                return;
            }
        }
        self.finish = self.finish.or(Some(Finish::Complete));
        self.end(None);
    }

    /// Takes in the data of an event; whether there may be more. A server that forgets the blank line between its events
    /// sends several in one, a line each.
    fn hear(&mut self, data: &str) -> bool {
        self.events += 1;
        if data.trim() == "[DONE]" {
            self.finish = self.finish.or(Some(Finish::Complete));
            self.end(None);
            return false;
        }
        match serde_json::from_str(data) {
            Ok(event @ Value::Object(_)) => self.take_in(&event),
            // Gemini's errors may be in a list, as its documents are.
            Ok(event @ Value::Array(_)) if event[0].get("error").is_some_and(provider::is_error) => {
                self.take_in(&event[0])
            }
            // It keeps the connection open.
            Ok(Value::Null | Value::Bool(_) | Value::Number(_)) => true,
            // Nothing but a sentence: some say so that they are busy.
            Ok(Value::String(said)) if !self.spoken => {
                self.fail(&ErrorDetail::of_text(&said));
                false
            }
            Err(_) if !self.spoken && data.starts_with(char::is_alphabetic) => {
                self.fail(&ErrorDetail::of_text(data));
                false
            }
            _ if data.contains('\n') => data.lines().filter(|line| !line.trim().is_empty()).all(|line| self.hear(line)),
            _ => self.pass_over(),
        }
    }

    /// Passes over an event that cannot be read, when there is more to lose than that; whether it was.
    fn pass_over(&mut self) -> bool {
        self.unreadable += 1;
        let model = names::model_label(&self.wire.settings().model);
        metrics::counter!(names::MODEL_UNREADABLE, "model" => model).increment(1);
        // A hole in JSON is none in a text: that is asked for again.
        let goes_on = self.spoken && self.request.schema.is_none() && self.unreadable <= MOST_UNREADABLE;
        if !goes_on {
            self.end(Some(not_understood()));
        }
        goes_on
    }

    fn take_in(&mut self, event: &Value) -> bool {
        let heard = self.wire.read(event);
        let is_error = event["object"] == "error" || event["type"] == "error";
        // Some have an empty one in every event.
        let says = !heard.text.is_empty() || heard.finish.is_some();
        let empty = |error: &Value| says && (*error == json!({}) || *error == json!([]));
        if is_error || event.get("error").is_some_and(|error| provider::is_error(error) && !empty(error)) {
            self.fail(&ErrorDetail::of(event));
            return false;
        }
        let Heard { text, whole, finish, done, model, input_tokens, output_tokens } = heard;
        // Some send all of it once more at the end.
        let again = whole && self.in_pieces;
        if !text.is_empty() && !again {
            self.in_pieces |= !whole;
            if let Some(told) = &mut self.told {
                told.chunk();
            }
            let words = self.thoughts.push(&self.letters.push(&text));
            self.say(words);
        }
        self.count(model.map(|model| provider::settled(&model)), input_tokens, output_tokens);
        self.finish = finish.or(self.finish);
        match self.finish {
            Some(Finish::Declined) => self.end(Some(Failure::declined())),
            // Some say why in the choice.
            Some(Finish::Failed) => self.fail(&ErrorDetail::of(&first(&event["choices"])["error"])),
            finish if done => {
                self.finish = finish.or(Some(Finish::Complete));
                self.end(None);
            }
            _ => return true,
        }
        false
    }

    fn say(&mut self, words: String) {
        if words.is_empty() {
            return;
        }
        if !self.spoken {
            self.spoken = true;
            self.learn();
        }
        self.ready.push_back(Ok(Piece::Delta(words)));
    }

    /// The provider has failed in the middle, or has answered with nothing but that.
    fn fail(&mut self, error: &ErrorDetail) {
        let message = format!("the model broke off: {}", error.reason());
        let failure = match (self.spoken, error.later()) {
            _ if error.declines() => Failure::declined(),
            (true, _) => Failure::passing(RunErrorCode::AgentInterrupted, message),
            (false, true) => Failure::passing(RunErrorCode::AgentUnavailable, message),
            (false, false) => Failure::lasting(RunErrorCode::AgentRefused, message),
        };
        if self.spoken || error.declines() {
            self.end(Some(failure));
        } else {
            self.refuse(error.status, error, failure);
        }
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

    /// The end of a stream that was not cut, as far as one can tell. Not every server says that it is the end.
    fn end_of_stream(&mut self) {
        if self.unreadable > 0 && self.finish.is_none() {
            return self.end(Some(not_understood()));
        }
        if self.is_delimited || !self.wire.names_its_end() {
            self.finish = self.finish.or(Some(Finish::Complete));
        }
        self.end(None);
    }

    /// The end of an answer: what cut it, unless all of the text had come.
    fn end(&mut self, cut: Option<Failure>) {
        let whole = matches!(self.finish, Some(Finish::Complete | Finish::TooLong));
        if whole || self.spoken {
            let words = self.thoughts.push(&self.letters.finish()) + &self.thoughts.finish();
            self.say(words);
        }
        if self.thoughts.surprised || (whole && self.thoughts.thought_nothing()) {
            self.learnt.thinks_unmarked.store(self.thoughts.surprised, Ordering::Relaxed);
        }
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
    fn cut(&self, cut: Cut) -> Failure {
        match cut {
            Cut::NoText => Failure::lasting(RunErrorCode::BadAnswer, "the model sent what is no text"),
            Cut::Unread(cut) => unread(cut, self.idle),
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

fn not_understood() -> Failure {
    Failure::lasting(RunErrorCode::BadAnswer, "the model sent what cannot be understood")
}

fn stalled(idle: Duration) -> Failure {
    Failure::passing(RunErrorCode::AgentStalled, format!("the model sent nothing for {} s", idle.as_secs()))
}

/// Why an answer was not read to its end.
fn unread(unread: Unread, idle: Duration) -> Failure {
    match unread {
        Unread::Halted => stalled(idle),
        Unread::BrokeOff => unfinished(),
        Unread::TooLarge => Failure::lasting(RunErrorCode::BadAnswer, "the model's answer has no end"),
    }
}

/// Sends the request, up to the beginning of its answer; and whether that says where it ends.
async fn ask(request: RequestBuilder, idle: Duration) -> Result<(Body, bool), Refused> {
    let answer = match timeout(idle, request.send()).await {
        Err(_) => return Err(Refused::Failure(stalled(idle))),
        Ok(Err(error)) => {
            let reason = format!("the model is not available: {}", provider::unreachable(&error));
            return Err(Refused::Failure(Failure::passing(RunErrorCode::AgentUnavailable, reason)));
        }
        Ok(Ok(answer)) => answer,
    };
    if answer.status().is_success() {
        if let Some(encoding) = provider::encoding(&answer) {
            let message = format!("the model's answer is encoded ({encoding}), which nobody asked for");
            return Err(Refused::Failure(Failure::lasting(RunErrorCode::BadAnswer, message)));
        }
        let is_delimited = provider::is_delimited(&answer);
        let body = body::read(answer, idle).await.map(|body| (body, is_delimited));
        return body.map_err(|cut| Refused::Failure(unread(cut, idle)));
    }
    let said = ErrorAnswer::read(answer, idle).await;
    if said.detail.declines() {
        return Err(Refused::Failure(Failure::declined()));
    }
    let failure = if said.later() {
        let message = format!("the model is not available: {}", said.reason());
        let error = ModelError::new(RunErrorCode::AgentUnavailable, message);
        Failure { error, remedy: Remedy::Repeat { not_before: said.retry_after } }
    } else {
        let message = format!("the model was not asked: {}: {}", said.reason(), said.advice("MODEL or MODEL_BASE_URL"));
        Failure::lasting(RunErrorCode::AgentRefused, message)
    };
    Err(Refused::Detail { status: Some(said.status()), detail: Box::new(said.detail), failure })
}
