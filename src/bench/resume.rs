//! `hera bench resume`: kills a gateway under its sockets, and measures how soon the others show what comes next.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use url::Url;

use super::Common;
use super::check::{Checker, Fault, Faults, Seen};
use super::frame::Frame;
use super::report::Report;
use super::socket::{BenchError, Ended, Socket, refusal};
use super::stats::Spread;

/// Kill a gateway while it shows answers, and go on at another: how soon, and whether anything is lost
#[derive(Debug, Args)]
pub struct Resume {
    #[command(flatten)]
    pub common: Common,
    /// The process to kill when half of the answers' time is over
    #[arg(long, value_name = "PID")]
    kill: u32,
    /// Answers at once, each on a session and a socket of its own
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    sessions: u32,
    /// Tokens per second of each answer
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    rate: u32,
    /// Tokens of each answer
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    tokens: u32,
}

/// Between two attempts to come back, at one address after the other.
const AGAIN: Duration = Duration::from_millis(20);

#[derive(Debug, Default)]
struct Notes {
    faults: Faults,
    ended: u64,
    resumed: u64,
    /// From the break of a socket to the first event on the next.
    resume: Spread,
}

/// One answer, followed wherever it can be.
struct Follower {
    addresses: Arc<[Url]>,
    /// Where it is followed now.
    place: usize,
    session: String,
    checker: Checker,
    last_id: String,
    broken: Option<Instant>,
    notes: Arc<Mutex<Notes>>,
}

impl Follower {
    async fn run(mut self, mut socket: Socket, message: String) {
        if socket.send(message).await.is_err() {
            self.note(|notes| notes.faults.note(Fault::Broken, || "a message could not be sent".to_owned()));
            return;
        }
        loop {
            match socket.next().await {
                Ok(text) if self.frame(&text) => return socket.close().await,
                Ok(_) => {}
                Err(Ended(_)) => socket = self.come_back().await,
            }
        }
    }

    /// Whether the answer has ended.
    fn frame(&mut self, text: &str) -> bool {
        let Some(frame) = Frame::read(text) else { return false };
        if frame.kind == Some("error") {
            let refused = refusal(&frame);
            self.note(|notes| notes.faults.note(Fault::Refused, || refused));
        }
        // Only events move the cursor; `accepted` names one, too.
        let (None, Some(id)) = (frame.kind, frame.id) else { return false };
        id.clone_into(&mut self.last_id);
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(broken) = self.broken.take() {
            notes.resume.add(broken.elapsed());
            notes.resumed += 1;
        }
        let ended = self.checker.event(&frame, &mut notes.faults, |_| ()) == Seen::TurnEnded;
        notes.ended += u64::from(ended);
        ended
    }

    async fn come_back(&mut self) -> Socket {
        self.broken.get_or_insert_with(Instant::now);
        loop {
            self.place = (self.place + 1) % self.addresses.len();
            match Socket::resume(&self.addresses[self.place], &self.session, &self.last_id).await {
                Ok(socket) => return socket,
                Err(_) => sleep(AGAIN).await,
            }
        }
    }

    fn note(&self, note: impl FnOnce(&mut Notes)) {
        note(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Resume {
    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let expected = Duration::from_secs_f64(f64::from(self.tokens) / f64::from(self.rate));
        let deadline = self.common.deadline(expected);
        let sessions = target.sessions(self.sessions as usize, deadline).await?;
        let addresses: Arc<[Url]> = target.addresses.into();
        let notes = Arc::new(Mutex::<Notes>::default());
        let mut sockets = Vec::new();
        for (number, session) in sessions.iter().enumerate() {
            let place = number % addresses.len();
            let socket = Socket::join(&addresses[place], session.id()).await?;
            let follower = Follower {
                addresses: Arc::clone(&addresses),
                place,
                session: session.id().to_owned(),
                checker: Checker::new(socket.head, self.tokens.into()),
                last_id: String::new(),
                broken: None,
                notes: Arc::clone(&notes),
            };
            sockets.push((follower, socket));
        }
        let (tokens, rate) = (self.tokens, self.rate);
        let mut following = JoinSet::new();
        for (follower, socket) in sockets {
            let message =
                format!(r#"{{"type":"message","client_msg_id":"0","content":"tokens={tokens} rate={rate}"}}"#);
            following.spawn(follower.run(socket, message));
        }
        sleep_until(Instant::now() + expected / 2).await;
        kill(self.kill)?;
        let all = timeout_at(deadline, async { while following.join_next().await.is_some() {} }).await;
        following.abort_all();
        let mut notes = std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner));
        let owed = u64::from(self.sessions).saturating_sub(notes.ended);
        if all.is_err() || owed > 0 {
            notes.faults.note(Fault::Unfinished(owed), || format!("answers that had not ended: {owed}"));
        }
        let mut report = Report::new("resume", notes.faults);
        report.count("sessions", "answers at once", self.sessions.into());
        report.count("resumed", "sockets that broke and came back", notes.resumed);
        report.spread("resume_ms", "break of a socket to the next event, ms", &notes.resume);
        Ok(report)
    }
}

/// Ends a process as a power cut would.
fn kill(pid: u32) -> Result<(), BenchError> {
    let killed = Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status()?;
    if killed.success() { Ok(()) } else { Err(BenchError::Refused("to be killed", format!("no process {pid}"))) }
}
