//! Joining in the middle of a turn.

use serde_json::{Value, json};

use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server};

#[tokio::test]
async fn a_running_turn_is_told_so_far_and_then_goes_on() {
    let server = Server::builder().env("COALESCE_MS", 5).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let turn = there.turn("m-1", "tokens=3000 rate=150").await;
    let waiting = there.turn("m-2", "one two").await;
    there.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let mut late = Vec::new();
    for _ in 0..10 {
        let place = there.events().count();
        there.next("more", |_| true).await;
        let mut client = Client::join(server.address, &session).await;
        client.until("the text so far", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        let snapshot: Vec<&Value> = client.frames.iter().filter(|frame| frame["snapshot"] == true).collect();
        let kinds: Vec<_> = snapshot.iter().filter_map(|frame| event_type(frame)).collect();
        let running = ["RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT"];
        assert_eq!(kinds, [["MESSAGES_SNAPSHOT", "STATE_SNAPSHOT"].as_slice(), &running].concat());
        assert_eq!(snapshot[2]["event"], json!({"type": "RUN_STARTED", "threadId": session, "runId": turn}));
        for frame in &snapshot[2..] {
            assert_eq!(frame["turn"], turn.as_str(), "{frame}");
        }
        assert!(there.events().count() > place);
        late.push(client);
    }
    there.send(json!({"type": "cancel", "turn_id": turn})).await;
    there.turn_end(&waiting).await;
    let whole = Screen::of(&there.frames);
    for client in &mut late {
        client.turn_end(&waiting).await;
        let screen = Screen::of(&client.frames);
        // A text is listed where it began, so a client that joined later has them in another order.
        assert_eq!(screen.texts("assistant"), whole.texts("assistant"));
        assert_eq!(screen.texts("user"), whole.texts("user"));
        assert_eq!(screen.ended, whole.ended);
        // From its head on, this client saw what all saw.
        let own: Vec<Value> = client.events().cloned().collect();
        let all: Vec<Value> = there.events().cloned().collect();
        assert_eq!(own, all[all.len() - own.len()..]);
    }
}

#[tokio::test]
async fn the_state_is_the_same_by_deltas_and_by_snapshot() {
    let server = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let mut state = state_of(&there);
    for (number, words) in
        ["I'm Ken, 34, a man from Berlin", "I am calm and outgoing, single", "two girls"].iter().enumerate()
    {
        let turn = there.turn(&format!("m-{number}"), words).await;
        there.turn_end(&turn).await;
    }
    let mut changes = 0;
    for event in there.events().map(|frame| &frame["event"]).filter(|event| event["type"] == "STATE_DELTA") {
        for change in event["delta"].as_array().unwrap() {
            assert_eq!(change["op"], "replace", "{change}");
            let path = text(&change["path"]);
            *state.pointer_mut(&path).unwrap_or_else(|| panic!("{path} is not there to be replaced")) =
                change["value"].clone();
            changes += 1;
        }
    }
    assert!(changes > 0);
    assert_eq!(state["user_profile"]["age"], 34);
    let late = Client::join(server.address, &session).await;
    assert_eq!(state_of(&late), state);
    assert_eq!(Screen::of(&late.frames).messages, Screen::of(&there.frames).messages);
}

fn state_of(client: &Client) -> Value {
    let frame = client.frames.iter().find(|frame| event_type(frame) == Some("STATE_SNAPSHOT"));
    frame.unwrap()["event"]["snapshot"].clone()
}
