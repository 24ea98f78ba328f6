//! The connection on which commands are run: made again when it breaks, and to the new master after a failover.

use std::sync::Arc;
use std::time::Duration;

use ::redis::aio::ConnectionLike;
use ::redis::{Cmd, ErrorKind, Pipeline, PushInfo, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value};
use arc_swap::ArcSwapOption;
use tokio::sync::Mutex;

use super::server::{Connection, Server};

/// What Redis says unasked, to a connection that listens to nothing.
type Unheard = fn(PushInfo) -> Result<(), std::convert::Infallible>;

/// Runs commands. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Commands(Arc<Shared>);

struct Shared {
    server: Arc<Server>,
    patience: Duration,
    /// `None` between a break and the next command.
    current: ArcSwapOption<Connection>,
    /// Held by whoever connects.
    connecting: Mutex<()>,
}

impl Commands {
    /// Connects, with so much time for each answer.
    pub async fn open(server: Arc<Server>, patience: Duration) -> RedisResult<Self> {
        let shared = Shared { server, patience, current: ArcSwapOption::empty(), connecting: Mutex::default() };
        let commands = Self(Arc::new(shared));
        commands.connection().await?;
        Ok(commands)
    }

    async fn connection(&self) -> RedisResult<Arc<Connection>> {
        let shared = &self.0;
        if let Some(connection) = shared.current.load_full() {
            return Ok(connection);
        }
        let _connecting = shared.connecting.lock().await;
        if let Some(connection) = shared.current.load_full() {
            return Ok(connection);
        }
        let connection = Arc::new(shared.server.connect(shared.patience, None::<Unheard>).await?);
        shared.current.store(Some(Arc::clone(&connection)));
        Ok(connection)
    }

    /// Whether the same is to be tried on another connection: all that hera asks may be repeated.
    fn give_up(&self, connection: &Arc<Connection>, error: &RedisError) -> bool {
        // A cluster's connections are mended by the driver.
        if matches!(**connection, Connection::Cluster(_)) {
            return false;
        }
        let former_master = matches!(
            error.kind(),
            ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown | ServerErrorKind::BusyLoading)
        );
        if !former_master && !error.is_unrecoverable_error() && !error.is_io_error() {
            return false;
        }
        let current = self.0.current.load();
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, connection)) {
            self.0.current.compare_and_swap(&current, None);
        }
        !error.is_timeout()
    }
}

/// Whether a cluster has refused a transaction, as it does when the keys' slot has moved. The driver looks for the slot's
/// new place when a single command is sent away, and not when one within a transaction is: it would be asked for in the
/// old place for ever.
fn misplaced(connection: &Connection, error: &RedisError) -> bool {
    matches!(connection, Connection::Cluster(_)) && error.kind() == ErrorKind::Server(ServerErrorKind::ExecAbort)
}

impl ConnectionLike for Commands {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            let connection = self.connection().await?;
            match Connection::clone(&connection).req_packed_command(cmd).await {
                Err(error) if self.give_up(&connection, &error) => {}
                answer => return answer,
            }
            let connection = self.connection().await?;
            let answer = Connection::clone(&connection).req_packed_command(cmd).await;
            answer.inspect_err(|error| _ = self.give_up(&connection, error))
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            let connection = self.connection().await?;
            match Connection::clone(&connection).req_packed_commands(pipeline, offset, count).await {
                Err(error) if self.give_up(&connection, &error) => {}
                Err(error) if misplaced(&connection, &error) => {
                    if let Some(first) = pipeline.cmd_iter().next() {
                        // Whatever it answers: the pipeline is asked for again, and tells.
                        let _ = Connection::clone(&connection).req_packed_command(first).await;
                    }
                }
                answer => return answer,
            }
            let connection = self.connection().await?;
            let answer = Connection::clone(&connection).req_packed_commands(pipeline, offset, count).await;
            answer.inspect_err(|error| _ = self.give_up(&connection, error))
        })
    }

    fn get_db(&self) -> i64 {
        self.0.current.load().as_ref().map_or(0, |connection| connection.get_db())
    }
}
