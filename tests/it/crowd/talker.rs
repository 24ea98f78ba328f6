//! A client that talks on whatever happens: resumes where it was, at whichever door is open, and sends again what was
//! not accepted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::{SinkExt as _, StreamExt as _};
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::checker::{Socket, View, is_end, seq};

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

/// What it asks for.
#[derive(Clone)]
pub struct Manners {
    /// How long the replies are.
    pub tokens: Range<usize>,
    /// How fast they come, a second; 0 is at once.
    pub rates: &'static [u32],
    /// How many answers it waits for before it says more.
    pub unanswered: usize,
}

/// What a whole crowd has seen so far.
#[derive(Default)]
pub struct Seen {
    /// Messages that were accepted.
    pub accepted: AtomicUsize,
    /// Times that one of them saw a turn begin anew.
    pub restarted: AtomicUsize,
}

pub struct Talker {
    /// Where the server is to be had, the next one to try first.
    doors: Vec<SocketAddr>,
    session: String,
    name: String,
    manners: Manners,
    random: StdRng,
    view: View,
    /// Sent and not accepted yet.
    owed: BTreeMap<String, Value>,
    /// What of that was refused for now.
    refused: BTreeSet<String>,
    /// The turns it waits for.
    unanswered: BTreeSet<String>,
    /// What the whole crowd has seen.
    seen: Arc<Seen>,
    /// How long to stay away, as the last server asked for that went.
    stay_away: Duration,
    last_id: Option<String>,
    /// Gets a permit when everything is accepted and nothing new will be said.
    finished: Option<Arc<Semaphore>>,
}

impl Talker {
    pub fn new(
        doors: &[SocketAddr],
        session: &str,
        name: String,
        manners: Manners,
        mut random: StdRng,
        (seen, finished): (Arc<Seen>, Arc<Semaphore>),
    ) -> Self {
        let mut doors = doors.to_vec();
        let first = random.random_range(0..doors.len());
        doors.rotate_left(first);
        Self {
            doors,
            session: session.into(),
            name,
            manners,
            random,
            view: View::default(),
            owed: BTreeMap::new(),
            refused: BTreeSet::new(),
            unanswered: BTreeSet::new(),
            seen,
            stay_away: Duration::ZERO,
            last_id: None,
            finished: Some(finished),
        }
    }

    /// Talks until it is told to leave; all it saw.
    pub async fn live(mut self, mut orders: watch::Receiver<Orders>) -> View {
        loop {
            if let Some(ws) = open(self.doors[0], &self.session).await
                && self.talk(ws, &mut orders).await
            {
                return self.view;
            }
            self.doors.rotate_left(1);
            // The server is down; an eager client is the harder one.
            let pause = Duration::from_millis(self.random.random_range(5..60));
            tokio::time::sleep(pause + std::mem::take(&mut self.stay_away)).await;
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
        self.refused = self.owed.keys().cloned().collect();
        if !self.say_again(&mut ws).await {
            return false;
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
                () = tokio::time::sleep(pause), if !self.refused.is_empty() => self.say_again(&mut ws).await,
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
        // A server that was told to go while it took this socket says so instead.
        if welcome["type"] == "goodbye" {
            return false;
        }
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        if welcome["resumed"] != "tail" {
            self.unanswered.clear();
        }
        self.view.sockets.last_mut().unwrap().welcome = welcome;
        true
    }

    fn take(&mut self, frame: Value) {
        match frame["type"].as_str() {
            None => {
                self.last_id = Some(frame["id"].as_str().unwrap().into());
                if is_end(&frame) {
                    self.unanswered.remove(frame["turn"].as_str().unwrap());
                }
                if frame["event"]["name"] == "turn.restarted" {
                    self.seen.restarted.fetch_add(1, Ordering::Relaxed);
                }
                let socket = self.view.sockets.last_mut().unwrap();
                socket.frames.push(frame);
                socket.came.push(Instant::now());
            }
            Some("accepted") => {
                if self.owed.remove(frame["client_msg_id"].as_str().unwrap()).is_some() {
                    self.seen.accepted.fetch_add(1, Ordering::Relaxed);
                }
                if frame["duplicate"] == false {
                    self.unanswered.insert(frame["turn_id"].as_str().unwrap().into());
                }
                self.view.accepted.push(frame);
            }
            Some("error") if frame["temporary"] == true => {
                self.view.refused += 1;
                self.refused.extend(frame["client_msg_id"].as_str().map(Into::into));
            }
            Some("error") => assert!(frame["code"] == "no_turn", "{frame}"),
            Some("goodbye") => {
                let wait = frame["retry_after_ms"].as_u64().unwrap();
                self.view.goodbyes.push(wait);
                self.stay_away = Duration::from_millis(wait);
            }
            Some(_) => {}
        }
    }

    /// Sends what was refused for now once more; `false` when the socket is gone.
    async fn say_again(&mut self, ws: &mut Ws) -> bool {
        for name in std::mem::take(&mut self.refused) {
            if let Some(message) = self.owed.get(&name)
                && !send(ws, message).await
            {
                return false;
            }
        }
        true
    }

    /// Says something, or wants it to stop; `false` when the socket is gone.
    async fn act(&mut self, ws: &mut Ws) -> bool {
        if self.random.random_ratio(1, 8) {
            return send(ws, &json!({"type": "cancel"})).await;
        }
        if self.owed.len() > 2 || self.owed.len() + self.unanswered.len() >= self.manners.unanswered {
            return true;
        }
        let number = self.view.sent.len();
        let client_msg_id = format!("{}-{number}", self.name);
        let tokens = self.random.random_range(self.manners.tokens.clone());
        let rate = self.manners.rates[self.random.random_range(0..self.manners.rates.len())];
        let text = format!("tokens={tokens} rate={rate}");
        let busy = if self.random.random_ratio(1, 6) { "interrupt" } else { "queue" };
        let message = json!({"type": "message", "client_msg_id": client_msg_id, "content": text, "busy": busy});
        self.view.sent.insert(client_msg_id.clone(), text);
        self.owed.insert(client_msg_id, message.clone());
        send(ws, &message).await
    }

    /// The id of the session's head.
    pub async fn head_of(door: SocketAddr, session: &str) -> String {
        let mut ws = open(door, session).await.expect("the server is up");
        assert!(send(&mut ws, &json!({"type": "hello"})).await);
        let welcome = receive(&mut ws).await.expect("a welcome");
        welcome["head_id"].as_str().unwrap().into()
    }

    /// Every event after `base`, read when no turn is waiting any more.
    pub async fn whole_log(door: SocketAddr, session: &str, base: &str) -> Vec<Value> {
        loop {
            if let Some(log) = Self::try_whole_log(door, session, base).await {
                return log;
            }
            // It has not come to rest yet.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn try_whole_log(door: SocketAddr, session: &str, base: &str) -> Option<Vec<Value>> {
        let mut ws = open(door, session).await?;
        send(&mut ws, &json!({"type": "hello", "last_id": base})).await.then_some(())?;
        let welcome = receive(&mut ws).await?;
        assert_eq!(welcome["resumed"], "tail", "{welcome}");
        let (mut log, mut waiting) = (Vec::<Value>::new(), 0_usize);
        let head = seq(&welcome["head_id"]);
        loop {
            let frame = receive(&mut ws).await?;
            if frame.get("type").is_some() {
                continue;
            }
            waiting += usize::from(frame["event"]["type"] == "TEXT_MESSAGE_CHUNK");
            waiting -= usize::from(is_end(&frame));
            let place = seq(&frame["id"]);
            log.push(frame);
            if waiting == 0 && place >= head {
                return Some(log);
            }
        }
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
            Some(Ok(Message::Close(close))) => {
                let code: u16 = close.map_or(3000, |close| close.code.into());
                assert!((3000..3500).contains(&code), "sent away for good, with {code}");
                return None;
            }
            Some(Err(_)) | None => return None,
            Some(Ok(other)) => panic!("the server sent {other:?}"),
        }
    }
}
