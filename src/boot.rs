//! The only place that names concrete backends: builds a role from the configuration and runs it.

use anyhow::Context;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::lifecycle::{self, Lifecycle};
use crate::telemetry::Metrics;

/// Runs everything in one process until it is asked to end.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let lifecycle = Lifecycle::default();
    let ended = lifecycle::on_signals(lifecycle.clone(), config.drain).context("catching signals")?;
    if let Some(address) = config.telemetry.metrics {
        let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
        let served = Metrics::install()?.serve(listener, lifecycle.draining().clone());
        lifecycle.spawn(async move {
            if let Err(error) = served.await {
                tracing::error!(%error, "metrics are no longer served");
            }
        });
    }
    ended.await;
    Ok(())
}
