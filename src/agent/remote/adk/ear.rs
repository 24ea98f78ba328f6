//! From what an ADK server sends to what agents of hera say: one speaker after the other, every text once.

use std::collections::{HashSet, VecDeque};

use bytes::Bytes;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::super::{Failure, Kept, choices, speaker};
use super::keep;
use super::wire::{Event, Part, UsageMetadata};
use crate::agent::Utterance;
use crate::domain::{Choice, ModelUsage, RunErrorCode};
use crate::provider::{self, Letters};

/// Bytes of what agents say while another one speaks. They are held back until that one has finished.
const MOST_WAITING: usize = 4 * 1024 * 1024;

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub enum Piece {
    Say(Utterance),
    /// The agent that speaks has saved something, which may be a picture.
    Fetch {
        name: String,
        version: u64,
    },
}

/// Hears a run, event by event.
pub struct Ear {
    kept: Kept,
    speaking: Option<Speech>,
    said_any: bool,
    /// Events so far.
    heard: u64,
    waiting: VecDeque<Line>,
    waiting_bytes: usize,
    /// The event whose usage was counted last: one event may be sent in two parts.
    counted: Option<String>,
    /// How the last event left what is being said.
    left: Left,
    /// Something was said in parts that never came whole.
    never_whole: bool,
    /// Pictures that were shown: one may come in parts of an event and in the whole.
    shown: HashSet<[u8; 32]>,
    pieces: Vec<Piece>,
}

/// How an event leaves what is being said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// All was said, as far as one can tell.
    Whole,
    /// In the middle.
    Open,
    /// Something else is being done: more is to come, whenever that is.
    AtWork,
}

/// Who speaks.
struct Speech {
    author: String,
    branch: Option<String>,
    /// What came in parts, since the last whole event.
    text: String,
    letters: Letters,
    /// The event in which it came whole: nothing follows but the other part of that event.
    whole: Option<String>,
}

/// What an event says.
struct Line {
    id: String,
    author: String,
    branch: Option<String>,
    partial: bool,
    /// It has parts, be they for the person or not: one without any only changes the state.
    has_parts: bool,
    text: String,
    pictures: Vec<Bytes>,
    artifacts: Vec<(String, u64)>,
    /// What is offered with it.
    choices: Vec<Choice>,
}

impl Line {
    fn says_nothing(&self) -> bool {
        self.text.is_empty() && self.pictures.is_empty() && self.artifacts.is_empty()
    }

    fn is_of(&self, speech: &Speech) -> bool {
        self.author == speech.author && self.branch == speech.branch
    }

    fn bytes(&self) -> usize {
        let named = self.id.len() + self.author.len() + self.branch.as_ref().map_or(0, String::len);
        named + self.text.len() + self.pictures.iter().map(Bytes::len).sum::<usize>()
    }
}

impl Ear {
    pub fn new(kept: Kept) -> Self {
        Self {
            kept,
            speaking: None,
            said_any: false,
            heard: 0,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            counted: None,
            left: Left::AtWork,
            never_whole: false,
            shown: HashSet::new(),
            pieces: Vec::new(),
        }
    }

    /// How the last event left what is being said.
    pub const fn left(&self) -> Left {
        self.left
    }

    /// Whether something was said in parts that never came whole: the server itself has not kept it.
    pub const fn was_never_whole(&self) -> bool {
        self.never_whole
    }

    /// Whether words were shown.
    pub const fn has_spoken(&self) -> bool {
        self.said_any
    }

    /// What has come of the events since this was last asked, in order.
    pub fn pieces(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.pieces)
    }

    /// Hears an event.
    ///
    /// # Errors
    /// When it tells that the agent has failed, or cannot be understood.
    pub fn hear(&mut self, event: Event) -> Result<(), Failure> {
        // What is empty may be an exception that says nothing, or stand for none beside what is said.
        let none = |error: &Value| !provider::is_error(error) && !event.content.parts.is_empty();
        let details = &event.error_details;
        if event.error.as_ref().is_some_and(|error| !details.error_type.is_empty() || !none(error)) {
            return Err(failed(&details.error_type));
        }
        let Event { id, author, branch, partial, content, actions, custom_metadata, error_code, .. } = event;
        let (usage_metadata, model_version) = (event.usage_metadata, event.model_version);
        // Events without an id are not parts of one.
        self.heard += 1;
        let id = id.filter(|id| !id.is_empty()).unwrap_or_else(|| format!("unnamed-{}", self.heard));
        if !partial {
            keep(&mut self.kept, actions.state_delta);
            self.pieces.extend(self.kept.tell()?.map(Piece::Say));
        }
        let offered = custom_metadata.get(choices::NAME).filter(|_| !partial);
        let choices = offered.map(|offered| choices::read(offered).1).unwrap_or_default();
        let parts = content.parts;
        let has_parts = !parts.is_empty();
        let calls = parts.iter().any(|part| part.function_call.is_object());
        let text: String = parts.iter().map(Part::text).collect();
        let pictures = parts.into_iter().filter_map(picture).collect();
        let artifacts = actions.artifact_delta.into_iter().filter(|_| !partial).collect();
        if let Some(usage) = usage_metadata.filter(|_| !partial) {
            self.count(&id, usage, model_version);
        }
        match error_code.as_deref().filter(|code| !code.is_empty()) {
            Some("MAX_TOKENS") => tracing::warn!("the agent's answer ends where its model's limit is"),
            Some(code) => return Err(failed(code)),
            None => {}
        }
        if author != "user" {
            let line = Line { id, author, branch, partial, has_parts, text, pictures, artifacts, choices };
            if line.says_nothing() && !line.choices.is_empty() {
                // They go with what is being said, or was said last.
                self.pieces.push(Piece::Say(Utterance::Suggest(line.choices.clone())));
            }
            let says = !line.says_nothing();
            self.left = match (says, partial) {
                (true, true) => Left::Open,
                (true, false) if !calls && self.waiting.is_empty() => Left::Whole,
                // What only changes the state says nothing of that.
                (false, _) if !has_parts => self.left,
                _ => Left::AtWork,
            };
            self.take(line)?;
        }
        Ok(())
    }

    /// The run is over.
    pub fn finish(&mut self) {
        self.end();
        self.go_on();
        while !self.waiting.is_empty() {
            self.end();
            self.go_on();
        }
        self.end();
    }

    /// A picture that was fetched; `None` if it was shown before.
    pub fn show(&mut self, picture: Bytes) -> Option<Utterance> {
        self.shown.insert(Sha256::digest(&picture).into()).then_some(Utterance::Picture(picture))
    }

    fn take(&mut self, line: Line) -> Result<(), Failure> {
        if let Some(speech) = &self.speaking {
            let over = speech.whole.as_ref().is_some_and(|id| *id != line.id);
            // A message ends with the next one, or with the run: who is stopped while a tool works has not finished. And what
            // is neither said nor done, but kept, is not the whole of what is being said.
            let goes_on = speech.whole.is_some() || !line.is_of(speech) || !line.has_parts;
            if goes_on && line.says_nothing() {
                return Ok(());
            }
            if !over && !line.is_of(speech) {
                // On the same branch one agent speaks after the other; on another one they speak at the same time.
                if line.branch != speech.branch {
                    return self.wait(line);
                }
            }
            if over || !line.is_of(speech) {
                self.end();
            }
        }
        self.say(line);
        self.go_on();
        Ok(())
    }

    fn wait(&mut self, line: Line) -> Result<(), Failure> {
        self.waiting_bytes += line.bytes();
        if self.waiting_bytes > MOST_WAITING {
            let message = format!("agents that speak at the same time said more than {MOST_WAITING} bytes");
            return Err(Failure::lasting(RunErrorCode::ReplyTooLong, message));
        }
        self.waiting.push_back(line);
        Ok(())
    }

    /// Lets those speak who wait, one after the other, until one of them has not finished.
    fn go_on(&mut self) {
        while self.speaking.as_ref().is_none_or(|speech| speech.whole.is_some())
            && let Some(first) = self.waiting.pop_front()
        {
            self.end();
            self.waiting_bytes -= first.bytes();
            self.say(first);
            // All of it up to its whole text: what that one says next is another message.
            while let Some(speech) = self.speaking.as_ref().filter(|speech| speech.whole.is_none())
                && let Some(next) = self.waiting.iter().position(|line| line.is_of(speech))
                && let Some(line) = self.waiting.remove(next)
            {
                self.waiting_bytes -= line.bytes();
                self.say(line);
            }
        }
    }

    /// Says a line: nobody else is speaking.
    fn say(&mut self, line: Line) {
        if !line.says_nothing() && self.speaking.is_none() {
            let Line { author, branch, .. } = &line;
            self.pieces.push(Piece::Say(Utterance::Start { name: speaker(author) }));
            let (author, branch) = (author.clone(), branch.clone());
            self.speaking =
                Some(Speech { author, branch, text: String::new(), letters: Letters::default(), whole: None });
        }
        let Some(speech) = &mut self.speaking else { return };
        let saves_only = line.text.is_empty() && line.pictures.is_empty() && !line.artifacts.is_empty();
        let text = if line.partial {
            let words = speech.letters.push(&line.text);
            speech.text.push_str(&words);
            words
        } else if saves_only {
            // What was saved by the way goes with the words around it.
            String::new()
        } else {
            // The whole of what came in parts.
            let said = std::mem::take(&mut speech.text);
            (speech.whole, speech.letters) = (Some(line.id), Letters::default());
            let text = provider::settled(&line.text);
            if said.is_empty() { text } else { text.strip_prefix(&said).unwrap_or_default().to_owned() }
        };
        if !text.is_empty() {
            self.said_any = true;
            self.pieces.push(Piece::Say(Utterance::Delta(text)));
        }
        for picture in line.pictures {
            let picture = self.show(picture);
            self.pieces.extend(picture.map(Piece::Say));
        }
        let artifacts = line.artifacts.into_iter();
        self.pieces.extend(artifacts.map(|(name, version)| Piece::Fetch { name, version }));
        if !line.choices.is_empty() {
            self.pieces.push(Piece::Say(Utterance::Suggest(line.choices)));
        }
    }

    fn end(&mut self) {
        if let Some(mut speech) = self.speaking.take() {
            let words = speech.letters.finish();
            if !words.is_empty() {
                self.said_any = true;
                speech.text.push_str(&words);
                self.pieces.push(Piece::Say(Utterance::Delta(words)));
            }
            self.never_whole |= speech.whole.is_none() && !speech.text.is_empty();
            self.pieces.push(Piece::Say(Utterance::End));
        }
    }

    fn count(&mut self, id: &str, usage: UsageMetadata, model: Option<String>) {
        if self.counted.replace(id.to_owned()).as_deref() == Some(id) {
            return;
        }
        let UsageMetadata { prompt, candidates, thoughts } = usage;
        let output_tokens = candidates.unwrap_or_default().saturating_add(thoughts.unwrap_or_default());
        let input_tokens = prompt.unwrap_or_default();
        self.pieces.push(Piece::Say(Utterance::Used(ModelUsage { model, input_tokens, output_tokens })));
    }
}

/// The picture of a part, if it has one that can be read.
fn picture(part: Part) -> Option<Bytes> {
    part.picture().unwrap_or_else(|error| {
        tracing::warn!(%error, "a picture of the agent is left out: it is no Base64");
        None
    })
}

/// The agent's word for what is wrong; its sentences may hold what a person wrote, and are left alone.
fn failed(word: &str) -> Failure {
    let word: String = word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
    let message = if word.is_empty() { "the agent failed".to_owned() } else { format!("the agent failed: {word}") };
    Failure::lasting(RunErrorCode::AgentFailed, message)
}
