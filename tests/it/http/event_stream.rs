//! Server-sent events: the same frames with the same ids as everywhere.

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use hera::bus::Batch;
use hera::domain::{Event, Phase, StateUpdate};
use hera::family;
use reqwest::Method;
use serde_json::{Value, json};

use super::house::{House, Reply};

/// A client that reads server-sent events.
struct Reader {
    body: BoxStream<'static, reqwest::Result<bytes::Bytes>>,
    text: String,
}

/// One event: its id, if it has one, and its data.
type Sse = (Option<String>, Value);

impl Reader {
    async fn open(house: &House, session: &str, last_id: Option<&str>) -> Self {
        let mut request = house.get(&format!("{session}/events"));
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert!(!answer.headers().contains_key("content-encoding"));
        Self { body: answer.bytes_stream().boxed(), text: String::new() }
    }

    /// The next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Sse> {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
                if let Some(data) = field("data: ") {
                    return Some((field("id: "), serde_json::from_str(&data).unwrap()));
                }
            }
            let bytes = self.body.next().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The events up to one of that type.
    async fn until(&mut self, kind: &str) -> Vec<Sse> {
        let mut seen = Vec::new();
        while let Some(event) = self.next().await {
            let found = event.1["event"]["type"] == kind;
            seen.push(event);
            if found {
                return seen;
            }
        }
        panic!("the stream ended before {kind}: {seen:?}");
    }
}

fn types(events: &[Sse]) -> Vec<&str> {
    events.iter().map(|(_, frame)| frame["event"]["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_turn_is_seen_as_it_goes_on_and_can_be_resumed_anywhere() {
    let house = House::open().await;
    let session = house.session().await;
    let mut reader = Reader::open(&house, &session, None).await;
    let opening = reader.until("STATE_SNAPSHOT").await;
    assert_eq!(types(&opening), ["MESSAGES_SNAPSHOT", "STATE_SNAPSHOT"]);
    assert_eq!(opening[0].0, None, "only the end of a snapshot can be resumed from");
    assert_eq!(opening[1].0.as_deref(), opening[1].1["id"].as_str());
    house.say(&session, "hello", Reply::of("Hi!")).await;
    let turn = reader.until("RUN_FINISHED").await;
    assert_eq!(
        types(&turn),
        [
            "TEXT_MESSAGE_CHUNK",
            "RUN_STARTED",
            "TEXT_MESSAGE_START",
            "TEXT_MESSAGE_CONTENT",
            "TEXT_MESSAGE_END",
            "RUN_FINISHED"
        ]
    );
    let seqs: Vec<u64> =
        turn.iter().map(|(id, _)| id.as_ref().unwrap().split_once('-').unwrap().0.parse().unwrap()).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5, 6]);
    assert!(turn.iter().all(|(id, frame)| id.as_deref() == frame["id"].as_str() && frame["ts"].is_i64()));

    for seen in 0..turn.len() {
        let last = if seen == 0 { opening[1].0.clone() } else { turn[seen - 1].0.clone() };
        let mut again = Reader::open(&house, &session, last.as_deref()).await;
        assert_eq!(again.until("RUN_FINISHED").await, turn[seen..], "after {last:?}");
        drop(again);
        house.wait_for_seats(1).await;
    }
}

#[tokio::test]
async fn a_change_that_an_older_version_stored_is_told() {
    let house = House::open().await;
    let session = house.session().await;
    let mut reader = Reader::open(&house, &session, None).await;
    reader.until("STATE_SNAPSHOT").await;
    let asked = house.post(&format!("{session}/messages")).json(&json!({"message": "hello"})).send();
    let follow = async {
        let claim = house.store.claim().await;
        house.begin(&claim, "Hi").await;
        let change = family::change(&StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() });
        // It left it to the readers to make a patch.
        let changed = Event::StateChanged { change: Box::new(change.clone()), patch: None };
        let batch = Batch { number: 2, events: vec![changed], state: Some(change), ..Batch::default() };
        house.store.append(&claim.fence, batch).await.unwrap();
        let seen = reader.until("STATE_DELTA").await;
        let expected = json!([{"op": "replace", "path": "/phase", "value": "family"}]);
        assert_eq!(seen.last().unwrap().1["event"]["delta"], expected);
    };
    tokio::select! {
        answer = asked => panic!("nobody has answered: {answer:?}"),
        () = follow => {}
    }
}

#[tokio::test]
async fn a_snapshot_tells_of_the_running_turn() {
    let house = House::open().await;
    let session = house.session().await;
    let asked = house.post(&format!("{session}/messages")).json(&json!({"message": "hello"})).send();
    let follow = async {
        let claim = house.store.claim().await;
        house.begin(&claim, "Let me ").await;
        for last in [None, Some("7-000001"), Some("nonsense")] {
            let mut reader = Reader::open(&house, &session, last).await;
            let opening = reader.until("TEXT_MESSAGE_CONTENT").await;
            assert_eq!(
                types(&opening),
                ["MESSAGES_SNAPSHOT", "STATE_SNAPSHOT", "RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT"]
            );
            assert!(opening.iter().all(|(_, frame)| frame["snapshot"] == true && frame["id"] == opening[0].1["id"]));
            assert_eq!(opening[0].1["event"]["messages"][0]["content"], "hello");
            assert_eq!(opening[4].1["event"]["delta"], "Let me ");
            assert!(opening[4].0.is_some() && opening[3].0.is_none());
            drop(reader);
            house.wait_for_seats(0).await;
        }
        house.end(&claim, Reply::of("Let me ")).await;
    };
    let (answer, ()) = tokio::join!(asked, follow);
    assert_eq!(answer.unwrap().status(), 200);
}

#[tokio::test]
async fn where_only_whole_answers_arrive_a_stream_ends_when_all_is_told() {
    let house = House::open().await;
    let session = house.session().await;
    let ask = |after: &str, wait: &str| {
        let request = house.get(&format!("{session}/events?after={after}&wait_ms={wait}")).send();
        async { request.await.unwrap().text().await.unwrap() }
    };
    let ids =
        |body: &str| body.lines().filter_map(|line| line.strip_prefix("id: ").map(str::to_owned)).collect::<Vec<_>>();
    // A snapshot is waited for no longer than it takes.
    let opening = ask("", "15000").await;
    assert!(opening.contains("STATE_SNAPSHOT"), "{opening}");
    let head = ids(&opening).pop().unwrap();

    // Nothing happens: it ends all the same, without a comment.
    let empty = ask(&head, "50").await;
    assert_eq!((ids(&empty), empty.contains("\n:\n")), (vec![], false), "{empty}");

    // What happens meanwhile ends it; and asked again and again, it tells what a stream tells.
    let (body, _) = tokio::join!(ask(&head, "15000"), house.say(&session, "hello", Reply::of("Hi!")));
    let mut told = ids(&body);
    assert!(!told.is_empty(), "{body}");
    while told.len() < 6 {
        told.extend(ids(&ask(told.last().unwrap(), "15000").await));
    }
    let mut stream = Reader::open(&house, &session, Some(&head)).await;
    let streamed: Vec<_> = stream.until("RUN_FINISHED").await.into_iter().map(|(id, _)| id.unwrap()).collect();
    assert_eq!(told, streamed);

    for wait in ["-1", "soon"] {
        let answer = house.get(&format!("{session}/events?wait_ms={wait}")).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{wait}");
    }
}

#[tokio::test]
async fn a_stream_shows_at_once_that_nothing_holds_it_back() {
    let house = House::open().await;
    let session = house.session().await;
    let answer = house.get(&format!("{session}/events")).send().await.unwrap();
    let mut body = answer.bytes_stream();
    let mut text = String::new();
    while !text.ends_with("\n\n:\n\n") {
        // A client waits 4 seconds for it.
        let piece = tokio::time::timeout(Duration::from_secs(10), body.next()).await.unwrap();
        text.push_str(std::str::from_utf8(&piece.unwrap().unwrap()).unwrap());
    }
    assert!(text.contains("STATE_SNAPSHOT"), "behind the opening: {text}");
}

#[tokio::test]
async fn streams_end_with_the_session_and_with_the_server() {
    let house = House::open().await;
    let (one, two) = (house.session().await, house.session().await);
    let mut of_one = Reader::open(&house, &one, None).await;
    let mut of_two = Reader::open(&house, &two, None).await;
    of_one.until("STATE_SNAPSHOT").await;
    of_two.until("STATE_SNAPSHOT").await;
    assert_eq!(house.request(Method::DELETE, &one).send().await.unwrap().status(), 204);
    assert_eq!(of_one.next().await, None);
    house.lifecycle.draining().cancel();
    assert_eq!(of_two.next().await, None);
}

#[tokio::test]
async fn a_session_has_so_many_streams_and_no_more() {
    let house = House::open().await;
    let session = house.session().await;
    let first = Reader::open(&house, &session, None).await;
    let second = Reader::open(&house, &session, None).await;
    let third = house.get(&format!("{session}/events")).send().await.unwrap();
    assert_eq!(third.status(), 503);
    assert_eq!(third.json::<Value>().await.unwrap()["code"], "too_many_connections");
    drop((first, second));
    house.wait_for_seats(0).await;
    Reader::open(&house, &session, None).await.until("STATE_SNAPSHOT").await;
}
