//! What hera needs of Redis: commands under their own names. One that is renamed or missing is found when Redis is
//! connected to, and not by the first person whose message needs it.

use ::redis::aio::ConnectionLike as _;
use ::redis::{Cmd, ErrorKind, RedisError, RedisResult, Value, cmd, pipe};

use super::server::Connection;

/// What is sent to Redis, and what its functions run. Left out is what may be asked of any Redis to connect to it
/// (`SELECT`, `FUNCTION`, `SUBSCRIBE`), and what hera can do without (`INFO`, `PUBSUB`).
pub const COMMANDS: [&str; 42] = [
    "BLMPOP",
    "DEL",
    "EXISTS",
    "EXPIRE",
    "FCALL",
    "FCALL_RO",
    "GET",
    "HDEL",
    "HEXISTS",
    "HGET",
    "HINCRBY",
    "HLEN",
    "HMGET",
    "HSET",
    "HVALS",
    "LINDEX",
    "LLEN",
    "LPOP",
    "LPOS",
    "LPUSH",
    "LRANGE",
    "PEXPIRE",
    "PTTL",
    "PUBLISH",
    "RPUSH",
    "SET",
    "SETEX",
    "SETRANGE",
    "STRLEN",
    "TIME",
    "TYPE",
    "XADD",
    "XLEN",
    "XRANGE",
    "XTRIM",
    "ZADD",
    "ZCARD",
    "ZRANGEBYSCORE",
    "ZREM",
    "ZREVRANGE",
    "ZREVRANK",
    "ZSCORE",
];

/// Tells whether the server has all of [`COMMANDS`]. Each is asked with too few arguments, so that it does nothing: a
/// server that has it says so before it looks at anything else. The nodes of a cluster are not asked: such a question
/// is for none of them.
///
/// # Errors
/// Which command is not there, or what else went wrong.
pub async fn check(connection: &Connection) -> RedisResult<()> {
    if matches!(connection, Connection::Cluster(_)) {
        return Ok(());
    }
    let mut asked = pipe();
    for name in COMMANDS {
        asked.add_command(for_nothing(name));
    }
    let answers = connection.clone().req_packed_commands(&asked, 0, COMMANDS.len()).await?;
    let missing: Vec<&str> =
        COMMANDS.into_iter().zip(&answers).filter(|(_, answer)| is_unknown(answer)).map(|(name, _)| name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(RedisError::from((ErrorKind::Client, MISSING, missing.join(", "))))
}

/// How [`super::explain`] knows the error.
pub const MISSING: &str = "no such command";

fn for_nothing(name: &str) -> Cmd {
    let mut asked = cmd(name);
    if name == "TIME" {
        // It needs no arguments, and takes none.
        asked.arg("");
    }
    asked
}

fn is_unknown(answer: &Value) -> bool {
    matches!(answer, Value::ServerError(error) if error.details().is_some_and(|told| told.contains("unknown command")))
}
