//! The names of metrics and of log fields, each with its meaning. Labels have few values: never a session, an
//! address or a text.

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
/// Messages accepted, repetitions left out.
pub const MESSAGES_ACCEPTED: &str = "hera_messages_accepted_total";
/// Events appended to logs.
pub const EVENTS_APPENDED: &str = "hera_events_appended_total";
/// Bytes of what other processes have published in Redis for sessions that are followed here.
pub const HEARD_BYTES: &str = "hera_heard_bytes_total";
/// Time of one commit of the store.
pub const COMMIT_SECONDS: &str = "hera_commit_seconds";
/// Frames answered with an error; label `code`.
pub const FRAMES_REFUSED: &str = "hera_frames_refused_total";
/// Frames and requests refused because there were too many; label `limit`.
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
    metric(MESSAGES_ACCEPTED, Kind::Counter, &[], "Messages accepted, repetitions left out"),
    metric(EVENTS_APPENDED, Kind::Counter, &[], "Events appended to the logs of sessions"),
    metric(
        HEARD_BYTES,
        Kind::Counter,
        &[],
        "Bytes heard from Redis of what is published in sessions that are followed here",
    ),
    metric(COMMIT_SECONDS, Kind::Histogram, &[], "Time of one commit of the store"),
    metric(FRAMES_REFUSED, Kind::Counter, &["code"], "Frames answered with an error, by its code"),
    metric(RATE_LIMITED, Kind::Counter, &["limit"], "Frames and requests refused for coming too fast, by limit"),
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

/// The fields of the log, each with its meaning. No field carries what a person or an agent said.
pub const FIELDS: &[(&str, &str)] = &[
    ("request", "id of the request, as in the answer's `x-request-id`"),
    ("session", "id of the session"),
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
    ("error", "what went wrong"),
];

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
