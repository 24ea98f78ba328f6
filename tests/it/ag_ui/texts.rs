//! Texts in whatever form an endpoint writes them: in parts, and cut in the middle of a letter.

use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::harness::{Client, Server};

/// What is said, the events of the run that answers it, and what is kept of that, a text a message.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

const CASES: [Case; 13] = [
    (
        "a snapshot in parts",
        &[
            r#"{"type":"MESSAGES_SNAPSHOT","messages":[{"id":"1","role":"user","content":"?"},{"id":"2","role":"assistant",
            "content":[{"type":"text","text":"Good "},{"type":"image","source":{}},{"type":"text","text":"day"}]}]}"#,
        ],
        &["Good day"],
    ),
    (
        "a snapshot of one part",
        &[
            r#"{"type":"MESSAGES_SNAPSHOT","messages":{"role":"assistant","content":{"type":"text","text":"Good day"}}}"#,
        ],
        &["Good day"],
    ),
    (
        "a snapshot without words behind one with some",
        &[r#"{"type":"MESSAGES_SNAPSHOT","messages":[{"role":"assistant","content":"Good day"},
            {"role":"assistant","content":[{"type":"image","text":"of nobody"}]},{"role":"assistant","content":null}]}"#],
        &["Good day"],
    ),
    (
        "a delta in parts",
        &[
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":[{"type":"text","text":"Good "},{"type":"text","text":"day"}]}"#,
        ],
        &["Good day"],
    ),
    (
        "halves",
        &[
            r#"{"type":"TEXT_MESSAGE_START","messageId":"1"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"Good \ud83d"}"#,
            r#"{"type":"STEP_STARTED","stepName":"\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":""}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"\ude00 day"}"#,
            r#"{"type":"TEXT_MESSAGE_END","messageId":"1"}"#,
        ],
        &["Good 😀 day"],
    ),
    (
        "halves in chunks",
        &[
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CHUNK","delta":"\ude00\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CHUNK","delta":"\ude01"}"#,
        ],
        &["😀😁"],
    ),
    (
        "halves in parts",
        &[r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":[{"text":"\ud83d"},{"text":"\ude00"}]}"#],
        &["😀"],
    ),
    (
        "halves of two texts at the same time",
        &[
            r#"{"type":"TEXT_MESSAGE_START","messageId":"1"}"#,
            r#"{"type":"TEXT_MESSAGE_START","messageId":"2"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"a\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"2","delta":"b\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"1","delta":"\ude00"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"2","delta":"\ude01"}"#,
            r#"{"type":"TEXT_MESSAGE_END","messageId":"1"}"#,
            r#"{"type":"TEXT_MESSAGE_END","messageId":"2"}"#,
        ],
        &["a😀", "b😁"],
    ),
    (
        "halves of two texts one after the other",
        &[
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"a\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"2","delta":"\ude00b"}"#,
        ],
        &["a\u{fffd}", "\u{fffd}b"],
    ),
    ("half a letter", &[r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"\ud83d"}"#], &["\u{fffd}"]),
    (
        "half a letter, and another one",
        &[
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"\ud83d"}"#,
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","delta":"a\ude00\ude00"}"#,
        ],
        &["\u{fffd}a\u{fffd}\u{fffd}"],
    ),
    (
        "half a letter in a snapshot",
        &[r#"{"type":"MESSAGES_SNAPSHOT","messages":[{"role":"assistant","content":"a\ud83d"}]}"#],
        &["a\u{fffd}"],
    ),
    (
        "half a letter in what is kept",
        &[
            r#"{"type":"STATE_SNAPSHOT","snapshot":{"\ud83d":["\ude00"]}}"#,
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"1","name":"a\ud83d","delta":"Kept."}"#,
        ],
        &["Kept."],
    ),
];

async fn endpoint(Json(input): Json<Value>) -> Response {
    let said = input["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap().to_owned();
    let (_, events, _) = CASES.iter().find(|(case, ..)| *case == said).unwrap();
    let mut sent = String::new();
    for event in [&[r#"{"type":"RUN_STARTED"}"#], *events, &[r#"{"type":"RUN_FINISHED"}"#]].concat() {
        // A line of an event is a line of its data.
        sent += &event.lines().map(|line| format!("data: {line}\n")).collect::<Vec<_>>().concat();
        sent += "\n";
    }
    ([("content-type", "text/event-stream")], sent).into_response()
}

#[tokio::test]
async fn texts_are_read_in_every_form() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/agent", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, Router::new().fallback(endpoint)).await.unwrap() });
    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", url).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    for (said, _, texts) in CASES {
        let turn = client.turn(said, said).await;
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["outcome"]["type"], "success", "{said}: {end}");
        let history = server.history(&session).await;
        let answers = history.iter().rev().take_while(|message| message["role"] == "assistant");
        let answers: Vec<&str> = answers.map(|message| message["content"].as_str().unwrap()).collect();
        assert_eq!(answers.into_iter().rev().collect::<Vec<_>>(), texts, "{said}");
    }
    let history = server.history(&session).await;
    assert_eq!(history.last().unwrap()["name"], "a\u{fffd}");
    let late = Client::join(server.address, &session).await;
    assert_eq!(late.frames[2]["event"]["snapshot"]["agent"], json!({"\u{fffd}": ["\u{fffd}"]}));
}
