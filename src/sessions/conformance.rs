//! What every backend of the session store must do.
//!
//! `sessions_conformance!(factory)` makes a test of every case.
#![expect(clippy::missing_panics_doc, reason = "a case that fails panics")]

use std::time::Duration;

use super::{Page, PageLimit};
use crate::bus::conformance::{Backend, Factory, message, said};
use crate::bus::{Batch, Busy};
use crate::domain::{
    Author, Event, Message, MessageId, MessageStatus, Outcome, OwnerId, Phase, SessionId, SessionState,
};
use crate::record::parts;
use crate::record::v1::first;

/// A test of every case of this suite.
#[macro_export]
macro_rules! sessions_conformance {
    ($factory:expr) => {
        $crate::sessions_conformance! { @all @tests $factory }
    };
    (@all @$form:ident $factory:expr) => {
        $crate::sessions_conformance! { @$form $factory; a_new_session_is_durable, sessions_are_listed_newest_first,
            a_deleted_session_is_gone, the_history_is_paged, a_page_has_so_many_bytes, what_is_not_there_is_none }
    };
    (@tests $factory:expr; $($case:ident),+) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            $crate::sessions::conformance::$case(&$factory).await;
        })+
    };
    (@in_turn $factory:expr; $($case:ident),+) => {
        $({
            let factory = $factory;
            $crate::sessions::conformance::$case(&factory).await;
        })+
    };
}

/// Every case of this suite, one after the other: where a server is slow to start. `$factory` is made for each.
#[macro_export]
macro_rules! sessions_conformance_in_turn {
    ($factory:expr) => {
        $crate::sessions_conformance! { @all @in_turn $factory }
    };
}

pub async fn a_new_session_is_durable(factory: &dyn Factory) {
    let store = factory.open().await;
    let owner = OwnerId::random();
    let chat = parts::state(&SessionState { phase: Phase::Chat, ..SessionState::default() });
    let created = store.create(owner, first()).await.unwrap();
    assert_eq!((created.owner, created.version), (owner, 0));
    let other = store.create(owner, chat.clone()).await.unwrap();
    assert_ne!(created.id, other.id);
    assert_eq!(other.state, chat);
    let store = factory.open_after_kill().await;
    assert_eq!(store.find(created.id).await.unwrap(), Some(created));
    assert_eq!(store.find(other.id).await.unwrap(), Some(other));
}

pub async fn sessions_are_listed_newest_first(factory: &dyn Factory) {
    let store = factory.open().await;
    let (owner, stranger) = (OwnerId::random(), OwnerId::random());
    let mut sessions = Vec::new();
    for number in 0..10 {
        sessions.push(store.create(owner, first()).await.unwrap());
        store.create(stranger, first()).await.unwrap();
        if number % 3 == 0 {
            // Most of them are made in the same millisecond as another one.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    sessions.sort_by_key(|session| std::cmp::Reverse((session.created_at, session.id)));
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open().await;
        }
        assert_eq!(store.list(owner, None, 100).await.unwrap(), sessions);
        let mut paged = Vec::new();
        loop {
            let page = store.list(owner, paged.last().copied(), 3).await.unwrap();
            assert!(page.len() <= 3);
            let Some(last) = page.last() else { break };
            assert!(page.iter().all(|session| session.owner == owner));
            assert!(!paged.contains(&last.id), "a page came twice");
            paged.extend(page.into_iter().map(|session| session.id));
        }
        assert_eq!(paged, sessions.iter().map(|session| session.id).collect::<Vec<_>>());
        assert_eq!(store.list(OwnerId::random(), None, 100).await.unwrap(), []);
    }
}

pub async fn a_deleted_session_is_gone(factory: &dyn Factory) {
    let store = factory.open().await;
    let owner = OwnerId::random();
    let (kept, deleted) = (store.create(owner, first()).await.unwrap(), store.create(owner, first()).await.unwrap());
    for session in [kept.id, deleted.id] {
        converse(&*store, session, 2).await;
    }
    assert!(store.delete(deleted.id).await.unwrap());
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open_after_kill().await;
        }
        assert!(!store.delete(deleted.id).await.unwrap());
        assert_eq!(store.find(deleted.id).await.unwrap(), None);
        assert_eq!(store.history(deleted.id, None, PageLimit::messages(10)).await.unwrap().messages, []);
        let left = store.list(owner, None, 10).await.unwrap();
        assert_eq!(left.iter().map(|session| session.id).collect::<Vec<_>>(), [kept.id]);
        assert_eq!(
            store.history(kept.id, None, PageLimit::messages(10)).await.unwrap().messages.len(),
            4,
            "others keep what they have"
        );
    }
}

pub async fn the_history_is_paged(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = store.create(OwnerId::random(), first()).await.unwrap();
    converse(&*store, session.id, 10).await;
    let store = factory.open().await;
    let whole = store.history(session.id, None, PageLimit::messages(100)).await.unwrap();
    assert_eq!((whole.messages.len(), whole.next_before), (20, None));
    for (number, pair) in whole.messages.chunks(2).enumerate() {
        assert_eq!(
            (pair[0].text.clone(), pair[1].text.clone()),
            (format!("m{number}"), format!("answer to m{number}"))
        );
        assert_eq!(pair[0].turn, pair[1].turn);
    }
    let found = store.find(session.id).await.unwrap().unwrap();
    assert_eq!(found.updated_at, whole.messages[19].at);
    for limit in [1, 3, 20] {
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let page = store.history(session.id, before, PageLimit::messages(limit)).await.unwrap();
            assert!(page.messages.len() <= limit);
            paged.splice(0..0, page.messages);
            before = page.next_before;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole.messages, "in pages of {limit}");
    }
}

pub async fn a_page_has_so_many_bytes(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = store.create(OwnerId::random(), first()).await.unwrap();
    // Of some 1,000 bytes each, but one that alone is more than a page.
    let sizes = [1000, 1000, 20_000, 1000, 1000, 1000, 1000, 1000];
    for (number, size) in sizes.into_iter().enumerate() {
        let text = format!("{number}").repeat(size);
        store.accept(session.id, message(&format!("m{number}"), &text, Busy::Queue)).await.unwrap();
    }
    let whole = store.history(session.id, None, PageLimit::messages(100)).await.unwrap().messages;
    let of_bytes = |bytes| PageLimit { messages: 100, bytes };
    let lengths = |page: &Page| page.messages.iter().map(|message| message.text.len()).collect::<Vec<_>>();
    // What a message has beside its text is stored as well, and is less than 300 bytes.
    let newest = store.history(session.id, None, of_bytes(3950)).await.unwrap();
    assert_eq!((lengths(&newest), newest.next_before), (vec![1000; 3], Some(5)));
    let newest = store.history(session.id, None, PageLimit { messages: 2, bytes: 3950 }).await.unwrap();
    assert_eq!((lengths(&newest), newest.next_before), (vec![1000; 2], Some(6)));
    let one = store.history(session.id, None, of_bytes(0)).await.unwrap();
    assert_eq!((lengths(&one), one.next_before), (vec![1000], Some(7)), "never less than one");
    let large = store.history(session.id, Some(3), of_bytes(3950)).await.unwrap();
    assert_eq!((lengths(&large), large.next_before), (vec![20_000], Some(2)), "however large it is");
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = store.history(session.id, before, of_bytes(3950)).await.unwrap();
        paged.splice(0..0, page.messages);
        before = page.next_before;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole, "the pages meet");
}

pub async fn what_is_not_there_is_none(factory: &dyn Factory) {
    let store = factory.open().await;
    let nobody = SessionId::random();
    assert_eq!(store.find(nobody).await.unwrap(), None);
    assert!(!store.delete(nobody).await.unwrap());
    assert_eq!(store.history(nobody, None, PageLimit::messages(10)).await.unwrap(), Page::default());
    let session = store.create(OwnerId::random(), first()).await.unwrap();
    assert_eq!(store.history(session.id, None, PageLimit::messages(10)).await.unwrap(), Page::default());
    assert_eq!(store.history(session.id, Some(0), PageLimit::messages(10)).await.unwrap(), Page::default());
}

/// So many messages, each answered before the next.
async fn converse(store: &dyn Backend, session: SessionId, messages: usize) {
    for number in 0..messages {
        let text = format!("m{number}");
        let message = message(&text, &text, Busy::Queue);
        store.accept(session, message).await.unwrap();
        let claim = store.claim().await;
        let answer = Message {
            id: MessageId::of_agent(session, claim.fence.turn, claim.fence.tag, claim.fence.attempt, 0),
            at: said(&claim).at,
            utc_offset: None,
            author: Author::Agent { name: "A".into() },
            text: format!("answer to {}", said(&claim).text),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn: claim.fence.turn,
            status: MessageStatus::Complete,
        };
        let events = vec![Event::RunStarted, Event::RunFinished { outcome: Outcome::Success, usage: None }];
        store
            .append(&claim.fence, Batch { number: 1, events, messages: vec![answer], settle: true, ..Batch::default() })
            .await
            .unwrap();
    }
}
