//! Metrics for Prometheus, on a listener of their own, so that they need not be open to clients.

use std::convert::Infallible;
use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{names, process};

/// How often gathered measurements are folded together, so that they do not pile up while nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

/// There is one recorder in a process, however often hera is started in it.
static RECORDER: LazyLock<Result<PrometheusHandle, BuildError>> = LazyLock::new(|| {
    let seconds = Matcher::Suffix("_seconds".to_owned());
    let handle = PrometheusBuilder::new().set_buckets_for_metric(seconds, names::BUCKETS)?.install_recorder()?;
    names::describe();
    Ok(handle)
});

/// What has been measured. Without it nothing is: the `metrics` macros then do nothing.
#[derive(Debug, Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Begins to measure; fails when this process already measures by other means.
    pub fn install() -> Result<Self, &'static BuildError> {
        RECORDER.as_ref().map(|handle| Self(handle.clone()))
    }

    /// The page that Prometheus reads.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = self.0.render();
        page.push_str(&process::page());
        page
    }

    /// Answers `GET /metrics` on `listener` until `stop` fires.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) -> io::Result<()> {
        let router = Router::new().route("/metrics", get(answer)).with_state(self.clone());
        let served = axum::serve(listener, router);
        tokio::select! {
            ended = async { served.await } => ended,
            never = self.upkeep() => match never {},
            () = stop.cancelled() => Ok(()),
        }
    }

    async fn upkeep(&self) -> Infallible {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            self.0.run_upkeep();
        }
    }
}

async fn answer(State(metrics): State<Metrics>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.page())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_page_holds_what_was_measured() {
        let installed = Metrics::install().unwrap();
        metrics::counter!(names::SOCKET_CLOSES, "code" => "3008").increment(2);
        metrics::histogram!(names::COMMIT_SECONDS).record(0.000_2);
        assert!(Metrics::install().is_ok(), "hera may be started twice in a process");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = installed.serve(listener, stop.clone());
        let client = async {
            let answer = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
            assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
            let page = answer.text().await.unwrap();
            stop.cancel();
            page
        };
        let (ended, page) = tokio::join!(server, client);
        ended.unwrap();
        assert!(page.contains("hera_socket_closes_total{code=\"3008\"} 2"), "{page}");
        assert!(page.contains("hera_commit_seconds_bucket{le=\"0.00025\"} 1"), "{page}");
        assert!(page.contains("# HELP hera_commit_seconds Time of one commit of the store"), "{page}");
        assert!(page.contains("# TYPE process_resident_memory_bytes gauge"), "{page}");
    }

    #[test]
    fn names_are_well_formed_and_there_once() {
        let mut seen = std::collections::HashSet::new();
        for metric in names::METRICS {
            assert!(seen.insert(metric.name), "{} is there twice", metric.name);
            assert!(metric.name.starts_with("hera_") || metric.name.starts_with("process_"), "{}", metric.name);
            assert_eq!(metric.name.ends_with("_total"), metric.kind == names::Kind::Counter, "{}", metric.name);
            assert_eq!(metric.name.ends_with("_seconds"), metric.kind == names::Kind::Histogram, "{}", metric.name);
        }
    }
}
