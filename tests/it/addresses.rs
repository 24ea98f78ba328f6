//! What one address may take from all others, and that these are served meanwhile.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::harness::client::text;
use crate::harness::{Client, Server, free_address, in_time};

const HERE: [u8; 4] = [127, 0, 0, 1];
const THERE: [u8; 4] = [127, 0, 0, 2];

/// A connection from that address of this machine.
async fn connect(source: [u8; 4], address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((source, 0).into()).unwrap();
    in_time("a connection", socket.connect(address)).await.unwrap()
}

/// A client that asks from that address, and is another guest each time.
fn http(source: [u8; 4]) -> reqwest::Client {
    reqwest::Client::builder().local_address(std::net::IpAddr::from(source)).pool_max_idle_per_host(0).build().unwrap()
}

async fn get(source: [u8; 4], server: &Server, path: &str) -> Response {
    in_time(path, http(source).get(format!("http://{}{path}", server.address)).send()).await.unwrap()
}

/// A new session of a guest that nobody knows.
async fn session(source: [u8; 4], server: &Server) -> String {
    let made = http(source).post(format!("http://{}/api/sessions", server.address)).send();
    let made: Value = in_time("a session", made).await.unwrap().json().await.unwrap();
    text(&made["session_id"])
}

/// What somebody at that address is told when there are too many connections. Of many who are refused at once, some are
/// cut off without a word.
async fn turned_away(source: [u8; 4], server: &Server) -> Response {
    in_time("a refusal", async {
        loop {
            if let Ok(refused) = http(source).get(format!("http://{}/api/health", server.address)).send().await {
                return refused;
            }
        }
    })
    .await
}

async fn names_the_setting(refused: Response) {
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "too_many_connections");
    assert!(problem["detail"].as_str().unwrap().contains("TRUSTED_PROXIES"), "{problem}");
}

#[tokio::test]
async fn one_address_has_so_many_sockets() {
    let server = Server::builder().env("SOCKETS_PER_ADDRESS", 2).start().await;
    let sessions = [session(HERE, &server).await, session(HERE, &server).await];
    let mut taken = Vec::new();
    for session in &sessions {
        let mut client = Client::from(HERE, server.address, session).await;
        client.hello(None).await;
        taken.push(client);
    }
    let mut refused = Client::from(HERE, server.address, &sessions[0]).await;
    assert_eq!(refused.close_code().await, Some(3504));
    assert!(refused.reason.contains("TRUSTED_PROXIES"), "{}", refused.reason);
    names_the_setting(get(HERE, &server, &format!("/api/sessions/{}/events", sessions[0])).await).await;
    let mut other = Client::from(THERE, server.address, &sessions[0]).await;
    other.hello(None).await;
    taken.pop().unwrap().leave().await;
    in_time("a seat", async {
        while get(HERE, &server, &format!("/api/sessions/{}/events", sessions[1])).await.status() != 200 {}
    })
    .await;
}

#[tokio::test]
async fn one_address_has_no_more_than_half_of_all_sockets() {
    let server = Server::builder().env("SOCKETS", 4).env("SOCKETS_PER_SESSION", 4).start().await;
    let session = server.session().await;
    let _taken = [Client::join(server.address, &session).await, Client::join(server.address, &session).await];
    assert_eq!(Client::open(server.address, &session).await.close_code().await, Some(3504));
    Client::from(THERE, server.address, &session).await.hello(None).await;
}

#[tokio::test]
async fn one_guest_has_so_many_sockets() {
    let server = Server::builder().env("SOCKETS_PER_OWNER", 2).start().await;
    let sessions = [server.session().await, server.session().await, server.session().await];
    let _taken = [Client::join(server.address, &sessions[0]).await, Client::join(server.address, &sessions[1]).await];
    let mut refused = Client::open(server.address, &sessions[2]).await;
    assert_eq!(refused.close_code().await, Some(3504));
    assert!(refused.reason.contains("guest"), "{}", refused.reason);
    assert_eq!(server.get(&format!("/api/sessions/{}/events", sessions[2])).await.status(), 503);
    Client::join(server.address, &session(HERE, &server).await).await;
}

#[tokio::test]
async fn who_comes_through_a_proxy_is_counted_by_what_the_proxy_says() {
    let server = Server::builder().env("TRUSTED_PROXIES", "127.0.0.1").env("SOCKETS_PER_ADDRESS", 1);
    let server = server.env("CONNECTIONS_PER_ADDRESS", 2).start().await;
    let session = server.session().await;
    let from = async |who: &str| Client::try_open(server.address, &session, &[("x-forwarded-for", who)]).await.unwrap();
    let mut first = from("198.51.100.1").await;
    first.hello(None).await;
    assert_eq!(from("198.51.100.1").await.close_code().await, Some(3504));
    from("198.51.100.2").await.hello(None).await;
    let mut household = from("2001:db8::1").await;
    household.hello(None).await;
    assert_eq!(from("2001:db8::2").await.close_code().await, Some(3504), "a /64 is one address");
    from("2001:db8:0:1::1").await.hello(None).await;

    // What is under way counts as a connection: streams that are read, and answers that are not.
    let ask = async |who: &str, path: &str| {
        let asked = server.request(reqwest::Method::GET, path).header("x-forwarded-for", who).send();
        in_time(path, asked).await.unwrap()
    };
    let events = format!("/api/sessions/{session}/events");
    let stream = ask("198.51.100.3", &events).await;
    assert_eq!(stream.status(), 200);
    let mut slow = connect(HERE, server.address).await;
    let head = format!(
        "POST /api/sessions/{session}/messages HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 198.51.100.3\r\n\
         content-type: application/json\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    // It is under way when its body is asked for; one that came beside another request would be refused itself.
    let mut wanted = [0; b"HTTP/1.1 100".len()];
    in_time("the body to be asked for", slow.read_exact(&mut wanted)).await.unwrap();
    assert_eq!(&wanted, b"HTTP/1.1 100");
    in_time("the address to be full", async {
        loop {
            let refused = ask("198.51.100.3", "/health/live").await;
            if refused.status() == 503 {
                break names_the_setting(refused).await;
            }
        }
    })
    .await;
    assert_eq!(ask("198.51.100.4", "/health/live").await.status(), 200);
    drop((stream, slow));
    in_time("the address to be free", async { while ask("198.51.100.3", "/health/live").await.status() != 200 {} })
        .await;
}

#[tokio::test]
async fn one_address_has_so_many_connections() {
    let server = Server::builder().env("CONNECTIONS_PER_ADDRESS", 5).start().await;
    let mut silent = Vec::new();
    for _ in 0..5 {
        silent.push(connect(HERE, server.address).await);
    }
    // The server takes connections in the order in which they come.
    names_the_setting(turned_away(HERE, &server).await).await;
    assert_eq!(get(THERE, &server, "/api/health").await.status(), 200);
    server.logged("limit=\"connections_per_address\"").await;
    drop(silent);
    in_time("a connection", async { while turned_away(HERE, &server).await.status() != 200 {} }).await;
}

#[tokio::test]
async fn silence_of_one_address_does_not_keep_others_waiting() {
    let server = Server::builder().env("SOCKETS", 200).start().await;
    let mut silent = Vec::new();
    for _ in 0..700 {
        silent.push(connect(HERE, server.address).await);
    }
    assert_eq!(get(THERE, &server, "/api/health").await.status(), 200);
    assert_eq!(turned_away(HERE, &server).await.status(), 503, "at once, and not after all the others");
}

#[tokio::test]
async fn descriptors_are_left_for_others() {
    let server = Server::builder().descriptors(256, false).start().await;
    assert!(server.log().contains("too few descriptors"), "it is told at the start");
    let mut idle = Vec::new();
    for _ in 0..600 {
        idle.push(connect(HERE, server.address).await);
    }
    assert_eq!(turned_away(HERE, &server).await.status(), 503);
    let session = session(THERE, &server).await;
    let mut client = Client::from(THERE, server.address, &session).await;
    client.hello(None).await;
    client.say("m-1", "one").await;
    client.accepted("m-1").await;
    assert!(!server.log().contains("no more connections can be taken"), "descriptors ran out");
}

/// No address has many, and together they have all that there are.
#[tokio::test]
async fn silence_of_many_addresses_keeps_nobody_out_who_asks_for_something() {
    let health = free_address();
    let server = Server::builder().env("METRICS_ADDR", health).descriptors(256, false).start().await;
    let session = session(THERE, &server).await;
    let mut client = Client::from(THERE, server.address, &session).await;
    client.hello(None).await;
    let mut idle = Vec::new();
    for number in 0..300_u16 {
        idle.push(connect([127, 0, 3, u8::try_from(number % 250 + 1).unwrap()], server.address).await);
    }
    // Whoever comes gets the place of one that says nothing, however many there are.
    for number in 251..=254 {
        assert_eq!(get([127, 0, 3, number], &server, "/api/health").await.status(), 200);
    }
    let mut first = idle.remove(0);
    assert_eq!(in_time("the first of them to be let go", first.read(&mut [0])).await.unwrap_or_default(), 0);
    for path in ["live", "ready"] {
        let answer = in_time(path, reqwest::get(format!("http://{health}/health/{path}"))).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    // Who is there goes on, also with what takes descriptors.
    let turn = client.turn("m-1", "one").await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    let picture = crate::photos::files::png(40, 30);
    let image = json!({"type": "image", "client_msg_id": "i-1", "kind": "user", "media_type": "image/png",
        "size": picture.len()});
    client.send(image).await;
    client.send_message(tokio_tungstenite::tungstenite::Message::binary(picture)).await;
    client.next("the picture", |frame| frame["type"] == "image_accepted").await;
    assert!(!server.log().contains("no more connections can be taken"), "descriptors ran out");
}

#[tokio::test]
async fn as_many_descriptors_are_taken_as_there_may_be() {
    let server = Server::builder().descriptors(200, true).start().await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.pid())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let limits: Vec<&str> = files.split_whitespace().skip(3).take(2).collect();
    assert_eq!(limits[0], limits[1], "{files}");
}

/// The beginning of an upload of 9 MB.
async fn begin_upload(source: [u8; 4], server: &Server, session: &str) -> TcpStream {
    let mut stream = connect(source, server.address).await;
    let head = format!(
        "POST /api/sessions/{session}/photos/user HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut told = [0; 12];
    in_time("an answer", stream.read_exact(&mut told)).await.unwrap();
    if &told == b"HTTP/1.1 100" {
        let form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        stream.write_all(&[form.as_bytes(), &[0; 4096]].concat()).await.unwrap();
    } else {
        assert_eq!(&told, b"HTTP/1.1 503");
    }
    stream
}

/// Whether a photo of somebody at that address is taken.
async fn photo(source: [u8; 4], server: &Server, session: &str) -> u16 {
    let file = crate::photos::files::png(40, 30);
    let part = reqwest::multipart::Part::bytes(file).file_name("photo.png");
    let form = reqwest::multipart::Form::new().part("file", part);
    let url = format!("http://{}/api/sessions/{session}/photos/user", server.address);
    in_time("a photo", http(source).post(url).multipart(form).send()).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn slow_uploads_are_let_go_and_keep_nobody_from_sending_photos() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let begun = std::time::Instant::now();
    let mut slow = Vec::new();
    for number in 0..32 {
        slow.push(begin_upload([127, 0, 1, number], &server, &session(HERE, &server).await).await);
    }
    let mine = session(THERE, &server).await;
    assert_eq!(photo(THERE, &server, &mine).await, 200, "32 others send theirs slowly");
    // Four of one address, and two of one guest.
    for _ in 0..4 {
        slow.push(begin_upload(HERE, &server, &session(HERE, &server).await).await);
    }
    assert_eq!(photo(HERE, &server, &session(HERE, &server).await).await, 503);
    assert_eq!(photo(THERE, &server, &mine).await, 200);
    for number in 10..12 {
        slow.push(begin_upload([127, 0, 2, number], &server, &mine).await);
    }
    assert_eq!(photo(THERE, &server, &mine).await, 503, "this guest sends two already");
    // 4 KB in 5 s and no more is not fast enough.
    for stream in &mut slow {
        let mut answer = Vec::new();
        let _ = in_time("the end of a slow upload", stream.read_to_end(&mut answer)).await;
        assert!(String::from_utf8_lossy(&answer).contains("comes too slowly"), "{}", String::from_utf8_lossy(&answer));
    }
    assert!(begun.elapsed() >= Duration::from_secs(5), "whoever begins has some seconds");
    assert_eq!(photo(HERE, &server, &mine).await, 200);
}

#[tokio::test]
async fn a_picture_that_comes_slowly_over_a_socket_is_let_go() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let image =
        json!({"type": "image", "client_msg_id": "i-1", "kind": "user", "media_type": "image/png", "size": 9_000_000});
    // Before the server counts, whatever keeps this test from going on in between.
    let begun = std::time::Instant::now();
    client.send(image).await;
    client.send_message(tokio_tungstenite::tungstenite::Message::binary(vec![0; 4096])).await;
    client.refused("i-1", "image_incomplete").await;
    assert!(begun.elapsed() >= Duration::from_secs(4), "whoever begins has some seconds");
}
