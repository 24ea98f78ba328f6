//! A cloud that does not answer while the process is asked to end.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::clouds::{BUCKET, Gcs};
use super::files::png;
use crate::harness::{Client, Redis, Server, in_time};

async fn server(redis: &Redis, gcs: &Gcs) -> Server {
    Server::builder()
        .env("STORAGE_MODE", "cloud")
        .env("REDIS_URL", redis.url())
        .env("CLOUD_STORAGE_TYPE", "gcs")
        .env("GCS_BUCKET_NAME", BUCKET)
        .env("GOOGLE_APPLICATION_CREDENTIALS", gcs.credentials.display())
        .env("GCS_ENDPOINT_URL", &gcs.endpoint)
        // Long enough for a word that comes after the goodbye.
        .env("DRAIN_S", 3)
        .start()
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloud_that_takes_no_picture_holds_up_no_end() {
    let (redis, gcs) = (Redis::start().await, Gcs::start().await);
    let mut server = server(&redis, &gcs).await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let _held = gcs.hold_puts().await;
    let (before, file) = (gcs.puts_asked(), png(40, 30));
    client
        .send(json!({"type": "image", "client_msg_id": "i", "kind": "user", "media_type": "image/png", "size": file.len()}))
        .await;
    client.send_message(Message::binary(file.clone())).await;
    let form = Form::new().part("file", Part::bytes(png(30, 40)).file_name("photo.png").mime_str("image/png").unwrap());
    let upload = server.request(Method::POST, &format!("/api/sessions/{session}/photos")).multipart(form).send();
    let asked = async {
        while gcs.puts_asked() < before + 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let asked = Instant::now();
        server.terminate();
        assert_eq!(client.close_code().await, Some(3001));
        asked
    };
    let (upload, asked) = in_time("the answers", async { tokio::join!(upload, asked) }).await;
    let upload = upload.unwrap();
    assert_eq!(upload.status(), 503);
    assert!(upload.headers().contains_key("retry-after"), "{upload:?}");
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(12), "it took {:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloud_that_does_not_answer_holds_up_no_end() {
    let (redis, gcs) = (Redis::start().await, Gcs::start().await);
    let mut server = server(&redis, &gcs).await;
    let (talking, leaving) = (server.session().await, server.session().await);
    let mut client = Client::join(server.address, &talking).await;
    let (_held, before) = (gcs.hold_lists().await, gcs.lists_asked());
    // One comes over the socket, one by HTTP, and a session goes: each waits for the cloud.
    let file = png(40, 30);
    client
        .send(json!({"type": "image", "client_msg_id": "i", "kind": "user", "media_type": "image/png", "size": file.len()}))
        .await;
    client.send_message(Message::binary(file.clone())).await;
    let form = Form::new().part("file", Part::bytes(file).file_name("photo.png").mime_str("image/png").unwrap());
    let upload = server.request(Method::POST, &format!("/api/sessions/{talking}/photos")).multipart(form).send();
    let deletion = server.request(Method::DELETE, &format!("/api/sessions/{leaving}")).send();
    let asked = async {
        while gcs.lists_asked() < before + 3 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let asked = Instant::now();
        server.terminate();
        // Other words go on while the picture is waited for.
        client.until("goodbye", |frame| frame["type"] == "goodbye").await;
        client.send(json!({"type": "ping"})).await;
        client.next("pong", |frame| frame["type"] == "pong").await;
        assert_eq!(client.close_code().await, Some(3001));
        asked
    };
    let (upload, deletion, asked) = in_time("the answers", async { tokio::join!(upload, deletion, asked) }).await;
    let upload = upload.unwrap();
    assert_eq!(upload.status(), 503);
    assert!(upload.headers().contains_key("retry-after"), "{upload:?}");
    assert_eq!(deletion.unwrap().status(), 204, "its pictures are deleted by whoever is started next");
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(12), "it took {:?}", asked.elapsed());
}
