//! What an agent is told of a turn: what was said before it, in the order in which it belongs together.

use std::collections::HashMap;

use super::{Left, Turn, Worker};
use crate::agent::{Prompt, Recall};
use crate::domain::{Author, Message, MessageId, TurnId};
use crate::sessions::PageLimit;

/// What of the history is read at once.
const PAGE: PageLimit = PageLimit { messages: 200, bytes: 1 << 20 };

impl Worker {
    /// What the agent is told of the turn.
    pub(super) async fn prompt(&self, turn: &Turn<'_>, message: Option<&Message>) -> Result<Prompt, Left> {
        let (claim, session) = (turn.claim, turn.claim.fence.session);
        let history = match self.agent.recalls(&claim.state) {
            Recall::AsSet => {
                let most = self.settings.history;
                let newest =
                    turn.insist(|| self.sessions.history(session, None, PageLimit::messages(most * 2))).await?;
                let mut history = before(newest.messages, message);
                history.drain(..history.len().saturating_sub(most));
                history
            }
            Recall::Since { message: known, bytes } => {
                let mut history = before(self.since(turn, message, known, bytes).await?, message);
                let known = history.iter().position(|said| Some(said.id) == known);
                history.drain(..known.map_or(0, |known| known + 1));
                history
            }
        };
        Ok(Prompt {
            session,
            turn: claim.fence.turn,
            attempt: claim.fence.attempt,
            text: message.map(|message| message.text.clone()).unwrap_or_default(),
            at: message.map(|message| message.at),
            utc_offset: message.and_then(|message| message.utc_offset),
            attachments: message.map(|message| message.attachments.clone()).unwrap_or_default(),
            state: claim.state.clone(),
            history,
        })
    }

    /// The history from `known` on, or as much of its end as has so many bytes; in any case from before `message`.
    async fn since(
        &self,
        turn: &Turn<'_>,
        message: Option<&Message>,
        known: Option<MessageId>,
        bytes: usize,
    ) -> Result<Vec<Message>, Left> {
        let session = turn.claim.fence.session;
        let (mut found, mut next, mut size): (Vec<Message>, Option<u64>, usize) = (Vec::new(), None, 0);
        loop {
            let page = turn.insist(|| self.sessions.history(session, next, PAGE)).await?;
            size += page.messages.iter().map(|said| said.text.len()).sum::<usize>();
            found.splice(..0, page.messages);
            let has = |id: MessageId| found.iter().any(|said| said.id == id);
            let enough = message.is_none_or(|message| has(message.id)) && (size >= bytes || known.is_some_and(has));
            next = page.next_before.filter(|_| !enough);
            if next.is_none() {
                return Ok(found);
            }
        }
    }
}

/// What was said before `message`, or at all without one, turn by turn: an answer follows the message it answers, even when
/// the next message came before it was given; messages that wait for their own turn are left out.
fn before(messages: Vec<Message>, message: Option<&Message>) -> Vec<Message> {
    let here = match message {
        Some(message) => messages.iter().position(|said| said.id == message.id),
        None => messages.iter().rposition(|said| matches!(said.author, Author::Agent { .. })).map(|last| last + 1),
    };
    let Some(here) = here else { return Vec::new() };
    let mut places: HashMap<TurnId, usize> = HashMap::new();
    for said in &messages[..here] {
        let next = places.len();
        places.entry(said.turn).or_insert(next);
    }
    let mut earlier: Vec<Message> = messages.into_iter().filter(|said| places.contains_key(&said.turn)).collect();
    earlier.sort_by_key(|said| places.get(&said.turn).copied());
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MessageStatus, UnixMillis};

    fn said(number: u64, turn: u64, author: Author) -> Message {
        Message {
            id: MessageId::from_number(number),
            at: UnixMillis(0),
            utc_offset: None,
            author,
            text: String::new(),
            attachments: Vec::new(),
            choices: Vec::new(),
            turn: TurnId::from_number(turn),
            status: MessageStatus::Complete,
        }
    }

    fn person(number: u64) -> Message {
        said(number, number, Author::User { client_msg_id: format!("m-{number}").parse().unwrap() })
    }

    fn agent(number: u64, turn: u64) -> Message {
        said(number, turn, Author::Agent { name: "Hera".into() })
    }

    #[test]
    fn an_answer_follows_what_it_answers_and_what_waits_is_left_out() {
        // 1, 2 and 3 were said at once, and answered one after the other; 5 waits behind 3.
        let messages = vec![person(1), person(2), person(3), agent(4, 1), person(5), agent(6, 2), agent(7, 2)];
        let ids = |message: Option<&Message>| {
            before(messages.clone(), message).iter().map(|said| said.id).collect::<Vec<_>>()
        };
        let numbers =
            |numbers: &[u64]| numbers.iter().map(|&number| MessageId::from_number(number)).collect::<Vec<_>>();
        assert_eq!(ids(Some(&person(3))), numbers(&[1, 4, 2, 6, 7]));
        assert_eq!(ids(Some(&person(1))), numbers(&[]));
        assert_eq!(ids(Some(&person(8))), numbers(&[]), "one that is not there");
        assert_eq!(ids(None), numbers(&[1, 4, 2, 6, 7, 3, 5]));
    }
}
