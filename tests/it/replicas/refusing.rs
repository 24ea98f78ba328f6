//! Redis takes no writes: all that there is can be read and followed, what is said is refused for the time being, and goes
//! through when writes are taken again.

use reqwest::Method;

use super::{answers, replica, replica_at};
use crate::faults::Asking;
use crate::harness::client::event_type;
use crate::harness::{Client, Redis, Screen, Server, free_address, in_time};

/// Why Redis refuses writes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Refusing {
    /// It has as much memory as it may have.
    Full,
    /// It is to have a replica, and has none.
    Alone,
    /// Its disk does not take what it saves.
    Disk,
    /// It is a replica, of a master that is not found.
    Replica,
}

impl Refusing {
    async fn begin(self, redis: &Redis) {
        match self {
            Self::Full => redis.says(&["CONFIG", "SET", "maxmemory", "1"], "OK").await,
            Self::Alone => redis.says(&["CONFIG", "SET", "min-replicas-to-write", "1"], "OK").await,
            Self::Disk => {
                redis.ask(&["BGSAVE"]);
                redis.says(&["INFO", "persistence"], "rdb_last_bgsave_status:err").await;
                redis.says(&["CONFIG", "SET", "save", "3600 1"], "OK").await;
            }
            Self::Replica => {
                let nobody = free_address();
                redis.says(&["REPLICAOF", &nobody.ip().to_string(), &nobody.port().to_string()], "OK").await;
            }
        }
        let refusal = match self {
            Self::Full => "OOM",
            Self::Alone => "NOREPLICAS",
            Self::Disk => "MISCONF",
            Self::Replica => "READONLY",
        };
        redis.says(&["SET", "asked", "1"], refusal).await;
    }

    const fn code(self) -> &'static str {
        if matches!(self, Self::Full) { "store_full" } else { "store_unavailable" }
    }

    fn end(self, redis: &Redis) {
        redis.ask(match self {
            Self::Full => &["CONFIG", "SET", "maxmemory", "0"],
            Self::Alone => &["CONFIG", "SET", "min-replicas-to-write", "0"],
            Self::Disk => &["CONFIG", "SET", "save", ""],
            Self::Replica => &["REPLICAOF", "NO", "ONE"],
        });
    }
}

/// Reads all that can be read of a session, and of whose it is.
async fn reads(backend: &Server, owner: &Server, session: &str, last_id: Option<&str>) {
    for path in ["status", "messages", "export", "events"] {
        let answer = backend.get(&format!("/api/sessions/{session}/{path}")).await;
        assert_eq!(answer.status(), 200, "{path}");
    }
    assert_eq!(answers(&backend.history(session).await).len(), 1);
    let list = owner.json("/api/sessions").await;
    assert_eq!(list["sessions"].as_array().map(Vec::len), Some(2), "{list}");
    let fresh = Client::join(backend.address, session).await;
    assert_eq!(fresh.welcome["resumed"], "fresh");
    let tail = Client::resume(backend.address, session, last_id).await;
    assert_eq!(tail.welcome["resumed"], "tail");
}

/// Waits until `/health/ready` says this of writes: it looks once a second.
async fn writes_are(server: &Server, expected: &str) {
    in_time("what is said of writes", async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(50));
        loop {
            looks.tick().await;
            let answer = server.get("/health/ready").await;
            assert_eq!(answer.status(), 200);
            let said: serde_json::Value = answer.json().await.unwrap();
            if said["writes"] == expected {
                return;
            }
        }
    })
    .await;
}

async fn reads_while(refusing: Refusing) {
    // Where Redis would save its data there is a folder.
    let redis = Redis::start_with(&["--dbfilename", "appendonlydir"]).await;
    let metrics = free_address();
    let backend = Server::builder().role("backend").env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url());
    let backend = backend.env("METRICS_ADDR", metrics).start().await;
    let _worker = replica(&redis, "adk").await;
    let (session, other) = (backend.session().await, backend.session().await);
    let mut client = Client::join(backend.address, &session).await;
    let turn = client.turn("m-1", "tokens=3 rate=0").await;
    client.turn_end(&turn).await;
    writes_are(&backend, "ok").await;

    refusing.begin(&redis).await;
    reads(&backend, &backend, &session, client.last_id.as_deref()).await;
    writes_are(&backend, "refused").await;
    let page = in_time("metrics", reqwest::get(format!("http://{metrics}/metrics"))).await.unwrap();
    assert!(page.text().await.unwrap().contains("\nhera_store_writes_refused 1\n"));
    // A process that is started meanwhile reads as well.
    let late = replica_at(&redis.url(), "backend").await;
    reads(&late, &backend, &session, client.last_id.as_deref()).await;
    client.say("m-2", "tokens=3 rate=0").await;
    assert_eq!(client.refused("m-2", refusing.code()).await["temporary"], true);
    let delete = backend.request(Method::DELETE, &format!("/api/sessions/{other}")).send();
    let deleted = in_time("a deletion", delete).await.unwrap();
    // What makes room is done where there is none.
    assert_eq!(deleted.status(), if refusing == Refusing::Full { 204 } else { 503 });

    refusing.end(&redis);
    let turn = client.turn("m-2", "tokens=3 rate=0").await;
    client.turn_end(&turn).await;
    assert_eq!(answers(&backend.history(&session).await).len(), 2);
    writes_are(&backend, "ok").await;
}

#[tokio::test]
async fn a_full_redis_is_read_and_can_be_emptied() {
    reads_while(Refusing::Full).await;
}

#[tokio::test]
async fn a_redis_without_the_replicas_it_needs_is_read() {
    reads_while(Refusing::Alone).await;
}

#[tokio::test]
async fn a_redis_whose_disk_fails_is_read() {
    reads_while(Refusing::Disk).await;
}

#[tokio::test]
async fn a_replica_whose_master_is_gone_is_read() {
    reads_while(Refusing::Replica).await;
}

#[tokio::test]
async fn whoever_waits_for_a_turn_that_nobody_can_take_up_is_told() {
    for refusing in [Refusing::Full, Refusing::Alone, Refusing::Replica] {
        let redis = Redis::start().await;
        let backend = replica(&redis, "backend").await;
        let session = backend.session().await;
        let mut client = Client::join(backend.address, &session).await;
        let mut asking = Asking::begin(&backend, &session);
        client.next("the message", |frame| event_type(frame) == Some("TEXT_MESSAGE_CHUNK")).await;
        refusing.begin(&redis).await;
        let _worker = replica(&redis, "adk").await;
        asking.is_kept(refusing.code()).await;
        client.error(refusing.code()).await;

        refusing.end(&redis);
        asking.is_answered().await;
        assert_eq!(backend.history(&session).await.len(), 2, "{refusing:?}");
    }
}

#[tokio::test]
async fn whoever_waits_for_a_turn_is_told_that_redis_takes_nothing_of_it() {
    for refusing in [Refusing::Full, Refusing::Alone, Refusing::Disk, Refusing::Replica] {
        let redis = Redis::start_with(&["--dbfilename", "appendonlydir"]).await;
        let (backend, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
        let session = backend.session().await;
        let mut client = Client::join(backend.address, &session).await;
        let mut asking = Asking::begin(&backend, &session);
        client.next("a word", |frame| event_type(frame) == Some("TEXT_MESSAGE_CONTENT")).await;
        refusing.begin(&redis).await;
        asking.is_kept(refusing.code()).await;
        client.error(refusing.code()).await;

        refusing.end(&redis);
        asking.is_answered().await;
        client.next("the end", |frame| event_type(frame) == Some("RUN_FINISHED")).await;
        let history = backend.history(&session).await;
        assert_eq!(history.len(), 2, "{refusing:?}: {history:?}");
        assert_eq!(Screen::of(&client.frames).texts("assistant")[0].1, history[1]["content"], "{refusing:?}");
    }
}
