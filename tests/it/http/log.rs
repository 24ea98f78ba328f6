//! What the log of the real server tells, and what it keeps to itself.

use std::process::Command;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::harness::server::replicated;
use crate::harness::{Client, Server, hashed, in_time};
use crate::photos::files::png;

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
    assert!(line.contains(&format!("session={}", hashed(&session))), "{line}");
    // Who has the id finds its lines.
    let told = Command::new(env!("CARGO_BIN_EXE_hera")).args(["session-hash", &session]).output().unwrap();
    assert_eq!(String::from_utf8(told.stdout).unwrap(), format!("{}\n", hashed(&session)));
    let refused = Command::new(env!("CARGO_BIN_EXE_hera")).args(["session-hash", "no id"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

/// Whoever reads the log is not to have the sessions: their ids open them.
#[tokio::test]
async fn no_id_of_a_session_is_logged_at_any_level() {
    let server = Server::builder().env("LOG_LEVEL", "trace").start().await;
    let (session, gone) = (server.session().await, server.session().await);
    let at = |path: &str| format!("/api/sessions/{session}{path}");
    let mut client = Client::join(server.address, &session).await;
    for (name, said) in [("m-1", "tokens=3 rate=0"), ("m-2", "a word")] {
        let turn = client.turn(name, said).await;
        client.turn_end(&turn).await;
    }
    for path in
        ["/messages", "/status", "/family/status", "/export", "/photos/user.png", "/photos/x", "/events?after=0-0"]
    {
        drop(server.get(&at(path)).await);
    }
    for path in ["/messages", "/cancel", "/complete", "/generate-image", "/photos/user", "/family/messages"] {
        let sent = server.request(Method::POST, &at(path)).json(&json!({"message": "hello"})).send();
        drop(in_time("an answer", sent).await.unwrap());
    }
    let picture = Form::new().part("file", Part::bytes(png(40, 30)));
    let sent = server.request(Method::POST, &at("/photos/user")).multipart(picture).send();
    assert_eq!(in_time("an answer", sent).await.unwrap().status(), 200);
    if !replicated() {
        let photos = server.sessions_dir().join("photos");
        // A store that fails names what it could not do.
        std::fs::remove_dir_all(&photos).unwrap();
        std::fs::write(&photos, "").unwrap();
        let picture = Form::new().part("file", Part::bytes(png(41, 30)));
        let sent = server.request(Method::POST, &at("/photos/user")).multipart(picture).send();
        assert_eq!(in_time("an answer", sent).await.unwrap().status(), 503);
        assert!(server.get(&at("/photos/user.png")).await.status().is_server_error());
        std::fs::remove_file(&photos).unwrap();
    }
    let _late = Client::open(server.address, &gone).await;
    for session in [&session, &gone] {
        let sent = server.request(Method::DELETE, &format!("/api/sessions/{session}")).send();
        assert_eq!(in_time("the deletion", sent).await.unwrap().status(), 204);
    }
    assert_eq!(client.close_code().await, Some(3503));
    server.logged("socket closed").await;
    let log = server.log();
    for session in [&session, &gone] {
        assert!(log.contains(&hashed(session)), "{log}");
        let lines: String = log.lines().filter(|line| line.contains(session.as_str())).collect();
        assert!(lines.is_empty(), "{lines}");
    }
}
