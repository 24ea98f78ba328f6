//! An endpoint that does what no real one would: what becomes of the turn, and of what was said before.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::harness::client::event_type;
use crate::harness::{Client, Server, free_address, in_time};

/// What the endpoint was asked: the newest message, and the bearer token.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

const BEGUN: [&str; 3] = [
    r#"{"type":"RUN_STARTED","threadId":"t","runId":"r"}"#,
    r#"{"type":"TEXT_MESSAGE_START","messageId":"1"}"#,
    r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"So far"}"#,
];

/// A run in which everything that may be absent is `null`, or of another kind than the protocol has it.
const NULL: [&str; 9] = [
    r#"{"type":"RUN_STARTED","threadId":null,"runId":7}"#,
    r#"{"type":"TEXT_MESSAGE_START","messageId":1,"role":null,"name":7,"subagentRunId":null}"#,
    r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":1,"delta":null}"#,
    r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":1,"delta":"So far"}"#,
    r#"{"type":"STATE_DELTA","delta":null}"#,
    r#"{"type":"TOOL_CALL_RESULT","content":[null,{"type":null},{"type":"image","source":{"type":"data","value":"?"}}]}"#,
    r#"{"type":"MESSAGES_SNAPSHOT","messages":[null,{"role":null,"content":7}]}"#,
    r#"{"type":"TEXT_MESSAGE_END","messageId":1}"#,
    r#"{"type":"RUN_FINISHED","outcome":"success","usage":{"inputTokens":"many"}}"#,
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
    let malformed = [&BEGUN[..], &[r#"{"type":"TEXT_MESSAGE_CONTENT","delta":"of nothing"}"#]].concat();
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
        "number" => events(&[started[0], r#"{"type":"RUN_ERROR","code":500,"message":null}"#], Ends::Well),
        "null" => events(&NULL, Ends::Well),
        "unreadable" => {
            let odd = [r#"{"type":null}"#, "{", "[]", NO_TEXT, r#"{"type":"TEXT_MESSAGE_CONTENT","delta":"x"}"#];
            let ended = [r#"{"type":"TEXT_MESSAGE_END","messageId":"1"}"#, finished];
            events(&[&BEGUN[..], &odd, &ended].concat(), Ends::Well)
        }
        "flood" => events(&[&BEGUN[..], &[r#"{"type":null}"#; 17]].concat(), Ends::Never),
        "typeless" => events(&[started[0], r#"{"type":null}"#], Ends::Never),
        // Dies in the middle, and says it again without keeping anything.
        "keep" if !again => events(&[&BEGUN[..1], &[KEPT], &BEGUN[1..]].concat(), Ends::Never),
        "last" => events(
            &[&BEGUN[..], &["", " ", r#"{"type":"TEXT_MESSAGE_END","messageId":"1"}"#, LAST]].concat(),
            Ends::Well,
        ),
        "half" => events(&[&BEGUN[..], &[HALF]].concat(), Ends::Well),
        "empty" => events(&[started[0], finished], Ends::Well),
        "nothing" => events(&[], Ends::Well),
        "nothing, once" if !again => events(&[], Ends::Well),
        _ => events(&whole, Ends::Well),
    }
}

/// Stands for an event that is not UTF-8.
const NO_TEXT: &str = "not UTF-8";

/// Stands for the end of a run without a blank line behind it, and for the beginning of one.
const LAST: &str = "the last event";
const HALF: &str = "half an event";

/// How the connection ends.
#[derive(Clone, Copy)]
enum Ends {
    Well,
    Badly,
    Never,
}

fn events(data: &[&str], ends: Ends) -> Response {
    let event = |data: &str| match data {
        NO_TEXT => Bytes::from_static(b"data: \xff\n\n"),
        LAST => Bytes::from_static(b"data: {\"type\":\"RUN_FINISHED\"}"),
        HALF => Bytes::from_static(b"data: {\"type\":\"RUN_FIN"),
        data => format!("data: {data}\n\n").into(),
    };
    let sent: Vec<Result<Bytes, std::io::Error>> = data.iter().map(|data| Ok(event(data))).collect();
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
    ([("content-type", "Text/Event-Stream; charset=utf-8")], body).into_response()
}

/// An endpoint, its address, and what it is asked.
async fn serve() -> (JoinSet<()>, String, Asked) {
    let asked = Asked::default();
    let app = Router::new().fallback(endpoint).with_state(Arc::clone(&asked));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
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
    let operators = free_address();
    let server = Server::builder()
        .env("METRICS_ADDR", operators)
        .env("AGENT", "ag-ui")
        .env("AGENT_URL", url)
        .env("AGENT_TOKEN", "sesame")
        .env("AGENT_IDLE_S", 3)
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
        ("number", Some("agent_failed"), None, 1),
        ("null", None, Some("complete"), 1),
        ("unreadable", None, Some("complete"), 1),
        ("flood", Some("bad_answer"), Some("failed"), 1),
        ("typeless", Some("bad_answer"), None, 1),
        ("last", None, Some("complete"), 1),
        ("half", Some("agent_interrupted"), Some("failed"), 1),
        ("empty", Some("empty_answer"), None, 1),
        ("nothing", Some("empty_answer"), None, 3),
        ("nothing, once", None, Some("complete"), 2),
        ("speak", None, Some("complete"), 1),
    ];
    for (said, code, kept, times) in cases {
        let turn = client.turn(said, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), code, "{said}: {end}");
        assert_eq!(event_type(&end), Some(if code.is_some() { "RUN_ERROR" } else { "RUN_FINISHED" }), "{said}");
        let message = match said {
            "number" => "the agent failed: 500",
            "typeless" => "the agent sent what cannot be understood: an event without a type",
            _ => "",
        };
        assert!(message.is_empty() || end["event"]["message"] == message, "{said}: {end}");
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
    let page = in_time("the metrics", reqwest::get(format!("http://{operators}/metrics"))).await.unwrap();
    let page = page.text().await.unwrap();
    // One each of malformed, broken and typeless, five of unreadable, and of the flood as many as ended it.
    assert!(page.contains("hera_agent_unreadable_events_total{agent=\"ag-ui\"} 25\n"), "{page}");
    let log = server.log();
    assert!(!log.contains("sesame") && !log.contains("not for the log"), "{log}");
}
