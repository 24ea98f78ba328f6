//! A server that speaks as ADK's does, but not quite: `null`, numbers and what cannot be read end no turn.

use axum::extract::Json;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Router, http};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::said;
use crate::harness::client::text;
use crate::harness::{Client, Server};

/// Stand for an event without a blank line behind it, and for the beginning of one.
const LAST: &str = "the last event";
const HALF: &str = "half an event";

/// Answers as the message says, one event a line.
async fn run(Json(asked): Json<Value>) -> Response {
    let words = |text: &str| json!({"author": "ann", "content": {"parts": [{"text": text}]}}).to_string();
    let nothing = json!({"id": 7, "author": "ann", "branch": 1, "partial": null, "actions": null,
        "content": {"parts": [null, {"text": null, "thought": "no", "inlineData": null}, {"text": "So far"}]},
        "customMetadata": null, "errorCode": null, "usageMetadata": {"promptTokenCount": "many"}, "modelVersion": 5,
        "error": null, "error_details": null});
    let odd = json!({"author": null, "content": [], "actions": {"stateDelta": null, "artifactDelta": [1]}});
    let picture =
        json!({"author": "ann", "content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "?"}}]}});
    let raised = json!({"error": {"reason": "not for the log"}, "error_details": null});
    let counted = json!({"author": "ann", "errorCode": 429});
    let events = match asked["new_message"]["parts"][0]["text"].as_str().unwrap() {
        "null" => vec![nothing.to_string(), odd.to_string(), picture.to_string()],
        "unreadable" => vec![words("So far"), "{".into(), "null".into(), "not UTF-8".into(), words("And on")],
        "first" => vec!["[]".into(), words("So far")],
        "last" => vec![String::new(), words("So far"), LAST.into()],
        "half" => vec![words("So far"), HALF.into()],
        "flood" => [vec![words("So far")], vec!["{".into(); 17]].concat(),
        "raised" => vec![raised.to_string()],
        "number" => vec![counted.to_string()],
        other => panic!("{other}"),
    };
    let mut body = Vec::new();
    for data in events {
        match data.as_str() {
            "not UTF-8" => body.extend_from_slice(b"data: \xff\n\n"),
            LAST => body.extend_from_slice(format!("data: {}", words("And on")).as_bytes()),
            HALF => body.extend_from_slice(b"data: {\"author\":"),
            data => body.extend_from_slice(format!("data: {data}\n\n").as_bytes()),
        }
    }
    ([(http::header::CONTENT_TYPE, "TEXT/event-stream")], body).into_response()
}

#[tokio::test]
async fn what_is_odd_in_an_event_ends_no_turn() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let made = || async { Json(json!({"id": "s", "state": null})) };
    let app = Router::new()
        .route("/list-apps", get(|| async { Json(json!(["talk"])) }))
        .route("/apps/{app}/users/{user}/sessions", get(|| async { Json(json!([])) }).post(made))
        .route("/run_sse", post(run));
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    let server = Server::builder().env("AGENT", "adk").env("AGENT_URL", url).start().await;
    for (message, words, error) in [
        ("null", &["So far"][..], None),
        ("unreadable", &["So far", "And on"], None),
        ("last", &["So far", "And on"], None),
        ("half", &["So far"], Some(("agent_interrupted", "the connection to the agent broke"))),
        (
            "first",
            &[],
            Some(("bad_answer", "the agent sent what cannot be understood: an event that is no JSON object")),
        ),
        (
            "flood",
            &["So far"],
            Some(("bad_answer", "the agent sent what cannot be understood: an event that is no JSON object")),
        ),
        ("raised", &[], Some(("agent_failed", "the agent failed"))),
        ("number", &[], Some(("agent_failed", "the agent failed: 429"))),
    ] {
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let (end, _) = said(&mut client, message).await;
        let told = end["code"].as_str().zip(end["message"].as_str());
        assert_eq!(told, error, "{message}: {end}");
        let history = server.history(&session).await;
        let answers = history.iter().filter(|message| message["role"] == "assistant");
        let answers: Vec<String> = answers.map(|message| text(&message["content"])).collect();
        assert_eq!(answers, words, "{message}");
    }
    assert!(!server.log().contains("not for the log"));
}
