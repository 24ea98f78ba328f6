//! A history that is larger than one answer: its newest part is shown, and the rest can be had.

use reqwest::Method;
use serde_json::{Value, json};

use super::house::{House, Reply};
use crate::harness::{Client, Server, in_time};

/// What an answer has of texts, at most, and what the JSON around them may add.
const MOST: usize = (1 << 20) + (64 << 10);

/// A server with a session in which so many messages of 60 KB have been said, and each has been said back.
async fn long(messages: usize) -> (Server, String) {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    for number in 0..messages {
        say(&server, &session, number).await;
    }
    (server, session)
}

async fn say(server: &Server, session: &str, number: usize) -> (usize, Value) {
    let text = format!("{number} {}", "x".repeat(60_000));
    let said = server.request(Method::POST, &format!("/api/sessions/{session}/messages"));
    let answer = in_time("an answer", said.json(&json!({"message": text})).send()).await.unwrap();
    assert_eq!(answer.status(), 200);
    body(answer).await
}

async fn body(answer: reqwest::Response) -> (usize, Value) {
    let body = in_time("a body", answer.bytes()).await.unwrap();
    (body.len(), serde_json::from_slice(&body).unwrap())
}

/// The numbers of the messages that an answer shows.
fn numbers(entries: &Value, text: &str) -> Vec<usize> {
    let texts = entries.as_array().unwrap().iter().map(|entry| entry[text].as_str().unwrap());
    let mut numbers: Vec<usize> = texts.map(|text| text.split(' ').next().unwrap().parse().unwrap()).collect();
    // A message and its answer stand side by side.
    numbers.dedup();
    numbers
}

#[tokio::test]
async fn answers_show_the_newest_that_fit() {
    let (server, session) = long(25).await;
    let base = format!("/api/sessions/{session}");
    let (size, status) = body(server.get(&format!("{base}/status")).await).await;
    assert!(size < MOST, "{size} bytes");
    let shown = numbers(&status["conversation_history"], "message");
    assert_eq!(shown, (16..=24).collect::<Vec<_>>(), "17 messages have 1 MiB");
    assert_eq!(status["conversation_history"].as_array().unwrap().len(), 17);
    assert_eq!(status["history_truncated"], true);

    let (size, answer) = say(&server, &session, 25).await;
    assert!(size < MOST, "{size} bytes");
    let shown = numbers(&answer["conversation_history"], "message");
    assert_eq!(shown, (17..=25).collect::<Vec<_>>());
    assert_eq!((&answer["history_truncated"], &answer["session_status"]), (&json!(true), &json!("collecting")));

    // Page by page, everything is there, once and in order.
    let (mut all, mut before) = (Vec::new(), String::new());
    loop {
        let (size, page) = body(server.get(&format!("{base}/messages?limit=200{before}")).await).await;
        assert!(size < MOST, "{size} bytes");
        all.splice(..0, numbers(&page["messages"], "content"));
        let Some(next) = page["next_before"].as_str() else { break };
        before = format!("&before={next}");
    }
    // Two pages may meet between a message and its answer.
    all.dedup();
    assert_eq!(all, (0..26).collect::<Vec<_>>());
    let (_, export) = body(server.get(&format!("{base}/export")).await).await;
    assert_eq!(numbers(&export["messages"], "content"), all);
    assert_eq!(export["messages"].as_array().unwrap().len(), 52);

    // A snapshot has less, because every socket keeps as much memory as it once had to write.
    let client = Client::join(server.address, &session).await;
    let snapshot = client.frames.iter().find(|frame| frame["event"]["type"] == "MESSAGES_SNAPSHOT").unwrap();
    assert!(snapshot.to_string().len() < 70_000, "{}", snapshot.to_string().len());
    assert_eq!(numbers(&snapshot["event"]["messages"], "content"), [25]);
    assert!(snapshot["event"]["metadata"]["hera"]["next_before"].is_string());
}

#[tokio::test]
async fn a_history_that_fits_is_whole_and_says_nothing() {
    let house = House::open().await;
    let session = house.session().await;
    let answer = house.say(&session, "one", Reply::of("two")).await;
    assert_eq!(answer["conversation_history"].as_array().unwrap().len(), 2);
    assert!(answer.get("history_truncated").is_none());
    let status: Value = house.get(&format!("{session}/status")).send().await.unwrap().json().await.unwrap();
    assert!(status.get("history_truncated").is_none());
    assert_eq!(status["conversation_history"], answer["conversation_history"]);
}

#[tokio::test]
async fn the_turn_that_is_answered_is_always_shown() {
    let house = House::open().await;
    let session = house.session().await;
    let reply = "r".repeat(2 << 20);
    let answer = house.say(&session, "first", Reply::of(&reply)).await;
    let speakers = |answer: &Value| -> Vec<String> {
        let history = answer["conversation_history"].as_array().unwrap();
        history.iter().map(|entry| entry["message"].as_str().unwrap().chars().take(6).collect()).collect()
    };
    assert_eq!(speakers(&answer), ["first", "rrrrrr"], "though the reply alone is more than a page");
    assert!(answer.get("history_truncated").is_none(), "nothing is left out");
    let answer = house.say(&session, "second", Reply::of(&reply)).await;
    assert_eq!(speakers(&answer), ["second", "rrrrrr"]);
    assert_eq!(answer["history_truncated"], true);
    assert_eq!(answer["reply"].as_str().unwrap().len(), reply.len());
    assert!(answer["missing_fields"].is_array(), "what comes after the history is there");
}
