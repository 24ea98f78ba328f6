//! Where hera listens and how it stops.

use std::net::SocketAddr;

use super::kinds::{BasePath, Host, HostNames, Listener, Networks, Origins, Seconds, WebAddress, Whole};
use super::mistake::Mistake;
use super::setting::{Section, Setting};
use super::values::{Source, Values};

pub static HOST: Setting<Host> = Setting {
    key: "server.host",
    env: "HOST",
    flag: "host",
    default: "127.0.0.1",
    kind: Host,
    doc: "Address to listen on; 0.0.0.0 opens hera to the network",
};

pub static PORT: Setting<Whole<u16>> = Setting {
    key: "server.port",
    env: "PORT",
    flag: "port",
    default: "8080",
    kind: Whole { min: 0, max: 65_535 },
    doc: "Port to listen on; 0 takes any free one. `hera adk` answers health checks there, if it is set",
};

pub static METRICS: Setting<Listener> = Setting {
    key: "server.metrics",
    env: "METRICS_ADDR",
    flag: "metrics-addr",
    default: "127.0.0.1:9464",
    kind: Listener,
    doc: "Where `/metrics`, `/health/live` and `/health/ready` answer operators, in every role, on a listener of its own; `off` for nowhere",
};

pub static ALLOWED_ORIGINS: Setting<Origins> = Setting {
    key: "server.allowed_origins",
    env: "ALLOWED_ORIGINS",
    flag: "allowed-origins",
    default: "",
    kind: Origins,
    doc: "Origins whose pages may connect, beside hera's own page, and beside those of this machine (`localhost`, at any port) while `HOST` is the loopback address",
};

pub static ALLOWED_HOSTS: Setting<HostNames> = Setting {
    key: "server.allowed_hosts",
    env: "ALLOWED_HOSTS",
    flag: "allowed-hosts",
    default: "",
    kind: HostNames,
    doc: "Names that clients may ask for in `Host`, at `PORT` and at `METRICS_ADDR`, beside IP addresses, `localhost` and the hosts of `ALLOWED_ORIGINS`; `*` for any. Where it is not set, a listener at the loopback address takes no others, and one at any other address takes any",
};

pub static BASE_PATH: Setting<BasePath> = Setting {
    key: "server.base_path",
    env: "BASE_PATH",
    flag: "base-path",
    default: "",
    kind: BasePath,
    doc: "The path below which clients find hera, where the proxy passes it on as it came; hera answers there and at the root",
};

pub static API_URL: Setting<WebAddress> = Setting {
    key: "server.api_url",
    env: "API_URL",
    flag: "api-url",
    default: "",
    kind: WebAddress,
    doc: "Where hera's page is to find the API, if not where the page comes from; `ALLOWED_ORIGINS` must name the page's origin there",
};

pub static TRUSTED_PROXIES: Setting<Networks> = Setting {
    key: "server.trusted_proxies",
    env: "TRUSTED_PROXIES",
    flag: "trusted-proxies",
    default: "",
    kind: Networks,
    doc: "One's own proxies: what they say about the client (`X-Forwarded-For`, `-Proto`, `-Host`, `-Port`, `-Prefix`, or `Forwarded`) is believed, of nobody else; they may pass on any `Host`",
};

pub static DRAIN: Setting<Seconds> = Setting {
    key: "server.drain_s",
    env: "DRAIN_S",
    flag: "drain-s",
    default: "7",
    kind: Seconds { min: 0, max: 3600 },
    doc: "How long running turns may take to finish once hera drains; what has not finished by then is kept for the next start",
};

pub static LAME_DUCK: Setting<Seconds> = Setting {
    key: "server.lame_duck_s",
    env: "LAME_DUCK_S",
    flag: "lame-duck-s",
    default: "0",
    kind: Seconds { min: 0, max: 3600 },
    doc: "How long, after the first SIGTERM, SIGHUP or Ctrl-C, hera serves on before it drains, with `/health/ready` at 503: time for a load balancer to see it",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "server",
    title: "Server",
    settings: &[
        &HOST,
        &PORT,
        &METRICS,
        &ALLOWED_HOSTS,
        &ALLOWED_ORIGINS,
        &TRUSTED_PROXIES,
        &BASE_PATH,
        &API_URL,
        &LAME_DUCK,
        &DRAIN,
    ],
};

/// Where a worker answers health checks beside `METRICS_ADDR`: where somebody has set a port, as platforms do that ask
/// every container there.
pub(super) fn worker_health(values: &Values) -> Option<SocketAddr> {
    let address = SocketAddr::new(values.get(&HOST)?, values.get(&PORT)?);
    let asked_for = values.text(&PORT).1 != Source::Default && address.port() != 0;
    asked_for.then_some(address)
}

/// Two listeners cannot share one address.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let Some(host) = values.get(&HOST) else { return Vec::new() };
    let apart = values.rule(&METRICS, &PORT, "is also where clients connect:", |metrics, port| {
        port == 0 || metrics.is_none_or(|metrics| metrics.port() != port || metrics.ip() != host)
    });
    apart.into_iter().collect()
}
