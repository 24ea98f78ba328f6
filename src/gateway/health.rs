//! Whether the process lives, and whether it can take work.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Gateway;
use crate::protocol::http::{Health, HealthStatus};
use crate::protocol::problem::{MEDIA_TYPE, Problem};

/// How long the store may take to commit.
const STORE_TIMEOUT: Duration = Duration::from_secs(2);

const OK: Json<Health> = Json(Health { status: HealthStatus::Ok });

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

/// The process takes work: it is not about to stop, and its store commits within two seconds.
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
pub async fn ready(State(gateway): State<Gateway>) -> Response {
    if gateway.lifecycle.draining().is_cancelled() {
        return not_ready("the server is draining".into());
    }
    match tokio::time::timeout(STORE_TIMEOUT, gateway.log.ping()).await {
        Ok(Ok(())) => OK.into_response(),
        Ok(Err(error)) => not_ready(error.to_string()),
        Err(_) => not_ready("the store does not answer".into()),
    }
}

fn not_ready(detail: String) -> Response {
    let problem = Problem::new(503, "not_ready", "Not ready", detail);
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, MEDIA_TYPE)], Json(problem)).into_response()
}
