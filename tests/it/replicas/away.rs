//! Redis is away altogether: nobody waits for it, many at once as little as one, and what is asked again is done once.

use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{answers, replica, replica_at};
use crate::faults::Asking;
use crate::harness::client::{event_type, text};
use crate::harness::server::signal;
use crate::harness::{Cable, Client, Redis, Server, in_time};
use crate::photos::files::png;
use crate::photos::http::upload;

/// As much time as docs/OPERATIONS.md gives, and some for a machine that does other things as well.
const SOON: Duration = Duration::from_secs(10);
/// So many ask each question at the same time.
const MANY: usize = 12;

/// How Redis is away.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Away {
    Killed,
    /// It takes connections, and answers nothing.
    Hangs,
    /// Whatever is sent to it is on its way, and comes when it is back.
    CutOff,
}

impl Away {
    fn begin(self, redis: &mut Redis, cable: &Cable) {
        match self {
            Self::Killed => redis.kill9(),
            Self::Hangs => signal("STOP", redis.pid()),
            Self::CutOff => cable.stall(),
        }
    }

    async fn end(self, redis: &mut Redis, cable: &Cable) {
        match self {
            Self::Killed => redis.start_again().await,
            Self::Hangs => signal("CONT", redis.pid()),
            Self::CutOff => cable.mend(),
        }
    }
}

fn saying(backend: &Server, session: &str) -> RequestBuilder {
    let path = format!("/api/sessions/{session}/messages");
    backend.request(Method::POST, &path).json(&json!({"message": "tokens=3 rate=0"}))
}

/// Everything that can be asked, of a session, of one that has a picture, and of one that may be deleted. A Redis that hangs
/// does it later: nothing is stopped of which the answer is waited for.
fn questions([session, pictured, doomed]: [&str; 3]) -> Vec<(Method, String)> {
    let posts = ["/complete", "/generate-image", "/generate-child-image", "/messages", "/family/messages"];
    let reads = ["/status", "/messages", "/export", "/events", "/family/status"];
    let of = |rest: &str| format!("/api/sessions/{session}{rest}");
    let mut questions = vec![
        (Method::POST, "/api/sessions".into()),
        (Method::GET, "/api/sessions".into()),
        (Method::DELETE, format!("/api/sessions/{doomed}")),
        (Method::POST, format!("/api/sessions/{doomed}/cancel")),
        (Method::GET, format!("/api/sessions/{pictured}/photos/user.png")),
    ];
    questions.extend(posts.map(|path| (Method::POST, of(path))));
    questions.extend(reads.map(|path| (Method::GET, of(path))));
    questions
}

/// Is answered soon that it may be tried again later; what the answer tells.
async fn is_put_off(what: &str, asked: impl Future<Output = Response>) -> Value {
    let begun = Instant::now();
    let answer = in_time(what, asked).await;
    assert!(begun.elapsed() < SOON, "{what}: answered after {:?}", begun.elapsed());
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true), "{what}");
    let told: Value = answer.json().await.unwrap();
    assert_eq!(told["code"], "store_unavailable", "{what}: {told}");
    told
}

async fn is_shown_out(backend: &Server, session: &str) {
    let begun = Instant::now();
    let mut client = Client::open(backend.address, session).await;
    // It may be shown out before it has said anything.
    let _ = client.try_send(Message::text(r#"{"type":"hello"}"#)).await;
    assert_eq!(client.close_code().await, Some(3004));
    assert!(begun.elapsed() < SOON, "shown out after {:?}", begun.elapsed());
}

/// All that can be asked, by many at once.
async fn everybody_is_put_off(backend: &Server, sessions: [&str; 3]) {
    let [session, pictured, _] = sessions;
    let asked = questions(sessions).into_iter().flat_map(|question| vec![question; MANY]);
    let asked = asked.map(|(method, path)| {
        let body = json!({"message": "tokens=3 rate=0", "target": "partner", "child": 1});
        let request = backend.request(method.clone(), &path).header("idempotency-key", "m-1").json(&body);
        async move { is_put_off(&format!("{method} {path}"), async { request.send().await.unwrap() }).await }
    });
    let uploads = (0..2).map(|_| is_put_off("a photo", upload(backend, pictured, png(64, 48))));
    let sockets = (0..MANY).map(|_| is_shown_out(backend, session));
    tokio::join!(join_all(asked), join_all(uploads), join_all(sockets));
}

/// Follows the events of a session until they tell that the store takes nothing of the running turn.
async fn is_told_in_a_stream(mut stream: Response) {
    in_time("an event stream to tell", async {
        let mut told = String::new();
        while !told.contains(r#""code":"store_unavailable""#) {
            let more = stream.chunk().await.unwrap().expect("the stream stays open");
            told.push_str(std::str::from_utf8(&more).unwrap());
        }
    })
    .await;
}

async fn nobody_waits_while(away: Away) {
    let mut redis = Redis::start().await;
    let cable = Cable::to(redis.address).await;
    let url = if away == Away::CutOff { format!("redis://{}", cable.address) } else { redis.url() };
    let backend = Server::builder().role("backend").env("STORAGE_MODE", "redis").env("REDIS_URL", &url);
    let backend = backend.env("REQUESTS_PER_SECOND", 0).start().await;
    let _worker = replica_at(&url, "adk").await;
    let (session, running) = (backend.session().await, backend.session().await);
    let (pictured, doomed) = (backend.session().await, backend.session().await);
    let sessions = [&*session, &pictured, &doomed];
    assert_eq!(upload(&backend, &pictured, png(64, 64)).await.status(), 200);
    let mut idle = Client::join(backend.address, &session).await;
    let mut client = Client::join(backend.address, &running).await;
    let stream = backend.get(&format!("/api/sessions/{running}/events")).await;
    let mut asking = Asking::begin(&backend, &running);
    client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;

    away.begin(&mut redis, &cable);
    let begun = Instant::now();
    let waiting = async {
        tokio::join!(
            asking.is_kept("store_unavailable"),
            is_told_in_a_stream(stream),
            client.error("store_unavailable")
        );
        begun.elapsed()
    };
    let refused = async {
        idle.say("m-2", "tokens=3 rate=0").await;
        idle.refused("m-2", "store_unavailable").await;
        begun.elapsed()
    };
    let (waited, said, ()) = tokio::join!(waiting, refused, everybody_is_put_off(&backend, sessions));
    assert!(waited < SOON && said < SOON, "told after {waited:?} and {said:?}");
    // Whoever comes now finds no connection, and what was begun for others.
    everybody_is_put_off(&backend, sessions).await;

    away.end(&mut redis, &cable).await;
    asking.is_answered().await;
    client.until("the end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
    assert_eq!((backend.history(&running).await.len(), answers(&backend.history(&running).await).len()), (2, 1));
    for name in ["m-1", "m-2"] {
        let again = saying(&backend, &session).header("idempotency-key", name).send();
        assert_eq!(in_time("the answer", again).await.unwrap().status(), 200, "{name}");
    }
    let history = backend.history(&session).await;
    assert_eq!((history.len(), answers(&history).len()), (4, 2), "each once: {history:?}");
    let sessions = backend.json("/api/sessions").await["sessions"].as_array().map(Vec::len);
    assert_eq!(sessions, Some(4), "none was made that nobody was told of");
}

#[tokio::test]
async fn nobody_waits_for_a_redis_that_was_killed() {
    nobody_waits_while(Away::Killed).await;
}

#[tokio::test]
async fn nobody_waits_for_a_redis_that_hangs() {
    nobody_waits_while(Away::Hangs).await;
}

#[tokio::test]
async fn nobody_waits_for_a_redis_that_is_cut_off() {
    nobody_waits_while(Away::CutOff).await;
}

#[tokio::test]
async fn a_message_that_was_called_refused_has_a_name_under_which_it_is_said_once() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    redis.says(&["CLIENT", "PAUSE", "600000", "WRITE"], "OK").await;
    let told = is_put_off("a message", async { saying(&backend, &session).send().await.unwrap() }).await;
    let name = text(&told["client_msg_id"]);
    // What Redis has let wait it does now.
    redis.says(&["CLIENT", "UNPAUSE"], "OK").await;
    in_time("the message to be stored", async {
        // Not more often than one address may ask.
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while backend.history(&session).await.is_empty() {
            looks.tick().await;
        }
    })
    .await;
    let again =
        in_time("the answer", saying(&backend, &session).header("idempotency-key", &name).send()).await.unwrap();
    assert_eq!(again.status(), 200);
    assert_eq!(backend.history(&session).await.len(), 2, "it was said once, and answered once");
}
