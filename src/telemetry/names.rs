//! The names of metrics and of log fields, each with its meaning. Labels have few values: never a session, an
//! address or a text.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use metrics::{describe_counter, describe_gauge, describe_histogram};

/// Open sockets.
pub const SOCKETS: &str = "hera_sockets";
/// Sockets closed by the server; label `code`.
pub const SOCKET_CLOSES: &str = "hera_socket_closes_total";
/// Sessions held in memory because somebody listens or a turn is under way.
pub const SESSIONS_LIVE: &str = "hera_sessions_live";
/// Turns being run.
pub const TURNS_RUNNING: &str = "hera_turns_running";
/// Turns ended; label `outcome`.
pub const TURNS: &str = "hera_turns_total";
/// Time from the claim of a turn to its end; label `outcome`.
pub const TURN_SECONDS: &str = "hera_turn_seconds";
/// Time from the claim of a turn to the first text of its answer.
pub const TURN_FIRST_TOKEN_SECONDS: &str = "hera_turn_first_token_seconds";
/// Tokens that turns took of models; labels `model` and `type`: `input` or `output`.
pub const TURN_TOKENS: &str = "hera_turn_tokens_total";
/// Time of one request to a model. This one and the next two have the names and the labels of OpenTelemetry's
/// conventions for generative AI, as Prometheus writes them, because they measure exactly what those define, and
/// dashboards made for the conventions find them. What a turn took is none of that: it spans several requests, or none,
/// and what hera does around them; it is told in hera's own names.
pub const MODEL_SECONDS: &str = "gen_ai_client_operation_duration_seconds";
/// Time until the first piece of a model's answer.
pub const MODEL_FIRST_CHUNK_SECONDS: &str = "gen_ai_client_operation_time_to_first_chunk_seconds";
/// Tokens of one request to a model.
pub const MODEL_TOKENS: &str = "gen_ai_client_token_usage";
/// Events of models' answers that could not be read; label `model`.
pub const MODEL_UNREADABLE: &str = "hera_model_unreadable_events_total";
/// Events of agents elsewhere that could not be read; label `agent`.
pub const AGENT_UNREADABLE: &str = "hera_agent_unreadable_events_total";
/// Lines of the log that were dropped because nobody read standard error.
pub const LOG_LINES_DROPPED: &str = "hera_log_lines_dropped_total";
/// Messages accepted, repetitions left out.
pub const MESSAGES_ACCEPTED: &str = "hera_messages_accepted_total";
/// Events appended to logs.
pub const EVENTS_APPENDED: &str = "hera_events_appended_total";
/// Bytes of what other processes have published in Redis for sessions that are followed here.
pub const HEARD_BYTES: &str = "hera_heard_bytes_total";
/// Whether Redis may drop parts of conversations when its memory is full.
pub const REDIS_MAY_EVICT: &str = "hera_redis_may_evict";
/// Time of one commit of the store.
pub const COMMIT_SECONDS: &str = "hera_commit_seconds";
/// 1 while the store takes no writes, as readiness was last looked at.
pub const STORE_WRITES_REFUSED: &str = "hera_store_writes_refused";
/// Frames answered with an error; label `code`.
pub const FRAMES_REFUSED: &str = "hera_frames_refused_total";
/// Frames, requests, connections and pictures refused because there were too many; label `limit`.
pub const RATE_LIMITED: &str = "hera_rate_limited_total";
/// Pictures that came in; label `outcome`: `kept`, or why not.
pub const IMAGES: &str = "hera_images_total";
/// Time to make a file a picture that can be kept, without the time it waits for a thread.
pub const IMAGE_SECONDS: &str = "hera_image_seconds";
/// Requests answered; labels `route` (its pattern) and `status`.
pub const HTTP_REQUESTS: &str = "hera_http_requests_total";
/// Time until a request was answered; label `route`.
pub const HTTP_REQUEST_SECONDS: &str = "hera_http_request_seconds";
/// Memory of the process.
pub const PROCESS_MEMORY: &str = "process_resident_memory_bytes";
/// Processor time of the process.
pub const PROCESS_CPU: &str = "process_cpu_seconds_total";

/// What a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A metric, as it is described to Prometheus and in the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    pub name: &'static str,
    pub kind: Kind,
    pub labels: &'static [&'static str],
    pub meaning: &'static str,
}

const fn metric(name: &'static str, kind: Kind, labels: &'static [&'static str], meaning: &'static str) -> Metric {
    Metric { name, kind, labels, meaning }
}

/// All metrics.
pub const METRICS: &[Metric] = &[
    metric(SOCKETS, Kind::Gauge, &[], "Open sockets"),
    metric(SOCKET_CLOSES, Kind::Counter, &["code"], "Sockets closed by the server, by close code"),
    metric(SESSIONS_LIVE, Kind::Gauge, &[], "Sessions held in memory: somebody listens or a turn is under way"),
    metric(TURNS_RUNNING, Kind::Gauge, &[], "Turns being run"),
    metric(TURNS, Kind::Counter, &["outcome"], "Turns ended, by outcome"),
    metric(TURN_SECONDS, Kind::Histogram, &["outcome"], "Time from the claim of a turn to its end, by outcome"),
    metric(
        TURN_FIRST_TOKEN_SECONDS,
        Kind::Histogram,
        &[],
        "Time from the claim of a turn to the first text of its answer",
    ),
    metric(TURN_TOKENS, Kind::Counter, &["model", "type"], "Tokens that turns took of models, read and written"),
    metric(
        MODEL_SECONDS,
        Kind::Histogram,
        &["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "error_type"],
        "Time of a request to a model, repetitions included; `error_type` is left out when it succeeded",
    ),
    metric(
        MODEL_FIRST_CHUNK_SECONDS,
        Kind::Histogram,
        &["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"],
        "Time from a request to a model to the first piece of its answer, of answers that are streamed",
    ),
    metric(
        MODEL_TOKENS,
        Kind::Histogram,
        &["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_token_type"],
        "Tokens of a request to a model, read and written",
    ),
    metric(MODEL_UNREADABLE, Kind::Counter, &["model"], "Events of models' answers that could not be read, by model"),
    metric(
        AGENT_UNREADABLE,
        Kind::Counter,
        &["agent"],
        "Events of agents elsewhere that could not be read, by agent (`ag-ui`, `adk`)",
    ),
    metric(
        LOG_LINES_DROPPED,
        Kind::Counter,
        &[],
        "Lines of the log that were dropped because nobody read standard error",
    ),
    metric(MESSAGES_ACCEPTED, Kind::Counter, &[], "Messages accepted, repetitions left out"),
    metric(EVENTS_APPENDED, Kind::Counter, &[], "Events appended to the logs of sessions"),
    metric(
        HEARD_BYTES,
        Kind::Counter,
        &[],
        "Bytes heard from Redis of what is published in sessions that are followed here",
    ),
    metric(
        REDIS_MAY_EVICT,
        Kind::Gauge,
        &[],
        "1 while Redis may drop parts of conversations when its memory is full, else 0",
    ),
    metric(COMMIT_SECONDS, Kind::Histogram, &[], "Time of one commit of the store"),
    metric(
        STORE_WRITES_REFUSED,
        Kind::Gauge,
        &[],
        "1 while the store can be read and takes no writes, as `/health/ready` last saw it; otherwise 0",
    ),
    metric(FRAMES_REFUSED, Kind::Counter, &["code"], "Frames answered with an error, by its code"),
    metric(
        RATE_LIMITED,
        Kind::Counter,
        &["limit"],
        "Frames, requests, connections and pictures refused because there were too many, by limit",
    ),
    metric(IMAGES, Kind::Counter, &["outcome"], "Pictures that came in, by what became of them"),
    metric(IMAGE_SECONDS, Kind::Histogram, &[], "Time to decode a picture and encode it anew, without waiting"),
    metric(HTTP_REQUESTS, Kind::Counter, &["route", "status"], "Requests answered, by route and status"),
    metric(HTTP_REQUEST_SECONDS, Kind::Histogram, &["route"], "Time until a request was answered, by route"),
    metric(PROCESS_MEMORY, Kind::Gauge, &[], "Resident memory of the process, in bytes"),
    metric(PROCESS_CPU, Kind::Counter, &[], "Processor time the process has used, in seconds"),
];

/// Upper bounds of the histograms' buckets, in seconds: from a commit to an idle disk to one that stalls.
pub const BUCKETS: &[f64] =
    &[0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The same for what waits for an agent or a model, up to some minutes. Those of the conventions, and two more.
pub const ANSWER_BUCKETS: &[f64] =
    &[0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68];

/// The same for tokens, up to the largest windows of models. Those of the conventions.
pub const TOKEN_BUCKETS: &[f64] =
    &[1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16_384.0, 65_536.0, 262_144.0, 1_048_576.0];

/// The attributes of spans, each with its meaning: those of OpenTelemetry's conventions, and `hera.` ones. None carries
/// what a person, an agent or a model said.
pub const SPAN_FIELDS: &[(&str, &str)] = &[
    (
        "gen_ai.operation.name",
        "`invoke_agent` (a turn), `chat` (a request to a model) or `generate_content` (for a picture)",
    ),
    (
        "gen_ai.agent.name",
        "the agent that took up the turn: as `AGENT` calls it, or `agent` for one of one's own; `painter` for a picture",
    ),
    ("gen_ai.conversation.id", "hash of the session's id, as in the log"),
    ("gen_ai.provider.name", "whose format is spoken: `gcp.gemini`, `openai` or `anthropic`"),
    ("gen_ai.request.model", "the model that was asked"),
    ("gen_ai.response.model", "the model that answered, as its provider calls it; of a turn, the last one"),
    ("gen_ai.response.finish_reasons", "the provider's word for why the answer ended"),
    ("gen_ai.usage.input_tokens", "tokens that the model read; of a turn, all of them"),
    ("gen_ai.usage.output_tokens", "tokens that the model wrote; of a turn, all of them"),
    ("server.address", "host that was asked"),
    ("server.port", "its port"),
    ("hera.turn.id", "id of the turn"),
    ("hera.turn.attempt", "how often the turn has been begun"),
    ("hera.turn.outcome", "how the turn ended; `left` when this attempt did not end it"),
    ("hera.turn.time_to_first_token_ms", "from the claim of the turn to the first text of its answer"),
    ("error.type", "the code of the error, if there was one"),
];

/// The fields of the log, each with its meaning. No field carries what a person or an agent said.
pub const FIELDS: &[(&str, &str)] = &[
    ("request", "id of the request, as in the answer's `x-request-id`"),
    ("session", "hash of the session's id, as `hera session-hash ID` prints it"),
    ("connection", "id of the socket"),
    ("turn", "id of the turn"),
    ("attempt", "how often the turn has been begun"),
    ("event", "id of an event"),
    ("outcome", "how a turn ended"),
    ("code", "close code of a socket, or code of an error frame"),
    ("limit", "the limit that was reached"),
    ("method", "method of the request"),
    ("route", "pattern of the request's path"),
    ("status", "status of the answer"),
    ("elapsed_ms", "how long it took"),
    ("count", "how many"),
    ("sessions", "how many sessions"),
    ("bytes", "how large"),
    ("address", "where hera listens, or who called"),
    ("committed", "whether a commit that seemed to fail has taken place"),
    ("path", "a file or directory of the store"),
    ("location", "the line of the program at which it panicked"),
    ("model", "the language model that was asked, as its provider calls it"),
    ("origin", "the page that a request says it comes from"),
    ("host", "the host that a request asks"),
    ("left_out", "what requests to a model are sent without, because its server refuses it"),
    ("error", "what went wrong"),
];

/// Models that are told apart by metrics, at most; those beyond are `other`.
const MODELS: usize = 32;

/// The label for a model. Those that hera is configured with are few, but an agent elsewhere may report any name, and
/// every name is a series that Prometheus keeps.
#[must_use]
pub fn model_label(model: &str) -> String {
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.contains(model) {
        return model.to_owned();
    }
    if model.is_empty() || model.len() > 64 || seen.len() >= MODELS {
        return "other".to_owned();
    }
    seen.insert(model.to_owned());
    model.to_owned()
}

/// Tells the recorder what each metric means.
pub fn describe() {
    for metric in METRICS {
        match metric.kind {
            Kind::Counter => describe_counter!(metric.name, metric.meaning),
            Kind::Gauge => describe_gauge!(metric.name, metric.meaning),
            Kind::Histogram => describe_histogram!(metric.name, metric.meaning),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_models_are_told_apart() {
        assert_eq!(model_label("gemini-2.5-flash"), "gemini-2.5-flash");
        assert_eq!((model_label(""), model_label(&"x".repeat(65))), ("other".to_owned(), "other".to_owned()));
        let labels = (0..2 * MODELS).map(|number| model_label(&format!("model-{number}")));
        assert!(labels.collect::<BTreeSet<_>>().len() <= MODELS + 1);
        assert_eq!(model_label("gemini-2.5-flash"), "gemini-2.5-flash", "who was there stays");
    }
}
