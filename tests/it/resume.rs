//! Coming back: nothing is missing, nothing comes twice, whatever happened meanwhile.

mod doors;
mod middle;
mod snapshot;

use serde_json::Value;

use crate::harness::client::{event_type, text};
use crate::harness::{Cable, Client, Screen, Server};

#[tokio::test]
async fn what_was_missed_follows_and_then_what_comes() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let mut away = Client::join(server.address, &session).await;
    let first = there.turn("m-1", "tokens=20 rate=400").await;
    away.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let (last_id, mut seen) = (away.last_id.clone().unwrap(), away.ids());
    away.leave().await;
    there.turn_end(&first).await;
    let second = there.turn("m-2", "tokens=3 rate=0").await;
    there.turn_end(&second).await;
    let head = there.last_id.clone().unwrap();

    let mut back = Client::resume(server.address, &session, Some(&last_id)).await;
    assert_eq!((&back.welcome["resumed"], &back.welcome["head_id"]), (&"tail".into(), &head.into()));
    assert!(back.welcome.get("reason").is_none());
    back.turn_end(&second).await;
    let third = back.turn("m-3", "tokens=3 rate=0").await;
    back.turn_end(&third).await;
    there.turn_end(&third).await;
    seen.extend(back.ids());
    assert_eq!(seen, there.ids());
}

/// Cuts the cable behind every single event of a conversation that goes on meanwhile.
#[tokio::test]
async fn a_cable_that_is_cut_after_every_event_loses_none() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).env("COALESCE_MS", 5).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let cable = Cable::to(server.address).await;
    let mut client = Client::join(cable.address, &session).await;
    let mut frames = client.frames.clone();
    let mut turns = Vec::new();
    for number in 0..3 {
        turns.push(there.turn(&format!("m-{number}"), "tokens=12 rate=150").await);
    }
    loop {
        let frame = client.next("an event", crate::harness::client::is_event).await;
        frames.push(frame.clone());
        if frame["turn"] == turns[2].as_str() && event_type(&frame) == Some("RUN_FINISHED") {
            break;
        }
        cable.cut();
        assert_eq!(client.close_code().await, None);
        // What had arrived before the cut counts as processed.
        frames.extend(client.events().skip_while(|event| **event != frame).skip(1).cloned());
        if frames.iter().any(|frame| frame["turn"] == turns[2].as_str() && event_type(frame) == Some("RUN_FINISHED")) {
            break;
        }
        cable.mend();
        let last_id = client.last_id.clone();
        client = Client::resume(cable.address, &session, last_id.as_deref()).await;
        assert_eq!(client.welcome["resumed"], "tail");
    }
    there.turn_end(&turns[2]).await;
    let seen: Vec<&Value> = frames.iter().filter(|frame| crate::harness::client::is_event(frame)).collect();
    assert_eq!(seen, there.events().collect::<Vec<_>>());
    assert_eq!(Screen::of(&frames), Screen::of(&there.frames));
}

/// From every place of a conversation, the rest follows.
#[tokio::test]
async fn every_id_leads_to_the_rest() {
    let mut server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let start = text(&there.welcome["head_id"]);
    for (number, words) in ["one two three", "four", "tokens=8 rate=200"].iter().enumerate() {
        let turn = there.turn(&format!("m-{number}"), words).await;
        there.turn_end(&turn).await;
    }
    let all: Vec<Value> = there.events().cloned().collect();
    let last_turn = text(&all.last().unwrap()["turn"]);
    for restarted in [false, true] {
        if restarted {
            server.restart().await;
        }
        for seen in 0..=all.len() {
            let last_id = if seen == 0 { start.clone() } else { text(&all[seen - 1]["id"]) };
            let mut client = Client::resume(server.address, &session, Some(&last_id)).await;
            assert_eq!(client.welcome["resumed"], "tail", "{last_id}");
            assert_eq!(client.welcome["head_id"], all.last().unwrap()["id"]);
            if seen < all.len() {
                client.turn_end(&last_turn).await;
            }
            assert_eq!(client.events().cloned().collect::<Vec<_>>(), all[seen..], "after {last_id}");
        }
    }
    // The numbers go on where they were, in a history of its own name.
    let last_id = text(&all.last().unwrap()["id"]);
    let mut client = Client::resume(server.address, &session, Some(&last_id)).await;
    let turn = client.turn("m-9", "five").await;
    client.turn_end(&turn).await;
    let tag = |id: &str| id.split_once('-').unwrap().1.to_owned();
    assert_ne!(tag(client.last_id.as_deref().unwrap()), tag(&last_id));
}
