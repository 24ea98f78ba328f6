//! The words Hera knows, as tables: what they say, not how they are found.

pub mod en;
pub mod ja;

/// One of the Big Five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Openness,
    Conscientiousness,
    Extraversion,
    Agreeableness,
    Neuroticism,
}

/// A word for a character: where it stands on which dimension.
#[derive(Debug, Clone, Copy)]
pub struct TraitWord {
    /// The part of the word that does not change, as a pattern.
    pub stem: &'static str,
    pub dimension: Dimension,
    /// Whether the word means much of it.
    pub high: bool,
}

const fn high(stem: &'static str, dimension: Dimension) -> TraitWord {
    TraitWord { stem, dimension, high: true }
}

const fn low(stem: &'static str, dimension: Dimension) -> TraitWord {
    TraitWord { stem, dimension, high: false }
}
