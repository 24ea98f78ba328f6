//! The queue of turns.

mod claims;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::redis::Value;
use async_trait::async_trait;
use dashmap::DashMap;
use futures::StreamExt as _;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::commands::Commands;
use super::damage::QueueUse;
use super::functions::Function;
use super::log::{claim_text, field, strange};
use super::{Engine, Redis, damaged, keys, older};
use crate::bus::{Cancel, Claim, Earlier, Fence, Input, Release, StoreError, TurnQueue};
use crate::domain::{MessageId, SessionId, State, Tag, TurnId};
use crate::record::shared::{self, decode_message};

/// How long one wait for a turn lasts on the wire. A process that ends waits for its end: what Redis hands out to a
/// connection that nobody reads any more would be found only after a lease.
pub const WAIT: Duration = Duration::from_millis(500);
/// Turns that a process asks for at the same time, at most.
const WANTED: usize = 64;
/// Claims renewed, or handed back, at the same time.
const AT_ONCE: usize = 64;
/// Overdue sessions looked at in one go.
const SWEPT_AT_ONCE: usize = 100;

/// The claims of this process.
pub struct Turns {
    /// The name of this process.
    pub name: String,
    pub held: Arc<Holdings>,
    wanted: mpsc::Sender<Want>,
    wants: Mutex<Option<mpsc::Receiver<Want>>>,
    abandoned: AtomicBool,
}

/// Where a claim is given to whoever asked for one.
type Want = oneshot::Sender<Claim>;

/// What a process has claimed: one turn per session at most.
#[derive(Default)]
pub struct Holdings(DashMap<SessionId, Held>);

impl Holdings {
    /// The turn is cancelled, if it is the one that runs.
    pub fn cancel(&self, session: SessionId, turn: TurnId) {
        if let Some(held) = self.0.get(&session).filter(|held| held.fence.turn == turn) {
            held.cancelled.cancel();
        }
    }
}

struct Held {
    fence: Fence,
    /// The message that was begun last, as the log knows it.
    speech: Option<MessageId>,
    cancelled: CancellationToken,
    lost: CancellationToken,
}

impl Default for Turns {
    fn default() -> Self {
        // Who waits for a turn waits here.
        let (wanted, wants) = mpsc::channel(WANTED);
        let name = older::process_name();
        let abandoned = AtomicBool::new(false);
        Self { name, held: Arc::default(), wanted, wants: Mutex::new(Some(wants)), abandoned }
    }
}

impl Turns {
    /// The turn has ended.
    pub fn settled(&self, fence: &Fence) {
        self.held.0.remove_if(&fence.session, |_, held| held.fence == *fence);
    }

    /// Whether the claim is this process's, as far as it knows.
    pub fn holds(&self, fence: &Fence) -> bool {
        self.held.0.get(&fence.session).is_some_and(|held| held.fence == *fence)
    }

    /// The message that the claim has begun last.
    pub fn speech(&self, fence: &Fence) -> Option<MessageId> {
        self.held.0.get(&fence.session).filter(|held| held.fence == *fence)?.speech
    }

    /// The claim has begun a message.
    pub fn begun(&self, fence: &Fence, message: MessageId) {
        if let Some(mut held) = self.held.0.get_mut(&fence.session).filter(|held| held.fence == *fence) {
            held.speech = Some(message);
        }
    }

    /// The session is gone, and with it its turns.
    pub fn session_deleted(&self, session: SessionId) {
        if let Some(held) = self.held.0.get(&session) {
            held.cancelled.cancel();
        }
    }

    /// Hands everything back.
    pub async fn release_all(&self, engine: &Engine) {
        let held: Vec<Fence> = self.held.0.iter().map(|held| held.fence).collect();
        futures::stream::iter(held).for_each_concurrent(AT_ONCE, |fence| engine.release(fence)).await;
    }

    #[cfg(test)]
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
        self.held.0.clear();
    }
}

#[async_trait]
impl TurnQueue for Redis {
    async fn claim(&self) -> Claim {
        loop {
            let (give, given) = oneshot::channel();
            if self.0.turns.wanted.send(give).await.is_err() {
                // The store is closed.
                return std::future::pending().await;
            }
            if let Ok(claim) = given.await {
                return claim;
            }
        }
    }

    async fn cancel(&self, session: SessionId, turn: Option<TurnId>) -> Result<Cancel, StoreError> {
        let engine = &self.0;
        let mut cancel = engine.about(Function::Cancel, session);
        cancel.arg(turn.map(|turn| turn.get().to_string()).unwrap_or_default());
        let said: Vec<Value> = engine.run(&cancel).await?;
        match field::<i64>(&said, 0)? {
            1 => {
                let worker: String = field(&said, 2)?;
                let turn = TurnId::from_number(field(&said, 1)?);
                if worker == engine.turns.name {
                    engine.turns.held.cancel(session, turn);
                } else if !worker.is_empty() {
                    engine.tell_worker(&worker, session, &turn.get().to_string()).await;
                }
                Ok(Cancel::Asked(turn))
            }
            0 => Ok(Cancel::NoTurn),
            _ => Err(StoreError::NoSession),
        }
    }
}

impl Engine {
    /// Claims the session's first turn, if it still has one that is not claimed. A session that is damaged is looked at
    /// again after a lease, and takes no messages meanwhile.
    async fn claim(self: &Arc<Self>, session: SessionId) -> Result<Option<Claim>, StoreError> {
        let claimed = self.try_claim(session).await;
        if let Err(StoreError::Damaged(_)) = claimed {
            self.mark(session, true).await;
        }
        self.noticed(session, claimed).await
    }

    async fn try_claim(self: &Arc<Self>, session: SessionId) -> Result<Option<Claim>, StoreError> {
        let tag = Tag::new(rand::random());
        let due = self.due_at(session).await?;
        let mut claim = self.about(Function::Claim, session);
        claim.arg(&self.turns.name).arg(format!("{:x}", tag.get())).arg(self.lease_ms());
        let said: Vec<Value> = self.run(&claim).await?;
        match said.as_slice() {
            [] => {
                self.no_turn(session, due).await;
                return Ok(None);
            }
            [_] => {
                self.turn_claimed(session, field(&said, 0)?).await;
                return Ok(None);
            }
            _ => self.turn_claimed(session, self.lease_ms()).await,
        }
        let fence = Fence { session, turn: TurnId::from_number(field(&said, 0)?), attempt: field(&said, 1)?, tag };
        let input = input(&field::<Vec<u8>>(&said, 2)?)?;
        let photos: Vec<Vec<u8>> = field(&said, 6)?;
        let stored: Vec<String> = field(&said, 8)?;
        let stored = if stored.is_empty() { None } else { Some(Box::new(self::state(stored, &photos)?)) };
        let state = state(field(&said, 5)?, &photos)?;
        let run: String = field(&said, 4)?;
        let earlier = match run.parse() {
            Ok(from) => self.running(session, from, u64::MAX).await?.as_ref().map(Earlier::from),
            Err(_) => None,
        };
        // Everything could be read: from here on the turn is handed back when it is not settled.
        if !field::<String>(&said, 7)?.is_empty() {
            self.mark(session, false).await;
        }
        let release = self.release_of(fence);
        let (cancelled, lost) = (CancellationToken::new(), CancellationToken::new());
        if !field::<String>(&said, 3)?.is_empty() {
            cancelled.cancel();
        }
        let held = Held { fence, speech: None, cancelled: cancelled.clone(), lost: lost.clone() };
        if let Some(former) = self.turns.held.0.insert(session, held) {
            // This process lost the turn without knowing, and takes it over from itself.
            former.lost.cancel();
        }
        Ok(Some(Claim { fence, input, state, stored, earlier, cancelled, lost, release }))
    }

    fn release_of(self: &Arc<Self>, fence: Fence) -> Release {
        let engine = Arc::downgrade(self);
        Release::new(move || {
            let Some(engine) = engine.upgrade() else { return };
            let held = engine.turns.held.0.remove_if(&fence.session, |_, held| held.fence == fence).is_some();
            if held && !engine.turns.abandoned.load(Ordering::Relaxed) {
                let tasks = engine.tasks.clone();
                tasks.spawn(async move { engine.release(fence).await });
            }
        })
    }

    async fn release(&self, fence: Fence) {
        let mut release = self.about(Function::Release, fence.session);
        release.arg(claim_text(&fence)).arg(fence.turn.get()).arg(self.lease_ms());
        match self.run::<u8>(&release).await {
            Ok(1) => self.turn_ready(fence.session).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, session = %fence.session.hashed(), "a turn is handed back when its lease ends");
            }
        }
    }

    async fn renew(&self) {
        let held: Vec<Fence> = self.turns.held.0.iter().map(|held| held.fence).collect();
        futures::stream::iter(held).for_each_concurrent(AT_ONCE, |fence| self.renew_claim(fence)).await;
    }

    async fn renew_claim(&self, fence: Fence) {
        let mut renew = self.about(Function::Renew, fence.session);
        renew.arg(claim_text(&fence)).arg(fence.turn.get()).arg(self.lease_ms());
        renew.arg(self.settings.session_ttl.as_secs());
        let renewed = self.run::<u8>(&renew).await;
        if matches!(renewed, Ok(1 | 2)) {
            self.turn_claimed(fence.session, self.lease_ms()).await;
        }
        let Some(held) = self.turns.held.0.get(&fence.session).filter(|held| held.fence == fence) else { return };
        match renewed {
            Ok(0) => held.lost.cancel(),
            Ok(2) => held.cancelled.cancel(),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, session = %fence.session.hashed(), "a claim cannot be renewed"),
        }
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        let mut sweep = self.functions.call(Function::Sweep, &[keys::READY, keys::DUE]);
        sweep.arg(self.lease_ms()).arg(SWEPT_AT_ONCE);
        // Each that is found is due again after a lease, so this ends.
        while self.run::<usize>(&sweep).await? == SWEPT_AT_ONCE {}
        Ok(())
    }
}

/// The state that a turn begins with, from what `claim` tells of it.
fn state(mut texts: Vec<String>, photos: &[Vec<u8>]) -> Result<State, StoreError> {
    // A worker of a version without remote agents may have begun the turn.
    texts.resize(8, String::new());
    let texts = <[String; 8]>::try_from(texts).map_err(|_| strange())?;
    shared::state(texts, photos).map_err(damaged)
}

/// A message, or the name of a job.
fn input(bytes: &[u8]) -> Result<Input, StoreError> {
    let job = std::str::from_utf8(bytes).ok().and_then(|name| name.parse().ok());
    job.map_or_else(|| Ok(Input::Message(decode_message(bytes).map_err(damaged)?)), |job| Ok(Input::Job(job)))
}

/// Claims turns for those who wait for one, and keeps what is claimed.
pub fn start(engine: &Arc<Engine>, waiting: Commands) {
    let wants = engine.turns.wants.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(wants) = wants else { return };
    engine.tasks.spawn(claims::fetch(Arc::downgrade(engine), engine.closed.clone(), waiting, wants));
    let (weak, closed, every) = (Arc::downgrade(engine), engine.closed.clone(), engine.settings.lease.mul_f64(0.3));
    engine.tasks.spawn(async move {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while closed.run_until_cancelled(ticks.tick()).await.is_some() {
            let Some(engine) = weak.upgrade() else { return };
            engine.renew().await;
            match engine.sweep().await {
                Ok(()) => engine.queue_is_read(QueueUse::Sweep).await,
                Err(error) => engine.queue_is_not_read(QueueUse::Sweep, error).await,
            }
        }
    });
}
