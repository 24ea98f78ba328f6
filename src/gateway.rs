//! The gateway: every door by which a client comes in.

pub mod address;
mod cancel;
pub mod connections;
mod docs;
mod error;
mod events;
mod export;
mod extract;
mod forwarded;
mod guest;
pub mod hera;
mod history;
mod host;
pub mod let_go;
mod messages;
mod middleware;
pub mod opening;
pub mod origin;
mod packed;
mod page;
pub mod photos;
pub mod place;
mod rate;
pub mod router;
pub mod seats;
mod sessions;
mod shares;
mod turn_end;
mod unread;
pub mod ws;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ipnet::IpNet;
use url::Url;

use crate::application::Application;
use crate::bus::{EventLog, Logged, StoreError, TurnQueue};
use crate::domain::{Clock, Event, SessionId};
use crate::lifecycle::Lifecycle;
use crate::operations::Readiness;
use crate::protocol::server_frame::event_frame;
use crate::sessions::SessionStore;

pub use photos::Pictures;
pub use router::router;
pub use seats::Seats;
pub use unread::Unread;

/// What every handler of the gateway works with.
#[derive(Clone)]
pub struct Gateway {
    pub log: Arc<dyn EventLog>,
    pub turns: Arc<dyn TurnQueue>,
    pub sessions: Arc<dyn SessionStore>,
    pub photos: Pictures,
    pub clock: Arc<dyn Clock>,
    pub lifecycle: Lifecycle,
    pub settings: Arc<Settings>,
    /// Taken by every open socket and event stream.
    pub seats: Arc<Seats>,
    /// What is taken by answers that are not read.
    pub unread: Arc<Unread>,
    /// Whether the process can take work.
    pub readiness: Readiness,
    pub application: Arc<dyn Application>,
}

impl Gateway {
    /// The frame of an event: made once for all readers of this process.
    fn frame(&self, session: SessionId, logged: &Logged) -> Bytes {
        logged.encoded(|logged| {
            let made = match &logged.event {
                Event::StateChanged { change, patch: None } => self.application.patch_of_older(session, change),
                _ => return event_frame(session, logged, None),
            };
            let damaged = |error: &StoreError| {
                tracing::error!(%error, session = %session.hashed(), "a change of the state cannot be shown");
            };
            event_frame(session, logged, made.inspect_err(damaged).ok().as_ref())
        })
    }
}

/// How the gateway listens and what it allows.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where clients connect.
    pub listen: SocketAddr,
    /// Origins whose pages may connect, beside the gateway's own; scheme, host and port.
    pub allowed_origins: Vec<String>,
    /// The operator's own proxies: they tell for whom they ask, and at which place.
    pub trusted_proxies: Vec<IpNet>,
    /// Names that `Host` may have, beside addresses and `localhost`; see [`Hosts::of_listener`].
    ///
    /// [`Hosts::of_listener`]: crate::operations::hosts::Hosts::of_listener
    pub allowed_hosts: Vec<String>,
    /// The path below which proxies pass requests on as they came: `/hera`.
    pub base_path: Option<Arc<str>>,
    /// Where the page is to find the API, if not where it comes from.
    pub api_url: Option<Url>,
    /// Largest text frame, in bytes; also the largest JSON body of a request.
    pub frame_bytes: usize,
    /// Bytes of pictures on their way in that may be in memory.
    pub upload_bytes: usize,
    /// Pictures on their way in at once, of one owner and of one address. 0: any number.
    pub uploads_per_owner: usize,
    pub uploads_per_address: usize,
    /// Open sockets of one session, at most.
    pub sockets_per_session: usize,
    /// Open sockets of one owner and of one address, at most. 0: any number.
    pub sockets_per_owner: usize,
    pub sockets_per_address: usize,
    /// Open connections of one address, at most. 0: any number.
    pub connections_per_address: usize,
    /// Open sockets in all, at most.
    pub sockets: usize,
    /// Frames a socket may send per second, and how many at once. 0: any number.
    pub frames_per_second: u32,
    pub frames_burst: u32,
    /// Requests (upgrades too) an address may make per second, and how many at once. 0: any number.
    pub requests_per_second: u32,
    pub requests_burst: u32,
    /// How long a socket may take to say `hello`.
    pub hello_timeout: Duration,
    /// Time between pings of the server.
    pub ping_interval: Duration,
    /// How long after a ping the server waits for any frame.
    pub pong_timeout: Duration,
    /// How long one write to a socket may take.
    pub write_timeout: Duration,
    /// A reader that is this many events behind is cut and may resume.
    pub lag_events: u64,
    /// Bounds of the time clients wait before they reconnect.
    pub reconnect_min: Duration,
    pub reconnect_max: Duration,
}
