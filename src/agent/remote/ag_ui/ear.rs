//! From the events of a run to what agents of hera say: one speaker after the other.

use std::collections::{HashMap, HashSet, VecDeque};

use bytes::Bytes;
use json_patch::{Patch, PatchOperation};
use serde_json::{Map, Value};

use super::super::server::not_understood;
use super::super::{Failure, Kept, choices, speaker};
use super::wire::{Author, Custom, Event, Message, Outcome, Part, Source, TokenUsage};
use crate::agent::Utterance;
use crate::domain::{AgentState, Choice, InterruptId, ModelUsage, RunErrorCode};
use crate::provider::{self, Letters};

/// Messages that are open at the same time, and agents that work for others in a run.
const MOST_AT_ONCE: usize = 256;
/// Bytes of what is held back while another message is spoken.
const MOST_WAITING: usize = 4 * 1024 * 1024;
/// Changes of the state in one event. Each may take time.
const MOST_CHANGES: usize = 1024;
/// Bytes of the name of a message or of an agent that works for another.
const MOST_OF_AN_ID: usize = 256;
/// Bytes of the ids of the interrupts that a run ends with: they are kept until the next run cancels them.
const MOST_OF_INTERRUPTS: usize = 64 * 1024;
/// Values of an agent's state that are nested within each other. What is deeper could not be read again.
const MOST_DEPTH: usize = 100;

/// How the run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    More,
    /// It has come to a good end.
    Over,
}

/// Hears a run, event by event.
pub struct Ear {
    kept: Kept,
    begun: bool,
    said_any: bool,
    /// A message has ended, and that is told with the next event: an endpoint that fails ends its message first, and what
    /// was cut short is not to stand there as if it were whole.
    end_due: bool,
    /// The messages that have begun. The first of the agent's is spoken; the others wait for it to end.
    open: VecDeque<Speech>,
    waiting_bytes: usize,
    /// The message that chunks without an id go on with; of each agent that works for another one, too.
    chunks: HashMap<Option<String>, String>,
    /// Names of the agents that work for others.
    subagents: HashMap<String, String>,
    /// Pictures that were made for what is said next.
    pictures: Vec<Bytes>,
    /// The message that was spoken last, when it has ended.
    last: Option<String>,
    /// The conversation as the endpoint has it, if it tells.
    conversation: Vec<Message>,
}

/// A message that has begun.
struct Speech {
    id: String,
    name: String,
    /// Whether the agent says it: what it puts into the mouths of others is not shown.
    shown: bool,
    /// Whether it is the one that is spoken now.
    spoken: bool,
    letters: Letters,
    /// What came while another one was spoken.
    waiting: String,
    /// What is offered with it.
    choices: Vec<Choice>,
    ended: bool,
}

impl Ear {
    pub fn new(kept: Kept) -> Self {
        Self {
            kept,
            begun: false,
            said_any: false,
            end_due: false,
            open: VecDeque::new(),
            waiting_bytes: 0,
            chunks: HashMap::new(),
            subagents: HashMap::new(),
            pictures: Vec::new(),
            last: None,
            conversation: Vec::new(),
        }
    }

    /// Whether words were shown.
    pub const fn has_spoken(&self) -> bool {
        self.said_any
    }

    /// Puts what comes of an event into `said`.
    ///
    /// # Errors
    /// When it tells that the agent has failed, or cannot be at this place.
    pub fn hear(&mut self, event: Event, said: &mut VecDeque<Utterance>) -> Result<Heard, Failure> {
        if self.begun == matches!(event, Event::RunStarted) && !matches!(event, Event::RunError { .. }) {
            let what = if self.begun { "a second RUN_STARTED" } else { "an event before RUN_STARTED" };
            return Err(not_understood(what));
        }
        if std::mem::take(&mut self.end_due) && !matches!(event, Event::RunError { .. }) {
            said.push_back(Utterance::End);
        }
        // Changes that come one after the other are told as one.
        if !matches!(event, Event::RunStarted | Event::StateSnapshot { .. } | Event::StateDelta { .. } | Event::Other) {
            said.extend(self.kept.tell()?);
        }
        match event {
            Event::RunStarted => self.begun = true,
            Event::TextMessageStart { message_id, author } => self.start(message_id, author)?,
            Event::TextMessageContent { message_id, delta } => self.say(&message_id, &delta, said)?,
            Event::TextMessageEnd { message_id } => self.end(&message_id, said)?,
            Event::TextMessageChunk { message_id, delta, author } => {
                self.chunk(message_id, &delta, author, said)?;
            }
            Event::ToolCallResult { content } => self.show(content, said)?,
            Event::StateSnapshot { snapshot } => *self.kept.object_mut() = object(snapshot)?,
            Event::StateDelta { delta } => patch(self.kept.object_mut(), &delta)?,
            Event::MessagesSnapshot { messages } => self.conversation = messages,
            Event::SubagentStarted { subagent_run_id, name } => {
                if self.subagents.len() < MOST_AT_ONCE && subagent_run_id.len() <= MOST_OF_AN_ID {
                    self.subagents.insert(subagent_run_id, speaker(&name));
                }
            }
            Event::RunFinished { outcome, usage } => return self.finish(outcome, usage, said),
            Event::RunError { code, usage } => {
                said.extend(used(usage));
                return Err(failed(code.as_deref()));
            }
            Event::Custom(Custom { name, value }) if name == choices::NAME => self.offer(&value, said),
            Event::Custom(_) | Event::Other => {}
        }
        Ok(Heard::More)
    }

    fn start(&mut self, id: String, author: Author) -> Result<(), Failure> {
        if id.len() > MOST_OF_AN_ID || author.subagent_run_id.as_ref().is_some_and(|id| id.len() > MOST_OF_AN_ID) {
            return Err(not_understood("an id that is too long"));
        }
        if self.open.iter().any(|speech| speech.id == id) {
            return Err(not_understood("a message that begins twice"));
        }
        if self.open.len() >= MOST_AT_ONCE {
            return Err(not_understood("too many messages at the same time"));
        }
        let shown = author.role.is_none_or(|role| role == "assistant");
        let of_subagent = || author.subagent_run_id.as_ref().and_then(|id| self.subagents.get(id)).cloned();
        let name = author.name.filter(|name| !name.is_empty()).or_else(of_subagent);
        let name = speaker(&name.unwrap_or_default());
        self.open.push_back(Speech {
            id,
            name,
            shown,
            spoken: false,
            letters: Letters::default(),
            waiting: String::new(),
            choices: Vec::new(),
            ended: false,
        });
        Ok(())
    }

    /// The message of that id, which has begun and not ended; or else this is `what` cannot be understood.
    fn unended(&mut self, id: &str, what: &str) -> Result<&mut Speech, Failure> {
        let speech = self.open.iter_mut().find(|speech| speech.id == id && !speech.ended);
        speech.ok_or_else(|| not_understood(what))
    }

    fn say(&mut self, id: &str, delta: &str, said: &mut VecDeque<Utterance>) -> Result<(), Failure> {
        let speech = self.unended(id, "text of a message that has not begun")?;
        if speech.shown {
            let words = speech.letters.push(delta);
            speech.waiting.push_str(&words);
            self.waiting_bytes += words.len();
            self.go_on(said);
        }
        if self.waiting_bytes > MOST_WAITING {
            let message = format!("messages that are told at the same time have more than {MOST_WAITING} bytes");
            return Err(Failure::lasting(RunErrorCode::ReplyTooLong, message));
        }
        Ok(())
    }

    fn end(&mut self, id: &str, said: &mut VecDeque<Utterance>) -> Result<(), Failure> {
        let speech = self.unended(id, "the end of a message that has not begun")?;
        speech.ended = true;
        let words = speech.letters.finish();
        speech.waiting.push_str(&words);
        self.waiting_bytes += words.len();
        self.open.retain(|speech| speech.shown || !speech.ended);
        self.go_on(said);
        Ok(())
    }

    fn chunk(
        &mut self,
        id: Option<String>,
        delta: &str,
        author: Author,
        said: &mut VecDeque<Utterance>,
    ) -> Result<(), Failure> {
        let lane = author.subagent_run_id.clone();
        let before = self.chunks.get(&lane).cloned();
        let id = id.or_else(|| before.clone()).ok_or_else(|| not_understood("text of no message"))?;
        if before.as_ref() != Some(&id) {
            if let Some(before) = before {
                self.end(&before, said)?;
            }
            self.start(id.clone(), author)?;
            self.chunks.insert(lane, id.clone());
        }
        self.say(&id, delta, said)
    }

    /// Pictures that a tool has made go with what is said now, or else with what is said next.
    fn show(&mut self, parts: Vec<Part>, said: &mut VecDeque<Utterance>) -> Result<(), Failure> {
        for part in parts {
            let Part::Image { source: Source::Data { value } } = part else { continue };
            match provider::decoded(&value) {
                Ok(bytes) => self.pictures.push(bytes),
                Err(error) => tracing::warn!(%error, "a picture of the agent is left out: it is no Base64"),
            }
        }
        if self.open.iter().any(|speech| speech.spoken) {
            said.extend(self.pictures.drain(..).map(Utterance::Picture));
        }
        let waiting: usize = self.pictures.iter().map(Bytes::len).sum();
        if self.pictures.len() > MOST_AT_ONCE || waiting > MOST_WAITING * 16 {
            return Err(Failure::lasting(RunErrorCode::ReplyTooLong, "the agent's tools made too many pictures"));
        }
        Ok(())
    }

    /// Answers are offered with a message that has begun, or with the one that was spoken last; where none is named, with the
    /// one that is spoken now.
    fn offer(&mut self, value: &Value, said: &mut VecDeque<Utterance>) {
        let (named, choices) = choices::read(value);
        if choices.is_empty() {
            return;
        }
        let meant = |speech: &&mut Speech| speech.shown && named.is_none_or(|id| speech.id == id);
        if let Some(speech) = self.open.iter_mut().find(meant) {
            speech.choices = choices;
        } else if self.last.as_deref().is_some_and(|last| named.is_none_or(|id| id == last)) {
            said.push_back(Utterance::Suggest(choices));
        }
    }

    /// Says what can be said now: the first message as far as it has come, and those after it once it has ended.
    fn go_on(&mut self, said: &mut VecDeque<Utterance>) {
        while let Some(first) = self.open.iter().position(|speech| speech.shown) {
            let speech = &mut self.open[first];
            // A message without a word is none: some are begun only to hold a tool call.
            if !speech.waiting.is_empty() {
                if !speech.spoken {
                    speech.spoken = true;
                    self.said_any = true;
                    if std::mem::take(&mut self.end_due) {
                        said.push_back(Utterance::End);
                    }
                    said.push_back(Utterance::Start { name: speech.name.clone() });
                    said.extend(self.pictures.drain(..).map(Utterance::Picture));
                }
                self.waiting_bytes -= speech.waiting.len();
                said.push_back(Utterance::Delta(std::mem::take(&mut speech.waiting)));
            }
            if !speech.ended {
                return;
            }
            if speech.spoken {
                self.end_due = true;
                if !speech.choices.is_empty() {
                    said.push_back(Utterance::Suggest(std::mem::take(&mut speech.choices)));
                }
                self.last = Some(std::mem::take(&mut speech.id));
            }
            self.open.remove(first);
        }
    }

    fn finish(
        &mut self,
        outcome: Outcome,
        usage: Vec<TokenUsage>,
        said: &mut VecDeque<Utterance>,
    ) -> Result<Heard, Failure> {
        said.extend(used(usage));
        match outcome {
            Outcome::Success => said.extend(self.kept.wait_for(Vec::new())),
            Outcome::Interrupt { interrupts } => {
                let ids = interrupts.into_iter().map(|interrupt| interrupt.id);
                let mut ids: Vec<InterruptId> = ids.filter(|id| id.as_str().len() <= MOST_OF_AN_ID).collect();
                let mut seen = HashSet::new();
                ids.retain(|id| seen.insert(id.clone()));
                let mut message = "the agent waits for a decision of a kind that cannot be made here";
                if ids.iter().map(|id| id.as_str().len().max(1)).sum::<usize>() > MOST_OF_INTERRUPTS {
                    // Some of them are none: a thread is resumed from all that it waits for.
                    ids.clear();
                    message = "the agent waits for more decisions than can be cancelled";
                }
                said.extend(self.kept.wait_for(ids));
                return Err(Failure::lasting(RunErrorCode::AgentRefused, message));
            }
            Outcome::Cancelled => {
                let message = "the agent was stopped where it runs";
                return Err(Failure::lasting(RunErrorCode::AgentInterrupted, message));
            }
        }
        for id in std::mem::take(&mut self.chunks).into_values() {
            self.end(&id, said)?;
        }
        if !self.open.is_empty() {
            return Err(not_understood("the end of a run with a message that has not ended"));
        }
        if std::mem::take(&mut self.end_due) {
            said.push_back(Utterance::End);
        }
        if !self.said_any {
            self.say_what_is_new(said);
        }
        if !self.pictures.is_empty() {
            said.push_back(Utterance::Start { name: speaker("") });
            said.extend(self.pictures.drain(..).map(Utterance::Picture));
            said.push_back(Utterance::End);
        }
        Ok(Heard::Over)
    }

    /// An endpoint that does not stream tells what was said only with the whole conversation. Otherwise hera's history is
    /// the truth, and that is not looked at.
    fn say_what_is_new(&self, said: &mut VecDeque<Utterance>) {
        let new = self.conversation.iter().rev().take_while(|message| message.role != "user");
        let new: Vec<&Message> =
            new.filter(|message| message.role == "assistant" && !message.text.is_empty()).collect();
        for message in new.into_iter().rev() {
            let name = speaker(message.name.as_deref().unwrap_or_default());
            said.extend([Utterance::Start { name }, Utterance::Delta(message.text.clone()), Utterance::End]);
        }
    }
}

/// The error that ends a run. What the endpoint writes for people may hold what a person said, or where its model is: only
/// its word is told.
fn failed(code: Option<&str>) -> Failure {
    let word: String =
        code.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
    let message = if word.is_empty() { "the agent failed".to_owned() } else { format!("the agent failed: {word}") };
    Failure::lasting(RunErrorCode::AgentFailed, message)
}

fn used(usage: Vec<TokenUsage>) -> impl Iterator<Item = Utterance> {
    usage.into_iter().map(|TokenUsage { model, input_tokens, output_tokens }| {
        let (input_tokens, output_tokens) = (input_tokens.unwrap_or_default(), output_tokens.unwrap_or_default());
        Utterance::Used(ModelUsage { model, input_tokens, output_tokens })
    })
}

/// A state that can be kept.
fn object(state: Value) -> Result<Map<String, Value>, Failure> {
    match state {
        Value::Object(object) => Ok(object),
        Value::Null => Ok(Map::new()),
        _ => {
            let message = "the agent's state is not a JSON object, and cannot be kept";
            Err(Failure::lasting(RunErrorCode::BadAnswer, message))
        }
    }
}

/// The state after a change.
fn patch(state: &mut Map<String, Value>, Patch(operations): &Patch) -> Result<(), Failure> {
    if operations.len() > MOST_CHANGES {
        return Err(too_much_state());
    }
    let mut changed = Value::Object(std::mem::take(state));
    // Copies of copies would grow without end.
    let mut copied = 0;
    for operation in operations {
        let path = operation.path().count();
        let depth = match operation {
            PatchOperation::Add(add) => path + depth(&add.value),
            PatchOperation::Replace(replace) => path + depth(&replace.value),
            PatchOperation::Move(from) => path + changed.pointer(from.from.as_str()).map_or(0, depth),
            PatchOperation::Copy(from) => path + changed.pointer(from.from.as_str()).map_or(0, depth),
            PatchOperation::Remove(_) | PatchOperation::Test(_) => 0,
        };
        if let PatchOperation::Copy(from) = operation {
            copied += changed.pointer(from.from.as_str()).map_or(0, size);
        }
        if depth > MOST_DEPTH || copied > AgentState::MOST_BYTES {
            return Err(too_much_state());
        }
        json_patch::patch(&mut changed, std::slice::from_ref(operation))
            .map_err(|_| not_understood("a change that does not fit the state"))?;
    }
    if size(&changed) > AgentState::MOST_BYTES {
        return Err(too_much_state());
    }
    *state = object(changed)?;
    Ok(())
}

/// How many values are nested within each other.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Bytes of its text.
fn size(state: &Value) -> usize {
    state.to_string().len()
}

fn too_much_state() -> Failure {
    Failure::lasting(
        RunErrorCode::BadAnswer,
        "a change of the agent's state is too large, or makes it too large to be kept",
    )
}

#[cfg(test)]
mod tests;
