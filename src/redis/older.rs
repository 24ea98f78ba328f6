//! Whether processes of older versions share Redis, which find pictures by the session's id only.
//!
//! Every process, gateway or worker, listens to a channel of its own. Its name tells what the process knows: those of older
//! versions are 16 hexadecimal digits, and the ones made here have an end that says so.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ::redis::RedisResult;
use tokio::time::MissedTickBehavior;

use super::{Engine, explain, keys};

/// How often is looked: versions stand beside one another for minutes.
const EVERY: Duration = Duration::from_secs(5);

/// The end of the names of processes that find pictures by the hash of the session's id.
const KNOWS_HASHES: &str = "-2";

/// A name for this process: random, so that a restarted host does not inherit what it held.
pub fn process_name() -> String {
    format!("{:016x}{KNOWS_HASHES}", rand::random::<u64>())
}

/// Looks again and again.
pub async fn watch(engine: Arc<Engine>) {
    let mut looks = tokio::time::interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut forbidden = false;
    loop {
        looks.tick().await;
        forbidden = look(&engine, forbidden).await;
    }
}

/// Looks once. Where Redis does not let it be seen who listens, older versions may be there, and are given what they look
/// for; the log says so, unless it was `forbidden` before. Whether it is.
pub async fn look(engine: &Engine, forbidden: bool) -> bool {
    let found = match listening(engine).await {
        Ok(channels) => channels.iter().any(|channel| is_older(channel)),
        Err(error) if error.is_io_error() || error.is_timeout() => return forbidden,
        Err(error) => {
            if !forbidden {
                let error = explain::explained(&error);
                tracing::warn!(
                    error,
                    "Redis does not say whether older versions of hera share it: pictures are also named by the ids of \
                     their sessions, as those look for them"
                );
            }
            engine.shared_with_older.store(true, Ordering::Relaxed);
            return true;
        }
    };
    if engine.shared_with_older.swap(found, Ordering::Relaxed) != found {
        let told = if found {
            "an older version of hera shares Redis: pictures are also put where it looks for them"
        } else {
            "no older version of hera shares Redis any more"
        };
        tracing::info!("{told}");
    }
    false
}

/// The channels of all processes.
async fn listening(engine: &Engine) -> RedisResult<Vec<String>> {
    let mut commands = engine.reads.clone();
    let which = if engine.names.clustered { "SHARDCHANNELS" } else { "CHANNELS" };
    ::redis::cmd("PUBSUB").arg(which).arg(keys::worker("*")).query_async(&mut commands).await
}

fn is_older(channel: &str) -> bool {
    let name = channel.strip_prefix(&keys::worker(""));
    name.is_some_and(|name| name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_process_knows() {
        assert!(is_older("worker:0123456789abcdef"));
        for newer in [process_name(), "0123456789abcdef-3".into(), "a-test".into(), String::new()] {
            assert!(!is_older(&keys::worker(&newer)), "{newer}");
        }
    }
}
