//! Whole sessions as clients see them, held against recordings: every event, every answer and every document, field by
//! field. `UPDATE_GOLDEN=1` records anew, which is right only where the wire is changed on purpose.

mod plain;

use std::path::{Path, PathBuf};

use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use self::plain::Plain;
use crate::ag_ui::endpoint::Endpoint;
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Server, in_time};
use crate::photos::files;

/// Pressed in place of something said: the interview is over.
const BUTTON: &str = "";
/// Nobody is asked what they would like: that is left to chance.
const ENGLISH: [&str; 8] = [
    "I'm 50, a man in Chicago, single. I earn $80k a year. I'm organised and calm.",
    "My ideal partner is called Maya, she's warm and curious, with long dark hair. I don't want children.",
    BUTTON,
    "Let's go to Kyoto",
    "Actually I'd rather go to the mountains",
    "We could hike and have a campfire",
    "I'd love to go stargazing too",
    "sounds good",
];
const JAPANESE: [&str; 6] = [
    "34歳の女性です。東京に住んでいて、結婚しています。年収は500万円くらい、明るくて少し心配性です。",
    "夫の名前は健太です。優しくて頼りになる人です。目が大きくて、短い黒髪です。\
        子供は女の子一人と男の子一人で、名前は花子と太郎です。",
    "ぜひ会いたいです",
    "海に行きたいな",
    "貝殻を拾いたいな。それと花火も",
    "うん、そうしよう",
];

/// What a session looked like: a line for each thing that was asked, answered or shown.
struct Recording {
    server: Server,
    session: String,
    client: Client,
    /// How many frames of the client are written down.
    seen: usize,
    plain: Plain,
    lines: Vec<String>,
}

impl Recording {
    async fn of(server: Server) -> Self {
        let (mut plain, mut lines) = (Plain::default(), Vec::new());
        let answer = in_time("a session", server.request(Method::POST, "/api/sessions").send()).await.unwrap();
        let created: Value = answer.json().await.unwrap();
        let session = text(&created["session_id"]);
        lines.push(format!("POST /api/sessions -> {}", plain.value(&created)));
        let client = Client::join(server.address, &session).await;
        Self { server, session, client, seen: 0, plain, lines }
    }

    /// Asks for what is below the session; writes down the answer.
    async fn ask(&mut self, method: Method, path: &str, body: Option<Value>) {
        let (whole, body) = (format!("/api/sessions/{}/{path}", self.session), body.unwrap_or(Value::Null));
        let request = self.server.request(method.clone(), &whole);
        let request = if body.is_null() { request } else { request.json(&body) };
        self.answer(&format!("{method} {path} {body}"), request).await;
    }

    async fn answer(&mut self, asked: &str, request: RequestBuilder) {
        let answer = in_time(asked, request.send()).await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
        let line = format!("{asked} -> {status} {}", self.plain.value(&body));
        self.lines.push(line);
    }

    async fn upload(&mut self, place: &str) {
        let part = Part::bytes(files::jpeg(400, 300)).file_name("me.jpg").mime_str("image/jpeg").unwrap();
        let path = format!("/api/sessions/{}/photos/{place}", self.session);
        let request = self.server.request(Method::POST, &path).multipart(Form::new().part("file", part));
        self.answer(&format!("POST photos/{place}"), request).await;
    }

    async fn say(&mut self, frame: Value) {
        self.lines.push(format!("says {frame}"));
        let name = text(&frame["client_msg_id"]);
        self.client.send(frame).await;
        let accepted = self.client.accepted(&name).await;
        self.client.turn_end(&text(&accepted["turn_id"])).await;
    }

    /// Reads until every turn that has begun or was queued has ended, and writes down what came.
    async fn rest(&mut self) {
        loop {
            let newest = Client::join(self.server.address, &self.session).await;
            let head = text(&newest.welcome["head_id"]);
            let shows = |kind: &str| newest.frames.iter().any(|frame| event_type(frame) == Some(kind));
            let running = shows("RUN_STARTED");
            newest.leave().await;
            while self.client.last_id.as_ref() != Some(&head) {
                self.client.frame().await;
            }
            if !running && !self.owed() {
                break;
            }
            // Not at once: whoever opens sockets without a pause is refused.
            self.client.frame().await;
        }
        let frames = self.client.frames[self.seen..].to_vec();
        self.seen = self.client.frames.len();
        let (answers, events): (Vec<_>, Vec<_>) = frames.iter().partition(|frame| frame.get("event").is_none());
        for frame in answers {
            self.lines.push(format!("told {}", self.plain.value(frame)));
        }
        let mut before = Value::Null;
        for frame in events {
            // How a text is cut depends on time.
            let same = event_type(frame) == Some("TEXT_MESSAGE_CONTENT") && frame["event"]["messageId"] == before;
            if !same {
                self.lines.push(self.plain.value(frame).to_string());
            }
            before = match event_type(frame) {
                Some("TEXT_MESSAGE_CONTENT") => frame["event"]["messageId"].clone(),
                _ => Value::Null,
            };
        }
    }

    /// Whether a turn is known that has not ended yet.
    fn owed(&self) -> bool {
        let names = |frame: &Value| match (frame["type"].as_str(), frame["event"]["name"].as_str()) {
            (Some("accepted"), _) => Some(text(&frame["turn_id"])),
            (_, Some("turn.queued")) => Some(text(&frame["event"]["value"]["turn_id"])),
            _ => None,
        };
        self.client.frames.iter().filter_map(names).any(|turn| {
            !self
                .client
                .frames
                .iter()
                .any(|frame| frame["turn"] == *turn && matches!(event_type(frame), Some("RUN_FINISHED" | "RUN_ERROR")))
        })
    }

    /// What one sees who comes now.
    async fn snapshot(&mut self) {
        let late = Client::join(self.server.address, &self.session).await;
        for frame in &late.frames {
            self.lines.push(format!("late {}", self.plain.value(frame)));
        }
        late.leave().await;
    }

    async fn reads(&mut self, paths: &[&str]) {
        for path in paths {
            self.ask(Method::GET, path, None).await;
        }
    }

    /// Is as it was recorded.
    fn holds(&self, name: &str) {
        compare(name, &(self.lines.join("\n") + "\n"));
    }
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/wire").join(name)
}

fn compare(name: &str, now: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden(name), now).expect("a writable recording");
    }
    let recorded = std::fs::read_to_string(golden(name)).expect("a readable recording");
    for (number, (line, was)) in now.lines().zip(recorded.lines()).enumerate() {
        let same = line.bytes().zip(was.bytes()).take_while(|(now, was)| now == was).count();
        // Of long lines the place is shown where they part.
        let from = line.floor_char_boundary(same.saturating_sub(60));
        assert_eq!(line[from..], was[from..], "{name}, line {}; UPDATE_GOLDEN=1 records anew", number + 1);
    }
    assert_eq!(now.lines().count(), recorded.lines().count(), "{name}; UPDATE_GOLDEN=1 records anew");
}

/// A whole session with Hera and the family, with pictures and with what is refused on the way.
async fn talks(lines: &[&str], last: &str, recording: &str) {
    let server = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0).start().await;
    let mut session = Recording::of(server).await;
    session.rest().await;
    session.reads(&["status", "family/status"]).await;
    session.ask(Method::POST, "generate-image", Some(json!({"target": "partner"}))).await;
    session.ask(Method::POST, "generate-child-image", None).await;
    session.ask(Method::POST, "family/messages", Some(json!({"message": "hello"}))).await;
    for (number, line) in lines.iter().enumerate() {
        if *line == BUTTON {
            session.ask(Method::POST, "complete", Some(json!({}))).await;
        } else {
            let name = format!("m-{number}");
            session.say(json!({"type": "message", "client_msg_id": name, "content": line})).await;
        }
        session.rest().await;
        if number == 2 {
            session.reads(&["status"]).await;
            session.upload("user").await;
            session.rest().await;
            session.ask(Method::POST, "generate-image", Some(json!({"target": "partner"}))).await;
            session.ask(Method::POST, "generate-child-image", None).await;
            session.rest().await;
            session.snapshot().await;
        }
    }
    session.reads(&["status", "family/status", "messages?limit=3", "export"]).await;
    session.snapshot().await;
    session.ask(Method::POST, "messages", Some(json!({"message": last}))).await;
    session.rest().await;
    session.ask(Method::DELETE, "", None).await;
    session.holds(recording);
}

#[tokio::test]
async fn a_conversation_in_english_is_on_the_wire_as_it_was() {
    talks(&ENGLISH, "Good night, Maya", "hera_en.txt").await;
}

#[tokio::test]
async fn a_conversation_in_japanese_is_on_the_wire_as_it_was() {
    talks(&JAPANESE, "花子、おやすみ", "hera_ja.txt").await;
}

#[tokio::test]
async fn a_conversation_with_an_agent_elsewhere_is_on_the_wire_as_it_was() {
    let endpoint = Endpoint::start().await;
    let server = Server::builder().env("AGENT", "ag-ui").env("AGENT_URL", endpoint.url()).start().await;
    let mut session = Recording::of(server).await;
    session.rest().await;
    for (number, line) in ["say 3 words", "count", "count", "paint", "launch", "recall", "fail"].iter().enumerate() {
        session.say(json!({"type": "message", "client_msg_id": format!("m-{number}"), "content": line})).await;
        session.rest().await;
    }
    session.snapshot().await;
    session.reads(&["status", "family/status", "messages?limit=3", "export"]).await;
    session.ask(Method::POST, "complete", Some(json!({}))).await;
    session.ask(Method::POST, "messages", Some(json!({"message": "count"}))).await;
    session.rest().await;
    session.holds("agent_elsewhere.txt");
}

#[tokio::test]
async fn the_documents_of_the_wire_are_as_they_were() {
    let server = Server::start().await;
    for (path, name) in [("/api/schema", "schema.json"), ("/api/openapi.json", "openapi.json")] {
        let document = server.json(path).await;
        compare(name, &(serde_json::to_string_pretty(&document).unwrap() + "\n"));
    }
}
