//! A real Redis.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::in_time;

/// A Redis of the test's own, on a socket in a folder. Killed when dropped.
pub struct Redis {
    /// Where it listens beside its socket.
    pub address: SocketAddr,
    dir: TempDir,
    child: Child,
}

impl Redis {
    pub async fn start() -> Self {
        let dir = TempDir::new().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = launch(&dir, address);
        let redis = Self { address, dir, child };
        redis.ready().await;
        redis
    }

    async fn ready(&self) {
        in_time("Redis to be ready", async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            while self.ask(&["PING"]).trim() != "PONG" {
                looks.tick().await;
            }
        })
        .await;
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process at this moment.
    pub fn kill9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts again, with what was written to the append-only file.
    pub async fn start_again(&mut self) {
        self.child = launch(&self.dir, self.address);
        self.ready().await;
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join("redis.sock")
    }

    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// What Redis answers, as an operator sees it.
    pub fn ask(&self, command: &[&str]) -> String {
        let answer = Command::new("redis-cli").arg("-s").arg(self.socket()).args(command).output().unwrap();
        String::from_utf8(answer.stdout).unwrap()
    }
}

fn launch(dir: &TempDir, address: SocketAddr) -> Child {
    Command::new("redis-server")
        .args(["--port", &address.port().to_string(), "--save", "", "--appendonly", "yes", "--appendfsync", "always"])
        .args(["--unixsocket", "redis.sock"])
        .current_dir(dir.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is installed by tests/setup.sh")
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
