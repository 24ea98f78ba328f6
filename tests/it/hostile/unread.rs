//! Clients of the plain HTTP interface that ask for much and read nothing.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::harness::server::Builder;
use crate::harness::{Server, in_time};

/// A server that keeps more events than fit into what the system keeps for one connection.
fn talkative() -> Builder {
    Server::builder()
        .env("LAG_EVENTS", 100_000)
        .env("EVENTS_KEPT", 200_000)
        .env("COALESCE_MS", 0)
        .env("REPLY_BYTES", 16 << 20)
}

/// Asks for the events of the session, and reads no further than the head of the answer.
async fn stalled(server: &Server, session: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(128 << 10).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    let request = format!("GET /api/sessions/{session}/events HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(in_time("the answer's head", stream.read_u8()).await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
    stream
}

/// Has a reply written that is larger than what is kept for a connection.
async fn talk(server: &Server, session: &str) {
    let said = server.request(Method::POST, &format!("/api/sessions/{session}/messages"));
    let said = said.json(&json!({"message": "tokens=45000 rate=0"})).send();
    assert_eq!(in_time("a long reply", said).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_reader_that_stops_reading_does_not_keep_the_process() {
    let mut server = talkative().env("DRAIN_S", 1).env("WRITE_TIMEOUT_MS", 600_000).start().await;
    let session = server.session().await;
    let _stalled = stalled(&server, &session).await;
    talk(&server, &session).await;
    server.terminate();
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(server.log().contains("not drained in time"), "it was waited for, and then left");
}

#[tokio::test]
async fn an_event_stream_that_is_not_read_loses_its_seat() {
    let server = talkative().env("SOCKETS_PER_SESSION", 1).env("WRITE_TIMEOUT_MS", 500).start().await;
    let session = server.session().await;
    let mut stalled = stalled(&server, &session).await;
    let path = format!("/api/sessions/{session}/events");
    assert_eq!(server.get(&path).await.status(), 503, "the seat is taken");
    talk(&server, &session).await;
    let freed = async {
        let mut looks = tokio::time::interval(Duration::from_millis(100));
        while server.get(&path).await.status() != 200 {
            looks.tick().await;
        }
    };
    in_time("the seat", freed).await;
    let mut rest = Vec::new();
    let _ = in_time("the end of the line", stalled.read_to_end(&mut rest)).await;
    assert!(!String::from_utf8_lossy(&rest).contains("RUN_FINISHED"), "it was cut before the end");
}
