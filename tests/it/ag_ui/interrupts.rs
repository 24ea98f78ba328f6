//! An endpoint that asks for an approval, and then waits for it in its thread.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::server::Builder;
use crate::harness::{Client, Server, in_time};

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
    let said = [("ask", Some("agent_refused")), ("hello", None), ("again", None)];
    talk(endpoint, Server::builder(), &said).await
}

/// Says one thing after the other, each of which ends with a code; the `resume` of every run. `stop` says something as well,
/// and is cancelled once the endpoint has been asked.
async fn talk(endpoint: Router<Resumed>, server: Builder, said: &[(&str, Option<&str>)]) -> Vec<Value> {
    let resumed = Resumed::default();
    let app = endpoint.with_state(Arc::clone(&resumed));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });

    let server = server.env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (number, (said, code)) in said.iter().enumerate() {
        let asked = resumed.lock().unwrap().len();
        let turn = client.turn(&format!("m-{number}"), said).await;
        if *said == "stop" {
            in_time("the endpoint to be asked", async {
                while resumed.lock().unwrap().len() == asked {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            })
            .await;
            client.send(json!({"type": "cancel", "turn_id": turn})).await;
        }
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["code"].as_str(), *code, "{number} {said}: {end}");
        let outcome = match (*said, code) {
            ("stop", _) => json!("cancelled"),
            (_, None) => json!("success"),
            (_, Some(_)) => Value::Null,
        };
        assert_eq!(end["event"]["outcome"]["type"], outcome, "{number} {said}: {end}");
    }
    let resumed = resumed.lock().unwrap();
    resumed.clone()
}

/// What an endpoint does at a run that resumes, in place of answering.
type AtResume = (&'static [&'static str], bool);

/// Takes every run but those that resume: of these it sends the beginning, and may say nothing more for ever.
fn at_resume((events, ends): AtResume) -> Router<Resumed> {
    let answer = move |State(resumed): State<Resumed>, Json(input): Json<Value>| async move {
        resumed.lock().unwrap().push(input["resume"].clone());
        if input["resume"].is_null() { in_the_short_form(&input) } else { begins(events, ends) }
    };
    Router::new().fallback(answer)
}

fn begins(events: &[&str], ends: bool) -> Response {
    let sent = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    let sent = stream::iter([Ok::<_, Infallible>(sent)]);
    let body = if ends { Body::from_stream(sent) } else { Body::from_stream(sent.chain(stream::pending())) };
    ([("content-type", "text/event-stream")], body).into_response()
}

const STARTED: &str = r#"{"type":"RUN_STARTED"}"#;
const WORKS: &str = r#"{"type":"TOOL_CALL_START","toolCallId":"c","toolCallName":"look"}"#;
const OF_NOTHING: &str = r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"of nothing"}"#;
const STOPPED: &str = r#"{"type":"RUN_FINISHED","outcome":"cancelled"}"#;
const WORDS: &str = r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"So far"}"#;
const ERROR: &str = r#"{"type":"RUN_ERROR"}"#;

const NO_GOOD_ENDS: [AtResume; 6] = [
    (&[STARTED], false),
    (&[], false),
    (&[STARTED, WORKS], false),
    (&[STOPPED], true),
    (&[STARTED, STOPPED], true),
    (&[STARTED, OF_NOTHING], true),
];
const HALTS_IN_THE_MIDDLE: AtResume = (&[STARTED, WORDS], false);
const FAILS_IN_THE_MIDDLE: AtResume = (&[STARTED, WORDS, ERROR], true);

#[tokio::test]
async fn an_endpoint_that_comes_to_no_good_end_at_a_resume_is_asked_without_in_the_same_turn() {
    let (none, cancelled) = (Value::Null, json!([{"interruptId": "a", "status": "cancelled"}]));
    futures::future::join_all(NO_GOOD_ENDS.map(|case| async move {
        let said = [("ask", Some("agent_refused")), ("hello", None), ("again", None), ("ask", Some("agent_refused"))];
        let said = [&said[..], &[("hello", None)]].concat();
        let resumed = talk(at_resume(case), Server::builder().env("AGENT_IDLE_S", 2), &said).await;
        (case, resumed)
    }))
    .await
    .into_iter()
    .for_each(|(case, resumed)| {
        // What it waits for later is cancelled first again.
        let expected = [&none, &cancelled, &none, &none, &none, &cancelled, &none];
        assert_eq!(resumed.iter().collect::<Vec<_>>(), expected, "{case:?}");
    });
}

#[tokio::test]
async fn whoever_has_no_patience_with_a_resume_asks_without_the_next_time() {
    let (none, cancelled) = (Value::Null, json!([{"interruptId": "a", "status": "cancelled"}]));
    let patient = || Server::builder().env("AGENT_IDLE_S", 3600);
    let expected = [&none, &cancelled, &none, &none].map(Clone::clone);
    // The person stops it, or the turn takes too long.
    let said = [("ask", Some("agent_refused")), ("stop", None), ("hello", None), ("again", None)];
    assert_eq!(talk(at_resume((&[STARTED], false)), patient(), &said).await, expected);
    let said = [("ask", Some("agent_refused")), ("hello", Some("time_limit")), ("hello", None), ("again", None)];
    let hurried = patient().env("TURN_TIME_LIMIT_S", 3);
    assert_eq!(talk(at_resume((&[STARTED], false)), hurried, &said).await, expected);
    // It halts in the middle of its words, or fails there.
    let said = |code| [("ask", Some("agent_refused")), ("hello", Some(code)), ("hello", None), ("again", None)];
    let brief = Server::builder().env("AGENT_IDLE_S", 2);
    assert_eq!(talk(at_resume(HALTS_IN_THE_MIDDLE), brief, &said("agent_stalled")).await, expected);
    assert_eq!(talk(at_resume(FAILS_IN_THE_MIDDLE), Server::builder(), &said("agent_interrupted")).await, expected);
}

/// Wants its approvals answered, and halts at the first run that does so.
async fn halts_once(State(resumed): State<Resumed>, Json(input): Json<Value>) -> Response {
    let mut resumed = resumed.lock().unwrap();
    let answered = resumed.iter().filter(|resume| !resume.is_null()).count();
    resumed.push(input["resume"].clone());
    match (resumed.len(), input["resume"].is_null(), answered) {
        (1, ..) | (_, false, 1) => in_the_short_form(&input),
        (_, false, 0) => begins(&[STARTED], false),
        (_, _, 0 | 1) => begins(&[STARTED, ERROR], true),
        _ => in_the_short_form(&input),
    }
}

#[tokio::test]
async fn who_wants_an_answer_to_what_waits_still_has_it_after_a_run_that_halted() {
    let (none, cancelled) = (Value::Null, json!([{"interruptId": "a", "status": "cancelled"}]));
    let said = [("ask", Some("agent_refused")), ("stop", None), ("hello", None), ("again", None)];
    let patient = Server::builder().env("AGENT_IDLE_S", 3600);
    let resumed = talk(Router::new().fallback(halts_once), patient, &said).await;
    assert_eq!(resumed, [&none, &cancelled, &none, &cancelled, &none].map(Clone::clone));
}

/// Asks for approvals whose ids are whatever they are.
async fn has_odd_ids(State(resumed): State<Resumed>, Json(input): Json<Value>) -> Response {
    resumed.lock().unwrap().push(input["resume"].clone());
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    let interrupts = match said {
        "many" => json!([{"id": 7}, {"id": "b"}, {"id": "7"}, {"id": 7}, {"id": -1.5}, {"id": "b"}, {"id": null}]),
        "one" => json!({"id": 18_446_744_073_709_551_615_u64}),
        _ => Value::Null,
    };
    let end = if interrupts.is_null() {
        json!({"type": "RUN_FINISHED"})
    } else {
        json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": interrupts}})
    };
    begins(&[STARTED, WORDS, &end.to_string()], true)
}

#[tokio::test]
async fn each_id_goes_back_once_and_as_it_came() {
    let refused = Some("agent_refused");
    let said = [("many", refused), ("hello", None), ("one", refused), ("hello", None), ("again", None)];
    let resumed = talk(Router::new().fallback(has_odd_ids), Server::builder(), &said).await;
    let cancelled = |ids: Value| -> Value {
        let ids = ids.as_array().unwrap().iter();
        ids.map(|id| json!({"interruptId": id, "status": "cancelled"})).collect()
    };
    let many = cancelled(json!([7, "b", "7", -1.5]));
    let one = cancelled(json!([18_446_744_073_709_551_615_u64]));
    assert_eq!(resumed, [Value::Null, many, Value::Null, one, Value::Null]);
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
