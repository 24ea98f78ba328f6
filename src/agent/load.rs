//! An agent that answers at a known pace, for measuring everything around it.

use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::Stream;
use futures::stream::{BoxStream, StreamExt as _};
use tokio::task::coop;
use tokio::time::{Instant, Sleep, sleep_until};

use super::{Agent, AgentError, Prompt, Utterance};
use crate::domain::Clock;

/// Answers the instruction `tokens=250 rate=50` with 250 tokens at 50 a second (rate 0: as fast as they are taken).
///
/// Each token is the Unix time in microseconds at which it was made and a space, and greater than the one before:
/// so a reader on the same machine can tell how long it was under way, and whether a token is missing or came twice.
/// Tokens fall due at fixed times from the first one, which comes at once; a token that was taken late does not move
/// the others. Any other text is said back, word by word, at the default rate.
#[derive(Debug, Clone)]
pub struct Load {
    clock: Arc<dyn Clock>,
}

impl Load {
    /// An agent that stamps its tokens by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

impl Agent for Load {
    fn name(&self) -> &'static str {
        "load"
    }

    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let clock = Arc::clone(&self.clock);
        match Instructions::parse(&prompt.text) {
            Some(asked) => {
                let mut last = 0;
                let stamps = (0..asked.tokens).map(move |_| {
                    last = clock.now_micros().max(last + 1);
                    let mut token = String::with_capacity(TOKEN_BYTES);
                    // Writing to a String cannot fail.
                    let _ = write!(token, "{last} ");
                    token
                });
                Answer::new(stamps, asked.interval()).boxed()
            }
            None => Answer::new(words(&prompt.text).into_iter(), Instructions::default().interval()).boxed(),
        }
    }
}

/// The length of a token until the year 2286.
const TOKEN_BYTES: usize = 17;

/// What a person may ask of [`Load`].
#[derive(Debug, Clone, Copy, PartialEq)]
struct Instructions {
    tokens: u32,
    /// Tokens per second; 0 for no pause at all.
    rate: f64,
}

impl Default for Instructions {
    fn default() -> Self {
        Self { tokens: 50, rate: 50.0 }
    }
}

impl Instructions {
    const MAX_TOKENS: u32 = 100_000;
    /// Tokens per second below which a pause would be longer than anybody waits.
    const MIN_RATE: f64 = 0.001;

    /// `None` when `text` is not made of instructions only.
    fn parse(text: &str) -> Option<Self> {
        let mut asked = Self::default();
        let mut any = false;
        for word in text.split_whitespace() {
            any = true;
            match word.split_once('=')? {
                ("tokens", value) => asked.tokens = value.parse::<u32>().ok()?.min(Self::MAX_TOKENS),
                ("rate", value) => {
                    asked.rate = value.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate >= 0.0)?;
                }
                _ => return None,
            }
        }
        any.then_some(asked)
    }

    /// The time from one token to the next.
    fn interval(self) -> Duration {
        if self.rate == 0.0 { Duration::ZERO } else { Duration::from_secs_f64(1.0 / self.rate.max(Self::MIN_RATE)) }
    }
}

/// The words of `text`, each with a space behind it as between tokens.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(|word| format!("{word} ")).collect()
}

/// One answer on its way: a start, the tokens when they are due, an end; nothing at all when there are no tokens.
struct Answer<I> {
    tokens: I,
    /// Waits for the next token; one timer for the whole answer. `None` when tokens are not paced.
    timer: Option<Pin<Box<Sleep>>>,
    interval: Duration,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Start,
    FirstToken,
    Tokens,
    Ended,
}

impl<I: ExactSizeIterator<Item = String> + Unpin> Answer<I> {
    fn new(tokens: I, interval: Duration) -> Self {
        Self { tokens, timer: None, interval, step: Step::Start }
    }

    /// Ready when the next token is due: one interval after the one before was due, not after it was taken.
    fn poll_due(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(timer) = self.timer.as_mut() else {
            // Nothing else here ever waits: let the other tasks have their turn.
            return coop::poll_proceed(cx).map(|budget| budget.made_progress());
        };
        ready!(timer.as_mut().poll(cx));
        let next = timer.deadline() + self.interval;
        timer.as_mut().reset(next);
        Poll::Ready(())
    }
}

impl<I: ExactSizeIterator<Item = String> + Unpin> Stream for Answer<I> {
    type Item = Result<Utterance, AgentError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let (next, utterance) = match this.step {
            Step::Start if this.tokens.len() == 0 => (Step::Ended, None),
            Step::Start => (Step::FirstToken, Some(Utterance::Start { name: "Load".to_owned() })),
            Step::FirstToken => {
                if !this.interval.is_zero() {
                    this.timer = Some(Box::pin(sleep_until(Instant::now() + this.interval)));
                }
                (Step::Tokens, this.tokens.next().map(Utterance::Delta))
            }
            Step::Tokens if this.tokens.len() == 0 => (Step::Ended, Some(Utterance::End)),
            Step::Tokens => {
                ready!(this.poll_due(cx));
                (Step::Tokens, this.tokens.next().map(Utterance::Delta))
            }
            Step::Ended => (Step::Ended, None),
        };
        this.step = next;
        Poll::Ready(utterance.map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::domain::{ClientMsgId, MessageId, SessionId, State, TurnId, UnixMillis};

    /// Stands still for two looks, then moves on by a millisecond.
    #[derive(Debug, Default)]
    struct Coarse(AtomicI64);

    impl Clock for Coarse {
        fn now(&self) -> UnixMillis {
            UnixMillis(1_795_456_647_000 + self.0.fetch_add(1, Ordering::Relaxed) / 2)
        }
    }

    fn answer(text: &str) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let session = SessionId::random();
        let said: ClientMsgId = "a".parse().unwrap();
        let turn = TurnId::answering(MessageId::of_user(session, &said));
        let state = State::default();
        let prompt = Prompt {
            session,
            turn,
            attempt: 1,
            text: text.to_owned(),
            at: None,
            utc_offset: None,
            attachments: Vec::new(),
            state,
            history: Vec::new(),
        };
        Load::new(Arc::new(Coarse::default())).answer(prompt)
    }

    async fn utterances(text: &str) -> Vec<Utterance> {
        answer(text).map(Result::unwrap).collect().await
    }

    fn deltas(utterances: &[Utterance]) -> Vec<&str> {
        utterances.iter().filter_map(|u| if let Utterance::Delta(text) = u { Some(&**text) } else { None }).collect()
    }

    #[test]
    fn reads_instructions() {
        let parse = Instructions::parse;
        assert_eq!(parse("tokens=250 rate=20"), Some(Instructions { tokens: 250, rate: 20.0 }));
        assert_eq!(parse(" rate=0.5 "), Some(Instructions { tokens: 50, rate: 0.5 }));
        assert_eq!(parse("tokens=0"), Some(Instructions { tokens: 0, rate: 50.0 }));
        assert_eq!(parse("tokens=4000000000").map(|asked| asked.tokens), Some(100_000));
        for text in ["", "  ", "hello", "tokens=", "tokens=-1", "rate=-1", "rate=inf", "rate=NaN", "tokens=1 please"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn paces_by_rate() {
        let interval = |rate| Instructions { tokens: 1, rate }.interval();
        assert_eq!(interval(50.0), Duration::from_millis(20));
        assert_eq!(interval(0.0), Duration::ZERO);
        assert_eq!(interval(1e-300), Duration::from_secs(1000));
    }

    #[tokio::test]
    async fn stamps_grow_even_when_the_clock_stands_still() {
        let said = utterances("tokens=5 rate=0").await;
        assert_eq!(said.first(), Some(&Utterance::Start { name: "Load".to_owned() }));
        assert_eq!(said.last(), Some(&Utterance::End));
        assert_eq!(said.len(), 7);
        let stamps: Vec<i64> = deltas(&said).iter().map(|t| t.strip_suffix(' ').unwrap().parse().unwrap()).collect();
        assert_eq!(stamps[0], 1_795_456_647_000_000);
        assert!(stamps.is_sorted_by(|a, b| a < b), "{stamps:?}");
        assert!(deltas(&said).iter().all(|token| token.len() == TOKEN_BYTES));
    }

    #[tokio::test]
    async fn says_nothing_without_tokens() {
        assert_eq!(utterances("tokens=0").await, []);
        assert_eq!(utterances("   ").await, []);
    }

    #[tokio::test(start_paused = true)]
    async fn says_other_text_back() {
        assert_eq!(deltas(&utterances("good  morning tokens=1").await), ["good ", "morning ", "tokens=1 "]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_reader_does_not_move_the_deadlines() {
        let begun = Instant::now();
        let mut stream = answer("tokens=5 rate=10");
        stream.next().await.unwrap().unwrap();
        stream.next().await.unwrap().unwrap();
        assert_eq!(begun.elapsed(), Duration::ZERO, "the first token comes at once");
        tokio::time::advance(Duration::from_millis(250)).await;
        let rest: Vec<_> = stream.collect().await;
        assert_eq!(rest.len(), 5, "four tokens and the end");
        assert!(begun.elapsed() >= Duration::from_millis(400), "{:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_millis(410), "{:?}", begun.elapsed());
    }
}
