//! The store of pictures, on a disk and on servers that speak as the clouds do.

use axum::Router;
use axum::response::{Html, IntoResponse as _};
use hera::domain::{MediaType, SessionId};
use hera::photos::{PhotoStore, Place, Size};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::clouds::{Azurite, BUCKET, Gcs, files};
use super::conformance::{self, picture};
use super::s3::S3;
use crate::harness::in_time;

fn s3(server: &S3, secret: &str) -> PhotoStore {
    let place = Place::S3 {
        bucket: BUCKET.into(),
        region: "us-east-1".into(),
        access_key_id: Some(S3::KEY_ID.into()),
        secret_access_key: Some(secret.into()),
        endpoint: Some(server.endpoint.clone()),
    };
    PhotoStore::open(&place).unwrap()
}

fn azure(server: &Azurite) -> PhotoStore {
    let place = Place::Azure {
        container: BUCKET.into(),
        account: Azurite::ACCOUNT.into(),
        key: Some(Azurite::KEY.into()),
        endpoint: Some(server.endpoint.clone()),
    };
    PhotoStore::open(&place).unwrap()
}

fn gcs(server: &Gcs) -> PhotoStore {
    let place = Place::Gcs {
        bucket: BUCKET.into(),
        credentials: Some(server.credentials.clone()),
        endpoint: Some(server.endpoint.clone()),
    };
    PhotoStore::open(&place).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_keeps_pictures() {
    let dir = TempDir::new().unwrap();
    let place = Place::Disk(dir.path().join("photos"));
    let store = PhotoStore::open(&place).unwrap();
    conformance::all(&store).await;
    assert_eq!(files(dir.path()), [""; 0], "something was left");
    // What a crash has left half written goes with its session.
    let session = SessionId::random();
    store.put(session, &picture(1, MediaType::Jpeg)).await.unwrap();
    let half = dir.path().join(format!("photos/{}/half.jpg#1", session.hashed()));
    std::fs::write(half, "half").unwrap();
    store.delete_session(session).await.unwrap();
    assert_eq!(files(dir.path()), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_keeps_pictures() {
    let server = S3::start().await;
    let store = s3(&server, S3::SECRET);
    conformance::all(&store).await;
    assert_eq!(server.objects(), [""; 0], "something was left");
    let wrong = in_time("the refusal", s3(&server, "another secret").ping()).await;
    assert!(wrong.is_err(), "the server took a wrong signature");
    anyone_may_read_a_signed_url(&store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn azure_keeps_pictures() {
    let server = Azurite::start().await;
    let store = azure(&server);
    conformance::all(&store).await;
    anyone_may_read_a_signed_url(&store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gcs_keeps_pictures() {
    let server = Gcs::start().await;
    let store = gcs(&server);
    conformance::all(&store).await;
    assert_eq!(server.objects(), [""; 0], "something was left");
    let lifetime = std::time::Duration::from_mins(1);
    let (session, id) = (SessionId::random(), picture(1, MediaType::Png).id);
    let url = store.signed_url(session, id, MediaType::Png, Size::Original, lifetime).await.unwrap().unwrap();
    let query: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert!(query.iter().any(|name| name == "X-Goog-Signature"), "{url}");
    assert!(!url.as_str().contains(&session.to_string()), "whoever has {url} has the session");
}

/// Something that is no cloud, and says yes to all that it is asked.
#[derive(Debug, Clone, Copy)]
enum Yes {
    /// A page, as a portal of a network has it.
    Page,
    /// The same with all that a cloud says of an object, and well formed.
    Xml,
    /// Nothing at all, with all that a cloud says of an object.
    Nothing,
}

impl Yes {
    async fn start(self) -> (String, JoinSet<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(move || async move {
            let known = [("etag", "\"1\""), ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT")];
            match self {
                Self::Page => {
                    Html("<!DOCTYPE html><html><head><meta charset=utf-8><title>Log in</title>").into_response()
                }
                Self::Xml => {
                    let kind = [("content-type", "application/xml")];
                    (known, kind, "<?xml version=\"1.0\"?><rss><channel><title>News</title></channel></rss>")
                        .into_response()
                }
                Self::Nothing => (known, "").into_response(),
            }
        });
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
        (endpoint, serving)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_cloud_keeps_nothing_and_gives_nothing() {
    let identity = Gcs::start().await;
    for yes in [Yes::Page, Yes::Xml, Yes::Nothing] {
        let (endpoint, _serving) = yes.start().await;
        let (id, key, secret) = (S3::KEY_ID.to_owned(), S3::SECRET.into(), Azurite::KEY.into());
        let places = [
            Place::S3 {
                bucket: BUCKET.into(),
                region: "us-east-1".into(),
                access_key_id: Some(id),
                secret_access_key: Some(key),
                endpoint: Some(endpoint.clone()),
            },
            Place::Azure {
                container: BUCKET.into(),
                account: Azurite::ACCOUNT.into(),
                key: Some(secret),
                endpoint: Some(endpoint.clone()),
            },
            Place::Gcs {
                bucket: BUCKET.into(),
                credentials: Some(identity.credentials.clone()),
                endpoint: Some(endpoint),
            },
        ];
        for place in places {
            let (store, what) = (PhotoStore::open(&place).unwrap(), format!("{yes:?} {place:?}"));
            let (session, picture) = (SessionId::random(), picture(1, MediaType::Png));
            let put = in_time("a refusal", store.put(session, &picture)).await;
            assert!(put.is_err(), "a picture is kept by {what}");
            let got = in_time("a refusal", store.read(session, picture.id, Size::Original)).await;
            assert!(got.is_err(), "a picture is given by {what}");
            let counted = in_time("a refusal", store.count(session)).await;
            assert!(counted.is_err(), "{counted:?} pictures are counted in {what}");
            let deleted = in_time("a refusal", store.delete_session(session)).await;
            assert!(deleted.is_err(), "{deleted:?} pictures are deleted in {what}");
            let told = in_time("a refusal", store.ping()).await.expect_err(&what).to_string();
            assert!(told.contains("what answers is no object store"), "{told}");
        }
    }
}

async fn anyone_may_read_a_signed_url(store: &PhotoStore) {
    let session = SessionId::random();
    let picture = picture(6, MediaType::Png);
    store.put(session, &picture).await.unwrap();
    let lifetime = std::time::Duration::from_mins(1);
    let url = store.signed_url(session, picture.id, MediaType::Png, Size::Original, lifetime).await.unwrap().unwrap();
    assert!(!url.as_str().contains(&session.to_string()), "whoever has {url} has the session");
    let read = in_time("the picture", reqwest::get(url.clone())).await.unwrap();
    assert_eq!(read.status(), 200);
    assert_eq!(read.headers()["content-type"], "image/png");
    assert_eq!(read.bytes().await.unwrap(), picture.original);
    let mut unsigned = url;
    unsigned.set_query(None);
    let refused = in_time("the refusal", reqwest::get(unsigned)).await.unwrap();
    assert!(refused.status().is_client_error(), "{}", refused.status());
    store.delete_session(session).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloud_that_is_away_is_an_error_in_time() {
    let server = S3::start().await;
    let store = s3(&server, S3::SECRET);
    let session = SessionId::random();
    store.put(session, &picture(7, MediaType::Jpeg)).await.unwrap();
    drop(server);
    let failed = in_time("the error", store.put(session, &picture(8, MediaType::Jpeg))).await;
    assert!(failed.is_err());
}
