//! Why a socket is closed, and what the client should do about it.

/// A reason to close a socket. The code's range carries the reconnect rule, so that a client can act on a code it
/// does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Close {
    /// The server stops.
    Shutdown,
    /// The server failed.
    Internal,
    /// The token is no longer good: get a fresh one.
    TokenExpired,
    /// The client reads slower than the session goes on.
    SlowConsumer,
    /// One write took too long.
    WriteTimeout,
    /// What the client saw last is no longer part of the session: it was lost.
    Diverged,
    /// Nothing came from the client after a ping.
    NoPong,
    /// Frames or connections came faster than they may, and did not stop.
    TooManyRequests,
    /// The token is not good.
    InvalidToken,
    /// Not JSON, too large, or binary without an announcement.
    BadRequest,
    /// No `hello` in time.
    NoHello,
    /// The session was deleted.
    SessionDeleted,
    /// The session, or the server, has as many sockets as it may have.
    TooManyConnections,
    /// This caller may not do that: its page's origin is not allowed, say.
    PermissionDenied,
    /// There is no such session.
    NoSession,
}

impl Close {
    /// Every reason there is, in the order of the codes.
    pub const ALL: [Self; 15] = [
        Self::Shutdown,
        Self::Internal,
        Self::TokenExpired,
        Self::SlowConsumer,
        Self::WriteTimeout,
        Self::Diverged,
        Self::NoPong,
        Self::TooManyRequests,
        Self::InvalidToken,
        Self::BadRequest,
        Self::NoHello,
        Self::SessionDeleted,
        Self::TooManyConnections,
        Self::PermissionDenied,
        Self::NoSession,
    ];

    /// The WebSocket close code.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Shutdown => 3001,
            Self::Internal => 3004,
            Self::TokenExpired => 3005,
            Self::SlowConsumer => 3008,
            Self::WriteTimeout => 3009,
            Self::Diverged => 3010,
            Self::NoPong => 3012,
            Self::TooManyRequests => 3013,
            Self::InvalidToken => 3500,
            Self::BadRequest => 3501,
            Self::NoHello => 3502,
            Self::SessionDeleted => 3503,
            Self::TooManyConnections => 3504,
            Self::PermissionDenied => 3507,
            Self::NoSession => 3509,
        }
    }

    /// The close frame's reason: the name of the code, and a label in metrics.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Shutdown => "shutdown",
            Self::Internal => "internal error",
            Self::TokenExpired => "token expired",
            Self::SlowConsumer => "slow consumer",
            Self::WriteTimeout => "write timeout",
            Self::Diverged => "diverged",
            Self::NoPong => "no pong",
            Self::TooManyRequests => "too many requests",
            Self::InvalidToken => "invalid token",
            Self::BadRequest => "bad request",
            Self::NoHello => "no hello in time",
            Self::SessionDeleted => "session deleted",
            Self::TooManyConnections => "too many connections",
            Self::PermissionDenied => "permission denied",
            Self::NoSession => "no such session",
        }
    }

    /// Whether the client should connect again, after a while.
    #[must_use]
    pub const fn reconnects(self) -> bool {
        may_reconnect(self.code())
    }
}

/// The rule of the ranges: whether a client that was closed with `code` connects again.
#[must_use]
pub const fn may_reconnect(code: u16) -> bool {
    // A code outside both ranges is the transport's (1006 after a lost link, say): try again.
    !matches!(code, 3500..=3999 | 4500..=4999)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_ascend() {
        let codes: Vec<u16> = Close::ALL.iter().map(|close| close.code()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    }

    #[test]
    fn the_range_carries_the_rule() {
        assert!(Close::SlowConsumer.reconnects() && !Close::NoSession.reconnects());
        assert!(may_reconnect(4499) && !may_reconnect(4500) && may_reconnect(1006));
    }
}
