//! Metrics for Prometheus.

use std::convert::Infallible;
use std::sync::LazyLock;
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use super::{names, process};

/// How often gathered measurements are folded together, so that they do not pile up while nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

/// There is one recorder in a process, however often hera is started in it.
static RECORDER: LazyLock<Result<PrometheusHandle, BuildError>> = LazyLock::new(|| {
    // A whole name counts before a beginning, and that before an end.
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), names::BUCKETS)?
        .set_buckets_for_metric(Matcher::Prefix("hera_turn_".to_owned()), names::ANSWER_BUCKETS)?
        .set_buckets_for_metric(Matcher::Prefix("gen_ai_".to_owned()), names::ANSWER_BUCKETS)?
        .set_buckets_for_metric(Matcher::Full(names::MODEL_TOKENS.to_owned()), names::TOKEN_BUCKETS)?
        .install_recorder()?;
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

    /// Folds together what has been gathered, again and again.
    pub async fn upkeep(&self) -> Infallible {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            self.0.run_upkeep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_well_formed_and_there_once() {
        let mut seen = std::collections::HashSet::new();
        for metric in names::METRICS {
            assert!(seen.insert(metric.name), "{} is there twice", metric.name);
            let begins = ["hera_", "process_", "gen_ai_"].iter().any(|prefix| metric.name.starts_with(prefix));
            assert!(begins, "{}", metric.name);
            assert_eq!(metric.name.ends_with("_total"), metric.kind == names::Kind::Counter, "{}", metric.name);
            let measures = metric.name.ends_with("_seconds") || metric.name == names::MODEL_TOKENS;
            assert_eq!(measures, metric.kind == names::Kind::Histogram, "{}", metric.name);
        }
    }
}
