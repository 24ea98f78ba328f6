//! Whether the process lives, and whether it can take work.

use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::bus::{EventLog, Writes};
use crate::lifecycle::Lifecycle;
use crate::protocol::http::{Health, HealthStatus, WritesStatus};
use crate::protocol::problem::{MEDIA_TYPE, Problem};
use crate::telemetry::names;

/// How long the store may take to commit.
const STORE_TIMEOUT: Duration = Duration::from_secs(2);

/// How often the store is looked at, however many ask: a look costs it a commit.
const LOOK_EVERY: Duration = Duration::from_secs(1);

const OK: Json<Health> = Json(Health { status: HealthStatus::Ok, writes: None, detail: None });

/// Tells whether the process can take work. Cheap to clone.
#[derive(Clone)]
pub struct Readiness {
    /// Set when the process has started, which may take a while after a crash, or while what it needs is away.
    log: Arc<OnceLock<Arc<dyn EventLog>>>,
    /// What the last look at the store has told. Whoever asks while one is under way waits for it.
    seen: Arc<Mutex<Option<Look>>>,
    /// What a process that starts waits for, and why it has to.
    awaited: Arc<std::sync::Mutex<Option<String>>>,
    lifecycle: Lifecycle,
}

/// When the store was looked at, and whether it takes writes, or what is wrong with it.
struct Look {
    at: Instant,
    outcome: Result<Writes, String>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readiness").field("open", &self.log.get().is_some()).finish_non_exhaustive()
    }
}

impl Readiness {
    /// Of a process whose store is not open yet.
    #[must_use]
    pub fn new(lifecycle: Lifecycle) -> Self {
        Self { log: Arc::default(), seen: Arc::default(), awaited: Arc::default(), lifecycle }
    }

    /// The process cannot start yet: what it waits for, and why that is not there.
    pub fn wait_for(&self, awaited: String) {
        *self.awaited.lock().unwrap_or_else(PoisonError::into_inner) = Some(awaited);
    }

    /// The process has started: its store is open from now on.
    pub fn open(&self, log: Arc<dyn EventLog>) {
        // There is one store in a process; it is opened once.
        let _ = self.log.set(log);
    }

    /// Whether the store takes writes. One that does not can be read all the same: the process stays ready, so that pages
    /// are shown.
    ///
    /// # Errors
    /// Why the process takes no work, for people.
    pub async fn check(&self) -> Result<Writes, String> {
        if self.lifecycle.draining().is_cancelled() {
            return Err("the server is draining".into());
        }
        if self.lifecycle.is_leaving() {
            return Err("the server is about to drain".into());
        }
        let Some(log) = self.log.get() else {
            let awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner).clone();
            return Err(awaited.map_or_else(
                || "the server is starting: its store is not open yet".into(),
                |awaited| format!("the server is starting: it waits for {awaited}"),
            ));
        };
        let mut seen = self.seen.lock().await;
        if let Some(look) = seen.as_ref().filter(|look| look.at.elapsed() < LOOK_EVERY) {
            return look.outcome.clone();
        }
        let outcome = match tokio::time::timeout(STORE_TIMEOUT, log.ping()).await {
            Ok(pinged) => pinged.map_err(|error| error.to_string()),
            Err(_) => Err("the store does not answer".into()),
        };
        if let Ok(writes) = &outcome {
            metrics::gauge!(names::STORE_WRITES_REFUSED).set(if *writes == Writes::Taken { 0.0 } else { 1.0 });
        }
        *seen = Some(Look { at: Instant::now(), outcome: outcome.clone() });
        outcome
    }
}

/// The process answers, as the original application told it.
#[utoipa::path(get, path = "/api/health", tag = "operations", responses((status = 200, description = "It does", body = Health)))]
pub async fn health() -> Json<Health> {
    OK
}

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "operations", responses((status = 200, description = "It does", body = Health)))]
pub async fn live() -> Json<Health> {
    OK
}

/// The process takes work: it is not about to stop, and its store answers within two seconds.
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "operations",
    responses(
        (status = 200, description = "It does", body = Health),
        (status = 503, description = "It does not, and the problem says why", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn ready(State(readiness): State<Readiness>) -> Response {
    let detail = match readiness.check().await {
        Ok(writes) => {
            let (writes, detail) = match writes {
                Writes::Taken => (WritesStatus::Ok, None),
                Writes::Refused(why) => (WritesStatus::Refused, Some(why.to_string())),
            };
            return Json(Health { status: HealthStatus::Ok, writes: Some(writes), detail }).into_response();
        }
        Err(detail) => detail,
    };
    let problem = Problem::new(503, "not_ready", "Not ready", detail);
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, MEDIA_TYPE)], Json(problem)).into_response()
}
