//! The sessions: making, finding, listing, deleting, and reading what was said.

use async_trait::async_trait;

use super::Embedded;
use super::disk::Trouble;
use super::tables::{self, ReadTables, Tables};
use crate::bus::StoreError;
use crate::domain::{OwnerId, SessionId, State, UnixMillis};
use crate::record;
use crate::record::message::SessionRecord;
use crate::record::v1::{self, StateRecord, VersionedState};
use crate::sessions::{Page, PageLimit, Session, SessionStore};

#[async_trait]
impl SessionStore for Embedded {
    async fn create(&self, owner: OwnerId, state: State) -> Result<Session, StoreError> {
        let (id, now, tag) = (SessionId::random(), self.0.clock.now(), self.0.tag.get());
        let changed = (state != v1::first()).then(|| StateRecord::try_from(&state)).transpose()?;
        let first = changed.map(|state| VersionedState { version: 0, state });
        let session = Session { id, owner, created_at: now, updated_at: now, state, version: 0 };
        let written = self.0.disk.write(move |tables| {
            let bytes = record::encode(&SessionRecord { owner: *owner.as_bytes(), created_at: now.0, tag })?;
            tables.sessions.insert(id.as_bytes(), bytes.as_slice())?;
            if let Some(state) = &first {
                tables.states.insert(id.as_bytes(), record::encode(state)?.as_slice())?;
            }
            tables.owned.insert((owner.as_bytes(), now.0, id.as_bytes()), ())?;
            Ok(())
        });
        written.await.map(|()| session)
    }

    async fn find(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.0.disk.read(move |store| find(store, id)).await
    }

    async fn list(&self, owner: OwnerId, before: Option<SessionId>, limit: usize) -> Result<Vec<Session>, StoreError> {
        self.0.disk.read(move |store| list(store, owner, before, limit)).await
    }

    async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        let Some(live) = self.0.live(id).await? else { return Ok(false) };
        let engine = self.0.clone();
        let work = async move {
            let _order = live.order.lock().await;
            let deleted = engine.write_from_reserve(move |tables| tables.delete_leaving_pictures(id)).await?;
            engine.disk.deleted.note(true);
            let mut inner = live.inner();
            inner.delete();
            drop(inner);
            live.wake.notify_waiters();
            Ok(deleted)
        };
        self.0.detached(work).await
    }

    async fn history(&self, id: SessionId, before: Option<u64>, most: PageLimit) -> Result<Page, StoreError> {
        self.0.disk.read(move |store| history(store, id, before, most)).await
    }

    async fn let_go(&self) -> Vec<SessionId> {
        self.0.left().await
    }

    async fn leave_pictures(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.disk.write(move |tables| Ok(tables.left_pictures.insert(id.as_bytes(), ()).map(drop)?)).await
    }

    async fn forget_pictures(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.disk.write(move |tables| Ok(tables.left_pictures.remove(id.as_bytes()).map(drop)?)).await
    }
}

fn find(store: &ReadTables, id: SessionId) -> Result<Option<Session>, Trouble> {
    let Some(session) = tables::session(&store.sessions, id)? else { return Ok(None) };
    let (version, state) = tables::state(&store.states, id)?;
    let last = tables::messages_before(&store.messages, id, u64::MAX, PageLimit::messages(1))?;
    let created_at = UnixMillis(session.created_at);
    Ok(Some(Session {
        id,
        owner: OwnerId::from_bytes(session.owner),
        created_at,
        updated_at: last.first().map_or(created_at, |(_, message)| message.at),
        state,
        version,
    }))
}

fn list(store: &ReadTables, owner: OwnerId, before: Option<SessionId>, limit: usize) -> Result<Vec<Session>, Trouble> {
    let before = match before {
        Some(id) => match tables::session(&store.sessions, id)? {
            Some(session) => (session.created_at, *id.as_bytes()),
            None => return Ok(Vec::new()),
        },
        None => (i64::MAX, [u8::MAX; 16]),
    };
    let range = (owner.as_bytes(), i64::MIN, &[0; 16])..(owner.as_bytes(), before.0, &before.1);
    let mut sessions = Vec::new();
    for entry in store.owned.range(range)?.rev().take(limit) {
        let id = SessionId::from_bytes(*entry?.0.value().2);
        sessions.extend(find(store, id)?);
    }
    Ok(sessions)
}

fn history(store: &ReadTables, id: SessionId, before: Option<u64>, most: PageLimit) -> Result<Page, Trouble> {
    let mut messages = tables::messages_before(&store.messages, id, before.unwrap_or(u64::MAX), most)?;
    messages.reverse();
    let next_before = messages.first().map(|(position, _)| *position).filter(|position| *position > 0);
    Ok(Page { messages: messages.into_iter().map(|(_, message)| message).collect(), next_before })
}

impl Tables<'_> {
    /// Deletes everything a session has; `false` when there is none.
    pub fn delete(&mut self, id: SessionId) -> Result<bool, Trouble> {
        let Some(session) = tables::session(&self.sessions, id)? else { return Ok(false) };
        self.sessions.remove(id.as_bytes())?;
        self.owned.remove((&session.owner, session.created_at, id.as_bytes()))?;
        self.states.remove(id.as_bytes())?;
        self.used.remove(id.as_bytes())?;
        self.messages.retain_in(tables::of(&id), |_, _| false)?;
        self.events.retain_in(tables::of(&id), |_, _| false)?;
        self.turns.retain_in(tables::of(&id), |_, _| false)?;
        self.attachments.retain_in(tables::photos_of(&id), |_, _| false)?;
        // `client_msg_id`s are ASCII: DEL comes after every one of them.
        self.sent.retain_in((id.as_bytes(), "")..(id.as_bytes(), "\u{7f}"), |_, _| false)?;
        self.note_deleted()?;
        Ok(true)
    }
}
