//! Models that stand in for one another: each is asked again while that may help, then the next one, until something of
//! an answer has been shown.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use serde::de::IgnoredAny;
use tokio::time::{Instant, sleep, timeout_at};

use super::attempt::{Attempt, Failure, Remedy};
use super::thoughts::after_thoughts;
use super::{LanguageModel, ModelError, Piece, Request, Settings, schema};
use crate::domain::{RunErrorCode, is_blank};

/// The first pause before a model is asked again is at most as long as this; the next ones are twice as long each.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are not shown, at most: of JSON, some times what the largest schema has room for. A limit of
/// the text and not of tokens, which every provider counts and names in its own way, and with what a model thinks in them.
const MOST_HELD: usize = 16 * 1024;

/// Models, in the order in which they are asked.
pub struct Chain {
    links: Arc<[Arc<dyn Attempt>]>,
    settings: Settings,
}

/// An answer on its way.
struct Answer {
    request: Arc<Request>,
    links: Arc<[Arc<dyn Attempt>]>,
    settings: Settings,
    /// The link that is being asked.
    at: usize,
    /// Before the repetitions that it still has.
    pauses: ExponentialBackoff,
    deadline: Instant,
    /// What comes of the attempt; `None` once the answer has ended.
    pieces: Option<BoxStream<'static, Result<Piece, Failure>>>,
    /// The text of the attempt that has not been shown: all of it when it is to be JSON, or else blanks.
    held: String,
    /// From the first text that was shown, nothing can be done about a failure.
    shown: bool,
    /// The last pieces.
    last: VecDeque<Result<Piece, ModelError>>,
}

impl Chain {
    #[must_use]
    pub fn new(links: Vec<Arc<dyn Attempt>>, settings: Settings) -> Self {
        Self { links: links.into(), settings }
    }
}

impl LanguageModel for Chain {
    fn reply(&self, request: Request) -> BoxStream<'static, Result<Piece, ModelError>> {
        let mut answer = Answer {
            request: Arc::new(request),
            links: Arc::clone(&self.links),
            settings: self.settings,
            at: 0,
            pauses: pauses(self.settings.retries),
            deadline: Instant::now() + self.settings.total,
            pieces: None,
            held: String::new(),
            shown: false,
            last: VecDeque::new(),
        };
        answer.pieces = answer.begin();
        stream::unfold(answer, |mut answer| async { answer.next().await.map(|piece| (piece, answer)) }).boxed()
    }
}

fn pauses(retries: usize) -> ExponentialBackoff {
    let pauses = ExponentialBuilder::default().with_min_delay(PAUSE).with_max_delay(LONGEST_PAUSE);
    pauses.with_max_times(retries).build()
}

impl Answer {
    fn begin(&self) -> Option<BoxStream<'static, Result<Piece, Failure>>> {
        self.links.get(self.at).map(|link| link.begin(&self.request))
    }

    async fn next(&mut self) -> Option<Result<Piece, ModelError>> {
        loop {
            if let Some(piece) = self.last.pop_front() {
                return Some(piece);
            }
            let piece = timeout_at(self.deadline, self.pieces.as_mut()?.next()).await;
            match piece {
                Ok(Some(Ok(used @ Piece::Used(_)))) => return Some(Ok(used)),
                Ok(Some(Ok(Piece::Delta(text)))) => {
                    self.held += &text;
                    if self.shown || (self.request.schema.is_none() && !is_blank(&self.held)) {
                        self.shown = true;
                        return Some(Ok(Piece::Delta(std::mem::take(&mut self.held))));
                    }
                    if self.held.len() > MOST_HELD {
                        let message = "the model's answer has no end";
                        self.fail(Failure::passing(RunErrorCode::BadAnswer, message)).await;
                    }
                }
                Ok(Some(Err(failure))) => self.fail(failure).await,
                Ok(None) => {
                    if self.request.schema.is_some() {
                        let json = unwrapped(&self.held).to_owned();
                        self.held = json;
                    }
                    match self.wrong() {
                        None => self.end(None),
                        Some(failure) => self.fail(failure).await,
                    }
                }
                Err(_) => {
                    let message = format!("the model took longer than {} s", self.settings.total.as_secs());
                    self.end(Some(ModelError::new(RunErrorCode::TimeLimit, message)));
                }
            }
        }
    }

    /// What is wrong with an answer that has come to its end.
    fn wrong(&self) -> Option<Failure> {
        if !self.shown && is_blank(&self.held) {
            return Some(Failure::passing(RunErrorCode::EmptyAnswer, "the model answered with nothing"));
        }
        let schema = self.request.schema.as_ref()?;
        let fits = serde_json::from_str(&self.held).is_ok_and(|value| schema::fits(&schema.schema, &value));
        (!fits).then(|| Failure::passing(RunErrorCode::BadAnswer, "the model's answer is not the JSON it should be"))
    }

    /// Begins another attempt if that may help, or else ends the answer.
    async fn fail(&mut self, failure: Failure) {
        let Failure { error, remedy } = failure;
        // The connection is closed before the pause.
        self.pieces = None;
        self.held.clear();
        if self.shown {
            return self.end(Some(error));
        }
        let link = self.links.get(self.at).cloned();
        let model = link.as_deref().map_or("", Attempt::model);
        let code = error.code.name();
        if let Remedy::Repeat { not_before } = remedy
            && let Some(pause) = self.pause(not_before)
        {
            tracing::warn!(model, code, %error, "asking a model failed; it is asked again");
            sleep(pause).await;
        } else if remedy != Remedy::Nothing && self.at + 1 < self.links.len() {
            tracing::warn!(model, code, %error, "asking a model failed; the next one is asked");
            self.at += 1;
            self.pauses = pauses(self.settings.retries);
        } else {
            return self.end(Some(error));
        }
        self.pieces = self.begin();
    }

    /// How long to wait before the model is asked again; `None` when it is not to be, or when there is no time for it.
    fn pause(&mut self, not_before: Option<Duration>) -> Option<Duration> {
        // Anywhere between at once and the whole pause, so that those who failed together do not come back together.
        let pause = self.pauses.next()?.mul_f64(rand::random());
        let pause = pause.max(not_before.unwrap_or_default());
        // A provider may ask for more time than a clock can count.
        (pause < self.deadline.saturating_duration_since(Instant::now())).then_some(pause)
    }

    fn end(&mut self, error: Option<ModelError>) {
        self.pieces = None;
        if error.is_none() && !self.held.is_empty() {
            self.last.push_back(Ok(Piece::Delta(std::mem::take(&mut self.held))));
        }
        self.last.extend(error.map(Err));
    }
}

/// The JSON of an answer: without what was thought before it, and without the fence or the words that some models put
/// around it.
fn unwrapped(text: &str) -> &str {
    // The mark that ends thoughts may stand in a value.
    if let Some(whole) = object(text).filter(|whole| serde_json::from_str::<IgnoredAny>(whole).is_ok()) {
        return whole;
    }
    let text = after_thoughts(text).trim();
    object(text).unwrap_or(text)
}

/// From the first brace to the last.
fn object(text: &str) -> Option<&str> {
    let (begin, end) = text.find('{').zip(text.rfind('}'))?;
    text.get(begin..=end)
}
