//! What answers show of a session's history: the newest that fit, read and sent a part at a time, so that an answer that
//! is not read keeps a part of it and not all.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream, StreamExt as _};
use tokio::sync::OwnedSemaphorePermit;

use super::Gateway;
use super::address::Network;
use super::error::ApiError;
use super::unread::{leased, streamed};
use crate::bus::{Accepted, StoreError};
use crate::domain::{Message, MessageId, SessionId, TurnId};
use crate::protocol::http::Around;
use crate::sessions::{PageLimit, SessionStore};

/// What an answer shows, at most.
pub const MOST: PageLimit = PageLimit { messages: 200, bytes: 1 << 20 };
/// What a problem shows, which is not sent in parts.
pub const IN_PROBLEM: PageLimit = PageLimit { messages: 200, bytes: 64 * 1024 };
/// Bytes of messages that are in memory at once for an answer; a message that has more is in memory all the same.
const PART: usize = 32 * 1024;
/// What an answer that is sent in parts has in memory: the part that is being sent, and the next one.
pub const IN_MEMORY: usize = 2 * PART;
/// Messages that are read at once.
const PART_MESSAGES: u64 = 50;
/// What the JSON of a message has beside its text, about.
const BESIDE_TEXT: usize = 300;

/// How a message is written into an answer.
pub type Entry = fn(SessionId, &Message, &mut Vec<u8>);

/// What an answer shows of the history.
pub struct Excerpt {
    session: SessionId,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// So many of these are older than the newest page, and there because they are the turn's that is told of.
    own: usize,
    /// The position of the first one of the newest page.
    first: u64,
    /// The position before which more messages are, if there are any.
    pub next_before: Option<u64>,
    /// Few may have as much in memory as this has, until it is known what of it is sent.
    _leave: Option<OwnedSemaphorePermit>,
}

impl Excerpt {
    /// The page of the history before that position, or the newest.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn page(
        gateway: &Gateway,
        session: SessionId,
        before: Option<u64>,
        most: PageLimit,
    ) -> Result<Self, StoreError> {
        let (page, leave) = gateway.unread.page(gateway.sessions.history(session, before, most)).await?;
        let first = page.next_before.unwrap_or(0);
        Ok(Self { session, messages: page.messages, own: 0, first, next_before: page.next_before, _leave: leave })
    }

    /// The newest page, and whatever the turn of an accepted message has said before it.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn of_turn(gateway: &Gateway, session: SessionId, accepted: &Accepted) -> Result<Self, StoreError> {
        let mut excerpt = Self::page(gateway, session, None, MOST).await?;
        if excerpt.next_before.is_none() || excerpt.messages.iter().any(|message| message.id == accepted.message_id) {
            return Ok(excerpt);
        }
        // Where the message is a repetition, its turn may be so long ago that the whole history would be read.
        let reach = if accepted.duplicate { MOST.messages.saturating_sub(excerpt.messages.len()) } else { usize::MAX };
        let until = Some(accepted.message_id);
        let mut messages = said_in(gateway, session, excerpt.next_before, accepted.turn, until, reach).await?;
        excerpt.own = messages.len();
        messages.append(&mut excerpt.messages);
        excerpt.messages = messages;
        Ok(excerpt)
    }

    /// Whether older messages are left out.
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.first > self.own as u64
    }

    /// The answer: what is around the messages, and these, without the first `skip`.
    ///
    /// # Errors
    /// When too many answers are not read.
    pub fn answer(
        mut self,
        gateway: &Gateway,
        network: Network,
        skip: usize,
        around: Around,
        entry: Entry,
    ) -> Result<Response, ApiError> {
        let session = self.session;
        let end = self.first + (self.messages.len() - self.own) as u64;
        self.messages.drain(..skip);
        let skipped_of_page = skip.saturating_sub(self.own) as u64;
        self.own = self.own.saturating_sub(skip);
        let json = [(header::CONTENT_TYPE, "application/json")];
        let texts = |messages: &[Message]| messages.iter().map(|message| message.text.len()).sum::<usize>();
        if texts(&self.messages) <= PART {
            let mut text = around.before;
            write(session, &self.messages, true, entry, &mut text);
            text.extend_from_slice(&around.after);
            let lease = Arc::new(gateway.unread.lease(network, text.len())?);
            let mut response = (json, Body::from(leased(text.into(), Arc::clone(&lease)))).into_response();
            // Whoever packs the answer keeps the lease.
            response.extensions_mut().insert(lease);
            return Ok(response);
        }
        self.messages.truncate(self.own);
        let mut head = around.before;
        write(session, &self.messages, true, entry, &mut head);
        let is_first = self.messages.is_empty();
        let lease = gateway.unread.lease(network, head.len() + around.after.len() + IN_MEMORY)?;
        let parts = Parts::new(Arc::clone(&gateway.sessions), session, self.first + skipped_of_page, end);
        let entries = parts.texts(is_first, entry);
        let head = stream::iter([Ok(Bytes::from(head))]);
        let body = head.chain(entries).chain(stream::iter([Ok(Bytes::from(around.after))]));
        Ok((json, streamed(lease, body)).into_response())
    }
}

/// What a turn has said, as far as it is found: back from a position to the message `until`, or over `reach` messages.
///
/// # Errors
/// When the history cannot be read.
pub async fn said_in(
    gateway: &Gateway,
    session: SessionId,
    mut before: Option<u64>,
    turn: TurnId,
    until: Option<MessageId>,
    mut reach: usize,
) -> Result<Vec<Message>, StoreError> {
    let mut said = Vec::new();
    while reach > 0 {
        let limit = PageLimit { messages: reach.min(MOST.messages), bytes: MOST.bytes };
        let page = gateway.sessions.history(session, before, limit).await?;
        reach = reach.saturating_sub(page.messages.len());
        let found = page.messages.iter().any(|message| Some(message.id) == until);
        said.splice(..0, page.messages.into_iter().filter(|message| message.turn == turn));
        before = page.next_before;
        if found || before.is_none() {
            break;
        }
    }
    Ok(said)
}

/// Messages from one position to another, the oldest first, a part at a time. Those of a session stand at 0, 1, 2 and so
/// on.
pub struct Parts {
    sessions: Arc<dyn SessionStore>,
    session: SessionId,
    next: u64,
    end: u64,
}

impl Parts {
    pub fn new(sessions: Arc<dyn SessionStore>, session: SessionId, next: u64, end: u64) -> Self {
        Self { sessions, session, next, end }
    }

    /// The next part; empty at the end.
    async fn next(&mut self) -> Result<Vec<Message>, StoreError> {
        let mut count = PART_MESSAGES.min(self.end.saturating_sub(self.next));
        while count > 0 {
            let limit = PageLimit { messages: usize::try_from(count).unwrap_or(usize::MAX), bytes: PART };
            let page = self.sessions.history(self.session, Some(self.next + count), limit).await?;
            match page.messages.len() as u64 {
                // A history that ends early would look whole.
                0 => return Err(StoreError::NoSession),
                fitting if fitting == count => {
                    self.next += count;
                    return Ok(page.messages);
                }
                // Not all of them fit, and those that do are the newest. So many about are a part, from the oldest on.
                fitting => count = fitting,
            }
        }
        Ok(Vec::new())
    }

    /// The messages as the items of a list; `is_first` tells whether none stands before them.
    pub fn texts(self, is_first: bool, entry: Entry) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
        stream::unfold((self, is_first), move |(mut parts, is_first)| async move {
            let part = match parts.next().await {
                Ok(part) if part.is_empty() => return None,
                Ok(part) => part,
                Err(error) => {
                    parts.next = parts.end;
                    return Some((Err(error), (parts, is_first)));
                }
            };
            let mut text = Vec::new();
            write(parts.session, &part, is_first, entry, &mut text);
            Some((Ok(text.into()), (parts, false)))
        })
    }
}

fn write(session: SessionId, messages: &[Message], mut first: bool, entry: Entry, text: &mut Vec<u8>) {
    text.reserve(messages.iter().map(|message| message.text.len() + BESIDE_TEXT).sum());
    for message in messages {
        if !std::mem::take(&mut first) {
            text.push(b',');
        }
        entry(session, message, text);
    }
}
