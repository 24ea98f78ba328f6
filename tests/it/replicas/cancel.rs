//! How soon a cancel is felt, whichever replica it is said to: figures for whoever runs the tests long.

use std::time::Instant;

use serde_json::json;

use super::{is_a_word, replica};
use crate::crowd::figures::Figures;
use crate::crowd::{rounds, tell};
use crate::harness::client::{Came, event_type};
use crate::harness::{Client, Redis};

#[tokio::test]
async fn nothing_is_said_after_a_cancel_from_another_replica() {
    let redis = Redis::start().await;
    let (one, other) = (replica(&redis, "backend").await, replica(&redis, "backend").await);
    let _worker = replica(&redis, "adk").await;
    let session = one.session().await;
    let mut here = Client::join(one.address, &session).await;
    let mut there = Client::join(other.address, &session).await;
    let (mut last_words, mut ends) = (Figures::default(), Figures::default());
    for number in 0..rounds(10) {
        let turn = here.turn(&format!("m-{number}"), "tokens=3000 rate=200").await;
        there.next("a word", is_a_word).await;
        here.next("a word", is_a_word).await;
        there.send(json!({"type": "cancel"})).await;
        let cancelled = Instant::now();
        let mut last_word = cancelled;
        while let Came::Frame(frame) = here.came().await {
            if is_a_word(&frame) {
                last_word = Instant::now();
            } else if event_type(&frame) == Some("RUN_FINISHED") {
                assert_eq!((&frame["turn"], &frame["event"]["outcome"]["type"]), (&json!(turn), &json!("cancelled")));
                break;
            }
        }
        // The agent is let go before the end is written.
        last_words.push(last_word - cancelled);
        ends.push(cancelled.elapsed());
        there.turn_end(&turn).await;
    }
    tell(&format!("from a cancel to the last word: {last_words}\nfrom a cancel to the end of the turn: {ends}"));
    assert_eq!(here.events().collect::<Vec<_>>(), there.events().collect::<Vec<_>>());
}
