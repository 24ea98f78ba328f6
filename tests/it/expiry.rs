//! A running server lets go of sessions that nobody uses, and of no others.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::harness::client::event_type;
use crate::harness::{Client, Server, free_address, hashed, in_time};
use crate::photos::files::png;
use crate::photos::http::upload;

/// The least that `SESSION_TTL_S` may be.
const TTL: u32 = 60;

/// The folder of the session's pictures.
fn pictures(server: &Server, session: &str) -> PathBuf {
    server.sessions_dir().join("photos").join(hashed(session))
}

async fn is_there(server: &Server, session: &str) -> bool {
    server.get(&format!("/api/sessions/{session}/status")).await.status() == 200
}

/// Waits until the session has gone with its pictures.
async fn is_let_go(server: &Server, session: &str) {
    in_time("the session to go with its pictures", async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while pictures(server, session).exists() {
            looks.tick().await;
        }
    })
    .await;
    assert!(!is_there(server, session).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_used_is_let_go_while_the_server_runs() {
    let operators = free_address();
    let server = Server::builder().with_a_clock_to_turn().env("LOG_LEVEL", "info").env("METRICS_ADDR", operators);
    let mut server = server.start().await;
    let mut sessions = Vec::new();
    for _ in 0..5 {
        let session = server.session().await;
        assert_eq!(upload(&server, &session, png(40, 30)).await.status(), 200);
        sessions.push(session);
    }
    // They were kept for ever, and are counted from the setting on: the log says so before any of them goes.
    server.later_by(10 * TTL);
    let ttl = TTL.to_string();
    server.restart_with(&[("SESSION_TTL_S", &ttl), ("TURN_TIME_LIMIT_S", &ttl)]).await;
    server.logged("sessions have not been used for SESSION_TTL_S: they are let go in ").await;
    assert!(server.log().contains("unless somebody uses them count=5\n"), "{}", server.log());

    let [idle, left, silent, typed, answered] = &sessions[..] else { panic!("{sessions:?}") };
    let leaving = Client::join(server.address, left).await;
    let mut joined = Client::join(server.address, silent).await;
    let mut typing = Client::join(server.address, typed).await;
    let mut gone = Client::join(server.address, answered).await;
    gone.turn("m-1", "tokens=2500 rate=50").await;
    gone.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    gone.leave().await;
    typing.send(json!({"type": "typing", "on": true})).await;
    server.later_by(11 * TTL + 1);
    is_let_go(&server, idle).await;
    server.logged("sessions were let go: nobody has used them for SESSION_TTL_S count=1\n").await;

    // The others were used when it was looked last. They are used longer than that, but for one.
    leaving.leave().await;
    let metrics = async || reqwest::get(format!("http://{operators}/metrics")).await.unwrap().text().await.unwrap();
    in_time("it to be gone", async { while !metrics().await.contains("\nhera_sockets 2\n") {} }).await;
    server.later_by(12 * TTL + 2);
    is_let_go(&server, left).await;
    for session in [silent, typed, answered] {
        assert!(is_there(&server, session).await && pictures(&server, session).exists(), "{}", server.log());
    }
    for client in [&mut joined, &mut typing] {
        let turn = client.turn("m-1", "one two").await;
        assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    }
    assert_eq!(server.history(answered).await.len(), 1, "its answer goes on");
    let mut back = Client::join(server.address, answered).await;
    back.next("one more word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
}
