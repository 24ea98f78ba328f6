//! The process is killed again and again, in the middle of everything; nobody loses anything.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rand::Rng as _;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::crowd::{Crowd, Manners, chance, rounds, tell};
use crate::harness::{Server, in_time, surroundings};

const KILLS: usize = 50;
const SESSIONS: usize = 4;
const CLIENTS_PER_SESSION: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_process_is_killed() {
    let mut random = chance();
    let dir = tempfile::TempDir::new().unwrap();
    let mut hera = launch(dir.path(), 0);
    let address = ready(&mut hera).await;
    let manners = Manners { tokens: 1..25, rates: &[0, 50, 200], unanswered: usize::MAX };
    let crowd = Crowd::gather(&[address], SESSIONS, CLIENTS_PER_SESSION, &manners, &mut random).await;
    let mut kills = 0;
    // Whether it dies in the middle of a turn is left to chance; it goes on until it has.
    while kills < rounds(KILLS) || crowd.restarted() == 0 {
        // Every fourth time before it is up, perhaps while it repairs its store.
        if kills % 4 == 3 {
            tokio::time::sleep(Duration::from_millis(random.random_range(0..120))).await;
        } else {
            if kills > 0 {
                in_time("the server to be ready", ready(&mut hera)).await;
            }
            tokio::time::sleep(Duration::from_millis(random.random_range(0..700))).await;
        }
        hera.kill().await.unwrap();
        hera = launch(dir.path(), address.port());
        kills += 1;
    }
    in_time("the server to be ready", ready(&mut hera)).await;
    let (summary, _) = crowd.disperse().await;
    tell(&format!("after {kills} kills: {summary:?}"));
    assert_eq!(summary.refused, 0, "who is up takes messages");
    assert!(summary.accepted > KILLS && summary.restarted > 0 && summary.tails > 0 && summary.snapshots > 0);
}

fn launch(dir: &Path, port: u16) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(dir.join("log")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_hera"))
        .arg("serve")
        .env_clear()
        .envs(surroundings())
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
