//! The connections on which commands are run: made again when they break, and when the server at their other end is no
//! longer the master. What is read has a connection of its own: Redis answers the commands of one in their order, and one
//! write that it lets wait would keep all reads waiting behind it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::redis::aio::ConnectionLike;
use ::redis::{Cmd, ErrorKind, Pipeline, PushInfo, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value};
use arc_swap::ArcSwapOption;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared as ForAll};
use tokio::time::Instant;

use super::needs;
use super::server::{Connection, Server};

/// How long a connection is kept whatever its server refuses: where no other master is to be found yet, connecting once
/// more leads to the same server.
const KEPT: Duration = Duration::from_millis(500);
/// How long a command may take beside its answer: to be connected for, and to be asked once more.
const BESIDE: Duration = Duration::from_secs(1);

/// What Redis says unasked, to a connection that listens to nothing.
type Unheard = fn(PushInfo) -> Result<(), std::convert::Infallible>;

/// Runs commands. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Commands {
    shared: Arc<Shared>,
    /// Whether they are run on the connection for what is read.
    reads: bool,
}

struct Shared {
    server: Arc<Server>,
    patience: Duration,
    /// Whether there is a connection of its own for what is read.
    apart: bool,
    /// `None` between a break and the next command.
    current: ArcSwapOption<Current>,
    /// How it is connected anew: once for all who wait, so that nobody waits for the attempts of others as well.
    connecting: Mutex<Option<Connecting>>,
}

type Connecting = ForAll<BoxFuture<'static, RedisResult<Arc<Current>>>>;

/// Connections that lead to the same server, and are given up together: a reader would not notice by itself that its
/// server is the master no more.
struct Current {
    writes: Connection,
    reads: Connection,
    since: Instant,
}

impl Commands {
    /// Connects, with so much time for each answer.
    pub async fn open(server: Arc<Server>, patience: Duration) -> RedisResult<Self> {
        Self::connect(server, patience, false).await
    }

    /// Connects twice: for what is written, and for what is only read.
    pub async fn open_apart(server: Arc<Server>, patience: Duration) -> RedisResult<(Self, Self)> {
        let writes = Self::connect(server, patience, true).await?;
        let reads = Self { reads: true, ..writes.clone() };
        Ok((writes, reads))
    }

    async fn connect(server: Arc<Server>, patience: Duration, apart: bool) -> RedisResult<Self> {
        let shared = Shared { server, patience, apart, current: ArcSwapOption::empty(), connecting: Mutex::default() };
        let commands = Self { shared: Arc::new(shared), reads: false };
        commands.current().await?;
        Ok(commands)
    }

    async fn current(&self) -> RedisResult<Arc<Current>> {
        if let Some(current) = self.shared.current.load_full() {
            return Ok(current);
        }
        let connected = self.connecting().await;
        // What it came to is kept where it can be given up.
        let mut connecting = self.shared.connecting.lock().unwrap_or_else(PoisonError::into_inner);
        connecting.take_if(|connecting| connecting.peek().is_some());
        connected
    }

    /// The attempt to connect that is under way, or a new one.
    fn connecting(&self) -> Connecting {
        let mut connecting = self.shared.connecting.lock().unwrap_or_else(PoisonError::into_inner);
        match connecting.as_ref().filter(|connecting| connecting.peek().is_none()) {
            Some(connecting) => connecting.clone(),
            None => connecting.insert(Arc::clone(&self.shared).connected().boxed().shared()).clone(),
        }
    }

    /// What is asked takes so long at most, whatever it waits for.
    async fn in_time<T>(&self, asked: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
        let answer = tokio::time::timeout(self.shared.patience + BESIDE, asked).await;
        answer.unwrap_or_else(|elapsed| Err(std::io::Error::from(elapsed).into()))
    }

    /// What a node of a cluster says that is down.
    pub async fn why_down(&self) -> Option<RedisError> {
        self.shared.server.why_down().await
    }

    /// The connection for these commands.
    fn connection(&self, current: &Current) -> Connection {
        if self.reads { current.reads.clone() } else { current.writes.clone() }
    }

    /// Whether the same is to be tried on another connection: all that hera asks may be repeated.
    fn give_up(&self, current: &Arc<Current>, error: &RedisError) -> bool {
        // A cluster's connections are mended by the driver, which also follows what has moved.
        if matches!(current.writes, Connection::Cluster(_)) {
            return false;
        }
        let elsewhere = is_no_master(error) && current.since.elapsed() >= KEPT;
        if !elsewhere && !error.is_unrecoverable_error() && !error.is_io_error() {
            return false;
        }
        let newest = self.shared.current.load();
        if newest.as_ref().is_some_and(|newest| Arc::ptr_eq(newest, current)) {
            if elsewhere {
                tracing::info!(%error, "this Redis is not the master: it is connected to again");
            }
            self.shared.current.compare_and_swap(&newest, None);
        }
        !error.is_timeout()
    }
}

impl Shared {
    async fn connected(self: Arc<Self>) -> RedisResult<Arc<Current>> {
        // Whoever began this may have looked before the last attempt ended.
        if let Some(current) = self.current.load_full() {
            return Ok(current);
        }
        let writes = self.server.connect(self.patience, None::<Unheard>).await?;
        needs::check(&writes).await?;
        let reads = if self.apart {
            let reads = self.server.connect(self.patience, None::<Unheard>).await?;
            if role(&reads).await? != role(&writes).await? {
                return Err((ErrorKind::Client, "the master has changed while it was connected to").into());
            }
            reads
        } else {
            writes.clone()
        };
        let current = Arc::new(Current { writes, reads, since: Instant::now() });
        self.current.store(Some(Arc::clone(&current)));
        Ok(current)
    }
}

/// What a server says that it is (`master`, `replica`). A cluster has many, and leads to the masters by itself.
async fn role(connection: &Connection) -> RedisResult<Option<String>> {
    if matches!(connection, Connection::Cluster(_)) {
        return Ok(None);
    }
    let mut told: HashMap<String, Value> = ::redis::cmd("HELLO").query_async(&mut connection.clone()).await?;
    Ok(told.remove("role").map(::redis::from_redis_value).transpose()?)
}

/// Whether the server says that it is not the master, or not yet: a former master keeps its connections after a failover
/// that kills nobody, and refuses what it is asked for ever.
pub fn is_no_master(error: &RedisError) -> bool {
    use ServerErrorKind::{BusyLoading, MasterDown, ReadOnly};
    // What waited on a master that is demoted is let go as `UNBLOCKED`, which the driver has no kind for.
    matches!(error.kind(), ErrorKind::Server(ReadOnly | MasterDown | BusyLoading)) || error.code() == Some("UNBLOCKED")
}

/// What a command was answered. The driver gives a server's error as a value; it is an error here.
fn answer(given: RedisResult<Value>) -> RedisResult<Value> {
    match given {
        Ok(Value::ServerError(error)) => Err(error.into()),
        given => given,
    }
}

/// What a pipeline was answered. A command that fails fails by itself; an error for which the connection is to be given
/// up is one of the pipeline.
fn answers(given: RedisResult<Vec<Value>>) -> RedisResult<Vec<Value>> {
    let given = given?;
    let errors = given.iter().filter_map(|value| match value {
        Value::ServerError(error) => Some(RedisError::from(error.clone())),
        _ => None,
    });
    errors.into_iter().find(is_no_master).map_or(Ok(given), Err)
}

impl Commands {
    async fn ask(&self, cmd: &Cmd) -> RedisResult<Value> {
        let current = self.current().await?;
        match answer(self.connection(&current).req_packed_command(cmd).await) {
            Err(error) if self.give_up(&current, &error) => {}
            answer => return answer,
        }
        let current = self.current().await?;
        let answer = answer(self.connection(&current).req_packed_command(cmd).await);
        answer.inspect_err(|error| _ = self.give_up(&current, error))
    }

    async fn ask_all(&self, pipeline: &Pipeline, offset: usize, count: usize) -> RedisResult<Vec<Value>> {
        let current = self.current().await?;
        match answers(self.connection(&current).req_packed_commands(pipeline, offset, count).await) {
            Err(error) if self.give_up(&current, &error) => {}
            answers => return answers,
        }
        let current = self.current().await?;
        let answers = answers(self.connection(&current).req_packed_commands(pipeline, offset, count).await);
        answers.inspect_err(|error| _ = self.give_up(&current, error))
    }
}

impl ConnectionLike for Commands {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(self.in_time(self.ask(cmd)))
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(self.in_time(self.ask_all(pipeline, offset, count)))
    }

    fn get_db(&self) -> i64 {
        self.shared.current.load().as_ref().map_or(0, |current| current.writes.get_db())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Value {
        ::redis::parse_redis_value(format!("-{line}\r\n").as_bytes()).unwrap()
    }

    #[test]
    fn a_server_that_is_not_the_master_is_left_whatever_it_was_asked() {
        for line in [
            "READONLY You can't write against a read only replica.",
            "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            "LOADING Redis is loading the dataset in memory",
            "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
        ] {
            assert!(is_no_master(&answer(Ok(said(line))).unwrap_err()), "{line}");
            let failed = answers(Ok(vec![Value::Okay, said(line)])).unwrap_err();
            assert!(is_no_master(&failed), "{line}");
        }
    }

    #[test]
    fn what_another_server_would_refuse_as_well_is_no_reason_to_leave() {
        for line in ["OOM command not allowed", "NOREPLICAS Not enough", "WRONGTYPE Operation against", "ERR unknown"] {
            assert!(!is_no_master(&answer(Ok(said(line))).unwrap_err()), "{line}");
            let given = answers(Ok(vec![Value::Okay, said(line)])).unwrap();
            assert!(
                matches!(given[..], [Value::Okay, Value::ServerError(_)]),
                "{line}: each command has its own answer"
            );
        }
    }
}
