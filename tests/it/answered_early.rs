//! Requests that are answered before all of their body has come: whoever sends the rest all the same, as browsers do,
//! reads the answer, and may ask again on the same connection.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Server, in_time};

/// The bytes of a body that is larger than any picture may be.
const LARGE: usize = 12 << 20;

fn head(server: &Server, method: &str, path: &str, headers: &str) -> String {
    let host = if headers.contains("host:") { String::new() } else { format!("host: {}\r\n", server.address) };
    format!("{method} {path} HTTP/1.1\r\n{host}{headers}\r\n")
}

/// A connection on which the beginning of a request has been sent, and the server begins to answer.
async fn begun(server: &Server, beginning: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(beginning).await.unwrap();
    in_time("the beginning of an answer", stream.peek(&mut [0])).await.unwrap();
    stream
}

/// The next answer on the connection: its status, and its body.
async fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(in_time("an answer", stream.read_u8()).await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.split_once("content-length: ").unwrap().1.split("\r\n").next().unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    in_time("the body of an answer", stream.read_exact(&mut body)).await.unwrap();
    (head[9..12].parse().unwrap(), String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn whoever_sends_all_of_it_reads_the_answer_and_asks_again() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let at = |path: &str| format!("/api/sessions/{session}{path}");
    let nobody = "/api/sessions/00000000-0000-4000-8000-000000000000";
    let (json, form) = ("content-type: application/json\r\n", "content-type: multipart/form-data; boundary=b\r\n");
    let (length, chunked) = (format!("content-length: {LARGE}\r\n"), "transfer-encoding: chunked\r\n".to_owned());
    let none = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nno picture\r\n--b\r\n";
    let long = "x".repeat(200_000);
    for (method, path, headers, first, status, code) in [
        ("POST", at("/photos/user"), [form, &length], "", 413, "image_too_large"),
        ("POST", at("/photos/user"), [form, &chunked], none, 415, "image_unsupported"),
        ("POST", at("/photos"), [json, &length], "", 400, "bad_request"),
        ("POST", format!("{nobody}/photos/user"), [form, &chunked], "", 404, "no_session"),
        ("POST", at("/messages"), [json, &length], "", 413, "too_large"),
        ("POST", at("/messages"), [json, &chunked], &long, 413, "too_large"),
        ("POST", at("/messages"), ["content-encoding: gzip\r\n", &length], "", 415, "unsupported"),
        ("POST", at("/messages"), ["origin: https://elsewhere.example\r\n", &length], "", 403, "origin_not_allowed"),
        ("POST", at("/messages"), ["host: elsewhere.example\r\n", &length], "", 421, "host_not_allowed"),
        ("PUT", at("/messages"), [json, &chunked], "", 405, "method_not_allowed"),
        ("POST", "/nowhere".into(), [json, &length], "", 404, "not_found"),
        // Nobody looks at the bodies of these.
        ("GET", "/api/health".into(), [json, &chunked], "", 200, "ok"),
        ("DELETE", nobody.into(), [json, &length], "", 404, "no_session"),
    ] {
        let headers = headers.concat();
        let (begins, ends) =
            if headers.contains(&chunked) { (format!("{LARGE:x}\r\n"), "\r\n0\r\n\r\n") } else { (String::new(), "") };
        let request = format!("{method} {path} {headers}");
        let beginning = [&head(&server, method, &path, &headers), &begins, first].concat();
        let mut stream = begun(&server, beginning.as_bytes()).await;
        let rest = [&vec![b'x'; LARGE - first.len()], ends.as_bytes()].concat();
        let sent = in_time("all of it to be taken", stream.write_all(&rest)).await;
        sent.unwrap_or_else(|error| panic!("{request}: {error}"));
        let (answered, body) = answer(&mut stream).await;
        assert!(answered == status && body.contains(code), "{request}: {answered} {body}");
        stream.write_all(head(&server, "GET", "/api/health", "").as_bytes()).await.unwrap();
        assert_eq!(answer(&mut stream).await.0, 200, "after {request}");
    }
}

#[tokio::test]
async fn whoever_is_asked_too_much_of_reads_no_more_than_so_much() {
    let server = Server::start().await;
    let request = head(&server, "POST", "/nowhere", "transfer-encoding: chunked\r\n");
    let mut stream = begun(&server, format!("{request}{:x}\r\n", 1_u64 << 32).as_bytes()).await;
    let (idle, piece, mut sent) = (server.memory(), vec![b'x'; 1 << 20], 0);
    // What the system holds of it for either end comes beside.
    while sent < 200 && in_time("to be taken or refused", stream.write_all(&piece)).await.is_ok() {
        sent += 1;
    }
    assert!((64..200).contains(&sent), "{sent} MiB were taken");
    assert!(server.memory() < idle + (16 << 20), "{idle} bytes grew to {}", server.memory());
}

#[tokio::test]
async fn whoever_waits_for_a_word_before_it_sends_is_told_no_and_nothing_else() {
    let server = Server::start().await;
    let session = server.session().await;
    let headers = format!("content-type: application/json\r\ncontent-length: {LARGE}\r\nexpect: 100-continue\r\n");
    let request = head(&server, "POST", &format!("/api/sessions/{session}/messages"), &headers);
    let mut stream = begun(&server, request.as_bytes()).await;
    let mut answer = String::new();
    in_time("the end of the connection", stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 ") && !answer.contains("100 Continue"), "{answer}");
}
