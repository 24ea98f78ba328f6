//! The loop of one socket: the only place where its reading, writing and waiting meet.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use tokio::time::Instant;

use super::Entry;
use super::coming::{Coming, stalled};
use super::conversation::{self, Action, Conversation};
use super::heartbeat::{Beat, Heartbeat};
use super::pace::Pace;
use super::pipe::{Inbound, Pipe, Unwritten};
use crate::bus::{Delivery, EventStream, Logged, NewMessage, Opening, Signal, SnapshotReason, Start, StoreError};
use crate::domain::{ClientMsgId, ConnectionId, Event, OwnerId, SessionId, TurnId};
use crate::gateway::address::Network;
use crate::gateway::photos::intake::{self, NotKept};
use crate::gateway::seats::Seat;
use crate::gateway::unread::is_alone;
use crate::gateway::{Gateway, opening};
use crate::protocol::Close;
use crate::protocol::caller::CallerObject;
use crate::protocol::client_frame::Image;
use crate::protocol::server_frame::{ControlFrame, Limits, Reconnect, Resumed, Welcome, turn_held};
use crate::protocol::shown::Shown;
use crate::telemetry::names;

/// How long a message may wait for the store before the client is told to send it again.
const STORE_PATIENCE: Duration = Duration::from_secs(5);
/// Frames for one reader alone that have fewer bytes than that are not counted as unread.
const LONG: usize = 8 * 1024;
/// Over how long clients are asked to spread when the server drains. With the way back, none is away for over 2 s.
const SPREAD_MS: u64 = 1500;

/// One socket of one session.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the socket, not states of one machine")]
pub struct Connection<'p> {
    gateway: Gateway,
    session: SessionId,
    /// Whether the session is the caller's own.
    owns: bool,
    /// Whose the session is, and from where this socket came: what they may have under way is counted.
    owner: OwnerId,
    network: Network,
    id: ConnectionId,
    pipe: &'p mut Pipe,
    conversation: Conversation,
    heartbeat: Heartbeat,
    pace: Option<Pace>,
    stream: Option<Box<dyn EventStream>>,
    /// The client has been given everything there was, once.
    caught_up: bool,
    typing: bool,
    /// A turn of the session is running, as far as this socket has been told.
    running: bool,
    draining: bool,
    /// The client has been told that the store takes nothing of the running turn.
    held: bool,
    /// What the client asked for last, while the store works on it. Nothing more is read until it is done, so that
    /// answers come in the order of the questions; events go on meanwhile.
    pending: Option<BoxFuture<'static, Answer>>,
    /// A picture whose bytes are coming.
    coming: Option<Box<Coming>>,
    /// A picture that has come, while it is worked on. Other frames are read meanwhile.
    working: Option<BoxFuture<'static, Answer>>,
    _open: Open,
    _seat: Seat,
}

/// The answer to what the client asked for.
type Answer = Result<Option<Bytes>, Close>;

/// How the loop ends.
enum Over {
    /// The client is gone.
    Gone,
    Close(Close),
}

impl From<Close> for Over {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

impl Connection<'_> {
    /// Serves the socket until it ends; the close code to end it with, unless the client is gone.
    pub fn run(gateway: Gateway, entry: Entry, pipe: &mut Pipe) -> BoxFuture<'_, Option<Close>> {
        let session = entry.session;
        let stopping = gateway.lifecycle.stopping().clone();
        let mut connection = Connection::new(gateway, entry, pipe);
        Box::pin(async move {
            // Heard whatever the socket waits for: its client, a store, a picture that is being kept.
            let Err(over) = tokio::select! {
                served = connection.serve() => served,
                () = stopping.cancelled() => Err(Close::Shutdown.into()),
            };
            match over {
                Over::Gone => None,
                Over::Close(close) => {
                    let (connection, code) = (connection.id, close.code());
                    tracing::debug!(session = %session.hashed(), %connection, code, "socket closed");
                    Some(close)
                }
            }
        })
    }
}

impl<'p> Connection<'p> {
    fn new(gateway: Gateway, entry: Entry, pipe: &'p mut Pipe) -> Self {
        let Entry { session, owns, owner, network, seat } = entry;
        let settings = Arc::clone(&gateway.settings);
        let pace = Pace::new(settings.frames_per_second, settings.frames_burst);
        let heartbeat =
            Heartbeat::new(Instant::now(), settings.hello_timeout, settings.ping_interval, settings.pong_timeout);
        let conversation = Conversation::new(gateway.photos.limits.bytes);
        Self {
            gateway,
            session,
            owns,
            owner,
            network,
            id: ConnectionId::new(rand::random()),
            pipe,
            conversation,
            heartbeat,
            pace,
            stream: None,
            caught_up: false,
            typing: false,
            running: false,
            draining: false,
            held: false,
            pending: None,
            coming: None,
            working: None,
            _open: Open::new(),
            _seat: seat,
        }
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, Over> {
        let lifecycle = self.gateway.lifecycle.clone();
        // Made once: it listens on a list that all sockets share.
        let mut draining = std::pin::pin!(lifecycle.draining().cancelled());
        let mut deadline = std::pin::pin!(tokio::time::sleep_until(self.heartbeat.deadline()));
        loop {
            if deadline.deadline() != self.heartbeat.deadline() {
                deadline.as_mut().reset(self.heartbeat.deadline());
            }
            tokio::select! {
                () = &mut draining, if !self.draining => self.drain().await?,
                answer = pending(&mut self.pending) => {
                    self.pending = None;
                    if let Some(frame) = answer? {
                        self.answer(frame).await?;
                    }
                    self.leave()?;
                }
                answer = pending(&mut self.working) => {
                    self.working = None;
                    self.conversation.picture_done();
                    if let Some(frame) = answer? {
                        self.answer(frame).await?;
                    }
                    self.leave()?;
                }
                () = stalled(&mut self.coming) => {
                    if let Some(frame) = self.let_go(conversation::incomplete) {
                        self.answer(frame).await?;
                    }
                }
                delivery = next(&mut self.stream) => self.deliver(delivery).await?,
                inbound = self.pipe.read(), if self.pending.is_none() => {
                    self.heartbeat.heard(Instant::now());
                    self.on(inbound).await?;
                }
                () = &mut deadline => match self.heartbeat.beat(Instant::now()) {
                    Beat::Ping => self.ping().await?,
                    Beat::Close(close) => return Err(close.into()),
                },
            }
        }
    }

    // What the loop awaits is on the heap for its time only, so that a socket that waits keeps what it waits for and
    // no more: hence the functions that only box.

    fn on(&mut self, inbound: Inbound) -> BoxFuture<'_, Result<(), Over>> {
        Box::pin(self.on_in_place(inbound))
    }

    fn deliver(&mut self, delivery: Result<Delivery, StoreError>) -> BoxFuture<'_, Result<(), Over>> {
        Box::pin(self.deliver_in_place(delivery))
    }

    fn drain(&mut self) -> BoxFuture<'_, Result<(), Over>> {
        Box::pin(self.drain_in_place())
    }

    fn ping(&mut self) -> BoxFuture<'_, Result<(), Over>> {
        Box::pin(async { self.pipe.ping().await.map_err(|unwritten| self.unwritten(&unwritten)) })
    }

    fn answer(&mut self, frame: Bytes) -> BoxFuture<'_, Result<(), Over>> {
        Box::pin(self.write(vec![frame]))
    }

    async fn on_in_place(&mut self, inbound: Inbound) -> Result<(), Over> {
        if let Inbound::Fragments(count) = inbound {
            return self.pace.as_mut().map_or(Ok(()), |pace| pace.count(count)).map_err(Over::from);
        }
        let counts = match &inbound {
            Inbound::Gone | Inbound::Bad | Inbound::NoRoom | Inbound::Fragments(_) => false,
            Inbound::Binary(bytes) => !self.conversation.is_fair_piece(bytes.len()),
            Inbound::Text(_) | Inbound::Life => true,
        };
        if counts && let Some(retry_after) = self.pace.as_mut().map_or(Ok(None), Pace::check)? {
            if matches!(inbound, Inbound::Life) {
                // Nobody waits for an answer to a ping or pong of the transport.
                return Ok(());
            }
            if matches!(inbound, Inbound::Binary(_)) {
                // Its bytes are thrown away with all that follow of them; without an announcement, they close.
                if let Some(frame) = self.let_go(conversation::crumbs) {
                    self.write(vec![frame]).await?;
                }
            } else {
                let retry_after_ms = u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX).max(1);
                return self.write(vec![Conversation::too_fast(&inbound, retry_after_ms)]).await;
            }
        }
        match self.conversation.on(inbound).ok_or(Over::Gone)? {
            Action::Nothing => Ok(()),
            Action::Say(frame) => self.write(vec![frame]).await,
            Action::Join(start, reason) => self.join(start, reason).await,
            Action::Accept(message) => {
                self.pending = Some(self.accept(message));
                Ok(())
            }
            Action::Cancel(turn) => {
                self.pending = Some(self.cancel(turn));
                Ok(())
            }
            Action::Signal(on) => {
                self.typing = on;
                self.gateway.log.signal(self.session, Signal::Typing { who: self.id, on });
                Ok(())
            }
            Action::Receive(image) => self.receive(image).await,
            Action::Take(bytes, last) => self.take(&bytes, last).await,
            Action::Close(close) => Err(close.into()),
        }
    }

    /// Makes room for a picture, if there is any.
    async fn receive(&mut self, image: Image) -> Result<(), Over> {
        let Image { client_msg_id, kind, size } = image;
        match self.gateway.photos.arrive(Some(size), self.owner, self.network) {
            Ok(arrival) => {
                self.coming = Some(Box::new(Coming::new(arrival, client_msg_id, kind, size)));
                Ok(())
            }
            Err(refusal) => {
                self.conversation.refuse_picture();
                self.write(vec![conversation::refused(&client_msg_id, &refusal)]).await
            }
        }
    }

    async fn take(&mut self, bytes: &[u8], last: bool) -> Result<(), Over> {
        let Some(coming) = &mut self.coming else { return Ok(()) };
        // They are no more than were announced, and that was no more than may come.
        if let Err(refusal) = coming.arrival.push(bytes) {
            let frame = self.let_go(|client_msg_id| conversation::refused(client_msg_id, &refusal));
            return self.write(frame.into_iter().collect()).await;
        }
        let progress = coming.progress();
        if last && let Some(coming) = self.coming.take() {
            self.working = Some(self.keep(*coming));
        }
        self.write(progress.into_iter().collect()).await
    }

    fn keep(&self, coming: Coming) -> BoxFuture<'static, Answer> {
        let (gateway, session) = (self.gateway.clone(), self.session);
        let Coming { arrival, client_msg_id, kind, .. } = coming;
        Box::pin(async move {
            let kept = intake::keep(&gateway, session, kind, arrival).await;
            if let Err(error @ NotKept::Photos(_)) = &kept {
                tracing::error!(%error, session = %session.hashed(), "a picture cannot be kept");
            }
            conversation::kept(session, &client_msg_id, kept).map(Some)
        })
    }

    /// Gives up on the picture that is coming; what to say about it.
    fn let_go(&mut self, say: impl FnOnce(&ClientMsgId) -> Bytes) -> Option<Bytes> {
        let coming = self.coming.take()?;
        self.conversation.refuse_picture();
        Some(say(&coming.client_msg_id))
    }

    async fn join(&mut self, start: Start, bad_id: Option<SnapshotReason>) -> Result<(), Over> {
        let opened = opening::open(&self.gateway, self.session, start).await;
        let (subscription, snapshot) = opened.map_err(|error| self.lost(&error))?;
        let (resumed, reason, head) = match subscription.opening {
            Opening::Tail { head, running } => {
                self.running = running;
                (Resumed::Tail, None, head)
            }
            Opening::Snapshot { reason, snapshot } => {
                self.running = snapshot.running.is_some();
                let reason = reason.or(bad_id);
                let resumed = if reason.is_some() { Resumed::Snapshot } else { Resumed::Fresh };
                (resumed, reason, snapshot.head)
            }
        };
        let settings = &self.gateway.settings;
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let welcome = ControlFrame::Welcome(Welcome {
            protocol: 1,
            session_id: Shown(self.session),
            connection_id: Shown(self.id),
            caller: CallerObject::guest(self.owns),
            resumed,
            reason: reason.map(Into::into),
            head_id: Shown(head),
            ping_interval_ms: millis(settings.ping_interval),
            limits: Limits { frame_bytes: settings.frame_bytes as u64, image_bytes: self.gateway.photos.limits.bytes },
            reconnect: Reconnect { min_ms: millis(settings.reconnect_min), max_ms: millis(settings.reconnect_max) },
        });
        self.stream = Some(subscription.stream);
        self.heartbeat.joined(Instant::now(), rand::random());
        let mut frames = vec![welcome.encode()];
        frames.extend(snapshot);
        // Twice: a frame that is being written is there once more.
        let bytes = 2 * frames.iter().map(Bytes::len).sum::<usize>();
        let lease = self.gateway.unread.lease(self.network, bytes).map_err(|_| Close::TooManyRequests)?;
        let written = self.write(frames).await;
        drop(lease);
        written
    }

    async fn deliver_in_place(&mut self, delivery: Result<Delivery, StoreError>) -> Result<(), Over> {
        match delivery.map_err(|error| self.lost(&error))? {
            Delivery::Deleted => Err(Close::SessionDeleted.into()),
            // The client comes back with its last id, and gets a snapshot.
            Delivery::Gap => Err(Close::SlowConsumer.into()),
            Delivery::Diverged => Err(Close::Diverged.into()),
            Delivery::Signal(Signal::Typing { who, .. }) if who == self.id => Ok(()),
            Delivery::Signal(Signal::Typing { who, on }) => {
                self.write(vec![ControlFrame::Typing { who: Shown(who), on }.encode()]).await
            }
            // Once is enough, until the turn goes on.
            Delivery::Signal(Signal::Held(_)) if self.held => Ok(()),
            Delivery::Signal(Signal::Held(held)) => {
                self.held = true;
                self.write(vec![turn_held(held)]).await
            }
            Delivery::Events(events) => self.deliver_events(events).await,
        }
    }

    async fn deliver_events(&mut self, events: Vec<Arc<Logged>>) -> Result<(), Over> {
        let session = self.session;
        let (mut frames, mut running, mut alone) = (Vec::with_capacity(events.len()), self.running, 0);
        for logged in &events {
            let frame = self.gateway.frame(session, logged);
            alone += if is_alone(logged) { frame.len() } else { 0 };
            frames.push(frame);
            match logged.event {
                Event::RunStarted | Event::TurnRestarted { .. } => running = true,
                ref event if event.ends_turn() => running = false,
                _ => {}
            }
        }
        // What others do not need is in memory once while the client takes it, and counts.
        drop(events);
        let lease = (alone > LONG).then(|| self.gateway.unread.lease(self.network, alone)).transpose();
        let lease = lease.map_err(|_| Close::TooManyRequests)?;
        self.write(frames).await?;
        drop(lease);
        (self.running, self.held) = (running, false);
        self.leave()?;
        let lag = self.lag();
        if lag > self.gateway.settings.lag_events && self.caught_up {
            return Err(Close::SlowConsumer.into());
        }
        self.caught_up |= lag == 0;
        Ok(())
    }

    /// Says goodbye; stays for as long as there is something to say, see [`Connection::leave`].
    async fn drain_in_place(&mut self) -> Result<(), Over> {
        self.draining = true;
        self.conversation.drain();
        let retry_after_ms = rand::random_range(0..SPREAD_MS);
        self.write(vec![ControlFrame::Goodbye { retry_after_ms }.encode()]).await?;
        self.leave()
    }

    /// Ends a socket that drains, unless there is something to say: what a store is still working on is answered first,
    /// so is a picture that has come, and a running turn is heard to its end. A picture that is coming is sent again
    /// after the reconnect.
    const fn leave(&self) -> Result<(), Over> {
        if self.draining && !self.running && self.pending.is_none() && self.working.is_none() {
            return Err(Over::Close(Close::Shutdown));
        }
        Ok(())
    }

    fn accept(&self, message: NewMessage) -> BoxFuture<'static, Answer> {
        let (log, session) = (Arc::clone(&self.gateway.log), self.session);
        Box::pin(async move {
            let client_msg_id = message.client_msg_id.clone();
            let accepting = tokio::time::timeout(STORE_PATIENCE, log.accept(session, message));
            let outcome = accepting.await.unwrap_or_else(|_| Err(slow().into()));
            conversation::accepted(&client_msg_id, outcome).map(Some)
        })
    }

    fn cancel(&self, turn: Option<TurnId>) -> BoxFuture<'static, Answer> {
        let (turns, session) = (Arc::clone(&self.gateway.turns), self.session);
        Box::pin(async move {
            let cancelling = tokio::time::timeout(STORE_PATIENCE, turns.cancel(session, turn));
            conversation::cancelled(cancelling.await.unwrap_or_else(|_| Err(slow())))
        })
    }

    async fn write(&mut self, frames: Vec<Bytes>) -> Result<(), Over> {
        self.pipe.write(frames).await.map_err(|unwritten| self.unwritten(&unwritten))
    }

    fn unwritten(&self, unwritten: &Unwritten) -> Over {
        match unwritten {
            Unwritten::Gone => Over::Gone,
            Unwritten::TimedOut if self.lag() > self.gateway.settings.lag_events => Close::SlowConsumer.into(),
            Unwritten::TimedOut => Close::WriteTimeout.into(),
        }
    }

    fn lag(&self) -> u64 {
        self.stream.as_ref().map_or(0, |stream| stream.lag())
    }

    /// The session cannot be followed.
    fn lost(&self, error: &StoreError) -> Over {
        match error {
            StoreError::NoSession => Close::SessionDeleted.into(),
            error => {
                tracing::error!(
                    %error,
                    session = %self.session.hashed(),
                    connection = %self.id,
                    "a session cannot be read"
                );
                Close::Internal.into()
            }
        }
    }
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        if self.typing {
            self.gateway.log.signal(self.session, Signal::Typing { who: self.id, on: false });
        }
    }
}

fn slow() -> StoreError {
    StoreError::Unavailable("it took too long; send it again with the same id".into())
}

/// The outcome of what is pending; waits for ever when nothing is.
async fn pending(pending: &mut Option<BoxFuture<'static, Answer>>) -> Answer {
    match pending {
        Some(pending) => pending.await,
        None => std::future::pending().await,
    }
}

/// What comes next in the session; waits for ever before the client has joined.
async fn next(stream: &mut Option<Box<dyn EventStream>>) -> Result<Delivery, StoreError> {
    match stream {
        Some(stream) => stream.next().await,
        None => std::future::pending().await,
    }
}

/// Counts a socket as open while it lives.
struct Open;

impl Open {
    fn new() -> Self {
        metrics::gauge!(names::SOCKETS).increment(1);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!(names::SOCKETS).decrement(1);
    }
}
