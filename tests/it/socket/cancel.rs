//! Cancelling.

use serde_json::{Value, json};

use super::{LONG, SHORT};
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server};

fn status(message: &Value) -> &str {
    message["metadata"]["hera"]["status"].as_str().unwrap()
}

#[tokio::test]
async fn the_text_shown_so_far_is_kept_and_marked() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let mut other = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=3000 rate=200").await;
    other.until("a third piece", |frame| seq_of(frame) > 5).await;
    other.send(json!({"type": "cancel"})).await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"], json!({"type": "cancelled"}));
    // The next turn follows at once; nothing of the cancelled one comes after its end.
    let next = client.turn("m-2", SHORT).await;
    client.turn_end(&next).await;
    let place = client.frames.iter().position(|frame| *frame == end).unwrap();
    assert!(client.frames[place + 1..].iter().all(|frame| frame["turn"] != turn.as_str()), "{:#?}", client.frames);

    let shown = Screen::of(&client.frames);
    for _ in 0..2 {
        let history = server.history(&session).await;
        assert_eq!(history.len(), 4);
        let cut = history.iter().find(|message| message["metadata"]["hera"]["turn_id"] == turn.as_str());
        assert_eq!(status(cut.unwrap()), "complete", "the person's message stays as it is");
        let reply = history
            .iter()
            .find(|message| message["role"] == "assistant" && message["metadata"]["hera"]["turn_id"] == turn.as_str())
            .unwrap();
        assert_eq!(status(reply), "cancelled");
        let seen = shown.texts("assistant").into_iter().find(|(id, _)| reply["id"] == *id).unwrap().1;
        assert_eq!(reply["content"], seen, "history and screen agree to the letter");
        assert!(seen.split_whitespace().count() < 3000);
        server.restart().await;
    }
}

fn seq_of(frame: &Value) -> u64 {
    if frame["event"].is_null() { 0 } else { crate::harness::client::seq(frame["id"].as_str().unwrap()) }
}

#[tokio::test]
async fn a_waiting_turn_ends_in_its_place_and_says_nothing() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let running = client.turn("m-1", LONG).await;
    let waiting = client.turn("m-2", SHORT).await;
    let last = client.turn("m-3", SHORT).await;
    client.send(json!({"type": "cancel", "turn_id": waiting})).await;
    client.send(json!({"type": "cancel", "turn_id": waiting})).await;
    client.send(json!({"type": "cancel", "turn_id": running})).await;
    client.turn_end(&last).await;
    let screen = Screen::of(&client.frames);
    let end = |turn: &str, how: &str| (turn.to_owned(), how.to_owned());
    assert_eq!(screen.ended, [end(&running, "cancelled"), end(&waiting, "cancelled"), end(&last, "success")]);
    let told: Vec<_> =
        client.events().filter(|frame| frame["turn"] == waiting.as_str()).filter_map(event_type).collect();
    let spoke = told.iter().filter(|kind| kind.starts_with("TEXT_MESSAGE_") && **kind != "TEXT_MESSAGE_CHUNK");
    assert_eq!(spoke.count(), 0, "{told:?}");
    let history = server.history(&session).await;
    let of_waiting: Vec<_> =
        history.iter().filter(|message| message["metadata"]["hera"]["turn_id"] == waiting.as_str()).collect();
    assert_eq!(of_waiting.len(), 1, "an empty reply is not stored: {of_waiting:#?}");
    // What has ended cannot be cancelled.
    client.send(json!({"type": "cancel", "turn_id": waiting})).await;
    client.error("no_turn").await;
}

#[tokio::test]
async fn a_cancel_survives_a_restart() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.turn("m-1", LONG).await;
    let waiting = client.turn("m-2", SHORT).await;
    client.send(json!({"type": "cancel", "turn_id": waiting})).await;
    // Frames are answered in order: with the pong the cancel is done.
    client.send(json!({"type": "ping", "nonce": "after"})).await;
    client.next("pong", |frame| frame["type"] == "pong").await;
    server.restart().await;
    let mut client = Client::join(server.address, &session).await;
    client.send(json!({"type": "cancel"})).await;
    let end = client.turn_end(&waiting).await;
    assert_eq!(end["event"]["outcome"]["type"], "cancelled");
}

#[tokio::test]
async fn a_cancel_by_http_is_the_same() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", LONG).await;
    let path = format!("/api/sessions/{session}/cancel");
    let answer = server.request(reqwest::Method::POST, &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(text(&answer.json::<Value>().await.unwrap()["turn_id"]), turn);
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "cancelled");
    let answer = server.request(reqwest::Method::POST, &path).send().await.unwrap();
    assert_eq!(answer.status(), 409);
}
