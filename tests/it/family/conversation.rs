//! A conversation with the agents alone, as a store would keep it.

use futures::StreamExt as _;
use futures::executor::block_on;
use hera::agent::acts::Acts;
use hera::agent::pace::Pace;
use hera::agent::{Agent as _, AgentError, Prompt, Utterance};
use hera::domain::{
    Author, ClientMsgId, Message, MessageId, MessageStatus, SessionId, SessionState, TurnId, UnixMillis,
};

/// November 25, 2026.
const DAY: UnixMillis = UnixMillis(1_795_600_000_000);
/// Messages the agents are shown, as by default.
const SHOWN: usize = 50;

pub struct Conversation {
    pub acts: Acts,
    pub session: SessionId,
    pub state: SessionState,
    pub history: Vec<Message>,
}

impl Conversation {
    pub fn new(seed: u128) -> Self {
        let session = format!("{:032x}", seed.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) | 1);
        let (head, tail) = (&session[..8], &session[20..]);
        let session: SessionId =
            format!("{head}-{}-4{}-8{}-{tail}", &session[8..12], &session[13..16], &session[17..20])
                .parse()
                .expect("a session id");
        Self::of(session)
    }

    pub fn of(session: SessionId) -> Self {
        let acts = Acts { pace: Pace::FULL_SPEED, mind: None };
        Self { acts, session, state: SessionState::default(), history: Vec::new() }
    }

    /// Says something; what is answered: who, and what.
    pub fn say(&mut self, text: &str) -> Vec<(String, String)> {
        let name: ClientMsgId = format!("m{}", self.history.len()).parse().expect("a valid name");
        let id = MessageId::of_user(self.session, &name);
        self.answer(id, Author::User { client_msg_id: name }, text, DAY)
    }

    /// Says something that may fail; what is answered, and how it fails.
    pub fn try_say(&mut self, text: &str) -> (Vec<(String, String)>, Option<AgentError>) {
        let name: ClientMsgId = format!("m{}", self.history.len()).parse().expect("a valid name");
        let id = MessageId::of_user(self.session, &name);
        self.try_answer(id, Author::User { client_msg_id: name }, text, DAY)
    }

    /// The same, with a message that a store has.
    pub fn answer(&mut self, id: MessageId, author: Author, text: &str, at: UnixMillis) -> Vec<(String, String)> {
        let (speeches, failure) = self.try_answer(id, author, text, at);
        assert_eq!(failure, None);
        speeches
    }

    fn try_answer(
        &mut self,
        id: MessageId,
        author: Author,
        text: &str,
        at: UnixMillis,
    ) -> (Vec<(String, String)>, Option<AgentError>) {
        let turn = TurnId::answering(id);
        let shown = self.history[self.history.len().saturating_sub(SHOWN)..].to_vec();
        let state = self.state.clone();
        let prompt = Prompt {
            session: self.session,
            turn,
            attempt: 1,
            text: text.to_owned(),
            attachments: Vec::new(),
            state,
            history: shown,
        };
        let said: Vec<Result<Utterance, AgentError>> = block_on(self.acts.answer(prompt).collect());
        let (mut speeches, mut failure): (Vec<(String, String)>, _) = (Vec::new(), None);
        for utterance in said {
            match utterance {
                Ok(Utterance::State(update)) => update.apply(&mut self.state),
                Ok(Utterance::Start { name }) => speeches.push((name, String::new())),
                Ok(Utterance::Delta(delta)) => speeches.last_mut().expect("somebody speaks").1.push_str(&delta),
                Ok(Utterance::End | Utterance::Afterwards(_) | Utterance::Used(_)) => {}
                Err(error) => failure = Some(error),
            }
        }
        self.keep(id, author, text, at, turn);
        for (number, (name, text)) in speeches.iter().enumerate() {
            let id = MessageId::from_number((self.history.len() * 100 + number) as u64);
            self.keep(id, Author::Agent { name: name.clone() }, text, at, turn);
        }
        (speeches, failure)
    }

    fn keep(&mut self, id: MessageId, author: Author, text: &str, at: UnixMillis, turn: TurnId) {
        let (text, status) = (text.to_owned(), MessageStatus::Complete);
        self.history.push(Message { id, at, author, text, attachments: Vec::new(), turn, status });
    }
}
