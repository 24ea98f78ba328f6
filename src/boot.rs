//! The only place that names concrete backends: builds a role from the configuration and runs it.

mod expiry;
mod neighbours;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::net::TcpListener;

use self::neighbours::reach;

use crate::agent::Agent;
use crate::agent::acts::Acts;
use crate::agent::care::Help;
use crate::agent::load::Load;
use crate::agent::mind::Mind;
use crate::agent::pace::Pace;
use crate::agent::remote::{Adk, AgUi, Remote};
use crate::agent::studio::Studio;
use crate::agent::worker::Worker;
use crate::application::Application;
use crate::bus::{EventLog, TurnQueue};
use crate::cli;
use crate::config::{AgentChoice, Config, ModelChoice, PainterChoice, certificates};
use crate::domain::{Clock, Phase, SystemClock};
use crate::embedded::{self, Embedded};
use crate::family::Hera;
use crate::folder::{self, Unwritable};
use crate::gateway::connections::Bounds;
use crate::gateway::{self, Gateway, Pictures, Seats, Unread};
use crate::lifecycle::{self, Lifecycle, Times};
use crate::model::{self, Attempt, LanguageModel};
use crate::operations::{self, Hosts, Readiness};
use crate::paint::{self, BuiltIn, Limits, Painter};
use crate::photos::{Darkroom, PhotoStore, Place};
use crate::provider;
use crate::redis::Redis;
use crate::sessions::SessionStore;
use crate::telemetry::Metrics;

/// What a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Serves people.
    pub gateway: bool,
    /// Answers.
    pub worker: bool,
}

impl Parts {
    pub const ALL: Self = Self { gateway: true, worker: true };
    pub const BACKEND: Self = Self { gateway: true, worker: false };
    pub const ADK: Self = Self { gateway: false, worker: true };
}

const NO_REDIS: &str = "cannot reach Redis; REDIS_URL says where it is";
const NO_PICTURES: &str = "cannot reach the pictures' store";
const NOT_STORED: &str =
    "the store has not taken what was said last; turns that it was said in begin anew at the next start";

/// Settings that are well formed and cannot be used all the same, such as a file of credentials that holds none: the
/// process ends as with malformed ones.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the settings cannot be used")]
pub struct WrongSettings;

/// What keeps the sessions.
enum Store {
    Embedded(Embedded),
    Shared(Redis),
}

/// The store as those see it who use it.
struct Seams {
    log: Arc<dyn EventLog>,
    turns: Arc<dyn TurnQueue>,
    sessions: Arc<dyn SessionStore>,
}

impl Store {
    /// A file that cannot be opened ends the start; a Redis that is away is waited for.
    async fn open(
        config: &Config,
        clock: &Arc<dyn Clock>,
        lifecycle: &Lifecycle,
        readiness: &Readiness,
    ) -> anyhow::Result<Self> {
        Ok(match &config.shared {
            None => Self::Embedded(Embedded::open(config.store.clone(), Arc::clone(clock), lifecycle.clone()).await?),
            Some(shared) => {
                let open = || Redis::open(shared.clone(), Arc::clone(clock)).boxed();
                Self::Shared(reach("Redis", readiness, open).await)
            }
        })
    }

    fn seams(&self) -> Seams {
        fn of<T: EventLog + TurnQueue + SessionStore + Clone + 'static>(store: &T) -> Seams {
            Seams { log: Arc::new(store.clone()), turns: Arc::new(store.clone()), sessions: Arc::new(store.clone()) }
        }
        match self {
            Self::Embedded(store) => of(store),
            Self::Shared(store) => of(store),
        }
    }

    /// # Errors
    /// When the file does not take all that was shown. What others have shown is in Redis before it is.
    async fn close(self) -> anyhow::Result<()> {
        match self {
            Self::Embedded(store) => store.close().await.context(NOT_STORED),
            Self::Shared(store) => {
                if tokio::time::timeout(lifecycle::CLOSED, store.close()).await.is_err() {
                    tracing::warn!("Redis does not answer: turns are handed back when their leases end");
                }
                Ok(())
            }
        }
    }
}

/// Asks those over a network whom a process with these settings would ask first, once; who has answered, and what an
/// operator should know of them.
///
/// # Errors
/// Who does not answer, and why.
pub async fn probe(config: &Config) -> anyhow::Result<(Vec<&'static str>, Vec<String>)> {
    let (mut answered, mut warnings) = (Vec::new(), Vec::new());
    if let Some(shared) = &config.shared {
        warnings = Redis::probe(shared).await.context(NO_REDIS)?;
        answered.push("Redis");
    }
    if !matches!(config.photos.place, Place::Disk(_)) {
        PhotoStore::open(&config.photos.place)?.ping().await.context(NO_PICTURES)?;
        answered.push("the pictures' store");
    }
    Ok((answered, warnings))
}

/// Runs a process until it is asked to end. Who answers, the settings say. Redis, and a cloud that keeps the pictures,
/// are waited for.
///
/// # Errors
/// When an address cannot be listened on, or the store's file cannot be opened; [`WrongSettings`] when the settings
/// cannot be used.
pub async fn serve(config: Config, parts: Parts) -> anyhow::Result<()> {
    start(config, parts, None).await
}

/// Runs a process with an agent of one's own, whatever the settings say of agents, until it is asked to end. Sessions
/// begin as plain conversations, not with Hera's first act.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with(mut config: Config, parts: Parts, agent: Arc<dyn Agent>) -> anyhow::Result<()> {
    config.first_phase = Phase::Chat;
    start(config, parts, Some(agent)).await
}

async fn start(config: Config, parts: Parts, agent: Option<Arc<dyn Agent>>) -> anyhow::Result<()> {
    let lifecycle = Lifecycle::default();
    // Nobody sends clients to a worker, so there is nobody to wait for.
    let lame_duck = if parts.gateway { config.lame_duck } else { Duration::ZERO };
    let times = Times { lame_duck, drain: config.drain };
    let ended = lifecycle::on_signals(lifecycle.clone(), times).context("catching signals")?;
    let owner = lifecycle.clone();
    let readiness = Readiness::new(lifecycle.clone());
    let operators = operators(&config, readiness.clone()).await?;
    let health = if parts.gateway { None } else { config.worker_health };
    let health = health_checks(health, readiness.clone()).await;
    tokio::select! {
        // These are answered from before the store is open until everything has ended.
        never = operators => match never {},
        never = health => match never {},
        never = lifecycle::leave_in_time(&owner, times.drain) => match never {},
        done = run(config, parts, agent, lifecycle, readiness, ended) => done.inspect(|()| owner.all_is_kept()),
    }
}

/// Answers operators at their address, if there is one.
async fn operators(config: &Config, readiness: Readiness) -> anyhow::Result<impl Future<Output = Infallible> + use<>> {
    let gateway::Settings { allowed_hosts, allowed_origins, trusted_proxies, .. } = &config.gateway;
    let hosts = |address: SocketAddr| Hosts::of_listener(address.ip(), allowed_hosts, allowed_origins, trusted_proxies);
    let opened = match config.operations {
        Some(address) => Some((listen(address, ["METRICS_ADDR"; 2]).await?, Metrics::install()?, hosts(address))),
        None => None,
    };
    Ok(async move {
        match opened {
            Some((listener, metrics, hosts)) => operations::serve(listener, metrics, readiness, hosts).await,
            None => std::future::pending().await,
        }
    })
}

/// Answers the health checks of a platform that asks every container at `PORT`, if there is such an address.
///
/// A worker works without it: workers of one machine may share their settings, and only one of them gets the port.
async fn health_checks(address: Option<SocketAddr>, readiness: Readiness) -> impl Future<Output = Infallible> {
    let listener = match address {
        Some(address) => match TcpListener::bind(address).await {
            Ok(listener) => Some(listener),
            Err(error) => {
                tracing::warn!(%error, %address, "no health checks are answered at HOST and PORT");
                None
            }
        },
        None => None,
    };
    async move {
        match listener {
            Some(listener) => operations::serve_health(listener, readiness).await,
            None => std::future::pending().await,
        }
    }
}

/// The folder of the store and that of the pictures, where a process with these settings has them.
fn folders(config: &Config) -> (Option<&Path>, Option<&Path>) {
    let pictures = if let Place::Disk(dir) = &config.photos.place { Some(dir.as_path()) } else { None };
    (config.shared.is_none().then_some(config.store.dir.as_path()), pictures)
}

/// Tries what this process keeps on the disk, before anything is begun.
fn try_disk(config: &Config) -> Result<(), Unwritable> {
    let (store, pictures) = folders(config);
    folder::keep_private(store.into_iter().chain(pictures));
    let writable = store
        .map_or(Ok(()), |dir| folder::prepare(dir).and_then(|()| folder::try_file(&dir.join(embedded::FILE_NAME))));
    match writable {
        Ok(()) => pictures.map_or(Ok(()), folder::prepare)?,
        // Nobody is kept from what has been said so far. The pictures are on the same disk, as a rule.
        Err(refused) if store.is_some_and(embedded::is_there) => {
            tracing::error!(error = %refused, "the store takes no writes; what is in it can be read");
        }
        Err(refused) => return Err(refused),
    }
    for warning in disk_warnings(config) {
        tracing::warn!("{warning}");
    }
    Ok(())
}

/// What an operator should know of the folders in which a process with these settings keeps something.
#[must_use]
pub fn disk_warnings(config: &Config) -> Vec<String> {
    let (store, pictures) = folders(config);
    let pictures = pictures.filter(|pictures| store.is_none_or(|store| !pictures.starts_with(store)));
    store.into_iter().chain(pictures).filter_map(folder::open_to_all).collect()
}

/// Whether what a process with these settings keeps on the disk can be written there. Nothing is made.
///
/// # Errors
/// Which folder or file cannot be written, and what to do.
pub fn check_disk(config: &Config) -> Result<(), Unwritable> {
    let (store, pictures) = folders(config);
    if let Some(dir) = store {
        folder::check(dir)?;
        folder::try_file(&dir.join(embedded::FILE_NAME))?;
    }
    pictures.map_or(Ok(()), folder::check)
}

/// Whether a process with these settings would begin with them: reads the files that they name, and asks nobody.
///
/// # Errors
/// [`WrongSettings`] with what a start would refuse.
pub fn check_settings(config: &Config) -> anyhow::Result<()> {
    // A folder is made at the start.
    if !matches!(config.photos.place, Place::Disk(_)) {
        pictures(config)?;
    }
    usable(help(config))?;
    usable(model(config))?;
    usable(painter(config))?;
    if matches!(config.agent, AgentChoice::Adk { .. } | AgentChoice::AgUi(_)) {
        usable(provider::client(Duration::ZERO).map_err(Into::into))?;
    }
    Ok(())
}

/// Writes the store of a process with these settings anew, while it is stopped; how many bytes it took of the disk, and
/// takes now. `told` hears how many bytes are written, and of how many at most.
///
/// # Errors
/// When the sessions are in Redis, the store is in use, or it cannot be written anew.
pub async fn compact(config: &Config, told: impl Fn(u64, u64) + Send + 'static) -> anyhow::Result<(u64, u64)> {
    anyhow::ensure!(config.shared.is_none(), "the sessions are in Redis, and no store is here: see STORAGE_MODE");
    folder::check(&config.store.dir)?;
    folder::is_no_other(&config.store.dir.join(embedded::FILE_NAME))?;
    folder::keep_private([config.store.dir.as_path()]);
    Ok(Embedded::compact(&config.store, told).await?)
}

async fn run(
    config: Config,
    parts: Parts,
    agent: Option<Arc<dyn Agent>>,
    lifecycle: Lifecycle,
    readiness: Readiness,
    ended: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    try_disk(&config)?;
    let mut ended = std::pin::pin!(ended);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (format, mut door) = (config.telemetry.format, None);
    let descriptors = descriptors()?;
    // What the settings alone decide comes first: nobody waits for a neighbour to be told of them.
    let photos = pictures(&config)?;
    let worker =
        if parts.worker { Some((answering(&config, agent, &clock)?, studio(&config, &photos)?)) } else { None };
    let opening = Store::open(&config, &clock, &lifecycle, &readiness).boxed();
    let Some((store, origin)) = with_neighbours(&config, &photos, &readiness, opening, ended.as_mut()).await? else {
        return Ok(());
    };
    let application: Arc<dyn Application> = Arc::new(Hera { first_phase: config.first_phase });
    let preparing = worker.as_ref().map(|(agent, _)| Arc::clone(agent));
    if let Some((agent, studio)) = worker {
        let Seams { log, turns, sessions } = store.seams();
        let (clock, settings) = (Arc::clone(&clock), config.worker.clone());
        let (application, lifecycle) = (Arc::clone(&application), lifecycle.clone());
        let worker = Worker { log, turns, sessions, clock, agent, application, studio, lifecycle, settings };
        worker.lifecycle.clone().spawn(Arc::new(worker).run());
    }
    if parts.gateway {
        let listener = listen(config.gateway.listen, ["HOST", "PORT"]).await?;
        let address = listener.local_addr()?;
        let Seams { log, turns, sessions } = store.seams();
        let photos = Pictures::open(photos, origin, &config.photos, &config.gateway)?;
        let (seats, unread) = (Seats::new(&config.gateway), Unread::new());
        let bounds = Bounds::new(&config.gateway, config.photos.limits.bytes, descriptors);
        let trusted_proxies = config.gateway.trusted_proxies.clone();
        let (settings, lifecycle) = (Arc::new(config.gateway), lifecycle.clone());
        readiness.open(log.clone());
        let gateway = Gateway {
            log,
            turns,
            sessions,
            photos,
            clock,
            lifecycle: lifecycle.clone(),
            settings,
            seats,
            unread,
            readiness: readiness.clone(),
            application,
        };
        lifecycle.spawn(gateway::let_go::delete_pictures(gateway.clone()));
        let app = gateway::router(gateway, gateway::hera::routes());
        lifecycle.spawn(gateway::connections::serve(listener, app, lifecycle.clone(), bounds, trusted_proxies));
        door = Some(address);
    }
    if let Store::Embedded(store) = &store {
        lifecycle.spawn(expiry::run(store.clone(), lifecycle.clone()));
    }
    if let Err(error) = cli::announce(format, door) {
        tracing::warn!(%error, "nobody reads on standard output that hera is ready");
    }
    readiness.open(store.seams().log);
    if let Some(agent) = preparing {
        // Whoever writes first is not to wait for it; whoever starts or ends the process, neither.
        let preparing = thread::Builder::new().name("prepare".to_owned()).spawn(move || agent.prepare());
        if let Err(error) = preparing {
            tracing::warn!(%error, "the first message is waited for longer: its agent could not be made ready before");
        }
    }
    ended.await;
    store.close().await
}

/// The store and the origin of the cloud's URLs, when all neighbours are there; `None` when the process is asked to end
/// before that.
async fn with_neighbours(
    config: &Config,
    photos: &PhotoStore,
    readiness: &Readiness,
    opening: BoxFuture<'_, anyhow::Result<Store>>,
    mut ended: Pin<&mut impl Future<Output = ()>>,
) -> anyhow::Result<Option<(Store, Option<String>)>> {
    let store = tokio::select! {
        store = opening => store?,
        // A file that is opened is left as by a kill, which the next start mends.
        () = &mut ended => return Ok(None),
    };
    let reached = reach("the pictures' store", readiness, || gateway::photos::reach(photos, &config.photos).boxed());
    tokio::select! {
        origin = reached.boxed() => Ok(Some((store, origin))),
        () = &mut ended => {
            store.close().await?;
            Ok(None)
        }
    }
}

/// How many descriptors the process may have, which is as many as the system lets it: the usual soft limit is too low for
/// a server, and is there for programs that can tell no more of them apart.
fn descriptors() -> anyhow::Result<usize> {
    let most = rlimit::increase_nofile_limit(u64::MAX).context("raising the limit of descriptors")?;
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

/// Listens at an address, of which one setting names the host and one the port.
async fn listen(address: SocketAddr, [host, port]: [&str; 2]) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let cure = if folder::is_limit(&error) {
            "raise the limit of this process's open files".to_owned()
        } else if error.kind() == io::ErrorKind::AddrNotAvailable {
            format!("{host} must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them")
        } else if host == port {
            format!("{port} sets another address")
        } else {
            format!("{port} sets another port, and {host} another address")
        };
        anyhow::Error::new(error).context(format!("cannot listen on {address}; {cure}"))
    })
}

/// What was made of settings, if they can be used.
fn usable<T>(made: anyhow::Result<T>) -> anyhow::Result<T> {
    made.map_err(certificates::explained).context(WrongSettings)
}

/// Where pictures are kept. Whether a cloud answers is not tried here.
fn pictures(config: &Config) -> anyhow::Result<PhotoStore> {
    let opened = PhotoStore::open(&config.photos.place);
    Ok(if matches!(config.photos.place, Place::Disk(_)) { opened? } else { usable(opened.map_err(Into::into))? })
}

/// Where pictures are painted.
fn studio(config: &Config, photos: &PhotoStore) -> anyhow::Result<Studio> {
    // Paintings are few and small beside uploads: a thread of their own is enough, and waits for no upload.
    let darkroom = Darkroom::open(config.photos.limits, 1)?;
    let asks_model = !matches!(config.painter, PainterChoice::BuiltIn);
    let fallback = (asks_model && config.painter_fallback).then(BuiltIn::default);
    let painter = usable(painter(config))?;
    Ok(Studio { painter, fallback, photos: photos.clone(), darkroom })
}

/// Who answers: an agent of one's own, or whom the settings name.
fn answering(config: &Config, own: Option<Arc<dyn Agent>>, clock: &Arc<dyn Clock>) -> anyhow::Result<Arc<dyn Agent>> {
    own.map_or_else(|| usable(configured(config, clock)), Ok)
}

/// Who answers, by the settings.
fn configured(config: &Config, clock: &Arc<dyn Clock>) -> anyhow::Result<Arc<dyn Agent>> {
    Ok(match config.agent.clone() {
        AgentChoice::Hera => {
            let photos = PhotoStore::open(&config.photos.place)?;
            let mind = |model| Mind { model, window: config.model_window, photos: Some(photos) };
            let pace = Pace { between_words: config.reply_pace };
            Arc::new(Acts { pace, mind: model(config)?.map(mind), help: Arc::new(help(config)?) })
        }
        AgentChoice::Load => Arc::new(Load::new(Arc::clone(clock))),
        AgentChoice::Adk { server, app } => {
            Arc::new(Remote::new(Adk::new(server, app, PhotoStore::open(&config.photos.place)?)?))
        }
        AgentChoice::AgUi(server) => Arc::new(Remote::new(AgUi::new(server, PhotoStore::open(&config.photos.place)?)?)),
    })
}

/// Where people in danger get help.
///
/// # Errors
/// When the operator's table cannot be read, or is not one.
fn help(config: &Config) -> anyhow::Result<Help> {
    let Some(path) = &config.help_lines else { return Ok(Help::default()) };
    let text = folder::read_text(path).with_context(|| format!("cannot read {}", path.display()))?;
    Help::read(&text).map_err(|wrong| anyhow::anyhow!("HELP_LINES_FILE, {}: {wrong}", path.display()))
}

/// The language models that are asked, if there are any.
///
/// # Errors
/// When a model's address holds no path, or the system's certificates cannot be read.
fn model(config: &Config) -> anyhow::Result<Option<Arc<dyn LanguageModel>>> {
    let idle = config.model_limits.idle;
    let links = config.models.iter().cloned().map(|choice| -> anyhow::Result<Arc<dyn Attempt>> {
        Ok(Arc::new(match choice {
            ModelChoice::Gemini(model) => model::Endpoint::new(model::Gemini::new(model)?, idle)?,
            ModelChoice::OpenAi(model) => model::Endpoint::new(model::OpenAi::new(model)?, idle)?,
            ModelChoice::Anthropic(model) => model::Endpoint::new(model::Anthropic::new(model)?, idle)?,
        }))
    });
    let links = links.collect::<anyhow::Result<Vec<_>>>()?;
    Ok((!links.is_empty()).then(|| Arc::new(model::Chain::new(links, config.model_limits)) as Arc<dyn LanguageModel>))
}

/// Who paints.
///
/// # Errors
/// When the model's address holds no path, or the system's certificates cannot be read.
pub fn painter(config: &Config) -> anyhow::Result<Arc<dyn Painter>> {
    let limits = Limits::default();
    Ok(match config.painter.clone() {
        PainterChoice::BuiltIn => Arc::new(BuiltIn::default()),
        PainterChoice::Gemini(model) => Arc::new(paint::Gemini::new(model, limits)?),
        PainterChoice::OpenAi(model) => Arc::new(paint::OpenAi::new(model, limits)?),
    })
}
