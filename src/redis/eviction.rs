//! Whether Redis drops parts of conversations when its memory is full: that depends on settings of its own.

use std::sync::Arc;
use std::time::Duration;

use ::redis::{RedisResult, Value};
use tokio::time::MissedTickBehavior;

use super::commands::Commands;
use super::{Engine, explain};
use crate::telemetry::names;

/// How often Redis is asked: its settings may change while it runs, and a new master may have others.
const EVERY: Duration = Duration::from_mins(1);

/// What Redis would do, as far as it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    /// It refuses writes, which hera says to whoever writes.
    Keeps,
    /// It drops what this policy names.
    Drops(String),
}

/// Looks at once and then again and again; tells the log when something has changed, and the metrics always.
pub async fn watch(engine: Arc<Engine>) {
    let mut looks = tokio::time::interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut known, mut forbidden) = (Found::Keeps, false);
    loop {
        looks.tick().await;
        let found = match look(&mut engine.reads.clone()).await {
            Ok(found) => found,
            Err(error) => {
                if !forbidden && !error.is_io_error() {
                    let error = explain::explained(&error);
                    tracing::warn!(
                        error,
                        "Redis does not say whether it may drop conversations when its memory is full"
                    );
                    forbidden = true;
                }
                continue;
            }
        };
        metrics::gauge!(names::REDIS_MAY_EVICT).set(if found == Found::Keeps { 0.0 } else { 1.0 });
        if found == known {
            continue;
        }
        match &found {
            Found::Drops(policy) => tracing::warn!("{}", drops(policy)),
            Found::Keeps => tracing::info!("Redis no longer drops parts of conversations when its memory is full"),
        }
        known = found;
    }
}

/// What to know of the Redis at the other end, as far as it tells.
pub async fn warning(commands: &mut Commands) -> Option<String> {
    match look(commands).await {
        Ok(Found::Drops(policy)) => Some(drops(&policy)),
        Ok(Found::Keeps) | Err(_) => None,
    }
}

fn drops(policy: &str) -> String {
    format!(
        "Redis may drop parts of conversations when its memory is full: its maxmemory-policy is {policy} and must be \
         noeviction"
    )
}

/// `INFO` tells it also where `CONFIG` is forbidden.
async fn look(commands: &mut Commands) -> RedisResult<Found> {
    let info: Value = ::redis::cmd("INFO").arg("memory").query_async(commands).await?;
    let mut texts = Vec::new();
    collect(&info, &mut texts);
    // In a cluster, each node tells; one that drops is enough.
    Ok(texts.into_iter().map(read).find(|found| *found != Found::Keeps).unwrap_or(Found::Keeps))
}

/// The texts in an answer: one of a server, one of each node of a cluster.
fn collect<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::BulkString(bytes) => texts.extend(std::str::from_utf8(bytes)),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Map(pairs) => pairs.iter().for_each(|(_, value)| collect(value, texts)),
        _ => {}
    }
}

fn read(info: &str) -> Found {
    let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    // Without a limit, Redis's memory is full when the machine's is, and nothing is dropped.
    let limited = field("maxmemory").is_some_and(|most| most != "0");
    match field("maxmemory_policy") {
        Some(policy) if limited && policy != "noeviction" => Found::Drops(policy.to_owned()),
        _ => Found::Keeps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_limit_with_another_policy_drops() {
        let found = |most: &str, policy: &str| {
            read(&format!(
                "# Memory\r\nused_memory:1\r\nmaxmemory:{most}\r\nmaxmemory_human:1G\r\nmaxmemory_policy:{policy}\r\n"
            ))
        };
        assert_eq!(found("0", "allkeys-lru"), Found::Keeps);
        assert_eq!(found("1000000", "noeviction"), Found::Keeps);
        assert_eq!(found("1000000", "volatile-ttl"), Found::Drops("volatile-ttl".into()));
        assert_eq!(read(""), Found::Keeps);
    }

    #[test]
    fn each_node_of_a_cluster_tells() {
        let node = |name: &str, text: &str| {
            (
                Value::BulkString(name.into()),
                Value::VerbatimString { format: ::redis::VerbatimFormat::Text, text: text.into() },
            )
        };
        let all = Value::Map(vec![node("a:1", "one"), node("b:2", "two")]);
        let mut texts = Vec::new();
        collect(&all, &mut texts);
        assert_eq!(texts, ["one", "two"]);
    }
}
