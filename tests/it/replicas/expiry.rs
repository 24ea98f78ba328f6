//! How long sessions live in Redis, and what they leave behind.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::client::event_type;
use crate::harness::{Client, Redis, Server, hashed, in_time};
use crate::photos::files::png;
use crate::photos::http::upload;

/// The shortest life there is; refreshed a few times a minute while somebody is there.
async fn replica(redis: &Redis, role: &str) -> Server {
    let short = Server::builder().role(role).env("SESSION_TTL_S", 60).env("TURN_TIME_LIMIT_S", 60);
    short.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url()).start().await
}

/// Milliseconds that each key of the session still has to live, all at the same moment.
fn left(redis: &Redis, session: &str) -> Vec<i64> {
    let script = "local left = {} \
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do left[#left + 1] = redis.call('PTTL', key) end \
        return left";
    let left = redis.ask(&["EVAL", script, "0", &format!("*{session}*")]);
    left.lines().filter(|line| !line.is_empty()).map(|line| line.parse().unwrap()).collect()
}

/// Waits until the session has been given more time, as often as this, and sees that nothing of it was left out.
async fn lives_on(redis: &Redis, session: &str, times: usize) {
    in_time("the session to be kept alive", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        let key = format!("live:{session}");
        let now = || redis.ask(&["PTTL", &key]).trim().parse::<i64>().unwrap();
        let (mut before, mut seen) = (now(), 0);
        while seen < times {
            looks.tick().await;
            let left = now();
            assert!(left > 0, "the session is gone");
            seen += usize::from(left > before);
            before = left;
        }
    })
    .await;
    let left = left(redis, session);
    let (least, most) = (*left.iter().min().unwrap(), *left.iter().max().unwrap());
    assert!(least > 0 && most - least < 5000, "parts of the session end at other times: {left:?}");
}

#[tokio::test]
async fn who_is_joined_keeps_the_session_alive() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (silent, spoken) = (backend.session().await, backend.session().await);
    let _silent = Client::join(backend.address, &silent).await;
    let mut client = Client::join(backend.address, &spoken).await;
    let turn = client.turn("m-1", "hello").await;
    client.turn_end(&turn).await;
    lives_on(&redis, &spoken, 2).await;
    // Nothing was ever said there.
    lives_on(&redis, &silent, 1).await;
    let owned = redis.ask(&["KEYS", "owner:*"]);
    let left: i64 = redis.ask(&["PTTL", owned.trim()]).trim().parse().unwrap();
    assert!(left > 50_000, "the list of sessions lives as long as they do: {left}");
}

#[tokio::test]
async fn a_turn_keeps_the_session_alive_though_nobody_listens() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    client.turn("m-1", "tokens=2000 rate=50").await;
    client.until("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
    client.leave().await;
    drop(backend);
    lives_on(&redis, &session, 2).await;
}

#[tokio::test]
async fn a_turn_that_waits_keeps_the_session_alive_though_nobody_listens() {
    let redis = Redis::start().await;
    let backend = replica(&redis, "backend").await;
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    client.turn("m-1", "hello").await;
    client.leave().await;
    lives_on(&redis, &session, 2).await;
    // Whoever comes late finds it.
    let _worker = replica(&redis, "adk").await;
    in_time("an answer", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while backend.history(&session).await.len() < 2 {
            looks.tick().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_comes_slowly_keeps_the_session_alive() {
    let redis = Redis::start().await;
    let backend = replica(&redis, "backend").await;
    let session = backend.session().await;
    let mut upload = TcpStream::connect(backend.address).await.unwrap();
    let head = format!(
        "POST /api/sessions/{session}/photos HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    upload.write_all(head.as_bytes()).await.unwrap();
    send(&mut upload, b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n").await;
    send(&mut upload, &png(64, 64)).await;
    let (mut lives_on, mut pauses) =
        (std::pin::pin!(lives_on(&redis, &session, 2)), tokio::time::interval(Duration::from_millis(200)));
    loop {
        tokio::select! {
            () = &mut lives_on => break,
            _ = pauses.tick() => {}
        }
        // What follows the end of a picture is nothing of it.
        send(&mut upload, &[0; 8 * 1024]).await;
    }
    send(&mut upload, b"\r\n--b--\r\n").await;
    send(&mut upload, b"").await;
    let mut answer = String::new();
    in_time("the answer", upload.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

/// Sends a chunk of a body (RFC 9112, 7.1); an empty one is its end.
async fn send(stream: &mut TcpStream, chunk: &[u8]) {
    let chunk = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
    stream.write_all(&chunk).await.unwrap();
}

#[tokio::test]
async fn a_session_that_ends_leaves_no_pictures() {
    let redis = Redis::start().await;
    let backend = replica(&redis, "backend").await;
    let (ends, stays) = (backend.session().await, backend.session().await);
    for session in [&ends, &stays] {
        assert_eq!(upload(&backend, session, png(64, 64)).await.status(), 200);
    }
    let photos = backend.sessions_dir().join("photos");
    assert!(photos.join(hashed(&ends)).exists() && photos.join(hashed(&stays)).exists());
    // Its time is over, and so may be that of the other one.
    for key in redis.ask(&["KEYS", &format!("*{ends}*")]).lines() {
        redis.says(&["PEXPIRE", key, "1"], "1").await;
    }
    for session in [&ends, &stays] {
        redis.says(&["ZADD", "pictures:due", "XX", "CH", "1", session], "1").await;
    }
    in_time("the pictures to be deleted", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while photos.join(hashed(&ends)).exists() {
            looks.tick().await;
        }
    })
    .await;
    redis.says(&["ZCARD", "pictures:due"], "1").await;
    in_time("the other one to be looked at again later", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        // The two may have been found due one after the other.
        while redis.ask(&["ZSCORE", "pictures:due", &stays]).trim().parse::<f64>().unwrap() <= 1.0 {
            looks.tick().await;
        }
    })
    .await;
    assert!(photos.join(hashed(&stays)).exists(), "a session that lives has lost its pictures");
}
