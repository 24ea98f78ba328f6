//! Messages are accepted once, whole, and in an order.

use std::collections::BTreeSet;

use super::*;
use crate::bus::Cancel;

pub async fn concurrent_writers_leave_no_hole(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    queue(&*store, session, "first").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..QUEUED {
        let store = Arc::clone(&store);
        writers.spawn(async move { queue(&*store, session, &format!("m{number}")).await });
    }
    let talking = async {
        let mut last = 0;
        for number in 0..40 {
            last = append(&*store, &running, word(&running, &format!("{number} "))).await.unwrap().seq;
        }
        last
    };
    let (accepted, _) = tokio::join!(writers.join_all(), talking);
    append(&*store, &running, ending(&running, "all")).await.unwrap();
    let last = head(&*store, session).await.seq;
    let seen = whole_log(&*store, session, base, last).await;
    let numbers: BTreeSet<u64> = accepted.iter().map(|accepted| accepted.id.seq).collect();
    assert_eq!(numbers.len(), QUEUED, "a number was given twice");
    let mut in_order = accepted.clone();
    in_order.sort_by_key(|accepted| accepted.id.seq);

    let store = factory.open_after_kill().await;
    assert_same(&whole_log(&*store, session, base, last).await, &seen);
    for expected in in_order {
        assert_eq!(run_turn(&*store).await.fence.turn, expected.turn, "turns come in the order accepted");
    }
}

pub async fn a_repeated_message_is_known(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let first = queue(&*store, session, "a").await;
    let second = queue(&*store, session, "b").await;
    assert_eq!((first.queued, first.duplicate, second.queued), (0, false, 1));
    let again = queue(&*store, session, "b").await;
    assert_eq!(again, Accepted { duplicate: true, ..second });
    let store = factory.open().await;
    assert_eq!(queue(&*store, session, "b").await, again);
    run_turn(&*store).await;
    run_turn(&*store).await;
    let store = factory.open_after_kill().await;
    assert_eq!(queue(&*store, session, "b").await, Accepted { queued: 0, ..again });
    assert_eq!(texts(&*store, session).await, ["text of a", "text of b", "so ", "so "]);
    assert!(dropped_after(50, store.claim()).await.is_none(), "a known message starts no turn");
}

pub async fn another_text_is_a_conflict(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open().await;
        }
        let refused = say_text(&*store, session, "a", "something else", Busy::Queue).await;
        assert!(matches!(refused, Err(AcceptError::Conflict)), "{refused:?}");
    }
}

pub async fn the_same_message_at_once_is_accepted_once(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = Arc::clone(&store);
        writers.spawn(async move { queue(&*store, session, "a").await });
    }
    let accepted = writers.join_all().await;
    assert_eq!(accepted.iter().filter(|accepted| !accepted.duplicate).count(), 1);
    assert!(accepted.iter().all(|other| other.id == accepted[0].id && other.turn == accepted[0].turn));
    assert_eq!(head(&*store, session).await.seq, 1);
    assert_eq!(texts(&*store, session).await.len(), 1);
}

pub async fn busy_is_heeded(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    say(&*store, session, "a", Busy::Reject).await.unwrap();
    let refused = say(&*store, session, "b", Busy::Reject).await;
    assert!(matches!(refused, Err(AcceptError::Busy)), "{refused:?}");
    assert!(say(&*store, session, "a", Busy::Reject).await.unwrap().duplicate, "a known message is not refused");
    let running = claim(&*store).await;
    assert_eq!(queue(&*store, session, "c").await.queued, 1);
    assert!(!running.cancelled.is_cancelled());
    say(&*store, session, "d", Busy::Interrupt).await.unwrap();
    in_time(running.cancelled.cancelled()).await;
    append(&*store, &running, ending(&running, "cut")).await.unwrap();
    let next = claim(&*store).await;
    assert_eq!(said(&next).text, "text of c");
    assert!(!next.cancelled.is_cancelled(), "only the running turn is interrupted");
    assert_eq!(texts(&*store, session).await, ["text of a", "text of c", "text of d", "cut"]);
}

pub async fn a_full_queue_refuses(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    for number in 0..=QUEUED {
        assert_eq!(queue(&*store, session, &format!("m{number}")).await.queued, number);
    }
    let refused = say(&*store, session, "more", Busy::Queue).await;
    assert!(matches!(refused, Err(AcceptError::QueueFull)), "{refused:?}");
    assert_eq!(texts(&*store, session).await.len(), QUEUED + 1, "a refused message leaves nothing");
    run_turn(&*store).await;
    queue(&*store, session, "more").await;
}

pub async fn a_full_session_refuses(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    for number in 0..MESSAGES / 2 {
        queue(&*store, session, &format!("m{number}")).await;
        run_turn(&*store).await;
    }
    let refused = say(&*store, session, "one-more", Busy::Queue).await;
    assert!(matches!(refused, Err(AcceptError::SessionFull)), "{refused:?}");
    assert!(queue(&*store, session, "m0").await.duplicate, "what it has is known all the same");
    assert_eq!(texts(&*store, session).await.len() as u64, MESSAGES);
}

pub async fn an_interrupted_turn_stays_interrupted(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    say(&*store, session, "b", Busy::Interrupt).await.unwrap();
    let store = factory.open_after_kill().await;
    let again = claim(&*store).await;
    assert_eq!(said(&again).text, "text of a");
    assert!(again.cancelled.is_cancelled(), "an accepted interruption is not forgotten");
}

pub async fn a_dropped_accept_can_be_repeated(factory: &dyn Factory) {
    let store = factory.open().await;
    for polls in POLLS {
        let session = session(&*store).await;
        let message = message("a", "text of a", Busy::Queue);
        dropped_after(polls, store.accept(session, message)).await;
        queue(&*store, session, "a").await;
        assert_eq!(head(&*store, session).await.seq, 1, "after {polls} polls");
        assert_eq!(texts(&*store, session).await.len(), 1, "after {polls} polls");
        assert_eq!(run_turn(&*store).await.fence.session, session);
        assert_eq!(store.cancel(session, None).await.unwrap(), Cancel::NoTurn);
    }
}

pub async fn an_accepted_message_survives_a_kill(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    let accepted = queue(&*store, session, "a").await;
    let store = factory.open_after_kill().await;
    let log = whole_log(&*store, session, base, 1).await;
    assert_eq!(log[0].id, accepted.id);
    let Event::UserMessage { message_id, text, .. } = &log[0].event else { panic!("{log:?}") };
    assert_eq!((*message_id, text.as_str()), (accepted.message_id, "text of a"));
    assert_eq!(texts(&*store, session).await, ["text of a"]);
    let claim = claim(&*store).await;
    assert_eq!((claim.fence.turn, said(&claim).id), (accepted.turn, accepted.message_id));
    assert_eq!(claim.earlier, None);
}

pub async fn what_is_no_session_takes_nothing(factory: &dyn Factory) {
    let store = factory.open().await;
    let nobody = SessionId::random();
    let refused = say(&*store, nobody, "a", Busy::Queue).await;
    assert!(matches!(refused, Err(AcceptError::Store(StoreError::NoSession))), "{refused:?}");
    assert!(matches!(store.cancel(nobody, None).await, Err(StoreError::NoSession)));
    assert!(matches!(
        store.update(nobody, 0, crate::domain::Change::default(), None).await,
        Err(StoreError::NoSession)
    ));
    assert!(matches!(store.subscribe(nobody, Start::Snapshot).await.map(drop), Err(StoreError::NoSession)));
    store.ping().await.unwrap();
}
