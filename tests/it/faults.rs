//! The disk fills up, the file is damaged, somebody else has it: people are told, and nothing acknowledged is lost.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use rlimit::Resource;
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

use crate::harness::client::{event_type, text};
use crate::harness::server::signal;
use crate::harness::{Client, Screen, Server, in_time};
use crate::neighbours::has_ended;
use crate::photos::files::png;
use crate::photos::http::upload;

const STORE: &str = "hera.redb";

/// Somebody who says something by HTTP and waits for the answer, which takes five seconds: whatever is to go wrong meanwhile
/// does so before its end.
pub struct Asking {
    asked: RequestBuilder,
    answer: JoinHandle<Response>,
}

impl Asking {
    pub fn begin(server: &Server, session: &str) -> Self {
        let asked = server.request(Method::POST, &format!("/api/sessions/{session}/messages"));
        let asked = asked.header("idempotency-key", "waits").json(&json!({"message": "tokens=40 rate=8"}));
        let sent = asked.try_clone().unwrap().send();
        Self { asked, answer: TaskTracker::new().spawn(async { sent.await.unwrap() }) }
    }

    /// Is told within seconds that the message is stored, and that its answer cannot be.
    pub async fn is_kept(&mut self, reason: &str) {
        let answer = tokio::time::timeout(Duration::from_secs(15), &mut self.answer).await;
        let answer = answer.expect("nobody is told").unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true));
        let told: Value = answer.json().await.unwrap();
        assert_eq!((&told["code"], &told["reason"]), (&json!("kept"), &json!(reason)), "{told}");
        assert_eq!(told["client_msg_id"], "waits", "{told}");
    }

    /// Asks again, as it was told to, and is answered.
    pub async fn is_answered(&self) {
        in_time("the answer", async {
            loop {
                let answer = self.asked.try_clone().unwrap().send().await.unwrap();
                let (status, told) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap());
                if status == 200 {
                    assert_eq!(text(&told["reply"]).split_whitespace().count(), 40, "{told}");
                    return;
                }
                assert!(["kept", "store_full", "store_unavailable"].contains(&text(&told["code"]).as_str()), "{told}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
        .await;
    }
}

/// Says it under the same name until it is accepted; how often it was refused, always as temporary.
async fn insist(client: &mut Client, name: &str, content: &str) -> (Value, usize) {
    let mut refused = 0;
    loop {
        client.say(name, content).await;
        let answer = client.answer(name).await;
        if answer["type"] == "accepted" {
            return (answer, refused);
        }
        assert_eq!(answer["temporary"], true, "{answer}");
        assert!(["store_full", "store_unavailable"].contains(&answer["code"].as_str().unwrap()), "{answer}");
        refused += 1;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_recovers_by_itself() {
    let mut server = Server::builder().env("FRAMES_PER_SECOND", 0).env("REQUESTS_PER_SECOND", 0).start().await;
    let (talking, filling) = (server.session().await, server.session().await);
    let mut listener = Client::join(server.address, &talking).await;
    let running = listener.turn("long", "tokens=150 rate=50").await;
    listener.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;

    // The file may not grow any more: to the process the same as a disk without room.
    let store = server.sessions_dir().join(STORE);
    let size = std::fs::metadata(&store).unwrap().len();
    limit_files(&server, size);
    let mut client = Client::join(server.address, &filling).await;
    let mut accepted = Vec::new();
    let content = "x".repeat(4000);
    let refused = loop {
        let name = format!("m{}", accepted.len());
        client.say(&name, &content).await;
        let answer = client.answer(&name).await;
        if answer["type"] == "error" && answer["code"] == "queue_full" {
            continue;
        }
        if answer["type"] == "error" {
            assert_eq!((&answer["code"], &answer["temporary"]), (&json!("store_full"), &json!(true)), "{answer}");
            assert!(answer["retry_after_ms"].is_u64(), "{answer}");
            break name;
        }
        accepted.push(text(&answer["message_id"]));
    };
    // What is there can be read: the process stays in service, and says what it does not do.
    let told = server.json("/health/ready").await;
    assert_eq!(told["writes"], "refused", "{told}");
    assert_eq!(server.get("/health/live").await.status(), 200);
    // The running stream goes on from memory.
    let seen = listener.frames.len();
    while listener.frames.len() < seen + 5 {
        listener.next("another word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    }
    client.say(&refused, &content).await;
    client.refused(&refused, "store_full").await;

    limit_files(&server, u64::MAX);
    let (answer, _) = insist(&mut client, &refused, &content).await;
    assert_eq!(answer["duplicate"], false, "what was refused was not kept");
    accepted.push(text(&answer["message_id"]));
    in_time("health", async { while server.json("/health/ready").await["writes"] != "ok" {} }).await;
    let end = listener.turn_end(&running).await;
    assert_eq!(end["event"]["outcome"]["type"], "success", "{end}");
    let last = text(&answer["turn_id"]);
    client.turn_end(&last).await;

    server.kill9().await;
    server.restart().await;
    let history = server.history(&filling).await;
    let kept: Vec<String> =
        history.iter().filter(|message| message["role"] == "user").map(|message| text(&message["id"])).collect();
    assert_eq!(kept, accepted, "what was acknowledged, and nothing else");
    let history = server.history(&talking).await;
    assert_eq!(history[1]["content"].as_str().unwrap().split_whitespace().count(), 150);
    assert_eq!(Screen::of(&listener.frames).texts("assistant")[0].1, history[1]["content"].as_str().unwrap());
}

/// Why a disk takes no write at all, also none of those with which the store is opened again.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Refusing {
    /// No file may grow, or be written where it is.
    Full,
    /// The file system was mounted anew, to be read only.
    OnlyRead,
    /// The disk fails.
    Fails,
}

/// Longer than any test waits.
const HANGS: &str = "delay_enter=600s";

/// With what a store is written.
const CALLS: &str = "pwrite64,ftruncate,fallocate,fsync,fdatasync";

/// The disk that refuses; it takes writes again when this is dropped.
enum Refused<'a> {
    Limited(&'a Server),
    Traced(#[expect(dead_code, reason = "held until it is dropped")] Traced),
}

/// Something happens to each of these calls of the server, until this is dropped.
struct Traced {
    strace: Child,
    /// What ends it: one that holds a process that is about to end, or has ended, does not let go of it by itself.
    ended_by: &'static str,
}

impl Traced {
    fn begin(server: &Server, calls: &str, what: &str) -> Self {
        let mut strace = std::process::Command::new("strace");
        strace.args(["-q", "-f", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:{what}"), "-p", &server.pid().to_string()]);
        let strace = strace.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { strace, ended_by: if what == HANGS { "KILL" } else { "TERM" } }
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        signal(self.ended_by, self.strace.id());
        self.strace.wait().unwrap();
    }
}

impl Refusing {
    fn begin(self, server: &Server) -> Refused<'_> {
        let error = match self {
            Self::Full => {
                limit_files(server, 0);
                return Refused::Limited(server);
            }
            Self::OnlyRead => "EROFS",
            Self::Fails => "EIO",
        };
        Refused::Traced(Traced::begin(server, CALLS, &format!("error={error}")))
    }

    const fn code(self) -> &'static str {
        if matches!(self, Self::Full) { "store_full" } else { "store_unavailable" }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Full => "File too large",
            Self::OnlyRead => "Read-only file system",
            Self::Fails => "Input/output error",
        }
    }
}

impl Drop for Refused<'_> {
    fn drop(&mut self) {
        if let Self::Limited(server) = self {
            limit_files(server, u64::MAX);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_takes_no_write_at_all_is_still_read() {
    for refusing in [Refusing::Full, Refusing::OnlyRead, Refusing::Fails] {
        let mut server = Server::builder().env("FRAMES_PER_SECOND", 0).env("REQUESTS_PER_SECOND", 0).start().await;
        let (session, other) = (server.session().await, server.session().await);
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "tokens=3 rate=0").await;
        client.turn_end(&turn).await;

        let refused = refusing.begin(&server);
        let mut name = 2;
        loop {
            // The disk refuses from some moment on.
            client.say(&format!("m-{name}"), "tokens=3 rate=0").await;
            let answer = client.answer(&format!("m-{name}")).await;
            if answer["type"] == "error" {
                assert_eq!(
                    (&answer["code"], &answer["temporary"]),
                    (&json!(refusing.code()), &json!(true)),
                    "{answer}"
                );
                break;
            }
            // Many who wait would have no room in the end. An answer that the disk does not take has no end yet.
            let answered = client.turn_end(answer["turn_id"].as_str().unwrap());
            let _ = tokio::time::timeout(Duration::from_millis(500), answered).await;
            name += 1;
        }
        let name = format!("m-{name}");
        for round in 0..3 {
            for path in ["status", "messages", "export", "events?wait_ms=0"] {
                let answer = server.get(&format!("/api/sessions/{session}/{path}")).await;
                assert_eq!(answer.status(), 200, "{refusing:?} {round} {path}");
            }
            assert_eq!(Client::join(server.address, &session).await.welcome["resumed"], "fresh", "{refusing:?}");
            let told = server.json("/health/ready").await;
            assert_eq!(told["writes"], "refused", "{refusing:?} {told}");
            assert!(text(&told["detail"]).contains(refusing.words()), "{refusing:?} {told}");
            client.say(&name, "tokens=3 rate=0").await;
            client.refused(&name, refusing.code()).await;
        }
        let path = format!("/api/sessions/{other}");
        let deleted = in_time("the deletion", server.request(Method::DELETE, &path).send()).await.unwrap();
        assert_eq!(deleted.status(), if refusing == Refusing::Full { 507 } else { 503 }, "{refusing:?}");
        let why: Value = deleted.json().await.unwrap();
        assert_eq!(why["code"], refusing.code(), "{why}");
        if refusing != Refusing::Full {
            let detail = text(&why["detail"]);
            assert!(detail.contains("takes no writes") && detail.contains(refusing.words()), "{why}");
        }
        drop(refused);

        let (answer, _) = insist(&mut client, &name, "tokens=3 rate=0").await;
        assert_eq!(answer["duplicate"], false, "{refusing:?}: what was refused was not kept");
        client.turn_end(&text(&answer["turn_id"])).await;
        in_time("writes", async { while server.json("/health/ready").await["writes"] != "ok" {} }).await;
        let before = server.history(&session).await;
        server.kill9().await;
        server.restart().await;
        assert_eq!(server.history(&session).await, before, "{refusing:?}");
        assert!(!server.log().contains("panicked"), "{}", server.log());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_for_a_turn_is_told_that_the_disk_takes_nothing_of_it() {
    for refusing in [Refusing::Full, Refusing::OnlyRead, Refusing::Fails] {
        let server = Server::builder().env("FRAMES_PER_SECOND", 0).env("REQUESTS_PER_SECOND", 0).start().await;
        let session = server.session().await;
        let mut client = Client::join(server.address, &session).await;
        let mut asking = Asking::begin(&server, &session);
        client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        let refused = refusing.begin(&server);
        asking.is_kept(refusing.code()).await;
        let told = client.error(refusing.code()).await;
        assert_eq!((&told["temporary"], told.get("client_msg_id")), (&json!(true), None), "{told}");
        let path = format!("/api/sessions/{session}/events?wait_ms=15000&after={}", client.last_id.as_ref().unwrap());
        let streamed = server.get(&path).await.text().await.unwrap();
        assert!(streamed.contains(&format!(r#"data: {{"type":"error","code":"{}""#, refusing.code())), "{streamed}");
        drop(refused);

        asking.is_answered().await;
        client.next("the end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
        let again = client.frames.iter().filter(|frame| frame["type"] == "error").count();
        assert_eq!(again, 1, "{refusing:?}: it is told once");
        let history = server.history(&session).await;
        assert_eq!(history.len(), 2, "{refusing:?}: {history:?}");
        assert_eq!(Screen::of(&client.frames).texts("assistant")[0].1, history[1]["content"].as_str().unwrap());
        let turn = client.turn("m-2", "tokens=3 rate=0").await;
        client.turn_end(&turn).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_does_not_answer_keeps_nobody_at_the_door() {
    let mut server = Server::builder().env("STORE_CACHE_BYTES", 1 << 20).start().await;
    let (session, other) = (server.session().await, server.session().await);
    let mut client = Client::join(server.address, &session).await;
    for number in 0..4 {
        let turn = client.turn(&format!("m-{number}"), &"x".repeat(20_000)).await;
        client.turn_end(&turn).await;
    }
    // Nothing of it is in memory.
    server.restart().await;
    let mut there = Client::join(server.address, &other).await;
    let mut early = Client::open(server.address, &session).await;
    let slow = Traced::begin(&server, "pread64", HANGS);
    // Whichever thread reads.
    let threads = format!("/proc/{}/task", server.pid());
    let is_traced = |thread: std::io::Result<std::fs::DirEntry>| {
        let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap_or_default();
        !status.contains("TracerPid:\t0\n")
    };
    in_time("the disk to be slow", async {
        while !std::fs::read_dir(&threads).unwrap().all(is_traced) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let begun = std::time::Instant::now();
    early.send(json!({"type": "hello"})).await;
    assert_eq!(early.close_code().await, Some(3004));
    let took = begun.elapsed();
    assert!((Duration::from_secs(4)..Duration::from_secs(15)).contains(&took), "shown out after {took:?}");
    // Who is there hears of others.
    there.send(json!({"type": "ping"})).await;
    there.next("pong", |frame| frame["type"] == "pong").await;
    drop(slow);
    assert_eq!(Client::join(server.address, &session).await.welcome["resumed"], "fresh");
}

/// The disk takes nothing any more, and the process is asked to end in the middle of a turn.
async fn ends_over(what: &str) {
    let mut server = Server::builder().env("DRAIN_S", 1).start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=30 rate=20").await;
    client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    let mut refused = Traced::begin(&server, CALLS, what);
    // Something was tried, and not done.
    let mut name = 2;
    loop {
        client.say(&format!("m-{name}"), "tokens=0").await;
        let answer = client.answer(&format!("m-{name}")).await;
        if answer["type"] == "error" {
            assert_eq!(answer["code"], "store_unavailable", "{answer}");
            break;
        }
        name += 1;
    }
    let process = server.pid();
    server.terminate();
    in_time("the process to end", async {
        while !has_ended(process) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    // Its threads that are held go when nobody holds them, and what holds those of an ended process does not hear that it is
    // to let go.
    refused.ended_by = "KILL";
    drop(refused);
    assert_eq!(server.ended().await.code(), Some(1), "{}", server.log());
    assert!(server.log().contains("the store has not taken what was said last"), "{}", server.log());

    server.restart().await;
    let mut back = Client::resume(server.address, &session, client.last_id.as_deref()).await;
    assert_eq!(back.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    let history = server.history(&session).await;
    let reply = history.iter().find(|message| message["role"] == "assistant").unwrap();
    assert_eq!(reply["content"].as_str().unwrap().split_whitespace().count(), 30);
    server.terminate();
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_over_a_disk_that_fails_is_told_as_a_failure() {
    ends_over("error=EIO").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_over_a_disk_that_hangs_is_told_as_a_failure() {
    ends_over(HANGS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_something_can_be_deleted() {
    let mut server =
        Server::builder().env("FRAMES_PER_SECOND", 0).env("REQUESTS_PER_SECOND", 0).on_a_disk_of(8).start().await;
    let mut sessions = vec![server.session().await];
    let last = server.session().await;
    let mut client = Client::join(server.address, &last).await;
    let content = "x".repeat(40_000);
    // Full is what takes not even a word any more.
    let mut full = false;
    while !full {
        let made = server.request(Method::POST, "/api/sessions").send();
        let made = in_time("a session", made).await.unwrap();
        if made.status() == 201 {
            sessions.push(text(&made.json::<Value>().await.unwrap()["session_id"]));
            let mut filling = Client::join(server.address, sessions.last().unwrap()).await;
            for name in ["a", "b", "c", "d"] {
                filling.say(name, &content).await;
                filling.answer(name).await;
            }
        }
        client.say("word", "word").await;
        let answer = client.answer("word").await;
        full = answer["code"] == "store_full";
        assert!(full || answer["type"] == "accepted" || answer["temporary"] == true, "{answer}");
    }
    assert!(!server.history(&sessions[1]).await.is_empty(), "what is there can be read");
    let path = format!("/api/sessions/{}", sessions[1]);
    let deleted = in_time("the deletion", server.request(Method::DELETE, &path).send()).await.unwrap();
    assert_eq!(deleted.status(), 204, "{}", deleted.text().await.unwrap());
    assert_eq!(server.get(&format!("{path}/messages")).await.status(), 404);
    insist(&mut client, "after", "word").await;
    server.terminate();
    assert_eq!(server.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_first_start_on_a_full_disk_ends_and_is_no_matter_to_the_next() {
    // Of 2,048 KiB: each step of making a store is the first that finds no room.
    for taken in [2048, 2044, 2040] {
        let server = Server::builder().after_a_start_beside(taken).start().await;
        let log = server.log();
        assert!(log.contains("the first start ended with 1\n"), "{taken}: {log}");
        assert!(log.contains("Make room on its disk and start again"), "{taken}: {log}");
        assert!(log.contains("it left: ") && !log.contains(&format!(" {STORE} ")), "{taken}: {log}");
        server.session().await;
    }
}

/// A file of a store in which a session is.
async fn another_store() -> (Vec<u8>, String) {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
    server.terminate();
    server.ended().await;
    (std::fs::read(server.sessions_dir().join(STORE)).unwrap(), session)
}

/// Who takes the store away, and whether it is put back for the next start.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Taken {
    Removed,
    Moved,
    Replaced,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_taken_away_takes_nothing_more() {
    let (other, theirs) = another_store().await;
    for taken in [Taken::Removed, Taken::Moved, Taken::Replaced] {
        let mut server = Server::start().await;
        let (session, deleted) = (server.session().await, server.session().await);
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "tokens=2 rate=0").await;
        client.turn_end(&turn).await;
        let sessions = server.sessions_dir();
        let (store, aside) = (sessions.join(STORE), sessions.with_file_name("aside"));
        match taken {
            Taken::Removed => std::fs::remove_dir_all(&sessions).unwrap(),
            Taken::Moved => std::fs::rename(&sessions, &aside).unwrap(),
            Taken::Replaced => {
                std::fs::write(&aside, &other).unwrap();
                std::fs::rename(&aside, &store).unwrap();
            }
        }
        client.say("m-2", "tokens=2 rate=0").await;
        assert_eq!(client.refused("m-2", "store_unavailable").await["temporary"], true, "{taken:?}");
        let ready = server.get("/health/ready").await;
        assert_eq!(ready.status(), 503, "{taken:?}");
        let why = ready.text().await.unwrap();
        assert!(why.contains("was removed or replaced while hera runs") && why.contains("restart hera"), "{why}");
        assert_eq!(server.history(&session).await.len(), 2, "{taken:?}: what was there can still be read");
        // A deletion would have the file written anew, in the place of the other.
        let path = format!("/api/sessions/{deleted}");
        let refused = in_time("a deletion", server.request(Method::DELETE, &path).send()).await.unwrap();
        assert_eq!(refused.status(), 503, "{taken:?}");
        let log = server.log();
        assert_eq!(log.matches("the store cannot be used").count(), 1, "{taken:?}: {log}");
        if taken == Taken::Moved {
            std::fs::rename(&aside, &sessions).unwrap();
            client.say("m-3", "tokens=2 rate=0").await;
            client.refused("m-3", "store_unavailable").await;
        }
        server.terminate();
        assert_eq!(server.ended().await.code(), Some(0), "{taken:?}");
        server.restart().await;
        match taken {
            Taken::Removed => {
                assert_eq!(server.get(&format!("/api/sessions/{session}/messages")).await.status(), 404);
                server.session().await;
            }
            Taken::Moved => assert_eq!(server.history(&session).await.len(), 2),
            Taken::Replaced => assert_eq!(server.history(&theirs).await.len(), 2),
        }
    }
}

/// A disk that takes no writes when the server is started over what it has.
#[derive(Debug, Clone, Copy)]
enum Closed {
    /// It is mounted to be read only.
    OnlyRead,
    /// Not one byte is free, to the process.
    Full,
    /// The server may not write there.
    NotOurs,
}

impl Closed {
    /// What a shell does before it becomes the server.
    const fn begin(self) -> &'static str {
        match self {
            Self::OnlyRead => {
                r#"exec unshare --mount sh -c 'mount --bind sessions sessions && mount -o remount,bind,ro sessions && exec "$0" "$@"' "$0" "$@""#
            }
            // Its log goes elsewhere.
            Self::Full => {
                r#"mkfifo errors; cat errors >&2 & exec sh -c 'ulimit -S -f 0; exec "$0" "$@"' "$0" "$@" 2> errors"#
            }
            Self::NotOurs => {
                r#"chmod -R a-w sessions; exec setpriv --bounding-set=-dac_override --inh-caps=-all -- "$0" "$@""#
            }
        }
    }

    /// It takes writes.
    fn end(self, server: &Server) {
        let (pid, sessions) = (server.pid(), server.sessions_dir());
        let sessions = sessions.display();
        let script = match self {
            Self::OnlyRead => format!("nsenter --mount --target {pid} mount -o remount,bind,rw {sessions}"),
            Self::Full => return limit_files(server, u64::MAX),
            Self::NotOurs => format!("chmod -R u+w {sessions}"),
        };
        assert!(std::process::Command::new("sh").args(["-c", &script]).status().unwrap().success());
    }

    const fn code(self) -> &'static str {
        if matches!(self, Self::Full) { "store_full" } else { "store_unavailable" }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_on_a_disk_that_takes_no_writes_reads_what_is_there() {
    for closed in [Closed::OnlyRead, Closed::Full, Closed::NotOurs] {
        let limits = Server::builder().env("FRAMES_PER_SECOND", 0).env("REQUESTS_PER_SECOND", 0);
        let mut server = limits.env("SESSION_TTL_S", 3600).start().await;
        let (session, other) = (server.session().await, server.session().await);
        let mut client = Client::join(server.address, &session).await;
        let turn = client.turn("m-1", "tokens=3 rate=0").await;
        client.turn_end(&turn).await;
        let picture = upload(&server, &session, png(64, 64)).await.json::<Value>().await.unwrap();
        let cut = client.turn("m-2", "tokens=60 rate=20").await;
        client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        server.kill9().await;

        server.restart_with(&[("HARNESS_SHELL", closed.begin())]).await;
        let told = server.json("/health/ready").await;
        assert_eq!(told["writes"], "refused", "{closed:?} {told}");
        assert_eq!(server.history(&session).await.len(), 3, "{closed:?}");
        for path in ["status", "messages", "export", "events?wait_ms=0"] {
            assert_eq!(server.get(&format!("/api/sessions/{session}/{path}")).await.status(), 200, "{closed:?} {path}");
        }
        assert_eq!(server.get(&text(&picture["photo"]["url"])).await.status(), 200, "{closed:?}");
        let mut client = Client::join(server.address, &session).await;
        client.say("m-3", "tokens=3 rate=0").await;
        assert_eq!(client.refused("m-3", closed.code()).await["temporary"], true, "{closed:?}");
        let made = in_time("a session", server.request(Method::POST, "/api/sessions").send()).await.unwrap();
        assert_eq!(made.json::<Value>().await.unwrap()["code"], closed.code(), "{closed:?}");
        let log = server.log();
        assert!(log.contains("what is in it can be read"), "{closed:?}: {log}");

        closed.end(&server);
        let (answer, _) = insist(&mut client, "m-3", "tokens=3 rate=0").await;
        assert_eq!(answer["duplicate"], false, "{closed:?}");
        client.turn_end(&text(&answer["turn_id"])).await;
        assert_eq!(client.turn_end(&cut).await["event"]["outcome"]["type"], "success", "{closed:?}");
        assert_eq!(server.history(&session).await.len(), 6, "{closed:?}");
        in_time("writes", async { while server.json("/health/ready").await["writes"] != "ok" {} }).await;
        let deleted = server.request(Method::DELETE, &format!("/api/sessions/{other}")).send();
        assert_eq!(in_time("the deletion", deleted).await.unwrap().status(), 204, "{closed:?}");
        server.terminate();
        assert_eq!(server.ended().await.code(), Some(0), "{closed:?}");
    }
}

fn limit_files(server: &Server, bytes: u64) {
    let pid = i32::try_from(server.pid()).unwrap();
    rlimit::prlimit(pid, Resource::FSIZE, Some((bytes, rlimit::INFINITY)), None).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_has_grown_is_repaired_within_its_cache() {
    let builder = Server::builder().env("STORE_CACHE_BYTES", 1 << 20).env("TURNS_QUEUED", 1000);
    let mut server = builder.env("FRAMES_PER_SECOND", 0).start().await;
    let idle = server.memory();
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    // Nothing is answered meanwhile but this.
    client.turn("first", "tokens=1000 rate=1").await;
    let content = "x".repeat(44_000);
    for number in 0..400 {
        let name = format!("m{number}");
        client.say(&name, &content).await;
        client.accepted(&name).await;
    }
    server.restart().await;
    // What was never written to takes no room on the disk, and none in a cache.
    let taken = std::fs::metadata(server.sessions_dir().join(STORE)).unwrap().blocks() * 512;
    assert!(taken > 40 << 20, "only {taken} bytes");
    server.memory_settles_below(idle + taken / 2).await;
}

#[tokio::test]
async fn the_name_of_a_new_store_is_on_the_disk_before_it_is_used() {
    let server = Server::builder().traced("fsync").start().await;
    let sessions = server.sessions_dir();
    let trace = std::fs::read_to_string(sessions.with_file_name("trace")).unwrap();
    for folder in [&*sessions, sessions.parent().unwrap()] {
        assert!(trace.contains(&format!("<{}>)", folder.display())), "{} is not synced:\n{trace}", folder.display());
    }
}

/// Runs hera over the folder until it ends by itself.
async fn start_over(sessions: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hera"));
    command.args(["serve", "--port=0", "--metrics-addr=off"]).env_clear().env("SESSIONS_DIR", sessions);
    command.stdin(Stdio::null()).kill_on_drop(true);
    in_time("hera to give up", command.output()).await.unwrap()
}

async fn refuses(sessions: &Path, parts: &[&str]) {
    let output = start_over(sessions).await;
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in parts {
        assert!(said.contains(part), "no {part:?} in {said:?}");
    }
}

#[tokio::test]
async fn a_damaged_file_stops_the_start_and_is_left_as_it_is() {
    let mut server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("a", "tokens=3 rate=0").await;
    client.turn_end(&turn).await;
    server.kill9().await;
    let store = server.sessions_dir().join(STORE);
    let whole = std::fs::read(&store).unwrap();
    let mut header = whole.clone();
    header[..64].fill(0x5a);
    let mut roots = whole.clone();
    roots[64..320].fill(0x5a);
    let damages = [header, roots, whole[..whole.len() / 2].to_vec(), whole[..100].to_vec(), b"garbage".repeat(1000)];
    for (number, damaged) in damages.into_iter().enumerate() {
        std::fs::write(&store, &damaged).unwrap();
        refuses(&server.sessions_dir(), &[&store.display().to_string(), "backup", "move it away"]).await;
        assert!(std::fs::read(&store).unwrap() == damaged, "damage {number}: the file was changed");
    }
    std::fs::write(&store, &whole).unwrap();
    server.restart().await;
    assert_eq!(server.history(&session).await.len(), 2);
}

#[tokio::test]
async fn a_store_that_is_not_to_be_had_is_named() {
    let server = Server::start().await;
    refuses(&server.sessions_dir(), &[STORE, "in use", "SESSIONS_DIR"]).await;
    assert_eq!(server.get("/health/ready").await.status(), 200, "the first one goes on");
}

#[tokio::test]
async fn a_damaged_session_is_told_and_the_others_go_on() {
    let mut server = Server::start().await;
    let (damaged, other) = (server.session().await, server.session().await);
    for (session, word) in [(&damaged, "needle"), (&other, "thread")] {
        let mut client = Client::join(server.address, session).await;
        let turn = client.turn("a", word).await;
        client.turn_end(&turn).await;
    }
    server.terminate();
    server.ended().await;
    let store = server.sessions_dir().join(STORE);
    let mut bytes = std::fs::read(&store).unwrap();
    let places: Vec<usize> = (0..bytes.len() - 6).filter(|&place| &bytes[place..place + 6] == b"needle").collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place..place + 6].fill(b'"');
    }
    std::fs::write(&store, bytes).unwrap();
    server.restart().await;
    let answer = server.get(&format!("/api/sessions/{damaged}/messages")).await;
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "internal");
    // A turn whose history cannot be read ends, and says so.
    let said = json!({"message": "still there?"});
    let asking = server.request(Method::POST, &format!("/api/sessions/{damaged}/messages")).json(&said).send();
    let answer = in_time("the end of the turn", asking).await.unwrap();
    assert!(answer.status().is_server_error(), "{}", answer.status());
    let mut client = Client::join(server.address, &other).await;
    let turn = client.turn("b", "more").await;
    client.turn_end(&turn).await;
    assert_eq!(server.history(&other).await.len(), 4);
    assert_eq!(server.get("/health/ready").await.status(), 200);
}
