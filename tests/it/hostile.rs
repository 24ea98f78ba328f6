//! Clients that mean harm, or might as well: each is shown out, costs little, and disturbs nobody.

mod garbage;
mod memory;
mod paths;
mod unread;

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::client::event_type;
use crate::harness::screen::Shown;
use crate::harness::{Cable, Client, Screen, Server};

/// More than the server may have grown, in bytes.
const BOUND: u64 = 32 << 20;

/// A conversation of somebody else: joined, with a reply of `tokens` words on its way.
async fn bystander(server: &Server, tokens: u32) -> (Client, String) {
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", &format!("tokens={tokens} rate=200")).await;
    (client, turn)
}

async fn undisturbed((mut client, turn): (Client, String), tokens: usize) {
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["outcome"]["type"], "success", "{end}");
    let screen = Screen::of(&client.frames);
    assert_eq!(screen.texts("assistant")[0].1.split_whitespace().count(), tokens);
    // The reply came at its pace: the whole of it took no longer than its words, and a little.
    let at = |kind| client.events().find(|frame| event_type(frame) == Some(kind)).unwrap()["ts"].as_i64().unwrap();
    let took = at("RUN_FINISHED") - at("RUN_STARTED");
    let due = i64::try_from(tokens).unwrap() * 5;
    // A machine that does other things as well may keep everybody waiting for some seconds.
    assert!(took < due + 5000, "a reply of {due} ms took {took} ms");
}

#[tokio::test]
async fn ten_thousand_frames_at_once_end_the_socket_and_nothing_else() {
    let server = Server::start().await;
    let session = server.session().await;
    let other = bystander(&server, 300).await;
    let before = server.memory();
    for frame in [
        Message::text(json!({"type": "ping"}).to_string()),
        Message::text(json!({"type": "typing", "on": true}).to_string()),
        Message::text(json!({"type": "message", "client_msg_id": "m-1", "content": "x".repeat(2000)}).to_string()),
        Message::text(json!({"type": "dance"}).to_string()),
        Message::Ping(vec![0; 100].into()),
        Message::Pong(vec![0; 100].into()),
    ] {
        let mut client = Client::join(server.address, &session).await;
        for _ in 0..10_000 {
            // The server may close at any point of the burst.
            if client.try_send(frame.clone()).await.is_err() {
                break;
            }
        }
        assert_eq!(client.close_code().await, Some(3013), "{frame:?}");
        assert!(client.frames.len() < 2000, "an answer to every frame of a flood: {}", client.frames.len());
    }
    assert!(server.memory() < before + BOUND, "{before} bytes grew to {}", server.memory());
    undisturbed(other, 300).await;
    let users = server.history(&session).await.iter().filter(|message| message["role"] == "user").count();
    assert_eq!(users, 1, "the same message, however often");
}

#[tokio::test]
async fn readers_that_stop_reading_are_cut_and_cost_little() {
    let server = Server::builder()
        // Whoever reads may pause for as long as a busy machine makes it.
        .env("WRITE_TIMEOUT_MS", 4000)
        .env("LAG_EVENTS", 100_000)
        .env("EVENTS_KEPT", 200_000)
        .env("COALESCE_MS", 0)
        .env("REPLY_BYTES", 16 << 20)
        .start()
        .await;
    let session = server.session().await;
    let mut reader = Client::join(server.address, &session).await;
    let mut asleep = Vec::new();
    for _ in 0..8 {
        let mut client = Client::narrow(server.address, &session).await;
        client.hello(None).await;
        asleep.push(client);
    }
    let before = server.memory();
    let turn = reader.turn("m-1", "tokens=45000 rate=0").await;
    reader.turn_end(&turn).await;
    server.logged_times("code=3009", asleep.len()).await;
    server.memory_settles_below(before + 2 * BOUND).await;
    let reply = &server.history(&session).await[1];
    assert_eq!(reply["content"].as_str().unwrap().split_whitespace().count(), 45_000);
}

#[tokio::test]
async fn a_reader_that_falls_behind_is_cut_and_comes_back_for_the_rest() {
    let server = Server::builder()
        // Time enough to fall behind by more events than a reader may.
        .env("WRITE_TIMEOUT_MS", 3000)
        .env("COALESCE_MS", 0)
        .env("EVENTS_KEPT", 200_000)
        .env("REPLY_BYTES", 16 << 20)
        .start()
        .await;
    let session = server.session().await;
    let cable = Cable::to(server.address).await;
    let mut slow = Client::join(cable.address, &session).await;
    let other = bystander(&server, 200).await;
    cable.stall();
    let said = server
        .request(reqwest::Method::POST, &format!("/api/sessions/{session}/messages"))
        .json(&json!({"message": "tokens=40000 rate=0"}))
        .send();
    let (answer, ()) = tokio::join!(crate::harness::in_time("an answer", said), server.logged("code=3008"));
    assert_eq!(answer.unwrap().status(), 200);
    cable.mend();
    // Who wakes up in time is told why; who does not finds the line dead. Either way it goes on where it was.
    let code = slow.close_code().await;
    assert!(code == Some(3008) || code.is_none(), "{code:?}");
    let (mut frames, last_id) = (slow.frames.clone(), slow.last_id.clone());
    let mut back = Client::resume(cable.address, &session, last_id.as_deref()).await;
    assert_eq!(back.welcome["resumed"], "tail");
    back.until("the end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
    frames.append(&mut back.frames);
    let history: Vec<_> = server.history(&session).await.iter().map(Shown::of_history).collect();
    assert_eq!(Screen::of(&frames).messages, history);
    undisturbed(other, 200).await;
}
