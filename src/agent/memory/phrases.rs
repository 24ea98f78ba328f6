//! The sentences of stories and letters, as tables: one [`Phrases`] per language.

mod en;
mod ja;

use crate::agent::family::places::Kind;
use crate::agent::hera::phrases::Choices;
use crate::domain::Language;

/// Everything that is written in one language.
pub struct Phrases {
    pub list: (&'static str, &'static str),
    /// Under which names story and letter are told.
    pub story_name: &'static str,
    pub letter_name: &'static str,
    /// The person and the partner, where there are no children.
    pub two: &'static str,
    /// A destination that nobody named.
    pub somewhere: &'static str,
    /// `{year}`, `{month}`, `{day}`
    pub date: &'static str,
    pub months: [&'static str; 12],
    pub story: &'static [StorySlot],
    pub story_form: Form,
    pub letter: &'static [Slot],
    /// How a letter begins to somebody whose name is known: `{person}`.
    pub letter_to: Choices,
    pub letter_form: Form,
    /// What there is to see, to hear, to smell, to feel and to taste at a kind of place.
    pub senses: fn(Kind) -> [Choices; 5],
}

/// How long a text is.
pub struct Form {
    pub least: usize,
    pub most: usize,
    /// Japanese is counted in characters, English in words.
    pub measure: fn(&str) -> usize,
    /// Between two sentences.
    pub space: &'static str,
}

/// A place in a text, for one of several sentences. Without a child, say, the ones that name a child do not fit.
#[derive(Clone, Copy)]
pub struct Slot {
    pub texts: Choices,
    /// It is never left out.
    pub must: bool,
    /// It begins a paragraph.
    pub paragraph: bool,
}

/// A place in a story.
#[derive(Clone, Copy)]
pub enum StorySlot {
    Told(Slot),
    /// For one of the five senses.
    Sensed(usize, bool),
}

impl StorySlot {
    /// The place in the story of an outing to a place of this kind.
    pub fn at(&self, kind: Kind, phrases: &Phrases) -> Slot {
        match *self {
            Self::Told(slot) => slot,
            Self::Sensed(sense, must) => Slot { texts: (phrases.senses)(kind)[sense], must, paragraph: false },
        }
    }
}

const fn must(texts: Choices) -> Slot {
    Slot { texts, must: true, paragraph: false }
}

const fn may(texts: Choices) -> Slot {
    Slot { texts, must: false, paragraph: false }
}

const fn begins(texts: Choices) -> Slot {
    Slot { texts, must: true, paragraph: true }
}

fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The phrases of a language.
pub const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::Japanese => &ja::PHRASES,
        Language::English => &en::PHRASES,
    }
}
