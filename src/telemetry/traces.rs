//! Spans on their way to a collector, by OTLP over HTTP. They wait in a bounded queue of the library's, which drops what
//! does not fit, and a thread of its own sends them in batches: a collector that is slow or away harms nobody.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, SpanData, SpanExporter};
use tracing_opentelemetry::OpenTelemetryLayer;
use url::Url;

/// How long the end of the process waits for the last spans to be sent.
const FLUSH: Duration = Duration::from_secs(2);

/// Sends spans until it is dropped, and the last ones then.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Spans go to the collector at this address, as those of the `service` of that name. The other variables that
    /// OpenTelemetry has names for are read by its library.
    ///
    /// # Errors
    /// When the library cannot make sense of these variables.
    pub fn to(collector: &Url, service: &str) -> Result<Self, ExporterBuildError> {
        let traces = format!("{collector}v1/traces");
        let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().with_endpoint(traces).build()?;
        let exporter = Told { exporter, failing: AtomicBool::new(false) };
        let resource = Resource::builder().with_service_name(service.to_owned()).build();
        Ok(Self(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build()))
    }

    /// What takes the spans from the program.
    #[must_use]
    pub fn layer<S>(&self) -> OpenTelemetryLayer<S, SdkTracer>
    where
        S: tracing::Subscriber + for<'span> tracing_subscriber::registry::LookupSpan<'span>,
    {
        let layer = tracing_opentelemetry::layer().with_tracer(self.0.tracer(env!("CARGO_PKG_NAME")));
        // Who wrote the line of code is no attribute of a turn, and nothing is done when a span is entered or left: that
        // happens with every word.
        let layer = layer.with_location(false).with_threads(false).with_target(false);
        layer.with_tracked_inactivity(false).with_context_activation(false)
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        // What cannot be sent in time is lost; the log has told of a collector that takes nothing.
        let _ = self.0.shutdown_with_timeout(FLUSH);
    }
}

/// Tells the operator when the collector begins to fail and when it has recovered, not of every batch.
#[derive(Debug)]
struct Told {
    exporter: opentelemetry_otlp::SpanExporter,
    failing: AtomicBool,
}

impl SpanExporter for Told {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let exported = self.exporter.export(batch).await;
        let failed_before = self.failing.swap(exported.is_err(), Ordering::Relaxed);
        match &exported {
            Err(error) if !failed_before => tracing::warn!(%error, "the collector takes no spans: they are dropped"),
            Ok(()) if failed_before => tracing::info!("the collector takes spans again"),
            _ => {}
        }
        exported
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use opentelemetry::trace::{SpanId, Status};
    use tracing_subscriber::Layer as _;
    use tracing_subscriber::filter::filter_fn;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;
    use crate::telemetry::genai::{self, ModelRequest, Operation, Provider};
    use crate::telemetry::{is_for_collector, names};

    #[derive(Debug, Clone, Default)]
    struct Kept(Arc<Mutex<Vec<SpanData>>>);

    impl SpanExporter for Kept {
        async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
            self.0.lock().unwrap().extend(batch);
            Ok(())
        }
    }

    /// The spans that `work` leaves, by name.
    fn spans_of(work: impl FnOnce()) -> BTreeMap<String, SpanData> {
        let kept = Kept::default();
        let traces = Traces(SdkTracerProvider::builder().with_simple_exporter(kept.clone()).build());
        let layer = traces.layer().with_filter(filter_fn(is_for_collector));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
        let spans = std::mem::take(&mut *kept.0.lock().unwrap());
        spans.into_iter().map(|span| (span.name.to_string(), span)).collect()
    }

    /// The attributes of a span as text; each is in the table.
    fn attributes(span: &SpanData) -> BTreeMap<String, String> {
        let texts = span.attributes.iter().map(|pair| (pair.key.to_string(), pair.value.to_string()));
        let texts = texts.collect::<BTreeMap<_, _>>();
        let known = |name: &String| names::SPAN_FIELDS.iter().any(|(field, _)| field == name);
        assert!(texts.keys().all(known), "{texts:?}");
        texts
    }

    fn request(model: &str) -> ModelRequest {
        let server = Url::parse("http://localhost:11434/v1/").unwrap();
        ModelRequest::begin(Operation::Chat, Provider::OpenAi, model, &server)
    }

    #[test]
    fn requests_to_models_are_told_below_their_turn() {
        let spans = spans_of(|| {
            let turn = genai::turn("hera", "s-1", "t-1", 2);
            turn.in_scope(|| {
                tracing::info!("a line of the log is no event of the span");
                let mut answered = request("small");
                answered.chunk();
                answered.used(Some("small-1"), 812, 96);
                answered.finish_reason("stop");
                answered.end();
                request("large").fail("agent_stalled");
                drop(request("slow"));
            });
            genai::used(&turn, Some("small-1"), 812, 96);
            genai::turn_spoke(&turn, 412);
            genai::turn_ended(&turn, "agent_stalled", true);
        });
        let turn = &spans["invoke_agent hera"];
        let of_turn = attributes(turn);
        assert_eq!((turn.parent_span_id, turn.events.len()), (SpanId::INVALID, 0));
        assert_eq!(turn.status, Status::error(""));
        for (name, value) in [
            ("gen_ai.operation.name", "invoke_agent"),
            ("gen_ai.agent.name", "hera"),
            ("gen_ai.conversation.id", "s-1"),
            ("gen_ai.response.model", "small-1"),
            ("gen_ai.usage.input_tokens", "812"),
            ("hera.turn.id", "t-1"),
            ("hera.turn.attempt", "2"),
            ("hera.turn.outcome", "agent_stalled"),
            ("hera.turn.time_to_first_token_ms", "412"),
            ("error.type", "agent_stalled"),
        ] {
            assert_eq!(of_turn.get(name).map(String::as_str), Some(value), "{name}");
        }
        let chat = &spans["chat small"];
        assert_eq!((chat.parent_span_id, &chat.status), (turn.span_context.span_id(), &Status::Unset));
        let of_chat = attributes(chat);
        for (name, value) in [
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.provider.name", "openai"),
            ("gen_ai.request.model", "small"),
            ("gen_ai.response.model", "small-1"),
            ("gen_ai.response.finish_reasons", "[\"stop\"]"),
            ("gen_ai.usage.input_tokens", "812"),
            ("gen_ai.usage.output_tokens", "96"),
            ("server.address", "localhost"),
            ("server.port", "11434"),
        ] {
            assert_eq!(of_chat.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!(attributes(&spans["chat large"])["error.type"], "agent_stalled");
        assert_eq!(attributes(&spans["chat slow"])["error.type"], "cancelled");
    }

    #[test]
    fn without_a_collector_there_are_no_spans() {
        let log =
            tracing_subscriber::fmt::layer().with_writer(std::io::sink).with_filter(filter_fn(super::super::may_tell));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(log), || {
            assert!(genai::turn("hera", "s-1", "t-1", 1).is_disabled());
        });
    }
}
