//! What operators ask a process, whatever its role: whether it lives, whether it can take work, what it has measured.
//! On a listener of its own (`METRICS_ADDR`), so that none of it need be open to clients.

pub mod health;
pub mod hosts;
pub mod probe;

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

pub use health::Readiness;
pub use hosts::Hosts;

use crate::telemetry::Metrics;

/// Answers for as long as it is polled: also while the process drains, which is when operators look.
pub async fn serve(listener: TcpListener, metrics: Metrics, readiness: Readiness, hosts: Hosts) -> Infallible {
    let measured = get(page).with_state((metrics.clone(), readiness.clone())).layer(from_fn_with_state(hosts, check));
    let router = health_checks(readiness).route("/metrics", measured);
    tokio::join!(answer(listener, router), metrics.upkeep()).1
}

/// Answers health checks alone, where others than operators may come in.
pub async fn serve_health(listener: TcpListener, readiness: Readiness) -> Infallible {
    answer(listener, health_checks(readiness)).await;
    std::future::pending().await
}

async fn answer(listener: TcpListener, router: Router) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    if let Err(error) = axum::serve(listener, service).await {
        tracing::error!(%error, "operators are no longer answered");
    }
}

fn health_checks(readiness: Readiness) -> Router {
    Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(readiness)
}

/// Refuses what is for another host. Health checks are always answered.
async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    match hosts.check(&request) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    }
}

/// What has been measured. Whether the store takes writes is looked at for it, as for a health check: nobody else may ask.
async fn page(State((metrics, readiness)): State<(Metrics, Readiness)>) -> impl IntoResponse {
    let _ = readiness.check().await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.page())
}

#[cfg(test)]
mod tests {
    use crate::lifecycle::Lifecycle;
    use crate::telemetry::names;

    use super::*;

    #[tokio::test]
    async fn operators_are_answered_before_the_store_is_open() {
        let installed = Metrics::install().unwrap();
        metrics::counter!(names::SOCKET_CLOSES, "code" => "3008").increment(2);
        metrics::histogram!(names::COMMIT_SECONDS).record(0.000_2);
        assert!(Metrics::install().is_ok(), "hera may be started twice in a process");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let hosts = Hosts::of_listener(address.ip(), &[], &[], &[]);
        let asking = async {
            let answer = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
            assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
            let page = answer.text().await.unwrap();
            let live = reqwest::get(format!("http://{address}/health/live")).await.unwrap();
            assert_eq!(live.status(), 200);
            let ready = reqwest::get(format!("http://{address}/health/ready")).await.unwrap();
            assert_eq!(ready.status(), 503);
            assert!(ready.text().await.unwrap().contains("is starting"));
            page
        };
        let page = tokio::select! {
            page = asking => page,
            never = serve(listener, installed, Readiness::new(Lifecycle::default()), hosts) => match never {},
        };
        assert!(page.contains("hera_socket_closes_total{code=\"3008\"} 2"), "{page}");
        assert!(page.contains("hera_commit_seconds_bucket{le=\"0.00025\"} 1"), "{page}");
        assert!(page.contains("# HELP hera_commit_seconds Time of one commit of the store"), "{page}");
        assert!(page.contains("# TYPE process_resident_memory_bytes gauge"), "{page}");
    }
}
