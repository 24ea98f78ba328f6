//! What those are told for whom there is no connection: before their request is read, so that it costs next to nothing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::gateway::seats::NoSeat;
use crate::lifecycle::Lifecycle;
use crate::protocol::problem::{MEDIA_TYPE, Problem};
use crate::telemetry::names;

/// Refusals under way; whoever comes beyond them is dropped without a word.
const AT_ONCE: usize = 64;
/// How long the beginning of a request is waited for: an answer that comes before it confuses clients. Who says nothing
/// is told all the same, and not waited for any longer.
const ASKING: Duration = Duration::from_millis(50);
/// How long a refused client may take to hear why. A connection that is closed with unread input would lose the answer on
/// its way, so what comes is read until the client is done.
const HEARING: Duration = Duration::from_secs(1);
/// What is read of a refused request, at most.
const UNWANTED: u64 = 64 * 1024;
/// How often the log tells that connections are refused.
const TOLD_EVERY: Duration = Duration::from_mins(1);

/// Those who are being refused.
#[derive(Debug)]
pub struct Refusals {
    under_way: Arc<Semaphore>,
    told: Mutex<Option<Instant>>,
}

impl Default for Refusals {
    fn default() -> Self {
        Self { under_way: Arc::new(Semaphore::new(AT_ONCE)), told: Mutex::new(None) }
    }
}

impl Refusals {
    /// Tells the client why it is not served.
    pub fn refuse(&self, stream: TcpStream, peer: SocketAddr, full: NoSeat, lifecycle: &Lifecycle) {
        let limit = if full == NoSeat::Address { "connections_per_address" } else { "connections" };
        metrics::counter!(names::RATE_LIMITED, "limit" => limit).increment(1);
        if self.is_to_be_told() {
            let reason = full.reason();
            tracing::warn!(address = %peer.ip(), limit, "connections are refused: {reason}");
        }
        if let Ok(permit) = Arc::clone(&self.under_way).try_acquire_owned() {
            lifecycle.spawn(async move {
                // Who does not take the answer goes without.
                let _ = tokio::time::timeout(HEARING, tell(stream, full)).await;
                drop(permit);
            });
        }
    }

    fn is_to_be_told(&self) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = told.is_none_or(|last| now.duration_since(last) >= TOLD_EVERY);
        if due {
            *told = Some(now);
        }
        due
    }
}

async fn tell(mut stream: TcpStream, full: NoSeat) -> std::io::Result<()> {
    let asked = tokio::time::timeout(ASKING, stream.readable()).await.is_ok();
    stream.write_all(&answer(full)).await?;
    stream.shutdown().await?;
    if !asked {
        return Ok(());
    }
    tokio::io::copy(&mut (&mut stream).take(UNWANTED), &mut tokio::io::sink()).await?;
    Ok(())
}

fn answer(full: NoSeat) -> Vec<u8> {
    let problem = Problem::new(503, "too_many_connections", "Too many connections", full.reason().into());
    let body = serde_json::to_string(&problem).unwrap_or_default();
    format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {}\r\nretry-after: 5\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
