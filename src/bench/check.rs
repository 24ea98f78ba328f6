//! Watches what one socket receives: whether every event came once and in order, and every turn ended once and whole.

use std::collections::HashSet;

use super::frame::{Body, Frame, seq};

/// What went wrong, counted, with the first few told in words.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Faults {
    /// Events that never came.
    pub lost: u64,
    /// Events, messages or ends of turns that came again.
    pub doubled: u64,
    /// Events that came where they do not belong.
    pub out_of_order: u64,
    /// Turns that ended without their whole text, or not as a success.
    pub incomplete: u64,
    /// Turns that had not ended when the time was up.
    pub unfinished: u64,
    /// Messages the server refused.
    pub refused: u64,
    /// Sockets that were closed, or could not be understood.
    pub broken: u64,
    pub examples: Vec<String>,
}

/// The kinds of [`Faults`].
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    Lost(u64),
    Doubled,
    OutOfOrder,
    Incomplete,
    Unfinished(u64),
    Refused,
    Broken,
}

impl Faults {
    const EXAMPLES: usize = 5;

    pub fn note(&mut self, fault: Fault, what: impl FnOnce() -> String) {
        let (counter, by) = match fault {
            Fault::Lost(events) => (&mut self.lost, events),
            Fault::Doubled => (&mut self.doubled, 1),
            Fault::OutOfOrder => (&mut self.out_of_order, 1),
            Fault::Incomplete => (&mut self.incomplete, 1),
            Fault::Unfinished(turns) => (&mut self.unfinished, turns),
            Fault::Refused => (&mut self.refused, 1),
            Fault::Broken => (&mut self.broken, 1),
        };
        *counter += by;
        if self.examples.len() < Self::EXAMPLES {
            let what = what();
            if !self.examples.contains(&what) {
                self.examples.push(what);
            }
        }
    }

    pub fn none(&self) -> bool {
        *self == Self::default()
    }
}

/// What an event means for the one who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Text of the running turn.
    Text,
    /// The running turn ended.
    TurnEnded,
    Other,
}

/// The rules for one socket, alone on its session and joined when the session was new.
#[derive(Debug)]
pub struct Checker {
    seq: u64,
    /// Tokens in the first answer, and in each later one.
    first_tokens: u64,
    tokens: u64,
    /// Messages that came back as events; they are called `0`, `1`, `2` ... in the order sent.
    heard: u64,
    running: Option<Running>,
    ended: HashSet<Box<str>>,
}

#[derive(Debug)]
struct Running {
    turn: Box<str>,
    tokens: u64,
    last_stamp: i64,
}

impl Checker {
    /// For a socket that joined at the event numbered `head`, where every answer has so many `tokens`.
    pub fn new(head: u64, tokens: u64) -> Self {
        Self { seq: head, first_tokens: tokens, tokens, heard: 0, running: None, ended: HashSet::new() }
    }

    /// The same, but that the first answer has so many tokens.
    pub fn with_first(self, first_tokens: u64) -> Self {
        Self { first_tokens, ..self }
    }

    /// How many turns have ended.
    pub fn ended(&self) -> u64 {
        self.ended.len() as u64
    }

    /// Looks at an event; `on_stamp` gets the stamp of every token in it.
    pub fn event(&mut self, frame: &Frame<'_>, faults: &mut Faults, on_stamp: impl FnMut(i64)) -> Seen {
        let (Some(body), Some(seq)) = (&frame.event, frame.id.and_then(seq)) else {
            faults.note(Fault::Broken, || format!("a frame is no event of hera.v1: {frame:?}"));
            return Seen::Other;
        };
        if frame.snapshot {
            self.seq = seq;
            return Seen::Other;
        }
        self.number(seq, faults);
        match body.kind {
            "TEXT_MESSAGE_CONTENT" => self.text(frame, body, faults, on_stamp),
            "TEXT_MESSAGE_CHUNK" => self.message(body, faults),
            "RUN_STARTED" => self.started(frame, faults),
            "RUN_FINISHED" | "RUN_ERROR" => return self.finished(frame, body, faults),
            "CUSTOM" if body.name.0 == "turn.restarted" => {
                if let Some(running) = &mut self.running {
                    running.tokens = 0;
                }
            }
            _ => {}
        }
        if body.kind == "TEXT_MESSAGE_CONTENT" { Seen::Text } else { Seen::Other }
    }

    fn number(&mut self, seq: u64, faults: &mut Faults) {
        let last = self.seq;
        if seq > last + 1 {
            faults.note(Fault::Lost(seq - last - 1), || format!("event {seq} came after {last}"));
        } else if seq == last {
            faults.note(Fault::Doubled, || format!("event {seq} came twice"));
        } else if seq < last {
            faults.note(Fault::OutOfOrder, || format!("event {seq} came after {last}"));
        }
        self.seq = self.seq.max(seq);
    }

    fn message(&mut self, body: &Body<'_>, faults: &mut Faults) {
        let name = body.metadata.as_ref().and_then(|m| m.hera.as_ref()).and_then(|hera| hera.client_msg_id);
        let Some(number) = name.and_then(|name| name.parse::<u64>().ok()) else {
            faults.note(Fault::Broken, || format!("a message of somebody else: {body:?}"));
            return;
        };
        let expected = self.heard;
        if number < expected {
            faults.note(Fault::Doubled, || format!("message {number} came again"));
        } else if number > expected {
            faults.note(Fault::OutOfOrder, || format!("message {number} came where {expected} should have"));
        }
        self.heard = self.heard.max(number + 1);
    }

    fn started(&mut self, frame: &Frame<'_>, faults: &mut Faults) {
        let turn = frame.turn.unwrap_or_default();
        if let Some(running) = &self.running {
            let running = &running.turn;
            faults.note(Fault::OutOfOrder, || format!("turn {turn} started while {running} was running"));
        }
        if self.ended.contains(turn) {
            faults.note(Fault::Doubled, || format!("turn {turn} started again after its end"));
        }
        self.running = Some(Running { turn: turn.into(), tokens: 0, last_stamp: 0 });
    }

    fn text(&mut self, frame: &Frame<'_>, body: &Body<'_>, faults: &mut Faults, mut on_stamp: impl FnMut(i64)) {
        let turn = frame.turn.unwrap_or_default();
        let Some(running) = self.running.as_mut().filter(|running| *running.turn == *turn) else {
            faults.note(Fault::OutOfOrder, || format!("text of turn {turn}, which was not running"));
            return;
        };
        for token in body.delta.0.split_ascii_whitespace() {
            let Ok(stamp) = token.parse::<i64>() else {
                faults.note(Fault::Broken, || FOREIGN_AGENT.to_owned());
                return;
            };
            if stamp <= running.last_stamp {
                faults.note(Fault::OutOfOrder, || format!("token {stamp} came after {}", running.last_stamp));
            }
            running.last_stamp = stamp;
            running.tokens += 1;
            on_stamp(stamp);
        }
    }

    fn finished(&mut self, frame: &Frame<'_>, body: &Body<'_>, faults: &mut Faults) -> Seen {
        let turn = frame.turn.unwrap_or_default();
        if !self.ended.insert(turn.into()) {
            faults.note(Fault::Doubled, || format!("turn {turn} ended twice"));
            return Seen::Other;
        }
        let expected = if self.ended.len() == 1 { self.first_tokens } else { self.tokens };
        match self.running.take() {
            Some(running) if *running.turn != *turn => {
                faults.note(Fault::OutOfOrder, || format!("turn {turn} ended while {} was running", running.turn));
            }
            Some(running) if running.tokens != expected => {
                let got = running.tokens;
                faults.note(Fault::Incomplete, || format!("turn {turn} ended with {got} tokens of {expected}"));
            }
            Some(_) if body.outcome.as_ref().is_some_and(|outcome| outcome.kind == "success") => {}
            Some(_) => {
                let outcome = body.outcome.as_ref().map_or(body.kind, |outcome| outcome.kind);
                faults.note(Fault::Incomplete, || format!("turn {turn} ended as {outcome} {}", body.message.0));
            }
            None => faults.note(Fault::OutOfOrder, || format!("turn {turn} ended and had not started")),
        }
        Seen::TurnEnded
    }
}

const FOREIGN_AGENT: &str =
    "the answers are not those of the load agent: start the server with AGENT=load, on a data directory of its own";

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole turn of two tokens, as the server would send it.
    fn turn() -> Vec<String> {
        let events = [
            r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"u","role":"user","delta":"x","metadata":{"hera":{"client_msg_id":"0"}}}"#,
            r#"{"type":"RUN_STARTED","threadId":"s","runId":"t"}"#,
            r#"{"type":"TEXT_MESSAGE_START","messageId":"m","role":"assistant","name":"Load"}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"100 "}"#,
            r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"200 "}"#,
            r#"{"type":"TEXT_MESSAGE_END","messageId":"m"}"#,
            r#"{"type":"RUN_FINISHED","threadId":"s","runId":"t","outcome":{"type":"success"}}"#,
        ];
        events.iter().zip(1..).map(|(e, n)| format!(r#"{{"id":"{n}-aa","turn":"t","ts":1,"event":{e}}}"#)).collect()
    }

    fn check(frames: &[String]) -> (Faults, Vec<i64>, u64) {
        let (mut faults, mut stamps, mut checker) = (Faults::default(), Vec::new(), Checker::new(0, 2));
        for text in frames {
            checker.event(&Frame::read(text).unwrap(), &mut faults, |stamp| stamps.push(stamp));
        }
        (faults, stamps, checker.ended())
    }

    #[test]
    fn a_whole_turn_is_without_fault() {
        let (faults, stamps, ended) = check(&turn());
        assert!(faults.none(), "{faults:?}");
        assert_eq!((stamps, ended), (vec![100, 200], 1));
    }

    #[test]
    fn steps_and_pictures_are_counted_and_no_more() {
        let mut frames = turn();
        let others = [
            r#"{"type":"STEP_STARTED","stepName":"painting partner"}"#,
            r#"{"type":"STATE_DELTA","delta":[{"op":"add","path":"/photos/partner","value":{"id":"ab"}}]}"#,
            r#"{"type":"CUSTOM","name":"image.ready","value":{"id":"ab","kind":"partner"}}"#,
            r#"{"type":"STEP_FINISHED","stepName":"painting partner"}"#,
        ];
        frames.extend(
            others.iter().zip(8..).map(|(event, n)| format!(r#"{{"id":"{n}-aa","turn":"t","ts":1,"event":{event}}}"#)),
        );
        let (faults, stamps, ended) = check(&frames);
        assert!(faults.none(), "{faults:?}");
        assert_eq!((stamps, ended), (vec![100, 200], 1));
    }

    #[test]
    fn a_lost_event_is_seen() {
        let mut frames = turn();
        frames.remove(4);
        let (faults, ..) = check(&frames);
        assert_eq!((faults.lost, faults.incomplete), (1, 1));
    }

    #[test]
    fn a_token_missing_without_a_hole_is_seen() {
        let mut frames = turn();
        frames[4] = frames[4].replace("200 ", "");
        let (faults, ..) = check(&frames);
        assert_eq!((faults.lost, faults.incomplete), (0, 1));
    }

    #[test]
    fn events_again_are_seen() {
        let mut frames = turn();
        frames.insert(4, frames[3].clone());
        let (faults, ..) = check(&frames);
        assert_eq!((faults.doubled, faults.out_of_order, faults.incomplete), (1, 1, 1));

        let mut frames = turn();
        frames.push(frames[6].replace("7-aa", "8-aa"));
        frames.push(frames[0].replace("1-aa", "9-aa"));
        assert_eq!(check(&frames).0.doubled, 2, "a turn that ends twice, and a message stored twice");
    }

    #[test]
    fn disorder_is_seen() {
        let mut frames = turn();
        frames.swap(3, 4);
        let (faults, ..) = check(&frames);
        assert_eq!((faults.lost, faults.out_of_order), (1, 2), "the event and its token");
    }

    #[test]
    fn a_failed_turn_and_a_foreign_agent_are_seen() {
        let mut frames = turn();
        frames[6] = frames[6].replace("success", "cancelled");
        assert_eq!(check(&frames).0.incomplete, 1);
        let mut frames = turn();
        frames[3] = frames[3].replace("100 ", "Hello");
        assert_eq!(check(&frames).0.examples[0], FOREIGN_AGENT);
    }

    #[test]
    fn a_restart_discards_the_text_so_far() {
        let mut frames = turn();
        let restarted =
            r#"{"type":"CUSTOM","name":"turn.restarted","value":{"turn_id":"t","attempt":2,"discarded":["m"]}}"#;
        frames.insert(4, format!(r#"{{"id":"5-aa","turn":"t","ts":1,"event":{restarted}}}"#));
        frames.truncate(5);
        let rest =
            [(6, "300 "), (7, "400 ")].map(|(n, t)| turn()[3].replace("4-aa", &format!("{n}-aa")).replace("100 ", t));
        frames.extend(rest);
        frames.push(turn()[6].replace("7-aa", "8-aa"));
        let (faults, ..) = check(&frames);
        assert!(faults.none(), "{faults:?}");
    }

    #[test]
    fn examples_are_few_and_different() {
        let mut faults = Faults::default();
        (0..100).for_each(|n| faults.note(Fault::Doubled, || n.to_string()));
        assert_eq!((faults.doubled, faults.examples.len()), (100, 5));

        let mut same = Faults::default();
        (0..100).for_each(|_| same.note(Fault::Doubled, || "again".to_owned()));
        assert_eq!(same.examples, ["again"]);
    }
}
