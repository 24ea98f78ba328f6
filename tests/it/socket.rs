//! What a socket promises while it is open.

mod busy;
mod cancel;
mod choices;
mod frames;
mod once;

use serde_json::{Value, json};

use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server};

/// A turn that goes on until it is cancelled, as far as any test is concerned.
const LONG: &str = "tokens=3000 rate=20";
const SHORT: &str = "tokens=5 rate=0";

#[tokio::test]
async fn the_welcome_says_how_things_stand() {
    let server = Server::builder().env("FRAME_BYTES", 5000).env("RECONNECT_MIN_MS", 70).start().await;
    let session = server.session().await;
    let client = Client::join(server.address, &session).await;
    let mut welcome = client.welcome.clone();
    let head = text(&welcome["head_id"]);
    assert!(head.starts_with("0-"), "the head of a session without events: {head}");
    let connection = text(&welcome["connection_id"]);
    for varying in ["head_id", "connection_id"] {
        welcome.as_object_mut().unwrap().remove(varying);
    }
    let expected = json!({
        "type": "welcome", "protocol": 1, "session_id": session, "resumed": "fresh", "ping_interval_ms": 25000,
        "limits": {"frame_bytes": 5000, "image_bytes": 10_485_760}, "reconnect": {"min_ms": 70, "max_ms": 20000},
        // Who brings no cookie has come by the link.
        "caller": {"kind": "guest", "role": "writer"},
    });
    assert_eq!(welcome, expected);
    let other = Client::join(server.address, &session).await;
    assert_ne!(text(&other.welcome["connection_id"]), connection);
    let kinds: Vec<_> = client.frames[1..].iter().map(|frame| event_type(frame).unwrap()).collect();
    assert_eq!(kinds, ["MESSAGES_SNAPSHOT", "STATE_SNAPSHOT"]);
    let state = &client.frames[2]["event"]["snapshot"];
    assert_eq!((&state["phase"], &state["profile_complete"]), (&json!("interview"), &json!(false)));
    for part in ["user_profile", "information_progress", "missing_fields", "family", "photos"] {
        assert!(state.get(part).is_some(), "{part} is missing: {state}");
    }
}

#[tokio::test]
async fn a_message_is_accepted_and_its_turn_told_in_order() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.say("m-1", SHORT).await;
    let accepted = client.accepted("m-1").await;
    let (turn, message) = (text(&accepted["turn_id"]), text(&accepted["message_id"]));
    assert_eq!(
        accepted,
        json!({"type": "accepted", "client_msg_id": "m-1", "id": accepted["id"], "message_id": message,
               "turn_id": turn, "queued": 0, "duplicate": false})
    );
    client.turn_end(&turn).await;
    let events: Vec<Value> = client.events().map(|frame| frame["event"].clone()).collect();
    assert_eq!(client.ids()[0], text(&accepted["id"]), "accepted names the message's event");
    let said = json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": message, "role": "user", "delta": SHORT,
                      "metadata": {"hera": {"client_msg_id": "m-1"}}});
    assert_eq!(events[0], said);
    assert_eq!(events[1], json!({"type": "RUN_STARTED", "threadId": session, "runId": turn}));
    let reply = &events[2]["messageId"];
    let name = text(&events[2]["name"]);
    assert_eq!(events[2], json!({"type": "TEXT_MESSAGE_START", "messageId": reply, "role": "assistant", "name": name}));
    let contents = &events[3..events.len() - 2];
    assert!(!contents.is_empty());
    for content in contents {
        assert_eq!((&content["type"], &content["messageId"]), (&json!("TEXT_MESSAGE_CONTENT"), reply));
    }
    assert_eq!(events[events.len() - 2], json!({"type": "TEXT_MESSAGE_END", "messageId": reply}));
    let usage = &events[events.len() - 1]["metadata"]["hera"]["usage"];
    let (first, whole) = (usage["time_to_first_token_ms"].as_u64(), usage["duration_ms"].as_u64());
    assert!(first.is_some() && first <= whole, "{usage}");
    let usage = json!({"time_to_first_token_ms": first, "duration_ms": whole});
    let finished = json!({"type": "RUN_FINISHED", "threadId": session, "runId": turn, "outcome": {"type": "success"},
                          "metadata": {"hera": {"usage": usage}}});
    assert_eq!(events.last(), Some(&finished));
    assert!(client.events().skip(1).all(|frame| frame["turn"] == turn.as_str()), "{:#?}", client.frames);

    let shown = Screen::of(&client.frames);
    let history: Vec<_> =
        server.history(&session).await.iter().map(crate::harness::screen::Shown::of_history).collect();
    assert_eq!(shown.messages, history);
    assert_eq!(history[1].text.split_whitespace().count(), 5);
}

#[tokio::test]
async fn a_turn_without_an_answer_ends_in_an_error() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "").await;
    let end = client.turn_end(&turn).await;
    assert_eq!((event_type(&end), &end["event"]["code"]), (Some("RUN_ERROR"), &json!("empty_answer")));
    assert!(!text(&end["event"]["message"]).is_empty());
    assert_eq!(server.history(&session).await.len(), 1, "an empty reply is not stored");
    let turn = client.turn("m-2", SHORT).await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
}

#[tokio::test]
async fn several_sockets_see_the_same() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(Client::join(server.address, &session).await);
    }
    let mut turns = Vec::new();
    for (number, client) in clients.iter_mut().enumerate() {
        client.say(&format!("m-{number}"), "tokens=40 rate=400").await;
    }
    for (number, client) in clients.iter_mut().enumerate() {
        turns.push(text(&client.accepted(&format!("m-{number}")).await["turn_id"]));
    }
    for client in &mut clients {
        for turn in &turns {
            client.turn_end(turn).await;
        }
    }
    let events: Vec<Vec<&Value>> = clients.iter().map(|client| client.events().collect()).collect();
    assert!(events[0].len() > 4 * 5);
    for others in &events[1..] {
        assert_eq!(&events[0], others);
    }
}

#[tokio::test]
async fn what_comes_by_http_is_seen_on_sockets() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let asked = server
        .request(reqwest::Method::POST, &format!("/api/sessions/{session}/messages"))
        .json(&json!({"message": "one two three"}))
        .send();
    let answer: Value = crate::harness::in_time("an answer", asked).await.unwrap().json().await.unwrap();
    client.until("an end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
    let screen = Screen::of(&client.frames);
    assert_eq!(screen.texts("user")[0].1, "one two three");
    assert_eq!(Value::from(screen.texts("assistant")[0].1), answer["reply"]);
}

#[tokio::test]
async fn a_deleted_session_is_closed_for_everybody() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut clients = [Client::join(server.address, &session).await, Client::join(server.address, &session).await];
    clients[0].turn("m-1", LONG).await;
    let deleted = server.request(reqwest::Method::DELETE, &format!("/api/sessions/{session}")).send().await.unwrap();
    assert!(deleted.status().is_success());
    for client in &mut clients {
        assert_eq!(client.close_code().await, Some(3503));
    }
    let mut late = Client::open(server.address, &session).await;
    assert_eq!(late.close_code().await, Some(3509));
}
