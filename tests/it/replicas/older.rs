//! Replicas of an older version stand beside new ones: what these keep, those find.

use crate::harness::{Redis, Server, hashed};
use crate::photos::clouds::files;
use crate::photos::files::png;
use crate::photos::http::upload;

#[tokio::test]
async fn pictures_are_put_where_older_replicas_look_while_there_are_some() {
    let redis = Redis::start().await;
    // All that can be seen of an older replica: it listens to a channel with a name of theirs.
    let older = redis.start_asking(&["SUBSCRIBE", "worker:0123456789abcdef"]);
    redis.says(&["PUBSUB", "CHANNELS", "worker:*"], "worker:0123456789abcdef").await;
    let backend = Server::builder().role("backend").env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url());
    let backend = backend.env("PHOTO_URLS", "signed").start().await;
    let session = backend.session().await;
    let photos = backend.sessions_dir().join("photos");
    let beside = |folder: &str| files(&photos.join(folder)).len();
    assert_eq!(upload(&backend, &session, png(64, 64)).await.status(), 200);
    assert_eq!((beside(&session), beside(&hashed(&session))), (3, 3));
    let way = backend.get(&format!("/api/sessions/{session}/photos/user.png")).await;
    assert_eq!(way.status(), 200);
    assert!(way.url().path().contains(&session), "an older replica finds nothing at {}", way.url());
    drop(older);
    backend.logged("no older version of hera shares Redis any more").await;
    assert_eq!(upload(&backend, &session, png(65, 64)).await.status(), 200);
    assert_eq!((beside(&session), beside(&hashed(&session))), (3, 6));
    let way = backend.get(&format!("/api/sessions/{session}/photos/user.png")).await;
    assert_eq!(way.status(), 200);
    assert!(!way.url().path().contains(&session), "whoever has {} has the session", way.url());
    let deleted = backend.request(reqwest::Method::DELETE, &format!("/api/sessions/{session}")).send().await.unwrap();
    assert_eq!(deleted.status(), 204);
    assert_eq!(files(&photos), [""; 0], "something was left");
    // A replica of this version is no older one.
    let other = Server::builder().role("adk").env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url()).start().await;
    assert!(!other.log().contains("an older version of hera shares Redis"), "{}", other.log());
}
