//! How sockets are kept alive.

use super::kinds::Millis;
use super::mistake::Mistake;
use super::setting::{Section, Setting};
use super::values::Values;

pub static HELLO_TIMEOUT: Setting<Millis> = Setting {
    key: "socket.hello_timeout_ms",
    env: "HELLO_TIMEOUT_MS",
    flag: "hello-timeout-ms",
    default: "10000",
    kind: Millis { min: 10, max: 600_000 },
    doc: "How long a socket may take to say hello",
};

pub static PING_INTERVAL: Setting<Millis> = Setting {
    key: "socket.ping_interval_ms",
    env: "PING_INTERVAL_MS",
    flag: "ping-interval-ms",
    default: "25000",
    kind: Millis { min: 20, max: 3_600_000 },
    doc: "Time between pings of the server",
};

pub static PONG_TIMEOUT: Setting<Millis> = Setting {
    key: "socket.pong_timeout_ms",
    env: "PONG_TIMEOUT_MS",
    flag: "pong-timeout-ms",
    default: "10000",
    kind: Millis { min: 10, max: 3_600_000 },
    doc: "How long after a ping a socket may stay silent",
};

pub static WRITE_TIMEOUT: Setting<Millis> = Setting {
    key: "socket.write_timeout_ms",
    env: "WRITE_TIMEOUT_MS",
    flag: "write-timeout-ms",
    default: "10000",
    kind: Millis { min: 10, max: 600_000 },
    doc: "How long one write to a socket may take",
};

pub static RECONNECT_MIN: Setting<Millis> = Setting {
    key: "socket.reconnect_min_ms",
    env: "RECONNECT_MIN_MS",
    flag: "reconnect-min-ms",
    default: "500",
    kind: Millis { min: 1, max: 3_600_000 },
    doc: "Clients wait at least this long before they reconnect",
};

pub static RECONNECT_MAX: Setting<Millis> = Setting {
    key: "socket.reconnect_max_ms",
    env: "RECONNECT_MAX_MS",
    flag: "reconnect-max-ms",
    default: "20000",
    kind: Millis { min: 1, max: 3_600_000 },
    doc: "Clients wait at most this long before they reconnect",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "socket",
    title: "Sockets",
    settings: &[&HELLO_TIMEOUT, &PING_INTERVAL, &PONG_TIMEOUT, &WRITE_TIMEOUT, &RECONNECT_MIN, &RECONNECT_MAX],
};

/// Times that must fit each other.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let rules = [
        values.rule(&PONG_TIMEOUT, &PING_INTERVAL, "must be less than", |pong, ping| pong < ping),
        values.rule(&RECONNECT_MIN, &RECONNECT_MAX, "must not be more than", |min, max| min <= max),
    ];
    rules.into_iter().flatten().collect()
}
