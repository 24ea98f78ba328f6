//! What is said to somebody in danger, in grief, in joy, as tables: one [`Phrases`] per language.

mod en;
mod ja;

use std::sync::LazyLock;

use regex::Regex;

use crate::agent::family::Voice;
use crate::agent::hera::phrases::Choices;
use crate::agent::hera::text::{language_of, pattern};
use crate::agent::intent::{Danger, Feeling};
use crate::domain::Language;

/// Everything that is said with care in one language.
pub struct Phrases {
    pub space: &'static str,
    /// First words to a danger.
    pub danger: fn(Danger) -> Choices,
    /// To a danger that is somebody else's.
    pub danger_of_other: Choices,
    /// First words to what may be a danger: it is asked about.
    pub unsure: Choices,
    /// First words when danger is spoken of again.
    pub again: Choices,
    /// That this is a program, and who is not.
    pub program: Choices,
    /// Before the ways to get help, and when they were named before.
    pub reach_out: Choices,
    pub reach_out_again: Choices,
    /// After them.
    pub stay: Choices,
    /// Where the partner hurts the person: that nobody plays them here, and how it may go on; and that to press.
    pub without_partner: Choices,
    pub without_partner_choices: &'static [(&'static str, &'static str)],
    /// Before and after them where it is not certain that they are needed.
    pub reach_out_unsure: Choices,
    pub stay_unsure: Choices,
    /// To who says that what seemed a danger is none; the next question follows.
    pub misheard: Choices,
    /// To who is shy, or in two minds about doing this at all; the next question follows.
    pub hesitant: Choices,
    /// To who leads back from a danger, by Hera and by the partner.
    pub back: Choices,
    pub partner_back: Choices,
    /// To whatever is said after a danger, until the person goes on.
    pub staying: Choices,
    /// To a feeling: in its own words, where it is known what it is about, or in general.
    pub particular: &'static [Particular],
    pub feeling: fn(Feeling) -> Choices,
    /// A second sentence of nearness.
    pub near: Choices,
    /// That there is time, and a way on.
    pub offer: Choices,
    pub offer_after_joy: Choices,
    /// To thanks, a no and a yes after that.
    pub welcome: Choices,
    pub rest: Choices,
    pub resume: Choices,
    pub goodbye: Choices,
    /// To who tells that somebody near is badly ill.
    pub illness: Choices,
    /// To talk that is declined.
    pub improper: Choices,
    /// To a child, first; and now and then, for who is grown up after all.
    pub minor: Choices,
    pub minor_again: Choices,
    /// The partner, calm and cheerful, on a danger; on each feeling; on what is declined.
    pub partner_danger: [Choices; 2],
    pub partner: fn(Feeling) -> [Choices; 2],
    pub partner_goodbye: [Choices; 2],
    pub partner_goodnight: [Choices; 2],
    /// A child on a sorrow, on anger, on tiredness, on joy, on a farewell; by voice: small, bouncy, thoughtful.
    pub child: fn(Feeling) -> [Choices; 3],
    pub child_goodbye: [Choices; 3],
    pub child_goodnight: [Choices; 3],
    /// The partner, before a story and a letter that follow a sorrow.
    pub before_letter: Choices,
}

/// What a feeling may be about, and what to say to that.
pub struct Particular {
    pub feelings: &'static [Feeling],
    /// A pattern.
    pub about: &'static str,
    pub says: Choices,
}

/// What to say to a feeling that is about something known; by the language that `text` is written in.
pub fn particular(feeling: Feeling, text: &str) -> Option<Choices> {
    static TABLES: LazyLock<[Vec<(Regex, &'static Particular)>; 2]> =
        LazyLock::new(|| [&ja::PHRASES, &en::PHRASES].map(compiled));
    let table = &TABLES[usize::from(language_of(text) == Some(Language::English))];
    let about = |(pattern, particular): &&(Regex, &Particular)| {
        particular.feelings.contains(&feeling) && pattern.is_match(text)
    };
    table.iter().find(about).map(|(_, particular)| particular.says)
}

fn compiled(phrases: &'static Phrases) -> Vec<(Regex, &'static Particular)> {
    phrases.particular.iter().map(|particular| (pattern(particular.about), particular)).collect()
}

/// The place of a child's voice in the tables.
pub const fn of_child(voice: Voice) -> usize {
    match voice {
        Voice::Small => 0,
        Voice::Bouncy => 1,
        Voice::Thoughtful | Voice::Gentle | Voice::Lively => 2,
    }
}

/// The phrases of a language.
pub const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::Japanese => &ja::PHRASES,
        Language::English => &en::PHRASES,
    }
}
