//! One try at an answer, and what may be done when it fails.

use std::sync::Arc;
use std::time::Duration;

use futures::stream::BoxStream;

use super::{ModelError, Piece, Request};
use crate::domain::RunErrorCode;

/// A model that is asked once.
pub trait Attempt: Send + Sync {
    /// What the provider calls the model.
    fn model(&self) -> &str;

    /// The answer to `request`, piece by piece; the first error ends it. Dropping the stream closes the connection.
    fn begin(&self, request: &Arc<Request>) -> BoxStream<'static, Result<Piece, Failure>>;
}

/// Why an attempt came to nothing, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub error: ModelError,
    /// What helps, while nothing of the answer has been shown.
    pub remedy: Remedy,
}

/// What may be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The same request again, not before that time has passed, if one is given.
    Repeat { not_before: Option<Duration> },
    /// Another model.
    Another,
    /// Nothing: the model has understood what is wished, and declines.
    Nothing,
}

impl Failure {
    /// Another attempt may go better.
    pub fn passing(code: RunErrorCode, message: impl Into<String>) -> Self {
        Self { error: ModelError::new(code, message), remedy: Remedy::Repeat { not_before: None } }
    }

    /// Only another model may do better.
    pub fn lasting(code: RunErrorCode, message: impl Into<String>) -> Self {
        Self { error: ModelError::new(code, message), remedy: Remedy::Another }
    }

    /// The model declines.
    pub fn declined() -> Self {
        let error = ModelError::new(RunErrorCode::AgentRefused, "the model declined to answer");
        Self { error, remedy: Remedy::Nothing }
    }
}
