//! When the rest cannot follow: the reason, and a snapshot that stands for everything.

use serde_json::{Value, json};

use crate::harness::client::{event_type, seq, text};
use crate::harness::{Client, Screen, Server};

fn snapshot_of(client: &Client) -> Vec<&Value> {
    client.frames.iter().filter(|frame| frame["snapshot"] == true).collect()
}

#[tokio::test]
async fn an_id_that_never_was_leads_to_a_snapshot() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let turn = there.turn("m-1", "one two").await;
    there.turn_end(&turn).await;
    let head = there.last_id.clone().unwrap();
    let (number, tag) = head.split_once('-').unwrap();
    let other = if tag == "000000" { "000001" } else { "000000" };
    let table = [
        ("yesterday".to_owned(), "unknown_id"),
        (String::new(), "unknown_id"),
        (number.to_owned(), "unknown_id"),
        (format!("-1-{tag}"), "unknown_id"),
        (format!("{}-{tag}", seq(&head) + 1), "unknown_id"),
        (format!("{}-{tag}", u64::MAX), "unknown_id"),
        (format!("{}-{other}", seq(&head) + 1), "diverged"),
        (format!("{number}-{other}"), "diverged"),
        (format!("1-{other}"), "diverged"),
        (format!("0-{other}"), "diverged"),
    ];
    for (last_id, reason) in table {
        let client = Client::resume(server.address, &session, Some(&last_id)).await;
        assert_eq!(client.welcome["resumed"], "snapshot", "{last_id}");
        assert_eq!(client.welcome["reason"], reason, "{last_id}");
        assert_eq!(client.welcome["head_id"], head.as_str());
        assert_eq!(Screen::of(snapshot_of(&client)).messages, Screen::of(&there.frames).messages);
    }
}

#[tokio::test]
async fn who_was_away_for_too_long_gets_a_snapshot() {
    let server = Server::builder()
        .env("EVENTS_KEPT", 1000)
        .env("LAG_EVENTS", 1000)
        .env("COALESCE_MS", 0)
        .env("FLUSH_MS", 1)
        .env("REPLY_BYTES", 16 << 20)
        .start()
        .await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let start = text(&there.welcome["head_id"]);
    let early = there.turn("m-0", "one two three").await;
    there.turn_end(&early).await;
    let second = there.ids()[1].clone();
    // As fast as the events that are kept last for some seconds: a busy machine may take so long to come back.
    let long = there.turn("m-1", "tokens=100000 rate=400").await;
    there.until("a late word", |frame| frame.get("event").is_some() && seq(&text(&frame["id"])) > 2500).await;
    // In the middle of the turn.
    let mut clients = Vec::new();
    for last_id in [&start, &second] {
        let client = Client::resume(server.address, &session, Some(last_id)).await;
        assert_eq!(client.welcome["reason"], "trimmed", "{}", client.welcome);
        clients.push(client);
    }
    let recent = there.last_id.clone().unwrap();
    let near = Client::resume(server.address, &session, Some(&recent)).await;
    assert_eq!(near.welcome["resumed"], "tail");
    there.send(json!({"type": "cancel"})).await;
    there.turn_end(&long).await;
    let whole = Screen::of(&there.frames);
    for client in &mut clients {
        client.turn_end(&long).await;
        assert_eq!(Screen::of(&client.frames).messages, whole.messages);
        assert!(client.events().count() + 2000 < there.events().count(), "the snapshot stands for what was before");
    }
}

#[tokio::test]
async fn a_history_that_was_lost_is_told_apart() {
    // Nothing of the reply reaches the disk before the power is cut.
    let mut server = Server::builder().env("FLUSH_MS", 10000).env("COALESCE_MS", 1).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=400 rate=50").await;
    client.until("the thirtieth event", |frame| frame.get("event").is_some() && seq(&text(&frame["id"])) == 30).await;
    server.kill9().await;
    client.close_code().await;
    let lost = client.last_id.clone().unwrap();
    let first = client.ids()[0].clone();
    server.restart().await;

    let mut back = Client::resume(server.address, &session, Some(&lost)).await;
    assert_eq!((&back.welcome["resumed"], &back.welcome["reason"]), (&json!("snapshot"), &json!("diverged")));
    let mut patient = Client::resume(server.address, &session, Some(&first)).await;
    assert_eq!(patient.welcome["resumed"], "tail", "the message itself was not lost");
    for client in [&mut back, &mut patient] {
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["outcome"]["type"], "success");
    }
    // The same numbers, but another history: the old ids still lead to a snapshot.
    let again = Client::resume(server.address, &session, Some(&lost)).await;
    assert_eq!(again.welcome["reason"], "diverged");
    let history = Screen::of(snapshot_of(&again));
    assert_eq!(history.messages, Screen::of(&back.frames).messages);
    assert_eq!(history.messages.len(), 2);
    assert_eq!(history.messages[1].text.split_whitespace().count(), 400);
}

#[tokio::test]
async fn a_turn_that_starts_over_discards_what_it_had_said() {
    let mut server = Server::builder().env("FLUSH_MS", 1).env("COALESCE_MS", 1).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=400 rate=50").await;
    // Long after the tenth, which is on disk by then, also on a slow one.
    client.until("the hundredth event", |frame| frame.get("event").is_some() && seq(&text(&frame["id"])) == 100).await;
    let begun = client.frames.iter().find(|frame| event_type(frame) == Some("TEXT_MESSAGE_START")).unwrap();
    let begun = begun["event"]["messageId"].clone();
    server.kill9().await;
    client.close_code().await;
    let (seen, last_id) = (client.frames.clone(), client.ids()[9].clone());
    server.restart().await;
    let mut back = Client::resume(server.address, &session, Some(&last_id)).await;
    assert_eq!(back.welcome["resumed"], "tail", "what was told a while ago is on disk");
    back.turn_end(&turn).await;
    let restarted: Vec<&Value> = back.events().filter(|frame| event_type(frame) == Some("CUSTOM")).collect();
    let [restarted] = restarted[..] else { panic!("{restarted:#?}") };
    assert_eq!(
        restarted["event"],
        json!({"type": "CUSTOM", "name": "turn.restarted",
               "value": {"turn_id": turn, "attempt": restarted["event"]["value"]["attempt"], "discarded": [begun]}})
    );
    assert!(restarted["event"]["value"]["attempt"].as_u64().unwrap() >= 2);
    let last = back.events().take_while(|frame| *frame != restarted).last().unwrap();
    assert_eq!(last["event"], json!({"type": "TEXT_MESSAGE_END", "messageId": begun}), "it is ended before");
    let after = back.events().skip_while(|frame| *frame != restarted).skip(1);
    for frame in after {
        assert_ne!(frame["event"]["messageId"], begun, "a discarded text goes on: {frame}");
    }
    let before = seen.iter().take_while(|frame| frame["id"] != last_id.as_str() || frame.get("type").is_some());
    let upto = seen.iter().find(|frame| frame["id"] == last_id.as_str() && frame.get("type").is_none());
    let screen = Screen::of(before.chain(upto).chain(&back.frames));
    assert_eq!(screen.messages.len(), 2, "{screen:#?}");
    assert_eq!(screen.messages[1].text.split_whitespace().count(), 400);
    assert_eq!(screen.ended, [(turn, "success".to_owned())]);
    assert_eq!(server.history(&session).await[1]["content"], screen.messages[1].text.as_str());
}

#[tokio::test]
async fn a_long_conversation_is_shown_from_its_newest_page() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    for number in 0..40 {
        let turn = there.turn(&format!("m-{number}"), "x").await;
        there.turn_end(&turn).await;
    }
    let late = Client::join(server.address, &session).await;
    let messages = &late.frames.iter().find(|frame| event_type(frame) == Some("MESSAGES_SNAPSHOT")).unwrap()["event"];
    let mut known: Vec<Value> = messages["messages"].as_array().unwrap().clone();
    assert_eq!(known.len(), 50);
    let mut before = messages["metadata"]["hera"]["next_before"].as_str().map(str::to_owned);
    while let Some(place) = before {
        let page = server.json(&format!("/api/sessions/{session}/messages?before={place}&limit=7")).await;
        let mut older = page["messages"].as_array().unwrap().clone();
        assert!(!older.is_empty() && older.len() <= 7);
        older.append(&mut known);
        known = older;
        before = page["next_before"].as_str().map(str::to_owned);
    }
    let shown: Vec<_> = known.iter().map(crate::harness::screen::Shown::of_history).collect();
    assert_eq!(shown, Screen::of(&there.frames).messages);
}
