//! Where sessions are kept.

use std::time::Duration;

use super::agent;
use super::kinds::{Directory, Millis, OneOf, RedisUrl, Seconds, Whole};
use super::mistake::Mistake;
use super::setting::{Section, Setting};
use super::values::{Source, Values};

/// Where things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Sessions and pictures on the disk.
    Local,
    /// Sessions in Redis, pictures on the disk.
    Redis,
    /// Sessions in Redis, pictures in a cloud.
    Cloud,
}

/// What keeps the sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionType {
    /// What the storage mode says.
    Auto,
    File,
    Redis,
}

pub static MODE: Setting<OneOf<Mode>> = Setting {
    key: "storage.mode",
    env: "STORAGE_MODE",
    flag: "storage-mode",
    default: "local",
    kind: OneOf { words: &[("local", Mode::Local), ("redis", Mode::Redis), ("cloud", Mode::Cloud)], refused: &[] },
    doc: "Where things are kept: `local` is the sessions directory, for one process; `redis` is Redis, for any number of them, with the pictures in the sessions directory; `cloud` is Redis, with the pictures in a cloud",
};

pub static SESSION_TYPE: Setting<OneOf<SessionType>> = Setting {
    key: "storage.session_type",
    env: "SESSION_TYPE",
    flag: "session-type",
    default: "auto",
    kind: OneOf {
        words: &[("auto", SessionType::Auto), ("file", SessionType::File), ("redis", SessionType::Redis)],
        refused: &[],
    },
    doc: "What keeps the sessions: `auto` is what the storage mode says, `file` the store in the sessions directory, `redis` is Redis",
};

pub static SESSIONS_DIR: Setting<Directory> = Setting {
    key: "storage.sessions_dir",
    env: "SESSIONS_DIR",
    flag: "sessions-dir",
    default: "./sessions",
    kind: Directory,
    doc: "Directory of the store and of the pictures; made if it is not there; one hera at a time may keep sessions in it",
};

pub static REDIS_URL: Setting<RedisUrl> = Setting {
    key: "storage.redis_url",
    env: "REDIS_URL",
    flag: "redis-url",
    default: "redis://127.0.0.1:6379/0",
    kind: RedisUrl,
    doc: "Where Redis is, version 7 or newer; a password in it is never shown",
};

pub static SESSION_TTL: Setting<Seconds> = Setting {
    key: "storage.session_ttl_s",
    env: "SESSION_TTL_S",
    flag: "session-ttl-s",
    default: "2592000",
    kind: Seconds { min: 60, max: 315_360_000 },
    doc: "A session that nobody has used for so long is let go with all it has; where it is not set, that is the default in Redis, and never in the sessions directory",
};

pub static EVENTS_KEPT: Setting<Whole<u64>> = Setting {
    key: "storage.events_kept",
    env: "EVENTS_KEPT",
    flag: "events-kept",
    default: "10000",
    kind: Whole { min: 1000, max: 10_000_000 },
    doc: "Events kept per session for clients that come back; who was away for longer gets a snapshot",
};

pub static TURNS_QUEUED: Setting<Whole<usize>> = Setting {
    key: "storage.turns_queued",
    env: "TURNS_QUEUED",
    flag: "turns-queued",
    default: "32",
    kind: Whole { min: 1, max: 10_000 },
    doc: "Turns of one session that may wait behind the running one",
};

pub static MESSAGES_KEPT: Setting<Whole<u64>> = Setting {
    key: "storage.messages_kept",
    env: "MESSAGES_KEPT",
    flag: "messages-kept",
    default: "50000",
    kind: Whole { min: 100, max: 10_000_000 },
    doc: "Messages of one session, at most; then it takes no more, and another one is to be begun",
};

pub static FLUSH: Setting<Millis> = Setting {
    key: "storage.flush_ms",
    env: "FLUSH_MS",
    flag: "flush-ms",
    default: "500",
    kind: Millis { min: 1, max: 10_000 },
    doc: "How long streamed text may wait before it is written to disk; messages and turns never wait",
};

pub static STORE_CACHE: Setting<Whole<usize>> = Setting {
    key: "storage.store_cache_bytes",
    env: "STORE_CACHE_BYTES",
    flag: "store-cache-bytes",
    default: "67108864",
    kind: Whole { min: 1_048_576, max: 1_099_511_627_776 },
    doc: "Memory in which the store in the sessions directory keeps what it has read and is about to write; more of it makes long histories faster",
};

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "storage",
    title: "Storage",
    settings: &[
        &MODE,
        &SESSION_TYPE,
        &SESSIONS_DIR,
        &REDIS_URL,
        &SESSION_TTL,
        &EVENTS_KEPT,
        &TURNS_QUEUED,
        &MESSAGES_KEPT,
        &FLUSH,
        &STORE_CACHE,
    ],
};

/// After how long a session in the file is let go. Only what was set counts: what has been kept for ever so far is not let
/// go by a default.
#[expect(clippy::option_option, reason = "a wrong value is something else than none")]
pub(super) fn file_ttl(values: &Values) -> Option<Option<Duration>> {
    let set = values.text(&SESSION_TTL).1 != Source::Default;
    Some(Some(values.get(&SESSION_TTL)?).filter(|_| set))
}

/// Whether sessions are kept in Redis.
pub(super) fn in_redis(values: &Values) -> Option<bool> {
    let mode = values.get(&MODE)?;
    Some(match values.get(&SESSION_TYPE)? {
        SessionType::Auto => mode != Mode::Local,
        SessionType::File => false,
        SessionType::Redis => true,
    })
}

/// The storage mode and what keeps the sessions cannot contradict each other, and no turn may outlive its session.
pub(super) fn rules(values: &Values) -> Vec<Mistake> {
    let agree =
        values.rule(&SESSION_TYPE, &MODE, "contradicts", |kind, mode| mode == Mode::Local || kind != SessionType::File);
    // A turn keeps its session alive, but a session must not end before it can be answered at all.
    let short = "must not be less than";
    let outlived = values.rule(&SESSION_TTL, &agent::TURN_TIME_LIMIT, short, |session, turn| session >= turn);
    agree.into_iter().chain(outlived).collect()
}
