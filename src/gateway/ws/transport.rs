//! The stream below a socket. It hands out the beginning of a frame by itself, and then the rest of it, however the bytes
//! have come.
//!
//! So tungstenite has read next to nothing of a frame when it makes room for it, and nothing of the one behind it. No other
//! frame fits into that room, and it is given up for the next one (see [`pipe`](super::pipe)).

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What is read of the stream at once.
const AT_ONCE: usize = 512;
/// The longest head of a frame (RFC 6455, 5.2), and as much as is handed out of its beginning.
const HEAD: usize = 14;

/// A stream of a client's frames.
#[derive(Debug)]
pub struct Transport<S> {
    stream: S,
    /// What has been read and not handed out yet. A stream that waits for its client keeps no memory for it.
    ahead: Bytes,
    at: At,
    received: Received,
}

/// Where in a frame the next byte is.
#[derive(Debug)]
enum At {
    /// In its head, of which so many bytes are known.
    Head([u8; HEAD], usize),
    /// Behind its beginning; so many bytes are left.
    Rest(u64),
}

/// How many bytes of frames were handed out.
#[derive(Debug, Clone, Default)]
pub struct Received(Arc<AtomicU64>);

impl Received {
    /// Since the beginning.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// So many more.
    pub fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl<S> Transport<S> {
    pub fn new(stream: S) -> Self {
        Self { stream, ahead: Bytes::new(), at: At::start(), received: Received::default() }
    }

    /// How many bytes have been handed out, now and later.
    pub fn received(&self) -> Received {
        self.received.clone()
    }
}

impl At {
    const fn start() -> Self {
        Self::Head([0; HEAD], 0)
    }

    /// How many of the bytes that are there may be handed out at once.
    fn most(&self, ahead: &[u8]) -> usize {
        match self {
            Self::Head(head, known) => {
                let (mut head, more) = (*head, ahead.len().min(HEAD - known));
                head[*known..known + more].copy_from_slice(&ahead[..more]);
                match frame_length(&head, known + more) {
                    Some(length) => more.min(usize::try_from(length).unwrap_or(HEAD) - known),
                    None => more,
                }
            }
            Self::Rest(left) => usize::try_from(*left).unwrap_or(usize::MAX).min(ahead.len()),
        }
    }

    /// These bytes are handed out.
    fn pass(&mut self, bytes: &[u8]) {
        let left = match self {
            Self::Head(head, known) => {
                head[*known..*known + bytes.len()].copy_from_slice(bytes);
                *known += bytes.len();
                let Some(length) = frame_length(head, *known) else { return };
                length.saturating_sub(*known as u64)
            }
            Self::Rest(left) => left.saturating_sub(bytes.len() as u64),
        };
        *self = if left == 0 { Self::start() } else { Self::Rest(left) };
    }
}

/// How long the frame is, as soon as all of its head is known: that says how long the length is, and whether there is a
/// mask.
fn frame_length(head: &[u8; HEAD], known: usize) -> Option<u64> {
    let long = match head[1] & 0x7f {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let length = 2 + long + if head[1] & 0x80 == 0 { 0 } else { 4 };
    let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
    let payload = if long == 0 { u64::from(head[1] & 0x7f) } else { number(&head[2..2 + long]) };
    (known >= length).then(|| payload.saturating_add(length as u64))
}

impl<S: AsyncRead + Unpin> AsyncRead for Transport<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.ahead.is_empty() {
            let mut place = [const { MaybeUninit::uninit() }; AT_ONCE];
            let mut read = ReadBuf::uninit(&mut place);
            ready!(Pin::new(&mut this.stream).poll_read(context, &mut read))?;
            this.ahead = Bytes::copy_from_slice(read.filled());
        }
        let count = this.at.most(&this.ahead).min(buf.remaining());
        let bytes = &this.ahead[..count];
        buf.put_slice(bytes);
        this.at.pass(bytes);
        this.received.add(count);
        this.ahead.advance(count);
        if this.ahead.is_empty() {
            this.ahead = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Transport<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    /// A frame that carries so many bytes, whose length is written in so many.
    fn frame(length: usize, payload: usize, masked: bool) -> (Vec<u8>, Vec<u8>) {
        let mask = if masked { 0x80 } else { 0 };
        let mut head = vec![0x82];
        match length {
            0 => head.push(mask | u8::try_from(payload).unwrap()),
            2 => head.extend([&[mask | 0x7e][..], &u16::try_from(payload).unwrap().to_be_bytes()].concat()),
            _ => head.extend([&[mask | 0x7f][..], &(payload as u64).to_be_bytes()].concat()),
        }
        head.extend(if masked { &[1, 2, 3, 4][..] } else { &[] });
        (head, (0..payload).map(|number| u8::try_from(number % 251).unwrap()).collect())
    }

    #[tokio::test]
    async fn no_read_goes_beyond_the_frame_it_is_at_and_the_first_not_beyond_its_beginning() {
        let frames = [(0, 0), (0, 125), (2, 126), (2, 9000), (8, 70_000), (2, 3), (8, 0)];
        let frames: Vec<_> =
            frames.iter().flat_map(|(length, payload)| [true, false].map(|m| frame(*length, *payload, m))).collect();
        for at_once in [1, 3, 14, 512, 100_000] {
            let (near, mut far) = duplex(1 << 20);
            let mut transport = Transport::new(near);
            for (head, payload) in &frames {
                far.write_all(&[head.as_slice(), payload].concat()).await.unwrap();
            }
            drop(far);
            let mut handed_out = 0;
            for (head, payload) in &frames {
                let (frame, mut come) = ([head.as_slice(), payload].concat(), Vec::new());
                while come.len() < frame.len() {
                    let mut piece = vec![0; at_once];
                    let count = transport.read(&mut piece).await.unwrap();
                    assert!(count > 0 && (count <= HEAD || !come.is_empty()), "{count} bytes, {at_once} at once");
                    come.extend_from_slice(&piece[..count]);
                }
                assert!(come == frame, "{} bytes for {}, {at_once} at once", come.len(), frame.len());
                handed_out += frame.len();
                assert_eq!(transport.received().bytes(), handed_out as u64);
            }
            assert_eq!(transport.read(&mut [0; 8]).await.unwrap(), 0, "the end");
            assert!(transport.ahead.is_empty());
        }
    }
}
