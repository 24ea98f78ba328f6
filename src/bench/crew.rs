//! Many sockets at work at once, until every one has what it came for or the time is up.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::check::{Fault, Faults};
use super::process::{CpuByPart, Processes};
use super::socket::Socket;
use super::target::progress;

/// How long sockets are watched after the last turn has ended, for what must not come any more.
const LINGER: Duration = Duration::from_millis(500);

/// What the sockets of a run share. `M` is what the mode measures.
#[derive(Debug)]
pub struct Crew<M> {
    notes: Mutex<(M, Faults)>,
    /// Sockets that still have something to do.
    busy: AtomicUsize,
    /// Turns ended, for the progress bar.
    done: AtomicU64,
    all_done: Notify,
    stop: CancellationToken,
}

/// What one socket does, as a state machine: told of every text frame, it says what to send.
pub trait Work<M>: Send + 'static {
    /// What to send at the start.
    fn begin(&mut self) -> Vec<String>;

    /// Takes a frame in and puts messages to send into `out`; `true` when the socket has what it came for.
    fn frame(&mut self, text: &str, notes: &mut (M, Faults), out: &mut Vec<String>) -> bool;

    /// How many turns have ended.
    fn ended(&self) -> u64;

    /// Turns that are still owed.
    fn owed(&self) -> u64;
}

/// A run from the first message to the end of the last turn.
#[derive(Debug)]
pub struct Run<M> {
    pub measured: M,
    pub faults: Faults,
    pub lasted: Duration,
    /// Processor time of the server during the run.
    pub server_cpu: Option<Duration>,
    /// The same, by part of the server.
    pub cpu_by_part: CpuByPart,
    /// Processor time of the load tool during the run.
    pub client_cpu: Option<Duration>,
    /// The most memory seen, in bytes.
    pub resident_bytes: Option<u64>,
}

impl<M: Default + Send + 'static> Crew<M> {
    /// Lets every socket do its work, each from its own moment after the common start on.
    pub async fn run<W: Work<M>>(
        hands: Vec<(Socket, Duration, W)>,
        turns: usize,
        processes: &Processes,
        deadline: Instant,
    ) -> Run<M> {
        let crew = Arc::new(Self {
            notes: Mutex::default(),
            busy: AtomicUsize::new(hands.len()),
            done: AtomicU64::new(0),
            all_done: Notify::new(),
            stop: CancellationToken::new(),
        });
        let own = Processes::own();
        let cpu_before = (processes.cpu(), processes.cpu_by_part(), own.cpu());
        let begun = Instant::now();
        let mut tasks = JoinSet::new();
        for (socket, after, work) in hands {
            tasks.spawn(Arc::clone(&crew).drive(socket, begun + after, work));
        }
        let resident_bytes = crew.wait(turns, processes, deadline).await;
        let lasted = begun.elapsed();
        let since = |now: Option<Duration>, before: Option<Duration>| Some(now?.saturating_sub(before?));
        let server_cpu = since(processes.cpu(), cpu_before.0);
        let client_cpu = since(own.cpu(), cpu_before.2);
        let mut cpu_by_part = processes.cpu_by_part();
        for ((_, used), (_, before)) in cpu_by_part.iter_mut().zip(cpu_before.1) {
            *used = used.saturating_sub(before);
        }
        tokio::time::sleep(LINGER).await;
        crew.stop.cancel();
        // A socket that cannot even be closed is not worth waiting for.
        let _ = timeout(Duration::from_secs(5), tasks.join_all()).await;
        let (measured, faults) = std::mem::take(&mut *crew.notes());
        Run { measured, faults, lasted, server_cpu, cpu_by_part, client_cpu, resident_bytes }
    }

    /// Until all is done or the time is up; gives the largest memory seen meanwhile.
    async fn wait(&self, turns: usize, processes: &Processes, deadline: Instant) -> Option<u64> {
        let bar = progress("turns", turns);
        let mut most = processes.resident_bytes();
        let mut ticks = interval(Duration::from_millis(500));
        let mut all_done = pin!(self.all_done.notified());
        let watch = async {
            loop {
                tokio::select! {
                    () = &mut all_done => break,
                    _ = ticks.tick() => {
                        bar.set_position(self.done.load(Ordering::Relaxed));
                        most = most.max(processes.resident_bytes());
                    }
                }
            }
        };
        // Time up: every socket notes what it is owed when it is stopped.
        let _ = timeout_at(deadline, watch).await;
        bar.finish_and_clear();
        most.max(processes.resident_bytes())
    }

    async fn drive<W: Work<M>>(self: Arc<Self>, mut socket: Socket, at: Instant, mut work: W) {
        let mut stop = pin!(self.stop.cancelled());
        let mut done = false;
        tokio::time::sleep_until(at).await;
        let mut out = work.begin();
        loop {
            let mut ended = Ok(());
            for text in out.drain(..) {
                ended = socket.send(text).await;
            }
            let next = match ended {
                Ok(()) => tokio::select! {
                    biased;
                    next = socket.next() => next,
                    () = &mut stop => break,
                },
                Err(ended) => Err(ended),
            };
            let turns = work.ended();
            match next {
                Ok(text) => {
                    if work.frame(&text, &mut self.notes(), &mut out) && !done {
                        done = true;
                        self.one_done();
                    }
                    self.done.fetch_add(work.ended() - turns, Ordering::Relaxed);
                }
                Err(why) => {
                    self.notes().1.note(Fault::Broken, || why.0);
                    if !done {
                        self.one_done();
                    }
                    break;
                }
            }
        }
        let owed = work.owed();
        if owed > 0 {
            self.notes().1.note(Fault::Unfinished(owed), || format!("turns of one session that had not ended: {owed}"));
        }
        socket.close().await;
    }

    fn one_done(&self) {
        if self.busy.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.all_done.notify_one();
        }
    }

    fn notes(&self) -> MutexGuard<'_, (M, Faults)> {
        // Counters stay counters, even if a task panicked while it held them.
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
