//! An agent of one's own, in Rust: the example that docs/AGENTS.md shows.

use serde_json::json;

use crate::harness::client::event_type;
use crate::harness::{Client, Server};
use crate::house::source::read;

const EXAMPLE: &str = "examples/echo_agent.rs";

#[tokio::test]
async fn the_example_answers_through_a_socket() {
    let server = Server::builder().example("echo_agent").start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    assert_eq!(client.frames[2]["event"]["snapshot"]["phase"], "chat");
    for (number, said) in ["Good day", "こんにちは"].into_iter().enumerate() {
        let turn = client.turn(&format!("m-{number}"), said).await;
        assert_eq!(client.turn_end(&turn).await["event"]["outcome"], json!({"type": "success"}));
        let history = server.history(&session).await;
        let answer = history.last().unwrap();
        assert_eq!(answer["content"], format!("{said} (That was number {}.)", number + 1));
        assert_eq!(answer["name"], "Echo");
    }
    // It speaks word by word, and is stopped as any agent is.
    let turn = client.turn("m-9", &"word ".repeat(1000)).await;
    client
        .until("a word", |frame| frame["turn"] == turn.as_str() && event_type(frame) == Some("TEXT_MESSAGE_CONTENT"))
        .await;
    client.send(json!({"type": "cancel"})).await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"], json!({"type": "cancelled"}));
}

#[test]
fn the_example_is_short_and_stands_in_the_documentation() {
    let code = read(EXAMPLE);
    assert!(code.lines().count() < 60, "{} lines", code.lines().count());
    let shown = code.lines().skip_while(|line| !line.starts_with("use ")).collect::<Vec<_>>().join("\n");
    assert!(read("docs/AGENTS.md").contains(&shown), "docs/AGENTS.md shows {EXAMPLE} as it is");
}
