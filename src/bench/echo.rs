//! `hera bench echo`: short messages with the shortest of answers, as many as the server takes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::check::{Checker, Fault, Faults, Seen};
use super::crew::{Crew, Run, Work};
use super::frame::Frame;
use super::process::Processes;
use super::report::Report;
use super::socket::{BenchError, refusal};
use super::stats::Spread;
use super::{Common, per, rate};

/// Many short messages: how many are accepted per second, how soon, and what each costs with its turn.
#[derive(Debug, Args)]
pub struct Echo {
    #[command(flatten)]
    pub common: Common,
    /// Sessions at once, with a socket each
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    sessions: u32,
    /// Messages of each session
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    messages: u32,
    /// Messages of a session that may be without `accepted`, or with a turn that has not ended, at a time
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000))]
    in_flight: u32,
    /// Tokens of each answer; 0: an empty answer
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=1000))]
    tokens: u32,
    /// Hold all turns back for so many seconds, to measure accepting and answering apart; all messages should be
    /// accepted by then, and the server must be started with `TURNS_QUEUED` as great as --messages
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    apart: Option<u32>,
}

#[derive(Debug, Default)]
struct Measured {
    accepted: u64,
    turns: u64,
    frames: u64,
    acceptance: Spread,
    turn: Spread,
    /// When the last message was accepted.
    last_accepted: Option<Instant>,
    /// Processor time of the server from its start until then; only where accepting and answering are apart.
    cpu_accepted: Option<Duration>,
}

struct Speaker {
    checker: Checker,
    settings: Arc<Settings>,
    /// Messages still to be sent.
    left: u32,
    /// The name of the next message.
    number: u32,
    refused: u64,
    /// The messages without `accepted` and when they were sent, the oldest first.
    unaccepted: VecDeque<(u32, Instant)>,
    /// When the messages whose turns have not ended were sent, the oldest first.
    unanswered: VecDeque<Instant>,
}

#[derive(Debug)]
struct Settings {
    messages: u32,
    in_flight: u32,
    tokens: u32,
    apart: Option<u32>,
    /// Messages of all sessions.
    total: u64,
    processes: Arc<Processes>,
}

impl Speaker {
    fn new(head: u64, settings: Arc<Settings>) -> Self {
        let checker = Checker::new(head, settings.tokens.into());
        let checker = if settings.apart.is_some() { checker.with_first(HOLDING_TOKENS) } else { checker };
        Self {
            checker,
            left: settings.messages,
            settings,
            number: 0,
            refused: 0,
            unaccepted: VecDeque::new(),
            unanswered: VecDeque::new(),
        }
    }

    fn say(&mut self, messages: u32, out: &mut Vec<String>) {
        for _ in 0..messages.min(self.left) {
            let number = self.number;
            let content = match self.settings.apart {
                // The second token comes after the pause; until then the other turns of the session wait.
                Some(seconds) if number == 0 => {
                    format!("tokens={HOLDING_TOKENS} rate={}", 1.0 / f64::from(seconds))
                }
                _ => format!("tokens={} rate=0", self.settings.tokens),
            };
            out.push(format!(r#"{{"type":"message","client_msg_id":"{number}","content":"{content}"}}"#));
            let now = Instant::now();
            self.unaccepted.push_back((number, now));
            self.unanswered.push_back(now);
            self.number += 1;
            self.left -= 1;
        }
    }

    fn accepted(&mut self, frame: &Frame<'_>, now: Instant, (measured, faults): &mut (Measured, Faults)) {
        let Some((number, sent)) = self.unaccepted.pop_front() else {
            faults.note(Fault::Doubled, || format!("accepted again: {frame:?}"));
            return;
        };
        if frame.client_msg_id != Some(number.to_string().as_str()) {
            faults.note(Fault::OutOfOrder, || format!("not the acceptance of message {number}: {frame:?}"));
        }
        measured.accepted += 1;
        measured.acceptance.add(now - sent);
        if measured.accepted == self.settings.total {
            measured.last_accepted = Some(now);
            measured.cpu_accepted = self.settings.processes.cpu();
        }
    }
}

const HOLDING_TOKENS: u64 = 2;

impl Work<Measured> for Speaker {
    fn begin(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        self.say(self.settings.in_flight, &mut out);
        out
    }

    fn frame(&mut self, text: &str, notes: &mut (Measured, Faults), out: &mut Vec<String>) -> bool {
        let now = Instant::now();
        let Some(frame) = Frame::read(text) else {
            notes.1.note(Fault::Broken, || format!("not a frame of hera.v1: {text}"));
            return false;
        };
        notes.0.frames += 1;
        let apart = self.settings.apart.is_some();
        match frame.kind {
            Some("accepted") => {
                self.accepted(&frame, now, notes);
                self.say(u32::from(apart), out);
            }
            Some("error") => {
                notes.1.note(Fault::Refused, || refusal(&frame));
                self.unaccepted.pop_front();
                self.unanswered.pop_back();
                self.refused += 1;
                self.left = 0;
            }
            Some(_) => {}
            None => {
                if self.checker.event(&frame, &mut notes.1, |_| ()) == Seen::TurnEnded {
                    notes.0.turns += 1;
                    if let Some(sent) = self.unanswered.pop_front() {
                        notes.0.turn.add(now - sent);
                    }
                    self.say(u32::from(!apart), out);
                }
            }
        }
        self.left == 0 && self.unaccepted.is_empty() && self.unanswered.is_empty()
    }

    fn ended(&self) -> u64 {
        self.checker.ended()
    }

    fn owed(&self) -> u64 {
        (u64::from(self.number + self.left) - self.refused).saturating_sub(self.checker.ended())
    }
}

impl Echo {
    fn settings(&self, processes: Arc<Processes>) -> Settings {
        let Self { sessions, messages, in_flight, tokens, apart, .. } = *self;
        Settings { messages, in_flight, tokens, apart, total: u64::from(sessions) * u64::from(messages), processes }
    }

    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let deadline = self.common.deadline(Duration::from_secs(self.apart.unwrap_or(0).into()));
        let sessions = target.sessions(self.sessions as usize, deadline).await?;
        let sockets = target.join(&sessions, &mut Spread::default(), deadline).await?;
        let settings = Arc::new(self.settings(Arc::clone(&target.processes)));
        let before = (Instant::now(), target.processes.cpu());
        let hands = sockets.into_iter().map(|socket| {
            let speaker = Speaker::new(socket.head, Arc::clone(&settings));
            (socket, Duration::ZERO, speaker)
        });
        let turns = self.sessions as usize * self.messages as usize;
        let run = Crew::run(hands.collect(), turns, &target.processes, deadline).await;
        Ok(self.report(run, before))
    }

    fn report(&self, run: Run<Measured>, (begun, cpu_before): (Instant, Option<Duration>)) -> Report {
        let Run { measured, faults, lasted, server_cpu, cpu_by_part, client_cpu, resident_bytes } = run;
        let accepting = measured.last_accepted.map_or(lasted, |last| last - begun);
        // The turns ran after the pause, if there was one.
        let answering = lasted.saturating_sub(Duration::from_secs(self.apart.unwrap_or(0).into()));
        let mut report = Report::new("echo", faults);
        report.count("sessions", "sessions at once", self.sessions.into());
        report.count("in_flight", "messages in flight per session", self.in_flight.into());
        report.count("messages", "messages accepted", measured.accepted);
        report.number("accepted_per_s", "messages accepted per second", rate(measured.accepted, accepting));
        report.number("turns_per_s", "turns ended per second", rate(measured.turns, answering));
        report.number("frames_per_s", "frames received per second", rate(measured.frames, lasted));
        report.spread("accepted_ms", "message to accepted, ms", &measured.acceptance);
        report.spread("turn_ms", "message to end of its turn, ms", &measured.turn);
        let cost = per(server_cpu, measured.turns);
        report.number("server_cpu_us_per_message", "server CPU per message and turn, µs", cost);
        let by_part = super::per_part(cpu_by_part, measured.turns);
        report.parts("part_cpu_us_per_message", "its parts' CPU per message and turn, µs", by_part);
        if let Some(seconds) = self.apart {
            // Turns that ran before the last message was accepted would count as the cost of accepting.
            let held = accepting < Duration::from_secs(seconds.into());
            let accept_cpu =
                measured.cpu_accepted.filter(|_| held).zip(cpu_before).map(|(now, before)| now.saturating_sub(before));
            let turn_cpu = server_cpu.zip(accept_cpu).map(|(all, accepting)| all.saturating_sub(accepting));
            report.number(
                "server_cpu_us_per_accept",
                "server CPU per message accepted, µs",
                per(accept_cpu, measured.accepted),
            );
            report.number("server_cpu_us_per_turn", "server CPU per turn, µs", per(turn_cpu, measured.turns));
        }
        super::load_figures(&mut report, lasted, server_cpu, client_cpu, resident_bytes);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo(messages: u32, in_flight: u32, apart: Option<u32>) -> Speaker {
        let echo = Echo { common: Common::default(), sessions: 1, messages, in_flight, tokens: 0, apart };
        Speaker::new(0, Arc::new(echo.settings(Arc::default())))
    }

    fn turn(first_seq: u32, turn: u32) -> [String; 2] {
        let event = |seq: u32, event: &str| format!(r#"{{"id":"{seq}-aa","turn":"{turn}","ts":1,"event":{event}}}"#);
        [
            event(first_seq, r#"{"type":"RUN_STARTED"}"#),
            event(first_seq + 1, r#"{"type":"RUN_FINISHED","outcome":{"type":"success"}}"#),
        ]
    }

    #[test]
    fn keeps_so_many_in_flight() {
        let mut work = echo(3, 2, None);
        let mut notes = (Measured::default(), Faults::default());
        assert_eq!(work.begin().len(), 2);
        let mut out = Vec::new();
        let mut done = false;
        for n in 0..3 {
            done |= work.frame(&format!(r#"{{"type":"accepted","client_msg_id":"{n}"}}"#), &mut notes, &mut out);
            assert!(!done && out.is_empty(), "the turn is still owed");
            for text in turn(n * 2 + 1, n) {
                done |= work.frame(&text, &mut notes, &mut out);
            }
            assert_eq!(out.drain(..).count(), usize::from(n == 0));
        }
        assert!(done && notes.1.none(), "{:?}", notes.1);
        assert_eq!((notes.0.accepted, notes.0.turns, work.owed()), (3, 3, 0));
    }

    #[test]
    fn a_refusal_ends_the_speech_and_is_told() {
        let mut work = echo(5, 1, None);
        let mut notes = (Measured::default(), Faults::default());
        work.begin();
        let refusal = r#"{"type":"error","code":"queue_full","message":"wait"}"#;
        assert!(work.frame(refusal, &mut notes, &mut Vec::new()));
        assert_eq!((notes.1.refused, work.owed()), (1, 0));
        work.frame(r#"{"type":"accepted"}"#, &mut notes, &mut Vec::new());
        assert_eq!(notes.1.doubled, 1);
    }

    #[test]
    fn apart_sends_on_acceptance_behind_a_turn_that_waits() {
        let mut work = echo(3, 1, Some(4));
        let mut notes = (Measured::default(), Faults::default());
        assert!(work.begin()[0].contains("tokens=2 rate=0.25"));
        let mut out = Vec::new();
        for n in 0..3 {
            work.frame(&format!(r#"{{"type":"accepted","client_msg_id":"{n}"}}"#), &mut notes, &mut out);
        }
        assert_eq!(out.len(), 2);
        assert!(out.iter().all(|message| message.contains("tokens=0 rate=0")), "{out:?}");
        assert!(notes.0.last_accepted.is_some() && notes.1.none());
    }
}
