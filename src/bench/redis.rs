//! What a run costs Redis, as Redis counts it.

use redis::{Client, InfoDict};

use super::socket::BenchError;

/// What Redis has counted since its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Scripts and functions called by clients.
    pub scripts: u64,
    /// Commands executed, those inside of scripts included.
    pub commands: u64,
    /// Bytes received from clients.
    pub received: u64,
    /// Bytes sent to clients and subscribers.
    pub sent: u64,
}

impl Counts {
    /// Asks the Redis at `url`.
    pub async fn read(url: &str) -> Result<Self, BenchError> {
        let refused = |error: redis::RedisError| BenchError::Refused("to tell what Redis counts", error.to_string());
        let client = Client::open(url).map_err(refused)?;
        let mut connection = client.get_multiplexed_async_connection().await.map_err(refused)?;
        let info: InfoDict =
            redis::cmd("INFO").arg("stats").arg("commandstats").query_async(&mut connection).await.map_err(refused)?;
        let number = |name: &str| info.get::<u64>(name).unwrap_or_default();
        let calls = |command: &str| {
            let text: Option<String> = info.get(&format!("cmdstat_{command}"));
            text.and_then(|text| text.strip_prefix("calls=")?.split(',').next()?.parse().ok()).unwrap_or(0_u64)
        };
        Ok(Self {
            scripts: calls("evalsha") + calls("eval") + calls("fcall"),
            commands: number("total_commands_processed"),
            received: number("total_net_input_bytes"),
            sent: number("total_net_output_bytes"),
        })
    }

    /// What was counted since `before`.
    pub const fn since(self, before: Self) -> Self {
        Self {
            scripts: self.scripts.saturating_sub(before.scripts),
            commands: self.commands.saturating_sub(before.commands),
            received: self.received.saturating_sub(before.received),
            sent: self.sent.saturating_sub(before.sent),
        }
    }
}
