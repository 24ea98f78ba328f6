//! The rules of a chain, without a network and without waiting: the clock of the tests runs by itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use tokio::time::Instant;

use super::attempt::{Failure, Remedy};
use super::*;
use crate::domain::RunErrorCode::{AgentStalled, AgentUnavailable, BadAnswer, TimeLimit};

/// What an attempt gives, each after a pause.
type Told = Vec<(Duration, Result<Piece, Failure>)>;

/// A model that gives these answers, one after the other, and then says nothing for ever; it notes when it is asked.
struct Scripted {
    answers: Mutex<Vec<Told>>,
    asked: Mutex<Vec<Instant>>,
}

impl Scripted {
    fn new(mut answers: Vec<Told>) -> Arc<Self> {
        answers.reverse();
        Arc::new(Self { answers: Mutex::new(answers), asked: Mutex::default() })
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Attempt for Scripted {
    fn model(&self) -> &'static str {
        "scripted"
    }

    fn begin(&self, _: &Arc<Request>) -> BoxStream<'static, Result<Piece, Failure>> {
        self.asked.lock().unwrap().push(Instant::now());
        let Some(told) = self.answers.lock().unwrap().pop() else { return stream::pending().boxed() };
        let told = stream::iter(told).then(|(pause, piece)| async move {
            tokio::time::sleep(pause).await;
            piece
        });
        told.boxed()
    }
}

fn says(text: &str) -> Told {
    vec![(Duration::ZERO, Ok(Piece::Delta(text.into())))]
}

fn fails(code: RunErrorCode, not_before: Option<u64>) -> Told {
    let remedy = Remedy::Repeat { not_before: not_before.map(Duration::from_secs) };
    vec![(Duration::ZERO, Err(Failure { error: ModelError::new(code, "no"), remedy }))]
}

/// The answer of a chain that has 60 seconds, and how long it took.
async fn answer(links: &[&Arc<Scripted>], retries: usize) -> (Vec<Result<Piece, ModelError>>, Duration) {
    let settings = Settings { idle: Duration::ZERO, total: Duration::from_mins(1), retries };
    let links = links.iter().map(|link| Arc::clone(link) as Arc<dyn Attempt>).collect();
    let begun = Instant::now();
    (Chain::new(links, settings).reply(Request::default()).collect().await, begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_are_never_the_same() {
    let fail = || fails(AgentUnavailable, None);
    let mut firsts = Vec::new();
    for _ in 0..20 {
        let model = Scripted::new((0..6).map(|_| fail()).collect());
        let (pieces, _) = answer(&[&model], 5).await;
        assert_eq!(pieces, [Err(ModelError::new(AgentUnavailable, "no"))]);
        let asked = model.asked.lock().unwrap();
        let pauses = asked.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>();
        assert_eq!(pauses.len(), 5);
        for (pause, most) in pauses.iter().zip([0.5, 1.0, 2.0, 4.0, 8.0]) {
            assert!(pause.as_secs_f64() <= most + 0.002, "{pauses:?}");
        }
        firsts.push(pauses[0]);
    }
    firsts.sort();
    let apart = firsts[19].saturating_sub(firsts[0]);
    assert!(apart > Duration::from_millis(50), "they all come back together: {firsts:?}");
}

#[tokio::test(start_paused = true)]
async fn the_providers_pause_is_kept_while_there_is_time() {
    let model = Scripted::new(vec![fails(AgentUnavailable, Some(40)), fails(AgentUnavailable, Some(30)), says("late")]);
    let (pieces, took) = answer(&[&model], 5).await;
    // After the first pause there is none left for the second.
    assert_eq!((pieces, model.asked()), (vec![Err(ModelError::new(AgentUnavailable, "no"))], 2));
    assert!(took >= Duration::from_secs(40) && took < Duration::from_secs(41), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn the_total_limit_ends_an_answer_wherever_it_is() {
    let message = "the model took longer than 60 s";
    let silent = Scripted::new(Vec::new());
    let (pieces, took) = answer(&[&silent], 5).await;
    assert_eq!((pieces, took.as_secs()), (vec![Err(ModelError::new(TimeLimit, message))], 60));
    let second = Duration::from_secs(1);
    let endless = Scripted::new(vec![(0..100).map(|_| (second, Ok(Piece::Delta("la ".into())))).collect()]);
    let (pieces, _) = answer(&[&endless], 5).await;
    assert!(pieces.len() >= 59 && pieces[..58].iter().all(|piece| piece == &Ok(Piece::Delta("la ".into()))));
    assert_eq!(pieces.last(), Some(&Err(ModelError::new(TimeLimit, message))));
}

#[tokio::test(start_paused = true)]
async fn after_the_first_word_nothing_is_tried_again() {
    let broken = [says("Good "), fails(AgentStalled, None)].concat();
    let (model, next) = (Scripted::new(vec![broken]), Scripted::new(vec![says("never")]));
    let (pieces, _) = answer(&[&model, &next], 5).await;
    assert_eq!(pieces, [Ok(Piece::Delta("Good ".into())), Err(ModelError::new(AgentStalled, "no"))]);
    assert_eq!((model.asked(), next.asked()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn blanks_are_no_word_yet() {
    let blanks = [says("\n"), says("  "), fails(BadAnswer, None)].concat();
    let (model, spaced) =
        (Scripted::new(vec![blanks]), [says(" \n"), says("Good"), says(" "), says("morning")].concat());
    let next = Scripted::new(vec![spaced]);
    let (pieces, _) = answer(&[&model, &next], 0).await;
    let expected = [" \nGood", " ", "morning"].map(|text| Ok(Piece::Delta(text.to_owned())));
    assert_eq!(pieces, expected);
}

#[tokio::test(start_paused = true)]
async fn every_model_has_its_repetitions() {
    let fail = || fails(AgentUnavailable, None);
    let links = [vec![fail(), fail(), fail()], vec![fail(), fail(), says("third time")]].map(Scripted::new);
    let (pieces, _) = answer(&[&links[0], &links[1]], 2).await;
    assert_eq!(pieces, [Ok(Piece::Delta("third time".into()))]);
    assert_eq!((links[0].asked(), links[1].asked()), (3, 3));
}

#[test]
fn keys_are_not_shown() {
    let base_url = "http://localhost/".parse().unwrap();
    let settings = crate::provider::ModelSettings { model: "m".into(), base_url, key: Some("k-123".into()) };
    let shown = format!("{:?} {:?}", OpenAi::new(settings.clone()), Gemini::new(settings.clone()));
    assert!(!format!("{shown} {:?}", Anthropic::new(settings)).contains("k-123"));
}
