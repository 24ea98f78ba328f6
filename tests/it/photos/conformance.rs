//! What the store of pictures must do, whatever its place.

use bytes::Bytes;
use futures::TryStreamExt as _;
use object_store::GetRange;

use hera::domain::{MediaType, PhotoId, SessionId};
use hera::photos::{Developed, PhotoStore, SIZES, Size, Stored, Trouble};

/// Every case of this suite, one after the other: where a server is slow to start.
pub async fn all(store: &PhotoStore) {
    it_answers(store).await;
    what_is_put_is_there_with_all_its_sizes(store).await;
    parts_are_given(store).await;
    what_is_not_there_is_none(store).await;
    sessions_do_not_see_each_other(store).await;
    one_picture_can_be_deleted(store).await;
    nothing_is_left_of_a_deleted_session(store).await;
    what_versions_before_have_put_is_found_and_deleted(store).await;
    many_puts_at_once_are_all_kept(store).await;
    an_upload_that_races_with_the_deletion_leaves_nothing(store).await;
}

/// A picture of some bytes; they need not make sense to keep them.
pub fn picture(seed: u8, media_type: MediaType) -> Developed {
    let file = |size: usize| Bytes::from((0..size).map(|at| seed ^ at.to_le_bytes()[0]).collect::<Vec<_>>());
    let thumbnails = SIZES.map(|size| (size, file(size as usize)));
    let id = PhotoId::of_digest(&[seed; 32]);
    Developed { id, media_type, width: 40, height: 30, original: file(100_000), thumbnails }
}

async fn bytes(stored: Stored) -> Vec<u8> {
    let content: Vec<Bytes> = stored.content.try_collect().await.unwrap();
    content.concat()
}

async fn read(store: &PhotoStore, session: SessionId, id: PhotoId, size: Size) -> Option<Vec<u8>> {
    Some(bytes(store.get(session, id, size, None).await.unwrap()?).await)
}

pub async fn it_answers(store: &PhotoStore) {
    store.ping().await.unwrap();
}

pub async fn what_is_put_is_there_with_all_its_sizes(store: &PhotoStore) {
    let session = SessionId::random();
    for (seed, media_type) in [(1, MediaType::Jpeg), (2, MediaType::Png), (3, MediaType::WebP)] {
        let picture = picture(seed, media_type);
        // Putting it again changes nothing.
        for _ in 0..2 {
            store.put(session, &picture).await.unwrap();
        }
        let stored = store.get(session, picture.id, Size::Original, None).await.unwrap().unwrap();
        assert_eq!((stored.media_type, stored.bytes, &stored.range), (media_type, 100_000, &(0..100_000)));
        assert_eq!(bytes(stored).await, picture.original);
        for (size, file) in &picture.thumbnails {
            let size = Size::Thumbnail(*size);
            assert_eq!(read(store, session, picture.id, size).await.as_deref(), Some(&file[..]));
            assert_eq!(store.find(session, picture.id, size).await.unwrap(), Some(media_type));
        }
    }
    assert_eq!(store.delete_session(session).await.unwrap(), 9);
}

pub async fn parts_are_given(store: &PhotoStore) {
    let session = SessionId::random();
    let picture = picture(4, MediaType::Jpeg);
    store.put(session, &picture).await.unwrap();
    for (asked, given) in [
        (GetRange::Bounded(0..1), 0..1),
        (GetRange::Bounded(10..20), 10..20),
        (GetRange::Bounded(99_990..200_000), 99_990..100_000),
        (GetRange::Offset(99_999), 99_999..100_000),
        (GetRange::Suffix(7), 99_993..100_000),
    ] {
        let stored = store.get(session, picture.id, Size::Original, Some(asked)).await.unwrap().unwrap();
        assert_eq!((stored.bytes, &stored.range), (100_000, &given));
        let range = usize::try_from(given.start).unwrap()..usize::try_from(given.end).unwrap();
        assert_eq!(bytes(stored).await, picture.original[range]);
    }
    let outside = store.get(session, picture.id, Size::Original, Some(GetRange::Offset(100_000))).await;
    assert!(matches!(outside, Err(Trouble::NoSuchRange { bytes: 100_000 })), "{:?}", outside.err());
    store.delete_session(session).await.unwrap();
}

pub async fn what_is_not_there_is_none(store: &PhotoStore) {
    let session = SessionId::random();
    let id = PhotoId::of_digest(&[9; 32]);
    assert!(read(store, session, id, Size::Original).await.is_none());
    assert!(read(store, session, id, Size::Thumbnail(96)).await.is_none());
    assert_eq!(store.find(session, id, Size::Original).await.unwrap(), None);
    assert_eq!(store.delete_session(session).await.unwrap(), 0);
}

pub async fn sessions_do_not_see_each_other(store: &PhotoStore) {
    let (one, other) = (SessionId::random(), SessionId::random());
    let picture = picture(5, MediaType::Png);
    store.put(one, &picture).await.unwrap();
    assert!(read(store, other, picture.id, Size::Original).await.is_none());
    store.put(other, &picture).await.unwrap();
    assert_eq!(store.delete_session(one).await.unwrap(), 3);
    assert!(read(store, one, picture.id, Size::Original).await.is_none());
    assert!(read(store, other, picture.id, Size::Original).await.is_some());
    store.delete_session(other).await.unwrap();
}

pub async fn one_picture_can_be_deleted(store: &PhotoStore) {
    let session = SessionId::random();
    let (gone, kept) = (picture(1, MediaType::Jpeg), picture(2, MediaType::Jpeg));
    store.put(session, &gone).await.unwrap();
    store.put(session, &kept).await.unwrap();
    for _ in 0..2 {
        store.delete(session, gone.id, MediaType::Jpeg).await.unwrap();
    }
    assert!(read(store, session, gone.id, Size::Original).await.is_none());
    assert!(read(store, session, gone.id, Size::Thumbnail(96)).await.is_none());
    assert!(read(store, session, kept.id, Size::Original).await.is_some());
    assert_eq!(store.delete_session(session).await.unwrap(), 3);
}

pub async fn nothing_is_left_of_a_deleted_session(store: &PhotoStore) {
    let session = SessionId::random();
    let pictures: Vec<_> = (0..5).map(|seed| picture(seed, MediaType::Jpeg)).collect();
    for picture in &pictures {
        store.put(session, picture).await.unwrap();
    }
    assert_eq!(store.count(session).await.unwrap(), 5);
    assert_eq!(store.delete_session(session).await.unwrap(), 15);
    assert_eq!(store.count(session).await.unwrap(), 0);
    for picture in &pictures {
        for size in [Size::Original, Size::Thumbnail(SIZES[0]), Size::Thumbnail(SIZES[1])] {
            assert!(read(store, session, picture.id, size).await.is_none());
        }
    }
    assert_eq!(store.delete_session(session).await.unwrap(), 0, "something was left");
}

/// Versions before named pictures by the session's id.
pub async fn what_versions_before_have_put_is_found_and_deleted(store: &PhotoStore) {
    let session = SessionId::random();
    let (before, both, now) = (picture(1, MediaType::Jpeg), picture(2, MediaType::Png), picture(3, MediaType::WebP));
    store.put_as_before(session, &before).await.unwrap();
    store.put(session, &both).await.unwrap();
    store.put_as_before(session, &both).await.unwrap();
    store.put(session, &now).await.unwrap();
    for picture in [&before, &both, &now] {
        let stored = store.get(session, picture.id, Size::Original, None).await.unwrap().unwrap();
        assert_eq!(stored.media_type, picture.media_type);
        assert_eq!(bytes(stored).await, picture.original);
        assert_eq!(
            read(store, session, picture.id, Size::Thumbnail(96)).await.as_deref(),
            Some(&picture.thumbnails[0].1[..])
        );
    }
    assert_eq!(store.count(session).await.unwrap(), 3, "one that lies under both names counts once");
    // By the hash alone, as a signed URL names it, what lies under the id is not found; until it is to be signed.
    let by_hash = |picture: &Developed| store.get(session.hashed(), picture.id, Size::Original, None);
    assert!(by_hash(&before).await.unwrap().is_none());
    for (picture, copied) in [(&before, true), (&before, false), (&both, false), (&now, false)] {
        let found = store.find_to_sign(session, picture.id, Size::Original).await.unwrap();
        assert_eq!(found, Some((picture.media_type, copied)));
        assert_eq!(bytes(by_hash(picture).await.unwrap().unwrap()).await, picture.original);
    }
    store.delete(session, both.id, both.media_type).await.unwrap();
    assert!(read(store, session, both.id, Size::Original).await.is_none());
    assert_eq!(store.delete_session(session).await.unwrap(), 7);
    assert!(read(store, session, before.id, Size::Original).await.is_none());
    assert_eq!(store.delete_session(session).await.unwrap(), 0, "something was left");
}

pub async fn many_puts_at_once_are_all_kept(store: &PhotoStore) {
    let session = SessionId::random();
    // Every picture twice, as when a client sends it again before it was answered.
    let pictures: Vec<_> = (0..16).map(|seed| picture(seed % 8, MediaType::Jpeg)).collect();
    futures::future::try_join_all(pictures.iter().map(|picture| store.put(session, picture))).await.unwrap();
    for picture in &pictures {
        assert_eq!(read(store, session, picture.id, Size::Original).await.as_deref(), Some(&picture.original[..]));
    }
    assert_eq!(store.delete_session(session).await.unwrap(), 24);
}

pub async fn an_upload_that_races_with_the_deletion_leaves_nothing(store: &PhotoStore) {
    let session = SessionId::random();
    let pictures: Vec<_> = (0..8).map(|seed| picture(seed, MediaType::Jpeg)).collect();
    store.put(session, &pictures[0]).await.unwrap();
    let puts = futures::future::join_all(pictures.iter().map(|picture| store.put(session, picture)));
    let (_, deleted) = tokio::join!(puts, store.delete_session(session));
    deleted.unwrap();
    // Each upload looks for its session when it is done, finds none, and takes back what it has put.
    store.delete_session(session).await.unwrap();
    assert_eq!(store.delete_session(session).await.unwrap(), 0, "something was left");
}
