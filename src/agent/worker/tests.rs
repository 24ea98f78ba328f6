//! A slow store keeps nobody from listening to the agent; a slow store of pictures leaves nothing behind.

use std::sync::Mutex;

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::outgoing::MOST_WAITING;
use super::*;
use crate::agent::{Prompt, Utterance};
use crate::bus::{
    AcceptError, Accepted, AcceptedJob, AddPhotoError, Busy, Fence, NewMessage, Signal, Start, StoreError,
    Subscription, Writes,
};
use crate::domain::{
    AgentState, Change, EventId, Job, MediaType, MessageStatus, ModelUsage, Outcome, OwnerId, Painting, Patch, Phase,
    Photo, SessionId, State, StateUpdate, SystemClock, TurnId, UnixMillis,
};
use crate::embedded::{self, Embedded};
use crate::family::{self, Hera};
use crate::paint::{BuiltIn, PaintError, Painted, Painter, Wish};
use crate::photos::{Darkroom, Limits, PhotoStore, Place};
use crate::sessions::PageLimit;

const HERA: Hera = Hera { first_phase: Phase::Interview };

/// What a session begins with.
fn first() -> State {
    HERA.first_state()
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store that appends only when it is let.
struct Gated {
    store: Embedded,
    permits: Semaphore,
    /// The batches that were let through.
    batches: Mutex<Vec<Batch>>,
    /// Told whenever a batch comes.
    came: mpsc::UnboundedSender<()>,
}

#[async_trait]
impl EventLog for Gated {
    async fn accept(&self, session: SessionId, message: NewMessage) -> Result<Accepted, AcceptError> {
        self.store.accept(session, message).await
    }

    async fn accept_job(&self, session: SessionId, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError> {
        self.store.accept_job(session, turn, job).await
    }

    async fn append(&self, fence: &Fence, batch: Batch) -> Result<EventId, StoreError> {
        self.came.send(()).unwrap();
        self.permits.acquire().await.unwrap().forget();
        let id = self.store.append(fence, batch.clone()).await?;
        self.batches.lock().unwrap().push(batch);
        Ok(id)
    }

    async fn update(
        &self,
        session: SessionId,
        version: u64,
        change: Change,
        patch: Option<Patch>,
    ) -> Result<bool, StoreError> {
        self.store.update(session, version, change, patch).await
    }

    async fn add_photo(&self, session: SessionId, photo: Photo, patch: Option<Patch>) -> Result<(), AddPhotoError> {
        self.store.add_photo(session, photo, patch).await
    }

    async fn subscribe(&self, session: SessionId, start: Start) -> Result<Subscription, StoreError> {
        self.store.subscribe(session, start).await
    }

    fn signal(&self, session: SessionId, signal: Signal) {
        self.store.signal(session, signal);
    }

    async fn ping(&self) -> Result<Writes, StoreError> {
        self.store.ping().await
    }
}

/// Nobody paints here.
fn studio(dir: &std::path::Path) -> Studio {
    let photos = PhotoStore::open(&Place::Disk(dir.join("photos"))).unwrap();
    let darkroom = Darkroom::open(Limits { bytes: 1 << 20, pixels: 1 << 20 }, 1).unwrap();
    Studio { painter: Arc::new(BuiltIn::default()), fallback: None, photos, darkroom }
}

fn settings(dir: &std::path::Path) -> embedded::Settings {
    embedded::Settings {
        dir: dir.into(),
        events_kept: 1000,
        flush_interval: Duration::from_millis(5),
        turns_queued: 8,
        messages_kept: 100,
        cache_bytes: 1 << 20,
        session_ttl: None,
    }
}

fn worker_settings() -> Settings {
    Settings { turns_at_once: 1, coalesce: Duration::ZERO, turn_time_limit: PATIENCE, reply_bytes: 1000, history: 10 }
}

/// An agent that says what it is told to say.
struct Told(Mutex<Option<mpsc::Receiver<Utterance>>>);

impl Agent for Told {
    fn answer(&self, _: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let says = self.0.lock().unwrap().take().expect("it is asked once");
        futures::stream::unfold(says, |mut says| async { says.recv().await.map(|said| (Ok(said), says)) }).boxed()
    }
}

/// A worker whose agent has said one word; that word is on its way into the log, and does not arrive.
struct Scene {
    log: Arc<Gated>,
    /// Takes one utterance more than the worker has heard.
    say: mpsc::Sender<Utterance>,
    came: mpsc::UnboundedReceiver<()>,
    lost: CancellationToken,
    running: JoinHandle<()>,
    session: SessionId,
    _dir: TempDir,
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it took too long")
}

impl Scene {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let lifecycle = Lifecycle::default();
        let store = Embedded::open(settings(dir.path()), Arc::new(SystemClock), lifecycle.clone()).await.unwrap();
        let session = store.create(OwnerId::random(), first()).await.unwrap().id;
        let message = NewMessage {
            client_msg_id: "m-1".parse().unwrap(),
            text: "hello".into(),
            attachments: Vec::new(),
            busy: Busy::Queue,
            utc_offset: None,
        };
        store.accept(session, message).await.unwrap();
        let claim = store.claim().await;
        let lost = claim.lost.clone();
        let (told, came) = mpsc::unbounded_channel();
        let (say, says) = mpsc::channel(1);
        let log = Gated { store: store.clone(), permits: Semaphore::new(1), batches: Mutex::default(), came: told };
        let log = Arc::new(log);
        let worker = Worker {
            log: Arc::clone(&log) as Arc<dyn EventLog>,
            turns: Arc::new(store.clone()),
            sessions: Arc::new(store),
            clock: Arc::new(SystemClock),
            agent: Arc::new(Told(Mutex::new(Some(says)))),
            application: Arc::new(HERA),
            studio: studio(dir.path()),
            lifecycle,
            settings: worker_settings(),
        };
        let running = TaskTracker::new().spawn(async move { worker.run_turn(claim).await });
        let mut scene = Self { log, say, came, lost, running, session, _dir: dir };
        scene.append_comes().await;
        scene.say(Utterance::Start { name: "Hera".into() }).await;
        scene.say(Utterance::Delta("one".into())).await;
        scene.append_comes().await;
        scene
    }

    async fn say(&self, utterance: Utterance) {
        in_time(self.say.send(utterance)).await.unwrap();
    }

    async fn append_comes(&mut self) {
        in_time(self.came.recv()).await.unwrap();
    }

    /// The batches appended and the history, when the agent has said all and the turn is over.
    async fn over(self) -> (Vec<Batch>, Vec<Message>) {
        drop(self.say);
        in_time(self.running).await.unwrap();
        let history = self.log.store.history(self.session, None, PageLimit::messages(10)).await.unwrap().messages;
        let batches = std::mem::take(&mut *self.log.batches.lock().unwrap());
        (batches, history)
    }
}

fn text(batch: &Batch) -> Vec<&str> {
    let mut said = Vec::new();
    for event in &batch.events {
        if let Event::MessageContent { delta, .. } = event {
            said.push(delta.as_str());
        }
    }
    said
}

#[tokio::test]
async fn the_agent_is_heard_while_the_store_hangs() {
    let scene = Scene::new().await;
    for word in [" two", " three", " four"] {
        scene.say(Utterance::Delta(word.into())).await;
    }
    // There is room for one more than was heard.
    scene.say(Utterance::End).await;
    scene.say(Utterance::Start { name: "Mother".into() }).await;
    scene.log.permits.add_permits(100);
    let (batches, history) = scene.over().await;
    assert_eq!(batches.iter().map(|batch| batch.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(
        batches.iter().map(text).collect::<Vec<_>>(),
        [vec![], vec!["one"], vec![" two", " three", " four"], vec![]]
    );
    assert_eq!(history[1].text, "one two three four");
}

#[tokio::test]
async fn an_agent_that_changes_its_state_without_end_waits_for_the_store() {
    let scene = Scene::new().await;
    let change = |number: usize| {
        let agent = AgentState::new(format!(r#"{{"number":{number}}}"#));
        Utterance::State(Box::new(family::change(&StateUpdate { agent, ..StateUpdate::default() })))
    };
    // There is room for one more than was heard.
    for number in 0..=MOST_WAITING {
        scene.say(change(number)).await;
    }
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert!(scene.say.try_send(change(1000)).is_err(), "it is heard no more");
    scene.log.permits.add_permits(100);
    scene.say(change(1000)).await;
    let (batches, _) = scene.over().await;
    assert_eq!(batches.iter().filter(|batch| batch.state.is_some()).count(), MOST_WAITING + 2, "nothing is lost");
}

#[tokio::test]
async fn what_models_took_is_told_with_the_end() {
    let scene = Scene::new().await;
    for (model, input_tokens, output_tokens) in [("small", 10, 3), ("large", 200, 40)] {
        let model = Some(model.to_owned());
        scene.say(Utterance::Used(ModelUsage { model, input_tokens, output_tokens })).await;
    }
    scene.log.permits.add_permits(100);
    let (batches, _) = scene.over().await;
    let Some(Event::RunFinished { usage: Some(usage), .. }) = batches.last().and_then(|batch| batch.events.last())
    else {
        panic!("{batches:?}")
    };
    let took = ModelUsage { model: Some("large".into()), input_tokens: 210, output_tokens: 43 };
    assert_eq!(usage.model, Some(took));
    assert!(usage.time_to_first_token_ms.is_some_and(|first| first <= usage.duration_ms), "{usage:?}");
}

#[tokio::test]
async fn a_cancelled_turn_lets_go_of_its_agent_while_the_store_hangs() {
    let scene = Scene::new().await;
    scene.say(Utterance::Delta(" two".into())).await;
    scene.log.store.cancel(scene.session, None).await.unwrap();
    in_time(scene.say.closed()).await;
    scene.log.permits.add_permits(100);
    let (batches, history) = scene.over().await;
    let last = batches.last().unwrap();
    assert!(matches!(last.events.last(), Some(Event::RunFinished { outcome: Outcome::Cancelled, .. })), "{last:?}");
    let shown: String = batches.iter().flat_map(text).collect();
    let kept: Vec<(&str, MessageStatus)> =
        history[1..].iter().map(|message| (message.text.as_str(), message.status)).collect();
    let expected = if shown.is_empty() { vec![] } else { vec![(shown.as_str(), MessageStatus::Cancelled)] };
    assert_eq!(kept, expected, "the history holds what was shown");
}

#[tokio::test]
async fn a_lost_turn_is_left_while_the_store_hangs() {
    let scene = Scene::new().await;
    scene.lost.cancel();
    in_time(scene.say.closed()).await;
    let (batches, history) = scene.over().await;
    assert_eq!((batches.len(), history.len()), (1, 1), "nothing was appended after the beginning");
}

/// A painter, and the clock of its worker, that hold the only thread for files from the end of a painting on.
#[derive(Debug)]
struct Easel {
    picture: bytes::Bytes,
    hold: Mutex<Option<std::sync::mpsc::Receiver<()>>>,
    /// Told when a picture is about to be kept.
    keeping: mpsc::UnboundedSender<()>,
}

#[async_trait]
impl Painter for Easel {
    async fn paint(&self, _: Wish) -> Result<Painted, PaintError> {
        let hold = self.hold.lock().unwrap().take().expect("it is asked once");
        drop(TaskTracker::new().spawn_blocking(move || hold.recv()));
        let (bytes, media_type) = (self.picture.clone(), MediaType::Png);
        Ok(Painted { bytes, media_type, illustration: true, prompt_used: String::new() })
    }
}

impl Clock for Easel {
    fn now(&self) -> UnixMillis {
        self.keeping.send(()).unwrap();
        UnixMillis(0)
    }
}

/// A picture is painted, and on its way to a store that does not answer.
struct Keeping {
    store: Embedded,
    batches: Arc<Gated>,
    lost: CancellationToken,
    running: JoinHandle<()>,
    release: std::sync::mpsc::Sender<()>,
    session: SessionId,
    dir: TempDir,
    _came: mpsc::UnboundedReceiver<()>,
}

impl Keeping {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let lifecycle = Lifecycle::default();
        let store = Embedded::open(settings(dir.path()), Arc::new(SystemClock), lifecycle.clone()).await.unwrap();
        let session = store.create(OwnerId::random(), first()).await.unwrap().id;
        store.accept_job(session, TurnId::from_number(1), Painting::Partner.job()).await.unwrap();
        let claim = store.claim().await;
        let lost = claim.lost.clone();
        let mut file = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(8, 8).write_to(&mut file, image::ImageFormat::Png).unwrap();
        let (release, hold) = std::sync::mpsc::channel();
        let (told, mut keeping) = mpsc::unbounded_channel();
        let (told_of, came) = mpsc::unbounded_channel();
        let easel = Arc::new(Easel { picture: file.into_inner().into(), hold: Mutex::new(Some(hold)), keeping: told });
        let batches = Arc::new(Gated {
            store: store.clone(),
            permits: Semaphore::new(100),
            batches: Mutex::default(),
            came: told_of,
        });
        let worker = Worker {
            log: Arc::clone(&batches) as Arc<dyn EventLog>,
            turns: Arc::new(store.clone()),
            sessions: Arc::new(store.clone()),
            clock: Arc::clone(&easel) as Arc<dyn Clock>,
            agent: Arc::new(Told(Mutex::default())),
            application: Arc::new(HERA),
            studio: Studio { painter: easel, ..studio(dir.path()) },
            lifecycle,
            settings: worker_settings(),
        };
        let running = TaskTracker::new().spawn(async move { worker.run_turn(claim).await });
        in_time(keeping.recv()).await.unwrap();
        Self { store, batches, lost, running, release, session, dir, _came: came }
    }

    /// How many files there are when the store has done all it was asked, and the turn is over.
    async fn over(self) -> usize {
        drop(self.release);
        in_time(self.running).await.unwrap();
        // The only thread does one after the other.
        in_time(TaskTracker::new().spawn_blocking(|| {})).await.unwrap();
        let files = std::fs::read_dir(self.dir.path().join("photos").join(self.session.hashed().to_string()));
        files.map_or(0, Iterator::count)
    }
}

fn with_one_thread_for_files(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build();
    runtime.unwrap().block_on(test);
}

#[test]
fn a_painting_that_is_lost_while_it_is_kept_goes_with_its_session() {
    with_one_thread_for_files(async {
        let scene = Keeping::new().await;
        assert!(in_time(scene.store.delete(scene.session)).await.unwrap());
        scene.lost.cancel();
        tokio::task::yield_now().await;
        assert_eq!(scene.over().await, 0, "something was left");
    });
}

#[test]
fn a_painting_that_is_lost_stays_while_its_session_lives() {
    with_one_thread_for_files(async {
        let scene = Keeping::new().await;
        scene.lost.cancel();
        tokio::task::yield_now().await;
        assert_eq!(scene.over().await, 3, "another worker may have kept the same one");
    });
}

#[test]
fn a_painting_has_so_much_time_to_be_kept() {
    with_one_thread_for_files(async {
        let mut scene = Keeping::new().await;
        tokio::time::pause();
        tokio::time::advance(job::KEEPING).await;
        tokio::time::resume();
        in_time(&mut scene.running).await.unwrap();
        let batches = scene.batches.batches.lock().unwrap();
        let last = batches.last().and_then(|batch| batch.events.last());
        assert!(matches!(last, Some(Event::RunError { code: RunErrorCode::PaintingFailed, .. })), "{last:?}");
    });
}
