//! Readers see everything, once, in order, or are told that they cannot.

use super::*;
use crate::bus::{Opening, Signal, SnapshotReason};
use crate::domain::{Change, ConnectionId, Patch, Phase, Tag};

/// What readers are told of it: carried as it is written.
fn shown(phase: Phase) -> Patch {
    Patch::new(format!(r#"[{{"op":"replace", "path":"/phase","value":"\"{phase:?}\" 家族"}}]"#))
}

async fn opening_after(store: &dyn Backend, session: SessionId, id: EventId) -> Opening {
    store.subscribe(session, Start::After(id)).await.unwrap().opening
}

async fn reason_after(store: &dyn Backend, session: SessionId, id: EventId) -> Option<SnapshotReason> {
    match opening_after(store, session, id).await {
        Opening::Snapshot { reason, .. } => reason,
        Opening::Tail { .. } => None,
    }
}

pub async fn readers_see_the_same(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    let mut early = store.subscribe(session, Start::After(base)).await.unwrap().stream;
    let mut reading = tokio::task::JoinSet::new();
    reading.spawn(async move { read_to(&mut *early, 0, 6 * 6).await });
    for number in 0..6 {
        queue(&*store, session, &format!("m{number}")).await;
        run_turn(&*store).await;
    }
    let live = in_time(reading.join_next()).await.unwrap().unwrap();
    let last = head(&*store, session).await.seq;
    assert_eq!(last, 36);
    assert_same(&whole_log(&*store, session, base, last).await, &live);
    let store = factory.open().await;
    assert_same(&whole_log(&*store, session, base, last).await, &live);
    for logged in &live {
        let mut stream = store.subscribe(session, Start::After(logged.id)).await.unwrap().stream;
        let tail = read_to(&mut *stream, logged.id.seq, last).await;
        assert_same(&tail, &live[usize::try_from(logged.id.seq).unwrap()..]);
        assert_eq!(stream.lag(), 0);
    }
}

pub async fn text_is_seen_at_once(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let claim = claim(&*store).await;
    let mut stream = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    let id = append(&*store, &claim, opening(&claim)).await.unwrap();
    let seen = read_to(&mut *stream, 1, 4).await;
    assert_eq!(seen.last().map(|logged| logged.id), Some(id));
    assert!(seen.iter().all(|logged| logged.turn == Some(claim.fence.turn)));
}

pub async fn a_lost_tail_is_told(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let seen = append(&*store, &running, word(&running, "lost ")).await.unwrap();
    let store = factory.open_after_kill().await;
    let stored = head(&*store, session).await;
    let running = claim(&*store).await;
    let mut batch = opening(&running);
    while batch.events.len() < 8 {
        batch.events.push(content(&running, "other "));
    }
    append(&*store, &running, batch).await.unwrap();
    let expected = (stored.seq < seen.seq).then_some(SnapshotReason::Diverged);
    assert_eq!(reason_after(&*store, session, seen).await, expected, "stored up to {stored}, seen up to {seen}");
    append(&*store, &running, ending(&running, "done")).await.unwrap();
    let store = factory.open().await;
    assert_eq!(reason_after(&*store, session, seen).await, expected);
    assert_eq!(reason_after(&*store, session, stored).await, None);
}

pub async fn other_ids_are_told(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    assert_eq!(base.seq, 0);
    let other = |id: EventId| EventId { tag: Tag::new(id.tag.get() ^ 1), ..id };
    assert_eq!(reason_after(&*store, session, other(base)).await, Some(SnapshotReason::Diverged));
    let beyond = |id: EventId| EventId { seq: id.seq + 1, ..id };
    assert_eq!(reason_after(&*store, session, beyond(base)).await, Some(SnapshotReason::UnknownId));
    let first = queue(&*store, session, "a").await.id;
    let tail = Opening::Tail { head: first, running: false };
    assert_eq!(opening_after(&*store, session, base).await, tail);
    assert_eq!(opening_after(&*store, session, first).await, tail);
    assert_eq!(reason_after(&*store, session, beyond(first)).await, Some(SnapshotReason::UnknownId));
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open().await;
        }
        for id in [base, first, beyond(first)] {
            assert_eq!(reason_after(&*store, session, other(id)).await, Some(SnapshotReason::Diverged), "{id}");
        }
    }
}

/// A session with many more events than are kept, and all ids it ever had, from the place before the first event on.
async fn long_session(store: &dyn Backend) -> (SessionId, Vec<EventId>) {
    let session = session(store).await;
    let mut ids = vec![head(store, session).await];
    let mut stream = store.subscribe(session, Start::After(ids[0])).await.unwrap().stream;
    for number in 0..=KEPT {
        queue(store, session, &format!("m{number}")).await;
        run_turn(store).await;
        let after = ids.len() as u64 - 1;
        ids.extend(read_to(&mut *stream, after, after + 6).await.iter().map(|logged| logged.id));
    }
    (session, ids)
}

pub async fn old_events_are_let_go(factory: &dyn Factory) {
    let store = factory.open().await;
    let (session, ids) = long_session(&*store).await;
    let (base, first) = (ids[0], ids[1]);
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open().await;
        }
        assert_eq!(reason_after(&*store, session, first).await, Some(SnapshotReason::Trimmed));
        assert_eq!(reason_after(&*store, session, base).await, Some(SnapshotReason::Trimmed));
        let head = head(&*store, session).await;
        let kept = ids[usize::try_from(head.seq - KEPT + 1).unwrap()];
        assert_eq!(reason_after(&*store, session, kept).await, None);
        assert_eq!(whole_log(&*store, session, kept, head.seq).await.len() as u64, KEPT - 1);
        assert_eq!(texts(&*store, session).await.len() as u64, (KEPT + 1) * 2, "the history is kept");
        assert!(queue(&*store, session, "m0").await.duplicate, "and so are the names of the messages");
    }
}

pub async fn a_reader_that_sleeps_is_told_of_the_gap(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut stream = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    for number in 0..KEPT * 8 {
        queue(&*store, session, &format!("m{number}")).await;
        run_turn(&*store).await;
    }
    in_time(async {
        // A shared store tells its readers a moment later.
        while stream.lag() < KEPT * 8 * 6 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let came = in_time(stream.next()).await.unwrap();
    assert!(matches!(came, Delivery::Gap), "{came:?}");
}

pub async fn a_snapshot_tells_what_runs(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let claim = claim(&*store).await;
    append(&*store, &claim, opening(&claim)).await.unwrap();
    let id = append(&*store, &claim, word(&claim, "far")).await.unwrap();
    let Opening::Snapshot { reason: None, snapshot } = store.subscribe(session, Start::Snapshot).await.unwrap().opening
    else {
        panic!("asked for a snapshot")
    };
    let running = snapshot.running.unwrap();
    assert_eq!((snapshot.head, running.turn), (id, claim.fence.turn));
    assert_eq!((running.messages[0].text.as_str(), running.messages[0].ended), ("so far", false));
    assert_eq!(running.messages[0].message_id, speech(&claim));
    assert_eq!(opening_after(&*store, session, id).await, Opening::Tail { head: id, running: true });
    append(&*store, &claim, ending(&claim, "so far")).await.unwrap();
    let Opening::Tail { running: false, .. } = opening_after(&*store, session, id).await else {
        panic!("the turn has ended")
    };
}

/// While the state changes, every snapshot has the one that the events up to its head have made.
pub async fn a_snapshot_is_as_of_its_head(factory: &dyn Factory) {
    const CHANGES: u64 = 300;
    // Each change is one event: the first leads to the second of these, and so on.
    const PHASES: [Phase; 3] = [Phase::Interview, Phase::Chat, Phase::Family];
    let after = |changes: u64| PHASES[usize::try_from(changes).unwrap() % PHASES.len()];
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut changing = tokio::task::JoinSet::new();
    changing.spawn({
        let store = Arc::clone(&store);
        async move {
            for version in 0..CHANGES {
                assert!(
                    in_time(store.update(session, version, phase(after(version + 1)), Some(shown(after(version + 1)))))
                        .await
                        .unwrap()
                );
            }
        }
    });
    let mut looking = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let store = Arc::clone(&store);
        looking.spawn(async move {
            let mut seen = Vec::new();
            while seen.last().is_none_or(|(head, _)| *head < CHANGES) {
                match in_time(store.subscribe(session, Start::Snapshot)).await.unwrap().opening {
                    Opening::Snapshot { snapshot, .. } => seen.push((snapshot.head.seq, read(&snapshot.state).phase)),
                    Opening::Tail { .. } => panic!("asked for a snapshot"),
                }
            }
            seen
        });
    }
    in_time(changing.join_next()).await.unwrap().unwrap();
    for (head, phase) in in_time(looking.join_all()).await.into_iter().flatten() {
        assert_eq!(phase, after(head), "as of event {head}");
    }
}

pub async fn an_update_needs_the_version(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut stream = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    assert!(store.update(session, 0, phase(Phase::Family), Some(shown(Phase::Family))).await.unwrap());
    assert!(
        !store.update(session, 0, phase(Phase::Complete), Some(shown(Phase::Complete))).await.unwrap(),
        "repeated, it has no second effect"
    );
    assert!(store.update(session, 1, Change::default(), None).await.unwrap(), "without a patch nobody is told");
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            store.update(session, 2, phase(Phase::Complete), Some(shown(Phase::Complete))).await.unwrap()
        });
    }
    assert_eq!(writers.join_all().await.into_iter().filter(|done| *done).count(), 1);
    let seen = read_to(&mut *stream, 0, 2).await;
    let shown: Vec<_> = seen.iter().map(|logged| (logged.turn, &logged.event)).collect();
    let changed = |next| Event::StateChanged { change: Box::new(phase(next)), patch: Some(self::shown(next)) };
    assert_eq!(shown, [(None, &changed(Phase::Family)), (None, &changed(Phase::Complete))]);
    let store = factory.open_after_kill().await;
    let found = store.find(session).await.unwrap().unwrap();
    assert_eq!((found.version, read(&found.state).phase), (3, Phase::Complete));
    assert_eq!(head(&*store, session).await.seq, 2);
}

pub async fn signals_reach_readers_once(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut one = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    let mut other = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    let signal = Signal::Typing { who: ConnectionId::new(7), on: true };
    store.signal(session, signal);
    for stream in [&mut one, &mut other] {
        let came = in_time(stream.next()).await.unwrap();
        assert!(matches!(came, Delivery::Signal(came) if came == signal), "{came:?}");
        assert!(dropped_after(20, stream.next()).await.is_none(), "a signal comes once");
    }
    let mut late = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    assert!(dropped_after(20, late.next()).await.is_none(), "a signal is not stored");
    store.signal(SessionId::random(), signal);
}

pub async fn a_dropped_read_loses_nothing(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    for number in 0..7 {
        queue(&*store, session, &format!("m{number}")).await;
        run_turn(&*store).await;
    }
    let store = factory.open().await;
    for polls in POLLS {
        let mut stream = store.subscribe(session, Start::After(base)).await.unwrap().stream;
        let mut after = 0;
        while after < 42 {
            if let Some(Ok(Delivery::Events(events))) = dropped_after(polls, stream.next()).await {
                assert_eq!(events[0].id.seq, after + 1);
                after = events.last().unwrap().id.seq;
            } else {
                let rest = read_to(&mut *stream, after, 42).await;
                after = rest.last().unwrap().id.seq;
            }
        }
    }
}

pub async fn a_deleted_session_ends_everything(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    queue(&*store, session, "b").await;
    let mut stream = store.subscribe(session, Start::Snapshot).await.unwrap().stream;
    assert!(store.delete(session).await.unwrap());
    assert!(matches!(in_time(stream.next()).await.unwrap(), Delivery::Deleted));
    in_time(running.cancelled.cancelled()).await;
    for batch in [word(&running, "late"), ending(&running, "late")] {
        let refused = append(&*store, &running, batch).await;
        assert!(matches!(refused, Err(StoreError::NoSession)), "{refused:?}");
    }
    drop(running);
    what_is_gone_takes_nothing(&*store, session).await;
    drop(stream);
    what_is_gone_takes_nothing(&*store, session).await;
}

async fn what_is_gone_takes_nothing(store: &dyn Backend, session: SessionId) {
    assert!(!store.delete(session).await.unwrap());
    assert!(store.find(session).await.unwrap().is_none());
    assert_eq!(texts(store, session).await.len(), 0);
    let refused = say(store, session, "c", Busy::Queue).await;
    assert!(matches!(refused, Err(AcceptError::Store(StoreError::NoSession))), "{refused:?}");
    assert!(matches!(store.cancel(session, None).await, Err(StoreError::NoSession)));
    assert!(matches!(store.subscribe(session, Start::Snapshot).await.map(drop), Err(StoreError::NoSession)));
    assert!(dropped_after(50, store.claim()).await.is_none(), "a turn of a deleted session was handed out");
}

pub async fn nothing_of_a_deleted_session_comes_back(factory: &dyn Factory) {
    let store = factory.open().await;
    for _ in 0..10 {
        let session = session(&*store).await;
        queue(&*store, session, "a").await;
        let running = claim(&*store).await;
        let talking = async {
            append(&*store, &running, opening(&running)).await.unwrap();
            while append(&*store, &running, word(&running, "and ")).await.is_ok() {
                tokio::task::yield_now().await;
            }
        };
        let deleting = async {
            tokio::task::yield_now().await;
            assert!(store.delete(session).await.unwrap());
        };
        tokio::join!(talking, deleting);
        drop(running);
        what_is_gone_takes_nothing(&*store, session).await;
    }
    let store = factory.open().await;
    assert!(dropped_after(50, store.claim()).await.is_none());
}
