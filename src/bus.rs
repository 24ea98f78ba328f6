//! The bus: where gateways and agent workers meet. An ordered log of events per session, and a queue of turns.
//!
//! Writes that must hold together are one call, because a crash between two calls could be seen: a message is
//! accepted together with its event and its turn, and a turn's last event is appended together with the replies
//! it leaves in the history and the settling of the turn. docs/adr/0002-atomic-writes.md tells why.

#[cfg(test)]
pub mod conformance;

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use crate::domain::{
    Change, Choice, ClientMsgId, ConnectionId, Event, EventId, Job, Message, MessageId, Patch, Photo, PhotoId,
    SessionId, State, Tag, TurnId, UnixMillis, UtcOffset,
};

/// The ordered log of each session's events, and the calls that write it.
///
/// Guarantees of every backend:
/// - `seq` counts 1, 2, 3 ... per session without holes, and all subscribers see the same events in that order.
/// - [`EventLog::accept`], [`EventLog::accept_job`], [`EventLog::update`], [`EventLog::add_photo`] and a batch that [must be committed](Batch::must_commit) are atomic and
///   durable when they return `Ok`; no subscriber sees their events before that.
/// - Any other batch is seen at once and becomes durable soon after. If the process dies before that, the lost numbers
///   are given out again under another [`Tag`], so that a reader who saw them can tell.
/// - `accept`, `accept_job`, `update` and `add_photo` may be repeated after an error of unknown outcome without a second effect.
/// - A call whose future is dropped has either no effect or its whole effect.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// Stores a person's message, logs it, and queues the turn that will answer it; once per `client_msg_id` for the
    /// life of the session.
    async fn accept(&self, session: SessionId, message: NewMessage) -> Result<Accepted, AcceptError>;

    /// Logs a job and queues the turn in which it is done, behind those that wait. The same job that waits or runs
    /// already is the answer instead.
    async fn accept_job(&self, session: SessionId, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError>;

    /// Appends what a running turn produced: a batch with the number after the last one's; one with an earlier number
    /// is there already and has no second effect. Refused with [`StoreError::Fenced`] when the claim is no longer the
    /// newest one of its turn, when the turn is settled, or when batches before this one were lost; and once the turn
    /// is cancelled, for what is said and for changes of the state that do not settle it.
    async fn append(&self, fence: &Fence, batch: Batch) -> Result<EventId, StoreError>;

    /// Changes the state outside a turn, if it still is at `version`; logs the change if there is a patch for readers.
    /// `Ok(false)` when the state has moved on: read it again.
    async fn update(
        &self,
        session: SessionId,
        version: u64,
        change: Change,
        patch: Option<Patch>,
    ) -> Result<bool, StoreError>;

    /// Puts a picture that is stored among those of the session, and tells of it: with [`Event::ImageReady`], and with
    /// a change of the state if there is a patch for readers. A picture that is already in its place has no second effect.
    async fn add_photo(&self, session: SessionId, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError>;

    /// Everything after `start`, then whatever comes, without a gap and without a repetition.
    async fn subscribe(&self, session: SessionId, start: Start) -> Result<Subscription, StoreError>;

    /// Tells the session's subscribers. Never stored; may be missed.
    fn signal(&self, session: SessionId, signal: Signal);

    /// Whether the store can be read, and whether it takes writes: commits an empty one.
    async fn ping(&self) -> Result<Writes, StoreError>;
}

/// The turns waiting to be run.
///
/// Guarantees of every backend: one turn per session at a time, in the order accepted; each turn is handed out until
/// it is settled by a batch with [`Batch::settle`]; a claim that is dropped unsettled is handed out again.
#[async_trait]
pub trait TurnQueue: Send + Sync {
    /// Waits for a turn to run. Cancel-safe: a claim is either returned or left for others.
    async fn claim(&self) -> Claim;

    /// Asks for a turn to be cancelled: the named one, or else the one that is running (or next to run).
    /// It ends with its own last event, soon after; a turn still waiting ends when its place in the order comes.
    /// From the moment this returns, no more of its text is appended.
    async fn cancel(&self, session: SessionId, turn: Option<TurnId>) -> Result<Cancel, StoreError>;
}

/// A message to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    pub client_msg_id: ClientMsgId,
    pub text: String,
    /// Pictures that go with it; each was [added](EventLog::add_photo) to the session as an attachment.
    pub attachments: Vec<PhotoId>,
    pub busy: Busy,
    /// The clock of the place where it was said.
    pub utc_offset: Option<UtcOffset>,
}

impl NewMessage {
    /// Whether `stored` says the same: the same text with the same pictures.
    #[must_use]
    pub fn is_said_by(&self, stored: &Message) -> bool {
        self.text == stored.text && stored.attachments.iter().map(|photo| &photo.id).eq(&self.attachments)
    }
}

/// Attachments of one session, at most.
pub const MOST_ATTACHMENTS: usize = 200;

/// Why a picture was not added to a session.
#[derive(Debug, thiserror::Error)]
pub enum AddPhotoError {
    /// The session has [`MOST_ATTACHMENTS`].
    #[error("the session has as many attachments as it may have")]
    Full,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What to do with a message while a turn is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Busy {
    /// Its turn waits for its place.
    #[default]
    Queue,
    /// Refuse the message.
    Reject,
    /// Cancel the running turn; the new one waits for its place.
    Interrupt,
}

/// A message is stored and its turn queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// The id of the message's event.
    pub id: EventId,
    pub message_id: MessageId,
    pub turn: TurnId,
    /// Turns ahead of this one; 0 for a duplicate whose turn has ended.
    pub queued: usize,
    /// The message had been accepted before; nothing was written now.
    pub duplicate: bool,
}

/// A job is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedJob {
    /// The id of the event that tells of it.
    pub id: EventId,
    pub turn: TurnId,
    /// Turns ahead of this one.
    pub queued: usize,
    /// It waited or ran before; nothing was written now.
    pub duplicate: bool,
}

/// Why a message or a job was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The `client_msg_id` names a message with another text or other attachments.
    #[error("this client_msg_id was used for another message")]
    Conflict,
    /// The session has no attachment of that id.
    #[error("this session has no attachment {0}: upload it first")]
    UnknownPhoto(PhotoId),
    /// `busy: reject`, and a turn is running or waiting.
    #[error("a turn is running")]
    Busy,
    /// The session has as many waiting turns as it may have.
    #[error("too many messages are waiting for an answer")]
    QueueFull,
    /// The session has as many messages as it may have.
    #[error("the session is full: it takes no more messages")]
    SessionFull,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Events of one turn to append, with what belongs to them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// Counts the batches of a claim: 1, 2, 3 ...
    pub number: u32,
    pub events: Vec<Event>,
    /// A change of the state that these events show.
    pub state: Option<Change>,
    /// Replies to keep in the history.
    pub messages: Vec<Message>,
    /// The last event ends the turn: it will not be handed out again. Only such a batch may queue a job.
    pub settle: bool,
}

impl Batch {
    /// Whether the batch changes more than the text on its way to a final message.
    #[must_use]
    pub const fn must_commit(&self) -> bool {
        self.settle || self.state.is_some() || !self.messages.is_empty()
    }

    /// The job that the batch queues, and which of the events tells of it: a turn may leave one to be done after it.
    #[must_use]
    pub fn job(&self) -> Option<(usize, TurnId, Job)> {
        self.events.iter().enumerate().find_map(|(index, event)| match event {
            Event::JobQueued { turn, job } => Some((index, *turn, job.clone())),
            _ => None,
        })
    }
}

/// The right to write for a turn: belongs to the newest claim of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    pub session: SessionId,
    pub turn: TurnId,
    /// Grows with every claim of the turn.
    pub attempt: u32,
    /// Tells claims apart whose attempts have the same number, and marks their texts; see [`MessageId::of_agent`].
    pub tag: Tag,
}

/// A turn to run now.
#[derive(Debug)]
pub struct Claim {
    pub fence: Fence,
    pub input: Input,
    /// The state when the turn was first taken up, with the pictures of now: they are not taken back.
    pub state: State,
    /// The state as the store has it, where an earlier attempt at the turn has changed it.
    pub stored: Option<Box<State>>,
    /// What an earlier attempt left behind, if one got as far as `RUN_STARTED`.
    pub earlier: Option<Earlier>,
    /// Fires when somebody cancels the turn.
    pub cancelled: CancellationToken,
    /// Fires when the turn is known to belong to another claim.
    pub lost: CancellationToken,
    /// Hands the turn out again when it is dropped unsettled.
    pub release: Release,
}

/// What a turn is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The message to answer.
    Message(Message),
    /// What is to be done.
    Job(Job),
}

/// The traces of an attempt that did not end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Messages it began, to be discarded.
    pub begun: Vec<MessageId>,
    /// Those of them that it did not end: they are ended before.
    pub open: Vec<MessageId>,
    /// Steps it began and did not finish: they go on.
    pub steps: Vec<String>,
}

impl From<&Running> for Earlier {
    fn from(running: &Running) -> Self {
        let begun = running.messages.iter().map(|speech| speech.message_id).collect();
        let open = running.messages.iter().filter(|speech| !speech.ended).map(|speech| speech.message_id).collect();
        Self { begun, open, steps: running.steps.clone() }
    }
}

/// Runs the backend's hand-back when dropped.
pub struct Release(Option<Box<dyn FnOnce() + Send + Sync>>);

impl Release {
    /// Calls `hand_back` when the value is dropped.
    #[must_use]
    pub fn new(hand_back: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(hand_back)))
    }

    /// Does not hand the turn back: it stays claimed until the next start.
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Release {
    fn drop(&mut self) {
        if let Some(hand_back) = self.0.take() {
            hand_back();
        }
    }
}

impl std::fmt::Debug for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Release")
    }
}

/// What became of the wish to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// The turn will end as cancelled (if it does not end by itself first).
    Asked(TurnId),
    /// No such turn is running or waiting.
    NoTurn,
}

/// Where a subscription starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// After this event.
    After(EventId),
    /// With a snapshot of what there is.
    Snapshot,
}

/// A subscriber's place in a session.
pub struct Subscription {
    pub opening: Opening,
    pub stream: Box<dyn EventStream>,
}

/// How a subscription begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// The stream goes on right after the asked-for event. `running`: a turn had started and not ended at `head`.
    Tail { head: EventId, running: bool },
    /// The stream goes on after `snapshot.head`. `reason` says why not after the asked-for event.
    Snapshot { reason: Option<SnapshotReason>, snapshot: Box<Snapshot> },
}

/// Why a reader gets a snapshot although it named an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotReason {
    /// The log no longer goes back that far.
    Trimmed,
    /// The event belongs to a history that was lost.
    Diverged,
    /// There never was such an event.
    UnknownId,
}

/// A session at one moment: all of it is as of `head`, but for the messages, which are read from the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    pub head: EventId,
    pub state: State,
    pub running: Option<Running>,
}

/// A turn that has started and not ended, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub turn: TurnId,
    pub messages: Vec<Speech>,
    /// Steps that have begun and not finished.
    pub steps: Vec<String>,
}

/// What an agent has said so far in a running turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    pub message_id: MessageId,
    pub name: String,
    pub text: String,
    /// Pictures that go with it.
    pub attachments: Vec<Photo>,
    /// Answers that are offered with it.
    pub choices: Vec<Choice>,
    pub ended: bool,
}

/// A live view of a session's log. It holds a place, not a buffer: a reader that is slow costs nothing.
#[async_trait]
pub trait EventStream: Send {
    /// What came next, waiting for it if need be. Cancel-safe: nothing is lost when the future is dropped.
    async fn next(&mut self) -> Result<Delivery, StoreError>;

    /// How many events are logged that [`EventStream::next`] has not given yet.
    fn lag(&self) -> u64;
}

/// What a subscriber receives.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// One or more events in order, directly after the ones before.
    Events(Vec<Arc<Logged>>),
    /// Something that is not stored.
    Signal(Signal),
    /// The next event is no longer there to be read: subscribe again.
    Gap,
    /// Events that were given are lost, and the log goes on without them: subscribe again.
    Diverged,
    /// The session was deleted.
    Deleted,
}

/// What is told and not stored; no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Somebody types, or no more.
    Typing { who: ConnectionId, on: bool },
    /// The store takes nothing of the running turn for now; it is tried again.
    Held(Held),
}

/// Why the store takes nothing of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Full,
    Unavailable,
}

impl From<&StoreError> for Held {
    fn from(error: &StoreError) -> Self {
        if matches!(error, StoreError::Full(_)) { Self::Full } else { Self::Unavailable }
    }
}

/// An event in its place.
#[derive(Debug)]
pub struct Logged {
    pub id: EventId,
    pub turn: Option<TurnId>,
    pub at: UnixMillis,
    pub event: Event,
    encoded: OnceLock<Bytes>,
}

impl Logged {
    /// An event with its place.
    #[must_use]
    pub const fn new(id: EventId, turn: Option<TurnId>, at: UnixMillis, event: Event) -> Self {
        Self { id, turn, at, event, encoded: OnceLock::new() }
    }

    /// The wire form, made by the first of the process's readers and shared by all: one frame for all sockets.
    pub fn encoded(&self, encode: impl FnOnce(&Self) -> Bytes) -> Bytes {
        self.encoded.get_or_init(|| encode(self)).clone()
    }
}

/// Whether a store that can be read takes writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writes {
    Taken,
    /// Not for now, and why.
    Refused(Arc<str>),
}

/// A store could not do what it was asked. Nothing was written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Not (or no longer) a session.
    #[error("no such session")]
    NoSession,
    /// The writer's claim is no longer the newest.
    #[error("the turn belongs to a newer claim")]
    Fenced,
    /// The disk or the quota is full. Temporary: try again.
    #[error("the store is full: {0}")]
    Full(Arc<str>),
    /// The store cannot be reached or is recovering. Temporary: try again.
    #[error("the store is unavailable: {0}")]
    Unavailable(Arc<str>),
    /// The store can be read and takes no writes. Temporary: try again.
    #[error("the store takes no writes, what is in it can be read: {0}")]
    OnlyRead(Arc<str>),
    /// What is stored cannot be read. An operator must look.
    #[error("the store is damaged: {0}")]
    Damaged(Arc<str>),
}

impl StoreError {
    /// Whether trying again later may help.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Full(_) | Self::Unavailable(_) | Self::OnlyRead(_))
    }
}

/// What a reader knows of the running turn after one more event.
pub fn fold(running: &mut Option<Box<Running>>, logged: &Logged) {
    if let (Event::RunStarted, Some(turn)) = (&logged.event, logged.turn) {
        *running = Some(Box::new(Running { turn, messages: Vec::new(), steps: Vec::new() }));
        return;
    }
    if logged.event.ends_turn() {
        *running = None;
        return;
    }
    let Some(running) = running else { return };
    match &logged.event {
        Event::MessageStart { message_id, name } => running.messages.push(Speech {
            message_id: *message_id,
            name: name.clone(),
            text: String::new(),
            attachments: Vec::new(),
            choices: Vec::new(),
            ended: false,
        }),
        Event::MessageContent { message_id, delta } => {
            if let Some(speech) = running.messages.iter_mut().rfind(|speech| speech.message_id == *message_id) {
                speech.text.push_str(delta);
            }
        }
        Event::MessageEnd { message_id } => {
            if let Some(speech) = running.messages.iter_mut().rfind(|speech| speech.message_id == *message_id) {
                speech.ended = true;
            }
        }
        Event::ImageReady { photo, message_id: Some(message_id), .. } => {
            if let Some(speech) = running.messages.iter_mut().rfind(|speech| speech.message_id == *message_id) {
                speech.attachments.push(*photo);
            }
        }
        Event::ChoicesOffered { message_id, choices } => {
            if let Some(speech) = running.messages.iter_mut().rfind(|speech| speech.message_id == *message_id) {
                speech.choices.clone_from(choices);
            }
        }
        Event::StepStarted { name } => running.steps.push(name.clone()),
        Event::StepFinished { name } => running.steps.retain(|step| step != name),
        Event::TurnRestarted { discarded, .. } => {
            running.messages.retain(|speech| !discarded.contains(&speech.message_id));
        }
        _ => {}
    }
}
