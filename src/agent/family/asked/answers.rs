//! What is answered to questions that have an answer of their own, as tables: one [`Answers`] per language, by age.

use super::super::replies::ByAge;
use crate::domain::Language;

/// The answers of one language. `{what}` is what was asked about, `{question}` the question said again.
#[derive(Debug)]
pub struct Answers {
    /// Nobody is hurt in this family; what a doctor gave is a doctor's affair; and what is not for children.
    pub harm: ByAge,
    pub medicine: ByAge,
    pub drink: ByAge,
    /// `{sum}`; and what cannot be worked out.
    pub sum: ByAge,
    pub no_sum: ByAge,
    /// Something that everybody knows: `{what}`; and a word of another language that nobody here knows.
    pub fact: ByAge,
    pub no_word: ByAge,
    /// What the clock and the calendar say, which nobody here can see.
    pub clock: ByAge,
    pub today: ByAge,
    /// A kind word, a song and a story for who asks for one.
    pub nice: ByAge,
    pub song: ByAge,
    pub story: ByAge,
    /// Who is the oldest, the youngest: `{who}`, `{years}`, and when it is who answers.
    pub oldest: ByAge,
    pub oldest_me: ByAge,
    pub youngest: ByAge,
    pub youngest_me: ByAge,
    /// How old somebody is, and each of them: `{who}`, `{years}`; `{ages}`.
    pub age_of: ByAge,
    pub ages: ByAge,
    /// How old the person is, and where they live: `{years}`, `{home}`; and what was not told.
    pub own_age: ByAge,
    pub own_home: ByAge,
    pub not_told: ByAge,
    /// Where the family lives: `{home}`.
    pub home: ByAge,
    pub home_open: ByAge,
    /// How many they are: `{n}`, `{names}`.
    pub count: ByAge,
    /// How many children there are, perhaps none: the same.
    pub children: ByAge,
    pub no_children: ByAge,
    /// What everybody is called: `{names}`; and who is asked alone.
    pub names: ByAge,
    pub name_me: ByAge,
    /// Brothers and sisters: `{names}`, or none.
    pub siblings: ByAge,
    pub no_siblings: ByAge,
    /// What somebody is like: `{who}`, `{words}`; the person; who answers.
    pub likeness: ByAge,
    pub likeness_you: ByAge,
    pub likeness_open: ByAge,
    pub likeness_me: ByAge,
    /// Between two adjectives; and high and low of openness, conscientiousness, extraversion, agreeableness, neuroticism.
    pub adjectives: (&'static str, [(&'static str, &'static str); 5]),
    /// To a mere "why?".
    pub because: ByAge,
    /// What there is where they go: `{delight}`, `{more}`.
    pub sights: ByAge,
    /// Is there any of it there: yes, no, nobody knows. `{what}`
    pub there: [ByAge; 3],
    /// What they say to what was just said; `{place}` is where they go.
    pub opinion: ByAge,
    /// Do they like it: yes, more or less, no.
    pub like: [ByAge; 3],
    /// Can they: yes, a little, not yet.
    pub can: [ByAge; 3],
    /// Have they ever: yes, no.
    pub ever: [ByAge; 2],
    /// Have they got it: yes, no.
    pub have: [ByAge; 2],
    pub think: [ByAge; 1],
    /// Are they afraid of it: yes, no.
    pub fear: [ByAge; 2],
    pub believe: [ByAge; 1],
    pub know: [ByAge; 2],
    /// Do they do it: yes, now and then, no.
    pub habit: [ByAge; 3],
    /// To questions of which nobody knows the answer: why, when, where, who, how many, how, what, whether.
    pub shapes: [ByAge; 8],
    /// The same, too long to be said again.
    pub long: ByAge,
}

/// The answers of a language.
pub const fn of(language: Language) -> &'static Answers {
    match language {
        Language::Japanese => &super::ja::ANSWERS,
        Language::English => &super::en::ANSWERS,
    }
}
