//! A real server, real clients, and a cable between them that can be cut.

pub mod cable;
pub mod client;
pub mod collector;
pub mod provider;
pub mod redis;
pub mod redis_cluster;
pub mod screen;
pub mod server;
pub mod wiretap;

use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::ops::Range;
use std::sync::Mutex;
use std::time::Duration;

pub use cable::Cable;
pub use client::Client;
pub use provider::Provider;
pub use redis::Redis;
pub use redis_cluster::RedisCluster;
pub use screen::Screen;
pub use server::Server;
pub use wiretap::Wiretap;

/// How long anything may take before a test gives up and says what it waited for. Generous: other tests run beside.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// What `work` gives; fails the test when it takes too long.
pub async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    let Ok(done) = tokio::time::timeout(PATIENCE, work).await else { panic!("waited too long for {what}") };
    done
}

/// Of these ports the system gives none away, to whoever listens on any or connects (`ip_local_port_range`).
const PORTS: Range<u16> = 20_000..30_000;

/// An address at which nobody listens, and which no other test is given until this one ends.
pub fn free_address() -> SocketAddr {
    /// Each test has a process of its own: what it holds by UDP, which nothing here speaks, the others find taken.
    static HELD: Mutex<Vec<UdpSocket>> = Mutex::new(Vec::new());
    loop {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, rand::random_range(PORTS)));
        if let (Ok(held), Ok(_)) = (UdpSocket::bind(address), TcpListener::bind(address)) {
            HELD.lock().unwrap().push(held);
            return address;
        }
    }
}

/// What a session is called in the log and in the names of its pictures.
pub fn hashed(session: &str) -> String {
    session.parse::<hera::domain::SessionId>().unwrap().hashed().to_string()
}

/// What says which day, which zone and which locale it is (tests/elsewhere.sh): programs that are started with an empty
/// environment get this all the same, or they would live in another world than the test.
const SURROUNDINGS: [&str; 7] =
    ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT", "TZ", "LANG", "LC_ALL"];

/// The variables of [`SURROUNDINGS`] that are set.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says where they run")]
pub fn surroundings() -> impl Iterator<Item = (&'static str, String)> {
    SURROUNDINGS.into_iter().filter_map(|name| Some((name, std::env::var(name).ok()?)))
}
