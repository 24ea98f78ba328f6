//! Connections: taken from the listener, served, and let go when the process drains.
//!
//! axum's own loop waits for ever for the rest of a request; here a head has its time, and a connection that has
//! asked for nothing yet does not hold up the end of the process.

mod line;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use self::line::Line;
use super::Settings;
use crate::lifecycle::Lifecycle;

/// How long the head of a request may take, and how long a connection may rest between two requests.
const HEAD: Duration = Duration::from_secs(30);
/// How long an answer may still take when the process is told to stop at once: time to hear its end, if the line is
/// free.
const PARTING: Duration = Duration::from_millis(200);
/// How much longer than a write to a socket any write may wait: a socket that is not read is told why before its line
/// is cut.
const GRACE: Duration = Duration::from_secs(3);
/// How long to wait for others to close when no more connections can be taken.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How long a write may wait for its client.
    patience: Duration,
}

impl From<&Settings> for Bounds {
    fn from(settings: &Settings) -> Self {
        Self { patience: settings.write_timeout + GRACE }
    }
}

/// Serves everybody who connects until the process drains. The end of the process waits for every request that has
/// been begun by then.
pub async fn serve(listener: TcpListener, app: Router, lifecycle: Lifecycle, bounds: Bounds) {
    let draining = lifecycle.draining().clone();
    while let Some(taken) = draining.run_until_cancelled(listener.accept()).await {
        match taken {
            Ok((stream, peer)) => {
                // A small frame goes out when it is written, not when the next one comes.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection waits to fill its packets");
                }
                let line = Line::new(stream, bounds.patience);
                lifecycle.spawn(connection(line, peer, app.clone(), lifecycle.clone()));
            }
            Err(error) if is_of_one(&error) => tracing::debug!(%error, "a connection was gone before it was taken"),
            Err(error) => {
                tracing::error!(%error, "no more connections can be taken for now");
                draining.run_until_cancelled(tokio::time::sleep(EXHAUSTED)).await;
            }
        }
    }
}

/// Whether only one connection is concerned, and the next one may be taken at once.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn connection(line: Line<TcpStream>, peer: SocketAddr, app: Router, lifecycle: Lifecycle) {
    let asked = Arc::new(AtomicBool::new(false));
    let service = service_fn({
        let asked = Arc::clone(&asked);
        move |request| {
            asked.store(true, Ordering::Relaxed);
            answer(app.clone(), peer, request)
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    let mut serving = std::pin::pin!(serving);
    // How a connection ends is its client's affair: what is wrong with a request has been answered and logged.
    let _ = tokio::select! {
        ended = &mut serving => ended,
        () = lifecycle.draining().cancelled() => {
            if !asked.load(Ordering::Relaxed) {
                return;
            }
            serving.as_mut().graceful_shutdown();
            tokio::select! {
                ended = serving => ended,
                // Who does not read what it has asked for would be waited for without end.
                () = stopped(lifecycle.stopping()) => return,
            }
        }
    };
}

/// The process has been told to stop, and what ends by itself then has had the time to.
async fn stopped(stopping: &CancellationToken) {
    stopping.cancelled().await;
    tokio::time::sleep(PARTING).await;
}

async fn answer(app: Router, peer: SocketAddr, request: Request<Incoming>) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    app.oneshot(request).await
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn half_a_request_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lifecycle = Lifecycle::default();
        let bounds = Bounds { patience: HEAD };
        lifecycle.spawn(serve(listener, Router::new(), lifecycle.clone(), bounds));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: hera\r\n").await.unwrap();
        let begun = Instant::now();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!((HEAD..2 * HEAD).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }
}
