//! Random operations, beside a model that is too simple to be wrong.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;
use crate::bus::Cancel;

const SESSIONS: usize = 3;
const RUNS: u32 = 24;

#[derive(Debug, Clone)]
enum Step {
    Say { session: usize, name: u8, text: u8 },
    Claim,
    Talk { claim: usize },
    Finish { claim: usize },
    Drop { claim: usize },
    Cancel { session: usize },
    Delete { session: usize },
    Reopen,
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    let session = 0..SESSIONS;
    prop_oneof![
        6 => (session.clone(), 0..12_u8, 0..2_u8).prop_map(|(session, name, text)| Step::Say { session, name, text }),
        6 => Just(Step::Claim),
        6 => (0..SESSIONS).prop_map(|claim| Step::Talk { claim }),
        4 => (0..SESSIONS).prop_map(|claim| Step::Finish { claim }),
        1 => (0..SESSIONS).prop_map(|claim| Step::Drop { claim }),
        1 => session.clone().prop_map(|session| Step::Cancel { session }),
        1 => session.prop_map(|session| Step::Delete { session }),
        1 => Just(Step::Reopen),
        1 => Just(Step::Kill),
    ]
}

/// What must be true of a session.
#[derive(Default)]
struct Model {
    deleted: bool,
    /// Accepted messages: name, text, what was answered then.
    sent: Vec<(u8, String, Accepted)>,
    /// The whole history.
    texts: Vec<String>,
    /// Turns that have not ended, in order; whether they are cancelled.
    waiting: Vec<(Accepted, bool)>,
    /// The newest id that must never be lost.
    durable: u64,
}

struct World<'f> {
    factory: &'f dyn Factory,
    store: Arc<dyn Backend>,
    ids: Vec<SessionId>,
    models: Vec<Model>,
    claims: Vec<Claim>,
}

pub async fn random_operations_agree_with_a_model(factory: &dyn Factory) {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng);
    let steps = prop::collection::vec(step(), 1..80);
    for run in 0..RUNS {
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let mut world = World::new(factory).await;
        for (number, step) in steps.iter().enumerate() {
            world.take(step).await.unwrap_or_else(|wrong| panic!("run {run}, step {number} {step:?}: {wrong}"));
        }
        world.check().await.unwrap_or_else(|wrong| panic!("run {run} at the end: {wrong}"));
        for id in world.ids {
            // Whatever still waits in them is not to meet the next run.
            world.store.delete(id).await.unwrap();
        }
    }
}

/// Fails with a text instead of a panic, so that the step is told.
macro_rules! agree {
    ($left:expr, $right:expr) => {{
        let (left, right) = (&$left, &$right);
        if left != right {
            return Err(format!("{left:?} instead of {right:?}"));
        }
    }};
}

impl<'f> World<'f> {
    async fn new(factory: &'f dyn Factory) -> Self {
        let store = factory.open().await;
        let mut ids = Vec::new();
        for _ in 0..SESSIONS {
            ids.push(session(&*store).await);
        }
        let models = ids.iter().map(|_| Model::default()).collect();
        Self { factory, store, ids, models, claims: Vec::new() }
    }

    async fn take(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Say { session, name, text } => self.say(session, name, text).await,
            Step::Claim => self.claim().await,
            Step::Talk { claim } => self.append(claim, false).await,
            Step::Finish { claim } => self.append(claim, true).await,
            Step::Drop { claim } => {
                if claim < self.claims.len() {
                    self.claims.remove(claim);
                }
                Ok(())
            }
            Step::Cancel { session } => self.cancel(session).await,
            Step::Delete { session } => {
                let deleted = self.store.delete(self.ids[session]).await.unwrap();
                agree!(deleted, !self.models[session].deleted);
                self.models[session] = Model { deleted: true, ..Model::default() };
                Ok(())
            }
            Step::Reopen | Step::Kill => {
                self.claims.clear();
                self.store = if matches!(step, Step::Kill) {
                    self.factory.open_after_kill().await
                } else {
                    self.factory.open().await
                };
                self.check().await
            }
        }
    }

    async fn say(&mut self, session: usize, name: u8, text: u8) -> Result<(), String> {
        let model = &mut self.models[session];
        let text = format!("text {text}");
        let outcome = say_text(&*self.store, self.ids[session], &format!("n{name}"), &text, Busy::Queue).await;
        let known = model.sent.iter().find(|(known, ..)| *known == name);
        match (outcome, known) {
            (Err(AcceptError::Store(StoreError::NoSession)), _) => agree!(true, model.deleted),
            (Err(AcceptError::Conflict), Some((_, known, _))) => agree!(*known == text, false),
            (Err(AcceptError::QueueFull), None) => agree!(model.waiting.len(), QUEUED + 1),
            (Ok(accepted), Some((_, known, first))) => {
                agree!((&text, accepted.id, accepted.turn, accepted.duplicate), (known, first.id, first.turn, true));
            }
            (Ok(accepted), None) => {
                agree!((accepted.queued, accepted.duplicate, model.deleted), (model.waiting.len(), false, false));
                agree!(accepted.id.seq > model.durable, true);
                model.durable = accepted.id.seq;
                model.sent.push((name, text.clone(), accepted));
                model.texts.push(text);
                model.waiting.push((accepted, false));
            }
            (other, known) => return Err(format!("{other:?}, and known was {known:?}")),
        }
        Ok(())
    }

    async fn claim(&mut self) -> Result<(), String> {
        let held = |id: SessionId| self.claims.iter().any(|claim| claim.fence.session == id);
        let free = self.ids.iter().zip(&self.models).filter(|(id, model)| !model.waiting.is_empty() && !held(**id));
        if free.count() == 0 {
            return match dropped_after(30, self.store.claim()).await {
                Some(claim) => Err(format!("a turn although there is none: {claim:?}")),
                None => Ok(()),
            };
        }
        let claim = claim(&*self.store).await;
        let session = self.ids.iter().position(|id| *id == claim.fence.session).unwrap();
        agree!(held(claim.fence.session), false);
        let (first, cancelled) = self.models[session].waiting[0];
        agree!((claim.fence.turn, claim.cancelled.is_cancelled()), (first.turn, cancelled));
        self.claims.push(claim);
        Ok(())
    }

    async fn append(&mut self, index: usize, settle: bool) -> Result<(), String> {
        let Some(claim) = self.claims.get(index) else { return Ok(()) };
        let session = self.ids.iter().position(|id| *id == claim.fence.session).unwrap();
        let text = format!("answer to {}", claim.fence.turn);
        let batch = if settle { ending(claim, &text) } else { opening(claim) };
        let outcome = append(&*self.store, claim, batch).await;
        let model = &mut self.models[session];
        match outcome {
            Err(StoreError::NoSession) => {
                agree!(true, model.deleted);
                self.claims.remove(index);
            }
            Ok(id) if settle => {
                agree!((model.waiting.remove(0).0.turn, model.deleted), (claim.fence.turn, false));
                model.texts.push(text);
                model.durable = id.seq;
                self.claims.remove(index);
            }
            // The text of a cancelled turn is refused, its end is not.
            Err(StoreError::Fenced) if !settle => agree!(model.waiting.first().map(|first| first.1), Some(true)),
            Ok(_) => {
                let cancelled = model.waiting.first().is_some_and(|first| first.1);
                agree!((model.deleted, cancelled), (false, false));
            }
            Err(other) => return Err(other.to_string()),
        }
        Ok(())
    }

    async fn cancel(&mut self, session: usize) -> Result<(), String> {
        let model = &mut self.models[session];
        match self.store.cancel(self.ids[session], None).await {
            Err(StoreError::NoSession) => agree!(true, model.deleted),
            Ok(Cancel::NoTurn) => agree!(model.waiting.len(), 0),
            Ok(Cancel::Asked(turn)) => {
                let Some(first) = model.waiting.first_mut() else { return Err("there is no turn".into()) };
                agree!(turn, first.0.turn);
                first.1 = true;
            }
            Err(other) => return Err(other.to_string()),
        }
        Ok(())
    }

    async fn check(&self) -> Result<(), String> {
        for (id, model) in self.ids.iter().zip(&self.models) {
            agree!(self.store.find(*id).await.unwrap().is_none(), model.deleted);
            agree!(&texts(&*self.store, *id).await, &model.texts);
            if !model.deleted {
                let head = head(&*self.store, *id).await.seq;
                agree!(head >= model.durable, true);
                let from = head.saturating_sub(KEPT - 1);
                if let Some((.., first)) = model.sent.iter().find(|(.., sent)| sent.id.seq >= from) {
                    let log = whole_log(&*self.store, *id, first.id, head).await;
                    agree!(log.len() as u64, head - first.id.seq);
                }
            }
        }
        Ok(())
    }
}
