//! Answers that an agent offers with a message: told, kept, and shown again to whoever comes later.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use futures::StreamExt as _;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::client::{event_type, text};
use crate::harness::{Client, Server, in_time};

/// More than may be offered: the fourth is cut, the fifth and those after the eighth are left out.
fn offered() -> Value {
    let mut choices = vec![
        json!({"label": "はい", "text": "はい、お願いします"}),
        json!({"label": "No"}),
        json!({"label": "👪".repeat(40), "text": "あ".repeat(200)}),
        json!({"label": "x".repeat(41), "text": "a long label"}),
        json!({"label": "a long text", "text": "あ".repeat(201)}),
        json!({"label": "", "text": "no label"}),
    ];
    choices.extend((0..5).map(|number| json!({"label": number.to_string()})));
    choices.into()
}

fn expected() -> Value {
    json!([
        {"label": "はい", "text": "はい、お願いします"},
        {"label": "No", "text": "No"},
        {"label": "👪".repeat(40), "text": "あ".repeat(200)},
        {"label": format!("{}…", "x".repeat(39)), "text": "a long label"},
        {"label": "0", "text": "0"},
        {"label": "1", "text": "1"},
    ])
}

/// An AG-UI endpoint that offers answers; after `wait` it begins to say something more, and does not end.
async fn endpoint(State(choices): State<Value>, Json(input): Json<Value>) -> Response {
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    let mut events = vec![
        json!({"type": "RUN_STARTED"}),
        json!({"type": "TEXT_MESSAGE_START", "messageId": "1", "name": "Host"}),
        json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "1", "delta": "Tea?"}),
        json!({"type": "CUSTOM", "name": "hera.suggestions", "value": {"message_id": "1", "choices": choices}}),
        json!({"type": "TEXT_MESSAGE_END", "messageId": "1"}),
    ];
    let waits = said == "wait";
    if waits {
        events.push(json!({"type": "TEXT_MESSAGE_START", "messageId": "2"}));
        events.push(json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "2", "delta": "Or "}));
        events.push(json!({"type": "CUSTOM", "name": "hera.suggestions", "value": {"choices": [{"label": "Or"}]}}));
    } else {
        events.push(json!({"type": "RUN_FINISHED"}));
    }
    let body = events.iter().map(|event| format!("data: {event}\n\n")).collect::<Vec<_>>().concat();
    let never = futures::stream::pending().take(usize::from(waits));
    let body = futures::stream::iter([Ok::<_, std::convert::Infallible>(body)]).chain(never);
    ([("content-type", "text/event-stream")], axum::body::Body::from_stream(body)).into_response()
}

fn is_offer(frame: &Value) -> bool {
    frame["event"]["name"] == "hera.suggestions"
}

#[tokio::test]
async fn they_are_told_kept_and_shown_again() {
    let app = Router::new().fallback(endpoint).with_state(offered());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;

    let mut client = Client::join(server.address, &session).await;
    let before = client.last_id.clone();
    let turn = client.turn("m-1", "hello").await;
    client.turn_end(&turn).await;
    let types: Vec<&str> = client.events().filter_map(event_type).collect();
    let last = ["TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "CUSTOM", "RUN_FINISHED"];
    assert!(types.ends_with(&last), "{types:?}");
    let offer = client.events().find(|frame| is_offer(frame)).unwrap().clone();
    let history = server.history(&session).await;
    let answer = history.last().unwrap();
    assert_eq!(offer["event"]["value"], json!({"message_id": answer["id"], "choices": expected()}));
    assert_eq!(answer["metadata"]["hera"]["suggestions"], expected());
    assert_eq!(history[0]["metadata"]["hera"].get("suggestions"), None);

    // Whoever comes back hears of them; whoever comes anew sees them.
    let mut back = Client::resume(server.address, &session, before.as_deref()).await;
    assert_eq!(back.next("the offer", is_offer).await, offer);
    let new = Client::join(server.address, &session).await;
    let snapshot = new.frames.iter().find(|frame| event_type(frame) == Some("MESSAGES_SNAPSHOT")).unwrap();
    assert_eq!(snapshot["event"]["messages"][1], *answer);
    // By server-sent events, too.
    let events = server.request(reqwest::Method::GET, &format!("/api/sessions/{session}/events"));
    let events = events.header("last-event-id", before.unwrap()).send().await.unwrap();
    let mut body = events.bytes_stream();
    let mut heard = String::new();
    in_time("the offer", async {
        while !heard.contains("hera.suggestions") || !heard.ends_with("\n\n") {
            heard.push_str(&String::from_utf8_lossy(&body.next().await.unwrap().unwrap()));
        }
    })
    .await;
    let data = heard.lines().filter_map(|line| line.strip_prefix("data: "));
    let mut frames = data.map(|data| serde_json::from_str::<Value>(data).unwrap());
    assert_eq!(frames.find(is_offer), Some(offer));

    // In the middle of a turn: of the text that has ended, and not of the one that is cut short.
    let turn = client.turn("m-2", "wait").await;
    client.until("more", |frame| frame["turn"] == turn.as_str() && frame["event"]["delta"] == "Or ").await;
    let mut late = Client::join(server.address, &session).await;
    let shown = late.until("the offer of a running turn", is_offer).await;
    assert_eq!((&shown["snapshot"], &shown["event"]["value"]["choices"]), (&true.into(), &expected()));
    client.send(json!({"type": "cancel"})).await;
    client.turn_end(&turn).await;
    let history = server.history(&session).await;
    let kept: Vec<(String, &Value)> =
        history[3..].iter().map(|said| (text(&said["content"]), &said["metadata"]["hera"]["suggestions"])).collect();
    assert_eq!(kept, [("Tea?".to_owned(), &expected()), ("Or ".to_owned(), &Value::Null)]);
}
