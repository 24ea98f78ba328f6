//! `hera bench history`: one session that grows long: whether writing to it stays as fast, and how fast it is read.

use std::time::{Duration, Instant};

use clap::Args;
use tokio::time::timeout_at;

use super::Common;
use super::check::{Checker, Fault, Faults, Seen};
use super::frame::Frame;
use super::report::Report;
use super::socket::{BenchError, Ended, Socket, refusal};
use super::stats::Spread;
use super::target::{Session, progress};

/// One session that grows long: accepting and answering at its beginning and end, and reading pages of it
#[derive(Debug, Args)]
pub struct History {
    #[command(flatten)]
    pub common: Common,
    /// Events the session's log is to hold
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    events: u32,
    /// Pages of 50 messages to be read, from everywhere in the history
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pages: u32,
}

/// Messages in a page.
const PAGE: u32 = 50;
/// How long one message with its turn may take.
const TURN: Duration = Duration::from_secs(30);

#[derive(serde::Deserialize)]
struct Page {
    messages: Vec<serde::de::IgnoredAny>,
}

/// How fast one part of the session was written.
#[derive(Debug, Default)]
struct Part {
    accepted: Spread,
    turn: Spread,
}

impl History {
    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let deadline = self.common.deadline(Duration::from_millis(u64::from(self.events) * 2));
        let sessions = target.sessions(1, deadline).await?;
        let mut sockets = target.join(&sessions, &mut Spread::default(), deadline).await?;
        let (Some(session), Some(socket)) = (sessions.first(), sockets.first_mut()) else {
            return Err(BenchError::Late("the session was made"));
        };
        let mut faults = Faults::default();
        let (mut first, mut last) = (Part::default(), Part::default());
        let writing = self.write(socket, &mut first, &mut last, &mut faults);
        let messages = timeout_at(deadline, writing).await.map_err(|_| BenchError::Late("messages were sent"))?;
        let reading = self.read(session, messages, &mut faults);
        let pages = timeout_at(deadline, reading).await.map_err(|_| BenchError::Late("pages were read"))??;
        let mut report = Report::new("history", faults);
        report.count("events", "events in the log", self.events.into());
        report.count("messages", "messages sent", messages.into());
        report.spread("first_accepted_ms", "message to accepted, first tenth, ms", &first.accepted);
        report.spread("last_accepted_ms", "message to accepted, last tenth, ms", &last.accepted);
        report.spread("first_turn_ms", "message to end of its turn, first tenth, ms", &first.turn);
        report.spread("last_turn_ms", "message to end of its turn, last tenth, ms", &last.turn);
        report.spread("page_ms", "page of 50 messages, ms", &pages);
        Ok(report)
    }

    /// Sends one message after the other until the log is long enough; how many it took.
    async fn write(&self, socket: &mut Socket, first: &mut Part, last: &mut Part, faults: &mut Faults) -> u32 {
        let bar = progress("events", self.events as usize);
        let mut checker = Checker::new(socket.head, 1);
        let (mut number, mut events) = (0, 0);
        let mut unmeasured = Part::default();
        while events < self.events {
            let part = match events {
                events if events < self.events / 10 => &mut *first,
                events if events >= self.events - self.events / 10 => &mut *last,
                _ => &mut unmeasured,
            };
            match tokio::time::timeout(TURN, say(socket, number, part, &mut checker, faults)).await {
                Ok(Ok(seen)) => events += seen,
                Ok(Err(Ended(why))) => {
                    faults.note(Fault::Broken, || why);
                    break;
                }
                Err(_) => {
                    faults.note(Fault::Lost(1), || format!("message {number} has no answer"));
                    break;
                }
            }
            number += 1;
            bar.set_position(events.into());
        }
        bar.finish_and_clear();
        number
    }

    /// Reads pages spread evenly over the history.
    async fn read(&self, session: &Session, messages: u32, faults: &mut Faults) -> Result<Spread, BenchError> {
        let client = super::target::client()?;
        let bar = progress("pages", self.pages as usize);
        // Each message has an answer beside it.
        let newest = u64::from(messages) * 2;
        let mut spread = Spread::default();
        for page in 0..self.pages {
            let before = newest - (newest.saturating_sub(PAGE.into())) * u64::from(page) / u64::from(self.pages);
            let url = session.url(&format!("messages?limit={PAGE}&before={before}"))?;
            let begun = Instant::now();
            let read: Page = super::target::get(&client, url).await?;
            spread.add(begun.elapsed());
            if read.messages.len() != PAGE as usize {
                faults.note(Fault::Lost(1), || format!("a page before {before} has {} messages", read.messages.len()));
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(spread)
    }
}

/// Sends a message and waits for the end of its turn; how many events came.
async fn say(
    socket: &mut Socket,
    number: u32,
    part: &mut Part,
    checker: &mut Checker,
    faults: &mut Faults,
) -> Result<u32, Ended> {
    let message = format!(r#"{{"type":"message","client_msg_id":"{number}","content":"tokens=1 rate=0"}}"#);
    let begun = Instant::now();
    socket.send(message).await?;
    let (mut events, mut accepted, mut ended) = (0, false, false);
    while !(accepted && ended) {
        let text = socket.next().await?;
        let Some(frame) = Frame::read(&text) else { return Err(Ended(format!("not a frame of hera.v1: {text}"))) };
        match frame.kind {
            Some("accepted") => {
                part.accepted.add(begun.elapsed());
                accepted = true;
            }
            Some("error") => return Err(Ended(refusal(&frame))),
            Some(_) => {}
            None => {
                events += 1;
                if checker.event(&frame, faults, |_| ()) == Seen::TurnEnded {
                    part.turn.add(begun.elapsed());
                    ended = true;
                }
            }
        }
    }
    Ok(events)
}
