//! Server-sent events, read as they arrive, within limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream;
use reqwest::Response;
use tokio::time::timeout;

use super::server::not_understood;
use super::{Failure, Server};
use crate::provider::{self, Cut, Pieces, Unread, Utf8};

/// The events of an answer.
pub struct Events {
    stream: provider::Events,
    /// Bytes that have come since the last event.
    unread: Arc<AtomicUsize>,
    /// Whether there was one.
    any: bool,
    server: Server,
}

impl Events {
    /// The events of `answer`, until nothing of it comes for `idle`, or an event has more than about `most` bytes.
    pub(super) fn new(answer: Response, server: Server, idle: Duration, most: usize) -> Self {
        let unread = Arc::new(AtomicUsize::new(0));
        let stream = provider::Events::new(body(answer, Arc::clone(&unread), idle, most));
        Self { stream, unread, any: false, server }
    }

    /// Whether there has been an event that can be read.
    pub const fn any(&self) -> bool {
        self.any
    }

    /// The data of the next event; `None` at the end of the answer. Cancel-safe.
    pub async fn next(&mut self) -> Option<Result<String, Failure>> {
        loop {
            let event = self.stream.next().await?;
            self.unread.store(0, Ordering::Relaxed);
            match event {
                Ok(data) if data.is_empty() => {}
                Ok(data) => {
                    self.any = true;
                    return Some(Ok(data));
                }
                Err(Cut::NoText) => return Some(Err(not_understood("bytes that are no text"))),
                Err(Cut::Unread(unread)) => return Some(Err(self.server.unread(unread))),
            }
        }
    }
}

/// The bytes of an answer as UTF-8, until none come, or too many without an event.
fn body(answer: Response, unread: Arc<AtomicUsize>, idle: Duration, most: usize) -> Pieces {
    let read = stream::unfold(Some((answer.bytes_stream().boxed(), Utf8::default())), move |read| {
        let unread = Arc::clone(&unread);
        async move {
            let (mut bytes, mut utf8) = read?;
            Some(match timeout(idle, bytes.next()).await {
                Err(_) => (Err(Unread::Halted), None),
                Ok(None) => return None,
                Ok(Some(Err(_))) => (Err(Unread::BrokeOff), None),
                Ok(Some(Ok(more))) if unread.fetch_add(more.len(), Ordering::Relaxed) + more.len() > most => {
                    (Err(Unread::TooLarge), None)
                }
                Ok(Some(Ok(more))) => (Ok(utf8.push(more)), Some((bytes, utf8))),
            })
        }
    });
    read.boxed()
}
