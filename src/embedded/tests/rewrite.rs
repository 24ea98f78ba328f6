//! The file is written anew: nothing that was deleted is left in it, and nothing else is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Folder;
use crate::bus::conformance::message;
use crate::bus::{Busy, EventLog as _};
use crate::domain::{OwnerId, SessionId};
use crate::embedded::Embedded;
use crate::embedded::rewrite::Rewritten;
use crate::sessions::{PageLimit, SessionStore as _};

async fn session(store: &Embedded) -> SessionId {
    store.create(OwnerId::random(), crate::record::v1::first()).await.unwrap().id
}

async fn say(store: &Embedded, session: SessionId, name: &str, text: &str) {
    store.accept(session, message(name, text, Busy::Queue)).await.unwrap();
}

async fn texts(store: &Embedded, session: SessionId) -> Vec<String> {
    let page = store.history(session, None, PageLimit::messages(1000)).await.unwrap();
    page.messages.into_iter().map(|message| message.text).collect()
}

fn holds(folder: &Folder, text: &str) -> bool {
    std::fs::read(folder.file()).unwrap().windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_of_what_was_deleted_wherever_it_lay() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let mut sessions = Vec::new();
    for number in 0..60 {
        let id = session(&store).await;
        // Records of all sizes, so that pages of all sizes are freed.
        for size in [1, 40, 900] {
            say(&store, id, &format!("m{size}"), &format!("marker-{number:02} ").repeat(size)).await;
        }
        sessions.push(id);
    }
    for (number, id) in sessions.iter().enumerate().filter(|(number, _)| number % 3 != 0) {
        assert!(store.delete(*id).await.unwrap(), "{number}");
    }
    let rewritten = store.0.disk.rewrite(|| false).await.unwrap();
    assert!(matches!(rewritten, Rewritten::Done { .. }), "{rewritten:?}");
    for (number, id) in sessions.iter().enumerate() {
        let marker = format!("marker-{number:02} ");
        assert_eq!(holds(&folder, &marker), number % 3 == 0, "{marker}");
        let said = texts(&store, *id).await;
        assert_eq!(said.len(), if number % 3 == 0 { 3 } else { 0 });
        assert!(said.iter().all(|text| text.starts_with(&marker)));
    }
    drop(store);
    let store = folder.try_open().await.unwrap();
    assert_eq!(texts(&store, sessions[0]).await.len(), 3);
}

/// What is told to be stored is stored, however often the file is written anew meanwhile; and whoever reads goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_meanwhile_is_kept() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let mut rewriting = tokio::task::JoinSet::new();
    rewriting.spawn({
        let (store, ended) = (store.clone(), Arc::clone(&ended));
        async move {
            let (mut done, mut given_up) = (0, 0);
            // Some of each, and to the end.
            while !ended.load(Ordering::SeqCst) || done == 0 || given_up == 0 {
                match store.0.disk.rewrite(|| false).await.unwrap() {
                    Rewritten::Done { .. } => done += 1,
                    Rewritten::GivenUp => given_up += 1,
                    other => panic!("{other:?}"),
                }
                if ended.load(Ordering::SeqCst) && given_up == 0 {
                    let given = store.0.disk.rewrite(|| true).await.unwrap();
                    assert_eq!(given, Rewritten::GivenUp);
                    given_up += 1;
                }
            }
        }
    });
    let mut sessions = Vec::new();
    for number in 0..200 {
        let id = session(&store).await;
        say(&store, id, "m", &format!("text {number}")).await;
        store.ping().await.unwrap();
        sessions.push(id);
        // Now and then nobody writes, so that the file is written anew; whoever has begun to read goes on.
        if number % 20 == 0 {
            let changes = store.0.disk.changes();
            let read = texts(&store, sessions[0]).await;
            assert_eq!((read, store.0.disk.changes()), (vec!["text 0".to_owned()], changes));
        }
    }
    ended.store(true, Ordering::SeqCst);
    rewriting.join_all().await;
    drop(store);
    let store = folder.try_open().await.unwrap();
    for (number, id) in sessions.iter().enumerate() {
        assert_eq!(texts(&store, *id).await, [format!("text {number}")]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_cannot_be_made_harms_nothing() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let id = session(&store).await;
    say(&store, id, "a", "a").await;
    let draft = folder.file().with_extension("rewritten");
    std::fs::create_dir(&draft).unwrap();
    assert!(store.0.disk.rewrite(|| false).await.is_err());
    say(&store, id, "b", "b").await;
    std::fs::remove_dir(&draft).unwrap();
    // What a process has left that was killed meanwhile.
    std::fs::write(&draft, "half a copy").unwrap();
    drop(store);
    let store = folder.try_open().await.unwrap();
    assert!(!draft.exists());
    assert_eq!(texts(&store, id).await, ["a", "b"]);
    let rewritten = store.0.disk.rewrite(|| false).await.unwrap();
    assert!(matches!(rewritten, Rewritten::Done { .. }), "{rewritten:?}");
    assert_eq!(texts(&store, id).await, ["a", "b"]);
}
