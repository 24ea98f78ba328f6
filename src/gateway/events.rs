//! The events of a session as server-sent events: the fallback where sockets are blocked.
//!
//! The same frames with the same ids as on the socket. The body pulls from the log as the client reads, so a slow
//! client costs a place, not a buffer: what is long waits for it in the one frame that all readers share, or counts as
//! unread where it was read from the store for this client alone.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde::Deserialize;
use tokio::time::Instant;
use tokio_util::task::task_tracker::TaskTrackerToken;
use utoipa::IntoParams;

use super::address::{Caller, Network};
use super::error::ApiError;
use super::extract::{Params, SessionPath};
use super::seats::Seat;
use super::unread::{is_alone, leased};
use super::{Gateway, opening};
use crate::bus::{Delivery, EventStream, Logged, Opening, Signal, Start, StoreError};
use crate::domain::{Event, EventId, SessionId};
use crate::protocol::problem::Problem;
use crate::protocol::server_frame::turn_held;

/// A comment is sent after so long a silence, so that proxies keep the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The first comment comes sooner: a client that has heard the opening and not this knows that something holds the stream
/// back.
const FIRST_KEEP_ALIVE: Duration = Duration::from_secs(1);

/// What is shorter is gathered with what is beside it.
const LONG: usize = 4096;

/// Where the stream is to go on, and whether it is to end.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The last event id the client has processed; the `Last-Event-ID` header goes before it.
    after: Option<String>,
    /// For a client that gets an answer only when it is whole: the stream ends when something has happened and is told,
    /// or after so many milliseconds, 15,000 at most.
    wait_ms: Option<u64>,
}

/// What happened after the given id and whatever comes, as server-sent events. Each `data` is a frame as on the
/// socket, each `id` an event id; of a snapshot, only the last frame has one.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/events",
    tag = "conversation",
    params(
        ("id" = uuid::Uuid, Path, description = "The session"),
        ("Last-Event-ID" = Option<String>, Header, description = "The last event id the client has processed"),
        EventsQuery,
    ),
    responses(
        (status = 200, description = "The events", body = String, content_type = "text/event-stream"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn events(
    State(gateway): State<Gateway>,
    SessionPath(session): SessionPath,
    caller: Caller,
    Params(query): Params<EventsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if gateway.lifecycle.draining().is_cancelled() {
        return Err(ApiError::Draining);
    }
    let owner = gateway.sessions.find(session).await?.ok_or(ApiError::NoSession)?.owner;
    let seat = gateway.seats.take(session, owner, caller.network).map_err(ApiError::TooManyConnections)?;
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let last = header.or(query.after.as_deref()).filter(|id| !id.is_empty());
    let start = last.and_then(|id| id.parse().ok()).map_or(Start::Snapshot, Start::After);
    let hold = gateway.lifecycle.hold();
    let joined = join(&gateway, session, start).await?;
    let mut chunk = retry(&gateway);
    chunk.extend(joined.chunk);
    let network = caller.network;
    let lease = gateway.unread.lease(network, chunk.len())?;
    let ready = VecDeque::from([leased(chunk.into(), Arc::new(lease))]);
    let wait = query.wait_ms.map(|wait| Duration::from_millis(wait).min(KEEP_ALIVE));
    let mut follower = Follower {
        gateway,
        session,
        network,
        stream: joined.stream,
        running: joined.running,
        held: false,
        last: None,
        ready,
        silence: FIRST_KEEP_ALIVE,
        until: wait.map(|wait| Instant::now() + wait),
        _seat: seat,
        _hold: hold,
    };
    if joined.snapshot {
        follower.has_told();
    }
    let body = stream::unfold(follower, |mut follower| async move {
        follower.next().await.map(|chunk| (Ok::<_, std::convert::Infallible>(chunk), follower))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Tells nginx not to gather the stream before it passes it on.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// Tells the client how long to wait before it reconnects: spread out, so that not all come at once.
fn retry(gateway: &Gateway) -> Vec<u8> {
    let least = gateway.settings.reconnect_min;
    let most = gateway.settings.reconnect_max.min(least.saturating_mul(4)).max(least);
    let wait = rand::random_range(least..=most).as_millis();
    format!("retry: {wait}\n\n").into_bytes()
}

/// A place in the log.
struct Joined {
    stream: Box<dyn EventStream>,
    /// To be sent before the stream.
    chunk: Vec<u8>,
    /// It is a snapshot.
    snapshot: bool,
    /// A turn is running.
    running: bool,
}

/// Joins the session's log.
async fn join(gateway: &Gateway, session: SessionId, start: Start) -> Result<Joined, StoreError> {
    let (subscription, frames) = opening::open(gateway, session, start).await?;
    let mut chunk = Vec::new();
    let (snapshot, running) = match &subscription.opening {
        Opening::Tail { running, .. } => (false, *running),
        Opening::Snapshot { snapshot, .. } => {
            let last = frames.len().saturating_sub(1);
            for (index, frame) in frames.iter().enumerate() {
                // A client that is cut off within the snapshot must not take it for whole: only its end has the id.
                write(&mut chunk, (index == last).then_some(snapshot.head), frame);
            }
            (true, snapshot.running.is_some())
        }
    };
    Ok(Joined { stream: subscription.stream, chunk, snapshot, running })
}

/// One server-sent event. The frame is JSON on one line.
fn write(chunk: &mut Vec<u8>, id: Option<EventId>, frame: &[u8]) {
    begin(chunk, id);
    chunk.extend_from_slice(frame);
    chunk.extend_from_slice(END);
}

fn begin(chunk: &mut Vec<u8>, id: Option<EventId>) {
    if let Some(id) = id {
        chunk.extend_from_slice(format!("id: {id}\n").as_bytes());
    }
    chunk.extend_from_slice(b"data: ");
}

/// The end of a server-sent event.
const END: &[u8] = b"\n\n";

/// A client's place in the log.
struct Follower {
    gateway: Gateway,
    session: SessionId,
    network: Network,
    stream: Box<dyn EventStream>,
    /// A turn of the session is running, as far as the client has been told.
    running: bool,
    /// The client has been told that the store takes nothing of the running turn.
    held: bool,
    /// The last event written.
    last: Option<EventId>,
    /// Written before anything else.
    ready: VecDeque<Bytes>,
    /// A comment is written after so long a silence.
    silence: Duration,
    /// The body ends then, or as soon as all that has happened is told.
    until: Option<Instant>,
    _seat: Seat,
    _hold: TaskTrackerToken,
}

impl Follower {
    /// The next part of the body; `None` at its end: the client reconnects, here or at another replica. When the process
    /// drains, that is when the running turn has nothing more to say.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let silence = std::mem::replace(&mut self.silence, KEEP_ALIVE);
        loop {
            let wait = self.until.map_or(silence, |until| until.saturating_duration_since(Instant::now()));
            let delivery = tokio::select! {
                biased;
                () = self.gateway.lifecycle.stopping().cancelled() => return None,
                () = self.gateway.lifecycle.draining().cancelled(), if !self.running => return None,
                delivery = self.stream.next() => delivery,
                () = tokio::time::sleep(wait) => return self.until.is_none().then(|| Bytes::from_static(b":\n\n")),
            };
            match delivery {
                Ok(Delivery::Events(events)) => {
                    // Where too much is unread it ends early, and the client comes back.
                    self.tell(&events).ok()?;
                    return self.ready.pop_front();
                }
                // Once is enough, until the turn goes on.
                Ok(Delivery::Signal(Signal::Held(held))) if !self.held => {
                    self.held = true;
                    let mut chunk = Vec::new();
                    write(&mut chunk, None, &turn_held(held));
                    self.has_told();
                    return Some(chunk.into());
                }
                Ok(Delivery::Signal(_)) => {}
                Ok(Delivery::Gap | Delivery::Diverged) => match self.join_again().await {
                    Ok(chunk) if chunk.is_empty() => {}
                    Ok(chunk) => {
                        let lease = self.gateway.unread.lease(self.network, chunk.len()).ok()?;
                        return Some(leased(chunk.into(), Arc::new(lease)));
                    }
                    Err(error) => return self.failed(&error),
                },
                Ok(Delivery::Deleted) => return None,
                Err(error) => return self.failed(&error),
            }
        }
    }

    /// Makes the events ready to be written.
    fn tell(&mut self, events: &[Arc<Logged>]) -> Result<(), ApiError> {
        let mut chunk = Vec::new();
        for logged in events {
            let mut frame = self.gateway.frame(self.session, logged);
            if frame.len() < LONG {
                write(&mut chunk, Some(logged.id), &frame);
            } else {
                if is_alone(logged) {
                    let lease = self.gateway.unread.lease(self.network, frame.len())?;
                    frame = leased(frame, Arc::new(lease));
                }
                begin(&mut chunk, Some(logged.id));
                self.ready.extend([std::mem::take(&mut chunk).into(), frame]);
                chunk.extend_from_slice(END);
            }
            self.last = Some(logged.id);
            match logged.event {
                Event::RunStarted | Event::TurnRestarted { .. } => self.running = true,
                ref event if event.ends_turn() => self.running = false,
                _ => {}
            }
        }
        self.ready.push_back(chunk.into());
        self.held = false;
        self.has_told();
        Ok(())
    }

    async fn join_again(&mut self) -> Result<Vec<u8>, StoreError> {
        let start = self.last.map_or(Start::Snapshot, Start::After);
        let joined = join(&self.gateway, self.session, start).await?;
        self.stream = joined.stream;
        self.running = joined.running;
        if joined.snapshot {
            self.has_told();
        }
        Ok(joined.chunk)
    }

    /// Something has happened and is told: where the body is to end, it waits for nothing more.
    fn has_told(&mut self) {
        self.until = self.until.map(|until| until.min(Instant::now()));
    }

    fn failed(&self, error: &StoreError) -> Option<Bytes> {
        if !matches!(error, StoreError::NoSession) {
            tracing::warn!(session = %self.session.hashed(), %error, "an event stream ends early");
        }
        None
    }
}
