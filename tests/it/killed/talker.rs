//! A client that talks on whatever happens: resumes where it was, and sends again what was not accepted.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::checker::{Socket, View, is_end, seq};
use crate::harness::in_time;

type Ws = WebSocketStream<TcpStream>;

/// What talkers are to do.
#[derive(Clone)]
pub enum Orders {
    Talk,
    /// Say nothing new; get everything accepted, and tell when it is.
    Finish,
    /// Go when the event of this number has been seen.
    Leave(Arc<HashMap<String, u64>>),
}

pub struct Talker {
    address: SocketAddr,
    session: String,
    name: String,
    random: StdRng,
    view: View,
    /// Sent and not accepted yet.
    owed: BTreeMap<String, Value>,
    last_id: Option<String>,
    /// Gets a permit when everything is accepted and nothing new will be said.
    finished: Option<Arc<Semaphore>>,
}

impl Talker {
    pub fn new(address: SocketAddr, session: &str, name: String, seed: u64, finished: Arc<Semaphore>) -> Self {
        Self {
            address,
            session: session.into(),
            name,
            random: StdRng::seed_from_u64(seed),
            view: View::default(),
            owed: BTreeMap::new(),
            last_id: None,
            finished: Some(finished),
        }
    }

    /// Talks until it is told to leave; all it saw.
    pub async fn live(mut self, mut orders: watch::Receiver<Orders>) -> View {
        loop {
            if let Some(ws) = open(self.address, &self.session).await
                && self.talk(ws, &mut orders).await
            {
                return self.view;
            }
            // The server is down; an eager client is the harder one.
            tokio::time::sleep(Duration::from_millis(self.random.random_range(5..60))).await;
        }
    }

    /// Talks over one socket; `true` when everything is done.
    async fn talk(&mut self, mut ws: Ws, orders: &mut watch::Receiver<Orders>) -> bool {
        self.view.sockets.push(Socket { last_id: self.last_id.clone(), ..Socket::default() });
        let welcomed = self.join(&mut ws).await;
        if !welcomed {
            // Nothing was seen over it.
            self.view.sockets.pop();
            return false;
        }
        for message in self.owed.clone().into_values() {
            if !send(&mut ws, &message).await {
                return false;
            }
        }
        loop {
            let now = orders.borrow_and_update().clone();
            if !matches!(now, Orders::Talk)
                && self.owed.is_empty()
                && let Some(finished) = self.finished.take()
            {
                finished.add_permits(1);
            }
            if let Orders::Leave(heads) = &now
                && self.owed.is_empty()
                && self.last_id.as_ref().is_some_and(|id| seq(&Value::from(id.as_str())) >= heads[&self.session])
            {
                return true;
            }
            let pause = Duration::from_millis(self.random.random_range(20..400));
            let going = tokio::select! {
                came = receive(&mut ws) => match came {
                    Some(frame) => { self.take(frame); true }
                    None => false,
                },
                () = tokio::time::sleep(pause), if matches!(now, Orders::Talk) => self.act(&mut ws).await,
                _ = orders.changed() => true,
            };
            if !going {
                return false;
            }
        }
    }

    async fn join(&mut self, ws: &mut Ws) -> bool {
        let mut hello = json!({"type": "hello"});
        if let Some(id) = &self.last_id {
            hello["last_id"] = id.as_str().into();
        }
        if !send(ws, &hello).await {
            return false;
        }
        let Some(welcome) = receive(ws).await else { return false };
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        self.view.sockets.last_mut().unwrap().welcome = welcome;
        true
    }

    fn take(&mut self, frame: Value) {
        match frame["type"].as_str() {
            None => {
                self.last_id = Some(frame["id"].as_str().unwrap().into());
                self.view.sockets.last_mut().unwrap().frames.push(frame);
            }
            Some("accepted") => {
                self.owed.remove(frame["client_msg_id"].as_str().unwrap());
                self.view.accepted.push(frame);
            }
            Some("error") => assert!(frame["code"] == "no_turn", "{frame}"),
            Some(_) => {}
        }
    }

    /// Says something, or wants it to stop; `false` when the socket is gone.
    async fn act(&mut self, ws: &mut Ws) -> bool {
        if self.random.random_ratio(1, 8) {
            return send(ws, &json!({"type": "cancel"})).await;
        }
        if self.owed.len() > 2 {
            return true;
        }
        let number = self.view.sent.len();
        let client_msg_id = format!("{}-{number}", self.name);
        let (tokens, rate) = (self.random.random_range(1..25), [0, 50, 200][self.random.random_range(0..3)]);
        let text = format!("tokens={tokens} rate={rate}");
        let busy = if self.random.random_ratio(1, 6) { "interrupt" } else { "queue" };
        let message = json!({"type": "message", "client_msg_id": client_msg_id, "content": text, "busy": busy});
        self.view.sent.insert(client_msg_id.clone(), text);
        self.owed.insert(client_msg_id, message.clone());
        send(ws, &message).await
    }

    /// The id of the session's head.
    pub async fn head_of(address: SocketAddr, session: &str) -> String {
        let mut ws = open(address, session).await.expect("the server is up");
        assert!(send(&mut ws, &json!({"type": "hello"})).await);
        let welcome = receive(&mut ws).await.expect("a welcome");
        welcome["head_id"].as_str().unwrap().into()
    }

    /// Every event after `base`, read when no turn is waiting any more.
    pub async fn whole_log(address: SocketAddr, session: &str, base: &str) -> Vec<Value> {
        in_time("the last turn to end", async {
            let mut ws = open(address, session).await.expect("the server is up");
            assert!(send(&mut ws, &json!({"type": "hello", "last_id": base})).await);
            let welcome = receive(&mut ws).await.expect("a welcome");
            assert_eq!(welcome["resumed"], "tail", "{welcome}");
            let (mut log, mut waiting) = (Vec::<Value>::new(), 0_usize);
            let head = seq(&welcome["head_id"]);
            loop {
                let frame = receive(&mut ws).await.expect("an event");
                if frame.get("type").is_some() {
                    continue;
                }
                waiting += usize::from(frame["event"]["type"] == "TEXT_MESSAGE_CHUNK");
                waiting -= usize::from(is_end(&frame));
                let place = seq(&frame["id"]);
                log.push(frame);
                if waiting == 0 && place >= head {
                    return log;
                }
            }
        })
        .await
    }
}

/// A socket, if the server is there.
async fn open(address: SocketAddr, session: &str) -> Option<Ws> {
    let mut request = format!("ws://{address}/api/sessions/{session}/ws").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("hera.v1"));
    let stream = TcpStream::connect(address).await.ok()?;
    stream.set_nodelay(true).unwrap();
    Some(client_async(request, stream).await.ok()?.0)
}

async fn send(ws: &mut Ws, frame: &Value) -> bool {
    ws.send(Message::text(frame.to_string())).await.is_ok()
}

/// The next frame; `None` when the socket is gone.
async fn receive(ws: &mut Ws) -> Option<Value> {
    loop {
        match ws.next().await {
            Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).expect("frames are JSON")),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(other)) => panic!("the server sent {other:?}"),
        }
    }
}
