//! Several gateways and workers with one Redis between them are one server.

mod away;
mod cancel;
mod cluster;
mod crowded;
mod damaged;
mod expiry;
mod failover;
mod older;
mod refused;
mod refusing;
mod unheard;
mod waiting;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::client::{Came, event_type, seq};
use crate::harness::server::signal;
use crate::harness::{Cable, Client, Redis, Screen, Server, in_time};

/// As much time as docs/OPERATIONS.md gives until a connection that hangs is found out, of which the probes alone may take nine
/// seconds, and some for a machine that does other things as well.
const FOUND_OUT: Duration = Duration::from_secs(15);

async fn replica(redis: &Redis, role: &str) -> Server {
    replica_at(&redis.url(), role).await
}

async fn replica_at(url: &str, role: &str) -> Server {
    Server::builder().role(role).env("STORAGE_MODE", "redis").env("REDIS_URL", url).start().await
}

fn answers(history: &[Value]) -> Vec<&Value> {
    history.iter().filter(|message| message["role"] == "assistant").collect()
}

#[tokio::test]
async fn a_session_is_the_same_on_every_replica() {
    let redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _workers = (replica(&redis, "adk").await, replica(&redis, "adk").await);
    let session = one.session().await;
    let mut here = Client::join(one.address, &session).await;
    let mut there = Client::join(other.address, &session).await;
    for number in 0..6 {
        let speaker = if number % 2 == 0 { &mut here } else { &mut there };
        speaker.turn(&format!("m-{number}"), "tokens=40 rate=400").await;
    }
    let again = there.turn("m-0", "tokens=40 rate=400").await;
    let last = here.turn("m-last", "good bye").await;
    here.turn_end(&last).await;
    there.turn_end(&last).await;
    assert_ne!(again, last);
    assert_eq!(here.events().collect::<Vec<_>>(), there.events().collect::<Vec<_>>());
    let history = one.history(&session).await;
    assert_eq!(history, other.history(&session).await);
    assert_eq!((history.len(), answers(&history).len()), (14, 7), "each message once, and one answer to each");
    // Read from the log, the same again.
    let mut late = Client::resume(other.address, &session, here.ids().first().map(String::as_str)).await;
    assert_eq!(late.welcome["resumed"], "tail");
    late.turn_end(&last).await;
    assert_eq!(late.ids(), here.ids()[1..]);
}

#[tokio::test]
async fn an_operator_finds_the_sessions_in_redis() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "how are you").await;
    client.turn_end(&turn).await;
    let key = |part: &str| format!("session:{session}:{part}");
    for part in ["_meta", "user_profile", "family_conversation", "family_trip_info", "family_plan"] {
        let text = redis.ask(&["GET", &key(part)]);
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{part}: {text}");
    }
    let history = redis.ask(&["LRANGE", &key("conversation_history"), "0", "-1"]);
    let messages: Vec<Value> = history.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((messages[0]["speaker"].as_str(), messages[0]["message"].as_str()), (Some("user"), Some("how are you")));
    assert_eq!(messages.len(), 2);
    for name in redis.ask(&["KEYS", &key("*")]).lines() {
        let ttl: i64 = redis.ask(&["TTL", name]).trim().parse().unwrap();
        assert!(ttl > 0, "{name} is kept for ever");
    }
}

#[tokio::test]
async fn a_killed_worker_is_replaced_and_answers_once() {
    let redis = Redis::start().await;
    let (backend, mut worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=120 rate=20").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    worker.kill9().await;
    let _next = replica(&redis, "adk").await;
    let ready = Instant::now();
    let restarted = |frame: &Value| frame["event"]["name"] == "turn.restarted";
    let told = client.until("the turn to start over", restarted).await;
    let ended = client.events().take_while(|frame| !restarted(frame)).last().unwrap();
    let discarded = &told["event"]["value"]["discarded"];
    assert_eq!(ended["event"], json!({"type": "TEXT_MESSAGE_END", "messageId": discarded[0]}), "it is ended before");
    assert!(ready.elapsed() < Duration::from_secs(15), "taken over after {:?}", ready.elapsed());
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "success"}));
    let history = backend.history(&session).await;
    assert_eq!(answers(&history).len(), 1);
    assert_eq!(answers(&history)[0]["content"], Screen::of(&client.frames).texts("assistant")[0].1);
}

#[tokio::test]
async fn a_dead_gateway_is_left_for_another_without_a_gap() {
    let redis = Redis::start().await;
    let (mut one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _worker = replica(&redis, "adk").await;
    let session = one.session().await;
    let mut whole = Client::join(other.address, &session).await;
    let mut client = Client::join(one.address, &session).await;
    let turn = client.turn("m-1", "tokens=200 rate=100").await;
    client.until("some words", |frame| frame["id"].as_str().is_some_and(|id| seq(id) > 8)).await;
    one.kill9().await;
    let mut resumed = Client::resume(other.address, &session, client.last_id.as_deref()).await;
    assert_eq!(resumed.welcome["resumed"], "tail");
    resumed.turn_end(&turn).await;
    whole.turn_end(&turn).await;
    let seen: Vec<&Value> = client.events().chain(resumed.events()).collect();
    assert_eq!(seen, whole.events().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_turn_is_cancelled_from_any_replica() {
    let redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _worker = replica(&redis, "adk").await;
    let session = one.session().await;
    let mut here = Client::join(one.address, &session).await;
    let mut there = Client::join(other.address, &session).await;
    let turn = here.turn("m-1", "tokens=3000 rate=200").await;
    there.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    there.send(json!({"type": "cancel"})).await;
    assert_eq!(here.turn_end(&turn).await["event"]["outcome"], json!({"type": "cancelled"}));
    let history = one.history(&session).await;
    assert_eq!(answers(&history)[0]["content"], Screen::of(&here.frames).texts("assistant")[0].1);
}

/// One answer to one message, and it is what the client has seen.
async fn answered_once(backend: &Server, session: &str, client: &Client) {
    let history = backend.history(session).await;
    assert_eq!(answers(&history).len(), 1);
    assert_eq!(answers(&history)[0]["content"], Screen::of(&client.frames).texts("assistant")[0].1);
}

fn is_a_word(frame: &Value) -> bool {
    event_type(frame) == Some("TEXT_MESSAGE_CONTENT")
}

#[tokio::test]
async fn a_paused_worker_says_nothing_more_when_it_wakes() {
    let redis = Redis::start().await;
    let (backend, paused) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=100 rate=20").await;
    client.until("a word", is_a_word).await;
    signal("STOP", paused.pid());
    let _next = replica(&redis, "adk").await;
    client.until("the turn to start over", |frame| frame["event"]["name"] == "turn.restarted").await;
    client.next("a word of the other worker", is_a_word).await;
    signal("CONT", paused.pid());
    paused.logged("it is no longer ours").await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "success"}));
    answered_once(&backend, &session, &client).await;
}

#[tokio::test]
async fn a_cut_channel_is_joined_again_without_a_gap() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=200 rate=100").await;
    for _ in 0..5 {
        client.next("a word", is_a_word).await;
        redis.ask(&["CLIENT", "KILL", "TYPE", "pubsub"]);
    }
    // The client believes nothing: a number left out or seen twice fails it.
    client.turn_end(&turn).await;
    backend.logged("heard from Redis again").await;
    answered_once(&backend, &session, &client).await;
}

#[tokio::test]
async fn a_restarted_redis_loses_nothing() {
    let mut redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=100 rate=50").await;
    client.until("a word", is_a_word).await;
    redis.kill9();
    assert_eq!(backend.get("/health/ready").await.status(), 503);
    redis.start_again().await;
    client.turn_end(&turn).await;
    answered_once(&backend, &session, &client).await;
    let next = client.turn("m-2", "tokens=10 rate=100").await;
    client.turn_end(&next).await;
}

#[tokio::test]
async fn a_redis_that_hangs_is_waited_for() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=100 rate=50").await;
    client.until("a word", is_a_word).await;
    signal("STOP", redis.pid());
    assert_eq!(backend.get("/health/ready").await.status(), 503);
    client.say("m-2", "tokens=10 rate=100").await;
    client.until("a temporary error", |frame| frame["type"] == "error" && frame["temporary"] == true).await;
    signal("CONT", redis.pid());
    client.turn_end(&turn).await;
    let next = client.turn("m-2", "tokens=10 rate=100").await;
    client.turn_end(&next).await;
    let history = backend.history(&session).await;
    assert_eq!((history.len(), answers(&history).len()), (4, 2), "each message once, and one answer to each");
}

#[tokio::test]
async fn a_path_that_swallows_everything_is_found_out() {
    let redis = Redis::start().await;
    let cable = Cable::to(redis.address).await;
    let backend = replica_at(&format!("redis://{}", cable.address), "backend").await;
    let _worker = replica(&redis, "adk").await;
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=200 rate=100").await;
    client.until("a word", is_a_word).await;
    cable.stall();
    let stalled = Instant::now();
    backend.logged("what is published is not heard").await;
    assert!(stalled.elapsed() < FOUND_OUT, "found out after {:?}", stalled.elapsed());
    assert_eq!(backend.get("/health/ready").await.status(), 503);
    // Nothing that hangs in the cable comes out any more: only the log has it.
    cable.cut();
    cable.mend();
    client.turn_end(&turn).await;
    answered_once(&backend, &session, &client).await;
    in_time("the backend to be ready", async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while backend.get("/health/ready").await.status() != 200 {
            looks.tick().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_lost_tail_is_told_with_one_snapshot() {
    let mut redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _worker = replica(&redis, "adk").await;
    let session = one.session().await;
    let mut here = Client::join(one.address, &session).await;
    let mut there = Client::join(other.address, &session).await;
    let turn = here.turn("m-1", "tokens=400 rate=50").await;
    here.until("a word", is_a_word).await;
    // As after a failover to a replica that was behind: what is written from here on is gone later.
    redis.ask(&["CONFIG", "SET", "appendonly", "no"]);
    let kept: u64 = redis.ask(&["HGET", &format!("live:{session}"), "seq"]).trim().parse().unwrap();
    for client in [&mut here, &mut there] {
        client.until("what will be lost", |frame| frame["id"].as_str().is_some_and(|id| seq(id) > kept + 5)).await;
    }
    redis.kill9();
    redis.start_again().await;
    let mut back = Vec::new();
    for (client, backend) in [(&mut here, &other), (&mut there, &one)] {
        let code = loop {
            if let Came::Closed(code) = client.came().await {
                break code;
            }
        };
        assert_eq!(code, Some(3010));
        let again = Client::resume(backend.address, &session, client.last_id.as_deref()).await;
        assert_eq!((&again.welcome["resumed"], &again.welcome["reason"]), (&json!("snapshot"), &json!("diverged")));
        back.push(again);
    }
    for client in &mut back {
        client.turn_end(&turn).await;
        answered_once(&one, &session, client).await;
    }
}

#[tokio::test]
async fn two_writers_and_four_tabs_see_the_same() {
    let redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _workers = (replica(&redis, "adk").await, replica(&redis, "adk").await);
    let session = one.session().await;
    let mut tabs = Vec::new();
    for gateway in [&one, &other, &one, &other] {
        tabs.push(Client::join(gateway.address, &session).await);
    }
    let mut turns = Vec::new();
    for number in 0..6 {
        for (writer, tab) in tabs.iter_mut().take(2).enumerate() {
            turns.push(tab.turn(&format!("m-{writer}-{number}"), "tokens=20 rate=400").await);
        }
    }
    for tab in &mut tabs {
        for turn in &turns {
            tab.turn_end(turn).await;
        }
    }
    let seen: Vec<Vec<&Value>> = tabs.iter().map(|tab| tab.events().collect()).collect();
    assert!(seen.iter().all(|events| *events == seen[0]), "all see the same events in the same order");
    let history = other.history(&session).await;
    assert_eq!((history.len(), answers(&history).len()), (24, 12), "each message once, and one answer to each");
}

#[tokio::test]
async fn a_socket_cut_after_any_event_goes_on_elsewhere() {
    let redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _worker = replica(&redis, "adk").await;
    let session = one.session().await;
    let mut whole = Client::join(one.address, &session).await;
    // Resumed while the turn runs, wherever it is by then.
    let turn = whole.turn("m-1", "tokens=120 rate=60").await;
    let mut cut = Vec::new();
    let mut last = whole.last_id.clone();
    while cut.len() < 12 {
        let mut client = Client::resume([&one, &other][cut.len() % 2].address, &session, last.as_deref()).await;
        let event = client.next("one more event", |frame| frame["id"].is_string()).await;
        last = event["id"].as_str().map(Into::into);
        cut.push(event);
    }
    whole.turn_end(&turn).await;
    let all: Vec<&Value> = whole.events().collect();
    let first = all.iter().position(|event| event["id"] == cut[0]["id"]).unwrap();
    assert_eq!(all[first..first + cut.len()], cut.iter().collect::<Vec<_>>());
    // And after it has ended, from every event.
    let ids = whole.ids();
    for (k, id) in ids.iter().enumerate().take(ids.len() - 1) {
        let mut client = Client::resume([&one, &other][k % 2].address, &session, Some(id)).await;
        client.turn_end(&turn).await;
        assert_eq!(client.ids(), ids[k + 1..], "resumed after event {k}");
    }
}
