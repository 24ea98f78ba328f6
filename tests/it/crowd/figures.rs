//! What a crowd noticed of what happened to the servers: for whoever lets the tests run long.

use std::fmt;
use std::time::{Duration, Instant};

use crate::checker::{View, is_end};

/// Durations, in a line.
#[derive(Default)]
pub struct Figures(Vec<Duration>);

impl Figures {
    /// From one event to the next over the same socket, while an answer was awaited.
    pub fn pauses(views: &[View]) -> Self {
        Self(between(views).filter_map(|(pause, elsewhere)| (!elsewhere).then_some(pause)).collect())
    }

    /// The same, where the next one came over another socket: what a server told it to wait, and how long it took to
    /// find another, are in it.
    pub fn gaps(views: &[View]) -> Self {
        Self(between(views).filter_map(|(pause, elsewhere)| elsewhere.then_some(pause)).collect())
    }

    /// From the death of a worker, or from its last sign, to the takeover of its turn. It is the first death after the
    /// last sign that counts.
    pub fn takeovers(views: &[View], killed: &[Instant]) -> Self {
        let mut takeovers = Vec::new();
        for socket in views.iter().flat_map(|view| &view.sockets) {
            for (number, frame) in socket.frames.iter().enumerate() {
                if frame["event"]["name"] != "turn.restarted" {
                    continue;
                }
                let of_turn = |index: &usize| socket.frames[*index]["turn"] == frame["turn"];
                let Some(before) = (0..number).rev().find(of_turn) else { continue };
                let (sign, now) = (socket.came[before], socket.came[number]);
                let death = killed.iter().find(|death| (sign..now).contains(&**death));
                takeovers.push(now - *death.unwrap_or(&sign));
            }
        }
        Self(takeovers)
    }

    pub fn push(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn max(&self) -> Duration {
        self.0.iter().max().copied().unwrap_or_default()
    }

    /// So many of a hundred are no longer.
    fn percentile(&self, hundredths: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        sorted.get((sorted.len() * hundredths).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
    }
}

/// What passed between two events while an answer was awaited, and whether the second one came over another socket.
fn between(views: &[View]) -> impl Iterator<Item = (Duration, bool)> {
    views.iter().flat_map(|view| {
        let (mut between, mut awaited, mut before) = (Vec::new(), 0_usize, None);
        for (number, socket) in view.sockets.iter().enumerate() {
            for (frame, came) in socket.frames.iter().zip(&socket.came) {
                if let Some((before, on)) = before.replace((*came, number))
                    && awaited > 0
                {
                    between.push((*came - before, on != number));
                }
                awaited += usize::from(frame["event"]["type"] == "TEXT_MESSAGE_CHUNK");
                awaited = awaited.saturating_sub(usize::from(is_end(frame)));
            }
        }
        between
    })
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [half, most, all] = [self.percentile(50), self.percentile(99), self.max()].map(|d| d.as_millis());
        write!(f, "{} times, p50 {half} ms, p99 {most} ms, max {all} ms", self.len())
    }
}
