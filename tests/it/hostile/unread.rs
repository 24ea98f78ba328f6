//! Clients that ask for much and read nothing.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use socket2::SockRef;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::memory::{say_long, text, upgrade};
use crate::harness::client::{Came, event_type, seq, text as string};
use crate::harness::server::Builder;
use crate::harness::{Client, Screen, Server, in_time};

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

/// What stands in a stream of events that ends with its connection: each with its id, if it has one.
struct Told {
    stream: TcpStream,
    text: String,
}

impl Told {
    async fn next(&mut self) -> (Option<String>, Value) {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
                if let Some(data) = field("data: ") {
                    return (field("id: "), serde_json::from_str(&data).unwrap());
                }
            }
            // In text of one byte a character, as all of it is here.
            let mut piece = [0; 4096];
            let read = in_time("more of the stream", self.stream.read(&mut piece)).await.unwrap();
            assert!(read > 0, "the stream has ended: {}", self.text);
            self.text.push_str(std::str::from_utf8(&piece[..read]).unwrap());
        }
    }
}

#[tokio::test]
async fn a_stream_that_is_read_too_late_begins_anew_in_its_middle() {
    let kept = patient().env("EVENTS_KEPT", 1000).env("LAG_EVENTS", 1000).env("REPLY_BYTES", 16 << 20);
    let server = kept.env("COALESCE_MS", 0).env("FLUSH_MS", 1).start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    let early = there.turn("m-1", "one two three").await;
    there.turn_end(&early).await;
    // As much of it is taken as the system keeps, and no more.
    let mut stream = narrow(1, server.address).await;
    let asked = format!("GET /api/sessions/{session}/events HTTP/1.0\r\nhost: localhost\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.unwrap();
    assert!(head(&mut stream).await.starts_with("HTTP/1.0 200 "));
    // The events of a turn are let go when it has ended, and another one goes on.
    let long = there.turn("m-2", "tokens=3000 rate=3000").await;
    there.turn_end(&long).await;
    let turn = there.turn("m-3", "tokens=100000 rate=50").await;
    for _ in 0..10 {
        there.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    }

    let (mut told, mut frames, mut last) = (Told { stream, text: String::new() }, Vec::<Value>::new(), None::<String>);
    let mut snapshots = 0;
    loop {
        let (id, frame) = told.next().await;
        let is_snapshot = frame["snapshot"] == true;
        let begins = is_snapshot && event_type(&frame) == Some("MESSAGES_SNAPSHOT");
        match (&id, &last) {
            // Its end alone has an id.
            (id, _) if is_snapshot => assert!(id.is_none() || *id == Some(string(&frame["id"])), "{frame}"),
            (Some(id), Some(last)) => assert_eq!(seq(id), seq(last) + 1, "{frame}"),
            (id, last) => panic!("{id:?} after {last:?}: {frame}"),
        }
        snapshots += usize::from(begins);
        last = id.or(last);
        let ended = frame["turn"] == turn.as_str() && event_type(&frame) == Some("RUN_FINISHED");
        frames.push(frame);
        if begins && snapshots == 2 {
            there.send(json!({"type": "cancel"})).await;
        }
        if ended {
            break;
        }
    }
    assert_eq!(snapshots, 2, "one at the beginning, and one where the log had gone on too far");
    there.turn_end(&turn).await;
    let (shown, whole) = (Screen::of(&frames), Screen::of(&there.frames));
    assert_eq!(shown.messages, whole.messages);
    assert!(frames.len() + 1000 < there.events().count(), "the snapshot stands for what was before");
}

/// A server that waits for its readers, and counts nothing of an address but what it does not read.
fn patient() -> Builder {
    Server::builder().env("REQUESTS_PER_SECOND", 0).env("WRITE_TIMEOUT_MS", 600_000)
}

/// A connection from the address of that number, of which the system keeps some 100 KB that nobody reads: it goes by the
/// size of the segments.
async fn narrow(source: u8, address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    SockRef::from(&socket).set_tcp_mss(536).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.bind(([127, 0, 4, source], 0).into()).unwrap();
    in_time("a connection", socket.connect(address)).await.unwrap()
}

/// What comes up to the end of a head.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(in_time("the head of an answer", stream.read_u8()).await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// Asks from that address again and again, each time for something else and on another connection, and reads no answer,
/// until one is refused: the answers that are not read, and the refusal.
async fn reads_nothing(source: u8, server: &Server, session: &str) -> (Vec<TcpStream>, Value) {
    let mut unread = Vec::new();
    loop {
        let mut stream = narrow(source, server.address).await;
        let path = ["messages?limit=200", "status", "export"][unread.len() % 3];
        let asked =
            format!("GET /api/sessions/{session}/{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).await.unwrap();
        let head = head(&mut stream).await;
        if head.starts_with("HTTP/1.1 503 ") {
            assert!(head.contains("\r\nretry-after: "), "{head}");
            let mut problem = String::new();
            in_time("the refusal", stream.read_to_string(&mut problem)).await.unwrap();
            return (unread, serde_json::from_str(&problem).unwrap());
        }
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        unread.push(stream);
        assert!(unread.len() < 200, "answers are kept for one address without end");
    }
}

/// Everything there is of the session, asked from the address of that number.
async fn statuses(source: u8, server: &Server, session: &str) -> Vec<u16> {
    let http = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 4, source])).build().unwrap();
    let mut statuses = Vec::new();
    for path in ["messages?limit=200", "status", "export", "events?wait_ms=0"] {
        let asked = http.get(format!("http://{}/api/sessions/{session}/{path}", server.address)).send();
        let answer = in_time(path, asked).await.unwrap();
        statuses.push(answer.status().as_u16());
        in_time(path, answer.bytes()).await.unwrap();
    }
    statuses
}

/// How a socket from the address of that number is closed that joins the session.
async fn shown_out(source: u8, server: &Server, session: &str) -> Option<u16> {
    let mut client = Client::from([127, 0, 4, source], server.address, session).await;
    client.send(json!({"type": "hello"})).await;
    client.close_code().await
}

#[tokio::test]
async fn what_is_not_read_is_so_much_of_an_address_and_so_much_in_all() {
    let server = patient().start().await;
    let session = server.session().await;
    let mut there = Client::join(server.address, &session).await;
    say_long(&server, &session, 4).await;
    let (mut unread, refusal) = reads_nothing(1, &server, &session).await;
    assert_eq!(refusal["code"], "too_many_connections");
    assert!(refusal["detail"].as_str().unwrap().contains("of this address"), "{refusal}");
    // Whoever it is there gets nothing that is large; others get everything.
    assert_eq!(statuses(1, &server, &session).await, [503; 4]);
    assert_eq!(shown_out(1, &server, &session).await, Some(3013));
    assert_eq!(statuses(2, &server, &session).await, [200; 4]);
    let mut joined = Client::from([127, 0, 4, 2], server.address, &session).await;
    joined.hello(None).await;

    // Three addresses have more than there is for all.
    let (more, _) = reads_nothing(3, &server, &session).await;
    unread.extend(more);
    let (more, refusal) = reads_nothing(4, &server, &session).await;
    unread.extend(more);
    assert_eq!(refusal["code"], "too_many_connections");
    assert!(!refusal["detail"].as_str().unwrap().contains("address"), "{refusal}");
    assert_eq!(statuses(2, &server, &session).await, [503; 4]);
    assert_eq!(shown_out(2, &server, &session).await, Some(3013));
    // What is small, and who is there, go on.
    assert_eq!(server.get("/health/ready").await.status(), 200);
    let other = server.session().await;
    Client::join(server.address, &other).await;
    for client in [&mut there, &mut joined] {
        let turn = client.turn(&format!("m-{}", client.ids().len()), "one two").await;
        assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    }

    drop(unread);
    in_time("all to be served", async { while statuses(1, &server, &session).await != [200; 4] {} }).await;
}

#[tokio::test]
async fn sockets_that_do_not_read_what_they_missed_are_so_much_of_an_address() {
    let seats = ["SOCKETS_PER_SESSION", "SOCKETS_PER_OWNER", "SOCKETS_PER_ADDRESS"];
    let mut server = seats.into_iter().fold(patient(), |server, seats| server.env(seats, 1000)).start().await;
    let session = server.session().await;
    let start = string(&Client::join(server.address, &session).await.welcome["head_id"]);
    say_long(&server, &session, 4).await;
    let head_id = string(&Client::join(server.address, &session).await.welcome["head_id"]);
    // Nothing of it is in memory for others.
    server.restart().await;
    let hello = json!({"type": "hello", "last_id": start}).to_string();
    let mut asleep = Vec::new();
    let refused = async {
        loop {
            for _ in 0..16 {
                let mut stream = narrow(1, server.address).await;
                stream.write_all(&[upgrade(&session), text(hello.as_bytes())].concat()).await.unwrap();
                assert!(head(&mut stream).await.starts_with("HTTP/1.1 101 "));
                asleep.push(stream);
            }
            // One that reads all of it, as long as it gets it.
            let mut client = Client::from([127, 0, 4, 1], server.address, &session).await;
            client.hello(Some(&start)).await;
            while client.last_id.as_ref() != Some(&head_id) {
                if let Came::Closed(code) = client.came().await {
                    return code;
                }
            }
        }
    };
    assert_eq!(in_time("a socket to be refused", refused).await, Some(3013));
    assert!(asleep.len() < 200, "what is not read is kept for {} sockets", asleep.len());
    let mut other = Client::from([127, 0, 4, 2], server.address, &session).await;
    other.hello(Some(&start)).await;
    other.until("the newest event", |frame| frame["id"] == head_id.as_str()).await;
}
