//! What the log of the real server tells, and what it keeps to itself.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Client, Server, in_time};

/// A word that is in nothing but what is said.
const SECRET: &str = "zerzura";

#[tokio::test]
async fn nothing_that_is_said_is_logged_at_any_level() {
    for level in ["trace", "trace,tungstenite::protocol=trace,axum::rejection=trace,hyper=trace"] {
        let server =
            Server::builder().env("LOG_LEVEL", level).env("AGENT", "hera").env("REPLY_PACE_MS", 0).start().await;
        let session = server.session().await;
        let path = format!("/api/sessions/{session}/messages");
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", &format!("I live in {SECRET}")).await;
        client.turn_end(&turn).await;
        client.send(json!({"type": SECRET, "text": SECRET})).await;
        client.next("an error", |frame| frame["type"] == "error").await;
        let say = server.request(Method::POST, &path).json(&json!({"message": format!("{SECRET} is far away")}));
        assert_eq!(in_time("an answer", say.send()).await.unwrap().status(), 200);
        for body in [json!({"message": {SECRET: SECRET}}).to_string(), format!("{{\"message\": {SECRET}")] {
            let wrong = server.request(Method::POST, &path).header("content-type", "application/json").body(body);
            assert_eq!(in_time("a refusal", wrong.send()).await.unwrap().status(), 400);
        }
        assert!(server.history(&session).await.len() >= 4);
        client.send_text(format!("no JSON but {SECRET}")).await;
        assert_eq!(client.close_code().await, Some(3501));
        server.logged("socket closed").await;
        server.logged("GET /api/sessions/{id}/ws answered").await;
        let log = server.log();
        assert!(!log.contains(SECRET), "{}", log.lines().filter(|line| line.contains(SECRET)).collect::<String>());
    }
}

#[tokio::test]
async fn an_upgrade_is_logged_with_its_session() {
    let server = Server::start().await;
    let session = server.session().await;
    let _client = Client::join(server.address, &session).await;
    server.logged("GET /api/sessions/{id}/ws answered").await;
    let log = server.log();
    let line = log.lines().find(|line| line.contains("/ws answered")).unwrap();
    assert!(line.contains(&format!("session={session}")), "{line}");
}
