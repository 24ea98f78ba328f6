//! Where sessions are kept.

use super::kinds::{Directory, Millis, OneOf, Whole};
use super::setting::{Section, Setting};

/// Why the other places an operator may know are refused.
const FILES_ONLY: &str = "this version keeps sessions in files only";

pub static MODE: Setting<OneOf<()>> = Setting {
    key: "storage.mode",
    env: "STORAGE_MODE",
    flag: "storage-mode",
    default: "local",
    kind: OneOf { words: &[("local", ())], refused: &[("redis", FILES_ONLY), ("cloud", FILES_ONLY)] },
    doc: "Where sessions and pictures are kept: `local` is files, in the sessions directory",
};

pub static SESSION_TYPE: Setting<OneOf<()>> = Setting {
    key: "storage.session_type",
    env: "SESSION_TYPE",
    flag: "session-type",
    default: "file",
    kind: OneOf { words: &[("file", ())], refused: &[("redis", FILES_ONLY)] },
    doc: "What keeps the sessions: `file` is a store in the sessions directory",
};

pub static SESSIONS_DIR: Setting<Directory> = Setting {
    key: "storage.sessions_dir",
    env: "SESSIONS_DIR",
    flag: "sessions-dir",
    default: "./sessions",
    kind: Directory,
    doc: "Directory of the store; made if it is not there; one hera at a time may use it",
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

/// In the order of the help.
pub static SECTION: Section = Section {
    name: "storage",
    title: "Storage",
    settings: &[&MODE, &SESSION_TYPE, &SESSIONS_DIR, &EVENTS_KEPT, &TURNS_QUEUED, &MESSAGES_KEPT, &FLUSH],
};
