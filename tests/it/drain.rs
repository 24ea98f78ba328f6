//! How the server ends when it is asked to, and what it leaves for the next start.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::client::{Came, event_type};
use crate::harness::{Client, Screen, Server, in_time};

/// The server was asked to end while this client looked on: everything up to the close, and its code.
async fn to_the_end(client: &mut Client) -> Option<u16> {
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    client.close_code().await
}

fn goodbyes(client: &Client) -> Vec<&Value> {
    client.frames.iter().filter(|frame| frame["type"] == "goodbye").collect()
}

#[tokio::test]
async fn a_server_with_nothing_to_do_ends_at_once() {
    let mut server = Server::builder().env("DRAIN_S", 3600).start().await;
    let session = server.session().await;
    let mut joined = Client::join(server.address, &session).await;
    let mut early = Client::open(server.address, &session).await;
    let stream = server.get(&format!("/api/sessions/{session}/events")).await;
    let _silent = TcpStream::connect(server.address).await.unwrap();
    let mut halfway = TcpStream::connect(server.address).await.unwrap();
    halfway.write_all(b"GET /api/health HTTP/1.1\r\nhost: localhost\r\n").await.unwrap();
    let mut answered = TcpStream::connect(server.address).await.unwrap();
    answered.write_all(b"GET /api/health HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    answered.read_u8().await.unwrap();
    // What was sent before is read before: the order of one connection is not that of all.
    server.json("/api/health").await;

    let asked = Instant::now();
    server.terminate();
    assert_eq!(to_the_end(&mut joined).await, Some(3001));
    let [goodbye] = goodbyes(&joined)[..] else { panic!("{:#?}", joined.frames) };
    assert!(goodbye["retry_after_ms"].is_u64(), "{goodbye}");
    assert_eq!(goodbye.as_object().unwrap().len(), 2, "{goodbye}");
    assert_eq!(early.close_code().await, Some(3001), "a socket that has not said hello is told as well");
    in_time("the event stream to end", stream.bytes()).await.unwrap();
    let status = server.ended().await;
    assert_eq!(status.code(), Some(0));
    // Less than anything that it could have waited for takes.
    assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?}", asked.elapsed());
}

#[tokio::test]
async fn a_running_turn_finishes_and_a_waiting_one_is_kept() {
    // The turn is there for as long as the test needs it, and has as long to finish.
    let mut server = Server::builder().env("DRAIN_S", 60).start().await;
    let session = server.session().await;
    let idle_session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let mut other = Client::join(server.address, &session).await;
    let mut idle = Client::join(server.address, &idle_session).await;
    let running = client.turn("m-1", "tokens=150 rate=25").await;
    let waiting = client.turn("m-2", "one two three").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let request = server.request(reqwest::Method::POST, &format!("/api/sessions/{session}/messages"));
    // This one is accepted before, and its answer belongs to the next start.
    let _asked = tokio::time::timeout(Duration::ZERO, request.json(&json!({"message": "four"})).send()).await;

    server.terminate();
    assert_eq!(to_the_end(&mut idle).await, Some(3001), "who waits for nothing goes first");
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    client.say("m-3", "too late").await;
    let refused = client.refused("m-3", "draining").await;
    assert_eq!(refused["temporary"], true);
    client.send(json!({"type": "ping"})).await;
    client.next("pong", |frame| frame["type"] == "pong").await;
    let end = client.turn_end(&running).await;
    assert_eq!(end["event"]["outcome"]["type"], "success");
    assert_eq!(client.close_code().await, Some(3001));
    assert_eq!(to_the_end(&mut other).await, Some(3001));
    assert_eq!(other.events().last(), Some(&end), "all sockets see it to its end");
    assert_eq!(server.ended().await.code(), Some(0));

    server.restart().await;
    let last_id = client.last_id.clone();
    let mut back = Client::resume(server.address, &session, last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail", "nothing was lost on the way down");
    assert_eq!(back.turn_end(&waiting).await["event"]["outcome"]["type"], "success");
    back.say("m-3", "too late").await;
    assert_eq!(back.accepted("m-3").await["duplicate"], false);
    let first = back.events().find(|frame| event_type(frame) == Some("RUN_STARTED")).unwrap();
    assert_eq!(first["turn"], waiting.as_str());
    let history = server.history(&session).await;
    let reply = history.iter().find(|message| message["role"] == "assistant").unwrap();
    assert_eq!(reply["content"].as_str().unwrap().split_whitespace().count(), 150);
}

#[tokio::test]
async fn a_hangup_is_a_wish_to_end_like_any_other() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let running = client.turn("m-1", "tokens=50 rate=25").await;
    let waiting = client.turn("m-2", "one two three").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.send("HUP");
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    assert_eq!(client.turn_end(&running).await["event"]["outcome"]["type"], "success");
    assert_eq!(client.close_code().await, Some(3001));
    assert_eq!(server.ended().await.code(), Some(0));

    server.restart().await;
    let mut back = Client::resume(server.address, &session, client.last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail", "nothing was lost on the way down");
    assert_eq!(back.turn_end(&waiting).await["event"]["outcome"]["type"], "success");
    let screen = Screen::of(client.frames.iter().chain(&back.frames));
    assert_eq!(screen.texts("assistant")[0].1.split_whitespace().count(), 50);
    assert_eq!(screen.messages.len(), 4);
}

#[tokio::test]
async fn a_turn_that_takes_too_long_is_run_again_at_the_next_start() {
    let mut server = Server::builder().env("DRAIN_S", 1).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=500 rate=100").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.terminate();
    assert_eq!(to_the_end(&mut client).await, Some(3001));
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(!client.events().any(|frame| event_type(frame) == Some("RUN_FINISHED")));

    server.restart().await;
    let last_id = client.last_id.clone();
    let mut back = Client::resume(server.address, &session, last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail", "what was shown was kept");
    let restarted = back.until("a new start", |frame| event_type(frame) == Some("CUSTOM")).await;
    assert_eq!(restarted["event"]["name"], "turn.restarted");
    assert_eq!(restarted["event"]["value"]["turn_id"], turn.as_str());
    back.turn_end(&turn).await;
    let screen = Screen::of(client.frames.iter().chain(&back.frames));
    assert_eq!(screen.ended, [(turn, "success".to_owned())]);
    assert_eq!(screen.messages.len(), 2, "the first attempt was dropped: {screen:#?}");
    assert_eq!(screen.messages[1].text.split_whitespace().count(), 500);
}

#[tokio::test]
async fn a_second_signal_ends_everything_where_it_is() {
    let mut server = Server::builder().env("DRAIN_S", 3600).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=1000 rate=20").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.terminate();
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    client.next("one more word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.terminate();
    assert_eq!(client.close_code().await, Some(3001));
    assert_eq!(server.ended().await.code(), Some(0));
    server.restart().await;
    let mut back = Client::resume(server.address, &session, client.last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail");
    back.until("a new start", |frame| event_type(frame) == Some("CUSTOM") && frame["turn"] == turn.as_str()).await;
}

#[tokio::test]
async fn whoever_comes_late_is_not_let_in() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=50 rate=15").await;
    // A turn that has not begun when the end is asked for is kept for the next start.
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.terminate();
    client.until("goodbye", |frame| frame["type"] == "goodbye").await;
    // Either nobody listens any more, or the socket is closed at once with the code that says come again.
    if let Some(mut late) = Client::if_let_in(server.address, &session).await {
        let came = late.came().await;
        assert!(matches!(came, Came::Closed(Some(3001) | None)));
    }
    client.turn_end(&turn).await;
    assert_eq!(client.close_code().await, Some(3001));
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_server_that_is_about_to_drain_serves_on() {
    let mut server = Server::builder().env("LAME_DUCK_S", 3600).env("DRAIN_S", 3600).start().await;
    let session = server.session().await;
    let mut early = Client::join(server.address, &session).await;
    server.terminate();
    in_time("ready to be 503", async {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        while server.get("/health/ready").await.status() != 503 {
            looks.tick().await;
        }
    })
    .await;
    assert_eq!(server.get("/health/live").await.status(), 200);
    let session = server.session().await;
    let mut late = Client::join(server.address, &session).await;
    let turn = late.turn("m-1", "one two three").await;
    assert_eq!(late.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    early.send(json!({"type": "ping"})).await;
    early.next("pong", |frame| frame["type"] == "pong").await;
    assert_eq!(goodbyes(&early), [&Value::Null; 0]);
    // A second signal stops at once, as at any time.
    server.terminate();
    assert_eq!(late.close_code().await, Some(3001));
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_server_that_was_about_to_drain_drains() {
    let mut server = Server::builder().env("LAME_DUCK_S", 1).env("DRAIN_S", 3600).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let asked = Instant::now();
    server.terminate();
    assert_eq!(to_the_end(&mut client).await, Some(3001));
    assert!(asked.elapsed() >= Duration::from_secs(1), "it took {:?}", asked.elapsed());
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test]
async fn an_event_stream_stays_for_the_running_turn() {
    let mut server = Server::builder().env("DRAIN_S", 60).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let early = server.get(&format!("/api/sessions/{session}/events")).await;
    let turn = client.turn("m-1", "tokens=150 rate=25").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let amid = server.get(&format!("/api/sessions/{session}/events")).await;
    server.terminate();
    for stream in [early, amid] {
        let text = in_time("the event stream to end", stream.text()).await.unwrap();
        let last = text.lines().filter_map(|line| line.strip_prefix("data: ")).next_back().unwrap();
        let last: Value = serde_json::from_str(last).unwrap();
        assert_eq!((event_type(&last), &last["turn"]), (Some("RUN_FINISHED"), &json!(turn)), "{last}");
    }
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test]
async fn an_event_stream_ends_in_order_when_the_turn_takes_too_long() {
    let mut server = Server::builder().env("DRAIN_S", 1).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.turn("m-1", "tokens=1000 rate=20").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let stream = server.get(&format!("/api/sessions/{session}/events")).await;
    server.terminate();
    let text = in_time("the event stream to end", stream.text()).await.expect("a whole body");
    assert!(text.contains("TEXT_MESSAGE_CONTENT") && !text.contains("RUN_FINISHED"), "{text}");
    assert_eq!(server.ended().await.code(), Some(0));
}
