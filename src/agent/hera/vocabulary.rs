//! The words Hera knows, as tables: what they say, not how they are found.

pub mod en;
pub mod ja;

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::agent::given_names;

/// The words of the sentences in `intent/sentences` that are written small, or in Japanese stand there more than once and
/// before no さん: whoever is called one of these says so in more than that word.
static ORDINARY: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("vocabulary/words.en.txt").lines().chain(include_str!("vocabulary/words.ja.txt").lines()).collect()
});

/// Towns that are known without another hint where they stand in small letters between commas; who is called so, too, says more.
static TOWNS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("vocabulary/towns.en.txt").lines().collect());

/// Whether the text is the name of a town, and of nobody that is known.
pub fn is_town(text: &str) -> bool {
    let lower = text.to_lowercase();
    TOWNS.contains(lower.as_str()) && given_names::gender(&lower).is_none()
}

/// Whether the word is an ordinary one, and no given name that is known.
pub fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word) && given_names::gender(word).is_none()
}

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
