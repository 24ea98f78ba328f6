//! Jobs are turns: queued once, done in their place, and never lost.

use super::*;
use crate::bus::{AcceptedJob, Cancel};
use crate::domain::Job;

const TASK: Job = Job::new("task");

fn numbered(number: u32) -> Job {
    Job::numbered("task", number)
}

async fn queue_job(store: &dyn Backend, session: SessionId, cause: u64, job: Job) -> AcceptedJob {
    in_time(store.accept_job(session, TurnId::of_job(session, cause, &job), job)).await.unwrap()
}

/// Does the next turn, which is to be this job.
async fn do_job(store: &dyn Backend, job: Job) -> Claim {
    let claim = claim(store).await;
    assert_eq!(claim.input, Input::Job(job));
    append(store, &claim, events(vec![Event::RunStarted])).await.unwrap();
    append(store, &claim, over()).await.unwrap();
    claim
}

fn over() -> Batch {
    Batch { settle: true, ..events(vec![Event::RunFinished { outcome: Outcome::Success, usage: None }]) }
}

pub async fn a_job_is_queued_once(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let base = head(&*store, session).await;
    let first = queue_job(&*store, session, 1, TASK).await;
    assert_eq!((first.queued, first.duplicate), (0, false));
    let other = queue_job(&*store, session, 2, numbered(1)).await;
    assert_eq!((other.queued, other.duplicate), (1, false));
    let mut store = store;
    for again in [false, true] {
        if again {
            store = factory.open_after_kill().await;
        }
        assert_eq!(queue_job(&*store, session, 3, TASK).await, AcceptedJob { duplicate: true, ..first });
        assert_eq!(queue_job(&*store, session, 4, numbered(1)).await, AcceptedJob { duplicate: true, ..other });
    }
    let log = whole_log(&*store, session, base, 2).await;
    assert_eq!((log[0].id, log[1].id), (first.id, other.id));
    assert_eq!(log[0].event, Event::JobQueued { turn: first.turn, job: TASK });
    assert_eq!(do_job(&*store, TASK).await.fence.turn, first.turn);
    let next = queue_job(&*store, session, 5, TASK).await;
    assert_eq!((next.duplicate, next.queued), (false, 1), "a job that has ended may be asked for again");
    assert_eq!(do_job(&*store, numbered(1)).await.fence.turn, other.turn);
    assert_eq!(do_job(&*store, TASK).await.fence.turn, next.turn);
    assert!(dropped_after(50, store.claim()).await.is_none(), "there are no more");
    assert_eq!(texts(&*store, session).await.len(), 0, "a job leaves nothing in the history");
}

pub async fn a_job_waits_for_its_place(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let before = queue(&*store, session, "a").await;
    let job = queue_job(&*store, session, 1, TASK).await;
    let after = queue(&*store, session, "b").await;
    assert_eq!((before.queued, job.queued, after.queued), (0, 1, 2));
    assert_eq!(run_turn(&*store).await.fence.turn, before.turn);
    let running = claim(&*store).await;
    assert_eq!(running.input, Input::Job(TASK));
    assert!(dropped_after(50, store.claim()).await.is_none(), "two turns of one session at a time");
    append(&*store, &running, over()).await.unwrap();
    assert_eq!(run_turn(&*store).await.fence.turn, after.turn);
    assert_eq!(texts(&*store, session).await, ["text of a", "text of b", "so ", "so "]);
}

pub async fn a_job_survives_a_kill(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let job = queue_job(&*store, session, 1, numbered(3)).await;
    let running = claim(&*store).await;
    let step = Event::StepStarted { name: "painting".into() };
    append(&*store, &running, events(vec![Event::RunStarted, step])).await.unwrap();
    let (fence, state) = (running.fence, Some(crate::domain::Change::default()));
    append(&*store, &running, Batch { state, ..Batch::default() }).await.unwrap();
    let store = factory.open_after_kill().await;
    let again = claim(&*store).await;
    assert_eq!((again.fence.turn, &again.input), (job.turn, &Input::Job(numbered(3))));
    assert_eq!(again.earlier.as_ref().unwrap().steps, ["painting"]);
    let late = in_time(store.append(&fence, Batch { number: 3, ..over() })).await;
    assert!(matches!(late, Err(StoreError::Fenced)), "{late:?}");
    append(&*store, &again, over()).await.unwrap();
}

pub async fn a_turn_leaves_a_job(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let turn = TurnId::of_job(session, running.fence.turn.get(), &TASK);
    let mut last = ending(&running, "so ");
    last.events.insert(1, Event::JobQueued { turn, job: TASK });
    let last = Batch { number: 2, ..last };
    let id = in_time(store.append(&running.fence, last.clone())).await.unwrap();
    let repeated = in_time(store.append(&running.fence, last)).await;
    assert!(matches!(repeated, Ok(same) if same == id) || matches!(repeated, Err(StoreError::Fenced)), "{repeated:?}");
    let known = queue_job(&*store, session, 7, TASK).await;
    assert_eq!((known.turn, known.queued, known.duplicate, known.id.seq), (turn, 0, true, id.seq - 1));
    let store = factory.open_after_kill().await;
    assert_eq!(queue_job(&*store, session, 8, TASK).await, known);
    assert_eq!(do_job(&*store, TASK).await.fence.turn, turn);
    assert!(dropped_after(50, store.claim()).await.is_none(), "it is done once");
}

pub async fn a_job_can_be_cancelled(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let job = queue_job(&*store, session, 1, TASK).await;
    let running = claim(&*store).await;
    append(&*store, &running, events(vec![Event::RunStarted])).await.unwrap();
    assert_eq!(store.cancel(session, None).await.unwrap(), Cancel::Asked(job.turn));
    in_time(running.cancelled.cancelled()).await;
    drop(running);
    let again = claim(&*store).await;
    assert!(again.cancelled.is_cancelled());
    // What is no text is taken: who takes the turn over says so.
    let restarted = Event::TurnRestarted { attempt: 2, discarded: Vec::new() };
    append(&*store, &again, events(vec![restarted])).await.unwrap();
    append(&*store, &again, over()).await.unwrap();
    assert_eq!(store.cancel(session, None).await.unwrap(), Cancel::NoTurn);
}

pub async fn a_full_queue_refuses_a_job(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    for number in 0..=QUEUED {
        queue(&*store, session, &format!("m{number}")).await;
    }
    let turn = TurnId::of_job(session, 1, &TASK);
    let refused = in_time(store.accept_job(session, turn, TASK)).await;
    assert!(matches!(refused, Err(AcceptError::QueueFull)), "{refused:?}");
}

pub async fn a_job_of_no_session_is_refused(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue_job(&*store, session, 1, TASK).await;
    let running = claim(&*store).await;
    assert!(store.delete(session).await.unwrap());
    for nowhere in [session, SessionId::random()] {
        let turn = TurnId::of_job(nowhere, 2, &TASK);
        let refused = in_time(store.accept_job(nowhere, turn, TASK)).await;
        assert!(matches!(refused, Err(AcceptError::Store(StoreError::NoSession))), "{refused:?}");
    }
    let refused = append(&*store, &running, over()).await;
    assert!(matches!(refused, Err(StoreError::NoSession)), "{refused:?}");
    drop(running);
    assert!(dropped_after(50, store.claim()).await.is_none());
}
