//! An agent on a stock ADK server, from its package: it streams, transfers, keeps and shows, and whichever of the
//! processes dies, nothing is said twice and nothing is forgotten.

mod odd;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::harness::cable::Cable;
use crate::harness::client::{event_type, text};
use crate::harness::{Client, Screen, Server, free_address, in_time};
use crate::photos::files;

/// `adk api_server` with the app of tests/adk/agents. Killed when dropped.
struct Adk {
    child: Child,
    port: u16,
    /// Has the app, what the server keeps beside it, its log and the notes of its agents.
    dir: TempDir,
}

impl Adk {
    async fn start(options: &[&str]) -> Self {
        let port = free_address().port();
        let dir = TempDir::new().unwrap();
        let app = dir.path().join("agents/talk");
        std::fs::create_dir_all(&app).unwrap();
        for file in ["__init__.py", "agent.py"] {
            let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adk/agents/talk").join(file);
            std::fs::copy(original, app.join(file)).unwrap();
        }
        let child = Self::launch(&dir, port, options).await;
        Self { child, port, dir }
    }

    async fn launch(dir: &TempDir, port: u16, options: &[&str]) -> Child {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let adk = root.join("target/venv/bin/adk");
        assert!(adk.exists(), "{} is missing: run tests/setup.sh", adk.display());
        let log = std::fs::File::options().create(true).append(true).open(dir.path().join("log")).unwrap();
        let mut command = Command::new(adk);
        command.args(["api_server", "--port", &port.to_string()]).args(options).arg(dir.path().join("agents"));
        let adk = command.current_dir(dir.path()).env("HOME", dir.path()).env("NOTES", dir.path().join("notes"));
        let child = adk.stdin(Stdio::null()).stdout(log.try_clone().unwrap());
        let child = child.stderr(log).kill_on_drop(true).spawn().unwrap();
        in_time("the ADK server", async {
            let mut looks = tokio::time::interval(Duration::from_millis(50));
            while reqwest::get(format!("http://127.0.0.1:{port}/list-apps")).await.is_err() {
                looks.tick().await;
            }
        })
        .await;
        child
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    async fn kill9(&mut self) {
        in_time("the ADK server to die", self.child.kill()).await.unwrap();
    }

    /// A hera whose agent is here.
    fn hera(&self) -> crate::harness::server::Builder {
        let url = format!("http://127.0.0.1:{}", self.port);
        Server::builder().env("AGENT", "adk").env("AGENT_URL", url).env("COALESCE_MS", 0)
    }

    fn notes(&self) -> PathBuf {
        self.dir.path().join("notes")
    }

    /// Lets an agent go on that waits.
    fn let_go(&self) {
        std::fs::write(self.notes().with_extension("go"), "").unwrap();
    }
}

/// Says something and waits for the end of its turn: what it was, and the frames up to there.
async fn said(client: &mut Client, content: &str) -> (Value, Vec<Value>) {
    let before = client.frames.len();
    let turn = client.turn(content, content).await;
    let end = client.turn_end(&turn).await;
    (end["event"].clone(), client.frames[before..].to_vec())
}

/// The last text of an agent in the history.
async fn last_text(server: &Server, session: &str) -> String {
    text(&server.history(session).await.last().unwrap()["content"])
}

fn of_type<'a>(frames: &'a [Value], kind: &str) -> Vec<&'a Value> {
    frames.iter().filter(|frame| event_type(frame) == Some(kind)).map(|frame| &frame["event"]).collect()
}

#[tokio::test]
async fn a_stock_agent_streams_transfers_keeps_and_shows() {
    let adk = Adk::start(&[]).await;
    // It is not told which app: there is one.
    let hera = adk.hera().start().await;
    let session = hera.session().await;
    let mut client = Client::join(hera.address, &session).await;
    let state = client.until("the state", |frame| event_type(frame) == Some("STATE_SNAPSHOT")).await;
    assert_eq!(state["event"]["snapshot"]["phase"], "chat");

    let (end, frames) = said(&mut client, "hello").await;
    assert_eq!(end["outcome"]["type"], "success");
    let words: Vec<String> =
        of_type(&frames, "TEXT_MESSAGE_CONTENT").iter().map(|event| text(&event["delta"])).collect();
    assert_eq!(words, ["One ", "two ", "three."], "streamed, once, without the thought");
    assert_eq!(of_type(&frames, "TEXT_MESSAGE_START")[0]["name"], "host");

    let (_, frames) = said(&mut client, "remember how I feel").await;
    let kept = json!({"mood": "merry"});
    assert_eq!(of_type(&frames, "STATE_DELTA")[0]["delta"], json!([{"op": "add", "path": "/agent", "value": kept}]));

    // An artifact before the words it goes with, and a picture among them.
    for (asked, content) in [("paint it", "Done, as you said."), ("inline, please", "Look: ")] {
        let (_, frames) = said(&mut client, asked).await;
        let ready = of_type(&frames, "CUSTOM")[0].clone();
        assert_eq!((&ready["name"], &ready["value"]["kind"]), (&"image.ready".into(), &"attachment".into()));
        assert_eq!(hera.get(ready["value"]["url"].as_str().unwrap()).await.status(), 200);
        let message = hera.history(&session).await.pop().unwrap();
        assert_eq!((&message["content"], &message["id"]), (&content.into(), &ready["metadata"]["hera"]["message_id"]));
        assert_eq!(message["metadata"]["hera"]["attachments"], json!([ready["value"]]));
    }

    let (end, frames) = said(&mut client, "inline, but strange").await;
    assert_eq!((&end["outcome"]["type"], of_type(&frames, "CUSTOM").len()), (&"success".into(), 0), "left out");
    hera.logged("a picture of the agent is left out").await;

    let part = Part::bytes(files::jpeg(40, 30)).file_name("me.jpg").mime_str("image/jpeg").unwrap();
    let form = Form::new().part("file", part);
    let upload = hera.request(Method::POST, &format!("/api/sessions/{session}/photos"));
    let photo = in_time("an upload", upload.multipart(form).send()).await.unwrap().json::<Value>().await.unwrap();
    let look = json!([{"type": "text", "text": "history with"},
        {"type": "image", "source": {"type": "url", "value": photo["photo"]["url"]}}]);
    client.send(json!({"type": "message", "client_msg_id": "look", "content": look})).await;
    let turn = text(&client.accepted("look").await["turn_id"]);
    client.turn_end(&turn).await;
    let told = last_text(&hera, &session).await;
    assert!(told.ends_with("user: history with[picture bytes]"), "{told}");

    let (end, _) = said(&mut client, "raise").await;
    assert_eq!((&end["code"], &end["message"]), (&"agent_failed".into(), &"the agent failed: ValueError".into()));

    // The session there was cut short by that, and is made anew: it holds all that hera knows, each message once.
    said(&mut client, "history").await;
    let told = last_text(&hera, &session).await;
    let begins = "user: hello | model: One two three. | user: remember how I feel | model: Done, as you said. | user: paint it \
                  | model: Done, as you said.[picture] | user: inline";
    assert!(told.starts_with(begins) && told.ends_with("user: raise | user: history"), "{told}");

    let (_, frames) = said(&mut client, "transfer").await;
    let names: Vec<&Value> = of_type(&frames, "TEXT_MESSAGE_START").iter().map(|event| &event["name"]).collect();
    assert_eq!(names, ["host", "guide"]);
    let mut late = Client::join(hera.address, &session).await;
    let state = late.until("the state", |frame| event_type(frame) == Some("STATE_SNAPSHOT")).await;
    assert_eq!(state["event"]["snapshot"]["agent"], kept);
    assert_eq!(Screen::of(&late.frames).messages, Screen::of(&client.frames).messages);

    for (method, path) in [(Method::POST, "complete"), (Method::GET, "family/status"), (Method::POST, "generate-image")]
    {
        let request = hera.request(method, &format!("/api/sessions/{session}/{path}"));
        let answer = in_time(path, request.body(r#"{"target":"partner"}"#).send()).await.unwrap();
        assert_eq!(answer.status(), 409, "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "no_interview");
    }
    assert!(!hera.log().contains("One two") && !hera.log().contains("what a person said"));

    let elsewhere = adk.hera().env("ADK_APP", "nobody").start().await;
    let mut client = Client::join(elsewhere.address, &elsewhere.session().await).await;
    let (end, _) = said(&mut client, "hello").await;
    assert_eq!(end["code"], "agent_refused");
    let message = "the agent was not asked: it answered 404: AGENT_URL or ADK_APP names nothing there";
    assert_eq!(end["message"], message);
}

#[tokio::test]
async fn a_cancelled_answer_is_let_go_and_known_as_it_was_shown() {
    let adk = Adk::start(&[]).await;
    let hera = adk.hera().env("ADK_APP", "talk").start().await;
    let session = hera.session().await;
    let mut client = Client::join(hera.address, &session).await;
    let turn = client.turn("w", "wait for me").await;
    client.until("two words", |frame| frame["event"]["delta"] == "two ").await;
    let queued = client.turn("h", "history").await;
    client.send(json!({"type": "cancel"})).await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "cancelled");
    in_time("the agent to see that", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while !std::fs::read_to_string(adk.notes()).is_ok_and(|notes| notes == "cut off\n") {
            looks.tick().await;
        }
    })
    .await;
    client.turn_end(&queued).await;
    assert_eq!(last_text(&hera, &session).await, "user: wait for me | model: One two  | user: history");

    // Longer than a busy machine lets an agent wait for its first words.
    let impatient = adk.hera().env("AGENT_IDLE_S", 8).start().await;
    let session = impatient.session().await;
    let mut client = Client::join(impatient.address, &session).await;
    let (end, _) = said(&mut client, "wait for me").await;
    assert_eq!((&end["code"], last_text(&impatient, &session).await), (&"agent_stalled".into(), "One two ".into()));
}

#[tokio::test]
async fn a_server_of_agents_that_dies_is_waited_for_and_told_what_was_said() {
    // What it has of sessions is in its memory alone.
    let mut adk = Adk::start(&["--no_use_local_storage"]).await;
    let way = Cable::to(adk.address()).await;
    let hera = adk.hera().env("AGENT_URL", format!("http://{}", way.address)).start().await;
    let session = hera.session().await;
    let mut client = Client::join(hera.address, &session).await;
    said(&mut client, "remember how I feel").await;
    let turn = client.turn("w", "wait for me").await;
    client.until("two words", |frame| frame["event"]["delta"] == "two ").await;
    adk.kill9().await;
    let end = client.turn_end(&turn).await;
    assert_eq!(end["event"]["code"], "agent_interrupted");
    assert_eq!(last_text(&hera, &session).await, "One two ", "what was shown stays");

    // A machine may take longer to start it again than an agent is waited for.
    way.cut();
    let again = Adk::start(&["--no_use_local_storage"]).await;
    let turn = client.turn("h", "history").await;
    hera.logged("it is asked again").await;
    way.lead_to(again.address());
    way.mend();
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    let all =
        "user: remember how I feel | model: Done, as you said. | user: wait for me | model: One two  | user: history";
    assert_eq!(last_text(&hera, &session).await, all);
}

#[tokio::test]
async fn a_turn_whose_worker_dies_is_answered_once() {
    let adk = Adk::start(&[]).await;
    let mut hera = adk.hera().start().await;
    let session = hera.session().await;
    let mut client = Client::join(hera.address, &session).await;
    said(&mut client, "hello").await;
    let turn = client.turn("w", "wait with the history").await;
    client
        .until("a word", |frame| frame["turn"] == turn.as_str() && event_type(frame) == Some("TEXT_MESSAGE_CONTENT"))
        .await;
    hera.kill9().await;
    adk.let_go();
    hera.restart().await;
    let mut client = Client::resume(hera.address, &session, client.last_id.as_deref()).await;
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"]["type"], "success");
    let history = hera.history(&session).await;
    assert_eq!(history.len(), 4, "{history:#?}");
    assert_eq!(history[3]["content"], "user: hello | model: One two three. | user: wait with the history");
}
