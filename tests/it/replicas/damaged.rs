//! A key of a session, or of the queue of turns, is not what it must be: that is found, said once, and can be undone or
//! deleted; nobody else is harmed.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::replica;
use crate::harness::client::event_type;
use crate::harness::{Client, Redis, Server, free_address, hashed, in_time};
use crate::photos::files::png;
use crate::photos::http::upload;

/// A part of a session, and what somebody puts there.
struct Damage {
    part: &'static str,
    put: &'static [&'static str],
}

/// A message of long ago that cannot be read harms those who read it, and not those who talk.
const OLD_MESSAGE: &[&str] = &["RPUSH", "\"what somebody said\""];

/// A key that every session has is gone.
const GONE: &[&str] = &["DEL"];

/// Every kind of key of a session as one of another type, and every text in JSON as none.
const DAMAGES: [Damage; 22] = [
    Damage { part: "live", put: GONE },
    Damage { part: "_meta", put: GONE },
    Damage { part: "user_profile", put: GONE },
    Damage { part: "live", put: &["SET", "x"] },
    Damage { part: "events", put: &["SET", "x"] },
    Damage { part: "turns", put: &["SET", "x"] },
    Damage { part: "conversation_history", put: &["SET", "x"] },
    Damage { part: "conversation_history", put: OLD_MESSAGE },
    Damage { part: "sent", put: &["SET", "x"] },
    Damage { part: "attachments", put: &["SET", "x"] },
    Damage { part: "photos", put: &["SET", "x"] },
    Damage { part: "photos", put: &["HSET", "user", "{"] },
    Damage { part: "_meta", put: &["RPUSH", "x"] },
    Damage { part: "_meta", put: &["SET", "{"] },
    Damage { part: "user_profile", put: &["RPUSH", "x"] },
    Damage { part: "user_profile", put: &["SET", "{"] },
    Damage { part: "family_conversation", put: &["RPUSH", "x"] },
    Damage { part: "family_members", put: &["RPUSH", "x"] },
    Damage { part: "family_members", put: &["SET", "{"] },
    Damage { part: "family_trip_info", put: &["SET", "{"] },
    Damage { part: "family_plan", put: &["RPUSH", "x"] },
    Damage { part: "family_plan", put: &["SET", "{"] },
];

impl Damage {
    fn key(&self, session: &str) -> String {
        if self.part == "live" { format!("live:{session}") } else { format!("session:{session}:{}", self.part) }
    }

    /// The key as the log tells it.
    fn told(&self, session: &str) -> String {
        self.key(session).replace(session, &hashed(session))
    }

    fn put(&self, redis: &Redis, session: &str) {
        let key = self.key(session);
        if self.put != OLD_MESSAGE {
            redis.ask(&["DEL", &key]);
        }
        if self.put != GONE {
            redis.ask(&[&[self.put[0], &key], &self.put[1..]].concat());
        }
    }
}

async fn delete(backend: &Server, session: &str) -> u16 {
    let delete = backend.request(Method::DELETE, &format!("/api/sessions/{session}")).send();
    in_time("a deletion", delete).await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_session_refuses_for_good_is_told_once_and_can_be_deleted() {
    let redis = Redis::start().await;
    let (backend, worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (whole, mut damaged) = (backend.session().await, Vec::new());
    for damage in &DAMAGES {
        let session = backend.session().await;
        let mut client = Client::join(backend.address, &session).await;
        let turn = client.turn("m-0", "tokens=2 rate=0").await;
        client.turn_end(&turn).await;
        damage.put(&redis, &session);
        damaged.push((damage, session, client));
    }
    for (damage, session, client) in &mut damaged {
        let key = damage.key(session);
        if damage.put == OLD_MESSAGE {
            assert_eq!(backend.get(&format!("/api/sessions/{session}/messages")).await.status(), 500, "{key}");
            backend.logged(&damage.told(session)).await;
        }
        if damage.put == OLD_MESSAGE || damage.part == "attachments" {
            // Those who attach nothing do not see the other.
            let turn = client.turn("m-1", "tokens=2 rate=0").await;
            client.turn_end(&turn).await;
            assert_eq!(delete(&backend, session).await, 204, "{key}");
            continue;
        }
        // Whoever sees it first: the one who accepts a message, or the worker that is to answer it.
        let mut number = 0;
        let refused = loop {
            number += 1;
            let name = format!("m-{number}");
            client.say(&name, "tokens=2 rate=0").await;
            let answer = client.answer(&name).await;
            if answer["type"] != "accepted" && answer["code"] != "queue_full" {
                break answer;
            }
            // Not more often than a socket may send, however long the worker takes.
            tokio::time::sleep(Duration::from_millis(60)).await;
        };
        assert!(number == 1 || damage.part != "family_conversation", "what nobody can answer is not accepted");
        let told = (refused["code"].as_str(), refused["temporary"].as_bool());
        assert_eq!(told, (Some("internal"), Some(false)), "{key}: {refused}");
        in_time(&format!("the log to say {key}"), async {
            let mut looks = tokio::time::interval(Duration::from_millis(30));
            while !(backend.log() + &worker.log()).contains(&damage.told(session)) {
                looks.tick().await;
                // Somebody looks at it, if nobody has.
                let answer = backend.get(&format!("/api/sessions/{session}/status")).await;
                assert!(answer.status() == 500 || answer.status() == 200, "{key}: {}", answer.status());
            }
        })
        .await;
        assert_eq!(delete(&backend, session).await, 204, "{key}");
        assert_eq!(client.close_code().await, Some(3503), "{key}");
        assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 404, "{key}");
        assert_eq!(redis.ask(&["EXISTS", &key]).trim(), "0", "{key}");
    }
    for log in [backend.log(), worker.log()] {
        assert!(!log.contains("what somebody said"), "what is damaged is named and not shown");
        for (damage, session, _) in &damaged {
            let about = |line: &&str| line.contains("session is damaged") && line.contains(&hashed(session));
            let said = log.lines().filter(about).count();
            assert!(!log.contains(session.as_str()), "{} is told with what opens the session", damage.part);
            assert!(said <= 1, "{} is told {said} times", damage.key(session));
        }
    }
    let mut client = Client::join(backend.address, &whole).await;
    let turn = client.turn("m-1", "tokens=2 rate=0").await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success", "nobody else is harmed");
    assert_eq!(backend.get("/health/ready").await.status(), 200);
}

#[tokio::test]
async fn a_list_leaves_out_what_is_damaged() {
    let redis = Redis::start().await;
    let backend = replica(&redis, "backend").await;
    let (damaged, whole) = (backend.session().await, backend.session().await);
    redis.ask(&["SET", &format!("session:{damaged}:user_profile"), "{"]);
    let list = backend.json("/api/sessions").await;
    let listed: Vec<_> =
        list["sessions"].as_array().unwrap().iter().map(|entry| entry["session_id"].as_str()).collect();
    assert_eq!(listed, [Some(whole.as_str())]);
}

/// A session with a message that is answered; its id, and a client that follows it.
async fn talked(backend: &Server) -> (String, Client) {
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
    (session, client)
}

/// How often the log says this of a key, as an error.
fn times_told(backend: &Server, key: &str) -> usize {
    backend.log().lines().filter(|line| line.contains(" ERROR ") && line.contains(key)).count()
}

#[tokio::test]
async fn pictures_are_taken_where_their_list_is_damaged() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (session, _client) = talked(&backend).await;
    redis.says(&["SET", "pictures:due", "x"], "OK").await;
    for size in [64, 72] {
        assert_eq!(upload(&backend, &session, png(size, size)).await.status(), 200);
    }
    assert_eq!(times_told(&backend, "pictures:due"), 1, "{}", backend.log());
    assert!(!backend.log().contains(&session), "a session's id is told");
    redis.says(&["DEL", "pictures:due"], "1").await;
    // It is put on the new list when it is read.
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 200);
    redis.says(&["ZCARD", "pictures:due"], "1").await;
    assert_eq!(delete(&backend, &session).await, 204);
}

#[tokio::test]
async fn a_guest_goes_on_where_the_list_of_sessions_is_damaged() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (session, mut client) = talked(&backend).await;
    let keys = redis.ask(&["KEYS", "owner:*"]);
    let (key, owner) = (keys.trim(), keys.trim().split(':').nth(1).unwrap());
    redis.ask(&["DEL", key]);
    redis.says(&["SET", key, "x"], "OK").await;
    let turn = client.turn("m-2", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
    let (other, _client) = talked(&backend).await;
    assert_eq!(backend.json("/api/sessions").await["sessions"], json!([]), "what cannot be read is left out");
    assert_eq!(backend.json(&format!("/api/sessions?before={session}")).await["sessions"], json!([]));
    assert_eq!(delete(&backend, &other).await, 204);
    let told = format!("owner:{}:sessions", hashed(owner));
    assert_eq!(times_told(&backend, &told), 1, "{}", backend.log());
    assert!(!backend.log().contains(owner), "the cookie of a guest is told");
    redis.says(&["DEL", key], "1").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 200);
    redis.says(&["ZCARD", key], "1").await;
    assert_eq!(backend.json("/api/sessions").await["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_whose_damaged_key_was_deleted_can_be_deleted() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (session, client) = talked(&backend).await;
    drop(client);
    let live = format!("live:{session}");
    redis.ask(&["DEL", &live]);
    redis.says(&["SET", &live, "x"], "OK").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 500);
    redis.says(&["DEL", &live], "1").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 500, "it is not gone");
    assert_eq!(delete(&backend, &session).await, 204);
    assert_eq!(redis.ask(&["KEYS", &format!("*{session}*")]).trim(), "", "nothing is left");
    assert_eq!(delete(&backend, &session).await, 404);
}

#[tokio::test]
async fn a_repaired_session_answers_what_waited() {
    let redis = Redis::start().await;
    let (backend, worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let profile = format!("session:{session}:user_profile");
    let kept = redis.ask(&["GET", &profile]);
    redis.ask(&["SET", &profile, "{"]);
    let turn = client.turn("m-1", "tokens=2 rate=0").await;
    worker.logged("is damaged").await;
    redis.says(&["HGET", &format!("live:{session}"), "damaged"], "1").await;
    client.say("m-2", "tokens=2 rate=0").await;
    assert_eq!(client.refused("m-2", "internal").await["temporary"], false);

    redis.ask(&["SET", &profile, kept.trim()]);
    // As if a lease had gone by.
    redis.ask(&["HDEL", &format!("live:{session}"), "lease"]);
    redis.ask(&["ZADD", "{turns}:due", "0", &session]);
    client.turn_end(&turn).await;
    let turn = client.turn("m-2", "tokens=2 rate=0").await;
    client.turn_end(&turn).await;
}

#[tokio::test]
async fn what_a_newer_version_has_written_is_no_damage_and_told_as_such() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let (session, _client) = talked(&backend).await;
    let [meta, profile] = ["_meta", "user_profile"].map(|part| format!("session:{session}:{part}"));
    let mut newer: Value = serde_json::from_str(redis.ask(&["GET", &meta]).trim()).unwrap();
    let kept = redis.ask(&["GET", &profile]);
    // Of the shape of this version, and of another.
    newer["v"] = 2.into();
    redis.says(&["SET", &meta, &newer.to_string()], "OK").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 503);
    let other = json!({"v": 2, "owner": newer["owner"], "made": {"at": 1, "for": "checklist"}});
    redis.says(&["SET", &meta, &other.to_string()], "OK").await;
    redis.says(&["DEL", &profile], "1").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 503);
    backend.logged("written by a newer version of hera (record version 2)").await;
    assert!(!backend.log().contains("is damaged"), "{}", backend.log());

    // Back at this version, it goes on.
    newer.as_object_mut().unwrap().remove("v");
    redis.says(&["SET", &meta, &newer.to_string()], "OK").await;
    redis.says(&["SET", &profile, kept.trim()], "OK").await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 200);
}

/// Puts an entry into the log of a session of which the session knows nothing, as older versions did when Redis refused a
/// command in the middle of a step.
fn leave_entry(redis: &Redis, session: &str, beyond: u64) {
    let at = |field| redis.ask(&["HGET", &format!("live:{session}"), field]).trim().parse::<u64>().unwrap();
    let (last, tag) = (at("seq") + beyond, at("tag"));
    let entry = format!("e{last} {beyond} 77 {tag} 1795456647990 - []");
    redis.ask(&["XADD", &format!("session:{session}:events"), &format!("{last}-0"), "e", &entry]);
}

#[tokio::test]
async fn a_session_that_an_older_version_left_half_written_goes_on() {
    let redis = Redis::start().await;
    let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    for beyond in [1, 3, 60] {
        let (session, mut client) = talked(&backend).await;
        let before = client.last_id.clone();
        leave_entry(&redis, &session, beyond);
        let turn = client.turn("m-2", "tokens=40 rate=20").await;
        client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        // Also in the middle of a turn.
        leave_entry(&redis, &session, 20);
        let end = client.turn_end(&turn).await;
        assert_eq!(end["event"]["outcome"]["type"], "success", "{beyond}: {end}");
        assert_eq!(backend.history(&session).await.len(), 4, "{beyond}");
        let mut late = Client::resume(backend.address, &session, before.as_deref()).await;
        assert_eq!(late.welcome["resumed"], "tail", "{beyond}");
        late.turn_end(&turn).await;
        assert!(client.ids().ends_with(&late.ids()), "{beyond}");
        let left: i64 = redis.ask(&["TTL", &format!("session:{session}:events")]).trim().parse().unwrap();
        assert!(left > 0, "{beyond}: the log is kept for ever");
    }
    assert!(!backend.log().contains("is damaged"), "{}", backend.log());
}

#[tokio::test]
async fn a_damaged_queue_is_told_and_goes_on_when_it_is_deleted() {
    for key in ["{turns}:ready", "{turns}:due"] {
        let redis = Redis::start().await;
        let (backend, door) = (replica(&redis, "backend").await, free_address());
        let worker = Server::builder().role("adk").env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url());
        let worker = worker.env("METRICS_ADDR", door).start().await;
        let session = backend.session().await;
        let mut client = Client::join(backend.address, &session).await;
        redis.ask(&["DEL", key]);
        redis.ask(&["SET", key, "x"]);
        for asked in [backend.address, door] {
            let ready = in_time("readiness", reqwest::get(format!("http://{asked}/health/ready"))).await.unwrap();
            assert_eq!(ready.status(), 503, "{key}");
            assert!(ready.text().await.unwrap().contains(key), "{key}");
        }
        let turn = client.turn("m-1", "tokens=2 rate=0").await;
        worker.logged_times(key, 1).await;
        if key == "{turns}:ready" {
            redis.ask(&["ZADD", "{turns}:due", "0", &session]);
        }
        redis.ask(&["DEL", key]);
        client.turn_end(&turn).await;
        // The store is looked at once a second.
        in_time("readiness", async { while backend.get("/health/ready").await.status() != 200 {} }).await;
        let said = worker.log().lines().filter(|line| line.contains("ERROR") && line.contains(key)).count();
        assert_eq!(said, 1, "{key}");
    }
}
