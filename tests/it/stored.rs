//! Stores that earlier versions wrote are opened, and their conversations go on (tests/it/stored/v1/README.md).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use axum::response::IntoResponse as _;
use axum::{Json, Router};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::harness::client::{event_type, text};
use crate::harness::server::Builder;
use crate::harness::{Client, Redis, Server, in_time};

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/stored/v1").join(name)
}

fn unpacked(name: &str) -> Vec<u8> {
    let unpacked = Command::new("gzip").arg("-dc").arg(kept(name)).output().unwrap();
    assert!(unpacked.status.success(), "{name}");
    unpacked.stdout
}

/// What the conversation was when it was stored.
fn export(name: &str) -> Value {
    let exports = std::fs::read_to_string(kept("exports.json")).unwrap();
    serde_json::from_str::<Value>(&exports).unwrap()[name].clone()
}

/// A server over a copy of an embedded store.
async fn over(file: &str, server: Builder) -> (Server, TempDir) {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("hera.redb"), unpacked(file)).unwrap();
    (server.env("SESSIONS_DIR", dir.path().display()).start().await, dir)
}

/// A server over a Redis with the stored keys.
async fn over_redis(file: &str, server: Builder) -> (Server, Redis) {
    let redis = Redis::start().await;
    let mut cli = Command::new("redis-cli");
    let mut pipe = cli
        .args(["-p", &redis.address.port().to_string(), "--pipe"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    pipe.stdin.take().unwrap().write_all(&unpacked(file)).unwrap();
    let told = String::from_utf8(pipe.wait_with_output().unwrap().stdout).unwrap();
    assert!(told.contains("errors: 0"), "{told}");
    (server.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url()).start().await, redis)
}

fn hera() -> Builder {
    Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0)
}

async fn now(server: &Server, before: &Value) -> Value {
    server.json(&format!("/api/sessions/{}/export", before["session_id"].as_str().unwrap())).await
}

/// Says something; what was answered.
async fn says(server: &Server, before: &Value, words: &str) -> Value {
    let path = format!("/api/sessions/{}/messages", before["session_id"].as_str().unwrap());
    let answer = server.request(Method::POST, &path).json(&json!({"message": words})).send();
    let answer = in_time("an answer", answer).await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

/// A conversation at rest is as it was.
async fn is_whole(server: &Server, name: &str) -> Value {
    let before = export(name);
    assert_eq!(now(server, &before).await, before, "{name}");
    let client = Client::join(server.address, before["session_id"].as_str().unwrap()).await;
    let state = client.frames.iter().find(|frame| event_type(frame) == Some("STATE_SNAPSHOT")).unwrap();
    assert_eq!(state["event"]["snapshot"], before["state"], "{name}");
    before
}

/// The turns that ran or waited when the process was killed are answered, each once, and nothing that was said is lost.
async fn goes_on(server: &Server, name: &str) -> Value {
    let before = export(name);
    let session = before["session_id"].as_str().unwrap();
    let said = before["messages"].as_array().unwrap();
    let answered = |messages: &[Value], turn: &Value| {
        messages.iter().filter(|message| message["role"] == "assistant" && turn_of(message) == *turn).count()
    };
    let turns: Vec<Value> = said.iter().filter(|message| message["role"] == "user").map(turn_of).collect();
    assert!(turns.iter().any(|turn| answered(said, turn) == 0), "{name} was not killed in the middle");
    let after = in_time("every turn to end", async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(100));
        loop {
            looks.tick().await;
            let after = server.history(session).await;
            if turns.iter().all(|turn| answered(&after, turn) > 0) {
                return after;
            }
        }
    })
    .await;
    for message in said {
        assert_eq!(after.iter().filter(|kept| *kept == message).count(), 1, "{name}: {message}");
    }
    for turn in &turns {
        assert_eq!(answered(&after, turn), 1, "{name}: {after:#?}");
    }
    before
}

fn turn_of(message: &Value) -> Value {
    message["metadata"]["hera"]["turn_id"].clone()
}

#[tokio::test]
async fn an_embedded_store_that_was_closed_is_as_it_was_and_goes_on() {
    let (server, _dir) = over("closed.redb.gz", hera()).await;
    is_whole(&server, "embedded_whole").await;
    let half = is_whole(&server, "embedded_half").await;
    let answer = says(&server, &half, "My ideal partner is called Ken, he's kind, with green eyes.").await;
    assert_eq!(answer["user_profile"]["ideal_partner"]["name"], "Ken", "{answer}");
}

#[tokio::test]
async fn an_embedded_store_of_a_killed_process_goes_on() {
    let (server, _dir) = over("killed.redb.gz", hera()).await;
    is_whole(&server, "embedded_whole").await;
    let running = goes_on(&server, "embedded_running").await;
    let state = now(&server, &running).await["state"].clone();
    assert_eq!(state["user_profile"]["relationship_status"], "married", "the one that waited was heard: {state}");
}

#[tokio::test]
async fn a_redis_goes_on() {
    let (server, _redis) = over_redis("redis.resp.gz", hera()).await;
    is_whole(&server, "redis_whole").await;
    let half = is_whole(&server, "redis_half").await;
    let running = goes_on(&server, "redis_running").await;
    assert_eq!(now(&server, &running).await["state"]["user_profile"]["relationship_status"], "married");
    let answer = says(&server, &half, "My ideal partner is called Ken, he's kind, with green eyes.").await;
    assert_eq!(answer["user_profile"]["ideal_partner"]["name"], "Ken", "{answer}");
}

/// An agent elsewhere that says again what was said, and tells how much it was told.
async fn echo() -> (String, JoinSet<()>) {
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", door.local_addr().unwrap());
    let answers = Router::new().fallback(async |Json(input): Json<Value>| {
        let messages = input["messages"].as_array().unwrap();
        let said = text(&messages.last().unwrap()["content"]);
        let events = [
            json!({"type": "RUN_STARTED", "threadId": input["threadId"], "runId": input["runId"]}),
            json!({"type": "STATE_SNAPSHOT", "snapshot": {"before": input["state"], "told": messages.len()}}),
            json!({"type": "TEXT_MESSAGE_START", "messageId": "1", "role": "assistant"}),
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "1", "delta": said}),
            json!({"type": "TEXT_MESSAGE_END", "messageId": "1"}),
            json!({"type": "RUN_FINISHED", "threadId": input["threadId"], "runId": input["runId"]}),
        ];
        let stream = events.map(|event| format!("data: {event}\n\n")).concat();
        ([("content-type", "text/event-stream")], stream).into_response()
    });
    let mut served = JoinSet::new();
    served.spawn(async move { axum::serve(door, answers).await.unwrap() });
    (url, served)
}

async fn an_agent_elsewhere_goes_on(server: &Server, store: &str) {
    let whole = is_whole(server, &format!("{store}_elsewhere_whole")).await;
    goes_on(server, &format!("{store}_elsewhere_running")).await;
    says(server, &whole, "and now?").await;
    let after = now(server, &whole).await;
    assert_eq!(after["messages"].as_array().unwrap().last().unwrap()["content"], "and now?");
    let told = &after["state"]["agent"];
    assert_eq!(told["before"], whole["state"]["agent"], "the agent has its state back");
    assert_eq!(told["told"], 5, "and all that was said");
}

#[tokio::test]
async fn an_agent_elsewhere_goes_on_with_its_state_embedded() {
    let (url, _served) = echo().await;
    let (server, _dir) = over("elsewhere.redb.gz", Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url)).await;
    an_agent_elsewhere_goes_on(&server, "embedded").await;
}

#[tokio::test]
async fn an_agent_elsewhere_goes_on_with_its_state_over_redis() {
    let (url, _served) = echo().await;
    let (server, _redis) =
        over_redis("redis-elsewhere.resp.gz", Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url)).await;
    an_agent_elsewhere_goes_on(&server, "redis").await;
}
