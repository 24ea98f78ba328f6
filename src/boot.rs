//! The only place that names concrete backends: builds a role from the configuration and runs it.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::agent::Agent;
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
    serve_metrics(&config, &lifecycle).await?;
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
        settings: config.worker,
    });
    lifecycle.spawn(worker.run());
    let gateway = Gateway {
        log: Arc::new(store.clone()),
        turns: Arc::new(store.clone()),
        sessions: Arc::new(store.clone()),
        clock,
        lifecycle: lifecycle.clone(),
        seats: Seats::new(&config.gateway),
        settings: Arc::new(config.gateway),
    };
    let app = gateway::router(gateway).into_make_service_with_connect_info::<SocketAddr>();
    let draining = lifecycle.draining().clone();
    let serving = axum::serve(ListenerExt::tap_io(listener, no_delay), app)
        .with_graceful_shutdown(async move { draining.cancelled().await });
    lifecycle.spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the gateway no longer listens");
        }
    });
    cli::print(&format!("hera is ready: open {}\n", cli::address_to_open(address)))?;
    ended.await;
    store.close().await;
    Ok(())
}

/// Who answers.
fn agent(config: &Config, clock: &Arc<dyn Clock>) -> Arc<dyn Agent> {
    match config.agent {
        AgentName::Hera => Arc::new(crate::agent::hera::Hera::new(config.reply_pace)),
        AgentName::Load => Arc::new(crate::agent::load::Load::new(Arc::clone(clock))),
    }
}
