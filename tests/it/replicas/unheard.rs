//! What is published is not heard: nobody waits for it for long, and nobody misses it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::time::interval;

use super::{FOUND_OUT, answered_once, is_a_word, replica, replica_at};
use crate::harness::{Client, Redis, Server, Wiretap, in_time};

/// Until the backend's readiness is this status.
async fn readiness(backend: &Server, status: u16) {
    in_time(&format!("readiness to be {status}"), async {
        let mut looks = interval(Duration::from_millis(20));
        while backend.get("/health/ready").await.status() != status {
            looks.tick().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_end_that_is_not_heard_is_found_in_the_log() {
    let redis = Redis::start().await;
    let tap = Wiretap::on(redis.address, Some(r#""finished":"#)).await;
    let deaf = replica_at(&format!("redis://{}", tap.address), "backend").await;
    let (hearing, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = deaf.session().await;
    let mut here = Client::join(deaf.address, &session).await;
    let mut there = Client::join(hearing.address, &session).await;
    for number in 0..2 {
        let turn = here.turn(&format!("m-{number}"), "tokens=20 rate=50").await;
        there.turn_end(&turn).await;
        let ended = Instant::now();
        here.turn_end(&turn).await;
        // Four at most, and some for a machine that does other things as well: who never looks streams without end.
        assert!(ended.elapsed() < Duration::from_secs(10), "it streams for {:?} more", ended.elapsed());
        in_time("its publication to arrive and to be swallowed", async {
            let mut looks = interval(Duration::from_millis(5));
            while tap.swallowed() <= number {
                looks.tick().await;
            }
        })
        .await;
        assert_eq!(tap.swallowed(), number + 1, "its publication was heard");
    }
    assert_eq!(here.events().collect::<Vec<_>>(), there.events().collect::<Vec<_>>());
    assert_eq!(deaf.get("/health/ready").await.status(), 200);
}

/// The ids of the connections that have subscribed to anything.
fn listeners(redis: &Redis) -> BTreeSet<String> {
    let list = redis.ask(&["CLIENT", "LIST", "TYPE", "pubsub"]);
    list.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_listener_that_redis_drops_for_being_slow_is_found_out() {
    let redis = Redis::start().await;
    redis.ask(&["CONFIG", "SET", "client-output-buffer-limit", "pubsub 64kb 0 0"]);
    let tap = Wiretap::on(redis.address, None).await;
    let slow = replica_at(&format!("redis://{}", tap.address), "backend").await;
    let (other, _worker) = (replica(&redis, "backend").await, replica(&redis, "adk").await);
    let session = slow.session().await;
    let mut here = Client::join(slow.address, &session).await;
    let mut there = Client::join(other.address, &session).await;
    let turn = there.turn("m-1", "tokens=1200 rate=100").await;
    here.until("a word", is_a_word).await;
    let before = listeners(&redis);
    tap.stall_listeners();
    let stalled = Instant::now();
    // Old news, enough for what the kernel holds and more.
    let ballast = format!("e1 1 0 0 0 - {}", "x".repeat(64 << 10));
    let dropped = in_time("Redis to drop the listener", async {
        let mut looks = interval(Duration::from_millis(5));
        while before.is_subset(&listeners(&redis)) {
            looks.tick().await;
            redis.ask(&["PUBLISH", &format!("session:{session}"), &ballast]);
        }
    });
    // However long it takes to fill what the kernel holds.
    let found_out = async {
        slow.logged("what is published is not heard").await;
        readiness(&slow, 503).await;
        stalled.elapsed()
    };
    let ((), took) = tokio::join!(dropped, found_out);
    assert!(took < FOUND_OUT, "found out after {took:?}");
    tap.let_in();
    readiness(&slow, 200).await;
    here.turn_end(&turn).await;
    assert_eq!(there.turn_end(&turn).await["event"]["outcome"], json!({"type": "success"}));
    assert_eq!(here.events().collect::<Vec<_>>(), there.events().collect::<Vec<_>>());
    answered_once(&slow, &session, &here).await;
}
