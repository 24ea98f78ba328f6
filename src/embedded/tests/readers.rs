//! Reading has threads of its own: others that wait hold nobody up, and when these are stuck themselves, a ping tells.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::task::JoinSet;

use super::Folder;
use crate::bus::conformance::{in_time, queue, session};
use crate::bus::{EventLog as _, Signal, Start, TurnQueue as _};
use crate::domain::{ConnectionId, SessionId};
use crate::embedded::Embedded;
use crate::sessions::{PageLimit, SessionStore as _};

#[test]
fn who_fills_the_threads_of_the_runtime_keeps_nobody_from_reading() {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).max_blocking_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (release, hold) = channel::<()>();
        let filling = tokio::task::spawn_blocking(move || hold.recv());
        let folder = Folder::new();
        let store = in_time(folder.try_open()).await.unwrap();
        let session = session(&store).await;
        queue(&store, session, "a").await;
        drop(in_time(store.claim()).await);
        in_time(store.subscribe(session, Start::Snapshot)).await.unwrap();
        assert_eq!(in_time(store.history(session, None, PageLimit::messages(10))).await.unwrap().messages.len(), 1);
        in_time(store.ping()).await.unwrap();
        assert!(!filling.is_finished());
        drop(release);
    });
}

/// Lets all threads wait until the sender is dropped.
async fn stuck(store: &Embedded, reading: &mut JoinSet<()>) -> Sender<()> {
    let (release, hold) = channel::<()>();
    let hold = Arc::new(Mutex::new(hold));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..crate::embedded::readers::THREADS {
        let (store, hold, tell) = (store.clone(), Arc::clone(&hold), tell.clone());
        reading.spawn(async move {
            let read = store.0.disk.read(move |_| {
                tell.send(()).unwrap();
                let _ = hold.lock().unwrap().recv();
                Ok(())
            });
            read.await.unwrap();
        });
        in_time(told.recv()).await.unwrap();
    }
    release
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_cannot_read_is_not_ready_and_blocks_no_task() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let session = session(&store).await;
    let mut reading = JoinSet::new();
    let release = stuck(&store, &mut reading).await;
    let mut joining = Box::pin(store.subscribe(session, Start::Snapshot));
    assert!(futures::poll!(&mut joining).is_pending());
    for _ in 0..1000 {
        // Looks for a session in memory, as everybody does.
        store.signal(SessionId::random(), Signal::Typing { who: ConnectionId::new(1), on: true });
    }
    let pinged = tokio::time::timeout(Duration::from_millis(100), store.ping()).await;
    assert!(pinged.is_err(), "it can write and not read: {pinged:?}");
    drop(release);
    in_time(reading.join_all()).await;
    in_time(joining).await.unwrap();
    in_time(store.ping()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_brought_to_memory_once() {
    let folder = Folder::new();
    let store = folder.try_open().await.unwrap();
    let session = session(&store).await;
    for _ in 0..20 {
        let mut asking = JoinSet::new();
        for _ in 0..16 {
            let engine = Arc::clone(&store.0);
            asking.spawn(async move { engine.live(session).await.unwrap().unwrap() });
        }
        let lives = in_time(asking.join_all()).await;
        assert!(lives.iter().all(|live| Arc::ptr_eq(live, &lives[0])), "two of them would give out the same numbers");
    }
}
