//! What one client may take from the others.

use super::kinds::Whole;
use super::mistake::Mistake;
use super::setting::{Section, Setting};
use super::storage::EVENTS_KEPT;
use super::values::Values;

pub static FRAME_BYTES: Setting<Whole<usize>> = Setting {
    key: "limits.frame_bytes",
    env: "FRAME_BYTES",
    flag: "frame-bytes",
    default: "65536",
    kind: Whole { min: 1024, max: 16_777_216 },
    doc: "Largest frame of a socket, and largest body of a request",
};

pub static SOCKETS: Setting<Whole<usize>> = Setting {
    key: "limits.sockets",
    env: "SOCKETS",
    flag: "sockets",
    default: "20000",
    kind: Whole { min: 1, max: 10_000_000 },
    doc: "Open sockets in all",
};

pub static SOCKETS_PER_SESSION: Setting<Whole<usize>> = Setting {
    key: "limits.sockets_per_session",
    env: "SOCKETS_PER_SESSION",
    flag: "sockets-per-session",
    default: "32",
    kind: Whole { min: 1, max: 100_000 },
    doc: "Open sockets of one session",
};

pub static SOCKETS_PER_OWNER: Setting<Whole<usize>> = Setting {
    key: "limits.sockets_per_owner",
    env: "SOCKETS_PER_OWNER",
    flag: "sockets-per-owner",
    default: "64",
    kind: Whole { min: 0, max: 10_000_000 },
    doc: "Open sockets of the sessions of one guest; 0 for any number",
};

pub static SOCKETS_PER_ADDRESS: Setting<Whole<usize>> = Setting {
    key: "limits.sockets_per_address",
    env: "SOCKETS_PER_ADDRESS",
    flag: "sockets-per-address",
    default: "512",
    kind: Whole { min: 0, max: 10_000_000 },
    doc: "Open sockets of one address (of IPv6, a /64 counts as one), and never more than half of `SOCKETS`; 0 for any number",
};

pub static CONNECTIONS_PER_ADDRESS: Setting<Whole<usize>> = Setting {
    key: "limits.connections_per_address",
    env: "CONNECTIONS_PER_ADDRESS",
    flag: "connections-per-address",
    default: "1024",
    kind: Whole { min: 0, max: 10_000_000 },
    doc: "Open connections of one address, sockets among them, and never more than half of all that can be open; through `TRUSTED_PROXIES`, requests under way; 0 for any number",
};

pub static FRAMES_PER_SECOND: Setting<Whole<u32>> = Setting {
    key: "limits.frames_per_second",
    env: "FRAMES_PER_SECOND",
    flag: "frames-per-second",
    default: "20",
    kind: Whole { min: 0, max: 1_000_000 },
    doc: "Frames a socket may send per second in the long run; 0 for any number",
};

pub static FRAMES_BURST: Setting<Whole<u32>> = Setting {
    key: "limits.frames_burst",
    env: "FRAMES_BURST",
    flag: "frames-burst",
    default: "100",
    kind: Whole { min: 1, max: 1_000_000 },
    doc: "Frames a socket may send at once",
};

pub static REQUESTS_PER_SECOND: Setting<Whole<u32>> = Setting {
    key: "limits.requests_per_second",
    env: "REQUESTS_PER_SECOND",
    flag: "requests-per-second",
    default: "50",
    kind: Whole { min: 0, max: 1_000_000 },
    doc: "Requests to `/api/`, new sockets among them, an address may make per second in the long run; 0 for any number",
};

pub static REQUESTS_BURST: Setting<Whole<u32>> = Setting {
    key: "limits.requests_burst",
    env: "REQUESTS_BURST",
    flag: "requests-burst",
    default: "200",
    kind: Whole { min: 1, max: 1_000_000 },
    doc: "Requests to `/api/` an address may make at once",
};

pub static LAG_EVENTS: Setting<Whole<u64>> = Setting {
    key: "limits.lag_events",
    env: "LAG_EVENTS",
    flag: "lag-events",
    default: "4096",
    kind: Whole { min: 16, max: 10_000_000 },
    doc: "A reader this many events behind is cut, and may come back for the rest",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "limits",
    title: "Limits",
    settings: &[
        &FRAME_BYTES,
        &SOCKETS,
        &SOCKETS_PER_SESSION,
        &SOCKETS_PER_OWNER,
        &SOCKETS_PER_ADDRESS,
        &CONNECTIONS_PER_ADDRESS,
        &FRAMES_PER_SECOND,
        &FRAMES_BURST,
        &REQUESTS_PER_SECOND,
        &REQUESTS_BURST,
        &LAG_EVENTS,
    ],
};

/// Limits that must fit each other.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let in_order = "must not be more than";
    let rate = "does not fit in one burst: it must not be more than";
    let rules = [
        values.rule(&SOCKETS_PER_SESSION, &SOCKETS, in_order, |session, all| session <= all),
        values.rule(&FRAMES_PER_SECOND, &FRAMES_BURST, rate, |rate, burst| rate <= burst),
        values.rule(&REQUESTS_PER_SECOND, &REQUESTS_BURST, rate, |rate, burst| rate <= burst),
        values.rule(&LAG_EVENTS, &EVENTS_KEPT, in_order, |lag, kept| lag <= kept),
    ];
    rules.into_iter().flatten().collect()
}
