//! What Redis refuses is said by its name and with its cure, and the ACL that docs/OPERATIONS.md gives is enough.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{answers, replica_at};
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Redis, Server, free_address, in_time};
use crate::neighbours::Starting;
use crate::photos::files::png;
use crate::photos::http::upload;

const OPERATIONS: &str = include_str!("../../../docs/OPERATIONS.md");

#[tokio::test]
async fn each_refusal_is_told_by_its_name_and_its_cure() {
    let redis = Redis::start().await;
    for (user, rules) in [
        ("channelless", "~* resetchannels +@all"),
        ("keyless", "~nothing &* +@all"),
        ("without_load", "~* &* +@all -function"),
        ("without_fcall", "~* &* +@all -fcall"),
    ] {
        let rules = rules.split(' ');
        let command: Vec<&str> = ["ACL", "SETUSER", user, "on", ">s3cret"].into_iter().chain(rules).collect();
        redis.says(&command, "OK").await;
    }
    let old = Redis::start_with(&["--rename-command", "FUNCTION", ""]).await;
    let node =
        Redis::start_with(&["--cluster-enabled", "yes", "--cluster-port", &free_address().port().to_string()]).await;
    let closed = Redis::start_with(&["--maxclients", "1"]).await;
    let web = Impostor::start(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let (address, nobody) = (redis.address, free_address());
    let cases = [
        (format!("redis://{nobody}"), "no Redis listens at the address in REDIS_URL"),
        (format!("redis://hera:wrong@{address}"), "the user or the password in REDIS_URL is wrong"),
        (format!("redis://channelless:s3cret@{address}"), "may not use hera's channels"),
        (format!("redis://keyless:s3cret@{address}"), "may not use hera's keys"),
        (format!("redis://without_load:s3cret@{address}"), "may not run a command that hera needs"),
        (format!("redis://without_fcall:s3cret@{address}"), "may not run a command that hera needs"),
        (format!("redis://{}", old.address), "hera needs Redis 7 or newer"),
        (format!("redis://{}", web.address), "what answers at the address in REDIS_URL is no Redis"),
        (format!("rediss://{address}"), "if it does not speak TLS there, REDIS_URL must begin with redis://"),
        (format!("redis://{}", node.address), "REDIS_URL must begin with redis+cluster://"),
        (format!("redis://{address}/99"), "Redis has no database of the number in REDIS_URL"),
        (format!("redis+cluster://{address}"), "this Redis is no cluster"),
        (format!("redis+sentinel://{address}/mymaster"), "there is no Sentinel"),
        (format!("redis://{}", closed.address), "raise its maxclients"),
        (format!("redis+cluster://{nobody}"), "no Redis listens at the address in REDIS_URL"),
        (format!("redis+cluster://hera:wrong@{}", node.address), "the user or the password in REDIS_URL is wrong"),
        (format!("redis+cluster://{}", web.address), "what answers at the address in REDIS_URL is no Redis"),
        (
            format!("rediss+cluster://{}", node.address),
            "if it does not speak TLS there, REDIS_URL must begin with redis://",
        ),
        ("redis+cluster://nowhere.invalid:1".to_owned(), "the host in REDIS_URL has no address"),
    ];
    // It has one client, which stays.
    let _client = tokio::net::TcpStream::connect(closed.address).await.unwrap();
    let starting = cases.map(|(url, words)| {
        let hera = Starting::new("adk", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url), ("LOG_LEVEL", "hera=info")]);
        (hera, words)
    });
    for (hera, words) in starting {
        hera.waits_for(&[words]).await;
        let log = hera.log();
        // A Redis without room may hang up before it is heard; health tells what the next attempt hears.
        assert!(log.contains(words) || words.contains("maxclients"), "{log}");
        assert!(!log.contains("local CLUSTERED") && !log.contains("s3cret"), "{log}");
    }
}

/// Something that is no Redis: it gives everybody the same answer.
struct Impostor {
    address: SocketAddr,
    _answering: JoinSet<()>,
}

impl Impostor {
    async fn start(answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, mut answering) = (listener.local_addr().unwrap(), JoinSet::new());
        answering.spawn(async move {
            let mut open = Vec::new();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                // Whoever asked may be gone.
                let _ = stream.write_all(answer).await;
                open.push(stream);
            }
        });
        Self { address, _answering: answering }
    }
}

#[tokio::test]
async fn a_command_of_another_name_is_told_at_the_start() {
    for command in ["XADD", "PUBLISH", "TIME", "BLMPOP", "FCALL_RO"] {
        let redis = Redis::start_with(&["--rename-command", command, ""]).await;
        let url = redis.url();
        let hera = Starting::new("backend", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
        hera.waits_for(&["this Redis has no command of this name", &format!("Client: {command})")]).await;
    }
}

#[tokio::test]
async fn a_command_that_a_user_may_not_run_is_told_and_no_session_is_called_damaged() {
    let redis = Redis::start().await;
    redis.says(&["ACL", "SETUSER", "hera", "on", ">secret", "~*", "&*", "+@all"], "OK").await;
    let url = format!("redis://hera:secret@{}", redis.address);
    let (backend, door) = (replica_at(&url, "backend").await, free_address());
    let worker = Server::builder().role("adk").env("STORAGE_MODE", "redis").env("REDIS_URL", &url);
    let worker = worker.env("METRICS_ADDR", door).start().await;
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    for command in ["xadd", "publish", "time"] {
        redis.says(&["ACL", "SETUSER", "hera", &format!("-{command}")], "OK").await;
        client.say(command, "tokens=2 rate=0").await;
        client.refused(command, "store_unavailable").await;
        let told = format!("{}: this user of Redis may not run a command", command.to_uppercase());
        backend.logged(&told).await;
        redis.says(&["ACL", "SETUSER", "hera", &format!("+{command}")], "OK").await;
    }
    assert!(!backend.log().contains("damaged"), "{}", backend.log());
    let turn = client.turn("m-1", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
    // Who cannot take turns is not ready.
    redis.says(&["ACL", "SETUSER", "hera", "-blmpop"], "OK").await;
    let ready = async || reqwest::get(format!("http://{door}/health/ready")).await.unwrap();
    let why = in_time("the worker to be unready", async {
        loop {
            let answer = ready().await;
            if answer.status() == 503 {
                return answer.text().await.unwrap();
            }
        }
    });
    let why = why.await;
    assert!(why.contains("no turns can be taken") && why.contains("may not run a command that hera needs"), "{why}");
    worker.logged("BLMPOP: this user of Redis may not run a command that hera needs: give it those of the ACL").await;
    redis.says(&["ACL", "SETUSER", "hera", "+blmpop"], "OK").await;
    let turn = client.turn("m-2", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
    in_time("the worker to be ready", async { while ready().await.status() != 200 {} }).await;
    redis.says(&["ACL", "SETUSER", "hera", "resetchannels"], "OK").await;
    client.say("channels", "tokens=2 rate=0").await;
    client.refused("channels", "store_unavailable").await;
    backend.logged("may not use hera's channels").await;
    assert!(!backend.log().contains("damaged"), "{}", backend.log());
    assert!(!worker.log().contains("damaged"), "{}", worker.log());
}

/// What the functions come to between their first command and their last.
const ON_THE_WAY: [&str; 11] =
    ["hset", "xadd", "publish", "time", "rpush", "lpop", "hdel", "zadd", "xtrim", "hlen", "strlen"];

/// Waits until `/health/ready`, which answers all the while, says of writes that they are refused, with these words, or
/// that they are not.
async fn writes_are_refused(server: &Server, words: Option<&str>) {
    in_time(&format!("what is said of writes: {words:?}"), async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(50));
        loop {
            looks.tick().await;
            let answer = server.get("/health/ready").await;
            assert_eq!(answer.status(), 200);
            let said: Value = answer.json().await.unwrap();
            let is_said = match words {
                Some(words) => said["writes"] == "refused" && said["detail"].as_str().unwrap().contains(words),
                None => said["writes"] == "ok",
            };
            if is_said {
                return;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_in_the_middle_leaves_nothing_half_done() {
    let redis = Redis::start().await;
    redis.says(&["ACL", "SETUSER", "hera", "on", ">secret", "~*", "&*", "+@all"], "OK").await;
    let url = format!("redis://hera:secret@{}", redis.address);
    let (backend, worker) = (replica_at(&url, "backend").await, replica_at(&url, "adk").await);
    for command in ON_THE_WAY {
        let session = backend.session().await;
        let mut client = Client::join(backend.address, &session).await;
        let first = client.turn("m-1", "tokens=40 rate=100").await;
        client.until("a word", |frame| is_a_word_of(&first, frame)).await;
        let may = async |sign: &str| redis.says(&["ACL", "SETUSER", "hera", &format!("{sign}{command}")], "OK").await;
        may("-").await;
        // Whatever is refused of it is refused as a whole.
        client.say("m-2", "tokens=2 rate=0").await;
        client.answer("m-2").await;
        let picture = upload(&backend, &session, png(64, 64)).await.status();
        assert!([200, 503].contains(&picture.as_u16()), "{command}: {picture}");
        let named = command.to_uppercase();
        writes_are_refused(&backend, Some(&format!("{named}: this user of Redis may not run a command"))).await;
        assert_eq!(backend.history(&session).await[0]["content"], "tokens=40 rate=100", "{command}: it can be read");
        may("+").await;
        writes_are_refused(&backend, None).await;
        let second = client.turn("m-2", "tokens=2 rate=0").await;
        for turn in [&first, &second] {
            let end = client.turn_end(turn).await;
            assert_eq!(end["event"]["outcome"]["type"], "success", "{command}: {end}");
        }
        assert_eq!(upload(&backend, &session, png(64, 64)).await.status(), 200, "{command}");
        let history = backend.history(&session).await;
        let words = |answer: &&Value| answer["content"].as_str().unwrap().split_whitespace().count();
        let said: Vec<usize> = answers(&history).iter().map(words).collect();
        assert_eq!((history.len(), &said[..]), (4, &[40, 2][..]), "{command}: {history:?}");
        // The log has no hole, and nothing twice.
        let mut late = Client::resume(backend.address, &session, client.ids().first().map(String::as_str)).await;
        assert_eq!(late.welcome["resumed"], "tail", "{command}");
        late.turn_end(&second).await;
        assert_eq!(late.ids()[..], client.ids()[1..=late.ids().len()], "{command}");
    }
    for server in [&backend, &worker] {
        assert!(!server.log().contains("damaged"), "{}", server.log());
    }
    // Functions, too, may be forbidden: what is read is read by others.
    redis.says(&["ACL", "SETUSER", "hera", "-fcall"], "OK").await;
    writes_are_refused(&backend, Some("FCALL: this user of Redis may not run a command")).await;
    let session = text(&backend.json("/api/sessions").await["sessions"][0]["session_id"]);
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 200);
    backend.logged("FCALL: this user of Redis may not run a command").await;
    redis.says(&["ACL", "SETUSER", "hera", "+fcall"], "OK").await;
    writes_are_refused(&backend, None).await;
    // And so may keys, some of a session's among them.
    redis
        .says(&["ACL", "SETUSER", "hera", "resetkeys", "~live:*", "~{turns}:*", "~owner:*", "~pictures:due"], "OK")
        .await;
    writes_are_refused(&backend, Some("may not use hera's keys")).await;
}

/// A certificate in a folder, and its key: one that signs others, or one of a server.
fn certificate(dir: &Path, signs: bool) {
    let extension = if signs { "basicConstraints=critical,CA:TRUE" } else { "basicConstraints=critical,CA:FALSE" };
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    command.args(["-subj", "/CN=redis", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", extension]);
    command.args(["-days", "3650", "-keyout", "key.pem", "-out", "certificate.pem"]);
    // Of the day that the tests set: hera takes no certificate of a later one.
    let made = command.current_dir(dir).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[tokio::test]
async fn a_certificate_that_does_not_do_is_told_with_what_does() {
    let (authority, server) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    certificate(authority.path(), true);
    certificate(server.path(), false);
    let mut secure = Vec::new();
    for dir in [&authority, &server] {
        let (at, port) = (|name: &str| dir.path().join(name).display().to_string(), free_address().port().to_string());
        let arguments = ["--tls-port", &port, "--tls-cert-file", &at("certificate.pem")];
        let more = ["--tls-key-file", &at("key.pem"), "--tls-auth-clients", "no"];
        let redis = Redis::start_with(&[&arguments[..], &more].concat()).await;
        secure.push((redis, format!("rediss://127.0.0.1:{port}"), at("certificate.pem")));
    }
    let start = |url: &str, file: &str| {
        Starting::new("adk", &[("STORAGE_MODE", "redis"), ("REDIS_URL", url), ("SSL_CERT_FILE", file)])
    };
    let (_, url, file) = &secure[0];
    start(url, file).waits_for(&["one that signs others", "CA:FALSE"]).await;
    let (_, url, file) = &secure[1];
    start(url, &secure[0].2).waits_for(&["Redis's certificate is not trusted"]).await;
    start(url, "/nope/ca.pem").waits_for(&["SSL_CERT_FILE", "/nope/ca.pem"]).await;
    start(url, file).is_ready().await;
}

#[tokio::test]
async fn a_redis_with_as_many_clients_as_it_takes_says_so() {
    // Of the connections that a process needs, each may be the one too many.
    for clients in ["2", "3"] {
        let redis = Redis::start_with(&["--maxclients", clients]).await;
        let url = format!("redis://{}", redis.address);
        let hera = Starting::new("adk", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
        hera.waits_for(&["raise its maxclients"]).await;
    }
}

#[tokio::test]
async fn a_replica_is_told_from_a_master() {
    let redis = Redis::start_with(&["--replicaof", "127.0.0.1 1"]).await;
    let url = format!("redis://{}", redis.address);
    let mut hera = Starting::new("backend", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
    // What it has can be read, so people are let in.
    hera.is_ready().await;
    let (_, told) = hera.asked("/health/ready").await.unwrap();
    let words = "this Redis is a replica and takes no writes: REDIS_URL must name its master";
    assert!(told.contains("\"writes\":\"refused\"") && told.contains(words), "{told}");
    assert!(hera.log().contains(words), "{}", hera.log());
}

/// The rules of the ACL in the documentation, without the name and the password.
fn documented() -> Vec<&'static str> {
    let line = OPERATIONS.split("ACL SETUSER hera on >PASSWORD ").nth(1).expect("the document has an ACL");
    let rules = line.split("```").next().unwrap_or_default();
    rules.split_whitespace().filter(|word| *word != "\\").collect()
}

fn is_a_word_of(turn: &str, frame: &Value) -> bool {
    frame["turn"] == turn && event_type(frame) == Some("TEXT_MESSAGE_CONTENT")
}

#[tokio::test]
async fn the_documented_acl_is_enough() {
    let redis = Redis::start().await;
    let command: Vec<&str> = ["ACL", "SETUSER", "hera", "on", ">secret"].into_iter().chain(documented()).collect();
    redis.says(&command, "OK").await;
    let url = format!("redis://hera:secret@{}", redis.address);
    let (backend, worker) = (replica_at(&url, "backend").await, replica_at(&url, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let mut other = Client::join(backend.address, &session).await;
    client.send(json!({"type": "typing", "on": true})).await;
    other.until("typing", |frame| frame["type"] == "typing").await;
    assert_eq!(upload(&backend, &session, png(64, 64)).await.status(), 200);
    assert!(!backend.log().contains("whether older versions of hera share it"), "{}", backend.log());
    let turn = client.turn("m-1", "tokens=20 rate=100").await;
    client.turn_end(&turn).await;
    let turn = client.turn("m-2", "tokens=3000 rate=100").await;
    client.until("a word", |frame| is_a_word_of(&turn, frame)).await;
    client.send(json!({"type": "cancel"})).await;
    client.turn_end(&turn).await;
    let first = client.ids()[0].clone();
    let mut resumed = Client::resume(backend.address, &session, Some(&first)).await;
    resumed.turn_end(&turn).await;
    assert_eq!(backend.history(&session).await.len(), 4);
    assert_eq!(backend.json("/api/sessions").await["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(backend.json(&format!("/api/sessions?before={session}")).await["sessions"], json!([]));
    // A worker that leaves hands back what it runs, and another takes it up.
    let turn = client.turn("m-3", "tokens=200 rate=20").await;
    client.until("a word", |frame| is_a_word_of(&turn, frame)).await;
    let _next = replica_at(&url, "adk").await;
    worker.terminate();
    worker.terminate();
    client.turn_end(&turn).await;
    let deleted = backend.request(reqwest::Method::DELETE, &format!("/api/sessions/{session}")).send().await.unwrap();
    assert_eq!(deleted.status(), 204);
    assert_eq!(client.close_code().await, Some(3503));
    // Of what was refused, Redis keeps a log. Newer ones are told by the driver what it is called, which may fail.
    let log = redis.ask(&["ACL", "LOG"]);
    let lines: Vec<&str> = log.lines().collect();
    let objects = lines.windows(2).filter(|pair| pair[0] == "object").map(|pair| pair[1]);
    assert_eq!(objects.filter(|object| *object != "client|setinfo").collect::<Vec<_>>(), [""; 0], "{log}");
}

#[tokio::test]
async fn a_redis_that_may_drop_conversations_is_told_of() {
    let redis = Redis::start_with(&["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"]).await;
    // Where CONFIG is forbidden, too.
    redis.says(&["ACL", "SETUSER", "hera", "on", ">secret", "~*", "&*", "+@all", "-config"], "OK").await;
    let (url, door) = (format!("redis://hera:secret@{}", redis.address), free_address());
    let backend = crate::harness::Server::builder().role("backend").env("METRICS_ADDR", door);
    let backend = backend.env("STORAGE_MODE", "redis").env("REDIS_URL", url).start().await;
    backend.logged("its maxmemory-policy is allkeys-lru and must be noeviction").await;
    let metrics = reqwest::get(format!("http://{door}/metrics")).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("hera_redis_may_evict 1"), "{metrics}");
}
