//! Sessions that nobody uses are let go, where the settings say after how long.
//!
//! A session is used by whoever follows it, and by its turns: it is in memory then. When that was, its messages tell, and
//! of what is only read, a mark: the sessions that were in memory since the last look are marked with the next one.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::disk::Trouble;
use super::tables::{self, ReadTables, Tables};
use super::{Embedded, Engine};
use crate::bus::StoreError;
use crate::domain::{SessionId, UnixMillis};
use crate::sessions::PageLimit;

/// When the setting was first seen. Nothing counts that was before: who sets it does not lose at once what was kept so far.
const COUNTED_SINCE: &str = "ttl_counted_since";
/// Sessions that are looked at in one read, or marked in one write.
const AT_ONCE: usize = 1000;
/// How often is looked, at most and at least; a tenth of the time to live in between.
const LOOK: (Duration, Duration) = (Duration::from_secs(1), Duration::from_hours(1));

/// How often those are looked for whose pictures are left.
const LOOK_FOR_LEFT: Duration = Duration::from_mins(1);

/// What a look has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looked {
    /// Sessions that were let go.
    pub let_go: usize,
    /// Sessions that will be let go when so much time has passed since the setting was first seen, unless they are used.
    pub to_go: usize,
    pub left: Duration,
}

impl Embedded {
    /// How often [`Embedded::let_go_unused`] is to be called; `None` where sessions are kept for ever.
    #[must_use]
    pub fn looks_every(&self) -> Option<Duration> {
        self.0.settings.session_ttl.map(|ttl| (ttl / 10).clamp(LOOK.0, LOOK.1))
    }

    /// Lets go of the sessions that nobody has used for as long as the settings say. Their pictures are
    /// [left](Embedded::left_pictures).
    ///
    /// # Errors
    /// When the store cannot be read or written; what was not let go is found again.
    pub async fn let_go_unused(&self) -> Result<Looked, StoreError> {
        let engine = &self.0;
        let Some(ttl) = engine.settings.session_ttl else { return Ok(Looked::default()) };
        engine.count_from_now().await?;
        engine.mark_used().await?;
        let (now, ttl) = (engine.clock.now().0, i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX));
        let cutoff = UnixMillis(now.saturating_sub(ttl));
        let since = engine.disk.read(ReadTables::counted_since).await?;
        let left = since.saturating_sub(cutoff.0);
        let mut looked = Looked { left: Duration::from_millis(u64::try_from(left).unwrap_or(0)), ..Looked::default() };
        let mut after = None;
        loop {
            let found = engine.disk.read(move |store| unused(store, after, cutoff)).await?;
            if left > 0 {
                looked.to_go += found.unused.len();
            } else {
                for session in found.unused {
                    looked.let_go += usize::from(engine.let_go(session).await?);
                }
            }
            after = found.last;
            if after.is_none() {
                if looked.let_go > 0 {
                    self.0.pictures_left.notify_one();
                }
                return Ok(looked);
            }
        }
    }

    /// The sessions that have ended and whose pictures are still to be deleted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn left_pictures(&self) -> Result<Vec<SessionId>, StoreError> {
        self.0.disk.read(ReadTables::left_pictures).await
    }
}

impl Engine {
    /// Begins to count, or forgets that it was ever counted. To be called when the store is opened, and before anything
    /// depends on it: a disk that takes no writes may have refused it.
    pub async fn count_from_now(&self) -> Result<(), StoreError> {
        if self.counted.load(Ordering::Relaxed) {
            return Ok(());
        }
        let (counted, now) = (self.settings.session_ttl.is_some(), self.clock.now().0);
        let write = self.disk.write(move |tables| {
            let known = tables.about.get(COUNTED_SINCE)?.is_some();
            match (counted, known) {
                (true, false) => drop(tables.about.insert(COUNTED_SINCE, u64::try_from(now).unwrap_or_default())?),
                (false, true) => drop(tables.about.remove(COUNTED_SINCE)?),
                _ => {}
            }
            Ok(())
        });
        write.await?;
        self.counted.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Marks the sessions that are in use, or were since the last mark.
    async fn mark_used(&self) -> Result<(), StoreError> {
        let mut used = std::mem::take(&mut *self.used());
        used.extend(self.lives.iter().filter(|live| live.strong_count() > 0).map(|live| *live.key()));
        let (used, now): (Vec<_>, _) = (used.into_iter().collect(), self.clock.now().0);
        for some in used.chunks(AT_ONCE) {
            let marked = some.to_vec();
            let write = self.disk.write(move |tables| {
                for session in marked {
                    // One that was deleted meanwhile leaves no mark.
                    if tables::session(&tables.sessions, session)?.is_some() {
                        tables.used.insert(session.as_bytes(), now)?;
                    }
                }
                Ok(())
            });
            if let Err(error) = write.await {
                self.used().extend(used);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Deletes a session that nobody uses, and notes that its pictures are left; `false` when somebody uses it after all.
    async fn let_go(&self, session: SessionId) -> Result<bool, StoreError> {
        // Nobody brings it to memory meanwhile, and who is not in memory writes nothing.
        let _loading = self.loading(session).lock().await;
        if self.in_memory(session).is_some() || self.used().contains(&session) {
            return Ok(false);
        }
        let deleted = self.disk.write(move |tables| tables.delete_leaving_pictures(session)).await?;
        self.disk.deleted.note(true);
        Ok(deleted)
    }

    /// Waits until sessions have ended whose pictures are left. Those that were deleted just now have no need of it, as a
    /// rule: they are found when it is looked again.
    pub async fn left(&self) -> Vec<SessionId> {
        loop {
            match self.disk.read(ReadTables::left_pictures).await {
                Ok(left) if left.is_empty() => {}
                Ok(left) => return left,
                Err(error) => tracing::debug!(%error, "sessions that have ended are not looked for"),
            }
            let _ = tokio::time::timeout(LOOK_FOR_LEFT, self.pictures_left.notified()).await;
        }
    }

    /// The sessions that were brought to memory since the last mark.
    fn used(&self) -> std::sync::MutexGuard<'_, HashSet<SessionId>> {
        self.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The session is in use from now on.
    pub fn note_use(&self, session: SessionId) {
        if self.settings.session_ttl.is_some() {
            self.used().insert(session);
        }
    }
}

impl Tables<'_> {
    /// Deletes a session, and notes that its pictures are left; `false` when there was none.
    pub fn delete_leaving_pictures(&mut self, session: SessionId) -> Result<bool, Trouble> {
        let deleted = self.delete(session)?;
        if deleted {
            self.left_pictures.insert(session.as_bytes(), ())?;
        }
        Ok(deleted)
    }
}

/// Some of the sessions.
struct Found {
    /// Those that nobody has used since a time.
    unused: Vec<SessionId>,
    /// The last one that was looked at; `None` when that was the last of all.
    last: Option<SessionId>,
}

/// Looks at the next sessions after one: which of them nobody has used since `cutoff`?
fn unused(store: &ReadTables, after: Option<SessionId>, cutoff: UnixMillis) -> Result<Found, Trouble> {
    use std::ops::Bound::{Excluded, Unbounded};
    let after = after.map(|session| *session.as_bytes());
    let from = after.as_ref().map_or(Unbounded, Excluded);
    let mut found = Found { unused: Vec::new(), last: None };
    let mut looked_at = 0;
    for entry in store.sessions.range::<&[u8; 16]>((from, Unbounded))? {
        let session = SessionId::from_bytes(*entry?.0.value());
        if store.last_used(session)? < cutoff {
            found.unused.push(session);
        }
        looked_at += 1;
        if looked_at == AT_ONCE {
            found.last = Some(session);
            break;
        }
    }
    Ok(found)
}

impl ReadTables {
    fn counted_since(&self) -> Result<i64, Trouble> {
        let since = self.about.get(COUNTED_SINCE)?.map_or(0, |since| since.value());
        Ok(i64::try_from(since).unwrap_or(i64::MAX))
    }

    /// When the session was made, written to, or marked as used, whichever was last. One whose record cannot be read, or
    /// that has a turn to be run, is in use: it is not let go unseen.
    fn last_used(&self, session: SessionId) -> Result<UnixMillis, Trouble> {
        let never = Ok(UnixMillis(i64::MAX));
        if self.turns.range(tables::of(&session))?.next().is_some() {
            return never;
        }
        let made = tables::session(&self.sessions, session);
        let said = tables::messages_before(&self.messages, session, u64::MAX, PageLimit::messages(1));
        let (Ok(Some(made)), Ok(said)) = (made, said) else { return never };
        let said = said.first().map_or(UnixMillis(made.created_at), |(_, message)| message.at);
        let marked = self.used.get(session.as_bytes())?.map_or(said, |at| UnixMillis(at.value()));
        Ok(said.max(marked))
    }

    fn left_pictures(&self) -> Result<Vec<SessionId>, Trouble> {
        if self.left_pictures.is_empty()? {
            return Ok(Vec::new());
        }
        self.left_pictures.iter()?.map(|entry| Ok(SessionId::from_bytes(*entry?.0.value()))).collect()
    }
}
