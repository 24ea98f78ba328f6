//! A name server that does not answer: who needs a name waits for it, not for ever, and nobody else does.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::net::UdpSocket;
use tokio::process::Command;

use crate::harness::server::asking;
use crate::harness::{Client, Server, in_time};

/// Takes every question, and answers none.
struct Silent {
    address: Ipv4Addr,
    socket: UdpSocket,
}

impl Silent {
    async fn start() -> Self {
        loop {
            let address = Ipv4Addr::new(127, 53, rand::random(), rand::random_range(1..255));
            match UdpSocket::bind((address, 53)).await {
                Ok(socket) => return Self { address, socket },
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => panic!("this test has a name server of its own, so it must be run as root: {error}"),
            }
        }
    }

    /// Waits until it is asked for a host whose name begins with this.
    async fn asked_for(&self, label: &str) {
        let mut question = [0; 512];
        in_time("a question", async {
            loop {
                let size = self.socket.recv(&mut question).await.unwrap();
                if question[..size].windows(label.len()).any(|part| part == label.as_bytes()) {
                    return;
                }
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_server_that_is_silent_keeps_nobody_from_their_conversation() {
    let silent = Silent::start().await;
    let mut server = Server::builder()
        .env("AGENT", "ag-ui")
        .env("AGENT_URL", "http://agents.example:8000/agent")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318")
        .env("DRAIN_S", 1)
        .name_server(silent.address)
        .start()
        .await;
    let mut waiting = Vec::new();
    for number in 0..8 {
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        client.turn(&format!("m-{number}"), "hello").await;
        waiting.push((session, client));
    }
    server.logged_times("turn begins", 8).await;
    silent.asked_for("agents").await;
    // What is asked for now takes a minute to fail.
    for (session, _) in &waiting {
        assert_eq!(server.history(session).await.len(), 1);
        Client::join(server.address, session).await;
        let other = server.session().await;
        Client::join(server.address, &other).await;
        assert_eq!(server.get("/health/ready").await.status(), 200);
    }
    server.terminate();
    assert_eq!(server.ended().await.code(), Some(0), "nobody waits for a name at the end");
}

#[tokio::test]
async fn a_probe_ends_when_the_name_server_is_silent() {
    let silent = Silent::start().await;
    let dir = TempDir::new().unwrap();
    let mut probe = Command::new("/bin/sh");
    probe.args(["-c", &asking(silent.address), env!("CARGO_BIN_EXE_hera"), "health", "http://hera.example:9464/"]);
    probe.current_dir(dir.path()).env_clear().stdin(Stdio::null()).kill_on_drop(true);
    let (ended, ()) = tokio::join!(in_time("the probe to end", probe.output()), silent.asked_for("hera"));
    let ended = ended.unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("not healthy: http://hera.example:9464"), "{said}");
}
