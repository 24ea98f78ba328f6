//! One request to a provider: repeated while nothing has come of it, bounded in time and size, and closed when it is
//! dropped.

use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use super::Limits;
use crate::paint::PaintError;

/// Paintings asked of the model at a time; the others wait, and their waiting counts. Providers refuse more than a few
/// at once, and each may hold its answer, of tens of megabytes, in memory.
const AT_ONCE: usize = 8;
/// Bytes that are read of an answer that is an error.
const ERROR_BYTES: usize = 64 * 1024;
/// Times a request is repeated.
const REPEATS: usize = 3;
/// A provider that asks for a longer pause is told to the caller instead of waited for.
const PAUSE_MAX: Duration = Duration::from_secs(15);

/// Sends requests, within limits.
#[derive(Debug, Clone)]
pub struct Caller {
    client: Client,
    limits: Limits,
    /// Taken by every painting.
    places: Arc<Semaphore>,
}

/// Why an attempt came to nothing.
#[derive(Debug)]
struct Failure {
    error: PaintError,
    /// Nothing of a picture has come, and another attempt may go better.
    repeat: bool,
}

/// An error as both providers write it; fields that only one of them has are empty for the other.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErrorBody {
    pub error: ErrorDetail,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErrorDetail {
    /// `OpenAI`: a word. Gemini: the number of the status, and the word is `status`.
    pub code: serde_json::Value,
    pub status: String,
    details: Vec<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Detail {
    /// Gemini's `RetryInfo`: `"17s"`.
    retry_delay: Option<String>,
}

impl Caller {
    pub fn new(limits: Limits) -> Result<Self, reqwest::Error> {
        // A provider's address is the operator's word: nobody is followed elsewhere, with a key in hand.
        let client = Client::builder().connect_timeout(limits.connect).redirect(redirect::Policy::none());
        let places = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self { client: client.user_agent("hera").build()?, limits, places })
    }

    pub const fn client(&self) -> &Client {
        &self.client
    }

    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Holds a whole painting to its time, and to a place among those that are painted at once.
    pub async fn in_time<T>(&self, work: impl Future<Output = Result<T, PaintError>>) -> Result<T, PaintError> {
        let total = self.limits.total;
        let placed = async {
            // Nobody closes it: without a place the work would be done all the same.
            let _place = self.places.acquire().await;
            work.await
        };
        tokio::time::timeout(total, placed).await.unwrap_or(Err(PaintError::TimeLimit(total)))
    }

    /// The JSON that a request is answered with. `request` makes it anew for each attempt; `refused` tells from an
    /// error whether the provider declines the wish.
    pub async fn json<T: DeserializeOwned>(
        &self,
        request: impl Fn() -> RequestBuilder,
        refused: impl Fn(&ErrorBody) -> bool,
    ) -> Result<T, PaintError> {
        // Base64 takes four bytes for three; the rest of an answer is small.
        let most = self.limits.picture / 3 * 4 + 256 * 1024;
        let body = self.bytes(request, refused, most).await?;
        serde_json::from_slice(&body)
            .map_err(|_| PaintError::BadAnswer("the answer is not the JSON it should be".into()))
    }

    /// The bytes that a request is answered with, at most `most`.
    pub async fn bytes(
        &self,
        request: impl Fn() -> RequestBuilder,
        refused: impl Fn(&ErrorBody) -> bool,
        most: usize,
    ) -> Result<Bytes, PaintError> {
        let attempt = || async { self.begin(request(), &refused).await };
        let pauses = ExponentialBuilder::default().with_min_delay(Duration::from_millis(400)).with_max_times(REPEATS);
        let begun = attempt
            .retry(pauses.with_jitter())
            .when(|failure: &Failure| failure.repeat)
            .adjust(|failure: &Failure, pause| pause.and_then(|pause| longer(pause, &failure.error)))
            .await;
        self.rest(begun.map_err(|failure| failure.error)?, most).await
    }

    /// Sends a request, up to the answer's status.
    async fn begin(&self, request: RequestBuilder, refused: impl Fn(&ErrorBody) -> bool) -> Result<Response, Failure> {
        let answer = request.send().await.map_err(|error| Failure { error: unreachable(&error), repeat: true })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let asked = retry_after(answer.headers());
        let body = self.rest(answer, ERROR_BYTES).await.unwrap_or_default();
        let body = serde_json::from_slice::<ErrorBody>(&body).unwrap_or_default();
        if refused(&body) {
            return Err(Failure { error: PaintError::Refused, repeat: false });
        }
        let word = body.error.word();
        let used_up = matches!(word.as_str(), "insufficient_quota" | "billing_hard_limit_reached");
        let later = matches!(status.as_u16(), 408 | 409 | 425 | 429 | 500..=599) && !used_up;
        let reason = format!("it answered {}{}{word}", status.as_u16(), if word.is_empty() { "" } else { " " });
        let error = if later {
            PaintError::Unavailable { reason, retry_after: asked.or_else(|| body.error.retry_delay()) }
        } else {
            PaintError::BadAnswer(format!("{reason}: {}", advice(status, used_up)))
        };
        Err(Failure { error, repeat: later })
    }

    /// The body of an answer, cut off while it arrives when it is too large or comes to a halt.
    async fn rest(&self, mut answer: Response, most: usize) -> Result<Bytes, PaintError> {
        let large = || PaintError::BadAnswer(format!("the answer is larger than {most} bytes"));
        if answer.content_length().is_some_and(|length| usize::try_from(length).map_or(true, |length| length > most)) {
            return Err(large());
        }
        let mut body = BytesMut::new();
        loop {
            match tokio::time::timeout(self.limits.idle, answer.chunk()).await {
                Err(_) => return Err(unavailable("the answer came to a halt")),
                Ok(Err(_)) => return Err(unavailable("the answer broke off")),
                Ok(Ok(None)) => return Ok(body.freeze()),
                Ok(Ok(Some(piece))) if body.len() + piece.len() > most => return Err(large()),
                Ok(Ok(Some(piece))) => body.extend_from_slice(&piece),
            }
        }
    }
}

impl ErrorDetail {
    /// The provider's word for what is wrong; its sentences may hold what a person wrote, and are left alone.
    pub fn word(&self) -> String {
        let word = self.code.as_str().unwrap_or(&self.status);
        word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect()
    }

    fn retry_delay(&self) -> Option<Duration> {
        let text = self.details.iter().find_map(|detail| detail.retry_delay.as_deref())?;
        text.strip_suffix('s')?.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }
}

fn unavailable(reason: &str) -> PaintError {
    PaintError::Unavailable { reason: reason.to_owned(), retry_after: None }
}

/// Addresses hold a model's name, but may hold an operator's secrets: they are not told.
fn unreachable(error: &reqwest::Error) -> PaintError {
    unavailable(if error.is_connect() { "it cannot be reached" } else { "the connection broke" })
}

fn advice(status: StatusCode, used_up: bool) -> &'static str {
    match status {
        _ if used_up => "what was paid for is used up",
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "it does not take the key",
        StatusCode::NOT_FOUND => "PAINTER_MODEL or PAINTER_BASE_URL names nothing there",
        _ => "it does not take the request",
    }
}

/// How long the provider asks to wait, in seconds; a date is not looked at.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// The pause before the next attempt: as long as the provider asks for, if that can be waited for at all.
fn longer(pause: Duration, error: &PaintError) -> Option<Duration> {
    match error {
        PaintError::Unavailable { retry_after: Some(asked), .. } => (*asked <= PAUSE_MAX).then(|| pause.max(*asked)),
        _ => Some(pause),
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn so_many_are_painted_at_once() {
        let caller = Caller::new(Limits::default()).unwrap();
        let mut painting = Vec::new();
        for _ in 0..AT_ONCE {
            let mut one = Box::pin(caller.in_time(pending::<Result<(), PaintError>>()));
            assert!((&mut one).now_or_never().is_none());
            painting.push(one);
        }
        let mut next = Box::pin(caller.in_time(ready(Ok(()))));
        assert!((&mut next).now_or_never().is_none(), "it waits for a place");
        painting.pop();
        assert_eq!(next.await, Ok(()));
    }
}
