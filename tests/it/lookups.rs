//! A name server that does not answer: who needs a name waits for it, not for ever, and nobody else does.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::UdpSocket;
use tokio::process::Command;
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::harness::client::event_type;
use crate::harness::server::asking;
use crate::harness::{Cable, Client, Redis, Server, in_time};
use crate::photos::clouds::BUCKET;
use crate::photos::files::png;
use crate::photos::http::upload;
use crate::photos::s3::S3;

/// Who waits for a name server waits for longer: eight seconds at least.
const SOON: Duration = Duration::from_secs(7);

/// Takes every question. Says that every host is this machine, or nothing.
struct Names {
    address: Ipv4Addr,
    socket: Arc<UdpSocket>,
    state: Arc<Mutex<State>>,
    _running: JoinSet<()>,
}

#[derive(Default)]
struct State {
    answers: bool,
    /// What was asked since it fell silent, and by whom.
    asked: Vec<(Vec<u8>, SocketAddr)>,
}

impl Names {
    /// One that says nothing.
    async fn silent() -> Self {
        let (address, socket) = loop {
            let address = Ipv4Addr::new(127, 53, rand::random(), rand::random_range(1..255));
            match UdpSocket::bind((address, 53)).await {
                Ok(socket) => break (address, Arc::new(socket)),
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => panic!("this test has a name server of its own, so it must be run as root: {error}"),
            }
        };
        let (state, mut running) = (Arc::<Mutex<State>>::default(), JoinSet::new());
        let (heard, told) = (Arc::clone(&socket), Arc::clone(&state));
        running.spawn(async move {
            let mut question = [0; 512];
            while let Ok((size, who)) = heard.recv_from(&mut question).await {
                let answer = {
                    let mut state = told.lock().unwrap();
                    state.asked.push((question[..size].to_vec(), who));
                    state.answers.then(|| this_machine(&question[..size]))
                };
                if let Some(answer) = answer {
                    heard.send_to(&answer, who).await.unwrap();
                }
            }
        });
        Self { address, socket, state, _running: running }
    }

    /// One that answers, until it falls silent.
    async fn answering() -> Self {
        let names = Self::silent().await;
        names.answer().await;
        names
    }

    fn fall_silent(&self) {
        *self.state.lock().unwrap() = State::default();
    }

    /// Answers from now on, and what it was asked meanwhile.
    async fn answer(&self) {
        let waiting = {
            let mut state = self.state.lock().unwrap();
            state.answers = true;
            std::mem::take(&mut state.asked)
        };
        for (question, who) in waiting {
            self.socket.send_to(&this_machine(&question), who).await.unwrap();
        }
    }

    /// Waits until it is asked for a host whose name begins with this.
    async fn asked_for(&self, label: &str) {
        let is_asked = |question: &[u8]| question.windows(label.len()).any(|part| part == label.as_bytes());
        in_time("a question", async {
            let mut looks = interval(Duration::from_millis(10));
            while !self.state.lock().unwrap().asked.iter().any(|(question, _)| is_asked(question)) {
                looks.tick().await;
            }
        })
        .await;
    }
}

/// The answer to a question (RFC 1035, 4.1): its host is at 127.0.0.1, and at no address of another kind.
fn this_machine(question: &[u8]) -> Vec<u8> {
    let name = question[12..].iter().position(|byte| *byte == 0).unwrap() + 13;
    let is_of_ipv4 = question[name..name + 2] == [0, 1];
    let head = [&question[..2], &[0x81, 0x80, 0, 1, 0, u8::from(is_of_ipv4), 0, 0, 0, 0]].concat();
    let found: &[u8] = if is_of_ipv4 { &[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1] } else { &[] };
    [&head, &question[12..name + 4], found].concat()
}

/// Opens and reads what there is, as fast as ever.
async fn goes_on(server: &Server, session: &str) {
    let begun = Instant::now();
    let shown = server.history(session).await.len();
    Client::join(server.address, session).await;
    let other = server.session().await;
    Client::join(server.address, &other).await;
    assert_eq!(server.get("/health/ready").await.status(), 200);
    assert!(begun.elapsed() < SOON, "{shown} messages after {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_server_that_is_silent_keeps_nobody_from_their_conversation() {
    let silent = Names::silent().await;
    let mut server = Server::builder()
        .env("AGENT", "ag-ui")
        .env("AGENT_URL", "http://agents.example:8000/agent")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318")
        .env("DRAIN_S", 1)
        .name_server(silent.address)
        .start()
        .await;
    let mut waiting = Vec::new();
    for number in 0..8 {
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        client.turn(&format!("m-{number}"), "hello").await;
        waiting.push((session, client));
    }
    server.logged_times("turn begins", 8).await;
    silent.asked_for("agents").await;
    // What is asked for now takes a minute to fail.
    for (session, _) in &waiting {
        assert_eq!(server.history(session).await.len(), 1);
        goes_on(&server, session).await;
    }
    server.terminate();
    assert_eq!(server.ended().await.code(), Some(0), "nobody waits for a name at the end");
}

#[tokio::test]
async fn a_probe_ends_when_the_name_server_is_silent() {
    let silent = Names::silent().await;
    let dir = TempDir::new().unwrap();
    let mut probe = Command::new("/bin/sh");
    probe.args(["-c", &asking(silent.address), env!("CARGO_BIN_EXE_hera"), "health", "http://hera.example:9464/"]);
    probe.current_dir(dir.path()).env_clear().stdin(Stdio::null()).kill_on_drop(true);
    let (ended, ()) = tokio::join!(in_time("the probe to end", probe.output()), silent.asked_for("hera"));
    let ended = ended.unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("not healthy: http://hera.example:9464"), "{said}");
}

#[tokio::test]
async fn a_neighbour_whose_name_nobody_tells_is_told_from_one_that_does_not_answer() {
    let (silent, redis, dir) = (Names::silent().await, Redis::start().await, TempDir::new().unwrap());
    let url = redis.url();
    let cloud = [
        ("STORAGE_MODE", "cloud"),
        ("REDIS_URL", &*url),
        ("CLOUD_STORAGE_TYPE", "s3"),
        ("S3_BUCKET_NAME", BUCKET),
        ("AWS_ENDPOINT_URL", "http://pictures.example:9000"),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
    ];
    let check = async |env: &[(&str, &str)]| {
        let mut check = Command::new("/bin/sh");
        check.args(["-c", &asking(silent.address), env!("CARGO_BIN_EXE_hera"), "check-config", "--probe"]);
        check.current_dir(dir.path()).env_clear().envs(env.iter().copied()).stdin(Stdio::null()).kill_on_drop(true);
        let ended = in_time("the check to end", check.output()).await.unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{said}");
        assert!(said.contains("cannot be looked up in time: no name server of /etc/resolv.conf answers"), "{said}");
    };
    let of_redis = |url| [("STORAGE_MODE", "redis"), ("REDIS_URL", url)];
    let urls = ["redis://redis.example", "rediss://secure.example", "redis+cluster://cluster.example:6379"];
    let [one, secure, cluster] = urls.map(of_redis);
    tokio::join!(check(&one), check(&secure), check(&cluster), check(&cloud));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_the_name_of_a_model_but_who_asks_it() {
    let silent = Names::silent().await;
    let server = Server::builder()
        .env("AGENT", "hera")
        .env("MODEL", "openai:a-model")
        .env("MODEL_BASE_URL", "http://models.example:8000/v1")
        .env("OPENAI_API_KEY", "a-key")
        .env("MODEL_RETRIES", 0)
        .env("MODEL_TIMEOUT_S", 3)
        .name_server(silent.address)
        .start()
        .await;
    let mut waiting = Vec::new();
    for number in 0..8 {
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn(&format!("m-{number}"), "I am 33").await;
        waiting.push((session, client, turn));
    }
    silent.asked_for("models").await;
    for (session, ..) in &waiting {
        goes_on(&server, session).await;
    }
    // Nor does who asks it, for longer than a model may take.
    let begun = Instant::now();
    join_all(waiting.iter_mut().map(|(_, client, turn)| client.turn_end(turn))).await;
    assert!(begun.elapsed() < Duration::from_secs(30), "turns end after {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_the_name_of_a_cloud_but_who_sends_a_picture() {
    let (names, redis, cloud) = (Names::answering().await, Redis::start().await, S3::start().await);
    let cable = Cable::to(cloud.endpoint.trim_start_matches("http://").parse().unwrap()).await;
    let mut server = Server::builder()
        .env("STORAGE_MODE", "cloud")
        .env("REDIS_URL", redis.url())
        .env("CLOUD_STORAGE_TYPE", "s3")
        .env("S3_BUCKET_NAME", BUCKET)
        .env("AWS_ENDPOINT_URL", format!("http://pictures.example:{}", cable.address.port()))
        .env("AWS_ACCESS_KEY_ID", S3::KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", S3::SECRET)
        .env("DRAIN_S", 1)
        .name_server(names.address)
        .start()
        .await;
    let session = server.session().await;
    assert_eq!(upload(&server, &session, png(40, 30)).await.status(), 200);
    names.fall_silent();
    cable.cut();
    let others = async {
        names.asked_for("pictures").await;
        for _ in 0..4 {
            goes_on(&server, &session).await;
        }
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "one two").await;
        assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
        server.terminate();
    };
    let (sent, ()) = tokio::join!(upload(&server, &session, png(41, 30)), others);
    let (status, problem) = (sent.status().as_u16(), sent.json::<Value>().await.unwrap());
    assert_eq!(status, 503, "{problem}");
    assert_eq!(server.ended().await.code(), Some(0), "nobody waits for a name at the end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_whose_name_nobody_tells_is_away_until_it_is_told() {
    let (names, redis) = (Names::answering().await, Redis::start().await);
    let cable = Cable::to(redis.address).await;
    let url = format!("redis://redis.example:{}", cable.address.port());
    let backend = Server::builder().role("backend").env("STORAGE_MODE", "redis").env("REDIS_URL", url);
    let backend = backend.name_server(names.address).start().await;
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    names.fall_silent();
    cable.cut();
    names.asked_for("redis").await;
    cable.mend();
    // Each is told within the five seconds of docs/OPERATIONS.md, and what a busy machine takes.
    let path = format!("/api/sessions/{session}/messages");
    let put_off = (0..12).map(|number| {
        let asked = backend.request(if number % 2 == 0 { Method::GET } else { Method::POST }, &path);
        let asked = asked.json(&serde_json::json!({"message": "one"}));
        async move {
            let begun = Instant::now();
            let answer = in_time("a refusal", asked.send()).await.unwrap();
            assert_eq!(answer.status(), 503);
            assert_eq!(answer.json::<Value>().await.unwrap()["code"], "store_unavailable");
            begun.elapsed()
        }
    });
    client.say("m-1", "one two").await;
    let (took, _) = tokio::join!(join_all(put_off), client.refused("m-1", "store_unavailable"));
    assert!(took.iter().all(|took| *took < Duration::from_secs(10)), "{took:?}");
    let begun = Instant::now();
    assert_eq!(backend.get("/health/live").await.status(), 200);
    assert_eq!(backend.get("/health/ready").await.status(), 503);
    assert!(begun.elapsed() < Duration::from_secs(10), "health answers after {:?}", begun.elapsed());

    names.answer().await;
    in_time("Redis to be found", async { while backend.get(&path).await.status() != 200 {} }).await;
    client.say("m-1", "one two").await;
    client.next("the message", |frame| event_type(frame) == Some("TEXT_MESSAGE_CHUNK")).await;
}
