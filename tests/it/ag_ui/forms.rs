//! Endpoints that parse a run as the published SDKs before AG-UI 1.0 do: what they do not know is refused.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{Client, Server};
use crate::photos::files;

/// Which version the endpoint's parser is of, and every run that it took, or refused.
struct Endpoint {
    reads: Reads,
    asked: Mutex<Vec<Value>>,
}

#[derive(Clone, Copy)]
enum Reads {
    /// Texts, and pictures as `binary` parts: `ag-ui-protocol` 0.1.10 to 0.1.13.
    Binary,
    /// Texts only: 0.1.5 to 0.1.8.
    Texts,
    /// Anything, and fails at what is no text.
    Fails,
}

impl Endpoint {
    fn takes(&self, input: &Value) -> bool {
        let known = |part: &Value| matches!(part["type"].as_str(), Some("text" | "binary"));
        let reads = |message: &Value| match (&message["content"], self.reads) {
            (Value::String(_), _) => true,
            (Value::Array(parts), Reads::Binary) => parts.iter().all(known),
            _ => false,
        };
        let unknown = input.get("protocolVersion").is_some() && !matches!(self.reads, Reads::Fails);
        !unknown && input["messages"].as_array().unwrap().iter().all(reads)
    }
}

async fn run(State(endpoint): State<Arc<Endpoint>>, Json(input): Json<Value>) -> Response {
    let takes = endpoint.takes(&input);
    endpoint.asked.lock().unwrap().push(input["messages"].as_array().unwrap().last().unwrap()["content"].clone());
    let end = match (takes, endpoint.reads) {
        (true, _) => json!({"type": "RUN_FINISHED"}),
        (false, Reads::Fails) => json!({"type": "RUN_ERROR", "message": "'list' object has no attribute 'lower'"}),
        (false, _) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    let words = json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "1", "delta": "I see."});
    let words = takes.then_some(words);
    let events: Vec<Value> = [json!({"type": "RUN_STARTED"})].into_iter().chain(words).chain([end]).collect();
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    ([("content-type", "text/event-stream")], body).into_response()
}

/// Says something, shows something, and says something again; what the endpoint was asked, refused runs included.
async fn talk(reads: Reads) -> Vec<Value> {
    let endpoint = Arc::new(Endpoint { reads, asked: Mutex::default() });
    let app = Router::new().fallback(run).with_state(Arc::clone(&endpoint));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for id in ["m-1", "m-2"] {
        let turn = client.turn(id, "hello").await;
        assert_eq!(client.turn_end(&turn).await["event"]["code"], Value::Null);
    }
    let path = format!("/api/sessions/{session}/photos");
    let picture = reqwest::multipart::Part::bytes(files::png(64, 48)).file_name("picture.png");
    let form = reqwest::multipart::Form::new().part("file", picture);
    let sent: Value =
        server.request(reqwest::Method::POST, &path).multipart(form).send().await.unwrap().json().await.unwrap();
    let part = json!({"type": "image", "source": {"type": "file", "value": sent["photo"]["id"]}});
    let said = json!({"type": "text", "text": "look"});
    client.send(json!({"type": "message", "client_msg_id": "m-3", "content": [said, part]})).await;
    let turn = client.accepted("m-3").await["turn_id"].as_str().unwrap().to_owned();
    assert_eq!(client.turn_end(&turn).await["event"]["code"], Value::Null);
    let turn = client.turn("m-4", "and?").await;
    assert_eq!(client.turn_end(&turn).await["event"]["code"], Value::Null);
    endpoint.asked.lock().unwrap().clone()
}

/// What of a content its form shows.
fn kinds(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(|part| part["type"].as_str().unwrap()).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

#[tokio::test]
async fn an_endpoint_of_before_is_asked_as_it_reads() {
    // Each form that was refused was asked in once.
    let earlier = talk(Reads::Binary).await;
    let shown = ["hello", "hello", "hello", "text image", "text binary", "and?"];
    assert_eq!(earlier.iter().map(kinds).collect::<Vec<_>>(), shown);
    // It fails in the middle of the run, and is asked for less.
    let fails = talk(Reads::Fails).await;
    let shown = ["hello", "hello", "text image", "look\n[picture]", "and?"];
    assert_eq!(fails.iter().map(kinds).collect::<Vec<_>>(), shown);
    let texts = talk(Reads::Texts).await;
    let shown = ["hello", "hello", "hello", "text image", "text binary", "look\n[picture]", "and?"];
    assert_eq!(texts.iter().map(kinds).collect::<Vec<_>>(), shown);
}
