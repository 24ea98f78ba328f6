//! Following one turn to its end.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::ApiError;
use super::{Gateway, history, opening};
use crate::bus::{Accepted, Delivery, EventStream, Held, Logged, Opening, Running, Signal, Snapshot, Speech, Start};
use crate::domain::{Author, ClientMsgId, Event, EventId, MessageId, Outcome, Photo, SessionId, State, TurnId};
use crate::protocol::problem::Members;
use crate::protocol::server_frame::held_for;

/// A turn that has ended without failing.
#[derive(Debug)]
pub struct Ended {
    /// What was said in it, message after message, with an empty line between.
    pub reply: String,
    /// The state before the turn and after it, if the turn changed what is shown of it.
    pub state: Option<(State, State)>,
    /// The picture that came of it, and what the painter was asked for.
    pub picture: Option<(Photo, String)>,
    pub outcome: Outcome,
}

/// A turn whose end is waited for.
#[derive(Debug)]
pub struct Awaited {
    turn: TurnId,
    /// The event that tells of its message or its job.
    id: EventId,
    /// What the client is told when it must ask again after a restart.
    names: Members,
    /// It may have ended before this request came.
    old: bool,
}

impl Awaited {
    /// The turn that answers a message.
    pub fn message(client_msg_id: &ClientMsgId, accepted: &Accepted) -> Self {
        let old = accepted.duplicate && accepted.queued == 0;
        Self { turn: accepted.turn, id: accepted.id, names: named(client_msg_id, accepted), old }
    }

    /// The turn of a job.
    pub fn job(turn: TurnId, id: EventId) -> Self {
        let names = [("turn_id".into(), turn.to_string().into())].into_iter().collect();
        Self { turn, id, names, old: false }
    }
}

/// What has been seen of the turn so far.
pub struct TurnEnd {
    awaited: Awaited,
    started: bool,
    speeches: Vec<Speech>,
    before: State,
    after: Option<State>,
    picture: Option<(Photo, String)>,
}

/// What names a message that was accepted, for a client that must ask again.
pub fn named(client_msg_id: &ClientMsgId, accepted: &Accepted) -> Members {
    let ids = [
        ("client_msg_id", client_msg_id.to_string()),
        ("message_id", accepted.message_id.to_string()),
        ("turn_id", accepted.turn.to_string()),
    ];
    ids.into_iter().map(|(name, id)| (name.into(), id.into())).collect()
}

/// Tells beside the names why it goes on later.
pub fn give_reason(names: &mut Members, held: Held) {
    names.insert("reason".into(), held_for(held).0.name().into());
}

impl TurnEnd {
    /// Waits for the end of the turn, without a limit of time: a turn has its own. `before` is the state as it was
    /// before.
    ///
    /// # Errors
    /// When the turn fails, the store takes nothing of it, or the process drains before it has begun or stops before it has
    /// ended.
    pub async fn of(gateway: &Gateway, session: SessionId, awaited: Awaited, before: State) -> Result<Ended, ApiError> {
        let (speeches, after, picture) = (Vec::new(), None, None);
        let mut seen = Self { awaited, started: false, speeches, before, after, picture };
        match seen.until_ended(gateway, session).await {
            Err(ApiError::Store(error)) if error.is_temporary() => {
                tracing::warn!(%error, session = %session.hashed(), "a turn cannot be followed");
                Err(seen.held(Held::from(&error)))
            }
            ended => ended,
        }
    }

    async fn until_ended(&mut self, gateway: &Gateway, session: SessionId) -> Result<Ended, ApiError> {
        let mut last = self.awaited.id;
        loop {
            let subscription = opening::in_time(gateway.log.subscribe(session, Start::After(last))).await?;
            if let Opening::Snapshot { snapshot, .. } = subscription.opening {
                // The log does not go back that far any more: the message is a repetition of an old one, say.
                if let Some(ended) = self.as_history_tells(gateway, session, &snapshot).await? {
                    return Ok(ended);
                }
                last = snapshot.head;
            }
            if let Some(ended) = self.follow(gateway, subscription.stream, &mut last).await? {
                return Ok(ended);
            }
        }
    }

    /// Follows the log until the turn ends; `None` when the log has moved on too far and must be joined anew.
    async fn follow(
        &mut self,
        gateway: &Gateway,
        mut stream: Box<dyn EventStream>,
        last: &mut EventId,
    ) -> Result<Option<Ended>, ApiError> {
        loop {
            let delivery = tokio::select! {
                // What has happened counts before what is about to.
                biased;
                delivery = stream.next() => delivery?,
                // A turn that has begun may end while the process drains; one that waits is for the next process.
                () = gateway.lifecycle.draining().cancelled(), if !self.started => return Err(self.kept()),
                () = gateway.lifecycle.stopping().cancelled() => return Err(self.kept()),
            };
            match delivery {
                Delivery::Events(events) => {
                    for logged in events {
                        *last = logged.id;
                        if let Some(ended) = self.see(&logged) {
                            return ended.map(Some);
                        }
                    }
                }
                Delivery::Signal(Signal::Held(held)) => return Err(self.held(held)),
                Delivery::Signal(Signal::Typing { .. }) => {}
                Delivery::Gap | Delivery::Diverged => return Ok(None),
                Delivery::Deleted => return Err(ApiError::NoSession),
            }
        }
    }

    fn kept(&mut self) -> ApiError {
        ApiError::Kept(std::mem::take(&mut self.awaited.names))
    }

    /// Nobody knows when the store takes writes again: the request is not kept waiting for that.
    fn held(&mut self, held: Held) -> ApiError {
        give_reason(&mut self.awaited.names, held);
        self.kept()
    }

    /// Takes note of an event; the end, if it is the turn's last.
    fn see(&mut self, logged: &Arc<Logged>) -> Option<Result<Ended, ApiError>> {
        if logged.turn != Some(self.awaited.turn) {
            if let Event::StateChanged { change, .. } = &logged.event
                && self.after.is_none()
            {
                // A turn ahead of this one has learnt something.
                change.apply(&mut self.before);
            }
            return None;
        }
        match &logged.event {
            Event::RunStarted => self.started = true,
            Event::MessageStart { message_id, name } => self.speeches.push(Speech {
                message_id: *message_id,
                name: name.clone(),
                text: String::new(),
                attachments: Vec::new(),
                choices: Vec::new(),
                ended: false,
            }),
            Event::MessageContent { message_id, delta } => {
                if let Some(speech) = self.speeches.iter_mut().find(|speech| speech.message_id == *message_id) {
                    speech.text.push_str(delta);
                }
            }
            Event::TurnRestarted { discarded, .. } => {
                let discarded: HashSet<MessageId> = discarded.iter().copied().collect();
                self.speeches.retain(|speech| !discarded.contains(&speech.message_id));
            }
            Event::StateChanged { change, .. } => {
                change.apply(self.after.get_or_insert_with(|| self.before.clone()));
            }
            Event::ImageReady { photo, prompt: Some(prompt), .. } => {
                self.picture = Some((*photo, prompt.clone()));
            }
            Event::RunFinished { outcome, .. } => return Some(Ok(self.ended(*outcome))),
            Event::RunError { code, message, .. } => {
                return Some(Err(ApiError::TurnFailed { code: *code, message: message.clone() }));
            }
            Event::UserMessage { .. }
            | Event::MessageEnd { .. }
            | Event::ChoicesOffered { .. }
            | Event::StepStarted { .. }
            | Event::StepFinished { .. }
            | Event::ImageReady { .. }
            | Event::JobQueued { .. } => {}
        }
        None
    }

    fn ended(&mut self, outcome: Outcome) -> Ended {
        let texts: Vec<String> = self.speeches.drain(..).map(|speech| speech.text).collect();
        let reply = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        let state = self.after.take().map(|after| (std::mem::take(&mut self.before), after));
        Ended { reply, state, picture: self.picture.take(), outcome }
    }

    /// The end of a turn that the log has forgotten, as the history tells it; `None` when it has not ended yet.
    async fn as_history_tells(
        &mut self,
        gateway: &Gateway,
        session: SessionId,
        snapshot: &Snapshot,
    ) -> Result<Option<Ended>, ApiError> {
        if let Some(Running { turn, messages, .. }) = &snapshot.running
            && *turn == self.awaited.turn
        {
            self.started = true;
            self.speeches.clone_from(messages);
            return Ok(None);
        }
        let said = history::said_in(gateway, session, None, self.awaited.turn, None, history::MOST.messages).await?;
        let replies: Vec<&str> = said
            .iter()
            .filter(|message| matches!(message.author, Author::Agent { .. }))
            .map(|message| message.text.as_str())
            .collect();
        // A turn that was just queued and has left nothing yet is still to come; an old one may have left nothing.
        let (reply, outcome) = (replies.join("\n\n"), Outcome::Success);
        let told = self.awaited.old || !replies.is_empty();
        Ok(told.then_some(Ended { reply, state: None, picture: None, outcome }))
    }
}
