//! What a thousand connections that mean harm cost in memory, of each kind. The figures of docs/OPERATIONS.md are what
//! these print.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream};

use crate::harness::server::Builder;
use crate::harness::{Server, in_time};
use crate::photos::files;

/// So many connections.
const MANY: usize = 1000;
/// More than the server may have grown, in bytes.
const BOUND: u64 = 100 << 20;
/// For how long the server's memory is looked at when all have sent what they send.
const LOOKED_AT: Duration = Duration::from_secs(2);

/// A server that counts nothing by address, as if each connection came from another one; so what is left are the limits
/// of the process.
fn crowded() -> Builder {
    Server::builder()
        .env("REQUESTS_PER_SECOND", 0)
        .env("FRAMES_PER_SECOND", 0)
        .env("CONNECTIONS_PER_ADDRESS", 0)
        .env("SOCKETS_PER_ADDRESS", 0)
        .env("SOCKETS_PER_OWNER", 0)
        .env("SOCKETS_PER_SESSION", MANY)
        .env("UPLOADS_PER_ADDRESS", 0)
        .env("UPLOADS_PER_OWNER", 0)
        .env("LOG_LEVEL", "warn")
}

/// A connection whose own end holds little of what it does not read, from one of many addresses.
async fn connect(number: usize, address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let [_, _, high, low] = u32::try_from(number).unwrap().to_be_bytes();
    socket.bind(([127, 1, high, low], 0).into()).unwrap();
    in_time("a connection", socket.connect(address)).await.unwrap()
}

/// Has a thousand connections send what `sent` gives for their number, as far as the server takes it, and tells by how
/// much it grows. The connections stay open meanwhile.
async fn grows(what: &str, server: &Server, sent: impl Fn(usize) -> Vec<u8>) {
    grows_while(what, server, sent, async {}).await;
}

/// The same, and something happens while all are open.
#[expect(clippy::print_stderr, reason = "the figures are shown to whoever asks for them")]
async fn grows_while(what: &str, server: &Server, sent: impl Fn(usize) -> Vec<u8>, happens: impl Future<Output = ()>) {
    rlimit::increase_nofile_limit(4096).unwrap();
    let idle = server.memory();
    let mut connections = Vec::new();
    for number in 0..MANY {
        let mut connection = connect(number, server.address).await;
        // Not all of it is taken, and who is refused may be cut off.
        let _ = tokio::time::timeout(Duration::from_millis(20), connection.write_all(&sent(number))).await;
        connections.push(connection);
    }
    happens.await;
    let (mut most, begun) = (0, tokio::time::Instant::now());
    while begun.elapsed() < LOOKED_AT {
        most = server.memory().max(most);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(connections);
    let grown = most.saturating_sub(idle);
    eprintln!("{what}: {MANY} connections, {} MB idle, {} MB more", idle >> 20, grown >> 20);
    assert!(grown < BOUND, "{what}: {} MB more", grown >> 20);
}

/// A session with more said in it than one answer shows.
async fn long_session(server: &Server) -> String {
    let session = server.session().await;
    say_much(server, &session).await;
    session
}

async fn say_much(server: &Server, session: &str) {
    say_long(server, session, 14).await;
}

/// So many messages of 60 KB, each of which is said back.
pub(super) async fn say_long(server: &Server, session: &str, messages: u32) {
    for number in 10..10 + messages {
        let text = number.to_string().repeat(30_000);
        let said = server.request(Method::POST, &format!("/api/sessions/{session}/messages"));
        assert_eq!(in_time("an answer", said.json(&json!({"message": text})).send()).await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn silence_costs_little() {
    let server = crowded().start().await;
    grows("silent", &server, |_| Vec::new()).await;
}

#[tokio::test]
async fn heads_without_end_cost_little() {
    let server = crowded().start().await;
    let head = [b"GET / HTTP/1.1\r\nhost: localhost\r\nx-long: ".as_slice(), &vec![b'y'; 500_000]].concat();
    // Some stop where they would be refused.
    grows("unfinished heads", &server, |number| head[..if number % 4 == 0 { head.len() } else { 16_000 }].into()).await;
}

#[tokio::test]
async fn bodies_without_end_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let head = format!(
        "POST /api/sessions/{session}/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: 65000\r\n\r\n"
    );
    let body = [head.as_bytes(), &vec![b' '; 64_000]].concat();
    grows("unfinished bodies", &server, |_| body.clone()).await;
}

#[tokio::test]
async fn answers_that_nobody_reads_cost_little() {
    let server = crowded().start().await;
    let session = long_session(&server).await;
    let paths = ["status", "messages?limit=200", "export", "events"];
    grows("unread answers", &server, |number| {
        let path = paths[number % paths.len()];
        let packed = if number % 8 < 4 { "accept-encoding: gzip, br\r\n" } else { "" };
        format!("GET /api/sessions/{session}/{path} HTTP/1.1\r\nhost: localhost\r\n{packed}\r\n").into()
    })
    .await;
}

#[tokio::test]
async fn downloads_that_nobody_reads_cost_little() {
    let mut server = crowded().start().await;
    let session = server.session().await;
    // A picture of some megabytes, and the largest file of the page: a thousand times each, one request behind the other.
    let part = Part::bytes(files::noise(1600, 1200)).file_name("a.png").mime_str("image/png").unwrap();
    let path = format!("/api/sessions/{session}/photos/user");
    let upload = server.request(Method::POST, &path).multipart(Form::new().part("file", part)).send();
    let photo: Value = in_time("an upload", upload).await.unwrap().json().await.unwrap();
    assert!(photo["photo"]["bytes"].as_u64() > Some(1 << 20), "{photo}");
    // What it took to develop it is not to be counted.
    server.restart().await;
    let asked = [photo["photo"]["url"].as_str().unwrap(), "/js/app.js"]
        .map(|path| format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").repeat(1000));
    grows("unread downloads", &server, |number| asked[number % asked.len()].clone().into()).await;
}

#[tokio::test]
async fn event_streams_that_nobody_reads_cost_little_while_the_session_grows() {
    let server = crowded().start().await;
    let session = server.session().await;
    let asked = format!("GET /api/sessions/{session}/events HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let grown = say_much(&server, &session);
    grows_while("unread events of a session that grows", &server, |_| asked.clone().into(), grown).await;
}

#[tokio::test]
async fn sockets_that_nobody_reads_cost_little() {
    let server = crowded().start().await;
    let session = long_session(&server).await;
    let joined = [upgrade(&session), text(br#"{"type":"hello"}"#)].concat();
    grows("unread sockets", &server, |_| joined.clone()).await;
}

/// What a client sends that joins and then pings so often, with as much in each ping as may be.
fn pinging(session: &str, times: usize) -> Vec<u8> {
    let mut ping = text(&[b'a'; 125]);
    ping[0] = 0x89;
    [&upgrade(session), text(br#"{"type":"hello"}"#).as_slice(), &ping.repeat(times)].concat()
}

#[tokio::test]
async fn pings_whose_pongs_nobody_reads_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let pings = pinging(&session, 8_000);
    grows("unread pongs", &server, |_| pings.clone()).await;
}

#[tokio::test]
async fn who_pings_for_long_and_reads_nothing_costs_no_more() {
    let server = crowded().start().await;
    let session = server.session().await;
    let (idle, address, pings) = (server.memory(), server.address, pinging(&session, 200_000));
    let sent = (0..5).map(|number| {
        let pings = &pings;
        async move {
            let mut connection = connect(number, address).await;
            // Not all of it is taken.
            let _ = tokio::time::timeout(Duration::from_secs(10), connection.write_all(pings)).await;
            connection
        }
    });
    let _connections = futures::future::join_all(sent).await;
    let grown = server.memory().saturating_sub(idle);
    assert!(grown < 30 << 20, "{} MB more", grown >> 20);
}

#[tokio::test]
async fn messages_without_end_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let mut piece = text(&vec![b'a'; 63_000]);
    piece[0] = 0x01; // more of the message follows
    // Announced with 65,535 bytes.
    let begun = [b"\x81\xfe\xff\xff\0\0\0\0".as_slice(), &vec![b' '; 60_000]].concat();
    let hello = text(br#"{"type":"hello"}"#);
    grows("unfinished messages", &server, |number| {
        let said = if number % 2 == 0 { &piece } else { &begun };
        let hello = if number % 4 < 2 { hello.as_slice() } else { &[] };
        [&upgrade(&session), hello, said].concat()
    })
    .await;
}

#[tokio::test]
async fn messages_in_pieces_leave_little_behind() {
    let server = crowded().start().await;
    let session = server.session().await;
    let mut piece = text(&vec![b'a'; 63_000]);
    piece[0] = 0x01; // more of the message follows
    let mut last = text(b"b");
    last[0] = 0x80;
    let said = [&upgrade(&session), text(br#"{"type":"hello"}"#).as_slice(), &piece, &last].concat();
    grows("messages in pieces", &server, |_| said.clone()).await;
}

#[tokio::test]
async fn pictures_without_end_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let image = br#"{"type":"image","client_msg_id":"a","kind":"user","media_type":"image/png","size":9000000}"#;
    let begun = [&upgrade(&session), text(br#"{"type":"hello"}"#).as_slice(), &text(image)].concat();
    // In one large frame, and in some that are each larger than those before.
    let pieces = [[65_000].as_slice(), &[4_000, 8_000, 16_000, 32_000]];
    let pictures = pieces.map(|pieces| {
        let frames: Vec<u8> = pieces.iter().flat_map(|bytes| binary(&vec![0; *bytes])).collect();
        [begun.as_slice(), &frames].concat()
    });
    grows("unfinished pictures", &server, |number| pictures[number % pictures.len()].clone()).await;
}

/// What asks for a socket of that session.
pub(super) fn upgrade(session: &str) -> Vec<u8> {
    format!(
        "GET /api/sessions/{session}/ws HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         sec-websocket-protocol: hera.v1\r\n\r\n"
    )
    .into()
}

/// A binary frame of a client's.
fn binary(bytes: &[u8]) -> Vec<u8> {
    let mut frame = text(bytes);
    frame[0] = 0x82;
    frame
}

/// A text frame of a client's, whose mask changes nothing (RFC 6455, 5.2).
pub(super) fn text(said: &[u8]) -> Vec<u8> {
    let length = match u8::try_from(said.len()) {
        Ok(length @ ..126) => vec![0x80 | length],
        _ => [&[0xfe], u16::try_from(said.len()).unwrap().to_be_bytes().as_slice()].concat(),
    };
    [&[0x81], length.as_slice(), &[0; 4], said].concat()
}

#[tokio::test]
async fn uploads_without_end_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let head = format!(
        "POST /api/sessions/{session}/photos/user HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\n\
         content-length: 9000000\r\n\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
    );
    let upload = [head.as_bytes(), &vec![0; 300_000]].concat();
    grows("unfinished uploads", &server, |_| upload.clone()).await;
}

#[tokio::test]
async fn forms_in_which_no_picture_begins_cost_little() {
    let server = crowded().start().await;
    let session = server.session().await;
    let head = format!(
        "POST /api/sessions/{session}/photos/user HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\n\
         content-length: 9000000\r\n\r\n"
    );
    // Before the first field, in the head of one, and in a field that nobody asked for.
    let begun = [
        "",
        "--b\r\ncontent-disposition: form-data; name=\"",
        "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n",
    ];
    let forms = begun.map(|begun| [head.as_bytes(), begun.as_bytes(), &vec![b'a'; 300_000]].concat());
    grows("forms without a picture", &server, |number| forms[number % forms.len()].clone()).await;
}
