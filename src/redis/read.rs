//! Reading a session: as it is at one point, where its log has come to, and the events in it. None of it needs Redis to
//! take writes.

use std::sync::Arc;

use ::redis::streams::StreamRangeReply;
use ::redis::{AsyncCommands, Value};
use dashmap::mapref::entry::Entry as Slot;

use super::entry::Entry;
use super::functions::Function;
use super::live::Live;
use super::log::strange;
use super::{Engine, damaged, unavailable};
use crate::bus::{Logged, Running, Snapshot, SnapshotReason, StoreError};
use crate::domain::{EventId, SessionId, Tag, UnixMillis};
use crate::record::RecordError;
use crate::record::shared::{self, decode_message, decode_meta};
use crate::sessions::Session;

/// Entries read at once.
const ENTRIES: usize = 512;

/// A session as it is at one point.
pub struct Point {
    pub session: Session,
    /// The newest event.
    head: EventId,
    /// Where the running turn began.
    run: Option<u64>,
}

/// Where the log of a session has come to.
pub struct Head {
    /// The newest event.
    pub id: EventId,
    /// The tag of the place before the first one.
    base: Tag,
    /// Where the running turn began.
    pub run: Option<u64>,
    /// Turns that run or wait.
    turns: u64,
    /// How long it has to live, in milliseconds.
    left: i64,
}

/// `seq`, `tag`, `base` and `run` of a session.
type HeadFields = (Option<u64>, Option<u32>, Option<u32>, Option<u64>);
/// `seq`, `tag`, `run`, `interview`, `talk` and `agent` of a session.
type LiveFields = (Option<u64>, Option<u32>, Option<u64>, Option<Vec<u8>>, Option<String>, Option<String>);
/// The profile, and the members, the outing and the plan of the family.
type Texts = (Option<Vec<u8>>, Option<String>, Option<String>, Option<String>);
/// The answer of `read.lua`: the meta, fields of `live`, texts of the state, the pictures and the last message.
type PointParts = (Option<Vec<u8>>, LiveFields, Texts, Vec<Vec<u8>>, Option<Vec<u8>>);

impl Engine {
    /// The session, if there is one.
    pub async fn point(&self, id: SessionId) -> Result<Option<Point>, StoreError> {
        self.noticed(id, self.read_point(id).await).await
    }

    async fn read_point(&self, id: SessionId) -> Result<Option<Point>, StoreError> {
        let found: PointParts = self.read(&self.about(Function::Read, id)).await?;
        let (meta, live, texts, photos, last) = found;
        if meta.is_none() && live.0.is_none() && texts.0.is_none() {
            return Ok(None);
        }
        // First, because a newer version may have other parts.
        let meta = meta.map(|meta| decode_meta(&meta)).transpose().map_err(damaged)?;
        // They are made together, and go together.
        let missing = || StoreError::Damaged("a part of a session is missing".into());
        let (Some(seq), Some(tag), run, Some(interview), talk, agent) = live else { return Err(missing()) };
        let (Some(profile), members, trip, plan) = texts else { return Err(missing()) };
        let meta = meta.ok_or_else(missing)?;
        let [members, trip, plan, talk, agent] = [members, trip, plan, talk, agent].map(Option::unwrap_or_default);
        let created_at = UnixMillis(meta.created_at);
        let last = last.map(|last| decode_message(&last)).transpose().map_err(damaged)?;
        let owner = meta.owner.parse().map_err(|_| damaged(malformed("owner")))?;
        let text = |bytes| String::from_utf8(bytes).map_err(|_| damaged(malformed("text")));
        let (profile, interview) = (text(profile)?, text(interview)?);
        let texts = [meta.phase, profile, members, trip, plan, interview, talk, agent];
        let state = shared::state(texts, &photos).map_err(damaged)?;
        let updated_at = last.map_or(created_at, |last| last.at);
        let session = Session { id, owner, created_at, updated_at, state, version: meta.version };
        Ok(Some(Point { session, head: EventId { seq, tag: Tag::new(tag) }, run }))
    }

    /// What a reader begins with.
    pub async fn snapshot(&self, id: SessionId) -> Result<Snapshot, StoreError> {
        let mut before = None;
        loop {
            let Point { session, head, run } = self.point(id).await?.ok_or(StoreError::NoSession)?;
            let Some(from) = run else { return Ok(Snapshot { head, state: session.state, running: None }) };
            let running = self.running(id, from, head.seq).await?;
            // The turn may have ended meanwhile, and its first events may have been let go: then there is a newer point.
            if running.is_some() || before == Some(from) {
                return Ok(Snapshot { head, state: session.state, running });
            }
            before = Some(from);
        }
    }

    /// The session, followed from now on.
    pub async fn follow(self: &Arc<Self>, id: SessionId) -> Result<Arc<Live>, StoreError> {
        loop {
            let live = self.live(id);
            let known = live.inner().head.is_some();
            if !known {
                self.link.join(id).await?;
            }
            self.catch_up(&live).await?;
            if live.inner().deleted {
                return Err(StoreError::NoSession);
            }
            // Those who follow another history are to come back; who comes now follows the new one from the start.
            if !live.inner().diverged {
                if !known {
                    self.stays_with(&live);
                }
                return Ok(live);
            }
        }
    }

    /// The session as it is followed here, by nobody yet perhaps.
    fn live(&self, id: SessionId) -> Arc<Live> {
        match self.lives.entry(id) {
            Slot::Occupied(mut known) => {
                known.get().upgrade().filter(|live| !live.inner().diverged).unwrap_or_else(|| {
                    let live = Arc::new(Live::new(id, Arc::clone(&self.lives)));
                    known.insert(Arc::downgrade(&live));
                    live
                })
            }
            Slot::Vacant(free) => {
                let live = Arc::new(Live::new(id, Arc::clone(&self.lives)));
                free.insert(Arc::downgrade(&live));
                live
            }
        }
    }

    /// Reads what was missed.
    pub async fn catch_up(&self, live: &Arc<Live>) -> Result<(), StoreError> {
        let _reading = live.catching_up.lock().await;
        loop {
            let known = live.inner().head;
            let found = self.head(live.id).await;
            if matches!(found, Err(StoreError::NoSession)) {
                live.delete();
            }
            let Head { id: head, turns, left, .. } = found?;
            let Some(known) = known else {
                let mut inner = live.inner();
                inner.skip_to(head);
                inner.left = left;
                continue;
            };
            if head.seq < known.seq || (head.seq == known.seq && head.tag != known.tag) {
                let newer = live.inner().head != Some(known);
                if newer {
                    continue;
                }
                live.inner().diverged = true;
                live.wake.notify_waiters();
                return Ok(());
            }
            if head.seq == known.seq {
                let mut inner = live.inner();
                (inner.behind, inner.turns) = (false, turns);
                return Ok(());
            }
            let entries = self.entries(live.id, known.seq + 1, ENTRIES).await?;
            let whole = entries.first().is_some_and(|first| first.before() <= known.seq);
            if !whole {
                live.inner().skip_to(head);
                live.wake.notify_waiters();
                continue;
            }
            for entry in entries {
                live.take(&entry);
                if live.inner().diverged {
                    return Ok(());
                }
            }
        }
    }

    /// Where the log has come to.
    pub async fn head(&self, id: SessionId) -> Result<Head, StoreError> {
        self.noticed(id, self.read_head(id).await).await
    }

    async fn read_head(&self, id: SessionId) -> Result<Head, StoreError> {
        let mut commands = self.reads.clone();
        let (live, mut asked) = (self.names.live(id), ::redis::pipe());
        asked.hmget(&live, &["seq", "tag", "base", "run"]).llen(self.names.part(id, "turns")).pttl(&live);
        let found: (HeadFields, u64, i64) = asked.query_async(&mut commands).await.map_err(unavailable)?;
        let ((Some(seq), Some(tag), Some(base), run), turns, left) = found else {
            let is_left: bool = commands.exists(self.names.part(id, "_meta")).await.map_err(unavailable)?;
            let missing = || StoreError::Damaged("a part of a session is missing".into());
            return Err(if is_left { missing() } else { StoreError::NoSession });
        };
        Ok(Head { id: EventId { seq, tag: Tag::new(tag) }, base: Tag::new(base), run, turns, left })
    }

    async fn entries(&self, id: SessionId, from: u64, most: usize) -> Result<Vec<Entry>, StoreError> {
        let mut commands = self.reads.clone();
        let key = self.names.part(id, "events");
        let read: StreamRangeReply =
            commands.xrange_count(key, from.to_string(), "+", most).await.map_err(unavailable)?;
        read.ids
            .into_iter()
            .map(|mut entry| match entry.map.remove("e") {
                Some(Value::BulkString(published)) => Entry::read(published).ok_or_else(strange),
                _ => Err(strange()),
            })
            .collect()
    }

    /// Events from number `from` on; the first ones may be earlier.
    pub async fn events_from(&self, id: SessionId, from: u64, most: usize) -> Result<Vec<Arc<Logged>>, StoreError> {
        let read = async {
            let mut events = Vec::new();
            for entry in self.entries(id, from, most).await? {
                events.extend(entry.events().map_err(damaged)?);
            }
            Ok(events)
        };
        self.noticed(id, read.await).await
    }

    /// Why a reader that last saw `id` cannot simply go on; `None` if it can.
    pub async fn why_not_after(&self, session: SessionId, id: EventId) -> Result<Option<SnapshotReason>, StoreError> {
        let Head { id: head, base, .. } = self.head(session).await?;
        if id.seq > head.seq {
            let known = id.tag == head.tag;
            return Ok(Some(if known { SnapshotReason::UnknownId } else { SnapshotReason::Diverged }));
        }
        if id.seq == head.seq {
            return Ok((id.tag != head.tag).then_some(SnapshotReason::Diverged));
        }
        if id.seq == 0 && id.tag != base {
            return Ok(Some(SnapshotReason::Diverged));
        }
        let seq = id.seq.max(1);
        let entries = self.entries(session, seq, 1).await?;
        Ok(match entries.first().filter(|entry| entry.before() < seq) {
            None => Some(SnapshotReason::Trimmed),
            Some(_) if id.seq == 0 => None,
            Some(entry) => (entry.tag != id.tag).then_some(SnapshotReason::Diverged),
        })
    }

    /// How far the turn that began with event `from` had come at event `to`.
    pub async fn running(&self, id: SessionId, from: u64, to: u64) -> Result<Option<Running>, StoreError> {
        let (mut running, mut next) = (None, from);
        while next <= to {
            let events = self.events_from(id, next, ENTRIES).await?;
            let Some(last) = events.last().map(|last| last.id.seq) else { break };
            if events.first().is_some_and(|first| first.id.seq > next) {
                // They were let go in between.
                return Ok(None);
            }
            for logged in events.iter().filter(|logged| (next..=to).contains(&logged.id.seq)) {
                crate::bus::fold(&mut running, logged);
            }
            next = last + 1;
        }
        Ok(running.map(|running| *running))
    }
}

fn malformed(what: &str) -> RecordError {
    RecordError::Malformed(serde::de::Error::custom(what))
}
