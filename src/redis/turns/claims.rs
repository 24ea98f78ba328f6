//! Takes turns off the queue for those who ask for one: as many at once as are asked for and no more, so that a process
//! holds no turn that it does not run, and many turns that come at once cost few ways to Redis.

use std::sync::{Arc, Weak};
use std::time::Duration;

use ::redis::{AsyncCommands as _, Direction, RedisResult};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{WAIT, WANTED, Want};
use crate::bus::StoreError;
use crate::redis::commands::{Commands, is_no_master};
use crate::redis::damage::QueueUse;
use crate::redis::{Engine, keys, refuses_writes};

/// Before the queue is asked again after an error.
const PAUSE: Duration = Duration::from_millis(200);

pub async fn fetch(
    engine: Weak<Engine>,
    closed: CancellationToken,
    mut waiting: Commands,
    mut wants: mpsc::Receiver<Want>,
) {
    let mut open = Vec::new();
    loop {
        open.retain(|want: &Want| !want.is_closed());
        if !more(&closed, &mut wants, &mut open).await {
            return;
        }
        let popped = pop(&mut waiting, open.len()).await;
        let Some(engine) = engine.upgrade() else { return };
        let sessions = match popped {
            Ok(sessions) => sessions,
            Err(error) => {
                // What Redis refuses is refused again. That it takes no writes for now, readiness tells.
                let for_good = !error.is_io_error() && !refuses_writes(&error) && !is_no_master(&error);
                let is_forbidden = engine.functions.refused_command(&error).is_some();
                let error = engine.told(error);
                let why = format!("no turns can be taken: {error}");
                engine.damages.takes_no_turns(for_good.then_some(why));
                // What is forbidden has been told with its command.
                if !is_forbidden {
                    engine.queue_is_not_read(QueueUse::Take, error).await;
                }
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        engine.damages.takes_no_turns(None);
        engine.queue_is_read(QueueUse::Take).await;
        let mut unwanted = Vec::new();
        open.retain(|want| !want.is_closed() && !closed.is_cancelled());
        for session in sessions {
            match open.pop() {
                Some(want) => drop(engine.tasks.spawn(claim(Arc::clone(&engine), session, want))),
                None => unwanted.push(session),
            }
        }
        if !unwanted.is_empty() {
            // Nobody waits any more: the turns are for others, and keep their order.
            unwanted.reverse();
            let _ = waiting.lpush::<_, _, ()>(keys::READY, unwanted).await;
        }
    }
}

/// Adds those who ask by now, and waits for one if there is none; `false` when the store is closed.
async fn more(closed: &CancellationToken, wants: &mut mpsc::Receiver<Want>, open: &mut Vec<Want>) -> bool {
    if open.is_empty() {
        let received = closed.run_until_cancelled(wants.recv_many(open, WANTED)).await;
        return received.is_some_and(|received| received > 0);
    }
    while open.len() < WANTED
        && let Ok(want) = wants.try_recv()
    {
        open.push(want);
    }
    !closed.is_cancelled()
}

/// The sessions whose turn has waited longest, `most` at most; waits for one, but not for long.
async fn pop(waiting: &mut Commands, most: usize) -> RedisResult<Vec<String>> {
    let popped: Option<(String, Vec<String>)> =
        waiting.blmpop(WAIT.as_secs_f64(), 1, keys::READY, Direction::Left, most).await?;
    Ok(popped.map_or_else(Vec::new, |(_, sessions)| sessions))
}

/// Claims the session's turn for whoever asked. When it cannot be had, that one asks again.
async fn claim(engine: Arc<Engine>, session: String, want: Want) {
    let Ok(session) = session.parse() else { return };
    match engine.claim(session).await {
        // One that is not taken is handed back when it is dropped here.
        Ok(Some(claim)) => drop(want.send(claim)),
        // It comes again when its time is up. What is damaged has been told.
        Ok(None) | Err(StoreError::Damaged(_)) => {}
        Err(error) => tracing::warn!(%error, session = %session.hashed(), "a turn cannot be claimed"),
    }
}
