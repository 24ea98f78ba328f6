//! The only place that names concrete backends: builds a role from the configuration and runs it.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::agent::Agent;
use crate::agent::hera::Hera;
use crate::agent::load::Load;
use crate::agent::pace::Pace;
use crate::agent::worker::Worker;
use crate::cli;
use crate::config::{AgentName, Config};
use crate::domain::{Clock, SystemClock};
use crate::embedded::Embedded;
use crate::gateway::{self, Gateway, Seats};
use crate::lifecycle::{self, Lifecycle};
use crate::telemetry::Metrics;

/// Runs everything in one process until it is asked to end.
///
/// # Errors
/// When an address cannot be listened on, or the store cannot be opened.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let lifecycle = Lifecycle::default();
    let ended = lifecycle::on_signals(lifecycle.clone(), config.drain).context("catching signals")?;
    if let Some(address) = config.telemetry.metrics {
        serve_metrics(address, &lifecycle).await?;
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = Embedded::open(config.store.clone(), Arc::clone(&clock), lifecycle.clone()).await?;
    let listener = listen(config.gateway.listen, "PORT").await?;
    let address = listener.local_addr()?;
    let worker = Arc::new(Worker {
        log: Arc::new(store.clone()),
        turns: Arc::new(store.clone()),
        sessions: Arc::new(store.clone()),
        clock: Arc::clone(&clock),
        agent: agent(&config, &clock),
        lifecycle: lifecycle.clone(),
        settings: config.worker.clone(),
    });
    lifecycle.spawn(worker.run());
    let gateway = Gateway {
        log: Arc::new(store.clone()),
        turns: Arc::new(store.clone()),
        sessions: Arc::new(store.clone()),
        lifecycle: lifecycle.clone(),
        seats: Seats::new(&config.gateway),
        settings: Arc::new(config.gateway),
    };
    let bounds = gateway.settings.as_ref().into();
    lifecycle.spawn(gateway::connections::serve(listener, gateway::router(gateway), lifecycle.clone(), bounds));
    cli::announce(address)?;
    ended.await;
    store.close().await;
    Ok(())
}

async fn listen(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| format!("cannot listen on {address}; {setting} sets another address"))
}

async fn serve_metrics(address: SocketAddr, lifecycle: &Lifecycle) -> anyhow::Result<()> {
    let listener = listen(address, "METRICS_ADDR").await?;
    let served = Metrics::install()?.serve(listener, lifecycle.draining().clone());
    lifecycle.spawn(async move {
        if let Err(error) = served.await {
            tracing::error!(%error, "metrics are no longer served");
        }
    });
    Ok(())
}

/// Who answers.
fn agent(config: &Config, clock: &Arc<dyn Clock>) -> Arc<dyn Agent> {
    match config.agent {
        AgentName::Hera => Arc::new(Hera { pace: Pace { between_words: config.reply_pace } }),
        AgentName::Load => Arc::new(Load::new(Arc::clone(clock))),
    }
}
