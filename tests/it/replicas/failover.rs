//! A master of Redis dies, and its replica, which was behind, is made the master; or it is demoted, and closes nothing.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rand::Rng as _;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::sleep;

use super::crowded::{Fleet, MANNERS, report};
use super::{answered_once, answers, is_a_word, replica_at};
use crate::crowd::{Crowd, chance, rounds};
use crate::harness::client::{Came, seq};
use crate::harness::redis::{Asking, says_at};
use crate::harness::{Cable, Client, Redis, Server, free_address, in_time};

/// A master, a replica that can be cut off from it, and a Sentinel that makes the replica the master soon after the
/// master died.
struct Pair {
    master: Redis,
    replication: Cable,
    replica: Redis,
    /// For `REDIS_URL`.
    url: String,
    sentinel: Sentinel,
}

struct Sentinel {
    address: SocketAddr,
    child: Child,
    _dir: TempDir,
}

impl Pair {
    async fn start() -> Self {
        let master = Redis::start().await;
        let replication = Cable::to(master.address).await;
        let (host, port) = (replication.address.ip().to_string(), replication.address.port().to_string());
        let replica = Redis::start_with(&["--replicaof", &format!("{host} {port}")]).await;
        replica.says(&["INFO", "replication"], "master_link_status:up").await;
        let (dir, address) = (TempDir::new().unwrap(), free_address());
        let settings = format!(
            "port {}\nsentinel monitor family 127.0.0.1 {} 1\nsentinel down-after-milliseconds family 600000\n\
             sentinel failover-timeout family 10000\n",
            address.port(),
            master.address.port()
        );
        std::fs::write(dir.path().join("sentinel.conf"), settings).unwrap();
        let mut command = Command::new("redis-server");
        command.args(["sentinel.conf", "--sentinel"]).current_dir(dir.path());
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let sentinel = Sentinel { address, child, _dir: dir };
        // A replica of which it has read how far it is can be chosen.
        says_at(address, &["SENTINEL", "REPLICAS", "family"], "role-reported\nslave\n").await;
        let url = format!("redis+sentinel://{address}/family/0");
        Self { master, replication, replica, url, sentinel }
    }

    /// Kills the master, and waits until the replica is one.
    async fn fail_over(&mut self) {
        self.master.kill9();
        // Only now: a master that a busy machine lets wait is not dead.
        says_at(self.sentinel.address, &["SENTINEL", "SET", "family", "down-after-milliseconds", "1000"], "OK").await;
        self.replica.says(&["ROLE"], "master").await;
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads up to the close, and comes back elsewhere.
async fn closed_and_back(client: &mut Client, door: SocketAddr, session: &str) -> Client {
    loop {
        if let Came::Closed(code) = client.came().await {
            assert_eq!(code, Some(3010));
            return Client::resume(door, session, client.last_id.as_deref()).await;
        }
    }
}

#[tokio::test]
async fn a_failover_that_loses_a_tail_is_told_with_one_snapshot() {
    let mut pair = Pair::start().await;
    let backends = [replica_at(&pair.url, "backend").await, replica_at(&pair.url, "backend").await];
    let _worker = replica_at(&pair.url, "adk").await;

    // One whose log does not change when the tail is lost, and two who are shown what is lost.
    let quiet = backends[0].session().await;
    let mut calm = Client::join(backends[0].address, &quiet).await;
    let turn = calm.turn("m-1", "tokens=3 rate=0").await;
    calm.turn_end(&turn).await;
    let mut affected = Vec::new();
    for _ in 0..2 {
        let session = backends[0].session().await;
        let mut clients = Vec::new();
        for backend in &backends {
            clients.push(Client::join(backend.address, &session).await);
        }
        let turn = clients[0].turn("m-1", "tokens=300 rate=50").await;
        clients[0].until("a word", is_a_word).await;
        affected.push((session, clients, turn));
    }
    pair.master.is_copied().await;
    pair.replication.stall();
    for (session, clients, _) in &mut affected {
        let kept: u64 = pair.replica.ask(&["HGET", &format!("live:{session}"), "seq"]).trim().parse().unwrap();
        clients[1].turn("m-2", "tokens=5 rate=50").await;
        for client in clients {
            client.until("what will be lost", |frame| frame["id"].as_str().is_some_and(|id| seq(id) > kept + 9)).await;
        }
    }
    pair.fail_over().await;

    for (session, clients, _) in &mut affected {
        for (client, door) in clients.iter_mut().zip([backends[1].address, backends[0].address]) {
            *client = closed_and_back(client, door, session).await;
            let how = (&client.welcome["resumed"], &client.welcome["reason"]);
            assert_eq!(how, (&json!("snapshot"), &json!("diverged")));
        }
    }
    for (session, clients, turn) in &mut affected {
        for client in clients.iter_mut() {
            client.turn_end(turn).await;
            answered_once(&backends[0], session, client).await;
        }
        // What was accepted and lost is not known any more, so it can be said again.
        clients[0].say("m-2", "tokens=5 rate=50").await;
        let accepted = clients[0].accepted("m-2").await;
        assert_eq!(accepted["duplicate"], false);
        let second = accepted["turn_id"].as_str().unwrap();
        assert_eq!(clients[0].turn_end(second).await, clients[1].turn_end(second).await);
        assert_eq!(answers(&backends[1].history(session).await).len(), 2);
    }
    let next = calm.turn("m-2", "tokens=3 rate=0").await;
    calm.turn_end(&next).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_saw_what_a_failover_lost_is_told_once() {
    for _ in 0..rounds(1) {
        let (mut random, mut pair) = (chance(), Pair::start().await);
        let fleet = Fleet::start(&pair.url).await;
        let crowd = Crowd::gather(&fleet.doors(), 6, 3, &MANNERS, &mut random).await;
        crowd.has_said(20).await;
        pair.replication.stall();
        sleep(Duration::from_millis(random.random_range(0..1500))).await;
        pair.fail_over().await;
        crowd.has_said(crowd.accepted() + 20).await;
        let (summary, views) = crowd.disperse_after_failover().await;
        report("failover", &summary, &views);
    }
}

/// What becomes of a master whose place another one has taken, as those see it who stay connected to it.
#[derive(Debug, Clone, Copy)]
enum Former {
    /// A replica of the new master: it gives what there is, and takes nothing.
    Replica,
    /// A replica that does not find its master, and gives nothing.
    Lost,
    /// It reads its data again, and gives nothing.
    Loading,
}

impl Former {
    /// Makes it so; it is so for as long as what is given is kept.
    fn demote(self, former: &Redis, master: &Redis) -> Option<Asking> {
        let (ip, port) = (master.address.ip().to_string(), master.address.port().to_string());
        match self {
            Self::Replica => {
                former.ask(&["REPLICAOF", &ip, &port]);
            }
            Self::Lost => {
                former.ask(&["CONFIG", "SET", "replica-serve-stale-data", "no"]);
                former.ask(&["REPLICAOF", &ip, &free_address().port().to_string()]);
            }
            // A minute.
            Self::Loading => return Some(reload(former, 9000)),
        }
        None
    }

    /// What it is asked and does not do, and what it says to that.
    fn refuses(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Replica => (&["SET", "asked", "1"], "READONLY"),
            Self::Lost => (&["GET", "asked"], "MASTERDOWN"),
            Self::Loading => (&["GET", "asked"], "LOADING"),
        }
    }
}

/// Has a Redis read its data again, which takes 7 ms for each of so many keys: in small steps between which it answers.
pub fn reload(redis: &Redis, keys: u32) -> Asking {
    redis.ask(&["DEBUG", "POPULATE", &keys.to_string(), "filler", "100"]);
    redis.ask(&["CONFIG", "SET", "key-load-delay", "7000"]);
    redis.ask(&["CONFIG", "SET", "loading-process-events-interval-bytes", "1024"]);
    redis.start_asking(&["DEBUG", "RELOAD"])
}

/// The master refuses for a while, and is the master again: nobody has closed anything, and there is no other.
async fn refuses_for_a_while(manner: Former) {
    let redis = Redis::start_with(&["--enable-debug-command", "yes"]).await;
    let (backend, _worker) = (replica_at(&redis.url(), "backend").await, replica_at(&redis.url(), "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let running = client.turn("m-1", "tokens=60 rate=30").await;
    client.until("a word", is_a_word).await;
    let _reading = match manner {
        Former::Loading => Some(reload(&redis, 800)),
        _ => manner.demote(&redis, &redis),
    };
    let (asked, refusal) = manner.refuses();
    redis.says(asked, refusal).await;
    client.say("m-2", "tokens=3 rate=0").await;
    client.refused("m-2", "store_unavailable").await;
    if !matches!(manner, Former::Loading) {
        redis.says(&["REPLICAOF", "NO", "ONE"], "OK").await;
    }
    assert_eq!(client.turn_end(&running).await["event"]["outcome"]["type"], "success", "{manner:?}");
    goes_on(&backend, &session, &mut client).await;
}

/// Says it until it is taken, and is answered; there was one answer before.
pub async fn goes_on(backend: &Server, session: &str, client: &mut Client) {
    let accepted = in_time("a message to be taken", async {
        loop {
            client.say("m-2", "tokens=3 rate=0").await;
            let answer = client.answer("m-2").await;
            if answer["type"] == "accepted" {
                return answer;
            }
            assert_eq!(
                (&answer["code"], &answer["temporary"]),
                (&json!("store_unavailable"), &json!(true)),
                "{answer}"
            );
            sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    let turn = accepted["turn_id"].as_str().unwrap();
    assert_eq!(client.turn_end(turn).await["event"]["outcome"]["type"], "success");
    assert_eq!(answers(&backend.history(session).await).len(), 2);
    in_time("the backend to be ready", async { while backend.get("/health/ready").await.status() != 200 {} }).await;
}

#[tokio::test]
async fn a_master_that_has_lost_its_own_master_for_a_while_is_found_again() {
    refuses_for_a_while(Former::Lost).await;
}

#[tokio::test]
async fn a_master_that_has_read_its_data_again_is_found_again() {
    refuses_for_a_while(Former::Loading).await;
}

async fn demoted_without_a_cut(manner: Former) {
    let master = Redis::start_with(&["--enable-debug-command", "yes"]).await;
    let (host, port) = (master.address.ip().to_string(), master.address.port().to_string());
    let replica = Redis::start_with(&["--replicaof", &format!("{host} {port}")]).await;
    replica.says(&["INFO", "replication"], "master_link_status:up").await;
    let road = Cable::to(master.address).await;
    let url = format!("redis://{}/0", road.address);
    let (backend, _worker) = (replica_at(&url, "backend").await, replica_at(&url, "adk").await);
    let session = backend.session().await;
    let mut client = Client::join(backend.address, &session).await;
    let running = client.turn("m-1", "tokens=40 rate=40").await;
    client.until("a word", is_a_word).await;

    // Nothing is written meanwhile that the replica does not get.
    road.stall();
    let written = master.ask(&["HGET", &format!("live:{session}"), "seq"]);
    replica.says(&["HGET", &format!("live:{session}"), "seq"], written.trim()).await;
    replica.ask(&["REPLICAOF", "NO", "ONE"]);
    road.lead_to(replica.address);
    let _demoted = manner.demote(&master, &replica);
    let (asked, refusal) = manner.refuses();
    master.says(asked, refusal).await;
    road.mend();

    assert_eq!(client.turn_end(&running).await["event"]["outcome"]["type"], "success", "{manner:?}");
    let next = client.turn("m-2", "tokens=3 rate=0").await;
    assert_eq!(client.turn_end(&next).await["event"]["outcome"]["type"], "success", "{manner:?}");
    assert_eq!(answers(&backend.history(&session).await).len(), 2, "{manner:?}");
    // What was heard on the former master is heard on the new one in a while.
    in_time("the backend to be ready", async { while backend.get("/health/ready").await.status() != 200 {} }).await;
    assert!(replica.ask(&["LLEN", &format!("session:{session}:conversation_history")]).starts_with('4'), "{manner:?}");
    assert!(master.ask(asked).contains(refusal), "{manner:?}: it was left in its time");
}

#[tokio::test]
async fn a_master_that_becomes_a_replica_and_closes_nothing_is_left() {
    demoted_without_a_cut(Former::Replica).await;
}

#[tokio::test]
async fn a_master_that_becomes_a_replica_without_a_master_is_left() {
    demoted_without_a_cut(Former::Lost).await;
}

#[tokio::test]
async fn a_master_that_reads_its_data_again_is_left() {
    demoted_without_a_cut(Former::Loading).await;
}
