//! An endpoint that asks for an approval, and then waits for it in its thread.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{Client, Server};

/// What each thread waits for, and the `resume` of every run.
#[derive(Default)]
struct Threads {
    open: HashMap<String, Vec<&'static str>>,
    resumed: Vec<Value>,
}

/// Answers with what it is told, or asks for an approval: `ask` keeps the thread waiting, and `ask and forget` does not.
async fn endpoint(State(threads): State<Arc<Mutex<Threads>>>, Json(input): Json<Value>) -> Response {
    let mut threads = threads.lock().unwrap();
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    threads.resumed.push(input["resume"].clone());
    let open = threads.open.entry(input["threadId"].to_string()).or_default();
    let answers = |answer: &Value, id: &str| answer["interruptId"] == id && answer["status"] == "cancelled";
    let resume = input["resume"].as_array().map_or(&[][..], Vec::as_slice);
    let all = resume.len() == open.len() && open.iter().all(|id| resume.iter().any(|answer| answers(answer, id)));
    let mut events = vec![json!({"type": "RUN_STARTED"})];
    if all {
        open.clear();
        events.push(json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "1", "delta": said}));
        let interrupts = json!([{"id": "a", "reason": "confirmation"}, {"id": "b", "reason": "confirmation"}]);
        let outcome = if said.starts_with("ask") {
            json!({"type": "interrupt", "interrupts": interrupts})
        } else {
            json!({"type": "success"})
        };
        if said == "ask" {
            open.extend(["a", "b"]);
        }
        events.push(json!({"type": "RUN_FINISHED", "outcome": outcome}));
    } else {
        events.push(json!({"type": "RUN_ERROR", "message": "the answers are not to what was asked"}));
    }
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    ([("content-type", "text/event-stream")], body).into_response()
}

#[tokio::test]
async fn the_next_message_cancels_what_waits() {
    let threads = Arc::default();
    let app = Router::new().fallback(endpoint).with_state(Arc::clone(&threads));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let mut server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let asked = client.turn("m-1", "ask").await;
    assert_eq!(client.turn_end(&asked).await["event"]["code"], "agent_refused");
    // Whoever answers next knows of it.
    server.kill9().await;
    server.restart().await;
    let mut client = Client::join(server.address, &session).await;
    for (id, said, code) in [
        ("m-2", "hello", None),
        ("m-3", "again", None),
        ("m-4", "ask and forget", Some("agent_refused")),
        ("m-5", "hello", None),
        ("m-6", "again", None),
    ] {
        let turn = client.turn(id, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), code, "{id} {said}: {end}");
    }
    let cancelled = json!([{"interruptId": "a", "status": "cancelled"}, {"interruptId": "b", "status": "cancelled"}]);
    let none = Value::Null;
    // Who does not know what it waited for is asked without.
    let expected = [&none, &cancelled, &none, &none, &cancelled, &none, &none];
    assert_eq!(threads.lock().unwrap().resumed.iter().collect::<Vec<_>>(), expected);
}

/// Asks for many approvals at once, and does nothing until each of them is answered.
async fn wants_many(State(waits): State<Arc<Mutex<usize>>>, Json(input): Json<Value>) -> Response {
    let mut waits = waits.lock().unwrap();
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    let resumed = input["resume"].as_array().map_or(0, Vec::len);
    let mut events = vec![json!({"type": "RUN_STARTED"})];
    if resumed != *waits {
        events.push(json!({"type": "RUN_ERROR", "message": "the answers are not to what was asked"}));
    } else if let Ok(many) = said.parse() {
        *waits = many;
        let interrupts = (0..many).map(|number| json!({"id": format!("call_{number:032}"), "reason": "confirmation"}));
        let interrupts: Vec<Value> = interrupts.collect();
        events.push(json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": interrupts}}));
    } else {
        *waits = 0;
        events.push(json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "1", "delta": said}));
        events.push(json!({"type": "RUN_FINISHED"}));
    }
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    ([("content-type", "text/event-stream")], body).into_response()
}

#[tokio::test]
async fn all_that_waits_is_cancelled_however_many_they_are() {
    let waits = Arc::new(Mutex::new(0));
    let app = Router::new().fallback(wants_many).with_state(Arc::clone(&waits));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (id, said, code, waiting) in [
        ("m-1", "300", Some("agent_refused"), 300),
        ("m-2", "hello", None, 0),
        ("m-3", "1700", Some("agent_refused"), 1700),
        ("m-4", "hello", None, 0),
    ] {
        let turn = client.turn(id, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), code, "{id} {said}: {end}");
        assert_eq!(*waits.lock().unwrap(), waiting, "{id} {said}");
    }
    // More than is kept is not cancelled in part, and the session says why.
    let turn = client.turn("m-5", "1800").await;
    let message = "the agent waits for more decisions than can be cancelled";
    assert_eq!(client.turn_end(&turn).await["event"]["message"], message);
}

/// The `resume` of every run.
type Resumed = Arc<Mutex<Vec<Value>>>;

/// Asks for an approval in the short form, and fails at any run that resumes.
async fn knows_no_resume(State(resumed): State<Resumed>, Json(input): Json<Value>) -> Response {
    resumed.lock().unwrap().push(input["resume"].clone());
    if !input["resume"].is_null() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    in_the_short_form(&input)
}

/// Takes every run but the first that resumes: it is busy then.
async fn busy_once(State(resumed): State<Resumed>, Json(input): Json<Value>) -> Response {
    let mut resumed = resumed.lock().unwrap();
    resumed.push(input["resume"].clone());
    if resumed.len() == 2 { StatusCode::SERVICE_UNAVAILABLE.into_response() } else { in_the_short_form(&input) }
}

fn in_the_short_form(input: &Value) -> Response {
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    let end = if said == "ask" {
        json!({"type": "RUN_FINISHED", "outcome": "interrupt", "interrupts": [{"id": "a"}]})
    } else {
        json!({"type": "RUN_FINISHED"})
    };
    let events =
        [json!({"type": "RUN_STARTED"}), json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "1", "delta": said}), end];
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    ([("content-type", "text/event-stream")], body).into_response()
}

#[tokio::test]
async fn an_endpoint_that_fails_at_a_resume_is_asked_without() {
    let (none, cancelled) = (Value::Null, json!([{"interruptId": "a", "status": "cancelled"}]));
    let knows_none = Router::new().fallback(knows_no_resume);
    assert_eq!(ask_and_go_on(knows_none).await, [&none, &cancelled, &cancelled, &none, &none].map(Clone::clone));
}

#[tokio::test]
async fn an_endpoint_that_is_busy_at_a_resume_is_asked_it_again() {
    let (none, cancelled) = (Value::Null, json!([{"interruptId": "a", "status": "cancelled"}]));
    let busy = Router::new().fallback(busy_once);
    assert_eq!(ask_and_go_on(busy).await, [&none, &cancelled, &cancelled, &none].map(Clone::clone));
}

/// Says what makes it wait, and goes on; the `resume` of every run.
async fn ask_and_go_on(endpoint: Router<Resumed>) -> Vec<Value> {
    let resumed = Resumed::default();
    let app = endpoint.with_state(Arc::clone(&resumed));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (id, said, code) in [("m-1", "ask", Some("agent_refused")), ("m-2", "hello", None), ("m-3", "again", None)] {
        let turn = client.turn(id, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), code, "{id} {said}: {end}");
    }
    let resumed = resumed.lock().unwrap();
    resumed.clone()
}

#[tokio::test]
async fn a_blank_message_is_sent_as_something() {
    let app = Router::new().fallback(knows_no_resume).with_state(Resumed::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    // Blanks, and letters of which nothing is to be seen.
    for blank in [" \n", "\u{200b}", "\u{feff}\u{2060}\u{fe0f}", "\u{ad}\u{3000}"] {
        let turn = client.turn(&format!("{blank:?}"), blank).await;
        client.turn_end(&turn).await;
        // It says what it was told.
        assert_eq!(server.history(&session).await.last().unwrap()["content"], "…", "{blank:?}");
    }
}
