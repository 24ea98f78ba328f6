//! How a turn ended: for the metrics, and for its span.

use std::time::Duration;

use tracing::Span;

use crate::domain::{Event, ModelUsage, Outcome, TurnUsage};
use crate::telemetry::genai;
use crate::telemetry::names::{self, model_label};

/// How a turn ended, as its last event tells.
pub(super) struct Ended {
    pub(super) outcome: &'static str,
    failed: bool,
    usage: TurnUsage,
}

impl Ended {
    pub(super) fn as_told_by(last: Option<&Event>) -> Self {
        let (outcome, usage) = match last {
            Some(Event::RunError { code, usage, .. }) => (code.name(), usage.clone()),
            Some(Event::RunFinished { outcome, usage }) => (outcome.name(), usage.clone()),
            _ => (Outcome::Success.name(), None),
        };
        let failed = matches!(last, Some(Event::RunError { .. }));
        Self { outcome, failed, usage: usage.unwrap_or_default() }
    }

    pub(super) fn trace(&self, span: &Span) {
        genai::turn_ended(span, self.outcome, self.failed);
        if let Some(first) = self.usage.time_to_first_token_ms {
            genai::turn_spoke(span, first);
        }
        if let Some(ModelUsage { model, input_tokens, output_tokens }) = &self.usage.model {
            genai::used(span, model.as_deref(), *input_tokens, *output_tokens);
        }
    }

    pub(super) fn measure(&self) {
        metrics::counter!(names::TURNS, "outcome" => self.outcome).increment(1);
        let seconds = |ms| Duration::from_millis(ms).as_secs_f64();
        metrics::histogram!(names::TURN_SECONDS, "outcome" => self.outcome).record(seconds(self.usage.duration_ms));
        if let Some(first) = self.usage.time_to_first_token_ms {
            metrics::histogram!(names::TURN_FIRST_TOKEN_SECONDS).record(seconds(first));
        }
        if let Some(ModelUsage { model, input_tokens, output_tokens }) = &self.usage.model {
            let model = model_label(model.as_deref().unwrap_or_default());
            metrics::counter!(names::TURN_TOKENS, "model" => model.clone(), "type" => "input").increment(*input_tokens);
            metrics::counter!(names::TURN_TOKENS, "model" => model, "type" => "output").increment(*output_tokens);
        }
    }
}
