//! The socket's door: who may come in, and with which limits.

mod coming;
mod connection;
mod conversation;
mod fragments;
mod handshake;
mod heartbeat;
mod pace;
mod pipe;
mod transport;
mod unfinished;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use self::connection::Connection;
pub use self::handshake::open;
use self::pipe::Pipe;
use self::unfinished::Unfinished;
use super::address::{Caller, Network};
use super::error::ApiError;
use super::guest::Guest;
use super::origin::Origin;
use super::seats::Seat;
use super::{Gateway, opening};
use crate::domain::{OwnerId, SessionId};
use crate::protocol::Close;
use crate::protocol::problem::Problem;

/// The subprotocol of the sockets.
pub const SUBPROTOCOL: &str = "hera.v1";
/// What tungstenite reads at once. Its default of 128 KiB is kept for as long as the socket is open; of 1 KiB and more, it
/// never takes a smaller one again.
const READ_BUFFER: usize = 512;
/// Frames are gathered up to this size before they are written, and always written at a flush. The buffer keeps the
/// size of the most that was ever in it, for as long as the socket is open.
const WRITE_BUFFER: usize = 512;

/// `GET /api/sessions/{id}/ws`. A caller who may not come in is let in to be told so by a close code, because
/// browsers do not show their pages why an upgrade was refused.
#[utoipa::path(
    get,
    path = "/api/sessions/{id}/ws",
    tag = "conversation",
    params(("id" = uuid::Uuid, Path, description = "The session")),
    responses(
        (status = 101, description = "A socket of the subprotocol hera.v1; its frames are in /api/schema"),
        (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn upgrade(
    State(gateway): State<Gateway>,
    session: Result<Path<String>, PathRejection>,
    caller: Caller,
    origin: Origin,
    guest: Guest,
    request: Request,
) -> Result<Response, ApiError> {
    let most = gateway.settings.frame_bytes;
    let (response, socket) = open(request, most).map_err(|error| ApiError::BadRequest(error.to_string()))?;
    // What is no text is no session id either.
    let session = session.map(|Path(session)| session).unwrap_or_default();
    if let Ok(session) = session.parse::<SessionId>() {
        tracing::Span::current().record("session", tracing::field::display(session.hashed()));
    }
    let entry = admit(&gateway, &session, caller.network, &origin, &guest).await;
    let (lifecycle, network) = (gateway.lifecycle.clone(), caller.network);
    lifecycle.spawn(async move {
        let Some(socket) = socket.await else { return };
        let unfinished = Unfinished::new(Arc::clone(&gateway.unread), network);
        let pipe = Pipe::new(socket, most, unfinished, gateway.settings.write_timeout);
        run(gateway, entry, pipe).await;
    });
    Ok(response)
}

/// Serves the socket to its end. Not an async function, which would keep a second place for each argument, in every
/// socket and for as long as it is open.
fn run(gateway: Gateway, entry: Result<Entry, Refused>, mut pipe: Pipe) -> impl Future<Output = ()> + Send {
    let stopping = gateway.lifecycle.stopping().clone();
    async move {
        let refused = match entry {
            Ok(entry) => Connection::run(gateway, entry, &mut pipe).await.map(Into::into),
            Err(refused) => Some(refused),
        };
        if let Some(Refused { close, reason }) = refused {
            pipe.close(close, reason, stopping).await;
        }
    }
}

/// Who has been let in.
pub struct Entry {
    session: SessionId,
    /// Whether the session is the caller's own.
    owns: bool,
    owner: OwnerId,
    network: Network,
    seat: Seat,
}

/// Why somebody is shown out, with words for the close frame.
struct Refused {
    close: Close,
    reason: &'static str,
}

impl From<Close> for Refused {
    fn from(close: Close) -> Self {
        Self { close, reason: close.reason() }
    }
}

async fn admit(
    gateway: &Gateway,
    session: &str,
    network: Network,
    origin: &Origin,
    guest: &Guest,
) -> Result<Entry, Refused> {
    if *origin == Origin::Foreign {
        return Err(Close::PermissionDenied.into());
    }
    if gateway.lifecycle.draining().is_cancelled() {
        return Err(Close::Shutdown.into());
    }
    let session: SessionId = session.parse().map_err(|_| Close::NoSession)?;
    let (owner, owns) = match opening::in_time(gateway.sessions.find(session)).await {
        Ok(Some(found)) => (found.owner, guest.owns(&found)),
        Ok(None) => return Err(Close::NoSession.into()),
        Err(error) => {
            tracing::error!(%error, session = %session.hashed(), "a session cannot be looked up");
            return Err(Close::Internal.into());
        }
    };
    let seat = gateway.seats.take(session, owner, network);
    let seat = seat.map_err(|full| Refused { close: Close::TooManyConnections, reason: full.reason() })?;
    Ok(Entry { session, owns, owner, network, seat })
}
