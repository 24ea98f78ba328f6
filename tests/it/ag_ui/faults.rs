//! An endpoint that does what no real one would: what becomes of the turn, and of what was said before.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::client::event_type;
use crate::harness::{Client, Server};

/// What the endpoint was asked: the newest message, and the bearer token.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

const BEGUN: [&str; 3] = [
    r#"{"type":"RUN_STARTED","threadId":"t","runId":"r"}"#,
    r#"{"type":"TEXT_MESSAGE_START","messageId":"1"}"#,
    r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"So far"}"#,
];

const KEPT: &str = r#"{"type":"STATE_SNAPSHOT","snapshot":{"mood":"good"}}"#;

/// Fails as the newest message says.
async fn endpoint(State(asked): State<Asked>, headers: HeaderMap, Json(input): Json<Value>) -> Response {
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap().to_owned();
    let token = headers.get("authorization").and_then(|token| token.to_str().ok()).unwrap_or_default().to_owned();
    let again = {
        let mut asked = asked.lock().unwrap();
        asked.push((said.clone(), token));
        asked.iter().filter(|(before, _)| *before == said).count() > 1
    };
    let started = &BEGUN[..1];
    let malformed = [&BEGUN[..], &[r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1"}"#]].concat();
    let broken = [&BEGUN[..], &["{"]].concat();
    let finished = r#"{"type":"RUN_FINISHED","threadId":"t","runId":"r"}"#;
    let error = r#"{"type":"RUN_ERROR","message":"not for the log","code":"overloaded"}"#;
    // Tells all it was told, as some do at the end of each run.
    let told = json!({"type": "MESSAGES_SNAPSHOT", "messages": input["messages"]}).to_string();
    let whole = [&BEGUN[..], &[r#"{"type":"TEXT_MESSAGE_END","messageId":"1"}"#, &told, finished]].concat();
    match said.as_str() {
        "later" if !again => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")], "").into_response(),
        "refuse" => StatusCode::UNAUTHORIZED.into_response(),
        "moved" => (StatusCode::TEMPORARY_REDIRECT, [("location", "/agent/")]).into_response(),
        "page" => ([("content-type", "text/html")], "<p>not here").into_response(),
        "malformed" => events(&malformed, Ends::Well),
        "broken" => events(&broken, Ends::Well),
        "cut" => events(&BEGUN, Ends::Badly),
        "ended" => events(&BEGUN, Ends::Well),
        "stall" => events(&BEGUN, Ends::Never),
        "error" => events(&[started[0], error], Ends::Well),
        // Dies in the middle, and says it again without keeping anything.
        "keep" if !again => events(&[&BEGUN[..1], &[KEPT], &BEGUN[1..]].concat(), Ends::Never),
        "empty" => events(&[started[0], finished], Ends::Well),
        _ => events(&whole, Ends::Well),
    }
}

/// How the connection ends.
#[derive(Clone, Copy)]
enum Ends {
    Well,
    Badly,
    Never,
}

fn events(data: &[&str], ends: Ends) -> Response {
    let sent: Vec<Result<Bytes, std::io::Error>> =
        data.iter().map(|data| Ok(format!("data: {data}\n\n").into())).collect();
    let sent = stream::iter(sent);
    let body = match ends {
        Ends::Well => Body::from_stream(sent),
        Ends::Badly => {
            // The connection sends what it has whenever the body makes it wait.
            let cut = tokio::task::yield_now();
            Body::from_stream(sent.chain(stream::once(cut).map(|()| Err(std::io::Error::other("cut")))))
        }
        Ends::Never => Body::from_stream(sent.chain(stream::pending())),
    };
    ([("content-type", "text/event-stream; charset=utf-8")], body).into_response()
}

/// An endpoint, its address, and what it is asked.
async fn serve() -> (JoinSet<()>, String, Asked) {
    let asked = Asked::default();
    let app = Router::new().fallback(endpoint).with_state(Arc::clone(&asked));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    (serving, url, asked)
}

#[tokio::test]
async fn what_a_dead_attempt_kept_is_taken_back() {
    let (_serving, url, _) = serve().await;
    let mut server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    client.turn("m-1", "keep").await;
    let kept = client.until("the state", |frame| event_type(frame) == Some("STATE_DELTA")).await;
    assert_eq!(kept["event"]["delta"][0]["value"], json!({"mood": "good"}));
    client.until("words", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    server.kill9().await;
    server.restart().await;
    server.logged("turn ended").await;
    let late = Client::join(server.address, &session).await;
    assert_eq!(late.frames[2]["event"]["snapshot"]["agent"], json!({}));
    assert_eq!(server.history(&session).await[1]["content"], "So far");
}

#[tokio::test]
async fn a_turn_ends_as_its_endpoint_fails() {
    let (_serving, url, asked) = serve().await;
    let server = Server::builder()
        .env("AGENT", "ag-ui")
        .env("AGENT_URL", url)
        .env("AGENT_TOKEN", "sesame")
        .env("AGENT_IDLE_S", 1)
        .start()
        .await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let cases = [
        // What is said, how its turn ends, what is kept of the answer, and how often the endpoint was asked.
        ("later", None, Some("complete"), 2),
        ("refuse", Some("agent_refused"), None, 1),
        ("moved", Some("agent_refused"), None, 1),
        ("page", Some("agent_refused"), None, 1),
        ("malformed", Some("bad_answer"), Some("failed"), 1),
        ("broken", Some("bad_answer"), Some("failed"), 1),
        ("cut", Some("agent_interrupted"), Some("failed"), 1),
        ("ended", Some("agent_interrupted"), Some("failed"), 1),
        ("stall", Some("agent_stalled"), Some("failed"), 1),
        ("error", Some("agent_failed"), None, 1),
        ("empty", Some("empty_answer"), None, 1),
        ("speak", None, Some("complete"), 1),
    ];
    for (said, code, kept, times) in cases {
        let turn = client.turn(said, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), code, "{said}: {end}");
        assert_eq!(event_type(&end), Some(if code.is_some() { "RUN_ERROR" } else { "RUN_FINISHED" }), "{said}");
        let history = server.history(&session).await;
        let answer = history
            .iter()
            .find(|message| message["role"] == "assistant" && message["metadata"]["hera"]["turn_id"] == turn.as_str());
        assert_eq!(answer.map(|answer| answer["content"].as_str().unwrap()), kept.map(|_| "So far"), "{said}");
        assert_eq!(answer.and_then(|answer| answer["metadata"]["hera"]["status"].as_str()), kept, "{said}");
        let asked: Vec<String> =
            asked.lock().unwrap().iter().filter(|(text, _)| text == said).map(|(_, token)| token.clone()).collect();
        assert_eq!(asked, vec!["Bearer sesame"; times], "{said}");
    }
    let log = server.log();
    assert!(!log.contains("sesame") && !log.contains("not for the log"), "{log}");
}
