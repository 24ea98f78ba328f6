//! Turns, and requests to models, as spans, and the metrics of these requests: by the names of OpenTelemetry's
//! conventions for generative AI (<https://opentelemetry.io/docs/specs/semconv/gen-ai/>). Nothing here carries what a
//! person, an agent or a model said.
//!
//! Without a collector (see [`super::traces`]) spans are disabled: making one is a look at a flag. The span of a turn is
//! entered when its task is woken; nothing is done for single words.

use std::fmt::Display;

use metrics::Label;
use opentelemetry::{Array, StringValue, Value};
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Span, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use url::Url;

use super::names;

/// The target of the spans here, which go to the collector and never into the log.
pub const TARGET: &str = module_path!();

/// A turn that `agent` takes up, in the session of that hash. What is asked of models while the span is entered is told as its child.
pub fn turn(agent: &str, hash: impl Display, turn: impl Display, attempt: u32) -> Span {
    info_span!(
        parent: None,
        "invoke_agent",
        otel.name = format!("invoke_agent {agent}"),
        otel.status_code = Empty,
        gen_ai.operation.name = "invoke_agent",
        gen_ai.agent.name = agent,
        gen_ai.conversation.id = %hash,
        gen_ai.response.model = Empty,
        gen_ai.usage.input_tokens = Empty,
        gen_ai.usage.output_tokens = Empty,
        hera.turn.id = %turn,
        hera.turn.attempt = i64::from(attempt),
        hera.turn.outcome = Empty,
        hera.turn.time_to_first_token_ms = Empty,
        error.type = Empty,
    )
}

/// The turn has ended, or this attempt at it: with that outcome, which is an error or is none.
pub fn turn_ended(turn: &Span, outcome: &'static str, error: bool) {
    turn.record("hera.turn.outcome", outcome);
    if error {
        failed(turn, outcome);
    }
}

/// How long it took until the turn's first text was handed to the log.
pub fn turn_spoke(turn: &Span, time_to_first_token_ms: u64) {
    turn.record("hera.turn.time_to_first_token_ms", signed(time_to_first_token_ms));
}

/// What a turn, or a request, took of a model.
pub fn used(span: &Span, model: Option<&str>, input_tokens: u64, output_tokens: u64) {
    if let Some(model) = model {
        span.record("gen_ai.response.model", model);
    }
    span.record("gen_ai.usage.input_tokens", signed(input_tokens));
    span.record("gen_ai.usage.output_tokens", signed(output_tokens));
}

fn failed(span: &Span, error: &'static str) {
    span.record("error.type", error);
    span.record("otel.status_code", "ERROR");
}

/// Attributes hold signed numbers only.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What is asked of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// To go on with a conversation.
    Chat,
    /// To make something of another kind, such as a picture.
    GenerateContent,
}

/// Whose format is spoken; the model may be somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    Gemini,
    OpenAi,
    Anthropic,
}

impl Operation {
    const fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::GenerateContent => "generate_content",
        }
    }
}

impl Provider {
    const fn name(self) -> &'static str {
        match self {
            Self::Gemini => "gcp.gemini",
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
        }
    }
}

/// A request to a model: its span, below the one of its turn, and its metrics.
///
/// Begin it where the answer is awaited or polled, in the turn's own task, and [end](Self::end) it or say how it
/// [failed](Self::fail). One that is only dropped was given up, as when its turn is cancelled; it counts as `cancelled`.
///
/// ```
/// use hera::telemetry::genai::{ModelRequest, Operation, Provider};
///
/// let server = url::Url::parse("https://api.openai.com/v1/").unwrap();
/// let mut request = ModelRequest::begin(Operation::Chat, Provider::OpenAi, "gpt-5-mini", &server);
/// request.chunk(); // For every piece of the answer.
/// request.used(Some("gpt-5-mini-2026-08-01"), 812, 96);
/// request.finish_reason("stop");
/// request.end(); // Or, for one: request.fail("agent_stalled")
/// ```
#[derive(Debug)]
pub struct ModelRequest {
    span: Span,
    operation: Operation,
    provider: Provider,
    model: String,
    begun: Instant,
    answered: bool,
    over: bool,
}

impl ModelRequest {
    /// A request that is sent now, to the `server` that answers at that address, for `model` as it is configured.
    #[must_use]
    pub fn begin(operation: Operation, provider: Provider, model: &str, server: &Url) -> Self {
        let span = info_span!(
            "model_request",
            otel.name = format!("{} {model}", operation.name()),
            otel.kind = "client",
            otel.status_code = Empty,
            gen_ai.operation.name = operation.name(),
            gen_ai.provider.name = provider.name(),
            gen_ai.request.model = model,
            gen_ai.response.model = Empty,
            gen_ai.response.finish_reasons = Empty,
            gen_ai.usage.input_tokens = Empty,
            gen_ai.usage.output_tokens = Empty,
            server.address = server.host_str(),
            server.port = server.port_or_known_default().map(i64::from),
            error.type = Empty,
        );
        let (model, begun) = (names::model_label(model), Instant::now());
        Self { span, operation, provider, model, begun, answered: false, over: false }
    }

    /// A piece of the answer is there; of a streamed answer, the first one is measured.
    pub fn chunk(&mut self) {
        if !self.answered {
            self.answered = true;
            let seconds = self.begun.elapsed().as_secs_f64();
            metrics::histogram!(names::MODEL_FIRST_CHUNK_SECONDS, self.labels()).record(seconds);
        }
    }

    /// What it took, as the provider tells: the model that answered, tokens read, tokens written. Once.
    pub fn used(&self, model: Option<&str>, input_tokens: u64, output_tokens: u64) {
        used(&self.span, model, input_tokens, output_tokens);
        for (kind, tokens) in [("input", input_tokens), ("output", output_tokens)] {
            let mut labels = self.labels();
            labels.push(Label::from_static_parts("gen_ai_token_type", kind));
            #[expect(clippy::cast_precision_loss, reason = "nobody counts so many tokens one by one")]
            metrics::histogram!(names::MODEL_TOKENS, labels).record(tokens as f64);
        }
    }

    /// The provider's word for why the answer ended. Once.
    pub fn finish_reason(&self, reason: &str) {
        let reasons = Array::String(vec![StringValue::from(reason.to_owned())]);
        self.span.set_attribute("gen_ai.response.finish_reasons", Value::Array(reasons));
    }

    /// The answer came to its end.
    pub fn end(mut self) {
        self.close(None);
    }

    /// There is no answer, or none to its end. `error` is one of few words, such as the code that the turn ends with.
    pub fn fail(mut self, error: &'static str) {
        self.close(Some(error));
    }

    fn close(&mut self, error: Option<&'static str>) {
        self.over = true;
        let mut labels = self.labels();
        if let Some(error) = error {
            failed(&self.span, error);
            labels.push(Label::from_static_parts("error_type", error));
        }
        metrics::histogram!(names::MODEL_SECONDS, labels).record(self.begun.elapsed().as_secs_f64());
    }

    fn labels(&self) -> Vec<Label> {
        vec![
            Label::from_static_parts("gen_ai_operation_name", self.operation.name()),
            Label::from_static_parts("gen_ai_provider_name", self.provider.name()),
            Label::new("gen_ai_request_model", self.model.clone()),
        ]
    }
}

impl Drop for ModelRequest {
    fn drop(&mut self) {
        if !self.over {
            self.close(Some("cancelled"));
        }
    }
}
