//! What the family says, as tables: one [`Phrases`] per language, several texts for each occasion and voice.

pub mod en;
pub mod ja;

use super::places::Kind;
use crate::agent::hera::phrases::Choices;
use crate::domain::Language;

/// How somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A partner who is calm, and one who is cheerful.
    Gentle,
    Lively,
    /// A child who is still small, one who is full of energy, and one who thinks first.
    Small,
    Bouncy,
    Thoughtful,
}

/// Texts for one occasion, by voice.
pub type ByVoice = [Choices; 5];
/// Texts for one occasion on which who leads speaks: who is grown up, calm and cheerful; and a child.
pub type OfLead = [Choices; 3];

/// Everything the family can say in one language. A text is only said when there is something for every `{key}` in it.
#[derive(Debug)]
pub struct Phrases {
    pub list: (&'static str, &'static str),
    pub space: &'static str,
    /// Hera, where there is nobody to hand over to.
    pub nobody: Choices,
    pub nobody_yet: Choices,
    /// Hera hands over.
    pub hand_over: Choices,
    /// The first words of each: `{you}`, `{name}`
    pub greet: ByVoice,
    /// To `{place}`, of which `{delight}` is to be looked forward to.
    pub place: ByVoice,
    /// To `{activity}`.
    pub activity: ByVoice,
    /// Proposes `{activity}`.
    pub wish: ByVoice,
    /// Proposes `{place}`.
    pub wish_place: ByVoice,
    /// Before what is said after somebody else; `{other}` is a brother or a sister, or a child of the partner's.
    pub follow: ByVoice,
    /// To what tells nothing.
    pub chat: ByVoice,
    /// To thanks.
    pub thanks: ByVoice,
    /// Who leads asks where to go, and what to do.
    pub ask_place: OfLead,
    pub ask_activity: OfLead,
    /// `{place}`, `{activities}`
    pub propose: OfLead,
    /// When the proposal was made, and something else was said.
    pub remind: OfLead,
    /// To a no.
    pub reconsider: OfLead,
    /// To a yes.
    pub confirm: OfLead,
    /// Children to a proposal.
    pub cheer: ByVoice,
    /// When all is over.
    pub after: ByVoice,
    /// Hera, when members are taken out of the family, and when a child joins it: `{names}`.
    pub amended: Choices,
    pub added: Choices,
    /// The same, where she has chosen the name.
    pub added_unnamed: Choices,
    /// There is an animal: `{what}`.
    pub pet_added: Choices,
    /// Somebody is called `{name}`, and not `{old}`; and `{ages}`: "Mia is 7 and Leo is 4".
    pub renamed: Choices,
    pub aged: Choices,
    /// What was said may be a place: `{place}`.
    pub doubts_place: Choices,
    /// What there is to do and to look forward to at a kind of place, and places of that kind.
    pub at: fn(Kind) -> Delights,
    /// How a child calls the person: a father, a mother.
    pub parent: [&'static str; 2],
    /// How a child calls itself: a boy, a girl.
    pub me: [&'static str; 2],
}

/// A kind of place in a few words.
#[derive(Debug, Clone, Copy)]
pub struct Delights {
    pub activities: Choices,
    pub sights: Choices,
    pub places: Choices,
}

/// The phrases of a language.
pub const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::Japanese => &ja::PHRASES,
        Language::English => &en::PHRASES,
    }
}
