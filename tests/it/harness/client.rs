//! A client of the contract that believes nothing: every frame it reads is checked for what all frames must keep.

use std::net::SocketAddr;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Response};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::PATIENCE;

/// A socket on one session.
pub struct Client {
    /// The answer to `hello`.
    pub welcome: Value,
    /// The id of the last event seen: what `hello` takes.
    pub last_id: Option<String>,
    /// Every frame read so far.
    pub frames: Vec<Value>,
    /// What the server said when it closed, beside the code.
    pub reason: String,
    ws: WebSocketStream<TcpStream>,
    seq: Option<u64>,
    pings: u64,
}

/// What a socket gives.
pub enum Came {
    Frame(Value),
    /// It was closed with this code, or without any.
    Closed(Option<u16>),
}

impl Client {
    /// Opens a socket, and says nothing yet.
    pub async fn open(address: SocketAddr, session: &str) -> Self {
        Self::try_open(address, session, &[]).await.unwrap()
    }

    /// Opens a socket with more headers; an error if the server refuses the upgrade.
    pub async fn try_open(
        address: SocketAddr,
        session: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Box<Response<Option<Vec<u8>>>>> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
        Self::over(socket.unwrap(), address, session, headers).await
    }

    /// Opens a socket from that address of this machine.
    pub async fn from(source: [u8; 4], address: SocketAddr, session: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((source, 0).into()).unwrap();
        Self::over(socket, address, session, &[]).await.unwrap()
    }

    /// Opens a socket whose own end holds no more than some kilobytes of what it does not read.
    pub async fn narrow(address: SocketAddr, session: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(128 << 10).unwrap();
        Self::over(socket, address, session, &[]).await.unwrap()
    }

    async fn over(
        socket: TcpSocket,
        address: SocketAddr,
        session: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Box<Response<Option<Vec<u8>>>>> {
        match Self::attempt(socket, address, session, headers).await {
            Ok(opened) => Ok(opened),
            Err(error) => match *error {
                Error::Http(refused) => Err(refused),
                error => panic!("the socket does not open: {error}"),
            },
        }
    }

    /// Opens a socket if there still is somebody to open it: a listener that is closed resets whoever waits in its
    /// backlog.
    pub async fn if_let_in(address: SocketAddr, session: &str) -> Option<Self> {
        match Self::attempt(TcpSocket::new_v4().unwrap(), address, session, &[]).await {
            Ok(opened) => Some(opened),
            Err(error) => match *error {
                Error::Io(_) | Error::Protocol(ProtocolError::HandshakeIncomplete) => None,
                error => panic!("the socket does not open: {error}"),
            },
        }
    }

    async fn attempt(
        socket: TcpSocket,
        address: SocketAddr,
        session: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Box<Error>> {
        let url = format!("ws://{address}/api/sessions/{session}/ws");
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("hera.v1"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let opening = async {
            let stream = socket.connect(address).await?;
            stream.set_nodelay(true)?;
            client_async(request, stream).await
        };
        let (ws, answer) = super::in_time("a socket to open", opening).await.map_err(Box::new)?;
        assert_eq!(answer.headers()["sec-websocket-protocol"], "hera.v1");
        Ok(Self {
            welcome: Value::Null,
            last_id: None,
            frames: Vec::new(),
            reason: String::new(),
            ws,
            seq: None,
            pings: 0,
        })
    }

    /// Opens a socket and says hello as one who was never there; reads the whole snapshot.
    pub async fn join(address: SocketAddr, session: &str) -> Self {
        Self::resume(address, session, None).await
    }

    /// Opens a socket and says hello; reads the snapshot, if that is the answer.
    pub async fn resume(address: SocketAddr, session: &str, last_id: Option<&str>) -> Self {
        let mut client = Self::open(address, session).await;
        client.hello(last_id).await;
        client
    }

    /// Says hello, and reads the welcome and the snapshot, if there is one.
    pub async fn hello(&mut self, last_id: Option<&str>) {
        let mut hello = json!({"type": "hello"});
        if let Some(id) = last_id {
            hello["last_id"] = id.into();
        }
        self.send(hello).await;
        self.welcome = self.frame().await;
        assert_eq!(self.welcome["type"], "welcome", "{}", self.welcome);
        if self.welcome["resumed"] == "tail" {
            self.last_id = last_id.map(Into::into);
            self.seq = last_id.map(seq);
        } else {
            self.seq = Some(seq(self.welcome["head_id"].as_str().unwrap()));
            self.until("a state snapshot", |frame| event_type(frame) == Some("STATE_SNAPSHOT")).await;
        }
    }

    pub async fn send(&mut self, frame: Value) {
        self.send_text(frame.to_string()).await;
    }

    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.send_message(Message::text(text.into())).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        super::in_time("a frame to be sent", self.ws.send(message)).await.expect("the socket takes a frame");
    }

    /// Sends without caring whether the socket still takes it.
    pub async fn try_send(&mut self, message: Message) -> Result<(), Error> {
        super::in_time("a frame to be sent", self.ws.send(message)).await
    }

    /// Says something.
    pub async fn say(&mut self, client_msg_id: &str, content: &str) {
        self.send(json!({"type": "message", "client_msg_id": client_msg_id, "content": content})).await;
    }

    /// Says something with a `busy` of its own.
    pub async fn say_busy(&mut self, client_msg_id: &str, content: &str, busy: &str) {
        self.send(json!({"type": "message", "client_msg_id": client_msg_id, "content": content, "busy": busy})).await;
    }

    /// What comes next. Never waits longer than [`PATIENCE`].
    pub async fn came(&mut self) -> Came {
        let Ok(came) = tokio::time::timeout(PATIENCE, self.read()).await else {
            panic!("nothing came any more; the last frames were {:#?}", self.newest());
        };
        if let Came::Frame(frame) = &came {
            self.check(frame);
            self.frames.push(frame.clone());
        }
        came
    }

    async fn read(&mut self) -> Came {
        loop {
            match self.ws.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Came::Frame(serde_json::from_str(&text).expect("frames are JSON"));
                }
                Some(Ok(Message::Close(close))) => {
                    // Reading on answers the close; the server waits for that.
                    while let Some(Ok(_)) = self.ws.next().await {}
                    self.reason = close.as_ref().map(|close| close.reason.to_string()).unwrap_or_default();
                    return Came::Closed(close.map(|close| close.code.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => panic!("the server sent {other:?}"),
                Some(Err(_)) | None => return Came::Closed(None),
            }
        }
    }

    /// Reads up to the next ping of the transport, and answers it.
    pub async fn pinged(&mut self) {
        let pings = self.pings;
        super::in_time("a ping", async {
            while self.pings == pings {
                match self.ws.next().await {
                    Some(Ok(Message::Ping(_))) => self.pings += 1,
                    other => panic!("{other:?} came instead of a ping"),
                }
            }
        })
        .await;
        self.ws.flush().await.expect("the socket takes a pong");
    }

    /// The next frame.
    pub async fn frame(&mut self) -> Value {
        match self.came().await {
            Came::Frame(frame) => frame,
            Came::Closed(code) => panic!("closed with {code:?}; the last frames were {:#?}", self.newest()),
        }
    }

    /// The first frame of this socket that is `wanted`, read already or still to come.
    pub async fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(frame) = self.frames.iter().find(|frame| wanted(frame)) {
            return frame.clone();
        }
        self.next(what, wanted).await
    }

    /// The next frame that is `wanted` and has not been read yet.
    pub async fn next(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let waiting = async {
            loop {
                match self.came().await {
                    Came::Frame(frame) if wanted(&frame) => return frame,
                    Came::Frame(_) => {}
                    Came::Closed(code) => panic!("closed with {code:?} instead of {what}: {:#?}", self.newest()),
                }
            }
        };
        super::in_time(what, waiting).await
    }

    /// The next control frame about the message, not read yet: `accepted` or `error`.
    pub async fn answer(&mut self, client_msg_id: &str) -> Value {
        self.next(&format!("an answer to {client_msg_id}"), |frame| frame["client_msg_id"] == client_msg_id).await
    }

    /// The message's `accepted`, not read yet.
    pub async fn accepted(&mut self, client_msg_id: &str) -> Value {
        let answer = self.answer(client_msg_id).await;
        assert_eq!(answer["type"], "accepted", "{answer}");
        answer
    }

    /// The message's `error`, not read yet; checks its code.
    pub async fn refused(&mut self, client_msg_id: &str, code: &str) -> Value {
        let answer = self.answer(client_msg_id).await;
        assert_eq!((&answer["type"], &answer["code"]), (&"error".into(), &code.into()), "{answer}");
        answer
    }

    /// The next `error` that is about no message; checks its code.
    pub async fn error(&mut self, code: &str) -> Value {
        let error = self.next(code, |frame| frame["type"] == "error").await;
        assert_eq!(error["code"], code, "{error}");
        error
    }

    /// Says something and waits until it is accepted; the id of its turn.
    pub async fn turn(&mut self, client_msg_id: &str, content: &str) -> String {
        self.say(client_msg_id, content).await;
        text(&self.accepted(client_msg_id).await["turn_id"])
    }

    /// The last event of the turn.
    pub async fn turn_end(&mut self, turn: &str) -> Value {
        self.until(&format!("the end of {turn}"), |frame| {
            frame["turn"] == turn && matches!(event_type(frame), Some("RUN_FINISHED" | "RUN_ERROR"))
        })
        .await
    }

    /// Reads up to the close; its code.
    pub async fn close_code(&mut self) -> Option<u16> {
        super::in_time("a close", async {
            loop {
                if let Came::Closed(code) = self.came().await {
                    return code;
                }
            }
        })
        .await
    }

    /// Closes in an orderly way.
    pub async fn leave(mut self) {
        let _ = self.ws.close(None).await;
    }

    /// The events read so far that have a place of their own.
    pub fn events(&self) -> impl Iterator<Item = &Value> {
        self.frames.iter().filter(|frame| is_event(frame))
    }

    /// Their ids.
    pub fn ids(&self) -> Vec<String> {
        self.events().map(|event| text(&event["id"])).collect()
    }

    fn newest(&self) -> &[Value] {
        &self.frames[self.frames.len().saturating_sub(5)..]
    }

    /// No event is missing or comes twice, and a snapshot stands at the head that the welcome named.
    fn check(&mut self, frame: &Value) {
        if frame.get("snapshot").is_some() {
            assert_eq!(frame["id"], self.welcome["head_id"], "{frame}");
            assert!(frame.get("type").is_none() && frame.get("ts").is_none(), "{frame}");
            self.last_id = Some(text(&frame["id"]));
        } else if is_event(frame) {
            let number = seq(frame["id"].as_str().unwrap());
            assert_eq!(Some(number), self.seq.map(|seq| seq + 1), "out of order: {frame}");
            assert!(frame["ts"].is_i64() && frame.get("type").is_none(), "{frame}");
            self.seq = Some(number);
            self.last_id = Some(text(&frame["id"]));
        } else {
            assert!(frame["type"].is_string(), "neither event nor control frame: {frame}");
            assert!(frame["type"] == "accepted" || frame.get("id").is_none(), "a control frame with an id: {frame}");
        }
        assert!(!has_null(frame), "an optional field is null: {frame}");
    }
}

/// Whether the frame is an event with a place of its own.
pub fn is_event(frame: &Value) -> bool {
    frame.get("event").is_some() && frame.get("snapshot").is_none()
}

/// The AG-UI type of an event frame.
pub fn event_type(frame: &Value) -> Option<&str> {
    frame["event"]["type"].as_str()
}

/// The number of an event id.
pub fn seq(id: &str) -> u64 {
    let (seq, tag) = id.split_once('-').unwrap();
    assert_eq!(tag.len(), 6, "{id}");
    seq.parse().unwrap()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).into()
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}
