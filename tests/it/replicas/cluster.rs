//! A cluster changes under those who talk: slots move, and nodes fail over.

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt as _};
use reqwest::Method;
use serde_json::Value;

use super::crowded::{Fleet, MANNERS, report};
use super::failover::{goes_on, reload};
use super::{answers, is_a_word, replica_at};
use crate::crowd::{Crowd, chance, rounds};
use crate::harness::client::Came;
use crate::harness::server::signal;
use crate::harness::{Client, RedisCluster, Screen, in_time};
use crate::neighbours::Starting;

/// More than a process reads pages at once, those that the store lets wait included.
const MANY: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_move_and_nodes_fail_over_without_a_loss() {
    let (mut random, cluster) = (chance(), RedisCluster::patient().await);
    let fleet = Fleet::start(&cluster.url()).await;
    let crowd = Crowd::gather(&fleet.doors(), 5, 2, &MANNERS, &mut random).await;
    for _ in 0..rounds(1) {
        let sessions = crowd.sessions().take(3).map(|id| format!("live:{{{id}}}"));
        for key in sessions.chain(["{turns}:ready".to_owned()]).collect::<Vec<_>>() {
            crowd.has_said(crowd.accepted() + 5).await;
            let (from, _) = cluster.place_of(&key);
            let to = (0..cluster.nodes.len()).find(|&node| node != from && cluster.is_master(node)).unwrap();
            cluster.move_slot_of(&key, to).await;
        }
        for node in &cluster.nodes {
            node.ask(&["CLIENT", "KILL", "TYPE", "pubsub"]);
        }
        for node in 0..cluster.nodes.len() {
            if !cluster.is_master(node) {
                crowd.has_said(crowd.accepted() + 5).await;
                cluster.fail_over(node).await;
            }
        }
        crowd.has_said(crowd.accepted() + 10).await;
    }
    let (summary, views) = crowd.disperse().await;
    report("cluster", &summary, &views);
    assert_eq!(summary.lost, 0);
}

#[tokio::test]
async fn a_session_whose_slot_has_moved_is_found_at_once() {
    let cluster = RedisCluster::start().await;
    let backend = replica_at(&cluster.url(), "backend").await;
    let session = backend.session().await;
    let key = format!("live:{{{session}}}");
    let (from, _) = cluster.place_of(&key);
    let to = (0..cluster.nodes.len()).find(|&node| node != from && cluster.is_master(node)).unwrap();
    cluster.move_slot_of(&key, to).await;
    // Nothing but reading the session tells the backend so.
    let status = backend.get(&format!("/api/sessions/{session}/status")).await;
    assert_eq!(status.status(), 200);
}

#[tokio::test]
async fn a_cluster_that_is_down_is_told_with_its_cure() {
    let mut cluster = RedisCluster::start().await;
    let backend = replica_at(&cluster.url(), "backend").await;
    let session = backend.session().await;
    // A master and its replica are gone, which some slots need.
    let (master, _) = cluster.place_of("{turns}:ready");
    let other = (0..3).find(|&node| node != master).unwrap();
    for node in [master + 3, master] {
        cluster.nodes[node].kill9();
    }
    cluster.nodes[other].says(&["CLUSTER", "INFO"], "cluster_state:fail").await;
    let words = ["the cluster of Redis is down", "bring its node back", "redis-cli --cluster check"];
    in_time("readiness to say so", async {
        let mut looks = tokio::time::interval(Duration::from_millis(100));
        loop {
            looks.tick().await;
            let answer = backend.get("/health/ready").await;
            let status = answer.status();
            let why = answer.text().await.unwrap();
            if status == 503 && words.iter().all(|part| why.contains(part)) {
                return;
            }
        }
    })
    .await;
    backend.logged("the cluster of Redis is down").await;
    // Who starts meanwhile waits, and says the same.
    let url = cluster.url();
    let mut late = Starting::new("backend", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
    late.waits_for(&words).await;
    assert!(late.log().contains("the cluster of Redis is down"), "{}", late.log());
    cluster.nodes[master].start_again().await;
    cluster.whole(master + 3).await;
    late.is_ready().await;
    assert_eq!(backend.get(&format!("/api/sessions/{session}/status")).await.status(), 200);
}

/// Whether it is a snapshot in which that turn is answered.
fn shows_end(frame: &Value, turn: &str) -> bool {
    let messages = frame["event"]["messages"].as_array();
    messages.into_iter().flatten().any(|message| {
        let hera = &message["metadata"]["hera"];
        message["role"] == "assistant" && hera["turn_id"] == turn && hera["status"] == "complete"
    })
}

#[tokio::test]
async fn a_dead_node_is_replaced() {
    let mut cluster = RedisCluster::start().await;
    let url = cluster.url();
    let (backend, _worker) = (replica_at(&url, "backend").await, replica_at(&url, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let mut frames = Vec::new();
    // The node that has the session, and the one that has the queue of turns.
    for (number, key) in [format!("live:{{{session}}}"), "{turns}:ready".to_owned()].iter().enumerate() {
        let turn = client.turn(&format!("m-{number}"), "tokens=200 rate=50").await;
        client.next("a word", is_a_word).await;
        let (node, _) = cluster.place_of(key);
        cluster.nodes[node].is_copied().await;
        cluster.nodes[node].kill9();
        cluster.replaced(node).await;
        // It goes on by itself; what only the dead node knew is told with a snapshot.
        loop {
            match client.came().await {
                Came::Closed(_) => {
                    frames.append(&mut client.frames);
                    client = Client::resume(backend.address, &session, client.last_id.as_deref()).await;
                }
                Came::Frame(frame) if frame["turn"] == turn.as_str() && frame["event"]["type"] == "RUN_FINISHED" => {
                    break;
                }
                // Over by then.
                Came::Frame(frame) if shows_end(&frame, &turn) => break,
                Came::Frame(_) => {}
            }
        }
        cluster.nodes[node].start_again().await;
        cluster.nodes[node].says(&["INFO", "replication"], "master_link_status:up").await;
    }
    frames.append(&mut client.frames);
    let history = backend.history(&session).await;
    let told: Vec<&str> = answers(&history).iter().map(|answer| answer["content"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 2, "each is answered once");
    assert_eq!(Screen::of(&frames).texts("assistant").iter().map(|(_, text)| *text).collect::<Vec<_>>(), told);
}

/// It is alive to the others of the cluster, and keeps its connections.
#[tokio::test]
async fn a_node_that_has_read_its_data_again_is_found_again() {
    let cluster = RedisCluster::start().await;
    let url = cluster.url();
    let (backend, _worker) = (replica_at(&url, "backend").await, replica_at(&url, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let running = client.turn("m-1", "tokens=60 rate=30").await;
    client.until("a word", is_a_word).await;
    let key = format!("live:{{{session}}}");
    let (node, _) = cluster.place_of(&key);
    let _reading = reload(&cluster.nodes[node], 300);
    cluster.nodes[node].says(&["HGET", &key, "seq"], "LOADING").await;
    assert_eq!(client.turn_end(&running).await["event"]["outcome"]["type"], "success");
    goes_on(&backend, &session, &mut client).await;
}

/// Whoever reads what another node has is answered before the first of many who wait for it is.
#[tokio::test]
async fn a_node_that_hangs_keeps_nobody_waiting_who_reads_from_another() {
    let cluster = RedisCluster::patient().await;
    let backend = replica_at(&cluster.url(), "backend").await;
    let place = |session: &str| cluster.place_of(&format!("live:{{{session}}}")).0;
    let elsewhere = backend.session().await;
    let there = in_time("a session on another node", async {
        loop {
            let session = backend.session().await;
            if place(&session) != place(&elsewhere) {
                return session;
            }
        }
    })
    .await;
    let hanging = cluster.nodes[place(&there)].pid();
    signal("STOP", hanging);
    let page = format!("/api/sessions/{there}/messages");
    let mut waiting: FuturesUnordered<_> = (0..MANY).map(|_| backend.request(Method::GET, &page).send()).collect();
    for _ in 0..10 {
        tokio::select! {
            biased;
            _ = waiting.next() => panic!("a history waits for those that wait for the node"),
            history = backend.history(&elsewhere) => assert!(history.is_empty()),
        }
    }
    signal("CONT", hanging);
    while let Some(answer) = in_time("the rest", waiting.next()).await {
        assert!(matches!(answer.unwrap().status().as_u16(), 200 | 503));
    }
}
