//! Every role tells operators whether it can take work, and `hera health` asks it.

use std::net::SocketAddr;
use std::process::{Command, Output};

use reqwest::StatusCode;

use crate::harness::client::event_type;
use crate::harness::{Client, Redis, Server, free_address, in_time};

async fn ask(door: SocketAddr, path: &str) -> (StatusCode, String) {
    let answer = in_time(path, reqwest::get(format!("http://{door}{path}"))).await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// `hera health`, in an environment of its own.
fn health(metrics_addr: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hera"));
    let in_nobodys_folder = std::env::temp_dir();
    command.arg("health").args(arguments).current_dir(in_nobodys_folder).env_clear();
    command.env("METRICS_ADDR", metrics_addr).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    assert!(output.stdout.is_empty() || output.stderr.is_empty(), "{output:?}");
    let text = [&output.stdout[..], &output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[tokio::test]
async fn a_worker_is_ready_while_it_can_work() {
    let mut redis = Redis::start().await;
    let door = free_address();
    let worker = Server::builder().role("adk").env("METRICS_ADDR", door);
    let _worker = worker.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url()).start().await;
    assert_eq!(ask(door, "/health/ready").await.0, 200);
    assert_eq!(ask(door, "/health/live").await.0, 200);
    assert!(ask(door, "/metrics").await.1.contains("process_resident_memory_bytes"));
    let url = format!("http://{door}/health/ready");
    assert_eq!(said(&health(&door.to_string(), &[])), (Some(0), format!("hera: healthy: {url}\n")));

    redis.kill9();
    // The store is looked at once a second.
    let problem = in_time("the worker to be not ready", async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(50));
        loop {
            looks.tick().await;
            let (status, problem) = ask(door, "/health/ready").await;
            if status == 503 {
                return problem;
            }
        }
    })
    .await;
    assert!(problem.contains("\"code\":\"not_ready\""), "{problem}");
    assert_eq!(ask(door, "/health/live").await.0, 200, "a worker does not die of that");
    let (code, line) = said(&health(&door.to_string(), &[]));
    assert_eq!(code, Some(1));
    assert!(line.starts_with(&format!("hera: not healthy: {url}: answers 503: ")), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    let only_live = format!("http://{door}/health/live");
    assert_eq!(said(&health("off", &[&only_live])).0, Some(0));

    redis.start_again().await;
    in_time("the worker to be ready again", async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(50));
        while ask(door, "/health/ready").await.0 != 200 {
            looks.tick().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_worker_answers_health_checks_at_port_and_nothing_else() {
    let mut redis = Redis::start().await;
    let door = free_address();
    let worker = || {
        let worker = Server::builder().role("adk").env("PORT", door.port());
        worker.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url())
    };
    let _worker = worker().start().await;
    for (path, status) in [("/health/live", 200), ("/health/ready", 200), ("/metrics", 404), ("/api/sessions", 404)] {
        assert_eq!(ask(door, path).await.0, status, "{path}");
    }
    // Workers of one machine may have the same settings.
    let second = worker().start().await;
    second.logged("no health checks are answered at HOST and PORT").await;
    redis.kill9();
    // The store is looked at once a second.
    in_time("the worker to be unready", async { while ask(door, "/health/ready").await.0 != 503 {} }).await;
    assert_eq!(ask(door, "/health/live").await.0, 200);
}

#[tokio::test]
async fn a_process_that_drains_says_so_to_its_end() {
    let door = free_address();
    // The turn lasts until the last question, for which two more programs are started.
    let mut server = Server::builder().env("METRICS_ADDR", door).env("DRAIN_S", 60).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=300 rate=30").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    assert_eq!(said(&health(&door.to_string(), &[])).0, Some(0));
    server.terminate();
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    let (code, line) = said(&health(&door.to_string(), &[]));
    assert_eq!(code, Some(1));
    assert!(line.ends_with("answers 503: the server is draining\n"), "{line}");
    assert!(ask(door, "/metrics").await.1.contains("hera_turns_running 1"), "a drain can be watched");
    client.turn_end(&turn).await;
    client.close_code().await;
    assert!(server.ended().await.success());
}

#[tokio::test]
async fn however_many_ask_the_store_is_looked_at_once_a_second() {
    let door = free_address();
    let server = Server::builder().env("METRICS_ADDR", door).start().await;
    let commits = async || {
        let page = ask(door, "/metrics").await.1;
        let line = page.lines().find_map(|line| line.strip_prefix("hera_commit_seconds_count "));
        line.map_or(0, |count| count.parse::<u64>().unwrap())
    };
    let (before, begun) = (commits().await, std::time::Instant::now());
    for number in 0..300 {
        // Clients and operators ask about the same store.
        let asked = if number % 2 == 0 { server.address } else { door };
        assert_eq!(ask(asked, "/health/ready").await.0, 200);
    }
    let looks = commits().await - before;
    let most = begun.elapsed().as_secs() + 1;
    assert!((1..=most).contains(&looks), "{looks} looks in {most} s");
}

#[tokio::test]
async fn what_cannot_be_asked_is_not_healthy() {
    let nobody = free_address();
    let (code, line) = said(&health(&nobody.to_string(), &[]));
    assert_eq!(code, Some(1));
    assert!(line.starts_with(&format!("hera: not healthy: http://{nobody}/health/ready: does not answer: ")), "{line}");
    let (code, line) = said(&health("off", &[]));
    assert_eq!(code, Some(1));
    assert!(line.contains("METRICS_ADDR is off") && line.contains("name a URL"), "{line}");
    let (code, line) = said(&health("nowhere", &[]));
    assert_eq!(code, Some(1));
    assert!(line.contains("METRICS_ADDR in the environment: server.metrics must be"), "{line}");
    let (code, help) = said(&health("off", &["--help"]));
    assert_eq!(code, Some(0));
    for words in ["Usage: hera health [URL]", "METRICS_ADDR", "/health/live", "exit code"] {
        assert!(help.contains(words), "{help}");
    }
}
