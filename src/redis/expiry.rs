//! How long sessions live: whoever follows one keeps it alive, and one that has ended leaves pictures to be deleted.
//!
//! Redis itself ends a session that nobody refreshes. Writing refreshes it (`accept.lua`), and so does being answered
//! (`renew.lua`); here it is refreshed while somebody reads along, and while a turn of it waits. What pictures it has is nothing to Redis: a sorted set
//! names the sessions of which pictures were stored, each with the time at which it may have ended; one that lives then is
//! looked at again when that may be.

use std::sync::Arc;
use std::time::Duration;

use ::redis::{AsyncCommands as _, SortedSetAddOptions};
use futures::StreamExt as _;
use tokio::time::MissedTickBehavior;

use super::functions::Function;
use super::live::Live;
use super::log::refusal;
use super::read::Point;
use super::{Engine, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::SessionId;

/// Sessions refreshed, or looked at, at the same time.
const AT_ONCE: usize = 32;
/// Sessions looked at in one go.
const MOST: isize = 100;
/// How often the sessions that are followed are refreshed, at least.
const ROUND: Duration = Duration::from_hours(1);
/// How often those that have ended are looked for, at least.
const LOOK: Duration = Duration::from_mins(1);

impl Engine {
    /// So often, at most: short against the life of a session.
    fn every(&self, most: Duration) -> Duration {
        (self.settings.session_ttl / 20).min(most)
    }

    /// Refreshes a session that somebody begins to follow, if it was not refreshed of late. Nobody waits for it.
    pub fn stays_with(self: &Arc<Self>, live: &Live) {
        let lived = milliseconds(self.settings.session_ttl).saturating_sub(live.inner().left);
        if lived > milliseconds(self.settings.session_ttl) / 100 {
            let (engine, session) = (Arc::clone(self), live.id);
            self.tasks.spawn(async move { engine.stay(session).await });
        }
    }

    /// Refreshes the sessions whose turns wait: what was accepted is answered, however late a worker comes. One that is
    /// moved in the queue meanwhile may be left out, and is found in the next round.
    async fn stay_while_turns_wait(&self) -> Result<(), StoreError> {
        let mut commands = self.reads.clone();
        let mut from = 0;
        loop {
            let waiting = commands.zrangebyscore_limit(keys::DUE, "-inf", "+inf", from, MOST).await;
            let waiting: Vec<String> = waiting.map_err(unavailable)?;
            let sessions = waiting.iter().filter_map(|id| id.parse().ok());
            futures::stream::iter(sessions).for_each_concurrent(AT_ONCE, |session| self.stay(session)).await;
            from += MOST;
            if waiting.is_empty() {
                return Ok(());
            }
        }
    }

    /// Refreshes the session, with its place in its owner's list. Errors are no matter: it is tried again in the next
    /// round.
    async fn stay(&self, session: SessionId) {
        if let Err(error) = self.try_to_stay(session).await {
            tracing::debug!(%error, session = %session.hashed(), "a session is not refreshed");
        }
    }

    async fn try_to_stay(&self, session: SessionId) -> Result<(), StoreError> {
        let mut touch = self.about(Function::Touch, session);
        touch.arg(self.settings.session_ttl.as_secs());
        match self.run::<i64>(&touch).await? {
            0 => Ok(()),
            1 => match self.point(session).await? {
                Some(Point { session, .. }) => self.list(session.owner, session.id, session.created_at).await,
                None => Ok(()),
            },
            other => Err(refusal(other)),
        }
    }

    /// Pictures of the session are about to be stored.
    pub async fn expect_pictures(&self, session: SessionId) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let ends = self.ends_in(self.settings.session_ttl);
        let if_new = SortedSetAddOptions::add_only();
        let expected = commands.zadd_options(keys::PICTURES, session.to_string(), ends, &if_new).await;
        // Where they cannot be noted, they are kept all the same, and are noted when the session is read again.
        self.damages.spared(keys::PICTURES, expected.map_err(unavailable))
    }

    /// The session has ended, and pictures of it may be there.
    pub async fn leave_pictures(&self, session: SessionId) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let left = commands.zadd(keys::PICTURES, session.to_string(), self.clock.now().0).await;
        self.damages.spared(keys::PICTURES, left.map_err(unavailable))
    }

    /// None of them is there any more.
    pub async fn forget_pictures(&self, session: SessionId) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let forgotten = commands.zrem(keys::PICTURES, session.to_string()).await;
        self.damages.spared(keys::PICTURES, forgotten.map_err(unavailable))
    }

    /// Sessions that have ended and may have left pictures; waits until there are some.
    pub async fn let_go(&self) -> Vec<SessionId> {
        loop {
            match self.ended().await {
                Ok(ended) if ended.is_empty() => {}
                Ok(ended) => return ended,
                Err(error) => tracing::debug!(%error, "sessions that have ended are not looked for"),
            }
            // Others look, too, and at other times.
            tokio::time::sleep(self.every(LOOK).mul_f64(rand::random_range(0.5..1.5))).await;
        }
    }

    async fn ended(&self) -> Result<Vec<SessionId>, StoreError> {
        let mut commands = self.reads.clone();
        let now = self.clock.now().0;
        let due = commands.zrangebyscore_limit(keys::PICTURES, "-inf", now, 0, MOST).await;
        let due: Vec<String> = self.damages.spared(keys::PICTURES, due.map_err(unavailable))?;
        let looked = futures::stream::iter(due).map(|id| self.has_ended(id)).buffer_unordered(AT_ONCE);
        let looked: Vec<Result<Option<SessionId>, StoreError>> = looked.collect().await;
        looked.into_iter().filter_map(Result::transpose).collect()
    }

    /// The session, if it has ended; one that lives is looked at again when it may have.
    async fn has_ended(&self, id: String) -> Result<Option<SessionId>, StoreError> {
        let mut commands = self.commands.clone();
        let Ok(session) = id.parse() else {
            // Nothing of hera's.
            return commands.zrem(keys::PICTURES, id).await.map(|()| None).map_err(unavailable);
        };
        let left: i64 = commands.pttl(self.names.live(session)).await.map_err(unavailable)?;
        // Redis says -2 of a key that there is not, and -1 of one that never ends.
        if left == -2 {
            return Ok(Some(session));
        }
        let left = u64::try_from(left).map_or(self.settings.session_ttl, Duration::from_millis);
        // One that was forgotten meanwhile stays so.
        let if_there = SortedSetAddOptions::update_only(None);
        let moved = commands.zadd_options(keys::PICTURES, id, self.ends_in(left), &if_there).await;
        moved.map(|()| None).map_err(unavailable)
    }

    fn ends_in(&self, left: Duration) -> i64 {
        self.clock.now().0.saturating_add(milliseconds(left))
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Refreshes the sessions that somebody here follows, and those whose turns wait, again and again.
pub async fn refresh(engine: Arc<Engine>) {
    let mut rounds = tokio::time::interval(engine.every(ROUND));
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        let followed: Vec<Arc<Live>> = engine.lives.iter().filter_map(|live| live.upgrade()).collect();
        futures::stream::iter(followed)
            .for_each_concurrent(AT_ONCE, |live| {
                let engine = &engine;
                async move { engine.stay(live.id).await }
            })
            .await;
        // A damaged queue is told by those who take turns from it.
        if let Err(error) = engine.stay_while_turns_wait().await {
            tracing::debug!(%error, "sessions whose turns wait are not refreshed");
        }
    }
}
