//! The log: accepting messages, appending events, reading them.

use std::sync::Arc;

use async_trait::async_trait;

use super::disk::Trouble;
use super::followed::InMemory;
use super::live::{Due, Inner, Live, Waiting};
use super::tables::{self, Tables};
use super::{Embedded, Engine};
use crate::bus::{
    AcceptError, Accepted, AcceptedJob, AddPhotoError, Batch, Busy, EventLog, Fence, Logged, NewMessage, Signal,
    Snapshot, SnapshotReason, Start, StoreError, Subscription, Writes,
};
use crate::domain::{
    Author, Change, Event, EventId, Job, Message, MessageId, MessageStatus, Patch, Photo, SessionId, State, Tag, TurnId,
};
use crate::record;
use crate::record::message::{MessageRecord, SentRecord, TurnRecord};
use crate::record::v1::{StateRecord, VersionedState};
use crate::store;
use crate::telemetry::names;

#[async_trait]
impl EventLog for Embedded {
    async fn accept(&self, session: SessionId, message: NewMessage) -> Result<Accepted, AcceptError> {
        let live = self.0.existing(session).await?;
        let engine = Arc::clone(&self.0);
        self.0.detached(async move { Ok(engine.accept(&live, message).await) }).await?
    }

    async fn accept_job(&self, session: SessionId, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError> {
        let live = self.0.existing(session).await?;
        let engine = Arc::clone(&self.0);
        self.0.detached(async move { Ok(engine.accept_job(&live, turn, job).await) }).await?
    }

    async fn append(&self, fence: &Fence, batch: Batch) -> Result<EventId, StoreError> {
        let live = self.0.existing(fence.session).await?;
        if batch.must_commit() {
            let (engine, fence) = (Arc::clone(&self.0), *fence);
            self.0.detached(async move { engine.append_committed(&live, fence, batch).await }).await
        } else {
            let _order = live.order.lock().await;
            self.0.append_behind(&live, fence, batch)
        }
    }

    async fn update(
        &self,
        session: SessionId,
        version: u64,
        change: Change,
        patch: Option<Patch>,
    ) -> Result<bool, StoreError> {
        let live = self.0.existing(session).await?;
        let engine = Arc::clone(&self.0);
        self.0.detached(async move { engine.update(&live, version, change, patch).await }).await
    }

    async fn add_photo(&self, session: SessionId, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError> {
        let live = self.0.existing(session).await?;
        let engine = Arc::clone(&self.0);
        self.0.detached(async move { Ok(engine.add_photo(&live, photo, patch).await) }).await?
    }

    async fn subscribe(&self, session: SessionId, start: Start) -> Result<Subscription, StoreError> {
        let live = self.0.existing(session).await?;
        store::subscribe(InMemory { engine: Arc::clone(&self.0), live }, start).await
    }

    fn signal(&self, session: SessionId, signal: Signal) {
        // A session that nobody has in memory has nobody to tell.
        if let Some(live) = self.0.in_memory(session) {
            live.signal(signal);
        }
    }

    async fn ping(&self) -> Result<Writes, StoreError> {
        let now = u64::try_from(self.0.clock.now().0).unwrap_or_default();
        let written = self.0.disk.try_write(move |tables| Ok(tables.about.insert("pinged_at", now).map(drop)?)).await;
        let writes = match written {
            Ok(()) => Writes::Taken,
            Err(error) if error.is_temporary() && self.0.disk.is_in_place() => {
                Writes::Refused(error.to_string().into())
            }
            Err(error) => return Err(error),
        };
        // Who cannot read cannot serve: a conversation is joined by reading it.
        self.0.disk.read(|store| store.last_commit().map(drop)).await?;
        Ok(writes)
    }
}

/// What the tables make of a message.
enum Verdict {
    New(Accepted, Arc<Logged>, u64),
    Known(Accepted),
    Refused(AcceptError),
}

impl Engine {
    async fn accept(&self, live: &Arc<Live>, message: NewMessage) -> Result<Accepted, AcceptError> {
        let attachments = self.attachments(live.id, message.attachments.clone()).await?;
        let order = live.order.lock().await;
        let offer = self.offer(live, &message, attachments)?;
        let interrupted = offer.interrupted;
        match self.disk.write(move |tables| offer.decide(tables, message)).await? {
            Verdict::Refused(error) => Err(error),
            Verdict::Known(accepted) => Ok(accepted),
            Verdict::New(accepted, logged, position) => {
                let mut inner = live.inner();
                if let Some(first) = inner.turns.front().filter(|first| Some(first.seq) == interrupted) {
                    first.cancelled.cancel();
                }
                let seq = logged.id.seq;
                inner.push(vec![logged], true);
                inner.turns.push_back(Waiting::new(accepted.turn, seq, Due::Message(position)));
                let ready = inner.turns.len() == 1;
                drop(inner);
                drop(order);
                live.wake.notify_waiters();
                if ready {
                    self.ready.push(Arc::clone(live));
                }
                metrics::counter!(names::MESSAGES_ACCEPTED).increment(1);
                Ok(accepted)
            }
        }
    }

    /// The message as it will be stored if it is new.
    fn offer(&self, live: &Arc<Live>, message: &NewMessage, attachments: Vec<Photo>) -> Result<Offer, StoreError> {
        let inner = live.inner();
        if inner.deleted {
            return Err(StoreError::NoSession);
        }
        let message_id = MessageId::of_user(live.id, &message.client_msg_id);
        let event = Event::UserMessage {
            message_id,
            text: message.text.clone(),
            client_msg_id: message.client_msg_id.clone(),
            attachments: attachments.clone(),
        };
        let turn = TurnId::answering(message_id);
        let runs = inner.claimed.is_some() || inner.running.is_some();
        let interrupted = inner.turns.front().filter(|_| runs && message.busy == Busy::Interrupt);
        Ok(Offer {
            session: live.id,
            message_id,
            attachments,
            interrupted: interrupted.map(|first| first.seq),
            waiting: inner.turns.iter().map(|waiting| waiting.turn).collect(),
            most_waiting: self.settings.turns_queued,
            most_messages: self.settings.messages_kept,
            unstored: inner.unstored(),
            logged: self.logged(&inner, 1, Some(turn), event),
            kept: self.settings.events_kept,
        })
    }

    fn logged(&self, inner: &Inner, offset: u64, turn: Option<TurnId>, event: Event) -> Arc<Logged> {
        let id = EventId { seq: inner.head.seq + offset, tag: self.tag };
        Arc::new(Logged::new(id, turn, self.clock.now(), event))
    }

    pub fn numbered(&self, inner: &Inner, turn: Option<TurnId>, events: Vec<Event>) -> Vec<Arc<Logged>> {
        (1..).zip(events).map(|(offset, event)| self.logged(inner, offset, turn, event)).collect()
    }

    /// Shows events at once; they are stored with the next flush. The caller holds the session's `order`.
    fn append_behind(
        self: &Arc<Self>,
        live: &Arc<Live>,
        fence: &Fence,
        Batch { number, events, .. }: Batch,
    ) -> Result<EventId, StoreError> {
        let mut inner = live.inner();
        inner.check(fence)?;
        if inner.check_number(number)? {
            return Ok(inner.head);
        }
        if events.iter().any(Event::is_said) {
            inner.check_wanted()?;
        }
        inner.check_room()?;
        let events = self.numbered(&inner, Some(fence.turn), events);
        metrics::counter!(names::EVENTS_APPENDED).increment(events.len() as u64);
        inner.push(events, false);
        inner.count_batch();
        let head = inner.head;
        let was_dirty = std::mem::replace(&mut inner.dirty, true);
        drop(inner);
        live.wake.notify_waiters();
        if !was_dirty {
            self.mark_dirty(live);
        }
        Ok(head)
    }

    async fn append_committed(
        self: &Arc<Self>,
        live: &Arc<Live>,
        fence: Fence,
        batch: Batch,
    ) -> Result<EventId, StoreError> {
        let order = live.order.lock().await;
        let Batch { number, events, state, messages, settle } = batch;
        let job = Batch { events, ..Batch::default() };
        let (job, events) = (job.job(), job.events);
        let (events, mut chunk, turn_seq) = {
            let inner = live.inner();
            inner.check(&fence)?;
            if inner.check_number(number)? {
                return Ok(inner.head);
            }
            if !settle {
                inner.check_wanted()?;
            }
            let turn_seq = inner.turns.front().map_or(0, |first| first.seq);
            (self.numbered(&inner, Some(fence.turn), events), inner.unstored(), turn_seq)
        };
        chunk.extend(events.iter().cloned());
        let next = job.map(|(index, turn, job)| (turn, events[index].id, job));
        let queued = next.clone();
        let (id, tag, kept) = (live.id, self.tag, self.settings.events_kept);
        let written = self.disk.write(move |tables| {
            let turn = tables.read_turn(id, turn_seq)?;
            let stored = tables::state(&tables.states, id)?;
            let position = tables::next_position(&tables.messages, id)?;
            if let Some(change) = state {
                tables.change_state(id, stored, &change, turn.map(|turn| (turn_seq, turn)))?;
            }
            for (position, message) in (position..).zip(messages) {
                tables.insert_message(id, position, &message)?;
            }
            tables.append_events(id, tag, &chunk, kept)?;
            if settle {
                tables.turns.remove((id.as_bytes(), turn_seq))?;
            }
            if let Some((turn, event, job)) = &queued {
                tables.insert_job(id, *turn, *event, job)?;
            }
            Ok(())
        });
        written.await?;
        metrics::counter!(names::EVENTS_APPENDED).increment(events.len() as u64);
        let mut inner = live.inner();
        inner.push(events, true);
        inner.count_batch();
        let head = inner.head;
        if let Some((turn, EventId { seq, tag }, job)) = next {
            inner.turns.push_back(Waiting::new(turn, seq, Due::Job(job, tag)));
        }
        let mut next = false;
        if settle {
            if inner.turns.front().is_some_and(|first| first.turn == fence.turn) {
                inner.turns.pop_front();
                inner.claimed = None;
            }
            next = !inner.turns.is_empty();
        }
        // The next flush lets go of what no reader needs any more.
        let was_dirty = std::mem::replace(&mut inner.dirty, true);
        drop(inner);
        drop(order);
        live.wake.notify_waiters();
        if !was_dirty {
            self.mark_dirty(live);
        }
        if next {
            self.ready.push(Arc::clone(live));
        }
        Ok(head)
    }

    async fn update(
        &self,
        live: &Arc<Live>,
        version: u64,
        change: Change,
        patch: Option<Patch>,
    ) -> Result<bool, StoreError> {
        let order = live.order.lock().await;
        let (logged, mut chunk) = {
            let inner = live.inner();
            if inner.deleted {
                return Err(StoreError::NoSession);
            }
            let shown = patch.map(|patch| Event::StateChanged { change: Box::new(change.clone()), patch: Some(patch) });
            let logged: Vec<_> = shown.into_iter().map(|event| self.logged(&inner, 1, None, event)).collect();
            (logged, inner.unstored())
        };
        chunk.extend(logged.iter().cloned());
        let (id, tag, kept) = (live.id, self.tag, self.settings.events_kept);
        let written = self.disk.write(move |tables| {
            let stored = tables::state(&tables.states, id)?;
            if stored.0 != version {
                return Ok(false);
            }
            tables.change_state(id, stored, &change, None)?;
            tables.append_events(id, tag, &chunk, kept)?;
            Ok(true)
        });
        if !written.await? {
            return Ok(false);
        }
        live.inner().push(logged, true);
        drop(order);
        live.wake.notify_waiters();
        Ok(true)
    }

    /// Why a reader that last saw `id` cannot simply go on; `None` if it can.
    pub async fn why_not_after(&self, live: &Arc<Live>, id: EventId) -> Result<Option<SnapshotReason>, StoreError> {
        let diverged = |tag: Tag| if tag == self.tag { SnapshotReason::UnknownId } else { SnapshotReason::Diverged };
        {
            let inner = live.inner();
            if id.seq > inner.head.seq {
                return Ok(Some(diverged(id.tag)));
            }
            if id == inner.head {
                return Ok(None);
            }
            if id.seq == 0 && id.tag != live.base {
                return Ok(Some(diverged(id.tag)));
            }
            if let Some(logged) = inner.tail.find(id.seq) {
                return Ok((logged.id.tag != id.tag).then(|| diverged(id.tag)));
            }
        }
        let session = live.id;
        // The event before the first one is not in the log: it is there as long as the first one is.
        let first = id.seq.max(1);
        let found = self.disk.read(move |store| tables::events_from(&store.events, session, first, 1)).await?;
        let found = found.first().filter(|logged| logged.id.seq == first);
        Ok(match found {
            None => Some(SnapshotReason::Trimmed),
            Some(_) if id.seq == 0 => None,
            Some(logged) => (logged.id.tag != id.tag).then(|| diverged(id.tag)),
        })
    }

    /// The session at its head, and the state that the events up to there have made.
    pub async fn snapshot(&self, live: &Arc<Live>) -> Result<Snapshot, StoreError> {
        let (snapshot, stored) = self.look(live).await?;
        // What changed the state up to the head was stored before it was shown: only what was stored after may be more.
        if stored <= snapshot.head.seq {
            return Ok(snapshot);
        }
        // Whoever commits shows what was committed before the order is free.
        let _order = live.order.lock().await;
        Ok(self.look(live).await?.0)
    }

    /// The session as it is shown, with the state as it is stored, and how far the events are stored with it.
    async fn look(&self, live: &Arc<Live>) -> Result<(Snapshot, u64), StoreError> {
        let (head, running) = {
            let inner = live.inner();
            (inner.head, inner.running.as_deref().cloned())
        };
        let session = live.id;
        let read = self.disk.read(move |store| {
            Ok((tables::state(&store.states, session)?.1, tables::last_seq(&store.events, session)?))
        });
        let (state, stored) = read.await?;
        Ok((Snapshot { head, state, running }, stored))
    }
}

/// A message to be stored if it is new, with all that was known of its session.
struct Offer {
    session: SessionId,
    message_id: MessageId,
    attachments: Vec<Photo>,
    /// The running turn that the message cancels, by the number of its message's event.
    interrupted: Option<u64>,
    waiting: Vec<TurnId>,
    most_waiting: usize,
    most_messages: u64,
    unstored: Vec<Arc<Logged>>,
    logged: Arc<Logged>,
    kept: u64,
}

impl Offer {
    fn decide(mut self, tables: &mut Tables<'_>, message: NewMessage) -> Result<Verdict, Trouble> {
        let id = self.session;
        let turn = TurnId::answering(self.message_id);
        if tables::session(&tables.sessions, id)?.is_none() {
            return Ok(Verdict::Refused(StoreError::NoSession.into()));
        }
        if let Some(known) = tables.read_sent(id, message.client_msg_id.as_str())? {
            return self.known(tables, &message, &known);
        }
        match message.busy {
            Busy::Reject if !self.waiting.is_empty() => return Ok(Verdict::Refused(AcceptError::Busy)),
            _ if self.waiting.len() > self.most_waiting => return Ok(Verdict::Refused(AcceptError::QueueFull)),
            _ => {}
        }
        let position = tables::next_position(&tables.messages, id)?;
        if position >= self.most_messages {
            return Ok(Verdict::Refused(AcceptError::SessionFull));
        }
        if let Some(running) = self.interrupted {
            tables.change_turn(id, running, |turn| turn.cancelled = true)?;
        }
        let EventId { seq, tag } = self.logged.id;
        let sent = record::encode(&SentRecord { position, seq, tag: tag.get() })?;
        let waiting = record::encode(&TurnRecord::of_message(turn, position))?;
        tables.sent.insert((id.as_bytes(), message.client_msg_id.as_str()), sent.as_slice())?;
        tables.turns.insert((id.as_bytes(), seq), waiting.as_slice())?;
        let stored = Message {
            id: self.message_id,
            at: self.logged.at,
            utc_offset: message.utc_offset,
            author: Author::User { client_msg_id: message.client_msg_id },
            text: message.text,
            attachments: self.attachments,
            choices: Vec::new(),
            turn,
            status: MessageStatus::Complete,
        };
        tables.insert_message(id, position, &stored)?;
        self.unstored.push(Arc::clone(&self.logged));
        tables.append_events(id, tag, &self.unstored, self.kept)?;
        let accepted = Accepted {
            id: self.logged.id,
            message_id: self.message_id,
            turn,
            queued: self.waiting.len(),
            duplicate: false,
        };
        Ok(Verdict::New(accepted, self.logged, position))
    }

    /// The answer to a message that was sent before.
    fn known(&self, tables: &Tables<'_>, message: &NewMessage, sent: &SentRecord) -> Result<Verdict, Trouble> {
        let stored = tables::message(&tables.messages, self.session, sent.position)?;
        if stored.is_none_or(|stored| !message.is_said_by(&stored)) {
            return Ok(Verdict::Refused(AcceptError::Conflict));
        }
        let turn = TurnId::answering(self.message_id);
        Ok(Verdict::Known(Accepted {
            id: EventId { seq: sent.seq, tag: Tag::new(sent.tag) },
            message_id: self.message_id,
            turn,
            queued: self.waiting.iter().position(|waiting| *waiting == turn).unwrap_or(0),
            duplicate: true,
        }))
    }
}

impl Tables<'_> {
    fn read_sent(&self, id: SessionId, client_msg_id: &str) -> Result<Option<SentRecord>, Trouble> {
        use redb::ReadableTable as _;
        let bytes = self.sent.get((id.as_bytes(), client_msg_id))?;
        bytes.map(|bytes| Ok(record::decode(bytes.value())?)).transpose()
    }

    /// The unended turn whose message's event has the number `seq`.
    pub fn read_turn(&self, id: SessionId, seq: u64) -> Result<Option<TurnRecord>, Trouble> {
        use redb::ReadableTable as _;
        let bytes = self.turns.get((id.as_bytes(), seq))?;
        bytes.map(|bytes| Ok(record::decode(bytes.value())?)).transpose()
    }

    /// Changes the record of an unended turn; a turn that has ended meanwhile is left alone.
    pub fn change_turn(
        &mut self,
        id: SessionId,
        seq: u64,
        change: impl FnOnce(&mut TurnRecord),
    ) -> Result<(), Trouble> {
        let Some(mut turn) = self.read_turn(id, seq)? else { return Ok(()) };
        change(&mut turn);
        self.turns.insert((id.as_bytes(), seq), record::encode(&turn)?.as_slice())?;
        Ok(())
    }

    fn insert_message(&mut self, id: SessionId, position: u64, message: &Message) -> Result<(), Trouble> {
        let bytes = record::encode(&MessageRecord::from(message))?;
        self.messages.insert((id.as_bytes(), position), bytes.as_slice())?;
        Ok(())
    }

    /// Stores the changed state. A turn that changes it keeps the state it began with, to begin with it again.
    pub fn change_state(
        &mut self,
        id: SessionId,
        (version, mut state): (u64, State),
        change: &Change,
        turn: Option<(u64, TurnRecord)>,
    ) -> Result<(), Trouble> {
        if let Some((seq, mut turn)) = turn
            && turn.base.is_none()
        {
            turn.base = Some(StateRecord::try_from(&state)?);
            self.turns.insert((id.as_bytes(), seq), record::encode(&turn)?.as_slice())?;
        }
        change.apply(&mut state);
        let bytes = record::encode(&VersionedState { version: version + 1, state: StateRecord::try_from(&state)? })?;
        self.states.insert(id.as_bytes(), bytes.as_slice())?;
        Ok(())
    }
}
