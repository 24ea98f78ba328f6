//! Paintings are turns: seen by all, done once whoever dies, and stopped when somebody says so.

mod children;
mod model;

use std::path::PathBuf;

use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::harness::client::{event_type, text};
use crate::harness::server::Builder;
use crate::harness::{Client, Redis, Server, hashed, in_time};
use crate::photos::files;

/// Tells everything at once.
const ENGLISH: &str = "Hey! I'm 31, a guy in Seattle, living with my wife. I make $90k, I'm outgoing and optimistic. My \
    wife is called Nina, she's gentle, with a round face and a short bob. We'd like a boy named Sam.";
const JAPANESE: &str = "はじめまして！31歳の男です。名古屋で妻と暮らしています。年収は550万円、性格は社交的で楽観的です。\
    妻の名前は真由美、穏やかで料理上手、丸顔で髪はボブです。子供は男の子がひとり、名前は湊です。";

/// Hera in one process, or in several with Redis between them; pictures lie in one place in either case.
struct World {
    backend: Server,
    worker: Option<Server>,
    redis: Option<Redis>,
    dir: TempDir,
}

impl World {
    async fn alone(env: &[(&str, &str)]) -> Self {
        let dir = TempDir::new().unwrap();
        let backend = Self::hera(&dir, None, env).start().await;
        Self { backend, worker: None, redis: None, dir }
    }

    async fn replicas(env: &[(&str, &str)]) -> Self {
        let (dir, redis) = (TempDir::new().unwrap(), Redis::start().await);
        let backend = Self::hera(&dir, Some(&redis), env).role("backend").start().await;
        let worker = Some(Self::hera(&dir, Some(&redis), env).role("adk").start().await);
        Self { backend, worker, redis: Some(redis), dir }
    }

    fn hera(dir: &TempDir, redis: Option<&Redis>, env: &[(&str, &str)]) -> Builder {
        let mut hera = Server::builder().env("AGENT", "hera").env("REPLY_PACE_MS", 0);
        hera = hera.env("SESSIONS_DIR", dir.path().display());
        if let Some(redis) = redis {
            hera = hera.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url());
        }
        env.iter().fold(hera, |hera, (name, value)| hera.env(name, value))
    }

    /// Kills whoever paints, at this moment.
    async fn kill_painter(&mut self) {
        self.worker.as_mut().unwrap_or(&mut self.backend).kill9().await;
    }

    /// Another one takes its place.
    async fn next_painter(&mut self) {
        match (&mut self.worker, &self.redis) {
            (Some(worker), Some(redis)) => {
                *worker = Self::hera(&self.dir, Some(redis), &[]).role("adk").start().await;
            }
            _ => self.backend.restart().await,
        }
    }

    /// A session that has told Hera everything, and whose partner has been painted.
    async fn told(&self, message: &str) -> (String, Client) {
        let session = self.backend.session().await;
        let mut client = Client::join(self.backend.address, &session).await;
        client.turn("m-1", message).await;
        client.until("the partner's picture", is_ready("partner")).await;
        client.until("the end of the painting", is_over).await;
        (session, client)
    }

    async fn generate(&self, session: &str, body: Option<Value>) -> Response {
        let (name, body) = match body {
            Some(body) => ("generate-image", body.to_string()),
            None => ("generate-child-image", String::new()),
        };
        let path = format!("/api/sessions/{session}/{name}");
        in_time(name, self.backend.request(Method::POST, &path).body(body).send()).await.unwrap()
    }

    async fn partner(&self, session: &str) -> Response {
        self.generate(session, Some(json!({"target": "partner"}))).await
    }

    async fn upload(&self, session: &str) {
        let part = Part::bytes(files::jpeg(400, 300)).file_name("me.jpg").mime_str("image/jpeg").unwrap();
        let path = format!("/api/sessions/{session}/photos/user");
        let upload = self.backend.request(Method::POST, &path).multipart(Form::new().part("file", part));
        assert_eq!(in_time("an upload", upload.send()).await.unwrap().status(), 200);
    }

    /// The files of the session's pictures.
    fn files(&self, session: &str) -> Vec<PathBuf> {
        let (mut found, folder) = (Vec::new(), hashed(session));
        let mut dirs = vec![self.dir.path().to_owned()];
        while let Some(dir) = dirs.pop() {
            for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    dirs.push(entry.path());
                } else if entry.path().components().any(|part| part.as_os_str() == &*folder) {
                    found.push(entry.path());
                }
            }
        }
        found
    }

    /// The files of pictures in full size.
    fn originals(&self, session: &str) -> usize {
        let is_original = |path: &&PathBuf| path.file_stem().is_some_and(|name| !name.to_string_lossy().contains('.'));
        self.files(session).iter().filter(is_original).count()
    }

    /// From now on whoever reads the person's photo waits: a painting stops in the middle.
    fn hold(&self, session: &str) -> Held {
        let large = |path: &PathBuf| path.to_string_lossy().ends_with(".320.jpg");
        let place = self.files(session).into_iter().find(large).expect("a thumbnail of the photo");
        let file = std::fs::read(&place).unwrap();
        std::fs::remove_file(&place).unwrap();
        let pipe = self.dir.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        std::fs::hard_link(&pipe, &place).unwrap();
        Held { place, pipe, file }
    }
}

/// A photo that cannot be read to its end.
struct Held {
    place: PathBuf,
    pipe: PathBuf,
    file: Vec<u8>,
}

impl Held {
    /// Puts the photo back; who waits for it goes on, with nothing read.
    fn release(&self, back: bool) {
        if back {
            std::fs::remove_file(&self.place).unwrap();
            std::fs::write(&self.place, &self.file).unwrap();
        }
        // Whoever waits for a writer has one, which leaves at once.
        drop(std::fs::File::options().read(true).write(true).open(&self.pipe).unwrap());
    }
}

fn is_ready(kind: &'static str) -> impl Fn(&Value) -> bool {
    move |frame| frame["event"]["name"] == "image.ready" && frame["event"]["value"]["kind"] == kind
}

fn is_step(frame: &Value) -> bool {
    event_type(frame) == Some("STEP_STARTED")
}

/// The end of a turn in which a step was finished.
fn is_over(frame: &Value) -> bool {
    event_type(frame) == Some("STEP_FINISHED")
}

fn count(client: &Client, wanted: impl Fn(&Value) -> bool) -> usize {
    client.events().filter(|frame| wanted(frame)).count()
}

async fn body(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

async fn a_family_is_painted(world: World, message: &str) {
    let session = world.backend.session().await;
    let (status, problem) = body(world.partner(&session).await).await;
    assert_eq!((status, &problem["code"]), (400, &"partner_face_description_missing".into()), "{problem}");
    assert!(text(&problem["error"]).contains("partner_face_description"));
    let (status, problem) = body(world.generate(&session, Some(json!({"target": "dog"}))).await).await;
    assert_eq!((status, &problem["code"]), (400, &"bad_request".into()));

    let (session, mut client) = world.told(message).await;
    let mut other = Client::join(world.backend.address, &session).await;
    let queued = client.frames.iter().find(|frame| frame["event"]["name"] == "turn.queued").unwrap();
    assert_eq!(queued["event"]["value"]["job"], "paint_partner");
    let turn = text(&queued["event"]["value"]["turn_id"]);
    client.turn_end(&turn).await;
    let seen: Vec<&str> = client.events().filter(|frame| frame["turn"] == *turn).filter_map(event_type).collect();
    assert_eq!(seen, ["RUN_STARTED", "STEP_STARTED", "STATE_DELTA", "CUSTOM", "STEP_FINISHED", "RUN_FINISHED"]);
    let picture = client.until("the picture", is_ready("partner")).await["event"]["value"].clone();
    assert_eq!(picture["illustration"], true);
    let read = world.backend.get(&text(&picture["url"])).await;
    assert_eq!((read.status().as_u16(), read.headers()["content-type"].to_str().unwrap()), (200, "image/png"));
    assert_eq!(other.frames[2]["event"]["snapshot"]["photos"]["partner"], picture);

    let (status, problem) = body(world.generate(&session, None).await).await;
    assert_eq!((status, &problem["code"]), (400, &"user_photo_missing".into()));
    world.upload(&session).await;
    let (status, child) = body(world.generate(&session, None).await).await;
    assert_eq!((status, &child["status"]), (200, &"success".into()), "{child}");
    assert_eq!(child["meta"], json!({"target": "child", "child_ver": 1}));
    assert_eq!(world.backend.get(&text(&child["image_url"])).await.status(), 200);
    let (status, partner) = body(world.partner(&session).await).await;
    assert_eq!((status, &partner["status"], &partner["meta"]["target"]), (200, &"success".into(), &"partner".into()));
    assert!(!text(&partner["meta"]["prompt_used"]).is_empty(), "{partner}");

    for client in [&mut client, &mut other] {
        client.until("the child's picture", is_ready("child")).await;
        client
            .until("the child in the state", |frame| frame["event"]["delta"][0]["path"] == "/photos/children/1")
            .await;
    }
    let late = Client::join(world.backend.address, &session).await;
    let photos = &late.frames[2]["event"]["snapshot"]["photos"];
    assert_eq!(photos["children"]["1"]["url"], child["image_url"]);
    assert_eq!(photos["partner"]["url"], partner["image_url"]);
    assert_eq!(world.backend.history(&session).await.len(), 2, "a painting leaves nothing in the history");
}

#[tokio::test]
async fn a_family_is_painted_in_english() {
    a_family_is_painted(World::alone(&[]).await, ENGLISH).await;
}

#[tokio::test]
async fn a_family_is_painted_in_japanese_by_replicas() {
    a_family_is_painted(World::replicas(&[]).await, JAPANESE).await;
}

#[tokio::test]
async fn a_partner_is_painted_as_the_name_says() {
    let world = World::alone(&[]).await;
    let message = ENGLISH.replace("wife", "husband").replace("Nina", "Daniel").replace("she's", "he's");
    let (session, _) = world.told(&message).await;
    let (status, partner) = body(world.partner(&session).await).await;
    assert_eq!((status, &partner["status"]), (200, &"success".into()), "{partner}");
    let prompt = text(&partner["meta"]["prompt_used"]);
    assert!(prompt.contains("a man") && !prompt.contains("woman"), "{prompt}");
}

async fn a_killed_painter_is_replaced(mut world: World) {
    let (session, _) = world.told(ENGLISH).await;
    world.upload(&session).await;
    let held = world.hold(&session);
    let before = world.originals(&session);
    let mut client = Client::join(world.backend.address, &session).await;
    let path = format!("/api/sessions/{session}/generate-image");
    let asking = world.backend.request(Method::POST, &path).json(&json!({"target": "partner"})).send();
    let mut asked = JoinSet::new();
    asked.spawn(asking);
    let turn = text(&client.until("the step", is_step).await["turn"]);
    world.kill_painter().await;
    held.release(true);
    let (last, alone) = (client.last_id.clone(), world.worker.is_none());
    world.next_painter().await;
    let mut client =
        if alone { Client::resume(world.backend.address, &session, last.as_deref()).await } else { client };
    assert_eq!(client.turn_end(&turn).await["event"]["outcome"], json!({"type": "success"}));
    assert_eq!(count(&client, is_ready("partner")), 1);
    if alone {
        // Its server died.
        drop(asked.join_next().await);
    } else {
        let (status, answer) = body(asked.join_next().await.unwrap().unwrap().unwrap()).await;
        assert_eq!((status, &answer["status"]), (200, &"success".into()), "{answer}");
        assert!(count(&client, |frame| frame["event"]["name"] == "turn.restarted") >= 1);
        assert_eq!(count(&client, is_step), 1, "a step that was begun goes on");
    }
    // The partner was painted anew, with the colours of the photo.
    assert_eq!(world.originals(&session), before + 1);
    let late = Client::join(world.backend.address, &session).await;
    let shown = &late.frames[2]["event"]["snapshot"]["photos"]["partner"];
    let ready = client.until("the picture", is_ready("partner")).await;
    assert_eq!(*shown, ready["event"]["value"]);
}

#[tokio::test]
async fn a_killed_painter_is_replaced_after_a_restart() {
    a_killed_painter_is_replaced(World::alone(&[]).await).await;
}

#[tokio::test]
async fn a_killed_painter_is_replaced_by_another_worker() {
    a_killed_painter_is_replaced(World::replicas(&[]).await).await;
}

async fn a_painting_can_be_stopped(world: World) {
    let (session, _) = world.told(ENGLISH).await;
    world.upload(&session).await;
    let held = world.hold(&session);
    let before = world.originals(&session);
    let mut client = Client::join(world.backend.address, &session).await;
    let stopping = async {
        let turn = text(&client.until("the step", is_step).await["turn"]);
        let mut newcomer = Client::join(world.backend.address, &session).await;
        newcomer.until("the step that goes on", |frame| is_step(frame) && frame["snapshot"] == true).await;
        client.send(json!({"type": "cancel"})).await;
        client.turn_end(&turn).await
    };
    // Two who ask for the same wait for the same.
    let (one, other, end) = tokio::join!(world.partner(&session), world.partner(&session), stopping);
    assert_eq!(end["event"]["outcome"], json!({"type": "cancelled"}));
    for answer in [one, other] {
        let (status, problem) = body(answer).await;
        assert_eq!((status, &problem["code"]), (409, &"stopped".into()), "{problem}");
    }
    held.release(true);
    assert_eq!((count(&client, is_ready("partner")), count(&client, is_step), count(&client, is_over)), (0, 1, 1));
    assert_eq!(world.originals(&session), before, "nothing was kept");
    let (status, _) = body(world.partner(&session).await).await;
    assert_eq!(status, 200, "it may be asked for again");
}

#[tokio::test]
async fn a_painting_can_be_stopped_alone() {
    a_painting_can_be_stopped(World::alone(&[]).await).await;
}

#[tokio::test]
async fn a_painting_can_be_stopped_through_redis() {
    a_painting_can_be_stopped(World::replicas(&[]).await).await;
}

async fn two_at_once_are_painted_in_order(world: World) {
    let (session, _) = world.told(ENGLISH).await;
    world.upload(&session).await;
    let mut client = Client::join(world.backend.address, &session).await;
    let (one, other, child) =
        tokio::join!(world.partner(&session), world.partner(&session), world.generate(&session, None));
    for answer in [one, other, child] {
        let (status, answer) = body(answer).await;
        assert_eq!(status, 200, "{answer}");
    }
    for kind in ["partner", "child"] {
        client.until(kind, is_ready(kind)).await;
    }
    let steps = client.events().filter(|frame| is_step(frame) || is_over(frame)).filter_map(event_type);
    for (index, step) in steps.enumerate() {
        assert_eq!(step, ["STEP_STARTED", "STEP_FINISHED"][index % 2], "one at a time");
    }
    // The second may have come after the end of the first.
    assert!((1..=2).contains(&count(&client, is_ready("partner"))));
    assert_eq!(count(&client, is_ready("child")), 1);
}

#[tokio::test]
async fn two_at_once_are_painted_in_order_alone() {
    two_at_once_are_painted_in_order(World::alone(&[]).await).await;
}

#[tokio::test]
async fn two_at_once_are_painted_in_order_through_redis() {
    two_at_once_are_painted_in_order(World::replicas(&[]).await).await;
}

async fn nothing_is_left_of_a_session_deleted_meanwhile(world: World) {
    let (session, _) = world.told(ENGLISH).await;
    world.upload(&session).await;
    let held = world.hold(&session);
    let mut client = Client::join(world.backend.address, &session).await;
    let deleting = async {
        client.until("the step", is_step).await;
        let deleting = world.backend.request(Method::DELETE, &format!("/api/sessions/{session}")).send();
        assert_eq!(in_time("the end of the session", deleting).await.unwrap().status(), 204);
        held.release(false);
    };
    let (answer, ()) = tokio::join!(world.partner(&session), deleting);
    assert_eq!(answer.status(), 404);
    let painter = world.worker.as_ref().unwrap_or(&world.backend);
    painter.logged("it is no longer ours").await;
    in_time("the files to go", async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(10));
        while !world.files(&session).is_empty() {
            looks.tick().await;
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_left_of_a_session_deleted_meanwhile_alone() {
    nothing_is_left_of_a_session_deleted_meanwhile(World::alone(&[]).await).await;
}

#[tokio::test]
async fn nothing_is_left_of_a_session_deleted_meanwhile_through_redis() {
    nothing_is_left_of_a_session_deleted_meanwhile(World::replicas(&[]).await).await;
}

#[tokio::test]
async fn a_painting_has_so_much_time() {
    let mut world = World::alone(&[]).await;
    let (session, _) = world.told(JAPANESE).await;
    world.upload(&session).await;
    let held = world.hold(&session);
    // What is to be done in time is not given so little of it: the machine may be busy.
    world.backend.restart_with(&[("TURN_TIME_LIMIT_S", "4")]).await;
    let mut client = Client::join(world.backend.address, &session).await;
    let (status, problem) = body(world.partner(&session).await).await;
    assert_eq!((status, &problem["run_error_code"]), (502, &"time_limit".into()), "{problem}");
    assert!(text(&problem["error"]).starts_with("ごめんなさい"), "told kindly, in their language: {problem}");
    let failed = client.until("the end", |frame| event_type(frame) == Some("RUN_ERROR")).await;
    assert_eq!((&failed["event"]["code"], &failed["event"]["message"]), (&"time_limit".into(), &problem["error"]));
    assert_eq!(count(&client, is_over), 1, "its step is over");
    held.release(true);
    world.backend.restart_with(&[("TURN_TIME_LIMIT_S", "60")]).await;
    let (status, _) = body(world.partner(&session).await).await;
    assert_eq!(status, 200);
}

/// Nothing of a picture is in Redis but what it is.
#[tokio::test]
async fn no_bytes_of_a_picture_are_in_redis() {
    let world = World::replicas(&[]).await;
    let (session, _) = world.told(ENGLISH).await;
    world.upload(&session).await;
    let redis = world.redis.as_ref().unwrap();
    let photos = redis.ask(&["HGETALL", &format!("session:{session}:photos")]);
    assert!(photos.contains("partner") && photos.contains("user"), "{photos}");
    let ttl: i64 = redis.ask(&["TTL", &format!("session:{session}:photos")]).trim().parse().unwrap();
    assert!(ttl > 0);
    let log = redis.ask(&["XRANGE", &format!("session:{session}:events"), "-", "+"]);
    assert!(log.contains("image/png") && !log.contains("iVBORw0KGgo") && !log.contains("IHDR"));
    assert!(log.len() < 20_000, "{}", log.len());
}
