//! The body of an answer, read as it arrives, within limits: events, or one document.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use futures::stream;
use reqwest::Response;
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
    let mut pieces = pieces(answer, idle);
    let mut head = BytesMut::new();
    while let Some(piece) = pieces.next().await {
        head.extend_from_slice(&piece?);
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        let Some(first) = text.iter().find(|byte| !byte.is_ascii_whitespace()) else { continue };
        if !matches!(first, b'{' | b'[') {
            break;
        }
        while let Some(piece) = pieces.next().await {
            head.extend_from_slice(&piece?);
        }
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        return Ok(Body::Document(Bytes::copy_from_slice(text)));
    }
    let head = stream::once(async move { Ok(head.freeze()) });
    Ok(Body::Events(Box::new(Events::new(head.chain(pieces).boxed()))))
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
