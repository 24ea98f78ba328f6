//! Turns without a message.

use ::redis::Value;

use super::functions::Function;
use super::log::{field, random, refusal};
use super::{Engine, damaged};
use crate::bus::{AcceptError, AcceptedJob};
use crate::domain::{Event, EventId, Job, SessionId, Tag, TurnId};
use crate::record::event::encode_run;

impl Engine {
    pub async fn accept_job(&self, session: SessionId, turn: TurnId, job: Job) -> Result<AcceptedJob, AcceptError> {
        let name = job.to_string();
        let run = encode_run(&[Event::JobQueued { turn, job }]).map_err(damaged)?;
        self.expect_turn(session).await?;
        let mut accept = self.about(Function::AcceptJob, session);
        accept.arg(turn.get()).arg(name).arg(random()).arg(run).arg(self.settings.turns_queued);
        accept.arg(self.settings.session_ttl.as_secs()).arg(self.lease_ms());
        let said: Vec<Value> = self.noticed(session, self.run(&accept).await).await?;
        let accepted = |duplicate| -> Result<AcceptedJob, AcceptError> {
            let id = EventId { seq: field(&said, 1)?, tag: Tag::new(field(&said, 2)?) };
            let (queued, turn) = (field(&said, 3)?, TurnId::from_number(field(&said, 4)?));
            Ok(AcceptedJob { id, turn, queued, duplicate })
        };
        match field::<i64>(&said, 0)? {
            1 => {
                let accepted = accepted(false)?;
                if accepted.queued == 0 {
                    self.turn_ready(session).await;
                }
                Ok(accepted)
            }
            2 => accepted(true),
            -5 => Err(AcceptError::QueueFull),
            other => Err(refusal(other).into()),
        }
    }
}
