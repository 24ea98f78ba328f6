//! The frames that are about the connection: typing, ping, and what is wrong with a frame.

use serde_json::{Value, json};

use crate::harness::client::text;
use crate::harness::{Client, Server};

#[tokio::test]
async fn typing_is_shown_to_the_others_only() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut typist = Client::join(server.address, &session).await;
    let mut reader = Client::join(server.address, &session).await;
    let stranger_session = server.session().await;
    let mut stranger = Client::join(server.address, &stranger_session).await;
    let who = text(&typist.welcome["connection_id"]);
    for on in [true, false, true] {
        typist.send(json!({"type": "typing", "on": on})).await;
        let seen = reader.next("typing", |_| true).await;
        assert_eq!(seen, json!({"type": "typing", "who": who, "on": on}));
    }
    typist.send(json!({"type": "ping"})).await;
    assert_eq!(typist.frame().await, json!({"type": "pong"}), "nobody is told of their own typing");
    stranger.send(json!({"type": "ping"})).await;
    assert_eq!(stranger.frame().await, json!({"type": "pong"}), "another session is not told");
    // A connection that is lost types no more.
    drop(typist);
    assert_eq!(reader.frame().await, json!({"type": "typing", "who": who, "on": false}));
    // It was no event: who joins now hears nothing of it.
    let late = Client::join(server.address, &session).await;
    assert!(text(&late.welcome["head_id"]).starts_with("0-"));
}

#[tokio::test]
async fn a_ping_is_answered_at_any_time() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::open(server.address, &session).await;
    client.send(json!({"type": "ping", "nonce": "early"})).await;
    assert_eq!(client.frame().await, json!({"type": "pong", "nonce": "early"}));
    client.hello(None).await;
    client.send(json!({"type": "ping"})).await;
    assert_eq!(client.frame().await, json!({"type": "pong"}));
    client.send(json!({"type": "ping", "nonce": "時"})).await;
    assert_eq!(client.frame().await, json!({"type": "pong", "nonce": "時"}));
}

#[tokio::test]
async fn a_frame_that_makes_no_sense_is_answered_and_the_socket_stays_open() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let long = "x".repeat(129);
    let message = |id: Value, content: Value| json!({"type": "message", "client_msg_id": id, "content": content});
    let table = [
        (json!({"type": "dance"}), "unknown_type"),
        (json!({"type": "welcome"}), "unknown_type"),
        (json!({"type": ""}), "unknown_type"),
        (json!({"type": "hello"}), "already_joined"),
        (json!({"type": "hello", "last_id": 7}), "bad_frame"),
        (json!({"type": "message", "content": "x"}), "bad_frame"),
        (json!({"type": "message", "client_msg_id": "a"}), "bad_frame"),
        (message(json!(""), json!("x")), "bad_frame"),
        (message(json!(long), json!("x")), "bad_frame"),
        (message(json!("a\n"), json!("x")), "bad_frame"),
        (message(json!("名前"), json!("x")), "bad_frame"),
        (message(json!(7), json!("x")), "bad_frame"),
        (message(json!("a"), json!(7)), "bad_frame"),
        (message(json!("a"), json!([7])), "bad_frame"),
        (message(json!("a"), json!([{"type": "binary", "data": "x"}])), "unsupported_content"),
        (json!({"type": "message", "client_msg_id": "a", "content": "x", "busy": "maybe"}), "bad_frame"),
        (json!({"type": "cancel", "turn_id": "t"}), "bad_frame"),
        (json!({"type": "cancel", "turn_id": "t0000000000000000"}), "no_turn"),
        (json!({"type": "cancel"}), "no_turn"),
        (json!({"type": "typing"}), "bad_frame"),
        (json!({"type": "typing", "on": "yes"}), "bad_frame"),
        (json!({"type": "ping", "nonce": long}), "bad_frame"),
        (json!({"type": "image", "client_msg_id": "i"}), "bad_frame"),
        (
            json!({"type": "image", "client_msg_id": "i", "kind": "user", "media_type": "image/png", "size": 0}),
            "bad_frame",
        ),
        (
            json!({"type": "image", "client_msg_id": "i", "kind": "user", "media_type": "image/png", "size": 99_999_999}),
            "image_too_large",
        ),
    ];
    for (frame, code) in table {
        client.send(frame.clone()).await;
        let error = client.frame().await;
        assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!(code)), "{frame}: {error}");
        assert_eq!(error["temporary"], false, "{frame}: {error}");
        assert!(!text(&error["message"]).is_empty());
        let id = frame["client_msg_id"].as_str().filter(|id| ["a", "i"].contains(id));
        assert_eq!(error["client_msg_id"].as_str(), id, "{frame}: {error}");
    }
    assert_eq!(server.history(&session).await.len(), 0);
    client.say("m-1", "still there").await;
    client.accepted("m-1").await;
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_parts_are_joined() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::open(server.address, &session).await;
    client.send(json!({"type": "hello", "token": "none", "language": "ja", "last_id": null})).await;
    assert_eq!(client.frame().await["resumed"], "fresh");
    let parts = json!([{"type": "text", "text": "one", "more": 1}, {"type": "text", "text": "two"}]);
    let mut other = Client::join(server.address, &session).await;
    other.send(json!({"type": "message", "client_msg_id": "m-1", "content": parts, "mood": "good"})).await;
    let accepted = other.accepted("m-1").await;
    other.turn_end(accepted["turn_id"].as_str().unwrap()).await;
    assert_eq!(server.history(&session).await[0]["content"], "one\ntwo");
}

#[tokio::test]
async fn every_text_comes_back_as_it_was() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let texts = [
        "\u{0}\u{1f}\u{7f}",
        "\"\\/\r\n\t",
        "時間 🙂 e\u{301} \u{202e}",
        "</script>",
        " ",
        "\u{feff}\u{fffd}\u{10ffff}",
    ];
    for (number, words) in texts.iter().enumerate() {
        let turn = client.turn(&format!("m-{number}"), words).await;
        client.turn_end(&turn).await;
    }
    let told = client.events().filter(|frame| frame["event"]["type"] == "TEXT_MESSAGE_CHUNK");
    assert_eq!(told.map(|frame| text(&frame["event"]["delta"])).collect::<Vec<_>>(), texts);
    let history = server.history(&session).await;
    let kept = history.iter().filter(|message| message["role"] == "user");
    assert_eq!(kept.map(|message| text(&message["content"])).collect::<Vec<_>>(), texts);
}

#[tokio::test]
async fn nothing_but_ping_is_done_before_hello() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::open(server.address, &session).await;
    client.say("early", "x").await;
    client.refused("early", "hello_expected").await;
    for frame in [json!({"type": "cancel"}), json!({"type": "typing", "on": true})] {
        client.send(frame).await;
        client.error("hello_expected").await;
    }
    client.hello(None).await;
    assert!(text(&client.welcome["head_id"]).starts_with("0-"), "the early message was not taken");
    client.say("early", "x").await;
    assert_eq!(client.accepted("early").await["duplicate"], false);
}
