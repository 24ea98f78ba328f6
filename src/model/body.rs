//! The body of an answer, read as it arrives, within limits: events, or one document.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use futures::stream;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use tokio::time::timeout;

use crate::provider::{Events, Pieces, Unread, Utf8};

/// Bytes of an answer, events around the text included.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The mark of the order of bytes, which some write before a text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What an answer is.
pub enum Body {
    Events(Box<Events>),
    /// A server that does not stream, whatever it is asked, answers in JSON.
    Document(Bytes),
}

/// Reads the body of `answer` as far as is needed to see what it is: all of a document, of events the first piece.
pub async fn read(answer: Response, idle: Duration) -> Result<Body, Unread> {
    let are_lines = says_lines(&answer);
    let mut pieces = pieces(answer, idle);
    let mut head = BytesMut::new();
    while let Some(piece) = pieces.next().await {
        head.extend_from_slice(&piece?);
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        let Some(first) = text.iter().find(|byte| !byte.is_ascii_whitespace()) else { continue };
        if !matches!(first, b'{' | b'[') {
            break;
        }
        loop {
            if are_lines || begins_with_lines(head.strip_prefix(MARK).unwrap_or(&head)) {
                return Ok(Body::Events(Box::new(Events::new(lines(head, pieces)))));
            }
            let Some(piece) = pieces.next().await else { break };
            head.extend_from_slice(&piece?);
        }
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        return Ok(Body::Document(Bytes::copy_from_slice(text)));
    }
    let head = stream::once(async move { Ok(head.freeze()) });
    Ok(Body::Events(Box::new(Events::new(head.chain(pieces).boxed()))))
}

/// Whether an answer is said to be JSON documents, a line each.
fn says_lines(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    ["ndjson", "jsonl", "jsonlines", "json-lines", "json-seq"].iter().any(|lines| kind.contains(lines))
}

/// Whether the first line is a document, and there is another line. A document may have line ends in it, and one behind it.
fn begins_with_lines(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let Some(end) = text.iter().position(|byte| *byte == b'\n') else { return false };
    !text[end..].trim_ascii().is_empty() && serde_json::from_slice::<IgnoredAny>(&text[..end]).is_ok()
}

/// Documents, a line each, as events.
fn lines(head: BytesMut, pieces: Pieces) -> Pieces {
    let read = stream::unfold((head, Some(pieces)), |(mut open, mut pieces)| async move {
        loop {
            if let Some(end) = open.iter().position(|byte| *byte == b'\n') {
                let line = open.split_to(end + 1);
                return Some((Ok(event(&line)), (open, pieces)));
            }
            match pieces.as_mut()?.next().await {
                Some(Ok(more)) => open.extend_from_slice(&more),
                Some(Err(unread)) => return Some((Err(unread), (open, None))),
                None => {
                    let last = event(&open);
                    return Some((Ok(last), (BytesMut::new(), None)));
                }
            }
        }
    });
    read.fuse().boxed()
}

fn event(line: &[u8]) -> Bytes {
    let line = line.strip_prefix(MARK).unwrap_or(line).trim_ascii();
    if line.is_empty() { Bytes::new() } else { [b"data: ", line, b"\n\n"].concat().into() }
}

/// The bytes of an answer as UTF-8, until there are too many of them or none come.
fn pieces(answer: Response, idle: Duration) -> Pieces {
    let read = (answer.bytes_stream().boxed(), Utf8::default(), 0);
    let read = stream::unfold(Some(read), move |read| async move {
        let (mut bytes, mut utf8, so_far) = read?;
        Some(match timeout(idle, bytes.next()).await {
            Err(_) => (Err(Unread::Halted), None),
            Ok(None) => return None,
            Ok(Some(Err(_))) => (Err(Unread::BrokeOff), None),
            Ok(Some(Ok(more))) if so_far + more.len() > MOST_BYTES => (Err(Unread::TooLarge), None),
            Ok(Some(Ok(more))) => {
                let so_far = so_far + more.len();
                (Ok(utf8.push(more)), Some((bytes, utf8, so_far)))
            }
        })
    });
    // Whoever has read to the end may ask once more.
    read.fuse().boxed()
}
