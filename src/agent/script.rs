//! An answer as the rules have it: what changes, who speaks, and what about. Without a model its sentences are chosen
//! here, from tables; with one, the model finds the words to each [`Cue`] (see [`super::mind`]).

use futures::stream::{BoxStream, StreamExt, iter};

use super::cue::Cue;
use super::hera::dice::Dice;
use super::hera::phrases::Choices;
use super::pace::{Pace, words};
use super::{AgentError, Utterance};
use crate::domain::{Choice, Job, Language, Message, StateUpdate};
use crate::family;

/// An answer that is known before its first word is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    pub language: Language,
    pub lines: Vec<Line>,
}

/// One thing of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    State(Box<StateUpdate>),
    Speech {
        name: String,
        /// The words without a model.
        text: String,
        /// What a model is asked for.
        cue: Cue,
    },
    /// Answers are offered with what was said last.
    Suggest(Vec<Choice>),
    /// Something is to be done when all is said.
    Afterwards(Job),
}

impl Script {
    /// An answer in this language, with nothing in it yet.
    pub const fn new(language: Language) -> Self {
        Self { language, lines: Vec::new() }
    }

    /// Changes the state here.
    pub fn change(&mut self, update: StateUpdate) {
        self.lines.push(Line::State(Box::new(update)));
    }

    /// Whether one of its changes is of that kind.
    pub fn changes(&self, kind: impl Fn(&StateUpdate) -> bool) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::State(update) if kind(update)))
    }

    /// Somebody says something here.
    pub fn say(&mut self, name: &str, text: impl Into<String>, cue: Cue) {
        self.lines.push(Line::Speech { name: name.to_owned(), text: text.into(), cue });
    }

    /// Offers answers with what was said last, as buttons: six at most, each with a label of some words.
    pub fn suggest(&mut self, choices: impl IntoIterator<Item = Choice>) {
        self.lines.push(Line::Suggest(choices.into_iter().collect()));
    }

    /// Has something done when all is said: one thing only.
    pub fn afterwards(&mut self, job: Job) {
        self.lines.push(Line::Afterwards(job));
    }

    /// The answer, word by word.
    pub fn spoken(self, pace: Pace) -> BoxStream<'static, Result<Utterance, AgentError>> {
        let spoken = move |line| match line {
            Line::State(update) => iter([Utterance::State(Box::new(family::change(&update)))]).boxed(),
            Line::Suggest(choices) => iter([Utterance::Suggest(choices)]).boxed(),
            Line::Afterwards(job) => iter([Utterance::Afterwards(job)]).boxed(),
            Line::Speech { name, text, .. } => iter([Utterance::Start { name }])
                .chain(pace.timed(words(&text)).map(Utterance::Delta))
                .chain(iter([Utterance::End]))
                .boxed(),
        };
        iter(self.lines).flat_map(spoken).map(Ok).boxed()
    }
}

/// What may be filled in, by its key; what there is not is left out.
#[derive(Debug, Clone, Default)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// The same with one more value.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value.map(Into::into).filter(|value| !value.is_empty()) {
            self.0.retain(|(known, _)| *known != key);
            self.0.push((key, value));
        }
        self
    }

    fn has_all_of(&self, template: &str) -> bool {
        let keys = template.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        keys.into_iter().all(|key| self.0.iter().any(|(known, _)| *known == key))
    }

    /// The template with everything filled in; what begins a sentence begins with a capital.
    pub fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, (key, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            filled.push_str(before);
            let value = self.0.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value.as_str());
            let begins =
                filled.trim_end_matches([' ', '"', '\n']).chars().next_back().is_none_or(|c| ".!?".contains(c));
            let mut letters = value.chars();
            match letters.next().filter(|_| begins) {
                Some(first) => filled.extend(first.to_uppercase().chain(letters)),
                None => filled.push_str(value),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// Sentences that are remembered as said.
const REMEMBERED: usize = 300;

/// Chooses sentences, none of which was said before.
pub struct Picker<'a> {
    pub dice: Dice,
    /// What was said in the conversation so far.
    said: Vec<&'a str>,
    /// The same of what was chosen in it before.
    known: &'a [u32],
    /// What was chosen for this answer, by number: the sentence as it stands in a table, and as it was said.
    chosen: Vec<u32>,
}

impl<'a> Picker<'a> {
    pub fn new(dice: Dice, history: &'a [Message], known: &'a [u32]) -> Self {
        let said = history.iter().map(|message| message.text.as_str()).collect();
        Self { dice, said, known, chosen: Vec::new() }
    }

    /// The sentences that were chosen, by number, with those before: as many as are worth remembering.
    pub fn remembered(&self) -> Vec<u32> {
        let all = self.known.iter().copied().chain(self.chosen.iter().copied());
        let all: Vec<u32> = all.collect();
        all[all.len().saturating_sub(REMEMBERED)..].to_vec()
    }

    /// One of the texts for which there is everything to fill in, and that was not said: with other words filled in if need
    /// be. Nothing, when all were.
    pub fn pick(&mut self, texts: Choices, values: &Values) -> Option<String> {
        let fitting: Vec<&'static str> = texts.iter().copied().filter(|text| values.has_all_of(text)).collect();
        let fresh: Vec<&'static str> = fitting.iter().copied().filter(|text| !self.was_said(text)).collect();
        let anew = || {
            let filled = |text: &&'static str| varies(text) && !self.was_said_so(&values.fill(text));
            fitting.iter().copied().filter(filled).collect()
        };
        let choices: Vec<&'static str> = if fresh.is_empty() { anew() } else { fresh };
        self.choose(&choices, values)
    }

    /// The same, where something must be said: one that was said comes again when all were.
    pub fn pick_some(&mut self, texts: Choices, values: &Values) -> Option<String> {
        let found = self.pick(texts, values);
        if found.is_some() {
            return found;
        }
        let fitting: Vec<&'static str> = texts.iter().copied().filter(|text| values.has_all_of(text)).collect();
        self.choose(&fitting, values)
    }

    /// A sentence of two parts that was not said: one of the first, `joint`, and one of the second.
    pub fn join(&mut self, first: Choices, joint: &str, second: Choices, end: &str, values: &Values) -> Option<String> {
        let (from, next) = (self.dice.below(first.len()), self.dice.below(second.len()));
        let pairs = (0..first.len() * second.len()).map(|step| {
            let (row, column) = (step / second.len(), step % second.len());
            format!(
                "{}{joint}{}{end}",
                first[(from + column) % first.len()],
                second[(next + row + column) % second.len()]
            )
        });
        let sentence = pairs.map(|pair| values.fill(&pair)).find(|sentence| !self.was_said_so(sentence))?;
        self.chosen.push(number(&sentence));
        Some(sentence)
    }

    /// Whether these words were said before; from now on they are.
    pub fn repeats(&mut self, words: &str) -> bool {
        let again = self.was_said_so(words);
        self.chosen.push(number(words));
        again
    }

    fn choose(&mut self, choices: &[&'static str], values: &Values) -> Option<String> {
        let chosen = self.dice.one(choices);
        if chosen.is_empty() {
            return None;
        }
        let sentence = values.fill(chosen);
        self.chosen.push(number(chosen));
        if sentence != chosen {
            self.chosen.push(number(&sentence));
        }
        Some(sentence)
    }

    fn was_said(&self, template: &'static str) -> bool {
        let number = number(template);
        self.chosen.contains(&number)
            || self.known.contains(&number)
            || self.said.iter().any(|text| is_of(text, template))
    }

    /// Whether a sentence was said as it stands.
    fn was_said_so(&self, sentence: &str) -> bool {
        let number = number(sentence);
        self.chosen.contains(&number)
            || self.known.contains(&number)
            || self.said.iter().any(|text| text.contains(sentence))
    }
}

/// Whether each sentence of a text is another one when other words are filled in.
fn varies(template: &str) -> bool {
    let sentences = template.split_inclusive(['.', '!', '?', '。', '！', '？']).map(str::trim);
    sentences.filter(|sentence| !sentence.is_empty()).all(|sentence| sentence.contains('{'))
}

/// The number of a sentence: the same for ever (FNV-1a, 32 bits).
fn number(template: &str) -> u32 {
    template.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether `text` has a sentence made of this template.
fn is_of(text: &str, template: &str) -> bool {
    let literal = template.split('{').enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('}').map_or("", |(_, rest)| rest),
    });
    let mut rest = text;
    for part in literal {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The items in one phrase, with what stands between them and before the last one.
pub fn list(items: &[String], (comma, and): (&str, &str)) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{}{and}{last}", head.join(comma)),
    }
}
