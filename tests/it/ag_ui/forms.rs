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
    reads: Mutex<Reads>,
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
    /// Anything, and answers the first run with a picture with that status; 200 is a run that fails.
    Once(u16),
}

impl Endpoint {
    fn takes(&self, input: &Value) -> bool {
        let known = |part: &Value| matches!(part["type"].as_str(), Some("text" | "binary"));
        let version = *self.reads.lock().unwrap();
        let reads = |message: &Value| match (&message["content"], version) {
            (Value::String(_), _) => true,
            (Value::Array(parts), Reads::Binary) => parts.iter().all(known),
            (Value::Array(_), Reads::Once(_)) => self.asked.lock().unwrap().iter().any(Value::is_array),
            _ => false,
        };
        let unknown = input.get("protocolVersion").is_some() && !matches!(version, Reads::Fails | Reads::Once(_));
        !unknown && input["messages"].as_array().unwrap().iter().all(reads)
    }
}

async fn run(State(endpoint): State<Arc<Endpoint>>, Json(input): Json<Value>) -> Response {
    let takes = endpoint.takes(&input);
    endpoint.asked.lock().unwrap().push(input["messages"].as_array().unwrap().last().unwrap()["content"].clone());
    let reads = *endpoint.reads.lock().unwrap();
    let end = match (takes, reads) {
        (true, _) => json!({"type": "RUN_FINISHED"}),
        (false, Reads::Once(status)) if status != 200 => return StatusCode::from_u16(status).unwrap().into_response(),
        (false, Reads::Fails | Reads::Once(_)) => {
            json!({"type": "RUN_ERROR", "message": "'list' object has no attribute 'lower'"})
        }
        (false, _) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    let words = json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "1", "delta": "I see."});
    let words = takes.then_some(words);
    let events: Vec<Value> = [json!({"type": "RUN_STARTED"})].into_iter().chain(words).chain([end]).collect();
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    ([("content-type", "text/event-stream")], body).into_response()
}

/// Serves it.
async fn serve(reads: Reads) -> (JoinSet<()>, Arc<Endpoint>, Server) {
    let endpoint = Arc::new(Endpoint { reads: Mutex::new(reads), asked: Mutex::default() });
    let app = Router::new().fallback(run).with_state(Arc::clone(&endpoint));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    (serving, endpoint, server)
}

/// Says something three times, shows something, and says something twice; what the endpoint was asked, refused runs included.
async fn talk(reads: Reads) -> String {
    let (_serving, endpoint, server) = serve(reads).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for id in ["m-1", "m-2", "m-2b"] {
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
    for id in ["m-4", "m-5"] {
        let turn = client.turn(id, "and?").await;
        assert_eq!(client.turn_end(&turn).await["event"]["code"], Value::Null);
    }
    let left_out = matches!(reads, Reads::Fails | Reads::Texts);
    assert_eq!(server.log().contains("an agent takes no pictures"), left_out);
    endpoint.asked.lock().unwrap().iter().map(kinds).collect::<Vec<_>>().join(", ")
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
    // Each form that was refused was asked in twice: once it may be for something else.
    for (reads, shown) in [
        (Reads::Binary, "hello, hello, hello, hello, hello, text image, text binary, and?, and?, and?"),
        // It fails in the middle of the run, and is asked for less.
        (Reads::Fails, "hello, hello, hello, text image, text image, look\n[picture], and?, and?, and?, and?"),
        (
            Reads::Texts,
            "hello, hello, hello, hello, hello, text image, text binary, look\n[picture], and?, and?, and?, and?",
        ),
    ] {
        assert_eq!(talk(reads).await, shown);
    }
}

#[tokio::test]
async fn what_passes_takes_no_pictures_from_later_runs() {
    for (status, second) in [(503, "text image"), (500, "text image"), (200, "text image"), (413, "text binary")] {
        let shown = format!("hello, hello, hello, text image, {second}, and?, and?");
        assert_eq!(talk(Reads::Once(status)).await, shown, "{status}");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_replaced_is_asked_as_it_reads_now() {
    let (_serving, endpoint, server) = serve(Reads::Fails).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (id, reads, asked) in [
        ("m-1", Reads::Fails, 1),
        ("m-2", Reads::Binary, 3),
        ("m-3", Reads::Binary, 5),
        ("m-4", Reads::Binary, 6),
        ("m-5", Reads::Fails, 7),
    ] {
        *endpoint.reads.lock().unwrap() = reads;
        let turn = client.turn(id, "hello").await;
        assert_eq!(client.turn_end(&turn).await["event"]["code"], Value::Null, "{id}");
        assert_eq!(endpoint.asked.lock().unwrap().len(), asked, "{id}");
    }
}
