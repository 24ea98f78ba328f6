//! A message is stored once, however often it is sent.

use serde_json::json;

use super::{LONG, SHORT};
use crate::harness::client::text;
use crate::harness::{Client, Server};

#[tokio::test]
async fn a_message_that_is_sent_again_is_stored_once() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.say("m-1", SHORT).await;
    let first = client.accepted("m-1").await;
    let turn = text(&first["turn_id"]);
    let mut duplicate = first.clone();
    duplicate["duplicate"] = true.into();
    client.turn_end(&turn).await;
    for _ in 0..3 {
        client.say("m-1", SHORT).await;
        assert_eq!(client.accepted("m-1").await, duplicate);
    }
    // The same words in another spelling of the frame are the same message.
    let parts = json!([{"type": "text", "text": SHORT}]);
    client.send(json!({"type": "message", "client_msg_id": "m-1", "content": parts, "busy": "reject"})).await;
    assert_eq!(client.accepted("m-1").await, duplicate);
    client.say("m-1", "other words").await;
    let conflict = client.refused("m-1", "id_conflict").await;
    assert_eq!(conflict["temporary"], false);
    assert!(conflict.get("retry_after_ms").is_none());

    for _ in 0..2 {
        server.restart().await;
        let mut client = Client::join(server.address, &session).await;
        client.say("m-1", SHORT).await;
        assert_eq!(client.accepted("m-1").await, duplicate, "the name is kept for the life of the session");
        client.say("m-1", "other words").await;
        client.refused("m-1", "id_conflict").await;
    }
    assert_eq!(server.history(&session).await.len(), 2);

    // The name belongs to the session.
    let other = server.session().await;
    let mut client = Client::join(server.address, &other).await;
    client.say("m-1", "other words").await;
    assert_eq!(client.accepted("m-1").await["duplicate"], false);
}

#[tokio::test]
async fn a_message_that_is_sent_by_everybody_at_once_is_stored_once() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut clients = Vec::new();
    for _ in 0..8 {
        clients.push(Client::join(server.address, &session).await);
    }
    for client in &mut clients {
        client.say("m-1", SHORT).await;
    }
    let mut answers = Vec::new();
    for client in &mut clients {
        answers.push(client.accepted("m-1").await);
    }
    assert_eq!(answers.iter().filter(|answer| answer["duplicate"] == false).count(), 1, "{answers:#?}");
    for answer in &answers {
        assert_eq!(answer["id"], answers[0]["id"]);
        assert_eq!(answer["turn_id"], answers[0]["turn_id"]);
    }
    let turn = text(&answers[0]["turn_id"]);
    for client in &mut clients {
        client.turn_end(&turn).await;
        assert_eq!(client.events().filter(|frame| frame["event"]["type"] == "RUN_STARTED").count(), 1);
    }
    assert_eq!(server.history(&session).await.len(), 2);
}

#[tokio::test]
async fn a_waiting_message_that_is_sent_again_keeps_its_place() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.turn("m-1", LONG).await;
    for (id, place) in [("m-2", 1), ("m-3", 2), ("m-3", 2), ("m-2", 1), ("m-1", 0)] {
        client.say(id, if id == "m-1" { LONG } else { SHORT }).await;
        assert_eq!(client.accepted(id).await["queued"], place, "{id}");
    }
    assert_eq!(server.history(&session).await.len(), 3);
}
