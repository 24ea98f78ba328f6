//! A real cluster of Redis.

use std::time::Duration;

use tokio::time::{interval, sleep};

use super::{Redis, free_address, in_time};

/// The slots of each master.
const SLOTS: [(u16, u16); 3] = [(0, 5460), (5461, 10922), (10923, 16383)];

/// Three masters, and a replica of each.
pub struct RedisCluster {
    /// The replica of the master `n` is `n + 3` at first.
    pub nodes: Vec<Redis>,
}

impl RedisCluster {
    pub async fn start() -> Self {
        Self::with_node_timeout(2000).await
    }

    /// One whose nodes do not take the place of one that rests for a moment, as all do on a busy machine.
    pub async fn patient() -> Self {
        Self::with_node_timeout(6000).await
    }

    /// `ms`: how long a node is not heard of before it counts as gone.
    async fn with_node_timeout(ms: u32) -> Self {
        let (mut nodes, ms) = (Vec::new(), ms.to_string());
        for _ in 0..2 * SLOTS.len() {
            let bus = free_address().port().to_string();
            let args = ["--cluster-enabled", "yes", "--cluster-port", &bus, "--cluster-node-timeout", &ms];
            let node = Redis::start_with(&[&args[..], &["--enable-debug-command", "yes"]].concat()).await;
            if let Some(first) = nodes.first() {
                let port = node.address.port().to_string();
                Redis::ask(first, &["CLUSTER", "MEET", "127.0.0.1", &port, &bus]);
            }
            nodes.push(node);
        }
        for ((from, to), node) in SLOTS.iter().zip(&nodes) {
            node.ask(&["CLUSTER", "ADDSLOTSRANGE", &from.to_string(), &to.to_string()]);
        }
        for node in &nodes {
            node.says(&["CLUSTER", "INFO"], "cluster_known_nodes:6").await;
        }
        let cluster = Self { nodes };
        for master in 0..SLOTS.len() {
            let (id, replica) = (cluster.id(master), &cluster.nodes[master + SLOTS.len()]);
            replica.says(&["CLUSTER", "REPLICATE", &id], "OK").await;
        }
        for (number, node) in cluster.nodes.iter().enumerate() {
            node.says(&["CLUSTER", "INFO"], "cluster_state:ok").await;
            if number >= SLOTS.len() {
                node.says(&["INFO", "replication"], "master_link_status:up").await;
            }
        }
        cluster
    }

    pub fn url(&self) -> String {
        let hosts: Vec<String> = self.nodes.iter().map(|node| node.address.to_string()).collect();
        format!("redis+cluster://{}", hosts.join(","))
    }

    fn id(&self, node: usize) -> String {
        self.nodes[node].ask(&["CLUSTER", "MYID"]).trim().to_owned()
    }

    pub fn is_master(&self, node: usize) -> bool {
        self.nodes[node].ask(&["ROLE"]).starts_with("master")
    }

    /// The master that has the key, and the key's slot.
    pub fn place_of(&self, key: &str) -> (usize, u16) {
        let slot: u16 = self.nodes[0].ask(&["CLUSTER", "KEYSLOT", key]).trim().parse().unwrap();
        let owns = |node: &Redis| {
            let known = node.ask(&["CLUSTER", "NODES"]);
            let own = known.lines().find(|line| line.contains("myself")).unwrap_or_default();
            own.contains("master") && own.split(' ').skip(8).any(|range| has(range, slot))
        };
        (self.nodes.iter().position(owns).expect("every slot is somebody's"), slot)
    }

    /// Moves the slot of the key to another master, key by key.
    pub async fn move_slot_of(&self, key: &str, to: usize) {
        let (from, slot) = self.place_of(key);
        let (source, target, slot) = (&self.nodes[from], &self.nodes[to], slot.to_string());
        let (old, new) = (self.id(from), self.id(to));
        assert_ne!(from, to);
        target.says(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &old], "OK").await;
        source.says(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &new], "OK").await;
        let (host, port) = (target.address.ip().to_string(), target.address.port().to_string());
        loop {
            let keys = source.ask(&["CLUSTER", "GETKEYSINSLOT", &slot, "100"]);
            if keys.trim().is_empty() {
                break;
            }
            for key in keys.lines() {
                let moved = source.ask(&["MIGRATE", &host, &port, key, "0", "5000"]);
                assert!(["OK", "NOKEY"].contains(&moved.trim()), "{key} is in two places: {moved}");
                sleep(Duration::from_millis(60)).await;
            }
        }
        for node in [target, source] {
            node.says(&["CLUSTER", "SETSLOT", &slot, "NODE", &new], "OK").await;
        }
    }

    /// Makes the replica of a master the master, in order.
    pub async fn fail_over(&self, replica: usize) {
        self.nodes[replica].says(&["INFO", "replication"], "master_link_status:up").await;
        in_time("a replica to become the master", async {
            while !self.is_master(replica) {
                if self.nodes[replica].ask(&["CLUSTER", "FAILOVER"]).contains("OK") {
                    // What is not done within five seconds the nodes give up; then it is asked for again.
                    let done = self.nodes[replica].says(&["ROLE"], "master");
                    let _ = tokio::time::timeout(Duration::from_secs(6), done).await;
                }
                sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
    }

    /// Waits until the other one of the pair has taken the place of this node, which is gone.
    pub async fn replaced(&self, node: usize) {
        let other = (node + SLOTS.len()) % self.nodes.len();
        self.nodes[other].says(&["ROLE"], "master").await;
        self.whole(node).await;
    }

    /// Waits until all slots are served, by whichever nodes are left.
    pub async fn whole(&self, but: usize) {
        in_time("the cluster to be whole", async {
            let mut looks = interval(Duration::from_millis(20));
            let whole = |node: &Redis| node.ask(&["CLUSTER", "INFO"]).contains("cluster_state:ok");
            while !self.nodes.iter().enumerate().all(|(number, node)| number == but || whole(node)) {
                looks.tick().await;
            }
        })
        .await;
    }
}

/// Whether a range such as `5461-10922` has the slot.
fn has(range: &str, slot: u16) -> bool {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    matches!((first.parse(), last.parse()), (Ok(first), Ok(last)) if (first..=last).contains(&slot))
}
