//! A message that comes while a turn is running.

use serde_json::json;

use super::{LONG, SHORT};
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server};

#[tokio::test]
async fn turns_run_one_at_a_time_in_the_order_accepted() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let mut turns = Vec::new();
    for number in 0..6 {
        client.say_busy(&format!("m-{number}"), "tokens=10 rate=500", "queue").await;
    }
    for number in 0..6 {
        turns.push(text(&client.accepted(&format!("m-{number}")).await["turn_id"]));
    }
    for turn in &turns {
        client.turn_end(turn).await;
    }
    let mut running = None;
    let mut ended = Vec::new();
    for frame in client.events() {
        let turn = frame["turn"].as_str();
        match event_type(frame).unwrap() {
            "TEXT_MESSAGE_CHUNK" => {}
            "RUN_STARTED" => {
                assert_eq!(running, None, "two turns at a time: {frame}");
                running = turn;
            }
            "RUN_FINISHED" => {
                assert_eq!(turn, running, "{frame}");
                ended.extend(running.take());
            }
            _ => assert_eq!(turn, running, "{frame}"),
        }
    }
    assert_eq!(ended, turns);
}

#[tokio::test]
async fn reject_refuses_while_a_turn_is_running() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", LONG).await;
    client.say_busy("m-2", SHORT, "reject").await;
    let refused = client.refused("m-2", "busy").await;
    assert_eq!(refused["temporary"], true);
    assert!(refused["retry_after_ms"].as_u64().unwrap() > 0);
    client.send(json!({"type": "cancel"})).await;
    client.turn_end(&turn).await;
    // What was refused left no trace: the same name is free.
    client.say_busy("m-2", "other words", "reject").await;
    assert_eq!(client.accepted("m-2").await["duplicate"], false);
}

#[tokio::test]
async fn interrupt_cancels_the_running_turn_and_goes_behind_the_waiting_ones() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let long = client.turn("m-1", LONG).await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let waiting = client.turn("m-2", SHORT).await;
    client.say_busy("m-3", SHORT, "interrupt").await;
    let interrupting = client.accepted("m-3").await;
    assert_eq!(interrupting["queued"], 2);
    let interrupting = text(&interrupting["turn_id"]);
    client.turn_end(&interrupting).await;
    let ended = Screen::of(&client.frames).ended;
    let end = |turn: &str, how: &str| (turn.to_owned(), how.to_owned());
    assert_eq!(ended, [end(&long, "cancelled"), end(&waiting, "success"), end(&interrupting, "success")]);
    let statuses: Vec<_> = server.history(&session).await;
    let cut = statuses.iter().find(|message| message["role"] == "assistant").unwrap();
    assert_eq!(cut["metadata"]["hera"]["status"], "cancelled", "{cut}");
    // Where nothing is running there is nothing to interrupt.
    client.say_busy("m-4", SHORT, "interrupt").await;
    let accepted = client.accepted("m-4").await;
    assert_eq!(accepted["queued"], 0);
    assert_eq!(client.turn_end(&text(&accepted["turn_id"])).await["event"]["outcome"]["type"], "success");
}

#[tokio::test]
async fn as_many_wait_as_may() {
    let server = Server::builder().env("TURNS_QUEUED", 2).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let running = client.turn("m-1", LONG).await;
    client.turn("m-2", SHORT).await;
    let last = client.turn("m-3", SHORT).await;
    for busy in ["queue", "interrupt"] {
        client.say_busy("m-4", SHORT, busy).await;
        assert_eq!(client.refused("m-4", "queue_full").await["temporary"], true);
    }
    client.say("m-3", SHORT).await;
    assert_eq!(client.accepted("m-3").await["duplicate"], true, "a repetition needs no room");
    client.send(json!({"type": "cancel", "turn_id": running})).await;
    client.turn_end(&last).await;
    client.say("m-4", SHORT).await;
    client.accepted("m-4").await;
}
