//! The files that start hera in containers, without containers: the very commands they name, as plain processes, with
//! the environment that the files give them. Only what containers would bring is put in their place: names become
//! addresses of this machine, ports become free ones, volumes a folder.

mod compose;
mod image;
mod machine;
mod names;

use std::net::Ipv4Addr;

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use crate::harness::{Client, in_time};
use crate::photos::clouds::BUCKET;
use crate::photos::s3::S3;
use crate::places::malformed;

use self::machine::Machine;

/// What stands in `.env`.
const ENV: &[(&str, &str)] = &[("AGENT", "load")];

const SECRETS: &[(&str, &str)] = &[
    ("REDIS_PASSWORD", "s3cret"),
    ("CLOUD_STORAGE_TYPE", "s3"),
    ("S3_BUCKET_NAME", BUCKET),
    ("AWS_ACCESS_KEY_ID", S3::KEY_ID),
    ("AWS_SECRET_ACCESS_KEY", S3::SECRET),
];

/// Says something in a new session, and hears the answer to its end.
async fn talk(machine: &Machine) {
    let session = machine.session().await;
    let mut client = Client::join(machine.door, &session).await;
    let turn = client.turn("m-1", "tokens=10 rate=200").await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"], json!({"type": "success"}));
    client.leave().await;
}

#[tokio::test]
async fn one_of_each_talks() {
    let machine = Machine::start("docker-compose.yml", ENV).await;
    let page = machine.ask(Method::GET, "/").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("<title>"));
    talk(&machine).await;
    for (host, status) in [("localhost:8080", 200), ("backend:8080", 200), ("evil.example:8080", 421)] {
        let answer = machine.ask(Method::GET, "/api/sessions").header("host", host).send().await.unwrap();
        assert_eq!(answer.status(), status, "{host}");
    }
    machine.healthy().await;
    let worker = format!("http://{}/health/ready", machine.address_of("adk"));
    assert_eq!(reqwest::get(worker).await.unwrap().status(), 200, "every container answers at PORT");
    machine.end("backend").await;
    machine.end("adk").await;
}

#[tokio::test]
async fn a_worker_without_redis_is_not_healthy() {
    let machine = Machine::start("docker-compose.yml", ENV).await;
    machine.end("redis").await;
    for service in ["backend", "adk"] {
        let said = machine.unhealthy(service).await;
        assert!(said.starts_with("hera: not healthy: http://127.0.0."), "{said}");
        assert!(said.contains("/health/ready: answers 503: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[tokio::test]
async fn several_of_each_talk_behind_the_proxy() {
    let machine = Machine::start("docker-compose.redis.yml", ENV).await;
    for _ in 0..6 {
        talk(&machine).await;
    }
    let origin = format!("http://{}", machine.door);
    let created = machine.ask(Method::POST, "/api/sessions").header("origin", origin).send().await.unwrap();
    assert_eq!(created.status(), 201, "the page behind the proxy is hera's own");
    // One is gone, and its name still leads to its address.
    machine.kill_one("backend");
    for _ in 0..6 {
        talk(&machine).await;
    }
}

#[tokio::test]
async fn what_stands_in_front_of_the_proxy_is_believed_if_it_is_named() {
    let machine = Machine::start("docker-compose.redis.yml", ENV).await;
    // Of these addresses, TRUSTED_PROXIES has the first: the proxy's own, on this machine.
    for (last, secure) in [(1, true), (205, false)] {
        let from =
            reqwest::Client::builder().local_address(Some(Ipv4Addr::new(127, 0, 0, last).into())).build().unwrap();
        let asked = from.post(format!("http://{}/api/sessions", machine.door)).header("x-forwarded-proto", "https");
        let asked = asked.header("x-forwarded-host", "hera.example").header("origin", "https://hera.example");
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), if secure { 201 } else { 403 }, "the host is what the client asked for");
        let cookie = answer.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap());
        assert_eq!(cookie.is_some_and(|cookie| cookie.contains("; Secure")), secure);
        let asked = from.post(format!("http://{}/api/sessions", machine.door)).header("host", "hera.example");
        let asked = asked.header("x-forwarded-port", "8443").header("origin", "http://hera.example:8443");
        assert_eq!(asked.send().await.unwrap().status(), if secure { 201 } else { 403 }, "and so is the port");
    }
}

#[tokio::test]
async fn the_proxy_sends_events_on_as_they_come() {
    let machine = Machine::start("docker-compose.redis.yml", ENV).await;
    let session = machine.session().await;
    let mut events = machine.ask(Method::GET, &format!("/api/sessions/{session}/events")).send().await.unwrap();
    let mut client = Client::join(machine.door, &session).await;
    // Too little to fill a buffer, and the stream does not end.
    let turn = client.turn("m-1", "tokens=3 rate=50").await;
    client.turn_end(&turn).await;
    in_time("the events behind the proxy", async {
        let mut seen = String::new();
        while !seen.contains("RUN_FINISHED") {
            seen += &String::from_utf8_lossy(&events.chunk().await.unwrap().expect("the stream goes on"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_proxy_keeps_sessions_out_of_its_log() {
    let machine = Machine::start("docker-compose.redis.yml", ENV).await;
    let session = machine.session().await;
    let path = format!("/api/sessions/{session}/messages");
    assert_eq!(machine.ask(Method::GET, &path).send().await.unwrap().status(), 200);
    for request in malformed(&path) {
        let mut stream = tokio::net::TcpStream::connect(machine.door).await.unwrap();
        // Of what is too long, the end may not be taken.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = [0; 10];
        in_time("the proxy to refuse", stream.read_exact(&mut answer)).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 4", "{request:.200}");
    }
    // Too few connections for those who come, while all backends stand still: nginx calls that an `alert`.
    machine.restart_proxy_with("worker_connections 32768", "worker_connections 8").await;
    machine.signal_all("backend", "STOP");
    let mut waiting = JoinSet::new();
    for _ in 0..6 {
        waiting.spawn(machine.ask(Method::GET, &path).send());
    }
    in_time("somebody to be refused for want of connections", async {
        while !waiting.join_next().await.unwrap().unwrap().is_ok_and(|answer| answer.status() == 500) {}
    })
    .await;
    // Whoever was not waits for the backends.
    drop(waiting);
    machine.signal_all("backend", "CONT");
    machine.restart_proxy_with("worker_connections 32768", "worker_connections 1024").await;
    // All backends are gone: nginx calls that an `error`.
    for _ in 0..3 {
        machine.kill_one("backend");
    }
    assert_eq!(machine.ask(Method::GET, &path).send().await.unwrap().status(), 502);
    let log = machine.proxy_log();
    assert!(!log.contains(&session) && !log.contains("/api/"), "{log}");
}

#[tokio::test]
async fn behind_the_proxy_each_address_has_its_own_limit() {
    let limits = [("AGENT", "load"), ("REQUESTS_PER_SECOND", "1"), ("REQUESTS_BURST", "20")];
    let machine = Machine::start("docker-compose.redis.yml", &limits).await;
    let from = |last| reqwest::Client::builder().local_address(Some(Ipv4Addr::new(127, 0, 0, last).into())).build();
    let (greedy, other) = (from(201).unwrap(), from(202).unwrap());
    let url = format!("http://{}/api/health", machine.door);
    let mut refused = 0;
    // More than three backends let through, and all in other names.
    for number in 0..150 {
        let made_up = format!("203.0.113.{number}");
        let answer = greedy.get(&url).header("x-forwarded-for", made_up).send().await.unwrap();
        refused += usize::from(answer.status() == 429);
    }
    assert!(refused > 0, "what a client writes into X-Forwarded-For counts for nothing");
    for _ in 0..10 {
        assert_eq!(other.get(&url).send().await.unwrap().status(), 200, "this address has asked for nothing yet");
    }
}

#[tokio::test]
async fn the_proxy_lets_one_address_hold_so_many_connections() {
    let off = [("SOCKETS_PER_OWNER", "0"), ("SOCKETS_PER_SESSION", "5000"), ("REQUESTS_PER_SECOND", "0")];
    let machine = Machine::start("docker-compose.redis.yml", &[&[("AGENT", "load")][..], &off].concat()).await;
    rlimit::increase_nofile_limit(4096).unwrap();
    let session = machine.session().await;
    let stream = async |last: u8| {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::new(127, 0, 0, last), 0).into()).unwrap();
        let mut stream = in_time("a connection", socket.connect(machine.door)).await.unwrap();
        let head = format!("GET /api/sessions/{session}/events HTTP/1.1\r\nhost: {}\r\n\r\n", machine.door);
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut status = [0; 12];
        in_time("an answer", stream.read_exact(&mut status)).await.unwrap();
        (String::from_utf8_lossy(&status[9..]).into_owned(), stream)
    };
    let mut held = Vec::new();
    for _ in 0..1024 {
        let (status, stream) = stream(203).await;
        assert_eq!(status, "200");
        held.push(stream);
    }
    assert_eq!(stream(203).await.0, "503");
    assert_eq!(stream(204).await.0, "200", "this address holds nothing yet");
}

#[tokio::test]
async fn production_takes_its_secrets_from_the_environment() {
    let without: Vec<_> = SECRETS.iter().filter(|(name, _)| *name != "REDIS_PASSWORD").copied().collect();
    let refused = compose::Compose::read("docker-compose.production.yml", &without).unwrap_err();
    assert!(refused.contains("REDIS_PASSWORD"), "{refused}");
    let cloud = S3::start().await;
    let place = [("AWS_ENDPOINT_URL", cloud.endpoint.as_str())];
    let machine = Machine::start("docker-compose.production.yml", &[ENV, SECRETS, &place].concat()).await;
    talk(&machine).await;
    assert_eq!(machine.environment("backend", "AWS_SECRET_ACCESS_KEY").as_deref(), Some(S3::SECRET));
    assert_eq!(machine.environment("adk", "LOG_FORMAT").as_deref(), Some("json"));
    assert_eq!(machine.environment("adk", "AZURE_STORAGE_ACCOUNT_KEY"), None, "what nobody set is absent");
}
