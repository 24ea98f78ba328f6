//! What is deleted is gone from the file of the store, too, and not only from what is shown.

use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::Method;
use rustix::fs::{FallocateFlags, fallocate};

use crate::harness::{Client, Server, in_time};

/// Words that are in nothing but what is said.
const DELETED: &str = "zerzura";
const KEPT: &str = "kitezh";

/// A session in which this was said, and said back.
async fn said(server: &Server, word: &str) -> String {
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let turn = client.turn("m-1", &format!("I live in {word} {word}")).await;
    client.turn_end(&turn).await;
    client.leave().await;
    session
}

async fn delete(server: &Server, session: &str) {
    let deleted = server.request(Method::DELETE, &format!("/api/sessions/{session}")).send();
    assert_eq!(in_time("the deletion", deleted).await.unwrap().status(), 204);
}

/// How often the word is in the files of the store.
fn times(server: &Server, word: &str) -> usize {
    let files = std::fs::read_dir(server.sessions_dir()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files
        .map(|path| std::fs::read(path).unwrap().windows(word.len()).filter(|part| part == &word.as_bytes()).count())
        .sum()
}

async fn until_gone(server: &Server) {
    in_time("what was deleted to be gone from the store", async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while times(server, DELETED) > 0 {
            looks.tick().await;
        }
    })
    .await;
}

fn compact(server: &Server) -> Output {
    let mut compact = Command::new(env!("CARGO_BIN_EXE_hera"));
    compact.arg("compact").env_clear().env("SESSIONS_DIR", server.sessions_dir()).output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_is_gone_from_the_store_when_nobody_writes() {
    let server = Server::start().await;
    let (kept, deleted) = (said(&server, KEPT).await, said(&server, DELETED).await);
    let mut reader = Client::join(server.address, &kept).await;
    assert!(times(&server, DELETED) > 0 && times(&server, KEPT) > 0);
    delete(&server, &deleted).await;
    until_gone(&server).await;
    assert!(times(&server, KEPT) > 0);
    // All goes on, for those who were there, and after the next start.
    let turn = reader.turn("m-2", "and still do").await;
    reader.turn_end(&turn).await;
    server.terminate();
    let mut server = server;
    assert!(server.ended().await.success());
    server.restart().await;
    let texts: Vec<String> = server.history(&kept).await.iter().map(|message| message["content"].to_string()).collect();
    assert!(texts.len() == 4 && texts[0].contains(KEPT) && texts[2].contains("and still do"), "{texts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_last_is_gone_with_the_end_of_the_process() {
    let mut server = Server::start().await;
    let (_kept, deleted) = (said(&server, KEPT).await, said(&server, DELETED).await);
    delete(&server, &deleted).await;
    server.terminate();
    assert!(server.ended().await.success());
    assert_eq!(times(&server, DELETED), 0, "{}", server.log());
    assert!(times(&server, KEPT) > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_has_left_is_gone_on_request_or_after_the_next_start() {
    for on_request in [true, false] {
        let mut server = Server::start().await;
        let (kept, deleted) = (said(&server, KEPT).await, said(&server, DELETED).await);
        let in_use = compact(&server);
        assert_eq!(in_use.status.code(), Some(1));
        let told = String::from_utf8(in_use.stderr).unwrap();
        assert!(told.contains("in use by another hera process"), "{told}");
        delete(&server, &deleted).await;
        server.kill9().await;
        if on_request {
            let done = compact(&server);
            assert!(done.status.success(), "{done:?}");
            assert!(String::from_utf8(done.stdout).unwrap().contains("the store takes "));
            let progress = String::from_utf8(done.stderr).unwrap();
            assert!(progress.contains(" bytes are written, of "), "{progress}");
            assert_eq!((times(&server, DELETED), times(&server, KEPT) > 0), (0, true));
        }
        server.restart().await;
        until_gone(&server).await;
        assert_eq!(server.history(&kept).await.len(), 2);
    }
}

/// Messages as long as they may be, each of one word, in sessions of their own.
async fn much_is_said(server: &Server) {
    let sessions = (0..8).map(async |_| {
        let mut client = Client::join(server.address, &server.session().await).await;
        for number in 0..10 {
            let turn = client.turn(&format!("m-{number}"), &"a".repeat(60_000)).await;
            client.turn_end(&turn).await;
        }
    });
    join_all(sessions).await;
}

/// Copying takes a while, and somebody speaks in the middle of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_waits_a_second_at_most_while_what_is_left_is_copied() {
    let server = Server::start().await;
    much_is_said(&server).await;
    let deleted = [said(&server, DELETED).await, said(&server, DELETED).await];
    let mut speaker = Client::join(server.address, &server.session().await).await;
    let draft = server.sessions_dir().join("hera.rewritten");
    for (number, session) in deleted.iter().enumerate() {
        delete(&server, session).await;
        in_time("a copy", async {
            while !draft.exists() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await;
        let spoken = Instant::now();
        let turn = speaker.turn(&format!("m-{number}"), "and I go on").await;
        let waited = spoken.elapsed();
        assert!(waited < Duration::from_secs(1), "{waited:?}");
        speaker.turn_end(&turn).await;
    }
    until_gone(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_of_more_than_a_gigabyte_is_copied_on_request_only() {
    let mut server = Server::start().await;
    let (kept, deleted) = (said(&server, KEPT).await, said(&server, DELETED).await);
    // It takes so much of the disk, though it has so little to say.
    let path = server.sessions_dir().join("hera.redb");
    let store = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    fallocate(&store, FallocateFlags::KEEP_SIZE, 0, 1_001_000_000).unwrap();
    drop(store);
    let file = || std::fs::metadata(&path).unwrap().ino();
    let before = file();
    delete(&server, &deleted).await;
    server.logged("it is large; stop hera, and run `hera compact`").await;
    server.terminate();
    assert!(server.ended().await.success());
    server.logged_times("it is large; stop hera, and run `hera compact`", 2).await;
    assert!(!server.log().contains("what was deleted is gone from the store"));
    assert_eq!(file(), before, "it is the same file");
    let done = compact(&server);
    assert!(done.status.success(), "{done:?}");
    assert_eq!((times(&server, DELETED), times(&server, KEPT) > 0), (0, true));
    assert_ne!(file(), before);
    server.restart().await;
    assert_eq!(server.history(&kept).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_on_a_full_disk_is_gone_when_there_is_room() {
    let server = Server::builder().on_a_disk_of(24).start().await;
    let (_kept, deleted) = (said(&server, KEPT).await, said(&server, DELETED).await);
    // More than is written over by what a deletion itself writes.
    let mut client = Client::join(server.address, &deleted).await;
    let turn = client.turn("m-2", &DELETED.repeat(4000)).await;
    client.turn_end(&turn).await;
    client.leave().await;
    // The disk is the server's alone.
    let sessions = format!("/proc/{}/root{}", server.pid(), server.sessions_dir().display());
    let taken = std::path::Path::new(&sessions).join("taken");
    std::fs::write(&taken, vec![1; 10 << 20]).unwrap();
    delete(&server, &deleted).await;
    server.logged("there is no room on the disk to copy what is left").await;
    let is_there = || {
        let store = std::fs::read(std::path::Path::new(&sessions).join("hera.redb")).unwrap();
        store.windows(DELETED.len()).any(|part| part == DELETED.as_bytes())
    };
    assert!(is_there());
    std::fs::remove_file(taken).unwrap();
    in_time("what was deleted to be gone from the store", async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while is_there() {
            looks.tick().await;
        }
    })
    .await;
}

#[test]
fn where_there_is_no_store_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let asked = |name: &str, value: &str| {
        let mut compact = Command::new(env!("CARGO_BIN_EXE_hera"));
        compact.arg("compact").env_clear().env("SESSIONS_DIR", dir.path()).env(name, value).output().unwrap()
    };
    for (name, value, told) in
        [("LOG_LEVEL", "info", "there is no store at "), ("STORAGE_MODE", "redis", "the sessions are in Redis")]
    {
        let answer = asked(name, value);
        assert_eq!(answer.status.code(), Some(1));
        assert!(String::from_utf8(answer.stderr).unwrap().contains(told));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
