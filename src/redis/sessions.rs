//! The sessions: making, finding, listing, deleting, and reading what was said.

use ::redis::AsyncCommands;
use async_trait::async_trait;

use super::functions::Function;
use super::log::family_texts;
use super::{Engine, Redis, damaged, keys, unavailable};
use crate::bus::StoreError;
use crate::domain::{OwnerId, Phase, SessionId, SessionState, Tag, UnixMillis};
use crate::record::RecordError;
use crate::record::shared::{MetaRecord, decode_message};
use crate::record::state::{decode_parts, encode_interview, encode_profile, phase_name};
use crate::sessions::{Page, Session, SessionStore};

#[async_trait]
impl SessionStore for Redis {
    async fn create(&self, owner: OwnerId, phase: Phase) -> Result<Session, StoreError> {
        let engine = &self.0;
        let (id, now) = (SessionId::random(), engine.clock.now());
        let state = SessionState { phase, ..SessionState::default() };
        let meta = MetaRecord {
            session_id: id.to_string(),
            owner: owner.to_string(),
            created_at: now.0,
            phase: phase_name(state.phase).into(),
            version: 0,
        };
        let mut create = engine.about(Function::Create, id);
        create.arg(serde_json::to_vec(&meta).map_err(|error| damaged(error.into()))?);
        create.arg(encode_profile(&state.profile).map_err(damaged)?);
        create.arg(encode_interview(&state.interview).map_err(damaged)?);
        create.arg(Tag::new(rand::random()).get()).arg(engine.settings.session_ttl.as_secs());
        engine.run::<u8>(&create).await?;
        engine.list(owner, id, now).await?;
        Ok(Session { id, owner, created_at: now, updated_at: now, state, version: 0 })
    }

    async fn find(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let found = self.0.read(id).await?;
        if let Some(session) = &found {
            // A list lives as long as its sessions, and they live as long as somebody comes.
            self.0.list(session.owner, id, session.created_at).await?;
        }
        Ok(found)
    }

    async fn list(&self, owner: OwnerId, before: Option<SessionId>, limit: usize) -> Result<Vec<Session>, StoreError> {
        let mut commands = self.0.commands.clone();
        let key = keys::owned(owner);
        let mut from = 0;
        if let Some(before) = before {
            let rank: Option<isize> = commands.zrevrank(&key, before.to_string()).await.map_err(unavailable)?;
            let Some(rank) = rank else { return Ok(Vec::new()) };
            from = rank + 1;
        }
        let mut sessions = Vec::new();
        while sessions.len() < limit {
            let more = isize::try_from(limit - sessions.len()).unwrap_or(isize::MAX);
            let ids: Vec<String> =
                commands.zrevrange(&key, from, from.saturating_add(more - 1)).await.map_err(unavailable)?;
            if ids.is_empty() {
                break;
            }
            for id in ids {
                from += 1;
                let found = match id.parse() {
                    Ok(id) => self.0.read(id).await?,
                    Err(_) => None,
                };
                if let Some(session) = found {
                    sessions.push(session);
                } else {
                    // It was let go after its time.
                    commands.zrem::<_, _, ()>(&key, id).await.map_err(unavailable)?;
                    from -= 1;
                }
            }
        }
        Ok(sessions)
    }

    async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        let Some(session) = self.0.read(id).await? else { return Ok(false) };
        let deleted: u8 = self.0.run(&self.0.about(Function::Delete, id)).await?;
        let mut commands = self.0.commands.clone();
        commands.zrem::<_, _, ()>(keys::owned(session.owner), id.to_string()).await.map_err(unavailable)?;
        if let Some(live) = self.0.in_memory(id) {
            live.delete();
        }
        self.0.turns.session_deleted(id);
        Ok(deleted == 1)
    }

    async fn history(&self, id: SessionId, before: Option<u64>, limit: usize) -> Result<Page, StoreError> {
        let mut commands = self.0.commands.clone();
        let key = self.0.names.part(id, "conversation_history");
        let length: u64 = commands.llen(&key).await.map_err(unavailable)?;
        let end = before.unwrap_or(length).min(length);
        let start = end.saturating_sub(limit as u64);
        if start == end {
            return Ok(Page::default());
        }
        let place = |number: u64| isize::try_from(number).unwrap_or(isize::MAX);
        let stored: Vec<Vec<u8>> = commands.lrange(&key, place(start), place(end - 1)).await.map_err(unavailable)?;
        let messages = stored.iter().map(|bytes| decode_message(bytes)).collect::<Result<Vec<_>, _>>();
        Ok(Page { messages: messages.map_err(damaged)?, next_before: Some(start).filter(|start| *start > 0) })
    }
}

/// The meta, the profile, Hera's memory with what an agent elsewhere keeps, the last message, the pictures and the parts of the family of a session.
type SessionParts = (
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    (Option<Vec<u8>>, Option<String>),
    Option<Vec<u8>>,
    Vec<Vec<u8>>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl Engine {
    async fn read(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let mut commands = self.commands.clone();
        let mut asked = ::redis::pipe();
        asked.atomic().get(self.names.part(id, "_meta")).get(self.names.part(id, "user_profile"));
        asked
            .hmget(self.names.live(id), &["interview", "agent"])
            .lindex(self.names.part(id, "conversation_history"), -1);
        asked.hvals(self.names.part(id, "photos"));
        self.ask_for_family(&mut asked, id);
        let found: SessionParts = asked.query_async(&mut commands).await.map_err(unavailable)?;
        let (Some(meta), Some(profile), (Some(interview), agent), last, photos, members, trip, plan, talk) = found
        else {
            return Ok(None);
        };
        let family = family_texts([members, trip, plan, talk]);
        let meta: MetaRecord = serde_json::from_slice(&meta).map_err(|error| damaged(error.into()))?;
        let created_at = UnixMillis(meta.created_at);
        let last = last.map(|last| decode_message(&last)).transpose().map_err(damaged)?;
        let owner =
            meta.owner.parse().map_err(|_| damaged(RecordError::Malformed(serde::de::Error::custom("owner"))))?;
        Ok(Some(Session {
            id,
            owner,
            created_at,
            updated_at: last.map_or(created_at, |last| last.at),
            state: decode_parts(&meta.phase, &profile, &interview, &family, &photos, &agent.unwrap_or_default())
                .map_err(damaged)?,
            version: meta.version,
        }))
    }

    /// Puts the session on its owner's list.
    async fn list(&self, owner: OwnerId, id: SessionId, made: UnixMillis) -> Result<(), StoreError> {
        let mut commands = self.commands.clone();
        let (key, ttl) = (keys::owned(owner), self.settings.session_ttl.as_secs());
        let mut listed = ::redis::pipe();
        listed.zadd(&key, id.to_string(), made.0).ignore();
        listed.expire(&key, i64::try_from(ttl).unwrap_or(i64::MAX)).ignore();
        listed.query_async(&mut commands).await.map_err(unavailable)
    }
}
