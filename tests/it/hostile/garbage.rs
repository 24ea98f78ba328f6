//! What is no frame at all, and other things below the level of frames.

use std::net::SocketAddr;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::{BOUND, bystander, undisturbed};
use crate::harness::{Client, Server, in_time};

#[tokio::test]
async fn what_is_not_json_closes_the_socket() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let other = bystander(&server, 200).await;
    let texts = [
        "",
        " ",
        "{",
        "}",
        "[]",
        "null",
        "7",
        "\"hello\"",
        "hello",
        "{}",
        r#"{"type":7}"#,
        r#"{"type":null}"#,
        r#"{"type":"ping"}{"type":"ping"}"#,
        r#"{"type":"ping",}"#,
        r"{'type':'ping'}",
        "\u{feff}{\"type\":\"ping\"}",
    ];
    for text in texts {
        for joined in [false, true] {
            let mut client = Client::open(server.address, &session).await;
            if joined {
                client.hello(None).await;
            }
            client.send_text(text).await;
            assert_eq!(client.close_code().await, Some(3501), "{text:.60}");
        }
    }
    undisturbed(other, 200).await;
}

/// What is JSON, and yet no value that could be worked with.
#[tokio::test]
async fn what_json_allows_and_nobody_can_hold_does_not_close_the_socket() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    for (field, value) in
        [("content", r#""\ud800""#), ("content", r#""a\udc00\ud83d""#), ("content", "1e999"), ("content", &deep)]
    {
        client.send_text(format!(r#"{{"type":"message","client_msg_id":"m-1","{field}":{value}}}"#)).await;
        let refused = client.refused("m-1", "bad_frame").await;
        assert_eq!(refused["temporary"], false);
        assert!(refused["message"].as_str().unwrap().contains("content cannot be read"), "{refused}");
    }
    client.send_text(r#"{"type":"\ud800"}"#).await;
    let refused = client.frame().await;
    assert_eq!((&refused["type"], &refused["code"]), (&json!("error"), &json!("bad_frame")), "{refused}");
    // What is in a field that nobody knows is nobody's concern, nor what the field is called.
    for field in [r#""x":"\udfff""#, r#""x":-1e999"#, r#""\ud800":1"#, &format!(r#""x":{deep}"#)] {
        client.send_text(format!(r#"{{"type":"ping",{field}}}"#)).await;
        assert_eq!(client.frame().await["type"], "pong", "{field:.40}");
    }
    // A whole pair is one character.
    client.send_text(r#"{"type":"message","client_msg_id":"m-2","content":"\ud83d\ude00"}"#).await;
    client.accepted("m-2").await;
    assert_eq!(server.history(&session).await[0]["content"], "😀");
}

/// The transport puts a message together by itself: its pieces are frames all the same.
#[tokio::test]
async fn pieces_without_end_close_the_socket() {
    let server = Server::start().await;
    let session = server.session().await;
    let other = bystander(&server, 200).await;
    let piece = |opcode, bytes: &'static [u8], last| Message::Frame(Frame::message(bytes, OpCode::Data(opcode), last));
    for (what, bytes) in [("empty", &b""[..]), ("of one byte", b" ")] {
        let mut client = Client::join(server.address, &session).await;
        client.send_message(piece(Data::Text, b"{", false)).await;
        for _ in 0..40_000 {
            if client.try_send(piece(Data::Continue, bytes, false)).await.is_err() {
                break;
            }
        }
        assert_eq!(client.close_code().await, Some(3013), "{what}");
    }
    // A message may come in pieces, as large as it may be.
    let mut client = Client::join(server.address, &session).await;
    for number in 0..3 {
        let text = json!({"type": "message", "client_msg_id": format!("m-{number}"), "content": "x".repeat(60_000)});
        let text = text.to_string().into_bytes();
        for (index, part) in text.chunks(1000).enumerate() {
            let opcode = if index == 0 { Data::Text } else { Data::Continue };
            let last = (index + 1) * 1000 >= text.len();
            let frame = Frame::message(part.to_vec(), OpCode::Data(opcode), last);
            client.send_message(Message::Frame(frame)).await;
        }
        client.accepted(&format!("m-{number}")).await;
    }
    undisturbed(other, 200).await;
}

#[tokio::test]
async fn what_is_huge_closes_the_socket() {
    let server = Server::start().await;
    let session = server.session().await;
    let other = bystander(&server, 200).await;
    let before = server.memory();
    let huge = "x".repeat(8 << 20);
    let mut clients = Vec::new();
    for message in [Message::text(huge.clone()), Message::binary(huge.into_bytes())] {
        let mut client = Client::join(server.address, &session).await;
        // The server closes long before all of it has been sent.
        let _ = client.try_send(message).await;
        clients.push(client);
    }
    for mut client in clients {
        let code = client.close_code().await;
        assert!(code == Some(3501) || code.is_none(), "{code:?}");
    }
    // In pieces that are each small enough.
    let mut client = Client::join(server.address, &session).await;
    let piece = |first: bool| {
        let opcode = if first { OpCode::Data(Data::Text) } else { OpCode::Data(Data::Continue) };
        Message::Frame(Frame::message(vec![b' '; 30_000], opcode, false))
    };
    for number in 0..3 {
        let _ = client.try_send(piece(number == 0)).await;
    }
    assert_eq!(client.close_code().await, Some(3501));
    assert!(server.memory() < before + BOUND, "{before} bytes grew to {}", server.memory());
    undisturbed(other, 200).await;
}

/// A socket below the level of frames.
async fn raw(address: SocketAddr, session: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /api/sessions/{session}/ws HTTP/1.1\r\nhost: {address}\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         sec-websocket-protocol: hera.v1\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(in_time("the answer to an upgrade", stream.read_u8()).await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    stream
}

#[tokio::test]
async fn what_is_no_frame_closes_the_socket() {
    let server = Server::start().await;
    let session = server.session().await;
    let other = bystander(&server, 200).await;
    let before = server.memory();
    let long_ping = [b"\x89\xfe\0\x7e\0\0\0\0".as_slice(), &[0; 126]].concat();
    let table: [(&str, &[u8]); 9] = [
        ("unmasked", b"\x81\x02{}"),
        ("reserved bits", b"\xf1\x80\0\0\0\0"),
        ("unknown opcode", b"\x83\x80\0\0\0\0"),
        ("a text that is not UTF-8", b"\x81\x82\0\0\0\0\xff\xfe"),
        ("the end of a message that never began", b"\x80\x80\0\0\0\0"),
        ("a ping in pieces", b"\x09\x80\0\0\0\0"),
        ("a ping of 126 bytes", &long_ping),
        ("a text of 4 exabytes", b"\x81\xff\x40\0\0\0\0\0\0\0\0\0\0\0"),
        ("a length with its highest bit set", b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"),
    ];
    for (what, bytes) in table {
        let mut stream = raw(server.address, &session).await;
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        in_time(what, stream.read_to_end(&mut answer)).await.unwrap();
        // A close frame with the code, and nothing else.
        assert_eq!(answer.first(), Some(&0x88), "{what}: {answer:?}");
        assert_eq!(answer.get(2..4), Some(&3501_u16.to_be_bytes()[..]), "{what}: {answer:?}");
    }
    assert!(server.memory() < before + BOUND, "{before} bytes grew to {}", server.memory());
    undisturbed(other, 200).await;
}

#[tokio::test]
async fn a_close_is_answered_with_a_close() {
    let server = Server::start().await;
    let session = server.session().await;
    let hello = br#"{"type":"hello"}"#;
    let joined = [b"\x81\x90\0\0\0\0".as_slice(), hello].concat();
    for before in [&[], joined.as_slice()] {
        let mut stream = raw(server.address, &session).await;
        stream.write_all(before).await.unwrap();
        stream.write_all(b"\x88\x82\0\0\0\0\x03\xe8").await.unwrap();
        let mut answer = Vec::new();
        in_time("the answer to a close", stream.read_to_end(&mut answer)).await.unwrap();
        assert!(answer.ends_with(b"\x88\x02\x03\xe8"), "{}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn a_request_that_is_none_is_answered_or_dropped() {
    let server = Server::start().await;
    let session = server.session().await;
    let path = format!("/api/sessions/{session}/ws");
    // No upgrade at all, one of another version, and none with a key.
    assert_eq!(server.get(&path).await.status().as_u16() / 100, 4);
    let upgrade = server.request(reqwest::Method::GET, &path).header("connection", "upgrade");
    let answer = upgrade.header("upgrade", "websocket").header("sec-websocket-version", "8").send().await.unwrap();
    assert_eq!(answer.status().as_u16() / 100, 4);
    for garbage in [
        b"\x16\x03\x01\x02\0".as_slice(),
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"{\"type\":\"hello\"}\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        let mut answer = Vec::new();
        let _ = in_time("an answer to garbage", stream.read_to_end(&mut answer)).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    }
    let mut client = Client::join(server.address, &session).await;
    client.send(json!({"type": "ping"})).await;
    assert_eq!(client.frame().await["type"], "pong");
}

/// A head is refused as soon as it is too large, whether or not its end has come, and its connection is closed.
#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let server = Server::start().await;
    let other = bystander(&server, 100).await;
    let begun = "GET /health/live HTTP/1.1\r\nhost: localhost\r\n";
    let headers = |count: usize| "x-a: y\r\n".repeat(count - 1);
    let long = |bytes: usize| format!("x-long: {}", "y".repeat(bytes - begun.len() - "x-long: ".len()));
    let table = [
        ("64 headers", format!("{begun}{}\r\n", headers(64)), "200"),
        ("65 headers", format!("{begun}{}\r\n", headers(65)), "431"),
        ("nearly 16 KiB", format!("{begun}{}\r\n\r\n", long(16_000)), "200"),
        ("16 KiB without an end", format!("{begun}{}", long(16 * 1024)), "431"),
        ("64 KiB", format!("{begun}{}\r\n\r\n", long(64 * 1024)), "431"),
    ];
    for (what, head, status) in table {
        // The first on its connection, and behind another one.
        for before in ["", "GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n"] {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            stream.write_all(before.as_bytes()).await.unwrap();
            let mut answer = vec![0; if before.is_empty() { 0 } else { b"HTTP/1.1 200".len() }];
            in_time("the first answer", stream.read_exact(&mut answer)).await.unwrap();
            // Not all of it may be taken.
            let _ = stream.write_all(head.as_bytes()).await;
            if status == "200" {
                stream.shutdown().await.unwrap();
            }
            let _ = in_time(what, stream.read_to_end(&mut answer)).await;
            let (answer, told) = (String::from_utf8_lossy(&answer), format!("HTTP/1.1 {status} "));
            let last = answer.rfind("HTTP/1.1 ").map_or("", |last| &answer[last..]);
            // What comes behind a refused head may cut its answer off.
            assert!(last.starts_with(&told) || what == "64 KiB" && !last.contains(" 431 "), "{what}: {answer}");
            if status == "431" {
                assert!(!last.contains("{\"status\""), "{what}: {answer}");
            }
        }
    }
    undisturbed(other, 100).await;
}
