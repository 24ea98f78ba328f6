//! Pictures are told once, keep their places, and go with messages.

use super::*;
use crate::bus::{AddPhotoError, MOST_ATTACHMENTS, Opening};
use crate::domain::{Change, Choice, MediaType, Patch, Phase, Photo, PhotoId, PhotoKind, UnixMillis};
use crate::record::parts::AGENT;

fn photo(kind: PhotoKind, number: u8) -> Photo {
    Photo {
        id: PhotoId::of_digest(&[number; 32]),
        kind,
        media_type: MediaType::Jpeg,
        width: 640,
        height: 480,
        bytes: 4_000_000_000,
        created_at: UnixMillis(1_795_456_647_990),
        illustration: number.is_multiple_of(2),
    }
}

fn told(photo: Photo) -> Patch {
    Patch::new(format!(r#"[{{"op":"add","path":"/photos","value":"{}"}}]"#, photo.id))
}

fn changed(photo: Photo) -> Event {
    Event::StateChanged { change: Box::new(Change::of(photo)), patch: Some(told(photo)) }
}

fn ready(photo: Photo) -> Event {
    Event::ImageReady { photo, prompt: None, message_id: None }
}

/// A picture comes of the turn.
fn painted(photo: Photo) -> Batch {
    let events = vec![changed(photo), ready(photo)];
    Batch { events, state: Some(Change::of(photo)), ..Batch::default() }
}

async fn photos(store: &dyn Backend, session: SessionId) -> crate::domain::Photos {
    store.find(session).await.unwrap().unwrap().state.photos
}

pub async fn a_picture_is_added_once(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    let (first, second) = (photo(PhotoKind::User, 1), photo(PhotoKind::User, 2));
    for added in [first, first, second, second, first] {
        in_time(store.add_photo(session, added, Some(told(added)))).await.unwrap();
        assert_eq!(photos(&*store, session).await.user, Some(added));
    }
    let attached = photo(PhotoKind::Attachment, 1);
    for _ in 0..2 {
        in_time(store.add_photo(session, attached, None)).await.unwrap();
    }
    let expected =
        [changed(first), ready(first), changed(second), ready(second), changed(first), ready(first), ready(attached)];
    for store in [store, factory.open_after_kill().await] {
        let log = whole_log(&*store, session, base, head(&*store, session).await.seq).await;
        assert_eq!(log.iter().map(|logged| logged.event.clone()).collect::<Vec<_>>(), expected);
        assert!(log.iter().all(|logged| logged.turn.is_none()));
        assert_eq!(photos(&*store, session).await.user, Some(first));
        let newest = store.subscribe(session, Start::Snapshot).await.unwrap().opening;
        let Opening::Snapshot { snapshot, .. } = newest else { panic!("{newest:?}") };
        assert_eq!(snapshot.state.photos.user, Some(first));
    }
}

pub async fn an_attachment_goes_with_a_message(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    let given = [photo(PhotoKind::Attachment, 1), photo(PhotoKind::Attachment, 2)];
    for attached in given {
        store.add_photo(session, attached, None).await.unwrap();
    }
    let with = |ids: &[PhotoId]| NewMessage { attachments: ids.to_vec(), ..message("a", "look", Busy::Queue) };
    let ids = given.map(|attached| attached.id);
    let accepted = in_time(store.accept(session, with(&ids))).await.unwrap();
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open_after_kill().await;
        }
        assert!(in_time(store.accept(session, with(&ids))).await.unwrap().duplicate);
        for other in [&ids[..1], &[], &[ids[1], ids[0]]] {
            let refused = in_time(store.accept(session, with(other))).await;
            assert!(matches!(refused, Err(AcceptError::Conflict)), "{refused:?}");
        }
        let page = store.history(session, None, PageLimit::messages(10)).await.unwrap();
        assert_eq!(page.messages[0].attachments, given);
        let log = whole_log(&*store, session, base, accepted.id.seq).await;
        let Event::UserMessage { attachments, .. } = &log[2].event else { panic!("{log:?}") };
        assert_eq!(*attachments, given);
    }
    assert_eq!(said(&claim(&*store).await).attachments, given);
}

pub async fn an_unknown_attachment_is_refused(factory: &dyn Factory) {
    let store = factory.open().await;
    let (one, other) = (session(&*store).await, session(&*store).await);
    let (attached, user) = (photo(PhotoKind::Attachment, 1), photo(PhotoKind::User, 2));
    store.add_photo(one, attached, None).await.unwrap();
    store.add_photo(one, user, None).await.unwrap();
    store.add_photo(other, photo(PhotoKind::Attachment, 3), None).await.unwrap();
    for unknown in [user.id, photo(PhotoKind::Attachment, 3).id] {
        let attachments = vec![attached.id, unknown];
        let said = NewMessage { attachments, ..message("a", "look", Busy::Queue) };
        let refused = in_time(store.accept(one, said)).await;
        assert!(matches!(refused, Err(AcceptError::UnknownPhoto(named)) if named == unknown), "{refused:?}");
    }
    assert_eq!(texts(&*store, one).await.len(), 0, "a refused message leaves nothing");
}

pub async fn a_session_has_so_many_attachments(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    for number in 0..MOST_ATTACHMENTS {
        store.add_photo(session, photo(PhotoKind::Attachment, u8::try_from(number).unwrap()), None).await.unwrap();
    }
    let refused = store.add_photo(session, photo(PhotoKind::Attachment, u8::MAX), None).await;
    assert!(matches!(refused, Err(AddPhotoError::Full)), "{refused:?}");
    store.add_photo(session, photo(PhotoKind::Attachment, 0), None).await.unwrap();
    store.add_photo(session, photo(PhotoKind::User, u8::MAX), None).await.unwrap();
}

pub async fn a_picture_of_a_turn_comes_with_its_events(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let children = [2, 1].map(|number| photo(PhotoKind::Child(number), number));
    for child in children {
        append(&*store, &running, painted(child)).await.unwrap();
    }
    append(&*store, &running, painted(photo(PhotoKind::Partner, 7))).await.unwrap();
    let seen = photos(&*store, session).await;
    assert_eq!(seen.children, [children[1], children[0]]);
    let head = head(&*store, session).await;
    let store = factory.open_after_kill().await;
    assert_eq!(photos(&*store, session).await, seen);
    assert_eq!(self::head(&*store, session).await, head);
    let again = claim(&*store).await;
    assert_eq!(again.state.photos, seen, "a picture is not unmade when the turn is run again");
    append(&*store, &again, ending(&again, "done")).await.unwrap();
    assert!(store.delete(session).await.unwrap());
    let gone = store.add_photo(session, children[0], None).await;
    assert!(matches!(gone, Err(AddPhotoError::Store(StoreError::NoSession))), "{gone:?}");
}

pub async fn a_picture_and_what_is_kept_come_of_an_agent_elsewhere(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let (message_id, shown) = (MessageId::from_number(7), photo(PhotoKind::Attachment, 1));
    let tells = Event::ImageReady { photo: shown, prompt: None, message_id: Some(message_id) };
    let choices = vec![Choice::saying("はい", "はい、\"お願い\"します"), Choice::new("No")];
    let offers = Event::ChoicesOffered { message_id, choices: choices.clone() };
    let begins = vec![Event::MessageStart { message_id, name: "ann".into() }, tells.clone(), offers.clone()];
    append(&*store, &running, events(begins)).await.unwrap();
    let kept = |json: &str| {
        let mut change = Change::default();
        change.parts.set(AGENT, json);
        change
    };
    for json in [r#"{"mood":"good"}"#, r#"{"mood":"\"better\""}"#] {
        append(&*store, &running, Batch { state: Some(kept(json)), ..Batch::default() }).await.unwrap();
        assert_eq!(store.find(session).await.unwrap().unwrap().state.parts.get(AGENT), Some(json));
    }
    let newest = store.subscribe(session, Start::Snapshot).await.unwrap().opening;
    let Opening::Snapshot { snapshot, .. } = newest else { panic!("{newest:?}") };
    let said = snapshot.running.unwrap().messages.pop().unwrap();
    assert_eq!((said.attachments, said.choices), (vec![shown], choices.clone()));
    assert_eq!(snapshot.state.parts.get(AGENT), Some(r#"{"mood":"\"better\""}"#));
    drop(running);
    let again = claim(&*store).await;
    assert_eq!(again.state.parts.get(AGENT), None, "the turn starts from the state it began with");
    append(&*store, &again, opening(&again)).await.unwrap();
    store.cancel(session, None).await.unwrap();
    for said in [tells, offers] {
        let refused = append(&*store, &again, events(vec![said])).await;
        assert!(matches!(refused, Err(StoreError::Fenced)), "a cancelled turn shows no more: {refused:?}");
    }
    let ended = ending(&again, "done");
    let whole = |message| Message { attachments: vec![shown], choices: choices.clone(), ..message };
    let messages = ended.messages.into_iter().map(whole).collect();
    append(&*store, &again, Batch { messages, ..ended }).await.unwrap();
    let store = factory.open_after_kill().await;
    let history = store.history(session, None, PageLimit::messages(10)).await.unwrap().messages;
    assert_eq!((&history[1].attachments, &history[1].choices), (&vec![shown], &choices));
}

pub async fn pictures_do_not_undo_one_another(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    append(&*store, &running, Batch { state: Some(phase(Phase::Family)), ..Batch::default() }).await.unwrap();
    let adding = async {
        for number in 0..20 {
            store.add_photo(session, photo(PhotoKind::User, number), None).await.unwrap();
        }
    };
    let painting = async {
        for number in 20..40 {
            append(&*store, &running, painted(photo(PhotoKind::Partner, number))).await.unwrap();
        }
    };
    tokio::join!(adding, painting);
    drop(running);
    let again = claim(&*store).await;
    assert_eq!(read(&again.state).phase, Phase::Interview, "the turn starts from the state it began with");
    for seen in [photos(&*store, session).await, again.state.photos.clone()] {
        assert_eq!(seen.user, Some(photo(PhotoKind::User, 19)));
        assert_eq!(seen.partner, Some(photo(PhotoKind::Partner, 39)));
    }
}

pub async fn steps_are_told(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    let (started, finished) =
        (|name: &str| Event::StepStarted { name: name.into() }, |name: &str| Event::StepFinished { name: name.into() });
    let steps = events(vec![Event::RunStarted, started("one"), started("two"), finished("one")]);
    append(&*store, &running, steps).await.unwrap();
    // Flushed, wherever that takes a moment.
    append(&*store, &running, Batch { state: Some(Change::default()), ..Batch::default() }).await.unwrap();
    let open = vec!["two".to_owned()];
    let newest = store.subscribe(session, Start::Snapshot).await.unwrap().opening;
    let Opening::Snapshot { snapshot, .. } = newest else { panic!("{newest:?}") };
    assert_eq!(snapshot.running.unwrap().steps, open);
    let store = factory.open_after_kill().await;
    let again = claim(&*store).await;
    assert_eq!(again.earlier.unwrap().steps, open);
}
