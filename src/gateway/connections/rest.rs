//! The rest of a body that was answered before all of it had come: what was refused by its head, its first bytes or its
//! length. A connection closed over it would lose the answer on its way, for most clients send all they have before they
//! read. So the rest is read and thrown away, within bounds; it takes no memory but what its connection reads into.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::HttpBody;
use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How long the next bytes of a rest may take, and how long all of it: as long as a picture that is taken.
pub const PAUSE: Duration = Duration::from_secs(10);
pub const WHOLE: Duration = Duration::from_mins(2);
/// What is thrown away of a body, in pictures of the largest size, and in bytes at least: somebody may well have chosen
/// a photo four times too large, or the film beside it.
const PICTURES: u64 = 4;
const BYTES: u64 = 64 << 20;

/// How many bytes are thrown away of one body, where a picture may have so many.
pub const fn most(picture_bytes: u64) -> u64 {
    let pictures = picture_bytes.saturating_mul(PICTURES);
    if pictures > BYTES { pictures } else { BYTES }
}

/// A body that comes back when whoever reads it lets it go before its end.
pub struct Returning {
    /// None when it has ended, or was given back.
    body: Option<Incoming>,
    /// Whether the client sends it without waiting for a word from here: one that waits is told by the answer not to.
    comes: bool,
    back: Option<oneshot::Sender<Incoming>>,
}

/// Where it comes back.
pub struct Rest(oneshot::Receiver<Incoming>);

impl Returning {
    /// `asks`: the client waits to be told that it may send the body (`Expect: 100-continue`).
    pub fn new(body: Incoming, asks: bool) -> (Self, Rest) {
        let (back, rest) = oneshot::channel();
        (Self { body: Some(body), comes: !asks, back: Some(back) }, Rest(rest))
    }
}

impl HttpBody for Returning {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.comes = true;
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let come = Pin::new(body).poll_frame(context);
        if let Poll::Ready(None | Some(Err(_))) = come {
            self.body = None;
        }
        come
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        if let (true, Some(body), Some(back)) = (self.comes, self.body.take(), self.back.take())
            && !body.is_end_stream()
        {
            // Nobody waits for it when the connection has gone.
            let _ = back.send(body);
        }
    }
}

impl Rest {
    /// What has come back by now.
    pub fn left(mut self) -> Option<Incoming> {
        self.0.try_recv().ok()
    }
}

/// Reads and throws away what comes, up to `most` bytes and for as long as it may take. Whatever is left then is cut off
/// with the connection.
pub async fn discard<B>(mut body: B, most: u64)
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let (end, mut discarded) = (Instant::now() + WHOLE, 0);
    while discarded <= most {
        let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        match tokio::time::timeout_at(end.min(Instant::now() + PAUSE), next).await {
            Ok(Some(Ok(frame))) => discarded += frame.data_ref().map_or(0, |bytes| bytes.len() as u64),
            Ok(Some(Err(_)) | None) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Body;
    use futures::stream::{self, StreamExt as _};

    use super::*;

    /// A body without end, of which a piece of so many bytes comes every so often.
    fn endless(bytes: usize, every: Duration) -> Body {
        let pieces = stream::repeat(()).then(move |()| async move {
            tokio::time::sleep(every).await;
            Ok::<_, Infallible>(vec![b'x'; bytes])
        });
        Body::from_stream(Box::pin(pieces))
    }

    #[tokio::test(start_paused = true)]
    async fn so_much_is_thrown_away_and_for_so_long() {
        let begun = Instant::now();
        discard(Body::from("all of it"), 10).await;
        assert!(begun.elapsed() < Duration::from_secs(1));
        for (bytes, every, most, least) in [
            (1, PAUSE / 2, BYTES, WHOLE),
            (1, PAUSE * 2, BYTES, PAUSE),
            (1 << 20, Duration::from_secs(1), 9 << 20, Duration::from_secs(10)),
        ] {
            let begun = Instant::now();
            discard(endless(bytes, every), most).await;
            let took = begun.elapsed();
            assert!((least..least + Duration::from_secs(1)).contains(&took), "{bytes} bytes every {every:?}: {took:?}");
        }
        assert_eq!((most(1 << 20), most(100 << 20)), (64 << 20, 400 << 20));
    }
}
