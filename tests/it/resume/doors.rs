//! Every door shows the same: sockets, the event stream, the history.

use futures::StreamExt as _;
use reqwest::Method;
use serde_json::Value;

use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server, in_time};

/// Server-sent events up to one of the wanted kind: what stood in their `id` and `data` lines.
async fn read(answer: reqwest::Response, last: impl Fn(&Value) -> bool) -> Vec<(Option<String>, Value)> {
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut body = answer.bytes_stream();
    let mut unread = Vec::new();
    let mut events = Vec::new();
    loop {
        let chunk = in_time("a server-sent event", body.next()).await.expect("the stream goes on").unwrap();
        unread.extend_from_slice(&chunk);
        while let Some(end) = unread.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = unread.drain(..end + 2).collect();
            let block = String::from_utf8(block).unwrap();
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
            let Some(data) = field("data: ") else { continue };
            let frame: Value = serde_json::from_str(&data).unwrap();
            let over = last(&frame);
            events.push((field("id: "), frame));
            if over {
                return events;
            }
        }
    }
}

#[tokio::test]
async fn the_event_stream_gives_the_same_frames() {
    let server = Server::builder().env("COALESCE_MS", 5).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let start = text(&there.welcome["head_id"]);
    let path = format!("/api/sessions/{session}/events");
    let live = server.request(Method::GET, &path).header("last-event-id", &start).send();
    let live = in_time("an event stream", live).await.unwrap();
    let fresh = server.get(&path).await;
    for (number, words) in ["tokens=30 rate=300", "one two"].iter().enumerate() {
        let turn = there.turn(&format!("m-{number}"), words).await;
        there.turn_end(&turn).await;
    }
    let last = there.last_id.clone().unwrap();
    let over = |frame: &Value| frame["id"] == last.as_str();
    let all: Vec<Value> = there.events().cloned().collect();

    let from_start: Vec<(Option<String>, Value)> =
        all.iter().map(|event| (Some(text(&event["id"])), event.clone())).collect();
    assert_eq!(read(live, over).await, from_start);
    let fresh: Vec<Value> = read(fresh, over).await.into_iter().map(|(_, frame)| frame).collect();
    assert_eq!(Screen::of(&fresh).messages, Screen::of(&there.frames).messages);

    for seen in [1, all.len() / 2, all.len() - 1] {
        let id = text(&all[seen - 1]["id"]);
        let by_query = server.get(&format!("{path}?after={id}")).await;
        assert_eq!(read(by_query, over).await, from_start[seen..]);
        let by_header = server.request(Method::GET, &path).header("last-event-id", &id).send().await.unwrap();
        assert_eq!(read(by_header, over).await, from_start[seen..]);
    }
    // A snapshot names its place at its end, so that one that was cut off is not taken for whole.
    let late = server.get(&path).await;
    let late = read(late, |frame| event_type(frame) == Some("STATE_SNAPSHOT")).await;
    assert_eq!(late.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), [None, Some(last)]);
}

#[tokio::test]
async fn the_history_gives_the_same_messages() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    for (number, words) in ["one two", "tokens=12 rate=300", "three"].iter().enumerate() {
        let turn = there.turn(&format!("m-{number}"), words).await;
        there.turn_end(&turn).await;
    }
    let shown = Screen::of(&there.frames).messages;
    let history = server.history(&session).await;
    assert_eq!(history.iter().map(crate::harness::screen::Shown::of_history).collect::<Vec<_>>(), shown);
    let late = Client::join(server.address, &session).await;
    let snapshot = late.frames.iter().find(|frame| event_type(frame) == Some("MESSAGES_SNAPSHOT")).unwrap();
    assert_eq!(snapshot["event"]["messages"], Value::from(history), "snapshot and history list the same entries");
}
