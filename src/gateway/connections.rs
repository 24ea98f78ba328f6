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
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
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
/// Connections beside the sockets: requests, and sockets that are told why they may not come in.
const BESIDE_SOCKETS: usize = 1024;
/// How long to wait for others to close when no more connections can be taken.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Open connections of any kind, at most. Each costs memory and a descriptor before anything is known of it, so
    /// this comes before all limits of requests: who comes when all are taken waits in the listener's backlog, unseen.
    connections: usize,
    /// How long a write may wait for its client.
    patience: Duration,
}

impl From<&Settings> for Bounds {
    fn from(settings: &Settings) -> Self {
        let connections = settings.sockets.saturating_add(BESIDE_SOCKETS).min(Semaphore::MAX_PERMITS);
        Self { connections, patience: settings.write_timeout + GRACE }
    }
}

/// Serves everybody who connects until the process drains. The end of the process waits for every request that has
/// been begun by then, unless it is told to stop.
pub async fn serve(listener: TcpListener, app: Router, lifecycle: Lifecycle, bounds: Bounds) {
    let draining = lifecycle.draining().clone();
    let places = Arc::new(Semaphore::new(bounds.connections));
    let mut full = false;
    while let Some(Some(place)) = draining.run_until_cancelled(place(&places, &mut full)).await
        && let Some(taken) = draining.run_until_cancelled(listener.accept()).await
    {
        match taken {
            Ok((stream, peer)) => {
                // A small frame goes out when it is written, not when the next one comes.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection waits to fill its packets");
                }
                let line = Line::new(stream, bounds.patience, place);
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

/// A place for one more connection, when there is one.
async fn place(places: &Arc<Semaphore>, full: &mut bool) -> Option<OwnedSemaphorePermit> {
    let was_full = std::mem::replace(full, places.available_permits() == 0);
    if *full && !was_full {
        tracing::warn!("as many connections are open as may be: new ones wait");
    }
    Arc::clone(places).acquire_owned().await.ok()
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
    use std::sync::atomic::AtomicUsize;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::Instant;

    use super::*;

    /// A served app, and a connection to it.
    async fn served(app: Router, connections: usize) -> (TcpStream, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lifecycle = Lifecycle::default();
        lifecycle.spawn(serve(listener, app, lifecycle.clone(), Bounds { connections, patience: HEAD }));
        (TcpStream::connect(address).await.unwrap(), address)
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_request_is_not_waited_for() {
        let (mut stream, _) = served(Router::new(), 1).await;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: hera\r\n").await.unwrap();
        let begun = Instant::now();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!((HEAD..2 * HEAD).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_waits_for_one() {
        async fn ask(stream: &mut TcpStream) {
            stream.write_all(b"GET / HTTP/1.1\r\nhost: hera\r\n\r\n").await.unwrap();
        }
        async fn number(stream: &mut TcpStream) -> usize {
            let mut answer = Vec::new();
            while !answer.ends_with(b"!") {
                answer.push(stream.read_u8().await.unwrap());
            }
            let answer = String::from_utf8(answer).unwrap();
            answer.trim_end_matches('!').rsplit('\n').next().unwrap().parse().unwrap()
        }
        let asked = Arc::new(AtomicUsize::new(0));
        let app =
            Router::new().route("/", get(|| async move { format!("{}!", asked.fetch_add(1, Ordering::Relaxed)) }));
        let (mut first, address) = served(app, 1).await;
        ask(&mut first).await;
        assert_eq!(number(&mut first).await, 0);
        let mut second = TcpStream::connect(address).await.unwrap();
        ask(&mut second).await;
        for expected in 1..=100 {
            ask(&mut first).await;
            assert_eq!(number(&mut first).await, expected, "the second was let in");
        }
        drop(first);
        assert_eq!(number(&mut second).await, 101);
    }
}
