//! `hera health`: asks a running hera whether it can take work, for images that have no other client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use url::Url;

use crate::telemetry::cause;

/// How long the answer may take: longer than `/health/ready` waits for the store, shorter than who runs the probe waits.
const PATIENCE: Duration = Duration::from_secs(4);

/// Why a hera is not healthy.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    #[error("does not answer: {0}")]
    Unreachable(String),
    #[error("answers {status}: {reason}")]
    NotReady { status: u16, reason: String },
}

/// What a problem says.
#[derive(serde::Deserialize)]
struct Said {
    error: String,
}

/// Where the hera of this machine is asked whose operators' listener is at `address`.
///
/// # Errors
/// When the address makes no URL.
pub fn own(address: SocketAddr) -> Result<Url, url::ParseError> {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    Url::parse(&format!("http://{}", SocketAddr::new(ip, address.port())))
}

/// What is asked at `url`: whether it is ready, unless the URL names something else.
#[must_use]
pub fn door(mut url: Url) -> Url {
    if url.path() == "/" {
        url.set_path("/health/ready");
    }
    url
}

/// Asks.
///
/// # Errors
/// When what answers does not answer with a success, or nothing does.
pub async fn ask(url: Url) -> Result<(), Unhealthy> {
    let client =
        reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().map_err(|error| unreachable(&error))?;
    let answer = client.get(url).send().await.map_err(|error| unreachable(&error))?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let unknown = || status.canonical_reason().unwrap_or("no reason given").to_owned();
    let reason = answer.json().await.map_or_else(|_| unknown(), |Said { error }| error);
    Err(Unhealthy::NotReady { status: status.as_u16(), reason })
}

fn unreachable(error: &reqwest::Error) -> Unhealthy {
    if error.is_timeout() {
        return Unhealthy::Unreachable(format!("no answer within {} s", PATIENCE.as_secs()));
    }
    Unhealthy::Unreachable(cause::innermost(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_all_is_asked_on_this_machine() {
        let asked = |address: &str| door(own(address.parse().unwrap()).unwrap()).to_string();
        assert_eq!(asked("0.0.0.0:9464"), "http://127.0.0.1:9464/health/ready");
        assert_eq!(asked("[::]:9464"), "http://[::1]:9464/health/ready");
        assert_eq!(asked("10.1.2.3:80"), "http://10.1.2.3/health/ready");
        let live = Url::parse("http://127.0.0.1:9464/health/live").unwrap();
        assert_eq!(door(live.clone()), live);
    }
}
