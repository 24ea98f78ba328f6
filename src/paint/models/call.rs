//! One request to a provider: repeated while nothing has come of it, bounded in time and size, and closed when it is
//! dropped.

use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use bytes::Bytes;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::Limits;
use crate::paint::PaintError;
use crate::provider::{self, ErrorAnswer, ErrorDetail, Unread};

/// Paintings asked of the model at a time; the others wait, and their waiting counts. Providers refuse more than a few
/// at once, and each may hold its answer, of tens of megabytes, in memory.
const AT_ONCE: usize = 8;
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

impl Caller {
    pub fn new(limits: Limits) -> Result<Self, reqwest::Error> {
        Ok(Self { client: provider::client(limits.connect)?, limits, places: Arc::new(Semaphore::new(AT_ONCE)) })
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

    /// The JSON that a request is answered with, to be read by the names of what is looked for: what is absent, `null` or of
    /// another kind than expected is not there. `request` makes it anew for each attempt.
    pub async fn json(&self, request: impl Fn() -> RequestBuilder) -> Result<Value, PaintError> {
        // Base64 takes four bytes for three; the rest of an answer is small.
        let most = self.limits.picture / 3 * 4 + 256 * 1024;
        let lasting = |error| Failure { error, repeat: false };
        let attempt = || async {
            let body = self.rest(self.begin(request()).await?, most).await.map_err(lasting)?;
            // Some write the mark of the order of bytes before a text.
            let document = serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body))
                .map_err(|_| lasting(PaintError::BadAnswer("the answer is not the JSON it should be".into())))?;
            failed(&document).map_or(Ok(document), Err)
        };
        repeated(attempt).await
    }

    /// The bytes that a request is answered with, at most `most`.
    pub async fn bytes(&self, request: impl Fn() -> RequestBuilder, most: usize) -> Result<Bytes, PaintError> {
        let begun = repeated(|| async { self.begin(request()).await }).await?;
        self.rest(begun, most).await
    }

    /// Sends a request, up to the answer's status.
    async fn begin(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let sent = request.send().await;
        let answer =
            sent.map_err(|error| Failure { error: unavailable(provider::unreachable(&error)), repeat: true })?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let said = ErrorAnswer::read(answer, self.limits.idle).await;
        let repeat = said.later();
        let error = if said.detail.declines() {
            PaintError::Refused
        } else if repeat {
            PaintError::Unavailable { reason: said.reason(), retry_after: said.retry_after }
        } else {
            PaintError::BadAnswer(format!("{}: {}", said.reason(), said.advice("PAINTER_MODEL or PAINTER_BASE_URL")))
        };
        Err(Failure { error, repeat })
    }

    /// The body of an answer, at most so many bytes.
    async fn rest(&self, answer: Response, most: usize) -> Result<Bytes, PaintError> {
        provider::body(answer, self.limits.idle, most).await.map_err(|unread| match unread {
            Unread::TooLarge => PaintError::BadAnswer(format!("the answer is larger than {most} bytes")),
            Unread::Halted => unavailable("the answer came to a halt"),
            Unread::BrokeOff => unavailable("the answer broke off"),
        })
    }
}

/// What comes of `attempt`, repeated while that may help.
async fn repeated<T, F: Future<Output = Result<T, Failure>>>(attempt: impl FnMut() -> F) -> Result<T, PaintError> {
    let pauses = ExponentialBuilder::default().with_min_delay(Duration::from_millis(400)).with_max_times(REPEATS);
    let done = attempt
        .retry(pauses.with_jitter())
        .when(|failure: &Failure| failure.repeat)
        .adjust(|failure: &Failure, pause| pause.and_then(|pause| longer(pause, &failure.error)))
        .await;
    done.map_err(|failure| failure.error)
}

/// What an answer says that is nothing but an error, whatever its status.
fn failed(document: &Value) -> Option<Failure> {
    let first = document.get(0).unwrap_or(document);
    let answers = ["data", "candidates"].iter().any(|name| first.get(name).is_some_and(|list| !list.is_null()));
    if answers || !first.get("error").is_some_and(provider::is_error) {
        return None;
    }
    let detail = ErrorDetail::of(document);
    let (repeat, reason) = (detail.later(), format!("the answer is an error: {}", detail.reason()));
    let error = if detail.declines() {
        return Some(Failure { error: PaintError::Refused, repeat: false });
    } else if repeat {
        PaintError::Unavailable { reason, retry_after: detail.retry_delay }
    } else {
        PaintError::BadAnswer(reason)
    };
    Some(Failure { error, repeat })
}

fn unavailable(reason: &str) -> PaintError {
    PaintError::Unavailable { reason: reason.to_owned(), retry_after: None }
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
