//! The shared store on a real Redis.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tempfile::TempDir;

use super::{Redis, Settings};
use crate::bus::EventLog as _;
use crate::bus::conformance::{Backend, Factory, KEPT, MESSAGES, QUEUED};
use crate::domain::SystemClock;

/// A Redis of its own, on a socket in a folder.
struct Server {
    dir: TempDir,
    child: Child,
    store: Mutex<Option<Redis>>,
}

impl Server {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let child = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(dir.path().join("redis.sock"))
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed");
        Self { dir, child, store: Mutex::default() }
    }

    async fn start(&self) -> Arc<dyn Backend> {
        let settings = Settings {
            url: format!("redis+unix://{}", self.dir.path().join("redis.sock").display()),
            session_ttl: Duration::from_hours(1),
            events_kept: KEPT,
            turns_queued: QUEUED,
            messages_kept: MESSAGES,
            lease: Duration::from_millis(500),
        };
        let store = loop {
            match Redis::open(settings.clone(), Arc::new(SystemClock)).await {
                Ok(store) => break store,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        store.ping().await.unwrap();
        *self.store.lock().unwrap() = Some(store.clone());
        Arc::new(store)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[async_trait]
impl Factory for Server {
    async fn open(&self) -> Arc<dyn Backend> {
        let former = self.store.lock().unwrap().take();
        if let Some(former) = former {
            former.close().await;
        }
        self.start().await
    }

    async fn open_after_kill(&self) -> Arc<dyn Backend> {
        let former = self.store.lock().unwrap().take();
        if let Some(former) = former {
            former.abandon();
        }
        self.start().await
    }
}

mod bus {
    use super::Server;

    crate::bus_conformance!(Server::new());
}

mod sessions {
    use super::Server;

    crate::sessions_conformance!(Server::new());
}
