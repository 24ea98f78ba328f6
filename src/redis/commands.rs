//! The connection on which commands are run: made again when it breaks, and when the server at its other end is no longer
//! the master.

use std::sync::Arc;
use std::time::Duration;

use ::redis::aio::ConnectionLike;
use ::redis::{Cmd, ErrorKind, Pipeline, PushInfo, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value};
use arc_swap::ArcSwapOption;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::server::{Connection, Server};

/// How long a connection is kept whatever its server refuses: where no other master is to be found yet, connecting once
/// more leads to the same server.
const KEPT: Duration = Duration::from_millis(500);

/// What Redis says unasked, to a connection that listens to nothing.
type Unheard = fn(PushInfo) -> Result<(), std::convert::Infallible>;

/// Runs commands. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Commands(Arc<Shared>);

struct Shared {
    server: Arc<Server>,
    patience: Duration,
    /// `None` between a break and the next command.
    current: ArcSwapOption<Current>,
    /// Held by whoever connects.
    connecting: Mutex<()>,
}

struct Current {
    connection: Connection,
    since: Instant,
}

impl Commands {
    /// Connects, with so much time for each answer.
    pub async fn open(server: Arc<Server>, patience: Duration) -> RedisResult<Self> {
        let shared = Shared { server, patience, current: ArcSwapOption::empty(), connecting: Mutex::default() };
        let commands = Self(Arc::new(shared));
        commands.current().await?;
        Ok(commands)
    }

    async fn current(&self) -> RedisResult<Arc<Current>> {
        let shared = &self.0;
        if let Some(current) = shared.current.load_full() {
            return Ok(current);
        }
        let _connecting = shared.connecting.lock().await;
        if let Some(current) = shared.current.load_full() {
            return Ok(current);
        }
        let connection = shared.server.connect(shared.patience, None::<Unheard>).await?;
        let current = Arc::new(Current { connection, since: Instant::now() });
        shared.current.store(Some(Arc::clone(&current)));
        Ok(current)
    }

    /// Whether the same is to be tried on another connection: all that hera asks may be repeated.
    fn give_up(&self, current: &Arc<Current>, error: &RedisError) -> bool {
        // A cluster's connections are mended by the driver, which also follows what has moved.
        if matches!(current.connection, Connection::Cluster(_)) {
            return false;
        }
        let elsewhere = is_no_master(error) && current.since.elapsed() >= KEPT;
        if !elsewhere && !error.is_unrecoverable_error() && !error.is_io_error() {
            return false;
        }
        let newest = self.0.current.load();
        if newest.as_ref().is_some_and(|newest| Arc::ptr_eq(newest, current)) {
            if elsewhere {
                tracing::info!(%error, "this Redis is not the master: it is connected to again");
            }
            self.0.current.compare_and_swap(&newest, None);
        }
        !error.is_timeout()
    }
}

/// Whether the server says that it is not the master, or not yet: a former master keeps its connections after a failover
/// that kills nobody, and refuses what it is asked for ever.
fn is_no_master(error: &RedisError) -> bool {
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

impl ConnectionLike for Commands {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            let current = self.current().await?;
            match answer(current.connection.clone().req_packed_command(cmd).await) {
                Err(error) if self.give_up(&current, &error) => {}
                answer => return answer,
            }
            let current = self.current().await?;
            let answer = answer(current.connection.clone().req_packed_command(cmd).await);
            answer.inspect_err(|error| _ = self.give_up(&current, error))
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            let current = self.current().await?;
            match answers(current.connection.clone().req_packed_commands(pipeline, offset, count).await) {
                Err(error) if self.give_up(&current, &error) => {}
                answers => return answers,
            }
            let current = self.current().await?;
            let answers = answers(current.connection.clone().req_packed_commands(pipeline, offset, count).await);
            answers.inspect_err(|error| _ = self.give_up(&current, error))
        })
    }

    fn get_db(&self) -> i64 {
        self.0.current.load().as_ref().map_or(0, |current| current.connection.get_db())
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
