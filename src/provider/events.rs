//! Server-sent events of those who answer: as the standard has them, and as servers send them that know it by halves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use sse_stream::{Error, SseByteStream};

use super::Unread;
use super::letters::with_halves;

/// The bytes of an answer, as UTF-8.
pub type Pieces = BoxStream<'static, Result<Bytes, Unread>>;

/// What ends an event. The standard drops one that is not ended where the answer ends; but it may be the last of what was
/// said, or the very word that all was said.
const END: Bytes = Bytes::from_static(b"\n\n");
/// The names of events that only keep the connection open, whatever they say.
const KEEPS_OPEN: [&str; 5] = ["ping", "heartbeat", "keepalive", "keep-alive", "keep_alive"];
/// Numbers that JSON does not know.
const NO_NUMBERS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];

/// Why there are no more events, though the answer has not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// What came is no text.
    NoText,
    Unread(Unread),
}

/// The data of the events of an answer, as it arrives.
pub struct Events {
    read: SseByteStream<Pieces>,
    /// How the bytes ended: [`OPEN`], [`AT_LINE`] or [`IN_LINE`].
    end: Arc<AtomicU8>,
    /// There was an event: this is no page, nor anything else that is not a stream of them.
    begun: bool,
}

/// There may be more bytes.
const OPEN: u8 = 0;
/// The last byte was that of a line's end.
const AT_LINE: u8 = 1;
/// It was not.
const IN_LINE: u8 = 2;

impl Events {
    #[must_use]
    pub fn new(pieces: Pieces) -> Self {
        let end = Arc::new(AtomicU8::new(OPEN));
        Self { read: SseByteStream::new(ended(pieces, Arc::clone(&end))), end, begun: false }
    }

    /// The data of the next event, empty for one that only keeps the connection open; `None` at the end. An event in which
    /// the answer ends counts if it is whole; if it is not, the answer has broken off. Halves of letters are noted in it, for
    /// [`Letters`](super::Letters). Cancel-safe.
    pub async fn next(&mut self) -> Option<Result<String, Cut>> {
        let broke_off = Some(Err(Cut::Unread(Unread::BrokeOff)));
        let Some(event) = self.read.next().await else {
            // The beginning of a field.
            return broke_off.filter(|_| self.end.swap(OPEN, Ordering::Relaxed) == IN_LINE && self.begun);
        };
        self.begun = true;
        let (name, data) = match event {
            Ok(event) => (event.event.unwrap_or_default(), event.data.unwrap_or_default()),
            Err(Error::Body(error)) => {
                let unread = error.downcast_ref::<Unread>();
                return Some(Err(unread.map_or(Cut::NoText, |unread| Cut::Unread(*unread))));
            }
            Err(_) => return Some(Err(Cut::NoText)),
        };
        if data.trim().is_empty() || KEEPS_OPEN.contains(&name.as_str()) {
            return Some(Ok(String::new()));
        }
        let data = with_numbers(data);
        // What ends with the answer may be the half of it.
        if self.end.swap(OPEN, Ordering::Relaxed) != OPEN && !is_whole(&data) {
            return broke_off;
        }
        let data = with_halves(data);
        Some(Ok(if name == "error" { as_error(data) } else { data }))
    }
}

/// `pieces`, with the end of the last event behind them.
fn ended(pieces: Pieces, end: Arc<AtomicU8>) -> Pieces {
    let read = stream::unfold((Some(pieces), AT_LINE), move |(pieces, last)| {
        let end = Arc::clone(&end);
        async move {
            let mut pieces = pieces?;
            Some(match pieces.next().await {
                Some(Ok(piece)) => {
                    let last = match piece.last() {
                        Some(b'\n' | b'\r') => AT_LINE,
                        Some(_) => IN_LINE,
                        None => last,
                    };
                    (Ok(piece), (Some(pieces), last))
                }
                Some(Err(unread)) => (Err(unread), (None, last)),
                None => {
                    end.store(last, Ordering::Relaxed);
                    (Ok(END), (None, last))
                }
            })
        }
    });
    // Whoever has read to the end may ask once more.
    read.fuse().boxed()
}

/// Whether `data` is all of an event: a document, or a word that is none.
fn is_whole(data: &str) -> bool {
    let done = |line: &str| line.trim() == "[DONE]";
    data.lines().all(|line| done(line) || is_json(line)) || is_json(data)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// What an event of the name `error` says, as the member `error` that others say so with, unless it says itself what it is.
fn as_error(data: String) -> String {
    let said = serde_json::from_str::<Value>(&data).unwrap_or(Value::String(data.clone()));
    if said.get("error").is_some() || said.get("type").is_some() { data } else { json!({ "error": said }).to_string() }
}

/// `data` with `null` for each number that JSON does not know, if it is JSON then: Python writes `NaN` and `Infinity`.
fn with_numbers(data: String) -> String {
    if !NO_NUMBERS.iter().any(|number| data.contains(number)) || is_whole(&data) {
        return data;
    }
    let (mut read, mut rest, mut within) = (String::with_capacity(data.len()), data.as_str(), false);
    while let Some(next) = rest.chars().next() {
        let number = NO_NUMBERS.iter().find(|number| !within && rest.starts_with(**number));
        let taken = match (number, next) {
            (Some(number), _) => number.len(),
            (None, '\\') => rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end),
            (None, next) => next.len_utf8(),
        };
        within ^= next == '"';
        read.push_str(if number.is_some() { "null" } else { &rest[..taken] });
        rest = &rest[taken..];
    }
    if is_whole(&read) { read } else { data }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(pieces: &[&'static str]) -> (Vec<String>, Option<Cut>) {
        let pieces: Vec<Result<Bytes, Unread>> =
            pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
        let mut events = Events::new(stream::iter(pieces).boxed());
        let mut data = Vec::new();
        loop {
            match events.next().await {
                None => return (data, None),
                Some(Ok(event)) => data.extend(Some(event).filter(|event| !event.is_empty())),
                Some(Err(cut)) => return (data, Some(cut)),
            }
        }
    }

    #[tokio::test]
    async fn the_last_event_needs_no_end_if_it_is_whole() {
        let broke_off = Some(Cut::Unread(Unread::BrokeOff));
        for (end, last, cut) in [
            ("", None, None),
            ("data: {\"b\":2}\n\n", Some("{\"b\":2}"), None),
            ("data: {\"b\":2}\n", Some("{\"b\":2}"), None),
            ("data: {\"b\":2}\r\n", Some("{\"b\":2}"), None),
            ("data: {\"b\":2}\r", Some("{\"b\":2}"), None),
            ("data: {\"b\":2}", Some("{\"b\":2}"), None),
            ("data: [DONE]", Some("[DONE]"), None),
            ("data: {\"b\":2}\ndata: {\"c\":3}", Some("{\"b\":2}\n{\"c\":3}"), None),
            ("data: {\"b\":2}\ndata: [DONE]\n", Some("{\"b\":2}\n[DONE]"), None),
            ("data: {\"b\":", None, broke_off),
            ("data: {\"b\":\n", None, broke_off),
            ("dat", None, broke_off),
            (": nothing\n", None, None),
            ("data:\n\ndata: \n\n", None, None),
        ] {
            let expected: Vec<String> = ["{\"a\":1}"].into_iter().chain(last).map(str::to_owned).collect();
            assert_eq!(read(&["data: {\"a\":1}\n\n", end]).await, (expected, cut), "{end:?}");
        }
    }

    #[tokio::test]
    async fn what_is_no_stream_has_no_events_and_breaks_off_nowhere() {
        for page in ["<html>login</html>", "busy", ""] {
            assert_eq!(read(&[page]).await, (Vec::new(), None), "{page}");
        }
    }

    #[tokio::test]
    async fn the_name_of_an_event_says_what_it_is() {
        for (sent, read_as) in [
            ("event: ping\ndata: ping\n\n", ""),
            ("event: error\ndata: {\"message\":\"x\"}\n\n", r#"{"error":{"message":"x"}}"#),
            ("event: error\ndata: busy\n\n", r#"{"error":"busy"}"#),
            ("event: error\ndata: {\"error\":\"x\"}\n\n", r#"{"error":"x"}"#),
            ("event: error\ndata: {\"type\":\"x\"}\n\n", r#"{"type":"x"}"#),
            ("event: other\ndata: {}\n\n", "{}"),
        ] {
            assert_eq!(read(&[sent]).await.0.concat(), read_as);
        }
    }

    #[test]
    fn what_is_no_number_in_json_is_nothing() {
        for (sent, read_as) in [
            (
                r#"{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" NaN 湊"}"#,
                r#"{"a":null,"b":[null,null],"c":"NaN \" NaN 湊"}"#,
            ),
            ("NaN is no number", "NaN is no number"),
            (r#"{"a":"NaN"}"#, r#"{"a":"NaN"}"#),
            ("NaN \\", "NaN \\"),
        ] {
            assert_eq!(with_numbers(sent.to_owned()), read_as);
        }
    }
}
