//! How members of the family answer what was said to them, as tables: one [`Replies`] per language, by age.

mod en;
mod ja;

use crate::agent::hera::phrases::Choices;
use crate::domain::Language;

/// Texts for one occasion: of small children, of others, and of who is grown up.
pub type ByAge = [Choices; 3];

/// What there is to answer in one language. A text is only said when there is something for every `{key}` in it.
#[derive(Debug)]
pub struct Replies {
    /// To who asks whether somebody is there.
    pub calls: ByAge,
    /// Honestly: they are imagined, and a program speaks.
    pub real: ByAge,
    /// `{place}`, `{activities}`, and what there is when neither is known.
    pub place: ByAge,
    pub place_open: ByAge,
    pub what: ByAge,
    pub what_open: ByAge,
    /// To who asks what they are called themselves: `{person}`, or nobody has told.
    pub my_name: ByAge,
    pub my_name_open: ByAge,
    /// What one said oneself, what `{other}` said, what the person said: `{what}`
    pub recalls_own: ByAge,
    pub recalls_other: ByAge,
    pub recalls_person: ByAge,
    pub recalls_open: ByAge,
    /// Between two: `{choice}` rather than `{rest}`
    pub chooses: ByAge,
    /// The animal of the family: `{what}`.
    pub our_pet: ByAge,
    pub mood: ByAge,
    /// To who asks whether they are angry, sad, afraid.
    pub mood_no: ByAge,
    pub joke: ByAge,
    pub orders: ByAge,
    pub promises: ByAge,
    pub sorry: ByAge,
    pub praises: ByAge,
    pub loves: ByAge,
    pub jests: ByAge,
    pub weather: ByAge,
    pub home: ByAge,
    pub night: ByAge,
    /// Something has gone wrong, and worse.
    pub mishap: ByAge,
    pub news: News,
    /// Has somebody done it, and is something wrong with the person?
    pub deeds: ByAge,
    pub doubts: ByAge,
    /// To what is told: `{echo}` is a phrase of it.
    pub tells: ByAge,
    /// Takes up what was told some turns before: `{before}`
    pub looks_back: ByAge,
    /// To an `{activity}` that is a thing and no deed: something to eat, an animal.
    pub thing: ByAge,
    /// A sentence is one of the first, `joint`, and one of the second: when all others were said.
    pub beginnings: ByAge,
    pub ends: ByAge,
    pub joint: &'static str,
    /// Between the words of the person that are repeated.
    pub quotes: (&'static str, &'static str),
}

/// To bad news; `{who}` is to whom it happened: "your mum".
#[derive(Debug)]
pub struct News {
    pub ill: ByAge,
    pub died: ByAge,
    pub accident: ByAge,
    pub work: ByAge,
    pub parting: ByAge,
    pub sore: ByAge,
}

/// The replies of a language.
pub const fn of(language: Language) -> &'static Replies {
    match language {
        Language::Japanese => &ja::REPLIES,
        Language::English => &en::REPLIES,
    }
}
