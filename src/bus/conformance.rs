//! What every backend of the bus must do: one case for each guarantee of [`EventLog`] and [`TurnQueue`].
//!
//! `bus_conformance!(factory)` makes a test of every case. A backend is made by a [`Factory`], anew for each case.
#![expect(clippy::missing_panics_doc, clippy::must_use_candidate, reason = "a case that fails panics")]

pub mod accepting;
pub mod following;
pub mod jobs;
pub mod model;
pub mod photos;
pub mod turns;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;

use super::{
    AcceptError, Accepted, Batch, Busy, Claim, Delivery, EventLog, EventStream, Fence, Input, Logged, NewMessage,
    Start, StoreError, TurnQueue,
};
use crate::domain::{
    Author, Change, Event, EventId, Message, MessageId, MessageStatus, Outcome, OwnerId, Phase, SessionId,
    SessionState, State, StateUpdate, TurnId, UnixMillis,
};
use crate::record::parts::{self, change};
use crate::record::v1::first;
use crate::sessions::{PageLimit, SessionStore};

/// Events that the backends under test keep per session, at least.
pub const KEPT: u64 = 64;
/// Turns that may wait behind the running one.
pub const QUEUED: usize = 8;
/// Messages of one session, at most.
pub const MESSAGES: u64 = 1200;
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything a backend is.
pub trait Backend: EventLog + TurnQueue + SessionStore {}

impl<T: EventLog + TurnQueue + SessionStore> Backend for T {}

/// Makes a backend, and ends its process in one way or the other. At most one backend is in use at a time.
#[async_trait]
pub trait Factory: Send + Sync {
    /// The backend; after an orderly end of the one before, if there was one.
    async fn open(&self) -> Arc<dyn Backend>;

    /// The backend after the process of the one before has been killed at this moment.
    async fn open_after_kill(&self) -> Arc<dyn Backend>;
}

/// A test of every case of this suite.
#[macro_export]
macro_rules! bus_conformance {
    ($factory:expr) => {
        $crate::bus_conformance! { @all @tests $factory }
    };
    (@all @$form:ident $factory:expr) => {
        $crate::bus_conformance! { @$form $factory;
            accepting: concurrent_writers_leave_no_hole, a_repeated_message_is_known, another_text_is_a_conflict,
                the_same_message_at_once_is_accepted_once, busy_is_heeded, a_full_queue_refuses,
                a_full_session_refuses,
                an_interrupted_turn_stays_interrupted, a_dropped_accept_can_be_repeated,
                an_accepted_message_survives_a_kill, what_is_no_session_takes_nothing;
            turns: one_turn_at_a_time_in_order, a_dropped_claim_is_handed_out_again, a_repeated_batch_has_no_second_effect, an_older_claim_is_refused,
                a_dropped_wait_takes_nothing, every_waiting_worker_gets_a_turn, a_turn_can_be_cancelled, a_cancelled_turn_says_no_more,
                a_wish_to_cancel_survives, a_turn_is_run_again_from_where_it_began, waiting_turns_survive_in_order,
                a_family_is_kept, a_long_turn_is_known_to_have_begun, an_ended_turn_stays_ended;
            following: readers_see_the_same, text_is_seen_at_once, a_lost_tail_is_told, other_ids_are_told,
                old_events_are_let_go, a_reader_that_sleeps_is_told_of_the_gap, a_snapshot_tells_what_runs,
                a_snapshot_is_as_of_its_head, an_update_needs_the_version, signals_reach_readers_once, a_dropped_read_loses_nothing,
                a_deleted_session_ends_everything, nothing_of_a_deleted_session_comes_back;
            photos: a_picture_is_added_once, an_attachment_goes_with_a_message, an_unknown_attachment_is_refused,
                a_session_has_so_many_attachments, a_picture_of_a_turn_comes_with_its_events,
                pictures_do_not_undo_one_another, a_picture_and_what_is_kept_come_of_an_agent_elsewhere, steps_are_told;
            jobs: a_job_is_queued_once, a_job_waits_for_its_place, a_job_survives_a_kill, a_turn_leaves_a_job,
                a_job_can_be_cancelled, a_full_queue_refuses_a_job, a_job_of_no_session_is_refused;
            model: random_operations_agree_with_a_model;
        }
    };
    (@tests $factory:expr; $($module:ident: $($case:ident),+;)+) => {
        $(mod $module {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                $crate::bus::conformance::$module::$case(&$factory).await;
            })+
        })+
    };
    (@in_turn $factory:expr; $($module:ident: $($case:ident),+;)+) => {
        $($({
            let factory = $factory;
            $crate::bus::conformance::$module::$case(&factory).await;
        })+)+
    };
}

/// Every case of this suite, one after the other: where a server is slow to start. `$factory` is made for each.
#[macro_export]
macro_rules! bus_conformance_in_turn {
    ($factory:expr) => {
        $crate::bus_conformance! { @all @in_turn $factory }
    };
}

/// What `work` gives; fails when it takes too long.
pub async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it took too long")
}

/// After how many polls a future is dropped, where every moment is to be tried.
const POLLS: [usize; 14] = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

/// Polls the future again and again, and drops it after so many times; what it gave, if it had ended by then.
pub async fn dropped_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    })
    .await
}

pub async fn session(store: &dyn Backend) -> SessionId {
    store.create(OwnerId::random(), first()).await.unwrap().id
}

pub async fn say(store: &dyn Backend, session: SessionId, name: &str, busy: Busy) -> Result<Accepted, AcceptError> {
    say_text(store, session, name, &format!("text of {name}"), busy).await
}

pub async fn say_text(
    store: &dyn Backend,
    session: SessionId,
    name: &str,
    text: &str,
    busy: Busy,
) -> Result<Accepted, AcceptError> {
    in_time(store.accept(session, message(name, text, busy))).await
}

/// A message without attachments.
pub fn message(name: &str, text: &str, busy: Busy) -> NewMessage {
    NewMessage {
        client_msg_id: name.parse().unwrap(),
        text: text.into(),
        attachments: Vec::new(),
        busy,
        utc_offset: None,
    }
}

pub async fn queue(store: &dyn Backend, session: SessionId, name: &str) -> Accepted {
    say(store, session, name, Busy::Queue).await.unwrap()
}

/// What the state of a session says.
pub fn read(state: &State) -> SessionState {
    parts::read(state).unwrap()
}

/// A change of the phase.
pub fn phase(phase: Phase) -> Change {
    change(&StateUpdate { phase: Some(phase), ..StateUpdate::default() })
}

pub async fn claim(store: &dyn Backend) -> Claim {
    in_time(store.claim()).await
}

/// Batches appended, by claim: what a worker counts for itself.
static APPENDED: Mutex<BTreeMap<(SessionId, TurnId, u32, u32), u32>> = Mutex::new(BTreeMap::new());

pub async fn append(store: &dyn Backend, claim: &Claim, batch: Batch) -> Result<EventId, StoreError> {
    let Fence { session, turn, attempt, tag } = claim.fence;
    let key = (session, turn, attempt, tag.get());
    let number = 1 + APPENDED.lock().unwrap().get(&key).copied().unwrap_or_default();
    let id = in_time(store.append(&claim.fence, Batch { number, ..batch })).await?;
    APPENDED.lock().unwrap().insert(key, number);
    Ok(id)
}

pub fn speech(claim: &Claim) -> MessageId {
    MessageId::of_agent(claim.fence.session, claim.fence.turn, claim.fence.tag, claim.fence.attempt, 0)
}

pub fn events(events: Vec<Event>) -> Batch {
    Batch { events, ..Batch::default() }
}

/// The turn starts, and its agent says a first word.
pub fn opening(claim: &Claim) -> Batch {
    let message_id = speech(claim);
    events(vec![Event::RunStarted, Event::MessageStart { message_id, name: "A".into() }, content(claim, "so ")])
}

pub fn content(claim: &Claim, delta: &str) -> Event {
    Event::MessageContent { message_id: speech(claim), delta: delta.into() }
}

pub fn word(claim: &Claim, delta: &str) -> Batch {
    events(vec![content(claim, delta)])
}

/// The message that the turn answers.
pub fn said(claim: &Claim) -> &Message {
    match &claim.input {
        Input::Message(message) => message,
        Input::Job(job) => panic!("{job} instead of a message"),
    }
}

pub fn reply(claim: &Claim, text: &str) -> Message {
    Message {
        id: speech(claim),
        at: UnixMillis(1_795_456_647_990),
        utc_offset: None,
        author: Author::Agent { name: "A".into() },
        text: text.into(),
        attachments: Vec::new(),
        choices: Vec::new(),
        turn: claim.fence.turn,
        status: MessageStatus::Complete,
    }
}

/// The turn ends, and leaves a reply.
pub fn ending(claim: &Claim, text: &str) -> Batch {
    Batch {
        events: vec![
            Event::MessageEnd { message_id: speech(claim) },
            Event::RunFinished { outcome: Outcome::Success, usage: None },
        ],
        messages: vec![reply(claim, text)],
        settle: true,
        ..Batch::default()
    }
}

/// Runs the next turn from its start to its end.
pub async fn run_turn(store: &dyn Backend) -> Claim {
    let claim = claim(store).await;
    append(store, &claim, opening(&claim)).await.unwrap();
    append(store, &claim, ending(&claim, "so ")).await.unwrap();
    claim
}

/// The events up to number `last`, as a reader gets them; checks that there is no hole.
pub async fn read_to(stream: &mut dyn EventStream, mut after: u64, last: u64) -> Vec<Arc<Logged>> {
    let mut read = Vec::new();
    while after < last {
        match in_time(stream.next()).await.unwrap() {
            Delivery::Events(events) => {
                for logged in events {
                    assert_eq!(logged.id.seq, after + 1, "a hole or a repetition");
                    after = logged.id.seq;
                    read.push(logged);
                }
            }
            Delivery::Signal(_) => {}
            other => panic!("{other:?} instead of event {}", after + 1),
        }
    }
    read
}

/// The whole log, read from a place before it.
pub async fn whole_log(store: &dyn Backend, session: SessionId, base: EventId, last: u64) -> Vec<Arc<Logged>> {
    let mut subscription = store.subscribe(session, Start::After(base)).await.unwrap();
    read_to(&mut *subscription.stream, base.seq, last).await
}

/// The head of a session.
pub async fn head(store: &dyn Backend, session: SessionId) -> EventId {
    match store.subscribe(session, Start::Snapshot).await.unwrap().opening {
        super::Opening::Snapshot { snapshot, .. } => snapshot.head,
        super::Opening::Tail { .. } => panic!("asked for a snapshot"),
    }
}

/// The texts of the whole history, oldest first.
pub async fn texts(store: &dyn Backend, session: SessionId) -> Vec<String> {
    let page = store.history(session, None, PageLimit::messages(10_000)).await.unwrap();
    page.messages.into_iter().map(|message| message.text).collect()
}

/// Two readers' views of the same events.
pub fn assert_same(left: &[Arc<Logged>], right: &[Arc<Logged>]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert_eq!((left.id, left.turn, &left.event), (right.id, right.turn, &right.event));
    }
}
