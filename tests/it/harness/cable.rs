//! A cable between clients and a server: it can be cut, can get stuck, and can be mended. With several servers at its
//! end it is a proxy that gives each connection to the next one.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

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
    servers: Arc<Mutex<Vec<SocketAddr>>>,
    state: watch::Sender<State>,
    _running: JoinSet<()>,
}

impl Cable {
    /// A cable to the server at `server`.
    pub async fn to(server: SocketAddr) -> Self {
        Self::to_each(vec![server]).await
    }

    /// A cable to each of the servers in turn; one that does not answer is passed over.
    pub async fn to_each(servers: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, watched) = watch::channel(State::Whole);
        let mut running = JoinSet::new();
        let servers = Arc::new(Mutex::new(servers));
        let ends = Arc::clone(&servers);
        running.spawn(async move {
            let mut wires = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let servers = ends.lock().unwrap().clone();
                wires.spawn(wire(client, servers, watched.clone()));
                ends.lock().unwrap().rotate_left(1);
            }
        });
        Self { address, servers, state, _running: running }
    }

    /// Leads new connections to another server, and leaves those that there are where they are.
    pub fn lead_to(&self, server: SocketAddr) {
        *self.servers.lock().unwrap() = vec![server];
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

/// A connection to the first server that answers.
async fn connect(servers: &[SocketAddr]) -> Option<TcpStream> {
    for server in servers {
        // What is stuck is stuck at the server's end soon, not after megabytes.
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(128 << 10).unwrap();
        if let Ok(connection) = socket.connect(*server).await {
            connection.set_nodelay(true).unwrap();
            return Some(connection);
        }
    }
    None
}

async fn wire(client: TcpStream, servers: Vec<SocketAddr>, state: watch::Receiver<State>) {
    if *state.borrow() == State::Cut {
        return;
    }
    let Some(server) = connect(&servers).await else { return };
    client.set_nodelay(true).unwrap();
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
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        if state.wait_for(|state| *state == State::Whole).await.is_err() || to.write_all(&buffer[..read]).await.is_err()
        {
            return;
        }
    }
}
