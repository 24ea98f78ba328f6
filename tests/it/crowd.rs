//! A crowd that talks on whatever happens to the servers, and in the end is held against what they have kept.

pub mod figures;
mod talker;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

pub use self::talker::Manners;
use self::talker::{Orders, Seen, Talker};
use crate::checker::{self, Final, Summary, View};

/// How long a crowd may take to be content after the last thing that happened: a turn whose worker died waits for the
/// end of its lease, and others behind it.
const PATIENCE: Duration = Duration::from_secs(90);

/// A crowd that is talking.
pub struct Crowd {
    doors: Vec<SocketAddr>,
    orders: watch::Sender<Orders>,
    seen: Arc<Seen>,
    finished: Arc<Semaphore>,
    talkers: JoinSet<(usize, View)>,
    /// Each session, and the id of the place before its first event.
    sessions: Vec<(String, String)>,
}

impl Crowd {
    /// So many talkers in each of so many sessions, who come in by any of the doors.
    pub async fn gather(
        doors: &[SocketAddr],
        sessions: usize,
        each: usize,
        manners: &Manners,
        random: &mut StdRng,
    ) -> Self {
        let (orders, listening) = watch::channel(Orders::Talk);
        let mut crowd = Self {
            doors: doors.to_vec(),
            orders,
            seen: Arc::default(),
            finished: Arc::new(Semaphore::new(0)),
            talkers: JoinSet::new(),
            sessions: Vec::new(),
        };
        for session in 0..sessions {
            let id = create(doors[0]).await;
            // The log from its beginning is read in the end.
            let base = Talker::head_of(doors[0], &id).await;
            for client in 0..each {
                let (name, random) = (format!("s{session}c{client}"), StdRng::seed_from_u64(random.random()));
                let counts = (Arc::clone(&crowd.seen), Arc::clone(&crowd.finished));
                let talker = Talker::new(doors, &id, name, manners.clone(), random, counts);
                let listening = listening.clone();
                crowd.talkers.spawn(async move { (session, talker.live(listening).await) });
            }
            crowd.sessions.push((id, base));
        }
        crowd
    }

    /// How many messages were accepted so far.
    pub fn accepted(&self) -> usize {
        self.seen.accepted.load(Ordering::Relaxed)
    }

    /// How often somebody saw a turn begin anew so far.
    pub fn restarted(&self) -> usize {
        self.seen.restarted.load(Ordering::Relaxed)
    }

    /// Waits until so many messages were accepted.
    pub async fn has_said(&self, messages: usize) {
        in_time("a crowd to talk", async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            while self.accepted() < messages {
                looks.tick().await;
            }
        })
        .await;
    }

    /// The sessions.
    pub fn sessions(&self) -> impl Iterator<Item = &str> {
        self.sessions.iter().map(|(id, _)| id.as_str())
    }

    /// Has everything finished, and checks it; every door must be open. What it amounted to, and what each one saw.
    pub async fn disperse(self) -> (Summary, Vec<View>) {
        self.disperse_after(false).await
    }

    /// The same after a failover in which the store may have lost what it had acknowledged last.
    pub async fn disperse_after_failover(self) -> (Summary, Vec<View>) {
        self.disperse_after(true).await
    }

    async fn disperse_after(mut self, failed_over: bool) -> (Summary, Vec<View>) {
        self.orders.send_replace(Orders::Finish);
        // What is still to be sent again would come after the logs and histories that are read now.
        let all = u32::try_from(self.talkers.len()).unwrap();
        tokio::select! {
            all = in_time("everything to be accepted", self.finished.acquire_many(all)) => drop(all.unwrap()),
            Some(left) = self.talkers.join_next() => panic!("a talker left before it was told to: {:?}", left.err()),
        }
        let (mut ends, mut heads) = (Vec::new(), Vec::new());
        for (id, base) in &self.sessions {
            let log = in_time("the last turn to end", Talker::whole_log(self.doors[0], id, base)).await;
            heads.push((id.clone(), checker::seq(&log.last().unwrap()["id"])));
            ends.push(Final { log, history: history(self.doors[0], id).await, failed_over });
        }
        self.orders.send_replace(Orders::Leave(Arc::new(heads.into_iter().collect())));
        let mut views: Vec<Vec<_>> = self.sessions.iter().map(|_| Vec::new()).collect();
        while let Some(left) = in_time("a client to leave", self.talkers.join_next()).await {
            let (session, view) = left.unwrap();
            views[session].push(view);
        }
        let mut summary = Summary::default();
        for (views, end) in views.iter().zip(&ends) {
            checker::check(views, end, &mut summary);
        }
        (summary, views.into_iter().flatten().collect())
    }
}

/// Chance, as it was in a run before if `HERA_TEST_SEED` says so.
pub fn chance() -> StdRng {
    let seed = variable("HERA_TEST_SEED").unwrap_or_else(rand::random);
    tell(&format!("HERA_TEST_SEED={seed}"));
    StdRng::seed_from_u64(seed)
}

/// How many rounds a run is to have: as many as given, and a multiple of that when `HERA_SOAK` says so.
pub fn rounds(few: usize) -> usize {
    few * usize::try_from(variable("HERA_SOAK").unwrap_or(1)).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test may be told which run to repeat, and how long")]
fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// Says how to run a test again, and what it amounted to.
#[expect(clippy::print_stdout, reason = "this is where the runner looks for what a test has to say")]
pub fn tell(text: &str) {
    println!("{text}");
}

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("waited too long for {what}"))
}

async fn create(door: SocketAddr) -> String {
    let answer = reqwest::Client::new().post(format!("http://{door}/api/sessions")).send().await.unwrap();
    let created: Value = answer.json().await.unwrap();
    created["session_id"].as_str().unwrap().into()
}

async fn history(door: SocketAddr, session: &str) -> Vec<Value> {
    let export = reqwest::get(format!("http://{door}/api/sessions/{session}/export")).await.unwrap();
    let export: Value = export.json().await.unwrap();
    export["messages"].as_array().unwrap().clone()
}
