//! The process is killed again and again, in the middle of everything; nobody loses anything.

mod talker;

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, watch};

use self::talker::{Orders, Talker};
use crate::checker::{self, Final, Summary};
use crate::harness::{Server, in_time};

const KILLS: usize = 50;
const SESSIONS: usize = 4;
const CLIENTS_PER_SESSION: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::print_stdout, reason = "how to run it again, and what it amounted to")]
async fn nothing_is_lost_when_the_process_is_killed() {
    #[expect(clippy::disallowed_methods, reason = "a test may be told which run to repeat")]
    let asked = std::env::var("HERA_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = asked.unwrap_or_else(rand::random);
    println!("HERA_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let dir = tempfile::TempDir::new().unwrap();
    let mut hera = launch(dir.path(), 0);
    let address = ready(&mut hera).await;
    let (orders, listening) = watch::channel(Orders::Talk);
    let finished = Arc::new(Semaphore::new(0));
    let mut talkers = tokio::task::JoinSet::new();
    let mut sessions = Vec::new();
    for session in 0..SESSIONS {
        let id = create(address).await;
        // The log from its beginning is read in the end.
        let base = Talker::head_of(address, &id).await;
        for client in 0..CLIENTS_PER_SESSION {
            let talker =
                Talker::new(address, &id, format!("s{session}c{client}"), random.random(), Arc::clone(&finished));
            let listening = listening.clone();
            talkers.spawn(async move { (session, talker.live(listening).await) });
        }
        sessions.push((id, base));
    }
    for kill in 0..KILLS {
        // Every fourth time before it is up, perhaps while it repairs its store.
        if kill % 4 == 3 {
            tokio::time::sleep(Duration::from_millis(random.random_range(0..120))).await;
        } else {
            if kill > 0 {
                in_time("the server to be ready", ready(&mut hera)).await;
            }
            tokio::time::sleep(Duration::from_millis(random.random_range(0..700))).await;
        }
        hera.kill().await.unwrap();
        hera = launch(dir.path(), address.port());
    }
    in_time("the server to be ready", ready(&mut hera)).await;
    orders.send_replace(Orders::Finish);
    // What is still to be sent again would come after the logs and histories that are read now.
    let all = u32::try_from(SESSIONS * CLIENTS_PER_SESSION).unwrap();
    drop(in_time("everything to be accepted", finished.acquire_many(all)).await.unwrap());
    let mut ends = Vec::new();
    let mut heads = Vec::new();
    for (id, base) in &sessions {
        let log = Talker::whole_log(address, id, base).await;
        heads.push((id.clone(), checker::seq(&log.last().unwrap()["id"])));
        ends.push(Final { log, history: history(address, id).await });
    }
    orders.send_replace(Orders::Leave(Arc::new(heads.into_iter().collect())));
    let mut views: Vec<Vec<_>> = (0..SESSIONS).map(|_| Vec::new()).collect();
    while let Some(left) = in_time("a client to leave", talkers.join_next()).await {
        let (session, view) = left.unwrap();
        views[session].push(view);
    }
    let mut summary = Summary::default();
    for (views, end) in views.iter().zip(&ends) {
        checker::check(views, end, &mut summary);
    }
    println!("after {KILLS} kills: {summary:?}");
    assert!(summary.accepted > KILLS && summary.restarted > 0 && summary.tails > 0 && summary.snapshots > 0);
}

fn launch(dir: &Path, port: u16) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(dir.join("log")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_hera"))
        .arg("serve")
        .env_clear()
        .envs([("AGENT", "load"), ("METRICS_ADDR", "off"), ("LOG_LEVEL", "info"), ("FLUSH_MS", "100")])
        .envs([("REQUESTS_PER_SECOND", "0"), ("FRAMES_PER_SECOND", "0")])
        .env("PORT", port.to_string())
        .env("SESSIONS_DIR", dir.join("sessions"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn ready(hera: &mut Child) -> SocketAddr {
    let mut lines = BufReader::new(hera.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().expect("the server is ready");
    line.strip_prefix("hera is ready: open http://").unwrap().trim_end_matches('/').parse().unwrap()
}

async fn create(address: SocketAddr) -> String {
    let answer = reqwest::Client::new().post(format!("http://{address}/api/sessions")).send().await.unwrap();
    let created: Value = answer.json().await.unwrap();
    created["session_id"].as_str().unwrap().into()
}

async fn history(address: SocketAddr, session: &str) -> Vec<Value> {
    let export = reqwest::get(format!("http://{address}/api/sessions/{session}/export")).await.unwrap();
    let export: Value = export.json().await.unwrap();
    export["messages"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_killed_server_is_soon_back() {
    let mut server = Server::start().await;
    let session = server.session().await;
    server.kill9().await;
    let began = Instant::now();
    server.restart().await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(server.history(&session).await, Vec::<Value>::new());
}
