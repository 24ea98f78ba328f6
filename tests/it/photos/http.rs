//! Pictures by HTTP, to the real server.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use hmac::{Hmac, KeyInit as _, Mac as _};
use image::GenericImageView as _;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use sha2::Sha256;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::clouds::{BUCKET, Gcs, files};
use super::files::*;
use super::s3::S3;
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Redis, Server, hashed, in_time};

/// Sends a file as a browser's form does.
pub async fn upload(server: &Server, session: &str, file: Vec<u8>) -> Response {
    upload_to(server, &format!("/api/sessions/{session}/photos/user"), file).await
}

async fn upload_to(server: &Server, path: &str, file: Vec<u8>) -> Response {
    let part = Part::bytes(file).file_name("photo.png").mime_str("image/png").unwrap();
    let request = server.request(Method::POST, path).multipart(Form::new().part("file", part));
    in_time("the answer to an upload", request.send()).await.unwrap()
}

async fn uploaded(server: &Server, session: &str, file: Vec<u8>) -> Value {
    let answer = upload(server, session, file).await;
    let status = answer.status();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(status, 200, "{answer}");
    answer
}

pub async fn refused(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let problem: Value = answer.json().await.unwrap();
    assert!(!text(&problem["error"]).is_empty());
    (status, text(&problem["code"]))
}

#[tokio::test]
async fn a_photo_goes_in_and_comes_out_upright_and_clean() {
    let server = Server::start().await;
    let session = server.session().await;
    let mut client = Client::join(server.address, &session).await;
    let answer = uploaded(&server, &session, jpeg_held(400, 300, 6)).await;
    assert_eq!(answer["status"], "success");
    let photo = &answer["photo"];
    assert_eq!((&photo["kind"], &photo["width"], &photo["height"]), (&"user".into(), &300.into(), &400.into()));
    assert_eq!(answer["image_url"], photo["url"]);
    for path in [text(&photo["url"]), format!("/api/sessions/{session}/photos/user.png")] {
        let read = server.get(&path).await;
        assert_eq!(read.status(), 200, "{path}");
        let headers = read.headers().clone();
        assert_eq!(headers["content-type"], "image/jpeg", "whatever its name says");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        assert!(headers["content-disposition"].to_str().unwrap().starts_with("inline; filename="));
        assert_eq!(headers["etag"], format!("\"{}\"", text(&photo["id"])));
        let bytes = read.bytes().await.unwrap();
        assert_eq!(bytes.len() as u64, photo["bytes"]);
        assert_eq!(image::load_from_memory(&bytes).unwrap().dimensions(), (300, 400));
        assert!(!bytes.windows(4).any(|part| part == b"Exif"));
    }
    let delta = client.until("the state", |frame| event_type(frame) == Some("STATE_DELTA")).await;
    assert_eq!(delta["event"]["delta"][0]["value"], *photo, "{delta}");
    let ready = client.until("image.ready", |frame| frame["event"]["name"] == "image.ready").await;
    assert_eq!(ready["event"]["value"], *photo);
    // Who comes later sees it in the state.
    let late = Client::join(server.address, &session).await;
    assert_eq!(late.frames[2]["event"]["snapshot"]["photos"]["user"], *photo);
    assert!(!server.log().contains("JFIF"));
}

#[tokio::test]
async fn thumbnails_parts_and_caches() {
    let server = Server::start().await;
    let session = server.session().await;
    let photo = uploaded(&server, &session, jpeg(800, 600)).await["photo"].clone();
    let (id, url) = (text(&photo["id"]), text(&photo["url"]));
    let named = format!("/api/sessions/{session}/photos/user.png");
    for size in [96, 320] {
        let read = server.get(&format!("{named}?size={size}")).await;
        assert_eq!(read.headers()["etag"], format!("\"{id}-{size}\""));
        let thumbnail = image::load_from_memory(&read.bytes().await.unwrap()).unwrap();
        assert_eq!(thumbnail.dimensions(), (size, size * 3 / 4));
    }
    assert_eq!(refused(server.get(&format!("{url}?size=97")).await).await, (400, "bad_request".into()));
    let whole = server.get(&url).await;
    assert!(whole.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    let whole = whole.bytes().await.unwrap();
    let newest = server.get(&named).await;
    assert_eq!(newest.headers()["cache-control"], "private, no-cache", "another photo may come");
    let tag = format!("\"{id}\"");
    let with = |name: &'static str, value: &str| {
        let request = server.request(Method::GET, &url).header(name, value);
        async move { in_time("a part", request.send()).await.unwrap() }
    };
    for seen in [tag.clone(), format!("\"other\", W/{tag}"), "*".into()] {
        let unchanged = with("if-none-match", &seen).await;
        assert_eq!(
            (unchanged.status(), unchanged.headers()["etag"].to_str().unwrap()),
            (StatusCode::NOT_MODIFIED, &*tag)
        );
        assert!(unchanged.bytes().await.unwrap().is_empty());
    }
    assert_eq!(with("if-none-match", "\"other\"").await.status(), 200);
    let bytes = whole.len();
    for (range, from, to) in [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, bytes),
        ("bytes=-5", bytes - 5, bytes),
        ("bytes=5-999999999", 5, bytes),
    ] {
        let part = with("range", range).await;
        assert_eq!(part.status(), 206, "{range}");
        assert_eq!(part.headers()["content-range"], format!("bytes {from}-{}/{bytes}", to - 1), "{range}");
        assert_eq!(part.bytes().await.unwrap(), whole[from..to], "{range}");
    }
    for range in [&*format!("bytes={bytes}-"), "bytes=-0"] {
        let outside = with("range", range).await;
        assert_eq!(outside.status(), 416, "{range}");
        assert_eq!(outside.headers()["content-range"], format!("bytes */{bytes}"), "{range}");
    }
    let unchanged = server.request(Method::GET, &url).header("if-none-match", &tag).header("range", "bytes=-0").send();
    assert_eq!(in_time("an answer", unchanged).await.unwrap().status(), 304, "the condition comes first");
    for nonsense in ["bytes=9-3", "bytes=x-y", "bytes=0-1,4-5", "lines=1-2", "bytes=--1"] {
        assert_eq!(with("range", nonsense).await.status(), 200, "{nonsense}");
    }
    let head = in_time("the head", server.request(Method::HEAD, &url).send()).await.unwrap();
    assert_eq!(head.headers()["content-length"], bytes.to_string());
}

#[tokio::test]
async fn what_is_not_the_sessions_is_not_found() {
    let server = Server::start().await;
    let (session, other) = (server.session().await, server.session().await);
    let photo = uploaded(&server, &session, png(40, 30)).await["photo"].clone();
    let id = text(&photo["id"]);
    for name in [&*id, "user.png", "partner.png", "child_1.png", "child_999.png", "x", "..%2F..%2Fhera.redb", "%00"] {
        let answer = refused(server.get(&format!("/api/sessions/{other}/photos/{name}")).await).await;
        assert_eq!(answer, (404, "no_photo".into()), "{name}");
    }
    for name in ["partner.png", "child_1.png", "USER.PNG", "user.jpg", "hera.redb"] {
        let answer = refused(server.get(&format!("/api/sessions/{session}/photos/{name}")).await).await;
        assert_eq!(answer, (404, "no_photo".into()), "{name}");
    }
    let nobody = "00000000-0000-4000-8000-000000000000";
    let answer = refused(server.get(&format!("/api/sessions/{nobody}/photos/user.png")).await).await;
    assert_eq!(answer, (404, "no_session".into()));
    assert_eq!(refused(upload(&server, nobody, png(4, 3)).await).await, (404, "no_session".into()));
    assert_eq!(
        server.get(&format!("/api/photos/{session}/{id}?until=99999999999999&signature=00")).await.status(),
        404
    );
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let server = Server::builder().env("IMAGE_BYTES", 100_000).env("IMAGE_PIXELS", 1_000_000).start().await;
    let session = server.session().await;
    let heic = upload(&server, &session, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()).await;
    assert_eq!(heic.status(), 415);
    let problem: Value = heic.json().await.unwrap();
    assert!(text(&problem["error"]).contains("HEIC cannot be taken: send it as JPEG"), "{problem}");
    let damaged = png(40, 30)[..60].to_vec();
    assert_eq!(refused(upload(&server, &session, damaged).await).await, (422, "image_damaged".into()));
    let wide = png_of(2000, 1000, 8, 0, &[], &zeros(2001 * 1000));
    assert_eq!(refused(upload(&server, &session, wide).await).await, (413, "image_too_large".into()));
    let heavy = [jpeg(4, 3), vec![0; 100_000]].concat();
    assert_eq!(refused(upload(&server, &session, heavy).await).await, (413, "image_too_large".into()));
    let path = format!("/api/sessions/{session}/photos/user");
    let other_field = server.request(Method::POST, &path).multipart(Form::new().text("picture", "x"));
    assert_eq!(refused(other_field.send().await.unwrap()).await, (400, "bad_request".into()));
    let no_form = server.request(Method::POST, &path).body(png(4, 3));
    assert_eq!(refused(no_form.send().await.unwrap()).await, (400, "bad_request".into()));
    assert_eq!(files(&server.sessions_dir().join("photos")), [""; 0], "a refused picture was kept");
}

#[tokio::test]
async fn the_limit_cuts_an_upload_off_while_it_comes() {
    let server = Server::builder().env("IMAGE_BYTES", 100_000).start().await;
    let session = server.session().await;
    // Endless, of no length that is told: whoever read it all would never answer.
    let endless = stream::repeat(()).then(|()| async { Ok::<_, std::io::Error>(vec![0_u8; 8192]) });
    let part = Part::stream(reqwest::Body::wrap_stream(endless)).file_name("photo.jpg");
    let path = format!("/api/sessions/{session}/photos/user");
    let request = server.request(Method::POST, &path).multipart(Form::new().part("file", part));
    match in_time("the end of the upload", request.send()).await {
        Ok(answer) => assert_eq!(refused(answer).await, (413, "image_too_large".into())),
        // The connection was cut while the client still wrote.
        Err(error) => assert!(error.is_request() || error.is_body(), "{error}"),
    }
    server.logged("status=413").await;
    assert!(server.memory() < 300 << 20);
    // And it goes on serving.
    uploaded(&server, &session, png(40, 30)).await;
}

#[tokio::test]
async fn who_stops_sending_frees_the_place() {
    let server = Server::start().await;
    let session = server.session().await;
    let begin = async || {
        // These have been told to go on, which is when their place is taken, and send nothing more for now.
        let mut slow = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "POST /api/sessions/{session}/photos/user HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\n\r\n"
        );
        slow.write_all(head.as_bytes()).await.unwrap();
        let mut told = [0; 12];
        in_time("the server to take it", slow.read_exact(&mut told)).await.unwrap();
        assert_eq!(&told, b"HTTP/1.1 100");
        slow
    };
    let slow = [begin().await, begin().await];
    let full = upload(&server, &session, png(40, 30)).await;
    assert_eq!(full.headers()["retry-after"], "1");
    assert_eq!(refused(full).await, (503, "image_busy".into()), "a guest sends two at once");
    // The client goes away in the middle.
    drop(slow);
    in_time("the place to be free", async {
        while upload(&server, &session, png(40, 30)).await.status() != 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_has_so_many_pictures() {
    let server = Server::start().await;
    let session = server.session().await;
    let dir = server.sessions_dir().join("photos").join(&session);
    std::fs::create_dir(&dir).unwrap();
    // As 499 pictures would have left them.
    for number in 0..499 * 3 {
        std::fs::write(dir.join(format!("{number:032x}.png")), "").unwrap();
    }
    uploaded(&server, &session, png(40, 30)).await;
    assert_eq!(refused(upload(&server, &session, png(41, 30)).await).await, (409, "images_full".into()));
    assert_eq!(server.get(&format!("/api/sessions/{session}/photos/user.png")).await.status(), 200);
}

#[tokio::test]
async fn nothing_is_left_of_a_deleted_session() {
    let server = Server::builder().env("UPLOADS_PER_OWNER", 0).start().await;
    let session = server.session().await;
    let kept = server.session().await;
    uploaded(&server, &kept, png(40, 30)).await;
    let photos = server.sessions_dir().join("photos");
    let before = files(&photos);
    for width in [40, 41, 42] {
        uploaded(&server, &session, png(width, 30)).await;
    }
    let attachment = upload_to(&server, &format!("/api/sessions/{session}/photos"), jpeg(50, 50)).await;
    let attachment: Value = attachment.json().await.unwrap();
    assert_eq!(attachment["photo"]["kind"], "attachment", "{attachment}");
    assert_eq!(files(&photos).len(), 3 + 4 * 3);
    // Uploads are under way while the session is deleted.
    let path = format!("/api/sessions/{session}");
    let uploads = stream::iter(60..68).map(|width| upload(&server, &session, jpeg(width, 1000))).buffer_unordered(4);
    let deletion = async { in_time("the deletion", server.request(Method::DELETE, &path).send()).await.unwrap() };
    let (uploads, deletion) = tokio::join!(uploads.collect::<Vec<_>>(), deletion);
    assert_eq!(deletion.status(), 204);
    assert!(uploads.iter().all(|answer| [200, 404].contains(&answer.status().as_u16())), "{uploads:?}");
    assert_eq!(files(&photos), before, "something was left");
    assert!(!photos.join(hashed(&session)).exists());
}

#[tokio::test]
async fn signed_urls_work_for_a_while() {
    let server = Server::builder().env("PHOTO_URLS", "signed").env("PHOTO_URL_S", 5).start().await;
    let session = server.session().await;
    let photo = uploaded(&server, &session, png(400, 300)).await["photo"].clone();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let at = |path: &str| format!("http://{}{path}", server.address);
    for query in ["", "?size=96"] {
        let way = client.get(at(&format!("/api/sessions/{session}/photos/user.png{query}"))).send().await.unwrap();
        assert_eq!(
            (way.status(), way.headers()["cache-control"].to_str().unwrap()),
            (StatusCode::TEMPORARY_REDIRECT, "no-store")
        );
        // Relative: whoever is below a path stays there.
        let location = way.headers()["location"].to_str().unwrap();
        assert!(location.starts_with("../../../photos/"), "{location}");
        let way = way.url().join(location).unwrap();
        let url = format!("{}?{}", way.path(), way.query().unwrap());
        assert!(!url.contains(&session), "whoever has {url} has the session");
        let read = client.get(at(&url)).send().await.unwrap();
        assert_eq!((read.status(), read.headers()["content-type"].to_str().unwrap()), (StatusCode::OK, "image/png"));
        let content: Vec<_> = read.bytes_stream().try_collect().await.unwrap();
        assert!(image::load_from_memory(&content.concat()).is_ok());
        let mut other = url.clone();
        other.replace_range(url.len() - 1.., if url.ends_with('0') { "1" } else { "0" });
        assert_eq!(refused(client.get(at(&other)).send().await.unwrap()).await, (403, "bad_signature".into()));
        let past = url.replace("until=", "until=1");
        assert_eq!(refused(client.get(at(&past)).send().await.unwrap()).await, (403, "bad_signature".into()));
        in_time("its time to be over", async {
            while client.get(at(&url)).send().await.unwrap().status() == 200 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
        .await;
    }
    let key = server.sessions_dir().join("photo_url.key");
    assert_eq!(std::fs::metadata(key).unwrap().mode() & 0o777, 0o600, "others may read the key");
    assert!(photo["url"].as_str().unwrap().starts_with("/api/sessions/"));
}

#[tokio::test]
async fn what_versions_before_have_signed_and_put_is_given() {
    let server = Server::builder().env("PHOTO_URLS", "signed").env("PHOTO_URL_KEY", "k".repeat(32)).start().await;
    let session = server.session().await;
    let photo = uploaded(&server, &session, png(400, 300)).await["photo"].clone();
    let (photos, id) = (server.sessions_dir().join("photos"), text(&photo["id"]));
    // As a version before would have put it.
    std::fs::rename(photos.join(hashed(&session)), photos.join(&session)).unwrap();
    let way = server.get(&format!("/api/sessions/{session}/photos/user.png")).await;
    assert_eq!(way.status(), 200);
    assert!(!way.url().as_str().contains(&session), "whoever has {} has the session", way.url());
    let content = way.bytes().await.unwrap();
    // As a version before would have signed it.
    let until = i64::MAX;
    let mut mac: Hmac<Sha256> = Hmac::new_from_slice("k".repeat(32).as_bytes()).unwrap();
    mac.update(format!("{session}/{id}-96\n{until}").as_bytes());
    let signature = mac.finalize().into_bytes().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let url = format!("/api/photos/{session}/{id}?size=96&until={until}&signature={signature}");
    let small = server.get(&url).await;
    assert_eq!(small.status(), 200);
    assert!(small.bytes().await.unwrap().len() < content.len());
    let refused_for_other = server.get(&url.replace("size=96&", "")).await;
    assert_eq!(refused(refused_for_other).await, (403, "bad_signature".into()));
    let deleted = in_time("the deletion", server.request(Method::DELETE, &format!("/api/sessions/{session}")).send());
    assert_eq!(deleted.await.unwrap().status(), 204);
    assert_eq!(files(&photos), [""; 0], "something was left");
}

/// Everything below the folder, with its mode.
fn modes_below(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let (path, meta) = entry.map(|entry| (entry.path(), entry.metadata().unwrap())).unwrap();
        found.push((path.clone(), meta.mode() & 0o777));
        if meta.is_dir() {
            found.extend(modes_below(&path));
        }
    }
    found
}

#[tokio::test]
async fn what_is_kept_in_the_folder_of_a_group_is_the_groups() {
    for (mode, of_group) in [(0o2770, true), (0o755, false)] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        let server = Server::builder().env("SESSIONS_DIR", folder.path().display()).env("PHOTO_URLS", "signed");
        let server = server.start().await;
        let session = server.session().await;
        uploaded(&server, &session, png(40, 30)).await;
        let kept = modes_below(folder.path());
        // The store and its reserve, the key, the folder of pictures, that of the session, and a picture in three sizes.
        assert_eq!(kept.len(), 8, "{kept:?}");
        for (path, mode) in kept {
            let all = if path.is_dir() { 0o770 } else { 0o660 };
            let expected = if of_group { all } else { all & 0o700 };
            assert_eq!(mode, expected, "{}: {mode:o}", path.display());
        }
    }
}

#[tokio::test]
async fn a_folder_that_everybody_may_look_into_is_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let warned = async |mode| {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        let mut server = Server::builder().env("SESSIONS_DIR", folder.path().display()).start().await;
        let mut check = Command::new(env!("CARGO_BIN_EXE_hera"));
        let check = check.arg("check-config").env_clear().env("SESSIONS_DIR", folder.path()).output().unwrap();
        assert!(check.status.success());
        let told = "everybody on this machine may look into";
        let warnings =
            (server.log().matches(told).count(), String::from_utf8(check.stderr).unwrap().matches(told).count());
        assert_eq!(warnings.0, warnings.1);
        // The next one has the same folder.
        server.kill9().await;
        warnings.0
    };
    assert_eq!((warned(0o755).await, warned(0o700).await, warned(0o2770).await), (1, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_in_redis_have_their_pictures_in_the_cloud() {
    let (redis, s3) = (Redis::start().await, S3::start().await);
    let cloud = || {
        Server::builder()
            .env("STORAGE_MODE", "cloud")
            .env("REDIS_URL", redis.url())
            .env("S3_BUCKET_NAME", BUCKET)
            .env("AWS_ENDPOINT_URL", &s3.endpoint)
            .env("AWS_ACCESS_KEY_ID", S3::KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", S3::SECRET)
    };
    let (one, other) = (cloud().start().await, cloud().env("PHOTO_URLS", "signed").start().await);
    let session = one.session().await;
    let photo = uploaded(&one, &session, jpeg_held(400, 300, 6)).await["photo"].clone();
    let named = format!("/api/sessions/{session}/photos/user.png?size=96");
    let read = one.get(&named).await;
    assert_eq!((read.status(), read.headers()["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
    // By way of the other replica, from the cloud itself, which its pages may show pictures from.
    let read = other.get(text(&photo["url"]).as_str()).await;
    assert!(read.url().as_str().starts_with(&s3.endpoint), "{}", read.url());
    let bytes = read.bytes().await.unwrap();
    assert_eq!(bytes.len() as u64, photo["bytes"]);
    assert!(!bytes.windows(4).any(|part| part == b"Exif"));
    let policy = other.get("/").await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains(&format!("img-src 'self' data: {};", s3.endpoint)), "{policy}");
    // No byte of it is in Redis, and none of its cloud's secrets in a log.
    let kept = redis.ask(&["--scan"]);
    for key in kept.lines() {
        let dump = redis.ask(&["--no-raw", "DUMP", key]);
        assert!(!dump.contains("JFIF"), "{key}");
    }
    for server in [&one, &other] {
        assert!(!server.log().contains(S3::SECRET));
    }
    let objects = s3.objects();
    assert_eq!(objects.len(), 3);
    assert!(objects.iter().all(|name| !name.contains(&session) && name.contains(&hashed(&session))), "{objects:?}");
    let delete = one.http.delete(format!("http://{}/api/sessions/{session}", other.address));
    assert_eq!(in_time("the deletion", delete.send()).await.unwrap().status(), 204);
    assert_eq!(s3.objects(), [""; 0], "something was left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_is_ended_whether_or_not_its_client_waits() {
    let (redis, gcs) = (Redis::start().await, Gcs::start().await);
    let server = Server::builder()
        .env("STORAGE_MODE", "cloud")
        .env("REDIS_URL", redis.url())
        .env("CLOUD_STORAGE_TYPE", "gcs")
        .env("GCS_BUCKET_NAME", BUCKET)
        .env("GOOGLE_APPLICATION_CREDENTIALS", gcs.credentials.display())
        .env("GCS_ENDPOINT_URL", &gcs.endpoint)
        .start()
        .await;
    let session = server.session().await;
    uploaded(&server, &session, png(40, 30)).await;
    assert_eq!(gcs.objects().len(), 3);
    let (held, before) = (gcs.hold_lists().await, gcs.lists_asked());
    let path = format!("/api/sessions/{session}");
    let begun = async {
        while gcs.lists_asked() == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    in_time("the deletion to begin", async {
        tokio::select! {
            answer = server.request(Method::DELETE, &path).send() => panic!("{answer:?}"),
            // The client goes away in the middle.
            () = begun => {}
        }
    })
    .await;
    drop(held);
    in_time("the end of the deletion", async {
        while server.get(&format!("{path}/messages")).await.status() != 404 || !gcs.objects().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}
