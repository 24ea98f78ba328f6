//! Pictures of deleted sessions that their store does not delete at once: nobody is kept from deleting a session, and
//! they go when they can.

use std::time::{Duration, Instant};

use reqwest::Method;

use super::clouds::BUCKET;
use super::files::png;
use super::http::upload;
use super::s3::S3;
use crate::harness::{Redis, Server, hashed, in_time};

const TOLD: &str = "pictures of sessions that have ended cannot be deleted: it is tried again until they are gone";

async fn server(redis: &Redis, cloud: &S3) -> Server {
    Server::builder()
        .env("STORAGE_MODE", "cloud")
        .env("REDIS_URL", redis.url())
        .env("CLOUD_STORAGE_TYPE", "s3")
        .env("S3_BUCKET_NAME", BUCKET)
        .env("AWS_ENDPOINT_URL", &cloud.endpoint)
        .env("AWS_ACCESS_KEY_ID", S3::KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", S3::SECRET)
        // What has ended is looked for every three seconds.
        .env("SESSION_TTL_S", 60)
        .env("TURN_TIME_LIMIT_S", 60)
        .start()
        .await
}

/// Two sessions with a picture each; deletes them, and sees that they are gone.
async fn are_deleted(server: &Server, sessions: &[String]) {
    for session in sessions {
        let (path, begun) = (format!("/api/sessions/{session}"), Instant::now());
        let deleted = in_time("the deletion", server.request(Method::DELETE, &path).send()).await.unwrap();
        assert_eq!(deleted.status(), 204, "{}", deleted.text().await.unwrap());
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
        assert_eq!(server.get(&format!("{path}/messages")).await.status(), 404);
        let again = in_time("the deletion", server.request(Method::DELETE, &path).send()).await.unwrap();
        assert_eq!(again.status(), 404);
    }
}

async fn with_pictures(server: &Server) -> Vec<String> {
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let session = server.session().await;
        assert_eq!(upload(server, &session, png(40, 30)).await.status(), 200);
        sessions.push(session);
    }
    sessions
}

async fn are_gone(cloud: &S3, server: &Server) {
    in_time(&format!("the pictures to go: {}", server.log()), async {
        while !cloud.objects().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bucket {
    Fails,
    Forbids,
    IsSilent,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_fails_keeps_nobody_from_deleting_a_session() {
    for bucket in [Bucket::Fails, Bucket::Forbids, Bucket::IsSilent] {
        let (redis, cloud) = (Redis::start().await, S3::start().await);
        let mut server = server(&redis, &cloud).await;
        let sessions = with_pictures(&server).await;
        assert_eq!(cloud.objects().len(), 6);
        match bucket {
            Bucket::Fails => cloud.fails_with(500),
            Bucket::Forbids => cloud.fails_with(403),
            Bucket::IsSilent => cloud.falls_silent(),
        }
        are_deleted(&server, &sessions).await;
        assert_eq!(cloud.objects().len(), 6, "{bucket:?}");
        assert_eq!(server.log().matches(TOLD).count(), 1, "{bucket:?}: {}", server.log());
        if bucket == Bucket::Fails {
            cloud.is_well_again();
        } else {
            // Also what comes after is known to whoever is started next.
            server.kill9().await;
            cloud.is_well_again();
            server.restart().await;
        }
        are_gone(&cloud, &server).await;
        redis.says(&["ZCARD", "pictures:due"], "0").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_of_pictures_that_fails_keeps_nobody_from_deleting_a_session() {
    let mut server = Server::start().await;
    let sessions = with_pictures(&server).await;
    let (photos, aside) = (server.sessions_dir().join("photos"), server.sessions_dir().join("aside"));
    let there = || sessions.iter().filter(|session| photos.join(hashed(session)).exists()).count();
    assert_eq!(there(), 2);
    std::fs::rename(&photos, &aside).unwrap();
    std::fs::write(&photos, "").unwrap();
    are_deleted(&server, &sessions).await;
    assert_eq!(server.log().matches(TOLD).count(), 1, "{}", server.log());
    server.kill9().await;
    std::fs::remove_file(&photos).unwrap();
    std::fs::rename(&aside, &photos).unwrap();
    assert_eq!(there(), 2);
    server.restart().await;
    in_time("the pictures to go", async {
        while there() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
