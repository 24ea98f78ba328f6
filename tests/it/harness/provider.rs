//! A provider of models that speaks the wire formats of the real ones, and fails as it is told to.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::in_time;

/// Tokens that every answer is said to have taken.
pub const INPUT_TOKENS: u64 = 11;
pub const OUTPUT_TOKENS: u64 = 7;

/// A way of asking models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    OpenAi,
    Gemini,
    Anthropic,
}

/// How a request is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// With a text, in these pieces.
    Says(Vec<String>),
    /// With the beginning of a text; then this happens.
    Begins(String, Fault),
    /// With nothing of a text; after the headers this happens.
    Fails(Fault),
    /// With an error, and what it says of when to come back.
    Status(u16, Option<String>),
    /// Not at all: not even a status comes.
    Silence,
    /// With a page of HTML.
    Page,
    /// With events of this data, and no end but that of the connection's answer.
    Events(Vec<String>),
    /// With these bytes in place of events, in one packet.
    Bytes(Vec<u8>),
    /// With these bytes, to the end of which the connection goes, and nothing else tells of the end.
    Rest(Vec<u8>),
    /// With these bytes, of which more were announced: the connection is closed before.
    Short(Vec<u8>),
    /// With these bytes, and then with comments without end.
    Open(Vec<u8>),
    /// With one JSON document, whatever it was asked.
    Document(String),
    /// With an error that says this.
    Refusal(u16, String),
}

/// What happens to an answer after its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing comes any more, and the connection stays.
    Stall,
    /// The connection is closed in the middle of a line, in the middle of a letter.
    Cut,
    /// The connection is closed between two events.
    Close,
    /// The answer has its end, and nobody has said that the text has.
    Hush,
    /// An event comes that is no JSON.
    Malformed,
    /// The text ends, as if all were said.
    Stop,
    /// The provider stops the text for what it says.
    Filter,
    /// The text is as long as it may be.
    Length,
    /// The provider has too much to do, and says so in an event.
    Overloaded,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    /// By name, in small letters.
    pub headers: HashMap<String, String>,
    pub body: Value,
}

/// A provider, for as long as it lives.
pub struct Provider {
    /// Where it answers, without the path of an API.
    pub address: String,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    state: watch::Receiver<State>,
    _serving: JoinSet<()>,
}

#[derive(Debug, Default)]
struct State {
    connections: usize,
    asked: Vec<Asked>,
    /// Answers during which the client has closed the connection.
    closed: usize,
}

impl Api {
    pub const ALL: [Self; 3] = [Self::OpenAi, Self::Gemini, Self::Anthropic];

    /// Its name before that of a model.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Gemini => "gemini",
            Self::Anthropic => "anthropic",
        }
    }

    fn of(path: &str) -> Self {
        match path.split('?').next().unwrap() {
            bare if bare.ends_with("/chat/completions") => Self::OpenAi,
            "/v1/messages" => Self::Anthropic,
            _ if path.starts_with("/v1beta/models/") && path.contains(":streamGenerateContent?alt=sse") => Self::Gemini,
            _ => panic!("no API is at {path}"),
        }
    }

    /// Whether the API refuses a request, whatever it would answer: Anthropic takes no text without a word.
    fn refuses(self, asked: &Value) -> bool {
        let blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        let blank_part = |message: &Value| match &message["content"] {
            Value::Array(parts) => parts.is_empty() || parts.iter().any(|part| blank(&part["text"])),
            content => blank(content),
        };
        self == Self::Anthropic && asked["messages"].as_array().unwrap().iter().any(blank_part)
    }

    fn error(self, status: u16) -> Value {
        let (word, status_word) = match status {
            400 => ("invalid_request_error", "INVALID_ARGUMENT"),
            401 => ("authentication_error", "UNAUTHENTICATED"),
            404 => ("not_found_error", "NOT_FOUND"),
            429 => ("rate_limit_error", "RESOURCE_EXHAUSTED"),
            503 | 529 => ("overloaded_error", "UNAVAILABLE"),
            _ => ("api_error", "INTERNAL"),
        };
        let message = "said of what was asked: zerzura";
        match self {
            Self::OpenAi => json!({"error": {"message": message, "type": word, "param": null, "code": null}}),
            Self::Gemini => json!({"error": {"code": status, "message": message, "status": status_word}}),
            Self::Anthropic => json!({"type": "error", "error": {"type": word, "message": message}}),
        }
    }

    /// What comes before the first piece of a text.
    fn opening(self) -> Vec<String> {
        let usage = json!({"input_tokens": INPUT_TOKENS, "output_tokens": 1});
        let message = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "a-model-001",
            "content": [], "stop_reason": null, "stop_sequence": null, "usage": usage});
        let block = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
        match self {
            Self::OpenAi => vec![openai_chunk(&json!({"role": "assistant", "content": ""}), None)],
            Self::Gemini => Vec::new(),
            Self::Anthropic => vec![
                event("message_start", &json!({"type": "message_start", "message": message})),
                event("content_block_start", &block),
                event("ping", &json!({"type": "ping"})),
            ],
        }
    }

    fn piece(self, text: &str) -> String {
        match self {
            Self::OpenAi => openai_chunk(&json!({"content": text}), None),
            Self::Gemini => candidate(&json!({"content": {"parts": [{"text": text}], "role": "model"}, "index": 0})),
            Self::Anthropic => {
                let delta = json!({"type": "text_delta", "text": text});
                event("content_block_delta", &json!({"type": "content_block_delta", "index": 0, "delta": delta}))
            }
        }
    }

    /// The end of a text, for a reason that is called so by `OpenAI`, Gemini and Anthropic.
    fn closing(self, [openai, gemini, anthropic]: [&str; 3]) -> Vec<String> {
        match self {
            Self::OpenAi => {
                let usage = json!({"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS,
                    "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS});
                let counted = json!({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
                    "model": "a-model-001", "choices": [], "usage": usage});
                vec![openai_chunk(&json!({}), Some(openai)), data(&counted), "data: [DONE]\n\n".to_owned()]
            }
            Self::Gemini => vec![candidate(&json!({"content": {"role": "model"}, "finishReason": gemini, "index": 0}))],
            Self::Anthropic => {
                let delta = json!({"stop_reason": anthropic, "stop_sequence": null});
                let usage = json!({"output_tokens": OUTPUT_TOKENS});
                vec![
                    event("content_block_stop", &json!({"type": "content_block_stop", "index": 0})),
                    event("message_delta", &json!({"type": "message_delta", "delta": delta, "usage": usage})),
                    event("message_stop", &json!({"type": "message_stop"})),
                ]
            }
        }
    }

    /// What is sent of an answer that fails so; whether the connection is then closed, and not kept.
    fn failing(self, fault: Fault) -> (Vec<Vec<u8>>, Then) {
        let texts = |texts: Vec<String>| texts.into_iter().map(String::into_bytes).collect::<Vec<_>>();
        match fault {
            Fault::Stall => (Vec::new(), Then::Wait),
            Fault::Cut => {
                let piece = self.piece("湊");
                let middle = piece.find('湊').unwrap() + 1;
                (vec![piece.as_bytes()[..middle].to_vec()], Then::Close)
            }
            Fault::Close => (Vec::new(), Then::Close),
            Fault::Hush => (Vec::new(), Then::Finish),
            Fault::Malformed => (texts(vec!["data: {\"choices\": [{\"del\n\n".to_owned()]), Then::Finish),
            Fault::Stop => (texts(self.closing(["stop", "STOP", "end_turn"])), Then::Finish),
            Fault::Filter => (texts(self.closing(["content_filter", "SAFETY", "refusal"])), Then::Finish),
            Fault::Length => (texts(self.closing(["length", "MAX_TOKENS", "max_tokens"])), Then::Finish),
            Fault::Overloaded => {
                let error = self.error(529);
                let named = if self == Self::Anthropic { event("error", &error) } else { data(&error) };
                (texts(vec![named]), Then::Finish)
            }
        }
    }
}

/// What becomes of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The answer has its end.
    Finish,
    Wait,
    Close,
}

fn data(value: &Value) -> String {
    format!("data: {value}\n\n")
}

fn event(name: &str, value: &Value) -> String {
    format!("event: {name}\ndata: {value}\n\n")
}

/// A chunk as `OpenAI` writes it.
fn openai_chunk(delta: &Value, finish: Option<&str>) -> String {
    let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish});
    data(&json!({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "a-model-001",
        "choices": [choice], "usage": null}))
}

/// A chunk as Gemini writes it; every one of them counts.
fn candidate(candidate: &Value) -> String {
    let usage = json!({"promptTokenCount": INPUT_TOKENS, "candidatesTokenCount": OUTPUT_TOKENS - 2,
        "thoughtsTokenCount": 2, "totalTokenCount": INPUT_TOKENS + OUTPUT_TOKENS});
    data(&json!({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "a-model-001", "responseId": "1"}))
}

/// An answer with a text.
pub fn says(text: &str) -> Answer {
    Answer::Says(text.split_inclusive(' ').map(str::to_owned).collect())
}

impl Provider {
    /// A provider that gives these answers, one after the other.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(answers.into_iter().collect::<VecDeque<_>>()));
        let (tell, state) = watch::channel(State::default());
        let next = Arc::clone(&answers);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let (mut connections, tell) = (JoinSet::new(), Arc::new(tell));
            while let Ok((stream, _)) = listener.accept().await {
                tell.send_modify(|state| state.connections += 1);
                connections.spawn(serve(BufReader::new(stream), Arc::clone(&next), Arc::clone(&tell)));
            }
        });
        Self { address, answers, state, _serving: serving }
    }

    /// Where an API is to be asked: what `MODEL_BASE_URL` takes.
    pub fn base(&self, api: Api) -> String {
        if api == Api::OpenAi { format!("{}/v1/", self.address) } else { format!("{}/", self.address) }
    }

    /// One more answer, after all others.
    pub fn then(&self, answer: Answer) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.borrow().asked.clone()
    }

    /// How often somebody has connected.
    pub fn connections(&self) -> usize {
        self.state.borrow().connections
    }

    /// Waits until so many requests have come.
    pub async fn asked_times(&self, times: usize) {
        let mut state = self.state.clone();
        in_time("the provider to be asked", state.wait_for(|state| state.asked.len() >= times)).await.unwrap();
    }

    /// Waits until the client has closed the connection during so many answers.
    pub async fn closed_times(&self, times: usize) {
        let mut state = self.state.clone();
        in_time("the connection to be closed", state.wait_for(|state| state.closed >= times)).await.unwrap();
    }
}

async fn serve(
    mut stream: BufReader<TcpStream>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    tell: Arc<watch::Sender<State>>,
) {
    while let Some(asked) = request(&mut stream).await {
        let api = Api::of(&asked.path);
        let next = if api.refuses(&asked.body) {
            Answer::Status(400, None)
        } else {
            answers.lock().unwrap().pop_front().unwrap_or(Answer::Status(418, None))
        };
        tell.send_modify(|state| state.asked.push(asked));
        match give(&mut stream, api, next).await {
            Ok(Then::Finish) => {}
            Ok(Then::Close) => return,
            Ok(Then::Wait) => {
                // Nothing but its end can come from a client that waits for an answer.
                let ended = stream.read_u8().await.is_err();
                tell.send_modify(|state| state.closed += usize::from(ended));
                return;
            }
            Err(_) => {
                tell.send_modify(|state| state.closed += 1);
                return;
            }
        }
    }
}

/// The next request on a connection, if there is one.
async fn request(stream: &mut (impl AsyncBufRead + Unpin)) -> Option<Asked> {
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_owned());
    }
    let path = head[0].split(' ').nth(1).unwrap().to_owned();
    let pairs = head[1..].iter().filter_map(|line| line.split_once(": "));
    let headers = pairs.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect::<HashMap<_, _>>();
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    stream.read_exact(&mut body).await.ok()?;
    Some(Asked { path, headers, body: serde_json::from_slice(&body).unwrap() })
}

async fn give(stream: &mut BufReader<TcpStream>, api: Api, answer: Answer) -> std::io::Result<Then> {
    let (pieces, fault) = match answer {
        Answer::Silence => return Ok(Then::Wait),
        Answer::Page => {
            plain(stream, "200 OK", "content-type: text/html\r\n", "<!doctype html><p>Welcome</p>\n\n").await?;
            return Ok(Then::Finish);
        }
        Answer::Document(body) => {
            plain(stream, "200 OK", "content-type: application/json\r\n", body).await?;
            return Ok(Then::Finish);
        }
        Answer::Refusal(status, body) => {
            plain(stream, &format!("{status} No"), "content-type: application/json\r\n", body).await?;
            return Ok(Then::Finish);
        }
        Answer::Events(events) => {
            let events = events.iter().map(|data| format!("data: {data}\n\n")).collect::<Vec<_>>().concat();
            plain(stream, "200 OK", "content-type: text/event-stream\r\n", events).await?;
            return Ok(Then::Finish);
        }
        Answer::Bytes(bytes) => {
            plain(stream, "200 OK", "content-type: text/event-stream\r\n", bytes).await?;
            return Ok(Then::Finish);
        }
        Answer::Rest(bytes) => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
            stream.write_all(&[head.as_bytes(), &bytes].concat()).await?;
            stream.shutdown().await?;
            return Ok(Then::Finish);
        }
        Answer::Short(bytes) => {
            let length = bytes.len() + 10;
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all(&[head.as_bytes(), &bytes].concat()).await?;
            stream.shutdown().await?;
            return Ok(Then::Finish);
        }
        Answer::Open(bytes) => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
            stream.write_all(&[head.as_bytes(), &bytes].concat()).await?;
            // Until the client goes.
            loop {
                stream.write_all(b": still here\n\n").await?;
                stream.flush().await?;
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
        Answer::Status(status, retry_after) => {
            let date = "date: Wed, 25 Nov 2026 10:00:00 GMT\r\n";
            let after = retry_after.map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
            let headers = format!("content-type: application/json\r\n{date}{after}");
            plain(stream, &format!("{status} So"), &headers, api.error(status).to_string()).await?;
            return Ok(Then::Finish);
        }
        Answer::Says(pieces) => (pieces, Fault::Stop),
        Answer::Begins(text, fault) => (vec![text], fault),
        Answer::Fails(fault) => (Vec::new(), fault),
    };
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    let before = api.opening().into_iter().chain(pieces.iter().map(|text| api.piece(text)));
    for part in before {
        chunk(stream, part.as_bytes()).await?;
    }
    let (rest, then) = api.failing(fault);
    for part in rest {
        chunk(stream, &part).await?;
    }
    if then == Then::Finish {
        stream.write_all(b"0\r\n\r\n").await?;
    }
    stream.flush().await?;
    Ok(then)
}

async fn plain(
    stream: &mut BufReader<TcpStream>,
    status: &str,
    headers: &str,
    body: impl AsRef<[u8]>,
) -> std::io::Result<()> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).await?;
    stream.flush().await
}

async fn chunk(stream: &mut BufReader<TcpStream>, part: &[u8]) -> std::io::Result<()> {
    stream.write_all(format!("{:x}\r\n", part.len()).as_bytes()).await?;
    stream.write_all(part).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await
}
