//! The line of one connection: a stream whose writes may wait for the client so long and no longer.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::Place;

/// A stream. When the client has taken nothing for `patience` of what is to be written, the write fails, and with it
/// the connection: nothing else ends an answer that nobody reads.
#[derive(Debug)]
pub struct Line<S> {
    stream: S,
    patience: Duration,
    /// The end of patience, while a write waits. On the heap, for most lines never wait.
    waiting: Option<Pin<Box<Sleep>>>,
    /// Free again when the line is dropped, be it by a request's end or by that of the socket it has become.
    _place: Box<Place>,
}

impl<S> Line<S> {
    pub fn new(stream: S, patience: Duration, place: Place) -> Self {
        Self { stream, patience, waiting: None, _place: Box::new(place) }
    }

    /// What came of a write, or the end of patience.
    fn in_time<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.in_time(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
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
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::sync::Semaphore;
    use tokio::time::Instant;

    use super::*;
    use crate::gateway::connections::resting::Visit;

    /// A place that nobody counts.
    fn place() -> Place {
        let of_all = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        Place { visit: Visit::new(&Arc::default(), of_all), of_address: None }
    }

    const PATIENCE: Duration = Duration::from_secs(10);

    fn line(stream: DuplexStream) -> Line<DuplexStream> {
        Line::new(stream, PATIENCE, place())
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_nobody_reads_fails_in_time() {
        let (near, _far) = duplex(8);
        let mut line = line(near);
        let begun = Instant::now();
        let error = line.write_all(&[0; 9]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!((PATIENCE..PATIENCE + Duration::from_secs(1)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_has_its_time_again_and_again() {
        let (near, mut far) = duplex(8);
        let reading = async move {
            let mut bytes = [0; 8];
            for _ in 0..3 {
                tokio::time::sleep(PATIENCE * 3 / 4).await;
                far.read_exact(&mut bytes).await.unwrap();
            }
            far
        };
        let mut line = line(near);
        let (written, _far) = tokio::join!(line.write_all(&[0; 32]), reading);
        written.unwrap();
        assert!(line.waiting.is_none(), "a line that does not wait has no clock");
    }

    #[test]
    fn a_line_costs_little() {
        assert!(size_of::<Line<()>>() <= 32, "{}", size_of::<Line<()>>());
    }
}
