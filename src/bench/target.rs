//! The server under load: its addresses, its sessions, its process.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::process::{Process, Processes};
use super::socket::{BenchError, Socket};
use super::stats::Spread;

/// How many requests or joins are under way at once.
const AT_ONCE: usize = 64;
/// Open files beside the sockets: the runtime's own, the standard streams, kept-alive connections.
const SPARE_FILES: u64 = 128;

/// A server to put load on.
#[derive(Debug)]
pub struct Target {
    pub addresses: Vec<Url>,
    pub processes: Arc<Processes>,
}

/// A session, and the address through which it was made.
#[derive(Debug)]
pub struct Session {
    address: Url,
    id: String,
}

#[derive(serde::Deserialize)]
struct Created {
    session_id: String,
}

impl Target {
    /// Several addresses take turns. Without `given`, looks for the processes that listen there.
    pub fn new(addresses: &[String], given: &[Process]) -> Result<Self, BenchError> {
        let parsed: Vec<Url> = addresses.iter().map(|text| address(text)).collect::<Result<_, _>>()?;
        Ok(Self { processes: Arc::new(Processes::find(given, &parsed)), addresses: parsed })
    }

    /// Makes `count` sessions.
    pub async fn sessions(&self, count: usize, deadline: Instant) -> Result<Vec<Session>, BenchError> {
        let client = client()?;
        let bar = progress("sessions", count);
        let making = stream::iter(self.addresses.iter().cycle().take(count))
            .map(|address| create(&client, address))
            .buffer_unordered(AT_ONCE)
            .inspect(|_| bar.inc(1))
            .try_collect();
        let made = timeout_at(deadline, making).await.map_err(|_| BenchError::Late("sessions were made"))?;
        bar.finish_and_clear();
        made
    }

    /// Joins every session with one socket; `took` gets how long each join lasted.
    pub async fn join(
        &self,
        sessions: &[Session],
        took: &mut Spread,
        deadline: Instant,
    ) -> Result<Vec<Socket>, BenchError> {
        allow_files(sessions.len())?;
        let bar = progress("sockets", sessions.len());
        let joining = stream::iter(sessions)
            .map(async |session| {
                let begun = Instant::now();
                Ok::<_, BenchError>((Socket::join(&session.address, &session.id).await?, begun.elapsed()))
            })
            .buffer_unordered(AT_ONCE)
            .inspect(|_| bar.inc(1))
            .try_collect();
        let joined: Vec<(Socket, Duration)> =
            timeout_at(deadline, joining).await.map_err(|_| BenchError::Late("sockets joined"))??;
        bar.finish_and_clear();
        Ok(joined
            .into_iter()
            .map(|(socket, lasted)| {
                took.add(lasted);
                socket
            })
            .collect())
    }
}

impl Session {
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The address of something of the session's.
    pub fn url(&self, of: &str) -> Result<Url, BenchError> {
        let path = format!("api/sessions/{}/{of}", self.id);
        self.address.join(&path).map_err(|_| BenchError::Address(self.address.to_string()))
    }
}

/// A client for plain requests.
pub fn client() -> Result<reqwest::Client, BenchError> {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build();
    client.map_err(|error| BenchError::Refused("to be asked", error.to_string()))
}

/// What the server answers to a `GET`.
pub async fn get<T: DeserializeOwned>(client: &reqwest::Client, url: Url) -> Result<T, BenchError> {
    let unreachable = |error: reqwest::Error| BenchError::Unreachable(url.clone(), root(&error));
    let answer = client.get(url.clone()).send().await.map_err(unreachable)?;
    match answer.status() {
        status if status.is_success() => answer.json().await.map_err(unreachable),
        status if status.as_u16() == 429 => Err(BenchError::Limited),
        status => Err(BenchError::Refused("a request", status.to_string())),
    }
}

fn address(text: &str) -> Result<Url, BenchError> {
    let mut url = Url::parse(text).map_err(|_| BenchError::Address(text.to_owned()))?;
    let plain = matches!(url.scheme(), "http" | "ws") && url.has_host();
    if !plain || url.set_scheme("http").is_err() {
        return Err(BenchError::Address(text.to_owned()));
    }
    url.set_path("/");
    Ok(url)
}

async fn create(client: &reqwest::Client, address: &Url) -> Result<Session, BenchError> {
    let unreachable = |error: reqwest::Error| BenchError::Unreachable(address.clone(), root(&error));
    let url = address.join("api/sessions").map_err(|_| BenchError::Address(address.to_string()))?;
    let answer = client.post(url).send().await.map_err(unreachable)?;
    match answer.status() {
        status if status.is_success() => {
            let Created { session_id } = answer.json().await.map_err(unreachable)?;
            Ok(Session { address: address.clone(), id: session_id })
        }
        status if status.as_u16() == 429 => Err(BenchError::Limited),
        status => Err(BenchError::Refused(
            "to make a session",
            format!("{status} {}", answer.text().await.unwrap_or_default()),
        )),
    }
}

/// The innermost cause: what the system said.
fn root(mut error: &dyn std::error::Error) -> String {
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}

/// Raises this process's limit of open files if the system lets it.
fn allow_files(sockets: usize) -> Result<(), BenchError> {
    let needed = sockets as u64 + SPARE_FILES;
    let allowed = rlimit::increase_nofile_limit(needed)?;
    if allowed < needed { Err(BenchError::Files { needed, allowed }) } else { Ok(()) }
}

/// A bar on standard error, if somebody looks at it.
pub fn progress(what: &'static str, count: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len} {elapsed}");
    ProgressBar::new(count as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_http() {
        assert_eq!(address("http://127.0.0.1:8080/chat?x=1").unwrap().path(), "/");
        assert_eq!(address("ws://[::1]:9").unwrap().scheme(), "http");
        for text in ["", "127.0.0.1:8080", "https://hera.example", "file:///etc"] {
            let error = address(text).unwrap_err().to_string();
            assert!(error.contains("http://127.0.0.1:8080"), "{error}");
        }
    }

    #[test]
    fn too_many_sockets_say_what_to_run() {
        let error = allow_files(usize::MAX / 2).unwrap_err().to_string();
        assert!(error.contains("ulimit -n"), "{error}");
    }
}
