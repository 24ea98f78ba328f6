//! The sessions: making, finding, listing, deleting, and reading what was said.

use std::sync::Arc;

use ::redis::AsyncCommands;
use async_trait::async_trait;

use super::functions::Function;
use super::read::Point;
use super::{Engine, Redis, damaged, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::{OwnerId, Photos, SessionId, State, Tag, UnixMillis};
use crate::record::parts::{INTERVIEW, PHASE, PROFILE};
use crate::record::shared::{self, MetaRecord, decode_message};
use crate::sessions::{Page, PageLimit, Session, SessionStore};

#[async_trait]
impl SessionStore for Redis {
    async fn create(&self, owner: OwnerId, state: State) -> Result<Session, StoreError> {
        let engine = &self.0;
        let (id, now) = (SessionId::random(), engine.clock.now());
        let part = |name| state.parts.get(name).unwrap_or_default();
        let phase = shared::bare(part(PHASE)).map_err(damaged)?;
        let meta = MetaRecord::new(id.to_string(), owner.to_string(), now.0, phase);
        let mut create = engine.about(Function::Create, id);
        create.arg(serde_json::to_vec(&meta).map_err(|error| damaged(error.into()))?);
        create.arg(part(PROFILE));
        create.arg(part(INTERVIEW));
        create.arg(Tag::new(rand::random()).get()).arg(engine.settings.session_ttl.as_secs());
        engine.run::<u8>(&create).await?;
        engine.list(owner, id, now).await?;
        Ok(Session { id, owner, created_at: now, updated_at: now, state, version: 0 })
    }

    async fn find(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let Some(Point { session, .. }) = self.0.point(id).await? else { return Ok(None) };
        // A list lives as long as its sessions, and they live as long as somebody comes. Who only reads does not wait for
        // that, and reads where it is refused.
        let (engine, owner, made) = (Arc::clone(&self.0), session.owner, session.created_at);
        // Former versions kept no list of who has pictures.
        let shows_pictures = session.state.photos != Photos::default();
        self.0.tasks.spawn(async move {
            let listed = engine.list(owner, id, made).await;
            let expected = if shows_pictures { engine.expect_pictures(id).await } else { Ok(()) };
            if let Err(error) = listed.and(expected) {
                tracing::debug!(%error, session = %id.hashed(), "a session is not put on its owner's list again");
            }
        });
        Ok(Some(session))
    }

    async fn list(&self, owner: OwnerId, before: Option<SessionId>, limit: usize) -> Result<Vec<Session>, StoreError> {
        let (mut commands, mut reads) = (self.0.commands.clone(), self.0.reads.clone());
        let (key, told) = (keys::owned(owner), keys::owned_told(owner));
        let mut from = 0;
        if let Some(before) = before {
            let rank = reads.zrevrank(&key, before.to_string()).await.map_err(unavailable);
            let rank: Option<isize> = self.0.damages.spared(&told, rank)?;
            let Some(rank) = rank else { return Ok(Vec::new()) };
            from = rank + 1;
        }
        let mut sessions = Vec::new();
        while sessions.len() < limit {
            let more = isize::try_from(limit - sessions.len()).unwrap_or(isize::MAX);
            let ids = reads.zrevrange(&key, from, from.saturating_add(more - 1)).await.map_err(unavailable);
            let ids: Vec<String> = self.0.damages.spared(&told, ids)?;
            if ids.is_empty() {
                break;
            }
            for id in ids {
                from += 1;
                let found = match id.parse() {
                    Ok(id) => self.0.point(id).await,
                    Err(_) => Ok(None),
                };
                match found {
                    Ok(Some(Point { session, .. })) => sessions.push(session),
                    // It was let go after its time. Where writes are refused it stays on the list and is passed over.
                    Ok(None) => from -= commands.zrem::<_, _, isize>(&key, id).await.unwrap_or(0),
                    // The others are to be had all the same.
                    Err(StoreError::Damaged(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(sessions)
    }

    async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        let (deleted, owner): (u8, String) = self.0.run(&self.0.about(Function::Delete, id)).await?;
        if let Ok(owner) = owner.parse() {
            let mut commands = self.0.commands.clone();
            let left = commands.zrem(keys::owned(owner), id.to_string()).await.map_err(unavailable);
            self.0.damages.spared::<()>(&keys::owned_told(owner), left)?;
        }
        self.0.damages.is_over(id);
        if let Some(live) = self.0.in_memory(id) {
            live.delete();
        }
        self.0.turns.session_deleted(id);
        if deleted == 1
            && let Err(error) = self.0.leave_pictures(id).await
        {
            // Where any were expected, they are found when the session would have ended by itself.
            tracing::debug!(%error, session = %id.hashed(), "pictures that are left are looked for later");
        }
        Ok(deleted == 1)
    }

    async fn history(&self, id: SessionId, before: Option<u64>, most: PageLimit) -> Result<Page, StoreError> {
        self.0.noticed(id, self.0.page(id, before, most).await).await
    }

    async fn expect_pictures(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.expect_pictures(id).await
    }

    fn shared_with_older(&self) -> bool {
        self.0.shared_with_older.load(std::sync::atomic::Ordering::Relaxed)
    }

    async fn let_go(&self) -> Vec<SessionId> {
        self.0.let_go().await
    }

    async fn leave_pictures(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.leave_pictures(id).await
    }

    async fn forget_pictures(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.forget_pictures(id).await
    }
}

impl Engine {
    async fn page(&self, id: SessionId, before: Option<u64>, most: PageLimit) -> Result<Page, StoreError> {
        let mut page = self.about(Function::History, id);
        // Lua's numbers are doubles: what is larger than any history has is as good as no limit.
        let number = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        page.arg(before.map_or(-1, |before| i64::try_from(before).unwrap_or(i64::MAX)));
        page.arg(number(most.messages)).arg(number(most.bytes));
        let (start, stored): (u64, Vec<Vec<u8>>) = self.read(&page).await?;
        // The newest comes first.
        let messages = stored.iter().rev().map(|bytes| decode_message(bytes)).collect::<Result<Vec<_>, _>>();
        Ok(Page { messages: messages.map_err(damaged)?, next_before: Some(start).filter(|start| *start > 0) })
    }

    /// Puts the session on its owner's list. Where that is damaged, whoever has the session's id has it all the same.
    pub async fn list(&self, owner: OwnerId, id: SessionId, made: UnixMillis) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let (key, ttl) = (keys::owned(owner), self.settings.session_ttl.as_secs());
        let mut listed = ::redis::pipe();
        listed.zadd(&key, id.to_string(), made.0).ignore();
        listed.expire(&key, i64::try_from(ttl).unwrap_or(i64::MAX)).ignore();
        let listed = listed.query_async(&mut commands).await.map_err(unavailable);
        self.damages.spared(&keys::owned_told(owner), listed)
    }
}
