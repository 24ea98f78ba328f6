//! A slow store keeps nobody from listening to the agent.

use std::sync::Mutex;

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::*;
use crate::bus::{
    AcceptError, Accepted, AcceptedJob, AddPhotoError, Busy, Fence, NewMessage, Signal, Start, Subscription,
};
use crate::domain::{EventId, Job, MessageStatus, Outcome, OwnerId, Photo, SessionId, StateUpdate, SystemClock};
use crate::embedded::{self, Embedded};
use crate::paint::BuiltIn;
use crate::photos::{Darkroom, Limits, PhotoStore, Place};

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

    async fn update(&self, session: SessionId, version: u64, update: StateUpdate) -> Result<bool, StoreError> {
        self.store.update(session, version, update).await
    }

    async fn add_photo(&self, session: SessionId, photo: Photo) -> Result<(), AddPhotoError> {
        self.store.add_photo(session, photo).await
    }

    async fn subscribe(&self, session: SessionId, start: Start) -> Result<Subscription, StoreError> {
        self.store.subscribe(session, start).await
    }

    fn signal(&self, session: SessionId, signal: Signal) {
        self.store.signal(session, signal);
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }
}

/// Nobody paints here.
fn studio(dir: &std::path::Path) -> Studio {
    let photos = PhotoStore::open(&Place::Disk(dir.join("photos"))).unwrap();
    let darkroom = Darkroom::open(Limits { bytes: 1 << 20, pixels: 1 << 20 }, 1).unwrap();
    Studio { painter: Arc::new(BuiltIn::default()), fallback: None, photos, darkroom }
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
        let settings = embedded::Settings {
            dir: dir.path().into(),
            events_kept: 1000,
            flush_interval: Duration::from_millis(5),
            turns_queued: 8,
            messages_kept: 100,
        };
        let lifecycle = Lifecycle::default();
        let store = Embedded::open(settings, Arc::new(SystemClock), lifecycle.clone()).await.unwrap();
        let session = store.create(OwnerId::random()).await.unwrap().id;
        let message = NewMessage {
            client_msg_id: "m-1".parse().unwrap(),
            text: "hello".into(),
            attachments: Vec::new(),
            busy: Busy::Queue,
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
            studio: studio(dir.path()),
            lifecycle,
            settings: Settings {
                turns_at_once: 1,
                coalesce: Duration::ZERO,
                turn_time_limit: PATIENCE,
                reply_bytes: 1000,
                history: 10,
            },
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
        let history = self.log.store.history(self.session, None, 10).await.unwrap().messages;
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
async fn a_cancelled_turn_lets_go_of_its_agent_while_the_store_hangs() {
    let scene = Scene::new().await;
    scene.say(Utterance::Delta(" two".into())).await;
    scene.log.store.cancel(scene.session, None).await.unwrap();
    in_time(scene.say.closed()).await;
    scene.log.permits.add_permits(100);
    let (batches, history) = scene.over().await;
    let last = batches.last().unwrap();
    assert_eq!(last.events.last(), Some(&Event::RunFinished { outcome: Outcome::Cancelled }));
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
