//! A cable to Redis that understands what is published: it can swallow a publication, or leave the listeners stuck.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A cable to Redis. Everything in it is dropped with it.
pub struct Wiretap {
    /// Where to connect.
    pub address: SocketAddr,
    swallowed: Arc<AtomicUsize>,
    stall: watch::Sender<()>,
    open: watch::Sender<bool>,
    _running: JoinSet<()>,
}

impl Wiretap {
    /// A cable to the Redis at `server` that swallows every publication with `unheard` in it.
    pub async fn on(server: SocketAddr, unheard: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stall, stalled) = watch::channel(());
        let (open, mut opened) = watch::channel(true);
        let swallowed = Arc::new(AtomicUsize::new(0));
        let (counted, mut running) = (Arc::clone(&swallowed), JoinSet::new());
        running.spawn(async move {
            let mut wires = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                // Who comes while it is shut waits.
                opened.wait_for(|open| *open).await.unwrap();
                let mut stalled = stalled.clone();
                stalled.mark_unchanged();
                wires.spawn(wire(client, server, Tap { unheard, swallowed: Arc::clone(&counted), stalled }));
            }
        });
        Self { address, swallowed, stall, open, _running: running }
    }

    /// How many publications were swallowed.
    pub fn swallowed(&self) -> usize {
        self.swallowed.load(Ordering::Relaxed)
    }

    /// Reads nothing any more from the connections on which something has been heard so far; new ones wait.
    pub fn stall_listeners(&self) {
        self.open.send_replace(false);
        self.stall.send_replace(());
    }

    /// New connections are whole.
    pub fn let_in(&self) {
        self.open.send_replace(true);
    }
}

struct Tap {
    unheard: Option<&'static str>,
    swallowed: Arc<AtomicUsize>,
    stalled: watch::Receiver<()>,
}

async fn wire(client: TcpStream, server: SocketAddr, tap: Tap) {
    // What is stuck is stuck at Redis's end soon, not after megabytes.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 << 10).unwrap();
    let Ok(server) = socket.connect(server).await else { return };
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    tokio::select! {
        _ = copy(&mut from_client, &mut to_server) => {}
        () = tap.carry(from_server, to_client) => {}
    }
}

impl Tap {
    /// What Redis says, value by value.
    async fn carry(mut self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let (mut unread, mut passed, mut listens) = (Vec::new(), Vec::new(), false);
        loop {
            tokio::select! {
                _ = self.stalled.changed(), if listens => std::future::pending().await,
                read = from.read_buf(&mut unread) => if !matches!(read, Ok(1..)) { return },
            }
            while let Some(length) = length(&unread) {
                let value: Vec<u8> = unread.drain(..length).collect();
                listens |= value[0] == b'>';
                if value[0] == b'>' && self.swallows(&value) {
                    self.swallowed.fetch_add(1, Ordering::Relaxed);
                } else {
                    passed.extend(value);
                }
            }
            if to.write_all(&passed).await.is_err() {
                return;
            }
            passed.clear();
        }
    }

    fn swallows(&self, push: &[u8]) -> bool {
        self.unheard.is_some_and(|part| push.windows(part.len()).any(|window| window == part.as_bytes()))
    }
}

/// How long the first value is, if all of it is there: <https://redis.io/docs/latest/develop/reference/protocol-spec/>.
fn length(bytes: &[u8]) -> Option<usize> {
    let line = bytes.windows(2).position(|pair| pair == b"\r\n")? + 2;
    let number = || std::str::from_utf8(&bytes[1..line - 2]).unwrap().parse::<usize>().unwrap_or(0);
    let values = match bytes[0] {
        b'$' | b'=' | b'!' if bytes[1] != b'-' => {
            let end = line + number() + 2;
            return (bytes.len() >= end).then_some(end);
        }
        b'*' | b'~' | b'>' => number(),
        b'%' => 2 * number(),
        _ => 0,
    };
    (0..values).try_fold(line, |end, _| Some(end + length(bytes.get(end..)?)?))
}
