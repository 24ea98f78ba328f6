//! A server that speaks as ADK's does, but not quite: `null`, numbers and what cannot be read end no turn.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Json, Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Router, http};
use futures::StreamExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{of_type, said};
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
    let part = |parts: &str, partial: bool| {
        format!(r#"{{"author":"ann","partial":{partial},"content":{{"parts":[{parts}]}}}}"#)
    };
    let raised = json!({"error": {"reason": "not for the log"}, "error_details": null});
    let counted = json!({"author": "ann", "errorCode": 429});
    let events = match asked["new_message"]["parts"][0]["text"].as_str().unwrap() {
        "null" => vec![nothing.to_string(), odd.to_string(), picture.to_string()],
        "unreadable" => vec![words("So far"), "{".into(), "null".into(), "not UTF-8".into(), words("And on")],
        "first" => vec!["[]".into(), words("So far")],
        "last" => vec![String::new(), words("So far"), LAST.into()],
        "half" => vec![words("So far"), HALF.into()],
        "flood" => [vec![words("So far")], vec!["{".into(); 17]].concat(),
        "none" => vec![
            json!({"author": "ann", "error": "", "errorCode": "", "content": {"parts": [{"text": "So far"}]}})
                .to_string(),
        ],
        "raised" => vec![raised.to_string()],
        "number" => vec![counted.to_string()],
        "nothing" => Vec::new(),
        "halves" => vec![
            part(r#"{"text":"Good \ud83d"}"#, true),
            json!({"author": "ann", "actions": {"stateDelta": {"a": 1}}}).to_string(),
            part(r#"{"text":"\ude00"}"#, true),
            part(r#"{"text":"Good 😀"}"#, false),
            part(r#"{"text":"b\ud83d"},{"text":"\ude00"}"#, false),
        ],
        "halves of two" => {
            vec![part(r#"{"text":"a\ud83d"}"#, false), part(r#"{"text":"\ude00b"}"#, false)]
        }
        "half at the end" => vec![part(r#"{"text":"a\ud83d"}"#, true)],
        "one part" => vec![
            json!({"author": "ann", "content": {"parts": {"text": "Good "}}, "partial": true}).to_string(),
            json!({"author": "ann", "content": {"parts": ["Good ", {"text": "hm", "thought": true}, "day"]}})
                .to_string(),
            json!({"author": "ann", "content": "And on"}).to_string(),
        ],
        // What stands for a message in which nothing is to be seen.
        "…" => vec![words("So far")],
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
        ("none", &["So far"], None),
        ("halves", &["Good 😀", "b😀"], None),
        ("halves of two", &["a\u{fffd}", "\u{fffd}b"], None),
        ("half at the end", &["a\u{fffd}"], None),
        ("one part", &["Good day", "And on"], None),
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
        ("nothing", &[], Some(("empty_answer", "the agent answered with nothing"))),
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
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "\u{200b}\u{feff} \u{ad}").await;
    client.turn_end(&turn).await;
    assert_eq!(server.history(&session).await[1]["content"], "So far");
    assert!(!server.log().contains("not for the log"));
    let again = server.log().matches("asking an agent failed; it is asked again").count();
    assert_eq!(again, 2, "who answers with nothing is asked a few times");
}

/// The sessions of a server that keeps what it was told to, and what they were made of.
#[derive(Default)]
struct Kept {
    sessions: Vec<Value>,
    made_of: Vec<Value>,
}

type Shared = Arc<Mutex<Kept>>;

/// Answers in parts of an event, as the message says, and says that it is still there for as long as anybody listens.
async fn say_in_parts(State(kept): State<Shared>, Json(asked): Json<Value>) -> Response {
    for session in &mut kept.lock().unwrap().sessions {
        session["state"] = asked["state_delta"].clone();
    }
    let event = |text: &str, partial: bool| {
        let event = json!({"id": "e", "author": "ann", "partial": partial, "content": {"parts": [{"text": text}]}});
        format!("data: {event}\n\n")
    };
    let calls = json!({"id": "e", "author": "ann", "content": {"parts": [{"text": "So far"}, {"functionCall": {}}]}});
    let parts = [event("So ", true), event("far", true)].concat();
    let (said, stays) = match asked["new_message"]["parts"][0]["text"].as_str().unwrap() {
        "parts" => (parts, false),
        "whole" => (parts + &event("So far", false), false),
        "whole, and stays" => (parts + &event("So far", false), true),
        "parts, and stays" => (parts, true),
        "works" => (parts + &format!("data: {calls}\n\n"), true),
        other => panic!("{other}"),
    };
    let still_here = futures::stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Some((Ok::<_, Infallible>(": still here\n\n".to_owned()), ()))
    });
    let said = futures::stream::iter([Ok(said)]);
    let body = if stays { Body::from_stream(said.chain(still_here)) } else { Body::from_stream(said) };
    ([(http::header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

/// An agent there, of which hera hears nothing for three seconds at most, and of a turn for ten.
async fn parts_server(kept: &Shared) -> (Server, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let list = |State(kept): State<Shared>| async move { Json(kept.lock().unwrap().sessions.clone()) };
    let make = |State(kept): State<Shared>, Json(made): Json<Value>| async move {
        let mut kept = kept.lock().unwrap();
        let session = json!({"id": format!("s{}", kept.made_of.len()), "state": {}});
        kept.made_of.push(made["events"].clone());
        kept.sessions.push(session.clone());
        Json(session)
    };
    let delete_one = |State(kept): State<Shared>, Path((_, _, id)): Path<(String, String, String)>| async move {
        kept.lock().unwrap().sessions.retain(|session| session["id"] != id);
    };
    let app = Router::new()
        .route("/list-apps", get(|| async { Json(json!(["talk"])) }))
        .route("/apps/{app}/users/{user}/sessions", get(list).post(make))
        .route("/apps/{app}/users/{user}/sessions/{id}", delete(delete_one))
        .route("/run_sse", post(say_in_parts))
        .with_state(Arc::clone(kept));
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    let server = Server::builder().env("AGENT", "adk").env("AGENT_URL", url).env("AGENT_IDLE_S", 3);
    (server.env("TURN_TIME_LIMIT_S", 10).start().await, serving)
}

#[tokio::test]
async fn what_is_said_in_parts_is_kept_once_whether_or_not_the_whole_follows() {
    let kept = Shared::default();
    let (server, _serving) = parts_server(&kept).await;
    for (message, code) in [
        ("whole", None),
        ("parts", None),
        ("whole, and stays", None),
        // Who works may work for as long as the turn may take; who halts in the middle has halted.
        ("parts, and stays", Some("agent_stalled")),
        ("works", Some("time_limit")),
    ] {
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let (end, frames) = said(&mut client, message).await;
        assert_eq!(end["code"].as_str(), code, "{message}: {end}");
        let words =
            of_type(&frames, "TEXT_MESSAGE_CONTENT").iter().map(|event| text(&event["delta"])).collect::<String>();
        let history = server.history(&session).await;
        let answers: Vec<String> = history[1..].iter().map(|message| text(&message["content"])).collect();
        assert_eq!((words.as_str(), &answers[..]), ("So far", &["So far".to_owned()][..]), "{message}");
    }
    // The server has not kept what never came whole: with the next message it is told.
    *kept.lock().unwrap() = Kept::default();
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    said(&mut client, "whole").await;
    said(&mut client, "parts").await;
    assert_eq!(kept.lock().unwrap().made_of.len(), 1, "it goes on with what it has");
    let turn = client.turn("m-3", "whole").await;
    client.turn_end(&turn).await;
    let made_of = kept.lock().unwrap().made_of.clone();
    assert_eq!(made_of.len(), 2, "{made_of:?}");
    let texts = made_of[1].as_array().unwrap().iter().map(|event| text(&event["content"]["parts"][0]["text"]));
    assert_eq!(texts.collect::<Vec<_>>(), ["whole", "So far", "parts", "So far"]);
}

#[tokio::test]
async fn an_app_that_is_no_longer_there_is_looked_for_again() {
    type Serves = Arc<Mutex<&'static str>>;
    async fn list(State(app): State<Serves>) -> Json<Value> {
        Json(json!([*app.lock().unwrap()]))
    }
    async fn run(State(app): State<Serves>, Json(asked): Json<Value>) -> Response {
        if asked["app_name"] != *app.lock().unwrap() {
            return http::StatusCode::NOT_FOUND.into_response();
        }
        let words = json!({"author": "ann", "content": {"parts": [{"text": "Hello."}]}});
        ([(http::header::CONTENT_TYPE, "text/event-stream")], format!("data: {words}\n\n")).into_response()
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let only = Serves::new(Mutex::new("parrot"));
    let made = || async { Json(json!({"id": "s", "state": null})) };
    let app = Router::new()
        .route("/list-apps", get(list))
        .route("/apps/{app}/users/{user}/sessions", get(|| async { Json(json!([])) }).post(made))
        .route("/run_sse", post(run))
        .with_state(Arc::clone(&only));
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    let server = Server::builder().env("AGENT", "adk").env("AGENT_URL", url).start().await;
    for app in ["parrot", "host"] {
        *only.lock().unwrap() = app;
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let (end, _) = said(&mut client, "hello").await;
        assert_eq!(end["code"], Value::Null, "{app}: {end}");
    }
}
