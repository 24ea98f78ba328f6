//! Where Redis is: one server, the master that Sentinels know, or a cluster.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use ::redis::aio::{ConnectionLike, MultiplexedConnection};
use ::redis::cluster::ClusterClientBuilder;
use ::redis::cluster_async::ClusterConnection;
use ::redis::io::AsyncDNSResolver;
use ::redis::sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType};
use ::redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo, Pipeline,
    ProtocolVersion, PushInfo, RedisError, RedisFuture, RedisResult, TlsMode, Value,
};
use tokio::sync::Mutex;
use url::Url;

use super::keys;
use crate::lookup::Lookup;

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(2);
/// How often a cluster's client asks again what a node has moved away or cannot answer yet.
const CLUSTER_RETRIES: u32 = 4;

/// How [`super::explain`] knows what connecting has met.
pub const SILENT_TO_TLS: &str = "no answer to TLS in time";
pub const NO_REDIS: &str = "an answer that is not Redis's";
pub const NO_NAME_IN_TIME: &str = "no answer of a name server in time";

/// Where Redis is and how to log in: read from a URL, see `FORMS`. Shown without its password.
#[derive(Clone)]
pub struct ServerSettings {
    url: String,
    nodes: Nodes,
}

#[derive(Clone)]
enum Nodes {
    One(ConnectionInfo),
    Sentinels { sentinels: Vec<ConnectionInfo>, master: String, node: ConnectionInfo },
    Cluster(Vec<ConnectionInfo>),
}

impl Nodes {
    /// The hosts that are connected to first.
    fn hosts(&self) -> Vec<String> {
        let nodes = match self {
            Self::One(node) => std::slice::from_ref(node),
            Self::Sentinels { sentinels: nodes, .. } | Self::Cluster(nodes) => nodes,
        };
        let hosts = nodes.iter().filter_map(|node| match node.addr() {
            ConnectionAddr::Tcp(host, _) | ConnectionAddr::TcpTls { host, .. } => Some(host.clone()),
            _ => None,
        });
        hosts.collect()
    }
}

impl ServerSettings {
    /// What such a URL looks like.
    pub const FORMS: &'static str = "`redis://user:password@host:6379/0`, `rediss://...` (TLS), \
        `redis+unix:///path/to/socket`, `redis+sentinel://host:26379,host:26379/mymaster/0` or \
        `redis+cluster://host:6379,host:6379`";
}

/// What such a URL must be, and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongUrl {
    #[error("a URL such as {}", ServerSettings::FORMS)]
    Form,
    #[error("a URL without `?` and `#`: the number of the database stands behind the host: `redis://host:6379/1`")]
    Query,
    #[error("a URL without `?` and `#`: a cluster has no query and no database")]
    ClusterQuery,
    #[error("a URL whose path is the number of the database, 0 or more: `redis://host:6379/1`")]
    Database,
    #[error("a URL whose port is one at which Redis listens, from 1 to 65535")]
    Port,
}

/// The database that a path names: `0` where it names none.
fn database(path: &str) -> Result<&str, WrongUrl> {
    let number = path.bytes().all(|byte| byte.is_ascii_digit()) && (path.is_empty() || path.parse::<i32>().is_ok());
    if number { Ok(path) } else { Err(WrongUrl::Database) }
}

impl FromStr for ServerSettings {
    type Err = WrongUrl;

    fn from_str(url: &str) -> Result<Self, WrongUrl> {
        let (scheme, rest) = url.split_once("://").ok_or(WrongUrl::Form)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        if scheme != "redis+unix" && (hosts.contains(['?', '#']) || path.contains(['?', '#'])) {
            return Err(if scheme.ends_with("+cluster") { WrongUrl::ClusterQuery } else { WrongUrl::Query });
        }
        // Each host makes a URL of its own, which the driver reads.
        let node = |scheme: &str, login: &str, host: &str, path: &str| {
            let at = if login.is_empty() { "" } else { "@" };
            let url = Url::parse(&format!("{scheme}://{login}{at}{host}/{path}")).map_err(|_| WrongUrl::Form)?;
            match url.port() {
                Some(0) => return Err(WrongUrl::Port),
                _ if !url.has_host() => return Err(WrongUrl::Form),
                _ => {}
            }
            let info = url.into_connection_info().map_err(|_| WrongUrl::Form)?;
            let redis = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
            Ok(info.set_redis_settings(redis))
        };
        let nodes = match scheme {
            "redis" | "rediss" => Nodes::One(node(scheme, login, hosts, database(path)?)?),
            "redis+unix" => {
                let info = url.into_connection_info().map_err(|_| WrongUrl::Form)?;
                let redis = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
                Nodes::One(info.set_redis_settings(redis))
            }
            "redis+cluster" | "rediss+cluster" if path.is_empty() => {
                let scheme = scheme.trim_end_matches("+cluster");
                Nodes::Cluster(hosts.split(',').map(|host| node(scheme, login, host, "")).collect::<Result<_, _>>()?)
            }
            "redis+sentinel" | "rediss+sentinel" => {
                let scheme = scheme.trim_end_matches("+sentinel");
                let (master, number) = path.split_once('/').unwrap_or((path, ""));
                let sentinel = |host: &str| {
                    let named = Url::parse(&format!("{scheme}://{host}")).map_err(|_| WrongUrl::Form)?;
                    let host = if named.port().is_none() { format!("{host}:26379") } else { host.to_owned() };
                    node(scheme, "", &host, "")
                };
                let sentinels = hosts.split(',').map(sentinel).collect::<Result<_, _>>()?;
                if master.is_empty() {
                    return Err(WrongUrl::Form);
                }
                let node = node(scheme, login, "localhost", database(number)?)?;
                Nodes::Sentinels { sentinels, master: master.to_owned(), node }
            }
            _ => return Err(WrongUrl::Form),
        };
        Ok(Self { url: url.to_owned(), nodes })
    }
}

/// Without the password.
impl fmt::Display for ServerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.url.split_once("://").unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = path.split('?').next().unwrap_or_default();
        match authority.rsplit_once('@') {
            Some((login, hosts)) => {
                let user = login.split(':').next().unwrap_or_default();
                write!(f, "{scheme}://{user}:hidden@{hosts}{path}")
            }
            None => write!(f, "{scheme}://{authority}{path}"),
        }
    }
}

impl fmt::Debug for ServerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What connects to Redis.
pub struct Server {
    nodes: Clients,
    /// The hosts that the settings name.
    hosts: Vec<String>,
    /// Redis is to speak TLS.
    secure: bool,
}

enum Clients {
    One(Box<Client>),
    Sentinels {
        /// Asked as nobody: most let anybody ask.
        sentinels: Box<Mutex<SentinelClient>>,
        /// Asked with Redis's login, where nobody else may.
        closed: Option<Box<Mutex<SentinelClient>>>,
    },
    Cluster(Vec<ConnectionInfo>),
}

impl Server {
    pub fn new(settings: &ServerSettings) -> RedisResult<Self> {
        let nodes = match settings.nodes.clone() {
            Nodes::One(info) => Clients::One(Box::new(Client::open(info)?)),
            Nodes::Cluster(nodes) => Clients::Cluster(nodes),
            Nodes::Sentinels { sentinels, master, node } => {
                let redis = node.redis_settings();
                let client = |sentinels: Vec<ConnectionInfo>| {
                    let mut to_node = SentinelNodeConnectionInfo::default().set_redis_connection_info(redis.clone());
                    if matches!(node.addr(), ConnectionAddr::TcpTls { .. }) {
                        to_node = to_node.set_tls_mode(TlsMode::Secure);
                    }
                    let kind = SentinelServerType::Master;
                    SentinelClient::build(sentinels, master.clone(), Some(to_node), kind)
                        .map(|client| Box::new(Mutex::new(client)))
                };
                let login = redis.clone().set_db(0);
                let closed = sentinels.iter().map(|sentinel| sentinel.clone().set_redis_settings(login.clone()));
                let closed = redis.password().map(|_| client(closed.collect())).transpose()?;
                Clients::Sentinels { sentinels: client(sentinels)?, closed }
            }
        };
        Ok(Self { nodes, hosts: settings.nodes.hosts(), secure: settings.url.starts_with("rediss") })
    }

    pub const fn is_cluster(&self) -> bool {
        matches!(self.nodes, Clients::Cluster(_))
    }

    /// Connects, with so much time for each answer; what Redis says unasked goes to `hear`.
    pub async fn connect<F>(&self, patience: Duration, hear: Option<F>) -> RedisResult<Connection>
    where
        F: Fn(PushInfo) -> Result<(), std::convert::Infallible> + Send + Sync + 'static,
    {
        self.try_connect(patience, hear).await.map_err(|error| {
            // Of a cluster the driver tells only in words what a node has met.
            let of_node = if self.is_cluster() { error.detail().unwrap_or_default() } else { "" };
            let is_late = error.is_timeout() || of_node.contains("timed out");
            if is_late && self.hosts.iter().any(|host| Lookup::system().is_unanswered(host)) {
                return (ErrorKind::Io, NO_NAME_IN_TIME).into();
            }
            // Whoever waits for TLS on both sides waits for ever; and what is no Redis answers all the same.
            if is_late && self.secure {
                return (ErrorKind::Io, SILENT_TO_TLS).into();
            }
            if error.kind() == ErrorKind::Parse || of_node.contains("Parse error") {
                return (ErrorKind::Client, NO_REDIS).into();
            }
            error
        })
    }

    /// What a node of a cluster says that is down. The driver asks on and on until its time is up, and tells only that.
    pub async fn why_down(&self) -> Option<RedisError> {
        let Clients::Cluster(nodes) = &self.nodes else { return None };
        for node in nodes {
            let asked = async {
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(CONNECTING))
                    .set_response_timeout(Some(CONNECTING))
                    .set_dns_resolver(Lookup::system());
                let client = Client::open(node.clone())?;
                let mut node = client.get_multiplexed_async_connection_with_config(&config).await?;
                ::redis::cmd("EXISTS").arg(keys::READY).query_async::<u64>(&mut node).await
            };
            match asked.await {
                Err(error) if error.code() == Some("CLUSTERDOWN") => return Some(error),
                // It is gone itself.
                Err(error) if error.is_io_error() => {}
                _ => return None,
            }
        }
        None
    }

    async fn try_connect<F>(&self, patience: Duration, hear: Option<F>) -> RedisResult<Connection>
    where
        F: Fn(PushInfo) -> Result<(), std::convert::Infallible> + Send + Sync + 'static,
    {
        let client = match &self.nodes {
            Clients::One(client) => (**client).clone(),
            Clients::Sentinels { sentinels, closed } => {
                let asked = sentinels.lock().await.async_get_client().await;
                match (asked, closed) {
                    (Err(error), Some(closed)) if error.code() == Some("NOAUTH") => {
                        closed.lock().await.async_get_client().await?
                    }
                    (asked, _) => asked?,
                }
            }
            Clients::Cluster(nodes) => {
                let mut builder = ClusterClientBuilder::new(nodes.clone())
                    .use_protocol(ProtocolVersion::RESP3)
                    .connection_timeout(CONNECTING)
                    .async_dns_resolver(Lookup::system())
                    .response_timeout(patience)
                    .retries(CLUSTER_RETRIES)
                    .overall_response_timeout(Some(patience));
                if let Some(hear) = hear {
                    builder = builder.push_sender(hear);
                }
                return Ok(Connection::Cluster(builder.build()?.get_async_connection().await?));
            }
        };
        let mut config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTING))
            .set_response_timeout(Some(patience))
            .set_dns_resolver(Lookup::system());
        if let Some(hear) = hear {
            config = config.set_push_sender(hear);
        }
        Ok(Connection::Node(client.get_multiplexed_async_connection_with_config(&config).await?))
    }
}

impl AsyncDNSResolver for Lookup {
    fn resolve<'a, 'b: 'a>(
        &'a self,
        host: &'b str,
        port: u16,
    ) -> RedisFuture<'a, Box<dyn Iterator<Item = SocketAddr> + Send + 'a>> {
        Box::pin(async move {
            let found = self.find(host).await.map_err(std::io::Error::other)?;
            Ok(Box::new(found.into_iter().map(move |mut address| {
                address.set_port(port);
                address
            })) as Box<dyn Iterator<Item = SocketAddr> + Send>)
        })
    }
}

/// A connection to one server, or to all nodes of a cluster.
#[derive(Clone)]
pub enum Connection {
    Node(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Node(node) => node.req_packed_command(cmd),
            Self::Cluster(cluster) => cluster.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Node(node) => node.req_packed_commands(pipeline, offset, count),
            Self::Cluster(cluster) => cluster.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Node(node) => node.get_db(),
            Self::Cluster(cluster) => cluster.get_db(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (url, shown) in [
            ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
            ("rediss://hera:p@ss:w@redis.example", "rediss://hera:hidden@redis.example"),
            ("redis://:secret@[::1]:7000/3", "redis://:hidden@[::1]:7000/3"),
            ("redis+unix:///run/redis.sock?db=1&pass=secret", "redis+unix:///run/redis.sock"),
            ("redis+sentinel://:s@a:1,b,[::1]/mymaster/2", "redis+sentinel://:hidden@a:1,b,[::1]/mymaster/2"),
            ("rediss+sentinel://a/mymaster", "rediss+sentinel://a/mymaster"),
            ("redis+cluster://u:s@a:7000,b:7001", "redis+cluster://u:hidden@a:7000,b:7001"),
        ] {
            let settings = url.parse::<ServerSettings>();
            assert_eq!(settings.map(|settings| settings.to_string()), Ok(shown.to_owned()), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for (url, wrong) in [
            ("", WrongUrl::Form),
            ("127.0.0.1:6379", WrongUrl::Form),
            ("http://127.0.0.1", WrongUrl::Form),
            ("redis://", WrongUrl::Form),
            ("redis://host:port", WrongUrl::Form),
            ("redis://host:0", WrongUrl::Port),
            ("redis://host:70000", WrongUrl::Form),
            ("redis://host/name", WrongUrl::Database),
            ("redis://host/-1", WrongUrl::Database),
            ("redis://host/+1", WrongUrl::Database),
            ("redis://host/1/", WrongUrl::Database),
            ("redis://host/99999999999", WrongUrl::Database),
            ("redis://host?db=1", WrongUrl::Query),
            ("redis://host/0#1", WrongUrl::Query),
            ("redis+sentinel://a:1", WrongUrl::Form),
            ("redis+sentinel://a:1,,b:2/mymaster", WrongUrl::Form),
            ("redis+sentinel://a:0/mymaster", WrongUrl::Port),
            ("redis+sentinel://a/mymaster/-1", WrongUrl::Database),
            ("redis+cluster://a:1/3", WrongUrl::Form),
            ("redis+cluster://a:1,b:0", WrongUrl::Port),
            ("redis+cluster://a:1?db=3", WrongUrl::ClusterQuery),
        ] {
            assert_eq!(url.parse::<ServerSettings>().err(), Some(wrong), "{url}");
        }
    }

    #[test]
    fn a_sentinel_has_its_own_port() {
        let settings: ServerSettings = "redis+sentinel://u:s@a,b:5/mymaster/2".parse().unwrap();
        let Nodes::Sentinels { sentinels, master, node } = settings.nodes else { panic!("no Sentinels") };
        assert_eq!(sentinels.iter().map(|info| info.addr().to_string()).collect::<Vec<_>>(), ["a:26379", "b:5"]);
        assert_eq!((master.as_str(), node.redis_settings().db()), ("mymaster", 2));
        assert_eq!((node.redis_settings().username(), sentinels[0].redis_settings().username()), (Some("u"), None));
    }
}
