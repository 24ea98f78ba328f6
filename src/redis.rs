//! The shared store: every trait of the bus and the sessions over Redis, for any number of processes.
//!
//! Each step that must hold together is one function that Redis runs (`redis/lua`). The log of a session is a stream; what is appended is
//! also published on the session's channel, and what a subscriber misses there it reads from the stream.

mod commands;
mod damage;
mod entry;
mod eviction;
mod expiry;
mod explain;
mod followed;
mod functions;
mod jobs;
mod keys;
mod link;
mod live;
mod log;
mod needs;
mod older;
mod photos;
mod queue;
mod read;
mod server;
mod sessions;
mod turns;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ::redis::{Cmd, ErrorKind, FromRedisValue, RedisError, RedisResult, ServerError};
use dashmap::DashMap;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::commands::Commands;
use self::damage::Damages;
use self::functions::{Function, Functions};
use self::keys::Names;
use self::link::Link;
use self::live::{Live, Lives};
use self::server::Server;
pub use self::server::ServerSettings;
use self::turns::Turns;
use crate::bus::{EventLog as _, StoreError};
use crate::domain::{Clock, OwnerId, SessionId};
use crate::record::RecordError;
use crate::sessions::SessionStore as _;

/// How long Redis may take for an answer.
const PATIENCE: Duration = Duration::from_secs(4);
/// A Redis that takes no write for so long is away: whoever waits for it is told. A restart or a failover may be shorter.
const GONE: Duration = Duration::from_secs(2);
/// How soon it is asked again meanwhile.
const AGAIN: Duration = Duration::from_millis(250);

/// How the shared store keeps things.
#[derive(Clone)]
pub struct Settings {
    /// Where Redis is.
    pub server: ServerSettings,
    /// A session in which for so long nobody has written, read along or been answered is let go.
    pub session_ttl: Duration,
    /// Events kept per session, at least.
    pub events_kept: u64,
    /// Turns of one session that may wait behind the running one.
    pub turns_queued: usize,
    /// Messages of one session, at most.
    pub messages_kept: u64,
    /// A worker that has not renewed its claim for so long has lost it.
    pub lease: Duration,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("session_ttl", &self.session_ttl).finish_non_exhaustive()
    }
}

/// The store of any number of processes. Cheap to clone; clones are the same store.
#[derive(Clone)]
pub struct Redis(Arc<Engine>);

struct Engine {
    settings: Settings,
    clock: Arc<dyn Clock>,
    names: Names,
    functions: Functions,
    /// For what is written, or must come after it.
    commands: Commands,
    /// For what is only read: no write that Redis lets wait holds it up.
    reads: Commands,
    lives: Lives,
    link: Link,
    turns: Turns,
    damages: Damages,
    /// As it was seen last; see [`older`].
    shared_with_older: AtomicBool,
    /// What runs for as long as the store is open: also while the process drains, until turns have ended.
    tasks: TaskTracker,
    closed: CancellationToken,
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redis")
    }
}

impl Redis {
    /// Connects to Redis.
    ///
    /// # Errors
    /// When Redis cannot be reached, or does not allow what hera needs: why, for an operator. One that takes no writes for
    /// now is opened: what it has can be read.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let server = Arc::new(Server::new(&settings.server).map_err(unavailable)?);
        // Boxed: futures within futures are too deep for the compiler otherwise.
        match Box::pin(Self::open_on(Arc::clone(&server), settings, clock)).await {
            Err(error) => Err(Box::pin(server.why_down()).await.map_or(error, unavailable)),
            opened => opened,
        }
    }

    async fn open_on(server: Arc<Server>, settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let names = Names { clustered: server.is_cluster() };
        let (commands, reads) = Commands::open_apart(Arc::clone(&server), PATIENCE).await.map_err(unavailable)?;
        let functions = Functions::new(names.clustered);
        let takes_no_writes = match functions.load(&mut commands.clone()).await {
            Err(error) if refuses_writes(&error) => Some(explain::explained(&error)),
            loaded => loaded.map_err(unavailable).map(|()| None)?,
        };
        let waiting = Commands::open(Arc::clone(&server), turns::WAIT + PATIENCE).await.map_err(unavailable)?;
        let lives: Lives = Arc::new(DashMap::new());
        let closed = CancellationToken::new();
        let turns = Turns::default();
        let link = Link::open(server, names, Arc::clone(&lives), &turns.name, Arc::clone(&turns.held));
        let link = link.await.map_err(unavailable)?;
        let engine = Arc::new(Engine {
            settings,
            clock,
            names,
            functions,
            commands,
            reads,
            lives,
            link,
            turns,
            damages: Damages::default(),
            shared_with_older: AtomicBool::new(false),
            tasks: TaskTracker::new(),
            closed,
        });
        let store = Self(engine);
        store.rehearse().await?;
        store.0.damages.opened();
        // Not before: whoever waits for Redis tries this again and again.
        if let Some(error) = takes_no_writes {
            tracing::warn!(error, "Redis takes no writes: its sessions can be read, if this version was here before");
        }
        older::look(&store.0, true).await;
        turns::start(&store.0, waiting);
        link::start(&store.0);
        store.0.keep_up(expiry::refresh(Arc::clone(&store.0)));
        store.0.keep_up(eviction::watch(Arc::clone(&store.0)));
        store.0.keep_up(older::watch(Arc::clone(&store.0)));
        Ok(store)
    }

    /// Asks for nothing in several ways: what Redis does not allow is found here, and not by the first person. That it
    /// takes no writes for now is none of it.
    async fn rehearse(&self) -> Result<(), StoreError> {
        let nobody = SessionId::random();
        self.ping().await?;
        let written = self.0.write_something().await;
        if !written.as_ref().is_err_and(refuses_writes) {
            written.map_err(|error| self.0.told(error))?;
            let mut renew = self.0.about(Function::Renew, nobody);
            renew.arg("").arg(0).arg(0).arg(self.0.settings.session_ttl.as_secs());
            self.0.run::<u8>(&renew).await?;
            self.find(nobody).await?;
        }
        self.list(OwnerId::random(), None, 1).await.map(drop)
    }

    /// Asks Redis for an answer, once, and for a write that changes nothing; what an operator should know of it.
    ///
    /// # Errors
    /// When Redis cannot be reached, or does not let in.
    pub async fn probe(settings: &Settings) -> Result<Vec<String>, StoreError> {
        let server = Arc::new(Server::new(&settings.server).map_err(unavailable)?);
        let mut commands = Commands::open(server, PATIENCE).await.map_err(unavailable)?;
        ::redis::cmd("PING").query_async::<()>(&mut commands).await.map_err(unavailable)?;
        // It needs room, and makes no key.
        let mut nothing = ::redis::cmd("SETRANGE");
        nothing.arg(keys::PING).arg(0).arg("");
        let no_writes = match nothing.query_async::<()>(&mut commands).await {
            Err(error) if refuses_writes(&error) => {
                Some(format!("Redis takes no writes: {}", explain::explained(&error)))
            }
            written => written.map_err(unavailable).map(|()| None)?,
        };
        Ok(no_writes.into_iter().chain(eviction::warning(&mut commands).await).collect())
    }

    /// Hands back what is claimed and leaves.
    pub async fn close(self) {
        self.0.closed.cancel();
        self.0.turns.release_all(&self.0).await;
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// Ends everything as if the process had been killed.
    #[cfg(test)]
    pub fn abandon(&self) {
        self.0.turns.abandon();
        self.0.closed.cancel();
    }
}

impl Engine {
    /// Runs a call of a function that may write.
    async fn run<T: FromRedisValue>(&self, call: &Cmd) -> Result<T, StoreError> {
        self.run_on(self.commands.clone(), call).await
    }

    /// Runs a call of a function that only reads.
    async fn read<T: FromRedisValue>(&self, call: &Cmd) -> Result<T, StoreError> {
        self.run_on(self.reads.clone(), call).await
    }

    async fn run_on<T: FromRedisValue>(&self, commands: Commands, call: &Cmd) -> Result<T, StoreError> {
        self.answer(commands, call).await.map_err(|error| self.told(error))
    }

    async fn answer<T: FromRedisValue>(&self, mut commands: Commands, call: &Cmd) -> RedisResult<T> {
        match call.query_async(&mut commands).await {
            Err(error) if functions::is_unknown(&error) => {
                self.functions.load(&mut self.commands.clone()).await?;
                call.query_async(&mut commands).await
            }
            answer => answer,
        }
    }

    /// Why Redis did not do what it was asked; what it does not allow is said.
    fn told(&self, error: RedisError) -> StoreError {
        match self.functions.refused_command(&error) {
            Some(command) => {
                let why = format!("{command}: {}", explain::explained(&error));
                self.damages.refused(command, &why);
                StoreError::Unavailable(why.into())
            }
            None => unavailable(error),
        }
    }

    /// Why Redis takes no writes: it says so, or does not do it in [`GONE`]; `None` when it takes one.
    async fn why_no_writes(&self) -> Option<StoreError> {
        let mut why = StoreError::Unavailable("Redis does not answer in time".into());
        let refused = async {
            loop {
                match self.write_something().await {
                    Ok(()) => return false,
                    Err(error) => {
                        let is_refusal = self.is_refusal(&error);
                        why = self.told(error);
                        if is_refusal {
                            return true;
                        }
                    }
                }
                tokio::time::sleep(AGAIN).await;
            }
        };
        let is_refused = tokio::time::timeout(GONE, refused).await.unwrap_or(true);
        is_refused.then_some(why)
    }

    /// Whether Redis says that it takes no writes, or none of this user.
    fn is_refusal(&self, error: &RedisError) -> bool {
        refuses_writes(error) || self.functions.refused_command(error).is_some()
    }

    /// Asks Redis for a write, and whether it allows all that hera may write.
    async fn write_something(&self) -> RedisResult<()> {
        let mut able = self.functions.call(Function::Able, &[keys::NOBODY]);
        able.arg(keys::PING);
        self.answer(self.commands.clone(), &able).await
    }

    /// A call of a function about one session.
    fn about(&self, function: Function, session: SessionId) -> Cmd {
        self.functions.call(function, &self.names.declared(session))
    }

    /// Tells whoever listens to `channel`.
    async fn publish(&self, channel: &str, payload: &str) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let publish = if self.names.clustered { "SPUBLISH" } else { "PUBLISH" };
        ::redis::cmd(publish).arg(channel).arg(payload).query_async(&mut commands).await.map_err(unavailable)
    }

    /// Goes on with this for as long as the store is open.
    fn keep_up(&self, keeper: impl Future<Output = ()> + Send + 'static) {
        let closed = self.closed.clone();
        self.tasks.spawn(async move {
            closed.run_until_cancelled(keeper).await;
        });
    }

    fn in_memory(&self, id: SessionId) -> Option<Arc<Live>> {
        self.lives.get(&id).and_then(|live| live.upgrade())
    }

    fn lease_ms(&self) -> u64 {
        u64::try_from(self.settings.lease.as_millis()).unwrap_or(u64::MAX)
    }
}

/// Why Redis did not do what it was asked.
fn unavailable(error: RedisError) -> StoreError {
    if matches!(error.kind(), ErrorKind::Parse | ErrorKind::UnexpectedReturnType) {
        // The driver's words hold what was found.
        return StoreError::Damaged("a value in Redis is not what it must be".into());
    }
    let text: Arc<str> = explain::explained(&error).into();
    let errors = error.into_server_errors();
    let any =
        |says: fn(&ServerError) -> bool| errors.iter().flat_map(|errors| errors.iter()).any(|(_, error)| says(error));
    if any(|error| error.code() == "OOM") {
        StoreError::Full(text)
    } else if any(|error| error.code() == "WRONGTYPE" || functions::broke(error)) {
        StoreError::Damaged(text)
    } else {
        StoreError::Unavailable(text)
    }
}

/// Whether Redis can be read and takes no writes: it has no room, too few replicas, a disk that fails, or another master.
fn refuses_writes(error: &RedisError) -> bool {
    matches!(error.code(), Some("OOM" | "NOREPLICAS" | "MISCONF" | "READONLY"))
}

/// What could not be read.
fn damaged(error: RecordError) -> StoreError {
    error.into()
}

#[cfg(test)]
mod tests;
