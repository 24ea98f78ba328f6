//! Connections: taken from the listener, served, and let go when the process drains.
//!
//! axum's own loop waits for ever for the rest of a request; here a head has its time, and a connection that has
//! asked for nothing yet does not hold up the end of the process.

mod line;
mod refusal;
mod rest;
mod resting;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, header};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use self::line::Line;
use self::refusal::Refusals;
use self::rest::{Rest, Returning};
use self::resting::{Resting, Visit};
use super::Settings;
use super::address::{self, Network};
use super::seats::NoSeat;
use super::shares::{Share, Shares};
use crate::lifecycle::Lifecycle;
use crate::operations::hosts::is_proxy;

/// How long the head of a request may take, and how long a connection may rest between two requests.
const HEAD: Duration = Duration::from_secs(30);
/// The head of a request, at most: in bytes, which is what a connection keeps for reading, and in headers.
const HEAD_BYTES: usize = 16 * 1024;
const HEADERS: usize = 64;
/// How long an answer may still take when the process is told to stop at once: time to hear its end, if the line is
/// free.
const PARTING: Duration = Duration::from_millis(200);
/// How much longer than a write to a socket any write may wait: a socket that is not read is told why before its line
/// is cut.
const GRACE: Duration = Duration::from_secs(3);
/// Connections beside the sockets: requests, and sockets that are told why they may not come in.
const BESIDE_SOCKETS: usize = 1024;
/// Descriptors that connections leave free: for the store, the pictures, Redis, models, and for refusing.
const RESERVE: usize = 256;
/// How long to wait for others to close when no more connections can be taken.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Open connections of any kind, at most. Each costs memory and a descriptor before anything is known of it, so
    /// this comes before all limits of requests. Who comes when all are taken gets the place of one that asks for nothing, or
    /// is told so.
    connections: usize,
    /// The same of one address; 0: any number.
    of_address: usize,
    /// How long a write may wait for its client.
    patience: Duration,
    /// Bytes that are thrown away of a body that was answered before its end.
    rest: u64,
}

impl Bounds {
    /// What the settings allow to a process that may have so many descriptors, and where a picture may have so many bytes.
    /// One address has no more than half of the connections.
    #[must_use]
    pub fn new(settings: &Settings, picture_bytes: u64, descriptors: usize) -> Self {
        let (connections, of_address) = within(settings.sockets, settings.connections_per_address, descriptors);
        if connections < settings.sockets {
            tracing::warn!(
                limit = connections,
                "fewer connections can be open than SOCKETS allows: the system gives too few descriptors (ulimit -n)"
            );
        }
        Self { connections, of_address, patience: settings.write_timeout + GRACE, rest: rest::most(picture_bytes) }
    }
}

/// How many connections there may be, in all and of one address, beside what else needs descriptors.
fn within(sockets: usize, of_address: usize, descriptors: usize) -> (usize, usize) {
    let wanted = sockets.saturating_add(BESIDE_SOCKETS).min(Semaphore::MAX_PERMITS);
    let connections = wanted.min(descriptors - RESERVE.min(descriptors / 2)).max(1);
    (connections, of_address.min((connections / 2).max(1)))
}

/// What a connection holds while it is open.
#[derive(Debug)]
pub struct Place {
    /// Has the place among all.
    visit: Arc<Visit>,
    /// Not counted for proxies of one's own, whose connections are those of many.
    #[expect(dead_code, reason = "held until the place is dropped")]
    of_address: Option<Share<Network>>,
}

/// Who comes in.
struct Door {
    places: Arc<Semaphore>,
    resting: Arc<Resting>,
    addresses: Arc<Shares<Network>>,
    trusted_proxies: Vec<IpNet>,
    refusals: Refusals,
}

/// Serves everybody who connects until the process drains. The end of the process waits for every request that has
/// been begun by then, unless it is told to stop.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    lifecycle: Lifecycle,
    bounds: Bounds,
    trusted_proxies: Vec<IpNet>,
) {
    let draining = lifecycle.draining().clone();
    let places = Arc::new(Semaphore::new(bounds.connections));
    let addresses = Shares::new(bounds.of_address);
    let resting = Arc::default();
    let door = Door { places, resting, addresses, trusted_proxies, refusals: Refusals::default() };
    while let Some(taken) = draining.run_until_cancelled(listener.accept()).await {
        match taken {
            Ok((stream, peer)) => match door.place(peer) {
                Ok(place) => {
                    // A small frame goes out when it is written, not when the next one comes.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "a connection waits to fill its packets");
                    }
                    let visit = Arc::clone(&place.visit);
                    let line = Line::new(stream, bounds.patience, place);
                    lifecycle.spawn(connection(line, visit, peer, bounds.rest, app.clone(), lifecycle.clone()));
                }
                Err(full) => door.refusals.refuse(stream, peer, full, &lifecycle),
            },
            Err(error) if is_of_one(&error) => tracing::debug!(%error, "a connection was gone before it was taken"),
            Err(error) => {
                tracing::error!(%error, "no more connections can be taken for now");
                draining.run_until_cancelled(tokio::time::sleep(EXHAUSTED)).await;
            }
        }
    }
}

impl Door {
    /// A place for one more connection of that peer.
    fn place(&self, peer: SocketAddr) -> Result<Place, NoSeat> {
        let counted = !is_proxy(peer.ip(), &self.trusted_proxies);
        let share = || self.addresses.take(address::network(peer.ip()), 1).ok_or(NoSeat::Address);
        let of_address = counted.then(share).transpose()?;
        let free = Arc::clone(&self.places).try_acquire_owned().ok();
        let of_all = free.or_else(|| self.resting.displace()).ok_or(NoSeat::Server)?;
        Ok(Place { visit: Visit::new(&self.resting, of_all), of_address })
    }
}

/// Whether only one connection is concerned, and the next one may be taken at once.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn connection(
    line: Line<TcpStream>,
    visit: Arc<Visit>,
    peer: SocketAddr,
    rest: u64,
    app: Router,
    lifecycle: Lifecycle,
) {
    let asked = Arc::new(AtomicBool::new(false));
    let service = service_fn({
        let (asked, visit, lifecycle) = (Arc::clone(&asked), Arc::clone(&visit), lifecycle.clone());
        move |request: Request<Incoming>| {
            asked.store(true, Ordering::Relaxed);
            visit.asks();
            answer(app.clone(), Arc::clone(&visit), peer, request, rest, lifecycle.clone())
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        // Who has closed its side may wait for the answer all the same (`nc -N`). Who has gone altogether looks alike, and is
        // found out by the next write to it.
        .half_close(true)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    let mut serving = std::pin::pin!(serving);
    // How a connection ends is its client's affair: what is wrong with a request has been answered and logged.
    let _ = tokio::select! {
        ended = &mut serving => ended,
        // Somebody else has been given its place.
        () = visit.let_go() => return,
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

/// What the app answers. What it has not read of the body is read while the answer goes out, and up to so many bytes.
async fn answer(
    app: Router,
    visit: Arc<Visit>,
    peer: SocketAddr,
    request: Request<Incoming>,
    most: u64,
    lifecycle: Lifecycle,
) -> Result<Response, Infallible> {
    let (parts, body) = request.into_parts();
    let (body, rest) = if body.is_end_stream() {
        (Body::empty(), None)
    } else {
        let (body, rest) = Returning::new(body, parts.headers.contains_key(header::EXPECT));
        (Body::new(body), Some(rest))
    };
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = app.oneshot(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // What comes after an upgrade is no body, and does not rest.
        return Ok(response);
    }
    if let Some(left) = rest.and_then(Rest::left) {
        lifecycle.spawn_until_stopped(rest::discard(left, most));
    }
    Ok(visit.answers(response))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use futures::StreamExt as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::Instant;

    use super::*;

    /// A served app, and a connection to it.
    async fn served(connections: usize, trusted_proxies: Vec<IpNet>) -> (TcpStream, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lifecycle = Lifecycle::default();
        let bounds = Bounds { connections, of_address: connections / 2, patience: HEAD, rest: rest::most(0) };
        let app = Router::new().route("/", get(|| async { "here" })).route("/without-end", get(without_end));
        lifecycle.spawn(serve(listener, app, lifecycle.clone(), bounds, trusted_proxies));
        (TcpStream::connect(address).await.unwrap(), address)
    }

    /// An answer that goes on for ever.
    async fn without_end() -> Body {
        let first = futures::stream::once(async { Ok::<_, Infallible>("here") });
        Body::from_stream(first.chain(futures::stream::pending()))
    }

    /// A further connection, from the given address of this machine.
    async fn from(source: [u8; 4], address: SocketAddr) -> TcpStream {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((source, 0).into()).unwrap();
        socket.connect(address).await.unwrap()
    }

    /// What is answered to a request, of which the connection is the only one.
    async fn ask(mut stream: TcpStream) -> String {
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: hera\r\nconnection: close\r\n\r\n").await;
        let mut answer = String::new();
        // Of many who are refused at once, some are cut off.
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_request_is_not_waited_for() {
        let (mut stream, _) = served(2, Vec::new()).await;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: hera\r\n").await.unwrap();
        let begun = Instant::now();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!((HEAD..2 * HEAD).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }

    #[tokio::test]
    async fn an_address_has_so_many_connections_and_others_come_in() {
        let (first, address) = served(4, Vec::new()).await;
        let _second = from([127, 0, 0, 1], address).await;
        let refused = ask(from([127, 0, 0, 1], address).await).await;
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("\r\nretry-after: ") && refused.contains("TRUSTED_PROXIES"), "{refused}");
        assert!(ask(from([127, 0, 0, 2], address).await).await.ends_with("here"));
        drop(first);
        // The server learns a moment later that it has gone.
        while !ask(from([127, 0, 0, 1], address).await).await.ends_with("here") {
            tokio::task::yield_now().await;
        }
    }

    /// Says so much of a request, and reads the beginnings of so many answers.
    async fn says(mut stream: TcpStream, words: &str, answers: usize) -> TcpStream {
        stream.write_all(words.as_bytes()).await.unwrap();
        let mut told = String::new();
        while told.matches("here").count() < answers {
            told.push(char::from(stream.read_u8().await.unwrap()));
        }
        stream
    }

    const REQUEST: &str = "GET / HTTP/1.1\r\nhost: hera\r\n\r\n";
    const UNDER_WAY: &str = "GET /without-end HTTP/1.1\r\nhost: hera\r\n\r\n";

    #[tokio::test]
    async fn who_rests_longest_makes_room_when_all_places_are_taken() {
        let (first, address) = served(4, Vec::new()).await;
        // One that says nothing, one that has not said all, and one that has asked and rests.
        let mut resting = [
            first,
            says(from([127, 0, 0, 1], address).await, "GET / HTTP/1.1\r\nhost:", 0).await,
            says(from([127, 0, 0, 2], address).await, REQUEST, 1).await,
        ];
        let asking = says(from([127, 0, 0, 2], address).await, UNDER_WAY, 1).await;
        let mut come = vec![asking];
        for (one, source) in resting.iter_mut().zip([3, 3, 4]) {
            come.push(says(from([127, 0, 0, source], address).await, UNDER_WAY, 1).await);
            assert_eq!(one.read(&mut [0]).await.unwrap_or_default(), 0, "it is let go");
        }
        let refused = ask(from([127, 0, 0, 4], address).await).await;
        assert!(refused.starts_with("HTTP/1.1 503 "), "all ask for something: {refused}");
    }

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_is_told_so() {
        let (first, address) = served(4, Vec::new()).await;
        let mut asking = vec![says(first, UNDER_WAY, 1).await];
        for source in [1, 2, 2] {
            asking.push(says(from([127, 0, 0, source], address).await, UNDER_WAY, 1).await);
        }
        let refused = ask(from([127, 0, 0, 3], address).await).await;
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("too many connections are open"), "{refused}");
    }

    #[tokio::test]
    async fn the_connections_of_a_proxy_of_ones_own_are_not_counted() {
        let (_first, address) = served(4, vec!["127.0.0.0/30".parse().unwrap()]).await;
        let _more = [from([127, 0, 0, 1], address).await, from([127, 0, 0, 1], address).await];
        assert!(ask(from([127, 0, 0, 1], address).await).await.ends_with("here"));
    }

    #[tokio::test]
    async fn a_head_is_so_large_and_no_larger() {
        let (_first, address) = served(8, Vec::new()).await;
        let head = |bytes: usize, headers: usize| {
            let few: String = (3..headers).map(|number| ["x-", &number.to_string(), ": y\r\n"].concat()).collect();
            let head = format!("GET / HTTP/1.1\r\nhost: hera\r\nconnection: close\r\n{few}x-long: ");
            let long = "y".repeat(bytes.saturating_sub(head.len() + 4));
            format!("{head}{long}\r\n\r\n")
        };
        for (head, status) in [
            (head(HEAD_BYTES - 1000, 3), "200"),
            (head(HEAD_BYTES + 1000, 3), "431"),
            (head(500_000, 3), "431"),
            (head(0, HEADERS), "200"),
            (head(0, HEADERS + 1), "431"),
        ] {
            let mut stream = from([127, 0, 0, 2], address).await;
            // The server may close in the middle of it.
            let _ = stream.write_all(head.as_bytes()).await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            let answer = String::from_utf8_lossy(&answer);
            // What comes after a refused head can cut its answer off.
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")) || status == "431" && answer.is_empty(),
                "{answer}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_does_not_wait_for_the_rest_of_a_body_and_its_connection_not_for_long() {
        let (mut silent, _) = served(8, Vec::new()).await;
        let begun = Instant::now();
        let head = b"GET / HTTP/1.1\r\nhost: hera\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\nx";
        silent.write_all(head).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"here") {
            answer.push(silent.read_u8().await.unwrap());
        }
        assert!(begun.elapsed() < rest::PAUSE, "the answer waits for the rest: {:?}", begun.elapsed());
        assert_eq!(silent.read(&mut [0]).await.unwrap(), 0);
        assert!((rest::PAUSE..rest::PAUSE * 2).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    }

    #[test]
    fn connections_leave_descriptors_free() {
        assert_eq!(within(20_000, 1024, 1_000_000), (21_024, 1024));
        assert_eq!(within(20_000, 1024, 1024), (768, 384));
        assert_eq!(within(20_000, 1024, 256), (128, 64));
        assert_eq!(within(20_000, 0, 256), (128, 0), "0 is any number");
        assert_eq!(within(200, 1024, 1_000_000), (1224, 612));
        assert_eq!(within(200, 1024, 1), (1, 1));
    }
}
