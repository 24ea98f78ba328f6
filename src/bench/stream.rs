//! `hera bench stream`: many answers at once, at the pace of a model.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::check::{Checker, Fault, Faults, Seen};
use super::crew::{Crew, Run, Work};
use super::frame::Frame;
use super::redis::Counts;
use super::report::Report;
use super::socket::{BenchError, refusal};
use super::stats::Spread;
use super::{Common, per, rate, share};
use crate::domain::{Clock, SystemClock};

/// Many answers at once: tokens per second, gaps between them, how long each was under way, what it cost.
#[derive(Debug, Args)]
pub struct Stream {
    #[command(flatten)]
    pub common: Common,
    /// Answers at once, each on a session and a socket of its own
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    sessions: u32,
    /// Tokens per second of each answer; 0: as fast as the server takes them
    #[arg(long, default_value_t = 50.0, value_parser = super::not_negative)]
    rate: f64,
    /// Tokens of each answer
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    tokens: u32,
    /// Start the answers evenly over this many milliseconds
    #[arg(long, default_value_t = 1000, conflicts_with = "together")]
    stagger: u32,
    /// Start all answers within 20 milliseconds
    #[arg(long)]
    together: bool,
    /// The Redis between the replicas, to count what it is asked
    #[arg(long, value_name = "URL")]
    redis: Option<String>,
}

/// The length of a token of the load agent.
const TOKEN_BYTES: u64 = 17;

/// A turn is on time when it ends at most this much after the pace of its tokens allows.
const GRACE: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
struct Measured {
    tokens: u64,
    frames: u64,
    content_frames: u64,
    on_time: u64,
    accepted: Spread,
    gap: Spread,
    first_token: Spread,
    first_token_after_message: Spread,
    transit: Spread,
}

struct Listener {
    checker: Checker,
    clock: Arc<dyn Clock>,
    message: String,
    expected: Duration,
    sent: Instant,
    last_content: Option<Instant>,
}

impl Work<Measured> for Listener {
    fn begin(&mut self) -> Vec<String> {
        self.sent = Instant::now();
        vec![std::mem::take(&mut self.message)]
    }

    fn frame(&mut self, text: &str, notes: &mut (Measured, Faults), _: &mut Vec<String>) -> bool {
        let (now, now_micros) = (Instant::now(), self.clock.now_micros());
        let (measured, faults) = notes;
        let Some(frame) = Frame::read(text) else {
            faults.note(Fault::Broken, || format!("not a frame of hera.v1: {text}"));
            return false;
        };
        measured.frames += 1;
        match frame.kind {
            Some("accepted") => measured.accepted.add(now - self.sent),
            Some("error") => {
                faults.note(Fault::Refused, || refusal(&frame));
                return true;
            }
            Some(_) => {}
            None => {
                let first = self.last_content.is_none();
                let mut stamps = 0;
                let seen = self.checker.event(&frame, faults, |stamp| {
                    if first && stamps == 0 {
                        measured.first_token.add_micros(stamp, now_micros);
                        measured.first_token_after_message.add(now - self.sent);
                    }
                    measured.transit.add_micros(stamp, now_micros);
                    stamps += 1;
                });
                measured.tokens += stamps;
                if seen == Seen::Text {
                    measured.content_frames += 1;
                    if let Some(last) = self.last_content.replace(now) {
                        measured.gap.add(now - last);
                    }
                }
                if seen == Seen::TurnEnded && now - self.sent <= self.expected + GRACE {
                    measured.on_time += 1;
                }
                return seen == Seen::TurnEnded;
            }
        }
        false
    }

    fn ended(&self) -> u64 {
        self.checker.ended()
    }

    fn owed(&self) -> u64 {
        1_u64.saturating_sub(self.checker.ended())
    }
}

impl Stream {
    /// How long an answer lasts at its pace.
    fn expected(&self) -> Duration {
        if self.rate == 0.0 { Duration::ZERO } else { Duration::from_secs_f64(f64::from(self.tokens - 1) / self.rate) }
    }

    fn listener(&self, head: u64, clock: Arc<dyn Clock>) -> Listener {
        let message = format!(
            r#"{{"type":"message","client_msg_id":"0","content":"tokens={} rate={}"}}"#,
            self.tokens, self.rate
        );
        Listener {
            checker: Checker::new(head, u64::from(self.tokens)),
            clock,
            message,
            expected: self.expected(),
            sent: Instant::now(),
            last_content: None,
        }
    }

    pub async fn run(&self) -> Result<Report, BenchError> {
        let target = self.common.target()?;
        let deadline = self.common.deadline(self.expected());
        let count = self.sessions as usize;
        let sessions = target.sessions(count, deadline).await?;
        let sockets = target.join(&sessions, &mut Spread::default(), deadline).await?;
        let over = Duration::from_millis(if self.together { 20 } else { u64::from(self.stagger) });
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let hands = sockets.into_iter().zip(0..).map(|(socket, n): (_, u32)| {
            let listener = self.listener(socket.head, Arc::clone(&clock));
            (socket, over * n / self.sessions, listener)
        });
        let before = self.counts().await?;
        let run = Crew::run(hands.collect(), count, &target.processes, deadline).await;
        let redis = self.counts().await?.zip(before).map(|(now, before)| now.since(before));
        Ok(self.report(run, redis))
    }

    async fn counts(&self) -> Result<Option<Counts>, BenchError> {
        match &self.redis {
            Some(url) => Counts::read(url).await.map(Some),
            None => Ok(None),
        }
    }

    fn report(&self, run: Run<Measured>, redis: Option<Counts>) -> Report {
        let Run { measured, faults, lasted, server_cpu, cpu_by_part, client_cpu, resident_bytes } = run;
        let mut report = Report::new("stream", faults);
        report.count("sessions", "answers at once", self.sessions.into());
        report.count("tokens_expected", "tokens expected", u64::from(self.sessions) * u64::from(self.tokens));
        report.count("tokens", "tokens delivered", measured.tokens);
        report.number("tokens_per_s", "tokens per second", rate(measured.tokens, lasted));
        report.number("frames_per_s", "frames per second", rate(measured.frames, lasted));
        report.number("tokens_per_frame", "tokens per text frame", share(measured.tokens, measured.content_frames));
        report.count("on_time", "answers ended on time", measured.on_time);
        report.spread("gap_ms", "gap between text frames, ms", &measured.gap);
        report.spread("first_token_ms", "first token made to received, ms", &measured.first_token);
        report.spread("transit_ms", "any token made to received, ms", &measured.transit);
        report.spread("accepted_ms", "message to accepted, ms", &measured.accepted);
        report.spread("answer_ms", "message to first token, ms", &measured.first_token_after_message);
        report.number("server_cpu_us_per_token", "server CPU per token, µs", per(server_cpu, measured.tokens));
        let by_part = super::per_part(cpu_by_part, measured.tokens);
        report.parts("part_cpu_us_per_token", "its parts' CPU per token, µs", by_part);
        report.number("server_cpu_us_per_frame", "server CPU per frame, µs", per(server_cpu, measured.frames));
        if let Some(redis) = redis {
            let (flushes, text) = (measured.content_frames, measured.tokens * TOKEN_BYTES);
            report.number("redis_calls_per_flush", "calls of Redis per text frame", share(redis.scripts, flushes));
            report.number("redis_commands_per_flush", "commands inside of them", share(redis.commands, flushes));
            report.number("redis_bytes_in_per_flush", "bytes to Redis per text frame", share(redis.received, flushes));
            report.number("redis_bytes_out_per_flush", "bytes from Redis per text frame", share(redis.sent, flushes));
            let allowed = 3 * text + 100 * flushes;
            report.number(
                "redis_bytes_in_share",
                "bytes to Redis / (3 x text + 100 a frame)",
                share(redis.received, allowed),
            );
        }
        super::load_figures(&mut report, lasted, server_cpu, client_cpu, resident_bytes);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(rate: f64, tokens: u32) -> Stream {
        let common = Common::default();
        Stream { common, sessions: 1, rate, tokens, stagger: 0, together: false, redis: None }
    }

    fn feed(listener: &mut Listener, notes: &mut (Measured, Faults), events: &[&str]) -> bool {
        let mut done = false;
        for (event, n) in events.iter().zip(1..) {
            let text = format!(r#"{{"id":"{n}-aa","turn":"t","ts":1,"event":{event}}}"#);
            done = listener.frame(&text, notes, &mut Vec::new());
        }
        done
    }

    #[test]
    fn an_answer_lasts_as_long_as_its_gaps() {
        assert_eq!(stream(50.0, 501).expected(), Duration::from_secs(10));
        assert_eq!(stream(0.0, 501).expected(), Duration::ZERO);
    }

    #[test]
    fn a_listener_measures_one_answer() {
        let mut listener = stream(50.0, 3).listener(0, Arc::new(SystemClock));
        let message = listener.begin().remove(0);
        assert_eq!(message, r#"{"type":"message","client_msg_id":"0","content":"tokens=3 rate=50"}"#);
        let mut notes = (Measured::default(), Faults::default());
        assert_eq!((listener.ended(), listener.owed()), (0, 1));
        assert!(!listener.frame(r#"{"type":"accepted","client_msg_id":"0","id":"1-aa"}"#, &mut notes, &mut Vec::new()));
        let done = feed(
            &mut listener,
            &mut notes,
            &[
                r#"{"type":"RUN_STARTED","runId":"t"}"#,
                r#"{"type":"TEXT_MESSAGE_CONTENT","delta":"1 "}"#,
                r#"{"type":"TEXT_MESSAGE_CONTENT","delta":"2 3 "}"#,
                r#"{"type":"RUN_FINISHED","outcome":{"type":"success"}}"#,
            ],
        );
        let (measured, faults) = &notes;
        assert!(done && faults.none(), "{faults:?}");
        assert_eq!((measured.tokens, measured.content_frames, measured.on_time), (3, 2, 1));
        assert!(measured.gap.summary().is_some() && measured.first_token.summary().is_some());
        assert_eq!((listener.ended(), listener.owed()), (1, 0));
    }

    #[test]
    fn a_refused_message_ends_the_wait() {
        let mut listener = stream(50.0, 3).listener(0, Arc::new(SystemClock));
        let mut notes = (Measured::default(), Faults::default());
        let refusal = r#"{"type":"error","code":"busy","message":"later","temporary":true}"#;
        assert!(listener.frame(refusal, &mut notes, &mut Vec::new()));
        assert_eq!((notes.1.refused, &*notes.1.examples[0]), (1, "a message was refused: busy, later"));
    }
}
