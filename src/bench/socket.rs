//! One socket on one session, joined; and the ways in which that fails, each with what to do about it.

use futures::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::http::Uri;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as WsError, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;

use super::frame::{Frame, seq};

/// Why there is no load to be had, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("{0} is not an address to put load on: give one like http://127.0.0.1:8080 (plain HTTP)")]
    Address(String),
    #[error("cannot reach {0}: {1}. Is the server running there? Start it, or give --address")]
    Unreachable(Url, String),
    #[error(
        "the server limits how fast an address may ask or a socket may speak: start it for the measurement with \
         REQUESTS_PER_SECOND=0 FRAMES_PER_SECOND=0"
    )]
    Limited,
    #[error("the server refused {0}: {1}")]
    Refused(&'static str, String),
    #[error(
        "{needed} open files are needed and only {allowed} allowed: run `ulimit -n {needed}` first (the server needs \
         as many), or ask for fewer sockets"
    )]
    Files { needed: u64, allowed: u64 },
    #[error("time was up while {0}: the server is too slow for this load, or give a longer --timeout")]
    Late(&'static str),
    #[error("cannot start: {0}")]
    Runtime(#[from] std::io::Error),
}

/// A joined socket.
#[derive(Debug)]
pub struct Socket {
    ws: WebSocketStream<TcpStream>,
    /// The number of the newest event when it joined.
    pub head: u64,
}

/// The socket is of no more use.
#[derive(Debug)]
pub struct Ended(pub String);

impl Socket {
    /// Opens a socket on the session, says hello, and reads up to the end of the snapshot.
    pub async fn join(address: &Url, session: &str) -> Result<Self, BenchError> {
        let mut socket = Self::open(address, session).await?;
        socket.hello(r#"{"type":"hello"}"#.to_owned(), "STATE_SNAPSHOT").await?;
        Ok(socket)
    }

    /// Opens a socket on the session and goes on after the event `last_id`, which is still in the log.
    pub async fn resume(address: &Url, session: &str, last_id: &str) -> Result<Self, BenchError> {
        let mut socket = Self::open(address, session).await?;
        socket.hello(format!(r#"{{"type":"hello","last_id":"{last_id}"}}"#), "welcome").await?;
        Ok(socket)
    }

    async fn open(address: &Url, session: &str) -> Result<Self, BenchError> {
        let unreachable = |error: std::io::Error| BenchError::Unreachable(address.clone(), error.to_string());
        let (host, port) = (address.host_str().unwrap_or_default(), address.port_or_known_default().unwrap_or(80));
        let tcp = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.map_err(unreachable)?;
        tcp.set_nodelay(true).map_err(unreachable)?;
        let uri: Uri = format!("ws://{host}:{port}/api/sessions/{session}/ws")
            .parse()
            .map_err(|_| BenchError::Address(address.to_string()))?;
        let request = ClientRequestBuilder::new(uri).with_sub_protocol("hera.v1");
        // Small buffers: the sockets of this side share the machine with those of the server.
        let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
        let (ws, _) = client_async_with_config(request, tcp, Some(config)).await.map_err(|error| match error {
            WsError::Http(answer) if answer.status() == 429 => BenchError::Limited,
            WsError::Http(answer) => BenchError::Refused("the socket", answer.status().to_string()),
            other => BenchError::Unreachable(address.clone(), other.to_string()),
        })?;
        Ok(Self { ws, head: 0 })
    }

    /// Says hello and reads up to the frame or the event of type `until`.
    async fn hello(&mut self, hello: String, until: &str) -> Result<(), BenchError> {
        let refused =
            |Ended(why)| if why.contains("3013") { BenchError::Limited } else { BenchError::Refused("the hello", why) };
        self.send(hello).await.map_err(refused)?;
        loop {
            let text = self.next().await.map_err(refused)?;
            let Some(frame) = Frame::read(&text) else {
                return Err(BenchError::Refused("the hello", text.to_string()));
            };
            match (frame.kind, &frame.event) {
                (Some("error"), _) => return Err(BenchError::Refused("the hello", text.to_string())),
                (Some("welcome"), _) => {
                    self.head = frame.head_id.and_then(seq).unwrap_or(0);
                    if until == "welcome" {
                        return Ok(());
                    }
                }
                (_, Some(event)) if event.kind == until => return Ok(()),
                _ => {}
            }
        }
    }

    pub async fn send(&mut self, text: String) -> Result<(), Ended> {
        self.ws.send(Message::text(text)).await.map_err(|error| Ended(error.to_string()))
    }

    /// The next text frame. Pings are answered underneath. Cancel-safe.
    pub async fn next(&mut self) -> Result<Utf8Bytes, Ended> {
        loop {
            match self.ws.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Close(why))) => return Err(Ended(closed(why.as_ref()))),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Ended(error.to_string())),
                None => return Err(Ended("the connection ended".to_owned())),
            }
        }
    }

    /// Says goodbye; what the server makes of it is no longer of interest.
    pub async fn close(mut self) {
        let _ = self.ws.close(None).await;
    }
}

fn closed(why: Option<&CloseFrame>) -> String {
    why.map_or_else(
        || "the server closed the socket".to_owned(),
        |frame| {
            let code = u16::from(frame.code);
            let advice = match code {
                3013 => NO_LIMITS,
                3504 => ": start it with a greater SOCKETS",
                _ => "",
            };
            format!("the server closed the socket: {code} {}{advice}", frame.reason)
        },
    )
}

/// What an `error` frame says, and what to do about it.
pub fn refusal(frame: &Frame<'_>) -> String {
    let code = frame.code.unwrap_or_default();
    let advice = match code {
        "rate_limited" => NO_LIMITS,
        "queue_full" => ": start the server with a greater TURNS_QUEUED, or ask for fewer messages in flight",
        _ => "",
    };
    format!("a message was refused: {code}, {}{advice}", frame.message.0)
}

const NO_LIMITS: &str = ": start it with REQUESTS_PER_SECOND=0 FRAMES_PER_SECOND=0";

#[cfg(test)]
mod tests {
    use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

    use super::*;

    #[test]
    fn what_the_server_says_comes_with_advice() {
        let frame = |code: u16| CloseFrame { code: CloseCode::from(code), reason: "enough".into() };
        assert_eq!(closed(Some(&frame(3001))), "the server closed the socket: 3001 enough");
        assert!(closed(Some(&frame(3013))).contains("FRAMES_PER_SECOND=0"));
        assert!(closed(Some(&frame(3504))).contains("SOCKETS"));
        let frame = Frame::read(r#"{"type":"error","code":"queue_full","message":"later"}"#).unwrap();
        assert!(refusal(&frame).contains("TURNS_QUEUED"));
    }
}
