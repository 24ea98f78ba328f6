//! A cable between clients and the server: it can be cut, can get stuck, and can be mended.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    /// Nothing is read, nothing is written, nothing is closed.
    Stuck,
    /// Connections are dropped as they are, and new ones at once.
    Cut,
}

/// A cable. Everything in it is dropped with it.
pub struct Cable {
    /// Where clients connect.
    pub address: SocketAddr,
    state: watch::Sender<State>,
    _running: JoinSet<()>,
}

impl Cable {
    /// A cable to the server at `server`.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, watched) = watch::channel(State::Whole);
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut wires = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                wires.spawn(wire(client, server, watched.clone()));
            }
        });
        Self { address, state, _running: running }
    }

    /// Drops every connection; new ones are dropped too until it is mended.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets nothing through any more, without closing anything.
    pub fn stall(&self) {
        self.state.send_replace(State::Stuck);
    }

    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn wire(client: TcpStream, server: SocketAddr, state: watch::Receiver<State>) {
    if *state.borrow() == State::Cut {
        return;
    }
    // What is stuck is stuck at the server's end soon, not after megabytes.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(128 << 10).unwrap();
    let Ok(server) = socket.connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mut cut = state.clone();
    tokio::select! {
        () = carry(from_client, to_server, state.clone()) => {}
        () = carry(from_server, to_client, state) => {}
        _ = cut.wait_for(|state| *state == State::Cut) => {}
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<State>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        if state.wait_for(|state| *state == State::Whole).await.is_err() {
            return;
        }
        let Ok(read @ 1..) = from.read(&mut buffer).await else { return };
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
