//! Replicas and their Redis die, hang and are restarted under a crowd; nobody loses anything or sees it twice.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::Rng as _;
use tokio::time::sleep;

use crate::checker::{Summary, View};
use crate::crowd::figures::Figures;
use crate::crowd::{Crowd, Manners, chance, rounds, tell};
use crate::harness::server::signal;
use crate::harness::{Redis, Server};

/// Replies that last a second or so: whatever dies, dies in the middle of some.
pub const MANNERS: Manners = Manners { tokens: 5..40, rates: &[50, 200], unanswered: 2 };

/// Backends and workers.
pub struct Fleet {
    pub backends: Vec<Server>,
    pub workers: Vec<Server>,
}

impl Fleet {
    pub async fn start(url: &str) -> Self {
        let start = |role: &'static str| {
            let builder = Server::builder().role(role).env("LOG_LEVEL", "info,hera=debug").env("DRAIN_S", 10);
            let builder = builder.env("REQUESTS_PER_SECOND", 0).env("FRAMES_PER_SECOND", 0);
            builder.env("STORAGE_MODE", "redis").env("REDIS_URL", url).start()
        };
        let backends = futures::future::join_all([start("backend"), start("backend"), start("backend")]).await;
        let workers = futures::future::join_all([start("adk"), start("adk"), start("adk")]).await;
        Self { backends, workers }
    }

    pub fn doors(&self) -> Vec<SocketAddr> {
        self.backends.iter().map(|backend| backend.address).collect()
    }
}

/// Kills one of them at this moment, and starts it again.
async fn kill(victim: &mut Server) -> Instant {
    victim.kill9().await;
    let killed = Instant::now();
    victim.restart().await;
    killed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backends_that_are_killed_lose_nothing() {
    let (mut random, redis) = (chance(), Redis::start().await);
    let mut fleet = Fleet::start(&redis.url()).await;
    let crowd = Crowd::gather(&fleet.doors(), 6, 3, &MANNERS, &mut random).await;
    for _ in 0..rounds(12) {
        crowd.has_said(crowd.accepted() + 3).await;
        kill(&mut fleet.backends[random.random_range(0..3)]).await;
    }
    let (summary, views) = crowd.disperse().await;
    report("backends killed", &summary, &views);
    assert!(summary.tails > rounds(12), "sockets went on elsewhere");
    assert_eq!((summary.lost, summary.restarted), (0, 0), "the turns belong to workers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_that_die_or_hang_at_random_answer_once() {
    let (mut random, redis) = (chance(), Redis::start().await);
    let mut fleet = Fleet::start(&redis.url()).await;
    let crowd = Crowd::gather(&fleet.doors(), 16, 1, &MANNERS, &mut random).await;
    // One hangs until its lease has ended, so that it wakes up to turns of others; the rest die.
    let (mut hanging, mut gone) = (None, Vec::new());
    // Whether a worker dies in the middle of a turn is left to chance; it goes on until one has.
    while crowd.accepted() < rounds(200) || crowd.restarted() == 0 {
        sleep(Duration::from_millis(random.random_range(200..1500))).await;
        let victim = random.random_range(0..fleet.workers.len());
        match hanging {
            None => {
                signal("STOP", fleet.workers[victim].pid());
                gone.push(Instant::now());
                hanging = Some((victim, Instant::now() + Duration::from_secs(11)));
            }
            Some((hangs, until)) if Instant::now() > until => {
                signal("CONT", fleet.workers[hangs].pid());
                hanging = None;
            }
            Some((hangs, _)) if hangs == victim => {}
            Some(_) => gone.push(kill(&mut fleet.workers[victim]).await),
        }
    }
    if let Some((hangs, _)) = hanging {
        signal("CONT", fleet.workers[hangs].pid());
    }
    let (summary, views) = crowd.disperse().await;
    let takeovers = Figures::takeovers(&views, &gone);
    tell(&format!("workers gone {} times: {summary:?}\ntakeovers: {takeovers}", gone.len()));
    assert!(summary.restarted > 0 && summary.turns >= rounds(200));
    assert_eq!(summary.lost, 0);
    assert!(takeovers.max() < Duration::from_secs(15), "taken over after {:?}", takeovers.max());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_away_for_twenty_seconds_loses_nothing() {
    let (mut random, mut redis) = (chance(), Redis::start().await);
    let fleet = Fleet::start(&redis.url()).await;
    let crowd = Crowd::gather(&fleet.doors(), 6, 2, &MANNERS, &mut random).await;
    for _ in 0..rounds(1) {
        crowd.has_said(crowd.accepted() + 20).await;
        signal("STOP", redis.pid());
        sleep(Duration::from_secs(20)).await;
        signal("CONT", redis.pid());
        crowd.has_said(crowd.accepted() + 20).await;
        redis.kill9();
        sleep(Duration::from_secs(1)).await;
        redis.start_again().await;
        crowd.has_said(crowd.accepted() + 20).await;
    }
    let (summary, views) = crowd.disperse().await;
    report("Redis away", &summary, &views);
    assert!(summary.refused > 0, "who says something meanwhile is told to try again");
    assert_eq!(summary.lost, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_is_no_more_than_a_pause() {
    let (mut random, redis) = (chance(), Redis::start().await);
    let mut fleet = Fleet::start(&redis.url()).await;
    let crowd = Crowd::gather(&fleet.doors(), 8, 4, &MANNERS, &mut random).await;
    for _ in 0..rounds(1) {
        for server in fleet.workers.iter_mut().chain(&mut fleet.backends) {
            crowd.has_said(crowd.accepted() + 10).await;
            server.terminate();
            assert!(server.ended().await.success(), "it ends in order");
            server.restart().await;
        }
    }
    let (summary, views) = crowd.disperse().await;
    report("rolling restart", &summary, &views);
    assert_eq!((summary.lost, summary.restarted), (0, 0), "a worker that is asked to go finishes what it says");
    let pause = Figures::pauses(&views).max();
    assert!(pause < Duration::from_secs(5), "a turn was left to the end of a lease: nothing came for {pause:?}");
    check_spread(&views);
}

/// What it amounted to, and what people noticed.
pub fn report(what: &str, summary: &Summary, views: &[View]) {
    let (pauses, gaps) = (Figures::pauses(views), Figures::gaps(views));
    tell(&format!("{what}: {summary:?}\nbetween two events: {pauses}\nfrom one socket to the next: {gaps}"));
}

/// Those whom a server sent away do not come back all at once.
fn check_spread(views: &[View]) {
    let mut waits: Vec<u64> = views.iter().flat_map(|view| view.goodbyes.iter().copied()).collect();
    waits.sort_unstable();
    let (first, last) = (waits[0], waits[waits.len() - 1]);
    waits.dedup();
    assert!(waits.len() > 10 && last > first + 500, "waits from {first} to {last} ms, {} of them", waits.len());
}
