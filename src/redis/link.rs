//! The connection on which this process hears what is published, and what is done when it breaks.

use std::collections::HashSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{
    AsyncConnectionConfig, Client, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind, RedisResult, Value,
};
use arc_swap::ArcSwap;
use tokio::sync::{Mutex, Notify};

use super::live::{Live, Lives, Run};
use super::turns::Holdings;
use super::{Engine, keys, unavailable};
use crate::bus::{Signal, StoreError};
use crate::domain::{ConnectionId, SessionId, Tag, TurnId};

/// How long a channel is kept after its last reader has left.
const LINGER: Duration = Duration::from_secs(1);
/// Channels subscribed to by one command.
const AT_ONCE: usize = 512;

/// The connection and what it is subscribed to.
pub struct Link {
    client: Client,
    ears: Arc<Ears>,
    connection: ArcSwap<MultiplexedConnection>,
    /// The sessions subscribed to; held while that changes, so that Redis sees the changes in order.
    joined: Mutex<HashSet<SessionId>>,
    missed: std::sync::Mutex<Option<tokio::sync::mpsc::Receiver<SessionId>>>,
}

impl Link {
    /// Connects, and hears what concerns `worker`.
    pub async fn open(client: Client, lives: Lives, worker: &str, held: Arc<Holdings>) -> RedisResult<Self> {
        // A session that finds no room here is caught up with by its next event, or the next sweep.
        let (behind, missed) = tokio::sync::mpsc::channel(4096);
        let ears = Arc::new(Ears { lives, held, own: keys::worker(worker), broken: Notify::new(), behind });
        let connection = connect(&client, &ears).await?;
        Ok(Self {
            client,
            ears,
            connection: ArcSwap::from_pointee(connection),
            joined: Mutex::default(),
            missed: std::sync::Mutex::new(Some(missed)),
        })
    }

    /// Hears the session's channel from now on.
    pub async fn join(&self, session: SessionId) -> Result<(), StoreError> {
        let mut joined = self.joined.lock().await;
        if !joined.contains(&session) {
            let mut connection = MultiplexedConnection::clone(&self.connection.load());
            connection.subscribe(keys::channel(session)).await.map_err(unavailable)?;
            joined.insert(session);
        }
        Ok(())
    }

    /// Leaves the channels that nobody here has listened to for a while.
    async fn leave_unused(&self, before: &mut HashSet<SessionId>) {
        let mut joined = self.joined.lock().await;
        let unused: HashSet<SessionId> =
            joined.iter().filter(|id| !self.ears.lives.contains_key(id)).copied().collect();
        let left: Vec<SessionId> = unused.intersection(before).copied().collect();
        if !left.is_empty() {
            let channels: Vec<String> = left.iter().map(|id| keys::channel(*id)).collect();
            let mut connection = MultiplexedConnection::clone(&self.connection.load());
            // A connection that fails here is about to be replaced.
            if connection.unsubscribe(channels).await.is_ok() {
                for id in left {
                    joined.remove(&id);
                }
            }
        }
        *before = unused;
    }

    /// Connects again and again until it works, and subscribes to everything.
    async fn mend(&self) {
        let mut pause = Duration::from_millis(50);
        while let Err(error) = self.try_mend().await {
            tracing::warn!(%error, "the channel to Redis is down; it is tried again");
            tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.0))).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    async fn try_mend(&self) -> RedisResult<()> {
        let mut connection = connect(&self.client, &self.ears).await?;
        let joined = self.joined.lock().await;
        let channels: Vec<String> = joined.iter().map(|id| keys::channel(*id)).collect();
        for some in channels.chunks(AT_ONCE) {
            connection.subscribe(some).await?;
        }
        self.connection.store(Arc::new(connection));
        Ok(())
    }
}

/// Whom to tell what is heard.
struct Ears {
    lives: Lives,
    held: Arc<Holdings>,
    /// The channel of this process's worker.
    own: String,
    broken: Notify,
    behind: tokio::sync::mpsc::Sender<SessionId>,
}

async fn connect(client: &Client, ears: &Arc<Ears>) -> RedisResult<MultiplexedConnection> {
    let info = client.get_connection_info().clone();
    let redis = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    let client = Client::open(info.set_redis_settings(redis).into_connection_info()?)?;
    let listening = Arc::clone(ears);
    let hear = move |push: PushInfo| -> Result<(), std::convert::Infallible> {
        match push.kind {
            PushKind::Message => listening.hear(&push.data),
            PushKind::Disconnection => listening.broken.notify_one(),
            _ => {}
        }
        Ok(())
    };
    let config = AsyncConnectionConfig::new()
        .set_push_sender(hear)
        .set_connection_timeout(Some(Duration::from_secs(2)))
        .set_response_timeout(Some(Duration::from_secs(5)));
    let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
    connection.subscribe(&ears.own).await?;
    Ok(connection)
}

impl Ears {
    fn hear(&self, data: &[Value]) {
        let [Value::BulkString(channel), Value::BulkString(payload)] = data else { return };
        if channel == self.own.as_bytes() {
            let told = std::str::from_utf8(payload).ok().and_then(|told| told.split_once(' '));
            if let Some((Ok(session), Ok(turn))) = told.map(|(session, turn)| (session.parse(), turn.parse())) {
                self.held.cancel(session, TurnId::from_number(turn));
            }
            return;
        }
        let session = std::str::from_utf8(channel).ok().and_then(|name| name.strip_prefix("session:")?.parse().ok());
        let live = session.and_then(|id: SessionId| self.lives.get(&id).and_then(|live| live.upgrade()));
        let Some(live) = live else { return };
        if publication(&live, payload).is_none() {
            tracing::error!(session = %live.id, "a publication cannot be read");
            live.inner().behind = true;
        }
        if live.inner().behind {
            // What finds no room is caught up with after the session's next event.
            let _ = self.behind.try_send(live.id);
        }
    }
}

/// Takes in what was published; `None` when it is nothing that hera publishes.
fn publication(live: &Live, payload: &[u8]) -> Option<()> {
    match payload.split_first()? {
        (b'e', rest) => {
            let mut parts = rest.splitn(5, |byte| *byte == b' ');
            let mut number = || std::str::from_utf8(parts.next()?).ok()?.parse::<u64>().ok();
            let (last, count, tag, before) = (number()?, number()?, number()?, number()?);
            let named = |tag| u32::try_from(tag).ok().map(Tag::new);
            let (tag, before) = (named(tag)?, named(before)?);
            live.take(&Run { last, count, tag, before, bytes: parts.next()? });
        }
        (b's', rest) => {
            let (on, who) = rest.split_first()?;
            let who: ConnectionId = std::str::from_utf8(who).ok()?.parse().ok()?;
            live.signal(Signal { who, on: *on == b'1' });
        }
        (b'd', _) => live.delete(),
        _ => return None,
    }
    Some(())
}

/// Keeps the link whole for as long as the store is open.
pub fn start(engine: &Arc<Engine>) {
    let missed = engine.link.missed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    let Some(mut missed) = missed else { return };
    let (weak, closed) = (Arc::downgrade(engine), engine.closed.clone());
    let ears = Arc::clone(&engine.link.ears);
    let keeping = async move {
        let mut unused = HashSet::new();
        let mut sweep = tokio::time::interval(LINGER);
        loop {
            tokio::select! {
                () = ears.broken.notified() => {
                    let Some(engine) = weak.upgrade() else { return };
                    engine.link.mend().await;
                    let all: Vec<Arc<Live>> = engine.lives.iter().filter_map(|live| live.upgrade()).collect();
                    for live in all {
                        live.inner().behind = true;
                        catch_up(&weak, &live).await;
                    }
                }
                id = missed.recv() => {
                    let Some(engine) = weak.upgrade() else { return };
                    if let Some(live) = id.and_then(|id| engine.in_memory(id)) {
                        catch_up(&weak, &live).await;
                    }
                }
                _ = sweep.tick() => {
                    let Some(engine) = weak.upgrade() else { return };
                    engine.link.leave_unused(&mut unused).await;
                }
            }
        }
    };
    engine.tasks.spawn(async move {
        closed.run_until_cancelled(keeping).await;
    });
}

async fn catch_up(engine: &Weak<Engine>, live: &Arc<Live>) {
    let Some(engine) = engine.upgrade() else { return };
    if let Err(error) = engine.catch_up(live).await {
        tracing::warn!(%error, session = %live.id, "a session cannot be caught up with");
    }
}
