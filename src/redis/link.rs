//! The connection on which this process hears what is published, and what is done when it breaks.
//!
//! Nothing depends on a publication arriving. A broken connection is replaced; one that only seems whole is found by a
//! probe that this process sends to itself; and a session that ought to go on and does not is compared with its log.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use ::redis::{PushInfo, PushKind, RedisResult, Value};
use arc_swap::ArcSwap;
use futures::{StreamExt as _, TryStreamExt as _};
use tokio::sync::{Mutex, Notify, mpsc};
use tokio::time::{Instant, MissedTickBehavior};

use super::entry::Entry;
use super::explain::explained;
use super::keys::Names;
use super::live::{Live, Lives};
use super::server::{Connection, Server};
use super::turns::Holdings;
use super::{Engine, PATIENCE, keys, unavailable};
use crate::bus::{Held, Signal, StoreError};
use crate::domain::{ConnectionId, SessionId, TurnId};

/// How long a channel is kept after its last reader has left.
const LINGER: Duration = Duration::from_secs(1);
/// Between two lines of the log that say the same of a connection that cannot be made.
const TOLD: Duration = Duration::from_mins(1);
/// Channels subscribed to by one command.
const AT_ONCE: usize = 512;
/// Sessions compared with their logs at the same time.
const READ_AT_ONCE: usize = 32;
/// Between two probes.
const PROBE: Duration = Duration::from_secs(4);
/// How long a probe may take; two that take longer, one after the other, and the connection counts as broken.
const PROBED: Duration = Duration::from_secs(2);
/// How long a read may take that tells a Redis which lets writes wait from one that does not answer.
const READABLE: Duration = Duration::from_millis(500);
/// How often sessions in which nothing has happened are looked at. A client that waits for the end of a turn whose
/// publication was lost waits for twice that at most.
const LOOK: Duration = Duration::from_secs(2);
/// Looks without anything new after which a session with a turn is queued again, in case its place was lost.
const LOST_PLACE: u32 = 8;

/// Something may have been missed in this session.
struct Missed {
    session: SessionId,
    /// Its channel is no longer heard: it has moved to another node of the cluster.
    moved: bool,
}

/// The connection and what it is subscribed to.
pub struct Link {
    server: Arc<Server>,
    names: Names,
    ears: Arc<Ears>,
    connection: ArcSwap<Connection>,
    /// The sessions subscribed to; held while that changes, so that Redis sees the changes in order.
    joined: Mutex<HashSet<SessionId>>,
    missed: std::sync::Mutex<Option<mpsc::Receiver<Missed>>>,
    /// What is published is heard, and everything that was missed has been caught up with.
    whole: AtomicBool,
}

impl Link {
    /// Connects, and hears what concerns `worker`.
    pub async fn open(
        server: Arc<Server>,
        names: Names,
        lives: Lives,
        worker: &str,
        held: Arc<Holdings>,
    ) -> RedisResult<Self> {
        // A session that finds no room here is caught up with when it is looked at.
        let (behind, missed) = mpsc::channel(4096);
        let ears = Arc::new(Ears {
            names,
            lives,
            held,
            own: keys::worker(worker),
            broken: Notify::new(),
            probed: AtomicU64::new(0),
            probe: Notify::new(),
            behind,
            heard: metrics::counter!(crate::telemetry::names::HEARD_BYTES),
        });
        let connection = connect(&server, names, &ears).await?;
        Ok(Self {
            server,
            names,
            ears,
            connection: ArcSwap::from_pointee(connection),
            joined: Mutex::default(),
            missed: std::sync::Mutex::new(Some(missed)),
            whole: AtomicBool::new(true),
        })
    }

    /// Whether what is published is heard.
    pub fn is_whole(&self) -> bool {
        self.whole.load(Ordering::Relaxed)
    }

    /// Hears the session's channel from now on.
    pub async fn join(&self, session: SessionId) -> Result<(), StoreError> {
        let mut joined = self.joined.lock().await;
        if !joined.contains(&session) {
            self.subscribe(&[session]).await.map_err(unavailable)?;
            joined.insert(session);
        }
        Ok(())
    }

    /// Subscribes once more, if nobody has left in between.
    async fn join_again(&self, session: SessionId) -> Result<(), StoreError> {
        let joined = self.joined.lock().await;
        if joined.contains(&session) { self.subscribe(&[session]).await.map_err(unavailable) } else { Ok(()) }
    }

    async fn subscribe(&self, sessions: &[SessionId]) -> RedisResult<()> {
        let channels: Vec<String> = sessions.iter().map(|id| self.names.channel(*id)).collect();
        subscribe(&self.connection.load(), &channels).await
    }

    /// Leaves the channels that nobody here has listened to for a while.
    async fn leave_unused(&self, before: &mut HashSet<SessionId>) {
        let mut joined = self.joined.lock().await;
        let unused: HashSet<SessionId> =
            joined.iter().filter(|id| !self.ears.lives.contains_key(id)).copied().collect();
        let left: Vec<SessionId> = unused.intersection(before).copied().collect();
        for id in &left {
            joined.remove(id);
        }
        let channels: Vec<String> = left.iter().map(|id| self.names.channel(*id)).collect();
        if let Err(error) = unsubscribe(&self.connection.load(), &channels).await {
            // What is still heard is heard by nobody; a connection that is replaced does not subscribe to it again.
            tracing::debug!(%error, "channels are not left");
        }
        *before = unused;
    }

    /// Connects again and again until it works, and subscribes to everything.
    async fn mend(&self) {
        self.whole.store(false, Ordering::Relaxed);
        let mut told = None::<(String, Instant)>;
        let mut pause = Duration::from_millis(50);
        while let Err(error) = self.try_mend().await {
            let error = explained(&error);
            // The same again is news only after a while.
            if told.as_ref().is_none_or(|(before, at)| *before != error || at.elapsed() >= TOLD) {
                tracing::warn!(error, "what happens is not heard from Redis; it is tried again");
                told = Some((error, Instant::now()));
            }
            tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.0))).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    async fn try_mend(&self) -> RedisResult<()> {
        let connection = connect(&self.server, self.names, &self.ears).await?;
        let joined = self.joined.lock().await;
        let channels: Vec<String> = joined.iter().map(|id| self.names.channel(*id)).collect();
        subscribe(&connection, &channels).await?;
        self.connection.store(Arc::new(connection));
        Ok(())
    }
}

/// Whom to tell what is heard.
struct Ears {
    names: Names,
    lives: Lives,
    held: Arc<Holdings>,
    /// The channel of this process.
    own: String,
    broken: Notify,
    /// The newest probe heard.
    probed: AtomicU64,
    probe: Notify,
    behind: mpsc::Sender<Missed>,
    /// Bytes heard of sessions.
    heard: metrics::Counter,
}

async fn connect(server: &Server, names: Names, ears: &Arc<Ears>) -> RedisResult<Connection> {
    let listening = Arc::clone(ears);
    let hear = move |push: PushInfo| -> Result<(), Infallible> {
        match push.kind {
            PushKind::Message | PushKind::SMessage => listening.hear(&push.data),
            // A node of a cluster is gone: the driver subscribes again elsewhere, and that is heard below.
            PushKind::Disconnection if names.clustered => {}
            PushKind::Disconnection => listening.broken.notify_one(),
            // In a cluster, a channel can be lost when its slot moves, and can be found again by the driver.
            PushKind::SUnsubscribe => listening.channel_changed(&push.data, true),
            PushKind::SSubscribe => listening.channel_changed(&push.data, false),
            _ => {}
        }
        Ok(())
    };
    let connection = server.connect(PATIENCE, Some(hear)).await?;
    subscribe(&connection, std::slice::from_ref(&ears.own)).await?;
    Ok(connection)
}

async fn subscribe(connection: &Connection, channels: &[String]) -> RedisResult<()> {
    match connection {
        Connection::Node(node) => {
            for some in channels.chunks(AT_ONCE) {
                node.clone().subscribe(some).await?;
            }
            Ok(())
        }
        Connection::Cluster(cluster) => {
            let each = |channel: &String| {
                let (mut cluster, channel) = (cluster.clone(), channel.clone());
                async move { cluster.ssubscribe(channel).await }
            };
            futures::stream::iter(channels).map(each).buffer_unordered(READ_AT_ONCE).try_collect().await
        }
    }
}

async fn unsubscribe(connection: &Connection, channels: &[String]) -> RedisResult<()> {
    match connection {
        Connection::Node(node) => {
            for some in channels.chunks(AT_ONCE) {
                node.clone().unsubscribe(some).await?;
            }
        }
        Connection::Cluster(cluster) => {
            for channel in channels {
                cluster.clone().sunsubscribe(channel).await?;
            }
        }
    }
    Ok(())
}

impl Ears {
    fn hear(&self, data: &[Value]) {
        let [Value::BulkString(channel), Value::BulkString(payload)] = data else { return };
        if channel == self.own.as_bytes() {
            self.hear_own(payload);
            return;
        }
        self.heard.increment((channel.len() + payload.len()) as u64);
        if let Some(live) = self.live(channel) {
            if publication(&live, payload).is_none() {
                tracing::error!(session = %live.id.hashed(), "a publication cannot be read");
                live.inner().behind = true;
            }
            if live.inner().behind {
                self.fell_behind(&live, false);
            }
        }
    }

    /// What is told to this process: a probe of its own, or that a turn it runs is cancelled.
    fn hear_own(&self, payload: &[u8]) {
        let Ok(payload) = std::str::from_utf8(payload) else { return };
        match payload.split_once(' ') {
            Some(("probe", number)) => {
                self.probed.fetch_max(number.parse().unwrap_or(0), Ordering::Relaxed);
                self.probe.notify_waiters();
            }
            Some((session, turn)) => {
                if let (Ok(session), Ok(turn)) = (session.parse(), turn.parse()) {
                    self.held.cancel(session, TurnId::from_number(turn));
                }
            }
            None => {}
        }
    }

    fn live(&self, channel: &[u8]) -> Option<Arc<Live>> {
        let session = self.names.session(channel)?;
        self.lives.get(&session).and_then(|live| live.upgrade())
    }

    /// The channel of a session is heard, or is no longer, because it has moved to another node.
    fn channel_changed(&self, data: &[Value], moved: bool) {
        if let Some(Value::BulkString(channel)) = data.first()
            && let Some(live) = self.live(channel)
        {
            live.inner().behind = true;
            self.fell_behind(&live, moved);
        }
    }

    fn fell_behind(&self, live: &Live, moved: bool) {
        // What finds no room is caught up with when it is looked at.
        let _ = self.behind.try_send(Missed { session: live.id, moved });
    }
}

/// Takes in what was published; `None` when it is nothing that hera publishes.
fn publication(live: &Live, payload: &[u8]) -> Option<()> {
    match payload.split_first()? {
        (b'e', _) => {
            live.take(&Entry::read(payload.to_vec())?);
        }
        (b's', rest) => {
            let (on, who) = rest.split_first()?;
            let who: ConnectionId = std::str::from_utf8(who).ok()?.parse().ok()?;
            live.signal(Signal::Typing { who, on: *on == b'1' });
        }
        (b'h', rest) => live.signal(Signal::Held(if rest == b"1" { Held::Full } else { Held::Unavailable })),
        (b'd', _) => live.delete(),
        _ => return None,
    }
    Some(())
}

/// Keeps the link whole for as long as the store is open.
pub fn start(engine: &Arc<Engine>) {
    let missed = engine.link.missed.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(missed) = missed else { return };
    let keepers: [futures::future::BoxFuture<'static, ()>; 4] = [
        Box::pin(keep(Arc::clone(engine), missed)),
        Box::pin(probe(Arc::clone(engine))),
        Box::pin(look(Arc::clone(engine))),
        Box::pin(tell(Arc::clone(engine))),
    ];
    for keeper in keepers {
        engine.keep_up(keeper);
    }
}

async fn keep(engine: Arc<Engine>, mut missed: mpsc::Receiver<Missed>) {
    let link = &engine.link;
    let mut unused = HashSet::new();
    let mut sweep = tokio::time::interval(LINGER);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut some = Vec::new();
    loop {
        tokio::select! {
            () = link.ears.broken.notified() => {
                link.mend().await;
                let followed: Vec<Arc<Live>> = engine.lives.iter().filter_map(|live| live.upgrade()).collect();
                for live in &followed {
                    live.inner().behind = true;
                }
                if engine.catch_up_all(followed).await {
                    link.whole.store(true, Ordering::Relaxed);
                    tracing::info!("what happens is heard from Redis again");
                } else {
                    // Redis went away again.
                    link.ears.broken.notify_one();
                    tokio::time::sleep(LINGER).await;
                }
            }
            _ = missed.recv_many(&mut some, AT_ONCE) => {
                let mut followed = Vec::new();
                for Missed { session, moved } in some.drain(..) {
                    if moved && let Err(error) = link.join_again(session).await {
                        tracing::warn!(%error, session = %session.hashed(), "the channel of a session is not found");
                    }
                    followed.extend(engine.in_memory(session));
                }
                engine.catch_up_all(followed).await;
            }
            _ = sweep.tick() => link.leave_unused(&mut unused).await,
        }
    }
}

/// Publishes to this process itself, and has the link mended when that is not heard.
async fn probe(engine: Arc<Engine>) {
    let ears = &engine.link.ears;
    let mut probes = tokio::time::interval(PROBE);
    probes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut number, mut lost) = (0, 0);
    loop {
        if lost == 0 {
            probes.tick().await;
        }
        number += 1;
        let heard = async |published: &mut bool| {
            let mut heard = std::pin::pin!(ears.probe.notified());
            heard.as_mut().enable();
            engine.publish(&ears.own, &format!("probe {number}")).await?;
            *published = true;
            while ears.probed.load(Ordering::Relaxed) < number {
                heard.as_mut().await;
                heard.set(ears.probe.notified());
                heard.as_mut().enable();
            }
            Ok::<(), StoreError>(())
        };
        let mut published = false;
        let heard = tokio::time::timeout(PROBED, heard(&mut published)).await;
        let unanswered = heard.is_err() && !published;
        if matches!(heard, Ok(Ok(()))) || (unanswered && engine.only_writes_wait().await) {
            lost = 0;
        } else {
            lost += 1;
        }
        if lost == 2 {
            lost = 0;
            tracing::warn!("what is published is not heard: the connection is replaced");
            engine.link.whole.store(false, Ordering::Relaxed);
            ears.broken.notify_one();
        }
    }
}

/// Compares sessions in which nothing happens, though it should, with their logs.
async fn look(engine: Arc<Engine>) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let followed = engine.lives.iter().filter_map(|live| live.upgrade());
        let followed: Vec<(Arc<Live>, u32)> = followed.map(|live| (Arc::clone(&live), live.quiet_for())).collect();
        futures::stream::iter(followed)
            .for_each_concurrent(READ_AT_ONCE, |(live, quiet)| {
                let engine = &engine;
                async move {
                    let (restless, behind) = live.awaits();
                    // Channels of a cluster hang on many connections, of which the probe tells one.
                    if quiet == 0 || !(restless || behind || engine.names.clustered) {
                        return;
                    }
                    if let Err(error) = engine.look_at(&live, restless && quiet.is_multiple_of(LOST_PLACE)).await {
                        tracing::debug!(%error, session = %live.id.hashed(), "a session cannot be looked at");
                    }
                }
            })
            .await;
    }
}

/// Tells those here who wait for a turn of which nothing comes while Redis takes no writes, or is away altogether: no
/// worker can take it up then, or say so. Not done while sessions are compared, which takes long when Redis is away.
async fn tell(engine: Arc<Engine>) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let waits = |live: &Arc<Live>| live.waits_for(LOOK);
        let waiting: Vec<Arc<Live>> = engine.lives.iter().filter_map(|live| live.upgrade()).filter(waits).collect();
        if !waiting.is_empty()
            && let Some(why) = engine.why_no_writes().await
        {
            for live in waiting.iter().filter(|live| waits(live)) {
                live.signal(Signal::Held(Held::from(&why)));
            }
        }
    }
}

impl Engine {
    /// Whether a Redis that does not take a publication answers what is read: it lets writes wait, and nothing is wrong
    /// with the connections.
    async fn only_writes_wait(&self) -> bool {
        matches!(tokio::time::timeout(READABLE, self.queue_is_sound()).await, Ok(Ok(())))
    }

    async fn look_at(&self, live: &Arc<Live>, may_have_lost_its_place: bool) -> Result<(), StoreError> {
        let known = live.inner().head;
        self.catch_up(live).await?;
        let newer = live.inner().head;
        if newer != known && known.is_some() {
            // It may have come in between; if not, the channel is not heard.
            tracing::debug!(session = %live.id.hashed(), "a session is ahead of what was heard of it");
            self.link.join_again(live.id).await?;
            self.catch_up(live).await?;
        }
        if may_have_lost_its_place {
            self.heal_queue(live.id).await?;
        }
        Ok(())
    }

    /// Reads what was missed in these sessions; whether that worked.
    async fn catch_up_all(&self, followed: Vec<Arc<Live>>) -> bool {
        let read = |live: Arc<Live>| async move {
            match self.catch_up(&live).await {
                // What is damaged has been told, and is not mended by waiting.
                Ok(()) | Err(StoreError::NoSession | StoreError::Damaged(_)) => true,
                Err(error) => {
                    tracing::warn!(%error, session = %live.id.hashed(), "a session cannot be caught up with");
                    false
                }
            }
        };
        let all = futures::stream::iter(followed).map(read).buffer_unordered(READ_AT_ONCE);
        all.fold(true, |all, read| async move { all && read }).await
    }
}
