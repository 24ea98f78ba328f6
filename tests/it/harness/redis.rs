//! A real Redis.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{free_address, in_time};

/// A Redis of the test's own, on a socket in a folder. Killed when dropped.
pub struct Redis {
    /// Where it listens beside its socket.
    pub address: SocketAddr,
    dir: TempDir,
    args: Vec<String>,
    child: Child,
}

impl Redis {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// One with more settings, as `redis-server` takes them on its command line.
    pub async fn start_with(args: &[&str]) -> Self {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        loop {
            let (dir, address) = (TempDir::new().unwrap(), free_address());
            let child = launch(&dir, address, &args);
            let mut redis = Self { address, dir, args: args.clone(), child };
            // Whoever is no test may have taken the address in between: then Redis ends, and another begins elsewhere.
            if in_time("Redis to start", redis.is_up()).await {
                return redis;
            }
        }
    }

    /// Whether it answers, as soon as it does or has ended.
    async fn is_up(&mut self) -> bool {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        while !self.ask(&["PING"]).contains("PONG") {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            looks.tick().await;
        }
        true
    }

    async fn ready(&self) {
        self.says(&["PING"], "PONG").await;
    }

    /// Waits until Redis answers with `part` in it.
    pub async fn says(&self, command: &[&str], part: &str) {
        says(|| self.ask(command), command, part).await;
    }

    /// Waits until a replica has what this master has now: what it had not copied would be gone with its master.
    pub async fn is_copied(&self) {
        let offset = |line: &str| line.trim().parse::<u64>().ok();
        let role = || self.ask(&["ROLE"]);
        let now = role().lines().nth(1).and_then(offset).expect("a master tells its offset");
        in_time("a replica to have it", async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            // After the offset, each replica's host, port and offset.
            while !role().lines().skip(4).step_by(3).filter_map(offset).any(|copied| copied >= now) {
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
        self.child = launch(&self.dir, self.address, &self.args);
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
        ask(Command::new("redis-cli").arg("-s").arg(self.socket()).args(command))
    }

    /// Asks for what takes long, and does not wait for the answer.
    pub fn start_asking(&self, command: &[&str]) -> Asking {
        let mut asking = Command::new("redis-cli");
        Asking(asking.arg("-s").arg(self.socket()).args(command).stdout(Stdio::null()).spawn().unwrap())
    }
}

/// What was asked and is not answered yet. Given up when dropped.
pub struct Asking(Child);

impl Drop for Asking {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ask(asking: &mut Command) -> String {
    String::from_utf8(asking.output().unwrap().stdout).unwrap()
}

async fn says(ask: impl Fn() -> String, command: &[&str], part: &str) {
    in_time(&format!("Redis to answer {command:?} with {part}"), async {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        while !ask().contains(part) {
            looks.tick().await;
        }
    })
    .await;
}

/// Waits until whoever speaks the protocol of Redis at this address answers with `part` in it.
pub async fn says_at(address: SocketAddr, command: &[&str], part: &str) {
    let number = address.port().to_string();
    says(|| ask(Command::new("redis-cli").args(["-p", &number]).args(command)), command, part).await;
}

fn launch(dir: &TempDir, address: SocketAddr, args: &[String]) -> Child {
    Command::new("redis-server")
        .args(["--port", &address.port().to_string(), "--save", "", "--appendonly", "yes", "--appendfsync", "always"])
        // A replica gets its copy at once.
        .args(["--unixsocket", "redis.sock", "--repl-diskless-sync-delay", "0"])
        .args(args)
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
