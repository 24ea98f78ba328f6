//! The AG-UI endpoint of Pydantic AI, with an agent that needs no model (`agent.py`).

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::harness::in_time;
use crate::photos::files;

/// A running endpoint; killed when dropped.
pub struct Endpoint {
    process: Child,
    says: Lines<BufReader<ChildStdout>>,
    port: u16,
    /// Holds the picture that it shows.
    dir: TempDir,
}

impl Endpoint {
    pub async fn start() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("picture.png"), files::png(64, 48)).unwrap();
        let (process, says, port) = launch(&dir, 0).await;
        Self { process, says, port, dir }
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address())
    }

    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Ends it as a power cut would.
    pub async fn kill9(&mut self) {
        in_time("the endpoint to die", self.process.kill()).await.unwrap();
    }

    /// Starts it again at the same address.
    pub async fn start_again(&mut self) {
        (self.process, self.says, self.port) = launch(&self.dir, self.port).await;
    }

    /// Waits until an answer that was being given is given up.
    pub async fn lets_go(&mut self) {
        let line = in_time("the endpoint to let go of an answer", self.says.next_line()).await.unwrap();
        assert_eq!(line.as_deref(), Some("let go"));
    }
}

async fn launch(dir: &TempDir, port: u16) -> (Child, Lines<BufReader<ChildStdout>>, u16) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/venv/bin/python");
    assert!(python.exists(), "tests/setup.sh installs what this needs");
    let mut process = Command::new(python)
        .arg(root.join("tests/it/ag_ui/agent.py"))
        .arg(port.to_string())
        .arg(dir.path().join("picture.png"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut says = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = in_time("the endpoint to listen", says.next_line()).await.unwrap().unwrap();
    (process, says, port.parse().unwrap())
}
