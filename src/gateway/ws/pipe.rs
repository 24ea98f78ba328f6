//! The socket as the connection uses it: whole batches out under a time limit, frames in, and an orderly close.
//!
//! tungstenite reads a frame into its buffer, and gives it out as a part of that. When the frame is dropped before the next
//! one is read, the whole buffer is its own again, and it keeps it, as large as the largest frame was, for as long as the
//! socket is open. So the last frame is held here until the next read has begun, for which tungstenite must then take a
//! new and small one.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_util::sync::CancellationToken;

use super::fragments::Fragments;
use super::handshake::Socket;
use super::unfinished::Unfinished;
use crate::protocol::Close;
use crate::telemetry::names;

/// How long a client may take to answer a close, or to take the answer to its own.
const CLOSING: Duration = Duration::from_secs(2);
/// How long it may take when the process is told to stop at once: time to hear the code, if the line is free.
const PARTING: Duration = Duration::from_millis(200);

/// A socket.
pub struct Pipe {
    socket: Socket,
    /// What has come of a message that is not whole yet: in how many pieces, and how much.
    fragments: Fragments,
    unfinished: Unfinished,
    write_timeout: Duration,
    /// What the last message was made of, until the next is read.
    last: Bytes,
    /// The last message was a ping, and its pong may not have left.
    pong_due: bool,
}

/// What came in.
pub enum Inbound {
    Text(Utf8Bytes),
    Binary(Bytes),
    /// A frame of the transport: a sign of life.
    Life,
    /// So many frames that are none of their own, but pieces of a message that is not whole yet.
    Fragments(u64),
    /// More has come of a message that is not whole than there is room for, of the address or in all.
    NoRoom,
    /// The client closed, or is gone.
    Gone,
    /// The frame is too large, or no frame at all.
    Bad,
}

/// What the transport makes of the bytes that come in.
enum Came {
    /// A whole message, or the end.
    Message(Option<Result<Message, Error>>),
    /// So many pieces that make no message.
    Fragments(u64),
    /// More of a message that is not whole than there is room for.
    NoRoom,
}

/// Why frames could not be written.
pub enum Unwritten {
    /// The client is gone.
    Gone,
    /// The client does not read.
    TimedOut,
}

impl Pipe {
    /// A socket whose messages have `most` bytes at most.
    pub fn new(socket: Socket, most: usize, unfinished: Unfinished, write_timeout: Duration) -> Self {
        let fragments = Fragments::new(socket.get_ref().received(), most);
        Self { socket, fragments, unfinished, write_timeout, last: Bytes::new(), pong_due: false }
    }

    /// The next frame. Cancel-safe.
    pub async fn read(&mut self) -> Inbound {
        match poll_fn(|context| self.poll_message(context)).await {
            Came::Fragments(count) => Inbound::Fragments(count),
            Came::NoRoom => Inbound::NoRoom,
            Came::Message(Some(Ok(Message::Text(text)))) => Inbound::Text(text),
            Came::Message(Some(Ok(Message::Binary(bytes)))) => Inbound::Binary(bytes),
            Came::Message(Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)))) => Inbound::Life,
            Came::Message(Some(Err(error))) if is_bad_input(&error) => Inbound::Bad,
            Came::Message(Some(Ok(Message::Close(_)))) => {
                self.answer_close().await;
                Inbound::Gone
            }
            Came::Message(Some(Err(_)) | None) => Inbound::Gone,
        }
    }

    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Came> {
        // tungstenite keeps the pongs that do not leave, however many: a client that takes none of them is not read further,
        // as one that takes no other frame.
        if self.pong_due {
            match ready!(self.socket.poll_flush_unpin(context)) {
                Ok(()) => self.pong_due = false,
                Err(error) => return Poll::Ready(Came::Message(Some(Err(error)))),
            }
        }
        // Before the next message, for there may always be one.
        if let Some(count) = self.new_fragments() {
            return Poll::Ready(Came::Fragments(count));
        }
        let polled = self.socket.poll_next_unpin(context);
        self.last = match &polled {
            Poll::Ready(Some(Ok(message))) => message.clone().into_data(),
            _ => Bytes::new(),
        };
        match polled {
            Poll::Ready(message) => {
                if let Some(Ok(message)) = &message {
                    self.pong_due = matches!(message, Message::Ping(_));
                    self.fragments.whole(length(message));
                    self.unfinished.whole();
                }
                Poll::Ready(Came::Message(message))
            }
            Poll::Pending if !self.unfinished.holds(self.fragments.coming()) => Poll::Ready(Came::NoRoom),
            Poll::Pending => self.new_fragments().map_or(Poll::Pending, |count| Poll::Ready(Came::Fragments(count))),
        }
    }

    fn new_fragments(&mut self) -> Option<u64> {
        Some(self.fragments.new_ones()).filter(|count| *count > 0)
    }

    /// The answer to the client's close is ready, and goes out when the socket is read further. Without it, the client
    /// takes the end of the socket for an accident. On the heap, for the reason given at [`Pipe::close`].
    fn answer_close(&mut self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            let answering = async { while let Some(Ok(_)) = self.socket.next().await {} };
            // A client that does not take the answer goes without.
            let _ = tokio::time::timeout(CLOSING, answering).await;
        })
    }

    /// Writes all frames, in as few writes to the network as their size allows.
    pub async fn write(&mut self, frames: Vec<Bytes>) -> Result<(), Unwritten> {
        let writing = async {
            for frame in frames {
                self.socket.feed(text(frame)).await?;
            }
            self.socket.flush().await
        };
        let written = tokio::time::timeout(self.write_timeout, writing).await;
        written.map_err(|_| Unwritten::TimedOut)?.map_err(|_| Unwritten::Gone)
    }

    pub async fn ping(&mut self) -> Result<(), Unwritten> {
        let writing = self.socket.send(Message::Ping(Bytes::new()));
        let written = tokio::time::timeout(self.write_timeout, writing).await;
        written.map_err(|_| Unwritten::TimedOut)?.map_err(|_| Unwritten::Gone)
    }

    /// Tells the client why, and waits a moment for its answer: a socket that is closed with unread input would lose
    /// the close code on its way.
    ///
    /// On the heap, as is every future that a waiting socket does not need: what an async function awaits in place
    /// is part of its own size, for as long as it lives.
    pub fn close(self, close: Close, reason: &'static str, stopping: CancellationToken) -> BoxFuture<'static, ()> {
        Box::pin(self.close_in_place(close, reason, stopping))
    }

    async fn close_in_place(mut self, close: Close, reason: &'static str, stopping: CancellationToken) {
        metrics::counter!(names::SOCKET_CLOSES, "code" => close.code().to_string()).increment(1);
        let frame = CloseFrame { code: close.code().into(), reason: Utf8Bytes::from_static(reason) };
        let closing = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                // Frames that came before the answer are thrown away, unread; an error means the client is gone.
                loop {
                    match poll_fn(|context| self.poll_message(context)).await {
                        Came::Message(Some(Ok(_))) | Came::Fragments(_) => {}
                        Came::Message(Some(Err(_)) | None) => break,
                        // It goes without the rest, and perhaps without the code.
                        Came::NoRoom => break tokio::time::sleep(PARTING).await,
                    }
                }
            }
        };
        let stopped = async {
            stopping.cancelled().await;
            tokio::time::sleep(PARTING).await;
        };
        tokio::select! {
            () = closing => {}
            () = stopped => {}
            () = tokio::time::sleep(CLOSING) => {}
        }
    }
}

/// How many bytes of a message its frame carries.
fn length(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(frame) => frame.as_ref().map_or(0, |frame| 2 + frame.reason.len()),
        Message::Frame(frame) => frame.payload().len(),
    }
}

fn text(frame: Bytes) -> Message {
    match Utf8Bytes::try_from(frame) {
        Ok(text) => Message::Text(text),
        // Frames are encoded as JSON, which is UTF-8; were one not, its bytes are shown as well as they can be.
        Err(_) => Message::Text(Utf8Bytes::default()),
    }
}

/// Whether the client sent what is no frame, rather than going away.
fn is_bad_input(error: &Error) -> bool {
    match error {
        Error::Protocol(ResetWithoutClosingHandshake) => false,
        Error::Capacity(_) | Error::Protocol(_) | Error::Utf8(_) => true,
        _ => false,
    }
}
