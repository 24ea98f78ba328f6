//! A conversation with the agents alone, as a store would keep it.

use futures::StreamExt as _;
use futures::executor::block_on;
use futures::stream::BoxStream;
use hera::agent::acts::Acts;
use hera::agent::pace::Pace;
use hera::agent::{Agent as _, AgentError, Prompt, Recall, Utterance};
use hera::domain::{
    Author, ClientMsgId, GREET_FAMILY, Message, MessageId, MessageStatus, Phase, SessionId, SessionState, StateUpdate,
    TurnId, UnixMillis,
};
use hera::family;

/// When a conversation without a store takes place: November 25, 2026.
const DAY: UnixMillis = UnixMillis(1_795_600_000_000);
/// Messages the agents are shown, as by default.
const SHOWN: usize = 50;

pub struct Conversation {
    pub acts: Acts,
    /// Messages the agents are shown without a model.
    pub shown: usize,
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
        let acts = Acts { pace: Pace::FULL_SPEED, ..Acts::default() };
        Self { acts, shown: SHOWN, session, state: SessionState::default(), history: Vec::new() }
    }

    /// Says something; what is answered: who, and what.
    pub fn say(&mut self, text: &str) -> Vec<(String, String)> {
        let name: ClientMsgId = format!("m{}", self.history.len()).parse().expect("a valid name");
        let id = MessageId::of_user(self.session, &name);
        self.answer(id, Author::User { client_msg_id: name }, text, DAY)
    }

    /// Ends the interview by the button; what the family says then.
    pub fn press(&mut self) -> Vec<(String, String)> {
        StateUpdate { phase: Some(Phase::Family), ..StateUpdate::default() }.apply(&mut self.state);
        let turn = TurnId::of_job(self.session, 1, &GREET_FAMILY);
        let greeting = self.acts.greet(self.prompt(turn, "", None)).expect("nobody has greeted");
        let (speeches, failure) = self.hear(greeting);
        assert_eq!(failure, None);
        self.keep_all(&speeches, self.history.last().map_or(DAY, |last| last.at), turn);
        speeches
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
        let answer = self.acts.answer(self.prompt(turn, text, Some(at)));
        let (speeches, failure) = self.hear(answer);
        self.keep(id, author, text, at, turn);
        self.keep_all(&speeches, at, turn);
        (speeches, failure)
    }

    /// What the agents are told of a turn that answers a message of this time, or none.
    fn prompt(&self, turn: TurnId, text: &str, at: Option<UnixMillis>) -> Prompt {
        let state = family::written(&self.state);
        let history = match self.acts.recalls(&state) {
            Recall::AsSet => self.history[self.history.len().saturating_sub(self.shown)..].to_vec(),
            Recall::Since { message, .. } => {
                let known = self.history.iter().position(|said| Some(said.id) == message);
                self.history[known.map_or(0, |known| known + 1)..].to_vec()
            }
        };
        let (text, attachments) = (text.to_owned(), Vec::new());
        Prompt { session: self.session, turn, attempt: 1, text, at, utc_offset: None, attachments, state, history }
    }

    fn hear(
        &mut self,
        answer: BoxStream<'static, Result<Utterance, AgentError>>,
    ) -> (Vec<(String, String)>, Option<AgentError>) {
        let said: Vec<Result<Utterance, AgentError>> = block_on(answer.collect());
        let (mut speeches, mut failure): (Vec<(String, String)>, _) = (Vec::new(), None);
        for utterance in said {
            match utterance {
                Ok(Utterance::State(change)) => family::apply(&change, &mut self.state).unwrap(),
                Ok(Utterance::Start { name }) => speeches.push((name, String::new())),
                Ok(Utterance::Delta(delta)) => speeches.last_mut().expect("somebody speaks").1.push_str(&delta),
                Ok(
                    Utterance::End
                    | Utterance::Suggest(_)
                    | Utterance::Picture(_)
                    | Utterance::Afterwards(_)
                    | Utterance::Used(_),
                ) => {}
                Err(error) => failure = Some(error),
            }
        }
        (speeches, failure)
    }

    fn keep_all(&mut self, speeches: &[(String, String)], at: UnixMillis, turn: TurnId) {
        for (number, (name, text)) in speeches.iter().enumerate() {
            let id = MessageId::from_number((self.history.len() * 100 + number) as u64);
            self.keep(id, Author::Agent { name: name.clone() }, text, at, turn);
        }
    }

    fn keep(&mut self, id: MessageId, author: Author, text: &str, at: UnixMillis, turn: TurnId) {
        let (text, status) = (text.to_owned(), MessageStatus::Complete);
        self.history.push(Message {
            id,
            at,
            utc_offset: None,
            author,
            text,
            attachments: Vec::new(),
            choices: Vec::new(),
            turn,
            status,
        });
    }
}
