//! The log: accepting messages, appending events, following them.

use std::sync::Arc;
use std::time::Duration;

use ::redis::{Cmd, FromRedisValue, Value};
use async_trait::async_trait;

use super::followed::InMemory;
use super::functions::Function;
use super::{Engine, Redis, damaged, keys, unavailable};
use crate::bus::{
    AcceptError, Accepted, AcceptedJob, AddPhotoError, Batch, Busy, EventLog, Fence, Held, NewMessage, Signal, Start,
    StoreError, Subscription, Writes,
};
use crate::domain::{
    Author, Change, Event, EventId, Job, Message, MessageId, MessageStatus, Patch, Photo, SessionId, Tag, TurnId,
};
use crate::record::event::encode_run;
use crate::record::parts::{AGENT, INTERVIEW, MEMBERS, PHASE, PLAN, PROFILE, TALK, TRIP};
use crate::record::photo;
use crate::record::shared::{self, encode_message};
use crate::store;

/// How long a look at Redis waits for a write: less than whoever looks waits for all of it.
const WRITTEN: Duration = Duration::from_secs(1);

/// A claim as the functions compare it, beside its turn.
pub fn claim_text(fence: &Fence) -> String {
    format!("{:x} {}", fence.tag.get(), fence.attempt)
}

#[async_trait]
impl EventLog for Redis {
    async fn accept(&self, session: SessionId, message: NewMessage) -> Result<Accepted, AcceptError> {
        let engine = &self.0;
        let attachments = engine.attachments(session, &message.attachments).await?;
        let message_id = MessageId::of_user(session, &message.client_msg_id);
        let (turn, at) = (TurnId::answering(message_id), engine.clock.now());
        let event = Event::UserMessage {
            message_id,
            text: message.text.clone(),
            client_msg_id: message.client_msg_id.clone(),
            attachments: attachments.clone(),
        };
        let stored = Message {
            id: message_id,
            at,
            utc_offset: message.utc_offset,
            author: Author::User { client_msg_id: message.client_msg_id.clone() },
            text: message.text.clone(),
            attachments,
            choices: Vec::new(),
            turn,
            status: MessageStatus::Complete,
        };
        engine.expect_turn(session).await?;
        let mut accept = engine.about(Function::Accept, session);
        accept.arg(message.client_msg_id.as_str()).arg(turn.get());
        accept.arg(encode_message(&stored).map_err(damaged)?).arg(message.text);
        accept.arg(random()).arg(encode_run(&[event]).map_err(damaged)?);
        accept.arg(match message.busy {
            Busy::Queue => "queue",
            Busy::Reject => "reject",
            Busy::Interrupt => "interrupt",
        });
        accept.arg(engine.settings.turns_queued).arg(engine.settings.messages_kept);
        accept.arg(engine.settings.session_ttl.as_secs()).arg(engine.lease_ms());
        let attached: Vec<String> = stored.attachments.iter().map(|photo| photo.id.to_string()).collect();
        accept.arg(attached.join(" "));
        let said: Vec<Value> = engine.noticed(session, engine.run(&accept).await).await?;
        let accepted = |duplicate| -> Result<Accepted, AcceptError> {
            let id = EventId { seq: field(&said, 1)?, tag: Tag::new(field(&said, 2)?) };
            Ok(Accepted { id, message_id, turn, queued: field(&said, 3)?, duplicate })
        };
        match field::<i64>(&said, 0)? {
            1 => {
                let interrupted: String = field(&said, 4)?;
                if let Some((worker, turn)) = interrupted.split_once(' ') {
                    engine.tell_worker(worker, session, turn).await;
                }
                metrics::counter!(crate::telemetry::names::MESSAGES_ACCEPTED).increment(1);
                let accepted = accepted(false)?;
                if accepted.queued == 0 {
                    engine.turn_ready(session).await;
                }
                Ok(accepted)
            }
            2 => accepted(true),
            -3 => Err(AcceptError::Conflict),
            -4 => Err(AcceptError::Busy),
            -5 => Err(AcceptError::QueueFull),
            -6 => Err(AcceptError::SessionFull),
            other => Err(refusal(other).into()),
        }
    }

    async fn accept_job(&self, session: SessionId, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError> {
        self.0.accept_job(session, turn, job).await
    }

    async fn append(&self, fence: &Fence, batch: Batch) -> Result<EventId, StoreError> {
        let engine = &self.0;
        if !engine.turns.holds(fence) {
            return Err(StoreError::Fenced);
        }
        let begun = batch.events.iter().rev().find_map(|event| match event {
            Event::MessageStart { message_id, .. } => Some(*message_id),
            _ => None,
        });
        let started = batch.events.iter().position(|event| matches!(event, Event::RunStarted));
        // A cancelled turn takes no more text; what tells of the turn itself it does.
        let says = batch.events.iter().any(Event::is_said);
        let call = if says && !batch.must_commit() && started.is_none() {
            engine.text(fence, &batch, begun)?
        } else {
            engine.commit(fence, &batch, begun, started)?
        };
        let said: Result<Vec<Value>, StoreError> = engine.run(&call).await;
        if let Err(StoreError::Damaged(_)) = said {
            // The claim ends with its lease: whoever comes then may find the session repaired.
            engine.mark(fence.session, true).await;
            engine.turns.settled(fence);
        }
        let said = engine.noticed(fence.session, said).await?;
        match field::<i64>(&said, 0)? {
            1 => {
                metrics::counter!(crate::telemetry::names::EVENTS_APPENDED).increment(batch.events.len() as u64);
                if let Some(message) = begun {
                    engine.turns.begun(fence, message);
                }
                if batch.settle {
                    engine.turns.settled(fence);
                    if field::<u8>(&said, 3)? == 1 {
                        engine.turn_ready(fence.session).await;
                    }
                }
                Ok(EventId { seq: field(&said, 1)?, tag: Tag::new(field(&said, 2)?) })
            }
            -7 => {
                // The refusal may be here before the news of the cancel is.
                engine.turns.held.cancel(fence.session, fence.turn);
                Err(StoreError::Fenced)
            }
            other => Err(refusal(other)),
        }
    }

    async fn update(
        &self,
        session: SessionId,
        version: u64,
        change: Change,
        patch: Option<Patch>,
    ) -> Result<bool, StoreError> {
        let engine = &self.0;
        let shown = |patch| Event::StateChanged { change: Box::new(change.clone()), patch: Some(patch) };
        let shown: Vec<Event> = patch.map(shown).into_iter().collect();
        let mut update = engine.about(Function::Update, session);
        update.arg(version).arg(&parts(Some(&change))?[..]).arg(shown.len()).arg(random());
        update.arg(encode_run(&shown).map_err(damaged)?).arg(engine.settings.events_kept);
        match engine.run::<i64>(&update).await? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(refusal(other)),
        }
    }

    async fn add_photo(&self, session: SessionId, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError> {
        self.0.add_photo(session, photo, patch).await
    }

    async fn subscribe(&self, session: SessionId, start: Start) -> Result<Subscription, StoreError> {
        let live = self.0.follow(session).await?;
        store::subscribe(InMemory { engine: Arc::clone(&self.0), live }, start).await
    }

    fn signal(&self, session: SessionId, signal: Signal) {
        let engine = Arc::clone(&self.0);
        let payload = match signal {
            Signal::Typing { who, on } => format!("s{}{who}", u8::from(on)),
            Signal::Held(held) => format!("h{}", u8::from(held == Held::Full)),
        };
        self.0.tasks.spawn(async move {
            // May be missed.
            let _ = engine.publish(&engine.names.channel(session), &payload).await;
        });
    }

    async fn ping(&self) -> Result<Writes, StoreError> {
        // Who cannot read cannot serve.
        self.0.queue_answers().await?;
        if let Some(why) = self.0.damages.why_no_turns() {
            return Err(StoreError::Unavailable(why.into()));
        }
        let writes = match tokio::time::timeout(WRITTEN, self.0.write_something()).await {
            Ok(Ok(())) => Writes::Taken,
            Ok(Err(error)) if self.0.is_refusal(&error) => Writes::Refused(self.0.told(error).to_string().into()),
            Ok(Err(error)) => return Err(unavailable(error)),
            Err(_) => Writes::Refused("Redis can be read, and lets writes wait".into()),
        };
        if self.0.link.is_whole() {
            Ok(writes)
        } else {
            Err(StoreError::Unavailable("what happens is not heard from Redis; it is connected again".into()))
        }
    }
}

impl Engine {
    /// The call that appends a batch which changes more than text.
    fn commit(
        &self,
        fence: &Fence,
        batch: &Batch,
        begun: Option<MessageId>,
        started: Option<usize>,
    ) -> Result<Cmd, StoreError> {
        let says = batch.events.iter().any(Event::is_said);
        let refused = if batch.must_commit() { !batch.settle } else { says };
        let mut commit = self.about(Function::Commit, fence.session);
        commit.arg(claim_text(fence)).arg(fence.turn.get()).arg(batch.number).arg(batch.events.len());
        commit.arg(begun.map(|message| message.to_string()).unwrap_or_default());
        commit.arg(encode_run(&batch.events).map_err(damaged)?);
        commit.arg(u8::from(refused)).arg(started.map_or(0, |index| index + 1)).arg(u8::from(batch.settle));
        commit.arg(u8::from(batch.state.is_some())).arg(&parts(batch.state.as_ref())?[..]);
        let (job, told) = batch.job().map(|(index, turn, job)| (format!("{} {job}", turn.get()), index + 1)).unzip();
        commit.arg(job.unwrap_or_default()).arg(told.unwrap_or_default());
        commit.arg(self.settings.events_kept).arg(self.lease_ms());
        for message in &batch.messages {
            commit.arg(encode_message(message).map_err(damaged)?);
        }
        Ok(commit)
    }

    /// The call that appends text on its way.
    fn text(&self, fence: &Fence, batch: &Batch, begun: Option<MessageId>) -> Result<Cmd, StoreError> {
        let mut text = format!("{} {} ", claim_text(fence), batch.number).into_bytes();
        match batch.events.as_slice() {
            [Event::MessageContent { message_id, delta }] if self.turns.speech(fence) == Some(*message_id) => {
                text.push(b't');
                text.extend_from_slice(delta.as_bytes());
            }
            events => {
                let begun = begun.map_or_else(|| "-".to_owned(), |message| message.to_string());
                text.extend_from_slice(format!("r{} {begun} ", events.len()).as_bytes());
                text.extend_from_slice(&encode_run(events).map_err(damaged)?);
            }
        }
        let mut append = self.about(Function::Append, fence.session);
        append.arg(text);
        Ok(append)
    }

    /// Tells the worker that runs a turn that it is cancelled.
    pub async fn tell_worker(&self, worker: &str, session: SessionId, turn: &str) {
        // A worker that misses it learns it with its next append, or when it renews its claim.
        let _ = self.publish(&keys::worker(worker), &format!("{session} {turn}")).await;
    }
}

/// The phase, the profile, the members of the family, their outing, its plan, the memory of Hera and that of the
/// family, what an agent elsewhere keeps, the place of a picture and the picture.
type Parts = [String; 10];

/// The parts of the state that change; empty texts for what does not.
fn parts(change: Option<&Change>) -> Result<Parts, StoreError> {
    let Some(Change { parts, photo }) = change else { return Ok(Parts::default()) };
    let placed = photo.and_then(|photo| Some((photo.kind.place()?, photo::encode(&photo)))).unzip();
    let (place, photo) = (placed.0, placed.1.transpose().map_err(damaged)?);
    let text = |name| parts.get(name).unwrap_or_default().to_owned();
    let [profile, members, trip, plan, interview, talk, agent] =
        [PROFILE, MEMBERS, TRIP, PLAN, INTERVIEW, TALK, AGENT].map(text);
    let phase = parts.get(PHASE).map(shared::bare).transpose().map_err(damaged)?.unwrap_or_default();
    let (place, photo) = (place.unwrap_or_default(), photo.unwrap_or_default());
    Ok([phase, profile, members, trip, plan, interview, talk, agent, place, photo])
}

pub fn random() -> u32 {
    Tag::new(rand::random()).get()
}

/// A value of a function's answer.
pub fn field<T: FromRedisValue>(said: &[Value], index: usize) -> Result<T, StoreError> {
    let value = said.get(index).cloned().ok_or_else(strange)?;
    T::from_redis_value(value).map_err(|error| StoreError::Damaged(error.to_string().into()))
}

pub fn strange() -> StoreError {
    StoreError::Damaged("an unexpected answer from Redis".into())
}

pub fn refusal(code: i64) -> StoreError {
    match code {
        -1 => StoreError::NoSession,
        -2 => StoreError::Fenced,
        -8 => StoreError::Damaged("what is kept of this session cannot be read".into()),
        _ => strange(),
    }
}
