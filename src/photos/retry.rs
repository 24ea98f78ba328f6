//! Tries to keep a picture, to read one, or to have one developed, a few times: a cloud is not always in a mood, and a
//! darkroom is not always free.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use bytes::Bytes;

use super::{Darkroom, Developed, Refusal, Trouble};

/// Tries in all.
const TRIES: usize = 4;

/// What a pictures' store is asked, until it answers.
///
/// # Errors
/// As the last try.
pub async fn again<T, F: Future<Output = Result<T, Trouble>>>(attempt: impl FnMut() -> F) -> Result<T, Trouble> {
    attempt.retry(pauses()).await
}

/// A picture developed, as soon as there is room.
///
/// # Errors
/// As [`Darkroom::develop`]; [`Refusal::Busy`] when there was no room at any try.
pub async fn develop(darkroom: &Darkroom, file: &Bytes) -> Result<Developed, Refusal> {
    let develop = || darkroom.develop(file.clone());
    develop.retry(pauses()).when(|refusal| *refusal == Refusal::Busy).await
}

/// Between one try and the next.
fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default().with_min_delay(Duration::from_millis(100)).with_max_times(TRIES - 1).with_jitter()
}
