//! `hera bench echo`: short messages with the shortest of answers, as many as the server takes.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use clap::Args;

use super::check::{Checker, Fault, Faults, Seen};
use super::crew::{Crew, Run, Work};
use super::frame::Frame;
use super::report::Report;
use super::socket::BenchError;
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
}

struct Speaker {
    checker: Checker,
    tokens: u32,
    left: u32,
    number: u32,
    refused: u64,
    /// When the messages without `accepted` were sent, the oldest first.
    unaccepted: VecDeque<(u32, Instant)>,
    /// When the messages whose turns have not ended were sent, the oldest first.
    unanswered: VecDeque<Instant>,
}

impl Speaker {
    fn say(&mut self, in_flight: u32, out: &mut Vec<String>) {
        for _ in 0..in_flight.min(self.left) {
            let (number, tokens) = (self.number, self.tokens);
            out.push(format!(r#"{{"type":"message","client_msg_id":"{number}","content":"tokens={tokens} rate=0"}}"#));
            let now = Instant::now();
            self.unaccepted.push_back((number, now));
            self.unanswered.push_back(now);
            self.number += 1;
            self.left -= 1;
        }
    }
}

/// The state machine and how much it may have under way.
struct Paced {
    speaker: Speaker,
    in_flight: u32,
}

impl Work<Measured> for Paced {
    fn begin(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        self.speaker.say(self.in_flight, &mut out);
        out
    }

    fn frame(&mut self, text: &str, notes: &mut (Measured, Faults), out: &mut Vec<String>) -> bool {
        let now = Instant::now();
        let (measured, faults) = notes;
        let speaker = &mut self.speaker;
        let Some(frame) = Frame::read(text) else {
            faults.note(Fault::Broken, || format!("not a frame of hera.v1: {text}"));
            return false;
        };
        measured.frames += 1;
        match frame.kind {
            Some("accepted") => match speaker.unaccepted.pop_front() {
                Some((number, sent)) => {
                    if frame.client_msg_id != Some(number.to_string().as_str()) {
                        faults.note(Fault::OutOfOrder, || format!("not the acceptance of message {number}: {text}"));
                    }
                    measured.accepted += 1;
                    measured.acceptance.add(now - sent);
                    measured.last_accepted = Some(now);
                }
                None => faults.note(Fault::Doubled, || format!("accepted again: {text}")),
            },
            Some("error") => {
                faults.note(Fault::Refused, || format!("{} {}", frame.code.unwrap_or_default(), frame.message.0));
                speaker.unaccepted.pop_front();
                speaker.unanswered.pop_back();
                speaker.refused += 1;
                speaker.left = 0;
            }
            Some(_) => {}
            None => {
                if speaker.checker.event(&frame, faults, |_| ()) == Seen::TurnEnded {
                    measured.turns += 1;
                    if let Some(sent) = speaker.unanswered.pop_front() {
                        measured.turn.add(now - sent);
                    }
                    speaker.say(1, out);
                }
            }
        }
        speaker.left == 0 && speaker.unaccepted.is_empty() && speaker.unanswered.is_empty()
    }

    fn ended(&self) -> u64 {
        self.speaker.checker.ended()
    }

    fn owed(&self) -> u64 {
        let speaker = &self.speaker;
        (u64::from(speaker.number + speaker.left) - speaker.refused).saturating_sub(speaker.checker.ended())
    }
}

impl Echo {
    fn speaker(&self, head: u64) -> Paced {
        let speaker = Speaker {
            checker: Checker::new(head, self.tokens.into()),
            tokens: self.tokens,
            left: self.messages,
            number: 0,
            refused: 0,
            unaccepted: VecDeque::new(),
            unanswered: VecDeque::new(),
        };
        Paced { speaker, in_flight: self.in_flight }
    }

    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let deadline = self.common.deadline(Duration::ZERO);
        let sessions = target.sessions(self.sessions as usize, deadline).await?;
        let sockets = target.join(&sessions, &mut Spread::default(), deadline).await?;
        let begun = Instant::now();
        let hands = sockets.into_iter().map(|socket| {
            let speaker = self.speaker(socket.head);
            (socket, Duration::ZERO, speaker)
        });
        let turns = self.sessions as usize * self.messages as usize;
        let run = Crew::run(hands.collect(), turns, &target.processes, deadline).await;
        Ok(self.report(run, begun))
    }

    fn report(&self, run: Run<Measured>, begun: Instant) -> Report {
        let Run { measured, faults, lasted, server_cpu, client_cpu, resident_bytes } = run;
        let accepting = measured.last_accepted.map_or(lasted, |last| last - begun);
        let mut report = Report::new("echo", faults);
        report.count("sessions", "sessions at once", self.sessions.into());
        report.count("in_flight", "messages in flight per session", self.in_flight.into());
        report.count("messages", "messages accepted", measured.accepted);
        report.number("accepted_per_s", "messages accepted per second", rate(measured.accepted, accepting));
        report.number("turns_per_s", "turns ended per second", rate(measured.turns, lasted));
        report.number("frames_per_s", "frames received per second", rate(measured.frames, lasted));
        report.spread("accepted_ms", "message to accepted, ms", &measured.acceptance);
        report.spread("turn_ms", "message to end of its turn, ms", &measured.turn);
        let cost = per(server_cpu, measured.turns);
        report.number("server_cpu_us_per_message", "server CPU per message and turn, µs", cost);
        super::load_figures(&mut report, lasted, server_cpu, client_cpu, resident_bytes);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo(messages: u32, in_flight: u32) -> Paced {
        Echo { common: Common::default(), sessions: 1, messages, in_flight, tokens: 0 }.speaker(0)
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
        let mut work = echo(3, 2);
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
        let mut work = echo(5, 1);
        let mut notes = (Measured::default(), Faults::default());
        work.begin();
        let refusal = r#"{"type":"error","code":"queue_full","message":"wait"}"#;
        assert!(work.frame(refusal, &mut notes, &mut Vec::new()));
        assert_eq!((notes.1.refused, work.owed()), (1, 0));
        work.frame(r#"{"type":"accepted"}"#, &mut notes, &mut Vec::new());
        assert_eq!(notes.1.doubled, 1);
    }
}
