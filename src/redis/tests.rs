//! The shared store on a real Redis: one server, one that a Sentinel knows, and a cluster.

use std::collections::HashSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::time::{interval, timeout};

use super::{Redis, Settings};
use crate::bus::conformance::{Backend, Factory, KEPT, MESSAGES, QUEUED};
use crate::bus::{Busy, EventLog as _, NewMessage};
use crate::domain::{OwnerId, SystemClock};
use crate::record::v1::first;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks whether it has.
const PAUSE: Duration = Duration::from_millis(20);

/// Processes of Redis, in a folder of their own.
struct Servers {
    /// Dropped before the folder.
    _processes: Vec<Process>,
    /// For `REDIS_URL`.
    url: String,
    /// Each node, for its operator.
    nodes: Vec<String>,
    _dir: TempDir,
}

struct Process(Child);

impl Process {
    fn start(dir: &Path, args: &[&str]) -> Self {
        let mut command = Command::new("redis-server");
        command.args(args).current_dir(dir).stdout(Stdio::null());
        Self(command.spawn().expect("redis-server is installed by tests/setup.sh"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Servers {
    fn single() -> Arc<Self> {
        let dir = TempDir::new().unwrap();
        let process = Process::start(dir.path(), &["--port", "0", "--save", "", "--unixsocket", "redis.sock"]);
        let url = format!("redis+unix://{}", dir.path().join("redis.sock").display());
        Arc::new(Self { _processes: vec![process], url: url.clone(), nodes: vec![url], _dir: dir })
    }

    /// Both have this password, or none.
    fn with_sentinel(password: &str) -> Arc<Self> {
        let dir = TempDir::new().unwrap();
        let (port, sentinel) = (free_port(), free_port());
        let args = ["--port", &port.to_string(), "--save", "", "--requirepass", password];
        let server = Process::start(dir.path(), &args);
        let mut settings = format!("port {sentinel}\nsentinel monitor family 127.0.0.1 {port} 1\n");
        let mut login = String::new();
        if !password.is_empty() {
            settings = format!("{settings}sentinel auth-pass family {password}\nrequirepass {password}\n");
            login = format!(":{password}@");
        }
        std::fs::write(dir.path().join("sentinel.conf"), settings).unwrap();
        let watching = Process::start(dir.path(), &["sentinel.conf", "--sentinel"]);
        Arc::new(Self {
            _processes: vec![server, watching],
            url: format!("redis+sentinel://{login}127.0.0.1:{sentinel}/family/0"),
            nodes: vec![format!("redis://{login}127.0.0.1:{port}")],
            _dir: dir,
        })
    }

    async fn cluster() -> Arc<Self> {
        let dir = TempDir::new().unwrap();
        let (mut processes, mut nodes, mut hosts) = (Vec::new(), Vec::new(), Vec::new());
        let slots = [(0, 5460), (5461, 10922), (10923, 16383)];
        let mut first: Option<(String, String)> = None;
        for (from, to) in slots {
            let (port, bus) = (free_port(), free_port());
            let place = dir.path().join(port.to_string());
            std::fs::create_dir(&place).unwrap();
            let (port_text, bus_text) = (port.to_string(), bus.to_string());
            let args = ["--port", &port_text, "--save", "", "--cluster-enabled", "yes", "--cluster-port", &bus_text];
            processes.push(Process::start(&place, &args));
            let node = format!("redis://127.0.0.1:{port}");
            ask::<()>(&node, &["CLUSTER", "ADDSLOTSRANGE", &from.to_string(), &to.to_string()]).await;
            if let Some((port, bus)) = &first {
                ask::<()>(&node, &["CLUSTER", "MEET", "127.0.0.1", port, bus]).await;
            }
            first.get_or_insert((port_text, bus_text));
            hosts.push(format!("127.0.0.1:{port}"));
            nodes.push(node);
        }
        for node in &nodes {
            in_time("the cluster to be whole", async {
                let mut looks = interval(PAUSE);
                loop {
                    let info: String = ask(node, &["CLUSTER", "INFO"]).await;
                    if info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3") {
                        return;
                    }
                    looks.tick().await;
                }
            })
            .await;
        }
        Arc::new(Self { _processes: processes, url: format!("redis+cluster://{}", hosts.join(",")), nodes, _dir: dir })
    }

    /// The same servers, with nothing in them.
    async fn emptied(self: &Arc<Self>) -> House {
        for node in &self.nodes {
            ask::<()>(node, &["FLUSHALL"]).await;
        }
        House { servers: Arc::clone(self), store: Mutex::default() }
    }
}

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("in vain for {what}"))
}

/// What a node answers, as soon as it does.
async fn ask<T: ::redis::FromRedisValue>(node: &str, command: &[&str]) -> T {
    let client = ::redis::Client::open(node).unwrap();
    in_time("Redis to answer", async {
        let mut looks = interval(PAUSE);
        loop {
            looks.tick().await;
            let Ok(mut connection) = client.get_multiplexed_async_connection().await else { continue };
            let mut asked = ::redis::cmd(command[0]);
            if let Ok(answer) = asked.arg(&command[1..]).query_async(&mut connection).await {
                return answer;
            }
        }
    })
    .await
}

/// One store after the other on the same servers.
struct House {
    servers: Arc<Servers>,
    store: Mutex<Option<Redis>>,
}

impl House {
    async fn start(&self) -> Arc<dyn Backend> {
        let settings = Settings {
            server: self.servers.url.parse().unwrap(),
            session_ttl: Duration::from_hours(1),
            events_kept: KEPT,
            turns_queued: QUEUED,
            messages_kept: MESSAGES,
            lease: Duration::from_millis(500),
        };
        let store = in_time("the store to open", async {
            let mut looks = interval(PAUSE);
            loop {
                looks.tick().await;
                if let Ok(store) = Redis::open(settings.clone(), Arc::new(SystemClock)).await {
                    return store;
                }
            }
        })
        .await;
        store.ping().await.unwrap();
        *self.store.lock().unwrap() = Some(store.clone());
        Arc::new(store)
    }
}

#[async_trait]
impl Factory for House {
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

impl Drop for House {
    fn drop(&mut self) {
        // What it still does is not to be seen by the next one.
        if let Some(store) = self.store.lock().unwrap().take() {
            store.abandon();
        }
    }
}

mod bus {
    use super::Servers;

    crate::bus_conformance!(Servers::single().emptied().await);
}

mod sessions {
    use super::Servers;

    crate::sessions_conformance!(Servers::single().emptied().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bus_keeps_its_promises_behind_a_sentinel() {
    let servers = Servers::with_sentinel("");
    crate::bus_conformance_in_turn!(servers.emptied().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sessions_keep_their_promises_behind_a_sentinel_that_wants_a_login() {
    let servers = Servers::with_sentinel("s3cret");
    crate::sessions_conformance_in_turn!(servers.emptied().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bus_keeps_its_promises_in_a_cluster() {
    let servers = Servers::cluster().await;
    crate::bus_conformance_in_turn!(servers.emptied().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sessions_keep_their_promises_in_a_cluster() {
    let servers = Servers::cluster().await;
    crate::sessions_conformance_in_turn!(servers.emptied().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_nobody_takes_waits_in_one_place() {
    let servers = Servers::single();
    let house = servers.emptied().await;
    let store = house.start().await;
    let session = store.create(OwnerId::random(), first()).await.unwrap().id;
    let said = NewMessage {
        client_msg_id: "m-1".parse().unwrap(),
        text: "hello".into(),
        attachments: Vec::new(),
        busy: Busy::Queue,
        utc_offset: None,
    };
    store.accept(session, said).await.unwrap();
    let node = &servers.nodes[0];
    let due = || async { ask::<f64>(node, &["ZSCORE", "{turns}:due", &session.to_string()]).await };
    in_time("the session to be looked at, again and again", async {
        let (mut looks, mut before) = (interval(PAUSE), due().await);
        let mut seen = 0;
        while seen < 3 {
            looks.tick().await;
            let now = due().await;
            seen += u32::from(now > before);
            before = now;
        }
    })
    .await;
    assert_eq!(ask::<u64>(node, &["LLEN", "{turns}:ready"]).await, 1);
}

/// So many sessions, each with a turn that waits.
async fn waiting_turns(store: &Arc<dyn Backend>, count: usize) {
    for _ in 0..count {
        let session = store.create(OwnerId::random(), first()).await.unwrap().id;
        let said = NewMessage {
            client_msg_id: "m-1".parse().unwrap(),
            text: "hello".into(),
            attachments: Vec::new(),
            busy: Busy::Queue,
            utc_offset: None,
        };
        store.accept(session, said).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_that_wait_are_taken_many_at_once_and_no_more_than_are_asked_for() {
    const TURNS: usize = 64;
    const ASKED: usize = 24;
    let servers = Servers::single();
    let (one, other) = (servers.emptied().await, House { servers: Arc::clone(&servers), store: Mutex::default() });
    let (one, other) = (one.start().await, other.start().await);
    waiting_turns(&one, TURNS).await;
    let node = &servers.nodes[0];
    let left = || async { ask::<usize>(node, &["LLEN", "{turns}:ready"]).await };
    assert_eq!(left().await, TURNS);
    ask::<()>(node, &["CONFIG", "RESETSTAT"]).await;
    let asked = futures::future::join_all((0..ASKED).map(|_| one.claim()));
    let mut claims = in_time("as many turns as are asked for", asked).await;
    assert_eq!(left().await, TURNS - ASKED, "what nobody asks for here is for others");
    let stats: String = ask(node, &["INFO", "commandstats"]).await;
    let popped = stats.lines().find_map(|line| line.strip_prefix("cmdstat_blmpop:calls=")?.split(',').next()).unwrap();
    assert!(popped.parse::<usize>().unwrap() <= ASKED / 2, "turns are fetched one by one: {popped} for {ASKED}");
    let asked = futures::future::join_all((0..TURNS - ASKED).map(|_| other.claim()));
    claims.extend(in_time("the others", asked).await);
    let sessions: HashSet<_> = claims.iter().map(|claim| claim.fence.session).collect();
    assert_eq!((sessions.len(), left().await), (TURNS, 0), "each turn is given to one");
    // Whoever asks no more leaves what comes to others.
    drop(tokio::time::timeout(PAUSE, one.claim()).await);
    waiting_turns(&one, 1).await;
    let claim = in_time("the turn to be given to who asks", other.claim()).await;
    assert!(!sessions.contains(&claim.fence.session));
}
