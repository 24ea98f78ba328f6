//! A client that closes its side of the connection when it has asked, as `nc -N` does, and waits for the answer.

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Server, in_time};

/// What is answered to a request, of which the connection sees no more than that.
async fn ask(server: &Server, method: &str, path: &str, body: &str) -> String {
    let mut stream = in_time("a connection", TcpStream::connect(server.address)).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    in_time("the answer", stream.read_to_string(&mut answer)).await.unwrap();
    answer
}

#[tokio::test]
async fn who_closes_its_side_gets_the_whole_answer() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let at = |path: &str| format!("/api/sessions/{session}{path}");
    let status = ask(&server, "GET", &at("/status"), "").await;
    assert!(status.starts_with("HTTP/1.1 200 ") && status.ends_with('}'), "{status}");
    // One that is there when the turn has ended.
    let answered = ask(&server, "POST", &at("/messages"), &json!({"message": "hello"}).to_string()).await;
    assert!(answered.starts_with("HTTP/1.1 200 ") && answered.contains("\"reply\""), "{answered}");
    // One that comes in parts, and takes its time.
    let events = ask(&server, "GET", &at("/events?wait_ms=10"), "").await;
    assert!(events.contains("STATE_SNAPSHOT") && events.ends_with("\r\n0\r\n\r\n"), "{events}");
    for number in 10..27 {
        let said = json!({"message": number.to_string().repeat(31_000)});
        let said = server.request(Method::POST, &at("/messages")).json(&said);
        assert_eq!(in_time("an answer", said.send()).await.unwrap().status(), 200);
    }
    // One of 1 MiB, of which most waits for the client to read.
    let history = ask(&server, "GET", &at("/messages?limit=200"), "").await;
    assert!(history.starts_with("HTTP/1.1 200 ") && history.ends_with("\r\n0\r\n\r\n"), "{}", &history[..400]);
    assert!(history.len() > 900_000, "{}", history.len());
}
