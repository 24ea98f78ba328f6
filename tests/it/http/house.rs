//! A gateway over an embedded store in a folder of its own; or, when the tests are run against replicas, several gateways
//! behind a proxy, each with a store of its own over one Redis.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hera::application::Application as _;
use hera::bus::{Batch, Claim, EventLog, TurnQueue};
use hera::domain::{
    Author, Event, Message, MessageId, MessageStatus, Outcome, RunErrorCode, StateUpdate, SystemClock, UserProfile,
};
use hera::embedded::{self, Embedded};
use hera::family::{self, Hera};
use hera::gateway::{self, Gateway, Seats, Unread};
use hera::lifecycle::Lifecycle;
use hera::operations::Readiness;
use hera::photos;
use hera::redis;
use hera::sessions::SessionStore;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::harness::server::{REPLICAS, replicated};
use crate::harness::{Cable, Redis};

/// All that a gateway and a worker want of a store.
pub trait Store: EventLog + TurnQueue + SessionStore {}

impl<T: EventLog + TurnQueue + SessionStore> Store for T {}

const HERA: Hera = Hera { first_phase: hera::domain::Phase::Interview };

/// A running gateway, or several. Nobody runs its turns but the test.
pub struct House {
    pub address: SocketAddr,
    pub lifecycle: Lifecycle,
    /// The store; one of several over the same Redis.
    pub store: Arc<dyn Store>,
    pub client: Client,
    seats: Vec<Arc<Seats>>,
    kept: Kept,
}

/// What holds the sessions.
enum Kept {
    Embedded { store: Embedded, _dir: TempDir },
    Shared { _redis: Redis, _proxy: Cable, _dir: TempDir },
}

pub fn settings() -> gateway::Settings {
    gateway::Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        allowed_origins: vec!["https://friend.example".into()],
        trusted_proxies: Vec::new(),
        allowed_hosts: Vec::new(),
        base_path: None,
        api_url: None,
        frame_bytes: 4096,
        upload_bytes: 4_000_000,
        uploads_per_owner: 0,
        uploads_per_address: 0,
        sockets_per_session: 2,
        sockets_per_owner: 0,
        sockets_per_address: 0,
        connections_per_address: 0,
        sockets: 8,
        frames_per_second: 0,
        frames_burst: 0,
        requests_per_second: 0,
        requests_burst: 0,
        hello_timeout: Duration::from_secs(10),
        ping_interval: Duration::from_secs(25),
        pong_timeout: Duration::from_secs(10),
        write_timeout: Duration::from_secs(10),
        lag_events: 1000,
        reconnect_min: Duration::from_millis(100),
        reconnect_max: Duration::from_secs(5),
    }
}

impl House {
    pub async fn open() -> Self {
        Self::with(settings(), 100_000).await
    }

    pub async fn with(settings: gateway::Settings, events_kept: u64) -> Self {
        if replicated() {
            return Self::of_replicas(settings, events_kept).await;
        }
        let dir = TempDir::new().unwrap();
        let lifecycle = Lifecycle::default();
        let kept = embedded::Settings {
            dir: dir.path().into(),
            events_kept,
            flush_interval: Duration::from_millis(20),
            turns_queued: 4,
            messages_kept: 100_000,
            cache_bytes: 1 << 20,
            session_ttl: None,
        };
        let store = Embedded::open(kept, Arc::new(SystemClock), lifecycle.clone()).await.unwrap();
        let (address, seats) = serve(Arc::new(store.clone()), &settings, &lifecycle, dir.path()).await;
        let client = Client::builder().cookie_store(true).build().unwrap();
        let kept = Kept::Embedded { store: store.clone(), _dir: dir };
        Self { address, lifecycle, store: Arc::new(store), client, seats: vec![seats], kept }
    }

    async fn of_replicas(settings: gateway::Settings, events_kept: u64) -> Self {
        let (redis, lifecycle) = (Redis::start().await, Lifecycle::default());
        let dir = TempDir::new().unwrap();
        let kept = redis::Settings {
            server: redis.url().parse().unwrap(),
            session_ttl: Duration::from_hours(1),
            events_kept,
            turns_queued: 4,
            messages_kept: 100_000,
            lease: Duration::from_secs(10),
        };
        let (mut doors, mut seats, mut stores) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..REPLICAS {
            let store = Arc::new(redis::Redis::open(kept.clone(), Arc::new(SystemClock)).await.unwrap());
            let (door, taken) = serve(Arc::clone(&store), &settings, &lifecycle, dir.path()).await;
            doors.push(door);
            seats.push(taken);
            stores.push(store);
        }
        let proxy = Cable::to_each(doors).await;
        // No request follows another on its connection, so each is the next gateway's.
        let client = Client::builder().cookie_store(true).pool_max_idle_per_host(0).build().unwrap();
        let (address, store) = (proxy.address, stores.remove(0));
        Self {
            address,
            lifecycle,
            store,
            client,
            seats,
            kept: Kept::Shared { _redis: redis, _proxy: proxy, _dir: dir },
        }
    }

    /// The store is closed while the gateway goes on.
    pub async fn close_store(&self) {
        let Kept::Embedded { store, .. } = &self.kept else { panic!("a shared store outlives any process") };
        store.clone().close().await.unwrap();
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// A new session; the path under which it lives.
    pub async fn session(&self) -> String {
        let answer = self.post("/api/sessions").send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let created: Value = answer.json().await.unwrap();
        format!("/api/sessions/{}", created["session_id"].as_str().unwrap())
    }

    /// Waits until only so many connections are left: the server learns a little later that a client has gone.
    pub async fn wait_for_seats(&self, taken: usize) {
        while self.seats.iter().map(|seats| seats.taken()).sum::<usize>() > taken {
            tokio::task::yield_now().await;
        }
    }

    /// Says `text` and waits for the answer, which the test gives meanwhile.
    pub async fn say(&self, session: &str, text: &str, reply: Reply<'_>) -> Value {
        let asked = self.post(&format!("{session}/messages")).json(&serde_json::json!({"message": text})).send();
        let (answer, ()) = tokio::join!(asked, self.answer(reply));
        let answer = answer.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// Runs the next turn.
    pub async fn answer(&self, reply: Reply<'_>) {
        let claim = self.store.claim().await;
        self.begin(&claim, reply.text).await;
        self.end(&claim, reply).await;
    }

    /// A turn begins, and its agent has said `text`.
    pub async fn begin(&self, claim: &Claim, text: &str) {
        let message_id = speech(claim);
        let events = vec![
            Event::RunStarted,
            Event::MessageStart { message_id, name: "Hera".into() },
            Event::MessageContent { message_id, delta: text.into() },
        ];
        let batch = Batch { number: 1, events, ..Batch::default() };
        self.store.append(&claim.fence, batch).await.unwrap();
    }

    /// A turn ends as the reply says.
    pub async fn end(&self, claim: &Claim, reply: Reply<'_>) {
        let message_id = speech(claim);
        let update = |profile| StateUpdate { profile: Some(profile), ..StateUpdate::default() };
        let state = reply.profile.map(|profile| family::change(&update(profile)));
        let status = match reply.end {
            End::Finished(Outcome::Success) => MessageStatus::Complete,
            End::Finished(Outcome::Cancelled) => MessageStatus::Cancelled,
            End::Failed => MessageStatus::Failed,
        };
        let message = Message {
            id: message_id,
            at: hera::domain::UnixMillis(0),
            utc_offset: None,
            author: Author::Agent { name: "Hera".into() },
            text: reply.text.into(),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn: claim.fence.turn,
            status,
        };
        let changed = state.clone().map(|change| {
            let mut after = claim.state.clone();
            change.apply(&mut after);
            let patch = HERA.patch(claim.fence.session, &claim.state, &after).unwrap();
            Event::StateChanged { change: Box::new(change), patch }
        });
        let last = match reply.end {
            End::Finished(outcome) => Event::RunFinished { outcome, usage: None },
            End::Failed => Event::RunError { code: RunErrorCode::AgentFailed, message: "no idea".into(), usage: None },
        };
        let events = changed.into_iter().chain([Event::MessageEnd { message_id }, last]).collect();
        let batch = Batch { number: 2, events, state, messages: vec![message], settle: true };
        self.store.append(&claim.fence, batch).await.unwrap();
    }
}

/// Starts a gateway over the store.
async fn serve<T: Store + 'static>(
    store: Arc<T>,
    settings: &gateway::Settings,
    lifecycle: &Lifecycle,
    dir: &Path,
) -> (SocketAddr, Arc<Seats>) {
    let kept = photos::Settings {
        place: photos::Place::Disk(dir.join("photos")),
        limits: photos::Limits { bytes: 1_000_000, pixels: 1_000_000 },
        threads: 1,
        signed_for: None,
        url_key: None,
        key_file: dir.join("key"),
    };
    let pictures = photos::PhotoStore::open(&kept.place).unwrap();
    let pictures = gateway::Pictures::open(pictures, None, &kept, settings).unwrap();
    let seats = Seats::new(settings);
    let readiness = Readiness::new(lifecycle.clone());
    readiness.open(Arc::clone(&store) as _);
    let gateway = Gateway {
        log: Arc::clone(&store) as _,
        turns: Arc::clone(&store) as _,
        sessions: store,
        photos: pictures,
        clock: Arc::new(SystemClock),
        lifecycle: lifecycle.clone(),
        seats: Arc::clone(&seats),
        settings: Arc::new(settings.clone()),
        unread: Unread::new(),
        readiness,
        application: Arc::new(HERA),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = gateway::router(gateway, gateway::hera::routes()).into_make_service_with_connect_info::<SocketAddr>();
    let draining = lifecycle.draining().clone();
    lifecycle.spawn(async move {
        axum::serve(listener, router).with_graceful_shutdown(draining.cancelled_owned()).await.unwrap();
    });
    (address, seats)
}

/// What the test's agent answers.
#[derive(Clone)]
pub struct Reply<'a> {
    pub text: &'a str,
    pub profile: Option<UserProfile>,
    pub end: End,
}

#[derive(Clone, Copy)]
pub enum End {
    Finished(Outcome),
    Failed,
}

impl<'a> Reply<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, profile: None, end: End::Finished(Outcome::Success) }
    }
}

fn speech(claim: &Claim) -> MessageId {
    MessageId::of_agent(claim.fence.session, claim.fence.turn, claim.fence.tag, claim.fence.attempt, 0)
}
